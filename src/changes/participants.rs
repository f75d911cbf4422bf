//! How an organisation takes part: who is interested, joins, leaves, comes back, goes on under another.

use crate::changes::Sides;
use crate::changes::pool::Pool;
use crate::changes::told::{Course, What};
use crate::date::{Date, VagueDate};
use crate::record::participant::{Participant, Status};
use crate::record::values::TakesPart;

/// The keys that say how far it is in taking part.
const KEYS: [&str; 6] = ["status", "interest", "joined", "notice_given", "left", "successor"];

/// An organisation that stands on record for the first time.
pub fn came(one: &Participant, on: Date) -> What {
    What::Participant(match status(one, on) {
        Some(Status::Interested) => Course::Interested { on: one.interest.as_ref().map(|interest| interest.on) },
        Some(Status::Joining) => Course::Joining { on: one.joined },
        Some(Status::Active) => Course::Joined { on: one.joined },
        Some(Status::Leaving) => leaving(one, one.joined),
        Some(Status::Left) => Course::Left { from: one.joined, until: one.left, successor: one.successor.clone() },
        None => Course::OnRecord { is_supplier: one.supplier },
    })
}

/// One that is no longer on record; how far it was, where it still took part on that day.
pub fn gone(one: &Participant, on: Date) -> What {
    let was = one.status_on(on).filter(|status| is_member(one) && matches!(status, Status::Active | Status::Leaving));
    What::Participant(Course::Removed { was })
}

pub fn changed(before: &Participant, after: &Participant, sides: &Sides<'_>, pool: &mut Pool) {
    let keys = pool.take_all(&KEYS);
    if keys.is_empty() {
        return;
    }
    let course = course(before, after, sides.after.on);
    // What the course does not tell is told beside it.
    let told: &[&str] = match course {
        Course::Dates => &KEYS,
        Course::Leaving { .. } => &["status", "notice_given", "left", "successor"],
        Course::Left { .. } => &["status", "left", "successor"],
        _ => &["status", "interest", "joined"],
    };
    let (keys, rest): (Vec<_>, Vec<_>) =
        keys.into_iter().partition(|one| told.iter().any(|key| one.path.begins(&[key])) || is_taken_back(&course, one.to.is_none()));
    pool.found(What::Participant(course), keys);
    if !rest.is_empty() {
        pool.found(What::Participant(Course::Dates), rest);
    }
}

fn is_member(one: &Participant) -> bool {
    one.takes_part.unwrap_or(if one.supplier { TakesPart::No } else { TakesPart::Yes }) == TakesPart::Yes
}

/// How far it is; of who does not take part nothing.
fn status(one: &Participant, on: Date) -> Option<Status> {
    one.status_on(on).filter(|status| is_member(one) || *status == Status::Interested)
}

/// Whether it goes without saying that a key is gone.
fn is_taken_back(course: &Course, is_gone: bool) -> bool {
    is_gone && matches!(course, Course::Stays | Course::Returned { .. })
}

fn leaving(one: &Participant, from: Option<VagueDate>) -> Course {
    Course::Leaving { from, notice: one.notice_given, until: one.left, successor: one.successor.clone() }
}

fn course(before: &Participant, after: &Participant, on: Date) -> Course {
    let (was, is) = (before.status_on(on), after.status_on(on));
    let is_over = |status| matches!(status, Some(Status::Left));
    match (was, is) {
        (was, is) if is_over(was) && !is_over(is) && is.is_some() && before.joined != after.joined => Course::Returned { on: after.joined },
        // The last day was another, or there is none: it has not been away.
        (Some(Status::Left), Some(Status::Leaving)) => Course::Dates,
        (Some(Status::Left), Some(Status::Active)) => Course::Stays,
        (was, Some(Status::Left)) if !is_over(was) => Course::Left { from: None, until: after.left, successor: after.successor.clone() },
        (was, Some(Status::Leaving)) if was != Some(Status::Leaving) => leaving(after, None),
        // Still to leave, though it never said that it would.
        (_, Some(Status::Active | Status::Joining)) if before.left.is_none() && after.left.is_some() => leaving(after, None),
        (Some(Status::Leaving), Some(Status::Active)) => Course::Stays,
        (_, Some(Status::Active | Status::Joining)) if before.left.is_some() && after.left.is_none() => Course::Stays,
        (was, Some(Status::Active)) if was != Some(Status::Active) => Course::Joined { on: after.joined },
        (was, Some(Status::Joining)) if was != Some(Status::Joining) || before.joined != after.joined => {
            Course::Joining { on: after.joined }
        }
        (was, Some(Status::Interested)) if was != Some(Status::Interested) => {
            Course::Interested { on: after.interest.as_ref().map(|interest| interest.on) }
        }
        _ => Course::Dates,
    }
}
