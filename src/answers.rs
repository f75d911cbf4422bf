//! Answers that rules and reports share: who holds what on a day, which tasks cover which duty, how a body is divided.

use std::collections::BTreeMap;

use crate::date::{Date, within};
use crate::handbook::duties::{Duty, duties_at};
use crate::record::Record;
use crate::record::participant::{NoOrganisation, OrganisationKind};
use crate::record::values::Id;
use crate::record::work::{Holder, Role, Task};

/// Who holds a role on a day.
#[derive(Debug, Clone, PartialEq)]
pub enum Holding<'a> {
    /// Not on record: nobody wrote down who, nor that nobody does.
    Unknown,
    /// Somebody wrote down that nobody holds it, or the last term has ended.
    Vacant,
    Held(Vec<Seated<'a>>),
}

/// Somebody who holds a role on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seated<'a> {
    pub who: &'a Id,
    /// The entry, and its number in the list; none where it is a turn on a rota.
    pub holder: Option<(usize, &'a Holder)>,
}

/// Who holds a role on a day: its holders within their terms, and whose turn it is.
pub fn holders(role: &Role, day: Date) -> Holding<'_> {
    let mut held: Vec<Seated<'_>> = current(&role.holder, day).map(|(n, holder)| Seated { who: &holder.who, holder: Some((n, holder)) }).collect();
    held.extend(turn(role, day).map(|who| Seated { who, holder: None }));
    if !held.is_empty() {
        return Holding::Held(held);
    }
    let ended = !role.holder.is_empty() || !role.turn.is_empty();
    if role.on_record != Some(false) && (role.vacant || ended) { Holding::Vacant } else { Holding::Unknown }
}

/// The entries of a list of holders or back-ups that are within their terms, with their numbers.
pub fn current(holders: &[Holder], day: Date) -> impl Iterator<Item = (usize, &Holder)> {
    holders.iter().enumerate().filter(move |(_, holder)| !holder.former && within(holder.from, holder.until, day))
}

/// Whose turn it is on a rota; a turn lasts until the next one begins.
pub fn turn(role: &Role, day: Date) -> Option<&Id> {
    let begun = role.turn.iter().filter(|turn| turn.from <= day).max_by_key(|turn| turn.from)?;
    begun.until.is_none_or(|until| until >= day).then_some(&begun.who)
}

/// Whether a role exists on a day.
pub fn exists(role: &Role, day: Date) -> bool {
    within(role.from, role.until, day)
}

/// Each duty of the record's level, and the tasks that cover it. Empty where no level is agreed.
pub fn coverage(record: &Record) -> Vec<(&'static Duty, Vec<&Task>)> {
    let Some(level) = record.level() else { return Vec::new() };
    let mut covering: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in record.tasks.values() {
        let own = std::iter::once(task.id.as_str()).filter(|id| !task.covers.iter().any(|duty| duty == id));
        for duty in task.covers.iter().map(String::as_str).chain(own) {
            covering.entry(duty).or_default().push(task);
        }
    }
    duties_at(level).map(|duty| (duty, covering.remove(duty.id).unwrap_or_default())).collect()
}

/// For whom somebody in a body speaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side<'a> {
    Organisation(&'a str),
    /// Independent: counts alone.
    Alone(&'a str),
    /// Not known, so left out of shares.
    Unknown,
}

/// For whom a holder speaks: the organisation named in the entry, the employer, or the organisation that holds the seat itself.
pub fn side<'a>(record: &'a Record, seated: &Seated<'a>) -> Side<'a> {
    if let Some(named) = seated.holder.and_then(|(_, holder)| holder.for_organisation.as_ref()) {
        return Side::Organisation(named.as_str());
    }
    if let Some((id, _)) = record.participants.get_key_value(seated.who) {
        return Side::Organisation(id.as_str());
    }
    let Some(person) = record.people.get(seated.who) else { return Side::Unknown };
    match (record.organisation_of(person), person.organisation) {
        (Some(organisation), _) => Side::Organisation(organisation.as_str()),
        (None, Some(NoOrganisation::Independent)) => Side::Alone(person.id.as_str()),
        _ => Side::Unknown,
    }
}

/// How many voting seats each side holds in a body on a day; who is not known is left out.
pub fn votes<'a>(record: &'a Record, role: &'a Role, day: Date) -> BTreeMap<Side<'a>, usize> {
    let mut votes = BTreeMap::new();
    if let Holding::Held(held) = holders(role, day) {
        for seated in held.iter().filter(|seated| seated.holder.is_none_or(|(_, holder)| holder.voting != Some(false))) {
            *votes.entry(side(record, seated)).or_default() += 1;
        }
    }
    votes.remove(&Side::Unknown);
    votes
}

/// The municipalities that take part on a day, each once: parties themselves, and those that a party stands for, to any depth.
/// A code where it is known, else the id.
pub fn municipalities(record: &Record, day: Date) -> std::collections::BTreeSet<String> {
    let mut found = std::collections::BTreeSet::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut open: Vec<&str> = record.participants.values().filter(|one| one.is_party(day)).map(|one| one.id.as_str()).collect();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match record.participants.get(id) {
            Some(one) => {
                if one.kind == Some(OrganisationKind::Municipality) {
                    found.insert(one.cbs_code.clone().unwrap_or_else(|| id.to_owned()));
                }
                open.extend(one.represents.iter().map(Id::as_str));
            }
            None => {
                found.insert(id.to_owned());
            }
        }
    }
    found
}
