//! What git's history says of issued invoices: files that are no longer what was sent, and numbers that are gone.

use std::collections::BTreeMap;

use commons::answers::issued::{Given, given, is_invoice};
use commons::finding::Finding;
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::rules;
use commons::source::Source;
use commons::source::git::history;
use commons::text;
use commons::text::Lang;

use crate::context::{Opened, say};
use crate::writing::text_of;

/// What history knows, and whether it is only its newest part; none where there is no git.
pub fn past(source: &Source, record: &Record) -> anyhow::Result<Option<(Given, bool)>> {
    let Some(past) = history(&source.root, "finances", is_invoice)? else { return Ok(None) };
    let mut now = BTreeMap::new();
    for one in &record.invoices {
        now.insert(one.file.to_string(), text_of(source, &one.file)?);
    }
    Ok(Some((given(&past.versions, &now), past.is_shallow)))
}

/// Says which issued files were changed, and which are gone.
pub fn told(record: &Record, found: &Given, lang: Lang) {
    for finding in rules::past::findings(found, record) {
        let (path, message) = (&finding.at.file, &finding.message);
        say(text!(message; en: "warning: {path}: {message}", nl: "let op: {path}: {message}").get(lang));
    }
}

/// What history says where nothing was asked of it: silent where there is none, or it cannot be read, or nothing was issued. A revision
/// is not set beside what came after it.
pub fn findings(source: &Source, record: &Record) -> Vec<Finding> {
    if source.commit.is_some() || record.invoices.iter().all(|one| one.number.is_none()) {
        return Vec::new();
    }
    past(source, record).ok().flatten().map(|(found, _)| rules::past::findings(&found, record)).unwrap_or_default()
}

/// The commit in which an invoice was issued, where its file is no longer what it was then.
pub fn changed_since(opened: &Opened, invoice: &Invoice) -> Option<String> {
    if invoice.number.is_none() || opened.source.commit.is_some() {
        return None;
    }
    let (found, _) = past(&opened.source, &opened.record).ok().flatten()?;
    found.changed.into_iter().find(|one| one.path == invoice.file.as_str()).map(|one| one.commit)
}
