//! The ledger as a plain-text journal, for hledger and for beancount.

mod beancount;
mod hledger;

use std::collections::BTreeSet;

use crate::answers::ledger::account::{Account, LineKey};
use crate::answers::ledger::balance::openings;
use crate::answers::ledger::entries::{Entry, EntryKind, entries};
use crate::answers::ledger::years::window;
use crate::money::Currency;
use crate::record::Record;
use crate::text::{Lang, Text};

/// For which program a journal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Hledger,
    Beancount,
}

/// What is asked of the journal.
pub struct Options<'a> {
    /// Only what is of this year; all where it is left out.
    pub year: Option<i32>,
    pub dialect: Dialect,
    pub lang: Lang,
    /// What may be read of a text of the record.
    pub seen: &'a dyn Fn(&str) -> String,
}

/// What a dialect writes: everything in one order, every text already on one line.
struct Journal<'a> {
    title: String,
    currency: Currency,
    entries: Vec<Entry<'a>>,
    /// Every account that occurs, as its steps.
    accounts: BTreeSet<(Root, Vec<String>)>,
    record: &'a Record,
    options: &'a Options<'a>,
}

/// The five kinds of account that both programs know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Assets,
    Liabilities,
    Equity,
    Income,
    Expenses,
}

/// The journal of a record.
pub fn write(record: &Record, options: &Options<'_>) -> String {
    let every = entries(record);
    let mut all = every.clone();
    if let Some(year) = options.year {
        let (from, until) = window(record, year);
        all.retain(|entry| entry.day >= from && entry.day <= until);
    }
    // On the first day of a year everything is as its balance sheet says.
    let mut years: Vec<i32> = options.year.map_or_else(|| record.budgets.iter().map(|budget| budget.year).collect(), |year| vec![year]);
    years.sort_unstable();
    years.dedup();
    let openings = openings(record, &every, &all, &years);
    all.extend(openings);
    all.sort_by_key(|entry| (entry.day, entry.kind));
    let accounts = all.iter().flat_map(|entry| &entry.postings).map(|(account, _)| steps(account)).collect();
    let name = record.collaboration.as_ref().map_or("commons", |settings| settings.name.as_str());
    let title = line(&(options.seen)(name));
    let journal = Journal { title, currency: record.currency(), entries: all, accounts, record, options };
    match options.dialect {
        Dialect::Hledger => hledger::write(&journal),
        Dialect::Beancount => beancount::write(&journal),
    }
}

/// An account as its kind and its steps below that: letters, digits and hyphens.
fn steps(account: &Account) -> (Root, Vec<String>) {
    let of_line = |word: &str, key: &LineKey| match &key.product {
        None => vec![word.to_owned(), step(&key.id)],
        Some(product) => vec!["products".to_owned(), step(product), step(&key.id)],
    };
    let plain = |word: &str| vec![word.to_owned()];
    match account {
        Account::Funds => (Root::Assets, plain("funds")),
        Account::Receivable(id) => (Root::Assets, vec!["receivable".to_owned(), step(id)]),
        Account::Accrued => (Root::Assets, plain("accrued")),
        Account::Deferred => (Root::Liabilities, plain("deferred")),
        Account::Vat => (Root::Liabilities, plain("vat")),
        Account::Unassigned => (Root::Liabilities, plain("unassigned")),
        Account::Reserve => (Root::Equity, plain("reserve")),
        Account::Appropriated => (Root::Liabilities, plain("appropriated")),
        Account::Opening => (Root::Equity, plain("opening")),
        Account::Dues(None) => (Root::Income, plain("contribution")),
        Account::Dues(Some(product)) => (Root::Income, vec!["contribution".to_owned(), step(product)]),
        Account::JoiningFee => (Root::Income, plain("joining-fee")),
        Account::Extra => (Root::Income, plain("extra")),
        Account::Earlier => (Root::Income, plain("earlier")),
        Account::Other(key) => (Root::Income, of_line("other", key)),
        Account::Cost(key) => (Root::Expenses, of_line("costs", key)),
        Account::SetOff => (Root::Expenses, plain("set-off")),
        Account::VatCost => (Root::Expenses, plain("vat")),
    }
}

fn step(id: &str) -> String {
    let clean: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let clean = clean.trim_matches('-');
    if clean.is_empty() { "x".to_owned() } else { clean.to_owned() }
}

/// One line, with single spaces and nothing that steers a terminal.
fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if crate::text::is_steering(c) || c.is_whitespace() { ' ' } else { c }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Journal<'_> {
    /// Who is on the other side; the ledger itself where the record does not say.
    fn payee(&self, entry: &Entry<'_>) -> String {
        if entry.kind == EntryKind::VatReturn {
            return Text::new("Tax authority", "Belastingdienst").get(self.options.lang).to_owned();
        }
        let none = || Text::new("Ledger", "Grootboek").get(self.options.lang).to_owned();
        let Some(id) = entry.who.as_deref() else { return if entry.kind == EntryKind::Opening { self.title.clone() } else { none() } };
        let name = self.record.participants.get(id).map_or(id, |one| one.name.as_str());
        let name = line(&(self.options.seen)(name));
        if name.is_empty() { none() } else { name }
    }

    fn what(&self, entry: &Entry<'_>) -> String {
        let written = entry.what.map(|what| line(&(self.options.seen)(what))).unwrap_or_default();
        let kind = match entry.kind {
            EntryKind::Opening => Text::new("opening", "beginbalans"),
            EntryKind::Invoice => Text::new("invoice", "factuur"),
            EntryKind::Credit => Text::new("credit note", "creditfactuur"),
            EntryKind::Recognised => Text::new("part of this year", "deel van dit jaar"),
            EntryKind::Expense => Text::new("expense", "last"),
            EntryKind::Payment if entry.takes_money() => Text::new("repayment", "terugbetaling"),
            EntryKind::Payment => Text::new("receipt", "ontvangst"),
            EntryKind::VatReturn if entry.takes_money() => Text::new("VAT paid", "btw-afdracht"),
            EntryKind::VatReturn => Text::new("VAT got back", "btw-teruggaaf"),
        };
        let kind = kind.get(self.options.lang);
        if written.is_empty() { kind.to_owned() } else { format!("{kind}: {written}") }
    }
}

fn number(entry: &Entry<'_>) -> Option<String> {
    entry.number.map(line).filter(|number| !number.is_empty())
}
