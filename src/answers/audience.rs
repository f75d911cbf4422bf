//! For whom something is written, and what people who are less visible are called there.

use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::{Person, Visibility};
use crate::text;
use crate::text::Text;

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
    match person.visibility.unwrap_or(Visibility::Participants) {
        Visibility::Public => true,
        Visibility::Participants => audience >= Audience::Participants,
        Visibility::Record => audience == Audience::Record,
    }
}

/// What somebody is called: by name, or as the contact of an organisation.
pub fn called(record: &Record, person: &Person, audience: Audience) -> Text {
    if may_see(person, audience) {
        return Text::same(person.name.as_str());
    }
    match record.organisation_of(person).and_then(|id| record.participants.get(id)).map(|one| one.name.as_str()) {
        Some(name) => text!(en: "contact, {name}", nl: "contactpersoon, {name}"),
        None => Text::new("contact", "contactpersoon"),
    }
}

/// What must not be read of people who are less visible than the audience, wherever it stands, and what is written instead.
pub fn hidden(record: &Record, audience: Audience) -> Vec<(String, Text)> {
    let mut hidden = Vec::new();
    for one in record.people.values().filter(|one| !may_see(one, audience)) {
        hidden.push((one.name.clone(), called(record, one, audience)));
        hidden.extend([&one.email, &one.phone, &one.handle].into_iter().flatten().map(|text| (text.clone(), Text::same("…"))));
    }
    // Too short a text would be found in others that have nothing to do with it.
    // One that is also an id is needed as such.
    hidden.retain(|(text, _)| text.chars().count() >= 4 && record.index.kinds(text) == Kinds::default());
    hidden.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    hidden
}

/// A text without what must not be read in it.
pub fn masked(text: &str, hidden: &[(String, Text)], lang: text::Lang) -> Option<String> {
    let mut masked = None;
    for (from, instead) in hidden {
        let now = masked.as_deref().unwrap_or(text);
        if now.contains(from.as_str()) && now != instead.get(lang) {
            masked = Some(now.replace(from.as_str(), instead.get(lang)));
        }
    }
    masked
}
