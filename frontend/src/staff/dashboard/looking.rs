//! What a page of figures is drawn from, and the pieces that its sections share.

use super::reading::Names;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{How, WideTable};
use serde_json::Value;
use shared::dashboard::DashboardFigures;
use shared::reference::Reference;
use shared::report::ReportName;
use yew::prelude::*;

/// The figures of a page, and the words for them.
#[derive(Clone, Copy)]
pub(super) struct Looking<'a> {
    pub(super) texts: &'a Texts,
    pub(super) language: &'a str,
    pub(super) reference: Option<&'a Reference>,
    pub(super) figures: &'a DashboardFigures,
}

impl<'a> Looking<'a> {
    /// The names of codes.
    pub(super) const fn names(&self) -> Names<'a> {
        Names { texts: self.texts, reference: self.reference, language: self.language }
    }

    /// The figures of a report; nothing where it was not made for this selection.
    pub(super) fn report(&self, name: ReportName) -> Option<&'a Value> {
        self.figures.report(name)
    }

    /// A section of one report: its heading, what is drawn of it, and how it is counted.
    pub(super) fn section(
        &self,
        title: AttrValue,
        report: ReportName,
        how: AttrValue,
        draw: impl FnOnce(&'a Value) -> Html,
    ) -> Html {
        html! {
            <section>
                <h2>{title}</h2>
                if let Some(figures) = self.report(report) {
                    {draw(figures)}
                    <How label={self.texts.how_counted()}><p>{how}</p></How>
                } else {
                    <p>{self.texts.not_for_selection()}</p>
                }
            </section>
        }
    }

    /// Head and body of a table.
    pub(super) fn table(head: &[AttrValue], rows: impl IntoIterator<Item = (AttrValue, Vec<String>)>) -> Html {
        let cells = |cells: Vec<String>| cells.into_iter().map(|cell| html! { <td>{cell}</td> }).collect::<Html>();
        let rows: Html =
            rows.into_iter().map(|(name, all)| html! { <tr><th scope="row">{name}</th>{cells(all)}</tr> }).collect();
        html! {
            <>
                <thead><tr>{for head.iter().map(|name| html! { <th scope="col">{name}</th> })}</tr></thead>
                <tbody>{rows}</tbody>
            </>
        }
    }

    /// A table that stands by itself.
    pub(super) fn wide_table(
        name: AttrValue,
        head: &[AttrValue],
        rows: impl IntoIterator<Item = (AttrValue, Vec<String>)>,
    ) -> Html {
        html! { <WideTable {name}>{Self::table(head, rows)}</WideTable> }
    }

    /// The heads of a table by gender, after the one of its rows.
    pub(super) fn gender_heads(&self, rows: AttrValue) -> [AttrValue; 5] {
        let texts = self.texts;
        [rows, texts.gender_woman(), texts.gender_man(), texts.gender_other(), texts.all()]
    }
}
