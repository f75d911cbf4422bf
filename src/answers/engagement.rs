//! How closely each participant is involved, by what it did in the year before a day (B19).

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::meetings::{State, between, is_meeting};
use crate::answers::{Holding, holders};
use crate::date::{Date, VagueDate, overlap};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Participant;
use crate::record::values::Id;

/// The layers of a community. The handbook names them and does not say who belongs where; that is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Three of the four ways to take part, or all: holding a role, coming to meetings, giving something, doing an action.
    Core,
    /// One or two of them.
    Active,
    /// None.
    Passive,
}

impl Layer {
    pub const ALL: [Layer; 3] = [Layer::Core, Layer::Active, Layer::Passive];

    /// As it is written in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Layer::Core => "core",
            Layer::Active => "active",
            Layer::Passive => "passive",
        }
    }
}

/// A participant, and what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Involved<'a> {
    pub participant: &'a Participant,
    pub layer: Layer,
    /// The roles that it or its people held or hosted.
    pub roles: usize,
    /// The meetings to which it came.
    pub attended: usize,
    /// What it gave.
    pub contributed: usize,
    /// The actions that it did.
    pub actions: usize,
}

/// Everybody who takes part on the day of judgement, with what they did in the year before it.
pub fn engagement<'a>(record: &'a Record) -> Vec<Involved<'a>> {
    let (from, until) = (record.on.minus_months(12).plus_days(1), record.on);
    let roles = roles_held(record, from, until);
    let mut attended: BTreeMap<String, usize> = BTreeMap::new();
    for meeting in between(record, from, until).iter().filter(|one| one.state == State::Held && is_meeting(one.event)) {
        let there: BTreeSet<String> = meeting.attended().iter().flat_map(|who| organisations(record, who, meeting.on)).collect();
        for one in there {
            *attended.entry(one).or_default() += 1;
        }
    }
    let mut actions: BTreeMap<String, usize> = BTreeMap::new();
    for event in record.events.values() {
        for action in event.action.iter().chain(event.occurrence.iter().flat_map(|date| &date.action)) {
            let (Some(done), Some(who)) = (action.done.filter(|done| (from..=until).contains(done)), &action.who) else { continue };
            for one in organisations(record, who, done) {
                *actions.entry(one).or_default() += 1;
            }
        }
    }
    let involved = |participant: &'a Participant| {
        let of = |counted: &BTreeMap<String, usize>| counted.get(participant.id.as_str()).copied().unwrap_or_default();
        let given = |on: VagueDate| on.last() >= from && on.first() <= until;
        let contributed = participant.contribution.iter().filter(|one| given(one.on)).count();
        let roles = roles.get(participant.id.as_str()).map_or(0, BTreeSet::len);
        let (attended, actions) = (of(&attended), of(&actions));
        let layer = match [roles, attended, contributed, actions].into_iter().filter(|count| *count > 0).count() {
            0 => Layer::Passive,
            1 | 2 => Layer::Active,
            _ => Layer::Core,
        };
        Involved { participant, layer, roles, attended, contributed, actions }
    };
    record.parties().map(involved).collect()
}

/// The roles that each organisation held or hosted between two days, itself or through its people; a turn counts as holding.
fn roles_held(record: &Record, from: Date, until: Date) -> BTreeMap<String, BTreeSet<&str>> {
    let span = (Some(VagueDate::Day(from)), Some(VagueDate::Day(until)));
    let mut held: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for role in record.roles.values().filter(|role| overlap((role.from, role.until), span)) {
        let mut of = Vec::new();
        for holder in role.holder.iter().filter(|holder| !holder.former && overlap((holder.from, holder.until), span)) {
            // A role that sits in a body is held by somebody already.
            if record.index.meant(&holder.who).has(Kinds::ROLE) {
                continue;
            }
            match &holder.for_organisation {
                Some(organisation) => of.push(record.index.plain(organisation).0.into_owned()),
                None => of.extend(organisations(record, &holder.who, until)),
            }
        }
        for (n, turn) in role.turn.iter().enumerate() {
            let next = role.turn.iter().map(|other| other.from).filter(|other| *other > turn.from).min();
            let last = turn.until.or(next.map(|next| next.plus_days(-1)));
            if role.turn[..n].iter().all(|other| other.from != turn.from)
                && overlap((Some(VagueDate::Day(turn.from)), last.map(VagueDate::Day)), span)
            {
                of.extend(organisations(record, &turn.who, until));
            }
        }
        if !of.is_empty() {
            of.extend(role.hosted_by.iter().map(|host| record.index.plain(host).0.into_owned()));
        }
        for organisation in of {
            held.entry(organisation).or_default().insert(role.id.as_str());
        }
    }
    held
}

/// For whom somebody acts on a day: an organisation for itself, a person for the employer, a role for those who hold it.
pub fn organisations(record: &Record, who: &Id, day: Date) -> Vec<String> {
    let (id, _) = record.index.plain(who);
    let kinds = record.index.meant(who);
    let one = |who: &Id| {
        let (id, _) = record.index.plain(who);
        let person = record.person(who);
        match person {
            Some(person) => record.organisation_of(person).map(ToString::to_string),
            None => record.participants.contains_key(id.as_ref()).then(|| id.to_string()),
        }
    };
    match record.roles.get(id.as_ref()).filter(|_| kinds.has(Kinds::ROLE)).map(|role| holders(record, role, day)) {
        Some(Holding::Held(held)) => held.iter().filter_map(|seated| one(seated.who)).collect(),
        Some(_) => Vec::new(),
        None => one(who).into_iter().collect(),
    }
}
