//! What was sent already, beside what is asked: advances, credits of a part, what is set off, orders, and who ordered it.

use std::fs;

use commons::answers::billed::net;
use commons::answers::debts::balances_of_all;
use commons::answers::ledger::account::Account;
use commons::answers::ledger::entries::entries;
use commons::answers::ledger::{on, sums};
use commons::date::Date;
use commons::money::Money;

use crate::commits::commit;
use crate::invoicing::{ADDRESS, EQUAL, SETTINGS, ask, loaded, said, year};
use crate::program::{Fresh, Ran, program};

const TWO: [(&str, &str); 2] = [("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")];
const ADVANCES: &str = "[contribution]\nkey = \"equal\"\ntotal = 200.00\ninstalments = [2026-01-15, 2026-07-01]\n";

/// A year in which the first advances were sent.
fn advanced() -> Fresh {
    let fresh = year(ADVANCES, &TWO);
    said(&fresh, "2026-01-15", &["--year", "2026"]);
    said(&fresh, "2026-01-15", &["--year", "2026", "--issue"]);
    fresh
}

fn check(fresh: &Fresh, on: &str) -> Ran {
    Ran::of(program().current_dir(fresh.path()).args(["check", "--on", on]))
}

/// What is shown, as if a terminal had no edge.
fn on_one_line(ran: &Ran) -> String {
    ran.shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_advance_that_was_sent_is_what_the_overview_says() {
    let fresh = advanced();
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{}", ADVANCES.replace("200.00", "300.00")));
    let explained = on_one_line(&ask(&fresh, "2026-02-01", &["--year", "2026", "--dry-run", "b"]));
    assert!(explained.contains("€50.00 on 15 January 2026 (sent: 2026-0002), €100.00 on 1 July 2026"), "{explained}");
    said(&fresh, "2026-02-01", &["--year", "2026"]);
    let record = loaded(&fresh, "2026-02-01");
    let left: Vec<i64> = record.invoices.iter().filter(|one| one.number.is_none()).map(|one| net(one).0).collect();
    assert_eq!(left, [10_000, 10_000], "the draft asks what the overview says");
}

#[test]
fn a_settlement_names_what_was_credited_and_how_a_discount_stays() {
    let fresh = advanced();
    said(&fresh, "2026-07-01", &["--year", "2026", "--issue"]);
    said(&fresh, "2026-07-10", &["--credit", "2026-0004", "--amount", "20,00", "--reason", "korting"]);
    said(&fresh, "2026-07-10", &["--year", "2026", "--issue"]);
    let words = said(&fresh, "2026-07-11", &["--year", "2026"]);
    assert!(words.contains("`b` was credited €20.00 in `2026-0005`"), "{words}");
    let words = said(&fresh, "2027-01-10", &["--year", "2026"]);
    assert!(words.contains("the settlement asks it again") && words.contains("amount = 80.00"), "{words}");
    let text = fs::read_to_string(fresh.at("finances/2026/invoices/draft-b-settlement.toml")).expect("it was drafted");
    assert!(
        text.contains("Of which credited, credit note 2026-0005") || text.contains("Waarvan gecrediteerd, creditfactuur 2026-0005"),
        "{text}"
    );
    let record = loaded(&fresh, "2027-01-10");
    let settlement = record.invoices.iter().find(|one| one.number.is_none()).expect("it was drafted");
    assert_eq!(net(settlement).0, 2_000);
    // As it is said, so it stays.
    let agreed = "override = [{ participant = \"b\", amount = 80.00, reason = \"korting\" }]\n";
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{ADVANCES}{agreed}"));
    let words = said(&fresh, "2027-01-10", &["--year", "2026", "--yes"]);
    assert!(!words.contains("was credited") && !fresh.at("finances/2026/invoices/draft-b-settlement.toml").exists(), "{words}");
}

#[test]
fn what_is_told_of_an_invoice_that_was_set_off_stands_on_it() {
    let given = "[[in_kind]]\nparticipant = \"b\"\nwhat = \"x\"\nvalue = 30.00\nsettle = \"set-off\"\n";
    let fresh = year(&format!("{EQUAL}{given}"), &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{}{given}", EQUAL.replace("100.01", "50.01")));
    let words = said(&fresh, "2026-02-01", &["--year", "2026"]);
    assert!(words.contains("`b` was invoiced €50.00 without VAT (€30.00 set off) for 2026"), "{words}");
}

#[test]
fn a_joining_fee_waits_for_who_joins() {
    let budget = "[contribution]\nkey = \"equal\"\ntotal = 100.00\njoining_fee = 500.00\n";
    let fresh = year(budget, &[("a", "joined = 2020-01-01"), ("b", "joined = 2026-04-01")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    let words = said(&fresh, "2026-01-15", &["--year", "2026", "--issue"]);
    assert!(words.contains("planned for 1 April 2026 or later") && words.contains("draft-b-joining-fee"), "{words}");
    let record = loaded(&fresh, "2026-01-15");
    assert!(record.invoices.iter().any(|one| one.file.stem() == "draft-b-joining-fee"), "it is not issued");
}

#[test]
fn whoever_joins_after_the_last_instalment_is_invoiced_on_joining() {
    for budget in [ADVANCES, &ADVANCES.replace(", 2026-07-01", "")] {
        let fresh = year(budget, &[("a", "joined = 2020-01-01"), ("b", "joined = 2026-09-01")]);
        said(&fresh, "2026-01-10", &["--year", "2026"]);
        let text = fs::read_to_string(fresh.at("finances/2026/invoices/draft-b.toml")).expect("it was drafted");
        assert!(text.contains("planned = 2026-09-01"), "{text}");
        let words = said(&fresh, "2026-01-15", &["--year", "2026", "--issue"]);
        assert!(words.contains("`draft-b`") && fresh.at("finances/2026/invoices/draft-b.toml").exists(), "it waits: {words}");
        said(&fresh, "2026-09-01", &["--year", "2026", "--issue", "b"]);
        assert!(!fresh.at("finances/2026/invoices/draft-b.toml").exists());
    }
}

#[test]
fn a_payment_on_a_credited_invoice_counts_for_the_one_in_its_place() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    said(&fresh, "2026-03-01", &["--credit", "2026-0002", "--again"]);
    said(&fresh, "2026-03-01", &["--year", "2026", "--issue"]);
    let record = loaded(&fresh, "2026-03-01");
    let new = record.invoices.iter().find(|one| one.credits.is_none() && one.date == Date::of(2026, 3, 1)).expect("it was issued anew");
    let number = new.number.clone().expect("it was issued");
    let found = |on: &str, from: &str| {
        let payment = format!("[[payment]]\non = {on}\namount = 60.50\nfrom = \"{from}\"\ninvoice = \"{number}\"\n");
        fresh.write("finances/2026/payments.toml", payment);
        check(&fresh, "2026-03-02").shown().contains("payment-date-wrong")
    };
    assert!(!found("2026-02-02", "b"), "it was paid before it was credited");
    assert!(found("2026-01-09", "b"), "nothing was asked yet");
    said(&fresh, "2026-03-02", &["--credit", "2026-0001"]);
    assert!(!found("2026-02-02", "b"), "what is credited of another changes nothing");
}

#[test]
fn less_than_nothing_is_credited_no_more_than_nothing() {
    let fresh = advanced();
    let refused = |amount: &str| ask(&fresh, "2026-02-01", &["--credit", "2026-0002", "--amount", amount]);
    for amount in ["0", "-5", "-5,00"] {
        let ran = refused(amount);
        assert!(ran.code == Some(2) && ran.said().contains("more than zero"), "{amount}: {}", ran.said());
    }
}

#[test]
fn a_file_that_was_moved_to_another_year_goes_back() {
    let fresh = advanced();
    commit(fresh.path());
    fs::create_dir_all(fresh.at("finances/2028/invoices")).expect("it can be made");
    fs::rename(fresh.at("finances/2026/invoices/2026-0002.toml"), fresh.at("finances/2028/invoices/2026-0002.toml")).expect("it is there");
    let words = on_one_line(&check(&fresh, "2026-02-01"));
    assert!(words.contains("git mv finances/2028/invoices/2026-0002.toml finances/2026/invoices/2026-0002.toml"), "{words}");
}

#[test]
fn an_order_leaves_out_what_is_planned_for_later() {
    let fresh = year(ADVANCES, &TWO);
    fresh.write("commons.toml", SETTINGS.replace("iban", "numbering = \"external\"\niban"));
    said(&fresh, "2026-01-15", &["--year", "2026"]);
    let ran = ask(&fresh, "2026-01-15", &["--year", "2026", "--order", "--format", "csv"]);
    assert!(ran.shown().contains("draft-b-advance-1") && !ran.shown().contains("advance-2"), "{}", ran.shown());
    assert!(ran.said().contains("planned for 1 July 2026 or later"), "{}", ran.said());
    let named = ask(&fresh, "2026-01-15", &["--year", "2026", "--order", "draft-b-advance-2"]);
    assert!(named.shown().contains("2026-07-01") || named.shown().contains("1 July 2026"), "{}", named.shown());
}

#[test]
fn who_ordered_it_is_named_as_far_as_participants_may_know() {
    let person = |seen: &str| {
        let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")]);
        let path = fresh.at("participants/b.toml");
        let text = fs::read_to_string(&path).expect("it is there");
        fs::write(&path, format!("{text}ordered_by = \"pjansen\"\n[people.pjansen]\nname = \"P. Jansen\"\n{seen}\n"))
            .expect("it can be written");
        said(&fresh, "2026-01-10", &["--year", "2026"]);
        said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
        let record = loaded(&fresh, "2026-01-10");
        let of_b = record.invoices.iter().find(|one| one.participant.as_str() == "b").expect("it was issued");
        of_b.buyer.as_ref().and_then(|buyer| buyer.ordered_by.clone()).unwrap_or_default()
    };
    assert_eq!(person(""), "P. Jansen");
    assert_eq!(person("visibility = \"record\""), "medewerker, b");
}

#[test]
fn one_line_has_one_right_amount_of_vat() {
    let fresh = advanced();
    let path = fresh.at("finances/2026/invoices/2026-0002.toml");
    let text = fs::read_to_string(&path).expect("it was issued");
    assert!(!check(&fresh, "2026-01-16").shown().contains("invoice-total-differs"));
    fs::write(&path, text.replace("amount = 10.50", "amount = 10.51").replace("total = 60.50", "total = 60.51"))
        .expect("it can be written");
    let found = check(&fresh, "2026-01-16");
    assert!(found.shown().contains("invoice-total-differs") && found.shown().contains("€10.50"), "{}", found.shown());
}

#[test]
fn one_amount_of_one_supplier_on_two_lines_is_looked_at() {
    let fresh = advanced();
    let expense =
        |line: &str, amount: &str| format!("[[expense]]\non = 2026-03-15\nline = \"{line}\"\namount = {amount}\ninvoice = \"F-1\"\n");
    let costs = "[[cost]]\nid = \"beheer\"\namount = 900.00\n[[cost]]\nid = \"hosting\"\namount = 900.00\n";
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{costs}{ADVANCES}"));
    fresh.write("finances/2026/expenses.toml", expense("beheer", "400.00") + &expense("hosting", "250.00"));
    assert!(!check(&fresh, "2026-04-01").shown().contains("duplicate-expense"), "shares of one invoice");
    fresh.write("finances/2026/expenses.toml", expense("beheer", "400.00") + &expense("hosting", "400.00"));
    let found = check(&fresh, "2026-04-01");
    assert!(found.shown().contains("duplicate-expense") && on_one_line(&found).contains("on the line `beheer`"), "{}", found.shown());
}

#[test]
fn a_payment_that_was_charged_back_is_no_sign_of_life() {
    let fresh = advanced();
    let path = fresh.at("finances/2026/invoices/2026-0002.toml");
    let text = fs::read_to_string(&path).expect("it was issued");
    let reminders: String = ["2026-03-01", "2026-03-29", "2026-04-12"].map(|day| format!("[[reminder]]\non = {day}\n")).concat();
    fs::write(&path, format!("{text}\n{reminders}")).expect("it can be written");
    let payment = |on: &str, amount: &str| format!("[[payment]]\non = {on}\namount = {amount}\nfrom = \"b\"\ninvoice = \"2026-0002\"\n");
    fresh.write("finances/2026/payments.toml", payment("2026-07-23", "20.00"));
    assert!(!check(&fresh, "2026-07-25").shown().contains("overdue-invoice"), "a part was paid two days ago");
    fresh.write("finances/2026/payments.toml", payment("2026-07-23", "20.00") + &payment("2026-07-24", "-20.00"));
    let found = check(&fresh, "2026-07-25");
    assert!(found.shown().contains("overdue-invoice"), "{}", found.shown());
    assert!(on_one_line(&found).contains("every step was taken") && !on_one_line(&found).contains("call the contact"), "{}", found.shown());
}

#[test]
fn cents_that_differ_are_explained_and_what_is_exact_is_not_cut() {
    let days = "instalments = [2026-01-15, 2026-04-01, 2026-07-01]\n";
    let unequal = year(&format!("[contribution]\nkey = \"equal\"\ntotal = 33.33\n{days}"), &TWO[..1]);
    let explained = |fresh: &Fresh| on_one_line(&ask(fresh, "2026-01-10", &["--year", "2026", "--dry-run", "a"]));
    assert!(explained(&unequal).contains("They differ by cents"), "{}", explained(&unequal));
    let even = year(&format!("[contribution]\nkey = \"equal\"\ntotal = 30.00\n{days}"), &TWO[..1]);
    assert!(!explained(&even).contains("They differ by cents"), "{}", explained(&even));
    let four = [("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01"), ("c", "joined = 2020-01-01"), ("d", "joined = 2020-01-01")];
    let exact = explained(&year(EQUAL, &four));
    assert!(exact.contains("€25.0025") && !exact.contains("€25.0025…"), "{exact}");
}

#[test]
fn an_invoice_that_is_credited_in_parts_leaves_no_cent() {
    let fresh = year("[contribution]\nkey = \"equal\"\ntotal = 123.45\n", &[("a", "joined = 2020-01-01")]);
    fresh.write("participants/a.toml", format!("name = \"a\"\nkind = \"other\"\njoined = 2020-01-01\n{ADDRESS}buyer_reference = \"K1\"\n"));
    said(&fresh, "2026-01-10", &["--year", "2026", "--yes"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "--yes"]);
    let credit = |on: &str, part: &[&str]| {
        said(&fresh, on, &[&["--credit", "2026-0001", "--yes"], part].concat());
        said(&fresh, on, &["--year", "2026", "--issue", "--yes"])
    };
    credit("2026-02-01", &["--amount", "61.75"]);
    credit("2026-02-02", &[]);
    let record = loaded(&fresh, "2026-03-20");
    let last = record.invoices.iter().find(|one| one.number.as_deref() == Some("2026-0003")).and_then(|one| one.total);
    assert_eq!(last, Some(Money(-7_465)), "61.70 with the VAT that is left: 25.92 less 12.97");
    let left: Vec<Money> = balances_of_all(&record).iter().map(commons::answers::debts::Balance::open).collect();
    assert_eq!(left, [Money(0)]);
    let owed = sums(&entries(&record), Date::FIRST, Date::LAST);
    assert_eq!((on(&owed, &Account::Receivable("a".to_owned())), on(&owed, &Account::Vat)), (Money(0), Money(0)));
    assert!(!check(&fresh, "2026-03-20").shown().contains("2026-0003"), "{}", check(&fresh, "2026-03-20").shown());
    said(&fresh, "2026-03-20", &["--show", "2026-0003", "--format", "ubl"]);
}

#[test]
fn nothing_is_worked_out_from_an_invoice_that_is_not_what_was_sent() {
    let fresh = advanced();
    commit(fresh.path());
    let path = fresh.at("finances/2026/invoices/2026-0002.toml");
    let text = fs::read_to_string(&path).expect("it was issued");
    fs::write(&path, text.replace("50.00", "40.00")).expect("it can be written");
    commit(fresh.path());
    for arguments in [&["--year", "2026", "--yes"][..], &["--year", "2026", "--issue", "--yes"], &["--credit", "2026-0002", "--yes"]] {
        let ran = ask(&fresh, "2026-07-02", arguments);
        assert!(ran.code == Some(2) && ran.said().contains("-- finances/2026/invoices/2026-0002.toml`"), "{arguments:?}: {}", ran.said());
    }
    said(&fresh, "2026-07-02", &["--year", "2026", "a", "--yes"]);
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{}", ADVANCES.replace("instalments", "#")));
    let ran = ask(&fresh, "2026-07-02", &["--year", "2026", "--yes"]);
    assert!(ran.code == Some(2) && ran.said().contains("-- finances/2026/invoices/2026-0002.toml`"), "advice alone: {}", ran.said());
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{ADVANCES}"));
    let told = |arguments: &[&str]| {
        let ran = Ran::of(program().current_dir(fresh.path()).args(["--on", "2026-07-02", "--lang", "en"]).args(arguments));
        format!("{}{}", on_one_line(&ran), ran.said())
    };
    let reports: [&[&str]; 7] = [
        &["accounts", "--year", "2026"],
        &["budget", "--format", "csv"],
        &["payments"],
        &["remind"],
        &["journal"],
        &["list", "invoices"],
        &["invoice", "--year", "2026", "--dry-run"],
    ];
    for report in reports {
        let words = told(report);
        assert!(words.contains("invoices/2026-0002.toml: this was changed since it was issued"), "{report:?}: {words}");
    }
}

/// A year in which an extra invoice of two lines was sent; this is its second.
fn with_extra(line: &str) -> Fresh {
    let fresh = year("[contribution]\nkey = \"equal\"\ntotal = 1000.00\n", &[("a", "joined = 2020-01-01")]);
    fresh.write("participants/a.toml", format!("name = \"a\"\nkind = \"other\"\njoined = 2020-01-01\n{ADDRESS}buyer_reference = \"K1\"\n"));
    let lines = format!("[[line]]\nwhat = \"Dag\"\namount = 1000.00\n\n[[line]]\n{line}");
    fresh.write("finances/2026/invoices/draft-a-extra.toml", format!("kind = \"extra\"\nparticipant = \"a\"\n\n{lines}"));
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "--yes"]);
    fresh
}

#[test]
fn a_line_is_credited_once() {
    let fresh = with_extra("what = \"Boek\"\namount = 100.00\nvat = 9\n");
    let credit = |part: &[&str]| ask(&fresh, "2026-02-01", &[&["--credit", "2026-0001", "--yes"], part].concat());
    let issue = || said(&fresh, "2026-02-01", &["--year", "2026", "--issue", "--yes"]);
    assert_eq!(credit(&["--line", "2", "--amount", "60"]).code, Some(0));
    issue();
    let refused = credit(&["--line", "2", "--amount", "100", "--reason", "again"]);
    let words = "of line 2 of 2026-0001 €40.00 is left to credit, without VAT, after 2026-0002";
    assert!(refused.code == Some(2) && refused.said().contains(words), "{}", refused.said());
    assert_eq!(credit(&["--line", "2", "--reason", "the rest"]).code, Some(0));
    issue();
    let refused = credit(&["--line", "2"]);
    assert!(refused.said().contains("nothing is left to credit of line 2 of 2026-0001, after 2026-0002, 2026-0003"), "{}", refused.said());
    assert_eq!(credit(&[]).code, Some(0));
    issue();
    let record = loaded(&fresh, "2026-03-20");
    let rest = record.invoices.iter().find(|one| one.number.as_deref() == Some("2026-0004")).expect("it was issued");
    assert_eq!((rest.line.len(), rest.total), (1, Some(Money(-121_000))), "line 1 with its VAT, and nothing else");
    let refused = credit(&["--line", "1", "--amount", "1"]);
    assert!(refused.said().contains("2026-0001 was credited already, by 2026-0002, 2026-0003, 2026-0004"), "{}", refused.said());
}

#[test]
fn effort_that_was_not_given_is_asked_anew_with_the_whole() {
    let given = "[[in_kind]]\nparticipant = \"b\"\nwhat = \"x\"\nvalue = 30.00\nsettle = \"line\"\n";
    let fresh = year(&format!("[contribution]\nkey = \"equal\"\ntotal = 200.00\n{given}"), &TWO);
    said(&fresh, "2026-01-15", &["--year", "2026"]);
    said(&fresh, "2026-01-15", &["--year", "2026", "--issue"]);
    let refused = ask(&fresh, "2026-02-01", &["--credit", "2026-0002", "--line", "2"]);
    let words = "line 2 of 2026-0002 is -€30.00 and asks nothing, so there is nothing to credit; where that effort was not given";
    assert!(refused.code == Some(2) && refused.said().contains(words) && refused.said().contains("--again"), "{}", refused.said());
    fresh.write("finances/2026/budget.toml", "status = \"adopted\"\n[contribution]\nkey = \"equal\"\ntotal = 200.00\n");
    said(&fresh, "2026-02-01", &["--credit", "2026-0002", "--again"]);
    let record = loaded(&fresh, "2026-02-01");
    let drafts: Vec<i64> = record.invoices.iter().filter(|one| one.number.is_none()).map(|one| net(one).0).collect();
    assert_eq!(drafts, [-7_000, 10_000], "the credit of the whole, and what is asked without it");
}

#[test]
fn what_was_credited_with_a_line_that_lowers_it_is_credited_once() {
    let fresh = with_extra("what = \"Boek terug\"\namount = -100.00\nvat = 9\n");
    said(&fresh, "2026-02-01", &["--credit", "2026-0001", "--yes"]);
    said(&fresh, "2026-02-01", &["--year", "2026", "--issue", "--yes"]);
    let refused = ask(&fresh, "2026-02-02", &["--credit", "2026-0001", "--yes"]);
    assert!(refused.code == Some(2) && refused.said().contains("2026-0001 was credited already, by 2026-0002"), "{}", refused.said());
}
