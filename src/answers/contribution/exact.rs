//! Exact arithmetic of amounts: fractions of whole cents, rounded once, half up; a rate is the decimal that was typed, never a float.

use crate::date::Date;
use crate::money::Money;
use crate::record::values::Number;
use crate::text::{Lang, Say};

/// The largest amount that a record can hold, in cents.
pub const MOST: i64 = 1_000_000_000_000_000;

/// A fraction of cents, not less than zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub cents: i128,
    /// More than zero.
    pub of: i128,
}

impl Share {
    /// To the cent, half a cent upwards. None where no amount is as large.
    pub fn rounded(self) -> Option<Money> {
        let cents = (self.cents * 2 + self.of) / (self.of * 2);
        i64::try_from(cents).ok().filter(|cents| (0..MOST).contains(cents)).map(Money)
    }

    /// Whether it is a number of whole cents.
    pub fn is_whole(self) -> bool {
        self.cents % self.of == 0
    }

    /// Whether there is more behind its hundredths of cents.
    pub fn is_cut(self) -> bool {
        self.cents % self.of * 100 % self.of != 0
    }

    /// Hundredths of cents, cut off: so that people can see which way it was rounded.
    pub fn cut(self) -> i128 {
        self.cents / self.of * 100 + self.cents % self.of * 100 / self.of
    }
}

/// A part of an amount, to the cent.
pub fn part(amount: Money, parts: u32, of: u32) -> Money {
    let share = Share { cents: i128::from(amount.0) * i128::from(parts), of: i128::from(of.max(1)) };
    share.rounded().unwrap_or(amount)
}

/// A decimal as it was typed: 0.0752 is 752 of 10 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    pub digits: i128,
    pub decimals: u32,
}

/// More decimals than any rate has.
const MOST_DECIMALS: u32 = 9;

impl Decimal {
    /// The shortest decimal that reads as this number. None below zero, from a million on, or with more than nine decimals.
    pub fn of(number: Number) -> Option<Decimal> {
        if !(0.0..1e6).contains(&number.0) {
            return None;
        }
        let text = format!("{}", number.0.abs());
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let count = u32::try_from(decimals.len()).ok().filter(|count| *count <= MOST_DECIMALS)?;
        Some(Decimal { digits: format!("{whole}{decimals}").parse().ok()?, decimals: count })
    }

    /// In thousand-millionths, the same for all, so that rates add up.
    pub fn scaled(self) -> i128 {
        self.digits * 10i128.pow(MOST_DECIMALS - self.decimals)
    }
}

/// Amounts of so many at scaled rates, in cents.
pub fn at_rates(steps: &[(u32, Decimal)]) -> Share {
    let scaled: i128 = steps.iter().map(|(number, rate)| i128::from(*number) * rate.scaled()).sum();
    Share { cents: scaled * 100, of: 10i128.pow(MOST_DECIMALS) }
}

/// As it was typed, with the decimal mark of the language and two decimals at least.
impl Say for Decimal {
    fn say(&self, lang: Lang) -> String {
        let one = 10i128.pow(self.decimals);
        let (whole, rest) = (self.digits / one, self.digits % one);
        let mut decimals = if self.decimals == 0 { String::new() } else { format!("{rest:0width$}", width = self.decimals as usize) };
        while decimals.len() < 2 {
            decimals.push('0');
        }
        format!("{whole}{}{decimals}", if lang == Lang::Nl { ',' } else { '.' })
    }
}

/// How many months of a period have begun on a day, and one of them counts from the first day of the period on.
pub fn months_begun(from: Date, day: Date) -> u32 {
    let (years, months) = (day.year() - from.year(), month(day) - month(from));
    let apart = (years * 12 + months).max(0).unsigned_abs();
    // A period that begins on the 15th has months from the 15th to the 14th.
    let begun = |months: u32| from.plus_months(months) <= day;
    if begun(apart) { apart + 1 } else { apart }
}

fn month(day: Date) -> i32 {
    i32::try_from(chrono::Datelike::month(&day.0)).expect("there are twelve")
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Share, at_rates, months_begun, part};
    use crate::date::Date;
    use crate::money::Money;
    use crate::record::values::Number;
    use crate::text::{Lang, Say};

    fn rate(number: f64) -> Decimal {
        Decimal::of(Number(number)).expect("it is a rate")
    }

    #[test]
    fn a_rate_is_the_decimal_that_was_typed() {
        assert_eq!(rate(0.0752), Decimal { digits: 752, decimals: 4 });
        assert_eq!(
            (rate(3.0).say(Lang::Nl), rate(0.0752).say(Lang::Nl), rate(0.5).say(Lang::En)),
            ("3,00".into(), "0,0752".into(), "0.50".into())
        );
        for wrong in [-0.1, f64::NAN, 1e6, 0.000_000_000_1, 0.1 + 0.2] {
            assert_eq!(Decimal::of(Number(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn half_a_cent_goes_up_and_only_once() {
        assert_eq!(at_rates(&[(5, rate(0.001))]).rounded(), Some(Money(1)));
        assert_eq!(at_rates(&[(499, rate(0.000_01))]).rounded(), Some(Money(0)));
        assert_eq!(Share { cents: 1, of: 2 }.rounded(), Some(Money(1)));
        assert_eq!(Share { cents: 476_916_135, of: 1_000_000 }.cut(), 47691);
        assert_eq!(part(Money(100), 1, 3), Money(33));
        assert_eq!(part(Money(480_000), 4, 12), Money(160_000));
    }

    #[test]
    fn a_begun_month_counts() {
        let day = |text| Date::parse(text).expect("tests write real days");
        for (from, on, months) in [
            ("2026-01-01", "2026-01-01", 1),
            ("2026-01-01", "2026-03-31", 3),
            ("2026-01-01", "2026-04-01", 4),
            ("2026-01-01", "2026-12-31", 12),
            ("2026-01-15", "2026-02-14", 1),
            ("2026-01-15", "2026-02-15", 2),
            ("2025-07-01", "2026-06-30", 12),
            ("2026-01-31", "2026-02-28", 2),
        ] {
            assert_eq!(months_begun(day(from), day(on)), months, "{from} {on}");
        }
    }
}
