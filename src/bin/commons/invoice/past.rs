//! What git's history says of issued invoices: files that are no longer what was sent, and numbers that are gone.

use std::collections::BTreeMap;

use commons::answers::issued::{Given, given, is_invoice};
use commons::document::{Block, Document};
use commons::finding::Finding;
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::rules;
use commons::rules::past::Lost;
use commons::source::git::{branch_with, history};
use commons::source::layout::FileKind;
use commons::source::{FilePath, Source};
use commons::text;
use commons::text::Lang;
use commons::writing::invoices::issue::Obstacle;

use crate::context::{Context, Opened, say};
use crate::form::Form;
use crate::writing::text_of;

/// What history knows, and whether it is only its newest part; none where there is no git.
pub fn past(source: &Source, record: &Record) -> anyhow::Result<Option<(Given, bool)>> {
    let Some(past) = history(&source.root, "finances", is_invoice)? else { return Ok(None) };
    let mut now = BTreeMap::new();
    for one in &record.invoices {
        now.insert(one.file.to_string(), text_of(source, &one.file)?);
    }
    let mut found = given(&past.versions, &now);
    found.look_elsewhere(record, |commit| branch_with(&source.root, commit));
    Ok(Some((found, past.is_shallow)))
}

/// The issued invoices of a record that are not what was sent, or are gone.
pub fn lost(opened: &Opened) -> Vec<Lost> {
    let (source, record) = (&opened.source, &opened.record);
    let may_be = source.commit.is_none() && source.files.iter().any(|file| matches!(file.kind, FileKind::Budget | FileKind::Invoice));
    let found = if may_be { past(source, record).ok().flatten() } else { None };
    found.map(|(found, _)| rules::past::lost(&found, record)).unwrap_or_default()
}

/// What stands in the way of asking something of these: what they were sent before is not what the record says.
pub fn in_the_way(lost: Vec<Lost>, is_meant: impl Fn(&str) -> bool) -> Vec<Obstacle> {
    let meant = lost.into_iter().filter(|one| is_meant(&one.participant));
    meant.map(|one| Obstacle { file: one.finding.at.file, why: one.finding.message, command: Some(one.command) }).collect()
}

/// A report over invoices that are not what was sent says so: people in it, and whoever takes in rows beside it.
pub fn noted(mut document: Document, opened: &Opened, form: &Form, context: &Context) -> anyhow::Result<Document> {
    let lost = lost(opened);
    if form.is_read(context)? {
        let lines = lost.iter().map(|one| {
            let (path, message, command) = (&one.finding.at.file, &one.finding.message, &one.command);
            Block::Paragraph(text!(message; en: "Not what was sent: {path}: {message}. `{command}` restores it.", nl: "Niet wat er is verstuurd: {path}: {message}. `{command}` herstelt dat."))
        });
        document.blocks.splice(0..0, lines);
    } else {
        for one in &lost {
            warn(&one.finding, context.lang(&opened.record));
        }
    }
    Ok(document)
}

/// The same beside what is no report.
pub fn warned(opened: &Opened, context: &Context) {
    for one in lost(opened) {
        warn(&one.finding, context.lang(&opened.record));
    }
}

fn warn(finding: &Finding, lang: Lang) {
    let (path, message) = (&finding.at.file, &finding.message);
    say(text!(message; en: "warning: {path}: {message}", nl: "let op: {path}: {message}").get(lang));
}

/// Says which issued files were changed, and which are gone.
pub fn told(record: &Record, found: &Given, lang: Lang) {
    for finding in rules::past::findings(found, record) {
        warn(&finding, lang);
    }
}

/// What history says where nothing was asked of it: silent where there is none, or it cannot be read, or nothing was issued. A revision
/// is not set beside what came after it.
pub fn findings(source: &Source, record: &Record) -> Vec<Finding> {
    if source.commit.is_some() || record.budgets.is_empty() && record.invoices.iter().all(|one| one.number.is_none()) {
        return Vec::new();
    }
    past(source, record).ok().flatten().map(|(found, _)| rules::past::findings(&found, record)).unwrap_or_default()
}

/// The first of these invoices whose file is no longer what was issued, with the commit of that, and the command that puts it back.
pub fn changed_since(opened: &Opened, is_meant: impl Fn(&Invoice) -> bool) -> Option<(FilePath, String, String)> {
    let mut meant = opened.record.invoices.iter().filter(|one| one.number.is_some() && is_meant(one)).peekable();
    meant.peek().filter(|_| opened.source.commit.is_none())?;
    let (found, _) = past(&opened.source, &opened.record).ok().flatten()?;
    meant.find_map(|invoice| {
        let one = found.changed.iter().find(|one| one.path == invoice.file.as_str())?;
        let command = rules::past::restoring(&one.commit, &one.was, &one.path);
        Some((invoice.file.clone(), one.commit.clone(), command))
    })
}
