//! Reads the figures of reports: what is a number, what is hidden, what is not known. It computes none.

use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use serde_json::Value;
use shared::bridge::StepRank;
use shared::code::Code;
use shared::reference::Reference;
use yew::AttrValue;

/// The key under which reports put what is not known.
const UNKNOWN: &str = "unknown";

/// A count that is there; anything else is hidden or not known.
pub(super) fn count(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|count| u32::try_from(count).ok())
}

/// A count in words: the number, that it is hidden, or that there is none.
pub(super) fn cell(texts: &Texts, value: &Value) -> String {
    match (value.as_i64(), value.as_str()) {
        (Some(count), _) => count.to_string(),
        (None, Some(_)) => texts.hidden_cell().to_string(),
        (None, None) => texts.no_value().to_string(),
    }
}

/// The counts of women, men, others and all.
pub(super) fn by_gender(texts: &Texts, counts: &Value) -> [String; 4] {
    ["woman", "man", "other", "total"].map(|gender| cell(texts, &counts[gender]))
}

/// A share and its interval, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) share: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Interval {
    /// The share of that name, with its interval beside it.
    pub(super) fn beside(figures: &Value, name: &str) -> Option<Self> {
        let interval = &figures[format!("{name}_interval")];
        Some(Self { share: figures[name].as_f64()?, low: interval[0].as_f64()?, high: interval[1].as_f64()? })
    }

    /// A share that has its interval within.
    pub(super) fn within(figure: &Value) -> Option<Self> {
        let known = &figure["known"];
        Some(Self { share: known["share"].as_f64()?, low: known["low"].as_f64()?, high: known["high"].as_f64()? })
    }
}

/// A row of a table that has one for each code of a list.
pub(super) struct CodeRow<'a> {
    /// What it is called.
    pub(super) name: AttrValue,
    /// Its figures.
    pub(super) figures: &'a Value,
}

/// Names for the codes of a list.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) texts: &'a Texts,
    pub(super) reference: Option<&'a Reference>,
    pub(super) language: &'a str,
}

impl Names<'_> {
    /// What a code of a list is called.
    pub(super) fn of(&self, list: &str, code: &str) -> AttrValue {
        if code == UNKNOWN {
            return self.texts.row_unknown();
        }
        let named = Code::new(code).ok().zip(self.reference);
        named
            .map_or_else(|| code.to_owned(), |(code, known)| known.name_of(list, &code, self.language).to_owned())
            .into()
    }

    /// The number of a step with the names of what stands there.
    pub(super) fn step(&self, rank: StepRank) -> AttrValue {
        let bridge = self.reference.map(|known| &known.bridge).into_iter();
        let steps = bridge.flat_map(|bridge| bridge.steps_of(rank));
        let names: Vec<&str> = steps.map(|step| step.name.in_language(self.language)).collect();
        format!("{}. {}", rank.0, names.join(", ")).into()
    }

    /// The rows of a table in the order of its list, those that it does not know last.
    pub(super) fn rows<'v>(&self, list: &str, table: &'v Value) -> Vec<CodeRow<'v>> {
        let entries = self.reference.and_then(|known| known.code_list(list)).map(|list| list.entries.as_slice());
        let place = |code: &str| {
            let found = entries.unwrap_or_default().iter().position(|entry| entry.code.as_str() == code);
            found.unwrap_or(usize::MAX - usize::from(code != UNKNOWN))
        };
        let mut rows: Vec<(&String, &Value)> =
            table.as_object().into_iter().flatten().filter(|(_, row)| row.is_object()).collect();
        rows.sort_by_key(|(code, _)| place(code));
        rows.into_iter().map(|(code, figures)| CodeRow { name: self.of(list, code), figures }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_share_without_its_interval_is_not_shown() {
        let figures =
            json!({"whole": 0.5, "whole_interval": [0.4, 0.6], "alone": 0.5, "alone_interval": ["hidden", "hidden"]});
        assert_eq!(Interval::beside(&figures, "whole"), Some(Interval { share: 0.5, low: 0.4, high: 0.6 }));
        assert_eq!(Interval::beside(&figures, "alone"), None);
        assert_eq!(Interval::within(&json!({"too_few": {"have": 0, "need": 1}})), None);
    }

    #[test]
    fn what_is_hidden_is_no_count() {
        assert_eq!(
            [json!(0), json!(7), json!("hidden"), json!(null), json!(-1)].map(|value| count(&value)),
            [Some(0), Some(7), None, None, None]
        );
    }
}
