//! A file without what stands for somebody: in the texts that are its values and in its remarks, and nowhere else.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

use crate::edit::quoted;
use crate::record::Record;
use crate::record::index::Kinds;

use super::sought::{Hit, Sought, replaced};

/// A text that is a value: its bytes, its last key, and what it says.
struct Said {
    range: Range<usize>,
    key: String,
    text: String,
}

/// The text of a file with what was found replaced, and in which lines that is; none where it is no TOML.
pub fn scrub(record: &Record, text: &str, sought: &Sought) -> Option<(String, Vec<usize>)> {
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    let table = DeTable::parse(body).ok()?;
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for said in values(&table).into_iter().filter(|said| !is_name_of_something(record, said)) {
        let hits = sought.safe_hits(&said.text);
        if !hits.is_empty() {
            let written = rewritten(&body[said.range.clone()], &said.text, &hits, sought);
            changes.push((said.range, written));
        }
    }
    for remark in remarks(body) {
        changes.extend(
            sought
                .safe_hits(&body[remark.clone()])
                .into_iter()
                .map(|hit| (remark.start + hit.range.start..remark.start + hit.range.end, hit.instead)),
        );
    }
    changes.sort_by_key(|(range, _)| range.start);
    let mut now = String::with_capacity(text.len());
    let mut lines = Vec::new();
    let mut behind = 0;
    for (range, written) in changes {
        now.push_str(&body[behind..range.start]);
        lines.push(line_of(&now, now.len()));
        now.push_str(&written);
        behind = range.end;
    }
    now.push_str(&body[behind..]);
    lines.dedup();
    // A name that was wrapped over two remarks, or anything else that did not go well, is not written.
    DeTable::parse(&now).is_ok().then(|| (format!("{mark}{now}"), lines))
}

/// The lines in which something still stands, in values, in remarks, in keys or wherever else, but for what is within `others`.
pub fn lines(text: &str, sought: &Sought, others: &Sought) -> Vec<usize> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let within = others.hits(body);
    let is_within = |hit: &Hit| within.iter().any(|other| other.range.start <= hit.range.start && hit.range.end <= other.range.end);
    let found = sought.hits(body).into_iter().filter(|hit| !is_within(hit));
    let mut lines: Vec<usize> = found.map(|hit| line_of(body, hit.range.start)).collect();
    if let Ok(table) = DeTable::parse(body) {
        let found = values(&table).into_iter().filter(|said| !sought.hits(&said.text).is_empty());
        // Where it stands as it is written the line is known already.
        let hidden = found.filter(|said| sought.hits(&body[said.range.clone()]).is_empty());
        lines.extend(hidden.map(|said| line_of(body, said.range.start)));
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// A value as it is written, with other words in it: as it was written, where that can be.
fn rewritten(raw: &str, text: &str, hits: &[Hit], sought: &Sought) -> String {
    let written = replaced(raw, &sought.safe_hits(raw));
    let alone = format!("v={written}");
    let right = DeTable::parse(&alone).is_ok_and(|table| values(&table).iter().all(|said| said.text == replaced(text, hits)));
    if right { written } else { quoted(&replaced(text, hits)) }
}

/// Whether a value leads somewhere: an id, a path, a link. With another word in it, it would lead nowhere.
fn is_name_of_something(record: &Record, said: &Said) -> bool {
    const LEADING: [&str; 16] = [
        "id",
        "url",
        "website",
        "repository",
        "minutes",
        "paper",
        "process",
        "document",
        "processing_agreement",
        "file",
        "at",
        "bank_reference",
        "number",
        "invoice",
        "invoice_number",
        "payment_reference",
    ];
    LEADING.contains(&said.key.as_str()) || record.index.kinds(&said.text) != Kinds::default()
}

/// Every text that is a value, from the front.
fn values(table: &Spanned<DeTable<'_>>) -> Vec<Said> {
    let mut found = Vec::new();
    of_table(table.get_ref(), &mut found);
    found
}

fn of_table(table: &DeTable<'_>, found: &mut Vec<Said>) {
    for (key, value) in table {
        of_value(key.get_ref(), value, found);
    }
}

fn of_value(key: &str, value: &Spanned<DeValue<'_>>, found: &mut Vec<Said>) {
    match value.get_ref() {
        DeValue::String(text) => found.push(Said { range: value.span(), key: key.to_owned(), text: text.to_string() }),
        DeValue::Array(items) => items.iter().for_each(|item| of_value(key, item, found)),
        DeValue::Table(inner) => of_table(inner, found),
        _ => {}
    }
}

/// The remarks of a text; those with nothing between them but space are one, for a name may be wrapped.
fn remarks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for token in toml_parser::Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment) {
        let span = token.span().start()..token.span().end();
        match found.last_mut() {
            Some(last) if text[last.end..span.start].trim().is_empty() => last.end = span.end,
            _ => found.push(span),
        }
    }
    found
}

/// The line of a byte, from one.
fn line_of(text: &str, byte: usize) -> usize {
    text[..byte].bytes().filter(|b| *b == b'\n').count() + 1
}
