//! Meetings, the dates of a series and deadlines: planned, moved, cancelled, held; what they decided, and what is to be done.

use crate::changes::pool::{Changed, Pool};
use crate::changes::told::{Meeting, Turn, What};
use crate::changes::tree::{Difference, Item, Renames, is_renamed};
use crate::date::{Date, Moment, VagueDate};
use crate::record::event::{Action, Decision, Event, EventStatus, Occurrence};
use crate::record::values::Id;

/// A day on which people meet: that of a meeting, or one of the dates of a series.
struct Sitting<'a> {
    /// The date within its series; none of a meeting by itself.
    date: Option<Date>,
    starts: Moment,
    status: Option<EventStatus>,
    attended: &'a [Id],
    excused: &'a [Id],
    minutes: Option<&'a str>,
    decision: &'a [Decision],
    action: &'a [Action],
}

impl<'a> Sitting<'a> {
    fn of(one: &'a Event) -> Sitting<'a> {
        let minutes = one.minutes.as_deref();
        let Event { starts, status, attended, excused, decision, action, .. } = one;
        Sitting { date: None, starts: *starts, status: *status, attended, excused, minutes, decision, action }
    }

    fn on(one: &'a Occurrence) -> Sitting<'a> {
        let (starts, minutes) = (Moment { day: VagueDate::Day(one.on), time: None }, one.minutes.as_deref());
        let Occurrence { on, status, attended, excused, decision, action, .. } = one;
        Sitting { date: Some(*on), starts, status: *status, attended, excused, minutes, decision, action }
    }

    fn what(&self, meeting: Meeting) -> What {
        match self.date {
            Some(on) => What::Occurrence { on, what: meeting },
            None => What::Event(meeting),
        }
    }
}

/// A meeting that stands on record for the first time.
pub fn came(one: &Event, on: Date, pool: &mut Pool) {
    let keys = pool.take(&[]);
    let sitting = Sitting::of(one);
    let what = if one.repeat.is_some() && one.status.is_none() { Meeting::Planned { on: one.starts } } else { begun(&sitting, on) };
    // The file as a whole is one key, which the first carries; what was decided in it is told apart.
    pool.found(What::Event(what), keys);
    contents(&sitting, true, pool);
    one.occurrence.iter().for_each(|date| contents(&Sitting::on(date), true, pool));
}

/// A meeting that is no longer on record, and with it what it decided.
pub fn gone(one: &Event, pool: &mut Pool) {
    let keys = pool.take(&[]);
    pool.found(What::Gone, keys);
    contents(&Sitting::of(one), false, pool);
    one.occurrence.iter().for_each(|date| contents(&Sitting::on(date), false, pool));
}

fn begun(one: &Sitting<'_>, on: Date) -> Meeting {
    match one.status {
        Some(EventStatus::Cancelled) => Meeting::Cancelled { on: one.starts },
        Some(EventStatus::Held) => Meeting::Recorded { on: one.starts },
        _ if one.starts.date() < on => Meeting::Recorded { on: one.starts },
        _ => Meeting::Planned { on: one.starts },
    }
}

/// What a meeting says that came or went as a whole: who was there, what was decided, what is to be done.
fn contents(one: &Sitting<'_>, is_there: bool, pool: &mut Pool) {
    if is_there && !(one.attended.is_empty() && one.excused.is_empty()) {
        let was = Sitting { attended: &[], excused: &[], ..Sitting { ..*one } };
        pool.found(one.what(attendance(&was, one, &Renames::new())), Vec::new());
    }
    let none = Sitting { decision: &[], action: &[], ..Sitting { ..*one } };
    let (was, is) = if is_there { (&none, one) } else { (one, &none) };
    decisions(was, is, each(one.decision.len(), is_there), pool);
    // What was done stays done.
    let open = each(one.action.len(), is_there).into_iter().zip(one.action).filter(|(_, action)| is_there || action.done.is_none());
    actions(was, is, open.map(|(item, _)| item).collect(), pool);
}

/// So many items of a list that is on one side only.
fn each(number: usize, is_there: bool) -> Vec<Changed> {
    let item = |n| Item { name: String::new(), before: (!is_there).then_some(n), after: is_there.then_some(n) };
    (0..number).map(|n| Changed { item: item(n), keys: Vec::new() }).collect()
}

/// Who is there now and was not, and the other way about.
fn attendance(was: &Sitting<'_>, is: &Sitting<'_>, renames: &Renames) -> Meeting {
    let same = |one: &Id, other: &Id| {
        let is_it = |from: &Id, to: &Id| is_renamed(renames, from.as_str(), to.as_str());
        one == other || is_it(one, other) || is_it(other, one)
    };
    let beyond = |these: &[Id], others: &[Id]| these.iter().filter(|id| !others.iter().any(|other| same(id, other))).cloned().collect();
    Meeting::Attendance {
        came: beyond(is.attended, was.attended),
        went: beyond(was.attended, is.attended),
        excused: beyond(is.excused, was.excused),
        unexcused: beyond(was.excused, is.excused),
    }
}

pub fn changed(before: &Event, after: &Event, (on, renames): (Date, &Renames), pool: &mut Pool) {
    sitting(&Sitting::of(before), &Sitting::of(after), (on, renames), &mut At { below: &[], pool });
    for Changed { item, keys } in pool.items(&["occurrence"]) {
        match (item.before.map(|n| Sitting::on(&before.occurrence[n])), item.after.map(|n| Sitting::on(&after.occurrence[n]))) {
            (None, Some(one)) => {
                pool.found(one.what(begun(&one, on)), keys);
                contents(&one, true, pool);
            }
            (Some(one), None) => {
                pool.found(one.what(Meeting::Erased), keys);
                contents(&one, false, pool);
            }
            (Some(was), Some(is)) => {
                let mut own = Pool::new(keys);
                sitting(&was, &is, (on, renames), &mut At { below: &["occurrence", "*"], pool: &mut own });
                pool.with(own);
            }
            (None, None) => {}
        }
    }
}

/// The keys of a meeting, which stand at the top of a file or in one of the dates of a series.
struct At<'a> {
    below: &'a [&'a str],
    pool: &'a mut Pool,
}

impl At<'_> {
    fn take(&mut self, keys: &[&str]) -> Vec<Difference> {
        keys.iter().flat_map(|key| self.pool.take(&[self.below, &[key]].concat())).collect()
    }

    fn items(&mut self, list: &str) -> Vec<Changed> {
        self.pool.items(&[self.below, &[list]].concat())
    }
}

fn sitting(before: &Sitting<'_>, after: &Sitting<'_>, (on, renames): (Date, &Renames), at: &mut At<'_>) {
    let moved = at.take(if after.date.is_some() { &["on"] } else { &["starts", "ends"] });
    let mut status = at.take(&["status", "sequence"]);
    if before.status != after.status {
        let what = match (before.status, after.status) {
            (_, Some(EventStatus::Cancelled)) => Meeting::Cancelled { on: after.starts },
            (_, Some(EventStatus::Held)) => Meeting::Held { on: after.starts },
            _ => Meeting::Again { on: after.starts },
        };
        at.pool.found(after.what(what), std::mem::take(&mut status));
    }
    if !moved.is_empty() {
        let mut keys = moved;
        keys.append(&mut status);
        let what = Meeting::Moved { from: before.starts, to: after.starts };
        at.pool.found(if before.starts == after.starts { What::Set } else { after.what(what) }, keys);
    } else if !status.is_empty() {
        at.pool.found(What::Set, status);
    }
    let mut presence = at.take(&["attended", "excused"]);
    if !presence.is_empty() {
        let is_first = before.attended.is_empty() && !after.attended.is_empty() && after.starts.date() <= on;
        if is_first {
            at.pool.found(after.what(Meeting::Held { on: after.starts }), std::mem::take(&mut presence));
        }
        match attendance(before, after, renames) {
            // Only their order is another.
            Meeting::Attendance { came, went, excused, unexcused }
                if came.is_empty() && went.is_empty() && excused.is_empty() && unexcused.is_empty() =>
            {
                at.pool.found(What::Set, presence);
            }
            what => at.pool.found(after.what(what), presence),
        }
    }
    let minutes = at.take(&["minutes"]);
    if !minutes.is_empty() {
        let course = match (before.minutes, after.minutes) {
            (None, _) => Turn::Came,
            (_, None) => Turn::Went,
            _ => Turn::Changed,
        };
        at.pool.found(after.what(Meeting::Minutes { course }), minutes);
    }
    let items = at.items("decision");
    decisions(before, after, items, at.pool);
    let items = at.items("action");
    actions(before, after, items, at.pool);
}

fn decisions(before: &Sitting<'_>, after: &Sitting<'_>, items: Vec<Changed>, pool: &mut Pool) {
    for one in items {
        let was = one.item.before.map(|n| before.decision[n].what.clone());
        let is = one.item.after.map(|n| after.decision[n].what.clone());
        let what = match (was, is) {
            (None, Some(what)) => Meeting::Decided { what },
            (Some(from), to) if to.as_ref() != Some(&from) => Meeting::Redecided { from, to },
            _ => {
                pool.found(What::Set, one.keys);
                continue;
            }
        };
        pool.found(after.what(what), one.keys);
    }
}

fn actions(before: &Sitting<'_>, after: &Sitting<'_>, items: Vec<Changed>, pool: &mut Pool) {
    for one in items {
        let (was, is) = (one.item.before.map(|n| &before.action[n]), one.item.after.map(|n| &after.action[n]));
        let mut rest = Vec::new();
        let what = match (was, is) {
            (None, Some(Action { what, done: Some(on), .. })) => Meeting::Done { what: what.clone(), on: *on },
            (None, Some(is)) => Meeting::Opened { what: is.what.clone(), who: is.who.clone(), due: is.due },
            (Some(was), Some(Action { what, done: Some(on), .. })) if was.done.is_none() => {
                // Whatever else reads otherwise is told beside it.
                rest = one.keys.iter().filter(|one| one.path.last() != Some("done")).cloned().collect();
                Meeting::Done { what: what.clone(), on: *on }
            }
            (Some(was), Some(_)) => Meeting::Action { what: was.what.clone() },
            (Some(was), None) => Meeting::Dropped { what: was.what.clone() },
            (None, None) => continue,
        };
        let keys = one.keys.into_iter().filter(|one| !rest.contains(one)).collect();
        pool.found(after.what(what), keys);
        if let Some(was) = was.filter(|_| !rest.is_empty()) {
            pool.found(after.what(Meeting::Action { what: was.what.clone() }), rest);
        }
    }
}
