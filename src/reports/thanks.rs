//! With thanks to: what was given in a period, per organisation and per person (A14, B12, B13).

pub mod certificate;
pub mod period;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::answers::audience::{Audience, may_see, stand_in};
use crate::answers::giving::{Effort, Giving, gives_for, giving};
use crate::answers::presence::name;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::participant::Person;
use crate::record::values::Id;
use crate::reports::thanks::period::Period;
use crate::reports::{begun, capital};
use crate::text;
use crate::text::{Lang, Text, decimal_text, grouped};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Options {
    pub period: Period,
    pub audience: Audience,
}

/// What one organisation or one person gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    pub gifts: i64,
    pub points: i64,
    pub hours: Effort,
    pub in_kind: Effort,
}

impl Sum {
    fn plus(&mut self, other: Sum) {
        self.gifts += other.gifts;
        self.points += other.points;
        self.hours += other.hours;
        self.in_kind += other.in_kind;
    }
}

/// Who gave: an organisation or a person; none where it is not known who.
pub type Sums<'a> = BTreeMap<Option<&'a Id>, Sum>;

pub fn thanks(record: &Record, options: &Options) -> Document {
    let (period, audience) = (&options.period.as_known(record.on), options.audience);
    let given = giving(record, options.period.span);
    let (organisations, people) = sums(&given);
    let mut document = begun(record, "thanks", Text::new("With thanks to", "Met dank aan"));
    document.subtitle = of_period(record, &period.name);
    let data = [
        gifts_of(record, &given, audience),
        sums_of("organisations", record, &organisations, audience),
        sums_of("people", record, &people, audience),
    ];
    document.sheet = sheet(&data[1], &data[2]);
    document.data = data.into();
    if period.span.from > record.on {
        let name = capital(&period.name);
        document.blocks = vec![Block::Paragraph(text!(name; en: "{name} has not begun yet.", nl: "{name} is nog niet begonnen."))];
        return document;
    }
    if given.is_empty() {
        let within = capital(&period.within);
        document.blocks = vec![Block::Paragraph(
            text!(within; en: "{within} no contributions and no hours are on record. Write down what people give under `[[contribution]]` in the file of their organisation, and the time of a role under `hours`.", nl: "{within} staan er geen bijdragen en geen uren in het dossier. Schrijf op wat mensen geven bij `[[contribution]]` in het bestand van hun organisatie, en de tijd van een rol bij `hours`."),
        )];
        return document;
    }
    document.blocks.push(Block::Paragraph(told(&given, &organisations, period)));
    if !given.gifts.is_empty() {
        document.blocks.push(Block::Heading(Text::new("Contributions", "Bijdragen")));
        document.blocks.push(Block::Table(gifts_shown(record, &given, audience)));
    }
    document.blocks.push(Block::Heading(Text::new("Organisations", "Organisaties")));
    document.blocks.push(Block::Table(shown(
        record,
        &organisations,
        [Text::new("Organisation", "Organisatie"), Text::new("People without an organisation", "Mensen zonder organisatie")],
        audience,
    )));
    if people.keys().any(Option::is_some) {
        document.blocks.push(Block::Heading(Text::new("People", "Mensen")));
        document.blocks.push(Block::Table(shown(
            record,
            &people,
            [Text::new("Who", "Wie"), Text::new("Organisations themselves", "Organisaties zelf")],
            audience,
        )));
    }
    document.blocks.push(Block::Paragraph(Text::new(
        "Hours are those that stand on record for a role, as long as somebody held it; of a role that several people hold, each has an equal part. Each figure is rounded by itself to whole hours. Roles that are paid for do not count. What is set off in kind is what was agreed for the year, spread evenly over it, and for each person as long as they held the role. Where these are hours of a role they are among its hours already, and are not counted again.",
        "De uren zijn de uren die in het dossier bij een rol staan, zolang iemand die vervulde; vervullen meer mensen een rol, dan heeft ieder een gelijk deel. Elk getal is apart afgerond op hele uren. Betaalde rollen tellen niet mee. Wat in natura wordt verrekend, is voor het hele jaar afgesproken en hier gelijk over het jaar verdeeld; bij mensen alleen over de tijd dat zij de rol vervulden. Zijn het uren van een rol, dan staan ze al bij de uren en tellen ze daar niet nog eens mee.",
    )));
    document
}

/// Whose it is, and of which period.
fn of_period(record: &Record, period: &Text) -> Text {
    match &record.collaboration {
        Some(collaboration) => {
            let name = &collaboration.name;
            text!(period; en: "{name}, {period}", nl: "{name}, {period}")
        }
        None => capital(period),
    }
}

/// What each organisation and each person gave. Both add up to the same.
pub fn sums<'a>(given: &Giving<'a>) -> (Sums<'a>, Sums<'a>) {
    let (mut organisations, mut people) = (Sums::new(), Sums::new());
    let mut add = |organisation: Option<&'a Id>, person: Option<&'a Id>, sum: Sum| {
        organisations.entry(organisation).or_default().plus(sum);
        people.entry(person).or_default().plus(sum);
    };
    for gift in &given.gifts {
        add(
            Some(&gift.organisation.id),
            gift.person,
            Sum { gifts: 1, points: i64::from(gift.points), hours: gift.hours, ..Sum::default() },
        );
    }
    for time in &given.time {
        add(time.organisation, time.person, Sum { hours: time.hours, ..Sum::default() });
    }
    for one in &given.in_kind {
        let hours = |hours: Effort| if one.counted { Effort::default() } else { hours };
        for (person, part) in &one.by {
            add(Some(one.organisation), Some(*person), Sum { hours: hours(*part), in_kind: *part, ..Sum::default() });
        }
        // What nobody gave in the role the organisation gives.
        let rest = one.hours - one.by.iter().map(|(_, part)| *part).sum();
        if rest.shown() > 0 {
            add(Some(one.organisation), None, Sum { hours: hours(rest), in_kind: rest, ..Sum::default() });
        }
    }
    (organisations, people)
}

/// Those who gave most first.
pub fn in_order<'a>(sums: &Sums<'a>) -> Vec<(Option<&'a Id>, Sum)> {
    let mut all: Vec<(Option<&Id>, Sum)> = sums.iter().map(|(who, sum)| (*who, *sum)).collect();
    all.sort_by_key(|(who, sum)| (who.is_none(), -sum.points, Reverse(sum.hours), *who));
    all
}

/// So many of something: `1 bijdrage`, `3 bijdragen`.
pub(super) fn number(count: i64, one: &Text, more: &Text) -> Text {
    let noun = if count == 1 { one } else { more };
    let count = Text { en: grouped(count, Lang::En).into(), nl: grouped(count, Lang::Nl).into() };
    text!(count, noun; en: "{count} {noun}", nl: "{count} {noun}")
}

pub(super) fn hours_cell(hours: Effort) -> Cell {
    hundredths_cell(hours.shown())
}

/// Hundredths of hours as a number: whole ones as such.
#[allow(clippy::cast_precision_loss)]
pub(super) fn hundredths_cell(hundredths: i64) -> Cell {
    if hundredths % 100 == 0 { Cell::Number(hundredths / 100) } else { Cell::Decimal(hundredths as f64 / 100.0) }
}

/// `1 uur`, `2,5 uur`.
#[allow(clippy::cast_precision_loss)]
pub(super) fn hours_said(hours: Effort) -> Text {
    let hundredths = hours.shown();
    if hundredths % 100 == 0 {
        return number(hundredths / 100, &Text::new("hour", "uur"), &Text::new("hours", "uur"));
    }
    let count = decimal_text(hundredths as f64 / 100.0);
    text!(count; en: "{count} hours", nl: "{count} uur")
}

pub(super) fn told(given: &Giving<'_>, organisations: &Sums<'_>, period: &Period) -> Text {
    let gifts = i64::try_from(given.gifts.len()).unwrap_or(i64::MAX);
    let givers = organisations.values().filter(|sum| sum.gifts > 0).count();
    let givers = number(
        i64::try_from(givers).unwrap_or(i64::MAX),
        &Text::new("organisation", "organisatie"),
        &Text::new("organisations", "organisaties"),
    );
    let points = number(i64::from(given.points()), &Text::new("point", "punt"), &Text::new("points", "punten"));
    let gifts = number(gifts, &Text::new("contribution", "bijdrage"), &Text::new("contributions", "bijdragen"));
    let (within, hours) = (capital(&period.within), hours_said(given.hours()));
    match (given.gifts.is_empty(), given.hours().shown()) {
        (true, _) => text!(within, hours; en: "{within}: {hours} given.", nl: "{within}: {hours} gegeven."),
        (_, 0) => {
            text!(within, gifts, givers, points; en: "{within}: {gifts} by {givers}, together {points}.", nl: "{within}: {gifts} van {givers}, samen goed voor {points}.")
        }
        _ => {
            text!(within, gifts, givers, points, hours; en: "{within}: {gifts} by {givers}, together {points}. In all {hours} were given.", nl: "{within}: {gifts} van {givers}, samen goed voor {points}. In totaal is {hours} gegeven.")
        }
    }
}

/// Somebody as an audience may see them; for programs a stand-in where that is not by name.
fn cell(record: &Record, who: Option<&Id>, audience: Audience) -> Cell {
    let Some(id) = who else { return Cell::Blank };
    if let Some(person) = record.people.get(id).filter(|person| !may_see(person, audience)) {
        let (id, title) = stand_in(record, person, audience);
        return Cell::Word(id.into(), capital(&title));
    }
    let called = capital(&name(record, id, audience));
    let mark = record.people.get(id).and_then(|person| told_apart(record, person, audience));
    let called = match mark {
        Some(mark) => text!(called, mark; en: "{called} ({mark})", nl: "{called} ({mark})"),
        None => called,
    };
    Cell::Word(id.to_string().into(), called)
}

/// What tells somebody apart from another of the same name: the organisation, or the id within one organisation.
fn told_apart(record: &Record, person: &Person, audience: Audience) -> Option<Text> {
    let others = || record.people.values().filter(|other| other.id != person.id && other.name == person.name && may_see(other, audience));
    others().next()?;
    let of = gives_for(record, person);
    match of.filter(|of| others().all(|other| gives_for(record, other) != Some(of))) {
        Some(of) => Some(name(record, of, audience)),
        None => Some(Text::same(person.id.as_str())),
    }
}

fn giver(record: &Record, gift: &crate::answers::giving::Gift<'_>, audience: Audience) -> Text {
    let organisation = &gift.organisation.name;
    match cell(record, gift.person, audience) {
        // Who may not be named is called after the organisation already.
        Cell::Word(_, person) if person.nl.contains(organisation.as_str()) => person,
        Cell::Word(_, person) => text!(person; en: "{person} ({organisation})", nl: "{person} ({organisation})"),
        _ => Text::same(organisation.as_str()),
    }
}

pub(super) fn gifts_shown(record: &Record, given: &Giving<'_>, audience: Audience) -> Table {
    let columns = vec![
        Column::words("what", Text::new("What", "Wat")),
        Column::words("who", Text::new("Who", "Wie")),
        Column::words("kind", Text::new("Kind", "Soort")),
        Column::words("on", Text::new("When", "Wanneer")),
        Column::figures("points", Text::new("Points", "Punten")),
    ];
    let row = |gift: &crate::answers::giving::Gift<'_>| {
        let on = gift.given.on;
        vec![
            Cell::same(gift.given.what.as_str()),
            Cell::Text(giver(record, gift, audience)),
            Cell::Text(gift.kind.clone()),
            Cell::Text(text!(on; en: "{on}", nl: "{on}")),
            Cell::Number(i64::from(gift.points)),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = given.gifts.iter().map(row).collect();
    let blank = || Cell::Blank;
    rows.push(vec![Cell::Text(Text::new("Total", "Totaal")), blank(), blank(), blank(), Cell::Number(i64::from(given.points()))]);
    Table { name: "gifts", columns, rows }
}

/// The sums as people read them, with a total.
pub(super) fn shown(record: &Record, sums: &Sums<'_>, [head, nobody]: [Text; 2], audience: Audience) -> Table {
    let columns = vec![
        Column::words("who", head),
        Column::figures("gifts", Text::new("Contributions", "Bijdragen")),
        Column::figures("points", Text::new("Points", "Punten")),
        Column::figures("hours", Text::new("Hours", "Uren")),
        Column::figures("in_kind", Text::new("Hours set off in kind", "Uren verrekend in natura")),
    ];
    let figure = |number: i64| if number == 0 { Cell::Blank } else { Cell::Number(number) };
    let hours = |hours: Effort| if hours.shown() == 0 { Cell::Blank } else { hours_cell(hours) };
    let figures = |who: Cell, sum: Sum| vec![who, figure(sum.gifts), figure(sum.points), hours(sum.hours), hours(sum.in_kind)];
    let mut total = Sum::default();
    let mut rows = Vec::new();
    for (who, sum) in in_order(sums) {
        total.plus(sum);
        let known = match cell(record, who, audience) {
            Cell::Blank => Cell::Text(nobody.clone()),
            known => known,
        };
        rows.push(figures(known, sum));
    }
    rows.push(figures(Cell::Text(Text::new("Total", "Totaal")), total));
    Table { name: "thanks", columns, rows }.filled()
}

fn sums_of(table: &'static str, record: &Record, sums: &Sums<'_>, audience: Audience) -> Table {
    let columns = vec![
        Column::words("who", Text::new("Id", "Id")),
        Column::words("name", Text::new("Name", "Naam")),
        Column::figures("contributions", Text::new("Contributions", "Bijdragen")),
        Column::figures("points", Text::new("Points", "Punten")),
        Column::figures("hours", Text::new("Hours", "Uren")),
        Column::figures("in_kind", Text::new("Set off in kind", "Verrekend in natura")),
    ];
    let row = |(who, sum): (Option<&Id>, Sum)| {
        let (id, named) = match cell(record, who, audience) {
            Cell::Word(id, name) => (Cell::Name(id), Cell::Text(name)),
            _ => (Cell::Blank, Cell::Blank),
        };
        vec![id, named, Cell::Number(sum.gifts), Cell::Number(sum.points), hours_cell(sum.hours), hours_cell(sum.in_kind)]
    };
    Table { name: table, columns, rows: in_order(sums).into_iter().map(row).collect() }
}

/// Organisations and people under each other, as a spreadsheet opens them: what stands at the one stands at the other as well.
fn sheet(organisations: &Table, people: &Table) -> Table {
    let of = |kind: &'static str, name: Text, table: &Table| {
        let begin = Cell::Word(kind.into(), name);
        table.rows.iter().map(|row| [vec![begin.clone()], row.clone()].concat()).collect::<Vec<_>>()
    };
    let mut rows = of("organisation", Text::new("organisation", "organisatie"), organisations);
    rows.extend(of("person", Text::new("person", "persoon"), people));
    let columns = [vec![Column::words("kind", Text::new("Kind", "Soort"))], organisations.columns.clone()].concat();
    Table { name: "thanks", columns, rows }
}

fn gifts_of(record: &Record, given: &Giving<'_>, audience: Audience) -> Table {
    let keys = ["organisation", "person", "on", "kind", "what", "points", "hours"];
    let row = |gift: &crate::answers::giving::Gift<'_>| {
        vec![
            Cell::same(gift.organisation.id.as_str()),
            cell(record, gift.person, audience),
            Cell::same(gift.given.on.to_string()),
            Cell::same(gift.given.kind.as_str()),
            Cell::same(gift.given.what.as_str()),
            Cell::Number(i64::from(gift.points)),
            if gift.hours.is_nothing() { Cell::Blank } else { hours_cell(gift.hours) },
        ]
    };
    let columns = keys.into_iter().map(|key| Column::words(key, Text::default())).collect();
    Table { name: "gifts", columns, rows: given.gifts.iter().map(row).collect() }
}
