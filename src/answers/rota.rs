//! Roles that go round: whose turn it was, is and will be, and whose it is next by what is fair.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::answers::{exists, term_end, within};
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Status};
use crate::record::values::{Id, Step};
use crate::record::work::{Role, Staffing};

/// A turn, whether on record or proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// As the record names them.
    pub who: Id,
    pub from: Date,
    /// The last day; none where nobody can say.
    pub until: Option<Date>,
    pub stands: Stands,
}

/// Where a turn comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// A term of somebody who held the role before or beside the turns.
    Held,
    /// The nth turn of the record.
    Published(usize),
    /// In place of the nth turn of the record, whose holder will not be there.
    Instead(usize, Id),
    /// From the day after somebody leaves in the middle of their turn.
    Rest(Id),
    /// After all others.
    Next,
}

/// A turn that is proposed, and why it is theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    pub slot: Slot,
    /// When their last turn began; none where they had none yet.
    pub last: Option<Date>,
}

/// The turns of a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Rota {
    /// What is on record, by day.
    pub known: Vec<Slot>,
    pub proposed: Vec<Proposed>,
    pub step: Option<Step>,
    /// Those who would take part in it, but gave notice or have no day on which they joined.
    pub left_out: Vec<Id>,
}

/// Whether a role goes round.
pub fn goes_round(role: &Role) -> bool {
    !role.turn.is_empty() || role.staffing == Some(Staffing::Rotating)
}

/// The turns of a role, with proposals for so many more. Where the record does not say how long a turn lasts there are none.
///
/// Who had no turn yet goes first, by how long they take part; then who had theirs longest ago. So in a full round everybody has one.
/// What is published stays as it is, but for the turns of those who will not be there.
pub fn rota(record: &Record, role: &Role, number: usize) -> Rota {
    let step = step(role);
    let known = known(record, role, step);
    let mut round = Round::of(record, role);
    let mut proposed = Vec::new();
    let replaced: Vec<(&Slot, Date)> = known.iter().filter_map(|slot| Some((slot, round.must_change(slot)?))).collect();
    for slot in known.iter().filter(|slot| !replaced.iter().any(|(other, from)| other == slot && *from <= slot.from)) {
        round.had(&slot.who, slot.from);
    }
    for (slot, from) in replaced {
        let stands = match slot.stands {
            Stands::Published(n) if from <= slot.from => Stands::Instead(n, slot.who.clone()),
            _ => Stands::Rest(slot.who.clone()),
        };
        proposed.extend(round.next(from, slot.until, stands));
    }
    let starts = step.into_iter().flat_map(|step| starts(record, role, step, number));
    for (from, until) in starts {
        proposed.extend(round.next(from, Some(until), Stands::Next));
    }
    let left_out = round.left_out(&proposed);
    Rota { known, proposed, step, left_out }
}

/// How long a turn lasts: as long as those on record, else a term of this role, else as long as the last one.
fn step(role: &Role) -> Option<Step> {
    let turns = in_order(role);
    let between: Vec<Step> = turns.windows(2).filter(|pair| pair[0].1 < pair[1].1).map(|pair| length(pair[0].1, pair[1].1)).collect();
    let agreed = role.term_months.filter(|months| *months > 0).map(Step::Months);
    let single = || turns.last().and_then(|(_, from)| Some(length(*from, turn_until(role, *from)?.plus_days(1))));
    match between.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Some(*first),
        [.., last] => agreed.or(Some(*last)),
        [] => agreed.or_else(single),
    }
}

fn turn_until(role: &Role, from: Date) -> Option<Date> {
    role.turn.iter().filter(|turn| turn.from == from).find_map(|turn| turn.until).filter(|until| *until >= from)
}

/// From one day to another: in months where it is the same day of the month.
fn length(from: Date, until: Date) -> Step {
    let months = (until.0.year() - from.0.year()) * 12 + until.0.month().cast_signed() - from.0.month().cast_signed();
    match u32::try_from(months) {
        Ok(months) if months > 0 && from.plus_months(months) == until => Step::Months(months),
        _ => Step::Days(u32::try_from(until.days_since(from)).unwrap_or(1).max(1)),
    }
}

fn after(from: Date, step: Step, number: u32) -> Date {
    match step {
        Step::Days(days) => from.plus_days(i64::from(days) * i64::from(number)),
        Step::Months(months) => from.plus_months(months.saturating_mul(number)),
    }
}

/// The turns by day, each with its number.
fn in_order(role: &Role) -> Vec<(usize, Date)> {
    let mut turns: Vec<(usize, Date)> = role.turn.iter().enumerate().map(|(n, turn)| (n, turn.from)).collect();
    turns.sort_by_key(|(n, from)| (*from, *n));
    turns
}

/// What is on record: the terms of those who held the role, and the turns, each until the next begins.
fn known(record: &Record, role: &Role, step: Option<Step>) -> Vec<Slot> {
    let held = role.holder.iter().filter_map(|holder| {
        let from = holder.from.filter(|from| !matches!(from, VagueDate::By(_)))?.first();
        let until = term_end(record, role, holder).map(super::TermEnd::last);
        Some(Slot { who: holder.who.clone(), from, until, stands: Stands::Held })
    });
    let turns = in_order(role);
    let of_turn = turns.iter().enumerate().map(|(at, (n, from))| {
        let turn = &role.turn[*n];
        let next = turns.get(at + 1).map(|(_, from)| from.plus_days(-1));
        let counted = || step.map(|step| after(*from, step, 1).plus_days(-1));
        let until = turn.until.into_iter().chain(next).min().or_else(counted);
        Slot { who: turn.who.clone(), from: *from, until, stands: Stands::Published(*n) }
    });
    let mut known: Vec<Slot> = held.chain(of_turn).collect();
    known.sort_by_key(|slot| slot.from);
    known
}

/// The first and last days of the turns after those on record, from the day of judgement on, for as long as the role exists.
fn starts(record: &Record, role: &Role, step: Step, number: usize) -> Vec<(Date, Date)> {
    let ends = role.holder.iter().filter_map(|holder| term_end(record, role, holder)).map(|end| end.last().plus_days(1)).max();
    let first = match in_order(role).last() {
        Some((n, from)) => role.turn[*n].until.filter(|until| until >= from).map_or(after(*from, step, 1), |until| until.plus_days(1)),
        None => ends.unwrap_or_else(|| next_month(record.on)),
    };
    let begins = |number: u32| after(first, step, number);
    let exists = |from: &Date| role.until.is_none_or(|until| until.last() >= *from) && *from < Date::LAST;
    let coming = (0..).map(|number| (begins(number), begins(number + 1).plus_days(-1)));
    // Where nobody has the turn now the first one begins today.
    let coming = coming.skip_while(|(_, until)| *until < record.on).map(|(from, until)| (from.max(record.on), until));
    coming.take_while(|(from, until)| exists(from) && until >= from).take(number).collect()
}

fn next_month(day: Date) -> Date {
    Date::of(day.year(), day.0.month(), 1).map_or(day, |first| first.plus_months(1))
}

/// Who takes part in a rota, and when each had their last turn.
struct Round<'a> {
    record: &'a Record,
    /// Those among whom it goes round, where that is not every participant.
    own: Option<Vec<Id>>,
    last: BTreeMap<Id, Date>,
}

impl<'a> Round<'a> {
    fn of(record: &'a Record, role: &Role) -> Round<'a> {
        let named = || role.turn.iter().map(|turn| &turn.who).chain(role.holder.iter().chain(&role.backup).map(|holder| &holder.who));
        let is_organisation = |who: &Id| record.index.meant(who).has(Kinds::ORGANISATION);
        // Between people or roles it goes round among those whom the record names for it.
        let people = role.turn.last().is_some_and(|turn| !is_organisation(&turn.who));
        let mut own: Vec<Id> = named().filter(|who| !is_organisation(who)).map(|who| Id::new(&record.index.plain(who).0)).collect();
        own.sort();
        own.dedup();
        Round { record, own: people.then_some(own), last: BTreeMap::new() }
    }

    /// For whom somebody has a turn: a person for their organisation, where it goes round among those.
    fn side(&self, who: &Id) -> Id {
        let plain = Id::new(&self.record.index.plain(who).0);
        if self.own.is_some() {
            return plain;
        }
        let person = self.record.person(who);
        person.and_then(|person| self.record.organisation_of(person)).cloned().unwrap_or(plain)
    }

    fn had(&mut self, who: &Id, from: Date) {
        let last = self.last.entry(self.side(who)).or_insert(from);
        *last = from.max(*last);
    }

    /// The day from which somebody else has to take a turn over; none where whoever has it is there.
    fn must_change(&self, slot: &Slot) -> Option<Date> {
        let on = self.record.on;
        let end = slot.until.unwrap_or(slot.from);
        let Stands::Published(_) = slot.stands else { return None };
        let gone = self.last_day(&slot.who)?;
        (end >= on && gone < end).then(|| if slot.from >= on { slot.from } else { gone.plus_days(1).max(on).max(slot.from) })
    }

    /// The last day on which somebody is there.
    fn last_day(&self, who: &Id) -> Option<Date> {
        let (id, kinds) = (self.record.index.plain(who).0, self.record.index.meant(who));
        let of_organisation = |id: &str| self.record.participants.get(id).and_then(|one| last_day_of(one, self.record.on));
        if kinds.has(Kinds::ORGANISATION) {
            return of_organisation(&id);
        }
        if let Some(role) = self.record.roles.get(id.as_ref()).filter(|_| kinds.has(Kinds::ROLE)) {
            return role.until.map(VagueDate::last);
        }
        let person = self.record.people.get(id.as_ref())?;
        let employer = self.record.organisation_of(person).and_then(|id| of_organisation(id.as_str()));
        person.until.map(VagueDate::last).into_iter().chain(employer).min()
    }

    /// Those who can take a turn from one day until another.
    fn able(&self, from: Date, until: Date) -> Vec<Id> {
        if let Some(own) = &self.own {
            let begun = |id: &&Id| self.record.people.get(*id).is_none_or(|one| within(one.from, None, from));
            let there = |id: &&Id| self.last_day(id).is_none_or(|last| last >= until);
            let is_role = |id: &&Id| self.record.roles.get(*id).is_none_or(|role| exists(role, from));
            return own.iter().filter(begun).filter(there).filter(is_role).cloned().collect();
        }
        let parties = self.record.participants.values().filter(|one| one.is_party(from) && one.is_party(until));
        parties.filter(|one| !leaves(one, from)).map(|one| one.id.clone()).collect()
    }

    /// Whose turn it is next, from one day until another; that is then theirs.
    fn next(&mut self, from: Date, until: Option<Date>, stands: Stands) -> Option<Proposed> {
        let instead = match &stands {
            Stands::Instead(_, who) | Stands::Rest(who) => Some(self.side(who)),
            _ => None,
        };
        let able = self.able(from, until.unwrap_or(from));
        let joined =
            |id: &Id| self.record.participants.get(id).and_then(|one| one.joined).map_or(Date(chrono::NaiveDate::MIN), VagueDate::first);
        let who = able.into_iter().filter(|id| Some(id) != instead.as_ref()).min_by_key(|id| match self.last.get(id) {
            Some(last) => (true, *last, id.clone()),
            None => (false, joined(id), id.clone()),
        })?;
        let last = self.last.get(&who).copied();
        self.had(&who, from);
        Some(Proposed { slot: Slot { who, from, until, stands }, last })
    }

    /// Participants of today that are in no proposal because they leave.
    fn left_out(&self, proposed: &[Proposed]) -> Vec<Id> {
        if self.own.is_some() || proposed.is_empty() {
            return Vec::new();
        }
        self.record.parties().filter(|one| leaves(one, self.record.on)).map(|one| one.id.clone()).collect()
    }
}

/// Whether a participant has said, or is known, to leave.
fn leaves(one: &Participant, day: Date) -> bool {
    one.notice_given.is_some() || one.left.is_some() || one.status_on(day) == Some(Status::Leaving)
}

/// The last day on which an organisation takes part; the day of judgement where it has left on a day that nobody knows.
fn last_day_of(one: &Participant, on: Date) -> Option<Date> {
    let gone = one.status_on(on) == Some(Status::Left) && one.left.is_none();
    one.left.map(VagueDate::last).or_else(|| gone.then(|| on.plus_days(-1)))
}
