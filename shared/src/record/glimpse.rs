//! What can be made out of a record's text without understanding the record: enough to keep it, to find it again and
//! to let it go. It promises nothing about the rest of the text.

use crate::id::{ParticipationId, RecordId};
use crate::json;
use crate::time::Month;
use serde::Deserialize;
use std::borrow::Cow;

/// What is made out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse {
    /// Which record it is.
    pub id: RecordId,
    /// Whose stay it is about, where that can be made out.
    pub participation: Option<ParticipationId>,
    /// The month it is about, if it is of a kind that says something of its month alone.
    pub monthly: Option<Month>,
}

/// The kinds that say something of one month and bear on nothing after it.
const MONTHLY: [&str; 4] = ["self_assessed", "staff_assessed", "followed_up", "step_recorded"];

#[derive(Deserialize)]
struct OnlyId {
    id: RecordId,
}

#[derive(Deserialize)]
struct OnlyParticipation {
    participation: ParticipationId,
}

#[derive(Deserialize)]
struct OnlyMonth<'a> {
    month: Month,
    #[serde(borrow)]
    body: OnlyKind<'a>,
}

#[derive(Deserialize)]
struct OnlyKind<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

impl Glimpse {
    /// Looks at a text; `None` where not even an id can be made out.
    pub fn of(text: &str) -> Option<Self> {
        let id = Self::id_in(text)?;
        let participation = json::read::<OnlyParticipation>(text).ok().map(|only| only.participation);
        Some(Self { id, participation, monthly: Self::month_in(text) })
    }

    /// The id in a text.
    pub fn id_in(text: &str) -> Option<RecordId> {
        json::read::<OnlyId>(text).ok().map(|only| only.id)
    }

    /// The month in a text, if it is of a kind that says something of its month alone.
    pub fn month_in(text: &str) -> Option<Month> {
        let only: OnlyMonth<'_> = json::read(text).ok()?;
        MONTHLY.contains(&only.body.kind.as_ref()).then_some(only.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_out_of_what_cannot_be_read_otherwise() {
        let text = r#"{"id":"00000000-0000-0000-0000-000000000007","month":["not","a","month"],"body":{"kind":"x"}}"#;
        let glimpse = Glimpse::of(text);
        assert_eq!(glimpse.as_ref().map(|glimpse| glimpse.id.uuid().as_u128()), Some(7));
        assert_eq!(glimpse.and_then(|glimpse| glimpse.monthly), None);
        assert_eq!(Glimpse::of("{}"), None);
        assert_eq!(Glimpse::of("\"not even an object\""), None);
    }

    #[test]
    fn only_kinds_of_one_month_have_a_month() {
        let of = |kind: &str| Glimpse::month_in(&format!(r#"{{"month":"2026-03","body":{{"kind":"{kind}"}}}}"#));
        assert_eq!(of("followed_up").map(|month| month.to_string()), Some("2026-03".into()));
        assert_eq!(of("enrolled"), None);
        assert_eq!(of("corrected"), None);
        assert_eq!(of("something_newer"), None);
    }
}
