//! The next dates, in a newsletter.

use std::collections::BTreeSet;

use crate::answers::meetings::{Meeting, State, between, is_meeting};
use crate::date::Date;
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
    let lines: Vec<Text> = coming
        .iter()
        .filter(|meeting| meeting.state == State::Planned && draft.is_for_all(meeting.event))
        // Of a series the first is enough.
        .filter(|meeting| seen.insert(&meeting.event.id))
        .take(MOST)
        .map(line)
        .collect();
    Section {
        id: "dates",
        label: Text::new("the next dates", "de agenda"),
        heading: Text::new("Coming up", "Op de agenda"),
        opening: None,
        lines,
        closing: None,
    }
}

fn line(meeting: &Meeting<'_>) -> Text {
    let (day, title) = (meeting.day, &meeting.event.title);
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
