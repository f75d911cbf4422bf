//! A report as PDF: tagged to be read aloud (PDF/UA-1) and to be kept (PDF/A-2a), on A4, with its letters in it.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lines, rows and columns are counted far below what a float holds"
)]

mod drawing;
mod flow;
mod font;
mod grid;
mod sheet;
mod words;

use chrono::Datelike;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::TagTree;
use krilla::{Document as File, SerializeSettings};

use crate::document::{Block, Document};
use crate::formats::line;
use crate::formats::pdf::drawing::Pen;
use crate::formats::pdf::flow::{Bed, ONE_SHEET, READ, Sizes, fits};
use crate::formats::pdf::font::Fonts;
use crate::formats::pdf::sheet::{Ink, Shape, Sheet, Tree, sheets};
use crate::formats::pdf::words::{Line, Run, lines};
use crate::text;
use crate::text::Lang;

/// A4, in points.
const A4: (f32, f32) = (595.276, 841.89);
/// What is said at the foot of a page.
const FOOT: f32 = 8.0;

/// White around a page, in points, and its own size.
#[derive(Debug, Clone, Copy)]
struct Paper {
    width: f32,
    height: f32,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

/// As a letter stands: 25 mm on the left, where it is filed, and 20 on the right.
const UPRIGHT: Paper = Paper { width: A4.0, height: A4.1, left: 70.9, right: 56.7, top: 56.7, bottom: 62.4 };
const NARROW: Paper = Paper { left: 51.0, right: 51.0, top: 42.5, bottom: 48.2, ..UPRIGHT };
const LANDSCAPE: Paper = Paper { width: A4.1, height: A4.0, left: 48.2, right: 48.2, top: 51.0, bottom: 56.7 };

impl Paper {
    fn room(&self) -> (f32, f32) {
        (self.width - self.left - self.right, self.height - self.top - self.bottom)
    }
}

pub fn write(document: &Document, lang: Lang) -> Vec<u8> {
    let fonts = Fonts::new();
    let (paper, sizes) = paper(document, lang, &fonts);
    let (width, height) = paper.room();
    let mut bed = Bed { lang, fonts: &fonts, sizes, width, height, tree: Tree::new(), heads: Vec::new(), flows: Vec::new() };
    bed.lay(document);
    let Bed { mut tree, heads, flows, .. } = bed;
    let pages = sheets(flows, &heads, height);

    let standards = ConfigurationBuilder::new().with_archival_validator(Archival::A2_A).with_accessibility_validator(Accessibility::UA1);
    let configuration = standards.finish().expect("both standards are of PDF 1.7");
    let mut file = File::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    file.set_metadata(metadata(document, lang));
    let title = title(document, lang);
    for (n, page) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(paper.width, paper.height).expect("paper has a size");
        draw(&mut file, settings, page, &foot(&title, counted(&pages, n), paper, lang, &fonts), paper, &fonts, &mut tree);
    }
    file.set_outline(outline(&pages, paper));
    let mut whole = TagTree::new().with_lang(Some(code(lang).to_owned()));
    tree.finished().into_iter().for_each(|node| whole.push(node));
    file.set_tag_tree(whole);
    file.finish().expect("what is drawn has a letter, a place and a language, as both standards ask")
}

/// The paper on which every table has room, and the sizes of the letters on it.
fn paper(document: &Document, lang: Lang, fonts: &Fonts) -> (Paper, Sizes) {
    let (paper, sizes) = if document.name == "status" { (NARROW, ONE_SHEET) } else { (UPRIGHT, READ) };
    let wide = document.blocks.iter().any(|block| matches!(block, Block::Table(_) | Block::Matrix(_)));
    match wide {
        true if fits(document, paper.room().0, sizes, lang, fonts) => (paper, sizes),
        true if fits(document, NARROW.room().0, sizes, lang, fonts) => (NARROW, sizes),
        true => (LANDSCAPE, sizes),
        false => (paper, sizes),
    }
}

/// Which page this is of what stands together, and of how many.
fn counted(pages: &[Sheet], at: usize) -> (usize, usize) {
    let first = (0..=at).rev().find(|n| pages[*n].begins).unwrap_or(0);
    let end = (at + 1..pages.len()).find(|n| pages[*n].begins).unwrap_or(pages.len());
    (at - first + 1, end - first)
}

fn metadata(document: &Document, lang: Lang) -> Metadata {
    let on = document.on.0;
    let number = |number: u32| u8::try_from(number).unwrap_or(1);
    let date = DateTime::new(u16::try_from(on.year()).unwrap_or(1)).month(number(on.month())).day(number(on.day()));
    let about = Metadata::new()
        .title(title(document, lang))
        .description(readable(&line(&document.subtitle, lang)))
        .language(code(lang).to_owned())
        .creator("commons".to_owned())
        .creation_date(date);
    let by = readable(&line(&document.by, lang));
    if by.is_empty() { about } else { about.authors(vec![by]) }
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Nl => "nl",
    }
}

/// The title of the file; both standards ask for one.
fn title(document: &Document, lang: Lang) -> String {
    let title = readable(&line(&document.title, lang));
    if title.trim().is_empty() { document.name.to_owned() } else { title }
}

/// A text for the properties of the file: as long as both standards allow, and without what XML has no place for.
fn readable(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).take(1000).collect()
}

/// Whose page it is, and which of how many; drawn on each page and not read aloud.
fn foot(title: &str, (page, pages): (usize, usize), paper: Paper, lang: Lang, fonts: &Fonts) -> Vec<Shape> {
    let number = text!(en: "Page {page} of {pages}", nl: "Pagina {page} van {pages}");
    let one = |words: &str, room: f32| lines(&[Run::plain(words)], room / FOOT, fonts);
    let (width, _) = paper.room();
    let number = one(number.get(lang), width).remove(0);
    let mut names = one(title, width - number.width * FOOT - 20.0);
    let more = names.len() > 1;
    let name = names.remove(0);
    let y = paper.height - paper.bottom * 0.5;
    let words = |line: Line, x: f32| Shape::Words { line, x, y, size: FOOT, ink: Ink::Grey, place: None };
    let mut shapes = vec![words(number.clone(), paper.left + width - number.width * FOOT)];
    if pages > 1 {
        let after = name.width * FOOT;
        shapes.push(words(name, paper.left));
        if more {
            shapes.push(words(one("…", 100.0).remove(0), paper.left + after + 1.0));
        }
    }
    shapes
}

fn draw(file: &mut File, settings: PageSettings, sheet: &Sheet, foot: &[Shape], paper: Paper, fonts: &Fonts, tree: &mut Tree) {
    let mut page = file.start_page_with(settings);
    let mut pen = Pen { surface: page.surface(), fonts, tree, links: Vec::new() };
    for (top, shape) in &sheet.shapes {
        pen.draw(paper.left, paper.top + top, shape);
    }
    for shape in foot {
        pen.draw(0.0, 0.0, shape);
    }
    let links = std::mem::take(&mut pen.links);
    drop(pen);
    for link in links {
        let pressed = page.add_tagged_annotation(link.annotation());
        tree.content(link.place, pressed);
    }
}

/// The headings with the page and the height at which they stand, for who leafs through the file.
fn outline(pages: &[Sheet], paper: Paper) -> Outline {
    let mut outline = Outline::new();
    for (n, page) in pages.iter().enumerate() {
        for (top, shape) in &page.shapes {
            if let Shape::Anchor { text } = shape {
                let place = XyzDestination::new(n, Point::from_xy(paper.left, paper.top + top));
                outline.push_child(OutlineNode::new(text.clone(), place));
            }
        }
    }
    outline
}
