//! Months, quarters and years one after the other, each with the last day that is known of it.

use chrono::Datelike;

use crate::date::Date;
use crate::reports::thanks::period::Period;

/// Per what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    #[default]
    Month,
    Quarter,
    Year,
}

/// A period of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `2026-03`, `2026-Q1`, `2026`
    pub key: String,
    pub period: Period,
}

impl By {
    /// So many periods before the running one are shown where nobody says how many.
    pub const fn usual(self) -> u32 {
        match self {
            By::Month => 12,
            By::Quarter => 8,
            By::Year => 5,
        }
    }

    const fn months(self) -> u32 {
        match self {
            By::Month => 1,
            By::Quarter => 3,
            By::Year => 12,
        }
    }

    /// The first of the usual periods up to a day.
    pub fn usual_since(self, until: Date) -> Date {
        until.minus_months(self.usual() * self.months())
    }

    fn key(self, day: Date) -> String {
        let (year, month) = (day.year(), day.0.month());
        match self {
            By::Month => format!("{year:04}-{month:02}"),
            By::Quarter => format!("{year:04}-Q{}", month.div_ceil(3)),
            By::Year => format!("{year:04}"),
        }
    }
}

/// The periods from the one in which a day falls up to the one in which another falls.
pub fn steps(by: By, since: Date, until: Date) -> Vec<Step> {
    let mut day = since.max(Date::FIRST);
    let mut found = Vec::new();
    while let Some(period) = Some(by.key(day)).filter(|_| day <= until).and_then(|key| Period::parse(&key)) {
        let next = period.span.until.plus_days(1);
        found.push(Step { key: by.key(day), period });
        day = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{By, Date, steps};

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a test writes real days")
    }

    #[test]
    fn periods_follow_on_each_other_and_hold_both_days() {
        let keys = |by, since, until| steps(by, day(since), day(until)).into_iter().map(|step| step.key).collect::<Vec<_>>();
        assert_eq!(keys(By::Month, "2025-11-30", "2026-02-01"), ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(keys(By::Quarter, "2025-12-31", "2026-04-01"), ["2025-Q4", "2026-Q1", "2026-Q2"]);
        assert_eq!(keys(By::Year, "2024-02-29", "2026-01-01"), ["2024", "2025", "2026"]);
        assert_eq!(keys(By::Month, "2026-02-01", "2026-01-31"), [""; 0]);
        assert_eq!(keys(By::Year, "9999-01-01", "9999-12-31"), ["9999"]);
    }

    #[test]
    fn the_usual_periods_end_with_the_running_one() {
        let usual = |by: By| steps(by, by.usual_since(day("2026-11-22")), day("2026-11-22")).len();
        assert_eq!([By::Month, By::Quarter, By::Year].map(usual), [13, 9, 6]);
    }
}
