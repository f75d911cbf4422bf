//! Reminders: a letter for each participant of whom something is overdue, and what is no letter any more.

mod letter;

use std::collections::BTreeMap;

use crate::answers::audience::Audience;
use crate::answers::presence::name;
use crate::answers::reminders::{Due, Step, balanced, exhausted, of_holder, pause, steps};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::values::Id;
use crate::reports::begun;
use crate::source::FilePath;
use crate::text;
use crate::text::Text;
pub use letter::letter;

/// What is asked of the reminders.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only these participants; all where there are none.
    pub only: Vec<Id>,
    /// Issued invoices whose file is no longer what was sent.
    pub altered: Vec<FilePath>,
    pub audience: Audience,
}

/// The invoices of which one participant is reminded in one letter: what was written of before has a letter of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter<'a> {
    pub participant: Id,
    pub step: Step,
    pub due: Vec<Due<'a>>,
}

/// What is to be done on the day of judgement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan<'a> {
    pub letters: Vec<Letter<'a>>,
    pub calls: Vec<Due<'a>>,
    /// Letters that wait until New Year is over.
    pub paused: Vec<Due<'a>>,
    /// Overdue, with a step on a later day.
    pub later: Vec<Due<'a>>,
    /// Owed by those who left.
    pub left: Vec<Due<'a>>,
    /// Overdue still, though every step was taken.
    pub done: Vec<Due<'a>>,
    /// Overdue of those who are to get back as much: it is to be set off.
    pub balanced: Vec<Due<'a>>,
    /// Owed by whoever holds the money: nobody writes to themselves.
    pub own: Vec<Due<'a>>,
    /// Not what was sent: nobody was asked for what the file says.
    pub altered: Vec<Due<'a>>,
}

impl Plan<'_> {
    fn is_empty(&self) -> bool {
        let lists = [&self.calls, &self.paused, &self.later, &self.left, &self.done, &self.balanced, &self.own, &self.altered];
        self.letters.is_empty() && lists.iter().all(|list| list.is_empty())
    }
}

/// Sorts what is overdue by what it asks for.
pub fn plan<'a>(record: &'a Record, only: &[Id], altered: &[FilePath]) -> Plan<'a> {
    let mut plan = Plan::default();
    let mut letters: BTreeMap<(String, Step), Vec<Due<'a>>> = BTreeMap::new();
    let of_participant = |one: &Due<'_>| Id::new(&record.index.plain(&one.debt.invoice.participant).0);
    let is_asked = |one: &Due<'_>| only.is_empty() || only.contains(&of_participant(one));
    let is_altered = |one: &Due<'_>| altered.contains(&one.debt.invoice.file);
    let is_paused = pause(record.on).is_some();
    for one in steps(record).into_iter().filter(|one| one.debt.due.is_some_and(|due| due < record.on)) {
        let id = of_participant(&one);
        if !is_asked(&one) {
            continue;
        }
        match one.step {
            _ if is_altered(&one) => plan.altered.push(one),
            _ if one.has_left => plan.left.push(one),
            // A day that the pause moved lies just behind it.
            Step::First | Step::Second if is_paused && pause(record.on).is_some_and(|last| one.day <= last.plus_days(1)) => {
                plan.paused.push(one);
            }
            _ if one.day > record.on => plan.later.push(one),
            Step::Call => plan.calls.push(one),
            step => letters.entry((id.to_string(), step)).or_default().push(one),
        }
    }
    let (altered, sent): (Vec<Due<'a>>, Vec<Due<'a>>) = exhausted(record).into_iter().filter(is_asked).partition(is_altered);
    plan.altered.extend(altered);
    let (left, done): (Vec<Due<'a>>, Vec<Due<'a>>) = sent.into_iter().partition(|one| one.has_left);
    plan.left.extend(left);
    plan.done = done;
    plan.balanced = balanced(record).into_iter().filter(is_asked).collect();
    plan.own = of_holder(record).into_iter().filter(is_asked).collect();
    plan.letters = letters.into_iter().map(|((id, step), due)| Letter { participant: Id::new(&id), step, due }).collect();
    plan
}

/// What is due, and the letters below it.
pub fn of(record: &Record, options: &Options) -> Document {
    let plan = plan(record, &options.only, &options.altered);
    let mut blocks = vec![Block::Paragraph(counted(record, &plan))];
    if !plan.letters.is_empty() {
        blocks.push(Block::Table(for_people(record, &plan, options.audience)));
    }
    for (title, due) in [
        (
            Text::new(
                "Speak with the contact, or put it on the agenda of the steering group",
                "Bespreken met contactpersoon of agenderen in de stuurgroep",
            ),
            &plan.calls,
        ),
        (Text::new("No longer takes part: no letter, but to be settled", "Uitgetreden: geen brief, wel af te handelen"), &plan.left),
        (Text::new("Every step was taken, and it is still open", "Alle stappen gezet, nog steeds open"), &plan.done),
        (
            Text::new(
                "As much was credited or paid too much: no letter, but to be set off",
                "Evenveel gecrediteerd of te veel betaald: geen brief, wel te verrekenen",
            ),
            &plan.balanced,
        ),
        (
            Text::new(
                "Changed since it was sent: no letter until what was sent is put back",
                "Gewijzigd na verzending: geen brief voordat is hersteld wat er is verstuurd",
            ),
            &plan.altered,
        ),
        (Text::new("Later", "Later aan de beurt"), &plan.later),
        (Text::new("Of the fund holder itself: no letter, but to be booked", "Van de kassier zelf: geen brief, wel te boeken"), &plan.own),
    ] {
        if !due.is_empty() {
            blocks.push(Block::Heading(title));
            blocks.push(Block::List(due.iter().map(|one| line(record, one, options.audience)).collect()));
        }
    }
    for one in &plan.letters {
        blocks.extend(alone(letter(record, one, options.audience)));
    }
    let data = data(record, &plan, options.audience);
    Document {
        blocks,
        sheet: data.clone(),
        data: vec![data],
        ..begun(record, "remind", Text::new("Payment reminders", "Betalingsherinneringen"))
    }
}

/// A letter on paper of its own.
fn alone(letter: Document) -> impl Iterator<Item = Block> {
    [Block::NewPage, Block::Heading(letter.title), Block::Paragraph(letter.subtitle)].into_iter().chain(letter.blocks)
}

/// Several letters behind each other; none where there are none.
pub fn together(mut letters: Vec<Document>) -> Option<Document> {
    let rest = letters.split_off(1.min(letters.len()));
    let mut first = letters.pop()?;
    first.blocks.extend(rest.into_iter().flat_map(alone));
    Some(first)
}

fn counted(record: &Record, plan: &Plan<'_>) -> Text {
    let letters = match plan.letters.len() {
        0 if plan.is_empty() => Text::new("Nothing is overdue.", "Er is niets over de vervaldatum."),
        0 => Text::new("No reminder is due.", "Er hoeft geen herinnering de deur uit."),
        1 => Text::new("1 letter is due.", "Er is 1 brief te versturen."),
        number => text!(en: "{number} letters are due.", nl: "Er zijn {number} brieven te versturen."),
    };
    let Some(last) = pause(record.on) else { return letters };
    let waiting = plan.paused.len();
    let waits = match waiting {
        0 => Text::default(),
        1 => Text::new(" 1 invoice waits for it.", " 1 factuur wacht daarop."),
        _ => text!(en: " {waiting} invoices wait for it.", nl: " {waiting} facturen wachten daarop."),
    };
    text!(last, waits; en: "Around New Year no letters are sent, until {last}.{waits}", nl: "Rond de jaarwisseling gaan er geen brieven uit, t/m {last}.{waits}")
}

/// What a step is called.
fn step_name(step: Step) -> Text {
    match step {
        Step::First => Text::new("reminder", "herinnering"),
        Step::Second => Text::new("second reminder", "tweede herinnering"),
        Step::Call => Text::new("call, steering group", "bellen, stuurgroep"),
    }
}

fn line(record: &Record, one: &Due<'_>, audience: Audience) -> Text {
    let (number, open) = (one.debt.number, one.debt.open.in_currency(record.currency()));
    let who = name(record, &one.debt.invoice.participant, audience);
    let due = one.debt.due.unwrap_or(record.on);
    let last = match one.last {
        Some((_, last)) => {
            let (on, what) = (
                last.on,
                last.what.as_deref().filter(|_| audience >= Audience::Participants).map(|what| format!(": {what}")).unwrap_or_default(),
            );
            text!(on; en: "; last on {on}{what}", nl: "; laatst op {on}{what}")
        }
        None => Text::default(),
    };
    let next = if one.day > record.on && !one.has_left {
        let (day, step) = (one.day, step_name(one.step));
        text!(day, step; en: "; {step} on {day}", nl: "; {step} op {day}")
    } else {
        Text::default()
    };
    text!(who, open, due, last, next; en: "{who}: invoice {number}, {open}, to be paid by {due}{last}{next}", nl: "{who}: factuur {number}, {open}, vervallen op {due}{last}{next}")
}

fn sum_of(record: &Record, due: &[Due<'_>]) -> Cell {
    Cell::Money(due.iter().map(|one| one.debt.open).sum::<Money>().in_currency(record.currency()))
}

fn for_people(record: &Record, plan: &Plan<'_>, audience: Audience) -> Table {
    let columns = vec![
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::words("step", Text::new("Letter", "Brief")),
        Column::words("invoices", Text::new("Invoices", "Facturen")),
        Column::figures("open", Text::new("Open", "Open")),
        Column::figures("held", Text::new("To get back", "Tegoed")),
        Column::words("to", Text::new("To", "Aan")),
    ];
    let row = |one: &Letter<'_>| {
        vec![
            Cell::Text(name(record, &one.participant, audience)),
            Cell::Text(step_name(one.step)),
            Cell::List(one.due.iter().map(|due| Cell::same(due.debt.number)).collect()),
            sum_of(record, &one.due),
            held_for(record, &one.participant),
            Cell::List(letter::addresses(record, one, audience).into_iter().map(Cell::same).collect()),
        ]
    };
    Table { name: "letters", columns, rows: plan.letters.iter().map(row).collect() }.filled()
}

/// What they are to get back of other invoices.
fn held_for(record: &Record, participant: &Id) -> Cell {
    match letter::held(record, participant).into_iter().map(|one| one.much).sum::<Money>() {
        Money(0) => Cell::Blank,
        sum => Cell::Money(sum.in_currency(record.currency())),
    }
}

fn data(record: &Record, plan: &Plan<'_>, audience: Audience) -> Table {
    let words = ["number", "participant", "name", "state", "step", "day", "due", "last", "to", "file"];
    let columns = words.map(|key| Column::words(key, Text::default())).into_iter();
    let columns = columns.chain(["open", "held"].map(|key| Column::figures(key, Text::default()))).collect();
    let row = |one: &Due<'_>, state: &'static str, to: &[String]| {
        let invoice = one.debt.invoice;
        vec![
            Cell::same(one.debt.number),
            Cell::same(record.index.plain(&invoice.participant).0),
            Cell::Text(name(record, &invoice.participant, audience)),
            Cell::same(state),
            Cell::same(one.step.id()),
            Cell::same(one.day.to_string()),
            Cell::maybe(one.debt.due.map(|due| due.to_string()).as_deref()),
            Cell::maybe(one.last.map(|(_, last)| last.on.to_string()).as_deref()),
            Cell::List(to.iter().map(|address| Cell::same(address.as_str())).collect()),
            Cell::same(invoice.file.to_string()),
            Cell::Money(one.debt.open.in_currency(record.currency())),
            held_for(record, &invoice.participant),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for letter in &plan.letters {
        let to = letter::addresses(record, letter, audience);
        rows.extend(letter.due.iter().map(|one| row(one, "letter", &to)));
    }
    let lists = [
        ("call", &plan.calls),
        ("paused", &plan.paused),
        ("later", &plan.later),
        ("left", &plan.left),
        ("done", &plan.done),
        ("set-off", &plan.balanced),
        ("own", &plan.own),
        ("altered", &plan.altered),
    ];
    for (state, due) in lists {
        rows.extend(due.iter().map(|one| row(one, state, &[])));
    }
    Table { name: "reminders", columns, rows }
}
