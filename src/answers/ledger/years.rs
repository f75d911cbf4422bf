//! The years of a collaboration: the calendar's, or as its budgets say; and how an amount falls apart over them.

use crate::answers::contribution::exact::part;
use crate::answers::contribution::product_of;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;

/// The first and the last day of a year: as its own budget says, or one of its products', or the calendar year.
pub fn window(record: &Record, year: i32) -> (Date, Date) {
    let of_year = || record.budgets.iter().filter(|budget| budget.year == year);
    let own = of_year().find(|budget| product_of(budget).is_none());
    let period = match own {
        Some(own) => own.period.as_ref(),
        None => of_year().find_map(|budget| budget.period.as_ref()),
    };
    let calendar = (Date::of(year, 1, 1).unwrap_or(Date::FIRST), Date::of(year, 12, 31).unwrap_or(Date::LAST));
    period.filter(|period| period.from <= period.until).map_or(calendar, |period| (period.from, period.until))
}

/// How people call a year: by its number, or by both where it ends in the next.
pub fn year_name(record: &Record, year: i32) -> String {
    let (from, until) = window(record, year);
    if from.year() == until.year() { year.to_string() } else { format!("{}/{}", from.year(), until.year()) }
}

/// The year in which a day falls.
pub fn year_of(record: &Record, day: Date) -> i32 {
    let year = day.year();
    [year, year - 1, year + 1].into_iter().find(|year| is_within(window(record, *year), day)).unwrap_or(year)
}

fn is_within((from, until): (Date, Date), day: Date) -> bool {
    from <= day && day <= until
}

/// The day itself, or the nearest of a time.
pub fn clamped(day: Date, (from, until): (Date, Date)) -> Date {
    day.max(from).min(until.max(from))
}

/// More years than this no invoice is for; what is beyond falls in the last.
const MOST_YEARS: i32 = 10;

/// An amount over the years in which a time falls, by days; the parts add up to the amount.
pub fn split(record: &Record, amount: Money, from: Date, until: Date) -> Vec<(i32, Money)> {
    let (first, last) = (year_of(record, from), year_of(record, until));
    if until <= from || last <= first {
        return vec![(first, amount)];
    }
    let last = last.min(first + MOST_YEARS);
    let days = |until: Date| u32::try_from(until.days_since(from) + 1).unwrap_or(0);
    let of = days(until);
    let mut before = Money(0);
    let mut parts = Vec::new();
    for year in first..=last {
        let through = if year == last { amount } else { signed_part(amount, days(window(record, year).1.min(until)), of) };
        parts.push((year, through - before));
        before = through;
    }
    parts
}

fn signed_part(amount: Money, parts: u32, of: u32) -> Money {
    if amount.0 < 0 { -part(-amount, parts, of) } else { part(amount, parts, of) }
}
