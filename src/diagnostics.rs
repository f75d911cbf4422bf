//! Findings as people and programs read them: one function for each format.

pub mod json;
pub mod text;

use crate::finding::{Class, Severity};
use crate::record::places::Located;
use crate::text::{Lang, Text};

/// How findings are written out.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub lang: Lang,
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// At most so many findings of one rule are shown; all where it is none.
    pub most: Option<usize>,
    /// Whether the line that counts everything is left out.
    pub quiet: bool,
}

/// How many findings there are, over how many files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub files: usize,
    pub deny: usize,
    pub warn: usize,
}

impl Summary {
    pub fn of(findings: &[Located], files: usize) -> Summary {
        let count = |level| findings.iter().filter(|located| located.finding.level == level).count();
        Summary { files, deny: count(Severity::Deny), warn: count(Severity::Warn) }
    }
}

/// The names of the levels of findings.
pub fn level_name(level: Severity) -> Text {
    match level {
        Severity::Deny => Text::new("error", "fout"),
        Severity::Warn => Text::new("warning", "let op"),
        Severity::Allow => Text::new("off", "uit"),
    }
}

/// The names of the classes of rules.
pub fn class_name(class: Class) -> Text {
    match class {
        Class::Standing => Text::new("standing", "altijd"),
        Class::Dated => Text::new("dated", "per datum"),
        Class::Judgement => Text::new("judgement", "ter beoordeling"),
    }
}
