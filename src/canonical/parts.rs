//! A file as its parts: headers and pairs, each with the comments that belong to it.

/// A comment on a line of its own.
pub struct Line {
    /// Whether a blank line stands above it.
    pub blank: bool,
    pub text: String,
}

/// A comment behind something, with the spaces before it.
pub struct Note(pub String);

/// A key, and how it is written.
pub struct Key {
    pub name: String,
    pub written: String,
}

pub enum Value {
    /// As it is written.
    Plain(String),
    Group(Group),
}

/// A list or an inline table.
pub struct Group {
    pub is_table: bool,
    /// The comment behind the opening bracket.
    pub open: Option<Note>,
    pub items: Vec<Item>,
    /// Comments after the last item.
    pub tail: Vec<Line>,
    /// Whether it takes more lines than one, however short it is.
    pub breaks: bool,
    /// The columns it takes where nothing in it is broken; none where a string in it has several lines, or something in it breaks.
    pub width: Option<usize>,
}

impl Value {
    pub fn width(&self) -> Option<usize> {
        match self {
            Value::Plain(text) => (!text.contains('\n')).then(|| text.chars().count()),
            Value::Group(group) => group.width.filter(|_| !group.breaks),
        }
    }
}

pub struct Item {
    pub lead: Vec<Line>,
    /// Whether a blank line stands right above it.
    pub blank: bool,
    /// None in a list; several where it is dotted.
    pub key: Vec<Key>,
    pub value: Value,
    pub note: Option<Note>,
}

pub enum What {
    Table(Vec<Key>),
    /// An item of a list of tables.
    ListItem(Vec<Key>),
    Pair(Vec<Key>, Value),
}

/// A header or a pair.
pub struct Part {
    /// Whether a blank line stands above it and what leads it.
    pub blank: bool,
    /// Comments right above it.
    pub lead: Vec<Line>,
    pub what: What,
    pub note: Option<Note>,
    /// Comments that come after it and lead nothing else.
    pub follow: Vec<Line>,
    /// Whether a blank line ends those.
    pub blank_after: bool,
}

pub struct Document {
    /// `\n` or `\r\n`.
    pub line_end: &'static str,
    /// Comments with which the file begins.
    pub top: Vec<Line>,
    /// Whether a blank line ends those.
    pub top_blank: bool,
    pub parts: Vec<Part>,
    /// Comments with which the file ends.
    pub tail: Vec<Line>,
}

/// A table with its pairs, where it belongs.
pub struct Section {
    /// None for the pairs above the first header.
    pub header: Option<Part>,
    pub pairs: Vec<Part>,
    /// Whether it stands right below what comes before, as the items of a list do.
    pub is_close: bool,
}

impl Section {
    pub fn last(&self) -> Option<&Part> {
        self.pairs.last().or(self.header.as_ref())
    }
}
