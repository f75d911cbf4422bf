//! A text taken apart, nothing lost: which comment belongs to what.

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

use crate::canonical::parts::{Document, Group, Item, Key, Line, Note, Part, Value, What};
use crate::canonical::scalars;
use crate::edit::is_example;

/// Takes a text apart, without its byte order mark. None where it is no TOML.
pub fn read(text: &str) -> Option<Document> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events: Vec<Event> = Vec::new();
    let mut failed = scalars::Failed(false);
    parse_document(&tokens, &mut events, &mut failed);
    if failed.0 {
        return None;
    }
    let mut cursor = Cursor { source, events, at: 0 };
    let mut document = Document { line_end: cursor.line_end(), top: Vec::new(), top_blank: false, parts: Vec::new(), tail: Vec::new() };
    let mut lines = Vec::new();
    let mut blank = false;
    while let Some(event) = cursor.next() {
        match event.kind() {
            EventKind::Newline => blank = true,
            EventKind::Comment => {
                lines.push(Line { blank: std::mem::take(&mut blank), text: cursor.comment(event) });
                cursor.end_line();
            }
            EventKind::StdTableOpen | EventKind::ArrayTableOpen | EventKind::SimpleKey => {
                let mut part = cursor.part(event)?;
                divide(&mut document, std::mem::take(&mut lines), std::mem::take(&mut blank), &mut part);
                document.parts.push(part);
            }
            _ => {}
        }
    }
    match document.parts.last_mut() {
        None => document.top = lines,
        Some(last) => {
            let touching = lines.iter().position(|line| line.blank).unwrap_or(lines.len());
            document.tail = lines.split_off(touching);
            last.follow = lines;
            last.blank_after = true;
        }
    }
    Some(document)
}

/// Gives the comments between two parts to the one above or the one below.
///
/// Those right above a part lead it, but an example that also stands right below another part, a pair behind `#`, belongs to that one.
/// Whatever the file begins with stays its beginning, unless a blank line says that it is about the first part.
fn divide(document: &mut Document, mut lines: Vec<Line>, blank: bool, part: &mut Part) {
    part.blank = blank;
    if lines.is_empty() {
        document.top_blank |= blank && document.parts.is_empty();
        return;
    }
    let block = lines.iter().rposition(|line| line.blank).unwrap_or(0);
    let begins = if blank {
        lines.len()
    } else if document.parts.is_empty() {
        if block == 0 { lines.len() } else { block }
    } else if lines[block].blank {
        block
    } else {
        lines.iter().rposition(|line| is_example(&line.text)).map_or(0, |last| last + 1)
    };
    part.lead = lines.split_off(begins);
    if let Some(first) = part.lead.first_mut() {
        part.blank = std::mem::take(&mut first.blank);
    }
    match document.parts.last_mut() {
        None => {
            document.top_blank = part.blank;
            document.top = lines;
        }
        Some(above) => {
            above.blank_after = part.blank && !lines.is_empty();
            above.follow = lines;
        }
    }
}

/// The columns of a group on one line: what stands in it, what stands between, and its brackets.
fn width(group: &Group) -> Option<usize> {
    let key = |keys: &[Key]| keys.iter().map(|key| key.written.chars().count() + 1).sum::<usize>() + if keys.is_empty() { 0 } else { 2 };
    let items = group.items.iter().map(|item| Some(key(&item.key) + item.value.width()?));
    let between = 2 * group.items.len().saturating_sub(1);
    let brackets = if group.is_table && !group.items.is_empty() { 4 } else { 2 };
    Some(items.sum::<Option<usize>>()? + between + brackets)
}

struct Cursor<'a> {
    source: Source<'a>,
    events: Vec<Event>,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The next event that is more than space.
    fn next(&mut self) -> Option<Event> {
        while let Some(event) = self.events.get(self.at) {
            self.at += 1;
            if event.kind() != EventKind::Whitespace {
                return Some(*event);
            }
        }
        None
    }

    fn raw(&self, event: Event) -> &'a str {
        self.source.get(event).map_or("", |raw| raw.as_str())
    }

    fn comment(&self, event: Event) -> String {
        self.raw(event).trim_end_matches([' ', '\t']).to_owned()
    }

    /// A comment behind something, with its spaces: people align them.
    fn note(&self, event: Event) -> Note {
        let before = self.at.checked_sub(2).and_then(|at| self.events.get(at)).filter(|event| event.kind() == EventKind::Whitespace);
        let spaces = before.map(|event| self.raw(*event)).filter(|spaces| !spaces.contains('\t')).unwrap_or(" ");
        Note(format!("{spaces}{}", self.comment(event)))
    }

    /// The rest of a line on which something stands: a comment, or nothing.
    fn end_line(&mut self) -> Option<Note> {
        let mut note = None;
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::Comment => note = Some(self.note(event)),
                EventKind::Newline => break,
                _ => {
                    self.at -= 1;
                    break;
                }
            }
        }
        note
    }

    fn line_end(&self) -> &'static str {
        let ends = self.events.iter().filter(|event| event.kind() == EventKind::Newline);
        let (mut all, mut windows) = (0, 0);
        for event in ends {
            all += 1;
            windows += usize::from(self.raw(*event) == "\r\n");
        }
        if windows * 2 > all { "\r\n" } else { "\n" }
    }

    fn part(&mut self, first: Event) -> Option<Part> {
        let what = match first.kind() {
            EventKind::StdTableOpen => What::Table(self.keys(None)?),
            EventKind::ArrayTableOpen => What::ListItem(self.keys(None)?),
            _ => {
                let keys = self.keys(Some(first))?;
                let value = self.next()?;
                What::Pair(keys, self.value(value)?)
            }
        };
        let note = self.end_line();
        Some(Part { blank: false, lead: Vec::new(), what, note, follow: Vec::new(), blank_after: false })
    }

    /// A dotted key, up to and including the `=` or the bracket that ends it.
    fn keys(&mut self, first: Option<Event>) -> Option<Vec<Key>> {
        let mut keys = Vec::new();
        let mut event = match first {
            Some(event) => event,
            None => self.next()?,
        };
        loop {
            match event.kind() {
                EventKind::SimpleKey => keys.push(scalars::key(self.source.get(event)?, event.encoding())?),
                EventKind::KeySep => {}
                EventKind::KeyValSep | EventKind::StdTableClose | EventKind::ArrayTableClose => return Some(keys),
                _ => return None,
            }
            event = self.next()?;
        }
    }

    fn value(&mut self, event: Event) -> Option<Value> {
        match event.kind() {
            EventKind::Scalar => Some(Value::Plain(scalars::value(self.raw(event), event.encoding()))),
            EventKind::ArrayOpen => self.group(false),
            EventKind::InlineTableOpen => self.group(true),
            _ => None,
        }
    }

    fn group(&mut self, is_table: bool) -> Option<Value> {
        let mut group = Group { is_table, open: None, items: Vec::new(), tail: Vec::new(), breaks: false, width: None };
        let mut lines: Vec<Line> = Vec::new();
        let mut ends = 0;
        loop {
            let event = self.next()?;
            match event.kind() {
                EventKind::Newline => {
                    ends += 1;
                    // A table in one line is what every program reads, so it is put back in one.
                    group.breaks |= !is_table;
                }
                EventKind::ValueSep => ends = ends.min(1),
                EventKind::Comment => {
                    group.breaks = true;
                    let place = group.items.last_mut().map_or(&mut group.open, |item| &mut item.note);
                    if ends == 0 && lines.is_empty() && place.is_none() {
                        *place = Some(self.note(event));
                    } else {
                        lines.push(Line { blank: ends > 1, text: self.comment(event) });
                    }
                    ends = 0;
                }
                EventKind::ArrayClose | EventKind::InlineTableClose => break,
                _ => {
                    let lead = std::mem::take(&mut lines);
                    let key = if is_table { self.keys(Some(event))? } else { Vec::new() };
                    let event = if is_table { self.next()? } else { event };
                    let value = self.value(event)?;
                    group.breaks |= !is_table && matches!(&value, Value::Group(inner) if inner.breaks);
                    group.items.push(Item { lead, blank: ends > 1, key, value, note: None });
                    ends = 0;
                }
            }
        }
        group.tail = lines;
        group.width = width(&group);
        group.breaks &= !group.items.is_empty() || group.open.is_some() || !group.tail.is_empty();
        Some(Value::Group(group))
    }
}
