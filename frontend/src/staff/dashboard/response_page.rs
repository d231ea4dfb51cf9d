//! The page of answers: of the months in which something was asked for, in how many it came, and how much of it in time.

use super::looking::Looking;
use super::reading::{Interval, cell, count};
use super::{percent, sentences};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{ChartFrame, Whisker, Whiskers};
use serde_json::Value;
use shared::report::ReportName;
use yew::prelude::*;

pub(super) fn page(looking: &Looking<'_>) -> Html {
    let texts = looking.texts;
    let report = looking.report(ReportName::Response);
    let said = |name: &str, words: fn(&Texts, [String; 5]) -> AttrValue| {
        report.map(|figures| in_words(looking, figures, name, words))
    };
    html! {
        <>
            {sentences::shown([
                report.map(|figures| {
                    count(&figures["expected"]).map_or_else(|| texts.sentence_hidden(), |n| texts.sentence_expected(n))
                }),
                said("self_assessments", |texts, [got, n, share, low, high]| {
                    texts.sentence_self_assessments(got, n, share, low, high)
                }),
                said("follow_ups", |texts, [got, n, share, low, high]| texts.sentence_follow_ups(got, n, share, low, high)),
                report.and_then(|figures| on_time_in_words(looking, figures, "self_assessments_on_time", |texts, words| {
                    let [got, n, share, low, high] = words;
                    texts.sentence_self_on_time(n, got, share, low, high)
                })),
                report.and_then(|figures| on_time_in_words(looking, figures, "follow_ups_on_time", |texts, words| {
                    let [got, n, share, low, high] = words;
                    texts.sentence_staff_on_time(n, got, share, low, high)
                })),
            ])}
            {looking.section(texts.response_title(), ReportName::Response, texts.response_how(), |figures| {
                chart(looking, figures)
            })}
            {looking.section(texts.on_time_title(), ReportName::Response, texts.on_time_how(), |figures| {
                on_time(looking, figures)
            })}
        </>
    }
}

fn in_words(
    looking: &Looking<'_>,
    figures: &Value,
    name: &str,
    words: fn(&Texts, [String; 5]) -> AttrValue,
) -> AttrValue {
    let figure = &figures[name];
    let texts = looking.texts;
    match (Interval::within(figure), count(&figure["known"]["successes"]), count(&figure["known"]["n"])) {
        (Some(share), Some(got), Some(n)) => {
            let [share, low, high] = [share.share, share.low, share.high].map(percent);
            words(texts, [got.to_string(), n.to_string(), share, low, high])
        }
        _ if figure["too_few"].is_object() => texts.sentence_nothing_expected(),
        _ => texts.sentence_hidden(),
    }
}

/// Nothing where no day is known, and where it was released before days were counted.
fn on_time_in_words(
    looking: &Looking<'_>,
    figures: &Value,
    name: &str,
    words: fn(&Texts, [String; 5]) -> AttrValue,
) -> Option<AttrValue> {
    let is_counted = !figures[name].is_null() && !figures[name]["too_few"].is_object();
    is_counted.then(|| in_words(looking, figures, name, words))
}

fn chart(looking: &Looking<'_>, figures: &Value) -> Html {
    let texts = looking.texts;
    let kinds = [(texts.response_self(), "self_assessments"), (texts.response_staff(), "follow_ups")];
    let rows: Vec<Whisker> = kinds.iter().filter_map(|(name, key)| whisker(texts, name, &figures[*key])).collect();
    let head = [
        texts.flow_counted(),
        texts.response_came(),
        texts.response_expected(),
        texts.time_share(),
        texts.time_interval(),
    ];
    let table = Looking::table(
        &head,
        kinds.iter().map(|(name, key)| {
            let counts = [&figures[*key]["known"]["successes"], &figures["expected"]].map(|value| cell(texts, value));
            (name.clone(), counts.into_iter().chain(percents(texts, &figures[*key])).collect())
        }),
    );
    html! {
        <ChartFrame words={texts.response_words()} table_name={texts.numbers_in_table()} {table}>
            <Whiskers {rows} />
        </ChartFrame>
    }
}

fn whisker(texts: &Texts, name: &AttrValue, figure: &Value) -> Option<Whisker> {
    let known = &figure["known"];
    let Interval { share, low, high } = Interval::within(figure)?;
    let words = texts.n_of(count(&known["successes"])?, count(&known["n"])?, percent(share));
    Some(Whisker { name: name.clone(), share, low, high, words })
}

/// A share and its interval in cells.
fn percents(texts: &Texts, figure: &Value) -> [String; 2] {
    Interval::within(figure).map_or_else(
        || [texts.no_value().to_string(), texts.no_value().to_string()],
        |share| [percent(share.share), format!("{} – {}", percent(share.low), percent(share.high))],
    )
}

fn on_time(looking: &Looking<'_>, figures: &Value) -> Html {
    let texts = looking.texts;
    let kinds = [
        (texts.response_self(), "self_assessments_on_time", "self_assessments_without_day"),
        (texts.response_staff(), "follow_ups_on_time", "follow_ups_without_day"),
    ];
    if kinds.iter().all(|(_, key, _)| figures[*key].is_null()) {
        return html! { <p>{texts.not_for_selection()}</p> };
    }
    let rows: Vec<Whisker> = kinds.iter().filter_map(|(name, key, _)| whisker(texts, name, &figures[*key])).collect();
    let head = [
        texts.flow_counted(),
        texts.on_time_column(),
        texts.on_time_known(),
        texts.time_share(),
        texts.time_interval(),
        texts.on_time_without(),
    ];
    let table = Looking::table(
        &head,
        kinds.iter().map(|(name, key, without)| {
            let known = &figures[*key]["known"];
            let counts = [&known["successes"], &known["n"]].map(|value| cell(texts, value));
            let cells = counts.into_iter().chain(percents(texts, &figures[*key]));
            (name.clone(), cells.chain([cell(texts, &figures[*without])]).collect())
        }),
    );
    html! {
        <>
            <ChartFrame words={texts.on_time_words()} table_name={texts.numbers_in_table()} {table}>
                <Whiskers rows={rows.clone()} />
            </ChartFrame>
            if rows.is_empty() {
                <p>{texts.on_time_none()}</p>
            }
        </>
    }
}
