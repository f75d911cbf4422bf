//! The yearly report: what was wanted, who took part, what came of it, what it cost, what was learned, what is asked (A13, B2, B17, B22).

mod asked;
mod brief;
mod effort;
mod members;
mod met;
mod money;
mod page;
mod reflected;
mod roles;
mod wanted;
mod work;

use crate::answers::audience::Audience;
use crate::answers::giving::Span;
use crate::answers::presence::joined;
use crate::changes::earlier::Earlier;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::reports::begun;
use crate::reports::meeting::enumerated;
use crate::reports::newsletter::Draft;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

pub use page::page;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub year: i32,
    pub audience: Audience,
}

/// What a report is made of.
struct Year<'a> {
    /// Judged on the last day of the year, or today where the year still runs.
    record: &'a Record,
    /// Judged on the day that is asked: what is booked, and what is asked of whom.
    now: &'a Record,
    /// As it was known when the year began.
    before: Option<&'a Earlier<'a>>,
    audience: Audience,
    /// The year itself.
    number: i32,
    /// From the first day of the year to the last that is known.
    span: Span,
}

/// A part of the report.
struct Section {
    heading: Text,
    blocks: Vec<Block>,
    /// What the short version says of it.
    short: Option<Text>,
    data: Vec<Table>,
}

/// The days of a year that are over on the day of judgement; none of a year that has not begun.
#[must_use]
pub fn covered(record: &Record, year: i32) -> Option<Span> {
    let (from, until) = (Date::of(year, 1, 1)?, Date::of(year, 12, 31)?);
    (from <= record.on).then(|| Span { from, until: until.min(record.on) })
}

/// The day before a year: what was known then was known when it began.
#[must_use]
pub fn eve(year: i32) -> Option<Date> {
    Date::of(year - 1, 12, 31)
}

/// The report of a year; none of one that has not begun. With the record as it was known when the year began also what was planned.
#[must_use]
pub fn yearly(now: &Record, before: Option<&Record>, options: &Options) -> Option<Document> {
    let span = covered(now, options.year)?;
    let record = now.on_day(span.until);
    let before = before.map(|before| Earlier::new(before, &record));
    let year = Year { record: &record, now, before: before.as_ref(), audience: options.audience, number: options.year, span };
    let sections: Vec<Section> = [
        Some(wanted::section(&year)),
        Some(members::section(&year)),
        work::delivered(&year),
        work::wishes(&year),
        Some(met::section(&year)),
        met::decided(&year),
        roles::section(&year),
        effort::section(&year),
        Some(money::section(&year)),
        reflected::measured(&year),
        reflected::learned(&year),
        Some(reflected::evaluated(&year)),
        asked::section(&year),
    ]
    .into_iter()
    .flatten()
    .collect();
    let figures = brief::figures(&year);
    let number = options.year;
    let mut document = begun(&record, "report", text!(en: "Annual report {number}", nl: "Jaarverslag {number}"));
    document.subtitle = year.subtitle();
    document.on = now.on;
    document.blocks.push(Block::Heading(Text::new("In short", "In het kort")));
    let lines: Vec<Text> = sections.iter().filter_map(|section| section.short.clone()).collect();
    document.data = vec![year.data(), brief::data(&lines)];
    if !lines.is_empty() {
        document.blocks.push(Block::List(lines));
    }
    document.blocks.extend(brief::shown(&year, &figures));
    document.sheet = brief::sheet(&figures);
    document.data.push(document.sheet.clone());
    for section in sections {
        document.blocks.push(Block::Heading(section.heading));
        document.blocks.extend(section.blocks);
        document.data.extend(section.data);
    }
    Some(document)
}

impl Year<'_> {
    fn is_over(&self) -> bool {
        self.now.on >= self.last()
    }

    /// The last day of the year, whether it has come or not.
    fn last(&self) -> Date {
        Date::of(self.number, 12, 31).unwrap_or(self.span.until)
    }

    /// The year as a newsletter has it: what is of a day in it is new.
    fn draft(&self) -> Draft<'_> {
        Draft { record: self.record, before: self.before, audience: self.audience, span: self.span }
    }

    /// Whether something of a day happened in the year, as far as it is over.
    fn holds(&self, on: VagueDate) -> bool {
        self.draft().is_new(on)
    }

    /// The same of the year before.
    fn held_before(&self, on: VagueDate) -> bool {
        on.first().year() == self.number - 1 && on.last().year() == self.number - 1
    }

    fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// `in 2026`, or `in 2026 (up to 1 October 2026)`.
    fn within(&self) -> Text {
        let (year, until) = (self.number, self.span.until);
        if self.is_over() {
            return text!(en: "in {year}", nl: "in {year}");
        }
        text!(until; en: "in {year} (up to {until})", nl: "in {year} (t/m {until})")
    }

    fn subtitle(&self) -> Text {
        let name = self.record.collaboration.as_ref().map_or("", |settings| settings.name.as_str());
        let until = self.span.until;
        match (self.is_over(), name.is_empty()) {
            (true, _) => Text::same(name),
            (_, true) => text!(until; en: "up to {until}", nl: "tot en met {until}"),
            _ => text!(until; en: "{name}, up to {until}", nl: "{name}, tot en met {until}"),
        }
    }

    fn data(&self) -> Table {
        let columns = ["year", "from", "until", "complete"].map(|key| Column::words(key, Text::default())).into();
        let complete = if self.is_over() { "yes" } else { "no" };
        let row = vec![Cell::Number(i64::from(self.number)), Cell::Date(self.span.from), Cell::Date(self.span.until), Cell::same(complete)];
        Table { name: "year", columns, rows: vec![row] }
    }

    /// What to say where nothing is on record; where a file that would have it cannot be read, that it is not known.
    fn nothing(&self, of: FileKind, said: Text) -> Block {
        Block::Paragraph(if self.record.is_unread(&[of]) { not_known() } else { said })
    }
}

/// What to say of something of which a file cannot be read.
fn not_known() -> Text {
    Text::new(
        "Not known: a file in which it may stand cannot be read.",
        "Niet bekend: een bestand waar het in kan staan, is niet te lezen.",
    )
}

/// A table for programs.
fn table(name: &'static str, keys: &[&'static str], rows: Vec<Vec<Cell>>) -> Table {
    Table { name, columns: keys.iter().map(|key| Column::words(*key, Text::default())).collect(), rows }
}

/// A day as far as it is known, for programs and people.
fn vague(on: VagueDate) -> Cell {
    match on {
        VagueDate::Day(day) => Cell::Date(day),
        other => Cell::Word(other.to_string().into(), text!(other; en: "{other}", nl: "{other}")),
    }
}

fn count(number: usize) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// So many of something: `1 participant`, `9 participants`.
fn some(number: usize, one: Text, more: Text) -> Text {
    let noun = if number == 1 { one } else { more };
    crate::reports::thanks::number(i64::try_from(number).unwrap_or(i64::MAX), &noun, &noun)
}

/// The first of these as people say them, and how many more.
fn named(names: &[Text], most: usize) -> Text {
    if names.len() <= most + 1 {
        return enumerated(names);
    }
    let (first, more) = (joined(&names[..most], ", "), names.len() - most);
    text!(first; en: "{first} and {more} more", nl: "{first} en nog {more}")
}

/// The first of these, and how many more.
fn few(mut lines: Vec<Text>, most: usize) -> Vec<Text> {
    let more = lines.len().saturating_sub(most);
    // To say that there is one more takes as much room as the one.
    if more > 1 {
        lines.truncate(most);
        lines.push(text!(en: "and {more} more", nl: "en nog {more}"));
    }
    lines
}
