//! Meetings and deadlines: planned, moved, cancelled, held; what they decided, and what is to be done.

use crate::changes::pool::{Changed, Pool};
use crate::changes::told::{Meeting, What};
use crate::date::Date;
use crate::record::event::{Action, Decision, Event, EventStatus};

/// A meeting that stands on record for the first time.
pub fn came(one: &Event, on: Date) -> What {
    What::Event(match one.status {
        Some(EventStatus::Cancelled) => Meeting::Cancelled { on: one.starts },
        Some(EventStatus::Held) => Meeting::Recorded { on: one.starts },
        _ if one.starts.date() < on && one.repeat.is_none() => Meeting::Recorded { on: one.starts },
        _ => Meeting::Planned { on: one.starts },
    })
}

pub fn changed(before: &Event, after: &Event, on: Date, pool: &mut Pool) {
    let moved = pool.take_all(&["starts", "ends"]);
    let mut status = pool.take_all(&["status", "sequence"]);
    if before.status != after.status {
        let what = match (before.status, after.status) {
            (_, Some(EventStatus::Cancelled)) => Meeting::Cancelled { on: after.starts },
            (_, Some(EventStatus::Held)) => Meeting::Held { on: after.starts },
            _ => Meeting::Again { on: after.starts },
        };
        pool.found(What::Event(what), std::mem::take(&mut status));
    }
    if !moved.is_empty() {
        let mut keys = moved;
        keys.append(&mut status);
        let what = Meeting::Moved { from: before.starts, to: after.starts };
        pool.found(if before.starts == after.starts { What::Set } else { What::Event(what) }, keys);
    } else if !status.is_empty() {
        pool.found(What::Set, status);
    }
    let presence = pool.take_all(&["attended", "excused"]);
    let minutes = pool.take(&["minutes"]);
    if !presence.is_empty() {
        let is_first = before.attended.is_empty() && !after.attended.is_empty() && after.starts.date() <= on;
        pool.found(What::Event(if is_first { Meeting::Held { on: after.starts } } else { Meeting::Attendance }), presence);
    }
    if !minutes.is_empty() {
        pool.found(if after.minutes.is_some() { What::Event(Meeting::Minutes) } else { What::Set }, minutes);
    }
    let items = pool.items(&["decision"]);
    decisions(&before.decision, &after.decision, items, pool);
    let items = pool.items(&["action"]);
    actions(&before.action, &after.action, items, pool);
}

fn decisions(before: &[Decision], after: &[Decision], items: Vec<Changed>, pool: &mut Pool) {
    for one in items {
        let (was, is) = (one.item.before.map(|n| before[n].what.clone()), one.item.after.map(|n| after[n].what.clone()));
        let what = match (was, is) {
            (None, Some(what)) => Meeting::Decided { what },
            (Some(from), to) if to.as_ref() != Some(&from) => Meeting::Redecided { from, to },
            _ => {
                pool.found(What::Set, one.keys);
                continue;
            }
        };
        pool.found(What::Event(what), one.keys);
    }
}

fn actions(before: &[Action], after: &[Action], items: Vec<Changed>, pool: &mut Pool) {
    for one in items {
        let (was, is) = (one.item.before.map(|n| &before[n]), one.item.after.map(|n| &after[n]));
        let what = match (was, is) {
            (None, Some(Action { what, done: Some(on), .. })) => Meeting::Done { what: what.clone(), on: *on },
            (None, Some(is)) => Meeting::Opened { what: is.what.clone(), who: is.who.clone(), due: is.due },
            (Some(was), Some(Action { what, done: Some(on), .. })) if was.done.is_none() => Meeting::Done { what: what.clone(), on: *on },
            (Some(_), Some(is)) => Meeting::Action { what: is.what.clone(), who: is.who.clone(), due: is.due },
            (Some(was), None) => Meeting::Dropped { what: was.what.clone() },
            (None, None) => continue,
        };
        pool.found(What::Event(what), one.keys);
    }
}
