//! The balance sheet of a year: what was there on its first and on its last day, always in balance.

use std::collections::BTreeMap;

use crate::answers::ledger::account::Account;
use crate::answers::ledger::closed::{adopted, settled_before};
use crate::answers::ledger::entries::{Entry, EntryKind, opening};
use crate::answers::ledger::years::window;
use crate::answers::ledger::{on, sums};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;

/// What stands on each account that lasts, on the first and on the last day of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub begin: BTreeMap<Account, Money>,
    pub end: BTreeMap<Account, Money>,
    /// Income less costs, effort that was set off counted on both sides.
    pub result: Money,
    pub until: Date,
}

/// The sheet of a year, to its last day or the day of judgement; none where the record does not say what the year began with.
pub fn sheet(record: &Record, entries: &[Entry<'_>], year: i32) -> Option<Sheet> {
    let (from, last) = window(record, year);
    let until = last.min(record.on.max(from));
    let first_day = opening(record, year)?;
    // What earlier years left is known as far as they are on record; how VAT stood only where they are on record as a whole.
    let mut begin = sums(entries, Date::FIRST, from.plus_days(-1));
    begin.retain(|account, sum| {
        sum.0 != 0
            && matches!(
                account,
                Account::Receivable(_) | Account::Deferred | Account::Accrued | Account::Unassigned | Account::Appropriated
            )
    });
    let settled = on(&begin, &Account::Appropriated) - settled_before(record, from);
    begin.remove(&Account::Appropriated);
    begin.extend((settled.0 != 0).then_some((Account::Appropriated, settled)));
    let vat = on(&sums(entries, whole_since(record, year), from.plus_days(-1)), &Account::Vat);
    if vat.0 != 0 {
        begin.insert(Account::Vat, vat);
    }
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

/// The first day of the years before this one of which each says what it began with; of the year itself where the last one does not.
fn whole_since(record: &Record, year: i32) -> Date {
    let follows = |year: i32| opening(record, year - 1).is_some() && window(record, year - 1).1.plus_days(1) == window(record, year).0;
    let mut first = year;
    while follows(first) {
        first -= 1;
    }
    window(record, first).0
}

/// What a year ended with: the money at the fund holder, and the reserve with the year's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    pub year: i32,
    pub funds: Money,
    pub reserve: Money,
}

/// What the year before ended with; none where it is not over, or not on record as a whole: from its opening on, with money that moved.
pub fn closing(record: &Record, entries: &[Entry<'_>], year: i32) -> Option<Closing> {
    let year = year - 1;
    let (from, until) = window(record, year);
    if whole_since(record, year + 1) > from || until >= record.on {
        return None;
    }
    let is_in_year = |entry: &&Entry<'_>| entry.day >= from && entry.day <= until;
    entries.iter().filter(is_in_year).flat_map(|entry| &entry.postings).find(|(account, _)| *account == Account::Funds)?;
    let sheet = sheet(record, entries, year)?;
    // What was adopted says itself what went to the reserve.
    let result = adopted(record, year).map_or(sheet.result, |adopted| adopted.to_reserve());
    Some(Closing { year, funds: on(&sheet.end, &Account::Funds), reserve: result - on(&sheet.end, &Account::Reserve) })
}

/// What makes a journal say what the balance sheet of each of these years says of its first day, over what stands in these entries.
/// What belongs to no account that lasts stands against it.
pub fn openings<'a>(record: &Record, all: &[Entry<'a>], kept: &[Entry<'a>], years: &[i32]) -> Vec<Entry<'a>> {
    let mut made: Vec<Entry<'a>> = Vec::new();
    for year in years {
        let (day, _) = window(record, *year);
        let Some(sheet) = sheet(record, all, *year).filter(|_| day <= record.on) else { continue };
        let before = kept.iter().filter(|entry| entry.day < day).chain(&made).flat_map(|entry| &entry.postings);
        let mut missing = sheet.begin;
        for (account, amount) in before {
            let sum = missing.entry(account.clone()).or_default();
            *sum = *sum - *amount;
        }
        missing.retain(|account, sum| sum.0 != 0 && *account != Account::Opening && !account.is_income() && !account.is_cost());
        let rest: Money = missing.values().copied().sum();
        let mut postings: Vec<(Account, Money)> = missing.into_iter().collect();
        if rest.0 != 0 {
            postings.push((Account::Opening, -rest));
        }
        if !postings.is_empty() {
            made.push(Entry { kind: EntryKind::Opening, ..Entry::of(day, postings) });
        }
    }
    made
}

impl Sheet {
    /// Whether both days are in balance: what is there is what is owed, the reserve and the year's result.
    pub fn is_in_balance(&self) -> bool {
        let sum = |sums: &BTreeMap<Account, Money>| sums.values().copied().sum::<Money>();
        sum(&self.begin) == Money(0) && sum(&self.end) == self.result
    }
}
