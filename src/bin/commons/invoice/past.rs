//! What git's history says of issued invoices: files that are no longer what was sent, and numbers that are gone.

use std::collections::BTreeMap;

use commons::answers::issued::{Given, given, is_invoice};
use commons::document::{Block, Document};
use commons::finding::Finding;
use commons::record::Record;
use commons::record::finance::Invoice;
use commons::rules;
use commons::rules::past::Lost;
use commons::source::Source;
use commons::source::git::{history, leads_to, place_of};
use commons::source::layout::FileKind;
use commons::text;
use commons::text::{Lang, Text};
use commons::writing::invoices::issue::Obstacle;

use crate::context::{Context, Opened, say};
use crate::form::Form;
use crate::writing::text_of;

/// How much of its past a record has here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Whole,
    /// Only the newest part.
    Shallow,
    /// It is in git, and nothing was committed yet.
    Nothing,
    /// It is not in git.
    NoGit,
}

/// What history knows, and how much of it is here.
pub fn past(source: &Source, record: &Record) -> anyhow::Result<(Given, Reach)> {
    let Some(past) = history(&source.root, "finances", is_invoice)? else { return Ok((Given::default(), Reach::NoGit)) };
    let mut now = BTreeMap::new();
    for one in &record.invoices {
        now.insert(one.file.to_string(), text_of(source, &one.file)?);
    }
    let mut found = given(&past.versions, &now);
    found.look_elsewhere(record, |commit| place_of(&source.root, commit), |commit, later| leads_to(&source.root, commit, later));
    let reach = match past {
        _ if past.is_empty => Reach::Nothing,
        _ if past.is_shallow => Reach::Shallow,
        _ => Reach::Whole,
    };
    Ok((found, reach))
}

/// What history says of a record as it is; nothing where it cannot be read, or nothing was issued. A revision is not set beside what came
/// after it.
fn known(source: &Source, record: &Record) -> Option<(Given, Reach)> {
    let may_be = source.commit.is_none() && source.files.iter().any(|file| matches!(file.kind, FileKind::Budget | FileKind::Invoice));
    if may_be { past(source, record).ok() } else { None }
}

/// The issued invoices of a record that are not what was sent, or are gone.
pub fn lost_quietly(opened: &Opened) -> Vec<Lost> {
    known(&opened.source, &opened.record).map(|(found, _)| rules::past::lost(&found, &opened.record)).unwrap_or_default()
}

/// The same, and that only a part of the history is here is said.
pub fn lost(opened: &Opened, lang: Lang) -> Vec<Lost> {
    odd(opened, lang).lost
}

/// What is odd in the past of a record.
#[derive(Default)]
pub struct Odd {
    /// The issued invoices that are not what was sent, or are gone.
    pub lost: Vec<Lost>,
    /// The numbers that something else has too.
    pub twice: Vec<Finding>,
    /// All of it, for whoever judges it by rules.
    pub findings: Vec<Finding>,
}

/// What is odd in the past of a record. That only a part of that is here is said.
pub fn odd(opened: &Opened, lang: Lang) -> Odd {
    let record = &opened.record;
    let Some((found, reach)) = known(&opened.source, record) else { return Odd::default() };
    say_if_shallow(record, reach, lang);
    let (lost, twice) = (rules::past::lost(&found, record), rules::past::given_twice(&found, record));
    Odd { lost, twice, findings: rules::past::findings(&found, record) }
}

fn say_if_shallow(record: &Record, reach: Reach, lang: Lang) {
    if reach == Reach::Shallow && record.invoices.iter().any(|one| one.number.is_some()) {
        say(SHALLOW.get(lang));
    }
}

/// Of a clone that has only a part of its history.
const SHALLOW: Text = Text::new(
    "warning: this clone has only a part of its history, so an issued invoice that was changed or is gone may go unseen; `git fetch \
     --unshallow` brings the rest",
    "let op: deze kloon heeft maar een deel van de geschiedenis, dus een definitieve factuur die is gewijzigd of weg is, kan ongezien \
     blijven; `git fetch --unshallow` haalt de rest op",
);

/// What stands in the way of asking something of these: what they were sent before is not what the record says.
pub fn in_the_way(lost: Vec<Lost>, is_meant: impl Fn(&str) -> bool) -> Vec<Obstacle> {
    let meant = lost.into_iter().filter(|one| is_meant(&one.participant));
    meant.map(|one| Obstacle { file: one.finding.at.file, why: one.finding.message, command: Some(one.command) }).collect()
}

/// A report over invoices that are not what was sent says so: people in it, and whoever takes in rows beside it.
pub fn noted(document: Document, opened: &Opened, form: &Form, context: &Context) -> anyhow::Result<Document> {
    let lang = context.lang(&opened.record);
    noted_of(document, &odd(opened, lang), form, context, lang)
}

/// The same of what is known already.
pub fn noted_of(mut document: Document, odd: &Odd, form: &Form, context: &Context, lang: Lang) -> anyhow::Result<Document> {
    let Odd { lost, twice, .. } = odd;
    if form.is_read(context)? {
        let lines = lost.iter().map(|one| {
            let (path, message, command) = (&one.finding.at.file, &one.finding.message, &one.command);
            Block::Paragraph(if one.is_elsewhere {
                text!(message; en: "Not in these figures: {path}: {message}. `{command}` brings it here.", nl: "Niet in deze cijfers: {path}: {message}. `{command}` haalt de factuur hierheen.")
            } else {
                text!(message; en: "Not what was sent: {path}: {message}. `{command}` restores it.", nl: "Niet wat er is verstuurd: {path}: {message}. `{command}` herstelt dat.")
            })
        });
        let lines = lines.chain(twice.iter().map(|finding| {
            let (path, message) = (&finding.at.file, &finding.message);
            Block::Paragraph(text!(message; en: "Note: {path}: {message}.", nl: "Let op: {path}: {message}."))
        }));
        document.blocks.splice(0..0, lines);
    } else {
        warned_of(odd, lang);
    }
    Ok(document)
}

/// The same beside what is no report.
pub fn warned(opened: &Opened, context: &Context) {
    let lang = context.lang(&opened.record);
    warned_of(&odd(opened, lang), lang);
}

/// The same of what is known already.
pub fn warned_of(Odd { lost, twice, .. }: &Odd, lang: Lang) {
    for one in lost {
        warn_of_lost(one, lang);
    }
    for finding in twice {
        warn(finding, lang);
    }
}

/// Says what is not what was sent, or is gone, and what brings it back.
pub fn warn_of_lost(one: &Lost, lang: Lang) {
    let (path, message, command) = (&one.finding.at.file, &one.finding.message, &one.command);
    let words = if one.is_elsewhere {
        text!(message; en: "warning: {path}: {message}; `{command}` brings it here", nl: "let op: {path}: {message}; `{command}` haalt de factuur hierheen")
    } else {
        text!(message; en: "warning: {path}: {message}; `{command}` restores it", nl: "let op: {path}: {message}; `{command}` herstelt dat")
    };
    say(words.get(lang));
}

fn warn(finding: &Finding, lang: Lang) {
    let (path, message) = (&finding.at.file, &finding.message);
    say(text!(message; en: "warning: {path}: {message}", nl: "let op: {path}: {message}").get(lang));
}

/// Says which issued files were changed, but for those that were so when they were sent, and which are gone, whatever it says of them: a number
/// that was given leaves a gap.
pub fn told(record: &Record, found: &Given, lang: Lang) {
    let is_said = |finding: &Finding| finding.rule == "invoice-number-gone" || !rules::is_waived(record, finding);
    rules::past::findings(found, record).iter().filter(|finding| is_said(finding)).for_each(|finding| warn(finding, lang));
}

/// What history says where nothing was asked of it.
pub fn findings(source: &Source, record: &Record) -> Vec<Finding> {
    known(source, record).map(|(found, _)| rules::past::findings(&found, record)).unwrap_or_default()
}

/// The first of these invoices whose file is no longer what was issued.
pub fn changed_since<'a>(lost: &'a [Lost], record: &Record, is_meant: impl Fn(&Invoice) -> bool) -> Option<&'a Lost> {
    let mut meant = record.invoices.iter().filter(|one| one.number.is_some() && is_meant(one));
    meant.find_map(|invoice| lost.iter().find(|one| one.finding.rule == "issued-invoice-changed" && one.finding.at.file == invoice.file))
}
