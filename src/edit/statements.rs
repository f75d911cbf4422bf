//! A text as the statements that it consists of: headers and pairs, each with its lines, so that one can be changed alone.

use std::collections::BTreeMap;
use std::ops::Range;

use toml_parser::parser::{Event, EventKind, ValidateWhitespace, parse_document};

use crate::keys::{Key, Keys};

/// A header or a pair of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub kind: Kind,
    /// Where it leads: a table, an item of a list, a value.
    pub keys: Keys,
    /// The bytes of each of its keys, as they are written.
    pub names: Vec<Range<usize>>,
    /// The bytes of a pair's value; of a header, all of it.
    pub value: Range<usize>,
    /// Its lines, with the remark and the line end behind it.
    pub lines: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `[table]`
    Table,
    /// `[[list]]`
    Item,
    /// `key = value`
    Pair,
}

/// The statements of a text that is right, in their order.
pub fn statements(text: &str) -> Vec<Statement> {
    let source = toml_parser::Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
    let mut errors = Vec::new();
    let mut keep = |event: Event| events.push(event);
    parse_document(&tokens, &mut ValidateWhitespace::new(&mut keep, source), &mut errors);
    let mut found = Found { text, statements: Vec::new(), table: Keys::default(), items: BTreeMap::new() };
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut opened: Option<(Kind, usize)> = None;
    let mut depth = 0_usize;
    let mut value: Option<Range<usize>> = None;
    for event in &events {
        let span = event.span().start()..event.span().end();
        match event.kind() {
            EventKind::StdTableOpen => opened = Some((Kind::Table, span.start)),
            EventKind::ArrayTableOpen => opened = Some((Kind::Item, span.start)),
            EventKind::StdTableClose | EventKind::ArrayTableClose => {
                if let Some((kind, start)) = opened.take() {
                    found.add(kind, std::mem::take(&mut names), start..span.end);
                }
            }
            EventKind::SimpleKey if depth == 0 => names.push(span),
            EventKind::InlineTableOpen | EventKind::ArrayOpen => {
                depth += 1;
                value.get_or_insert(span);
            }
            EventKind::InlineTableClose | EventKind::ArrayClose => {
                depth = depth.saturating_sub(1);
                value = value.map(|value| value.start..span.end);
                if depth == 0
                    && let Some(value) = value.take()
                {
                    found.add(Kind::Pair, std::mem::take(&mut names), value);
                }
            }
            EventKind::Scalar if depth == 0 => found.add(Kind::Pair, std::mem::take(&mut names), span),
            _ => {}
        }
    }
    found.statements
}

/// Whether a comment is a line of TOML that somebody may want to use.
pub fn is_example(comment: &str) -> bool {
    let text = comment.trim_start_matches('#').trim_start();
    let key = text.find(|c: char| !c.is_ascii_alphanumeric() && !"_-.".contains(c)).unwrap_or(text.len());
    text.starts_with('[') || key > 0 && text[key..].trim_start().starts_with('=')
}

/// What was found so far.
struct Found<'a> {
    text: &'a str,
    statements: Vec<Statement>,
    /// The table or the item that pairs belong to.
    table: Keys,
    /// How many items each list has.
    items: BTreeMap<Keys, usize>,
}

impl Found<'_> {
    fn add(&mut self, kind: Kind, names: Vec<Range<usize>>, value: Range<usize>) {
        let mut keys = if kind == Kind::Pair { self.table.clone() } else { Keys::default() };
        for (n, name) in names.iter().enumerate() {
            keys.0.push(Key::from(name_of(&self.text[name.clone()])));
            let last = n + 1 == names.len();
            if kind == Kind::Item && last {
                *self.items.entry(keys.clone()).or_default() += 1;
            }
            // A header below a list belongs to its last item.
            if let Some(count) = self.items.get(&keys).filter(|_| kind != Kind::Pair) {
                keys.0.push(Key::Index(count - 1));
            }
        }
        if kind != Kind::Pair {
            self.table.clone_from(&keys);
        }
        let first = names.first().map_or(value.start, |name| name.start).min(value.start);
        let begin = self.text[..first].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[value.end..].find('\n').map_or(self.text.len(), |at| value.end + at + 1);
        self.statements.push(Statement { kind, keys, names, value, lines: begin..end });
    }
}

/// A key as it is meant: without its quotes.
fn name_of(written: &str) -> String {
    if !written.starts_with(['"', '\'']) {
        return written.to_owned();
    }
    let table: toml::Table = toml::from_str(&format!("{written} = 0")).expect("a key of a text that is right is right");
    table.keys().next().expect("it has one key").clone()
}
