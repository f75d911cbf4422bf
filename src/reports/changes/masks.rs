//! What must not be read in what is said of changes, and texts without it.

use std::cell::LazyCell;

use crate::answers::audience::{Audience, Hidden, hidden, spelled, titles};
use crate::answers::privacy::is_forgotten;
use crate::record::participant::{Now, Person, Visibility};
use crate::reports::changes::Telling;
use crate::text::{Lang, Text};

/// What must not be read in what is said of both records: of people whom one of them hides, or who are gone from the newer one.
pub fn masks(telling: &Telling<'_>) -> Vec<Hidden> {
    let mut masks: Vec<Hidden> = [telling.after, telling.now].iter().map(|record| hidden(record, telling.audience)).collect();
    let titles = LazyCell::new(|| spelled(titles(telling.now)));
    for record in [telling.before, telling.after] {
        let gone = |one: &Person| !telling.may_name(one.id.as_str()) && !is_forgotten(one) && !titles.contains(&spelled([&*one.name]));
        if !record.people.values().any(gone) {
            continue;
        }
        let mut then = record.clone();
        for one in then.people.values_mut() {
            (one.visibility, one.now) = (Some(Visibility::Public), if gone(one) { Now::Gone } else { Now::Same });
        }
        masks.push(hidden(&then, Audience::Public));
    }
    masks.retain(|mask| !mask.is_empty());
    masks
}

/// A text without what must not be read in it.
pub fn masked(text: &Text, masks: &[Hidden]) -> Text {
    let mut text = text.clone();
    for hidden in masks {
        for (lang, words) in [(Lang::En, &mut text.en), (Lang::Nl, &mut text.nl)] {
            if let Some(masked) = hidden.masked(words, lang) {
                *words = masked.into();
            }
        }
    }
    text
}
