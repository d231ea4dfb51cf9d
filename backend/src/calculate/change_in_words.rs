//! Change as a terminal shows it.

use super::change::{Answer, Counts};
use shared::figures::Share;
use std::fmt::Write;

/// The answer, line by line.
pub(super) fn in_words(answer: &Answer) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = lines(&mut text, answer);
    text.truncate(text.trim_end().len());
    text
}

fn lines(text: &mut String, answer: &Answer) -> std::fmt::Result {
    let paired = &answer.paired;
    writeln!(text, "n {}, left out {} (a value is missing)", paired.n, answer.missing)?;
    writeln!(
        text,
        "before: mean {:.3}, sd {:.3}; after: mean {:.3}",
        paired.mean_pre, paired.sd_pre, paired.mean_post
    )?;
    writeln!(text, "difference: mean {:.3}, sd {:.3}", paired.mean_difference, paired.sd_difference)?;
    writeln!(text, "d_z {}, g_z {}", number(paired.d_z), number(paired.g_z))?;
    writeln!(text, "probability of improvement {:.3}", paired.probability_of_improvement)?;
    writeln!(text, "rank-biserial {}", number(paired.rank_biserial))?;
    writeln!(text, "better {}", share(answer.shares.better))?;
    writeln!(text, "same {}", share(answer.shares.same))?;
    writeln!(text, "worse {}", share(answer.shares.worse))?;
    writeln!(text, "SEM {:.3}, S_diff {:.3} at reliability {}", answer.sem, answer.s_diff, answer.reliability)?;
    let by = &answer.reliable_change_by_method;
    writeln!(text, "reliable change, Jacobson-Truax: {}", counts(by.jacobson_truax))?;
    writeln!(text, "reliable change, Gulliksen-Lord-Novick: {}", counts(by.gulliksen_lord_novick))?;
    writeln!(text, "reliable change, Edwards-Nunnally: {}", counts(by.edwards_nunnally))?;
    if let Some(cutoffs) = answer.cutoffs {
        writeln!(text, "cutoffs: a {:.3}, b {:.3}, c {:.3}", cutoffs.a, cutoffs.b, cutoffs.c)?;
    }
    if let Some(pratt) = &answer.wilcoxon.pratt {
        let test = pratt.test;
        writeln!(text, "Wilcoxon (zeros: Pratt): W+ {}, W- {}, p {:.4}", test.w_plus, test.w_minus, test.p_two_sided)?;
    }
    answer.notes.iter().try_for_each(|note| writeln!(text, "{note}"))
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "none".into(), |value| format!("{value:.3}"))
}

fn share(share: Option<Share>) -> String {
    share.map_or_else(
        || "none".into(),
        |one| format!("{} of {} ({:.3}, 95 %: {:.3} to {:.3})", one.successes, one.n, one.share, one.low, one.high),
    )
}

fn counts(counts: Counts) -> String {
    let change = counts.change;
    let recovered = counts.recovered.map_or_else(String::new, |count| format!(" (recovered {count})"));
    format!(
        "improved {}{recovered}, unchanged {}, deteriorated {}",
        change.improved, change.unchanged, change.deteriorated
    )
}
