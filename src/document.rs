//! What a report says, before anybody decides how it is written: headings, facts, checklists and tables with typed cells.

use std::borrow::Cow;

use crate::date::Date;
use crate::money::Sum;
use crate::text;
use crate::text::{Text, listed};

/// A report. People read its blocks, a spreadsheet its sheet, programs its data.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What programs know it by, such as `raci`.
    pub name: &'static str,
    pub title: Text,
    /// A line under the title: whose it is, and of which day.
    pub subtitle: Text,
    /// Who says it: the collaboration.
    pub by: Text,
    /// The day on which the record was asked.
    pub on: Date,
    /// The commit that it was read from; none for a directory.
    pub commit: Option<String>,
    /// The files of the record that could not be read, so that this is not whole.
    pub unread: Vec<String>,
    /// The e-mail addresses to which it goes, where it is sent to somebody.
    pub to: Vec<Text>,
    pub blocks: Vec<Block>,
    /// The one table that a spreadsheet opens.
    pub sheet: Table,
    /// What programs read: each table under its name.
    pub data: Vec<Table>,
}

/// Who reads a report; what the others would read of it need not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Readers {
    /// Blocks.
    #[default]
    People,
    /// The sheet.
    Spreadsheets,
    /// Data.
    Programs,
}

/// A part of a report that people read.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(Text),
    Paragraph(Text),
    /// A label and its value; a blank value is a line to be filled in by hand.
    Facts(Vec<(Text, Cell)>),
    /// Lines that belong together, each on its own: to whom a letter goes, and from whom.
    Address(Vec<Text>),
    /// A picture that a telephone reads.
    Code(Code),
    /// How figures went on, drawn small beside each other; the same figures stand in a table.
    Charts(Vec<Chart>),
    List(Vec<Text>),
    Checklist(Vec<Item>),
    Table(Table),
    /// A table with so many columns of letters that their heads do not stand beside each other.
    Matrix(Table),
    /// What follows stands by itself: on paper of its own.
    NewPage,
}

/// What a telephone reads from a picture: nothing that is not said in words beside it as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    pub payload: String,
    /// What it is for, for whoever does not see it.
    pub alt: Text,
}

/// Lines over time: nothing that a table does not say as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub title: Text,
    /// How it went on, for whoever does not see it.
    pub about: Text,
    /// What each moment is called, the earliest first.
    pub moments: Vec<Text>,
    /// Whether the last moment is not over yet, so that it may still change.
    pub is_running: bool,
    /// Three at most are told apart.
    pub series: Vec<Series>,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What tells it from the others.
    pub name: Text,
    /// One for each moment; none where it is not known.
    pub values: Vec<Option<Measured>>,
}

/// How much it was, and how that is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub size: f64,
    pub said: Text,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub mark: Mark,
    pub what: Text,
    /// By whom, or why not.
    pub note: Text,
}

/// How far an item of a checklist is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Done,
    /// On paper only: something stands there, but nobody does it.
    Half,
    Open,
    /// There is nothing to do, for a reason.
    NotApplicable,
}

/// A table; each row has a cell for each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What programs know it by.
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What programs know it by; the same in every language.
    pub key: Cow<'static, str>,
    pub title: Text,
    pub kind: ColumnKind,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, from the left.
    Words,
    /// A letter or two of a matrix, in the middle; a matrix may have more of these than fit beside each other.
    Letters,
    /// Numbers and amounts, from the right.
    Figures,
}

/// A value with its meaning kept: each format aligns it and writes it in its own way.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Blank,
    /// A name, an id, a letter: the same in every language.
    Name(Cow<'static, str>),
    Text(Text),
    /// A word of the format: programs read the word, people its name.
    Word(Cow<'static, str>, Text),
    Date(Date),
    Number(i64),
    /// A number with a part behind the point.
    Decimal(f64),
    Money(Sum),
    List(Vec<Cell>),
    /// A text with remarks under it.
    Noted(Text, Vec<Text>),
}

impl Column {
    pub fn words(key: impl Into<Cow<'static, str>>, title: Text) -> Column {
        Column { key: key.into(), title, kind: ColumnKind::Words }
    }

    pub fn figures(key: impl Into<Cow<'static, str>>, title: Text) -> Column {
        Column { key: key.into(), title, kind: ColumnKind::Figures }
    }

    pub fn letters(key: impl Into<Cow<'static, str>>, title: Text) -> Column {
        Column { key: key.into(), title, kind: ColumnKind::Letters }
    }
}

impl Cell {
    /// A text of the record, which is the same in every language.
    pub fn same(text: impl Into<String>) -> Cell {
        Cell::Name(Cow::Owned(text.into()))
    }

    /// A text of the record where there is one.
    pub fn maybe(text: Option<&str>) -> Cell {
        text.map_or(Cell::Blank, Cell::same)
    }
}

impl Document {
    /// What is said under the title where files could not be read.
    pub fn warning(&self) -> Option<Text> {
        let number = self.unread.len();
        let files = listed(self.unread.iter().map(String::as_str), 5);
        match number {
            0 => None,
            1 => Some(text!(files; en: "Not whole: {files} could not be read.", nl: "Niet volledig: {files} kon niet worden gelezen.")),
            _ => Some(
                text!(files; en: "Not whole: {number} files could not be read: {files}.", nl: "Niet volledig: {number} bestanden konden niet worden gelezen: {files}."),
            ),
        }
    }

    /// Goes over everything that people or programs read in it, so that it can be changed.
    pub fn each_text(&mut self, change: &impl Fn(&mut Text)) {
        // What was known when the program was built says nothing of the record: labels, heads, sentences without a name.
        self.every_text(&|text: &mut Text| {
            if !matches!((&text.en, &text.nl), (Cow::Borrowed(_), Cow::Borrowed(_))) {
                change(text);
            }
        });
    }

    /// Changes every text, labels as well.
    pub fn every_text(&mut self, change: &impl Fn(&mut Text)) {
        change(&mut self.title);
        change(&mut self.subtitle);
        change(&mut self.by);
        self.to.iter_mut().for_each(change);
        for block in &mut self.blocks {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => change(text),
                Block::List(texts) | Block::Address(texts) => texts.iter_mut().for_each(change),
                Block::Code(code) => change(&mut code.alt),
                Block::Charts(charts) => charts.iter_mut().for_each(|chart| chart.each_text(change)),
                Block::Facts(facts) => facts.iter_mut().for_each(|(label, value)| {
                    change(label);
                    value.each_text(change);
                }),
                Block::Checklist(items) => items.iter_mut().for_each(|item| {
                    change(&mut item.what);
                    change(&mut item.note);
                }),
                Block::Table(table) | Block::Matrix(table) => table.each_text(change),
                Block::NewPage => {}
            }
        }
        self.sheet.each_text(change);
        self.data.iter_mut().for_each(|table| table.each_text(change));
    }
}

impl Chart {
    fn each_text(&mut self, change: &impl Fn(&mut Text)) {
        change(&mut self.title);
        change(&mut self.about);
        self.moments.iter_mut().for_each(change);
        for series in &mut self.series {
            change(&mut series.name);
            series.values.iter_mut().flatten().for_each(|value| change(&mut value.said));
        }
    }
}

impl Table {
    /// Without the columns in which nothing stands.
    #[must_use]
    pub fn filled(self) -> Table {
        let filled: Vec<bool> = (0..self.columns.len()).map(|n| self.rows.iter().any(|row| row[n] != Cell::Blank)).collect();
        let kept = |cells: Vec<Cell>| cells.into_iter().zip(&filled).filter(|(_, keep)| **keep).map(|(cell, _)| cell).collect();
        let columns = self.columns.into_iter().zip(&filled).filter(|(_, keep)| **keep).map(|(column, _)| column).collect();
        Table { name: self.name, columns, rows: self.rows.into_iter().map(kept).collect() }
    }

    fn each_text(&mut self, change: &impl Fn(&mut Text)) {
        self.columns.iter_mut().for_each(|column| change(&mut column.title));
        self.rows.iter_mut().flatten().for_each(|cell| cell.each_text(change));
    }
}

impl Cell {
    fn each_text(&mut self, change: &impl Fn(&mut Text)) {
        match self {
            Cell::Name(name) if matches!(name, Cow::Owned(_)) => {
                let mut text = Text::same(name.as_ref());
                change(&mut text);
                // What is written instead may be in words, which are not the same in every language.
                if text.en != *name {
                    *self = Cell::Text(text);
                }
            }
            Cell::Text(text) | Cell::Word(_, text) => change(text),
            Cell::List(cells) => cells.iter_mut().for_each(|cell| cell.each_text(change)),
            Cell::Noted(text, notes) => {
                change(text);
                notes.iter_mut().for_each(change);
            }
            Cell::Name(_) | Cell::Blank | Cell::Date(_) | Cell::Number(_) | Cell::Decimal(_) | Cell::Money(_) => {}
        }
    }
}
