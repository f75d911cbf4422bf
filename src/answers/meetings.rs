//! The dates of events: every one of a series, what became of it, and which meeting comes before or after a day.

mod series;

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveTime, TimeZone};

use crate::answers::meetings::series::Series;
use crate::date::{Date, Moment, VagueDate};
use crate::handbook::meetings::{COMMUNITY_DAY, STEERING, StandardItem, USER_MEETING};
use crate::record::Record;
use crate::record::event::{Action, Decision, Event, EventKind, EventStatus, Occurrence};
use crate::record::values::Id;

/// One date of an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting<'a> {
    pub event: &'a Event,
    /// The day; the first that it may be, where the record is vague.
    pub on: Date,
    /// As it is known: of long ago it may be a month or a year.
    pub day: VagueDate,
    pub state: State,
    /// What stands of this date in a series, with its number.
    pub occurrence: Option<(usize, &'a Occurrence)>,
}

/// What became of a meeting, as the record has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Still to come.
    Planned,
    /// Its day is over, and nobody wrote down whether it was held.
    Passed,
    /// The record says so, or says who came, what was decided or where the minutes are.
    Held,
    Cancelled,
}

impl<'a> Meeting<'a> {
    /// When it begins, in the record's time zone.
    pub fn starts(&self) -> Moment {
        Moment { day: self.day, time: self.event.starts.time }
    }

    /// When it ends; each date of a series lasts as long as the first.
    pub fn ends(&self) -> Option<Moment> {
        let ends = self.event.ends?;
        let days = ends.date().days_since(self.event.starts.date());
        let day = if self.on == self.event.starts.date() { ends.day } else { VagueDate::Day(self.on.plus_days(days)) };
        Some(Moment { day, time: ends.time })
    }

    /// Its last day.
    pub fn last(&self) -> Date {
        self.ends().map_or(self.day.last(), |ends| ends.day.last()).max(self.day.last())
    }

    /// Whether what the event says of itself is about this date: its only one, or the first of a series.
    fn is_first(&self) -> bool {
        self.event.repeat.is_none() || self.on == self.event.starts.date()
    }

    /// What stands at the date, else what the event says of itself.
    fn told<T>(&self, of_date: impl Fn(&'a Occurrence) -> Option<T>, of_event: impl Fn(&'a Event) -> T) -> Option<T> {
        let of_date = self.occurrence.and_then(|(_, date)| of_date(date));
        of_date.or_else(|| self.is_first().then(|| of_event(self.event)))
    }

    pub fn attended(&self) -> &'a [Id] {
        self.told(|date| some(&date.attended), |event| &event.attended[..]).unwrap_or_default()
    }

    pub fn excused(&self) -> &'a [Id] {
        self.told(|date| some(&date.excused), |event| &event.excused[..]).unwrap_or_default()
    }

    pub fn minutes(&self) -> Option<&'a str> {
        self.told(|date| date.minutes.as_deref().map(Some), |event| event.minutes.as_deref()).flatten()
    }

    pub fn decisions(&self) -> &'a [Decision] {
        self.told(|date| some(&date.decision), |event| &event.decision[..]).unwrap_or_default()
    }

    pub fn actions(&self) -> &'a [Action] {
        self.told(|date| some(&date.action), |event| &event.action[..]).unwrap_or_default()
    }
}

fn some<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

/// The standing items of a kind of event: of a community day the elements of its programme. Empty where the handbook has none.
pub fn standard_items(kind: Option<EventKind>) -> &'static [StandardItem] {
    match kind {
        Some(EventKind::UserMeeting) => &USER_MEETING,
        Some(EventKind::Steering) => &STEERING,
        Some(EventKind::CommunityDay) => &COMMUNITY_DAY,
        _ => &[],
    }
}

/// Whether people meet: a deadline is no meeting.
pub fn is_meeting(event: &Event) -> bool {
    event.kind != Some(EventKind::Deadline)
}

/// The dates of an event between two days, both included, in their order: those of its rhythm, and those that stand in the record
/// beside it. Cancelled ones are among them. A meeting counts by the day on which it begins; `today` tells what is over.
pub fn dates(event: &Event, from: Date, until: Date, today: Date) -> Vec<Meeting<'_>> {
    let (series, told, except) = (Series::of(event), told(event), except(event));
    let mut days: Vec<Date> = series.between(from, until).filter(|day| !except.contains(day)).collect();
    let regular = days.len();
    // A date that was moved stands beside the series.
    let beside = told.keys().filter(|day| (from..=until).contains(*day) && (except.contains(*day) || !series.has(**day)));
    days.extend(beside);
    if days.len() > regular {
        days.sort_unstable();
    }
    days.into_iter().map(|day| meeting(event, day, told.get(&day).copied(), today)).collect()
}

/// Whether an event has a regular day at all: a series that ends before it begins has none.
pub fn has_regular(event: &Event) -> bool {
    Series::of(event).has(event.starts.date())
}

/// Whether a day belongs to the rhythm of an event, also where it is left out on purpose.
pub fn in_rhythm(event: &Event, day: Date) -> bool {
    Series::of(event).has(day)
}

/// What stands in the record of each date of an event; of two entries for one date the first.
fn told(event: &Event) -> BTreeMap<Date, (usize, &Occurrence)> {
    event.occurrence.iter().enumerate().rev().map(|(n, date)| (date.on, (n, date))).collect()
}

fn except(event: &Event) -> HashSet<Date> {
    event.repeat.iter().flat_map(|repeat| repeat.except.iter().copied()).collect()
}

fn meeting<'a>(event: &'a Event, on: Date, occurrence: Option<(usize, &'a Occurrence)>, today: Date) -> Meeting<'a> {
    let first = on == event.starts.date();
    let day = if first { event.starts.day } else { VagueDate::Day(on) };
    let mut meeting = Meeting { event, on, day, state: State::Planned, occurrence };
    meeting.state = state(&meeting, today);
    meeting
}

fn state(meeting: &Meeting<'_>, today: Date) -> State {
    let event = meeting.event;
    let said = meeting.occurrence.and_then(|(_, date)| date.status);
    let said = said.or_else(|| event.status.filter(|_| meeting.is_first()));
    let evidence = !meeting.attended().is_empty() || meeting.minutes().is_some() || !meeting.decisions().is_empty();
    // A series that is called off as a whole has no more dates; what was held before that was held.
    let called_off = event.status == Some(EventStatus::Cancelled) && said.is_none() && !evidence;
    match said {
        Some(EventStatus::Cancelled) => State::Cancelled,
        _ if called_off => State::Cancelled,
        // What is to be held later has not been held, whatever stands there already.
        _ if meeting.on > today => State::Planned,
        Some(EventStatus::Held) => State::Held,
        _ if evidence => State::Held,
        _ if meeting.last() < today => State::Passed,
        _ => State::Planned,
    }
}

/// The dates of all events between two days, both included: by day, time and id.
pub fn between(record: &Record, from: Date, until: Date) -> Vec<Meeting<'_>> {
    let mut all: Vec<Meeting<'_>> = record.events.values().flat_map(|event| dates(event, from, until, record.on)).collect();
    all.sort_by_key(|meeting| (meeting.on, meeting.event.starts.time, &meeting.event.id));
    all
}

/// Which meetings are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// Those of a body.
    Body(&'a str),
    Kind(EventKind),
    /// Those of one series.
    Event(&'a str),
}

fn is_wanted(event: &Event, wanted: Wanted<'_>) -> bool {
    match wanted {
        Wanted::Body(id) => is_meeting(event) && event.body.as_ref().is_some_and(|body| body.as_str().trim_start_matches("roles/") == id),
        Wanted::Kind(kind) => event.kind == Some(kind),
        Wanted::Event(id) => event.id.as_str() == id,
    }
}

/// The last meeting before a day that was not cancelled.
pub fn previous<'a>(record: &'a Record, wanted: Wanted<'_>, before: Date) -> Option<Meeting<'a>> {
    let last = |event: &'a Event| Line::of(event).nearest(Towards::Past, before.plus_days(-1), record.on);
    let found = record.events.values().filter(|event| is_wanted(event, wanted)).filter_map(last);
    found.max_by_key(|meeting| (meeting.on, meeting.event.starts.time, &meeting.event.id))
}

/// The first meeting on a day or after it that is not cancelled.
pub fn next<'a>(record: &'a Record, wanted: Wanted<'_>, from: Date) -> Option<Meeting<'a>> {
    let first = |event: &'a Event| Line::of(event).nearest(Towards::Future, from, record.on);
    let found = record.events.values().filter(|event| is_wanted(event, wanted)).filter_map(first);
    found.min_by_key(|meeting| (meeting.on, meeting.event.starts.time, &meeting.event.id))
}

/// The meetings of one kind, put in order once, for who asks often which is the first from a day on.
pub struct Coming<'a> {
    /// Those of which there is one, and that is not cancelled.
    single: Vec<Date>,
    series: Vec<Line<'a>>,
    today: Date,
}

impl<'a> Coming<'a> {
    pub fn of(record: &'a Record, kind: EventKind) -> Coming<'a> {
        let (series, single): (Vec<&Event>, Vec<&Event>) = record
            .events
            .values()
            .filter(|event| event.kind == Some(kind))
            .partition(|event| event.repeat.is_some() || !event.occurrence.is_empty());
        let mut single: Vec<Date> =
            single.iter().filter(|event| event.status != Some(EventStatus::Cancelled)).map(|event| event.starts.date()).collect();
        single.sort_unstable();
        Coming { single, series: series.into_iter().map(Line::of).collect(), today: record.on }
    }

    /// The first on a day or after it that is not cancelled.
    pub fn first_from(&self, day: Date) -> Option<Date> {
        let single = self.single.get(self.single.partition_point(|on| *on < day)).copied();
        let series = self.series.iter().filter_map(|line| line.nearest(Towards::Future, day, self.today)).map(|meeting| meeting.on);
        single.into_iter().chain(series).min()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Towards {
    Past,
    Future,
}

/// An event with its dates looked up, for who asks more than once.
struct Line<'a> {
    event: &'a Event,
    series: Series,
    told: BTreeMap<Date, (usize, &'a Occurrence)>,
    except: HashSet<Date>,
}

impl<'a> Line<'a> {
    fn of(event: &'a Event) -> Line<'a> {
        Line { event, series: Series::of(event), told: told(event), except: except(event) }
    }

    /// The date nearest to a day in one direction, that day included, which is not cancelled. Dates are looked at one by one, no
    /// further than the first that is meant.
    fn nearest(&self, towards: Towards, day: Date, today: Date) -> Option<Meeting<'a>> {
        let made = |day: Date| {
            Some(meeting(self.event, day, self.told.get(&day).copied(), today)).filter(|meeting| meeting.state != State::Cancelled)
        };
        let in_rhythm = |day: &Date| !self.except.contains(day);
        // Of a series that was called off only what stands in the record is left.
        let goes_on = self.event.status != Some(EventStatus::Cancelled);
        if towards == Towards::Past {
            let regular = goes_on.then(|| self.series.back_from(day).filter(in_rhythm).find_map(made)).flatten();
            regular.into_iter().chain(self.told.range(..=day).rev().find_map(|(day, _)| made(*day))).max_by_key(|meeting| meeting.on)
        } else {
            let regular = goes_on.then(|| self.series.between(day, Date::LAST).filter(in_rhythm).find_map(made)).flatten();
            regular.into_iter().chain(self.told.range(day..).find_map(|(day, _)| made(*day))).min_by_key(|meeting| meeting.on)
        }
    }
}

/// A local day and time as a moment that is the same everywhere. A time that the clock skips in spring is an hour later, and of one
/// that it has twice in autumn the first is meant, as RFC 5545 has it (section 3.3.5).
pub fn instant(zone: chrono_tz::Tz, day: Date, time: NaiveTime) -> DateTime<chrono_tz::Tz> {
    let local = day.0.and_time(time);
    zone.from_local_datetime(&local).earliest().unwrap_or_else(|| {
        // The clock skips an hour at most, and the offset before the gap is that of an hour earlier.
        let earlier = local - chrono::TimeDelta::hours(1);
        let before = zone.from_local_datetime(&earlier).earliest().unwrap_or_else(|| zone.from_utc_datetime(&earlier));
        before + chrono::TimeDelta::hours(1)
    })
}
