//! Which meetings of a year were held, who came, and what was decided (B7, B8).

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::agreed::{actions, decisions, is_open};
use crate::answers::engagement::organisations;
use crate::answers::meetings::{Meeting, State, between, is_meeting};
use crate::answers::presence::name;
use crate::answers::{Holding, holders};
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Table};
use crate::record::Record;
use crate::record::event::{Decision, Event, EventKind};
use crate::record::values::Id;
use crate::reports::yearly::{Section, Year, count, some, table, vague};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// What became of the meetings of a body, or of a kind.
#[derive(Debug, Default)]
struct Met {
    planned: usize,
    held: usize,
    cancelled: usize,
    /// Their day is over, and nobody wrote down whether they were held.
    unsaid: usize,
    to_come: usize,
    /// Organisations that were there and that were asked, where it is on record who was there.
    present: usize,
    asked: usize,
}

/// How many meetings were held, and how many were planned.
pub fn held(record: &Record, from: Date, until: Date) -> (usize, usize) {
    let all = between(record, from, until);
    let all: Vec<_> = all.iter().filter(|meeting| is_meeting(meeting.event)).collect();
    (all.iter().filter(|meeting| meeting.state == State::Held).count(), all.len())
}

/// The organisations that are asked to a meeting on its day: whoever is invited, else the body that meets.
fn invited(record: &Record, meeting: &Meeting<'_>) -> BTreeSet<String> {
    let own: Vec<&Id> =
        if meeting.event.invited.is_empty() { meeting.event.body.iter().collect() } else { meeting.event.invited.iter().collect() };
    own.into_iter().flat_map(|who| expanded(record, who, meeting.on, 0)).collect()
}

/// For whom somebody comes; of a group and of a body all who belong to it.
fn expanded(record: &Record, who: &Id, day: Date, depth: usize) -> Vec<String> {
    let (id, _) = record.index.plain(who);
    if matches!(id.as_ref(), "all-participants" | "everyone") {
        return record.participants.values().filter(|one| one.is_party(day)).map(|one| one.id.to_string()).collect();
    }
    match record.role(who).map(|role| holders(record, role, day)) {
        // A body may sit in a body; one that sits in itself is nobody.
        Some(Holding::Held(held)) if depth < 3 => held.iter().flat_map(|seated| expanded(record, seated.who, day, depth + 1)).collect(),
        Some(_) => Vec::new(),
        None => organisations(record, who, day),
    }
}

/// By what a meeting is counted: the body that meets, else what kind it is.
fn group(year: &Year<'_>, event: &Event) -> (String, Text) {
    let plural = |kind: EventKind| match kind {
        EventKind::UserMeeting => ("user-meeting", Text::new("User meetings", "Gebruikersoverleggen")),
        EventKind::CommunityDay => ("community-day", Text::new("Community days", "Communitydagen")),
        EventKind::Steering => ("steering", Text::new("Steering group", "Stuurgroep")),
        EventKind::CommunityCall => ("community-call", Text::new("Community calls", "Community calls")),
        EventKind::Webinar => ("webinar", Text::new("Webinars", "Webinars")),
        EventKind::ShowAndTell => ("show-and-tell", Text::new("Show and tell", "Laat eens zien")),
        EventKind::Onboarding => ("onboarding", Text::new("Onboarding sessions", "Startsessies")),
        EventKind::Hackathon => ("hackathon", Text::new("Hackathons", "Hackathons")),
        EventKind::Workshop => ("workshop", Text::new("Workshops", "Workshops")),
        EventKind::Deadline | EventKind::Other => ("other", Text::new("Other meetings", "Overige bijeenkomsten")),
    };
    if let Some(body) = &event.body {
        return (format!("roles/{}", year.record.index.plain(body).0), name(year.record, body, year.audience));
    }
    let (id, title) = plural(event.kind.unwrap_or(EventKind::Other));
    (id.to_owned(), title)
}

pub fn section(year: &Year<'_>) -> Section {
    let record = year.record;
    let mut found: BTreeMap<(String, Text), Met> = BTreeMap::new();
    for meeting in between(record, year.span.from, year.last()).iter().filter(|meeting| is_meeting(meeting.event)) {
        let met = found.entry(group(year, meeting.event)).or_default();
        met.planned += 1;
        match meeting.state {
            State::Held => met.held += 1,
            State::Cancelled => met.cancelled += 1,
            State::Passed => met.unsaid += 1,
            State::Planned => met.to_come += 1,
        }
        let asked = invited(record, meeting);
        if meeting.state != State::Held || meeting.attended().is_empty() || asked.is_empty() {
            continue;
        }
        let there: BTreeSet<String> = meeting.attended().iter().flat_map(|who| organisations(record, who, meeting.on)).collect();
        met.present += there.intersection(&asked).count();
        met.asked += asked.len();
    }
    let heading = Text::new("Meetings", "Bijeenkomsten");
    let within = year.within().capital();
    if found.is_empty() {
        let said = text!(within; en: "{within} no meetings are on record.", nl: "{within} staan er geen overleggen in het dossier.");
        return Section { heading, blocks: vec![year.nothing(FileKind::Event, said)], short: None, data: vec![data(&found)] };
    }
    let mut blocks = vec![Block::Table(shown(&found))];
    if found.values().any(|met| met.asked > 0) {
        blocks.push(Block::Paragraph(Text::new(
            "Attendance: how many of the organisations that were asked came, over the meetings of which that is on record.",
            "Opkomst: hoeveel van de uitgenodigde organisaties er waren, bij de overleggen waarvan dat is vastgelegd.",
        )));
    }
    blocks.extend(agreed(year).map(Block::Paragraph));
    Section { heading, blocks, short: Some(short(year, &found)), data: vec![data(&found)] }
}

/// `86%`, as each language writes it.
fn share(met: &Met) -> Option<Text> {
    let percent = (met.present * 100 + met.asked / 2).checked_div(met.asked)?;
    Some(text!(en: "{percent}%", nl: "{percent}\u{a0}%"))
}

fn shown(found: &BTreeMap<(String, Text), Met>) -> Table {
    let columns = vec![
        Column::words("who", Text::new("Who meets", "Wie")),
        Column::figures("planned", Text::new("Planned", "Gepland")),
        Column::figures("held", Text::new("Held", "Gehouden")),
        Column::figures("cancelled", Text::new("Cancelled", "Vervallen")),
        Column::figures("unsaid", Text::new("Not known", "Niet bekend")),
        Column::figures("to_come", Text::new("To come", "Volgt nog")),
        Column::figures("attendance", Text::new("Attendance", "Opkomst")),
    ];
    let few = |number: usize| if number == 0 { Cell::Blank } else { count(number) };
    let row = |((_, title), met): (&(String, Text), &Met)| {
        let came = share(met).map_or(Cell::Blank, Cell::Text);
        vec![Cell::Text(title.capital()), count(met.planned), count(met.held), few(met.cancelled), few(met.unsaid), few(met.to_come), came]
    };
    Table { name: "meetings", columns, rows: found.iter().map(row).collect() }.filled()
}

fn data(found: &BTreeMap<(String, Text), Met>) -> Table {
    let row = |((id, title), met): (&(String, Text), &Met)| {
        let figures = [met.planned, met.held, met.cancelled, met.unsaid, met.to_come, met.present, met.asked];
        [vec![Cell::same(id.as_str()), Cell::Text(title.clone())], figures.map(count).into()].concat()
    };
    let keys = ["group", "name", "planned", "held", "cancelled", "not_known", "to_come", "present", "invited"];
    table("meetings", &keys, found.iter().map(row).collect())
}

/// The decisions of the year, by day.
pub fn decided_in(record: &Record, when: impl Fn(VagueDate) -> bool) -> Vec<(VagueDate, &Event, &Decision)> {
    let mut found: Vec<_> = decisions(record).into_iter().filter(|one| when(one.on)).map(|one| (one.on, one.event, one.what)).collect();
    found.sort_by_key(|(on, event, _)| (on.first(), &event.id));
    found
}

fn short(year: &Year<'_>, found: &BTreeMap<(String, Text), Met>) -> Text {
    let of = |what: fn(&Met) -> usize| found.values().map(what).sum::<usize>();
    let (planned, held) = (of(|met| met.planned - met.to_come), of(|met| met.held));
    let decided =
        some(decided_in(year.record, |on| year.holds(on)).len(), Text::new("decision", "besluit"), Text::new("decisions", "besluiten"));
    let unsaid = match of(|met| met.unsaid) {
        0 => Text::default(),
        number => text!(en: ", of {number} that is not on record", nl: ", van {number} is dat niet vastgelegd"),
    };
    let day = year.span.until;
    let until = if year.is_over() { Text::default() } else { text!(day; en: " up to {day}", nl: " tot en met {day}") };
    if planned == 0 {
        return text!(until, decided; en: "Meetings{until}: none planned; {decided} on record.", nl: "Overleggen{until}: geen gepland; {decided} vastgelegd.");
    }
    text!(until, unsaid, decided; en: "Meetings{until}: {held} of {planned} planned took place{unsaid}; {decided} on record.", nl: "Overleggen{until}: {held} van de {planned} geplande gehouden{unsaid}; {decided} vastgelegd.")
}

/// What was agreed to be done, and how much of that was done.
fn agreed(year: &Year<'_>) -> Option<Text> {
    let mut all = actions(year.record);
    all.retain(|one| year.holds(one.on));
    let open = all.iter().filter(|one| is_open(one, year.span.until)).count();
    let (number, done) = (all.len(), all.len() - open);
    let until = year.span.until;
    let agreed = some(number, Text::new("action was", "actie"), Text::new("actions were", "acties"));
    (number > 0).then(|| text!(agreed, until; en: "{agreed} agreed in these meetings; done by {until}: {done}.", nl: "In deze overleggen afgesproken: {agreed}; op {until} afgerond: {done}."))
}

pub fn decided(year: &Year<'_>) -> Option<Section> {
    let mut found = decided_in(year.record, |on| year.holds(on));
    // What happens in a meeting of some is not for everybody to read.
    found.retain(|(_, event, _)| !year.is_public() || year.draft().is_for_all(event));
    if found.is_empty() {
        return None;
    }
    let by = |event: &Event| match &event.body {
        Some(body) => name(year.record, body, year.audience).capital(),
        None => Text::same(event.title.as_str()),
    };
    let columns = vec![
        Column::words("on", Text::new("Date", "Datum")),
        Column::words("by", Text::new("By", "Door")),
        Column::words("what", Text::new("Decision", "Besluit")),
    ];
    let row = |(on, event, decision): &(VagueDate, &Event, &Decision)| {
        vec![vague(*on), Cell::Text(by(event)), Cell::same(decision.what.as_str())]
    };
    let rows: Vec<Vec<Cell>> = found.iter().map(row).collect();
    Some(Section {
        heading: Text::new("What was decided", "Wat er is besloten"),
        blocks: vec![Block::Table(Table { name: "decisions", columns, rows: rows.clone() })],
        short: None,
        data: vec![table("decisions", &["on", "by", "what"], rows)],
    })
}

/// A share of meetings to which an organisation came, of those to which it was asked and of which it is on record who came.
pub fn attendance(record: &Record, organisation: &str, from: Date, until: Date) -> (usize, usize) {
    let all = between(record, from, until);
    let told = all.iter().filter(|meeting| is_meeting(meeting.event) && meeting.state == State::Held && !meeting.attended().is_empty());
    let asked: Vec<_> = told.filter(|meeting| invited(record, meeting).contains(organisation)).collect();
    let came = asked.iter().filter(|meeting| {
        meeting.attended().iter().any(|who| organisations(record, who, meeting.on).iter().any(|one| one == organisation))
    });
    (came.count(), asked.len())
}
