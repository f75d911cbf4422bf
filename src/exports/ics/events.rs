//! Meetings, series and deadlines as entries: a series by its rhythm, and by themselves the dates that went otherwise.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveTime, TimeDelta};

use crate::answers::audience::Audience;
use crate::answers::due::saying::known;
use crate::answers::due::{Due, What, called_together, concerns};
use crate::answers::meetings::{Meeting, State, dates, has_regular, in_rhythm, instant, is_meeting};
use crate::date::{Date, Moment, VagueDate};
use crate::exports::ics::lines::Lines;
use crate::exports::ics::{Calendar, exact};
use crate::keys;
use crate::record::event::{AgendaItem, Event, EventKind, EventStatus, Repeat};
use crate::record::values::Step;
use crate::text;
use crate::text::{Lang, Text};
use crate::words::names::value_name;

/// So many of those who are invited are named.
const NAMED: usize = 6;

/// The last year that four digits can write.
const LAST_YEAR: i32 = 9999;

/// What an entry stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Entry<'a> {
    /// The only date of an event.
    Single,
    /// A series: every date of its rhythm.
    Series(&'a Repeat, Step),
    /// A date of a series that is not like the others.
    Instead,
    /// A date beside the rhythm, to which one was moved for instance.
    Beside,
}

impl Calendar<'_> {
    /// Whether a day of an event lies between those that are asked, and concerns whom is asked.
    pub(super) fn has(&self, event: &Event) -> bool {
        let asked = self.asked(event);
        let Some(meeting) = asked.first() else { return false };
        self.those.as_ref().is_none_or(|those| {
            let due = Due { day: meeting.on, what: What::Meeting(*meeting), who: called_together(event), at: event.at(keys!["starts"]) };
            concerns(self.record, &due, those)
        })
    }

    /// The dates that are asked; one that has begun is asked until it ends.
    fn asked<'e>(&self, event: &'e Event) -> Vec<Meeting<'e>> {
        let from = self.options.from;
        let lasts = event.ends.map_or(0, |ends| ends.date().days_since(event.starts.date())).clamp(0, 366);
        let mut asked = dates(event, from.plus_days(-lasts), self.options.until, self.record.on);
        asked.retain(|meeting| matches!(meeting.day, VagueDate::Day(_)) && meeting.last() >= from);
        asked
    }

    /// Writes what stands on record of an event.
    pub(super) fn event(&self, lines: &mut Lines, event: &Event) {
        let first = event.starts.date();
        let is_regular = exact(event.starts).is_some() && has_regular(event);
        let of = |day: Date| dates(event, day, day, self.record.on).into_iter().next();
        let told: BTreeSet<Date> = event.occurrence.iter().map(|date| date.on).collect();
        let step = event.repeat.as_deref().and_then(|repeat| Some((repeat, repeat.every.step()?)));
        match step.filter(|_| is_regular) {
            Some((repeat, step)) => {
                let called_off = event.status == Some(EventStatus::Cancelled);
                let state = if called_off { State::Cancelled } else { State::Planned };
                let series = Meeting { event, on: first, day: event.starts.day, state, occurrence: None };
                self.entry(lines, Entry::Series(repeat, step), &series);
                let lasts = self.lasts(&series);
                // A meeting in the night in which the clocks change ends by the clock, and not after as long as the others.
                let longer = self.asked(event).into_iter().filter(|meeting| self.lasts(meeting) != lasts).map(|meeting| meeting.on);
                let days: BTreeSet<Date> = told.iter().copied().chain([first]).chain(longer).collect();
                for meeting in days.into_iter().filter(|day| is_kept(event, *day)).filter_map(of) {
                    let differs = (meeting.state == State::Cancelled) != called_off;
                    if differs || meeting.minutes().is_some() || self.lasts(&meeting) != lasts {
                        self.entry(lines, Entry::Instead, &meeting);
                    }
                }
            }
            None if is_regular => {
                if let Some(meeting) = of(first) {
                    self.entry(lines, Entry::Single, &meeting);
                }
            }
            None => {}
        }
        for day in told.into_iter().filter(|day| !(is_regular && is_kept(event, *day))) {
            if let Some(meeting) = of(day).filter(|meeting| matches!(meeting.day, VagueDate::Day(_))) {
                self.entry(lines, Entry::Beside, &meeting);
            }
        }
    }

    fn entry(&self, lines: &mut Lines, entry: Entry<'_>, meeting: &Meeting<'_>) {
        let (event, time) = (meeting.event, meeting.event.starts.time);
        let is_cancelled = meeting.state == State::Cancelled;
        lines.line("BEGIN:VEVENT");
        match entry {
            Entry::Beside => self.uid(lines, &format!("events/{}/{}", event.id, meeting.on)),
            _ => self.uid(lines, &format!("events/{}", event.id)),
        }
        self.stamp(lines);
        if entry == Entry::Instead {
            lines.line(&self.moment("RECURRENCE-ID", meeting.on, time));
        }
        lines.line(&self.moment("DTSTART", meeting.on, time));
        if let Some(end) = self.end(meeting) {
            lines.line(&end);
        }
        if let Entry::Series(repeat, step) = entry {
            lines.line(&format!("RRULE:{}", self.rule(event, repeat, step)));
            let except: BTreeSet<Date> = repeat.except.iter().copied().filter(|day| in_rhythm(event, *day)).collect();
            for day in except {
                lines.line(&self.moment("EXDATE", day, time));
            }
        }
        if let Some(sequence) = event.sequence {
            lines.line(&format!("SEQUENCE:{}", i32::try_from(sequence).unwrap_or(i32::MAX)));
        }
        let title = &event.title;
        // Many a program shows what is cancelled as if it were not.
        let summary = if is_cancelled { text!(en: "Cancelled: {title}", nl: "Vervallen: {title}") } else { Text::same(title.as_str()) };
        lines.text("SUMMARY", &self.shown(self.said(&summary)));
        lines.line(if is_cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        // A deadline takes nobody's time, nor does what is cancelled.
        if is_cancelled || !is_meeting(event) {
            lines.line("TRANSP:TRANSPARENT");
        }
        if let Some(kind) = event.kind.filter(|kind| *kind != EventKind::Other).and_then(kind_name) {
            lines.text("CATEGORIES", self.said(&kind));
        }
        if let Some(place) = &event.place {
            lines.text("LOCATION", &self.shown(place));
        }
        if let Some(url) = event.url.as_deref().map(|url| self.shown(url)).filter(|url| is_address(url)) {
            lines.line(&format!("URL:{url}"));
        }
        let minutes = meeting.minutes().filter(|_| !matches!(entry, Entry::Series(..)));
        let described: Vec<String> = self.described(meeting, minutes).iter().map(|line| self.shown(line)).collect();
        lines.texts("DESCRIPTION", &described);
        lines.line("END:VEVENT");
    }

    /// When a date ends, as a property; none where that is not known, or not after it begins.
    fn end(&self, meeting: &Meeting<'_>) -> Option<String> {
        let ends = meeting.ends().and_then(|ends| Some((exact(ends)?, ends.time)));
        let after = |day: Date| Some(day.plus_days(1)).filter(|day| day.year() <= LAST_YEAR);
        let Some(time) = meeting.event.starts.time else {
            let last = ends.map_or(meeting.on, |(day, _)| day.max(meeting.on));
            return Some(self.moment("DTEND", after(last)?, None));
        };
        let (day, until) = match ends? {
            (day, Some(until)) => (day, until),
            // Nobody wrote down at what time: until the end of that day.
            (day, None) => (after(day)?, NaiveTime::MIN),
        };
        (instant(self.zone, day, until) > instant(self.zone, meeting.on, time)).then(|| self.moment("DTEND", day, Some(until)))
    }

    /// How long a date lasts, whatever the clocks do meanwhile.
    fn lasts(&self, meeting: &Meeting<'_>) -> Option<TimeDelta> {
        let (Moment { time: Some(until), .. }, time) = (meeting.ends()?, meeting.event.starts.time?) else { return None };
        Some(instant(self.zone, exact(meeting.ends()?)?, until) - instant(self.zone, meeting.on, time))
    }

    /// A rhythm as a rule that gives the same days: a month that has no such day has its last instead.
    fn rule(&self, event: &Event, repeat: &Repeat, step: Step) -> String {
        let first = event.starts.date().0;
        let every = |number: u32| if number == 1 { String::new() } else { format!(";INTERVAL={number}") };
        let mut rule = match step {
            Step::Days(days) if days.is_multiple_of(7) => format!("FREQ=WEEKLY{}", every(days / 7)),
            Step::Days(days) => format!("FREQ=DAILY{}", every(days)),
            Step::Months(months) if months.is_multiple_of(12) && (first.month() != 2 || first.day() < 29) => {
                format!("FREQ=YEARLY{}", every(months / 12))
            }
            Step::Months(months) if first.day() > 28 => {
                let days: Vec<String> = (28..=first.day()).map(|day| day.to_string()).collect();
                format!("FREQ=MONTHLY{};BYMONTHDAY={};BYSETPOS=-1", every(months), days.join(","))
            }
            Step::Months(months) => format!("FREQ=MONTHLY{}", every(months)),
        };
        if let Some(until) = repeat.until {
            match event.starts.time {
                Some(time) => rule.push_str(&format!(";UNTIL={}", self.utc(until, time))),
                None => rule.push_str(&format!(";UNTIL={}", until.0.format("%Y%m%d"))),
            }
        }
        rule
    }

    /// Who is invited and by whom, what is on the agenda and what to read beforehand, and where the minutes are.
    fn described(&self, meeting: &Meeting<'_>, minutes: Option<&str>) -> Vec<String> {
        let (event, dutch) = (meeting.event, self.options.lang == Lang::Nl);
        let mut lines = Vec::new();
        let named = |id| self.said(&known(self.record, id, self.options.audience)).to_owned();
        // Remarks are for those who take part; here one says why it is cancelled.
        let reason = event.note.as_deref().filter(|_| meeting.state == State::Cancelled && event.status == Some(EventStatus::Cancelled));
        lines.extend(reason.filter(|_| self.options.audience > Audience::Public).map(str::to_owned));
        if !event.invited.is_empty() {
            let mut all: Vec<String> = event.invited.iter().take(NAMED).map(named).collect();
            let more = event.invited.len().saturating_sub(NAMED);
            if more > 0 {
                all.push(if dutch { format!("nog {more}") } else { format!("{more} more") });
            }
            lines.push(format!("{} {}", if dutch { "Voor:" } else { "For:" }, all.join(", ")));
        }
        if let Some(organiser) = &event.organiser {
            lines.push(format!("{} {}", if dutch { "Organisatie:" } else { "Organised by:" }, named(organiser)));
        }
        if !event.agenda.is_empty() {
            lines.extend([String::new(), "Agenda:".to_owned()]);
            for item in &event.agenda {
                lines.extend(self.item(item));
            }
        }
        if minutes.is_some() || event.url.is_some() {
            lines.push(String::new());
        }
        lines.extend(minutes.map(|place| format!("{} {place}", if dutch { "Verslag:" } else { "Minutes:" })));
        // Where a program does not show the address of an entry, it can be read here.
        lines.extend(event.url.as_ref().map(|url| format!("{} {url}", if dutch { "Meer informatie:" } else { "More:" })));
        lines
    }

    /// `- Begroting 2027 vaststellen (ter besluitvorming, 30 min., Penningmeester)`, and what to read beforehand.
    fn item(&self, item: &AgendaItem) -> Vec<String> {
        let mut marks: Vec<String> = item.purpose.iter().map(|purpose| self.said(&purpose.name()).to_owned()).collect();
        marks.extend(item.minutes.map(|minutes| format!("{minutes} min.")));
        marks.extend(item.by.iter().map(|by| self.said(&known(self.record, by, self.options.audience)).to_owned()));
        let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
        let mut lines = vec![format!("- {}{marks}", item.what)];
        let paper = if self.options.lang == Lang::Nl { "stuk:" } else { "paper:" };
        lines.extend(item.paper.iter().map(|place| format!("  {paper} {place}")));
        lines
    }
}

/// Whether a day is one of the rhythm and not left out.
fn is_kept(event: &Event, day: Date) -> bool {
    in_rhythm(event, day) && !event.repeat.as_ref().is_some_and(|repeat| repeat.except.contains(&day))
}

/// What people call a kind of event, with a capital.
fn kind_name(kind: EventKind) -> Option<Text> {
    let value = serde_json::to_value(kind).expect("plain values are always JSON");
    value_name(value.as_str()?).map(|name| name.capital())
}

/// Whether it is an address that calendars can be given as such.
fn is_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && url.bytes().all(|b| b.is_ascii_graphic())
}
