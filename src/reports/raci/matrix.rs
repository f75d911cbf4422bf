//! The matrix itself: which columns there are, what stands in each cell, and how it is divided so that it can be read.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::answers::area;
use crate::answers::audience::Audience;
use crate::answers::presence::{Presence, holders_named, identified, listed, presence, remarked, seated};
use crate::document::{Block, Cell, Column, Table};
use crate::handbook::Area;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Letter, RoleKind, Task};
use crate::reports::capital;
use crate::reports::raci::{Columns, Options, meaning, parts, presence_word, purpose, wanting};
use crate::text;
use crate::text::Text;

/// So many heads stand beside each other; those of a larger matrix are drawn in less room.
const BESIDE: usize = 8;

/// Somebody above a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// An id, or for somebody who may not be named a stand-in.
    pub key: String,
    pub title: Text,
    pub presence: Presence,
    /// Those who act first, then bodies, then groups.
    order: u8,
    /// Whether the members of this body are shown under the matrix.
    body: bool,
}

impl Member {
    /// Whom a reference names.
    pub fn of(record: &Record, reference: &Id, audience: Audience) -> Member {
        let kinds = record.index.meant(reference);
        let body = record.role(reference).is_some_and(|role| role.kind == Some(RoleKind::Body));
        let (key, title) = identified(record, reference, audience);
        let order = if kinds.has(Kinds::GROUP) { 2 } else { u8::from(body) };
        Member { key, title, presence: presence(record, reference), order, body }
    }

    /// The head of a column: who, and what is behind the name.
    pub fn head(&self) -> Text {
        remarked(capital(&self.title), self.presence)
    }
}

/// Who stands for a reference above the columns: itself, or those who hold the role, to whatever depth.
fn members(record: &Record, reference: &Id, options: &Options) -> Vec<Member> {
    let mut members = Vec::new();
    add_members(record, reference, options, &mut Vec::new(), &mut members);
    members
}

fn add_members(record: &Record, reference: &Id, options: &Options, through: &mut Vec<Id>, members: &mut Vec<Member>) {
    let itself = Member::of(record, reference, options.audience);
    let role = record.role(reference).filter(|_| options.columns == Columns::People && !itself.body);
    let held = role.map(|role| seated(record, role)).unwrap_or_default();
    match role {
        Some(role) if !held.is_empty() && !through.contains(&role.id) => {
            through.push(role.id.clone());
            for seated in held {
                add_members(record, seated.who, options, through, members);
            }
            through.pop();
        }
        _ if members.iter().all(|member| member.key != itself.key) => members.push(itself),
        _ => {}
    }
}

/// Tasks against those who are in them.
pub struct Matrix<'a> {
    tasks: Vec<&'a Task>,
    members: Vec<Member>,
    /// Which letters each member has in each task, row by row: a bit for each.
    letters: Vec<u8>,
    notes: Vec<Vec<Text>>,
}

impl<'a> Matrix<'a> {
    pub fn of(record: &Record, tasks: &[&'a Task], options: &Options) -> Matrix<'a> {
        // Each reference is looked up once, however many tasks name it.
        let mut known: HashMap<&Id, Vec<usize>> = HashMap::new();
        let mut found: Vec<(Member, usize)> = Vec::new();
        let mut by_key: HashMap<String, usize> = HashMap::new();
        let mut entries: Vec<(usize, usize, Letter)> = Vec::new();
        for (row, task) in tasks.iter().enumerate() {
            for part in parts(task) {
                let numbers = known.entry(part.party.who()).or_insert_with_key(|who| {
                    let number = |member: Member| {
                        *by_key.entry(member.key.clone()).or_insert_with(|| {
                            found.push((member, 0));
                            found.len() - 1
                        })
                    };
                    members(record, who, options).into_iter().map(number).collect()
                });
                for number in numbers.iter() {
                    found[*number].1 += usize::from(part.letter <= Letter::Accountable);
                    entries.push((row, *number, part.letter));
                }
            }
        }
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_cached_key(|number| {
            let (member, acts) = &found[*number];
            (member.order, std::cmp::Reverse(*acts), member.title.nl.to_lowercase(), member.key.clone())
        });
        let mut place = vec![0; found.len()];
        for (at, number) in order.iter().enumerate() {
            place[*number] = at;
        }
        let mut letters = vec![0; tasks.len() * found.len()];
        for (row, number, letter) in &entries {
            letters[row * found.len() + place[*number]] |= 1 << *letter as u8;
        }
        let mut members: Vec<(usize, Member)> =
            found.into_iter().enumerate().map(|(number, (member, _))| (place[number], member)).collect();
        members.sort_by_key(|(at, _)| *at);
        let members: Vec<Member> = members.into_iter().map(|(_, member)| member).collect();
        let notes = tasks.iter().map(|task| notes(record, task, options)).collect();
        Matrix { tasks: tasks.to_vec(), members, letters, notes }
    }

    /// The matrix with its legend, for people.
    pub fn blocks(&self, record: &Record, options: &Options) -> Vec<Block> {
        let mut blocks = Vec::new();
        let areas: Vec<Option<Area>> = self.tasks.iter().map(|task| area(task)).collect();
        let mut from = 0;
        // The tasks stand by area.
        for alike in areas.chunk_by(|one, other| one == other) {
            blocks.push(Block::Heading(alike[0].map_or(Text::new("Other", "Overig"), Area::name)));
            let rows: Vec<usize> = (from..from + alike.len()).collect();
            from += alike.len();
            let involved = |column: &usize| rows.iter().any(|row| self.letters_of(*row, *column) != 0);
            let columns: Vec<usize> = (0..self.members.len()).filter(involved).collect();
            let table = self.table(&rows, &columns);
            blocks.push(if self.members.len() <= BESIDE { Block::Table(table) } else { Block::Matrix(table) });
        }
        blocks.push(Block::Heading(Text::new("Legend", "Legenda")));
        blocks.push(Block::Facts(self.legend()));
        let bodies = self.members.iter().filter(|member| member.body && options.columns == Columns::People);
        let seats: Vec<(Text, Cell)> = bodies
            .filter_map(|member| record.roles.get(member.key.as_str()))
            .map(|role| (Text::same(role.title.as_str()), Cell::Text(listed(&holders_named(record, role, options.audience)))))
            .filter(|(_, held)| *held != Cell::Text(Text::default()))
            .collect();
        if !seats.is_empty() {
            blocks.push(Block::Heading(Text::new("Members of the bodies", "Samenstelling van de gremia")));
            blocks.push(Block::Facts(seats));
        }
        blocks
    }

    fn table(&self, rows: &[usize], columns: &[usize]) -> Table {
        let mut heads = vec![Column::words("title", Text::new("Task", "Taak"))];
        heads.extend(columns.iter().map(|n| Column::letters(self.members[*n].key.clone(), self.members[*n].head())));
        let row = |row: &usize| {
            let mut cells = vec![Cell::Noted(Text::same(self.tasks[*row].title.as_str()), self.notes[*row].clone())];
            cells.extend(columns.iter().map(|column| self.cell(*row, *column)));
            cells
        };
        Table { name: "matrix", columns: heads, rows: rows.iter().map(row).collect() }
    }

    fn letters_of(&self, row: usize, column: usize) -> u8 {
        self.letters[row * self.members.len() + column]
    }

    /// The letters of somebody in a task; in brackets where nobody holds the role, with a question mark where nobody knows who does.
    fn cell(&self, row: usize, column: usize) -> Cell {
        let bits = self.letters_of(row, column);
        if bits == 0 {
            return Cell::Blank;
        }
        let mut letters = Letter::ALL.into_iter().filter(|letter| bits & (1 << *letter as u8) != 0).map(Letter::sign);
        let letters: Cow<'static, str> = match (letters.next(), bits.count_ones()) {
            (Some(only), 1) => Cow::Borrowed(only),
            (first, _) => Cow::Owned(first.into_iter().chain(letters).collect::<Vec<_>>().join("/")),
        };
        Cell::Name(match self.members[column].presence {
            Presence::There => letters,
            Presence::Vacant | Presence::Left | Presence::Coming | Presence::Ended => Cow::Owned(format!("({letters})")),
            Presence::Unknown | Presence::Unread | Presence::Nowhere => Cow::Owned(format!("{letters}?")),
        })
    }

    fn legend(&self) -> Vec<(Text, Cell)> {
        let mut legend: Vec<(Text, Cell)> =
            Letter::ALL.into_iter().map(|letter| (Text::same(letter.sign()), Cell::Text(meaning(letter)))).collect();
        let any = |kinds: &[Presence]| self.members.iter().any(|member| kinds.contains(&member.presence));
        if any(&[Presence::Vacant, Presence::Left, Presence::Coming, Presence::Ended]) {
            legend.push((
                Text::same("( )"),
                Cell::Text(Text::new("on paper only: nobody does this now", "alleen op papier: niemand doet dit nu")),
            ));
        }
        if any(&[Presence::Unknown, Presence::Unread, Presence::Nowhere]) {
            legend.push((Text::same("?"), Cell::Text(Text::new("not known who this is", "niet bekend wie dit is"))));
        }
        legend
    }

    /// The whole matrix as one table, for a spreadsheet.
    pub fn sheet(&self) -> Table {
        let fixed = ["area", "task", "title"];
        let mut columns: Vec<Column> = fixed.map(|key| Column::words(key, Text::default())).into();
        // A role may have the name of one of the first columns.
        let key = |member: &Member| if fixed.contains(&member.key.as_str()) { format!("roles/{}", member.key) } else { member.key.clone() };
        columns.extend(self.members.iter().map(|member| Column::letters(key(member), member.head())));
        let row = |(row, task): (usize, &&Task)| {
            let mut cells = vec![
                area(task).map_or(Cell::Blank, |area| Cell::Word(area.id().into(), area.name())),
                Cell::same(task.id.as_str()),
                Cell::same(task.title.as_str()),
            ];
            cells.extend((0..self.members.len()).map(|column| self.cell(row, column)));
            cells
        };
        Table { name: "matrix", columns, rows: self.tasks.iter().enumerate().map(row).collect() }
    }

    /// Those above the columns, for programs.
    pub fn data(&self, record: &Record, options: &Options) -> Table {
        let row = |member: &Member| {
            let held = record.roles.get(member.key.as_str()).map(|role| holders_named(record, role, options.audience)).unwrap_or_default();
            vec![
                Cell::same(member.key.as_str()),
                Cell::Text(member.title.clone()),
                Cell::same(presence_word(member.presence)),
                Cell::List(held.into_iter().map(Cell::Text).collect()),
            ]
        };
        Table {
            name: "parties",
            columns: ["who", "name", "presence", "holders"].map(|key| Column::words(key, Text::default())).into(),
            rows: self.members.iter().map(row).collect(),
        }
    }
}

/// What stands under a task: for what somebody is asked, through what they hear of it, and what is missing.
fn notes(record: &Record, task: &Task, options: &Options) -> Vec<Text> {
    let said = parts(task).filter_map(|part| {
        let purpose = purpose(record, part.party, options.audience)?;
        let who = Member::of(record, part.party.who(), options.audience).title;
        let sign = part.letter.sign();
        Some(text!(who, purpose; en: "{sign} {who}: {purpose}", nl: "{sign} {who}: {purpose}"))
    });
    said.chain(wanting(task).into_iter().map(|(_, text)| text!(text; en: "! {text}", nl: "! {text}"))).collect()
}
