//! A chart as lines, dots and words on a small sheet, before it is drawn in any form: told apart by dashes and dots, not by colour.
#![expect(clippy::cast_precision_loss, reason = "moments and letters are counted far below what a float holds")]

use crate::document::{Chart, Measured, Series};
use crate::formats::line;
use crate::text::{Lang, Text};

/// The sheet, in units of its own: a letter of a label is ten high.
pub const WIDTH: f32 = 330.0;
pub const HEIGHT: f32 = 150.0;
/// Where the lines stand on it, from above; lower where it is said above them which is which, in rows so far apart.
const TOP: f32 = 36.0;
const LEGEND: f32 = 13.0;
const BOTTOM: f32 = 116.0;
const TITLE: f32 = 12.0;
const LABEL: f32 = 10.0;
/// What a letter takes at most on the average, as a part of its height.
const LETTER: f32 = 0.6;
/// From a dot to its label.
const APART: f32 = 7.0;

/// Everything that is drawn, from the upper left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    pub lines: Vec<Stroke>,
    pub dots: Vec<Dot>,
    pub words: Vec<Words>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    pub points: Vec<(f32, f32)>,
    pub look: Look,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Where nothing stands at nought.
    Axis,
    Solid,
    Dashed,
    Dotted,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its outline.
    pub points: Vec<(f32, f32)>,
    /// Not filled: this may still change.
    pub is_open: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    pub x: f32,
    /// The line that they stand on.
    pub y: f32,
    pub from: Anchor,
    pub size: f32,
    pub is_bold: bool,
    pub text: String,
}

/// Which part of the words stands at their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Begin,
    Middle,
    End,
}

const LOOKS: [Look; 3] = [Look::Solid, Look::Dashed, Look::Dotted];

/// The room of the lines between the labels beside them.
struct Room {
    left: f32,
    right: f32,
    above: f32,
    least: f64,
    most: f64,
    moments: usize,
}

pub fn drawn(chart: &Chart, lang: Lang) -> Drawing {
    let mut drawing = Drawing::default();
    drawing.say(2.0, 13.0, Anchor::Begin, (TITLE, true), line(&chart.title, lang));
    let room = Room::of(chart, lang);
    let zero = room.y(0.0);
    drawing.lines.push(Stroke { points: vec![(room.left, zero), (room.right, zero)], look: Look::Axis });
    for (n, (x, y, name)) in legend(chart, lang).into_iter().enumerate() {
        drawing.dots.push(Dot { points: outline(n, x + APART, y - LABEL * 0.35), is_open: false });
        drawing.say(x + 2.0 * APART, y, Anchor::Begin, (LABEL, false), name);
    }
    let end = |text: Option<&Text>| text.map(|text| line(text, lang)).unwrap_or_default();
    let (begin, end) = (end(chart.moments.first()), end(chart.moments.last().filter(|_| chart.moments.len() > 1)));
    // Each stands below its end of the axis, as far as there is room on the sheet.
    let to = (room.right + width(&end) / 2.0).max(width(&end) + 2.0).min(WIDTH - 2.0);
    let from = (room.left - width(&begin) / 2.0).min(to - width(&end) - width(&begin) - LABEL).max(2.0);
    drawing.say(from, HEIGHT - 5.0, Anchor::Begin, (LABEL, false), begin);
    drawing.say(to, HEIGHT - 5.0, Anchor::End, (LABEL, false), end);
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    let highest = highest(chart);
    for (n, series) in chart.series.iter().enumerate() {
        drawing.lines(series, n, &room);
        let Some([first, last, top, low]) = ends(series) else { continue };
        let of = |at: usize| series.values[at].as_ref().map(|value| (room.x(at), room.y(value.size), line(&value.said, lang)));
        behind.extend(of(last).map(|(x, y, said)| (x + APART, y, said)));
        before.extend(of(first).filter(|_| first != last).map(|(x, y, said)| (x - APART, y, said)));
        // Of several lines only that which reaches highest has its highest said: labels between lines cannot be told apart.
        let is_highest = highest == Some(n);
        for (at, shift) in [(top, -APART), (low, APART + LABEL * 0.7)].into_iter().filter(|_| is_highest) {
            let is_said = at != first && at != last && (shift < 0.0 || chart.series.len() == 1);
            if let Some((x, y, said)) = of(at).filter(|_| is_said) {
                let half = width(&said) / 2.0;
                // A label that is wider than the sheet begins where the sheet does.
                drawing.say(x.min(WIDTH - half).max(half), y + shift, Anchor::Middle, (LABEL, false), said);
            }
        }
        for at in [first, last, top, low].into_iter().filter(|at| is_highest || *at == first || *at == last) {
            let is_open = chart.is_running && at + 1 == chart.moments.len();
            drawing.dots.extend(of(at).map(|(x, y, _)| Dot { points: outline(n, x, y), is_open }));
        }
    }
    // The axis says where nought is, unless a line that begins there does.
    if before.iter().all(|(_, y, _): &(f32, f32, String)| (y - zero).abs() > LABEL) {
        before.push((room.left - APART, zero, "0".to_owned()));
    }
    for (labels, from) in [(before, Anchor::End), (behind, Anchor::Begin)] {
        for (x, y, said) in apart(labels) {
            drawing.say(x, y + LABEL * 0.35, from, (LABEL, false), said);
        }
    }
    drawing
}

/// Which line is which, where there are several: where each name begins, on as many rows as they need.
fn legend(chart: &Chart, lang: Lang) -> Vec<(f32, f32, String)> {
    let (mut x, mut y) = (0.0, TITLE + LEGEND);
    let several = chart.series.iter().filter(|_| chart.series.len() > 1);
    let place = |series: &Series| {
        let name = line(&series.name, lang);
        let wide = 3.0 * APART + width(&name);
        if x > 0.0 && x + wide > WIDTH {
            (x, y) = (0.0, y + LEGEND);
        }
        let from = x;
        x += wide;
        (from, y, name)
    };
    several.map(place).collect()
}

/// The line that reaches highest; the first of those that reach as high.
fn highest(chart: &Chart) -> Option<usize> {
    let most = |series: &Series| series.values.iter().flatten().map(|value| value.size).max_by(f64::total_cmp);
    let tops = chart.series.iter().enumerate().filter_map(|(n, series)| Some((n, most(series)?)));
    tops.reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(n, _)| n)
}

/// The first and the last moment of which something is known, and those of the most and the least where these are more and less than
/// both; else the first.
pub fn ends(series: &Series) -> Option<[usize; 4]> {
    let known = || series.values.iter().enumerate().filter_map(|(at, value)| Some((at, value.as_ref()?.size)));
    let (first, last) = (known().next()?, known().next_back()?);
    let top = known().filter(|(_, size)| *size > first.1.max(last.1)).max_by(|a, b| a.1.total_cmp(&b.1));
    let low = known().filter(|(_, size)| *size < first.1.min(last.1)).min_by(|a, b| a.1.total_cmp(&b.1));
    Some([first.0, last.0, top.map_or(first.0, |(at, _)| at), low.map_or(first.0, |(at, _)| at)])
}

impl Room {
    fn of(chart: &Chart, lang: Lang) -> Room {
        let of = |at: fn(&[usize; 4]) -> usize| {
            let said = |series: &Series| Some(width(&line(&series.values[at(&ends(series)?)].as_ref()?.said, lang)));
            chart.series.iter().filter_map(said).fold(0.0, f32::max)
        };
        let left = (of(|ends| ends[0]) + APART + 2.0).min(WIDTH / 3.0);
        let right = (WIDTH - of(|ends| ends[1]) - APART - 4.0).max(WIDTH / 2.0);
        let sizes = chart.series.iter().flat_map(|series| series.values.iter().flatten()).map(|value: &Measured| value.size);
        let (low, top) = sizes.fold((0.0_f64, 0.0_f64), |(low, top), size| (low.min(size), top.max(size)));
        let above = legend(chart, lang).last().map_or(TOP, |(_, y, _)| y + LABEL + LEGEND);
        Room { left, right, above, least: low, most: top, moments: chart.moments.len() }
    }

    fn x(&self, at: usize) -> f32 {
        if self.moments < 2 {
            return f32::midpoint(self.left, self.right);
        }
        self.left + (self.right - self.left) * at as f32 / (self.moments - 1) as f32
    }

    #[expect(clippy::cast_possible_truncation, reason = "it is a part between nought and one")]
    fn y(&self, size: f64) -> f32 {
        let all = self.most - self.least;
        let part = if all > 0.0 { ((size - self.least) / all) as f32 } else { 0.0 };
        BOTTOM - (BOTTOM - self.above) * part
    }
}

impl Drawing {
    fn say(&mut self, x: f32, y: f32, from: Anchor, (size, is_bold): (f32, bool), text: String) {
        if !text.is_empty() {
            self.words.push(Words { x, y, from, size, is_bold, text });
        }
    }

    /// A line where moments that follow on each other are known, and a dot where one stands by itself.
    fn lines(&mut self, series: &Series, n: usize, room: &Room) {
        let mut at = 0;
        for part in series.values.chunk_by(|one, next| one.is_some() == next.is_some()) {
            let points: Vec<(f32, f32)> =
                part.iter().enumerate().filter_map(|(n, value)| Some((room.x(at + n), room.y(value.as_ref()?.size)))).collect();
            at += part.len();
            match points.as_slice() {
                [] => {}
                [(x, y)] => self.dots.push(Dot { points: outline(n, *x, *y), is_open: false }),
                _ => self.lines.push(Stroke { points, look: LOOKS[n % 3] }),
            }
        }
    }
}

/// The outline of a dot: of the first line round, of the second square, of the third a square on its point.
fn outline(n: usize, x: f32, y: f32) -> Vec<(f32, f32)> {
    let (corners, turned, far) = match n % 3 {
        0 => (12, 0.0, 3.2),
        1 => (4, 0.5, 4.2),
        _ => (4, 0.0, 4.4),
    };
    let corner = |at: u16| {
        let angle = (f32::from(at) + turned) * std::f32::consts::TAU / f32::from(corners);
        (x + far * angle.cos(), y + far * angle.sin())
    };
    (0..corners).map(corner).collect()
}

/// About how wide a label is: no form has been chosen yet, and so no letters.
fn width(text: &str) -> f32 {
    text.chars().count() as f32 * LABEL * LETTER
}

/// Labels under each other, so far apart that each can be read.
fn apart(mut labels: Vec<(f32, f32, String)>) -> Vec<(f32, f32, String)> {
    const LEADING: f32 = 11.5;
    labels.sort_by(|a, b| a.1.total_cmp(&b.1));
    // Lines that end at one place have one label.
    labels.dedup_by(|a, b| a.2 == b.2 && (a.1 - b.1).abs() < 0.5);
    for at in 1..labels.len() {
        labels[at].1 = labels[at].1.max(labels[at - 1].1 + LEADING);
    }
    // What came below the axis is pushed up again, and what is above it with it.
    let mut lowest = BOTTOM + 6.0;
    for label in labels.iter_mut().rev() {
        label.1 = label.1.min(lowest);
        lowest = label.1 - LEADING;
    }
    labels
}

/// What is read of a chart by whoever does not see it: its title, and how it went on.
pub fn spoken(chart: &Chart, lang: Lang) -> (String, String) {
    let said = |text: &Text| line(text, lang);
    (said(&chart.title), said(&chart.about))
}

/// A row of eight heights, for where there are letters only; a point where nothing is known.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a part between nought and seven")]
pub fn sparks(series: &Series) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let sizes = || series.values.iter().flatten().map(|value| value.size);
    let (least, most) = (sizes().fold(0.0, f64::min), sizes().fold(0.0, f64::max));
    let height = |size: f64| if most > least { ((size - least) / (most - least) * 7.0).round() as usize } else { 0 };
    series.values.iter().map(|value| value.as_ref().map_or('·', |value| HEIGHTS[height(value.size).min(7)])).collect()
}

#[cfg(test)]
mod tests {
    use super::{BOTTOM, Chart, HEIGHT, Lang, Measured, Series, TOP, Text, WIDTH, apart, drawn, sparks};

    fn series(sizes: &[Option<f64>]) -> Series {
        let of = |size: f64| Measured { size, said: Text::same(size.to_string()) };
        Series { name: Text::same("x"), values: sizes.iter().map(|size| size.map(of)).collect() }
    }

    fn chart(all: Vec<Series>) -> Chart {
        let moments = (0..all[0].values.len()).map(|n| Text::same(n.to_string())).collect();
        Chart { title: Text::same("t"), about: Text::default(), moments, is_running: true, series: all }
    }

    #[test]
    fn heights_begin_at_nought_and_what_is_unknown_is_no_height() {
        assert_eq!(sparks(&series(&[Some(0.0), Some(7.0), None, Some(14.0)])), "▁▅·█");
        assert_eq!(sparks(&series(&[Some(0.0), Some(0.0)])), "▁▁");
        assert_eq!(sparks(&series(&[Some(-5.0), Some(5.0)])), "▁█");
    }

    #[test]
    fn an_axis_begins_at_nought_and_a_line_is_broken_where_nothing_is_known() {
        let drawing = drawn(&chart(vec![series(&[Some(4.0), Some(8.0), None, Some(2.0), Some(4.0)])]), Lang::Nl);
        let [axis, first, second] = drawing.lines.as_slice() else { panic!("{:?}", drawing.lines) };
        assert!(axis.points.iter().all(|point| (point.1 - BOTTOM).abs() < 0.01), "{axis:?}");
        assert_eq!(first.points.iter().map(|point| point.1).collect::<Vec<_>>(), [f32::midpoint(TOP, BOTTOM), TOP]);
        assert_eq!(second.points.len(), 2);
        let said: Vec<&str> = drawing.words.iter().map(|words| words.text.as_str()).collect();
        assert_eq!(said, ["t", "0", "4", "8", "2", "4", "0", "4"]);
        assert_eq!(drawing.dots.iter().filter(|dot| dot.is_open).count(), 1);
    }

    #[test]
    fn several_lines_are_named_above_them_and_what_ends_at_one_place_is_said_once() {
        let mut all = vec![series(&[Some(0.0), Some(9.0), Some(3.0)]), series(&[Some(0.0), Some(12.0), Some(3.0)])];
        (all[0].name, all[1].name) = (Text::same("a name of such a length that"), Text::same("the other stands below it"));
        let drawing = drawn(&chart(all), Lang::Nl);
        let said: Vec<&str> = drawing.words.iter().map(|words| words.text.as_str()).collect();
        assert_eq!(said, ["t", "a name of such a length that", "the other stands below it", "0", "2", "12", "0", "3"]);
        let names = &drawing.words[1..3];
        assert!(names[1].y > names[0].y, "{names:?}");
        let highest = drawing.lines.iter().flat_map(|line| &line.points).map(|point| point.1).fold(HEIGHT, f32::min);
        assert!(highest > names[1].y + 5.0, "{highest}");
    }

    #[test]
    fn nothing_is_drawn_beside_the_sheet_and_labels_do_not_cover_each_other() {
        for all in [vec![series(&[None, None])], vec![series(&[Some(1e18)])], vec![series(&[Some(-1.0), Some(1e9)]); 3]] {
            let drawing = drawn(&chart(all), Lang::En);
            let points = drawing.lines.iter().flat_map(|line| &line.points).chain(drawing.dots.iter().flat_map(|dot| &dot.points));
            assert!(points.into_iter().all(|(x, y)| (0.0..=WIDTH).contains(x) && (0.0..=HEIGHT).contains(y)), "{drawing:?}");
        }
        // A moment, or a name, that is wider than the sheet.
        let mut wide = chart(vec![series(&[Some(1.0), Some(2.0)]); 2]);
        wide.moments[1] = Text::same("x".repeat(200));
        wide.series[0].name = Text::same("x".repeat(200));
        assert!(!drawn(&wide, Lang::En).words.is_empty());
        let label = |y: f32, said: &str| (0.0, y, said.to_owned());
        let placed = apart(vec![label(115.0, "1"), label(116.0, "2"), label(116.0, "3")]);
        assert!(placed.windows(2).all(|two| two[1].1 - two[0].1 > 11.0) && placed[2].1 <= HEIGHT - 20.0, "{placed:?}");
    }
}
