//! A reminder as a calendar file (RFC 5545): once a month, on a day of the person's choice, in the phone's own calendar. It
//! needs no permission and no server, and says neither programme nor content: others may see the calendar.

use crate::time::{Date, Instant, Month};
use std::fmt::Write as _;

/// The last day of a month that a reminder can stand on: every month has it.
pub const LAST_DAY: u8 = 28;

/// When somebody wants to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    day: u8,
}

impl Reminder {
    /// On this day of every month, 1 to [`LAST_DAY`].
    pub const fn on(day: u8) -> Option<Self> {
        if day >= 1 && day <= LAST_DAY { Some(Self { day }) } else { None }
    }

    /// The day.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The first month on whose day it can still remind somebody who asks for it `today`.
    pub fn first_month(self, today: Date) -> Month {
        if today.day() < self.day { today.month() } else { today.month().plus(1) }
    }

    /// The calendar file: at nine in the morning of wherever the phone is, from `first` on. `summary` is what the calendar
    /// shows; `uid` must be another for every file that is not to replace an earlier one.
    pub fn calendar_file(self, first: Month, summary: &str, uid: &str, made_at: Instant) -> String {
        let mut file = String::new();
        let made = made_at.date().to_string().replace('-', "");
        let first = format!("{:04}{:02}{:02}", first.year(), first.number(), self.day);
        for line in [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//reminder//EN".to_owned(),
            "CALSCALE:GREGORIAN".to_owned(),
            "METHOD:PUBLISH".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(uid)),
            format!("DTSTAMP:{made}T000000Z"),
            // A time without a zone is the phone's own.
            format!("DTSTART:{first}T090000"),
            "DURATION:PT10M".to_owned(),
            format!("RRULE:FREQ=MONTHLY;BYMONTHDAY={}", self.day),
            format!("SUMMARY:{}", escaped(summary)),
            "CLASS:PRIVATE".to_owned(),
            "TRANSP:TRANSPARENT".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(summary)),
            "TRIGGER:PT0M".to_owned(),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ] {
            write_folded(&mut file, &line);
        }
        file
    }
}

/// RFC 5545, 3.3.11: what separates is escaped, and a line's end is written as one.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n").replace('\r', "")
}

/// RFC 5545, 3.1: a line has at most 75 bytes, and goes on after a line's end and a space.
fn write_folded(file: &mut String, line: &str) {
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > 75 {
            file.push_str("\r\n ");
            length = 1;
        }
        // Writing into a text cannot fail.
        let _ = file.write_char(letter);
        length += letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(summary: &str) -> String {
        let (Some(reminder), Some(month)) = (Reminder::on(25), Month::new(2026, 11)) else {
            unreachable!("both can be")
        };
        reminder.calendar_file(month, summary, "a-b", Instant(1_795_000_000_000))
    }

    #[test]
    fn it_comes_back_every_month_on_the_chosen_day() {
        let file = file("Tre minuter");
        for line in ["DTSTART:20261125T090000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=25", "SUMMARY:Tre minuter", "UID:a-b"] {
            assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
        }
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn no_line_is_longer_than_calendars_read_and_none_breaks_a_letter() {
        let summary = "м".repeat(200);
        let file = file(&summary);
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
        assert!(file.replace("\r\n ", "").contains(&format!("SUMMARY:{summary}\r\n")));
    }

    #[test]
    fn what_somebody_wrote_ends_no_line_and_begins_no_field() {
        let file = file("a,b;c\\d\nEND:VEVENT");
        assert!(file.contains("SUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENT\r\n"), "{file}");
        assert_eq!(file.matches("\r\nEND:VEVENT\r\n").count(), 1);
    }

    #[test]
    fn it_begins_on_the_next_such_day() {
        for (today, first) in [("2026-11-24", "2026-11"), ("2026-11-25", "2026-12"), ("2026-12-31", "2027-01")] {
            let (Ok(today), Ok(first)) = (today.parse(), first.parse()) else { unreachable!("the table holds dates") };
            assert_eq!(Reminder::on(25).map(|reminder| reminder.first_month(today)), Some(first), "{today}");
        }
    }

    #[test]
    fn there_is_no_day_that_a_month_may_lack() {
        assert!(Reminder::on(0).is_none() && Reminder::on(29).is_none());
        assert_eq!(Reminder::on(28).map(Reminder::day), Some(28));
    }
}
