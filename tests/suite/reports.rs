//! Reports in all their forms: the same cells in each, read by other programs, and pages that everybody can use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::cases::{records, root};
use crate::judges::{head, own_schema, tool, validate};
use crate::program::Fresh;

/// The records that are reported on, by a short name.
fn reported() -> Vec<(&'static str, PathBuf)> {
    let mut all = vec![("case", records().join("commands/raci/in")), ("base", records().join("base"))];
    all.extend([("wijkwijzer", root().join("examples/wijkwijzer")), ("openzaak", records().join("real/open-zaak"))]);
    all
}

/// Writes a report to a file of the desk.
fn write(desk: &Fresh, record: &str, arguments: &[&str], name: &str) {
    let arguments = [&["-C", record, "-o", name], arguments].concat();
    let ran = desk.run(&arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
}

#[test]
fn reports_are_what_their_schema_says() {
    let desk = Fresh::empty();
    let (mut matrices, mut checklists) = (Vec::new(), Vec::new());
    for (short, record) in reported() {
        let record = record.display().to_string();
        for (n, more) in [&["--lang", "en"][..], &["--people", "--audience", "public"], &["--annex"]].iter().enumerate() {
            matrices.push(format!("{short}-raci-{n}.json"));
            write(&desk, &record, &[&["raci", "--format", "json"], *more].concat(), matrices.last().expect("one was pushed"));
        }
        for level in ["sharing", "light", "structured", "full"] {
            checklists.push(format!("{short}-coverage-{level}.json"));
            let last = checklists.last().expect("one was pushed");
            write(&desk, &record, &["coverage", "--format", "json", "--level", level], last);
        }
    }
    write(&desk, &reported()[0].1.display().to_string(), &["raci", "--who", "jdevries", "--format", "json"], "who.json");
    matrices.push("who.json".to_owned());
    validate(&desk, &["--schemafile", &own_schema("raci").display().to_string()], &matrices);
    validate(&desk, &["--schemafile", &own_schema("coverage").display().to_string()], &checklists);
}

/// The letters of each task as programs read them: task, whom, letters as they stand in a cell.
fn letters(json: &Value) -> BTreeSet<(String, String, String)> {
    let text = |value: &Value| value.as_str().expect("it is text").to_owned();
    let titles: BTreeMap<String, String> =
        json["tasks"].as_array().expect("tasks").iter().map(|task| (text(&task["task"]), text(&task["title"]))).collect();
    let mut cells: BTreeMap<(String, String, String), BTreeSet<usize>> = BTreeMap::new();
    for part in json["parts"].as_array().expect("parts") {
        let letter = "RACI".find(&text(&part["letter"])).expect("it is one of four");
        cells.entry((titles[&text(&part["task"])].clone(), text(&part["name"]), text(&part["presence"]))).or_default().insert(letter);
    }
    let shown = |((task, name, presence), letters): ((String, String, String), BTreeSet<usize>)| {
        let letters = letters.iter().map(|n| &"RACI"[*n..=*n]).collect::<Vec<_>>().join("/");
        let letters = match presence.as_str() {
            "there" => letters,
            "vacant" | "gone" => format!("({letters})"),
            _ => format!("{letters}?"),
        };
        (task, name.to_lowercase(), letters)
    };
    cells.into_iter().map(shown).collect()
}

/// A head without what is behind the name.
fn named(head: &str) -> String {
    let remarks = [" (vacant)", " (niet bekend wie)", " (is er niet meer)", " (niet in het dossier)"];
    remarks.iter().find_map(|remark| head.strip_suffix(remark)).unwrap_or(head).to_lowercase()
}

/// Markdown as GitHub reads it, the page, the sheet and the terminal at any width show the letters that programs are given.
#[test]
fn every_form_of_the_matrix_shows_the_same_letters() {
    for (short, record) in reported() {
        let record = record.display().to_string();
        let desk = Fresh::empty();
        for form in ["x.md", "x.html", "x.csv", "x.json"] {
            write(&desk, &record, &["raci", "--lang", "nl"], form);
        }
        let json: Value = serde_json::from_slice(&fs::read(desk.at("x.json")).expect("it was written")).expect("it is JSON");
        let expected = letters(&json);
        for form in ["x.md", "x.html"] {
            assert_eq!(cells_of(&desk, form), expected, "{short}: {form}");
        }
        assert_eq!(cells_of_sheet(&desk, &json), expected, "{short}: csv");
        for width in ["36", "50", "80", "100", "160"] {
            let mut command = desk.command(&["-C", &record, "raci", "--lang", "nl", "--color", "never"]);
            let output = command.env("COLUMNS", width).output().expect("the program starts");
            let text = String::from_utf8(output.stdout).expect("it is text");
            if text.contains("│ ") {
                assert_eq!(cells_of_stairs(&text, &expected), expected, "{short}: {width} columns\n{text}");
            }
        }
    }
}

/// The letters in the tables of a Markdown file or a page.
fn cells_of(desk: &Fresh, form: &str) -> BTreeSet<(String, String, String)> {
    let mut python = tool(desk, "python/bin/python");
    let output = python.arg(root().join("tests/suite/cells.py")).arg(form).output().expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let mut cells = BTreeSet::new();
    for table in read["tables"].as_array().expect("tables") {
        let rows: Vec<Vec<&str>> = table
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| row.as_array().expect("cells").iter().map(|cell| cell.as_str().expect("text")).collect())
            .collect();
        if rows[0][0] != "Taak" {
            continue;
        }
        for row in &rows[1..] {
            let task = row[0].lines().next().expect("a task has a title");
            assert_eq!(row.len(), rows[0].len(), "{form}: {row:?}");
            for (head, letters) in rows[0].iter().zip(row).skip(1).filter(|(_, letters)| !letters.is_empty()) {
                cells.insert((task.to_owned(), named(head), (*letters).to_owned()));
            }
        }
    }
    cells
}

fn cells_of_sheet(desk: &Fresh, json: &Value) -> BTreeSet<(String, String, String)> {
    let name = |key: &str| {
        let party = json["parties"].as_array().expect("parties").iter().find(|party| party["who"] == key).expect("every column is one");
        party["name"].as_str().expect("it has a name").to_lowercase()
    };
    let mut reader = csv::Reader::from_path(desk.at("x.csv")).expect("it was written");
    let heads = reader.headers().expect("it has heads").clone();
    let mut cells = BTreeSet::new();
    for row in reader.records() {
        let row = row.expect("rows are whole");
        for (head, letters) in heads.iter().zip(&row).skip(3).filter(|(_, letters)| !letters.is_empty()) {
            cells.insert((row[2].to_owned(), name(head), letters.to_owned()));
        }
    }
    cells
}

/// The letters of matrices drawn as staircases: whose head begins above them.
fn cells_of_stairs(text: &str, expected: &BTreeSet<(String, String, String)>) -> BTreeSet<(String, String, String)> {
    let mut cells = BTreeSet::new();
    let mut heads: Vec<(usize, String)> = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        let begin = chars.iter().position(|c| *c != ' ').unwrap_or_default();
        let is_head = begin > 8;
        if is_head {
            if fresh {
                heads.clear();
            }
            fresh = false;
            let at = chars
                .iter()
                .rposition(|c| *c == '│')
                .map_or(begin, |at| at + 1 + chars[at + 1..].iter().position(|c| *c != ' ').unwrap_or(1));
            let said: String = chars[at..].iter().collect();
            match heads.last_mut() {
                // A line under its own rule goes on with the name above it.
                Some((column, name)) if at <= *column + 2 && chars.get(*column) == Some(&'│') => {
                    name.push(' ');
                    name.push_str(&said);
                }
                _ => heads.push((at, said)),
            }
            continue;
        }
        fresh = true;
        if line.is_empty() || line.starts_with("    ") || heads.is_empty() {
            continue;
        }
        let first = heads[0].0;
        let title: String = chars[..first.min(chars.len())].iter().collect();
        let Some((task, ..)) = expected.iter().find(|(task, ..)| task.starts_with(title.trim_end().trim_end_matches('-'))) else {
            continue;
        };
        for (column, name) in &heads {
            let letters: String = chars.get(*column..).unwrap_or_default().iter().take_while(|c| **c != ' ').collect();
            if !letters.is_empty() && letters != "·" {
                cells.insert((task.clone(), named(name), letters));
            }
        }
    }
    cells
}

/// In the light and in the dark, at 320 pixels and at 1280, every page is one that everybody can use and that moves up and down only.
#[test]
fn pages_are_for_everybody() {
    let desk = Fresh::empty();
    let mut pages = Vec::new();
    for (short, record) in reported() {
        let record = record.display().to_string();
        for (n, arguments) in
            [&["raci"][..], &["raci", "--annex", "--signatures", "--lang", "en"], &["raci", "--people"], &["coverage"]].iter().enumerate()
        {
            pages.push(format!("{short}-{n}.html"));
            write(&desk, &record, arguments, pages.last().expect("one was pushed"));
        }
    }
    write(&desk, &reported()[0].1.display().to_string(), &["raci", "--who", "zwolle"], "who.html");
    pages.push("who.html".to_owned());
    let modules = root().join("target/judges/node");
    let mut judge = Command::new("node");
    judge.current_dir(desk.path()).arg(root().join("tests/suite/page.mjs")).arg(&modules).args(&pages);
    let output = judge.output().expect("node starts");
    assert!(output.status.success(), "{}", head(&String::from_utf8_lossy(&output.stderr)));
    let said = String::from_utf8(output.stdout).expect("it prints text");
    let seen: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(seen.len(), pages.len());
    for page in seen {
        assert_eq!(page["violations"], serde_json::json!([]), "{}", page["page"]);
        assert_eq!(page["wide"], serde_json::json!([]), "{}", page["page"]);
        assert!(page["passes"].as_u64().is_some_and(|passes| passes > 10), "axe looked at nothing: {page}");
        // Copied as text it is still one line for each row, with its cells apart.
        let text = page["text"].as_str().expect("it has text");
        assert!(text.lines().count() > 8 && !text.contains('<'), "{text}");
    }
}
