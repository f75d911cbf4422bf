//! A matrix on a terminal with its heads as a staircase: each name begins above its column, however many columns there are.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::document::{Cell, ColumnKind, Table};
use crate::formats::table::divided;
use crate::formats::{Style, line, lines};
use crate::text::broken;

/// The least room that a head needs to the right of where its column begins.
const HEAD: usize = 16;

/// Below so many columns a matrix is a list.
const NARROW: usize = 60;

/// Draws a matrix; where it has more columns than fit, in parts that each begin with the rows' titles.
pub fn write(table: &Table, style: &Style) -> String {
    let columns: Vec<usize> = (0..table.columns.len()).filter(|n| table.columns[*n].kind == ColumnKind::Letters).collect();
    if style.width < NARROW {
        return row_by_row(table, &columns, style);
    }
    let titles: Vec<Vec<String>> = table.rows.iter().map(|row| lines(&row[0], style.lang)).collect();
    let longest = titles.iter().filter_map(|title| title.first()).map(|title| title.width()).max().unwrap_or_default();
    let begin = longest.min(style.width * 2 / 5) + 2;
    let mut out = String::new();
    let mut open = columns.as_slice();
    let wide: Vec<usize> = (0..table.columns.len()).map(|n| wide(table, n, style)).collect();
    loop {
        let widths: Vec<usize> = open.iter().map(|n| wide[*n]).collect();
        // Where not even one fits the line is longer than the terminal: better than nothing at all.
        let begins = widths.iter().scan(begin + HEAD, |at, width| Some(std::mem::replace(at, *at + width)));
        let fit = begins.take_while(|end| *end <= style.width).count().max(1).min(open.len());
        let (now, later) = open.split_at(fit);
        let part = Part { table, titles: &titles, columns: now, widths: &widths[..now.len()], begin, style, last: later.is_empty() };
        part.draw(&mut out);
        if later.is_empty() {
            return out;
        }
        out.push('\n');
        open = later;
    }
}

/// Each row by itself, with whoever is in it under it.
fn row_by_row(table: &Table, columns: &[usize], style: &Style) -> String {
    let mut out = String::new();
    for row in &table.rows {
        let notes = lines(&row[0], style.lang);
        let letters = columns.iter().map(|n| (text(&row[*n], style), line(&table.columns[*n].title, style.lang)));
        let letters = letters.filter(|(letter, _)| !letter.is_empty()).map(|(letter, head)| format!("{letter} {head}"));
        for (n, said) in notes.iter().take(1).cloned().chain(letters).chain(notes.iter().skip(1).cloned()).enumerate() {
            let indent = if n == 0 { 0 } else { 2 };
            for part in broken(&said, style.width.max(20) - indent) {
                out.push_str(&format!("{:indent$}{part}\n", ""));
            }
        }
    }
    out
}

/// The columns that a column of letters takes, with the space behind it.
fn wide(table: &Table, column: usize, style: &Style) -> usize {
    let cells = table.rows.iter().filter(|row| row[column] != Cell::Blank).map(|row| text(&row[column], style).width());
    cells.max().unwrap_or_default().max(1) + 1
}

fn text<'a>(cell: &'a Cell, style: &Style) -> Cow<'a, str> {
    match cell {
        Cell::Blank => Cow::Borrowed(""),
        Cell::Name(Cow::Borrowed(letters)) => Cow::Borrowed(letters),
        cell => Cow::Owned(lines(cell, style.lang).into_iter().next().unwrap_or_default()),
    }
}

/// Some columns of a matrix.
struct Part<'a> {
    table: &'a Table,
    titles: &'a [Vec<String>],
    columns: &'a [usize],
    widths: &'a [usize],
    begin: usize,
    style: &'a Style,
    /// Remarks stand with the last part only.
    last: bool,
}

impl Part<'_> {
    fn draw(&self, out: &mut String) {
        self.heads(out);
        for (row, title) in self.table.rows.iter().zip(self.titles) {
            let (first, notes) = title.split_first().map_or(("", &[][..]), |(first, notes)| (first.as_str(), notes));
            for (n, part) in divided(first, self.begin - 2).lines().enumerate() {
                out.push_str(part);
                if n == 0 {
                    out.extend(std::iter::repeat_n(' ', self.begin.saturating_sub(part.width())));
                    self.columns.iter().zip(self.widths).for_each(|(column, width)| self.letter(&row[*column], *width, out));
                }
                out.truncate(out.trim_end().len());
                out.push('\n');
            }
            for note in notes.iter().filter(|_| self.last) {
                for part in broken(note, self.style.width.clamp(24, 100) - 4) {
                    out.push_str(&format!("    {part}\n"));
                }
            }
        }
    }

    /// Each head on a line of its own, with a rule down to each column before it. What does not fit goes on behind dots, lest it
    /// should look like the next head.
    fn heads(&self, out: &mut String) {
        for (n, column) in self.columns.iter().enumerate() {
            let rules: String = self.widths[..n].iter().map(|width| format!("│{:1$}", "", width - 1)).collect();
            let room = self.style.width.saturating_sub(self.begin + rules.width() + 4).max(HEAD - 4);
            for (line_number, part) in broken(&line(&self.table.columns[*column].title, self.style.lang), room).iter().enumerate() {
                let gap = self.begin;
                let own = if line_number == 0 { "" } else { "│ … " };
                out.push_str(&format!("{:gap$}{rules}{own}{part}\n", ""));
            }
        }
    }

    fn letter(&self, cell: &Cell, width: usize, out: &mut String) {
        let text = text(cell, self.style);
        let used = if text.is_empty() {
            out.push('·');
            1
        } else {
            out.push_str(&text);
            text.width()
        };
        out.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    }
}
