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
    let mut all = vec![("case", records().join("commands/raci/in")), ("base", records().join("base")), ("wide", records().join("wide"))];
    all.extend([("handbook", records().join("handbook")), ("open-zaak", records().join("real/open-zaak"))]);
    all.extend(["buurtkaart", "wijkwijzer", "loketplein"].map(|name| (name, root().join("examples").join(name))));
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
    let (mut matrices, mut checklists, mut lists) = (Vec::new(), Vec::new(), Vec::new());
    for (short, record) in reported() {
        let record = record.display().to_string();
        for (n, more) in [&["--lang", "en"][..], &["--people", "--audience", "public"], &["--area", "technical"]].iter().enumerate() {
            matrices.push(format!("{short}-raci-{n}.json"));
            write(&desk, &record, &[&["raci", "--format", "json"], *more].concat(), matrices.last().expect("one was pushed"));
        }
        for level in ["sharing", "light", "structured", "full"] {
            checklists.push(format!("{short}-coverage-{level}.json"));
            let last = checklists.last().expect("one was pushed");
            write(&desk, &record, &["coverage", "--format", "json", "--level", level], last);
        }
        for within in ["0d", "90d", "10y"] {
            lists.push(format!("{short}-due-{within}.json"));
            write(&desk, &record, &["due", "--format", "json", "--within", within], lists.last().expect("one was pushed"));
        }
    }
    lists.push("due.json".to_owned());
    write(&desk, &records().join("commands/due/in").display().to_string(), &["due", "--format", "json", "--within", "1y"], "due.json");
    write(&desk, &reported()[0].1.display().to_string(), &["raci", "--who", "jdevries", "--format", "json"], "who.json");
    matrices.push("who.json".to_owned());
    validate(&desk, &["--schemafile", &own_schema("raci").display().to_string()], &matrices);
    validate(&desk, &["--schemafile", &own_schema("coverage").display().to_string()], &checklists);
    validate(&desk, &["--schemafile", &own_schema("due").display().to_string()], &lists);
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
            "vacant" | "left" | "ended" => format!("({letters})"),
            _ => format!("{letters}?"),
        };
        (task, name.to_lowercase(), letters)
    };
    cells.into_iter().map(shown).collect()
}

/// A head without what is behind the name.
fn named(head: &str) -> String {
    let remarks = [" (vacant)", " (niet bekend wie)", " (vertrokken)", " (opgeheven)", " (niet te lezen)", " (niet in het dossier)"];
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
        for width in ["60", "80", "100", "160"] {
            let mut command = desk.command(&["-C", &record, "raci", "--lang", "nl", "--color", "never"]);
            let output = command.env("COLUMNS", width).output().expect("the program starts");
            let text = String::from_utf8(output.stdout).expect("it is text");
            if text.contains('│') {
                assert_eq!(joined(cells_of_stairs(&text)), joined(expected.clone()), "{short}: {width} columns\n{text}");
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
fn cells_of_stairs(text: &str) -> BTreeSet<(String, String, String)> {
    let mut heads: Vec<(usize, String)> = Vec::new();
    let mut rows: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut in_heads = false;
    for line in text.lines().take_while(|line| *line != "Legenda") {
        let chars: Vec<char> = line.chars().collect();
        let begin = chars.iter().position(|c| *c != ' ').unwrap_or_default();
        if begin > 8 {
            if !in_heads {
                heads.clear();
            }
            in_heads = true;
            let rule = chars.iter().rposition(|c| *c == '│');
            let at = rule.map_or(begin, |at| at + 1 + chars[at + 1..].iter().position(|c| *c != ' ').unwrap_or(1));
            let said: String = chars[at..].iter().collect();
            match (said.strip_prefix("… "), heads.last_mut()) {
                (Some(more), Some((_, name))) => name.push_str(&format!(" {more}")),
                _ => heads.push((at, said)),
            }
            continue;
        }
        in_heads = false;
        let Some(first) = heads.first().map(|(first, _)| *first) else { continue };
        if line.is_empty() {
            heads.clear();
        }
        if line.is_empty() || begin > 0 {
            continue;
        }
        let title: String = chars[..first.min(chars.len())].iter().collect();
        let is_row = chars.get(first).is_some_and(|c| *c != ' ');
        if is_row {
            let letters = heads.iter().map(|(column, name)| {
                let letters: String = chars.get(*column..).unwrap_or_default().iter().take_while(|c| **c != ' ').collect();
                (named(name), letters)
            });
            rows.push((title.trim_end().to_owned(), letters.filter(|(_, letters)| !letters.is_empty() && letters != "·").collect()));
        } else if let Some((whole, _)) = rows.last_mut() {
            let divided = whole.ends_with('-');
            whole.push_str(if divided { "" } else { " " });
            whole.push_str(title.trim_end());
        }
    }
    let cells =
        |(task, letters): (String, Vec<(String, String)>)| letters.into_iter().map(move |(who, letters)| (task.clone(), who, letters));
    rows.into_iter().flat_map(cells).collect()
}

/// Without what dividing a word may have added, so that both sides are alike.
fn joined(cells: BTreeSet<(String, String, String)>) -> BTreeSet<(String, String, String)> {
    cells.into_iter().map(|(task, who, letters)| (task.replace(['-', ' '], ""), who, letters)).collect()
}

/// In the light and in the dark, at 320 pixels and at 1280, every page is one that everybody can use and that moves up and down only.
#[test]
fn pages_are_for_everybody() {
    let desk = Fresh::empty();
    let by_name: BTreeMap<_, _> = reported().into_iter().map(|(short, record)| (short, record.display().to_string())).collect();
    let (mut pages, mut single) = (Vec::new(), Vec::new());
    for (short, arguments) in [
        ("case", &["raci", "--annex", "--signatures", "--lang", "en"][..]),
        ("case", &["raci", "--who", "zwolle"]),
        ("case", &["coverage"]),
        ("wide", &["raci"]),
        ("buurtkaart", &["raci"]),
        ("wijkwijzer", &["raci", "--people", "--annex", "--signatures"]),
        ("buurtkaart", &["coverage", "--lang", "en"]),
        ("loketplein", &["due", "--within", "1y"]),
        ("loketplein", &["rota", "meeting-host"]),
        ("wijkwijzer", &["onboard", "dalfsen", "--on", "2026-10-01"]),
        ("loketplein", &["handover", "community-manager", "--lang", "en", "--on", "2026-10-01"]),
        ("loketplein", &["agenda", "2026-09-17"]),
        ("wijkwijzer", &["minutes", "2026-09-03"]),
        ("wijkwijzer", &["status"]),
        ("loketplein", &["newsletter", "--since", "2026-06-01"]),
        ("wijkwijzer", &["thanks", "--period", "2026"]),
        ("loketplein", &["report", "--year", "2026", "--on", "2026-10-01"]),
        ("wijkwijzer", &["report", "--year", "2026", "--on", "2026-10-01", "--for", "utrecht"]),
        ("wijkwijzer", &["thanks", "--period", "2026", "--certificate", "wsmit"]),
    ] {
        pages.push(format!("{}.html", pages.len()));
        write(&desk, &by_name[short], arguments, pages.last().expect("one was pushed"));
        // The page of the collaboration, and a certificate, are handed out.
        if arguments[0] == "status" || arguments.contains(&"--certificate") {
            single.extend(pages.last().cloned());
        }
    }
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
        let sheets = page["sheets"].as_u64().expect("sheets are counted");
        assert!(sheets > 0 && (sheets == 1 || !single.iter().any(|one| page["page"] == one.as_str())), "{page}");
        assert!(page["passes"].as_u64().is_some_and(|passes| passes > 10), "axe looked at nothing: {page}");
        // Copied as text it is still one line for each row, with its cells apart.
        let text = page["text"].as_str().expect("it has text");
        assert!(text.lines().count() > 8 && !text.contains('<'), "{text}");
    }
}
