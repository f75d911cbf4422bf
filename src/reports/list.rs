//! The things of a kind as a table: the columns that are asked, those that fit, in an order.

mod conditions;

use std::cmp::Ordering;

use serde_json::Value;

use crate::answers::audience::{Audience, hidden};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::shape::Shape;
use crate::reports::begun;
use crate::reports::list::conditions::{compared, plain};
use crate::reports::things::{Listed, Thing, cell_at, title_of};
use crate::text;
use crate::text::Text;

pub use crate::reports::list::conditions::{Condition, SIGNS, Test};

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct Options {
    pub kind: &'static Listed,
    /// Keys; those of the kind where there are none.
    pub columns: Vec<String>,
    /// All of these must hold.
    pub wanted: Vec<Condition>,
    /// Keys, the first of which decides; backwards where that is true.
    pub order: Vec<(String, bool)>,
    pub audience: Audience,
}

/// The things of a kind.
pub fn list(record: &Record, options: &Options) -> Document {
    let kind = options.kind;
    let (en, nl) = kind.title;
    // What is found must not tell what is not shown: each is looked at as the audience reads it.
    let hidden = hidden(record, options.audience);
    let mut read: Vec<(Thing, Thing)> =
        kind.all(record, options.audience).into_iter().map(|thing| (thing.masked(&hidden), thing)).collect();
    let all = read.len();
    read.retain(|(seen, _)| options.wanted.iter().all(|condition| condition.holds(seen)));
    let order = if options.order.is_empty() { vec![(kind.order.to_owned(), false)] } else { options.order.clone() };
    read.sort_by(|(one, _), (other, _)| in_order(one, other, &order));
    let things: Vec<Thing> = read.into_iter().map(|(_, thing)| thing).collect();
    let columns: Vec<String> = match options.columns.as_slice() {
        [] => kind.columns.iter().map(|key| (*key).to_owned()).collect(),
        asked => asked.to_vec(),
    };
    let shapes: Vec<Shape> = columns.iter().map(|path| kind.shape_at(path)).collect();
    let row = |thing: &Thing| {
        let within = |(path, shape): (&String, &Shape)| {
            let one =
                |value: &Value| if path == "id" { Cell::same(plain(value)) } else { cell_at(record, path, value, shape, options.audience) };
            let mut values: Vec<Cell> = thing.at(path).into_iter().map(one).filter(|cell| *cell != Cell::Blank).collect();
            if values.len() > 1 { Cell::List(values) } else { values.pop().unwrap_or(Cell::Blank) }
        };
        columns.iter().zip(&shapes).map(within).collect::<Vec<Cell>>()
    };
    let rows: Vec<Vec<Cell>> = things.iter().map(row).collect();
    let figures = |n: usize| rows.iter().any(|row: &Vec<Cell>| matches!(row[n], Cell::Number(_) | Cell::Money(_)));
    let heads = columns.iter().enumerate().map(|(n, path)| {
        let title = title_of(path, &shapes[n]);
        if figures(n) { Column::figures(path.clone(), title) } else { Column::words(path.clone(), title) }
    });
    let table = Table { name: kind.name, columns: heads.collect(), rows };
    let mut document = begun(record, "list", Text::new(en, nl));
    document.blocks = vec![match (things.len(), all) {
        (0, 0) => Block::Paragraph(Text::new("There are none in this record.", "Er staan er geen in dit dossier.")),
        (0, _) => {
            Block::Paragraph(text!(en: "None of the {all} is what was asked for.", nl: "Geen van de {all} voldoet aan wat is gevraagd."))
        }
        _ if options.columns.is_empty() => Block::Table(table.clone().filled()),
        _ => Block::Table(table.clone()),
    }];
    if !things.is_empty() {
        let number = things.len();
        document.blocks.push(Block::Paragraph(if number == all {
            text!(en: "In all: {number}.", nl: "Samen: {number}.")
        } else {
            text!(en: "{number} of {all}.", nl: "{number} van {all}.")
        }));
    }
    document.data = vec![table.clone()];
    document.sheet = table;
    document
}

/// By the first key that tells two things apart; what lacks it comes last either way.
fn in_order(one: &Thing, other: &Thing, order: &[(String, bool)]) -> Ordering {
    for (key, backwards) in order {
        let (a, b) = (one.at(key).first().map(|value| plain(value)), other.at(key).first().map(|value| plain(value)));
        let found = match (a, b) {
            (Some(a), Some(b)) if *backwards => compared(&b, &a),
            (Some(a), Some(b)) => compared(&a, &b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        if found != Ordering::Equal {
            return found;
        }
    }
    let id = |thing: &Thing| thing.value["id"].as_str().map(str::to_owned);
    id(one).cmp(&id(other))
}
