//! The next of the meetings that everybody counts on, and in which quarters users did not meet, on the page of a collaboration (B7, B8).

use crate::answers::exists;
use crate::answers::meetings::{Meeting, State, Wanted, between, next};
use crate::answers::presence::joined;
use crate::date::{Date, VagueDate};
use crate::handbook::{Level, Phase};
use crate::record::Record;
use crate::record::event::EventKind;
use crate::record::work::RoleKind;
use crate::reports::capital;
use crate::reports::status::Fact;
use crate::text;
use crate::text::Text;
use crate::words::fold;

/// The next meeting of users and of the steering group, and the next yearly day, by day; which of them are not planned.
pub(super) fn meetings(record: &Record, phase: Option<Phase>) -> Option<Fact> {
    let kinds = [
        (EventKind::UserMeeting, Text::new("user meeting", "gebruikersoverleg")),
        (EventKind::Steering, Text::new("steering group", "stuurgroep")),
        (EventKind::CommunityDay, Text::new("community day", "communitydag")),
    ];
    let mut known: Vec<(Date, Text)> = Vec::new();
    let mut missing = Vec::new();
    for (kind, name) in kinds {
        match next(record, Wanted::Kind(kind), record.on) {
            Some(meeting) => {
                let day = meeting.day;
                known.push((meeting.on, text!(name, day; en: "{name} {day}", nl: "{name} {day}")));
            }
            None if is_expected(record, kind, phase) => missing.push(name),
            None => {}
        }
    }
    known.sort_by_key(|(day, _)| *day);
    let said: Vec<Text> = known.into_iter().map(|(_, said)| said).collect();
    let label = Text::new("Next meetings", "Eerstvolgende");
    if said.is_empty() {
        let missing = either(&missing)?;
        return Some(Fact::of("meetings", label, text!(missing; en: "No {missing} planned", nl: "Geen {missing} gepland")));
    }
    let notes = (!missing.is_empty()).then(|| {
        let missing = joined(&missing, ", ");
        text!(missing; en: "not planned: {missing}", nl: "nog niet gepland: {missing}")
    });
    Some(Fact::of("meetings", label, capital(&joined(&said, ", "))).noted(notes.into_iter().collect()))
}

/// One or another of these.
fn either(names: &[Text]) -> Option<Text> {
    let (last, head) = names.split_last()?;
    if head.is_empty() {
        return Some(last.clone());
    }
    let head = joined(head, ", ");
    Some(text!(head, last; en: "{head} or {last}", nl: "{head} of {last}"))
}

/// Whether a collaboration has such meetings: users everywhere they take part, a steering group where there is one or the level asks
/// for it, a yearly day where there was one or the community is mature.
pub fn is_expected(record: &Record, kind: EventKind, phase: Option<Phase>) -> bool {
    if record.events.values().any(|event| event.kind == Some(kind)) {
        return true;
    }
    match kind {
        EventKind::UserMeeting => phase.is_some(),
        EventKind::Steering => {
            let steers = |name: &str| ["stuurgroep", "steeringgroup", "steeringcommittee"].contains(&fold(name).as_str());
            let body = record.roles.values().filter(|role| role.kind == Some(RoleKind::Body) && exists(role, record.on));
            record.level() == Some(Level::Full) || body.into_iter().any(|role| steers(role.id.as_str()) || steers(&role.title))
        }
        EventKind::CommunityDay => phase == Some(Phase::Mature),
        _ => false,
    }
}

/// The last four quarters of the calendar, the one of today included, in which users did not meet and will not by what is planned;
/// those before the collaboration began do not count.
pub fn without_meeting(record: &Record) -> Vec<Text> {
    let (year, month) = (record.on.year(), month(record.on));
    let Some(this) = Date::of(year, (month - 1) / 3 * 3 + 1, 1) else { return Vec::new() };
    let began = record.collaboration.as_ref().and_then(|settings| settings.started).map(VagueDate::first);
    let began = began.or_else(|| record.participants.values().filter_map(|one| one.joined.map(VagueDate::first)).min());
    let quarters = [9, 6, 3, 0].map(|back| this.minus_months(back));
    let (first, last) = (quarters[0], this.plus_months(3).plus_days(-1));
    let counts = |meeting: &Meeting<'_>| {
        meeting.event.kind == Some(EventKind::UserMeeting)
            && (meeting.state == State::Held || meeting.state == State::Planned && meeting.on >= record.on)
    };
    let held: Vec<Date> = between(record, first, last).iter().filter(|meeting| counts(meeting)).map(|meeting| meeting.on).collect();
    let is_without = |begin: &Date| {
        let end = begin.plus_months(3).plus_days(-1);
        began.is_none_or(|began| began <= end) && !held.iter().any(|day| (*begin..=end).contains(day))
    };
    quarters.into_iter().filter(is_without).map(named).collect()
}

fn month(day: Date) -> u32 {
    chrono::Datelike::month(&day.0)
}

/// `1e kwartaal 2026`.
fn named(begin: Date) -> Text {
    let (year, number) = (begin.year(), month(begin) / 3 + 1);
    text!(en: "quarter {number} of {year}", nl: "{number}e kwartaal {year}")
}
