//! A report as Markdown (GitHub's and GitLab's kind): what a record says stays text, whatever it looks like.

use crate::document::{Block, Cell, ColumnKind, Document, Item, Mark, Table};
use crate::formats::{line, lines, to_fill_in};
use crate::text::{Lang, Text};

pub fn write(document: &Document, lang: Lang) -> String {
    let mut out = format!("# {}\n\n{}\n", one(&document.title, lang), one(&document.subtitle, lang));
    if let Some(warning) = document.warning() {
        out.push_str(&format!("\n{}\n", one(&warning, lang)));
    }
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading(text) => out.push_str(&format!("## {}\n", one(text, lang))),
            Block::Paragraph(text) => out.push_str(&format!("{}\n", one(text, lang))),
            Block::List(texts) => texts.iter().for_each(|text| out.push_str(&format!("- {}\n", one(text, lang)))),
            Block::Address(texts) => {
                let all: Vec<String> = texts.iter().map(|text| one(text, lang)).collect();
                out.push_str(&format!("{}\n", all.join("\\\n")));
            }
            // What they say stands in words beside them.
            Block::Code(_) | Block::Charts(_) => {
                out.pop();
            }
            Block::Facts(facts) => {
                for (label, value) in facts {
                    out.push_str(&format!("- **{}:** {}\n", one(label, lang), fact(value, lang)));
                }
            }
            Block::Checklist(items) => items.iter().for_each(|item| out.push_str(&format!("- {}\n", checked(item, lang)))),
            Block::Table(rows) | Block::Matrix(rows) => out.push_str(&table(rows, lang)),
            Block::NewPage => out.push_str("---\n"),
        }
    }
    out
}

fn one(text: &Text, lang: Lang) -> String {
    escaped(&line(text, lang))
}

/// What is blank is filled in by hand.
fn fact(value: &Cell, lang: Lang) -> String {
    match value {
        Cell::Blank => to_fill_in(),
        value => content(value, lang),
    }
}

fn content(cell: &Cell, lang: Lang) -> String {
    lines(cell, lang).iter().map(|text| escaped(text)).collect::<Vec<_>>().join("<br>")
}

fn checked(item: &Item, lang: Lang) -> String {
    // A box has two states only: what does not apply has none.
    let mark = match item.mark {
        Mark::Done => "[x] ",
        Mark::NotApplicable => "",
        Mark::Half | Mark::Open => "[ ] ",
    };
    let note = one(&item.note, lang);
    let what = one(&item.what, lang);
    if note.is_empty() { format!("{mark}{what}") } else { format!("{mark}{what}: {note}") }
}

fn table(table: &Table, lang: Lang) -> String {
    let heads: Vec<String> = table.columns.iter().map(|column| one(&column.title, lang)).collect();
    let rules = table.columns.iter().map(|column| match column.kind {
        ColumnKind::Words => "---",
        ColumnKind::Letters => ":-:",
        ColumnKind::Figures => "--:",
    });
    let mut out = format!("| {} |\n| {} |\n", heads.join(" | "), rules.collect::<Vec<_>>().join(" | "));
    for row in &table.rows {
        let cells = row.iter().map(|cell| content(cell, lang));
        out.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
    }
    out
}

/// A text in which no character means anything to Markdown, or to what fills in templates before it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut after = 0;
    for (at, c) in text.char_indices() {
        if at < after {
            continue;
        }
        if c == '`'
            && let Some(code) = code(&text[at + 1..])
        {
            out.push_str(&format!("`{code}`"));
            after = at + code.len() + 2;
            continue;
        }
        // At the beginning of a line a slash is an order to GitLab.
        let rest = &text[at + c.len_utf8()..];
        // A number begins no list: neither `-4` nor `1.000`.
        let opens =
            at == 0 && matches!(c, '#' | '+' | '-' | '=' | ':' | '/') && !(c == '-' && rest.starts_with(|c: char| c.is_ascii_digit()))
                || matches!(c, '.' | ')') && is_number(&text[..at]) && !rest.starts_with(|c: char| c.is_ascii_digit());
        if opens || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '{') {
            out.push('\\');
        }
        out.push(c);
        // Whoever is called so at the platform would be sent a message. A backslash is gone before names are looked for; a space
        // without width is not.
        if c == '@' && !text[..at].ends_with(char::is_alphanumeric) && text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        {
            out.push_str("&#8203;");
        }
    }
    out
}

/// What stands in backticks here, where it is a command, a file or the name of a rule: no character of it means anything to Markdown.
fn code(text: &str) -> Option<&str> {
    let (code, _) = text.split_once('`')?;
    // A revision, as in `commons check --at HEAD~1`, is also written with these.
    let is_plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || b" ./-_~^:'[]".contains(&b));
    let is_command = code.starts_with("commons ") || code.starts_with("git ");
    let is_word = !code.is_empty() && !code.contains(' ');
    (is_plain && code == code.trim() && (is_command || is_word)).then_some(code)
}

/// Whether a line so far is a number only, which with a point would begin a list.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())
}
