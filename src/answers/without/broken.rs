//! What no longer holds in the work of a collaboration once some have left: duties, tasks, roles, bodies.

use crate::answers::bodies::{Majority, is_limited};
use crate::answers::covering;
use crate::document::Mark;
use crate::handbook::duties::Duty;
use crate::record::Record;
use crate::record::participant::OrganisationKind;
use crate::record::values::Id;
use crate::record::work::{Role, RoleKind, Task};

use super::state::{OfRole, State};

/// What breaks. What was not there before does not break.
#[derive(Debug, Clone, Default)]
pub struct Broken<'a> {
    pub duties: Vec<BrokenDuty<'a>>,
    pub tasks: Vec<BrokenTask<'a>>,
    /// Critical ones first; no bodies.
    pub roles: Vec<BrokenRole<'a>>,
    pub bodies: Vec<BrokenBody<'a>>,
    /// How many tasks somebody carries out now.
    pub carried: usize,
    /// How many of them go on, and how many of those with a back-up.
    pub goes_on: usize,
    pub by_stand_ins: usize,
}

/// What becomes of something once whoever did it has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Then {
    Nobody,
    /// A back-up steps in.
    StandIn,
}

/// A duty that nobody sees to any more but a back-up, if that.
#[derive(Debug, Clone)]
pub struct BrokenDuty<'a> {
    pub duty: &'static Duty,
    pub then: Then,
    /// The tasks that covered it.
    pub tasks: Vec<&'a Task>,
}

/// A task that nobody carries out, or for which nobody answers.
#[derive(Debug, Clone)]
pub struct BrokenTask<'a> {
    pub task: &'a Task,
    pub carried: Option<Then>,
    pub answered: Option<Then>,
}

/// A role that loses who holds it, or who can stand in.
#[derive(Debug, Clone)]
pub struct BrokenRole<'a> {
    pub role: &'a Role,
    pub what: OfThat,
    /// Those who leave it: holders, or back-ups where that is all that changes.
    pub who: Vec<Id>,
    /// Those who step in, or who hold it still.
    pub rest: Vec<Id>,
    /// Whether nobody can stand in for those.
    pub is_without_backup: bool,
}

/// What becomes of a role, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfThat {
    Vacant,
    SteppedIn,
    /// It is held, and the last back-up is gone.
    NoBackup,
    /// Others hold it still.
    Fewer,
}

/// A body that loses members.
#[derive(Debug, Clone)]
pub struct BrokenBody<'a> {
    pub role: &'a Role,
    pub before: usize,
    pub after: usize,
    pub is_vacant: bool,
    /// Seats with a profile that become empty.
    pub seats: Vec<Id>,
    /// Other seats that become empty.
    pub missing: usize,
    pub is_without_chair: bool,
    /// One organisation that comes to decide alone, and whether it was agreed that none does.
    pub majority: Option<(Majority<Id>, bool)>,
    pub of_kind: Option<Majority<OrganisationKind>>,
    /// The body in which nobody speaks for it any more.
    pub absent_from: Option<Id>,
}

impl BrokenBody<'_> {
    /// Whether it has fewer members than seats, or none at all.
    pub fn is_short(&self) -> bool {
        self.is_vacant || !self.seats.is_empty() || self.missing > 0
    }
}

impl BrokenRole<'_> {
    pub fn is_critical_without_anybody(&self) -> bool {
        self.role.critical && self.what == OfThat::Vacant
    }
}

/// Lays three states side by side: of the record itself, without those who leave, and with back-ups in their place.
pub fn broken<'a>(record: &'a Record, [before, gone, stepped]: [&State; 3]) -> Broken<'a> {
    let mut found = Broken::default();
    let then = |was: bool, is: bool, becomes: bool| (was && !is).then_some(if becomes { Then::StandIn } else { Then::Nobody });
    let lists = || before.tasks.iter().zip(&gone.tasks).zip(&stepped.tasks);
    for (task, ((was, is), becomes)) in record.tasks.values().zip(lists()) {
        let carried = then(was.carried, is.carried, becomes.carried);
        let answered = then(was.answered, is.answered, becomes.answered);
        found.carried += usize::from(was.carried);
        found.goes_on += usize::from(was.carried && becomes.carried);
        found.by_stand_ins += usize::from(carried == Some(Then::StandIn));
        if carried.is_some() || answered.is_some() {
            found.tasks.push(BrokenTask { task, carried, answered });
        }
    }
    let covering = covering(record);
    let done = |mark: Mark| mark == Mark::Done;
    for (((duty, was), (_, is)), (_, becomes)) in before.duties.iter().zip(&gone.duties).zip(&stepped.duties) {
        if let Some(then) = then(done(*was), done(*is), done(*becomes)) {
            let broken = |task: &&&Task| found.tasks.iter().any(|one| one.task.id == task.id && one.carried.is_some());
            let tasks = covering.get(duty.id).into_iter().flatten().filter(broken).copied().collect();
            found.duties.push(BrokenDuty { duty, then, tasks });
        }
    }
    found.duties.sort_by_key(|one| one.then);
    for (role, ((was, is), becomes)) in record.roles.values().zip(before.roles.iter().zip(&gone.roles).zip(&stepped.roles)) {
        if role.kind == Some(RoleKind::Body) {
            let absent = |state: &State| state.absent.iter().find(|(body, _)| *body == role.id).map(|(_, of)| of.clone());
            found.bodies.extend(of_body(record, role, was, is, absent(gone).filter(|_| absent(before).is_none())));
        } else {
            found.roles.extend(of_role(role, was, is, becomes));
        }
    }
    found.roles.sort_by_key(|one| (one.what, !one.role.critical));
    found.bodies.sort_by_key(|one| !one.is_short());
    found
}

fn of_role<'a>(role: &'a Role, was: &OfRole, is: &OfRole, becomes: &OfRole) -> Option<BrokenRole<'a>> {
    let left = |was: &[Id], is: &[Id]| was.iter().filter(|who| !is.contains(who)).cloned().collect::<Vec<Id>>();
    let who = left(&was.holders, &is.holders);
    if was.seen_to && is.vacant {
        let rest: Vec<Id> = becomes.holders.iter().filter(|who| !is.holders.contains(who)).cloned().collect();
        let what = if becomes.seen_to { OfThat::SteppedIn } else { OfThat::Vacant };
        // Whoever holds it through a role is still written there.
        let who = if who.is_empty() { was.holders.clone() } else { who };
        return Some(BrokenRole { role, what, who, rest, is_without_backup: becomes.stand_ins.is_empty() });
    }
    if is.seen_to && !was.stand_ins.is_empty() && is.stand_ins.is_empty() {
        let who = left(&was.stand_ins, &is.stand_ins);
        return Some(BrokenRole { role, what: OfThat::NoBackup, who, rest: is.holders.clone(), is_without_backup: true });
    }
    let is_without_backup = is.stand_ins.is_empty();
    (!who.is_empty() && is.seen_to).then(|| BrokenRole { role, what: OfThat::Fewer, who, rest: is.holders.clone(), is_without_backup })
}

fn of_body<'a>(record: &'a Record, role: &'a Role, was: &OfRole, is: &OfRole, absent_from: Option<Id>) -> Option<BrokenBody<'a>> {
    let one = BrokenBody {
        role,
        before: was.holders.len(),
        after: is.holders.len(),
        is_vacant: was.seen_to && is.vacant,
        seats: is.seats.iter().filter(|seat| !was.seats.contains(seat)).cloned().collect(),
        missing: is.missing.saturating_sub(was.missing),
        is_without_chair: was.has_chair && !is.has_chair,
        majority: is
            .majority
            .clone()
            .filter(|one| was.majority.as_ref().is_none_or(|was| was.whose != one.whose))
            .map(|one| (one, is_limited(record, role))),
        of_kind: is.of_kind.filter(|one| was.of_kind.is_none_or(|was| was.whose != one.whose)),
        absent_from,
    };
    let is_changed = one.before != one.after
        || one.is_short()
        || one.is_without_chair
        || one.majority.is_some()
        || one.of_kind.is_some()
        || one.absent_from.is_some();
    is_changed.then_some(one)
}
