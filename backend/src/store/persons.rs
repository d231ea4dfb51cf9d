//! Whose stays are, beside what their records say, so that a person's stays are found without reading the log.

use super::StoreError;
use super::column::read;
use super::followed::records_of;
use super::right::Author;
use super::sql::{self, Connection};
use shared::fold::fold;
use shared::id::{MemberId, ParticipationId, PersonId};
use shared::record::Body;

/// What stands for a stay that is nobody's.
pub(super) const NOBODY: &str = "";

/// What stands for the person whom an enrolment names.
pub(super) fn named_in(body: &Body) -> String {
    match body {
        Body::Enrolled(enrolment) => enrolment.person.to_string(),
        _ => NOBODY.to_owned(),
    }
}

/// Whether somebody has stays at a member of which the author follows none. Who knows the id of a person would otherwise
/// make a stay of their own for that person, and come to the others by it.
pub(super) async fn is_somebody_elses(
    connection: &mut Connection,
    author: &Author,
    member: MemberId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let followed: Option<i64> = sql::query_scalar(
        "SELECT CAST(MAX(CASE WHEN a.account IS NULL THEN 0 ELSE 1 END) AS BIGINT) FROM participations p
         LEFT JOIN access a ON a.member = p.member AND a.participation = p.id AND a.account = $3 AND a.revoked IS NULL
         WHERE p.member = $1 AND p.person = $2",
    )
    .bind(member.to_string())
    .bind(person.to_string())
    .bind(author.account.to_string())
    .fetch_one(connection)
    .await?;
    Ok(followed == Some(0))
}

/// Writes down whose stays are that were made before this was kept.
pub(super) async fn fill(connection: &mut Connection) -> Result<(), StoreError> {
    let open: Vec<(String, String)> =
        sql::query_as("SELECT member, id FROM participations WHERE person IS NULL").fetch_all(&mut *connection).await?;
    for (member, participation) in open {
        let member_id = read("participations.member", &member, MemberId::parse)?;
        let known =
            records_of(connection, member_id, read("participations.id", &participation, ParticipationId::parse)?)
                .await?;
        let person = fold(&known).enrolment().map_or_else(|| NOBODY.to_owned(), |one| one.person.to_string());
        sql::query("UPDATE participations SET person = $3 WHERE member = $1 AND id = $2")
            .bind(member)
            .bind(participation)
            .bind(person)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
