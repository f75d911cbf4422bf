//! Effort in kind is no money: it is counted once, and every report has the same totals.

use serde_json::Value;

use crate::ledger::{cents, hledger_sums, json};
use crate::program::Fresh;

const LINE: &str = "[[cost]]\nid = \"effort\"\namount = 40.00\nin_kind = true\n";
const COSTS: &str = "[[cost]]\nid = \"x\"\namount = 500.00\n";

/// A budget of 500.00 in money, and 40.00 that was agreed with `b`.
fn written(head: &str, line: &str, total: &str, settle: &str) -> Fresh {
    let desk = Fresh::empty();
    desk.write("commons.toml", "format = 1\nname = \"Toets\"\nlead = \"a\"\n[finances]\nvat = { treatment = 21 }\n");
    for who in ["a", "b"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\njoined = 2020-01-01\n"));
    }
    let agreed = if settle.is_empty() {
        String::new()
    } else {
        format!("[[in_kind]]\nparticipant = \"b\"\nwhat = \"y\"\nvalue = 40.00\nsettle = \"{settle}\"\n")
    };
    desk.write("finances/2026/budget.toml", format!("{head}{COSTS}{line}[contribution]\nkey = \"equal\"\n{total}{agreed}"));
    if !line.is_empty() {
        desk.write("finances/2026/expenses.toml", "[[expense]]\non = 2026-06-30\nline = \"effort\"\namount = 30.00\n");
    }
    desk
}

fn of(report: &Value, table: &str, key: &str, is: &str, what: &str) -> i64 {
    let row = report[table].as_array().expect("a table").iter().find(|row| row[key] == is);
    cents(row.unwrap_or_else(|| panic!("{is}: {report}"))[what].as_str().expect("an amount"))
}

#[test]
fn effort_counts_once_and_every_report_has_the_same_totals() {
    for settle in ["line", "set-off"] {
        for (line, total) in [(LINE, "total = 540.00\n"), (LINE, "")] {
            let desk = written("opening = { funds = 100.00, reserve = 100.00 }\n", line, total, settle);
            let off = if settle == "set-off" { "[[set_off]]\nwhat = \"y\"\namount = 40.00\n" } else { "" };
            let invoice = "number = \"n1\"\nkind = \"contribution\"\nparticipant = \"b\"\ndate = 2026-02-01\n[[line]]\nwhat = \"x\"\namount = 270.00\nvat = 21\n";
            desk.write("finances/2026/invoices/n1.toml", format!("{invoice}{off}"));
            let with = |command: &str| json(&desk, &[command, "--year", "2026", "--on", "2026-12-31", "--format", "json"]);
            let (budget, accounts) = (with("budget"), with("accounts"));
            let case = format!("{settle}, {line:?}, {total:?}");
            let set_off = if settle == "set-off" { 4_000 } else { 0 };
            let totals = |side: &str, what: &str| of(&budget, "totals", "side", side, what);
            assert_eq!((totals("costs", "budgeted"), totals("income", "budgeted")), (50_000 + set_off, 50_000 + set_off), "{case}");
            assert_eq!((totals("costs", "forecast"), totals("income", "forecast")), (50_000 + set_off, 50_000 + set_off), "{case}");
            let stated = |side: &str, what: &str| -> i64 {
                let rows = accounts["statement"].as_array().expect("a statement").iter().filter(|row| row["side"] == side);
                rows.map(|row| cents(row[what].as_str().expect("an amount"))).sum()
            };
            assert_eq!(desk.run(&["journal", "--year", "2026", "--on", "2026-12-31", "-o", "x.journal"]).code, Some(0));
            let sums = hledger_sums(&desk.at("x.journal").display().to_string());
            let posted = |root: &str| -> i64 { sums.iter().filter(|(name, _)| name.starts_with(root)).map(|(_, sum)| cents(sum)).sum() };
            for (side, sum) in [("costs", posted("expenses")), ("income", -posted("income"))] {
                assert_eq!([totals(side, "realised"), stated(side, "realised")], [sum, sum], "{side}: {case}");
                assert_eq!(totals(side, "amended"), stated(side, "amended"), "{side}: {case}");
            }
            let row = ["budgeted", "realised", "left"].map(|what| of(&budget, "lines", "side", "in-kind", what));
            assert_eq!(row, [4_000, 3_000, 1_000], "{case}");
            let checked = desk.run(&["check", "--on", "2026-03-01", "--select", "unbalanced-budget"]);
            assert_eq!(checked.code, Some(0), "{}", checked.said());
            assert!(!checked.said().contains("unbalanced-budget"), "{case}: {}", checked.said());
        }
    }
}

/// Effort that stands in no cost lowers what comes in; who reckons with it is told.
#[test]
fn effort_that_stands_in_no_cost_is_named() {
    let asked = ["invoice", "--year", "2026", "--dry-run", "--on", "2026-03-01", "--lang", "en"];
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (line, is_named) in [("", true), (LINE, false)] {
        let desk = written("", line, "", "set-off");
        let ran = desk.run(&asked);
        assert_eq!(flat(ran.shown()).contains("€40.00 of the agreed effort in kind is not among the costs"), is_named, "{}", ran.shown());
    }
    let desk = written("", "", "total = 540.00\n", "line");
    let checked = desk.run(&["check", "--on", "2026-03-01", "--select", "unbalanced-budget", "--lang", "en"]);
    assert!(flat(checked.shown()).contains("agreed is €40.00, the costs have €0.00"), "{}", checked.shown());
}

/// A surplus is measured against the budget, whatever total is divided.
#[test]
fn a_surplus_is_what_the_budget_does_not_need() {
    let desk = written("", "", "total = 600.00\n", "");
    let asked = json(&desk, &["invoice", "--year", "2026", "--dry-run", "--on", "2026-03-01", "--format", "json"]);
    let row = &asked["budgets"][0];
    assert_eq!(
        (row["wanted"].as_str(), row["asked"].as_str(), row["difference"].as_str()),
        (Some("600.00"), Some("600.00"), Some("100.00"))
    );
    let said = desk.run(&["invoice", "--year", "2026", "--dry-run", "--on", "2026-03-01", "--lang", "en"]);
    assert!(said.shown().contains("Surplus against the budget"), "{}", said.shown());
}

/// Three roles of six hours a month at each of two organisations: what a figure is made of is added before it is rounded.
#[test]
fn hours_are_added_before_they_are_rounded() {
    let desk = Fresh::empty();
    desk.write("commons.toml", "format = 1\nname = \"Toets\"\nlead = \"a\"\n");
    for who in ["a", "b"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\njoined = 2020-01-01\n"));
        for n in 1..4 {
            let role = format!("title = \"Rol {who}{n}\"\nhours = \"6 h/month\"\n[[holder]]\nwho = \"{who}\"\nfrom = 2020-01-01\n");
            desk.write(format!("roles/rol-{who}{n}.toml"), role);
        }
    }
    let given = |period: &str| {
        let found = json(&desk, &["thanks", "--period", period, "--on", "2026-12-31", "--format", "json"]);
        let hours: Vec<i64> =
            found["organisations"].as_array().expect("a list").iter().map(|one| one["hours"].as_i64().expect("whole hours")).collect();
        let ran = desk.run(&["thanks", "--period", period, "--on", "2026-12-31", "--lang", "nl"]);
        let told = ran.shown().split_whitespace().collect::<Vec<_>>().join(" ");
        (hours, told)
    };
    // By hand: 18 × 12 ÷ 52 ÷ 7 a day is 0.593407; times 28, 90 and 365 that is 16.615, 53.407 and 216.593, and twice as much in all.
    for (period, each, all) in [("2026-02", 17, "33 uur"), ("2026-Q1", 53, "107 uur"), ("2026", 217, "433 uur")] {
        let (hours, told) = given(period);
        assert_eq!(hours, [each, each], "{period}");
        assert!(told.contains(all), "{period}: {told}");
    }
    let report = json(&desk, &["report", "--year", "2026", "--on", "2026-12-31", "--format", "json"]);
    let figure = report["figures"].as_array().expect("a list").iter().find(|one| one["key"] == "hours");
    assert_eq!(figure.expect("hours are a figure")["value"], 433, "{report}");
}
