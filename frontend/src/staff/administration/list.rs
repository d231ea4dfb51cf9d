//! The editor of a code list: words and days of its entries, and new ones. Nothing is taken away.

use super::changing;
use super::list_draft::{DraftEntry, Fault, blank, edition, entries_of, groups_of};
use super::sending::use_sending;
use super::words::group_name;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, EditChoice, EditLine};
use shared::code::{Code, CodeList};
use shared::edition::{ListEditionFault, is_needed};
use shared::time::Date;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ListEditorProps {
    pub(super) list: CodeList,
    pub(super) again: Callback<()>,
    pub(super) close: Callback<()>,
}

#[component]
pub(super) fn ListEditor(props: &ListEditorProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let list = &props.list;
    let entries = use_state(|| entries_of(list));
    let faults_shown = use_state(|| false);
    let sending = use_sending();
    let next = edition(&entries, list);
    let fault = next.as_ref().err().filter(|_| *faults_shown);
    let put = |place: usize| {
        changing(&entries, move |entries: &mut Vec<DraftEntry>, entry: Option<DraftEntry>| match entry {
            Some(entry) => entries[place] = entry,
            None => drop(entries.remove(place)),
        })
    };
    let save = {
        let (phone, sending, again, list) = (phone.clone(), sending.clone(), props.again.clone(), list.clone());
        let (next, faults_shown) = (next.clone(), faults_shown.setter());
        let (entries, is_changed) = (entries.setter(), *entries != entries_of(&list));
        Callback::from(move |()| {
            let texts = phone.texts();
            faults_shown.set(next.is_err());
            let next = match next.clone() {
                Ok(next) => next,
                Err(fault) => return sending.refuse(placed(&texts, &fault)),
            };
            if !is_changed {
                return sending.refuse(texts.bridge_unchanged());
            }
            let (engine, again, entries, kept) = (phone.engine(), again.clone(), entries.clone(), next.clone());
            let change = async move { engine.administer(&format!("lists/{}", next.id), &next).await };
            sending.send(change, move |()| {
                entries.set(entries_of(&kept));
                again.emit(());
                Some(texts.list_saved(kept.version))
            });
        })
    };
    let fields = |(place, entry): (usize, &DraftEntry)| {
        let fault = fault.filter(|fault| fault.place() == Some(place)).cloned();
        html! {
            <EntryFields key={place} {place} entry={entry.clone()} list={list.clone()} {fault} on_change={put(place)} />
        }
    };
    html! {
        <>
            <p>{texts.list_version(list.version, list.entries.len())}</p>
            <ol class="edited-steps">{for entries.iter().enumerate().map(fields)}</ol>
            <Action kind={ActionKind::Beside} label={texts.list_add()}
                on_press={changing(&entries, |entries: &mut Vec<DraftEntry>, ()| entries.push(blank()))} />
            {sending.words()}
            <Action label={texts.bridge_save(list.version + 1)} on_press={save} busy={sending.is_busy()} />
            <Action kind={ActionKind::Quiet} label={texts.admin_back_to_list()} on_press={props.close.clone()} />
        </>
    }
}

/// What is wrong, and with which entry.
fn placed(texts: &Texts, fault: &Fault) -> AttrValue {
    let words = fault_words(texts, fault);
    fault.place().map_or_else(|| words.clone(), |place| format!("{}: {words}", texts.list_entry(place + 1)).into())
}

fn fault_words(texts: &Texts, fault: &Fault) -> AttrValue {
    match fault {
        Fault::Day(_) => texts.admin_fault_day(),
        Fault::Rule(ListEditionFault::Needed { .. }) => texts.list_entry_needed(),
        Fault::Rule(fault) if fault.is_about_dates() => texts.admin_fault_dates(),
        Fault::Rule(ListEditionFault::Words { .. } | ListEditionFault::List(_)) => texts.list_fault_words(),
        // The editor takes nothing away, and counts nothing anew.
        Fault::Rule(_) => texts.admin_fault_changed_meanwhile(),
    }
}

#[derive(PartialEq, Properties)]
struct EntryFieldsProps {
    /// From 0.
    place: usize,
    entry: DraftEntry,
    list: CodeList,
    fault: Option<Fault>,
    /// The entry as it is to be; nothing where a new one is dropped.
    on_change: Callback<Option<DraftEntry>>,
}

#[component]
fn EntryFields(props: &EntryFieldsProps) -> Html {
    let texts = use_phone().texts();
    let EntryFieldsProps { place, entry, list, fault, on_change } = props;
    let name = |part: &str| format!("entry-{place}-{part}");
    let put = |change: fn(DraftEntry, String) -> DraftEntry| {
        let (on_change, entry) = (on_change.clone(), entry.clone());
        Callback::from(move |text: String| on_change.emit(Some(change(entry.clone(), text))))
    };
    let is_about_days = |fault: &Fault| match fault {
        Fault::Day(_) => true,
        Fault::Rule(fault) => fault.is_about_dates(),
    };
    let words_fault = fault.as_ref().filter(|fault| !is_about_days(fault)).map(|fault| fault_words(&texts, fault));
    let days_fault = fault.as_ref().filter(|fault| is_about_days(fault)).map(|fault| fault_words(&texts, fault));
    let drop_it = {
        let on_change = on_change.clone();
        Callback::from(move |()| on_change.emit(None))
    };
    let needed = entry.code.as_ref().is_some_and(|code| is_needed(&list.id, code));
    let ended = entry.to.parse::<Date>().ok().filter(|day| *day < clock::today());
    let groups: Vec<_> =
        groups_of(list).into_iter().map(|code| (code.to_string().into(), group_name(&texts, &code))).collect();
    html! {
        <li class="edited">
            <h2>
                {match &entry.code {
                    Some(code) => texts.list_entry_code(code),
                    None => texts.list_entry(place + 1),
                }}
                if let Some(day) = ended {
                    {" · "}{texts.list_entry_ended(day)}
                }
            </h2>
            <div class="edited-pair">
                <EditLine name={name("sv")} label={texts.list_entry_sv(place + 1)} lang="sv" fault={words_fault.clone()}
                    value={entry.name.only_in("sv").to_owned()}
                    on_change={put(|entry, text| DraftEntry { name: entry.name.with("sv", &text), ..entry })} />
                <EditLine name={name("en")} label={texts.list_entry_en(place + 1)} lang="en"
                    value={entry.name.only_in("en").to_owned()}
                    on_change={put(|entry, text| DraftEntry { name: entry.name.with("en", &text), ..entry })} />
            </div>
            if needed {
                <p class="hint">{texts.list_entry_needed()}</p>
            } else {
                <div class="edited-pair">
                    <EditLine name={name("from")} day=true label={texts.admin_from(place + 1)} fault={days_fault.clone()}
                        value={entry.from.clone()} on_change={put(|entry, from| DraftEntry { from, ..entry })} />
                    <EditLine name={name("to")} day=true label={texts.admin_to(place + 1)}
                        value={entry.to.clone()} on_change={put(|entry, to| DraftEntry { to, ..entry })} />
                </div>
            }
            if entry.code.is_none() {
                if !groups.is_empty() {
                    <EditChoice name={name("group")} label={texts.list_entry_group()}
                        options={std::iter::once((AttrValue::default(), texts.admin_none())).chain(groups).collect::<Vec<_>>()}
                        chosen={entry.group.as_ref().map(Code::to_string).unwrap_or_default()}
                        on_change={put(|entry, code| DraftEntry { group: Code::new(&code).ok(), ..entry })} />
                }
                <Action kind={ActionKind::Quiet} label={texts.list_drop()} on_press={drop_it} />
            } else if let Some(group) = &entry.group {
                <p class="hint">{texts.list_entry_group()}{": "}{group_name(&texts, group)}</p>
            }
        </li>
    }
}
