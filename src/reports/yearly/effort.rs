//! What was given in a year: contributions of every kind, hours, effort in kind (A14, B12, B13).

use std::collections::BTreeMap;

use crate::answers::giving::{Giving, giving};
use crate::answers::ledger::unread::unread;
use crate::document::{Block, Cell};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::reports::meeting::enumerated;
use crate::reports::thanks::period::Period;
use crate::reports::thanks::{gifts_shown, in_order, shown, sums, told};
use crate::reports::yearly::{Section, Year, count, table};
use crate::text;
use crate::text::Text;

/// More than so many contributions are not listed one by one.
const GIFTS: usize = 20;

pub fn section(year: &Year<'_>) -> Option<Section> {
    let record = year.record;
    let given = giving(record, year.span);
    let period = Period::parse(&format!("{:04}", year.number))?.as_known(year.span.until);
    let in_kind = in_kind(record, year.number);
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
    }
    if !given.gifts.is_empty() && given.gifts.len() <= GIFTS {
        blocks.push(Block::Paragraph(Text::new("With thanks for:", "Met dank voor:")));
        blocks.push(Block::Table(gifts_shown(record, &given, year.audience)));
    }
    let rows = in_order(&organisations).into_iter().map(|(who, sum)| {
        let number = |hundredths: i64| Cell::Number(hundredths / 100);
        vec![
            who.map_or(Cell::Blank, |id| Cell::same(id.as_str())),
            Cell::Number(sum.gifts),
            Cell::Number(sum.points),
            number(sum.hours),
            number(sum.in_kind),
        ]
    });
    let kinds = kinds(&given).into_iter().map(|(id, (_, number))| vec![Cell::same(id), count(number)]);
    Some(Section {
        heading: Text::new("What everybody gave", "Wie gaf wat"),
        blocks,
        short: None,
        data: vec![
            table("given", &["organisation", "contributions", "points", "hours", "in_kind"], rows.collect()),
            table("kinds", &["kind", "number"], kinds.collect()),
        ],
    })
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
