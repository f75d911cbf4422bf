//! What must not be read of people whom an audience may not see, wherever it stands, and what is written instead.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use serde_json::Value;

use crate::answers::audience::phones::{Addresses, Phones};
use crate::answers::audience::signs::{Gap, Sign, Signs};
use crate::answers::audience::{Audience, may_see, stand_in, stand_ins_of_gone, titles};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Person;
use crate::text::{Lang, Text};
use crate::words::fold;

/// What must not be read for an audience, and what is written instead.
#[derive(Debug, Default)]
pub struct Hidden {
    names: Vec<Name>,
    /// The names letter by letter: behind a point of the tree the next, and at some a name ends. The first point is the beginning of all.
    tree: HashMap<(usize, char, Before), usize>,
    ends: HashMap<usize, usize>,
    addresses: Addresses,
    phones: Phones,
    /// Ids and handles in small letters: what stands for each, and whether it is known for one wherever it stands.
    handles: HashMap<String, (Text, bool)>,
    /// The ids of those who are not named, and what stands for each.
    pub ids: BTreeMap<String, String>,
    /// The names of those who may be seen, folded: these are not somebody else's with an `s` behind it.
    seen: BTreeSet<String>,
    /// The names of those who may be seen of which another's is a part: where such a name stands as a whole, nobody else is meant.
    longer: Vec<String>,
}

/// A name, as it is looked for.
#[derive(Debug)]
struct Name {
    /// All its letters.
    letters: String,
    /// A name of one word is also a word by itself in small letters.
    has_capital: bool,
    instead: Text,
}

/// What may stand before a letter of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Before {
    /// Within a word.
    Nothing,
    /// Between two words.
    Something,
    /// Between initials, and between the words of a name that is long enough to be known without spaces.
    Anything,
}

/// Shorter names would be found in words that have nothing to do with them.
const LEAST: usize = 3;
/// A name of so many letters is also known where its parts are written as one word.
const LONG: usize = 8;

/// What must not be read of people who are less visible than the audience, wherever it stands.
pub fn hidden(record: &Record, audience: Audience) -> Hidden {
    let mut hidden = Hidden::default();
    let unseen: Vec<&Person> = record.people.values().filter(|one| !may_see(one, audience)).collect();
    if unseen.is_empty() && record.gone.is_empty() {
        return hidden;
    }
    let titles: BTreeSet<String> = titles(record).map(fold).collect();
    for one in unseen {
        let (id, instead) = stand_in(record, one, audience);
        hidden.person(record, &titles, one, &instead);
        // An id that is also that of something else stands for that as well.
        if record.index.kinds(one.id.as_str()) == Kinds::PERSON {
            hidden.handle(one.id.as_str(), Text::same(id.as_str()), one);
            hidden.ids.insert(one.id.as_str().to_owned(), id);
        }
    }
    hidden.gone(record, &titles, audience);
    hidden.addresses.keep(&mailboxes(record));
    if hidden.is_empty() {
        return hidden;
    }
    let seen = || record.people.values().filter(|one| may_see(one, audience)).map(|one| one.name.trim());
    hidden.seen = seen().map(|name| parts(name).concat()).collect();
    let longer = seen().filter(|name| {
        let letters = Signs::of(name).letters;
        let whole = parts(name).concat();
        !hidden.named(name, &letters, Lang::Nl).is_empty() && !hidden.names.iter().any(|one| one.letters == whole)
    });
    hidden.longer = longer.map(str::to_owned).collect();
    hidden
}

/// The addresses of the collaboration and of its organisations: these are of a function, whoever reads what comes there.
fn mailboxes(record: &Record) -> Vec<String> {
    let settings = record.collaboration.iter().filter_map(|one| one.email.as_deref());
    let organisations = record.participants.values().filter_map(|one| one.email.as_deref());
    settings.chain(organisations).map(|address| Signs::of(address).seen).collect()
}

/// The words of a name, folded.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for sign in Signs::of(name).letters {
        match parts.last_mut().filter(|_| sign.gap == Gap::Nothing) {
            Some(part) => part.push(sign.letter),
            None => parts.push(sign.letter.to_string()),
        }
    }
    parts
}

/// Whether an id or a handle is known for one wherever it stands, and is no word of the language: it has a digit or a hyphen, or is
/// made of somebody's name.
fn is_distinct(handle: &str, name: &[String]) -> bool {
    let humped = handle.chars().skip(1).any(char::is_uppercase) && handle.chars().any(char::is_lowercase);
    if humped || handle.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.')) {
        return true;
    }
    let folded: String = Signs::of(handle).seen;
    let of_part = |(n, part): (usize, &String)| {
        let rest = folded.strip_suffix(part.as_str()).or_else(|| folded.strip_prefix(part.as_str()));
        let is_initial = |rest: &str| name.iter().enumerate().any(|(m, other)| m != n && other.starts_with(rest));
        let letters = part.chars().count();
        letters > 3 && folded.contains(part.as_str()) && folded.len() > part.len()
            || letters > 2 && rest.is_some_and(|rest| !rest.is_empty() && is_initial(rest))
    };
    name.iter().enumerate().any(of_part) || name.len() > 1 && name.concat() == folded
}

impl Hidden {
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.addresses.is_empty() && self.phones.is_empty() && self.handles.is_empty()
    }

    /// The name and the addresses of somebody; `titles` are what else has a name, folded.
    fn person(&mut self, record: &Record, titles: &BTreeSet<String>, one: &Person, instead: &Text) {
        // Too short a text would be found in others that have nothing to do with it. One that is also an id is needed as such.
        let is_short = |text: &str| text.chars().count() < 4 || record.index.kinds(text) != Kinds::default();
        // What is also called so is no person: `Secretariaat`.
        if !is_short(&one.name) && !titles.contains(&fold(&one.name)) {
            self.name(&one.name, instead);
        }
        if let Some(email) = one.email.as_deref().filter(|text| !is_short(text)) {
            self.addresses.add(Signs::of(email).seen);
        }
        if let Some(phone) = &one.phone {
            self.phones.add(phone);
        }
        if let Some(handle) = one.handle.as_deref().filter(|handle| !is_short(handle)) {
            self.handle(handle, Text::new("…", "…"), one);
        }
    }

    /// Those whom the record's history names and who may not be named now. An address or a number that is somebody else's now is not
    /// theirs any more.
    fn gone(&mut self, record: &Record, titles: &BTreeSet<String>, audience: Audience) {
        if record.gone.is_empty() {
            return;
        }
        let of_people = record.people.values().flat_map(|one| [&one.email, &one.phone, &one.handle]);
        let of_all = record.participants.values().flat_map(|one| [&one.email, &one.phone]);
        let kept: BTreeSet<&String> = of_people.chain(of_all).flatten().collect();
        let own = |told: &Option<String>| told.clone().filter(|told| !kept.contains(told));
        for (one, id, instead) in stand_ins_of_gone(record, audience) {
            let (email, phone, handle) = (own(&one.email), own(&one.phone), own(&one.handle));
            self.person(record, titles, &Person { email, phone, handle, ..one.clone() }, &instead);
            if record.index.kinds(one.id.as_str()) == Kinds::default() {
                self.handle(one.id.as_str(), Text::same(id.as_str()), one);
                self.ids.insert(one.id.as_str().to_owned(), id);
            }
        }
    }

    /// A name in the orders in which it is written: as it is, family name first as in a list, and with the initial only.
    fn name(&mut self, name: &str, instead: &Text) {
        let parts = parts(name);
        let has_capital = name.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let mut all: Vec<Vec<&str>> = vec![parts.iter().map(String::as_str).collect()];
        if let [first, family @ ..] = parts.as_slice()
            && !family.is_empty()
        {
            let family = || family.iter().map(String::as_str);
            all.push(family().chain([first.as_str()]).collect());
            if let Some((particles, last)) = family().collect::<Vec<_>>().split_last().map(|(last, head)| (head.to_vec(), *last))
                && !particles.is_empty()
            {
                all.push([last, first.as_str()].into_iter().chain(particles).collect());
            }
            if let Some((at, _)) = first.char_indices().nth(1).filter(|_| family().any(|part| part.chars().count() > 3)) {
                all.push([&first[..at]].into_iter().chain(family()).collect());
                all.push(family().chain([&first[..at]]).collect());
            }
        }
        for words in all {
            let count: usize = words.iter().map(|word| word.chars().count()).sum();
            let mut letters: Vec<(char, Before)> = Vec::new();
            for (n, word) in words.iter().enumerate() {
                let initials = n > 0 && word.chars().count() == 1 && words[n - 1].chars().count() == 1;
                let before = if initials || count >= LONG { Before::Anything } else { Before::Something };
                letters.extend(word.chars().enumerate().map(|(m, letter)| (letter, if m > 0 { Before::Nothing } else { before })));
            }
            if letters.len() < LEAST {
                continue;
            }
            letters[0].1 = Before::Nothing;
            let mut at = 0;
            for (letter, before) in &letters {
                let next = self.tree.len() + 1;
                at = *self.tree.entry((at, *letter, *before)).or_insert(next);
            }
            // Who stands first keeps a name that several have.
            self.ends.entry(at).or_insert(self.names.len());
            let letters = words.concat();
            self.names.push(Name { letters, has_capital: has_capital && words.len() == 1, instead: instead.clone() });
        }
    }

    fn handle(&mut self, handle: &str, instead: Text, of: &Person) {
        let distinct = is_distinct(handle, &parts(&of.name));
        self.handles.insert(handle.to_lowercase(), (instead, distinct));
    }

    /// A text without what must not be read in it, however it is written; none where nothing of it stands there.
    pub fn masked(&self, text: &str, lang: Lang) -> Option<String> {
        if let Some(id) = self.ids.get(text.strip_prefix("people/").unwrap_or(text)) {
            return Some(id.clone());
        }
        let signs = Signs::of(text);
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        let told = self.addresses.found(&signs.seen).into_iter().chain(self.phones.found(&signs.seen));
        found.extend(told.filter_map(|part| Some((signs.of_seen(part)?, "…"))));
        let others = self.others(text);
        let is_another = |part: &Range<usize>| others.iter().any(|whole| whole.start <= part.start && part.end <= whole.end);
        found.extend(self.named(text, &signs.letters, lang).into_iter().filter(|(part, _)| !is_another(part)));
        found.extend(self.handled(text, lang));
        if found.is_empty() {
            return None;
        }
        // Of what overlaps the first, and of those the longest.
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let (mut now, mut done) = (String::with_capacity(text.len()), 0);
        for (range, instead) in found {
            if range.start >= done {
                now.push_str(&text[done..range.start]);
                now.push_str(instead);
            }
            done = done.max(range.end);
        }
        now.push_str(&text[done..]);
        Some(now)
    }

    /// Masks every text of a value for programs: names, addresses and ids also stand in remarks, decisions and references.
    pub fn mask(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(masked) = self.masked(text, Lang::Nl) {
                    *text = masked;
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|value| self.mask(value)),
            Value::Object(table) => table.values_mut().for_each(|value| self.mask(value)),
            _ => {}
        }
    }

    /// Where somebody who may be seen stands by a name of which another's is a part.
    fn others(&self, text: &str) -> Vec<Range<usize>> {
        let goes_on = |c: char| c.is_alphanumeric() || c == '-';
        let of = |name: &String| {
            let all = text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len());
            let whole = all.filter(|part| !text[..part.start].ends_with(goes_on) && !text[part.end..].starts_with(goes_on));
            whole.collect::<Vec<_>>()
        };
        self.longer.iter().flat_map(of).collect()
    }

    fn named<'a>(&'a self, text: &str, letters: &[Sign], lang: Lang) -> Vec<(Range<usize>, &'a str)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at + LEAST <= letters.len() {
            let begins = at == 0 || letters[at].gap != Gap::Nothing;
            let longest = if begins { self.longest(text, &letters[at..]) } else { None };
            match longest {
                Some((length, name)) => {
                    let range = letters[at].from..letters[at + length - 1].until;
                    found.push((with_markup(text, range), name.instead.get(lang)));
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest name with which a text begins, and how many letters of the text it is.
    fn longest(&self, text: &str, letters: &[Sign]) -> Option<(usize, &Name)> {
        let may = |before: Before, gap: Gap| match before {
            Before::Nothing => gap <= Gap::Markup,
            Before::Something => gap == Gap::Markup || gap == Gap::Some,
            Before::Anything => gap != Gap::Far,
        };
        let mut found = None;
        let mut points = vec![0];
        for (n, sign) in letters.iter().enumerate() {
            let mut next = Vec::new();
            for before in [Before::Nothing, Before::Something, Before::Anything] {
                if n == 0 || may(before, sign.gap) {
                    next.extend(points.iter().filter_map(|point| self.tree.get(&(*point, sign.letter, before)).copied()));
                }
            }
            if next.is_empty() {
                break;
            }
            let ended = next.iter().filter_map(|point| self.ends.get(point)).map(|name| &self.names[*name]);
            let whole = ended.filter_map(|name| Some((self.length(name, n + 1, text, letters)?, name))).max_by_key(|(length, _)| *length);
            found = whole.or(found);
            points = next;
        }
        found
    }

    /// How many letters of a text a name is of which all letters stand there; none where it is a part of another word.
    fn length(&self, name: &Name, count: usize, text: &str, letters: &[Sign]) -> Option<usize> {
        if name.has_capital && !text[letters[0].from..].starts_with(|c: char| c.is_uppercase() || matches!(c, '&' | '%')) {
            return None;
        }
        let ends = |at: usize| letters.get(at).is_none_or(|sign| sign.gap != Gap::Nothing);
        if ends(count) {
            return Some(count);
        }
        // What is hers in Dutch: `Anna de Graafs voorstel`, unless that is somebody else.
        let genitive = count >= LONG && letters.get(count).is_some_and(|sign| sign.letter == 's') && ends(count + 1);
        (genitive && !self.seen.contains(&format!("{}s", name.letters))).then_some(count + 1)
    }

    /// Ids and handles, where these are written as such.
    fn handled<'a>(&'a self, text: &str, lang: Lang) -> Vec<(Range<usize>, &'a str)> {
        let mut found = Vec::new();
        if self.handles.is_empty() {
            return found;
        }
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let mut rest = 0;
        while let Some(begin) = text[rest..].find(is_part).map(|at| rest + at) {
            let end = text[begin..].find(|c: char| !is_part(c)).map_or(text.len(), |at| begin + at);
            rest = end;
            let whole = text[begin..end].trim_matches(['.', '_', '-']);
            let at = begin + (text[begin..end].len() - text[begin..end].trim_start_matches(['.', '_', '-']).len());
            let mut words = vec![(at, whole)];
            if whole.contains('.') {
                let parts = whole.split('.').scan(at, |at, part| {
                    let from = *at;
                    *at += part.len() + 1;
                    Some((from, part))
                });
                words.extend(parts);
            }
            for (at, word) in words {
                let Some((instead, distinct)) = self.handles.get(&word.to_lowercase()) else { continue };
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                let quoted = before.ends_with('`') && after.starts_with('`');
                if *distinct || quoted || before.ends_with('@') || ["people/", "people."].iter().any(|kind| before.ends_with(kind)) {
                    found.push((at..at + word.len(), instead.get(lang)));
                }
            }
        }
        found
    }
}

/// A range of a text with the marks around it of which the other half stands within.
fn with_markup(text: &str, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    for mark in ["**", "__", "*", "_", "`", "~~"] {
        if text[start..end].matches(mark).count() % 2 == 1 {
            if text[end..].starts_with(mark) {
                end += mark.len();
            } else if text[..start].ends_with(mark) {
                start -= mark.len();
            }
        }
    }
    for tag in ["b", "i", "strong", "em", "u", "span", "a"] {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let (opened, closed) = (text[start..end].matches(&open).count(), text[start..end].matches(&close).count());
        if opened > closed && text[end..].starts_with(&close) {
            end += close.len();
        } else if closed > opened && text[..start].ends_with(&open) {
            start -= open.len();
        }
    }
    start..end
}
