//! What every paper of a meeting says of it: when, where, by whom and for whom.

use chrono::Datelike;

use crate::answers::audience::{Audience, may_see};
use crate::answers::meetings::Meeting;
use crate::answers::presence::{holders_named, name, presence, remarked, seated};
use crate::date::{Date, Moment, VagueDate};
use crate::document::Cell;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::Role;
use crate::reports::capital;
use crate::text;
use crate::text::{Lang, Text};

const WEEKDAYS: [Text; 7] = [
    Text::new("Monday", "maandag"),
    Text::new("Tuesday", "dinsdag"),
    Text::new("Wednesday", "woensdag"),
    Text::new("Thursday", "donderdag"),
    Text::new("Friday", "vrijdag"),
    Text::new("Saturday", "zaterdag"),
    Text::new("Sunday", "zondag"),
];

/// A label and its value, as they stand above an agenda.
type Fact = (Text, Cell);

/// A time of the clock as each language has it.
pub fn clock(time: chrono::NaiveTime) -> Text {
    Text { en: time.format("%H:%M").to_string().into(), nl: time.format("%H.%M").to_string().into() }
}

/// A day with its name: `donderdag 12 maart 2026`.
pub fn weekday(day: Date) -> Text {
    let name = WEEKDAYS[day.0.weekday().num_days_from_monday() as usize].clone();
    text!(name, day; en: "{name} {day}", nl: "{name} {day}")
}

/// When a meeting is: `donderdag 12 maart 2026, 10.00–12.30 uur`.
pub fn when(meeting: &Meeting<'_>) -> Text {
    let (starts, ends) = (meeting.starts(), meeting.ends());
    let day = |moment: &Moment| match moment.day {
        VagueDate::Day(day) => weekday(day),
        vague => text!(vague; en: "{vague}", nl: "{vague}"),
    };
    let moment = |moment: &Moment| {
        let day = day(moment);
        match moment.time.map(clock) {
            Some(time) => text!(day, time; en: "{day}, {time}", nl: "{day}, {time} uur"),
            None => day,
        }
    };
    let Some(ends) = ends.filter(|ends| *ends != starts) else { return moment(&starts) };
    if ends.day != starts.day {
        let (from, until) = (moment(&starts), moment(&ends));
        return text!(from, until; en: "{from} to {until}", nl: "{from} tot en met {until}");
    }
    match (starts.time.map(clock), ends.time.map(clock)) {
        (Some(from), Some(until)) => {
            let day = day(&starts);
            text!(day, from, until; en: "{day}, {from}–{until}", nl: "{day}, {from}–{until} uur")
        }
        _ => moment(&starts),
    }
}

/// When, where, by whom, for whom.
pub fn facts(record: &Record, meeting: &Meeting<'_>, audience: Audience) -> Vec<Fact> {
    let event = meeting.event;
    let mut facts = vec![(Text::new("When", "Wanneer"), Cell::Text(capital(&when(meeting))))];
    facts.extend(event.place.as_deref().map(|place| (Text::new("Where", "Waar"), Cell::same(place))));
    facts.extend(event.url.as_deref().map(|url| (Text::new("Link", "Link"), Cell::same(url))));
    if let Some(organiser) = &event.organiser {
        facts.push((Text::new("Organised by", "Organisatie"), Cell::Text(capital(&reached(record, organiser, audience)))));
    }
    if !event.invited.is_empty() {
        let invited: Vec<Text> = event.invited.iter().map(|id| invited(record, id, audience)).collect();
        facts.push((Text::new("Invited", "Uitgenodigd"), Cell::Text(capital(&enumerated(&invited)))));
    }
    facts
}

/// Somebody with whoever holds the role, and how to reach them.
fn reached(record: &Record, id: &Id, audience: Audience) -> Text {
    let (plain, _) = record.index.plain(id);
    let kinds = record.index.meant(id);
    let title = remarked(name(record, id, audience), presence(record, id));
    let mut who = title.clone();
    let mut people: Vec<&Id> = vec![id];
    if let Some(role) = record.roles.get(plain.as_ref()).filter(|_| kinds.has(Kinds::ROLE)) {
        let names = holders_named(record, role, audience);
        if !names.is_empty() {
            let names = enumerated(&names);
            who = text!(title, names; en: "{title}: {names}", nl: "{title}: {names}");
        }
        people = seated(record, role).iter().map(|seated| seated.who).collect();
    }
    let addresses = people.iter().flat_map(|id| addresses(record, id, audience));
    let addresses: Vec<Text> = addresses.map(Text::same).collect();
    if addresses.is_empty() {
        return who;
    }
    let addresses = crate::answers::presence::joined(&addresses, ", ");
    text!(who, addresses; en: "{who}, {addresses}", nl: "{who}, {addresses}")
}

/// The address and the number of a person or an organisation, where the audience may know them.
pub fn addresses<'a>(record: &'a Record, id: &Id, audience: Audience) -> Vec<&'a str> {
    let (plain, _) = record.index.plain(id);
    let kinds = record.index.meant(id);
    let found = if kinds.has(Kinds::PERSON) {
        let person = record.people.get(plain.as_ref()).filter(|person| may_see(person, audience));
        person.map(|person| (&person.email, &person.phone))
    } else {
        record.participants.get(plain.as_ref()).map(|one| (&one.email, &one.phone))
    };
    found.map(|(email, phone)| [email, phone].into_iter().flatten().map(String::as_str).collect()).unwrap_or_default()
}

/// Who is invited, with how many a group is.
fn invited(record: &Record, id: &Id, audience: Audience) -> Text {
    let title = remarked(name(record, id, audience), presence(record, id));
    if id.as_str() != "all-participants" {
        return title;
    }
    let number = record.parties().count();
    text!(title; en: "{title} ({number})", nl: "{title} ({number})")
}

/// Those who are listed: each participant where all are invited, and else whoever is invited; of a body its members.
pub fn asked(record: &Record, meeting: &Meeting<'_>) -> Vec<Id> {
    let mut all: Vec<Id> = Vec::new();
    let mut add = |id: Id| {
        if !all.iter().any(|other| record.index.same(&id, other)) {
            all.push(id);
        }
    };
    for id in &meeting.event.invited {
        let (plain, _) = record.index.plain(id);
        let role = record.role(id);
        match (plain.as_ref(), role) {
            ("all-participants", _) => record.parties().for_each(|one| add(one.id.clone())),
            ("all-suppliers", _) => record.participants.values().filter(|one| one.supplier).for_each(|one| add(one.id.clone())),
            ("everyone", _) => {
                record.parties().for_each(|one| add(one.id.clone()));
                record.participants.values().filter(|one| one.supplier).for_each(|one| add(one.id.clone()));
            }
            (_, Some(role)) => members(record, role).into_iter().for_each(&mut add),
            _ => add(id.clone()),
        }
    }
    all
}

/// Who holds a role, through roles that sit in it; the role itself where nobody does.
fn members(record: &Record, role: &Role) -> Vec<Id> {
    let held = seated(record, role);
    let mut found = Vec::new();
    for one in &held {
        let (plain, _) = record.index.plain(one.who);
        match record.role(one.who) {
            Some(inner) => {
                let held = seated(record, inner);
                found.extend(held.iter().map(|seated| seated.who.clone()));
            }
            None if plain == "all-participants" => found.extend(record.parties().map(|one| one.id.clone())),
            None => found.push(one.who.clone()),
        }
    }
    if found.is_empty() { vec![role.id.clone()] } else { found }
}

/// The addresses of those who are invited, as far as the audience may know them: of an organisation its mailbox, else that of whom it
/// named as its contact.
pub fn mailboxes(record: &Record, meeting: &Meeting<'_>, audience: Audience) -> Vec<Text> {
    let mut all: Vec<Text> = Vec::new();
    let of_person = |id: &Id| {
        let person = record.people.get(record.index.plain(id).0.as_ref())?;
        person.email.as_deref().filter(|_| may_see(person, audience))
    };
    for id in asked(record, meeting) {
        let organisation = record.organisation(&id);
        let found = match organisation {
            Some(one) => one.email.as_deref().or_else(|| of_person(one.contact.as_ref()?)),
            None => of_person(&id),
        };
        let found = found.map(Text::same).filter(|address| !all.contains(address));
        all.extend(found);
    }
    all
}

/// Names as people say them: `a, b and c`.
pub fn enumerated(texts: &[Text]) -> Text {
    let join = |lang: Lang, and: &str| match texts.split_last() {
        Some((last, head)) if !head.is_empty() => {
            let head: Vec<&str> = head.iter().map(|text| text.get(lang)).collect();
            format!("{} {and} {}", head.join(", "), last.get(lang))
        }
        Some((last, _)) => last.get(lang).to_owned(),
        None => String::new(),
    };
    Text { en: join(Lang::En, "and").into(), nl: join(Lang::Nl, "en").into() }
}
