//! A report on a terminal: as wide as it is, broken into parts that can be read, never cut off.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};
use rayon::prelude::*;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::document::{Block, Cell, Chart, ColumnKind, Document, Item, Table};
use crate::formats::{Style, chart, line, lines, stairs, to_fill_in, typed};
use crate::text;
use crate::text::{Text, broken, is_order};

/// The widest that a line of running text is read with ease.
const LINE: usize = 100;
/// What stands between two columns.
const PADDING: usize = 2;
/// The longest word that is not divided.
const WORD: usize = 20;
/// The longest address or path that is not divided.
const ADDRESS: usize = 48;
/// A line under the heads and no other: what is about one thing stands together without them.
const LOOK: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

pub fn write(document: &Document, style: &Style) -> String {
    let mut out = String::new();
    out.push_str(&heading(&document.title, style));
    for text in std::iter::once(&document.subtitle).chain(&document.warning()) {
        out.push_str(&paragraph(&line(text, style.lang), 0, style));
    }
    // A history of years is tens of thousands of lines.
    if document.blocks.len() > MANY {
        out.push_str(&document.blocks.par_iter().map(|one| block(one, style)).collect::<String>());
    } else {
        document.blocks.iter().for_each(|one| out.push_str(&block(one, style)));
    }
    harmless(out)
}

/// With more blocks than these they are written side by side.
const MANY: usize = 500;

fn block(block: &Block, style: &Style) -> String {
    let written = match block {
        Block::Heading(text) => heading(text, style),
        Block::Paragraph(text) => paragraph(&line(text, style.lang), 0, style),
        Block::Address(texts) => texts.iter().map(|text| paragraph(&line(text, style.lang), 0, style)).collect(),
        Block::Code(_) => return String::new(),
        Block::Charts(charts) => sparks(charts, style),
        Block::List(texts) => texts.iter().map(|text| hanging("- ", &line(text, style.lang), style)).collect(),
        Block::Facts(facts) => list_of_facts(facts, style),
        Block::Checklist(items) => checklist(items, style),
        Block::Table(rows) => table(rows, style),
        Block::Matrix(rows) => stairs::write(rows, style),
        Block::NewPage => format!("{}\n", "═".repeat(10)),
    };
    format!("\n{written}")
}

/// Lines of which none is an order to the machine that runs a pipeline.
fn harmless(text: String) -> String {
    if !text.lines().any(is_order) {
        return text;
    }
    let line = |line: &str| if is_order(line) { line.replacen("::", ": :", 1) } else { line.to_owned() };
    text.split_inclusive('\n').map(line).collect()
}

fn heading(text: &Text, style: &Style) -> String {
    let (on, off) = if style.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    broken(&line(text, style.lang), style.width.max(20)).iter().map(|line| format!("{on}{line}{off}\n")).collect()
}

fn paragraph(text: &str, indent: usize, style: &Style) -> String {
    let room = style.width.clamp(20, LINE).saturating_sub(indent);
    broken(text, room).iter().map(|line| format!("{:indent$}{line}\n", "")).collect()
}

/// A text whose first line begins with something, and whose others stand under the first.
fn hanging(first: &str, text: &str, style: &Style) -> String {
    let indent = first.width();
    let all = paragraph(text, indent, style);
    format!("{first}{}", &all[indent.min(all.len())..])
}

fn list_of_facts(facts: &[(Text, Cell)], style: &Style) -> String {
    let labels: Vec<String> = facts.iter().map(|(label, _)| line(label, style.lang) + ":").collect();
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or_default().min(style.width / 2);
    let mut out = String::new();
    for (label, (_, value)) in labels.iter().zip(facts) {
        let written = lines(value, style.lang);
        let text = if written.is_empty() { to_fill_in() } else { written.join("; ") };
        let gap = widest.saturating_sub(label.width());
        out.push_str(&hanging(&format!("{label}{:gap$} ", ""), &text, style));
    }
    out
}

/// Each line of each chart as a row of heights, with how it began and where it stands.
fn sparks(charts: &[Chart], style: &Style) -> String {
    let mut rows: Vec<(String, String, String)> = Vec::new();
    for (chart, series) in charts.iter().flat_map(|chart| chart.series.iter().map(move |series| (chart, series))) {
        let Some([first, last, ..]) = chart::ends(series) else { continue };
        let said = |at: usize| series.values[at].as_ref().map(|value| value.said.clone()).unwrap_or_default();
        let (from, to) = (said(first), said(last));
        let went = if from == to { to } else { text!(from, to; en: "from {from} to {to}", nl: "van {from} naar {to}") };
        let (title, name) = (&chart.title, &series.name);
        let title = if chart.series.len() > 1 { text!(title, name; en: "{title}: {name}", nl: "{title}: {name}") } else { title.clone() };
        rows.push((line(&title, style.lang), chart::sparks(series), line(&went, style.lang)));
    }
    let widest = rows.iter().map(|(title, ..)| title.width()).max().unwrap_or_default();
    let mut out = String::new();
    for (title, sparks, went) in rows {
        let gap = widest - title.width();
        if widest + sparks.width() + went.width() + 4 <= style.width {
            out.push_str(&format!("{title}{:gap$}  {sparks}  {went}\n", ""));
        } else {
            out.push_str(&paragraph(&format!("{title}, {went}"), 0, style));
        }
    }
    out
}

/// What is to be done on the left, by whom on the right; under each other where there is no room.
fn checklist(items: &[Item], style: &Style) -> String {
    let widest = items.iter().map(|item| line(&item.what, style.lang).width()).max().unwrap_or_default();
    let beside = widest + 4 + 30 <= style.width;
    let mut out = String::new();
    for item in items {
        let (what, note) = (line(&item.what, style.lang), line(&item.note, style.lang));
        let mark = typed(item.mark);
        if beside && !note.is_empty() {
            let gap = widest - what.width();
            out.push_str(&hanging(&format!("{mark} {what}{:gap$}  ", ""), &note, style));
            continue;
        }
        out.push_str(&hanging(&format!("{mark} "), &what, style));
        if !note.is_empty() {
            out.push_str(&paragraph(&note, 4, style));
        }
    }
    out
}

/// A table's texts, ready to be laid out.
struct Laid {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    kinds: Vec<ColumnKind>,
}

pub fn table(table: &Table, style: &Style) -> String {
    let laid = Laid {
        heads: table.columns.iter().map(|column| line(&column.title, style.lang)).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(|cell| lines(cell, style.lang).join("\n  ")).collect()).collect(),
        kinds: table.columns.iter().map(|column| column.kind).collect(),
    };
    let count = laid.heads.len();
    let widest: Vec<usize> = (0..count).map(|n| laid.widest(n)).collect();
    if widest.iter().sum::<usize>() + count * PADDING <= style.width {
        return draw(&laid, &widest);
    }
    let least: Vec<usize> = (0..count).map(|n| laid.least(n)).collect();
    match shared(&widest, &least, style.width.saturating_sub(count * PADDING)) {
        Some(widths) => draw(&laid, &widths),
        // A matrix whose heads do not fit beside each other has them as a staircase.
        None if laid.kinds.iter().filter(|kind| **kind == ColumnKind::Letters).count() > 1 => stairs::write(table, style),
        None => one_by_one(&laid, style),
    }
}

impl Laid {
    fn texts(&self, column: usize) -> impl Iterator<Item = &str> {
        std::iter::once(self.heads[column].as_str()).chain(self.rows.iter().map(move |row| row[column].as_str()))
    }

    /// The longest line of a column.
    fn widest(&self, column: usize) -> usize {
        self.texts(column).flat_map(str::lines).map(UnicodeWidthStr::width).max().unwrap_or_default().max(1)
    }

    /// The longest word of a column, which is the least it can be read in; a longer one than most are is divided. What the rows are
    /// about is not broken into single words.
    fn least(&self, column: usize) -> usize {
        // An address or a path that is divided is none any more.
        if self.kinds[column] == ColumnKind::Figures {
            return self.widest(column);
        }
        let least = |word: &str| word.width().min(if word.contains(['@', '/']) { ADDRESS } else { WORD });
        let word = self.texts(column).flat_map(str::split_whitespace).map(least).max().unwrap_or_default().max(1);
        if column == 0 { word.max(24.min(self.widest(0))) } else { word }
    }
}

/// The widths of columns that together have so much room: each its least, and what is left to whichever would be the tallest, so that
/// all become about as tall.
fn shared(widest: &[usize], least: &[usize], room: usize) -> Option<Vec<usize>> {
    let mut widths = least.to_vec();
    let mut left = room.checked_sub(widths.iter().sum())?;
    while left > 0 {
        let lacking = (0..widths.len()).max_by_key(|n| (widest[*n] * 1000 / widths[*n].max(1), std::cmp::Reverse(*n)))?;
        if widest[lacking] <= widths[lacking] {
            break;
        }
        widths[lacking] += 1;
        left -= 1;
    }
    Some(widths)
}

fn draw(laid: &Laid, widths: &[usize]) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(LOOK).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(widths.iter().sum::<usize>() + widths.len() * PADDING).unwrap_or(u16::MAX));
    table.set_header(laid.heads.iter().zip(widths).map(|(head, width)| divided(head, *width)));
    for row in &laid.rows {
        table.add_row(row.iter().zip(widths).map(|(text, width)| divided(text, *width)));
    }
    for (at, (kind, width)) in laid.kinds.iter().zip(widths).enumerate() {
        let column = table.column_mut(at).expect("the head made every column");
        column.set_padding((0, 2));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(u16::try_from(width + PADDING).unwrap_or(u16::MAX))));
        column.set_cell_alignment(match kind {
            ColumnKind::Words => CellAlignment::Left,
            ColumnKind::Letters => CellAlignment::Center,
            ColumnKind::Figures => CellAlignment::Right,
        });
    }
    table.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A text on lines that fit a column; a word that is wider is divided with a hyphen.
pub fn divided(text: &str, width: usize) -> String {
    let narrow = |word: &str| -> String {
        if word.width() <= width || width < 3 {
            return word.to_owned();
        }
        let mut out = String::new();
        let mut used = 0;
        for c in word.chars() {
            let wide = c.width().unwrap_or_default();
            if used + wide > width - 1 {
                out.push_str("- ");
                used = 0;
            }
            used += wide;
            out.push(c);
        }
        out
    };
    // Remarks stand a little to the right of what they are about, on every line.
    let line = |line: &str| {
        let remark = line.len() - line.trim_start().len();
        let words = line.split(' ').map(narrow).collect::<Vec<_>>().join(" ");
        let parts = broken(words.trim_start(), width.saturating_sub(remark).max(1));
        parts.iter().map(|part| format!("{:remark$}{part}", "")).collect::<Vec<_>>().join("\n")
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Where no table fits: each row by itself, its first cell as what it is about.
fn one_by_one(laid: &Laid, style: &Style) -> String {
    let mut out = String::new();
    for row in &laid.rows {
        for (n, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            for (first, line) in text.lines().enumerate() {
                if n == 0 {
                    out.push_str(&paragraph(line, if first == 0 { 0 } else { 2 }, style));
                } else if first == 0 {
                    out.push_str(&paragraph(&format!("{}: {line}", laid.heads[n]), 2, style));
                } else {
                    out.push_str(&paragraph(line, 4, style));
                }
            }
        }
    }
    out
}
