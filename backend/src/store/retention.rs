//! How long each member keeps stays that are over, and which are past that. Where a member has decided nothing, nothing is
//! past its time. What is erased then is not decided here: see [`super::erasure`].

use super::audit;
use super::column::read;
use super::erasure::StayId;
use super::followed::hand_over;
use super::sql;
use super::{OperatorRight, Store, StoreError};
use shared::audit::{Entry, Scope, What, Who};
use shared::fold::{Known, fold};
use shared::id::MemberId;
use shared::record::Body;
use shared::time::{Date, Instant};

/// What a member has decided.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// Which one.
    pub(crate) member: MemberId,
    /// What people call it.
    pub(crate) name: String,
    /// The association that it belongs to.
    pub(crate) association: String,
    /// How many months a stay is kept after its end; `None` where that is not decided.
    pub(crate) months: Option<u16>,
}

/// A stay that is past its time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past {
    /// Which one.
    pub(crate) stay: StayId,
    /// When it ended.
    pub(crate) ended: Date,
}

impl Store {
    /// What every member has decided, by name.
    pub(crate) async fn kept(&self, _right: OperatorRight) -> Result<Vec<Kept>, StoreError> {
        let rows: Vec<(String, String, String, Option<i64>)> = sql::query_as(
            "SELECT m.id, m.name, o.name, r.months FROM members m
             JOIN associations o ON o.id = m.association
             LEFT JOIN retention r ON r.member = m.id
             ORDER BY o.name, m.name, m.id",
        )
        .fetch_all(&mut self.readers.acquire().await?)
        .await?;
        rows.into_iter()
            .map(|(member, name, association, months)| {
                let unreadable = |_| StoreError::Unreadable { column: "retention.months" };
                let months = months.map(u16::try_from).transpose().map_err(unreadable)?;
                Ok(Kept { member: read("members.id", &member, MemberId::parse)?, name, association, months })
            })
            .collect()
    }

    /// Writes down what a member has decided.
    pub(crate) async fn keep_for(
        &self,
        _right: OperatorRight,
        member: MemberId,
        months: u16,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    sql::query(
                        "INSERT INTO retention (member, months) VALUES ($1, $2)
                         ON CONFLICT (member) DO UPDATE SET months = excluded.months",
                    )
                    .bind(member.to_string())
                    .bind(i64::from(months))
                    .execute(&mut *connection)
                    .await?;
                    let entry = Entry::new(Scope::Member(member), Who::CommandLine, What::RetentionChanged);
                    audit::note(connection, entry, now).await
                })
            })
            .await
    }

    /// The stays that ended longer ago than their member keeps them, on this day.
    pub(crate) async fn past_their_time(&self, right: OperatorRight, today: Date) -> Result<Vec<Past>, StoreError> {
        let mut past = Vec::new();
        for kept in self.kept(right).await? {
            let (Some(months), member) = (kept.months, kept.member) else { continue };
            let mut snapshot = self.readers.snapshot().await?;
            let mut look = |participation, known: &[_]| {
                if let Some(ended) = ended(known).filter(|ended| is_past(*ended, months, today)) {
                    past.push(Past { stay: StayId { member, participation }, ended });
                }
            };
            hand_over(&mut snapshot, member, 0, &mut look).await?;
        }
        past.sort_by_key(|one| (one.stay.member, one.ended, one.stay.participation));
        Ok(past)
    }
}

/// When a stay ended. One that was taken back ended on the day on which that was said.
fn ended(known: &[Known]) -> Option<Date> {
    let folded = fold(known);
    if let Some(exit) = folded.exit {
        return Some(exit.value.ended);
    }
    let is_void = |one: &&Known| matches!(one.record.body, Body::Voided { .. });
    let taken_back = || known.iter().filter(is_void).map(|one| one.record.written_at.date()).max();
    if folded.start.is_none() { taken_back() } else { None }
}

/// A stay is kept through the whole month that lies so many months after that of its end.
fn is_past(ended: Date, months: u16, today: Date) -> bool {
    today.month() > ended.month().plus(i32::from(months))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stay_is_kept_through_the_last_month() {
        let day = |text: &str| text.parse::<Date>().unwrap_or_else(|_| unreachable!("a day"));
        let ended = day("2024-11-03");
        assert!(!is_past(ended, 24, day("2026-11-30")));
        assert!(is_past(ended, 24, day("2026-12-01")));
        assert!(!is_past(day("2026-12-31"), 1, day("2026-12-01")), "an end that is yet to come");
    }
}
