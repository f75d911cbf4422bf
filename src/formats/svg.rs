//! Charts as a picture that scales (SVG): with a title and words for whoever does not see it, no script, and black on white when printed.

use maud::{Markup, PreEscaped, html};

use crate::document::{Block, Chart, Document};
use crate::formats::chart::{Anchor, Drawing, HEIGHT, Look, WIDTH, drawn, spoken};
use crate::formats::line;
use crate::text::Lang;

/// White between two charts.
const GAP: f32 = 20.0;
/// Above the charts, for the title and what is under it.
const HEAD: f32 = 56.0;

/// All charts of a report as one file, two beside each other.
pub fn write(document: &Document, lang: Lang) -> String {
    let charts: Vec<&Chart> =
        document.blocks.iter().filter_map(|block| if let Block::Charts(charts) = block { Some(charts) } else { None }).flatten().collect();
    let across = charts.len().clamp(1, 2);
    let down = charts.len().div_ceil(across);
    let size = |count: usize, each: f32| (0..count).fold(GAP, |sum, _| sum + each + GAP);
    let (width, height) = (size(across, WIDTH), size(down, HEIGHT) + HEAD - GAP);
    let (title, under) = (line(&document.title, lang), line(&document.subtitle, lang));
    let code = if lang == Lang::Nl { "nl" } else { "en" };
    let place = |n: usize| (size(n % across, WIDTH), HEAD + size(n / across, HEIGHT) - GAP);
    let all = html! {
        svg xmlns="http://www.w3.org/2000/svg" lang=(code) role="group" aria-labelledby="t d" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) font-family="system-ui,'Segoe UI',sans-serif" style="background:#fff;color:#1a1a1a" { "\n"
            title id="t" { (readable(&title)) } "\n"
            desc id="d" { (readable(&under)) } "\n"
            path d={ "M0 0h" (width) "v" (height) "H0z" } fill="#fff" {} "\n"
            text x=(GAP) y="26" font-size="16" font-weight="bold" { (readable(&title)) } "\n"
            text x=(GAP) y="43" font-size="11" { (readable(&under)) } "\n"
            @for (n, chart) in charts.iter().enumerate() {
                g transform={ "translate(" (place(n).0) " " (place(n).1) ")" } { (picture(chart, &format!("c{n}"), "#fff", lang)) } "\n"
            }
        }
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", all.into_string())
}

/// One chart; its colours are those of the words around it, so that it is read in the dark and printed in black. Names within it begin
/// with `id`, so that there may be several on a page; `paper` is the colour behind it.
pub fn picture(chart: &Chart, id: &str, paper: &str, lang: Lang) -> Markup {
    let (title, about) = spoken(chart, lang);
    html! {
        svg role="img" aria-labelledby={ (id) "t " (id) "d" } viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width=(WIDTH) height=(HEIGHT) style="max-width:100%;height:auto" {
            title id={ (id) "t" } { (readable(&title)) }
            desc id={ (id) "d" } { (readable(&about)) }
            (parts(&drawn(chart, lang), paper))
        }
    }
}

fn parts(drawing: &Drawing, paper: &str) -> Markup {
    html! {
        @for line in &drawing.lines {
            path d=(path(&line.points, "")) fill="none" stroke="currentColor" stroke-width=(if line.look == Look::Axis { "0.8" } else { "2" }) stroke-dasharray=(dashes(line.look)) stroke-linejoin="round" {}
        }
        @for dot in &drawing.dots {
            path d=(path(&dot.points, "z")) fill=(if dot.is_open { paper } else { "currentColor" }) stroke="currentColor" stroke-width="1.4" {}
        }
        @for words in &drawing.words {
            text x=(number(words.x)) y=(number(words.y)) font-size=(words.size) font-weight=(if words.is_bold { "bold" } else { "normal" }) text-anchor=(anchor(words.from)) fill="currentColor" { (readable(&words.text)) }
        }
    }
}

fn dashes(look: Look) -> &'static str {
    match look {
        Look::Axis | Look::Solid => "none",
        Look::Dashed => "7 4",
        Look::Dotted => "2 3",
    }
}

fn anchor(from: Anchor) -> &'static str {
    match from {
        Anchor::Begin => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

fn path(points: &[(f32, f32)], end: &str) -> PreEscaped<String> {
    let all: Vec<String> = points.iter().map(|(x, y)| format!("{} {}", number(*x), number(*y))).collect();
    PreEscaped(format!("M{}{end}", all.join("L")))
}

/// To a tenth: nobody sees more, and every machine reckons the same.
fn number(value: f32) -> String {
    format!("{value:.1}")
}

/// A text without what XML has no place for.
fn readable(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}
