//! What time makes of a record: dates of series, the phase, the way in of a new participant, and what is due.

use std::fs;

use chrono::NaiveTime;
use commons::answers::due::{Span, What, due};
use commons::answers::meetings::{State, Wanted, between, dates, instant, next, previous};
use commons::answers::onboarding::{Buddy, StepState, way_in, ways_in};
use commons::answers::phase::{Next, growth, lasting};
use commons::handbook::Phase;
use commons::record::Record;
use commons::record::event::{Event, EventKind};
use commons::record::load::load;
use commons::source::directory;

use crate::cases::{DAY, day, root};

/// The record that these files are.
fn record(files: &[(&str, &str)], on: &str) -> Record {
    let fresh = tempfile::tempdir().expect("a directory can be made");
    let settings = ("commons.toml", "format = 1\nname = \"Proef\"\n");
    for (path, text) in std::iter::once(&settings).chain(files) {
        let path = fresh.path().join(path);
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    let source = directory::open(fresh.path()).expect("a record can be listed");
    let (record, findings) = load(&source, day(on), &|| ());
    assert!(findings.is_empty(), "{findings:?}");
    record
}

fn event(text: &str) -> Event {
    toml::from_str(&format!("title = \"Overleg\"\n{text}")).expect("a test writes real events")
}

fn days(event: &Event, from: &str, until: &str) -> Vec<String> {
    dates(event, day(from), day(until), day(DAY)).iter().map(|meeting| meeting.on.to_string()).collect()
}

#[test]
fn a_series_has_its_rhythm_without_its_exceptions() {
    let weekly = event(
        "starts = 2026-03-12T10:00:00\nends = 2026-03-12T11:00:00\nrepeat = { every = \"2 weeks\", until = 2026-05-07, except = [2026-04-09] }",
    );
    assert_eq!(days(&weekly, "2026-01-01", "2026-12-31"), ["2026-03-12", "2026-03-26", "2026-04-23", "2026-05-07"]);
    assert_eq!(days(&weekly, "2026-03-13", "2026-04-22"), ["2026-03-26"]);
    let once = event("starts = 2026-03-12");
    assert_eq!(days(&once, "2026-03-12", "2026-03-12"), ["2026-03-12"]);
    assert!(days(&once, "2026-03-13", "2026-12-31").is_empty() && days(&once, "2026-01-01", "2026-03-11").is_empty());
    // Without a rhythm that says when, only what was written down is known.
    let irregular = event("starts = 2026-03-12\nrepeat = { every = \"irregular\" }\noccurrence = [{ on = 2026-06-01 }]");
    assert_eq!(days(&irregular, "2026-01-01", "2029-12-31"), ["2026-03-12", "2026-06-01"]);
}

#[test]
fn the_last_day_of_a_month_stays_the_last_day() {
    let monthly = event("starts = 2026-01-31\nrepeat = { every = \"month\" }");
    assert_eq!(days(&monthly, "2026-02-01", "2026-05-31"), ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
    let leap = event("kind = \"deadline\"\nstarts = 2024-02-29\nrepeat = { every = \"year\" }");
    assert_eq!(days(&leap, "2024-01-01", "2028-12-31"), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
    let quarterly = event("starts = 2025-11-30\nrepeat = { every = \"quarterly\" }");
    assert_eq!(days(&quarterly, "2026-02-28", "2026-02-28"), ["2026-02-28"]);
    assert_eq!(days(&quarterly, "2026-03-01", "2026-05-30"), ["2026-05-30"]);
}

/// Whatever the day that is asked, counting from it gives what counting from the first day gives.
#[test]
fn a_series_is_the_same_wherever_one_begins_to_count() {
    for (starts, every) in
        [("2024-01-31", "month"), ("2024-02-29", "5 months"), ("2023-12-30", "week"), ("2024-08-31", "9 days"), ("2020-02-29", "2 years")]
    {
        let series = event(&format!("starts = {starts}\nrepeat = {{ every = \"{every}\" }}"));
        let all = days(&series, "2020-01-01", "2032-12-31");
        for n in 0..800 {
            let from = day("2024-01-15").plus_days(n * 3);
            let wanted: Vec<&String> = all.iter().filter(|on| **on >= from.to_string()).collect();
            let found = days(&series, &from.to_string(), "2032-12-31");
            assert_eq!(found.iter().collect::<Vec<_>>(), wanted, "{starts}, {every}, from {from}");
        }
    }
}

#[test]
fn what_became_of_each_date_is_kept() {
    let series = event(
        "starts = 2026-08-03T10:00:00\nrepeat = { every = \"month\", except = [2026-11-03] }\n\
         occurrence = [{ on = 2026-08-03, attended = [\"zwolle\"] }, { on = 2026-10-03, status = \"cancelled\" }, { on = 2026-11-05 }]",
    );
    let told: Vec<(String, State)> = dates(&series, day("2026-08-01"), day("2026-12-31"), day(DAY))
        .iter()
        .map(|meeting| (meeting.on.to_string(), meeting.state))
        .collect();
    let expected = [
        ("2026-08-03", State::Held),
        ("2026-09-03", State::Passed),
        ("2026-10-03", State::Cancelled),
        ("2026-11-05", State::Planned),
        ("2026-12-03", State::Planned),
    ];
    assert_eq!(told, expected.map(|(on, state)| (on.to_owned(), state)));
    let off = event(
        "starts = 2026-08-03\nstatus = \"cancelled\"\nrepeat = { every = \"day\" }\noccurrence = [{ on = 2026-08-04, minutes = \"x.md\" }]",
    );
    let states: Vec<State> = dates(&off, day("2026-08-03"), day("2026-08-05"), day(DAY)).iter().map(|meeting| meeting.state).collect();
    assert_eq!(states, [State::Cancelled, State::Held, State::Cancelled]);
    let long = event("starts = 2026-09-30T09:00:00\nends = 2026-10-02T17:00:00");
    let meeting = dates(&long, day("2026-09-30"), day("2026-09-30"), day(DAY))[0];
    assert_eq!((meeting.state, meeting.last()), (State::Planned, day("2026-10-02")), "it is going on");
}

/// A daily series over three centuries and one without an end, near and far, and one of which every date is cancelled.
#[test]
fn long_series_are_looked_up_near_and_far() {
    let daily = event("starts = 1900-01-01\nrepeat = { every = \"1 day\" }");
    assert_eq!(days(&daily, "1900-01-01", "2199-12-31").len(), 109_573);
    assert_eq!(days(&daily, "9999-12-30", "9999-12-31").len(), 2);
    let record = record(
        &[
            ("events/a.toml", "title = \"A\"\nkind = \"other\"\nstarts = 1900-01-01\nrepeat = { every = \"1 day\" }\n"),
            (
                "events/b.toml",
                "title = \"B\"\nkind = \"webinar\"\nstarts = 1900-01-01\nstatus = \"cancelled\"\nrepeat = { every = \"1 day\" }\n",
            ),
        ],
        DAY,
    );
    for _ in 0..100 {
        assert_eq!(next(&record, Wanted::Kind(EventKind::Other), day("2026-10-01")).map(|meeting| meeting.on), Some(day("2026-10-01")));
        assert_eq!(previous(&record, Wanted::Kind(EventKind::Other), day("2026-10-01")).map(|meeting| meeting.on), Some(day("2026-09-30")));
        assert_eq!(next(&record, Wanted::Kind(EventKind::Webinar), day("2026-10-01")), None);
    }
}

#[test]
fn meetings_are_found_before_and_after_a_day() {
    let record = record(
        &[
            ("roles/stuurgroep.toml", "title = \"Stuurgroep\"\nkind = \"body\"\n"),
            ("events/a.toml", "title = \"A\"\nkind = \"steering\"\nbody = \"stuurgroep\"\nstarts = 2026-09-03\n"),
            ("events/b.toml", "title = \"B\"\nkind = \"steering\"\nbody = \"stuurgroep\"\nstarts = 2026-11-05\nstatus = \"cancelled\"\n"),
            ("events/c.toml", "title = \"C\"\nkind = \"steering\"\nbody = \"stuurgroep\"\nstarts = 2026-12-03\n"),
            (
                "events/d.toml",
                "title = \"D\"\nkind = \"user-meeting\"\nstarts = 2026-01-05T10:00:00\nrepeat = { every = \"quarterly\", except = [2026-10-05] }\n",
            ),
        ],
        DAY,
    );
    let body = Wanted::Body("stuurgroep");
    assert_eq!(previous(&record, body, record.on).map(|meeting| meeting.event.id.as_str()), Some("a"));
    assert_eq!(next(&record, body, record.on).map(|meeting| meeting.event.id.as_str()), Some("c"), "what is cancelled is not next");
    assert_eq!(next(&record, body, day("2026-12-04")), None);
    let users = Wanted::Kind(EventKind::UserMeeting);
    assert_eq!(previous(&record, users, record.on).map(|meeting| meeting.on), Some(day("2026-07-05")));
    assert_eq!(next(&record, users, record.on).map(|meeting| meeting.on), Some(day("2027-01-05")));
    assert_eq!(
        next(&record, Wanted::Event("d"), day("2027-01-05")).map(|meeting| meeting.on),
        Some(day("2027-01-05")),
        "the day itself counts"
    );
    let all: Vec<&str> = between(&record, day("2026-09-01"), day("2027-01-31")).iter().map(|meeting| meeting.event.id.as_str()).collect();
    assert_eq!(all, ["a", "b", "c", "d"]);
}

/// The clock of a meeting stays where it is when the clocks change; a time that does not exist is an hour later.
#[test]
fn meetings_keep_their_hour_across_the_change_of_clocks() {
    let zone = chrono_tz::Europe::Amsterdam;
    let at = |on: &str, hour: u32, minute: u32| {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a test writes real times");
        instant(zone, day(on), time).with_timezone(&chrono::Utc).format("%d %H:%M").to_string()
    };
    assert_eq!((at("2026-03-28", 10, 0), at("2026-03-29", 10, 0)), ("28 09:00".to_owned(), "29 08:00".to_owned()));
    assert_eq!(at("2026-03-29", 2, 30), "29 01:30", "half past two is half past three in summer time");
    assert_eq!(at("2026-10-25", 2, 30), "25 00:30", "the first of the two");
    assert_eq!(at("2026-10-26", 10, 0), "26 09:00");
}

#[test]
fn the_next_phase_begins_when_the_sixth_municipality_joins() {
    let texts: Vec<(String, String)> = (1..=21)
        .map(|n| {
            let joined = if n == 6 { "2027-01-01" } else { "2024-01-01" };
            (format!("participants/m{n}.toml"), format!("name = \"M{n}\"\nkind = \"municipality\"\njoined = {joined}\n"))
        })
        .collect();
    let of = |count: usize| {
        let files: Vec<(&str, &str)> = texts[..count].iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        record(&files, DAY)
    };
    let five = of(5);
    let now = growth(&five, five.on);
    assert_eq!((now.municipalities, now.phase), (5, Some(Phase::Pioneer)));
    assert_eq!(now.next, Some(Next { phase: Phase::Growth, from: 6, day: None }));
    assert_eq!(growth(&five, day("2023-12-31")).phase, None, "before anybody joined there was no community");
    let six = of(6);
    assert_eq!(growth(&six, six.on).next.and_then(|next| next.day), Some(day("2027-01-01")));
    assert_eq!((growth(&six, day("2027-01-01")).phase, lasting(&six)), (Some(Phase::Growth), 6));
    let many = of(21);
    assert_eq!((growth(&many, many.on).municipalities, growth(&many, many.on).phase), (20, Some(Phase::Growth)));
    let later = growth(&many, day("2027-01-01"));
    assert_eq!((later.phase, later.next), (Some(Phase::Mature), None));
}

const NEW: &str = "name = \"Nieuw\"\nkind = \"municipality\"\njoined = 2026-09-04\n[people.bea]\nname = \"Bea\"\n[onboarding]\nfrom = 2026-09-04\nbuddy = \"bea\"\n\
    [onboarding.done]\nwelcome-mail = 2026-09-07\nmeet-coordinator = 2026-10-15\n[onboarding.not_applicable]\naccess = \"SaaS\"\n";

#[test]
fn the_way_in_has_seven_steps_and_those_of_the_collaboration() {
    let files = [
        ("participants/nieuw.toml", NEW),
        (
            "community.toml",
            "[[step]]\nid = \"contract\"\nwhat = \"Getekend\"\nwho = \"coach\"\nafter_days = 42\n[[step]]\nid = \"los\"\nwhat = \"Ooit\"\n",
        ),
        ("roles/coach.toml", "title = \"Coach\"\n"),
        ("tasks/onboarding.toml", "title = \"Onboarding\"\n[raci]\nresponsible = [\"coach\"]\naccountable = \"coach\"\n"),
        ("events/overleg.toml", "title = \"Overleg\"\nkind = \"user-meeting\"\nstarts = 2026-06-10\nrepeat = { every = \"quarterly\" }\n"),
    ];
    let of = |on: &str| record(&files, on);
    let now = of(DAY);
    let way = way_in(&now, &now.participants["nieuw"]).expect("it is on the way in");
    let told: Vec<String> = way
        .steps
        .iter()
        .map(|step| {
            let due = step.due.map_or_else(|| "-".to_owned(), |due| due.to_string());
            let by: Vec<&str> = step.by.iter().map(|id| id.as_str()).collect();
            format!("{} {due} {} {:?}", step.step.id(), by.join(","), step.state)
        })
        .collect();
    let expected = [
        // 4 September is a Friday.
        "welcome-mail 2026-09-08 coach Done(2026-09-07)",
        "channel-invitation 2026-09-11 coach Overdue",
        // What was done later than the day asked was not done yet.
        "meet-coordinator 2026-09-18 coach Overdue",
        "buddy 2026-09-18 coach Overdue",
        "onboarding-session 2026-10-02 bea Open",
        "access 2026-10-02  NotApplicable(\"SaaS\")",
        "first-meeting 2026-09-10 nieuw Overdue",
        "contract 2026-10-16 coach Open",
        "los -  Open",
    ];
    assert_eq!(told, expected);
    assert!(!way.is_finished());
    assert!(matches!(way.buddy, Buddy::InForce { until, .. } if until == day("2026-12-03")));
    let later = of("2026-12-04");
    let way = &ways_in(&later)[0];
    assert!(matches!(way.buddy, Buddy::Ended { .. }));
    assert!(matches!(way.steps[2].state, StepState::Done(_)));
    // Everything done or not applicable is finished.
    let done: String =
        ["welcome-mail", "channel-invitation", "meet-coordinator", "buddy", "onboarding-session", "first-meeting", "contract", "los"]
            .map(|step| format!("{step} = 2026-09-10\n"))
            .concat();
    let all = NEW.replace("welcome-mail = 2026-09-07\nmeet-coordinator = 2026-10-15\n", &done);
    let finished = record(&[("participants/nieuw.toml", &all), files[1], files[2]], DAY);
    assert!(ways_in(&finished)[0].is_finished());
    // Whoever has left is no longer on the way in.
    let left = NEW.replace("joined = 2026-09-04\n", "joined = 2026-09-04\nleft = 2026-09-20\n");
    assert!(ways_in(&record(&[("participants/nieuw.toml", &left)], DAY)).is_empty());
}

/// What each example is asked in the quarter after its day, counted by kind.
#[test]
fn the_examples_are_asked_what_their_files_say() {
    let of = |name: &str| {
        let source = directory::open(&root().join("examples").join(name)).expect("an example can be listed");
        load(&source, day(DAY), &|| ()).0
    };
    let example = of("wijkwijzer");
    let found = due(&example, Span { from: None, until: day("2026-12-31") });
    assert!(found.is_sorted_by_key(|one| one.day));
    let count = |id: &str| found.iter().filter(|one| one.what.id() == id).count();
    assert_eq!((count("action"), count("deadline"), count("buddy")), (4, 0, 1), "{found:?}");
    assert_eq!(count("onboarding"), 3, "session, first meeting, agreement");
    assert!(found.iter().all(|one| What::IDS.contains(&one.what.id())));
    let empty = record(&[], DAY);
    let nothing = due(&empty, Span { from: None, until: day("2999-12-31") });
    assert!(nothing.is_empty(), "nothing agreed, nothing missed: {nothing:?}");
}
