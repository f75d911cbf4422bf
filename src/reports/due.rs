//! What time asks for: what is overdue, then what comes, by day.

use crate::answers::agreed::Agreed;
use crate::answers::audience::Audience;
use crate::answers::due::saying::{known, said};
use crate::answers::due::{Due, Span, concerned, concerns, due, undated};
use crate::answers::presence::{joined, name};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::finding::Place;
use crate::record::Record;
use crate::record::event::Action;
use crate::record::values::Id;
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;

/// What is asked of the list.
#[derive(Debug, Clone)]
pub struct Options {
    /// The last day of what is coming.
    pub until: Date,
    /// Only what concerns this person, organisation, role or body.
    pub who: Option<Id>,
    pub audience: Audience,
}

/// So many of those who are invited are named to people; programs are given all.
const NAMED: usize = 4;

/// The list of a record.
pub fn of(record: &Record, options: &Options) -> Document {
    let mut found = due(record, Span { from: None, until: options.until });
    let mut undated = undated(record);
    if let Some(who) = &options.who {
        let those = concerned(record, who);
        found.retain(|due| concerns(record, due, &those));
        undated.retain(|one| one.what.who.as_ref().is_some_and(|who| those.contains(record.index.plain(who).0.as_ref())));
    }
    let (overdue, coming): (Vec<&Due<'_>>, Vec<&Due<'_>>) = found.iter().partition(|due| due.day < record.on);
    let mut blocks = vec![Block::Paragraph(counted(overdue.len(), coming.len(), options.until))];
    let until = options.until;
    for (title, part) in [
        (Text::new("Overdue", "Over de datum"), overdue),
        (text!(until; en: "Coming, until {until}", nl: "Wat eraan komt, t/m {until}"), coming),
    ] {
        if !part.is_empty() {
            blocks.push(Block::Heading(title));
            blocks.push(Block::Table(for_people(record, &part, options.audience)));
        }
    }
    blocks.extend(without_day(undated.len()).map(Block::Paragraph));
    let title = match &options.who {
        Some(who) => {
            let who = name(record, who, options.audience);
            text!(who; en: "What is due: {who}", nl: "Wat eraan komt: {who}")
        }
        None => Text::new("What is due", "Wat eraan komt"),
    };
    let data = data(record, &found, options.audience);
    let undated = data_of_undated(record, &undated, options.audience);
    Document { blocks, sheet: data.clone(), data: vec![data, undated], ..begun(record, "due", title) }
}

/// How many actions are open without a day by which they are to be done.
pub fn without_day(number: usize) -> Option<Text> {
    Some(match number {
        0 => return None,
        1 => Text::new(
            "Besides, 1 open action has no date; `commons actions` shows it.",
            "Daarnaast staat er 1 actie open zonder datum; `commons actions` toont die.",
        ),
        _ => text!(
            en: "Besides, {number} open actions have no date; `commons actions` shows them.",
            nl: "Daarnaast staan er {number} acties open zonder datum; `commons actions` toont ze."
        ),
    })
}

fn data_of_undated(record: &Record, undated: &[Agreed<'_, Action>], audience: Audience) -> Table {
    let columns = ["what", "who", "name", "file", "key"].into_iter().map(|key| Column::words(key, Text::default())).collect();
    let row = |one: &Agreed<'_, Action>| {
        let who = one.what.who.as_ref();
        vec![
            Cell::same(one.what.what.as_str()),
            who.map_or(Cell::Blank, |id| Cell::same(record.index.plain(id).0.into_owned())),
            who.map_or(Cell::Blank, |id| Cell::Text(name(record, id, audience))),
            Cell::same(one.event.file.to_string()),
            Cell::same(one.keys.to_string()),
        ]
    };
    Table { name: "undated", columns, rows: undated.iter().map(row).collect() }
}

fn counted(overdue: usize, coming: usize, until: Date) -> Text {
    match (overdue, coming) {
        (0, 0) => {
            text!(until; en: "Nothing is overdue, and nothing is due until {until}.", nl: "Er is niets over de datum en er komt niets aan t/m {until}.")
        }
        (0, _) => text!(en: "Nothing is overdue; {coming} coming.", nl: "Niets over de datum; {coming} op komst."),
        (_, 0) => {
            text!(until; en: "{overdue} overdue; nothing is coming until {until}.", nl: "{overdue} over de datum; er komt niets aan t/m {until}.")
        }
        _ => text!(en: "{overdue} overdue, {coming} coming.", nl: "{overdue} over de datum, {coming} op komst."),
    }
}

fn for_people(record: &Record, part: &[&Due<'_>], audience: Audience) -> Table {
    let columns = vec![
        Column::words("day", Text::new("Day", "Datum")),
        Column::words("what", Text::new("What", "Wat")),
        Column::words("who", Text::new("Who", "Wie")),
        Column::words("where", Text::new("Where", "Waar")),
    ];
    let row = |due: &&Due<'_>| {
        let mut who: Vec<Text> = due.who.iter().take(NAMED).map(|id| known(record, id, audience)).collect();
        let more = due.who.len().saturating_sub(NAMED);
        if more > 0 {
            who.push(text!(en: "{more} more", nl: "nog {more}"));
        }
        vec![
            Cell::Text(short(due.day)),
            Cell::Text(capital(&said(record, due, audience))),
            if who.is_empty() { Cell::Blank } else { Cell::Text(capital(&joined(&who, ", "))) },
            Cell::same(due.at.file.to_string()),
        ]
    };
    Table { name: "due", columns, rows: part.iter().map(row).collect() }
}

/// A day in a column: `12-03-2026`, as Dutch tables have it.
fn short(day: Date) -> Text {
    Text { en: day.to_string().into(), nl: day.0.format("%d-%m-%Y").to_string().into() }
}

fn data(record: &Record, found: &[Due<'_>], audience: Audience) -> Table {
    let keys = ["day", "state", "kind", "what", "who", "names", "file", "key"];
    let row = |due: &Due<'_>| {
        let key = match &due.at.place {
            Place::Key(keys) | Place::Name(keys) | Place::Missing(keys, _) => Cell::same(keys.to_string()),
            Place::File | Place::Bytes(..) => Cell::Blank,
        };
        vec![
            Cell::same(due.day.to_string()),
            Cell::same(if due.day < record.on { "overdue" } else { "coming" }),
            Cell::same(due.what.id()),
            Cell::Text(capital(&said(record, due, audience))),
            Cell::List(due.who.iter().map(|id| Cell::same(record.index.plain(id).0.into_owned())).collect()),
            Cell::List(due.who.iter().map(|id| Cell::Text(name(record, id, audience))).collect()),
            Cell::same(due.at.file.to_string()),
            key,
        ]
    };
    let columns = keys.into_iter().map(|key| Column::words(key, Text::default())).collect();
    Table { name: "due", columns, rows: found.iter().map(row).collect() }
}
