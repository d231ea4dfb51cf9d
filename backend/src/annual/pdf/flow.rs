//! Putting one thing below the other, and going on on the next page where there is no room. It does not know what the
//! document is about.

use super::face::{Faces, Weight};
use super::ink::{Branch, Colour, Ink, Leaf, Meaning, Page, Spot, Twig};
use krilla::tagging::{ArtifactType, TagKind};

/// The width of a page.
pub(super) const WIDTH: f32 = 595.28;
/// The height of a page.
pub(super) const HEIGHT: f32 = 841.89;
/// Free on either side.
pub(super) const SIDE: f32 = 56.0;
/// Free above.
pub(super) const TOP: f32 = 76.0;
/// Free below.
pub(super) const BOTTOM: f32 = 70.0;
/// What is between the sides.
pub(super) const INNER: f32 = WIDTH - 2.0 * SIDE;
/// From one base line to the next, for letters of size 1.
pub(super) const LINE: f32 = 1.4;

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
}

impl Look {
    /// The height of a line.
    pub(super) fn line(self) -> f32 {
        self.size * LINE
    }

    /// A text at a place.
    pub(super) fn ink(self, x: f32, y: f32, text: impl Into<String>) -> Ink {
        Ink::Text { x, y, size: self.size, weight: self.weight, colour: self.colour, text: text.into() }
    }
}

/// The pages so far, and how far down the last one is filled.
pub(super) struct Flow<'f> {
    pub(super) faces: &'f Faces,
    pub(super) pages: Vec<Page>,
    pub(super) y: f32,
    /// How many pages stand before these.
    before: usize,
    next_leaf: Leaf,
}

impl<'f> Flow<'f> {
    /// Begins a page after so many others.
    pub(super) fn new(faces: &'f Faces, before: usize, first_leaf: Leaf) -> Self {
        Self { faces, pages: vec![Page::default()], y: TOP, before, next_leaf: first_leaf }
    }

    /// The number that the next piece would have.
    pub(super) const fn next_leaf(&self) -> Leaf {
        self.next_leaf
    }

    /// A number for a piece.
    pub(super) fn leaf(&mut self) -> Leaf {
        self.next_leaf += 1;
        self.next_leaf - 1
    }

    /// Where the next thing will stand.
    pub(super) fn spot(&self) -> Spot {
        Spot { page: self.before + self.pages.len() - 1, y: self.y }
    }

    /// How much can still stand on the page.
    pub(super) fn room(&self) -> f32 {
        HEIGHT - BOTTOM - self.y
    }

    /// Begins another page unless there is room for so much; says whether it did.
    pub(super) fn need(&mut self, height: f32) -> bool {
        if self.room() >= height || self.y <= TOP {
            return false;
        }
        self.pages.push(Page::default());
        self.y = TOP;
        true
    }

    /// Leaves some room.
    pub(super) fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Puts marks on the page.
    pub(super) fn put(&mut self, meaning: Meaning, inks: Vec<Ink>) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push((meaning, inks));
        }
    }

    /// Puts text on the page that is read at once.
    pub(super) fn say(&mut self, inks: Vec<Ink>) -> Twig {
        let leaf = self.leaf();
        self.put(Meaning::Text(leaf), inks);
        Twig::Leaf(leaf)
    }

    /// Puts something there for the eye.
    pub(super) fn decorate(&mut self, inks: Vec<Ink>) {
        self.put(Meaning::Decoration(ArtifactType::Layout), inks);
    }

    /// A text, line below line.
    pub(super) fn text(&mut self, tag: impl Into<TagKind>, look: Look, text: &str) -> Branch {
        self.text_within(tag, look, text, SIDE, INNER)
    }

    /// A text of a width, line below line.
    pub(super) fn text_within(
        &mut self,
        tag: impl Into<TagKind>,
        look: Look,
        text: &str,
        x: f32,
        width: f32,
    ) -> Branch {
        let mut branch = Branch::new(tag);
        let lines = self.faces.lines(look.weight, look.size, text, width);
        let last = lines.len();
        for (place, line) in (1..).zip(lines) {
            self.need(look.line());
            let base = self.y + look.size;
            // Whoever reads aloud needs the space that the eye sees as the line's end.
            let line = if place < last { line + " " } else { line };
            let twig = self.say(vec![look.ink(x, base, line)]);
            branch.twigs.push(twig);
            self.y += look.line();
        }
        branch
    }
}
