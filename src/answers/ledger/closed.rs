//! Years that are closed: what is corrected after the next year began with what they left counts in the year of the correction.

use std::collections::HashMap;

use crate::answers::ledger::account::Account;
use crate::answers::ledger::entries::{Entry, EntryKind, merged, opening};
use crate::answers::ledger::on;
use crate::answers::ledger::sums;
use crate::answers::ledger::years::window;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;

/// Whether the year after says with which reserve it began.
pub fn is_closed(record: &Record, year: i32) -> bool {
    window(record, year).1.plus_days(1) == window(record, year + 1).0 && opening(record, year + 1).is_some()
}

/// Moves what was invoiced or credited for a closed year, after what the next year says that it left, to the day on which that was done.
/// How much of it came after shows in the amounts: without the last of it the year ends with the reserve with which the next begins.
/// Where no such day is found everything stays where it is, and the difference is told.
pub fn corrected(record: &Record, all: &mut Vec<Entry<'_>>) {
    let mut years: Vec<i32> = record.budgets.iter().map(|budget| budget.year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years.into_iter().filter(|year| is_closed(record, *year)) {
        for number in after(record, all, year) {
            rebook(all, window(record, year), &number);
        }
    }
}

/// The numbers of the invoices and credit notes for a year that were sent after it was closed.
fn after(record: &Record, all: &[Entry<'_>], year: i32) -> Vec<String> {
    let reserve = |year: i32| opening(record, year).map(|entry| -on(&sums(&[entry], Date::FIRST, Date::LAST), &Account::Reserve));
    let (Some(began), Some(left)) = (reserve(year), reserve(year + 1)) else { return Vec::new() };
    let (from, until) = window(record, year);
    let in_year = || all.iter().filter(|entry| entry.day >= from && entry.day <= until);
    let mut surplus = began + in_year().map(result).sum() - left;
    let sent: HashMap<&str, Date> = all
        .iter()
        .filter(|entry| matches!(entry.kind, EntryKind::Invoice | EntryKind::Credit))
        .filter_map(|entry| Some((entry.number?, entry.day)))
        .collect();
    let mut late: Vec<(Date, &str, Money)> = in_year()
        .filter(|entry| entry.kind == EntryKind::Recognised)
        .filter_map(|entry| Some((*sent.get(entry.number?)?, entry.number?, result(entry))))
        .filter(|(day, ..)| *day > until)
        .collect();
    late.sort();
    let mut found = Vec::new();
    while surplus.0 != 0 {
        let Some((day, ..)) = late.last().copied() else { return Vec::new() };
        while let Some((_, number, much)) = late.pop_if(|(of, ..)| *of == day) {
            surplus = surplus - much;
            found.push(number.to_owned());
        }
    }
    found
}

/// What an entry adds to the result of its year.
fn result(entry: &Entry<'_>) -> Money {
    -entry.postings.iter().filter(|(account, _)| account.is_income() || account.is_cost()).map(|(_, amount)| *amount).sum::<Money>()
}

fn rebook(all: &mut Vec<Entry<'_>>, (from, until): (Date, Date), number: &str) {
    let is_it =
        |entry: &Entry<'_>| entry.number == Some(number) && entry.kind == EntryKind::Recognised && entry.day >= from && entry.day <= until;
    let Some(at) = all.iter().position(is_it) else { return };
    let gone = all.remove(at);
    let is_sent = |entry: &&mut Entry<'_>| entry.number == Some(number) && matches!(entry.kind, EntryKind::Invoice | EntryKind::Credit);
    let Some(sent) = all.iter_mut().find(is_sent) else { return };
    let much = result(&gone);
    let mut postings = std::mem::take(&mut sent.postings);
    postings.extend(gone.postings.into_iter().filter(|(account, _)| *account == Account::Deferred));
    postings.push((Account::Earlier, -much));
    sent.postings = merged(postings);
}
