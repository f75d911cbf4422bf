//! How the work of a record stands on the day of judgement, so that two records can be laid side by side.

use crate::answers::bodies::{Majority, majority, majority_of_kind, unrepresented};
use crate::answers::covered;
use crate::answers::covered::{is_done, is_seen_to};
use crate::answers::exists;
use crate::answers::presence::{Presence, presence_of_role, seated};
use crate::answers::vacancies::{Sought, vacancies};
use crate::answers::without::stand_ins;
use crate::document::Mark;
use crate::handbook::duties::Duty;
use crate::record::Record;
use crate::record::participant::OrganisationKind;
use crate::record::values::Id;
use crate::record::work::{Letter, RoleKind};

/// Tasks and roles stand in the order of their ids; they are the same in every record that is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub duties: Vec<(&'static Duty, Mark)>,
    pub tasks: Vec<OfTask>,
    pub roles: Vec<OfRole>,
    /// Bodies of which nobody sits in the one that they are part of.
    pub absent: Vec<(Id, Id)>,
}

/// Whether somebody carries a task out, and whether somebody answers for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfTask {
    pub carried: bool,
    pub answered: bool,
}

/// Who is there in a role, and what is missing in it. Of a role that does not exist nothing is said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OfRole {
    pub seen_to: bool,
    pub vacant: bool,
    pub holders: Vec<Id>,
    pub stand_ins: Vec<Id>,
    /// Seats with a profile on which nobody sits.
    pub seats: Vec<Id>,
    /// Other seats that are not filled.
    pub missing: usize,
    pub has_chair: bool,
    pub majority: Option<Majority<Id>>,
    pub of_kind: Option<Majority<OrganisationKind>>,
}

/// Asks a record for its state.
pub fn state(record: &Record) -> State {
    let vacancies = vacancies(record);
    let role = |role: &crate::record::work::Role| {
        if !exists(role, record.on) {
            return OfRole::default();
        }
        let presence = presence_of_role(record, role);
        let holders: Vec<Id> = seated(record, role).into_iter().map(|one| one.who.clone()).collect();
        // Whoever holds it stands in for nobody.
        let is_free = |who: &&Id| !holders.iter().any(|holder| record.index.same(holder, who));
        let mut one = OfRole {
            seen_to: is_done(presence),
            vacant: presence == Presence::Vacant,
            stand_ins: stand_ins(record, role).into_iter().map(|one| &one.who).filter(is_free).cloned().collect(),
            holders,
            ..OfRole::default()
        };
        if role.kind == Some(RoleKind::Body) {
            for vacancy in vacancies.iter().filter(|vacancy| vacancy.role.id == role.id) {
                match vacancy.what {
                    Sought::Seat(seat) => one.seats.push(seat.id.clone()),
                    Sought::Members(number) => one.missing = number,
                    Sought::Holder | Sought::Successor => {}
                }
            }
            one.has_chair = seated(record, role).iter().any(|one| one.holder.is_some_and(|(_, holder)| holder.chair));
            one.majority = majority(record, role).map(|one| Majority { whose: Id::new(one.whose), votes: one.votes, of: one.of });
            one.of_kind = majority_of_kind(record, role);
        }
        one
    };
    let task = |task: &crate::record::work::Task| OfTask {
        carried: is_seen_to(record, task, Letter::Responsible),
        answered: is_seen_to(record, task, Letter::Accountable),
    };
    State {
        duties: covered::duties(record).into_iter().map(|(duty, mark, _)| (duty, mark)).collect(),
        tasks: record.tasks.values().map(task).collect(),
        roles: record.roles.values().map(role).collect(),
        absent: unrepresented(record).into_iter().map(|(body, of)| (body.id.clone(), of.id.clone())).collect(),
    }
}
