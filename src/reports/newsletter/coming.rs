//! The next dates, in a newsletter.

use std::collections::BTreeSet;

use crate::answers::meetings::{Meeting, State, between, is_meeting};
use crate::date::Date;
use crate::record::participant::Status;
use crate::reports::newsletter::people::is_member;
use crate::reports::newsletter::{Draft, Section};
use crate::text;
use crate::text::{Lang, Text};

/// How far ahead, in months: until the newsletter after the next.
const MONTHS: u32 = 4;
/// More dates than this belong on the website.
const MOST: usize = 8;

pub fn dates(draft: &Draft<'_>) -> Section {
    let until: Date = draft.record.on.plus_months(MONTHS);
    let mut seen = BTreeSet::new();
    let coming = between(draft.record, draft.record.on.plus_days(1), until);
    let meetings = coming
        .iter()
        .filter(|meeting| matches!(meeting.state, State::Planned | State::Cancelled) && draft.is_for_all(meeting.event))
        // Of a series the first is enough; what does not go on is told of each.
        .filter(|meeting| meeting.state == State::Cancelled || seen.insert(&meeting.event.id))
        .map(|meeting| (meeting.day.last(), line(meeting)));
    let mut dated: Vec<(Date, Text)> = meetings.chain(joining(draft, until)).collect();
    dated.sort_by_key(|(day, _)| *day);
    let lines: Vec<Text> = dated.into_iter().map(|(_, line)| line).take(MOST).collect();
    Section {
        id: "dates",
        label: Text::new("the next dates", "de agenda"),
        heading: Text::new("Coming up", "Op de agenda"),
        opening: None,
        lines,
        closing: None,
    }
}

/// Organisations that are going to take part.
fn joining(draft: &Draft<'_>, until: Date) -> Vec<(Date, Text)> {
    let on = draft.record.on;
    let all = draft.record.participants.values().filter(|one| is_member(one) && one.status_on(on) != Some(Status::Left));
    let coming = all.filter_map(|one| Some((one, one.joined.filter(|joined| joined.last() > on && joined.first() <= until)?)));
    coming
        .map(|(one, joined)| {
            let name = &one.name;
            (joined.last(), text!(joined; en: "{joined}: {name} joins us", nl: "{joined}: {name} gaat meedoen"))
        })
        .collect()
}

fn line(meeting: &Meeting<'_>) -> Text {
    let (day, title) = (meeting.day, &meeting.event.title);
    if meeting.state == State::Cancelled {
        return text!(day; en: "{day}: {title} has been cancelled", nl: "{day}: {title} gaat niet door");
    }
    if !is_meeting(meeting.event) {
        return text!(day; en: "By {day}: {title}", nl: "Uiterlijk {day}: {title}");
    }
    let time = time(meeting);
    let line = text!(day, time; en: "{day}{time}: {title}", nl: "{day}{time}: {title}");
    let line = match meeting.event.place.as_deref() {
        Some(place) => line.then(&Text::same(format!(", {place}"))),
        None => line,
    };
    match meeting.event.url.as_deref() {
        Some(url) => line.then(&Text::same(format!(" ({url})"))),
        None => line,
    }
}

/// From when until when: `, 10.00–12.30 uur`.
fn time(meeting: &Meeting<'_>) -> Text {
    let Some(from) = meeting.starts().time else { return Text::default() };
    let until = meeting.ends().filter(|ends| ends.day == meeting.day).and_then(|ends| ends.time);
    let said = |lang: Lang| {
        let clock = if lang == Lang::Nl { "%H.%M" } else { "%H:%M" };
        let until = until.map_or_else(String::new, |until| format!("–{}", until.format(clock)));
        format!(", {}{until}{}", from.format(clock), if lang == Lang::Nl { " uur" } else { "" })
    };
    Text { en: said(Lang::En).into(), nl: said(Lang::Nl).into() }
}
