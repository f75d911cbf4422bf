//! The balance sheet of a year: what was there on its first and on its last day, always in balance.

use std::collections::BTreeMap;

use crate::answers::ledger::account::Account;
use crate::answers::ledger::entries::{Entry, opening};
use crate::answers::ledger::sums;
use crate::answers::ledger::years::window;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;

/// What stands on each account that lasts, on the first and on the last day of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub begin: BTreeMap<Account, Money>,
    pub end: BTreeMap<Account, Money>,
    /// Income less costs, effort in kind counted on both sides.
    pub result: Money,
    pub until: Date,
}

/// The sheet of a year, to its last day or the day of judgement; none where the record does not say what the year began with.
pub fn sheet(record: &Record, entries: &[Entry<'_>], year: i32) -> Option<Sheet> {
    let (from, last) = window(record, year);
    let until = last.min(record.on.max(from));
    let first_day = opening(record, year)?;
    // What earlier years left is known as far as they are on record. VAT of earlier years is settled with the tax office.
    let mut begin = sums(entries, Date::FIRST, from.plus_days(-1));
    begin.retain(|account, sum| {
        sum.0 != 0 && matches!(account, Account::Receivable(_) | Account::Deferred | Account::Accrued | Account::Unassigned)
    });
    begin.extend(first_day.postings.into_iter().filter(|(account, _)| *account != Account::Opening));
    let rest: Money = begin.values().copied().sum();
    if rest.0 != 0 {
        begin.insert(Account::Opening, -rest);
    }
    let mut end = begin.clone();
    let mut result = Money(0);
    for (account, amount) in sums(entries, from, until) {
        if account.is_income() || account.is_cost() {
            result = result - amount;
        } else {
            let sum = end.entry(account).or_default();
            *sum = *sum + amount;
        }
    }
    end.retain(|_, sum| sum.0 != 0);
    Some(Sheet { begin, end, result, until })
}

impl Sheet {
    /// Whether both days are in balance: what is there is what is owed, the reserve and the year's result.
    pub fn is_in_balance(&self) -> bool {
        let sum = |sums: &BTreeMap<Account, Money>| sums.values().copied().sum::<Money>();
        sum(&self.begin) == Money(0) && sum(&self.end) == self.result
    }
}
