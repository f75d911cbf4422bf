//! Everything that names a thing: which thing, as what, in which file.

use serde_json::Value;

use crate::answers::audience::Audience;
use crate::answers::presence::{joined, name};
use crate::date::{Date, VagueDate};
use crate::document::{Cell, Column, Table};
use crate::finding::{Key, Keys, Place};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::survey::each_reference;
use crate::record::values::Id;
use crate::reports::capital;
use crate::source::FilePath;
use crate::text;
use crate::text::Text;
use crate::words::names::key_name;

/// Everything that names a thing: which thing, as what, in which file.
pub fn references(record: &Record, id: &Id, kind: Kinds, audience: Audience) -> Table {
    let plain = record.index.plain(id).0;
    let mut rows: Vec<(FilePath, String, Vec<Cell>)> = Vec::new();
    each_reference(record, &mut |reference, at| {
        let (named, wanted) = record.index.plain(reference.id);
        if named != plain || !wanted.has(kind) || !reference.accepts.has(kind) || !record.index.meant(reference.id).has(kind) {
            return;
        }
        let at = at();
        let Place::Key(keys) = &at.place else { return };
        let row = vec![
            Cell::Text(owner(record, &at.file, keys, audience)),
            as_what(record, &at.file, keys),
            Cell::same(at.file.as_str()),
            Cell::same(keys.to_string()),
        ];
        rows.push((at.file, keys.to_string(), row));
    });
    rows.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    let heads = [
        ("thing", Text::new("What", "Wat")),
        ("as", Text::new("As", "Als")),
        ("file", Text::new("File", "Bestand")),
        ("key", Text::new("Key", "Sleutel")),
    ];
    let columns = heads.map(|(key, title)| Column::words(key, title)).into();
    Table { name: "named_in", columns, rows: rows.into_iter().map(|(.., row)| row).collect() }
}

/// What a file is about: the name of its thing.
fn owner(record: &Record, file: &FilePath, keys: &Keys, audience: Audience) -> Text {
    if let [Key::Name(list), Key::Name(id), ..] = keys.0.as_slice()
        && list == "people"
    {
        return name(record, &Id::new(&format!("people/{id}")), audience);
    }
    let id = Id::new(file.stem());
    let title = |title: &str| Text::same(title);
    match file.as_str().split_once('/').map(|(folder, _)| folder) {
        Some("participants") => record.participants.get(&id).map(|one| title(&one.name)),
        Some("roles") => record.roles.get(&id).map(|one| title(&one.title)),
        Some("tasks") => record.tasks.get(&id).map(|one| title(&one.title)),
        Some("products") => record.products.get(&id).map(|one| title(&one.name)),
        Some("events") => record.events.get(&id).map(|one| title(&one.title)),
        Some("finances") => finances(record, file),
        _ => match file.stem() {
            "commons" => Some(Text::new("Settings", "Instellingen")),
            "community" => Some(Text::new("Community", "Community")),
            _ => None,
        },
    }
    .unwrap_or_else(|| title(file.as_str().trim_end_matches(".toml")))
}

/// What a file of the finances is about.
fn finances(record: &Record, file: &FilePath) -> Option<Text> {
    let stem = file.stem();
    let contract = record.contracts.values().find(|one| one.file == *file);
    let invoice = record.invoices.iter().find(|one| one.file == *file);
    let year = file.as_str().split('/').nth(1).unwrap_or_default();
    Some(match (contract, invoice, stem) {
        (Some(one), ..) => Text::same(one.what.as_str()),
        (_, Some(_), number) => text!(en: "Invoice {number}", nl: "Factuur {number}"),
        (.., "budget") => text!(en: "Budget {year}", nl: "Begroting {year}"),
        (.., "payments") => text!(en: "Payments {year}", nl: "Betalingen {year}"),
        (.., "expenses") => text!(en: "Expenses {year}", nl: "Uitgaven {year}"),
        _ => return None,
    })
}

/// The key under which somebody is named, in words, with which item of a list it is: `who` and `by` say less than the list.
fn as_what(record: &Record, file: &FilePath, keys: &Keys) -> Cell {
    let names: Vec<&str> = keys.0.iter().filter_map(|key| if let Key::Name(name) = key { Some(name.as_ref()) } else { None }).collect();
    let telling = match names.as_slice() {
        [.., list, "who" | "by" | "participant" | "product" | "supplier" | "invoice" | "owner" | "role"] => list,
        [.., last] => last,
        [] => "",
    };
    let said = capital(&key_name(telling));
    let said = match of_file(record, file).as_ref().and_then(|value| item(value, keys)) {
        Some(item) => text!(said, item; en: "{said}: {item}", nl: "{said}: {item}"),
        None => said,
    };
    Cell::Word(telling.to_owned().into(), said)
}

/// What stands in a file, where it has lists.
fn of_file(record: &Record, file: &FilePath) -> Option<Value> {
    let id = Id::new(file.stem());
    match file.as_str().split_once('/').map(|(folder, _)| folder) {
        Some("participants") => record.participants.get(&id).map(serde_json::to_value),
        Some("roles") => record.roles.get(&id).map(serde_json::to_value),
        Some("tasks") => record.tasks.get(&id).map(serde_json::to_value),
        Some("products") => record.products.get(&id).map(serde_json::to_value),
        Some("events") => record.events.get(&id).map(serde_json::to_value),
        Some("finances") => record.budgets.iter().find(|one| one.file == *file).map(serde_json::to_value),
        Some(_) => None,
        None => record.community.as_ref().filter(|one| one.file == *file).map(serde_json::to_value),
    }?
    .ok()
}

/// The innermost item of a list in which a key stands: what it is called, and from when until when it holds.
fn item(value: &Value, keys: &Keys) -> Option<Text> {
    let (mut at, mut found) = (value, None);
    for key in &keys.0 {
        at = match key {
            Key::Name(name) => at.get(name.as_ref())?,
            Key::Index(n) => {
                let item = at.get(*n)?;
                found = Some(item).filter(|item| item.is_object());
                item
            }
        };
    }
    let item = found?;
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    let day = |key: &str| text(key).and_then(|day| Date::parse(day).map(VagueDate::Day).or_else(|| VagueDate::parse(day)));
    let called = ["name", "what", "title", "id"].into_iter().find_map(text).map(Text::same);
    let from = day("from").map(|from| text!(from; en: "from {from}", nl: "vanaf {from}"));
    let until = day("until").map(|until| text!(until; en: "until {until}", nl: "t/m {until}"));
    let told: Vec<Text> = [called, from, until].into_iter().flatten().collect();
    (!told.is_empty()).then(|| joined(&told, ", "))
}
