//! Every rule has a case that fails and one that passes, both texts, an example and a code of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use commons::finding::Class;
use commons::rules;
use commons::text::Lang;

use crate::cases::{DAY, blessing, expect_file, files, judge_case, judge_case_unwaived, judge_unwaived, names, records, root};

/// Rules of which no two texts differ, so that there is nothing to show side by side; and the one whose remedy is no line of a record:
/// a lower number would only hide what a newer program wrote.
const WITHOUT_EXAMPLE: [&str; 10] = [
    "file-not-utf8",
    "file-too-large",
    "file-unreadable",
    "file-outside-record",
    "stray-file",
    "wrong-folder",
    "bad-id",
    "newer-format",
    "missing-contributing",
    "invoice-number-gone",
];

fn folder() -> PathBuf {
    records().join("rules")
}

#[test]
fn every_rule_has_its_folder_and_every_folder_its_rule() {
    let rules: BTreeSet<String> = rules::all().map(|rule| rule.name.to_owned()).collect();
    let folders: BTreeSet<String> = names(&folder()).into_iter().filter(|name| !name.ends_with(".txt")).collect();
    let missing: Vec<_> = rules.difference(&folders).collect();
    let unknown: Vec<_> = folders.difference(&rules).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "rules without cases: {missing:?}; cases without a rule: {unknown:?}");
}

#[test]
fn a_failing_case_gives_its_rule_and_no_other() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let judged = judge_case(&folder().join(rule.name).join("fail"), DAY);
        if judged.rules().is_empty() || judged.rules().iter().any(|found| *found != rule.name) {
            wrong.push(format!("{}: {:?}\n{}", rule.name, judged.rules(), judged.shown(Lang::En)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_passing_case_gives_nothing_and_differs_little() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let judged = judge_case(&folder().join(rule.name).join("pass"), DAY);
        if !judged.rules().is_empty() {
            wrong.push(format!("{}: {:?}\n{}", rule.name, judged.rules(), judged.shown(Lang::En)));
        }
        let list =
            |which: &str| files(&folder().join(rule.name).join(which)).into_keys().filter(|path| path != "doings.txt").collect::<Vec<_>>();
        let renames =
            ["bad-id", "stray-file", "wrong-folder", "file-outside-record", "duplicate-id", "invoice-number-gone"].contains(&rule.name);
        if !renames && list("fail") != list("pass") {
            wrong.push(format!("{}: the two cases have other files", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_shown_is_what_stands_beside_the_case() {
    for rule in rules::all() {
        let judged = judge_case(&folder().join(rule.name).join("fail"), DAY);
        for (lang, name) in [(Lang::Nl, "shown.nl.txt"), (Lang::En, "shown.en.txt")] {
            expect_file(&folder().join(rule.name).join(name), &judged.shown(lang));
        }
        for located in &judged.findings {
            let message = &located.finding.message;
            assert!(located.finding.help.is_some(), "{}: a finding without help", rule.name);
            assert!(!message.nl.ends_with('.') && !message.en.ends_with('.'), "{}: a message with a full stop", rule.name);
            assert!(
                located.line >= 1 && located.column >= 1 && located.finding.about.is_some(),
                "{}: a finding without a place",
                rule.name
            );
        }
    }
}

#[test]
fn codes_are_unique_and_never_used_again() {
    let path = folder().join("codes.txt");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let mut known: BTreeMap<String, String> =
        text.lines().filter_map(|line| line.split_once(' ')).map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.code), "the code {} stands for two rules", rule.code);
        if let Some(name) = known.get(rule.code) {
            assert_eq!(name, rule.name, "the code {} was another rule's", rule.code);
        } else {
            assert!(blessing(), "the code {} of {} is not in codes.txt", rule.code, rule.name);
            known.insert(rule.code.to_owned(), rule.name.to_owned());
        }
    }
    let lines: String = known.iter().map(|(code, name)| format!("{code} {name}\n")).collect();
    expect_file(&path, &lines);
}

#[test]
fn texts_are_whole_in_both_languages() {
    for rule in rules::all() {
        for text in [&rule.summary, &rule.why, &rule.fix] {
            for said in [&text.en, &text.nl] {
                assert!(said.len() > 8 && !said.ends_with('.') && !said.starts_with(char::is_whitespace), "{}: `{said}`", rule.name);
                let first = said.chars().next().expect("it is long enough");
                assert!(!first.is_uppercase(), "{}: `{said}` begins with a capital", rule.name);
            }
            assert!(text.en != text.nl || text.en.starts_with('`'), "{}: said in one language only", rule.name);
        }
        assert!(rule.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", rule.name);
    }
}

/// Standing rules are true or false whatever the day.
#[test]
fn standing_rules_say_the_same_on_three_days() {
    let mut checked = 0;
    let standing = |judged: crate::cases::Judged| -> Vec<String> {
        let found = judged.findings.into_iter().filter(|located| located.finding.class == Class::Standing);
        found.map(|located| format!("{} {} {}:{}", located.finding.rule, located.finding.at.file, located.line, located.column)).collect()
    };
    let mut folders: Vec<PathBuf> = names(&records().join("real")).into_iter().map(|name| records().join("real").join(name)).collect();
    folders.extend(
        names(&root().join("examples"))
            .into_iter()
            .map(|name| root().join("examples").join(name))
            .filter(|path| path.join("commons.toml").exists()),
    );
    for folder in folders {
        let [a, b, c] = ["1999-01-01", DAY, "2099-12-31"].map(|on| standing(judge_unwaived(&folder, on)));
        assert!(a == b && b == c, "{}: {a:?}\n{b:?}\n{c:?}", folder.display());
        checked += 1;
    }
    for rule in rules::all() {
        for which in ["fail", "pass"] {
            let case = folder().join(rule.name).join(which);
            let [a, b, c] = ["1999-01-01", DAY, "2099-12-31"].map(|on| standing(judge_case_unwaived(&case, on)));
            assert!(a == b && b == c, "{}: {a:?}\n{b:?}\n{c:?}", case.display());
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} records were looked at");
}

#[test]
fn examples_are_the_lines_in_which_the_cases_differ() {
    let mut all = String::new();
    for rule in rules::all() {
        let case = folder().join(rule.name);
        let (fail, pass) = (files(&case.join("fail")), files(&case.join("pass")));
        let mut lines = String::new();
        for (path, wrong) in &fail {
            let (Ok(wrong), Some(Ok(right))) = (std::str::from_utf8(wrong), pass.get(path).map(|right| std::str::from_utf8(right))) else {
                continue;
            };
            if path != "doings.txt" && wrong != right && !WITHOUT_EXAMPLE.contains(&rule.name) {
                lines.push_str(&format!("# {path}\n{}", difference(wrong, right)));
            }
        }
        if WITHOUT_EXAMPLE.contains(&rule.name) {
            continue;
        }
        assert!(!lines.is_empty(), "{}: the two cases do not differ in any text", rule.name);
        all.push_str(&format!("=== {}\n{lines}", rule.name));
    }
    expect_file(&root().join("src/rules/examples.txt"), &all);
}

/// The lines of two texts that are not in both, in order, with their table's header before them.
fn difference(wrong: &str, right: &str) -> String {
    let (wrong, right): (Vec<&str>, Vec<&str>) = (wrong.lines().collect(), right.lines().collect());
    let mut longest = vec![vec![0usize; right.len() + 1]; wrong.len() + 1];
    for i in (0..wrong.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i][j] = if wrong[i] == right[j] { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut out, mut header) = (0, 0, String::new(), None);
    while i < wrong.len() || j < right.len() {
        if i < wrong.len() && j < right.len() && wrong[i] == right[j] {
            if wrong[i].starts_with('[') {
                header = Some(wrong[i]);
            }
            i += 1;
            j += 1;
            continue;
        }
        if let Some(header) = header.take() {
            out.push_str(&format!("  {header}\n"));
        }
        if i < wrong.len() && (j == right.len() || longest[i + 1][j] >= longest[i][j + 1]) {
            out.push_str(&format!("- {}\n", wrong[i]));
            i += 1;
        } else {
            out.push_str(&format!("+ {}\n", right[j]));
            j += 1;
        }
    }
    out
}
