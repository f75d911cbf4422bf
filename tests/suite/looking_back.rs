//! What is told of the past: under whom and what it stands, of whom it names nobody, and how much it weighs.

use std::fs;

use crate::commits::{commit_on, git, git_as};
use crate::told::{EDE, PEOPLE, begun, ran, rows, shown};

#[test]
fn who_made_a_commit_is_written_in_one_way_however_git_writes_a_name_that_must_not_be_read() {
    let fresh = begun();
    fresh.write("participants/ede.toml", format!("{EDE}\n{PEOPLE}[people.rsmit]\nname = \"Rosa Smit\"\nvisibility = \"record\"\n"));
    commit_on("2025-04-02", fresh.path());
    let authors = ["Piet Vis", "piet  vis", "P. Vis", "Vis, Piet", "Vis P.", "P.A. Vis", "pvis", "Piet Vis (Ede)", "Rosa Smit", "R. Smit"];
    let others = ["Paul Visser", "A. Pot", "Mia de Boer"];
    for (day, author) in authors.iter().chain(&others).enumerate() {
        fresh.edit("events/2025-03-01-overleg.toml", "wordt", "wordt ook");
        git_as((author, "x@x.example"), &format!("2025-05-{:02}T12:00:00+0200", day + 1), fresh.path(), &["commit", "-qam", "x"]);
    }
    let names: Vec<String> =
        rows(&fresh, &["log", "--since", "2025-05-01"]).iter().map(|row| row["author"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(names[others.len()..], ["iemand"; 10], "{names:?}");
    assert_eq!(names[..others.len()], ["Mia de Boer", "A. Pot", "Paul Visser"]);
    // Whoever is gone does not bear the id that somebody else has in the lists of today.
    let known = shown(&fresh, &["list", "people"]);
    assert!(known.contains("staff-ede medewerker, Gemeente Ede "), "{known}");
    fresh.edit("events/2025-03-01-overleg.toml", "Piet Vis", "`pvis` of Rosa Smit");
    let told = shown(&fresh, &["diff"]);
    assert!(told.contains("`staff-ede-2` of medewerker, Gemeente Ede wordt") && !told.contains("`staff-ede`"), "{told}");
}

#[test]
fn a_single_word_that_was_once_somebodys_name_stays_a_word() {
    let fresh = begun();
    let gone = "[people.m]\nname = \"Maas\"\n[people.s]\nname = \"Secretariaat\"\n[people.w]\nname = \"Wil de Wit\"\n";
    fresh.write("participants/ede.toml", format!("{EDE}\n{PEOPLE}{gone}"));
    fresh.write("roles/secretariaat.toml", "title = \"Secretariaat\"\n\n[[holder]]\nwho = \"s\"\nfrom = 2025-01-01\n");
    fresh.edit("commons.toml", "Club", "Club Maas");
    fresh.edit("events/2025-03-01-overleg.toml", "Piet Vis wordt", "Het Secretariaat en Wil de Wit aan de Maas wordt");
    commit_on("2025-03-03", fresh.path());
    fresh.write("participants/ede.toml", format!("{EDE}\n{PEOPLE}"));
    fresh.edit("roles/secretariaat.toml", "who = \"s\"", "who = \"apot\"");
    fresh.edit("events/2025-03-01-overleg.toml", "voorzitter", "de voorzitter");
    commit_on("2025-03-04", fresh.path());
    for asked in [&["log"][..], &["diff", "HEAD~1", "HEAD"]] {
        let told = shown(&fresh, asked);
        assert!(told.contains("Club Maas") && told.contains("Het Secretariaat en medewerker, Gemeente Ede"), "{told}");
        assert!(told.contains("aan de Maas wordt") && !told.contains("Wil de Wit"), "{told}");
    }
    // Where it stands as somebody it is hidden.
    let then = shown(&fresh, &["--at", "HEAD~1", "list", "roles"]);
    assert!(then.contains("secretariaat Secretariaat medewerker, Gemeente Ede"), "{then}");
}

#[test]
fn what_git_leaves_out_of_the_folder_is_said() {
    let fresh = begun();
    let said = |asked: &[&str]| String::from_utf8_lossy(&ran(&fresh, asked).err).into_owned();
    assert!(!said(&["list", "participants"]).contains("warning"));
    git(fresh.path(), &["sparse-checkout", "set", "--no-cone", "/*", "!participants/ede.toml", "!docs"]);
    let words = "git was told to leave participants/ede.toml out of this folder, so it is read as though that were gone; \
                 `git sparse-checkout disable` brings it back";
    for asked in [&["list", "participants"][..], &["diff"], &["check"]] {
        assert!(said(asked).contains(words), "{asked:?}: {}", said(asked));
    }
    // The revision is whole.
    assert!(!said(&["diff", "HEAD", "HEAD"]).contains("warning") && !said(&["check", "--at", "HEAD"]).contains("warning"));
    git(fresh.path(), &["sparse-checkout", "disable"]);
    assert!(!said(&["diff"]).contains("warning"));
}

#[test]
fn each_reads_what_a_budget_asks_of_it_by_itself() {
    let fresh = begun();
    let town = |n: usize| format!("name = \"Gemeente Nummer {n}\"\nkind = \"municipality\"\njoined = 2025-01-01\n");
    (1..8).for_each(|n| fresh.write(format!("participants/n{n}.toml"), town(n)));
    commit_on("2025-03-03", fresh.path());
    fresh.write(
        "finances/2026/budget.toml",
        "status = \"draft\"\n[[cost]]\nid = \"x\"\namount = 8000.00\n[contribution]\nkey = \"equal\"\nobligation = \"agreed\"\n",
    );
    commit_on("2025-10-03", fresh.path());
    fresh.edit("finances/2026/budget.toml", "draft", "adopted");
    commit_on("2025-11-03", fresh.path());
    let told = shown(&fresh, &["log", "n3"]);
    assert!(told.contains("De begroting 2026 is vastgesteld: Gemeente Nummer 3 betaalt € 1.000,00."), "{told}");
    assert!(told.contains("Er is een concept van de begroting 2026: Gemeente Nummer 3 betaalt € 1.000,00."), "{told}");
    for asked in [&["log", "--since", "2025-11-01"][..], &["diff", "HEAD~1", "HEAD"]] {
        let all = rows(&fresh, asked);
        assert_eq!(all.iter().filter(|row| row["change"] == "contribution-budgeted").count(), 8, "{all:?}");
        assert!(!shown(&fresh, asked).contains("Nummer 3"), "people read it together");
    }
}

#[test]
fn what_is_about_something_stands_under_it() {
    let fresh = begun();
    fresh.write("participants/bouwer.toml", "name = \"Bouwer BV\"\nsupplier = true\n");
    fresh.write("products/kaart.toml", "name = \"Kaart\"\n");
    fresh.write(
        "finances/contracts/onderhoud.toml",
        "what = \"Onderhoud\"\nsupplier = \"bouwer\"\nproduct = \"kaart\"\ntotal = 84000.00\nuntil = 2026-12-31\n",
    );
    fresh.write(
        "roles/stuurgroep.toml",
        "title = \"Stuurgroep\"\nkind = \"body\"\nseats = 1\n\n[[holder]]\nwho = \"apot\"\nfrom = 2025-01-01\n",
    );
    commit_on("2025-03-03", fresh.path());
    fresh.edit("finances/contracts/onderhoud.toml", "84000", "86000");
    commit_on("2025-03-04", fresh.path());
    fresh.write(
        "events/2025-03-05-sg.toml",
        "title = \"Vergadering\"\nkind = \"steering\"\nbody = \"stuurgroep\"\nstarts = 2025-03-05\n\n[[decision]]\nid = \"b\"\nwhat = \"Wij gaan door\"\n",
    );
    commit_on("2025-03-06", fresh.path());
    fresh.edit("participants/ede.toml", "joined = 2025-01-01\n", "joined = 2025-01-01\nleft = 2025-12-31\n");
    commit_on("2025-03-07", fresh.path());
    for thing in ["bouwer", "kaart", "onderhoud"] {
        let told = shown(&fresh, &["log", thing]);
        assert!(told.contains("ging van € 84.000,00 naar € 86.000,00"), "{thing}: {told}");
    }
    let told = shown(&fresh, &["log", "stuurgroep"]);
    assert!(told.contains("Besloten in “Vergadering” van 5 maart 2025: Wij gaan door."), "{told}");
    let lost = "Ankie Pot zit tot en met 31 december 2025 in het gremium Stuurgroep: daarna doet Gemeente Ede niet meer mee.";
    assert!(shown(&fresh, &["log", "apot"]).contains(lost) && told.contains(lost), "{told}");
    assert!(!shown(&fresh, &["log"]).contains("zit tot en met"), "in the whole history the departure says it");
}

#[test]
fn a_reason_that_asks_for_a_decision_stands_under_a_decision() {
    let fresh = begun();
    fresh.edit("participants/ede.toml", "joined = 2025-01-01\n", "joined = 2025-01-01\nleft = 2025-12-31\n");
    commit_on("2025-03-03", fresh.path());
    fresh.edit("participants/ede.toml", "left = 2025-12-31", "left = 2026-12-31");
    let ran = ran(&fresh, &["diff", "--exit-code"]);
    let told = ran.shown().split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(ran.code, Some(0), "{told}");
    assert!(told.contains("31 december 2025 naar 31 december 2026. Hiervan kan afhangen wat de deelnemers betalen (A4)."), "{told}");
    assert!(!told.contains("besluiten de deelnemers"), "{told}");
}

#[test]
fn what_is_found_in_a_past_revision_names_nobody_who_may_not_be_named_now() {
    let fresh = begun();
    let vis = "[people.piet-vis]\nname = \"Piet Vis\"\nemail = \"piet.vis@ede.example\"\n";
    fresh.write(
        "participants/ede.toml",
        format!("name = \"Gemeente Ede\"\nkind = \"municipality\"\njoined = 2025-01-01\ncontact = \"piet-vis\"\nemail = \"piet.vis@ede.example\"\n{vis}"),
    );
    fresh.write(
        "events/2025-03-01-piet-vis-afscheid.toml",
        "title = \"Afscheid Piet Vis\"\nkind =   \"other\"\nstarts = 2025-03-01\norganiser = \"piet-vis\"\n",
    );
    commit_on("2025-03-03", fresh.path());
    assert!(ran(&fresh, &["check", "--at", "HEAD"]).shown().contains("Piet Vis"), "who is there now is named");
    fresh.write("participants/ede.toml", "name = \"Gemeente Ede\"\nkind = \"municipality\"\njoined = 2025-01-01\n");
    fs::remove_file(fresh.at("events/2025-03-01-piet-vis-afscheid.toml")).expect("the file was written");
    commit_on("2025-04-02", fresh.path());
    for format in ["text", "json", "github", "gitlab", "sarif", "junit"] {
        let found = ran(&fresh, &["check", "--at", "HEAD~1", "--select", "personal-email", "--format", format]);
        assert!(found.shown().contains("medewerker, Gemeente Ede"), "{format}: {}", found.shown());
        assert!(!found.shown().to_lowercase().contains("piet"), "{format}: {}", found.shown());
    }
    for how in ["--check", "--dry-run"] {
        let written = ran(&fresh, &["fmt", how, "--at", "HEAD~1"]);
        assert!(written.shown().contains("afscheid.toml"), "{}", written.shown());
        assert!(!written.shown().to_lowercase().contains("piet"), "{}", written.shown());
    }
}

#[test]
fn a_day_that_is_still_to_come_is_called_that() {
    let fresh = begun();
    for asked in [&["diff", "2999-01-01"][..], &["status", "--at", "2999-01-01"]] {
        let said = ran(&fresh, asked).said();
        assert!(said.contains("2999-01-01 is still to come"), "{asked:?}: {said}");
    }
    assert!(!ran(&fresh, &["diff", "2025-03-03"]).said().contains("to come"));
}

#[test]
fn a_name_of_one_word_is_hidden_as_any_other_once_its_owner_is_gone() {
    let fresh = begun();
    fresh.write("participants/ede.toml", format!("{EDE}\n{PEOPLE}[people.xq]\nname = \"Xqulo\"\n"));
    fresh.edit("roles/kassier.toml", "\"Kassier\"", "\"Kassier (Xqulo)\"");
    commit_on("2025-03-03", fresh.path());
    fresh.write("participants/ede.toml", format!("{EDE}\n{PEOPLE}"));
    fresh.edit("roles/kassier.toml", "\"Kassier (Xqulo)\"", "\"Kassier\"");
    commit_on("2025-03-04", fresh.path());
    for asked in [&["log"][..], &["diff", "HEAD~1", "HEAD"], &["list", "roles", "--at", "HEAD~1"], &["show", "kassier", "--at", "HEAD~1"]] {
        let told = shown(&fresh, asked);
        assert!(!told.contains("Xqulo") && told.contains("Kassier ("), "{told}");
    }
}

#[test]
fn effort_that_is_settled_otherwise_changes_no_amount_and_vat_from_now_on_is_a_decision() {
    let fresh = begun();
    let budget = "status = \"adopted\"\n[contribution]\nkey = \"equal\"\ntotal = 1000.00\n[[in_kind]]\nparticipant = \"ede\"\nwhat = \"uren\"\nvalue = 100.00\nsettle = \"line\"\n";
    fresh.write("finances/2025/budget.toml", budget);
    commit_on("2025-03-03", fresh.path());
    fresh.edit("finances/2025/budget.toml", "\"line\"", "\"set-off\"");
    let told = shown(&fresh, &["diff"]);
    assert!(!told.contains("betaalt") && told.contains("verrekening"), "{told}");
    commit_on("2025-03-04", fresh.path());
    fresh.edit("commons.toml", "lead = \"ede\"\n", "lead = \"ede\"\n[finances]\nvat = { treatment = 21 }\n");
    let found = rows(&fresh, &["diff"]);
    assert!(found.iter().any(|row| row["change"] == "vat" && row["rating"] == "decision"), "{found:?}");
    fresh.edit("finances/2025/budget.toml", "1000.00", "1500.00");
    let told = shown(&fresh, &["diff"]);
    assert!(told.contains("€ 500,00 meer (€ 900,00 wordt € 1.400,00 zonder btw)"), "{told}");
}

#[test]
fn what_nobody_owes_is_asked_and_not_paid() {
    let fresh = begun();
    let town = |n: usize| format!("name = \"Gemeente Nummer {n}\"\nkind = \"municipality\"\njoined = 2025-01-01\n");
    commit_on("2025-03-03", fresh.path());
    let budget = "status = \"adopted\"\n[contribution]\nkey = \"equal\"\ntotal = 1000.00\nobligation = \"voluntary\"\n";
    fresh.write("finances/2025/budget.toml", budget);
    commit_on("2025-03-04", fresh.path());
    let told = shown(&fresh, &["log", "ede", "--since", "2025-03-04"]);
    assert!(told.contains("is vastgesteld: aan Gemeente Ede wordt vrijwillig € 1.000,00 gevraagd"), "{told}");
    fresh.edit("finances/2025/budget.toml", "1000.00", "1500.00");
    let told = shown(&fresh, &["diff"]);
    assert!(told.contains("Aan Gemeente Ede wordt voor 2025 vrijwillig € 500,00 meer gevraagd (€ 1.000,00 wordt € 1.500,00)"), "{told}");
    (1..8).for_each(|n| fresh.write(format!("participants/n{n}.toml"), town(n)));
    commit_on("2025-03-05", fresh.path());
    fresh.write("finances/2026/budget.toml", budget);
    let told = shown(&fresh, &["diff"]);
    assert!(told.contains("aan 8 deelnemers wordt vrijwillig samen € 1.000,00 gevraagd, ieder € 125,00"), "{told}");
    assert!(!told.contains("betaalt") && !told.contains("betalen"), "{told}");
}

#[test]
fn a_commit_of_the_day_or_later_is_told_also_beneath_earlier_ones() {
    let fresh = begun();
    for (day, name) in [("2025-05-10", "Een"), ("2025-03-10", "Twee"), ("2025-04-10", "Drie")] {
        fresh.write("commons.toml", format!("format = 1\nname = \"{name}\"\nlevel = \"light\"\nlanguage = \"nl\"\nlead = \"ede\"\n"));
        commit_on(day, fresh.path());
    }
    for how in [&["log", "--since", "2025-05-01"][..], &["log", "--every", "--since", "2025-05-01"]] {
        let told = shown(&fresh, how);
        assert!(told.contains("10 mei 2025") && !told.contains("10 april 2025") && !told.contains("10 maart 2025"), "{told}");
    }
    let told = shown(&fresh, &["log", "--since", "2025-04-01"]);
    assert!(told.contains("10 mei 2025") && told.contains("10 april 2025") && !told.contains("10 maart 2025"), "{told}");
}

#[test]
fn a_format_that_is_left_out_is_the_first_and_asks_for_no_newer_program() {
    let fresh = begun();
    fresh.edit("commons.toml", "format = 1\n", "");
    let told = shown(&fresh, &["diff"]);
    assert!(!told.contains("nieuwere versie") && !told.contains("Vraagt een besluit"), "{told}");
    assert_eq!(rows(&fresh, &["diff"]).iter().map(|row| &row["change"]).collect::<Vec<_>>(), ["format"]);
}

#[test]
fn vat_that_came_back_was_not_paid() {
    let fresh = begun();
    commit_on("2025-03-03", fresh.path());
    fresh.write(
        "finances/2025/expenses.toml",
        "[[vat_return]]\non = 2025-03-01\namount = -454.09\n\n[[vat_return]]\non = 2025-03-02\namount = 20.00\n",
    );
    let told = shown(&fresh, &["diff"]);
    assert!(
        told.contains("Btw teruggekregen op 1 maart 2025: € 454,09") && told.contains("Btw afgedragen op 2 maart 2025: € 20,00"),
        "{told}"
    );
}
