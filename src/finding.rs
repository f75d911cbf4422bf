//! A finding: what is wrong, where, what it is about, and what to do. Places are keys; bytes come when it is shown.

use std::fmt;
use std::ops::Range;

use crate::edit::Edit;
pub use crate::keys::{Key, Keys};
use crate::source::FilePath;
use crate::text::Text;

/// What a finding leads to: nothing, a warning, or a failed check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Allow,
    Warn,
    Deny,
}

/// Whether a rule depends on the day, or is a matter of opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// True or false whatever the day.
    Standing,
    /// Depends on the day on which the record is judged.
    Dated,
    /// A matter of opinion, off unless the record raises it.
    Judgement,
}

/// A place within one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The file itself, not its text: its name, its size, what it links to.
    File,
    /// The value that a key leads to.
    Key(Keys),
    /// The key itself, where the key is what is wrong.
    Name(Keys),
    /// The table in which a key ought to be and is not.
    Missing(Keys, String),
    /// Bytes of the text, where it could not be read as keys.
    Bytes(Start, End),
}

/// The first byte of a place.
pub type Start = usize;
/// The first byte after a place.
pub type End = usize;

impl Place {
    pub fn bytes(range: Range<usize>) -> Place {
        Place::Bytes(range.start, range.end)
    }
}

/// A place in the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    pub file: FilePath,
    pub place: Place,
}

impl At {
    /// The file as a whole.
    pub fn file(file: &FilePath) -> At {
        At { file: file.clone(), place: Place::File }
    }
}

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name; rules leave it empty and whoever runs them fills it in, with code, level and class.
    pub rule: &'static str,
    pub code: &'static str,
    pub level: Severity,
    pub class: Class,
    /// The id of what it is about.
    pub about: Option<String>,
    pub at: At,
    /// What is wrong: lower-case, no full stop, names in backticks.
    pub message: Text,
    /// What to do.
    pub help: Option<Text>,
    /// What mends it, where that is certain.
    pub cure: Option<Box<Cure>>,
}

/// What mends a finding in its own file. Only what a careful colleague would do without asking is one: there is one right reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cure {
    /// Changes at keys, all or none.
    Edits(Vec<Edit>),
    /// Other bytes in one place of a text that keys do not lead through, because it is no TOML yet. Counted from after a byte order mark.
    Bytes(Start, End, String),
}

impl Finding {
    pub fn new(at: At, message: Text) -> Finding {
        Finding { rule: "", code: "", level: Severity::Warn, class: Class::Standing, about: None, at, message, help: None, cure: None }
    }

    /// A finding of the reader, which names its rule itself.
    pub fn of(rule: &'static str, at: At, message: Text) -> Finding {
        Finding { rule, ..Finding::new(at, message) }
    }

    #[must_use]
    pub fn help(self, help: Text) -> Finding {
        Finding { help: Some(help), ..self }
    }

    /// With what mends it, where something does.
    #[must_use]
    pub fn cured(self, cure: Option<Cure>) -> Finding {
        Finding { cure: cure.map(Box::new), ..self }
    }

    #[must_use]
    pub fn about(self, about: impl fmt::Display) -> Finding {
        Finding { about: Some(about.to_string()), ..self }
    }
}

impl Cure {
    /// Another value at a key, written as TOML.
    pub fn set(keys: Keys, value: String) -> Cure {
        Cure::Edits(vec![Edit::Set(keys, value)])
    }
}
