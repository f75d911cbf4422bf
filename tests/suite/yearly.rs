//! The yearly report: the same figures as the commands that it repeats, nothing guessed, one page where one page is promised.

use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;

use crate::cases::{lay, records, root};
use crate::commits::git_on;
use crate::judges::{own_schema, validate};
use crate::program::{Fresh, Ran, program};

fn case() -> PathBuf {
    records().join("commands/report/in")
}

/// The records that are reported on, each with a day.
fn reported() -> Vec<(PathBuf, &'static str)> {
    let examples = ["wijkwijzer", "loketplein", "buurtkaart"].map(|name| (root().join("examples").join(name), "2026-10-01"));
    examples.into_iter().chain([(case(), "2027-02-01"), (case(), "2026-10-01")]).collect()
}

fn ran(record: &Path, on: &str, line: &str) -> Ran {
    let lang = if line.contains("--lang") { &[][..] } else { &["--lang", "nl"] };
    let ran = Ran::of(program().arg("-C").arg(record).args(["--on", on]).args(line.split(' ')).args(lang));
    assert_eq!(ran.code, Some(0), "{}: {line}: {}", record.display(), ran.said());
    ran
}

fn json(record: &Path, on: &str, line: &str) -> Value {
    ran(record, on, &format!("{line} --format json")).json()
}

fn text(record: &Path, on: &str, line: &str) -> String {
    ran(record, on, line).shown().to_owned()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("{name} is no list: {value}"))
}

/// The organisations of a record that have a page: suppliers that take no part have none.
fn told(record: &Path, on: &str) -> Vec<String> {
    let all = json(record, on, "list participants --columns id,supplier,takes_part");
    let supplies = |one: &&Value| one["supplier"] == "true" && one["takes_part"] != "true";
    let found = list(&all, "participants").iter().filter(|one| !supplies(one)).filter_map(|one| one["id"].as_str());
    found.map(str::to_owned).collect()
}

fn cents(value: &Value) -> i64 {
    let text = value.as_str().expect("an amount is text");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let sum = digits.parse::<i64>().expect("digits are a number");
    if text.starts_with('-') { -sum } else { sum }
}

#[test]
fn its_figures_are_those_of_the_commands_that_it_repeats() {
    let mut compared = 0;
    for (record, on) in reported() {
        let report = json(&record, on, "report --year 2026");
        let thanks = json(&record, on, "thanks --period 2026");
        let gifts: u64 = list(&thanks, "organisations").iter().filter_map(|one| one["contributions"].as_u64()).sum();
        let given: u64 = list(&report, "given").iter().filter_map(|one| one["contributions"].as_u64()).sum();
        assert_eq!(given, gifts, "{}", record.display());
        let status = json(&record, on.min("2026-12-31"), "status");
        let parties =
            list(&status, "participants").iter().filter(|one| ["active", "leaving"].contains(&one["status"].as_str().unwrap_or_default()));
        let figure = |key: &str| list(&report, "figures").iter().find(|one| one["key"] == key).map(|one| one["value"].clone());
        assert_eq!(figure("participants"), Some(parties.count().into()), "{}", record.display());
        if list(&report, "money").is_empty() {
            continue;
        }
        let accounts = json(&record, on, "accounts --year 2026");
        let side = |side: &str| {
            list(&accounts, "statement").iter().filter(|one| one["side"] == side).map(|one| cents(&one["realised"])).sum::<i64>()
        };
        let money = &report["money"][0];
        assert_eq!((cents(&money["income"]), cents(&money["costs"])), (side("income"), side("costs")), "{}", record.display());
        assert_eq!(cents(&money["balance"]), side("income") - side("costs"));
        let budget = text(&record, on, "budget --year 2026 --lang nl");
        let shown = text(&record, on, "report --year 2026 --lang nl --format table");
        let fact = |page: &str, label: &str| page.lines().find_map(|line| Some(line.strip_prefix(label)?.trim().to_owned()));
        for label in ["Gefactureerd in het jaar, inclusief btw:", "Ontvangen op facturen:", "Waarvan over de vervaldatum:", "Dekt:"] {
            assert_eq!(fact(&shown, label), fact(&budget, label), "{}: {label}", record.display());
        }
        compared += 1;
    }
    assert!(compared > 3, "the money of {compared} records was compared");
}

#[test]
fn what_a_participant_is_told_of_money_is_its_own_and_that_of_the_announcement() {
    let (record, on) = (root().join("examples/wijkwijzer"), "2026-10-01");
    let announced = json(&record, on, "announce --year 2027");
    let mut compared = 0;
    for one in list(&announced, "announcements") {
        let id = one["participant"].as_str().expect("it has an id");
        let page = json(&record, on, &format!("report --year 2026 --for {id}"));
        let next = list(&page, "dues").iter().find(|line| line["year"] == 2027).and_then(|line| line.get("asked"));
        assert_eq!(next, one.get("amount"), "{id}: {page}");
        compared += 1;
    }
    assert!(compared > 5, "only {compared} participants were compared");
    // 12,600 over three; Almelo gives 1,000 in kind; Dinkelland takes part for nine months.
    for (id, expected) in [
        ("borne", [Some("4200.00"), Some("4200.00"), Some("4200.00"), Some("0.00")]),
        ("almelo", [Some("3200.00"), Some("3200.00"), Some("1000.00"), Some("2200.00")]),
        ("dinkelland", [Some("3150.00"), None, None, None]),
    ] {
        let page = json(&case(), "2027-02-01", &format!("report --year 2026 --for {id}"));
        let line = list(&page, "dues").iter().find(|line| line["year"] == 2026).expect("it is told of the year");
        let told = ["asked", "invoiced", "paid", "open"].map(|key| line[key].as_str());
        assert_eq!(told, expected, "{id}: {page}");
    }
}

/// Whoever is handed one page gets one page: every organisation of every example, in both languages.
#[test]
fn the_page_of_a_participant_is_one_page() {
    let desk = Fresh::empty();
    let mut asked = Vec::new();
    for (n, (record, on)) in reported().into_iter().enumerate() {
        for id in told(&record, on) {
            asked.extend(["nl", "en"].map(|lang| (n, record.clone(), on, id.clone(), lang)));
        }
    }
    let long: Vec<String> = asked
        .par_iter()
        .filter_map(|(n, record, on, id, lang)| {
            let file = desk.at(format!("{n}-{id}-{lang}.pdf"));
            ran(record, on, &format!("report --year 2026 --for {id} --lang {lang} -o {}", file.display()));
            let about = Command::new("pdfinfo").arg(&file).output().expect("tests/run installs poppler-utils");
            let about = String::from_utf8_lossy(&about.stdout).into_owned();
            let pages = about.lines().find_map(|line| line.strip_prefix("Pages:")).map(|pages| pages.trim().to_owned());
            (pages.as_deref() != Some("1")).then(|| format!("{} {id} {lang}: {pages:?}", record.display()))
        })
        .collect();
    assert!(asked.len() > 100, "only {} pages were made", asked.len());
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn money_that_cannot_be_read_is_not_guessed() {
    let desk = Fresh::empty();
    lay(&case(), desk.path());
    assert!(text(desk.path(), "2027-02-01", "report --year 2026").contains('€'));
    desk.write("finances/2026/payments.toml", "[[payment\n");
    for line in ["report --year 2026", "report --year 2026 --for borne", "report --year 2025"] {
        let said = text(desk.path(), "2027-02-01", &format!("{line} --format table")).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("De cijfers zijn niet bekend, want `finances/2026/payments.toml` is niet te lezen."), "{line}: {said}");
        let (_, after) = said.split_once("De cijfers zijn niet bekend").expect("it was found");
        assert!(!after.contains('€'), "{line}: {said}");
        let report = json(desk.path(), "2027-02-01", line);
        assert!(report["unread"].is_array() && report["money"].as_array().is_none_or(Vec::is_empty), "{report}");
    }
}

#[test]
fn what_cannot_be_read_is_not_said_to_be_missing() {
    let desk = Fresh::empty();
    lay(&case(), desk.path());
    let none = "geen evaluatie van de rolverdeling in het dossier";
    assert!(text(desk.path(), "2027-02-01", "report --year 2026").contains(none));
    desk.write("community.toml", "[[evaluation\n");
    let said = text(desk.path(), "2027-02-01", "report --year 2026");
    assert!(!said.contains(none) && said.contains("Niet bekend: een bestand waar het in kan staan"), "{said}");
}

#[test]
fn a_year_is_told_as_far_as_it_is_over() {
    let record = case();
    let running = text(&record, "2026-10-01", "report --year 2026 --format table");
    for part in ["tot en met 1 oktober 2026", "2026 tot nu toe", "Volgt nog", "De boeken zijn nog niet gesloten"] {
        assert!(running.contains(part), "{part}: {running}");
    }
    assert!(running.contains("Versie 2.1: mantelzorgers (gepland, 1 december 2026)"), "{running}");
    let over = text(&record, "2027-02-01", "report --year 2026 --format table");
    assert!(!over.contains("tot nu toe") && !over.contains("nog niet gesloten"), "{over}");
    // Who joined after the year does not take part in it, and what was measured later was not measured in it.
    let before = text(&record, "2027-02-01", "report --year 2025 --format table");
    assert!(!before.contains("Toegetreden: Gemeente Dinkelland") && before.contains("6,8") && !before.contains("7,4"), "{before}");
    for (year, why) in [("2027", "2027 has not begun"), ("2023", "the collaboration began in 2024")] {
        let ran = Ran::of(program().arg("-C").arg(&record).args(["--on", "2026-10-01", "report", "--year", year]));
        assert!(ran.code == Some(2) && ran.said().contains(why), "{}", ran.said());
    }
}

#[test]
fn an_empty_record_is_no_reason_to_invent_anything() {
    let desk = Fresh::empty();
    desk.write("commons.toml", "format = 1\nname = \"Leeg\"\nlanguage = \"nl\"\n");
    desk.write("participants/borne.toml", "name = \"Gemeente Borne\"\nkind = \"municipality\"\n");
    let said = text(desk.path(), "2026-10-01", "report --year 2026");
    for part in ["staan er geen overleggen in het dossier", "niets over geld", "geen evaluatie", "niet in het dossier sinds wanneer"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for heading in ["Opgeleverd", "Wensen", "Wat we leerden", "Wie deed wat", "Gebruik en tevredenheid"] {
        assert!(!said.contains(heading), "{heading}: {said}");
    }
    assert!(text(desk.path(), "2026-10-01", "report --year 2026 --for borne").contains("geen bijdrage van ons"));
}

#[test]
fn what_was_planned_is_what_the_record_said_when_the_year_began() {
    let fresh = Fresh::empty();
    let settings = |level: &str| format!("format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlevel = \"{level}\"\n");
    let product = |milestones: &[(&str, &str)]| {
        let all = milestones.iter().map(|(on, what)| format!("[[milestone]]\non = \"{on}\"\nwhat = \"{what}\"\n"));
        format!("name = \"Kaart\"\n{}", all.collect::<String>())
    };
    let wish = |status: &str| format!("[[wish]]\non = 2025-05-01\nwhat = \"Donkere kaart\"\nstatus = \"{status}\"\n");
    git_on("2025-12-01", fresh.path(), &["init", "--quiet", "-b", "main"]);
    fresh.write("commons.toml", settings("light"));
    fresh.write("products/kaart.toml", product(&[("2026-03", "Zoeken"), ("2026-06", "Printen"), ("2026-09", "Delen")]));
    fresh.write("community.toml", wish("roadmap"));
    git_on("2025-12-01", fresh.path(), &["add", "."]);
    git_on("2025-12-01", fresh.path(), &["commit", "--quiet", "-m", "."]);
    fresh.write("commons.toml", settings("structured"));
    fresh.write("products/kaart.toml", product(&[("2026-04", "Zoeken"), ("2027-02", "Printen")]));
    fresh.write("community.toml", wish("done"));
    git_on("2026-11-01", fresh.path(), &["add", "."]);
    git_on("2026-11-01", fresh.path(), &["commit", "--quiet", "-m", "."]);
    let said = text(fresh.path(), "2026-11-20", "report --year 2026 --lang nl");
    for part in [
        "Lichte coördinatie aan het begin van het jaar, nu gestructureerde samenwerking",
        "Kaart: Zoeken (opgeleverd, april 2026)",
        "Kaart: Printen (verschoven, februari 2027)",
        "Kaart: Delen (staat niet meer in het dossier)",
        "Op de roadmap: Donkere kaart (vervuld)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let ran = Ran::of(program().arg("-C").arg(fresh.path()).args(["--on", "2026-11-20", "report", "--year", "2025", "--lang", "nl"]));
    assert!(ran.said().contains("uit git blijkt niet hoe dit dossier er op 31 december 2024 uitzag"), "{}", ran.said());
}

#[test]
fn reports_are_what_their_schemas_say() {
    let desk = Fresh::empty();
    let (mut whole, mut pages) = (Vec::new(), Vec::new());
    for (n, (record, on)) in reported().iter().enumerate() {
        let write = |line: &str, name: String| {
            ran(record, on, &format!("{line} -o {}", desk.at(&name).display()));
            name
        };
        whole.push(write("report --year 2026", format!("whole-{n}.json")));
        for id in told(record, on).iter().step_by(4) {
            pages.push(write(&format!("report --year 2026 --for {id}"), format!("page-{n}-{id}.json")));
        }
    }
    validate(&desk, &["--schemafile", &own_schema("report").display().to_string()], &whole);
    validate(&desk, &["--schemafile", &own_schema("report-participant").display().to_string()], &pages);
}

#[test]
fn a7_what_is_not_covered_is_so_as_far_as_could_be_read() {
    let fresh = Fresh::empty();
    lay(&root().join("examples/wijkwijzer"), fresh.path());
    let told = |line: &str| text(fresh.path(), "2026-10-01", &format!("{line} --format md"));
    for line in ["report --year 2026", "status"] {
        assert!(!told(line).contains("voor zover te lezen"), "{line}");
    }
    fresh.write("tasks/releases.toml", "title = \"");
    let report = told("report --year 2026");
    assert!(report.contains("Belegd op 1 oktober 2026, voor zover te lezen: 24 van de 25 kerntaken"), "{report}");
    assert!(report.contains("De overige: releasemanagement."), "{report}");
    let status = told("status");
    assert!(status.contains("een kerntaak die voor zover te lezen niet is belegd"), "{status}");
    assert!(status.contains("24 van de 25 belegd, voor zover te lezen"), "{status}");
}
