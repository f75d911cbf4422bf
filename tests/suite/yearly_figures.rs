//! The figures of the yearly report, of its page and of announcements, worked out by hand for a small record.

use serde_json::Value;

use crate::program::{Fresh, Ran, program};

const SETTINGS: &str = "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlevel = \"light\"\nlead = \"tiel\"\nstarted = 2024-01-01\n\
    [finances]\nfund_holder = \"tiel\"\niban = \"NL91ABNA0417164300\"\nvat = { treatment = \"outside-scope\", reason = \"x\" }\n";
const BUDGET: &str = "status = \"adopted\"\n[[cost]]\nid = \"werk\"\nwhat = \"Werk\"\namount = 9000.00\n\
    [contribution]\nkey = \"equal\"\npro_rata = \"months\"\n";

fn municipality(name: &str, more: &str) -> String {
    let id = name.to_lowercase();
    format!(
        "name = \"Gemeente {name}\"\nkind = \"municipality\"\ncontact = \"p-{id}\"\n{more}\n[people.p-{id}]\nname = \"Pim {name}\"\nemail = \"p@{id}.example\"\n"
    )
}

/// Six of whom one left in September and one leaves in March; one of them gives effort in kind in 2026.
fn small() -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", SETTINGS);
    for name in ["Tiel", "Culemborg", "Zaltbommel", "Neder"] {
        fresh.write(format!("participants/{}.toml", name.to_lowercase()), municipality(name, "joined = 2024-01-01"));
    }
    fresh.write("participants/buren.toml", municipality("Buren", "joined = 2024-01-01\nleft = 2027-03-31"));
    fresh.write("participants/leiden.toml", municipality("Leiden", "joined = 2024-01-01\nleft = 2026-09-30"));
    fresh.write("finances/2026/budget.toml", BUDGET);
    fresh
}

fn ran(fresh: &Fresh, on: &str, line: &str) -> Ran {
    let ran = Ran::of(program().arg("-C").arg(fresh.path()).args(["--on", on]).args(line.split(' ')).args(["--lang", "nl"]));
    assert_eq!(ran.code, Some(0), "{line}: {}", ran.said());
    ran
}

fn json(fresh: &Fresh, on: &str, line: &str) -> Value {
    ran(fresh, on, &format!("{line} --format json")).json()
}

/// What is shown, in one line.
fn text(fresh: &Fresh, on: &str, line: &str) -> String {
    ran(fresh, on, &format!("{line} --format table")).shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn figure(report: &Value, key: &str) -> Value {
    list(report, "figures").iter().find(|one| one["key"] == key).map(|one| one["value"].clone()).unwrap_or_default()
}

#[test]
fn an_estimate_is_what_the_budget_would_ask_of_those_who_take_part_then() {
    let fresh = small();
    fresh.write(
        "finances/2026/budget.toml",
        format!("{BUDGET}[[in_kind]]\nparticipant = \"tiel\"\nwhat = \"zaal\"\nhours = 10\nvalue = 500.00\n"),
    );
    let of = |id: &str, year: i32| {
        let page = json(&fresh, "2026-11-23", &format!("report --year 2026 --for {id}"));
        list(&page, "dues").iter().find(|line| line["year"] == year).map(|line| line["asked"].clone()).unwrap_or_default()
    };
    // 9,000 over the five who take part on 1 January; Buren does so for three of twelve months, and nobody agreed to anything in kind.
    assert_eq!(
        ["culemborg", "buren", "tiel", "leiden"].map(|id| of(id, 2027)),
        ["1800.00".into(), "450.00".into(), "1800.00".into(), Value::Null]
    );
    assert_eq!(of("tiel", 2026), "1000.00");
    let page = text(&fresh, "2026-11-23", "report --year 2026 --for tiel");
    assert!(page.contains("in natura bijdragen, is nog niet afgesproken"), "{page}");
    let asked = |id: &str, year: i32| {
        let announced = json(&fresh, "2026-11-23", &format!("announce {id} --year 2027"));
        let mut years = list(&announced, "years").iter();
        years.find(|line| line["participant"] == id && line["year"] == year).map(|line| line["amount"].clone()).unwrap_or_default()
    };
    assert_eq!([asked("neder", 2027), asked("neder", 2028), asked("buren", 2028)], ["1800.00".into(), "2250.00".into(), Value::Null]);
    // Who joins in a year is told of it, though the budget that it rests on asks it nothing.
    fresh.write("participants/west.toml", municipality("West", "joined = 2027-01-01"));
    let letter = text(&fresh, "2026-04-23", "announce west --year 2027");
    assert!(letter.contains("€ 1.500,00") && !letter.contains("Zo komt het bedrag"), "{letter}");
    // A day that is not known well enough is in the way of its own year only.
    fresh.write("participants/neder.toml", municipality("Neder", "joined = 2024-01-01\nleft = 2028"));
    let overview = text(&fresh, "2026-04-23", "announce --year 2027");
    assert!(overview.contains("Gemeente Tiel € 1.500,00 niet bekend") && overview.contains("Samen € 7.875,00 niet bekend"), "{overview}");
}

#[test]
fn whoever_has_left_gives_no_hours_and_holds_nothing_any_more() {
    let fresh = small();
    let role = "title = \"Coördinator\"\nhours = 7\n[[holder]]\nwho = \"p-leiden\"\nfrom = 2024-01-01\n";
    fresh.write("roles/coordinator.toml", role);
    fresh.write(
        "roles/gastheer.toml",
        "title = \"Gastheer\"\n[[turn]]\nwho = \"leiden\"\nfrom = 2026-08-01\n[[turn]]\nwho = \"leiden\"\nfrom = 2026-10-01\n",
    );
    // An hour a day for 273 days, to the end of September.
    let report = json(&fresh, "2026-11-23", "report --year 2026");
    assert_eq!(figure(&report, "hours"), 273);
    let page = text(&fresh, "2026-11-23", "report --year 2026");
    assert!(page.contains("Pim Leiden (Gemeente Leiden), t/m 30 september 2026"), "{page}");
    assert!(page.contains("Gemeente Leiden, 1 augustus 2026 t/m 30 september 2026") && !page.contains("vanaf 1 oktober 2026"), "{page}");
    let trend = json(&fresh, "2026-11-23", "trend --by year --since 2026-01-01 --only hours");
    assert_eq!(list(&trend, "periods").last().map(|last| last["hours"].clone()), Some(273.into()));
}

#[test]
fn who_came_and_who_went_make_what_there_is() {
    let fresh = small();
    fresh.write("participants/west.toml", municipality("West", "joined = 2026-01-01"));
    fresh.write("participants/oost.toml", municipality("Oost", "joined = 2024-01-01\nleft = 2025-12-31"));
    fresh.write("participants/noord.toml", municipality("Noord", "joined = 2026-02-01\nleft = 2026-12-31"));
    fresh.write("roles/coordinator.toml", "title = \"Coördinator\"\n[[holder]]\nwho = \"p-west\"\nfrom = 2026-01-01\n");
    fresh.write(
        "roles/gastheer.toml",
        "title = \"Gastheer\"\n[[turn]]\nwho = \"west\"\nfrom = 2026-03-01\n[[turn]]\nwho = \"tiel\"\nfrom = 2026-06-01\n",
    );
    let page = text(&fresh, "2027-01-15", "report --year 2026");
    // 7 + 2 - 2 = 7.
    let said = "Op 31 december 2026 waren er 7 deelnemers; op 31 december 2025 waren dat er 7. Nieuw: Gemeente West en Gemeente Noord. \
        Uitgetreden: Gemeente Oost en Gemeente Leiden. Op 31 december 2026 voor het laatst: Gemeente Noord.";
    assert!(page.contains(said), "{page}");
    // A role from the first day on is new as well; turns are not.
    assert!(page.contains("Nieuw in een rol gekomen in 2026: 1."), "{page}");
    let began = text(&fresh, "2027-01-15", "report --year 2024");
    assert!(began.contains("De samenwerking begon op 1 januari 2024. Op 31 december 2024 waren er 7 deelnemers"), "{began}");
    assert!(began.contains("- Op 31 december 2024 waren er 7 deelnemers. Nieuw: 7 deelnemers."), "{began}");
}
