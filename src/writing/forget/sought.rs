//! What is looked for when somebody is forgotten, and where in a text it stands, however it is written.

use std::ops::Range;

use crate::answers::audience::words_of;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Person;
use crate::words::fold;

/// What stands for somebody, and what is written instead.
#[derive(Debug, Default)]
pub struct Sought {
    /// The words of names, ids and handles.
    words: Vec<(Vec<String>, String)>,
    /// E-mail addresses in small letters.
    addresses: Vec<String>,
    /// The digits of telephone numbers as they are dialled at home.
    numbers: Vec<String>,
}

/// A place in a text, and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub range: Range<usize>,
    pub instead: String,
}

/// What stands for an address or a number.
const BLANK: &str = "…";

impl Sought {
    /// What certainly stands for somebody, what is also the address of others, and what may be the name of somebody else.
    pub fn of(record: &Record, person: &Person, id: &str, name: &str) -> (Sought, Sought, Sought) {
        let (mut certain, mut shared, mut doubtful) = (Sought::default(), Sought::default(), Sought::default());
        let own = words(&person.name);
        let namesake = record.people.values().any(|other| other.id != person.id && fold(&other.name) == fold(&person.name));
        match own.as_slice() {
            [] => {}
            [only] => choose(&mut certain, &mut doubtful, is_telling(only)).words.push((own.clone(), name.to_owned())),
            [first, family @ ..] => {
                let to = choose(&mut certain, &mut doubtful, !namesake);
                to.words.push((own.clone(), name.to_owned()));
                // Also as a list has it: family name first.
                to.words.push((family.iter().chain([first]).cloned().collect(), name.to_owned()));
                if family.concat().chars().count() > 3 {
                    doubtful.words.push((family.to_vec(), name.to_owned()));
                }
            }
        }
        let only_person = record.index.kinds(person.id.as_str()) == Kinds::PERSON;
        let handles = person.handle.iter().map(|handle| handle.trim_start_matches('@').to_owned());
        let renamed = (id != person.id.as_str() && only_person).then(|| person.id.as_str().to_owned());
        for term in handles.chain(renamed).filter(|term| id != term.as_str()) {
            // What is a word of the name by itself may be the name of another, or a word of the language.
            let sure = is_telling(&term) || !own.contains(&fold(&term)) && term.chars().count() > 3;
            choose(&mut certain, &mut doubtful, sure).words.push((words(&term), id.to_owned()));
        }
        if let Some(email) = &person.email {
            choose(&mut certain, &mut shared, !is_shared(record, person, &|one| one.eq_ignore_ascii_case(email)))
                .addresses
                .push(email.to_lowercase());
        }
        if let Some(number) = person.phone.as_deref().map(dialled).filter(|number| number.len() > 5) {
            choose(&mut certain, &mut shared, !is_shared(record, person, &|one| dialled(one) == number)).numbers.push(number.clone());
        }
        for sought in [&mut certain, &mut doubtful] {
            sought.words.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        (certain, shared, doubtful)
    }

    /// The names of everybody else.
    pub fn others(record: &Record, person: &Person) -> Sought {
        let others = record.people.values().filter(|other| other.id != person.id && fold(&other.name) != fold(&person.name));
        let terms = others.map(|other| words(&other.name));
        Sought { words: terms.map(|words| (words, String::new())).collect(), ..Sought::default() }
    }

    /// Every place in a text where it stands, from the front.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let mut found: Vec<Hit> = Vec::new();
        let lower = text.to_ascii_lowercase();
        for address in &self.addresses {
            let whole = |range: &Range<usize>| {
                let before = text[..range.start].chars().next_back();
                let after = text[range.end..].chars().next();
                before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '+'))
                    && after.is_none_or(|c| !c.is_alphanumeric() && c != '-')
            };
            let places = lower.match_indices(address.as_str()).map(|(at, found)| at..at + found.len());
            found.extend(places.filter(whole).map(|range| Hit { range, instead: BLANK.to_owned() }));
        }
        for number in &self.numbers {
            found.extend(numbers(text, number).map(|range| Hit { range, instead: BLANK.to_owned() }));
        }
        let all: Vec<(String, Range<usize>)> = words_of(text).collect();
        let mut at = 0;
        while at < all.len() {
            let begins =
                |sought: &[String]| all.len() - at >= sought.len() && sought.iter().zip(&all[at..]).all(|(one, (word, _))| one == word);
            let Some((sought, instead)) = self.words.iter().find(|(sought, _)| !sought.is_empty() && begins(sought)) else {
                at += 1;
                continue;
            };
            let range = all[at].1.start..all[at + sought.len() - 1].1.end;
            at += sought.len();
            if !found.iter().any(|hit| hit.range.start < range.end && range.start < hit.range.end) {
                found.push(Hit { range, instead: instead.clone() });
            }
        }
        found.sort_by_key(|hit| hit.range.start);
        found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
        found
    }

    /// The places that can be changed and leave what is around them whole: none within a path, an address or a link.
    pub fn safe_hits(&self, text: &str) -> Vec<Hit> {
        let is_apart = |hit: &Hit| {
            let edge = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';');
            let start = text[..hit.range.start].rfind(edge).map_or(0, |at| at + 1);
            let end = text[hit.range.end..].find(edge).map_or(text.len(), |at| hit.range.end + at);
            let start = (start..=hit.range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(hit.range.start);
            let around = [&text[start..hit.range.start], &text[hit.range.end..end]].concat();
            hit.instead == BLANK && !around.contains("//") || !around.contains(['/', '@', '\\']) || around == "@"
        };
        self.hits(text).into_iter().filter(is_apart).collect()
    }
}

/// A text with what was found replaced.
pub fn replaced(text: &str, hits: &[Hit]) -> String {
    let mut now = text.to_owned();
    for hit in hits.iter().rev() {
        now.replace_range(hit.range.clone(), &hit.instead);
    }
    now
}

fn choose<'s>(certain: &'s mut Sought, other: &'s mut Sought, sure: bool) -> &'s mut Sought {
    if sure { certain } else { other }
}

fn words(text: &str) -> Vec<String> {
    words_of(text).map(|(word, _)| word).collect()
}

/// Whether one word is nobody else's: it has a digit in it.
fn is_telling(word: &str) -> bool {
    word.chars().count() > 3 && word.chars().any(char::is_numeric)
}

/// Whether an address or a number is also that of an organisation, of the collaboration, or of somebody else.
fn is_shared(record: &Record, person: &Person, same: &dyn Fn(&str) -> bool) -> bool {
    let settings = record.collaboration.iter().filter_map(|settings| settings.email.as_deref());
    let organisations = record.participants.values().flat_map(|one| {
        let billing = one.billing.as_ref().and_then(|billing| billing.email.as_deref());
        [one.email.as_deref(), one.phone.as_deref(), billing].into_iter().flatten()
    });
    let others = record.people.values().filter(|other| other.id != person.id);
    let others = others.flat_map(|other| [other.email.as_deref(), other.phone.as_deref()].into_iter().flatten());
    settings.chain(organisations).chain(others).any(same)
}

/// The digits of a telephone number as it is dialled at home: `+31 38 …`, `0031 38 …` and `038 …` are the same.
fn dialled(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let abroad = digits.strip_prefix("0031").or_else(|| digits.strip_prefix("31").filter(|_| number.trim_start().starts_with(['+', '('])));
    match abroad {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits,
    }
}

/// Where a telephone number stands, however its digits are divided.
fn numbers<'t>(text: &'t str, number: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}');
    let begins = text.char_indices().filter(move |(at, c)| {
        let before = text[..*at].chars().next_back();
        (c.is_ascii_digit() || *c == '+') && !before.is_some_and(|before| before.is_ascii_digit() || before == '+')
    });
    begins.filter_map(move |(at, first)| {
        let rest = &text[at + first.len_utf8()..];
        let inner = rest.char_indices().take_while(|(_, c)| is_part(*c)).take(40);
        let ends = inner.filter(|(_, c)| c.is_ascii_digit()).map(|(n, c)| at + first.len_utf8() + n + c.len_utf8());
        let whole = |end: &usize| !text[*end..].starts_with(|c: char| c.is_ascii_digit());
        ends.filter(whole).find(|end| dialled(&text[at..*end]) == number).map(|end| {
            // A bracket around the first digits goes with them.
            let opened = text[..at].ends_with('(') && text[at..end].contains(')');
            if opened { at - 1..end } else { at..end }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Sought, replaced, words};

    fn sought() -> Sought {
        Sought {
            words: vec![(words("Tom de Koster"), "X 1".to_owned()), (words("tkoster"), "x-1".to_owned())],
            addresses: vec!["tom@a.example".to_owned()],
            numbers: vec!["0381234567".to_owned()],
        }
    }

    #[test]
    fn names_addresses_and_numbers_are_found_however_they_are_written() {
        for (text, expected) in [
            ("bel TOM  de-Köster", "bel X 1"),
            ("tkoster (Tom\nde Koster)", "x-1 (X 1)"),
            ("mail Tom@A.example.", "mail …."),
            ("+31 38 123 45 67, (038) 1234567, 0031381234567, +31 (0)38-1234567", "…, …, …, …"),
            ("op 2026-01-01 038-1234567 om 10", "op 2026-01-01 … om 10"),
            ("@tkoster", "@x-1"),
        ] {
            assert_eq!(replaced(text, &sought().safe_hits(text)), expected, "{text}");
        }
        for text in ["Tom de Kosters", "atom@a.example", "tom@a.example-b", "1038-1234567", "038-12345678", "mtkoster", "Tom", ""] {
            assert_eq!(sought().hits(text), [], "{text}");
        }
        // Within a path, a link or another address a word more would lead nowhere.
        for text in ["docs/tom-de-koster.md", "https://a.example/tkoster", "tkoster@b.example", "https://a.example/?tom@a.example"] {
            assert_eq!(sought().safe_hits(text), [], "{text}");
            assert_eq!(sought().hits(text).len(), 1, "{text}");
        }
    }
}
