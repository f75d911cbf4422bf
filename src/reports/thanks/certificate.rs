//! A certificate: for whom, for what, in which period, with a line to sign (B13).

use crate::answers::audience::{Audience, may_see};
use crate::answers::giving::{gives_for, giving};
use crate::answers::presence::name;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::values::Id;
use crate::reports::begun;
use crate::reports::thanks::{Options, hours_said};
use crate::text;
use crate::text::Text;

/// Why there is no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Whoever it is for may not be named to the audience.
    Unnamed,
    /// Nothing that they gave is on record.
    Nothing,
}

/// The certificate of a person or an organisation: of an organisation with what its people gave.
pub fn certificate(record: &Record, who: &Id, options: &Options) -> Result<Document, Refused> {
    let (period, audience) = (&options.period.as_known(record.on), options.audience);
    let (id, _) = record.index.plain(who);
    let person = record.person(who);
    if person.is_some_and(|person| !may_see(person, audience)) {
        return Err(Refused::Unnamed);
    }
    let is_theirs = |organisation: Option<&Id>, by: Option<&Id>| match person {
        Some(person) => by == Some(&person.id),
        None => organisation.is_some_and(|one| one.as_str() == id),
    };
    let given = giving(record, options.period.span);
    let mut lines: Vec<Text> = Vec::new();
    for gift in given.gifts.iter().filter(|gift| is_theirs(Some(&gift.organisation.id), gift.person)) {
        let (what, on) = (&gift.given.what, gift.given.on);
        let line = text!(on; en: "{what} ({on})", nl: "{what} ({on})");
        lines.push(line.then(&by_whom(record, person.is_none().then_some(gift.person).flatten(), audience)));
    }
    for time in given.time.iter().filter(|time| is_theirs(time.organisation, time.person)) {
        let (title, hours) = (&time.role.title, hours_said(time.hours));
        let line = text!(hours; en: "{title}: {hours}", nl: "{title}: {hours}");
        lines.push(line.then(&by_whom(record, person.is_none().then_some(time.person).flatten(), audience)));
    }
    for one in given.in_kind.iter().filter(|one| !one.counted && is_theirs(Some(one.organisation), None)) {
        let what = one.role.map(|role| role.title.as_str()).or(one.what);
        let what = what.map_or_else(|| Text::new("Hours in kind", "Ingebrachte uren"), Text::same);
        let hours = hours_said(one.hours);
        lines.push(text!(what, hours; en: "{what}: {hours}", nl: "{what}: {hours}"));
    }
    if lines.is_empty() {
        return Err(Refused::Nothing);
    }
    let of = record.collaboration.as_ref().map(|collaboration| collaboration.name.as_str());
    let ours = of.map_or_else(|| Text::new("The collaboration", "De samenwerking"), Text::same);
    let called = name(record, who, audience);
    let employer = person.and_then(|person| gives_for(record, person)).map(|id| name(record, id, audience));
    let mut marks: Vec<Text> = person.and_then(|person| person.position.as_deref()).map(Text::same).into_iter().collect();
    marks.extend(employer);
    let within = &period.within;
    let mut document = begun(record, "certificate", Text::new("Certificate", "Oorkonde"));
    document.subtitle = text!(ours; en: "{ours} gives thanks to", nl: "{ours} spreekt dank en waardering uit voor");
    let address = person.and_then(|person| person.email.as_deref());
    let mailbox = || record.participants.get(id.as_ref()).filter(|_| person.is_none()).and_then(|one| one.email.as_deref());
    document.to = address.or_else(mailbox).map(Text::same).into_iter().collect();
    document.blocks.push(Block::Heading(called.clone()));
    if !marks.is_empty() {
        document.blocks.push(Block::Paragraph(crate::answers::presence::joined(&marks, ", ")));
    }
    document.blocks.push(Block::Paragraph(text!(within; en: "for what was given {within}:", nl: "voor de bijdrage {within}:")));
    document.blocks.push(Block::List(lines.clone()));
    document.blocks.push(Block::Facts(vec![
        (text!(ours; en: "On behalf of {ours}", nl: "Namens {ours}"), Cell::Blank),
        (Text::new("Place and date", "Plaats en datum"), Cell::Blank),
        (Text::new("Signature", "Handtekening"), Cell::Blank),
    ]));
    let columns = ["who", "name", "from", "until", "what"].map(|key| Column::words(key, Text::default())).into();
    let span = period.span;
    let row = |line: &Text| {
        vec![Cell::same(id.as_ref()), Cell::Text(called.clone()), Cell::Date(span.from), Cell::Date(span.until), Cell::Text(line.clone())]
    };
    document.sheet = Table { name: "certificate", columns, rows: lines.iter().map(row).collect() };
    document.data = vec![document.sheet.clone()];
    Ok(document)
}

fn by_whom(record: &Record, person: Option<&Id>, audience: Audience) -> Text {
    let Some(person) = person else { return Text::default() };
    let who = name(record, person, audience);
    text!(who; en: ", {who}", nl: ", {who}")
}
