//! Days: exact ones, vague ones as old sources give them, and moments of meetings.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::text::{Lang, Say};

const MONTHS_NL: [&str; 12] =
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub NaiveDate);

impl Date {
    /// The first day that is written with a year of four digits.
    pub const FIRST: Date = Date(NaiveDate::from_ymd_opt(0, 1, 1).expect("the calendar has it"));
    /// The last day that is written with a year of four digits.
    pub const LAST: Date = Date(NaiveDate::from_ymd_opt(9999, 12, 31).expect("the calendar has it"));

    /// The day, if the calendar has it.
    pub fn of(year: i32, month: u32, day: u32) -> Option<Date> {
        NaiveDate::from_ymd_opt(year, month, day).map(Date)
    }

    /// A day written `2026-03-12`, exactly so.
    pub fn parse(text: &str) -> Option<Date> {
        let digits = |range| text.get(range).filter(|part: &&str| part.bytes().all(|b| b.is_ascii_digit()));
        if text.len() != 10 || text.get(4..5) != Some("-") || text.get(7..8) != Some("-") {
            return None;
        }
        Date::of(digits(0..4)?.parse().ok()?, digits(5..7)?.parse().ok()?, digits(8..10)?.parse().ok()?)
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// This day so many days later; the last day of the calendar where there is none.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Date {
        let moved = chrono::TimeDelta::try_days(days).and_then(|delta| self.0.checked_add_signed(delta));
        Date(moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX }))
    }

    /// This day so many months later, or the last day of that month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Date {
        Date(self.0.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX))
    }

    /// This day so many months earlier, or the last day of that month where it is shorter.
    #[must_use]
    pub fn minus_months(self, months: u32) -> Date {
        Date(self.0.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN))
    }

    /// As a table has room for it: `12-03-2026` in Dutch; `2026-03-12` in English, where the same could be two days.
    pub fn short(self, lang: Lang) -> String {
        match lang {
            Lang::Nl => self.0.format("%d-%m-%Y").to_string(),
            Lang::En => self.to_string(),
        }
    }

    /// Days from another day to this one; negative when this one is earlier.
    pub fn days_since(self, other: Date) -> i64 {
        (self.0 - other.0).num_days()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(year @ 0..=9999) = u32::try_from(self.0.year()) else { return write!(f, "{}", self.0.format("%Y-%m-%d")) };
        // A history writes dates by the hundred thousand.
        let (month, day) = (self.0.month(), self.0.day());
        let digits = [year / 1000, year / 100, year / 10, year, 0, month / 10, month, 0, day / 10, day];
        let mut text = digits.map(|digit| u8::try_from(digit % 10).map_or(b'0', |digit| b'0' + digit));
        (text[4], text[7]) = (b'-', b'-');
        f.write_str(std::str::from_utf8(&text).expect("digits are text"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Say for Date {
    fn say(&self, lang: Lang) -> String {
        format!("{} {}", self.0.day(), month_of(self.0.year(), self.0.month(), lang))
    }
}

fn month_of(year: i32, month: u32, lang: Lang) -> String {
    let names = if lang == Lang::Nl { MONTHS_NL } else { MONTHS_EN };
    format!("{} {year}", names[month as usize - 1])
}

/// A day, a month or a year: a fact of long ago is as exact as its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VagueDate {
    Year(i32),
    Month(i32, u32),
    Day(Date),
    /// On that day or before it, since when is not known: `"by 2024-10-15"`.
    By(Date),
}

impl VagueDate {
    /// `"2020"`, `"2020-06"` or `"by 2020-06-30"`.
    pub fn parse(text: &str) -> Option<VagueDate> {
        if let Some(day) = text.strip_prefix("by ") {
            return Date::parse(day).map(VagueDate::By);
        }
        let number = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u32>().ok()).flatten()
        };
        let year_of = |part: &str| number(part, 4).and_then(|year| i32::try_from(year).ok());
        match text.split_once('-') {
            None => year_of(text).map(VagueDate::Year),
            Some((year, month)) => {
                let month = number(month, 2).filter(|month| (1..=12).contains(month))?;
                Some(VagueDate::Month(year_of(year)?, month))
            }
        }
    }

    /// The first day that this may mean.
    pub fn first(self) -> Date {
        match self {
            VagueDate::Year(year) => Date::of(year, 1, 1).expect("years of four digits have a first day"),
            VagueDate::Month(year, month) => Date::of(year, month, 1).expect("months are checked when read"),
            VagueDate::Day(date) | VagueDate::By(date) => date,
        }
    }

    /// The last day that this may mean.
    pub fn last(self) -> Date {
        match self {
            VagueDate::Year(year) => Date::of(year, 12, 31).expect("years of four digits have a last day"),
            VagueDate::Month(..) => self.first().plus_months(1).plus_days(-1),
            VagueDate::Day(date) | VagueDate::By(date) => date,
        }
    }
}

impl fmt::Display for VagueDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VagueDate::Year(year) => write!(f, "{year:04}"),
            VagueDate::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            VagueDate::Day(date) => write!(f, "{date}"),
            VagueDate::By(date) => write!(f, "by {date}"),
        }
    }
}

impl Say for VagueDate {
    fn say(&self, lang: Lang) -> String {
        match self {
            VagueDate::Year(year) => year.to_string(),
            VagueDate::Month(year, month) => month_of(*year, *month, lang),
            VagueDate::Day(date) => date.say(lang),
            VagueDate::By(date) if lang == Lang::Nl => format!("uiterlijk {}", date.say(lang)),
            VagueDate::By(date) => format!("by {}", date.say(lang)),
        }
    }
}

/// Whether a period contains a day; both ends are inclusive and an absent end is open.
pub fn within(from: Option<VagueDate>, until: Option<VagueDate>, on: Date) -> bool {
    from.is_none_or(|from| from.first() <= on) && until.is_none_or(|until| until.last() >= on)
}

/// Whether a period ends before it begins, whatever a vague date may mean.
pub fn reversed(from: Option<VagueDate>, until: Option<VagueDate>) -> bool {
    matches!((from, until), (Some(from), Some(until)) if until.last() < from.first())
}

/// Whether two periods share a day.
pub fn overlap(a: (Option<VagueDate>, Option<VagueDate>), b: (Option<VagueDate>, Option<VagueDate>)) -> bool {
    let starts_in_time = |from: Option<VagueDate>, until: Option<VagueDate>| match (from, until) {
        (Some(from), Some(until)) => from.last() <= until.first(),
        _ => true,
    };
    starts_in_time(a.0, b.1) && starts_in_time(b.0, a.1)
}

/// A day, or a day and a time in the record's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// A day; of long ago it may be a month or a year.
    pub day: VagueDate,
    pub time: Option<NaiveTime>,
}

impl Moment {
    /// The day, or the first that it may be.
    pub fn date(self) -> Date {
        self.day.first()
    }

    /// `2026-03-12T10:00:00`, as nearly every moment is written.
    fn plain(text: &str) -> Option<Moment> {
        let bytes = text.as_bytes();
        if bytes.len() != 19 || !matches!(bytes[10], b'T' | b' ') || bytes[13] != b':' || bytes[16] != b':' {
            return None;
        }
        let two = |at: usize| -> Option<u32> {
            let digits = bytes.get(at..at + 2).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
            Some(u32::from(digits[0] - b'0') * 10 + u32::from(digits[1] - b'0'))
        };
        let time = NaiveTime::from_hms_opt(two(11)?, two(14)?, two(17)?)?;
        Some(Moment { day: VagueDate::Day(Date::parse(text.get(..10)?)?), time: Some(time) })
    }

    /// `2026-03-12` or `2026-03-12T10:00:00`; without seconds and with a space too.
    pub fn parse(text: &str) -> Option<Moment> {
        if let Some(date) = Date::parse(text) {
            return Some(Moment { day: VagueDate::Day(date), time: None });
        }
        if let Some(at) = Moment::plain(text) {
            return Some(at);
        }
        let text = text.replacen(['t', 'T'], " ", 1);
        let at = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f")
            .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M"));
        at.ok().map(|at| Moment { day: VagueDate::Day(Date(at.date())), time: Some(at.time()) })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            None => write!(f, "{}", self.day),
            Some(time) => write!(f, "{}T{}", self.day, time.format("%H:%M:%S")),
        }
    }
}

impl Say for Moment {
    fn say(&self, lang: Lang) -> String {
        let day = self.day.say(lang);
        match (self.time, lang) {
            (None, _) => day,
            (Some(time), Lang::Nl) => format!("{day}, {} uur", time.format("%H.%M")),
            (Some(time), Lang::En) => format!("{day}, {}", time.format("%H:%M")),
        }
    }
}

/// Reads what a TOML reader gives for a date (a map of one string) or, where the flag says so, a plain string.
pub(crate) struct Written<T> {
    pub native: fn(&str) -> Option<T>,
    pub quoted: fn(&str) -> Option<T>,
    pub expected: &'static str,
}

impl<'de, T> Visitor<'de> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.quoted)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self.expected))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let not_one = || de::Error::custom(self.expected);
        map.next_key::<NativeKey>()?.ok_or_else(not_one)?;
        let text = map.next_value::<String>()?;
        if map.next_key::<de::IgnoredAny>()?.is_some() {
            return Err(not_one());
        }
        (self.native)(&text).ok_or_else(not_one)
    }
}

/// The key under which a TOML reader gives a date, so that no table that people type is one.
struct NativeKey;

impl<'de> Deserialize<'de> for NativeKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<NativeKey, D::Error> {
        deserializer.deserialize_identifier(NativeKey)
    }
}

impl Visitor<'_> for NativeKey {
    type Value = NativeKey;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<NativeKey, E> {
        if key == "$__toml_private_datetime" { Ok(self) } else { Err(E::custom("a table is no date")) }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        deserializer.deserialize_any(Written { native: Date::parse, quoted: |_| None, expected: "a date such as 2026-03-12" })
    }
}

impl<'de> Deserialize<'de> for VagueDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<VagueDate, D::Error> {
        deserializer.deserialize_any(Written {
            native: |text| Date::parse(text).map(VagueDate::Day),
            quoted: VagueDate::parse,
            expected: "a date such as 2026-03-12, \"2026-03\" or \"2026\"",
        })
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        deserializer.deserialize_any(Written {
            native: Moment::parse,
            quoted: |text| VagueDate::parse(text).filter(|day| !matches!(day, VagueDate::By(_))).map(|day| Moment { day, time: None }),
            expected: "a date, or a date and a time such as 2026-03-12T10:00:00",
        })
    }
}

macro_rules! written_as_text {
    ($($kind:ty),*) => { $(
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )* };
}
written_as_text!(Date, VagueDate, Moment);

#[cfg(test)]
mod tests {
    use super::{Date, Lang, Moment, Say, VagueDate, overlap, reversed, within};

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a test writes real days")
    }

    #[test]
    fn only_real_days_in_the_one_form() {
        for wrong in ["2026-3-1", "2026-02-30", "12-03-2026", "2026-03-12 ", "２026-03-12", "2026-13-01", ""] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        assert_eq!(day("2028-02-29").plus_months(12), day("2029-02-28"));
        assert_eq!(day("2026-05-31").minus_months(3), day("2026-02-28"));
    }

    #[test]
    fn vague_dates_have_a_first_and_a_last_day() {
        let june = VagueDate::parse("2020-06").expect("a month");
        assert_eq!((june.first(), june.last()), (day("2020-06-01"), day("2020-06-30")));
        assert_eq!(VagueDate::parse("2020-13"), None);
        assert_eq!(VagueDate::parse("20"), None);
        assert!(within(Some(june), Some(VagueDate::Year(2021)), day("2021-12-31")));
        assert!(!within(Some(june), None, day("2020-05-31")));
        assert!(reversed(Some(VagueDate::Year(2021)), Some(june)));
        assert!(!overlap((None, Some(june)), (Some(VagueDate::Day(day("2020-07-01"))), None)));
        assert!(overlap((None, None), (Some(june), None)));
    }

    #[test]
    fn dates_are_said_as_people_write_them() {
        assert_eq!(day("2026-03-12").say(Lang::Nl), "12 maart 2026");
        assert_eq!(day("2026-03-12").say(Lang::En), "12 March 2026");
        let at = Moment::parse("2026-03-12 10:00").expect("seconds may be left out");
        assert_eq!(at.say(Lang::Nl), "12 maart 2026, 10.00 uur");
        assert_eq!(at.to_string(), "2026-03-12T10:00:00");
        assert_eq!(VagueDate::Month(2020, 6).say(Lang::Nl), "juni 2020");
    }
}
