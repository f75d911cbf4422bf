//! What letters about money say: to whoever holds the money, of a draft, without VAT, of a credit note, before the year begins.

use crate::commits::{commit, git};
use crate::program::{Fresh, Ran, program};

const ADDRESS: &str =
    "[billing]\nstreet = \"Plein 1\"\npostcode = \"1234 AB\"\ncity = \"Stad\"\nkvk = \"99990193\"\nvat_number = \"NL000099998B57\"\n";

/// A record in git of which `assen` holds the money, with a budget for 2026.
fn year(vat: &str, budget: &str, leek: &str) -> Fresh {
    let fresh = Fresh::empty();
    let settings =
        format!("format = 1\nname = \"Buurtapp\"\nlanguage = \"nl\"\nlead = \"assen\"\n[finances]\niban = \"NL91ABNA0417164300\"\n{vat}\n");
    fresh.write("commons.toml", settings);
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{budget}"));
    for (id, name, rest) in [("assen", "Gemeente Assen", ""), ("leek", "Gemeente Leek", leek)] {
        fresh.write(
            format!("participants/{id}.toml"),
            format!("name = \"{name}\"\nkind = \"municipality\"\njoined = 2020-01-01\n{ADDRESS}{rest}"),
        );
    }
    git(fresh.path(), &["init", "-q"]);
    commit(fresh.path());
    fresh
}

fn ask(fresh: &Fresh, on: &str, arguments: &[&str]) -> String {
    let ran = Ran::of(program().current_dir(fresh.path()).args(["--lang", "nl", "--on", on]).args(arguments));
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
    let shown = ran.shown().split_whitespace().collect::<Vec<_>>().join(" ");
    // An amount keeps its sign beside it with a space that does not break.
    shown.replace('\u{a0}', " ")
}

fn issued(fresh: &Fresh) {
    ask(fresh, "2026-01-10", &["invoice", "--year", "2026"]);
    ask(fresh, "2026-01-10", &["invoice", "--year", "2026", "--issue"]);
    commit(fresh.path());
}

const OUTSIDE: &str = "vat = { treatment = \"outside-scope\", reason = \"kosten voor gemene rekening\" }";
const EQUAL: &str = "[contribution]\nkey = \"equal\"\ntotal = 100.01\n";
const REFERENCE: &str = "buyer_reference = \"6410\"\n";

#[test]
fn whoever_holds_the_money_is_not_asked_to_transfer_it() {
    let fresh = year(OUTSIDE, EQUAL, REFERENCE);
    issued(&fresh);
    let own = ask(&fresh, "2026-01-11", &["invoice", "--show", "2026-0001", "--format", "md"]);
    assert!(own.contains("boekt dit bedrag intern") && !own.contains("Wij verzoeken"), "{own}");
    let other = ask(&fresh, "2026-01-11", &["invoice", "--show", "2026-0002", "--format", "md"]);
    assert!(other.contains("Wij verzoeken u € 50,00 uiterlijk op 9 februari 2026 over te maken"), "{other}");
}

#[test]
fn a_draft_asks_nobody_to_pay() {
    let fresh = year(OUTSIDE, EQUAL, REFERENCE);
    ask(&fresh, "2026-01-10", &["invoice", "--year", "2026"]);
    let shown = ask(&fresh, "2026-01-11", &["invoice", "--show", "draft-leek", "--format", "md"]);
    assert!(shown.contains("hoeft nog niet te worden betaald") && !shown.contains("over te maken"), "{shown}");
}

#[test]
fn what_is_not_taxed_says_so_whatever_the_reason_says() {
    for (vat, said) in [
        (OUTSIDE, "Geen btw berekend: kosten voor gemene rekening."),
        ("vat = { treatment = \"exempt\", reason = \"artikel 11, lid 1, onder u\" }", "Vrijgesteld van btw: artikel 11, lid 1, onder u."),
        ("vat = { treatment = \"exempt\", reason = \"Vrijgesteld van btw (artikel 11).\" }", " Vrijgesteld van btw (artikel 11)."),
    ] {
        let fresh = year(vat, EQUAL, REFERENCE);
        issued(&fresh);
        let shown = ask(&fresh, "2026-01-11", &["invoice", "--show", "2026-0002", "--format", "md"]);
        assert!(shown.replace('\\', "").contains(said), "{shown}");
        assert_eq!(shown.matches("Vrijgesteld van btw").count(), said.matches("Vrijgesteld van btw").count(), "{shown}");
    }
}

#[test]
fn a_credit_note_says_of_which_day_and_what_there_is_to_pay_back() {
    let given = "[[in_kind]]\nparticipant = \"leek\"\nwhat = \"Vergaderruimte\"\nvalue = 80.00\nsettle = \"set-off\"\n";
    for (budget, said) in [(EQUAL.to_owned(), "verrekend met factuur"), (format!("{EQUAL}\n{given}"), "Er valt niets terug te betalen")] {
        let fresh = year(OUTSIDE, &budget, REFERENCE);
        issued(&fresh);
        ask(&fresh, "2026-02-02", &["invoice", "--credit", "2026-0002"]);
        ask(&fresh, "2026-02-02", &["invoice", "--year", "2026", "--issue", "draft-leek-credit"]);
        let shown = ask(&fresh, "2026-02-03", &["invoice", "--show", "2026-0003", "--format", "md"]).replace('\\', "");
        assert!(shown.contains("2026-0002 van 10 januari 2026") && shown.contains(said), "{shown}");
    }
}

#[test]
fn an_e_invoice_names_nobody_whom_the_letter_does_not_name() {
    let leek = format!("ordered_by = \"Karel Kwast\"\n{REFERENCE}[people.kkwast]\nname = \"Karel Kwast\"\nvisibility = \"record\"\n");
    let fresh = year(OUTSIDE, EQUAL, &leek);
    issued(&fresh);
    let written =
        |audience: &str| ask(&fresh, "2026-01-11", &["invoice", "--show", "2026-0002", "--format", "ubl", "--audience", audience]);
    assert!(written("record").contains("Karel Kwast"));
    assert!(!written("participants").contains("Karel") && !written("public").contains("Karel"));
}

#[test]
fn the_question_for_an_order_number_says_when_the_invoices_come() {
    let two = "[contribution]\nkey = \"equal\"\ntotal = 200.00\ninstalments = [2026-01-15, 2026-07-01]\n";
    let fresh = year(OUTSIDE, two, "order_number = { 2026 = \"V-118\" }\n");
    let product = "status = \"adopted\"\n[period]\nfrom = 2026-03-01\nuntil = 2026-08-31\n[contribution]\nkey = \"equal\"\ntotal = 60.00\n";
    fresh.write("products/kaart.toml", "name = \"Kaart\"\n");
    fresh.write("finances/2026/kaart/budget.toml", product);
    let members = "[[membership]]\nproduct = \"kaart\"\nfrom = 2026-03-01\n";
    for (id, name) in [("assen", "Gemeente Assen"), ("leek", "Gemeente Leek")] {
        let order = "order_number = { 2026 = \"V-118\" }\n";
        fresh.write(
            format!("participants/{id}.toml"),
            format!("name = \"{name}\"\nkind = \"municipality\"\njoined = 2020-01-01\n{ADDRESS}{order}{members}"),
        );
    }
    let orders = ask(&fresh, "2025-10-01", &["announce", "leek", "--year", "2026", "--format", "md"]).replace('\\', "");
    assert!(orders.contains("Op 15 januari 2026 en 1 juli 2026 ontvangt u een factuur"), "{orders}");
    assert!(orders.contains("| Buurtapp | € 100,00 |") && orders.contains("| Kaart | € 30,00 |"), "{orders}");
    assert!(orders.contains("Het nummer V-118 is bij ons al bekend") && !orders.contains("Heeft u geen nummer nodig"), "{orders}");
    let amounts = ask(&fresh, "2025-04-01", &["announce", "leek", "--year", "2026", "--format", "md"]).replace('\\', "");
    assert!(amounts.contains("Voor Buurtapp:") && amounts.contains("Voor Kaart:") && amounts.contains("Samen: € 130,00."), "{amounts}");
    assert!(amounts.contains("zonder indexering") && amounts.contains("Kaart zit er niet in") && !amounts.contains("natura"), "{amounts}");
}
