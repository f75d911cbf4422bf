//! E-mail addresses and telephone numbers, found however they are written.

use std::collections::HashMap;
use std::ops::Range;

/// A telephone number, as it is looked for.
#[derive(Debug, PartialEq, Eq)]
struct Phone {
    /// What is dialled behind the number of the country and the zero.
    core: String,
    /// The number of the country, where it is known.
    country: Option<String>,
}

/// Fewer digits are an extension, a year or an amount.
const LEAST: usize = 6;
/// The number of the country of whoever writes none.
const OURS: &str = "31";

impl Phone {
    fn of(written: &str) -> Option<Phone> {
        let abroad = written.trim_start().starts_with('+') || written.trim_start().starts_with("00");
        let digits: String = written.chars().filter_map(|c| c.to_digit(10)).filter_map(|digit| char::from_digit(digit, 10)).collect();
        let digits = digits.trim_start_matches('0');
        let (country, core) = match digits.strip_prefix(OURS).filter(|_| abroad) {
            Some(core) => (Some(OURS.to_owned()), core.trim_start_matches('0')),
            // The number of another country is a part of what is looked for: how long it is, is not known.
            None if abroad => (Some(String::new()), digits),
            None => (Some(OURS.to_owned()), digits),
        };
        (core.len() >= LEAST).then(|| Phone { core: core.to_owned(), country: country.filter(|country| !country.is_empty()) })
    }

    /// The bytes of a text in which it stands, of which the core begins at a digit; none where that is a part of something longer.
    fn whole(&self, text: &str, digits: &str, places: &[usize], at: usize) -> Option<Range<usize>> {
        let is_part = |c: char| c.is_alphanumeric();
        let lead = self.leads().iter().find(|lead| digits[..at].ends_with(lead.as_str())).map_or(0, String::len);
        let last = *places.get(at + self.core.len() - 1)?;
        let (mut from, until) = (*places.get(at - lead)?, last + text[last..].chars().next().map_or(1, char::len_utf8));
        if text[..from].ends_with(is_part) || text[until..].starts_with(is_part) {
            return None;
        }
        if text[..from].ends_with('(') && text[from..until].contains(')') {
            from -= 1;
        }
        if text[..from].ends_with('+') {
            from -= 1;
        }
        Some(from..until)
    }

    /// What may stand before it, the longest first.
    fn leads(&self) -> Vec<String> {
        match &self.country {
            Some(country) => vec![format!("00{country}0"), format!("00{country}"), format!("{country}0"), country.clone(), "0".to_owned()],
            None => vec!["00".to_owned()],
        }
    }
}

/// Telephone numbers, by the digits with which they begin.
#[derive(Debug, Default)]
pub struct Phones(HashMap<String, Vec<Phone>>);

impl Phones {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number as it is on record; one that is too short to be known is left out.
    pub fn add(&mut self, written: &str) {
        if let Some(phone) = Phone::of(written) {
            self.0.entry(phone.core[..LEAST].to_owned()).or_default().push(phone);
        }
    }

    /// Where numbers stand in a text that is folded already.
    pub fn found(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.is_empty() {
            return found;
        }
        let (digits, places) = digits(text);
        for at in 0..digits.len().saturating_sub(LEAST - 1) {
            let phones = self.0.get(&digits[at..at + LEAST]).into_iter().flatten();
            let here = phones.filter(|phone| digits[at..].starts_with(phone.core.as_str()));
            found.extend(here.filter_map(|phone| phone.whole(text, &digits, &places, at)));
        }
        found
    }
}

/// The digits of a text behind each other, with the byte of each; what is further apart is no number together.
fn digits(text: &str) -> (String, Vec<usize>) {
    let (mut digits, mut places) = (String::new(), Vec::new());
    let mut between = 0;
    for (at, c) in text.char_indices() {
        if let Some(digit) = c.to_digit(10).and_then(|digit| char::from_digit(digit, 10)) {
            if between > 3 {
                digits.push('|');
                places.push(at);
            }
            digits.push(digit);
            places.push(at);
            between = 0;
        } else {
            between += if matches!(c, ' ' | '.' | '-' | '(' | ')' | '/' | '+' | '\u{2010}'..='\u{2015}') { 1 } else { 4 };
        }
    }
    (digits, places)
}

/// E-mail addresses in small letters, by the letters around their at sign.
#[derive(Debug, Default)]
pub struct Addresses {
    around: HashMap<(char, char), Vec<(usize, String)>>,
    /// What stands under `email` and is no address.
    others: Vec<String>,
}

impl Addresses {
    pub fn is_empty(&self) -> bool {
        self.around.is_empty() && self.others.is_empty()
    }

    pub fn add(&mut self, address: String) {
        let Some(at) = address.find('@') else {
            self.others.push(address);
            return;
        };
        if let Some(around) = around(&address, at) {
            self.around.entry(around).or_default().push((at, address));
        }
    }

    /// Leaves these alone, folded, whoever else has them.
    pub fn keep(&mut self, known: &[String]) {
        self.around.values_mut().for_each(|all| all.retain(|(_, address)| !known.contains(address)));
        self.around.retain(|_, all| !all.is_empty());
        self.others.retain(|one| !known.contains(one));
    }

    /// Where addresses stand in a text that is folded already.
    pub fn found(&self, text: &str) -> Vec<Range<usize>> {
        let all = self.others.iter().flat_map(|one| text.match_indices(one.as_str()).map(|(at, part)| at..at + part.len()));
        let mut found: Vec<Range<usize>> = all.collect();
        if self.around.is_empty() {
            return found;
        }
        for (at, _) in text.match_indices('@') {
            let alike = around(text, at).and_then(|around| self.around.get(&around)).into_iter().flatten();
            let begins = alike.filter_map(|(before, address)| Some((at.checked_sub(*before)?, address)));
            let here = begins.filter(|(from, address)| text.get(*from..from + address.len()) == Some(address.as_str()));
            found.extend(here.map(|(from, address)| from..from + address.len()));
        }
        found
    }
}

/// The letters around an at sign.
fn around(text: &str, at: usize) -> Option<(char, char)> {
    Some((text[..at].chars().next_back()?, text[at + 1..].chars().next()?))
}
