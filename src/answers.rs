//! Answers that rules and reports share: who holds what on a day, which tasks cover which duty, how a body is divided.

pub mod ageing;
pub mod agenda;
pub mod agreed;
pub mod audience;
pub mod backups;
pub mod billed;
pub mod bodies;
pub mod buddies;
pub mod contribution;
pub mod covered;
pub mod debts;
pub mod due;
pub mod dues;
pub mod engagement;
pub mod epc;
pub mod evaluations;
pub mod forecast;
pub mod giving;
pub mod identifiers;
pub mod inhabitants;
pub mod invoiced;
pub mod issued;
pub mod ledger;
pub mod matching;
pub mod meetings;
pub mod onboarding;
pub mod parties;
pub mod phase;
pub mod presence;
pub mod privacy;
pub mod reminders;
pub mod rota;
pub mod search;
pub mod series;
pub mod twice;
pub mod unsettled;
pub mod vacancies;
pub mod without;

use std::collections::BTreeMap;

use crate::date::{Date, VagueDate, within};
use crate::handbook::Area;
use crate::handbook::duties::{Duty, duties_at, duty};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::{NoOrganisation, OrganisationKind};
use crate::record::values::Id;
use crate::record::work::{Holder, Role, Task};

/// Who holds a role on a day.
#[derive(Debug, Clone, PartialEq)]
pub enum Holding<'a> {
    /// Not on record: nobody wrote down who, nor that nobody does.
    Unknown,
    /// Somebody wrote down that nobody holds it, or how many seats nobody fills, or the last term has ended.
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

/// Who holds a role on a day: its holders within their terms, and whose turn it is, as far as they have not left.
pub fn holders<'a>(record: &Record, role: &'a Role, day: Date) -> Holding<'a> {
    let held = there(record, role, day);
    if !held.is_empty() {
        return Holding::Held(held);
    }
    // A size that nobody fills says so; before the first term nothing is known.
    let sized = role.holder.is_empty()
        && role.turn.is_empty()
        && (role.seats.is_some_and(|seats| seats > 0) || role.seat.iter().any(|seat| seat.on_record != Some(false)));
    if role.on_record != Some(false) && (role.vacant || sized || lapsed(record, role, day)) { Holding::Vacant } else { Holding::Unknown }
}

fn there<'a>(record: &Record, role: &'a Role, day: Date) -> Vec<Seated<'a>> {
    let mut held = on_paper(role, day);
    held.retain(|seated| match seated.holder {
        Some((_, holder)) => !has_left(record, holder, day),
        None => !record.is_over(seated.who, day),
    });
    held
}

/// Those within their terms, and whose turn it is, whether they are still there or not.
pub fn on_paper(role: &Role, day: Date) -> Vec<Seated<'_>> {
    let held = current(&role.holder, day).map(|(n, holder)| Seated { who: &holder.who, holder: Some((n, holder)) });
    held.chain(turn(role, day).map(|who| Seated { who, holder: None })).collect()
}

/// Whether a holder is gone by a day, whatever the term says: the person, the organisation they are of, or the one they sit there for.
pub fn has_left(record: &Record, holder: &Holder, day: Date) -> bool {
    record.is_over(&holder.who, day) || holder.for_organisation.as_ref().is_some_and(|of| record.is_over(of, day))
}

/// Whether somebody once held a role or had a turn, and no longer does; before the first term nothing is known.
pub fn lapsed(record: &Record, role: &Role, day: Date) -> bool {
    let over = |holder: &Holder| holder.former || holder.until.is_some_and(|until| until.last() < day) || has_left(record, holder, day);
    there(record, role, day).is_empty() && (role.holder.iter().any(over) || role.turn.iter().any(|turn| turn.from <= day))
}

/// Whether a task rests on roles alone, none of which anybody holds. A term that lapsed is told of the role, not of its tasks.
pub fn unmanned(record: &Record, task: &Task) -> bool {
    rests_on_roles(record, task, &|role| is_unheld(record, role))
}

/// Whether a role is not there, or nobody holds it and nobody did.
pub fn is_unheld(record: &Record, role: &Role) -> bool {
    !exists(role, record.on) || holders(record, role, record.on) == Holding::Vacant && !lapsed(record, role, record.on)
}

/// Whether all who are responsible for a task are roles of a sort.
pub fn rests_on_roles(record: &Record, task: &Task, are: &dyn Fn(&Role) -> bool) -> bool {
    let parties = task.raci.as_ref().map_or(&[][..], |raci| raci.responsible.as_slice());
    let role = |id: &Id| record.roles.get(record.index.plain(id).0.as_ref());
    !parties.is_empty() && parties.iter().all(|party| role(party.who()).is_some_and(are))
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

/// The last day of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermEnd {
    /// It stands in the record.
    Written(VagueDate),
    /// It follows from the beginning and the length of a term in this role.
    Counted(Date),
}

impl TermEnd {
    /// The last day that this may mean.
    pub fn last(self) -> Date {
        match self {
            TermEnd::Written(until) => until.last(),
            TermEnd::Counted(until) => until,
        }
    }
}

/// When a holder's term ends. Only people and organisations have a term of the usual length: a role that sits in a body does so
/// as long as it is there, and who stands in does so until somebody is found.
pub fn term_end(record: &Record, role: &Role, holder: &Holder) -> Option<TermEnd> {
    if let Some(until) = holder.until {
        return Some(TermEnd::Written(until));
    }
    let months = role.term_months.filter(|months| *months > 0)?;
    if holder.interim || holder.former || holder.until_when.is_some() || record.index.meant(&holder.who).has(Kinds::ROLE | Kinds::GROUP) {
        return None;
    }
    Some(TermEnd::Counted(holder.from?.last().plus_months(months).plus_days(-1)))
}

/// Whether a role exists on a day.
pub fn exists(role: &Role, day: Date) -> bool {
    within(role.from, role.until, day)
}

/// Each duty of the record's level, and the tasks that cover it. Empty where no level is agreed.
pub fn coverage(record: &Record) -> Vec<(&'static Duty, Vec<&Task>)> {
    let Some(level) = record.level() else { return Vec::new() };
    let mut covering = covering(record);
    duties_at(level).map(|duty| (duty, covering.remove(duty.id).unwrap_or_default())).collect()
}

/// The tasks that cover each duty, whatever the level; a task whose id is a duty's covers it.
pub fn covering(record: &Record) -> BTreeMap<&str, Vec<&Task>> {
    let mut covering: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in record.tasks.values() {
        for duty in covered(task) {
            covering.entry(duty).or_default().push(task);
        }
    }
    covering
}

/// The tasks that cover one duty, in the order of their ids.
pub fn covered_by<'a>(record: &'a Record, duty: &'a str) -> impl Iterator<Item = &'a Task> {
    record.tasks.values().filter(move |task| covered(task).any(|one| one == duty))
}

/// The duties that a task says it covers, and its own id, which may be one.
pub fn covered(task: &Task) -> impl Iterator<Item = &str> {
    let own = std::iter::once(task.id.as_str()).filter(|id| !task.covers.iter().any(|duty| duty == id));
    task.covers.iter().map(String::as_str).chain(own)
}

/// The area that a task belongs to: its own, or that of the first duty that it covers.
pub fn area(task: &Task) -> Option<Area> {
    task.area.or_else(|| covered(task).find_map(duty).map(|duty| duty.area))
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

/// For whom a seat speaks on a day: as [`side`], and where a role has the seat whoever alone holds that role.
fn side_on<'a>(record: &'a Record, seated: &Seated<'a>, day: Date) -> Side<'a> {
    let known = side(record, seated);
    if known != Side::Unknown {
        return known;
    }
    match record.roles.get(record.index.plain(seated.who).0.as_ref()).map(|role| holders(record, role, day)) {
        Some(Holding::Held(held)) if held.len() == 1 => side(record, &held[0]),
        _ => Side::Unknown,
    }
}

/// How many voting seats each side holds in a body on a day; who is not known is left out.
pub fn votes<'a>(record: &'a Record, role: &'a Role, day: Date) -> BTreeMap<Side<'a>, usize> {
    let mut votes = BTreeMap::new();
    if let Holding::Held(held) = holders(record, role, day) {
        for seated in held.iter().filter(|seated| seated.holder.is_none_or(|(_, holder)| holder.voting != Some(false))) {
            *votes.entry(side_on(record, seated, day)).or_default() += 1;
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
