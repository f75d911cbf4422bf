//! What a new participant gets (B3, B4): the checklist, the buddy, what the collaboration is, where to begin, who does what, when
//! people meet, and a first result; the same for whoever is still thinking.

mod steps;
mod welcome;

use crate::answers::audience::Audience;
use crate::answers::buddies::{is_settled, proposal};
use crate::answers::onboarding::{Buddy, WayIn, is_supplier, way_in};
use crate::date::VagueDate;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::record::event::EventKind;
use crate::record::participant::{Participant, Status};
use crate::record::values::Id;
use crate::reports::onboard::welcome::{Guest, meetings};
use crate::reports::reach::{called, contact, contacts};
use crate::reports::who::known;
use crate::reports::{begun, reach};
use crate::text;
use crate::text::Text;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// None: the page for whoever is still thinking.
    pub participant: Option<&'a Participant>,
    pub audience: Audience,
}

/// The page of one participant, or of nobody in particular.
pub fn onboard(record: &Record, options: &Options<'_>) -> Document {
    let one = options.participant;
    let guest = match one {
        None => Guest::Thinking,
        Some(one) if is_supplier(one) => Guest::Supplier,
        Some(one) if one.status_on(record.on) == Some(Status::Interested) => Guest::Thinking,
        Some(_) => Guest::Member,
    };
    // Whoever does not take part yet reads what everybody may.
    let audience = match options.audience {
        Audience::Participants if guest == Guest::Thinking => Audience::Public,
        audience => audience,
    };
    let way = one.and_then(|one| way_in(record, one));
    let coming = meetings(record, one, guest);
    let mut asked = contacts(record, welcome::asked(guest), audience);
    // Nobody is told to ask themselves.
    asked.retain(|contact| one.is_none_or(|one| !contact.keys.iter().all(|key| *key == one.id.as_str())));
    let mut document = begun(record, "onboard", title(record, one, guest));
    let on = record.on;
    document.subtitle = match &way {
        Some(_) => text!(on; en: "How things stand on {on}", nl: "Stand op {on}"),
        None => text!(on; en: "As it is on {on}", nl: "Zoals het is op {on}"),
    };
    let mut blocks = vec![Block::Paragraph(welcome(record, one, guest))];
    blocks.extend(buddy(record, one, way.as_ref(), audience).map(Block::Paragraph));
    blocks.extend(match &way {
        Some(way) => {
            let session = coming.iter().find(|meeting| meeting.event.kind == Some(EventKind::Onboarding));
            steps::begun(record, way, session.map(|meeting| meeting.on), audience)
        }
        None => steps::ahead(record, one, guest, audience),
    });
    blocks.extend(welcome::about(record, audience));
    blocks.extend(welcome::material(record, one, guest));
    if !asked.is_empty() {
        blocks.push(Block::Heading(Text::new("Who does what", "Wie doet wat")));
        blocks.push(Block::Table(reach::table(&asked, Text::new("About", "Waarvoor"))));
    }
    blocks.extend(welcome::dates(&coming));
    if guest != Guest::Thinking {
        blocks.extend(welcome::channels(record, audience));
    }
    blocks.push(Block::Heading(Text::new("A first result", "Een eerste resultaat")));
    blocks.push(Block::Paragraph(welcome::quick_win(record, one, guest, &coming)));
    document.blocks = blocks;
    document.to = one.and_then(|one| reach::address(record, &Id::new(&format!("participants/{}", one.id)), audience)).into_iter().collect();
    let steps = steps::data(record, way.as_ref(), one, audience);
    document.sheet = steps.clone();
    document.data = vec![facts(record, one, way.as_ref(), audience), steps, reach::data(&asked), welcome::dates_as_data(&coming)];
    document
}

fn title(record: &Record, one: Option<&Participant>, guest: Guest) -> Text {
    let name = record.collaboration.as_ref().map(|settings| settings.name.as_str());
    let to = one.map(|one| one.name.as_str());
    match (name, to, guest) {
        (Some(name), Some(to), Guest::Thinking) => {
            text!(en: "Joining {name}: what {to} can expect", nl: "Meedoen met {name}: wat {to} kan verwachten")
        }
        (Some(name), Some(to), _) => text!(en: "Welcome to {name}, {to}", nl: "Welkom bij {name}, {to}"),
        (Some(name), None, _) => text!(en: "Joining {name}: how it begins", nl: "Meedoen met {name}: zo begint het"),
        (None, Some(to), _) => text!(en: "Welcome, {to}", nl: "Welkom, {to}"),
        (None, None, _) => Text::new("Joining: how it begins", "Meedoen: zo begint het"),
    }
}

/// The first lines.
fn welcome(record: &Record, one: Option<&Participant>, guest: Guest) -> Text {
    let begun = one.is_some_and(|one| one.onboarding.is_some());
    match (one.map(|one| one.name.as_str()), guest) {
        (Some(name), Guest::Member) if one.is_some_and(|one| one.status_on(record.on) == Some(Status::Joining)) => text!(
            en: "Good that {name} is joining. This page says which steps you take, who you can call and where to find things.",
            nl: "Fijn dat {name} gaat meedoen. Op deze pagina staat welke stappen je zet, wie je kunt bellen en waar je alles vindt."
        ),
        (Some(name), Guest::Member) if begun => text!(
            en: "Good that {name} takes part. This page says how the first three months go, who you can call and where to find things.",
            nl: "Fijn dat {name} meedoet. Op deze pagina staat hoe de eerste drie maanden verlopen, wie je kunt bellen en waar je alles vindt."
        ),
        (Some(name), Guest::Member) if one.is_some_and(|one| is_settled(record, one)) => {
            let since = one.and_then(|one| one.joined).unwrap_or(VagueDate::Day(record.on));
            text!(
                since;
                en: "{name} has taken part since {since}. This page says which steps a new participant takes, who you can call and where to find things.",
                nl: "{name} doet mee sinds {since}. Op deze pagina staat welke stappen een nieuwe deelnemer zet, wie je kunt bellen en waar je alles vindt."
            )
        }
        (Some(name), Guest::Member) => text!(
            en: "Good that {name} takes part. This page says which steps a new participant takes, who you can call and where to find things.",
            nl: "Fijn dat {name} meedoet. Op deze pagina staat welke stappen een nieuwe deelnemer zet, wie je kunt bellen en waar je alles vindt."
        ),
        (Some(name), Guest::Supplier) => text!(
            en: "Good that {name} works with us. This page says how we begin, who you can call and where to find things.",
            nl: "Fijn dat {name} met ons werkt. Op deze pagina staat hoe we beginnen, wie je kunt bellen en waar je alles vindt."
        ),
        (Some(name), Guest::Thinking) => text!(
            en: "{name} is thinking of joining. This page says what the collaboration is, which steps a new participant takes and how long those take.",
            nl: "{name} denkt erover mee te doen. Op deze pagina staat wat de samenwerking is, welke stappen een nieuwe deelnemer zet en hoe lang die duren."
        ),
        (None, _) => Text::new(
            "Thinking of joining? This page says what the collaboration is, which steps a new participant takes and how long those take.",
            "Denk je erover mee te doen? Op deze pagina staat wat de samenwerking is, welke stappen een nieuwe deelnemer zet en hoe lang die duren.",
        ),
    }
}

/// Who helps, until when, and how to reach them; or who might.
fn buddy(record: &Record, one: Option<&Participant>, way: Option<&WayIn<'_>>, audience: Audience) -> Option<Text> {
    let one = one?;
    let told = |who| {
        let called = called(record, who, audience);
        let reach = contact(record, who, audience).map(|contact| contact.reach).unwrap_or_default();
        let reach = if reach.is_empty() { String::new() } else { format!(": {}", reach.join(", ")) };
        (called, reach)
    };
    match way.map(|way| way.buddy) {
        Some(Buddy::InForce { who, until }) => {
            let (who, reach) = told(who);
            let reach = if reach.is_empty() { ".".to_owned() } else { reach };
            Some(
                text!(who, until; en: "Your buddy is {who}, until {until}. Ask them anything{reach}", nl: "Je buddy is {who}, tot en met {until}. Met elke vraag kun je daar terecht{reach}"),
            )
        }
        Some(Buddy::Ended { who, until }) => {
            let (who, _) = told(who);
            Some(text!(who, until; en: "{who} was your buddy until {until}.", nl: "{who} was je buddy tot en met {until}."))
        }
        Some(Buddy::NotApplicable(reason)) => Some(text!(en: "There is no buddy: {reason}.", nl: "Er is geen buddy: {reason}.")),
        Some(Buddy::None) | None if is_supplier(one) => None,
        Some(Buddy::None) | None if is_settled(record, one) || one.status_on(record.on) == Some(Status::Interested) => None,
        Some(Buddy::None) | None => Some(Text::new(
            "For the first three months you get a buddy of another organisation; you will soon hear who that is.",
            "De eerste drie maanden krijg je een buddy van een andere organisatie; wie dat is, hoor je binnenkort.",
        )),
    }
}

/// Who it is about, for programs.
fn facts(record: &Record, one: Option<&Participant>, way: Option<&WayIn<'_>>, audience: Audience) -> Table {
    let keys = ["participant", "name", "from", "buddy", "buddy_name", "buddy_until", "proposed", "proposed_name", "because", "finished"];
    let columns = keys.into_iter().map(|key| Column::words(key, Text::default())).collect();
    let row = |one: &Participant| {
        let helped = way.and_then(|way| match way.buddy {
            Buddy::InForce { who, until } | Buddy::Ended { who, until } => Some((who, until)),
            Buddy::None | Buddy::NotApplicable(_) => None,
        });
        let is_wanted = way.is_none_or(|way| way.buddy == Buddy::None);
        let found = is_wanted.then(|| proposal(record, one, way.map_or(record.on, |way| way.from))).flatten();
        let person = |who: Option<&Id>| {
            let named = who.map(|who| known(record, who, audience));
            named.map_or([Cell::Blank, Cell::Blank], |(key, name)| [Cell::same(key), Cell::Text(name)])
        };
        let mut row = vec![Cell::same(one.id.as_str()), Cell::same(one.name.as_str())];
        row.push(way.map_or(Cell::Blank, |way| Cell::Date(way.from)));
        row.extend(person(helped.map(|(who, _)| who)));
        row.push(helped.map_or(Cell::Blank, |(_, until)| Cell::Date(until)));
        row.extend(person(found.as_ref().map(|found| found.who)));
        row.push(found.map_or(Cell::Blank, |found| Cell::Text(found.because)));
        row.push(way.map_or(Cell::Blank, |way| Cell::same(if way.is_finished() { "yes" } else { "no" })));
        row
    };
    Table { name: "onboarding", columns, rows: one.map(row).into_iter().collect() }
}
