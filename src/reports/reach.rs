//! Who does something and how to reach them, as a page names them.

use crate::answers::audience::{Audience, hidden_person};
use crate::answers::buddies::organisation_of;
use crate::answers::presence::{joined, name, of_organisation, presence, remarked, seated};
use crate::answers::{Seated, covering};
use crate::document::{Cell, Column, Table};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Role, RoleKind};
use crate::reports::capital;
use crate::reports::who::{ITSELF, Line, backups, known, reached};
use crate::text;
use crate::text::Text;

/// More than so many who do the same are named by what they are together.
const NAMED: usize = 3;

/// Somebody in a sentence: a person with the organisation, a role by whoever holds it, a body or a vacancy by its title.
pub fn called(record: &Record, who: &Id, audience: Audience) -> Text {
    let title = remarked(name(record, who, audience), presence(record, who));
    if let Some(role) = record.role(who) {
        let seats = seated(record, role);
        if role.kind == Some(RoleKind::Body) || seats.is_empty() || seats.len() > NAMED {
            return title;
        }
        if seats.iter().any(|one| is_hidden(record, one.who, audience) || record.index.meant(one.who).has(Kinds::GROUP)) {
            return of_nobody(record, role, &seats, audience);
        }
        let people: Vec<Text> = seats.iter().map(|one| name(record, one.who, audience)).collect();
        let people = joined(&people, ", ");
        return text!(title, people; en: "{people} ({title})", nl: "{people} ({title})");
    }
    if is_hidden(record, who, audience) {
        return organisation_of(record, who).map_or(title, |of| {
            let name = &of.name;
            text!(en: "somebody of {name}", nl: "iemand van {name}")
        });
    }
    match lines_of(record, who, audience).into_iter().next() {
        Some(Line { who, organisation: Some(of), .. }) => of_organisation(&who.1, &of),
        _ => title,
    }
}

/// Whether somebody is a person whom the audience may not see.
fn is_hidden(record: &Record, who: &Id, audience: Audience) -> bool {
    hidden_person(record, who, audience).is_some()
}

/// A role by its title, with the organisation of those who hold it where they are not named.
fn of_nobody(record: &Record, role: &Role, seats: &[Seated<'_>], audience: Audience) -> Text {
    let title = &role.title;
    let mut of: Vec<&str> = Vec::new();
    for one in seats.iter().filter(|one| is_hidden(record, one.who, audience)) {
        of.extend(organisation_of(record, one.who).map(|of| of.name.as_str()).filter(|name| !of.contains(name)));
    }
    if of.is_empty() {
        return Text::same(title.as_str());
    }
    let of = of.join(", ");
    text!(en: "{title} ({of})", nl: "{title} ({of})")
}

/// Those whom a reference comes down to, each with how to reach them.
fn lines_of(record: &Record, who: &Id, audience: Audience) -> Vec<Line> {
    reached(record, who, &ITSELF, audience)
}

/// What people ask about, and who answers that.
pub struct Contact {
    pub about: Vec<Text>,
    pub who: Text,
    /// The same for programs: an id or a stand-in.
    pub keys: Vec<String>,
    pub reach: Vec<String>,
    /// The channel, of those who have no address.
    pub via: Option<Text>,
}

/// Who answers for each of these duties, those who answer for several once. What nobody does is left out.
pub fn contacts(record: &Record, asked: &[(&str, Text)], audience: Audience) -> Vec<Contact> {
    let covering = covering(record);
    let mut found: Vec<Contact> = Vec::new();
    for (duty, about) in asked {
        let Some(task) = covering.get(duty).and_then(|tasks| tasks.first()) else { continue };
        let Some(raci) = &task.raci else { continue };
        let Some(mut contact) = raci.responsible.as_slice().iter().find_map(|party| contact(record, party.who(), audience)) else {
            continue;
        };
        if let Some(other) = found.iter_mut().find(|other| other.keys == contact.keys && other.who == contact.who) {
            other.about.push(about.clone());
            continue;
        }
        contact.about.push(about.clone());
        found.push(contact);
    }
    found
}

/// Who a reference comes down to; whoever stands in where nobody holds the role.
pub fn contact(record: &Record, who: &Id, audience: Audience) -> Option<Contact> {
    let role = record.role(who);
    let lines = match role {
        Some(role) if seated(record, role).is_empty() => backups(record, role, audience),
        _ => lines_of(record, who, audience),
    };
    if lines.is_empty() {
        return None;
    }
    let people = lines.iter().map(|line| {
        let who = &line.who.1;
        match &line.organisation {
            Some(of) => of_organisation(who, of),
            None => who.clone(),
        }
    });
    let people: Vec<Text> = people.collect();
    let title = role.map(|role| Text::same(role.title.as_str()));
    let many = people.len() > NAMED;
    let people = joined(&people, ", ");
    let seats = role.map(|role| seated(record, role)).unwrap_or_default();
    let nameless =
        seats.len() == 1 && seats.iter().any(|one| is_hidden(record, one.who, audience) || record.index.meant(one.who).has(Kinds::GROUP));
    let named = match title {
        Some(_) if nameless => role.map(|role| of_nobody(record, role, &seats, audience)).unwrap_or_default(),
        Some(title) if many => title,
        Some(title) => text!(people, title; en: "{people}, {title}", nl: "{people}, {title}"),
        None => people,
    };
    let mut reach: Vec<String> = Vec::new();
    for address in lines.iter().take(if many { 0 } else { NAMED }).flat_map(|line| [&line.email, &line.phone]).flatten() {
        if !reach.contains(address) {
            reach.push(address.clone());
        }
    }
    let keys = if many { vec![known(record, who, audience).0] } else { lines.into_iter().map(|line| line.who.0).collect() };
    Some(Contact { about: Vec::new(), who: named, keys, reach, via: None })
}

/// The e-mail address at which somebody is written to, as far as the audience may see it.
pub fn address(record: &Record, who: &Id, audience: Audience) -> Option<Text> {
    let reach = contact(record, who, audience)?.reach;
    reach.into_iter().find(|address| address.contains('@')).map(Text::same)
}

/// A table of those whom to ask.
pub fn table(contacts: &[Contact], about: Text) -> Table {
    let row = |one: &Contact| {
        let reach = match &one.via {
            _ if !one.reach.is_empty() => Cell::List(one.reach.iter().map(Cell::same).collect()),
            Some(via) => Cell::Text(via.clone()),
            None => Cell::Blank,
        };
        vec![Cell::Text(capital(&joined(&one.about, ", "))), Cell::Text(capital(&one.who)), reach]
    };
    let columns = vec![
        Column::words("about", about),
        Column::words("who", Text::new("Who", "Wie")),
        Column::words("reach", Text::new("To reach at", "Bereikbaar via")),
    ];
    Table { name: "contacts", columns, rows: contacts.iter().map(row).collect() }
}

/// The same for programs.
pub fn data(contacts: &[Contact]) -> Table {
    let row = |one: &Contact| {
        vec![
            Cell::List(one.about.iter().cloned().map(Cell::Text).collect()),
            Cell::List(one.keys.iter().map(Cell::same).collect()),
            Cell::Text(one.who.clone()),
            Cell::List(one.reach.iter().map(Cell::same).collect()),
        ]
    };
    let columns = ["about", "who", "names", "reach"].map(|key| Column::words(key, Text::default())).into();
    Table { name: "contacts", columns, rows: contacts.iter().map(row).collect() }
}
