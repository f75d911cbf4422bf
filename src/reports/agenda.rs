//! The agenda of a meeting, filled from the record: to be mailed after a look (B7, B8, A15).

mod filled;
mod money;
mod news;

pub(super) use filled::Filling;

use crate::answers::agenda::turns::{teller, turns};
use crate::answers::agenda::{Agenda, Slot, What, after, agenda, before};
use crate::answers::audience::Audience;
use crate::answers::meetings::{Meeting, State};
use crate::answers::presence::name;
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::handbook::meetings::{DRINKS, Purpose};
use crate::record::Record;
use crate::record::event::{AgendaItem, EventKind};
use crate::reports::actions::{open_since, table_of};
use crate::reports::meeting::{clock, facts, mailboxes};
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;

/// The agenda of a meeting.
pub fn of(record: &Record, meeting: &Meeting<'_>, audience: Audience) -> Document {
    let event = meeting.event;
    let planned = agenda(meeting);
    let title = event.title.as_str();
    let title = match event.kind {
        Some(EventKind::CommunityDay) => text!(en: "Programme: {title}", nl: "Programma: {title}"),
        _ => text!(en: "Agenda: {title}", nl: "Agenda: {title}"),
    };
    let mut document = begun(record, "agenda", title);
    if meeting.state == State::Cancelled {
        document.blocks.push(Block::Paragraph(crate::reports::minutes::CANCELLED));
    }
    let last = before(record, meeting);
    // Who takes part and who holds what is asked on the day of the meeting; what happened after it is not known there.
    let there = record.on_day(meeting.on);
    let known = if meeting.on < record.on { &there } else { record };
    let mut facts = facts(&there, meeting, audience);
    let papers = papers(meeting, last.as_ref());
    if !papers.is_empty() {
        facts.push((Text::new("Papers", "Stukken"), Cell::List(papers.into_iter().map(Cell::Text).collect())));
    }
    document.blocks.push(Block::Facts(facts));
    document.blocks.extend(fit(&planned).map(Block::Paragraph));
    let filling = Filling { record: known, there: &there, meeting, last, next: after(record, meeting), audience };
    let items = table(&filling, &planned);
    if planned.slots.is_empty() {
        let none = Text::new("There is nothing on the agenda yet.", "Er staat nog niets op de agenda.");
        document.blocks.push(Block::Paragraph(none));
    } else {
        document.blocks.push(Block::Table(shown(&items)));
    }
    let mut points = Vec::new();
    let mut number = 0;
    for slot in &planned.slots {
        if slot.what == What::Break {
            continue;
        }
        number += 1;
        let said = filling.points(slot);
        if said.is_empty() {
            continue;
        }
        let title = titled(&filling, slot);
        document.blocks.push(Block::Heading(text!(title; en: "{number}. {title}", nl: "{number}. {title}")));
        points.extend(said.iter().map(|text| vec![Cell::Number(number), Cell::Text(text.clone())]));
        document.blocks.push(Block::List(said));
    }
    let open = open_since(known, meeting);
    if !open.is_empty() && filling.is_standing() {
        document.blocks.push(Block::Heading(Text::new("Open actions", "Actielijst")));
        document.blocks.push(Block::Table(crate::reports::actions::shown(&table_of(known, &open, audience))));
    }
    let actions = table_of(known, &open, audience);
    let plain = |key| Column::words(key, Text::default());
    let points = Table { name: "points", columns: vec![Column::figures("number", Text::default()), plain("text")], rows: points };
    document.to = mailboxes(&there, meeting, audience);
    document.sheet = items.clone();
    document.data = vec![about(meeting, &planned), items, points, actions];
    document
}

/// What to read beforehand: the papers of its items, and the minutes of last time.
fn papers(meeting: &Meeting<'_>, last: Option<&Meeting<'_>>) -> Vec<Text> {
    let own = meeting.event.agenda.iter().filter_map(|own| {
        let (what, paper) = (own.what.as_str(), own.paper.as_deref()?);
        Some(text!(en: "{what}: {paper}", nl: "{what}: {paper}"))
    });
    let minutes = last.and_then(|last| {
        let (day, minutes) = (last.day, last.minutes()?);
        Some(text!(day; en: "minutes of {day}: {minutes}", nl: "verslag van {day}: {minutes}"))
    });
    own.chain(minutes).collect()
}

/// Whether its items fit in the time that there is; nothing where they do, or where nobody said how long it is.
fn fit(agenda: &Agenda<'_>) -> Option<Text> {
    let room = agenda.room?;
    let (usual, minutes, over) = (agenda.usual, agenda.minutes, agenda.too_long());
    if over > 0 {
        return Some(
            text!(en: "This does not fit: the items take {minutes} minutes, {over} more than the {room} that there are.", nl: "Dit past niet: de punten duren samen {minutes} minuten, {over} meer dan de {room} die er zijn."),
        );
    }
    let over = usual.saturating_sub(room);
    (over > 0).then(|| {
        text!(en: "With their usual times the items take {usual} minutes, {over} more than there are; the standing items were shortened to fit.", nl: "Met de gebruikelijke tijden duren de punten samen {usual} minuten, {over} meer dan er zijn; de vaste punten zijn daarom ingekort.")
    })
}

/// What a part is called: its standing name, or the meeting's own words for it.
fn titled(filling: &Filling<'_>, slot: &Slot<'_>) -> Text {
    match &slot.what {
        What::Break => Text::new("Break", "Pauze"),
        What::Own(own) | What::Standing { itself: Some(own), .. } => Text::same(own.what.as_str()),
        What::Standing { item, below, .. } if item.id == "use-case" => {
            let told = below.iter().find_map(|own| teller(filling.record, own));
            match told.or_else(|| turns(filling.record, filling.meeting.on).first().map(|turn| turn.participant)) {
                Some(one) => {
                    let name = one.name.as_str();
                    text!(en: "From practice: {name}", nl: "Uit de praktijk van {name}")
                }
                None => item.name.clone(),
            }
        }
        What::Standing { item, .. } => item.name.clone(),
    }
}

/// Every part of the agenda: what people see as a table, and programs read.
fn table(filling: &Filling<'_>, agenda: &Agenda<'_>) -> Table {
    let columns = vec![
        Column::words("from", Text::new("Time", "Tijd")),
        Column::figures("number", Text::new("No", "Nr")),
        Column::words("what", Text::new("Item", "Agendapunt")),
        Column::words("id", Text::default()),
        Column::words("purpose", Text::new("For", "Doel")),
        Column::words("by", Text::new("By", "Door")),
        Column::figures("minutes", Text::new("Min.", "Min.")),
        Column::words("paper", Text::default()),
    ];
    let mut rows = Vec::new();
    let mut number = 0;
    for slot in &agenda.slots {
        let pause = slot.what == What::Break;
        number += i64::from(!pause);
        let (id, own, below): (&'static str, Option<&AgendaItem>, &[&AgendaItem]) = match &slot.what {
            What::Standing { item, itself, below } => (item.id, *itself, below),
            What::Own(own) => ("own", Some(own), &[]),
            What::Break => ("break", None, &[]),
        };
        let by = |own: &AgendaItem| own.by.as_ref().map(|by| capital(&name(filling.record, by, filling.audience)));
        let below: Vec<Text> = below
            .iter()
            .map(|own| {
                let what = own.what.as_str();
                let marks: Vec<Text> = by(own).into_iter().chain(own.minutes.map(minutes)).collect();
                let marks = crate::answers::presence::joined(&marks, ", ");
                if marks.en.is_empty() { Text::same(what) } else { text!(marks; en: "{what} ({marks})", nl: "{what} ({marks})") }
            })
            .collect();
        let title = titled(filling, slot);
        rows.push(vec![
            slot.from.map_or(Cell::Blank, |from| Cell::Word(from.format("%H:%M").to_string().into(), clock(from))),
            if pause { Cell::Blank } else { Cell::Number(number) },
            if below.is_empty() { Cell::Text(title) } else { Cell::Noted(title, below) },
            Cell::same(id),
            // Drinks are for no purpose of an agenda.
            match slot.purpose() {
                _ if id == DRINKS => Cell::Word("meet".into(), Text::new("to meet", "ter ontmoeting")),
                Some(purpose) => Cell::Word(word(purpose).into(), purpose.name()),
                None => Cell::Blank,
            },
            own.and_then(by).map_or(Cell::Blank, Cell::Text),
            slot.minutes.map_or(Cell::Blank, |minutes| Cell::Number(i64::from(minutes))),
            Cell::maybe(own.and_then(|own| own.paper.as_deref())),
        ]);
    }
    Table { name: "items", columns, rows }
}

fn minutes(minutes: u32) -> Text {
    text!(en: "{minutes} minutes", nl: "{minutes} minuten")
}

const fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Inform => "inform",
        Purpose::Discuss => "discuss",
        Purpose::Decide => "decide",
    }
}

/// The table that people see: each item with its number, and below it whatever belongs to it and who presents it.
fn shown(items: &Table) -> Table {
    let at = |key: &str| items.columns.iter().position(|column| column.key == key).unwrap_or_default();
    let (from, number, what, purpose, by, minutes) = (at("from"), at("number"), at("what"), at("purpose"), at("by"), at("minutes"));
    let columns = [from, what, purpose, minutes].map(|n| items.columns[n].clone()).to_vec();
    let row = |row: &Vec<Cell>| {
        let (title, mut notes) = match &row[what] {
            Cell::Noted(title, notes) => (title.clone(), notes.clone()),
            Cell::Text(title) => (title.clone(), Vec::new()),
            _ => (Text::default(), Vec::new()),
        };
        let title = match &row[number] {
            Cell::Number(number) => text!(title; en: "{number}. {title}", nl: "{number}. {title}"),
            _ => title,
        };
        if let Cell::Text(by) = &row[by] {
            notes.insert(0, by.clone());
        }
        let what = if notes.is_empty() { Cell::Text(title) } else { Cell::Noted(title, notes) };
        vec![row[from].clone(), what, row[purpose].clone(), row[minutes].clone()]
    };
    Table { name: items.name, columns, rows: items.rows.iter().map(row).collect() }.filled()
}

/// The meeting itself, for programs.
fn about(meeting: &Meeting<'_>, agenda: &Agenda<'_>) -> Table {
    let state = match meeting.state {
        State::Planned => "planned",
        State::Passed => "passed",
        State::Held => "held",
        State::Cancelled => "cancelled",
    };
    let keys = ["event", "starts", "ends", "state", "minutes", "room"];
    let number = |minutes: u32| Cell::Number(i64::from(minutes));
    let row = vec![
        Cell::same(meeting.event.id.to_string()),
        Cell::same(meeting.starts().to_string()),
        Cell::maybe(meeting.ends().map(|ends| ends.to_string()).as_deref()),
        Cell::same(state),
        number(agenda.minutes),
        agenda.room.map_or(Cell::Blank, number),
    ];
    Table { name: "meeting", columns: keys.into_iter().map(|key| Column::words(key, Text::default())).collect(), rows: vec![row] }
}

/// The first day of what is news to a meeting: the day after the one before it, or three months back where there was none.
fn since(filling: &Filling<'_>) -> Date {
    filling.last.as_ref().map_or_else(|| filling.meeting.on.minus_months(3), |last| last.on)
}
