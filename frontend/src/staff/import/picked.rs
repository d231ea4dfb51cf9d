//! The file that somebody chooses: its bytes, and what the server sees in it.

use super::super::administration::fault_words;
use super::words::file_fault;
use crate::phone::{Phone, use_phone};
use crate::platform::files::{self, ChosenFile};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Notice, NoticeKind};
use base64ct::{Base64, Encoding};
use shared::import::{
    Field, FileFault, FileKind, ImportRequest, LARGEST_FILE, LookRequest, Looked, LookedColumn, Match, recognise,
    suggest,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A file that was looked at, and what is chosen for it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Picked {
    pub(super) name: Box<str>,
    /// Its bytes in Base64.
    pub(super) content: String,
    pub(super) columns: Vec<LookedColumn>,
    pub(super) rows: u64,
    /// What it looks like.
    pub(super) recognised: Option<FileKind>,
    pub(super) kind: Option<FileKind>,
    pub(super) fields: Vec<Option<Field>>,
}

impl Picked {
    fn new(name: String, content: String, columns: Vec<LookedColumn>, rows: u64) -> Self {
        let headings: Vec<&str> = columns.iter().map(|column| &*column.heading).collect();
        let recognised = recognise(&headings);
        let kind = recognised.filter(|kind| FileKind::OF_A_MEMBER.contains(kind));
        let name: String = name.chars().take(200).collect();
        let picked = Self { name: name.into(), content, columns, rows, recognised, kind: None, fields: Vec::new() };
        picked.of_kind(kind)
    }

    /// The same file taken for another kind, with what is suggested for its columns.
    pub(super) fn of_kind(self, kind: Option<FileKind>) -> Self {
        let fields = match kind {
            Some(kind) => self.suggested(kind).into_iter().map(|one| one.map(|(field, _)| field)).collect(),
            None => vec![None; self.columns.len()],
        };
        Self { kind, fields, ..self }
    }

    /// What is suggested for each column, and by what.
    pub(super) fn suggested(&self, kind: FileKind) -> Vec<Option<(Field, Match)>> {
        let headings: Vec<&str> = self.columns.iter().map(|column| &*column.heading).collect();
        suggest(kind, &headings).into_iter().map(|one| one.map(|one| (one.field, one.by))).collect()
    }

    /// What is sent of it.
    pub(super) fn request(&self) -> Option<ImportRequest> {
        let (name, columns, content) = (self.name.clone(), self.fields.clone(), self.content.clone());
        Some(ImportRequest { name, kind: self.kind?, columns, content })
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct PickProps {
    pub(super) on_picked: Callback<Picked>,
}

/// The field for a file.
#[component]
pub(super) fn Pick(props: &PickProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let (working, wrong) = (use_state(|| false), use_state(|| None::<AttrValue>));
    let onchange = {
        let (phone, working, wrong, on_picked) =
            (phone.clone(), working.setter(), wrong.setter(), props.on_picked.clone());
        move |event: Event| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(field) = field else { return };
            let (phone, working, wrong, on_picked) = (phone.clone(), working.clone(), wrong.clone(), on_picked.clone());
            working.set(true);
            wrong.set(None);
            spawn_local(async move {
                let chosen = files::chosen_bytes(&field, LARGEST_FILE).await;
                let looked = match chosen {
                    None => Err(phone.texts().files_unread()),
                    Some(file) => look(&phone, file).await,
                };
                // So that the same file can be chosen once more.
                field.set_value("");
                working.set(false);
                match looked {
                    Ok(picked) => on_picked.emit(picked),
                    Err(words) => wrong.set(Some(words)),
                }
            });
        }
    };
    html! {
        <section>
            <label class="field">
                <span>{texts.files_choose()}</span>
                <span class="hint">{texts.files_choose_hint(LARGEST_FILE / 1_000_000)}</span>
                <input
                    type="file"
                    accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                    {onchange}
                />
            </label>
            <p role="status">{if *working { texts.files_looking() } else { AttrValue::default() }}</p>
            if let Some(words) = &*wrong {
                <Notice kind={NoticeKind::Calm}><p role="alert">{words}</p></Notice>
            }
        </section>
    }
}

/// Has the server look at a file.
async fn look(phone: &Phone, file: ChosenFile) -> Result<Picked, AttrValue> {
    let texts = phone.texts();
    let Some(bytes) = file.bytes else {
        return Err(file_fault(&texts, &FileFault::TooLarge { most: LARGEST_FILE }));
    };
    let content = Base64::encode_string(&bytes);
    let request = LookRequest { content };
    match phone.engine().have_done::<_, Looked>("imports/look", &request).await {
        Ok(Looked::Table { columns, rows }) => Ok(Picked::new(file.name, request.content, columns, rows)),
        Ok(Looked::Fault(fault)) => Err(file_fault(&texts, &fault)),
        Err(fault) => Err(fault_words(&texts, &fault)),
    }
}
