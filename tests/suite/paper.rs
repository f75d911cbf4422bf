//! Reports as PDF: judged by another program, read back by a third, the same bytes every time, whatever stands in them.

use std::path::Path;
use std::process::Command;

use commons::answers::epc::{Reference, Transfer, payload};
use commons::date::Date;
use commons::document::{Block, Cell, Chart, Code, Column, Document, Item, Mark, Measured, Series, Table};
use commons::formats::{Format, Style, render};
use commons::money::Money;
use commons::text::{Lang, Text};
use rayon::prelude::*;

use crate::cases::root;
use crate::injection::HOSTILE;
use crate::judges::{head, tool};
use crate::program::{Fresh, Ran, conversation, program};

const EXAMPLES: [&str; 3] = ["wijkwijzer", "loketplein", "buurtkaart"];

/// The reports, as they are asked of any record.
const REPORTS: [&str; 15] = [
    "raci",
    "raci --people",
    "raci --annex --signatures",
    "coverage --level full",
    "due",
    "status",
    "newsletter --since 2026-01-01",
    "thanks --period 2026",
    "report --year 2026",
    "decisions",
    "actions --all",
    "onboard --template",
    "list participants",
    "list people",
    "list tasks",
];

/// A report of an example as a file in a folder.
fn written(desk: &Fresh, example: &str, report: &str, lang: &str, name: &str) {
    let mut command = program();
    command.current_dir(desk.path()).arg("-C").arg(root().join("examples").join(example)).args(["--on", "2026-10-01", "--lang", lang]);
    let ran = Ran::of(command.args(report.split(' ')).args(["-o", name]));
    assert_eq!(ran.code, Some(0), "{example}: {report}: {}", ran.said());
}

/// What another program reads in a file: its text, or the tree in which it is read aloud.
fn read_back(how: &[&str], file: &Path) -> String {
    let output = Command::new(how[0]).args(&how[1..]).arg(file).args((how[0] == "pdftotext").then_some("-")).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}: run tests/run first, it installs poppler-utils", how[0]));
    assert!(output.status.success(), "{how:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it writes UTF-8")
}

#[test]
fn every_report_is_a_pdf_that_another_program_reads_aloud() {
    let desk = Fresh::empty();
    let asked: Vec<(usize, &str, &str, &str)> = EXAMPLES
        .iter()
        .flat_map(|example| REPORTS.iter().enumerate().flat_map(move |(n, report)| ["nl", "en"].map(|lang| (n, *example, *report, lang))))
        .collect();
    let names: Vec<String> = asked
        .par_iter()
        .map(|(n, example, report, lang)| {
            let name = format!("{example}-{n}-{lang}.pdf");
            written(&desk, example, report, lang, &name);
            let bytes = std::fs::read(desk.at(&name)).expect("it was written");
            assert!(bytes.starts_with(b"%PDF-1.7") && bytes.trim_ascii_end().ends_with(b"%%EOF"), "{name}");
            name
        })
        .collect();
    let judged: Vec<&String> = names.iter().filter(|name| name.starts_with("wijkwijzer") && name.ends_with("-nl.pdf")).collect();
    assert_eq!(judged.len(), REPORTS.len());
    // TAG-002 takes the heads of a table for prose where they are drawn again on a next page; they are read where the table begins.
    let output = tool(&desk, "python/bin/outloud").args(["--skip", "TAG-002", "--fail-on", "warning"]).args(judged).output();
    let output = output.expect("the judge can be started");
    assert!(output.status.success(), "{}", head(&String::from_utf8_lossy(&output.stdout)));
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let desk = Fresh::empty();
    for name in ["a.pdf", "b.pdf"] {
        written(&desk, "wijkwijzer", "raci --annex", "nl", name);
    }
    assert_eq!(std::fs::read(desk.at("a.pdf")).expect("it is there"), std::fs::read(desk.at("b.pdf")).expect("it is there"));
}

#[test]
fn what_is_read_aloud_has_headings_lists_tables_and_links() {
    let desk = Fresh::empty();
    written(&desk, "wijkwijzer", "onboard dalfsen", "nl", "a.pdf");
    let tree = read_back(&["pdfinfo", "-struct-text"], &desk.at("a.pdf"));
    for part in [
        "H1 \"Welkom bij",
        "H2 \"De stappen\"",
        "LI (block)",
        "Lbl (block)",
        "LBody (block)",
        "THead",
        "/Scope /Column",
        "/Scope /Row",
        "Link (inline)",
        "Object ",
    ] {
        assert!(tree.contains(part), "{part}: {tree}");
    }
    let about = read_back(&["pdfinfo"], &desk.at("a.pdf"));
    for part in
        ["Title:           Welkom bij", "Author:          Samenwerking Wijkwijzer", "Thu Oct  1 00:00:00 2026", "Tagged:          yes"]
    {
        assert!(about.contains(part), "{part}: {about}");
    }
    let bytes = std::fs::read(desk.at("a.pdf")).expect("it is there");
    for part in ["pdfuaid:part", "pdfaid:part", "/Lang(nl)"] {
        let there = bytes.windows(part.len()).any(|window| window == part.as_bytes());
        assert!(there, "{part} is not in the file");
    }
    let text = read_back(&["pdftotext", "-layout"], &desk.at("a.pdf"));
    assert!(text.contains("Pagina 2 van ") && !tree.contains("Pagina 2"), "{text}");
}

#[test]
fn a_pdf_does_not_go_to_a_terminal() {
    let fresh = Fresh::new();
    let shown = conversation(&fresh, "raci --format pdf", "");
    assert!(shown.contains("name a file for it: -o FILE.pdf") && shown.contains("ended with 2"), "{shown}");
}

#[test]
fn hostile_texts_and_any_script_make_a_file_all_the_same() {
    let many = [
        "🚲🌳👨‍👩‍👧",
        "東京 العربية עברית",
        "a\u{301}\u{327}\u{1ab0}",
        "\u{e000}\u{f8ff}\u{fffe}\u{ffff}\u{10ffff}",
        "x\u{202e}y\u{2066}z",
        "",
        " ",
        "https://a.example/\u{e9}?a=(b)",
        "ḩ Ł ș",
    ];
    let mut document = with_everything(&HOSTILE.iter().copied().chain(many).map(str::to_owned).collect::<Vec<_>>());
    // Longer than either standard lets a text be.
    let long = ["x".repeat(40_000), "0 ".repeat(3000), format!("https://{}.example", "a".repeat(40_000))];
    for text in long.map(Text::same) {
        document.blocks.extend([Block::Heading(text.clone()), Block::Paragraph(text.clone()), Block::List(vec![text.clone()])]);
        let item = Item { mark: Mark::Done, what: text.clone(), note: Text::default() };
        let row = vec![Cell::Text(text.clone()), Cell::Text(text.clone())];
        let columns = vec![Column::words("a", text.clone()), Column::words("b", Text::same("b"))];
        document.blocks.extend([Block::Checklist(vec![item]), Block::Table(Table { name: "rows", columns, rows: vec![row] })]);
        document.blocks.push(Block::Code(Code { payload: text.get(Lang::Nl).to_owned(), alt: text }));
    }
    let nothing = Document { title: Text::default(), by: Text::default(), subtitle: Text::default(), ..letter(Vec::new()) };
    for document in [document, nothing] {
        let bytes = render(&document, Format::Pdf, &Style { lang: Lang::Nl, width: 80, color: false });
        assert!(bytes.starts_with(b"%PDF"));
    }
}

/// A report with every kind of block, each with all of some texts.
fn with_everything(texts: &[String]) -> Document {
    let all: Vec<Text> = texts.iter().map(|text| Text::same(text.as_str())).collect();
    let mut blocks = Vec::new();
    for text in &all {
        let cell = Cell::Noted(text.clone(), vec![text.clone()]);
        blocks.extend([Block::Heading(text.clone()), Block::Paragraph(text.clone())]);
        blocks.push(Block::Facts(vec![(text.clone(), cell), (text.clone(), Cell::Blank)]));
        blocks.push(Block::Code(Code { payload: text.get(Lang::Nl).to_owned(), alt: text.clone() }));
        blocks.push(Block::Charts(vec![chart_of(text), chart_of(text), chart_of(text)]));
    }
    let marks = [Mark::Done, Mark::Half, Mark::Open, Mark::NotApplicable].into_iter().cycle();
    blocks
        .push(Block::Checklist(all.iter().zip(marks).map(|(text, mark)| Item { mark, what: text.clone(), note: text.clone() }).collect()));
    blocks.extend([Block::List(all.clone()), Block::Address(all.clone()), Block::List(Vec::new()), Block::Facts(Vec::new())]);
    // More columns than any page has room for.
    let column = |n: usize, text: &Text| {
        if n.is_multiple_of(2) { Column::letters(n.to_string(), text.clone()) } else { Column::figures(n.to_string(), text.clone()) }
    };
    let columns: Vec<Column> = all.iter().cycle().take(60).enumerate().map(|(n, text)| column(n, text)).collect();
    let row: Vec<Cell> = all.iter().cycle().take(60).map(|text| Cell::Text(text.clone())).collect();
    let table = Table { name: "rows", columns, rows: vec![row] };
    blocks.extend([
        Block::Table(table.clone()),
        Block::Matrix(table.clone()),
        Block::Table(Table::default()),
        Block::Table(Table { rows: Vec::new(), ..table }),
    ]);
    Document { title: Text::same(texts.concat()), by: Text::same(texts.concat()), ..letter(blocks) }
}

/// A chart in which every word is the same text, with a moment of which nothing is known.
pub fn chart_of(text: &Text) -> Chart {
    let value = |size: f64| Some(Measured { size, said: text.clone() });
    let series = |values| Series { name: text.clone(), values };
    let all = vec![series(vec![value(1.0), None, value(3.0), value(2.0)]), series(vec![None; 4]), series(vec![value(0.0); 4])];
    Chart { title: text.clone(), about: text.clone(), moments: vec![text.clone(); 4], is_running: true, series: all }
}

fn letter(blocks: Vec<Block>) -> Document {
    Document {
        name: "letter",
        title: Text::same("Factuur 2026-0001"),
        subtitle: Text::same("Samenwerking"),
        by: Text::same("Samenwerking"),
        on: Date::of(2026, 10, 1).expect("it is a day"),
        commit: None,
        unread: Vec::new(),
        to: Vec::new(),
        blocks,
        sheet: Table::default(),
        data: Vec::new(),
    }
}

#[test]
fn a_long_table_has_its_heads_on_every_page() {
    let columns = vec![Column::words("what", Text::same("Omschrijving")), Column::figures("amount", Text::same("Bedrag"))];
    let rows = (0..600).map(|n| vec![Cell::same(format!("regel {n}")), Cell::Number(n)]).collect();
    let document = letter(vec![Block::Table(Table { name: "lines", columns, rows })]);
    let desk = Fresh::empty();
    desk.write("a.pdf", render(&document, Format::Pdf, &Style { lang: Lang::Nl, width: 80, color: false }));
    let text = read_back(&["pdftotext", "-layout"], &desk.at("a.pdf"));
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 10, "{} pages", pages.len());
    assert!(pages.iter().all(|page| page.contains("Omschrijving") && page.contains("regel")), "{text}");
    let tree = read_back(&["pdfinfo", "-struct-text"], &desk.at("a.pdf"));
    assert_eq!(tree.matches("Omschrijving").count(), 1, "the heads are read more than once");
    assert_eq!(tree.matches("regel ").count(), 600);
}

#[test]
fn short_facts_stand_on_one_page() {
    let facts = || ["Namens", "Naam", "Datum", "Handtekening"].map(|label| (Text::same(label), Cell::Blank)).to_vec();
    let document = letter((0..20).map(|_| Block::Facts(facts())).collect());
    let desk = Fresh::empty();
    desk.write("a.pdf", render(&document, Format::Pdf, &Style { lang: Lang::Nl, width: 80, color: false }));
    let text = read_back(&["pdftotext", "-layout"], &desk.at("a.pdf"));
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 2, "{} pages", pages.len());
    assert!(pages.iter().all(|page| page.matches("Namens").count() == page.matches("Handtekening").count()), "{text}");
}

#[test]
fn addresses_and_codes_stand_in_every_form() {
    let asked = Transfer {
        name: "Gemeente Zwolle",
        iban: "NL91ABNA0417164300",
        bic: None,
        amount: Money(160_000),
        reference: Reference::Text("2026-0001"),
    };
    let payload = payload(&asked).expect("it is right");
    let address = Block::Address(vec![Text::same("Gemeente Zwolle"), Text::same("Grote Kerkplein 15")]);
    let document =
        letter(vec![address, Block::Code(Code { payload, alt: Text::same("Betaalcode") }), Block::Paragraph(Text::same("Groet"))]);
    let said =
        |format| String::from_utf8(render(&document, format, &Style { lang: Lang::Nl, width: 80, color: false })).expect("it is text");
    assert!(said(Format::Md).contains("Gemeente Zwolle\\\nGrote Kerkplein 15\n\nGroet\n"), "{}", said(Format::Md));
    assert!(said(Format::Mail).contains("Gemeente Zwolle\nGrote Kerkplein 15\n\nGroet\n"), "{}", said(Format::Mail));
    assert!(said(Format::Table).contains("Gemeente Zwolle\nGrote Kerkplein 15\n\nGroet\n"), "{}", said(Format::Table));
    let page = said(Format::Html);
    assert!(
        page.contains("Gemeente Zwolle<br>Grote Kerkplein 15") && page.contains("<svg role=\"img\" aria-label=\"Betaalcode\""),
        "{page}"
    );
    let desk = Fresh::empty();
    desk.write("a.pdf", render(&document, Format::Pdf, &Style { lang: Lang::Nl, width: 80, color: false }));
    let tree = read_back(&["pdfinfo", "-struct"], &desk.at("a.pdf"));
    assert!(tree.contains("Figure") && tree.contains("Caption"), "{tree}");
}
