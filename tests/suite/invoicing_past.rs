//! What git knows of issued invoices beside the history of what is worked on: other branches, what was put aside, what is not here.

use std::fs;

use crate::commits::{commit, git};
use crate::invoicing::{EQUAL, SETTINGS, ask, issued_to_two, said, year};
use crate::program::{Fresh, Ran, program};

fn run(fresh: &Fresh, arguments: &[&str]) -> Ran {
    Ran::of(program().current_dir(fresh.path()).args(arguments).args(["--lang", "en", "--on", "2026-01-12"]))
}

fn shown(fresh: &Fresh, arguments: &[&str]) -> String {
    run(fresh, arguments).shown().to_owned()
}

/// A year of three payers, whose first number was given twice: on `main` to `a`, and on the branch `other` to `b`.
fn given_twice(first: &str, second: &str) -> Fresh {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01"), ("c", "joined = 2020-01-01")]);
    git(fresh.path(), &["branch", "other"]);
    for branch in [first, second] {
        git(fresh.path(), &["checkout", "-q", branch]);
        // What is on the other branch is not known while it is not there: as with people who do not fetch.
        let aside = [first, second].into_iter().find(|one| *one != branch).unwrap_or_default();
        let commit_of = git(fresh.path(), &["rev-parse", aside]);
        git(fresh.path(), &["branch", "-q", "-D", aside]);
        let whom = if branch == "main" { "a" } else { "b" };
        said(&fresh, "2026-01-10", &["--year", "2026", whom]);
        said(&fresh, "2026-01-10", &["--year", "2026", "--issue", whom]);
        commit(fresh.path());
        git(fresh.path(), &["branch", aside, commit_of.trim()]);
    }
    git(fresh.path(), &["checkout", "-q", "main"]);
    fresh
}

#[test]
fn what_another_branch_gave_changes_nothing_here_and_is_said_in_both_orders() {
    for (first, second) in [("main", "other"), ("other", "main")] {
        let fresh = given_twice(first, second);
        let checked = run(&fresh, &["check", "--format", "json"]);
        let words = checked.shown();
        assert!(words.contains("\"invoice-number-elsewhere\"") && words.contains("on branch `other`"), "{first} first: {words}");
        assert!(!words.contains("issued-invoice-changed") && !words.contains("git checkout"), "{first} first: {words}");
        // What is here is what was sent, and can be credited and sent as an e-invoice.
        said(&fresh, "2026-01-12", &["--credit", "2026-0001", "--dry-run"]);
        let words = shown(&fresh, &["accounts", "--year", "2026"]);
        assert!(words.contains("given twice") && !words.contains("Not what was sent"), "{first} first: {words}");
    }
}

#[test]
fn branches_that_were_brought_together_leave_the_invoice_that_stayed_as_it_was() {
    for (first, second) in [("main", "other"), ("other", "main")] {
        let fresh = given_twice(first, second);
        git(fresh.path(), &["merge", "-q", "-s", "ours", "-m", "samen", "other"]);
        let words = shown(&fresh, &["check"]);
        assert!(!words.contains("changed since it was issued"), "{first} first: {words}");
        // What is changed now is seen, also where it is taken away first.
        let path = fresh.at("finances/2026/invoices/2026-0001.toml");
        let text = fs::read_to_string(&path).expect("it was issued");
        fs::remove_file(&path).expect("it is there");
        commit(fresh.path());
        fs::write(&path, text.replacen("city = \"Stad\"", "city = \"Dorp\"", 1)).expect("it can be written");
        commit(fresh.path());
        let words = shown(&fresh, &["check"]);
        assert!(words.contains("changed since it was issued"), "{first} first: {words}");
    }
}

#[test]
fn a_number_that_two_merged_branches_gave_is_said_as_long_as_no_waiver_says_what_became_of_the_other() {
    for (first, second) in [("main", "other"), ("other", "main")] {
        let fresh = given_twice(first, second);
        git(fresh.path(), &["merge", "-q", "-s", "ours", "-m", "samen", "other"]);
        git(fresh.path(), &["branch", "-q", "-D", "other"]);
        let words = shown(&fresh, &["check", "--format", "json"]);
        assert!(words.contains("\"invoice-number-elsewhere\"") && words.contains("on a branch that was merged"), "{first} first: {words}");
        for asked in [&["accounts", "--year", "2026"][..], &["payments"], &["status"]] {
            let words = shown(&fresh, asked).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("given twice") && words.contains("`b`"), "{asked:?}, {first} first: {words}");
        }
        let words = said(&fresh, "2026-01-12", &["--year", "2026", "c"]) + &said(&fresh, "2026-01-12", &["--year", "2026", "--issue", "c"]);
        assert!(words.contains("given twice"), "{first} first: {words}");
        let waiver = "[[waiver]]\nrule = \"invoice-number-elsewhere\"\nabout = \"2026-0001\"\nreason = \"never sent\"\n";
        fresh.write("commons.toml", format!("{SETTINGS}{waiver}"));
        assert!(!shown(&fresh, &["accounts", "--year", "2026"]).contains("given twice"), "{first} first");
        let words = shown(&fresh, &["check"]);
        assert!(!words.contains("[invoice-number-elsewhere]"), "{first} first: {words}");
    }
}

#[test]
fn what_both_branches_have_or_one_gave_again_was_given_once() {
    let fresh = issued_to_two();
    let path = "finances/2026/invoices/2026-0001.toml";
    // A branch that gets it by a merge, after which another takes its place on what is worked on.
    git(fresh.path(), &["checkout", "-q", "-b", "other", "HEAD~1"]);
    fresh.write("lees.md", "anders\n");
    commit(fresh.path());
    git(fresh.path(), &["merge", "-q", "-m", "samen", "main"]);
    git(fresh.path(), &["checkout", "-q", "main"]);
    assert!(!shown(&fresh, &["check"]).contains("invoice-number-elsewhere"));
    let text = fs::read_to_string(fresh.at(path)).expect("it was issued");
    fs::remove_file(fresh.at(path)).expect("it is there");
    commit(fresh.path());
    fs::write(fresh.at(path), text.replacen("total = ", "total = 1", 1)).expect("it can be written");
    commit(fresh.path());
    git(fresh.path(), &["merge", "-q", "-s", "ours", "-m", "samen", "other"]);
    let words = shown(&fresh, &["check"]);
    assert!(words.contains("issued-invoice-changed") && !words.contains("invoice-number-elsewhere"), "{words}");
}

#[test]
fn a_draft_that_went_with_a_merge_is_not_said_to_be_dropped() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    commit(fresh.path());
    git(fresh.path(), &["checkout", "-q", "-b", "other"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "b"]);
    commit(fresh.path());
    let given = git(fresh.path(), &["rev-parse", "HEAD"]);
    git(fresh.path(), &["checkout", "-q", "main"]);
    git(fresh.path(), &["branch", "-q", "-D", "other"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "a"]);
    commit(fresh.path());
    git(fresh.path(), &["merge", "-q", "-s", "ours", "--no-commit", given.trim()]);
    fs::remove_file(fresh.at("finances/2026/invoices/draft-b.toml")).expect("it is a draft here");
    commit(fresh.path());
    let words = shown(&fresh, &["log"]);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("it may have been issued on the other branch") && !words.contains("was dropped"), "{words}");
}

#[test]
fn nobody_is_reminded_of_what_was_not_sent() {
    let fresh = issued_to_two();
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    commit(fresh.path());
    let path = fresh.at("finances/2026/invoices/2026-0002.toml");
    let text = fs::read_to_string(&path).expect("it was issued");
    fs::write(&path, text.replacen("total = ", "total = 1", 1)).expect("it can be written");
    let asked =
        |arguments: &[&str]| Ran::of(program().current_dir(fresh.path()).args(arguments).args(["--lang", "en", "--on", "2026-04-01"]));
    let found = asked(&["remind", "--format", "json"]);
    assert!(found.shown().contains("\"altered\"") && found.said().contains("`git checkout "), "{}{}", found.shown(), found.said());
    let letters = asked(&["remind"]);
    let words = letters.shown().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("no letter until what was sent is put back") && words.contains("Not what was sent"), "{words}");
    assert_eq!(words.matches("Reminder of invoice").count(), 1, "the other is reminded: {words}");
    let kept = asked(&["remind", "--sent", "--yes"]);
    assert!(
        kept.said().contains("2026-0002.toml: this was changed since it was issued") && kept.said().contains("`git checkout "),
        "{}",
        kept.said()
    );
    assert!(kept.shown().contains("2026-0003.toml") && !kept.shown().contains("2026-0002.toml"), "{}", kept.shown());
    for report in [&["due"][..], &["trend", "--by", "year"]] {
        assert!(asked(report).shown().contains("Not what was sent"), "{report:?}");
        let rows = asked(&[report, &["--format", "csv"]].concat());
        assert!(rows.said().contains("was changed since it was issued"), "{report:?}: {}", rows.said());
    }
    assert!(!asked(&["trend", "--by", "year", "--only", "participants"]).shown().contains("Not what was sent"));
}

#[test]
fn what_was_put_aside_is_in_the_stash() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    commit(fresh.path());
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "a"]);
    git(fresh.path(), &["stash", "--include-untracked", "-q"]);
    let ran = ask(&fresh, "2026-01-11", &["--year", "2026", "--issue", "a"]);
    assert!(ran.code == Some(2) && ran.said().contains("`git stash pop`") && !ran.said().contains("is gone"), "{}", ran.said());
    // Another thing that is put aside afterwards.
    fresh.write("commons.toml", format!("{SETTINGS}\n# later\n"));
    git(fresh.path(), &["stash", "-q"]);
    let ran = ask(&fresh, "2026-01-11", &["--year", "2026", "--issue", "a"]);
    assert!(ran.code == Some(2) && ran.said().contains("`git stash pop stash@{1}`"), "{}", ran.said());
}

#[test]
fn what_a_remote_has_comes_with_a_pull_or_by_its_whole_name() {
    let fresh = issued_to_two();
    let clone = Fresh::empty();
    git(clone.path(), &["clone", "-q", &fresh.path().display().to_string(), "."]);
    git(clone.path(), &["reset", "-q", "--hard", "HEAD~1"]);
    let ran = ask(&clone, "2026-01-11", &["--year", "2026", "--yes"]);
    assert!(ran.said().contains("branch `origin/main`") && ran.said().contains("`git pull`"), "{}", ran.said());
    fs::write(clone.at("lees.md"), "anders\n").expect("it can be written");
    commit(clone.path());
    let ran = ask(&clone, "2026-01-11", &["--year", "2026", "--yes"]);
    assert!(ran.said().contains("`git merge origin/main`"), "{}", ran.said());
    let words = shown(&clone, &["accounts", "--year", "2026"]);
    assert!(words.contains("Not in these figures") && !words.contains("Not what was sent"), "{words}");
}

#[test]
fn only_a_waiver_says_that_what_is_in_the_file_was_sent() {
    let waiver = "[[waiver]]\nrule = \"issued-invoice-changed\"\nabout = \"2026-0001\"\nreason = \"mended before it was sent\"\n";
    for setting in [waiver, "[rules]\nissued-invoice-changed = \"allow\"\n"] {
        let fresh = issued_to_two();
        let path = fresh.at("finances/2026/invoices/2026-0001.toml");
        let text = fs::read_to_string(&path).expect("it was issued");
        fs::write(&path, text.replacen("city = \"Stad\"", "city = \"Dorp\"", 1)).expect("it can be written");
        commit(fresh.path());
        let credit = || ask(&fresh, "2026-01-12", &["--credit", "2026-0001", "--dry-run"]);
        let sent = || Ran::of(program().current_dir(fresh.path()).args(["invoice", "--show", "2026-0001", "--format", "ubl"]));
        let (refused, shown) = (credit(), sent());
        assert!(refused.code == Some(2) && refused.said().contains("`commons explain issued-invoice-changed`"), "{}", refused.said());
        assert!(shown.code == Some(2) && shown.said().contains("was changed since it was issued"), "{}", shown.said());
        fresh.write("commons.toml", format!("{SETTINGS}{setting}"));
        let (taken, shown) = (credit(), sent());
        if setting != waiver {
            assert!(taken.code == Some(2) && shown.said().contains("was changed since it was issued"), "{}", taken.said());
            let quiet = Ran::of(program().current_dir(fresh.path()).args(["check", "--on", "2026-01-12"]));
            assert!(!quiet.shown().contains("issued-invoice-changed"), "a rule that is off is not said: {}", quiet.shown());
            continue;
        }
        assert!(taken.code == Some(0), "{}", taken.said());
        assert!(!shown.said().contains("was changed since it was issued"), "{}", shown.said());
        let issued = ask(&fresh, "2026-01-12", &["--year", "2026", "--issue", "c", "--dry-run"]);
        assert!(issued.code == Some(0) && !issued.said().contains("changed since"), "{}", issued.said());
    }
}

#[test]
fn status_says_which_invoice_is_not_what_was_sent() {
    let fresh = issued_to_two();
    fs::remove_file(fresh.at("finances/2026/invoices/2026-0002.toml")).expect("it was issued");
    let words = shown(&fresh, &["status"]);
    assert!(words.contains("Not what was sent") && words.contains("2026-0002 was given here"), "{words}");
}

#[test]
fn a_part_of_the_history_is_said_once_and_fails_nothing() {
    let fresh = issued_to_two();
    let clone = Fresh::empty();
    let from = format!("file://{}", fresh.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "."]);
    let whole = run(&fresh, &["check"]);
    let asked: [&[&str]; 4] = [
        &["accounts", "--year", "2026"],
        &["invoice", "--year", "2026", "--yes"],
        &["invoice", "--credit", "2026-0001", "--again", "--dry-run"],
        &["check"],
    ];
    for arguments in asked {
        let ran = run(&clone, arguments);
        assert_eq!(ran.said().matches("git fetch --unshallow").count(), 1, "{arguments:?}: {}", ran.said());
        assert!(!ran.shown().contains("unshallow"), "{arguments:?}: it is no part of what is asked");
    }
    assert_eq!(run(&clone, &["check"]).code, whole.code);
    // Where nothing was issued there is nothing to miss.
    let bare = year(EQUAL, &[("a", "joined = 2020-01-01")]);
    commit(bare.path());
    let clone = Fresh::empty();
    git(clone.path(), &["clone", "-q", "--depth", "1", &format!("file://{}", bare.path().display()), "."]);
    assert!(!run(&clone, &["check"]).said().contains("unshallow"));
}

#[test]
fn a_repository_without_a_commit_cannot_tell_what_was_given() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    fs::remove_dir_all(fresh.at(".git")).expect("it is there");
    git(fresh.path(), &["init", "-q"]);
    let words = said(&fresh, "2026-01-11", &["--year", "2026", "--issue", "--dry-run"]);
    assert!(words.contains("nothing of this record is committed"), "{words}");
}
