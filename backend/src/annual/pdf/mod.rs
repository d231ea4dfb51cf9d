//! A report as pages to read and to print: a title page, the answer in words, contents, then section by section charts
//! and tables. The file is tagged (PDF/UA-1), so that it can be read aloud, and carries its typeface.

mod bars;
mod face;
mod flow;
mod front;
mod ink;
mod render;
mod table;

use super::document::{Document, Section};
use super::words::fill;
use super::writing::Writing;
use face::{Faces, Weight};
use flow::{BOTTOM, Flow, HEIGHT, INNER, Look, SIDE};
use ink::{Branch, HAIR, INK, Ink, Meaning, PRIMARY, Page, QUIET, SOFT, Spot};
use krilla::tagging::{ArtifactType, Tag, TagKind};
use shared::time::Date;
use std::num::NonZeroU16;

/// Why there are no pages.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdfError {
    /// A fault of the build.
    #[error("the typeface of the program cannot be read")]
    Font,
    /// A fault of the program.
    #[error("a page of the report cannot be made")]
    Page,
    /// The file.
    #[error("the report cannot be written as a PDF: {0}")]
    File(String),
}

/// Writes the pages.
pub(super) fn write(document: &Document, on: Date, writing: &Writing<'_>) -> Result<Vec<u8>, PdfError> {
    let faces = Faces::read()?;
    let (first, title, next) = front::title_page(&faces, document);
    // The contents tell the pages of what comes after them: they are made last and stand second.
    let mut flow = Flow::new(&faces, front::PAGES, next);
    let mut spots = Vec::new();
    let mut body = Vec::new();
    for one in &document.sections {
        body.push(section(&mut flow, one, &mut spots, writing));
    }
    body.push(about(&mut flow, document, &mut spots, writing));
    let next = flow.next_leaf();
    let (second, contents, leaves) = front::contents_page(&faces, document, &spots, next, writing);
    let mut pages = vec![first, second];
    pages.append(&mut flow.pages);
    let count = pages.len();
    for (number, page) in pages.iter_mut().enumerate().skip(1) {
        margins(page, number + 1, count, document, &faces, writing);
    }
    let branches = [title, contents].into_iter().chain(body);
    render::render(&pages, branches.collect(), leaves, &spots, (document, on, &faces))
}

/// The tag of a heading.
fn title_of(level: u16, title: &str) -> TagKind {
    Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(title.to_owned())).into()
}

/// The heading of a section.
fn heading(flow: &mut Flow<'_>, title: &str) -> Branch {
    let look = Look { size: 20.0, weight: Weight::Medium, colour: PRIMARY };
    let branch = flow.text(title_of(2, title), look, title);
    flow.skip(4.0);
    branch
}

fn section(flow: &mut Flow<'_>, section: &Section, spots: &mut Vec<(String, Spot)>, writing: &Writing<'_>) -> Branch {
    if flow.y > flow::TOP {
        flow.skip(16.0);
    }
    // A heading stands with what comes first below it.
    let first = match (&section.chart, section.tables.first()) {
        (None, Some(first)) => table::needed(flow, first, writing) + 110.0,
        _ => 300.0,
    };
    flow.need(first.min(HEIGHT - flow::TOP - BOTTOM));
    spots.push((section.title.clone(), flow.spot()));
    let mut branch = Branch::new(Tag::Section);
    branch.push(heading(flow, &section.title));
    branch.push(flow.text(Tag::P, Look { size: 11.0, weight: Weight::Regular, colour: INK }, &section.lead));
    for counted in &section.counted {
        branch.push(flow.text(Tag::P, Look { size: 9.0, weight: Weight::Regular, colour: QUIET }, counted));
    }
    flow.skip(12.0);
    if let Some(chart) = section.chart.as_ref().filter(|chart| !chart.groups.is_empty()) {
        branch.push(bars::bars(flow, chart, writing));
    }
    for one in &section.tables {
        branch.push(table::table(flow, one, writing));
    }
    branch.push(method(flow, section, writing));
    branch
}

/// How it is counted, set apart.
fn method(flow: &mut Flow<'_>, section: &Section, writing: &Writing<'_>) -> Branch {
    let look = Look { size: 8.8, weight: Weight::Regular, colour: INK };
    let text = format!("{}: {}", writing.words.method_label, section.method);
    let lines = flow.faces.lines(look.weight, look.size, &text, INNER - 24.0).len();
    let height = lines as f32 * look.line() + 14.0;
    flow.need(height);
    flow.decorate(vec![
        Ink::Box { x: SIDE, y: flow.y, width: INNER, height, colour: SOFT },
        Ink::Box { x: SIDE, y: flow.y, width: 3.0, height, colour: PRIMARY },
    ]);
    flow.skip(6.0);
    let branch = flow.text_within(Tag::P, look, &text, SIDE + 14.0, INNER - 24.0);
    flow.skip(14.0);
    branch
}

/// What is to be known of all figures.
fn about(flow: &mut Flow<'_>, document: &Document, spots: &mut Vec<(String, Spot)>, writing: &Writing<'_>) -> Branch {
    flow.skip(16.0);
    flow.need(260.0);
    spots.push((writing.words.chapter_methods.to_string(), flow.spot()));
    let mut branch = Branch::new(Tag::Section);
    branch.push(heading(flow, &writing.words.chapter_methods));
    for text in &document.about {
        branch.push(flow.text(Tag::P, Look { size: 10.0, weight: Weight::Regular, colour: INK }, text));
        flow.skip(6.0);
    }
    branch
}

/// What stands above and below each page but the first.
fn margins(page: &mut Page, number: usize, count: usize, document: &Document, faces: &Faces, writing: &Writing<'_>) {
    let look = Look { size: 8.2, weight: Weight::Regular, colour: QUIET };
    let right = |text: &str| SIDE + INNER - faces.width(look.weight, look.size, text);
    let head = vec![
        look.ink(SIDE, 44.0, document.title.clone()),
        look.ink(right(&document.subtitle), 44.0, document.subtitle.clone()),
        Ink::Box { x: SIDE, y: 52.0, width: INNER, height: 0.5, colour: HAIR },
    ];
    let (page_number, pages) = (number.to_string(), count.to_string());
    let text = fill(&writing.words.page_of, &[("page", &page_number), ("pages", &pages)]);
    let foot = vec![look.ink(right(&text), HEIGHT - BOTTOM + 34.0, text)];
    page.marks.push((Meaning::Decoration(ArtifactType::Header), head));
    page.marks.push((Meaning::Decoration(ArtifactType::Footer), foot));
}
