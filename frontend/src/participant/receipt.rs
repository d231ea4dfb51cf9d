//! The receipt: thanks for answering, and where the answers are on their way. Nothing about what was answered.

use super::nowhere;
use super::route::{MonthInAddress, Route};
use super::stay::stay_in;
use crate::phone::{use_phone, use_screen};
use crate::widgets::{Heading, LinkAction, PassageLine, Shell, month_name};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ReceiptProps {
    pub(super) month: MonthInAddress,
}

#[component]
pub(super) fn Receipt(props: &ReceiptProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let month = props.month.0;
    use_screen(texts.receipt_title(), "receipt".into());
    let stay = stay_in(&phone, month);
    let Some((_, passage)) = stay.as_ref().and_then(|stay| stay.answered(&phone, month)) else {
        return nowhere();
    };
    html! {
        <Shell>
            <Heading words={texts.receipt_title()} />
            <p>{texts.receipt_words(month_name(&texts, month))}</p>
            <PassageLine passage={passage.clone()} />
            <div class="main-action">
                <LinkAction<Route> label={texts.to_my_path()} to={Route::MyPath} />
            </div>
        </Shell>
    }
}
