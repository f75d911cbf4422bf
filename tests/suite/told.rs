//! What `diff` and `log` tell of a made-up record: of everything that changed, of nobody who may not be named, and in which order.

use std::fs;

use serde_json::Value;

use crate::commits::{commit_on, git, git_as};
use crate::program::{Fresh, Ran, program};

pub const EDE: &str = "name = \"Gemeente Ede\"\nkind = \"municipality\"\ncbs_code = \"GM0228\"\njoined = 2025-01-01\n";
pub const PEOPLE: &str = "[people.apot]\nname = \"Ankie Pot\"\n\n";
const PIET: &str = "[people.pvis]\nname = \"Piet Vis\"\nemail = \"piet.vis@ede.example\"\n";

/// A record as it was on the second of March 2025.
pub fn begun() -> Fresh {
    let fresh = Fresh::empty();
    git(fresh.path(), &["init", "-q"]);
    fresh.write("commons.toml", "format = 1\nname = \"Club\"\nlevel = \"light\"\nlanguage = \"nl\"\nlead = \"ede\"\n");
    fresh.write("participants/ede.toml", format!("{EDE}\n{PEOPLE}{PIET}"));
    fresh.write(
        "roles/kassier.toml",
        "title = \"Kassier\"\nstaffing = \"lead\"\nhours = 4\n\n[[holder]]\nwho = \"apot\"\nfrom = 2025-01-01\n",
    );
    fresh.write(
        "events/2025-03-01-overleg.toml",
        "title = \"Overleg\"\nkind = \"steering\"\nstarts = 2025-03-01\n\n[[decision]]\nid = \"a\"\nwhat = \"Piet Vis wordt voorzitter\"\n",
    );
    commit_on("2025-03-02", fresh.path());
    fresh
}

pub fn ran(fresh: &Fresh, arguments: &[&str]) -> Ran {
    let mut command = program();
    command.current_dir(fresh.path()).args(["--lang", "nl"]).args(arguments);
    Ran::of(&mut command)
}

/// On one line, however long that is.
pub fn shown(fresh: &Fresh, arguments: &[&str]) -> String {
    let ran = ran(fresh, arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}{}", ran.shown(), ran.said());
    ran.shown().split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn rows(fresh: &Fresh, arguments: &[&str]) -> Vec<Value> {
    let json = ran(fresh, &[arguments, &["--format", "json"]].concat()).json();
    json["changes"].as_array().expect("changes are a list").clone()
}

#[test]
fn whoever_stood_in_the_record_at_any_time_is_named_by_no_part_of_its_history() {
    let fresh = begun();
    fresh.write("participants/ede.toml", format!("{EDE}\n{PEOPLE}"));
    commit_on("2025-04-02", fresh.path());
    // The name goes later than the person, and who made a commit is no part of the record.
    fresh.edit("events/2025-03-01-overleg.toml", "Piet Vis wordt", "Een ander wordt");
    git_as(("Piet Vis", "p@x.example"), "2026-05-01T12:00:00+0200", fresh.path(), &["commit", "-qam", "x"]);
    for (path, day) in [("a.md", "2026-06-01"), ("b.md", "2026-06-02")] {
        fresh.edit("events/2025-03-01-overleg.toml", "wordt", "wordt ook");
        fresh.write(path, "x");
        commit_on(day, fresh.path());
    }
    git(fresh.path(), &["clone", "-q", "--depth", "3", &format!("file://{}", fresh.path().display()), "ondiep"]);
    for asked in [
        &["log"][..],
        &["log", "--since", "2026-01-01"],
        &["log", "--since", "2026-01-01", "--every"],
        &["log", "--since", "2026-01-01", "--format", "json"],
        &["diff", "HEAD~3", "HEAD~2"],
        &["diff", "HEAD~3", "--format", "json"],
        &["--at", "HEAD~3", "decisions"],
        &["-C", "ondiep", "log", "--since", "2026-01-01"],
    ] {
        for audience in ["public", "participants", "record"] {
            let told = shown(&fresh, &[asked, &["--audience", audience]].concat());
            // A shallow clone does not know him any more, so of commits it names nobody whom it does not know.
            let word = if asked[0] == "-C" { "· Piet" } else { "Piet" };
            assert!(!told.contains(word), "{asked:?} --audience {audience}: {told}");
        }
    }
    // Whom the record never had made commits, and whom it has may be named.
    assert!(shown(&fresh, &["log", "--since", "2026-06-01"]).contains("· Toets"));
    git_as(("Ankie Pot", "a@x.example"), "2026-06-03T12:00:00+0200", fresh.path(), &["commit", "-q", "--allow-empty", "-m", "x"]);
    fresh.edit("commons.toml", "Club", "De club");
    git_as(("Ankie Pot", "a@x.example"), "2026-06-03T12:00:00+0200", fresh.path(), &["commit", "-qam", "x"]);
    git(fresh.path(), &["clone", "-q", "--depth", "2", &format!("file://{}", fresh.path().display()), "ondieper"]);
    let told = shown(&fresh, &["-C", "ondieper", "log"]);
    assert!(told.contains("· Ankie Pot") && !told.contains("Toets"), "{told}");
}

#[test]
fn a_name_that_is_written_more_fully_now_hides_nobody() {
    let fresh = begun();
    fresh.edit("participants/ede.toml", "Piet Vis", "Piet Visser-Vis");
    fresh.edit("participants/ede.toml", "Ankie Pot", "Ankie Pot de Boer");
    fresh.edit("events/2025-03-01-overleg.toml", "Piet Vis wordt", "Ankie Pot de Boer wordt");
    commit_on("2025-04-02", fresh.path());
    let told = shown(&fresh, &["log", "--since", "2025-04-01"]);
    assert!(told.contains("“Ankie Pot de Boer wordt voorzitter”") && !told.contains("Piet Vis "), "{told}");
}

#[test]
fn the_text_of_the_agreement_is_told_when_it_changes_moves_or_goes() {
    let fresh = begun();
    fresh.edit("commons.toml", "lead", "agreement = { file = \"docs/a.md#kosten\" }\nlead");
    fresh.write("docs/a.md", "# Afspraken\n");
    commit_on("2026-01-01", fresh.path());
    fresh.write("docs/a.md", "# Afspraken\n\nEde betaalt alles.\n");
    commit_on("2026-01-02", fresh.path());
    let changed = "De tekst van de samenwerkingsovereenkomst zelf is gewijzigd";
    let told = shown(&fresh, &["log", "--since", "2026-01-02"]);
    assert!(told.contains(&format!("{changed} (`docs/a.md`).")) && !told.contains("veranderde niets"), "{told}");
    // Another place alone is no other text.
    git(fresh.path(), &["mv", "docs/a.md", "docs/b.md"]);
    fresh.edit("commons.toml", "docs/a.md", "docs/b.md");
    commit_on("2026-01-03", fresh.path());
    assert!(!shown(&fresh, &["log", "--since", "2026-01-03"]).contains("De tekst van"));
    git(fresh.path(), &["mv", "docs/b.md", "docs/c.md"]);
    fresh.edit("commons.toml", "docs/b.md", "docs/c.md");
    fresh.write("docs/c.md", "# Afspraken\n\nEpe betaalt alles.\n");
    commit_on("2026-01-04", fresh.path());
    for asked in [&["log", "--since", "2026-01-04"][..], &["diff", "HEAD~1", "HEAD"]] {
        assert!(shown(&fresh, asked).contains(&format!("{changed} (`docs/c.md`)")), "{asked:?}: {}", shown(&fresh, asked));
    }
    fs::remove_file(fresh.at("docs/c.md")).expect("it is there");
    let gone = ran(&fresh, &["diff", "--exit-code"]);
    assert_eq!(gone.code, Some(1), "{}", gone.shown());
    let sentence = "De tekst van de samenwerkingsovereenkomst staat niet meer in het dossier (`docs/c.md`)";
    assert!(shown(&fresh, &["diff"]).contains(sentence), "{}", gone.shown());
    commit_on("2026-01-05", fresh.path());
    assert!(shown(&fresh, &["log", "--since", "2026-01-05"]).contains(sentence));
    fresh.write("docs/c.md", "# Afspraken\n");
    commit_on("2026-01-06", fresh.path());
    assert!(shown(&fresh, &["log", "--since", "2026-01-06"]).contains("staat nu in het dossier (`docs/c.md`)"));
}

#[test]
fn of_a_file_with_many_payments_each_is_told_of_whom_and_what_it_is_about() {
    let fresh = begun();
    fresh.write("participants/epe.toml", "name = \"Gemeente Epe\"\nkind = \"municipality\"\ncbs_code = \"GM0232\"\njoined = 2025-01-01\n");
    for (number, to) in [("2026-0001", "ede"), ("2026-0002", "epe")] {
        fresh.write(
            format!("finances/2026/invoices/{number}.toml"),
            format!(
                "number = \"{number}\"\nkind = \"contribution\"\nparticipant = \"{to}\"\ndate = 2026-01-10\ndue = 2026-02-10\n\n[[line]]\nwhat = \"Bijdrage\"\namount = 100.00\n"
            ),
        );
    }
    commit_on("2026-01-10", fresh.path());
    let payment = |from: &str, number: &str, amount: &str| {
        format!("[[payment]]\non = 2026-02-01\nfrom = \"{from}\"\ninvoice = \"{number}\"\namount = {amount}\n\n")
    };
    fresh.write("finances/2026/payments.toml", payment("ede", "2026-0001", "100.00") + &payment("epe", "2026-0002", "40.00"));
    commit_on("2026-02-01", fresh.path());
    fresh.edit("finances/2026/payments.toml", "40.00", "50.00");
    commit_on("2026-02-02", fresh.path());
    for about in ["2026-0002", "epe"] {
        let told = shown(&fresh, &["log", about, "--since", "2026-02-01"]);
        assert!(told.contains("Gemeente Epe betaalde op 1 februari 2026 € 40,00"), "{about}: {told}");
        assert!(told.contains("€ 50,00") && !told.contains("Gemeente Ede betaalde"), "{about}: {told}");
    }
}

#[test]
fn whoever_joins_later_leaves_the_division_to_the_others_and_no_number_of_inhabitants_is_blamed() {
    let fresh = begun();
    fresh.edit("participants/ede.toml", "joined = 2025-01-01", "joined = 2025-01-01\ninhabitants = 100000\ninhabitants_on = 2025-01-01");
    let epe = |joined: &str| {
        format!(
            "name = \"Gemeente Epe\"\nkind = \"municipality\"\ncbs_code = \"GM0232\"\njoined = {joined}\ninhabitants = 30000\ninhabitants_on = 2025-01-01\n"
        )
    };
    fresh.write("participants/epe.toml", epe("2026-01-01"));
    fresh.write(
        "finances/2026/budget.toml",
        "[[cost]]\nid = \"hosting\"\nwhat = \"Hosting\"\namount = 13000.00\n\n[contribution]\nkey = \"inhabitants\"\npro_rata = \"months\"\n",
    );
    commit_on("2026-01-01", fresh.path());
    fresh.write("participants/epe.toml", epe("2026-07-01"));
    let told = shown(&fresh, &["diff"]);
    assert!(told.contains("Gemeente Ede betaalt voor 2026 € 3.000,00 meer"), "{told}");
    assert!(told.contains(": het wordt gedeeld door 1 in plaats van 2") && !told.contains("andere inwoners"), "{told}");
    assert!(told.contains("de deelname beslaat een ander deel van het jaar"), "{told}");
    // Where nobody takes part on the first day each weighs for its part of the year.
    fresh.edit("participants/ede.toml", "joined = 2025-01-01", "joined = 2026-03-01");
    commit_on("2026-01-02", fresh.path());
    fresh.write("participants/epe.toml", epe("2026-09-01"));
    let told = shown(&fresh, &["diff"]);
    assert!(told.contains(": de deelname van anderen beslaat een ander deel van het jaar") && !told.contains("andere inwoners"), "{told}");
}

#[test]
fn a_role_under_another_id_and_title_is_the_same_where_whatever_named_it_names_it_still() {
    let fresh = begun();
    let task = |who: &str| format!("title = \"Boekhouding\"\n\n[raci]\nresponsible = [\"{who}\"]\naccountable = \"ede\"\n");
    fresh.write("tasks/boekhouding.toml", task("kassier"));
    commit_on("2026-01-01", fresh.path());
    git(fresh.path(), &["mv", "roles/kassier.toml", "roles/financien.toml"]);
    fresh.edit("roles/financien.toml", "Kassier", "Financiën");
    fresh.edit("roles/financien.toml", "hours = 4", "hours = 8\ncritical = true\npurpose = \"De boeken\"");
    fresh.edit("roles/financien.toml", "\"lead\"", "\"divided\"");
    fresh.write("tasks/boekhouding.toml", task("financien"));
    commit_on("2026-01-02", fresh.path());
    let told = shown(&fresh, &["diff", "HEAD~1", "HEAD"]);
    assert!(told.contains("Financiën") && told.contains("Kassier") && told.contains('8'), "{told}");
    assert!(!told.contains("is nieuw") && !told.contains("uit het dossier gehaald") && !told.contains("Boekhouding"), "{told}");
    assert!(shown(&fresh, &["log", "financien"]).contains("2 maart 2025"), "it is followed");
    // One that comes as another goes, and does nothing of what that did, is new.
    git(fresh.path(), &["mv", "roles/financien.toml", "roles/notulist.toml"]);
    fresh.edit("roles/notulist.toml", "Financiën", "Notulist");
    fresh.write("tasks/boekhouding.toml", task("apot"));
    assert!(shown(&fresh, &["diff"]).contains("De rol Notulist is nieuw"), "{}", shown(&fresh, &["diff"]));
}

#[test]
fn what_came_later_stands_above_it_whatever_its_clock_says() {
    let fresh = begun();
    for (day, name) in [("2026-01-05", "TZ2"), ("2026-01-06", "TZ3"), ("2025-01-01", "TZ4"), ("2026-01-07", "TZ5")] {
        let now = fs::read_to_string(fresh.at("commons.toml")).expect("it is text");
        let was = now.lines().find(|line| line.starts_with("name")).expect("it has a name");
        fresh.write("commons.toml", now.replace(was, &format!("name = \"{name}\"")));
        commit_on(day, fresh.path());
    }
    for every in [&[][..], &["--every"]] {
        let told = shown(&fresh, &[&["log"], every].concat());
        let places: Vec<usize> = ["heet nu TZ5", "heet nu TZ4", "heet nu TZ3", "heet nu TZ2", "begint hier"]
            .iter()
            .map(|text| told.find(text).unwrap_or_else(|| panic!("{text}: {told}")))
            .collect();
        assert!(places.is_sorted(), "{places:?} {told}");
    }
}

#[test]
fn a_history_is_asked_as_of_a_day_by_kind_and_in_the_words_of_a_comparison() {
    let fresh = begun();
    fresh.write("products/kassier.toml", "name = \"Kassaprogramma\"\n");
    commit_on("2026-01-01", fresh.path());
    assert!(shown(&fresh, &["--at", "2026-02-03", "log"]).contains("Club, op 3 februari 2026"));

    let refused = ran(&fresh, &["log", "kassier"]);
    assert!(refused.code == Some(2) && refused.said().contains("`products/kassier`"), "{}{}", refused.shown(), refused.said());
    for typed in ["role/kassier", "roles/kassier"] {
        let told = shown(&fresh, &["log", typed]);
        assert!(told.contains("Kassier staat vanaf het begin") && !told.contains("Kassaprogramma"), "{typed}: {told}");
        assert!(shown(&fresh, &["show", typed]).contains("roles/kassier.toml"), "{typed}");
    }

    fresh.edit("participants/ede.toml", "piet.vis@ede.example", "p.vis@ede.example");
    fresh.edit("commons.toml", "light", "full");
    commit_on("2026-01-02", fresh.path());
    let (compared, told) = (rows(&fresh, &["diff", "HEAD~1", "HEAD"]), rows(&fresh, &["log", "--since", "2026-01-02"]));
    assert!(compared.len() > 1 && compared.iter().any(|row| row["kind"] == "person"), "{compared:?}");
    for row in &compared {
        let same = told.iter().find(|one| one["sentence"] == row["sentence"]).unwrap_or_else(|| panic!("{row}: {told:?}"));
        for key in row.as_object().expect("it is a table").keys() {
            assert_eq!(same[key], row[key], "{key} of {same}");
        }
    }
    let first = rows(&fresh, &["log"]);
    assert_eq!(first.last().expect("it began")["id"], "commons");
}

#[test]
fn what_cannot_be_read_at_a_revision_is_judged_there() {
    let fresh = begun();
    let role = fs::read_to_string(fresh.at("roles/kassier.toml")).expect("it is text");
    fresh.write("roles/kassier.toml", "title = \n");
    commit_on("2026-01-01", fresh.path());
    fresh.write("roles/kassier.toml", role);
    commit_on("2026-01-02", fresh.path());
    let compared = shown(&fresh, &["diff", "HEAD~2", "HEAD~1"]);
    let warned = ran(&fresh, &["diff", "HEAD~2", "HEAD~1"]).said();
    assert!(warned.contains("see `commons check --at ") && !warned.contains("`commons check`"), "{warned}");
    assert!(compared.contains("`commons check --at HEAD~1` zegt wat eraan mankeert"), "{compared}");
    let warned = ran(&fresh, &["--at", "HEAD~1", "status"]);
    assert!(warned.said().contains("see `commons check --at HEAD~1`"), "{}", warned.said());
    let refused = ran(&fresh, &["--at", ":/2026-01-01", "handover", "kassier"]);
    assert!(refused.code == Some(2) && refused.said().contains("`commons check --at :/2026-01-01` says why"), "{}", refused.said());
    assert_eq!(ran(&fresh, &["check", "--at", "HEAD~1"]).code, Some(1));
}

#[test]
fn what_git_lfs_left_in_the_place_of_a_file_is_called_that() {
    let fresh = begun();
    fresh.write("participants/ede.toml", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
    let checked = ran(&fresh, &["check"]);
    let said = format!("{}{}", checked.shown(), checked.said());
    assert!(said.contains("participants/ede.toml:1:1") && said.contains("git lfs pull"), "{said}");
    assert_eq!(said.matches("participants/ede.toml:").count(), 1, "{said}");
}

#[test]
fn what_could_be_read_neither_before_nor_after_is_no_nothing() {
    let fresh = begun();
    fresh.write("finances/2025/budget.toml", "[[cost]]\nid = \"x\"\namount = 42000.00\n[");
    commit_on("2025-03-03", fresh.path());
    fresh.write("finances/2025/budget.toml", "[[cost]]\nid = \"x\"\namount = 99000.00\n[");
    commit_on("2025-03-04", fresh.path());
    for format in ["table", "md", "json"] {
        let told = shown(&fresh, &["diff", "HEAD~1", "HEAD", "--format", format]);
        assert!(told.contains("nog niet te lezen; wat erin veranderde is niet bekend") && !told.contains("niets gewijzigd"), "{told}");
    }
}

#[test]
fn whoever_stays_longer_was_not_away() {
    let fresh = begun();
    fresh.edit("participants/ede.toml", "joined = 2025-01-01\n", "joined = 2025-01-01\nleft = 2025-06-30\n");
    commit_on("2025-03-03", fresh.path());
    fresh.edit("participants/ede.toml", "left = 2025-06-30", "left = 2025-12-31");
    commit_on("2025-07-10", fresh.path());
    fresh.edit("participants/ede.toml", "left = 2025-12-31\n", "");
    commit_on("2026-01-10", fresh.path());
    let told = shown(&fresh, &["log", "ede"]);
    assert!(!told.contains("weer mee") && told.contains("31 december 2025"), "{told}");
}
