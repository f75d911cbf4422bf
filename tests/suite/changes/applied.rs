//! Applies what a comparison lists to the older side, so that a test can see whether something was left unsaid.

use std::collections::BTreeMap;

use commons::changes::Change;
use commons::changes::entity::{Entity, Known, things_among};
use commons::changes::files::is_hidden;
use commons::changes::told::What;
use commons::changes::tree::{Difference, Step};
use commons::record::Record;
use commons::source::FilePath;
use commons::source::layout::FileKind;
use serde_json::{Map, Value};

/// What a thing says, by where it stands.
pub type Trees = BTreeMap<Known, Value>;

/// Every thing of a record but what stands in a file that cannot be read on the other side.
pub fn trees(record: &Record, other: &Record) -> Trees {
    let all = things_among(record, None);
    let here = all.iter().filter(|(_, one)| !is_hidden(other, one.file()));
    here.map(|(known, one)| (known.clone(), Entity::tree(*one))).collect()
}

fn known(kind: FileKind, id: &str, file: &FilePath) -> Known {
    let by_file = matches!(kind, FileKind::Budget | FileKind::Expenses | FileKind::Payments | FileKind::Invoice);
    (kind, if by_file { file.to_string() } else { id.to_owned() })
}

/// The older side as it is after every difference that the changes carry.
pub fn applied(before: &Trees, changes: &[Change]) -> Trees {
    let mut after = before.clone();
    let mut by_thing: BTreeMap<(Option<Known>, Option<Known>), Vec<Difference>> = BTreeMap::new();
    for change in changes.iter().filter(|one| !matches!(one.what, What::Began(_))) {
        let thing = &change.thing;
        let was = thing.before.as_ref().map(|(id, file)| known(thing.kind, id, file));
        let is = thing.is_there.then(|| known(thing.kind, &thing.id, &thing.file));
        by_thing.entry((was, is)).or_default().extend(change.keys.iter().cloned());
    }
    by_thing.retain(|_, keys| !keys.is_empty());
    let old: Vec<(Option<Known>, Option<Value>)> = by_thing
        .iter()
        .map(|((was, is), keys)| {
            let tree = was.as_ref().and_then(|was| before.get(was)).cloned();
            let keys: Vec<(&[Step], &Difference)> = keys.iter().map(|one| (&one.path.0[..], one)).collect();
            (is.clone(), patched(tree, &keys))
        })
        .collect();
    for (was, _) in by_thing.keys() {
        was.as_ref().and_then(|was| after.remove(was));
    }
    for (is, tree) in old {
        if let (Some(is), Some(tree)) = (is, tree) {
            after.insert(is, tree);
        }
    }
    after
}

/// A value with the differences below it applied; each comes with the way that is left to it.
fn patched(value: Option<Value>, keys: &[(&[Step], &Difference)]) -> Option<Value> {
    if let Some((_, whole)) = keys.iter().find(|(path, _)| path.is_empty()) {
        assert_eq!(keys.len(), 1, "a value changes as a whole or in parts");
        assert_eq!(value, whole.from, "a difference says what was there");
        return whole.to.clone();
    }
    if let Step::Key(_) = keys.first()?.0.first()? {
        let mut table = value.and_then(|value| value.as_object().cloned()).unwrap_or_default();
        in_table(&mut table, keys);
        return (!table.is_empty()).then_some(Value::Object(table));
    }
    let list = in_list(value.and_then(|value| value.as_array().cloned()).unwrap_or_default(), keys);
    (!list.is_empty()).then_some(Value::Array(list))
}

fn in_table(table: &mut Map<String, Value>, keys: &[(&[Step], &Difference)]) {
    let mut below: BTreeMap<&str, Vec<(&[Step], &Difference)>> = BTreeMap::new();
    for (path, one) in keys {
        let Step::Key(key) = &path[0] else { panic!("a table has keys: {}", one.path) };
        below.entry(key).or_default().push((&path[1..], one));
    }
    for (key, keys) in below {
        match patched(table.get(key).cloned(), &keys) {
            Some(value) => drop(table.insert(key.to_owned(), value)),
            None => drop(table.shift_remove(key)),
        }
    }
}

fn in_list(list: Vec<Value>, keys: &[(&[Step], &Difference)]) -> Vec<Value> {
    let names = commons::changes::items::named(&list);
    let mut below: BTreeMap<usize, Vec<(&[Step], &Difference)>> = BTreeMap::new();
    let mut came: BTreeMap<usize, Value> = BTreeMap::new();
    let mut order: Option<Vec<String>> = None;
    for (path, one) in keys {
        match &path[0] {
            Step::Item(item) => match (item.before, item.after) {
                (Some(before), _) => {
                    assert_eq!(names[before], item.name, "an item is named by what it is");
                    below.entry(before).or_default().push((&path[1..], one));
                }
                (None, Some(after)) => drop(came.insert(after, one.to.clone().expect("what comes is something"))),
                (None, None) => panic!("an item stands on a side"),
            },
            Step::Order => order = Some(serde_json::from_value(one.to.clone().expect("an order is told")).expect("it is a list of names")),
            Step::Key(key) => panic!("a list has no key `{key}`"),
        }
    }
    let mut left: Vec<(String, Value)> = Vec::new();
    for (n, value) in list.into_iter().enumerate() {
        let value = match below.get(&n) {
            Some(keys) => patched(Some(value), keys),
            None => Some(value),
        };
        left.extend(value.map(|value| (names[n].clone(), value)));
    }
    if let Some(order) = order {
        left.sort_by_key(|(name, _)| order.iter().position(|other| other == name).expect("the order names all"));
    }
    let mut all: Vec<Value> = left.into_iter().map(|(_, value)| value).collect();
    for (at, value) in came {
        all.insert(at, value);
    }
    all
}
