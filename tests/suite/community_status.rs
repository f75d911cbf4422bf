//! The collaboration on one page, a draft of the news, and what was given: what each example shows, by number of the handbook.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use commons::answers::engagement::{Layer, engagement};
use commons::answers::giving::{Effort, Span, giving};
use commons::answers::vacancies::{Sought, vacancies};
use commons::record::Record;
use commons::record::load::load;
use commons::reports::thanks::sums;
use commons::source::directory;
use serde_json::Value;

use crate::cases::{DAY, day, records, root};
use crate::program::Fresh;

fn example(name: &str) -> PathBuf {
    root().join("examples").join(name)
}

fn opened(folder: &Path) -> Record {
    load(&directory::open(folder).expect("an example can be listed"), day(DAY), &|| ()).0
}

fn case() -> PathBuf {
    records().join("commands/status/in")
}

/// What a command says of a record, in Dutch unless it is asked otherwise.
fn said(folder: &Path, line: &str) -> String {
    let record = folder.display().to_string();
    let lang = if line.contains("--lang") { &[][..] } else { &["--lang", "nl"] };
    let arguments: Vec<&str> = ["-C", &record].into_iter().chain(line.split(' ')).chain(lang.iter().copied()).collect();
    let ran = Fresh::empty().run(&arguments);
    assert_eq!(ran.code, Some(0), "{line}: {}", ran.said());
    ran.shown().to_owned()
}

fn json(folder: &Path, line: &str) -> Value {
    serde_json::from_str(&said(folder, &format!("{line} --format json"))).expect("it is JSON")
}

/// The state and the notes of a line of the page.
fn fact(status: &Value, key: &str) -> String {
    let line = status["facts"].as_array().expect("facts").iter().find(|line| line["key"] == key);
    line.map(|line| format!("{} {}", line["state"], line["notes"])).unwrap_or_default()
}

fn task(status: &Value, id: &str) -> (String, String) {
    let task = status["tasks"].as_array().expect("tasks").iter().find(|task| task["task"] == id).unwrap_or_else(|| panic!("no {id}"));
    (task["state"].as_str().expect("a state").to_owned(), task["evidence"].as_str().expect("evidence").to_owned())
}

/// A record of so many municipalities.
fn of_municipalities(count: usize) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\n");
    for n in 1..=count {
        fresh.write(format!("participants/m{n}.toml"), format!("name = \"M{n}\"\nkind = \"municipality\"\njoined = 2024-01-01\n"));
    }
    fresh
}

#[test]
fn b1_the_phase_and_where_the_next_one_begins() {
    for (count, phase, next) in [
        (1, "pioniersfase (t/m 5 gemeenten)", "begint bij 6 gemeenten: nog 5"),
        (5, "pioniersfase (t/m 5 gemeenten)", "begint bij 6 gemeenten: nog 1"),
        (6, "groeifase (6 t/m 20 gemeenten)", "begint bij 21 gemeenten: nog 15"),
        (20, "groeifase (6 t/m 20 gemeenten)", "begint bij 21 gemeenten: nog 1"),
        (21, "volwassen fase (meer dan 20 gemeenten)", ""),
    ] {
        let fresh = of_municipalities(count);
        let level = fact(&json(fresh.path(), "status"), "level");
        assert!(level.contains(phase) && level.contains(next) && (next.is_empty() != level.contains("begint bij")), "{count}: {level}");
    }
    let sixth = of_municipalities(5);
    sixth.write("participants/m6.toml", "name = \"M6\"\nkind = \"municipality\"\njoined = 2027-01-01\n");
    assert!(fact(&json(sixth.path(), "status --lang en"), "level").contains("planned on 1 January 2027"));
}

#[test]
fn b2_each_task_of_the_phase_has_its_evidence_and_the_time_is_weighed() {
    let status = json(&example("wijkwijzer"), "status");
    for (id, evidence) in [
        ("user-meetings", "3 in het afgelopen jaar, het volgende op 10 december 2026"),
        ("channels", "Nieuwsbrief Wijkwijzer, Teams Wijkwijzer"),
        ("onboarding-material", "aan-de-slag, handleiding; 2 eigen stappen"),
        ("knowledge-exchange", "8 sessies"),
        ("safe-to-learn", "1 les gaat over wat niet werkte"),
    ] {
        let (state, found) = task(&status, id);
        assert!(state == "done" && found.contains(evidence), "{id}: {state}, {found}");
    }
    assert!(fact(&status, "community-time").contains("5 uur per week; het handboek rekent op 0,1–0,2 fte (4–8 uur per week)"));
    assert!(fact(&json(&case(), "status"), "community-time").contains("te weinig; het handboek rekent op 2–4 uur per maand"));
    let bare = of_municipalities(21);
    let bare = json(bare.path(), "status");
    assert_eq!(bare["tasks"].as_array().expect("tasks").len(), 13, "all phases");
    for found in bare["tasks"].as_array().expect("tasks") {
        assert_eq!((found["state"].as_str(), found["evidence"].as_str()), (Some("open"), Some("niets in het dossier")), "{found}");
    }
}

#[test]
fn b6_b16_the_newsletter_tells_what_is_new_since_the_last_one() {
    let folder = example("wijkwijzer");
    let news = said(&folder, "newsletter --since 2026-06-10 --format md");
    for part in [
        "## Welkom, Gemeente Dalfsen!",
        "Contactpersoon is Karin Olthof.",
        "met 10 deelnemers",
        "Versie 3.1: een melding volgen zonder account (16 juni 2026), een wens van Gemeente Nijkerk",
        "Thema van de communitydag is de melder centraal",
        "Tevredenheid: 7,8, dat was 7,4",
        "Carolien Veenstra (Stoeptegel Software B.V.): Meldingen volgen zonder account.",
        "5 november 2026, 09.30–17.00 uur: Communitydag",
        "Technisch schrijver, 1,4 uur per week",
        "rond 1 januari 2027",
    ] {
        assert!(news.contains(part), "{part}\n{news}");
    }
    // What a steering group decided is told by the steering group.
    assert!(!news.contains("52 euro per uur"), "{news}");
    let quiet = said(&folder, "newsletter");
    assert!(quiet.contains("Sinds 24 september 2026 staat er niets nieuws in het dossier.") && !quiet.contains("Opgeleverd"), "{quiet}");
    let mail = said(&folder, "newsletter --format mail");
    assert!(mail.starts_with("Aan: communicatie@assen.example; ") && mail.contains("\nOnderwerp: Nieuwsbrief Wijkwijzer\n"), "{mail}");
}

#[test]
fn b8_the_yearly_day_stands_on_the_page() {
    assert!(
        fact(&json(&example("wijkwijzer"), "status"), "meetings").contains("Communitydag 5 november 2026, stuurgroep 19 november 2026")
    );
    assert!(said(&example("wijkwijzer"), "newsletter").contains("Communitydag Wijkwijzer 2026: de melder centraal"));
}

#[test]
fn b12_b13_everything_that_was_given_is_counted_and_adds_up() {
    for name in ["wijkwijzer", "loketplein", "buurtkaart"] {
        let record = opened(&example(name));
        for span in [("2026-01-01", "2026-12-31"), ("2026-07-01", "2026-09-30"), ("2025-02-03", "2026-06-30")] {
            let given = giving(&record, Span { from: day(span.0), until: day(span.1) });
            let (organisations, people) = sums(&given);
            for sums in [&organisations, &people] {
                assert_eq!(sums.values().map(|sum| sum.hours).sum::<Effort>().shown(), given.hours().shown(), "{name}");
                assert_eq!(sums.values().map(|sum| sum.points).sum::<i64>(), i64::from(given.points()), "{name}");
            }
        }
    }
    // Each of the ten kinds, an own one among them, weighs what the record or the handbook's list says.
    let record = opened(&example("wijkwijzer"));
    let given = giving(&record, Span { from: day("2026-01-01"), until: day("2026-12-31") });
    let points: Vec<u32> = given.gifts.iter().map(|gift| gift.points).collect();
    assert_eq!(points, [1, 3, 3, 2, 1, 2, 3, 3, 2, 3, 3]);
    let own = opened(&case());
    let given = giving(&own, Span { from: day("2026-07-01"), until: day("2026-09-30") });
    assert_eq!(given.gifts.iter().map(|gift| gift.points).collect::<Vec<_>>(), [2, 1, 4], "own weights go before those of the list");
    // 7 hours a week, two months by one and one by another; nothing of a paid role, and nothing of days to come.
    assert_eq!(given.time.iter().map(|one| one.hours.shown()).collect::<Vec<_>>(), [6200, 3000]);
    let year = giving(&own, Span { from: day("2026-07-01"), until: day("2026-12-31") });
    assert_eq!(year.hours(), giving(&own, Span { from: day("2026-07-01"), until: day(DAY) }).hours());
}

#[test]
fn b13_a_certificate_says_for_whom_and_for_what() {
    let text = said(&example("wijkwijzer"), "thanks --period 2026 --certificate wsmit --format md");
    for part in [
        "# Oorkonde",
        "## Wouter Smit",
        "Gemeente Utrecht",
        "Presentatie over terugkoppeling aan melders",
        "Communitymanager",
        "Handtekening",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn b14_a_pioneer_begins_with_three_things() {
    let bare = of_municipalities(3);
    bare.write("events/a.toml", "title = \"A\"\nkind = \"user-meeting\"\nstarts = 2026-11-01\n");
    let text = said(bare.path(), "status --format md");
    let begin = text.split("## Begin klein: drie dingen").nth(1).and_then(|rest| rest.split("## ").next()).expect("it begins small");
    assert_eq!(begin.matches("- [").count(), 3, "{text}");
    // The line at the top counts the open boxes that stand below it.
    assert!(text.contains("6 communitytaken waarvan niets in het dossier staat"), "{text}");
    assert_eq!(text.matches("- [ ] ").count(), 7, "half a box is written as an open one");
    let six = of_municipalities(6);
    assert!(said(six.path(), "status --format md").contains("8 communitytaken waarvan niets in het dossier staat"));
    assert!(!said(&example("wijkwijzer"), "status").contains("Begin klein"));
}

#[test]
fn b17_what_went_wrong_is_told_too() {
    let news = said(&example("wijkwijzer"), "newsletter --since 2026-03-31");
    assert!(news.contains("Dit werkte niet: Migratie van Hilversum in één weekend"), "{news}");
}

#[test]
fn b19_core_active_and_passive_by_what_they_did() {
    let mut layers = String::new();
    for name in ["wijkwijzer", "loketplein"] {
        let record = opened(&example(name));
        let involved = engagement(&record);
        assert_eq!(involved.len(), record.parties().count());
        let count = |layer: Layer| involved.iter().filter(|one| one.layer == layer).count();
        writeln!(layers, "{name} {:?}", Layer::ALL.map(count)).expect("a text can be written");
    }
    assert_eq!(layers, "wijkwijzer [7, 3, 0]\nloketplein [16, 14, 0]\n");
    let fresh = of_municipalities(3);
    fresh.write("roles/a.toml", "title = \"A\"\n[[holder]]\nwho = \"m1\"\nfrom = 2025-01-01\nuntil = 2025-12-31\n");
    fresh.write(
        "events/a.toml",
        "title = \"A\"\nstarts = 2025-11-01\nattended = [\"m1\", \"m2\"]\n[[action]]\nwhat = \"a\"\nwho = \"a\"\ndone = 2025-12-01\n",
    );
    fresh.write("events/b.toml", "title = \"B\"\nstarts = 2025-09-01\nattended = [\"m3\"]\n");
    let record = opened(fresh.path());
    let layers: Vec<Layer> = engagement(&record).iter().map(|one| one.layer).collect();
    assert_eq!(layers, [Layer::Core, Layer::Active, Layer::Passive], "what is more than a year ago does not count");
}

#[test]
fn b20_b21_suppliers_and_whoever_asks_to_join() {
    let status = json(&example("loketplein"), "status");
    assert!(fact(&status, "suppliers").contains("6: Hamerslag Software B.V. (26 gebruikers)"));
    assert!(fact(&status, "prospects").contains("Lelystad (vroeg op 24 september 2026, nog geen antwoord)"));
    assert!(fact(&json(&example("wijkwijzer"), "status"), "prospects").contains("Meppel (antwoord gekregen op 13 augustus 2026)"));
    assert!(said(&example("loketplein"), "status").contains("een belangstellende zonder antwoord"));
}

#[test]
fn a13_a14_the_last_evaluation_and_the_hours() {
    let status = json(&example("wijkwijzer"), "status");
    assert!(fact(&status, "evaluation").contains("Rolverdeling, op 3 september 2026; opnieuw uiterlijk 3 september 2027"));
    assert!(fact(&status, "hours").contains("in natura in 2026: 164 uur"));
}

/// Only what is certain to the cent: a cost that nobody may know, or a total that is left out, makes no sum.
#[test]
fn money_is_said_where_it_is_certain() {
    let status = json(&example("wijkwijzer"), "status");
    assert!(fact(&status, "reserve").contains("4,2 maanden vaste lasten") && fact(&status, "budget").contains("78.600,00"), "{status}");
    let fresh = Fresh::empty();
    crate::cases::lay(&case(), fresh.path());
    let of = || json(fresh.path(), "status");
    assert!(fact(&of(), "reserve").contains("3,0 maanden"));
    fresh.write("finances/2026/budget.toml", "[[cost]]\nid = \"a\"\namount = \"unknown\"\nstructural = true\n");
    fresh.write(
        "finances/2026/invoices/2026-0001.toml",
        "number = \"2026-0001\"\nparticipant = \"assen\"\ndate = 2026-08-01\n[[line]]\nwhat = \"x\"\namount = 1.00\n",
    );
    let status = of();
    assert!(!fact(&status, "reserve").contains("maanden") && !fact(&status, "budget").contains("lasten"), "{status}");
    assert_eq!(fact(&status, "invoices"), "");
}

#[test]
fn vacancies_are_roles_seats_and_whoever_stands_in() {
    let record = opened(&case());
    let found: Vec<(&str, &str)> = vacancies(&record)
        .iter()
        .map(|one| {
            let what = match one.what {
                Sought::Holder => "holder",
                Sought::Successor => "successor",
                Sought::Seat(_) => "seat",
                Sought::Members(_) => "members",
            };
            (one.role.id.as_str(), what)
        })
        .collect();
    assert_eq!(found, [("penningmeester", "holder"), ("schrijver", "successor"), ("stuurgroep", "members")]);
}

/// A record of which files are broken is still told about, as far as it goes.
#[test]
fn a_broken_record_is_told_as_far_as_it_goes() {
    let fresh = Fresh::empty();
    crate::cases::lay(&case(), fresh.path());
    fresh.write("community.toml", "[[channel]\n");
    fresh.write("finances/2026/budget.toml", "status = \n");
    for line in ["status", "newsletter", "thanks"] {
        let ran = fresh.run(&[line, "--lang", "nl"]);
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.said());
        assert!(ran.shown().contains("Niet volledig") && ran.said().contains("cannot be read"), "{line}: {}", ran.shown());
    }
    assert!(!fresh.run(&["status", "--lang", "nl"]).shown().contains("Facturen"));
}

/// Whoever followed a holder may leave within the term: then the role is vacant since, and no earlier term is what is over.
#[test]
fn a_term_that_somebody_followed_is_not_what_lapsed() {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Club\"\nlevel = \"light\"\nlanguage = \"nl\"\n");
    let people = "[people.eb]\nname = \"Els Bakker\"\n[people.gk]\nname = \"Gijs Kok\"\n";
    fresh.write(
        "participants/breda.toml",
        format!("name = \"Gemeente Breda\"\nkind = \"other\"\njoined = 2025-01-01\nleft = 2026-10-31\n{people}"),
    );
    let role = |followed: &str| {
        let first = "[[holder]]\nwho = \"gk\"\nfrom = 2025-01-01\nuntil = 2025-08-31\n";
        let backup = "[[backup]]\nwho = \"gk\"\nfrom = 2025-01-01\n";
        fresh.write("roles/kassier.toml", format!("title = \"Kassier\"\ncritical = true\n{first}{followed}{backup}"));
    };
    role("[[holder]]\nwho = \"eb\"\nfrom = 2025-09-01\n");
    for line in ["due --on 2026-11-23", "status --on 2026-11-23", "report --year 2026 --on 2026-11-23"] {
        assert!(!said(fresh.path(), line).contains("31 augustus 2025") && !said(fresh.path(), line).contains("31-08-2025"), "{line}");
    }
    let handover = said(fresh.path(), "handover kassier --on 2026-11-23").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(handover.contains("Nu: Niemand: de rol is vacant"), "{handover}");
    assert!(handover.contains("Vervanger: nog niemand"), "{handover}");
    assert!(handover.contains("1 september 2025 31 oktober 2026"), "{handover}");
    // Where nobody followed it is.
    role("");
    assert!(said(fresh.path(), "due --on 2026-11-23").contains("31-08-2025"));
}
