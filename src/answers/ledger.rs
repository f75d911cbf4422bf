//! The figures of a year: what was budgeted, agreed, spent, asked, invoiced and paid, exact to the cent (A11, A12).

pub mod account;
pub mod balance;
pub mod closed;
pub mod entries;
pub mod lines;
pub mod reserve;
pub mod unread;
pub mod years;

use std::collections::BTreeMap;

use crate::answers::ledger::account::Account;
use crate::answers::ledger::entries::Entry;
use crate::date::Date;
use crate::money::Money;

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
