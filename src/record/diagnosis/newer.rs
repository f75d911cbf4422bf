//! What a text uses of TOML 1.1: read here, refused by other programs, so it is said.

use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

use crate::finding::{At, Finding, Place};
use crate::source::FilePath;
use crate::text;

/// Line breaks between braces and the escapes `\e` and `\x`. Times without seconds are left alone: hands write them so.
pub fn newer_toml(file: &FilePath, text: &str) -> Vec<Finding> {
    // Nearly every text has neither, and each is looked through for this.
    let bytes = text.as_bytes();
    let open_brace = memchr::memchr_iter(b'{', bytes).any(|at| memchr::memchr2(b'}', b'\n', &bytes[at..]).is_none_or(|end| bytes[at + end] == b'\n'));
    let escape = memchr::memchr(b'\\', bytes).is_some() && (text.contains("\\e") || text.contains("\\x"));
    if !open_brace && !escape {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut within: Vec<bool> = Vec::new();
    let mut receiver = |event: Event| {
        let span = event.span();
        let raw = text.get(span.start()..span.end()).unwrap_or_default();
        match event.kind() {
            EventKind::InlineTableOpen => within.push(true),
            EventKind::ArrayOpen => within.push(false),
            EventKind::InlineTableClose | EventKind::ArrayClose => drop(within.pop()),
            EventKind::Newline if within.last() == Some(&true) => found.push((span.start(), raw.len(), true)),
            EventKind::Scalar if raw.starts_with('"') && escapes(raw) => found.push((span.start(), raw.len(), false)),
            _ => {}
        }
    };
    let tokens = toml_parser::Source::new(text).lex().into_vec();
    let mut guard = RecursionGuard::new(&mut receiver, 80);
    let mut errors = Vec::<toml_parser::ParseError>::new();
    parse_document(&tokens, &mut guard, &mut errors);
    let Some((start, length, braces)) = found.first().copied() else { return Vec::new() };
    let at = At { file: file.clone(), place: Place::Bytes(start, start + length) };
    let finding = if braces {
        Finding::of("newer-toml", at, text!(en: "a line ends between braces: other programs cannot read this file", nl: "er staat een regeleinde tussen accolades: andere programma's kunnen dit bestand niet lezen"))
            .help(text!(en: "write what stands between `{{` and `}}` on one line, or as a `[table]`", nl: "zet wat tussen `{{` en `}}` staat op één regel, of maak er een `[tabel]` van"))
    } else {
        Finding::of("newer-toml", at, text!(en: "`\\e` and `\\x` are too new: other programs cannot read this file", nl: "`\\e` en `\\x` zijn te nieuw: andere programma's kunnen dit bestand niet lezen"))
            .help(text!(en: "write the character itself, or `\\u00e9`", nl: "schrijf het teken zelf, of `\\u00e9`"))
    };
    vec![finding]
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
