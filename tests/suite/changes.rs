//! What `diff` and `log` say: complete whatever was changed, rated, and without the names of those who may not be named.

mod agreed;
mod applied;
mod mutated;
mod said;
mod things;

use std::collections::BTreeMap;

use commons::answers::audience::Audience;
use commons::changes::between;
use commons::changes::rating::{Rating, rated};
use commons::record::Record;
use commons::record::load::load;
use commons::reports::changes::{Telling, said};
use commons::source::{FilePath, Source};
use commons::text::Lang;

use crate::cases::{day, root};
use crate::changes::applied::{applied, trees};
use crate::changes::mutated::mutate;
use crate::judges::{own_schema, validate};
use crate::program::{Dice, Fresh};

/// The files of an example, by their paths.
fn example(name: &str) -> BTreeMap<String, String> {
    let folder = root().join("examples").join(name);
    let source = commons::source::directory::open(&folder).expect("the example can be listed");
    let text = |file: &commons::source::SourceFile| {
        let text = std::fs::read_to_string(folder.join(file.path.as_str())).expect("the example can be read");
        (file.path.to_string(), text)
    };
    source.files.iter().map(text).collect()
}

fn source(files: &BTreeMap<String, String>) -> Source {
    let (first, text) = files.first_key_value().expect("a record has files");
    let mut source = Source::alone(&FilePath::new(first), text);
    for (path, text) in files {
        source.lay(&FilePath::new(path), Some(text.clone().into_bytes()));
    }
    source
}

fn record(files: &BTreeMap<String, String>) -> Record {
    load(&source(files), day("2026-10-01"), &|| ()).0
}

/// Whatever two records are, what is listed leads from the one to the other, and each of it can be said.
#[test]
fn nothing_is_left_unsaid() {
    for seed in 0..250 {
        let mut dice = Dice::new(seed);
        let first = example(["buurtkaart", "wijkwijzer", "wijkwijzer", "loketplein"][dice.below(4)]);
        let (mut a, mut b) = (first.clone(), first);
        if dice.below(3) == 0 {
            mutate(&mut a, &mut dice);
        }
        mutate(&mut b, &mut dice);
        let (a, b) = (record(&a), record(&b));
        let changes = between(&a, &b);
        let after = applied(&trees(&a, &b), &changes);
        let wanted = trees(&b, &a);
        for known in after.keys().chain(wanted.keys()) {
            let (is, ought) = (after.get(known), wanted.get(known));
            assert_eq!(is, ought, "seed {seed}: {known:?} in {changes:#?}");
        }
        let telling = Telling { before: &a, after: &b, now: &b, is_merge: false, audience: Audience::Participants };
        for change in &changes {
            let text = said(change, &telling);
            for lang in [Lang::En, Lang::Nl] {
                let text = text.get(lang);
                let is_right =
                    !text.is_empty() && !text.contains("None") && !text.contains("()") && !text.contains("  ") && !text.ends_with(": ");
                assert!(is_right, "seed {seed}: {text:?} of {change:#?}");
            }
            rated(change);
        }
    }
}

/// A record in which one file reads otherwise, and what is said of that in Dutch, with its weight.
fn told(files: &BTreeMap<String, String>, path: &str, edits: &[(&str, &str)]) -> Vec<(&'static str, Rating, String)> {
    let mut changed = files.clone();
    let text = changed.get_mut(path).expect("the example has it");
    for (from, to) in edits {
        assert!(text.contains(from), "{path} has no {from}");
        *text = text.replacen(from, to, 1);
    }
    between_of(files, &changed, Audience::Participants)
}

fn between_of(a: &BTreeMap<String, String>, b: &BTreeMap<String, String>, audience: Audience) -> Vec<(&'static str, Rating, String)> {
    let (a, b) = (record(a), record(b));
    let telling = Telling { before: &a, after: &b, now: &b, is_merge: false, audience };
    let changes = between(&a, &b);
    changes.iter().map(|one| (one.what.code(), rated(one).0, said(one, &telling).nl.into_owned())).collect()
}

/// A file, what reads otherwise in it, and the change that this is with its weight.
type Weighed = (&'static str, &'static [(&'static str, &'static str)], &'static str, Rating);

/// Every weight has its cases: what needs a decision, what is good to know, what nobody needs to look at.
#[test]
fn changes_weigh_what_they_should() {
    use Rating::{Decision, Notice, Routine};
    let files = example("wijkwijzer");
    let role = "roles/steering-group.toml";
    let cases: [Weighed; 12] = [
        ("commons.toml", &[("level = \"structured\"", "level = \"full\"")], "level", Decision),
        ("commons.toml", &[("lead = \"", "lead = \"niet-")], "lead", Decision),
        (role, &[("kind = \"body\"", "kind = \"body\"\nseats = 9")], "seats", Decision),
        (role, &[("chair = true", "chair = true\nvoting = false")], "vote", Decision),
        (role, &[("id = \"groot\"\nprofile", "id = \"groter\"\nprofile")], "seat", Decision),
        ("finances/2026/budget.toml", &[("amount = 18000.00", "amount = 19000.00")], "cost", Decision),
        ("finances/2026/budget.toml", &[("indexation = 3.2", "indexation = 4")], "indexation", Decision),
        (role, &[("until = 2027-06-30", "until = 2027-12-31")], "term-prolonged", Notice),
        (role, &[("meets = \"quarterly\"", "meets = \"monthly\"")], "set", Routine),
        ("community.toml", &[("[[wish]]", "[[wish]]\non = 2026-09-30\nwhat = \"Iets nieuws\"\n[[wish]]")], "wish", Notice),
        ("finances/2026/payments.toml", &[("amount = ", "amount = 1")], "payment-changed", Decision),
        ("commons.toml", &[("format = 1", "format = 1\nnote = \"x\"")], "set", Routine),
    ];
    for (path, edits, code, rating) in cases {
        let told = told(&files, path, edits);
        assert!(told.iter().any(|(is, weight, _)| *is == code && *weight == rating), "{path} {edits:?}: {told:?}");
    }
}

/// An issued invoice that reads otherwise is named, whatever else changed; a reminder of it is not that.
#[test]
fn an_issued_invoice_that_changed_is_named() {
    let files = example("wijkwijzer");
    let path = files.keys().find(|path| path.contains("/invoices/2026-")).expect("one was issued").clone();
    let text = files[&path].clone();
    let mut changed = files.clone();
    changed.insert(path.clone(), text.replacen("amount = ", "amount = 1", 1));
    let is = |told: &[(&str, Rating, String)], code: &str| told.iter().any(|(is, ..)| *is == code);
    let told = between_of(&files, &changed, Audience::Participants);
    assert!(is(&told, "issued-invoice-changed"), "{told:?}");
    changed.insert(path.clone(), text.clone() + "\n[[reminder]]\non = 2026-09-30\n");
    let told = between_of(&files, &changed, Audience::Participants);
    assert!(is(&told, "invoice-reminded") && !is(&told, "issued-invoice-changed"), "{told:?}");
    changed.remove(&path);
    let told = between_of(&files, &changed, Audience::Participants);
    assert!(is(&told, "issued-invoice-removed"), "{told:?}");
}

/// Of a file that cannot be read on a side nothing is concluded but that.
#[test]
fn nothing_is_concluded_from_a_broken_file() {
    let files = example("wijkwijzer");
    let broken = |path: &str| {
        let mut broken = files.clone();
        broken.insert(path.to_owned(), "x = [".to_owned());
        broken
    };
    for path in ["participants/zwolle.toml", "roles/coordinator.toml", "commons.toml", "finances/2026/budget.toml", "tasks/feedback.toml"] {
        let Some(text) = files.get(path) else { continue };
        let told = between_of(&files, &broken(path), Audience::Participants);
        assert_eq!(told.iter().map(|one| one.0).collect::<Vec<_>>(), ["file-unreadable"], "{path} ({} bytes): {told:?}", text.len());
        let told = between_of(&broken(path), &files, Audience::Participants);
        assert_eq!(told.iter().map(|one| one.0).collect::<Vec<_>>(), ["file-readable-again"], "{path}: {told:?}");
    }
}

/// Whoever is gone from the newer side, or hidden on one of the two, is not named, nor is what was known of them.
#[test]
fn whom_a_side_does_not_show_is_not_named() {
    let before = example("buurtkaart");
    let people = record(&before).people;
    let mut searched = 0;
    for person in people.values() {
        let mut after = before.clone();
        let path = person.file.to_string();
        let mut table: toml::Table = after[&path].parse().expect("the example is TOML");
        let all = table["people"].as_table_mut().expect("people stand in a table");
        all.remove(person.id.as_str());
        after.insert(path.clone(), table.to_string());
        for audience in [Audience::Public, Audience::Participants, Audience::Record] {
            for (_, _, text) in between_of(&before, &after, audience) {
                assert!(!text.contains(&person.name), "{text}");
            }
        }
        let mut hidden = before.clone();
        let mut table: toml::Table = hidden[&path].parse().expect("the example is TOML");
        let all = table["people"].as_table_mut().expect("people stand in a table");
        all[person.id.as_str()].as_table_mut().expect("each is a table").insert("visibility".to_owned(), "record".into());
        hidden.insert(path, table.to_string());
        for (a, b) in [(&before, &hidden), (&hidden, &before)] {
            for (_, _, text) in between_of(a, b, Audience::Participants) {
                assert!(!text.contains(&person.name), "{text}");
                searched += 1;
            }
        }
    }
    assert!(searched > 3, "only {searched} sentences were read");
}

/// A repository with the two states of the case, tagged `a` and `b`, and a working folder with a broken file.
fn desk() -> Fresh {
    let desk = Fresh::empty();
    let case = crate::cases::records().join("commands/diff");
    crate::commits::git(desk.path(), &["init", "-q"]);
    for (state, tag) in [("before", "a"), ("in", "b")] {
        crate::cases::lay(&case.join(state), desk.path());
        crate::commits::git(desk.path(), &["add", "--all"]);
        crate::commits::git(desk.path(), &["commit", "-q", "-m", state]);
        crate::commits::git(desk.path(), &["tag", tag]);
    }
    desk.write("roles/stuurgroep.toml", "x = [");
    desk
}

/// What is written as JSON keeps its shape, also of broken sides.
#[test]
fn a_comparison_as_json_keeps_its_shape() {
    let desk = desk();
    let mut written = Vec::new();
    for (n, line) in [&["a", "b"][..], &["b", "a"], &["a", "a"], &["b"], &["a", "b", "--audience", "public"]].iter().enumerate() {
        let name = format!("{n}.json");
        let ran = desk.run(&[&["diff", "--format", "json", "-o", &name][..], line].concat());
        assert_eq!(ran.code, Some(0), "{line:?}: {}", ran.said());
        written.push(name);
    }
    validate(&desk, &["--schemafile", &own_schema("diff").display().to_string()], &written);
}

/// In no form and in neither direction stands who may not be named, or an address.
#[test]
fn no_form_of_a_comparison_names_whom_it_may_not() {
    let desk = desk();
    for line in [&["a", "b"][..], &["b", "a"], &["a"]] {
        for (audience, hidden) in [
            ("participants", &["Sanne Geheim", "sgeheim", "038 000 00", "jo.devries@zwolle.example"][..]),
            ("public", &["Sanne Geheim", "sgeheim", "Jan Jansen", "jjansen", "Teun Bakker", "tbakker", "038 000 00"]),
        ] {
            for format in ["table", "md", "html", "mail", "csv", "json"] {
                let ran = desk.run(&[&["diff", "--audience", audience, "--format", format][..], line].concat());
                assert_eq!(ran.code, Some(0), "{line:?}: {}", ran.said());
                for one in hidden {
                    assert!(
                        !ran.shown().contains(one),
                        "diff {line:?} --audience {audience} --format {format} says {one}:\n{}",
                        ran.shown()
                    );
                }
            }
        }
    }
}

/// A pipeline may keep one comment up to date: the same revisions give the same bytes, after a hidden mark.
#[test]
fn a_comment_stays_the_same() {
    let desk = desk();
    let of = || desk.run(&["diff", "a...b", "--format", "md"]);
    let (one, other) = (of(), of());
    assert_eq!(one.out, other.out);
    assert!(one.shown().starts_with("<!-- commons diff -->\n# "), "{}", one.shown());
    for (line, code) in [(&["a", "b"][..], 1), (&["a", "a"], 0), (&["a", "nergens"], 2)] {
        assert_eq!(desk.run(&[&["diff", "--exit-code"][..], line].concat()).code, Some(code), "{line:?}");
    }
}

/// Another id is one change that people read, however often it is named.
#[test]
fn a_rename_is_told_once() {
    let before = example("wijkwijzer");
    let fresh = Fresh::empty();
    for (path, text) in &before {
        fresh.write(path, text);
    }
    for (old, new) in [("zwolle", "gemeente-zwolle"), ("coordinator", "verbinder"), ("jdevries", "jo")] {
        let ran = fresh.run(&["rename", old, new, "--yes"]);
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        let after = commons::source::directory::open(fresh.path()).expect("the record can be listed");
        let after = load(&after, day("2026-10-01"), &|| ()).0;
        let before = record(&before);
        let changes = between(&before, &after);
        let heard: Vec<&str> =
            changes.iter().map(|one| &one.what).filter(|what| !what.is_silent()).map(commons::changes::What::code).collect();
        assert!(heard.iter().all(|code| *code == "renamed"), "{old}: {heard:?}");
    }
}

/// What is worked out is what it comes to on both sides, whatever it was that changed.
#[test]
fn what_is_worked_out_is_never_left_out() {
    use std::collections::BTreeSet;

    use commons::answers::contribution::{Question, contribution};
    use commons::answers::covering;
    use commons::answers::presence::{Presence, presence};
    use commons::changes::What;

    let duties = |record: &Record| -> BTreeSet<String> {
        let is_done = |task: &commons::record::work::Task| {
            let parties = task.raci.as_ref().map_or(&[][..], |raci| raci.responsible.as_slice());
            parties.iter().any(|party| matches!(presence(record, party.who()), Presence::There | Presence::Unknown))
        };
        let all = covering(record).into_iter();
        all.filter(|(_, tasks)| tasks.iter().any(|task| is_done(task))).map(|(duty, _)| duty.to_owned()).collect()
    };
    let asked = |record: &Record| -> BTreeMap<(String, String), i64> {
        let of = |budget| contribution(record, budget, &Question::default()).ok().flatten().map(|asked| (budget, asked));
        let each = |(budget, asked): (&commons::record::finance::Budget, commons::answers::contribution::Asked<'_>)| {
            let file = budget.file.to_string();
            asked.paying().map(|payer| ((file.clone(), payer.taking.id.to_string()), payer.settled.net.0)).collect::<Vec<_>>()
        };
        record.budgets.iter().filter_map(of).flat_map(each).collect()
    };
    let (mut duties_seen, mut amounts_seen) = (0, 0);
    for seed in 1_000..1_400 {
        let mut dice = Dice::new(seed);
        let first = example(["buurtkaart", "wijkwijzer", "loketplein"][dice.below(3)]);
        let mut second = first.clone();
        mutate(&mut second, &mut dice);
        let (a, b) = (record(&first), record(&second));
        if !b.unread.is_empty() || a.level() != b.level() || b.level().is_none() {
            continue;
        }
        let changes = between(&a, &b);
        let said: BTreeSet<&str> =
            changes.iter().filter_map(|one| if let What::Duty { duty, .. } = &one.what { Some(duty.id) } else { None }).collect();
        let (was, is) = (duties(&a), duties(&b));
        let known = |id: &&String| commons::handbook::duties::duties_at(b.level().expect("it has one")).any(|duty| duty.id == **id);
        let differ: BTreeSet<&str> = was.symmetric_difference(&is).filter(known).map(String::as_str).collect();
        assert_eq!(said, differ, "seed {seed}");
        duties_seen += differ.len();
        // Whoever is called otherwise is told under the new id.
        if a.participants.keys().ne(b.participants.keys()) {
            continue;
        }
        let (was, is) = (asked(&a), asked(&b));
        let both = |file: &str| [&a, &b].iter().all(|record| record.budgets.iter().any(|budget| budget.file.as_str() == file));
        let can = |record: &Record, file: &str| {
            let budget = record.budgets.iter().find(|budget| budget.file.as_str() == file).expect("it is there");
            contribution(record, budget, &Question::default()).is_ok_and(|asked| asked.is_some())
        };
        let keys: BTreeSet<_> = was.keys().chain(is.keys()).collect();
        let differ =
            keys.into_iter().filter(|key| both(&key.0) && can(&a, &key.0) && can(&b, &key.0) && was.get(key) != is.get(key)).count();
        assert_eq!(changes.iter().filter(|one| matches!(one.what, What::Contribution { .. })).count(), differ, "seed {seed}");
        amounts_seen += differ;
    }
    assert!(duties_seen > 20 && amounts_seen > 20, "{duties_seen} and {amounts_seen}");
}
