//! The ledger: in balance whatever happens, the same totals everywhere, and journals that two other programs accept.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use commons::answers::ledger::balance::sheet;
use commons::answers::ledger::entries::entries;
use commons::money::Money;
use commons::record::Record;
use commons::record::load::load;
use commons::source::directory;
use proptest::prelude::*;
use serde_json::Value;

use crate::cases::{day, records, root};
use crate::judges::{own_schema, validate};
use crate::program::Fresh;

pub fn loaded(folder: &Path, on: &str) -> Record {
    let source = directory::open(folder).expect("a record can be listed");
    load(&source, day(on), &|| ()).0
}

/// Every record with money, and a day.
fn with_money() -> Vec<(String, &'static str)> {
    let example = |name: &str| root().join("examples").join(name).display().to_string();
    let case = |name: &str| records().join("commands").join(name).join("in").display().to_string();
    vec![
        (example("wijkwijzer"), "2026-10-01"),
        (example("loketplein"), "2026-11-22"),
        (case("budget"), "2027-02-01"),
        (case("budget"), "2026-10-01"),
        (example("buurtkaart"), "2026-10-01"),
    ]
}

pub fn json(desk: &Fresh, arguments: &[&str]) -> Value {
    let ran = desk.run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
    serde_json::from_slice(&ran.out).expect("it is JSON")
}

/// What hledger adds up for each account.
pub fn hledger_sums(file: &str) -> BTreeMap<String, String> {
    let output = Command::new("hledger")
        .args(["-f", file, "balance", "--flat", "--no-total", "-O", "csv", "not:desc:nothing-is-left-out"])
        .output()
        .expect("hledger is installed: tests/run does it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("it is text");
    let rows = text.lines().skip(1).filter_map(|line| line.trim_matches('"').split_once("\",\""));
    rows.map(|(account, sum)| (account.to_owned(), sum.replace(" EUR", ""))).collect()
}

/// Both journals of a record go to the programs that read them.
pub fn accepted_as_journals(desk: &Fresh, record: &str, on: &str, more: &[&str]) {
    let journal = desk.at("x.journal").display().to_string();
    let ran = desk.run(&[&["-C", record, "journal", "--on", on, "-o", "x.journal"], more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let output = Command::new("hledger").args(["-f", &journal, "check", "--strict", "ordereddates", "payees"]).output();
    let output = output.expect("hledger is installed: tests/run does it");
    assert!(output.status.success(), "{record}: {}", String::from_utf8_lossy(&output.stderr));
    let beancount = desk.run(&[&["-C", record, "journal", "--on", on, "-o", "x.beancount"], more].concat());
    assert_eq!(beancount.code, Some(0), "{}", beancount.said());
    let judge = root().join("target/judges/python/bin/bean-check");
    let output = Command::new(judge).arg(desk.at("x.beancount")).output().expect("beancount is there: tests/run installs it");
    assert!(output.status.success(), "{record}: {}", String::from_utf8_lossy(&output.stderr));
}

pub fn cents(text: &str) -> i64 {
    let (whole, part) = text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), "00"));
    let sum = whole.parse::<i64>().expect("a number") * 100 + part.parse::<i64>().expect("cents");
    if text.starts_with('-') { -sum } else { sum }
}

#[test]
fn journals_are_accepted_and_say_what_the_budget_says() {
    for (record, on) in with_money() {
        let desk = Fresh::empty();
        for year in ["2026", "2027"] {
            let has_year = desk.run(&["-C", &record, "budget", "--year", year, "--on", on]).code == Some(0);
            for more in [&["--year", year][..], &[]].into_iter().skip(usize::from(!has_year)) {
                accepted_as_journals(&desk, &record, on, more);
            }
            let journal = desk.run(&["-C", &record, "journal", "--year", year, "--on", on, "-o", "y.journal"]);
            let ran = desk.run(&["-C", &record, "budget", "--year", year, "--on", on, "--format", "json"]);
            assert_eq!(journal.code, ran.code, "{}", journal.said());
            if ran.code != Some(0) {
                continue;
            }
            let budget: Value = serde_json::from_slice(&ran.out).expect("it is JSON");
            let sums = hledger_sums(&desk.at("y.journal").display().to_string());
            let of = |root: &str| -> i64 { sums.iter().filter(|(name, _)| name.starts_with(root)).map(|(_, sum)| cents(sum)).sum() };
            let totals = budget["totals"].as_array().expect("totals");
            let said = |side: &str| {
                let row = totals.iter().find(|row| row["side"] == side).expect("it is there");
                cents(row["realised"].as_str().expect("an amount"))
            };
            assert_eq!((of("expenses"), -of("income")), (said("costs"), said("income")), "{record} {year}");
            for line in budget["lines"].as_array().expect("lines") {
                let Some(id) =
                    line["line"].as_str().filter(|_| line["side"] == "costs" && line["kind"] == "cost" && line["product"].is_null())
                else {
                    continue;
                };
                let posted = sums.get(&format!("expenses:costs:{id}")).map_or(0, |sum| cents(sum));
                assert_eq!(posted, cents(line["realised"].as_str().expect("an amount")), "{record} {year} {id}");
            }
        }
    }
}

#[test]
fn accounts_balance_and_their_parts_add_up() {
    let mut seen = 0;
    for (record, on) in with_money() {
        let desk = Fresh::empty();
        if record.ends_with("buurtkaart") {
            continue;
        }
        let accounts = json(&desk, &["-C", &record, "accounts", "--year", "2026", "--on", on, "--format", "json"]);
        let rows = accounts["balance"].as_array().expect("a balance");
        let sum = |side: &str, key: &str| -> i64 {
            rows.iter().filter(|row| row["side"] == side).map(|row| cents(row[key].as_str().expect("an amount"))).sum()
        };
        assert!(!rows.is_empty(), "{record}: there is no balance");
        for key in ["begin", "end"] {
            assert_eq!(sum("assets", key), sum("liabilities", key), "{record} {key}");
        }
        let open: i64 =
            accounts["open"].as_array().map_or(0, |rows| rows.iter().map(|row| cents(row["open"].as_str().expect("an amount"))).sum());
        let at = |what: &str| rows.iter().find(|row| row["what"] == what).map_or(0, |row| cents(row["end"].as_str().expect("an amount")));
        assert_eq!(open, at("receivable") - at("received-too-much"), "{record}");
        let result: i64 = accounts["statement"]
            .as_array()
            .expect("a statement")
            .iter()
            .map(|row| cents(row["realised"].as_str().expect("an amount")) * if row["side"] == "income" { 1 } else { -1 })
            .sum();
        assert_eq!(result, at("result"), "{record}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}

/// One invoice: whose, its amount, its day, its period, how it is taxed, what is set off, how much of it is paid and credited.
pub type Drawn = (usize, i64, u32, Option<(u32, u32)>, u8, i64, i64, bool);

pub fn a_day(n: u32) -> String {
    let first = day("2025-06-01");
    first.plus_days(i64::from(n)).to_string()
}

/// Random invoices: who, amount, day, period, VAT, what is set off, what was paid, and whether it was credited.
pub fn random_invoices() -> impl Strategy<Value = Vec<Drawn>> {
    let period = prop::option::of((0..800u32, 0..700u32));
    let vat = prop::sample::select(vec![0u8, 9, 21]);
    let one = (0..3usize, 1..5_000_000i64, 0..900u32, period, vat, 0..2_000i64, -1_000..6_000_000i64, any::<bool>());
    prop::collection::vec(one, 0..7)
}

/// Random expenses: amount, VAT, day, and whether the budget knows what they were for.
pub fn random_expenses() -> impl Strategy<Value = Vec<(i64, i64, u32, bool)>> {
    prop::collection::vec((-1_000..3_000_000i64, 0..600_000i64, 0..900u32, any::<bool>()), 0..6)
}

pub fn laid(invoices: &[Drawn], expenses: &[(i64, i64, u32, bool)], deductible: bool) -> Fresh {
    let desk = Fresh::empty();
    let settings = format!(
        "format = 1\nname = \"Toets\"\nlead = \"a\"\n[finances]\nvat = {{ treatment = 21, deductible = {deductible} }}\nreserve = {{ balance = 500.00 }}\n"
    );
    desk.write("commons.toml", settings.as_bytes());
    for who in ["a", "b", "c"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\njoined = 2020-01-01\n").as_bytes());
    }
    desk.write("finances/2026/budget.toml", b"opening = { funds = 700.00, reserve = 500.00 }\n[[cost]]\nid = \"x\"\namount = 10.00\n");
    let mut payments = String::new();
    for (n, (who, amount, on, period, vat, off, paid, credited)) in invoices.iter().enumerate() {
        let who = ["a", "b", "c"][*who];
        let amount = Money(*amount);
        let off = Money(*off);
        let period = period
            .map_or(String::new(), |(from, length)| format!("period = {{ from = {}, until = {} }}\n", a_day(from), a_day(from + length)));
        let head = format!("participant = \"{who}\"\ndate = {}\n{period}", a_day(*on));
        let lines = format!("[[line]]\nwhat = \"x\"\namount = {amount}\nvat = {vat}\n[[set_off]]\nwhat = \"y\"\namount = {off}\n");
        let file = format!("finances/2026/invoices/n{n}.toml");
        desk.write(&file, format!("number = \"n{n}\"\nkind = \"contribution\"\n{head}{lines}").as_bytes());
        if *credited {
            let back = format!("[[line]]\nwhat = \"x\"\namount = {}\nvat = {vat}\n", -amount);
            let text = format!("number = \"c{n}\"\nkind = \"credit\"\ncredits = \"n{n}\"\n{head}{back}");
            desk.write(format!("finances/2026/invoices/c{n}.toml"), text.as_bytes());
        }
        let number = if n % 4 == 3 { "elsewhere".to_owned() } else { format!("n{n}") };
        payments += &format!("[[payment]]\non = {}\namount = {}\ninvoice = \"{number}\"\n", a_day(*on + 20), Money(*paid));
    }
    desk.write("finances/2026/payments.toml", payments.as_bytes());
    let expenses: String = expenses
        .iter()
        .map(|(amount, vat, on, known)| {
            let line = if *known { "x" } else { "other" };
            format!("[[expense]]\non = {}\nline = \"{line}\"\namount = {}\nvat = {}\n", a_day(*on), Money(*amount), Money(*vat))
        })
        .collect();
    desk.write("finances/2026/expenses.toml", expenses.as_bytes());
    desk
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_entry_and_every_year_is_in_balance(
        invoices in random_invoices(),
        expenses in random_expenses(),
        deductible in any::<bool>(),
        on in 0..1200u32,
    ) {
        let desk = laid(&invoices, &expenses, deductible);
        let record = loaded(desk.path(), &a_day(on));
        prop_assert!(record.unread.is_empty(), "{:?}", record.unread);
        let all = entries(&record);
        for entry in &all {
            prop_assert_eq!(entry.postings.iter().map(|(_, amount)| *amount).sum::<Money>(), Money(0), "{:?}", entry);
            prop_assert!(entry.day <= record.on);
        }
        prop_assert!(all.is_sorted_by_key(|entry| entry.day));
        let sheet = sheet(&record, &all, 2026).expect("it has an opening");
        prop_assert!(sheet.is_in_balance(), "{:?}", sheet);
        // Invoices and credit notes less payments is what is open, of those whose number is known.
        let total = |one: &commons::record::finance::Invoice| commons::answers::debts::total(one);
        let sent: Money = record.invoices.iter().filter(|one| one.date.is_some_and(|date| date <= record.on)).map(total).sum();
        let known = |number: &str| record.invoices.iter().any(|one| one.number.as_deref() == Some(number));
        let paid: Money = record.payments.iter().flat_map(|file| &file.payment)
            .filter(|one| one.on <= record.on && one.invoice.as_deref().is_some_and(known)).map(|one| one.amount).sum();
        let open: Money = all.iter().flat_map(|entry| &entry.postings)
            .filter(|(account, _)| matches!(account, commons::answers::ledger::account::Account::Receivable(_)))
            .map(|(_, amount)| *amount).sum();
        prop_assert_eq!(sent - paid, open);
    }
}

/// Names that would break a journal do not.
#[test]
fn hostile_names_do_not_break_a_journal() {
    let desk = Fresh::empty();
    desk.write("commons.toml", b"format = 1\nname = \"A ; \\\" | \\n(b)  c\"\n");
    let names = ["(code) x", "* ! =", "a ; b | c  d", "\\\"q\\\\ \\u0000 \\u202e", "e\\nf", "   "];
    for (n, name) in names.iter().enumerate() {
        desk.write(format!("participants/p{n}.toml"), format!("name = \"{name}\"\njoined = 2020-01-01\n").as_bytes());
        let text = format!(
            "number = \"n){n};|\"\nparticipant = \"p{n}\"\ndate = 2026-01-0{}\n[[line]]\nwhat = \"{name}\"\namount = 1.00\n",
            n + 1
        );
        desk.write(format!("finances/2026/invoices/n{n}.toml"), text.as_bytes());
    }
    desk.write("finances/2026/expenses.toml", b"[[expense]]\non = 2026-02-01\nline = \"X y:z\"\namount = 2.00\nwhat = \"; |\"\n");
    for (file, program, arguments) in [
        ("x.journal", "hledger".to_owned(), &["check", "--strict", "ordereddates", "payees", "-f"][..]),
        ("x.beancount", root().join("target/judges/python/bin/bean-check").display().to_string(), &[]),
    ] {
        let ran = desk.run(&["journal", "--on", "2026-10-01", "-o", file]);
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        let output = Command::new(program).args(arguments).arg(desk.at(file)).output().expect("tests/run installs it");
        let text = fs::read_to_string(desk.at(file)).expect("it was written");
        assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn what_was_invoiced_is_received_or_open() {
    let desk = Fresh::empty();
    desk.write("commons.toml", "name = \"Toets\"\n");
    for who in ["a", "b"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\njoined = 2020-01-01\n"));
    }
    for (n, who, year) in [(1, "a", 2026), (2, "b", 2026), (3, "b", 2025)] {
        let text = format!(
            "number = \"n{n}\"\nkind = \"contribution\"\nparticipant = \"{who}\"\ndate = {year}-02-01\n[[line]]\nwhat = \"x\"\namount = 100.00\n"
        );
        desk.write(format!("finances/{year}/invoices/n{n}.toml"), text);
    }
    let paid = |on: &str, amount: &str, number: &str| format!("[[payment]]\non = {on}\namount = {amount}\ninvoice = \"{number}\"\n");
    desk.write("finances/2026/payments.toml", paid("2026-03-01", "130.00", "n1") + &paid("2026-03-01", "40.00", "n2"));
    desk.write("finances/2027/payments.toml", paid("2027-01-10", "10.00", "n2"));
    let mut records: Vec<(String, &str)> = with_money().into_iter().filter(|(record, _)| !record.ends_with("buurtkaart")).collect();
    records.push((desk.path().display().to_string(), "2027-01-31"));
    for (record, on) in &records {
        let budget = json(&desk, &["-C", record, "budget", "--year", "2026", "--on", on, "--format", "json"]);
        let of = |key: &str| cents(budget["invoices"][0][key].as_str().expect("an amount"));
        assert_eq!(of("invoiced") - of("received"), of("open") + of("not_owed") - of("too_much"), "{record}");
    }
    let budget = json(&desk, &["budget", "--year", "2026", "--on", "2027-01-31", "--format", "json"]);
    let said = ["invoiced", "received", "too_much", "open", "open_elsewhere"].map(|key| budget["invoices"][0][key].clone());
    assert_eq!(said, ["200.00", "180.00", "30.00", "50.00", "100.00"]);
}

#[test]
fn figures_are_what_their_schema_says() {
    let desk = Fresh::empty();
    for report in ["budget", "accounts"] {
        let mut written = Vec::new();
        for (n, (record, on)) in with_money().iter().enumerate().filter(|(_, (record, _))| !record.ends_with("buurtkaart")) {
            for year in ["2026", "2027"] {
                let name = format!("{report}-{n}-{year}.json");
                let ran = desk.run(&["-C", record, report, "--year", year, "--on", on, "-o", &name]);
                assert_eq!(ran.code, Some(0), "{record}: {}", ran.said());
                written.push(name);
            }
        }
        validate(&desk, &["--schemafile", &own_schema(report).display().to_string()], &written);
    }
}

/// What is adopted is what the year is held against, whoever joined since and whatever was added later.
#[test]
fn contributions_are_budgeted_as_the_budget_needs_them() {
    let desk = Fresh::empty();
    desk.write("commons.toml", "name = \"Toets\"\n");
    for (who, joined) in [("a", "2020-01-01"), ("b", "2020-01-01"), ("c", "2026-04-01")] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\nkind = \"other\"\njoined = {joined}\n"));
    }
    let costs = "[[cost]]\nid = \"x\"\namount = 1000.00\n[[income]]\nid = \"y\"\nwhat = \"y\"\namount = 100.00\n";
    let later =
        "[[amendment]]\non = 2026-05-01\nline = \"x\"\namount = 200.00\n[[amendment]]\non = 2026-05-01\nline = \"y\"\namount = 50.00\n";
    desk.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{costs}{later}[contribution]\nkey = \"equal\"\n"));
    for (on, budgeted, amended) in [("2026-04-30", "900.00", "900.00"), ("2026-05-01", "900.00", "1050.00")] {
        let budget = json(&desk, &["budget", "--year", "2026", "--on", on, "--format", "json"]);
        let rows = budget["lines"].as_array().expect("lines");
        let dues = rows.iter().find(|row| row["kind"] == "contribution").expect("there is a contribution");
        assert_eq!((dues["budgeted"].as_str(), dues["amended"].as_str()), (Some(budgeted), Some(amended)), "{on}");
    }
}
