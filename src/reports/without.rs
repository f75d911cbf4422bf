//! What breaks if people or participants leave (B18): duties, roles, bodies, turns, meetings, actions, products and money, each with what
//! to do next; and the departures that would do most harm.

mod answer;
mod money;
mod rest;
mod work;
mod worst;

pub use worst::{Options as WorstOptions, worst};

use crate::answers::audience::{Audience, hidden_person};
use crate::answers::buddies::organisation_of;
use crate::answers::presence::{identified, listed, name};
use crate::answers::without::hanging::hanging;
use crate::answers::without::losses::losses;
use crate::answers::without::{Without, left_already, not_yet, without as leave};
use crate::date::VagueDate;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::values::Id;
use crate::reports::{begun, capital, reach};
use crate::text;
use crate::text::{Lang, Text};

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub audience: Audience,
}

/// Something that breaks: what it is, what happens to it, and what to do next.
struct Line {
    section: Section,
    /// What programs know it by: a kind of thing and its id.
    kind: &'static str,
    id: String,
    what: Text,
    then: Text,
    todo: Text,
}

/// A part of the page, in the order in which it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Lead,
    Duties,
    Tasks,
    Roles,
    Bodies,
    Turns,
    Meetings,
    Actions,
    Products,
    Others,
}

impl Section {
    const ALL: [Section; 10] = [
        Section::Lead,
        Section::Duties,
        Section::Tasks,
        Section::Roles,
        Section::Bodies,
        Section::Turns,
        Section::Meetings,
        Section::Actions,
        Section::Products,
        Section::Others,
    ];

    const fn key(self) -> &'static str {
        match self {
            Section::Lead => "lead",
            Section::Duties => "duties",
            Section::Tasks => "tasks",
            Section::Roles => "roles",
            Section::Bodies => "bodies",
            Section::Turns => "turns",
            Section::Meetings => "meetings",
            Section::Actions => "actions",
            Section::Products => "products",
            Section::Others => "others",
        }
    }

    /// The heading of the part, and the head of its first column.
    fn titles(self) -> (Text, Text) {
        match self {
            Section::Lead => (Text::new("Lead and money", "Penvoerder en geld"), Text::new("What", "Wat")),
            Section::Duties => (Text::new("Duties", "Kerntaken"), Text::new("Duty", "Kerntaak")),
            Section::Tasks => (Text::new("Tasks", "Taken"), Text::new("Task", "Taak")),
            Section::Roles => (Text::new("Roles and back-ups", "Rollen en vervangers"), Text::new("Role", "Rol")),
            Section::Bodies => (Text::new("Bodies", "Gremia"), Text::new("Body", "Gremium")),
            Section::Turns => (Text::new("Turns on a rota", "Beurten in een rooster"), Text::new("Turn", "Beurt")),
            Section::Meetings => (Text::new("Meetings", "Bijeenkomsten"), Text::new("Meeting", "Bijeenkomst")),
            Section::Actions => (Text::new("Open actions", "Openstaande acties"), Text::new("Action", "Actie")),
            Section::Products => (Text::new("Products and contracts", "Producten en contracten"), Text::new("What", "Wat")),
            Section::Others => (Text::new("People, channels and access", "Mensen, kanalen en toegang"), Text::new("What", "Wat")),
        }
    }
}

/// What breaks if those who are named leave on the day of judgement, all at once.
pub fn without(record: &Record, who: &[Id], options: &Options) -> Document {
    let audience = options.audience;
    let (left, leaving): (Vec<&Id>, Vec<&Id>) = who.iter().partition(|id| left_already(record, id).is_some());
    let all: Vec<Id> = leaving.iter().map(|id| (*id).clone()).collect();
    let names = together(&who.iter().map(|id| name_of(record, id, audience)).collect::<Vec<_>>());
    let title = match who {
        _ if leaving.is_empty() => text!(names; en: "Left already: {names}", nl: "Al vertrokken: {names}"),
        [_] => text!(names; en: "If {names} leaves", nl: "Als {names} vertrekt"),
        _ => text!(names; en: "If {names} leave", nl: "Als {names} vertrekken"),
    };
    let mut document = begun(record, "without", title);
    let mut blocks: Vec<Block> = left.iter().map(|id| Block::Paragraph(is_gone(record, id, audience))).collect();
    if all.is_empty() {
        let sheet = lines_table(&[]);
        return Document { blocks, sheet: sheet.clone(), data: vec![who_table(record, who, None, audience), sheet], ..document };
    }
    let found = leave(record, &all);
    let losses = losses(&found);
    let hanging = hanging(&found);
    let mut lines = rest::lead(&found, audience);
    lines.extend(work::lines(&found, audience));
    lines.extend(rest::lines(&found, &hanging, audience));
    let leavers = together(&all.iter().map(|id| name_of(record, id, audience)).collect::<Vec<_>>());
    blocks.extend(all.iter().filter_map(|id| is_to_come(record, id)).map(Block::Paragraph));
    blocks.push(Block::Paragraph(answer::of_work(&found, &leavers, &lines)));
    blocks.extend(losses.as_ref().map(|losses| Block::Paragraph(answer::of_money(&found, losses))));
    let remarks = remarks(&found, audience);
    if !remarks.is_empty() {
        blocks.push(Block::List(remarks));
    }
    for section in Section::ALL {
        let own: Vec<&Line> = lines.iter().filter(|line| line.section == section).collect();
        if !own.is_empty() {
            blocks.push(Block::Heading(section.titles().0));
            blocks.push(Block::Table(for_people(section, &own)));
        }
    }
    blocks.extend(losses.as_ref().map(|losses| money::blocks(&found, losses)).into_iter().flatten());
    // That all of it goes on is said at the beginning.
    if !answer::is_whole(&found) {
        blocks.push(Block::Heading(Text::new("What goes on", "Wat doorgaat")));
        blocks.push(Block::Paragraph(answer::goes_on(&found.broken)));
    }
    let sheet = lines_table(&lines);
    let mut data = vec![answer::summary(&found, losses.as_ref()), who_table(record, who, Some(&found), audience), sheet.clone()];
    data.extend(money::data(&found, losses.as_ref()));
    document.blocks = blocks;
    Document { sheet, data, ..document }
}

/// Somebody in a title or a sentence: an organisation by its name, a person with theirs.
fn name_of(record: &Record, who: &Id, audience: Audience) -> Text {
    if hidden_person(record, who, audience).is_some() {
        return match organisation_of(record, who) {
            Some(of) => {
                let of = &of.name;
                text!(en: "this member of staff of {of}", nl: "deze medewerker van {of}")
            }
            None => Text::new("this member of staff", "deze medewerker"),
        };
    }
    if left_already(record, who).is_some() { name(record, who, audience) } else { reach::called(record, who, audience) }
}

/// That somebody has left before.
fn is_gone(record: &Record, who: &Id, audience: Audience) -> Text {
    let name = capital(&name_of(record, who, audience));
    match left_already(record, who).flatten() {
        Some(day) => {
            text!(name, day; en: "{name} has left already: {day} was the last day. `commons check` says what still counts on it.", nl: "{name} is al vertrokken: de laatste dag was {day}. `commons check` zegt wat er nog op rekent.")
        }
        None => {
            text!(name; en: "{name} has left already. `commons check` says what still counts on it.", nl: "{name} is al vertrokken. `commons check` zegt wat er nog op rekent.")
        }
    }
}

/// That an organisation takes no part yet: what follows is what was planned with it.
fn is_to_come(record: &Record, who: &Id) -> Option<Text> {
    let from = not_yet(record, who)?;
    let name = &record.organisation(who)?.name;
    Some(match from {
        Some(from) => {
            text!(from; en: "{name} does not take part yet: its first day is {from}.", nl: "{name} neemt nog niet deel: de eerste dag is {from}.")
        }
        None => text!(en: "{name} does not take part yet.", nl: "{name} neemt nog niet deel."),
    })
}

/// Who goes along, and what was agreed on leaving.
fn remarks(found: &Without<'_>, audience: Audience) -> Vec<Text> {
    let record = found.before;
    let mut all = Vec::new();
    if !found.along.is_empty() {
        let (names, number) = (people(record, &found.along, audience), found.along.len());
        all.push(match number {
            1 => text!(names; en: "1 person goes along: {names}.", nl: "1 persoon gaat mee: {names}."),
            _ => text!(names; en: "{number} people go along: {names}.", nl: "{number} mensen gaan mee: {names}."),
        });
    }
    for one in found.leaving.organisations.iter().filter_map(|id| record.participants.get(id)) {
        let name = &one.name;
        if let Some(left) = one.left {
            all.push(text!(left; en: "{name} was to leave anyway: its last day on record is {left}.", nl: "{name} vertrekt al: de laatste dag in het dossier is {left}."));
            continue;
        }
        let agreement = record.collaboration.as_ref().and_then(|settings| settings.agreement.as_ref());
        let months = agreement.and_then(|agreement| agreement.notice_months).filter(|months| *months > 0);
        if let Some(months) = months.filter(|_| one.is_party(record.on)) {
            let on = record.on;
            let from = one.notice_given.map_or(on, VagueDate::last);
            let (day, before) = (from.plus_months(months), on.minus_months(months));
            let wait = if months == 1 { Text::new("1 month", "1 maand") } else { text!(en: "{months} months", nl: "{months} maanden") };
            all.push(if one.notice_given.is_some() {
                let said = text!(from, day, wait; en: "{name} gave notice on {from}; with the agreed {wait} it can leave on {day}", nl: "{name} heeft op {from} opgezegd; met de afgesproken {wait} kan dat per {day}");
                let later = if day > on { text!(on; en: ", not on {on} yet", nl: ", nog niet per {on}") } else { Text::default() };
                said.then(&later).then(&Text::same("."))
            } else {
                text!(on, day, before, wait; en: "The agreement asks for {wait} of notice: leaving on {on} takes notice by {before}; whoever gives notice on {on} can leave on {day}.", nl: "De overeenkomst kent een opzegtermijn van {wait}: voor vertrek per {on} moet uiterlijk {before} zijn opgezegd; wie op {on} opzegt, kan vertrekken per {day}.")
            });
        }
    }
    let mut seen: Vec<Text> = Vec::new();
    all.retain(|one| {
        !seen.contains(one) && {
            seen.push(one.clone());
            true
        }
    });
    all
}

fn for_people(section: Section, lines: &[&Line]) -> Table {
    let columns = vec![
        Column::words("what", section.titles().1),
        Column::words("then", Text::new("What happens", "Wat er gebeurt")),
        Column::words("todo", Text::new("What to do", "Wat te doen")),
    ];
    let text = |text: &Text| if text.nl.is_empty() { Cell::Blank } else { Cell::Text(text.clone()) };
    // Duties that break in the same way are told together.
    let mut told: Vec<(Vec<Text>, &Line)> = Vec::new();
    for line in lines {
        match told.last_mut().filter(|(_, last)| section == Section::Duties && (&last.then, &last.todo) == (&line.then, &line.todo)) {
            Some((whats, _)) => whats.push(line.what.clone()),
            None => told.push((vec![line.what.clone()], line)),
        }
    }
    let rows = told.iter().map(|(whats, line)| vec![text(&listed(whats)), text(&capital(&line.then)), text(&line.todo)]).collect();
    Table { name: section.key(), columns, rows }.filled()
}

/// Everything that breaks, for programs and spreadsheets.
fn lines_table(lines: &[Line]) -> Table {
    let columns = ["section", "kind", "id", "what", "then", "todo"].map(|key| Column::words(key, Text::default())).into();
    let row = |line: &Line| {
        vec![
            Cell::Word(line.section.key().into(), line.section.titles().0),
            Cell::same(line.kind),
            Cell::same(line.id.as_str()),
            Cell::Text(line.what.clone()),
            Cell::Text(line.then.clone()),
            Cell::Text(line.todo.clone()),
        ]
    };
    Table { name: "breaks", columns, rows: lines.iter().map(row).collect() }
}

/// Who leaves, who goes along, and who left before.
fn who_table(record: &Record, who: &[Id], found: Option<&Without<'_>>, audience: Audience) -> Table {
    let columns = ["id", "name", "why"].map(|key| Column::words(key, Text::default())).into();
    let row = |id: &Id, why: &'static str| {
        let (id, name) = identified(record, id, audience);
        vec![Cell::same(id), Cell::Text(name), Cell::same(why)]
    };
    let named = who.iter().map(|id| row(id, if left_already(record, id).is_some() { "left-already" } else { "asked" }));
    let along = found.into_iter().flat_map(|found| &found.along).map(|id| row(id, "goes-along"));
    Table { name: "leaving", columns, rows: named.chain(along).collect() }
}

/// Names behind each other, as in a sentence: `a, b en c`.
fn together(all: &[Text]) -> Text {
    let join = |lang: Lang, and: &str| {
        let names: Vec<&str> = all.iter().map(|one| one.get(lang)).collect();
        match names.split_last() {
            Some((last, head)) if !head.is_empty() => format!("{} {and} {last}", head.join(", ")),
            _ => names.concat(),
        }
    };
    Text { en: join(Lang::En, "and").into(), nl: join(Lang::Nl, "en").into() }
}

/// Names of people and organisations, as in a sentence; those who may not be named stand for themselves together.
fn people(record: &Record, who: &[&Id], audience: Audience) -> Text {
    let (hidden, seen): (Vec<&Id>, Vec<&Id>) = who.iter().partition(|id| hidden_person(record, id, audience).is_some());
    let mut names: Vec<Text> = seen.iter().map(|id| name(record, id, audience)).collect();
    match hidden.as_slice() {
        [] => {}
        [one] => names.push(reach::called(record, one, audience)),
        several => {
            let number = several.len();
            names.push(text!(en: "{number} people who are not named here", nl: "{number} mensen die hier niet bij naam staan"));
        }
    }
    together(&names)
}

/// So many of something, with its name in one or in several.
fn number(number: usize, one: &Text, more: &Text) -> Text {
    let name = if number == 1 { one } else { more };
    text!(name; en: "{number} {name}", nl: "{number} {name}")
}

/// A command as people type it.
fn command(line: &str) -> Text {
    let dutch = line.replace("WHO", "WIE");
    Text { en: format!("commons {line}").into(), nl: format!("commons {dutch}").into() }
}
