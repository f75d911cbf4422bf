//! What meetings decided, and who was to do what: every decision and action on record, with the meeting that it comes from.

use crate::answers::meetings::Meeting;
use crate::date::{Date, VagueDate};
use crate::keys;
use crate::keys::{Key, Keys};
use crate::record::Record;
use crate::record::event::{Action, Decision, Event};
use crate::record::values::Id;

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

impl<T> Agreed<'_, T> {
    /// By what it is known again on paper: its own id, else that of its event with its number there.
    pub fn key(&self, id: Option<&Id>) -> String {
        if let Some(id) = id {
            return id.to_string();
        }
        let event = &self.event.id;
        let number = match self.keys.0.last() {
            Some(Key::Index(n)) => n + 1,
            _ => 1,
        };
        if self.keys.0.len() > 2 { format!("{event}/{}/{number}", self.on) } else { format!("{event}/{number}") }
    }

    /// Whether it stands in the file of this meeting, at its date.
    pub fn is_of(&self, all: &[T]) -> bool {
        all.iter().any(|one| std::ptr::eq(one, self.what))
    }
}

/// Whether it was not done yet at the end of a day.
pub fn is_open(one: &Agreed<'_, Action>, on: Date) -> bool {
    one.what.done.is_none_or(|done| done > on)
}

/// What earlier meetings like this one agreed on and was not done before it: of the same body, series or kind; where a meeting has none
/// of them, what those have to do who are invited.
pub fn open_before<'a>(record: &'a Record, meeting: &Meeting<'_>) -> Vec<Agreed<'a, Action>> {
    let own = meeting.event;
    let alike = |other: &Event| match (&own.body, &other.body) {
        (Some(own), Some(other)) => record.index.same(own, other),
        (None, None) if own.repeat.is_some() => own.id == other.id,
        (None, None) => own.kind.is_some() && own.kind == other.kind,
        _ => false,
    };
    let loose = own.body.is_none() && own.repeat.is_none() && crate::answers::meetings::standard_items(own.kind).is_empty();
    let theirs = |one: &Agreed<'_, Action>| {
        let who = one.what.who.as_ref();
        who.is_some_and(|who| own.invited.iter().any(|id| record.index.same(id, who)))
    };
    let mut all = actions(record);
    all.retain(|one| {
        one.on.first() < meeting.on
            && one.what.done.is_none_or(|done| done >= meeting.on)
            && (alike(one.event) || loose && theirs(one))
            && !one.is_of(meeting.actions())
    });
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    all
}

/// By when, then by meeting; what has no day comes last.
pub fn order<'a>(one: &'a Agreed<'_, Action>) -> (bool, Option<Date>, Date, &'a Id, &'a Keys) {
    (one.what.due.is_none(), one.what.due, one.on.first(), &one.event.id, &one.keys)
}

/// Every decision, by the file in which it stands.
pub fn decisions(record: &Record) -> Vec<Agreed<'_, Decision>> {
    gathered(record, "decision", |event| &event.decision, |date| &date.decision)
}

/// The day of what decided something: a meeting, or a decision on record. None of a series without the decision, or where it is not known.
pub fn decided_on(record: &Record, by: &Id) -> Option<Date> {
    let (plain, _) = record.index.plain(by);
    if let Some(event) = record.events.get(plain.as_ref()) {
        return event.repeat.is_none().then(|| event.starts.date());
    }
    let is_it = |one: &Agreed<'_, Decision>| one.what.id.as_ref().is_some_and(|id| id.as_str() == plain.as_ref());
    decisions(record).into_iter().find(is_it).map(|one| one.on.first())
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
