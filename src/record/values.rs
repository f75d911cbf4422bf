//! The kinds of value that a record's keys hold: ids, amounts, hours, rhythms, VAT, and one or many.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use crate::date::Date;
use crate::money::Money;
use crate::text;
use crate::text::{Lang, Say, Text, decimal};

/// The name of a thing within its kind, or a reference to one: `zwolle`, `roles/coordinator`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Id(pub Box<str>);

impl Id {
    pub fn new(text: &str) -> Id {
        Id(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Lower-case letters, digits and hyphens, not at either end, and no device name of Windows.
    pub fn is_valid(text: &str) -> bool {
        !text.is_empty()
            && text.len() <= 100
            && !Id::is_device(text)
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
    }

    /// Whether Windows keeps this name for a device, so that no file there can have it.
    pub fn is_device(text: &str) -> bool {
        matches!(text, "con" | "prn" | "aux" | "nul")
            || matches!(text.strip_prefix("com").or_else(|| text.strip_prefix("lpt")), Some(rest) if rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An amount, or the word `unknown` where people may not know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Known(Money),
    Unknown,
}

impl Amount {
    pub fn known(self) -> Option<Money> {
        match self {
            Amount::Known(money) => Some(money),
            Amount::Unknown => None,
        }
    }
}

/// Hours a week. A full-time post counts forty hours and a month 52/12 weeks, as the handbook's own figures do (B2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hours(pub f64);

impl Hours {
    /// `8`, `"8 h/week"`, `"2 h/month"`, `"0.2 fte"`.
    pub fn parse(text: &str) -> Option<Hours> {
        let text = text.trim().to_lowercase();
        let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number: f64 = text[..split].parse().ok()?;
        let unit: String = text[split..].chars().filter(|c| !c.is_whitespace()).collect();
        let weekly = match unit.as_str() {
            "h" | "h/week" | "h/w" | "u/week" | "uur/week" => number,
            "h/day" | "u/dag" => number * 5.0,
            "h/month" | "u/maand" | "uur/maand" => number * 12.0 / 52.0,
            "h/quarter" | "u/kwartaal" => number * 4.0 / 52.0,
            "h/year" | "u/jaar" | "uur/jaar" => number / 52.0,
            "min/week" => number / 60.0,
            "min/month" => number / 60.0 * 12.0 / 52.0,
            "fte" => number * 40.0,
            _ => return None,
        };
        Hours::of(weekly)
    }

    pub(super) fn of(weekly: f64) -> Option<Hours> {
        (weekly.is_finite() && (0.0..=100_000.0).contains(&weekly)).then_some(Hours(weekly))
    }
}

/// The number alone, to the tenth of an hour: `7,5`.
impl Say for Hours {
    fn say(&self, lang: Lang) -> String {
        decimal((self.0 * 10.0).round() / 10.0, lang)
    }
}

/// A number that divides money, such as a rate per inhabitant or a percentage, as it was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub f64);

/// How often: a word (`quarterly`), a length (`"6 weeks"`), or `irregular` or `none` where that is what was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm(pub String);

/// The words for a rhythm, with their length in days; `irregular` and `none` have none.
pub const RHYTHMS: [(&str, Option<u32>); 14] = [
    ("daily", Some(1)),
    ("weekly", Some(7)),
    ("fortnightly", Some(14)),
    ("monthly", Some(31)),
    ("two-monthly", Some(62)),
    ("quarterly", Some(92)),
    ("four-monthly", Some(123)),
    ("half-yearly", Some(184)),
    ("yearly", Some(366)),
    ("two-yearly", Some(731)),
    ("continuous", Some(1)),
    ("regular", None),
    ("irregular", None),
    ("none", None),
];

impl Rhythm {
    pub fn parse(text: &str) -> Option<Rhythm> {
        let known = RHYTHMS.iter().any(|(word, _)| *word == text) || Rhythm(text.to_owned()).length().is_some();
        known.then(|| Rhythm(text.to_owned()))
    }

    /// The number and the unit of `"2 weeks"`, `"year"`.
    fn length(&self) -> Option<(u32, &str)> {
        let (number, unit) = self.0.split_once(' ').unwrap_or(("1", &self.0));
        let number = number.parse::<u32>().ok().filter(|number| (1..=999).contains(number) && !self.0.starts_with('+'))?;
        let unit = unit.strip_suffix('s').unwrap_or(unit);
        matches!(unit, "day" | "week" | "month" | "quarter" | "year").then_some((number, unit))
    }

    /// How often, in a sentence: `every 4 weeks`.
    pub fn name(&self) -> Text {
        let named = || crate::words::names::value_name(&self.0).unwrap_or_else(|| Text::same(self.0.as_str()));
        let Some((number, unit)) = self.length().filter(|_| RHYTHMS.iter().all(|(word, _)| *word != self.0)) else { return named() };
        let (one, more) = match unit {
            "day" => (Text::new("day", "dag"), Text::new("days", "dagen")),
            "week" => (Text::new("week", "week"), Text::new("weeks", "weken")),
            "month" => (Text::new("month", "maand"), Text::new("months", "maanden")),
            "quarter" => (Text::new("quarter", "kwartaal"), Text::new("quarters", "kwartalen")),
            _ => (Text::new("year", "jaar"), Text::new("years", "jaar")),
        };
        match (number, unit) {
            (1, "quarter" | "year") => text!(one; en: "every {one}", nl: "elk {one}"),
            (1, _) => text!(one; en: "every {one}", nl: "elke {one}"),
            _ => text!(more; en: "every {number} {more}", nl: "elke {number} {more}"),
        }
    }

    /// At most how many days lie between two times; none where no rhythm was agreed.
    pub fn days(&self) -> Option<u32> {
        if let Some((_, days)) = RHYTHMS.iter().find(|(word, _)| *word == self.0) {
            return *days;
        }
        let (number, unit) = self.length()?;
        let days = match unit {
            "day" => 1,
            "week" => 7,
            "month" => 31,
            "quarter" => 92,
            _ => 366,
        };
        Some(number * days)
    }
}

/// From one date of a series to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Days(u32),
    /// The same day of a later month.
    Months(u32),
}

impl Rhythm {
    /// From one date to the next; none where the rhythm says of no date when the next one is.
    pub fn step(&self) -> Option<Step> {
        let word = match self.0.as_str() {
            "daily" => Step::Days(1),
            "weekly" => Step::Days(7),
            "fortnightly" => Step::Days(14),
            "monthly" => Step::Months(1),
            "two-monthly" => Step::Months(2),
            "quarterly" => Step::Months(3),
            "four-monthly" => Step::Months(4),
            "half-yearly" => Step::Months(6),
            "yearly" => Step::Months(12),
            "two-yearly" => Step::Months(24),
            _ => {
                let (number, unit) = self.length()?;
                return Some(match unit {
                    "day" => Step::Days(number),
                    "week" => Step::Days(7 * number),
                    "month" => Step::Months(number),
                    "quarter" => Step::Months(3 * number),
                    _ => Step::Months(12 * number),
                });
            }
        };
        Some(word)
    }
}

/// Texts by name. A date, which both readers hand over as a table with one text, is none.
pub(super) fn texts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let texts = <BTreeMap<String, String> as serde::Deserialize>::deserialize(deserializer)?;
    if texts.keys().any(|name| name.starts_with("$__toml_private")) {
        return Err(serde::de::Error::custom("a date is no table"));
    }
    Ok(texts)
}

/// How a sale is taxed: a word, or a rate in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vat {
    OutsideScope,
    Exempt,
    ReverseCharge,
    /// Per cent: 0, 9 or 21 in the Netherlands; others elsewhere.
    Percent(u8),
}

impl Vat {
    pub(super) fn parse(text: &str) -> Option<Vat> {
        match text {
            "outside-scope" => Some(Vat::OutsideScope),
            "exempt" => Some(Vat::Exempt),
            "reverse-charge" => Some(Vat::ReverseCharge),
            _ => None,
        }
    }

    pub(super) fn percent(value: i64) -> Option<Vat> {
        u8::try_from(value).ok().filter(|rate| *rate <= 30).map(Vat::Percent)
    }
}

impl fmt::Display for Vat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Vat::OutsideScope => f.write_str("outside-scope"),
            Vat::Exempt => f.write_str("exempt"),
            Vat::ReverseCharge => f.write_str("reverse-charge"),
            Vat::Percent(rate) => write!(f, "{rate}"),
        }
    }
}

/// One value, or a list of them: `accountable = "board"` and `accountable = ["board"]` are the same.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    pub fn as_slice(&self) -> &[T] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }

    /// Whether it was written without brackets, so that its place is the key itself.
    pub fn is_one(&self) -> bool {
        matches!(self, OneOrMany::One(_))
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

/// A day that may also be written between quotes, as lists of days often are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

/// A time zone of the IANA database, such as `Europe/Amsterdam`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub chrono_tz::Tz);

/// Whether an organisation takes part, or that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakesPart {
    Yes,
    No,
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::{Hours, Id, RHYTHMS, Rhythm, Step};

    #[test]
    fn ids_are_small_letters_digits_and_hyphens() {
        for right in ["zwolle", "a", "2026-03-12-overleg", "com", "com10"] {
            assert!(Id::is_valid(right), "{right}");
        }
        for wrong in ["", "Zwolle", "de bilt", "súdwest", "-a", "a-", "con", "lpt1", "a_b", "a.b", "a/b"] {
            assert!(!Id::is_valid(wrong), "{wrong}");
        }
    }

    #[test]
    fn hours_come_in_several_units() {
        assert_eq!(Hours::parse("0.2 fte"), Some(Hours(8.0)));
        assert_eq!(Hours::parse("26 h/month"), Some(Hours(6.0)));
        assert_eq!(Hours::parse("8 h/week"), Some(Hours(8.0)));
        for wrong in ["8", "veel", "-1 fte", "1e9 fte", "", "1..2 fte"] {
            assert_eq!(Hours::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rhythms_are_words_or_lengths() {
        assert_eq!(Rhythm::parse("2 weeks").and_then(|rhythm| rhythm.days()), Some(14));
        assert_eq!(Rhythm::parse("year").and_then(|rhythm| rhythm.days()), Some(366));
        assert_eq!(Rhythm::parse("irregular").map(|rhythm| rhythm.days()), Some(None));
        assert_eq!(Rhythm::parse("2 quarters").and_then(|rhythm| rhythm.step()), Some(Step::Months(6)));
        for (word, days) in RHYTHMS {
            let step = Rhythm(word.to_owned()).step();
            let longest = step.map(|step| match step {
                Step::Days(days) => days,
                Step::Months(months) => months * 30 + months.div_ceil(2) + months / 12,
            });
            assert!(step.is_none() || longest.zip(days).is_some_and(|(step, days)| step.abs_diff(days) <= 3), "{word}");
        }
        for wrong in ["soms", "0 weeks", "weeks 2", "+2 weeks", "1000 days"] {
            assert_eq!(Rhythm::parse(wrong), None, "{wrong}");
        }
    }
}
