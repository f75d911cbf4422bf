//! A report's sheet as comma-separated values: keys as heads, and nothing that a spreadsheet would run.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::document::{Cell, Table};
use crate::formats::{lines, running};
use crate::text::{Lang, is_order, safe, unordered};

/// Which spreadsheet it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// RFC 4180.
    Plain,
    /// Excel with Dutch settings takes a semicolon between cells, and for UTF-8 only what begins with a byte-order mark.
    DutchExcel,
}

pub fn write(table: &Table, lang: Lang, dialect: Dialect) -> Vec<u8> {
    let (delimiter, mark) = match dialect {
        Dialect::Plain => (b',', ""),
        Dialect::DutchExcel => (b';', "\u{feff}"),
    };
    let mut writer = WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(mark.as_bytes().to_vec());
    writer.write_record(table.columns.iter().map(|column| guarded(&column.key))).expect("memory takes every row");
    for row in &table.rows {
        let written = |cell: &Cell| match cell {
            // A negative number is one, and no formula.
            Cell::Number(_) | Cell::Decimal(_) | Cell::Money(_) => plain(cell, lang, dialect),
            cell => guarded(&plain(cell, lang, dialect)),
        };
        writer.write_record(row.iter().map(written)).expect("every row has a cell for each column");
    }
    writer.into_inner().expect("memory takes every row")
}

/// A cell as programs read it: words of the format as such, not by their names.
fn plain(cell: &Cell, lang: Lang, dialect: Dialect) -> String {
    match cell {
        // A number in words is one to Excel too; with a point it would take it for a day.
        Cell::Word(text, _) | Cell::Name(text) if dialect == Dialect::DutchExcel && is_decimal(text) => text.replace('.', ","),
        Cell::Word(word, _) => word.clone().into_owned(),
        Cell::Date(date) => date.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Decimal(number) if dialect == Dialect::DutchExcel => number.to_string().replace('.', ","),
        Cell::Decimal(number) => number.to_string(),
        Cell::Money(sum) if dialect == Dialect::DutchExcel => sum.amount.to_string().replace('.', ","),
        Cell::Money(sum) => sum.amount.to_string(),
        Cell::List(cells) => cells.iter().map(|cell| plain(cell, lang, dialect)).collect::<Vec<_>>().join("; "),
        cell => lines(cell, lang).join("; "),
    }
}

/// Whether a text is a number with a part behind the point, and nothing else.
fn is_decimal(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('-').unwrap_or(text).split_once('.').is_some_and(|(whole, part)| is_digits(whole) && is_digits(part))
}

/// A text that no spreadsheet takes for a formula: a quotation mark before it says that it is a text.
fn guarded(text: &str) -> String {
    let running = running(text);
    let safe = safe(&running);
    let text = unordered(&safe);
    let runs = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' | '␉' | '␍' | '|' | '%');
    if text.trim_start().starts_with(runs) || is_order(&text) { format!("'{text}") } else { text.into_owned() }
}
