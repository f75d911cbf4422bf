//! The agenda of a meeting: the standing items of its kind with its own in their places, each with its time.

pub mod subjects;
pub mod turns;

use chrono::{NaiveTime, TimeDelta};

use crate::answers::meetings::{Meeting, Wanted, next, previous, standard_items};
use crate::date::VagueDate;
use crate::handbook::meetings::{DAY_PARTS, StandardItem, USER_MEETING_BREAK};
use crate::record::Record;
use crate::record::event::{AgendaItem, EventKind, Purpose};
use crate::words::fold;

/// An agenda, with its times.
#[derive(Debug, Clone, PartialEq)]
pub struct Agenda<'a> {
    pub slots: Vec<Slot<'a>>,
    /// Minutes that its items take together, with the usual times of the standing ones.
    pub usual: u32,
    /// Minutes that they take as they stand here.
    pub minutes: u32,
    /// Minutes that there are; none where the record does not say when the meeting ends.
    pub room: Option<u32>,
}

/// A part of an agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<'a> {
    pub what: What<'a>,
    /// None where nobody has said how long it takes.
    pub minutes: Option<u32>,
    /// When it begins, where that is known.
    pub from: Option<NaiveTime>,
}

/// What a part of an agenda is.
#[derive(Debug, Clone, PartialEq)]
pub enum What<'a> {
    Standing {
        item: &'static StandardItem,
        /// The meeting's own item that is this one: it takes its title and its time.
        itself: Option<&'a AgendaItem>,
        /// The meeting's own items that belong under it.
        below: Vec<&'a AgendaItem>,
    },
    Own(&'a AgendaItem),
    Break,
}

impl Slot<'_> {
    /// What it asks of those who are there: the most that anything in it asks.
    pub fn purpose(&self) -> Option<Purpose> {
        match &self.what {
            What::Break => None,
            What::Own(own) => own.purpose,
            What::Standing { item, itself, below } => {
                let usual = itself.and_then(|own| own.purpose).or(item.purpose);
                below.iter().filter_map(|own| own.purpose).chain(usual).max()
            }
        }
    }
}

impl Agenda<'_> {
    /// Minutes that it is too long; nought where it fits, or where nobody said how long the meeting is.
    pub fn too_long(&self) -> u32 {
        self.room.map_or(0, |room| self.minutes.saturating_sub(room))
    }
}

/// Where what belongs nowhere in particular goes: before any other business, and on a day when all are together.
const TOGETHER: &str = "plenary-opening";
const CLOSING: &str = "closing";
/// Proposals to a steering group.
const PROPOSALS: &str = "decisions";
/// Standing items become no shorter than this, and by no less.
const STEP: u32 = 5;
/// A meeting that is shorter than this does without its pause.
const PAUSES_FROM: u32 = 120;

/// The agenda of a meeting.
pub fn agenda<'a>(meeting: &Meeting<'a>) -> Agenda<'a> {
    let event = meeting.event;
    let mut slots: Vec<Slot<'a>> = standard_items(event.kind)
        .iter()
        .map(|item| Slot { what: What::Standing { item, itself: None, below: Vec::new() }, minutes: item.minutes, from: None })
        .collect();
    for own in &event.agenda {
        put(&mut slots, event.kind, own);
    }
    for slot in &mut slots {
        slot.minutes = usual(slot);
    }
    let room = room(meeting);
    if event.kind == Some(EventKind::UserMeeting) && room.is_none_or(|room| room >= PAUSES_FROM) {
        let standing = |slot: &Slot<'_>| matches!(slot.what, What::Standing { .. });
        let after = slots.iter().enumerate().filter(|(_, slot)| standing(slot)).nth(USER_MEETING_BREAK.after - 1).map(|(n, _)| n + 1);
        let pause = Slot { what: What::Break, minutes: Some(USER_MEETING_BREAK.minutes), from: None };
        slots.extend(after.is_none().then(|| pause.clone()));
        if let Some(after) = after {
            slots.insert(after, pause);
        }
    }
    if let Some(room) = room.filter(|_| event.kind == Some(EventKind::CommunityDay)) {
        fill(&mut slots, room);
    }
    let usual = total(&slots);
    if let Some(room) = room.filter(|room| *room < usual) {
        shorten(&mut slots, room);
    }
    clock(&mut slots, meeting);
    Agenda { usual, minutes: total(&slots), room, slots }
}

/// Puts an item of the meeting's own in its place.
fn put<'a>(slots: &mut Vec<Slot<'a>>, kind: Option<EventKind>, own: &'a AgendaItem) {
    let alone = Slot { what: What::Own(own), minutes: own.minutes, from: None };
    let Some(kind) = kind else { return slots.push(alone) };
    let said = fold(&own.what);
    for slot in slots.iter_mut() {
        if let What::Standing { item, itself: itself @ None, .. } = &mut slot.what
            && is_called(item, &said)
        {
            *itself = Some(own);
            return;
        }
    }
    let proposed = kind == EventKind::Steering && own.purpose == Some(Purpose::Decide);
    let belongs = if proposed { Some(PROPOSALS) } else { subjects::standing_item(kind, &own.what) };
    let default = (kind == EventKind::CommunityDay).then_some(TOGETHER);
    if let Some(id) = belongs.or(default) {
        for slot in slots.iter_mut() {
            if let What::Standing { item, below, .. } = &mut slot.what
                && item.id == id
            {
                below.push(own);
                return;
            }
        }
    }
    let closing = |slot: &Slot<'_>| matches!(&slot.what, What::Standing { item, .. } if item.id == CLOSING);
    let at = slots.iter().position(closing).unwrap_or(slots.len());
    slots.insert(at, alone);
}

/// Whether somebody wrote a standing item down: by the beginning of its name.
fn is_called(item: &StandardItem, said: &str) -> bool {
    let begin = |name: &str| fold(name.split(&[':', ','][..]).next().unwrap_or(name));
    [&item.name.en, &item.name.nl].into_iter().any(|name| said.starts_with(&begin(name)))
}

/// The minutes of a part: those of the meeting's own items in it where they say so, and else the usual ones at least.
fn usual(slot: &Slot<'_>) -> Option<u32> {
    let What::Standing { item, itself, below } = &slot.what else { return slot.minutes };
    let own: Vec<Option<u32>> = itself.iter().chain(below).map(|own| own.minutes).collect();
    let sum = own.iter().flatten().fold(0, |sum: u32, minutes| sum.saturating_add(*minutes));
    match (own.is_empty(), own.iter().all(Option::is_some)) {
        // On a day its workshops are beside each other.
        _ if item.minutes.is_none() => itself.and_then(|own| own.minutes),
        (true, _) => item.minutes,
        (false, true) => Some(sum),
        (false, false) => item.minutes.max(Some(sum)),
    }
}

fn total(slots: &[Slot<'_>]) -> u32 {
    slots.iter().filter_map(|slot| slot.minutes).fold(0, u32::saturating_add)
}

/// The minutes between beginning and end, where both are on one day.
fn room(meeting: &Meeting<'_>) -> Option<u32> {
    let (starts, ends) = (meeting.starts(), meeting.ends()?);
    let minutes = ends.time?.signed_duration_since(starts.time?).num_minutes();
    (starts.day == ends.day && minutes > 0).then(|| u32::try_from(minutes).ok()).flatten()
}

/// Makes the standing items shorter, each by its share, where that is enough: what the organiser said of own items stays.
fn shorten(slots: &mut [Slot<'_>], room: u32) {
    let bare = |slot: &Slot<'_>| matches!(&slot.what, What::Standing { itself: None, below, .. } if below.is_empty());
    let standing: Vec<usize> = (0..slots.len()).filter(|n| bare(&slots[*n]) && slots[*n].minutes.is_some()).collect();
    let sum: u32 = standing.iter().filter_map(|n| slots[*n].minutes).sum();
    let fixed = total(slots).saturating_sub(sum);
    let Some(left) = room.checked_sub(fixed).filter(|left| *left >= STEP * u32::try_from(standing.len()).unwrap_or(u32::MAX)) else {
        return;
    };
    let usual: Vec<u32> = standing.iter().filter_map(|n| slots[*n].minutes).collect();
    let mut minutes: Vec<u32> = usual.iter().map(|usual| (usual * left / sum.max(1) / STEP * STEP).max(STEP)).collect();
    // What is lost most is given back first; where the shortest ones took too much, the longest give.
    while minutes.iter().sum::<u32>() + STEP <= left {
        let lost = (0..minutes.len()).max_by_key(|n| (usual[*n].saturating_sub(minutes[*n]), std::cmp::Reverse(*n)));
        let Some(n) = lost.filter(|n| minutes[*n] < usual[*n]) else { break };
        minutes[n] += STEP;
    }
    while minutes.iter().sum::<u32>() > left {
        let Some(n) = (0..minutes.len()).max_by_key(|n| (minutes[*n], std::cmp::Reverse(*n))).filter(|n| minutes[*n] > STEP) else { break };
        minutes[n] -= STEP;
    }
    for (n, minutes) in standing.into_iter().zip(minutes) {
        slots[n].minutes = Some(minutes);
    }
}

/// Divides what is left of a day over the elements of which nobody said how long they are, so that they fill it.
fn fill(slots: &mut [Slot<'_>], room: u32) {
    let part = |slot: &Slot<'_>| match &slot.what {
        What::Standing { item, .. } => DAY_PARTS.iter().find(|(id, _)| *id == item.id).map_or(0, |(_, part)| *part),
        _ => 0,
    };
    let open: Vec<usize> = (0..slots.len()).filter(|n| slots[*n].minutes.is_none() && part(&slots[*n]) > 0).collect();
    let parts: u32 = open.iter().map(|n| part(&slots[*n])).sum();
    let left = room.saturating_sub(total(slots));
    if parts == 0 || left < STEP * parts {
        return;
    }
    // Each ends at the nearest five minutes of what all before it should have taken; the last one at the end.
    let (mut sum, mut given) = (0, 0);
    for n in open {
        sum += part(&slots[n]);
        let until = if sum == parts { left } else { (sum * left / parts + STEP / 2) / STEP * STEP };
        slots[n].minutes = Some(until - given);
        given = until;
    }
}

/// Gives each part its time, as far as the parts before it have theirs.
fn clock(slots: &mut [Slot<'_>], meeting: &Meeting<'_>) {
    let mut now = meeting.starts().time.filter(|_| matches!(meeting.day, VagueDate::Day(_)));
    for slot in slots {
        slot.from = now;
        now = now.zip(slot.minutes).map(|(from, minutes)| from.overflowing_add_signed(TimeDelta::minutes(i64::from(minutes))).0);
    }
}

/// To which meetings a meeting belongs: those of its body, of its series or of its kind.
fn line<'a>(meeting: &Meeting<'a>) -> Option<Wanted<'a>> {
    let event = meeting.event;
    if let Some(body) = &event.body {
        return Some(Wanted::Body(body.as_str().trim_start_matches("roles/")));
    }
    if event.repeat.is_some() {
        return Some(Wanted::Event(event.id.as_str()));
    }
    event.kind.filter(|kind| !matches!(kind, EventKind::Other | EventKind::Deadline)).map(Wanted::Kind)
}

/// The meeting before this one: of the same body, series or kind.
pub fn before<'a>(record: &'a Record, meeting: &Meeting<'a>) -> Option<Meeting<'a>> {
    previous(record, line(meeting)?, meeting.on)
}

/// The meeting after this one.
pub fn after<'a>(record: &'a Record, meeting: &Meeting<'a>) -> Option<Meeting<'a>> {
    next(record, line(meeting)?, meeting.last().plus_days(1))
}
