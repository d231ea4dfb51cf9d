//! What an author may do about a participation: where it belongs, what is known of it, whether it is open to the
//! author now.

use super::StoreError;
use super::column::read;
use super::right::Author;
use super::sql::{self, Connection};
use shared::account::Role;
use shared::id::{AccountId, InterventionId, MemberId, ParticipationId};
use shared::record::Standing;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// A participation that the author has, or once had, access to.
pub(super) struct Case {
    /// The member that controls it.
    pub(super) member: MemberId,
    /// What records about it are judged by.
    pub(super) standing: Standing,
    /// Whether the author has access now.
    pub(super) is_open: bool,
    /// Whether consent was withdrawn.
    pub(super) is_withdrawn: bool,
    /// Whether it was erased.
    pub(super) is_erased: bool,
}

const BY_ACCESS: &str = "
    SELECT p.member, p.intervention, p.started, a.revoked, p.withdrawn, e.position
    FROM access a JOIN participations p ON p.member = a.member AND p.id = a.participation
    LEFT JOIN erased e ON e.member = p.member AND e.participation = p.id
    WHERE a.participation = $1 AND a.account = $2
    ORDER BY CASE WHEN a.revoked IS NULL THEN 0 ELSE 1 END
    LIMIT 1";

const IN_THE_ASSOCIATION: &str = "
    SELECT p.member, p.intervention, p.started, CAST(NULL AS BIGINT), p.withdrawn, e.position
    FROM members m JOIN participations p ON p.member = m.id
    LEFT JOIN erased e ON e.member = p.member AND e.participation = p.id
    WHERE p.id = $1 AND m.association = $2
    LIMIT 1";

const IN_THE_MEMBER: &str = "
    SELECT p.member, p.intervention, p.started, CAST(NULL AS BIGINT), p.withdrawn, e.position
    FROM participations p
    LEFT JOIN erased e ON e.member = p.member AND e.participation = p.id
    WHERE p.id = $1 AND p.member = $2";

/// Finds participations that these accounts have, or once had, access to. An operator's are not among them.
pub(super) async fn find_several(
    connection: &mut Connection,
    wanted: &[(AccountId, ParticipationId)],
) -> Result<HashMap<(AccountId, ParticipationId), Case>, StoreError> {
    let mut cases = HashMap::new();
    for wanted in sql::filled(wanted) {
        let statement = format!(
            "WITH wanted (account, participation) AS (VALUES {})
             SELECT a.account, a.participation, p.member, p.intervention, p.started, a.revoked, p.withdrawn, e.position
             FROM wanted w CROSS JOIN access a CROSS JOIN participations p
             LEFT JOIN erased e ON e.member = p.member AND e.participation = p.id
             WHERE a.account = w.account AND a.participation = w.participation
             AND p.member = a.member AND p.id = a.participation
             ORDER BY CASE WHEN a.revoked IS NULL THEN 0 ELSE 1 END",
            sql::places(2, wanted.len())
        );
        let query = wanted.iter().fold(sql::query_as(AssertSqlSafe(statement)), |query, (account, participation)| {
            query.bind(account.to_string()).bind(participation.to_string())
        });
        let rows: Vec<NamedCaseRow> = query.fetch_all(connection).await?;
        for (account, participation, member, intervention, started, revoked, withdrawn, erased) in rows {
            let account = read("access.account", &account, AccountId::parse)?;
            let participation = read("access.participation", &participation, ParticipationId::parse)?;
            // Those that are open come first.
            cases.entry((account, participation)).or_insert(case((
                member,
                intervention,
                started,
                revoked,
                withdrawn,
                erased,
            ))?);
        }
    }
    Ok(cases)
}

/// Finds a participation for an author; an import reaches all of its association, or of the member that it is for.
pub(super) async fn find(
    connection: &mut Connection,
    author: &Author,
    participation: ParticipationId,
) -> Result<Option<Case>, StoreError> {
    let (query, of) = match (author.role, author.within) {
        (Role::Operator, Some(member)) => (IN_THE_MEMBER, member.to_string()),
        (Role::Operator, None) => (IN_THE_ASSOCIATION, author.association.to_string()),
        _ => (BY_ACCESS, author.account.to_string()),
    };
    let row: Option<CaseRow> =
        sql::query_as(query).bind(participation.to_string()).bind(of).fetch_optional(connection).await?;
    row.map(case).transpose()
}

/// Member, intervention, first day, the position at which access was taken, the day on which consent was withdrawn, and
/// the position at which it was erased.
type CaseRow = (String, String, String, Option<i64>, Option<String>, Option<i64>);

/// Account and participation before the same.
type NamedCaseRow = (String, String, String, String, String, Option<i64>, Option<String>, Option<i64>);

fn case((member, intervention, started, revoked, withdrawn, erased): CaseRow) -> Result<Case, StoreError> {
    Ok(Case {
        member: read("participations.member", &member, MemberId::parse)?,
        standing: Standing {
            started: read("participations.started", &started, |text| text.parse().ok())?,
            intervention: read("participations.intervention", &intervention, InterventionId::parse)?,
        },
        is_open: revoked.is_none(),
        is_withdrawn: withdrawn.is_some(),
        is_erased: erased.is_some(),
    })
}
