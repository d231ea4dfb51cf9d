//! The sections of an annual report, in the order of the tables that every association knows.

mod background;
mod change;
mod conditions;
mod exits;
mod flow;
mod goals;
mod impact;
mod movement;
mod rating;
mod realised;
mod throughput;
mod times;

use super::document::Section;
use super::gathered::Gathered;
use super::writing::Writing;

/// All of them.
pub(super) fn all(writing: &Writing<'_>, gathered: &Gathered) -> Vec<Section> {
    let sections = [
        flow::section,
        change::support,
        change::support_after,
        change::occupation,
        background::section,
        exits::section,
        throughput::volume,
        throughput::section,
        throughput::response,
        goals::section,
        movement::section,
        times::section,
        rating::section,
        conditions::section,
        impact::section,
        realised::section,
        realised::steps,
    ];
    let mut all: Vec<Section> = sections.into_iter().map(|section| section(writing, gathered)).collect();
    for section in &mut all {
        section.tables.retain(|table| !table.rows.is_empty());
        if section.tables.is_empty() {
            section.chart = None;
            section.counted = vec![writing.words.no_figures.to_string()];
        }
    }
    all
}
