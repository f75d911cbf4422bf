//! One thing of a record: what is on record of it, and everything that refers to it.

mod named;

use serde_json::Value;

use crate::answers::audience::{Audience, may_see};
use crate::answers::presence::{name, presence, remarked};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::shape::Shape;
use crate::record::values::Id;
use crate::reports::show::named::references;
use crate::reports::things::{LISTED, Listed, Thing, cell, cell_at, title_of};
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;
use crate::words::names::key_name;

/// What is asked of a thing.
#[derive(Debug, Clone)]
pub struct Options {
    pub id: Id,
    /// Of which kind, where the id stands for several.
    pub kind: Kinds,
    pub audience: Audience,
}

/// The list in which things of a kind stand.
fn listed(kind: Kinds) -> Option<&'static Listed> {
    let name = match kind {
        Kinds::ORGANISATION => "participants",
        Kinds::PERSON => "people",
        Kinds::ROLE => "roles",
        Kinds::TASK => "tasks",
        Kinds::PRODUCT => "products",
        Kinds::EVENT => "events",
        Kinds::CONTRACT => "contracts",
        Kinds::CHANNEL => "channels",
        _ => return None,
    };
    LISTED.iter().find(|one| one.name == name)
}

/// Everything about one thing; none where its file cannot be read.
pub fn show(record: &Record, options: &Options) -> Option<Document> {
    let Options { id, kind, audience } = options;
    let kind = *kind;
    let listed = listed(kind)?;
    let plain = record.index.plain(id).0.into_owned();
    let hidden = record.people.get(plain.as_str()).filter(|one| kind == Kinds::PERSON && !may_see(one, *audience));
    let key = hidden.map_or_else(|| plain.clone(), |one| crate::answers::audience::stand_in(record, one, *audience).0);
    let thing = listed.all(record, *audience).into_iter().find(|one| one.value["id"] == key.as_str())?;
    let whole = Id::new(&kind.folders().next().map_or_else(|| plain.clone(), |(_, folder)| format!("{folder}/{plain}")));
    let called = match kind {
        Kinds::EVENT | Kinds::CONTRACT => {
            let title = thing.value["title"].as_str().or(thing.value["what"].as_str()).unwrap_or(&plain);
            Text::same(title)
        }
        _ => remarked(name(record, &whole, *audience), presence(record, &whole)),
    };
    let mut document = begun(record, "show", capital(&called));
    let (facts, tables) = parts(record, listed, &thing, *audience);
    document.blocks.push(Block::Facts(facts));
    let mut fields = Vec::new();
    for (key, value) in told(&thing) {
        let below = if value.is_array() { listed.shape().at(key) } else { listed.shape_at(key) };
        each_field(record, key, value, &below, *audience, &mut fields);
    }
    for (title, table) in tables {
        document.blocks.push(Block::Heading(title));
        document.blocks.push(Block::Table(table.filled()));
    }
    if kind == Kinds::ORGANISATION {
        let people = people(record, &plain, *audience);
        if !people.rows.is_empty() {
            document.blocks.push(Block::Heading(Text::new("People", "Mensen")));
            document.blocks.push(Block::Table(people.filled()));
        }
    }
    let named = references(record, id, kind, *audience);
    document.blocks.push(Block::Heading(Text::new("Named in", "Genoemd in")));
    document.blocks.push(if named.rows.is_empty() {
        Block::Paragraph(Text::new("Nothing in the record names it.", "Niets in het dossier noemt dit."))
    } else {
        let short = |row: &Vec<Cell>| row[..3].to_vec();
        Block::Table(Table { name: named.name, columns: named.columns[..3].to_vec(), rows: named.rows.iter().map(short).collect() })
    });
    let columns = ["key", "value"].map(|key| Column::words(key, Text::default())).into();
    let fields = Table { name: "fields", columns, rows: fields };
    document.sheet = fields.clone();
    document.data = vec![fields, named];
    Some(document)
}

/// What stands in a thing: single values with their keys, and lists of tables.
type Parts = (Vec<(Text, Cell)>, Vec<(Text, Table)>);

/// The keys and values of a thing; what is worked out for a list, and where a person stands, are said below.
fn told(thing: &Thing) -> impl Iterator<Item = (&String, &Value)> {
    thing.value.as_object().into_iter().flatten().filter(|(key, _)| !["held_by", "employer", "people"].contains(&key.as_str()))
}

/// Every value with the path at which it stands, for programs.
fn each_field(record: &Record, path: &str, value: &Value, shape: &Shape, audience: Audience, fields: &mut Vec<Vec<Cell>>) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::String(text) if path == "id" || path == "file" => fields.push(vec![Cell::same(path), Cell::same(text.as_str())]),
        Value::Array(all) if all.iter().any(Value::is_object) => {
            for (n, one) in all.iter().enumerate() {
                // A party that is only named stands for a table of its name.
                let path = if one.is_string() { format!("{path}[{n}].who") } else { format!("{path}[{n}]") };
                each_field(record, &path, one, &shape.items(), audience, fields);
            }
        }
        Value::Object(table) => {
            for (key, value) in table {
                each_field(record, &format!("{path}.{key}"), value, &shape.at(key), audience, fields);
            }
        }
        value => match cell_at(record, path, value, shape, audience) {
            Cell::Blank => {}
            cell => fields.push(vec![Cell::same(path), cell]),
        },
    }
}

fn parts(record: &Record, listed: &Listed, thing: &Thing, audience: Audience) -> Parts {
    let (mut facts, mut tables): Parts = Default::default();
    let shape = listed.shape();
    for (key, value) in told(thing) {
        let below = if value.is_array() { shape.at(key) } else { listed.shape_at(key) };
        let title = title_of(key, &below);
        match value {
            Value::Null | Value::Bool(false) => {}
            Value::String(text) if key == "id" || key == "file" => facts.push((title, Cell::same(text.as_str()))),
            Value::Array(all) if all.iter().any(Value::is_object) => {
                tables.push((title, as_table(record, all, &below.items(), audience)));
            }
            Value::Object(inner) => {
                for (name, value) in inner.iter().filter(|(_, value)| !value.is_null()) {
                    let cell = cell_at(record, name, value, &below.at(name), audience);
                    let said = decapital(&title_of(name, &below.at(name)));
                    let label = match (key.as_str(), name.as_str()) {
                        // A rhythm says by itself that it is how often.
                        ("repeat", "every") => title.clone(),
                        _ => text!(title, said; en: "{title}, {said}", nl: "{title}, {said}"),
                    };
                    if cell != Cell::Blank {
                        facts.push((label, cell));
                    }
                }
            }
            value => match cell_at(record, key, value, &below, audience) {
                Cell::Blank => {}
                cell => facts.push((title, cell)),
            },
        }
    }
    (facts, tables)
}

/// The first letter small, where the word is not all capitals.
fn decapital(text: &Text) -> Text {
    let small = |text: &str| {
        let mut letters = text.chars();
        match (letters.next(), letters.clone().next()) {
            (Some(first), second) if !second.is_some_and(char::is_uppercase) => first.to_lowercase().chain(letters).collect(),
            _ => text.to_owned(),
        }
    };
    Text { en: small(&text.en).into(), nl: small(&text.nl).into() }
}

/// A list of tables, with a column for each key that any of them has.
fn as_table(record: &Record, all: &[Value], shape: &Shape, audience: Audience) -> Table {
    let keys: Vec<&'static String> = shape.keys().collect();
    let wanted = |key: &&&String| all.iter().any(|one| !matches!(one.get(key.as_str()), None | Some(Value::Null | Value::Bool(false))));
    let keys: Vec<&String> = keys.iter().filter(wanted).copied().collect();
    let row = |one: &Value| {
        // A party that is only named stands for a table of its name.
        let at = |key: &String| match one {
            Value::String(_) if key == "who" => one.clone(),
            one => one.get(key.as_str()).filter(|value| **value != Value::Bool(false)).cloned().unwrap_or_default(),
        };
        keys.iter().map(|key| cell_at(record, key, &at(key), &shape.at(key), audience)).collect::<Vec<Cell>>()
    };
    let rows: Vec<Vec<Cell>> = all.iter().map(row).collect();
    let columns = keys.iter().enumerate().map(|(n, key)| {
        let title = title_of(key, &shape.at(key));
        let figures = rows.iter().any(|row: &Vec<Cell>| matches!(row[n], Cell::Number(_) | Cell::Money(_)));
        if figures { Column::figures((*key).clone(), title) } else { Column::words((*key).clone(), title) }
    });
    Table { name: "items", columns: columns.collect(), rows }
}

/// The people of an organisation.
fn people(record: &Record, organisation: &str, audience: Audience) -> Table {
    let listed = LISTED.iter().find(|one| one.name == "people").expect("it is listed");
    let theirs = listed.all(record, audience).into_iter().filter(|one| one.value["organisation"] == organisation);
    let keys = ["name", "position", "email", "phone", "from", "until"];
    let row = |one: Thing| keys.map(|key| cell(record, &one.value[key], &listed.shape_at(key), audience)).into();
    Table { name: "people", columns: keys.map(|key| Column::words(key, capital(&key_name(key)))).into(), rows: theirs.map(row).collect() }
}
