//! How a collaboration went on: two years of history, every figure compared with what the other commands say of that day.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::cases::{expect_file, lay, root};
use crate::commits::{commit_on, git_on};
use crate::judges::{head, own_schema, tool, validate};
use crate::program::{Fresh, Ran, program};

/// Two years of an example: it begins small, grows, is broken at the end of June 2025, takes over a proposal late, was once put on top of
/// a newer commit, and writes its money down from 2026 on.
fn story() -> Fresh {
    let fresh = Fresh::empty();
    let example = root().join("examples/wijkwijzer");
    lay(&example, fresh.path());
    let later = ["participants/deventer.toml", "participants/kampen.toml", "roles/architect.toml", "tasks/releases.toml", "finances/2027"];
    let remove = |path: &str| {
        let path = fresh.at(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap_or_default();
    };
    let bring = |path: &str| {
        if example.join(path).is_dir() {
            lay(&example.join(path), &fresh.at(path));
        } else {
            fresh.write(path, fs::read(example.join(path)).expect("the example has it"));
        }
    };
    later.iter().chain(&["finances/2026"]).for_each(|path| remove(path));
    git_on("2024-12-20", fresh.path(), &["init", "--quiet", "-b", "main"]);
    commit_on("2024-12-20", fresh.path());
    bring("participants/deventer.toml");
    commit_on("2025-04-10", fresh.path());
    fresh.write("participants/utrecht.toml", "name = \"Gemeente Utrecht\nkind = 1\n");
    commit_on("2025-06-20", fresh.path());
    bring("participants/utrecht.toml");
    commit_on("2025-07-03", fresh.path());
    git_on("2025-07-04", fresh.path(), &["switch", "--quiet", "-c", "voorstel"]);
    bring("participants/kampen.toml");
    commit_on("2025-07-05", fresh.path());
    git_on("2025-07-04", fresh.path(), &["switch", "--quiet", "main"]);
    git_on("2025-10-20", fresh.path(), &["merge", "--quiet", "--no-ff", "-m", "voorstel", "voorstel"]);
    bring("finances/2026");
    commit_on("2026-01-05", fresh.path());
    bring("roles/architect.toml");
    commit_on("2026-03-10", fresh.path());
    bring("tasks/releases.toml");
    commit_on("2026-02-20", fresh.path());
    bring("finances/2027");
    commit_on("2026-09-01", fresh.path());
    fresh
}

fn asked(folder: &Path, line: &str) -> Ran {
    Ran::of(program().arg("-C").arg(folder).args(line.split_whitespace()))
}

fn rows<'a>(json: &'a Value, table: &str) -> &'a [Value] {
    json[table].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A sum of amounts, in cents.
fn cents<'a>(amounts: impl Iterator<Item = &'a str>) -> i64 {
    amounts.map(|amount| amount.replace('.', "").parse::<i64>().expect("an amount has two decimals")).sum()
}

/// What the other commands say of a day, as it was known on that day, by the keys of the trend.
fn told(folder: &Path, day: &str, period: &str) -> BTreeMap<&'static str, Value> {
    let json = |line: &str| asked(folder, &format!("{line} --at {day} --audience record --format json"));
    let mut all = BTreeMap::new();
    let status = json("status").json();
    let people = rows(&status, "participants");
    let with = |key: &str, word: &str| people.iter().filter(|one| one[key] == word).count();
    all.insert("participants", people.iter().filter(|one| one["layer"].is_string()).count().into());
    all.insert("interested", with("status", "interested").into());
    for layer in ["core", "active", "passive"] {
        all.insert(layer, with("layer", layer).into());
    }
    let sought = rows(&status, "facts").iter().find(|fact| fact["key"] == "vacancies").expect("the page has that line");
    let sought = sought["state"].as_str().expect("it is text");
    all.insert("vacancies", if sought == "None" { 0.into() } else { sought.split(", ").count().into() });
    let coverage = json("coverage").json();
    let duties: Vec<&Value> = rows(&coverage, "duties").iter().filter(|duty| duty["duty"] != "steering-body").collect();
    all.insert("duties", duties.len().into());
    all.insert("duties_covered", duties.iter().filter(|duty| duty["state"] == "covered").count().into());
    let check = asked(folder, &format!("check --at {day} --format json")).json();
    all.insert("without_backup", rows(&check, "findings").iter().filter(|one| one["rule"] == "role-without-backup").count().into());
    let payments = json("payments").json();
    let owed = || rows(&payments, "open").iter().filter(|item| !item["open"].as_str().unwrap_or("-").starts_with('-'));
    let open = |late: bool| cents(owed().filter(|item| !late || item["age"] != "not-due").filter_map(|item| item["open"].as_str()));
    let amount = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    all.insert("open", amount(open(false)).into());
    all.insert("overdue", amount(open(true)).into());
    let budget = json("budget");
    if budget.code == Some(0)
        && let Some(reserve) = rows(&budget.json(), "reserve").first()
        // A balance says nothing of the time before its day.
        && reserve["on"].as_str().is_none_or(|on| on <= day)
    {
        all.insert("reserve", reserve["balance"].clone());
        all.insert("months", reserve["months"].clone());
    }
    all.insert(
        "hours",
        hours(&asked(folder, &format!("thanks --period {period} --at {day} --audience record --format md --lang en"))).into(),
    );
    all
}

/// The total of the hours of all organisations: that is not what their rounded hours add up to.
fn hours(thanks: &Ran) -> f64 {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut lines = thanks.shown().lines().skip_while(|line| !line.starts_with("| Organisation"));
    let Some(at) = lines.next().and_then(|head| cells(head).iter().position(|cell| cell == "Hours")) else { return 0.0 };
    let total = lines.find(|line| line.starts_with("| Total")).expect("a table of sums has a total");
    cells(total)[at].replace(',', "").parse().expect("hours are a number")
}

#[test]
fn every_figure_is_what_the_other_commands_say_of_that_day() {
    let fresh = story();
    let (mut compared, mut blank) = (0, 0);
    for (by, since) in [("month", "2025-01-01"), ("quarter", "2025-02-01")] {
        let line = format!("trend --by {by} --since {since} --on 2026-12-15 --audience record --format json");
        let trend = asked(fresh.path(), &line).json();
        let periods = rows(&trend, "periods");
        assert_eq!(periods.len(), if by == "month" { 24 } else { 8 });
        for period in periods.iter().filter(|period| period["running"] == "no") {
            let (key, on) = (period["period"].as_str().expect("it has a name"), period["on"].as_str().expect("it has a day"));
            let broken = rows(&trend, "gaps").iter().any(|gap| gap["period"] == key);
            assert_eq!(broken, key == "2025-06" || key == "2025-Q2", "{key}");
            if broken {
                assert_eq!(period.get("participants"), None, "{key}: what could not be read was counted");
                blank += 1;
                continue;
            }
            for (figure, told) in told(fresh.path(), on, key) {
                // A whole number of hours is written without a point.
                let same = period[figure] == told || figure == "hours" && period[figure].as_f64() == told.as_f64();
                assert!(same, "{key}: {figure} is {} and not {told}", period[figure]);
                compared += 1;
            }
        }
    }
    assert!(compared > 300 && blank == 2, "{compared} compared, {blank} blank");
}

/// As it is today, whatever git has: the file of a record that is not committed yet counts.
#[test]
fn the_running_period_is_as_the_record_is_now() {
    let fresh = story();
    fresh.write("participants/raalte.toml", "name = \"Gemeente Raalte\"\nkind = \"municipality\"\njoined = 2026-12-01\n");
    let json = asked(fresh.path(), "trend --since 2026-11-01 --on 2026-12-15 --format json").json();
    let [before, now] = rows(&json, "periods") else { panic!("{json}") };
    assert_eq!((&before["running"], &now["running"], now.get("commit")), (&"no".into(), &"yes".into(), None));
    assert_eq!(before["participants"].as_u64().map(|count| count + 1), now["participants"].as_u64());
    // On its last day a period is over, and on the day after it is as it was known then.
    let json = asked(fresh.path(), "trend --since 2026-12-01 --on 2026-12-31 --format json").json();
    assert_eq!(json["periods"][0]["running"], "no");
}

#[test]
fn the_expected_table_in_both_languages() {
    let fresh = story();
    for (lang, name) in [("nl", "nl.txt"), ("en", "en.txt")] {
        let mut said = String::new();
        for (columns, line) in [
            ("100", "trend --by quarter --since 2024-01-01 --on 2026-12-15"),
            ("100", "trend --since 2025-05-01 --until 2025-08-31 --on 2026-12-15 --only participants,open,backups"),
            ("40", "trend --by year --on 2026-12-15 --only participants,duties,reserve"),
            ("100", "trend --by year --on 2026-12-15 --audience public"),
            ("100", "trend --by quarter --since 2025-05-01 --on 2026-12-15 --format md --only participants,engagement,reserve"),
            ("100", "trend --by quarter --since 2025-05-01 --on 2026-12-15 --format csv"),
        ] {
            let ran =
                Ran::of(program().env("COLUMNS", columns).arg("-C").arg(fresh.path()).args(["--lang", lang]).args(line.split_whitespace()));
            assert_eq!(ran.code, Some(0), "{line}: {}", ran.said());
            said.push_str(&format!("$ commons {line}\n{}{}\n", ran.said(), ran.shown()));
        }
        expect_file(&root().join("tests/suite/trend").join(name), &said.replace('\r', ""));
    }
}

#[test]
fn where_history_ends_it_says_so_and_counts_nothing() {
    let fresh = story();
    let shallow = Fresh::empty();
    let origin = format!("file://{}", fresh.path().display());
    git_on("2026-12-15", shallow.path(), &["clone", "--quiet", "--depth", "3", &origin, "kopie"]);
    let line = "trend --since 2025-01-01 --on 2026-12-15 --lang nl";
    let said = asked(&shallow.at("kopie"), line);
    assert!(
        said.shown().contains("bevat geen geschiedenis van vóór") && said.shown().contains("git fetch --unshallow"),
        "{}",
        said.shown()
    );
    assert!(!said.shown().contains("2025"), "{}", said.shown());
    let periods = rows(&asked(&shallow.at("kopie"), &format!("{line} --format json")).json(), "periods").len();
    assert!((9..=11).contains(&periods), "{periods}");

    // No git, no commit, and a folder that held no record: each has only what is known now.
    let plain = Fresh::new();
    for is_begun in [false, true] {
        if is_begun {
            git_on("2026-01-01", plain.path(), &["init", "--quiet"]);
        }
        let ran = asked(plain.path(), line);
        assert!(ran.shown().contains("in git geen geschiedenis"), "{}", ran.shown());
        assert!(ran.said().starts_with("warning: only how it is now is known"), "{}", ran.said());
        let json = asked(plain.path(), &format!("{line} --format json --quiet"));
        assert_eq!((rows(&json.json(), "periods").len(), json.said().as_str()), (1, ""));
    }
    let moved = Fresh::empty();
    git_on("2026-01-01", moved.path(), &["init", "--quiet"]);
    commit_on("2026-01-01", moved.path());
    fs::create_dir(moved.at("dossier")).expect("a folder can be made");
    lay(&root().join("tests/records/base"), &moved.at("dossier"));
    commit_on("2026-10-01", moved.path());
    let said = asked(&moved.at("dossier"), line);
    assert!(said.shown().contains("staat in oktober 2026 voor het eerst in deze map"), "{}", said.shown());
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let fresh = story();
    for (line, said) in [
        ("trend --since 2027-01-01 --on 2026-12-15", "--since 2027-01-01 is later than 2026-12-15"),
        ("trend --only vacancie", "did you mean `vacancies`?"),
        ("trend --only reserve --audience public", "not for --audience public"),
        ("trend --until 2024-06-30 --on 2026-12-15 --format svg", "there is no chart in this"),
        ("coverage --format svg", "there is no chart in this"),
        ("trend --by week", "invalid value"),
    ] {
        let ran = asked(fresh.path(), line);
        assert_eq!(ran.code, Some(2), "{line}: {}", ran.shown());
        assert!(ran.said().contains(said), "{line}: {}", ran.said());
    }
}

/// The name of a file that is in the record no more is not told: it may be that of somebody who is not in it any more.
#[test]
fn a_file_that_is_gone_is_not_named() {
    let fresh = Fresh::new();
    git_on("2026-01-01", fresh.path(), &["init", "--quiet"]);
    fresh.write("participants/jan-de-vries.toml", "name = \n");
    commit_on("2026-01-05", fresh.path());
    fs::remove_file(fresh.at("participants/jan-de-vries.toml")).expect("it is there");
    commit_on("2026-02-05", fresh.path());
    for format in ["table", "json", "csv", "html"] {
        let ran = asked(fresh.path(), &format!("trend --on 2026-03-15 --format {format}"));
        assert!(!ran.shown().contains("jan-de-vries"), "{}", ran.shown());
    }
    assert!(asked(fresh.path(), "trend --on 2026-03-15").shown().contains("a file that is no longer there could not be read"));
}

#[test]
fn a_folder_that_could_not_be_read_is_named_and_a_record_without_settings_is_not_counted() {
    let fresh = Fresh::new();
    git_on("2026-01-01", fresh.path(), &["init", "--quiet"]);
    fresh.write("tasks/a.toml", "title = \"A\"\n");
    commit_on("2026-01-05", fresh.path());
    fs::remove_dir_all(fresh.at("tasks")).expect("it is there");
    fresh.write("tasks", "x");
    commit_on("2026-02-05", fresh.path());
    let settings = fs::read(fresh.at("commons.toml")).expect("it is there");
    fs::remove_file(fresh.at("tasks")).expect("it is there");
    fresh.write("tasks/a.toml", "title = \"A\"\n");
    fs::remove_file(fresh.at("commons.toml")).expect("it is there");
    commit_on("2026-03-05", fresh.path());
    fresh.write("commons.toml", settings);
    commit_on("2026-04-05", fresh.path());
    let ran = asked(fresh.path(), "trend --on 2026-05-15 --only duties --format json --since 2026-01-01");
    let json = ran.json();
    let asked_for: Vec<bool> = rows(&json, "periods").iter().map(|row| row["duties"].is_null()).collect();
    assert_eq!(asked_for, [false, true, true, false, false], "{}", ran.shown());
    let gaps = rows(&json, "gaps");
    assert_eq!((&gaps[0]["files"][0], &gaps[1]["files"][0]), (&Value::from("tasks"), &Value::from("commons.toml")), "{}", ran.shown());
    let ran = asked(fresh.path(), "trend --on 2026-05-15 --only duties --since 2026-01-01");
    assert!(!ran.shown().contains("a file that is no longer there"), "{}", ran.shown());
}

#[test]
fn programs_are_given_what_the_schema_says() {
    let (fresh, desk) = (story(), Fresh::empty());
    let mut files = Vec::new();
    for line in ["", "--by quarter --since 2024-01-01", "--by year --audience public", "--only hours,reserve", "--until 2025-06-30"] {
        files.push(format!("{}.json", files.len()));
        let ran = asked(fresh.path(), &format!("trend --on 2026-12-15 --format json {line}"));
        desk.write(files.last().expect("one was pushed"), ran.out);
    }
    validate(&desk, &["--schemafile", &own_schema("trend").display().to_string()], &files);
}

/// A page that everybody can use, a picture that is well-formed, and a PDF that is read aloud: each with the charts in it.
#[test]
fn charts_are_for_everybody() {
    let (fresh, desk) = (story(), Fresh::empty());
    for (n, lang) in ["nl", "en"].iter().enumerate() {
        for ending in ["html", "svg", "pdf"] {
            let file = desk.at(format!("{n}.{ending}"));
            let line = format!("trend --since 2025-01-01 --on 2026-12-15 --lang {lang} -o {}", file.display());
            assert_eq!(asked(fresh.path(), &line).code, Some(0));
        }
    }
    let page = fs::read_to_string(desk.at("0.html")).expect("it was written");
    assert!(page.matches("<svg role=\"img\"").count() >= 8 && !page.contains("<script"), "{page}");
    for svg in ["0.svg", "1.svg"] {
        let text = fs::read_to_string(desk.at(svg)).expect("it was written");
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut titles, mut descriptions) = (0, 0);
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{svg}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "title" => titles += 1,
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "desc" => descriptions += 1,
                _ => {}
            }
        }
        assert!(titles >= 9 && titles == descriptions, "{svg}: {titles} titles, {descriptions} descriptions");
    }
    let mut judge = Command::new("node");
    judge.current_dir(desk.path()).arg(root().join("tests/suite/page.mjs")).arg(root().join("target/judges/node"));
    let output = judge.args(["0.html", "1.html"]).output().expect("node starts");
    assert!(output.status.success(), "{}", head(&String::from_utf8_lossy(&output.stderr)));
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let page: Value = serde_json::from_str(line).expect("each line is JSON");
        assert_eq!((&page["violations"], &page["wide"]), (&serde_json::json!([]), &serde_json::json!([])), "{}", page["page"]);
    }
    let output = tool(&desk, "python/bin/outloud").args(["--skip", "TAG-002", "--fail-on", "warning", "0.pdf", "1.pdf"]).output();
    let output = output.expect("the judge can be started");
    assert!(output.status.success(), "{}", head(&String::from_utf8_lossy(&output.stdout)));
    let tree = Command::new("pdfinfo").args(["-struct-text"]).arg(desk.at("0.pdf")).output().expect("poppler-utils are installed").stdout;
    let tree = String::from_utf8_lossy(&tree);
    assert!(tree.matches("Figure").count() >= 8, "{tree}");
}
