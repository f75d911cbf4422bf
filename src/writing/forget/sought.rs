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
    /// Names, ids and handles.
    terms: Vec<Term>,
    /// E-mail addresses in small letters.
    addresses: Vec<String>,
    /// The digits of telephone numbers as they are dialled at home.
    numbers: Vec<String>,
}

/// What somebody goes by, in the words that it consists of.
#[derive(Debug, Clone)]
struct Term {
    words: Vec<String>,
    instead: String,
    form: Form,
}

/// How the words must stand to be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One after another.
    Plain,
    /// As a list has a name: family first, then a comma.
    Reversed,
    /// Behind `@`.
    Handle,
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
            [only] => choose(&mut certain, &mut doubtful, is_telling(only)).add(own.clone(), name, Form::Plain),
            [first, family @ ..] => {
                let to = choose(&mut certain, &mut doubtful, !namesake);
                to.add(own.clone(), name, Form::Plain);
                to.add(family.iter().chain([first]).cloned().collect(), name, Form::Reversed);
                if family.concat().chars().count() > 3 {
                    doubtful.add(family.to_vec(), name, Form::Plain);
                }
            }
        }
        let only_person = record.index.kinds(person.id.as_str()) == Kinds::PERSON;
        let renamed = (id != person.id.as_str() && only_person).then(|| person.id.as_str());
        if let Some(old) = renamed {
            // What is a word of the name by itself may be the name of another, or a word of the language.
            let sure = is_telling(old) || !own.contains(&fold(old)) && old.chars().count() > 3;
            choose(&mut certain, &mut doubtful, sure).add(words(old), id, Form::Plain);
        }
        let handle = person.handle.as_deref().map(|handle| handle.trim_start_matches('@'));
        if let Some(handle) = handle.filter(|handle| *handle != id && Some(*handle) != renamed) {
            certain.add(words(handle), id, Form::Handle);
            // By itself it may be a word of the language, or the name of something else.
            let folded = fold(handle);
            let family = own.iter().skip(1).any(|word| word.chars().count() > 3 && folded.contains(word));
            let sure = (is_telling(handle) || family && !own.contains(&folded)) && !is_named(record, person, handle);
            choose(&mut certain, &mut doubtful, sure).add(words(handle), id, Form::Plain);
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
            sought.terms.sort_by_key(|term| std::cmp::Reverse(term.words.len()));
        }
        (certain, shared, doubtful)
    }

    /// The names of everybody else.
    pub fn others(record: &Record, person: &Person) -> Sought {
        let others = record.people.values().filter(|other| other.id != person.id && fold(&other.name) != fold(&person.name));
        let terms = others.map(|other| words(&other.name));
        let terms = terms.map(|words| Term { words, instead: String::new(), form: Form::Plain });
        Sought { terms: terms.collect(), ..Sought::default() }
    }

    fn add(&mut self, words: Vec<String>, instead: &str, form: Form) {
        if !words.is_empty() {
            self.terms.push(Term { words, instead: instead.to_owned(), form });
        }
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
            let Some(term) = self.terms.iter().find(|term| term.begins(text, &all[at..])) else {
                at += 1;
                continue;
            };
            let range = all[at].1.start..all[at + term.words.len() - 1].1.end;
            at += term.words.len();
            if !found.iter().any(|hit| hit.range.start < range.end && range.start < hit.range.end) {
                found.push(Hit { range, instead: term.instead.clone() });
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
            hit.instead == BLANK && !around.contains("//")
                || !around.contains(['/', '@', '\\'])
                || around.trim_end_matches(['.', ':', '!', '?']) == "@"
        };
        self.hits(text).into_iter().filter(is_apart).collect()
    }
}

impl Term {
    /// Whether it stands where these words of a text begin.
    fn begins(&self, text: &str, all: &[(String, Range<usize>)]) -> bool {
        let sought = &self.words;
        if all.len() < sought.len() || sought.iter().zip(all).any(|(one, (word, _))| one != word) {
            return false;
        }
        let [.., last] = &all[..sought.len()] else { return false };
        match self.form {
            Form::Plain => true,
            Form::Handle => {
                let before = text[..all[0].1.start].strip_suffix('@');
                before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+')))
            }
            Form::Reversed => {
                let [.., family, _] = &all[..sought.len()] else { return false };
                let between = &text[family.1.end..last.1.start];
                let comma = between.trim_matches([' ', '\t', '\u{a0}']);
                // Among others with commas between them, a family name and a first name may be two people.
                let listed =
                    comma == "," && (text[..all[0].1.start].trim_end().ends_with(',') || text[last.1.end..].trim_start().starts_with(','));
                (comma.is_empty() || comma == ",") && !listed
            }
        }
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

/// Whether a word is the id or the name of something else, or stands in the title of something.
fn is_named(record: &Record, person: &Person, word: &str) -> bool {
    let folded = fold(word);
    let others = record.people.values().filter(|other| other.id != person.id).map(|other| &other.name);
    let names = record.participants.values().map(|one| &one.name).chain(record.products.values().map(|one| &one.name));
    let titles = record.roles.values().map(|one| &one.title).chain(record.tasks.values().map(|one| &one.title));
    let settings = record.collaboration.iter().map(|settings| &settings.name);
    let kinds = record.index.kinds(word);
    (kinds != Kinds::default() && kinds != Kinds::PERSON)
        || record.people.values().any(|other| other.id != person.id && other.id.as_str() == word)
        || others.chain(names).chain(titles).chain(settings).any(|name| words(name).contains(&folded))
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
    use super::{Form, Sought, Term, replaced, words};

    fn sought() -> Sought {
        Sought {
            terms: [
                ("Tom de Koster", "X 1", Form::Plain),
                ("tkoster", "x-1", Form::Plain),
                ("de Koster Tom", "X 1", Form::Reversed),
                ("bakker", "x-1", Form::Handle),
            ]
            .map(|(term, instead, form)| Term { words: words(term), instead: instead.to_owned(), form })
            .to_vec(),
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
            ("De Koster, Tom; De Koster Tom", "X 1; X 1"),
            ("bakker @bakker, (@Bakker). Vraag @bakker.", "bakker @x-1, (@x-1). Vraag @x-1."),
        ] {
            assert_eq!(replaced(text, &sought().safe_hits(text)), expected, "{text}");
        }
        for text in [
            "Tom de Kosters",
            "atom@a.example",
            "tom@a.example-b",
            "1038-1234567",
            "038-12345678",
            "mtkoster",
            "Tom",
            "",
            "de Koster. Tom",
            "de Koster,\nTom",
            "Jansen, de Koster, Tom",
            "de Koster, Tom, Anna",
            "x@bakker.nl",
            "bakker",
        ] {
            assert_eq!(sought().hits(text), [], "{text}");
        }
        // Within a path, a link or another address a word more would lead nowhere.
        for text in ["docs/tom-de-koster.md", "https://a.example/tkoster", "tkoster@b.example", "https://a.example/?tom@a.example"] {
            assert_eq!(sought().safe_hits(text), [], "{text}");
            assert_eq!(sought().hits(text).len(), 1, "{text}");
        }
    }
}
