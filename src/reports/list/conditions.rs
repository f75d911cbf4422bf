//! What must hold of a thing to be listed: a condition as it is typed, and its value read as the schema has it.

use std::cmp::Ordering;

use serde_json::Value;

use crate::date::{Date, Moment, VagueDate};
use crate::record::diagnosis::hands::{day_first, decimal};
use crate::record::shape::Shape;
use crate::record::values::Hours;
use crate::reports::things::{Listed, Thing};
use crate::words::{fold, nearest, values_for};

/// Something that must hold of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub key: String,
    pub test: Test,
    /// What it is compared with; nothing for a test of what is there.
    pub with: String,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    There,
    NotThere,
    Is,
    IsNot,
    Contains,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// The comparisons as they are typed, the longer ones first.
pub const SIGNS: [(&str, Test); 7] = [
    ("!=", Test::IsNot),
    ("<=", Test::AtMost),
    (">=", Test::AtLeast),
    ("=", Test::Is),
    ("~", Test::Contains),
    ("<", Test::Less),
    (">", Test::More),
];

impl Condition {
    /// `status=active`, `inhabitants>=50000`, `name~zwol`, `left` for what has that key and `!left` for what has not.
    pub fn of(typed: &str) -> Condition {
        let first = SIGNS
            .iter()
            .filter_map(|(sign, test)| Some((typed.find(sign)?, *sign, *test)))
            .min_by_key(|(at, sign, _)| (*at, usize::MAX - sign.len()));
        match (first, typed.strip_prefix('!')) {
            (Some((at, sign, test)), _) if at > 0 => {
                Condition { key: typed[..at].trim().to_owned(), test, with: typed[at + sign.len()..].trim().to_owned() }
            }
            (_, Some(key)) => Condition { key: key.trim().to_owned(), test: Test::NotThere, with: String::new() },
            _ => Condition { key: typed.trim().to_owned(), test: Test::There, with: String::new() },
        }
    }

    /// With its value as the record has it: a day, an amount or a number may be typed as the tables show them.
    ///
    /// # Errors
    /// What the key has instead, where it is never such a value.
    pub fn read(self, kind: &Listed) -> Result<Condition, String> {
        if matches!(self.test, Test::There | Test::NotThere | Test::Contains) {
            return Ok(self);
        }
        let (shape, typed) = (kind.shape_at(&self.key), self.with.as_str());
        let number = is_number(&shape) || self.key == "year" && shape.is_empty();
        let named = |wanted: &[&str]| values_for(typed).iter().chain([&typed]).any(|word| wanted.contains(word));
        let with = if shape.is_date() {
            day(typed).ok_or_else(|| format!("`{typed}` is no date; write `{}=2026-01-31` or `{}=31-01-2026`", self.key, self.key))?
        } else if named(&shape.words()) {
            typed.to_owned()
        } else if shape.may_be("boolean") && !number {
            if !named(&["true", "false"]) {
                return Err(format!("`{}` is true or false, and `{typed}` is neither", self.key));
            }
            typed.to_owned()
        } else if number {
            let hours = || Hours::parse(typed).filter(|_| shape.mark() == Some("hours")).map(|hours| hours.0.to_string());
            figure(typed).or_else(hours).ok_or_else(|| format!("`{}` is a number, and `{typed}` is none", self.key))?
        } else if shape.is_only_words() {
            let words = shape.words();
            return Err(match nearest(typed, words.iter().copied()) {
                Some(near) => format!("`{}` is never `{typed}`; did you mean `{near}`?", self.key),
                None => format!("`{}` is never `{typed}`; it is one of {}", self.key, words.join(", ")),
            });
        } else {
            typed.to_owned()
        };
        Ok(Condition { with, ..self })
    }

    /// Whether it holds: of any of the values that stand under the key, and of none of them for what must not be.
    pub fn holds(&self, thing: &Thing) -> bool {
        let there: Vec<&Value> = thing.at(&self.key).into_iter().filter(|value| **value != Value::Bool(false)).collect();
        let falsehood = || thing.at(&self.key).contains(&&Value::Bool(false)) && self.equals(&Value::Bool(false));
        match self.test {
            Test::There => !there.is_empty(),
            Test::NotThere => there.is_empty(),
            Test::Is => there.iter().any(|value| self.equals(value)) || falsehood(),
            Test::IsNot => !there.iter().any(|value| self.equals(value)) && !falsehood(),
            Test::Contains => there.iter().any(|value| fold(&plain(value)).contains(&fold(&self.with))),
            Test::Less => self.is(&there, &[Ordering::Less]),
            Test::AtMost => self.is(&there, &[Ordering::Less, Ordering::Equal]),
            Test::More => self.is(&there, &[Ordering::Greater]),
            Test::AtLeast => self.is(&there, &[Ordering::Greater, Ordering::Equal]),
        }
    }

    fn equals(&self, value: &Value) -> bool {
        let plain = plain(value);
        self.beside(&plain) == Ordering::Equal || values_for(&self.with).contains(&plain.as_str())
    }

    fn is(&self, values: &[&Value], wanted: &[Ordering]) -> bool {
        values.iter().any(|value| wanted.contains(&self.beside(&plain(value))))
    }

    /// A value beside what was typed: a moment is compared with a day by its day, a day with a year by its year.
    fn beside(&self, value: &str) -> Ordering {
        let value = value.strip_prefix("by ").unwrap_or(value);
        let is_day = [value, self.with.as_str()].into_iter().all(|one| Moment::parse(one).is_some() || VagueDate::parse(one).is_some());
        let cut = value.get(..self.with.len()).filter(|_| is_day).unwrap_or(value);
        compared(cut, &self.with)
    }
}

/// A value as it is compared.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Numbers as numbers, everything else by its letters: dates are written so that these are in order.
pub fn compared(one: &str, other: &str) -> Ordering {
    match (one.parse::<f64>(), other.replace('_', "").parse::<f64>()) {
        (Ok(one), Ok(other)) => one.total_cmp(&other),
        _ if one.contains(['-', ':']) && other.contains(['-', ':']) => one.cmp(other),
        _ => fold(one).cmp(&fold(other)),
    }
}

fn is_number(shape: &Shape) -> bool {
    shape.is_money() || matches!(shape.mark(), Some("number" | "hours")) || shape.may_be("integer") || shape.may_be("number")
}

/// A day as the format has it, however it was typed.
fn day(typed: &str) -> Option<String> {
    let known = Date::parse(typed).is_some() || VagueDate::parse(typed).is_some() || Moment::parse(typed).is_some();
    if known { Some(typed.strip_prefix("by ").unwrap_or(typed).to_owned()) } else { day_first(typed).map(|day| day.to_string()) }
}

/// A number as the format has it: with a point before its decimals and nothing between its thousands.
fn figure(typed: &str) -> Option<String> {
    let bare = typed.trim_start_matches('€').trim_end_matches('%').trim().replace('_', "");
    // A number below one has no thousands.
    let is_small = bare.trim_start_matches('-').starts_with("0.");
    let number = decimal(&bare).filter(|_| !is_small).or_else(|| bare.parse::<f64>().ok().map(|_| bare.clone()))?;
    number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| number)
}
