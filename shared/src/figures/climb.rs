//! One participation's way on the bridge, read once: where it began, how high it got when, where it is last. What is made
//! of it is counted elsewhere.

use super::cohort::Stay;
use crate::time::Month;

/// The steps of a participation from its baseline on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Climb {
    /// The baseline; see [`super::month_columns::LookedAt::baseline`].
    pub(super) baseline: u8,
    /// The month of the baseline.
    pub(super) began: Month,
    /// The last recorded step after the baseline, and its month.
    pub(super) latest: Option<(u8, Month)>,
    /// The first month with a higher step than the baseline.
    pub(super) first_higher: Option<Month>,
}

impl Climb {
    /// Reads the months up to `until`; `None` without a baseline.
    pub(super) fn of(stay: &Stay<'_>, until: Month) -> Option<Self> {
        let months = stay.months;
        let places = months.looked_at(stay.started.month(), until);
        let (first, baseline) = places.baseline(|place| months.step(place))?;
        let mut climb = Self { baseline, began: months.month[first], latest: None, first_higher: None };
        for place in places.after(first) {
            let Some(step) = months.step(place) else { continue };
            let month = months.month[place];
            climb.latest = Some((step, month));
            if step > baseline && climb.first_higher.is_none() {
                climb.first_higher = Some(month);
            }
        }
        Some(climb)
    }
}
