//! Who might help a new participant during the first three months: somebody experienced, of another organisation, who stays and
//! is not a buddy already (B4).

use std::collections::BTreeSet;

use crate::answers::inhabitants::Inhabitants;
use crate::answers::onboarding::{buddy_until, is_supplier, ways_in};
use crate::answers::presence::joined;
use crate::answers::{current, exists};
use crate::date::{Date, within};
use crate::record::Record;
use crate::record::participant::{Participant, Person, Status};
use crate::record::values::Id;
use crate::record::work::Role;
use crate::text;
use crate::text::Text;
use crate::words::fold;

/// Months after which somebody has seen every meeting of a year; the handbook says only "experienced".
const EXPERIENCED: u32 = 12;

/// Half as many inhabitants again are still about as many.
const ALIKE: (u32, u32) = (3, 2);

/// Who is proposed as a buddy, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'a> {
    pub who: &'a Id,
    pub because: Text,
}

/// Somebody who might be it.
struct Candidate<'a> {
    who: &'a Id,
    organisation: &'a Participant,
    /// The role of those who are there for this.
    role: Option<&'a Role>,
    /// Its own way in is behind it.
    finished: bool,
    alike: bool,
    /// A colleague helps somebody else.
    shared: bool,
    roles: usize,
}

/// Who fits best for whoever begins on a day; none where nobody is experienced, free and there until the end. The same record gives
/// the same answer.
pub fn proposal<'a>(record: &'a Record, newcomer: &Participant, from: Date) -> Option<Proposal<'a>> {
    if is_supplier(newcomer) {
        return None;
    }
    let busy = busy(record, newcomer, from);
    let finished: BTreeSet<&str> = ways_in(record).iter().filter(|way| way.is_finished()).map(|way| way.participant.id.as_str()).collect();
    let roles: Vec<&Role> = record.roles.values().filter(|role| is_for_buddies(role) && exists(role, from)).collect();
    let numbers = Inhabitants::new(record);
    let size = numbers.of(newcomer);
    let mut found: Vec<Candidate<'a>> = Vec::new();
    for one in record.participants.values().filter(|one| one.id != newcomer.id && stays(one, from)) {
        let year = one.joined.is_some_and(|joined| joined.last().plus_months(EXPERIENCED) <= from);
        let finished = finished.contains(one.id.as_str());
        let mut people: Vec<(&Id, Option<&'a Role>)> = Vec::new();
        for role in &roles {
            people.extend(current(&role.holder, from).map(|(_, holder)| (&holder.who, Some(*role))));
        }
        people.retain(|(who, _)| organisation_of(record, who).is_some_and(|of| of.id == one.id));
        if year || finished {
            people.push((one.contact.as_ref().filter(|contact| record.people.contains_key(*contact)).unwrap_or(&one.id), None));
        }
        let shared = busy.iter().any(|id| organisation_of(record, &Id::new(id)).is_some_and(|of| of.id == one.id));
        let alike = size.zip(numbers.of(one)).is_some_and(|(a, b)| is_alike(a, b) && is_alike(b, a));
        for (who, role) in people {
            let plain = record.index.plain(who).0;
            if busy.contains(plain.as_ref()) || record.people.get(plain.as_ref()).is_some_and(|person| !is_there(person, from)) {
                continue;
            }
            let roles =
                record.roles.values().filter(|role| current(&role.holder, from).any(|(_, holder)| record.index.same(&holder.who, who)));
            found.push(Candidate { who, organisation: one, role, finished, alike, shared, roles: roles.count() });
        }
    }
    let lead = record.collaboration.as_ref().and_then(|settings| settings.lead.as_ref());
    let best = found.into_iter().min_by_key(|one| {
        let of = one.organisation;
        // The lead has enough to do; who takes part longest knows most, and of those whoever has few roles has more time.
        (
            (one.role.is_none(), one.shared, lead == Some(&of.id), of.kind != newcomer.kind, !one.alike),
            (of.joined.map(crate::date::VagueDate::first), one.roles, of.id.clone(), one.who.clone()),
        )
    })?;
    Some(Proposal { who: best.who, because: because(&best) })
}

/// Whether somebody takes part for so long that nobody shows the way any more.
pub fn is_settled(record: &Record, one: &Participant) -> bool {
    one.onboarding.is_none() && one.joined.is_some_and(|joined| joined.last().plus_months(EXPERIENCED) <= record.on)
}

fn is_alike(one: u32, other: u32) -> bool {
    u64::from(one) * u64::from(ALIKE.1) <= u64::from(other) * u64::from(ALIKE.0)
}

fn because(best: &Candidate<'_>) -> Text {
    let mut said: Vec<Text> = Vec::new();
    said.extend(best.role.map(|role| {
        let title = &role.title;
        text!(en: "is there for this ({title})", nl: "is daarvoor aangewezen ({title})")
    }));
    said.extend(best.organisation.joined.map(|since| text!(since; en: "taking part since {since}", nl: "doet mee sinds {since}")));
    if best.finished && best.role.is_none() {
        said.push(Text::new("has been through all of this", "heeft de eigen onboarding afgerond"));
    }
    if best.alike {
        said.push(Text::new("about as large", "ongeveer even groot"));
    }
    said.push(Text::new("nobody else's buddy now", "is nu geen buddy van een ander"));
    joined(&said, ", ")
}

/// Those who help somebody else on that day.
fn busy(record: &Record, newcomer: &Participant, from: Date) -> BTreeSet<String> {
    let others = record.participants.values().filter(|one| one.id != newcomer.id);
    let helped = others.filter_map(|one| one.onboarding.as_deref()).filter(|onboarding| buddy_until(onboarding.from) >= from);
    helped.filter_map(|onboarding| onboarding.buddy.as_ref()).map(|who| record.index.plain(who).0.into_owned()).collect()
}

/// Whether somebody takes part on that day, and has not said that it leaves.
fn stays(one: &Participant, from: Date) -> bool {
    one.is_party(from) && one.status_on(from) != Some(Status::Leaving) && one.left.is_none() && one.successor.is_none()
}

fn is_there(person: &Person, from: Date) -> bool {
    within(person.from, person.until, from) && person.until.is_none_or(|until| until.last() >= buddy_until(from))
}

/// Whether those who hold a role are there to help new participants.
fn is_for_buddies(role: &Role) -> bool {
    std::iter::once(role.title.as_str()).chain([role.id.as_str()]).chain(role.aliases.iter().map(String::as_str)).any(|name| {
        let name = fold(name);
        name.contains("buddy") || name.contains("maatje") || name.contains("mentor")
    })
}

/// The organisation of a person, or the organisation itself.
pub fn organisation_of<'a>(record: &'a Record, who: &Id) -> Option<&'a Participant> {
    let id = record.index.plain(who).0;
    match record.people.get(id.as_ref()) {
        Some(person) => record.organisation_of(person).and_then(|of| record.participants.get(of)),
        None => record.participants.get(id.as_ref()),
    }
}
