//! Phones, the real server, and a network that breaks between them: what was saved arrives once, or waits.

mod cut;
mod people;
mod rivals;
mod strange_answers;
