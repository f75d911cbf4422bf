//! Takes those who leave out of a record: their people, terms, turns, letters, and whatever else counts on them.

use std::collections::BTreeSet;

use crate::answers::giving::of_budget as days_of;
use crate::answers::on_paper;
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::finance::{Budget, Income};
use crate::record::index::{Index, Kinds};
use crate::record::participant::{Participant, Person};
use crate::record::references::turn_end;
use crate::record::values::{Id, OneOrMany};
use crate::record::work::{Holder, Party, Role, Task};

use super::Leaving;

/// What was taken out, and how the rest was before, so that it can be put back.
#[derive(Debug, Default)]
pub struct Kept {
    participants: Vec<Participant>,
    people: Vec<Person>,
    roles: Vec<Role>,
    tasks: Vec<Task>,
}

impl Kept {
    pub fn put_back(self, record: &mut Record) {
        for one in self.participants {
            record.index.add(&one.id, Kinds::ORGANISATION);
            record.participants.insert(one.id.clone(), one);
        }
        for one in self.people {
            record.index.add(&one.id, Kinds::PERSON);
            record.people.insert(one.id.clone(), one);
        }
        record.roles.extend(self.roles.into_iter().map(|one| (one.id.clone(), one)));
        record.tasks.extend(self.tasks.into_iter().map(|one| (one.id.clone(), one)));
    }
}

/// Takes out what they hold and carry out, now or later; what is over stays, as history does.
pub fn of_work(record: &mut Record, leaving: &Leaving) -> Kept {
    let mut kept = Kept::default();
    let (on, index) = (record.on, &record.index);
    let gone = |id: &Id| leaving.has(index, id);
    for role in record.roles.values_mut().filter(|role| names(role, &gone)) {
        kept.roles.push(role.clone());
        of_role(role, on, &gone);
    }
    for task in record.tasks.values_mut() {
        let Some(raci) = &task.raci else { continue };
        let lists = [&raci.responsible, &raci.accountable, &raci.consulted, &raci.informed];
        if !lists.iter().any(|list| list.as_slice().iter().any(|party| gone(party.who()))) {
            continue;
        }
        kept.tasks.push(task.clone());
        let Some(raci) = &mut task.raci else { continue };
        for list in [&mut raci.responsible, &mut raci.accountable, &mut raci.consulted, &mut raci.informed] {
            let stays = |party: &&Party| !gone(party.who());
            if list.as_slice().iter().any(|party| gone(party.who())) {
                *list = OneOrMany::Many(list.as_slice().iter().filter(stays).cloned().collect());
            }
        }
    }
    for id in &leaving.organisations {
        kept.participants.extend(record.participants.remove(id));
        record.index.remove(id, Kinds::ORGANISATION);
    }
    for id in &leaving.people {
        kept.people.extend(record.people.remove(id));
        record.index.remove(id, Kinds::PERSON);
    }
    kept
}

fn names(role: &Role, gone: &dyn Fn(&Id) -> bool) -> bool {
    let entry = |one: &Holder| gone(&one.who) || one.for_organisation.as_ref().is_some_and(gone);
    role.holder.iter().chain(&role.backup).any(entry)
        || role.turn.iter().any(|turn| gone(&turn.who))
        || role.hosted_by.as_ref().is_some_and(gone)
}

/// Whoever held it and left has left a vacancy behind, where nobody else holds it.
fn of_role(role: &mut Role, on: Date, gone: &dyn Fn(&Id) -> bool) {
    let over = |one: &Holder| one.former || one.until.is_some_and(|until| until.last() < on);
    let stays = |one: &Holder| over(one) || !gone(&one.who) && !one.for_organisation.as_ref().is_some_and(gone);
    let number = |role: &Role| role.holder.len() + role.turn.len();
    let before = number(role);
    // Who was still to begin leaves no vacancy behind.
    let was_held = !on_paper(role, on).is_empty();
    role.holder.retain(stays);
    role.backup.retain(stays);
    // A turn ends where the next one began, also where nobody has that one any more.
    let ends: Vec<Option<Date>> = role.turn.iter().map(|turn| turn_end(role, turn)).collect();
    let open = |end: Option<Date>| end.is_none_or(|end| end >= on);
    if role.turn.iter().zip(&ends).any(|(turn, end)| open(*end) && gone(&turn.who)) {
        for (turn, end) in role.turn.iter_mut().zip(&ends) {
            turn.until = *end;
        }
        let mut ends = ends.into_iter();
        role.turn.retain(|turn| !(open(ends.next().flatten()) && gone(&turn.who)));
    }
    if role.hosted_by.as_ref().is_some_and(gone) {
        role.hosted_by = None;
    }
    let is_held = |role: &Role| !on_paper(role, on).is_empty();
    if was_held && number(role) < before && role.on_record != Some(false) && !is_held(role) {
        role.vacant = true;
    }
}

/// Makes the day before the last day of those who leave. What stood there is returned, so that it can be put back.
pub fn date<'l>(record: &mut Record, organisations: &'l BTreeSet<Id>) -> Vec<(&'l Id, Option<VagueDate>)> {
    let last = record.on.plus_days(-1);
    let mut kept = Vec::new();
    for id in organisations {
        if let Some(one) = record.participants.get_mut(id).filter(|one| one.left.is_none_or(|left| left.last() > last)) {
            kept.push((id, one.left.replace(VagueDate::Day(last))));
        }
    }
    kept
}

/// Takes out whatever else counts on them. What only tells of the past stays as it is.
pub fn of_the_rest(record: &mut Record, leaving: &Leaving) {
    let on = record.on;
    let index: &Index = &record.index;
    let gone = |id: &Id| leaving.has(index, id);
    let clear = |place: &mut Option<Id>| drop(place.take_if(|id| gone(id)));
    if let Some(settings) = &mut record.collaboration {
        clear(&mut settings.lead);
        if let Some(finances) = &mut settings.finances {
            clear(&mut finances.fund_holder);
        }
    }
    for one in record.participants.values_mut() {
        clear(&mut one.contact);
        one.represents.retain(|id| !gone(id));
        if let Some(onboarding) = &mut one.onboarding {
            clear(&mut onboarding.buddy);
        }
        if let Some(interest) = &mut one.interest {
            clear(&mut interest.by);
        }
        one.uses.iter_mut().for_each(|used| clear(&mut used.supplier));
    }
    for one in record.products.values_mut() {
        clear(&mut one.owner);
        clear(&mut one.repository_owner);
        clear(&mut one.maintainer);
    }
    for event in record.events.values_mut() {
        let coming = event.starts.date() >= on || event.repeat.as_ref().is_some_and(|one| one.until.is_none_or(|until| until >= on));
        if coming {
            clear(&mut event.organiser);
            event.agenda.iter_mut().for_each(|item| clear(&mut item.by));
            event.invited.retain(|id| !gone(id));
        }
        let of_dates = event.occurrence.iter_mut().flat_map(|date| &mut date.action);
        for action in event.action.iter_mut().chain(of_dates).filter(|action| action.done.is_none_or(|done| done > on)) {
            clear(&mut action.who);
        }
    }
    if let Some(community) = &mut record.community {
        community.channel.iter_mut().for_each(|one| clear(&mut one.owner));
        community.knowledge.iter_mut().for_each(|one| clear(&mut one.owner));
        community.step.iter_mut().for_each(|one| clear(&mut one.who));
    }
    for budget in &mut record.budgets {
        of_budget(budget, on, &gone);
    }
}

/// Takes out what they give and agreed in a budget, and the income of one that is still to begin.
pub fn of_budget(budget: &mut Budget, on: Date, gone: &dyn Fn(&Id) -> bool) {
    budget.in_kind.retain(|one| !gone(&one.participant));
    if let Some(contribution) = &mut budget.contribution {
        contribution.overrides.retain(|one| !gone(&one.participant));
    }
    if days_of(budget).is_none_or(|days| days.from < on) {
        return;
    }
    let (falls_away, stays): (Vec<Income>, Vec<Income>) =
        std::mem::take(&mut budget.income).into_iter().partition(|one| is_theirs(one, gone));
    budget.income = stays;
    budget.amendment.retain(|change| !falls_away.iter().any(|one| one.id.as_ref() == Some(&change.line)));
}

/// Whether income comes from them alone. Of what several give together nobody knows the parts.
pub fn is_theirs(income: &Income, gone: &dyn Fn(&Id) -> bool) -> bool {
    !income.from.is_empty() && income.from.iter().all(gone)
}
