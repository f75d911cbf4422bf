//! In which phase a community is on a day, and when the next one begins (B1).

use std::collections::BTreeSet;

use crate::answers::{area, municipalities};
use crate::date::{Date, VagueDate};
use crate::handbook::{Area, Phase};
use crate::record::Record;
use crate::record::participant::{OrganisationKind, Participant, Status};
use crate::record::values::{Hours, Id, TakesPart};
use crate::record::work::{RoleKind, Task};

/// A community on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// Municipalities that take part, themselves or through a party that stands for them.
    pub municipalities: usize,
    /// None where no municipality takes part.
    pub phase: Option<Phase>,
    /// None of a mature community.
    pub next: Option<Next>,
}

/// The phase after this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    pub phase: Phase,
    /// From so many municipalities.
    pub from: usize,
    /// The first day on which that is so by what is on record already; none where nobody has said so.
    pub day: Option<Date>,
}

/// The phase on a day, by the municipalities that take part on it.
pub fn growth(record: &Record, day: Date) -> Growth {
    let count = municipalities(record, day).len();
    let phase = Phase::of(count);
    let from = match phase {
        None => 1,
        Some(Phase::Pioneer) => 6,
        Some(Phase::Growth) => 21,
        Some(Phase::Mature) => return Growth { municipalities: count, phase, next: None },
    };
    let next = Phase::of(from).map(|phase| Next { phase, from, day: reached(record, day, from) });
    Growth { municipalities: count, phase, next }
}

/// The first day after this one on which so many municipalities take part, by the dates on record.
fn reached(record: &Record, day: Date, from: usize) -> Option<Date> {
    // Nobody takes part before a first day, so the number rises on those days only.
    let days: BTreeSet<Date> =
        record.participants.values().filter_map(|one| one.joined.map(VagueDate::first)).filter(|joined| *joined > day).collect();
    days.into_iter().find(|joined| municipalities(record, *joined).len() >= from)
}

/// How many municipalities a community has whatever the day: all that take part and have not said that they leave, also before their
/// first day. For what is true or false on every day.
pub fn lasting(record: &Record) -> usize {
    let stays = |one: &&Participant| {
        one.takes_part.unwrap_or(if one.supplier { TakesPart::No } else { TakesPart::Yes }) == TakesPart::Yes
            && one.left.is_none()
            && !matches!(one.status, Some(Status::Interested | Status::Joining | Status::Left))
            && (one.joined.is_some() || one.interest.is_none())
    };
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for one in record.participants.values().filter(stays) {
        if one.kind == Some(OrganisationKind::Municipality) {
            found.insert(one.id.as_str());
        }
        found.extend(one.represents.iter().map(Id::as_str));
    }
    found.len()
}

/// The hours a week that there are for the tasks of the community; none where the record does not say of each of them.
pub fn community_hours(record: &Record) -> Option<Hours> {
    let tasks: Vec<&Task> = record.tasks.values().filter(|task| area(task) == Some(Area::Community)).collect();
    if tasks.is_empty() {
        return None;
    }
    let of_tasks: Option<f64> = tasks.iter().map(|task| task.hours.map(|hours| hours.0)).sum();
    // Where the tasks do not say, the positions that carry them out may.
    let of_roles = || {
        let parties = tasks.iter().filter_map(|task| task.raci.as_ref()).flat_map(|raci| raci.responsible.as_slice());
        let ids: BTreeSet<_> = parties.map(|party| record.index.plain(party.who()).0.into_owned()).collect();
        let roles = ids.iter().map(|id| record.roles.get(id.as_str()).filter(|role| role.kind != Some(RoleKind::Body)));
        roles.map(|role| role.and_then(|role| role.hours).map(|hours| hours.0)).sum::<Option<f64>>().filter(|_| !ids.is_empty())
    };
    of_tasks.or_else(of_roles).map(Hours)
}
