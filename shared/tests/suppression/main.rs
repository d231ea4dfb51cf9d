//! Whether anybody can learn of a group of one to four from what was released.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

mod as_in_full;
mod attacker;
mod attacks;
mod figures;
mod foci;
mod memory;
mod money_attacks;
mod months;
mod one_period;
mod people;
mod random_tables;
mod released_reports;
mod report_attacks;
mod rules;
mod spreadsheet;
