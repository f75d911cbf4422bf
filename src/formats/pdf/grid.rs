//! Rows and columns on paper: how wide each column is, and each row as a part that is not divided.

use krilla::tagging::{TableHeaderScope, Tag};

use crate::document::ColumnKind;
use crate::formats::pdf::font::{ASCENT, Fonts};
use crate::formats::pdf::sheet::{Flow, Ink, Place, Shape, Tree};
use crate::formats::pdf::words::{Line, Run, lines, widths};

/// White at both sides of a cell, and above and under it.
const SIDE: f32 = 4.0;
const ABOVE: f32 = 2.6;
/// From line to line, as a part of the size of the letters.
const LEADING: f32 = 1.3;
/// Remarks under a value are smaller.
const REMARK: f32 = 0.88;
/// The highest that heads are which are read upwards.
const UPWARDS: f32 = 130.0;
/// From line to line where they are read upwards, as a part of the size of the letters.
const TURNED: f32 = 1.15;
/// The largest letters of a table.
const LARGEST: f32 = 9.0;
/// The least of a column of words, in times the size of the letters, where it has so many words.
const WORDS: f32 = 6.5;

/// A table as it is laid out.
pub struct Grid {
    kinds: Vec<ColumnKind>,
    heads: Vec<Run>,
    rows: Vec<Row>,
    /// Whether the heads of letters are read upwards.
    upwards: bool,
    needs: Needs,
}

pub struct Row {
    /// Each a value with remarks under it.
    pub cells: Vec<Vec<Run>>,
    /// Whether its first cell is what the row is about.
    pub headed: bool,
    /// The least that it is high: what is filled in by hand needs room.
    pub least: f32,
}

/// Widths as times the size of the letters: of the whole column, and the least in which it is read.
#[derive(Default)]
struct Needs {
    whole: Vec<f32>,
    least: Vec<f32>,
}

impl Grid {
    pub fn new(kinds: Vec<ColumnKind>, heads: Vec<Run>, rows: Vec<Row>, upwards: bool, fonts: &Fonts) -> Grid {
        let mut grid = Grid { kinds, heads, rows, upwards, needs: Needs::default() };
        grid.needs = grid.measured(fonts);
        grid
    }

    /// The largest of some sizes in which every column is as wide as it needs.
    pub fn size(&self, sizes: &[f32], room: f32) -> Option<f32> {
        sizes.iter().copied().find(|size| self.wanted(&self.needs.least, *size) <= room)
    }

    /// Tables of fewer columns where there are too many to stand beside each other; the first column stands in each.
    pub fn parts(self, size: f32, room: f32, fonts: &Fonts) -> Vec<Grid> {
        let width = |n: usize| self.needs.least[n] * size + 2.0 * SIDE;
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut used = f32::INFINITY;
        for n in 1..self.kinds.len() {
            if used + width(n) > room {
                groups.push(vec![0]);
                used = width(0);
            }
            used += width(n);
            groups.last_mut().expect("a group was begun").push(n);
        }
        if groups.len() < 2 {
            return vec![self];
        }
        let row = |row: &Row, group: &[usize]| Row { cells: group.iter().map(|n| row.cells[*n].clone()).collect(), ..*row };
        let part = |group: &Vec<usize>| {
            let kinds = group.iter().map(|n| self.kinds[*n]).collect();
            let heads = group.iter().filter_map(|n| self.heads.get(*n).cloned()).collect();
            Grid::new(kinds, heads, self.rows.iter().map(|one| row(one, group)).collect(), self.upwards, fonts)
        };
        groups.iter().map(part).collect()
    }

    fn wanted(&self, widths: &[f32], size: f32) -> f32 {
        widths.iter().sum::<f32>() * size + self.kinds.len() as f32 * 2.0 * SIDE
    }

    fn is_upwards(&self, column: usize) -> bool {
        self.upwards && self.kinds[column] == ColumnKind::Letters
    }

    fn measured(&self, fonts: &Fonts) -> Needs {
        let (mut whole, mut least) = (vec![0.5_f32; self.kinds.len()], vec![0.5_f32; self.kinds.len()]);
        for (n, head) in self.heads.iter().enumerate() {
            let (wide, part) = widths(std::slice::from_ref(head), fonts);
            // As many lines beside each other as the largest letters make of it.
            let beside = (wide * LARGEST / UPWARDS * 1.1).ceil() * TURNED + 0.2;
            let (wide, part) = if self.is_upwards(n) { (beside, beside) } else { (wide, part) };
            whole[n] = whole[n].max(wide);
            least[n] = least[n].max(part);
        }
        for (n, cell) in self.rows.iter().flat_map(|row| row.cells.iter().enumerate()) {
            for (at, run) in cell.iter().enumerate() {
                let (wide, part) = widths(std::slice::from_ref(run), fonts);
                let scale = if at == 0 { 1.0 } else { REMARK };
                whole[n] = whole[n].max(wide * scale);
                // An amount is not broken.
                least[n] = least[n].max(if self.kinds[n] == ColumnKind::Figures { wide.min(16.0) } else { part * scale });
            }
        }
        for (n, kind) in self.kinds.iter().enumerate() {
            if *kind == ColumnKind::Words {
                // What the letters of a matrix are about is read as a sentence.
                let words = if n == 0 && self.upwards { 2.5 * WORDS } else { WORDS };
                least[n] = least[n].max(whole[n].min(words));
            }
            whole[n] = whole[n].max(least[n]);
        }
        Needs { whole, least }
    }

    /// How wide each column is, in points: what it needs, and of what is left as much as the widest that all can have.
    fn shared(&self, size: f32, room: f32) -> Vec<f32> {
        let needs = &self.needs;
        let inner = (room - self.kinds.len() as f32 * 2.0 * SIDE) / size;
        let (whole, least): (f32, f32) = (needs.whole.iter().sum(), needs.least.iter().sum());
        let mut columns = if least >= inner {
            needs.least.iter().map(|one| one * inner / least).collect()
        } else if whole <= inner {
            needs.whole.clone()
        } else {
            let capped =
                |cap: f32| -> Vec<f32> { needs.whole.iter().zip(&needs.least).map(|(whole, least)| whole.min(cap.max(*least))).collect() };
            let (mut low, mut high) = (0.0_f32, inner);
            for _ in 0..24 {
                let middle = f32::midpoint(low, high);
                if capped(middle).iter().sum::<f32>() <= inner { low = middle } else { high = middle }
            }
            capped(low)
        };
        // A table that nearly fills the page fills it, so that figures stand at its edge; one without heads always does.
        let used: f32 = columns.iter().sum();
        let words: Vec<usize> = (0..columns.len()).filter(|n| self.kinds[*n] == ColumnKind::Words).collect();
        let wider = match self.heads.is_empty() {
            true => &words[words.len().saturating_sub(1)..],
            false if used > inner * 0.55 => &words[..],
            false => &[],
        };
        if used < inner {
            for n in wider {
                columns[*n] += (inner - used) / wider.len() as f32;
            }
        }
        columns.iter().map(|width| (width * size + 2.0 * SIDE).max(1.0)).collect()
    }

    /// The table as parts that follow each other; its heads are put with those that are repeated.
    pub fn flows(&self, size: f32, room: f32, page: f32, fonts: &Fonts, tree: &mut Tree, heads: &mut Vec<Flow>) -> Vec<Flow> {
        let widths = self.shared(size, room);
        let whole: f32 = widths.iter().sum();
        let table = tree.root(Tag::Table);
        let mut all = Vec::new();
        let mut head = None;
        if !self.heads.is_empty() {
            let group = tree.below(table, Tag::THead);
            let row = tree.below(group, Tag::TR);
            let places: Vec<Place> = self.heads.iter().map(|_| tree.below(row, Tag::TH(TableHeaderScope::Column))).collect();
            let drawn = self.head(size, &widths, fonts, Some(&places));
            // Heads that take half a page are not drawn again on each.
            if drawn.height < page / 2.0 {
                head = Some(heads.len());
                heads.push(self.head(size, &widths, fonts, None));
            }
            all.push(Flow { keep: true, ..drawn });
        }
        let tallest = page - head.map_or(0.0, |head| heads[head].height);
        let body = tree.below(table, Tag::TBody);
        let last = self.rows.len().saturating_sub(1);
        for (n, row) in self.rows.iter().enumerate() {
            let mut parts = row_flows(row, &self.kinds, size, &widths, whole, tallest, fonts, body, tree);
            // The last row does not stand on a page by itself.
            let keep = n + 1 == last && parts.len() == 1;
            for part in &mut parts {
                (part.head, part.keep) = (head, keep);
            }
            all.append(&mut parts);
        }
        all
    }

    /// The heads; read once, and drawn again on each page without being read.
    fn head(&self, size: f32, widths: &[f32], fonts: &Fonts, places: Option<&[Place]>) -> Flow {
        let leading = size * LEADING;
        let mut laid: Vec<(bool, Vec<Line>)> = Vec::new();
        for (n, head) in self.heads.iter().enumerate() {
            let upwards = self.is_upwards(n);
            let room = if upwards { UPWARDS } else { widths[n] - 2.0 * SIDE };
            laid.push((upwards, lines(std::slice::from_ref(head), room / size + 0.01, fonts)));
        }
        let high = |(upwards, lines): &(bool, Vec<Line>)| {
            if *upwards { lines.iter().map(|line| line.width * size).fold(0.0, f32::max) } else { lines.len() as f32 * leading }
        };
        let height = laid.iter().map(high).fold(0.0, f32::max) + 2.0 * ABOVE;
        let mut shapes = vec![Shape::Area { x: 0.0, y: 0.0, width: widths.iter().sum(), height, ink: Ink::Shade }];
        let mut left = 0.0;
        for (n, (upwards, lines)) in laid.into_iter().enumerate() {
            let place = places.map(|places| places[n]);
            let count = lines.len() as f32;
            for (at, line) in lines.into_iter().enumerate() {
                if upwards {
                    let x = left + widths[n] / 2.0 + (at as f32 - (count - 1.0) / 2.0) * size * TURNED + size * 0.35;
                    shapes.push(Shape::Upwards { line, x, y: height - ABOVE, size, place });
                    continue;
                }
                let x = left + aligned(self.kinds[n], line.width * size, widths[n]);
                let y = height - ABOVE - (count - at as f32) * leading + (leading - size) / 2.0 + size * ASCENT + size * 0.1;
                shapes.push(Shape::Words { line, x, y, size, ink: Ink::Black, place });
            }
            left += widths[n];
        }
        shapes.push(Shape::Rule { x: 0.0, y: height, width: left, thick: 0.8, ink: Ink::Grey });
        Flow { height, shapes, ..Flow::default() }
    }
}

fn aligned(kind: ColumnKind, text: f32, column: f32) -> f32 {
    match kind {
        ColumnKind::Words => SIDE,
        ColumnKind::Letters => (column - text) / 2.0,
        ColumnKind::Figures => column - SIDE - text,
    }
}

/// A row: one part, or as many as it takes where it is higher than a page.
#[expect(clippy::too_many_arguments, reason = "what a row needs is of the table, the page and the document")]
fn row_flows(
    row: &Row,
    kinds: &[ColumnKind],
    size: f32,
    widths: &[f32],
    whole: f32,
    tallest: f32,
    fonts: &Fonts,
    body: Place,
    tree: &mut Tree,
) -> Vec<Flow> {
    let group = tree.below(body, Tag::TR);
    let mut shapes = Vec::new();
    let (mut left, mut height) = (0.0, row.least);
    for (n, cell) in row.cells.iter().enumerate() {
        let place = if n == 0 && row.headed { tree.below(group, Tag::TH(TableHeaderScope::Row)) } else { tree.below(group, Tag::TD) };
        let mut top = ABOVE;
        let blank = [Run::default()];
        for (at, run) in if cell.is_empty() { &blank[..] } else { &cell[..] }.iter().enumerate() {
            let (size, ink) = if at == 0 { (size, Ink::Black) } else { (size * REMARK, Ink::Grey) };
            for line in lines(std::slice::from_ref(run), (widths[n] - 2.0 * SIDE) / size + 0.01, fonts) {
                let x = left + aligned(kinds[n], line.width * size, widths[n]);
                let y = top + (size * LEADING - size) / 2.0 + size * (ASCENT + 0.1);
                top += size * LEADING;
                shapes.push((top, Shape::Words { line, x, y, size, ink, place: Some(place) }));
            }
        }
        height = height.max(top + ABOVE);
        left += widths[n];
    }
    let rule = |y: f32| Shape::Rule { x: 0.0, y, width: whole, thick: 0.4, ink: Ink::Pale };
    if height <= tallest {
        let mut shapes: Vec<Shape> = shapes.into_iter().map(|(_, shape)| shape).collect();
        shapes.push(rule(height));
        return vec![Flow { height, shapes, ..Flow::default() }];
    }
    divided(shapes, height, tallest, rule)
}

/// A row that no page can hold, cut between its lines.
fn divided(shapes: Vec<(f32, Shape)>, height: f32, tallest: f32, rule: impl Fn(f32) -> Shape) -> Vec<Flow> {
    let band = (tallest - 40.0).max(40.0);
    let number = (height / band).ceil().max(1.0) as usize;
    let mut parts = vec![Flow { height: band + 20.0, ..Flow::default() }; number];
    for (bottom, mut shape) in shapes {
        let at = ((bottom / band) as usize).min(number - 1);
        if let Shape::Words { y, .. } = &mut shape {
            *y -= at as f32 * band - 10.0;
        }
        parts[at].shapes.push(shape);
    }
    let last = parts.last_mut().expect("there is a part");
    last.height = height - (number - 1) as f32 * band + 20.0;
    let end = rule(last.height);
    last.shapes.push(end);
    parts
}
