//! What nobody does yet: roles without a holder, seats on which nobody sits, and roles that somebody holds for the time being.

use crate::answers::presence::{Presence, presence_of_role, seated};
use crate::answers::{current, exists, has_left};
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind, Seat};

/// Something for which somebody is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vacancy<'a> {
    pub role: &'a Role,
    pub what: Sought<'a>,
}

/// What is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sought<'a> {
    Holder,
    /// Whoever holds the role does so until somebody is found.
    Successor,
    /// Somebody for a seat with a profile.
    Seat(&'a Seat),
    /// So many members.
    Members(usize),
}

/// Every vacancy on the day of judgement, by the id of its role. What the sources do not say is no vacancy.
pub fn vacancies(record: &Record) -> Vec<Vacancy<'_>> {
    let there = record.roles.values().filter(|role| exists(role, record.on) && role.on_record != Some(false));
    there.flat_map(|role| of_role(record, role)).collect()
}

/// The roles that somebody holds now and nobody will hold from a day on that comes soon, each with the first day without a holder.
/// Of a rota the turns say it, and a body goes on without one of its members.
pub fn coming_free(record: &Record, until: Date) -> Vec<(&Role, Date)> {
    let single = record.roles.values().filter(|role| role.kind != Some(RoleKind::Body) && role.turn.is_empty() && exists(role, record.on));
    let held = single.filter(|role| role.on_record != Some(false) && !seated(record, role).is_empty());
    held.filter_map(|role| Some((role, free_from(record, role)?))).filter(|(role, day)| *day <= until && exists(role, *day)).collect()
}

/// The day after the last on which somebody is there for a role, successors included.
fn free_from(record: &Record, role: &Role) -> Option<Date> {
    let mut last = record.on;
    loop {
        let next = last.plus_days(1);
        let there = role.holder.iter().filter(|one| !one.former && one.from.is_none_or(|from| from.first() <= next));
        let furthest = there.map(|one| last_day(record, one)).filter(|day| day.is_none_or(|day| day > last));
        let mut reached = Vec::new();
        for day in furthest {
            reached.push(day?);
        }
        match reached.into_iter().max() {
            Some(day) => last = day,
            None => return Some(next),
        }
    }
}

/// The last day on which a holder is there: of the term, of the person, of the organisation. None where none of these has one.
pub fn last_day(record: &Record, holder: &Holder) -> Option<Date> {
    let others = std::iter::once(&holder.who).chain(&holder.for_organisation).filter_map(|who| last_day_of(record, who));
    last_of([holder.until]).into_iter().chain(others).min()
}

/// The last day of a person, or of the organisation for which they come, or of an organisation itself.
pub fn last_day_of(record: &Record, who: &Id) -> Option<Date> {
    let left = |of: &Id| record.organisation(of).and_then(|one| one.left);
    match record.person(who) {
        Some(person) => last_of(std::iter::once(person.until).chain(person.organisations().map(left))),
        None => last_of([left(who)]),
    }
}

fn last_of(days: impl IntoIterator<Item = Option<VagueDate>>) -> Option<Date> {
    days.into_iter().flatten().filter(|day| !matches!(day, VagueDate::By(_))).map(VagueDate::last).min()
}

fn of_role<'a>(record: &'a Record, role: &'a Role) -> Vec<Vacancy<'a>> {
    let one = |what| vec![Vacancy { role, what }];
    if presence_of_role(record, role) == Presence::Vacant {
        return one(Sought::Holder);
    }
    let held = seated(record, role);
    if role.kind != Some(RoleKind::Body) {
        let interim = !held.is_empty() && held.iter().all(|seated| seated.holder.is_some_and(|(_, holder)| holder.interim));
        return if interim { one(Sought::Successor) } else { Vec::new() };
    }
    // A group fills as many seats as it likes, and whoever sits there without a seat may be on any of them.
    let sitting: Vec<_> = current(&role.holder, record.on)
        .map(|(_, holder)| holder)
        .filter(|one| one.voting != Some(false) && !has_left(record, one, record.on))
        .collect();
    if sitting.iter().any(|holder| record.index.meant(&holder.who).has(Kinds::GROUP)) {
        return Vec::new();
    }
    let loose = sitting.iter().filter(|holder| holder.seat.is_none() && !record.index.meant(&holder.who).has(Kinds::ROLE)).count();
    let open = role.seat.iter().filter(|seat| seat.on_record != Some(false));
    let open: Vec<&Seat> = open.filter(|seat| !sitting.iter().any(|holder| holder.seat.as_ref() == Some(&seat.id))).collect();
    let mut found: Vec<Vacancy<'_>> = if loose == 0 {
        open.iter().map(|seat| Vacancy { role, what: Sought::Seat(seat) }).collect()
    } else if open.len() > loose {
        one(Sought::Members(open.len() - loose))
    } else {
        Vec::new()
    };
    let unsaid = role.seat.iter().filter(|seat| seat.on_record == Some(false)).count();
    let known = sitting.len() + found.len() + unsaid;
    let seats = role.seats.and_then(|seats| usize::try_from(seats).ok()).unwrap_or_default();
    if seats > known && found.iter().all(|one| matches!(one.what, Sought::Seat(_))) {
        found.push(Vacancy { role, what: Sought::Members(seats - known) });
    }
    found
}
