//! What a newcomer and whoever takes over a role get (B3, B4, A5), on the examples: each test fails where the answer is not there.

use std::fs;

use serde_json::Value;

use crate::cases::{lay, root};
use crate::program::{Fresh, Ran, program};

/// What a command says of an example on its day.
fn said(example: &str, arguments: &[&str]) -> String {
    let desk = Fresh::empty();
    let mut command = program();
    command.current_dir(desk.path()).arg("-C").arg(root().join("examples").join(example)).args(arguments);
    for pair in [["--on", "2026-10-01"], ["--lang", "nl"]].iter().filter(|pair| !arguments.contains(&pair[0])) {
        command.args(pair);
    }
    let ran = Ran::of(&mut command);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
    String::from_utf8(ran.out).expect("it is text")
}

/// The lines below a heading of Markdown.
fn below<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let part = page.split("\n## ").find(|part| part.starts_with(&format!("{heading}\n"))).unwrap_or_else(|| panic!("no {heading}: {page}"));
    part.lines().skip(1).filter(|line| !line.is_empty()).collect()
}

const STEPS_NL: [&str; 7] = [
    "Welkomstbericht sturen, met wegwijzer",
    "Uitnodigen voor Teams of Slack",
    "Kennismaken met de coördinator",
    "Buddy koppelen voor drie maanden",
    "Startsessie inplannen: demo en vragen",
    "Toegang regelen tot code en ontwikkelomgeving",
    "Eerste gebruikersoverleg bijwonen",
];

const STEPS_EN: [&str; 7] = [
    "Send a welcome with directions",
    "Invite to Teams or Slack",
    "Meet the coordinator",
    "Find a buddy for three months",
    "Plan a first session: demo and questions",
    "Give access to the code and the development environment",
    "Attend the first user meeting",
];

#[test]
fn b3_the_welcome_package_has_all_its_parts() {
    let page = said("wijkwijzer", &["onboard", "dalfsen", "--format", "md"]);
    assert!(page.starts_with("# Welkom bij Samenwerking Wijkwijzer, Gemeente Dalfsen\n"), "{page}");
    // A short introduction, and who takes part.
    let short = below(&page, "In het kort").join("\n");
    assert!(short.contains("samen ontwikkelen") && short.contains("10 deelnemers, samen 12 gemeenten: Assen,"), "{short}");
    // The guide with which one begins comes first.
    assert_eq!(below(&page, "Aan de slag")[0], "- Stap voor stap beginnen: https://wijkwijzer.example/aan-de-slag");
    // Who does what, with how to reach them; whoever may not be named is a role of an organisation.
    let who = below(&page, "Wie doet wat").join("\n");
    assert!(who.contains("| Je eerste maanden | Wouter Smit (Gemeente Utrecht), Communitymanager | wouter.smit@utrecht.example"), "{who}");
    assert!(who.contains("| Bijdrage en facturen | Medewerker financiële administratie (Gemeente Zwolle) |"), "{who}");
    // Meetings to which it is invited, and not those of the steering group; channels; a first result.
    let dates = below(&page, "Wanneer we elkaar zien").join("\n");
    assert!(dates.contains("10 december 2026, 10.00–12.30 uur | Kwartaaloverleg") && !dates.contains("Stuurgroep"), "{dates}");
    assert!(below(&page, "Waar we elkaar spreken").join("\n").contains("Teams Wijkwijzer"), "{page}");
    assert!(below(&page, "Een eerste resultaat")[0].contains("Kies één klein ding"), "{page}");
    // One way of addressing a reader throughout.
    assert!(
        !page.split(|c: char| !c.is_alphabetic()).any(|word| word.eq_ignore_ascii_case("u") || word.eq_ignore_ascii_case("uw")),
        "{page}"
    );
}

#[test]
fn b4_the_seven_steps_stand_in_their_order_in_both_languages() {
    for (lang, steps, more) in [("nl", STEPS_NL, ": "), ("en", STEPS_EN, ": ")] {
        let heading = if lang == "nl" { "De stappen" } else { "The steps" };
        let page = said("wijkwijzer", &["onboard", "--template", "--format", "md", "--lang", lang]);
        let found: Vec<&str> = below(&page, heading).into_iter().filter_map(|line| line.strip_prefix("- [ ] ")).collect();
        for (found, step) in found.iter().zip(steps) {
            assert!(found.starts_with(&format!("{step}{more}")), "{found}");
        }
        // The collaboration's own come behind them.
        assert_eq!(found.len(), 9, "{page}");
    }
}

#[test]
fn b4_each_step_has_its_day_and_who_takes_it() {
    let page = said("wijkwijzer", &["onboard", "dalfsen", "--format", "md"]);
    let steps = below(&page, "De stappen");
    assert_eq!(
        steps,
        [
            "Begonnen op 14 september 2026: 5 gedaan, 3 te doen, alles op tijd.",
            "- [x] Welkomstbericht verstuurd: 15 september 2026",
            "- [x] Zit in Teams of Slack: 17 september 2026",
            "- [x] Kennisgemaakt met de coördinator: 22 september 2026",
            "- [x] Buddy gekoppeld: 22 september 2026",
            "- [ ] Startsessie inplannen: demo en vragen: uiterlijk 12 oktober 2026, Esra Brouwer (Gemeente Kampen); staat gepland op 8 oktober 2026",
            "- Toegang regelen tot code en ontwikkelomgeving: niet van toepassing: neemt SaaS af",
            "- [ ] Eerste gebruikersoverleg bijwonen: op 10 december 2026, Gemeente Dalfsen",
            "- [x] Factuurgegevens en verplichtingennummer ontvangen: 14 september 2026",
            "- [ ] Samenwerkingsovereenkomst ondertekend: uiterlijk 26 oktober 2026, Jo de Vries (Coördinator)",
        ]
    );
    assert!(page.contains("Je buddy is Esra Brouwer (Gemeente Kampen), tot en met 13 december 2026."), "three months: {page}");
    let late = said("wijkwijzer", &["onboard", "dalfsen", "--format", "json", "--on", "2026-11-01"]);
    let json: Value = serde_json::from_str(&late).expect("it is JSON");
    let state =
        |step: &str| json["steps"].as_array().expect("steps").iter().find(|one| one["step"] == step).expect("it is there")["state"].clone();
    assert_eq!(
        (state("onboarding-session"), state("first-meeting"), state("access")),
        ("overdue".into(), "open".into(), "not-applicable".into())
    );
}

/// Whoever is still thinking gets days after the start, no dates, and nobody's name who is not public.
#[test]
fn b4_whoever_is_still_thinking_sees_days_after_the_start() {
    for arguments in [&["onboard", "--template", "--format", "md"][..], &["onboard", "meppel", "--format", "md"]] {
        let page = said("wijkwijzer", arguments);
        let steps = below(&page, "De stappen").join("\n");
        assert!(steps.contains("Welkomstbericht sturen, met wegwijzer: binnen 2 werkdagen, de coördinator"), "{steps}");
        assert!(steps.contains("demo en vragen: binnen 4 weken, de buddy") && !steps.contains("202"), "{steps}");
        for name in ["Wouter", "Dalfsen meedoet", "Esra"] {
            assert!(!page.contains(name), "{name}: {page}");
        }
    }
}

/// An example that can be written to.
fn copy(example: &str) -> Fresh {
    let fresh = Fresh::empty();
    lay(&root().join("examples").join(example), fresh.path());
    fresh
}

#[test]
fn b4_a_buddy_is_experienced_free_and_of_another_organisation() {
    let fresh = copy("loketplein");
    let ran = fresh.run(&["onboard", "nissewaard", "--start", "2026-10-05", "--on", "2026-10-01", "--lang", "en"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let text = fs::read_to_string(fresh.at("participants/nissewaard.toml")).expect("it was written");
    let buddy = text.lines().find_map(|line| line.strip_prefix("buddy = \"")).expect("one is proposed").trim_end_matches('"').to_owned();
    // Of those who are there for it, not the one who helps another already.
    assert!(["jooievaar", "gscholekster", "fkievit"].contains(&buddy.as_str()), "{buddy}");
    assert!(ran.said().contains("is there for this (Buddy's voor nieuwe leden)"), "{}", ran.said());
    // Who is taken is not proposed again, and the same record gives the same answer.
    let dry = |fresh: &Fresh| fresh.run(&["onboard", "zeist", "--start", "2026-10-05", "--on", "2026-10-01", "--dry-run"]).said();
    assert_eq!(dry(&fresh), dry(&fresh));
    assert!(!dry(&fresh).contains(&format!("\"{buddy}\"")), "{}", dry(&fresh));
}

#[test]
fn b4_progress_is_kept_in_the_record() {
    let fresh = copy("wijkwijzer");
    let onboard = |more: &[&str]| {
        let ran = fresh.run(&[&["onboard", "dalfsen", "--on", "2026-10-20"], more].concat());
        assert_eq!(ran.code, Some(0), "{more:?}: {}", ran.said());
    };
    let steps = |on: &str| {
        let ran = fresh.run(&["onboard", "dalfsen", "--format", "json", "--on", on]);
        let json = ran.json();
        let states = json["steps"].as_array().expect("steps").iter().map(|step| step["state"].as_str().unwrap_or_default().to_owned());
        states.collect::<Vec<_>>()
    };
    onboard(&["--done", "onboarding-session=2026-10-08", "agreement-signed=2026-10-20"]);
    assert_eq!(steps("2026-10-20").iter().filter(|state| *state == "done").count(), 7);
    onboard(&["--undo", "onboarding-session", "access"]);
    let now = steps("2026-10-20");
    assert_eq!((now[4].as_str(), now[5].as_str()), ("overdue", "overdue"));
    let text = fs::read_to_string(fresh.at("participants/dalfsen.toml")).expect("it is there");
    assert!(text.contains("agreement-signed = 2026-10-20\n") && !text.contains("not_applicable"), "{text}");
}

#[test]
fn a5_who_takes_over_a_role_gets_what_it_takes() {
    let page = said("wijkwijzer", &["handover", "meeting-host", "--format", "md"]);
    assert!(page.contains("**Nu:** Esra Brouwer (Gemeente Kampen), sinds 1 juli 2026, t/m 30 juni 2027"), "{page}");
    assert!(page.contains("**Daarna:** Gemeente Utrecht, vanaf 1 juli 2027"), "{page}");
    assert!(below(&page, "Taken").join("\n").contains("docs/werkwijze/overleg-en-verslag.md"), "{page}");
    assert!(below(&page, "Met wie je te maken hebt").join("\n").contains("gijs.jacobs@hilversum.example"), "{page}");
    assert!(
        below(&page, "Eerdere rolhouders").join("\n").contains("| Gijs Jacobs (Gemeente Hilversum) | 1 juli 2025 | 30 juni 2026 |"),
        "{page}"
    );
    assert!(below(&page, "Wat eraan komt in het komende jaar").join("\n").contains("30-06-2027"), "{page}");
    let page = said("wijkwijzer", &["handover", "coordinator", "--format", "md"]);
    assert!(below(&page, "Openstaande acties").join("\n").contains("Afspraken over de overgang van Wijdemeren naar Hilversum"), "{page}");
    assert!(below(&page, "Documenten").join("\n").contains("docs/verslagen/2026-09-10-gebruikersoverleg.md"), "{page}");
}

/// What is sent names to whom, and what the message is about.
#[test]
fn b3_the_welcome_is_a_message() {
    let mail = said("wijkwijzer", &["onboard", "dalfsen", "--format", "mail"]);
    assert!(
        mail.starts_with("Aan: leefomgeving@dalfsen.example\nOnderwerp: Welkom bij Samenwerking Wijkwijzer, Gemeente Dalfsen\n"),
        "{mail}"
    );
    assert!(!said("wijkwijzer", &["onboard", "--template", "--format", "mail"]).contains("Aan:"));
    let mail = said("wijkwijzer", &["handover", "meeting-host", "--format", "mail"]);
    assert!(mail.starts_with("Aan: openbareruimte@utrecht.example\n"), "{mail}");
}

/// What a command that cannot be carried out says.
fn refused(example: &str, arguments: &[&str]) -> String {
    let folder = root().join("examples").join(example).display().to_string();
    let ran = Fresh::empty().run(&[arguments, &["-C", &folder, "--on", "2026-10-01"]].concat());
    assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.said());
    ran.said()
}

#[test]
fn b4_only_whoever_comes_is_welcomed() {
    for (who, why) in [
        ("turnhout", "takes no part"),
        ("wijdemeren", "is leaving"),
        ("Dalfse", "did you mean `dalfsen`?"),
        ("Bergen", "Bergen (NH) (GM0373), Bergen (L) (GM0893); name it by its code"),
    ] {
        let said = refused("wijkwijzer", &["onboard", who]);
        assert!(said.contains(why), "{who}: {said}");
    }
    // A municipality that is no more is nobody to add.
    assert!(!refused("wijkwijzer", &["onboard", "nederland"]).contains("Reiderland"));
    let long = said("wijkwijzer", &["onboard", "zwolle"]);
    assert!(long.contains("Gemeente Zwolle doet mee sinds 1 mei 2023.") && !long.contains("krijg je een buddy"), "{long}");
}

#[test]
fn b4_what_is_weighed_about_a_buddy_is_for_whoever_sends_the_page() {
    let page = said("loketplein", &["onboard", "almelo", "--on", "2024-03-01"]);
    assert!(!page.contains("Voorstel"), "{page}");
    let fresh = Fresh::empty();
    lay(&root().join("examples/wijkwijzer"), fresh.path());
    let dry = |more: &[&str]| {
        let ran = fresh.run(&[&["onboard", "dalfsen", "--on", "2026-10-01", "--lang", "nl", "--dry-run"], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        ran.said() + ran.shown()
    };
    assert!(dry(&["--buddy", "turnhout"]).contains("let op: Stad Turnhout doet zelf niet mee"));
    assert!(
        dry(&["--start", "2026-02-01", "--undo", "welcome-mail", "--undo", "channel-invitation"])
            .contains("let op: Gemeente Dalfsen doet pas mee vanaf 1 september 2026")
    );
    // A day that nobody named does not take the place of one that was written down.
    assert!(dry(&["--done", "welcome-mail"]).contains("al gedaan op 15 september 2026"));
    assert!(dry(&["--done", "welcome-mail=2026-09-16"]).contains("gedaan op 16 september 2026, niet op 15 september 2026"));
}

#[test]
fn a5_the_handover_says_as_what_somebody_holds_a_seat() {
    let body = said("wijkwijzer", &["handover", "technical-group"]);
    assert!(body.contains("voorzitter"), "{body}");
    let writer = said("wijkwijzer", &["handover", "technical-writer"]);
    assert!(writer.contains("waarnemend, tot Assen de vacature heeft vervuld"), "{writer}");
}
