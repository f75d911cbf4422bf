//! The collaboration on one page, for a steering group that has two minutes (B1, B2, B8, B14, B19, B20, B21).

mod attention;
mod community;
pub(super) mod gatherings;
mod money;
mod people;
mod time;

use crate::answers::audience::Audience;
use crate::answers::covered;
use crate::answers::due::saying::said;
use crate::answers::due::{Due, Span, What, due, undated};
use crate::answers::engagement::engagement;
use crate::answers::evaluations::latest;
use crate::answers::phase::{Growth, growth};
use crate::answers::presence::joined;
use crate::answers::vacancies::deserted;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Document, Mark, Table};
use crate::handbook::Phase;
use crate::record::Record;
use crate::record::participant::Status;
use crate::reports::due::without_day;
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
    // Who would like to join, hours and money are no business of those who are not in it.
    let is_public = audience == Audience::Public;
    facts.extend(people::prospects(record).filter(|_| !is_public));
    facts.push(duties(record));
    facts.push(people::sought(record));
    facts.extend(deserted(record).into_iter().map(|one| Fact::of(one.key, one.title.clone(), one.said(record, audience))));
    facts.extend(time::facts(record, &growth, audience));
    facts.extend(people::suppliers(record));
    facts.extend(if is_public { Vec::new() } else { money::facts(record) });
    facts.extend(gatherings::meetings(record, growth.phase));
    facts.extend(evaluated(record));
    facts.push(checked(options.findings));
    let until = record.on.plus_days(AHEAD);
    let mut found = due(record, Span { from: None, until });
    found.retain(|due| !is_public || may_be_told(record, &due.what));
    let mut document = begun(record, "status", Text::new("The collaboration on one page", "De samenwerking op één pagina"));
    let tasks = growth.phase.map(|phase| community::tasks(record, phase, audience)).unwrap_or_default();
    document.blocks.push(Block::Paragraph(attention::attention(record, &growth, &tasks, &found, options)));
    document.blocks.push(Block::Facts(facts.iter().map(shown).collect()));
    if let Some(phase) = growth.phase {
        document.blocks.extend(community::blocks(phase, &tasks));
    }
    document.blocks.extend(coming(record, &found, until, audience));
    document.sheet = sheet(&facts);
    document.data =
        vec![sheet(&facts), people::data(record, &involved, audience), community::data(&tasks), data_of_due(record, &found, audience)];
    document
}

/// Whether anybody may know that it is due: nothing about amounts, and nothing about who may perhaps join.
fn may_be_told(record: &Record, what: &What<'_>) -> bool {
    match what {
        What::Invoice(_) | What::Reminder(..) | What::BudgetToAdopt(_) => false,
        What::Step { participant, .. } | What::BuddyEnds { participant, .. } => {
            participant.status_on(record.on) != Some(Status::Interested)
        }
        _ => true,
    }
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

fn duties(record: &Record) -> Fact {
    let marks = covered::duties(record);
    let of =
        |wanted: Mark| marks.iter().filter(move |(_, mark, _)| *mark == wanted).map(|(duty, ..)| duty.name.clone()).collect::<Vec<Text>>();
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
    let value = if done < all && covered::is_unsure(record) {
        value.then(&Text::new(", as far as could be read", ", voor zover te lezen"))
    } else {
        value
    };
    Fact::of("duties", Text::new("Duties", "Kerntaken"), value).noted(notes)
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
    let without = without_day(undated(record).len()).map(Block::Paragraph);
    if found.is_empty() {
        return [heading, Block::Paragraph(Text::new("Nothing.", "Niets."))].into_iter().chain(without).collect();
    }
    let line = |due: &Due<'_>| {
        let (day, what) = (VagueDate::Day(due.day), said(record, due, audience));
        if due.day >= record.on {
            text!(day, what; en: "{day}: {what}", nl: "{day}: {what}")
        } else if let What::Action { action, .. } = due.what {
            let what = action.what.as_str();
            text!(day; en: "action that was to be done by {day}: {what}", nl: "actie die op {day} klaar had moeten zijn: {what}")
        } else {
            text!(day, what; en: "overdue since {day}: {what}", nl: "over de datum sinds {day}: {what}")
        }
    };
    let mut lines: Vec<Text> = found.iter().take(NAMED).map(|due| capital(&line(due))).collect();
    let more = found.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(text!(en: "And {more} more: `commons due --within 30d`", nl: "En nog {more}: `commons due --within 30d`"));
    }
    [heading, Block::List(lines)].into_iter().chain(without).collect()
}

fn data_of_due(record: &Record, found: &[Due<'_>], audience: Audience) -> Table {
    let columns = ["day", "kind", "what"].map(|key| Column::words(key, Text::default())).into();
    let row = |due: &Due<'_>| vec![Cell::Date(due.day), Cell::same(due.what.id()), Cell::Text(capital(&said(record, due, audience)))];
    Table { name: "due", columns, rows: found.iter().map(row).collect() }
}
