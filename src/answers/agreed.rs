//! What meetings decided, and who was to do what: every decision and action on record, with the meeting that it comes from.

use crate::date::VagueDate;
use crate::keys;
use crate::keys::Keys;
use crate::record::Record;
use crate::record::event::{Action, Decision, Event};

/// Something that a meeting agreed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreed<'a, T> {
    pub event: &'a Event,
    /// The day of the meeting.
    pub on: VagueDate,
    /// Where it stands in the file of the event.
    pub keys: Keys,
    pub what: &'a T,
}

/// Every decision, by the file in which it stands.
pub fn decisions(record: &Record) -> Vec<Agreed<'_, Decision>> {
    gathered(record, "decision", |event| &event.decision, |date| &date.decision)
}

/// Every action, done or not, by the file in which it stands.
pub fn actions(record: &Record) -> Vec<Agreed<'_, Action>> {
    gathered(record, "action", |event| &event.action, |date| &date.action)
}

fn gathered<'a, T>(
    record: &'a Record,
    list: &'static str,
    of_event: impl Fn(&'a Event) -> &'a [T],
    of_date: impl Fn(&'a crate::record::event::Occurrence) -> &'a [T],
) -> Vec<Agreed<'a, T>> {
    let mut all = Vec::new();
    for event in record.events.values() {
        let own = of_event(event).iter().enumerate();
        all.extend(own.map(|(n, what)| Agreed { event, on: event.starts.day, keys: keys![list, n], what }));
        for (m, date) in event.occurrence.iter().enumerate() {
            let told = of_date(date).iter().enumerate();
            all.extend(told.map(|(n, what)| Agreed { event, on: VagueDate::Day(date.on), keys: keys!["occurrence", m, list, n], what }));
        }
    }
    all
}
