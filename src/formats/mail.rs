//! A report as a message: subject, recipients, and plain text that stands in any letter type and is broken by no program.

use crate::document::{Block, Cell, Document, Item, Table};
use crate::formats::{line, lines, to_fill_in, typed};
use crate::text::{Lang, Text, is_order};

pub fn write(document: &Document, lang: Lang) -> String {
    let (to, subject) = match lang {
        Lang::Nl => ("Aan", "Onderwerp"),
        Lang::En => ("To", "Subject"),
    };
    let addresses: Vec<String> = document.to.iter().map(|address| line(address, lang)).filter(|address| is_address(address)).collect();
    let mut out = String::new();
    if !addresses.is_empty() {
        out.push_str(&format!("{to}: {}\n", addresses.join("; ")));
    }
    out.push_str(&format!("{subject}: {}\n\n{}\n", line(&document.title, lang), line(&document.subtitle, lang)));
    if let Some(warning) = document.warning() {
        out.push_str(&format!("{}\n", line(&warning, lang)));
    }
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading(text) => {
                let text = line(text, lang);
                out.push_str(&format!("{text}\n{}\n", "-".repeat(text.chars().count().min(60))));
            }
            Block::Paragraph(text) => out.push_str(&format!("{}\n", line(text, lang))),
            Block::Address(texts) => texts.iter().for_each(|text| out.push_str(&format!("{}\n", line(text, lang)))),
            Block::Code(_) | Block::Charts(_) => {
                out.pop();
            }
            Block::List(texts) => texts.iter().for_each(|text| out.push_str(&format!("- {}\n", line(text, lang)))),
            Block::Facts(facts) => facts.iter().for_each(|(label, value)| out.push_str(&fact(label, value, lang))),
            Block::Checklist(items) => items.iter().for_each(|item| out.push_str(&checked(item, lang))),
            Block::Table(table) | Block::Matrix(table) => out.push_str(&rows(table, lang)),
            Block::NewPage => out.push_str("==========\n"),
        }
    }
    let harmless = |line: &str| if is_order(line) { line.replacen("::", ": :", 1) } else { line.to_owned() };
    out.split_inclusive('\n').map(harmless).collect()
}

/// Whether a text is one address and nothing more, so that nobody is written to who was not meant.
fn is_address(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ';' | ',' | '<' | '>' | '"' | '(' | ')' | ':' | '\\' | '…');
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@')) && !text.contains(odd)
}

fn fact(label: &Text, value: &Cell, lang: Lang) -> String {
    let written = lines(value, lang);
    let value = if written.is_empty() { to_fill_in() } else { written.join("; ") };
    format!("{}: {value}\n", line(label, lang))
}

fn checked(item: &Item, lang: Lang) -> String {
    let (what, note) = (line(&item.what, lang), line(&item.note, lang));
    let mark = typed(item.mark);
    if note.is_empty() { format!("{mark} {what}\n") } else { format!("{mark} {what}: {note}\n") }
}

/// Each row: what it is about, and below it the rest with the heads of the columns. Columns beside each other stand in no letter type.
fn rows(table: &Table, lang: Lang) -> String {
    /// What is no longer says when or how much, and not what.
    const SHORT: usize = 12;
    let mut out = String::new();
    for row in &table.rows {
        let cells = table.columns.iter().zip(row).map(|(column, cell)| (line(&column.title, lang), lines(cell, lang).join("; "), cell));
        let mut filled = cells.filter(|(_, text, _)| !text.is_empty()).peekable();
        let Some((_, mut about, _)) = filled.next() else { continue };
        let is_short = about.chars().count() <= SHORT || table.columns.len() == 2;
        // A day or a figure says nothing without the head of its column.
        let is_told =
            |cell: &Cell| table.columns.len() == 2 || !matches!(cell, Cell::Date(_) | Cell::Number(_) | Cell::Decimal(_) | Cell::Money(_));
        if let Some((_, what, _)) = filled.next_if(|(_, _, cell)| is_short && is_told(cell)) {
            about = format!("{about}: {what}");
        }
        out.push_str(&format!("- {about}\n"));
        let rest: Vec<String> = filled.map(|(head, text, _)| if head.is_empty() { text } else { format!("{head}: {text}") }).collect();
        if !rest.is_empty() {
            out.push_str(&format!("  {}\n", rest.join("; ")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn only_one_address_is_an_address() {
        assert!(is_address("jo.de.vries@zwolle.example") && is_address("a+b@c.example"));
        for text in ["", "jo", "@x", "jo@", "a@b; c@d", "a@b c", "a@b,c@d", "Jo <a@b>", "a@b\nBcc: x@y", "mailto:a@b", "…", "a@b@c"] {
            assert!(!is_address(text), "{text}");
        }
    }
}
