//! How far a new participant is on the way in: each step, by when, by whom, and the buddy (B3, B4).

use std::collections::BTreeMap;

use crate::answers::meetings::Coming;
use crate::answers::{covering, current};
use crate::date::Date;
use crate::handbook::onboarding::{BUDDY_MONTHS, OnboardingStep, STEPS, StepOwner, Within, step_by_word};
use crate::record::Record;
use crate::record::event::{self, EventKind};
use crate::record::participant::{Onboarding, Participant, Status};
use crate::record::values::{Id, TakesPart};
use crate::record::work::Role;
use crate::words;

/// The way in of one participant, on the day on which the record is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct WayIn<'a> {
    pub participant: &'a Participant,
    /// The first day.
    pub from: Date,
    /// The day on which it is judged.
    pub on: Date,
    /// The seven steps, then the collaboration's own.
    pub steps: Vec<StepOnTheWay<'a>>,
    pub buddy: Buddy<'a>,
}

/// One step of the way in.
#[derive(Debug, Clone, PartialEq)]
pub struct StepOnTheWay<'a> {
    pub step: Which<'a>,
    /// None where nobody said by when, or where no user meeting is planned.
    pub due: Option<Date>,
    /// Who takes it, by what is on record; empty where that does not say who.
    pub by: Vec<&'a Id>,
    pub state: StepState<'a>,
}

/// Which step it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Which<'a> {
    Standard(&'static OnboardingStep),
    /// One of the collaboration's own, with its number in `community.toml`.
    Own(usize, &'a event::Step),
}

impl<'a> Which<'a> {
    pub fn id(&self) -> &'a str {
        match self {
            Which::Standard(step) => step.id,
            Which::Own(_, step) => step.id.as_str(),
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState<'a> {
    Done(Date),
    /// With the reason.
    NotApplicable(&'a str),
    /// It is for those who take part, and a supplier does not.
    NotForSuppliers,
    Open,
    Overdue,
}

/// Who helps during the first three months (B4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Buddy<'a> {
    /// Nobody is named.
    None,
    /// There will be none, with the reason.
    NotApplicable(&'a str),
    /// Helps until that day; both days are included.
    InForce {
        who: &'a Id,
        until: Date,
    },
    Ended {
        who: &'a Id,
        until: Date,
    },
}

impl WayIn<'_> {
    /// Whether nothing is left to do.
    pub fn is_finished(&self) -> bool {
        !self.steps.iter().any(|step| matches!(step.state, StepState::Open | StepState::Overdue))
    }
}

/// A step before anybody knows the first day.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStep<'a> {
    pub step: Which<'a>,
    /// By when, counted from the first day; none where nobody said so.
    pub within: Option<Within>,
    /// Who takes it, by what is on record; empty where that does not say who.
    pub by: Vec<&'a Id>,
    /// Whether it is for those who take part only, and this is a supplier.
    pub not_for_suppliers: bool,
}

/// The steps of somebody who has not begun, or of nobody in particular.
pub fn outlook<'a>(record: &'a Record, participant: Option<&'a Participant>) -> Vec<PlannedStep<'a>> {
    planned(record, &owners(record), participant)
}

/// Whether an organisation supplies and does not take part.
pub fn is_supplier(one: &Participant) -> bool {
    one.supplier && one.takes_part != Some(TakesPart::Yes)
}

/// The step that was perhaps meant by an id that none has.
pub fn near_step<'a>(record: &'a Record, typed: &str) -> Option<&'a str> {
    let own = || record.community.iter().flat_map(|community| &community.step).map(|step| step.id.as_str());
    let known = || STEPS.iter().map(|step| step.id).chain(own());
    let meant = words::values_for(typed).iter().find_map(|word| known().find(|id| id == word));
    meant.or_else(|| step_by_word(typed)).or_else(|| words::nearest(typed, known()))
}

/// The last day on which a buddy helps: three months after the first.
pub fn buddy_until(from: Date) -> Date {
    from.plus_months(BUDDY_MONTHS).plus_days(-1)
}

/// The way in of a participant; none where no onboarding is on record.
pub fn way_in<'a>(record: &'a Record, participant: &'a Participant) -> Option<WayIn<'a>> {
    Some(way_in_of(record, participant, &owners(record), participant.onboarding.as_deref()?))
}

/// Every way in that is on record, of those who have not left.
pub fn ways_in(record: &Record) -> Vec<WayIn<'_>> {
    let owners = owners(record);
    let here = record.participants.values().filter(|one| one.status_on(record.on) != Some(Status::Left));
    here.filter_map(|one| Some(way_in_of(record, one, &owners, one.onboarding.as_deref()?))).collect()
}

fn way_in_of<'a>(record: &'a Record, participant: &'a Participant, owners: &Owners<'a>, onboarding: &'a Onboarding) -> WayIn<'a> {
    let steps = planned(record, owners, Some(participant)).into_iter().map(|PlannedStep { step, within, by, not_for_suppliers }| {
        let due = within.and_then(|within| due(&owners.meetings, onboarding.from, within));
        let done = onboarding.done.get(step.id()).filter(|done| **done <= record.on);
        let state = match (done, onboarding.not_applicable.get(step.id())) {
            (Some(done), _) => StepState::Done(*done),
            (None, Some(reason)) => StepState::NotApplicable(reason),
            (None, None) if not_for_suppliers => StepState::NotForSuppliers,
            (None, None) if due.is_some_and(|due| due < record.on) => StepState::Overdue,
            (None, None) => StepState::Open,
        };
        StepOnTheWay { step, due, by, state }
    });
    WayIn { participant, from: onboarding.from, on: record.on, steps: steps.collect(), buddy: buddy(record, onboarding) }
}

fn planned<'a>(record: &'a Record, owners: &Owners<'a>, participant: Option<&'a Participant>) -> Vec<PlannedStep<'a>> {
    let supplier = participant.is_some_and(is_supplier);
    let standard = STEPS.iter().map(|step| PlannedStep {
        step: Which::Standard(step),
        within: Some(step.within),
        by: owners.of(step.by, participant),
        // A supplier is met by whoever manages its contract, and comes to a meeting of users when it is invited.
        not_for_suppliers: supplier && matches!(step.id, "buddy" | "first-meeting"),
    });
    let own = record.community.iter().flat_map(|community| &community.step).enumerate().map(|(n, step)| PlannedStep {
        step: Which::Own(n, step),
        within: step.after_days.map(Within::Days),
        by: step.who.iter().collect(),
        not_for_suppliers: supplier && is_of_members(step),
    });
    // A step of the collaboration's own with the id of one of the seven is that one.
    let own = own.filter(|planned| !STEPS.iter().any(|step| step.id == planned.step.id()));
    standard.chain(own).collect()
}

/// Whether a step of the collaboration's own is about the agreement between those who take part, or about what they pay: a supplier
/// has a contract instead, and sends invoices rather than receiving them.
fn is_of_members(step: &event::Step) -> bool {
    let said = words::fold(&format!("{} {}", step.id, step.what));
    let agreement = ["overeenkomst", "agreement"].iter().any(|word| said.contains(word));
    let processing = ["verwerkersovereenkomst", "processingagreement"].iter().any(|word| said.contains(word));
    agreement && !processing || ["bijdrage", "contribution", "factuurgegevens", "invoicedetails"].iter().any(|word| said.contains(word))
}

fn buddy<'a>(record: &Record, onboarding: &'a Onboarding) -> Buddy<'a> {
    let until = buddy_until(onboarding.from);
    match (&onboarding.buddy, onboarding.not_applicable.get("buddy")) {
        (Some(who), _) if until < record.on => Buddy::Ended { who, until },
        (Some(who), _) => Buddy::InForce { who, until },
        (None, Some(reason)) => Buddy::NotApplicable(reason),
        (None, None) => Buddy::None,
    }
}

fn due(meetings: &Coming<'_>, from: Date, within: Within) -> Option<Date> {
    match within {
        Within::Days(days) => Some(from.plus_days(i64::from(days))),
        Within::WorkingDays(days) => Some(working_days_after(from, days)),
        Within::NextMeeting => meetings.first_from(from),
    }
}

/// So many days from Monday to Friday later. Public holidays differ by employer and are not counted.
fn working_days_after(from: Date, days: u32) -> Date {
    use chrono::{Datelike, Weekday};
    let mut day = from;
    for _ in 0..days {
        day = day.plus_days(1);
        while matches!(day.0.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day.plus_days(1);
        }
    }
    day
}

/// Who carries out what the steps rest on, by the tasks of the record.
struct Owners<'a> {
    onboarding: Vec<&'a Id>,
    repository: Vec<&'a Id>,
    meetings: Coming<'a>,
}

fn owners(record: &Record) -> Owners<'_> {
    let covering: BTreeMap<&str, Vec<_>> = covering(record);
    let responsible = |duty: &str| {
        let tasks = covering.get(duty).into_iter().flatten();
        let mut who: Vec<&Id> = Vec::new();
        for party in tasks.filter_map(|task| task.raci.as_ref()).flat_map(|raci| raci.responsible.as_slice()) {
            if !who.contains(&party.who()) {
                who.push(party.who());
            }
        }
        who
    };
    let onboarding = responsible("onboarding");
    Owners {
        onboarding: if onboarding.is_empty() { coordinator(record).into_iter().collect() } else { onboarding },
        repository: responsible("repository"),
        meetings: Coming::of(record, EventKind::UserMeeting),
    }
}

/// The role of the coordinator, where one is on record and somebody holds it: it sees to the onboarding unless a task says who does.
fn coordinator(record: &Record) -> Option<&Id> {
    let is_it = |role: &&Role| [role.id.as_str(), role.title.as_str()].into_iter().any(|name| words::fold(name) == "coordinator");
    let held = |role: &&Role| current(&role.holder, record.on).next().is_some();
    record.roles.values().find(|role| is_it(role) && held(role)).map(|role| &role.id)
}

impl<'a> Owners<'a> {
    fn of(&self, owner: StepOwner, participant: Option<&'a Participant>) -> Vec<&'a Id> {
        match owner {
            StepOwner::Coordinator => self.onboarding.clone(),
            // Without a buddy whoever sees to the onboarding does it.
            StepOwner::Buddy => participant
                .and_then(|one| one.onboarding.as_ref()?.buddy.as_ref())
                .map_or_else(|| self.onboarding.clone(), |buddy| vec![buddy]),
            StepOwner::RepositoryManager => self.repository.clone(),
            StepOwner::NewParticipant => participant.map(|one| &one.id).into_iter().collect(),
        }
    }
}
