//! The page of movement: steps, moves between steps, time to the first step and to work, what stays led to.

use super::looking::Looking;
use super::reading::{Interval, by_gender, count};
use super::{percent, sentences, steps, times};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{HeatCell, HeatTable};
use serde_json::Value;
use shared::bridge::StepRank;
use shared::dashboard::SeenSteps;
use shared::report::ReportName;
use yew::prelude::*;

pub(super) fn page(looking: &Looking<'_>) -> Html {
    let texts = looking.texts;
    html! {
        <>
            {sentences::shown([
                said(looking, ReportName::StepMovement, |figures| {
                    sentences::of_share(texts, SeenSteps::of_report(figures).share_forward)
                }),
                said(looking, ReportName::TimeToStep, |figures| times::median(texts, &times::TO_STEP, figures)),
                said(looking, ReportName::Throughput, |figures| throughput_in_words(looking, figures)),
            ])}
            {looking.section(texts.steps_title(), ReportName::StepMovement, texts.steps_how(), |figures| {
                let steps = SeenSteps::of_report(figures);
                html! { <>{steps::drawn(texts, &steps)}{steps::ever(texts, &steps)}</> }
            })}
            {looking.section(texts.transitions_title(), ReportName::Transitions, texts.transitions_how(), |figures| {
                transitions(looking, figures)
            })}
            {looking.section(texts.time_step_title(), ReportName::TimeToStep, texts.time_step_how(), |figures| {
                times::section(texts, &times::TO_STEP, figures)
            })}
            {looking.section(texts.time_work_title(), ReportName::TimeToWork, texts.time_work_how(), |figures| {
                times::section(texts, &times::TO_WORK, figures)
            })}
            {looking.section(texts.throughput_title(), ReportName::Throughput, texts.throughput_how(), |figures| {
                throughput(looking, figures)
            })}
        </>
    }
}

/// A sentence of a report, where there is one.
pub(super) fn said(
    looking: &Looking<'_>,
    report: ReportName,
    words: impl FnOnce(&Value) -> AttrValue,
) -> Option<AttrValue> {
    looking.report(report).map(words)
}

/// Moves between steps as a table whose cells are the darker the more of their row they are.
fn transitions(looking: &Looking<'_>, figures: &Value) -> Html {
    let texts = looking.texts;
    let rows = figures["counts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ranks = || (1..).zip(rows);
    let row = |(rank, counts): (u8, &Value)| {
        let cells = (1..).zip(counts.as_array().into_iter().flatten()).map(|(to, value): (u8, &Value)| {
            let share = &figures["shares"][usize::from(rank - 1)][usize::from(to - 1)];
            let words = match (count(value), share.as_f64()) {
                (Some(0), _) => "0".to_owned(),
                (Some(count), Some(share)) => format!("{count} ({} %)", percent(share)),
                _ => super::reading::cell(texts, value),
            };
            HeatCell { words: words.into(), share: share.as_f64(), is_marked: to == rank }
        });
        (looking.names().step(StepRank(rank)), cells.collect())
    };
    let columns: Vec<AttrValue> = ranks().map(|(rank, _)| texts.step_number(rank)).collect();
    html! {
        <>
            <p>{texts.transitions_words()}</p>
            <HeatTable name={texts.transitions_title()} corner={texts.transitions_corner()} {columns}
                rows={ranks().map(row).collect::<Vec<_>>()} />
        </>
    }
}

fn throughput_in_words(looking: &Looking<'_>, figures: &Value) -> AttrValue {
    let texts = looking.texts;
    match (Interval::beside(figures, "share_work_or_studies"), count(&figures["ended"])) {
        (Some(share), Some(ended)) => {
            texts.sentence_throughput(ended, percent(share.share), percent(share.low), percent(share.high))
        }
        (None, Some(0)) => texts.sentence_nobody_ended(),
        _ => texts.sentence_hidden(),
    }
}

fn throughput(looking: &Looking<'_>, figures: &Value) -> Html {
    let texts = looking.texts;
    let counts = &figures["counts_by_gender"];
    let row = |name: AttrValue, key: &str| (name, by_gender(texts, &counts[key]).to_vec());
    let rows = [
        row(texts.throughput_participations(), "participations"),
        row(texts.throughput_ended(), "ended"),
        row(texts.throughput_work(), "work"),
        row(texts.throughput_studies(), "studies"),
        row(texts.throughput_more(), "started_or_increased"),
    ];
    Looking::wide_table(texts.throughput_title(), &looking.gender_heads(texts.flow_counted()), rows)
}
