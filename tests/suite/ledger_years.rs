//! A year after another: what the one left is what the next begins with, on the balance sheet and in the journal.

use std::fs;

use serde_json::Value;

use crate::ledger::{accepted_as_journals, cents, hledger_sums, json};
use crate::program::Fresh;

/// Two years: 2025 ends with 1121.00, a reserve of 1100.00 and 21.00 of VAT to be paid.
fn two_years(before: &str, opening: &str) -> Fresh {
    let desk = Fresh::empty();
    desk.write("commons.toml", b"format = 1\nname = \"Toets\"\nlead = \"a\"\n[finances]\nvat = { treatment = 21 }\n");
    for who in ["a", "b"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\njoined = 2020-01-01\n").as_bytes());
    }
    let cost = "[[cost]]\nid = \"x\"\namount = 500.00\n";
    desk.write("finances/2025/budget.toml", format!("{before}{cost}").as_bytes());
    desk.write(
        "finances/2025/invoices/n1.toml",
        b"number = \"n1\"\nkind = \"contribution\"\nparticipant = \"b\"\ndate = 2025-02-01\n[[line]]\nwhat = \"x\"\namount = 600.00\nvat = 21\n",
    );
    desk.write("finances/2025/payments.toml", b"[[payment]]\non = 2025-03-01\namount = 726.00\ninvoice = \"n1\"\n");
    desk.write("finances/2025/expenses.toml", b"[[expense]]\non = 2025-04-01\nline = \"x\"\namount = 500.00\nvat = 105.00\n");
    desk.write("finances/2026/budget.toml", format!("{opening}{cost}").as_bytes());
    desk
}

const BEFORE: &str = "opening = { funds = 1000.00, reserve = 1000.00 }\n";
const RIGHT: &str = "opening = { funds = 1121.00, reserve = 1100.00 }\n";

/// What the balance sheet of 2026 says of a line, on its first and on its last day.
fn on_sheet(accounts: &Value, what: &str) -> Option<(i64, i64)> {
    let row = accounts["balance"].as_array()?.iter().find(|row| row["what"] == what)?;
    Some((cents(row["begin"].as_str()?), cents(row["end"].as_str()?)))
}

#[test]
fn a_year_begins_with_what_the_one_before_left() {
    let accounts = |opening: &str| {
        let desk = two_years(BEFORE, opening);
        let checked = desk.run(&["check", "--on", "2026-06-30", "--select", "opening-differs", "--format", "json"]);
        let found = String::from_utf8_lossy(&checked.out).matches("\"opening-differs\"").count();
        (json(&desk, &["accounts", "--year", "2026", "--on", "2026-06-30", "--format", "json"]), found, desk)
    };
    let (right, found, _) = accounts(RIGHT);
    assert_eq!((on_sheet(&right, "vat"), on_sheet(&right, "opening"), found), (Some((2_100, 2_100)), None, 0));
    let (wrong, found, desk) = accounts("opening = { funds = 1500.00, reserve = 1100.00 }\n");
    assert_eq!((on_sheet(&wrong, "vat"), on_sheet(&wrong, "opening")), (Some((2_100, 2_100)), Some((37_900, 37_900))));
    assert!(found > 0);
    let said = desk.run(&["accounts", "--year", "2026", "--on", "2026-06-30", "--lang", "en"]);
    let text = String::from_utf8_lossy(&said.out).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("2025 ended with €1,121.00 of money; the `opening` of 2026 says €1,500.00"), "{text}");
}

#[test]
fn a_journal_ends_where_the_balance_sheet_does() {
    // Nobody wrote down what 2025 began with, so its bits are not what 2026 rests on.
    for before in [BEFORE, ""] {
        let desk = two_years(before, RIGHT);
        let accounts = json(&desk, &["accounts", "--year", "2026", "--on", "2026-06-30", "--format", "json"]);
        for more in [&["--year", "2026"][..], &[]] {
            let ran = desk.run(&[&["journal", "--on", "2026-06-30", "-o", "x.journal"], more].concat());
            assert_eq!(ran.code, Some(0), "{}", ran.said());
            let sums = hledger_sums(&desk.at("x.journal").display().to_string());
            let posted = |account: &str| sums.get(account).map_or(0, |sum| cents(sum));
            let said = |what: &str| on_sheet(&accounts, what).map_or(0, |(_, end)| end);
            let both = ["funds", "reserve", "vat"].map(said);
            assert_eq!(
                ["assets:funds", "equity:reserve", "liabilities:vat"].map(posted),
                [both[0], -both[1], -both[2]],
                "{before} {more:?}"
            );
        }
    }
    let desk = two_years(BEFORE, RIGHT);
    let ran = desk.run(&["journal", "--year", "2030", "--on", "2026-06-30"]);
    assert_eq!((ran.code, ran.out.len()), (desk.run(&["budget", "--year", "2030", "--on", "2026-06-30"]).code, 0));
    assert_ne!(ran.code, Some(0));
}

#[test]
fn vat_that_is_settled_leaves_the_money_and_what_is_owed() {
    for (paid, left) in [("21.00", 0), ("10.50", 1_050), ("-4.00", 2_500)] {
        let desk = two_years(BEFORE, RIGHT);
        desk.write("finances/2026/expenses.toml", format!("[[vat_return]]\non = 2026-01-31\namount = {paid}\n").as_bytes());
        let accounts = json(&desk, &["accounts", "--year", "2026", "--on", "2026-06-30", "--format", "json"]);
        assert_eq!(on_sheet(&accounts, "vat"), Some((2_100, left)), "{paid}");
        assert_eq!(on_sheet(&accounts, "funds"), Some((112_100, 112_100 - cents(paid))), "{paid}");
        let record = desk.path().display().to_string();
        accepted_as_journals(&desk, &record, "2026-06-30", &["--year", "2026"]);
        let sums = hledger_sums(&desk.at("x.journal").display().to_string());
        assert_eq!(sums.get("liabilities:vat").map_or(0, |sum| cents(sum)), -left, "{paid}");
        let costs = json(&desk, &["budget", "--year", "2026", "--on", "2026-06-30", "--format", "json"]);
        let row = costs["totals"].as_array().expect("totals").iter().find(|row| row["side"] == "costs").expect("it is there");
        assert_eq!(row["realised"], "0.00", "VAT is no cost");
        let said = desk.run(&["budget", "--year", "2026", "--on", "2026-06-30", "--lang", "en"]);
        let text = String::from_utf8_lossy(&said.out).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!text.contains("VAT beside these figures"), "none was charged in the year: {text}");
        let settled =
            if cents(paid) > 0 { format!("€{paid} paid, €0.00 got back") } else { "€0.00 paid, €4.00 got back".to_owned() };
        assert!(text.contains(&settled), "{text}");
        let journal = fs::read_to_string(desk.at("x.journal")).expect("it was written");
        assert_eq!(journal.contains("VAT got back"), cents(paid) < 0, "{journal}");
    }
}

#[test]
fn effort_that_is_set_off_is_taxed_and_expected() {
    let desk = two_years(
        BEFORE,
        "status = \"adopted\"\n[[amendment]]\non = 2026-05-01\nline = \"x\"\namount = 50.00\n[contribution]\nkey = \"equal\"\n[[in_kind]]\nparticipant = \"b\"\nwhat = \"y\"\nvalue = 40.00\nsettle = \"set-off\"\n",
    );
    desk.write(
        "finances/2026/invoices/n2.toml",
        b"number = \"n2\"\nkind = \"advance\"\nparticipant = \"b\"\ndate = 2026-02-01\n[[line]]\nwhat = \"x\"\namount = 100.00\nvat = 21\n[[set_off]]\nwhat = \"y\"\namount = 10.00\n",
    );
    let accounts = json(&desk, &["accounts", "--year", "2026", "--on", "2026-06-30", "--format", "json"]);
    let row = &accounts["invoiced"][0];
    let said = ["net", "vat", "gross", "set_off"].map(|key| row[key].as_str().expect("an amount").to_owned());
    assert_eq!(said, ["100.00", "21.00", "121.00", "-10.00"]);
    let budget = json(&desk, &["budget", "--year", "2026", "--on", "2026-06-30", "--format", "json"]);
    let of = |kind: &str, key: &str| {
        let row = budget["lines"].as_array().expect("lines").iter().find(|row| row["kind"] == kind).expect("it is there");
        row[key].as_str().expect("an amount").to_owned()
    };
    assert_eq!((of("set-off", "realised"), of("set-off", "forecast")), ("10.00".to_owned(), "40.00".to_owned()));
    // An amendment changes what is asked, not what was budgeted.
    assert_eq!(["budgeted", "amended", "forecast"].map(|key| of("contribution", key)), ["500.00", "550.00", "550.00"]);
}
