//! For whom something is written, and what people who are less visible are called there.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::record::Record;
use crate::record::finance::Invoice;
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Person, Visibility};
use crate::record::values::Id;
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
    match person.visibility.unwrap_or(Visibility::Participants) {
        Visibility::Public => true,
        Visibility::Participants => audience >= Audience::Participants,
        Visibility::Record => audience == Audience::Record,
    }
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
    match record.organisation_of(person).and_then(|id| record.participants.get(id)).map(|one| one.name.as_str()) {
        Some(name) => text!(en: "member of staff, {name}", nl: "medewerker, {name}"),
        None => Text::new("member of staff", "medewerker"),
    }
}

/// What an audience may know of somebody.
pub fn seen_person(record: &Record, one: &Person, audience: Audience) -> Person {
    if may_see(one, audience) {
        return one.clone();
    }
    let name = called(record, one, audience).get(Lang::Nl).to_owned();
    Person { name, email: None, phone: None, handle: None, note: None, source: None, ..one.clone() }
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
    let alike = || record.people.values().filter(|one| !may_see(one, audience) && record.organisation_of(one) == organisation);
    let number = alike().take_while(|one| one.id != person.id).count() + 1;
    let of = organisation.map_or("elsewhere", |id| id.as_str());
    let title = called(record, person, audience);
    if alike().nth(1).is_none() {
        return (format!("staff-{of}"), title);
    }
    (format!("staff-{of}-{number}"), text!(title; en: "{title} ({number})", nl: "{title} ({number})"))
}

/// What must not be read for an audience, and what is written instead.
#[derive(Debug, Default)]
pub struct Hidden {
    /// The words of each name, as they are compared, and what stands for it.
    names: Vec<(Vec<String>, Text)>,
    /// Addresses, numbers and handles, in small letters.
    addresses: Vec<String>,
    /// The ids of those who are not named, and what stands for each.
    pub ids: BTreeMap<String, String>,
}

/// What must not be read of people who are less visible than the audience, wherever it stands.
pub fn hidden(record: &Record, audience: Audience) -> Hidden {
    let mut hidden = Hidden::default();
    for one in record.people.values().filter(|one| !may_see(one, audience)) {
        let (id, instead) = stand_in(record, one, audience);
        let words = words_of(&one.name).map(|(word, _)| word).collect::<Vec<_>>();
        // Too short a text would be found in others that have nothing to do with it. One that is also an id is needed as such.
        let is_short = |text: &str| text.chars().count() < 4 || record.index.kinds(text) != Kinds::default();
        if !is_short(&one.name) {
            // Also as a list has it: family name first.
            if let [first, family @ ..] = words.as_slice()
                && !family.is_empty()
            {
                hidden.names.push((family.iter().chain([first]).cloned().collect(), instead.clone()));
            }
            hidden.names.push((words, instead));
        }
        hidden
            .addresses
            .extend([&one.email, &one.phone, &one.handle].into_iter().flatten().filter(|text| !is_short(text)).map(|text| small(text)));
        // An id that is also that of something else stands for that as well.
        if record.index.kinds(one.id.as_str()) == Kinds::PERSON {
            hidden.ids.insert(one.id.as_str().to_owned(), id);
        }
    }
    // Behind the names: an id may have the same words.
    let ids: Vec<_> =
        hidden.ids.iter().map(|(id, instead)| (words_of(id).map(|(word, _)| word).collect(), Text::same(instead.as_str()))).collect();
    hidden.names.extend(ids);
    hidden.names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    hidden.addresses.sort_by_key(|text| std::cmp::Reverse(text.len()));
    hidden
}

impl Hidden {
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.addresses.is_empty() && self.ids.is_empty()
    }

    /// A text without what must not be read in it, however it is spaced and capitalised; none where nothing of it stands there.
    pub fn masked(&self, text: &str, lang: Lang) -> Option<String> {
        if let Some(id) = self.ids.get(text.strip_prefix("people/").unwrap_or(text)) {
            return Some(id.clone());
        }
        let mut now: Option<String> = None;
        let small = small(text);
        for address in self.addresses.iter().filter(|address| small.contains(address.as_str())) {
            while let Some(range) = found(now.as_deref().unwrap_or(text), address) {
                now.get_or_insert_with(|| text.to_owned()).replace_range(range, "…");
            }
        }
        let words: Vec<(String, Range<usize>)> = words_of(now.as_deref().unwrap_or(text)).collect();
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let begins =
                |name: &[String]| words.len() - at >= name.len() && name.iter().zip(&words[at..]).all(|(one, (word, _))| one == word);
            match self.names.iter().find(|(name, _)| !name.is_empty() && begins(name)) {
                Some((name, instead)) => {
                    found.push((words[at].1.start..words[at + name.len() - 1].1.end, instead.get(lang)));
                    at += name.len();
                }
                None => at += 1,
            }
        }
        for (range, instead) in found.into_iter().rev() {
            let whole = now.get_or_insert_with(|| text.to_owned());
            whole.replace_range(range, instead);
        }
        now
    }
}

/// Where an address stands in a text, in small letters or capitals, with accents written as one sign or as two.
fn found(text: &str, address: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = small(address).chars().collect();
    if wanted.is_empty() {
        return None;
    }
    // Each sign of the text in small letters, with the bytes of what it came from.
    let signs: Vec<(char, Range<usize>)> = text
        .char_indices()
        .flat_map(|(at, c)| small(c.encode_utf8(&mut [0; 4])).chars().map(|sign| (sign, at..at + c.len_utf8())).collect::<Vec<_>>())
        .collect();
    let starts = signs.windows(wanted.len()).find(|window| window.iter().zip(&wanted).all(|((sign, _), wanted)| sign == wanted))?;
    Some(starts.first()?.1.start..starts.last()?.1.end)
}

/// A text in small letters, accents as signs of their own left out, and whatever is not seen by itself.
fn small(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd().flat_map(char::to_lowercase).filter(|c| !is_silent(*c)).collect()
}

/// Whether a sign is not seen by itself: an accent that stands behind its letter, a soft hyphen, a space without width.
pub fn is_silent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Hidden, words_of};
    use crate::text::{Lang, Text};

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let name = |text: &str| words_of(text).map(|(word, _)| word).collect::<Vec<_>>();
        let hidden = Hidden {
            names: vec![(name("Rudolf de Vriès"), Text::new("x", "y")), (name("de Vries Rudolf"), Text::new("x", "y"))],
            addresses: vec!["r@vries.example".to_owned()],
            ids: BTreeMap::from([("rdevries".to_owned(), "staff-1".to_owned())]),
        };
        assert_eq!(hidden.masked("people/rdevries", Lang::En).as_deref(), Some("staff-1"));
        for text in [
            "Rudolf de Vrie\u{300}s",
            "Ru\u{ad}dolf de Vr\u{200b}ies",
            "Rudolf de Vries",
            "rudolf  DE vries",
            "Rudolf-de-Vries",
            "Rudolf\u{a0}de\nVriès",
            "de Vries, Rudolf",
        ] {
            assert_eq!(hidden.masked(&format!("bel {text}."), Lang::Nl).as_deref(), Some("bel y."), "{text}");
        }
        for text in ["mail r@vries.example", "mail R@Vries.Example", "mail r@vri\u{200b}es.example"] {
            assert_eq!(hidden.masked(text, Lang::En).as_deref(), Some("mail …"), "{text}");
        }
        for text in ["Rudolf de Vriesland", "vrdevries", "Rudolf", ""] {
            assert_eq!(hidden.masked(text, Lang::Nl), None, "{text}");
        }
    }
}
