//! What selections ask of a participation, in a few bytes that lie side by side with everybody's: whom a figure is about is
//! found there, and only of those is more read. It does not know what is counted.

use super::period::Period;
use crate::record::Gender;
use crate::time::Date;

/// A participation as selections know it. Persons, interventions and municipalities are numbers of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    /// Whose it is; `None` for the anonymous.
    pub(super) person: Option<u32>,
    pub(super) intervention: u32,
    /// Where the person lives; `None` where that is not known.
    pub(super) municipality: Option<u32>,
    pub(super) gender: Gender,
    pub(super) started: Date,
    pub(super) ended: Option<Date>,
}

impl Outline {
    /// Whether it is of an identified person and active in the period: begun by its end, and not ended before its start.
    pub(super) fn is_active_in(&self, period: Period) -> bool {
        self.person.is_some() && self.started <= period.to() && self.ended.is_none_or(|ended| ended >= period.from())
    }

    /// Whether the stay ended in a period.
    pub(super) fn ended_in(&self, period: Period) -> bool {
        self.ended.is_some_and(|ended| period.holds(ended))
    }
}

/// Whom a selection is about, in the numbers of the columns.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// All where there is no list; nobody where there is an empty one.
    pub(super) interventions: Option<Vec<u32>>,
    pub(super) gender: Option<Gender>,
    pub(super) municipality: Municipality,
}

/// Where those live whom a selection is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Municipality {
    /// Anywhere, or nobody knows where.
    Any,
    /// In this one.
    One(u32),
    /// Where nobody in the columns lives.
    Nobodys,
}

impl Wanted {
    /// Whether a participation is asked for, whenever it took place.
    pub(super) fn holds(&self, outline: &Outline) -> bool {
        let lives_there = match self.municipality {
            Municipality::Any => true,
            Municipality::One(wanted) => outline.municipality == Some(wanted),
            Municipality::Nobodys => false,
        };
        lives_there
            && self.gender.is_none_or(|wanted| wanted == outline.gender)
            && self.interventions.as_ref().is_none_or(|wanted| wanted.contains(&outline.intervention))
    }
}
