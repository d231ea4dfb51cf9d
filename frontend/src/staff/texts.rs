//! The texts that only staff see: methods beside those of [`Texts`], made from `assets/texts/staff`. The participant's
//! program neither has them nor loads them.

use crate::texts::{Language, Texts, TextsOf};
use std::fmt::Display;
use yew::AttrValue;

impl TextsOf {
    /// What staff see: everything that participants see, and their own.
    pub(super) const STAFF: Self = Self { folders: &["participant", "staff"], languages: STAFF_LANGUAGES };
}

include!(concat!(env!("OUT_DIR"), "/staff_texts.rs"));
