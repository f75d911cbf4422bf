//! Critical roles that one person holds while nobody can stand in (A9).

use crate::answers::presence::is_gone;
use crate::answers::{Holding, current, exists, holders, municipalities};
use crate::date::VagueDate;
use crate::handbook::Phase;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind};

/// How many days a seat may be empty between two who hold it.
pub const BETWEEN: i64 = 31;

/// That nobody can stand in for whoever holds a role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lack<'a> {
    /// The first back-up on record, by its number in the list, and why it does not count; none where there is none.
    pub first: Option<(usize, &'a Id, Why)>,
}

/// Why a back-up does not count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Why {
    /// It holds the role itself.
    Holds,
    Left(VagueDate),
    /// Nobody on record.
    Nowhere,
    /// A role that nobody holds.
    Vacant,
}

/// Whether critical roles are to have a back-up at all: in the pioneer phase nobody asks for it yet.
pub fn are_asked(record: &Record) -> bool {
    Phase::of(municipalities(record, record.on).len()).is_some_and(|phase| phase != Phase::Pioneer)
}

/// Whether a role is critical, held by one, and without anybody who can stand in on the day of judgement.
pub fn lack<'a>(record: &'a Record, role: &'a Role) -> Option<Lack<'a>> {
    if !role.critical || !exists(role, record.on) {
        return None;
    }
    let Holding::Held(mut held) = holders(record, role, record.on) else { return None };
    held.retain(|seated| !is_gone(record, seated.who));
    let only = held.first().map(|seated| seated.who)?;
    let crowd = record.index.meant(only).has(Kinds::GROUP) || role_of(record, only).is_some_and(|role| role.kind == Some(RoleKind::Body));
    if crowd || held.iter().any(|seated| seated.who != only) || role.turn.iter().any(|turn| turn.from > record.on) {
        return None;
    }
    // Who begins within a month has been found already.
    let there: Vec<(usize, &Holder)> =
        current(&role.backup, record.on).chain(current(&role.backup, record.on.plus_days(BETWEEN))).collect();
    let why: Vec<_> = there.iter().filter_map(|(n, backup)| Some((*n, &backup.who, why_not(record, only, &backup.who)?))).collect();
    (why.len() == there.len()).then(|| Lack { first: why.into_iter().next() })
}

/// Why a back-up does not count; none where it does.
fn why_not(record: &Record, only: &Id, who: &Id) -> Option<Why> {
    if only == who || record.index.plain(only).0 == record.index.plain(who).0 {
        return Some(Why::Holds);
    }
    if let Some(left) = record.departed(who, record.on) {
        return Some(Why::Left(left));
    }
    if record.index.meant(who) == Kinds::default() {
        return Some(Why::Nowhere);
    }
    role_of(record, who).is_some_and(|role| holders(record, role, record.on) == Holding::Vacant).then_some(Why::Vacant)
}

fn role_of<'a>(record: &'a Record, id: &Id) -> Option<&'a Role> {
    record.roles.get(record.index.plain(id).0.as_ref())
}
