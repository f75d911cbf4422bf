//! Decisions and actions of all meetings as lists, and who is to do what.

use crate::answers::agreed::{Agreed, actions, decisions, is_open, open_before, order};
use crate::answers::audience::{Audience, may_see, stand_in};
use crate::answers::due::concerned;
use crate::answers::lapsed;
use crate::answers::meetings::Meeting;
use crate::answers::presence::{name, presence, remarked};
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::event::{Action, Event};
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;
use crate::words::fold;

/// Which actions are asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only of this person, organisation, role or body, or of a role of theirs.
    pub who: Option<Id>,
    pub which: Which,
    pub audience: Audience,
}

/// Whether what is done is listed too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Open,
    All,
}

/// The list of decisions, the newest first.
pub fn decided(record: &Record, since: Option<Date>, audience: Audience) -> Document {
    let title = match since {
        Some(since) => text!(since; en: "Decisions since {since}", nl: "Besluiten sinds {since}"),
        None => Text::new("Decisions", "Besluiten"),
    };
    let mut found = decisions(record);
    // What was decided after the day of judgement is not known on it.
    found.retain(|one| since.is_none_or(|since| one.on.last() >= since) && one.on.first() <= record.on);
    found.sort_by(|a, b| (b.on.first(), &a.event.id, &a.keys).cmp(&(a.on.first(), &b.event.id, &b.keys)));
    let columns = vec![
        Column::words("on", Text::new("Date", "Datum")),
        Column::words("body", Text::new("By", "Door")),
        Column::words("what", Text::new("Decision", "Besluit")),
        Column::words("id", Text::new("Id", "Kenmerk")),
        Column::words("event", Text::default()),
    ];
    let row = |one: &Agreed<'_, crate::record::event::Decision>| {
        vec![
            day(one.on),
            body(record, one.event, audience),
            Cell::same(one.what.what.as_str()),
            Cell::maybe(one.what.id.as_ref().map(Id::as_str)),
            Cell::same(one.event.id.as_str()),
        ]
    };
    let table = Table { name: "decisions", columns, rows: found.iter().map(row).collect() };
    let mut document = begun(record, "decisions", title);
    document.blocks.push(if found.is_empty() {
        Block::Paragraph(match since {
            Some(since) => {
                text!(since; en: "No decisions since {since} are on record.", nl: "Sinds {since} staan er geen besluiten in het dossier.")
            }
            None => Text::new("No decisions are on record.", "Er staan geen besluiten in het dossier."),
        })
    } else {
        Block::Table(without(&table, &["event"]))
    });
    document.sheet = table.clone();
    document.data = vec![table];
    document
}

/// The list of actions: open ones, what is overdue first.
pub fn agreed(record: &Record, options: &Options) -> Document {
    let audience = options.audience;
    let title = match &options.who {
        Some(who) => {
            let who = name(record, who, audience);
            text!(who; en: "Actions: {who}", nl: "Acties: {who}")
        }
        None => Text::new("Actions", "Actielijst"),
    };
    let mut document = begun(record, "actions", title);
    let those = options.who.as_ref().map(|who| concerned(record, who));
    let theirs = |one: &Agreed<'_, Action>| {
        let who = one.what.who.as_ref().map(|who| record.index.plain(who).0);
        one.on.first() <= record.on && those.as_ref().is_none_or(|those| who.is_some_and(|who| those.contains(who.as_ref())))
    };
    let mut all: Vec<Agreed<'_, Action>> = actions(record).into_iter().filter(theirs).collect();
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    let (open, done): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| is_open(one, record.on));
    let overdue = open.iter().filter(|one| is_overdue(one, record.on)).count();
    document.blocks.push(Block::Paragraph(counted(open.len(), overdue)));
    if !open.is_empty() {
        document.blocks.push(Block::Table(shown(&table_of(record, &open, audience))));
    }
    let mut listed = open;
    if options.which == Which::All && !done.is_empty() {
        document.blocks.push(Block::Heading(Text::new("Done", "Afgehandeld")));
        document.blocks.push(Block::Table(shown(&table_of(record, &done, audience))));
        listed.extend(done);
    }
    if listed.iter().any(|one| is_open(one, record.on)) {
        document.blocks.push(Block::Paragraph(DONE_HOW));
    }
    let table = table_of(record, &listed, audience);
    document.sheet = table.clone();
    document.data = vec![table];
    document
}

/// How an action comes off the list.
const DONE_HOW: Text = Text::new(
    "An action is done once its day stands under Done in the minutes of the next meeting (`commons minutes`), and these are read with --read.",
    "Een actie is klaar als de datum bij 'Klaar' staat in het verslag van de volgende bijeenkomst (`commons minutes`) en dat met --read is ingelezen.",
);

fn counted(open: usize, overdue: usize) -> Text {
    match (open, overdue) {
        (0, _) => Text::new("No actions are open.", "Er staan geen acties open."),
        (1, 0) => Text::new("One action is open.", "Er staat één actie open."),
        (1, _) => Text::new("One action is open, and it is overdue.", "Er staat één actie open; die is over de datum."),
        (_, 0) => text!(en: "{open} actions are open; none is overdue.", nl: "Er staan {open} acties open; geen daarvan is over de datum."),
        (_, 1) => text!(en: "{open} actions are open; 1 is overdue.", nl: "Er staan {open} acties open; 1 daarvan is over de datum."),
        _ => {
            text!(en: "{open} actions are open; {overdue} are overdue.", nl: "Er staan {open} acties open; {overdue} daarvan zijn over de datum.")
        }
    }
}

pub fn is_overdue(one: &Agreed<'_, Action>, on: Date) -> bool {
    is_open(one, on) && one.what.due.is_some_and(|due| due < on)
}

/// The actions that a meeting has to look at, in the order of their days.
pub(super) fn open_since<'a>(record: &'a Record, meeting: &Meeting<'_>) -> Vec<Agreed<'a, Action>> {
    let mut open = open_before(record, meeting);
    open.retain(|one| is_open(one, record.on));
    open
}

/// Actions as a table.
pub(super) fn table_of(record: &Record, all: &[Agreed<'_, Action>], audience: Audience) -> Table {
    let columns = vec![
        Column::words("due", Text::new("By", "Uiterlijk")),
        Column::words("what", Text::new("Action", "Actie")),
        Column::words("who", Text::new("Who", "Wie")),
        Column::words("agreed", Text::new("Agreed", "Afgesproken")),
        Column::words("done", Text::new("Done", "Klaar")),
        Column::words("state", Text::default()),
        Column::words("event", Text::default()),
    ];
    let row = |one: &Agreed<'_, Action>| {
        let overdue = is_overdue(one, record.on);
        let due = match one.what.due {
            Some(due) if overdue => {
                let said = Text { en: due.short(crate::text::Lang::En).into(), nl: due.short(crate::text::Lang::Nl).into() };
                Cell::Word(due.to_string().into(), text!(said; en: "{said} (overdue)", nl: "{said} (over de datum)"))
            }
            Some(due) => Cell::Date(due),
            None => Cell::Blank,
        };
        let state = match one.what.done {
            Some(_) if !is_open(one, record.on) => "done",
            _ if overdue => "overdue",
            _ => "open",
        };
        vec![
            due,
            Cell::same(one.what.what.as_str()),
            one.what.who.as_ref().map_or(Cell::Blank, |who| somebody(record, who, audience)),
            day(one.on),
            one.what.done.filter(|_| !is_open(one, record.on)).map_or(Cell::Blank, Cell::Date),
            Cell::same(state),
            Cell::same(one.event.id.as_str()),
        ]
    };
    Table { name: "actions", columns, rows: all.iter().map(row).collect() }
}

/// Somebody by name, with what is behind it where they are not simply there; for programs by id, or by what stands for it.
fn somebody(record: &Record, who: &Id, audience: Audience) -> Cell {
    let plain = record.index.plain(who).0;
    let person = record.person(who);
    if let Some(person) = person.filter(|person| !may_see(person, audience)) {
        let (key, title) = stand_in(record, person, audience);
        return Cell::Word(key.into(), capital(&title));
    }
    let title = told_apart(record, who, audience);
    let title = if is_to_come(record, who) { title } else { remarked(title, presence(record, who)) };
    Cell::Word(plain.into_owned().into(), capital(&title))
}

/// A name, and what tells it apart where somebody else has it too: the organisation, or the id.
pub(super) fn told_apart(record: &Record, who: &Id, audience: Audience) -> Text {
    let title = name(record, who, audience);
    let Some(person) = record.person(who).filter(|person| may_see(person, audience)) else { return title };
    let alone = record.index.surely(&person.name, who, Kinds::ACTOR, record).is_some_and(|known| known == person.id);
    let namesakes = || record.people.values().filter(|one| one.id != person.id && fold(&one.name) == fold(&person.name));
    if alone || namesakes().next().is_none() {
        return title;
    }
    let of = |person| record.organisation_of(person).map(|id| name(record, id, audience));
    let own = of(person).filter(|own| audience < Audience::Record && namesakes().all(|one| of(one).as_ref() != Some(own)));
    let mark = own.unwrap_or_else(|| Text::same(person.id.as_str()));
    text!(title, mark; en: "{title} ({mark})", nl: "{title} ({mark})")
}

/// Whether somebody begins after the day of judgement, and so neither left nor is missed.
fn is_to_come(record: &Record, who: &Id) -> bool {
    let later = |from: Option<VagueDate>| from.is_some_and(|from| from.first() > record.on);
    if let Some(person) = record.person(who) {
        return later(person.from);
    }
    let Some(role) = record.role(who) else { return false };
    later(role.from) || !lapsed(record, role, record.on) && role.holder.iter().any(|holder| later(holder.from))
}

/// The body that met, or the meeting by its title.
fn body(record: &Record, event: &Event, audience: Audience) -> Cell {
    match &event.body {
        Some(body) => Cell::Word(record.index.plain(body).0.into_owned().into(), name(record, body, audience)),
        None => Cell::same(event.title.as_str()),
    }
}

/// A day, or what is known of it.
fn day(day: VagueDate) -> Cell {
    match day {
        VagueDate::Day(day) => Cell::Date(day),
        vague => Cell::Word(vague.to_string().into(), text!(vague; en: "{vague}", nl: "{vague}")),
    }
}

/// Actions as people see them.
pub(super) fn shown(table: &Table) -> Table {
    without(table, &["event", "state"]).filled()
}

/// A table without some of its columns.
fn without(table: &Table, keys: &[&str]) -> Table {
    let kept: Vec<usize> = (0..table.columns.len()).filter(|n| !keys.contains(&table.columns[*n].key.as_ref())).collect();
    let columns = kept.iter().map(|n| table.columns[*n].clone()).collect();
    let rows = table.rows.iter().map(|row| kept.iter().map(|n| row[*n].clone()).collect()).collect();
    Table { name: table.name, columns, rows }
}
