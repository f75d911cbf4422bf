//! The record without some who leave: what they hold, carry out and pay is gone from it, and the same answers are asked of it (B18).

pub mod broken;
pub mod coming;
pub mod hanging;
pub mod losses;
pub mod offices;
mod removal;
mod state;
pub mod worst;

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::covered::is_done;
use crate::answers::current;
use crate::answers::presence::{Presence, presence, presence_of_role};
use crate::date::VagueDate;
use crate::record::Record;
use crate::record::index::{Index, Kinds};
use crate::record::participant::Status;
use crate::record::values::Id;
use crate::record::work::{Holder, Role};

use broken::{Broken, broken};
use coming::{Coming, coming};
use removal::Kept;
use state::{State, state};

/// Who leaves, by plain ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaving {
    pub organisations: BTreeSet<Id>,
    /// Those who are named, and those who go with their organisation.
    pub people: BTreeSet<Id>,
}

/// The record as it is, and what becomes of it.
#[derive(Debug, Clone)]
pub struct Without<'a> {
    pub before: &'a Record,
    pub leaving: Leaving,
    /// Those who go with an organisation that leaves, and are not named themselves.
    pub along: Vec<&'a Id>,
    /// The record without them: nobody has come in their place.
    pub gone: Record,
    /// The same, and back-ups have stepped in where nobody holds a role any more.
    pub stepped: Record,
    /// The record in which the day before is the last day of the organisations among them; none where only people leave.
    pub dated: Option<Record>,
    pub coming: Option<Coming>,
    pub broken: Broken<'a>,
}

impl Leaving {
    /// Those who are named, with the people whom an organisation employs or who work for it.
    pub fn of(record: &Record, who: &[Id]) -> Leaving {
        let plain = |id: &Id| Id::new(&record.index.plain(id).0);
        let (organisations, mut people): (BTreeSet<Id>, BTreeSet<Id>) =
            who.iter().map(plain).partition(|id| record.participants.contains_key(id));
        if !organisations.is_empty() {
            let with_it = |of: Option<&Id>| of.is_some_and(|of| organisations.contains(record.index.plain(of).0.as_ref()));
            let goes = record.people.values().filter(|one| with_it(one.employer.as_ref()) || with_it(one.works_for.as_ref()));
            people.extend(goes.map(|one| one.id.clone()));
        }
        Leaving { organisations, people }
    }

    /// Whether a reference names one of them.
    pub fn has(&self, index: &Index, reference: &Id) -> bool {
        let (id, wanted) = index.plain(reference);
        wanted.has(Kinds::PERSON) && self.people.contains(id.as_ref())
            || wanted.has(Kinds::ORGANISATION) && self.organisations.contains(id.as_ref())
    }
}

/// The record without those who are named.
pub fn without<'a>(record: &'a Record, who: &[Id]) -> Without<'a> {
    let leaving = Leaving::of(record, who);
    let named: BTreeSet<Id> = who.iter().map(|id| Id::new(&record.index.plain(id).0)).collect();
    let there = |one: &Id| record.departed(one, record.on).is_none();
    let along = record.people.keys().filter(|id| leaving.people.contains(*id) && !named.contains(*id) && there(id)).collect();
    let mut gone = record.to_change();
    removal::of_work(&mut gone, &leaving);
    removal::of_the_rest(&mut gone, &leaving);
    let mut stepped = gone.to_change();
    step_in(record, &mut stepped);
    let dated = (!leaving.organisations.is_empty()).then(|| {
        let mut dated = record.to_change();
        removal::date(&mut dated, &leaving.organisations);
        dated
    });
    let coming = coming(record, &leaving);
    let broken = broken(record, [&state(record), &state(&gone), &state(&stepped)]);
    Without { before: record, leaving, along, gone, stepped, dated, coming, broken }
}

/// Since when somebody is gone already; none where they are there.
pub fn left_already(record: &Record, who: &Id) -> Option<Option<VagueDate>> {
    if let Some(day) = record.departed(who, record.on) {
        return Some(Some(day));
    }
    let one = record.organisation(who)?;
    (one.status_on(record.on) == Some(Status::Left)).then_some(one.left)
}

/// From when somebody takes part who does not yet; none where they do, or have left.
pub fn not_yet(record: &Record, who: &Id) -> Option<Option<VagueDate>> {
    let one = record.organisation(who)?;
    matches!(one.status_on(record.on), Some(Status::Interested | Status::Joining)).then_some(one.joined)
}

/// Those who can stand in for whoever holds a role: they are there, as far as anybody knows.
pub fn stand_ins<'a>(record: &Record, role: &'a Role) -> Vec<&'a Holder> {
    current(&role.backup, record.on).map(|(_, one)| one).filter(|one| is_done(presence(record, &one.who))).collect()
}

/// Whether a role that somebody held is vacant now.
fn is_vacated(before: &Record, after: &Record, role: &Id) -> bool {
    let of = |record: &Record| record.roles.get(role).map(|role| presence_of_role(record, role));
    of(before).is_some_and(is_done) && of(after) == Some(Presence::Vacant)
}

/// Lets back-ups hold the roles that nobody holds any more; first those whose own holder left, then those that were held through them.
/// What was changed can be put back.
fn step_in(before: &Record, after: &mut Record) -> BTreeMap<Id, Role> {
    let mut kept = BTreeMap::new();
    for through_others in [false, true] {
        loop {
            let open = |role: &&Role| (role.vacant || through_others) && !role.backup.is_empty() && is_vacated(before, after, &role.id);
            let next = after.roles.values().filter(open).find_map(|role| {
                let ins: Vec<Holder> = stand_ins(after, role).into_iter().cloned().collect();
                (!ins.is_empty()).then(|| (role.id.clone(), ins))
            });
            let Some((id, ins)) = next else { break };
            let Some(role) = after.roles.get_mut(&id) else { break };
            kept.entry(id).or_insert_with(|| role.clone());
            role.vacant = false;
            role.backup.retain(|one| !ins.contains(one));
            role.holder.extend(ins.into_iter().map(|one| Holder { interim: true, ..one }));
        }
    }
    kept
}

/// How a record's work stands once some have left, and once back-ups have stepped in for them. The record is put back as it was: for
/// asking about many, one after another.
fn tried(before: &Record, record: &mut Record, leaving: &Leaving) -> (State, State) {
    let kept: Kept = removal::of_work(record, leaving);
    let gone = state(record);
    let stepped = step_in(before, record);
    let after = if stepped.is_empty() { gone.clone() } else { state(record) };
    record.roles.extend(stepped);
    kept.put_back(record);
    (gone, after)
}
