//! Who took part in a year: how many on its first and on its last day, who joined, who left (B1, B21).

use crate::answers::phase::growth;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell};
use crate::record::Record;
use crate::record::participant::{Participant, Status};
use crate::reports::meeting::enumerated;
use crate::reports::newsletter::people::is_member;
use crate::reports::yearly::{Section, Year, some, table, vague};
use crate::text;
use crate::text::Text;

/// How many take part on a day.
pub fn number(record: &Record, day: Date) -> usize {
    record.participants.values().filter(|one| one.is_party(day)).count()
}

/// Those whose first day lies between two days, by that day.
pub fn joined(record: &Record, from: Date, until: Date) -> Vec<(VagueDate, &Participant)> {
    let is_of = |one: &&Participant| is_member(one) && !matches!(one.status, Some(Status::Interested));
    let dated = record.participants.values().filter(is_of).filter_map(|one| Some((one.joined?, one)));
    let mut found: Vec<_> = dated.filter(|(joined, _)| (from..=until).contains(&joined.first())).collect();
    found.sort_by_key(|(joined, one)| (joined.first(), &one.id));
    found
}

/// Those whose last day lies between two days, by that day.
fn left(record: &Record, from: Date, until: Date) -> Vec<(VagueDate, &Participant)> {
    let dated = record.participants.values().filter(|one| is_member(one)).filter_map(|one| Some((one.left?, one)));
    let mut found: Vec<_> = dated.filter(|(left, _)| (from..=until).contains(&left.last())).collect();
    found.sort_by_key(|(left, one)| (left.last(), &one.id));
    found
}

/// Whether the collaboration was there on a day, as far as is known.
pub fn existed(record: &Record, day: Date) -> bool {
    let began = record.collaboration.as_ref().and_then(|settings| settings.started).map(VagueDate::first);
    began.is_none_or(|began| began <= day)
}

/// `was` of one, `were` of others.
fn were(count: usize) -> Text {
    if count == 1 { Text::new("was", "was") } else { Text::new("were", "waren") }
}

fn participants(count: usize) -> Text {
    if count == 0 {
        return Text::new("no participants", "geen deelnemers");
    }
    some(count, Text::new("participant", "deelnemer"), Text::new("participants", "deelnemers"))
}

pub fn section(year: &Year<'_>) -> Section {
    let record = year.record;
    let (eve, from, until) = (eve_of(year), year.span.from, year.span.until);
    // Whose last day was the day before takes part on it and no longer; whose last day is the last of the year still counts at its end.
    let (came, mut went, mut last) = (joined(record, from, until), left(record, eve, until.plus_days(-1)), left(record, until, until));
    let (end, were_then) = (participants(number(record, until)), were(number(record, until)));
    let through = match growth(record, until).municipalities {
        0 => Text::default(),
        count => {
            let count = some(count, Text::new("municipality", "gemeente"), Text::new("municipalities", "gemeenten"));
            text!(count; en: ", which stand for {count}", nl: ", goed voor {count}")
        }
    };
    let started = record.collaboration.as_ref().and_then(|settings| settings.started);
    let numbers = if let Some(on) = started.filter(|on| on.first() > eve) {
        text!(on, until, were_then, end, through; en: "The collaboration began on {on}. On {until} there {were_then} {end}{through}.", nl: "De samenwerking begon op {on}. Op {until} {were_then} er {end}{through}.")
    } else {
        let begin = participants(number(record, eve));
        let (there, was) = (number(record, until), were(number(record, eve)));
        let there = if there == 0 { Text::new("none", "er geen") } else { text!(en: "{there}", nl: "dat er {there}") };
        text!(eve, was, begin, until, were_then, there, through; en: "On {eve} there {was} {begin}; on {until} there {were_then} {there}{through}.", nl: "Op {eve} {was} er {begin}; op {until} {were_then} {there}{through}.")
    };
    let mut blocks = vec![Block::Paragraph(numbers)];
    let undated = record.participants.values().filter(|one| one.joined.is_none() && one.is_party(until)).count();
    if undated > 0 {
        let who = participants(undated);
        let said = text!(who; en: "Of {who} the record does not say since when; counted on both days.", nl: "Van {who} staat niet in het dossier sinds wanneer; meegeteld op beide dagen.");
        blocks.push(Block::Paragraph(said));
    }
    let mut lines: Vec<Text> = Vec::new();
    lines.extend(came.iter().map(|(on, one)| {
        let name = &one.name;
        text!(on; en: "Joined: {name}, on {on}", nl: "Toegetreden: {name}, per {on}")
    }));
    let short = short(year, &came, &went, &last);
    went.append(&mut last);
    lines.extend(went.iter().map(|(on, one)| {
        let name = &one.name;
        let line = text!(on; en: "Left: {name}, last day {on}", nl: "Uitgetreden: {name}, laatste dag {on}");
        match one.successor.as_ref().and_then(|id| record.organisation(id)).map(|next| &next.name) {
            Some(next) => line.then(&text!(en: "; {next} takes its place", nl: "; {next} komt ervoor in de plaats")),
            None => line,
        }
    }));
    let later = |one: &&Participant| one.left.is_none_or(|left| left.last() > until);
    let notice = record.participants.values().filter(|one| is_member(one)).filter(later);
    for (given, one) in notice.filter_map(|one| Some((one.notice_given.filter(|on| year.holds(*on))?, one))) {
        let name = &one.name;
        let line = text!(given; en: "Gave notice: {name}, on {given}", nl: "Opgezegd: {name}, op {given}");
        lines.push(match one.left {
            Some(last) => line.then(&text!(last; en: "; takes part until {last}", nl: "; doet mee tot en met {last}")),
            None => line,
        });
    }
    let joining = record.participants.values().filter(|one| is_member(one) && one.status_on(until) == Some(Status::Joining));
    lines.extend(joining.map(|one| {
        let name = &one.name;
        match one.joined {
            Some(on) if on.first() <= year.now.on => {
                text!(on; en: "Joined after the year: {name}, on {on}", nl: "Na dit jaar toegetreden: {name}, per {on}")
            }
            Some(on) => text!(on; en: "Will join: {name}, on {on}", nl: "Treedt toe: {name}, per {on}"),
            None => text!(en: "Will join: {name}", nl: "Treedt toe: {name}"),
        }
    }));
    // Since when somebody is interested only the running year can tell.
    let interested = record.participants.values().filter(|one| one.status_on(until) == Some(Status::Interested));
    lines.extend(interested.filter(|one| until == year.now.on || one.interest.as_ref().is_some_and(|one| one.on <= until)).map(|one| {
        let name = &one.name;
        text!(en: "Interested: {name}", nl: "Belangstelling: {name}")
    }));
    if !lines.is_empty() {
        blocks.push(Block::List(lines));
    }
    let rows = |kind: &'static str, all: &[(VagueDate, &Participant)]| {
        all.iter()
            .map(|(on, one)| vec![Cell::same(kind), Cell::same(one.id.as_str()), Cell::same(one.name.as_str()), vague(*on)])
            .collect::<Vec<_>>()
    };
    let all: Vec<Vec<Cell>> = [rows("joined", &came), rows("left", &went)].concat();
    Section {
        heading: Text::new("Participants", "Deelnemers"),
        blocks,
        short: Some(short),
        data: vec![table("participants", &["change", "participant", "name", "on"], all)],
    }
}

/// The last day before the year.
fn eve_of(year: &Year<'_>) -> Date {
    year.span.from.plus_days(-1)
}

/// Whoever came and went: what there was, and these, make what there is.
fn short(
    year: &Year<'_>,
    came: &[(VagueDate, &Participant)],
    went: &[(VagueDate, &Participant)],
    last: &[(VagueDate, &Participant)],
) -> Text {
    let (record, eve, until) = (year.record, eve_of(year), year.span.until);
    let (begin, end) = (number(record, eve), number(record, until));
    let now = participants(end);
    let (was, were) = (were(begin), were(end));
    let said = if existed(record, eve) && (begin != end || !came.is_empty()) {
        text!(until, were, now, eve, was; en: "On {until} there {were} {now}; on {eve} there {was} {begin}.", nl: "Op {until} {were} er {now}; op {eve} {was} dat er {begin}.")
    } else {
        text!(until, were, now; en: "On {until} there {were} {now}.", nl: "Op {until} {were} er {now}.")
    };
    let names = |all: &[(VagueDate, &Participant)]| {
        let names: Vec<Text> = all.iter().map(|(_, one)| Text::same(one.name.as_str())).collect();
        // More than that nobody reads in a line.
        (!names.is_empty()).then(|| match names.len() {
            1..=3 => enumerated(&names),
            more => participants(more),
        })
    };
    let said = match names(came) {
        Some(names) => said.then(&text!(names; en: " Joined: {names}.", nl: " Nieuw: {names}.")),
        None => said,
    };
    let gone = match went {
        [(last, one)] => {
            let name = &one.name;
            Some(text!(last; en: "{name} (last day {last})", nl: "{name} (laatste dag {last})"))
        }
        _ => names(went),
    };
    let said = match gone {
        Some(names) => said.then(&text!(names; en: " Left: {names}.", nl: " Uitgetreden: {names}.")),
        None => said,
    };
    match names(last) {
        Some(names) => {
            said.then(&text!(until, names; en: " For the last time on {until}: {names}.", nl: " Op {until} voor het laatst: {names}."))
        }
        None => said,
    }
}
