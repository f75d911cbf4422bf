//! The differences of one thing, out of which each type takes what it explains; what is left stays as it is.

use serde_json::Value;

use crate::changes::entity::Entity;
use crate::changes::facts::{FACTS, LISTS};
use crate::changes::pairs::{Pair, Trees};
use crate::changes::tree::{Difference, Item, Renames, is_renamed};
use crate::changes::{Change, Thing, What, text};
use crate::source::layout::FileKind;

/// The differences that nothing explains yet, and the changes that were found.
pub struct Pool {
    left: Vec<Difference>,
    found: Vec<(What, Vec<Difference>)>,
}

/// What differs in one item of a list.
pub struct Changed {
    pub item: Item,
    /// The item as a whole, where it is on one side only.
    pub keys: Vec<Difference>,
}

impl Changed {
    /// Whether one of its own keys differs.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|one| one.path.last() == Some(key))
    }
}

impl Pool {
    pub fn new(left: Vec<Difference>) -> Pool {
        Pool { left, found: Vec::new() }
    }

    /// Takes what only names by its new id what was renamed; with an employer the file goes in which somebody stands.
    pub fn followed(&mut self, renames: &Renames) {
        let is_it = |one: &Difference| {
            let (from, to) = (text(one.from.as_ref()), text(one.to.as_ref()));
            one.path.last() != Some("id") && from.zip(to).is_some_and(|(from, to)| is_renamed(renames, from, to))
        };
        let (mut keys, left): (Vec<Difference>, Vec<Difference>) = std::mem::take(&mut self.left).into_iter().partition(is_it);
        self.left = left;
        if keys.iter().any(|one| one.path.last() == Some("employer")) {
            keys.extend(self.take(&["file"]));
        }
        if !keys.is_empty() {
            self.found.push((What::Follows, keys));
        }
    }

    /// Everything is explained by one.
    pub fn whole(&mut self, what: What) {
        let keys = std::mem::take(&mut self.left);
        self.found.push((what, keys));
    }

    pub fn is_left(&self) -> bool {
        !self.left.is_empty()
    }

    pub fn found(&mut self, what: What, keys: Vec<Difference>) {
        self.found.push((what, keys));
    }

    /// Takes over what was found in a part of it, and what was left there.
    pub fn with(&mut self, other: Pool) {
        self.found.extend(other.found);
        self.left.extend(other.left);
    }

    /// Takes what begins with these keys; `*` stands for an item of a list.
    pub fn take(&mut self, path: &[&str]) -> Vec<Difference> {
        let (taken, left) = std::mem::take(&mut self.left).into_iter().partition(|one| one.path.begins(path));
        self.left = left;
        taken
    }

    /// Takes what begins with any of these keys.
    pub fn take_all(&mut self, keys: &[&str]) -> Vec<Difference> {
        keys.iter().flat_map(|key| self.take(&[key])).collect()
    }

    pub fn has(&self, path: &[&str]) -> bool {
        self.left.iter().any(|one| one.path.begins(path))
    }

    /// Takes what differs in a list, by item; another order stays.
    pub fn items(&mut self, list: &[&str]) -> Vec<Changed> {
        let mut path = list.to_vec();
        path.push("*");
        let mut found: Vec<Changed> = Vec::new();
        for one in self.take(&path) {
            let item = one.path.item(list.len()).expect("the way leads through an item").clone();
            match found.iter_mut().find(|other| other.item == item) {
                Some(other) => other.keys.push(one),
                None => found.push(Changed { item, keys: vec![one] }),
            }
        }
        found
    }

    /// What has another id or name.
    pub fn renamed(&mut self, pair: &Pair<'_>) {
        let (Some(_), Some(_)) = (pair.before, pair.after) else { return };
        let title = match pair.after {
            Some(Entity::Role(_) | Entity::Task(_) | Entity::Event(_)) => "title",
            Some(Entity::Contract(_)) => "what",
            _ => "name",
        };
        let mut keys = self.take(&["id"]);
        let id = keys.first().and_then(|one| text(one.from.as_ref())).map(str::to_owned);
        let names = self.take(&[title]);
        let name = names.first().and_then(|one| text(one.from.as_ref())).map(str::to_owned);
        keys.extend(names);
        if keys.is_empty() {
            return;
        }
        keys.extend(self.take(&["file"]));
        keys.extend(self.take(&["formerly"]));
        self.found.push((What::Renamed { id, name }, keys));
    }

    /// What a key explains by itself: facts, then lists.
    pub fn facts(&mut self, trees: &Trees, kind: FileKind) {
        let Some((before, after)) = trees.both().filter(|_| self.is_left()) else { return };
        for fact in FACTS.iter().filter(|fact| fact.kind == kind) {
            let keys = self.take(fact.path);
            if !keys.is_empty() {
                let at = |tree: &Value| fact.path.iter().try_fold(tree, |value, key| value.get(*key)).cloned();
                self.found.push((What::Fact { fact, from: at(before), to: at(after) }, keys));
            }
        }
        self.lists(kind, before, after);
    }

    fn lists(&mut self, kind: FileKind, before: &Value, after: &Value) {
        for list in LISTS.iter().filter(|list| list.kind == kind) {
            let at = |tree: &Value, n: Option<usize>| list.path.iter().try_fold(tree, |value, key| value.get(*key))?.get(n?).cloned();
            for one in self.items(list.path) {
                let (from, to) = (at(before, one.item.before), at(after, one.item.after));
                self.found.push((What::Listed { list, from, to }, one.keys));
            }
        }
    }

    /// The changes of a thing; every key that is left is one by itself.
    pub fn into_changes(self, thing: &Thing) -> Vec<Change> {
        let found = self.found.into_iter().map(|(what, keys)| Change { thing: thing.clone(), what, keys });
        let left = self.left.into_iter().map(|one| Change { thing: thing.clone(), what: What::Set, keys: vec![one] });
        found.chain(left).collect()
    }
}
