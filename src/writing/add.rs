//! What can be added to a record, and the flags that each kind of thing has: those of its own type, so that a new key is a new flag.

pub mod accepted;
pub mod draft;
pub mod ids;

use std::sync::OnceLock;

use crate::record::index::Kinds;
use crate::record::shape::Shape;
use crate::source::layout::FileKind;

/// A kind of thing that can be added.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The word on the command line.
    pub word: &'static str,
    /// What the command for it says that it does.
    pub about: &'static str,
    /// The file in which it stands.
    pub file: FileKind,
    pub of: Kinds,
    pub stands: Stands,
    /// The key that people call it by, which is typed without a flag.
    pub naming: &'static str,
}

/// Where a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is a file in this folder.
    In(&'static str),
    /// It is a table below `[people]`, in the file of its organisation or in `people.toml`.
    AmongPeople,
    /// It is an item of this list of `community.toml`.
    Listed(&'static str),
}

/// Every kind of thing that can be added.
pub static KINDS: [Kind; 8] = [
    Kind {
        word: "participant",
        about: "Add an organisation: a municipality by its name or CBS code, or another by its name",
        file: FileKind::Participant,
        of: Kinds::ORGANISATION,
        stands: Stands::In("participants"),
        naming: "name",
    },
    Kind {
        word: "person",
        about: "Add a person, with the organisation that employs them",
        file: FileKind::Participant,
        of: Kinds::PERSON,
        stands: Stands::AmongPeople,
        naming: "name",
    },
    Kind {
        word: "role",
        about: "Add a role: a position or a body",
        file: FileKind::Role,
        of: Kinds::ROLE,
        stands: Stands::In("roles"),
        naming: "title",
    },
    Kind {
        word: "task",
        about: "Add a task, and who does it",
        file: FileKind::Task,
        of: Kinds::TASK,
        stands: Stands::In("tasks"),
        naming: "title",
    },
    Kind {
        word: "event",
        about: "Add a meeting, a series of meetings, or a deadline",
        file: FileKind::Event,
        of: Kinds::EVENT,
        stands: Stands::In("events"),
        naming: "title",
    },
    Kind {
        word: "contract",
        about: "Add a contract with a supplier",
        file: FileKind::Contract,
        of: Kinds::CONTRACT,
        stands: Stands::In("finances/contracts"),
        naming: "supplier",
    },
    Kind {
        word: "product",
        about: "Add a product: a code base",
        file: FileKind::Product,
        of: Kinds::PRODUCT,
        stands: Stands::In("products"),
        naming: "name",
    },
    Kind {
        word: "channel",
        about: "Add a channel through which people hear or speak",
        file: FileKind::Community,
        of: Kinds::CHANNEL,
        stands: Stands::Listed("channel"),
        naming: "name",
    },
];

/// A flag of a kind of thing: a key of its type.
#[derive(Debug, Clone)]
pub struct Flag {
    /// As it is typed, without its hyphens: `notice-date`, `billing-street`.
    pub name: String,
    /// The table whose name it begins with, as people say it.
    pub section: Option<String>,
    /// The key, and the table before it where it stands in one.
    pub keys: Vec<&'static str>,
    pub form: Form,
    pub about: Option<&'static str>,
    /// Which of the format's own scalars it is, or what JSON Schema calls it.
    pub scalar: &'static str,
    /// The words that it may be, where those are listed.
    pub words: Vec<&'static str>,
    /// Whether the table in which it stands must have it.
    pub required: bool,
}

/// How the values of a flag stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    One,
    /// A list of values.
    Many,
    /// A list of tables, each with this key.
    Items(&'static str),
}

impl Kind {
    /// The kind with this word.
    pub fn named(word: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.word == word)
    }

    /// What the format says of it.
    pub fn shape(&self) -> Shape {
        let file = Shape::of(self.file);
        match self.stands {
            Stands::In(_) => file,
            Stands::AmongPeople => file.at("people").at("id"),
            Stands::Listed(list) => file.at(list).items(),
        }
    }

    /// The flags of its own keys and of those in its tables, in the order of the format.
    pub fn flags(&self) -> &'static [Flag] {
        static ALL: [OnceLock<Vec<Flag>>; KINDS.len()] = [const { OnceLock::new() }; KINDS.len()];
        let at = KINDS.iter().position(|kind| kind.word == self.word).expect("there are no other kinds");
        ALL[at].get_or_init(|| self.made())
    }

    fn made(&self) -> Vec<Flag> {
        let shape = self.shape();
        let required: Vec<&str> = shape.required().collect();
        let mut flags = Vec::new();
        for key in shape.keys().map(String::as_str) {
            let own = shape.at(key);
            if own.may_be("object") && !own.may_be("array") {
                flags.extend(within(&shape, key, &own));
                continue;
            }
            // What it is called and its id are given in another way.
            if key != self.naming && key != "id" {
                flags.extend(flag(vec![key], key.replace('_', "-"), &shape, required.contains(&key)));
            }
        }
        flags
    }
}

/// The flags of a table: with its name before them, but in one that only divides lists.
fn within(above: &Shape, table: &'static str, shape: &Shape) -> Vec<Flag> {
    let required: Vec<&str> = shape.required().collect();
    let is_remark = |key: &str| matches!(key, "note" | "source");
    let divides = shape.keys().all(|key| is_remark(key) || shape.at(key).may_be("array"));
    let flags = shape.keys().filter_map(|key| {
        let bare = divides && !is_remark(key) && above.keys().all(|other| other != key);
        let name = if bare { key.clone() } else { format!("{table}-{key}") };
        let flag = flag(vec![table, key], name.replace('_', "-"), shape, required.contains(&key.as_str()))?;
        Some(Flag { section: (!bare).then(|| spoken(table)), ..flag })
    });
    flags.collect()
}

/// The flag of a key; none where one flag cannot say what stands there.
fn flag(keys: Vec<&'static str>, name: String, table: &Shape, required: bool) -> Option<Flag> {
    let key = keys.last().copied()?;
    let own = table.at(key);
    let (form, one) = if own.may_be("array") {
        let items = own.items();
        if scalar(&items).is_some() {
            (Form::Many, items)
        } else {
            let needed: Vec<&'static str> = items.required().collect();
            let [telling] = needed[..] else { return None };
            (Form::Items(telling), items.at(telling))
        }
    } else {
        (Form::One, own)
    };
    let scalar = scalar(&one)?;
    Some(Flag { name, section: None, about: table.about(key), form, scalar, words: one.words(), required, keys })
}

/// A key as people say it: `post_box` is `Post box`.
pub fn spoken(key: &str) -> String {
    let words = key.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What sort of scalar a value may be; none where it is a table or a list.
fn scalar(shape: &Shape) -> Option<&'static str> {
    let plain = ["string", "boolean", "integer", "number"].into_iter().find(|kind| shape.may_be(kind));
    shape.mark().or(plain).or_else(|| (!shape.words().is_empty()).then_some("string"))
}

#[cfg(test)]
mod tests {
    use super::{Form, KINDS, Kind};

    fn names(word: &str) -> Vec<String> {
        Kind::named(word).expect("it is a kind").flags().iter().map(|flag| flag.name.clone()).collect()
    }

    #[test]
    fn every_key_that_one_flag_can_say_is_a_flag() {
        for (word, some) in [
            ("participant", &["cbs-code", "takes-part", "interest-on", "billing-street", "use", "onboarding-buddy", "note"][..]),
            ("person", &["position", "email", "organisation", "works-for"]),
            ("role", &["holder", "backup", "critical", "seat", "hours", "formerly-not"]),
            ("task", &["covers", "responsible", "accountable", "consulted", "informed", "raci-note"]),
            ("event", &["starts", "ends", "invited", "repeat-every", "repeat-except", "agenda", "decision"]),
            ("contract", &["what", "total", "from", "until", "notice-date"]),
            ("product", &["repository", "price"]),
            ("channel", &["kind", "rhythm", "owner"]),
        ] {
            let names = names(word);
            for flag in some {
                assert_eq!(names.iter().any(|name| name == flag), !flag.ends_with("-not"), "{word}: {flag} in {names:?}");
            }
        }
        assert!(!names("participant").iter().any(|name| name == "name" || name == "people" || name == "billing-order-number"));
    }

    #[test]
    fn a_flag_is_told_apart_and_its_form_known() {
        for kind in &KINDS {
            let flags = kind.flags();
            for (n, flag) in flags.iter().enumerate() {
                assert!(flags[..n].iter().all(|other| other.name != flag.name), "{}: --{}", kind.word, flag.name);
                assert!(kind.shape().keys().any(|key| key == flag.keys[0]));
            }
        }
        let role = Kind::named("role").expect("it is a kind").flags();
        let of = |name: &str| role.iter().find(|flag| flag.name == name).map(|flag| (flag.form, flag.scalar));
        assert_eq!(of("holder"), Some((Form::Items("who"), "id")));
        assert_eq!(of("aliases"), Some((Form::Many, "string")));
        assert_eq!(of("critical"), Some((Form::One, "boolean")));
        assert_eq!(of("from"), Some((Form::One, "vague-date")));
    }
}
