//! Looking after an association and its members: who they are, what they run, who works there, and by what they count.
//! Everything that is changed here is noted in the log of those whom it concerns, in the same transaction.

mod editions;
mod interventions;
mod members;
mod people;
mod staff;

pub(super) use editions::counted_together;
pub(crate) use editions::{Edited, EditionText};
pub(crate) use interventions::OutlineRefusal;
pub(super) use interventions::{admission, admission_of};
pub(crate) use members::MemberFault;
pub(crate) use staff::{StaffFault, StaffToInvite};

use super::audit::looked_after;
use super::sql::{self, Connection};
use super::{MemberRight, Session, Store, StoreError};
use shared::id::{AssociationId, MemberId};
use shared::policy::Action;
use shared::time::Date;

impl Store {
    /// The right to look after the member of a session's account, as far as this action goes; `None` where there is none.
    pub(crate) async fn member_right(
        &self,
        session: &Session,
        action: Action,
    ) -> Result<Option<MemberRight>, StoreError> {
        let member = looked_after(&mut self.readers.acquire().await?, session.account).await?;
        Ok(member.and_then(|member| MemberRight::of(session, action, member)))
    }
}

/// What a member is called.
async fn name_of_member(connection: &mut Connection, member: MemberId) -> Result<Box<str>, StoreError> {
    let name: String = sql::query_scalar("SELECT name FROM members WHERE id = $1")
        .bind(member.to_string())
        .fetch_one(connection)
        .await?;
    Ok(name.into())
}

/// Whether this is a member of the association.
async fn is_member_of(
    connection: &mut Connection,
    association: AssociationId,
    member: MemberId,
) -> Result<bool, StoreError> {
    let of: Option<String> = sql::query_scalar("SELECT association FROM members WHERE id = $1")
        .bind(member.to_string())
        .fetch_optional(connection)
        .await?;
    Ok(of.is_some_and(|of| of == association.to_string()))
}

/// A day that a column may hold.
fn day(column: &'static str, text: Option<&str>) -> Result<Option<Date>, StoreError> {
    text.map(|text| super::column::read(column, text, |text| text.parse().ok())).transpose()
}
