//! A time zone as calendars want it: when its clocks change, and by which rule, from the same tables that the dates are judged by.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use crate::exports::ics::lines::Lines;

/// A moment at which the clocks change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Onset {
    /// By the clock as it was before.
    at: NaiveDateTime,
    utc: NaiveDateTime,
    kind: Change,
}

/// From what to what the clocks change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    /// Seconds east of Greenwich.
    from: i32,
    to: i32,
    name: String,
    is_summer: bool,
}

/// In which week of its month a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Week {
    Last,
    Nth(u32),
}

/// So many years in a row make a rule.
const RULE: usize = 3;

/// Writes a time zone for the years in which there are dates. What still holds in the last of them is written as a rule without an end.
pub fn write(lines: &mut Lines, zone: Tz, first: i32, last: i32) {
    lines.line("BEGIN:VTIMEZONE");
    lines.line(&format!("TZID:{}", zone.name()));
    let begin = midnight(first - 1);
    let onsets = onsets(zone, begin, midnight(last + 1));
    if onsets.first().is_none_or(|onset| onset.at >= midnight(first)) {
        let state = state(zone, begin);
        observance(lines, begin, &Change { from: state.to, ..state }, None);
    }
    let mut kinds: Vec<&Change> = Vec::new();
    for onset in &onsets {
        if !kinds.contains(&&onset.kind) {
            kinds.push(&onset.kind);
        }
    }
    for kind in kinds {
        let own: Vec<&Onset> = onsets.iter().filter(|onset| onset.kind == *kind).collect();
        let mut rest = &own[..];
        while let Some(begun) = rest.first() {
            let (length, week) = run(rest);
            if length < RULE {
                observance(lines, begun.at, kind, None);
                rest = &rest[1..];
                continue;
            }
            let ends = rest[length - 1];
            let until = if ends.at.year() < last { format!(";UNTIL={}Z", ends.utc.format(MOMENT)) } else { String::new() };
            let rule = format!("FREQ=YEARLY;BYMONTH={};BYDAY={}{until}", begun.at.month(), byday(week, begun.at.weekday()));
            observance(lines, begun.at, kind, Some(&rule));
            rest = &rest[length..];
        }
    }
    lines.line("END:VTIMEZONE");
}

/// How a moment is written.
const MOMENT: &str = "%Y%m%dT%H%M%S";

fn midnight(year: i32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN).and_hms_opt(0, 0, 0).expect("every day begins")
}

/// What the clocks of a zone say at a moment.
fn state(zone: Tz, utc: NaiveDateTime) -> Change {
    let offset = zone.offset_from_utc_datetime(&utc);
    let to = offset.fix().local_minus_utc();
    let name = offset.abbreviation().unwrap_or("LMT").to_owned();
    Change { from: to, to, name, is_summer: !offset.dst_offset().is_zero() }
}

/// Every change between two moments. The clocks of no zone change twice within a day.
fn onsets(zone: Tz, from: NaiveDateTime, until: NaiveDateTime) -> Vec<Onset> {
    let mut found = Vec::new();
    let (mut at, mut before) = (from, state(zone, from));
    while at < until {
        let next = at + TimeDelta::days(1);
        let after = state(zone, next);
        if after != before {
            let utc = changed(zone, at, next, &before);
            let kind = Change { from: before.to, ..after.clone() };
            found.push(Onset { at: utc + TimeDelta::seconds(i64::from(before.to)), utc, kind });
        }
        (at, before) = (next, after);
    }
    found
}

/// The second at which the clocks no longer are as they were.
fn changed(zone: Tz, from: NaiveDateTime, until: NaiveDateTime, before: &Change) -> NaiveDateTime {
    let (mut low, mut high) = (from.and_utc().timestamp(), until.and_utc().timestamp());
    let moment = |second| DateTime::<Utc>::from_timestamp(second, 0).expect("it lies between two moments").naive_utc();
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if state(zone, moment(middle)) == *before {
            low = middle;
        } else {
            high = middle;
        }
    }
    moment(high)
}

/// How many changes follow each other by one rule, and in which week of the month that is.
fn run(onsets: &[&Onset]) -> (usize, Week) {
    let first = onsets[0].at;
    let alike = |week: Week| {
        let by_rule = |(n, onset): &(usize, &&Onset)| {
            let at = onset.at;
            i32::try_from(*n).is_ok_and(|n| at.year() == first.year() + n)
                && (at.month(), at.weekday(), at.time()) == (first.month(), first.weekday(), first.time())
                && is_in(week, at.date())
        };
        onsets.iter().enumerate().take_while(by_rule).count()
    };
    let nth = Week::Nth((first.day() - 1) / 7 + 1);
    let (last, counted) = (alike(Week::Last), alike(nth));
    if last >= counted { (last.max(1), Week::Last) } else { (counted, nth) }
}

fn is_in(week: Week, day: NaiveDate) -> bool {
    match week {
        Week::Last => (day + TimeDelta::days(7)).month() != day.month(),
        Week::Nth(nth) => (day.day() - 1) / 7 + 1 == nth,
    }
}

fn byday(week: Week, day: Weekday) -> String {
    let name = day.to_string()[..2].to_uppercase();
    match week {
        Week::Last => format!("-1{name}"),
        Week::Nth(nth) => format!("{nth}{name}"),
    }
}

fn observance(lines: &mut Lines, at: NaiveDateTime, change: &Change, rule: Option<&str>) {
    let kind = if change.is_summer { "DAYLIGHT" } else { "STANDARD" };
    lines.line(&format!("BEGIN:{kind}"));
    lines.line(&format!("DTSTART:{}", at.format(MOMENT)));
    lines.line(&format!("TZOFFSETFROM:{}", offset(change.from)));
    lines.line(&format!("TZOFFSETTO:{}", offset(change.to)));
    lines.line(&format!("TZNAME:{}", change.name));
    if let Some(rule) = rule {
        lines.line(&format!("RRULE:{rule}"));
    }
    lines.line(&format!("END:{kind}"));
}

/// `+0100`, with seconds where a zone of long ago has them.
fn offset(seconds: i32) -> String {
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let seconds = if seconds == 0 { String::new() } else { format!("{seconds:02}") };
    format!("{sign}{hours:02}{minutes:02}{seconds}")
}

#[cfg(test)]
mod tests {
    use super::{Lines, write};

    fn written(zone: chrono_tz::Tz, first: i32, last: i32) -> String {
        let mut lines = Lines::default();
        write(&mut lines, zone, first, last);
        String::from_utf8(lines.into_bytes()).expect("lines are text").replace("\r\n", "\n")
    }

    #[test]
    fn the_dutch_clock_changes_by_two_rules() {
        let expected = "BEGIN:VTIMEZONE\nTZID:Europe/Amsterdam\n\
            BEGIN:DAYLIGHT\nDTSTART:20250330T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\n\
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
            BEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\n\
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n";
        assert_eq!(written(chrono_tz::Europe::Amsterdam, 2026, 2036), expected);
    }

    #[test]
    fn other_clocks_change_otherwise_or_not() {
        let tokyo = written(chrono_tz::Asia::Tokyo, 2026, 2036);
        assert!(
            tokyo.contains("BEGIN:STANDARD\nDTSTART:20250101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nTZNAME:JST\nEND"),
            "{tokyo}"
        );
        assert!(written(chrono_tz::America::New_York, 2026, 2036).contains(
            "DTSTART:20250309T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n"
        ));
        // Until 1995 summer ended in September; where a rule no longer holds it has an end.
        let dutch = written(chrono_tz::Europe::Amsterdam, 1990, 2030);
        assert!(dutch.contains("DTSTART:19890924T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nRRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU;UNTIL=19950924T010000Z\n"), "{dutch}");
        // In Morocco it depends on the moon, so each change stands by itself.
        let moroccan = written(chrono_tz::Africa::Casablanca, 2026, 2030);
        assert!(!moroccan.contains("RRULE") && moroccan.matches("BEGIN:").count() > 9, "{moroccan}");
    }
}
