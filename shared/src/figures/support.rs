//! What people lived on before and after the stay. Sources are counted, not persons: shares of participations may add
//! up to more than the whole.

use super::background::add_up;
use super::cohort::{Cohort, Facts, Selection, Stay};
use super::flow::ByGender;
use super::leaves::AddsUp;
use crate::code::Code;
use crate::support::Extent;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How often a source or occupation was there before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BeforeAfter {
    /// Within a week before the stay.
    pub before: ByGender,
    /// After it.
    pub after: ByGender,
}

/// Before and after by code.
pub type Changes = BTreeMap<Code, BeforeAfter>;

/// Support before and after, of the stays that ended in the period.
pub fn support_change(cohort: &Cohort, selection: &Selection) -> Changes {
    support_changes(&mut cohort.ended(selection))
}

/// Occupation before and after, of the stays that ended in the period.
pub fn occupation_change(cohort: &Cohort, selection: &Selection) -> Changes {
    occupation_changes(&mut cohort.ended(selection))
}

/// Support before and after, of stays that ended.
pub(crate) fn support_changes(stays: &mut dyn Iterator<Item = Stay<'_>>) -> Changes {
    changes(stays, |row| {
        let before = row.enrolment.as_ref().map_or(&[][..], |enrolment| &enrolment.support_before);
        let after = row.exit.as_ref().map_or(&[][..], |exit| &exit.support_after);
        (before, after)
    })
}

/// Occupation before and after, of stays that ended.
pub(crate) fn occupation_changes(stays: &mut dyn Iterator<Item = Stay<'_>>) -> Changes {
    changes(stays, |row| {
        let before = row.enrolment.as_ref().map_or(&[][..], |enrolment| &enrolment.occupation_before);
        let after = row.exit.as_ref().map_or(&[][..], |exit| &exit.occupation_after);
        (before, after)
    })
}

fn changes(
    stays: &mut dyn Iterator<Item = Stay<'_>>,
    of: impl for<'a> Fn(&'a Facts) -> (&'a [Extent], &'a [Extent]),
) -> Changes {
    // Codes are counted where they lie: copying each would take longer than all the rest.
    let mut changes: BTreeMap<&Code, BeforeAfter> = BTreeMap::new();
    for row in stays {
        let (before, after) = of(row.facts());
        for extent in before {
            changes.entry(&extent.code).or_default().before.add(row.gender);
        }
        for extent in after {
            changes.entry(&extent.code).or_default().after.add(row.gender);
        }
    }
    changes.into_iter().map(|(code, counts)| (code.clone(), counts)).collect()
}

impl AddsUp for Changes {
    fn add(&mut self, others: &Self) {
        for (code, BeforeAfter { before, after }) in others {
            // A code that is there is not copied again.
            if !self.contains_key(code) {
                self.insert(code.clone(), BeforeAfter::default());
            }
            if let Some(counts) = self.get_mut(code) {
                counts.before.add_all(before);
                counts.after.add_all(after);
            }
        }
    }
}

/// Sources after the stay, by municipality of residence and by code. A stay without a municipality counts under none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SupportAfter(pub BTreeMap<Option<String>, BTreeMap<Code, ByGender>>);

/// Sources after the stay by municipality of residence, of the stays that ended in the period.
pub fn support_after_by_municipality(cohort: &Cohort, selection: &Selection) -> SupportAfter {
    support_after(&mut cohort.ended(selection))
}

/// Sources after the stay by municipality of residence, of stays that ended.
pub(crate) fn support_after(stays: &mut dyn Iterator<Item = Stay<'_>>) -> SupportAfter {
    let mut table: BTreeMap<Option<&str>, BTreeMap<&Code, ByGender>> = BTreeMap::new();
    for row in stays {
        let facts = row.facts();
        let by_source = table.entry(facts.municipality()).or_default();
        for extent in facts.exit.iter().flat_map(|exit| &exit.support_after) {
            by_source.entry(&extent.code).or_default().add(facts.gender);
        }
    }
    let own = |by_source: BTreeMap<&Code, ByGender>| {
        by_source.into_iter().map(|(code, counts)| (code.clone(), counts)).collect()
    };
    SupportAfter(table.into_iter().map(|(name, by_source)| (name.map(str::to_owned), own(by_source))).collect())
}

impl AddsUp for SupportAfter {
    fn add(&mut self, others: &Self) {
        for (municipality, by_source) in &others.0 {
            match self.0.get_mut(municipality) {
                Some(own) => add_up(own, by_source),
                None => drop(self.0.insert(municipality.clone(), by_source.clone())),
            }
        }
    }
}
