//! What must hold of a change to any text: nothing is lost, nothing else changes, and it can be undone.

use std::collections::BTreeMap;

use commons::canonical::canonical;
use commons::edit::{Edit, apply, quoted, walk};
use commons::finding::Keys;
use commons::record::diagnosis::diagnose;
use commons::source::FilePath;
use commons::source::layout::FileKind;
use commons::writing::mend::mended;
use toml::{Table, Value};
use toml_parser::lexer::TokenKind;

/// Comments, and lines of strings of several lines, each as often as it is there.
fn kept(text: &str) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for token in toml_parser::Source::new(text).lex() {
        let raw = &text[token.span().start()..token.span().end()];
        match token.kind() {
            TokenKind::Comment => *all.entry(raw.trim_end_matches([' ', '\t']).to_owned()).or_default() += 1,
            TokenKind::MlLiteralString | TokenKind::MlBasicString => {
                raw.split('\n').for_each(|line| *all.entry(format!("in a string: {line}")).or_default() += 1);
            }
            _ => {}
        }
    }
    all
}

/// What must hold of formatting every text.
pub fn formatted(kind: FileKind, text: &str) -> Result<(), String> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Ok(before) = toml::from_str::<toml::Table>(body) else {
        return if canonical(kind, text).is_none() { Ok(()) } else { Err("what is no TOML was formatted".to_owned()) };
    };
    let Some(once) = canonical(kind, text) else { return Err("it was not formatted".to_owned()) };
    let shaped = once.strip_prefix('\u{feff}').unwrap_or(&once);
    let after = toml::from_str::<toml::Table>(shaped).map_err(|error| format!("it is no TOML any more: {error}\n{once}"))?;
    // No number differs from itself, so values are compared as they are shown.
    if format!("{before:?}") != format!("{after:?}") {
        return Err(format!("the value changed:\n{once}"));
    }
    if kept(body) != kept(shaped) {
        return Err(format!("comments or strings changed:\n{:?}\n{:?}\n{once}", kept(body), kept(shaped)));
    }
    let again = canonical(kind, &once).expect("it is TOML");
    if again != once {
        return Err(format!("it is not its own form:\n{once}\n---\n{again}"));
    }
    if text.len() - body.len() != once.len() - shaped.len() {
        return Err("the byte order mark changed".to_owned());
    }
    if !shaped.is_empty() && (!shaped.ends_with('\n') || shaped.trim_end_matches(['\r', '\n']).len() + 2 < shaped.len()) {
        return Err(format!("it does not end in one line end: {shaped:?}"));
    }
    Ok(())
}

/// The keys of a table in no order of their own.
fn none(_: &[&str]) -> Vec<String> {
    Vec::new()
}

/// The way to every value that is no table, and to every table.
pub fn ways(value: &Value, keys: &Keys, values: &mut Vec<Keys>, tables: &mut Vec<Keys>) {
    match value {
        Value::Table(table) => {
            tables.push(keys.clone());
            table.iter().for_each(|(name, value)| ways(value, &keys.then(name.clone()), values, tables));
        }
        Value::Array(items) => {
            values.push(keys.clone());
            items.iter().enumerate().for_each(|(n, item)| ways(item, &keys.then(n), values, tables));
        }
        _ => values.push(keys.clone()),
    }
}

/// What must hold of changes at places drawn from a text: each bears only on its place, and its inverse gives the same bytes.
pub fn edited(text: &str, drawn: [u8; 2]) -> Result<(), String> {
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    let made = |text: &str, edit: Edit| apply(text, &[edit], &none);
    let Ok(table) = toml::from_str::<Table>(body) else {
        let refused = made(text, Edit::Set(Keys::default().then("a".to_owned()), "1".to_owned()));
        // A number of more than 64 bits is TOML that nothing can hold; a change elsewhere is what may be needed.
        let is_toml = toml::de::DeTable::parse(body).is_ok();
        return if is_toml || refused.is_err() { Ok(()) } else { Err("what is no TOML was changed".to_owned()) };
    };
    let (mut values, mut tables) = (Vec::new(), Vec::new());
    ways(&Value::Table(table), &Keys::default(), &mut values, &mut tables);
    let said = |keys: &Keys, what: &str, now: &str| Err(format!("{keys}: {what}\n{now}"));
    if let Some(keys) = values.get(usize::from(drawn[0]) % values.len().max(1)) {
        let parsed = toml::de::DeTable::parse(body).map_err(|_| "one parser reads it and the other does not")?;
        let Some((_, place)) = walk(&parsed, keys) else { return said(keys, "there is no such place", text) };
        if let Ok(away) = made(text, Edit::Set(keys.clone(), quoted("ü #"))) {
            let (before, after) = (format!("{mark}{}", &body[..place.start]), &body[place.end..]);
            let whole = place.len() == body[place.clone()].trim_end().len();
            if whole && (!away.starts_with(&before) || !away.ends_with(after)) {
                return said(keys, "other bytes changed", &away);
            }
            if let Ok(back) = made(&away, Edit::Set(keys.clone(), body[place].to_owned()))
                && back != text
            {
                return said(keys, "the old value is not the old text", &back);
            }
        }
        if let Ok(without) = made(text, Edit::Remove(keys.clone())) {
            let left = without.strip_prefix('\u{feff}').unwrap_or(&without);
            toml::from_str::<Table>(left).map_err(|error| format!("{keys}: removed, and no TOML any more: {error}\n{without}"))?;
        }
    }
    let Some(table) = tables.get(usize::from(drawn[1]) % tables.len().max(1)) else { return Ok(()) };
    let keys = table.then("zz-nieuw".to_owned());
    if let Ok(with) = made(text, Edit::Set(keys.clone(), "1".to_owned())) {
        // A table that is there only through those below it gets a header of its own, which stays.
        let headed = with.matches('[').count() > text.matches('[').count();
        match made(&with, Edit::Remove(keys.clone())) {
            Ok(without) if headed || without == text => {}
            // The first pair of a file of tables gets an empty line below it, which may stay.
            Ok(without) if table.0.is_empty() && without.len() <= text.len() + 2 && said_in(&without) == said_in(text) => {}
            other => return said(&keys, &format!("added and removed it is not the old text: {other:?}"), &with),
        }
        let renamed = made(&with, Edit::Rename(keys.clone(), "zz ü".to_owned())).map_err(|why| format!("{keys}: {why:?}\n{with}"))?;
        let again = made(&renamed, Edit::Rename(table.then("zz ü".to_owned()), "zz-nieuw".to_owned()));
        if again.as_ref() != Ok(&with) {
            return said(&keys, "renamed back and forth it is not the old text", &renamed);
        }
    }
    let pairs = vec![("who".to_owned(), quoted("a"))];
    if let Ok(with) = made(text, Edit::Append(table.then("zz-lijst".to_owned()), pairs.clone()))
        && made(&with, Edit::Append(table.then("zz-lijst".to_owned()), pairs)).is_err()
    {
        return said(table, "a list takes one item and not two", &with);
    }
    Ok(())
}

/// The lines of a text that say something.
fn said_in(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

/// What must hold of the cures of a text: it stays TOML where it was, and mending ends.
pub fn cured(kind: FileKind, text: &str) -> Result<(), String> {
    let mut now = text.to_owned();
    let body = |text: &str| text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    for _ in 0..100 {
        let findings = diagnose(&FilePath::new("file.toml"), kind, &body(&now), "");
        let cures: Vec<_> = findings.iter().filter_map(|finding| finding.cure.as_deref()).collect();
        let (next, made) = mended(&now, &cures, &none);
        if made == 0 || next == now {
            return Ok(());
        }
        if toml::from_str::<Table>(&body(&now)).is_ok() && toml::from_str::<Table>(&body(&next)).is_err() {
            return Err(format!("mended, and no TOML any more:\n{now}\n---\n{next}"));
        }
        now = next;
    }
    Err(format!("mending does not end:\n{now}"))
}
