//! Amounts of money, exact to the cent.

mod typed;

use std::fmt;
use std::ops::{Add, Neg, Sub};

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::text::{Lang, Say, grouped};
pub use typed::Fault;

/// The name under which a number asks to be read as it was typed: `18.000` is not eighteen, whatever a float makes of it.
pub const AS_TYPED: &str = "$commons-as-typed";

/// An amount in cents of the record's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(pub i64);

/// The largest amount that a record can hold: thirteen digits before the point.
const LIMIT: i64 = 1_000_000_000_000_000;

impl Money {
    /// The amount that a TOML float was typed as: its shortest decimal, with two decimals at most.
    pub fn from_float(value: f64) -> Option<Money> {
        if !value.is_finite() || value.abs() >= 1e13 {
            return None;
        }
        let text = format!("{value}");
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let cents = match decimals.len() {
            0 => 0,
            1 => decimals.parse::<i64>().ok()? * 10,
            2 => decimals.parse::<i64>().ok()?,
            _ => return None,
        };
        let sign = if text.starts_with('-') { -1 } else { 1 };
        Some(Money(whole.parse::<i64>().ok()? * 100 + sign * cents))
    }

    /// The amount that a TOML integer means: whole units.
    pub fn from_integer(value: i64) -> Option<Money> {
        value.checked_mul(100).filter(|cents| (-LIMIT..LIMIT).contains(cents)).map(Money)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money(0), Add::add)
    }
}

/// `1250.00`: as TOML and JSON write it.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.unsigned_abs();
        write!(f, "{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, cents / 100, cents % 100)
    }
}

/// Euros as people write them: `€ 1.250,00` in Dutch (with a no-break space), `€1,250.00` in English.
impl Say for Money {
    fn say(&self, lang: Lang) -> String {
        self.in_currency(Currency::EUR).say(lang)
    }
}

/// A currency by its three letters (ISO 4217).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    pub const EUR: Currency = Currency(*b"EUR");
    /// None that is known: amounts are written without a sign.
    pub const NONE: Currency = Currency([b'X'; 3]);

    /// Three capitals.
    pub fn parse(code: &str) -> Option<Currency> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Currency(code))
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("three capitals are text")
    }
}

/// An amount with its currency: `€ 1.250,00`, or `DKK 1.250,00` where it is another than the euro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub amount: Money,
    pub currency: Currency,
}

impl Money {
    pub fn in_currency(self, currency: Currency) -> Sum {
        Sum { amount: self, currency }
    }
}

impl Say for Sum {
    fn say(&self, lang: Lang) -> String {
        let cents = self.amount.0.unsigned_abs();
        let whole = grouped(i64::try_from(cents / 100).unwrap_or(i64::MAX), lang);
        let sign = if self.amount.0 < 0 { "-" } else { "" };
        let before = match (self.currency, lang) {
            (Currency::EUR, Lang::Nl) => "€\u{a0}".to_owned(),
            (Currency::EUR, Lang::En) => "€".to_owned(),
            (Currency::NONE, _) => String::new(),
            (other, _) => format!("{}\u{a0}", other.code()),
        };
        let point = if lang == Lang::Nl { ',' } else { '.' };
        format!("{sign}{before}{whole}{point}{:02}", cents % 100)
    }
}

struct MoneyVisitor;

impl<'de> Visitor<'de> for MoneyVisitor {
    type Value = Money;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount such as 1250.00, with two decimals at most")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Money, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Money, E> {
        Money::from_integer(value).ok_or_else(|| E::invalid_value(de::Unexpected::Signed(value), &self))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Money, E> {
        Money::from_float(value).ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        // A reader that knows how the number was typed may refuse what a float cannot show, such as `18.000`.
        deserializer.deserialize_newtype_struct(AS_TYPED, MoneyVisitor)
    }
}

/// As a string, so that no reader makes a binary fraction of it.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Currency, Lang, Money, Say};

    #[test]
    fn a_float_is_the_amount_that_was_typed() {
        assert_eq!(Money::from_float(0.1 + 0.2), None);
        assert_eq!(Money::from_float(4.35), Some(Money(435)));
        assert_eq!(Money::from_float(-0.05), Some(Money(-5)));
        assert_eq!(Money::from_float(100_000.01), Some(Money(10_000_001)));
        assert_eq!(Money::from_float(9_999_999_999_999.99), Some(Money(999_999_999_999_999)));
        for wrong in [1e13, f64::NAN, f64::INFINITY, 1.005] {
            assert_eq!(Money::from_float(wrong), None, "{wrong}");
        }
        assert_eq!(Money::from_integer(10_000_000_000_000), None);
    }

    #[test]
    fn amounts_are_said_as_people_write_them() {
        assert_eq!(Money(125_000).say(Lang::Nl), "€\u{a0}1.250,00");
        assert_eq!(Money(-400_000).say(Lang::Nl), "-€\u{a0}4.000,00");
        assert_eq!(Money(123_456_789).say(Lang::En), "€1,234,567.89");
        assert_eq!(Money(0).say(Lang::Nl), "€\u{a0}0,00");
        assert_eq!(Money(-5).to_string(), "-0.05");
        let kroner = Money(-2_398_000).in_currency(Currency::parse("DKK").expect("it is one"));
        assert_eq!((kroner.say(Lang::Nl), kroner.say(Lang::En)), ("-DKK\u{a0}23.980,00".into(), "-DKK\u{a0}23,980.00".into()));
        assert_eq!(Money(100).in_currency(Currency::NONE).say(Lang::En), "1.00");
        assert_eq!(["eur", "EURO", "E€"].map(Currency::parse), [None, None, None]);
    }

    proptest::proptest! {
        #[test]
        fn every_amount_survives_its_own_text(cents in -999_999_999_999_999_i64..=999_999_999_999_999) {
            let money = Money(cents);
            let typed: f64 = money.to_string().parse().expect("an amount is a number");
            proptest::prop_assert_eq!(Money::from_float(typed), Some(money));
        }
    }
}
