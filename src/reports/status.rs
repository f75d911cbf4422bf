//! The collaboration on one page, for a steering group that has two minutes (B1, B2, B8, B14, B19, B20, B21).

mod community;
mod money;
mod people;

use crate::answers::audience::Audience;
use crate::answers::due::saying::said;
use crate::answers::due::{Due, Span, due};
use crate::answers::engagement::engagement;
use crate::answers::evaluations::latest;
use crate::answers::meetings::{Wanted, next};
use crate::answers::phase::{Growth, community_hours, growth};
use crate::answers::presence::joined;
use crate::answers::vacancies::vacancies;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Document, Mark, Table};
use crate::handbook::Phase;
use crate::record::Record;
use crate::record::event::EventKind;
use crate::record::participant::Status;
use crate::record::values::Hours;
use crate::record::work::RoleKind;
use crate::reports::coverage::marks;

use crate::reports::status::community::Shown;
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
    facts.extend(meetings(record));
    facts.extend(evaluated(record));
    facts.push(checked(options.findings));
    let until = record.on.plus_days(AHEAD);
    let found = due(record, Span { from: None, until });
    let mut document = begun(record, "status", Text::new("The collaboration on one page", "De samenwerking op één pagina"));
    let tasks = growth.phase.map(|phase| community::tasks(record, phase)).unwrap_or_default();
    document.blocks.push(Block::Paragraph(attention(record, (&tasks, growth.phase), &found, options)));
    document.blocks.push(Block::Facts(facts.iter().map(shown).collect()));
    if let Some(phase) = growth.phase {
        document.blocks.extend(community::blocks(phase, &tasks));
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
    let level =
        record.level().map_or_else(|| Text::new("no level agreed yet", "nog geen ambitieniveau afgesproken"), crate::handbook::Level::name);
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
            notes.push(if silent == 1 {
                Text::new("1 task says no hours", "bij 1 taak staan geen uren")
            } else {
                text!(en: "{silent} tasks say no hours", nl: "bij {silent} taken staan geen uren")
            });
        }
        notes.extend(money::in_kind(record));
        facts.push(Fact::of("hours", Text::new("Hours in all", "Uren in totaal"), value).noted(notes));
    }
    facts
}

/// What asks for attention, before anything else is read.
fn attention(record: &Record, (tasks, phase): (&[Shown], Option<Phase>), found: &[Due<'_>], options: &Options) -> Text {
    let count = |number: usize, one: Text, more: &Text| match number {
        0 => None,
        1 => Some(one),
        _ => Some(text!(more; en: "{number} {more}", nl: "{number} {more}")),
    };
    let marks = marks(record, options.audience);
    let duties = marks.iter().filter(|(_, mark)| *mark != Mark::Done).count();
    let unanswered = record.participants.values().filter(|one| one.status_on(record.on) == Some(Status::Interested));
    let unanswered = unanswered.filter(|one| one.interest.as_ref().is_some_and(|interest| interest.answered.is_none())).count();
    let overdue = found.iter().filter(|due| due.day < record.on).count();
    let parts: Vec<Text> = [
        count(
            duties,
            Text::new("a duty that is not covered", "een kerntaak die niet is belegd"),
            &Text::new("duties that are not covered", "kerntaken die niet zijn belegd"),
        ),
        count(vacancies(record).len(), Text::new("a vacancy", "een vacature"), &Text::new("vacancies", "vacatures")),
        count(
            unanswered,
            Text::new("an interested party without an answer", "een belangstellende zonder antwoord"),
            &Text::new("interested parties without an answer", "belangstellenden zonder antwoord"),
        ),
        count(overdue, Text::new("something overdue", "één punt over de datum"), &Text::new("things overdue", "punten over de datum")),
        count(
            tasks.iter().filter(|task| task.mark == Mark::Open && task.is_asked(phase)).count(),
            Text::new("a task of the community of which nothing is on record", "een communitytaak waarvan niets in het dossier staat"),
            &Text::new("tasks of the community of which nothing is on record", "communitytaken waarvan niets in het dossier staat"),
        ),
        count(
            options.findings.0,
            Text::new("an error in the record", "een fout in het dossier"),
            &Text::new("errors in the record", "fouten in het dossier"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return Text::new(
            "Every duty is covered, no role is vacant and nothing is overdue.",
            "Alle kerntaken zijn belegd, er zijn geen vacatures en niets is over de datum.",
        );
    }
    let parts = joined(&parts, ", ");
    text!(parts; en: "This asks for attention: {parts}.", nl: "Dit vraagt aandacht: {parts}.")
}

/// The next of the meetings that everybody counts on (B7, B8): of users, of the steering group, the yearly day.
fn meetings(record: &Record) -> Option<Fact> {
    let kinds = [
        (EventKind::UserMeeting, Text::new("user meeting", "gebruikersoverleg")),
        (EventKind::Steering, Text::new("steering group", "stuurgroep")),
        (EventKind::CommunityDay, Text::new("community day", "communitydag")),
    ];
    let mut known: Vec<(Date, Text)> = Vec::new();
    let mut missing = Vec::new();
    for (kind, name) in kinds {
        match next(record, Wanted::Kind(kind), record.on) {
            Some(meeting) => {
                let day = meeting.day;
                known.push((meeting.on, text!(name, day; en: "{name} {day}", nl: "{name} {day}")));
            }
            None => missing.push(name),
        }
    }
    known.sort_by_key(|(day, _)| *day);
    let said: Vec<Text> = known.into_iter().map(|(_, said)| said).collect();
    if said.is_empty() {
        return None;
    }
    let notes = (!missing.is_empty()).then(|| {
        let missing = joined(&missing, ", ");
        text!(missing; en: "not planned: {missing}", nl: "nog niet gepland: {missing}")
    });
    Some(
        Fact::of("meetings", Text::new("Next meetings", "Eerstvolgende"), capital(&joined(&said, ", "))).noted(notes.into_iter().collect()),
    )
}

/// The last look back at how things are arranged, and when the next is due (A13).
fn evaluated(record: &Record) -> Option<Fact> {
    let last =
        latest(record.community.as_ref()?).into_iter().map(|(_, one)| one).filter(|one| one.on <= record.on).max_by_key(|one| one.on)?;
    let (what, on) = (&last.what, last.on);
    let value = text!(on; en: "{what}, on {on}", nl: "{what}, op {on}");
    let value = match last.next {
        Some(next) => value.then(&text!(next; en: "; again by {next}", nl: "; opnieuw uiterlijk {next}")),
        None => value,
    };
    Some(Fact::of("evaluation", Text::new("Last evaluated", "Laatst geëvalueerd"), value))
}

/// What `check` finds.
fn checked((errors, warnings): (usize, usize)) -> Fact {
    let clean = errors + warnings == 0;
    let errors = if errors == 1 { Text::new("1 error", "1 fout") } else { text!(en: "{errors} errors", nl: "{errors} fouten") };
    let warnings = if warnings == 1 {
        Text::new("1 warning", "1 aandachtspunt")
    } else {
        text!(en: "{warnings} warnings", nl: "{warnings} aandachtspunten")
    };
    let value = if clean {
        Text::new("No findings", "Geen meldingen")
    } else {
        text!(errors, warnings; en: "{errors}, {warnings}; `commons check` names them", nl: "{errors}, {warnings}; `commons check` noemt ze")
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
