//! What each id of a record stands for, and the nearest one to an id that stands for nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::BitOr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::record::Record;
use crate::record::values::Id;
use crate::text::Text;
use crate::words;

/// A set of the kinds of thing that an id can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    pub const ORGANISATION: Kinds = Kinds(1);
    pub const PERSON: Kinds = Kinds(1 << 1);
    pub const ROLE: Kinds = Kinds(1 << 2);
    /// A reserved word such as `all-participants`.
    pub const GROUP: Kinds = Kinds(1 << 3);
    pub const PRODUCT: Kinds = Kinds(1 << 4);
    pub const TASK: Kinds = Kinds(1 << 5);
    pub const EVENT: Kinds = Kinds(1 << 6);
    pub const CHANNEL: Kinds = Kinds(1 << 7);
    pub const CONTRACT: Kinds = Kinds(1 << 8);
    /// A decision of an event, by its own id.
    pub const DECISION: Kinds = Kinds(1 << 9);
    /// The code of a municipality that is not on record itself.
    pub const CODE: Kinds = Kinds(1 << 10);
    /// Who can act: a person, an organisation or a role.
    pub const ACTOR: Kinds = Kinds(1 | 1 << 1 | 1 << 2);
    /// Who can be named in a task or invited: an actor or a reserved word.
    pub const ANYBODY: Kinds = Kinds(1 | 1 << 1 | 1 << 2 | 1 << 3);
    pub const DECIDED: Kinds = Kinds(1 << 6 | 1 << 9);

    pub const fn has(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of these kinds: `a person or a role`.
    pub fn named(self) -> Text {
        let names: Vec<&Text> = NAMES.iter().filter(|(kind, ..)| self.has(*kind)).map(|(_, _, name)| name).collect();
        let join = |lang: crate::text::Lang, or: &str| {
            let all: Vec<&str> = names.iter().map(|name| name.get(lang)).collect();
            match all.split_last() {
                Some((last, head)) if !head.is_empty() => format!("{} {or} {last}", head.join(", ")),
                _ => all.concat(),
            }
        };
        Text { en: Cow::Owned(join(crate::text::Lang::En, "or")), nl: Cow::Owned(join(crate::text::Lang::Nl, "of")) }
    }
}

impl BitOr for Kinds {
    type Output = Kinds;
    fn bitor(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

/// Each kind, the folder under which a command names it, and what people call it.
static NAMES: [(Kinds, &str, Text); 11] = [
    (Kinds::PERSON, "people", Text::new("a person", "een persoon")),
    (Kinds::ROLE, "roles", Text::new("a role", "een rol")),
    (Kinds::ORGANISATION, "participants", Text::new("an organisation", "een organisatie")),
    (Kinds::GROUP, "groups", Text::new("a group", "een groep")),
    (Kinds::PRODUCT, "products", Text::new("a product", "een product")),
    (Kinds::TASK, "tasks", Text::new("a task", "een taak")),
    (Kinds::EVENT, "events", Text::new("an event", "een bijeenkomst")),
    (Kinds::CHANNEL, "channels", Text::new("a channel", "een kanaal")),
    (Kinds::CONTRACT, "contracts", Text::new("a contract", "een contract")),
    (Kinds::DECISION, "decisions", Text::new("a decision", "een besluit")),
    (Kinds::CODE, "codes", Text::new("a municipality's code", "een gemeentecode")),
];

/// The reserved words that stand for a group.
pub const GROUPS: [&str; 5] = ["all-participants", "all-suppliers", "each-owner", "each-maintainer", "everyone"];

/// Reserved words that stand for nobody in particular.
pub const RESERVED: [&str; 2] = ["independent", "unknown"];

/// What each id stands for. Ids of files that could not be read are in it too: they exist, whatever they say.
#[derive(Debug, Default)]
pub struct Index {
    ids: HashMap<Id, Entry, rustc_hash::FxBuildHasher>,
    /// Ids of decisions that several events use.
    pub twice_decided: Vec<Id>,
    /// Ids by how many letters they have, for finding the nearest; made when the first is looked for.
    by_length: OnceLock<Vec<Vec<Id>>>,
}

/// What an id stands for, and whether anything names it.
#[derive(Debug, Default)]
struct Entry {
    kinds: Kinds,
    named: AtomicBool,
}

impl Index {
    /// Adds an id, and says what it stood for already.
    pub fn add(&mut self, id: &Id, kind: Kinds) -> Kinds {
        let known = self.ids.entry(id.clone()).or_default();
        let before = known.kinds;
        known.kinds = before | kind;
        before
    }

    /// What an id stands for; nothing where it is unknown.
    pub fn kinds(&self, id: &str) -> Kinds {
        self.ids.get(id).map(|entry| entry.kinds).unwrap_or_default()
    }

    /// Remembers that something names an id.
    pub fn name(&self, reference: &Id) {
        if let Some(entry) = self.ids.get(reference.as_str()).or_else(|| self.ids.get(self.plain(reference).0.as_ref())) {
            entry.named.store(true, Ordering::Relaxed);
        }
    }

    /// Whether something names an id; known once every reference was looked at.
    pub fn is_named(&self, id: &str) -> bool {
        self.ids.get(id).is_some_and(|entry| entry.named.load(Ordering::Relaxed))
    }

    /// A reference without its `kind/`, and the kinds that it may mean.
    pub fn plain<'a>(&self, reference: &'a Id) -> (Cow<'a, str>, Kinds) {
        let all = Kinds(u16::MAX);
        match reference.as_str().split_once('/') {
            None => (Cow::Borrowed(reference.as_str()), all),
            Some((folder, id)) => match NAMES.iter().find(|(_, name, _)| *name == folder) {
                Some((kind, ..)) => (Cow::Borrowed(id), *kind),
                None => (Cow::Borrowed(reference.as_str()), all),
            },
        }
    }

    /// The kinds of thing that a reference leads to.
    pub fn meant(&self, reference: &Id) -> Kinds {
        let direct = self.kinds(reference.as_str());
        if direct != Kinds::default() || !reference.as_str().contains('/') {
            return direct;
        }
        let (id, wanted) = self.plain(reference);
        Kinds(self.kinds(&id).0 & wanted.0)
    }

    fn by_length(&self) -> &Vec<Vec<Id>> {
        self.by_length.get_or_init(|| {
            let mut ids: Vec<&Id> = self.ids.keys().collect();
            ids.sort_unstable();
            let longest = ids.iter().map(|id| id.as_str().len()).max().unwrap_or_default();
            let mut by_length = vec![Vec::new(); longest + 1];
            for id in ids {
                by_length[id.as_str().len()].push(id.clone());
            }
            by_length
        })
    }

    /// What has exactly this name or title, however it is written.
    pub fn named(&self, typed: &str, wanted: Kinds, record: &Record) -> Option<Id> {
        by_name(typed, wanted, record)
    }

    /// The nearest id of the kinds asked for, by spelling or by the name of what it stands for.
    pub fn nearest(&self, typed: &str, wanted: Kinds, record: &Record) -> Option<Id> {
        let typed = self.plain(&Id::new(typed)).0.into_owned();
        if typed.len() > 60 {
            return None;
        }
        if let Some(id) = by_name(&typed, wanted, record) {
            return Some(id);
        }
        let slack = (typed.len() / 3).max(1);
        let lengths = typed.len().saturating_sub(slack)..=typed.len() + slack;
        let (first, last) = (typed.bytes().next(), typed.bytes().last());
        let candidates = lengths
            .filter_map(|length| self.by_length().get(length))
            .flatten()
            .map(Id::as_str)
            .filter(|id| id.bytes().next() == first || id.bytes().last() == last)
            .filter(|id| self.kinds(id).has(wanted) && Id::is_valid(id));
        let near = words::nearest(&typed, candidates).map(Id::new);
        // Another meeting of the same name is not the one that was meant.
        let near = near.filter(|near| !self.kinds(near.as_str()).has(Kinds::EVENT) || strsim::osa_distance(near.as_str(), &typed) <= 2);
        let group =
            || words::values_for(&typed).iter().find(|word| wanted.has(Kinds::GROUP) && GROUPS.contains(word)).map(|word| Id::new(word));
        let near = near.or_else(group);
        near.or_else(|| words::nearest(&typed, GROUPS.into_iter().filter(|_| wanted.has(Kinds::GROUP))).map(Id::new))
    }
}

/// What has exactly this name, however it is written.
fn by_name(typed: &str, wanted: Kinds, record: &Record) -> Option<Id> {
    let folded = words::fold(typed);
    if folded.is_empty() || Id::is_valid(typed) && !typed.contains('-') && typed.len() < 3 {
        return None;
    }
    let same = |name: &str| name.len() >= folded.len() && words::fold(name) == folded;
    let organisation = || {
        record.participants.values().find(|one| {
            same(&one.name)
                || one.aliases.iter().any(|alias| same(alias))
                || one.name.strip_prefix("Gemeente ").is_some_and(same)
                || one.cbs_code.as_deref() == Some(typed)
        })
    };
    let found = |wanted_kind: Kinds| wanted.has(wanted_kind);
    let person = found(Kinds::PERSON).then(|| record.people.values().find(|one| same(&one.name)).map(|one| one.id.clone())).flatten();
    let role = || found(Kinds::ROLE).then(|| record.roles.values().find(|one| same(&one.title)).map(|one| one.id.clone())).flatten();
    let company = || found(Kinds::ORGANISATION).then(|| organisation().map(|one| one.id.clone())).flatten();
    let product =
        || found(Kinds::PRODUCT).then(|| record.products.values().find(|one| same(&one.name)).map(|one| one.id.clone())).flatten();
    person.or_else(role).or_else(company).or_else(product)
}
