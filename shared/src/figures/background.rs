//! Who took part: age, education, time in public support before. The bands are data, chosen by the association.

use super::cohort::{Cohort, Selection, Stay};
use super::flow::ByGender;
use super::leaves::AddsUp;
use crate::code::Code;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A band from a first value to below the next band's; the last has no end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Band {
    /// First value.
    pub from: u16,
    /// Last value, if there is one.
    pub to: Option<u16>,
}

/// Bands that begin at each of `starts`, which rise. Values below the first belong to none.
pub fn bands(starts: &[u16]) -> Vec<Band> {
    let ends = starts.iter().skip(1).map(|next| Some(next.saturating_sub(1))).chain([None]);
    starts.iter().zip(ends).map(|(from, to)| Band { from: *from, to }).collect()
}

/// Table 4, of participations active in the period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Background {
    /// By gender.
    pub gender: ByGender,
    /// By age at the start, as year of start minus year of birth; those without a birth year under none.
    pub age: BTreeMap<Option<Band>, ByGender>,
    /// By highest education.
    pub education: BTreeMap<Option<Code>, ByGender>,
    /// By months in public support before.
    pub months_in_support_before: BTreeMap<Option<Band>, ByGender>,
}

/// Counts the background of the participations active in the period.
pub fn background(cohort: &Cohort, selection: &Selection, ages: &[Band], months: &[Band]) -> Background {
    background_of(&mut cohort.active(selection), ages, months)
}

/// The same of some stays.
pub(crate) fn background_of(stays: &mut dyn Iterator<Item = Stay<'_>>, ages: &[Band], months: &[Band]) -> Background {
    let mut table = Background::default();
    // Codes are counted where they lie, and copied at the end.
    let mut education: BTreeMap<Option<&Code>, ByGender> = BTreeMap::new();
    for row in stays {
        let Some(enrolment) = &row.facts().enrolment else { continue };
        table.gender.add(row.gender);
        let age = enrolment.birth_year.map(|born| row.started.month().year().saturating_sub(born));
        table.age.entry(band_of(ages, age)).or_default().add(row.gender);
        education.entry(enrolment.education.as_ref()).or_default().add(row.gender);
        let before = band_of(months, enrolment.months_in_support_before);
        table.months_in_support_before.entry(before).or_default().add(row.gender);
    }
    table.education = education.into_iter().map(|(code, counts)| (code.cloned(), counts)).collect();
    table
}

impl AddsUp for Background {
    fn add(&mut self, others: &Self) {
        self.gender.add_all(&others.gender);
        add_up(&mut self.age, &others.age);
        add_up(&mut self.education, &others.education);
        add_up(&mut self.months_in_support_before, &others.months_in_support_before);
    }
}

/// Adds up counts by what they are of.
pub(super) fn add_up<K: Ord + Clone>(own: &mut BTreeMap<K, ByGender>, others: &BTreeMap<K, ByGender>) {
    for (key, counts) in others {
        match own.get_mut(key) {
            Some(own) => own.add_all(counts),
            None => {
                own.insert(key.clone(), *counts);
            }
        }
    }
}

fn band_of(bands: &[Band], value: Option<u16>) -> Option<Band> {
    let value = value?;
    bands.iter().find(|band| band.from <= value && band.to.is_none_or(|to| value <= to)).cloned()
}
