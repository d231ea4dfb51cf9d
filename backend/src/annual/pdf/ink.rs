//! What is on a page before it is a page of a PDF: marks with what they mean, and the tree of what the document says, by
//! which it is read aloud.

use super::face::Weight;
use krilla::tagging::{ArtifactType, TagKind};

/// A piece of the document that is read at once, by its number.
pub(super) type Leaf = usize;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// Text.
pub(super) const INK: Colour = Colour(0x1D, 0x2B, 0x2E);
/// Text that stands back.
pub(super) const QUIET: Colour = Colour(0x4F, 0x5F, 0x62);
/// Thin lines.
pub(super) const HAIR: Colour = Colour(0xDD, 0xD8, 0xCC);
/// Headings.
pub(super) const PRIMARY: Colour = Colour(0x0B, 0x5D, 0x5E);
/// Behind a note.
pub(super) const SOFT: Colour = Colour(0xE3, 0xEF, 0xEC);
/// The bars of a chart, in the order of its series.
pub(super) const SERIES: [Colour; 3] = [Colour(0x00, 0x72, 0xB2), Colour(0xD5, 0x5E, 0x00), Colour(0x7A, 0x7A, 0x7A)];

/// A mark on a page; places are in points from its upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ink {
    /// A line of text, at its base line.
    Text { x: f32, y: f32, size: f32, weight: Weight, colour: Colour, text: String },
    /// A filled box.
    Box { x: f32, y: f32, width: f32, height: f32, colour: Colour },
}

/// What marks mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// Text that is read.
    Text(Leaf),
    /// A picture.
    Picture(Leaf),
    /// Nothing: it is there for the eye.
    Decoration(ArtifactType),
}

/// A way to another page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) leaf: Leaf,
    /// Left, top, right, bottom.
    pub(super) corners: [f32; 4],
    pub(super) to: Spot,
    pub(super) says: String,
}

/// A place in the document.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Spot {
    pub(super) page: usize,
    pub(super) y: f32,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) marks: Vec<(Meaning, Vec<Ink>)>,
    pub(super) links: Vec<Link>,
}

/// A part of what the document says.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) tag: TagKind,
    pub(super) twigs: Vec<Twig>,
}

/// A branch or a leaf.
#[derive(Debug, Clone)]
pub(super) enum Twig {
    Branch(Branch),
    Leaf(Leaf),
}

impl Branch {
    /// A branch without anything.
    pub(super) fn new(tag: impl Into<TagKind>) -> Self {
        Self::with(tag, Vec::new())
    }

    /// A branch.
    pub(super) fn with(tag: impl Into<TagKind>, twigs: Vec<Twig>) -> Self {
        Self { tag: tag.into(), twigs }
    }

    /// Adds a branch.
    pub(super) fn push(&mut self, branch: Self) {
        self.twigs.push(Twig::Branch(branch));
    }
}
