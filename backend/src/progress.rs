//! Progress on a terminal; nothing anywhere else.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr};

/// A bar over so many bytes.
pub(crate) fn of_bytes(size: u64) -> ProgressBar {
    bar(size, "{bar:30} {percent} %, {bytes} of {total_bytes}, {eta} left")
}

/// A bar over so many rows.
pub(crate) fn of_rows(count: u64) -> ProgressBar {
    bar(count, "{bar:30} {percent} %, {pos} of {len} rows, {eta} left")
}

fn bar(size: u64, template: &str) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
