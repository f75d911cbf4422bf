//! A report for programs: `commons/1`, each table under its name, keys that are the same in every language.

use serde_json::{Map, Value};

use crate::document::{Cell, Document, Table};
use crate::text::{Lang, json};

pub fn write(document: &Document, lang: Lang) -> Vec<u8> {
    let mut all = Map::new();
    all.insert("schema".into(), "commons/1".into());
    all.insert("report".into(), document.name.into());
    all.insert("on".into(), document.on.to_string().into());
    if let Some(commit) = &document.commit {
        all.insert("commit".into(), commit.as_str().into());
    }
    if !document.unread.is_empty() {
        all.insert("unread".into(), document.unread.clone().into());
    }
    for table in &document.data {
        all.insert(table.name.into(), rows(table, lang));
    }
    json(&Value::Object(all))
}

/// The rows of a table as objects; what is blank is left out.
fn rows(table: &Table, lang: Lang) -> Value {
    let object = |row: &Vec<Cell>| {
        let filled = table.columns.iter().zip(row).filter_map(|(column, cell)| Some((column.key.to_string(), value(cell, lang)?)));
        Value::Object(filled.collect())
    };
    table.rows.iter().map(object).collect()
}

fn value(cell: &Cell, lang: Lang) -> Option<Value> {
    Some(match cell {
        Cell::Blank => return None,
        Cell::Name(name) => name.as_ref().into(),
        Cell::Text(text) | Cell::Noted(text, _) => text.get(lang).into(),
        Cell::Word(word, _) => word.as_ref().into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Number(number) => (*number).into(),
        Cell::Decimal(number) => (*number).into(),
        Cell::Money(sum) => sum.amount.to_string().into(),
        Cell::List(cells) => cells.iter().filter_map(|cell| value(cell, lang)).collect(),
    })
}
