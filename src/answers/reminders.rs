//! Which reminder of which invoice is due: two letters, then a call; none around New Year.

use crate::answers::debts::{Debt, debts, debts_on_balance};
use crate::date::Date;
use crate::record::Record;
use crate::record::finance::Reminder;
use crate::record::participant::Status;

/// Days past the day by which it was to be paid, where the record names no others: a letter, another four weeks later, then a call.
const DAYS: [i64; 3] = [14, 42, 56];

/// The days around New Year on which nobody gets a letter: the first, in December, and the last, in January.
const PAUSE: ((u32, u32), (u32, u32)) = ((12, 20), (1, 6));

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    First,
    Second,
    /// No letter any more: somebody calls, or the steering group speaks of it.
    Call,
}

impl Step {
    /// What programs know it by.
    pub fn id(self) -> &'static str {
        match self {
            Step::First => "first",
            Step::Second => "second",
            Step::Call => "call",
        }
    }
}

/// What is to be done about an invoice that is not paid, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due<'a> {
    pub debt: Debt<'a>,
    pub step: Step,
    /// The first day on which it is time.
    pub day: Date,
    /// The reminder before it, with its number in the file.
    pub last: Option<(usize, &'a Reminder)>,
    /// Whether who owes it takes part no more: then it is no letter that is wanted.
    pub has_left: bool,
}

/// The next step of every invoice that is owed, past its day or not. None after the last step, none where no day is known, and none of
/// whoever holds the money: nobody writes to themselves.
pub fn steps(record: &Record) -> Vec<Due<'_>> {
    of_others(record, true).filter_map(|debt| step(record, debt)).collect()
}

/// What is overdue though every step was taken: the last of them, and the reminder that was it.
pub fn exhausted(record: &Record) -> Vec<Due<'_>> {
    let overdue = of_others(record, true).filter(|debt| debt.due.is_some_and(|due| due < record.on) && step(record, *debt).is_none());
    overdue
        .filter_map(|debt| {
            let sent = debt.invoice.reminder.iter().enumerate().filter(|(_, reminder)| reminder.on <= record.on);
            let last = sent.max_by_key(|(n, reminder)| (reminder.on, *n))?;
            Some(Due { debt, step: Step::Call, day: last.1.on, last: Some(last), has_left: has_left(record, debt) })
        })
        .collect()
}

/// What whoever holds the money owes itself and has not booked by the day on which it was to be paid.
pub fn of_holder(record: &Record) -> Vec<Due<'_>> {
    let own = debts(record).into_iter().filter(|debt| is_holder(record, debt) && debt.due.is_some_and(|due| due < record.on));
    own.map(|debt| Due { debt, step: Step::Call, day: debt.due.unwrap_or(record.on), last: None, has_left: false }).collect()
}

/// What is overdue of those who on balance owe nothing, for as much was credited or paid too much: it is to be set off.
pub fn balanced(record: &Record) -> Vec<Due<'_>> {
    let overdue = of_others(record, false).filter(|debt| debt.due.is_some_and(|due| due < record.on));
    overdue
        .map(|debt| Due { debt, step: Step::Call, day: debt.due.unwrap_or(record.on), last: None, has_left: has_left(record, debt) })
        .collect()
}

/// What others owe than whoever holds the money: where they owe anything on balance, or where they do not.
fn of_others(record: &Record, owing: bool) -> impl Iterator<Item = Debt<'_>> {
    let (debts, sums) = debts_on_balance(record);
    let sum = move |debt: &Debt<'_>| sums.get(&record.index.plain(&debt.invoice.participant).0).copied().unwrap_or_default();
    debts.into_iter().filter(move |debt| !is_holder(record, debt) && (sum(debt).0 > 0) == owing)
}

fn is_holder(record: &Record, debt: &Debt<'_>) -> bool {
    record.fund_holder().is_some_and(|holder| record.index.same(holder, &debt.invoice.participant))
}

fn has_left(record: &Record, debt: Debt<'_>) -> bool {
    record.organisation(&debt.invoice.participant).is_some_and(|one| one.status_on(record.on) == Some(Status::Left))
}

/// The next step of an invoice that is owed.
fn step<'a>(record: &Record, debt: Debt<'a>) -> Option<Due<'a>> {
    let due = debt.due?;
    let own = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).map(|finances| &finances.reminder_days);
    let days: Vec<i64> = match own {
        Some(own) if !own.is_empty() => own.iter().map(|days| i64::from(*days)).collect(),
        _ => DAYS.to_vec(),
    };
    let sent = || debt.invoice.reminder.iter().enumerate().filter(|(_, reminder)| reminder.on <= record.on);
    let number = sent().count();
    let last = sent().max_by_key(|(n, reminder)| (reminder.on, *n));
    let after = *days.get(number)?;
    // A letter that went out late leaves as much time as one that was in time.
    let between = number.checked_sub(1).map_or(0, |before| (after - days[before]).max(1));
    let day = last.map_or(due.plus_days(after), |(_, last)| due.plus_days(after).max(last.on.plus_days(between)));
    let step = match number {
        0 => Step::First,
        1 => Step::Second,
        _ => Step::Call,
    };
    let has_left = has_left(record, debt);
    // What was due before New Year and not sent waits until it is over as well.
    let waits = pause(record.on).filter(|_| day <= record.on);
    let day = if step == Step::Call { day } else { waits.map_or_else(|| after_pause(day), |last| last.plus_days(1)) };
    Some(Due { debt, step, day, last, has_left })
}

/// The last day of the pause that a day lies in.
pub fn pause(day: Date) -> Option<Date> {
    let ((month, first), (end_month, last)) = PAUSE;
    let begins = Date::of(day.year(), month, first)?;
    let ends = |year: i32| Date::of(year, end_month, last);
    if day >= begins {
        return ends(day.year() + 1);
    }
    ends(day.year()).filter(|end| day <= *end)
}

fn after_pause(day: Date) -> Date {
    pause(day).map_or(day, |last| last.plus_days(1))
}

#[cfg(test)]
mod tests {
    use super::{after_pause, pause};
    use crate::date::Date;

    #[test]
    fn no_letter_is_sent_around_new_year() {
        let day = |text: &str| Date::parse(text).expect("it is a day");
        assert_eq!(pause(day("2026-12-19")), None);
        assert_eq!(pause(day("2027-01-07")), None);
        for within in ["2026-12-20", "2026-12-31", "2027-01-01", "2027-01-06"] {
            assert_eq!((pause(day(within)), after_pause(day(within))), (Some(day("2027-01-06")), day("2027-01-07")), "{within}");
        }
    }
}
