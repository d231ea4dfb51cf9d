//! What this process knows to be noted as refused, so that somebody who is refused again and again costs no writes.

use super::{home_of, note_seldom};
use crate::store::sql::Connection;
use crate::store::{Store, StoreError};
use shared::audit::{About, Entry, Reason, What, Who};
use shared::id::AccountId;
use shared::policy::Action;
use shared::time::{HOUR, Instant};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

type Refused = (AccountId, Action, Reason);

/// What is noted of an hour.
#[derive(Default)]
pub(in crate::store) struct RefusalsNoted(Mutex<(i64, HashSet<Refused>)>);

impl RefusalsNoted {
    fn knows(&self, hour: i64, refused: &Refused) -> bool {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.0 == hour && noted.1.contains(refused)
    }

    fn add(&self, hour: i64, refused: Refused) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.0 != hour {
            *noted = (hour, HashSet::new());
        }
        noted.1.insert(refused);
    }
}

impl Store {
    /// Notes that an account was refused something, once an hour.
    pub(crate) async fn note_refused(
        &self,
        account: AccountId,
        action: Action,
        why: Reason,
        now: Instant,
    ) -> Result<(), StoreError> {
        let (hour, refused) = (now.0.div_euclid(HOUR), (account, action, why));
        if self.refusals_noted.knows(hour, &refused) {
            return Ok(());
        }
        self.writer
            .run(move |connection| Box::pin(async move { note_refused(connection, account, action, why, now).await }))
            .await?;
        self.refusals_noted.add(hour, refused);
        Ok(())
    }
}

async fn note_refused(
    connection: &mut Connection,
    account: AccountId,
    action: Action,
    why: Reason,
    now: Instant,
) -> Result<(), StoreError> {
    let scope = home_of(connection, account).await?;
    let entry = Entry::new(scope, Who::Account(account), What::AccessRefused);
    note_seldom(connection, entry.about(About::Action(action)).because(why), now).await
}
