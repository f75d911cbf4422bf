//! How the record's scalars are read from TOML, described in schemas, and written to JSON.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::date::{Date, Moment, VagueDate};
use crate::money::{AS_TYPED, Money};
use crate::record::values::{Amount, Day, Hours, Id, Number, OneOrMany, Rhythm, TakesPart, Vat, Zone};
use crate::record::work::{Party, PartyTable};

/// Reads a scalar from text or a number, with one word on what was expected.
struct Scalar<T> {
    text: fn(&str) -> Option<T>,
    integer: fn(i64) -> Option<T>,
    float: fn(f64) -> Option<T>,
    truth: fn(bool) -> Option<T>,
    expected: &'static str,
}

impl<'de, T> Visitor<'de> for Scalar<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
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
                let visitor = Scalar { text: $text, integer: $integer, float: $float, truth, expected: $expected };
                // A rate has as many decimals as it needs; of an amount and of hours more than two are a slip of the hand.
                if matches!($mark, "amount" | "hours") { deserializer.deserialize_newtype_struct(AS_TYPED, visitor) } else { deserializer.deserialize_any(visitor) }
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
        "date" | "day" => json_schema!({ "type": "string", "format": "date" }),
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
marked!(Day, "day", { "anyOf": [{ "type": "string", "format": "date" }, { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }] });
marked!(Money, "money", { "type": "number" });
marked!(Id, "id", { "type": "string" });
marked!(Zone, "zone", { "type": "string" });
scalar!(TakesPart, "takes-part", "true, false or \"unknown\"",
    text: |text| (text == "unknown").then_some(TakesPart::Unknown),
    integer: |_| None,
    float: |_| None,
    truth: |truth| Some(if truth { TakesPart::Yes } else { TakesPart::No }),
    schema: { "anyOf": [{ "type": "boolean" }, { "const": "unknown", "type": "string" }] });

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

/// One value or a list, without holding what was read in between, as an untagged enum would.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OneOrMany<T>, D::Error> {
        struct Either<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value or a list")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany<T>, E> {
                T::deserialize(de::value::StrDeserializer::new(text)).map(OneOrMany::One)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<OneOrMany<T>, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(OneOrMany::One)
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, list: A) -> Result<OneOrMany<T>, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(list)).map(OneOrMany::Many)
            }
        }

        deserializer.deserialize_any(Either(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for Party {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Party, D::Error> {
        struct Short;

        impl<'de> Visitor<'de> for Short {
            type Value = Party;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id, or a table with `who`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Party, E> {
                Ok(Party::Id(Id::new(text)))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Party, A::Error> {
                PartyTable::deserialize(de::value::MapAccessDeserializer::new(map)).map(Party::Table)
            }
        }

        deserializer.deserialize_any(Short)
    }
}

/// A day of a list, which hands also write between quotes.
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        deserializer
            .deserialize_any(crate::date::Written { native: Date::parse, quoted: Date::parse, expected: "a date such as 2026-03-12" })
            .map(Day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
