//! What git's history says of issued invoices: files that are no longer what was sent, and numbers that are gone.

use std::collections::BTreeMap;

use commons::record::finance::Invoice;
use commons::source::git::history;
use commons::text;
use commons::text::Lang;
use commons::writing::invoices::past::{Given, given, is_invoice};

use crate::context::{Opened, say};
use crate::writing::text_of;

/// What history knows, and whether it is only its newest part; none where there is no git.
pub fn past(opened: &Opened) -> anyhow::Result<Option<(Given, bool)>> {
    let (source, record) = (&opened.source, &opened.record);
    let Some(past) = history(&source.root, "finances", is_invoice)? else { return Ok(None) };
    let mut now = BTreeMap::new();
    for one in &record.invoices {
        now.insert(one.file.to_string(), text_of(source, &one.file)?);
    }
    Ok(Some((given(&past.versions, &now), past.is_shallow)))
}

/// Says which issued files were changed, and which are gone; how many.
pub fn told(opened: &Opened, found: &Given, lang: Lang) -> usize {
    let mut number = 0;
    for (path, commit) in &found.changed {
        number += 1;
        say(text!(en: "warning: {path} was changed since it was issued (commit {commit}); what was sent is credited, not changed", nl: "let op: {path} is gewijzigd nadat de factuur definitief was (commit {commit}); wat verstuurd is wordt gecrediteerd, niet gewijzigd").get(lang));
    }
    for (number_gone, commit, path) in found.gone(&opened.record) {
        number += 1;
        say(text!(en: "warning: {number_gone} was given in {path} (commit {commit}) and is gone; it is not given again", nl: "let op: {number_gone} is gegeven in {path} (commit {commit}) en is weg; het wordt niet opnieuw gegeven").get(lang));
    }
    number
}

/// What history says where nothing was asked of it: silent where there is none, or it cannot be read, or nothing was issued.
pub fn told_if_known(opened: &Opened, lang: Lang) -> usize {
    let is_issued = opened.record.invoices.iter().any(|one| one.number.is_some());
    if !is_issued || opened.source.commit.is_some() {
        return 0;
    }
    past(opened).ok().flatten().map_or(0, |(found, _)| told(opened, &found, lang))
}

/// The commit in which an invoice was issued, where its file is no longer what it was then.
pub fn changed_since(opened: &Opened, invoice: &Invoice) -> Option<String> {
    if invoice.number.is_none() || opened.source.commit.is_some() {
        return None;
    }
    let (found, _) = past(opened).ok().flatten()?;
    found.changed.into_iter().find(|(path, _)| *path == invoice.file.as_str()).map(|(_, commit)| commit)
}
