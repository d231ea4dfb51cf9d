//! A price list that comes as a file: read and judged the same on the command line and on the screen, and tried before it
//! is kept: what it holds, and what differs from the list that is reckoned with now. This file knows no screen.

use super::price_list::{Flow, PriceList, PriceListDraft};
use crate::code::CodeList;
use crate::file_error::FileError;
use crate::reference::{OCCUPATION_LIST, Reference, SUPPORT_LIST};
use serde::{Deserialize, Serialize};

/// The largest file that is taken on the screen, in bytes: a list of prices has some tens of kilobytes.
pub const LARGEST_PRICE_FILE: u32 = 256 * 1024;

/// A file that is to be tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceFile {
    /// Its text.
    pub text: String,
}

/// What a file would become. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PriceTrial {
    /// A list that keeps its rules.
    List {
        /// It.
        list: PriceListDraft,
        /// What differs from the newest one; nothing where there is none.
        against: Option<PriceChanges>,
    },
    /// None that can be kept.
    Fault(PriceFault),
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PriceFault {
    /// The line, the first being 1, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The field's path, such as `flows[3].amount`, and what is wrong with it.
    pub what: Box<str>,
}

/// What differs between two lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PriceChanges {
    /// The price year before.
    pub price_year: u16,
    /// The source before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<str>>,
    /// Whether year, rate, source and note are what they were.
    pub is_same_head: bool,
    /// Prices that were not there.
    pub new: Vec<Flow>,
    /// Prices that are not there any more.
    pub gone: Vec<Flow>,
    /// Prices of another amount or with another source, as they are in the file.
    pub changed: Vec<ChangedPrice>,
    /// How many prices are what they were.
    pub same: u64,
}

/// A price that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ChangedPrice {
    /// As it is in the file.
    pub flow: Flow,
    /// The amount before.
    pub before: f64,
}

impl PriceList {
    /// Reads a file by the codes that an association records what people live on and do by.
    ///
    /// # Errors
    /// As [`Self::read`] and [`Self::check_codes`].
    pub fn of_file(text: &str, reference: &Reference) -> Result<Self, FileError> {
        let list = Self::read(text.trim_start_matches('\u{feff}'))?;
        list.check_recorded(reference)?;
        Ok(list)
    }

    /// Checks that every price runs while something holds that is recorded by these lists.
    ///
    /// # Errors
    /// As [`Self::check_codes`].
    pub fn check_recorded(&self, reference: &Reference) -> Result<(), FileError> {
        let lists = [SUPPORT_LIST, OCCUPATION_LIST].iter().filter_map(|id| reference.code_list(id));
        self.check_codes(&lists.collect::<Vec<&CodeList>>())
    }
}

impl PriceChanges {
    /// What a list makes other than it was.
    pub fn between(before: &PriceListDraft, now: &PriceListDraft) -> Self {
        let is_same_flow = |one: &Flow, other: &Flow| {
            (&one.when, &one.item, one.from, one.to) == (&other.when, &other.item, other.from, other.to)
        };
        let earlier = |flow: &Flow| before.flows.iter().find(|one| is_same_flow(one, flow));
        let (mut new, mut changed, mut same) = (Vec::new(), Vec::new(), 0);
        for flow in &now.flows {
            match earlier(flow) {
                None => new.push(flow.clone()),
                Some(one) if one == flow => same += 1,
                Some(one) => changed.push(ChangedPrice { flow: flow.clone(), before: one.amount }),
            }
        }
        let is_gone = |flow: &&Flow| !now.flows.iter().any(|one| is_same_flow(one, flow));
        let head = |list: &PriceListDraft| (list.price_year, list.rate, list.source.clone(), list.note.clone());
        Self {
            price_year: before.price_year,
            source: before.source.clone(),
            is_same_head: head(before) == head(now),
            new,
            gone: before.flows.iter().filter(is_gone).cloned().collect(),
            changed,
            same,
        }
    }

    /// Whether nothing differs.
    pub const fn is_nothing(&self) -> bool {
        self.is_same_head && self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(json: &str) -> PriceListDraft {
        let list = PriceList::read(json).unwrap_or_else(|error| unreachable!("{error}"));
        list.draft().clone()
    }

    const BEFORE: &str = r#"{"price_year": 2019, "source": "Budget", "flows": [
        {"when": "sjukpenning", "item": "benefit", "from": "forsakringskassan", "to": "person", "amount": 16000},
        {"when": "sjukpenning", "item": "tax", "from": "person", "to": "region", "amount": 1400},
        {"when": "work", "item": "wage", "from": "production", "to": "person", "amount": 30000}]}"#;

    #[test]
    fn a_new_list_says_what_is_new_gone_and_of_another_amount() {
        let now = BEFORE.replace("1400", "1450.5").replace("\"work\"", "\"subsidised_work\"").replace("2019", "2020");
        let changes = PriceChanges::between(&draft(BEFORE), &draft(&now));
        let whens = |flows: &[Flow]| flows.iter().map(|flow| flow.when.to_string()).collect::<Vec<_>>();
        assert_eq!((whens(&changes.new), whens(&changes.gone)), (vec!["subsidised_work".into()], vec!["work".into()]));
        let amounts: Vec<(f64, f64)> = changes.changed.iter().map(|one| (one.before, one.flow.amount)).collect();
        assert_eq!((amounts, changes.same), (vec![(1400.0, 1450.5)], 1));
        assert_eq!((changes.price_year, changes.is_same_head, changes.is_nothing()), (2019, false, false));
    }

    #[test]
    fn the_same_list_in_another_order_changes_nothing() {
        let mut now = draft(BEFORE);
        now.flows.reverse();
        let changes = PriceChanges::between(&draft(BEFORE), &now);
        assert!(changes.is_nothing() && changes.same == 3, "{changes:?}");
        now.source = Some("Årsredovisning".into());
        assert!(!PriceChanges::between(&draft(BEFORE), &now).is_nothing());
    }
}
