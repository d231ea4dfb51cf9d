//! The matrix in words and tables: period by period, whether a goal is met in words and by shape, never by colour.

use super::Open;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, WideTable};
use shared::figures::{Aim, GoalStatus, GoalUnit};
use shared::goal_matrix::{GoalLine, GoalMatrix, SeenOutcome};
use std::collections::BTreeSet;
use yew::prelude::*;

/// Three sentences that can be read aloud.
pub(super) fn sentences(texts: &Texts, goals: &[GoalLine]) -> Html {
    if goals.is_empty() {
        return html! { <p>{texts.goals_none()}</p> };
    }
    let count = |is: fn(&SeenOutcome) -> bool| goals.iter().filter(|goal| is(&goal.outcome)).count();
    let with = |status: GoalStatus| goals.iter().filter(|goal| status_of(&goal.outcome) == Some(status)).count();
    let (open, hidden) = (count(|one| *one == SeenOutcome::Open), count(|one| *one == SeenOutcome::Hidden));
    let (met, near, missed) = (with(GoalStatus::Met), with(GoalStatus::Near), with(GoalStatus::Missed));
    html! {
        <div class="sentences">
            <p>{texts.goals_sentence_met(met, met + near + missed)}</p>
            <p>{texts.goals_sentence_others(near, missed)}</p>
            <p>{texts.goals_sentence_open(open, hidden)}</p>
        </div>
    }
}

fn status_of(outcome: &SeenOutcome) -> Option<GoalStatus> {
    match outcome {
        SeenOutcome::Counted { status, .. } => Some(*status),
        SeenOutcome::Open | SeenOutcome::Hidden => None,
    }
}

/// A table for each period, the latest first.
pub(super) fn periods(texts: &Texts, all: &GoalMatrix, show: &Callback<Open>) -> Html {
    let periods: BTreeSet<_> = all.goals.iter().map(|goal| (goal.period.to(), goal.period.from())).collect();
    periods
        .into_iter()
        .rev()
        .map(|(to, from)| {
            let goals = all.goals.iter().filter(|goal| goal.period.to() == to && goal.period.from() == from);
            html! {
                <section>
                    <h2>{texts.goals_period(from, to)}</h2>
                    {table(texts, &goals.collect::<Vec<_>>(), all.may_change.then_some(show))}
                </section>
            }
        })
        .chain(std::iter::once(html! { <p class="method">{texts.goals_method()}</p> }))
        .collect()
}

fn table(texts: &Texts, goals: &[&GoalLine], show: Option<&Callback<Open>>) -> Html {
    html! {
        <WideTable name={texts.goals_title()}>
            <thead><tr>
                <th scope="col">{texts.goals_goal()}</th>
                <th scope="col">{texts.goals_of()}</th>
                <th scope="col">{texts.goals_target()}</th>
                <th scope="col">{texts.goals_outcome()}</th>
                <th scope="col">{texts.goals_counted()}</th>
                <th scope="col">{texts.goals_status()}</th>
                if show.is_some() {
                    <th scope="col"><span class="unseen">{texts.goals_change_column()}</span></th>
                }
            </tr></thead>
            <tbody>{for goals.iter().map(|goal| row(texts, goal, show))}</tbody>
        </WideTable>
    }
}

fn row(texts: &Texts, goal: &GoalLine, show: Option<&Callback<Open>>) -> Html {
    let whose =
        goal.intervention.as_ref().map_or_else(|| texts.goals_association().to_string(), |one| one.name.to_string());
    let (mark, status) = standing(texts, &goal.outcome);
    let (outcome, counted) = reached(texts, goal);
    let change = show.map(|show| {
        let line = goal.clone();
        let press = show.reform(move |()| Open::Old(line.clone()));
        html! { <td><Action kind={ActionKind::Quiet} label={texts.admin_change(&goal.name)} on_press={press} /></td> }
    });
    html! {
        <tr>
            <th scope="row">{goal.name.to_string()}<br /><span class="hint">{goal.indicator.to_string()}</span></th>
            <td>{whose}</td>
            <td>{target(texts, goal)}</td>
            <td>{outcome}</td>
            <td>{counted}</td>
            <td><span aria-hidden="true">{mark}{" "}</span>{status}</td>
            {for change}
        </tr>
    }
}

/// A shape and words for how a goal stands.
fn standing(texts: &Texts, outcome: &SeenOutcome) -> (&'static str, AttrValue) {
    match (outcome, status_of(outcome)) {
        (_, Some(GoalStatus::Met)) => ("●", texts.goal_met()),
        (_, Some(GoalStatus::Near)) => ("◐", texts.goal_near()),
        (_, Some(GoalStatus::Missed)) => ("○", texts.goal_missed()),
        (SeenOutcome::Hidden, _) => ("–", texts.hidden_cell()),
        _ => ("–", texts.goal_open()),
    }
}

fn target(texts: &Texts, goal: &GoalLine) -> AttrValue {
    let number = hundredths(texts, goal.target_hundredths);
    match (goal.aim, goal.unit) {
        (Aim::AtLeast, GoalUnit::Count) => texts.goal_at_least(number),
        (Aim::AtMost, GoalUnit::Count) => texts.goal_at_most(number),
        (Aim::AtLeast, GoalUnit::Percent) => texts.goal_at_least_percent(number),
        (Aim::AtMost, GoalUnit::Percent) => texts.goal_at_most_percent(number),
    }
}

/// The outcome, and how many of how many it is.
fn reached(texts: &Texts, goal: &GoalLine) -> (AttrValue, AttrValue) {
    match &goal.outcome {
        SeenOutcome::Open => (texts.goal_open(), AttrValue::default()),
        SeenOutcome::Hidden => (texts.hidden_cell(), texts.hidden_cell()),
        SeenOutcome::Counted { n, of, whole_percent, .. } => {
            let counted = of.map_or_else(|| n.to_string().into(), |of| texts.goal_n_of(n, of));
            let outcome = whole_percent.map_or_else(|| n.to_string().into(), |percent| texts.goal_percent(percent));
            (outcome, counted)
        }
    }
}

/// A number of hundredths, as a language writes it.
fn hundredths(texts: &Texts, number: u64) -> String {
    let (whole, rest) = (number / 100, number % 100);
    let sign = if texts.language().tag == "en" { '.' } else { ',' };
    match (rest, rest % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}{sign}{}", rest / 10),
        _ => format!("{whole}{sign}{rest:02}"),
    }
}
