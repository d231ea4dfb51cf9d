//! What can stand in the log, by stable names. A name that is written once is never given another meaning; new ones are
//! added where they belong.

use crate::named::named;

named! {
    /// What was done.
    What {
        /// A server began to serve.
        Started = "started",
        /// A server stopped.
        Stopped = "stopped",

        /// Somebody signed in.
        SignedIn = "signed_in",
        /// A sign-in was refused.
        SignInRefused = "sign_in_refused",
        /// Somebody ended the own session, or another's.
        SessionEnded = "session_ended",
        /// Something was asked for that the one who asked has no right to.
        AccessRefused = "access_refused",

        /// An account was made.
        AccountMade = "account_made",
        /// An account got another role or other interventions.
        AccountChanged = "account_changed",
        /// An account was closed.
        AccountClosed = "account_closed",
        /// Somebody was invited.
        Invited = "invited",
        /// A way to sign in was added.
        CredentialAdded = "credential_added",
        /// A device was added.
        DeviceAdded = "device_added",
        /// A device was removed.
        DeviceRemoved = "device_removed",

        /// A member was made.
        MemberMade = "member_made",
        /// A member was given another name, closed or opened.
        MemberChanged = "member_changed",
        /// An intervention was made.
        InterventionMade = "intervention_made",
        /// What is said of an intervention was changed.
        InterventionChanged = "intervention_changed",
        /// A new version of a bridge, a code list, a questionnaire or a goal was made.
        ReferenceChanged = "reference_changed",
        /// What an intervention costs was said.
        CostChanged = "cost_changed",
        /// A new list of prices was made.
        PricesChanged = "prices_changed",

        /// A person's record was handed to somebody else than the person.
        RecordRead = "record_read",
        /// Somebody had a record as a file.
        RecordExported = "record_exported",
        /// The file of what a phone could not send was handed in.
        UnsentFileHandedIn = "unsent_file_handed_in",
        /// A record that had been put aside was taken in after all.
        AsideAccepted = "aside_accepted",
        /// A record that was put aside was corrected by another one.
        AsideCorrected = "aside_corrected",
        /// A record that was put aside is not to count.
        AsideDiscarded = "aside_discarded",
        /// A person withdrew the consent.
        ConsentWithdrawn = "consent_withdrawn",
        /// A person was erased.
        Erased = "erased",
        /// How long something is kept was changed.
        RetentionChanged = "retention_changed",

        /// A file was taken in.
        Imported = "imported",
        /// What a file had brought was taken back.
        ImportUndone = "import_undone",
        /// A report was made for a member.
        Reported = "reported",
        /// Figures left the members.
        Released = "released",
        /// Words about deviations left a member.
        DeviationReleased = "deviation_released",
        /// An association said how far it has come with a deviation.
        DeviationFollowedUp = "deviation_followed_up",
        /// Everything was written into a backup.
        BackedUp = "backed_up",
        /// A backup took the place of what was there.
        Restored = "restored",
        /// A link to sign in with was made on the command line.
        LinkMade = "link_made",
        /// The log itself was read.
        AuditRead = "audit_read",
    }
}

named! {
    /// Why, or which of several kinds.
    Reason {
        /// The secret is unknown, used or too old.
        UnknownSecret = "unknown_secret",
        /// It was too late.
        TooLate = "too_late",
        /// It was tried too often.
        TooOften = "too_often",
        /// The role does not do this.
        NotTheRole = "not_the_role",
        /// Not there, or not for the one who asked.
        NotHere = "not_here",
        /// A device that somebody else sends from.
        DeviceOfAnother = "device_of_another",
        /// By a one-time link.
        ByLink = "by_link",
        /// By a passkey.
        ByPasskey = "by_passkey",
        /// By the member's own identity provider.
        ByProvider = "by_provider",
        /// By an invitation.
        ByInvitation = "by_invitation",
        /// By a device that is known.
        ByDevice = "by_device",
        /// By a recovery code.
        ByRecoveryCode = "by_recovery_code",
        /// Since the person wanted it.
        OwnWish = "own_wish",
        /// Since the controller decided so.
        ControllersDecision = "controllers_decision",
        /// Since somebody lost it.
        Lost = "lost",
        /// Since it was time.
        TimeOver = "time_over",
        /// Somebody signed in again.
        SignedInAgain = "signed_in_again",
        /// Participations.
        Participations = "participations",
        /// Measurements.
        Measurements = "measurements",
        /// Steps.
        Steps = "steps",
        /// What structural interventions counted.
        Volume = "volume",
        /// Goals.
        Goals = "goals",
        /// Prices.
        Prices = "prices",
        /// A questionnaire.
        Instrument = "instrument",
        /// A bridge.
        Bridge = "bridge",
        /// A code list.
        CodeList = "code_list",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_has_a_name_of_its_own_that_is_a_code() {
        let what = What::ALL.iter().map(|word| word.as_str());
        let names: Vec<&str> = what.chain(Reason::ALL.iter().map(|word| word.as_str())).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for name in names {
            assert!((1..=40).contains(&name.len()), "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
        }
        assert_eq!(What::parse("signed_in"), Some(What::SignedIn));
        assert_eq!(Reason::parse("sometime"), None);
    }
}
