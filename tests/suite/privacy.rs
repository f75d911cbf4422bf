//! What must not travel: every output of every example, for each audience, searched for people whom that audience may not see.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;

use crate::cases::{records, root};
use crate::program::{Fresh, Ran, program};

/// Somebody as a record has them, and who may see them.
struct Someone {
    id: String,
    visibility: String,
    /// Name, address, number and handle.
    told: Vec<String>,
}

fn export(record: &Path) -> serde_json::Value {
    Ran::of(program().args(["-C"]).arg(record).args(["--on", "2026-10-01", "export", "json", "--audience", "record"])).json()
}

fn people(export: &serde_json::Value) -> Vec<Someone> {
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let one = |person: &serde_json::Value| Someone {
        id: text(&person["id"]).expect("everybody has an id"),
        visibility: text(&person["visibility"]).unwrap_or_else(|| "participants".to_owned()),
        told: ["name", "email", "phone", "handle"].iter().filter_map(|key| text(&person[*key])).collect(),
    };
    export["people"].as_array().expect("people are a list").iter().map(one).collect()
}

/// Every id that a record has for something else as well: that one may be read.
fn others(export: &serde_json::Value) -> BTreeSet<String> {
    let all = ["participants", "roles", "tasks", "products", "events", "contracts"];
    let ids = all.iter().filter_map(|kind| export[*kind].as_array()).flatten().filter_map(|one| one["id"].as_str());
    ids.map(str::to_owned).collect()
}

/// The commands that are asked about a record: every report, and some of the things of each kind.
fn asked(export: &serde_json::Value) -> Vec<Vec<String>> {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<String>>();
    let mut all: Vec<Vec<String>> = [
        "raci",
        "raci --people",
        "raci --annex",
        "raci --annex --signatures",
        "coverage",
        "coverage --level full",
        "decisions",
        "actions --all",
        "status",
        "trend",
        "newsletter --since 2025-10-01",
        "payments",
        "remind",
        "thanks --period 2026",
        "budget --year 2026",
        "accounts --year 2026",
        "report --year 2026",
        "thanks --period 2025-07-01..2026-10-01",
        "without --worst 9",
        "log",
    ]
    .iter()
    .map(|line| words(line))
    .collect();
    all.extend(["calendar --from 2026-01-01", "rota meeting-host"].iter().map(|line| words(line)));
    let kinds = "participants people roles tasks products events contracts invoices payments expenses channels knowledge wishes lessons";
    all.extend(kinds.split(' ').map(|kind| words(&format!("list {kind}"))));
    for kind in ["participants", "people", "roles", "tasks", "products", "events", "contracts"] {
        let ids = export[kind].as_array().expect("it is a list").iter().filter_map(|one| one["id"].as_str());
        for id in ids.step_by(if kind == "people" { 3 } else { 7 }) {
            all.push(words(&format!("show {kind}/{id}")));
            if ["participants", "people", "roles"].contains(&kind) {
                all.push(words(&format!("calendar --from 2026-01-01 --for {kind}/{id}")));
            }
            if kind == "events" {
                all.push(words(&format!("agenda {id}")));
                all.push(words(&format!("minutes {id}")));
            }
            if kind == "participants" {
                all.push(words(&format!("report --year 2026 --for {kind}/{id}")));
            }
            if ["participants", "people"].contains(&kind) {
                all.push(words(&format!("thanks --period 2026 --certificate {kind}/{id}")));
            }
            if ["participants", "people"].contains(&kind) {
                all.push(words(&format!("without {kind}/{id}")));
            }
            if ["participants", "people", "roles", "tasks"].contains(&kind) {
                all.push(words(&format!("who {kind}/{id}")));
                all.push(words(&format!("raci --who {kind}/{id}")));
            }
        }
    }
    all.push(words("onboard --template"));
    let files = export["invoices"].as_array().expect("it is a list").iter().filter_map(|one| one["file"].as_str());
    for stem in files.filter_map(|file| file.rsplit('/').next()?.strip_suffix(".toml")).step_by(5) {
        all.push(words(&format!("invoice --show {stem}")));
    }
    for line in [
        "announce --year 2027",
        "announce zwolle --year 2027 --orders",
        "announce zwolle --year 2027",
        "invoice --year 2026 --order --dry-run",
    ] {
        all.push(words(line));
    }
    for one in export["participants"].as_array().expect("it is a list").iter().step_by(3) {
        all.push(words(&format!("onboard {}", one["id"].as_str().expect("it has an id"))));
    }
    for one in export["roles"].as_array().expect("it is a list").iter().step_by(3) {
        all.push(words(&format!("handover {}", one["id"].as_str().expect("it has an id"))));
    }
    all.retain(|line| !(line[0] == "raci" && line.iter().any(|word| word.starts_with("tasks/"))));
    all
}

/// Whether a text holds a word by itself: not as a part of another, or of a longer id.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

/// Of these the pages are read as well; the others are written from the same texts.
const PAPER: [&str; 6] = ["raci", "report", "status", "onboard", "handover", "thanks"];

/// All that stands in a PDF, its properties too, with lines that were broken as one.
fn on_one_line(file: &Path) -> Vec<u8> {
    let read =
        |program: &str, after: &[&str]| Command::new(program).arg(file).args(after).output().expect("poppler-utils are installed").stdout;
    let all = [read("pdftotext", &["-"]), read("pdfinfo", &[])].concat();
    String::from_utf8_lossy(&all).split_whitespace().collect::<Vec<_>>().join(" ").into_bytes()
}

#[test]
fn no_output_names_whom_its_audience_may_not_see() {
    let examples = ["wijkwijzer", "loketplein", "buurtkaart"].map(|name| root().join("examples").join(name));
    let mut searched = 0;
    for record in examples.into_iter().chain([records().join("commands/who/in")]) {
        let export = export(&record);
        let (people, others) = (people(&export), others(&export));
        for (audience, seen) in [("public", &["public"][..]), ("participants", &["public", "participants"])] {
            let hidden: Vec<&Someone> = people.iter().filter(|one| !seen.contains(&one.visibility.as_str())).collect();
            // What somebody who may be seen shares with another, such as a mailbox, may be read.
            let shown: BTreeSet<&String> =
                people.iter().filter(|one| seen.contains(&one.visibility.as_str())).flat_map(|one| &one.told).collect();
            let mailboxes = export["participants"].to_string();
            let lines: Vec<Vec<String>> = asked(&export);
            let texts: Vec<(String, String)> = lines
                .par_iter()
                .flat_map(|line| ["table", "json", "csv", "pdf"].map(|format| (line, format)))
                .filter(|(line, format)| *format != "pdf" || PAPER.contains(&line[0].as_str()))
                .filter(|(line, format)| {
                    ["table", "pdf"].contains(format) || !line.contains(&"--annex".to_owned()) && line[0] != "calendar"
                })
                .map(|(line, format)| {
                    let desk = Fresh::empty();
                    let mut command = program();
                    command.current_dir(desk.path()).arg("-C").arg(&record).args(["--on", "2026-10-01"]).args(line);
                    command.args(["--audience", audience]);
                    // A calendar has one form.
                    let mut ran = if line[0] == "calendar" { Ran::of(&mut command) } else { Ran::of(command.args(["--format", format])) };
                    if format == "pdf" && ran.code == Some(0) {
                        desk.write("a.pdf", &ran.out);
                        ran.out = on_one_line(&desk.at("a.pdf"));
                    }
                    // What was typed may be said again.
                    let said = if ran.code == Some(0) { ran.said() } else { String::new() };
                    (
                        format!("{} --format {format}", line.join(" ")),
                        format!("{}{said}", String::from_utf8_lossy(&ran.out).replace("\r\n ", "")),
                    )
                })
                .collect();
            searched += texts.len();
            for (line, text) in &texts {
                for one in &hidden {
                    for told in one.told.iter().filter(|told| !shown.contains(told) && !mailboxes.contains(&format!("\"{told}\""))) {
                        assert!(
                            !text.contains(told.as_str()),
                            "{}: commons {line} --audience {audience} says {told}:\n{text}",
                            record.display()
                        );
                    }
                    let asked = line.contains(&format!("/{}", one.id));
                    if !asked && !others.contains(&one.id) {
                        assert!(
                            !has_word(text, &one.id),
                            "{}: commons {line} --audience {audience} says {}:\n{text}",
                            record.display(),
                            one.id
                        );
                    }
                }
            }
        }
    }
    assert!(searched > 500, "only {searched} outputs were searched");
}
