//! Figures of a year in the words of a treasurer: how far a contract goes, what is paid back, gifts, and years that are no calendar years.

use std::fs;

use crate::ledger::json;
use crate::program::Fresh;

const LEAST: &str = "format = 1\nname = \"Toets\"\nlead = \"a\"\n[finances]\niban = \"NL91ABNA0417164300\"\nvat = { treatment = 21 }\n";

fn with(files: &[(&str, &str)]) -> Fresh {
    let desk = Fresh::empty();
    desk.write("commons.toml", LEAST);
    for who in ["a", "b"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\nkind = \"other\"\njoined = 2020-01-01\n"));
    }
    for (path, text) in files {
        desk.write(path, text);
    }
    desk
}

/// What people read of a report, on one line.
fn said(desk: &Fresh, arguments: &[&str]) -> String {
    let ran = desk.run(&[arguments, &["--lang", "en"]].concat());
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
    ran.shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_forecast_ends_where_the_contract_does() {
    let line = "[[cost]]\nid = \"x\"\namount = 600.00\nstructural = true\n";
    let contract = "supplier = \"b\"\nwhat = \"x\"\nyearly = 600.00\nfrom = 2026-01-01\nuntil = 2026-12-31\n";
    let expenses =
        "[[expense]]\non = 2026-03-31\nline = \"x\"\namount = 300.00\n[[expense]]\non = 2026-09-30\nline = \"x\"\namount = 300.00\n";
    for (with_contract, forecast) in [(true, "600.00"), (false, "750.00")] {
        let budget = if with_contract { format!("{line}contract = \"c\"\n") } else { line.to_owned() };
        let desk = with(&[
            ("finances/2026/budget.toml", &budget),
            ("finances/2026/expenses.toml", expenses),
            ("finances/contracts/c.toml", contract),
        ]);
        let figures = json(&desk, &["budget", "--year", "2026", "--on", "2026-12-31", "--format", "json"]);
        assert_eq!(figures["lines"][0]["forecast"], forecast, "{with_contract}");
    }
}

#[test]
fn a_later_invoice_of_a_supplier_is_not_yet_off_the_money() {
    let opening = "opening = { funds = 900.00, reserve = 900.00 }\n[[cost]]\nid = \"x\"\namount = 600.00\n";
    for (on, later) in [("2026-12-31", false), ("2027-01-20", true)] {
        let expense = format!("[[expense]]\non = {on}\nline = \"x\"\namount = 300.00\n");
        let desk = with(&[("finances/2026/budget.toml", opening), ("finances/2026/expenses.toml", &expense)]);
        let text = said(&desk, &["accounts", "--year", "2026", "--on", "2027-03-01"]);
        assert!(text.contains("of 31 December 2026 or before is taken off"), "{text}");
        assert_eq!(text.contains("it stands under costs still to be paid"), later, "{text}");
    }
}

#[test]
fn a_year_that_ends_in_the_next_is_called_by_both() {
    let budget = "period = { from = 2026-07-01, until = 2027-06-30 }\n[[cost]]\nid = \"x\"\namount = 600.00\n";
    let desk = with(&[("finances/2026/budget.toml", budget)]);
    let accounts = said(&desk, &["accounts", "--year", "2026", "--on", "2027-07-10"]);
    assert!(accounts.contains("Financial statement 2026/2027") && accounts.contains("Actual 2026/2027"), "{accounts}");
    assert!(said(&desk, &["budget", "--year", "2026", "--on", "2027-07-10"]).contains("Budget and figures 2026/2027"));
}

#[test]
fn what_is_paid_back_is_no_receipt() {
    let invoice =
        "number = \"n1\"\nkind = \"contribution\"\nparticipant = \"b\"\ndate = 2026-02-01\n[[line]]\nwhat = \"x\"\namount = 100.00\n";
    let payments = "[[payment]]\non = 2026-03-01\namount = 100.00\ninvoice = \"n1\"\n[[payment]]\non = 2026-03-02\namount = -100.00\ninvoice = \"n1\"\n";
    let desk = with(&[("finances/2026/invoices/n1.toml", invoice), ("finances/2026/payments.toml", payments)]);
    assert_eq!(desk.run(&["journal", "--on", "2026-06-30", "--lang", "en", "-o", "x.journal"]).code, Some(0));
    let journal = fs::read_to_string(desk.at("x.journal")).expect("it was written");
    let on = |day: &str| journal.lines().find(|line| line.starts_with(day)).unwrap_or_default().to_owned();
    assert!(on("2026-03-01").contains("receipt") && on("2026-03-02").contains("repayment"), "{journal}");
}

/// Whoever owes nothing in return pays no VAT, whatever the others do.
#[test]
fn there_is_no_vat_on_a_gift() {
    let budget = |obligation: &str| {
        format!("[[cost]]\nid = \"x\"\namount = 600.00\n[contribution]\nkey = \"equal\"\nobligation = \"{obligation}\"\n")
    };
    for (obligation, vat) in [("voluntary", "0.00"), ("agreed", "126.00")] {
        let desk = with(&[("finances/2026/budget.toml", &budget(obligation))]);
        let asked = json(&desk, &["invoice", "--year", "2026", "--dry-run", "--on", "2026-03-01", "--format", "json"]);
        assert_eq!(asked["budgets"][0]["vat"], vat, "{obligation}");
        let told = said(&desk, &["invoice", "--year", "2026", "--dry-run", "--on", "2026-03-01"]);
        assert_eq!(told.contains("no VAT (a gift)"), obligation == "voluntary", "{told}");
        let ran = desk.run(&["invoice", "--year", "2026", "--yes", "--on", "2026-03-01"]);
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        let draft = fs::read_to_string(desk.at("finances/2026/invoices/draft-b.toml")).expect("it was drafted");
        assert_eq!(draft.contains("treatment = 21"), obligation == "agreed", "{draft}");
        let overview = said(&desk, &["announce", "--year", "2026", "--on", "2026-03-01"]);
        assert_eq!(overview.contains("Amounts in euros (incl. 21% VAT)."), obligation == "agreed", "{overview}");
    }
}

#[test]
fn budgeted_income_without_an_invoice_is_not_unknown() {
    let budget = "[[cost]]\nid = \"x\"\namount = 600.00\n[[income]]\nwhat = \"Subsidie\"\namount = 500.00\nfrom = [\"b\"]\n";
    let paid = |from: &str| format!("[[payment]]\non = 2026-03-01\namount = 500.00\nfrom = \"{from}\"\n");
    for (from, is_unknown) in [("b", false), ("a", true)] {
        let desk = with(&[("finances/2026/budget.toml", budget), ("finances/2026/payments.toml", &paid(from))]);
        let text = said(&desk, &["payments", "--on", "2026-06-30"]);
        assert_eq!(text.contains("1 payment is on record without a known invoice"), is_unknown, "{text}");
    }
}

#[test]
fn three_letters_are_no_amount() {
    let invoice =
        "number = \"n1\"\nkind = \"contribution\"\nparticipant = \"b\"\ndate = 2026-02-01\n[[line]]\nwhat = \"x\"\namount = 100.00\n";
    let desk = with(&[("finances/2026/invoices/n1.toml", invoice)]);
    for (typed, why) in [("abc", "`abc` is no amount"), ("USD12", "`USD12` is in another currency")] {
        let ran = desk.run(&["pay", "n1", typed, "--on", "2026-03-01"]);
        assert_eq!(ran.code, Some(2), "{}", ran.said());
        assert!(ran.said().contains(why), "{}", ran.said());
    }
}
