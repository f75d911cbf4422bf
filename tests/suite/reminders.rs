//! Reminders: when, of what, to whom; one answer for the letters, the list of what is due and the rules.

use std::fs;

use commons::answers::reminders::{Step, steps};
use serde_json::Value;

use crate::payments::{file, of};
use crate::program::{Fresh, Ran, program};

#[test]
fn reminders_go_out_by_the_days_of_the_record() {
    let invoice = |reminders: &str| {
        let text = format!("number = \"1\"\nparticipant = \"assen\"\ndate = 2026-01-15\ndue = 2026-02-14\ntotal = 10.00\n{reminders}");
        vec![file("participants/assen.toml", "name = \"Assen\"\n"), file("finances/2026/invoices/1.toml", &text)]
    };
    let next = |settings: &str, reminders: &str| {
        let mut files = invoice(reminders);
        files.push(file("commons.toml", &format!("name = \"x\"\n[finances]\n{settings}\n")));
        let record = of(&files, "2026-10-01");
        steps(&record).first().map(|one| (one.step, one.day.to_string()))
    };
    let at = |step: Step, day: &str| Some((step, day.to_owned()));
    let sent = |days: &[&str]| days.iter().map(|day| format!("[[reminder]]\non = {day}\n")).collect::<String>();
    assert_eq!(next("", ""), at(Step::First, "2026-02-28"));
    assert_eq!(next("", &sent(&["2026-03-01"])), at(Step::Second, "2026-03-29"));
    // A letter that was late leaves four weeks all the same.
    assert_eq!(next("", &sent(&["2026-05-01"])), at(Step::Second, "2026-05-29"));
    assert_eq!(next("", &sent(&["2026-03-01", "2026-03-29"])), at(Step::Call, "2026-04-12"));
    assert_eq!(next("", &sent(&["2026-03-01", "2026-03-29", "2026-04-12"])), None);
    assert_eq!(next("reminder_days = [7, 14]", &sent(&["2026-02-21"])), at(Step::Second, "2026-02-28"));
    assert_eq!(next("reminder_days = [7, 14]", &sent(&["2026-02-21", "2026-02-28"])), None);
    // What is written down for later has not been sent.
    assert_eq!(next("", &sent(&["2026-12-01"])), at(Step::First, "2026-02-28"));
}

#[test]
fn whoever_holds_the_money_is_not_written_to() {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Proef\"\nlead = \"zwolle\"\n");
    for (n, id) in ["assen", "zwolle"].iter().enumerate() {
        fresh.write(format!("participants/{id}.toml"), format!("name = \"Gemeente {id}\"\nkind = \"municipality\"\njoined = 2024-01-01\n"));
        let invoice = format!(
            "number = \"2026-000{n}\"\nparticipant = \"{id}\"\ndate = 2026-01-15\ndue = 2026-02-14\n[[line]]\nwhat = \"Bijdrage\"\namount = 100.00\n"
        );
        fresh.write(format!("finances/2026/invoices/2026-000{n}.toml"), invoice);
    }
    let ran = fresh.run(&["remind", "--on", "2026-03-10"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    assert!(ran.shown().contains("1 letter is due") && !ran.shown().contains("Reminder of invoice 2026-0001"), "{}", ran.shown());
}

/// Four municipalities of which one holds the money, each with an invoice of 15 January.
fn four() -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlead = \"zwolle\"\nemail = \"proef@zwolle.example\"\n");
    for (n, id) in ["assen", "duiven", "ede", "zwolle"].iter().enumerate() {
        let billing = format!(
            "[billing]\nname = \"Gemeente {id}, Financiën\"\nstreet = \"Raadhuisplein {n}\"\npostcode = \"8000 AB\"\ncity = \"Stad\"\nkvk = \"0520000{n}\"\n"
        );
        fresh.write(
            format!("participants/{id}.toml"),
            format!("name = \"Gemeente {id}\"\nkind = \"municipality\"\njoined = 2024-01-01\nemail = \"nu@{id}.example\"\n{billing}"),
        );
        invoice(&fresh, &format!("2026-000{}", n + 1), id, "");
    }
    fresh
}

fn invoice(fresh: &Fresh, number: &str, id: &str, more: &str) {
    let buyer = format!("[buyer]\nname = \"Gemeente {id}\"\nstreet = \"Oude Markt 1\"\ncity = \"Stad\"\nemail = \"toen@{id}.example\"\n");
    let text = format!(
        "number = \"{number}\"\nparticipant = \"{id}\"\ndate = 2026-01-15\ndue = 2026-02-14\norder_number = \"V-{number}\"\n[[line]]\nwhat = \"Bijdrage\"\namount = 100.00\n{more}{buyer}"
    );
    fresh.write(format!("finances/2026/invoices/{number}.toml"), text);
}

fn shown(fresh: &Fresh, line: &str) -> String {
    let ran = Ran::of(program().arg("-C").arg(fresh.path()).args(["--lang", "nl"]).args(line.split(' ')));
    assert!(matches!(ran.code, Some(0 | 1)), "{line}: {}", ran.said());
    format!("{}{}", String::from_utf8_lossy(&ran.out), ran.said())
}

/// The numbers of the letters that `remind` makes, that `due` asks for now, and that `check` speaks of.
fn asked(fresh: &Fresh, on: &str) -> [Vec<String>; 3] {
    let json = |line: &str| serde_json::from_str::<Value>(&shown(fresh, line)).expect("it is JSON");
    let letters = json(&format!("--on {on} remind --format json"));
    let letters = letters["reminders"].as_array().expect("it is a list").iter().filter(|one| one["state"] == "letter");
    let letters: Vec<String> = letters.map(|one| one["number"].as_str().expect("it has one").to_owned()).collect();
    let all = ["2026-0001", "2026-0002", "2026-0003", "2026-0004"];
    let due = shown(fresh, &format!("--on {on} due --within 0d --format csv"));
    let checked = shown(fresh, &format!("--on {on} check --select reminder-due"));
    let of = |text: &str, is_meant: &dyn Fn(&str) -> bool| {
        let named = |number: &&&str| text.lines().any(|line| line.contains(**number) && is_meant(line));
        all.iter().filter(named).map(|number| (*number).to_owned()).collect::<Vec<_>>()
    };
    [letters, of(&due, &|line| line.contains("herinnering")), of(&checked, &|line| line.contains('`'))]
}

#[test]
fn letters_the_list_and_the_rules_are_one_answer() {
    let fresh = four();
    let same = |on: &str, wanted: &[&str]| {
        for found in asked(&fresh, on) {
            assert_eq!(found, wanted, "{on}");
        }
    };
    same("2026-02-27", &[]);
    same("2026-02-28", &["2026-0001", "2026-0002", "2026-0003"]);
    // Around New Year nobody is asked for a letter.
    same("2026-12-24", &[]);
    same("2027-01-07", &["2026-0001", "2026-0002", "2026-0003"]);
    // Whoever left gets none.
    let path = fresh.at("participants/duiven.toml");
    let text = fs::read_to_string(&path).expect("it is there").replace("[billing]", "left = 2026-02-28\n[billing]");
    fresh.write("participants/duiven.toml", text);
    same("2026-03-05", &["2026-0001", "2026-0003"]);
    assert!(shown(&fresh, "--on 2026-03-05 check").contains("uitgetreden"));
    // What the fund holder owes itself is said, with why there is no letter.
    let own = shown(&fresh, "--on 2026-03-05 remind zwolle");
    assert!(own.contains("Van de kassier zelf") && own.contains("2026-0004"), "{own}");
}

/// What is still to be done when some letters were sent is no news.
#[test]
fn what_remains_to_be_sent_is_not_new() {
    let fresh = four();
    let said = shown(&fresh, "--on 2026-03-05 remind assen --sent --yes");
    assert!(said.contains("aan 1 factuur herinnerd") && !said.contains("nieuw aandachtspunt"), "{said}");
}

#[test]
fn a_first_reminder_is_never_called_a_second() {
    let fresh = four();
    invoice(&fresh, "2026-0005", "assen", "[[reminder]]\non = 2026-03-01\n");
    let mail = shown(&fresh, "--on 2026-04-10 remind assen --format mail");
    assert!(mail.contains("Herinnering factuur 2026-0001\n") && mail.contains("Tweede herinnering factuur 2026-0005\n"), "{mail}");
}

#[test]
fn a_letter_says_what_is_held_for_whoever_gets_it() {
    let fresh = four();
    invoice(&fresh, "2026-0005", "assen", "");
    fresh.write(
        "finances/2026/payments.toml",
        "[[payment]]\non = 2026-02-01\namount = 160.00\nfrom = \"assen\"\ninvoice = \"2026-0005\"\nbank_reference = \"X1\"\n",
    );
    let mail = shown(&fresh, "--on 2026-03-05 remind assen --format mail");
    assert!(mail.contains("Op factuur 2026-0005 heeft u €\u{a0}60,00 te veel betaald"), "{mail}");
    let json = shown(&fresh, "--on 2026-03-05 remind assen --format json");
    assert!(json.contains("\"held\": \"60.00\""), "{json}");
}

/// The address of today, both sides, their references, and no table that reads like one.
#[test]
fn a_letter_can_be_sent_as_it_is() {
    let fresh = four();
    let mail = shown(&fresh, "--on 2026-03-05 remind assen --format mail");
    for text in [
        "Aan: nu@assen.example",
        "Raadhuisplein 0",
        "KvK-nummer 05200003",
        "Ons kenmerk: 2026-0001",
        "Uw inkoop- of verplichtingennummer: V-2026-0001",
        "Inlichtingen: proef@zwolle.example",
        "Naam en functie:",
    ] {
        assert!(mail.contains(text), "{text}: {mail}");
    }
    for text in ["toen@assen.example", "Oude Markt", "; Bedrag:", "Ik bel u"] {
        assert!(!mail.contains(text), "{text}: {mail}");
    }
    // Of others nothing stands in what is sent to one, and every letter is a page.
    let html = shown(&fresh, "--on 2026-03-05 remind assen duiven --format html");
    assert!(!html.contains("Gemeente ede") && html.matches("break-before:page").count() == 1, "{html}");
    let all = shown(&fresh, "--on 2026-03-05 remind --format html");
    assert_eq!(all.matches("break-before:page").count(), 3, "{all}");
}

/// What was paid back on a credit note is not asked for again.
#[test]
fn a_refund_on_a_credit_note_settles_the_invoice() {
    let fresh = four();
    let credit = "number = \"2026-0005\"\nkind = \"credit\"\nparticipant = \"assen\"\ncredits = \"2026-0001\"\ndate = 2026-02-20\n[[line]]\nwhat = \"Credit\"\namount = -100.00\n";
    fresh.write("finances/2026/invoices/2026-0005.toml", credit);
    let payment = |on: &str, amount: &str, number: &str| {
        format!("[[payment]]\non = {on}\namount = {amount}\nfrom = \"assen\"\ninvoice = \"{number}\"\nbank_reference = \"{on}\"\n")
    };
    let paid = payment("2026-02-10", "100.00", "2026-0001");
    fresh.write("finances/2026/payments.toml", &paid);
    let too_much = |fresh: &Fresh| shown(fresh, "--on 2026-03-05 check --select payment-too-much").contains("meer betaald");
    assert!(too_much(&fresh));
    fresh.write("finances/2026/payments.toml", paid + &payment("2026-02-25", "-100.00", "2026-0005"));
    assert!(!too_much(&fresh));
}

/// What was paid, credited and asked anew is to be set off: nobody is reminded while we owe them as much.
#[test]
fn who_owes_nothing_on_balance_gets_no_letter() {
    let fresh = four();
    invoice(&fresh, "2026-0005", "assen", "");
    let paid = |amount: &str| {
        format!("[[payment]]\non = 2026-02-01\namount = {amount}\nfrom = \"assen\"\ninvoice = \"2026-0005\"\nbank_reference = \"X1\"\n")
    };
    fresh.write("finances/2026/payments.toml", paid("100.00"));
    let credit = "number = \"2026-0006\"\nkind = \"credit\"\nparticipant = \"assen\"\ncredits = \"2026-0005\"\ndate = 2026-02-10\n[[line]]\nwhat = \"Bijdrage\"\namount = -100.00\n";
    fresh.write("finances/2026/invoices/2026-0006.toml", credit);
    let [letters, due, checked] = asked(&fresh, "2026-03-05");
    for list in [letters, due, checked] {
        assert!(!list.contains(&"2026-0001".to_owned()), "{list:?}");
    }
    let text = shown(&fresh, "--on 2026-03-05 remind");
    assert!(text.contains("Evenveel gecrediteerd of te veel betaald") && text.contains("factuur 2026-0001"), "{text}");
    assert!(shown(&fresh, "--on 2026-03-05 payments").contains("Gemeente assen is per saldo niets verschuldigd."));
    // A part of it was paid: then something is owed, and the letter says what it was that is held.
    fresh.write("finances/2026/payments.toml", paid("40.00"));
    let mail = shown(&fresh, "--on 2026-03-05 remind assen --format mail");
    assert!(mail.contains("Van factuur 2026-0005, die is gecrediteerd, heeft u nog €\u{a0}40,00 tegoed"), "{mail}");
}
