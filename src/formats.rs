//! How a report is written: for a terminal, a page, a document, a spreadsheet or a program.

mod chart;
mod csv;
mod html;
mod json;
mod links;
mod mail;
mod md;
mod pdf;
mod qr;
mod stairs;
mod svg;
mod table;

use std::borrow::Cow;

use crate::document::{Cell, Document, Mark, Readers, Table};
use crate::text::{Lang, Say, Text, decimal, grouped, safe, unordered};

/// A form in which a report can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal: fits its width, nothing is cut off.
    Table,
    /// Markdown as code platforms show it.
    Md,
    /// One page that stands by itself, and survives being pasted into a letter.
    Html,
    /// Its charts alone, as a picture.
    Svg,
    /// A4 to print and to send: PDF/UA-1 to be read aloud, PDF/A-2a to be kept.
    Pdf,
    /// Subject, recipients and plain text, for a message.
    Mail,
    /// RFC 4180: the report's one sheet.
    Csv,
    /// The same sheet as Excel opens it with Dutch settings: semicolons, a byte-order mark.
    Excel,
    /// `commons/1`: every table of the report, by name.
    Json,
}

impl Format {
    /// Who reads a report in this form.
    pub const fn readers(self) -> Readers {
        match self {
            Format::Table | Format::Md | Format::Html | Format::Svg | Format::Pdf | Format::Mail => Readers::People,
            Format::Csv | Format::Excel => Readers::Spreadsheets,
            Format::Json => Readers::Programs,
        }
    }
}

/// For whom and for what a report is written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub lang: Lang,
    /// Columns of the terminal.
    pub width: usize,
    pub color: bool,
}

/// Writes a report. Whatever stands in it is harmless in that form.
pub fn render(document: &Document, format: Format, style: &Style) -> Vec<u8> {
    match format {
        Format::Table => table::write(document, style).into_bytes(),
        Format::Md => md::write(document, style.lang).into_bytes(),
        Format::Html => html::write(document, style.lang).into_bytes(),
        Format::Svg => svg::write(document, style.lang).into_bytes(),
        Format::Pdf => pdf::write(document, style.lang),
        Format::Mail => mail::write(document, style.lang).into_bytes(),
        Format::Csv => csv::write(&document.sheet, style.lang, csv::Dialect::Plain),
        Format::Excel => csv::write(&document.sheet, style.lang, csv::Dialect::DutchExcel),
        Format::Json => json::write(document, style.lang),
    }
}

/// One table by itself on a terminal.
pub fn one_table(table: &Table, style: &Style) -> String {
    table::table(table, style)
}

/// A text on one line, harmless on a terminal and in a pipeline.
fn line(text: &Text, lang: Lang) -> String {
    harmless(text.get(lang))
}

fn harmless(text: &str) -> String {
    unordered(&safe(&running(text))).into_owned()
}

/// A text without its line breaks: in running text each is a space.
fn running(text: &str) -> Cow<'_, str> {
    let breaks = ['\n', '\r', '\u{2028}', '\u{2029}'];
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    let lines = text.split(breaks).map(str::trim).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(" "))
}

/// A cell as people read it: its lines, the first of which is its value and the others remarks.
fn lines(cell: &Cell, lang: Lang) -> Vec<String> {
    match cell {
        Cell::Blank => Vec::new(),
        Cell::Name(name) => vec![harmless(name)],
        Cell::Text(text) | Cell::Word(_, text) => vec![line(text, lang)],
        Cell::Date(date) => vec![date.short(lang)],
        Cell::Number(number) => vec![grouped(*number, lang)],
        Cell::Decimal(number) => vec![decimal(*number, lang)],
        Cell::Money(amount) => vec![amount.say(lang)],
        Cell::List(cells) => vec![cells.iter().flat_map(|cell| lines(cell, lang)).collect::<Vec<_>>().join("; ")],
        Cell::Noted(text, notes) => std::iter::once(text).chain(notes).map(|text| line(text, lang)).collect(),
    }
}

/// The line on which what is blank is filled in by hand.
fn to_fill_in() -> String {
    "…".repeat(20)
}

/// The box of a checklist, as it is drawn where there are letters only.
fn typed(mark: Mark) -> &'static str {
    match mark {
        Mark::Done => "[x]",
        Mark::Half => "[~]",
        Mark::Open => "[ ]",
        Mark::NotApplicable => "[-]",
    }
}
