//! Which flags refer to what: asked of the one place that knows every reference, with a thing in which each of them is filled.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::finding::{Key, Place};
use crate::keys::Keys;
use crate::record::index::Kinds;
use crate::record::load::load;
use crate::record::survey::each_reference;
use crate::source::Source;
use crate::writing::add::draft::{Draft, edits};
use crate::writing::add::{Form, Kind};

/// A reference in a text: where it stands, what it names, and what it may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub keys: Keys,
    pub typed: String,
    pub accepts: Kinds,
}

/// The references in a draft that stand in what is new; empty where it cannot be read.
pub fn references(draft: &Draft, on: Date) -> Vec<Named> {
    let (record, _) = load(&Source::alone(&draft.path, &draft.text), on, &|| ());
    let mut found = Vec::new();
    each_reference(&record, &mut |reference, at| {
        if let Place::Key(keys) = at().place
            && keys.0.starts_with(&draft.base.0)
        {
            found.push(Named { keys, typed: reference.id.as_str().to_owned(), accepts: reference.accepts });
        }
    });
    found
}

/// What each flag that is a reference may name, by the name of the flag.
pub fn accepted(kind: &Kind) -> BTreeMap<String, Kinds> {
    let mut draft = Draft::new(kind, "x", None, 0);
    let flags = kind.flags();
    let filled = flags.iter().filter(|flag| flag.required || flag.scalar == "id" || flag.form != Form::One);
    draft.begin(kind, "x", "x").expect("there is nothing in its way");
    for flag in filled {
        let first = edits(flag, &draft.base, &[sample(flag.scalar).to_owned()]).into_iter().find_map(|edits| draft.changed(&edits).ok());
        draft.text = first.unwrap_or(draft.text);
    }
    let references = references(&draft, Date::of(2000, 1, 1).expect("there was such a day"));
    let names = |keys: &Keys| -> Vec<String> {
        let own = keys.0[draft.base.0.len()..].iter();
        own.filter_map(|key| if let Key::Name(name) = key { Some(name.to_string()) } else { None }).collect()
    };
    let flag_of = |named: &Named| {
        let keys = names(&named.keys);
        let name = match keys.as_slice() {
            [naming] if *naming == kind.naming => kind.naming.to_owned(),
            _ => flags
                .iter()
                .find(|flag| {
                    keys.iter().map(String::as_str).zip(&flag.keys).filter(|(one, other)| one == *other).count() == flag.keys.len()
                })?
                .name
                .clone(),
        };
        Some((name, named.accepts))
    };
    references.iter().filter_map(flag_of).collect()
}

/// A value that fits.
fn sample(scalar: &str) -> &'static str {
    match scalar {
        "date" | "day" | "vague-date" | "moment" => "2000-01-01",
        "rhythm" => "weekly",
        "integer" | "number" | "money" | "amount" | "hours" | "vat" => "1",
        "boolean" | "takes-part" => "true",
        _ => "x",
    }
}

#[cfg(test)]
mod tests {
    use super::accepted;
    use crate::record::index::Kinds;
    use crate::writing::add::{KINDS, Kind};

    #[test]
    fn what_a_flag_refers_to_is_known() {
        for (word, flag, kinds) in [
            ("participant", "contact", Kinds::PERSON),
            ("participant", "onboarding-buddy", Kinds::PERSON | Kinds::ORGANISATION),
            ("participant", "interest-by", Kinds::ACTOR),
            ("participant", "represents", Kinds::ORGANISATION | Kinds::CODE),
            ("participant", "use", Kinds::PRODUCT),
            ("person", "works-for", Kinds::ORGANISATION),
            ("role", "holder", Kinds::ANYBODY),
            ("role", "part-of", Kinds::ROLE),
            ("task", "responsible", Kinds::ANYBODY),
            ("task", "product", Kinds::PRODUCT),
            ("event", "invited", Kinds::ANYBODY),
            ("contract", "supplier", Kinds::ORGANISATION),
            ("channel", "owner", Kinds::ACTOR),
        ] {
            let kind = Kind::named(word).expect("it is a kind");
            assert_eq!(accepted(kind).get(flag), Some(&kinds), "{word} --{flag}: {:?}", accepted(kind));
        }
    }

    #[test]
    fn every_id_that_a_flag_takes_is_a_reference_or_the_things_own() {
        for kind in &KINDS {
            let known = accepted(kind);
            for flag in kind.flags().iter().filter(|flag| flag.scalar == "id") {
                assert!(known.contains_key(&flag.name) || flag.name == "seat", "{} --{}", kind.word, flag.name);
            }
        }
    }
}
