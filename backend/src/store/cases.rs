//! What an author may do about a participation: where it belongs, what is known of it, whether it is open to the
//! author now.

use super::StoreError;
use super::column::read;
use super::right::Author;
use super::sql::{self, Connection};
use shared::account::Role;
use shared::id::{InterventionId, MemberId, ParticipationId};
use shared::record::Standing;

/// A participation that the author has, or once had, access to.
pub(super) struct Case {
    /// The member that controls it.
    pub(super) member: MemberId,
    /// What records about it are judged by.
    pub(super) standing: Standing,
    /// Whether the author has access now.
    pub(super) is_open: bool,
}

const BY_ACCESS: &str = "
    SELECT p.member, p.intervention, p.started, a.revoked
    FROM access a JOIN participations p ON p.member = a.member AND p.id = a.participation
    WHERE a.participation = $1 AND a.account = $2
    ORDER BY CASE WHEN a.revoked IS NULL THEN 0 ELSE 1 END
    LIMIT 1";

const IN_THE_ASSOCIATION: &str = "
    SELECT p.member, p.intervention, p.started, CAST(NULL AS BIGINT)
    FROM members m JOIN participations p ON p.member = m.id
    WHERE p.id = $1 AND m.association = $2
    LIMIT 1";

/// Finds a participation for an author; an operator's import reaches all of its association.
pub(super) async fn find(
    connection: &mut Connection,
    author: &Author,
    participation: ParticipationId,
) -> Result<Option<Case>, StoreError> {
    let (query, of) = match author.role {
        Role::Operator => (IN_THE_ASSOCIATION, author.association.to_string()),
        _ => (BY_ACCESS, author.account.to_string()),
    };
    let row: Option<(String, String, String, Option<i64>)> =
        sql::query_as(query).bind(participation.to_string()).bind(of).fetch_optional(connection).await?;
    let case = |(member, intervention, started, revoked): (String, String, String, Option<i64>)| {
        Ok(Case {
            member: read("participations.member", &member, MemberId::parse)?,
            standing: Standing {
                started: read("participations.started", &started, |text| text.parse().ok())?,
                intervention: read("participations.intervention", &intervention, InterventionId::parse)?,
            },
            is_open: revoked.is_none(),
        })
    };
    row.map(case).transpose()
}
