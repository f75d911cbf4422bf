//! Records from which matrices are made: the handbook's two examples, cell by cell, and one as wide as a matrix gets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use commons::answers::{Holding, holders};
use commons::record::Record;
use commons::record::load::load;
use commons::source::directory;

use serde_json::Value;

use crate::cases::{DAY, day, judge, records, root};
use crate::program::Fresh;

/// A cell: task, role, letter, for what, through what.
type Cell = [String; 5];

fn loaded(folder: &Path) -> Record {
    let source = directory::open(folder).expect("a record can be listed");
    let (record, findings) = load(&source, day(DAY), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

/// The cells as `commons raci` gives them to programs.
fn cells(folder: &Path, record: &Record) -> BTreeSet<Cell> {
    let desk = Fresh::empty();
    let json = desk.run(&["-C", folder.to_str().expect("paths here are text"), "--lang", "nl", "raci", "--format", "json"]).json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().expect("it is a list").clone();
    let titles: BTreeMap<String, String> = list(&json["tasks"]).iter().map(|task| (text(&task["task"]), text(&task["title"]))).collect();
    let channels = || record.community.iter().flat_map(|community| &community.channel);
    let cell = |part: &Value| {
        let via = channels().find(|channel| part["via"] == channel.id.as_str()).and_then(|channel| channel.name.clone());
        let who = if part["who"] == "all-participants" { "Alle deelnemers".to_owned() } else { text(&part["name"]) };
        [titles[&text(&part["task"])].clone(), who, text(&part["letter"]), text(&part["for"]), via.unwrap_or_default()]
    };
    list(&json["parts"]).iter().map(cell).collect()
}

/// What the handbook prints, copied from it by hand.
fn printed() -> BTreeSet<Cell> {
    let text = fs::read_to_string(records().join("handbook/matrix.csv")).expect("the cells are written down");
    let lines = text.lines().skip(1);
    let cell = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>().try_into().expect("a cell has five parts");
    lines.map(cell).collect()
}

#[test]
fn the_examples_of_the_handbook() {
    let record = loaded(&records().join("handbook"));
    assert_eq!(cells(&records().join("handbook"), &record), printed());
    let judged = judge(&records().join("handbook"), DAY);
    assert!(judged.findings.is_empty(), "{}", judged.shown(commons::text::Lang::En));
}

/// In the life-size example municipality A has a name, and the second example a channel.
#[test]
fn the_examples_of_the_handbook_are_in_the_example() {
    let record = loaded(&root().join("examples/wijkwijzer"));
    let titles: BTreeSet<String> = printed().into_iter().map(|[task, ..]| task).collect();
    let plain = |[task, who, letter, purpose, _]: Cell| [task, who.replace(" bij gemeente A", ""), letter, purpose];
    let all = cells(&root().join("examples/wijkwijzer"), &record).into_iter().filter(|[task, ..]| titles.contains(task));
    assert_eq!(all.map(plain).collect::<BTreeSet<_>>(), printed().into_iter().map(plain).collect());
}

/// Sixty tasks and twenty roles, of which some are vacant and some not on record: what a matrix must still fit on paper.
#[test]
fn the_wide_record_is_as_wide_as_it_should_be() {
    let record = loaded(&records().join("wide"));
    assert_eq!((record.tasks.len(), record.roles.len()), (60, 20));
    let held = |wanted: &Holding| record.roles.values().filter(|role| holders(&record, role, record.on) == *wanted).count();
    assert_eq!((held(&Holding::Vacant), held(&Holding::Unknown)), (3, 2));
    let named: BTreeSet<String> = cells(&records().join("wide"), &record).into_iter().map(|[_, who, ..]| who).collect();
    for role in record.roles.values() {
        assert!(named.contains(&role.title), "no task names “{}”", role.title);
    }
    let rules: BTreeSet<&str> = judge(&records().join("wide"), DAY).findings.iter().map(|located| located.finding.rule).collect();
    assert_eq!(rules, BTreeSet::from(["responsible-vacant"]));
}
