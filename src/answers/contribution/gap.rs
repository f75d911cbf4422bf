//! What is not known, so that a contribution cannot be worked out.

use std::fmt;

use crate::answers::contribution::Note;
use crate::source::FilePath;

/// Something that is needed and not on record, or that contradicts itself. Money is never guessed, so the command ends there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub file: FilePath,
    pub what: String,
    pub help: String,
}

impl Gap {
    pub fn new(file: &FilePath, what: &str, help: &str) -> Gap {
        Gap { file: file.clone(), what: what.to_owned(), help: help.to_owned() }
    }
}

/// As an error says it, in English.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.what, self.file, self.help)
    }
}

/// What was found on the way, beside the amounts.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub notes: Vec<Note>,
    pub gaps: Vec<Gap>,
}
