//! Words into lines: what a text is wide, where it may be broken, and the pieces that each line is drawn in.

use unicode_normalization::UnicodeNormalization;

use crate::formats::links::places;
use crate::formats::pdf::font::{Fonts, Glyph, Weight};

/// The longest part of a word that a column is made wide enough for, in times the size of the letters; a longer one is divided.
const LONGEST: f32 = 15.0;

/// A text in one weight.
#[derive(Debug, Clone, Default)]
pub struct Run {
    pub text: String,
    pub weight: Weight,
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), weight: Weight::Regular }
    }

    pub fn bold(text: impl Into<String>) -> Run {
        Run { text: text.into(), weight: Weight::Bold }
    }
}

/// A part of a line that is drawn at once.
#[derive(Debug, Clone)]
pub struct Piece {
    pub text: String,
    pub glyphs: Vec<(Glyph, std::ops::Range<usize>)>,
    pub weight: Weight,
    /// Where it leads, if anywhere.
    pub link: Option<String>,
    /// What is read and copied, where that is not what is drawn.
    pub said: Option<String>,
    /// From the beginning of the line, and its own width, both as parts of the size of the letters.
    pub from: f32,
    pub width: f32,
}

#[derive(Debug, Clone, Default)]
pub struct Line {
    pub pieces: Vec<Piece>,
    /// Without the space at its end, as a part of the size of the letters.
    pub width: f32,
}

/// A character as it stands in a line.
struct Atom<'a> {
    said: char,
    drawn: char,
    glyph: Glyph,
    weight: Weight,
    link: Option<&'a str>,
    /// Whether a line may end behind it.
    breaks: bool,
}

/// Breaks a text into lines of at most a width, which is given as a part of the size of the letters.
pub fn lines(runs: &[Run], room: f32, fonts: &Fonts) -> Vec<Line> {
    let texts = composed(runs);
    let atoms = atoms(&texts, fonts);
    let mut all = Vec::new();
    let (mut start, mut width, mut chance) = (0, 0.0_f32, None);
    let mut at = 0;
    while at < atoms.len() {
        let atom = &atoms[at];
        // A space may hang over the edge: nobody sees it.
        if atom.drawn != ' ' && width + atom.glyph.advance > room && at > start {
            // Where nothing else can be done it is broken at any space, and then within a word.
            let space = || (start + 1..=at).rev().find(|at| atoms[at - 1].drawn == ' ');
            let end = chance.or_else(space).unwrap_or(at);
            all.push(line(&atoms[start..end], fonts));
            (start, at, width, chance) = (end, end, 0.0, None);
            continue;
        }
        width += atom.glyph.advance;
        at += 1;
        if atom.breaks {
            chance = Some(at);
        }
    }
    if start < atoms.len() || all.is_empty() {
        all.push(line(&atoms[start..], fonts));
    }
    all
}

/// What a text is wide on one line, and the least in which it is still read with ease; as parts of the size of the letters.
pub fn widths(runs: &[Run], fonts: &Fonts) -> (f32, f32) {
    let (mut whole, mut part, mut longest) = (0.0_f32, 0.0_f32, 0.0_f32);
    let texts = composed(runs);
    for atom in atoms(&texts, fonts) {
        whole += atom.glyph.advance;
        if atom.drawn != ' ' {
            part += atom.glyph.advance;
            longest = longest.max(part);
        }
        if atom.breaks {
            part = 0.0;
        }
    }
    (whole, longest.min(LONGEST))
}

/// The same texts with every letter as one character where there is one.
fn composed(runs: &[Run]) -> Vec<(String, Weight)> {
    let one = |run: &Run| if run.text.is_ascii() { run.text.clone() } else { run.text.nfc().collect() };
    runs.iter().map(|run| (one(run), run.weight)).collect()
}

fn atoms<'a>(texts: &'a [(String, Weight)], fonts: &Fonts) -> Vec<Atom<'a>> {
    let mut all: Vec<Atom<'a>> = Vec::new();
    for (text, weight) in texts {
        let face = fonts.face(*weight);
        let links = places(text);
        let mut next = links.iter().peekable();
        for (at, said) in text.char_indices() {
            while next.peek().is_some_and(|range| range.end <= at) {
                next.next();
            }
            let link = next.peek().filter(|range| range.contains(&at)).map(|range| &text[range.start..range.end]);
            let Some(drawn) = fonts.drawn(said) else { continue };
            all.push(Atom { said, drawn, glyph: face.glyph(drawn), weight: *weight, link, breaks: false });
        }
    }
    for at in 0..all.len() {
        let next = all.get(at + 1).map(|atom| atom.drawn);
        let before = at.checked_sub(1).map(|at| all[at].drawn);
        all[at].breaks = may_break(before, all[at].drawn, next);
    }
    all
}

/// Whether a line may end behind a character: behind a space, within a compound or a path, never within a number or a date.
fn may_break(before: Option<char>, c: char, next: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let figure = |c: Option<char>| c.is_some_and(char::is_numeric);
    match c {
        // The parts of a telephone number stay together.
        ' ' => next != Some(' ') && !(figure(before) && figure(next)),
        '-' | '–' | '—' => letter(before) && letter(next),
        '/' | '?' | '&' | '_' => (letter(next) || figure(next)) && (letter(before) || figure(before)) && !(figure(before) && figure(next)),
        _ => false,
    }
}

fn line(atoms: &[Atom<'_>], fonts: &Fonts) -> Line {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0.0;
    let mut previous: Option<&Atom<'_>> = None;
    for atom in atoms {
        let apart = atom.said != atom.drawn;
        let same = previous.is_some_and(|before| {
            !apart && before.said == before.drawn && before.weight == atom.weight && same_link(before.link, atom.link)
        });
        previous = Some(atom);
        if !same {
            let said = apart.then(|| atom.said.to_string());
            let link = atom.link.map(str::to_owned);
            pieces.push(Piece { text: String::new(), glyphs: Vec::new(), weight: atom.weight, link, said, from, width: 0.0 });
        }
        let piece = pieces.last_mut().expect("there is a piece by now");
        let start = piece.text.len();
        piece.text.push(atom.drawn);
        piece.glyphs.push((atom.glyph, start..piece.text.len()));
        piece.width += atom.glyph.advance;
        from += atom.glyph.advance;
    }
    let hanging: f32 = atoms.iter().rev().take_while(|atom| atom.drawn == ' ').map(|atom| atom.glyph.advance).sum();
    if pieces.is_empty() {
        // What is empty has its place in the tree all the same.
        let space = fonts.face(Weight::Regular).glyph(' ');
        pieces.push(Piece {
            text: " ".to_owned(),
            glyphs: vec![(space, 0..1)],
            weight: Weight::Regular,
            link: None,
            said: None,
            from: 0.0,
            width: 0.0,
        });
    }
    Line { pieces, width: (from - hanging).max(0.0) }
}

/// Whether two characters belong to one address: the same stretch of the same text.
fn same_link(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => std::ptr::eq(one, other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fonts, Run, lines, widths};

    fn written(text: &str, room: f32) -> Vec<String> {
        lines(&[Run::plain(text)], room, &Fonts::new())
            .iter()
            .map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn lines_end_between_words_and_long_words_are_divided() {
        assert_eq!(written("een twee drie", 5.0), ["een twee ", "drie"]);
        assert_eq!(written("beheer- en 2026-10-01", 6.5), ["beheer- en ", "2026-10-01"]);
        assert_eq!(written("open-source 038 000 00 00", 5.5), ["open-", "source ", "038 000 00 ", "00"]);
        assert_eq!(written("a 1 2 3 4", 1.7), ["a ", "1 2 ", "3 4"]);
        assert!(written(&"x".repeat(1000), 10.0).len() > 40);
        assert_eq!(written("", 10.0), [" "]);
        assert_eq!(written("\u{200d}\u{fe0f}", 10.0), [" "]);
        assert_eq!(written("ab", 0.0), ["a", "b"]);
    }

    #[test]
    fn the_least_width_is_that_of_the_longest_word_within_reason() {
        let fonts = Fonts::new();
        let (whole, least) = widths(&[Run::plain("wie doet wat")], &fonts);
        assert!(least < whole / 2.0, "{least} of {whole}");
        assert!(widths(&[Run::plain("x".repeat(200))], &fonts).1 <= super::LONGEST);
    }
}
