//! One thing of a record: what is on record of it, and everything that refers to it.

use serde_json::Value;

use crate::answers::audience::{Audience, may_see};
use crate::answers::presence::{name, presence, remarked};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::finding::{Key, Keys, Place};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::shape::Shape;
use crate::record::survey::each_reference;
use crate::record::values::Id;
use crate::reports::things::{LISTED, Listed, Thing, cell};
use crate::reports::{begun, capital};
use crate::source::FilePath;
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
    document.blocks.push(Block::Facts(facts.iter().map(|(_, title, cell)| (title.clone(), cell.clone())).collect()));
    let mut fields: Vec<Vec<Cell>> = facts.into_iter().map(|(path, _, cell)| vec![Cell::same(path), cell]).collect();
    for (key, title, table) in tables {
        for (n, row) in table.rows.iter().enumerate() {
            let filled = table.columns.iter().zip(row).filter(|(_, cell)| **cell != Cell::Blank);
            fields.extend(filled.map(|(column, cell)| vec![Cell::same(format!("{key}[{n}].{}", column.key)), cell.clone()]));
        }
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
type Parts = (Vec<(String, Text, Cell)>, Vec<(String, Text, Table)>);

fn parts(record: &Record, listed: &Listed, thing: &Thing, audience: Audience) -> Parts {
    let (mut facts, mut tables): Parts = Default::default();
    let shape = listed.shape();
    let Some(table) = thing.value.as_object() else { return (facts, tables) };
    // What is worked out for a list, and where a person stands, are said below.
    for (key, value) in table.iter().filter(|(key, _)| !["held_by", "employer"].contains(&key.as_str())) {
        let below = if value.is_array() { shape.at(key) } else { listed.shape_at(key) };
        let title = capital(&key_name(key));
        match value {
            Value::Null | Value::Bool(false) => {}
            Value::String(text) if key == "id" || key == "file" => facts.push((key.clone(), title, Cell::same(text.as_str()))),
            Value::Array(all) if all.iter().any(Value::is_object) => {
                tables.push((key.clone(), title, as_table(record, all, &below.items(), audience)));
            }
            Value::Object(inner) => {
                for (name, value) in inner.iter().filter(|(_, value)| !value.is_null()) {
                    let said = key_name(name);
                    let label = text!(title, said; en: "{title}, {said}", nl: "{title}, {said}");
                    let cell = cell(record, value, &below.at(name), audience);
                    if cell != Cell::Blank {
                        facts.push((format!("{key}.{name}"), label, cell));
                    }
                }
            }
            value => match cell(record, value, &below, audience) {
                Cell::Blank => {}
                cell => facts.push((key.clone(), title, cell)),
            },
        }
    }
    (facts, tables)
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
        keys.iter().map(|key| cell(record, &at(key), &shape.at(key), audience)).collect::<Vec<Cell>>()
    };
    let rows: Vec<Vec<Cell>> = all.iter().map(row).collect();
    let columns = keys.iter().enumerate().map(|(n, key)| {
        let title = capital(&key_name(key));
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

/// Everything that names a thing: which thing, as what, in which file.
fn references(record: &Record, id: &Id, kind: Kinds, audience: Audience) -> Table {
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
            as_what(keys),
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

/// The key under which somebody is named, in words: `who` and `by` say less than the list that they stand in.
fn as_what(keys: &Keys) -> Cell {
    let names: Vec<&str> = keys.0.iter().filter_map(|key| if let Key::Name(name) = key { Some(name.as_ref()) } else { None }).collect();
    let telling = match names.as_slice() {
        [.., list, "who" | "by" | "participant" | "product" | "supplier" | "invoice" | "owner" | "role"] => list,
        [.., last] => last,
        [] => "",
    };
    Cell::Word(telling.to_owned().into(), capital(&key_name(telling)))
}
