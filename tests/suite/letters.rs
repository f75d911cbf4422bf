//! Newsletters behind each other tell everything once; thanks tell what was given, exactly and as far as a period is over.

use std::collections::BTreeMap;

use commons::answers::audience::Audience;
use commons::date::Date;
use commons::record::Record;
use commons::record::load::load;
use commons::reports::newsletter::{Options, newsletter};
use commons::source::directory;
use commons::text::Lang;
use proptest::prelude::*;

use crate::cases::day;
use crate::program::{Fresh, Ran, program};

const SETTINGS: &str = "format = 1\nname = \"Proef\"\nlanguage = \"nl\"\nlead = \"assen\"\nemail = \"info@assen.example\"\n";

fn fresh(assen: &str, community: &str) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", SETTINGS);
    fresh.write("participants/assen.toml", format!("name = \"Gemeente Assen\"\nkind = \"municipality\"\nstatus = \"active\"\n{assen}"));
    fresh.write("community.toml", community);
    fresh
}

fn ran(fresh: &Fresh, line: &str) -> Ran {
    Ran::of(program().arg("-C").arg(fresh.path()).args(["--on", "2026-11-20", "--lang", "nl"]).args(line.split(' ')))
}

fn said(fresh: &Fresh, line: &str) -> String {
    let ran = ran(fresh, line);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    String::from_utf8_lossy(&ran.out).into_owned()
}

fn record(fresh: &Fresh) -> Record {
    let source = directory::open(fresh.path()).expect("a record can be listed");
    let (record, findings) = load(&source, day("2026-11-20"), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

/// A day of 2026 or 2027, a month, a year, or a last day that it may be.
fn dates() -> impl Strategy<Value = String> {
    (0i64..700, 0..4u8).prop_map(|(days, kind)| {
        let on = Date::of(2026, 1, 1).expect("it is a day").plus_days(days);
        match kind {
            0 => on.to_string(),
            1 => format!("\"{}\"", &on.to_string()[..7]),
            2 => format!("\"{}\"", on.year()),
            _ => format!("\"by {on}\""),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn each_fact_is_news_once(facts in prop::collection::vec(dates(), 1..8), days in prop::collection::btree_set(0i64..760, 1..12)) {
        let lessons: String = facts.iter().enumerate().map(|(n, on)| format!("[[lesson]]\non = {on}\nwhat = \"Les {n}\"\n")).collect();
        let given: String = facts
            .iter()
            .enumerate()
            .map(|(n, on)| format!("[[contribution]]\non = {on}\nkind = \"code\"\nwhat = \"Gift {n}\"\n"))
            .collect();
        let fresh = fresh(&given, &lessons);
        for (n, on) in facts.iter().enumerate() {
            fresh.write(format!("participants/g{n}.toml"), format!("name = \"Gemeente {n}X\"\nkind = \"municipality\"\njoined = {on}\nleft = {on}\n"));
        }
        let mut record = record(&fresh);
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        let mut since = day("2025-12-31");
        for days in days.into_iter().chain([1200]) {
            record.on = day("2026-01-01").plus_days(days);
            let options = Options { since: Some(since), channel: None, audience: Audience::Record };
            since = record.on;
            for row in &newsletter(&record, None, &options).data[0].rows {
                let commons::document::Cell::Text(line) = &row[1] else { panic!("a line is a text") };
                let line = line.get(Lang::Nl);
                for n in 0..facts.len() {
                    for fact in [format!("Les {n}."), format!("Gift {n}"), format!("Gemeente {n}X deed mee")] {
                        *told.entry(fact.clone()).or_default() += line.matches(&fact).count();
                    }
                }
            }
        }
        for (fact, times) in told {
            prop_assert_eq!(times, 1, "{}", fact);
        }
    }
}

#[test]
fn what_comes_and_what_does_not_is_told() {
    let fresh = fresh("", "");
    fresh.write("participants/hoorn.toml", "name = \"Gemeente Hoorn\"\nkind = \"municipality\"\njoined = 2027-01-01\n");
    let meeting = |id: &str, title: &str, starts: &str, more: &str| {
        let text = format!("title = \"{title}\"\nkind = \"user-meeting\"\nstarts = {starts}\ninvited = [\"all-participants\"]\n{more}");
        fresh.write(format!("events/{id}.toml"), text);
    };
    meeting("dag", "Communitydag", "2026-12-10", "status = \"cancelled\"\n");
    meeting("overleg", "Gebruikersoverleg", "2026-11-05", "");
    let letter = said(&fresh, "newsletter --since 2026-11-01 --format md");
    for line in [
        "1 januari 2027: Gemeente Hoorn gaat meedoen",
        "10 december 2026: Communitydag gaat niet door",
        "Gebruikersoverleg, gehouden op 5 november 2026 (nog geen verslag)",
        "Nieuws voor de nieuwsbrief, of een vraag? Mail naar info@assen.example.",
        "een bijeenkomst",
    ] {
        assert!(letter.contains(line), "{line}: {letter}");
    }
    assert!(!letter.contains("niets nieuws"), "{letter}");
    assert!(!said(&fresh, "newsletter --since 2026-11-06").contains("gehouden op"));
}

#[test]
fn the_day_that_was_taken_is_said() {
    let none = fresh("", "");
    assert!(
        ran(&none, "newsletter").said().contains("nieuws sinds 20 augustus 2026, 3 maanden geleden"),
        "{}",
        ran(&none, "newsletter").said()
    );
    let channel =
        |id: &str, last: &str| format!("[[channel]]\nid = \"{id}\"\nkind = \"newsletter\"\nlast = {last}\nrhythm = \"monthly\"\n");
    let two = fresh("", &(channel("intern", "2026-09-01") + &channel("extern", "2026-10-31")));
    let chosen = ran(&two, "newsletter").said();
    assert!(
        chosen.contains("sinds 31 oktober 2026")
            && chosen.contains("`extern`")
            && chosen.contains("--channel")
            && chosen.contains("`intern`"),
        "{chosen}"
    );
    assert!(ran(&two, "newsletter --channel intern").said().contains("sinds 1 september 2026"));
    assert!(!ran(&two, "newsletter --since 2026-10-01").said().contains("nieuws sinds"));
    assert!(said(&two, "newsletter").contains("rond 20 december 2026"));
    let missing = ran(&two, "newsletter --channel assen");
    assert_eq!(missing.code, Some(2), "{}", missing.said());
}

#[test]
fn all_who_gave_as_much_stand_in_the_light() {
    let given = |count: usize| {
        let one = |n: usize| {
            format!(
                "[people.p{n}]\nname = \"Persoon {n}A\"\n[[contribution]]\non = 2026-11-0{n}\nkind = \"code\"\nby = \"p{n}\"\nwhat = \"Gift {n}\"\n"
            )
        };
        fresh(&(1..=count).map(one).collect::<String>(), "")
    };
    let five = ran(&given(5), "newsletter --since 2026-10-31");
    assert!(!five.said().contains("gaven evenveel") && !String::from_utf8_lossy(&five.out).contains("Dank ook"), "{}", five.said());
    let six = ran(&given(6), "newsletter --since 2026-10-31");
    assert!(
        six.said().contains("6 gaven evenveel") && String::from_utf8_lossy(&six.out).contains("Dank ook aan Persoon 1A"),
        "{}",
        six.said()
    );
}

#[test]
fn thanks_are_exact_and_say_until_when() {
    let people = "[people.jo1]\nname = \"Jo Dam\"\n[people.jo2]\nname = \"Jo Dam\"\n";
    let given = "[[contribution]]\non = \"2026\"\nkind = \"code\"\nby = \"jo1\"\nwhat = \"Kaart\"\nhours = 2.5\n";
    let more = "[[contribution]]\non = 2026-02-03\nkind = \"talk\"\nby = \"jo2\"\nwhat = \"Praatje\"\n";
    let fresh = fresh(&format!("{given}{more}{people}"), "");
    let shown = said(&fresh, "thanks --period 2026 --format md");
    for text in ["2026, t/m 20 november 2026", "Kaart", "2,5", "Jo Dam (jo1)", "Jo Dam (jo2)"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let json: serde_json::Value = serde_json::from_str(&said(&fresh, "thanks --period 2026 --format json")).expect("it is JSON");
    assert_eq!(json["gifts"].as_array().map(|all| all.iter().filter_map(|one| one["hours"].as_f64()).sum::<f64>()), Some(2.5));
    assert_eq!(json["organisations"][0]["hours"].as_f64(), Some(2.5));
    let sheet = said(&fresh, "thanks --period 2026 --format csv");
    assert!(sheet.contains("organisation,assen,") && sheet.contains("person,jo1,") && sheet.contains("person,jo2,"), "{sheet}");
    assert!(said(&fresh, "thanks --period 2026 --certificate jo1 --format md").contains("in 2026, t/m 20 november 2026"));
    assert!(said(&fresh, "thanks --period 2027").contains("2027 is nog niet begonnen"));
    assert!(!said(&fresh, "thanks --period 2025").contains("t/m 20"));
}

#[test]
fn hours_in_kind_are_of_whoever_held_the_role_as_long_as_they_did() {
    let fresh = fresh("[people.jo]\nname = \"Jo Dam\"\n", "");
    fresh.write("roles/beheer.toml", "title = \"Beheerder\"\nhours = 10\n[[holder]]\nwho = \"jo\"\nfrom = 2026-07-01\n");
    fresh.write(
        "finances/2026/budget.toml",
        "status = \"adopted\"\n[[in_kind]]\nparticipant = \"assen\"\nrole = \"beheer\"\nhours = 520\nvalue = 33800.00\n",
    );
    let ran = Ran::of(program().arg("-C").arg(fresh.path()).args(["--on", "2026-12-31", "thanks", "--period", "2026", "--format", "json"]));
    let json = ran.json();
    let of = |who: &str| json["people"].as_array().expect("it is a list").iter().find(|one| one["who"].as_str() == Some(who)).cloned();
    // Half the year.
    assert_eq!(of("jo").expect("Jo gave")["in_kind"], 262, "{json}");
    assert_eq!(json["organisations"][0]["in_kind"], 520, "{json}");
}

#[test]
fn whoever_is_hired_is_named_with_the_organisation_that_hires_them() {
    let hired = "[people.rbos]\nname = \"Rik Bos\"\nworks_for = \"kade\"\n[[contribution]]\non = 2026-11-05\nkind = \"code\"\nby = \"rbos\"\nwhat = \"Kaart\"\n";
    let fresh = fresh(hired, "");
    fresh.write("participants/kade.toml", "name = \"Kade Acht\"\nkind = \"company\"\nsupplier = true\n");
    assert!(said(&fresh, "newsletter --since 2026-11-01").contains("Rik Bos (Gemeente Assen)"));
    let certificate = said(&fresh, "thanks --period 2026 --certificate rbos");
    assert!(certificate.contains("Gemeente Assen") && !certificate.contains("Kade Acht"), "{certificate}");
}
