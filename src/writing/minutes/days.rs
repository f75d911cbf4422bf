//! Days as people write them in minutes: `12 maart 2026`, `12-03-2026`, `2026-03-12`, `March 12`, `12 mrt`.

use crate::date::Date;
use crate::words::fold;

const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "feb", "febr"],
    &["maart", "march", "mrt", "mar"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["augustus", "august", "aug"],
    &["september", "sept", "sep"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

/// What may stand around a day without saying anything else of it.
const AROUND: [&str; 30] = [
    "uiterlijk",
    "voor",
    "op",
    "per",
    "tot",
    "tm",
    "by",
    "on",
    "before",
    "due",
    "until",
    "van",
    "de",
    "the",
    "of",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "deadline",
];
const SHORT: [&str; 14] = ["ma", "di", "wo", "do", "vr", "za", "zo", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A day and nothing else; of one without a year the first from a day on.
pub fn day(text: &str, from: Date) -> Option<Date> {
    let text = text.trim().trim_end_matches('.');
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ':' | '-' | '/' | '.' | '–'))
        .map(fold)
        .filter(|word| !word.is_empty())
        .filter(|word| !AROUND.contains(&word.as_str()) && !SHORT.contains(&word.as_str()))
        .collect();
    let number = |word: &String| word.trim_end_matches(['e', 's', 't', 'n', 'd', 'r', 'h']).parse::<u32>().ok();
    let month_of = |word: &String| {
        let at = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
        u32::try_from(at + 1).ok()
    };
    let year_of = |year: u32| i32::try_from(if year < 100 { year + 2000 } else { year }).ok();
    let (year, month, day) = match words.as_slice() {
        [a, b, c] if month_of(b).is_some() => (Some(number(c)?), month_of(b)?, number(a)?),
        [a, b, c] if month_of(a).is_some() => (Some(number(c)?), month_of(a)?, number(b)?),
        [a, b, c] if a.len() == 4 => (Some(number(a)?), number(b)?, number(c)?),
        [a, b, c] if c.len() == 4 || c.len() == 2 => (Some(number(c)?), number(b)?, number(a)?),
        [a, b] if month_of(b).is_some() => (None, month_of(b)?, number(a)?),
        [a, b] if month_of(a).is_some() => (None, month_of(a)?, number(b)?),
        _ => return None,
    };
    match year {
        Some(year) => Date::of(year_of(year)?, month, day).filter(|day| (1900..=2999).contains(&day.year())),
        None => [0, 1].into_iter().filter_map(|more| Date::of(from.year() + more, month, day)).find(|day| *day >= from),
    }
}

/// Whether something was meant to be a day, though there is no such day: `31 februari 2027`, `31-11-2026`.
pub fn is_like_a_day(text: &str) -> bool {
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect();
    let around = |word: &String| AROUND.contains(&word.as_str()) || SHORT.contains(&word.as_str());
    let words: Vec<String> = words.into_iter().filter(|word| !around(word)).collect();
    let is_number = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    let is_month = |word: &String| MONTHS.iter().any(|names| names.contains(&word.as_str()));
    match words.as_slice() {
        [a, b] => is_month(b) && is_number(a) || is_month(a) && is_number(b),
        [a, b, c] if is_month(b) => is_number(a) && is_number(c),
        [a, b, c] if is_month(a) => is_number(b) && is_number(c),
        [a, b, c] => [a, b, c].into_iter().all(is_number) && (a.len() == 4 || c.len() == 4),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{day, is_like_a_day};
    use crate::date::Date;

    #[test]
    fn days_are_known_as_people_write_them() {
        let from = Date::of(2026, 12, 10).expect("it is a day");
        for (text, known) in [
            ("2026-03-12", Some("2026-03-12")),
            ("12-03-2026", Some("2026-03-12")),
            ("12/3/2026", Some("2026-03-12")),
            ("12.3.26", Some("2026-03-12")),
            ("12 maart 2026", Some("2026-03-12")),
            ("donderdag 12 maart 2026", Some("2026-03-12")),
            ("12 mrt. 2026", Some("2026-03-12")),
            ("March 12, 2026", Some("2026-03-12")),
            ("12th of March 2026", Some("2026-03-12")),
            ("uiterlijk 15 januari", Some("2027-01-15")),
            ("vóór 20 december", Some("2026-12-20")),
            ("31 februari 2026", None),
            ("volgende week", None),
            ("2026", None),
            ("12-13-2026", None),
            ("", None),
        ] {
            assert_eq!(day(text, from).map(|day| day.to_string()).as_deref(), known, "{text}");
        }
    }

    #[test]
    fn what_was_meant_as_a_day_is_known_too() {
        for (text, like) in [("31 februari 2027", true), ("uiterlijk 31-11-2026", true), ("volgende week", false), ("versie 2.1", false)] {
            assert_eq!(is_like_a_day(text), like, "{text}");
        }
    }
}
