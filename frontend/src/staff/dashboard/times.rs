//! Time until something happens: the curve with its band, the median, and for how many it has not happened yet.

use super::looking::Looking;
use super::percent;
use super::reading::{cell, count};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{ChartFrame, Curve, CurveStep};
use serde_json::Value;
use shared::figures::CurvePoint;
use yew::prelude::*;

/// The words for one kind of time.
pub(super) struct Time {
    words: fn(&Texts) -> AttrValue,
    axis: fn(&Texts) -> AttrValue,
    happened: fn(&Texts) -> AttrValue,
    /// Of months, low, high, n, and how many it has not happened to.
    median: fn(&Texts, [String; 5]) -> AttrValue,
    /// Of events and n.
    less_than_half: fn(&Texts, u32, u32) -> AttrValue,
}

/// To the first step forward.
pub(super) const TO_STEP: Time = Time {
    words: |texts| texts.time_step_words(),
    axis: |texts| texts.time_step_axis(),
    happened: |texts| texts.time_step_happened(),
    median: |texts, [months, low, high, n, not_yet]| texts.time_step_median(months, low, high, n, not_yet),
    less_than_half: |texts, events, n| texts.time_step_less_than_half(events, n),
};

/// To work.
pub(super) const TO_WORK: Time = Time {
    words: |texts| texts.time_work_words(),
    axis: |texts| texts.time_work_axis(),
    happened: |texts| texts.time_work_happened(),
    median: |texts, [months, low, high, n, not_yet]| texts.time_work_median(months, low, high, n, not_yet),
    less_than_half: |texts, events, n| texts.time_work_less_than_half(events, n),
};

/// The median in a sentence, with its interval and n.
pub(super) fn median(texts: &Texts, time: &Time, figures: &Value) -> AttrValue {
    if figures["too_few"].is_object() {
        return texts.time_too_few();
    }
    let (Some(n), Some(events)) = (count(&figures["n"]), count(&figures["events"])) else {
        return texts.sentence_hidden();
    };
    let interval = &figures["median_interval"];
    let months =
        |value: &Value| count(value).map_or_else(|| texts.time_open().to_string(), |months| months.to_string());
    match (count(&figures["median_months"]), figures["median_months"].as_str()) {
        (Some(half), _) => {
            let not_yet = n.saturating_sub(events).to_string();
            (time.median)(texts, [half.to_string(), months(&interval[0]), months(&interval[1]), n.to_string(), not_yet])
        }
        (None, None) => (time.less_than_half)(texts, events, n),
        (None, Some(_)) => texts.sentence_hidden(),
    }
}

/// The curve where it may be seen, and the numbers.
pub(super) fn section(texts: &Texts, time: &Time, figures: &Value) -> Html {
    let points: Vec<CurvePoint> = serde_json::from_value(figures["curve_in_full"].clone()).unwrap_or_default();
    let is_hidden = figures["curve_in_full"].is_string();
    html! {
        <>
            <p>{median(texts, time, figures)}</p>
            if !points.is_empty() {
                {curve(texts, time, &points)}
            }
            if is_hidden {
                <p>{texts.time_curve_hidden()}</p>
            }
            if figures["n"].is_number() || figures["n"].is_string() {
                <p class="method">{texts.time_counts(cell(texts, &figures["n"]), cell(texts, &figures["events"]))}</p>
            }
        </>
    }
}

fn curve(texts: &Texts, time: &Time, points: &[CurvePoint]) -> Html {
    let step = |point: &CurvePoint| CurveStep {
        month: point.month,
        share: 1.0 - point.survival,
        low: 1.0 - point.high,
        high: 1.0 - point.low,
    };
    let steps: Vec<CurveStep> = points.iter().map(step).collect();
    let row = |(point, step): (&CurvePoint, &CurveStep)| {
        let interval = format!("{} – {}", percent(step.low), percent(step.high));
        let cells = vec![point.at_risk.to_string(), point.events.to_string(), percent(step.share), interval];
        (AttrValue::from(point.month.to_string()), cells)
    };
    let head =
        [texts.time_month(), texts.time_at_risk(), (time.happened)(texts), texts.time_share(), texts.time_interval()];
    let table = Looking::table(&head, points.iter().zip(&steps).map(row));
    html! {
        <ChartFrame words={(time.words)(texts)} table_name={texts.numbers_in_table()} {table}>
            <Curve {steps} months={(time.axis)(texts)} />
        </ChartFrame>
    }
}
