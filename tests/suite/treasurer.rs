//! What a treasurer does through the year: more is asked, less is asked, years are closed, and money comes from where it should not.

use commons::answers::billed::net;
use commons::money::Money;
use commons::record::finance::InvoiceKind;

use crate::invoicing::{EQUAL, SETTINGS, ask, loaded, said, year};
use crate::program::{Fresh, Ran, program};

const ONE: [(&str, &str); 1] = [("a", "joined = 2020-01-01")];
const TWO: [(&str, &str); 2] = [("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")];

/// Everything that a command says, on one line and in English.
fn told(fresh: &Fresh, on: &str, arguments: &[&str]) -> String {
    let ran = Ran::of(program().current_dir(fresh.path()).args(["--on", on, "--lang", "en"]).args(arguments));
    let words = format!("{} {}", ran.shown(), ran.said());
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn budgeted(fresh: &Fresh, text: &str) {
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{text}"));
}

/// A year of which everything was sent at once.
fn sent(budget: &str, participants: &[(&str, &str)]) -> Fresh {
    let fresh = year(budget, participants);
    said(&fresh, "2026-01-10", &["--year", "2026", "--yes"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "--yes"]);
    fresh
}

#[test]
fn what_is_asked_more_is_drafted_as_a_contribution_and_counted_once() {
    let fresh = sent(EQUAL, &ONE);
    budgeted(&fresh, &EQUAL.replace("100.01", "150.01"));
    let words = said(&fresh, "2026-05-01", &["--year", "2026", "--yes"]);
    assert!(
        words.contains("`commons invoice --year 2026 a` drafts the rest") || words.contains("`commons invoice --year 2026 a` maakt"),
        "{words}"
    );
    said(&fresh, "2026-05-01", &["--year", "2026", "a", "--yes"]);
    // It stays where it is, and is issued with all others.
    said(&fresh, "2026-05-01", &["--year", "2026", "--yes"]);
    said(&fresh, "2026-05-01", &["--year", "2026", "--issue", "--yes"]);
    let record = loaded(&fresh, "2026-05-02");
    let sent: Vec<_> = record.invoices.iter().map(|one| (one.kind, net(one).0)).collect();
    assert_eq!(sent, [(Some(InvoiceKind::Contribution), 10_001), (Some(InvoiceKind::Settlement), 5_000)]);
    assert!(told(&fresh, "2026-05-02", &["invoice", "--year", "2026"]).contains("nothing changes"));
    assert!(told(&fresh, "2026-05-02", &["budget"]).contains("Contribution 150.01 150.01 150.01 150.01 0.00"));
    // More once more takes both off.
    budgeted(&fresh, &EQUAL.replace("100.01", "160.01"));
    said(&fresh, "2026-06-01", &["--year", "2026", "a", "--yes"]);
    said(&fresh, "2026-06-01", &["--year", "2026", "--issue", "--yes"]);
    assert_eq!(loaded(&fresh, "2026-06-02").invoices.iter().map(|one| net(one).0).sum::<i64>(), 16_001);
}

#[test]
fn what_is_asked_less_is_forecast_and_named_before_accounts_are_adopted() {
    let fresh = sent(EQUAL, &TWO);
    budgeted(&fresh, &format!("opening = {{ funds = 10.00, reserve = 10.00 }}\n{}", EQUAL.replace("100.01", "60.01")));
    assert!(told(&fresh, "2026-05-02", &["budget"]).contains("Contribution 60.01 60.01 100.01 60.01 -40.00"));
    let words = told(&fresh, "2027-01-10", &["accounts", "--year", "2026"]);
    assert!(words.contains("a €20.00 still to be credited, b €20.00 still to be credited"), "{words}");
    // The next year may begin with what this one left before that was settled.
    fresh.write("finances/2027/budget.toml", "opening = { funds = 10.00, reserve = 110.01 }\n");
    let words = told(&fresh, "2027-01-10", &["accounts", "--year", "2026"]);
    assert!(words.contains("a €20.00 still to be credited, b €20.00 still to be credited"), "{words}");
    assert!(words.contains("2027 already has an opening balance"), "{words}");
}

/// A correction after the next year began with what this one left belongs to the year in which it is made.
#[test]
fn a_closed_year_stays_as_it_was_closed() {
    let fresh = sent(&format!("opening = {{ funds = 10.00, reserve = 10.00 }}\n{EQUAL}"), &ONE);
    told(&fresh, "2026-03-01", &["pay", "2026-0001", "121.01", "--yes"]);
    let income = |year: &str| told(&fresh, "2027-06-30", &["accounts", "--year", year, "--format", "csv"]);
    said(&fresh, "2027-02-10", &["--credit", "2026-0001", "--amount", "30.00", "--yes"]);
    said(&fresh, "2027-02-10", &["--year", "2026", "--issue", "--yes"]);
    assert!(income("2026").contains("70.01"), "nobody closed it yet: {}", income("2026"));
    fresh.write("finances/2027/budget.toml", "opening = { funds = 131.01, reserve = 110.01 }\n");
    assert!(!income("2026").contains("70.01") && income("2026").contains("100.01"), "{}", income("2026"));
    assert!(income("2027").contains("earlier") && income("2027").contains("-30.00"), "{}", income("2027"));
    let words = told(&fresh, "2027-06-30", &["accounts", "--year", "2026"]);
    assert!(
        words.contains("Corrected since, and counted in the year of the correction: 2027-0001 of 10 February 2027 (-€30.00)"),
        "{words}"
    );
    assert!(!told(&fresh, "2027-06-30", &["check"]).contains("opening-differs"));
    let words = told(&fresh, "2027-06-30", &["accounts", "--year", "2027"]);
    assert!(!words.contains("Not explained"), "{words}");
    // What the next year began with says otherwise: then nothing is moved, and that is told.
    fresh.write("finances/2027/budget.toml", "opening = { funds = 131.01, reserve = 99.00 }\n");
    assert!(income("2026").contains("70.01"));
    assert!(told(&fresh, "2027-06-30", &["check"]).contains("opening-differs"));
}

#[test]
fn a_shortage_is_taken_from_what_is_there() {
    let fresh = sent(&format!("opening = {{ funds = 10.00, reserve = 10.00 }}\n[[cost]]\nid = \"x\"\namount = 100.01\n{EQUAL}"), &ONE);
    fresh.write("finances/2026/expenses.toml", "[[expense]]\non = 2026-03-01\nline = \"x\"\namount = 150.01\n");
    let words = told(&fresh, "2027-01-02", &["accounts", "--year", "2026"]);
    assert!(words.contains("of the shortage of €50.00 the reserve covers €10.00; for €40.00 it is to be decided who pays it"), "{words}");
    assert!(words.contains("on 31 December 2026 it had advanced €140.01"), "{words}");
}

#[test]
fn a_contract_is_forecast_though_the_budget_has_less() {
    let fresh = year("[[cost]]\nid = \"x\"\namount = 30.00\ncontract = \"hosting\"\n", &ONE);
    fresh.write("participants/s.toml", "name = \"s\"\nkind = \"company\"\nsupplier = true\n");
    fresh.write(
        "finances/contracts/hosting.toml",
        "supplier = \"s\"\nwhat = \"Hosting\"\nyearly = 45.00\nfrom = 2026-01-01\nuntil = 2026-12-31\n",
    );
    let words = told(&fresh, "2026-06-30", &["budget"]);
    assert!(words.contains("x 30.00 30.00 45.00 0.00 45.00 30.00"), "{words}");
}

/// A contract that has a total is set beside the budget as well as one with an amount for each year, in the report and in `check`.
#[test]
fn a_contract_costs_more_than_the_budget_has() {
    let fresh = year("[[cost]]\nid = \"x\"\namount = 120.00\ncontract = \"hosting\"\n", &ONE);
    fresh.write("participants/s.toml", "name = \"s\"\nkind = \"company\"\nsupplier = true\n");
    let on = |day: &str, contract: &str| {
        fresh.write("finances/contracts/hosting.toml", format!("supplier = \"s\"\nwhat = \"Hosting\"\n{contract}"));
        told(&fresh, day, &["check", "--select", "contract-above-budget"])
    };
    let check = |contract: &str| on("2026-06-30", contract);
    let says = |amount: &str, how: &str| format!("the contract of `x` costs €{amount} in 2026{how}, and €120.00 is budgeted");
    let within = check("total = 120.01\nfrom = 2026-01-01\nuntil = 2026-12-31\n");
    assert!(within.contains(&says("120.01", "")), "{within}");
    let longer = check("total = 480.00\nfrom = 2025-01-01\nuntil = 2026-12-31\n");
    assert!(longer.contains(&says("240.00", ", pro rata by days")), "{longer}");
    for enough in [
        "total = 120.00\nfrom = 2026-01-01\nuntil = 2026-12-31\n",
        "total = 240.00\nfrom = 2026-01-01\nuntil = 2027-12-31\n",
        // Half a year by months; by days it is a little more.
        "yearly = 240.00\nfrom = 2026-07-01\nuntil = 2027-06-30\n",
        "total = 999.00\nfrom = 2025-01-01\nuntil = 2025-12-31\n",
    ] {
        assert!(check(enough).contains("no findings"), "{enough}: {}", check(enough));
    }
    let over = on("2027-01-01", "total = 480.00\nfrom = 2025-01-01\nuntil = 2026-12-31\n");
    assert!(over.contains("no findings"), "{over}");
}

#[test]
fn what_may_be_on_either_side_stands_where_it_is_on_each_day() {
    let fresh = sent(&format!("opening = {{ funds = 0.00, reserve = 0.00 }}\n[[cost]]\nid = \"x\"\namount = 500.00\n{EQUAL}"), &ONE);
    fresh.write("finances/2027/budget.toml", "opening = { funds = -605.00, reserve = -399.99 }\n");
    fresh.write("finances/2026/expenses.toml", "[[expense]]\non = 2026-03-01\nline = \"x\"\namount = 500.00\nvat = 105.00\n");
    let invoice = "number = \"2027-0001\"\nkind = \"extra\"\nparticipant = \"a\"\ndate = 2027-02-01\n[[line]]\nwhat = \"x\"\namount = 1000.00\nvat = 21\n";
    fresh.write("finances/2027/invoices/2027-0001.toml", invoice);
    let words = told(&fresh, "2027-06-30", &["accounts", "--year", "2027"]);
    assert!(words.contains("VAT to be got back 84.00 0.00") && words.contains("VAT to be paid 0.00 126.00"), "{words}");
}

#[test]
fn no_more_goes_back_than_came_in() {
    let fresh = sent(EQUAL, &ONE);
    let pay = |amount: &str| told(&fresh, "2026-02-05", &["pay", "2026-0001", amount, "--yes"]);
    assert!(pay("-10.00").contains("€0.00 came in on `2026-0001`, and €10.00 would go back"), "{}", pay("-10.00"));
    assert!(!fresh.at("finances/2026/payments.toml").exists());
    assert!(pay("50.00").contains("written"));
    assert!(pay("-10.00").contains("written"));
}

#[test]
fn a_day_that_is_far_off_is_no_day_of_an_invoice() {
    let fresh = year(EQUAL, &ONE);
    said(&fresh, "2026-01-10", &["--year", "2026", "--yes"]);
    let ran = ask(&fresh, "2196-01-02", &["--year", "2026", "--issue", "--yes"]);
    assert!(ran.code == Some(2) && ran.said().contains("more than a year after"), "{}", ran.said());
}

#[test]
fn who_pays_an_amount_of_its_own_is_asked_the_fee_of_its_class() {
    let classes = "[contribution]\nkey = \"classes\"\nclass = [{ name = \"klein\", amount = 500.00, joining_fee = 99.99 }]\n";
    let fresh =
        year(classes, &[("a", "joined = 2020-01-01"), ("e", "joined = 2026-07-02\n[[membership]]\nfrom = 2026-07-02\namount = 777.77\n")]);
    let words = told(&fresh, "2026-07-10", &["invoice", "--year", "2026", "--dry-run", "e"]);
    assert!(words.contains("Joining fee, once, beside the contribution: €99.99"), "{words}");
}

#[test]
fn vat_that_cannot_be_got_back_was_not() {
    let fresh = year("[[cost]]\nid = \"x\"\namount = 100.00\n", &ONE);
    fresh.write("finances/2026/expenses.toml", "[[vat_return]]\non = 2026-05-01\namount = -18.91\n");
    let found = |treatment: &str| {
        fresh.write("commons.toml", SETTINGS.replace("treatment = 21", treatment));
        told(&fresh, "2026-06-01", &["check", "--select", "implausible-vat"]).contains("€18.91 of VAT was got back")
    };
    assert_eq!(
        [found("treatment = \"outside-scope\""), found("treatment = \"outside-scope\", deductible = true"), found("treatment = 21")],
        [true, false, false]
    );
}

#[test]
fn too_many_decimals_are_no_thousands() {
    let fresh = year("[[cost]]\nid = \"x\"\namount = 100.00\n", &ONE);
    let check = |amount: &str| {
        fresh.write("finances/2026/expenses.toml", format!("[[expense]]\non = 2026-05-01\nline = \"x\"\namount = {amount}\n"));
        told(&fresh, "2026-06-01", &["check"])
    };
    for amount in ["0.125", "-0.005"] {
        assert!(check(amount).contains("two decimals at most") && !check(amount).contains("no dots between"), "{}", check(amount));
    }
    assert!(check("1.250").contains("`1250.00`"), "{}", check("1.250"));
}

#[test]
fn the_overview_names_what_was_sent_at_once_and_cents_of_vat() {
    let fresh = sent(EQUAL, &ONE);
    let words = told(&fresh, "2026-02-01", &["invoice", "--year", "2026", "--dry-run"]);
    assert!(words.contains("Sent: 2026-0001 of 10 January 2026."), "{words}");
    // 10.02 and 10.02 bear 2.10 each, and 20.04 bears 4.21.
    let advances = "[contribution]\nkey = \"equal\"\ntotal = 20.04\ninstalments = [2026-01-15, 2026-07-01]\n";
    let fresh = year(advances, &ONE);
    let draft = |n: u32, day: &str| {
        let text = format!(
            "number = \"2026-000{n}\"\nkind = \"advance\"\nparticipant = \"a\"\nplanned = {day}\ndate = {day}\n[[line]]\nwhat = \"x\"\namount = 10.02\nbasis = \"contribution\"\n[vat]\ntreatment = 21\n"
        );
        fresh.write(format!("finances/2026/invoices/2026-000{n}.toml"), text);
    };
    draft(1, "2026-01-15");
    draft(2, "2026-07-01");
    let words = told(&fresh, "2026-08-01", &["invoice", "--year", "2026", "--dry-run"]);
    assert!(words.contains("The VAT of these invoices comes to €4.20"), "{words}");
}

#[test]
fn requests_have_references_of_their_own() {
    let names = ["a-b", "ab", "samenwerkingsverband-noord", "samenwerkingsverband-zuid"];
    let participants: Vec<(&str, &str)> = names.iter().map(|name| (*name, "joined = 2020-01-01")).collect();
    let fresh = year("[contribution]\nkey = \"equal\"\ntotal = 400.00\nobligation = \"voluntary\"\n", &participants);
    fresh.write("commons.toml", SETTINGS.replace("lead = \"a\"", "lead = \"ab\""));
    said(&fresh, "2026-01-10", &["--year", "2026", "--yes"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "--yes"]);
    let record = loaded(&fresh, "2026-01-10");
    let references: std::collections::BTreeSet<_> = record.invoices.iter().filter_map(|one| one.payment_reference.clone()).collect();
    assert_eq!(references.len(), 4, "{references:?}");
    assert!(references.iter().all(|one| commons::payment_reference::is_rf(one)), "{references:?}");
}

#[test]
fn what_takes_back_has_the_earlier_number_and_its_payment_is_moved_by_a_command() {
    let fresh = sent(EQUAL, &ONE);
    told(&fresh, "2026-02-05", &["pay", "2026-0001", "121.01", "--yes"]);
    said(&fresh, "2026-03-01", &["--credit", "2026-0001", "--again", "--yes"]);
    let words = said(&fresh, "2026-03-01", &["--year", "2026", "--issue", "--yes"]);
    let record = loaded(&fresh, "2026-03-01");
    let credit = record.invoices.iter().find(|one| one.credits.is_some()).and_then(|one| one.number.clone());
    assert_eq!(credit.as_deref(), Some("2026-0002"));
    assert!(words.contains("commons set finances/2026/payments 'payment[0].invoice' 2026-0003"), "{words}");
    let ran =
        Ran::of(program().current_dir(fresh.path()).args(["set", "finances/2026/payments", "payment[0].invoice", "2026-0003", "--yes"]));
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let open: Vec<Money> = commons::answers::debts::balances_of_all(&loaded(&fresh, "2026-03-01"))
        .iter()
        .map(commons::answers::debts::Balance::open)
        .collect();
    assert_eq!(open, [Money(0), Money(0)]);
}

#[test]
fn without_somebody_the_others_pay_more() {
    let fresh = year(EQUAL, &TWO);
    let words = told(&fresh, "2026-01-10", &["invoice", "--year", "2026", "--dry-run", "--without", "b"]);
    assert!(words.contains("a €100.01 €50.00 €50.01") || words.contains("a €100.01 €50.01 €50.00"), "{words}");
}

/// Somebody who wrote an invoice of another kind for what is asked more is not asked it once more without knowing.
#[test]
fn what_was_sent_beside_is_named_where_more_is_asked() {
    let fresh = sent(EQUAL, &ONE);
    let extra =
        "number = \"2026-0002\"\nkind = \"extra\"\nparticipant = \"a\"\ndate = 2026-02-01\n[[line]]\nwhat = \"x\"\namount = 50.00\n";
    fresh.write("finances/2026/invoices/2026-0002.toml", extra);
    assert!(!told(&fresh, "2026-05-01", &["invoice", "--year", "2026", "--yes"]).contains("besides"), "nothing more is asked");
    budgeted(&fresh, &EQUAL.replace("100.01", "150.01"));
    for named in [&["invoice", "--year", "2026", "--yes"][..], &["invoice", "--year", "2026", "a", "--yes"]] {
        let words = told(&fresh, "2026-05-01", named);
        assert!(words.contains("besides, `a` was sent 2026-0002 (extra, €50.00)"), "{named:?}: {words}");
    }
}

#[test]
fn what_is_set_off_goes_back_with_the_whole() {
    let given = "[[in_kind]]\nparticipant = \"a\"\nwhat = \"x\"\nvalue = 30.00\nsettle = \"set-off\"\n";
    let fresh = sent(&format!("{EQUAL}{given}"), &ONE);
    let ran = ask(&fresh, "2026-02-10", &["--credit", "2026-0001", "--amount", "90.00"]);
    assert!(ran.code == Some(2) && ran.said().contains("`commons invoice --credit 2026-0001 --again`"), "{}", ran.said());
}

#[test]
fn a_credit_note_says_why_its_vat_is_not_the_rate() {
    let fresh = sent(EQUAL, &ONE);
    let back = |number: &str, more: &[&str]| {
        said(&fresh, "2026-02-10", &[&["--credit", "2026-0001", "--yes"], more].concat());
        said(&fresh, "2026-02-10", &["--year", "2026", "--issue", "--yes"]);
        told(&fresh, "2026-02-11", &["invoice", "--show", number])
    };
    // Of two cents the VAT is nothing, and in the end everything goes back.
    for number in ["2026-0002", "2026-0003"] {
        let letter = back(number, &["--amount", "0.02"]);
        assert!(!letter.contains("what was left of the VAT"), "{letter}");
    }
    let letter = back("2026-0004", &[]);
    assert!(letter.contains("-€21.00") && letter.contains("The VAT is what was left of the VAT of invoice 2026-0001"), "{letter}");
    assert!(letter.contains("by the rate alone it would be -€20.99"), "{letter}");
}

#[test]
fn a_forecast_beyond_a_contract_that_ended_is_told() {
    let fresh = year("[[cost]]\nid = \"x\"\namount = 120.00\nstructural = true\ncontract = \"hosting\"\n", &ONE);
    fresh.write("participants/s.toml", "name = \"s\"\nkind = \"company\"\nsupplier = true\n");
    let until = |day: &str| {
        let contract = format!("supplier = \"s\"\nwhat = \"Hosting\"\ntotal = 30.00\nfrom = 2026-01-01\nuntil = {day}\n");
        fresh.write("finances/contracts/hosting.toml", contract);
        told(&fresh, "2026-06-30", &["budget"])
    };
    let words = until("2026-03-31");
    assert!(words.contains("The contract of x ended on 31 March 2026, and €120.00 is still forecast"), "{words}");
    assert!(!until("2026-12-31").contains("is still forecast"));
}
