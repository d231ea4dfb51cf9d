//! Extents as somebody types them: for each chosen entry of a list its per cent. Pure; it knows no browser.

use shared::code::{Code, CodeList};
use shared::support::{Extent, ExtentError, Percent, check_extents};
use std::collections::BTreeMap;

/// Per cent by chosen entry, as typed; empty means the whole.
pub(super) type TypedExtents = BTreeMap<Code, String>;

/// What is wrong with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExtentsFault {
    /// A per cent that is none.
    Percent,
    /// An entry that excludes every other stands beside another.
    Excludes,
}

/// What stands in the fields for what is recorded.
pub(super) fn as_typed(extents: &[Extent]) -> TypedExtents {
    let typed = |percent: Percent| if percent == Percent::FULL { String::new() } else { percent.get().to_string() };
    extents.iter().map(|extent| (extent.code.clone(), typed(extent.percent))).collect()
}

/// Reads what is typed; in the list's order.
pub(super) fn read(typed: &TypedExtents, list: Option<&CodeList>) -> Result<Vec<Extent>, ExtentsFault> {
    let extent = |(code, percent): (&Code, &String)| {
        let percent = match percent.trim().trim_end_matches('%').trim_end() {
            "" => Percent::FULL,
            typed => typed.parse().ok().and_then(|number| Percent::new(number).ok()).ok_or(ExtentsFault::Percent)?,
        };
        Ok(Extent { code: code.clone(), percent })
    };
    let mut extents = typed.iter().map(extent).collect::<Result<Vec<_>, _>>()?;
    let Some(list) = list else { return Ok(extents) };
    extents.sort_by_key(|extent| list.entries.iter().position(|entry| entry.code == extent.code));
    match check_extents(&extents, list) {
        Err(ExtentError::Excludes(_)) => Err(ExtentsFault::Excludes),
        // What the list no longer has was recorded when it did: whoever judges it decides.
        _ => Ok(extents),
    }
}
