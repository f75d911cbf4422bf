//! The numbers of invoices: the shape in which they are written, and which one comes next.

use std::collections::BTreeSet;

use crate::text;
use crate::text::Text;

/// The shape where the record does not say another.
pub const USUAL: &str = "{year}-{number:04}";

/// How a number is written, such as `{year}-{number:04}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// Four digits, or the last two.
    Year(usize),
    /// At least so many digits.
    Number(usize),
}

impl Shape {
    /// Reads a shape. `{year:02}` is the year in two digits.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Shape, Text> {
        let wrong = |why: &Text| text!(why; en: "`invoice_number = \"{typed}\"`: {why}", nl: "`invoice_number = \"{typed}\"`: {why}");
        let mut parts = Vec::new();
        let mut rest = typed;
        while !rest.is_empty() {
            let (before, from) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
            if !before.chars().all(|c| c.is_ascii_alphanumeric() || "-/._".contains(c)) {
                return Err(wrong(&Text::new(
                    "beside what stands in braces only letters, digits and `-` `/` `.` `_` are valid",
                    "buiten de accolades mogen alleen letters, cijfers en `-` `/` `.` `_` staan",
                )));
            }
            if !before.is_empty() {
                parts.push(Part::Literal(before.to_owned()));
            }
            let Some(inner) = from.strip_prefix('{') else { break };
            let Some((name, after)) = inner.split_once('}') else {
                return Err(wrong(&Text::new("a brace is not closed", "er ontbreekt een accolade")));
            };
            parts.push(match name.split_once(':').map_or((name, None), |(name, width)| (name, Some(width))) {
                ("year", None | Some("04")) => Part::Year(4),
                ("year", Some("02")) => Part::Year(2),
                ("number", None) => Part::Number(1),
                ("number", Some(width)) if matches!(width.as_bytes(), [b'0', b'1'..=b'9']) => {
                    Part::Number(usize::from(width.as_bytes()[1] - b'0'))
                }
                _ => {
                    return Err(wrong(
                        &text!(en: "`{{{name}}}` is not known; there are `{{year}}`, `{{year:02}}`, `{{number}}` and `{{number:04}}`", nl: "`{{{name}}}` is niet bekend; er zijn `{{year}}`, `{{year:02}}`, `{{number}}` en `{{number:04}}`"),
                    ));
                }
            });
            rest = after;
        }
        let of = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        if of(|part| matches!(part, Part::Number(_))) != 1 || of(|part| matches!(part, Part::Year(_))) > 1 {
            return Err(wrong(&Text::new(
                "it needs `{number}` once, and `{year}` at most once",
                "er hoort één keer `{number}` in te staan, en hoogstens één keer `{year}`",
            )));
        }
        let runs_on = parts.windows(2).any(|pair| match pair {
            [Part::Number(_), Part::Literal(next)] => next.starts_with(|c: char| c.is_ascii_digit()),
            [Part::Number(_), Part::Year(_)] => true,
            _ => false,
        });
        if runs_on {
            return Err(wrong(&Text::new(
                "behind `{number}` no digit may follow, or nobody knows where the number ends",
                "achter `{number}` mag geen cijfer staan, want dan is niet te zien waar het nummer ophoudt",
            )));
        }
        Ok(Shape(parts))
    }

    /// The number as it is written.
    pub fn write(&self, year: i32, number: u64) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::Year(2) => format!("{:02}", year.rem_euclid(100)),
            Part::Year(_) => format!("{year:04}"),
            Part::Number(width) => format!("{number:0width$}"),
        };
        self.0.iter().map(part).collect()
    }

    /// The place in the series of a number that was written so in a year; none for one of another year or another shape.
    pub fn read(&self, written: &str, year: i32) -> Option<u64> {
        let mut rest = written;
        let mut number = None;
        for part in &self.0 {
            rest = match part {
                Part::Literal(text) => rest.strip_prefix(text.as_str())?,
                Part::Year(_) => rest.strip_prefix(Shape(vec![part.clone()]).write(year, 0).as_str())?,
                Part::Number(width) => {
                    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                    let (digits, after) = rest.split_at(end);
                    number = Some(digits.parse().ok().filter(|_| digits.len() >= *width)?);
                    after
                }
            };
        }
        number.filter(|_| rest.is_empty())
    }

    /// The first number of a year that is higher than any that was ever given in it.
    pub fn next<'a>(&self, given: impl IntoIterator<Item = &'a str>, year: i32) -> u64 {
        given.into_iter().filter_map(|number| self.read(number, year)).max().unwrap_or(0).saturating_add(1)
    }

    /// The numbers of a year that are missing between the first and the highest.
    pub fn missing<'a>(&self, given: impl IntoIterator<Item = &'a str>, year: i32) -> Vec<String> {
        let found: BTreeSet<u64> = given.into_iter().filter_map(|number| self.read(number, year)).collect();
        let (Some(first), Some(last)) = (found.first(), found.last()) else { return Vec::new() };
        (*first..*last).filter(|number| !found.contains(number)).take(1000).map(|number| self.write(year, number)).collect()
    }
}

/// The name of the file of a number, without its ending: whatever cannot stand in a file's name becomes a hyphen.
pub fn file_stem(number: &str) -> String {
    let safe: String =
        number.trim().to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' }).collect();
    safe.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Shape, USUAL, file_stem};

    #[test]
    fn a_shape_writes_numbers_and_reads_its_own() {
        let usual = Shape::parse(USUAL).expect("it is one");
        assert_eq!(usual.write(2026, 12), "2026-0012");
        assert_eq!(usual.read("2026-0012", 2026), Some(12));
        assert_eq!(usual.read("2026-12345", 2026), Some(12345));
        for other in ["2025-0012", "2026-012", "2026-0012a", "x2026-0012", "2026-", "2026-99999999999999999999"] {
            assert_eq!(usual.read(other, 2026), None, "{other}");
        }
        let short = Shape::parse("F{year:02}/{number:05}").expect("it is one");
        assert_eq!((short.write(2026, 3), short.read("F26/00003", 2026)), ("F26/00003".to_owned(), Some(3)));
        let endless = Shape::parse("WW{number}").expect("it is one");
        assert_eq!((endless.write(2026, 31), endless.read("WW31", 1999)), ("WW31".to_owned(), Some(31)));
        assert_eq!(usual.next(["2026-0003", "2025-0009", "2026-0001"], 2026), 4);
        assert_eq!(usual.next(["2025-0009"], 2026), 1);
        assert_eq!(usual.missing(["2026-0003", "2026-0001"], 2026), ["2026-0002"]);
        for wrong in [
            "",
            "{year}",
            "{number}{number}",
            "{nummer}",
            "{number",
            "{number:4}",
            "{number}{year}",
            "{number}1",
            "a b{number}",
            "{number:00}",
        ] {
            assert!(Shape::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            (file_stem("F26/00003"), file_stem("../x"), file_stem("2026-0001")),
            ("f26-00003".into(), "x".into(), "2026-0001".into())
        );
    }
}
