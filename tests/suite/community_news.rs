//! The newsletter beside the history of the record: what is new since the last one without a day of its own.

use crate::commits::{commit_on, git_on};
use crate::program::Fresh;

const SETTINGS: &str = "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlead = \"assen\"\n";

fn municipality(fresh: &Fresh, id: &str, name: &str, more: &str) {
    fresh.write(format!("participants/{id}.toml"), format!("name = \"{name}\"\nkind = \"municipality\"\nstatus = \"active\"\n{more}"));
}

fn community(fresh: &Fresh, first: &str, second: &str, more: &str) {
    let wish = |what: &str, status: &str| format!("[[wish]]\non = 2026-01-10\nwhat = \"{what}\"\nby = \"assen\"\nstatus = \"{status}\"\n");
    fresh.write("community.toml", format!("{}{}{more}", wish("Koppeling met het zaaksysteem", first), wish("Donkere kaart", second)));
}

/// A record of May, and the same in October.
fn years() -> Fresh {
    let fresh = Fresh::empty();
    git_on("2026-05-01", fresh.path(), &["init", "--quiet", "-b", "main"]);
    fresh.write("commons.toml", SETTINGS);
    fresh.write("products/kaart.toml", "name = \"Kaart\"\n");
    fresh.write("roles/redacteur.toml", "title = \"Redacteur\"\nvacant = true\n");
    municipality(&fresh, "assen", "Gemeente Assen", "[[use]]\nproduct = \"kaart\"\nstatus = \"considering\"\n");
    community(&fresh, "roadmap", "new", "");
    commit_on("2026-05-01", fresh.path());
    municipality(&fresh, "assen", "Gemeente Assen", "[[use]]\nproduct = \"kaart\"\nstatus = \"live\"\n");
    municipality(&fresh, "hoorn", "Gemeente Hoorn", "[people.kdam]\nname = \"Kees Dam\"\nvisibility = \"record\"\n");
    fresh.write("roles/redacteur.toml", "title = \"Redacteur\"\n[[holder]]\nwho = \"hoorn\"\n[[holder]]\nwho = \"kdam\"\n");
    community(
        &fresh,
        "done",
        "roadmap",
        "[[knowledge]]\nid = \"faq\"\nkind = \"faq\"\nname = \"Veelgestelde vragen\"\nurl = \"https://assen.example/faq\"\n",
    );
    fresh
}

const NEW: [&str; 6] = [
    "Welkom, Gemeente Hoorn!",
    "Gemeente Assen werkt nu met Kaart",
    "Koppeling met het zaaksysteem, een wens van Gemeente Assen",
    "Donkere kaart, een wens van Gemeente Assen",
    "Redacteur: Gemeente Hoorn",
    "Veelgestelde vragen: https://assen.example/faq",
];

fn news(fresh: &Fresh, more: &[&str]) -> (String, String) {
    let on = if more.contains(&"--on") { &[][..] } else { &["--on", "2026-10-01"] };
    let ran = fresh.run(&[&["newsletter", "--format", "md", "--lang", "nl"], on, more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    (ran.shown().to_owned(), ran.said())
}

#[test]
fn b6_what_changed_without_a_day_of_its_own_is_news_by_the_history() {
    let fresh = years();
    let (uncommitted, said) = news(&fresh, &["--since", "2026-06-01"]);
    assert!(!said.contains("uit git"), "{said}");
    for part in NEW {
        assert!(uncommitted.contains(part), "{part}\n{uncommitted}");
    }
    assert!(!uncommitted.contains("Kees Dam"), "whoever is seen by nobody is not named");
    assert!(uncommitted.contains("## Opgelost") && uncommitted.contains("## Nieuw op de roadmap"), "{uncommitted}");
    commit_on("2026-09-01", fresh.path());
    assert_eq!(news(&fresh, &["--since", "2026-06-01"]).0, uncommitted, "committed or not, it is the same news");
    let (later, _) = news(&fresh, &["--since", "2026-09-02"]);
    for part in NEW {
        assert!(!later.contains(part), "{part} is no news after it was told\n{later}");
    }
}

#[test]
fn b6_without_history_only_what_has_a_day_is_told_and_that_is_said() {
    let fresh = years();
    let (early, said) = news(&fresh, &["--since", "2026-04-01"]);
    assert!(said.contains("er op 1 april 2026 uitzag"), "{said}");
    assert!(early.contains("niets nieuws"), "{early}");
    // A part that could not be read then would make everything in it new.
    fresh.write("participants/assen.toml", "name = \"Gemeente Assen\nkind =");
    commit_on("2026-06-01", fresh.path());
    municipality(&fresh, "assen", "Gemeente Assen", "");
    let (news, said) = news(&fresh, &["--since", "2026-06-01"]);
    assert!(said.contains("uit git blijkt niet") && !news.contains("Welkom"), "{said}{news}");
}

#[test]
fn a13_b6_what_has_another_id_or_other_words_is_neither_new_nor_gone() {
    let fresh = years();
    fresh.write("products/kaart.toml", "name = \"Kaart\"\n[[milestone]]\non = 2026-08-15\nwhat = \"Zoeken op adres\"\n");
    fresh.write("people.toml", "[people.mdijk]\nname = \"Mies Dijk\"\norganisation = \"independent\"\nvisibility = \"record\"\n");
    fresh.write("roles/beheerder.toml", "title = \"Beheerder\"\n[[holder]]\nwho = \"assen\"\n");
    commit_on("2026-05-02", fresh.path());
    let report = |fresh: &Fresh| {
        let ran = fresh.run(&["report", "--year", "2027", "--on", "2027-10-01", "--format", "md", "--lang", "nl"]);
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        ran.shown().to_owned()
    };
    fresh.edit("products/kaart.toml", "2026-08-15", "2027-08-15");
    commit_on("2026-12-30", fresh.path());
    let (was, told) = (report(&fresh), news(&fresh, &["--since", "2026-06-01"]).0);
    assert!(was.contains("Kaart: Zoeken op adres (opgeleverd, 15 augustus 2027)"), "{was}");
    assert!(was.contains("Op de roadmap: Donkere kaart (nog op de roadmap)"), "{was}");
    let renamed = [("assen", "stad-assen"), ("kaart", "plattegrond"), ("redacteur", "schrijver"), ("beheerder", "beheer")];
    for (old, new) in renamed {
        let ran = fresh.run(&["rename", old, new, "--yes", "--on", "2027-10-01"]);
        assert_eq!(ran.code, Some(0), "{old}: {}", ran.said());
    }
    assert_eq!(report(&fresh), was, "an id is no news of the year");
    assert_eq!(news(&fresh, &["--since", "2026-06-01"]).0, told, "nor of the newsletter");
    fresh.edit("community.toml", "Donkere kaart", "Donkere kaart in de avond");
    let said = report(&fresh);
    assert!(said.contains("Op de roadmap: Donkere kaart in de avond (nog op de roadmap)"), "{said}");
    assert!(!said.contains("staat niet meer in het dossier"), "{said}");
    fresh.edit("community.toml", "Veelgestelde vragen", "Vragen en antwoorden");
    let said = news(&fresh, &["--since", "2027-01-02", "--on", "2027-10-01"]);
    assert!(!said.0.contains("Vragen en antwoorden") && !said.0.contains("Donkere kaart"), "{}", said.0);
}
