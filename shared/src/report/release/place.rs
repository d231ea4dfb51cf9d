//! The parts of an association for which figures are released: all of it, and all of it by gender, by intervention and by
//! municipality. They are never crossed: nearly every count would be small, and would cost the others their place.

use super::super::Sources;
use super::super::figures::gender_key;
use crate::figures::{Period, Selection, UNKNOWN_CONDITION};
use crate::id::InterventionId;
use crate::intervention::InterventionFocus;
use crate::record::Gender;
use crate::suppression::{CellKey, INTERVENTION, Where};
use std::collections::BTreeMap;

/// Who a count is of. What is left out is everybody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Place {
    pub(super) municipality: Option<String>,
    pub(super) intervention: Option<InterventionId>,
    pub(super) gender: Option<&'static str>,
    /// Everybody in the interventions that work on this.
    pub(super) focus: Option<&'static str>,
}

impl Place {
    /// The key of a count of them.
    pub(super) fn key(&self, measure: &str, period: &str) -> CellKey {
        CellKey::at(measure, &self.during(period))
    }

    /// What the keys of all counts of them have in common.
    pub(super) fn during(&self, period: &str) -> Where {
        let intervention = self.intervention.map(|id| id.to_string());
        let dimensions = [
            (MUNICIPALITY, self.municipality.as_deref()),
            (INTERVENTION, intervention.as_deref()),
            (GENDER, self.gender),
            (FOCUS, self.focus),
        ];
        let place: Vec<(&str, &str)> =
            dimensions.into_iter().filter_map(|(name, category)| Some((name, category?))).collect();
        Where::new(period, &place)
    }
}

/// The names of the dimensions in the keys of counts.
const MUNICIPALITY: &str = "municipality";
const GENDER: &str = "gender";
const FOCUS: &str = "focus";

/// The genders in the keys of counts.
pub(super) const GENDERS: [&str; 3] = ["woman", "man", "other"];

/// The parts in the order in which they are protected: what is shown of the earlier ones stays shown, whatever it takes
/// to protect the later ones. So a small municipality costs the figures by municipality, and not those of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    /// All, and all by gender.
    Gender,
    /// By intervention, and by what interventions work on.
    Intervention,
    /// By municipality.
    Municipality,
}

impl Split {
    /// Every split, in order.
    pub(super) const ALL: [Self; 3] = [Self::Gender, Self::Intervention, Self::Municipality];
}

impl Place {
    /// The split that it belongs to; `None` for a part of a part, which never leaves.
    pub(super) const fn split(&self) -> Option<Split> {
        match (&self.municipality, &self.intervention, self.gender, self.focus) {
            (None, None, _, None) => Some(Split::Gender),
            (None, Some(_), None, None) | (None, None, None, Some(_)) => Some(Split::Intervention),
            (Some(_), None, None, None) => Some(Split::Municipality),
            _ => None,
        }
    }

    /// An intervention.
    pub(super) fn of_intervention(id: InterventionId) -> Self {
        Self { intervention: Some(id), ..Self::default() }
    }

    /// All interventions that work on the same.
    pub(super) fn of_focus(focus: &'static str) -> Self {
        Self { focus: Some(focus), ..Self::default() }
    }
}

/// What interventions work on, in the keys of counts; `unknown` among them.
pub(super) fn focus_named(name: &str) -> Option<&'static str> {
    let known = InterventionFocus::ALL.iter().map(|focus| focus.as_str());
    known.chain([UNKNOWN_CONDITION]).find(|one| *one == name)
}

/// The interventions by what they work on.
pub(super) fn by_focus(
    sources: &Sources<'_>,
    interventions: &[InterventionId],
) -> BTreeMap<&'static str, Vec<InterventionId>> {
    let mut by_focus = BTreeMap::<_, Vec<_>>::new();
    for id in interventions {
        let focus = sources.foci.get(id).map_or(UNKNOWN_CONDITION, |focus| InterventionFocus::as_str(*focus));
        by_focus.entry(focus).or_default().push(*id);
    }
    by_focus
}

/// Every part whose figures are computed.
pub(super) fn parts(sources: &Sources<'_>, interventions: &[InterventionId]) -> Vec<Place> {
    let municipalities = sources.cohort.municipalities();
    let all = Place::default();
    let by_gender = GENDERS.map(|gender| Place { gender: Some(gender), ..Place::default() });
    let by_intervention = interventions.iter().map(|id| Place::of_intervention(*id));
    let by_municipality =
        municipalities.into_iter().map(|name| Place { municipality: Some(name.into()), ..Place::default() });
    [all].into_iter().chain(by_gender).chain(by_intervention).chain(by_municipality).collect()
}

/// The participations of a part.
pub(super) fn selection(place: &Place, period: Period) -> Selection {
    let gender = |name: &str| Gender::ALL.into_iter().find(|gender| gender_key(*gender) == name);
    Selection {
        gender: place.gender.and_then(gender),
        municipality: place.municipality.clone(),
        ..Selection::new(period, place.intervention.into_iter().collect())
    }
}
