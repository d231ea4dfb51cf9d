//! Tables: columns as wide as what stands in them, rows that stay whole, and the head again on every page.

use super::face::Weight;
use super::flow::{Flow, INNER, Look, SIDE};
use super::ink::{Branch, Colour, HAIR, INK, Ink, QUIET, Twig};
use crate::annual::document::{Cell, Row, Table};
use crate::annual::words::fill;
use crate::annual::writing::Writing;
use krilla::tagging::{TableHeaderScope, Tag};

/// Between two columns.
const GAP: f32 = 10.0;
/// Above and below the text of a row.
const PAD: f32 = 2.6;
/// How far the name of a part is set in.
const INDENT: f32 = 10.0;
/// The least width of the rows' names.
const NAMES: f32 = 104.0;
/// A table that is no higher than this stays on one page.
const WHOLE: f32 = 420.0;
/// Words of more letters than this stand at the left.
const LONG: usize = 16;

const CAPTION: Look = Look { size: 10.0, weight: Weight::Medium, colour: INK };
const HEAD: Look = Look { size: 8.2, weight: Weight::Medium, colour: QUIET };

struct Column {
    x: f32,
    width: f32,
    is_text: bool,
}

/// A row as lines of text, column by column.
type Lines = Vec<Vec<String>>;

/// Draws a table.
pub(super) fn table(flow: &mut Flow<'_>, table: &Table, writing: &Writing<'_>) -> Branch {
    flow.need(needed(flow, table, writing));
    let columns = columns(flow, table, writing);
    let head = lines(flow, HEAD, table.columns.iter().map(String::as_str), &columns, 0.0);
    let mut branch = Branch::new(Tag::Table);
    branch.push(flow.text(Tag::Caption, CAPTION, &table.caption));
    flow.skip(2.0);
    let cells = draw(flow, HEAD, &head, &columns, 0.0);
    let cells = cells.into_iter().map(|twigs| branch_of(Tag::TH(TableHeaderScope::Column), twigs));
    branch.push(Branch::with(Tag::THead, vec![Twig::Branch(Branch::with(Tag::TR, cells.collect()))]));
    rule(flow, INK, 0.8);
    let mut body = Branch::new(Tag::TBody);
    for (place, row) in table.rows.iter().enumerate() {
        let (look, indent) = (look_of(row, writing), indent(row));
        let row_lines = lines_of(flow, row, &columns, writing);
        // A heading does not stay behind alone.
        let with_next = if row.cells.is_empty() { 2.0 } else { 1.0 };
        if flow.need(height(look, &row_lines) * with_next) {
            again(flow, table, &head, &columns, writing);
        } else if place > 0 {
            rule(flow, HAIR, 0.5);
        }
        let cells = draw(flow, look, &row_lines, &columns, indent).into_iter().enumerate();
        let cells = cells.map(|(place, twigs)| match place {
            0 => branch_of(Tag::TH(TableHeaderScope::Row), twigs),
            _ => branch_of(Tag::TD, twigs),
        });
        body.push(Branch::with(Tag::TR, cells.collect()));
    }
    branch.push(body);
    rule(flow, INK, 0.8);
    flow.skip(14.0);
    branch
}

/// How much of a page a table needs below its caption's upper edge: one that fits on a page is not torn apart, of a longer
/// one some rows stand below the head.
pub(super) fn needed(flow: &Flow<'_>, table: &Table, writing: &Writing<'_>) -> f32 {
    let columns = columns(flow, table, writing);
    let head = lines(flow, HEAD, table.columns.iter().map(String::as_str), &columns, 0.0);
    let all: f32 = table.rows.iter().map(|row| row_height(flow, row, &columns, writing)).sum();
    CAPTION.line() + height(HEAD, &head) + if all < WHOLE { all + 6.0 } else { 3.0 * 16.0 }
}

const fn indent(row: &Row) -> f32 {
    if row.is_part { INDENT } else { 0.0 }
}

fn lines_of(flow: &Flow<'_>, row: &Row, columns: &[Column], writing: &Writing<'_>) -> Lines {
    let shown: Vec<String> = row.cells.iter().map(|cell| writing.shown(cell)).collect();
    let texts = std::iter::once(row.name.as_str()).chain(shown.iter().map(String::as_str));
    lines(flow, look_of(row, writing), texts, columns, indent(row))
}

fn row_height(flow: &Flow<'_>, row: &Row, columns: &[Column], writing: &Writing<'_>) -> f32 {
    height(look_of(row, writing), &lines_of(flow, row, columns, writing))
}

fn branch_of(tag: impl Into<krilla::tagging::TagKind>, twigs: Vec<Twig>) -> Twig {
    Twig::Branch(Branch::with(tag, twigs))
}

fn look_of(row: &Row, writing: &Writing<'_>) -> Look {
    let is_strong = row.cells.is_empty() || *row.name == *writing.words.total;
    Look { size: 9.0, weight: if is_strong { Weight::Medium } else { Weight::Regular }, colour: INK }
}

/// The head once more on a new page. It was read already.
fn again(flow: &mut Flow<'_>, table: &Table, head: &Lines, columns: &[Column], writing: &Writing<'_>) {
    let text = fill(&writing.words.continued, &[("title", &table.caption)]);
    let look = Look { size: 9.0, weight: Weight::Regular, colour: QUIET };
    let mut inks = vec![look.ink(SIDE, flow.y + look.size, text)];
    flow.skip(look.line() + 2.0);
    inks.extend(inks_of(flow, HEAD, head, columns, 0.0).into_iter().flatten());
    flow.decorate(inks);
    flow.skip(height(HEAD, head));
    rule(flow, INK, 0.8);
}

fn rule(flow: &mut Flow<'_>, colour: Colour, height: f32) {
    let line = Ink::Box { x: SIDE, y: flow.y - height / 2.0, width: INNER, height, colour };
    flow.decorate(vec![line]);
}

fn lines<'t>(
    flow: &Flow<'_>,
    look: Look,
    texts: impl Iterator<Item = &'t str>,
    columns: &[Column],
    indent: f32,
) -> Lines {
    let indents = std::iter::once(indent).chain(std::iter::repeat(0.0));
    let each = texts.zip(columns).zip(indents);
    each.map(|((text, column), indent)| flow.faces.lines(look.weight, look.size, text, column.width - indent)).collect()
}

fn height(look: Look, lines: &Lines) -> f32 {
    let most = lines.iter().map(Vec::len).max().unwrap_or(1);
    look.line() * most as f32 + 2.0 * PAD
}

/// The marks of a row, column by column.
fn inks_of(flow: &Flow<'_>, look: Look, lines: &Lines, columns: &[Column], indent: f32) -> Vec<Vec<Ink>> {
    let mut all = Vec::new();
    for (place, (cell, column)) in lines.iter().zip(columns).enumerate() {
        let mut inks = Vec::new();
        for (number, line) in cell.iter().enumerate() {
            let y = flow.y + PAD + look.size + look.line() * number as f32;
            let x = match (place, column.is_text) {
                (0, _) => column.x + indent,
                (_, true) => column.x,
                (_, false) => column.x + column.width - flow.faces.width(look.weight, look.size, line),
            };
            let space = if number + 1 < cell.len() { " " } else { "" };
            inks.push(look.ink(x, y, format!("{line}{space}")));
        }
        all.push(inks);
    }
    all
}

/// Draws a row, and gives back what is read of each cell.
fn draw(flow: &mut Flow<'_>, look: Look, lines: &Lines, columns: &[Column], indent: f32) -> Vec<Vec<Twig>> {
    let inks = inks_of(flow, look, lines, columns, indent);
    let twigs = inks.into_iter().map(|inks| inks.into_iter().map(|ink| flow.say(vec![ink])).collect()).collect();
    flow.skip(height(look, lines));
    twigs
}

/// How wide columns are: what stands in them, and the rest for the rows' names; less where it does not fit.
fn columns(flow: &Flow<'_>, table: &Table, writing: &Writing<'_>) -> Vec<Column> {
    let count = table.columns.len();
    let is_text = |place: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(place - 1));
        place > 0 && cells.into_iter().any(|cell| matches!(cell, Cell::Words(text) if text.chars().count() > LONG))
    };
    let mut widths: Vec<f32> = (0..count).map(|place| wanted(flow, table, place, writing)).collect();
    let names = (INNER - widths[1..].iter().sum::<f32>() - GAP * (count - 1) as f32).max(NAMES);
    let others = INNER - names - GAP * (count - 1) as f32;
    let sum: f32 = widths[1..].iter().sum();
    widths[0] = names;
    if sum > others {
        widths[1..].iter_mut().for_each(|width| *width *= others / sum);
    }
    let mut x = SIDE;
    let mut columns = Vec::new();
    for (place, width) in widths.into_iter().enumerate() {
        columns.push(Column { x, width, is_text: place > 0 && is_text(place) });
        x += width + GAP;
    }
    columns
}

/// How wide a column would like to be: its widest cell, or the longest word of its head.
fn wanted(flow: &Flow<'_>, table: &Table, place: usize, writing: &Writing<'_>) -> f32 {
    if place == 0 {
        return 0.0;
    }
    let word = |text: &str| flow.faces.width(HEAD.weight, HEAD.size, text);
    // A head stands on two lines where its words allow it.
    let two_lines = word(&table.columns[place]) / 2.0 + 6.0;
    let head = table.columns[place].split(' ').map(word).fold(two_lines.max(30.0), f32::max);
    let cells = table.rows.iter().filter_map(|row| row.cells.get(place - 1));
    let cells = cells.map(|cell| flow.faces.width(Weight::Medium, 9.0, &writing.shown(cell)) + 0.5);
    cells.fold(head + 0.5, f32::max).min(170.0)
}
