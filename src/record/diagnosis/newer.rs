//! What a text uses of TOML 1.1: read here, refused by other programs, so it is said.

use toml_parser::lexer::TokenKind;

use crate::finding::{At, Finding, Place};
use crate::source::FilePath;
use crate::text;
use crate::text::Text;

/// What is too new for others.
#[derive(Clone, Copy)]
enum Newer {
    LineBreak,
    LastComma,
    Escape,
}

/// Line breaks between braces, a comma before `}`, and the escapes `\e` and `\x`. Times without seconds are left alone: hands
/// write them so. Only words are looked at, not what they mean, so that a text may be nested as deep as it likes.
pub fn newer_toml(file: &FilePath, text: &str) -> Vec<Finding> {
    // Nearly every text has none of them, and each is looked through for this.
    let has_escapes = memchr::memchr(b'\\', text.as_bytes()).is_some() && escapes(text);
    if !has_escapes && !has_open_braces(text.as_bytes()) {
        return Vec::new();
    }
    let mut within: Vec<bool> = Vec::new();
    let mut last = TokenKind::Newline;
    let found = toml_parser::Source::new(text).lex().find_map(|token| {
        let span = token.span().start()..token.span().end();
        let newer = match token.kind() {
            TokenKind::Newline if within.last() == Some(&true) => Some(Newer::LineBreak),
            TokenKind::RightCurlyBracket if last == TokenKind::Comma => Some(Newer::LastComma),
            TokenKind::BasicString | TokenKind::MlBasicString if text.get(span.clone()).is_some_and(escapes) => Some(Newer::Escape),
            _ => None,
        };
        match token.kind() {
            TokenKind::LeftCurlyBracket => within.push(true),
            TokenKind::LeftSquareBracket => within.push(false),
            TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket => drop(within.pop()),
            _ => {}
        }
        if !matches!(token.kind(), TokenKind::Whitespace) {
            last = token.kind();
        }
        newer.map(|newer| (span, newer))
    });
    let Some((span, newer)) = found else { return Vec::new() };
    let (message, help) = said(newer);
    vec![Finding::of("newer-toml", At { file: file.clone(), place: Place::bytes(span) }, message).help(help)]
}

fn said(newer: Newer) -> (Text, Text) {
    match newer {
        Newer::LineBreak => (
            text!(en: "a line ends between braces: other programs cannot read this file", nl: "er staat een regeleinde tussen accolades: andere programma's kunnen dit bestand niet lezen"),
            text!(en: "write what stands between `{{` and `}}` on one line, or as a `[table]`", nl: "zet wat tussen `{{` en `}}` staat op één regel, of maak er een `[tabel]` van"),
        ),
        Newer::LastComma => (
            text!(en: "a comma stands before `}}`: other programs cannot read this file", nl: "voor `}}` staat een komma: andere programma's kunnen dit bestand niet lezen"),
            text!(en: "remove the comma", nl: "haal de komma weg"),
        ),
        Newer::Escape => (
            text!(en: "`\\e` and `\\x` are too new: other programs cannot read this file", nl: "`\\e` en `\\x` zijn te nieuw: andere programma's kunnen dit bestand niet lezen"),
            text!(en: "write the character itself, or `\\u00e9`", nl: "schrijf het teken zelf, of `\\u00e9`"),
        ),
    }
}

/// Whether a line has more opening braces than closing ones, or a comma before one: some that have stand in texts or remarks.
fn has_open_braces(bytes: &[u8]) -> bool {
    let Some(first) = memchr::memchr(b'{', bytes) else { return false };
    let mut open = 0_usize;
    for at in memchr::memchr3_iter(b'{', b'}', b'\n', &bytes[first..]) {
        match bytes[first + at] {
            b'{' => open += 1,
            b'}' if bytes[first..first + at].trim_ascii_end().ends_with(b",") => return true,
            b'}' => open = open.saturating_sub(1),
            _ if open > 0 => return true,
            _ => {}
        }
    }
    open > 0
}

/// Whether a text between double quotes uses an escape of TOML 1.1.
fn escapes(raw: &str) -> bool {
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'\\' && matches!(bytes.next(), Some(b'e' | b'x')) {
            return true;
        }
    }
    false
}
