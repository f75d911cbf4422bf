//! Two readers and the diagnosis over the same texts, whole and spoiled: they agree on what is right, and what is refused is explained.

use std::collections::BTreeMap;
use std::fmt::Debug;

use commons::record::collaboration::Collaboration;
use commons::record::diagnosis::diagnose;
use commons::record::event::{Community, Event};
use commons::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use commons::record::participant::{Participant, People};
use commons::record::reader;
use commons::record::work::{Product, Role, Task};
use commons::source::FilePath;
use commons::source::layout::{FileKind, KINDS};
use serde::de::DeserializeOwned;

use crate::program::{Dice, texts};

/// How often each file is spoiled.
const SPOILED: usize = 25;

/// What a text gives when no rule of the diagnosis explains it.
const UNEXPLAINED: &str = "nothing else explains it";

/// What is wrong with how a text is treated, if anything: a class, and the details.
fn disagreement(kind: FileKind, text: &str) -> Option<(&'static str, String)> {
    match kind {
        FileKind::Collaboration => judged::<Collaboration>(kind, text),
        FileKind::Community => judged::<Community>(kind, text),
        FileKind::People => judged::<People>(kind, text),
        FileKind::Participant => judged::<Participant>(kind, text),
        FileKind::Product => judged::<Product>(kind, text),
        FileKind::Role => judged::<Role>(kind, text),
        FileKind::Task => judged::<Task>(kind, text),
        FileKind::Event => judged::<Event>(kind, text),
        FileKind::Budget => judged::<Budget>(kind, text),
        FileKind::Expenses => judged::<Expenses>(kind, text),
        FileKind::Payments => judged::<Payments>(kind, text),
        FileKind::Invoice => judged::<Invoice>(kind, text),
        FileKind::Contract => judged::<Contract>(kind, text),
    }
}

fn judged<T: DeserializeOwned + PartialEq + Debug>(kind: FileKind, text: &str) -> Option<(&'static str, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ours = reader::read::<T>(text);
    let theirs = toml::from_str::<T>(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) if ours != theirs => return Some(("two values", format!("{ours:?}\n{theirs:?}"))),
        (Ok(_), Err(error)) => return Some(("only ours accepts", error.message().to_owned())),
        // A float does not show how it was typed, so only ours can refuse `18.000` as an amount.
        // Of two byte order marks the `toml` crate, which expects one itself, sees only the second.
        (Err(error), Ok(_)) if !text.starts_with('\u{feff}') && !error.0.contains("more than two decimals") => {
            return Some(("only theirs accepts", error.0.clone()));
        }
        _ => {}
    }
    let findings = diagnose(&FilePath::new("file.toml"), kind, text, UNEXPLAINED);
    let explained = !findings.iter().any(|finding| finding.message.en.contains(UNEXPLAINED));
    match &ours {
        Ok(_) if explained => Some(("accepted and yet found wrong", format!("{}: {}", findings[0].rule, findings[0].message.en))),
        Err(error) if !explained => Some(("refused and not explained", error.0.clone())),
        _ => None,
    }
}

/// Values of every type and near it, as hands and programs write them.
const VALUES: [&str; 44] = [
    "\"2026-02-28\"",
    "{ x = \"2026-02-28\" }",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "2026",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "0x1F",
    "0o17",
    "0b101",
    "1_000",
    "1.5",
    "-0.0",
    "1e3",
    "1e400",
    "inf",
    "-inf",
    "nan",
    "12.345",
    "0.1",
    "1250.00",
    "99999999999999.99",
    "\"tekst\"",
    "'tekst'",
    "\"\"",
    "\"\"\"meer\nregels\"\"\"",
    "\"unknown\"",
    "\"2026\"",
    "\"2026-02\"",
    "\"2026-02-30\"",
    "2026-02-28",
    "2024-02-29",
    "2023-02-29",
    "2026-01-31T10:00:00",
    "2026-01-31 10:00",
    "2026-01-31T10:00:00+01:00",
    "10:00:00",
    "[]",
    "[\"a\", 1, {}]",
    "{ a = 1, \"$__toml_private_datetime\" = \"2026-01-01\" }",
];

const KEYS: [&str; 14] =
    ["name", "naam", "who", "note", "id", "\"\"", "'a b'", "\"$__toml_private_datetime\"", "x.y", "a.b.c", "Name", "from", "_", "1"];

const CHARACTERS: [char; 22] =
    ['"', '\'', '=', '[', ']', '{', '}', ',', '.', '#', '\\', '\n', '\r', '\t', '\0', '-', '0', 'e', ' ', 'é', '\u{a0}', '\u{feff}'];

/// A text with one thing changed in it.
fn spoiled(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if lines.is_empty() {
        lines.push(String::new());
    }
    let at = dice.below(lines.len());
    let other = dice.below(lines.len());
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
    let place = places.get(dice.below(places.len())).copied().unwrap_or_default();
    match dice.below(12) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines.swap(at, other),
        3 => lines.insert(at, lines[other].clone()),
        4..=6 => {
            if let Some((key, _)) = lines[at].clone().split_once('=') {
                lines[at] = format!("{key}= {}\n", dice.one_of(&VALUES));
            }
        }
        7 => {
            if let Some((_, value)) = lines[at].clone().split_once('=') {
                lines[at] = format!("{} ={value}", dice.one_of(&KEYS));
            }
        }
        8 => return text[..place].to_owned(),
        9 => {
            let mut changed = text.to_owned();
            changed.insert(place, *dice.one_of(&CHARACTERS));
            return changed;
        }
        10 => {
            let mut rest = text[place..].chars();
            rest.next();
            return format!("{}{}{}", &text[..place], dice.one_of(&CHARACTERS), rest.as_str());
        }
        _ => lines.insert(
            at,
            format!("[{}]\n", dice.one_of(&["people", "people.x", "note", "[holder]", "[cost]", "raci", "a.b.c", "[a.b]", ""])),
        ),
    }
    lines.concat()
}

#[test]
fn both_readers_and_the_diagnosis_agree() {
    let mut classes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut tried = 0;
    let mut look = |kind: FileKind, text: &str, path: &str| {
        tried += 1;
        if let Some((class, details)) = disagreement(kind, text) {
            classes.entry(class).or_default().push(format!("{path} as {kind:?}: {details}\n{text}"));
        }
    };
    let mut dice = Dice::new(8);
    for (kind, path, text) in texts() {
        look(kind, &text, &path);
        look(dice.one_of(&KINDS).0, &text, &path);
        for _ in 0..SPOILED {
            let mut changed = spoiled(&text, &mut dice);
            // Every third is spoiled twice: faults hide behind one another.
            if dice.below(3) == 0 {
                changed = spoiled(&changed, &mut dice);
            }
            look(kind, &changed, &path);
        }
    }
    assert!(tried > 10_000, "only {tried} texts were tried");
    let shown: Vec<String> = classes
        .iter()
        .map(|(class, cases)| format!("== {class}: {}\n{}", cases.len(), cases[..cases.len().min(8)].join("\n--\n")))
        .collect();
    assert!(classes.is_empty(), "{tried} texts were tried\n{}", shown.join("\n"));
}

/// Every value in every key: what one type takes, another must explain.
#[test]
fn every_value_fits_or_is_explained() {
    let mut classes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (kind, _, _) in KINDS {
        let schema = commons::record::schema::plain(kind);
        let keys = schema["properties"].as_object().expect("a file is a table").keys();
        for key in keys {
            for value in VALUES {
                for text in [
                    format!("{key} = {value}\n"),
                    format!("{key} = [{value}]\n"),
                    format!("{key} = {{ id = {value} }}\n"),
                    format!("[[{key}]]\nid = {value}\nname = {value}\nwho = {value}\n"),
                ] {
                    if let Some((class, details)) = disagreement(kind, &text) {
                        classes.entry(class).or_default().push(format!("{kind:?}: {details}\n{text}"));
                    }
                }
            }
        }
    }
    let shown: Vec<String> = classes
        .iter()
        .map(|(class, cases)| format!("== {class}: {}\n{}", cases.len(), cases[..cases.len().min(8)].join("\n--\n")))
        .collect();
    assert!(classes.is_empty(), "{}", shown.join("\n"));
}
