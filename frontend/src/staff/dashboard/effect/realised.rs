//! What has come of it month by month, by the follow-ups: the months one after the other for society, and for all of them
//! who gained and who lost. The two are the same money, seen from two sides, and are never added together.

use super::ledgers::{fiscal, name};
use super::money::kronor;
use crate::staff::dashboard::looking::Looking;
use crate::staff::dashboard::seen;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Fall, How, Waterfall, month_and_year};
use shared::economics::{Actor, Realised};
use shared::effect_dashboard::{SeenMonth, SeenRealised};
use shared::figures::Figure;
use yew::prelude::*;

pub(super) fn section(texts: &Texts, realised: &SeenRealised) -> Html {
    html! {
        <section>
            <h2>{texts.realised_title()}</h2>
            <p>{texts.realised_words()}</p>
            if let Some(sum) = &realised.sum {
                <p>{in_words(texts, realised, sum)}</p>
                if shown(realised) < realised.months.len() {
                    <p>{texts.realised_rest()}</p>
                }
                <div class="side-by-side">
                    <div>
                        <h3>{texts.realised_months()}</h3>
                        <Waterfall words={texts.realised_months_words()} falls={month_by_month(texts, realised, sum)} />
                    </div>
                    <div>
                        <h3>{texts.realised_who()}</h3>
                        <Waterfall words={texts.realised_who_words()} falls={fiscal(texts, &sum.fiscal)} />
                    </div>
                </div>
            } else {
                <p>{texts.realised_none()}</p>
            }
            {table(texts, &realised.months)}
            <How label={texts.how_counted()}><p>{texts.realised_how()}</p></How>
        </section>
    }
}

/// How many months have money that may be seen.
fn shown(realised: &SeenRealised) -> usize {
    realised.months.iter().filter(|month| month.money.known().is_some()).count()
}

/// What society gained in the months that are shown, in a sentence.
fn in_words(texts: &Texts, realised: &SeenRealised, sum: &Realised) -> AttrValue {
    let months = shown(realised);
    let gained = sum.society.kronor();
    if gained < 0.0 {
        texts.realised_less(kronor(-gained), months, realised.months.len())
    } else {
        texts.realised_more(kronor(gained), months, realised.months.len())
    }
}

fn month_by_month(texts: &Texts, realised: &SeenRealised, sum: &Realised) -> Vec<Fall> {
    let of_month = |month: &SeenMonth| {
        let amount = month.money.known()?.society.kronor();
        let name = month_and_year(texts, month.month);
        Some(Fall { name, amount, written: kronor(amount).into(), is_sum: false })
    };
    let amount = sum.society.kronor();
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
                amounts.chain([money.society.kronor()]).map(kronor).collect()
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
