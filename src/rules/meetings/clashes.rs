//! Which meetings ask the same body or person at the same time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use crate::answers::meetings::{State, dates, is_meeting};
use crate::date::{Date, VagueDate};
use crate::finding::Finding;
use crate::record::Record;
use crate::record::event::Event;
use crate::record::index::Kinds;
use crate::{keys, text};

/// Days of a series that are looked at, from its first: ten years. Somebody would have said so.
const DAYS: i64 = 3653;
/// Meetings that are looked at; no record of people has as many.
const MOST: usize = 400_000;

/// One meeting of somebody, from when till when; without an end its beginning alone.
type Asked<'a> = (NaiveDateTime, NaiveDateTime, &'a Event);

pub fn same_time_same_people(record: &Record) -> Vec<Finding> {
    let mut asked: BTreeMap<String, Vec<Asked<'_>>> = BTreeMap::new();
    // No series goes on for longer than a year after everything else on record.
    let ends = |event: &Event| event.repeat.as_ref().and_then(|repeat| repeat.until).unwrap_or_else(|| event.starts.date());
    let horizon = record.events.values().map(ends).max().map_or(Date::LAST, |last| last.plus_days(366));
    let mut looked_at = 0;
    for event in record.events.values().filter(|event| is_meeting(event)) {
        let (VagueDate::Day(first), Some(begins)) = (event.starts.day, event.starts.time) else { continue };
        // What lasts for days has other meetings within it.
        if event.ends.is_some_and(|ends| ends.day != event.starts.day) {
            continue;
        }
        let ends = event.ends.and_then(|ends| ends.time).unwrap_or(begins);
        let who = people(record, event);
        if who.is_empty() || looked_at > MOST {
            continue;
        }
        // What has become of it is the same on every day, so any day will do to ask on.
        for meeting in dates(event, first, horizon.min(first.plus_days(DAYS)), first) {
            if meeting.state == State::Cancelled {
                continue;
            }
            looked_at += who.len();
            for one in &who {
                asked.entry(one.clone()).or_default().push((meeting.on.0.and_time(begins), meeting.on.0.and_time(ends), event));
            }
        }
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut found = Vec::new();
    for (who, meetings) in &mut asked {
        meetings.sort_by_key(|(begins, ends, event)| (*begins, *ends, &event.id));
        let mut longest: Option<Asked<'_>> = None;
        for (begins, ends, event) in meetings.iter().copied() {
            if let Some((other_begins, other_ends, other)) = longest
                && (begins < other_ends || begins == other_begins)
                && other.id != event.id
            {
                let (first, second) = if other.id < event.id { (other, event) } else { (event, other) };
                if told.insert((second.id.as_str(), first.id.as_str())) {
                    found.push(clash(who, first, second, Date(begins.date())));
                }
            }
            if longest.is_none_or(|(_, until, _)| ends >= until) {
                longest = Some((begins, ends, event));
            }
        }
    }
    found
}

fn clash(who: &str, first: &Event, second: &Event, day: Date) -> Finding {
    let other = &first.id;
    let message = text!(day; en: "`{who}` is asked here and at `{other}` at the same time, on {day}", nl: "`{who}` is hier en bij `{other}` op hetzelfde moment uitgenodigd, op {day}");
    let help = text!(
        en: "move one of the two; what does not go on is `status = \"cancelled\"`",
        nl: "verzet een van de twee; wat niet doorgaat is `status = \"cancelled\"`"
    );
    Finding::new(second.at(keys!["starts"]), message).about(other).help(help)
}

/// The bodies, roles and people that a meeting asks. An organisation or a group can divide itself over two meetings.
fn people(record: &Record, event: &Event) -> BTreeSet<String> {
    let asked = event.body.iter().chain(&event.invited);
    asked.filter(|id| record.index.meant(id).has(Kinds::PERSON | Kinds::ROLE)).map(|id| record.index.plain(id).0.into_owned()).collect()
}
