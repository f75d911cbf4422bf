//! Whose turn it was, is and will be in a role that goes round, and who comes after that.

use crate::answers::audience::{Audience, may_see};
use crate::answers::presence::{joined, name};
use crate::answers::rota::{Proposed, Rota, Slot, Stands};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::values::{Id, Step};
use crate::record::work::Role;
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;

/// The rota of a role.
pub fn of(record: &Record, role: &Role, rota: &Rota, audience: Audience) -> Document {
    let title = &role.title;
    let mut document = begun(record, "rota", text!(en: "Rota: {title}", nl: "Rooster: {title}"));
    let mut blocks = vec![Block::Paragraph(now(record, rota, audience))];
    if !rota.known.is_empty() {
        blocks.push(Block::Heading(Text::new("On record", "Vastgelegde beurten")));
        blocks.push(Block::Table(on_record(record, rota, audience)));
    }
    if !rota.proposed.is_empty() {
        blocks.push(Block::Heading(Text::new("Proposal", "Voorstel")));
        blocks.push(Block::Paragraph(how(rota)));
        blocks.push(Block::Table(proposed(record, rota, audience)));
    }
    if !rota.left_out.is_empty() {
        let names: Vec<Text> = rota.left_out.iter().map(|id| name(record, id, audience)).collect();
        let names = joined(&names, ", ");
        blocks
            .push(Block::Paragraph(text!(names; en: "Left out, for they leave: {names}.", nl: "Niet meegenomen wegens vertrek: {names}.")));
    }
    let data = data(record, rota, audience);
    // It is for those who have a turn, or are asked to take one.
    let coming = rota.known.iter().filter(|slot| slot.until.is_none_or(|until| until >= record.on));
    for slot in coming.chain(rota.proposed.iter().map(|one| &one.slot)) {
        let to = mailbox(record, &slot.who, audience).filter(|to| !document.to.contains(to));
        document.to.extend(to);
    }
    document.blocks = blocks;
    document.sheet = data.clone();
    document.data = vec![data];
    document
}

/// Whose turn it is today.
fn current<'r>(record: &Record, rota: &'r Rota) -> Option<&'r Slot> {
    rota.known.iter().rev().find(|slot| slot.from <= record.on && slot.until.is_none_or(|until| until >= record.on))
}

/// `Aan de beurt: Gemeente Enschede, t/m 31 december 2026. Daarna: Gemeente Goes.`
fn now(record: &Record, rota: &Rota, audience: Audience) -> Text {
    let who = match current(record, rota) {
        Some(Slot { who, until, .. }) => {
            let who = named(record, who, audience);
            match until {
                Some(until) => text!(who, until; en: "Whose turn it is: {who}, until {until}.", nl: "Aan de beurt: {who}, t/m {until}."),
                None => text!(who; en: "Whose turn it is: {who}.", nl: "Aan de beurt: {who}."),
            }
        }
        None => match rota.known.iter().filter_map(|slot| Some((slot.until.filter(|until| *until < record.on)?, &slot.who))).max() {
            Some((until, who)) => {
                let who = named(record, who, audience);
                text!(until, who; en: "It is nobody's turn: that of {who} was until {until}.", nl: "Er is nu niemand aan de beurt: de beurt van {who} liep t/m {until}.")
            }
            None => Text::new("It is nobody's turn.", "Er is nu niemand aan de beurt."),
        },
    };
    let next = rota.known.iter().find(|slot| slot.from > record.on).map(|slot| (named(record, &slot.who, audience), slot.from));
    let next = match next {
        Some((next, from)) => text!(next, from; en: " After that: {next}, from {from}.", nl: " Daarna: {next}, vanaf {from}."),
        None => Text::new(" Who is next is not on record yet.", " Wie daarna komt, staat nog niet vast."),
    };
    let missing = match (rota.step, rota.proposed.is_empty()) {
        (None, _) => Text::new(
            " How long a turn lasts is not on record, so nothing can be proposed.",
            " Hoe lang een beurt duurt staat niet vast, dus er is geen voorstel te doen.",
        ),
        _ => Text::default(),
    };
    who.then(&next).then(&missing)
}

/// By which rule it is proposed.
fn how(rota: &Rota) -> Text {
    let length = match rota.step {
        Some(Step::Months(1)) => Text::new("a month", "een maand"),
        Some(Step::Months(3)) => Text::new("a quarter", "een kwartaal"),
        Some(Step::Months(6)) => Text::new("half a year", "een half jaar"),
        Some(Step::Months(12)) => Text::new("a year", "een jaar"),
        Some(Step::Months(months)) => text!(en: "{months} months", nl: "{months} maanden"),
        Some(Step::Days(7)) => Text::new("a week", "een week"),
        Some(Step::Days(days)) if days.is_multiple_of(7) => {
            let weeks = days / 7;
            text!(en: "{weeks} weeks", nl: "{weeks} weken")
        }
        Some(Step::Days(days)) => text!(en: "{days} days", nl: "{days} dagen"),
        None => Text::default(),
    };
    let changed = rota.proposed.iter().any(|one| one.slot.stands != Stands::Next);
    let kept = if changed {
        Text::new(" Turns on record only change where somebody leaves.", " Vastgelegde beurten veranderen alleen waar iemand vertrekt.")
    } else {
        Text::default()
    };
    text!(length, kept; en: "A turn lasts {length}. Who had none yet goes first, then who had theirs longest ago.{kept}", nl: "Een beurt duurt {length}. Wie nog niet aan de beurt is geweest gaat voor, daarna wie dat het langst geleden was.{kept}")
}

fn columns(last: (&'static str, Text)) -> Vec<Column> {
    vec![
        Column::words("from", Text::new("From", "Van")),
        Column::words("until", Text::new("Until", "Tot en met")),
        Column::words("who", Text::new("Who", "Wie")),
        Column::words(last.0, last.1),
    ]
}

fn days(slot: &Slot) -> [Cell; 2] {
    [Cell::Date(slot.from), slot.until.map_or(Cell::Blank, Cell::Date)]
}

fn on_record(record: &Record, rota: &Rota, audience: Audience) -> Table {
    let now = current(record, rota);
    let row = |slot: &Slot| {
        let replaced =
            rota.proposed.iter().any(|one| matches!(&one.slot.stands, Stands::Instead(n, _) if slot.stands == Stands::Published(*n)));
        let state = match state(record, slot, now) {
            "now" => Text::new("now", "nu"),
            "past" => Text::new("past", "geweest"),
            _ if replaced => Text::new("leaves: see the proposal", "vertrekt: zie het voorstel"),
            _ => Text::new("to come", "komt nog"),
        };
        let [from, until] = days(slot);
        vec![from, until, Cell::Text(capital(&named(record, &slot.who, audience))), Cell::Text(state)]
    };
    Table { name: "turns", columns: columns(("state", Text::new("State", "Stand"))), rows: rota.known.iter().map(row).collect() }
}

fn state(record: &Record, slot: &Slot, now: Option<&Slot>) -> &'static str {
    match slot {
        slot if now == Some(slot) => "now",
        slot if slot.from > record.on => "to-come",
        _ => "past",
    }
}

fn proposed(record: &Record, rota: &Rota, audience: Audience) -> Table {
    let row = |one: &Proposed| {
        let mut why = vec![match one.last {
            None => Text::new("no turn yet", "nog niet geweest"),
            Some(last) => text!(last; en: "last turn from {last}", nl: "vorige beurt vanaf {last}"),
        }];
        if let Stands::Instead(_, who) | Stands::Rest(who) = &one.slot.stands {
            let who = name(record, who, audience);
            why.insert(0, text!(who; en: "in place of {who}, who leaves", nl: "in plaats van {who}, die vertrekt"));
        }
        let [from, until] = days(&one.slot);
        vec![from, until, Cell::Text(capital(&named(record, &one.slot.who, audience))), Cell::Text(capital(&joined(&why, "; ")))]
    };
    Table { name: "proposal", columns: columns(("why", Text::new("Why", "Waarom"))), rows: rota.proposed.iter().map(row).collect() }
}

/// Where somebody reads a message: a person their own, an organisation its mailbox or that of its contact.
fn mailbox(record: &Record, who: &Id, audience: Audience) -> Option<Text> {
    let of = |id: &str| record.people.get(id).filter(|person| may_see(person, audience)).and_then(|person| person.email.clone());
    let id = record.index.plain(who).0;
    let mailbox = match record.participants.get(id.as_ref()) {
        Some(one) => one.email.clone().or_else(|| of(record.index.plain(one.contact.as_ref()?).0.as_ref())),
        None => of(id.as_ref()),
    };
    mailbox.map(Text::same)
}

/// Somebody by name; a person with the organisation that employs them.
fn named(record: &Record, who: &Id, audience: Audience) -> Text {
    let title = name(record, who, audience);
    let person = record.person(who);
    let seen = person.filter(|person| may_see(person, audience));
    match seen.and_then(|person| record.organisation_of(person)) {
        Some(of) => {
            let of = name(record, of, audience);
            text!(title, of; en: "{title} ({of})", nl: "{title} ({of})")
        }
        None => title,
    }
}

fn data(record: &Record, rota: &Rota, audience: Audience) -> Table {
    let now = current(record, rota);
    let date = |day: Option<Date>| day.map_or(Cell::Blank, Cell::Date);
    let row = |slot: &Slot, state: &'static str, instead: Option<&Id>, last: Option<Date>| {
        vec![
            Cell::Date(slot.from),
            date(slot.until),
            Cell::same(record.index.plain(&slot.who).0.into_owned()),
            Cell::Text(named(record, &slot.who, audience)),
            Cell::same(state),
            instead.map_or(Cell::Blank, |who| Cell::same(record.index.plain(who).0.into_owned())),
            date(last),
        ]
    };
    let known = rota.known.iter().map(|slot| row(slot, state(record, slot, now), None, None));
    let proposed = rota.proposed.iter().map(|one| {
        let instead = match &one.slot.stands {
            Stands::Instead(_, who) | Stands::Rest(who) => Some(who),
            _ => None,
        };
        row(&one.slot, "proposed", instead, one.last)
    });
    let keys = [
        ("from", Text::new("From", "Van")),
        ("until", Text::new("Until", "Tot en met")),
        ("who", Text::new("Id", "Id")),
        ("name", Text::new("Who", "Wie")),
        ("state", Text::new("State", "Stand")),
        ("instead_of", Text::new("In place of", "In plaats van")),
        ("last", Text::new("Last turn", "Vorige beurt")),
    ];
    let columns = keys.into_iter().map(|(key, title)| Column::words(key, title)).collect();
    Table { name: "rota", columns, rows: known.chain(proposed).collect() }
}
