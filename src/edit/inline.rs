//! Changes within a value: in an inline table or an array.

use std::ops::Range;

use toml::de::DeTable;

use super::{walk, written};
use crate::keys::{Key, Keys};

/// A value by itself, as the only one of a table, and how many bytes stand before it there.
const ALONE: &str = "v=";

/// The bytes of what keys lead to within a value.
pub fn value(text: &str, value: &Range<usize>, keys: &Keys) -> Option<Range<usize>> {
    found(text, value, keys).map(|(_, value)| value)
}

/// The bytes of the last key within a value.
pub fn key(text: &str, value: &Range<usize>, keys: &Keys) -> Option<Range<usize>> {
    matches!(keys.0.last(), Some(Key::Name(_))).then(|| found(text, value, keys).map(|(key, _)| key)).flatten()
}

fn found(text: &str, value: &Range<usize>, keys: &Keys) -> Option<(Range<usize>, Range<usize>)> {
    let alone = format!("{ALONE}{}", &text[value.clone()]);
    let table = DeTable::parse(&alone).ok()?;
    let mut whole = Keys(vec![Key::from("v")]);
    whole.0.extend(keys.0.iter().cloned());
    let (key, found) = walk(&table, &whole)?;
    let back = |range: Range<usize>| range.start - ALONE.len() + value.start..range.end - ALONE.len() + value.start;
    (key.start >= ALONE.len()).then(|| (back(key), back(found)))
}

/// An inline table with a pair more.
pub fn with_pair(text: &str, table: &Range<usize>, name: &str, value: &str) -> Option<String> {
    let inner = text[table.clone()].strip_prefix('{')?.strip_suffix('}')?;
    let kept = inner.trim_end();
    let new = if kept.trim().is_empty() {
        format!("{{ {} = {value} }}", written(name))
    } else {
        format!("{{{kept}, {} = {value}{}}}", written(name), &inner[kept.len()..])
    };
    Some(format!("{}{new}{}", &text[..table.start], &text[table.end..]))
}

/// An array with an item more; a value that stands for a list of one becomes a list.
pub fn with_item(text: &str, array: &Range<usize>, item: &str, end: &str) -> String {
    let old = &text[array.clone()];
    let new = match old.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        None => format!("[{old}, {item}]"),
        Some(inner) if inner.trim().is_empty() => format!("[{item}]"),
        Some(inner) if !inner.contains('\n') => format!("[{}, {item}]", inner.trim_end().trim_end_matches(',')),
        Some(inner) => {
            // One item a line: the new one as far from the edge as the last.
            let kept = inner.trim_end();
            let last = kept.rfind('\n').map_or(kept, |at| &kept[at + 1..]);
            let indent: String = last.chars().take_while(|c| c.is_whitespace()).collect();
            // A remark behind the last item would swallow a comma that is put behind that.
            let (items, remark) = kept.split_at(behind_last_item(old) - 1);
            let comma = if has_comma(remark) { "" } else { "," };
            format!("[{items}{comma}{remark}{end}{indent}{item},{}]", &inner[kept.len()..])
        }
    };
    format!("{}{new}{}", &text[..array.start], &text[array.end..])
}

/// Where the last item of an array ends.
fn behind_last_item(array: &str) -> usize {
    let alone = format!("{ALONE}{array}");
    let table = DeTable::parse(&alone).ok();
    let items = table.as_ref().and_then(|table| table.get_ref().get("v")?.get_ref().as_array());
    items.and_then(|items| items.iter().last()).map_or(1, |last| last.span().end - ALONE.len())
}

/// Whether there is a comma in what stands behind an item, outside of remarks.
fn has_comma(text: &str) -> bool {
    toml_parser::Source::new(text).lex().any(|token| token.kind() == toml_parser::lexer::TokenKind::Comma)
}

/// A value without what keys lead to: an item of an array, a pair of an inline table, with one of the commas beside it.
pub fn without(text: &str, value: &Range<usize>, keys: &Keys) -> Option<String> {
    let (key, item) = found(text, value, keys)?;
    let start = if matches!(keys.0.last(), Some(Key::Name(_))) { key.start } else { item.start };
    if let Some(lines) = own_lines(text, value, start..item.end) {
        return Some(format!("{}{}", &text[..lines.start], &text[lines.end..]));
    }
    let after = &text[item.end..value.end];
    let before = &text[value.start..start];
    let (start, end) = if after.trim_start().starts_with(',') {
        let comma = item.end + after.find(',')? + 1;
        (start, comma + (text[comma..].len() - text[comma..].trim_start_matches([' ', '\t']).len()))
    } else if before.trim_end().ends_with(',') {
        (value.start + before.trim_end().len() - 1, item.end)
    } else {
        (start, item.end)
    };
    Some(format!("{}{}", &text[..start], &text[end..]))
}

/// The lines of an item that shares them with no other, with the comma and the remark behind it.
fn own_lines(text: &str, value: &Range<usize>, item: Range<usize>) -> Option<Range<usize>> {
    let start = text[value.start..item.start].rfind('\n').map(|at| value.start + at + 1)?;
    let end = item.end + text[item.end..value.end].find('\n')? + 1;
    let behind = text[item.end..end].trim_start().trim_start_matches(',').trim();
    let is_alone = text[start..item.start].trim().is_empty() && (behind.is_empty() || behind.starts_with('#'));
    is_alone.then_some(start..end)
}
