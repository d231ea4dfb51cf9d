//! Noting whose record was handed to whom: before it is handed out, once a day for each record and reader. What a process
//! knows to be noted costs no write.

use super::note_all;
use crate::store::sql;
use crate::store::{RecordsRight, Store, StoreError};
use shared::account::Role;
use shared::audit::{About, Entry, Scope, What, Who};
use shared::id::{AccountId, MemberId, ParticipationId};
use shared::time::{Date, Instant};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

/// What this process knows to be noted of a day.
#[derive(Default)]
pub(in crate::store) struct ReadsNoted(Mutex<Option<(Date, Noted)>>);

/// Who read whose record.
type Noted = HashSet<(AccountId, ParticipationId)>;

impl ReadsNoted {
    fn lacks(&self, day: Date, account: AccountId, participation: ParticipationId) -> bool {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !noted.as_ref().is_some_and(|(of, noted)| *of == day && noted.contains(&(account, participation)))
    }

    fn add(&self, day: Date, account: AccountId, read: &[(MemberId, ParticipationId)]) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.as_ref().is_none_or(|(of, _)| *of != day) {
            *noted = Some((day, Noted::new()));
        }
        if let Some((_, noted)) = noted.as_mut() {
            noted.extend(read.iter().map(|(_, participation)| (account, *participation)));
        }
    }
}

impl Store {
    /// Notes whose records are about to be handed out. A participant's own are read by nobody else, and not noted.
    pub(in crate::store) async fn note_reads(
        &self,
        right: &RecordsRight,
        handed_out: BTreeSet<(MemberId, ParticipationId)>,
        now: Instant,
    ) -> Result<(), StoreError> {
        if right.role() == Role::Participant {
            return Ok(());
        }
        self.note_reads_of(right.account(), handed_out, now).await
    }

    /// The same for an account of the staff.
    pub(in crate::store) async fn note_reads_of(
        &self,
        account: AccountId,
        handed_out: BTreeSet<(MemberId, ParticipationId)>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let day = now.date();
        let new: Vec<_> =
            handed_out.into_iter().filter(|(_, stay)| self.reads_noted.lacks(day, account, *stay)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let noting = new.clone();
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let mut entries = Vec::with_capacity(noting.len());
                    for piece in sql::pieces(&noting) {
                        let places = sql::places(4, piece.len());
                        let statement = format!(
                            "INSERT INTO reads (member, participation, account, day) VALUES {places}
                             ON CONFLICT (member, participation, account, day) DO NOTHING
                             RETURNING member, participation"
                        );
                        let inserting = piece.iter().fold(sql::query_as(AssertSqlSafe(statement)), |query, one| {
                            let (member, stay) = one;
                            query
                                .bind(member.to_string())
                                .bind(stay.to_string())
                                .bind(account.to_string())
                                .bind(day.to_string())
                        });
                        let first: Vec<(String, String)> = inserting.fetch_all(&mut *connection).await?;
                        let first: HashSet<String> = first.into_iter().map(|(_, stay)| stay).collect();
                        entries.extend(piece.iter().filter(|(_, stay)| first.contains(&stay.to_string())).map(
                            |(member, stay)| {
                                Entry::new(Scope::Member(*member), Who::Account(account), What::RecordRead)
                                    .about(About::Participation(*stay))
                            },
                        ));
                    }
                    note_all(connection, &entries, now).await
                })
            })
            .await?;
        self.reads_noted.add(day, account, &new);
        Ok(())
    }
}
