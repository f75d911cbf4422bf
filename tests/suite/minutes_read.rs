//! Minutes that were filled in by hand, and what becomes of every line of them: taken over, or named.

use std::fs;

use crate::cases::{lay, root};
use crate::program::{Fresh, Ran, program};

const STEERING: &str = "events/2026-11-19-stuurgroep.toml";
const LAST: &str = "events/2026-09-03-stuurgroep.toml";
const TO_DO: &str = "Conceptbegroting 2027 aanpassen na de reacties van deelnemers";

fn wijkwijzer() -> Fresh {
    let fresh = Fresh::empty();
    lay(&root().join("examples/wijkwijzer"), fresh.path());
    fresh
}

fn run(fresh: &Fresh, on: &str, arguments: &[&str]) -> Ran {
    Ran::of(program().current_dir(fresh.path()).args(["--on", on, "--lang", "nl"]).args(arguments))
}

fn form(fresh: &Fresh) -> String {
    run(fresh, "2026-11-20", &["minutes", "2026-11-19"]).shown().to_owned()
}

/// The form of the steering group of November with these changes, read back.
fn read(fresh: &Fresh, page: &str) -> Ran {
    fresh.write("verslag.md", page);
    run(fresh, "2026-11-20", &["minutes", "2026-11-19", "--read", "verslag.md"])
}

fn text(fresh: &Fresh, path: &str) -> String {
    fs::read_to_string(fresh.at(path)).expect("it is text")
}

const DOTS: &str = "……………………………………………………";

#[test]
fn what_is_decided_under_an_item_is_taken_over_and_the_rest_is_named() {
    let fresh = wijkwijzer();
    let page = form(&fresh)
        .replace(&format!("vaststellen:** {DOTS}"), "vaststellen:** vastgesteld conform het voorstel")
        .replace(&format!("Hilversum:** {DOTS}"), "Hilversum:** Besluit: Hilversum neemt de plaats in")
        .replace(&format!("Voorzitter:** {DOTS}"), "Voorzitter:** Ruud Kuipers")
        .replace(
            "Financiën\n\n…",
            "Financiën\n\nDe reserve is besproken.\nActie: Offerte opvragen – Marieke Visser – 15-12-2026\nACTIE Nadia: iets doen",
        );
    let ran = read(&fresh, &page);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let event = text(&fresh, STEERING);
    for what in [
        "what = \"Begroting 2027 vaststellen: vastgesteld conform het voorstel\"",
        "what = \"Uittreding Wijdemeren en positie van Hilversum: Hilversum neemt de plaats in\"",
        "what = \"Offerte opvragen\"\nwho = \"mvisser\"\ndue = 2026-12-15",
        "what = \"iets doen\"\nwho = \"nvandijk\"",
    ] {
        assert!(event.contains(what), "{what}\n{event}");
    }
    assert!(ran.said().contains("verslag.md:9: staat alleen in het verslag"), "{}", ran.said());
    assert!(ran.said().contains("onder `Financiën`"), "{}", ran.said());
    // The same page changes nothing more.
    assert!(read(&fresh, &page).said().contains("er verandert niets"));
}

#[test]
fn what_is_no_decision_item_is_named_where_it_stands() {
    let fresh = wijkwijzer();
    let path = fresh.at(STEERING);
    let event = text(&fresh, STEERING).replace("vaststellen\", purpose = \"decide\"", "vaststellen\", purpose = \"discuss\"");
    fs::write(path, event).expect("a file can be written");
    let page = form(&fresh).replace(&format!("vaststellen:** {DOTS}"), "vaststellen:** besproken");
    let ran = read(&fresh, &page);
    assert!(ran.said().contains("staat alleen in het verslag, onder `Financiën`"), "{}", ran.said());
    assert!(!text(&fresh, STEERING).contains("besproken"));
}

#[test]
fn an_item_with_a_heading_of_its_own_has_room_for_its_decision() {
    let fresh = wijkwijzer();
    let path = "events/2026-12-10-gebruikersoverleg.toml";
    let event = format!("{}agenda = [{{ what = \"Wie mag een melding sluiten\", purpose = \"decide\" }}]\n", text(&fresh, path));
    fs::write(fresh.at(path), event).expect("a file can be written");
    let run = |arguments: &[&str]| run(&fresh, "2026-12-11", &[&["minutes", "2026-12-10"], arguments].concat());
    let page = run(&[]).shown().to_owned();
    fresh.write("verslag.md", page.replace(&format!("**Besluit:** {DOTS}"), "**Besluit:** alleen de melder"));
    run(&["--read", "verslag.md"]);
    let event = text(&fresh, path);
    assert!(event.contains("what = \"Wie mag een melding sluiten: alleen de melder\""), "{event}\n{page}");
}

#[test]
fn a_page_with_nothing_in_it_is_refused_with_the_headings_that_are_read() {
    let ran = read(&wijkwijzer(), "# Notitie\n\nZomaar wat tekst.\n");
    assert_eq!(ran.code, Some(2));
    assert!(ran.said().contains("`Aanwezig`, `Afwezig met bericht`, `Besluiten` and `Actielijst`"), "{}", ran.said());
}

#[test]
fn lists_refuse_what_tables_refuse() {
    let fresh = wijkwijzer();
    let ran = read(
        &fresh,
        "## Actielijst\n- Iets doen (Nadia van Dijk, 31 februari 2027)\n- Iets anders (Piet Onbekend, 15-12-2026)\n- Nog iets – Piet Onbekend – 15-12-2026\n- Meer (Nadia van Dijk, Ruud Kuipers)\n",
    );
    assert_eq!(ran.code, Some(2));
    for why in [
        "2: `31 februari 2027` is geen datum",
        "3: niemand heet `Piet Onbekend`",
        "4: niemand heet `Piet Onbekend`",
        "5: `Ruud Kuipers` is er één te veel",
    ] {
        assert!(ran.said().contains(why), "{why}: {}", ran.said());
    }
    // What is between brackets and nobody and no day belongs to the words.
    read(&fresh, "## Actielijst\n- Iets doen (zie bijlage)\n- Bellen (Nadia van Dijk, voor de zomer)\n");
    let event = text(&fresh, STEERING);
    assert!(event.contains("what = \"Iets doen (zie bijlage)\""), "{event}");
    assert!(event.contains("what = \"Bellen\"\nwho = \"nvandijk\"\nnote = \"voor de zomer\""), "{event}");
}

#[test]
fn an_action_of_an_earlier_meeting_is_closed_where_it_stands() {
    let key = "05-11-2026 |  | 2026-09-03-stuurgroep/1 |";
    let by_key = form(&wijkwijzer()).replace(key, "05-11-2026 | 04-11-2026 | 2026-09-03-stuurgroep/1 |");
    assert_ne!(by_key, form(&wijkwijzer()));
    let by_words = format!("## Acties\n- [x] {TO_DO}\n");
    for (page, day) in [(by_key, "2026-11-04"), (by_words, "2026-11-19")] {
        let fresh = wijkwijzer();
        let ran = read(&fresh, &page);
        assert!(text(&fresh, LAST).contains(&format!("due = 2026-11-05\ndone = {day}")), "{}", ran.said());
        assert!(!text(&fresh, STEERING).contains(TO_DO));
        assert!(ran.said().contains("klaar, van de acties van 3 september 2026"), "{}", ran.said());
        assert!(read(&fresh, &page).said().contains("er verandert niets"));
        let listed = run(&fresh, "2026-11-20", &["actions"]);
        assert!(!listed.shown().contains("Conceptbegroting"), "{}", listed.shown());
        assert!(listed.shown().contains("(`commons minutes`)"), "{}", listed.shown());
    }
}

#[test]
fn a_decision_that_is_reworded_stays_one_decision() {
    let fresh = wijkwijzer();
    read(&fresh, "## Besluiten\n- De begroting 2027 is vastgesteld\n- Wijdemeren treedt uit\n");
    let page = form(&fresh);
    assert!(page.contains("| De begroting 2027 is vastgesteld | 2026-11-19-stuurgroep/1 |"), "{page}");
    // By its key it may become something else altogether.
    let ran = read(&fresh, &page.replace("| De begroting 2027 is vastgesteld |", "| Het budget gaat door |"));
    assert!(ran.said().contains("gewijzigde tekst: `De begroting 2027 is vastgesteld` wordt `Het budget gaat door`"), "{}", ran.said());
    // Without it what is nearly the same is the same, and what is not there any more is named.
    let ran = read(&fresh, "## Besluiten\n- Het budget 2027 gaat door\n");
    assert!(ran.said().contains("staat wel in het dossier, niet in dit verslag: besluit `Wijdemeren treedt uit`"), "{}", ran.said());
    let event = text(&fresh, STEERING);
    assert_eq!(event.matches("[[decision]]").count(), 2, "{event}");
    assert!(event.contains("Het budget 2027 gaat door") && event.contains("Wijdemeren treedt uit"), "{event}");
    let ran = read(&fresh, "## Besluiten\n| Besluit | Kenmerk |\n|--|--|\n| Iets | 2026-11-19-stuurgroep/9 |\n");
    assert!(ran.said().contains("kent geen kenmerk"), "{}", ran.said());
}

#[test]
fn nothing_decided_is_no_decision_and_any_word_is_one() {
    let fresh = wijkwijzer();
    read(&fresh, "## Besluiten\n- Er zijn geen besluiten genomen.\n- Nieuw\n\n## Actielijst\nEr zijn geen acties afgesproken.\n");
    let event = text(&fresh, STEERING);
    assert_eq!(event.matches("[[decision]]").count(), 1, "{event}");
    assert!(event.contains("what = \"Nieuw\""), "{event}");
}

#[test]
fn lists_are_as_they_were_on_their_day() {
    let fresh = wijkwijzer();
    let decided = run(&fresh, "2026-06-01", &["decisions"]);
    assert!(decided.shown().contains("schijven") && !decided.shown().contains("Thema van de communitydag"), "{}", decided.shown());
    let before = run(&fresh, "2026-08-01", &["actions", "--all"]);
    assert!(before.shown().contains("Gevolgen van de samenvoeging") && !before.shown().contains("27-08-2026"), "{}", before.shown());
    assert!(!before.shown().contains("Programma van de communitydag"), "{}", before.shown());
    // The person whom it is for begins later.
    fresh.write("people.toml", "[people.nieuw]\nname = \"Nieuwe Kracht\"\nfrom = 2026-12-01\n");
    let event = text(&fresh, LAST).replace("who = \"treasurer\"\ndue", "who = \"nieuw\"\ndue");
    fs::write(fresh.at(LAST), event).expect("a file can be written");
    let listed = run(&fresh, "2026-10-01", &["actions"]);
    assert!(listed.shown().contains("Nieuwe Kracht") && !listed.shown().contains("vertrokken"), "{}", listed.shown());
}

#[test]
fn a_handover_shows_the_actions_that_the_list_shows() {
    let fresh = wijkwijzer();
    fresh.write("roles/deel.toml", "title = \"Deelgroep\"\nkind = \"body\"\npart_of = \"user-group\"\non_record = false\n");
    let event = text(&fresh, LAST).replace("who = \"treasurer\"\ndue", "who = \"deel\"\ndue");
    fs::write(fresh.at(LAST), event).expect("a file can be written");
    for arguments in [["actions", "--for", "user-group"].as_slice(), &["handover", "user-group"]] {
        let ran = run(&fresh, "2026-10-01", arguments);
        assert!(ran.shown().contains("Conceptbegroting 2027"), "{arguments:?}: {}", ran.shown());
    }
}

#[test]
fn namesakes_are_told_apart() {
    let fresh = wijkwijzer();
    fresh.write(
        "people.toml",
        "[people.een]\nname = \"Anna Prins\"\nworks_for = \"zwolle\"\n[people.twee]\nname = \"Anna Prins\"\nworks_for = \"utrecht\"\n",
    );
    let event = text(&fresh, LAST).replace("who = \"treasurer\"\ndue", "who = \"een\"\ndue");
    fs::write(fresh.at(LAST), event).expect("a file can be written");
    let list = |audience| run(&fresh, "2026-10-01", &["actions", "--format", "md", "--audience", audience]).shown().to_owned();
    assert!(list("participants").contains("Anna Prins (Gemeente Zwolle)"), "{}", list("participants"));
    assert!(list("record").contains("Anna Prins (een)"), "{}", list("record"));
    let ran = read(&fresh, "## Aanwezig\n- [x] Anna Prins\n");
    assert!(ran.said().contains("er heet meer dan één `Anna Prins`; schrijf `Anna Prins (een)` of `Anna Prins (twee)`"), "{}", ran.said());
}

#[test]
fn a_meeting_that_was_cancelled_says_so_and_has_no_minutes() {
    let fresh = wijkwijzer();
    let event = text(&fresh, STEERING).replace("kind = ", "status = \"cancelled\"\nkind = ");
    fs::write(fresh.at(STEERING), event).expect("a file can be written");
    assert!(form(&fresh).contains("Geannuleerd"));
    let page = "## Besluiten\n- Iets\n";
    let ran = read(&fresh, page);
    assert!(ran.code == Some(2) && ran.said().contains("was cancelled"), "{}", ran.said());
    let ran = run(&fresh, "2026-11-20", &["minutes", "2026-11-19", "--read", "verslag.md", "--yes"]);
    assert!(ran.code == Some(0) && ran.said().contains("volgens het dossier is deze bijeenkomst"), "{}", ran.said());
}

#[test]
fn a_meeting_that_is_not_found_may_stand_in_a_file_that_cannot_be_read() {
    let fresh = wijkwijzer();
    fresh.write("events/2026-09-10-gebruikersoverleg.toml", "title = \"Stuk\nstarts = 2026-09-10\n");
    for command in ["minutes", "agenda"] {
        let ran = run(&fresh, "2026-10-01", &[command, "2026-09-10"]);
        assert!(ran.said().contains("`events/2026-09-10-gebruikersoverleg.toml`, which cannot be read"), "{}", ran.said());
    }
}
