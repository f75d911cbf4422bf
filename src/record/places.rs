//! Where findings stand: keys looked up in the text of their file, once a file, as lines, columns and bytes.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::date::{Date, VagueDate};
use crate::edit::walk;
use crate::finding::{At, Finding, Key, Keys, Place};
use crate::record::diagnosis::{Lines, tolerant};
use crate::source::{FilePath, Source};

/// A finding with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    pub finding: Finding,
    /// From one; columns count characters, and the end is the first column after it.
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    /// The key, with items of lists named by what they are rather than by number.
    pub key: Option<String>,
    /// The line in which it begins, as far as it is shown; none where there is no text.
    pub shown: Option<Shown>,
}

/// A line of a file, cut where it is very long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    /// The bytes of the text that the finding is about.
    pub span: Range<usize>,
    /// Whether the line is longer than what is shown.
    pub cut: bool,
}

/// A line longer than this is shown in part.
const LONGEST_LINE: usize = 400;

/// Looks up the place of every finding and puts them in the order of files and lines.
pub fn locate(source: &Source, findings: Vec<Finding>) -> Vec<Located> {
    let mut by_file: BTreeMap<FilePath, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        by_file.entry(finding.at.file.clone()).or_default().push(finding);
    }
    let files: Vec<(FilePath, Vec<Finding>)> = by_file.into_iter().collect();
    files.into_par_iter().map_init(Vec::new, |buffer, (file, findings)| in_file(source, &file, findings, buffer)).flatten().collect()
}

/// How the key of a finding is named by waivers; each file is looked at once.
pub fn key_of(source: &Source) -> impl Fn(&Finding) -> Option<String> {
    let known: RefCell<BTreeMap<FilePath, ItemNames>> = RefCell::default();
    move |finding| {
        let file = &finding.at.file;
        let mut known = known.borrow_mut();
        if !known.contains_key(file) {
            let text = text_of(source, file, &mut Vec::new()).into_owned();
            known.insert(file.clone(), ItemNames::of(tolerant(&text).table.get_ref()));
        }
        known[file].key(&finding.at.place)
    }
}

/// An item of a list that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemNamed {
    pub at: usize,
    /// The last day that it speaks of, where it says so; the first of all where it is over since a day that is not known.
    pub until: Option<Date>,
    /// What it says of its time, as it is written.
    pub period: String,
}

/// The items of a list with a name, by what tells it from the others: `jdevries` in `holder`. One alone has `jdevries#2`.
pub fn items_named(text: &str, list: &Keys, name: &str) -> Vec<ItemNamed> {
    let parsed = tolerant(text.strip_prefix('\u{feff}').unwrap_or(text));
    let names = ItemNames::of(parsed.table.get_ref());
    let Some(all) = names.0.get(list) else { return Vec::new() };
    let is =
        |item: &Option<String>| item.as_deref().is_some_and(|own| own == name || own.rsplit_once('#').is_some_and(|(own, _)| own == name));
    let root = DeValue::Table(parsed.table.get_ref().clone());
    let array = list.0.iter().try_fold(&root, |value, key| match key {
        Key::Name(name) => value.as_table()?.get(name.as_ref()).map(Spanned::get_ref),
        Key::Index(at) => value.as_array()?.get(*at).map(Spanned::get_ref),
    });
    let item = |at: usize| array.and_then(|array| array.as_array()?.get(at)?.get_ref().as_table());
    let written = |at: usize, key: &str| match item(at)?.get(key)?.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Boolean(true) => Some(String::new()),
        _ => None,
    };
    let one = |at: usize| {
        let (from, until) = (written(at, "from"), written(at, "until"));
        let over = written(at, "former").map(|_| Date::FIRST);
        let end = until.as_deref().and_then(|until| Date::parse(until).or_else(|| VagueDate::parse(until).map(VagueDate::last)));
        let said = [from.map(|from| format!("from {from}")), until.map(|until| format!("until {until}"))];
        let period = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
        ItemNamed { at, until: over.or(end), period: if period.is_empty() { "without dates".to_owned() } else { period } }
    };
    all.iter().enumerate().filter(|(_, item)| is(item)).map(|(at, _)| one(at)).collect()
}

/// The text of a file as places count it: without its byte order mark, and empty where it cannot be read.
fn text_of<'a>(source: &'a Source, file: &FilePath, buffer: &'a mut Vec<u8>) -> Cow<'a, str> {
    let bytes = source.file(file).and_then(|file| source.read(file, buffer).ok()).unwrap_or_default();
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

fn in_file(source: &Source, file: &FilePath, findings: Vec<Finding>, buffer: &mut Vec<u8>) -> Vec<Located> {
    let text = text_of(source, file, buffer);
    let ruler = Ruler::of(&text);
    let needs_keys = findings.iter().any(|finding| !matches!(finding.at.place, Place::File | Place::Bytes(..)));
    let table = needs_keys.then(|| tolerant(&text).table);
    let names = table.as_ref().map(|table| ItemNames::of(table.get_ref())).unwrap_or_default();
    let mut located: Vec<(usize, Located)> = findings
        .into_iter()
        .map(|finding| {
            let span = clamped(&text, span(&finding.at, &text, table.as_ref()));
            let key = names.key(&finding.at.place);
            let (line, column) = ruler.position(span.start);
            let (end_line, end_column) = ruler.position(span.end);
            let shown =
                (!text.is_empty() && finding.at.place != Place::File).then(|| shown(&text, ruler.lines.range(line - 1, text.len()), &span));
            (span.start, Located { finding, line, column, end_line, end_column, key, shown })
        })
        .collect();
    located.sort_by(|(a, one), (b, other)| (a, one.finding.rule, &one.finding.about).cmp(&(b, other.finding.rule, &other.finding.about)));
    located.into_iter().map(|(_, located)| located).collect()
}

fn span(at: &At, text: &str, table: Option<&Spanned<DeTable<'_>>>) -> Range<usize> {
    let first_line = 0..text.find(['\n', '\r']).unwrap_or(text.len());
    let find = |keys: &Keys| table.and_then(|table| walk(table, keys));
    match &at.place {
        Place::File => 0..0,
        Place::Bytes(start, end) => *start..*end,
        Place::Key(keys) => find(keys).map_or(first_line, |(_, value)| value),
        Place::Name(keys) => find(keys).map_or(first_line, |(name, _)| name),
        Place::Missing(keys, _) => find(keys).map_or(first_line, |(_, value)| value),
    }
}

#[derive(Clone, Copy)]
enum Node<'a, 'i> {
    Table(&'a DeTable<'i>),
    Value(&'a Spanned<DeValue<'i>>),
}

/// What the items of a file's lists are called, by the way to each list.
#[derive(Default)]
struct ItemNames(BTreeMap<Keys, Vec<Option<String>>>);

/// Nothing in a record is nested deeper.
const DEEPEST: usize = 12;

impl ItemNames {
    fn of(table: &DeTable<'_>) -> ItemNames {
        let mut names = ItemNames::default();
        names.within(Node::Table(table), &mut Keys::default());
        names
    }

    fn within(&mut self, node: Node<'_, '_>, keys: &mut Keys) {
        if keys.0.len() > DEEPEST {
            return;
        }
        let (table, array) = match node {
            Node::Table(table) => (Some(table), None),
            Node::Value(value) => (value.get_ref().as_table(), value.get_ref().as_array()),
        };
        for (name, value) in table.into_iter().flat_map(DeTable::iter) {
            keys.0.push(Key::Name(Cow::Owned(name.get_ref().to_string())));
            self.within(Node::Value(value), keys);
            keys.0.pop();
        }
        if let Some(array) = array {
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            self.0.insert(keys.clone(), array.iter().map(|item| Some(numbered(own_name(item.get_ref())?, &mut seen))).collect());
            for (index, item) in array.iter().enumerate() {
                keys.0.push(Key::Index(index));
                self.within(Node::Value(item), keys);
                keys.0.pop();
            }
        }
    }

    /// The key of a place, with items of lists named by what they are: `holder[jdevries].until`.
    fn key(&self, place: &Place) -> Option<String> {
        let (keys, missing) = match place {
            Place::File | Place::Bytes(..) => return None,
            Place::Key(keys) | Place::Name(keys) => (keys, None),
            Place::Missing(keys, name) => (keys, Some(name)),
        };
        let mut path = String::new();
        for (depth, key) in keys.0.iter().enumerate() {
            match key {
                Key::Name(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Key::Index(index) => {
                    let list = self.0.get(&Keys(keys.0[..depth].to_vec()));
                    match list.and_then(|names| names.get(*index)?.as_deref()) {
                        Some(name) => path.push_str(&format!("[{name}]")),
                        None => path.push_str(&format!("[{index}]")),
                    }
                }
            }
        }
        if let Some(name) = missing {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        (!path.is_empty()).then_some(path)
    }
}

/// The second item of a name gets `#2`.
fn numbered(name: String, seen: &mut BTreeMap<String, usize>) -> String {
    let count = seen.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name}#{count}") }
}

/// What an item of a list is called: its text, or the first of the keys that tell items apart.
fn own_name(item: &DeValue<'_>) -> Option<String> {
    if let Some(text) = item.as_str() {
        return Some(text.to_owned());
    }
    let table = item.as_table()?;
    let names = ["id", "who", "participant", "name", "bank_reference", "rule", "class", "product", "from", "on", "what"];
    names.iter().find_map(|name| match table.get(*name)?.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => None,
    })
}

fn clamped(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Counts lines and characters, also where a line is millions long and thousands of findings stand in it.
struct Ruler<'a> {
    text: &'a [u8],
    lines: Lines,
    /// How many characters begin before each block of bytes.
    blocks: Vec<usize>,
}

const BLOCK: usize = 1024;

impl<'a> Ruler<'a> {
    fn of(text: &'a str) -> Ruler<'a> {
        let mut before = 0;
        let counted = text.as_bytes().chunks(BLOCK).map(|block| {
            before += characters(block);
            before
        });
        let blocks = std::iter::once(0).chain(counted).collect();
        Ruler { text: text.as_bytes(), lines: Lines::of(text), blocks }
    }

    fn before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.blocks[block] + characters(&self.text[block * BLOCK..byte])
    }

    /// The line and column of a byte, both from one.
    fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.lines.at(byte);
        let start = self.lines.range(line, self.text.len()).start;
        (line + 1, self.before(byte) - self.before(start) + 1)
    }
}

/// How many characters begin in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

/// The part of a line that is shown, around the finding.
fn shown(text: &str, line: Range<usize>, span: &Range<usize>) -> Shown {
    let whole = text[line.clone()].trim_end_matches(['\n', '\r']);
    let start = (span.start - line.start).min(whole.len());
    let end = (span.end - line.start).clamp(start, whole.len());
    if whole.len() <= LONGEST_LINE {
        return Shown { text: whole.to_owned(), span: start..end, cut: false };
    }
    let from = clamped(whole, start.saturating_sub(60)..start).start;
    let to = clamped(whole, start..(start + LONGEST_LINE / 2)).end;
    Shown { text: whole[from..to].to_owned(), span: start - from..end.min(to) - from, cut: true }
}
