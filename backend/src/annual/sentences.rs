//! Three sentences that can be read aloud at a meeting, made from the figures with their n and interval.

use super::gathered::Gathered;
use super::words::fill;
use super::writing::{Writing, percent};
use serde_json::Value;
use shared::report::ReportName;

/// The sentences; that something is hidden is said once.
pub(super) fn sentences(writing: &Writing<'_>, gathered: &Gathered) -> Vec<String> {
    let mut all = vec![people(writing, gathered), movement(writing, gathered), work(writing, gathered)];
    all.dedup();
    all
}

fn people(writing: &Writing<'_>, gathered: &Gathered) -> String {
    let flow = gathered.of(ReportName::ParticipantFlow);
    let total = |count: &str| flow[count]["total"].as_u64();
    match (total("unique_persons"), total("participations_identified")) {
        (Some(persons), Some(stays)) => {
            fill(&writing.words.sentence_people, &[("persons", &persons.to_string()), ("stays", &stays.to_string())])
        }
        _ => writing.words.sentence_hidden.to_string(),
    }
}

fn movement(writing: &Writing<'_>, gathered: &Gathered) -> String {
    let words = writing.words;
    let steps = gathered.of(ReportName::StepMovement);
    let forward = steps["total"]["forward"].as_u64().map(|count| count.to_string());
    share(
        steps,
        "share_forward",
        &steps["n"],
        forward.as_deref(),
        (&words.sentence_movement, &words.sentence_no_movement),
    )
    .unwrap_or_else(|| words.sentence_hidden.to_string())
}

fn work(writing: &Writing<'_>, gathered: &Gathered) -> String {
    let words = writing.words;
    let found = gathered.of(ReportName::Throughput);
    share(found, "share_work_or_studies", &found["ended"], Some(""), (&words.sentence_work, &words.sentence_no_work))
        .unwrap_or_else(|| words.sentence_hidden.to_string())
}

/// What is said of a share with its interval, or that there are too few; nothing where it is hidden.
fn share(
    figures: &Value,
    key: &str,
    n: &Value,
    forward: Option<&str>,
    (known, too_few): (&str, &str),
) -> Option<String> {
    if figures[key].get("too_few").is_some() || !figures.is_object() {
        return Some(too_few.to_owned());
    }
    let interval = &figures[format!("{key}_interval")];
    let (share, low, high) = (figures[key].as_f64()?, interval[0].as_f64()?, interval[1].as_f64()?);
    Some(fill(
        known,
        &[
            ("n", &n.as_u64()?.to_string()),
            ("forward", forward?),
            ("percent", &percent(share)),
            ("low", &percent(low)),
            ("high", &percent(high)),
        ],
    ))
}
