//! What a record's admission needs from the store: whose intervention it is, and who may be named in it. It decides
//! nothing: `shared` does.

use super::StoreError;
use super::administration::admission;
use super::cases::Case;
use super::column::read;
use super::erasure::{StayId, is_marked};
use super::persons;
use super::right::Author;
use super::sql::{self, Connection};
use shared::account::Role;
use shared::id::{AccountId, InterventionId, MemberId, ParticipationId};
use shared::record::{Body, Record};
use shared::sync::intake::{Facts, intervention_of, named_supervisor, said};

/// The member that an enrolment belongs to: the one that runs the intervention, if that is the author's.
async fn member_of_enrolment(
    connection: &mut Connection,
    author: &Author,
    body: &Body,
) -> Result<Option<MemberId>, StoreError> {
    let (Body::Enrolled(_) | Body::EnrolledAnonymously { .. }) = body else { return Ok(None) };
    let Some(intervention) = intervention_of(body) else { return Ok(None) };
    let (query, of) = match (author.role, author.within) {
        (Role::Operator, Some(member)) => {
            ("SELECT member FROM interventions WHERE id = $1 AND member = $2", member.to_string())
        }
        (Role::Operator, None) => (
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

/// What the case alone tells; all that bears on a record of a [`is_plain`] kind.
pub(super) fn facts_of(case: Option<&Case>) -> Facts {
    Facts {
        erased: case.is_some_and(|case| case.is_erased),
        withdrawn: case.is_some_and(|case| case.is_withdrawn),
        member: case.map(|case| case.member),
        open: case.map(|case| case.is_open),
        intervention: case.map(|case| case.standing.intervention),
        ..Facts::default()
    }
}

/// Whether a record of this kind names nobody, changes nothing that another is judged by and is taken down nowhere else, so
/// that several can be judged by what was known before the first, and appended with one statement.
pub(super) const fn is_plain(body: &Body) -> bool {
    match body {
        Body::Enrolled(_)
        | Body::EnrolledAnonymously { .. }
        | Body::SupervisorChanged { .. }
        | Body::Corrected { .. }
        | Body::ConsentWithdrawn { .. }
        | Body::DeviationNoted(_)
        | Body::Voided { .. } => false,
        Body::SelfAssessed { .. }
        | Body::StaffAssessed { .. }
        | Body::FollowedUp(_)
        | Body::StepRecorded { .. }
        | Body::PlanAgreed(_)
        | Body::Exited(_)
        | Body::Remarked { .. }
        | Body::WantsToSay { .. }
        | Body::Unknown => true,
    }
}

/// Gathers what the store knows that bears on a record; `shared::sync::intake` decides by it.
pub(super) async fn facts(
    connection: &mut Connection,
    author: &Author,
    record: &Record,
    case: Option<&Case>,
) -> Result<Facts, StoreError> {
    let member = match case {
        Some(case) => Some(case.member),
        None => member_of_enrolment(connection, author, &record.body).await?,
    };
    let said = said(&record.body);
    let intervention = intervention_of(said).or_else(|| case.map(|case| case.standing.intervention));
    Ok(Facts {
        member,
        exists: match (case, member) {
            (None, Some(member)) => exists(connection, member, record.participation).await?,
            _ => false,
        },
        named_member: member_of_enrolment(connection, author, said).await?,
        names_somebody_elses: match (said, member, author.role) {
            // Whoever imports for an association speaks for all who work there.
            (_, _, Role::Operator) => false,
            (Body::Enrolled(enrolment), Some(member), _) => {
                persons::is_somebody_elses(connection, author, member, enrolment.person).await?
            }
            _ => false,
        },
        names_a_supervisor: match (named_supervisor(said), member, intervention) {
            (Some(account), Some(member), Some(intervention)) => {
                supervises(connection, account, member, intervention).await?
            }
            _ => false,
        },
        admission: match (intervention_of(said), member) {
            (Some(intervention), Some(member)) => admission(connection, member, intervention).await?,
            _ => None,
        },
        // A stay that was erased before this store was restored has left only its mark.
        erased: match (case, member) {
            (None, Some(member)) => {
                is_marked(connection, StayId { member, participation: record.participation }).await?
            }
            (case, _) => case.is_some_and(|case| case.is_erased),
        },
        ..facts_of(case)
    })
}

/// Whether the member has such a stay.
pub(super) async fn exists(
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
         WHERE r.account = $1 AND r.member = $2 AND r.intervention = $3 AND a.role = $4
            AND a.closed_at IS NULL",
    )
    .bind(account.to_string())
    .bind(member.to_string())
    .bind(intervention.to_string())
    .bind(Role::Supervisor.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}
