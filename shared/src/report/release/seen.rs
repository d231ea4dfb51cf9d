//! A report as those outside the member see it: the counts and figures that may leave, and `"hidden"` in place of those
//! that may not.

use super::counted::{Counted, Part, place_of};
use super::keys::Keys;
use super::layout::Leaf;
use super::path::{Captured, Rules};
use super::place::{Place, Split};
use crate::economics::Actor;
use crate::figures::{Figure, Period};
use crate::suppression::{CellKey, Count, Protected, Statement, StatementError};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What stands where a number may not leave.
pub const HIDDEN: &str = "hidden";

/// What may be seen of each split.
#[derive(Debug, Default)]
pub(super) struct Protections(pub(super) Vec<Protected>);

impl Protections {
    fn count(&self, key: &CellKey) -> Count {
        self.0.iter().find_map(|one| one.counts().get(key)).copied().unwrap_or(Count::Hidden)
    }

    /// Whether a count is there and hidden.
    fn hides(&self, key: &CellKey) -> bool {
        self.0.iter().any(|one| one.counts().get(key) == Some(&Count::Hidden))
    }

    /// Whether a count is told of these people: where there is nobody, or as a figure of ten or more.
    fn shows_within(&self, count: &str, n: &CellKey) -> bool {
        self.count(n) == Count::Shown(0) || self.shows_figure(count, n)
    }

    fn shows_figure(&self, name: &str, n: &CellKey) -> bool {
        self.0.iter().any(|one| one.figure(name, n, Figure::Known(())).known().is_some())
    }
}

/// The numbers of a report outside the member.
pub(super) struct Seeing {
    rules: Rules,
    pub(super) counted: Counted,
    pub(super) keys: Keys,
    /// The way to every number that a rule names, in any part: a number that is missing in one says that it is zero.
    paths: BTreeSet<Vec<String>>,
}

impl Seeing {
    /// What was counted, by the rules of its report.
    pub(super) fn new(rules: Rules, counted: Counted, days: &Period) -> Self {
        let keys = Keys::of_all(&counted, days);
        let mut seeing = Self { rules, counted, keys, paths: BTreeSet::new() };
        let mut paths = BTreeSet::new();
        seeing.counted.parts.iter().for_each(|part| seeing.collect(&part.figures, &mut Vec::new(), &mut paths));
        seeing.paths = paths;
        seeing
    }

    /// States the figures that are no counts, of the parts of a split.
    pub(super) fn state_figures(&self, statement: &mut Statement, split: Split) -> Result<(), StatementError> {
        let of_split = self.counted.parts.iter().filter(|part| part.place.split() == Some(split));
        for (part, path) in of_split.flat_map(|part| self.paths.iter().map(move |path| (part, path))) {
            let Some((leaf, captured)) = self.rules.rule(path) else { continue };
            let Some(place) = place_of(&part.place, &captured).filter(|place| place.split() == Some(split)) else {
                continue;
            };
            let key = |name: &str| self.keys.of(&captured.named(name)).get(&place);
            let keys = |names: &[&str]| names.iter().map(|name| key(name)).collect::<Vec<_>>();
            if let Leaf::Flows { n } = leaf {
                let (ledger, actor) = in_ledger(path);
                let of_whom = captured.named(n);
                let of: Vec<_> = self.counted.made_of(&of_whom, actor).map(&key).collect();
                // What it is made of may not be told of a part: then nor is the amount.
                if statement.has(&key(n)) && of.iter().all(|key| statement.has(key)) {
                    statement.flows(&path.join("/"), &ledger, &key(n), &of)?;
                }
                continue;
            }
            let (n, name, of) = match leaf {
                Leaf::Share { n, of } | Leaf::Values { n, of } => (key(n), path.join("/"), keys(of)),
                Leaf::Within { count, n } => (key(n), captured.named(count), keys(&[count])),
                _ => continue,
            };
            if !statement.has(&n) {
                continue;
            }
            let of: Vec<_> = of.into_iter().filter(|key| statement.has(key)).collect();
            match leaf {
                Leaf::Share { .. } => statement.derived(&name, &n, &of)?,
                _ => statement.of_values(&name, &n, &of)?,
            }
        }
        Ok(())
    }

    /// The figures of a part, as they may leave.
    pub(super) fn seen(&self, part: &Part, protected: &Protections) -> Value {
        let mut seen = self.walk(&part.place, &part.figures, &mut Vec::new(), protected).unwrap_or_else(|| json!({}));
        for path in &self.paths {
            let Some((leaf, captured)) = self.rules.rule(path) else { continue };
            if let Some(value) = self.value(&part.place, leaf, &captured, path, None, protected) {
                insert(&mut seen, path, value);
            }
        }
        seen
    }

    fn collect(&self, value: &Value, path: &mut Vec<String>, paths: &mut BTreeSet<Vec<String>>) {
        match (self.rules.rule_for(path, value), value) {
            (Some((Leaf::Label, _)), _) => {}
            (Some(_), _) => drop(paths.insert(path.clone())),
            (None, Value::Object(map)) => {
                for (name, value) in map {
                    path.push(name.clone());
                    self.collect(value, path, paths);
                    path.pop();
                }
            }
            (None, Value::Array(list)) => {
                for (index, value) in list.iter().enumerate() {
                    path.push((index + 1).to_string());
                    self.collect(value, path, paths);
                    path.pop();
                }
            }
            (None, _) => {}
        }
    }

    fn walk(&self, place: &Place, value: &Value, path: &mut Vec<String>, protected: &Protections) -> Option<Value> {
        if let Some((leaf, captured)) = self.rules.rule_for(path, value) {
            return self.value(place, leaf, &captured, path, Some(value), protected);
        }
        let mut inner = |name: String, value: &Value| {
            path.push(name);
            let seen = self.walk(place, value, path, protected);
            path.pop();
            seen
        };
        match value {
            Value::Object(map) => {
                let seen: Map<String, Value> =
                    map.iter().filter_map(|(name, value)| Some((name.clone(), inner(name.clone(), value)?))).collect();
                (!seen.is_empty()).then_some(Value::Object(seen))
            }
            Value::Array(list) => {
                let seen: Option<Vec<Value>> =
                    list.iter().enumerate().map(|(index, value)| inner((index + 1).to_string(), value)).collect();
                seen.filter(|seen| !seen.is_empty()).map(Value::Array)
            }
            _ => None,
        }
    }

    /// What is seen of one number; `None` where there is nothing to be seen.
    fn value(
        &self,
        part: &Place,
        leaf: &Leaf,
        captured: &Captured,
        path: &[String],
        own: Option<&Value>,
        protected: &Protections,
    ) -> Option<Value> {
        let Some(place) = place_of(part, captured) else {
            // Men among women: nobody, whatever is hidden.
            return matches!(leaf, Leaf::Count(_) | Leaf::Within { .. }).then(|| json!(0));
        };
        let key = |name: &str| self.keys.of(&captured.named(name)).get(&place);
        let hidden = json!(HIDDEN);
        Some(match leaf {
            Leaf::Label => return own.cloned(),
            Leaf::Withheld => hidden,
            Leaf::With(counts) => {
                let is_hidden = counts.iter().any(|name| protected.hides(&key(name)));
                own.filter(|_| !is_hidden).cloned().unwrap_or(hidden)
            }
            Leaf::Count(name) => match protected.count(&key(name)) {
                Count::Shown(count) => json!(count),
                Count::Hidden => hidden,
            },
            Leaf::Within { count, n } => match protected.count(&key(count)) {
                Count::Shown(number) if protected.shows_within(&captured.named(count), &key(n)) => json!(number),
                _ => hidden,
            },
            Leaf::ShareWithin { n, of } => {
                let shows = |name: &&str| {
                    protected.count(&key(name)) != Count::Hidden
                        && protected.shows_within(&captured.named(name), &key(n))
                };
                own.filter(|_| of.iter().all(shows)).cloned().unwrap_or(hidden)
            }
            Leaf::Change { after, before } => match (protected.count(&key(after)), protected.count(&key(before))) {
                (Count::Shown(after), Count::Shown(before)) => json!(i64::from(after) - i64::from(before)),
                _ => hidden,
            },
            Leaf::Share { n, .. } | Leaf::Values { n, .. } | Leaf::Flows { n } => {
                own.filter(|_| protected.shows_figure(&path.join("/"), &key(n))).cloned().unwrap_or(hidden)
            }
        })
    }
}

/// The ledger that an amount stands in, and whose it is; society's where it is no actor's. What the actors of a ledger gain
/// adds up to what society gains.
fn in_ledger(path: &[String]) -> (String, Option<Actor>) {
    let actor = |name: &String| Actor::ALL.into_iter().find(|actor| actor.as_str() == name);
    let of = path.iter().rev().find_map(actor);
    let is_ledger = |name: &&String| actor(name).is_none() && !matches!(name.as_str(), "fiscal" | "society");
    let ledger: Vec<&str> =
        path.iter().filter(is_ledger).map(|name| name.strip_prefix("society_").unwrap_or(name)).collect();
    (ledger.join("/"), of)
}

/// Puts a value at a path of objects where nothing stands yet.
fn insert(into: &mut Value, path: &[String], value: Value) {
    let (Some((name, rest)), Value::Object(map)) = (path.split_first(), into) else { return };
    if rest.is_empty() {
        map.entry(name.clone()).or_insert(value);
    } else {
        insert(map.entry(name.clone()).or_insert_with(|| json!({})), rest, value);
    }
}
