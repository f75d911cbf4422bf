//! The collaboration on one page, for a steering group that has two minutes (B1, B2, B8, B14, B19, B20, B21).

mod community;
mod money;
mod people;

use crate::answers::audience::Audience;
use crate::answers::due::{Due, Span, due};
use crate::answers::engagement::engagement;
use crate::answers::phase::{Growth, community_hours, growth};
use crate::answers::presence::joined;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Document, Mark, Table};
use crate::handbook::Phase;
use crate::record::Record;
use crate::record::values::Hours;
use crate::record::work::RoleKind;
use crate::reports::coverage::marks;
use crate::reports::due::said;
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub audience: Audience,
    /// How many findings `check` has: errors and warnings. Rules are no business of a report.
    pub findings: (usize, usize),
}

/// How far ahead the page looks, in days.
const AHEAD: i64 = 30;
/// So many of what is due are named.
const NAMED: usize = 6;

/// A line of the page: what it is about, how that is, and what is to be added.
struct Fact {
    key: &'static str,
    label: Text,
    value: Text,
    notes: Vec<Text>,
}

impl Fact {
    fn of(key: &'static str, label: Text, value: Text) -> Fact {
        Fact { key, label, value, notes: Vec::new() }
    }

    fn noted(self, notes: Vec<Text>) -> Fact {
        Fact { notes, ..self }
    }
}

/// The page of a record.
pub fn status(record: &Record, options: &Options) -> Document {
    let audience = options.audience;
    let growth = growth(record, record.on);
    let involved = engagement(record);
    let mut facts = vec![level(record, &growth)];
    facts.push(people::participants(record, &growth));
    facts.extend(people::layers(&involved));
    facts.extend(people::prospects(record));
    facts.push(duties(record, audience));
    facts.push(people::sought(record));
    facts.extend(time(record, &growth));
    facts.extend(people::suppliers(record));
    facts.extend(money::facts(record));
    facts.push(checked(options.findings));
    let until = record.on.plus_days(AHEAD);
    let found = due(record, Span { from: None, until });
    let mut document = begun(record, "status", Text::new("The collaboration on one page", "De samenwerking op één pagina"));
    document.blocks.push(Block::Facts(facts.iter().map(shown).collect()));
    let tasks = growth.phase.map(|phase| community::tasks(record, phase)).unwrap_or_default();
    if let Some(phase) = growth.phase {
        document.blocks.extend(community::blocks(record, phase, &tasks));
    }
    document.blocks.extend(coming(record, &found, until, audience));
    document.sheet = sheet(&facts);
    document.data = vec![sheet(&facts), people::data(record, &involved), community::data(&tasks), data_of_due(record, &found, audience)];
    document
}

fn shown(fact: &Fact) -> (Text, Cell) {
    let value = fact.value.clone();
    (fact.label.clone(), if fact.notes.is_empty() { Cell::Text(value) } else { Cell::Noted(value, fact.notes.clone()) })
}

fn sheet(facts: &[Fact]) -> Table {
    let columns = vec![
        Column::words("key", Text::new("Key", "Sleutel")),
        Column::words("what", Text::new("What", "Wat")),
        Column::words("state", Text::new("State", "Stand")),
        Column::words("notes", Text::new("Notes", "Toelichting")),
    ];
    let row = |fact: &Fact| {
        let notes = fact.notes.iter().cloned().map(Cell::Text).collect();
        vec![Cell::same(fact.key), Cell::Text(fact.label.clone()), Cell::Text(fact.value.clone()), Cell::List(notes)]
    };
    Table { name: "facts", columns, rows: facts.iter().map(row).collect() }
}

/// The level, the phase, and where the next one begins.
fn level(record: &Record, growth: &Growth) -> Fact {
    let level = record.level().map_or_else(|| Text::new("no level agreed yet", "nog geen ambitieniveau afgesproken"), |level| level.name());
    let Some(phase) = growth.phase else {
        let none = Text::new("no municipality takes part yet", "er doet nog geen gemeente mee");
        return Fact::of("level", Text::new("Level and phase", "Niveau en fase"), capital(&level)).noted(vec![none]);
    };
    let (named, range) = (phase.name(), range(phase));
    let value = text!(level, named, range; en: "{level}; {named} ({range})", nl: "{level}; {named} ({range})");
    let next = growth.next.map(|next| {
        let (from, named, left) = (next.from, next.phase.name(), next.from.saturating_sub(growth.municipalities));
        let begins = text!(named; en: "the {named} begins at {from} municipalities: {left} more", nl: "de {named} begint bij {from} gemeenten: nog {left}");
        match next.day {
            Some(day) => begins.then(&text!(day; en: ", by what is planned on {day}", nl: ", volgens de planning op {day}")),
            None => begins,
        }
    });
    Fact::of("level", Text::new("Level and phase", "Niveau en fase"), capital(&value)).noted(next.into_iter().collect())
}

/// The municipalities of a phase (B1).
fn range(phase: Phase) -> Text {
    match phase {
        Phase::Pioneer => Text::new("up to 5 municipalities", "t/m 5 gemeenten"),
        Phase::Growth => Text::new("6 to 20 municipalities", "6 t/m 20 gemeenten"),
        Phase::Mature => Text::new("more than 20 municipalities", "meer dan 20 gemeenten"),
    }
}

fn duties(record: &Record, audience: Audience) -> Fact {
    let marks = marks(record, audience);
    let of = |wanted: Mark| marks.iter().filter(move |(_, mark)| *mark == wanted).map(|(duty, _)| duty.name.clone()).collect::<Vec<Text>>();
    let (all, done) = (marks.len(), of(Mark::Done).len());
    let mut notes = Vec::new();
    for (mark, label) in [(Mark::Half, Text::new("only on paper", "alleen op papier")), (Mark::Open, Text::new("open", "nog niet belegd"))]
    {
        let names = of(mark);
        if !names.is_empty() {
            let names = joined(&names, "; ");
            notes.push(text!(label, names; en: "{label}: {names}", nl: "{label}: {names}"));
        }
    }
    let value = if done == all {
        text!(en: "All {all} covered", nl: "Alle {all} belegd")
    } else {
        text!(en: "{done} of {all} covered", nl: "{done} van de {all} belegd")
    };
    Fact::of("duties", Text::new("Duties", "Kerntaken"), value).noted(notes)
}

/// The hours there are and those that are needed, of the community and in all (A14, B2).
fn time(record: &Record, growth: &Growth) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(phase) = growth.phase {
        let handbook = phase.time();
        let needed = text!(handbook; en: "the handbook reckons with {handbook}", nl: "het handboek rekent op {handbook}");
        let value = match community_hours(record) {
            Some(hours) => {
                let little = hours.0 + 0.01 < phase.hours_per_week().0;
                let there = text!(hours; en: "{hours} hours a week", nl: "{hours} uur per week");
                let short = if little { Text::new(", too little", ", te weinig") } else { Text::default() };
                text!(there, short, needed; en: "{there}{short}; {needed}", nl: "{there}{short}; {needed}")
            }
            None => text!(needed; en: "Not on record; {needed}", nl: "Niet in het dossier; {needed}"),
        };
        facts.push(Fact::of("community-time", Text::new("Time for the community", "Tijd voor de community"), value));
    }
    let roles = record.roles.values().filter(|role| role.kind != Some(RoleKind::Body));
    let held = roles.filter(|role| !crate::answers::presence::seated(record, role).is_empty());
    let available: f64 = held.filter_map(|role| role.hours.map(|hours| hours.0)).sum();
    let needed: Vec<f64> = record.tasks.values().filter_map(|task| task.hours.map(|hours| hours.0)).collect();
    let (silent, needed) = (record.tasks.len() - needed.len(), needed.iter().sum::<f64>());
    if available > 0.0 || needed > 0.0 {
        let (available, needed) = (Hours(available), Hours(needed));
        let value = text!(available, needed; en: "{available} hours a week in roles that are held; the tasks ask {needed}", nl: "{available} uur per week in vervulde rollen; de taken vragen {needed}");
        let mut notes = Vec::new();
        if silent > 0 {
            notes.push(text!(en: "{silent} tasks say no hours", nl: "bij {silent} taken staan geen uren"));
        }
        notes.extend(money::in_kind(record));
        facts.push(Fact::of("hours", Text::new("Hours in all", "Uren in totaal"), value).noted(notes));
    }
    facts
}

/// What `check` finds.
fn checked((errors, warnings): (usize, usize)) -> Fact {
    let value = match (errors, warnings) {
        (0, 0) => Text::new("No findings", "Geen meldingen"),
        _ => {
            let (errors, warnings) = (
                if errors == 1 { Text::new("1 error", "1 fout") } else { text!(en: "{errors} errors", nl: "{errors} fouten") },
                if warnings == 1 {
                    Text::new("1 warning", "1 aandachtspunt")
                } else {
                    text!(en: "{warnings} warnings", nl: "{warnings} aandachtspunten")
                },
            );
            text!(errors, warnings; en: "{errors}, {warnings}; `commons check` names them", nl: "{errors}, {warnings}; `commons check` noemt ze")
        }
    };
    Fact::of("check", Text::new("Check of the record", "Controle van het dossier"), value)
}

/// What is overdue and what is due soon: the first few, and how many more.
fn coming(record: &Record, found: &[Due<'_>], until: Date, audience: Audience) -> Vec<Block> {
    let heading = Block::Heading(text!(until; en: "What is due, until {until}", nl: "Wat eraan komt, t/m {until}"));
    if found.is_empty() {
        return vec![heading, Block::Paragraph(Text::new("Nothing.", "Niets."))];
    }
    let line = |due: &Due<'_>| {
        let (day, what) = (VagueDate::Day(due.day), said(record, due, audience));
        if due.day < record.on {
            text!(day, what; en: "overdue since {day}: {what}", nl: "over de datum sinds {day}: {what}")
        } else {
            text!(day, what; en: "{day}: {what}", nl: "{day}: {what}")
        }
    };
    let mut lines: Vec<Text> = found.iter().take(NAMED).map(|due| capital(&line(due))).collect();
    let more = found.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(text!(en: "And {more} more: `commons due --within 30d`", nl: "En nog {more}: `commons due --within 30d`"));
    }
    vec![heading, Block::List(lines)]
}

fn data_of_due(record: &Record, found: &[Due<'_>], audience: Audience) -> Table {
    let columns = ["day", "kind", "what"].map(|key| Column::words(key, Text::default())).into();
    let row = |due: &Due<'_>| vec![Cell::Date(due.day), Cell::same(due.what.id()), Cell::Text(capital(&said(record, due, audience)))];
    Table { name: "due", columns, rows: found.iter().map(row).collect() }
}
