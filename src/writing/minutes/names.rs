//! Whom a name in minutes stands for: an id, a name in full, what stands for somebody who is not named, or the only one it can be.

use std::collections::BTreeMap;

use crate::answers::audience::{Audience, hidden, may_see, stand_in};
use crate::answers::search::{Found, search};
use crate::record::Record;
use crate::record::index::{GROUPS, Kinds};
use crate::record::values::Id;
use crate::text::Lang;
use crate::words::{fold, values_for};

/// The names of a record.
pub struct Names<'a> {
    record: &'a Record,
    /// What stands for people who are not named, as it is compared.
    instead: BTreeMap<String, Id>,
    masks: Vec<(crate::answers::audience::Hidden, Lang)>,
}

/// What stands between the parts of a line.
pub const BETWEEN: [&str; 9] = [" – ", " — ", " - ", " | ", ";", ",", ":", " (", " ["];

impl<'a> Names<'a> {
    pub fn of(record: &'a Record) -> Names<'a> {
        let mut instead = BTreeMap::new();
        let mut masks = Vec::new();
        for audience in [Audience::Public, Audience::Participants] {
            for person in record.people.values().filter(|person| !may_see(person, audience)) {
                let title = stand_in(record, person, audience).1;
                for said in [title.en, title.nl] {
                    instead.insert(fold(&said), person.id.clone());
                }
            }
            for lang in [Lang::En, Lang::Nl] {
                masks.push((hidden(record, audience), lang));
            }
        }
        Names { record, instead, masks }
    }

    /// Whether a text of the record is what stands on a page, also where names in it were left out.
    pub fn is_same(&self, of_record: &str, of_page: &str) -> bool {
        let same = |text: &str| {
            let (one, other) = (fold(text), fold(of_page));
            if one.is_empty() { text.trim() == of_page.trim() } else { one == other }
        };
        same(of_record) || self.masks.iter().any(|(hidden, lang)| hidden.masked(of_record, *lang).is_some_and(|text| same(&text)))
    }

    /// Who is meant by exactly this.
    pub fn exactly(&self, text: &str) -> Option<Id> {
        let text = text.trim().trim_start_matches('@').trim_end_matches(['.', ',', ';', ':']).trim();
        if text.is_empty() {
            return None;
        }
        let index = &self.record.index;
        let id = Id::new(text);
        if index.meant(&id).has(Kinds::ANYBODY) {
            return Some(self.reference(&id));
        }
        if let Some(id) = self.instead.get(&fold(text)) {
            return Some(id.clone());
        }
        if let Some(id) = index.named(text, Kinds::ACTOR, self.record) {
            return index.surely(text, &id, Kinds::ACTOR, self.record).map(|id| self.reference(&id)).or_else(|| self.by_kind(text));
        }
        let by_words = values_for(text).iter().find(|word| GROUPS.contains(word)).map(|word| Id::new(word));
        by_words.or_else(|| self.with_id(text))
    }

    /// A name that is longer than the index keeps, and that one thing has.
    fn by_kind(&self, text: &str) -> Option<Id> {
        let folded = fold(text);
        let people = self.record.people.values().map(|one| (&one.id, one.name.as_str()));
        let roles = self.record.roles.values().map(|one| (&one.id, one.title.as_str()));
        let organisations = self.record.participants.values().map(|one| (&one.id, one.name.as_str()));
        let mut found = people.chain(roles).chain(organisations).filter(|(_, name)| fold(name) == folded);
        let first = found.next().map(|(id, _)| id.clone());
        first.filter(|_| found.next().is_none()).map(|id| self.reference(&id))
    }

    /// `Jo de Vries (jdevries)`: where several have that name.
    fn with_id(&self, text: &str) -> Option<Id> {
        let (name, id) = text.strip_suffix(')')?.rsplit_once('(')?;
        let id = Id::new(id.trim());
        let (plain, _) = self.record.index.plain(&id);
        // The name of a namesake may have been left out.
        let called = |other: &str| self.is_same(other, name);
        let is_theirs = self.record.people.get(plain.as_ref()).is_some_and(|one| called(&one.name))
            || self.record.roles.get(plain.as_ref()).is_some_and(|one| called(&one.title))
            || self.record.participants.get(plain.as_ref()).is_some_and(|one| called(&one.name));
        is_theirs.then_some(id)
    }

    /// Who is meant by the beginning of a line, or the only one who can be meant by it.
    pub fn somebody(&self, text: &str) -> Option<Id> {
        if let Some(id) = self.exactly(text) {
            return Some(id);
        }
        let begin = BETWEEN.iter().filter_map(|between| text.find(between)).min().map_or(text, |at| &text[..at]);
        if begin.len() < text.len()
            && let Some(id) = self.exactly(begin)
        {
            return Some(id);
        }
        let mut found = search(self.record, begin, Audience::Record).into_iter().filter_map(|one| match one {
            Found::Person(one) => Some(&one.id),
            Found::Role(one) => Some(&one.id),
            Found::Organisation(one) => Some(&one.id),
            _ => None,
        });
        let first = found.next().filter(|_| !fold(begin).is_empty())?.clone();
        found.next().is_none().then(|| self.reference(&first))
    }

    /// Those who may be meant, where one name is that of more than one: all of it, or the beginning of it.
    pub fn several(&self, text: &str) -> Vec<Id> {
        let begin = BETWEEN.iter().filter_map(|between| text.find(between)).min().map_or(text, |at| &text[..at]);
        let folded = fold(begin);
        let people = self.record.people.values().map(|one| (&one.id, one.name.as_str()));
        let roles = self.record.roles.values().map(|one| (&one.id, one.title.as_str()));
        let organisations = self.record.participants.values().map(|one| (&one.id, one.name.as_str()));
        let all = people.chain(roles).chain(organisations);
        let found: Vec<Id> = all.filter(|(_, name)| !folded.is_empty() && fold(name) == folded).map(|(id, _)| self.reference(id)).collect();
        if found.len() > 1 { found } else { Vec::new() }
    }

    /// With its kind before it only where the id alone would mean several.
    fn reference(&self, id: &Id) -> Id {
        let (plain, wanted) = self.record.index.plain(id);
        let kinds: Vec<_> = Kinds::ACTOR.folders().filter(|(kind, _)| self.record.index.kinds(&plain).has(*kind)).collect();
        if kinds.len() < 2 {
            return Id::new(&plain);
        }
        let chosen = kinds.iter().find(|(kind, _)| id.as_str().contains('/') && *kind == wanted).or(kinds.first());
        chosen.map_or_else(|| id.clone(), |(_, folder)| Id::new(&format!("{folder}/{plain}")))
    }

    /// Everybody on a line: one name, or several with commas and `en` between them.
    ///
    /// # Errors
    /// The name that nobody has.
    pub fn all(&self, text: &str) -> Result<Vec<Id>, String> {
        let whole = text.trim().trim_end_matches('.');
        if let Some(id) = self.exactly(whole) {
            return Ok(vec![id]);
        }
        let bare = without_brackets(whole);
        let bare = bare.replace(" en ", ",").replace(" and ", ",").replace(';', ",");
        let names: Vec<&str> = bare.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        if names.len() < 2 {
            return self.somebody(whole).map(|id| vec![id]).ok_or_else(|| whole.to_owned());
        }
        // A name and a remark: the remark is nobody.
        let found: Vec<Result<Id, String>> = names.iter().map(|name| self.somebody(name).ok_or_else(|| (*name).to_owned())).collect();
        found.into_iter().collect()
    }
}

/// A text without what stands in it between brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
