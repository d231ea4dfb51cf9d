//! The period that a figure covers.

use crate::time::Date;
use serde::{Deserialize, Serialize};

/// From a first to a last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Period {
    from: Date,
    to: Date,
}

/// The end lies before the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period ends on {to}, before it begins on {from}")]
pub struct PeriodError {
    from: Date,
    to: Date,
}

impl Period {
    /// The days from `from` to `to`.
    ///
    /// # Errors
    /// When `to` lies before `from`.
    pub fn new(from: Date, to: Date) -> Result<Self, PeriodError> {
        if from <= to { Ok(Self { from, to }) } else { Err(PeriodError { from, to }) }
    }

    /// The first day.
    pub const fn from(&self) -> Date {
        self.from
    }

    /// The last day.
    pub const fn to(&self) -> Date {
        self.to
    }

    /// As much of it as is over on a day; all of it where none is.
    #[must_use]
    pub fn until(self, day: Date) -> Self {
        if day < self.from { self } else { Self { to: self.to.min(day), ..self } }
    }

    /// Whether a day lies in it.
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}
