//! What a stream of yearly benefits is worth today, and when it has paid its cost.
//! This file does not know what the benefits are; it never extrapolates beyond the horizon it is given.

use super::bounds::{OutOfBounds, within};
use serde::{Deserialize, Serialize};

/// The rate a year that is used where nothing else is said (HM Treasury, *The Green Book*).
pub const USUAL_RATE: f64 = 0.035;
/// The longest horizon, in months: a hundred years.
pub const LONGEST_HORIZON: f64 = 1200.0;

/// At which end of its year a benefit is discounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Convention {
    /// Year t is divided by (1 + r)^t.
    #[default]
    EndOfYear,
    /// Year t is divided by (1 + r)^(t - 1): the first year is not discounted.
    StartOfYear,
}

/// How later years are discounted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discounting {
    /// Checked: 0 to 1 a year.
    pub(super) rate: f64,
    pub(super) convention: Convention,
}

impl Discounting {
    /// Later years count as much as the first.
    pub const NONE: Self = Self { rate: 0.0, convention: Convention::EndOfYear };

    /// Discounts at a rate a year, such as 0.035.
    ///
    /// # Errors
    /// When the rate does not lie from 0 to 1.
    pub fn new(rate: f64, convention: Convention) -> Result<Self, OutOfBounds> {
        Ok(Self { rate: within(rate, 0.0, 1.0)?, convention })
    }

    /// The rate a year.
    pub const fn rate(self) -> f64 {
        self.rate
    }

    /// The convention.
    pub const fn convention(self) -> Convention {
        self.convention
    }

    /// What a krona of year `year` (1 and up) is worth today.
    pub fn factor(self, year: u16) -> f64 {
        let periods = match self.convention {
            Convention::EndOfYear => i32::from(year),
            Convention::StartOfYear => i32::from(year) - 1,
        };
        (1.0 + self.rate).powi(-periods)
    }

    /// What a krona a year for `years` years is worth today: the annuity factor.
    pub fn annuity(self, years: u16) -> f64 {
        (1..=years).map(|year| self.factor(year)).sum()
    }
}

/// A benefit that runs for a time and may fade from year to year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BenefitStream {
    /// Kronor in a full first year. Checked: finite.
    pub(super) per_year: f64,
    /// For how long. Checked: 0 to [`LONGEST_HORIZON`].
    pub(super) months: f64,
    /// The share lost from each year to the next. Checked: 0 to 1.
    pub(super) drop_off: f64,
}

/// One year of a stream, the last one perhaps not a full one.
#[derive(Debug, Clone, Copy)]
struct Year {
    number: u16,
    months: f64,
    kronor: f64,
}

impl BenefitStream {
    /// `per_year` kronor in a full first year, for `months` months (parts of a month count), each year a share
    /// `drop_off` less than the one before it.
    ///
    /// # Errors
    /// When a number is not finite, the horizon not from 0 to [`LONGEST_HORIZON`], the drop-off not from 0 to 1.
    pub fn new(per_year: f64, months: f64, drop_off: f64) -> Result<Self, OutOfBounds> {
        Ok(Self {
            per_year: within(per_year, f64::MIN, f64::MAX)?,
            months: within(months, 0.0, LONGEST_HORIZON)?,
            drop_off: within(drop_off, 0.0, 1.0)?,
        })
    }

    /// The sum of all years, in kronor.
    pub fn undiscounted(&self) -> f64 {
        self.present_value(Discounting::NONE)
    }

    /// The value today, in kronor: sum over years t of benefit x (1 - drop-off)^(t - 1) x discount factor of t. Of a
    /// year that is not a full one, the months it has count, discounted as the year they lie in.
    pub fn present_value(&self, discounting: Discounting) -> f64 {
        self.years().map(|year| year.kronor * discounting.factor(year.number)).sum()
    }

    /// The first month in which the cumulative value today reaches `cost`, interpolated evenly within its year;
    /// `None` where it never does within the horizon.
    pub fn payback_months(&self, cost: f64, discounting: Discounting) -> Option<f64> {
        if cost <= 0.0 {
            return Some(0.0);
        }
        let (mut reached, mut elapsed) = (0.0, 0.0);
        for year in self.years() {
            let value = year.kronor * discounting.factor(year.number);
            if value > 0.0 && reached + value >= cost {
                return Some(elapsed + year.months * (cost - reached) / value);
            }
            reached += value;
            elapsed += year.months;
        }
        None
    }

    fn years(&self) -> impl Iterator<Item = Year> {
        let stream = *self;
        (1_u16..).map_while(move |number| {
            let begun = 12.0 * f64::from(number - 1);
            let months = (stream.months - begun).min(12.0);
            let kept = (1.0 - stream.drop_off).powi(i32::from(number) - 1);
            (months > 0.0).then(|| Year { number, months, kronor: stream.per_year * months / 12.0 * kept })
        })
    }
}
