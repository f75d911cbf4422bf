//! How keys, strings and dates are written; numbers stay as they were typed.

use toml_parser::decoder::Encoding;
use toml_parser::{ErrorSink, ParseError};

use crate::canonical::parts::Key;

/// A value that is no list and no table.
pub fn value(raw: &str, encoding: Option<Encoding>) -> String {
    match encoding {
        Some(Encoding::LiteralString | Encoding::BasicString) => string(raw),
        Some(Encoding::MlLiteralString | Encoding::MlBasicString) => raw.to_owned(),
        None => date(raw),
    }
}

/// A key: bare where it can be. None where it cannot be read.
pub fn key(raw: toml_parser::Raw<'_>, encoding: Option<Encoding>) -> Option<Key> {
    let mut name = std::borrow::Cow::Borrowed("");
    let mut failed = Failed(false);
    raw.decode_key(&mut name, &mut failed);
    if failed.0 {
        return None;
    }
    let is_bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let written = if is_bare || encoding.is_none() { name.to_string() } else { string(raw.as_str()) };
    Some(Key { name: name.into_owned(), written })
}

/// Whether anything was wrong.
pub struct Failed(pub bool);

impl ErrorSink for Failed {
    fn report_error(&mut self, _: ParseError) {
        self.0 = true;
    }
}

/// A string of one line in the quotes that need no escapes, else in the usual ones. Escapes that show what is invisible stay.
fn string(raw: &str) -> String {
    let inner = &raw[1..raw.len() - 1];
    if raw.starts_with('\'') {
        return if inner.contains(['"', '\\']) { raw.to_owned() } else { format!("\"{inner}\"") };
    }
    let plain = inner.replace("\\\\", "\0").replace("\\\"", "\"");
    let escapes_quotes_only = inner.contains('\\') && !plain.contains('\\');
    if escapes_quotes_only && !plain.contains('\'') { format!("'{}'", plain.replace('\0', "\\")) } else { raw.to_owned() }
}

/// A date and time with the capital `T` and `Z` that most programs ask for.
fn date(raw: &str) -> String {
    let bytes = raw.as_bytes();
    if bytes.len() < 16 || bytes[4] != b'-' || bytes[7] != b'-' || !matches!(bytes[10], b'T' | b't' | b' ') {
        return raw.to_owned();
    }
    let (day, time) = (&raw[..10], raw[11..].replace('z', "Z"));
    format!("{day}T{time}")
}
