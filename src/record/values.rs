//! The kinds of value that a record's keys hold: ids, hours, rhythms, VAT, and entries written short or long.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::date::{Date, Moment, VagueDate};
use crate::money::Money;

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
        let device = matches!(text, "con" | "prn" | "aux" | "nul")
            || matches!(text.strip_prefix("com").or_else(|| text.strip_prefix("lpt")), Some(rest) if rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
        !text.is_empty()
            && text.len() <= 100
            && !device
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
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

    fn of(weekly: f64) -> Option<Hours> {
        (weekly.is_finite() && (0.0..=100_000.0).contains(&weekly)).then_some(Hours(weekly))
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
    fn parse(text: &str) -> Option<Vat> {
        match text {
            "outside-scope" => Some(Vat::OutsideScope),
            "exempt" => Some(Vat::Exempt),
            "reverse-charge" => Some(Vat::ReverseCharge),
            _ => None,
        }
    }

    fn percent(value: i64) -> Option<Vat> {
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
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
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

/// Reads a scalar from text or a number, with one word on what was expected.
struct Scalar<T> {
    text: fn(&str) -> Option<T>,
    integer: fn(i64) -> Option<T>,
    float: fn(f64) -> Option<T>,
    truth: fn(bool) -> Option<T>,
    expected: &'static str,
}

impl<T> Visitor<'_> for Scalar<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.text)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self.expected))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        (self.integer)(value).ok_or_else(|| E::invalid_value(de::Unexpected::Signed(value), &self.expected))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<T, E> {
        (self.truth)(value).ok_or_else(|| E::invalid_type(de::Unexpected::Bool(value), &self.expected))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        (self.float)(value).ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self.expected))
    }
}

#[expect(clippy::cast_precision_loss, reason = "hours and rates are small numbers")]
fn whole(value: i64) -> f64 {
    value as f64
}

/// How each scalar is read; its schema, with the mark by which the diagnosis knows it; how it is written to JSON.
macro_rules! scalar {
    ($kind:ident, $mark:literal, $expected:literal, text: $text:expr, integer: $integer:expr, float: $float:expr, $(truth: $truth:expr,)? schema: $schema:tt) => {
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$kind, D::Error> {
                let no_truth: [fn(bool) -> Option<$kind>; 1] = [|_| None];
                let truth = [$($truth as fn(bool) -> Option<$kind>,)? no_truth[0]][0];
                deserializer.deserialize_any(Scalar { text: $text, integer: $integer, float: $float, truth, expected: $expected })
            }
        }
        marked!($kind, $mark, $schema);
    };
}

macro_rules! marked {
    ($kind:ident, $mark:literal, $schema:tt) => {
        impl JsonSchema for $kind {
            fn schema_name() -> Cow<'static, str> {
                stringify!($kind).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                if generator.contract().is_serialize() {
                    return exported($mark);
                }
                let mut schema = json_schema!($schema);
                schema.insert(MARK.to_owned(), $mark.into());
                schema
            }
        }
    };
}

/// The keyword under which a schema says which of our scalars it describes.
pub const MARK: &str = "x-commons";

/// What a scalar looks like in exported JSON.
fn exported(mark: &str) -> Schema {
    match mark {
        "date" => json_schema!({ "type": "string", "format": "date" }),
        "money" => json_schema!({ "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$" }),
        "amount" => json_schema!({ "type": "string", "pattern": r"^(-?[0-9]+\.[0-9]{2}|unknown)$" }),
        "takes-part" => json_schema!({ "anyOf": [{ "type": "boolean" }, { "const": "unknown" }] }),
        "hours" => json_schema!({ "type": "number", "description": "hours a week" }),
        _ => json_schema!({ "type": "string" }),
    }
}

scalar!(Amount, "amount", "an amount such as 1250.00, or \"unknown\"",
    text: |text| (text == "unknown").then_some(Amount::Unknown),
    integer: |value| Money::from_integer(value).map(Amount::Known),
    float: |value| Money::from_float(value).map(Amount::Known),
    schema: { "anyOf": [{ "type": "number" }, { "const": "unknown", "type": "string" }] });
scalar!(Hours, "hours", "hours a week such as 8, \"2 h/month\" or \"0.2 fte\"",
    text: Hours::parse,
    integer: |value| Hours::of(whole(value)),
    float: Hours::of,
    schema: { "anyOf": [{ "type": "number", "minimum": 0 }, { "type": "string", "pattern": r"^\s*[0-9.]+\s*[a-z/]+(\s*[a-z/]+)*\s*$" }] });
scalar!(Number, "number", "a number",
    text: |_| None,
    integer: |value| Some(Number(whole(value))),
    float: |value| value.is_finite().then_some(Number(value)),
    schema: { "type": "number" });
scalar!(Vat, "vat", "outside-scope, exempt, reverse-charge or a percentage",
    text: Vat::parse,
    integer: Vat::percent,
    float: |_| None,
    schema: { "anyOf": [{ "type": "string", "enum": ["outside-scope", "exempt", "reverse-charge"] }, { "type": "integer", "minimum": 0, "maximum": 30 }] });
scalar!(Rhythm, "rhythm", "a rhythm such as quarterly, \"6 weeks\", irregular or none",
    text: Rhythm::parse,
    integer: |_| None,
    float: |_| None,
    schema: { "anyOf": [
        { "type": "string", "enum": ["daily", "weekly", "fortnightly", "monthly", "two-monthly", "quarterly", "four-monthly", "half-yearly", "yearly", "two-yearly", "continuous", "regular", "irregular", "none"] },
        { "type": "string", "pattern": "^([1-9][0-9]{0,2} )?(day|week|month|quarter|year)s?$" }] });
marked!(Date, "date", { "type": "string", "format": "date" });
marked!(VagueDate, "vague-date", { "anyOf": [{ "type": "string", "format": "date" }, { "type": "string", "pattern": "^([0-9]{4}(-(0[1-9]|1[0-2]))?|by [0-9]{4}-[0-9]{2}-[0-9]{2})$" }] });
marked!(Moment, "moment", { "anyOf": [{ "type": "string", "format": "date" }, { "type": "string", "format": "partial-date-time" }, { "type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?$" }] });
marked!(Money, "money", { "type": "number" });
marked!(Id, "id", { "type": "string" });
marked!(Zone, "zone", { "type": "string" });
scalar!(TakesPart, "takes-part", "true, false or \"unknown\"",
    text: |text| (text == "unknown").then_some(TakesPart::Unknown),
    integer: |_| None,
    float: |_| None,
    truth: |truth| Some(if truth { TakesPart::Yes } else { TakesPart::No }),
    schema: { "anyOf": [{ "type": "boolean" }, { "const": "unknown", "type": "string" }] });

/// Whether an organisation takes part, or that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakesPart {
    Yes,
    No,
    Unknown,
}

/// A time zone of the IANA database, such as `Europe/Amsterdam`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub chrono_tz::Tz);

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Zone, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map(Zone).map_err(|_| de::Error::custom("a time zone such as Europe/Amsterdam"))
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Amount::Known(money) => money.serialize(serializer),
            Amount::Unknown => serializer.serialize_str("unknown"),
        }
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for Vat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for TakesPart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            TakesPart::Yes => serializer.serialize_bool(true),
            TakesPart::No => serializer.serialize_bool(false),
            TakesPart::Unknown => serializer.serialize_str("unknown"),
        }
    }
}

impl Serialize for Rhythm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Hours, Id, Rhythm};

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
        for wrong in ["soms", "0 weeks", "weeks 2", "+2 weeks", "1000 days"] {
            assert_eq!(Rhythm::parse(wrong), None, "{wrong}");
        }
    }
}
