//! A text as it is compared with what must not be read in it: folded, without what is not seen, each sign with its bytes.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// What stands between a letter and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    Nothing,
    /// Markup only, which may also stand within a word.
    Markup,
    /// A space, a hyphen, a comma: a few signs.
    Some,
    /// More than stands between the parts of a name.
    Far,
}

/// A letter or digit of a text, folded.
#[derive(Debug, Clone, Copy)]
pub struct Sign {
    pub letter: char,
    pub gap: Gap,
    pub from: usize,
    pub until: usize,
}

/// A text taken apart.
#[derive(Debug, Default)]
pub struct Signs {
    /// Its letters and digits.
    pub letters: Vec<Sign>,
    /// Everything that is seen, folded: where an address is looked for.
    pub seen: String,
    /// Of each byte of `seen` the bytes of the text that it came from.
    bytes: Vec<(usize, usize)>,
}

/// What a sign of a text is.
enum Piece {
    Seen(char),
    Markup,
    Unseen,
}

/// More signs than these do not stand between the parts of a name.
const FAR: usize = 8;
/// A tag of markup is not longer than this.
const TAG: usize = 60;

impl Signs {
    pub fn of(text: &str) -> Signs {
        let mut signs = Signs::default();
        let (mut gap, mut between, mut was_space) = (Gap::Nothing, 0, false);
        let mut at = 0;
        while let Some((piece, length)) = piece(&text[at..]) {
            let (from, until) = (at, at + length);
            at = until;
            let c = match piece {
                Piece::Unseen => continue,
                Piece::Markup => {
                    gap = gap.max(Gap::Markup);
                    continue;
                }
                Piece::Seen(c) => c,
            };
            if !c.is_alphanumeric() {
                signs.push(if c.is_whitespace() { ' ' } else { c }, (from, until));
                // However wide a space is, it is one.
                between += usize::from(!(was_space && c.is_whitespace()));
                was_space = c.is_whitespace();
                gap = gap.max(if between > FAR { Gap::Far } else { Gap::Some });
                if matches!(c, '_' | '~') && gap == Gap::Some && between == 1 {
                    (gap, between) = (Gap::Markup, 0);
                }
                continue;
            }
            for letter in folded(c) {
                signs.push(letter, (from, until));
                signs.letters.push(Sign { letter, gap, from, until });
                gap = Gap::Nothing;
            }
            (between, was_space) = (0, false);
        }
        signs
    }

    /// The bytes of the text that a part of `seen` came from.
    pub fn of_seen(&self, part: Range<usize>) -> Option<Range<usize>> {
        Some(self.bytes.get(part.start)?.0..self.bytes.get(part.end.checked_sub(1)?)?.1)
    }

    fn push(&mut self, c: char, from: (usize, usize)) {
        self.seen.push(c);
        self.bytes.resize(self.seen.len(), from);
    }
}

/// The first sign of a text, whichever way it is written, and its bytes.
fn piece(text: &str) -> Option<(Piece, usize)> {
    let first = text.chars().next()?;
    let found = match first {
        '&' => entity(text),
        '%' => percent(text),
        '<' => tag(text).map(|length| (Piece::Markup, length)),
        '*' | '`' | '\\' => Some((Piece::Markup, 1)),
        c if is_silent(c) => Some((Piece::Unseen, c.len_utf8())),
        _ => None,
    };
    Some(found.unwrap_or((Piece::Seen(first), first.len_utf8())))
}

/// `&nbsp;`, `&euml;` or `&#235;`.
fn entity(text: &str) -> Option<(Piece, usize)> {
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    });
    let c = match (number, name) {
        (Some(number), _) => char::from_u32(number.ok()?)?,
        (None, "shy" | "zwj" | "zwnj" | "lrm" | "rlm") => '\u{ad}',
        (None, "szlig") => 'ß',
        (None, "aelig" | "AElig") => 'æ',
        (None, "oelig" | "OElig") => 'œ',
        (None, "inodot") => 'i',
        (None, _) => {
            let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
            let marks = ["uml", "acute", "grave", "circ", "tilde", "cedil", "ring", "slash", "caron", "strok", "ogon", "breve", "macr"];
            if marks.contains(&&name[1..]) { letter } else { ' ' }
        }
    };
    Some((if is_silent(c) { Piece::Unseen } else { Piece::Seen(c) }, end + 1))
}

/// `%20`, or the bytes of one sign behind each other.
fn percent(text: &str) -> Option<(Piece, usize)> {
    let mut bytes: Vec<u8> = Vec::new();
    while bytes.len() < 4 {
        let at = bytes.len() * 3;
        let hex = text.get(at..at + 3)?.strip_prefix('%').filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        if let Some(c) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            return Some((if is_silent(c) { Piece::Unseen } else { Piece::Seen(c) }, bytes.len() * 3));
        }
    }
    None
}

/// `<b>` or `</b>`.
fn tag(text: &str) -> Option<usize> {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/').then_some(())?;
    let end = text.bytes().take(TAG).position(|b| b == b'>')?;
    Some(end + 1)
}

/// A letter in small letters without accents, as somebody writes it whose keyboard has none.
fn folded(c: char) -> impl Iterator<Item = char> {
    let whole: &'static [char] = match c {
        'ø' | 'Ø' => &['o'],
        'ł' | 'Ł' => &['l'],
        'đ' | 'Đ' | 'ð' | 'Ð' => &['d'],
        'þ' | 'Þ' => &['t', 'h'],
        'ß' | 'ẞ' => &['s', 's'],
        'æ' | 'Æ' => &['a', 'e'],
        'œ' | 'Œ' => &['o', 'e'],
        'ı' | 'İ' => &['i'],
        'ħ' | 'Ħ' => &['h'],
        'ŋ' | 'Ŋ' => &['n'],
        _ => &[],
    };
    let own = whole.is_empty().then_some(c);
    whole.iter().copied().chain(own.into_iter().nfkd().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() && !is_silent(*c)))
}

/// Whether a sign is not seen by itself: an accent that stands behind its letter, a soft hyphen, a space without width.
pub fn is_silent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
