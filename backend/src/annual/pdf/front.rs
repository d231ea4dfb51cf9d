//! The first two pages: what this is, and the answer in words with what follows.

use super::face::{Faces, Weight};
use super::flow::{Flow, HEIGHT, INNER, Look, SIDE, WIDTH};
use super::ink::{Branch, Colour, HAIR, INK, Ink, Link, PRIMARY, Page, QUIET, SOFT, Spot, Twig};
use super::{heading, title_of};
use crate::annual::document::Document;
use crate::annual::writing::Writing;
use krilla::tagging::{ListNumbering, TableHeaderScope, Tag};

/// How many pages they are.
pub(super) const PAGES: usize = 2;

/// The page with the title, and what the report is of.
pub(super) fn title_page(faces: &Faces, document: &Document) -> (Page, Branch, usize) {
    let mut flow = Flow::new(faces, 0, 0);
    flow.decorate(steps());
    let mut branch = Branch::new(Tag::Section);
    let brand = Look { size: 13.0, weight: Weight::Medium, colour: PRIMARY };
    branch.push(flow.text(Tag::P, brand, "Stegvis"));
    flow.y = 280.0;
    let title = Look { size: 38.0, weight: Weight::Medium, colour: INK };
    branch.push(flow.text(title_of(1, &document.title), title, &document.title));
    flow.skip(6.0);
    let subtitle = Look { size: 18.0, weight: Weight::Regular, colour: QUIET };
    branch.push(flow.text(Tag::P, subtitle, &document.subtitle));
    flow.y = 470.0;
    branch.push(facts(&mut flow, document));
    let next = flow.next_leaf();
    (flow.pages.into_iter().next().unwrap_or_default(), branch, next)
}

/// A stair that leads upwards.
fn steps() -> Vec<Ink> {
    const COUNT: u8 = 6;
    let (width, highest) = (30.0, 150.0);
    (1..=COUNT)
        .map(|step| {
            let height = highest * f32::from(step) / f32::from(COUNT);
            let x = WIDTH - SIDE - (f32::from(COUNT - step) + 1.0) * (width + 6.0) + 6.0;
            let colour = if step == COUNT { PRIMARY } else { shade(step) };
            Ink::Box { x, y: 230.0 - height, width, height, colour }
        })
        .collect()
}

/// The lower a step, the lighter.
fn shade(step: u8) -> Colour {
    let lighter = |full: u8, light: u8| light - (light - full) / 8 * step;
    Colour(lighter(PRIMARY.0, SOFT.0), lighter(PRIMARY.1, SOFT.1), lighter(PRIMARY.2, SOFT.2))
}

fn facts(flow: &mut Flow<'_>, document: &Document) -> Branch {
    let name_look = Look { size: 9.0, weight: Weight::Regular, colour: QUIET };
    let value_look = Look { size: 10.0, weight: Weight::Regular, colour: INK };
    let names = 150.0;
    let mut table = Branch::new(Tag::Table);
    for (name, value) in &document.facts {
        flow.decorate(vec![Ink::Box { x: SIDE, y: flow.y - 3.0, width: INNER, height: 0.5, colour: HAIR }]);
        let top = flow.y;
        let name = flow.text_within(Tag::TH(TableHeaderScope::Row), name_look, name, SIDE, names - 10.0);
        let after_name = std::mem::replace(&mut flow.y, top);
        let value = flow.text_within(Tag::TD, value_look, value, SIDE + names, INNER - names);
        flow.y = flow.y.max(after_name) + 6.0;
        table.push(Branch::with(Tag::TR, vec![Twig::Branch(name), Twig::Branch(value)]));
    }
    table
}

/// The page with the sentences and the contents.
pub(super) fn contents_page(
    faces: &Faces,
    document: &Document,
    spots: &[(String, Spot)],
    first_leaf: usize,
    writing: &Writing<'_>,
) -> (Page, Branch, usize) {
    let mut flow = Flow::new(faces, 1, first_leaf);
    let mut branch = Branch::new(Tag::Section);
    branch.push(heading(&mut flow, &writing.words.in_short));
    let look = Look { size: 13.0, weight: Weight::Regular, colour: INK };
    let mut list = Branch::new(Tag::L(ListNumbering::None));
    for sentence in &document.sentences {
        let top = flow.y;
        let body = flow.text_within(Tag::LBody, look, sentence, SIDE + 16.0, INNER - 16.0);
        flow.decorate(vec![Ink::Box {
            x: SIDE,
            y: top + 2.0,
            width: 3.0,
            height: flow.y - top - 4.0,
            colour: PRIMARY,
        }]);
        list.push(Branch::with(Tag::LI, vec![Twig::Branch(body)]));
        flow.skip(12.0);
    }
    branch.push(list);
    flow.skip(22.0);
    branch.push(heading(&mut flow, &writing.words.contents));
    let mut contents = Branch::new(Tag::TOC);
    for (title, spot) in spots {
        contents.push(entry(&mut flow, title, *spot));
    }
    branch.push(contents);
    let next = flow.next_leaf();
    (flow.pages.into_iter().next().unwrap_or_default(), branch, next)
}

fn entry(flow: &mut Flow<'_>, title: &str, to: Spot) -> Branch {
    let look = Look { size: 11.0, weight: Weight::Regular, colour: INK };
    let number = (to.page + 1).to_string();
    let base = flow.y + look.size;
    let right = SIDE + INNER - flow.faces.width(look.weight, look.size, &number);
    let text = flow.say(vec![look.ink(SIDE, base, format!("{title} ")), look.ink(right, base, number)]);
    let leaf = flow.leaf();
    let link = Link {
        leaf,
        corners: [SIDE, flow.y - 3.0, SIDE + INNER, (flow.y + 18.0).min(HEIGHT)],
        to,
        says: title.to_owned(),
    };
    if let Some(page) = flow.pages.last_mut() {
        page.links.push(link);
    }
    flow.skip(18.0);
    flow.decorate(vec![Ink::Box { x: SIDE, y: flow.y - 2.5, width: INNER, height: 0.5, colour: HAIR }]);
    flow.skip(4.0);
    let link = Branch::with(Tag::Link, vec![text, Twig::Leaf(leaf)]);
    let reference = Branch::with(Tag::Reference, vec![Twig::Branch(link)]);
    Branch::with(Tag::TOCI, vec![Twig::Branch(reference)])
}
