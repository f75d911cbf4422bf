//! What `commons init` must know: who can lead, what is missing, and the questions that are asked at a terminal only.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use commons::handbook::municipalities::by_code;

use crate::cases::names;
use crate::program::{Fresh, Ran, assert_harmless, program};

fn led_by(arguments: &[&str]) -> (Fresh, Ran) {
    let fresh = Fresh::empty();
    let known = ["init", "--level", "sharing", "--name", "x"];
    let ran = Ran::of(program().current_dir(fresh.path()).args([&known, arguments].concat()));
    (fresh, ran)
}

#[test]
fn a_municipality_is_known_by_name_id_or_code() {
    for (typed, id, code) in [
        ("Zwolle", "zwolle", "GM0193"),
        ("gemeente zwolle", "zwolle", "GM0193"),
        ("GM0193", "zwolle", "GM0193"),
        ("gm0193", "zwolle", "GM0193"),
        ("0281", "tiel", "GM0281"),
        ("281", "tiel", "GM0281"),
        ("gm281", "tiel", "GM0281"),
        ("Den Bosch", "s-hertogenbosch", "GM0796"),
        ("s-hertogenbosch", "s-hertogenbosch", "GM0796"),
        ("bergen-nh", "bergen-nh", "GM0373"),
        ("Valkenburg", "valkenburg-aan-de-geul", "GM0994"),
    ] {
        let (fresh, ran) = led_by(&["--lead", typed]);
        assert_eq!(ran.code, Some(0), "{typed}: {}", ran.said());
        assert_eq!(names(&fresh.at("participants")), [format!("{id}.toml")]);
        let lead: toml::Table =
            fs::read_to_string(fresh.at(format!("participants/{id}.toml"))).expect("it was written").parse().expect("it is TOML");
        assert_eq!(lead["cbs_code"].as_str(), Some(code));
        let counted = by_code(code).and_then(|one| one.inhabitants).map(i64::from);
        assert!(counted.is_some() && lead["inhabitants"].as_integer() == counted, "{typed}");
        assert!(lead["name"].as_str().is_some_and(|name| name.starts_with("Gemeente ")) && lead.contains_key("inhabitants_on"));
        let settings = fs::read_to_string(fresh.at("commons.toml")).expect("it was written");
        assert!(settings.contains(&format!("lead = \"{id}\"")), "{settings}");
    }
}

#[test]
fn another_organisation_says_what_it_is() {
    for (kind, typed, id) in [
        ("joint-body", "GR De Bevelanden", "gr-de-bevelanden"),
        ("public-body", "Zwolle", "zwolle"),
        ("association", "Coordinator", "coordinator-organisation"),
        ("municipality", "Antwerpen", "antwerpen"),
        ("other", "東京", "penvoerder"),
        ("association", "🚲", "penvoerder"),
    ] {
        let (fresh, ran) = led_by(&["--lead", typed, "--lead-kind", kind]);
        assert_eq!(ran.code, Some(0), "{typed}: {}", ran.said());
        let lead: toml::Table =
            fs::read_to_string(fresh.at(format!("participants/{id}.toml"))).expect("it was written").parse().expect("it is TOML");
        assert_eq!((lead["kind"].as_str(), lead["name"].as_str()), (Some(kind), Some(typed)));
        assert!(!lead.contains_key("cbs_code") && !lead.contains_key("inhabitants"));
        assert_eq!(fresh.run(&["check"]).code, Some(0));
    }
}

#[test]
fn who_cannot_lead_is_said_with_what_to_do() {
    for (arguments, said) in [
        (&["--lead", "Zwole"][..], "did you mean `Zwolle`?; --lead-kind says"),
        (&["--lead", "Stichting X"], "no Dutch municipality is called `Stichting X`; --lead-kind says what another organisation is"),
        (&["--lead", "Bergen"], "more than one municipality is called `Bergen`: `Bergen (NH)` and `Bergen (L)`"),
        (&["--lead", "Uden"], "`Uden` is no municipality any more; it became part of `Maashorst`"),
        (&["--lead", "Naarden"], "`Naarden` is no municipality any more"),
        (&["--lead", "GM0425"], "`Naarden` is no municipality any more"),
        (&["--lead", "999"], "no municipality has the code `GM0999`"),
        (&["--lead", "GM9999"], "no municipality has the code `GM9999`"),
        (&["--lead", " "], "the lead needs a name"),
        (&["--lead", "Zwolle", "--name", " \n "], "a collaboration needs a name"),
        (&["--lead", "Zwolle", "--lead-kind", "gemeente"], "possible values: municipality, joint-body"),
        (&["--lead", "Zwolle", "--level", "groot"], "the levels are sharing, light, structured, full"),
        (&["--lead", "x\u{1b}[31m\nerror: y"], "the name of the lead is one line without control characters"),
    ] {
        let fresh = Fresh::empty();
        let mut line = vec!["init"];
        for (flag, value) in [("--level", "sharing"), ("--name", "x")] {
            if !arguments.contains(&flag) {
                line.extend([flag, value]);
            }
        }
        line.extend(arguments);
        let ran = Ran::of(program().current_dir(fresh.path()).args(line));
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.said());
        assert!(ran.said().contains(said), "{arguments:?}: {}", ran.said());
        assert_harmless(&ran.said(), said);
        assert!(names(fresh.path()).is_empty(), "{arguments:?}");
    }
}

#[test]
fn nothing_is_asked_where_nobody_can_answer() {
    for (arguments, missing) in [
        (&[][..], "missing: --level, --name, --lead; only at a terminal"),
        (&["--level", "full"], "missing: --name, --lead; only"),
        (&["--level", "full", "--lead", "zwolle"], "missing: --name; only"),
        (&["--name", "x", "--level", "full"], "missing: --lead; only"),
    ] {
        let fresh = Fresh::empty();
        let mut command = program();
        let mut child = command
            .current_dir(fresh.path())
            .args([&["init", "nieuw"], arguments].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        // An answer that nobody asked for is not taken either.
        let _ = child.stdin.take().expect("it is piped").write_all(b"nl\nx\nfull\nzwolle\n");
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(missing) && said.lines().count() == 1, "{said}");
        assert!(names(fresh.path()).is_empty());
    }
}

#[test]
fn dutch_unless_something_says_otherwise() {
    let language = |variables: &[(&str, &str)], arguments: &[&str]| {
        let fresh = Fresh::empty();
        let line = [&["init", "--level", "light", "--name", "x", "--lead", "zwolle"], arguments].concat();
        let ran = Ran::of(program().env_remove("COMMONS_LANG").envs(variables.iter().copied()).current_dir(fresh.path()).args(line));
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        fs::read_to_string(fresh.at("commons.toml")).expect("it was written").contains("language = \"nl\"")
    };
    assert!(language(&[], &[]) && language(&[("LC_ALL", "C")], &[]) && language(&[("LANG", "en_US.UTF-8")], &[]));
    assert!(!language(&[("COMMONS_LANG", "en")], &[]) && !language(&[], &["--lang", "en"]));
    assert!(language(&[("COMMONS_LANG", "en")], &["--lang", "nl"]));
}

/// A conversation of `commons init` at a terminal.
fn conversation(fresh: &Fresh, line: &str, answers: &str) -> String {
    crate::program::conversation(fresh, &format!("init --on 2026-10-01 {line}"), answers)
}

#[test]
fn at_a_terminal_it_asks_for_what_it_misses() {
    let fresh = Fresh::empty();
    let shown = conversation(&fresh, "mijn-dossier", "nl\n\nlight\nZwolle\n");
    assert!(shown.contains("Taal van het dossier / language of the record (nl, en) [nl]: "), "{shown}");
    assert!(
        shown.contains("Naam van de samenwerking [mijn-dossier]: ") && shown.contains("Ambitieniveau; opschalen kan altijd [sharing]: "),
        "{shown}"
    );
    assert!(shown.contains("lichte coördinatie") && shown.contains("ended with 0"), "{shown}");
    let settings = fs::read_to_string(fresh.at("mijn-dossier/commons.toml")).expect("it was written");
    assert!(settings.contains("name = \"mijn-dossier\"") && settings.contains("level = \"light\""), "{settings}");

    // Only what is missing, again where an answer will not do, and what an unknown organisation is.
    let shown = conversation(&fresh, "tweede --name x --lang en", "enormous\nfull\nBergen\nStichting X\nfoundation\n");
    assert!(!shown.contains("Name of the collaboration") && shown.matches("Ambition level").count() == 2, "{shown}");
    assert!(
        shown.contains("more than one municipality is called `Bergen`")
            && shown.contains("joint-body   joint body of municipalities")
            && shown.contains("What kind of organisation is `Stichting X`? With `back` you give another name [back]: "),
        "{shown}"
    );
    assert!(fresh.at("tweede/participants/stichting-x.toml").is_file(), "{shown}");

    let shown = conversation(&fresh, "anders --name x --level full --lang nl", "Zwole\nStichting Y\n\nStichting Y\nstichting\n");
    assert!(shown.contains("bedoelt u `Zwolle`?") && fresh.at("anders/participants/stichting-y.toml").is_file(), "{shown}");
    let shown = conversation(&fresh, "gelijk --name x --level full --lang nl", "Culembor\nGemeente Culemborg\n");
    assert!(!shown.contains("joint-body") && fresh.at("gelijk/participants/culemborg.toml").is_file(), "{shown}");
    let shown = conversation(&fresh, "later --name x --level full --lang nl", "Culembor\nCulembor\nGemeente Culemborg\n");
    assert!(shown.contains("joint-body") && fresh.at("later/participants/culemborg.toml").is_file(), "{shown}");
    for (typed, level) in [("2", "light"), ("licht", "light"), ("Gestr", "structured"), ("4", "full"), ("0\n5\n\u{20}\n", "sharing")] {
        let shown =
            conversation(&fresh, &format!("niveau-{level}-{} --name x --lang nl --lead zwolle", typed.len()), &format!("{typed}\n"));
        assert!(shown.contains("  2  light ") && shown.contains("ended with 0"), "{shown}");
        let settings = fs::read_to_string(fresh.at(format!("niveau-{level}-{}/commons.toml", typed.len()))).expect("it was written");
        assert!(settings.contains(&format!("level = \"{level}\"")), "{typed}: {settings}");
    }

    let shown = conversation(&fresh, "derde --name x --level full", "nl\n\u{4}");
    assert!(shown.contains("de vragen zijn niet beantwoord; er is niets geschreven") && shown.contains("ended with 2"), "{shown}");
    assert!(!fresh.at("derde").exists());
    let shown = conversation(&fresh, "mijn-dossier", "nl\n");
    assert!(shown.contains("holds a record already") && !shown.contains("Taal"), "{shown}");
    let shown = conversation(&fresh, "vierde --name x --level full --lead zwolle", "");
    assert!(!shown.contains("Taal van") && shown.contains("ended with 0"), "{shown}");
}
