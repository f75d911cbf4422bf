//! Drafts brought up to date: what a plan asks set against the drafts that are there. What people wrote themselves stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::billed::{is_for, kind_of};
use crate::edit::Edit;
use crate::keys;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Id;
use crate::source::FilePath;
use crate::text;
use crate::text::Text;
use crate::writing::invoices::plan::{Plan, Wanted, asks};
use crate::writing::invoices::text::{of_vat, pairs_of, pairs_of_set_off, text_of};
use crate::writing::invoices::{drafts, free_path};

/// What becomes of the drafts of a year.
#[derive(Debug, Default)]
pub struct Update {
    pub new: BTreeMap<FilePath, String>,
    pub edits: BTreeMap<FilePath, Vec<Edit>>,
    /// Drafts that nothing asks for any more.
    pub stale: Vec<FilePath>,
    pub said: Vec<Text>,
    /// Drafts that ask something else than they would if they were made now, and what.
    pub other: BTreeMap<FilePath, Text>,
}

/// Sets a plan against the drafts that are there; only those of some where `only` names them.
pub fn update(record: &Record, year: i32, plan: &Plan, only: &[Id]) -> Update {
    let mut update = Update::default();
    let there: Vec<&Invoice> = drafts(record, year);
    let mut used: BTreeSet<&FilePath> = BTreeSet::new();
    let files: BTreeSet<&FilePath> = record.invoices.iter().map(|one| &one.file).collect();
    for wanted in &plan.wanted {
        // What was made goes before what people wrote beside it.
        let is_made = |one: &Invoice| one.line.iter().any(|line| line.basis.is_some());
        let alike = || there.iter().filter(|one| !used.contains(&one.file) && is_same(record, one, &wanted.invoice));
        let found = alike().find(|one| is_made(one)).or_else(|| alike().next());
        let Some(draft) = found else {
            let path = free_path(year, &wanted.stem, |path| files.contains(path) || update.new.contains_key(path));
            update.new.insert(path, text_of(&wanted.invoice));
            continue;
        };
        used.insert(&draft.file);
        if draft.line.iter().any(|line| line.basis.is_some()) {
            let mut edits = edits(draft, &wanted.invoice);
            if let Some(other) = other(record, draft, &wanted.invoice, &edits) {
                if let Some(on) = draft.ordered {
                    let file = &draft.file;
                    update.said.push(text!(on, other; en: "{file} was ordered on {on}: {other}; withdraw that order, and order it anew", nl: "{file} is op {on} opgedragen: {other}; trek die opdracht in en geef een nieuwe"));
                    edits.push(Edit::Remove(keys!["ordered"]));
                }
                update.other.insert(draft.file.clone(), other);
            }
            if !edits.is_empty() {
                update.edits.insert(draft.file.clone(), edits);
            }
        } else if asks(draft) != asks(&wanted.invoice) {
            update.said.push(by_hand(record, draft, wanted));
        }
    }
    let is_meant = |one: &Invoice| only.is_empty() || only.iter().any(|id| is_for(record, one, id));
    for one in there.iter().filter(|one| is_meant(one) && !used.contains(&one.file)) {
        if one.line.iter().any(|line| line.basis.is_some()) {
            update.stale.push(one.file.clone());
            update.other.insert(one.file.clone(), Text::new("nothing asks for it any more", "niets vraagt hier nog om"));
        }
    }
    update.said.extend(plan.said.iter().cloned());
    update
}

/// Whether a draft is for what a plan asks: participant, product, kind, and of advances the day.
fn is_same(record: &Record, draft: &Invoice, wanted: &Invoice) -> bool {
    let product = |one: &Invoice| one.product.as_ref().map(|id| record.index.plain(id).0.into_owned());
    let fee = |one: &Invoice| one.line.iter().any(|line| line.basis == Some(crate::record::finance::Basis::JoiningFee));
    is_for(record, draft, &wanted.participant)
        && kind_of(draft) == kind_of(wanted)
        && product(draft) == product(wanted)
        && (kind_of(wanted) != InvoiceKind::Advance || draft.planned == wanted.planned)
        && (kind_of(wanted) != InvoiceKind::Request || fee(draft) == fee(wanted))
}

fn by_hand(record: &Record, draft: &Invoice, wanted: &Wanted) -> Text {
    let currency = record.currency();
    let sum = |one: &Invoice| (asks(one).0 - asks(one).1).in_currency(currency);
    let (file, has, asked) = (&draft.file, sum(draft), sum(&wanted.invoice));
    text!(has, asked; en: "{file} was written by hand and comes to {has}, where the budget asks {asked}; it stays as it is", nl: "{file} is met de hand gemaakt en komt op {has}, terwijl de begroting {asked} vraagt; dat blijft zo staan")
}

/// What a draft says otherwise than it would now; on which day it is to be sent people may choose.
fn other(record: &Record, draft: &Invoice, wanted: &Invoice, edits: &[Edit]) -> Option<Text> {
    let planned = keys!["planned"];
    if edits.iter().all(|edit| matches!(edit, Edit::Set(keys, _) | Edit::Remove(keys) if *keys == planned)) {
        return None;
    }
    let made = |one: &Invoice| -> (Money, Money) {
        let lines = one.line.iter().filter(|line| line.basis.is_some()).map(|line| line.amount).sum();
        (lines, one.set_off.iter().filter(|off| off.basis.is_some()).map(|off| off.amount).sum())
    };
    let ((was, was_off), (now, now_off)) = (made(draft), made(wanted));
    let of = |amount: Money| amount.in_currency(record.currency());
    if was != now {
        let (was, now) = (of(was), of(now));
        return Some(
            text!(was, now; en: "it asks {was} without VAT, and {now} is asked now", nl: "hierin staat {was} zonder btw, en nu wordt {now} gevraagd"),
        );
    }
    if was_off != now_off {
        let (was, now) = (of(was_off), of(now_off));
        return Some(
            text!(was, now; en: "it sets off {was}, and {now} is agreed now", nl: "hierin wordt {was} verrekend, en nu is {now} afgesproken"),
        );
    }
    let period = |one: &Invoice| one.period.as_ref().map(|period| (period.from, period.until));
    if let (Some((from, until)), true) = (period(wanted), period(draft) != period(wanted)) {
        return Some(
            text!(from, until; en: "its period is not {from} to {until}, as it is now", nl: "de periode is niet {from} t/m {until}, zoals die nu is"),
        );
    }
    if draft.vat.as_ref().map(|vat| vat.treatment) != wanted.vat.as_ref().map(|vat| vat.treatment) {
        return Some(Text::new("its VAT is not as the settings have it now", "de btw is niet zoals die nu is ingesteld"));
    }
    Some(Text::new("its lines read otherwise than they would now", "de regels luiden anders dan ze nu zouden luiden"))
}

/// What changes in a draft: the lines that were made for it, and what goes with them.
fn edits(draft: &Invoice, wanted: &Invoice) -> Vec<Edit> {
    let mut edits = Vec::new();
    if let Some(period) = wanted.period.as_ref().filter(|period| draft.period.as_ref() != Some(period)) {
        let days = [("from", period.from), ("until", period.until)];
        match draft.period {
            Some(_) => edits.extend(days.map(|(key, day)| Edit::Set(keys!["period", key], day.to_string()))),
            None => edits.push(Edit::Set(keys!["period"], format!("{{ from = {}, until = {} }}", period.from, period.until))),
        }
    }
    if let Some(planned) = wanted.planned.filter(|planned| draft.planned != Some(*planned)) {
        edits.push(Edit::Set(keys!["planned"], planned.to_string()));
    }
    if wanted.planned.is_none() && draft.planned.is_some() {
        edits.push(Edit::Remove(keys!["planned"]));
    }
    if let Some(vat) = wanted.vat.as_ref().filter(|vat| draft.vat.as_ref().is_none_or(|there| there.treatment != vat.treatment)) {
        edits.push(Edit::Set(keys!["vat", "treatment"], of_vat(vat.treatment)));
        // What was said of another treatment is not true of this one.
        if draft.vat.as_ref().is_some_and(|there| there.reason.is_some()) {
            edits.push(Edit::Remove(keys!["vat", "reason"]));
        }
    }
    let of = |made: bool, pairs: Vec<(String, String)>| made.then_some(pairs);
    let there: Vec<Option<Pairs>> = draft.line.iter().map(|line| of(line.basis.is_some(), own(pairs_of(line)))).collect();
    list("line", &there, &wanted.line.iter().map(|line| own(pairs_of(line))).collect::<Vec<_>>(), &mut edits);
    let there: Vec<Option<Pairs>> = draft.set_off.iter().map(|one| of(one.basis.is_some(), own(pairs_of_set_off(one)))).collect();
    list("set_off", &there, &wanted.set_off.iter().map(|one| own(pairs_of_set_off(one))).collect::<Vec<_>>(), &mut edits);
    edits
}

type Pairs = Vec<(String, String)>;

/// Without what people may have added to a line that was made.
fn own(pairs: Pairs) -> Pairs {
    pairs.into_iter().filter(|(key, _)| !matches!(key.as_str(), "note" | "source" | "vat" | "product")).collect()
}

/// Brings the items of a list that were made up to date; others stand where they stood.
fn list(name: &'static str, there: &[Option<Pairs>], wanted: &[Pairs], edits: &mut Vec<Edit>) {
    let made: Vec<(usize, &Pairs)> = there.iter().enumerate().filter_map(|(n, pairs)| Some((n, pairs.as_ref()?))).collect();
    let value = |pairs: &Pairs, wanted: &str| pairs.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone());
    let alike = made.len() == wanted.len() && made.iter().zip(wanted).all(|((_, a), b)| value(a, "basis") == value(b, "basis"));
    if !alike {
        edits.extend(made.iter().rev().map(|(n, _)| Edit::Remove(keys![name, *n])));
        edits.extend(wanted.iter().map(|pairs| Edit::Append(keys![name], pairs.clone())));
        return;
    }
    for ((n, was), now) in made.into_iter().zip(wanted) {
        for (key, new) in now.iter().filter(|(key, new)| value(was, key).as_ref() != Some(new)) {
            let key = if key == "what" {
                "what"
            } else if key == "amount" {
                "amount"
            } else {
                "role"
            };
            edits.push(Edit::Set(keys![name, n, key], new.clone()));
        }
        if value(was, "role").is_some() && value(now, "role").is_none() {
            edits.push(Edit::Remove(keys![name, n, "role"]));
        }
    }
}

/// A draft of what was on another invoice.
pub fn copied(invoice: &Invoice) -> Invoice {
    let mut draft = invoice.clone();
    draft.number = None;
    (draft.date, draft.due, draft.payment_reference, draft.total) = (None, None, None, None);
    (draft.buyer, draft.seller, draft.currency, draft.credits) = (None, None, None, None);
    draft.reminder.clear();
    draft.note = None;
    if let Some(vat) = &mut draft.vat {
        (vat.base, vat.amount) = (None, None);
    }
    draft
}
