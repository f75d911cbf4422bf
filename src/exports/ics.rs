//! Events and what is due as a calendar (RFC 5545): for people's own agendas, so without a METHOD and without anybody to answer.

mod dues;
mod events;
mod lines;
mod zone;

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::answers::audience::{Audience, Hidden, hidden};
use crate::answers::due::concerned;
use crate::answers::meetings::instant;
use crate::date::{Date, Moment, VagueDate};
use crate::exports::ics::lines::Lines;
use crate::record::Record;
use crate::record::event::Event;
use crate::record::values::Id;
use crate::text::{Lang, Text};
use crate::words::slug::slug;

/// What is asked of the calendar.
#[derive(Debug, Clone)]
pub struct Options {
    /// The first day and the last of which there are dates. A series with a date between them is written whole.
    pub from: Date,
    pub until: Date,
    /// Only what concerns this person, organisation, role or body.
    pub who: Option<Id>,
    pub audience: Audience,
    pub lang: Lang,
}

/// Years behind the last day for which clocks are told as well: a series may go on.
const BEYOND: i32 = 10;

/// The years of which the clocks are known well enough to be worth telling.
const CLOCKS: (i32, i32) = (1900, 2099);

/// What every entry is written with.
struct Calendar<'a> {
    record: &'a Record,
    options: &'a Options,
    hidden: Hidden,
    zone: Tz,
    /// What the record is known by, behind every id.
    identity: String,
    those: Option<std::collections::BTreeSet<String>>,
}

/// Writes the calendar of a record. The same record, asked on the same day, gives the same bytes.
pub fn write(record: &Record, options: &Options) -> Vec<u8> {
    let settings = record.collaboration.as_ref();
    let name = settings.map_or("commons", |settings| settings.name.as_str());
    let mut options = options.clone();
    // Nobody is asked to a meeting after their last day.
    let last = options.who.as_ref().and_then(|who| last_day(record, who));
    options.until = last.map_or(options.until, |last| last.min(options.until));
    let calendar = Calendar {
        record,
        options: &options,
        hidden: hidden(record, options.audience),
        zone: settings.and_then(|settings| settings.time_zone).map_or(chrono_tz::Europe::Amsterdam, |zone| zone.0),
        identity: Some(slug(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "commons".to_owned()),
        those: options.who.as_ref().map(|who| concerned(record, who)),
    };
    let events: Vec<&Event> = record.events.values().filter(|event| calendar.has(event)).collect();
    let mut lines = Lines::default();
    lines.line("BEGIN:VCALENDAR");
    lines.line("VERSION:2.0");
    lines.line(&format!("PRODID:-//commons//calendar//{}", if options.lang == Lang::Nl { "NL" } else { "EN" }));
    lines.line("CALSCALE:GREGORIAN");
    lines.text("X-WR-CALNAME", &calendar.shown(&calendar.title(name)));
    // A calendar without any part would be none, so the clocks are told also where nothing is on.
    let first = events.iter().map(|event| event.starts.date().year()).min().unwrap_or(options.from.year()).min(options.from.year());
    zone::write(&mut lines, calendar.zone, first.max(CLOCKS.0), (options.until.year() + BEYOND).min(CLOCKS.1));
    for event in events {
        calendar.event(&mut lines, event);
    }
    calendar.dues(&mut lines);
    lines.line("END:VCALENDAR");
    lines.into_bytes()
}

/// The last day of a person or an organisation, where that is on record.
fn last_day(record: &Record, who: &Id) -> Option<Date> {
    let person = record.person(who);
    let organisation = record.organisation(who).or_else(|| record.participants.get(record.organisation_of(person?)?));
    let days = [person.and_then(|person| person.until), organisation.and_then(|one| one.left)];
    days.into_iter().flatten().map(VagueDate::last).min()
}

impl Calendar<'_> {
    fn title(&self, name: &str) -> String {
        match &self.options.who {
            Some(who) => {
                let who = crate::answers::presence::name(self.record, who, self.options.audience);
                format!("{name}: {}", self.said(&who))
            }
            None => name.to_owned(),
        }
    }

    fn said<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.options.lang)
    }

    /// A text without what its audience may not read.
    fn shown(&self, text: &str) -> String {
        self.hidden.masked(text, self.options.lang).unwrap_or_else(|| text.to_owned())
    }

    /// What an entry is known by from one calendar to the next: what it is about, never when or where it was written.
    fn uid(&self, lines: &mut Lines, thing: &str) {
        let kept = |c: char| if c.is_ascii_alphanumeric() || "/-._".contains(c) { c } else { '-' };
        let thing: String = self.shown(thing).chars().map(kept).collect();
        lines.line(&format!("UID:{thing}@{}", self.identity));
    }

    /// The moment at which it was written, as every entry must have one: the day on which the record was asked.
    fn stamp(&self, lines: &mut Lines) {
        lines.line(&format!("DTSTAMP:{}T000000Z", self.record.on.0.format("%Y%m%d")));
    }

    /// A property that is a moment or a whole day, and its value.
    fn moment(&self, name: &str, day: Date, time: Option<NaiveTime>) -> String {
        let day = day.0.format("%Y%m%d");
        match time {
            Some(time) => format!("{name};TZID={}:{day}T{}", self.zone.name(), clock(time)),
            None => format!("{name};VALUE=DATE:{day}"),
        }
    }

    /// A moment for everybody: `20260113T143000Z`.
    fn utc(&self, day: Date, time: NaiveTime) -> String {
        format!("{}Z", instant(self.zone, day, time).naive_utc().format("%Y%m%dT%H%M%S"))
    }
}

/// A time without a second that calendars do not know.
fn clock(time: NaiveTime) -> String {
    let clock = time.format("%H%M%S").to_string();
    if clock.ends_with("60") { format!("{}59", &clock[..4]) } else { clock }
}

/// The day of a moment, where that is known.
fn exact(moment: Moment) -> Option<Date> {
    match moment.day {
        VagueDate::Day(day) => Some(day),
        _ => None,
    }
}
