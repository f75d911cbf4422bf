//! The blocks of a report one under the other: as parts that are divided over pages, and as groups that are read aloud.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag, TagKind};

use crate::document::{Block, Cell, Chart, Code, Column, ColumnKind, Document, Item, Mark, Table};
use crate::formats::chart::{HEIGHT, WIDTH, drawn, spoken};
use crate::formats::pdf::font::{ASCENT, Fonts};
use crate::formats::pdf::grid::{Grid, Row};
use crate::formats::pdf::readable;
use crate::formats::pdf::sheet::{Flow, Ink, Place, Shape, Tree};
use crate::formats::pdf::words::{Run, lines};
use crate::formats::{line, lines as written, qr};
use crate::text::{Lang, Text};

/// From line to line, as a part of the size of the letters.
const LEADING: f32 = 1.42;
/// How far items of a list stand in.
const INDENT: f32 = 14.0;
/// How high a line is that is filled in by hand.
const BY_HAND: f32 = 26.0;
/// White under a code, without which no telephone finds it: four modules.
const QUIET: f32 = 10.0;
/// More heads of letters than this are read upwards.
const BESIDE: usize = 8;

/// Sizes in points, for a report that is read or for one that is handed out as one sheet.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    pub title: f32,
    pub heading: f32,
    pub body: f32,
    /// Tables, from the largest to the smallest that is still read.
    pub table: &'static [f32],
    /// White between paragraphs.
    pub gap: f32,
}

pub const READ: Sizes = Sizes { title: 18.0, heading: 12.5, body: 10.0, table: &[9.0, 8.5, 8.0, 7.5, 7.0], gap: 6.0 };
pub const ONE_SHEET: Sizes = Sizes { title: 16.0, heading: 11.0, body: 8.8, table: &[8.2, 7.8, 7.4, 7.0], gap: 3.2 };

/// Where the parts are laid: the room on a page, and what is made along the way.
pub struct Bed<'a> {
    pub lang: Lang,
    pub fonts: &'a Fonts,
    pub sizes: Sizes,
    pub width: f32,
    pub height: f32,
    pub tree: Tree,
    pub heads: Vec<Flow>,
    pub flows: Vec<Flow>,
}

/// Whether every table fits a page that is so wide.
pub fn fits(document: &Document, width: f32, sizes: Sizes, lang: Lang, fonts: &Fonts) -> bool {
    document.blocks.iter().all(|block| match block {
        Block::Table(table) => of_table(table, false, lang, fonts).size(&sizes.table[..2], width).is_some(),
        Block::Matrix(table) => of_table(table, true, lang, fonts).size(&sizes.table[..2], width).is_some(),
        _ => true,
    })
}

impl Bed<'_> {
    pub fn lay(&mut self, document: &Document) {
        let title = line(&document.title, self.lang);
        // Both standards ask for a title.
        self.heading(if title.trim().is_empty() { document.name } else { &title }, 1);
        self.paragraph(&[Run::plain(line(&document.subtitle, self.lang))], Ink::Grey);
        if let Some(warning) = document.warning() {
            self.paragraph(&[Run::bold(line(&warning, self.lang))], Ink::Black);
        }
        document.blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(&line(text, self.lang), 2),
            Block::Paragraph(text) => self.paragraph(&[Run::plain(line(text, self.lang))], Ink::Black),
            Block::Address(texts) => self.address(texts),
            Block::List(texts) => self.list(texts),
            Block::Facts(facts) => self.facts(facts),
            Block::Checklist(items) => self.checklist(items),
            Block::Table(table) => self.table(table, false),
            Block::Matrix(table) => self.table(table, true),
            Block::Code(code) => self.code(code),
            Block::Charts(charts) => self.charts(charts),
            Block::NewPage => self.flows.push(Flow { begins: true, ..Flow::default() }),
        }
    }

    fn heading(&mut self, text: &str, level: u16) {
        if text.trim().is_empty() {
            return;
        }
        let (size, before) = if level == 1 { (self.sizes.title, 0.0) } else { (self.sizes.heading, self.sizes.gap * 2.4) };
        let level = NonZeroU16::new(level).expect("levels begin at one");
        let name = readable(text);
        let place = self.tree.root(Tag::Hn(level, Some(name.clone())));
        let first = self.flows.len();
        self.text(&[Run::bold(text)], 0.0, size, 1.2, Ink::Black, place);
        self.flows[first].before = before;
        self.flows[first].shapes.push(Shape::Anchor { text: name });
        self.flows[first..].iter_mut().for_each(|flow| flow.keep = true);
    }

    fn paragraph(&mut self, runs: &[Run], ink: Ink) {
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        let place = self.tree.root(Tag::P);
        let first = self.flows.len();
        self.text(runs, 0.0, self.sizes.body, LEADING, ink, place);
        self.flows[first].before = self.sizes.gap;
    }

    /// Lines that belong together, each on its own.
    fn address(&mut self, texts: &[Text]) {
        let place = self.tree.root(Tag::P);
        let first = self.flows.len();
        for text in texts {
            self.text(&[Run::plain(line(text, self.lang))], 0.0, self.sizes.body, LEADING, Ink::Black, place);
        }
        let count = self.flows.len();
        self.flows[first..count.saturating_sub(1).max(first)].iter_mut().for_each(|flow| flow.keep = true);
        if let Some(flow) = self.flows.get_mut(first) {
            flow.before = self.sizes.gap * 2.0;
        }
    }

    /// Lines of a text, so that no page ends with its first line or begins with its last.
    fn text(&mut self, runs: &[Run], left: f32, size: f32, leading: f32, ink: Ink, place: Place) {
        let all = lines(runs, (self.width - left) / size, self.fonts);
        let (count, height) = (all.len(), size * leading);
        for (at, line) in all.into_iter().enumerate() {
            let y = (height - size) / 2.0 + size * (ASCENT + 0.1);
            let keep = count > 1 && (at == 0 || at + 2 == count);
            let shapes = vec![Shape::Words { line, x: left, y, size, ink, place: Some(place) }];
            self.flows.push(Flow { height, keep, shapes, ..Flow::default() });
        }
    }

    fn list(&mut self, texts: &[Text]) {
        if texts.is_empty() {
            return;
        }
        let list = self.tree.root(Tag::L(ListNumbering::Disc));
        for text in texts {
            let (label, body) = self.item(list, Tag::Lbl);
            let first = self.flows.len();
            let size = self.sizes.body;
            self.text(&[Run::plain(line(text, self.lang))], INDENT, size, LEADING, Ink::Black, body);
            let bullet = lines(&[Run::plain("•")], size, self.fonts).remove(0);
            let y = size * ((LEADING - 1.0) / 2.0 + ASCENT + 0.1);
            let shape = Shape::Words { line: bullet, x: 3.0, y, size, ink: Ink::Black, place: Some(label) };
            self.begin_item(first, shape);
        }
    }

    fn checklist(&mut self, items: &[Item]) {
        if items.is_empty() {
            return;
        }
        let list = self.tree.root(Tag::L(ListNumbering::None));
        for item in items {
            let state = line(&state(item.mark), self.lang);
            let (label, body) = self.item(list, Tag::Lbl.with_alt_text(Some(state)));
            let first = self.flows.len();
            let note = line(&item.note, self.lang);
            let mut runs = vec![Run::bold(line(&item.what, self.lang))];
            if !note.is_empty() {
                runs.push(Run::plain(format!(": {note}")));
            }
            let size = self.sizes.body;
            self.text(&runs, INDENT + 2.0, size, LEADING, Ink::Black, body);
            let shape = Shape::Box { mark: item.mark, x: 0.0, y: size * ((LEADING - 1.0) / 2.0 + 0.12), size: size * 0.8, place: label };
            self.begin_item(first, shape);
        }
    }

    fn item(&mut self, list: Place, label: impl Into<TagKind>) -> (Place, Place) {
        let item = self.tree.below(list, Tag::LI);
        (self.tree.below(item, label), self.tree.below(item, Tag::LBody))
    }

    fn begin_item(&mut self, first: usize, label: Shape) {
        let gap = self.sizes.gap;
        if let Some(flow) = self.flows.get_mut(first) {
            flow.before = gap * 0.5;
            flow.shapes.insert(0, label);
        }
    }

    fn facts(&mut self, facts: &[(Text, Cell)]) {
        let row = |(label, value): &(Text, Cell)| Row {
            cells: vec![vec![Run::bold(line(label, self.lang))], runs(value, self.lang)],
            headed: true,
            least: if *value == Cell::Blank { BY_HAND } else { 0.0 },
        };
        let rows: Vec<Row> = facts.iter().map(row).collect();
        if rows.is_empty() {
            return;
        }
        let first = self.flows.len();
        self.grid(Grid::new(vec![ColumnKind::Words; 2], Vec::new(), rows, false, self.fonts));
        // Nobody signs on a page that does not say for whom.
        let facts = &mut self.flows[first..];
        if facts.iter().map(|flow| flow.height).sum::<f32>() < self.height / 3.0
            && let Some((_, others)) = facts.split_last_mut()
        {
            for flow in others {
                flow.keep = true;
            }
        }
    }

    fn table(&mut self, table: &Table, matrix: bool) {
        if table.columns.is_empty() {
            return;
        }
        self.grid(of_table(table, matrix, self.lang, self.fonts));
    }

    fn grid(&mut self, grid: Grid) {
        let smallest = *self.sizes.table.last().expect("there are sizes");
        let size = grid.size(self.sizes.table, self.width);
        let parts = match size {
            Some(_) => vec![grid],
            None => grid.parts(smallest, self.width, self.fonts),
        };
        for part in parts {
            let mut flows = part.flows(size.unwrap_or(smallest), self.width, self.height, self.fonts, &mut self.tree, &mut self.heads);
            if let Some(first) = flows.first_mut() {
                first.before = self.sizes.gap * 1.4;
            }
            self.flows.append(&mut flows);
        }
    }

    /// A picture to be read by a telephone.
    fn code(&mut self, code: &Code) {
        let alt = line(&code.alt, self.lang);
        let Some((dark, count)) = qr::modules(&code.payload) else { return self.paragraph(&[Run::plain(alt)], Ink::Black) };
        let size = (count as f32 * 2.4).clamp(90.0, 150.0);
        // The caption under it says what it is for, and is read as well.
        let said = readable(Text::new("QR code", "QR-code").get(self.lang));
        let place = self.tree.root(Tag::Figure(Some(said)));
        let shapes = vec![Shape::Modules { dark, count, x: 0.0, y: 0.0, size, place }];
        self.flows.push(Flow { before: self.sizes.gap * 2.0, height: size + QUIET, keep: true, shapes, ..Flow::default() });
        let caption = self.tree.below(place, Tag::Caption);
        self.text(&[Run::plain(alt)], 0.0, self.sizes.body * 0.9, LEADING, Ink::Grey, caption);
    }
}

impl Bed<'_> {
    /// Two beside each other, each a figure that says how it went on.
    fn charts(&mut self, charts: &[Chart]) {
        const BESIDE: f32 = 14.0;
        let scale = (self.width - BESIDE) / 2.0 / WIDTH;
        for pair in charts.chunks(2) {
            let mut shapes = Vec::new();
            for (n, chart) in pair.iter().enumerate() {
                let (title, about) = spoken(chart, self.lang);
                let place = self.tree.root(Tag::Figure(Some(readable(&format!("{title}. {about}")))));
                let x = (WIDTH * scale + BESIDE) * n as f32;
                shapes.push(Shape::Chart { drawing: drawn(chart, self.lang), scale, x, y: 0.0, place });
            }
            self.flows.push(Flow { before: self.sizes.gap * 1.4, height: HEIGHT * scale, shapes, ..Flow::default() });
        }
    }
}

/// What the box of a checklist says to who does not see it.
fn state(mark: Mark) -> Text {
    match mark {
        Mark::Done => Text::new("done", "gedaan"),
        Mark::Half => Text::new("on paper only", "alleen op papier"),
        Mark::Open => Text::new("open", "open"),
        Mark::NotApplicable => Text::new("not applicable", "niet van toepassing"),
    }
}

fn runs(cell: &Cell, lang: Lang) -> Vec<Run> {
    written(cell, lang).into_iter().map(Run::plain).collect()
}

fn of_table(table: &Table, matrix: bool, lang: Lang, fonts: &Fonts) -> Grid {
    // Of a few rows the heads above them are enough: nobody is told more heads than values.
    let (across, down) = (table.columns.len(), table.rows.len());
    let beside = across > 1 && (across - 1) * down >= across + down;
    let row = |row: &Vec<Cell>| Row {
        cells: row.iter().map(|cell| runs(cell, lang)).collect(),
        headed: beside && row.first().is_some_and(|cell| *cell != Cell::Blank),
        least: 0.0,
    };
    let letters = table.columns.iter().filter(|column| column.kind == ColumnKind::Letters).count();
    let kinds = table.columns.iter().map(|column| column.kind).collect();
    let heads = table.columns.iter().map(|column: &Column| Run::bold(line(&column.title, lang))).collect();
    Grid::new(kinds, heads, table.rows.iter().map(row).collect(), matrix || letters > BESIDE, fonts)
}
