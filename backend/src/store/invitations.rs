//! Inviting a participant, and being let in by an invitation, once. Whoever accepts comes to the account that the person
//! has, or gets the only one; every phone and session that the account had before is ended, since a new invitation is for
//! a phone that was lost or changed.

use super::access::Turn;
use super::audit;
use super::column::read;
use super::device_keys::{self, NewKey};
use super::followed::records_of;
use super::log::next_position;
use super::organisation::{Named, ensure_account};
use super::sessions::{AccountRow, NewSession, begin, session_of};
use super::sql::{self, Connection};
use super::{InviteRight, Session, Store, StoreError};
use crate::secret::SecretHash;
use shared::account::Role;
use shared::audit::{About, Entry, Reason, Scope, What, Who};
use shared::fold::fold;
use shared::id::{AccountId, AssociationId, MemberId, ParticipationId, PersonId};
use shared::invitation::MOST_WRONG_WORDS;
use shared::time::Instant;
use sqlx::AssertSqlSafe;

/// An invitation that is to be made.
#[derive(Clone)]
pub(crate) struct NewInvitation {
    /// For whose stay.
    pub(crate) participation: ParticipationId,
    /// Of the secret in the address.
    pub(crate) hash: SecretHash,
    /// Of the short code.
    pub(crate) code: SecretHash,
    /// Of the words that are said, for letters.
    pub(crate) words: Option<SecretHash>,
    /// Until when it may be used.
    pub(crate) expires_at: Instant,
}

/// What became of the wish to invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invited {
    /// The person may come.
    Made,
    /// There is no such stay, or it is not followed by the one who asks.
    NotHere,
    /// The stay is nobody's: who takes part without a name has no account.
    Anonymous,
}

/// By what somebody shows to have been invited.
#[derive(Clone)]
pub(crate) enum Shown {
    /// The secret of the address.
    Secret(SecretHash),
    /// The short code.
    Code(SecretHash),
}

/// Somebody who wants to be let in.
#[derive(Clone)]
pub(crate) struct Acceptance {
    /// By what.
    pub(crate) shown: Shown,
    /// The words that were said.
    pub(crate) words: Option<SecretHash>,
    /// The session that begins.
    pub(crate) session: NewSession,
    /// The phone's key, if it keeps one.
    pub(crate) key: Option<NewKey>,
    /// The account's id, where the person has none yet.
    pub(crate) fresh: AccountId,
}

/// Somebody was let in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LetIn {
    /// As whom.
    pub(crate) session: Session,
    /// Whether another phone or session was ended by it.
    pub(crate) ended_others: bool,
}

impl Store {
    /// Makes an invitation, and ends those that the person had.
    pub(crate) async fn invite(
        &self,
        right: InviteRight,
        new: NewInvitation,
        now: Instant,
    ) -> Result<Invited, StoreError> {
        self.writer.run(move |connection| Box::pin(async move { invite(connection, right, &new, now).await })).await
    }

    /// Uses an invitation up and begins a session; `None` when it is unknown, used, too old, dead, or the words are wrong:
    /// nobody is told which.
    pub(crate) async fn accept(&self, acceptance: Acceptance, now: Instant) -> Result<Option<LetIn>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let let_in = accept(connection, &acceptance, now).await?;
                    if let_in.is_none() {
                        let refused = Entry::new(Scope::Installation, Who::Nobody, What::SignInRefused);
                        audit::note_seldom(connection, refused.because(Reason::UnknownSecret), now).await?;
                    }
                    Ok(let_in)
                })
            })
            .await
    }
}

/// The member of a stay that somebody follows.
pub(super) async fn followed_member(
    connection: &mut Connection,
    right: InviteRight,
    participation: ParticipationId,
) -> Result<Option<MemberId>, StoreError> {
    let member: Option<String> = sql::query_scalar(
        "SELECT member FROM access WHERE account = $1 AND participation = $2 AND revoked IS NULL LIMIT 1",
    )
    .bind(right.account().to_string())
    .bind(participation.to_string())
    .fetch_optional(connection)
    .await?;
    member.map(|member| read("access.member", &member, MemberId::parse)).transpose()
}

/// Who takes part in a stay, by what its records tell together; `None` where nobody is named.
pub(super) async fn person_of(
    connection: &mut Connection,
    member: MemberId,
    participation: ParticipationId,
) -> Result<Option<PersonId>, StoreError> {
    let known = records_of(connection, member, participation).await?;
    Ok(fold(&known).enrolment().map(|enrolment| enrolment.person))
}

async fn invite(
    connection: &mut Connection,
    right: InviteRight,
    new: &NewInvitation,
    now: Instant,
) -> Result<Invited, StoreError> {
    let Some(member) = followed_member(connection, right, new.participation).await? else {
        return Ok(Invited::NotHere);
    };
    let Some(person) = person_of(connection, member, new.participation).await? else {
        return Ok(Invited::Anonymous);
    };
    end_open(connection, member, person, now).await?;
    sql::query(
        "INSERT INTO invitations
         (hash, code, words, member, participation, person, made_by, made_at, expires_at, wrong_words)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
    )
    .bind(new.hash.as_str())
    .bind(new.code.as_str())
    .bind(new.words.as_ref().map(SecretHash::as_str))
    .bind(member.to_string())
    .bind(new.participation.to_string())
    .bind(person.to_string())
    .bind(right.account().to_string())
    .bind(now.0)
    .bind(new.expires_at.0)
    .execute(&mut *connection)
    .await?;
    let invited = Entry::new(Scope::Member(member), Who::Account(right.account()), What::Invited);
    audit::note(connection, invited.about(About::Participation(new.participation)), now).await?;
    Ok(Invited::Made)
}

/// Ends what was open for a person.
async fn end_open(
    connection: &mut Connection,
    member: MemberId,
    person: PersonId,
    now: Instant,
) -> Result<(), StoreError> {
    sql::query(
        "UPDATE invitations SET ended_at = $3
         WHERE member = $1 AND person = $2 AND used_at IS NULL AND ended_at IS NULL",
    )
    .bind(member.to_string())
    .bind(person.to_string())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Hash, words, member, stay, person, who invited.
type OpenRow = (String, Option<String>, String, String, String, String);

async fn accept(
    connection: &mut Connection,
    acceptance: &Acceptance,
    now: Instant,
) -> Result<Option<LetIn>, StoreError> {
    let Some((hash, words, member, participation, person, made_by)) = open(connection, &acceptance.shown, now).await?
    else {
        return Ok(None);
    };
    if !said_right(words.as_deref(), acceptance.words.as_ref()) {
        if acceptance.words.is_some() {
            count_wrong_words(connection, &hash, now).await?;
        }
        return Ok(None);
    }
    let place = Place {
        member: read("invitations.member", &member, MemberId::parse)?,
        participation: read("invitations.participation", &participation, ParticipationId::parse)?,
        person: read("invitations.person", &person, PersonId::parse)?,
        inviter: read("invitations.made_by", &made_by, AccountId::parse)?,
    };
    sql::query("UPDATE invitations SET used_at = $2 WHERE hash = $1")
        .bind(hash)
        .bind(now.0)
        .execute(connection)
        .await?;
    let session = place.account(connection, acceptance.fresh).await?;
    let ended_others = device_keys::end_all(connection, session.account, now).await?;
    begin(connection, &acceptance.session, &session, now).await?;
    if let Some(key) = &acceptance.key {
        device_keys::keep(connection, session.account, key, &acceptance.session, now).await?;
    }
    let is_new = session.account == acceptance.fresh;
    note_let_in(connection, &place, session.account, is_new, ended_others, now).await?;
    Ok(Some(LetIn { session, ended_others }))
}

/// Notes what became of an account and its phones.
async fn note_let_in(
    connection: &mut Connection,
    place: &Place,
    account: AccountId,
    is_new: bool,
    ended_others: bool,
    now: Instant,
) -> Result<(), StoreError> {
    let entry = |what| Entry::new(Scope::Member(place.member), Who::Account(account), what);
    let about = About::Participation(place.participation);
    let made = is_new.then(|| entry(What::AccountMade).about(about).because(Reason::ByInvitation));
    let removed = ended_others.then(|| entry(What::DeviceRemoved).about(about).because(Reason::SignedInAgain));
    let added = entry(What::DeviceAdded).about(about).because(Reason::ByInvitation);
    let signed_in = entry(What::SignedIn).because(Reason::ByInvitation);
    let entries: Vec<Entry> = made.into_iter().chain(removed).chain([added, signed_in]).collect();
    audit::note_all(connection, &entries, now).await
}

/// The invitation that may be used now: whoever made it still follows the stay.
async fn open(connection: &mut Connection, shown: &Shown, now: Instant) -> Result<Option<OpenRow>, StoreError> {
    let (by, hash) = match shown {
        Shown::Secret(hash) => ("hash", hash),
        Shown::Code(hash) => ("code", hash),
    };
    let query = format!(
        "SELECT hash, words, member, participation, person, made_by FROM invitations
         WHERE {by} = $1 AND used_at IS NULL AND ended_at IS NULL AND expires_at > $2
         AND EXISTS (
            SELECT 1 FROM access a JOIN accounts c ON c.id = a.account
            WHERE a.member = invitations.member AND a.participation = invitations.participation
            AND a.account = invitations.made_by AND a.revoked IS NULL AND c.closed_at IS NULL)"
    );
    let found = sql::query_as(AssertSqlSafe(query)).bind(hash.as_str()).bind(now.0);
    Ok(found.fetch_optional(connection).await?)
}

/// Whether the words are those that go with the invitation; one without needs none.
fn said_right(wanted: Option<&str>, said: Option<&SecretHash>) -> bool {
    match (wanted, said) {
        (None, _) => true,
        (Some(wanted), Some(said)) => said.is(wanted),
        (Some(_), None) => false,
    }
}

/// Counts wrong words, so that whoever has the letter cannot go on guessing.
async fn count_wrong_words(connection: &mut Connection, hash: &str, now: Instant) -> Result<(), StoreError> {
    sql::query(
        "UPDATE invitations SET wrong_words = wrong_words + 1,
            ended_at = CASE WHEN wrong_words + 1 >= $2 THEN $3 ELSE ended_at END
         WHERE hash = $1",
    )
    .bind(hash)
    .bind(MOST_WRONG_WORDS)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whom an invitation is for.
struct Place {
    member: MemberId,
    participation: ParticipationId,
    person: PersonId,
    inviter: AccountId,
}

impl Place {
    /// The person's account, with access to the stays of the person that the inviter follows; `fresh` becomes it where there is none.
    async fn account(&self, connection: &mut Connection, fresh: AccountId) -> Result<Session, StoreError> {
        let stays = self.stays(connection).await?;
        let account = match self.known_account(connection, &stays).await? {
            Some(account) => account,
            None => {
                self.make_account(connection, fresh).await?;
                fresh
            }
        };
        sql::query(
            "INSERT INTO person_accounts (member, person, account) VALUES ($1, $2, $3)
             ON CONFLICT (member, person) DO NOTHING",
        )
        .bind(self.member.to_string())
        .bind(self.person.to_string())
        .bind(account.to_string())
        .execute(connection)
        .await?;
        for participation in stays {
            open_stay(connection, self.member, participation, account).await?;
        }
        let row: AccountRow = sql::query_as("SELECT id, role, association FROM accounts WHERE id = $1")
            .bind(account.to_string())
            .fetch_one(connection)
            .await?;
        session_of(row)
    }

    /// The stays of the person that the inviter follows: nobody opens by an invitation what they may not see.
    async fn stays(&self, connection: &mut Connection) -> Result<Vec<ParticipationId>, StoreError> {
        let named: Vec<String> = sql::query_scalar(
            "SELECT p.id FROM participations p
             JOIN access a ON a.member = p.member AND a.participation = p.id
             WHERE p.member = $1 AND p.person = $2 AND a.account = $3 AND a.revoked IS NULL
             ORDER BY p.id",
        )
        .bind(self.member.to_string())
        .bind(self.person.to_string())
        .bind(self.inviter.to_string())
        .fetch_all(connection)
        .await?;
        let read_one = |named: &String| read("participations.id", named, ParticipationId::parse);
        let mut stays = named.iter().map(read_one).collect::<Result<Vec<_>, _>>()?;
        if !stays.contains(&self.participation) {
            stays.push(self.participation);
        }
        Ok(stays)
    }

    /// The account that the person has, or that takes part in one of the person's stays already.
    async fn known_account(
        &self,
        connection: &mut Connection,
        stays: &[ParticipationId],
    ) -> Result<Option<AccountId>, StoreError> {
        let mut found: Option<String> =
            sql::query_scalar("SELECT account FROM person_accounts WHERE member = $1 AND person = $2")
                .bind(self.member.to_string())
                .bind(self.person.to_string())
                .fetch_optional(&mut *connection)
                .await?;
        for stay in stays {
            if found.is_some() {
                break;
            }
            found = sql::query_scalar(
                "SELECT a.account FROM access a JOIN accounts p ON p.id = a.account
                 WHERE a.member = $1 AND a.participation = $2 AND a.revoked IS NULL AND p.role = $3
                 ORDER BY a.account LIMIT 1",
            )
            .bind(self.member.to_string())
            .bind(stay.to_string())
            .bind(Role::Participant.as_str())
            .fetch_optional(&mut *connection)
            .await?;
        }
        found.map(|account| read("accounts.id", &account, AccountId::parse)).transpose()
    }

    async fn make_account(&self, connection: &mut Connection, fresh: AccountId) -> Result<(), StoreError> {
        let association: String = sql::query_scalar("SELECT association FROM members WHERE id = $1")
            .bind(self.member.to_string())
            .fetch_one(&mut *connection)
            .await?;
        let association = read("members.association", &association, AssociationId::parse)?;
        // The person has an alias in the records, and needs no second name here.
        let named = Named { id: fresh, name: String::new() };
        ensure_account(connection, association, &named, Role::Participant).await
    }
}

/// Gives access to a stay at a position that no device has seen, unless it was given before.
async fn open_stay(
    connection: &mut Connection,
    member: MemberId,
    participation: ParticipationId,
    account: AccountId,
) -> Result<(), StoreError> {
    let has_access: Option<i64> = sql::query_scalar(
        "SELECT granted FROM access
         WHERE member = $1 AND account = $2 AND participation = $3 AND revoked IS NULL",
    )
    .bind(member.to_string())
    .bind(account.to_string())
    .bind(participation.to_string())
    .fetch_optional(&mut *connection)
    .await?;
    if has_access.is_none() {
        let position = next_position(connection, member).await?;
        Turn { member, participation, position }.grant(connection, account).await?;
    }
    Ok(())
}

/// Gives the account of a person, if there is one, access to a stay that has just begun.
pub(super) async fn open_new_stay(connection: &mut Connection, turn: Turn, person: PersonId) -> Result<(), StoreError> {
    let account: Option<String> =
        sql::query_scalar("SELECT account FROM person_accounts WHERE member = $1 AND person = $2")
            .bind(turn.member.to_string())
            .bind(person.to_string())
            .fetch_optional(&mut *connection)
            .await?;
    match account {
        Some(account) => turn.grant(connection, read("accounts.id", &account, AccountId::parse)?).await,
        None => Ok(()),
    }
}
