//! Every count of a report, by what it counts and of whom: read from the report itself, so that what is protected is
//! what is shown, and from the columns where a report leaves a count out.

use super::super::selected::Selected;
use super::super::{ReportName, figures};
use super::layout::{self, Adds, Leaf, adds};
use super::parted::Parted;
use super::path::{Captured, Rules};
use super::place::{GENDERS, Place, Split, by_focus};
use crate::code::Code;
use crate::economics::{Actor, Flow};
use crate::figures::HeldAs;
use crate::id::InterventionId;
use crate::side_by_side;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The municipality of those of whom none is known.
const UNKNOWN: &str = "unknown";
/// What is no actor among those whose gain is told.
const SOCIETY: &str = "society";

/// A part of the association and the report's figures of it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) place: Place,
    pub(super) figures: Value,
}

/// A report's parts and all their counts.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) parts: Vec<Part>,
    counts: BTreeMap<String, BTreeMap<Place, u32>>,
    /// The counts that the report shows, and those that it shows by what interventions work on.
    shown: BTreeSet<String>,
    shown_by_focus: BTreeSet<String>,
    /// The interventions by what they work on.
    foci: BTreeMap<&'static str, Vec<InterventionId>>,
    is_by_intervention: bool,
    /// The counts of the codes whose prices make up what an actor receives, by of whom and by the actor.
    flows: BTreeMap<(String, &'static str), BTreeSet<String>>,
}

/// A part holds more people than the whole that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MoreThanAll(pub(super) String);

impl Counted {
    /// Computes the report for every part, and counts.
    pub(super) fn of(
        name: ReportName,
        rules: &Rules,
        parted: &Parted<'_>,
        notes: &mut Vec<String>,
    ) -> Result<Self, MoreThanAll> {
        let Parted { sources, interventions, .. } = *parted;
        let is_by_intervention = layout::is_by_intervention(name);
        let is_split = layout::is_split(name);
        let is_told = |place: &Place| {
            *place == Place::default() || is_split && (is_by_intervention || place.intervention.is_none())
        };
        let parts = parted.told(name, is_told);
        let is_by_focus = is_by_intervention && is_split || name == ReportName::Conditions;
        let mut counted = Self { is_by_intervention, ..Self::default() };
        if is_by_focus {
            counted.foci = by_focus(sources, interventions);
        }
        let of_part = |(place, selected): &&(Place, Selected<'_>)| Self::of_part(name, rules, selected, place);
        for (part, of_part) in side_by_side::for_each(&parts, of_part) {
            counted.take(part);
            notes.extend(of_part);
        }
        if name == ReportName::Conditions {
            counted.count_interventions(parted);
        }
        counted.count_foci();
        if is_split {
            counted.count_unknown_municipality()?;
        }
        Ok(counted)
    }

    /// The same of one part, with what is to be noted of it.
    fn of_part(name: ReportName, rules: &Rules, selected: &Selected<'_>, place: &Place) -> (Self, Vec<String>) {
        let (mut counted, mut notes) = (Self::default(), Vec::new());
        counted.count_beside(name, selected, place);
        let figures = figures::of(name, selected, &mut notes);
        counted.count_from(name, &figures, place);
        counted.read(rules, place, &figures, &mut Vec::new());
        counted.parts.push(Part { place: place.clone(), figures });
        (counted, notes)
    }

    /// Takes a further part's counts in. What was counted of somebody before stays.
    fn take(&mut self, part: Self) {
        for (measure, counts) in part.counts {
            let known = self.counts.entry(measure).or_default();
            for (place, count) in counts {
                known.entry(place).or_insert(count);
            }
        }
        self.parts.extend(part.parts);
        self.shown.extend(part.shown);
        self.shown_by_focus.extend(part.shown_by_focus);
        for (of, measures) in part.flows {
            self.flows.entry(of).or_default().extend(measures);
        }
    }

    /// A count; nobody where nothing was counted.
    pub(super) fn get(&self, measure: &str, place: &Place) -> u32 {
        self.counts.get(measure).and_then(|counts| counts.get(place)).copied().unwrap_or_default()
    }

    /// What was counted under a name, by of whom, if anything was.
    pub(super) fn of_measure(&self, name: &str) -> Option<(&str, &BTreeMap<Place, u32>)> {
        self.counts.get_key_value(name).map(|(name, counts)| (name.as_str(), counts))
    }

    /// Whether there is nobody in any count; of an effect, volumes and goals, which may be entered later, whether the
    /// report has none at all.
    pub(super) fn is_of_nobody(&self, name: ReportName) -> bool {
        match name {
            ReportName::Impact | ReportName::Volume | ReportName::Goals => self.shown.is_empty(),
            _ => self.counts.values().flat_map(BTreeMap::values).all(|count| *count == 0),
        }
    }

    /// Whether the report is of money, and there were no prices to reckon it by.
    pub(super) fn lacks_prices(&self, name: ReportName) -> bool {
        let is_empty = |part: &Part| part.figures.as_object().is_some_and(serde_json::Map::is_empty);
        name.is_of_money() && self.parts.iter().all(is_empty)
    }

    /// The names of all counts.
    pub(super) fn measures(&self) -> impl Iterator<Item = &str> {
        self.counts.keys().map(String::as_str)
    }

    /// The name of a count, if there is such a count.
    pub(super) fn known(&self, measure: &str) -> Option<&str> {
        self.counts.get_key_value(measure).map(|(name, _)| name.as_str())
    }

    /// Whether the report shows a count of a part.
    pub(super) fn shows(&self, measure: &str, place: &Place) -> bool {
        let shown = if place.focus.is_some() { &self.shown_by_focus } else { &self.shown };
        let is_told = place.intervention.is_none() || self.is_by_intervention;
        is_told && shown.contains(measure)
    }

    /// Whether a count is stated only of those of whom it was counted: no figure of the part was computed.
    pub(super) const fn is_counted_apart(&self, place: &Place) -> bool {
        place.focus.is_some() || (place.intervention.is_some() && !self.is_by_intervention)
    }

    /// All interventions that work on the same, with each of them.
    pub(super) fn foci(&self) -> impl Iterator<Item = (Place, Vec<Place>)> {
        let places = |ids: &Vec<InterventionId>| ids.iter().map(|id| Place::of_intervention(*id)).collect();
        self.foci.iter().map(move |(focus, ids)| (Place::of_focus(focus), places(ids)))
    }

    /// The counts that what an actor receives of those in the count `n` is made of, or society where none is named.
    pub(super) fn made_of(&self, n: &str, actor: Option<Actor>) -> impl Iterator<Item = &str> {
        let of = (n.to_owned(), actor.map_or(SOCIETY, Actor::as_str));
        self.flows.get(&of).into_iter().flatten().map(String::as_str)
    }

    /// The parts of a split, and those without a municipality where there are some.
    pub(super) fn places(&self, split: Split) -> Vec<Place> {
        let unknown = Place { municipality: Some(UNKNOWN.into()), ..Place::default() };
        let is_there = self.counts.values().any(|counts| counts.contains_key(&unknown));
        let places = self.parts.iter().map(|part| part.place.clone()).chain(is_there.then_some(unknown));
        let by_focus = self.foci().flat_map(|(focus, of)| of.into_iter().chain([focus]));
        let places: BTreeSet<Place> = places.chain(by_focus).filter(|place| place.split() == Some(split)).collect();
        places.into_iter().collect()
    }

    fn enter(&mut self, measure: &str, place: &Place, count: u32) {
        self.counts.entry(measure.into()).or_default().entry(place.clone()).or_insert(count);
    }

    /// Counts that follow from those that the report shows.
    fn count_from(&mut self, name: ReportName, figures: &Value, place: &Place) {
        let count = |value: &Value| value.as_u64().and_then(|count| u32::try_from(count).ok());
        let rows = |name: &str| figures[name].as_object().cloned().unwrap_or_default();
        match name {
            // Of fewer than ten the report says how many there are, and nothing else.
            ReportName::Impact => {
                if let Some(have) = count(&figures["too_few"]["have"]) {
                    let rest = self.get(layout::ENDED, place).saturating_sub(have);
                    self.enter("priced", place, have);
                    self.enter("not priced", place, rest);
                }
            }
            ReportName::Realised => {
                for (month, of_month) in rows("months") {
                    let both = count(&of_month["n"]).zip(count(&of_month["missing"]));
                    self.enter(&format!("going on in {month}"), place, both.map_or(0, |(n, missing)| n + missing));
                }
            }
            ReportName::StepScenario => {
                for (step, of_step) in rows("steps") {
                    let both = count(&of_step["n"]).zip(count(&of_step["to_work"]));
                    let elsewhere = both.map_or(0, |(n, to_work)| n.saturating_sub(to_work));
                    self.enter(&format!("elsewhere from step {step}"), place, elsewhere);
                }
            }
            _ => {}
        }
    }

    /// Who began and who left in each month: readers can set months beside each other.
    fn count_months(&mut self, selected: &Selected<'_>, place: &Place) {
        for (month, came_and_went) in &selected.flow_by_month().0 {
            self.enter(&format!("began in {month}"), place, came_and_went.started);
            self.enter(&format!("left in {month}"), place, came_and_went.ended);
        }
    }

    /// What is left of a group when what the report says of it is taken away: people, too.
    fn count_rests(&mut self, selected: &Selected<'_>, place: &Place) {
        let found = selected.conditions();
        let by = [
            ("supervisor_changes", &found.supervisor_changes),
            ("outlook", &found.outlook),
            ("parallel", &found.parallel),
            ("before", &found.before),
        ];
        for (condition, (name, group)) in
            by.into_iter().flat_map(|(name, groups)| groups.iter().map(move |of| (name, of)))
        {
            self.enter(&format!("going on of {condition}: {name}"), place, group.n - group.ended);
            self.enter(&format!("neither of {condition}: {name}"), place, group.ended - group.work_or_studies);
        }
    }

    /// What of each intervention adds up to what is told of those that work on the same.
    fn count_interventions(&mut self, parted: &Parted<'_>) {
        let interventions: Vec<_> = parted.parts.iter().filter(|(place, _)| place.intervention.is_some()).collect();
        let totals = side_by_side::for_each(&interventions, |(_, selected)| selected.conditions().total);
        for ((place, _), all) in interventions.into_iter().zip(totals) {
            for (measure, count) in [
                (layout::PARTICIPATIONS, all.n),
                (layout::FORWARD, all.moved.forward),
                (layout::SAME_STEP, all.moved.same),
                (layout::BACK, all.moved.back),
                (layout::NO_LATER_STEP, all.moved.too_few),
                (layout::ENDED, all.ended),
                (layout::TO_WORK_OR_STUDIES, all.work_or_studies),
            ] {
                self.enter(measure, place, count);
            }
        }
    }

    /// What interventions that work on the same have together: whoever knows it of all but one knows it of that one.
    fn count_foci(&mut self) {
        for (focus, interventions) in self.foci().collect::<Vec<_>>() {
            for measure in layout::BY_FOCUS {
                let Some(counts) = self.counts.get_mut(measure) else { continue };
                let together = interventions.iter().filter_map(|place| counts.get(place)).sum();
                counts.insert(focus.clone(), together);
            }
        }
    }

    /// Counts that the report's own figures do not hold, or not when there are few.
    fn count_beside(&mut self, name: ReportName, selected: &Selected<'_>, place: &Place) {
        let taking_part = selected.taking_part();
        for (measure, count) in [
            (layout::PARTICIPATIONS, taking_part.participations),
            (layout::STARTED, taking_part.started),
            (layout::ENDED, taking_part.ended),
        ] {
            self.enter(measure, place, count);
        }
        match name {
            ReportName::Conditions => self.count_rests(selected, place),
            ReportName::Realised => {
                self.count_months(selected, place);
                self.count_lived_on(selected, place);
            }
            ReportName::StepScenario => {
                self.enter("to work", place, selected.throughput().work.total);
            }
            ReportName::RatingChange => {
                let changes = selected.rating_changes();
                let score = changes.score_directions();
                self.enter("rated twice", place, score.pairs());
                self.enter("not rated twice", place, score.missing);
                self.enter("rated higher", place, score.higher);
                self.enter("rated the same", place, score.same);
                self.enter("rated lower", place, score.lower);
                for (item, counts) in changes.item_directions() {
                    self.enter(&format!("item rated twice: {item}"), place, counts.pairs());
                    self.enter(&format!("item not rated twice: {item}"), place, counts.missing);
                    self.enter(&format!("item rated higher: {item}"), place, counts.higher);
                    self.enter(&format!("item rated the same: {item}"), place, counts.same);
                    self.enter(&format!("item rated lower: {item}"), place, counts.lower);
                }
            }
            ReportName::Throughput => {
                let found = selected.throughput();
                let [work, studies, either] =
                    [found.work, found.studies, found.work_or_studies].map(|counts| counts.total);
                let more = found.started_or_increased.total + found.occupation_missing.total;
                self.enter("no more work or studies", place, found.ended.total.saturating_sub(more));
                self.enter("to work alone", place, either.saturating_sub(studies));
                self.enter("to studies alone", place, either.saturating_sub(work));
                self.enter("to work and studies", place, (work + studies).saturating_sub(either));
            }
            // Where nobody has a later step the report has no figures.
            ReportName::TimeToStep => {
                let found = selected.step_movement();
                self.enter("later step", place, found.total.measured());
                self.enter("no later step", place, found.total.too_few);
                self.enter("ever forward", place, found.ever_forward);
            }
            ReportName::Impact => self.count_priced(selected, place),
            ReportName::SupportAfterByMunicipality => {
                for (code, counts) in selected.support_change() {
                    self.enter(&format!("support after: {code}"), place, counts.after.total);
                }
            }
            _ => {}
        }
    }

    /// How many had each code that has a price, and whose amounts it is in. They are stated as if they were shown: an amount
    /// is shown with all of them, or not at all.
    fn count_priced(&mut self, selected: &Selected<'_>, place: &Place) {
        for (measure, code, count) in priced(selected) {
            self.enter(&measure, place, count);
            let flows = selected.sources.prices.iter().flat_map(|prices| &prices.draft().flows);
            flows.filter(|flow| flow.when == *code).for_each(|flow| self.pays("priced", flow, &measure));
        }
    }

    /// That a flow of money says how many are in a count. It is stated as if it were shown.
    fn pays(&mut self, n: &str, flow: &Flow, measure: &str) {
        for account in [flow.from, flow.to] {
            let actor = Actor::ALL.into_iter().find(|actor| actor.account() == account);
            let of = (n.to_owned(), actor.map_or(SOCIETY, Actor::as_str));
            self.flows.entry(of).or_default().insert(measure.to_owned());
        }
        self.shown.insert(measure.to_owned());
    }

    /// The same month by month. Those who leave in a month are among those of whom other reports tell what they lived on.
    fn count_lived_on(&mut self, selected: &Selected<'_>, place: &Place) {
        // In a municipality as well, since other reports tell them there: what is not counted is stated as nobody.
        for (measure, _, count) in priced(selected) {
            self.enter(&measure, place, count);
        }
        let Some(prices) = selected.sources.prices.filter(|_| place.municipality.is_none()) else { return };
        let mut leavers: BTreeMap<(&str, HeldAs, &Code), u32> = BTreeMap::new();
        for (month, counted) in &selected.lived_on().months {
            let n = format!("known in {month}");
            let (all, leaving) = (&counted.holds, &counted.holds_for_leavers);
            for (time, all, leaving) in [("before", &all.before, &leaving.before), ("after", &all.now, &leaving.now)] {
                for ((held, code), count) in all {
                    let what = format!("in {month} {}, {time}: {code}", held.as_str());
                    let mut is_priced = false;
                    for flow in prices.draft().flows.iter().filter(|flow| flow.when == *code) {
                        is_priced = true;
                        self.pays(&n, flow, &what);
                    }
                    if is_priced {
                        let of_them = leaving.get(&(*held, code.clone())).copied().unwrap_or_default();
                        self.enter(&format!("leaving {what}"), place, of_them);
                        self.enter(&what, place, *count);
                        *leavers.entry((time, *held, code)).or_default() += of_them;
                    }
                }
            }
        }
        for ((time, held, code), of_them) in leavers {
            self.enter(&format!("leavers {}, {time}: {code}", held.as_str()), place, of_them);
        }
    }

    fn read(&mut self, rules: &Rules, part: &Place, value: &Value, path: &mut Vec<String>) {
        let mut inner = |name: String, value: &Value| {
            path.push(name);
            self.read(rules, part, value, path);
            path.pop();
        };
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| inner(name.clone(), value)),
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(index, value)| inner((index + 1).to_string(), value));
            }
            leaf => {
                let Some((Leaf::Count(name) | Leaf::Within { count: name, .. }, captured)) = rules.rule(path) else {
                    return;
                };
                let Some(count) = leaf.as_u64().and_then(|count| u32::try_from(count).ok()) else { return };
                let Some(place) = place_of(part, &captured).filter(|place| place.split().is_some()) else { return };
                let measure = captured.named(name);
                self.enter(&measure, &place, count);
                if place.focus.is_some() { &mut self.shown_by_focus } else { &mut self.shown }.insert(measure);
            }
        }
    }

    /// Whoever is in no municipality is what is left of all.
    fn count_unknown_municipality(&mut self) -> Result<(), MoreThanAll> {
        let municipalities: BTreeSet<String> =
            self.parts.iter().filter_map(|part| part.place.municipality.clone()).collect();
        let mut left = Vec::new();
        for measure in self.measures().filter(|measure| adds(measure) == Adds::Everywhere) {
            let of = |name: &String| Place { municipality: Some(name.clone()), ..Place::default() };
            let known: u32 = municipalities.iter().map(|name| self.get(measure, &of(name))).sum();
            let all = self.get(measure, &Place::default());
            let unknown = all.checked_sub(known).ok_or_else(|| MoreThanAll(measure.into()))?;
            left.push((measure.to_owned(), of(&UNKNOWN.into()), unknown));
        }
        if left.iter().any(|(_, _, count)| *count > 0) {
            left.iter().for_each(|(measure, place, count)| self.enter(measure, place, *count));
        }
        Ok(())
    }
}

/// How many of those who left had each code that has a price, before and after, by the name of the count.
fn priced<'a>(selected: &'a Selected<'_>) -> impl Iterator<Item = (String, &'a Code, u32)> {
    let has_price = |code: &Code| {
        let prices = selected.sources.prices.iter();
        prices.flat_map(|prices| &prices.draft().flows).any(|flow| flow.when == *code)
    };
    let kinds = [(HeldAs::Support, selected.support_change()), (HeldAs::Occupation, selected.occupation_change())];
    let changes = kinds.into_iter().flat_map(|(kind, changes)| changes.iter().map(move |change| (kind, change)));
    changes.filter(move |(_, (code, _))| has_price(code)).flat_map(|(kind, (code, counts))| {
        let named = |time: &str, count: u32| (format!("{} {time}: {code}", kind.as_str()), code, count);
        [named("before", counts.before.total), named("after", counts.after.total)]
    })
}

/// Of whom a number in the figures of a part is; `None` where it is of nobody, such as men among women.
pub(super) fn place_of(part: &Place, captured: &Captured) -> Option<Place> {
    let mut place = part.clone();
    if let Some(gender) = captured.gender.as_deref().and_then(|name| GENDERS.into_iter().find(|one| *one == name)) {
        if part.gender.is_some_and(|own| own != gender) {
            return None;
        }
        place.gender = Some(gender);
    }
    if captured.focus.is_some() {
        place.focus = captured.focus;
    }
    if let Some(municipality) = &captured.municipality {
        if part.municipality.as_ref().is_some_and(|own| own != municipality) {
            return None;
        }
        place.municipality = Some(municipality.clone());
    }
    Some(place)
}
