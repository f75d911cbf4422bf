//! Rules about meetings: when they are, who organises them, what is on the agenda, and what was done after them.

mod clashes;
mod money;

use crate::answers::meetings::{Meeting, State, Wanted, dates, is_meeting, next, previous};
use crate::answers::phase::growth;
use crate::date::{Date, VagueDate};
use crate::finding::{Class, Finding, Severity};
use crate::handbook::{Level, Phase};
use crate::record::Record;
use crate::record::event::{Action, Event, EventKind, EventStatus};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text};

/// Days after which minutes and actions are spoken of: a holiday may lie between.
const GRACE: i64 = 30;

/// Minutes of a meeting longer ago than this are not written any more.
const WITHIN: i64 = 365;

pub static RULES: &[Rule] = &[
    Rule {
        name: "event-ends-before-start",
        code: "E01",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("an event or a series ends before it begins", "een bijeenkomst of reeks eindigt voordat zij begint"),
        why: Text::new(
            "no calendar can show it, and a series that ends before it begins has no dates at all",
            "geen agenda kan dit tonen, en een reeks die eindigt voordat zij begint heeft geen enkele datum",
        ),
        fix: Text::new("correct `starts`, `ends` or `until` of `repeat`", "verbeter `starts`, `ends` of de `until` van `repeat`"),
        check: Check::Each(ends_before_start),
    },
    Rule {
        name: "same-time-same-people",
        code: "E02",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a body or a person is asked at two meetings at the same time",
            "een gremium of persoon is op hetzelfde moment op twee plekken uitgenodigd",
        ),
        why: Text::new(
            "nobody can be in two places; who sees it in time can still move one of the two (A3)",
            "niemand kan op twee plekken zijn; wie het op tijd ziet, kan een van de twee nog verzetten (A3)",
        ),
        fix: Text::new(
            "move one of them, or write `status = \"cancelled\"` at the one that does not go on",
            "verzet een van de twee, of schrijf `status = \"cancelled\"` bij wat niet doorgaat",
        ),
        check: Check::Each(clashes::same_time_same_people),
    },
    Rule {
        name: "no-meeting-planned",
        code: "E03",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "it is long since users met, and no next meeting is planned",
            "het laatste gebruikersoverleg is lang geleden en er staat geen volgend gepland",
        ),
        why: Text::new(
            "users meet every quarter in the beginning and two to four times a year later; what has no date does not happen (B2, B7, B14)",
            "in het begin is er elk kwartaal een gebruikersoverleg, later twee tot vier keer per jaar; zonder datum komt het er niet van (B2, B7, B14)",
        ),
        fix: Text::new(
            "plan the next one in `events/`, or write at the body how often it `meets`",
            "plan het volgende in `events/`, of zet bij het gremium hoe vaak het bijeenkomt (`meets`)",
        ),
        check: Check::Whole(&[FileKind::Event, FileKind::Role, FileKind::Participant], no_meeting_planned),
    },
    Rule {
        name: "minutes-missing",
        code: "E04",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "of a meeting of more than 30 days ago nothing is written down",
            "van een overleg van meer dan 30 dagen geleden ligt niets vast",
        ),
        why: Text::new(
            "who was not there knows only what is written down; a list of decisions is enough (A3)",
            "wie er niet bij was, weet alleen wat is opgeschreven; een besluitenlijst is genoeg (A3)",
        ),
        fix: Text::new(
            "name the file or address under `minutes`, or write the decisions; what was not held is `status = \"cancelled\"`",
            "noem het bestand of adres bij `minutes`, of leg de besluiten vast; wat niet doorging is `status = \"cancelled\"`",
        ),
        check: Check::Whole(&[FileKind::Event], minutes_missing),
    },
    Rule {
        name: "action-overdue",
        code: "E05",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "an action is open more than 30 days after its day",
            "een actie staat meer dan 30 dagen na de afgesproken datum nog open",
        ),
        why: Text::new(
            "what was agreed and is not done is either forgotten or no longer needed, and both are worth a word (A3)",
            "wat is afgesproken en niet gedaan, is vergeten of niet meer nodig; allebei goed om te bespreken (A3)",
        ),
        fix: Text::new(
            "write `done` with the day, agree on a later `due`, or remove what is no longer needed",
            "zet de dag bij `done`, spreek een latere `due` af, of haal weg wat niet meer nodig is",
        ),
        check: Check::Each(action_overdue),
    },
    Rule {
        name: "action-without-owner",
        code: "E06",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("an open action belongs to nobody", "een openstaande actie heeft nog geen eigenaar"),
        why: Text::new("an action of everybody is done by nobody (A3)", "een actie van iedereen wordt door niemand gedaan (A3)"),
        fix: Text::new("name a role, a person or an organisation under `who`", "noem een rol, persoon of organisatie bij `who`"),
        check: Check::Each(action_without_owner),
    },
    Rule {
        name: "agenda-without-finance",
        code: "E07",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the agenda of a body that answers for money does not mention money",
            "op de agenda van een gremium dat over geld gaat, staat niets over financiën",
        ),
        why: Text::new(
            "money as a standing item keeps surprises small (A15); a user meeting and a steering group have it by themselves",
            "financiën als vast agendapunt voorkomt verrassingen (A15); bij een gebruikersoverleg of stuurgroep staat het er vanzelf op",
        ),
        fix: Text::new(
            "add an item such as `{ what = \"Money\", minutes = 10 }` to `agenda`",
            "voeg een punt toe aan `agenda`, zoals `{ what = \"Financiën\", minutes = 10 }`",
        ),
        check: Check::Whole(&[FileKind::Task, FileKind::Budget], money::agenda_without_finance),
    },
    Rule {
        name: "organiser-missing",
        code: "E08",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("it is not said who organises a meeting", "bij een bijeenkomst staat niet wie die organiseert"),
        why: Text::new(
            "a room, an invitation and an agenda come from somebody; so does the answer to who cannot come (A3)",
            "een zaal, een uitnodiging en een agenda komen van iemand, en wie verhinderd is meldt zich daar (A3)",
        ),
        fix: Text::new(
            "name a role, a person or an organisation under `organiser`",
            "noem een rol, persoon of organisatie bij `organiser`",
        ),
        check: Check::Each(organiser_missing),
    },
    Rule {
        name: "misdated-event",
        code: "E09",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the date in an event's file name is not the date on which it begins",
            "de datum in de bestandsnaam is niet de datum van de bijeenkomst",
        ),
        why: Text::new(
            "one of the two is a slip, and budgets and decisions name the meeting by its file",
            "een van de twee is een vergissing, en begrotingen en besluiten noemen de bijeenkomst bij haar bestandsnaam",
        ),
        fix: Text::new(
            "correct `starts`, or rename the file; a meeting that was moved may keep its name with `sequence = 1`",
            "verbeter `starts`, of hernoem het bestand; wat verzet is, mag de naam houden met `sequence = 1`",
        ),
        check: Check::Each(misdated_event),
    },
];

/// Runs a check over every event, in the order of their ids.
fn each(record: &Record, check: impl Fn(&Event) -> Option<Finding>) -> Vec<Finding> {
    record.events.values().filter_map(check).collect()
}

fn ends_before_start(record: &Record) -> Vec<Finding> {
    each(record, |event| {
        let starts = event.starts;
        if let Some(ends) = event.ends {
            let earlier_day = ends.day.last() < starts.day.first();
            let earlier_hour = ends.day == starts.day && matches!((starts.time, ends.time), (Some(begin), Some(end)) if end < begin);
            if earlier_day || earlier_hour {
                let message = text!(starts, ends; en: "`ends` ({ends}) lies before `starts` ({starts})", nl: "`ends` ({ends}) ligt vóór `starts` ({starts})");
                let help = text!(en: "correct one of the two", nl: "verbeter een van de twee");
                return Some(Finding::new(event.at(keys!["ends"]), message).about(&event.id).help(help));
            }
        }
        let until = event.repeat.as_ref()?.until.filter(|until| *until < starts.date())?;
        let message = text!(starts, until; en: "the series ends on {until}, before it begins ({starts})", nl: "de reeks eindigt op {until}, voordat zij begint ({starts})");
        let help = text!(en: "correct `until`, or leave it out", nl: "verbeter `until`, of laat het weg");
        Some(Finding::new(event.at(keys!["repeat", "until"]), message).about(&event.id).help(help))
    })
}

/// Days without a user meeting that are no break: a quarter in the beginning, half a year later, and a month of slack.
fn allowed(phase: Phase) -> i64 {
    if phase == Phase::Pioneer { 92 + 31 } else { 184 + 31 }
}

fn no_meeting_planned(record: &Record) -> Vec<Finding> {
    let users = Wanted::Kind(EventKind::UserMeeting);
    let ended = record.collaboration.as_ref().is_some_and(|settings| settings.ended.is_some());
    // How often a body meets is agreed with it, not read out of the handbook.
    let agreed = record
        .events
        .values()
        .filter(|event| event.kind == Some(EventKind::UserMeeting))
        .filter_map(|event| event.body.as_ref())
        .any(|body| record.roles.get(record.index.plain(body).0.as_ref()).is_some_and(|role| role.meets.is_some()));
    if ended || agreed || next(record, users, record.on).is_some() {
        return Vec::new();
    }
    let Some(last) = previous(record, users, record.on) else { return Vec::new() };
    let Some(phase) = growth(record, record.on).phase else { return Vec::new() };
    if record.on.days_since(last.last()) <= allowed(phase) {
        return Vec::new();
    }
    let day = last.day;
    let keys = last.occurrence.map_or(keys!["starts"], |(n, _)| keys!["occurrence", n, "on"]);
    let message = text!(day; en: "the last user meeting was on {day}, and no next one is planned", nl: "het laatste gebruikersoverleg was op {day} en er staat geen volgend gepland");
    let help = text!(en: "plan the next one in `events/`", nl: "plan het volgende in `events/`");
    vec![Finding::new(last.event.at(keys), message).about(&last.event.id).help(help)]
}

/// Whether minutes are usual of a meeting: of users, of a steering group, and of any body.
fn is_minuted(event: &Event) -> bool {
    is_meeting(event) && (matches!(event.kind, Some(EventKind::UserMeeting | EventKind::Steering)) || event.body.is_some())
}

fn minutes_missing(record: &Record) -> Vec<Finding> {
    let keeps = |event: &Event| event.minutes.is_some() || event.occurrence.iter().any(|date| date.minutes.is_some());
    // Where no meeting ever had minutes nobody agreed to write them.
    if !record.events.values().any(|event| is_minuted(event) && keeps(event)) {
        return Vec::new();
    }
    each(record, |event| {
        if !is_minuted(event) || matches!(event.starts.day, VagueDate::Year(_) | VagueDate::Month(..)) {
            return None;
        }
        let bare = |meeting: &Meeting<'_>| {
            matches!(meeting.state, State::Held | State::Passed)
                && meeting.last().plus_days(GRACE) < record.on
                && meeting.minutes().is_none()
                && meeting.decisions().is_empty()
        };
        let all = dates(event, record.on.plus_days(-WITHIN), record.on.plus_days(-1), record.on);
        let mut bare = all.into_iter().filter(bare);
        let first = bare.next()?;
        let (day, more) = (first.day, bare.count());
        let message = match more {
            0 => text!(day; en: "nothing is written down of the meeting on {day}", nl: "van het overleg op {day} ligt niets vast"),
            _ => {
                text!(day; en: "nothing is written down of the meeting on {day} and of {more} more", nl: "van het overleg op {day} en van nog {more} ligt niets vast")
            }
        };
        let at = match first.occurrence {
            Some((n, _)) => event.missing(keys!["occurrence", n], "minutes"),
            None => event.at(keys!["starts"]),
        };
        let help = text!(
            en: "name the file or address under `minutes`, or write the decisions; what was not held is `status = \"cancelled\"`",
            nl: "noem het bestand of adres bij `minutes`, of leg de besluiten vast; wat niet doorging is `status = \"cancelled\"`"
        );
        Some(Finding::new(at, message).about(&event.id).help(help))
    })
}

/// The actions of an event that are not done, each with its keys.
fn open_actions(event: &Event) -> impl Iterator<Item = (&Action, crate::finding::Keys)> {
    let own = event.action.iter().enumerate().map(|(n, action)| (action, keys!["action", n]));
    let dated = event.occurrence.iter().enumerate();
    let dated =
        dated.flat_map(|(m, date)| date.action.iter().enumerate().map(move |(n, action)| (action, keys!["occurrence", m, "action", n])));
    own.chain(dated).filter(|(action, _)| action.done.is_none())
}

fn action_overdue(record: &Record) -> Vec<Finding> {
    each(record, |event| {
        let late = open_actions(event).filter_map(|(action, keys)| Some((action.due?, action, keys)));
        let mut late: Vec<(Date, &Action, _)> = late.filter(|(due, ..)| due.plus_days(GRACE) < record.on).collect();
        late.sort_by_key(|(due, ..)| *due);
        let (due, action, keys) = late.first()?;
        let what = &action.what;
        let message = match late.len() - 1 {
            0 => {
                text!(due; en: "“{what}” was to be done by {due} and is still open", nl: "“{what}” zou op {due} klaar zijn en staat nog open")
            }
            more => {
                text!(due; en: "“{what}” was to be done by {due} and is still open, and so are {more} more", nl: "“{what}” zou op {due} klaar zijn en staat nog open, net als nog {more}")
            }
        };
        let help =
            text!(en: "write `done` with the day, or agree on a later `due`", nl: "zet de dag bij `done`, of spreek een latere `due` af");
        Some(Finding::new(event.at(keys.then("due")), message).about(&event.id).help(help))
    })
}

fn action_without_owner(record: &Record) -> Vec<Finding> {
    let bare = record.events.values().flat_map(|event| open_actions(event).map(move |(action, keys)| (event, action, keys)));
    bare.filter(|(_, action, _)| action.who.is_none())
        .map(|(event, action, keys)| {
            let what = &action.what;
            Finding::new(
                event.missing(keys, "who"),
                text!(en: "nobody has taken on “{what}” yet", nl: "voor “{what}” is nog niemand aangewezen"),
            )
            .about(what)
            .help(text!(en: "name a role, a person or an organisation under `who`", nl: "noem een rol, persoon of organisatie bij `who`"))
        })
        .collect()
}

fn organiser_missing(record: &Record) -> Vec<Finding> {
    if record.level() < Some(Level::Light) {
        return Vec::new();
    }
    each(record, |event| {
        // Of what was, or is not to be, nobody needs to know; a body sees to its own meetings; what is vague is history.
        let told = matches!(event.status, Some(EventStatus::Cancelled | EventStatus::Held))
            || !event.attended.is_empty()
            || event.minutes.is_some()
            || !event.decision.is_empty()
            || !event.occurrence.is_empty();
        let dated = matches!(event.starts.day, VagueDate::Day(_));
        if told || !dated || event.organiser.is_some() || event.body.is_some() || !is_meeting(event) {
            return None;
        }
        let title = &event.title;
        Some(
            Finding::new(event.missing(keys![], "organiser"), text!(en: "it is not said yet who organises “{title}”", nl: "er staat nog niet wie “{title}” organiseert"))
                .about(&event.id)
                .help(text!(en: "name a role, a person or an organisation under `organiser`", nl: "noem een rol, persoon of organisatie bij `organiser`")),
        )
    })
}

/// What an id begins with where it has the form of a date, and what follows.
fn dated_name(id: &str) -> Option<(&str, &str)> {
    let (date, rest) = (id.get(..10)?, id.get(10..)?);
    let shaped = date.bytes().enumerate().all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() });
    (shaped && (rest.is_empty() || rest.starts_with('-'))).then_some((date, rest))
}

fn misdated_event(record: &Record) -> Vec<Finding> {
    each(record, |event| {
        let (written, rest) = dated_name(event.id.as_str())?;
        let starts = event.starts.day;
        let last = event.ends.map_or(starts.last(), |ends| ends.day.last()).max(starts.last());
        let fits = |day: Date| (starts.first()..=last).contains(&day) || !dates(event, day, day, starts.first()).is_empty();
        if event.sequence.is_some_and(|sequence| sequence > 0) || Date::parse(written).is_some_and(fits) {
            return None;
        }
        let id = &event.id;
        let message = text!(starts; en: "the file name says {written}, but the event begins on {starts}", nl: "de bestandsnaam zegt {written}, maar de bijeenkomst begint op {starts}");
        let help = match starts {
            VagueDate::Day(day) => {
                text!(en: "correct `starts`, or `commons rename events/{id} {day}{rest}`", nl: "verbeter `starts`, of `commons rename events/{id} {day}{rest}`")
            }
            _ => text!(en: "correct `starts`, or rename the file", nl: "verbeter `starts`, of hernoem het bestand"),
        };
        Some(Finding::new(event.at(keys!["starts"]), message).about(id).help(help))
    })
}
