//! The checklist of duties (A1–A4, A7): which are covered at a level, by whom, which only on paper, which not at all.

use std::collections::BTreeMap;

use crate::answers::audience::Audience;
use crate::answers::presence::{Presence, holders_named, listed, name, presence, presence_of_role, remark};
use crate::answers::{covering, exists, municipalities};
use crate::document::{Block, Cell, Column, Document, Item, Mark, Table};
use crate::handbook::duties::{DUTIES, Duty};
use crate::handbook::{Area, Level, Phase};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::{Hours, Id};
use crate::record::work::{Party, Role, RoleKind, Task};
use crate::reports::{capital, of_whom};
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
        blocks.push(Block::Paragraph(no_level(options.level)));
    }
    blocks.push(Block::Paragraph(counted(&states)));
    if let Some(own) = own.filter(|own| *own != level) {
        blocks.push(Block::Paragraph(capital(&compared(&states, own, level))));
    }
    for area in Area::ALL {
        let mut items: Vec<Item> =
            states.iter().filter(|state| state.duty.area == area).map(|state| item(state, own.unwrap_or(level))).collect();
        if area == Area::Governance && level == Level::Full {
            items.insert(0, steering(record, options.audience));
        }
        if !items.is_empty() {
            blocks.push(Block::Heading(area.name()));
            blocks.push(Block::Checklist(items));
        }
    }
    blocks.push(Block::Heading(Text::new("Time", "Tijd")));
    blocks.push(Block::Facts(time(record, &states, level)));
    let data = data(&states);
    Document {
        name: "coverage",
        title: text!(named; en: "Are all duties covered? Checklist for {named}", nl: "Zijn alle kerntaken belegd? Checklist voor {named}"),
        subtitle: of_whom(record),
        on: record.on,
        commit: None,
        blocks,
        sheet: data.clone(),
        data: vec![data],
    }
}

/// Full direction asks for a body that steers (A1): one that answers for a task.
fn steering(record: &Record, audience: Audience) -> Item {
    let what = Text::new("Steering body (mandatory at this level)", "Sturend gremium (verplicht op dit niveau)");
    let bodies: Vec<&Role> = record.roles.values().filter(|role| role.kind == Some(RoleKind::Body) && exists(role, record.on)).collect();
    let answers = |role: &&&Role| {
        let accountable = record.tasks.values().filter_map(|task| task.raci.as_ref()).flat_map(|raci| raci.accountable.as_slice());
        accountable.into_iter().any(|party| record.index.plain(party.who()).0 == role.id.as_str())
    };
    let Some(body) = bodies.iter().find(answers) else {
        let note = Text::new("no body is accountable for any task", "geen enkel gremium is eindverantwoordelijk voor een taak");
        return Item { mark: if bodies.is_empty() { Mark::Open } else { Mark::Half }, what, note };
    };
    match presence_of_role(record, body) {
        Presence::There | Presence::Unknown => Item { mark: Mark::Done, what, note: doer(record, &body.id, audience) },
        _ => Item { mark: Mark::Half, what, note: capital(&absent(record, &body.id, audience)) },
    }
}

/// How far a duty is covered: the best that any of its tasks does.
fn state<'a>(record: &Record, duty: &'static Duty, tasks: Vec<&'a Task>, audience: Audience) -> State<'a> {
    let best = tasks.iter().map(|task| carried_out(record, task, audience)).min_by_key(|(mark, ..)| *mark);
    let (mark, by, note) = best.unwrap_or_else(|| (Mark::Open, Vec::new(), Text::new("no task covers this", "nog geen taak hiervoor")));
    State { duty, mark, tasks, by, note }
}

/// Whether somebody carries a task out: who, or why not.
fn carried_out(record: &Record, task: &Task, audience: Audience) -> (Mark, Vec<Text>, Text) {
    let responsible = task.raci.as_ref().map_or(&[][..], |raci| raci.responsible.as_slice());
    if responsible.is_empty() {
        let title = &task.title;
        return (
            Mark::Open,
            Vec::new(),
            text!(en: "nobody is responsible for the task `{title}`", nl: "bij de taak `{title}` staat nog niet wie die uitvoert"),
        );
    }
    let there: Vec<&Id> =
        responsible.iter().map(Party::who).filter(|who| matches!(presence(record, who), Presence::There | Presence::Unknown)).collect();
    if there.is_empty() {
        let missing: Vec<Text> = responsible.iter().map(|party| absent(record, party.who(), audience)).collect();
        let missing = listed(&missing);
        return (Mark::Half, Vec::new(), text!(missing; en: "on paper only: {missing}", nl: "alleen op papier: {missing}"));
    }
    let by: Vec<Text> = there.iter().map(|who| doer(record, who, audience)).collect();
    let note = capital(&listed(&by));
    (Mark::Done, by, note)
}

/// Somebody who is not there, and why.
fn absent(record: &Record, who: &Id, audience: Audience) -> Text {
    let (who, remark) = (name(record, who, audience), remark(presence(record, who)).unwrap_or_default());
    text!(who, remark; en: "{who} is {remark}", nl: "{who} is {remark}")
}

/// Somebody who carries a task out: a role with those who hold it.
fn doer(record: &Record, who: &Id, audience: Audience) -> Text {
    let title = name(record, who, audience);
    if let Some(remark) = remark(presence(record, who)) {
        return text!(title, remark; en: "{title} ({remark})", nl: "{title} ({remark})");
    }
    let role = record.roles.get(record.index.plain(who).0.as_ref()).filter(|_| record.index.meant(who).has(Kinds::ROLE));
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
    text!(
        en: "{done} of the {all} duties of this level are covered, {half} only on paper, {open} are open.",
        nl: "Van de {all} kerntaken van dit niveau zijn er {done} belegd; {half} alleen op papier, {open} nog open."
    )
}

fn no_level(asked: Option<Level>) -> Text {
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
        return text!(named, ours; en: "{named} asks {fewer} duties fewer than {ours}, at which the collaboration works.", nl: "Bij {named} zijn het er {fewer} minder dan bij {ours}, het niveau van de samenwerking nu.");
    }
    let more: Vec<&State<'_>> = states.iter().filter(|state| state.duty.level > own).collect();
    let count = more.len();
    if count == 0 {
        return text!(named, ours; en: "{named} asks the same duties as {ours}; all of them are mandatory, and so is a steering body.", nl: "Bij {named} zijn het dezelfde kerntaken als bij {ours}; dan zijn ze allemaal verplicht en is er een gremium dat stuurt.");
    }
    let ready = more.iter().filter(|state| state.mark == Mark::Done).count();
    text!(named, ours; en: "{named} asks {count} duties more than {ours}, at which the collaboration works; {ready} of them are covered already.", nl: "Bij {named} komen er {count} kerntaken bij ten opzichte van {ours}, het niveau van de samenwerking nu; daarvan zijn er al {ready} belegd.")
}

/// Hours on record for what the level asks, and what the handbook reckons with.
fn time(record: &Record, states: &[State<'_>], level: Level) -> Vec<(Text, Cell)> {
    let tasks: BTreeMap<&Id, &Task> = states.iter().flat_map(|state| &state.tasks).map(|task| (&task.id, *task)).collect();
    let known: Vec<f64> = tasks.values().filter_map(|task| task.hours.as_ref().map(|hours| hours.0)).collect();
    let without = tasks.len() - known.len();
    let weekly = Hours(known.iter().sum());
    let number = tasks.len();
    let on_record = match (number, without) {
        (0, _) => Text::new("no task covers a duty of this level yet", "nog geen taak voor een kerntaak van dit niveau"),
        (_, 0) => text!(weekly; en: "{weekly} hours a week, in {number} tasks", nl: "{weekly} uur per week, in {number} taken"),
        _ if known.is_empty() => text!(en: "no hours in any of {number} tasks", nl: "bij geen van de {number} taken staan uren"),
        _ => {
            text!(weekly; en: "{weekly} hours a week, in {number} tasks; {without} of them name no hours", nl: "{weekly} uur per week, in {number} taken; bij {without} daarvan staan geen uren")
        }
    };
    let mut facts = vec![(Text::new("On record", "In het dossier"), Cell::Text(on_record))];
    facts.push((
        Text::new("Handbook, base duties", "Handboek, basistaken"),
        Cell::Text(Text::new("2–4 hours a week in a small collaboration", "2–4 uur per week bij een kleine samenwerking")),
    ));
    let count = municipalities(record, record.on).len();
    if let Some(phase) = Phase::of(count).filter(|_| level >= Level::Light) {
        let (phase, time) = (phase.name(), phase.time());
        facts.push((
            Text::new("Handbook, care for the community", "Handboek, zorg voor de community"),
            Cell::Text(text!(phase, time; en: "{time}; {phase}, {count} municipalities", nl: "{time}; {phase}, {count} gemeenten")),
        ));
    }
    facts
}

fn data(states: &[State<'_>]) -> Table {
    let columns = vec![
        Column::words("duty", Text::default()),
        Column::words("name", Text::default()),
        Column::words("area", Text::default()),
        Column::words("level", Text::default()),
        Column::words("state", Text::default()),
        Column::words("tasks", Text::default()),
        Column::words("by", Text::default()),
        Column::words("note", Text::default()),
        Column::figures("hours", Text::default()),
    ];
    let row = |state: &State<'_>| {
        let word = match state.mark {
            Mark::Done => "covered",
            Mark::Half => "on-paper",
            Mark::Open => "open",
        };
        let hours: Option<f64> = state.tasks.iter().filter_map(|task| task.hours.as_ref()).map(|hours| hours.0).reduce(|a, b| a + b);
        vec![
            Cell::same(state.duty.id),
            Cell::Text(state.duty.name.clone()),
            Cell::Word(state.duty.area.id().into(), state.duty.area.name()),
            Cell::Word(state.duty.level.id().into(), state.duty.level.name()),
            Cell::same(word),
            Cell::List(state.tasks.iter().map(|task| Cell::same(task.id.as_str())).collect()),
            Cell::List(state.by.iter().cloned().map(Cell::Text).collect()),
            if state.mark == Mark::Done { Cell::Blank } else { Cell::Text(state.note.clone()) },
            hours.map_or(Cell::Blank, Cell::Hours),
        ]
    };
    Table { name: "duties", columns, rows: states.iter().map(row).collect() }
}
