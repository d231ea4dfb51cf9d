//! What a request can be refused for, and the words for it. Causes are logged, never sent.

use crate::entropy::NoEntropy;
use crate::reference::ReferenceError;
use crate::relying_party::PasskeyError;
use crate::store::StoreError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::file_error::FileError;
use shared::sync::PROTOCOL_PROBLEM;
use shared::sync::wire::{PROTOCOL, Problem};
use tokio::task::JoinError;

/// Seconds after which a busy server may be asked again.
const RETRY_AFTER: &str = "5";

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// No session, or one that is over.
    #[error("You are not signed in. Sign in again; nothing that waits on the device is lost.")]
    SignedOut,
    /// A session whose device has to be unlocked before anything is read.
    #[error("Unlock the app first. What waits on the device is sent all the same.")]
    StillLocked,
    /// It is too late to be given the keys of a sign-in again.
    #[error("It is too late for this. Sign in again.")]
    TooLateForKeys,
    /// A link that does not let anybody in.
    #[error("This link has been used, is too old, or is not from here. Ask for a new one.")]
    LinkRefused,
    /// An invitation that does not let anybody in: the answer does not tell why.
    #[error(
        "This invitation has been used, is too old, or was never made, or the words are others. Ask your supervisor for a new one."
    )]
    InvitationRefused,
    /// Too many tries to be let in; seconds after which to go on.
    #[error("There were too many tries. Wait some minutes, or open the picture that your supervisor shows.")]
    TooManyTries(u32),
    /// Nobody can be invited to this stay.
    #[error("This stay is anonymous: there is nobody to invite.")]
    NobodyToInvite,
    /// An installation whose address has no name.
    #[error("Passkeys need an address with a name. The operator says with --origin by which one people come.")]
    NoPasskeysHere,
    /// A passkey that was not made or shown as asked for, or is not known here.
    #[error("This passkey is not accepted. Try again, or use another way in.")]
    PasskeyRefused,
    /// A recovery code that lets nobody in.
    #[error("This recovery code is not known here, or has been used. Check it, or ask for a new invitation.")]
    RecoveryRefused,
    /// Nobody has proven who they are, or it was too long ago.
    #[error("It took too long, or was done already. Begin to sign in once more.")]
    NotProven,
    /// A file of unsent records that is none, or not for the one who brings it: the answer does not tell which.
    #[error(
        "This file was not saved by the phone of somebody whom you follow, or was changed since. Nothing was taken in."
    )]
    NotAnUnsentFile,
    /// The role does not do this.
    #[error("Your role does not do this. Sign in with an account that does.")]
    NotYourRole,
    /// Not there, or not for the one who asks: the answer does not tell which.
    #[error("This is not here. Choose one of your own.")]
    NotHere,
    /// An address under `/api` that does not exist.
    #[error("There is nothing at this address. /api/openapi.json lists what there is.")]
    UnknownAddress,
    /// The address exists, and does not take this method.
    #[error("This address does not take this method. /api/openapi.json lists what there is.")]
    WrongMethod,
    /// The device sends for somebody else.
    #[error("This device belongs to another account. Empty its store and begin anew; nothing was judged.")]
    DeviceOfAnother,
    /// More than is taken at once.
    #[error("This is too much at once. Send fewer records; nothing was judged.")]
    TooLarge,
    /// A body or a query that cannot be read.
    #[error("The request cannot be read: {0}. Nothing was judged.")]
    Unreadable(String),
    /// A body of another type.
    #[error("Send application/json.")]
    NotJson,
    /// A request that another site made.
    #[error("Other sites may not do this.")]
    OtherSite,
    /// A protocol that this version does not speak.
    #[error("This server speaks sync protocol {PROTOCOL}, not {0}. Update the app, or the server; nothing was judged.")]
    Protocol(u16),
    /// A period of which no figures leave the members.
    #[error("Figures of the association are made for calendar years and half-years that are over. Choose one of them.")]
    NotAReleasePeriod,
    /// Figures that may not leave the members.
    #[error("These figures cannot be shown: {0}.")]
    NotReleased(String),
    /// A name that is none.
    #[error("Give it a name of 1 to 120 characters.")]
    NotAName,
    /// A name that something or somebody else has.
    #[error("There is one of that name already. Choose a name that tells them apart.")]
    NameTaken,
    /// A last day before the first.
    #[error("The last day lies before the first.")]
    EndsBeforeItStarts,
    /// An intervention that cannot be a part of what it names.
    #[error("An intervention cannot be a part of itself, of its own parts, or of another member's.")]
    NoPartOfThat,
    /// An intervention in which people are registered.
    #[error("People are registered in this intervention, so it stays for individuals. Make another one.")]
    HasStays,
    /// Roles that the policy keeps apart.
    #[error("The person holds a role that this one is kept apart from.")]
    KeptApart,
    /// A role that is not the member's to give, needs interventions, or has none.
    #[error(
        "Supervisors and project leaders have interventions; administrators have none; other roles are given on the command line."
    )]
    NotARole,
    /// Somebody whose ways in are not this member's to give.
    #[error("The person works for others as well. The operator gives a new way in.")]
    WorksElsewhere,
    /// Nobody takes the own administration from themselves.
    #[error("Another administrator ends your administration.")]
    Yourself,
    /// A member that has an administrator.
    #[error("This member has an administrator, who invites the next one.")]
    HasAdministrator,
    /// A version that somebody else has made meanwhile.
    #[error("Another version was made meanwhile. Fetch it, and make your change anew.")]
    ChangedMeanwhile,
    /// Reference data that breaks a rule.
    #[error("{0}")]
    BreaksARule(FileError),
    /// Deviations of which one is part of a summary already, or an id that is another summary's.
    #[error("One of these was released before. Fetch the list again.")]
    ReleasedBefore,
    /// Deviations of several themes, or none at all.
    #[error("Choose at least one, and all of the same theme.")]
    NotOneTheme,
    /// Words that hold what somebody is called.
    #[error("The words hold what somebody is called. Write them so that nobody can be recognised.")]
    NamesSomebody,
    /// More requests than anybody needs; seconds after which to go on.
    #[error("This is more than the server answers in a minute. Go on in a while; nothing was judged.")]
    TooOften(u32),
    /// It took too long.
    #[error("The server is too busy. Try again in a while.")]
    TooSlow,
    /// The store cannot do it now.
    #[error("The server cannot do this right now. Try again in a while.")]
    Unavailable(#[source] StoreError),
    /// A fault of the program.
    #[error("The server has a fault. Its operator can see it in the log.")]
    Broken(String),
}

impl Fault {
    /// More than one part was singled out of figures that leave the members for one at a time.
    pub(super) fn several_parts() -> Self {
        Self::NotReleased("choose one intervention, one gender or one municipality, not several".into())
    }

    const fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed_out"),
            Self::StillLocked => (StatusCode::UNAUTHORIZED, "still_locked"),
            Self::TooLateForKeys => (StatusCode::UNAUTHORIZED, "too_late"),
            Self::LinkRefused => (StatusCode::UNAUTHORIZED, "link_refused"),
            Self::InvitationRefused => (StatusCode::UNAUTHORIZED, "invitation_refused"),
            Self::TooManyTries(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"),
            Self::NobodyToInvite => (StatusCode::CONFLICT, "nobody_to_invite"),
            Self::NoPasskeysHere => (StatusCode::CONFLICT, "no_passkeys"),
            Self::PasskeyRefused => (StatusCode::UNPROCESSABLE_ENTITY, "passkey_refused"),
            Self::RecoveryRefused => (StatusCode::UNPROCESSABLE_ENTITY, "recovery_refused"),
            Self::NotProven => (StatusCode::UNPROCESSABLE_ENTITY, "not_proven"),
            Self::NotAnUnsentFile => (StatusCode::UNPROCESSABLE_ENTITY, "not_an_unsent_file"),
            Self::NotYourRole => (StatusCode::FORBIDDEN, "not_your_role"),
            Self::NotHere => (StatusCode::NOT_FOUND, "not_here"),
            Self::UnknownAddress => (StatusCode::NOT_FOUND, "unknown_address"),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
            Self::DeviceOfAnother => (StatusCode::CONFLICT, "device_of_another"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::Unreadable(_) => (StatusCode::BAD_REQUEST, "unreadable"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"),
            Self::OtherSite => (StatusCode::FORBIDDEN, "other_site"),
            Self::Protocol(_) => (StatusCode::BAD_REQUEST, PROTOCOL_PROBLEM),
            Self::NotAReleasePeriod => (StatusCode::BAD_REQUEST, "not_a_release_period"),
            Self::NotReleased(_) => (StatusCode::CONFLICT, "not_released"),
            Self::NotAName => (StatusCode::UNPROCESSABLE_ENTITY, "not_a_name"),
            Self::NameTaken => (StatusCode::CONFLICT, "name_taken"),
            Self::EndsBeforeItStarts => (StatusCode::UNPROCESSABLE_ENTITY, "ends_before_it_starts"),
            Self::NoPartOfThat => (StatusCode::CONFLICT, "no_part_of_that"),
            Self::HasStays => (StatusCode::CONFLICT, "has_stays"),
            Self::KeptApart => (StatusCode::CONFLICT, "kept_apart"),
            Self::NotARole => (StatusCode::UNPROCESSABLE_ENTITY, "not_a_role"),
            Self::WorksElsewhere => (StatusCode::CONFLICT, "works_elsewhere"),
            Self::Yourself => (StatusCode::CONFLICT, "yourself"),
            Self::HasAdministrator => (StatusCode::CONFLICT, "has_administrator"),
            Self::ChangedMeanwhile => (StatusCode::CONFLICT, "changed_meanwhile"),
            Self::BreaksARule(_) => (StatusCode::UNPROCESSABLE_ENTITY, "breaks_a_rule"),
            Self::ReleasedBefore => (StatusCode::CONFLICT, "released_before"),
            Self::NotOneTheme => (StatusCode::UNPROCESSABLE_ENTITY, "not_one_theme"),
            Self::NamesSomebody => (StatusCode::UNPROCESSABLE_ENTITY, "names_somebody"),
            Self::TooOften(_) => (StatusCode::TOO_MANY_REQUESTS, "too_often"),
            Self::TooSlow => (StatusCode::SERVICE_UNAVAILABLE, "too_slow"),
            Self::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
        }
    }

    fn log_cause(&self) {
        match self {
            Self::Unavailable(cause) => tracing::error!(%cause, "a request failed in the store"),
            Self::Broken(cause) => tracing::error!(%cause, "a request failed"),
            _ => {}
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        self.log_cause();
        let (status, code) = self.status_and_code();
        let wait = match self {
            Self::TooManyTries(seconds) | Self::TooOften(seconds) => Some(seconds),
            _ => None,
        };
        let problem = Problem { code: code.into(), message: self.to_string() };
        let mut response = (status, Json(problem)).into_response();
        let retry_after = match wait {
            Some(seconds) => Some(HeaderValue::from(seconds)),
            None => (status == StatusCode::SERVICE_UNAVAILABLE).then(|| HeaderValue::from_static(RETRY_AFTER)),
        };
        if let Some(retry_after) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, retry_after);
        }
        response
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unreadable { .. } | StoreError::Unwritable { .. } => Self::Broken(error.to_string()),
            StoreError::Database(_) | StoreError::NotDone => Self::Unavailable(error),
        }
    }
}

impl From<PasskeyError> for Fault {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Refused(why) => {
                tracing::info!(%why, "a passkey was refused");
                Self::PasskeyRefused
            }
            PasskeyError::Unreadable(_) => Self::Broken(error.to_string()),
        }
    }
}

impl From<ReferenceError> for Fault {
    fn from(error: ReferenceError) -> Self {
        match error {
            ReferenceError::Store(error) => error.into(),
            ReferenceError::BuiltIn(_) | ReferenceError::Brought(_) => Self::Broken(error.to_string()),
        }
    }
}

impl From<JoinError> for Fault {
    fn from(error: JoinError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<NoEntropy> for Fault {
    fn from(error: NoEntropy) -> Self {
        Self::Broken(error.to_string())
    }
}
