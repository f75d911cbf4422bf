//! Values as people type them, made to fit at their place: the first of several ways of writing them with which the file can be read.

use std::collections::BTreeSet;

use commons::date::Date;
use commons::edit::Edit;
use commons::record::load::load;
use commons::record::places::Located;
use commons::source::{FilePath, Source};
use commons::writing::add::draft::changed;

use crate::writing::{Identity, identity, judged, refused};

/// Findings about the form of a file, which no setting turns off.
pub const FORM: [&str; 6] = ["syntax-error", "unknown-key", "missing-key", "wrong-type", "bad-value", "unsupported-date"];

/// Those that a value can give by itself, whatever is still to come.
pub const FORM_OF_A_VALUE: [&str; 5] = ["syntax-error", "unknown-key", "wrong-type", "bad-value", "unsupported-date"];

/// A text with a value that fits, or what is wrong with the value.
pub enum Fit {
    Text(String),
    Not(Vec<Located>),
}

/// A text changed in the first way that fits.
///
/// # Errors
/// Where it can be changed in none of them.
pub fn fitting(path: &FilePath, text: &str, ways: &[Vec<Edit>], form: &[&str], on: Date) -> anyhow::Result<Fit> {
    let before: BTreeSet<Identity> = faults(path, text, form, on).iter().map(identity).collect();
    let (mut unfit, mut why) = (None, None);
    for edits in ways {
        match changed(path, text, edits) {
            Err(refused) => why = Some(refused),
            Ok(text) => {
                let mut found = faults(path, &text, form, on);
                found.retain(|one| !before.contains(&identity(one)));
                if found.is_empty() {
                    return Ok(Fit::Text(text));
                }
                // The first way is the likeliest, and so is what is wrong with it.
                unfit.get_or_insert(found);
            }
        }
    }
    match (unfit, why) {
        (Some(found), _) => Ok(Fit::Not(found)),
        (None, Some(why)) => Err(refused(path, why)),
        (None, None) => Ok(Fit::Text(text.to_owned())),
    }
}

/// What is wrong with the form of a text, as `check` would say it of the file.
pub fn faults(path: &FilePath, text: &str, form: &[&str], on: Date) -> Vec<Located> {
    let source = Source::alone(path, text);
    let (record, loading) = load(&source, on, &|| ());
    let mut found = judged(&source, &record, loading);
    found.retain(|one| form.contains(&one.finding.rule) && one.finding.at.file == *path);
    found
}
