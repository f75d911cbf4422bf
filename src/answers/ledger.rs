//! The figures of a year: what was budgeted, agreed, spent, asked, invoiced and paid, exact to the cent (A11, A12).

pub mod account;
pub mod balance;
pub mod entries;
pub mod lines;
pub mod reserve;
pub mod years;

use std::collections::BTreeMap;

use crate::answers::ledger::account::Account;
use crate::answers::ledger::entries::Entry;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::source::layout::FileKind;
use crate::source::{FilePath, Oddity};

/// The files that are counted; the others only name what is.
const COUNTED: [FileKind; 7] = [
    FileKind::Collaboration,
    FileKind::Participant,
    FileKind::Budget,
    FileKind::Expenses,
    FileKind::Payments,
    FileKind::Invoice,
    FileKind::Contract,
];

/// The files for want of which the figures are not known.
pub fn uncounted(record: &Record) -> Vec<String> {
    let unread = record.unread.iter().filter(|unread| COUNTED.contains(&unread.kind)).map(|unread| unread.file.to_string());
    let odd = record.odd.iter().filter(|odd| is_counted(&odd.path, &odd.what)).map(|odd| odd.path.to_string());
    unread.chain(odd).collect()
}

/// Whether what stands where it is not read may hold money.
fn is_counted(path: &FilePath, what: &Oddity) -> bool {
    let path = path.as_str();
    match what {
        Oddity::WrongFolder(meant) => *meant == "finances",
        Oddity::Stray | Oddity::Misnamed(_) => path.starts_with("finances/") && path.ends_with(".toml"),
        _ => path == "finances" || path.starts_with("finances/"),
    }
}

/// What was posted to each account in a time, both days inclusive; accounts whose postings cancel out are in it too.
pub fn sums(entries: &[Entry<'_>], from: Date, until: Date) -> BTreeMap<Account, Money> {
    let mut sums: BTreeMap<Account, Money> = BTreeMap::new();
    for (account, amount) in entries.iter().filter(|entry| entry.day >= from && entry.day <= until).flat_map(|entry| &entry.postings) {
        let sum = sums.entry(account.clone()).or_default();
        *sum = *sum + *amount;
    }
    sums
}

/// What stands on an account; nothing where nothing was posted.
pub fn on(sums: &BTreeMap<Account, Money>, account: &Account) -> Money {
    sums.get(account).copied().unwrap_or_default()
}
