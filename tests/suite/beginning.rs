//! New records: of every level, in both languages, right from the start, taught by their own comments, judged by other programs.

mod folders;
mod platforms;
mod questions;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use commons::beginning::{Beginning, Lead, Page, pages};
use commons::handbook::Level;
use commons::handbook::duties::duties_at;
use commons::handbook::municipalities::{all, by_name};
use commons::record::participant::OrganisationKind;
use commons::source::layout::KINDS;
use commons::text::Lang;

use crate::cases::{day, files, judge};
use crate::judges::linted;
use crate::program::{Fresh, Ran, assert_harmless, is_steering, program};

/// What nobody can know yet, and nothing else, may be found in a new record.
const OPEN: [&str; 3] = ["vacant-role", "responsible-vacant", "no-contact"];

/// The day on which the records of these tests start.
const START: &str = "2026-10-01";

fn beginning(level: Level, lang: Lang, lead: Lead) -> Beginning {
    Beginning { name: "Samenwerking Buurtapp".to_owned(), level, lang, on: day(START), lead }
}

fn municipality(name: &str) -> Lead {
    Lead::municipality(by_name(name).first().expect("there is a municipality of that name"))
}

fn lay_pages(pages: &[Page]) -> Fresh {
    let fresh = Fresh::empty();
    for page in pages.iter().filter(|page| page.path.ends_with(".toml")) {
        fresh.write(&page.path, &page.text);
    }
    fresh
}

/// `commons init` in an empty directory, with the lead and the name that every test needs and what else it asks.
pub fn init(fresh: &Fresh, arguments: &[&str]) -> Ran {
    let known = ["init", "--level", "light", "--name", "Buurtapp", "--lead", "Zwolle", "--on", START];
    Ran::of(program().env_remove("COMMONS_LANG").current_dir(fresh.path()).args([&known, arguments].concat()))
}

#[test]
fn a_new_record_of_every_level_has_only_open_places() {
    let leads = || {
        [
            municipality("Zwolle"),
            municipality("'s-Hertogenbosch"),
            municipality("Bergen (NH)"),
            Lead::organisation("Stichting Øst & \"Æbler\"", OrganisationKind::Foundation),
            Lead::organisation("Coordinator", OrganisationKind::Association),
            Lead::organisation("unknown", OrganisationKind::Other),
            Lead::organisation("Antwerpen", OrganisationKind::Municipality),
        ]
    };
    for level in Level::ALL {
        for lang in [Lang::Nl, Lang::En] {
            for lead in leads() {
                let named = format!("{level:?} {lang:?} {}", lead.name);
                let abroad = lead.kind == OrganisationKind::Municipality && lead.municipality.is_none();
                let fresh = lay_pages(&pages(&beginning(level, lang, lead)));
                for on in [START, "2026-12-31", "2030-01-01"] {
                    let judged = judge(fresh.path(), on);
                    // What lies abroad says so; its first line teaches how.
                    let found: Vec<&str> = judged
                        .rules()
                        .into_iter()
                        .filter(|rule| !OPEN.contains(rule) && (!abroad || *rule != "unknown-municipality"))
                        .collect();
                    assert!(found.is_empty(), "{named} on {on}: {}", judged.shown(Lang::En));
                    assert!(judged.rules().contains(&"no-contact"), "{named}: the first step is shown");
                }
                let ran = fresh.run(&["check"]);
                assert_eq!(ran.code, Some(0), "{named}");
            }
        }
    }
}

#[test]
fn every_municipality_can_lead() {
    let mut ids = BTreeSet::new();
    for one in all().iter().filter(|one| one.inhabitants.is_some()) {
        let lead = Lead::municipality(one);
        assert!(ids.insert(lead.id.clone()), "{} is the id of two", lead.id);
        let fresh = lay_pages(&pages(&beginning(Level::Sharing, Lang::Nl, lead)));
        let judged = judge(fresh.path(), START);
        assert!(judged.rules().iter().all(|rule| OPEN.contains(rule)), "{}: {}", one.name, judged.shown(Lang::En));
    }
    assert!(ids.len() > 300);
}

#[test]
fn a_level_brings_its_own_duties_and_no_others() {
    let mut before = 0;
    for level in Level::ALL {
        let pages = pages(&beginning(level, Lang::Nl, municipality("Zwolle")));
        let tasks: Vec<toml::Table> =
            pages.iter().filter(|page| page.path.starts_with("tasks/")).map(|page| page.text.parse().expect("a task is TOML")).collect();
        let covered: Vec<String> = tasks
            .iter()
            .flat_map(|task| task["covers"].as_array().expect("covers is a list"))
            .map(|duty| duty.as_str().expect("a duty is text").to_owned())
            .collect();
        let wanted: BTreeSet<&str> = duties_at(level).map(|duty| duty.id).collect();
        assert_eq!(covered.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{level:?}");
        assert_eq!(covered.len(), wanted.len(), "{level:?}: a duty is covered once");
        let roles = pages.iter().filter(|page| page.path.starts_with("roles/")).count();
        assert!(roles < tasks.len() && tasks.len() <= 14, "{level:?}: {roles} roles, {} tasks", tasks.len());
        assert!(tasks.len() >= before);
        before = tasks.len();
        let has = |path: &str| pages.iter().any(|page| page.path == path);
        assert_eq!(has("community.toml"), level >= Level::Light, "{level:?}");
        assert_eq!(has("finances/2026/budget.toml"), level >= Level::Structured, "{level:?}");
    }
}

/// Both languages say the same: their files differ in text alone.
#[test]
fn both_languages_have_the_same_facts() {
    fn keys(value: &toml::Value) -> String {
        match value {
            toml::Value::Table(table) => table.iter().map(|(key, value)| format!("{key}({}) ", keys(value))).collect(),
            toml::Value::Array(all) => all.iter().map(keys).collect::<Vec<_>>().join(";"),
            toml::Value::String(text) if text.contains(' ') || text.chars().any(char::is_uppercase) => "text".to_owned(),
            other => other.to_string(),
        }
    }
    for level in Level::ALL {
        let [dutch, english] = [Lang::Nl, Lang::En].map(|lang| pages(&beginning(level, lang, municipality("Zwolle"))));
        assert_eq!(dutch.len(), english.len());
        for (one, other) in dutch.iter().zip(&english).filter(|(one, _)| one.path.ends_with(".toml")) {
            assert_eq!(one.path, other.path);
            let [one_keys, other_keys] = [one, other].map(|page| keys(&page.text.parse::<toml::Table>().expect("it is TOML").into()));
            let meant = |keys: String| keys.replace("language(\"nl\")", "").replace("language(\"en\")", "");
            assert_eq!(meant(one_keys), meant(other_keys), "{}", one.path);
            let examples = |page: &Page| page.text.lines().filter(|line| is_example(line)).count();
            assert_eq!(examples(one), examples(other), "{}", one.path);
        }
    }
}

/// Whether a line of comment is an example: with its `#` away it is TOML.
fn is_example(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("# ") else { return false };
    rest.starts_with('[')
        || rest.split_once(" = ").is_some_and(|(key, _)| key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'))
}

/// What the comments teach is right: with every example in force, nothing is wrong but what they point at.
#[test]
fn every_commented_example_is_right() {
    for level in Level::ALL {
        for lang in [Lang::Nl, Lang::En] {
            let mut pages = pages(&beginning(level, lang, municipality("Zwolle")));
            let mut uncommented = 0;
            for page in pages.iter_mut().filter(|page| page.path.ends_with(".toml")) {
                let lines = page.text.lines().filter(|line| !line.starts_with("vacant = "));
                let lines = lines.map(|line| if is_example(line) { &line[2..] } else { line });
                uncommented += page.text.lines().filter(|line| is_example(line)).count();
                page.text = lines.map(|line| format!("{line}\n")).collect();
                let meeting: String =
                    page.text.lines().filter_map(|line| line.strip_prefix("#   ")).map(|line| format!("{line}\n")).collect();
                assert_eq!(meeting.is_empty(), !page.path.ends_with("user-group.toml"), "{}", page.path);
            }
            assert!(uncommented > 25, "{level:?} {lang:?}: only {uncommented} examples");
            let fresh = lay_pages(&pages);
            if let Some(group) = pages.iter().find(|page| page.path.ends_with("user-group.toml")) {
                let meeting: String =
                    group.text.lines().filter_map(|line| line.strip_prefix("#   ")).map(|line| format!("{line}\n")).collect();
                fresh.write("events/2026-12-01-overleg.toml", meeting);
            }
            let judged = judge(fresh.path(), START);
            let allowed = ["budget-not-adopted", "broken-process-link", "personal-email", "unknown-municipality", "reference-to-departed"];
            let found: Vec<_> = judged.rules().into_iter().filter(|rule| !allowed.contains(rule)).collect();
            assert!(found.is_empty(), "{level:?} {lang:?}: {}", judged.shown(Lang::En));
        }
    }
}

/// Both linters hold every file to the schema that its own first line names, and find what is wrong with it there.
#[test]
fn linters_follow_the_first_line_of_every_file() {
    for spoilt in ["", "\n[no_such_table]\nkey = 1\n"] {
        let desk = Fresh::empty();
        // No setting tells them which schema is whose.
        desk.write("taplo.toml", "");
        desk.write("tombi.toml", "toml-version = \"v1.0.0\"\n");
        let mut laid = BTreeSet::new();
        for level in Level::ALL {
            for (lang, lead) in
                [(Lang::Nl, municipality("Zwolle")), (Lang::En, Lead::organisation("De \"Ø\" \\ x", OrganisationKind::Other))]
            {
                for page in pages(&beginning(level, lang, lead)) {
                    let path = format!("{level:?}-{lang:?}/{}", page.path);
                    let is_toml = path.ends_with(".toml");
                    desk.write(&path, page.text + if is_toml { spoilt } else { "" });
                    if is_toml {
                        assert!(fs::read_to_string(desk.at(&path)).expect("it is text").starts_with("#:schema "), "{path}");
                        laid.insert(path);
                    }
                }
            }
        }
        assert!(laid.len() > 120);
        for (linter, refused) in linted(&desk, laid.len()) {
            assert_eq!(refused, if spoilt.is_empty() { BTreeSet::new() } else { laid.clone() }, "{linter}, {spoilt:?}");
        }
    }
}

#[test]
fn a_name_is_written_so_that_it_comes_back() {
    for name in [
        "Buurt \"app\" \\ 'x'",
        "''' \"\"\" # [x] = {y} {{z}}",
        "<script>alert(1)</script> [klik](http://x) `rm` *ster* | cel",
        "Één ☃ 東京",
        "name = \"x\" [rules] vacant-role = \"allow\"",
        "::error::x ##[group]",
        "🚲 🌳",
    ] {
        let fresh = Fresh::empty();
        let ran = Ran::of(program().current_dir(fresh.path()).args(["init", "--level", "structured", "--lead", "zwolle", "--name", name]));
        assert_eq!(ran.code, Some(0), "{name:?}: {}", ran.said());
        assert_harmless(&ran.said(), name);
        let text = fs::read_to_string(fresh.at("commons.toml")).expect("it was written");
        assert!(!text.contains(|c: char| c != '\n' && is_steering(c)), "{text:?}");
        let settings: toml::Table = text.parse().expect("it is TOML");
        assert_eq!(settings["name"].as_str(), Some(name.trim()));
        assert_eq!(settings["level"].as_str(), Some("structured"));
        assert!(!settings.contains_key("rules"));
        let readme = fs::read_to_string(fresh.at("README.md")).expect("it was written");
        assert!(readme.lines().nth(1) == Some("") && !readme.contains("<script>") && !readme.contains("k](http"), "{readme}");
        assert!(!readme.contains(|c: char| c != '\n' && is_steering(c)));
        assert!(judge(fresh.path(), START).rules().iter().all(|rule| OPEN.contains(rule)), "{name:?}");
    }
}

/// A name that steers a terminal, or has several lines, is a mistake of copying.
#[test]
fn a_name_is_one_line_of_text() {
    for name in ["twee\nregels", "\u{1b}[31mrood", "\u{7}x", "x \u{202e}mooi", "een\ttab", "x\u{9b}"] {
        for (flag, said) in [("--name", "the name of a collaboration is one line"), ("--lead", "the name of the lead is one line")] {
            let fresh = Fresh::empty();
            let other = if flag == "--name" { ["--lead", "zwolle"] } else { ["--name", "x"] };
            let line = [&["init", "--level", "light", "--lead-kind", "other", flag, name], &other[..]].concat();
            let ran = Ran::of(program().current_dir(fresh.path()).args(line));
            assert!(ran.code == Some(2) && ran.said().contains(said), "{name:?}: {}", ran.said());
            assert_harmless(&ran.said(), name);
            assert!(files(fresh.path()).is_empty(), "{name:?}");
        }
    }
}

/// What was written needs nothing more: the program finds no fault, and the same command writes the same bytes elsewhere.
#[test]
fn the_same_twice_is_the_same_bytes() {
    let (one, other) = (Fresh::empty(), Fresh::empty());
    for fresh in [&one, &other] {
        let ran = init(fresh, &["--ci", "github,gitlab", "--pre-commit"]);
        assert!(ran.code == Some(0) && ran.out.is_empty(), "{}", ran.said());
        assert!(Ran::of(program().current_dir(fresh.path()).args(["check", "--strict", "--on", START])).code == Some(1));
    }
    assert!(files(one.path()) == files(other.path()));
    let schemas = files(&one.at("schemas"));
    assert_eq!(schemas.len(), KINDS.len());
    one.run(&["schema", "--write", "anew"]);
    for (name, bytes) in schemas {
        assert!(fs::read(one.at(Path::new("anew").join(&name))).expect("it was written") == bytes, "{name}");
    }
}
