//! What is true on every machine: the vocabulary, its rules, the figures and the sync machine.
//!
//! `shared` promises that a rule used on the phone and on the server stands here once. It does no IO:
//! it knows no HTTP, SQL, clock, source of randomness or browser. Time, randomness and ids are arguments.
//!
//! | module | holds |
//! |---|---|
//! | [`id`], [`time`], [`code`], [`support`] | small values with one constructor each |
//! | [`instrument`], [`bridge`], [`code`], [`municipality`], [`mod@reference`] | versioned reference data, validated when read: [`file_error`] |
//! | [`record`] | what happened, and the rules by which a record is accepted or refused |
//! | [`fold`] | from records, in any order, to what a person sees |
//! | [`figures`] | from folds to columns to every figure on a dashboard |
//! | [`economics`] | effect on society: from a price list and states to both ledgers; scenarios |
//! | [`report`] | the reports by name, as files carry them |
//! | [`suppression`] | which counts and figures may leave the member, so that no small group can be worked out |
//! | [`sync`] | the wire format and the state machine that moves records |
//! | [`json`] | reading what travels and what is kept |
//! | [`policy`], [`audit`] | who may do what, and the chain of what was done |
//! | [`account`], [`workplace`], [`dashboard`] | what the server says of the one who asks, and to leaders |
//! | [`goal_matrix`] | goals as an association says them, and as each audience sees them |
//! | [`invitation`], [`entrance`] | how a participant is let in and comes back; on which phones and browsers somebody is in |
//! | [`intervention`], [`edition`], [`administration`] | what a member runs, new versions of what an association edits, and how both are asked for |
//! | [`import`] | files that are taken in on the screen |
//! | [`way_in`], [`recovery_code`] | how staff come in |
//! | [`month_window`], [`reminder`], [`push_reminder`], [`swedish_time`] | when a month may be answered, and who is reminded of it |
//!
//! Inside, `figures` and `sync` know the vocabulary, not each other; `economics` takes from `figures` only what an
//! answer looks like.

pub mod account;
pub mod administration;
pub mod audit;
pub mod bridge;
pub mod code;
pub mod cost;
pub mod dashboard;
pub mod deviation;
pub mod economics;
pub mod edition;
pub mod effect_dashboard;
pub mod entrance;
pub mod figures;
pub mod file_error;
pub mod fold;
pub mod goal_matrix;
pub mod id;
pub mod import;
pub mod instrument;
pub mod intervention;
pub mod invitation;
pub mod json;
pub mod month_window;
pub mod municipality;
mod named;
pub mod own_record;
pub mod policy;
pub mod push_reminder;
pub mod quarantine;
pub mod record;
pub mod recovery_code;
pub mod reference;
pub mod reminder;
pub mod report;
pub mod sealing;
mod side_by_side;
pub mod support;
pub mod suppression;
pub mod swedish_time;
pub mod sync;
pub mod time;
pub mod way_in;
pub mod workplace;
