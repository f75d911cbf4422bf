//! What holds for every input, tried with inputs that nobody thought of.

use std::fs;
use std::process::Command;

use commons::date::{Date, Moment, VagueDate};
use commons::diagnostics::{Style, Summary, json, text};
use commons::finding::{At, Finding, Key, Keys, Place};
use commons::record::load::load;
use commons::record::places::{Located, key_of, locate};
use commons::record::values::Id;
use commons::rules::{Choice, run};
use commons::source::layout::KINDS;
use commons::source::{FilePath, Source, directory};
use commons::text::{Lang, Text};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::cases::{DAY, day, lay, records, root};
use crate::program::{Fresh, Ran, paths, program, without_colors};

/// Pieces of TOML and of what is none, and any text at all.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["name = \"x\"\n", "title = \"één\"\n", "[people.a]\n", "[[holder]]\n", "who = \"a\"\n", "from = 2026-01-01\n", "note = '''\n", "x = {", "}", "[", "]]", "\"", "\r\n", "\r", "# ", "\\u0000", "= ", "\u{feff}", "[raci]\n",
            "accountable = \"x\"\n", "responsible = [{ who = 1 }, \"b\"]\n", "amount = 12,50\n", "[[cost]]\nid = \"a\"\namount = 1\n", "a.b.c = 1\n", "<<<<<<< a\n=======\n>>>>>>> b\n", "starts = 2026-01-01T10:00\n", "kind = \"x\"\n", "hours = 1e400\n"]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![3 => document().prop_map(String::into_bytes), 1 => prop::collection::vec(any::<u8>(), 0..200)]
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        prop::sample::select(vec![
            "name",
            "title",
            "people",
            "a",
            "holder",
            "who",
            "from",
            "raci",
            "accountable",
            "responsible",
            "x",
            "cost",
            "",
            "note"
        ])
        .prop_map(|name| Key::from(name.to_owned())),
        (0usize..4).prop_map(Key::from),
        any::<usize>().prop_map(Key::from),
        any::<String>().prop_map(Key::from),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    let keys = || prop::collection::vec(key(), 0..5).prop_map(Keys);
    prop_oneof![
        Just(Place::File),
        keys().prop_map(Place::Key),
        keys().prop_map(Place::Name),
        (keys(), any::<String>()).prop_map(|(keys, name)| Place::Missing(keys, name)),
        (0usize..300, 0usize..300).prop_map(|(start, end)| Place::Bytes(start, end)),
        (any::<usize>(), any::<usize>()).prop_map(|(start, end)| Place::Bytes(start, end)),
    ]
}

fn opened(fresh: &Fresh) -> Source {
    directory::open(fresh.path()).expect("a record can be listed")
}

/// Every place within its file, and every form written without a panic.
fn written(located: &[Located], source: &Source) {
    let mut buffer = Vec::new();
    for one in located {
        let bytes = source.file(&one.finding.at.file).and_then(|file| source.read(file, &mut buffer).ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        let lines: Vec<&str> = text.split('\n').collect();
        for (line, column) in [(one.line, one.column), (one.end_line, one.end_column)] {
            assert!(line >= 1 && line <= lines.len().max(1), "line {line} of {}", lines.len());
            assert!(
                column >= 1 && column <= lines.get(line - 1).map_or(0, |line| line.chars().count()) + 1,
                "column {column} of {:?}",
                lines.get(line - 1)
            );
        }
        assert!((one.line, one.column) <= (one.end_line, one.end_column));
        if let Some(shown) = &one.shown {
            assert!(shown.text.get(shown.span.clone()).is_some(), "{shown:?}");
        }
    }
    for lang in [Lang::Nl, Lang::En] {
        let summary = Summary::of(located, source.files.len());
        serde_json::from_slice::<serde_json::Value>(&json::write(located, summary, lang)).expect("it is JSON");
        for (color, width) in [(true, 20), (false, 100)] {
            let shown = text::write(located, summary, &Style { lang, color, width, most: Some(3), quiet: false });
            crate::program::assert_harmless(&without_colors(std::str::from_utf8(&shown).expect("it is text")), "a check");
        }
    }
}

proptest! {
    #[test]
    fn every_day_survives_its_own_text(year in 0i32..=9999, month in 1u32..=12, number in 1u32..=31) {
        if let Some(date) = Date::of(year, month, number) {
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
            prop_assert_eq!(date.to_string().len(), 10);
            prop_assert_eq!(Moment::parse(&date.to_string()).map(Moment::date), Some(date));
            prop_assert_eq!(date.plus_days(400).plus_days(-400), date);
            prop_assert!(date.plus_months(13).minus_months(13) <= date);
            for vague in [VagueDate::Year(year), VagueDate::Month(year, month), VagueDate::By(date)] {
                prop_assert_eq!(VagueDate::parse(&vague.to_string()), Some(vague));
                prop_assert!(vague.first() <= date && date <= vague.last());
            }
        } else {
            let text = format!("{year:04}-{month:02}-{number:02}");
            prop_assert_eq!(Date::parse(&text), None);
        }
    }

    #[test]
    fn any_length_of_time_can_be_added(year in 0i32..=9999, days in any::<i64>(), months in any::<u32>()) {
        let date = Date::of(year, 2, 28).expect("every year has it");
        let (later, earlier) = (date.plus_months(months), date.minus_months(months));
        prop_assert!(earlier <= date && date <= later);
        prop_assert_eq!(date.plus_days(days) >= date, days >= 0);
        prop_assert!(!later.to_string().is_empty() && !date.plus_days(days).to_string().is_empty());
    }

    #[test]
    fn no_text_breaks_the_reading_of_days(text in "\\PC{0,20}|[0-9]{4}-[0-9]{1,3}-.{0,4}|by .{0,12}|[0-9 T:.-]{0,30}") {
        if let Some(date) = Date::parse(&text) {
            prop_assert_eq!(date.to_string(), text.clone());
        }
        if let Some(vague) = VagueDate::parse(&text) {
            prop_assert_eq!(vague.to_string(), text.clone());
            prop_assert!(vague.first() <= vague.last());
        }
        if let Some(moment) = Moment::parse(&text) {
            prop_assert!(Moment::parse(&moment.to_string()).is_some());
        }
    }

    #[test]
    fn ids_are_plain_and_short(text in "[a-z0-9-]{0,12}|\\PC{0,6}|[A-Za-z0-9_.-]{1,6}|(com|lpt)[0-9]?|[a-z]{95,105}") {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let device = matches!(&*text, "con" | "prn" | "aux" | "nul") || text.len() == 4 && (text.starts_with("com") || text.starts_with("lpt")) && text.ends_with(|c: char| c.is_ascii_digit());
        let right = plain && !device && (1..=100).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-');
        prop_assert_eq!(Id::is_valid(&text), right);
    }

    #[test]
    fn every_place_is_found_within_its_file(bytes in bytes(), places in prop::collection::vec(place(), 1..6)) {
        let fresh = Fresh::empty();
        fresh.write("roles/x.toml", bytes);
        let source = opened(&fresh);
        let findings: Vec<Finding> = places.into_iter().map(|place| {
            let at = At { file: FilePath::new("roles/x.toml"), place };
            Finding::of("unknown-key", at, Text::same("`x` is wrong")).help(Text::same("write `y`"))
        }).collect();
        for finding in &findings {
            key_of(&source)(finding);
        }
        let count = findings.len();
        let located = locate(&source, findings);
        prop_assert_eq!(located.len(), count);
        written(&located, &source);
    }

    #[test]
    fn no_files_break_a_check(files in prop::collection::vec((0..KINDS.len(), bytes()), 1..6)) {
        let fresh = Fresh::new();
        for (kind, bytes) in files {
            fresh.write(&paths()[kind].1, bytes);
        }
        let source = opened(&fresh);
        let (record, findings) = load(&source, day(DAY), &|| ());
        let findings = run(&record, findings, &Choice::default(), &key_of(&source));
        written(&locate(&source, findings), &source);
    }
}

/// Everything that a record gives, on so many threads.
fn all_of(fresh: &Fresh, threads: &str) -> Vec<Vec<u8>> {
    [
        &["check"][..],
        &["check", "--color", "always"],
        &["check", "--format", "json"],
        &["export", "json"],
        &["export", "json", "--audience", "public"],
    ]
    .into_iter()
    .map(|arguments| {
        let ran = Ran::of(program().current_dir(fresh.path()).env("RAYON_NUM_THREADS", threads).args(["--on", DAY]).args(arguments));
        [ran.out, ran.err].concat()
    })
    .collect()
}

#[test]
fn threads_and_the_order_of_folders_change_nothing() {
    let cases = ["examples/wijkwijzer", "tests/records/real/signalen", "tests/records/real/os2", "tests/records/rules"];
    for case in cases.map(|case| root().join(case)).into_iter().filter(|case| case.is_dir()) {
        let fresh = Fresh::empty();
        if case.ends_with("rules") {
            // All faults there are, laid over one another.
            lay(&records().join("base"), fresh.path());
            for entry in fs::read_dir(&case).expect("the cases can be listed") {
                let fail = entry.expect("the cases can be listed").path().join("fail");
                // A link and a folder of one name do not go together, and a newer format says nothing else.
                if fail.is_dir() && !fail.to_string_lossy().contains("newer-format") && !fail.to_string_lossy().contains("outside") {
                    lay(&fail, fresh.path());
                }
            }
        } else {
            lay(&case, fresh.path());
        }
        let once = all_of(&fresh, "1");
        assert!(once.iter().map(Vec::len).sum::<usize>() > 1000, "{}", case.display());
        for threads in ["1", "2", "8"] {
            assert!(all_of(&fresh, threads) == once, "{}: {threads} threads", case.display());
        }
        // The same files, made in the reverse order, so that the file system lists them otherwise.
        let other = Fresh::empty();
        let mut files: Vec<_> = crate::cases::files(fresh.path()).into_iter().collect();
        files.reverse();
        for (path, bytes) in files {
            other.write(path, bytes);
        }
        assert!(all_of(&other, "8") == once, "{}: another order", case.display());
    }
}

/// The order in which a folder is listed is not in our hands; a copy by another program is one more chance of another order.
#[test]
fn a_copy_gives_the_same_bytes() {
    let fresh = Fresh::new();
    for number in 0..300 {
        fresh.write(format!("roles/r{}.toml", number * 7919 % 300), format!("title = \"rol {number}\"\nkind = \"x\"\n"));
        fresh.write(format!("participants/p{}.toml", number * 6287 % 300), "name = \"x\"\ncontact = \"niemand\"\n");
    }
    let copy = Fresh::empty();
    let copied = Command::new("cp").arg("-r").arg(fresh.at(".")).arg(copy.path()).status().expect("there is a cp");
    assert!(copied.success());
    assert!(all_of(&fresh, "1") == all_of(&copy, "8"));
}

#[test]
fn properties_are_tried_often_enough() {
    assert!(ProptestConfig::default().cases >= 256 || std::env::var_os("PROPTEST_CASES").is_some());
}
