//! What has come of it month by month, by the follow-ups: the months one after the other for society, and for all of them
//! who gained and who lost. The two are the same money, seen from two sides, and are never added together.

use super::ledgers::{drawn, fiscal, name, who_is_hidden};
use super::money::{kronor, kronor_or_hidden};
use crate::staff::dashboard::looking::Looking;
use crate::staff::dashboard::seen;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Fall, How, month_and_year};
use shared::economics::{Actor, Society};
use shared::effect_dashboard::{SeenLedger, SeenMonth, SeenRealised};
use shared::figures::Figure;
use yew::prelude::*;

pub(super) fn section(texts: &Texts, realised: &SeenRealised) -> Html {
    html! {
        <section>
            <h2>{texts.realised_title()}</h2>
            <p>{texts.realised_words()}</p>
            if let Some((sum, gained)) = realised.sum.as_ref().and_then(|sum| Some((sum, sum.society?))) {
                <p>{in_words(texts, realised, gained)}</p>
                if shown(realised) < realised.months.len() {
                    <p>{texts.realised_rest()}</p>
                }
                {who_is_hidden(texts, &sum.fiscal, sum.society)}
                <div class="side-by-side">
                    {drawn(&texts.realised_months(), texts.realised_months_words(), month_by_month(texts, realised, gained))}
                    {drawn(&texts.realised_who(), texts.realised_who_words(), fiscal(texts, &sum.fiscal))}
                </div>
            } else {
                <p>{texts.realised_none()}</p>
            }
            {table(texts, &realised.months)}
            <How label={texts.how_counted()}><p>{texts.realised_how()}</p></How>
        </section>
    }
}

/// How many months have a gain of society that may be seen.
fn shown(realised: &SeenRealised) -> usize {
    realised.months.iter().filter(|month| society(month).is_some()).count()
}

fn society(month: &SeenMonth) -> Option<f64> {
    month.money.known().and_then(|money: &SeenLedger| money.society).map(Society::kronor)
}

/// What society gained in the months that are shown, in a sentence.
fn in_words(texts: &Texts, realised: &SeenRealised, gained: Society) -> AttrValue {
    let months = shown(realised);
    let gained = gained.kronor();
    if gained < 0.0 {
        texts.realised_less(kronor(-gained), months, realised.months.len())
    } else {
        texts.realised_more(kronor(gained), months, realised.months.len())
    }
}

fn month_by_month(texts: &Texts, realised: &SeenRealised, gained: Society) -> Vec<Fall> {
    let of_month = |month: &SeenMonth| {
        let amount = society(month)?;
        let name = month_and_year(texts, month.month);
        Some(Fall { name, amount, written: kronor(amount).into(), is_sum: false })
    };
    let amount = gained.kronor();
    let last = Fall { name: texts.ledger_society_gains(), amount, written: kronor(amount).into(), is_sum: true };
    realised.months.iter().filter_map(of_month).chain([last]).collect()
}

/// Month by month: of how many, how many are missing, and who gained what.
fn table(texts: &Texts, months: &[SeenMonth]) -> Html {
    let actors = Actor::ALL.map(|actor| name(texts, actor));
    let head: Vec<AttrValue> = [texts.realised_month(), texts.realised_n(), texts.realised_missing()]
        .into_iter()
        .chain(actors)
        .chain([texts.ledger_society_gains()])
        .collect();
    let row = |month: &SeenMonth| {
        let counts = [seen(texts, month.n), seen(texts, month.missing)];
        let money: Vec<String> = match &month.money {
            Figure::Known(money) => {
                let amounts = Actor::ALL.map(|actor| money.fiscal.of(actor)).into_iter();
                let society = money.society.map(Society::kronor);
                amounts.chain([society]).map(|amount| kronor_or_hidden(texts, amount)).collect()
            }
            Figure::TooFew { have, need } => {
                vec![texts.realised_too_few(*have, *need).to_string(); Actor::ALL.len() + 1]
            }
            Figure::Hidden => vec![texts.hidden_cell().to_string(); Actor::ALL.len() + 1],
        };
        (month_and_year(texts, month.month), counts.into_iter().chain(money).collect())
    };
    Looking::wide_table(texts.realised_title(), &head, months.iter().map(row))
}
