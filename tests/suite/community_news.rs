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
    let ran = fresh.run(&[&["newsletter", "--on", "2026-10-01", "--format", "md", "--lang", "nl"], more].concat());
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
