//! What happened since the last meeting and what comes: who joined and left, what was delivered, wished for and learned.

use crate::answers::audience::Audience;
use crate::answers::coverage;
use crate::answers::covered;
use crate::answers::due::{Span, What, due};
use crate::answers::meetings::State;
use crate::answers::presence::{Presence, name, presence, presence_of_role};
use crate::answers::{exists, unmanned};
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::event::{LessonOutcome, Wish, WishStatus};
use crate::record::participant::{Participant, Status, UseStatus};
use crate::record::work::{Milestone, Product};
use crate::reports::agenda::Filling;
use crate::reports::meeting::enumerated;
use crate::text;
use crate::text::{Lang, Text};

/// Months ahead in which the end of support is told of. The handbook gives none.
const SUPPORT_MONTHS: u32 = 18;
/// Days after a steering group that it looks ahead, where nobody has planned the next one.
const AHEAD: i64 = 92;

/// Whether something happened since the meeting before this one.
fn is_news(filling: &Filling<'_>, day: VagueDate) -> bool {
    day.first() >= filling.since() && day.first() < filling.meeting.on
}

pub fn newcomers(filling: &Filling<'_>) -> Vec<Text> {
    let all = filling.record.participants.values();
    let joined = all.filter(|one| !one.supplier && one.joined.is_some_and(|joined| is_news(filling, joined)));
    joined
        .map(|one| {
            let (name, day) = (one.name.as_str(), one.joined.unwrap_or(VagueDate::Day(filling.meeting.on)));
            text!(day; en: "Welcome to {name}, which takes part since {day}", nl: "Welkom aan {name}, deelnemer sinds {day}")
        })
        .collect()
}

pub fn leavers(filling: &Filling<'_>) -> Vec<Text> {
    let told = |one: &Participant| {
        let name = one.name.as_str();
        if let Some(left) = one.left.filter(|left| is_news(filling, *left)) {
            return Some(
                text!(left; en: "{name} has left; its last day was {left}", nl: "{name} is uitgetreden; de laatste dag was {left}"),
            );
        }
        let here = one.is_party(filling.meeting.on);
        // Of a meeting that was, only what was known then.
        let over = matches!(filling.meeting.state, State::Held | State::Passed);
        let known = one.notice_given.map_or(!over, |notice| notice.first() <= filling.record.on);
        match one.left.filter(|left| here && known && left.first() >= filling.meeting.on) {
            Some(left) => Some(text!(left; en: "{name} leaves; its last day is {left}", nl: "{name} treedt uit; de laatste dag is {left}")),
            None => one
                .notice_given
                .filter(|notice| is_news(filling, *notice))
                .map(|notice| text!(notice; en: "{name} gave notice on {notice}", nl: "{name} heeft opgezegd op {notice}")),
        }
    };
    filling.record.participants.values().filter(|one| !one.supplier).filter_map(told).collect()
}

/// Roles that nobody holds.
pub fn vacancies(filling: &Filling<'_>) -> Vec<Text> {
    let record = filling.there;
    let vacant = |role: &&crate::record::work::Role| exists(role, record.on) && presence_of_role(record, role) == Presence::Vacant;
    let titles: Vec<Text> = record.roles.values().filter(vacant).map(|role| Text::same(role.title.as_str())).collect();
    if titles.is_empty() {
        return Vec::new();
    }
    let titles = enumerated(&titles);
    vec![text!(titles; en: "Vacant: {titles}", nl: "Vacant: {titles}")]
}

/// What was reached, with the product that it is about.
fn reached(filling: &Filling<'_>, wanted: impl Fn(&Milestone) -> bool) -> Vec<(Date, Text)> {
    let products = filling.record.products.values();
    let mut all: Vec<(Date, Text)> = products
        .flat_map(|product| product.milestone.iter().map(move |one| (product, one)))
        .filter(|(_, one)| wanted(one))
        .map(|(product, one)| {
            let (name, what, day) = (product.name.as_str(), one.what.as_str(), one.on);
            (day.first(), text!(day; en: "{name}: {what} ({day})", nl: "{name}: {what} ({day})"))
        })
        .collect();
    all.sort_by_key(|(day, _)| *day);
    all
}

/// What was delivered since the last meeting.
pub fn milestones(filling: &Filling<'_>) -> Vec<Text> {
    let over = |one: &Milestone| is_news(filling, one.on) && one.on.first() <= filling.record.on;
    let said: Vec<Text> = reached(filling, over).into_iter().map(|(_, said)| said).collect();
    if said.is_empty() {
        let since = filling.since();
        return vec![
            text!(since; en: "No deliveries are on record since {since}", nl: "Sinds {since} staat geen oplevering in het dossier"),
        ];
    }
    said
}

/// What is to be delivered after today.
pub fn coming(filling: &Filling<'_>) -> Vec<Text> {
    let planned = reached(filling, |one| one.on.last() > filling.record.on && one.on.first() > filling.record.on);
    planned.into_iter().map(|(_, said)| text!(said; en: "Planned: {said}", nl: "Gepland: {said}")).collect()
}

/// What was learned since the last meeting, failures too.
pub fn lessons(filling: &Filling<'_>) -> Vec<Text> {
    let lessons = filling.record.community.iter().flat_map(|community| &community.lesson);
    let news = lessons.filter(|one| is_news(filling, one.on));
    news.map(|one| {
        let what = one.what.as_str();
        match one.outcome {
            Some(LessonOutcome::Failed) => text!(en: "What went otherwise: {what}", nl: "Wat anders liep: {what}"),
            _ => text!(en: "Learned: {what}", nl: "Geleerd: {what}"),
        }
    })
    .collect()
}

/// New wishes by whoever has them, and what is to be made.
pub fn wishes(filling: &Filling<'_>) -> Vec<Text> {
    let record = filling.record;
    let all: Vec<&Wish> = record.community.iter().flat_map(|community| &community.wish).collect();
    let told = |one: &Wish| {
        let what = one.what.as_str();
        match one.by.as_ref().map(|by| name(record, by, filling.audience)) {
            Some(by) => text!(by; en: "{what} ({by})", nl: "{what} ({by})"),
            None => Text::same(what),
        }
    };
    let mut said = Vec::new();
    for one in all.iter().filter(|one| matches!(one.status, None | Some(WishStatus::New)) && one.on.first() < filling.meeting.on) {
        let told = told(one);
        said.push(if is_news(filling, one.on) {
            text!(told; en: "New wish: {told}", nl: "Nieuwe wens: {told}")
        } else {
            text!(told; en: "Wish that still waits for a choice: {told}", nl: "Wens waarover nog niet is gekozen: {told}")
        });
    }
    for one in all.iter().filter(|one| one.status == Some(WishStatus::Roadmap) && one.on.first() < filling.meeting.on) {
        let told = told(one);
        said.push(text!(told; en: "On the roadmap: {told}", nl: "Op de roadmap: {told}"));
    }
    for one in all.iter().filter(|one| one.status == Some(WishStatus::Declined) && is_news(filling, one.on)) {
        let told = told(one);
        said.push(text!(told; en: "Declined: {told}", nl: "Afgewezen: {told}"));
    }
    if said.is_empty() {
        return vec![Text::new("No wishes are on record", "Er staan geen wensen in het dossier")];
    }
    said
}

/// Each product with its last version, and how long it is supported.
pub fn products(filling: &Filling<'_>) -> Vec<Text> {
    let here = |one: &&Product| one.until.is_none_or(|until| until.last() >= filling.meeting.on);
    filling.record.products.values().filter(here).map(|product| of_product(filling, product)).collect()
}

fn of_product(filling: &Filling<'_>, product: &Product) -> Text {
    let on = filling.record.on;
    let name = product.name.as_str();
    let last = product.milestone.iter().filter(|one| one.on.first() <= on).max_by_key(|one| one.on.first());
    let mut said = match last {
        Some(one) => {
            let (what, day) = (one.what.as_str(), one.on);
            text!(day; en: "{name}: latest milestone, {what} ({day})", nl: "{name}: laatste mijlpaal, {what} ({day})")
        }
        None => text!(en: "{name}: nothing new on record", nl: "{name}: geen nieuws in het dossier"),
    };
    let Some(until) = product.supported_until else { return said };
    let near = until <= filling.meeting.on.plus_months(SUPPORT_MONTHS) || product.end_announced.is_some();
    said = if until < on {
        text!(said, until; en: "{said}; support ended on {until}", nl: "{said}; de ondersteuning is gestopt op {until}")
    } else if near {
        text!(said, until; en: "{said}; support ends on {until}", nl: "{said}; de ondersteuning stopt op {until}")
    } else {
        text!(said, until; en: "{said}; supported until {until}", nl: "{said}; ondersteund tot en met {until}")
    };
    let users = users(filling.record, product);
    if !near || users == 0 {
        return said;
    }
    match users {
        1 => text!(said; en: "{said}; one participant still uses it", nl: "{said}; nog in gebruik bij één deelnemer"),
        _ => text!(said; en: "{said}; {users} participants still use it", nl: "{said}; nog in gebruik bij {users} deelnemers"),
    }
}

/// How many participants use a product today.
fn users(record: &Record, product: &Product) -> usize {
    let uses = |one: &&Participant| {
        one.left.is_none_or(|left| left.last() >= record.on)
            && one.uses.iter().any(|used| {
                record.index.plain(&used.product).0 == product.id.as_str()
                    && matches!(used.status, None | Some(UseStatus::Live))
                    && crate::date::within(used.from, used.until, record.on)
            })
    };
    record.participants.values().filter(uses).count()
}

/// How the collaboration is doing: participants, duties, satisfaction.
pub fn state(filling: &Filling<'_>) -> Vec<Text> {
    let record = filling.there;
    let number = record.parties().count();
    let mut said = vec![match number {
        1 => Text::new("One participant", "Eén deelnemer"),
        _ => text!(en: "{number} participants", nl: "{number} deelnemers"),
    }];
    said.extend(newcomers(filling));
    said.extend(leavers(filling));
    let interested: Vec<Text> = record
        .participants
        .values()
        .filter(|one| one.status_on(record.on) == Some(Status::Interested))
        .filter(|one| one.interest.as_ref().is_none_or(|interest| interest.on <= filling.record.on))
        .map(|one| Text::same(one.name.as_str()))
        .collect();
    if !interested.is_empty() {
        let names = enumerated(&interested);
        said.push(text!(names; en: "Interested: {names}", nl: "Geïnteresseerd: {names}"));
    }
    let duties = coverage(record);
    let done = duties.iter().filter(|(_, tasks)| tasks.iter().any(|task| !unmanned(record, task))).count();
    let all = duties.len();
    if all > 0 {
        let open: Vec<Text> =
            duties.iter().filter(|(_, tasks)| tasks.iter().all(|task| unmanned(record, task))).map(|(duty, _)| duty.name.clone()).collect();
        let of_all = text!(en: "{done} of {all} duties are covered", nl: "{done} van de {all} kerntaken zijn belegd");
        let is_unsure = !open.is_empty() && covered::is_unsure(record);
        said.push(if is_unsure { of_all.then(&Text::new(", as far as could be read", ", voor zover te lezen")) } else { of_all });
        if !open.is_empty() {
            let names = enumerated(&open);
            said.push(text!(names; en: "Not covered: {names}", nl: "Niet belegd: {names}"));
        }
    }
    said.extend(measured(filling.record));
    said.extend(milestones(filling));
    said
}

/// The last figures of satisfaction, with those before them.
fn measured(record: &Record) -> Option<Text> {
    let all = record.community.iter().flat_map(|community| &community.measurement);
    let mut figures: Vec<_> = all.filter(|one| one.what == "satisfaction" && one.on.is_some_and(|on| on.first() <= record.on)).collect();
    figures.sort_by_key(|one| one.on.map(VagueDate::first));
    let last = figures.pop()?;
    let day = last.on?;
    let figure = |value: f64| {
        let said = |lang| crate::text::decimal(value, lang).into();
        Text { en: said(Lang::En), nl: said(Lang::Nl) }
    };
    let now = figure(last.value.0);
    let alike = figures.into_iter().rfind(|one| one.product == last.product);
    Some(match alike.map(|before| figure(before.value.0)) {
        Some(before) => {
            text!(now, before, day; en: "Satisfaction: {now} ({day}); it was {before}", nl: "Tevredenheid: {now} ({day}); dat was {before}")
        }
        None => text!(now, day; en: "Satisfaction: {now} ({day})", nl: "Tevredenheid: {now} ({day})"),
    })
}

/// Terms, contracts and support that end before the meeting after this one.
pub fn risks(filling: &Filling<'_>) -> Vec<Text> {
    let record = filling.record;
    let until = filling.next.as_ref().map_or(filling.meeting.on.plus_days(AHEAD), |next| next.on);
    let found = due(record, Span { from: None, until });
    let told = |what: &What<'_>, day: Date| {
        Some(match what {
            What::TermEnds { role, who } => {
                let (title, who) = (role.title.as_str(), name(record, who, filling.audience));
                if day < record.on {
                    text!(who, day; en: "Term that has ended: {title}, {who} ({day})", nl: "Afgelopen termijn: {title}, {who} ({day})")
                } else {
                    text!(who, day; en: "Term that ends: {title}, {who} ({day})", nl: "Aflopende termijn: {title}, {who} ({day})")
                }
            }
            What::ContractNotice(contract) => {
                let (what, with) = (contract.what.as_str(), name(record, &contract.supplier, Audience::Participants));
                text!(with, day; en: "Contract with {with} can be ended until {day}: {what}", nl: "Contract met {with} is op te zeggen tot en met {day}: {what}")
            }
            What::ContractEnds(contract) => {
                let (what, with) = (contract.what.as_str(), name(record, &contract.supplier, Audience::Participants));
                text!(with, day; en: "Contract with {with} ends on {day}: {what}", nl: "Contract met {with} loopt af op {day}: {what}")
            }
            What::SupportEnds(product) => {
                let name = product.name.as_str();
                text!(day; en: "Support of {name} ends on {day}", nl: "Ondersteuning van {name} stopt op {day}")
            }
            What::AgreementNotice | What::AgreementEnds => {
                text!(day; en: "The agreement asks for attention by {day}", nl: "De samenwerkingsovereenkomst vraagt aandacht vóór {day}")
            }
            What::Evaluation(evaluation) => {
                let what = evaluation.what.as_str();
                text!(day; en: "To be evaluated by {day}: {what}", nl: "Te evalueren vóór {day}: {what}")
            }
            _ => return None,
        })
    };
    found.iter().filter_map(|one| told(&one.what, one.day)).collect()
}

/// The suppliers that are there to be met.
pub fn suppliers(filling: &Filling<'_>) -> Vec<Text> {
    let record = filling.there;
    let here = |one: &&Participant| one.supplier && presence(record, &one.id) == Presence::There;
    let names: Vec<Text> = record.participants.values().filter(here).map(|one| Text::same(one.name.as_str())).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let names = enumerated(&names);
    vec![text!(names; en: "To be asked: {names}", nl: "Uit te nodigen: {names}")]
}
