//! The way to a number in a report, and which rule of the layout fits it.

use super::layout::{Layout, Leaf};
use serde_json::Value;

/// What the placeholders of a pattern stood for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Captured {
    /// A gender or `total`.
    pub(super) gender: Option<String>,
    pub(super) municipality: Option<String>,
    /// What interventions work on.
    pub(super) focus: Option<&'static str>,
    pub(super) categories: Vec<String>,
}

impl Captured {
    /// A name with its `{c}` replaced, one after the other.
    pub(super) fn named(&self, name: &str) -> String {
        self.categories.iter().fold(name.to_owned(), |name, category| name.replacen("{c}", category, 1))
    }
}

/// One step of a pattern.
#[derive(Debug, Clone)]
enum Segment {
    /// A gender or `total`.
    Gender,
    Municipality,
    /// What interventions work on.
    Focus,
    Category,
    Anything,
    /// One of these.
    Names(Vec<&'static str>),
}

impl Segment {
    fn of(segment: &'static str) -> Self {
        match segment {
            "{g}" => Self::Gender,
            "{m}" => Self::Municipality,
            "{f}" => Self::Focus,
            "{c}" => Self::Category,
            "*" => Self::Anything,
            names => Self::Names(names.split('|').collect()),
        }
    }

    fn fits(&self, name: &str) -> bool {
        match self {
            Self::Gender => name == "total" || super::place::GENDERS.contains(&name),
            Self::Focus => super::place::focus_named(name).is_some(),
            Self::Municipality | Self::Category | Self::Anything => true,
            Self::Names(names) => names.contains(&name),
        }
    }

    /// Keeps what a placeholder stands for.
    fn capture(&self, name: &str, captured: &mut Captured) {
        match self {
            Self::Gender => captured.gender = Some(name.into()),
            Self::Municipality => captured.municipality = Some(name.into()),
            Self::Focus => captured.focus = super::place::focus_named(name),
            Self::Category => captured.categories.push(name.into()),
            Self::Anything | Self::Names(_) => {}
        }
    }
}

/// The rules of a layout, taken apart once: they are asked for every number of every part.
#[derive(Debug, Clone)]
pub(super) struct Rules(Vec<(Vec<Segment>, Leaf)>);

impl Rules {
    /// Those of a layout, in their order: the first that fits holds.
    pub(super) fn of(layout: &Layout) -> Self {
        let segments = |pattern: &'static str| pattern.split('/').map(Segment::of).collect();
        let of_leaf = |(patterns, leaf): &(&'static str, Leaf)| {
            let leaf = *leaf;
            patterns.split(", ").map(move |pattern| (segments(pattern), leaf))
        };
        Self(layout.leaves.iter().flat_map(of_leaf).collect())
    }

    /// The rule for a path: what it is, and what the placeholders stand for. `None` means that nothing is known of the
    /// number.
    pub(super) fn rule(&self, path: &[String]) -> Option<(&Leaf, Captured)> {
        let fits = |(pattern, leaf): &&(Vec<Segment>, Leaf)| {
            // What is withheld is withheld with all that it holds.
            let is_as_long =
                pattern.len() == path.len() || (pattern.len() < path.len() && matches!(leaf, Leaf::Withheld));
            is_as_long && pattern.iter().zip(path).all(|(segment, name)| segment.fits(name))
        };
        let (pattern, leaf) = self.0.iter().find(fits)?;
        let mut captured = Captured::default();
        pattern.iter().zip(path).for_each(|(segment, name)| segment.capture(name, &mut captured));
        Some((leaf, captured))
    }

    /// The same for a value that is there. A rule for a number says nothing of a list or a map that stands in its place,
    /// and all that they hold.
    pub(super) fn rule_for(&self, path: &[String], value: &Value) -> Option<(&Leaf, Captured)> {
        let holds_more = value.is_object() || value.is_array();
        self.rule(path).filter(|(leaf, _)| !holds_more || matches!(leaf, Leaf::Withheld))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ReportName;
    use crate::report::release::layout::layout;

    fn found(report: ReportName, path: &str) -> Option<(Leaf, Captured)> {
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        Rules::of(&layout(report)).rule(&path).map(|(leaf, captured)| (*leaf, captured))
    }

    #[test]
    fn placeholders_stand_for_what_is_there() {
        let (leaf, captured) =
            found(ReportName::Exits, "reasons/arbete/woman").unwrap_or((Leaf::Label, Captured::default()));
        assert!(matches!(leaf, Leaf::Count("exit reason: {c}")));
        assert_eq!(captured.gender.as_deref(), Some("woman"));
        assert_eq!(captured.named("exit reason: {c}"), "exit reason: arbete");
    }

    #[test]
    fn what_no_rule_names_is_not_found() {
        assert!(found(ReportName::Exits, "reasons/arbete/somebody").is_none());
        assert!(found(ReportName::Exits, "reasons/arbete").is_none());
        assert!(found(ReportName::Impact, "unpriced/1").is_none());
        assert!(found(ReportName::TimeToStep, "curve/1/2").is_some(), "withheld with all that it holds");
    }
}
