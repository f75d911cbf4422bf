//! Invoices from draft to credit note: numbers that are given once whatever became of their files, and amounts that add up.

use std::collections::BTreeMap;
use std::fs;

use commons::answers::billed::{net, set_off};
use commons::answers::contribution::settled::Fee;
use commons::answers::contribution::{Question, budgets, contribution};
use commons::answers::invoiced::taxed;
use commons::money::Money;
use commons::record::Record;
use commons::record::finance::InvoiceKind;
use commons::record::load::load;
use commons::source::directory;
use commons::writing::invoices::issue::{Numbers, issue};
use commons::writing::invoices::plan::plan;
use commons::writing::invoices::text::text_of;
use commons::writing::invoices::update::update;
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};

use crate::cases::{day, root};
use crate::commits::{commit, git};
use crate::judges::{own_schema, validate};
use crate::program::{Fresh, Ran, program};

pub const SETTINGS: &str = "name = \"x\"\nlead = \"a\"\n[finances]\niban = \"NL91ABNA0417164300\"\nvat = { treatment = 21 }\n";
pub const ADDRESS: &str =
    "[billing]\nstreet = \"Plein 1\"\npostcode = \"1234 AB\"\ncity = \"Stad\"\nkvk = \"99990193\"\nvat_number = \"NL999991085B01\"\n";

pub fn loaded(fresh: &Fresh, on: &str) -> Record {
    let source = directory::open(fresh.path()).expect("a record can be listed");
    let (record, findings) = load(&source, day(on), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

/// A record in git in which these take part, and a budget for 2026.
pub fn year(budget: &str, participants: &[(&str, &str)]) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", SETTINGS);
    fresh.write("finances/2026/budget.toml", format!("status = \"adopted\"\n{budget}"));
    for (id, keys) in participants {
        fresh.write(format!("participants/{id}.toml"), format!("name = \"{id}\"\nkind = \"other\"\n{keys}\n{ADDRESS}"));
    }
    git(fresh.path(), &["init", "-q"]);
    commit(fresh.path());
    fresh
}

pub fn ask(fresh: &Fresh, on: &str, arguments: &[&str]) -> Ran {
    Ran::of(program().current_dir(fresh.path()).args(["invoice", "--on", on]).args(arguments))
}

/// The same, which succeeds; what it says.
pub fn said(fresh: &Fresh, on: &str, arguments: &[&str]) -> String {
    let ran = ask(fresh, on, arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
    ran.said()
}

/// The numbers of the issued invoices, with who is to pay.
pub fn numbers(fresh: &Fresh, on: &str) -> BTreeMap<String, String> {
    let record = loaded(fresh, on);
    record.invoices.iter().filter_map(|one| Some((one.number.clone()?, one.participant.to_string()))).collect()
}

pub const EQUAL: &str = "[contribution]\nkey = \"equal\"\ntotal = 100.01\n";

/// A year of three payers, two of whom were sent their invoice, in git.
pub fn issued_to_two() -> Fresh {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01"), ("c", "joined = 2020-01-01")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "a", "b"]);
    commit(fresh.path());
    fresh
}

#[test]
fn a_number_that_was_given_is_never_given_again() {
    let fresh = issued_to_two();
    // The last one is taken away, as if it had never been.
    fs::remove_file(fresh.at("finances/2026/invoices/2026-0002.toml")).expect("it was issued");
    commit(fresh.path());
    // Who was to pay it is not asked again while nobody says what became of it.
    let ran = ask(&fresh, "2026-01-11", &["--year", "2026", "b", "--yes"]);
    assert!(ran.code == Some(2) && ran.said().contains("git checkout"), "{}", ran.said());
    let waiver = "[[waiver]]\nrule = \"invoice-number-gone\"\nabout = \"2026-0002\"\nreason = \"never sent\"\n";
    fresh.write("commons.toml", format!("{SETTINGS}{waiver}"));
    said(&fresh, "2026-01-11", &["--year", "2026", "b"]);
    let words = said(&fresh, "2026-01-11", &["--year", "2026", "--issue"]);
    assert!(words.contains("invoices/2026-0002.toml: 2026-0002 was given here"), "{words}");
    let given = [("2026-0001", "a"), ("2026-0003", "b"), ("2026-0004", "c")].map(|(number, id)| (number.to_owned(), id.to_owned()));
    assert_eq!(numbers(&fresh, "2026-01-11"), BTreeMap::from(given));
    assert!(ask(&fresh, "2026-01-12", &["--credit", "2026-0002"]).code == Some(2), "what is gone cannot be credited");
}

#[test]
fn a_number_of_another_branch_or_another_name_is_given_too() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")]);
    git(fresh.path(), &["checkout", "-q", "-b", "other"]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "a"]);
    fs::rename(fresh.at("finances/2026/invoices/2026-0001.toml"), fresh.at("finances/2026/invoices/anders.toml")).expect("it is there");
    commit(fresh.path());
    git(fresh.path(), &["checkout", "-q", "main"]);
    let ran = ask(&fresh, "2026-01-10", &["--year", "2026", "--yes"]);
    assert!(ran.code == Some(2) && ran.said().contains("branch `other`") && ran.said().contains("`git merge other`"), "{}", ran.said());
    said(&fresh, "2026-01-10", &["--year", "2026", "b"]);
    said(&fresh, "2026-01-10", &["--year", "2026", "--issue", "b"]);
    assert_eq!(numbers(&fresh, "2026-01-10").into_keys().collect::<Vec<_>>(), ["2026-0002"]);
}

#[test]
fn a_record_that_moved_keeps_its_numbers() {
    let fresh = issued_to_two();
    fs::create_dir(fresh.at("dossier")).expect("it is not there yet");
    for name in ["commons.toml", "participants", "finances"] {
        git(fresh.path(), &["mv", name, "dossier/"]);
    }
    commit(fresh.path());
    let (gone, changed) = (fresh.at("dossier/finances/2026/invoices/2026-0002.toml"), "dossier/finances/2026/invoices/2026-0001.toml");
    let was = fs::read_to_string(&gone).expect("it was issued");
    fs::remove_file(&gone).expect("it is there");
    let text = fs::read_to_string(fresh.at(changed)).expect("it was issued");
    fresh.write(changed, text.replacen("city = \"Stad\"", "city = \"Dorp\"", 1));
    commit(fresh.path());
    let ask = |arguments: &[&str]| {
        let asked = ["invoice", "--lang", "en", "--on", "2026-01-11", "--year", "2026"];
        Ran::of(program().current_dir(fresh.at("dossier")).args(asked).args(arguments))
    };
    let ran = ask(&["--yes"]);
    assert!(ran.code == Some(2) && ran.said().contains("2026-0002 was given here"), "{}", ran.said());
    let checked = Ran::of(program().current_dir(fresh.at("dossier")).args(["check", "--lang", "en", "--on", "2026-01-11"]));
    assert!(checked.shown().contains("changed since it was issued") && checked.shown().contains("is gone"), "{}", checked.shown());
    // What is advised brings it back.
    let command =
        ran.said().split('`').find(|part| part.starts_with("git ") && part.contains("2026-0002.toml")).expect("it is said how").to_owned();
    let sh = std::process::Command::new("sh").current_dir(fresh.at("dossier")).args(["-c", &command]).status();
    assert!(sh.expect("there is a shell").success(), "{command}");
    assert_eq!(fs::read_to_string(&gone).expect("it is back"), was);
}

#[test]
fn an_issued_file_that_was_changed_is_named_and_a_reminder_is_no_change() {
    let fresh = issued_to_two();
    let change = |number: &str, change: &dyn Fn(&str) -> String| {
        let path = fresh.at(format!("finances/2026/invoices/{number}.toml"));
        let text = fs::read_to_string(&path).expect("it was issued");
        fs::write(&path, change(&text)).expect("it can be written");
    };
    change("2026-0001", &|text| format!("# gelezen\n{text}\n[[reminder]]\non = 2026-03-01\n"));
    change("2026-0002", &|text| text.replacen("city = \"Stad\"", "city = \"Dorp\"", 1));
    commit(fresh.path());
    let words = said(&fresh, "2026-03-02", &["--year", "2026", "--issue", "c", "--dry-run"]);
    assert!(words.contains("2026-0002.toml: this was changed since it was issued"), "{words}");
    assert!(!words.contains("2026-0001.toml: this was changed"), "{words}");
}

#[test]
fn a_shallow_history_and_none_at_all_are_said() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01")]);
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    commit(fresh.path());
    let clone = Fresh::empty();
    let from = format!("file://{}", fresh.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "kloon"]);
    let ran =
        Ran::of(program().current_dir(clone.at("kloon")).args(["invoice", "--on", "2026-01-11", "--year", "2026", "--issue", "--dry-run"]));
    assert!(ran.code == Some(0) && ran.said().contains("git fetch --unshallow"), "{}", ran.said());
    fs::remove_dir_all(fresh.at(".git")).expect("it is there");
    assert!(said(&fresh, "2026-01-11", &["--year", "2026", "--issue", "--dry-run"]).contains("not in git"));
}

#[test]
fn a_number_follows_the_year_of_its_day_and_a_shape_of_ones_own() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01")]);
    said(&fresh, "2025-12-20", &["--year", "2026"]);
    fresh.write("commons.toml", SETTINGS.replace("iban", "invoice_number = \"F{year:02}/{number:03}\"\niban"));
    said(&fresh, "2025-12-20", &["--year", "2026", "--issue", "a"]);
    said(&fresh, "2026-01-02", &["--year", "2026", "--issue", "b"]);
    assert_eq!(numbers(&fresh, "2026-01-02").into_keys().collect::<Vec<_>>(), ["F25/001", "F26/001"]);
    assert!(fresh.at("finances/2026/invoices/f25-001.toml").exists());
    fresh.write("commons.toml", SETTINGS.replace("iban", "invoice_number = \"{year}\"\niban"));
    let copy = fs::read_to_string(fresh.at("finances/2026/invoices/f26-001.toml")).expect("it was issued");
    fresh.write(
        "finances/2026/invoices/draft-b.toml",
        copy.replace("number = \"F26/001\"", "").replace("kind = \"contribution\"", "kind = \"extra\""),
    );
    let ran = ask(&fresh, "2026-01-03", &["--year", "2026", "--issue"]);
    assert!(ran.code == Some(2) && ran.said().contains("it needs `{number}` once"), "{}", ran.said());
}

#[test]
fn nobody_who_had_left_before_the_period_is_sent_an_invoice() {
    let fresh = year(EQUAL, &[("a", "joined = 2020-01-01"), ("b", "joined = 2020-01-01\nleft = 2025-12-31")]);
    fresh.write("finances/2026/invoices/draft-b.toml", "kind = \"extra\"\nparticipant = \"b\"\nperiod = { from = 2026-01-01, until = 2026-12-31 }\n[[line]]\nwhat = \"x\"\namount = 1.00\n");
    let words = said(&fresh, "2026-01-10", &["--year", "2026"]);
    assert!(!words.contains("draft-b"), "{words}");
    let ran = ask(&fresh, "2026-01-10", &["--year", "2026", "--issue"]);
    assert!(ran.code == Some(2) && ran.said().contains("`b` had left"), "{}", ran.said());
    assert_eq!(numbers(&fresh, "2026-01-10").len(), 0);
}

/// A year of advances: what is asked changes in between, and the settlement makes up for it.
#[test]
fn advances_are_settled_after_the_year() {
    let budget = |amount: &str| {
        format!(
            "status = \"adopted\"\n[contribution]\nkey = \"amounts\"\ninstalments = [2026-01-15, 2026-07-01]\noverride = [{{ participant = \"a\", amount = {amount} }}]\n"
        )
    };
    let fresh = year("", &[("a", "joined = 2020-01-01")]);
    fresh.write("finances/2026/budget.toml", budget("1000.01"));
    said(&fresh, "2026-01-10", &["--year", "2026"]);
    said(&fresh, "2026-01-15", &["--year", "2026", "--issue"]);
    // What is still a draft follows.
    fresh.write("finances/2026/budget.toml", budget("1200.00"));
    said(&fresh, "2026-06-01", &["--year", "2026"]);
    said(&fresh, "2026-07-01", &["--year", "2026", "--issue"]);
    let amounts = |on: &str| loaded(&fresh, on).invoices.iter().map(|one| net(one).0).collect::<Vec<_>>();
    assert_eq!(amounts("2026-07-01"), [50_000, 70_000]);
    fresh.write("finances/2026/budget.toml", budget("1300.00"));
    let words = said(&fresh, "2026-12-31", &["--year", "2026"]);
    assert!(words.contains("the settlement comes after"), "{words}");
    said(&fresh, "2027-01-01", &["--year", "2026"]);
    assert_eq!(amounts("2027-01-01"), [50_000, 70_000, 10_000]);
    said(&fresh, "2027-01-02", &["--year", "2026", "--issue"]);
    assert!(said(&fresh, "2027-01-03", &["--year", "2026"]).contains("nothing changes"));
    assert_eq!(numbers(&fresh, "2027-01-03").into_keys().collect::<Vec<_>>(), ["2026-0001", "2026-0002", "2027-0001"]);
    // Too much was asked: nothing is drafted, and what to do is said.
    fresh.write("finances/2026/budget.toml", budget("1100.00"));
    assert!(said(&fresh, "2027-01-04", &["--year", "2026"]).contains("--credit 2026-0002 --amount 200.00"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn drafts_add_up_to_what_is_asked(
        cents in 0i64..100_000_000,
        sizes in prop::collection::vec((1u32..1_000_000, 0i64..5_000_000, any::<bool>(), any::<bool>()), 1..6),
        instalments in 0usize..5,
        fee in 0i64..100_000,
    ) {
        let days: Vec<String> = (0..instalments).map(|n| format!("2026-{:02}-01", n * 2 + 1)).collect();
        let mut budget = format!("[contribution]\nkey = \"inhabitants\"\npro_rata = \"months\"\ntotal = {}\njoining_fee = {}\ninstalments = [{}]\n", Money(cents), Money(fee), days.join(", "));
        let mut participants = Vec::new();
        for (n, (size, given, is_line, is_late)) in sizes.iter().enumerate() {
            let settle = if *is_line { "line" } else { "set-off" };
            budget += &format!("[[in_kind]]\nparticipant = \"p{n}\"\nvalue = {}\nsettle = \"{settle}\"\n", Money(*given));
            let joined = if *is_late { "2026-05-20" } else { "2020-01-01" };
            participants.push((format!("p{n}"), format!("joined = {joined}\ninhabitants = {size}")));
        }
        let participants: Vec<(&str, &str)> = participants.iter().map(|(id, keys)| (id.as_str(), keys.as_str())).collect();
        let fresh = year(&budget, &participants);
        let record = loaded(&fresh, "2026-01-01");
        let drafts = plan(&record, 2026, &[]).unwrap_or_else(|gaps| panic!("{gaps:?}"));
        let asked = contribution(&record, budgets(&record, 2026)[0], &Question::default()).expect("nothing is missing").expect("it asks");
        for payer in asked.paying() {
            let own: Vec<_> = drafts.wanted.iter().filter(|one| one.invoice.participant == *payer.taking.id).collect();
            let of_fee = |one: &&&commons::writing::invoices::plan::Wanted| one.invoice.kind == Some(InvoiceKind::JoiningFee);
            let fees: Money = own.iter().filter(of_fee).map(|one| net(&one.invoice)).sum();
            let rest: Vec<_> = own.iter().filter(|one| !of_fee(one)).collect();
            let wanted = if let Some(Fee::Asked { amount, .. }) = payer.settled.fee { amount } else { Money(0) };
            prop_assert_eq!(fees, wanted);
            prop_assert_eq!(rest.iter().map(|one| net(&one.invoice)).sum::<Money>(), payer.settled.net);
            // Advances come to what was told, VAT included; cents alone do not divide so.
            if payer.settled.net.0 > 1_000 {
                let tax: Money = rest.iter().flat_map(|one| taxed(&one.invoice)).map(|one| one.tax).sum();
                prop_assert_eq!(tax, payer.settled.vat);
            }
            // Rounding VAT for each advance may leave a cent of what is set off without a place.
            let off: Money = rest.iter().map(|one| set_off(&one.invoice)).sum();
            prop_assert!(off <= payer.settled.set_off && (payer.settled.set_off - off).0 <= i64::try_from(rest.len()).expect("they are few"));
            for one in &rest {
                prop_assert!(commons::answers::invoiced::payable(&one.invoice).0 >= 0, "{:?}", one);
            }
        }
        // Written down they are the same, so a second time there is nothing to do.
        let first = update(&record, 2026, &drafts, &[]);
        for (path, text) in &first.new {
            fresh.write(path.as_str(), text);
        }
        let record = loaded(&fresh, "2026-01-01");
        let again = update(&record, 2026, &plan(&record, 2026, &[]).expect("it was right before"), &[]);
        prop_assert!(again.new.is_empty() && again.edits.is_empty() && again.stale.is_empty() && again.said.is_empty(), "{:?}", again);
        // Issued they ask the same, and a year later nothing more.
        let (shape, none) = (commons::answers::series::Shape::parse("{number}").expect("it is one"), std::collections::BTreeSet::new());
        let all: Vec<_> = commons::writing::invoices::drafts(&record, 2026).into_iter().filter(|one| !one.line.is_empty()).collect();
        let seller = fresh.at("participants/a.toml");
        prop_assert!(!seller.exists());
        fresh.write("participants/a.toml", format!("name = \"a\"\nkind = \"other\"\ntakes_part = false\n{ADDRESS}"));
        let with_seller = loaded(&fresh, "2026-01-01");
        let issued = issue(&with_seller, &all, day("2026-01-01"), Numbers::Own(&shape, &none)).unwrap_or_else(|why| panic!("{why:?}"));
        for one in &issued {
            fs::remove_file(fresh.at(one.draft.as_str())).expect("it was a draft");
            fresh.write(one.path.as_str(), text_of(&one.invoice));
        }
        let record = loaded(&fresh, "2027-06-01");
        let later = update(&record, 2026, &plan(&record, 2026, &[]).expect("it was right before"), &[]);
        let is_quiet = later.new.is_empty() && later.edits.is_empty() && later.stale.is_empty();
        prop_assert!(is_quiet, "{:?}", later);
    }
}

#[test]
fn letters_orders_and_announcements_are_what_their_schemas_say() {
    let desk = Fresh::empty();
    let examples = [root().join("examples/wijkwijzer"), root().join("examples/loketplein")];
    let mut lines: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    for (n, record) in examples.iter().enumerate() {
        let folder = fs::read_dir(record.join("finances/2026/invoices")).expect("there are invoices");
        let mut stems: Vec<String> =
            folder.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().replace(".toml", "")).collect();
        stems.sort();
        let step = if n == 0 { 1 } else { 7 };
        lines.entry("invoice").or_default().extend(stems.iter().step_by(step).map(|stem| (n, format!("invoice --show {stem}"))));
        lines.entry("order").or_default().push((n, "invoice --year 2026 --order".to_owned()));
        let announced = lines.entry("announcement").or_default();
        announced
            .extend(["announce --year 2027", "announce --year 2026 --orders", "announce --year 2029"].map(|line| (n, line.to_owned())));
    }
    for (schema, lines) in lines {
        let mut written = Vec::new();
        for (m, (n, line)) in lines.iter().enumerate() {
            let name = format!("{schema}-{m}.json");
            let words: Vec<&str> = line.split(' ').collect();
            let record = examples[*n].display().to_string();
            let ran = desk.run(&[&["-C", &record, "-o", &name], &words[..]].concat());
            assert_eq!(ran.code, Some(0), "{record} {line}: {}", ran.said());
            written.push(name);
        }
        validate(&desk, &["--schemafile", &own_schema(schema).display().to_string()], &written);
    }
}
