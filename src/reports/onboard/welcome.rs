//! The welcome package: what the collaboration is, where to begin, when people meet, where they speak, and a first result (B3).

use std::collections::BTreeSet;

use crate::answers::audience::Audience;
use crate::answers::due::{concerned, kind_id};
use crate::answers::meetings::{Meeting, State, between, is_meeting};
use crate::answers::municipalities;
use crate::answers::presence::{joined, name};
use crate::date::Moment;
use crate::document::{Block, Cell, Column, Table};
use crate::handbook::community::{Way, way_of};
use crate::record::Record;
use crate::record::event::{EventKind, Knowledge, KnowledgeKind};
use crate::record::participant::{OrganisationKind, Participant};
use crate::record::values::Id;
use crate::record::work::Product;
use crate::reports::capital;
use crate::reports::reach::called;
use crate::text;
use crate::text::Text;
use crate::words::names::value_name;

/// Who reads the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guest {
    /// Takes part, or is about to.
    Member,
    Supplier,
    /// Does not take part yet.
    Thinking,
}

/// How far ahead dates are told, in months, and how many of them.
const AHEAD: u32 = 6;
const DATES: usize = 6;

/// The duties that newcomers ask about, as they ask.
pub fn asked(guest: Guest) -> &'static [(&'static str, Text)] {
    match guest {
        Guest::Member => &MEMBERS,
        Guest::Supplier => &SUPPLIERS,
        Guest::Thinking => &THINKERS,
    }
}

#[rustfmt::skip]
static MEMBERS: [(&str, Text); 10] = [
    ("onboarding", Text::new("your first months", "je eerste maanden")),
    ("contact", Text::new("all other questions", "alle andere vragen")),
    ("meeting-organisation", Text::new("meetings and their agenda", "overleggen en de agenda")),
    ("feedback", Text::new("wishes and reports", "wensen en meldingen")),
    ("product-ownership", Text::new("what is made first", "wat als eerste wordt gemaakt")),
    ("documentation", Text::new("manuals", "handleidingen")),
    ("releases", Text::new("new versions", "nieuwe versies")),
    ("repository", Text::new("access to the code", "toegang tot de code")),
    ("architecture", Text::new("links with other systems", "koppelingen en techniek")),
    ("invoicing", Text::new("contribution and invoices", "bijdrage en facturen")),
];

#[rustfmt::skip]
static SUPPLIERS: [(&str, Text); 7] = [
    ("contract-management", Text::new("the contract", "het contract")),
    ("supplier-management", Text::new("working together", "de samenwerking")),
    ("contact", Text::new("any other question", "elke andere vraag")),
    ("repository", Text::new("access to the code", "toegang tot de code")),
    ("code-review", Text::new("review of changes", "beoordeling van wijzigingen")),
    ("architecture", Text::new("links with other systems", "koppelingen en techniek")),
    ("financial-administration", Text::new("your invoices", "je facturen")),
];

#[rustfmt::skip]
static THINKERS: [(&str, Text); 3] = [
    ("recruitment", Text::new("a demonstration", "een demo")),
    ("contact", Text::new("any question", "elke vraag")),
    ("onboarding", Text::new("how it begins", "hoe het begint")),
];

/// What the collaboration is.
pub fn about(record: &Record, audience: Audience) -> Vec<Block> {
    let mut facts: Vec<(Text, Cell)> = Vec::new();
    let settings = record.collaboration.as_ref();
    facts.extend(
        settings.and_then(|one| one.purpose.as_deref()).map(|it| (Text::new("What it is for", "Waar het om gaat"), Cell::same(it))),
    );
    let made: Vec<Text> = living(record).map(|one| Text::same(one.name.as_str())).collect();
    if !made.is_empty() {
        facts.push((Text::new("What we make", "Wat we maken"), Cell::Text(joined(&made, ", "))));
    }
    facts.extend(record.level().map(|level| (Text::new("How we work together", "Hoe we samenwerken"), Cell::Text(capital(&level.name())))));
    facts.extend(who_takes_part(record).map(|it| (Text::new("Who takes part", "Wie doen mee"), Cell::Text(it))));
    let lead = settings.and_then(|one| one.lead.as_ref());
    facts.extend(lead.map(|lead| (Text::new("Lead", "Penvoerder"), Cell::Text(name(record, lead, audience)))));
    let agreement = settings.and_then(|one| one.agreement.as_ref()).and_then(|one| one.file.as_deref());
    facts.extend(agreement.map(|file| (Text::new("What was agreed", "Afspraken"), Cell::same(file))));
    facts.extend(settings.and_then(|one| one.website.as_deref()).map(|it| (Text::new("Website", "Website"), Cell::same(it))));
    facts.extend(settings.and_then(|one| one.email.as_deref()).map(|it| (Text::new("E-mail", "E-mail"), Cell::same(it))));
    if facts.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading(Text::new("In short", "In het kort")), Block::Facts(facts)]
}

/// The products that are there on the day.
fn living(record: &Record) -> impl Iterator<Item = &Product> {
    record.products.values().filter(|one| one.until.is_none_or(|until| until.last() >= record.on))
}

/// `12 municipalities: Assen, Dalfsen, …`.
fn who_takes_part(record: &Record) -> Option<Text> {
    let mut names: Vec<&str> = record.parties().map(|one| one.name.strip_prefix("Gemeente ").unwrap_or(&one.name)).collect();
    if names.is_empty() {
        return None;
    }
    // As a Dutch list has it: 's-Hertogenbosch stands under H.
    let key = |name: &str| name.trim_start_matches(['\'', '’']).trim_start_matches("s-").to_lowercase();
    names.sort_by_key(|name| key(name));
    let (count, all) = (names.len(), names.join(", "));
    let parties = if count == 1 { Text::new("participant", "deelnemer") } else { Text::new("participants", "deelnemers") };
    let towns = municipalities(record, record.on).len();
    let only = record.parties().all(|one| one.kind == Some(OrganisationKind::Municipality));
    Some(match (only, towns) {
        (true, 1) => text!(en: "1 municipality: {all}", nl: "1 gemeente: {all}"),
        (true, _) => text!(en: "{count} municipalities: {all}", nl: "{count} gemeenten: {all}"),
        (false, 0) => text!(parties; en: "{count} {parties}: {all}", nl: "{count} {parties}: {all}"),
        (false, _) => {
            text!(parties; en: "{count} {parties}, for {towns} municipalities: {all}", nl: "{count} {parties}, samen {towns} gemeenten: {all}")
        }
    })
}

/// Where to begin: what is written down, the quickest way in first.
pub fn material(record: &Record, one: Option<&Participant>, guest: Guest) -> Vec<Block> {
    let mut known = knowledge(record, one);
    known.retain(|one| one.url.is_some());
    let mut lines: Vec<Text> = known
        .iter()
        .filter_map(|one| {
            let (title, url) = (titled(one), one.url.as_deref()?);
            Some(text!(title; en: "{title}: {url}", nl: "{title}: {url}"))
        })
        .collect();
    if guest != Guest::Thinking {
        for product in living(record).filter(|product| uses(one, &product.id)) {
            let (name, url) = (&product.name, product.repository.as_deref());
            lines.extend(url.map(|url| text!(en: "Code of {name}: {url}", nl: "Code van {name}: {url}")));
        }
    }
    let body = if lines.is_empty() {
        Block::Paragraph(Text::new(
            "There is no manual or wiki on record yet; the first session takes its place.",
            "Er staat nog geen handleiding of wiki in het dossier; de startsessie vervangt die.",
        ))
    } else {
        Block::List(lines)
    };
    vec![Block::Heading(Text::new("Getting started", "Aan de slag")), body]
}

/// What is written down and of use to somebody, the quickest way in first.
fn knowledge<'a>(record: &'a Record, one: Option<&Participant>) -> Vec<&'a Knowledge> {
    let mut all: Vec<&Knowledge> = record.community.iter().flat_map(|community| &community.knowledge).collect();
    all.retain(|known| known.product.as_ref().is_none_or(|product| uses(one, product)));
    all.sort_by_key(|known| match known.kind {
        Some(KnowledgeKind::Tutorial) => 0,
        Some(KnowledgeKind::Manual) => 1,
        Some(KnowledgeKind::Faq) => 2,
        Some(KnowledgeKind::UseCase) => 3,
        Some(KnowledgeKind::Video) => 4,
        Some(KnowledgeKind::Wiki) | None => 5,
    });
    all
}

/// Whether somebody uses a product, or did not say which.
fn uses(one: Option<&Participant>, product: &Id) -> bool {
    one.is_none_or(|one| one.uses.is_empty() || one.uses.iter().any(|used| used.product == *product))
}

/// A part of the knowledge base by its name, or by what it is.
fn titled(known: &Knowledge) -> Text {
    match (&known.name, known.kind) {
        (Some(name), _) => Text::same(name.as_str()),
        (None, Some(kind)) => match kind {
            KnowledgeKind::Tutorial => Text::new("Step-by-step guide", "Stap voor stap beginnen"),
            KnowledgeKind::Manual => Text::new("Manual", "Handleiding"),
            KnowledgeKind::Faq => Text::new("Frequently asked questions", "Veelgestelde vragen"),
            KnowledgeKind::UseCase => Text::new("Examples from practice", "Praktijkvoorbeelden"),
            KnowledgeKind::Video => Text::new("Videos", "Video's"),
            KnowledgeKind::Wiki => Text::new("Wiki", "Wiki"),
        },
        (None, None) => Text::same(known.id.as_str()),
    }
}

/// The meetings to which somebody is welcome, the next ones.
pub fn meetings<'a>(record: &'a Record, one: Option<&Participant>, guest: Guest) -> Vec<Meeting<'a>> {
    let group = if guest == Guest::Supplier { "all-suppliers" } else { "all-participants" };
    let mut those: BTreeSet<String> = [group, "everyone"].map(str::to_owned).into();
    those.extend(one.iter().flat_map(|one| concerned(record, &Id::new(&format!("participants/{}", one.id)))));
    let is_welcome = |meeting: &Meeting<'_>| {
        let event = meeting.event;
        let named = || event.invited.iter().chain(&event.body).any(|who| those.contains(record.index.plain(who).0.as_ref()));
        let open = event.invited.is_empty()
            && event.body.is_none()
            && guest != Guest::Supplier
            && matches!(
                event.kind,
                Some(
                    EventKind::UserMeeting
                        | EventKind::CommunityDay
                        | EventKind::CommunityCall
                        | EventKind::Webinar
                        | EventKind::ShowAndTell
                )
            );
        is_meeting(event) && meeting.state == State::Planned && (named() || open)
    };
    let mut all = between(record, record.on, record.on.plus_months(AHEAD));
    all.retain(is_welcome);
    all.truncate(DATES);
    all
}

/// When people meet.
pub fn dates(coming: &[Meeting<'_>]) -> Vec<Block> {
    let heading = Block::Heading(Text::new("When we meet", "Wanneer we elkaar zien"));
    if coming.is_empty() {
        return vec![heading, Block::Paragraph(Text::new("No meeting is planned yet.", "Er staat nog geen overleg gepland."))];
    }
    let row = |meeting: &Meeting<'_>| {
        let event = meeting.event;
        vec![Cell::Text(time(meeting)), Cell::same(event.title.as_str()), Cell::maybe(event.place.as_deref().or(event.url.as_deref()))]
    };
    let heads = [("when", Text::new("When", "Wanneer")), ("what", Text::new("What", "Wat")), ("where", Text::new("Where", "Waar"))];
    let columns = heads.map(|(key, title)| Column::words(key, title)).into();
    vec![heading, Block::Table(Table { name: "meetings", columns, rows: coming.iter().map(row).collect() }.filled())]
}

/// `10 december 2026, 10.00–12.30 uur`.
pub fn time(meeting: &Meeting<'_>) -> Text {
    let starts = meeting.starts();
    match (starts.time, meeting.ends()) {
        (Some(from), Some(Moment { day, time: Some(until) })) if day == starts.day => {
            let (en, nl) = (until.format("%H:%M"), until.format("%H.%M"));
            let (day, en_from, nl_from) = (starts.day, from.format("%H:%M"), from.format("%H.%M"));
            text!(day; en: "{day}, {en_from}–{en}", nl: "{day}, {nl_from}–{nl} uur")
        }
        _ => text!(starts; en: "{starts}", nl: "{starts}"),
    }
}

pub fn dates_as_data(coming: &[Meeting<'_>]) -> Table {
    let row = |meeting: &Meeting<'_>| {
        let event = meeting.event;
        let place = Cell::maybe(event.place.as_deref().or(event.url.as_deref()));
        vec![Cell::same(event.id.as_str()), Cell::Date(meeting.on), Cell::same(event.title.as_str()), place]
    };
    let columns = ["event", "on", "title", "place"].map(|key| Column::words(key, Text::default())).into();
    Table { name: "meetings", columns, rows: coming.iter().map(row).collect() }
}

/// Where people hear and speak; meetings have their own dates.
pub fn channels(record: &Record, audience: Audience) -> Vec<Block> {
    let all = record.community.iter().flat_map(|community| &community.channel);
    let row = |channel: &crate::record::event::Channel| {
        let kind = kind_id(channel.kind?);
        if way_of(kind) == Some(Way::Meeting) {
            return None;
        }
        let known = value_name(kind);
        let often = channel.rhythm.as_ref().filter(|rhythm| rhythm.step().is_some()).and_then(|rhythm| value_name(&rhythm.0));
        let place = match (&channel.url, &channel.owner) {
            (Some(url), _) => Cell::same(url.as_str()),
            (None, Some(owner)) => {
                let owner = called(record, owner, audience);
                Cell::Text(text!(owner; en: "invitation by {owner}", nl: "uitnodiging via {owner}"))
            }
            (None, None) => Cell::Blank,
        };
        let title = channel.name.as_deref().unwrap_or(channel.id.as_str());
        let what: Vec<Text> = known.into_iter().chain(often).collect();
        Some(vec![Cell::same(title), if what.is_empty() { Cell::Blank } else { Cell::Text(joined(&what, ", ")) }, place])
    };
    let rows: Vec<Vec<Cell>> = all.filter_map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = [
        ("channel", Text::new("Channel", "Kanaal")),
        ("kind", Text::new("What it is", "Wat het is")),
        ("where", Text::new("Where", "Waar")),
    ];
    let columns = heads.map(|(key, title)| Column::words(key, title)).into();
    vec![
        Block::Heading(Text::new("Where we speak", "Waar we elkaar spreken")),
        Block::Table(Table { name: "channels", columns, rows }.filled()),
    ]
}

/// Something that works within a month, so that the first weeks bring something (B3).
pub fn quick_win(record: &Record, one: Option<&Participant>, guest: Guest, coming: &[Meeting<'_>]) -> Text {
    if guest == Guest::Supplier {
        return match living(record).filter(|product| uses(one, &product.id)).find_map(|product| product.repository.as_deref()) {
            Some(url) => text!(
                en: "Take one small open issue in {url}: you will know how we work before the first real assignment.",
                nl: "Pak één kleine openstaande melding op in {url}: dan ken je de werkwijze al voor de eerste echte opdracht."
            ),
            None => Text::new(
                "Take one small open issue: you will know how we work before the first real assignment.",
                "Pak één kleine openstaande melding op: dan ken je de werkwijze al voor de eerste echte opdracht.",
            ),
        };
    }
    let users = coming.iter().find(|meeting| matches!(meeting.event.kind, Some(EventKind::UserMeeting | EventKind::CommunityDay)));
    let told = match users.map(|meeting| (&meeting.event.title, meeting.on)) {
        Some((title, on)) if guest == Guest::Member => {
            text!(on; en: " Show on {on} what it brought you ({title}).", nl: " Vertel op {on} wat het jullie opleverde ({title}).")
        }
        _ => Text::default(),
    };
    let begin = knowledge(record, one).into_iter().find(|known| known.url.is_some());
    let first = match begin.map(|known| (titled(known), known.url.as_deref().unwrap_or_default())) {
        Some((title, url)) => text!(
            title;
            en: "Take one small thing from your own practice and try it out with “{title}” ({url}); your buddy looks along.",
            nl: "Kies één klein ding uit je eigen praktijk en probeer het uit met ‘{title}’ ({url}); je buddy kijkt mee."
        ),
        None => Text::new(
            "Bring one example from your own practice to the first session, and choose with your buddy one thing that works within a month.",
            "Neem één voorbeeld uit je eigen praktijk mee naar de startsessie en kies met je buddy één ding dat binnen een maand werkt.",
        ),
    };
    first.then(&told)
}
