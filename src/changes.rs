//! What differs between two records, as typed values without wording: each change keeps the keys that it explains.

mod code;
pub mod earlier;
pub mod entity;
mod events;
pub mod facts;
pub mod files;
mod invoices;
pub mod items;
mod money;
mod pairs;
mod participants;
mod people;
mod pool;
pub mod rating;
mod roles;
mod tasks;
pub mod told;
pub mod tree;
pub mod worked_out;

use std::borrow::Cow;

use serde_json::Value;

use crate::changes::pairs::{Pair, pairs};
use crate::changes::pool::Pool;
pub use crate::changes::told::What;
use crate::changes::tree::{Difference, Renames};
use crate::record::Record;
use crate::source::FilePath;
use crate::source::layout::FileKind;

/// Something that is different in the newer of two records.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it is about.
    pub thing: Thing,
    pub what: What,
    /// The keys that it explains; none of what is worked out from others.
    pub keys: Vec<Difference>,
}

/// A thing of the record: a file, or a person within one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    pub kind: FileKind,
    /// By what it is known on the newer side, else on the older: its id, the number of an invoice, the file of a year.
    pub id: String,
    /// Where it stands, likewise.
    pub file: FilePath,
    /// The id and the file on the older side, where it stood there.
    pub before: Option<(String, FilePath)>,
    /// Whether it stands on the newer side.
    pub is_there: bool,
}

/// Everything that differs, complete: what no type explains is a [`What::Set`] of its key. Both are judged on the day of the newer one,
/// so that the passing of time is no change. Of a file that cannot be read on a side nothing is concluded but that.
///
/// What is the same but for comments and layout does not show here, for a record does not know it: see [`files::relaid`].
pub fn between(before: &Record, after: &Record) -> Vec<Change> {
    between_among(before, after, None)
}

/// The same, where only these files may differ: the others are not compared.
pub fn between_among(before: &Record, after: &Record, among: Option<&[&FilePath]>) -> Vec<Change> {
    let before: Cow<'_, Record> = if before.on == after.on { Cow::Borrowed(before) } else { Cow::Owned(before.on_day(after.on)) };
    let before = before.as_ref();
    let (pairs, renames) = pairs(before, after, among);
    let mut changes = files::readable(before, after);
    let mut begun = (before.files == 0 && after.files > 0).then(Vec::new);
    for pair in &pairs {
        let Some((trees, differences)) = pair.compared(&renames) else { continue };
        let thing = pair.thing();
        if let Some(begun) = &mut begun {
            begun.push((thing, differences));
            continue;
        }
        let mut pool = Pool::new(differences);
        pool.followed(&renames);
        let mut pool = recognised(pair, pool, &Sides { before, after }, &renames);
        pool.facts(&trees, thing.kind);
        changes.extend(pool.into_changes(&thing));
    }
    if let Some(all) = begun {
        return vec![files::begun(all)];
    }
    worked_out::add(&Sides { before, after }, &renames, &mut changes);
    changes.sort_by(|a, b| (a.thing.kind, &a.thing.id).cmp(&(b.thing.kind, &b.thing.id)));
    changes
}

/// Two records that are compared.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    pub before: &'a Record,
    pub after: &'a Record,
}

/// Takes out of the differences of a thing what has a type.
fn recognised(pair: &Pair<'_>, mut pool: Pool, sides: &Sides<'_>, renames: &Renames) -> Pool {
    use crate::changes::entity::Entity;
    match (pair.before, pair.after) {
        (Some(Entity::Participant(a)), Some(Entity::Participant(b))) => participants::changed(a, b, sides, &mut pool),
        (None, Some(entity @ Entity::Participant(one))) => {
            pool.whole(participants::came(one, sides.after.on));
            items::beside(entity, &["membership", "use"], &mut pool);
        }
        (Some(Entity::Participant(one)), None) => pool.whole(participants::gone(one, sides.after.on)),
        (Some(Entity::Person(a)), Some(Entity::Person(b))) => people::changed(a, b, &mut pool),
        (Some(Entity::Role(a)), Some(Entity::Role(b))) => roles::changed(a, b, sides, &mut pool),
        (Some(Entity::Task(a)), Some(Entity::Task(b))) => tasks::changed(a, b, (sides, renames), &mut pool),
        (Some(Entity::Event(a)), Some(Entity::Event(b))) => events::changed(a, b, (sides.after.on, renames), &mut pool),
        (None, Some(Entity::Event(one))) => events::came(one, sides.after.on, &mut pool),
        (Some(Entity::Event(one)), None) => events::gone(one, &mut pool),
        (Some(Entity::Budget(a)), Some(Entity::Budget(b))) => money::budget(a, b, &mut pool),
        (Some(Entity::Invoice(a)), Some(Entity::Invoice(b))) => invoices::changed(a, b, &mut pool),
        (None, Some(Entity::Invoice(one))) => pool.whole(invoices::came(one)),
        (Some(Entity::Invoice(one)), None) => pool.whole(invoices::gone(one)),
        (Some(Entity::Payments(a)), Some(Entity::Payments(b))) => money::payments(Some(a), Some(b), sides, &mut pool),
        (None, Some(Entity::Payments(one))) => money::payments(None, Some(one), sides, &mut pool),
        (Some(Entity::Payments(one)), None) => money::payments(Some(one), None, sides, &mut pool),
        (None, Some(one @ (Entity::Community(_) | Entity::Expenses(_)))) => items::whole(one, true, &mut pool),
        (Some(one @ (Entity::Community(_) | Entity::Expenses(_))), None) => items::whole(one, false, &mut pool),
        (None, Some(entity @ Entity::Product(_))) => {
            pool.whole(What::Came);
            items::beside(entity, &["milestone", "price"], &mut pool);
        }
        (None, Some(Entity::Budget(one))) => pool.whole(money::came(one)),
        (None, Some(_)) => pool.whole(What::Came),
        (Some(_), None) => pool.whole(What::Gone),
        _ => {}
    }
    pool.renamed(pair);
    pool
}

/// A value of a key, where it is a text.
fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str)
}
