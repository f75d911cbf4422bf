//! Records from which matrices are made: the handbook's two examples, cell by cell, and one as wide as a matrix gets.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use commons::answers::{Holding, holders};
use commons::record::Record;
use commons::record::load::load;
use commons::record::values::Id;
use commons::record::work::{Party, Task};
use commons::source::directory;

use crate::cases::{DAY, day, judge, records, root};

/// A cell: task, role, letter, for what, through what.
type Cell = [String; 5];

fn loaded(folder: &Path) -> Record {
    let source = directory::open(folder).expect("a record can be listed");
    let (record, findings) = load(&source, day(DAY), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

fn title(record: &Record, who: &Id) -> String {
    match record.roles.get(who) {
        Some(role) => role.title.clone(),
        None if who.as_str() == "all-participants" => "Alle deelnemers".to_owned(),
        None => who.to_string(),
    }
}

fn cells(record: &Record, task: &Task) -> BTreeSet<Cell> {
    let raci = task.raci.as_ref().expect("it is divided");
    let channels = || record.community.iter().flat_map(|community| &community.channel);
    let mut cells = BTreeSet::new();
    for (letter, parties) in [("R", &raci.responsible), ("A", &raci.accountable), ("C", &raci.consulted), ("I", &raci.informed)] {
        for party in parties.as_slice() {
            let purpose = if let Party::Table(table) = party { table.purpose.clone() } else { None };
            let channel = party.via().map(|via| channels().find(|channel| channel.id == *via).expect("the channel is on record"));
            let via = channel.and_then(|channel| channel.name.clone());
            let who = title(record, party.who());
            cells.insert([task.title.clone(), who, letter.to_owned(), purpose.unwrap_or_default(), via.unwrap_or_default()]);
        }
    }
    cells
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
    let all: BTreeSet<Cell> = record.tasks.values().flat_map(|task| cells(&record, task)).collect();
    assert_eq!(all, printed());
    let judged = judge(&records().join("handbook"), DAY);
    assert!(judged.findings.is_empty(), "{}", judged.shown(commons::text::Lang::En));
}

/// In the life-size example municipality A has a name, and the second example a channel.
#[test]
fn the_examples_of_the_handbook_are_in_the_example() {
    let record = loaded(&root().join("examples/wijkwijzer"));
    let titles: BTreeSet<String> = printed().into_iter().map(|[task, ..]| task).collect();
    let plain = |[task, who, letter, purpose, _]: Cell| [task, who.replace(" bij gemeente A", ""), letter, purpose];
    let tasks = record.tasks.values().filter(|task| titles.contains(&task.title));
    let all: BTreeSet<_> = tasks.flat_map(|task| cells(&record, task)).map(plain).collect();
    assert_eq!(all, printed().into_iter().map(plain).collect());
}

/// Sixty tasks and twenty roles, of which some are vacant and some not on record: what a matrix must still fit on paper.
#[test]
fn the_wide_record_is_as_wide_as_it_should_be() {
    let record = loaded(&records().join("wide"));
    assert_eq!((record.tasks.len(), record.roles.len()), (60, 20));
    let held = |wanted: &Holding| record.roles.values().filter(|role| holders(role, record.on) == *wanted).count();
    assert_eq!((held(&Holding::Vacant), held(&Holding::Unknown)), (3, 2));
    let named: BTreeSet<String> = record.tasks.values().flat_map(|task| cells(&record, task)).map(|[_, who, ..]| who).collect();
    for role in record.roles.values() {
        assert!(named.contains(&role.title), "no task names “{}”", role.title);
    }
    let rules: BTreeSet<&str> = judge(&records().join("wide"), DAY).findings.iter().map(|located| located.finding.rule).collect();
    assert_eq!(rules, BTreeSet::from(["responsible-vacant"]));
}
