//! How an answer is shown: to people as facts and tables, to programs as lines.

use crate::answers::presence::joined;
use crate::answers::presence::of_organisation;
use crate::document::{Block, Cell, Column, Table};
use crate::reports::capital;
use crate::reports::who::{ACCOUNTABLE, Answer, As, CONSULTED, INFORMED, ITSELF, Line, RESPONSIBLE};
use crate::text;
use crate::text::Text;

/// What people read of an answer.
pub fn blocks(answer: &Answer) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(answer.head.clone())];
    if !answer.facts.is_empty() {
        blocks.push(Block::Facts(answer.facts.clone()));
    }
    blocks.extend(answer.remark.clone().map(Block::Paragraph));
    if !answer.roles.is_empty() {
        blocks.push(Block::Paragraph(Text::new("Roles:", "Rollen:")));
        blocks.push(Block::List(answer.roles.clone()));
    }
    let (tasks, people): (Vec<&Line>, Vec<&Line>) = answer.lines.iter().partition(|line| line.task.is_some());
    let (counted, tasks): (Vec<&Line>, Vec<&Line>) = tasks.into_iter().partition(|line| line.counted);
    let people: Vec<&Line> = people.into_iter().filter(|line| line.as_what != ITSELF).collect();
    if !people.is_empty() {
        let title = |one: &Option<(String, Text)>| one.as_ref().map_or(Cell::Blank, |(_, title)| Cell::Text(title.clone()));
        let row = |line: &&Line| {
            let who = match &line.organisation {
                Some(of) => of_organisation(&line.who.1, of),
                None => line.who.1.clone(),
            };
            let reach: Vec<Cell> = [&line.email, &line.phone].into_iter().flatten().map(Cell::same).collect();
            let reach = if reach.is_empty() { Cell::Blank } else { Cell::List(reach) };
            // A role that nobody holds is not also who holds it.
            let role = if line.role.as_ref().is_some_and(|role| role.0 == line.who.0) { Cell::Blank } else { title(&line.role) };
            vec![Cell::Text(capital(&line.as_what.1)), Cell::Text(capital(&who)), role, reach]
        };
        let heads = [
            ("as", Text::new("As", "Als")),
            ("who", Text::new("Who", "Wie")),
            ("role", Text::new("Role", "Rol")),
            ("reach", Text::new("To reach at", "Bereikbaar via")),
        ];
        let columns = heads.map(|(key, title)| Column::words(key, title)).into();
        blocks.push(Block::Table(Table { name: "people", columns, rows: people.iter().map(row).collect() }.filled()));
    }
    if !tasks.is_empty() {
        let row = |line: &&Line| {
            let text = |one: &Option<(String, Text)>| one.as_ref().map_or(Cell::Blank, |(_, title)| Cell::Text(capital(title)));
            vec![text(&line.task), Cell::Text(capital(&line.as_what.1)), text(&line.role)]
        };
        let heads =
            [("task", Text::new("Task", "Taak")), ("as", Text::new("Part", "Rol in de taak")), ("role", Text::new("Through", "Via"))];
        let columns = heads.map(|(key, title)| Column::words(key, title)).into();
        blocks.push(Block::Table(Table { name: "tasks", columns, rows: tasks.iter().map(row).collect() }.filled()));
    }
    blocks.extend(besides(answer, &counted).map(Block::Paragraph));
    blocks
}

/// What somebody is in besides, in numbers.
fn besides(answer: &Answer, counted: &[&Line]) -> Option<Text> {
    let of = |as_what: &As| counted.iter().filter(|line| line.as_what == *as_what).count();
    let said: Vec<Text> = [
        (of(&RESPONSIBLE), Text::new("responsible together with others for", "samen met anderen uitvoerend bij")),
        (of(&ACCOUNTABLE), Text::new("accountable together with others for", "samen met anderen eindverantwoordelijk voor")),
        (of(&CONSULTED), Text::new("consulted on", "geraadpleegd bij")),
        (of(&INFORMED), Text::new("informed of", "geïnformeerd over")),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, how)| {
        let tasks = if number == 1 { Text::new("task", "taak") } else { Text::new("tasks", "taken") };
        text!(how, tasks; en: "{how} {number} {tasks}", nl: "{how} {number} {tasks}")
    })
    .collect();
    if said.is_empty() {
        return None;
    }
    let (said, id) = (capital(&joined(&said, ", ")), &answer.id);
    Some(text!(said; en: "{said}; `commons raci --who {id}` shows them all.", nl: "{said}; `commons raci --who {id}` toont ze allemaal."))
}

/// The columns of what was found.
pub fn found_columns() -> Vec<Column> {
    ["kind", "id", "title", "roles", "remark"].map(|key| Column::words(key, Text::default())).into()
}

pub fn found_row(answer: &Answer) -> Vec<Cell> {
    let roles = if answer.roles.is_empty() { Cell::Blank } else { Cell::List(answer.roles.iter().cloned().map(Cell::Text).collect()) };
    vec![
        Cell::same(answer.kind),
        Cell::same(answer.id.as_str()),
        Cell::Text(answer.title.clone()),
        roles,
        answer.remark.clone().map_or(Cell::Blank, Cell::Text),
    ]
}

/// The columns of the lines.
pub fn columns() -> Vec<Column> {
    let keys = ["kind", "id", "title", "as", "task", "task_title", "role", "role_title", "who", "name", "organisation", "email", "phone"];
    keys.map(|key| Column::words(key, Text::default())).into()
}

pub fn rows(answer: &Answer) -> Vec<Vec<Cell>> {
    let pair = |one: &Option<(String, Text)>| match one {
        Some((id, title)) => [Cell::same(id.as_str()), Cell::Text(title.clone())],
        None => [Cell::Blank, Cell::Blank],
    };
    let row = |line: &Line| {
        let mut row = vec![Cell::same(answer.kind), Cell::same(answer.id.as_str()), Cell::Text(answer.title.clone())];
        row.push(Cell::Word(line.as_what.0.into(), line.as_what.1.clone()));
        row.extend(pair(&line.task).into_iter().chain(pair(&line.role)));
        row.extend(pair(&Some(line.who.clone())));
        row.push(line.organisation.clone().map_or(Cell::Blank, Cell::Text));
        row.extend([&line.email, &line.phone].map(|one| Cell::maybe(one.as_deref())));
        row
    };
    answer.lines.iter().map(row).collect()
}
