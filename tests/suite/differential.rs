//! Two readers and the diagnosis over the same texts, whole and spoiled: they agree on what is right, and what is refused is explained.

use std::collections::BTreeMap;

use commons::source::layout::{FileKind, KINDS};

use crate::agreement::disagreement;
use crate::program::{Dice, texts};

/// How often each file is spoiled.
const SPOILED: usize = 25;

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
