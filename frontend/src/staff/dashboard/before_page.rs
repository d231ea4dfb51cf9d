//! The page of before and after: support, occupation, what people had behind them, how stays ended.

use super::looking::Looking;
use super::movement_page::said;
use super::reading::{CodeRow, by_gender, cell, count};
use super::{decimal, sentences};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Bar, BarRow, BarRows, ChartFrame, HeatCell, HeatTable, Key};
use serde_json::Value;
use shared::reference::{EDUCATION_LIST, EXIT_REASON_LIST, OCCUPATION_LIST, SUPPORT_LIST};
use shared::report::ReportName;
use yew::prelude::*;

pub(super) fn page(looking: &Looking<'_>) -> Html {
    let texts = looking.texts;
    html! {
        <>
            {sentences::shown([
                said(looking, ReportName::SupportChange, |figures| support_in_words(looking, figures)),
                said(looking, ReportName::OccupationChange, |figures| occupation_in_words(looking, figures)),
                said(looking, ReportName::Exits, |figures| days_in_words(looking, figures)),
            ])}
            {looking.section(texts.support_title(), ReportName::SupportChange, texts.support_how(), |figures| {
                pairs(looking, SUPPORT_LIST, texts.support_words(), figures)
            })}
            {looking.section(
                texts.support_after_title(), ReportName::SupportAfterByMunicipality, texts.support_after_how(),
                |figures| by_municipality(looking, figures),
            )}
            {looking.section(texts.occupation_title(), ReportName::OccupationChange, texts.occupation_how(), |figures| {
                pairs(looking, OCCUPATION_LIST, texts.occupation_words(), figures)
            })}
            {looking.section(texts.background_title(), ReportName::Background, texts.background_how(), |figures| {
                background(looking, figures)
            })}
            {looking.section(texts.exits_title(), ReportName::Exits, texts.exits_how(), |figures| {
                let rows = looking.names().rows(EXIT_REASON_LIST, &figures["reasons"]);
                counted(looking, texts.exits_reason(), texts.exits_words(), &rows)
            })}
        </>
    }
}

/// The sources that changed most, either way, among those whose counts may be seen.
fn support_in_words(looking: &Looking<'_>, figures: &Value) -> AttrValue {
    let texts = looking.texts;
    let rows = looking.names().rows(SUPPORT_LIST, figures);
    let change = |row: &&CodeRow<'_>| row.figures["change"].as_i64();
    let known = || rows.iter().filter(|row| change(row).is_some());
    let pair =
        |row: &CodeRow<'_>| Some((row.name.clone(), count(&row.figures["before"])?, count(&row.figures["after"])?));
    let most = known().max_by_key(change).filter(|row| change(row) > Some(0)).and_then(pair);
    let least = known().min_by_key(change).filter(|row| change(row) < Some(0)).and_then(pair);
    match (least, most) {
        (Some((less, b1, a1)), Some((more, b2, a2))) => texts.sentence_support(less, b1, a1, more, b2, a2),
        _ if rows.is_empty() => texts.sentence_nobody_ended(),
        _ if known().count() < rows.len() => texts.sentence_hidden(),
        _ => texts.sentence_support_same(),
    }
}

fn occupation_in_words(looking: &Looking<'_>, figures: &Value) -> AttrValue {
    count(&figures["started_or_increased"]["total"])
        .map_or_else(|| looking.texts.sentence_hidden(), |more| looking.texts.sentence_occupation(more))
}

fn days_in_words(looking: &Looking<'_>, figures: &Value) -> AttrValue {
    let texts = looking.texts;
    let days = &figures["days_in_intervention"];
    let whole_or_not =
        |days: f64| if days.fract() == 0.0 { format!("{days:.0}") } else { decimal(looking.language, days) };
    let number = |name: &str| days[name].as_f64().map(whole_or_not);
    match (number("median"), number("lower_quartile"), number("upper_quartile"), count(&days["n"])) {
        (Some(median), Some(lower), Some(upper), Some(n)) => texts.sentence_days(median, lower, upper, n),
        _ if days["too_few"].is_object() => texts.sentence_nobody_ended(),
        _ => texts.sentence_hidden(),
    }
}

/// Before and after as pairs of bars, with the counts of each gender in the table.
fn pairs(looking: &Looking<'_>, list: &str, words: AttrValue, table: &Value) -> Html {
    let texts = looking.texts;
    // What has no before is something else than a code of the list.
    let rows: Vec<CodeRow<'_>> =
        looking.names().rows(list, table).into_iter().filter(|row| !row.figures["before"].is_null()).collect();
    let bars: Vec<BarRow> = rows.iter().filter_map(|row| pair(looking, row)).collect();
    let is_complete = bars.len() == rows.len();
    let head = [
        texts.flow_counted(),
        texts.before(),
        texts.after(),
        texts.difference(),
        texts.before_woman(),
        texts.after_woman(),
        texts.before_man(),
        texts.after_man(),
        texts.before_other(),
        texts.after_other(),
    ];
    let cells = |row: &CodeRow<'_>| {
        let figures = row.figures;
        let all = [&figures["before"], &figures["after"], &figures["change"]].map(|value| cell(texts, value));
        let genders = ["woman", "man", "other"].into_iter().flat_map(|gender| {
            let of = |when: &str| cell(texts, &figures["counts_by_gender"][when][gender]);
            [of("before"), of("after")]
        });
        (row.name.clone(), all.into_iter().chain(genders).collect())
    };
    let keys = vec![Key { tone: "before", name: texts.before() }, Key { tone: "after", name: texts.after() }];
    html! {
        <>
            <ChartFrame {words} {keys} table_name={texts.numbers_in_table()} table={Looking::table(&head, rows.iter().map(cells))}>
                <BarRows rows={bars} />
            </ChartFrame>
            if !is_complete {
                <p class="method">{texts.bars_hidden()}</p>
            }
        </>
    }
}

/// Nothing where one of both is hidden.
fn pair(looking: &Looking<'_>, row: &CodeRow<'_>) -> Option<BarRow> {
    let bar = |tone, when: AttrValue, count: u32| Bar { tone, count, words: format!("{count} {when}").into() };
    let (before, after) = (count(&row.figures["before"])?, count(&row.figures["after"])?);
    let bars =
        vec![bar("before", looking.texts.before_in_bar(), before), bar("after", looking.texts.after_in_bar(), after)];
    Some(BarRow { name: row.name.clone(), bars })
}

/// Sources after the stay: a row for each municipality, the darker the more of its sources.
fn by_municipality(looking: &Looking<'_>, table: &Value) -> Html {
    let texts = looking.texts;
    let sources = |row: &Value| row.as_object().into_iter().flatten().map(|(code, _)| code.clone()).collect::<Vec<_>>();
    let mut codes: Vec<String> = table.as_object().into_iter().flatten().flat_map(|(_, row)| sources(row)).collect();
    codes.sort();
    codes.dedup();
    let rows = table.as_object().into_iter().flatten().map(|(name, row)| {
        let sum: u32 = codes.iter().filter_map(|code| count(&row[code])).sum();
        let cell = |code: &String| {
            let value = &row[code];
            let words = if value.is_null() { "0".to_owned() } else { cell(texts, value) };
            let share = count(value).filter(|_| sum > 0).map(|count| f64::from(count) / f64::from(sum));
            HeatCell { words: words.into(), share, is_marked: false }
        };
        let name = if name == "unknown" { texts.row_unknown() } else { AttrValue::from(name.clone()) };
        (name, codes.iter().map(cell).collect())
    });
    html! {
        <>
            <p>{texts.support_after_words()}</p>
            <HeatTable name={texts.support_after_title()} corner={texts.municipality()}
                columns={codes.iter().map(|code| looking.names().of(SUPPORT_LIST, code)).collect::<Vec<_>>()}
                rows={rows.collect::<Vec<(AttrValue, Vec<HeatCell>)>>()} />
        </>
    }
}

fn background(looking: &Looking<'_>, figures: &Value) -> Html {
    let texts = looking.texts;
    let bands = |table: &'_ Value| {
        let mut rows: Vec<(String, Value)> = table.as_object().cloned().into_iter().flatten().collect();
        // What is not known begins with no number, and comes last.
        rows.sort_by_key(|(band, _)| {
            band.split('-').next().and_then(|from| from.parse::<u32>().ok()).unwrap_or(u32::MAX)
        });
        rows
    };
    let banded = |heading: AttrValue, words: AttrValue, table: &Value, names: BandNames| {
        let rows = bands(table);
        let named = |(band, figures)| CodeRow { name: band_name(texts, band, names), figures };
        let rows: Vec<CodeRow<'_>> = rows.iter().map(|(band, figures)| named((band.as_str(), figures))).collect();
        html! { <><h3>{heading.clone()}</h3>{counted(looking, heading, words, &rows)}</> }
    };
    let genders = [("woman", texts.gender_woman()), ("man", texts.gender_man()), ("other", texts.gender_other())];
    let education = looking.names().rows(EDUCATION_LIST, &figures["education"]);
    html! {
        <>
            if figures["gender"].is_object() {
                <h3>{texts.background_gender()}</h3>
                {of_genders(looking, &genders, &figures["gender"])}
            }
            {banded(
                texts.background_age(), texts.background_age_words(), &figures["age"],
                (|texts, from, to| texts.band_years(from, to), |texts, from| texts.band_years_open(from)),
            )}
            <h3>{texts.background_education()}</h3>
            {counted(looking, texts.background_education(), texts.background_education_words(), &education)}
            {banded(
                texts.background_support(), texts.background_support_words(), &figures["months_in_support_before"],
                (|texts, from, to| texts.band_months(from, to), |texts, from| texts.band_months_open(from)),
            )}
        </>
    }
}

/// How a band is called that has an end, and one that has none.
type BandNames = (fn(&Texts, &str, &str) -> AttrValue, fn(&Texts, &str) -> AttrValue);

/// What a band of a report is called, such as `25-29`, `65-` or `unknown`.
fn band_name(texts: &Texts, band: &str, (closed, open): BandNames) -> AttrValue {
    match band.split_once('-') {
        Some((from, "")) => open(texts, from),
        Some((from, to)) => closed(texts, from, to),
        None => texts.row_unknown(),
    }
}

/// How many there were of each gender.
fn of_genders(looking: &Looking<'_>, genders: &[(&str, AttrValue)], counts: &Value) -> Html {
    let texts = looking.texts;
    let bar = |(key, name): &(&str, AttrValue)| {
        let count = count(&counts[*key])?;
        Some(BarRow { name: name.clone(), bars: vec![Bar { tone: "after", count, words: count.to_string().into() }] })
    };
    let bars: Vec<BarRow> = genders.iter().filter_map(bar).collect();
    let is_complete = bars.len() == genders.len();
    let rows = genders.iter().map(|(key, name)| (name.clone(), &counts[*key])).chain([(texts.all(), &counts["total"])]);
    let table = Looking::table(
        &[texts.background_gender(), texts.flow_participations()],
        rows.map(|(name, value)| (name, vec![cell(texts, value)])),
    );
    html! {
        <>
            <ChartFrame words={texts.background_gender_words()} table_name={texts.numbers_in_table()} {table}>
                <BarRows rows={bars} />
            </ChartFrame>
            if !is_complete {
                <p class="method">{texts.bars_hidden()}</p>
            }
        </>
    }
}

/// Counts as bars, with those of each gender in the table.
fn counted(looking: &Looking<'_>, heading: AttrValue, words: AttrValue, rows: &[CodeRow<'_>]) -> Html {
    let texts = looking.texts;
    let bar = |row: &CodeRow<'_>| {
        let count = count(&row.figures["total"])?;
        let bars = vec![Bar { tone: "after", count, words: count.to_string().into() }];
        Some(BarRow { name: row.name.clone(), bars })
    };
    let bars: Vec<BarRow> = rows.iter().filter_map(bar).collect();
    let is_complete = bars.len() == rows.len();
    let table = Looking::table(
        &looking.gender_heads(heading),
        rows.iter().map(|row| (row.name.clone(), by_gender(texts, row.figures).to_vec())),
    );
    html! {
        <>
            <ChartFrame {words} table_name={texts.numbers_in_table()} {table}><BarRows rows={bars} /></ChartFrame>
            if !is_complete {
                <p class="method">{texts.bars_hidden()}</p>
            }
        </>
    }
}
