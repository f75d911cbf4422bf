//! `log` over the story of two years: every sentence in both languages, of one thing under all its names, and nothing of who is forgotten.

use std::fs;

use crate::cases::{expect_file, root};
use crate::judges::{own_schema, validate};
use crate::program::{Fresh, Ran, program};
use crate::story::{FOLDER, git, story};

fn log(story: &Fresh, arguments: &[&str]) -> Ran {
    let mut command = program();
    command.arg("-C").arg(story.at(FOLDER)).arg("log").args(arguments);
    Ran::of(&mut command)
}

fn shown(story: &Fresh, arguments: &[&str]) -> String {
    let ran = log(story, arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.said());
    ran.shown().to_owned()
}

/// Without the day on which it is asked, which is today.
fn dateless(text: &str) -> String {
    text.lines().filter(|line| !line.contains("Buurtkaart Rivierenland, ")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_story_is_told_in_both_languages() {
    let story = story();
    for lang in ["nl", "en"] {
        let told = dateless(&shown(&story, &["--format", "md", "--lang", lang]));
        expect_file(&root().join(format!("tests/suite/story/log.{lang}.md")), &told);
        for (name, arguments) in [
            ("every", &["--every", "--since", "2025-11-01", "--until", "2025-12-31"][..]),
            ("buren", &["buren"]),
            ("tiel", &["tiel"]),
            ("coordinator", &["Coördinator", "--since", "2025-05-01"]),
            ("public", &["--audience", "public", "--until", "2025-09-30"]),
        ] {
            let told = dateless(&shown(&story, &[arguments, &["--format", "md", "--lang", lang]].concat()));
            expect_file(&root().join(format!("tests/suite/story/log-{name}.{lang}.md")), &told);
        }
    }
}

/// Each commit beside the one before it: what was merged, moved, broken and mended too.
#[test]
fn each_step_of_the_story_is_compared_in_both_languages() {
    let story = story();
    let commits = git(&story, "2026-10-01", "", &["log", "--first-parent", "--reverse", "--format=%H"]);
    let commits: Vec<&str> = commits.lines().collect();
    assert!(commits.len() > 15, "only {} commits", commits.len());
    for lang in ["nl", "en"] {
        let mut told = String::new();
        for pair in commits.windows(2) {
            let mut command = program();
            command.arg("-C").arg(story.at(FOLDER)).args(["diff", pair[0], pair[1], "--format", "md", "--lang", lang]);
            let ran = Ran::of(&mut command);
            assert_eq!(ran.code, Some(0), "{pair:?}: {}", ran.said());
            told.push_str(ran.shown());
        }
        expect_file(&root().join(format!("tests/suite/story/diff.{lang}.md")), &told);
    }
}

#[test]
fn one_thing_is_followed_under_all_its_names() {
    let story = story();
    let now = dateless(&shown(&story, &["gemeente-tiel"]));
    assert_eq!(dateless(&shown(&story, &["tiel"])), now, "by what it was called");
    assert_eq!(dateless(&shown(&story, &["participants/gemeente-tiel"])), now);
    assert_eq!(dateless(&shown(&story, &["Gemeente Tiel"])), now);
    assert!(now.contains("2024") && now.contains("`participants/tiel.toml`") && now.contains("pays"), "{now}");
    let ran = log(&story, &["gemeente-tiell"]);
    assert!(ran.code == Some(2) && ran.said().contains("did you mean"), "{}", ran.said());
}

#[test]
fn who_is_forgotten_or_was_never_to_be_seen_is_not_named() {
    let story = story();
    for format in ["table", "md", "html", "mail", "csv", "json"] {
        for audience in ["public", "participants", "record"] {
            for more in [&[][..], &["--every"], &["culemborg"], &["coordinator"], &["mlepelaar"]] {
                let told = shown(&story, &[more, &["--format", format, "--audience", audience]].concat());
                for word in ["Machteld", "Lepelaar", "mlepelaar", "machteld"] {
                    assert!(!told.contains(word), "{format} {audience} {more:?}: {word}\n{told}");
                }
                assert!(audience != "public" || !told.contains("Douwe") && !told.contains("Jo de Vries"), "{format} {more:?}\n{told}");
            }
        }
    }
}

#[test]
fn what_was_taken_back_by_force_is_not_told_and_what_is_merged_is() {
    let story = story();
    let told = shown(&story, &["--lang", "en", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
    let rows = told["changes"].as_array().expect("they are a list");
    let sentence = |row: &serde_json::Value| row["sentence"].as_str().expect("a sentence").to_owned();
    let levels: Vec<String> = rows.iter().filter(|row| row["change"] == "level").map(sentence).collect();
    assert_eq!(levels.len(), 1, "{levels:?}");
    let merged: Vec<&serde_json::Value> = rows.iter().filter(|row| row["merge"] == "yes").collect();
    assert!(merged.iter().any(|row| sentence(row).contains("West Betuwe")), "{merged:?}");
    let broken = rows.iter().find(|row| row["change"] == "file-unreadable").expect("a commit broke a file");
    assert!(sentence(broken).contains("participants/tiel.toml") && broken["on"] == "2025-07-07", "{broken}");
    assert!(rows.iter().any(|row| row["change"] == "record-moved"), "{rows:?}");
}

#[test]
fn a_history_that_is_cut_short_or_not_there_says_so() {
    let story = story();
    git(&story, "2026-10-02", "", &["clone", "-q", "--depth", "3", &format!("file://{}", story.path().display()), "shallow"]);
    let ran = Ran::of(program().arg("-C").arg(story.at("shallow/dossier")).args(["log", "--format", "md"]));
    assert!(ran.shown().contains("git fetch --unshallow") && !ran.shown().contains("began"), "{}", ran.shown());
    assert!(!ran.shown().contains("2025"), "{}", ran.shown());

    let alone = Fresh::new();
    let ran = alone.run(&["log"]);
    assert!(ran.code == Some(2) && ran.said().contains("is not in a git repository"), "{}", ran.said());
    git(&alone, "2026-10-01", "", &["init", "-q"]);
    let ran = alone.run(&["log"]);
    assert!(ran.code == Some(2) && ran.said().contains("no commits yet"), "{}", ran.said());

    git(&story, "2026-10-02", "", &["clone", "-q", "--bare", &story.path().display().to_string(), "bare.git"]);
    let record = fs::canonicalize(story.at("bare.git")).expect("it is there");
    let ran = Ran::of(program().arg("-C").arg(record).args(["log", "--at", "HEAD"]));
    assert!(ran.code == Some(2) && ran.said().contains("no record"), "at the top of the repository there is none: {}", ran.said());
}

#[test]
fn as_json_it_keeps_its_shape() {
    let story = story();
    let mut written = Vec::new();
    for (name, arguments) in
        [("all", &[][..]), ("public", &["--audience", "public"]), ("one", &["buren"]), ("none", &["--since", "2026-12-01"])]
    {
        let ran = log(&story, &[arguments, &["--format", "json", "-o", story.at(name).to_str().expect("it is text")]].concat());
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.said());
        written.push(name.to_owned());
    }
    validate(&story, &["--schemafile", &own_schema("log").display().to_string()], &written);
}
