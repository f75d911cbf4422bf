//! How the seats of a body are divided: who can decide alone, and whose working group has nobody at the table.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Holding, Seated, Side, exists, holders, votes};
use crate::record::Record;
use crate::record::participant::OrganisationKind;
use crate::record::values::Id;
use crate::record::work::{Role, RoleKind};

/// More than half of the votes in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Majority<T> {
    pub whose: T,
    pub votes: usize,
    /// Of all who are known.
    pub of: usize,
}

/// The organisation that has more than half of a body's votes. Of a body that is known in part nobody can tell what is half of it, and
/// one vote is no majority.
pub fn majority<'a>(record: &'a Record, role: &'a Role) -> Option<Majority<&'a str>> {
    let votes = votes(record, role, record.on);
    let by_organisation = |side: &Side<'a>| if let Side::Organisation(id) = side { Some(*id) } else { None };
    most(record, role, votes.iter().map(|(side, number)| (by_organisation(side), *number)))
}

/// The kind of organisation that has more than half of a body's votes.
pub fn majority_of_kind(record: &Record, role: &Role) -> Option<Majority<OrganisationKind>> {
    let kind = |side: &Side<'_>| if let Side::Organisation(id) = side { record.participants.get(*id)?.kind } else { None };
    let mut by_kind: BTreeMap<Option<OrganisationKind>, usize> = BTreeMap::new();
    for (side, number) in votes(record, role, record.on) {
        *by_kind.entry(kind(&side)).or_default() += number;
    }
    most(record, role, by_kind.into_iter())
}

fn most<T: Copy>(record: &Record, role: &Role, votes: impl Iterator<Item = (Option<T>, usize)>) -> Option<Majority<T>> {
    if role.on_record == Some(false) || !exists(role, record.on) {
        return None;
    }
    let votes: Vec<(Option<T>, usize)> = votes.collect();
    let of: usize = votes.iter().map(|(_, number)| number).sum();
    let (whose, votes) = votes.into_iter().max_by_key(|(_, number)| *number)?;
    whose.filter(|_| of > 1 && votes * 2 > of).map(|whose| Majority { whose, votes, of })
}

/// Whether no organisation may have more than half of a body's votes: as the body itself says, else as was agreed for all bodies.
pub fn is_limited(record: &Record, role: &Role) -> bool {
    let limits = record.collaboration.as_ref().and_then(|settings| settings.limits.as_ref());
    let common = limits.and_then(|limits| limits.majority_of_one).filter(|_| role.kind == Some(RoleKind::Body));
    role.majority_of_one.or(common) == Some(false)
}

/// The bodies of which nobody sits in the body that they are part of, each with that body; only where that is made up of roles.
pub fn unrepresented(record: &Record) -> Vec<(&Role, &Role)> {
    let mut functions: BTreeMap<&Id, BTreeSet<&Id>> = BTreeMap::new();
    for role in record.roles.values() {
        if let Some(body) = role.part_of.as_ref().and_then(|id| role_of(record, id)) {
            functions.entry(&body.id).or_default().insert(&role.id);
        }
    }
    record.roles.values().filter_map(|role| Some((role, absent_from(record, role, functions.get(&role.id))?))).collect()
}

fn absent_from<'a>(record: &'a Record, role: &Role, own: Option<&BTreeSet<&Id>>) -> Option<&'a Role> {
    let there = |role: &Role| role.on_record != Some(false) && exists(role, record.on);
    let parent = role_of(record, role.part_of.as_ref()?).filter(|parent| parent.id != role.id && there(parent))?;
    if role.kind != Some(RoleKind::Body) || !there(role) {
        return None;
    }
    let (Holding::Held(above), Holding::Held(here)) = (holders(record, parent, record.on), holders(record, role, record.on)) else {
        return None;
    };
    let voting: Vec<&Seated<'_>> = above.iter().filter(|seated| crate::answers::presence::votes(seated)).collect();
    let is_body = |seated: &Seated<'_>| role_of(record, seated.who).is_some_and(|role| role.kind == Some(RoleKind::Body));
    let of_roles = voting.iter().any(|seated| is_body(seated))
        || !voting.is_empty() && voting.iter().all(|seated| role_of(record, seated.who).is_some());
    let people: BTreeSet<&str> = here.iter().map(|seated| seated.who.as_str()).collect();
    let in_person = |role: &Role| matches!(holders(record, role, record.on), Holding::Held(held) if held.iter().any(|one| people.contains(one.who.as_str())));
    let speaks = |seated: &Seated<'_>| {
        people.contains(seated.who.as_str())
            || role_of(record, seated.who)
                .is_some_and(|there| there.id == role.id || own.is_some_and(|own| own.contains(&there.id)) || in_person(there))
    };
    (of_roles && !above.iter().any(speaks)).then_some(parent)
}

/// The role that a reference names.
fn role_of<'a>(record: &'a Record, id: &Id) -> Option<&'a Role> {
    record.roles.get(record.index.plain(id).0.as_ref())
}
