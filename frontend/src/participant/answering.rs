//! What the answering screens share: the stay, the questions and the answers so far of one month, or the reason why
//! there is nothing to answer.

use super::stay::{Stay, stay_in};
use crate::phone::Phone;
use crate::platform::clock;
use shared::instrument::{Answers, Instrument};
use shared::month_window::MonthWindow;
use shared::time::Month;

/// A month that can be answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answering {
    pub(super) stay: Stay,
    pub(super) instrument: Instrument,
    pub(super) answers: Answers,
}

impl Answering {
    /// The month as it can be answered now; `None` where it cannot.
    pub(super) fn of(phone: &Phone, month: Month) -> Option<Self> {
        if !MonthWindow::of(month, clock::today()).is_answerable() {
            return None;
        }
        let stay = stay_in(phone, month)?;
        let instrument = phone.reference.as_ref()?.monthly()?.clone();
        let answers = stay.answers_so_far(phone, month);
        Some(Self { stay, instrument, answers })
    }

    /// How many questions there are.
    pub(super) fn count(&self) -> usize {
        self.instrument.participant_items().count()
    }
}
