//! How long what is owed has been due.

use crate::answers::debts::{Balance, balances};
use crate::money::Money;
use crate::record::Record;
use crate::text::Text;

/// How long past the day by which it was to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// It need not be paid yet, or nobody said by when.
    NotDue,
    /// 0 to 30 days.
    Month,
    /// 31 to 60.
    TwoMonths,
    /// 61 to 90.
    Quarter,
    Longer,
}

/// Every age, the youngest first.
pub const AGES: [Age; 5] = [Age::NotDue, Age::Month, Age::TwoMonths, Age::Quarter, Age::Longer];

impl Age {
    /// Of what was due so many days ago. On the last day itself it is still in time.
    pub fn of(days: Option<i64>) -> Age {
        match days {
            None | Some(..1) => Age::NotDue,
            Some(..31) => Age::Month,
            Some(..61) => Age::TwoMonths,
            Some(..91) => Age::Quarter,
            Some(_) => Age::Longer,
        }
    }

    /// What programs know it by.
    pub fn id(self) -> &'static str {
        match self {
            Age::NotDue => "not-due",
            Age::Month => "0-30",
            Age::TwoMonths => "31-60",
            Age::Quarter => "61-90",
            Age::Longer => "90+",
        }
    }

    pub fn said(self) -> Text {
        match self {
            Age::NotDue => Text::new("not due yet", "nog niet vervallen"),
            Age::Month => Text::new("0–30 days", "0–30 dagen"),
            Age::TwoMonths => Text::new("31–60 days", "31–60 dagen"),
            Age::Quarter => Text::new("61–90 days", "61–90 dagen"),
            Age::Longer => Text::new("more than 90 days", "meer dan 90 dagen"),
        }
    }
}

/// An invoice that is not settled: something is to be paid, or to be paid back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenItem<'a> {
    pub balance: Balance<'a>,
    pub open: Money,
    /// Days past the day by which it was to be paid; less than nought before it. None where nobody said by when.
    pub days: Option<i64>,
    pub age: Age,
}

/// What is owed and not settled on the day of judgement, by number.
pub fn open_items(record: &Record) -> Vec<OpenItem<'_>> {
    let unsettled = balances(record, record.on).into_iter().filter(|one| one.is_owed && one.open().0 != 0);
    let mut items: Vec<OpenItem<'_>> = unsettled
        .map(|balance| {
            let days = balance.due.map(|due| record.on.days_since(due));
            OpenItem { balance, open: balance.open(), days, age: Age::of(days) }
        })
        .collect();
    items.sort_by(|a, b| (a.balance.number, a.balance.invoice.file.as_str()).cmp(&(b.balance.number, b.balance.invoice.file.as_str())));
    items
}

#[cfg(test)]
mod tests {
    use super::Age;

    #[test]
    fn ages_meet_without_a_gap() {
        let ages = [-1, 0, 1, 30, 31, 60, 61, 90, 91].map(|days| Age::of(Some(days)).id());
        assert_eq!(ages, ["not-due", "not-due", "0-30", "0-30", "31-60", "31-60", "61-90", "61-90", "90+"]);
        assert_eq!(Age::of(None), Age::NotDue);
    }
}
