//! The tables of the page of the format, written from the schemas: what each key holds, and what it means.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use commons::record::scalars::MARK;
use commons::record::schema::marked;
use commons::source::layout::KINDS;
use serde_json::{Map, Value};

use super::{cell, slug};

/// Our own scalars, and how the page calls what they hold.
const SCALARS: [(&str, &str); 13] = [
    ("date", "date"),
    ("day", "date"),
    ("vague-date", "date, may be vague"),
    ("moment", "date, or date and time"),
    ("money", "amount"),
    ("amount", "amount, or `\"unknown\"`"),
    ("hours", "hours a week"),
    ("number", "number"),
    ("rhythm", "rhythm"),
    ("vat", "`outside-scope`, `exempt`, `reverse-charge`, or a percentage"),
    ("id", "id"),
    ("zone", "time zone"),
    ("takes-part", "true, false, or `\"unknown\"`"),
];

/// Keys that every table may hold; the part by hand speaks of them.
const EVERYWHERE: [&str; 2] = ["note", "source"];

/// One table of one kind of file, or of several.
struct Table<'a> {
    heading: String,
    schema: &'a Value,
    /// The definitions of the kind in which it stands.
    definitions: &'a Map<String, Value>,
}

/// Every kind of file with its tables; a table that several kinds share is described where it comes first.
pub fn tables() -> String {
    let none = Map::new();
    let (mut page, mut described) = (String::new(), Described::new());
    for (kind, name, paths) in KINDS {
        let schema = marked(kind);
        let definitions = schema["definitions"].as_object().unwrap_or(&none);
        let nested = nested(schema, definitions);
        let fresh: Vec<(&str, Table<'_>)> = nested
            .iter()
            .filter(|(definition, _)| !described.contains_key(*definition) || described[*definition].1 != definitions[*definition])
            .map(|(definition, keys)| {
                (
                    *definition,
                    Table {
                        heading: format!("{name}: {}", keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
                        schema: &definitions[*definition],
                        definitions,
                    },
                )
            })
            .collect();
        for (definition, table) in &fresh {
            described.insert((*definition).to_owned(), (table.heading.clone(), table.schema.clone()));
        }
        let paths: Vec<String> =
            paths.iter().map(|path| format!("`{}`", path.replace("[0-9][0-9][0-9][0-9]", "<year>").replace('*', "<id>"))).collect();
        writeln!(page, "\n## {name}\n\n{}\n", paths.join(", ")).expect("text can be written to");
        table(&Table { heading: name.to_owned(), schema, definitions }, &described, &mut page);
        for (_, nested) in &fresh {
            writeln!(page, "\n### {}\n", nested.heading).expect("text can be written to");
            table(nested, &described, &mut page);
        }
    }
    page
}

/// The tables that have a heading already: that heading, and what was described there.
type Described = BTreeMap<String, (String, Value)>;

/// The tables below a kind's own, in the order in which they are met, each with the keys that hold it.
fn nested<'a>(schema: &'a Value, definitions: &'a Map<String, Value>) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let (mut queue, mut seen) = (vec![schema], BTreeSet::new());
    while let Some(table) = (!queue.is_empty()).then(|| queue.remove(0)) {
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            for definition in tables_in(value, definitions) {
                match found.iter_mut().find(|(known, _)| *known == definition) {
                    Some((_, keys)) if !keys.contains(&key.as_str()) => keys.push(key),
                    Some(_) => {}
                    None => found.push((definition, vec![key])),
                }
                if seen.insert(definition) {
                    queue.push(&definitions[definition]);
                }
            }
        }
    }
    found
}

/// The definitions of tables that a value may hold, directly or in a list.
fn tables_in<'a>(value: &'a Value, definitions: &'a Map<String, Value>) -> Vec<&'a str> {
    match value {
        Value::Array(all) => all.iter().flat_map(|one| tables_in(one, definitions)).collect(),
        Value::Object(table) => match table.get("$ref").and_then(Value::as_str).map(definition_of) {
            Some(name) if definitions[name].get("properties").is_some() => {
                vec![definitions.get_key_value(name).expect("it is defined").0.as_str()]
            }
            Some(name) => tables_in(&definitions[name], definitions),
            None => table.iter().filter(|(key, _)| *key != "properties").flat_map(|(_, one)| tables_in(one, definitions)).collect(),
        },
        _ => Vec::new(),
    }
}

fn definition_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// Writes one table: what it is, then its keys.
fn table(one: &Table<'_>, described: &Described, page: &mut String) {
    let about = one.schema["description"].as_str().unwrap_or_else(|| panic!("`{}` says nothing of itself", one.heading));
    writeln!(page, "{about}\n\n| key | holds | required | meaning |\n| --- | --- | --- | --- |").expect("text can be written to");
    let required: BTreeSet<&str> = one.schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, value) in one.schema["properties"].as_object().expect("a table has keys") {
        if EVERYWHERE.contains(&key.as_str()) {
            continue;
        }
        let needed = if required.contains(key.as_str()) { "yes" } else { "" };
        let holds = holds(value, one.definitions, described);
        writeln!(page, "| `{key}` | {} | {needed} | {} |", cell(&holds), cell(&meaning(value, one.definitions)))
            .expect("text can be written to");
    }
}

/// What a key means: as it says itself, or as the list of words or the table that it holds says.
fn meaning(value: &Value, definitions: &Map<String, Value>) -> String {
    let referred = || {
        let direct = value.get("$ref").or_else(|| value["items"].get("$ref")).or_else(|| value["allOf"][0].get("$ref"))?;
        definitions[definition_of(direct.as_str()?)]["description"].as_str()
    };
    value["description"].as_str().or_else(referred).unwrap_or_default().to_owned()
}

/// What a key holds, in words.
fn holds(value: &Value, definitions: &Map<String, Value>, described: &Described) -> String {
    if let Some(mark) = value.get(MARK).and_then(Value::as_str) {
        let named = SCALARS.iter().find(|(known, _)| *known == mark);
        return named.unwrap_or_else(|| panic!("the page has no word for `{mark}`")).1.to_owned();
    }
    if let Some(reference) = value.get("$ref").or_else(|| value["allOf"][0].get("$ref")).and_then(Value::as_str) {
        let name = definition_of(reference);
        return match described.get(name).filter(|(_, schema)| *schema == definitions[name]) {
            Some((heading, _)) => format!("[table](#{})", slug(heading)),
            None => holds(&definitions[name], definitions, described),
        };
    }
    for choices in ["anyOf", "oneOf"] {
        if let Some(all) = value[choices].as_array() {
            if let [one, many] = &all[..]
                && many["items"] == *one
            {
                return format!("{}; one, or a list of them", holds(one, definitions, described));
            }
            let mut held: Vec<String> = all.iter().map(|one| holds(one, definitions, described)).collect();
            held.dedup();
            return held.join(" or ").replace("` or `", "`, `");
        }
    }
    if let Some(words) = value["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    if let Some(word) = value["const"].as_str() {
        return format!("`{word}`");
    }
    match value["type"].as_str() {
        Some("string") => "text".to_owned(),
        Some("integer") => "whole number".to_owned(),
        Some("number") => "number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some("array") => match holds(&value["items"], definitions, described) {
            table if table.starts_with("[table]") => table.replacen("[table]", "[tables]", 1),
            scalar => format!("list of {}", plural(&scalar)),
        },
        Some("object") => format!("by name: {}", holds(&value["additionalProperties"], definitions, described)),
        other => panic!("the page has no word for {other:?}: {value}"),
    }
}

/// Several of what a key may hold.
fn plural(scalar: &str) -> String {
    if scalar.contains(['`', ',']) || scalar == "text" { scalar.to_owned() } else { format!("{scalar}s") }
}
