//! Which departures do most harm: of every organisation and of every person by itself, by a measure that anybody can check.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::answers::contribution::{Asked, Question, budgets, contribution};
use crate::answers::ledger::years::year_of;
use crate::answers::without::broken::{Broken, OfThat, Then, broken};
use crate::answers::without::state::{State, state};
use crate::answers::without::{Leaving, left_already, tried};
use crate::date::within;
use crate::money::Money;
use crate::record::Record;
use crate::record::participant::Status;
use crate::record::values::Id;

/// What one departure breaks, counted. The order of the fields is that of how bad it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Harm {
    /// Duties that nobody takes over.
    pub duties: usize,
    /// Critical roles that nobody holds and for which nobody steps in.
    pub critical: usize,
    /// Roles that nobody holds any more, with or without a back-up.
    pub roles: usize,
    /// Bodies with fewer members than seats.
    pub bodies: usize,
    /// The contribution for a year; none where it is not known.
    pub money: Option<Money>,
}

/// A departure and what it breaks.
#[derive(Debug, Clone)]
pub struct Departure<'a> {
    pub who: &'a Id,
    pub harm: Harm,
}

/// The departures that break something, the worst first: of organisations, and of people.
#[derive(Debug, Clone)]
pub struct Worst<'a> {
    pub organisations: Vec<Departure<'a>>,
    pub people: Vec<Departure<'a>>,
    /// The year of the contributions; none where no budget asks any, or it cannot be worked out.
    pub year: Option<i32>,
}

/// Counts what breaks.
pub fn harm(broken: &Broken<'_>, money: Option<Money>) -> Harm {
    Harm {
        duties: broken.duties.iter().filter(|one| one.then == Then::Nobody).count(),
        critical: broken.roles.iter().filter(|one| one.is_critical_without_anybody()).count(),
        roles: broken.roles.iter().filter(|one| matches!(one.what, OfThat::Vacant | OfThat::SteppedIn)).count(),
        bodies: broken.bodies.iter().filter(|one| one.is_short()).count(),
        money,
    }
}

/// Ranks every departure of one organisation, and of one person.
pub fn worst<'a>(record: &'a Record) -> Worst<'a> {
    let (year, amounts) = amounts(record);
    // What is not looked at need not be copied for each thread.
    let mut base = record.to_change();
    base.events.clear();
    base.invoices.clear();
    base.payments.clear();
    base.expenses.clear();
    base.contracts.clear();
    base.budgets.clear();
    base.documents.clear();
    let before = state(record);
    let is_here = |one: &&crate::record::participant::Participant| {
        left_already(record, &one.id).is_none() && one.status_on(record.on) != Some(Status::Interested)
    };
    let ranked = |all: Vec<&'a Id>| ranked(record, &base, &before, &amounts, &all);
    let organisations = ranked(record.participants.values().filter(is_here).map(|one| &one.id).collect());
    let there = record.people.values().filter(|one| within(one.from, one.until, record.on) && left_already(record, &one.id).is_none());
    let people = ranked(there.map(|one| &one.id).collect());
    Worst { organisations, people, year }
}

/// Tries the departures one after another, in as many copies of the record as there are threads.
fn ranked<'a>(record: &'a Record, base: &Record, before: &State, amounts: &BTreeMap<Id, Money>, all: &[&'a Id]) -> Vec<Departure<'a>> {
    let size = all.len().div_ceil(rayon::current_num_threads()).max(1);
    let try_some = |some: &[&'a Id]| {
        let mut copy = base.to_change();
        let mut found = Vec::new();
        for who in some {
            let leaving = Leaving::of(record, &[(*who).clone()]);
            let (gone, stepped) = tried(record, &mut copy, &leaving);
            let broken = broken(record, [before, &gone, &stepped]);
            found.push(Departure { who, harm: harm(&broken, amounts.get(*who).copied()) });
        }
        found
    };
    let mut found: Vec<Departure<'a>> = all.par_chunks(size).flat_map_iter(try_some).collect();
    found.retain(|one| Harm { money: one.harm.money.filter(|money| money.0 > 0), ..one.harm } != Harm::default());
    found.sort_by(|a, b| b.harm.cmp(&a.harm).then_with(|| a.who.cmp(b.who)));
    found
}

/// What each is asked in the running year, or in the next one where only that is known.
fn amounts(record: &Record) -> (Option<i32>, BTreeMap<Id, Money>) {
    let running = year_of(record, record.on);
    for year in [running, running + 1] {
        let mut sums: BTreeMap<Id, Money> = BTreeMap::new();
        let asked: Result<Vec<_>, _> =
            budgets(record, year).into_iter().map(|budget| contribution(record, budget, &Question::default())).collect();
        let Ok(asked) = asked else { continue };
        for payer in asked.iter().flatten().flat_map(Asked::paying) {
            let sum = sums.entry(payer.taking.id.clone()).or_default();
            *sum = *sum + payer.amount;
        }
        if asked.iter().any(Option::is_some) {
            return (Some(year), sums);
        }
    }
    (None, BTreeMap::new())
}
