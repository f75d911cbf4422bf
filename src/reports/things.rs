//! The things of a record as programs see them: each with its keys and values, typed by the schema, and as an audience may see it.

use serde_json::Value;

use crate::answers::audience::{Audience, Hidden, hidden_person, may_see, seen_invoice, seen_organisation, seen_person, stand_in};
use crate::answers::inhabitants::Inhabitants;
use crate::answers::presence::{joined, name, seated};
use crate::date::{Date, Moment, VagueDate};
use crate::document::Cell;
use crate::handbook::duties::duty;
use crate::money::Money;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Person;
use crate::record::shape::Shape;
use crate::record::values::Id;
use crate::record::work::Role;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Lang, Text, decimal, grouped};
use crate::words::names::{key_name, value_name};

/// A kind of thing that can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// As it is typed: `participants`.
    pub name: &'static str,
    pub title: Title,
    /// Of which files.
    pub file: FileKind,
    /// The list within the file; none where each file is a thing.
    pub list: Option<&'static str>,
    /// What is shown of each unless somebody asks for other columns.
    pub columns: &'static [&'static str],
    /// By what they are in order.
    pub order: &'static str,
}

/// A title that is known when the program is built, in English and Dutch.
type Title = (&'static str, &'static str);

/// Every kind, in the order in which they are named.
#[rustfmt::skip]
pub static LISTED: &[Listed] = &[
    whole("participants", ("Participants and other organisations", "Deelnemers en andere organisaties"), FileKind::Participant, &["id", "name", "status", "kind", "inhabitants", "joined", "left", "contact"], "name"),
    within("people", ("People", "Mensen"), FileKind::People, "people", &["id", "name", "organisation", "position", "email", "phone", "until"], "name"),
    whole("roles", ("Roles", "Rollen"), FileKind::Role, &["id", "title", "kind", "held_by", "critical", "until"], "title"),
    whole("tasks", ("Tasks", "Taken"), FileKind::Task, &["id", "title", "raci.responsible", "raci.accountable", "hours"], "title"),
    whole("products", ("Products", "Producten"), FileKind::Product, &["id", "name", "owner", "maintainer", "licence", "supported_until"], "name"),
    whole("events", ("Events", "Bijeenkomsten"), FileKind::Event, &["id", "starts", "title", "kind", "place", "status"], "starts"),
    whole("contracts", ("Contracts", "Contracten"), FileKind::Contract, &["id", "supplier", "what", "from", "until", "notice_date", "yearly", "total"], "until"),
    whole("invoices", ("Invoices", "Facturen"), FileKind::Invoice, &["id", "kind", "participant", "date", "due", "total"], "id"),
    within("payments", ("Payments", "Betalingen"), FileKind::Payments, "payment", &["on", "from", "invoice", "amount", "bank_reference"], "on"),
    within("expenses", ("Expenses", "Uitgaven"), FileKind::Expenses, "expense", &["on", "line", "supplier", "what", "amount", "invoice"], "on"),
    within("channels", ("Channels", "Kanalen"), FileKind::Community, "channel", &["id", "name", "kind", "owner", "rhythm", "last", "url"], "name"),
    within("knowledge", ("Knowledge", "Kennis"), FileKind::Community, "knowledge", &["id", "name", "kind", "owner", "checked", "url"], "name"),
    within("wishes", ("Wishes", "Wensen"), FileKind::Community, "wish", &["on", "what", "by", "status", "product"], "on"),
    within("lessons", ("Lessons", "Geleerde lessen"), FileKind::Community, "lesson", &["on", "what", "outcome", "by"], "on"),
    within("measurements", ("Measurements", "Metingen"), FileKind::Community, "measurement", &["on", "what", "value", "unit", "product"], "on"),
    within("evaluations", ("Evaluations", "Evaluaties"), FileKind::Community, "evaluation", &["on", "what", "outcome", "next"], "on"),
];

const fn whole(name: &'static str, title: Title, file: FileKind, columns: &'static [&'static str], order: &'static str) -> Listed {
    Listed { name, title, file, list: None, columns, order }
}

const fn within(
    name: &'static str,
    title: Title,
    file: FileKind,
    list: &'static str,
    columns: &'static [&'static str],
    order: &'static str,
) -> Listed {
    Listed { name, title, file, list: Some(list), columns, order }
}

/// A thing, as an audience may see it.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its keys and values; nothing is null.
    pub value: Value,
}

impl Listed {
    /// What the schema says of one of them.
    pub fn shape(&self) -> Shape {
        let file = Shape::of(self.file);
        match self.list {
            None => file,
            // People stand in tables by id.
            Some("people") => file.at("people").at(""),
            Some(list) => file.at(list).items(),
        }
    }

    /// What the schema says of what stands at a path: of each item where that is a list, and of who is named where it is a party.
    pub fn shape_at(&self, path: &str) -> Shape {
        if ["held_by", "organisation"].contains(&path) || path == "people" && self.name == "participants" {
            return Shape::of(FileKind::Role).at("part_of");
        }
        if path == "total" && self.name == "invoices" {
            return Shape::of(FileKind::Invoice).at("line").items().at("amount");
        }
        path.split('.').fold(self.shape(), |shape, key| inner(&shape.at(key)))
    }

    /// The keys that one of them may have, those of tables within it behind a dot, and what is worked out for them.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = vec!["id".to_owned(), "file".to_owned()];
        if self.list.is_some() && self.name != "people" {
            keys.truncate(0);
        }
        below(&self.shape(), "", 0, &mut keys);
        keys.extend(self.worked_out().iter().map(|key| (*key).to_owned()));
        keys.sort();
        keys.dedup();
        keys
    }

    fn worked_out(&self) -> &'static [&'static str] {
        match self.name {
            "roles" => &["held_by"],
            "people" => &["organisation"],
            "participants" => &["people"],
            "invoices" => &["total", "year"],
            _ => &[],
        }
    }

    /// All of them in a record.
    pub fn all(&self, record: &Record, audience: Audience) -> Vec<Thing> {
        let community = record.community.iter();
        match self.name {
            "participants" => {
                let numbers = Inhabitants::new(record);
                let mut all = values(record.participants.values().map(|one| {
                    let mut seen = seen_organisation(one, audience);
                    seen.status = one.status_on(record.on);
                    seen.inhabitants = numbers.of(one);
                    seen
                }));
                for (thing, one) in all.iter_mut().zip(record.participants.values()) {
                    let theirs = record.people.values().filter(|person| record.organisation_of(person) == Some(&one.id));
                    thing.value["people"] = theirs.filter(|person| may_see(person, audience)).map(|person| person.id.as_str()).collect();
                }
                all
            }
            "people" => record.people.values().map(|one| person(record, one, audience)).collect(),
            "roles" => record.roles.values().map(|one| role(record, one)).collect(),
            "tasks" => values(record.tasks.values()),
            "products" => values(record.products.values()),
            "events" => values(record.events.values()),
            "contracts" => values(record.contracts.values()),
            "invoices" => values(record.invoices.iter().map(|one| seen_invoice(one, audience))),
            "payments" => values(record.payments.iter().flat_map(|one| &one.payment)),
            "expenses" => values(record.expenses.iter().flat_map(|one| &one.expense)),
            "channels" => values(community.flat_map(|one| &one.channel)),
            "knowledge" => values(community.flat_map(|one| &one.knowledge)),
            "wishes" => values(community.flat_map(|one| &one.wish)),
            "lessons" => values(community.flat_map(|one| &one.lesson)),
            "measurements" => values(community.flat_map(|one| &one.measurement)),
            _ => values(community.flat_map(|one| &one.evaluation)),
        }
    }
}

/// Of an item where it is a list of some, else itself.
fn inner(shape: &Shape) -> Shape {
    let items = shape.items();
    if items.is_empty() { shape.clone() } else { items }
}

/// The keys of a table, and of the tables below it.
fn below(shape: &Shape, before: &str, depth: usize, keys: &mut Vec<String>) {
    for key in shape.keys() {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        let (inner, items) = (shape.at(key), shape.at(key).items());
        keys.push(path.clone());
        for inner in [inner, items] {
            if depth < 2 {
                below(&inner, &path, depth + 1, keys);
            }
        }
    }
}

fn values<T: serde::Serialize>(all: impl Iterator<Item = T>) -> Vec<Thing> {
    all.map(|one| Thing { value: serde_json::to_value(one).expect("plain values are always JSON") }).collect()
}

fn person(record: &Record, one: &Person, audience: Audience) -> Thing {
    let mut value = serde_json::to_value(seen_person(record, one, audience)).expect("plain values are always JSON");
    if let Some(of) = record.organisation_of(one) {
        value["organisation"] = of.as_str().into();
    }
    if !may_see(one, audience) {
        value["id"] = stand_in(record, one, audience).0.into();
    }
    Thing { value }
}

fn role(record: &Record, one: &Role) -> Thing {
    let mut value = serde_json::to_value(one).expect("plain values are always JSON");
    value["held_by"] = seated(record, one).iter().map(|seated| seated.who.as_str()).collect();
    Thing { value }
}

impl Thing {
    /// The same without what must not be read in it.
    #[must_use]
    pub fn masked(&self, hidden: &Hidden) -> Thing {
        let mut value = self.value.clone();
        if !hidden.is_empty() {
            hidden.mask(&mut value);
        }
        Thing { value }
    }

    /// What stands at a path such as `raci.accountable`, through every list on the way. A party of a task that is a table is who it
    /// names.
    pub fn at(&self, path: &str) -> Vec<&Value> {
        let mut found = vec![&self.value];
        for key in path.split('.') {
            let below = found.into_iter().flat_map(|value| match value {
                Value::Array(all) => all.iter().collect(),
                one => vec![one],
            });
            found = below.filter_map(|value| value.get(key)).collect();
        }
        let flat = found.into_iter().flat_map(|value| match value {
            Value::Array(all) => all.iter().collect(),
            one => vec![one],
        });
        let leaf = |value: &&Value| !value.is_null() && *value != "";
        flat.map(|value| value.get("who").unwrap_or(value)).filter(leaf).collect()
    }
}

/// What people call what stands at a path, with its unit where it has one.
pub fn title_of(path: &str, shape: &Shape) -> Text {
    let key = path.rsplit('.').next().unwrap_or(path);
    let name = match (key, shape.mark()) {
        // Of a meeting it is the report, of an item on its agenda how long it takes.
        ("minutes", _) if shape.may_be("integer") => return Text::new("Minutes", "Minuten"),
        ("hours", Some("hours")) => return Text::new("Hours a week", "Uren per week"),
        _ => key_name(key).capital(),
    };
    let unit = match key {
        _ if key.ends_with("_months") => Text::new("months", "maanden"),
        _ if key.ends_with("_days") => Text::new("days", "dagen"),
        _ => return name,
    };
    let (en, nl) = (name.en.trim_end_matches(" months").trim_end_matches(" days"), name.nl.as_ref());
    let name = Text { en: en.to_owned().into(), nl: nl.to_owned().into() };
    text!(name, unit; en: "{name} ({unit})", nl: "{name} ({unit})")
}

/// What stands under a key as a cell: as [`cell`], and words of the handbook by their names.
pub fn cell_at(record: &Record, path: &str, value: &Value, shape: &Shape, audience: Audience) -> Cell {
    let named = |value: &Value| match (path.rsplit('.').next(), value.as_str()) {
        (Some("covers"), Some(id)) => duty(id).map(|duty| Cell::Word(id.to_owned().into(), duty.name.clone())),
        (Some("what"), Some(id @ ("usage" | "satisfaction"))) => Some(Cell::Word(id.to_owned().into(), measured(id))),
        _ => None,
    };
    match value {
        Value::Array(all) if all.iter().any(|one| named(one).is_some()) => {
            let one = |value: &Value| named(value).unwrap_or_else(|| cell(record, value, &shape.items(), audience));
            Cell::List(all.iter().map(one).collect())
        }
        one => named(one).unwrap_or_else(|| cell(record, one, shape, audience)),
    }
}

/// What is measured everywhere.
fn measured(id: &str) -> Text {
    if id == "usage" { Text::new("use", "gebruik") } else { Text::new("satisfaction", "tevredenheid") }
}

/// A value as a cell: typed by the schema, a reference by its name.
pub fn cell(record: &Record, value: &Value, shape: &Shape, audience: Audience) -> Cell {
    match value {
        Value::Null => Cell::Blank,
        Value::Bool(yes) => word(if *yes { "true" } else { "false" }, if *yes { ("yes", "ja") } else { ("no", "nee") }),
        Value::Number(number) => number.as_i64().map_or_else(|| decimal_cell(number.as_f64().unwrap_or_default()), Cell::Number),
        Value::String(text) => of_text(record, text, shape, audience),
        Value::Array(all) => match all.iter().map(|value| cell(record, value, &shape.items(), audience)).collect::<Vec<_>>() {
            none if none.is_empty() => Cell::Blank,
            cells => Cell::List(cells),
        },
        Value::Object(table) => match within_line(record, table, shape, audience) {
            said if said == Text::default() => Cell::Blank,
            said => Cell::Text(said),
        },
    }
}

/// The keys under which a thing says what it is.
const NAMES: [&str; 4] = ["what", "title", "name", "who"];

/// A table within a line: what it is, and its other values with their keys.
fn within_line(record: &Record, table: &serde_json::Map<String, Value>, shape: &Shape, audience: Audience) -> Text {
    let head = NAMES.into_iter().find(|key| table.get(*key).is_some_and(|value| !value.is_null()));
    let one = |key: &str| {
        table.get(key).filter(|value| **value != Value::Bool(false)).map(|value| cell_at(record, key, value, &shape.at(key), audience))
    };
    let first = head.and_then(one).map(|cell| said(&cell));
    let rest = shape.keys().filter(|key| Some(key.as_str()) != head);
    let rest = rest.filter_map(|key| Some((key, one(key).filter(|cell| *cell != Cell::Blank)?))).map(|(key, cell)| {
        let (name, value) = (key_name(key), said(&cell));
        text!(name, value; en: "{name}: {value}", nl: "{name}: {value}")
    });
    let rest: Vec<Text> = rest.collect();
    let Some(first) = first else { return joined(&rest, ", ") };
    if rest.is_empty() {
        return first;
    }
    let rest = joined(&rest, ", ");
    text!(first, rest; en: "{first} ({rest})", nl: "{first} ({rest})")
}

/// A cell within a line.
pub(super) fn said(cell: &Cell) -> Text {
    match cell {
        Cell::Blank => Text::default(),
        Cell::Name(name) => Text::same(name.as_ref()),
        Cell::Text(text) | Cell::Word(_, text) | Cell::Noted(text, _) => text.clone(),
        Cell::Date(date) => text!(date; en: "{date}", nl: "{date}"),
        Cell::Number(number) => text!(en: "{number}", nl: "{number}"),
        Cell::Decimal(number) => Text { en: decimal(*number, Lang::En).into(), nl: decimal(*number, Lang::Nl).into() },
        Cell::Money(sum) => text!(sum; en: "{sum}", nl: "{sum}"),
        Cell::List(cells) => joined(&cells.iter().map(said).collect::<Vec<_>>(), ", "),
    }
}

#[allow(clippy::cast_possible_truncation)]
fn decimal_cell(number: f64) -> Cell {
    let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
    let said = |lang| if is_whole { grouped(number as i64, lang) } else { decimal(number, lang) }.into();
    Cell::Word(format!("{number}").into(), Text { en: said(Lang::En), nl: said(Lang::Nl) })
}

fn word(word: &'static str, (en, nl): Title) -> Cell {
    Cell::Word(word.into(), Text::new(en, nl))
}

fn of_text(record: &Record, text: &str, shape: &Shape, audience: Audience) -> Cell {
    if shape.is_date()
        && let Some(date) = Date::parse(text)
    {
        return Cell::Date(date);
    }
    if shape.is_date()
        && let Some(vague) = VagueDate::parse(text)
    {
        return Cell::Word(text.to_owned().into(), text!(vague; en: "{vague}", nl: "{vague}"));
    }
    if shape.is_date()
        && let Some(moment) = Moment::parse(text)
    {
        return Cell::Word(text.to_owned().into(), text!(moment; en: "{moment}", nl: "{moment}"));
    }
    if shape.is_money()
        && let Some(amount) = amount(text)
    {
        return Cell::Money(amount.in_currency(record.currency()));
    }
    if shape.mark() == Some("number")
        && let Ok(number) = text.parse::<f64>()
    {
        return decimal_cell(number);
    }
    if shape.mark() == Some("vat") && text.bytes().all(|b| b.is_ascii_digit()) {
        return Cell::Word(text.to_owned().into(), text!(en: "{text}%", nl: "{text}%"));
    }
    if shape.words().contains(&text)
        && let Some(name) = value_name(text)
    {
        return Cell::Word(text.to_owned().into(), name);
    }
    let id = Id::new(text);
    if shape.is_reference() && record.index.meant(&id).has(Kinds::ANYBODY | Kinds::PRODUCT | Kinds::CHANNEL) {
        return match hidden_person(record, &id, audience) {
            Some(person) => {
                let (key, title) = stand_in(record, person, audience);
                Cell::Word(key.into(), title)
            }
            None => Cell::Word(text.to_owned().into(), name(record, &id, audience)),
        };
    }
    Cell::same(text)
}

/// An amount as JSON has it: `1250.00`.
fn amount(text: &str) -> Option<Money> {
    let (whole, cents) = text.split_once('.').filter(|(_, cents)| cents.len() == 2)?;
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    Some(Money(whole.parse::<i64>().ok()?.checked_mul(100)? + sign * cents.parse::<i64>().ok()?))
}
