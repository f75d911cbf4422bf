//! What time asks for: what is overdue, then what comes, by day.

use crate::answers::audience::{Audience, called};
use crate::answers::due::{Due, Span, What, concerned, concerns, due};
use crate::answers::meetings::Meeting;
use crate::answers::onboarding::Which;
use crate::answers::presence::{joined, name, presence, remark, seated};
use crate::date::{Date, Moment};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::finding::Place;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Role, RoleKind};
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;

/// What is asked of the list.
#[derive(Debug, Clone)]
pub struct Options {
    /// The last day of what is coming.
    pub until: Date,
    /// Only what concerns this person, organisation, role or body.
    pub who: Option<Id>,
    pub audience: Audience,
}

/// So many of those who are invited are named to people; programs are given all.
const NAMED: usize = 4;

/// The list of a record.
pub fn of(record: &Record, options: &Options) -> Document {
    let mut found = due(record, Span { from: None, until: options.until });
    if let Some(who) = &options.who {
        let those = concerned(record, who);
        found.retain(|due| concerns(record, due, &those));
    }
    let (overdue, coming): (Vec<&Due<'_>>, Vec<&Due<'_>>) = found.iter().partition(|due| due.day < record.on);
    let mut blocks = vec![Block::Paragraph(counted(overdue.len(), coming.len(), options.until))];
    let until = options.until;
    for (title, part) in [
        (Text::new("Overdue", "Over de datum"), overdue),
        (text!(until; en: "Coming, until {until}", nl: "Wat eraan komt, t/m {until}"), coming),
    ] {
        if !part.is_empty() {
            blocks.push(Block::Heading(title));
            blocks.push(Block::Table(for_people(record, &part, options.audience)));
        }
    }
    let title = match &options.who {
        Some(who) => {
            let who = name(record, who, options.audience);
            text!(who; en: "What is due: {who}", nl: "Wat eraan komt: {who}")
        }
        None => Text::new("What is due", "Wat eraan komt"),
    };
    let data = data(record, &found, options.audience);
    Document { blocks, sheet: data.clone(), data: vec![data], ..begun(record, "due", title) }
}

fn counted(overdue: usize, coming: usize, until: Date) -> Text {
    match (overdue, coming) {
        (0, 0) => {
            text!(until; en: "Nothing is overdue, and nothing is due until {until}.", nl: "Er is niets over de datum en er komt niets aan t/m {until}.")
        }
        (0, _) => text!(en: "Nothing is overdue; {coming} coming.", nl: "Niets over de datum; {coming} op komst."),
        (_, 0) => {
            text!(until; en: "{overdue} overdue; nothing is coming until {until}.", nl: "{overdue} over de datum; er komt niets aan t/m {until}.")
        }
        _ => text!(en: "{overdue} overdue, {coming} coming.", nl: "{overdue} over de datum, {coming} op komst."),
    }
}

fn for_people(record: &Record, part: &[&Due<'_>], audience: Audience) -> Table {
    let columns = vec![
        Column::words("day", Text::new("Day", "Datum")),
        Column::words("what", Text::new("What", "Wat")),
        Column::words("who", Text::new("Who", "Wie")),
        Column::words("where", Text::new("Where", "Waar")),
    ];
    let row = |due: &&Due<'_>| {
        let mut who: Vec<Text> = due.who.iter().take(NAMED).map(|id| known(record, id, audience)).collect();
        let more = due.who.len().saturating_sub(NAMED);
        if more > 0 {
            who.push(text!(en: "{more} more", nl: "nog {more}"));
        }
        vec![
            Cell::Text(short(due.day)),
            Cell::Text(capital(&said(record, due, audience))),
            if who.is_empty() { Cell::Blank } else { Cell::Text(capital(&joined(&who, ", "))) },
            Cell::same(due.at.file.to_string()),
        ]
    };
    Table { name: "due", columns, rows: part.iter().map(row).collect() }
}

/// A day in a column: `12-03-2026`, as Dutch tables have it.
fn short(day: Date) -> Text {
    Text { en: day.to_string().into(), nl: day.0.format("%d-%m-%Y").to_string().into() }
}

fn data(record: &Record, found: &[Due<'_>], audience: Audience) -> Table {
    let keys = ["day", "state", "kind", "what", "who", "names", "file", "key"];
    let row = |due: &Due<'_>| {
        let key = match &due.at.place {
            Place::Key(keys) | Place::Name(keys) | Place::Missing(keys, _) => Cell::same(keys.to_string()),
            Place::File | Place::Bytes(..) => Cell::Blank,
        };
        vec![
            Cell::same(due.day.to_string()),
            Cell::same(if due.day < record.on { "overdue" } else { "coming" }),
            Cell::same(due.what.id()),
            Cell::Text(capital(&said(record, due, audience))),
            Cell::List(due.who.iter().map(|id| Cell::same(record.index.plain(id).0.into_owned())).collect()),
            Cell::List(due.who.iter().map(|id| Cell::Text(name(record, id, audience))).collect()),
            Cell::same(due.at.file.to_string()),
            key,
        ]
    };
    let columns = keys.into_iter().map(|key| Column::words(key, Text::default())).collect();
    Table { name: "due", columns, rows: found.iter().map(row).collect() }
}

/// Somebody by name; a position with whoever holds it, or that nobody does.
fn known(record: &Record, id: &Id, audience: Audience) -> Text {
    let title = name(record, id, audience);
    let role = record.roles.get(record.index.plain(id).0.as_ref()).filter(|_| record.index.meant(id).has(Kinds::ROLE));
    if let Some(remark) = remark(presence(record, id)) {
        return text!(title, remark; en: "{title} ({remark})", nl: "{title} ({remark})");
    }
    match role.filter(|role| role.kind != Some(RoleKind::Body)).map(|role| seated(record, role)) {
        Some(held) if (1..=2).contains(&held.len()) => {
            let names: Vec<Text> = held.iter().map(|seated| name(record, seated.who, audience)).collect();
            let names = joined(&names, ", ");
            text!(title, names; en: "{title} ({names})", nl: "{title} ({names})")
        }
        _ => title,
    }
}

/// `as Coordinator`, `in Steering group`.
fn place(role: &Role) -> Text {
    let title = &role.title;
    if role.kind == Some(RoleKind::Body) { text!(en: "in {title}", nl: "in {title}") } else { text!(en: "as {title}", nl: "als {title}") }
}

/// What is asked, in words.
fn said(record: &Record, due: &Due<'_>, audience: Audience) -> Text {
    let is_past = due.day < record.on;
    match &due.what {
        What::TermEnds { role, .. } => {
            let place = place(role);
            if is_past {
                text!(place; en: "term {place} has ended", nl: "termijn {place} is afgelopen")
            } else {
                text!(place; en: "term {place} ends", nl: "termijn {place} loopt af")
            }
        }
        What::TurnBegins { role, .. } => {
            let place = place(role);
            text!(place; en: "turn {place} begins", nl: "beurt {place} begint")
        }
        What::TurnEnds { role, .. } => {
            let place = place(role);
            if is_past {
                text!(place; en: "the last turn {place} has ended", nl: "laatste beurt {place} is voorbij")
            } else {
                text!(place; en: "the last turn {place} ends", nl: "laatste beurt {place} loopt af")
            }
        }
        What::Step { participant, step } => {
            let name = &participant.name;
            let todo = match step {
                Which::Standard(step) => step.todo.clone(),
                Which::Own(_, step) => Text::same(step.what.as_str()),
            };
            text!(todo; en: "onboarding of {name}: {todo}", nl: "onboarding {name}: {todo}")
        }
        What::BuddyEnds { participant, .. } => {
            let name = &participant.name;
            text!(en: "last day as a buddy of {name}", nl: "laatste dag als buddy van {name}")
        }
        What::Action { action, .. } => {
            let what = &action.what;
            text!(en: "action: {what}", nl: "actie: {what}")
        }
        What::Meeting(meeting) | What::Deadline(meeting) => titled(meeting),
        What::Invoice(debt) => {
            let (number, open) = (debt.number, currency(record, debt.open));
            text!(open; en: "invoice {number} to be paid: {open}", nl: "factuur {number} betalen: {open}")
        }
        What::Reminder(debt) => {
            let number = debt.number;
            text!(en: "send a reminder of invoice {number}", nl: "betalingsherinnering sturen voor factuur {number}")
        }
        What::ContractNotice(contract) => {
            let (what, with) = (&contract.what, name(record, &contract.supplier, audience));
            text!(with; en: "last day to end the contract with {with}: {what}", nl: "laatste dag om het contract met {with} op te zeggen: {what}")
        }
        What::ContractEnds(contract) => {
            let (what, with) = (&contract.what, name(record, &contract.supplier, audience));
            text!(with; en: "contract with {with} ends: {what}", nl: "contract met {with} loopt af: {what}")
        }
        What::BudgetToAdopt(budget) => {
            let year = budget.year;
            text!(en: "adopt the budget of {year}", nl: "begroting {year} vaststellen")
        }
        What::SupportEnds(product) => {
            let name = &product.name;
            if is_past {
                text!(en: "support of {name} has ended while it is in use", nl: "ondersteuning van {name} is gestopt, maar het is nog in gebruik")
            } else {
                text!(en: "support of {name} ends", nl: "ondersteuning van {name} loopt af")
            }
        }
        What::Evaluation(evaluation) => {
            let what = &evaluation.what;
            text!(en: "evaluate again: {what}", nl: "opnieuw evalueren: {what}")
        }
        What::WaiverEnds { rule } => text!(en: "waiver of {rule} ends", nl: "ontheffing van {rule} loopt af"),
        What::AgreementNotice => Text::new("last day to give notice under the agreement", "laatste dag om de overeenkomst op te zeggen"),
        What::AgreementEnds => Text::new("the agreement ends", "de samenwerkingsovereenkomst loopt af"),
        What::KnowledgeToCheck(knowledge) => {
            let name = knowledge.name.as_deref().unwrap_or(knowledge.id.as_str());
            text!(en: "look whether this is still right: {name}", nl: "nakijken of dit nog klopt: {name}")
        }
        What::ChannelDue(channel) => {
            let name = channel.name.as_deref().unwrap_or(channel.id.as_str());
            text!(en: "time for something new: {name}", nl: "tijd voor iets nieuws: {name}")
        }
        What::PersonalData(person) => {
            let who = called(record, person, audience);
            text!(who; en: "remove contact details: {who}", nl: "contactgegevens verwijderen: {who}")
        }
    }
}

/// A meeting by its title, with the hour at which it begins.
fn titled(meeting: &Meeting<'_>) -> Text {
    let title = &meeting.event.title;
    match meeting.starts() {
        Moment { time: Some(time), .. } => {
            let (point, colon) = (time.format("%H.%M"), time.format("%H:%M"));
            text!(en: "{title}, {colon}", nl: "{title}, {point} uur")
        }
        Moment { time: None, .. } => Text::same(title.as_str()),
    }
}

/// An amount in the record's currency.
fn currency(record: &Record, amount: crate::money::Money) -> Text {
    let amount = amount.in_currency(record.currency());
    text!(amount; en: "{amount}", nl: "{amount}")
}
