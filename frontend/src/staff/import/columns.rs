//! What a file holds and what each of its columns is for: suggested, and chosen otherwise column by column; then the trial.

use super::Stage;
use super::picked::Picked;
use super::verdict::use_bringing;
use super::words::{field_name, kind_name};
use crate::phone::use_phone;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, Choose, Notice, NoticeKind};
use shared::import::{Field, FileKind, Match, lacking};
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ColumnsProps {
    pub(super) picked: Rc<Picked>,
    pub(super) go: Callback<Stage>,
}

/// The file's kind and columns.
#[component]
pub(super) fn Columns(props: &ColumnsProps) -> Html {
    let texts = use_phone().texts();
    let bringing = use_bringing();
    let picked = &props.picked;
    let on_kind = {
        let (picked, go) = (Rc::clone(picked), props.go.clone());
        Callback::from(move |name: String| {
            go.emit(Stage::Columns(Rc::new((*picked).clone().of_kind(FileKind::parse(&name)))));
        })
    };
    let kinds = FileKind::OF_A_MEMBER.map(|kind| (kind.as_str().into(), kind_name(&texts, kind))).to_vec();
    let try_out = {
        let (picked, go, bringing) = (Rc::clone(picked), props.go.clone(), bringing.clone());
        Callback::from(move |()| {
            let (go, tried) = (go.clone(), Rc::clone(&picked));
            bringing.begin(&picked, None, move |verdict| go.emit(Stage::Tried(tried, Rc::new(verdict))));
        })
    };
    let lacks = picked.kind.map(|kind| lacking(kind, &picked.fields)).unwrap_or_default();
    let can_be_tried = picked.kind.is_some() && lacks.is_empty();
    html! {
        <>
            <p>{texts.files_picked(picked.rows, &picked.name)}</p>
            if picked.recognised == Some(FileKind::Goals) {
                <Notice kind={NoticeKind::Calm}><p>{texts.files_goals()}</p></Notice>
            }
            <Choose
                label={texts.files_kind()}
                nothing={texts.files_kind_nothing()}
                options={kinds}
                chosen={picked.kind.map(|kind| kind.as_str().to_owned())}
                on_choice={on_kind}
            />
            if let Some(kind) = picked.kind {
                <h2>{texts.files_columns_heading()}</h2>
                <p>{texts.files_columns_words()}</p>
                {for columns(&texts, picked, kind, &props.go)}
                if !lacks.is_empty() {
                    <Notice kind={NoticeKind::Calm}>
                        <p role="status">{texts.files_lacks(named(&texts, &lacks))}</p>
                    </Notice>
                }
            }
            {bringing.words(&texts)}
            if can_be_tried {
                <Action label={texts.files_try()} on_press={try_out} busy={bringing.is_busy()} />
                <p class="hint">{texts.files_try_words()}</p>
            }
        </>
    }
}

fn named(texts: &Texts, fields: &[Field]) -> String {
    fields.iter().map(|field| field_name(texts, *field).to_string()).collect::<Vec<_>>().join(", ")
}

/// A list for each column. A field that another column has moves to the one for which it is chosen.
fn columns(texts: &Texts, picked: &Rc<Picked>, kind: FileKind, go: &Callback<Stage>) -> Vec<Html> {
    let suggested = picked.suggested(kind);
    let options: Vec<(AttrValue, AttrValue)> =
        kind.fields().map(|field| (field.as_str().into(), field_name(texts, field))).collect();
    let column = |(place, column): (usize, &shared::import::LookedColumn)| {
        let chosen = picked.fields.get(place).copied().flatten();
        let is_near = suggested
            .get(place)
            .copied()
            .flatten()
            .is_some_and(|(field, by)| by == Match::Near && chosen == Some(field));
        let heading = match &*column.heading {
            "" => texts.files_column_without_heading(place + 1).to_string(),
            heading => heading.to_owned(),
        };
        let examples = column.examples.iter().map(|one| &**one).collect::<Vec<_>>().join(", ");
        let label = match (examples.is_empty(), is_near) {
            (true, false) => heading.into(),
            (true, true) => texts.files_column_near(heading),
            (false, false) => texts.files_column(heading, examples),
            (false, true) => texts.files_column_near_with(heading, examples),
        };
        let on_choice = {
            let (picked, go) = (Rc::clone(picked), go.clone());
            Callback::from(move |name: String| go.emit(Stage::Columns(Rc::new(chosen_for(&picked, place, &name)))))
        };
        html! {
            <Choose
                key={format!("{} {place}", kind.as_str())}
                {label}
                nothing={texts.files_column_nothing()}
                options={options.clone()}
                chosen={chosen.map(|field| field.as_str().to_owned())}
                {on_choice}
            />
        }
    };
    picked.columns.iter().enumerate().map(column).collect()
}

fn chosen_for(picked: &Picked, place: usize, name: &str) -> Picked {
    let field = Field::parse(name);
    let fields = picked.fields.iter().enumerate().map(|(at, one)| match (at == place, field) {
        (true, field) => field,
        (false, Some(field)) if *one == Some(field) => None,
        (false, _) => *one,
    });
    Picked { fields: fields.collect(), ..picked.clone() }
}
