//! The log of what was done with a member's data, for the member's administrator: a plain list, the newest first, that can
//! be narrowed to what was done or to one person's record. It shows ids and codes, since there is nothing else in it.

use super::places::Places;
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Heading, Notice, NoticeKind, Shell, typed};
use shared::account::Role;
use shared::audit::{AuditLine, AuditPage, What, Who};
use shared::sync::Failure;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How many rows are shown at once.
const PAGE: usize = 50;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq)]
struct Sought {
    what: Option<What>,
    about: Option<Box<str>>,
    after: Option<u64>,
}

impl Sought {
    /// As the address of the log takes it.
    fn query(&self) -> String {
        let what = self.what.map(|what| format!("&what={}", what.as_str())).unwrap_or_default();
        let about = self.about.as_ref().map(|about| format!("&about={about}")).unwrap_or_default();
        let after = self.after.map(|after| format!("&after={after}")).unwrap_or_default();
        format!("?limit={PAGE}{what}{about}{after}")
    }
}

#[component]
pub(super) fn AuditLog() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let sought = use_state(Sought::default);
    let asked = use_state(|| 0_u32);
    let fetching = use_state(|| true);
    let fault = use_state(|| None::<ServerFault>);
    let shown = use_state(|| None::<Rc<AuditPage>>);
    use_screen(texts.audit_title(), "audit".into());
    {
        let engine = phone.engine();
        let (fetching, fault, shown) = (fetching.setter(), fault.setter(), shown.setter());
        use_effect_with(((*sought).clone(), *asked), move |(sought, _)| {
            let query = sought.query();
            fetching.set(true);
            spawn_local(async move {
                match engine.audit(&query).await {
                    Ok(page) => {
                        shown.set(Some(Rc::new(page)));
                        fault.set(None);
                    }
                    Err(why) => fault.set(Some(why)),
                }
                fetching.set(false);
            });
        });
    }
    let again = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(*asked + 1))
    };
    let seek = {
        let sought = sought.setter();
        Callback::from(move |new: Sought| sought.set(new))
    };
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={texts.audit_title()} />
            <p>{texts.audit_words()}</p>
            <Choice sought={(*sought).clone()} seek={seek.clone()} />
            if *fetching {
                <p role="status">{texts.audit_fetching()}</p>
            }
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}>
                    <p>{fault_text(&texts, fault)}</p>
                    <Action kind={ActionKind::Beside} label={texts.try_again()} on_press={again} />
                </Notice>
            }
            if let Some(page) = (*shown).clone() {
                {rows(&texts, &page, &sought, &seek)}
            }
        </Shell>
    }
}

fn fault_text(texts: &Texts, fault: &ServerFault) -> AttrValue {
    match fault {
        ServerFault::Failed(Failure::SignedOut) => texts.sync_signed_out(),
        ServerFault::Failed(_) | ServerFault::Refused(_) => texts.audit_unreachable(),
    }
}

#[derive(PartialEq, Properties)]
struct ChoiceProps {
    sought: Sought,
    seek: Callback<Sought>,
}

/// What is looked for.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let texts = use_phone().texts();
    let ChoiceProps { sought, seek } = props;
    let onchange = {
        let (sought, seek) = (sought.clone(), seek.clone());
        move |event: Event| {
            let what = What::parse(&typed(&event));
            seek.emit(Sought { what, after: None, ..sought.clone() });
        }
    };
    let option = |what: &What| {
        let selected = sought.what == Some(*what);
        html! { <option value={what.as_str()} {selected}>{what_text(&texts, *what)}</option> }
    };
    html! {
        <form class="choices-row">
            <label class="field"><span>{texts.audit_choose_what()}</span>
                <select name="what" {onchange}>
                    <option value="" selected={sought.what.is_none()}>{texts.audit_choose_everything()}</option>
                    {for What::ALL.iter().map(option)}
                </select></label>
        </form>
    }
}

fn rows(texts: &Texts, page: &AuditPage, sought: &Sought, seek: &Callback<Sought>) -> Html {
    let to = |new: Sought| {
        let seek = seek.clone();
        Callback::from(move |()| seek.emit(new.clone()))
    };
    let only = |about: &str| to(Sought { about: Some(about.into()), after: None, what: None });
    html! {
        <>
            if let Some(about) = &sought.about {
                <p class="scope">{texts.audit_about(about)}</p>
                <Action kind={ActionKind::Quiet} label={texts.audit_everything_again()} on_press={to(Sought::default())} />
            }
            if page.lines.is_empty() {
                <p>{texts.audit_empty()}</p>
            } else {
                <ol class="cases" reversed=true>
                    {for page.lines.iter().map(|line| row(texts, line, sought, &only))}
                </ol>
            }
            <div class="after-list">
                if let Some(next) = page.next {
                    <Action kind={ActionKind::Beside} label={texts.audit_older()}
                        on_press={to(Sought { after: Some(next), ..sought.clone() })} />
                }
                if sought.after.is_some() {
                    <Action kind={ActionKind::Quiet} label={texts.audit_newest()}
                        on_press={to(Sought { after: None, ..sought.clone() })} />
                }
            </div>
        </>
    }
}

fn row(texts: &Texts, line: &AuditLine, sought: &Sought, only: &impl Fn(&str) -> Callback<()>) -> Html {
    // A word that a newer server writes is shown as it is.
    let what =
        What::parse(&line.what).map_or_else(|| AttrValue::from(line.what.to_string()), |what| what_text(texts, what));
    let when = texts.audit_when(clock::date_of(line.at), clock::time_of_day(line.at));
    let stay = line.about.as_ref().filter(|about| about.starts_with("participation:") && sought.about.is_none());
    html! {
        <li key={line.number.to_string()}>
            <div class="case">
                <span class="alias">{what}</span>
                <span>{when}{" "}{who_text(texts, line)}</span>
                if let Some(about) = &line.about {
                    <span class="own id">{texts.audit_about(about)}</span>
                }
                if let Some(why) = &line.why {
                    <span class="own">{texts.audit_why(why)}</span>
                }
                if let Some(about) = stay {
                    <Action kind={ActionKind::Quiet} label={texts.audit_only_this()} on_press={only(about)} />
                }
            </div>
        </li>
    }
}

fn who_text(texts: &Texts, line: &AuditLine) -> AttrValue {
    match (Who::parse(&line.who), &line.name, line.role) {
        (_, Some(name), _) => texts.audit_by(name),
        (_, None, Some(Role::Participant)) => texts.audit_by_participant(),
        (Some(Who::CommandLine), ..) => texts.audit_by_command_line(),
        (Some(Who::Program), ..) => texts.audit_by_program(),
        (Some(Who::Nobody), ..) => texts.audit_by_nobody(),
        (Some(Who::Account(_)) | None, None, _) => texts.audit_by(&line.who),
    }
}

fn what_text(texts: &Texts, what: What) -> AttrValue {
    match what {
        What::Started => texts.audit_what_started(),
        What::Stopped => texts.audit_what_stopped(),
        What::SignedIn => texts.audit_what_signed_in(),
        What::SignInRefused => texts.audit_what_sign_in_refused(),
        What::SessionEnded => texts.audit_what_session_ended(),
        What::AccessRefused => texts.audit_what_access_refused(),
        What::AccountMade => texts.audit_what_account_made(),
        What::AccountChanged => texts.audit_what_account_changed(),
        What::AccountClosed => texts.audit_what_account_closed(),
        What::MemberMade => texts.audit_what_member_made(),
        What::MemberChanged => texts.audit_what_member_changed(),
        What::InterventionMade => texts.audit_what_intervention_made(),
        What::InterventionChanged => texts.audit_what_intervention_changed(),
        What::ReferenceChanged => texts.audit_what_reference_changed(),
        What::CostChanged => texts.audit_what_cost_changed(),
        What::PricesChanged => texts.audit_what_prices_changed(),
        What::Invited => texts.audit_what_invited(),
        What::CredentialAdded => texts.audit_what_credential_added(),
        What::DeviceAdded => texts.audit_what_device_added(),
        What::DeviceRemoved => texts.audit_what_device_removed(),
        What::RecordRead => texts.audit_what_record_read(),
        What::RecordExported => texts.audit_what_record_exported(),
        What::UnsentFileHandedIn => texts.audit_what_unsent_file_handed_in(),
        What::AsideAccepted => texts.audit_what_aside_accepted(),
        What::AsideCorrected => texts.audit_what_aside_corrected(),
        What::AsideDiscarded => texts.audit_what_aside_discarded(),
        What::ConsentWithdrawn => texts.audit_what_consent_withdrawn(),
        What::Erased => texts.audit_what_erased(),
        What::RetentionChanged => texts.audit_what_retention_changed(),
        What::Imported => texts.audit_what_imported(),
        What::ImportUndone => texts.audit_what_import_undone(),
        What::Reported => texts.audit_what_reported(),
        What::DeviationReleased => texts.audit_what_deviation_released(),
        What::DeviationFollowedUp => texts.audit_what_deviation_followed_up(),
        What::Released => texts.audit_what_released(),
        What::BackedUp => texts.audit_what_backed_up(),
        What::Restored => texts.audit_what_restored(),
        What::LinkMade => texts.audit_what_link_made(),
        What::AuditRead => texts.audit_what_audit_read(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_written_as_the_server_reads_it() {
        assert_eq!(Sought::default().query(), "?limit=50");
        let sought = Sought { what: Some(What::RecordRead), about: Some("participation:7".into()), after: Some(12) };
        assert_eq!(sought.query(), "?limit=50&what=record_read&about=participation:7&after=12");
    }
}
