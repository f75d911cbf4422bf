//! Whose turn it is to show how they work (B7): first who never did, then whose turn was longest ago.

use std::collections::BTreeMap;

use crate::answers::Holding;
use crate::answers::agenda::subjects::words;
use crate::answers::agenda::{What, agenda};
use crate::answers::holders;
use crate::answers::meetings::{Meeting, State, dates, standard_items};
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::event::{AgendaItem, Event};
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Status, UseStatus};
use crate::record::values::Id;

/// A participant, and when it last told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn<'a> {
    pub participant: &'a Participant,
    pub last: Option<Date>,
    /// It has only just begun, and so has little to tell yet.
    pub new: bool,
}

/// The standing items at which a participant tells.
const TELLING: [&str; 2] = ["use-case", "showcase"];
/// Months in which a new participant need not tell how it works. The handbook gives none; half a year is ours.
const NEW_MONTHS: u32 = 6;

/// Planned meetings before another one at which somebody will tell; further ahead nobody plans.
const MOST: usize = 100;

/// Those who take part on a day, in the order of their turns: whoever never told first, and of those who takes part longest. New
/// participants come last, and who is leaving not at all. Whoever is in turn at a meeting before it has told by then.
pub fn turns(record: &Record, on: Date) -> Vec<Turn<'_>> {
    let mut told = told(record, on);
    for day in unasked(record, on) {
        let first = in_order(record, day, &told).first().map(|turn| turn.participant.id.as_str());
        told.extend(first.map(|first| (first, day)));
    }
    in_order(record, on, &told)
}

/// The days of planned meetings before a day, at which somebody tells who was not asked yet.
fn unasked(record: &Record, before: Date) -> Vec<Date> {
    let telling = |meeting: &Meeting<'_>| {
        meeting.state == State::Planned
            && agenda(meeting).slots.iter().any(|slot| match &slot.what {
                What::Standing { item, itself, below } => {
                    TELLING.contains(&item.id) && !itself.iter().chain(below).any(|own| teller(record, own).is_some())
                }
                _ => false,
            })
    };
    let kinds = |event: &&Event| standard_items(event.kind).iter().any(|item| TELLING.contains(&item.id));
    let meetings = record.events.values().filter(kinds).flat_map(|event| dates(event, record.on, before.plus_days(-1), record.on));
    let mut days: Vec<Date> = meetings.filter(telling).map(|meeting| meeting.on).collect();
    days.sort_unstable();
    days.truncate(MOST);
    days
}

fn in_order<'a>(record: &'a Record, on: Date, told: &BTreeMap<&str, Date>) -> Vec<Turn<'a>> {
    let stays = |one: &&Participant| one.is_party(on) && !one.supplier && one.left.is_none() && one.status_on(on) != Some(Status::Leaving);
    let mut turns: Vec<Turn<'_>> = record
        .participants
        .values()
        .filter(stays)
        .map(|participant| {
            let young = participant.joined.is_some_and(|joined| joined.last().plus_months(NEW_MONTHS) > on);
            let works = |status: Option<UseStatus>| matches!(status, None | Some(UseStatus::Live));
            let idle = !participant.uses.is_empty() && !participant.uses.iter().any(|used| works(used.status));
            Turn { participant, last: told.get(participant.id.as_str()).copied(), new: young || idle }
        })
        .collect();
    turns.sort_by_key(|turn| (turn.new, turn.last, turn.participant.joined.map(VagueDate::first), &turn.participant.id));
    turns
}

/// When each participant last told how it works, before a day.
fn told(record: &Record, before: Date) -> BTreeMap<&str, Date> {
    let mut told: BTreeMap<&str, Date> = BTreeMap::new();
    for event in record.events.values().filter(|event| !event.agenda.is_empty()) {
        let held = dates(event, Date(chrono::NaiveDate::MIN), before.plus_days(-1), record.on);
        let Some(meeting) = held.into_iter().rfind(|meeting| meeting.state != State::Cancelled) else { continue };
        for slot in agenda(&meeting).slots {
            let What::Standing { item, itself, below } = slot.what else { continue };
            if !TELLING.contains(&item.id) {
                continue;
            }
            for one in itself.into_iter().chain(below).filter_map(|own| teller(record, own)) {
                let last = told.entry(one.id.as_str()).or_insert(meeting.on);
                *last = (*last).max(meeting.on);
            }
        }
    }
    told
}

/// Who tells: the participant that is named, else the one for which whoever presents it works.
pub fn teller<'a>(record: &'a Record, own: &AgendaItem) -> Option<&'a Participant> {
    let said = words(&own.what);
    let named = |one: &&Participant| {
        let name = words(one.name.strip_prefix("Gemeente ").unwrap_or(&one.name));
        !name.is_empty() && said.windows(name.len()).any(|part| part == name)
    };
    let by_name = record.participants.values().filter(named).max_by_key(|one| one.name.len());
    by_name.or_else(|| organisation(record, own.by.as_ref()?))
}

/// The organisation of somebody; of a role that of whoever holds it.
fn organisation<'a>(record: &'a Record, who: &Id) -> Option<&'a Participant> {
    let (id, _) = record.index.plain(who);
    let kinds = record.index.meant(who);
    let of_person = |id: &str| record.people.get(id).and_then(|person| record.participants.get(record.organisation_of(person)?));
    if kinds.has(Kinds::ORGANISATION) {
        return record.participants.get(id.as_ref());
    }
    if kinds.has(Kinds::PERSON) {
        return of_person(&id);
    }
    let Holding::Held(held) = holders(record, record.roles.get(id.as_ref())?, record.on) else { return None };
    held.iter().find_map(|seated| {
        let (id, _) = record.index.plain(seated.who);
        record.participants.get(id.as_ref()).or_else(|| of_person(&id))
    })
}
