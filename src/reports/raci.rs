//! Who does what (A6, A8): tasks against roles, with who is responsible, accountable, consulted and informed.

mod annex;
mod matrix;
pub mod who;

use crate::answers::area;
use crate::answers::audience::Audience;
use crate::answers::presence::{Presence, name};
use crate::document::{Block, Cell, Column, Document, Readers, Table};
use crate::handbook::Area;
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Letter, Party, Task};
use crate::reports::begun;
use crate::reports::raci::matrix::Matrix;
use crate::text;
use crate::text::Text;

/// What is asked of the matrix.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only these tasks; all of them where there are none.
    pub tasks: Vec<Id>,
    /// Only the tasks of these areas.
    pub areas: Vec<Area>,
    /// Only what this role, person, organisation or body is in, and as what.
    pub who: Option<Id>,
    pub columns: Columns,
    pub audience: Audience,
    /// Who reads it: a large matrix is made for them only.
    pub readers: Readers,
    /// As an annex to the agreement (A8).
    pub annex: Option<Annex>,
}

/// What stands above the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Columns {
    #[default]
    Roles,
    /// Those who hold the roles on the day; a body stays a body, for it answers as one.
    People,
}

/// An annex to the agreement between the parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// Which version of the record it was made from, in words.
    pub version: Text,
    pub signatures: Signatures,
}

/// Whether the parties sign it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signatures {
    Without,
    /// A block for each party, with the signatory on record.
    With,
}

/// What a letter of the matrix means.
const fn meaning(letter: Letter) -> Text {
    match letter {
        Letter::Responsible => Text::new("responsible: carries out the task", "uitvoerend: voert de taak uit"),
        Letter::Accountable => Text::new("accountable: answers for the task", "eindverantwoordelijk: staat in voor de taak"),
        Letter::Consulted => Text::new("consulted: is asked for advice beforehand", "geraadpleegd: wordt vooraf om advies gevraagd"),
        Letter::Informed => Text::new("informed: is told", "geïnformeerd: krijgt bericht"),
    }
}

/// Somebody's part in a task.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub task: &'a Task,
    pub letter: Letter,
    pub party: &'a Party,
}

/// Everybody's part in a task, in the order in which they are written.
pub fn parts(task: &Task) -> impl Iterator<Item = Part<'_>> {
    task.raci.iter().flat_map(move |raci| {
        Letter::ALL.into_iter().flat_map(move |letter| raci.of(letter).as_slice().iter().map(move |party| Part { task, letter, party }))
    })
}

/// The tasks that are asked, by area and then by title.
fn chosen<'a>(record: &'a Record, options: &Options) -> Vec<&'a Task> {
    let asked = |task: &&Task| {
        (options.tasks.is_empty() || options.tasks.contains(&task.id))
            && (options.areas.is_empty() || area(task).is_some_and(|area| options.areas.contains(&area)))
    };
    let mut tasks: Vec<&Task> = record.tasks.values().filter(asked).collect();
    tasks.sort_by_cached_key(|task| {
        let area = area(task);
        (area.is_none(), area, task.title.to_lowercase(), &task.id)
    });
    tasks
}

/// The matrix of a record.
pub fn raci(record: &Record, options: &Options) -> Document {
    let tasks = chosen(record, options);
    if let Some(who) = &options.who {
        return who::document(record, &tasks, who, options);
    }
    let matrix = Matrix::of(record, &tasks, options);
    let mut document = begun(record, "raci", Text::new("Who does what (RACI matrix)", "Wie doet wat (RACI-matrix)"));
    match options.readers {
        Readers::People => {}
        Readers::Spreadsheets => document.sheet = matrix.sheet(),
        Readers::Programs => {
            let parts = parts_as_data(record, tasks.iter().flat_map(|task| parts(task)), options);
            document.data = vec![tasks_as_data(&tasks), parts, matrix.data(record, options)];
        }
    }
    if options.readers != Readers::People {
        return document;
    }
    match &options.annex {
        Some(annex) => annex::write(&mut document, record, &matrix, annex, options),
        None if tasks.is_empty() => document.blocks.push(Block::Paragraph(nothing(record))),
        None => document.blocks = matrix.blocks(record, options),
    }
    document
}

/// What is said instead of an empty matrix.
fn nothing(record: &Record) -> Text {
    if record.tasks.is_empty() {
        return Text::new(
            "There are no tasks in the record yet: each is a file in the folder `tasks`.",
            "Er staan nog geen taken in het dossier: elke taak is een bestand in de map `tasks`.",
        );
    }
    Text::new("No task is what was asked for.", "Geen enkele taak voldoet aan wat is gevraagd.")
}

/// What of a task is missing or too much: somebody who does it, exactly one who answers for it.
fn wanting(task: &Task) -> Vec<(&'static str, Text)> {
    let number = |letter| parts(task).filter(|part| part.letter == letter).count();
    let (responsible, accountable) = (number(Letter::Responsible), number(Letter::Accountable));
    if parts(task).next().is_none() {
        return vec![("nobody", Text::new("not divided yet", "nog niet verdeeld"))];
    }
    let mut wanting = Vec::new();
    if responsible == 0 {
        wanting.push(("responsible", Text::new("nobody is responsible", "niemand voert dit uit")));
    }
    if accountable == 0 {
        wanting.push(("accountable", Text::new("nobody is accountable", "niemand is eindverantwoordelijk")));
    }
    if accountable > 1 {
        wanting.push(("one-accountable", Text::new("more than one is accountable", "meer dan één is eindverantwoordelijk")));
    }
    wanting
}

/// For what somebody is in a task and through which channel, where it says so: `agenda-input, via Nieuwsbrief`.
fn purpose(record: &Record, party: &Party, audience: Audience) -> Option<Text> {
    let purpose = match party {
        Party::Id(_) => None,
        Party::Table(table) => table.purpose.as_deref(),
    };
    let via = party.via().map(|channel| name(record, channel, audience));
    Some(match (purpose, via) {
        (None, None) => return None,
        (Some(purpose), None) => Text::same(purpose),
        (None, Some(via)) => text!(via; en: "via {via}", nl: "via {via}"),
        (Some(purpose), Some(via)) => text!(via; en: "{purpose}, via {via}", nl: "{purpose}, via {via}"),
    })
}

fn tasks_as_data(tasks: &[&Task]) -> Table {
    let row = |task: &&Task| {
        let words = |words: Vec<&str>| Cell::List(words.into_iter().map(Cell::same).collect());
        vec![
            Cell::same(task.id.as_str()),
            Cell::same(task.title.as_str()),
            area(task).map_or(Cell::Blank, |area| Cell::Word(area.id().into(), area.name())),
            words(task.covers.iter().map(String::as_str).collect()),
            words(wanting(task).iter().map(|(word, _)| *word).collect()),
        ]
    };
    Table {
        name: "tasks",
        columns: ["task", "title", "area", "covers", "wanting"].map(|key| Column::words(key, Text::default())).into(),
        rows: tasks.iter().map(row).collect(),
    }
}

fn parts_as_data<'a>(record: &Record, parts: impl Iterator<Item = Part<'a>>, options: &Options) -> Table {
    let row = |part: Part<'_>| {
        let member = matrix::Member::of(record, part.party.who(), options.audience);
        let purpose = match part.party {
            Party::Id(_) => None,
            Party::Table(table) => table.purpose.as_deref(),
        };
        vec![
            Cell::same(part.task.id.as_str()),
            Cell::same(part.letter.sign()),
            Cell::same(member.key),
            Cell::Text(member.title),
            Cell::same(presence_word(member.presence)),
            Cell::maybe(purpose),
            Cell::maybe(part.party.via().map(Id::as_str)),
        ]
    };
    Table {
        name: "parts",
        columns: ["task", "letter", "who", "name", "presence", "for", "via"].map(|key| Column::words(key, Text::default())).into(),
        rows: parts.map(row).collect(),
    }
}

fn presence_word(presence: Presence) -> &'static str {
    match presence {
        Presence::There => "there",
        Presence::Vacant => "vacant",
        Presence::Unknown => "unknown",
        Presence::Left => "left",
        Presence::Coming => "coming",
        Presence::Ended => "ended",
        Presence::Unread => "unread",
        Presence::Nowhere => "not-in-record",
    }
}
