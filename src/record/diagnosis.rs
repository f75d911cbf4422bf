//! Why a file could not be read: its text walked against its own schema, every fault with its bytes and the nearest known word.

mod brackets;
mod cure;
pub mod hands;
mod newer;
pub mod scalars;
mod syntax;

pub use newer::newer_toml;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::edit::Edit;
use crate::finding::{At, Cure, Finding, Key, Keys, Place};
use crate::record::scalars::MARK;
use crate::record::schema;
use crate::source::FilePath;
use crate::source::layout::FileKind;
use crate::text::{Lang, Text};
use crate::{text, words};

/// So many findings of one file get a suggestion; nobody reads more, and each costs a search.
const SUGGESTED: usize = 1_000;

/// Every fault of a file that the reader refused, in the order of the text. `said` is the reader's own word, for what nothing else explains.
pub fn diagnose(file: &FilePath, kind: FileKind, text: &str, said: &str) -> Vec<Finding> {
    let lines = Lines::of(text);
    let mut blanked = Cow::Borrowed(text);
    let mut findings: Vec<Found> = Vec::new();
    let mut named: BTreeSet<usize> = BTreeSet::new();
    // One line that is no TOML can hide the faults of those behind it: without it they are found too.
    for _ in 0..ROUNDS {
        let Tolerant { table, errors, cut } = tolerant(&blanked);
        let syntax = syntax::findings(file, &blanked, table.get_ref(), &errors, cut);
        findings.extend(syntax.findings.into_iter().filter(|(span, _)| !named.contains(&lines.at(span.start))));
        named.extend(&syntax.lines);
        if syntax.alone.is_empty() {
            break;
        }
        let without = without_lines(&blanked, &lines, &syntax.alone);
        blanked = Cow::Owned(without);
    }
    let Tolerant { table, errors, cut } = tolerant(&blanked);
    let syntax = syntax::findings(file, &blanked, table.get_ref(), &errors, cut);
    let schema = schema::marked(kind);
    let mut walk = Walk { file, text, root: schema, broken: !findings.is_empty(), found: Vec::new() };
    walk.table(table.get_ref(), 0..first_line(text), schema, &Keys::default());
    let mut found = walk.found;
    // A value that could not be read stands in the table as something else: nothing is said of a line that is already named.
    found.retain(|(span, _)| span.start < syntax.readable_until && !named.contains(&lines.at(span.start)));
    findings.extend(found);
    findings.sort_by_key(|(span, _)| (span.start, span.end));
    if findings.is_empty() {
        let message = text!(en: "this file cannot be read: {said}", nl: "dit bestand is niet te lezen: {said}");
        return vec![Finding::of("wrong-type", At::file(file), message)];
    }
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// A text read as far as it can be, with everything that is wrong with it.
pub struct Tolerant<'i> {
    pub table: Spanned<DeTable<'i>>,
    errors: Vec<toml::de::Error>,
    /// Where reading stopped; from that line on nothing was read.
    cut: Option<Cut>,
}

/// Where a text can be read no further, and why, in the parser's words.
pub struct Cut {
    span: Range<usize>,
    why: &'static str,
}

/// Reads a text as far as it can be read.
pub fn tolerant(text: &str) -> Tolerant<'_> {
    let cut = brackets::cut(text);
    let readable = cut.as_ref().map_or(text, |cut| &text[..text[..cut.span.start].rfind('\n').map_or(0, |line| line + 1)]);
    let (table, errors) = DeTable::parse_recoverable(readable);
    Tolerant { table, errors, cut }
}

/// So many times a text is read again without the lines that were found wrong.
const ROUNDS: usize = 4;

/// A text with spaces in the place of some of its lines, so that all others stay where they are.
fn without_lines(text: &str, lines: &Lines, blank: &[usize]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for line in blank {
        let range = lines.range(*line, text.len());
        bytes[range].iter_mut().filter(|b| !matches!(**b, b'\n' | b'\r')).for_each(|b| *b = b' ');
    }
    String::from_utf8(bytes).expect("whole lines were replaced by spaces")
}

/// Where the lines of a text begin.
pub struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1)).collect())
    }

    /// The number of the line in which a byte stands, from zero.
    pub fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte) - 1
    }

    /// The first byte of a line, and the first byte after it, its end included.
    pub fn range(&self, line: usize, length: usize) -> Range<usize> {
        self.0.get(line).copied().unwrap_or(length)..self.0.get(line + 1).copied().unwrap_or(length)
    }
}

type Found = (Range<usize>, Finding);
/// The rule, what is wrong, what to do.
type Fault = (&'static str, Text, Option<Text>);

struct Walk<'a> {
    file: &'a FilePath,
    text: &'a str,
    root: &'a Value,
    /// Whether part of the text could not be read, so that nothing can be concluded from absence.
    broken: bool,
    found: Vec<Found>,
}

impl<'a> Walk<'a> {
    fn add(&mut self, rule: &'static str, place: Place, span: Range<usize>, message: Text, help: Option<Text>) {
        // Keys of a text that is broken elsewhere may lead astray when it is read again.
        let place = if self.broken { Place::bytes(span.clone()) } else { place };
        let at = At { file: self.file.clone(), place };
        self.found.push((span, Finding { help, ..Finding::of(rule, at, message) }));
    }

    /// The same about a value, with what it was meant to be where that is certain.
    fn add_value(&mut self, fault: Fault, keys: &Keys, span: Range<usize>, meant: Option<String>) {
        let (rule, message, help) = fault;
        let by_bytes = self.broken;
        let cure = meant.map(|meant| if by_bytes { Cure::Bytes(span.start, span.end, meant) } else { Cure::set(keys.clone(), meant) });
        self.add(rule, Place::Key(keys.clone()), span, message, help);
        if let Some((_, finding)) = self.found.last_mut() {
            finding.cure = cure.map(Box::new);
        }
    }

    /// The schema that a reference leads to, seen through the wrapping that only carries a description.
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        loop {
            if let Some(name) = schema["$ref"].as_str() {
                schema = name.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer)).expect("a schema refers to what it defines");
            } else if let Some([one]) = schema["allOf"].as_array().map(Vec::as_slice) {
                schema = one;
            } else {
                return schema;
            }
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &'a Value, keys: &Keys) {
        let schema = self.resolve(schema);
        if let Some(mark) = schema[MARK].as_str() {
            if let Some(fault) = scalars::fault(mark, value.get_ref(), schema, keys) {
                self.add_value(fault, keys, value.span(), cure::scalar(mark, value.get_ref(), schema));
            }
            return;
        }
        let choices = self.choices(schema);
        let fitting: Vec<&Value> = choices.iter().copied().filter(|choice| Walk::fits(choice, value.get_ref())).collect();
        match &fitting[..] {
            [] => self.wrong_type(value, &choices, keys),
            [one] => self.one(value, one, keys),
            several => {
                let tried = several.iter().map(|choice| {
                    let mut walk = Walk { file: self.file, text: self.text, root: self.root, broken: self.broken, found: Vec::new() };
                    walk.one(value, choice, keys);
                    walk.found
                });
                let best = tried.min_by_key(Vec::len).expect("several are not none");
                self.found.extend(best);
            }
        }
    }

    fn one(&mut self, value: &Spanned<DeValue<'_>>, schema: &'a Value, keys: &Keys) {
        if schema[MARK].is_string() {
            return self.value(value, schema, keys);
        }
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, value.span(), schema, keys),
            DeValue::Array(array) => {
                for (index, item) in array.iter().enumerate() {
                    self.value(item, &schema["items"], &keys.then(index));
                }
            }
            scalar => {
                if let Some(fault) = scalars::fault("", scalar, schema, keys) {
                    self.add_value(fault, keys, value.span(), cure::scalar("", scalar, schema));
                }
            }
        }
    }

    /// The choices of a schema, all the way down, without repeating one.
    fn choices(&self, schema: &'a Value) -> Vec<&'a Value> {
        match schema["anyOf"].as_array() {
            Some(choices) if !schema[MARK].is_string() => choices.iter().flat_map(|choice| self.choices(self.resolve(choice))).collect(),
            _ => vec![schema],
        }
    }

    fn fits(schema: &Value, value: &DeValue<'_>) -> bool {
        if schema[MARK].is_string() {
            return !matches!(value, DeValue::Table(_) | DeValue::Array(_));
        }
        match (schema["type"].as_str(), value) {
            (Some("object"), DeValue::Table(_))
            | (Some("array"), DeValue::Array(_))
            | (Some("string"), DeValue::String(_))
            | (Some("boolean"), DeValue::Boolean(_))
            | (Some("integer" | "number"), DeValue::Integer(_) | DeValue::Float(_)) => true,
            (None, DeValue::String(_)) => schema["enum"].is_array() || schema["const"].is_string() || schema["oneOf"].is_array(),
            _ => false,
        }
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, choices: &[&Value], keys: &Keys) {
        let (message, help) = scalars::wrong_type(value.get_ref(), choices, keys, self.root);
        let items = choices.first().map_or(&Value::Null, |choice| self.resolve(&choice["items"]));
        let meant = cure::shape(value.get_ref(), choices, items);
        self.add_value(("wrong-type", message, help), keys, value.span(), meant);
    }

    fn table(&mut self, table: &DeTable<'_>, header: Range<usize>, schema: &'a Value, keys: &Keys) {
        static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        let schema = self.resolve(schema);
        let known = schema["properties"].as_object().unwrap_or(&NONE);
        let other = &schema["additionalProperties"];
        let mut meant: Vec<&str> = Vec::new();
        let mut renamed: Vec<(usize, Keys, &str)> = Vec::new();
        let mut misplaced = false;
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let below = keys.then(Key::Name(Cow::Owned(name.to_owned())));
            if let Some(schema) = known.get(name) {
                self.value(value, schema, &below);
            } else if other.is_object() && self.resolve(other)["type"] == "object" && !matches!(value.get_ref(), DeValue::Table(_)) {
                if !misplaced {
                    let table = keys.to_string();
                    let message = text!(en: "below `[{table}]` comes a table for each person", nl: "onder `[{table}]` komt een tabel voor elke persoon");
                    let help = text!(en: "write `[{table}.jdevries]`, with an id of your own", nl: "schrijf `[{table}.jdevries]`, met een eigen id");
                    self.add("wrong-type", Place::Name(below), key.span(), message, Some(help));
                    misplaced = true;
                }
            } else if other.is_object() {
                self.value(value, other, &below);
            } else {
                let (nearest, help) = self.unknown(name, keys, known, table, value);
                meant.extend(nearest);
                let message = text!(en: "unknown key `{name}`", nl: "onbekende sleutel `{name}`");
                let sure = nearest.filter(|_| !self.broken).and_then(|_| self.sure_key(name, known, table, value));
                renamed.extend(sure.map(|sure| (self.found.len(), below.clone(), sure)));
                self.add("unknown-key", Place::Name(below), key.span(), message, help);
            }
        }
        for (at, below, sure) in &renamed {
            // Two keys cannot both become one.
            if renamed.iter().filter(|(.., other)| other == sure).count() == 1 {
                self.found[*at].1.cure = Some(Box::new(Cure::Edits(vec![Edit::Rename(below.clone(), (*sure).to_owned())])));
            }
        }
        if self.broken {
            return;
        }
        for (name, _) in
            known.iter().filter(|(name, _)| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name.as_str())))
        {
            let name = name.as_str();
            if !table.contains_key(name) && !meant.contains(&name) && !self.fell_below(name, keys) {
                let message = text!(en: "the key `{name}` is missing", nl: "de sleutel `{name}` ontbreekt");
                let example = example(&schema["properties"][name]);
                let help = text!(en: "add `{name} = {example}`", nl: "voeg toe: `{name} = {example}`");
                self.add("missing-key", Place::Missing(keys.clone(), name.to_owned()), header.clone(), message, Some(help));
            }
        }
    }

    /// The key that an unknown one was without a doubt meant to be: it is not there yet, and the value is of its kind.
    fn sure_key(&self, name: &str, known: &'a Map<String, Value>, table: &DeTable<'_>, value: &Spanned<DeValue<'_>>) -> Option<&'a str> {
        let sure = words::surely(name, words::keys_for(name), known.keys().map(String::as_str))?;
        let fits = || self.choices(self.resolve(&known[sure])).iter().any(|choice| Walk::fits(choice, value.get_ref()));
        (!table.contains_key(sure) && fits()).then_some(sure)
    }

    /// Whether a key of the file's top was found, unknown, in a table below it: then it is not missing but misplaced.
    fn fell_below(&self, name: &str, keys: &Keys) -> bool {
        keys.0.is_empty()
            && self.found.iter().any(|(span, finding)| finding.rule == "unknown-key" && self.text.get(span.clone()) == Some(name))
    }

    /// What an unknown key probably was meant to be, and what to do.
    fn unknown(
        &self,
        name: &str,
        keys: &Keys,
        known: &'a Map<String, Value>,
        table: &DeTable<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> (Option<&'a str>, Option<Text>) {
        if self.found.len() >= SUGGESTED {
            return (None, None);
        }
        let free = |key: &&str| !table.contains_key(*key);
        let own: Vec<&'a str> = known.keys().map(String::as_str).collect();
        let word = words::keys_for(name).iter().find_map(|word| own.iter().copied().find(|key| key == word));
        let near = word.filter(free).or_else(|| words::nearest(name, own.iter().copied().filter(free))).or(word);
        let top = &self.root["properties"];
        if !keys.0.is_empty() && top.get(name).is_some() && !matches!(value.get_ref(), DeValue::Table(_)) {
            let help = text!(
                en: "`{name}` belongs to the file as a whole: move the line above the first `[…]`",
                nl: "`{name}` hoort bij het bestand als geheel: zet de regel boven de eerste `[…]`"
            );
            return (None, Some(help));
        }
        if let Some(near) = near {
            return (Some(near), Some(text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?")));
        }
        if keys.0.is_empty() && known.contains_key("people") && matches!(value.get_ref(), DeValue::Table(_)) && known.len() <= 4 {
            return (None, Some(text!(en: "write `[people.{name}]`", nl: "schrijf `[people.{name}]`")));
        }
        let names = own.into_iter().filter(|key| !matches!(*key, "note" | "source"));
        let names = crate::text::listed(names, 12);
        let help = text!(names;
            en: "known here: {names}; a remark goes into `note`",
            nl: "hier bestaan: {names}; een opmerking kan in `note`");
        (None, Some(help))
    }
}

fn first_line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// What a value of a schema looks like, for a suggestion.
fn example(schema: &Value) -> &'static str {
    let kind = schema["type"].as_str().or_else(|| schema["allOf"][0]["type"].as_str());
    match (schema[MARK].as_str(), kind) {
        (Some("date" | "vague-date" | "moment"), _) => "2026-01-31",
        (Some("money" | "amount" | "number"), _) => "1250.00",
        (_, Some("integer")) => "1",
        (_, Some("boolean")) => "true",
        (_, Some("array")) => "[…]",
        (_, Some("object")) => "{ … }",
        _ => "\"…\"",
    }
}

/// The language that settings name, as far as they can be read at all.
pub fn language_of(text: &str) -> Option<Lang> {
    match tolerant(text).table.get_ref().get("language")?.get_ref().as_str()? {
        "nl" => Some(Lang::Nl),
        "en" => Some(Lang::En),
        _ => None,
    }
}
