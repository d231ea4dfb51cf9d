//! Two versions of one record, made in two places at the same time: found, shown side by side, and decided.

mod choosing;
mod found;
mod page;

pub(super) use found::is_any;
pub(super) use page::TwoVersions;
