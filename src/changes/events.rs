//! Meetings and deadlines: planned, moved, cancelled, held; what they decided, and what is to be done.

use crate::changes::pool::{Changed, Pool};
use crate::changes::told::{Meeting, Turn, What};
use crate::changes::tree::{Item, Renames, is_renamed};
use crate::date::Date;
use crate::record::event::{Action, Decision, Event, EventStatus};
use crate::record::values::Id;

/// A meeting that stands on record for the first time.
pub fn came(one: &Event, on: Date, pool: &mut Pool) {
    let what = match one.status {
        Some(EventStatus::Cancelled) => Meeting::Cancelled { on: one.starts },
        Some(EventStatus::Held) => Meeting::Recorded { on: one.starts },
        _ if one.starts.date() < on && one.repeat.is_none() => Meeting::Recorded { on: one.starts },
        _ => Meeting::Planned { on: one.starts },
    };
    // The file as a whole is one key, which the first carries; what was decided in it is told apart.
    pool.whole(What::Event(what));
    if !(one.attended.is_empty() && one.excused.is_empty()) {
        pool.found(attendance((&[], &one.attended), (&[], &one.excused), &Renames::new()), Vec::new());
    }
    decisions(&[], &one.decision, new(one.decision.len()), pool);
    actions(&[], &one.action, new(one.action.len()), pool);
}

/// So many items of a list that was not there.
fn new(number: usize) -> Vec<Changed> {
    let item = |n| Item { name: String::new(), before: None, after: Some(n) };
    (0..number).map(|n| Changed { item: item(n), keys: Vec::new() }).collect()
}

/// Who is there now and was not, and the other way about.
fn attendance((was, is): (&[Id], &[Id]), (was_excused, is_excused): (&[Id], &[Id]), renames: &Renames) -> What {
    let same = |one: &Id, other: &Id| {
        let is_it = |from: &Id, to: &Id| is_renamed(renames, from.as_str(), to.as_str());
        one == other || is_it(one, other) || is_it(other, one)
    };
    let beyond = |these: &[Id], others: &[Id]| these.iter().filter(|id| !others.iter().any(|other| same(id, other))).cloned().collect();
    What::Event(Meeting::Attendance {
        came: beyond(is, was),
        went: beyond(was, is),
        excused: beyond(is_excused, was_excused),
        unexcused: beyond(was_excused, is_excused),
    })
}

pub fn changed(before: &Event, after: &Event, (on, renames): (Date, &Renames), pool: &mut Pool) {
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
        let mut presence = presence;
        if is_first {
            pool.found(What::Event(Meeting::Held { on: after.starts }), std::mem::take(&mut presence));
        }
        match attendance((&before.attended, &after.attended), (&before.excused, &after.excused), renames) {
            // Only their order is another.
            What::Event(Meeting::Attendance { came, went, excused, unexcused })
                if came.is_empty() && went.is_empty() && excused.is_empty() && unexcused.is_empty() =>
            {
                pool.found(What::Set, presence);
            }
            what => pool.found(what, presence),
        }
    }
    if !minutes.is_empty() {
        let course = match (&before.minutes, &after.minutes) {
            (None, _) => Turn::Came,
            (_, None) => Turn::Went,
            _ => Turn::Changed,
        };
        pool.found(What::Event(Meeting::Minutes { course }), minutes);
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
            (Some(_), Some(is)) => Meeting::Action { what: is.what.clone() },
            (Some(was), None) => Meeting::Dropped { what: was.what.clone() },
            (None, None) => continue,
        };
        pool.found(What::Event(what), one.keys);
    }
}
