//! What somebody is in: the tasks of a role, a person, an organisation or a body, and as what.

use std::collections::BTreeSet;

use crate::answers::presence::{seated, votes};
use crate::answers::{Seated, area, current, exists};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Letter, RoleKind, Task};
use crate::reports::raci::matrix::Member;
use crate::reports::raci::{Options, Part, meaning, parts, parts_as_data, purpose, tasks_as_data};
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;

pub fn document(record: &Record, tasks: &[&Task], who: &Id, options: &Options) -> Document {
    let being = being(record, who);
    let is_theirs = |part: &Part<'_>| being.contains(record.index.plain(part.party.who()).0.as_ref());
    let theirs: Vec<Part<'_>> = tasks.iter().flat_map(|task| parts(task)).filter(is_theirs).collect();
    let asked = Member::of(record, who, options.audience).head();
    let mut blocks = Vec::new();
    let itself = record.index.plain(who).0.into_owned();
    let roles = roles(record, &being, &itself);
    if !roles.is_empty() {
        blocks.push(Block::Heading(Text::new("Roles", "Rollen")));
        blocks.push(Block::List(roles));
    }
    for letter in Letter::ALL {
        let rows: Vec<Vec<Cell>> =
            theirs.iter().filter(|part| part.letter == letter).map(|part| row(record, part, &itself, options)).collect();
        if !rows.is_empty() {
            let (sign, name) = (letter.sign(), meaning(letter));
            blocks.push(Block::Heading(capital(&text!(name; en: "{name} ({sign})", nl: "{name} ({sign})"))));
            blocks.push(Block::Table(Table { name: "tasks", columns: columns(), rows }.filled()));
        }
    }
    if theirs.is_empty() {
        let some_only = !options.tasks.is_empty() || !options.areas.is_empty();
        blocks.push(Block::Paragraph(if some_only {
            Text::new("None of the tasks asked for.", "In geen van de gevraagde taken.")
        } else {
            Text::new("In no task.", "In geen enkele taak.")
        }));
    }
    let named: BTreeSet<&Id> = theirs.iter().map(|part| &part.task.id).collect();
    let tasks: Vec<&Task> = tasks.iter().copied().filter(|task| named.contains(&task.id)).collect();
    let mut document = begun(record, "raci", text!(asked; en: "Tasks: {asked}", nl: "Taken: {asked}"));
    document.blocks = blocks;
    document.sheet = sheet(record, &theirs, &itself, options);
    document.data = vec![tasks_as_data(&tasks), parts_as_data(record, theirs.iter().copied(), options)];
    document
}

/// Everything that somebody is: itself, the roles that they or their people hold, the roles that those hold, and their groups.
pub fn being(record: &Record, who: &Id) -> BTreeSet<String> {
    let mut being = BTreeSet::from([record.index.plain(who).0.into_owned()]);
    if let Some(organisation) = record.organisation(who) {
        let theirs = record.people.values().filter(|person| record.organisation_of(person) == Some(&organisation.id));
        being.extend(theirs.map(|person| person.id.as_str().to_owned()));
        let owns = |of: fn(&crate::record::work::Product) -> Option<&Id>| {
            record.products.values().any(|product| of(product).is_some_and(|id| record.index.plain(id).0 == organisation.id.as_str()))
        };
        let groups = [
            ("all-participants", organisation.is_party(record.on)),
            ("all-suppliers", organisation.supplier),
            ("each-owner", owns(|product| product.owner.as_ref())),
            ("each-maintainer", owns(|product| product.maintainer.as_ref())),
            ("everyone", true),
        ];
        being.extend(groups.into_iter().filter(|(_, is)| *is).map(|(group, _)| group.to_owned()));
    }
    // A role may sit in a body, and that body in another: until nothing is added.
    loop {
        let before = being.len();
        let held = record
            .roles
            .values()
            .filter(|role| seated(record, role).iter().any(|one| being.contains(record.index.plain(one.who).0.as_ref())));
        let held: Vec<String> = held.map(|role| role.id.as_str().to_owned()).collect();
        being.extend(held);
        if being.len() == before {
            return being;
        }
    }
}

/// The roles that somebody holds, those in which they have no vote and those in which they stand in for another among them.
pub fn roles(record: &Record, being: &BTreeSet<String>, itself: &str) -> Vec<Text> {
    let is = |who: &Id| being.contains(record.index.plain(who).0.as_ref());
    let mut roles: Vec<(String, Text)> = Vec::new();
    for role in record.roles.values().filter(|role| exists(role, record.on) && role.id.as_str() != itself) {
        let title = Text::same(role.title.as_str());
        let seats = seated(record, role);
        let theirs: Vec<&Seated<'_>> = seats.iter().filter(|one| is(one.who)).collect();
        let said = if theirs.is_empty() {
            if !current(&role.backup, record.on).any(|(_, holder)| is(&holder.who)) {
                continue;
            }
            text!(title; en: "{title} (back-up)", nl: "{title} (vervanger)")
        } else if role.kind == Some(RoleKind::Body) && !theirs.iter().any(|one| votes(one)) {
            text!(title; en: "{title} (without a vote)", nl: "{title} (zonder stem)")
        } else {
            title
        };
        roles.push((role.title.to_lowercase(), said));
    }
    roles.sort_by(|(one, _), (other, _)| one.cmp(other));
    roles.into_iter().map(|(_, said)| said).collect()
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("title", Text::new("Task", "Taak")),
        Column::words("area", Text::new("Area", "Gebied")),
        Column::words("as", Text::new("As", "Als")),
        Column::words("for", Text::new("For what, how", "Waarvoor, hoe")),
    ]
}

fn row(record: &Record, part: &Part<'_>, itself: &str, options: &Options) -> Vec<Cell> {
    let through = record.index.plain(part.party.who()).0 != itself;
    vec![
        Cell::same(part.task.title.as_str()),
        area(part.task).map_or(Cell::Text(Text::new("Other", "Overig")), |area| Cell::Word(area.id().into(), area.name())),
        if through { Cell::Text(Member::of(record, part.party.who(), options.audience).title) } else { Cell::Blank },
        purpose(record, part.party, options.audience).map_or(Cell::Blank, Cell::Text),
    ]
}

fn sheet(record: &Record, theirs: &[Part<'_>], itself: &str, options: &Options) -> Table {
    let mut columns = vec![Column::words("letter", Text::default()), Column::words("task", Text::default())];
    columns.extend(self::columns());
    let row = |part: &Part<'_>| {
        let mut cells = vec![Cell::same(part.letter.sign()), Cell::same(part.task.id.as_str())];
        cells.extend(row(record, part, itself, options));
        cells
    };
    Table { name: "tasks", columns, rows: theirs.iter().map(row).collect() }
}
