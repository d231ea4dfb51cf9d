//! The page of answers: of the months in which something was asked for, in how many it came.

use super::looking::Looking;
use super::reading::{Interval, count};
use super::{percent, sentences};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{ChartFrame, Whisker, Whiskers};
use serde_json::Value;
use shared::report::ReportName;
use yew::prelude::*;

pub(super) fn page(looking: &Looking<'_>) -> Html {
    let texts = looking.texts;
    let report = looking.report(ReportName::Response);
    let said = |name: &str, words: fn(&crate::texts::Texts, [String; 5]) -> AttrValue| {
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
            ])}
            {looking.section(texts.response_title(), ReportName::Response, texts.response_how(), |figures| {
                chart(looking, figures)
            })}
        </>
    }
}

fn in_words(
    looking: &Looking<'_>,
    figures: &Value,
    name: &str,
    words: fn(&crate::texts::Texts, [String; 5]) -> AttrValue,
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

fn chart(looking: &Looking<'_>, figures: &Value) -> Html {
    let texts = looking.texts;
    let kinds = [(texts.response_self(), "self_assessments"), (texts.response_staff(), "follow_ups")];
    let whisker = |(name, key): &(AttrValue, &str)| {
        let known = &figures[*key]["known"];
        let Interval { share, low, high } = Interval::within(&figures[*key])?;
        let words = texts.n_of(count(&known["successes"])?, count(&known["n"])?, percent(share));
        Some(Whisker { name: name.clone(), share, low, high, words })
    };
    let rows: Vec<Whisker> = kinds.iter().filter_map(whisker).collect();
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
            let known = &figures[*key]["known"];
            let share = Interval::within(&figures[*key]);
            let percents = share.map_or_else(
                || [texts.no_value().to_string(), texts.no_value().to_string()],
                |share| [percent(share.share), format!("{} – {}", percent(share.low), percent(share.high))],
            );
            let counts = [&known["successes"], &figures["expected"]].map(|value| super::reading::cell(texts, value));
            (name.clone(), counts.into_iter().chain(percents).collect())
        }),
    );
    html! {
        <ChartFrame words={texts.response_words()} table_name={texts.numbers_in_table()} {table}>
            <Whiskers {rows} />
        </ChartFrame>
    }
}
