//! Taking in what a phone could not send, from a file that a supervisor brings. Each record is judged as its author's own,
//! as if the phone had sent it; the supervisor must follow the participation, and the file must be proven to come from a
//! phone of the author.

use super::audit;
use super::cases;
use super::right::{Author, SendRight};
use super::sessions::{AccountRow, session_of};
use super::sql::{self, Connection};
use super::{Batch, Pushed, RecordsRight, Store, StoreError};
use serde_json::value::RawValue;
use shared::audit::{About, What};
use shared::record::Record;
use shared::reference::Reference;
use shared::sealing::UnsentFile;
use shared::sync::wire::Verdict;
use shared::time::Instant;
use std::sync::Arc;

/// A file as it came, and its records' texts once they are opened.
pub(crate) struct Rescued {
    /// The file.
    pub(crate) file: Arc<UnsentFile>,
    /// Its texts.
    pub(crate) batch: Batch,
}

/// What became of the file.
#[derive(Debug)]
pub(crate) enum Rescue {
    /// Each record was judged.
    Judged(Vec<Verdict>),
    /// It was not made by a phone of its author, or its records are about somebody whom the supervisor does not follow.
    /// The answer does not tell which; nothing was judged.
    NotYours,
}

impl Store {
    /// Takes in the records of a file that a supervisor brings.
    pub(crate) async fn rescue(
        &self,
        right: RecordsRight,
        rescued: Rescued,
        reference: Arc<Reference>,
        now: Instant,
    ) -> Result<Rescue, StoreError> {
        let Rescued { file, batch } = rescued;
        let (checked, texts) = (file.clone(), batch.texts.clone());
        let author = self.writer.run(move |connection| {
            Box::pin(async move {
                let Some(author) = proven_author(connection, &checked).await? else { return Ok(None) };
                let follows = follows_all(connection, &right.sends().on(checked.device), &texts).await?;
                if !follows {
                    return Ok(None);
                }
                let handed_in = audit::done_by(connection, right.account(), What::UnsentFileHandedIn).await?;
                audit::note(connection, handed_in.about(About::Account(checked.account)), now).await?;
                Ok(Some(author))
            })
        });
        let Some(author) = author.await? else { return Ok(Rescue::NotYours) };
        Ok(match self.push(author, batch, reference, now).await? {
            Pushed::Judged(verdicts) => Rescue::Judged(verdicts),
            Pushed::DeviceOfAnother => Rescue::NotYours,
        })
    }
}

/// The author, if one of the author's phones made the file. A session that is over proves it as well: that is often why
/// the phone could not send.
async fn proven_author(connection: &mut Connection, file: &UnsentFile) -> Result<Option<SendRight>, StoreError> {
    let hashes: Vec<(String,)> =
        sql::query_as("SELECT reading FROM sessions WHERE account = $1 AND reading IS NOT NULL")
            .bind(file.account.to_string())
            .fetch_all(connection)
            .await?;
    if !hashes.iter().any(|(hash,)| file.is_proven_by(hash)) {
        return Ok(None);
    }
    // Whoever has left meanwhile wrote it all the same.
    let row: Option<AccountRow> = sql::query_as("SELECT id, role, association FROM accounts WHERE id = $1")
        .bind(file.account.to_string())
        .fetch_optional(connection)
        .await?;
    let Some(session) = row.map(session_of).transpose()? else { return Ok(None) };
    Ok(session.records().map(RecordsRight::sends))
}

/// Whether the supervisor follows everybody whom the records are about. What cannot be read is about nobody, and is put
/// aside.
async fn follows_all(
    connection: &mut Connection,
    supervisor: &Author,
    texts: &[Box<RawValue>],
) -> Result<bool, StoreError> {
    for text in texts {
        let Ok(record) = Record::read(text.get()) else { continue };
        let case = cases::find(connection, supervisor, record.participation).await?;
        if !case.is_some_and(|case| case.is_open) {
            return Ok(false);
        }
    }
    Ok(true)
}
