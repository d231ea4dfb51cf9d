//! Inviting a person to the app: a picture and a code to show, or a letter with words that are said; and the person's
//! phones, with a way to end one that is lost.

use super::nowhere;
use super::qr_picture::QrPicture;
use super::route::{Route, StayInAddress};
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::platform::{clock, page};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{
    Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, entrance_words, month_after_day,
};
use gloo_timers::callback::Interval;
use shared::entrance::Entrance;
use shared::invitation::{By, Invitation};
use shared::sync::Failure;
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How often it is looked whether the person has come, in milliseconds.
const LOOK_EVERY: u32 = 5 * 1000;

#[derive(PartialEq, Properties)]
pub(super) struct InviteProps {
    pub(super) id: StayInAddress,
}

/// An invitation that was made, and by which clock it ends here.
#[derive(Clone, PartialEq)]
struct Made {
    by: By,
    invitation: Invitation,
    ends_here: Instant,
}

#[component]
pub(super) fn Invite(props: &InviteProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let id = props.id;
    let made = use_state(|| None::<Made>);
    let fault = use_state(|| None::<AttrValue>);
    let phones = use_state(|| None::<Vec<Entrance>>);
    use_screen(texts.invite_title(), format!("invite {id}").into());
    {
        let (phone, phones) = (phone.clone(), phones.setter());
        use_effect_with((*made).clone(), move |made| {
            look(&phone, id, &phones);
            // As long as an invitation is shown, the person may come at any moment.
            let interval = made.as_ref().map(|_| Interval::new(LOOK_EVERY, move || look(&phone, id, &phones)));
            move || drop(interval)
        });
    }
    let make = |by: By| {
        let (phone, made, fault) = (phone.clone(), made.setter(), fault.setter());
        Callback::from(move |()| {
            let (phone, made, fault) = (phone.clone(), made.clone(), fault.clone());
            spawn_local(async move {
                match phone.engine().invite(id.0, by).await {
                    Ok(invitation) => {
                        let ends_here = clock::now().plus(invitation.lasts);
                        fault.set(None);
                        made.set(Some(Made { by, invitation, ends_here }));
                    }
                    Err(why) => fault.set(Some(fault_text(&phone.texts(), &why))),
                }
            });
        })
    };
    let Some(folded) = phone.people.get(&id.0) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let back = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::Person { id }} /> };
    html! {
        <Shell navigation={back}>
            <Heading words={texts.invite_title()} />
            <p class="not-printed">{texts.invite_for(enrolment.alias.as_str())}</p>
            <div role="alert">
                if let Some(words) = &*fault {
                    <Notice kind={NoticeKind::Calm}><p>{words}</p></Notice>
                }
            </div>
            {match &*made {
                None => html! {
                    <>
                        <p>{texts.invite_words()}</p>
                        <Action label={texts.invite_show()} on_press={make(By::Screen)} />
                        <details>
                            <summary>{texts.invite_letter()}</summary>
                            <p>{texts.invite_letter_words()}</p>
                            <Action kind={ActionKind::Beside} label={texts.invite_letter_make()} on_press={make(By::Letter)} />
                        </details>
                    </>
                },
                Some(made) => html! { <Shown made={made.clone()} phones={(*phones).clone()} again={make(made.by)} /> },
            }}
            <div class="not-printed"><Phones {id} phones={(*phones).clone()} told={phones.setter()} /></div>
        </Shell>
    }
}

/// Asks on which phones the person is signed in; what cannot be asked stays as it was.
fn look(phone: &Phone, id: StayInAddress, phones: &UseStateSetter<Option<Vec<Entrance>>>) {
    let (phone, phones) = (phone.clone(), phones.clone());
    spawn_local(async move {
        if let Ok(found) = phone.engine().phones_of(id.0).await {
            phones.set(Some(found));
        }
    });
}

fn fault_text(texts: &Texts, fault: &ServerFault) -> AttrValue {
    match fault {
        ServerFault::Refused(problem) if problem.code == "nobody_to_invite" => texts.invite_anonymous(),
        ServerFault::Refused(_) => texts.invite_not_here(),
        ServerFault::Failed(Failure::SignedOut) => texts.sync_signed_out(),
        ServerFault::Failed(_) => texts.invite_no_network(),
    }
}

#[derive(PartialEq, Properties)]
struct ShownProps {
    made: Made,
    phones: Option<Vec<Entrance>>,
    again: Callback<()>,
}

/// The invitation as it is shown, or printed.
#[component]
fn Shown(props: &ShownProps) -> Html {
    let texts = use_phone().texts();
    let Made { by, invitation, ends_here } = &props.made;
    let made_at = invitation.until.plus(-invitation.lasts);
    let newest = props.phones.iter().flatten().find(|phone| phone.since >= made_at);
    if let Some(phone) = newest {
        return html! { <Notice kind={NoticeKind::Calm}><p role="status">{texts.invite_used(clock::time_of_day(phone.since))}</p></Notice> };
    }
    let again = html! {
        <div class="not-printed"><Action kind={ActionKind::Beside} label={texts.invite_again()} on_press={props.again.clone()} /></div>
    };
    if clock::now() >= *ends_here {
        return html! { <><Notice kind={NoticeKind::Calm}><p role="status">{texts.invite_over()}</p></Notice>{again}</> };
    }
    let (address, _) = invitation.link.split_once('#').unwrap_or((&invitation.link, ""));
    let until = clock::date_of(*ends_here);
    let until = texts.invite_until(until.day(), month_after_day(&texts, until.month()), clock::time_of_day(*ends_here));
    html! {
        <section class="invitation">
            if *by == By::Letter {
                <p class="only-printed">{texts.invite_letter_how()}</p>
            }
            <QrPicture address={invitation.link.clone()} name={texts.invite_picture()} />
            <p>{texts.invite_code(address.to_owned())}</p>
            <p class="code" translate="no">{&invitation.code}</p>
            <p>{until}</p>
            if let Some(words) = &invitation.words {
                <div class="not-printed">
                    <Notice kind={NoticeKind::Calm}><p>{texts.invite_spoken()}<br /><strong lang="sv">{words}</strong></p></Notice>
                    <Action label={texts.invite_print()} on_press={Callback::from(|()| page::print())} />
                </div>
            }
            {again}
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct PhonesProps {
    id: StayInAddress,
    phones: Option<Vec<Entrance>>,
    told: UseStateSetter<Option<Vec<Entrance>>>,
}

/// The person's phones.
#[component]
fn Phones(props: &PhonesProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let said = use_state(AttrValue::default);
    let on_press = {
        let (phone, id, told, said) = (phone.clone(), props.id, props.told.clone(), said.setter());
        Callback::from(move |()| {
            let (phone, told, said) = (phone.clone(), told.clone(), said.clone());
            spawn_local(async move {
                let ended = phone.engine().end_phones_of(id.0).await;
                said.set(match ended {
                    Ok(()) => phone.texts().phones_ended(),
                    Err(why) => fault_text(&phone.texts(), &why),
                });
                look(&phone, id, &told);
            });
        })
    };
    html! {
        <section>
            <h2>{texts.phones_title()}</h2>
            {match &props.phones {
                None => html! { <p>{texts.entrances_not_now()}</p> },
                Some(phones) if phones.is_empty() => html! { <p>{texts.phones_none()}</p> },
                Some(phones) => html! {
                    <>
                        <ul>{for phones.iter().map(|phone| html! { <li>{entrance_words(&texts, phone)}</li> })}</ul>
                        <details>
                            <summary>{texts.phones_lost()}</summary>
                            <p>{texts.phones_lost_words()}</p>
                            <Action kind={ActionKind::Beside} label={texts.phones_end()} {on_press} />
                        </details>
                    </>
                },
            }}
            <p role="status">{(*said).clone()}</p>
        </section>
    }
}
