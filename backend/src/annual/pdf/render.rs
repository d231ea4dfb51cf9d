//! From marks to the file.

use super::PdfError;
use super::face::Faces;
use super::flow::{HEIGHT, WIDTH};
use super::ink::{Branch, Colour, Ink, Leaf, Meaning, Page, Spot, Twig};
use crate::annual::document::Document;
use krilla::SerializeSettings;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag, Identifier, Node, SpanTag, TagGroup, TagTree};
use shared::time::Date;

/// Writes the file.
pub(super) fn render(
    pages: &[Page],
    branches: Vec<Branch>,
    leaves: Leaf,
    spots: &[(String, Spot)],
    (document, on, faces): (&Document, Date, &Faces),
) -> Result<Vec<u8>, PdfError> {
    let readable = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = readable.map_err(|error| PdfError::File(format!("{error:?}")))?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut file = krilla::Document::new_with(settings);
    let mut known: Vec<Option<Identifier>> = vec![None; leaves];
    for page in pages {
        one_page(&mut file, page, faces, &mut known)?;
    }
    let mut tree = TagTree::new().with_lang(Some(document.language.to_string()));
    for branch in branches {
        tree.push(group(branch, &mut known));
    }
    file.set_tag_tree(tree);
    file.set_outline(outline(spots));
    let made = DateTime::new(on.month().year()).month(on.month().number()).day(on.day());
    let metadata = Metadata::new()
        .title(document.title.clone())
        .language(document.language.to_string())
        .authors(vec![document.subtitle.clone()])
        .creator("Stegvis".to_owned())
        .creation_date(made);
    file.set_metadata(metadata);
    file.finish().map_err(|error| PdfError::File(format!("{error:?}")))
}

fn one_page(
    file: &mut krilla::Document,
    page: &Page,
    faces: &Faces,
    known: &mut [Option<Identifier>],
) -> Result<(), PdfError> {
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PdfError::Page)?;
    let mut drawn = file.start_page_with(settings);
    let mut surface = drawn.surface();
    for (meaning, inks) in &page.marks {
        let (tag, leaf) = match meaning {
            Meaning::Text(leaf) => (ContentTag::Span(SpanTag::empty()), Some(*leaf)),
            Meaning::Picture(leaf) => (ContentTag::Other, Some(*leaf)),
            Meaning::Decoration(kind) => (ContentTag::Artifact(Artifact::with_kind(*kind)), None),
        };
        let identifier = surface.start_tagged(tag);
        inks.iter().for_each(|ink| draw(&mut surface, ink, faces));
        surface.end_tagged();
        remember(known, leaf, identifier);
    }
    surface.finish();
    for link in &page.links {
        let [left, top, right, bottom] = link.corners;
        let corners = Rect::from_ltrb(left, top, right, bottom).ok_or(PdfError::Page)?;
        let target = Target::Destination(Destination::Xyz(destination(link.to)));
        let annotation = Annotation::new_link(LinkAnnotation::new(corners, target), Some(link.says.clone()));
        let identifier = drawn.add_tagged_annotation(annotation);
        remember(known, Some(link.leaf), identifier);
    }
    drawn.finish();
    Ok(())
}

fn remember(known: &mut [Option<Identifier>], leaf: Option<Leaf>, identifier: Identifier) {
    if let Some(place) = leaf.and_then(|leaf| known.get_mut(leaf)) {
        *place = Some(identifier);
    }
}

fn draw(surface: &mut Surface<'_>, ink: &Ink, faces: &Faces) {
    match ink {
        Ink::Text { x, y, size, weight, colour, text } => {
            let shaped = faces.shaped(*weight, text);
            surface.set_fill(Some(filled(*colour)));
            surface.draw_glyphs(Point::from_xy(*x, *y), &shaped.glyphs, shaped.font, &shaped.text, *size, false);
        }
        Ink::Box { x, y, width, height, colour } => {
            // A box without an extent is not drawn.
            let Some(corners) = Rect::from_xywh(*x, *y, *width, *height) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(corners);
            if let Some(path) = path.finish() {
                surface.set_fill(Some(filled(*colour)));
                surface.draw_path(&path);
            }
        }
    }
}

fn filled(Colour(red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn destination(spot: Spot) -> XyzDestination {
    XyzDestination::new(spot.page, Point::from_xy(0.0, spot.y))
}

fn outline(spots: &[(String, Spot)]) -> Outline {
    let mut outline = Outline::new();
    for (title, spot) in spots {
        outline.push_child(OutlineNode::new(title.clone(), destination(*spot)));
    }
    outline
}

/// A branch as the file has it. Each leaf stands in one place.
fn group(branch: Branch, known: &mut [Option<Identifier>]) -> TagGroup {
    let mut group = TagGroup::new(branch.tag);
    for twig in branch.twigs {
        match twig {
            Twig::Branch(branch) => group.push(self::group(branch, known)),
            Twig::Leaf(leaf) => {
                if let Some(identifier) = known.get_mut(leaf).and_then(Option::take) {
                    group.push(Node::Leaf(identifier));
                }
            }
        }
    }
    group
}
