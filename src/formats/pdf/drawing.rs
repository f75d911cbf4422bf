//! Pages as a file: every shape drawn, with its place in the tree that is read aloud.

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag};
use krilla::text::KrillaGlyph;

use crate::document::Mark;
use crate::formats::chart::{Anchor, Drawing, Look};
use crate::formats::links::target;
use crate::formats::pdf::font::Fonts;
use crate::formats::pdf::sheet::{Ink, Place, Shape, Tree};
use crate::formats::pdf::words::{Line, Piece, Run, lines};

/// Where a page leads to another: the group of the link, what was drawn of it, its rectangle and its address.
pub struct Link {
    pub place: Place,
    pub rect: Rect,
    pub text: String,
    pub target: String,
}

impl Link {
    /// The link as something to press on.
    pub fn annotation(&self) -> Annotation {
        let action = Action::Link(LinkAction::new(self.target.clone()));
        Annotation::new_link(LinkAnnotation::new(self.rect, Target::Action(action)), Some(self.text.clone()))
    }
}

/// A pen on one page.
pub struct Pen<'a, 'b> {
    pub surface: Surface<'a>,
    pub fonts: &'b Fonts,
    pub tree: &'b mut Tree,
    pub links: Vec<Link>,
}

fn colour(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Black => rgb::Color::new(0x1a, 0x1a, 0x1a),
        Ink::Grey => rgb::Color::new(0x4a, 0x4a, 0x4a),
        Ink::Pale => rgb::Color::new(0xb8, 0xbd, 0xc4),
        Ink::Shade => rgb::Color::new(0xee, 0xf1, 0xf5),
        Ink::Address => rgb::Color::new(0x0b, 0x4a, 0x8f),
    }
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: colour(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

impl Pen<'_, '_> {
    /// Draws a shape that belongs to something which begins at a point.
    pub fn draw(&mut self, left: f32, top: f32, shape: &Shape) {
        match shape {
            Shape::Words { line, x, y, size, ink, place } => self.words(line, left + x, top + y, *size, *ink, *place),
            Shape::Upwards { line, x, y, size, place } => {
                self.surface.push_transform(&Transform::from_row(0.0, -1.0, 1.0, 0.0, left + x, top + y));
                // A page turned on its side has no links: their rectangles would lie.
                let links = self.links.len();
                self.words(line, 0.0, 0.0, *size, Ink::Black, *place);
                self.links.truncate(links);
                self.surface.pop();
            }
            Shape::Rule { x, y, width, thick, ink } => self.area(left + x, top + y - thick / 2.0, *width, *thick, *ink),
            Shape::Area { x, y, width, height, ink } => self.area(left + x, top + y, *width, *height, *ink),
            Shape::Box { mark, x, y, size, place } => self.tick(*mark, left + x, top + y, *size, *place),
            // It is drawn by its words.
            Shape::Anchor { .. } => {}
            Shape::Chart { drawing, scale, x, y, place } => self.chart(drawing, *scale, (left + x, top + y), *place),
            Shape::Modules { dark, count, x, y, size, place } => self.modules(dark, *count, (left + x, top + y), *size, *place),
        }
    }

    fn artifact(&mut self, kind: ArtifactType) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    }

    fn area(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
        let Some(path) = rectangle(x, y, width, height) else { return };
        self.artifact(ArtifactType::Layout);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(ink)));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }

    fn words(&mut self, line: &Line, x: f32, y: f32, size: f32, ink: Ink, place: Option<Place>) {
        let Some(place) = place else {
            self.artifact(ArtifactType::Header);
            line.pieces.iter().for_each(|piece| self.piece(piece, x, y, size, ink));
            self.surface.end_tagged();
            return;
        };
        for piece in &line.pieces {
            let leads = piece.link.as_deref().and_then(target);
            let content = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(piece.said.as_deref())));
            self.piece(piece, x, y, size, if leads.is_some() { Ink::Address } else { ink });
            self.surface.end_tagged();
            match leads {
                None => self.tree.content(place, content),
                Some(leads) => self.link(piece, leads, content, place, (x, y, size)),
            }
        }
    }

    fn link(&mut self, piece: &Piece, leads: String, content: Identifier, place: Place, (x, y, size): (f32, f32, f32)) {
        let rect = Rect::from_xywh(x + piece.from * size, y - size * 0.8, (piece.width * size).max(1.0), size * 1.1);
        let Some(rect) = rect else { return self.tree.content(place, content) };
        let link = self.tree.below(place, Tag::Link);
        self.tree.content(link, content);
        self.links.push(Link { place: link, rect, text: piece.link.clone().unwrap_or_default(), target: leads });
    }

    fn piece(&mut self, piece: &Piece, x: f32, y: f32, size: f32, ink: Ink) {
        let glyph = |(glyph, range): &(crate::formats::pdf::font::Glyph, std::ops::Range<usize>)| {
            KrillaGlyph::new(glyph.id, glyph.advance, 0.0, 0.0, 0.0, range.clone(), None)
        };
        let glyphs: Vec<KrillaGlyph> = piece.glyphs.iter().map(glyph).collect();
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(ink)));
        let font = self.fonts.face(piece.weight).font.clone();
        self.surface.draw_glyphs(Point::from_xy(x + piece.from * size, y), &glyphs, font, &piece.text, size, false);
    }

    fn tick(&mut self, mark: Mark, x: f32, y: f32, size: f32, place: Place) {
        let content = self.surface.start_tagged(ContentTag::Other);
        let thin = Stroke { paint: colour(Ink::Black).into(), width: size * 0.09, ..Stroke::default() };
        let stroke = |width: f32| Stroke { width: size * width, ..thin.clone() };
        let line = |points: &[(f32, f32)]| {
            let mut path = PathBuilder::new();
            for (n, (right, down)) in points.iter().enumerate() {
                let (px, py) = (x + right * size, y + down * size);
                if n == 0 { path.move_to(px, py) } else { path.line_to(px, py) }
            }
            path.finish()
        };
        let square = (mark != Mark::NotApplicable).then(|| rectangle(x, y, size, size)).flatten();
        let within = match mark {
            Mark::Done => line(&[(0.2, 0.52), (0.43, 0.76), (0.82, 0.24)]),
            Mark::NotApplicable => line(&[(0.15, 0.5), (0.85, 0.5)]),
            Mark::Half | Mark::Open => None,
        };
        if mark == Mark::Half
            && let Some(half) = rectangle(x, y, size / 2.0, size)
        {
            self.surface.set_stroke(None);
            self.surface.set_fill(Some(fill(Ink::Grey)));
            self.surface.draw_path(&half);
        }
        self.surface.set_fill(None);
        for (path, width) in [(square, 0.09), (within, 0.13)] {
            if let Some(path) = path {
                self.surface.set_stroke(Some(stroke(width)));
                self.surface.draw_path(&path);
            }
        }
        self.surface.set_stroke(None);
        self.surface.end_tagged();
        self.tree.content(place, content);
    }

    /// One picture with its words in it, which is read by what its figure says.
    fn chart(&mut self, drawing: &Drawing, scale: f32, (left, top): (f32, f32), place: Place) {
        let content = self.surface.start_tagged(ContentTag::Other);
        let outline = |points: &[(f32, f32)], is_closed: bool| {
            let mut path = PathBuilder::new();
            for (n, (x, y)) in points.iter().enumerate() {
                let (x, y) = (left + x * scale, top + y * scale);
                if n == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
            }
            if is_closed {
                path.close();
            }
            path.finish()
        };
        let stroke = |width: f32, dash: &[f32]| Stroke {
            paint: colour(Ink::Black).into(),
            width: width * scale,
            dash: (!dash.is_empty()).then(|| StrokeDash { array: dash.iter().map(|part| part * scale).collect(), offset: 0.0 }),
            ..Stroke::default()
        };
        self.surface.set_fill(None);
        for line in &drawing.lines {
            let Some(path) = outline(&line.points, false) else { continue };
            self.surface.set_stroke(Some(match line.look {
                Look::Axis => stroke(0.8, &[]),
                Look::Solid => stroke(2.0, &[]),
                Look::Dashed => stroke(2.0, &[7.0, 4.0]),
                Look::Dotted => stroke(2.0, &[2.0, 3.0]),
            }));
            self.surface.draw_path(&path);
        }
        for dot in &drawing.dots {
            let Some(path) = outline(&dot.points, true) else { continue };
            let within =
                if dot.is_open { Fill { paint: rgb::Color::new(255, 255, 255).into(), ..fill(Ink::Black) } } else { fill(Ink::Black) };
            self.surface.set_stroke(Some(stroke(1.4, &[])));
            self.surface.set_fill(Some(within));
            self.surface.draw_path(&path);
        }
        for words in &drawing.words {
            let run = if words.is_bold { Run::bold(&*words.text) } else { Run::plain(&*words.text) };
            let line = lines(&[run], f32::MAX, self.fonts).remove(0);
            let size = words.size * scale;
            let before = match words.from {
                Anchor::Begin => 0.0,
                Anchor::Middle => line.width * size / 2.0,
                Anchor::End => line.width * size,
            };
            line.pieces
                .iter()
                .for_each(|piece| self.piece(piece, left + words.x * scale - before, top + words.y * scale, size, Ink::Black));
        }
        self.surface.set_stroke(None);
        self.surface.end_tagged();
        self.tree.content(place, content);
    }

    fn modules(&mut self, dark: &[bool], count: usize, (x, y): (f32, f32), size: f32, place: Place) {
        let width = size / count as f32;
        let mut path = PathBuilder::new();
        for (row, cells) in dark.chunks(count).enumerate() {
            for (column, _) in cells.iter().enumerate().filter(|(_, dark)| **dark) {
                // A little wider than it is, so that no white shows between two that touch.
                let (left, top) = (x + column as f32 * width, y + row as f32 * width);
                if let Some(module) = Rect::from_xywh(left, top, width * 1.01, width * 1.01) {
                    path.push_rect(module);
                }
            }
        }
        let Some(path) = path.finish() else { return };
        let content = self.surface.start_tagged(ContentTag::Other);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: rgb::Color::new(0, 0, 0).into(), ..fill(Ink::Black) }));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
        self.tree.content(place, content);
    }
}
