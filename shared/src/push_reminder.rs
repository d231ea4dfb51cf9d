//! A reminder that the server sends to a phone: whom, for which month and when. One pure function decides; what the phone
//! shows is not known here, and nothing of it travels.

use crate::fold::Participation;
use crate::month_window::LAST_LATE_DAY;
use crate::swedish_time::SwedishTime;
use crate::time::{Date, Instant, Month};
use serde::{Deserialize, Serialize};

/// The day of a month from which on somebody is reminded of it.
const FIRST_DAY: u8 = 25;
/// The day of the next month from which on somebody is reminded once more.
const FIRST_LATE_DAY: u8 = 3;
/// The hour of the morning at which reminders go out, in Sweden, and the one before which all are sent: what a push service
/// puts off is tried again meanwhile, and on the next day.
pub const MORNING: u8 = 9;
const NOON: u8 = 12;

/// The longest address at a push service.
pub const LONGEST_ENDPOINT: usize = 2048;

/// Where a browser is reached: as it writes a push subscription itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PushAddress {
    /// The address at the push service of the browser's maker.
    #[cfg_attr(not(target_family = "wasm"), schema(max_length = 2048))]
    pub endpoint: String,
    /// What a message is encrypted for.
    pub keys: PushKeys,
}

/// The keys of a push subscription, in base64 for addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PushKeys {
    /// The browser's public key: an uncompressed point of P-256.
    #[cfg_attr(not(target_family = "wasm"), schema(max_length = 100))]
    pub p256dh: String,
    /// What browser and server share: sixteen bytes.
    #[cfg_attr(not(target_family = "wasm"), schema(max_length = 100))]
    pub auth: String,
}

/// How it stands with the reminder on the phone that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ReminderState {
    /// The public key that the browser asks for when it subscribes.
    pub key: String,
    /// Whether this phone is reminded.
    pub is_on: bool,
}

/// What a reminder is for. Each is sent once at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occasion {
    /// The month that is not answered.
    pub month: Month,
    /// Whether it is over already.
    pub is_late: bool,
}

impl Occasion {
    /// What reminders go out for at an instant, if any do.
    pub fn at(now: Instant) -> Option<Self> {
        let SwedishTime { date, hour } = SwedishTime::at(now);
        if !(MORNING..NOON).contains(&hour) {
            return None;
        }
        Self::on(date)
    }

    fn on(date: Date) -> Option<Self> {
        match date.day() {
            FIRST_DAY.. => Some(Self { month: date.month(), is_late: false }),
            FIRST_LATE_DAY..=LAST_LATE_DAY => Some(Self { month: date.month().plus(-1), is_late: true }),
            _ => None,
        }
    }
}

/// What becomes of somebody who wants to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminding {
    /// A reminder is due.
    Due,
    /// None is.
    NotDue,
    /// None ever will be: every stay is over, or there is none.
    Over,
}

/// Decides for a person with these stays, who was reminded on that occasion before or was not.
pub fn decide(occasion: Occasion, stays: &[Participation], was_reminded: bool) -> Reminding {
    let waits = |stay: &Participation| stay.is_open_in(occasion.month) && !has_answered(stay, occasion.month);
    if stays.iter().all(|stay| is_over(stay, occasion.month)) {
        Reminding::Over
    } else if !was_reminded && stays.iter().any(waits) {
        Reminding::Due
    } else {
        Reminding::NotDue
    }
}

fn has_answered(stay: &Participation, month: Month) -> bool {
    let view = stay.months.get(&month);
    view.is_some_and(|view| view.self_assessment.is_some() || !view.other_self_assessments.is_empty())
}

fn is_over(stay: &Participation, month: Month) -> bool {
    stay.withdrawal.is_some() || stay.exit.as_ref().is_some_and(|exit| exit.value.ended.month() < month)
}
