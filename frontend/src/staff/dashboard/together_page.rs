//! The page of what hangs together: the share that moved, and that came to work or studies, beside what research connects
//! with it. Groups beside each other, never causes.

use super::looking::Looking;
use super::reading::{Interval, cell, count};
use super::{percent, sentences};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{ChartFrame, Notice, NoticeKind, Whisker, Whiskers};
use serde_json::Value;
use shared::report::ReportName;
use yew::prelude::*;

/// A group of a condition: its key in the report, and its words.
type Group = (&'static str, fn(&Texts) -> AttrValue);

/// A condition: its key in the report, its words, and its groups in order.
struct Condition {
    key: &'static str,
    title: fn(&Texts) -> AttrValue,
    words: fn(&Texts) -> AttrValue,
    /// What is known from elsewhere, with its caution.
    research: Option<fn(&Texts) -> AttrValue>,
    groups: &'static [Group],
}

const CONDITIONS: [Condition; 5] = [
    Condition {
        key: "outlook",
        title: |texts| texts.outlook_title(),
        words: |texts| texts.outlook_words(),
        research: None,
        groups: &[
            ("high", |texts| texts.outlook_high()),
            ("middle", |texts| texts.outlook_middle()),
            ("low", |texts| texts.outlook_low()),
            ("unknown", |texts| texts.row_unknown()),
        ],
    },
    Condition {
        key: "focus",
        title: |texts| texts.focus_title(),
        words: |texts| texts.focus_words(),
        research: Some(|texts| texts.focus_research()),
        groups: &[
            ("job", |texts| texts.focus_job()),
            ("skills", |texts| texts.focus_skills()),
            ("health", |texts| texts.focus_health()),
            ("social", |texts| texts.focus_social()),
            ("unknown", |texts| texts.row_unknown()),
        ],
    },
    Condition {
        key: "supervisor_changes",
        title: |texts| texts.changes_title(),
        words: |texts| texts.changes_words(),
        research: None,
        groups: &[
            ("none", |texts| texts.changes_none()),
            ("one", |texts| texts.changes_one()),
            ("several", |texts| texts.changes_several()),
        ],
    },
    Condition {
        key: "parallel",
        title: |texts| texts.parallel_title(),
        words: |texts| texts.parallel_words(),
        research: None,
        groups: &[("parallel", |texts| texts.parallel_parallel()), ("alone", |texts| texts.parallel_alone())],
    },
    Condition {
        key: "before",
        title: |texts| texts.gaps_title(),
        words: |texts| texts.gaps_words(),
        research: None,
        groups: &[
            ("first", |texts| texts.gaps_first()),
            ("without_gap", |texts| texts.gaps_without()),
            ("after_gap", |texts| texts.gaps_after()),
        ],
    },
];

pub(super) fn page(looking: &Looking<'_>) -> Html {
    let texts = looking.texts;
    let said = |condition: &Condition, groups: [usize; 2]| {
        looking
            .report(ReportName::Conditions)
            .map(|figures| in_words(texts, &figures["by"][condition.key], condition, groups))
    };
    let [outlook, focus, changes, ..] = &CONDITIONS;
    html! {
        <>
            {sentences::shown([said(focus, [0, 2]), said(outlook, [0, 2]), said(changes, [0, 1])])}
            <Notice kind={NoticeKind::Calm}><p>{texts.together_caution()}</p></Notice>
            {for CONDITIONS.iter().map(|condition| {
                looking.section((condition.title)(texts), ReportName::Conditions, texts.together_how(), |figures| {
                    let groups = &figures["by"][condition.key];
                    if groups.is_object() {
                        section(texts, condition, groups)
                    } else {
                        // What was released before it was counted.
                        html! { <p>{texts.not_for_selection()}</p> }
                    }
                })
            })}
        </>
    }
}

/// Two groups beside each other in a sentence, each with n and interval.
fn in_words(texts: &Texts, figures: &Value, condition: &Condition, groups: [usize; 2]) -> AttrValue {
    let of = |place: usize| {
        let (key, name) = condition.groups.get(place)?;
        let group = &figures[*key];
        let share = Interval::beside(group, "share_forward")?;
        let n = ["forward", "same", "back"].iter().map(|way| count(&group[*way])).sum::<Option<u32>>()?;
        Some(texts.together_group(name(texts), percent(share.share), percent(share.low), percent(share.high), n))
    };
    match groups.map(of) {
        [Some(one), Some(other)] => texts.together_beside((condition.title)(texts), one, other),
        _ => texts.together_too_few((condition.title)(texts)),
    }
}

fn section(texts: &Texts, condition: &Condition, figures: &Value) -> Html {
    let groups = || condition.groups.iter().filter(|(key, _)| figures[*key].is_object());
    let whisker = |(key, name): &Group| {
        let group = &figures[*key];
        let Interval { share, low, high } = Interval::beside(group, "share_forward")?;
        let n = ["forward", "same", "back"].iter().map(|way| count(&group[*way])).sum::<Option<u32>>()?;
        let words = texts.n_of(count(&group["forward"])?, n, percent(share));
        Some(Whisker { name: name(texts), share, low, high, words })
    };
    let rows: Vec<Whisker> = groups().filter_map(whisker).collect();
    let is_complete = rows.len() == groups().count();
    let head = [
        texts.together_whom(),
        texts.flow_participations(),
        texts.step_forward(),
        texts.step_same(),
        texts.step_back(),
        texts.step_too_few(),
        texts.together_share_forward(),
        texts.flow_ended(),
        texts.together_to_work(),
        texts.together_share_work(),
    ];
    let table = Looking::table(
        &head,
        groups().map(|(key, name)| {
            let group = &figures[*key];
            let counts = |names: &[&str]| names.iter().map(|name| cell(texts, &group[*name])).collect::<Vec<_>>();
            let cells = [
                counts(&["n", "forward", "same", "back", "too_few"]),
                vec![share(texts, group, "share_forward")],
                counts(&["ended", "work_or_studies"]),
                vec![share(texts, group, "share_work_or_studies")],
            ];
            (name(texts), cells.concat())
        }),
    );
    html! {
        <>
            <ChartFrame words={(condition.words)(texts)} table_name={texts.numbers_in_table()} {table}>
                <Whiskers {rows} />
            </ChartFrame>
            if let Some(research) = condition.research {
                <p class="method">{research(texts)}</p>
            }
            if !is_complete {
                <p class="method">{texts.together_not_drawn()}</p>
            }
        </>
    }
}

fn share(texts: &Texts, group: &Value, name: &str) -> String {
    match Interval::beside(group, name) {
        Some(share) => {
            format!("{} % ({} – {})", percent(share.share), percent(share.low), percent(share.high))
        }
        None => cell(texts, &group[name]),
    }
}
