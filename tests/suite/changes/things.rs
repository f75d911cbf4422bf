//! What is said of a thing that is new, gone or goes by another id, of who is no longer on record, and of what stands beside it.

use std::collections::BTreeMap;

use commons::answers::audience::Audience;
use commons::changes::between;
use commons::changes::rating::Rating::Decision;
use commons::changes::rating::{Reason, rated};

use super::said::plain;
use super::{between_of, example, record};
use crate::commits::git;
use crate::program::Fresh;

/// A record with one more file, and what is said of it in one text.
fn with(files: &BTreeMap<String, String>, path: &str, text: &str) -> String {
    let mut more = files.clone();
    more.insert(path.to_owned(), text.to_owned());
    said(files, &more)
}

fn said(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> String {
    between_of(before, after, Audience::Participants).into_iter().map(|(.., text)| format!("{}\n", plain(&text))).collect()
}

#[test]
fn what_is_new_says_what_it_is() {
    let files = example("wijkwijzer");
    let budget = files["finances/2026/budget.toml"].replace("2026", "2028");
    let meeting = "title = \"Extra\"\nkind = \"steering\"\nstarts = 2026-09-20\nattended = [\"zwolle\"]\n[[decision]]\nwhat = \"Wij gaan door\"\n[[action]]\nwhat = \"Brief sturen\"\nwho = \"wsmit\"\n";
    let cases = [
        ("finances/2028/budget.toml", budget.as_str(), &["lasten € 86.800,00", "per grootteklasse", "betalen samen"][..]),
        (
            "tasks/nieuw.toml",
            "title = \"Nieuw\"\n[raci]\nresponsible = [\"coordinator\"]\naccountable = \"zwolle\"\n",
            &["uitgevoerd door Coördinator; eindverantwoordelijk: Gemeente Zwolle"],
        ),
        (
            "roles/nieuw.toml",
            "title = \"Nieuw\"\nkind = \"body\"\nseats = 3\n[[holder]]\nwho = \"wsmit\"\nchair = true\n",
            &["3 zetels; leden: Wouter Smit (voorzitter)"],
        ),
        (
            "finances/contracts/nieuw.toml",
            &files["finances/contracts/stoeptegel-2025.toml"],
            &["Stoeptegel Software B.V.; in totaal € 102.000,00; vanaf 1 januari 2025 tot en met 31 december 2027"],
        ),
        ("events/2026-09-20-extra.toml", meeting, &["aanwezig Gemeente Zwolle", "Wij gaan door", "Brief sturen (Wouter Smit)"]),
        ("finances/2028/expenses.toml", "[[expense]]\non = 2028-01-31\nline = \"meetings\"\namount = 12.50\n", &["€ 12,50"]),
    ];
    for (path, text, wanted) in cases {
        let said = with(&files, path, text);
        for words in wanted {
            assert!(said.contains(words), "{path}: “{words}” is not in\n{said}");
        }
    }
}

#[test]
fn what_is_gone_says_what_it_was() {
    let files = example("wijkwijzer");
    let mut less = files.clone();
    less.remove("finances/2026/payments.toml");
    less.remove("finances/2026/expenses.toml");
    let told = between_of(&files, &less, Audience::Participants);
    let paid: Vec<_> = told.iter().filter(|(code, weight, _)| *code == "payment-removed" && *weight == Decision).collect();
    assert!(
        paid.len() > 4 && paid.iter().any(|(.., text)| plain(text).contains("€ 5.400,00 van Gemeente Deventer op 3 februari 2026")),
        "{told:#?}"
    );
    assert!(
        told.iter().any(|(code, weight, text)| *code == "expense" && *weight == Decision && text.contains("is vervallen")),
        "{told:#?}"
    );
    // Whoever had left before did not take part any more.
    let path = "participants/assen.toml";
    for (left, took_part) in [("2026-06-30", false), ("2026-12-31", true)] {
        let mut before = files.clone();
        let text = before[path].replacen("joined = ", &format!("left = {left}\njoined = "), 1);
        before.insert(path.to_owned(), text);
        let mut after = before.clone();
        after.remove(path);
        assert_eq!(said(&before, &after).contains("terwijl die deelnam"), took_part, "{left}");
    }
    // A contact who may not be named is told once.
    let mut before = files.clone();
    let text =
        before["participants/utrecht.toml"].replacen("name = \"Ruud Kuipers\"", "name = \"Ruud Kuipers\"\nvisibility = \"record\"", 1);
    let (head, rest) = text.split_once("[people.rkuipers]").expect("he is on record");
    let rest = &rest[rest.find("\n[").expect("others follow")..];
    let after = format!("{}{rest}", head.replace("contact = \"rkuipers\"\n", ""));
    before.insert("participants/utrecht.toml".to_owned(), text.clone());
    let mut less = before.clone();
    less.insert("participants/utrecht.toml".to_owned(), after);
    let text = said(&before, &less);
    assert!(text.contains("Gemeente Utrecht heeft geen contactpersoon meer\n") && !text.contains("(was een"), "{text}");
}

/// Another id with much that was written since is still the same, and who took over is told.
#[test]
fn a_rename_is_seen_through_later_changes() {
    let files = example("buurtkaart");
    let (path, text) = files.iter().find(|(path, _)| path.starts_with("roles/")).expect("it has a role");
    let title = text.lines().find(|line| line.starts_with("title")).expect("a role has a title");
    let holder = record(&files).people.keys().next().expect("it has people").clone();
    let mut before = files.clone();
    before.insert(path.clone(), format!("{title}\n[[holder]]\nwho = \"{holder}\"\nfrom = 2025-01-01\n"));
    let mut after = before.clone();
    after.remove(path);
    let written = "critical = true\nhours = 8\nstaffing = \"lead\"\ncompensation = \"paid\"\npurpose = \"Iets anders\"\nterm_months = 24\n";
    after.insert("roles/hernoemd.toml".to_owned(), format!("{title}\n{written}\n[[holder]]\nwho = \"{holder}\"\nfrom = 2026-01-01\n"));
    // Who does it under its new id and is joined by another does it still.
    let id = path.rsplit('/').next().and_then(|file| file.strip_suffix(".toml")).expect("a role stands in a file");
    let other = record(&files).participants.keys().next().expect("it has organisations").clone();
    let task = |responsible: &str| format!("title = \"Gedeeld\"\n[raci]\nresponsible = [{responsible}]\n");
    before.insert("tasks/gedeeld.toml".to_owned(), task(&format!("\"{id}\"")));
    after.insert("tasks/gedeeld.toml".to_owned(), task(&format!("\"hernoemd\", \"{other}\"")));
    let told = between_of(&before, &after, Audience::Participants);
    assert!(told.iter().any(|(.., text)| text.starts_with("De taak “Gedeeld” wordt nu ook uitgevoerd door")), "{told:#?}");
    let codes: Vec<&str> = told.into_iter().map(|(code, ..)| code).collect();
    assert!(codes.contains(&"renamed") && !codes.contains(&"added") && !codes.contains(&"removed"), "{codes:?}");
}

/// An invoice keeps the name of whom it was sent to, and who paid it is known by it.
#[test]
fn who_is_gone_is_named_by_the_invoice() {
    let mut files = example("wijkwijzer");
    files.remove("participants/deventer.toml");
    let mut before = files.clone();
    before.remove("finances/2026/payments.toml");
    before.remove("finances/2026/invoices/2026-0003.toml");
    let said = said(&before, &files);
    assert!(
        said.contains("Factuur 2026-0003 aan Gemeente Deventer") && said.contains("Gemeente Deventer betaalde op 3 februari 2026"),
        "{said}"
    );
}

/// Why it matters that more people see somebody depends on how many more.
#[test]
fn not_everybody_is_said_to_read_what_participants_read() {
    let files = example("wijkwijzer");
    let of = |visibility: &str| {
        let mut files = files.clone();
        let path = "participants/utrecht.toml";
        let text = files[path].replacen("visibility = \"public\"", &format!("visibility = \"{visibility}\""), 1);
        files.insert(path.to_owned(), text);
        record(&files)
    };
    let (hidden, shown) = (of("record"), of("participants"));
    let reasons = |a, b| between(a, b).iter().map(rated).collect::<Vec<_>>();
    assert_eq!(reasons(&hidden, &shown), [(Decision, Some(Reason::Seen))]);
    assert_eq!(reasons(&shown, &record(&files)), [(Decision, Some(Reason::Public))]);
}

/// The agreement's own text is compared though it is no file of the record; a folder that was never there is not said to be lost.
#[test]
fn what_stands_beside_the_record_is_seen() {
    let desk = Fresh::empty();
    for (path, text) in example("wijkwijzer") {
        desk.write(path, text);
    }
    desk.write("docs/samenwerkingsovereenkomst.md", "# Overeenkomst\n");
    let commit = || {
        git(desk.path(), &["add", "--all"]);
        git(desk.path(), &["commit", "-q", "-m", "stand"]);
    };
    git(desk.path(), &["init", "-q"]);
    commit();
    desk.write("docs/samenwerkingsovereenkomst.md", "# Overeenkomst\r\n");
    let diff = |line: &[&str]| desk.run(&[&["diff", "--exit-code", "--lang", "nl"][..], line].concat());
    assert_eq!(diff(&[]).code, Some(0), "only the ends of lines differ: {}", diff(&[]).shown());
    desk.write("docs/samenwerkingsovereenkomst.md", "# Overeenkomst\n\nEn nog iets.\n");
    let says = |ran: &crate::program::Ran| ran.shown().contains("De tekst van de samenwerkingsovereenkomst zelf is gewijzigd");
    let ran = diff(&[]);
    assert!(ran.code == Some(1) && says(&ran), "{}", ran.shown());
    commit();
    let ran = diff(&["HEAD~1", "HEAD"]);
    assert!(ran.code == Some(1) && says(&ran), "{}", ran.shown());
    desk.write("taken/x.toml", "title = \"Taak\"\n");
    let ran = diff(&[]);
    assert!(ran.shown().contains("`taken` is nieuw en niet te lezen") && !ran.shown().contains("niet meer te lezen"), "{}", ran.shown());
}
