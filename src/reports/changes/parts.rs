//! What differs within a thing, key by key and in few words: `version from 1.2 to 1.3`.

use serde_json::Value;

use crate::changes::tree::{Difference, Path, Step};
use crate::changes::{Change, Thing};
use crate::record::shape::Shape;
use crate::reports::changes::apart::apart;
use crate::reports::changes::values::{is_private, shape_at, value};
use crate::reports::changes::{Telling, line, short};
use crate::reports::meeting::enumerated;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;
use crate::words::names::key_name;

/// All keys below a depth; nothing where nothing may be said of them.
pub(super) fn parts(telling: &Telling<'_>, change: &Change, depth: usize) -> Text {
    let is_whole = matches!(&change.keys[..], [one] if one.path.0.len() <= depth);
    let leaves = change.keys.iter().flat_map(leaves).filter(|one| !(is_whole && is_private(&one.path)));
    let all: Vec<Text> =
        leaves.map(|one| part(telling, &change.thing, &one, (depth, is_whole))).filter(|one| *one != Text::default()).collect();
    enumerated(&all)
}

/// A table that came or went as a whole, key by key. An item of a list stays what it is called.
pub(super) fn leaves(one: &Difference) -> Vec<Difference> {
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
    // What goes with the whole of a table is told as it was, not as going.
    let gone = (is_whole && one.to.is_none()).then(|| Difference { path: one.path.clone(), from: None, to: one.from.clone() });
    let sides = if gone.is_some() { (None, from.as_ref()) } else { (from.as_ref(), to.as_ref()) };
    if let Some(said) = special(telling, thing, gone.as_ref().unwrap_or(one), sides) {
        return said;
    }
    if let (true, Some(is)) = (ADJECTIVES.contains(&key), one.from.as_ref().or(one.to.as_ref()).and_then(Value::as_bool)) {
        return whether(&name, is, one.to.as_ref().and_then(Value::as_bool), course.0 && !is_whole);
    }
    let is_name = below.0.len() == 1 && thing.kind != FileKind::Expenses && matches!(key, "what" | "name" | "title");
    match (from, to) {
        (Some(from), Some(to)) if is_name && key == "what" => {
            text!(from, to; en: "it now reads {to} (was {from})", nl: "luidt nu {to} (was {from})")
        }
        (Some(from), Some(to)) if is_name => text!(from, to; en: "it is now called {to} (was {from})", nl: "heet nu {to} (was {from})"),
        (Some(from), Some(to)) => text!(name, from, to; en: "{name} from {from} to {to}", nl: "{name} van {from} naar {to}"),
        (None, Some(to)) if name == Text::default() => text!(to; en: "{to} added", nl: "{to} erbij"),
        (Some(from), None) if name == Text::default() => text!(from; en: "{from} removed", nl: "{from} eraf"),
        (None, Some(one)) | (Some(one), None) if is_whole => detail(key, &name, &one),
        (None, Some(to)) if is_item => text!(name, to; en: "{name}: {to} added", nl: "{name}: {to} erbij"),
        (Some(from), None) if is_item => text!(name, from; en: "{name}: {from} removed", nl: "{name}: {from} eraf"),
        (None, Some(to)) => text!(name, to; en: "{name} is now {to}", nl: "{name} is nu {to}"),
        (Some(from), None) if name.nl.ends_with(')') => {
            text!(name, from; en: "{name} removed (was {from})", nl: "{name} weggehaald (was {from})")
        }
        (Some(from), None) => text!(name, from; en: "no {name} any more (was {from})", nl: "geen {name} meer (was {from})"),
        (None, None) if name == Text::default() => name,
        (None, None) => match course {
            (false, _) => text!(name; en: "{name} added", nl: "{name} toegevoegd"),
            (_, false) => text!(name; en: "{name} removed", nl: "{name} weggehaald"),
            _ => text!(name; en: "{name} changed", nl: "{name} gewijzigd"),
        },
    }
}

/// Keys that say whether something is so, named by a word that can stand after `is`.
const ADJECTIVES: [&str; 5] = ["structural", "in_kind", "interim", "optional", "deductible"];

/// That something is so now, or is not.
pub(super) fn whether(name: &Text, was: bool, is: Option<bool>, is_changed: bool) -> Text {
    match (is_changed, is) {
        (true, None) => {
            let was = if was { Text::new("yes", "ja") } else { Text::new("no", "nee") };
            text!(name, was; en: "no longer said whether it is {name} (was {was})", nl: "niet meer aangegeven of het {name} is (was {was})")
        }
        (true, Some(true)) => text!(name; en: "now {name}", nl: "nu {name}"),
        (true, Some(false)) => text!(name; en: "no longer {name}", nl: "niet meer {name}"),
        (false, is) if is.unwrap_or(was) => name.clone(),
        _ => text!(name; en: "not {name}", nl: "niet {name}"),
    }
}

/// A key with what it says, where both come or go together.
pub(super) fn detail(key: &str, name: &Text, value: &Text) -> Text {
    match key {
        "from" if name.nl == "begindatum" => text!(value; en: "from {value}", nl: "vanaf {value}"),
        "by" => text!(value; en: "by {value}", nl: "van {value}"),
        "until" => text!(value; en: "until {value}", nl: "tot en met {value}"),
        "hours" => text!(value; en: "{value} hours", nl: "{value} uur"),
        "seats" => text!(value; en: "seats: {value}", nl: "zetels: {value}"),
        _ => text!(name, value; en: "{name} {value}", nl: "{name} {value}"),
    }
}

/// What is said in a way of its own: a step of the way in, an action that is open again.
fn special(telling: &Telling<'_>, thing: &Thing, one: &Difference, (from, to): (Option<&Text>, Option<&Text>)) -> Option<Text> {
    let key = one.path.last()?;
    if thing.kind == FileKind::Participant && one.path.begins(&["onboarding", "not_applicable", key]) {
        let step = step(telling, key);
        return Some(match (from, to) {
            (_, None) if one.to.is_none() => text!(step; en: "{step} applies after all", nl: "{step} is toch van toepassing"),
            (None, Some(to)) => text!(step, to; en: "{step} does not apply: {to}", nl: "{step} is niet van toepassing: {to}"),
            (Some(from), Some(to)) => {
                text!(step, from, to; en: "{step} does not apply, now because of {to} (was {from})", nl: "{step} is niet van toepassing, nu vanwege {to} (was {from})")
            }
            _ => text!(step; en: "{step} does not apply", nl: "{step} is niet van toepassing"),
        });
    }
    if thing.kind == FileKind::Participant && one.path.begins(&["onboarding", "done", key]) {
        let step = step(telling, key);
        return match (from, to) {
            (None, Some(to)) => Some(text!(step, to; en: "{step} on {to}", nl: "{step} op {to}")),
            (Some(from), None) => {
                Some(text!(step, from; en: "{step} no longer done (was {from})", nl: "{step} niet meer afgevinkt (was {from})"))
            }
            _ => None,
        };
    }
    if key == "majority_of_one" {
        let may = |value: &Value| {
            if *value == Value::Bool(true) {
                Text::new("one organisation may have a majority", "één organisatie mag een meerderheid hebben")
            } else {
                Text::new("one organisation may not have a majority", "één organisatie mag geen meerderheid hebben")
            }
        };
        return Some(match (&one.from, &one.to) {
            (_, Some(to)) => may(to),
            (from, None) => {
                let was = from.as_ref().map(may).unwrap_or_default();
                text!(was; en: "no longer agreed whether one organisation may have a majority (was: {was})", nl: "niet meer afgesproken of één organisatie een meerderheid mag hebben (was: {was})")
            }
        });
    }
    let is_item = matches!(one.path.0.last(), Some(Step::Item(_)));
    match (thing.kind, key, from, to) {
        (FileKind::Role, "for_organisation", None, Some(to)) => Some(text!(to; en: "now on behalf of {to}", nl: "nu namens {to}")),
        (FileKind::Role, "for_organisation", Some(from), None) => {
            Some(text!(from; en: "no longer on behalf of {from}", nl: "niet meer namens {from}"))
        }
        (FileKind::Budget, "from", None, Some(to)) if is_item => {
            Some(text!(to; en: "now paid by {to} too", nl: "nu ook betaald door {to}"))
        }
        (FileKind::Budget, "from", Some(from), None) if is_item => {
            Some(text!(from; en: "no longer paid by {from}", nl: "niet meer betaald door {from}"))
        }
        (FileKind::Event, "except", None, Some(to)) => Some(text!(to; en: "not on {to}", nl: "niet op {to}")),
        (FileKind::Event, "except", Some(from), None) => Some(text!(from; en: "on {from} after all", nl: "toch wel op {from}")),
        (FileKind::Event, "done", Some(from), None) => {
            Some(text!(from; en: "open again (was done on {from})", nl: "staat weer open (was afgerond op {from})"))
        }
        (FileKind::Event, "who", Some(from), None) => {
            Some(text!(from; en: "nobody does it any more (was {from})", nl: "niemand meer die het doet (was {from})"))
        }
        _ => None,
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
pub(super) fn called(kind: FileKind, key: &str, shape: &Shape) -> Text {
    match (kind, key) {
        (_, "settle") => Text::new("settled", "verrekening"),
        (_, "licence") => Text::new("licence", "licentie"),
        (_, "notice_months") if kind == FileKind::Product => Text::new("notice of the end", "aankondigingstermijn"),
        (_, "supported_until") => Text::new("support until", "ondersteuning tot en met"),
        (_, "per") => Text::new("how often it is paid", "frequentie"),
        (_, "hosted_by") => Text::new("host", "gastorganisatie"),
        (_, "meets") => Text::new("rhythm of meeting", "vergaderritme"),
        (_, "ends") => Text::new("end", "eindtijd"),
        (_, "started") => Text::new("first day", "startdatum"),
        (_, "earmarked") => Text::new("purpose", "oormerk"),
        (_, "after_days") => Text::new("time", "termijn"),
        (_, "last") => Text::new("last time", "laatste keer"),
        (_, "checked") => Text::new("last check", "laatste controle"),
        (_, "next") => Text::new("next time", "volgende keer"),
        (_, "optional") => Text::new("optional", "optioneel"),
        (_, "up_to") => Text::new("upper limit", "bovengrens"),
        (_, "credits") => Text::new("credited invoice", "gecrediteerde factuur"),
        (_, "decided" | "agreed") => Text::new("decision", "besluit"),
        (_, "joining_fee") => Text::new("joining fee", "toetredingsbijdrage"),
        (_, "url") => Text::new("link", "link"),
        (_, "min_term_months") => Text::new("shortest term", "kortste termijn"),
        (_, "every") => Text::new("repeated", "herhaling"),
        (_, "except") => Text::new("not on", "niet op"),
        (_, "processing_agreement") => Text::new("data processing agreement", "verwerkersovereenkomst"),
        (FileKind::Expenses, "invoice") => Text::new("number of the invoice", "factuurnummer"),
        (FileKind::Budget | FileKind::Payments, "from") if !shape.is_date() => Text::new("payer", "betaler"),
        (FileKind::Collaboration, "at") => Text::new("place", "vindplaats"),
        (FileKind::Collaboration, "tasks_per_person") => {
            Text::new("highest number of tasks of one person", "maximum aantal taken per persoon")
        }
        (FileKind::Collaboration, "seats_per_organisation") => {
            Text::new("highest number of seats of one organisation", "maximum aantal zetels per organisatie")
        }
        (FileKind::Collaboration, "by") => Text::new("person in charge", "verantwoordelijke"),
        (FileKind::Community, "by") => Text::new("proposer", "indiener"),
        (FileKind::Community, "who") => Text::new("person in charge", "uitvoerder"),
        (_, "by") => Text::new("contributor", "uitvoerder"),
        (_, "what") => Text::new("description", "omschrijving"),
        (_, "until") => Text::new("last day", "einddatum"),
        (_, "from") if shape.is_date() => Text::new("first day", "begindatum"),
        (FileKind::Invoice, "due") => Text::new("due date", "vervaldatum"),
        (FileKind::Event, "due") => Text::new("last day", "uiterste datum"),
        (FileKind::Event, "who") => Text::new("who does it", "wie het doet"),
        (FileKind::Event, "done") => Text::new("day of completion", "afronding"),
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

/// What a key says on both sides; of texts where they part, so that they never read the same.
pub(super) fn both(
    telling: &Telling<'_>,
    thing: &Thing,
    key: &str,
    (from, to): (Option<&Value>, Option<&Value>),
    shape: &Shape,
) -> (Option<Text>, Option<Text>) {
    let side = |one: Option<&Value>, record| one.and_then(|one| value((telling, record), thing, key, one, shape));
    let (was, is) = (side(from, telling.before), side(to, telling.after));
    match (own_words(from, was.as_ref()), own_words(to, is.as_ref())) {
        (Some(from), Some(to)) if from != to => {
            let (from, to) = apart(&from, &to);
            let is_long = from.contains(' ') || to.contains(' ');
            let marked = |text: &str| if is_long { text!(en: "“{text}”", nl: "“{text}”") } else { Text::same(text.to_owned()) };
            (Some(marked(&from)), Some(marked(&to)))
        }
        // They differ in what nobody reads: spaces, somebody who is not named.
        _ if was == is => (None, None),
        (from, to) => (from.map_or(was, |from| Some(quoted(&from))), to.map_or(is, |to| Some(quoted(&to)))),
    }
}

/// A text that is said as it was written.
fn own_words(raw: Option<&Value>, said: Option<&Text>) -> Option<String> {
    let text = line(raw?.as_str()?);
    let said = said?.nl.trim_start_matches('“').trim_end_matches('”');
    (said == text || said == text.trim_end_matches('.')).then_some(text)
}

/// In quotation marks, where it is more than a word.
pub(super) fn quoted(text: &str) -> Text {
    if text.contains(' ') { text!(en: "“{text}”", nl: "“{text}”") } else { Text::same(text) }
}
