//! What differs within a thing, key by key and in few words: `version from 1.2 to 1.3`.

use serde_json::Value;

use crate::changes::tree::{Difference, Path, Step};
use crate::changes::{Change, Thing};
use crate::record::shape::Shape;
use crate::reports::changes::values::{is_private, shape_at, value};
use crate::reports::changes::{Telling, apart, short};
use crate::reports::meeting::enumerated;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;
use crate::words::names::key_name;

/// All keys below a depth; nothing where nothing may be said of them.
pub(super) fn parts(telling: &Telling<'_>, change: &Change, depth: usize) -> Text {
    const MOST: usize = 6;
    let is_whole = matches!(&change.keys[..], [one] if one.path.0.len() <= depth);
    let leaves = change.keys.iter().flat_map(leaves).filter(|one| !(is_whole && is_private(&one.path)));
    let all: Vec<Text> =
        leaves.map(|one| part(telling, &change.thing, &one, (depth, is_whole))).filter(|one| *one != Text::default()).collect();
    let rest = all.len().saturating_sub(MOST);
    let said = enumerated(&all[..all.len().min(MOST)]);
    let said = if rest > 0 { text!(said; en: "{said} and {rest} more", nl: "{said} en nog {rest}") } else { said };
    let (en, nl) = (short_of(&said.en), short_of(&said.nl));
    Text { en: en.into(), nl: nl.into() }
}

/// A table that came or went as a whole, key by key. An item of a list stays what it is called.
fn leaves(one: &Difference) -> Vec<Difference> {
    let ((Some(Value::Object(table)), None) | (None, Some(Value::Object(table)))) = (&one.from, &one.to) else {
        return vec![one.clone()];
    };
    if !matches!(one.path.0.last(), Some(Step::Key(_))) {
        return vec![one.clone()];
    }
    let below = |(key, value): (&String, &Value)| {
        let mut path = one.path.clone();
        path.0.push(Step::Key(key.clone()));
        let side = |of: &Option<Value>| of.as_ref().map(|_| value.clone());
        leaves(&Difference { path, from: side(&one.from), to: side(&one.to) })
    };
    table.iter().flat_map(below).collect()
}

/// One key below a depth; `is_whole` where everything came or went with it, so that this needs no saying.
fn part(telling: &Telling<'_>, thing: &Thing, one: &Difference, (depth, is_whole): (usize, bool)) -> Text {
    let below = Path(one.path.0[depth.min(one.path.0.len())..].to_vec());
    let shape = shape_at(thing.kind, &one.path);
    let name = name(telling, thing, one, &below, &shape);
    if one.path.0.last() == Some(&Step::Order) {
        return text!(name; en: "the order of {name}", nl: "de volgorde van {name}");
    }
    let course = (one.from.is_some(), one.to.is_some());
    let key = one.path.last().unwrap_or_default();
    let (from, to) =
        if is_private(&one.path) { (None, None) } else { both(telling, thing, key, (one.from.as_ref(), one.to.as_ref()), &shape) };
    let is_item = matches!(one.path.0.last(), Some(Step::Item(_)));
    match (from, to) {
        (Some(from), Some(to)) => text!(name, from, to; en: "{name} from {from} to {to}", nl: "{name} van {from} naar {to}"),
        (None, Some(to)) if name == Text::default() => text!(to; en: "{to} added", nl: "{to} erbij"),
        (Some(from), None) if name == Text::default() => text!(from; en: "{from} removed", nl: "{from} eraf"),
        (None, Some(one)) | (Some(one), None) if is_whole => text!(name, one; en: "{name} {one}", nl: "{name} {one}"),
        (None, Some(to)) if is_item => text!(name, to; en: "{name}: {to} added", nl: "{name}: {to} erbij"),
        (Some(from), None) if is_item => text!(name, from; en: "{name}: {from} removed", nl: "{name}: {from} eraf"),
        (None, Some(to)) => text!(name, to; en: "{name} is now {to}", nl: "{name} is nu {to}"),
        (Some(from), None) => text!(name, from; en: "{name} dropped (was {from})", nl: "{name} vervallen (was {from})"),
        (None, None) if name == Text::default() => name,
        (None, None) => match course {
            (false, _) => text!(name; en: "{name} added", nl: "{name} toegevoegd"),
            (_, false) => text!(name; en: "{name} removed", nl: "{name} weggehaald"),
            _ => text!(name; en: "{name} changed", nl: "{name} gewijzigd"),
        },
    }
}

/// What a key is called, and within what it stands where that is not said already.
fn name(telling: &Telling<'_>, thing: &Thing, one: &Difference, below: &Path, shape: &Shape) -> Text {
    let keys: Vec<&str> = below.0.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None }).collect();
    let Some(key) = keys.last() else { return Text::default() };
    let begins = |keys: &[&str]| one.path.begins(keys);
    if thing.kind == FileKind::Collaboration && begins(&["rules"]) {
        return Text::same(*key);
    }
    if thing.kind == FileKind::Participant && begins(&["onboarding", "done"]) {
        return step(telling, key);
    }
    let own = called(thing.kind, key, shape);
    match keys.first() {
        Some(within) if keys.len() > 1 && begins(&[within]) => {
            let within = key_name(within);
            text!(within, own; en: "{within} ({own})", nl: "{within} ({own})")
        }
        _ => own,
    }
}

/// What people call a key in a sentence on what changed.
fn called(kind: FileKind, key: &str, shape: &Shape) -> Text {
    match (kind, key) {
        (_, "what") => Text::new("description", "omschrijving"),
        (_, "until") => Text::new("last day", "einddatum"),
        (_, "from") if shape.is_date() => Text::new("first day", "begindatum"),
        (FileKind::Invoice, "due") => Text::new("due date", "vervaldatum"),
        (FileKind::Event, "due") => Text::new("last day", "uiterste datum"),
        (FileKind::Event, "who") => Text::new("who does it", "wie het doet"),
        (FileKind::Event, "done") => Text::new("done on", "afgerond op"),
        (FileKind::Participant, "joined") => Text::new("first day", "eerste dag"),
        (FileKind::Participant, "left") => Text::new("last day", "laatste dag"),
        (FileKind::Participant, "notice_given") => Text::new("day of notice", "datum van opzegging"),
        (FileKind::Participant, "successor") => Text::new("successor", "opvolger"),
        (FileKind::Role, "for_organisation") => Text::new("on behalf of", "namens"),
        _ => key_name(key),
    }
}

/// A step of the way in: the handbook's, or the collaboration's own.
fn step(telling: &Telling<'_>, id: &str) -> Text {
    let own = |record: &crate::record::Record| {
        let mut steps = record.community.iter().flat_map(|community| &community.step);
        steps.find(|step| step.id.as_str() == id).map(|step| Text::same(short(&step.what)))
    };
    let standard = crate::handbook::onboarding::step(id).map(|step| step.done.clone());
    let name = standard.or_else(|| own(telling.after)).or_else(|| own(telling.before)).unwrap_or_else(|| Text::same(id));
    text!(name; en: "“{name}”", nl: "“{name}”")
}

/// What a key says on both sides; of long texts where they part, so that they do not read the same.
pub(super) fn both(
    telling: &Telling<'_>,
    thing: &Thing,
    key: &str,
    (from, to): (Option<&Value>, Option<&Value>),
    shape: &Shape,
) -> (Option<Text>, Option<Text>) {
    let side = |one: Option<&Value>, record| one.and_then(|one| value((telling, record), thing, key, one, shape));
    let (was, is) = (side(from, telling.before), side(to, telling.after));
    match (was, is, from.and_then(Value::as_str), to.and_then(Value::as_str)) {
        (Some(was), Some(is), Some(from), Some(to)) if was == is => {
            let (from, to) = apart(from, to);
            (Some(text!(en: "“{from}”", nl: "“{from}”")), Some(text!(en: "“{to}”", nl: "“{to}”")))
        }
        (was, is, ..) => (was, is),
    }
}

/// Not longer than a sentence.
fn short_of(text: &str) -> String {
    if text.chars().count() > 400 { short(text) } else { text.to_owned() }
}
