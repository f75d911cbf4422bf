//! What was given in a year: contributions of every kind, hours, effort in kind (A14, B12, B13).

use std::collections::BTreeMap;

use crate::answers::giving::{Giving, NEEDS, Time, giving};
use crate::answers::ledger::unread::unread;
use crate::document::{Block, Cell};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::record::values::Id;
use crate::reports::meeting::enumerated;
use crate::reports::thanks::period::Period;
use crate::reports::thanks::{gifts_shown, in_order, shown, sums, told};
use crate::reports::yearly::{Section, Year, count, not_known, table};
use crate::text;
use crate::text::Text;

/// More than so many contributions are not listed one by one.
const GIFTS: usize = 20;

const GIVEN: [&str; 5] = ["organisation", "contributions", "points", "hours", "in_kind"];
const KINDS: [&str; 2] = ["kind", "number"];

pub fn section(year: &Year<'_>) -> Option<Section> {
    let record = year.record;
    let given = giving(record, year.span);
    let period = Period::parse(&format!("{:04}", year.number))?.as_known(year.span.until);
    let in_kind = in_kind(record, year.number);
    let heading = Text::new("What everybody gave", "Wie gaf wat");
    if record.is_unread(NEEDS) {
        let data = vec![table("given", &GIVEN, Vec::new()), table("kinds", &KINDS, Vec::new())];
        return Some(Section { heading, blocks: vec![Block::Paragraph(not_known())], short: None, data });
    }
    if given.is_empty() && in_kind.is_none() {
        return None;
    }
    let (organisations, _) = sums(&given);
    let mut blocks = Vec::new();
    if !given.is_empty() {
        blocks.push(Block::Paragraph(told(&given, &organisations, &period)));
        blocks.extend(by_kind(&given).map(Block::Paragraph));
    }
    // What it is worth is money, which is not guessed.
    if let Some(value) = in_kind.filter(|_| !year.is_public() && unread(record).is_empty()) {
        let (value, number) = (value.in_currency(record.currency()), year.number);
        blocks.push(Block::Paragraph(
            text!(value; en: "In kind, for {value} was agreed for {number}.", nl: "Voor {number} is voor {value} aan bijdragen in natura afgesproken."),
        ));
    }
    if !given.is_empty() {
        let heads = [Text::new("Organisation", "Organisatie"), Text::new("People without an organisation", "Mensen zonder organisatie")];
        blocks.push(Block::Table(shown(record, &organisations, heads, year.audience)));
        blocks.extend(explained(record, &given).map(Block::Paragraph));
    }
    if !given.gifts.is_empty() && given.gifts.len() <= GIFTS {
        blocks.push(Block::Paragraph(Text::new("With thanks for:", "Met dank voor:")));
        blocks.push(Block::Table(gifts_shown(record, &given, year.audience)));
    }
    let rows = in_order(&organisations).into_iter().map(|(who, sum)| {
        vec![
            who.map_or(Cell::Blank, |id| Cell::same(id.as_str())),
            Cell::Number(sum.gifts),
            Cell::Number(sum.points),
            Cell::Number(sum.hours.whole()),
            Cell::Number(sum.in_kind.whole()),
        ]
    });
    let kinds = kinds(&given).into_iter().map(|(id, (_, number))| vec![Cell::same(id), count(number)]);
    Some(Section {
        heading,
        blocks,
        short: None,
        data: vec![table("given", &GIVEN, rows.collect()), table("kinds", &KINDS, kinds.collect())],
    })
}

/// What is not plain from the table: for whom those who were hired count, and why more may be set off than the hours of a role.
fn explained(record: &Record, given: &Giving<'_>) -> Option<Text> {
    let person = |id: Option<&Id>| id.and_then(|id| record.people.get(id));
    let is_hired = |one: &Time<'_>| person(one.person).is_some_and(|person| one.organisation != record.organisation_of(person));
    let hired = given.time.iter().any(is_hired).then(|| {
        Text::new(
            "The hours of whoever is hired are those of the organisation that hires.",
            "De uren van wie is ingehuurd, staan bij de organisatie die inhuurt.",
        )
    });
    let (organisations, _) = sums(given);
    let more = organisations.values().any(|sum| sum.in_kind.shown() > sum.hours.shown()).then(|| {
        Text::new(
            "What is set off in kind was agreed beforehand, and may be more than the hours that a role takes.",
            "Wat in natura wordt verrekend, is vooraf afgesproken; dat kan meer zijn dan de uren van een rol.",
        )
    });
    let said: Vec<Text> = hired.into_iter().chain(more).collect();
    (!said.is_empty()).then(|| crate::answers::presence::joined(&said, " "))
}

/// How many contributions there were of each kind.
fn kinds(given: &Giving<'_>) -> BTreeMap<String, (Text, usize)> {
    let mut found: BTreeMap<String, (Text, usize)> = BTreeMap::new();
    for gift in &given.gifts {
        found.entry(gift.given.kind.clone()).or_insert_with(|| (gift.kind.clone(), 0)).1 += 1;
    }
    found
}

fn by_kind(given: &Giving<'_>) -> Option<Text> {
    let mut all: Vec<(Text, usize)> = kinds(given).into_values().collect();
    all.sort_by_key(|(name, number)| (std::cmp::Reverse(*number), name.clone()));
    let parts: Vec<Text> = all.into_iter().map(|(name, number)| text!(name; en: "{name} ({number})", nl: "{name} ({number})")).collect();
    let parts = enumerated(&parts);
    (!parts.en.is_empty()).then(|| text!(parts; en: "By kind: {parts}.", nl: "Naar soort: {parts}."))
}

/// What effort was agreed to be worth in the budgets of a year; none where none was agreed.
pub fn in_kind(record: &Record, year: i32) -> Option<Money> {
    let of_year = |budget: &&Budget| budget.year == year;
    let all: Vec<Money> = record.budgets.iter().filter(of_year).flat_map(|budget| &budget.in_kind).map(|one| one.value).collect();
    (!all.is_empty()).then(|| all.into_iter().sum())
}
