//! What `check` writes for pipelines, read back as they would read it: places, order, limits, identity.

pub mod read;
mod ready;
pub mod runner;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::cases::{lay, records};
use crate::ci::read::{Seen, gitlab, judged_by_gitlab, judged_by_sarif, junit, markdown, sarif, seen, shown};
use crate::commits::git;
use crate::program::{Fresh, Ran};

/// A record in a folder of a repository, with a name that every format writes differently.
const BELOW: &str = "het dossiér, 100%: a&b";

/// A repository in which a record with some findings stands in a folder.
fn below() -> Fresh {
    let fresh = Fresh::empty();
    fresh.write(format!("{BELOW}/commons.toml"), "format = 1\nname = \"x\"\nlanguage = \"nl\"\n");
    fresh.write(format!("{BELOW}/roles/é è.toml"), "title = \"x\"\nsoort = 1\n");
    fresh.write(format!("{BELOW}/roles/b.toml"), "# de rol\nvacant = true\ntitle = \"b\"\npurpose = \"\"\"\neen\ntwee\"\"\"\n");
    fresh.write(format!("{BELOW}/roles/Twee Woorden.toml"), "title = \"x\"\nvacant = true\n");
    fresh
}

/// As [`below`], in git.
fn committed() -> Fresh {
    let fresh = below();
    for arguments in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "-m", "eerste"]] {
        git(fresh.path(), arguments);
    }
    fresh
}

#[test]
fn paths_begin_at_the_root_of_the_repository() {
    let fresh = committed();
    let expected: BTreeSet<String> =
        ["roles/é è.toml", "roles/b.toml", "roles/Twee Woorden.toml"].map(|file| format!("{BELOW}/{file}")).into();
    let top = fs::canonicalize(fresh.path()).expect("it is there");
    let other = Fresh::empty();
    for format in ["github", "gitlab", "sarif", "junit"] {
        let paths = |ran: &Ran| -> BTreeSet<String> { seen(format, ran).into_iter().map(|one| one.path).collect() };
        let ran = fresh.run(&["-C", BELOW, "check", "--format", format]);
        assert_eq!(paths(&ran), expected, "{format}: {}", ran.shown());

        let mut within = fresh.command(&["check", "--format", format]);
        assert_eq!(Ran::of(within.current_dir(fresh.at(BELOW))).out, ran.out, "{format}, from within the record");
        let at = fresh.run(&["-C", BELOW, "check", "--format", format, "--at", "HEAD"]);
        assert_eq!(at.out, ran.out, "{format}, at a revision");
        std::os::unix::fs::symlink(fresh.at(BELOW), other.at(format)).expect("a link can be made");
        let linked = other.run(&["-C", format, "check", "--format", format]);
        assert_eq!(linked.out, ran.out, "{format}, through a link");
        let mut elsewhere = fresh.command(&["-C", BELOW, "check", "--format", format]);
        assert_eq!(Ran::of(elsewhere.env("GITHUB_WORKSPACE", "/")).out, ran.out, "{format}: the repository goes first");

        // Files without their history: the pipeline says where they begin, and without it a record begins with itself.
        fs::rename(fresh.at(".git"), fresh.at("git")).expect("it can be renamed");
        for variable in ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"] {
            let mut command = fresh.command(&["-C", BELOW, "check", "--format", format]);
            assert_eq!(Ran::of(command.env(variable, &top)).out, ran.out, "{format}, {variable}");
        }
        let mut command = fresh.command(&["-C", BELOW, "check", "--format", format]);
        let alone = Ran::of(command.env("GITHUB_WORKSPACE", "").env("CI_PROJECT_DIR", "ergens"));
        let short: BTreeSet<String> = expected.iter().map(|path| path[BELOW.len() + 1..].to_owned()).collect();
        assert_eq!(paths(&alone), short, "{format}, outside of git");
        fs::rename(fresh.at("git"), fresh.at(".git")).expect("it can be renamed");
    }
}

#[test]
fn every_format_says_the_same() {
    let fresh = committed();
    for lang in ["nl", "en"] {
        let run = |format| fresh.run(&["-C", BELOW, "check", "--lang", lang, "--format", format]);
        let json = run("json").json();
        let of = |finding: &Value, key: &str| finding[key].as_str().expect("it is text").to_owned();
        let expected: BTreeSet<(String, String, u64)> = json["findings"]
            .as_array()
            .expect("findings are a list")
            .iter()
            .map(|finding| {
                (of(finding, "rule"), format!("{BELOW}/{}", of(finding, "file")), finding["line"].as_u64().expect("a line is a number"))
            })
            .collect();
        assert!(expected.len() > 3);
        for format in ["github", "gitlab", "sarif"] {
            let ran = run(format);
            assert_eq!((ran.code, ran.said()), (Some(1), String::new()), "{format}");
            let found: BTreeSet<_> = seen(format, &ran).into_iter().map(|one| (one.rule, one.path, one.line.unwrap_or(1))).collect();
            assert_eq!(found, expected, "{format}");
        }
        let text = run("junit");
        for finding in json["findings"].as_array().expect("findings are a list") {
            let tests = &junit(&fresh, &[text.shown()])[0];
            let told = tests["tests"].to_string();
            assert!(told.contains(&of(finding, "rule")), "{told}");
        }
    }
}

#[test]
fn a_file_as_a_whole_has_no_line() {
    let fresh = committed();
    let whole =
        |ran: &Ran, format| -> Vec<Seen> { seen(format, ran).into_iter().filter(|one| one.path.ends_with("Woorden.toml")).collect() };
    for format in ["github", "gitlab", "sarif"] {
        let ran = fresh.run(&["-C", BELOW, "check", "--format", format]);
        let found: Vec<_> = whole(&ran, format).into_iter().filter(|one| one.rule == "bad-id").collect();
        assert_eq!(found.len(), 1, "{format}: {}", ran.shown());
        assert_eq!(found[0].line, if format == "github" { None } else { Some(1) }, "{format}");
    }
    let run = &sarif(&fresh.run(&["-C", BELOW, "check", "--format", "sarif"]))["runs"][0];
    for result in run["results"].as_array().expect("results are a list") {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let number = |key: &str| region[key].as_u64().expect("a region is whole");
        assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")), "{region}");
        assert!(number("startLine") > 0 && number("startColumn") > 0, "{region}");
    }
}

/// A record of which so many things are wrong, and of so many one should take note.
fn many(errors: usize, warnings: usize) -> Fresh {
    let fresh = Fresh::new();
    for n in 0..warnings {
        fresh.write(format!("roles/a{n:03}.toml"), "title = \"a\"\nvacant = true\n");
    }
    fresh.write("tasks/t.toml", format!("title = \"t\"\n{}", (0..errors).map(|n| format!("sleutel-{n} = 1\n")).collect::<String>()));
    fresh
}

#[test]
fn github_marks_ten_of_each_level_and_lists_the_rest() {
    let fresh = many(23, 14);
    let ran = fresh.run(&["check", "--format", "github", "--lang", "en", "--select", "unknown-key,vacant-role"]);
    let lines: Vec<&str> = ran.shown().lines().collect();
    let orders: Vec<_> = lines.iter().filter_map(|line| runner::order(line)).collect();
    let names: Vec<&str> = orders.iter().map(|order| order.name.as_str()).collect();
    assert_eq!(names, [vec!["error"; 10], vec!["warning"; 10]].concat());
    assert_eq!(lines.len(), 23 + 14 + 1, "{}", ran.shown());
    assert!(lines[20].starts_with("error[unknown-key] tasks/t.toml:12:1: "), "{}", lines[20]);
    assert!(lines[33].starts_with("warning[vacant-role] roles/a010.toml:2:10: "), "{}", lines[33]);
    assert_eq!(lines[37], "23 errors, 14 warnings in 16 files");
    assert!(ran.said().is_empty() && ran.code == Some(1));
    let quiet = fresh.run(&["check", "-q", "--format", "github", "--lang", "en", "--select", "unknown-key,vacant-role"]);
    assert_eq!(quiet.shown().lines().collect::<Vec<_>>(), lines[..37]);
}

#[test]
fn the_summary_of_a_step_lists_everything() {
    let fresh = many(23, 14);
    fresh.write("summary.md", "van een eerdere stap");
    let check = |code: i32| {
        let mut command = fresh.command(&["check", "--format", "github", "-o", "log.txt"]);
        let ran = Ran::of(command.env("GITHUB_STEP_SUMMARY", fresh.at("summary.md")));
        assert_eq!((ran.code, ran.shown(), ran.said().as_str()), (Some(code), "", ""));
    };
    check(1);
    let text = fs::read_to_string(fresh.at("summary.md")).expect("it was written");
    assert!(text.starts_with("van een eerdere stap\n\n## commons check: "), "{text}");
    let page = &markdown(&fresh, &[&text])[0];
    let found = fresh.found();
    let rows = page["rows"].as_array().expect("a page has rows");
    assert_eq!(rows.len(), found.len() + 1);
    let levels: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str().expect("a cell is text")).collect();
    assert!(levels.is_sorted() && levels.first() == Some(&"error") && levels.last() == Some(&"warning"), "{levels:?}");
    assert_eq!(rows[1][1], "tasks/t.toml:2:1");
    assert_eq!(rows[1][3], "unknown-key");

    // Another format, or no name of a file, writes nothing.
    let before = crate::cases::files(fresh.path());
    for arguments in [&["check", "--format", "sarif"][..], &["check"]] {
        Ran::of(fresh.command(arguments).env("GITHUB_STEP_SUMMARY", fresh.at("summary.md")));
    }
    Ran::of(fresh.command(&["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", ""));
    assert!(crate::cases::files(fresh.path()) == before, "something was written");
    let clean = Fresh::new();
    Ran::of(clean.command(&["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", clean.at("s")));
    assert_eq!(fs::read_to_string(clean.at("s")).unwrap_or_default(), "## commons check: no findings in 1 file\n\n");

    let mut nowhere = fresh.command(&["check", "--format", "github"]);
    let ran = Ran::of(nowhere.env("GITHUB_STEP_SUMMARY", fresh.at("nergens/s.md")));
    assert_eq!(ran.code, Some(1), "a page less changes nothing");
    assert!(
        ran.said().starts_with("warning: cannot write the summary of this step to ") && !ran.said().contains("os error"),
        "{}",
        ran.said()
    );
}

#[test]
fn the_summary_of_a_step_keeps_to_its_room() {
    const MOST: usize = 1024 * 1024;
    let fresh = many(23, 14);
    for taken in [0, MOST - 6000, MOST - 2000, MOST - 320, MOST - 100, MOST - 10, MOST - 1, MOST, MOST + 5] {
        fresh.write("s.md", "x".repeat(taken));
        Ran::of(fresh.command(&["check", "--format", "github", "--lang", "nl"]).env("GITHUB_STEP_SUMMARY", fresh.at("s.md")));
        let text = fs::read_to_string(fresh.at("s.md")).expect("it is there");
        assert!(text.len() <= MOST.max(taken), "{taken}: {}", text.len());
        let page = &text[taken..];
        let (rows, all) = (page.lines().filter(|line| line.contains("<code>")).count(), fresh.found().len());
        let missing = page.lines().find_map(|line| line.strip_prefix("… en nog ")?.split(':').next()?.parse().ok()).unwrap_or(0);
        assert!(page.is_empty() || rows + missing == all, "{taken}: {rows} and {missing} of {all}");
        assert_eq!(missing > 0, !page.is_empty() && taken > 0, "{taken}: {page}");
        assert_eq!(page.is_empty(), taken > MOST - 320, "{taken}: {page}");
    }
}

#[test]
fn a_finding_keeps_its_fingerprint() {
    let fresh = committed();
    fresh.write(format!("{BELOW}/tasks/t.toml"), "title = \"t\"\na = 1\n= 1\n= 1\n= 1\n[[x]]\n[[x]]\n");
    let prints = |fresh: &Fresh, arguments: &[&str]| -> Vec<(String, String)> {
        let found = gitlab(&fresh.run(&[arguments, &["check", "--format", "gitlab"]].concat()));
        let text = |value: &Value| value.as_str().expect("it is text").to_owned();
        let list = found.as_array().expect("a report is a list").iter();
        list.map(|one| (text(&one["fingerprint"]), text(&one["check_name"]))).collect()
    };
    let before = prints(&fresh, &["-C", BELOW]);
    let unique: BTreeSet<_> = before.iter().map(|(print, _)| print).collect();
    assert_eq!(unique.len(), before.len());
    assert!(before.iter().filter(|(_, rule)| rule == "syntax-error").count() >= 3, "{before:?}");
    assert_eq!(prints(&fresh, &["-C", BELOW, "--lang", "nl"]), before, "the language is no part of it");

    for file in ["roles/é è.toml", "roles/b.toml", "roles/Twee Woorden.toml", "tasks/t.toml"] {
        let text = fs::read_to_string(fresh.at(BELOW).join(file)).expect("it is there");
        fresh.write(format!("{BELOW}/{file}"), format!("# een regel\n\n# en nog een\n{text}"));
    }
    assert_eq!(prints(&fresh, &["-C", BELOW]), before, "the line is no part of it");

    let of_sarif = sarif(&fresh.run(&["-C", BELOW, "check", "--format", "sarif"]));
    let results = of_sarif["runs"][0]["results"].as_array().expect("results are a list").iter();
    let in_sarif: Vec<&str> = results.filter_map(|result| result["partialFingerprints"]["commonsFinding/v1"].as_str()).collect();
    assert_eq!(in_sarif, before.iter().map(|(print, _)| print.as_str()).collect::<Vec<_>>());

    // A second record in the same repository is another one.
    lay(&fresh.at(BELOW), &{
        fs::create_dir(fresh.at("ander")).expect("a folder can be made");
        fresh.at("ander")
    });
    let other = prints(&fresh, &["-C", "ander"]);
    assert!(other.len() == before.len() && other.iter().all(|(print, _)| !unique.contains(print)));
    let category =
        |folder: &str| sarif(&fresh.run(&["-C", folder, "check", "--format", "sarif"]))["runs"][0]["automationDetails"]["id"].clone();
    assert_eq!(category("ander"), "commons/ander/");
    assert_eq!(category(BELOW), "commons/het%20dossi%C3%A9r%2C%20100%25%3A%20a%26b/");
}

#[test]
fn warnings_fail_a_test_only_when_they_fail_the_check() {
    let fresh = many(2, 3);
    let report = |arguments: &[&str]| {
        junit(&fresh, &[fresh.run(&[&["check", "--format", "junit", "--lang", "en"], arguments].concat()).shown()]).remove(0)
    };
    let failed = |report: &Value| -> Vec<String> {
        let tests = report["tests"].as_array().expect("tests are a list").iter();
        tests
            .filter(|test| test["failures"] != Value::Array(Vec::new()))
            .map(|test| test["name"].as_str().expect("a test has a name").to_owned())
            .collect()
    };
    let lenient = report(&[]);
    assert_eq!(lenient["counted"], serde_json::json!([5, 1]));
    assert_eq!(failed(&lenient), ["tasks/t.toml"]);
    let failure = &lenient["tests"][4]["failures"][0];
    assert_eq!(failure["message"], "unknown key `sleutel-0` (and 1 more)", "{failure}");
    assert!(
        failure["text"].as_str().is_some_and(|text| text.starts_with("2:1: error[unknown-key]: unknown key `sleutel-0`\n")),
        "{failure}"
    );
    assert!(lenient["tests"][1]["output"].as_str().is_some_and(|text| text.contains("2:10: warning[vacant-role]: ")), "{lenient}");
    let strict = report(&["--strict"]);
    assert_eq!(strict["counted"], serde_json::json!([5, 4]));
    assert_eq!(failed(&strict).len(), 4);
    assert_eq!(report(&["--strict", "roles"])["counted"], serde_json::json!([3, 3]), "only what was asked was judged");
}

#[test]
fn nothing_found_is_a_whole_report_too() {
    let fresh = Fresh::new();
    let run = |format| fresh.run(&["check", "--format", format, "--strict"]);
    for format in ["github", "gitlab", "sarif", "junit"] {
        assert_eq!((run(format).code, seen(format, &run(format))), (Some(0), Vec::new()), "{format}");
    }
    assert_eq!(run("gitlab").shown(), "[]\n");
    assert_eq!(run("github").shown(), "no findings in 1 file\n");
    assert_eq!(shown(&junit(&fresh, &[run("junit").shown()])[0]["counted"]), "[1,0]");
}

#[test]
fn judges_accept_what_every_rule_finds() {
    let desk = Fresh::empty();
    let (mut to_gitlab, mut to_sarif, mut tests, mut rules) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
    for rule in commons::rules::all() {
        let record = Fresh::new();
        lay(&records().join("rules").join(rule.name).join("fail"), record.path());
        let run = |format, lang| record.run(&["check", "--lang", lang, "--format", format]);
        let name = |format| format!("{}.{format}", rule.name);
        let (gitlab, sarif) = (run("gitlab", "nl"), run("sarif", "en"));
        rules.extend(seen("sarif", &sarif).into_iter().map(|one| one.rule));
        desk.write(name("gitlab"), gitlab.out);
        desk.write(name("sarif"), sarif.out);
        to_gitlab.push(name("gitlab"));
        to_sarif.push(name("sarif"));
        tests.push(run("junit", "nl").shown().to_owned());
    }
    // What cannot stand in a case as a file is found nowhere here.
    assert!(rules.len() + 8 > commons::rules::all().count(), "{rules:?}");
    judged_by_gitlab(&desk, &to_gitlab);
    judged_by_sarif(&desk, &to_sarif);
    assert_eq!(junit(&desk, &tests.iter().map(String::as_str).collect::<Vec<_>>()).len(), tests.len());
}

/// A judge that accepts everything would be none.
#[test]
fn judges_refuse_what_is_wrong() {
    let desk = Fresh::empty();
    let fresh = many(1, 1);
    let spoilt = |format: &str, from: &str, to: &str| {
        let text = fresh.run(&["check", "--format", format]).shown().to_owned();
        assert!(text.contains(from), "{text}");
        let name = format!("spoilt.{format}");
        desk.write(&name, text.replace(from, to));
        std::panic::catch_unwind(|| match format {
            "gitlab" => judged_by_gitlab(&desk, std::slice::from_ref(&name)),
            "sarif" => judged_by_sarif(&desk, std::slice::from_ref(&name)),
            _ => drop(junit(&desk, &[&fs::read_to_string(desk.at(&name)).expect("it is there")])),
        })
        .is_err()
    };
    assert!(spoilt("gitlab", "\"begin\": 2", "\"begin\": 0") && spoilt("gitlab", "\"major\"", "\"erg\""));
    assert!(spoilt("sarif", "\"startLine\": 2", "\"startLine\": 0") && spoilt("sarif", "\"2.1.0\"", "\"2.0\""));
    assert!(
        spoilt("junit", "message=", "mededeling=")
            && spoilt("junit", "</failure>", "\u{1}</failure>")
            && spoilt("junit", "</failure>", "<")
    );
}
