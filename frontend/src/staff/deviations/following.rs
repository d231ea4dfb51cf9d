//! What was released to the association of its members' deviations: how many of each theme, and each followed up until it is
//! changed. Whoever may not say how far one has come reads it.

use super::fetched::use_deviations;
use super::noted::Noted;
use super::{fault_text, progress_text};
use crate::engine::Engine;
use crate::phone::{Phone, use_phone};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Choose, Notice, NoticeKind, WideTable, Words, month_after_day};
use shared::deviation::{NewProgress, Progress, ProgressStep, ReleasedDeviation, ReleasedDeviations};
use shared::policy::{self, may};
use shared::record::Note;
use shared::reference::{DEVIATION_THEME_LIST, PARTY_LIST, Reference};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
pub(in crate::staff) fn FollowingPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let ask = async |engine: Rc<Engine>| engine.released_deviations().await;
    let fetched = use_deviations("deviations-released", ask);
    let again = fetched.again.clone();
    fetched.page(&texts, texts.deviations_released_words(), phone.reference.clone(), |released, reference| {
        html! {
            <>
                if released.deviations.is_empty() {
                    <p>{texts.deviations_none_released()}</p>
                } else {
                    {themes(&phone, &reference, released)}
                }
                {for released.deviations.iter().map(|one| html! {
                    <Followed key={one.id.to_string()} deviation={one.clone()} reference={reference.clone()} on_change={again.clone()} />
                })}
                <Noted {reference} />
            </>
        }
    })
}

/// How many were released of each theme, and how many of them are changed.
fn themes(phone: &Phone, reference: &Reference, released: &ReleasedDeviations) -> Html {
    let texts = phone.texts();
    let mut themes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in &released.deviations {
        let theme = themes.entry(reference.name_of(DEVIATION_THEME_LIST, &one.theme, phone.language())).or_default();
        theme.0 += 1;
        theme.1 += usize::from(one.progress() == Progress::Changed);
    }
    html! {
        <WideTable name={texts.deviations_by_theme()}>
            <thead><tr>
                <th scope="col">{texts.deviation_theme()}</th>
                <th scope="col">{texts.deviations_count()}</th>
                <th scope="col">{texts.deviations_changed()}</th>
            </tr></thead>
            <tbody>{for themes.into_iter().map(|(theme, (all, changed))| html! {
                <tr><th scope="row">{theme.to_owned()}</th><td>{all}</td><td>{changed}</td></tr>
            })}</tbody>
        </WideTable>
    }
}

#[derive(PartialEq, Properties)]
struct FollowedProps {
    deviation: ReleasedDeviation,
    reference: Rc<Reference>,
    on_change: Callback<()>,
}

/// One deviation, and what became of it.
#[component]
fn Followed(props: &FollowedProps) -> Html {
    let phone = use_phone();
    let ReleasedDeviation { theme, party, words, steps, .. } = &props.deviation;
    let language = phone.language();
    let theme = props.reference.name_of(DEVIATION_THEME_LIST, theme, language);
    let party = party.as_ref().map(|party| props.reference.name_of(PARTY_LIST, party, language));
    let title = [Some(theme), party].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let follows = phone.account.as_ref().is_some_and(|account| may(account.role, policy::Action::FollowUpDeviations));
    html! {
        <section>
            <h2>{title.clone()}</h2>
            <blockquote><p>{words.as_str().to_owned()}</p></blockquote>
            <ol class="plan">{for steps.iter().map(|one| step(&phone, one))}</ol>
            if follows {
                <SayProgress deviation={props.deviation.clone()} {title} on_change={props.on_change.clone()} />
            }
        </section>
    }
}

fn step(phone: &Phone, step: &ProgressStep) -> Html {
    let texts = phone.texts();
    let day = format!("{} {} {}", step.on.day(), month_after_day(&texts, step.on.month()), step.on.month().year());
    let words = step.words.as_ref().map(|words| format!(": {}", words.as_str())).unwrap_or_default();
    html! { <li>{progress_text(&texts, step.progress)}{words}<span class="hint">{format!(" – {day}")}</span></li> }
}

#[derive(PartialEq, Properties)]
struct SayProps {
    deviation: ReleasedDeviation,
    title: String,
    on_change: Callback<()>,
}

/// Says how far it has come now.
#[component]
fn SayProgress(props: &SayProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let progress = use_state(|| None::<Progress>);
    let words = use_state(String::new);
    let kept = use_state(|| None::<AttrValue>);
    let save = {
        let new = new_progress(*progress, &words);
        let (phone, id, on_change) = (phone.clone(), props.deviation.id, props.on_change.clone());
        let (progress, words, kept) = (progress.setter(), words.setter(), kept.setter());
        Callback::from(move |()| {
            let texts = phone.texts();
            let new = match new.clone() {
                Ok(new) => new,
                Err(NotSaid::NoProgress) => return kept.set(Some(texts.deviations_no_progress())),
                Err(NotSaid::Words) => return kept.set(Some(texts.deviations_wrong_words())),
            };
            let (engine, on_change) = (phone.engine(), on_change.clone());
            let (progress, words, kept) = (progress.clone(), words.clone(), kept.clone());
            spawn_local(async move {
                match engine.follow_up_deviation(id, &new).await {
                    Ok(()) => {
                        progress.set(None);
                        words.set(String::new());
                        kept.set(None);
                        on_change.emit(());
                    }
                    Err(why) => kept.set(Some(fault_text(&texts, &why))),
                }
            });
        })
    };
    let options = Progress::ALL.into_iter().filter(|one| *one != Progress::Noted);
    let options = options.map(|one| (one.as_str().into(), progress_text(&texts, one)));
    let on_choice = {
        let progress = progress.setter();
        Callback::from(move |name: String| progress.set(Progress::parse(&name)))
    };
    let on_type = {
        let words = words.setter();
        Callback::from(move |typed| words.set(typed))
    };
    html! {
        <details>
            <summary>{texts.deviations_follow_up()}<span class="unseen">{format!(": {}", props.title)}</span></summary>
            <Choose label={texts.deviations_progress()} nothing={texts.plan_choose()} options={options.collect::<Vec<_>>()}
                chosen={progress.map(|one| one.as_str().to_owned())} {on_choice} />
            <Words label={texts.deviations_done_words()} hint={texts.note_hint()} written={(*words).clone()} rows={2} {on_type} />
            if let Some(kept) = (*kept).clone() {
                <Notice kind={NoticeKind::Fault}><p>{kept}</p></Notice>
            }
            <Action kind={ActionKind::Beside} label={texts.save()} on_press={save} />
        </details>
    }
}

/// Why nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotSaid {
    NoProgress,
    Words,
}

fn new_progress(progress: Option<Progress>, words: &str) -> Result<NewProgress, NotSaid> {
    let progress = progress.ok_or(NotSaid::NoProgress)?;
    let words = match words.trim() {
        "" => None,
        text => Some(Note::new(text).map_err(|_| NotSaid::Words)?),
    };
    Ok(NewProgress { progress, words })
}
