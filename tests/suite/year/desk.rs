//! The desk on which a year is played through: a record in git, steps that are committed, and what holds after each of them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::cases::{lay, root};
use crate::commits::{commit, git};
use crate::ledger::cents;
use crate::program::{Fresh, Ran, program};

/// What the invoices and payments of the record come to, in cents, as a person reckons them by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// With VAT, credit notes left out.
    pub invoiced: i64,
    /// With VAT.
    pub credited: i64,
    /// Less what was paid back.
    pub paid: i64,
    /// What is still to be paid.
    pub open: i64,
    /// What was charged, less what was credited.
    pub vat: i64,
}

pub struct Desk {
    pub fresh: Fresh,
    /// A folder beside the record, for what is written out of it.
    pub out: Fresh,
}

/// A folder of this test's own files.
pub fn given(name: &str) -> PathBuf {
    root().join("tests/suite/year").join(name)
}

impl Desk {
    pub fn new() -> Desk {
        let desk = Desk { fresh: Fresh::empty(), out: Fresh::empty() };
        desk.write_down("record");
        git(desk.fresh.path(), &["init", "-q"]);
        desk.commit();
        desk
    }

    /// What people write into the record by hand.
    pub fn write_down(&self, folder: &str) {
        lay(&given(folder), self.fresh.path());
    }

    pub fn commit(&self) {
        commit(self.fresh.path());
    }

    fn ran(&self, on: &str, words: &[&str]) -> Ran {
        Ran::of(program().current_dir(self.fresh.path()).args(words).args(["--on", on]))
    }

    /// What a command shows and says.
    pub fn asked(&self, on: &str, words: &[&str]) -> String {
        let ran = self.ran(on, words);
        assert_eq!(ran.code, Some(0), "{on} {words:?}: {}", ran.said());
        format!("{}{}", ran.shown(), ran.said())
    }

    /// What a command says of what it wrote, which is committed.
    pub fn done(&self, on: &str, words: &[&str]) -> String {
        let said = self.asked(on, &[words, &["--yes"]].concat());
        self.commit();
        said
    }

    pub fn json(&self, on: &str, words: &[&str]) -> Value {
        let ran = self.ran(on, &[words, &["--format", "json"]].concat());
        assert_eq!(ran.code, Some(0), "{on} {words:?}: {}", ran.said());
        ran.json()
    }

    /// The findings of a check, where warnings count as faults: the rule of each and what it is about.
    pub fn findings(&self, on: &str) -> Vec<String> {
        let ran = self.ran(on, &["check", "--strict", "--format", "json"]);
        let found: Vec<String> = ran.json()["findings"].as_array().expect("findings are a list").iter().map(one_line).collect();
        assert_eq!(ran.code, Some(i32::from(!found.is_empty())), "{found:?}");
        found
    }

    /// The same sums, out of the files on one side and out of the reports on the other.
    pub fn sums(&self, on: &str) -> Sums {
        let whole = self.ran(on, &["export", "json", "--audience", "record"]).json();
        let list = |key: &str| whole[key].as_array().expect("it is a list").clone();
        let (mut invoiced, mut credited, mut vat) = (0, 0, 0);
        for one in list("invoices").iter().filter(|one| one["number"].is_string()) {
            let total = signed(&one["total"]);
            vat += signed(&one["vat"]["amount"]);
            if one["kind"] == "credit" { credited -= total } else { invoiced += total }
        }
        let payments = list("payments");
        let payments = payments.iter().flat_map(|file| file["payment"].as_array().expect("payments are a list"));
        let paid = payments.filter(|one| one["invoice"].is_string()).map(|one| signed(&one["amount"])).sum();
        let rows: Vec<i64> =
            self.json(on, &["payments"])["open"].as_array().expect("it is a list").iter().map(|one| signed(&one["open"])).collect();
        assert_eq!(rows.iter().sum::<i64>(), invoiced - credited - paid, "{on}: what came in too much stands in the list below zero");
        let open = rows.into_iter().filter(|open| *open > 0).sum();
        let budget = self.json(on, &["budget", "--year", "2025"]);
        let of_budget = &budget["invoices"][0];
        assert_eq!(signed(&of_budget["invoiced"]), invoiced - credited, "{on}: the budget and the invoices");
        assert_eq!((signed(&of_budget["received"]), signed(&of_budget["open"])), (paid, open), "{on}: the budget and the payments");
        assert_eq!((&budget["reserve"][0]["balance"], &budget["reserve"][0]["months"]), (&"20000.00".into(), &"5.0".into()), "{on}");
        Sums { invoiced, credited, paid, open, vat }
    }

    /// Every version that git has of each issued invoice, the first one first.
    pub fn versions(&self) -> BTreeMap<String, Vec<String>> {
        let out = |words: &[&str]| {
            let output = Command::new("git").current_dir(self.fresh.path()).args(words).output().expect("git is installed");
            assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).expect("it is text")
        };
        let mut found = BTreeMap::new();
        for path in out(&["ls-files", "finances"]).lines().filter(|path| path.contains("/invoices/") && !path.contains("/draft-")) {
            let commits = out(&["log", "--reverse", "--format=%H", "--", path]);
            found.insert(path.to_owned(), commits.lines().map(|commit| out(&["show", &format!("{commit}:{path}")])).collect());
        }
        found
    }
}

/// An amount in cents, less than zero where it says so; nothing where there is none.
pub fn signed(value: &Value) -> i64 {
    value.as_str().map_or(0, cents)
}

fn one_line(finding: &Value) -> String {
    format!("{} {}", finding["rule"].as_str().unwrap_or_default(), finding["about"].as_str().unwrap_or_default())
}

/// An invoice without the reminders that were written into it.
pub fn without_reminders(text: &str) -> String {
    let mut kept = String::new();
    let mut within = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            within = line.trim_end() == "[[reminder]]";
        }
        if !within {
            kept.push_str(line);
        }
    }
    kept
}
