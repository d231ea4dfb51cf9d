//! The typefaces: how wide a text is, how it breaks into lines, and the glyphs that it is drawn with.

use super::PdfError;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Face as Shaper, GlyphBuffer, UnicodeBuffer};

const REGULAR: &[u8] = include_bytes!("../../../../assets/fonts/Roboto-Regular.ttf");
const MEDIUM: &[u8] = include_bytes!("../../../../assets/fonts/Roboto-Medium.ttf");
/// Stands for a letter that the typeface does not have.
const UNKNOWN: char = '·';

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// For reading.
    Regular,
    /// For what stands out.
    Medium,
}

/// Both weights.
pub(super) struct Faces {
    regular: Face,
    medium: Face,
}

struct Face {
    font: Font,
    shaper: Shaper<'static>,
}

/// A text that can be drawn.
pub(super) struct Shaped {
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    pub(super) font: Font,
}

impl Face {
    /// The text with the letters that there are, and its glyphs.
    fn shape(&self, text: &str) -> (String, GlyphBuffer) {
        let is_known = |letter: char| self.shaper.glyph_index(letter).is_some();
        let text: String = text.chars().map(|letter| if is_known(letter) { letter } else { UNKNOWN }).collect();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(&self.shaper, &[], buffer);
        (text, shaped)
    }
}

impl Faces {
    /// Reads them.
    pub(super) fn read() -> Result<Self, PdfError> {
        let face = |data: &'static [u8]| {
            let font = Font::new(data.into(), 0).ok_or(PdfError::Font)?;
            Ok(Face { font, shaper: Shaper::from_slice(data, 0).ok_or(PdfError::Font)? })
        };
        Ok(Self { regular: face(REGULAR)?, medium: face(MEDIUM)? })
    }

    const fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Medium => &self.medium,
        }
    }

    /// The glyphs of a text.
    pub(super) fn shaped(&self, weight: Weight, text: &str) -> Shaped {
        let face = self.face(weight);
        let (text, shaped) = face.shape(text);
        let em = face.font.units_per_em();
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).map(|(info, position)| {
            let start = info.cluster as usize;
            // A glyph stands for everything up to where another begins.
            let next = starts.partition_point(|other| *other <= start);
            let end = starts.get(next).copied().unwrap_or(text.len());
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                position.x_advance as f32 / em,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                start..end,
                None,
            )
        });
        let glyphs = glyphs.collect();
        Shaped { text, glyphs, font: face.font.clone() }
    }

    /// How wide a text is.
    pub(super) fn width(&self, weight: Weight, size: f32, text: &str) -> f32 {
        let face = self.face(weight);
        let (_, shaped) = face.shape(text);
        let advance: i32 = shaped.glyph_positions().iter().map(|position| position.x_advance).sum();
        advance as f32 / face.font.units_per_em() * size
    }

    /// The lines of a text that is at most so wide. A word that is wider by itself is broken.
    pub(super) fn lines(&self, weight: Weight, size: f32, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let (mut line, mut filled) = (String::new(), 0.0);
        let space = self.width(weight, size, " ");
        for word in text.split(' ') {
            let wide = self.width(weight, size, word);
            if line.is_empty() && wide <= width {
                (line, filled) = (word.to_owned(), wide);
            } else if !line.is_empty() && filled + space + wide <= width {
                line.push(' ');
                line.push_str(word);
                filled += space + wide;
            } else {
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.broken(weight, size, word, width, &mut lines);
                filled = self.width(weight, size, &line);
            }
        }
        lines.push(line);
        lines
    }

    /// Puts away what of a word fills whole lines, and gives back the rest.
    fn broken(&self, weight: Weight, size: f32, word: &str, width: f32, lines: &mut Vec<String>) -> String {
        let mut line = String::new();
        for letter in word.chars() {
            line.push(letter);
            if self.width(weight, size, &line) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_breaks_between_words_and_a_long_word_within() -> Result<(), PdfError> {
        let faces = Faces::read()?;
        let lines = faces.lines(Weight::Regular, 10.0, "en mening med ett självskattningsfrågeformulär i", 60.0);
        assert!(lines.iter().all(|line| faces.width(Weight::Regular, 10.0, line) <= 60.0), "{lines:?}");
        let together: String = lines.concat();
        assert_eq!(together.replace(' ', ""), "enmeningmedettsjälvskattningsfrågeformuläri");
        Ok(())
    }

    #[test]
    fn a_letter_that_the_typeface_lacks_is_replaced() -> Result<(), PdfError> {
        assert_eq!(Faces::read()?.shaped(Weight::Regular, "a 😀 ö").text, "a · ö");
        Ok(())
    }
}
