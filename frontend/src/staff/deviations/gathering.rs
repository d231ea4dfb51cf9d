//! The deviations of own interventions, by theme, for whoever leads them: read, summed up in words in which nobody can be
//! recognised, and released. The words begin empty, so that nothing leaves as it was noted.

use super::fetched::use_deviations;
use super::{fault_text, progress_text};
use crate::engine::Engine;
use crate::phone::{Phone, use_phone};
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind, Words, month_and_year};
use shared::code::Code;
use shared::deviation::{GatheredDeviation, GatheredDeviations, NewSummary};
use shared::id::RecordId;
use shared::record::Note;
use shared::reference::{DEVIATION_THEME_LIST, PARTY_LIST, Reference};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
pub(in crate::staff) fn GatheringPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let ask = async |engine: Rc<Engine>| engine.gathered_deviations().await;
    let fetched = use_deviations("deviations-gathered", ask);
    let again = fetched.again.clone();
    fetched.page(&texts, texts.deviations_gathered_words(), phone.reference.clone(), |gathered, reference| {
        html! {
            <>
                if gathered.deviations.is_empty() {
                    <p>{texts.deviations_none()}</p>
                }
                {for by_theme(gathered).into_iter().map(|(theme, deviations)| html! {
                    <Theme key={theme.to_string()} theme={theme.clone()} {deviations} reference={reference.clone()} on_release={again.clone()} />
                })}
            </>
        }
    })
}

fn by_theme(gathered: &GatheredDeviations) -> BTreeMap<Code, Vec<GatheredDeviation>> {
    let mut themes: BTreeMap<Code, Vec<GatheredDeviation>> = BTreeMap::new();
    for one in &gathered.deviations {
        themes.entry(one.deviation.theme.clone()).or_default().push(one.clone());
    }
    themes
}

#[derive(PartialEq, Properties)]
struct ThemeProps {
    theme: Code,
    deviations: Vec<GatheredDeviation>,
    reference: Rc<Reference>,
    on_release: Callback<()>,
}

/// What kept words from being released.
#[derive(Debug, Clone, PartialEq)]
enum Kept {
    NoneChosen,
    Words,
    NotSure,
    Server(ServerFault),
}

/// The deviations of a theme, and the words to release about some of them.
#[component]
fn Theme(props: &ThemeProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let chosen = use_state(BTreeSet::<RecordId>::new);
    let words = use_state(String::new);
    let is_sure = use_state(|| false);
    let kept = use_state(|| None::<Kept>);
    // One id for one release, however often it is pressed.
    let id = use_state(|| phone.engine().new_summary_id());
    let release = {
        let made = summary(&chosen, &words, *is_sure);
        let (engine, on_release, summary_id) = (phone.engine(), props.on_release.clone(), *id);
        let (id, chosen, words) = (id.setter(), chosen.setter(), words.setter());
        let (is_sure, kept) = (is_sure.setter(), kept.setter());
        Callback::from(move |()| {
            let summary = match made.clone() {
                Ok(summary) => summary,
                Err(why) => return kept.set(Some(why)),
            };
            let (engine, on_release) = (engine.clone(), on_release.clone());
            let (id, chosen, words, is_sure, kept) =
                (id.clone(), chosen.clone(), words.clone(), is_sure.clone(), kept.clone());
            spawn_local(async move {
                match engine.release_summary(summary_id, &summary).await {
                    Ok(()) => {
                        id.set(engine.new_summary_id());
                        chosen.set(BTreeSet::new());
                        words.set(String::new());
                        is_sure.set(false);
                        kept.set(None);
                        on_release.emit(());
                    }
                    Err(why) => kept.set(Some(Kept::Server(why))),
                }
            });
        })
    };
    let on_type = {
        let words = words.setter();
        Callback::from(move |typed| words.set(typed))
    };
    let sure = {
        let is_sure = is_sure.clone();
        move |_| is_sure.set(!*is_sure)
    };
    let name = props.reference.name_of(DEVIATION_THEME_LIST, &props.theme, phone.language()).to_owned();
    let has_open = props.deviations.iter().any(|one| one.released.is_none());
    html! {
        <section>
            <h2>{format!("{name} ({})", props.deviations.len())}</h2>
            <ul class="cases">{for props.deviations.iter().map(|one| row(&phone, &props.reference, one, &chosen))}</ul>
            if has_open {
                <Words label={texts.deviations_summary()} hint={texts.deviations_summary_hint()} written={(*words).clone()} rows={3} {on_type} />
                <label class="tick">
                    <input type="checkbox" autocomplete="off" checked={*is_sure} onclick={sure} />
                    <span>{texts.deviations_sure()}</span>
                </label>
                if let Some(kept) = &*kept {
                    <Notice kind={NoticeKind::Fault}><p>{kept_text(&phone, kept)}</p></Notice>
                }
                <Action kind={ActionKind::Beside} label={texts.deviations_release(name)} on_press={release} />
            }
        </section>
    }
}

fn summary(chosen: &BTreeSet<RecordId>, words: &str, is_sure: bool) -> Result<NewSummary, Kept> {
    if chosen.is_empty() {
        return Err(Kept::NoneChosen);
    }
    let words = Note::new(words).map_err(|_| Kept::Words)?;
    if is_sure { Ok(NewSummary { of: chosen.iter().copied().collect(), words }) } else { Err(Kept::NotSure) }
}

fn kept_text(phone: &Phone, kept: &Kept) -> AttrValue {
    let texts = phone.texts();
    match kept {
        Kept::NoneChosen => texts.deviations_none_chosen(),
        Kept::Words => texts.deviations_wrong_words(),
        Kept::NotSure => texts.deviations_not_sure(),
        Kept::Server(ServerFault::Refused(problem)) if problem.code == "names_somebody" => {
            texts.deviations_names_somebody()
        }
        Kept::Server(ServerFault::Refused(problem)) if problem.code == "released_before" => {
            texts.deviations_released_before()
        }
        Kept::Server(fault) => fault_text(&texts, fault),
    }
}

fn row(
    phone: &Phone,
    reference: &Reference,
    one: &GatheredDeviation,
    chosen: &UseStateHandle<BTreeSet<RecordId>>,
) -> Html {
    let texts = phone.texts();
    let party = one.deviation.party.as_ref().map(|party| reference.name_of(PARTY_LIST, party, phone.language()));
    let about = [Some(&*one.intervention_name), party].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let about = format!("{about}, {}", month_and_year(&texts, one.month));
    let what = one.deviation.what.as_str().to_owned();
    let Some(progress) = one.released else {
        let (is_chosen, record) = (chosen.contains(&one.record), one.record);
        let onclick = {
            let chosen = chosen.clone();
            move |_| {
                let mut new = (*chosen).clone();
                if !new.remove(&record) {
                    new.insert(record);
                }
                chosen.set(new);
            }
        };
        return html! {
            <li key={record.to_string()}>
                <label class="tick">
                    <input type="checkbox" autocomplete="off" checked={is_chosen} {onclick} />
                    <span>{what}<span class="hint">{format!(" – {about}")}</span></span>
                </label>
            </li>
        };
    };
    html! {
        <li key={one.record.to_string()}>
            <div class="case">
                <span>{what}<span class="hint">{format!(" – {about}")}</span></span>
                <span class="own">{texts.deviations_is_released(progress_text(&texts, progress).to_lowercase())}</span>
            </div>
        </li>
    }
}
