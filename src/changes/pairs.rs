//! Which thing is which on the other side: by kind and id, by another id with the same contents, or by its number.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::answers::billed::{is_sent, kind_of};
use crate::answers::privacy::is_forgotten;
use crate::changes::Thing;
use crate::changes::entity::{Entity, Known, things_among};
use crate::changes::files::is_hidden;
use crate::changes::items::likeness;
use crate::changes::tree::{Difference, Path, Renames, differences};
use crate::record::Record;
use crate::record::participant::Former;
use crate::record::survey::each_reference;
use crate::record::values::Id;
use crate::source::FilePath;
use crate::source::layout::FileKind;

/// A thing on both sides, or on one.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    pub before: Option<Entity<'a>>,
    pub after: Option<Entity<'a>>,
}

/// What a thing says on each side, where it stands on both.
#[derive(Debug, Default)]
pub struct Trees {
    before: Option<Value>,
    after: Option<Value>,
}

impl Trees {
    pub fn both(&self) -> Option<(&Value, &Value)> {
        self.before.as_ref().zip(self.after.as_ref())
    }
}

impl Pair<'_> {
    /// What each side says, and what differs; none where nothing does.
    pub fn compared(&self, renames: &Renames) -> Option<(Trees, Vec<Difference>)> {
        if self.before == self.after {
            return None;
        }
        let (from, to) = (self.before.map(Entity::tree), self.after.map(Entity::tree));
        if from.is_none() || to.is_none() {
            // What is new or gone differs as a whole.
            return Some((Trees::default(), vec![Difference { path: Path::default(), from, to }]));
        }
        let differences = differences(from.as_ref(), to.as_ref(), renames);
        (!differences.is_empty()).then_some((Trees { before: from, after: to }, differences))
    }

    pub fn thing(&self) -> Thing {
        let shown = self.after.or(self.before).expect("a pair has a side");
        let before = self.before.map(|one| (one.called(), one.file().clone()));
        Thing { kind: shown.kind(), id: shown.called(), file: shown.file().clone(), before, is_there: self.after.is_some() }
    }
}

/// So much must be the same for a thing to be another under a new id.
const ALIKE: usize = 60;

/// So much where it has another name as well.
const NEARLY_ALL: usize = 85;

/// So much where everything that named the one names the other.
const HALF: usize = 50;

/// The most things of a kind that are compared with each other by what they say.
const MOST: usize = 60;

/// Every thing of both records, with what became of it; and which ids are new names of the same. What stands in a file that cannot be
/// read on the other side is left out: it is not known what became of it.
pub fn pairs<'a>(before: &'a Record, after: &'a Record, among: Option<&[&FilePath]>) -> (Vec<Pair<'a>>, Renames) {
    let (mut old, mut new) = (things_among(before, among), things_among(after, among));
    let mut all: Vec<Pair<'a>> = Vec::new();
    let mut renames = Renames::new();
    let both: Vec<Known> = old.keys().filter(|known| new.contains_key(*known)).cloned().collect();
    for known in both {
        all.push(Pair { before: old.remove(&known), after: new.remove(&known) });
    }
    old.retain(|_, one| !is_hidden(after, one.file()));
    new.retain(|_, one| !is_hidden(before, one.file()));
    for (from, to) in numbered(&old, &new).into_iter().chain(formerly(&old, &new)).chain(issued(&old, &new)) {
        join(&mut all, &mut old, &mut new, &from, &to, &mut renames);
    }
    for (from, to) in alike((before, &old), (after, &new)) {
        join(&mut all, &mut old, &mut new, &from, &to, &mut renames);
    }
    all.extend(old.into_values().map(|one| Pair { before: Some(one), after: None }));
    all.extend(new.into_values().map(|one| Pair { before: None, after: Some(one) }));
    (all, renames)
}

type Things<'a> = BTreeMap<Known, Entity<'a>>;

fn join<'a>(all: &mut Vec<Pair<'a>>, old: &mut Things<'a>, new: &mut Things<'a>, from: &Known, to: &Known, renames: &mut Renames) {
    if !(old.contains_key(from) && new.contains_key(to)) {
        return;
    }
    if !matches!(from.0, FileKind::Invoice | FileKind::Budget | FileKind::Payments | FileKind::Expenses) {
        renames.insert(from.1.clone(), to.1.clone());
    }
    all.push(Pair { before: old.remove(from), after: new.remove(to) });
}

/// An issued invoice in another file.
fn numbered(old: &Things<'_>, new: &Things<'_>) -> Vec<(Known, Known)> {
    let number = |one: &Entity<'_>| if let Entity::Invoice(one) = one { one.number.clone() } else { None };
    let mut found = Vec::new();
    for (from, one) in old {
        let Some(wanted) = number(one) else { continue };
        found.extend(new.iter().find(|(_, other)| number(other).as_ref() == Some(&wanted)).map(|(to, _)| (from.clone(), to.clone())));
    }
    found
}

/// A thing that says what its id was.
fn formerly(old: &Things<'_>, new: &Things<'_>) -> Vec<(Known, Known)> {
    let mut found = Vec::new();
    for (to, one) in new {
        let former: &[Former] = match one {
            Entity::Participant(one) => &one.formerly,
            Entity::Role(one) => &one.formerly,
            _ => continue,
        };
        let was = former.iter().rev().filter_map(|was| was.id.as_ref()).map(|id| (to.0, id.to_string()));
        found.extend(was.filter(|from| old.contains_key(from)).map(|from| (from, to.clone())).next());
    }
    found
}

/// A draft that became an invoice: of the same participant, kind and period, the most alike.
fn issued(old: &Things<'_>, new: &Things<'_>) -> Vec<(Known, Known)> {
    let mut found: Vec<(Known, Known)> = Vec::new();
    for (from, one) in old {
        let Entity::Invoice(draft) = one else { continue };
        let is_its = |other: &Entity<'_>| {
            matches!(other, Entity::Invoice(other) if is_sent(other) && other.participant == draft.participant
                && kind_of(other) == kind_of(draft) && other.credits == draft.credits && other.period == draft.period)
        };
        let taken = |to: &Known| found.iter().any(|(_, taken)| taken == to);
        let open = new.iter().filter(|(to, other)| !is_sent(draft) && is_its(other) && !taken(to));
        let tree = one.tree();
        let best = open.map(|(to, other)| (likeness(&tree, &other.tree()), to)).max_by_key(|(alike, to)| (*alike, std::cmp::Reverse(*to)));
        if let Some((_, to)) = best {
            found.push((from.clone(), to.clone()));
        }
    }
    found
}

/// Things of one kind that say nearly the same under another id, the most alike first.
fn alike((before, old): (&Record, &Things<'_>), (after, new): (&Record, &Things<'_>)) -> Vec<(Known, Known)> {
    let mut found: Vec<(usize, &Known, &Known)> = Vec::new();
    let trees = |all: &Things<'_>| -> BTreeMap<Known, Value> {
        all.iter().filter(|(known, _)| may_be_renamed(known.0)).take(MOST).map(|(known, one)| (known.clone(), nameless(*one))).collect()
    };
    let (from_trees, to_trees) = (trees(old), trees(new));
    for (from, one) in &from_trees {
        for (to, other) in to_trees.iter().filter(|(to, _)| to.0 == from.0) {
            let alike = likeness(one, other);
            let may_be = alike >= HALF || is_held_alike(old[from], new[to]);
            if is_same(old[from], new[to], alike) || may_be && is_followed((before, from), (after, to)) {
                found.push((alike, from, to));
            }
        }
    }
    found.sort_by(|a, b| (b.0, a.1, a.2).cmp(&(a.0, b.1, b.2)));
    found.into_iter().map(|(_, from, to)| (from.clone(), to.clone())).collect()
}

/// Whether two roles were held by the same, term by term.
fn is_held_alike(one: Entity<'_>, other: Entity<'_>) -> bool {
    matches!((one, other), (Entity::Role(one), Entity::Role(other)) if !one.holder.is_empty() && one.holder == other.holder)
}

/// Whether whatever named the one names the other now, and nothing the one any more: its id was changed everywhere.
fn is_followed((before, from): (&Record, &Known), (after, to): (&Record, &Known)) -> bool {
    if !matches!(from.0, FileKind::Role | FileKind::Task | FileKind::Product | FileKind::Contract) {
        return false;
    }
    let naming = |record: &Record, id: &str| -> BTreeSet<FilePath> {
        let mut files = BTreeSet::new();
        each_reference(record, &mut |reference, at| {
            if record.index.plain(reference.id).0 == id {
                files.insert(at().file);
            }
        });
        files
    };
    let (was, is) = (naming(before, &from.1), naming(after, &to.1));
    !was.is_empty() && naming(after, &from.1).is_empty() && !was.is_disjoint(&is)
}

/// Whether two things are one under another id: by name or code, or because nothing else differs. Of two people with the same post at the
/// same organisation one comes after the other, unless the new name is the pseudonym of somebody who was forgotten.
fn is_same(one: Entity<'_>, other: Entity<'_>, alike: usize) -> bool {
    match (one, other) {
        (Entity::Person(one), Entity::Person(other)) => {
            let is_pseudonym = is_forgotten(other) && one.employer == other.employer && one.from == other.from;
            one.name == other.name && alike >= 30 || is_pseudonym
        }
        (Entity::Participant(one), Entity::Participant(other)) => {
            one.cbs_code.is_some() && one.cbs_code == other.cbs_code || one.name == other.name && alike >= 40
        }
        // What is made or done here under the same name is the same, whatever else was written since.
        (Entity::Role(_) | Entity::Task(_) | Entity::Product(_), _)
            if named(one) == named(other) && of_product(one) == of_product(other) =>
        {
            true
        }
        _ => alike >= if named(one) == named(other) { ALIKE } else { NEARLY_ALL },
    }
}

/// What a thing calls itself.
fn named(one: Entity<'_>) -> Option<&str> {
    match one {
        Entity::Product(one) => Some(&one.name),
        Entity::Role(one) => Some(&one.title),
        Entity::Task(one) => Some(&one.title),
        Entity::Event(one) => Some(&one.title),
        Entity::Contract(one) => Some(&one.what),
        _ => None,
    }
}

/// Of which product a role or a task is.
fn of_product(one: Entity<'_>) -> Option<&Id> {
    match one {
        Entity::Role(one) => one.product.as_ref(),
        Entity::Task(one) => one.product.as_ref(),
        _ => None,
    }
}

fn may_be_renamed(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::Participant
            | FileKind::People
            | FileKind::Product
            | FileKind::Role
            | FileKind::Task
            | FileKind::Event
            | FileKind::Contract
    )
}

/// What a thing says without what it is called; something must be left by which it is known.
fn nameless(one: Entity<'_>) -> Value {
    let mut tree = one.tree();
    if let Some(table) = tree.as_object_mut() {
        table.remove("id");
        table.remove("file");
        // What everybody says tells nobody apart.
        table.retain(|_, value| *value != Value::Bool(false));
        if table.len() < 2 {
            table.clear();
        }
    }
    tree
}
