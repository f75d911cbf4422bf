//! A year that was adopted stays as it was: what comes to it afterwards is a correction in the year in which it is done.

use std::fs;

use commons::answers::ledger::account::Account;
use commons::answers::ledger::balance::sheet;
use commons::answers::ledger::closed::balance;
use commons::answers::ledger::entries::{EntryKind, entries};
use commons::answers::ledger::on as on_account;
use commons::answers::ledger::years::window;
use commons::money::Money;
use proptest::prelude::*;
use serde_json::Value;

use crate::commits::{commit, git};
use crate::judges::{own_schema, validate};
use crate::ledger::{a_day, accepted_as_journals, cents, hledger_sums, json, laid, loaded, random_expenses, random_invoices};
use crate::program::Fresh;

/// A year with a balance of 500.00, an invoice of 100.00 that came late, a credit note of 200.00 that came later still, and the next year.
fn late(accounts: &str, opening: &str) -> Fresh {
    let desk = Fresh::empty();
    desk.write("commons.toml", "format = 1\nname = \"Toets\"\nlead = \"a\"\n[finances]\nvat = { treatment = 21 }\n");
    for who in ["a", "b"] {
        desk.write(format!("participants/{who}.toml"), format!("name = \"{who}\"\njoined = 2020-01-01\n"));
    }
    desk.write("events/2026-02-20-stuurgroep.toml", "title = \"Stuurgroep\"\nkind = \"steering\"\nstarts = 2026-02-20\n");
    let budget = "[[cost]]\nid = \"x\"\namount = 3000.00\n";
    desk.write("finances/2025/budget.toml", format!("opening = {{ funds = 1000.00, reserve = 1000.00 }}\n{budget}{accounts}"));
    desk.write("finances/2026/budget.toml", format!("opening = {{ funds = 1605.00, {opening} }}\n{budget}"));
    let head = "participant = \"b\"\nperiod = { from = 2025-01-01, until = 2025-12-31 }\n";
    let invoice =
        |number: &str, kind: &str, on: &str, amount: &str| format!("number = \"{number}\"\nkind = \"{kind}\"\ndate = {on}\n{head}{amount}");
    let line = |amount: &str| format!("[[line]]\nwhat = \"x\"\namount = {amount}\nvat = 21\n");
    desk.write("finances/2025/invoices/n1.toml", invoice("n1", "contribution", "2025-02-01", &line("3000.00")));
    desk.write("finances/2025/payments.toml", "[[payment]]\non = 2025-03-01\namount = 3630.00\ninvoice = \"n1\"\n");
    let credit = format!("credits = \"n1\"\n{}", line("-200.00"));
    desk.write("finances/2025/invoices/n2.toml", invoice("n2", "credit", "2026-04-10", &credit));
    let expense = |on: &str, number: &str, amount: &str| {
        format!("[[expense]]\non = {on}\nline = \"x\"\nsupplier = \"a\"\ninvoice = \"{number}\"\namount = {amount}\n")
    };
    let expenses = [expense("2025-06-30", "F1", "2500.00\nvat = 525.00"), expense("2026-03-05", "F2", "100.00\nvat = 21.00")].concat();
    desk.write("finances/2025/expenses.toml", expenses);
    desk
}

const ADOPTED: &str = "[accounts]\nadopted = \"2026-02-20-stuurgroep\"\nbalance = 500.00\n";
const ADDED: &str = "reserve = 1500.00";
const GIVEN_BACK: &str = "reserve = 1000.00";

fn accounts(desk: &Fresh, year: &str) -> Value {
    json(desk, &["accounts", "--year", year, "--on", "2026-05-01", "--format", "json"])
}

fn said(desk: &Fresh, arguments: &[&str]) -> String {
    let ran = desk.run(&[arguments, &["--on", "2026-05-01", "--lang", "en"]].concat());
    format!("{} {}", ran.shown(), ran.said()).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn found(desk: &Fresh) -> String {
    said(desk, &["check", "--select", "opening-differs,accounts-differ"])
}

/// The balance of income and costs, and what of it are corrections of earlier years.
fn result(accounts: &Value) -> (i64, i64) {
    let rows = accounts["statement"].as_array().expect("a statement");
    let amount = |row: &Value| cents(row["realised"].as_str().expect("an amount")) * if row["side"] == "income" { 1 } else { -1 };
    (rows.iter().map(amount).sum(), rows.iter().filter(|row| row["kind"] == "earlier").map(amount).sum())
}

/// What the balance sheet says of a line, on its first and on its last day.
fn on_sheet(accounts: &Value, what: &str) -> Option<(i64, i64)> {
    let row = accounts["balance"].as_array()?.iter().find(|row| row["what"] == what)?;
    Some((cents(row["begin"].as_str()?), cents(row["end"].as_str()?)))
}

#[test]
fn what_comes_after_the_adoption_is_a_correction() {
    let desk = late("", ADDED);
    assert_eq!((result(&accounts(&desk, "2025")), result(&accounts(&desk, "2026"))), ((20_000, 0), (0, 0)), "nobody said it was adopted");
    let desk = late(ADOPTED, ADDED);
    assert_eq!((result(&accounts(&desk, "2025")), result(&accounts(&desk, "2026"))), ((50_000, 0), (-30_000, -30_000)));
    assert_eq!(on_sheet(&accounts(&desk, "2026"), "opening"), None);
    assert!(found(&desk).contains("no findings"), "{}", found(&desk));
    let words = said(&desk, &["accounts", "--year", "2025"]);
    assert!(words.contains("adopted in “Stuurgroep” on 20 February 2026, with a balance of €500.00"), "{words}");
    assert!(words.contains("Adopted: €500.00; by what is on record now: €200.00"), "{words}");
    assert!(words.contains("a F2 of 5 March 2026 (-€100.00), n2 of 10 April 2026 (-€200.00)"), "{words}");
    assert!(!words.contains("adopts"), "{words}");
    let of_programs = accounts(&desk, "2025");
    desk.write("accounts.json", of_programs.to_string());
    validate(&desk, &["--schemafile", &own_schema("accounts").display().to_string()], &["accounts.json".to_owned()]);
    let adopted = serde_json::json!([{"on": "2026-02-20", "decision": "2026-02-20-stuurgroep", "balance": "500.00", "to_reserve": "500.00", "settled": "0.00"}]);
    let corrected = serde_json::json!([
        {"on": "2026-03-05", "with": "a", "invoice": "F2", "amount": "-100.00", "settled": "0.00"},
        {"on": "2026-04-10", "with": "b", "invoice": "n2", "what": "x", "amount": "-200.00", "settled": "0.00"}
    ]);
    assert_eq!((&of_programs["adopted"], &of_programs["corrections"]), (&adopted, &corrected));
    // Before that day it was not adopted yet, and what was not there yet is not in it.
    let before = json(&desk, &["accounts", "--year", "2025", "--on", "2026-02-19", "--format", "json"]);
    assert_eq!(result(&before), (50_000, 0));
    accepted_as_journals(&desk, &desk.path().display().to_string(), "2026-05-01", &[]);
}

#[test]
fn without_the_day_the_balance_says_what_came_afterwards() {
    // What came before the adoption was known when it was.
    let known = late("[accounts]\non = 2026-03-31\nbalance = 400.00\n", "reserve = 1400.00");
    assert_eq!((result(&accounts(&known, "2025")), result(&accounts(&known, "2026"))), ((40_000, 0), (-20_000, -20_000)));
    let unsaid = late("[accounts]\nbalance = 400.00\n", "reserve = 1400.00");
    assert_eq!((result(&accounts(&unsaid, "2025")), result(&accounts(&unsaid, "2026"))), ((40_000, 0), (-20_000, -20_000)));
    // It was of an earlier day, and booked later.
    let later = late("[accounts]\non = 2026-03-31\nbalance = 500.00\n", ADDED);
    assert_eq!((result(&accounts(&later, "2025")), result(&accounts(&later, "2026"))), ((50_000, 0), (-30_000, -30_000)));
    for desk in [known, unsaid, later] {
        assert!(found(&desk).contains("no findings"), "{}", found(&desk));
    }
}

#[test]
fn an_adoption_that_cannot_be_is_told_where_it_stands() {
    let told = |accounts: &str| said(&late(&format!("[accounts]\n{accounts}"), ADDED), &["check", "--select", "implausible-accounts"]);
    let wrong = [
        ("balance = 500.00\n", "budget.toml:5:1", "it does not say when"),
        ("on = 2025-06-01\nbalance = 500.00\n", "budget.toml:6:6", "adopted on 1 June 2025, and the year ends on 31 December 2025"),
        (
            "on = 2026-02-20\nbalance = 500.00\nto_reserve = -100.00\n",
            "budget.toml:8:14",
            "-€100.00 went to the reserve of a balance of €500.00",
        ),
        ("on = 2026-02-20\nbalance = -500.00\nto_reserve = -500.01\n", "budget.toml:8:14", "write a part of -€500.00"),
    ];
    for (accounts, place, words) in wrong {
        let found = told(accounts);
        assert!(found.contains("warning[implausible-accounts]") && found.contains(place) && found.contains(words), "{found}");
    }
    for right in ["on = 2025-12-31\nbalance = -500.00\nto_reserve = -100.00\n", "on = 2026-02-20\nbalance = 500.00\nto_reserve = 0.00\n"] {
        assert!(told(right).contains("no findings"), "{}", told(right));
    }
    let words = said(&late("[accounts]\non = 2025-06-01\nbalance = 500.00\n", ADDED), &["accounts", "--year", "2025"]);
    assert!(words.contains("The accounts were adopted on 1 June 2025, with"), "{words}");
}

#[test]
fn what_no_correction_explains_is_told() {
    let desk = late(&ADOPTED.replace("500.00", "512.34"), "reserve = 1512.34");
    assert!(
        found(&desk).contains("2025 was adopted with a balance of €512.34, and by what is on record it is €500.00"),
        "{}",
        found(&desk)
    );
    // What came later stays a correction.
    assert_eq!((result(&accounts(&desk, "2025")), result(&accounts(&desk, "2026"))), ((50_000, 0), (-30_000, -30_000)));
}

#[test]
fn a_balance_that_is_given_back_is_no_cost_of_the_next_year() {
    let desk = late(ADOPTED, GIVEN_BACK);
    assert!(found(&desk).contains("`to_reserve`"), "{}", found(&desk));
    let desk = late(&format!("{ADOPTED}to_reserve = 0.00\n"), GIVEN_BACK);
    assert!(found(&desk).contains("no findings"), "{}", found(&desk));
    let next = accounts(&desk, "2026");
    // Of the late costs nothing goes back; of the 500.00 that does the credit note is 200.00.
    assert_eq!((result(&next), on_sheet(&next, "appropriated")), ((-10_000, -10_000), Some((50_000, 30_000))));
    assert_eq!(on_sheet(&next, "opening"), None);
    let words = said(&desk, &["accounts", "--year", "2025"]);
    assert!(words.contains("with a balance of €500.00; €500.00 goes back to the participants"), "{words}");
    // Nor is it asked anew: of 3,000.00 that went to one, 1,500.00 is asked of each, and 200.00 was given back.
    let dues = "[contribution]\nkey = \"equal\"\ntotal = 3000.00\n";
    let asked = said(&late(&format!("{ADOPTED}to_reserve = 0.00\n{dues}"), GIVEN_BACK), &["accounts", "--year", "2025"]);
    assert!(asked.contains("b €1,500.00 still to be credited"), "{asked}");
    // Before that credit note was there it counts for nothing, and no settlement undoes it afterwards.
    let desk_with = late(&format!("{ADOPTED}to_reserve = 0.00\n{dues}"), GIVEN_BACK);
    let ran = desk_with.run(&["accounts", "--year", "2025", "--on", "2026-03-01", "--lang", "en"]);
    let before = ran.shown().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(before.contains("b €1,500.00 still to be credited"), "{before}");
    let drafted = said(&desk_with, &["invoice", "--year", "2025", "b", "--yes"]);
    assert!(drafted.contains("so nothing is settled") && !drafted.contains("--credit n1"), "{drafted}");
    let kept = said(&late(&format!("{ADOPTED}{dues}"), ADDED), &["invoice", "--year", "2025", "b", "--yes"]);
    assert!(kept.contains("nothing of the balance goes back or is still asked, so nothing is settled"), "{kept}");
    // Nor is a cent that does not divide.
    let dues = "[contribution]\nkey = \"equal\"\ntotal = 6000.00\n";
    let cent = said(&late(&format!("{ADOPTED}to_reserve = 300.01\n{dues}"), GIVEN_BACK), &["accounts", "--year", "2025"]);
    assert!(cent.contains("a €3,000.00 still to be invoiced") && !cent.contains("b €0.01"), "{cent}");
    for more in [&["--year", "2026"][..], &[]] {
        let ran = desk.run(&[&["journal", "--on", "2026-05-01", "-o", "x.journal"], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        let sums = hledger_sums(&desk.at("x.journal").display().to_string());
        let posted = |account: &str| sums.get(account).map_or(0, |sum| cents(sum));
        let told = ["funds", "reserve", "vat", "appropriated"].map(|what| on_sheet(&next, what).map_or(0, |(_, end)| end));
        let names = ["assets:funds", "equity:reserve", "liabilities:vat", "liabilities:appropriated"];
        assert_eq!(names.map(posted), [told[0], -told[1], -told[2], -told[3]], "{more:?}");
        assert_eq!(posted("income:earlier"), 10_000, "{more:?}");
    }
}

#[test]
fn the_adoption_is_told_as_a_decision() {
    let desk = late("", ADDED);
    git(desk.path(), &["init", "-q"]);
    commit(desk.path());
    let file = desk.at("finances/2025/budget.toml");
    let text = fs::read_to_string(&file).expect("it is there");
    fs::write(&file, format!("{text}{ADOPTED}")).expect("it can be written");
    let dutch = |arguments: &[&str]| {
        let ran = desk.run(&[arguments, &["--lang", "nl"]].concat());
        ran.shown().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let sentence = "De jaarrekening van 2025 is vastgesteld (“Stuurgroep” van 20 februari 2026), met een saldo van € 500,00";
    let words = dutch(&["diff", "HEAD"]).replace('\u{a0}', " ");
    assert!(words.contains("1 wijziging vraagt een besluit") && words.contains(sentence), "{words}");
    commit(desk.path());
    assert!(dutch(&["log"]).replace('\u{a0}', " ").contains("jaarrekening van 2025 is vastgesteld"), "{}", dutch(&["log"]));
    fs::write(&file, format!("{text}{}", ADOPTED.replace("500.00", "400.00"))).expect("it can be written");
    let words = dutch(&["diff", "HEAD"]);
    assert!(words.contains("e vastgestelde jaarrekening"), "{words}");
    fs::write(&file, text).expect("it can be written");
    let words = dutch(&["diff", "HEAD"]);
    assert!(words.contains("geldt niet meer als vastgesteld"), "{words}");
}

#[test]
fn what_was_counted_as_giving_back_is_named() {
    let desk = late("[accounts]\non = 2026-02-20\nbalance = 500.00\nto_reserve = 300.00\n", "reserve = 1300.00");
    let later = said(&desk, &["accounts", "--year", "2026"]);
    assert!(
        later.contains("Counted as settling the balance of earlier years") && later.contains("n2 of 10 April 2026 (€200.00)"),
        "{later}"
    );
    let adopted = said(&desk, &["accounts", "--year", "2025"]);
    assert!(adopted.contains("Counted as settled of that: n2 of 10 April 2026 (€200.00)"), "{adopted}");
    // Where nothing was to go back it is a correction, and named as one.
    let desk = late(ADOPTED, ADDED);
    let all = said(&desk, &["accounts", "--year", "2026"]) + &said(&desk, &["accounts", "--year", "2025"]);
    assert!(!all.contains("Counted as settl") && all.contains("n2 of 10 April 2026 (-€200.00)"), "{all}");
}

#[test]
fn a_late_cost_without_a_number_is_known_by_its_line() {
    let desk = late(ADOPTED, ADDED);
    let budget = fs::read_to_string(desk.at("finances/2025/budget.toml")).expect("it is there");
    desk.write("finances/2025/budget.toml", budget.replace("id = \"x\"\n", "id = \"x\"\nwhat = \"Hosting\"\n"));
    let expenses = fs::read_to_string(desk.at("finances/2025/expenses.toml")).expect("it is there");
    desk.write("finances/2025/expenses.toml", format!("{expenses}[[expense]]\non = 2026-03-01\nline = \"x\"\namount = 33.33\n"));
    let words = said(&desk, &["accounts", "--year", "2025"]);
    assert!(words.contains("Hosting of 1 March 2026 (-€33.33)") && !words.contains("? of"), "{words}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]
    /// Whatever comes after the adoption, the adopted year is as it was, and what the two years say together is what there is.
    #[test]
    fn an_adopted_year_stays_and_nothing_is_lost(
        invoices in random_invoices(),
        expenses in random_expenses(),
        deductible in any::<bool>(),
        (adopted, on) in (580..700u32, 700..1200u32),
        kept in prop::option::of(-1_000_000..1_000_000i64),
    ) {
        let desk = laid(&invoices, &expenses, deductible);
        let (first, then) = (loaded(desk.path(), &a_day(adopted)), loaded(desk.path(), &a_day(on)));
        let (year, next) = (window(&first, 2026), window(&first, 2027));
        let known = entries(&first);
        let (sum, free) = (balance(&known, year), balance(&entries(&then), year));
        let begun = sheet(&first, &known, 2026).expect("it has an opening");
        let to_reserve = kept.map_or(sum, Money);
        let (funds, reserve) = (on_account(&begun.end, &Account::Funds), Money(50_000) + to_reserve);
        let own = kept.map_or(String::new(), |kept| format!("to_reserve = {}\n", Money(kept)));
        let budget = fs::read_to_string(desk.at("finances/2026/budget.toml")).expect("it is there");
        desk.write("finances/2026/budget.toml", format!("{budget}[accounts]\non = {}\nbalance = {sum}\n{own}", a_day(adopted)));
        desk.write("finances/2027/budget.toml", format!("opening = {{ funds = {funds}, reserve = {reserve} }}\n"));
        let record = loaded(desk.path(), &a_day(on));
        prop_assert!(record.unread.is_empty(), "{:?}", record.unread);
        let all = entries(&record);
        prop_assert_eq!(balance(&all, year), sum);
        for entry in &all {
            prop_assert_eq!(entry.postings.iter().map(|(_, amount)| *amount).sum::<Money>(), Money(0), "{:?}", entry);
            prop_assert!(entry.kind != EntryKind::Recognised || entry.day > year.1 || entry.done <= record.on);
        }
        // What came afterwards is a correction, or was settled with the participants out of what did not go to the reserve.
        let corrected: Money = all.iter().flat_map(|entry| &entry.corrects).map(|one| one.much).sum();
        let settled: Money = all.iter().flat_map(|entry| &entry.postings).filter(|(account, _)| *account == Account::Appropriated)
            .map(|(_, much)| *much).sum();
        prop_assert_eq!(free - sum, corrected - settled);
        let owed = (sum - to_reserve).0;
        prop_assert!(settled.0 * owed.signum() >= 0 && settled.0.abs() <= owed.abs(), "{} of {}", settled, owed);
        // The one ends with what the other begins with, but for the balance that was appropriated.
        let (ended, began) = (sheet(&record, &all, 2026).expect("an opening"), sheet(&record, &all, 2027).expect("an opening"));
        prop_assert!(ended.is_in_balance() && began.is_in_balance(), "{:?} {:?}", ended, began);
        let lasting = |sums: &std::collections::BTreeMap<Account, Money>| {
            let mut sums = sums.clone();
            sums.retain(|account, sum| sum.0 != 0 && !matches!(account, Account::Reserve | Account::Appropriated));
            sums
        };
        prop_assert_eq!(lasting(&ended.end), lasting(&began.begin));
        prop_assert_eq!(on_account(&began.begin, &Account::Appropriated), Money(-owed));
        prop_assert!(next.0 > year.1);
    }
}
