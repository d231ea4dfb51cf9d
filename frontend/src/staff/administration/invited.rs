//! An invitation of somebody on the staff: shown this once, as a link to hand over and as a picture to read.

use crate::phone::use_phone;
use crate::staff::qr_picture::QrPicture;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Notice, NoticeKind};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct InvitedProps {
    /// Who is invited.
    pub(super) name: AttrValue,
    /// What the person is let in by.
    pub(super) invitation: Option<String>,
}

#[component]
pub(super) fn Invited(props: &InvitedProps) -> Html {
    let texts = use_phone().texts();
    let Some(link) = props.invitation.clone() else {
        return html! { <Notice kind={NoticeKind::Calm}><p role="status">{texts.invitation_has_way_in(&props.name)}</p></Notice> };
    };
    html! {
        <section class="invitation">
            <p role="status">{texts.invitation_made(&props.name)}</p>
            <QrPicture address={link.clone()} name={texts.invitation_picture()} />
            <label class="field">
                <span>{texts.invitation_link()}</span>
                <input type="text" readonly=true dir="ltr" value={link} />
            </label>
        </section>
    }
}
