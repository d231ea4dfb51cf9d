//! A scenario as a terminal shows it.

use shared::economics::{Bar, Calculation};
use std::fmt::Write;

/// The answer, line by line.
pub(super) fn in_words(calculation: &Calculation) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = lines(&mut text, calculation);
    text.truncate(text.trim_end().len());
    text
}

fn lines(text: &mut String, calculation: &Calculation) -> std::fmt::Result {
    let outcome = &calculation.outcome;
    writeln!(text, "A scenario: this follows from what is assumed, not from what happened.")?;
    writeln!(text, "net {:.2}", outcome.net)?;
    writeln!(text, "present_value {:.2}", outcome.present_value)?;
    writeln!(text, "npv {:.2}", outcome.npv)?;
    writeln!(text, "ratio {}", number(outcome.ratio, 3))?;
    writeln!(text, "payback_months {}", number(outcome.payback_months, 1))?;
    writeln!(text, "break_even_share {}", number(outcome.break_even_share, 4))?;
    calculation.sensitivity.iter().try_for_each(|bar| writeln!(text, "{}", sensitivity(bar)))?;
    match &calculation.interval {
        None => writeln!(text, "interval none: no value has a range, so that nothing is known of the uncertainty"),
        Some(interval) => {
            let [low, high] = interval.percent_90;
            writeln!(
                text,
                "interval of npv, 90 %: {low:.2} to {high:.2} ({} draws, seed {})",
                interval.draws, interval.seed
            )
        }
    }
}

fn sensitivity(bar: &Bar) -> String {
    let name = bar.parameter.name();
    format!("sensitivity {name} {} to {}: npv {:.2} to {:.2}", bar.low, bar.high, bar.npv_at_low, bar.npv_at_high)
}

fn number(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "none".into(), |value| format!("{value:.decimals$}"))
}
