//! What each id of a record stands for, and the nearest one to an id that stands for nothing.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::BitOr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::record::Record;
use crate::record::values::Id;
use crate::text::Text;
use crate::words;
use crate::words::Spelling;

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
    /// What can be shown by itself.
    pub const SHOWN: Kinds = Kinds(1 | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8);
    pub const DECIDED: Kinds = Kinds(1 << 6 | 1 << 9);

    pub const fn has(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// These kinds and others.
    #[must_use]
    pub const fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Each of these kinds, with the folder under which a reference names it: `roles` in `roles/treasurer`.
    pub fn folders(self) -> impl Iterator<Item = (Kinds, &'static str)> {
        NAMES.iter().filter(move |(kind, ..)| self.has(*kind)).map(|(kind, folder, _)| (*kind, *folder))
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

/// What was typed with the name of a kind before it, as a reference has it: `role/treasurer` is `roles/treasurer`.
pub fn in_folder(typed: &str) -> Cow<'_, str> {
    let Some((kind, id)) = typed.split_once('/') else { return Cow::Borrowed(typed) };
    let is_one = |folder: &str| folder.strip_suffix('s') == Some(kind) || folder == "people" && kind == "person";
    match NAMES.iter().find(|(_, folder, _)| is_one(folder)) {
        Some((_, folder, _)) => Cow::Owned(format!("{folder}/{id}")),
        None => Cow::Borrowed(typed),
    }
}

/// The reserved words that stand for a group.
pub const GROUPS: [&str; 5] = ["all-participants", "all-suppliers", "each-owner", "each-maintainer", "everyone"];

/// Reserved words that stand for nobody in particular.
pub const RESERVED: [&str; 2] = ["independent", "unknown"];

/// What each id stands for. Ids of files that could not be read are in it too: they exist, whatever they say.
#[derive(Debug, Default, Clone)]
pub struct Index {
    ids: HashMap<Id, Entry, rustc_hash::FxBuildHasher>,
    /// For finding what was meant; made when the first is looked for.
    names: OnceLock<Names>,
}

/// What an id stands for, and whether anything names it.
#[derive(Debug, Default)]
struct Entry {
    kinds: Kinds,
    /// How many decisions have it.
    decisions: u32,
    named: AtomicBool,
}

impl Clone for Entry {
    fn clone(&self) -> Entry {
        Entry { kinds: self.kinds, decisions: self.decisions, named: AtomicBool::new(self.named.load(Ordering::Relaxed)) }
    }
}

/// What an unknown id may have been meant to be.
#[derive(Debug, Clone)]
struct Names {
    /// Ids by how many letters they have, in order.
    by_length: Vec<Vec<(Id, Kinds, Spelling)>>,
    /// What has a name, however that is written: the first of each of [`NAMED`].
    by_name: ByName,
    /// Names that several of one kind have.
    several: BTreeSet<String>,
}

type ByName = HashMap<String, [Option<Id>; 4], rustc_hash::FxBuildHasher>;

/// Kinds of thing that have a name beside their id, the likeliest first.
const NAMED: [Kinds; 4] = [Kinds::PERSON, Kinds::ROLE, Kinds::ORGANISATION, Kinds::PRODUCT];

impl Index {
    /// With room for what so many files define; more than that would not stay near the processor.
    pub fn for_files(files: usize) -> Index {
        Index { ids: HashMap::with_capacity_and_hasher(files, rustc_hash::FxBuildHasher), ..Index::default() }
    }

    /// Adds an id, and says what it stood for already.
    pub fn add(&mut self, id: &Id, kind: Kinds) -> Kinds {
        let known = self.ids.entry(id.clone()).or_default();
        let before = known.kinds;
        known.kinds = before | kind;
        known.decisions += u32::from(kind == Kinds::DECISION);
        before
    }

    /// An id no longer stands for a thing of a kind.
    pub fn remove(&mut self, id: &Id, kind: Kinds) {
        let Some(entry) = self.ids.get_mut(id) else { return };
        if kind == Kinds::DECISION {
            entry.decisions = entry.decisions.saturating_sub(1);
            if entry.decisions > 0 {
                return;
            }
        }
        entry.kinds = Kinds(entry.kinds.0 & !kind.0);
        if entry.kinds == Kinds::default() {
            self.ids.remove(id);
        }
    }

    /// Forgets what was found out about names, and about references where they were looked at: what has them may be another now.
    pub fn forget(&mut self, references: bool) {
        self.names = OnceLock::new();
        if references {
            self.ids.values_mut().for_each(|entry| entry.named = AtomicBool::new(false));
        }
    }

    /// Whether several decisions have this id.
    pub fn is_decided_twice(&self, id: &Id) -> bool {
        self.ids.get(id).is_some_and(|entry| entry.decisions > 1)
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

    /// Whether two references name the same, with or without its kind before it.
    pub fn same(&self, a: &Id, b: &Id) -> bool {
        a == b || self.plain(a).0 == self.plain(b).0 && self.meant(a).has(self.meant(b))
    }

    /// A reference without its `kind/`, and the kinds that it may mean.
    pub fn plain<'a>(&self, reference: &'a Id) -> (Cow<'a, str>, Kinds) {
        let all = Kinds(u16::MAX);
        let reference = reference.as_str();
        // Asked millions of times of a large record.
        let Some(slash) = memchr::memchr(b'/', reference.as_bytes()) else { return (Cow::Borrowed(reference), all) };
        match NAMES.iter().find(|(_, name, _)| **name == reference[..slash]) {
            Some((kind, ..)) => (Cow::Borrowed(&reference[slash + 1..]), *kind),
            None => (Cow::Borrowed(reference), all),
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

    /// What alone has exactly this name or title, however it is written; all that have it, each with its kind before it, where it is
    /// the name of several.
    ///
    /// # Errors
    /// Where several have it.
    pub fn only_named(&self, typed: &str, wanted: Kinds, record: &Record) -> Result<Option<Id>, Vec<String>> {
        let Some(first) = self.named(typed, wanted, record) else { return Ok(None) };
        let folded = words::fold(typed);
        let mut all: Vec<String> = Vec::new();
        each_name(record, &mut |kind, name, id| {
            if wanted.has(kind) && words::fold(name) == folded {
                all.extend(kind.folders().map(|(_, folder)| format!("{folder}/{id}")));
            }
        });
        all.sort();
        all.dedup();
        if all.len() > 1 { Err(all) } else { Ok(Some(first)) }
    }

    /// What has exactly this name or title, however it is written: the likeliest.
    pub fn named(&self, typed: &str, wanted: Kinds, record: &Record) -> Option<Id> {
        self.names(record).named(typed, wanted)
    }

    fn names(&self, record: &Record) -> &Names {
        self.names.get_or_init(|| {
            let (by_name, several) = by_name(record);
            Names { by_length: self.by_length(), by_name, several }
        })
    }

    /// The nearest id of the kinds asked for, by spelling or by the name of what it stands for.
    pub fn nearest(&self, typed: &str, wanted: Kinds, record: &Record) -> Option<Id> {
        let typed = self.plain(&Id::new(typed)).0.into_owned();
        if typed.len() > 60 {
            return None;
        }
        let names = self.names(record);
        if let Some(id) = names.named(&typed, wanted) {
            return Some(id);
        }
        let near = words::nearest_spelling(&typed, names.as_long(&typed, wanted).map(|(id, _, spelling)| (spelling, id))).cloned();
        // Another meeting of the same name is not the one that was meant.
        let near = near.filter(|near| !self.kinds(near.as_str()).has(Kinds::EVENT) || strsim::osa_distance(near.as_str(), &typed) <= 2);
        let group =
            || words::values_for(&typed).iter().find(|word| wanted.has(Kinds::GROUP) && GROUPS.contains(word)).map(|word| Id::new(word));
        let near = near.or_else(group);
        near.or_else(|| words::nearest(&typed, GROUPS.into_iter().filter(|_| wanted.has(Kinds::GROUP))).map(Id::new))
    }

    /// The id of the kinds asked for that was meant without a doubt: that of the one thing with this name, else the only one that is one
    /// slip of the hand away and begins with the same letter. Another letter in front is mostly another person.
    /// `near` is the nearest of all.
    pub fn surely(&self, typed: &str, near: &Id, wanted: Kinds, record: &Record) -> Option<Id> {
        if typed.len() > 60 || typed.contains('/') {
            return None;
        }
        let names = self.names(record);
        let folded = words::fold(typed);
        if names.named(typed, wanted).is_some() {
            return names.alone(&folded, wanted);
        }
        if let Some(group) = words::values_for(typed).iter().find(|word| wanted.has(Kinds::GROUP) && GROUPS.contains(word)) {
            return Some(Id::new(group));
        }
        let near = words::fold(near.as_str());
        let same = near.as_bytes().first() == folded.as_bytes().first();
        // Looking at all that are as long takes time, and is seldom needed.
        if !same || strsim::osa_distance(&near, &folded) > 1 {
            return None;
        }
        let sure = words::slip(typed, names.as_long(typed, wanted).map(|(id, _, spelling)| (spelling, id)))?;
        (words::fold(sure.as_str()) == near).then(|| sure.clone())
    }
}

impl Index {
    fn by_length(&self) -> Vec<Vec<(Id, Kinds, Spelling)>> {
        let mut ids: Vec<(&Id, Kinds)> = self.ids.iter().map(|(id, entry)| (id, entry.kinds)).collect();
        ids.retain(|(id, _)| Id::is_valid(id.as_str()));
        ids.sort_unstable_by_key(|(id, _)| *id);
        let longest = ids.iter().map(|(id, _)| id.as_str().len()).max().unwrap_or_default();
        let mut by_length: Vec<_> = (0..=longest).map(|_| Vec::new()).collect();
        for (id, kinds) in ids {
            by_length[id.as_str().len()].push((id.clone(), kinds, Spelling::of(id.as_str())));
        }
        by_length
    }
}

impl Names {
    /// The ids that are about as long, and begin or end alike.
    fn as_long(&self, typed: &str, wanted: Kinds) -> impl Iterator<Item = &(Id, Kinds, Spelling)> {
        let slack = (typed.len() / 3).max(1);
        let lengths = typed.len().saturating_sub(slack)..=typed.len() + slack;
        let (first, last) = (typed.bytes().next(), typed.bytes().last());
        let ids = lengths.filter_map(|length| self.by_length.get(length)).flatten();
        ids.filter(move |(id, kinds, _)| kinds.has(wanted) && (id.as_str().bytes().next() == first || id.as_str().bytes().last() == last))
    }

    /// What alone has exactly this name.
    fn alone(&self, folded: &str, wanted: Kinds) -> Option<Id> {
        if self.several.contains(folded) {
            return None;
        }
        let named = self.by_name.get(folded)?;
        let mut ids = NAMED.iter().zip(named).filter(|(kind, _)| wanted.has(**kind)).filter_map(|(_, id)| id.as_ref());
        ids.next().filter(|_| ids.next().is_none()).cloned()
    }

    /// What has exactly this name, however it is written.
    fn named(&self, typed: &str, wanted: Kinds) -> Option<Id> {
        if Id::is_valid(typed) && !typed.contains('-') && typed.len() < 3 {
            return None;
        }
        let named = self.by_name.get(&words::fold(typed))?;
        NAMED.iter().zip(named).filter(|(kind, _)| wanted.has(**kind)).find_map(|(_, id)| id.clone())
    }
}

fn by_name(record: &Record) -> (ByName, BTreeSet<String>) {
    let mut names = ByName::default();
    let mut several = BTreeSet::new();
    each_name(record, &mut |kind, name, id| {
        let folded = words::fold(name);
        let at = NAMED.iter().position(|named| *named == kind).filter(|_| !folded.is_empty());
        if let Some(at) = at {
            if names.get(&folded).and_then(|named| named[at].as_ref()).is_some_and(|other| other != id) {
                several.insert(folded);
            } else {
                names.entry(folded).or_default()[at] = Some(id.clone());
            }
        }
    });
    (names, several)
}

/// Every name by which people may be asked for something.
fn each_name(record: &Record, add: &mut dyn FnMut(Kinds, &str, &Id)) {
    for one in record.people.values() {
        add(Kinds::PERSON, &one.name, &one.id);
    }
    for one in record.roles.values() {
        add(Kinds::ROLE, &one.title, &one.id);
    }
    for one in record.participants.values() {
        let short = one.name.strip_prefix("Gemeente ");
        let names = one.aliases.iter().map(String::as_str).chain(short).chain(one.cbs_code.as_deref());
        for name in std::iter::once(one.name.as_str()).chain(names) {
            add(Kinds::ORGANISATION, name, &one.id);
        }
    }
    for one in record.products.values() {
        add(Kinds::PRODUCT, &one.name, &one.id);
    }
}
