//! Who works for a member, as its administrator sees them: as what, for which interventions, and how they come in.

use super::name_of_member;
use crate::store::column::read;
use crate::store::held_roles::person_of;
use crate::store::sql::{self, Connection};
use crate::store::{MemberRight, Store, StoreError};
use shared::account::{InterventionName, Role};
use shared::administration::{ImportedLine, People, PersonLine, RoleLine, WayIn};
use shared::id::{AssociationId, InterventionId, MemberId, StaffId};
use shared::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// Who works for a member.
    pub(crate) async fn people(&self, right: MemberRight, now: Instant) -> Result<People, StoreError> {
        let connection = &mut self.readers.acquire().await?;
        let member = name_of_member(connection, right.member()).await?;
        let (people, imported) = lines(connection, right, now).await?;
        let interventions = interventions(connection, right.member()).await?;
        Ok(People { member, people, imported, interventions })
    }
}

/// What a member runs, by name.
pub(super) async fn interventions(
    connection: &mut Connection,
    member: MemberId,
) -> Result<Vec<InterventionName>, StoreError> {
    let rows: Vec<(String, String)> =
        sql::query_as("SELECT id, name FROM interventions WHERE member = $1 ORDER BY name, id")
            .bind(member.to_string())
            .fetch_all(connection)
            .await?;
    let named = |(id, name): (String, String)| {
        Ok(InterventionName { id: read("interventions.id", &id, InterventionId::parse)?, name: name.into() })
    };
    rows.into_iter().map(named).collect()
}

const ACCOUNTS: &str = "
    SELECT a.id, a.role, a.name, s.id, s.name
    FROM accounts a LEFT JOIN staff s ON s.id = a.person
    WHERE a.association = $1 AND a.closed_at IS NULL
    AND a.role IN ('supervisor', 'project_leader', 'member_administrator')
    AND (a.member = $2 OR EXISTS (SELECT 1 FROM responsibilities r WHERE r.account = a.id AND r.member = $2))
    ORDER BY COALESCE(s.name, a.name), a.id";

/// A row of [`ACCOUNTS`].
type AccountRow = (String, String, String, Option<String>, Option<String>);

async fn lines(
    connection: &mut Connection,
    right: MemberRight,
    now: Instant,
) -> Result<(Vec<PersonLine>, Vec<ImportedLine>), StoreError> {
    let accounts: Vec<AccountRow> = sql::query_as(ACCOUNTS)
        .bind(right.association().to_string())
        .bind(right.member().to_string())
        .fetch_all(&mut *connection)
        .await?;
    let mut duties = duties(connection, right.member()).await?;
    let follows = follows(connection, right.member()).await?;
    let ways = Ways::of(connection, right.association(), now).await?;
    let elsewhere = elsewhere(connection, right.association(), right.member()).await?;
    let you = person_of(connection, right.account()).await?;
    let (mut people, mut imported): (Vec<PersonLine>, Vec<ImportedLine>) = Default::default();
    for (account, role, name, person, called) in accounts {
        let role = read("accounts.role", &role, Role::parse)?;
        let interventions = duties.remove(&account).unwrap_or_default();
        let (Some(person), Some(called)) = (person, called) else {
            if role == Role::Supervisor {
                imported.push(ImportedLine { name: name.into(), interventions });
            }
            continue;
        };
        let line = RoleLine { role, interventions, follows: follows.get(&account).copied().unwrap_or_default() };
        let id = read("staff.id", &person, StaffId::parse)?;
        match people.iter_mut().find(|one| one.id == id) {
            Some(known) => known.roles.push(line),
            None => people.push(PersonLine {
                id,
                name: called.into(),
                is_you: you == Some(id),
                works_elsewhere: elsewhere.contains(&person),
                way_in: ways.of_person(&person),
                roles: vec![line],
            }),
        }
    }
    Ok((people, imported))
}

async fn duties(
    connection: &mut Connection,
    member: MemberId,
) -> Result<BTreeMap<String, Vec<InterventionId>>, StoreError> {
    let rows: Vec<(String, String)> = sql::query_as(
        "SELECT r.account, r.intervention FROM responsibilities r
         JOIN interventions i ON i.member = r.member AND i.id = r.intervention
         WHERE r.member = $1 ORDER BY i.name, i.id",
    )
    .bind(member.to_string())
    .fetch_all(connection)
    .await?;
    let mut duties: BTreeMap<String, Vec<InterventionId>> = BTreeMap::new();
    for (account, intervention) in rows {
        let intervention = read("responsibilities.intervention", &intervention, InterventionId::parse)?;
        duties.entry(account).or_default().push(intervention);
    }
    Ok(duties)
}

async fn follows(connection: &mut Connection, member: MemberId) -> Result<BTreeMap<String, u32>, StoreError> {
    let rows: Vec<(String, i64)> =
        sql::query_as("SELECT account, COUNT(*) FROM access WHERE member = $1 AND revoked IS NULL GROUP BY account")
            .bind(member.to_string())
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(account, count)| (account, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

/// Who of an association can come in, or is invited to.
struct Ways {
    made: BTreeSet<String>,
    invited: BTreeSet<String>,
}

impl Ways {
    async fn of(connection: &mut Connection, association: AssociationId, now: Instant) -> Result<Self, StoreError> {
        let made: Vec<String> = sql::query_scalar(
            "SELECT s.id FROM staff s WHERE s.association = $1 AND s.closed_at IS NULL
             AND (EXISTS (SELECT 1 FROM passkeys p WHERE p.person = s.id)
               OR EXISTS (SELECT 1 FROM identities d WHERE d.person = s.id))",
        )
        .bind(association.to_string())
        .fetch_all(&mut *connection)
        .await?;
        let invited: Vec<String> = sql::query_scalar(
            "SELECT s.id FROM staff s WHERE s.association = $1 AND s.closed_at IS NULL
             AND EXISTS (SELECT 1 FROM staff_invitations i
                         WHERE i.person = s.id AND i.used_at IS NULL AND i.expires_at > $2)",
        )
        .bind(association.to_string())
        .bind(now.0)
        .fetch_all(connection)
        .await?;
        Ok(Self { made: made.into_iter().collect(), invited: invited.into_iter().collect() })
    }

    fn of_person(&self, person: &str) -> WayIn {
        match (self.made.contains(person), self.invited.contains(person)) {
            (true, _) => WayIn::Made,
            (false, true) => WayIn::Invited,
            (false, false) => WayIn::None,
        }
    }
}

/// The people of an association who do not work for this member alone.
async fn elsewhere(
    connection: &mut Connection,
    association: AssociationId,
    member: MemberId,
) -> Result<BTreeSet<String>, StoreError> {
    let people: Vec<String> = sql::query_scalar(
        "SELECT a.person FROM accounts a
         WHERE a.association = $1 AND a.person IS NOT NULL AND a.closed_at IS NULL
         AND (a.role NOT IN ('supervisor', 'project_leader', 'member_administrator') OR a.member <> $2
           OR EXISTS (SELECT 1 FROM responsibilities r WHERE r.account = a.id AND r.member <> $2))",
    )
    .bind(association.to_string())
    .bind(member.to_string())
    .fetch_all(connection)
    .await?;
    Ok(people.into_iter().collect())
}

/// Whether somebody does not work for this member alone.
pub(super) async fn works_elsewhere(
    connection: &mut Connection,
    association: AssociationId,
    member: MemberId,
    person: StaffId,
) -> Result<bool, StoreError> {
    Ok(elsewhere(connection, association, member).await?.contains(&person.to_string()))
}

/// Somebody who works for the member, and whether for others as well; `None` where nobody of that id does.
pub(super) async fn found(
    connection: &mut Connection,
    right: MemberRight,
    person: StaffId,
    now: Instant,
) -> Result<Option<PersonLine>, StoreError> {
    let (people, _) = lines(connection, right, now).await?;
    Ok(people.into_iter().find(|line| line.id == person))
}
