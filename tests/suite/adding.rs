//! What is added: every flag finds its place in the file, what was typed steers nothing, and questions are asked at a terminal only.

use std::fs;
use std::path::Path;

use commons::record::index::Kinds;
use commons::writing::add::accepted::accepted;
use commons::writing::add::{Flag, Form, KINDS, Kind};
use toml::{Table, Value};

use crate::program::{Fresh, Ran, assert_harmless, conversation, program};

/// A small record with one thing of every kind that something new may refer to.
fn desk() -> Fresh {
    let desk = Fresh::new();
    desk.write(
        "participants/zwolle.toml",
        "name = \"Gemeente Zwolle\"\nkind = \"municipality\"\njoined = 2026-01-01\n\n[people.jdevries]\nname = \"Jo de Vries\"\n",
    );
    desk.write("participants/bouw.toml", "name = \"Bouw, Beheer en Zorg BV\"\nkind = \"company\"\nsupplier = true\n");
    desk.write("roles/coordinator.toml", "title = \"Coördinator\"\n\n[[holder]]\nwho = \"jdevries\"\n");
    desk.write("products/wijkwijzer.toml", "name = \"Wijkwijzer\"\nmaintainer = \"coordinator\"\n");
    desk
}

fn add(desk: &Fresh, arguments: &[&str]) -> Ran {
    desk.run(&[&["add"], arguments].concat())
}

/// The file that is there now and was not, or is not as it was, as it was read.
fn written(desk: &Fresh, path: impl AsRef<Path>) -> Table {
    let text = fs::read_to_string(desk.at(path)).expect("it was written");
    text.trim_start_matches('\u{feff}').parse().expect("it is TOML")
}

/// A value that fits a flag, as it is typed, and how it stands in the file.
fn sample(kind: &Kind, flag: &Flag) -> (&'static str, Value) {
    let text = |text: &'static str| (text, Value::String(text.to_owned()));
    if let Some(word) = flag.words.iter().find(|word| !matches!(**word, "unknown" | "none")).filter(|_| flag.scalar == "string") {
        return text(word);
    }
    match (flag.scalar, accepted(kind).get(&flag.name)) {
        ("id", Some(kinds)) if kinds.has(Kinds::PERSON) => text("jdevries"),
        ("id", Some(kinds)) if kinds.has(Kinds::ORGANISATION) => text("zwolle"),
        ("id", Some(kinds)) if kinds.has(Kinds::ROLE) => text("coordinator"),
        ("id", Some(kinds)) if kinds.has(Kinds::PRODUCT) => text("wijkwijzer"),
        ("date" | "day" | "vague-date" | "moment", _) => ("2027-03-01", "2027-03-01".parse().expect("it is a value")),
        ("integer" | "number" | "money" | "amount" | "hours", _) => ("12", Value::Integer(12)),
        ("vat", _) => ("21", Value::Integer(21)),
        ("boolean" | "takes-part", _) => ("false", Value::Boolean(false)),
        ("rhythm", _) => text("quarterly"),
        _ => text("iets"),
    }
}

/// What must be given with a flag for its table to be whole.
fn needed<'f>(kind: &Kind, flags: &'f [Flag], flag: &Flag) -> Vec<&'f Flag> {
    let beside = |other: &&Flag| {
        let table = other.keys.len() > 1 && flag.keys.len() > 1 && other.keys[0] == flag.keys[0] || other.keys.len() == 1;
        let without_employer = kind.word == "person" && other.name == "organisation";
        (other.required && table || without_employer) && other.name != flag.name
    };
    flags.iter().filter(beside).collect()
}

#[test]
fn every_flag_finds_its_place_in_the_file() {
    let desk = desk();
    let mut seen = 0;
    for kind in &KINDS {
        let name = match kind.word {
            "contract" => "bouw",
            "participant" => "Leiden",
            _ => "Nieuw",
        };
        for flag in kind.flags() {
            let (typed, stands) = sample(kind, flag);
            let mut line = vec![kind.word.to_owned(), name.to_owned(), "--id".to_owned(), "nieuw".to_owned(), "--force".to_owned()];
            line.extend(
                needed(kind, kind.flags(), flag).iter().chain([&flag]).map(|flag| format!("--{}={}", flag.name, sample(kind, flag).0)),
            );
            let arguments: Vec<&str> = line.iter().map(String::as_str).collect();
            let ran = add(&desk, &arguments);
            assert_eq!(ran.code, Some(0), "{line:?}: {}", ran.said());
            let (file, table) = match kind.word {
                "person" => ("people.toml".to_owned(), written(&desk, "people.toml")["people"]["nieuw"].clone()),
                "channel" => ("community.toml".to_owned(), written(&desk, "community.toml")["channel"][0].clone()),
                "contract" => ("finances/contracts/nieuw.toml".to_owned(), written(&desk, "finances/contracts/nieuw.toml").into()),
                word => (format!("{word}s/nieuw.toml"), written(&desk, format!("{word}s/nieuw.toml")).into()),
            };
            let found = flag.keys.iter().fold(&table, |table, key| &table[*key]);
            match flag.form {
                Form::One => assert_eq!(*found, stands, "{line:?}"),
                Form::Many => assert_eq!(*found, Value::Array(vec![stands]), "{line:?}"),
                Form::Items(key) => assert_eq!(found[0][key], stands, "{line:?}"),
            }
            let tidy = desk.run(&["fmt", "--check"]);
            assert_eq!(tidy.code, Some(0), "{line:?}: {}\n{typed}", tidy.said());
            fs::remove_file(desk.at(file)).expect("it was written");
            seen += 1;
        }
    }
    assert!(seen > 150, "only {seen} flags");
}

#[test]
fn a_list_is_given_with_commas_or_again_and_names_become_ids() {
    let desk = desk();
    let ran = add(
        &desk,
        &[
            "task",
            "Uitgaven",
            "--responsible=coordinator",
            "--accountable=zwolle",
            "--consulted",
            "Bouw, Beheer en Zorg BV",
            "--consulted",
            "Coördinator,jdevries , all-participants",
        ],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let consulted = written(&desk, "tasks/uitgaven.toml")["raci"]["consulted"].clone();
    assert_eq!(consulted, Value::from(vec!["bouw", "coordinator", "jdevries", "all-participants"]));

    let ran = add(&desk, &["event", "Dag", "--starts", "2027-05-01", "--agenda", "Opening, mededelingen", "--agenda", "Rondvraag"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let event = written(&desk, "events/2027-05-01-dag.toml");
    let agenda: Vec<_> = event["agenda"].as_array().expect("it is a list").iter().map(|item| item["what"].clone()).collect();
    assert_eq!(agenda, [Value::from("Opening, mededelingen"), Value::from("Rondvraag")]);
    assert_eq!(desk.run(&["fmt", "--check"]).code, Some(0));
}

#[test]
fn what_was_typed_comes_back_as_it_was_and_steers_nothing() {
    for hostile in [
        "a \"b\" 'c' \\ d",
        "een\ntwee\r\n[x]\ny = 1",
        "\u{1b}[31mrood\u{7}",
        "\u{202e}draai \u{feff}om",
        "# geen = 'opmerking'",
        "\"\"\"",
        "::error::x",
    ] {
        let desk = desk();
        for (kind, path, key) in [("role", "roles/nieuw.toml", "purpose"), ("product", "products/nieuw.toml", "website")] {
            let ran = add(&desk, &[kind, hostile, "--id", "nieuw", &format!("--{key}={hostile}")]);
            assert_eq!(ran.code, Some(0), "{hostile:?}: {}", ran.said());
            assert_harmless(&ran.said(), hostile);
            assert_harmless(ran.shown(), hostile);
            let table = written(&desk, path);
            assert_eq!(table[key].as_str(), Some(hostile));
            assert_eq!(table[if kind == "role" { "title" } else { "name" }].as_str(), Some(hostile.trim()));
            assert_harmless(&fs::read_to_string(desk.at(path)).expect("it was written"), hostile);
            assert_eq!(desk.run(&["fmt", "--check"]).code, Some(0), "{hostile:?}");
        }
        let desk = self::desk();
        for line in [
            &["role", "x", "--holder", hostile][..],
            &["participant", hostile],
            &["role", "x", "--id", hostile],
            &["event", "x", "--starts", hostile],
        ] {
            let ran = add(&desk, line);
            assert_eq!(ran.code, Some(2), "{line:?}: {}", ran.said());
            assert_harmless(&ran.said(), hostile);
        }
    }
}

#[test]
fn a_municipality_brings_what_is_known_of_it() {
    let desk = desk();
    for (line, id, said) in [
        (&["participant", "Den Bosch"][..], "s-hertogenbosch", ("GM0796", "municipality")),
        (&["participant", "344"], "utrecht", ("GM0344", "municipality")),
        (&["participant", "Regio Leiden", "--cbs-code", "GM0546"], "regio-leiden", ("GM0546", "municipality")),
        (&["participant", "Gemeente Zwolle", "--kind", "public-body", "--id", "provincie"], "provincie", ("", "public-body")),
        (&["participant", "Bergen", "--country", "BE", "--kind", "municipality"], "bergen", ("", "municipality")),
    ] {
        let ran = add(&desk, line);
        assert_eq!(ran.code, Some(0), "{line:?}: {}", ran.said());
        let table = written(&desk, format!("participants/{id}.toml"));
        let text = |key: &str| table.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        assert_eq!((text("cbs_code").as_str(), text("kind").as_str()), said, "{line:?}");
        assert_eq!(table.contains_key("inhabitants") && table.contains_key("inhabitants_on"), !said.0.is_empty(), "{line:?}");
    }
}

#[test]
fn a_file_keeps_its_form() {
    let desk = desk();
    let before = "\u{feff}# Kanalen.\r\n[[channel]]\r\nid   = 'forum'\r\nkind='forum' # los\r\n";
    desk.write("community.toml", before);
    assert_eq!(add(&desk, &["channel", "Nieuwsbrief", "--kind", "newsletter"]).code, Some(0));
    let after = fs::read_to_string(desk.at("community.toml")).expect("it was written");
    let item = "\r\n[[channel]]\r\nid = \"nieuwsbrief\"\r\nname = \"Nieuwsbrief\"\r\nkind = \"newsletter\"\r\n";
    assert_eq!(after, format!("{before}{item}"), "what was not in the one form is left alone");

    // The table of a new person stands where the format has it, when the others do.
    desk.write("participants/zwolle.toml", "name = \"Gemeente Zwolle\"\nkind = \"municipality\"\n\n[billing]\ncity = \"Zwolle\"\n");
    assert_eq!(add(&desk, &["person", "Noor Bos", "--of", "zwolle"]).code, Some(0));
    let after = fs::read_to_string(desk.at("participants/zwolle.toml")).expect("it was written");
    assert_eq!(
        after,
        "name = \"Gemeente Zwolle\"\nkind = \"municipality\"\n\n[people.nbos]\nname = \"Noor Bos\"\n\n[billing]\ncity = \"Zwolle\"\n"
    );
}

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let desk = desk();
    desk.write("people.toml", "[people.x]\nname = 1\n");
    desk.write("roles/kapot.toml", "title = \n");
    desk.write(
        "participants/assen.toml",
        "name = \"Assen\"\nkind = \"municipality\"\n\n[people.x1]\nname = \"Piet Prins\"\nvisibility = \"record\"\nemail = \"geheim@zwolle.example\"\n",
    );
    desk.write("participants/stuk.toml", "name = \n[people.rkuipers]\n");
    for (line, said) in [
        (&["person", "Bo", "--organisation", "unknown"][..], "people.toml cannot be read; mend it first"),
        (&["person", "Rob Kuipers", "--of", "zwolle"], "`rkuipers` may be taken: `participants/stuk.toml` cannot be read"),
        (&["role", "Z", "--vacant", "--holder", "jdevries"], "leave one of them out"),
        (&["person", "Jan", "--of", "zwolle", "--email", "GEHEIM@zwolle.example"], "that address is in use already"),
        (&["person", "Jan"], "missing: --of (or"),
        (&["role", "Kapot"], "`kapot` is taken: it is a role in this record"),
        (
            &["person", "Jo de Vries", "--of", "zwolle"],
            "`jdevries` is taken: it is a person in this record; choose another with --id, such as `jo-de-vries`",
        ),
        (&["role", "Architect", "--term-months", "12,5"], "does not fit --term-months"),
        (&["role", "Architect", "--term-months", "-1"], "unexpected argument"),
        (&["role", "Architect", "--houder", "jdevries"], "unexpected argument '--houder'"),
        (&["role", "Architect", "--holder", "zwolle", "--holder", "Wijkwijzer"], "`Wijkwijzer`"),
        (&["gemeente", "Utrecht"], "unrecognized subcommand 'gemeente'"),
        (&["role", " "], "missing: TITLE"),
        (&["contract"], "missing: SUPPLIER, --what"),
        (&["event", "--kind", "deadline"], "missing: TITLE, --starts"),
        (&["participant", "Stichting X"], "--kind says what another organisation is"),
    ] {
        let before = crate::cases::files(desk.path());
        let ran = add(&desk, line);
        assert_eq!(ran.code, Some(2), "{line:?}: {}", ran.said());
        assert!(ran.said().contains(said) && !ran.said().contains("Piet Prins"), "{line:?}: {}", ran.said());
        assert!(before == crate::cases::files(desk.path()), "{line:?}");
    }
}

/// The mailbox of an organisation is nobody's own.
#[test]
fn a_shared_mailbox_is_no_sign_of_the_same_person() {
    let desk = desk();
    desk.write(
        "participants/assen.toml",
        "name = \"Assen\"\nkind = \"municipality\"\nemail = \"info@assen.example\"\n\n[people.pprins]\nname = \"Piet Prins\"\nemail = \"info@assen.example\"\n",
    );
    let ran = add(&desk, &["person", "Jan Bos", "--of", "assen", "--email", "Info@assen.example"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let ran = add(&desk, &["person", "Jan Maas", "--organisation", "zwolle"]);
    assert!(ran.said().contains("does not fit --organisation; --of names an organisation"), "{}", ran.said());
}

/// A record that is talked to at a terminal.
fn talk(desk: &Fresh, line: &str, answers: &str) -> String {
    conversation(desk, &format!("--on 2026-10-01 add {line}"), answers)
}

#[test]
fn at_a_terminal_it_asks_for_what_it_misses() {
    let desk = desk();
    let shown = talk(&desk, "contract", "Niemand BV\nBouw, Beheer en Zorg BV\nOnderhoud\nj\n");
    assert!(shown.contains("Leverancier (id of volledige naam): ") && shown.contains("er is geen `Niemand BV`"), "{shown}");
    assert!(shown.contains("Waar het om gaat: ") && shown.contains("Dit schrijven? [j/N]") && shown.contains("ended with 0"), "{shown}");
    assert_eq!(written(&desk, "finances/contracts/bouw-2026.toml")["what"].as_str(), Some("Onderhoud"));

    let shown = talk(&desk, "person 'Bram Bos' --lang en", "\nzzp\ny\n");
    assert!(
        shown.contains("With which organisation?")
            && shown.contains("no organisation? (independent, unknown): ")
            && shown.contains("ended with 0"),
        "{shown}"
    );
    assert_eq!(written(&desk, "people.toml")["people"]["bbos"]["organisation"].as_str(), Some("independent"));

    let shown = talk(&desk, "event Overleg", "12-3-2027\n2027-03-12T10:00\nj\n");
    assert!(shown.contains("schrijf jaar-maand-dag") && shown.matches("Dag, of dag en tijd").count() == 2, "{shown}");
    assert!(desk.at("events/2027-03-12-overleg.toml").is_file(), "{shown}");

    let shown = talk(&desk, "participant 'Stichting Y'", "stichting\nj\n");
    assert!(shown.contains("Wat voor organisatie is `Stichting Y`?") && shown.contains("ended with 0"), "{shown}");
    assert_eq!(written(&desk, "participants/stichting-y.toml")["kind"].as_str(), Some("foundation"));

    let shown = talk(&desk, "person 'Noor Bos'", "zwole\n1\nj\n");
    assert!(shown.contains("Bij welke organisatie? (leeg: geen): ") && shown.contains("1  zwolle"), "{shown}");
    assert_eq!(written(&desk, "participants/zwolle.toml")["people"]["nbos"]["name"].as_str(), Some("Noor Bos"));
    let shown = talk(&desk, "person 'Kim Bos'", "\nmaan\nzelfstandig\nj\n");
    assert!(shown.contains("bij geen organisatie? (zelfstandig, onbekend): ") && shown.contains("`maan` past hier niet"), "{shown}");

    let shown = talk(&desk, "participant Bergen", "2\nj\n");
    assert!(shown.contains("Welke? (een nummer of een naam): ") && shown.contains("ended with 0"), "{shown}");
    let texts = crate::cases::files(desk.path());
    assert!(texts.keys().any(|path| path.starts_with("participants/bergen-")), "{shown}");

    // No answer, an end of all answers, and a no: nothing is written.
    let before = crate::cases::files(desk.path());
    for (line, answers, said) in [
        ("role", "\n", "ended with 2"),
        ("role", "\u{4}", "ended with 2"),
        ("event Later", "\u{4}", "ended with 2"),
        ("role Architect", "n\n", "er is niets geschreven"),
    ] {
        let shown = talk(&desk, line, answers);
        assert!(shown.contains(said), "{line}: {shown}");
        assert!(before == crate::cases::files(desk.path()), "{line}");
    }
    // What is known needs no question.
    let shown = talk(&desk, "role Architect --yes", "");
    assert!(!shown.contains(": \n") && shown.contains("ended with 0"), "{shown}");
}

#[test]
fn a_shell_offers_flags_ids_and_words() {
    let desk = desk();
    for (line, among) in [
        ("commons add par", "participant"),
        ("commons add role --sta", "--staffing"),
        ("commons add role --staffing ex", "external"),
        ("commons add role --holder jd", "jdevries"),
        ("commons add task --responsible coo", "coordinator"),
        ("commons add event --invited all-p", "all-participants"),
        ("commons add channel --rhythm quar", "quarterly"),
        ("commons add person --of zw", "zwolle"),
        ("commons add participant utr", "utrecht"),
        ("commons add contract bo", "bouw"),
    ] {
        let mut command = program();
        command.env("COMMONS_COMPLETE", "fish").current_dir(desk.path()).arg("--").args(line.split(' '));
        let answer = Ran::of(&mut command);
        let offered = answer.shown().lines().any(|line| line.split('\t').next() == Some(among));
        assert!(offered && answer.err.is_empty(), "{line}: {}", answer.shown());
    }
}
