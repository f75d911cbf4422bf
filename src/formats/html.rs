//! A report as one page: real tables with their styles beside them, readable in the dark, on a telephone, on paper and in a letter.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::document::{Block, Cell, Chart, Code, Column, ColumnKind, Document, Item, Mark, Table};
use crate::formats::links::{Piece, pieces};
use crate::formats::{line, lines, qr, svg, to_fill_in};
use crate::text::{Lang, Text};

/// Whatever pastes a table keeps the styles of its cells, not those of the page.
const CELL: &str = "border:1px solid #767676;padding:.3em .6em;text-align:left;vertical-align:top";
const RIGHT: &str = "border:1px solid #767676;padding:.3em .6em;text-align:right;vertical-align:top;white-space:nowrap";
const MIDDLE: &str = "border:1px solid #767676;padding:.3em;text-align:center;vertical-align:top";
/// A name written upwards, over a column no wider than its letters; whatever does not know this shows it as usual.
/// It breaks over several columns of text rather than take more than a part of the page, or no printer repeats the heads.
const UPRIGHT: &str =
    "display:inline-block;writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;max-height:13em;overflow-wrap:anywhere";
const TABLE: &str = "border-collapse:collapse";
const PAGE: &str = ":root{color-scheme:light dark}@page{size:A4;margin:15mm}body{font:1rem/1.5 system-ui,'Segoe UI',sans-serif;margin:0 auto;max-width:75rem;padding:1rem}h1{line-height:1.2;overflow-wrap:anywhere;hyphens:auto}.facts{margin-bottom:1.5em}.wide{overflow-x:auto;padding:1px}.wide:focus-visible{outline:3px solid Highlight}li{margin:.2em 0}h2,p,li{overflow-wrap:anywhere}a{color:inherit}@media print{body{max-width:none;padding:0}.wide table{font-size:.85em}.wide{overflow:visible}tr,li,.facts{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}";
/// What is handed out as one sheet of A4 is printed closer together.
const ONE_SHEET: &str = "@media print{body{font-size:9.5pt;line-height:1.3}h1{margin:.2em 0}h2{margin:.7em 0 .3em}p,ul,.facts{margin:.4em 0}.facts th,.facts td{padding:.15em .5em!important}}";

pub fn write(document: &Document, lang: Lang) -> String {
    let code = if lang == Lang::Nl { "nl" } else { "en" };
    let mut heading = line(&document.title, lang);
    let mut body = Vec::new();
    for (n, part) in document.blocks.iter().enumerate() {
        if let Block::Charts(all) = part {
            body.push(charts(all, n, lang));
            continue;
        }
        if let Block::Heading(text) = part {
            heading = line(text, lang);
        }
        body.push(block(part, &heading, lang));
    }
    let page = html! {
        (DOCTYPE) "\n"
        html lang=(code) { "\n"
            head { "\n"
                meta charset="utf-8"; "\n"
                meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                title { (line(&document.title, lang)) } "\n"
                style { (PreEscaped(PAGE)) @if document.name == "status" { (PreEscaped(ONE_SHEET)) } } "\n"
            } "\n"
            body { "\n"
                main { "\n"
                    h1 { (line(&document.title, lang)) } "\n"
                    p { (linked(&line(&document.subtitle, lang))) } "\n"
                    @if let Some(warning) = document.warning() { p { strong { (line(&warning, lang)) } } "\n" }
                    @for part in body { (part) "\n" }
                } "\n"
            } "\n"
        } "\n"
    };
    page.into_string()
}

fn block(block: &Block, heading: &str, lang: Lang) -> Markup {
    html! {
        @match block {
            Block::Heading(text) => h2 { (line(text, lang)) },
            Block::Paragraph(text) => p { (linked(&line(text, lang))) },
            Block::List(texts) => ul { @for text in texts { "\n" li { (linked(&line(text, lang))) } } "\n" },
            Block::Address(texts) => p { @for (n, text) in texts.iter().enumerate() { @if n > 0 { br; } (line(text, lang)) } },
            Block::Code(code) => (picture(code, lang)),
            Block::Charts(all) => (charts(all, 0, lang)),
            Block::Facts(facts) => (facts_table(facts, lang)),
            Block::Checklist(items) => ul style="list-style:none;padding-left:0" { @for item in items { "\n" (checked(item, lang)) } "\n" },
            Block::Table(rows) => (table(rows, heading, "", lang)),
            Block::Matrix(rows) => (table(rows, heading, UPRIGHT, lang)),
            Block::NewPage => div style="break-before:page" {},
        }
    }
}

/// Dark on white whatever the colours of the page are, or no telephone reads it.
fn picture(code: &Code, lang: Lang) -> Markup {
    let alt = line(&code.alt, lang);
    let Some((dark, count)) = qr::modules(&code.payload) else { return html! { p { (alt) } } };
    let side = count + 8;
    let path: String = (0..dark.len()).filter(|n| dark[*n]).map(|n| format!("M{} {}h1v1h-1z", n % count + 4, n / count + 4)).collect();
    html! {
        figure style="margin:1em 0" {
            svg role="img" aria-label=(alt) viewBox={ "0 0 " (side) " " (side) } width="160" height="160" shape-rendering="crispEdges" style="background:#fff" {
                path d=(path) fill="#000";
            }
            figcaption { (alt) }
        }
    }
}

/// Small beside each other, under each other where there is no room; the number of the block tells their names apart.
fn charts(all: &[Chart], block: usize, lang: Lang) -> Markup {
    html! {
        div style="display:flex;flex-wrap:wrap;gap:1em 1.5em;margin:1em 0" {
            @for (n, chart) in all.iter().enumerate() { "\n"
                figure style="margin:0;max-width:100%;break-inside:avoid" { (svg::picture(chart, &format!("c{block}-{n}"), "Canvas", lang)) }
            } "\n"
        }
    }
}

fn facts_table(facts: &[(Text, Cell)], lang: Lang) -> Markup {
    html! {
        table class="facts" style=(TABLE) {
            tbody {
                @for (label, value) in facts { "\n"
                    tr { th scope="row" style=(CELL) { (line(label, lang)) } " " td style=(fact_style(value)) { (content(value, lang, &to_fill_in())) } }
                } "\n"
            }
        }
    }
}

/// What is to be filled in has room for a signature.
fn fact_style(value: &Cell) -> String {
    let height = if *value == Cell::Blank { ";height:2.2em" } else { "" };
    format!("{CELL};overflow-wrap:anywhere{height}")
}

fn checked(item: &Item, lang: Lang) -> Markup {
    let drawn = match item.mark {
        Mark::Done => "☑",
        Mark::Half => "◪",
        Mark::Open => "☐",
        Mark::NotApplicable => "–",
    };
    let note = line(&item.note, lang);
    html! { li { (drawn) " " strong { (line(&item.what, lang)) } @if !note.is_empty() { ": " (linked(&note)) } } }
}

/// A table in a frame of its own: on a narrow screen it moves sideways, and the page does not.
fn table(table: &Table, heading: &str, heads: &str, lang: Lang) -> Markup {
    html! {
        div class="wide" role="group" aria-label=(heading) tabindex="0" { "\n"
            table style=(TABLE) { "\n"
                thead { tr { @for column in &table.columns { (head(column, heads, lang)) " " } } } "\n"
                tbody {
                    @for row in &table.rows { "\n"
                        tr {
                            @for (n, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                                @if n == 0 && *cell != Cell::Blank { th scope="row" style=(format!("{};font-weight:normal", style(column.kind))) { (content(cell, lang, "")) } }
                                @else { " " td style=(style(column.kind)) { (content(cell, lang, "")) } }
                            }
                        }
                    } "\n"
                } "\n"
            } "\n"
        }
    }
}

fn head(column: &Column, upright: &str, lang: Lang) -> Markup {
    let title = line(&column.title, lang);
    html! {
        @if column.kind == ColumnKind::Letters && !upright.is_empty() {
            th scope="col" style=(format!("{};vertical-align:bottom", style(column.kind))) { span style=(upright) { (title) } }
        } @else {
            th scope="col" style=(style(column.kind)) { (title) }
        }
    }
}

fn style(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Words => CELL,
        ColumnKind::Letters => MIDDLE,
        ColumnKind::Figures => RIGHT,
    }
}

fn content(cell: &Cell, lang: Lang, blank: &str) -> Markup {
    let written = lines(cell, lang);
    html! {
        @match written.split_first() {
            None => (blank),
            Some((first, notes)) => {
                (linked(first))
                @for note in notes { br; small { (linked(note)) } }
            }
        }
    }
}

/// A text in which addresses can be followed.
fn linked(text: &str) -> Markup {
    html! {
        @for piece in pieces(text) {
            @match piece {
                Piece::Plain(text) => (text),
                Piece::Link { shown, to } => a href=(to) { (shown) },
            }
        }
    }
}
