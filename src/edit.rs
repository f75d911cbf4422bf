//! Changes to a text at a place, and nowhere else: every byte that is not part of the change stays as it was.

mod dotted;
mod inline;
mod removal;
mod statements;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::keys::{Key, Keys};
use crate::text::safe;
pub use statements::is_example;
use statements::{Kind, Statement, statements};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Gives a key this value, written as TOML, where it had one and where it had none.
    Set(Keys, String),
    /// Takes a key away with its value, or an item out of a list.
    Remove(Keys),
    /// Gives a key another name.
    Rename(Keys, String),
    /// Adds an item at the end of a list: its pairs, each value written as TOML.
    Append(Keys, Vec<(String, String)>),
    /// Adds a value, written as TOML, at the end of a list in brackets; a value that stands for a list of one becomes a list.
    Push(Keys, String),
}

impl Edit {
    /// The place that it changes.
    pub fn keys(&self) -> &Keys {
        match self {
            Edit::Set(keys, _) | Edit::Remove(keys) | Edit::Rename(keys, _) | Edit::Append(keys, _) | Edit::Push(keys, _) => keys,
        }
    }
}

/// Why a change could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The text is no TOML, before the change.
    NotToml,
    /// There is nothing at this place.
    Nowhere(Keys),
    /// The change would make the text something that cannot be read: the value is no TOML, or the place takes none.
    Unreadable(Keys),
}

/// The keys of a table in the order in which they are written where nobody chose another, by the names that lead to it.
pub type Order<'a> = &'a dyn Fn(&[&str]) -> Vec<String>;

/// Makes changes one after another, each in what the one before it left.
///
/// # Errors
/// Where a change cannot be made; then none is.
pub fn apply(text: &str, edits: &[Edit], order: Order<'_>) -> Result<String, Refused> {
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    if DeTable::parse(body).is_err() {
        return Err(Refused::NotToml);
    }
    let mut now = body.to_owned();
    for edit in edits {
        let keys = edit.keys();
        let next = Parsed::of(&now).edited(edit, order)?;
        // What a remark swallowed would be lost without a word.
        let right = DeTable::parse(&next).is_ok_and(|table| !matches!(edit, Edit::Set(..)) || walk(&table, keys).is_some());
        if !right {
            return Err(Refused::Unreadable(keys.clone()));
        }
        now = next;
    }
    // What did not end in a new line still does not.
    if !body.ends_with('\n') && !body.is_empty() && now.ends_with('\n') {
        now.truncate(now.trim_end_matches(['\n', '\r']).len());
    }
    Ok(format!("{mark}{now}"))
}

/// Text as TOML writes it, in quotes on one line. What steers a terminal stands as an escape, so that the file can be shown.
pub fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if *safe(letter.encode_utf8(&mut [0; 4])) != *letter.to_string() => {
                out.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// The bytes of the last key and of its value; of a table below a header, those of the header.
pub fn walk(table: &Spanned<DeTable<'_>>, keys: &Keys) -> Option<(Range<usize>, Range<usize>)> {
    let (last, before) = keys.0.split_last()?;
    let mut at = Node::Table(table.get_ref());
    for key in before {
        at = at.step(key)?.1;
    }
    let (name, node) = at.step(last)?;
    match node {
        Node::Value(value) => Some((name, value.span())),
        Node::Table(_) => None,
    }
}

#[derive(Clone, Copy)]
enum Node<'a, 'i> {
    Table(&'a DeTable<'i>),
    Value(&'a Spanned<DeValue<'i>>),
}

impl<'a, 'i> Node<'a, 'i> {
    fn step(self, key: &Key) -> Option<(Range<usize>, Node<'a, 'i>)> {
        match (self, key) {
            (Node::Table(table), Key::Name(name)) => {
                table.get_key_value(name.as_ref()).map(|(key, value)| (key.span(), Node::Value(value)))
            }
            (Node::Value(value), Key::Name(_)) => Node::Table(value.get_ref().as_table()?).step(key),
            (Node::Value(value), Key::Index(index)) => match value.get_ref().as_array() {
                Some(array) => array.get(*index).map(|item| (item.span(), Node::Value(item))),
                // `accountable = "board"` stands for a list of one.
                None => (*index == 0).then(|| (value.span(), self)),
            },
            (Node::Table(_), Key::Index(_)) => None,
        }
    }
}

/// A text that is right, taken apart.
struct Parsed<'a> {
    text: &'a str,
    statements: Vec<Statement>,
    /// How its lines end.
    end: &'static str,
}

impl<'a> Parsed<'a> {
    fn of(text: &'a str) -> Parsed<'a> {
        Parsed { text, statements: statements(text), end: if text.contains("\r\n") { "\r\n" } else { "\n" } }
    }

    fn edited(&self, edit: &Edit, order: Order<'_>) -> Result<String, Refused> {
        match edit {
            Edit::Set(keys, value) => self.set(keys, value, order),
            Edit::Remove(keys) => self.removed(keys),
            Edit::Rename(keys, name) => self.renamed(keys, name),
            Edit::Append(list, pairs) => self.appended(list, pairs, order),
            Edit::Push(list, item) => {
                let array = self.value(list).ok_or_else(|| Refused::Nowhere(list.clone()))?;
                Ok(inline::with_item(self.text, &array, item, self.end))
            }
        }
    }

    /// The same text with other bytes in one place.
    fn spliced(&self, range: Range<usize>, new: &str) -> String {
        format!("{}{new}{}", &self.text[..range.start], &self.text[range.end..])
    }

    fn header(&self, keys: &Keys) -> Option<usize> {
        self.statements.iter().position(|one| one.kind != Kind::Pair && one.keys == *keys)
    }

    /// The value of a key that stands in a pair, or within one.
    fn value(&self, keys: &Keys) -> Option<Range<usize>> {
        self.statements.iter().filter(|one| one.kind == Kind::Pair && keys.0.starts_with(&one.keys.0)).find_map(|one| {
            let rest = Keys(keys.0[one.keys.0.len()..].to_vec());
            if rest.0.is_empty() { Some(one.value.clone()) } else { inline::value(self.text, &one.value, &rest) }
        })
    }

    fn set(&self, keys: &Keys, value: &str, order: Order<'_>) -> Result<String, Refused> {
        if let Some(range) = self.value(keys) {
            return Ok(self.spliced(range, value));
        }
        let Some((Key::Name(name), parent)) = keys.0.split_last() else { return Err(Refused::Nowhere(keys.clone())) };
        let parent = Keys(parent.to_vec());
        if parent.0.is_empty() || self.header(&parent).is_some() {
            return Ok(self.with_pair(&parent, name, value, order));
        }
        if let Some(table) = self.value(&parent) {
            return inline::with_pair(self.text, &table, name, value).ok_or_else(|| Refused::Nowhere(keys.clone()));
        }
        if let Some(text) = self.with_dotted(keys, value, order) {
            return Ok(text);
        }
        // A table that is only there through those below it: its pairs stand under a header of their own.
        match parent.0.last() {
            Some(Key::Name(_)) if self.takes_header(&Keys(parent.0[..parent.0.len() - 1].to_vec())) => {
                let lines = format!("{} = {value}{}", written(name), self.end);
                Ok(self.with_section(&parent, Kind::Table, &lines))
            }
            _ => Err(Refused::Nowhere(keys.clone())),
        }
    }

    /// Whether there is a table at these keys, through a header or through one below it.
    fn reaches(&self, keys: &Keys) -> bool {
        keys.0.is_empty() || self.statements.iter().any(|one| one.keys.0.starts_with(&keys.0))
    }

    /// Whether a header can stand below these keys: names alone bring the tables on the way with them, an item must be there.
    fn takes_header(&self, keys: &Keys) -> bool {
        names(keys).count() == keys.0.len() || self.reaches(keys)
    }

    /// A pair in the table of a header, or at the top: behind the last of those that stand before it in the order.
    fn with_pair(&self, table: &Keys, name: &str, value: &str, order: Order<'_>) -> String {
        let line = format!("{} = {value}{}", written(name), self.end);
        let rank = ranks(table, order);
        let header = self.header(table);
        let body = header.map_or(0, |at| at + 1);
        let pairs = self.statements[body..].iter().take_while(|one| one.kind == Kind::Pair);
        let before =
            pairs.filter(|one| matches!(one.keys.0.get(table.0.len()), Some(Key::Name(other)) if rank(other) <= rank(name))).last();
        let at = match (before, header) {
            (Some(pair), _) => pair.lines.end,
            (None, Some(header)) => self.statements[header].lines.end,
            (None, None) => self.top(),
        };
        // The first pair of a file in which only tables stand so far.
        let first = header.is_none() && self.statements.first().is_some_and(|one| one.kind != Kind::Pair);
        let gap = if first { self.end } else { "" };
        self.spliced(at..at, &format!("{}{line}{gap}", self.line_end_before(at)))
    }

    /// Where the first pair of a file goes: behind the remarks at its top.
    fn top(&self) -> usize {
        let first = self.statements.first().map_or(self.text.len(), |one| one.lines.start);
        let remarks = &self.text[..first];
        // Remarks that stand directly above the first statement are about that.
        let mut at = 0;
        let mut end = 0;
        for line in remarks.split_inclusive('\n') {
            at += line.len();
            if line.trim().is_empty() || line.starts_with("#:") {
                end = at;
            }
        }
        if self.statements.is_empty() { first } else { end }
    }

    /// A new line where the text before lacks one.
    fn line_end_before(&self, at: usize) -> &'static str {
        if at == 0 || self.text[..at].ends_with('\n') { "" } else { self.end }
    }

    /// A section of its own: behind those of the same list or table, else at the end.
    fn with_section(&self, keys: &Keys, kind: Kind, lines: &str) -> String {
        let (open, close) = if kind == Kind::Item { ("[[", "]]") } else { ("[", "]") };
        let name = names(keys).map(written).collect::<Vec<_>>().join(".");
        let like = |one: &Statement| kind == Kind::Item && one.kind != Kind::Pair && one.keys.0.starts_with(&keys.0);
        // Within an item of a list a section belongs to that item only where it stands before the next.
        let scope = keys.0.iter().rposition(|key| matches!(key, Key::Index(_))).map(|at| Keys(keys.0[..=at].to_vec()));
        let within = |one: &Statement| scope.as_ref().is_some_and(|scope| one.keys.0.starts_with(&scope.0));
        let last = self.statements.iter().rposition(like).map(|at| self.region(at).end);
        let at = last
            .or_else(|| self.statements.iter().rposition(|one| one.kind != Kind::Pair && within(one)).map(|at| self.region(at).end))
            .unwrap_or(self.text.len());
        // Items of a list stand as far apart as those that are there.
        let items = self.statements.iter().filter(|one| one.kind == Kind::Item && one.keys.0.len() == keys.0.len() + 1 && like(one));
        let apart = |one: &Statement| {
            let mut above = self.text[..one.lines.start].lines().rev().map(str::trim).skip_while(|line| line.starts_with('#'));
            above.next().is_some_and(str::is_empty)
        };
        let close_by = items.skip(1).last().map_or(last.is_some(), |one| !apart(one));
        let gap = if close_by || at == 0 || self.text[..at].trim().is_empty() { "" } else { self.end };
        let before = self.line_end_before(at);
        self.spliced(at..at, &format!("{before}{gap}{open}{name}{close}{}{lines}", self.end))
    }

    /// The lines of a header and of the pairs under it.
    fn region(&self, header: usize) -> Range<usize> {
        let pairs = self.statements[header + 1..].iter().take_while(|one| one.kind == Kind::Pair);
        let last = pairs.last().unwrap_or(&self.statements[header]);
        self.statements[header].lines.start..last.lines.end
    }

    fn renamed(&self, keys: &Keys, name: &str) -> Result<String, Refused> {
        let own = names(keys).count();
        let nowhere = || Refused::Nowhere(keys.clone());
        let mut places: Vec<Range<usize>> = Vec::new();
        for one in self.statements.iter().filter(|one| one.keys.0.starts_with(&keys.0)) {
            // The last so many keys are written in the statement itself, the others in the header above it.
            let above = names(&one.keys).count() - one.names.len();
            if let Some(place) = own.checked_sub(above + 1).and_then(|at| one.names.get(at)) {
                places.push(place.clone());
            }
        }
        if places.is_empty() {
            let pair = self.statements.iter().find(|one| one.kind == Kind::Pair && keys.0.starts_with(&one.keys.0)).ok_or_else(nowhere)?;
            places.push(inline::key(self.text, &pair.value, &Keys(keys.0[pair.keys.0.len()..].to_vec())).ok_or_else(nowhere)?);
        }
        let mut text = self.text.to_owned();
        places.sort_by_key(|place| place.start);
        for place in places.into_iter().rev() {
            text.replace_range(place, &written(name));
        }
        Ok(text)
    }

    fn appended(&self, list: &Keys, pairs: &[(String, String)], order: Order<'_>) -> Result<String, Refused> {
        let inner: Vec<String> = pairs.iter().map(|(name, value)| format!("{} = {value}", written(name))).collect();
        if let Some(array) = self.value(list) {
            return Ok(inline::with_item(self.text, &array, &format!("{{ {} }}", inner.join(", ")), self.end));
        }
        let headed = self.statements.iter().any(|one| one.keys.0.starts_with(&list.0));
        if let Some(text) = self.with_dotted(list, &format!("[{{ {} }}]", inner.join(", ")), order).filter(|_| !headed) {
            return Ok(text);
        }
        let rank = ranks(list, order);
        let mut pairs: Vec<&(String, String)> = pairs.iter().collect();
        pairs.sort_by_key(|(name, _)| rank(name));
        let lines: String = pairs.iter().map(|(name, value)| format!("{} = {value}{}", written(name), self.end)).collect();
        if !self.reaches(&Keys(list.0[..list.0.len().saturating_sub(1)].to_vec())) {
            return Err(Refused::Nowhere(list.clone()));
        }
        Ok(self.with_section(list, Kind::Item, &lines))
    }
}

/// The names among keys, without the numbers of items.
fn names(keys: &Keys) -> impl Iterator<Item = &str> {
    keys.0.iter().filter_map(|key| if let Key::Name(name) = key { Some(name.as_ref()) } else { None })
}

/// Where a key of a table stands among the others; one that has no place comes last.
fn ranks(table: &Keys, order: Order<'_>) -> impl Fn(&str) -> usize {
    let order = order(&names(table).collect::<Vec<_>>());
    move |name| order.iter().position(|known| known == name).unwrap_or(order.len())
}

/// A key as it is written: in quotes where it must be.
fn written(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn text_is_quoted_so_that_it_comes_back() {
        for text in ["plain", "a \"b\" \\ c", "two\nlines\r\n\ttab", "\u{0}\u{1b}[31m\u{7f}\u{9b}\u{202e}", "’s-Gravenhage €", "{x} #"]
        {
            let line = quoted(text);
            assert!(!line.contains('\n') && crate::text::safe(&line) == line, "{line:?}");
            let read: toml::Table = format!("key = {line}").parse().expect("it is TOML");
            assert_eq!(read["key"].as_str(), Some(text));
        }
    }
}
