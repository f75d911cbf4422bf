//! Findings as people and programs read them: one function for each format.

mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod hidden;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod text;

use crate::edit::Edit;
use crate::finding::{Class, Cure, Place, Severity};
use crate::record::places::Located;
use crate::text::{Lang, Text, safe};

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

/// How findings are written for the machines that run a pipeline.
#[derive(Debug, Clone, Copy)]
pub struct Pipeline<'a> {
    pub lang: Lang,
    /// The folder of the record below the root of the repository: empty, or with a slash at its end.
    pub folder: &'a str,
    /// The lowest level that fails the check.
    pub fails: Severity,
    /// Whether the line that counts everything is left out.
    pub quiet: bool,
}

impl Pipeline<'_> {
    /// The file of a finding, seen from the root of the repository.
    fn path(&self, located: &Located) -> String {
        format!("{}{}", self.folder, located.finding.at.file)
    }

    /// What is wrong and what to do, each on one line on which nothing steers.
    fn said(&self, located: &Located) -> (String, Option<String>) {
        let finding = &located.finding;
        let help = finding.help.as_ref().map(|help| safe(help.get(self.lang)).into_owned());
        (safe(finding.message.get(self.lang)).into_owned(), help)
    }
}

/// Whether a finding is about a file as a whole, so that no line of it is to blame.
fn is_whole(located: &Located) -> bool {
    located.finding.at.place == Place::File || located.shown.is_none()
}

/// What mends a finding by taking the place of just what it is about.
fn replacement(located: &Located) -> Option<&str> {
    let finding = &located.finding;
    let shown = located.shown.as_ref()?;
    match (finding.cure.as_deref()?, &finding.at.place) {
        (Cure::Bytes(start, end, new), Place::Bytes(first, last)) if (start, end) == (first, last) => Some(new),
        (Cure::Edits(edits), place) => match (&edits[..], place) {
            ([Edit::Set(keys, value)], Place::Key(at)) if keys == at => Some(value),
            // The key of a table may be written in several headers.
            ([Edit::Rename(keys, name)], Place::Name(at)) if keys == at && shown.text[shown.span.end..].trim_start().starts_with('=') => {
                Some(name)
            }
            _ => None,
        },
        (Cure::Bytes(..), _) => None,
    }
}

/// Those that fail first, each kind in the order of files and lines.
fn worst_first(findings: &[Located]) -> Vec<&Located> {
    let of = |level| findings.iter().filter(move |located| located.finding.level == level);
    of(Severity::Deny).chain(of(Severity::Warn)).collect()
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

/// A sentence: a capital at its beginning, a full stop at its end.
pub fn sentence(text: &str) -> String {
    // A Dutch capital carries no accent that is there for stress alone: `Eén`.
    let plain = text.strip_prefix('é').filter(|rest| rest.starts_with('é')).map(|rest| format!("e{rest}"));
    let text = plain.as_deref().unwrap_or(text);
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// The headings under which a rule is explained.
pub static WHY: Text = Text::new("Why", "Waarom");
pub static FIX: Text = Text::new("What to do", "Wat u doet");
pub static MENDS: Text = Text::new("What `check --fix` mends", "Wat `check --fix` herstelt");
pub static EXAMPLE: Text = Text::new(
    "Example: a line with `-` is found, the line with `+` is right",
    "Voorbeeld: een regel met `-` geeft een melding, de regel met `+` is goed",
);

/// The word before what to do about a finding.
pub static HELP: Text = Text::new("help", "hulp");
