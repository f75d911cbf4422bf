//! Which item of a list is which on the other side: by what tells items apart, not by where they stand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::changes::entity::Entity;
use crate::changes::facts::{LISTS, List};
use crate::changes::money::each_of;
use crate::changes::pool::Pool;
use crate::changes::told::What;
use crate::changes::tree::{Renames, is_renamed};

/// The keys that tell items apart, the surest first: those of the first of these whose first key an item has.
const TOLD: &[&[&str]] = &[
    &["id"],
    &["bank_reference"],
    &["rule", "at", "about", "key"],
    &["participant", "role", "what"],
    &["line", "on", "invoice", "what"],
    &["invoice", "on", "amount"],
    &["what", "on", "role", "who"],
    &["who", "from", "seat"],
    &["product", "from", "supplier"],
    &["class", "from"],
    &["name"],
    &["from", "on"],
    &["on"],
    &["up_to"],
];

/// The one key by which an item may still be known when others changed.
const LOOSELY: &[&str] = &["what", "who", "participant", "rule", "line", "product", "invoice", "class", "from", "on"];

/// The most items that are compared with each other by what they say.
const MOST: usize = 40;

/// For each item of the older list the number of the same on the newer side, where it is there.
pub fn matched(from: &[Value], to: &[Value], renames: &Renames) -> BTreeMap<usize, usize> {
    // What comes is mostly put at the end.
    let same = from.iter().zip(to).take_while(|(one, other)| one == other).count();
    let mut pairs = Pairs { from, to, found: (0..same).map(|n| (n, n)).collect(), taken: (0..same).collect() };
    pairs.by(|one, _| Some(one.to_string()));
    pairs.by(|one, old| told(one, old.then_some(renames)));
    pairs.by(|one, old| loosely(one, old.then_some(renames)));
    pairs.by_what_they_say();
    pairs.found
}

struct Pairs<'a> {
    from: &'a [Value],
    to: &'a [Value],
    found: BTreeMap<usize, usize>,
    taken: BTreeSet<usize>,
}

impl Pairs<'_> {
    /// Those that have the same name, the first with the first. The name is asked with whether the item is of the older side.
    fn by(&mut self, name: impl Fn(&Value, bool) -> Option<String>) {
        let mut waiting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for after in (0..self.to.len()).rev().filter(|after| !self.taken.contains(after)) {
            if let Some(name) = name(&self.to[after], false) {
                waiting.entry(name).or_default().push(after);
            }
        }
        for before in (0..self.from.len()).filter(|before| !self.found.contains_key(before)).collect::<Vec<_>>() {
            let found = name(&self.from[before], true).and_then(|name| waiting.get_mut(&name)?.pop());
            if let Some(after) = found {
                self.found.insert(before, after);
                self.taken.insert(after);
            }
        }
    }

    /// Of what is left those that say nearly the same.
    fn by_what_they_say(&mut self) {
        let left: Vec<usize> = (0..self.from.len()).filter(|before| !self.found.contains_key(before)).take(MOST).collect();
        for before in left {
            let open = (0..self.to.len()).filter(|after| !self.taken.contains(after)).take(MOST);
            let best = open.map(|after| (likeness(&self.from[before], &self.to[after]), after)).filter(|(alike, _)| *alike >= 50);
            if let Some((_, after)) = best.max_by_key(|(alike, after)| (*alike, std::cmp::Reverse(*after))) {
                self.found.insert(before, after);
                self.taken.insert(after);
            }
        }
    }
}

/// A text as it is called on the newer side.
fn renamed(text: &str, renames: Option<&Renames>) -> String {
    let (before, id) = text.rsplit_once('/').map_or(("", text), |(kind, id)| (kind, id));
    let now = renames.and_then(|renames| renames.get(id)).map_or(id, String::as_str);
    if before.is_empty() { now.to_owned() } else { format!("{before}/{now}") }
}

fn plain(value: &Value, renames: Option<&Renames>) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| renamed(text, renames))
}

fn told(item: &Value, renames: Option<&Renames>) -> Option<String> {
    if let Some(text) = item.as_str() {
        return Some(renamed(text, renames));
    }
    let table = item.as_object()?;
    let keys = TOLD.iter().find(|keys| table.contains_key(keys[0]))?;
    let parts = keys.iter().map(|key| table.get(*key).map(|value| plain(value, renames)).unwrap_or_default());
    Some(format!("{}:{}", keys[0], parts.collect::<Vec<_>>().join("\u{0}")))
}

fn loosely(item: &Value, renames: Option<&Renames>) -> Option<String> {
    let table = match item {
        // A party that is only named may get a table.
        Value::String(text) => return Some(format!("who:{}", renamed(text, renames))),
        other => other.as_object()?,
    };
    let key = LOOSELY.iter().find(|key| table.contains_key(**key))?;
    Some(format!("{key}:{}", plain(&table[*key], renames)))
}

/// A file of lists that is on one side only: everything in it is told.
pub fn whole(one: Entity<'_>, is_there: bool, pool: &mut Pool) {
    each_of(listed(one, is_there, &|_| true), is_there, pool);
}

/// Lists of a thing that is new, which are told beside it.
pub fn beside(one: Entity<'_>, codes: &[&str], pool: &mut Pool) {
    for what in listed(one, true, &|list| codes.contains(&list.code)) {
        pool.found(what, Vec::new());
    }
}

fn listed(one: Entity<'_>, is_there: bool, is_meant: &dyn Fn(&List) -> bool) -> impl Iterator<Item = What> + use<> {
    let tree = one.tree();
    let lists: Vec<&'static List> = LISTS.iter().filter(|list| list.kind == one.kind() && is_meant(list)).collect();
    lists.into_iter().flat_map(move |list| {
        let items = list.path.iter().try_fold(&tree, |value, key| value.get(*key)).and_then(Value::as_array).cloned().unwrap_or_default();
        items.into_iter().map(move |item| {
            let (from, to) = if is_there { (None, Some(item)) } else { (Some(item), None) };
            What::Listed { list, from, to }
        })
    })
}

/// How much two tables say the same, in per cent of what the fuller one says.
pub fn likeness(one: &Value, other: &Value) -> usize {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let all = one.len().max(other.len()).max(1);
            let alike: usize = one.iter().filter_map(|(key, value)| Some(likeness(value, other.get(key)?))).sum();
            alike / all
        }
        (Value::Array(one), Value::Array(other)) => {
            let alike = one.iter().filter(|value| other.contains(value)).count();
            100 * alike / one.len().max(other.len()).max(1)
        }
        (one, other) if one == other => 100,
        (Value::String(one), Value::String(other)) if one.len() > 12 && one.len().max(other.len()) < 2_000 => of_texts(one, other),
        (one, other) if is_renamed(&Renames::new(), one.as_str().unwrap_or(""), other.as_str().unwrap_or("")) => 100,
        _ => 0,
    }
}

/// Texts of which more than half the words are the same were edited.
fn of_texts(one: &str, other: &str) -> usize {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<BTreeSet<String>>();
    let (one, other) = (words(one), words(other));
    100 * one.intersection(&other).count() / one.len().max(other.len()).max(1)
}

/// What the items of a list are called, as findings name them.
pub fn named(items: &[Value]) -> Vec<String> {
    const NAMES: [&str; 11] = ["id", "who", "participant", "name", "bank_reference", "rule", "class", "product", "from", "on", "what"];
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let name = |(at, item)| {
        let own = Value::as_str(item).or_else(|| NAMES.iter().find_map(|key| item.get(*key)?.as_str()));
        let Some(own) = own else { return usize::to_string(&at) };
        let count = seen.entry(own).or_default();
        *count += 1;
        if *count == 1 { own.to_owned() } else { format!("{own}#{count}") }
    };
    items.iter().enumerate().map(name).collect()
}
