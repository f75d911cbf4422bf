//! Years that are closed: what is corrected after they were adopted, or after the next year began with what they left, counts in the year
//! of the correction.

use crate::answers::agreed::decided_on;
use crate::answers::contribution::product_of;
use crate::answers::ledger::account::Account;
use crate::answers::ledger::entries::{Correction, Entry, EntryKind, merged, opening};
use crate::answers::ledger::on;
use crate::answers::ledger::sums;
use crate::answers::ledger::years::window;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::closing::Accounts;
use crate::record::finance::Budget;

/// The accounts of a year that were adopted.
#[derive(Debug, Clone, Copy)]
pub struct Adopted<'a> {
    pub budget: &'a Budget,
    pub accounts: &'a Accounts,
    /// When, where the record says so; never before the year was over.
    pub on: Option<Date>,
}

impl Adopted<'_> {
    /// What of the balance went to the reserve.
    pub fn to_reserve(&self) -> Money {
        self.accounts.to_reserve.unwrap_or(self.accounts.balance)
    }

    /// What of the balance is settled with the participants: more than zero goes back to them.
    pub fn settled(&self) -> Money {
        self.accounts.balance - self.to_reserve()
    }
}

/// The accounts of a year as they were adopted; none where nobody says so, or that day is still to come.
pub fn adopted(record: &Record, year: i32) -> Option<Adopted<'_>> {
    let budget = record.budgets.iter().find(|budget| budget.year == year && product_of(budget).is_none())?;
    let accounts = budget.accounts.as_deref()?;
    let (_, until) = window(record, year);
    let day = accounts.on.or_else(|| decided_on(record, accounts.adopted.as_ref()?)).map(|day| day.max(until));
    day.map_or(until < record.on, |day| day <= record.on).then_some(Adopted { budget, accounts, on: day })
}

/// What adopted years before a day left to be settled with the participants.
pub fn settled_before(record: &Record, from: Date) -> Money {
    let years = record.budgets.iter().filter(|budget| budget.accounts.is_some() && product_of(budget).is_none());
    let years = years.map(|budget| budget.year).filter(|year| window(record, *year).1 < from);
    years.filter_map(|year| adopted(record, year)).map(|adopted| adopted.settled()).sum()
}

/// Whether a year was adopted, or the year after says with which reserve it began.
pub fn is_closed(record: &Record, year: i32) -> bool {
    let is_followed = || window(record, year).1.plus_days(1) == window(record, year + 1).0 && opening(record, year + 1).is_some();
    adopted(record, year).is_some() || is_followed()
}

/// The balance of income and costs in a time, both days inclusive.
pub fn balance(entries: &[Entry<'_>], (from, until): (Date, Date)) -> Money {
    entries.iter().filter(|entry| entry.day >= from && entry.day <= until).map(result).sum()
}

/// Moves what came to a closed year afterwards to the day on which that was done: an invoice or a credit note, and of an adopted year a
/// late cost too. What is of a later day than the adoption came after it. What else did shows in the amounts: without the last of it the
/// year ends with the balance as adopted, or with the reserve with which the next begins. Where no such day is found everything else
/// stays where it is, and the difference is told.
pub fn corrected(record: &Record, all: &mut Vec<Entry<'_>>) {
    let mut years: Vec<i32> = record.budgets.iter().map(|budget| budget.year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years.into_iter().filter(|year| is_closed(record, *year)) {
        let mut settled = adopted(record, year).map_or(Money(0), |adopted| adopted.settled());
        for thing in after(record, all, year) {
            rebook(all, (year, window(record, year)), thing, &mut settled);
        }
    }
}

/// What came to a year after it was closed, the first first.
fn after(record: &Record, all: &[Entry<'_>], year: i32) -> Vec<usize> {
    let (from, until) = window(record, year);
    let now = balance(all, (from, until));
    let adopted = adopted(record, year);
    let surplus = match adopted {
        Some(adopted) => Some(now - adopted.accounts.balance),
        None => reserve(record, year).zip(reserve(record, year + 1)).map(|(began, left)| began + now - left),
    };
    let Some(mut surplus) = surplus else { return Vec::new() };
    let may_be = |entry: &&Entry<'_>| entry.kind == EntryKind::Recognised || adopted.is_some() && entry.kind == EntryKind::Expense;
    let in_year = all.iter().filter(|entry| entry.day >= from && entry.day <= until && entry.done > until).filter(may_be);
    let mut known: Vec<(Date, usize, Money)> = in_year.map(|entry| (entry.done, entry.thing, result(entry))).collect();
    known.sort();
    let day = adopted.and_then(|adopted| adopted.on).unwrap_or(Date::LAST);
    let found = known.split_off(known.partition_point(|(done, ..)| *done <= day));
    surplus = surplus - found.iter().map(|(.., much)| *much).sum();
    let found: Vec<usize> = found.into_iter().map(|(_, thing, _)| thing).collect();
    let mut late = Vec::new();
    while surplus.0 != 0 {
        let Some((day, ..)) = known.last().copied() else { return found };
        while let Some((_, thing, much)) = known.pop_if(|(of, ..)| *of == day) {
            surplus = surplus - much;
            late.push(thing);
        }
    }
    late.into_iter().rev().chain(found).collect()
}

/// The reserve with which a year began.
fn reserve(record: &Record, year: i32) -> Option<Money> {
    opening(record, year).map(|entry| -on(&sums(&[entry], Date::FIRST, Date::LAST), &Account::Reserve))
}

/// What an entry adds to the result of its year.
fn result(entry: &Entry<'_>) -> Money {
    -entry.postings.iter().filter(|(account, _)| account.is_income() || account.is_cost()).map(|(_, amount)| *amount).sum::<Money>()
}

fn rebook(all: &mut Vec<Entry<'_>>, (year, (from, until)): (i32, (Date, Date)), thing: usize, settled: &mut Money) {
    let is_of_year = |entry: &Entry<'_>| entry.thing == thing && entry.day != entry.done && entry.day >= from && entry.day <= until;
    let is_own = |entry: &Entry<'_>| entry.thing == thing && entry.day == entry.done;
    let (Some(at), true) = (all.iter().position(is_of_year), all.iter().any(is_own)) else { return };
    let gone = all.remove(at);
    let Some(own) = all.iter_mut().find(|entry| is_own(entry)) else { return };
    let much = result(&gone);
    // What goes back to the participants, or is asked of them, of the balance that was adopted is no result of a later year.
    let is_settling = matches!(own.kind, EntryKind::Invoice | EntryKind::Credit);
    let back = match settled.0.signum() {
        1 if is_settling => (-much).max(Money(0)).min(*settled),
        -1 if is_settling => (-much).min(Money(0)).max(*settled),
        _ => Money(0),
    };
    *settled = *settled - back;
    let rest = much + back;
    let line = gone.postings.iter().find_map(|(account, _)| match account {
        Account::Cost(line) => Some(line.clone()),
        _ => None,
    });
    let mut postings = std::mem::take(&mut own.postings);
    postings.extend(gone.postings.into_iter().filter(|(account, _)| matches!(account, Account::Deferred | Account::Accrued)));
    postings.extend([(Account::Appropriated, back), (Account::Earlier, -rest)]);
    own.postings = merged(postings);
    own.corrects.push(Correction { year, much: rest, settled: back, line });
}
