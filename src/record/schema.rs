//! JSON Schemas (draft-07) of every kind of file, made from the types themselves: what the reader demands, editors can too.

use std::sync::LazyLock;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::record::collaboration::Collaboration;
use crate::record::event::{Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::participant::{Participant, People};
use crate::record::scalars::MARK;
use crate::record::work::{Product, Role, Task};
use crate::source::layout::{FileKind, KINDS};

/// The schema of a kind of file, with our own mark on every scalar that is ours.
pub fn marked(kind: FileKind) -> &'static Value {
    static ALL: LazyLock<Vec<(FileKind, Value)>> =
        LazyLock::new(|| KINDS.iter().map(|(kind, name, _)| (*kind, made(*kind, name))).collect());
    ALL.iter().find(|(known, _)| *known == kind).map(|(_, schema)| schema).expect("every kind of file has a schema")
}

/// The schema of a kind of file, as other programs read it.
pub fn plain(kind: FileKind) -> Value {
    let mut schema = marked(kind).clone();
    unmark(&mut schema);
    schema
}

fn made(kind: FileKind, name: &str) -> Value {
    let mut schema = match kind {
        FileKind::Collaboration => of::<Collaboration>(),
        FileKind::Community => of::<Community>(),
        FileKind::People => of::<People>(),
        FileKind::Participant => of::<Participant>(),
        FileKind::Product => of::<Product>(),
        FileKind::Role => of::<Role>(),
        FileKind::Task => of::<Task>(),
        FileKind::Event => of::<Event>(),
        FileKind::Budget => of::<Budget>(),
        FileKind::Expenses => of::<Expenses>(),
        FileKind::Payments => of::<Payments>(),
        FileKind::Invoice => of::<Invoice>(),
        FileKind::Contract => of::<Contract>(),
    };
    schema["title"] = json!(name);
    schema
}

/// The draft-07 schema of a type, as its files are read.
fn of<T: JsonSchema>() -> Value {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    tidied(schema.to_value())
}

/// The draft-07 schema of a type, as it is exported.
pub fn exported<T: JsonSchema>() -> Value {
    let mut schema = SchemaSettings::draft07().for_serialize().into_generator().into_root_schema_for::<T>().to_value();
    require_what_is_written(&mut schema);
    tidied(schema)
}

/// The export leaves out what is not on record, so a key that may be null is a key that may be missing.
fn require_what_is_written(schema: &mut Value) {
    let nullable = |value: &Value| {
        let listed = value["type"].as_array().is_some_and(|types| types.iter().any(|name| name == "null"));
        listed || value["anyOf"].as_array().is_some_and(|choices| choices.iter().any(|choice| choice["type"] == "null"))
    };
    let keys = schema["properties"].as_object().into_iter().flatten();
    let optional: Vec<String> = keys.filter(|(_, value)| nullable(value)).map(|(key, _)| key.clone()).collect();
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|key| !optional.iter().any(|one| key == one));
    }
    match schema {
        Value::Array(all) => all.iter_mut().for_each(require_what_is_written),
        Value::Object(table) => table.values_mut().for_each(require_what_is_written),
        _ => {}
    }
}

fn tidied(mut schema: Value) -> Value {
    tidy(&mut schema);
    schema
}

/// TOML has no null, and formats such as `uint32` are no formats to others: bounds say it instead.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(tidy),
        Value::Object(table) => {
            if table.get("default").is_some_and(Value::is_null) {
                table.remove("default");
            }
            if let Some(Value::Array(types)) = table.get_mut("type") {
                types.retain(|name| name != "null");
                if let [one] = &types[..] {
                    let one = one.clone();
                    table.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(words)) = table.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            if let Some(Value::Array(choices)) = table.get_mut("anyOf") {
                choices.retain(|choice| choice["type"] != "null");
                if let [Value::Object(one)] = &choices[..] {
                    let one = one.clone();
                    table.remove("anyOf");
                    unwrap_into(table, one);
                }
            }
            bound(table);
            table.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

/// Puts the only choice of a table beside its description; draft-07 ignores what stands beside a `$ref`, so that goes below `allOf`.
fn unwrap_into(table: &mut Map<String, Value>, one: Map<String, Value>) {
    if one.contains_key("$ref") && !table.is_empty() {
        table.insert("allOf".to_owned(), json!([one]));
    } else {
        for (key, value) in one {
            table.entry(key).or_insert(value);
        }
    }
}

fn bound(table: &mut Map<String, Value>) {
    let (least, most) = match table.get("format").and_then(Value::as_str) {
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("double") => {
            table.remove("format");
            return;
        }
        _ => return,
    };
    table.remove("format");
    table.insert("minimum".to_owned(), json!(least));
    table.insert("maximum".to_owned(), json!(most));
}

fn unmark(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(unmark),
        Value::Object(table) => {
            if table.get(MARK).is_some_and(Value::is_string) {
                table.remove(MARK);
            }
            table.values_mut().for_each(unmark);
        }
        _ => {}
    }
}
