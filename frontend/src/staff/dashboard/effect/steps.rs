//! What a step would be worth if those on it fare as those before them did: said to be a scenario, with the share to work,
//! its interval and n. A step without a job has no price of its own.

use super::money::kronor;
use crate::staff::dashboard::looking::Looking;
use crate::staff::dashboard::reading::Names;
use crate::staff::dashboard::{percent, seen};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{ChartFrame, How, Notice, NoticeKind, Whisker, Whiskers};
use shared::effect_dashboard::{SeenStepScenario, SeenStepScenarios};
use shared::figures::Figure;
use yew::prelude::*;

pub(super) fn section(names: Names<'_>, steps: &SeenStepScenarios) -> Html {
    let texts = names.texts;
    let whiskers: Vec<Whisker> = steps.steps.iter().filter_map(|step| whisker(names, step)).collect();
    let table = Looking::table(&head(texts), steps.steps.iter().map(|step| row(names, step)));
    html! {
        <section>
            <h2>{texts.step_worth_title()}</h2>
            <Notice kind={NoticeKind::Calm}><p>{texts.step_worth_words(kronor(steps.value_of_work.kronor()))}</p></Notice>
            if whiskers.is_empty() {
                <p>{texts.step_worth_none()}</p>
                {Looking::wide_table(texts.step_worth_title(), &head(texts), steps.steps.iter().map(|step| row(names, step)))}
            } else {
                <ChartFrame words={texts.step_worth_chart()} table_name={texts.numbers_in_table()} {table}>
                    <Whiskers rows={whiskers} />
                </ChartFrame>
            }
            <How label={texts.how_counted()}><p>{texts.step_worth_how()}</p></How>
        </section>
    }
}

fn head(texts: &Texts) -> [AttrValue; 6] {
    [
        texts.step_worth_step(),
        texts.step_worth_n(),
        texts.step_worth_to_work(),
        texts.step_worth_share(),
        texts.step_worth_expected(),
        texts.step_worth_between(),
    ]
}

/// The share to work of those who stood on a step, where there are enough and it may be seen.
fn whisker(names: Names<'_>, step: &SeenStepScenario) -> Option<Whisker> {
    let worth = step.worth.known()?;
    let share = worth.probability;
    let words = names.texts.step_worth_of(percent(share.share), share.n, kronor(worth.expected.kronor()));
    Some(Whisker { name: names.step(step.step), share: share.share, low: share.low, high: share.high, words })
}

fn row(names: Names<'_>, step: &SeenStepScenario) -> (AttrValue, Vec<String>) {
    let texts = names.texts;
    let told = match &step.worth {
        Figure::Known(worth) => {
            let share = worth.probability;
            [
                format!("{} % ({}–{})", percent(share.share), percent(share.low), percent(share.high)),
                kronor(worth.expected.kronor()),
                format!("{} – {}", kronor(worth.low.kronor()), kronor(worth.high.kronor())),
            ]
        }
        Figure::TooFew { have, need } => [(); 3].map(|()| texts.realised_too_few(*have, *need).to_string()),
        Figure::Hidden => [(); 3].map(|()| texts.hidden_cell().to_string()),
    };
    let counts = [seen(texts, step.n), seen(texts, step.to_work)];
    (names.step(step.step), counts.into_iter().chain(told).collect())
}
