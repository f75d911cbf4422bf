//! The letters of a PDF: two weights of one family, what each letter is wide, and what stands in for one that the family lacks.

use krilla::text::{Font, GlyphId};
use rustc_hash::FxHashMap;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

static REGULAR: &[u8] = include_bytes!("fonts/OpenSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("fonts/OpenSans-Bold.ttf");

/// How far letters reach above and below the line, as parts of their size.
pub const ASCENT: f32 = 0.76;

/// What is drawn for a character that has no likeness in the family.
const UNKNOWN: char = '\u{fffd}';

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    #[default]
    Regular,
    Bold,
}

pub struct Fonts {
    regular: Face,
    bold: Face,
}

pub struct Face {
    pub font: Font,
    glyphs: FxHashMap<char, Glyph>,
}

/// A letter of a face: its number, and its width as a part of its size.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    pub id: GlyphId,
    pub advance: f32,
}

impl Fonts {
    pub fn new() -> Fonts {
        Fonts { regular: Face::new(REGULAR), bold: Face::new(BOLD) }
    }

    pub fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// What is drawn for a character: itself, the letter it is made from (`ḩ` as `h`), or a mark that something stands there.
    /// Nothing for what has no width: it changes how its neighbours look, and that the family cannot.
    pub fn drawn(&self, c: char) -> Option<char> {
        // What a private code means nobody can tell who reads it aloud.
        let private = matches!(c, '\u{e000}'..='\u{f8ff}');
        if self.regular.has(c) && !private && !is_invisible(c) {
            return Some(c);
        }
        match c {
            c if is_invisible(c) => None,
            '\u{2010}' | '\u{2011}' => Some('-'),
            '→' => Some('›'),
            c if c.is_whitespace() || matches!(c, '\u{2400}'..='\u{2426}') => Some(' '),
            c if unicode_normalization::char::is_combining_mark(c) => None,
            c => c.nfkd().next().filter(|base| self.regular.has(*base)).or(Some(UNKNOWN)),
        }
    }
}

/// Characters that are not seen by themselves: joiners, variants, hyphens that are only there when a word is divided.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
        || c.is_control()
}

impl Face {
    fn new(bytes: &'static [u8]) -> Face {
        let font = Font::new(bytes.into(), 0).expect("the family is a font");
        let read = FontRef::new(bytes).expect("the family is a font");
        let widths = read.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = font.units_per_em();
        let glyph = |(code, id): (u32, skrifa::GlyphId)| {
            let advance = widths.advance_width(id)? / em;
            Some((char::from_u32(code)?, Glyph { id: GlyphId::new(id.to_u32()), advance }))
        };
        Face { font, glyphs: read.charmap().mappings().filter_map(glyph).collect() }
    }

    fn has(&self, c: char) -> bool {
        self.glyphs.contains_key(&c)
    }

    /// The letter for a character that is drawn.
    pub fn glyph(&self, c: char) -> Glyph {
        self.glyphs.get(&c).or_else(|| self.glyphs.get(&' ')).copied().expect("every face has a space")
    }
}

#[cfg(test)]
mod tests {
    use super::{Fonts, Weight};

    #[test]
    fn names_of_people_are_drawn_as_they_are() {
        let fonts = Fonts::new();
        for c in "àâçéèêëïñöóôüčćšžŁłŚśŻżĞğİıŞşȘșȚțŐőĲĳß€–’…0123456789".chars() {
            assert_eq!(fonts.drawn(c), Some(c), "{c}");
        }
        let widths = "0123456789".chars().map(|c| fonts.face(Weight::Regular).glyph(c).advance.to_bits());
        assert_eq!(widths.collect::<std::collections::BTreeSet<_>>().len(), 1, "figures do not stand under each other");
    }

    #[test]
    fn what_the_family_lacks_is_seen_to_stand_there() {
        let fonts = Fonts::new();
        assert_eq!(
            ["ḩ", "東", "🚲", "\u{202f}", "\u{200d}", "\u{ad}"].map(|c| fonts.drawn(c.chars().next().expect("one"))),
            [Some('h'), Some('\u{fffd}'), Some('\u{fffd}'), Some(' '), None, None]
        );
    }
}
