//! What differs between two trees of keys and values, key by key; items of lists are known by what they are.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use crate::changes::facts::FACTS;
use crate::changes::items::{matched, named};
use crate::source::layout::FileKind;

/// A key with another value on each side.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub path: Path,
    /// None where it was not there.
    pub from: Option<Value>,
    /// None where it is no longer there.
    pub to: Option<Value>,
}

/// The way from the top of a thing to a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path(pub Vec<Step>);

/// One step of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Item(Item),
    /// The order of a list: of those that stand on both sides.
    Order,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is called, as findings do: `jdevries`, and the second of that name `jdevries#2`. That of the older side where it has one.
    pub name: String,
    /// Its number on the older side.
    pub before: Option<usize>,
    /// Its number on the newer side.
    pub after: Option<usize>,
}

/// `holder[jdevries].until`, as findings name it.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if n == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Item(item) => write!(f, "[{}]", item.name)?,
                Step::Order => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

impl Path {
    fn then(&self, step: Step) -> Path {
        let mut longer = self.clone();
        longer.0.push(step);
        longer
    }

    /// Whether it begins with these keys; `*` stands for an item of a list.
    pub fn begins(&self, keys: &[&str]) -> bool {
        self.0.len() >= keys.len()
            && self.0.iter().zip(keys).all(|(step, key)| match step {
                Step::Key(own) => own == key,
                Step::Item(_) => *key == "*",
                Step::Order => false,
            })
    }

    /// The last key.
    pub fn last(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            _ => None,
        })
    }

    /// The item at a depth.
    pub fn item(&self, depth: usize) -> Option<&Item> {
        match self.0.get(depth) {
            Some(Step::Item(item)) => Some(item),
            _ => None,
        }
    }
}

/// Ids that stand for something else on the newer side: what it is called now, by what it was.
pub type Renames = BTreeMap<String, String>;

/// Whether a text is the same thing by another id.
pub fn is_renamed(renames: &Renames, from: &str, to: &str) -> bool {
    let plain = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
    from != to && renames.get(&plain(from)).is_some_and(|new| *new == plain(to))
}

/// Compares two trees; where one is missing the whole of the other is one difference.
pub fn differences(from: Option<&Value>, to: Option<&Value>, renames: &Renames) -> Vec<Difference> {
    let mut found = Vec::new();
    if from != to {
        compare(from, to, &Path::default(), renames, &mut found);
    }
    found
}

/// Compares what is known to differ.
fn compare(from: Option<&Value>, to: Option<&Value>, path: &Path, renames: &Renames, found: &mut Vec<Difference>) {
    match (from, to) {
        (Some(Value::Object(from)), Some(Value::Object(to))) => tables(from, to, path, renames, found),
        (Some(Value::Array(from)), Some(Value::Array(to))) => lists(from, to, path, renames, found),
        // A table that comes with something in it of its own weight is told by that.
        (None, Some(Value::Object(to))) if holds_facts(path) => tables(&Map::new(), to, path, renames, found),
        (Some(Value::Object(from)), None) if holds_facts(path) => tables(from, &Map::new(), path, renames, found),
        _ => found.push(Difference { path: path.clone(), from: from.cloned(), to: to.cloned() }),
    }
}

/// Whether a table of the settings holds keys that are facts by themselves.
fn holds_facts(path: &Path) -> bool {
    let [Step::Key(key)] = path.0.as_slice() else { return false };
    FACTS.iter().any(|fact| fact.kind == FileKind::Collaboration && fact.path.len() > 1 && fact.path[0] == key)
}

fn tables(from: &Map<String, Value>, to: &Map<String, Value>, path: &Path, renames: &Renames, found: &mut Vec<Difference>) {
    let keys = from.keys().chain(to.keys().filter(|key| !from.contains_key(*key)));
    for key in keys {
        let (from, to) = (from.get(key), to.get(key));
        if from == to {
            continue;
        }
        let path = path.then(Step::Key(key.clone()));
        match (from, to) {
            // A list that is not there is one without anything in it.
            (Some(Value::Array(from)), None) => lists(from, &[], &path, renames, found),
            (None, Some(Value::Array(to))) => lists(&[], to, &path, renames, found),
            (from, to) => compare(from, to, &path, renames, found),
        }
    }
}

fn lists(from: &[Value], to: &[Value], path: &Path, renames: &Renames, found: &mut Vec<Difference>) {
    let pairs = matched(from, to, renames);
    let (names, names_to) = (named(from), named(to));
    let mut order: Vec<usize> = Vec::new();
    for (before, one) in from.iter().enumerate() {
        let after = pairs.get(&before).copied();
        order.extend(after);
        if after.is_some_and(|after| *one == to[after]) {
            continue;
        }
        let step = Step::Item(Item { name: names[before].clone(), before: Some(before), after });
        compare(Some(one), after.map(|after| &to[after]), &path.then(step), renames, found);
    }
    if !order.is_sorted() {
        let in_order = |mut at: Vec<(usize, usize)>| {
            at.sort_unstable();
            Value::from(at.into_iter().map(|(_, before)| names[before].clone()).collect::<Vec<String>>())
        };
        let both = pairs.iter().map(|(before, after)| (*before, *after));
        found.push(Difference {
            path: path.then(Step::Order),
            from: Some(in_order(both.clone().map(|(before, _)| (before, before)).collect())),
            to: Some(in_order(both.map(|(before, after)| (after, before)).collect())),
        });
    }
    let came: Vec<usize> = (0..to.len()).filter(|after| !pairs.values().any(|taken| taken == after)).collect();
    for after in came {
        let step = Step::Item(Item { name: names_to[after].clone(), before: None, after: Some(after) });
        compare(None, Some(&to[after]), &path.then(step), renames, found);
    }
}
