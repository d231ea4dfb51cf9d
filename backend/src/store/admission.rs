//! The rules of a record's admission that need the store: whose intervention it is, and who may be named in it.
//! What a record says of itself is judged in `shared`.

use super::StoreError;
use super::cases::Case;
use super::column::read;
use super::right::Author;
use super::sql::{self, Connection};
use shared::account::Role;
use shared::id::{AccountId, InterventionId, MemberId, ParticipationId};
use shared::record::{Body, Record, Refusal};

/// The member that an enrolment belongs to: the one that runs the intervention, if that is the author's.
pub(super) async fn member_of_enrolment(
    connection: &mut Connection,
    author: &Author,
    body: &Body,
) -> Result<Option<MemberId>, StoreError> {
    let (Body::Enrolled(_) | Body::EnrolledAnonymously { .. }) = body else { return Ok(None) };
    let Some(intervention) = intervention_of(body) else { return Ok(None) };
    let (query, of) = match author.role {
        Role::Operator => (
            "SELECT i.member FROM members m JOIN interventions i ON i.member = m.id
             WHERE i.id = $1 AND m.association = $2",
            author.association.to_string(),
        ),
        _ => {
            ("SELECT member FROM responsibilities WHERE intervention = $1 AND account = $2", author.account.to_string())
        }
    };
    let member: Option<String> =
        sql::query_scalar(query).bind(intervention.to_string()).bind(of).fetch_optional(connection).await?;
    member.map(|member| read("interventions.member", &member, MemberId::parse)).transpose()
}

/// Whether a record may enter the member's log: `None` when it may.
pub(super) async fn refusal(
    connection: &mut Connection,
    author: &Author,
    record: &Record,
    member: MemberId,
    case: Option<&Case>,
) -> Result<Option<Refusal>, StoreError> {
    // An enrolment is judged without a standing, so a closed case, or another's, shows only here.
    let taken = match case {
        Some(case) => !case.is_open,
        None => exists(connection, member, record.participation).await?,
    };
    if taken {
        return Ok(Some(Refusal::NotYours));
    }
    let said = match &record.body {
        Body::Corrected { replacement, .. } => replacement,
        body => body,
    };
    if let Some(intervention) = intervention_of(said)
        && member_of_enrolment(connection, author, said).await? != Some(member)
    {
        tracing::debug!(%intervention, "an enrolment in an intervention that is not the author's");
        return Ok(Some(Refusal::NotYours));
    }
    let intervention = intervention_of(said).or_else(|| case.map(|case| case.standing.intervention));
    match (named_supervisor(said), intervention) {
        (Some(account), Some(intervention)) if !supervises(connection, account, member, intervention).await? => {
            Ok(Some(Refusal::UnknownSupervisor { account }))
        }
        _ => Ok(None),
    }
}

const fn intervention_of(body: &Body) -> Option<InterventionId> {
    match body {
        Body::Enrolled(enrolment) => Some(enrolment.intervention),
        Body::EnrolledAnonymously { intervention, .. } => Some(*intervention),
        _ => None,
    }
}

/// Who a record names as the one who follows the person.
pub(super) const fn named_supervisor(body: &Body) -> Option<AccountId> {
    match body {
        Body::Enrolled(enrolment) => enrolment.supervisor,
        Body::SupervisorChanged { to } => Some(*to),
        _ => None,
    }
}

async fn exists(
    connection: &mut Connection,
    member: MemberId,
    participation: ParticipationId,
) -> Result<bool, StoreError> {
    let found: Option<i64> =
        sql::query_scalar("SELECT CAST(1 AS BIGINT) FROM participations WHERE member = $1 AND id = $2")
            .bind(member.to_string())
            .bind(participation.to_string())
            .fetch_optional(connection)
            .await?;
    Ok(found.is_some())
}

async fn supervises(
    connection: &mut Connection,
    account: AccountId,
    member: MemberId,
    intervention: InterventionId,
) -> Result<bool, StoreError> {
    let found: Option<i64> = sql::query_scalar(
        "SELECT CAST(1 AS BIGINT) FROM responsibilities r JOIN accounts a ON a.id = r.account
         WHERE r.account = $1 AND r.member = $2 AND r.intervention = $3 AND a.role = $4",
    )
    .bind(account.to_string())
    .bind(member.to_string())
    .bind(intervention.to_string())
    .bind(Role::Supervisor.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}
