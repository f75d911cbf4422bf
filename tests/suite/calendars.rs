//! `commons calendar`, read back by two other programs: libical, and a parser in Python that works out every date.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use chrono::NaiveTime;
use commons::answers::due::{Span, What, due};
use commons::answers::meetings::{Meeting, State, dates, instant};
use commons::date::{Date, Moment, VagueDate};
use commons::record::Record;
use commons::record::load::load;
use commons::source::directory;

use crate::cases::{DAY, day, root};
use crate::judges::{head, tool};
use crate::program::Fresh;

/// An entry as it was read: the thing that it is about, its begin and end by the clock, title and status.
type Entry = (String, String, String, String, String);

fn loaded(folder: &Path) -> Record {
    load(&directory::open(folder).expect("the record can be listed"), day(DAY), &|| ()).0
}

/// What the record itself says of every date between two days.
fn expected(record: &Record, from: Date, until: Date) -> Vec<Entry> {
    let zone = record.collaboration.as_ref().and_then(|settings| settings.time_zone).map_or(chrono_tz::Europe::Amsterdam, |zone| zone.0);
    let plain = |day: Date, time: Option<NaiveTime>| match time {
        Some(time) => format!("{day}T{}", time.format("%H:%M:%S")),
        None => day.to_string(),
    };
    let entry = |meeting: Meeting<'_>| {
        let time = meeting.event.starts.time;
        let end = match (time, meeting.ends()) {
            (None, ends) => plain(ends.map_or(meeting.on, Moment::date).max(meeting.on).plus_days(1), None),
            (Some(_), Some(ends)) if ends.time.is_none() => plain(ends.date().plus_days(1), Some(NaiveTime::MIN)),
            (Some(_), Some(ends)) => plain(ends.date(), ends.time),
            (Some(_), None) => plain(meeting.on, time),
        };
        let (title, cancelled) = (&meeting.event.title, meeting.state == State::Cancelled);
        let title = if cancelled { format!("Vervallen: {title}") } else { title.clone() };
        // By a clock that skips an hour there is no such time: it is an hour later.
        let begin =
            time.map_or_else(|| plain(meeting.on, None), |time| instant(zone, meeting.on, time).format("%Y-%m-%dT%H:%M:%S").to_string());
        let status = if cancelled { "CANCELLED" } else { "CONFIRMED" };
        (format!("events/{}", meeting.event.id), begin, end, title, status.to_owned())
    };
    let meetings = record.events.values().flat_map(|event| dates(event, from, until, record.on));
    let mut all: Vec<Entry> = meetings.filter(|meeting| matches!(meeting.day, VagueDate::Day(_))).map(entry).collect();
    all.sort();
    all
}

/// Every moment at which something begins, as libical works it out from the calendar's own time zone.
fn by_libical(desk: &Fresh, from: Date, until: Date) -> Vec<(String, i64)> {
    let bare = |day: Date| day.0.format("%Y%m%d").to_string();
    let output = tool(desk, "ical")
        .args([bare(from.plus_days(-3)), bare(until.plus_days(3)), "calendar.ics".to_owned()])
        .output()
        .expect("libical starts");
    let said = String::from_utf8(output.stdout).expect("it prints text");
    assert!(output.status.success() && !said.contains("refused"), "{}", head(&said));
    let one = |line: &str| {
        let mut words = line.split(' ');
        let thing = thing(words.next().expect("there is an id"));
        (thing, words.next().and_then(|second| second.parse().ok()).expect("there is a moment"))
    };
    said.lines().map(one).collect()
}

/// Every entry between two days, as the second parser works it out.
fn by_parser(desk: &Fresh, from: Date, until: Date) -> Vec<Entry> {
    let mut judge: Command = tool(desk, "python/bin/python");
    let output = judge
        .arg(root().join("tests/suite/entries.py"))
        .args([from.to_string(), until.plus_days(1).to_string(), "calendar.ics".to_owned()])
        .output()
        .expect("the parser starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("it prints text");
    let one = |line: &str| {
        let [uid, begin, end, title, status]: [Option<String>; 5] = serde_json::from_str(line).expect("each line is JSON");
        let begin = begin.expect("every entry begins");
        (
            thing(&uid.expect("every entry has an id")),
            begin.clone(),
            end.unwrap_or(begin),
            title.unwrap_or_default(),
            status.unwrap_or_default(),
        )
    };
    let mut all: Vec<Entry> = said.lines().map(one).collect();
    all.sort();
    all
}

/// What an id is about: without the day of a date beside a series, and without the record.
fn thing(uid: &str) -> String {
    let thing = uid.split('@').next().unwrap_or_default();
    match thing.strip_prefix("events/").and_then(|rest| rest.split('/').next()) {
        Some(id) => format!("events/{id}"),
        None => thing.to_owned(),
    }
}

/// Writes the calendar of a record and holds it to the record, by both programs.
fn read_back(record: &Path, from: &str, until: &str) -> (Fresh, usize) {
    let (desk, loaded) = (Fresh::empty(), loaded(record));
    let folder = record.to_str().expect("paths here are text");
    let ran = desk.run(&[
        "-C",
        folder,
        "--lang",
        "nl",
        "calendar",
        "--audience",
        "record",
        "--from",
        from,
        "--until",
        until,
        "-o",
        "calendar.ics",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.said());
    let (from, until) = (day(from), day(until));
    let expected = expected(&loaded, from, until);
    let within = |begin: &str| Date::parse(&begin[..10]).is_some_and(|begin| (from..=until).contains(&begin));
    let read = by_parser(&desk, from, until);
    let meetings: Vec<&Entry> = read.iter().filter(|entry| entry.0.starts_with("events/") && within(&entry.1)).collect();
    for (one, other) in meetings.iter().zip(&expected) {
        assert_eq!(*one, other, "{folder}");
    }
    assert_eq!(meetings.len(), expected.len(), "{folder}");

    let span = Span { from: Some(from), until };
    let mut days: Vec<String> = due(&loaded, span)
        .iter()
        .filter(|due| !matches!(due.what, What::Meeting(_) | What::Deadline(_)))
        .map(|due| due.day.to_string())
        .collect();
    let mut read: Vec<String> = read.into_iter().filter(|entry| !entry.0.starts_with("events/")).map(|entry| entry.1).collect();
    days.sort();
    read.sort();
    assert_eq!(read, days, "{folder}: what is due");

    let zone = loaded.collaboration.as_ref().and_then(|settings| settings.time_zone).map_or(chrono_tz::Europe::Amsterdam, |zone| zone.0);
    let meetings = loaded.events.values().flat_map(|event| dates(event, from, until, loaded.on));
    let mut moments: Vec<(String, i64)> = meetings
        .filter(|meeting| matches!(meeting.day, VagueDate::Day(_)))
        .map(|meeting| {
            let at = meeting.event.starts.time.map_or_else(
                || meeting.on.0.and_time(NaiveTime::MIN).and_utc().timestamp(),
                |time| instant(zone, meeting.on, time).timestamp(),
            );
            (format!("events/{}", meeting.event.id), at)
        })
        .collect();
    let span = (instant(zone, from, NaiveTime::MIN).timestamp(), instant(zone, until.plus_days(1), NaiveTime::MIN).timestamp());
    let is_asked = |(thing, at): &(String, i64)| {
        let midnight = |day: Date| day.0.and_time(NaiveTime::MIN).and_utc().timestamp();
        let whole = loaded.events.get(thing.trim_start_matches("events/")).is_none_or(|event| event.starts.time.is_none());
        if whole { (midnight(from)..=midnight(until)).contains(at) } else { (span.0..span.1).contains(at) }
    };
    let mut read: Vec<(String, i64)> =
        by_libical(&desk, from, until).into_iter().filter(|one| one.0.starts_with("events/") && is_asked(one)).collect();
    moments.sort();
    read.sort();
    assert_eq!(read, moments, "{folder}: libical");
    (desk, expected.len())
}

#[test]
fn two_programs_read_back_the_calendar_of_every_example() {
    for (name, from, least) in [("wijkwijzer", "2025-11-01", 20), ("loketplein", "2025-09-01", 30), ("buurtkaart", "2026-01-01", 4)] {
        let (_, count) = read_back(&root().join("examples").join(name), from, "2028-12-31");
        assert!(count >= least, "{name}: {count}");
    }
}

/// Events of every sort that a calendar can get wrong: id and the rest of the file.
const HARD: [(&str, &str); 24] = [
    ("weekly", "starts = 2026-03-05T10:00:00\nends = 2026-03-05T11:30:00\nrepeat = { every = \"week\" }\n"),
    ("to-the-day", "starts = 2026-03-01T10:00:00\nends = 2026-03-01T11:00:00\nrepeat = { every = \"week\", until = 2026-11-01 }\n"),
    ("last-of-month", "starts = 2026-01-31T15:00:00\nends = 2026-01-31T16:00:00\nrepeat = { every = \"month\" }\n"),
    ("last-of-quarter", "starts = 2025-11-30\nrepeat = { every = \"quarter\" }\n"),
    ("the-29th", "starts = 2026-01-29\nrepeat = { every = \"month\", until = 2028-03-31 }\n"),
    ("leap-day", "starts = 2024-02-29\nkind = \"deadline\"\nrepeat = { every = \"year\" }\n"),
    ("half-yearly", "starts = 2025-08-31T09:00:00\nends = 2025-08-31T10:00:00\nrepeat = { every = \"half-yearly\" }\n"),
    ("new-year", "starts = 2025-12-31\nrepeat = { every = \"2 years\" }\n"),
    ("ten-days", "starts = 2026-10-20\nrepeat = { every = \"10 days\" }\n"),
    (
        "excepted",
        "starts = 2026-10-06T09:00:00\nends = 2026-10-06T10:00:00\nrepeat = { every = \"2 weeks\", until = 2026-12-31, except = [2026-10-06, 2026-11-03, 2026-11-04] }\n",
    ),
    (
        "moved",
        "starts = 2026-10-07T09:00:00\nends = 2026-10-07T10:00:00\nrepeat = { every = \"month\", except = [2026-11-07] }\noccurrence = [{ on = 2026-11-10 }, { on = 2026-11-07, status = \"cancelled\" }, { on = 2026-11-12, status = \"cancelled\" }]\n",
    ),
    (
        "called-off-once",
        "starts = 2026-09-01T09:00:00\nends = 2026-09-01T10:00:00\nsequence = 3\nrepeat = { every = \"month\" }\noccurrence = [{ on = 2026-11-01, status = \"cancelled\" }, { on = 2026-09-01, minutes = \"https://x.example/1\" }]\n",
    ),
    (
        "called-off",
        "starts = 2026-08-04T09:00:00\nends = 2026-08-04T10:00:00\nstatus = \"cancelled\"\nrepeat = { every = \"month\" }\noccurrence = [{ on = 2026-09-04, status = \"held\" }]\n",
    ),
    ("at-night", "starts = 2026-10-17T22:00:00\nends = 2026-10-18T08:00:00\nrepeat = { every = \"week\" }\n"),
    ("first-at-night", "starts = 2026-10-24T22:00:00\nends = 2026-10-25T08:00:00\nrepeat = { every = \"month\" }\n"),
    ("days-long", "starts = 2026-10-23T09:00:00\nends = 2026-10-26T17:00:00\n"),
    ("whole-days", "starts = 2026-10-24\nends = 2026-10-26\n"),
    ("until-that-day", "starts = 2026-11-12T10:00:00\nends = 2026-11-12\n"),
    ("without-end", "starts = 2026-11-13T10:00:00\n"),
    ("vague", "starts = \"2026-11\"\n"),
    ("vague-year", "starts = \"2027\"\n"),
    ("cancelled", "starts = 2026-11-14T10:00:00\nends = 2026-11-14T12:00:00\nstatus = \"cancelled\"\nsequence = 1\n"),
    ("irregular", "starts = 2026-11-15T10:00:00\nrepeat = { every = \"irregular\" }\noccurrence = [{ on = 2026-12-15 }]\n"),
    (
        "over-before-it-begins",
        "starts = 2026-11-16\nrepeat = { every = \"week\", until = 2026-11-01 }\noccurrence = [{ on = 2026-11-20 }]\n",
    ),
];

fn hard(zone: &str) -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", format!("format = 1\nname = \"Proef: agenda's, één\"\ntime_zone = \"{zone}\"\n"));
    for (id, rest) in HARD {
        fresh.write(format!("events/{id}.toml"), format!("title = \"Overleg, {id}; ’s ochtends\\\\ {}\"\n{rest}", "é".repeat(40)));
    }
    fresh
}

#[test]
fn two_programs_read_back_every_sort_of_series_across_both_changes_of_the_clock() {
    for zone in ["Europe/Amsterdam", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"] {
        let (_, count) = read_back(hard(zone).path(), "2025-06-01", "2028-12-31");
        assert!(count > 300, "{zone}: {count}");
    }
}

#[test]
fn a_calendar_is_what_the_standard_asks() {
    let fresh = hard("Europe/Amsterdam");
    let write =
        |arguments: &[&str]| String::from_utf8(fresh.run(&[&["calendar", "--lang", "nl"], arguments].concat()).out).expect("it is text");
    let once = write(&[]);
    assert_eq!(once, write(&[]), "the same record gives the same bytes");
    for line in once.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
    }
    let lines = once.replace("\r\n ", "");
    assert!(!lines.contains("METHOD") && !lines.contains("ATTENDEE") && !lines.contains("ORGANIZER"), "nobody is asked to answer");
    for known in [
        "UID:events/cancelled@proef-agendas-een\r\n",
        "SUMMARY:Vervallen: Overleg\\, cancelled\\; ’s ochtends\\\\ ",
        "DTSTART;TZID=Europe/Amsterdam:20261114T100000\r\nDTEND;TZID=Europe/Amsterdam:20261114T120000\r\nSEQUENCE:1\r\n",
        "DTSTART;VALUE=DATE:20261024\r\nDTEND;VALUE=DATE:20261027\r\n",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1\r\n",
        "RRULE:FREQ=WEEKLY;UNTIL=20261101T090000Z\r\n",
        "DESCRIPTION:\\nVerslag: https://x.example/1\r\n",
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20261101T090000\r\nDTSTART;TZID=Europe/Amsterdam:20261101T090000\r\n",
    ] {
        assert!(lines.contains(known), "{known}\n{lines}");
    }
    assert!(!lines.contains("events/vague"), "a month is no day");
    // Whatever day it is asked on and whatever days are asked, a thing has one id; within a calendar each stands once.
    let ids = |text: &str| {
        let entries = text.replace("\r\n ", "");
        let entries = entries.split("BEGIN:VEVENT\r\n").skip(1).filter(|entry| !entry.contains("RECURRENCE-ID")).map(str::to_owned);
        entries.map(|entry| entry.lines().next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let all = ids(&once);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
    let later = ids(&write(&["--from", "2026-11-01", "--until", "2026-11-30"]));
    assert!(later.len() > 5 && later.iter().all(|id| all.contains(id)), "{later:?}");
    for name in ["wijkwijzer", "loketplein", "buurtkaart"] {
        let folder = root().join("examples").join(name).display().to_string();
        let all = ids(&String::from_utf8(fresh.run(&["-C", &folder, "calendar", "--from", "2025-01-01"]).out).expect("it is text"));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{name}: {all:?}");
    }
}

#[test]
fn a_large_record_of_three_years_in_one_run() {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Groot\"\n");
    let rhythms = ["week", "2 weeks", "month", "quarter", "half-yearly", "year", "6 weeks"];
    for n in 0..1000_i64 {
        let on = day("2025-10-01").plus_days(n * 13 % 1000);
        let mut text = format!("title = \"Overleg {n}\"\nstarts = {on}T{:02}:15:00\nends = {on}T{:02}:45:00\n", 8 + n % 9, 9 + n % 9);
        if n % 4 == 0 {
            let (every, except) = (rhythms[usize::try_from(n / 4).unwrap_or(0) % rhythms.len()], on.plus_days(364));
            text.push_str(&format!("repeat = {{ every = \"{every}\", until = 2028-09-30, except = [{except}] }}\noccurrence = [{{ on = {}, status = \"cancelled\" }}]\n", on.plus_days(84)));
        }
        fresh.write(format!("events/e{n}.toml"), text);
    }
    let (_, count) = read_back(fresh.path(), "2025-10-01", "2028-09-30");
    assert!(count > 6000, "{count}");
}

#[test]
fn what_is_due_keeps_its_id_whatever_is_written_before_it() {
    let fresh = Fresh::empty();
    fresh.write("commons.toml", "format = 1\nname = \"Proef\"\n");
    fresh.write("participants/assen.toml", "name = \"Gemeente Assen\"\nkind = \"municipality\"\njoined = 2024-01-01\n[people.jo]\nname = \"Jo\"\n[people.ans]\nname = \"Ans\"\nuntil = 2026-10-31\n");
    let holder = |who: &str| format!("[[holder]]\nwho = \"{who}\"\nfrom = 2025-01-01\nuntil = 2026-12-31\n");
    let action = |what: &str| format!("[[action]]\nwhat = \"{what}\"\nwho = \"jo\"\ndue = 2026-12-01\n");
    let event = "title = \"Overleg\"\nkind = \"user-meeting\"\nstarts = 2026-09-01\n";
    fresh.write("roles/penning.toml", format!("title = \"Penningmeester\"\n{}", holder("jo")));
    fresh.write("events/2026-09-01-overleg.toml", format!("{event}{}", action("Offerte vragen")));
    fresh.write(
        "events/2026-11-05-dag.toml",
        "title = \"Dag\"\nkind = \"community-day\"\nstarts = 2026-11-05\ninvited = [\"all-participants\"]\n",
    );
    let calendar = |more: &[&str]| {
        let ran = fresh.run(&[&["calendar", "--on", "2026-10-01"], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.said());
        ran.shown().replace("\r\n ", "")
    };
    let ids = |text: &str| text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<BTreeSet<_>>();
    let before = ids(&calendar(&[]));
    assert!(before.len() == 3, "{before:?}");
    fresh.write(
        "roles/penning.toml",
        format!("title = \"Penningmeester\"\n{}{}", holder("ans").replace("2026-12-31", "2025-12-31"), holder("jo")),
    );
    fresh.write(
        "events/2026-09-01-overleg.toml",
        format!("{event}{}{}{}", action("Iets eerst"), action("Offerte vragen"), action("Offerte vragen")),
    );
    let after = ids(&calendar(&[]));
    assert!(before.is_subset(&after) && after.len() > before.len() + 1, "{before:?} {after:?}");
    // Nobody is asked to a meeting after their last day.
    assert!(calendar(&["--for", "jo"]).contains("SUMMARY:Dag") && !calendar(&["--for", "ans"]).contains("SUMMARY:Dag"));
    assert!(calendar(&["--lang", "nl"]).contains("SUMMARY:Termijn als Penningmeester loopt af: Jo"));
    // By the settings every entry is known.
    fresh.write("commons.toml", "format = 1\nname = \"Proef\"\ntime_zone = \"Mars/Olympus\"\n");
    let ran = fresh.run(&["calendar"]);
    assert!(ran.code == Some(2) && ran.said().contains("commons.toml"), "{}", ran.said());
}
