//! What a device holds of what its account may see: thirteen months for staff, the whole stay for a participant. The
//! server's clock decides, never the device's, and the device is told the first month of its slice so that it can
//! tell the person.

use crate::account::Role;
use crate::record::Glimpse;
use crate::time::{Date, Month};

/// The most months that a device of the staff holds, the present one included.
pub const MOST_MONTHS: i32 = 13;

/// The first month that a device of this role holds; `None` where it holds all.
pub fn held_from(role: Role, today: Date) -> Option<Month> {
    (role != Role::Participant).then(|| today.month().plus(1 - MOST_MONTHS))
}

/// Whether the slice holds a record.
pub fn holds(held_from: Option<Month>, text: &str) -> bool {
    held_from.is_none() || holds_month(held_from, Glimpse::month_in(text))
}

/// Whether the slice holds a record of this month, as [`Glimpse::monthly`] has it. What does not concern one month
/// alone, such as an enrolment or a correction, is always held: without it the rest could not be understood.
pub fn holds_month(held_from: Option<Month>, monthly: Option<Month>) -> bool {
    held_from.is_none_or(|first| monthly.is_none_or(|month| month >= first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_hold_thirteen_months_and_participants_all() {
        let Ok(today) = "2026-03-09".parse() else { unreachable!("it is a date") };
        assert_eq!(held_from(Role::Supervisor, today).map(|month| month.to_string()), Some("2025-03".into()));
        assert_eq!(held_from(Role::Participant, today), None);
    }

    #[test]
    fn an_enrolment_is_held_however_old_it_is() {
        let text = |kind: &str| format!(r#"{{"month":"2024-01","body":{{"kind":"{kind}"}}}}"#);
        let first: Option<Month> = "2025-03".parse().ok();
        assert!(holds(first, &text("enrolled")));
        assert!(!holds(first, &text("step_recorded")));
        assert!(holds(None, &text("step_recorded")));
    }
}
