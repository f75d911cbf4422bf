//! What is refused before a number is given, and what is not asked a second time.

use std::fs;

use commons::answers::billed::net;
use commons::record::finance::InvoiceKind;

use crate::commits::commit;
use crate::invoicing::{EQUAL, SETTINGS, ask, loaded, numbers, said, year};
use crate::program::Fresh;

const TWO: [(&str, &str); 2] = [("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")];

/// What a command that is refused says.
fn refused(fresh: &Fresh, on: &str, arguments: &[&str]) -> String {
    let ran = ask(fresh, on, arguments);
    assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.said());
    ran.said()
}

/// What is asked without VAT by the invoices of somebody, in the order of their files.
fn asked(fresh: &Fresh, on: &str, who: &str) -> Vec<i64> {
    loaded(fresh, on).invoices.iter().filter(|one| one.participant.as_str() == who).map(|one| net(one).0).collect()
}

#[test]
fn a_draft_that_is_out_of_date_is_not_numbered() {
    let fresh = year(EQUAL, &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{}", EQUAL.replace("100.01", "50.01")));
    let words = refused(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    assert!(
        words.contains("draft-b.toml: it asks €50.00 without VAT, and €25.00 is asked now: `commons invoice --year 2026 b`"),
        "{words}"
    );
    assert!(refused(&fresh, "2026-01-10", &["--year", "2026", "--order", "--format", "csv"]).contains("€25.00 is asked now"));
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    // A line that somebody added stays, and is no difference.
    let path = fresh.at("finances/2026/invoices/draft-b.toml");
    let text = fs::read_to_string(&path).expect("it was drafted");
    fs::write(&path, format!("{text}\n[[line]]\nwhat = \"x\"\namount = 1.00\n")).expect("it can be written");
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    assert_eq!(asked(&fresh, "2026-01-10", "b"), [2_600]);
}

#[test]
fn the_same_is_not_asked_twice() {
    let fresh = year(EQUAL, &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    let draft = fs::read_to_string(fresh.at("finances/2026/invoices/draft-b.toml")).expect("it was drafted");
    fresh.write("finances/2026/invoices/draft-b-2.toml", &draft);
    let words = refused(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    assert!(words.contains("draft-b.toml: nothing asks for it any more"), "{words}");
    // By hand it is no draft that was made, and still the same.
    fresh.write("finances/2026/invoices/draft-b-2.toml", draft.replace("basis = \"contribution\"\n", ""));
    let words = refused(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    assert!(words.contains("the same is asked in finances/2026/invoices/draft-b"), "{words}");
    fresh.write(
        "finances/2026/invoices/draft-b-2.toml",
        draft.replace("basis = \"contribution\"\n", "").replace("\"contribution\"", "\"extra\""),
    );
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    assert_eq!(asked(&fresh, "2026-01-10", "b").len(), 2);
}

#[test]
fn what_one_was_asked_is_not_credited_to_another() {
    let fresh = year(EQUAL, &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    let credit = |who: &str, of: &str| {
        format!("kind = \"credit\"\nparticipant = \"{who}\"\ncredits = \"{of}\"\n[[line]]\nwhat = \"x\"\namount = -10.00\n")
    };
    fresh.write("finances/2026/invoices/draft-b-credit.toml", credit("b", "2026-0001"));
    let words = refused(&fresh, "2026-01-11", &["--year", "2026", "--issue"]);
    assert!(words.contains("it is for `b`, and invoice 2026-0001, which it credits, is for `a`"), "{words}");
    fresh.write("finances/2026/invoices/draft-b-credit.toml", credit("b", "2026-0002"));
    said(&fresh, "2026-01-11", &["--year", "2026", "--issue"]);
    // What is left of it is credited by a second one, to the cent.
    said(&fresh, "2026-01-12", &["--credit", "2026-0002"]);
    said(&fresh, "2026-01-12", &["--year", "2026", "--issue"]);
    let record = loaded(&fresh, "2026-01-12");
    let open: i64 = record.invoices.iter().filter(|one| one.participant.as_str() == "b").map(|one| net(one).0).sum();
    assert_eq!((open, record.invoices.len()), (0, 4));
    assert!(refused(&fresh, "2026-01-12", &["--credit", "2026-0002"]).contains("was credited already, by 2026-0003, 2026-0004"));
}

#[test]
fn what_was_credited_is_asked_anew_only_when_somebody_says_so() {
    let fresh = year(EQUAL, &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    said(&fresh, "2026-01-11", &["--credit", "2026-0002"]);
    said(&fresh, "2026-01-11", &["--year", "2026", "--issue"]);
    let words = said(&fresh, "2026-01-12", &["--year", "2026"]);
    assert!(
        words.contains("2026-0002 of `b` was credited, and is not asked anew by itself") && words.contains("no draft is written"),
        "{words}"
    );
    said(&fresh, "2026-01-12", &["--year", "2026", "b"]);
    assert!(said(&fresh, "2026-01-12", &["--year", "2026"]).contains("nothing changes"));
    said(&fresh, "2026-01-12", &["--year", "2026", "--issue"]);
    assert_eq!(numbers(&fresh, "2026-01-12").len(), 4);
}

#[test]
fn an_advance_that_is_asked_anew_is_the_one_that_was_credited() {
    let fresh = year(&format!("{EQUAL}instalments = [2026-01-15, 2026-07-01]\n"), &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-07-01", &["--year", "2026", "--issue"]);
    let of = |on: &str, number: &str| {
        loaded(&fresh, on).invoices.iter().find(|one| one.number.as_deref() == Some(number)).map(|one| one.line[0].what.clone())
    };
    let first = of("2026-07-01", "2026-0003").expect("it was issued");
    assert!(first.starts_with("Voorschot 1 van 2"), "{first}");
    said(&fresh, "2026-07-02", &["--credit", "2026-0003", "--again"]);
    let record = loaded(&fresh, "2026-07-02");
    let drafts: Vec<_> = record.invoices.iter().filter(|one| one.number.is_none() && one.kind == Some(InvoiceKind::Advance)).collect();
    assert!(matches!(drafts[..], [one] if one.line[0].what == first), "{drafts:?}");
    said(&fresh, "2026-07-02", &["--year", "2026", "--issue"]);
    assert!(said(&fresh, "2026-07-03", &["--year", "2026"]).contains("nothing changes"));
}

#[test]
fn who_leaves_is_asked_no_advance_after_that() {
    let budget = format!("{EQUAL}pro_rata = \"months\"\ninstalments = [2026-01-15, 2026-07-01]\n");
    let fresh = year(&budget, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01\nleft = 2026-05-31")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    assert_eq!(asked(&fresh, "2026-01-10", "b"), [2_083], "five months, at once");
    assert_eq!(asked(&fresh, "2026-01-10", "a").len(), 2);
    // Who says it leaves after an advance was sent is asked nothing more.
    let fresh = year(&budget, &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-15", &["--year", "2026", "--issue"]);
    let text = fs::read_to_string(fresh.at("participants/b.toml")).expect("it is there");
    fresh.write("participants/b.toml", text.replace("joined = 2020-01-01", "joined = 2020-01-01\nleft = 2026-03-31"));
    let words = said(&fresh, "2026-02-01", &["--year", "2026", "--yes"]);
    assert!(words.contains("--credit 2026-0002 --again"), "{words}");
    said(&fresh, "2026-02-01", &["--credit", "2026-0002", "--again"]);
    let left = loaded(&fresh, "2026-02-01");
    let asked: i64 = left.invoices.iter().filter(|one| one.participant.as_str() == "b").map(|one| net(one).0).sum();
    assert_eq!(asked, 1_250, "three months of fifty: {:?}", left.invoices.iter().map(|one| one.file.to_string()).collect::<Vec<_>>());
}

#[test]
fn what_no_e_invoice_can_be_made_of_is_not_numbered() {
    let fresh = year(EQUAL, &TWO);
    let path = fresh.at("participants/b.toml");
    let text = fs::read_to_string(&path).expect("it is there").replace("\"other\"", "\"municipality\"");
    fs::write(&path, &text).expect("it can be written");
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    let words = refused(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    assert!(words.contains("no e-invoice can be made of it") && words.contains("billing.e_invoice false"), "{words}");
    fs::write(&path, format!("{text}e_invoice = false\n")).expect("it can be written");
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "--dry-run"]);
    fs::write(&path, format!("{text}buyer_reference = \"K1\"\n")).expect("it can be written");
    fresh.write("commons.toml", SETTINGS.replace("21", "19"));
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    assert!(refused(&fresh, "2026-01-10", &["--year", "2026", "--issue"]).contains("19 % is no rate of the Netherlands"));
    fresh.write("commons.toml", SETTINGS);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
}

#[test]
fn a_file_that_is_not_what_was_sent_is_said_and_gives_no_e_invoice() {
    let fresh = year(EQUAL, &TWO);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    commit(fresh.path());
    let path = fresh.at("finances/2026/invoices/2026-0002.toml");
    let text = fs::read_to_string(&path).expect("it was issued");
    let check = || {
        crate::program::Ran::of(crate::program::program().current_dir(fresh.path()).args(["check", "--on", "2026-01-11"]))
            .shown()
            .to_owned()
    };
    fs::write(&path, format!("{text}\n[[reminder]]\non = 2026-03-01\n")).expect("it can be written");
    assert!(!check().contains("issued-invoice-changed"));
    fs::write(&path, text.replace("50.00", "1.00")).expect("it can be written");
    assert!(
        check().contains("2026-0002.toml") && check().contains("warning[issued-invoice-changed]: this was changed since it was issued"),
        "{}",
        check()
    );
    assert!(said(&fresh, "2026-01-11", &["--show", "2026-0002"]).contains("this is not what was sent"));
    assert!(refused(&fresh, "2026-01-11", &["--show", "2026-0002", "--format", "ubl"]).contains("git checkout"));
    for format in ["json", "sarif", "junit", "github", "gitlab"] {
        let mut asked = crate::program::program();
        asked.current_dir(fresh.path()).args(["check", "--on", "2026-01-11", "--strict", "--format", format]);
        let ran = crate::program::Ran::of(&mut asked);
        assert!(String::from_utf8_lossy(&ran.out).contains("issued-invoice-changed") && ran.code == Some(1), "{format}: {}", ran.said());
    }
    fs::remove_file(&path).expect("it was there");
    assert!(check().contains("warning[invoice-number-gone]: 2026-0002 was given here"), "{}", check());
}

#[test]
fn another_system_numbers_once_and_each_draft_is_ordered_once() {
    let fresh = year(EQUAL, &TWO);
    fresh.write("commons.toml", SETTINGS.replace("iban", "numbering = \"external\"\niban"));
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    let order = |arguments: &[&str]| {
        let ran = ask(&fresh, "2026-01-10", &[&["--year", "2026", "--order", "--format", "csv"], arguments].concat());
        (ran.shown().contains("Communitybijdrage"), ran.said())
    };
    assert!(order(&["--dry-run"]).0 && order(&[]).0);
    let (is_there, words) = order(&[]);
    assert!(!is_there && words.contains("ordered already, the last on 10 January 2026"), "{words}");
    let read = ask(&fresh, "2026-01-10", &["--year", "2026", "--order"]);
    assert!(!read.shown().contains("Communitybijdrage") && read.said().contains("ordered already"), "{}", read.said());
    assert!(order(&["b"]).0);
    for wrong in ["../../x", "=1+1", "-"] {
        assert!(refused(&fresh, "2026-01-11", &["--issued", wrong, "draft-a"]).contains("is no number"), "{wrong}");
    }
    assert!(refused(&fresh, "2026-01-11", &["--issued", "1", "draft-zz"]).contains("there is no draft `draft-zz`"));
    said(&fresh, "2026-01-11", &["--issued", "27/118", "draft-a"]);
    let words = refused(&fresh, "2026-01-11", &["--issued", "27118", "draft-b"]);
    assert!(words.contains("the payment reference would be the same") && words.contains("payment_reference \"RF"), "{words}");
}
