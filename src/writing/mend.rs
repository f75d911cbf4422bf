//! Cures of findings made in the text that they are for: the first wins where two touch, and the other waits for another round.

use crate::edit::{Edit, Order, apply};
use crate::finding::Cure;
use crate::keys::Keys;

/// So many changes are made in one file at a time; each is made in what the one before it left.
const TOGETHER: usize = 500;

/// A text with cures made in it, and how many could be.
pub fn mended(text: &str, cures: &[&Cure], order: Order<'_>) -> (String, usize) {
    let by_bytes: Vec<(usize, usize, &str)> = cures
        .iter()
        .filter_map(|cure| if let Cure::Bytes(start, end, new) = cure { Some((*start, *end, new.as_str())) } else { None })
        .collect();
    if by_bytes.is_empty() { at_keys(text, cures, order) } else { at_bytes(text, by_bytes) }
}

/// Where a text is no TOML no key leads anywhere, and places are bytes.
fn at_bytes(text: &str, mut places: Vec<(usize, usize, &str)>) -> (String, usize) {
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    // From the end to the beginning, so that those before stay where they are.
    places.sort_by_key(|(start, end, _)| (*start, *end));
    let mut free = usize::MAX;
    let (mut now, mut made) = (body.to_owned(), 0);
    for (start, end, new) in places.into_iter().rev() {
        if start <= end && end <= free && body.get(start..end).is_some() {
            now.replace_range(start..end, new);
            free = start;
            made += 1;
        }
    }
    (format!("{mark}{now}"), made)
}

fn at_keys(text: &str, cures: &[&Cure], order: Order<'_>) -> (String, usize) {
    let mut taken: Vec<&Keys> = Vec::new();
    let mut chosen: Vec<&[Edit]> = Vec::new();
    for cure in cures.iter().take(TOGETHER) {
        let Cure::Edits(edits) = cure else { continue };
        let touches = |edit: &Edit| taken.iter().any(|other| is_within(edit.keys(), other) || is_within(other, edit.keys()));
        if !edits.iter().any(touches) {
            taken.extend(edits.iter().map(Edit::keys));
            chosen.push(edits);
        }
    }
    // What goes out of a list gives those behind it another number, so it goes last and from the end; a table loses its name before that.
    chosen.sort_by_cached_key(|edits| match edits.first() {
        Some(Edit::Remove(keys)) => (2, Some(std::cmp::Reverse(keys.clone()))),
        Some(Edit::Rename(keys, _)) => (1, Some(std::cmp::Reverse(keys.clone()))),
        _ => (0, None),
    });
    let (mut now, mut made) = (text.to_owned(), 0);
    for edits in chosen {
        if let Ok(next) = apply(&now, edits, order) {
            now = next;
            made += 1;
        }
    }
    (now, made)
}

fn is_within(keys: &Keys, outer: &Keys) -> bool {
    keys.0.starts_with(&outer.0)
}
