//! A period as people name it: a year, a quarter, a month, or from one day to another.

use chrono::Datelike;

use crate::answers::giving::Span;
use crate::date::{Date, VagueDate};
use crate::text;
use crate::text::Text;

/// A period, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub span: Span,
    /// `3e kwartaal 2026`
    pub name: Text,
    /// `in het 3e kwartaal van 2026`
    pub within: Text,
    /// Whether it was asked from one day to another.
    between: bool,
}

impl Period {
    /// `2026`, `2026-Q3`, `2026-07` or `2026-01-01..2026-06-30`.
    pub fn parse(typed: &str) -> Option<Period> {
        if let Some((from, until)) = typed.split_once("..") {
            let (from, until) = (Date::parse(from)?, Date::parse(until)?);
            return (from <= until).then(|| Period::between(from, until));
        }
        let year_of =
            |text: &str| (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<i32>().ok()).flatten();
        let Some((year, part)) = typed.split_once('-') else { return Period::year(year_of(typed)?) };
        let year = year_of(year)?;
        match part.as_bytes() {
            [b'Q' | b'q' | b'K' | b'k', number @ b'1'..=b'4'] => Period::quarter(year, u32::from(number - b'0')),
            [_, _] => match VagueDate::parse(typed)? {
                month @ VagueDate::Month(..) => Some(Period {
                    span: Span { from: month.first(), until: month.last() },
                    name: text!(month; en: "{month}", nl: "{month}"),
                    within: text!(month; en: "in {month}", nl: "in {month}"),
                    between: false,
                }),
                _ => None,
            },
            _ => None,
        }
    }

    /// The period as far as a day knows it: one that is not over says until when.
    #[must_use]
    pub fn as_known(&self, on: Date) -> Period {
        let Span { from, until } = self.span;
        if until <= on || from > on {
            return self.clone();
        }
        // From day to day there is a last day already.
        if self.between {
            return Period::between(from, on);
        }
        let (name, within) = (&self.name, &self.within);
        Period {
            span: Span { from, until: on },
            name: text!(name, on; en: "{name}, up to {on}", nl: "{name}, t/m {on}"),
            within: text!(within, on; en: "{within}, up to {on}", nl: "{within}, t/m {on}"),
            between: false,
        }
    }

    /// The last quarter that was over on a day.
    pub fn last_quarter(on: Date) -> Period {
        let before = Date::of(on.year(), (on.0.month() - 1) / 3 * 3 + 1, 1).unwrap_or(on).plus_days(-1);
        Period::quarter(before.year(), before.0.month().div_ceil(3)).unwrap_or_else(|| Period::between(on, on))
    }

    pub fn between(from: Date, until: Date) -> Period {
        Period {
            span: Span { from, until },
            name: text!(from, until; en: "{from} to {until}", nl: "{from} t/m {until}"),
            within: text!(from, until; en: "from {from} to {until}", nl: "van {from} t/m {until}"),
            between: true,
        }
    }

    fn year(year: i32) -> Option<Period> {
        let span = Span { from: Date::of(year, 1, 1)?, until: Date::of(year, 12, 31)? };
        Some(Period { span, name: Text::same(year.to_string()), within: text!(en: "in {year}", nl: "in {year}"), between: false })
    }

    fn quarter(year: i32, number: u32) -> Option<Period> {
        let from = Date::of(year, number * 3 - 2, 1)?;
        let nth = ["first", "second", "third", "fourth"][number as usize - 1];
        Some(Period {
            span: Span { from, until: from.plus_months(3).plus_days(-1) },
            name: text!(en: "{nth} quarter of {year}", nl: "{number}e kwartaal {year}"),
            within: text!(en: "in the {nth} quarter of {year}", nl: "in het {number}e kwartaal van {year}"),
            between: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Period;
    use crate::date::Date;

    #[test]
    fn a_period_is_a_year_a_quarter_a_month_or_two_days() {
        let span = |typed: &str| Period::parse(typed).map(|period| format!("{}..{}", period.span.from, period.span.until));
        for (typed, days) in [
            ("2026", "2026-01-01..2026-12-31"),
            ("2026-Q3", "2026-07-01..2026-09-30"),
            ("2026-k1", "2026-01-01..2026-03-31"),
            ("2024-02", "2024-02-01..2024-02-29"),
            ("2026-01-01..2026-06-30", "2026-01-01..2026-06-30"),
        ] {
            assert_eq!(span(typed).as_deref(), Some(days), "{typed}");
        }
        for wrong in ["", "26", "2026-Q5", "2026-13", "2026-1", "2026-06-30..2026-01-01", "2026-01-01", "by 2026", "2026-é", "2026-01-01.."]
        {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_last_quarter_is_over() {
        let last = |on: &str| Period::last_quarter(Date::parse(on).expect("a test writes real days")).name.nl.into_owned();
        assert_eq!(
            (last("2026-10-01"), last("2026-09-30"), last("2026-01-15")),
            ("3e kwartaal 2026".to_owned(), "2e kwartaal 2026".to_owned(), "4e kwartaal 2025".to_owned())
        );
    }
}
