//! The checklist of duties (A1–A4, A7): which are covered at a level, by whom, which only on paper, which not at all.

use std::collections::BTreeMap;

use crate::answers::audience::Audience;
use crate::answers::covered::{doers, is_done, parties};
use crate::answers::presence::{Presence, holders_named, joined, listed, name, presence, presence_of_role, remarked};
use crate::answers::{covered, covering, exists, municipalities};
use crate::document::{Block, Cell, Column, Document, Item, Mark, Table};
use crate::handbook::duties::{DUTIES, Duty};
use crate::handbook::{Area, Level, Phase};
use crate::record::Record;
use crate::record::values::{Hours, Id};
use crate::record::work::{Letter, Role, RoleKind, Task};
use crate::reports::{begun, capital};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// What is asked of the checklist.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Another level than the record's own: what it would ask.
    pub level: Option<Level>,
    pub audience: Audience,
}

/// A duty, how far it is covered, by whom or why not.
struct State<'a> {
    duty: &'static Duty,
    mark: Mark,
    tasks: Vec<&'a Task>,
    /// Who carries it out.
    by: Vec<Text>,
    note: Text,
}

/// The checklist of a record.
pub fn coverage(record: &Record, options: &Options) -> Document {
    let own = record.level();
    let level = options.level.or(own).unwrap_or_default();
    let by_duty = covering(record);
    let states: Vec<State<'_>> = DUTIES
        .iter()
        .filter(|duty| duty.level <= level)
        .map(|duty| state(record, duty, by_duty.get(duty.id).cloned().unwrap_or_default(), options.audience))
        .collect();
    let named = level.name();
    let mut blocks = Vec::new();
    if own.is_none() {
        blocks.push(Block::Paragraph(no_level(record, options.level)));
    }
    blocks.push(Block::Paragraph(counted(&states)));
    if let Some(own) = own.filter(|own| *own != level) {
        blocks.push(Block::Paragraph(capital(&compared(&states, own, level))));
    }
    let steering = (level == Level::Full).then(|| steering(record, options.audience));
    for area in Area::ALL {
        let mut items: Vec<Item> =
            states.iter().filter(|state| state.duty.area == area).map(|state| item(state, own.unwrap_or(level))).collect();
        if area == Area::Governance {
            items.splice(0..0, steering.clone());
        }
        if !items.is_empty() {
            blocks.push(Block::Heading(area.name()));
            blocks.push(Block::Checklist(items));
        }
    }
    blocks.push(Block::Heading(Text::new("Time", "Tijd")));
    blocks.push(Block::Facts(time(record, &states, level)));
    let data = data(&states, steering.as_ref());
    let title = text!(named; en: "Are all duties covered? Checklist for {named}", nl: "Zijn alle kerntaken belegd? Checklist voor {named}");
    Document { blocks, sheet: data.clone(), data: vec![data], ..begun(record, "coverage", title) }
}

/// Full direction asks for a body that steers (A1): one that answers for a task.
fn steering(record: &Record, audience: Audience) -> Item {
    let what = Text::new("Steering body (mandatory at this level)", "Sturend gremium (verplicht op dit niveau)");
    let bodies: Vec<&Role> = record.roles.values().filter(|role| role.kind == Some(RoleKind::Body) && exists(role, record.on)).collect();
    let answers = |role: &&&Role| {
        let accountable = record.tasks.values().filter_map(|task| task.raci.as_ref()).flat_map(|raci| raci.accountable.as_slice());
        accountable.into_iter().any(|party| record.index.plain(party.who()).0 == role.id.as_str())
    };
    let steering: Vec<&&Role> = bodies.iter().filter(answers).collect();
    if steering.is_empty() {
        let note = Text::new("no body is accountable for any task", "geen enkel gremium is eindverantwoordelijk voor een taak");
        return Item { mark: if bodies.is_empty() { Mark::Open } else { Mark::Half }, what, note };
    }
    let there: Vec<Text> =
        steering.iter().filter(|body| is_done(presence_of_role(record, body))).map(|body| doer(record, &body.id, audience)).collect();
    if there.is_empty() {
        let absent: Vec<Text> = steering.iter().map(|body| absent(record, &body.id, audience)).collect();
        return Item { mark: Mark::Half, what, note: capital(&listed(&absent)) };
    }
    Item { mark: Mark::Done, what, note: listed(&there) }
}

/// How far a duty is covered: the best that any of its tasks does, by everybody who does so.
fn state<'a>(record: &Record, duty: &'static Duty, tasks: Vec<&'a Task>, audience: Audience) -> State<'a> {
    let all: Vec<_> = tasks.iter().map(|task| carried_out(record, task, audience)).collect();
    let mark = covered::of_duty(record, &tasks);
    if all.is_empty() {
        let note = if record.is_unread(&[FileKind::Task]) {
            Text::new("no task covers this, as far as could be read", "nog geen taak hiervoor, voor zover te lezen")
        } else {
            Text::new("no task covers this", "nog geen taak hiervoor")
        };
        return State { duty, mark, tasks, by: Vec::new(), note };
    }
    let mut by: Vec<Text> = Vec::new();
    let mut notes: Vec<Text> = Vec::new();
    for (_, theirs, note) in all.into_iter().filter(|(one, ..)| *one == mark) {
        for one in theirs {
            if !by.contains(&one) {
                by.push(one);
            }
        }
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let note = if mark == Mark::Done { capital(&listed(&by)) } else { listed(&notes) };
    State { duty, mark, tasks, by, note }
}

/// Whether somebody carries a task out: who, or why not.
fn carried_out(record: &Record, task: &Task, audience: Audience) -> (Mark, Vec<Text>, Text) {
    let responsible = parties(task, Letter::Responsible);
    if responsible.is_empty() {
        let title = &task.title;
        return (
            Mark::Open,
            Vec::new(),
            text!(en: "nobody is responsible for the task `{title}`", nl: "bij de taak `{title}` staat nog niet wie die uitvoert"),
        );
    }
    let there = doers(record, task);
    if there.is_empty() {
        let missing: Vec<Text> = responsible.iter().map(|party| absent(record, party.who(), audience)).collect();
        let missing = listed(&missing);
        return (Mark::Half, Vec::new(), text!(missing; en: "on paper only: {missing}", nl: "alleen op papier: {missing}"));
    }
    let by: Vec<Text> = there.iter().map(|who| doer(record, who, audience)).collect();
    (Mark::Done, by, Text::default())
}

/// Somebody who is not there, and why.
fn absent(record: &Record, who: &Id, audience: Audience) -> Text {
    remarked(name(record, who, audience), presence(record, who))
}

/// Somebody who carries a task out: a role with those who hold it.
fn doer(record: &Record, who: &Id, audience: Audience) -> Text {
    let (title, presence) = (name(record, who, audience), presence(record, who));
    if presence != Presence::There {
        return remarked(title, presence);
    }
    let role = record.role(who);
    let held = role.map(|role| holders_named(record, role, audience)).unwrap_or_default();
    match held.as_slice() {
        [] => title,
        [_, _, _, _, ..] => {
            let number = held.len();
            text!(title; en: "{title} ({number} people)", nl: "{title} ({number} personen)")
        }
        held => {
            let held = listed(held);
            text!(title, held; en: "{title}: {held}", nl: "{title}: {held}")
        }
    }
}

fn item(state: &State<'_>, own: Level) -> Item {
    let name = state.duty.name.clone();
    let level = state.duty.level.name();
    let what = capital(&name);
    // What only the level that is looked at would ask stands apart from what is asked already.
    let what = if state.duty.level > own { text!(what, level; en: "{what} (from {level})", nl: "{what} (vanaf {level})") } else { what };
    Item { mark: state.mark, what, note: state.note.clone() }
}

fn number(states: &[State<'_>], mark: Mark) -> usize {
    states.iter().filter(|state| state.mark == mark).count()
}

fn counted(states: &[State<'_>]) -> Text {
    let (all, done, half, open) = (states.len(), number(states, Mark::Done), number(states, Mark::Half), number(states, Mark::Open));
    if done == all {
        return text!(en: "All {all} duties of this level are covered.", nl: "Alle {all} kerntaken van dit niveau zijn belegd.");
    }
    let mut rest = Vec::new();
    if half > 0 {
        rest.push(text!(en: "{half} only on paper", nl: "{half} alleen op papier"));
    }
    if open > 0 {
        rest.push(text!(en: "{open} open", nl: "{open} nog open"));
    }
    let rest = joined(&rest, ", ");
    text!(rest; en: "Covered: {done} of the {all} duties of this level; {rest}.", nl: "Belegd: {done} van de {all} kerntaken van dit niveau; {rest}.")
}

fn no_level(record: &Record, asked: Option<Level>) -> Text {
    if record.is_unread(&[FileKind::Collaboration]) {
        return Text::new(
            "The level of the collaboration cannot be read: `commons check` says what is wrong with `commons.toml`.",
            "Het ambitieniveau van de samenwerking is niet te lezen: `commons check` zegt wat er mis is met `commons.toml`.",
        );
    }
    match asked {
        Some(_) => Text::new(
            "The record names no level of its own yet (`level` in `commons.toml`).",
            "Het dossier noemt zelf nog geen ambitieniveau (`level` in `commons.toml`).",
        ),
        None => Text::new(
            "The record names no level yet (`level` in `commons.toml`), so this is what the lowest asks; `--level` shows another.",
            "Het dossier noemt nog geen ambitieniveau (`level` in `commons.toml`); dit is wat het laagste vraagt. Met `--level` ziet u een ander.",
        ),
    }
}

/// What another level asks beside what the record's own does.
fn compared(states: &[State<'_>], own: Level, level: Level) -> Text {
    let (named, ours) = (level.name(), own.name());
    if level < own {
        let fewer = DUTIES.iter().filter(|duty| duty.level > level && duty.level <= own).count();
        if fewer == 0 {
            return text!(named, ours; en: "{named} has the same duties as {ours}, the collaboration's own level.", nl: "Bij {named} gelden dezelfde kerntaken als bij {ours}, het niveau van de samenwerking nu.");
        }
        return text!(named, ours; en: "{named} has {fewer} duties fewer than {ours}, the collaboration's own level.", nl: "Bij {named} zijn het {fewer} kerntaken minder dan bij {ours}, het niveau van de samenwerking nu.");
    }
    let more: Vec<&State<'_>> = states.iter().filter(|state| state.duty.level > own).collect();
    let count = more.len();
    if count == 0 {
        return text!(named, ours; en: "{named} has the same duties as {ours}; all of them are mandatory, and so is a steering body.", nl: "Bij {named} zijn het dezelfde kerntaken als bij {ours}; dan zijn ze allemaal verplicht en is er een gremium dat stuurt.");
    }
    let ready = match more.iter().filter(|state| state.mark == Mark::Done).count() {
        0 => Text::new("none of them is covered yet", "daarvan is er nog geen belegd"),
        ready if ready == count => Text::new("all of them are covered already", "die zijn allemaal al belegd"),
        ready => text!(en: "{ready} of them are covered already", nl: "daarvan zijn er al {ready} belegd"),
    };
    text!(named, ours, ready; en: "{named} has {count} duties more than {ours}, the collaboration's own level; {ready}.", nl: "Bij {named} komen er {count} kerntaken bij ten opzichte van {ours}, het niveau van de samenwerking nu; {ready}.")
}

/// Hours on record for what the level asks, and what the handbook reckons with.
fn time(record: &Record, states: &[State<'_>], level: Level) -> Vec<(Text, Cell)> {
    let tasks: BTreeMap<&Id, &Task> = states.iter().flat_map(|state| &state.tasks).map(|task| (&task.id, *task)).collect();
    let known: Vec<f64> = tasks.values().filter_map(|task| task.hours.as_ref().map(|hours| hours.0)).collect();
    let without = tasks.len() - known.len();
    let weekly = Hours(known.iter().sum());
    let number = tasks.len();
    let in_tasks = tasks_counted(number);
    let on_record = match (number, without) {
        (0, _) => Text::new("no task covers a duty of this level yet", "nog geen taak voor een kerntaak van dit niveau"),
        (_, 0) => text!(weekly, in_tasks; en: "{weekly} hours a week, in {in_tasks}", nl: "{weekly} uur per week, in {in_tasks}"),
        _ if known.is_empty() => text!(in_tasks; en: "no hours in {in_tasks}", nl: "geen uren bij {in_tasks}"),
        _ => {
            text!(weekly, in_tasks; en: "{weekly} hours a week, in {in_tasks}; {without} without hours", nl: "{weekly} uur per week, in {in_tasks}; bij {without} staan geen uren")
        }
    };
    let mut facts = vec![(Text::new("Tasks for these duties", "Taken voor deze kerntaken"), Cell::Text(on_record))];
    let all: Vec<f64> = record.tasks.values().filter_map(|task| task.hours.as_ref().map(|hours| hours.0)).collect();
    if record.tasks.len() > number && !all.is_empty() {
        let (weekly, in_tasks) = (Hours(all.iter().sum()), tasks_counted(record.tasks.len()));
        facts.push((
            Text::new("All tasks", "Alle taken"),
            Cell::Text(text!(weekly, in_tasks; en: "{weekly} hours a week, in {in_tasks}", nl: "{weekly} uur per week, in {in_tasks}")),
        ));
    }
    let roles = record.roles.values().filter(|role| exists(role, record.on)).filter_map(|role| role.hours.as_ref());
    let roles: Vec<f64> = roles.map(|hours| hours.0).collect();
    if !roles.is_empty() {
        let weekly = Hours(roles.iter().sum());
        facts.push((
            Text::new("All roles", "Alle rollen"),
            Cell::Text(text!(weekly; en: "{weekly} hours a week", nl: "{weekly} uur per week")),
        ));
    }
    let count = municipalities(record, record.on).len();
    // The handbook's figure is that of a small collaboration.
    if Phase::of(count).is_none_or(|phase| phase == Phase::Pioneer) {
        facts.push((
            Text::new("Handbook, base duties", "Handboek, basistaken"),
            Cell::Text(Text::new("2–4 hours a week in a small collaboration", "2–4 uur per week bij een kleine samenwerking")),
        ));
    }
    if let Some(phase) = Phase::of(count).filter(|_| level >= Level::Light) {
        let (phase, time) = (phase.name(), phase.time());
        let counted = if count == 1 {
            Text::new("1 municipality", "1 gemeente")
        } else {
            text!(en: "{count} municipalities", nl: "{count} gemeenten")
        };
        facts.push((
            Text::new("Handbook, care for the community", "Handboek, zorg voor de community"),
            Cell::Text(text!(phase, time, counted; en: "{time}; {phase}, {counted}", nl: "{time}; {phase}, {counted}")),
        ));
    }
    facts
}

fn tasks_counted(number: usize) -> Text {
    if number == 1 { Text::new("1 task", "1 taak") } else { text!(en: "{number} tasks", nl: "{number} taken") }
}

fn data(states: &[State<'_>], steering: Option<&Item>) -> Table {
    let columns = vec![
        Column::words("duty", Text::default()),
        Column::words("name", Text::default()),
        Column::words("area", Text::default()),
        Column::words("level", Text::default()),
        Column::words("state", Text::default()),
        Column::words("tasks", Text::default()),
        Column::words("by", Text::default()),
        Column::words("note", Text::default()),
    ];
    let word = |mark: Mark| match mark {
        Mark::Done => "covered",
        Mark::Half => "on-paper",
        Mark::Open | Mark::NotApplicable => "open",
    };
    let row = |state: &State<'_>| {
        vec![
            Cell::same(state.duty.id),
            Cell::Text(state.duty.name.clone()),
            Cell::Word(state.duty.area.id().into(), state.duty.area.name()),
            Cell::Word(state.duty.level.id().into(), state.duty.level.name()),
            Cell::same(word(state.mark)),
            Cell::List(state.tasks.iter().map(|task| Cell::same(task.id.as_str())).collect()),
            Cell::List(state.by.iter().cloned().map(Cell::Text).collect()),
            if state.mark == Mark::Done { Cell::Blank } else { Cell::Text(state.note.clone()) },
        ]
    };
    let body = |item: &Item| {
        let (area, level) = (Area::Governance, Level::Full);
        let (by, note) = if item.mark == Mark::Done {
            (vec![Cell::Text(item.note.clone())], Cell::Blank)
        } else {
            (Vec::new(), Cell::Text(item.note.clone()))
        };
        vec![
            Cell::same("steering-body"),
            Cell::Text(item.what.clone()),
            Cell::Word(area.id().into(), area.name()),
            Cell::Word(level.id().into(), level.name()),
            Cell::same(word(item.mark)),
            Cell::List(Vec::new()),
            Cell::List(by),
            note,
        ]
    };
    Table { name: "duties", columns, rows: states.iter().map(row).chain(steering.map(body)).collect() }
}
