//! Payments: the bank's statements read in any shape, and every line of theirs written down once, in whatever order they come.

mod doubtful;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use commons::answers::matching::{Why, matched};
use commons::imports::camt053::{MOST_BYTES, Refusal, Statement, read};
use commons::money::Money;
use commons::record::Record;
use commons::record::load::load;
use commons::source::directory;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use crate::cases::{day, records};
use crate::judges::{own_schema, validate};
use crate::program::{Fresh, Ran, program};

pub const OWN: &str = "NL91ABNA0417164300";

fn loaded(folder: &Path, on: &str) -> Record {
    let source = directory::open(folder).expect("a record can be listed");
    let (record, findings) = load(&source, day(on), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

pub fn of(files: &[(String, String)], on: &str) -> Record {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    for (path, text) in files {
        let path = fresh.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    loaded(fresh.path(), on)
}

pub fn file(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), text.to_owned())
}

fn bank(name: &str) -> Vec<Statement> {
    let bytes = fs::read(records().join("commands/payments/in/bank").join(name)).expect("the case has it");
    read(&bytes).unwrap_or_else(|why| panic!("{name}: {why:?}"))
}

#[test]
fn statements_of_four_banks_say_the_same_things_in_their_own_ways() {
    for (name, lines, pending, foreign) in [("abn.xml", 4, 0, 0), ("rabo.xml", 5, 0, 0), ("ing.xml", 3, 1, 0), ("bng.xml", 3, 0, 1)] {
        let found = bank(name);
        let [one] = found.as_slice() else { panic!("{name}: {} statements", found.len()) };
        assert_eq!(
            (one.iban.as_deref(), one.lines.len(), one.pending, one.foreign, one.unclear),
            (Some(OWN), lines, pending, foreign, 0),
            "{name}"
        );
        assert_eq!(one.wrong, [], "{name}");
    }
    let rabo = &bank("rabo.xml")[0];
    let told: Vec<(&str, i64)> = rabo.lines.iter().map(|line| (line.reference.as_str(), line.amount.0)).collect();
    assert_eq!(
        told,
        [
            ("OM1B003196000061", 840_000),
            ("OM1B003196000062/1", 900_000),
            ("OM1B003196000062/2", 30_000),
            ("OM1B003196000062/3", 10_000),
            ("OM1B003196000063", -40_000)
        ]
    );
    assert_eq!(rabo.lines[0].structured.len(), 1, "a reference in its own field is not read as text");
    let ing = &bank("ing.xml")[0];
    assert!(
        ing.lines[1].is_reversal && ing.lines[1].reference.ends_with("/R") && ing.lines[1].iban == ing.lines[0].iban,
        "{:?}",
        ing.lines[1]
    );
    let bng = &bank("bng.xml")[0];
    assert_eq!(bng.lines[0].name.as_deref(), Some("Gemeente Duiven, Financiën"), "it is in another encoding");
    assert!(!bank("wrong.xml")[0].wrong.is_empty(), "a statement that does not add up says so");
}

/// A statement with these entries.
fn statement(entries: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt><Id>1</Id>\
         <Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>EUR</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    )
}

/// One entry: reference, day, cents, text, who it is from.
fn entry(reference: &str, on: &str, cents: i64, text: &str, iban: &str) -> String {
    let (direction, whole, rest) = (if cents < 0 { "DBIT" } else { "CRDT" }, cents.abs() / 100, cents.abs() % 100);
    let party = if cents < 0 { "Cdtr" } else { "Dbtr" };
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{whole}.{rest:02}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{on}</Dt></BookgDt>\
         <AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><{party}Acct><Id><IBAN>{iban}</IBAN></Id></{party}Acct></RltdPties>\
         <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
}

#[test]
fn what_is_no_statement_is_refused_and_not_repeated() {
    let whole = statement(&entry("A1", "2026-02-03", 100, "x", "NL1"));
    assert_eq!(read(whole.as_bytes()).map(|all| all[0].lines.len()), Ok(1));
    let deep = statement(&format!("<Ntry>{}{}</Ntry>", "<a>".repeat(60), "</a>".repeat(60)));
    assert_eq!(read(deep.as_bytes()), Err(Refusal::TooDeep));
    let very_deep = "<Document xmlns=\"urn:camt.053.001.02\">".to_owned() + &"<BkToCstmrStmt>".repeat(100_000);
    assert!(read(very_deep.as_bytes()).is_err());
    for entity in ["&e;", "&euro;"] {
        assert_eq!(read(statement(&entry("A1", "2026-02-03", 100, entity, "NL1")).as_bytes()), Err(Refusal::Definitions), "{entity}");
    }
    let letter = &read(statement(&entry("A1", "2026-02-03", 100, "a &amp; b &#233;", "NL1")).as_bytes()).expect("it is right")[0].lines[0];
    assert_eq!(letter.told, ["a & b é"]);
    assert_eq!(read(&vec![b' '; MOST_BYTES + 1]), Err(Refusal::TooLong));
    let encoded = format!("<?xml version=\"1.0\" encoding=\"EBCDIC\"?>{whole}");
    assert_eq!(read(encoded.as_bytes()), Err(Refusal::Encoding));
    assert_eq!(read(b"\xff\xfe<\0D\0"), Err(Refusal::Encoding));
    assert_eq!(read(&[whole.as_bytes(), b"\xe9"].concat()), Err(Refusal::Encoding));
    for end in 1..whole.len() {
        assert!(read(&whole.as_bytes()[..end]).is_err(), "{end} bytes of it");
    }
    for (wrong, right) in [("1.005", "1.00"), ("1,00", "1.00"), ("-1.00", "1.00"), ("", "1.00"), ("1e3", "1.00")] {
        let text = whole.replace(&format!(">{right}<"), &format!(">{wrong}<"));
        assert_eq!(read(text.as_bytes()).map(|all| (all[0].lines.len(), all[0].unclear)), Ok((0, 1)), "{wrong}");
    }
    let same = statement(&entry("", "2026-02-03", 100, "x", "NL1").repeat(2));
    let references: BTreeSet<String> =
        read(same.as_bytes()).expect("it is right")[0].lines.iter().map(|line| line.reference.clone()).collect();
    assert_eq!(references.len(), 2, "two lines that are alike are two lines");
}

/// Three participants, each with an account and two invoices, and one of whom no account is known.
fn record(more: &[(String, String)]) -> Record {
    let mut files = vec![file("commons.toml", &format!("name = \"x\"\n[finances]\niban = \"{OWN}\"\n"))];
    for (n, id) in ["assen", "duiven", "ede"].iter().enumerate() {
        let iban = format!("NL0{n}TEST000000000{n}");
        files.push(file(&format!("participants/{id}.toml"), &format!("name = \"{id}\"\nkind = \"other\"\n[billing]\niban = \"{iban}\"\n")));
        for (kind, second, amount) in [("contribution", 0, 1000 + 100 * n), ("extra", 1, 50 + n)] {
            let number = format!("2026-00{}{second}", n + 1);
            files.push(file(
                &format!("finances/2026/invoices/{number}.toml"),
                &format!("number = \"{number}\"\nkind = \"{kind}\"\nparticipant = \"{id}\"\ndate = 2026-01-15\ndue = 2026-02-14\ntotal = {amount}.00\n"),
            ));
        }
    }
    files.push(file("participants/goor.toml", "name = \"Gemeente Goor\"\nkind = \"other\"\n"));
    files.push(file(
        "finances/2026/invoices/2026-0040.toml",
        "number = \"2026-0040\"\nkind = \"contribution\"\nparticipant = \"goor\"\ndate = 2026-01-15\ndue = 2026-02-14\ntotal = 1300.00\n",
    ));
    files.extend(more.iter().cloned());
    of(&files, "2026-06-01")
}

fn iban(n: usize) -> String {
    format!("NL0{n}TEST000000000{n}")
}

fn bookings(record: &Record, statements: &[String]) -> Vec<(String, String, i64)> {
    let lines: Vec<_> = statements.iter().flat_map(|text| read(text.as_bytes()).expect("it is right")).flat_map(|one| one.lines).collect();
    let found = matched(record, &lines).bookings;
    found.into_iter().map(|one| (one.reference, one.invoice.unwrap_or_default(), one.amount.0)).collect()
}

fn doubts(record: &Record, entries: &str) -> Vec<Why> {
    let lines = read(statement(entries).as_bytes()).expect("it is right").remove(0).lines;
    let found = matched(record, &lines);
    assert_eq!(found.bookings, [], "nothing of it is certain");
    found.doubts.into_iter().map(|one| one.why).collect()
}

#[test]
fn what_is_certain_is_booked_and_what_is_doubtful_is_not() {
    let record = record(&[]);
    let booked = |text: &str, cents: i64, from: &str| bookings(&record, &[statement(&entry("A1", "2026-02-03", cents, text, from))]);
    let one = |number: &str, cents: i64| vec![("A1".to_owned(), number.to_owned(), cents)];
    let stranger = "NL99TEST0000000099";
    // A reference with check digits needs nothing more; a number needs the account, or the amount where no account is known.
    assert_eq!(booked(&commons::payment_reference::rf("2026-0010").expect("digits"), 333, stranger), one("2026-0010", 333));
    assert_eq!(booked(&commons::payment_reference::betalingskenmerk("2026-0010").expect("digits"), 333, stranger), one("2026-0010", 333));
    assert_eq!(booked("factuur 20260040", 130_000, stranger), one("2026-0040", 130_000));
    assert_eq!(booked("factuur 20260010", 333, &iban(0)), one("2026-0010", 333));
    assert_eq!(booked("bijdrage", 100_000, &iban(0)), one("2026-0010", 100_000));
    // Two invoices in one payment: as they are named, or as all that is open.
    let two = vec![("A1#1".to_owned(), "2026-0010".to_owned(), 100_000), ("A1#2".to_owned(), "2026-0011".to_owned(), 5_000)];
    assert_eq!(booked("2026-0010 en 2026-0011", 105_000, &iban(0)), two);
    assert_eq!(booked("alles", 105_000, &iban(0)), two);
    for (text, cents, from, why) in [
        ("2026-0040", 333, stranger, Some(Why::Unsupported)),
        // Their account is known, and it is not this one; or it is that of another.
        ("kenmerk 2026-0010 leges", 100_000, stranger, Some(Why::OtherAccount)),
        ("factuur 2026-0020", 110_000, iban(0).as_str(), Some(Why::OtherAccount)),
        ("2026-0010 en 2026-0011", 105_000, stranger, Some(Why::OtherAccount)),
        ("2026-0010 en 2026-0011", 104_999, stranger, Some(Why::Several)),
        ("bijdrage", 99_999, iban(0).as_str(), Some(Why::Fits)),
        ("bijdrage", 100_000, stranger, None),
        ("huur", -100_000, iban(0).as_str(), None),
        ("factuur 2026-0010", -100_000, stranger, None),
    ] {
        assert_eq!(doubts(&record, &entry("A1", "2026-02-03", cents, text, from)), why.into_iter().collect::<Vec<_>>(), "{text} {cents}");
    }
    // The same reference of the bank for two lines is no reference.
    let clash = entry("A1", "2026-02-03", 100_000, "2026-0010", &iban(0)) + &entry("A1", "2026-02-04", 5_000, "2026-0011", &iban(0));
    assert_eq!(doubts(&record, &clash), [Why::Clash, Why::Clash]);
}

#[test]
fn what_is_on_record_is_known_again() {
    let payment = |reference: &str| {
        let text = format!("[[payment]]\non = 2026-02-02\namount = 1000.00\nfrom = \"assen\"\ninvoice = \"2026-0010\"\n{reference}\n");
        record(&[file("finances/2026/payments.toml", &text)])
    };
    let line = entry("A1", "2026-02-03", 100_000, "2026-0010", &iban(0));
    assert_eq!(doubts(&payment(""), &line), [Why::ByHand]);
    assert_eq!(doubts(&payment("bank_reference = \"a1\""), &line), []);
    assert_eq!(doubts(&payment("bank_reference = \"A1\""), &entry("A1", "2026-02-03", 99_900, "2026-0010", &iban(0))), [Why::Clash]);
    // What was paid too much goes back; what was paid is turned back.
    let back = |cents: i64, text: &str| {
        bookings(&payment("bank_reference = \"A0\""), &[statement(&entry("A1", "2026-03-03", cents, text, &iban(0)))])
    };
    assert_eq!(back(-100_000, "2026-0010"), [("A1".to_owned(), "2026-0010".to_owned(), -100_000)]);
    assert_eq!(back(-100_001, "2026-0010"), []);
}

/// Lines that name what they pay, each with its own reference: which invoice, how much, on which day.
fn lines() -> impl Strategy<Value = Vec<(usize, usize, i64, u32)>> {
    prop::collection::vec((0_usize..3, 0_usize..2, 1_i64..200_000, 1_u32..28), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_line_is_booked_once_in_whatever_order(lines in lines(), cuts in prop::collection::vec(any::<u16>(), 12), turn in 0_usize..12) {
        let written = |(n, (who, which, cents, day)): (usize, &(usize, usize, i64, u32))| {
            let number = format!("2026-00{}{which}", who + 1);
            entry(&format!("A{n}"), &format!("2026-03-{day:02}"), *cents, &format!("factuur {number}"), &iban(*who))
        };
        let entries: Vec<String> = lines.iter().enumerate().map(written).collect();
        let all = bookings(&record(&[]), &[statement(&entries.concat())]);
        prop_assert_eq!(all.len(), entries.len());
        prop_assert_eq!(all.iter().map(|(.., cents)| cents).sum::<i64>(), lines.iter().map(|(_, _, cents, _)| cents).sum::<i64>());
        // Statements that overlap, from the middle on, and everything once more in the end.
        let mut kept: Vec<(String, String, i64)> = Vec::new();
        let start = turn % entries.len();
        for n in 0..=entries.len() {
            let part: String = entries.iter().enumerate().filter(|(at, _)| n == entries.len() || cuts[*at % 12] & (1 << (n % 16)) != 0 || *at == (start + n) % entries.len()).map(|(_, text)| text.as_str()).collect();
            let mut text = String::new();
            for (reference, invoice, cents) in &kept {
                let amount = Money(*cents);
                let _ = write!(text, "[[payment]]\non = 2026-03-01\namount = {amount}\nfrom = \"assen\"\ninvoice = \"{invoice}\"\nbank_reference = \"{reference}\"\n");
            }
            let record = record(&[file("finances/2026/payments.toml", &text)]);
            kept.extend(bookings(&record, &[statement(&part), statement(&part)]));
        }
        let sorted = |list: &[(String, String, i64)]| list.iter().cloned().collect::<BTreeSet<_>>();
        prop_assert_eq!(kept.len(), all.len(), "nothing is booked twice");
        prop_assert_eq!(sorted(&kept), sorted(&all));
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<u16>()) {
        let mut whole = statement(&entry("A1", "2026-02-03", 100, "x", "NL1")).into_bytes();
        let at = usize::from(at) % whole.len();
        whole.splice(at..at, bytes.iter().copied());
        let found = read(&whole);
        prop_assert!(found.is_err() || found.is_ok());
    }
}

#[test]
fn lists_and_letters_are_what_their_schema_says() {
    let desk = Fresh::empty();
    let (mut lists, mut letters) = (Vec::new(), Vec::new());
    let examples = ["wijkwijzer", "loketplein", "buurtkaart"].map(|name| (name, crate::cases::root().join("examples").join(name)));
    let cases = [
        ("case", records().join("commands/payments/in")),
        ("letters", records().join("commands/remind/in")),
        ("base", records().join("base")),
    ];
    for (name, record) in examples.into_iter().chain(cases) {
        let record = record.display().to_string();
        for on in ["2026-03-01", "2026-04-15", "2026-12-24"] {
            for (command, files) in [("payments", &mut lists), ("remind", &mut letters)] {
                let name = format!("{name}-{command}-{on}.json");
                let asked = ["-C", &record, "--on", on, command, "--format", "json", "-o", &name];
                let ran = Ran::of(program().current_dir(desk.path()).args(asked));
                assert_eq!(ran.code, Some(0), "{record} {on}: {}", ran.said());
                files.push(name);
            }
        }
    }
    validate(&desk, &["--schemafile", &own_schema("payments").display().to_string()], &lists);
    validate(&desk, &["--schemafile", &own_schema("remind").display().to_string()], &letters);
}

/// Whatever a statement holds of others is neither shown nor kept.
#[test]
fn nothing_of_strangers_travels() {
    let desk = Fresh::empty();
    let case = records().join("commands/payments/in");
    crate::cases::lay(&case, desk.path());
    let ran = desk.run(&["payments", "import", "bank/abn.xml", "bank/rabo.xml", "bank/ing.xml", "bank/bng.xml", "-v"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let kept: String =
        ["finances/2026/payments.toml"].iter().map(|path| fs::read_to_string(desk.path().join(path)).expect("it is there")).collect();
    let all = format!("{}{}{kept}", String::from_utf8_lossy(&ran.out), ran.said());
    for told in [
        "Jansen",
        "Pietersen",
        "Bakker",
        "Buurthuis",
        "Drukkerij",
        "Café",
        "Leges",
        "Zaalhuur",
        "ASNB",
        "TRIO",
        "paspoort",
        "8,10",
        "300,00",
    ] {
        assert!(!all.contains(told), "{told}: {all}");
    }
}
