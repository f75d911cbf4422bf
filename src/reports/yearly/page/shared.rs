//! What one participant gets of the collaboration and what it gives: products, meetings, roles, hours, contributions (A14, B19).

use crate::answers::covered::parties;
use crate::answers::giving::{Giving, NEEDS, Span, giving};
use crate::answers::onboarding::{StepState, way_in};
use crate::answers::presence::name;
use crate::answers::{current, exists};
use crate::date::{Date, within};
use crate::document::{Cell, Table};
use crate::record::event::WishStatus;
use crate::record::participant::{Participant, UseStatus};
use crate::record::values::Id;
use crate::record::work::{Letter, Party};
use crate::reports::meeting::enumerated;
use crate::reports::thanks::sums;
use crate::reports::yearly::met::attendance;
use crate::reports::yearly::page::{Fact, brief, hundredths, is_of};
use crate::reports::yearly::roles::{of_organisation, somebody};
use crate::reports::yearly::work::wishes_of;
use crate::reports::yearly::{Year, few, named, some, table};
use crate::text;
use crate::text::Text;

/// So many of each are named.
const NAMED: usize = 4;

pub fn shared(year: &Year<'_>, one: &Participant) -> (Vec<Fact>, Table) {
    let mut facts: Vec<Fact> = Vec::new();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |key: &'static str, label: Text, value: Option<Text>| {
        if let Some(value) = value {
            rows.push(vec![Cell::same(key), Cell::Text(value.clone())]);
            facts.push((key, label, value));
        }
    };
    add("use", Text::new("In use", "In gebruik"), used(year, one));
    add("onboarding", Text::new("Coming in", "Onboarding"), coming_in(year, one));
    add("wishes", Text::new("Our wishes", "Onze wensen"), wished(year, one));
    add("meetings", Text::new("At meetings", "Bij overleggen"), came(year, one));
    add("roles", Text::new("Our roles", "Onze rollen"), roles(year, one));
    add("backups", Text::new("We stand in for", "Wij vervangen"), stands_in(year, one));
    add("tasks", Text::new("Our tasks", "Onze taken"), tasks(year, one));
    add("hours", Text::new("Our effort", "Onze inzet"), hours(year, one));
    add("contributions", Text::new("What we contributed", "Wat wij bijdroegen"), contributed(year, one));
    (facts, table("shared", &["key", "what"], rows))
}

fn used(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let record = year.record;
    let there = one.uses.iter().filter(|used| used.status != Some(UseStatus::Stopped) && within(used.from, used.until, year.span.until));
    let names: Vec<Text> = there
        .map(|used| {
            let mut remarks = Vec::new();
            match used.status {
                Some(UseStatus::Considering) => remarks.push(Text::new("considering it", "oriënterend")),
                Some(UseStatus::Building) => remarks.push(Text::new("being set up", "wordt ingericht")),
                _ => remarks.extend(used.from.map(|from| text!(from; en: "since {from}", nl: "sinds {from}"))),
            }
            // What has no day is what is known of today.
            if let Some(on) = Some(year.now.on).filter(|on| *on > year.last() && used.from.is_none()) {
                remarks.push(text!(on; en: "as it is on {on}", nl: "stand op {on}"));
            }
            remarks.extend(used.supplier.as_ref().map(|by| {
                let by = name(record, by, year.audience);
                text!(by; en: "through {by}", nl: "via {by}")
            }));
            let product = name(record, &used.product, year.audience);
            let remarks = crate::answers::presence::joined(&remarks, ", ");
            if remarks.en.is_empty() { product } else { text!(product, remarks; en: "{product} ({remarks})", nl: "{product} ({remarks})") }
        })
        .collect();
    (!names.is_empty()).then(|| named(&names, NAMED))
}

fn coming_in(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let way = way_in(year.now, one).filter(|way| !way.is_finished())?;
    let applies = way.steps.iter().filter(|step| !matches!(step.state, StepState::NotApplicable(_) | StepState::NotForSuppliers));
    let (all, done) = applies.fold((0, 0), |(all, done), step| (all + 1, done + usize::from(matches!(step.state, StepState::Done(_)))));
    let (day, from) = (year.now.on, way.from);
    Some(text!(day, from; en: "began on {from}; {done} of {all} steps done on {day}", nl: "begonnen op {from}; op {day} {done} van de {all} stappen gezet").capital())
}

fn wished(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let record = year.record;
    let is_ours = |by: &Id| is_of(record, by, one);
    let all = wishes_of(record, |on| on.first() <= year.span.until);
    let ours = all.into_iter().filter(|wish| wish.by.as_ref().is_some_and(is_ours));
    // What was met long ago is no news; when it was met is not on record.
    let told = ours.filter(|wish| year.holds(wish.on) || matches!(wish.status, None | Some(WishStatus::New | WishStatus::Roadmap)));
    let lines: Vec<Text> = told
        .map(|wish| {
            let what = brief(&wish.what);
            let stand = match wish.status {
                None | Some(WishStatus::New) => Text::new("not decided yet", "nog geen besluit"),
                Some(WishStatus::Roadmap) => Text::new("on the roadmap", "op de roadmap"),
                Some(WishStatus::Done) => Text::new("met", "vervuld"),
                Some(WishStatus::Declined) => Text::new("declined", "afgewezen"),
            };
            text!(what, stand; en: "{what} ({stand})", nl: "{what} ({stand})")
        })
        .collect();
    (!lines.is_empty()).then(|| crate::answers::presence::joined(&few(lines, NAMED), "; "))
}

fn came(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let (record, id) = (year.record, one.id.as_str());
    let (came, asked) = attendance(record, id, year.span.from, year.span.until);
    let last = year.number - 1;
    let before = Date::of(last, 1, 1).zip(Date::of(last, 12, 31)).map(|(from, until)| attendance(record, id, from, until));
    let meetings = some(asked, Text::new("meeting", "overleg"), Text::new("meetings", "overleggen"));
    let said =
        text!(meetings; en: "at {came} of {meetings} with a list of who came", nl: "bij {came} van {meetings} met een presentielijst")
            .capital();
    (asked > 0).then(|| match before.filter(|(_, asked)| *asked > 0) {
        Some((came, asked)) => said.then(&text!(en: " ({last}: {came} of {asked})", nl: " ({last}: {came} van {asked})")),
        None => said,
    })
}

fn roles(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let record = year.record;
    let lines: Vec<Text> = of_organisation(year, one.id.as_str())
        .into_iter()
        .map(|(role, who)| {
            let title = &role.title;
            let people = who.iter().filter(|who| record.person(who).is_some());
            let names: Vec<Text> = people
                .filter_map(|who| match somebody(record, who, year.audience) {
                    Cell::Word(_, called) if !called.nl.contains(one.name.as_str()) => Some(called),
                    _ => None,
                })
                .collect();
            let names = enumerated(&names);
            if names.en.is_empty() { Text::same(title.as_str()) } else { text!(names; en: "{title} ({names})", nl: "{title} ({names})") }
        })
        .collect();
    (!lines.is_empty()).then(|| crate::answers::presence::joined(&few(lines, 2 * NAMED), "; "))
}

/// A title, with the people of an organisation who are meant.
fn with_people(year: &Year<'_>, title: &str, who: &[&Id]) -> Text {
    let people = who.iter().filter(|who| year.record.person(who).is_some());
    let names: Vec<Text> = people.map(|who| name(year.record, who, year.audience)).collect();
    let names = enumerated(&names);
    if names.en.is_empty() { Text::same(title) } else { text!(names; en: "{title} ({names})", nl: "{title} ({names})") }
}

/// The roles in which this one steps in.
fn stands_in(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let record = year.record;
    let there = record.roles.values().filter(|role| exists(role, record.on));
    let lines = there.filter_map(|role| {
        let ours: Vec<&Id> = current(&role.backup, record.on).map(|(_, one)| &one.who).filter(|who| is_of(record, who, one)).collect();
        (!ours.is_empty()).then(|| with_people(year, &role.title, &ours))
    });
    let lines: Vec<Text> = lines.collect();
    (!lines.is_empty()).then(|| crate::answers::presence::joined(&few(lines, NAMED), "; "))
}

/// The tasks that this one or its people carry out by name, not in a role.
fn tasks(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let record = year.record;
    let lines = record.tasks.values().filter_map(|task| {
        let ours: Vec<&Id> = parties(task, Letter::Responsible).iter().map(Party::who).filter(|who| is_of(record, who, one)).collect();
        (!ours.is_empty()).then(|| with_people(year, &task.title, &ours))
    });
    let lines: Vec<Text> = lines.collect();
    (!lines.is_empty()).then(|| crate::answers::presence::joined(&few(lines, NAMED), "; "))
}

/// The hours of one organisation, in hundredths: all, and those in kind among them.
fn of(given: &Giving<'_>, one: &Participant) -> (i64, i64) {
    sums(given).0.get(&Some(&one.id)).map_or((0, 0), |sum| (sum.hours.shown(), sum.in_kind.shown()))
}

fn hours(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let record = year.record;
    if record.is_unread(NEEDS) {
        return Some(Text::new(
            "Not known: a file in which it may stand cannot be read",
            "Niet bekend: een bestand waar het in kan staan, is niet te lezen",
        ));
    }
    let (hours, in_kind) = of(&giving(record, year.span), one);
    let last = year.number - 1;
    let before =
        Date::of(last, 1, 1).zip(Date::of(last, 12, 31)).map_or(0, |(from, until)| of(&giving(record, Span { from, until }), one).0);
    if hours == 0 {
        return None;
    }
    let said = hundredths(hours);
    let mut said = text!(said; en: "{said} hours", nl: "{said} uur");
    if before > 0 {
        let before = hundredths(before);
        said = said.then(&text!(before; en: " ({last}: {before})", nl: " ({last}: {before})"));
    }
    if in_kind > 0 {
        let in_kind = hundredths(in_kind);
        // What was agreed to count may be more than the role took.
        said = said.then(&text!(in_kind; en: "; set off in kind: {in_kind} hours", nl: "; verrekend in natura: {in_kind} uur"));
    }
    Some(said)
}

fn contributed(year: &Year<'_>, one: &Participant) -> Option<Text> {
    let given = giving(year.record, year.span);
    let own = given.gifts.iter().filter(|gift| gift.organisation.id == one.id);
    let lines: Vec<Text> = own.map(|gift| brief(&gift.given.what)).collect();
    (!lines.is_empty()).then(|| crate::answers::presence::joined(&few(lines, NAMED), "; "))
}
