//! The work of a role: its tasks and how they are done, who is in them, what is open, what comes and what runs.

use std::collections::BTreeSet;

use crate::answers::agreed;
use crate::answers::audience::Audience;
use crate::answers::due::saying::said_whole;
use crate::answers::due::{Span, What, concerned, concerns, due};
use crate::answers::meetings::{Meeting, between};
use crate::answers::onboarding::{StepState, ways_in};
use crate::answers::presence::{joined, name, seated};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Table};
use crate::record::Record;
use crate::record::participant::Status;
use crate::record::values::Id;
use crate::record::work::{Letter, Party, Role, Task};
use crate::reports::actions::told_apart;
use crate::reports::capital;
use crate::reports::raci::{Part, parts};
use crate::reports::reach::{Contact, contact};
use crate::text;
use crate::text::Text;

/// How far ahead is told, and how far back minutes are named, in months.
const AHEAD: u32 = 12;
const BACK: u32 = 12;
/// So many of them.
const PAPERS: usize = 4;
/// More tasks than this that somebody shares are counted.
const TITLES: usize = 2;

/// The role and those who hold it: what is theirs is to be handed over, or to be talked about.
pub fn mine(record: &Record, role: &Role) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = BTreeSet::from([role.id.to_string()]);
    if role.kind != Some(crate::record::work::RoleKind::Body) {
        all.extend(seated(record, role).iter().map(|one| record.index.plain(one.who).0.into_owned()));
    }
    all
}

/// The parts of a role in tasks, by letter and title.
fn parts_of<'a>(record: &'a Record, role: &Role) -> Vec<Part<'a>> {
    let is_it = |who: &Id| record.roles.contains_key(&role.id) && record.index.plain(who).0 == role.id.as_str();
    let mut all: Vec<Part<'a>> = record.tasks.values().flat_map(|task| parts(task).filter(|part| is_it(part.party.who()))).collect();
    all.sort_by_cached_key(|part| (part.letter, part.task.title.to_lowercase()));
    all
}

fn acts(part: &Part<'_>) -> bool {
    matches!(part.letter, Letter::Responsible | Letter::Accountable)
}

/// The tasks, and how each is done.
pub fn tasks(role: &Role, record: &Record) -> Vec<Block> {
    let all = parts_of(record, role);
    let heading = Block::Heading(Text::new("Tasks", "Taken"));
    let (own, besides): (Vec<&Part<'_>>, Vec<&Part<'_>>) = all.iter().partition(|part| acts(part));
    let mut blocks = vec![heading];
    if own.is_empty() {
        blocks.push(Block::Paragraph(Text::new(
            "No task on record names this role.",
            "Geen taak in het dossier noemt deze rol als uitvoerder of eindverantwoordelijke.",
        )));
    }
    for (wanted, said) in [
        (Letter::Responsible, Text::new("Carries out (R):", "Voert uit (R):")),
        (Letter::Accountable, Text::new("Is accountable for (A):", "Is eindverantwoordelijk voor (A):")),
    ] {
        let row = |part: &&&Part<'_>| {
            let process = part.task.process.as_deref();
            vec![
                Cell::same(part.task.title.as_str()),
                process.map_or(Cell::Text(Text::new("not written down yet", "nog niet beschreven")), Cell::same),
                part.task.hours.map_or(Cell::Blank, |hours| Cell::Text(text!(hours; en: "{hours}", nl: "{hours}"))),
            ]
        };
        let rows: Vec<Vec<Cell>> = own.iter().filter(|part| part.letter == wanted).collect::<Vec<_>>().iter().map(row).collect();
        if rows.is_empty() {
            continue;
        }
        let columns = vec![
            Column::words("title", Text::new("Task", "Taak")),
            Column::words("process", Text::new("How it is done", "Werkwijze")),
            Column::figures("hours", Text::new("Hours a week", "Uur per week")),
        ];
        blocks.push(Block::Paragraph(said));
        blocks.push(Block::Table(Table { name: "tasks", columns, rows }.filled()));
    }
    let count =
        |wanted: Letter| besides.iter().filter(|part| part.letter == wanted).map(|part| part.task.title.as_str()).collect::<Vec<_>>();
    for (titles, said) in [
        (count(Letter::Consulted), Text::new("Is asked beforehand about", "Wordt vooraf geraadpleegd over")),
        (count(Letter::Informed), Text::new("Is told about", "Wordt geïnformeerd over")),
    ] {
        if !titles.is_empty() {
            let titles = titles.join("; ");
            blocks.push(Block::Paragraph(text!(said; en: "{said}: {titles}.", nl: "{said}: {titles}.")));
        }
    }
    blocks
}

pub fn tasks_as_data(role: &Role, record: &Record) -> Table {
    let heads = [
        ("task", Text::default()),
        ("title", Text::new("Task", "Taak")),
        ("letter", Text::new("Letter", "Letter")),
        ("process", Text::new("How it is done", "Werkwijze")),
        ("hours", Text::new("Hours a week", "Uren per week")),
    ];
    let row = |part: &Part<'_>| {
        let task = part.task;
        vec![
            Cell::same(task.id.as_str()),
            Cell::same(task.title.as_str()),
            Cell::same(part.letter.sign()),
            Cell::maybe(task.process.as_deref()),
            task.hours.map_or(Cell::Blank, |hours| Cell::Text(text!(hours; en: "{hours}", nl: "{hours}"))),
        ]
    };
    let columns = heads.map(|(key, title)| Column::words(key, title)).into();
    Table { name: "tasks", columns, rows: parts_of(record, role).iter().map(row).collect() }
}

/// The tasks of which nobody wrote down how they are done (A10).
pub fn undocumented(record: &Record, role: &Role) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for part in parts_of(record, role).iter().filter(|part| acts(part) && part.task.process.is_none()) {
        if !titles.contains(&part.task.title) {
            titles.push(part.task.title.clone());
        }
    }
    titles
}

/// Those whom the tasks name beside the role, and the body that it is part of.
pub fn contacts(record: &Record, role: &Role, audience: Audience) -> Vec<Contact> {
    let own: Vec<&Task> = {
        let mut seen = BTreeSet::new();
        parts_of(record, role).iter().filter(|part| acts(part) && seen.insert(part.task.id.clone())).map(|part| part.task).collect()
    };
    let mut named: Vec<(&Id, Letter, Vec<Text>)> = Vec::new();
    let mut through: Vec<(&Id, &Id)> = Vec::new();
    for part in own.iter().flat_map(|task| parts(task)).filter(|part| record.index.plain(part.party.who()).0 != role.id.as_str()) {
        let what = match part.party {
            Party::Table(table) if table.purpose.is_some() => Text::same(table.purpose.clone().unwrap_or_default()),
            _ => Text::same(part.task.title.as_str()),
        };
        through.extend(part.party.via().map(|via| (part.party.who(), via)));
        match named.iter_mut().find(|(who, letter, _)| record.index.same(who, part.party.who()) && *letter == part.letter) {
            Some((.., about)) => about.push(what),
            None => named.push((part.party.who(), part.letter, vec![what])),
        }
    }
    named.sort_by_key(|(_, letter, _)| match letter {
        Letter::Accountable => 0,
        Letter::Responsible => 1,
        Letter::Consulted => 2,
        Letter::Informed => 3,
    });
    let mut found: Vec<Contact> = Vec::new();
    let of_body = role.part_of.iter().map(|body| (body, Text::new("the body of which this is part", "het gremium waar de rol onder valt")));
    let of_tasks = named.iter().map(|(who, letter, about)| (*who, about_tasks(*letter, about)));
    for (who, about) in of_body.chain(of_tasks) {
        let Some(mut one) = contact(record, who, audience) else { continue };
        if let Some(other) = found.iter_mut().find(|other| other.keys == one.keys && other.who == one.who) {
            other.about.push(about);
            continue;
        }
        one.about.push(about);
        if one.reach.is_empty() {
            one.via = through.iter().find(|(other, _)| record.index.same(other, who)).map(|(_, via)| name(record, via, audience));
        }
        found.push(one);
    }
    found
}

/// `answers for: Notulen, Financiën`, or how many.
fn about_tasks(letter: Letter, about: &[Text]) -> Text {
    let verb = match letter {
        Letter::Responsible => Text::new("carries out", "voert uit"),
        Letter::Accountable => Text::new("answers for", "eindverantwoordelijk voor"),
        Letter::Consulted => Text::new("is consulted on", "te raadplegen over"),
        Letter::Informed => Text::new("is told about", "te informeren over"),
    };
    let what = if about.len() > TITLES {
        let count = about.len();
        text!(en: "{count} tasks", nl: "{count} taken")
    } else {
        joined(about, ", ")
    };
    text!(verb, what; en: "{verb} {what}", nl: "{verb} {what}")
}

/// The open actions of the role, of what sits in it and of those who hold it, those without a day last.
pub fn actions(record: &Record, role: &Role, mine: &BTreeSet<String>, audience: Audience) -> Table {
    let those = concerned(record, &Id::new(&format!("roles/{}", role.id)));
    let mut all: Vec<(Option<Date>, &str, &Id, &str)> = Vec::new();
    for one in agreed::actions(record).iter().filter(|one| one.on.first() <= record.on && agreed::is_open(one, record.on)) {
        let Some(who) = &one.what.who else { continue };
        let id = record.index.plain(who).0;
        if mine.contains(id.as_ref()) || those.contains(id.as_ref()) {
            all.push((one.what.due, &one.what.what, who, &one.event.title));
        }
    }
    all.sort_by_key(|(due, what, ..)| (due.is_none(), *due, *what));
    let heads = [
        ("due", Text::new("By", "Uiterlijk")),
        ("what", Text::new("What", "Wat")),
        ("who", Text::new("Who", "Wie")),
        ("from", Text::new("Agreed in", "Afgesproken in")),
    ];
    let row = |(due, what, who, from): (Option<Date>, &str, &Id, &str)| {
        vec![due.map_or(Cell::Blank, Cell::Date), Cell::same(what), Cell::Text(told_apart(record, who, audience)), Cell::same(from)]
    };
    let columns = heads.map(|(key, title)| Column::words(key, title)).into();
    Table { name: "actions", columns, rows: all.into_iter().map(row).collect() }
}

/// What time asks of the role; actions stand by themselves.
pub fn ahead(record: &Record, role: &Role, audience: Audience) -> Table {
    let those = concerned(record, &Id::new(&format!("roles/{}", role.id)));
    let mut found = due(record, Span { from: None, until: record.on.plus_months(AHEAD) });
    found.retain(|due| !matches!(due.what, What::Action { .. }) && concerns(record, due, &those));
    let heads = [("kind", Text::default()), ("day", Text::new("Day", "Datum")), ("what", Text::new("What", "Wat"))];
    let row = |due: &crate::answers::due::Due<'_>| {
        let what = capital(&said_whole(record, due, audience));
        let what = if due.day < record.on { text!(what; en: "{what} (overdue)", nl: "{what} (over de datum)") } else { what };
        vec![Cell::same(due.what.id()), Cell::Date(due.day), Cell::Text(what)]
    };
    let columns = heads.map(|(key, title)| Column::words(key, title)).into();
    Table { name: "ahead", columns, rows: found.iter().map(row).collect() }
}

/// What goes on whoever holds the role: channels and knowledge, products, and talks with those who would join.
pub fn running(record: &Record, role: &Role, mine: &BTreeSet<String>) -> Vec<Text> {
    let is_role = |who: &Option<Id>| who.as_ref().is_some_and(|who| record.index.plain(who).0 == role.id.as_str());
    let is_mine = |who: &Option<Id>| who.as_ref().is_some_and(|who| mine.contains(record.index.plain(who).0.as_ref()));
    let mut said: Vec<Text> = Vec::new();
    for one in record.participants.values().filter(|one| one.status_on(record.on) == Some(Status::Interested)) {
        let Some(interest) = one.interest.as_ref().filter(|interest| is_mine(&interest.by)) else { continue };
        let (name, since) = (&one.name, interest.on);
        said.push(
            text!(since; en: "talks with {name} about joining, since {since}", nl: "gesprek met {name} over deelname, sinds {since}"),
        );
    }
    for one in ways_in(record).into_iter().filter(|way| !way.is_finished()) {
        let open = one.steps.iter().filter(|step| matches!(step.state, StepState::Open | StepState::Overdue));
        if open.flat_map(|step| &step.by).any(|who| record.index.plain(who).0 == role.id.as_str()) {
            let (name, from) = (&one.participant.name, one.from);
            said.push(text!(from; en: "onboarding of {name}, since {from}", nl: "onboarding van {name}, sinds {from}"));
        }
    }
    for channel in record.community.iter().flat_map(|community| &community.channel).filter(|channel| is_role(&channel.owner)) {
        let name = channel.name.as_deref().unwrap_or(channel.id.as_str());
        said.push(match channel.last {
            Some(last) => text!(last; en: "looks after {name}, last on {last}", nl: "houdt bij: {name}, laatst op {last}"),
            None => text!(en: "looks after {name}", nl: "houdt bij: {name}"),
        });
    }
    for known in record.community.iter().flat_map(|community| &community.knowledge).filter(|known| is_role(&known.owner)) {
        let name = known.name.as_deref().unwrap_or(known.id.as_str());
        said.push(match known.checked {
            Some(on) => text!(on; en: "looks after {name}, last checked on {on}", nl: "houdt bij: {name}, nagekeken op {on}"),
            None => text!(en: "looks after {name}", nl: "houdt bij: {name}"),
        });
    }
    for product in record.products.values().filter(|product| is_role(&product.maintainer)) {
        let name = &product.name;
        said.push(text!(en: "maintains {name}", nl: "beheert {name}"));
    }
    let steps = record.community.iter().flat_map(|community| &community.step).filter(|step| is_role(&step.who));
    said.extend(steps.map(|step| {
        let what = &step.what;
        text!(en: "at each onboarding: {what}", nl: "bij elke onboarding: {what}")
    }));
    said.iter().map(capital).collect()
}

/// The agreement, and the minutes of the last meetings that the role organised or sat in.
pub fn papers(record: &Record, role: &Role) -> Vec<Text> {
    let mut said: Vec<Text> = Vec::new();
    let agreement = record.collaboration.as_ref().and_then(|one| one.agreement.as_ref()).and_then(|one| one.file.as_deref());
    said.extend(agreement.map(|file| text!(en: "Agreement: {file}", nl: "Samenwerkingsovereenkomst: {file}")));
    let is_it = |who: &Option<Id>| {
        who.as_ref().is_some_and(|who| {
            let id = record.index.plain(who).0;
            id == role.id.as_str() || role.part_of.as_ref().is_some_and(|body| record.index.plain(body).0 == id)
        })
    };
    let mut held: Vec<Meeting<'_>> = between(record, record.on.minus_months(BACK), record.on);
    held.retain(|meeting| meeting.minutes().is_some() && (is_it(&meeting.event.organiser) || is_it(&meeting.event.body)));
    said.extend(held.iter().rev().take(PAPERS).filter_map(|meeting| {
        let (title, on, minutes) = (&meeting.event.title, meeting.on, meeting.minutes()?);
        Some(text!(on; en: "Minutes of {title}, {on}: {minutes}", nl: "Verslag {title}, {on}: {minutes}"))
    }));
    said
}
