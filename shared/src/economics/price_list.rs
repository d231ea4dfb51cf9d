//! Price lists: what a state of a person moves between accounts, as versioned data that the association enters.
//! No published Swedish unit costs may be presumed, so this file knows no price: the product ships an example only.

use super::account::Account;
use super::bounds::within;
use super::ledger::Ledger;
use super::present_value::{Convention, Discounting, USUAL_RATE};
use crate::code::{Code, CodeList};
use crate::file_error::{FileError, read_json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The highest amount taken, in kronor a month: above it, a price is a slip of the pen.
const HIGHEST_AMOUNT: f64 = 10_000_000.0;

/// One price: a flow that runs while a person is in a state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The support source or occupation during which it runs.
    pub when: Code,
    /// What it is: a benefit, a wage, a tax.
    pub item: Box<str>,
    /// The payer.
    pub from: Account,
    /// The receiver.
    pub to: Account,
    /// Kronor a month at 100 per cent; half as much at 50.
    pub amount: f64,
    /// Where the amount comes from, where it differs from the list's source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<str>>,
}

/// A price list as written, before its rules are checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceListDraft {
    /// The list's stable name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Code>,
    /// Raised with each change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The year of the prices, 1900 to 2200.
    pub price_year: u16,
    /// The rate at which later years are discounted, 0 to 1 a year; [`USUAL_RATE`] without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// Where the amounts come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<str>>,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
    /// The prices.
    pub flows: Vec<Flow>,
}

/// A price list that keeps its rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "PriceListDraft", into = "PriceListDraft")]
pub struct PriceList {
    draft: PriceListDraft,
    /// What a month at 100 per cent of each code books.
    by_code: BTreeMap<Code, Ledger>,
}

impl PriceList {
    /// Reads a price list and checks its rules.
    ///
    /// # Errors
    /// Names field, line and column where the file cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        read_json::<PriceListDraft>(json)?.try_into()
    }

    /// What it says of itself, and its prices.
    pub const fn draft(&self) -> &PriceListDraft {
        &self.draft
    }

    /// How later years are discounted: at the list's rate, in the convention asked for.
    pub fn discounting(&self, convention: Convention) -> Discounting {
        Discounting { rate: self.draft.rate.unwrap_or(USUAL_RATE), convention }
    }

    /// What a month at 100 per cent of a code books; `None` where the list has no price for it.
    pub fn month_of(&self, code: &Code) -> Option<&Ledger> {
        self.by_code.get(code)
    }

    /// Checks that every price runs while something holds that an association records.
    ///
    /// # Errors
    /// Names the first `flows[N].when` that is in none of the lists.
    pub fn check_codes(&self, lists: &[&CodeList]) -> Result<(), FileError> {
        let known = |code: &Code| lists.iter().any(|list| list.entry(code).is_some());
        match self.draft.flows.iter().position(|flow| !known(&flow.when)) {
            None => Ok(()),
            Some(place) => Err(FileError::field(
                format!("flows[{place}].when"),
                format!("“{}” is in none of the code lists", self.draft.flows[place].when),
            )),
        }
    }
}

impl TryFrom<PriceListDraft> for PriceList {
    type Error = FileError;

    fn try_from(draft: PriceListDraft) -> Result<Self, FileError> {
        check_head(&draft)?;
        let mut by_code = BTreeMap::new();
        for (place, flow) in draft.flows.iter().enumerate() {
            check_flow(flow, &draft.flows[..place])
                .map_err(|(field, what)| FileError::field(format!("flows[{place}].{field}"), what))?;
            let month: &mut Ledger = by_code.entry(flow.when.clone()).or_default();
            month.book(flow.from, flow.to, flow.amount);
        }
        Ok(Self { draft, by_code })
    }
}

impl From<PriceList> for PriceListDraft {
    fn from(list: PriceList) -> Self {
        list.draft
    }
}

fn check_head(draft: &PriceListDraft) -> Result<(), FileError> {
    if !(1900..=2200).contains(&draft.price_year) {
        return Err(FileError::field("price_year", format!("{} is not a year from 1900 to 2200", draft.price_year)));
    }
    if let Some(rate) = draft.rate {
        within(rate, 0.0, 1.0).map_err(|error| FileError::field("rate", error.to_string()))?;
    }
    if draft.flows.is_empty() {
        return Err(FileError::field("flows", "there must be at least one"));
    }
    Ok(())
}

fn check_flow(flow: &Flow, earlier: &[Flow]) -> Result<(), (&'static str, String)> {
    if flow.item.trim().is_empty() {
        return Err(("item", "say what the amount is for".into()));
    }
    within(flow.amount, 0.0, HIGHEST_AMOUNT).map_err(|error| ("amount", error.to_string()))?;
    if flow.from == flow.to {
        return Err(("to", "is the payer; a flow goes from one account to another".into()));
    }
    let same =
        |other: &Flow| (&other.when, &other.item, other.from, other.to) == (&flow.when, &flow.item, flow.from, flow.to);
    match earlier.iter().position(same) {
        None => Ok(()),
        Some(place) => Err(("item", format!("the same flow stands at flows[{place}]; it would count twice"))),
    }
}
