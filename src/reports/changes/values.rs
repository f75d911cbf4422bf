//! What a value is in a sentence: a date written out, an amount, a name, a short quote; and of what is personal nothing.

use serde_json::Value;

use crate::changes::Thing;
use crate::changes::told::Turn;
use crate::changes::tree::{Path, Step};
use crate::document::Cell;
use crate::handbook::Phase;
use crate::record::Record;
use crate::record::shape::Shape;
use crate::record::values::{Id, Rhythm};
use crate::reports::changes::{Telling, line, short};
use crate::reports::meeting::enumerated;
use crate::reports::things;
use crate::source::FilePath;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Lang, Text, grouped};

/// Keys whose values nobody reads in a sentence: addresses, numbers, and remarks that may hold anything.
const PRIVATE: [&str; 24] = [
    "email",
    "phone",
    "iban",
    "bic",
    "street",
    "post_box",
    "postcode",
    "city",
    "oin",
    "kvk",
    "vat_number",
    "peppol",
    "handle",
    "payment_reference",
    "bank_reference",
    "buyer_reference",
    "order_number",
    "ordered_by",
    "signatory",
    "note",
    "source",
    "billing",
    "buyer",
    "seller",
];

/// Whether a key is personal or private, so that only its change is told.
pub(super) fn is_private(path: &Path) -> bool {
    path.0.iter().any(|step| matches!(step, Step::Key(key) if PRIVATE.contains(&key.as_str())))
}

/// What the schema says of the value at a path.
pub(super) fn shape_at(kind: FileKind, path: &Path) -> Shape {
    let top = match kind {
        FileKind::People => Shape::of(FileKind::People).at("people").at(""),
        kind => Shape::of(kind),
    };
    path.0.iter().fold(top, |shape, step| match step {
        Step::Key(key) => shape.at(key),
        Step::Item(_) => shape.items(),
        Step::Order => shape,
    })
}

/// Keys of which the values are never people: a seat, a product, a contract.
const NOBODY: [&str; 8] = ["seat", "product", "contract", "role", "via", "body", "part_of", "class"];

/// Words of the format that say how something is arranged, as they are said within a sentence.
fn arranged(key: &str, word: &str) -> Option<Text> {
    Some(match (key, word) {
        ("per", "year") => Text::new("every year", "per jaar"),
        ("per", "month") => Text::new("every month", "per maand"),
        ("per", "once") => Text::new("once", "eenmalig"),
        ("settle", "line") => Text::new("as a line of the invoice", "als regel op de factuur"),
        ("settle", "set-off") => Text::new("against the whole invoice", "met het hele factuurbedrag"),
        ("joint_bodies", "sum") => Text::new("as the sum of those they stand for", "als de som van wie ze vertegenwoordigen"),
        ("joint_bodies", "one") => Text::new("as one participant", "als één deelnemer"),
        ("pro_rata", "months") => Text::new("by the month", "per maand"),
        ("pro_rata", "days") => Text::new("by the day", "per dag"),
        ("pro_rata", "half-year") => Text::new("by the half-year", "per half jaar"),
        ("pro_rata", "none") => Text::new("not at all", "niet naar rato"),
        _ => return None,
    })
}

/// Keys whose values are sentences of somebody.
const PROSE: [&str; 6] = ["reason", "purpose", "profile", "earmarked", "in_words", "decides"];

/// A value within a sentence, as a side has it; none where there is nothing to say.
pub(super) fn value((telling, record): (&Telling<'_>, &Record), thing: &Thing, key: &str, value: &Value, shape: &Shape) -> Option<Text> {
    if PRIVATE.contains(&key) {
        return None;
    }
    if let Some(said) = measured(key, value) {
        return Some(said);
    }
    Some(match value {
        Value::Null => return None,
        Value::Array(all) => {
            let items = shape.items();
            let texts: Vec<Text> = all.iter().filter_map(|one| self::value((telling, record), thing, key, one, &items)).collect();
            enumerated(&texts)
        }
        // Who is named in a table, or what it is called.
        Value::Object(table) => {
            let name = ["what", "title", "name", "who", "participant", "rule", "class", "id"]
                .into_iter()
                .find(|name| table.contains_key(*name))?;
            return self::value((telling, record), thing, name, &table[name], &shape.at(name));
        }
        Value::String(text) if key == "language" && text == "nl" => Text::new("Dutch", "Nederlands"),
        Value::String(text) if key == "language" && text == "en" => Text::new("English", "Engels"),
        Value::String(text) if key == "line" => of_line(telling, thing, text),
        Value::String(text) if matches!(key, "adopted" | "decided" | "agreed") => telling.agreed(&Id::new(text)),
        // What nobody is called by says itself, also where it stands nowhere else.
        Value::String(text) if NOBODY.contains(&key) && record.index.meant(&Id::new(text)) == Default::default() => {
            Text::same(text.as_str())
        }
        Value::String(text) if shape.is_reference() && key != "id" => telling.who(&Id::new(text)),
        Value::String(text) if PROSE.contains(&key) => {
            let text = line(text.trim_end_matches('.'));
            text!(en: "“{text}”", nl: "“{text}”")
        }
        // What somebody contributed is of a kind that the handbook or the record names.
        Value::String(text) if key == "kind" && thing.kind == FileKind::Participant && is_contribution(record, text) => {
            crate::answers::giving::kind(record, text).0
        }
        Value::String(text) if key == "every" => Rhythm(text.clone()).name(),
        Value::String(text) if let Some(said) = arranged(key, text) => said,
        one => match things::cell_at(record, key, one, shape, telling.audience) {
            cell if key == "indexation" => {
                let said = things::said(&cell);
                text!(said; en: "{said}%", nl: "{said}%")
            }
            Cell::Blank => return None,
            Cell::Name(text) => Text::same(line(&text)),
            cell => things::said(&cell),
        },
    })
}

fn is_contribution(record: &Record, kind: &str) -> bool {
    let mut own = record.community.iter().flat_map(|community| &community.contribution_kind);
    crate::handbook::community::contribution(kind).is_some() || own.any(|own| own.id.as_str() == kind)
}

/// A number with its unit, where the key says which.
fn measured(key: &str, value: &Value) -> Option<Text> {
    let number = value.as_u64()?;
    if key == "inhabitants" {
        let said = |lang| i64::try_from(number).map(|number| grouped(number, lang)).unwrap_or_default().into();
        return Some(Text { en: said(Lang::En), nl: said(Lang::Nl) });
    }
    let (one, more) = if key.ends_with("_months") {
        (Text::new("month", "maand"), Text::new("months", "maanden"))
    } else if key.ends_with("_days") {
        (Text::new("day", "dag"), Text::new("days", "dagen"))
    } else {
        return None;
    };
    let unit = if number == 1 { one } else { more };
    Some(text!(unit; en: "{number} {unit}", nl: "{number} {unit}"))
}

/// A line of the budget beside which a file stands, by what it is for.
fn of_line(telling: &Telling<'_>, thing: &Thing, id: &str) -> Text {
    let folder = |file: &FilePath| file.as_str().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let own = folder(&thing.file);
    let budgets = || [telling.after, telling.before].into_iter().flat_map(|record| &record.budgets);
    // What a product costs may be booked on the budget of the collaboration.
    let near = budgets().filter(|budget| folder(&budget.file) == own);
    let of_year = |file: &FilePath| file.as_str().split('/').nth(1).map(str::to_owned);
    let same_year = budgets().filter(|budget| of_year(&budget.file) == of_year(&thing.file));
    let cost = near.chain(same_year).flat_map(|budget| &budget.cost).find(|cost| cost.id.as_str() == id);
    Text::same(short(cost.and_then(|cost| cost.what.as_deref()).unwrap_or(id)))
}

/// The budget, the expenses or the payments of a year, and of a product within it.
pub(super) fn of_year(telling: &Telling<'_>, thing: &Thing) -> Text {
    let parts: Vec<&str> = thing.file.as_str().split('/').collect();
    let year = parts.get(1).copied().unwrap_or_default();
    let what = match thing.kind {
        FileKind::Budget => Text::new("the budget for", "de begroting"),
        FileKind::Expenses => Text::new("the expenses of", "de uitgaven van"),
        _ => Text::new("the payments of", "de ontvangsten van"),
    };
    match parts[..] {
        [_, _, product, _] => {
            let name = [telling.after, telling.before].into_iter().find_map(|record| record.products.get(product)).map(|one| &one.name);
            let product = name.map_or(product, String::as_str);
            text!(what; en: "{what} {year} of {product}", nl: "{what} {year} van {product}")
        }
        _ => text!(what; en: "{what} {year}", nl: "{what} {year}"),
    }
}

/// So many of each kind in a record that begins.
pub(super) fn began(counted: &[(FileKind, usize)]) -> Text {
    let one = |(kind, number): &(FileKind, usize)| {
        let (one, more) = match kind {
            FileKind::Participant => (Text::new("organisation", "organisatie"), Text::new("organisations", "organisaties")),
            FileKind::People => (Text::new("person", "persoon"), Text::new("people", "personen")),
            FileKind::Product => (Text::new("product", "product"), Text::new("products", "producten")),
            FileKind::Role => (Text::new("role", "rol"), Text::new("roles", "rollen")),
            FileKind::Task => (Text::new("task", "taak"), Text::new("tasks", "taken")),
            FileKind::Event => (Text::new("event", "bijeenkomst"), Text::new("events", "bijeenkomsten")),
            FileKind::Budget => (Text::new("budget", "begroting"), Text::new("budgets", "begrotingen")),
            FileKind::Invoice => (Text::new("invoice", "factuur"), Text::new("invoices", "facturen")),
            FileKind::Contract => (Text::new("contract", "contract"), Text::new("contracts", "contracten")),
            FileKind::Collaboration | FileKind::Community | FileKind::Expenses | FileKind::Payments => return None,
        };
        let word = if *number == 1 { one } else { more };
        Some(text!(word; en: "{number} {word}", nl: "{number} {word}"))
    };
    let all: Vec<Text> = counted.iter().filter_map(one).collect();
    if all.is_empty() {
        return Text::new("the record begins here", "het dossier begint hier");
    }
    let all = enumerated(&all);
    text!(all; en: "the record begins here, with {all}", nl: "het dossier begint hier, met {all}")
}

/// The phase of the community, by how many municipalities take part (B1).
pub(super) fn phase(to: Option<Phase>, number: usize) -> Text {
    let Some(phase) = to.map(Phase::name) else {
        return Text::new("no municipality takes part any more", "er doet geen gemeente meer mee");
    };
    let counted = if number == 1 {
        Text::new("1 municipality", "1 gemeente")
    } else {
        text!(en: "{number} municipalities", nl: "{number} gemeenten")
    };
    text!(phase, counted; en: "with {counted} the community is now in the {phase}", nl: "met {counted} is de community nu in de {phase}")
}

/// What became of the text of the agreement.
pub(super) fn agreed(file: &str, course: Turn) -> Text {
    match course {
        Turn::Came => {
            text!(en: "the text of the agreement is in the record now (`{file}`)", nl: "de tekst van de samenwerkingsovereenkomst staat nu in het dossier (`{file}`)")
        }
        Turn::Changed => {
            text!(en: "the text of the agreement itself changed (`{file}`)", nl: "de tekst van de samenwerkingsovereenkomst zelf is gewijzigd (`{file}`)")
        }
        Turn::Went => {
            text!(en: "the text of the agreement is no longer in the record (`{file}`)", nl: "de tekst van de samenwerkingsovereenkomst staat niet meer in het dossier (`{file}`)")
        }
    }
}

/// Where the record stood and where it stands.
pub(super) fn moved(from: &str, to: &str) -> Text {
    let folder = |prefix: &str| match prefix.trim_end_matches('/') {
        "" => Text::new("the top of the repository", "de bovenste map van de repository"),
        folder => text!(en: "the folder `{folder}`", nl: "de map `{folder}`"),
    };
    let (from, to) = (folder(from), folder(to));
    text!(from, to; en: "the record moved from {from} to {to}", nl: "het dossier verhuisde van {from} naar {to}")
}
