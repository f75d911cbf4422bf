//! The days of a series by counting, so that one far away takes no longer than the first.

use chrono::Datelike;

use crate::date::Date;
use crate::record::event::Event;
use crate::record::values::Step;

/// The regular days of an event: one, or those of its rhythm. The nth day of a rhythm in months is counted from the first and not from
/// the one before it, so the 31st is the last day of a shorter month and the 31st again after that; 29 February is the 28th in other
/// years. RFC 5545 would leave such dates out, and a yearly deadline that three years in four does not exist is one that nobody meant;
/// a calendar says the same with the last day of the month (`BYMONTHDAY=28,29,30,31;BYSETPOS=-1`).
pub struct Series {
    first: Date,
    step: Option<Step>,
    /// The last day on which it may be.
    last: Date,
}

impl Series {
    pub fn of(event: &Event) -> Series {
        let first = event.starts.date();
        match &event.repeat {
            None => Series { first, step: None, last: first },
            Some(repeat) => Series { first, step: repeat.every.step(), last: repeat.until.unwrap_or(Date::LAST).min(Date::LAST) },
        }
    }

    /// The nth day, counted from none.
    fn nth(&self, n: u32) -> Option<Date> {
        let day = match self.step {
            None => self.first,
            Some(Step::Days(days)) => self.first.plus_days(i64::from(days) * i64::from(n)),
            Some(Step::Months(months)) => self.first.plus_months(months.checked_mul(n)?),
        };
        // Without a rhythm there is one day.
        (day <= self.last && (n == 0 || self.step.is_some())).then_some(day)
    }

    /// The number of the first day that is not before another.
    fn number(&self, from: Date) -> u32 {
        let after = u32::try_from(from.days_since(self.first)).unwrap_or(0);
        let near = match self.step {
            None => u32::from(after > 0),
            Some(Step::Days(days)) => after.div_ceil(days),
            Some(Step::Months(months)) if after > 0 => {
                let between =
                    (from.0.year() - self.first.0.year()) * 12 + from.0.month().cast_signed() - self.first.0.month().cast_signed();
                u32::try_from(between).unwrap_or(0) / months
            }
            Some(Step::Months(_)) => 0,
        };
        // Of a rhythm in months the day of the month decides.
        if self.nth(near).is_some_and(|day| day < from) { near + 1 } else { near }
    }

    /// Its days between two, both included.
    pub fn between(&self, from: Date, until: Date) -> impl Iterator<Item = Date> + '_ {
        let until = until.min(self.last);
        (self.number(from)..).map_while(move |n| self.nth(n).filter(|day| *day <= until))
    }

    /// Its days from one back to the first.
    pub fn back_from(&self, day: Date) -> impl Iterator<Item = Date> + '_ {
        let last = day.min(self.last);
        let after = if last < self.first { 0 } else { self.number(last.plus_days(1)) };
        (0..after).rev().filter_map(|n| self.nth(n))
    }

    /// Whether a day is one of them.
    pub fn has(&self, day: Date) -> bool {
        day >= self.first && self.nth(self.number(day)) == Some(day)
    }
}
