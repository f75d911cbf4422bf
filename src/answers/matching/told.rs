//! What is written with a payment: the references and the numbers that stand in it, however they are spaced.

use crate::answers::audience::words_of;
use crate::imports::camt053::{Line, plain};

/// What may stand within a number as people write it.
const WITHIN: [char; 8] = [' ', '-', '.', '/', '_', '–', ':', '\u{a0}'];

/// A number shorter than this means an invoice only where the word stands before it.
const SHORT: usize = 6;

/// So many signs of a reference may be mistyped: two that changed places.
const MISTYPED: usize = 2;

/// Words that announce the number of an invoice.
const ANNOUNCES: [&str; 10] =
    ["FACTUUR", "FACTUURNUMMER", "FACTUURNR", "FACTUUR NR", "FACTUUR NUMMER", "FACT", "FACTNR", "INVOICE", "INVOICE NO", "FAKTUUR"];

/// The texts of a line, in capitals.
pub struct Told {
    structured: Vec<String>,
    texts: Vec<Vec<char>>,
    /// The same without anything between letters and digits: what does not stand in these stands nowhere.
    bare: Vec<String>,
}

/// A number of an invoice, in the parts between which anything may stand.
pub struct Number {
    parts: Vec<Vec<char>>,
    bare: String,
}

impl Number {
    pub fn of(number: &str) -> Option<Number> {
        let parts: Vec<Vec<char>> =
            number.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).map(capitals).collect();
        (!parts.is_empty()).then(|| Number { parts, bare: plain(number) })
    }
}

impl Told {
    pub fn of(line: &Line) -> Told {
        let texts = || line.structured.iter().chain(&line.told);
        Told {
            structured: line.structured.iter().map(|text| plain(text)).collect(),
            texts: texts().map(|text| capitals(text)).collect(),
            bare: texts().map(|text| plain(text)).collect(),
        }
    }

    /// Whether a reference stands in it: in its own field, or in the text with anything between its letters.
    pub fn refers(&self, reference: &str) -> bool {
        if self.structured.iter().any(|one| one == reference) {
            return true;
        }
        let parts: Vec<Vec<char>> = reference.chars().map(|letter| vec![letter]).collect();
        self.of_bare(reference).any(|text| !places(text, &parts).is_empty())
    }

    /// Whether a field for references has this one but for a sign or two that were mistyped.
    pub fn nearly_refers(&self, reference: &str) -> bool {
        let is_near =
            |one: &&String| one.len() == reference.len() && one.chars().zip(reference.chars()).filter(|(a, b)| a != b).count() <= MISTYPED;
        self.structured.iter().any(|one| is_near(&one))
    }

    /// Whether the number of an invoice stands in it.
    pub fn names(&self, number: &Number) -> bool {
        let is_announced = |text: &[char], at: usize| {
            let before: String = text[..at].iter().collect();
            let before = before.trim_end_matches(|c: char| !c.is_alphabetic());
            ANNOUNCES.iter().any(|word| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphabetic)))
        };
        self.of_bare(&number.bare)
            .any(|text| places(text, &number.parts).into_iter().any(|at| number.bare.len() >= SHORT || is_announced(text, at)))
    }

    fn of_bare<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a Vec<char>> + 'a {
        self.texts.iter().zip(&self.bare).filter(move |(_, bare)| bare.contains(wanted)).map(|(text, _)| text)
    }
}

/// Where the parts stand one after another, with a few signs between them at most, and not within a longer number or word.
fn places(text: &[char], parts: &[Vec<char>]) -> Vec<usize> {
    let is_apart = |a: Option<&char>, b: Option<&char>| match (a, b) {
        (Some(a), Some(b)) => !(a.is_ascii_digit() && b.is_ascii_digit() || a.is_alphabetic() && b.is_alphabetic()),
        _ => true,
    };
    let stands = |start: &usize| {
        let mut at = *start;
        for (n, part) in parts.iter().enumerate() {
            if n > 0 {
                at += text[at..].iter().take(3).take_while(|c| WITHIN.contains(c)).count();
            }
            if !text[at..].starts_with(part) {
                return false;
            }
            at += part.len();
        }
        is_apart(text[..*start].last(), text.get(*start)) && is_apart(text[..at].last(), text.get(at))
    };
    (0..text.len()).filter(stands).collect()
}

fn capitals(text: &str) -> Vec<char> {
    text.chars().map(|letter| letter.to_ascii_uppercase()).map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect()
}

/// The words of an organisation's name by which it is told apart from others.
pub fn is_called(name: &str) -> Vec<String> {
    words_of(name).map(|(word, _)| word).filter(|word| !matches!(word.as_str(), "gemeente" | "gem" | "municipality" | "of")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Number, Told, is_called};
    use crate::date::Date;
    use crate::imports::camt053::Line;
    use crate::money::{Currency, Money};

    fn told(text: &str) -> Told {
        Told::of(&Line {
            reference: String::new(),
            on: Date::of(2026, 2, 3).expect("it is a day"),
            amount: Money(100),
            currency: Currency::EUR,
            is_reversal: false,
            structured: Vec::new(),
            told: vec![text.to_owned()],
            name: None,
            iban: None,
            batch: None,
            lump: None,
            is_made_up: false,
            is_again: false,
        })
    }

    #[test]
    fn a_number_is_found_however_it_is_spaced_and_not_within_another() {
        let number = Number::of("2026-0001").expect("it has digits");
        for text in
            ["2026-0001", "factuur 20260001 zwolle", "Fact.2026 0001", "2026/0001/0002", "inv2026.0001EUR", "(2026–0001)", "2026 - 0001"]
        {
            assert!(told(text).names(&number), "{text}");
        }
        for text in ["12026-0001", "2026-00012", "2026-0010", "2026    0001", "2026-\u{e9}0001", "", "0001"] {
            assert!(!told(text).names(&number), "{text}");
        }
        let short = Number::of("117").expect("it has digits");
        for text in ["factuur 117", "Factuurnummer: 117", "betreft fact. 117"] {
            assert!(told(text).names(&short), "{text}");
        }
        for text in ["117", "artefact 117", "huisnummer 117", "factuur 1170", "factuur van zaak 117"] {
            assert!(!told(text).names(&short), "{text}");
        }
    }

    #[test]
    fn a_reference_is_found_in_groups() {
        for text in ["RF3120260001", "rf31 2026 0001", "betr. RF31-2026-0001, dank", "/REMI/RF31 2026 0001/"] {
            assert!(told(text).refers("RF3120260001"), "{text}");
        }
        for text in ["RF31202600012", "XRF3120260001", "RF31 2026 0002"] {
            assert!(!told(text).refers("RF3120260001"), "{text}");
        }
        assert!(told("5000 0567 8901 2345").refers("5000056789012345"));
    }

    #[test]
    fn a_reference_with_a_slip_is_nearly_one() {
        let line = |reference: &str| Told { structured: vec![reference.to_owned()], texts: Vec::new(), bare: Vec::new() };
        for slip in ["5000000020260006", "3000000020620006"] {
            assert!(line(slip).nearly_refers("3000000020260006") && !line(slip).refers("3000000020260006"), "{slip}");
        }
        for other in ["3000000020264321", "300000002026006", ""] {
            assert!(!line(other).nearly_refers("3000000020260006"), "{other}");
        }
    }

    #[test]
    fn a_name_is_what_tells_it_apart() {
        assert_eq!(is_called("GEMEENTE ZWOLLE"), is_called("Zwolle"));
        assert_ne!(is_called("J. Zwolle"), is_called("Zwolle"));
    }
}
