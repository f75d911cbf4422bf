//! For whom something is written, and what people who are less visible are called there.

mod hidden;
mod phones;
mod signs;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use hidden::{Hidden, hidden};
pub use signs::is_silent;

use crate::answers::privacy::is_forgotten;
use crate::record::finance::Invoice;
use crate::record::participant::{Now, Participant, Person, Visibility};
use crate::record::values::Id;
use crate::record::{Record, Unread};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Lang, Text};
use crate::words;

/// For whom something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Audience {
    /// Anybody: only people who are public.
    Public,
    /// Those who take part.
    #[default]
    Participants,
    /// Those who keep the record: everything.
    Record,
}

/// Whether somebody's name and address may be seen.
pub fn may_see(person: &Person, audience: Audience) -> bool {
    let by = |visibility: Visibility| match visibility {
        Visibility::Public => true,
        Visibility::Participants => audience >= Audience::Participants,
        Visibility::Record => audience == Audience::Record,
    };
    let now = match person.now {
        Now::Same => true,
        Now::Seen(visibility) => by(visibility),
        Now::Gone => false,
    };
    now && by(visibility(person))
}

fn visibility(person: &Person) -> Visibility {
    person.visibility.unwrap_or(Visibility::Participants)
}

/// Lets everybody in a past record be seen by those only to whom the record as it is now shows them, by the same name. Whom it does
/// not know any more nobody sees; those who may stand in a file that cannot be read now are seen by who keeps the record.
pub fn named_as_now(then: &mut Record, now: &Record) {
    let unknown = unknown(now);
    let by_name: BTreeMap<&str, &Person> = now.people.values().rev().map(|person| (person.name.as_str(), person)).collect();
    for person in then.people.values_mut() {
        let same = now.people.get(&person.id).filter(|one| one.name == person.name);
        person.now = same.or_else(|| by_name.get(person.name.as_str()).copied()).map_or(unknown, |one| Now::Seen(visibility(one)));
    }
}

/// What the record as it is now says of whom it does not know by name.
fn unknown(now: &Record) -> Now {
    let with_people = |one: &Unread| matches!(one.kind, FileKind::Participant | FileKind::People);
    if now.unread.iter().any(with_people) { Now::Seen(Visibility::Record) } else { Now::Gone }
}

/// Of everybody who ever stood in a record those whom it does not know now, nor does one of these others that are apart from it: what
/// they were called must not be read.
pub fn gone(ever: Vec<Person>, now: &Record, others: &[&Record]) -> Vec<Person> {
    let is_new = |person: &&Person| person.now == Now::Same;
    let named = now.people.values().chain(others.iter().flat_map(|record| record.people.values()).filter(is_new));
    // A name that is written more fully now is part of one that may be read.
    let known = spelled(named.map(|person| person.name.as_str()).chain(titles(now)));
    let is_gone = |person: &Person| !is_forgotten(person) && !known.contains(&spelled([person.name.as_str()]));
    ever.into_iter().filter(is_gone).map(|person| Person { now: unknown(now), ..person }).collect()
}

/// What is called by a name and is no person: of what was once written down as somebody and is none, the name may be read.
pub fn titles(record: &Record) -> impl Iterator<Item = &str> {
    let organisations = record.participants.values().map(|one| one.name.as_str());
    let work = record.roles.values().map(|one| one.title.as_str()).chain(record.products.values().map(|one| one.name.as_str()));
    organisations.chain(work).chain(record.collaboration.iter().map(|one| one.name.as_str()))
}

/// The words of names, so that one name can be looked for in others.
pub fn spelled<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let words = |name| words_of(name).map(|(word, _)| word).collect::<Vec<_>>().join(" ");
    names.into_iter().map(|name| format!(" {} ", words(name))).collect()
}

/// The person whom a reference names, where the audience may not see them.
pub fn hidden_person<'a>(record: &'a Record, reference: &Id, audience: Audience) -> Option<&'a Person> {
    record.person(reference).filter(|person| !may_see(person, audience))
}

/// What somebody is called: by name, or as one of those who work at an organisation.
pub fn called(record: &Record, person: &Person, audience: Audience) -> Text {
    if may_see(person, audience) {
        return Text::same(person.name.as_str());
    }
    nameless(record, person)
}

/// What somebody is called who may not be named: as one of those who work at an organisation.
fn nameless(record: &Record, person: &Person) -> Text {
    match record.organisation_of(person).and_then(|id| record.participants.get(id)).map(|one| one.name.as_str()) {
        Some(name) => text!(en: "member of staff, {name}", nl: "medewerker, {name}"),
        None => Text::new("member of staff", "medewerker"),
    }
}

/// What an audience may know of somebody: of whom it may not see nothing but the organisation.
pub fn seen_person(record: &Record, one: &Person, audience: Audience) -> Person {
    if may_see(one, audience) {
        return one.clone();
    }
    let name = called(record, one, audience).get(Lang::Nl).to_owned();
    Person {
        name,
        position: None,
        email: None,
        phone: None,
        visibility: None,
        handle: None,
        from: None,
        until: None,
        note: None,
        source: None,
        ..one.clone()
    }
}

/// What an audience may know of an organisation: names that stand as plain text, such as a signatory's, are for those who take part.
pub fn seen_organisation(one: &Participant, audience: Audience) -> Participant {
    let mut one = one.clone();
    if audience < Audience::Participants {
        one.signatory = None;
        one.note = None;
        if let Some(billing) = &mut one.billing {
            billing.ordered_by = None;
            billing.email = None;
        }
    }
    one
}

/// An invoice without the names and addresses that stand in it as plain text, where those are not for the audience.
pub fn seen_invoice(one: &Invoice, audience: Audience) -> Invoice {
    let mut one = one.clone();
    if audience < Audience::Participants {
        for party in [&mut one.buyer, &mut one.seller].into_iter().flatten() {
            party.contact = None;
            party.ordered_by = None;
            party.email = None;
        }
    }
    one
}

/// What stands for the id of somebody who may not be named, and for the name: numbered where an organisation has several of them.
pub fn stand_in(record: &Record, person: &Person, audience: Audience) -> (String, Text) {
    let organisation = record.organisation_of(person);
    let alike = || unseen(record, organisation, audience);
    let number = alike().take_while(|one| one.id != person.id).count() + 1;
    numbered(organisation, called(record, person, audience), Some(number).filter(|_| alike().nth(1).is_some()))
}

/// The same for each of those whom a record does not have any more, numbered after those of their organisation whom it has: no two have
/// the same.
fn stand_ins_of_gone(record: &Record, audience: Audience) -> Vec<(&Person, String, Text)> {
    let hidden = || record.gone.iter().filter(|one| !may_see(one, audience));
    let mut ids: BTreeMap<Option<&Id>, BTreeSet<&Id>> = BTreeMap::new();
    for one in hidden().filter(|one| !record.people.contains_key(&one.id)) {
        ids.entry(record.organisation_of(one)).or_default().insert(&one.id);
    }
    let of = |one| {
        let organisation = record.organisation_of(one);
        // Who is there by another name is somebody else in what is read now, unless that name is not read either.
        if let Some(now) = record.people.get(&one.id) {
            let title = if may_see(now, audience) { nameless(record, one) } else { stand_in(record, now, audience).1 };
            return (one, String::new(), title);
        }
        let (there, own) = (unseen(record, organisation, audience).count(), ids.get(&organisation));
        let number = there + own.map_or(0, |own| own.iter().take_while(|id| **id != &one.id).count()) + 1;
        let is_alone = there + own.map_or(0, BTreeSet::len) == 1;
        let (id, title) = numbered(organisation, nameless(record, one), Some(number).filter(|_| !is_alone));
        (one, id, title)
    };
    hidden().map(of).collect()
}

/// Those of an organisation who may not be named.
fn unseen<'a>(record: &'a Record, organisation: Option<&'a Id>, audience: Audience) -> impl Iterator<Item = &'a Person> {
    record.people.values().filter(move |one| !may_see(one, audience) && record.organisation_of(one) == organisation)
}

fn numbered(organisation: Option<&Id>, title: Text, number: Option<usize>) -> (String, Text) {
    let of = organisation.map_or("elsewhere", |id| id.as_str());
    match number {
        Some(number) => (format!("staff-{of}-{number}"), text!(title; en: "{title} ({number})", nl: "{title} ({number})")),
        None => (format!("staff-{of}"), title),
    }
}

/// The words of a text in small letters without accents, each with its bytes.
pub fn words_of(text: &str) -> impl Iterator<Item = (String, Range<usize>)> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let begin = rest + text[rest..].find(char::is_alphanumeric)?;
        let end = text[begin..].find(|c: char| !c.is_alphanumeric() && !is_silent(c)).map_or(text.len(), |at| begin + at);
        rest = end;
        Some((words::fold(&text[begin..end]), begin..end))
    })
}
