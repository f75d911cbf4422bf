//! Everybody of the examples leaves, is succeeded and is forgotten, one after another: nothing else changes, nothing breaks,
//! and nothing is left but what is said to be.

use std::collections::{BTreeMap, BTreeSet};

use commons::date::Date;
use commons::edit::{Edit, apply};
use commons::finding::Severity;
use commons::record::Record;
use commons::record::load::load;
use commons::record::participant::Person;
use commons::record::places::key_of;
use commons::record::values::Id;
use commons::rules::{Choice, run};
use commons::source::{FilePath, Source, directory};
use commons::text::{Lang, Text};
use commons::writing::forget::{NewId, forget};
use commons::writing::place::thing;
use commons::writing::retire::{Retirement, retire};

use crate::cases::{DAY, day, root};

/// The last day of everybody, and the day on which they are forgotten.
const LAST: &str = "2026-09-30";

type Files = BTreeMap<FilePath, String>;

fn text(source: &Source, path: &FilePath) -> String {
    let mut buffer = Vec::new();
    let bytes = source.read(source.file(path).expect("it is a file of the record"), &mut buffer).expect("examples can be read");
    String::from_utf8(bytes.to_vec()).expect("examples are text")
}

fn edited(source: &Source, edits: &BTreeMap<FilePath, Vec<Edit>>) -> Files {
    let one = |(path, edits): (&FilePath, &Vec<Edit>)| {
        let after = apply(&text(source, path), edits, &|_| Vec::new()).unwrap_or_else(|refused| panic!("{path}: {refused:?}"));
        (path.clone(), after)
    };
    edits.iter().map(one).collect()
}

/// A record in which these files are so, with what `check` denies in it.
fn laid(name: &str, files: &[&Files], on: Date) -> (Source, Record, Vec<String>) {
    let mut source = directory::open(&root().join("examples").join(name)).expect("an example can be listed");
    for (path, text) in files.iter().copied().flatten() {
        source.lay(path, Some(text.clone().into_bytes()));
    }
    let (record, loading) = load(&source, on, &|| ());
    let found = run(&record, loading, &Choice::default(), &key_of(&source));
    let denied = found.into_iter().filter(|one| one.level == Severity::Deny);
    let denied = denied.map(|one| format!("{} {} {}", one.rule, one.at.file, one.message.en)).collect();
    (source, record, denied)
}

/// The lines that one of two texts has more of.
fn gone(before: &str, after: &str) -> Vec<String> {
    let mut left: Vec<&str> = after.lines().collect();
    let mut gone = Vec::new();
    for line in before.lines() {
        match left.iter().position(|other| *other == line) {
            Some(at) => drop(left.remove(at)),
            None => gone.push(line.to_owned()),
        }
    }
    gone
}

/// A colleague, else anybody.
fn successor<'a>(record: &'a Record, person: &Person) -> &'a Id {
    let others = || record.people.values().filter(|other| other.id != person.id && other.until.is_none());
    let colleague = others().find(|other| other.employer == person.employer);
    &colleague.or_else(|| others().next()).expect("nobody is alone").id
}

fn said(texts: &[Text]) -> String {
    texts.iter().map(|text| text.get(Lang::En)).collect::<Vec<_>>().join("\n")
}

fn everybody_leaves(name: &str) {
    let (source, record, denied) = laid(name, &[], day(DAY));
    assert!(denied.is_empty(), "{denied:?}");
    let mut forgotten = 0;
    for person in record.people.values() {
        let id = person.id.as_str();
        let thing = thing(&record, &source, &format!("people/{id}")).expect("everybody is there");
        let mut left: Option<Files> = None;
        for heir in [None, Some(successor(&record, person))] {
            let Ok(retiring) = retire(&record, &Retirement { thing: &thing, day: day(LAST), successor: heir, today: day(DAY) }) else {
                let has_left = record.departed(&person.id, day(LAST)).is_some();
                assert!(has_left, "{name}, {id}: only who has left cannot leave");
                continue;
            };
            let files = edited(&source, &retiring.edits);
            for (path, after) in &files {
                for line in gone(&text(&source, path), after) {
                    let is_theirs = line.contains(&format!("\"{id}\"")) || line.starts_with("until");
                    assert!(is_theirs, "{name}, {id} to {heir:?}: {path} loses {line:?}");
                }
            }
            let (_, after, denied) = laid(name, &[&files], day(DAY));
            assert!(denied.is_empty(), "{name}, {id} to {heir:?}: {denied:?}");
            // Whatever still names them on the day after is handed over, or it is listed.
            for astray in after.astray().iter().filter(|astray| astray.left.is_some() && astray.id.as_str() == id) {
                let listed = said(&retiring.left);
                let file = astray.at.file.as_str().trim_end_matches(".toml");
                assert!(listed.contains(file), "{name}, {id} to {heir:?}: {:?} is not in\n{listed}", astray.at);
            }
            left.get_or_insert(files);
        }
        let left = left.unwrap_or_default();
        let (source, record, _) = laid(name, &[&left], day(DAY));
        let later = record.roles.values().any(|role| {
            let terms = role
                .holder
                .iter()
                .chain(&role.backup)
                .any(|entry| entry.who.as_str() == id && entry.from.is_some_and(|from| from.first() >= day(DAY)));
            terms || role.turn.iter().any(|turn| turn.who.as_str() == id && turn.from >= day(DAY))
        });
        let forgetting = match forget(&record, &source, &thing, NewId::Neutral) {
            Ok(forgetting) => forgetting,
            // Somebody whose next term is on record already is still to come.
            Err(error) => {
                assert!(later, "{name}, {id}: {error}");
                continue;
            }
        };
        let renamed = edited(&source, &forgetting.edits);
        let scrubbed = forgetting.scrubbed(&record, &source, &renamed);
        let (after, _, denied) = laid(name, &[&left, &scrubbed.texts], day(DAY));
        assert!(denied.is_empty(), "{name}, {id} forgotten: {denied:?}");
        let listed = said(&scrubbed.left);
        let mut terms: BTreeSet<String> = [person.name.clone(), format!("\"{id}\""), format!("people.{id}]")].into();
        terms.extend([&person.email, &person.phone, &person.handle].into_iter().flatten().cloned());
        for file in &after.files {
            let now = text(&after, &file.path).to_lowercase();
            for (n, line) in now.lines().enumerate() {
                let found = terms.iter().find(|term| line.contains(&term.to_lowercase()));
                let place = format!("- {}:{}:", file.path, n + 1);
                assert!(found.is_none() || listed.contains(&place), "{name}, {id}: {found:?} stands in {place} {line}");
            }
            if !scrubbed.texts.contains_key(&file.path) {
                assert_eq!(text(&source, &file.path), text(&after, &file.path), "{name}, {id}");
            }
        }
        forgotten += 1;
    }
    assert!(forgotten * 10 > record.people.len() * 9, "{name}: only {forgotten} were forgotten");
}

#[test]
fn everybody_of_wijkwijzer_can_leave_and_be_forgotten() {
    everybody_leaves("wijkwijzer");
}

#[test]
fn everybody_of_loketplein_can_leave_and_be_forgotten() {
    everybody_leaves("loketplein");
}

/// Organisations and roles end too, each with and without another in its place, and nothing that `check` denies comes of it.
#[test]
fn every_organisation_and_role_can_end() {
    for name in ["buurtkaart", "wijkwijzer"] {
        let (source, record, _) = laid(name, &[], day(DAY));
        let organisations: Vec<&Id> = record.participants.values().filter(|one| one.left.is_none()).map(|one| &one.id).collect();
        let roles: Vec<&Id> = record.roles.keys().collect();
        for (folder, ids) in [("participants", organisations), ("roles", roles)] {
            for (n, id) in ids.iter().enumerate() {
                let thing = thing(&record, &source, &format!("{folder}/{id}")).expect("it is there");
                for heir in [None, ids.get((n + 1) % ids.len()).copied()] {
                    let asked = Retirement { thing: &thing, day: day("2026-12-31"), successor: heir, today: day(DAY) };
                    let retiring = match retire(&record, &asked) {
                        Ok(retiring) => retiring,
                        Err(error) => {
                            assert!(error.to_string().contains("begins on"), "{name}, {id}: {error}");
                            continue;
                        }
                    };
                    let (.., denied) = laid(name, &[&edited(&source, &retiring.edits)], day(DAY));
                    assert!(denied.is_empty(), "{name}, {id} to {heir:?}: {denied:?}");
                }
            }
        }
    }
}
