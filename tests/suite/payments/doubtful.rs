//! Lines of the bank that are easily lost or counted twice: parts of a batch, lines without a reference, what is turned back.

use commons::answers::debts::balances;
use commons::answers::matching::{Why, matched};
use commons::imports::camt053::read;
use commons::payment_reference;

use crate::payments::{bookings, doubts, entry, file, iban, record, statement};
use crate::program::{Fresh, Ran, program};

/// A batch under one reference: text and cents of each part, and how many parts the bank says that there are.
fn batch(reference: &str, whole: i64, parts: &[(&str, Option<i64>)], number: usize) -> String {
    let amount = |cents: i64| format!("<Amt Ccy=\"EUR\">{}.{:02}</Amt>", cents / 100, cents % 100);
    let part = |(text, cents): &(&str, Option<i64>)| {
        let own = cents.map(|cents| format!("<AmtDtls><TxAmt>{}</TxAmt></AmtDtls>", amount(cents))).unwrap_or_default();
        format!("<TxDtls>{own}<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>")
    };
    let parts: String = parts.iter().map(part).collect();
    format!(
        "<Ntry>{}<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-02-09</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>\
         <NtryDtls><Btch><NbOfTxs>{number}</NbOfTxs></Btch>{parts}</NtryDtls></Ntry>",
        amount(whole)
    )
}

fn rf(number: &str) -> String {
    payment_reference::rf(number).expect("it has digits")
}

#[test]
fn a_batch_of_which_a_part_was_entered_keeps_its_other_parts() {
    let (first, second, third) = (rf("2026-0010"), rf("2026-0020"), rf("2026-0040"));
    let whole = batch("B1", 340_000, &[(&first, Some(100_000)), (&second, Some(110_000)), (&third, Some(130_000))], 3);
    let payment = |reference: &str, number: &str, amount: &str| {
        format!("[[payment]]\non = 2026-02-09\namount = {amount}\nfrom = \"x\"\ninvoice = \"{number}\"\nbank_reference = \"{reference}\"\n")
    };
    let rest = |text: &str| {
        let record = record(&[file("finances/2026/payments.toml", text)]);
        let lines = read(statement(&whole).as_bytes()).expect("it is right").remove(0).lines;
        let found = matched(&record, &lines);
        let booked: Vec<String> = found.bookings.iter().map(|one| one.reference.clone()).collect();
        (found.already, booked, found.doubts.into_iter().map(|one| (one.reference, one.why)).collect::<Vec<_>>())
    };
    let all = |references: &[&str]| references.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    assert_eq!(rest(""), (0, all(&["B1/1", "B1/2", "B1/3"]), Vec::new()));
    assert_eq!(rest(&payment("B1", "2026-0010", "1000.00")), (1, all(&["B1/2", "B1/3"]), Vec::new()));
    assert_eq!(rest(&(payment("B1/1", "2026-0010", "1000.00") + &payment("b1", "2026-0040", "1300.00"))), (2, all(&["B1/2"]), Vec::new()));
    assert_eq!(rest(&payment("B1", "2026-0010", "3400.00")), (3, Vec::new(), Vec::new()));
    // What was entered is none of its parts: nobody knows which were meant.
    let unclear = ["B1/1", "B1/2", "B1/3"].map(|reference| (reference.to_owned(), Why::Clash)).to_vec();
    assert_eq!(rest(&payment("B1", "2026-0010", "999.00")), (0, Vec::new(), unclear));
}

#[test]
fn a_batch_without_amounts_is_doubtful_where_it_may_be_ours() {
    let (first, second) = (rf("2026-0010"), rf("2026-0020"));
    let record = record(&[]);
    for whole in [
        batch("B1", 210_000, &[(&first, None), (&second, None)], 2),
        batch("B1", 210_000, &[(&first, Some(100_000)), (&second, Some(999_999))], 2),
        batch("B1", 210_000, &[(&first, Some(100_000))], 2),
        // Nothing is said of it but that it is three payments, and three invoices come to exactly this.
        batch("B1", 235_100, &[], 3),
    ] {
        assert_eq!(doubts(&record, &whole), [Why::Lump], "{whole}");
    }
    assert_eq!(doubts(&record, &batch("B1", 235_103, &[], 3)), []);
    assert_eq!(doubts(&record, &batch("B1", 210_007, &[("huur", None), ("leges", None)], 2)), []);
}

#[test]
fn what_carries_our_reference_is_never_dropped() {
    let record = record(&[]);
    let reference = rf("2026-0010");
    // It is turned back before the statement with the receipt was read.
    let back = entry("M2", "2026-02-11", -100_000, &reference, "NL99TEST0000000099");
    assert_eq!(doubts(&record, &back), [Why::NotReceived]);
    // A text that is continued in the next element.
    let (begins, ends) = reference.split_at(6);
    let split = entry("A1", "2026-02-03", 100_000, &format!("{begins}</Ustrd><Ustrd>{ends} bijdrage"), "NL99TEST0000000099");
    assert_eq!(bookings(&record, &[statement(&split)]), [("A1".to_owned(), "2026-0010".to_owned(), 100_000)]);
    // Twice in one statement: once for certain.
    let twice = entry("A1", "2026-02-03", 100_000, &reference, "NL1").repeat(2);
    let lines = read(statement(&twice).as_bytes()).expect("it is right").remove(0).lines;
    let found = matched(&record, &lines);
    let why: Vec<Why> = found.doubts.iter().map(|one| one.why).collect();
    assert_eq!((found.bookings.len(), why, found.over), (1, vec![Why::Again], Vec::new()));
    // It was paid too much, and went back in the same statement.
    let settled = entry("A1", "2026-02-03", 100_100, &reference, &iban(0)) + &entry("A2", "2026-02-04", -100, &reference, &iban(0));
    let lines = read(statement(&settled).as_bytes()).expect("it is right").remove(0).lines;
    assert_eq!(matched(&record, &lines).over, []);
}

/// Where the bank gives no reference, who paid and what was written tell lines apart.
#[test]
fn payers_are_told_apart_without_a_reference() {
    let of = |number: &str| statement(&entry("", "2026-02-09", 5_000, &rf(number), "NL99TEST0000000099"));
    let first = bookings(&record(&[]), &[of("2026-0010")]);
    let text = format!(
        "[[payment]]\non = 2026-02-09\namount = 50.00\nfrom = \"assen\"\ninvoice = \"2026-0010\"\nbank_reference = \"{}\"\n",
        first[0].0
    );
    let record_with = record(&[file("finances/2026/payments.toml", &text)]);
    assert_eq!(bookings(&record_with, &[of("2026-0020")]).len(), 1, "another payer of the same amount");
    assert_eq!(bookings(&record_with, &[of("2026-0010"), of("2026-0020")]).len(), 1);
    assert_eq!(bookings(&record(&[]), &[of("2026-0010"), of("2026-0020")]).len(), 2);
    // Told in other words it may be the same payment.
    let other = entry("", "2026-02-09", 5_000, &format!("{} dank", rf("2026-0010")), "NL99TEST0000000099");
    assert_eq!(doubts(&record_with, &other), [Why::Alike]);
}

#[test]
fn who_paid_is_whose_account_it_is() {
    let line = statement(&entry("A1", "2026-02-03", 110_000, &rf("2026-0020"), &iban(0)));
    let lines = read(line.as_bytes()).expect("it is right").remove(0).lines;
    let found = matched(&record(&[]), &lines).bookings;
    assert_eq!((found[0].from.as_str(), found[0].invoice.as_deref()), ("assen", Some("2026-0020")));
}

#[test]
fn a_voluntary_payment_is_known_by_account_and_amount() {
    let request = "kind = \"request\"\nparticipant = \"assen\"\ndate = 2026-01-15\ntotal = 77.00\n";
    let with = |more: &[(String, String)]| {
        let mut files = vec![file("finances/2026/invoices/request-assen.toml", request)];
        files.extend(more.iter().cloned());
        record(&files)
    };
    let line = entry("V1", "2026-02-03", 7_700, "bijdrage", &iban(0));
    assert_eq!(bookings(&with(&[]), &[statement(&line)]), [("V1".to_owned(), String::new(), 7_700)]);
    let paid = "[[payment]]\non = 2026-02-01\namount = 77.00\nfrom = \"assen\"\nbank_reference = \"V0\"\n";
    assert_eq!(doubts(&with(&[file("finances/2026/payments.toml", paid)]), &line), [Why::Fits]);
}

/// Only a credit note that was issued takes something back.
#[test]
fn the_draft_of_a_credit_note_credits_nothing() {
    let credit = |number: &str| {
        let text =
            format!("{number}kind = \"credit\"\nparticipant = \"assen\"\ncredits = \"2026-0010\"\ndate = 2026-02-01\ntotal = -1000.00\n");
        let record = record(&[file("finances/2026/invoices/credit.toml", &text)]);
        let all = balances(&record, record.on);
        all.iter().find(|one| one.number == "2026-0010").map(|one| one.open().0)
    };
    assert_eq!(credit(""), Some(100_000));
    assert_eq!(credit("number = \"2026-0050\"\n"), Some(0));
}

#[test]
fn a_reference_with_a_slip_from_who_is_asked_is_left_to_people() {
    let right = payment_reference::betalingskenmerk("2026-0040").expect("it has digits");
    let line = |reference: &str, name: &str| {
        format!(
            "<Ntry><Amt Ccy=\"EUR\">500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-02-09</Dt></BookgDt>\
             <AcctSvcrRef>C1</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf>\
             <Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>"
        )
    };
    let slip = format!("{}{}", if right.starts_with('9') { '8' } else { '9' }, &right[1..]);
    assert_eq!(doubts(&record(&[]), &line(&slip, "GEMEENTE GOOR")), [Why::Mistyped]);
    // From a stranger, or with something else than a slip, it is nobody's business here.
    assert_eq!(doubts(&record(&[]), &line(&slip, "J. Pietersen")), []);
    assert_eq!(doubts(&record(&[]), &line("9999999999999999", "GEMEENTE GOOR")), []);
}

#[test]
fn the_day_that_is_asked_about_says_which_lines_have_come() {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "name = \"x\"\n[finances]\niban = \"NL91ABNA0417164300\"\n");
    fresh.write("participants/goor.toml", "name = \"Gemeente Goor\"\nkind = \"other\"\n");
    fresh.write(
        "finances/2098/invoices/2098-0001.toml",
        "number = \"2098-0001\"\nparticipant = \"goor\"\ndate = 2098-01-15\ndue = 2098-02-14\ntotal = 100.00\n",
    );
    fresh.write("b.xml", statement(&entry("B1", "2098-02-03", 10_000, &rf("2098-0001"), &iban(7))));
    let import =
        |on: &str| Ran::of(program().current_dir(fresh.path()).args(["payments", "import", "b.xml", "--dry-run", "--on", on])).said();
    assert!(import("2098-02-15").contains("1 new payment"), "{}", import("2098-02-15"));
    assert!(import("2098-01-31").contains("left for later"), "{}", import("2098-01-31"));
}

/// Account and amount say one thing, and what was typed another: people look.
#[test]
fn what_account_and_amount_bear_out_is_named_beside_what_was_typed() {
    for text in ["factuur 2026-0020".to_owned(), rf("2026-0020")] {
        let line = entry("A1", "2026-02-03", 100_000, &text, &iban(0));
        let lines = read(statement(&line).as_bytes()).expect("it is right").remove(0).lines;
        let found = matched(&record(&[]), &lines);
        assert!(found.bookings.is_empty(), "{text}");
        let doubts: Vec<_> = found.doubts.iter().map(|one| (one.why, one.invoices.clone())).collect();
        assert_eq!(doubts, [(Why::AnotherFits, vec!["2026-0010".to_owned(), "2026-0020".to_owned()])], "{text}");
    }
}

#[test]
fn a_line_that_gets_its_reference_later_is_the_same_line() {
    let without = statement(&entry("", "2026-02-09", 100_000, &rf("2026-0010"), &iban(0)));
    let first = bookings(&record(&[]), &[without]);
    let text = format!(
        "[[payment]]\non = 2026-02-09\namount = 1000.00\nfrom = \"assen\"\ninvoice = \"2026-0010\"\nbank_reference = \"{}\"\n",
        first[0].0
    );
    let with = entry("ZZ9", "2026-02-09", 100_000, &rf("2026-0010"), &iban(0));
    assert_eq!(doubts(&record(&[file("finances/2026/payments.toml", &text)]), &with), [Why::Alike]);
}

#[test]
fn the_fund_holder_pays_from_its_usual_account() {
    let settings = format!("name = \"x\"\nlead = \"assen\"\n[finances]\niban = \"{}\"\n", crate::payments::OWN);
    let record = record(&[file("commons.toml", &settings)]);
    let line = |cents: i64| statement(&entry("A1", "2026-02-03", cents, "bijdrage", &iban(0)));
    assert_eq!(bookings(&record, &[line(100_000)]), [("A1".to_owned(), "2026-0010".to_owned(), 100_000)]);
    assert_eq!(bookings(&record, &[line(0)]), [], "what moves no money is no payment");
}

#[test]
fn the_reference_of_one_and_the_number_of_another_are_left_to_people() {
    let line = entry("A1", "2026-02-03", 100_000, &format!("{} 2026-0020", rf("2026-0010")), &iban(0));
    assert_eq!(doubts(&record(&[]), &line), [Why::Several]);
}

#[test]
fn what_was_paid_on_a_credited_invoice_names_the_one_that_was_asked_instead() {
    let credit = "number = \"2026-0050\"\nkind = \"credit\"\nparticipant = \"assen\"\ncredits = \"2026-0010\"\ndate = 2026-02-01\ntotal = -1000.00\n";
    let again =
        "number = \"2026-0051\"\nkind = \"contribution\"\nparticipant = \"assen\"\ndate = 2026-02-01\ndue = 2026-03-01\ntotal = 1000.00\n";
    let instead = |more: &[(String, String)]| {
        let line = statement(&entry("A1", "2026-02-03", 100_000, &rf("2026-0010"), &iban(0)));
        let lines = read(line.as_bytes()).expect("it is right").remove(0).lines;
        let found = matched(&record(more), &lines);
        found.over.into_iter().map(|one| (one.number, one.by.0, one.instead)).collect::<Vec<_>>()
    };
    let credit = file("finances/2026/invoices/2026-0050.toml", credit);
    let again = file("finances/2026/invoices/2026-0051.toml", again);
    assert_eq!(instead(std::slice::from_ref(&credit)), [("2026-0010".to_owned(), 100_000, None)]);
    assert_eq!(instead(&[credit, again]), [("2026-0010".to_owned(), 100_000, Some("2026-0051".to_owned()))]);
}
