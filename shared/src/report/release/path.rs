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

/// The rule for a path: its pattern, what it is, and what the placeholders stand for. `None` means that nothing is
/// known of the number.
pub(super) fn rule<'l>(layout: &'l Layout, path: &[String]) -> Option<(&'static str, &'l Leaf, Captured)> {
    layout.leaves.iter().find_map(|(patterns, leaf)| {
        let captured = patterns.split(", ").find_map(|pattern| fit(pattern, path, leaf))?;
        Some((*patterns, leaf, captured))
    })
}

/// The same for a value that is there. A rule for a number says nothing of a list or a map that stands in its place, and
/// all that they hold.
pub(super) fn rule_for<'l>(
    layout: &'l Layout,
    path: &[String],
    value: &Value,
) -> Option<(&'static str, &'l Leaf, Captured)> {
    let holds_more = value.is_object() || value.is_array();
    rule(layout, path).filter(|(_, leaf, _)| !holds_more || matches!(leaf, Leaf::Withheld))
}

fn fit(pattern: &str, path: &[String], leaf: &Leaf) -> Option<Captured> {
    let mut captured = Captured::default();
    let mut names = path.iter();
    for segment in pattern.split('/') {
        let name = names.next()?;
        match segment {
            "{g}" if name == "total" || super::place::GENDERS.contains(&name.as_str()) => {
                captured.gender = Some(name.clone());
            }
            "{g}" => return None,
            "{m}" => captured.municipality = Some(name.clone()),
            "{f}" => captured.focus = Some(super::place::focus_named(name)?),
            "{c}" => captured.categories.push(name.clone()),
            "*" => {}
            names => names.split('|').any(|one| one == name).then_some(())?,
        }
    }
    // What is withheld is withheld with all that it holds.
    (names.next().is_none() || matches!(leaf, Leaf::Withheld)).then_some(captured)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ReportName;
    use crate::report::release::layout::layout;

    fn found(report: ReportName, path: &str) -> Option<(Leaf, Captured)> {
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        rule(&layout(report), &path).map(|(_, leaf, captured)| (*leaf, captured))
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
