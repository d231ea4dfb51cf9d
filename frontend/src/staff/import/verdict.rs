//! What would become of a file, and what has: counts, what is new, and each refused row with what to do about it, which
//! can be taken away as a table. Work that takes long says how far it is.

use super::super::administration::fault_words;
use super::Stage;
use super::picked::Picked;
use super::words::{field_name, file_fault, what_is_wrong, what_to_do};
use crate::phone::{Phone, use_phone};
use crate::platform::{clock, entropy, files};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind, Progress, WideTable};
use shared::id::ImportId;
use shared::import::{Refused, Told, Verdict, as_csv};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How many refused rows the page shows. All that are told are in the table to take away.
const SHOWN: usize = 100;

/// The way to try a file or take it in.
#[derive(Clone)]
pub(super) struct Bringing {
    phone: Phone,
    progress: UseStateHandle<Option<(u64, u64)>>,
    wrong: UseStateHandle<Option<AttrValue>>,
    under_way: Rc<Cell<bool>>,
}

#[hook]
pub(super) fn use_bringing() -> Bringing {
    let under_way = use_memo((), |()| Cell::new(false));
    Bringing { phone: use_phone(), progress: use_state(|| None), wrong: use_state(|| None), under_way }
}

impl Bringing {
    pub(super) fn is_busy(&self) -> bool {
        self.progress.is_some()
    }

    /// Sends the file, unless one is under way; `over` hears what came of it.
    pub(super) fn begin(&self, picked: &Picked, under: Option<ImportId>, over: impl FnOnce(Verdict) + 'static) {
        let Some(request) = picked.request() else { return };
        if self.under_way.replace(true) {
            return;
        }
        self.wrong.set(None);
        self.progress.set(Some((0, picked.rows)));
        let own = self.clone();
        spawn_local(async move {
            let progress = own.progress.setter();
            let told =
                own.phone.engine().bring_file(&request, under, move |done, of| progress.set(Some((done, of)))).await;
            own.under_way.set(false);
            own.progress.set(None);
            let texts = own.phone.texts();
            match told {
                Ok(Told::Over(verdict)) => over(verdict),
                Ok(Told::Fault(fault)) => own.wrong.set(Some(file_fault(&texts, &fault))),
                Ok(Told::Progress { .. }) => own.wrong.set(Some(texts.files_broken_off())),
                Err(fault) => own.wrong.set(Some(fault_words(&texts, &fault))),
            }
        });
    }

    /// How far it is, or why it came to nothing.
    pub(super) fn words(&self, texts: &Texts) -> Html {
        let share = |part: u64| usize::try_from(part).unwrap_or(usize::MAX);
        html! {
            <>
                if let Some((done, of)) = *self.progress {
                    <Progress words={texts.files_progress(done, of)} done={share(done)} of={share(of.max(1))} />
                }
                if let Some(words) = &*self.wrong {
                    <Notice kind={NoticeKind::Calm}><p role="alert">{words}</p></Notice>
                }
            </>
        }
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct TriedProps {
    pub(super) picked: Rc<Picked>,
    pub(super) verdict: Rc<Verdict>,
    pub(super) go: Callback<Stage>,
}

/// What would become of the file, and taking it in.
#[component]
pub(super) fn Tried(props: &TriedProps) -> Html {
    let texts = use_phone().texts();
    let bringing = use_bringing();
    let (picked, verdict) = (&props.picked, &props.verdict);
    // The same id when it is asked again: then it goes on where it broke off.
    let id = use_memo((), |()| entropy::import_id());
    let take_in = {
        let (picked, go, bringing, id) = (Rc::clone(picked), props.go.clone(), bringing.clone(), *id);
        Callback::from(move |()| {
            let (go, taken) = (go.clone(), Rc::clone(&picked));
            bringing.begin(&picked, Some(id), move |verdict| go.emit(Stage::TakenIn(taken, Rc::new(verdict))));
        })
    };
    let back = {
        let (picked, go) = (Rc::clone(picked), props.go.clone());
        Callback::from(move |()| go.emit(Stage::Columns(Rc::clone(&picked))))
    };
    html! {
        <>
            <p>{texts.files_tried_words(&picked.name)}</p>
            {counts(&texts, verdict)}
            if let Some(at) = verdict.taken_before {
                <Notice kind={NoticeKind::Calm}><p>{texts.files_taken_before(clock::date_of(at))}</p></Notice>
            }
            if !verdict.new_interventions.is_empty() {
                <p>{texts.files_new_interventions(verdict.new_interventions.join(", "))}</p>
            }
            if !verdict.new_supervisors.is_empty() {
                <p>{texts.files_new_supervisors(verdict.new_supervisors.join(", "))}</p>
            }
            {problems(&texts, picked, verdict)}
            {bringing.words(&texts)}
            if verdict.imported > 0 {
                if verdict.refused > 0 {
                    <p>{texts.files_in_part()}</p>
                }
                <Action label={texts.files_take_in(verdict.imported)} on_press={take_in} busy={bringing.is_busy()} />
            } else {
                <p>{texts.files_nothing_new()}</p>
            }
            <Action kind={ActionKind::Beside} label={texts.files_change_columns()} on_press={back} />
        </>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct TakenInProps {
    pub(super) picked: Rc<Picked>,
    pub(super) verdict: Rc<Verdict>,
}

/// What became of the file.
#[component]
pub(super) fn TakenIn(props: &TakenInProps) -> Html {
    let texts = use_phone().texts();
    html! {
        <>
            <p role="status">{texts.files_taken_in_words(&props.picked.name)}</p>
            {counts(&texts, &props.verdict)}
            {problems(&texts, &props.picked, &props.verdict)}
        </>
    }
}

fn counts(texts: &Texts, verdict: &Verdict) -> Html {
    html! {
        <ul>
            <li>{texts.files_imported(verdict.imported)}</li>
            <li>{texts.files_unchanged(verdict.unchanged)}</li>
            <li>{texts.files_refused(verdict.refused)}</li>
        </ul>
    }
}

/// What the file calls a column, else what it is for.
fn column_of(texts: &Texts, picked: &Picked, refused: &Refused) -> String {
    let Some(field) = refused.field else { return texts.files_whole_row().to_string() };
    let place = picked.fields.iter().position(|one| *one == Some(field));
    let heading = place.and_then(|place| picked.columns.get(place)).map(|column| &*column.heading);
    heading.filter(|heading| !heading.is_empty()).map_or_else(|| field_name(texts, field).to_string(), str::to_owned)
}

fn problems(texts: &Texts, picked: &Picked, verdict: &Verdict) -> Html {
    if verdict.problems.is_empty() {
        return Html::default();
    }
    let line = |refused: &Refused| {
        [
            refused.line.to_string(),
            column_of(texts, picked, refused),
            what_is_wrong(texts, &refused.why),
            what_to_do(texts, refused),
        ]
    };
    let head = [texts.files_row(), texts.files_column_word(), texts.files_wrong(), texts.files_do()];
    let download = {
        let rows: Vec<[String; 4]> = std::iter::once(head.clone().map(|word| word.to_string()))
            .chain(verdict.problems.iter().map(line))
            .collect();
        let name = texts.files_problems_file();
        Callback::from(move |()| {
            let rows = rows.iter().map(|[row, column, wrong, advice]| [&**row, &**column, &**wrong, &**advice]);
            files::offer_bytes(&name, as_csv(rows).as_bytes());
        })
    };
    let untold = verdict.refused.saturating_sub(verdict.problems.len().min(SHOWN) as u64);
    html! {
        <section>
            <h2>{texts.files_problems_title()}</h2>
            <Action kind={ActionKind::Beside} label={texts.files_download()} on_press={download} />
            <WideTable name={texts.files_problems_title()}>
                <thead><tr>{for head.iter().map(|word| html! { <th scope="col">{word}</th> })}</tr></thead>
                <tbody>
                    {for verdict.problems.iter().take(SHOWN).map(|refused| html! {
                        <tr>{for line(refused).into_iter().map(|cell| html! { <td>{cell}</td> })}</tr>
                    })}
                </tbody>
            </WideTable>
            if untold > 0 {
                <p>{texts.files_more_problems(untold)}</p>
            }
        </section>
    }
}
