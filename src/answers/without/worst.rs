//! Which departures do most harm: of every organisation and of every person by itself, by a measure that anybody can check.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::answers::contribution::{Asked, Question, budgets, contribution};
use crate::answers::ledger::years::year_of;
use crate::answers::without::broken::{Broken, OfThat, Then, broken};
use crate::answers::without::coming::{coming, has_begun, is_fresh};
use crate::answers::without::losses::income;
use crate::answers::without::offices::offices;
use crate::answers::without::state::{State, state};
use crate::answers::without::{Leaving, left_already, not_yet, removal, tried};
use crate::date::within;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::record::values::Id;

/// What one departure breaks, counted. The order of the fields is that of how bad it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Harm {
    /// Whether the lead leaves, and the fund holder: all else waits for new ones.
    pub offices: usize,
    /// Duties that nobody takes over.
    pub duties: usize,
    /// Critical roles that nobody holds and for which nobody steps in.
    pub critical: usize,
    /// Roles that nobody holds any more, and for which nobody steps in.
    pub roles: usize,
    /// Bodies in which one organisation comes to decide alone.
    pub majorities: usize,
    /// Bodies with fewer members than seats.
    pub bodies: usize,
    /// Products without an owner.
    pub owned: usize,
    /// Roles in which a back-up steps in.
    pub stepped: usize,
    /// What no longer comes in in a year; none where it is not known.
    pub money: Option<Money>,
    /// The part of that which is no contribution.
    pub income: Money,
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
    /// The year of the money, and the year by whose budgets it is reckoned; none where no budget asks anything, or it cannot be worked
    /// out.
    pub year: Option<(i32, i32)>,
}

/// What no longer comes in from each, in all and beside contributions.
type Amounts = BTreeMap<Id, (Money, Money)>;

/// Counts what breaks. Money is counted by who asks.
pub fn harm(record: &Record, leaving: &Leaving, broken: &Broken<'_>) -> Harm {
    let offices = offices(record, leaving);
    let roles = |what: OfThat| broken.roles.iter().filter(|one| one.what == what).count();
    Harm {
        offices: usize::from(offices.lead.is_some()) + usize::from(offices.fund_holder.is_some()),
        duties: broken.duties.iter().filter(|one| one.then == Then::Nobody).count(),
        critical: broken.roles.iter().filter(|one| one.is_critical_without_anybody()).count(),
        roles: roles(OfThat::Vacant),
        majorities: broken.bodies.iter().filter(|one| one.majority.is_some()).count(),
        bodies: broken.bodies.iter().filter(|one| one.is_short()).count(),
        owned: offices.owned.len(),
        stepped: roles(OfThat::SteppedIn),
        money: None,
        income: Money(0),
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
    let is_here = |id: &Id| left_already(record, id).is_none() && not_yet(record, id).is_none();
    let ranked = |all: Vec<&'a Id>| ranked(record, &base, &before, &amounts, &all);
    let organisations = ranked(record.participants.keys().filter(|id| is_here(id)).collect());
    let there = record.people.values().filter(|one| within(one.from, one.until, record.on) && left_already(record, &one.id).is_none());
    let people = ranked(there.map(|one| &one.id).collect());
    Worst { organisations, people, year }
}

/// Tries the departures one after another, in as many copies of the record as there are threads.
fn ranked<'a>(record: &'a Record, base: &Record, before: &State, amounts: &Amounts, all: &[&'a Id]) -> Vec<Departure<'a>> {
    let size = all.len().div_ceil(rayon::current_num_threads()).max(1);
    let try_some = |some: &[&'a Id]| {
        let mut copy = base.to_change();
        let mut found = Vec::new();
        for who in some {
            let leaving = Leaving::of(record, &[(*who).clone()]);
            let (gone, stepped) = tried(record, &mut copy, &leaving);
            let broken = broken(record, [before, &gone, &stepped]);
            let (money, income) = amounts.get(*who).map_or((None, Money(0)), |(all, income)| (Some(*all), *income));
            found.push(Departure { who, harm: Harm { money, income, ..harm(record, &leaving, &broken) } });
        }
        found
    };
    let mut found: Vec<Departure<'a>> = all.par_chunks(size).flat_map_iter(try_some).collect();
    found.retain(|one| Harm { money: one.harm.money.filter(|money| money.0 > 0), ..one.harm } != Harm::default());
    found.sort_by(|a, b| b.harm.cmp(&a.harm).then_with(|| a.who.cmp(b.who)));
    found
}

/// What no longer comes in from each in the year by which a departure is judged; see [`super::losses::Losses::told`].
fn amounts(record: &Record) -> (Option<(i32, i32)>, Amounts) {
    let running = year_of(record, record.on);
    let next = coming(record, &Leaving::default());
    let (year, base) = match &next {
        Some(coming) => (coming.year, coming.base),
        None if is_fresh(record, running) || budgets(record, running + 1).is_empty() => (running, running),
        None => (running + 1, running + 1),
    };
    let all: Vec<&Budget> = next.as_ref().map_or_else(|| budgets(record, year), |coming| coming.budgets.iter().collect());
    let mut sums = Amounts::new();
    let mut is_asked = false;
    for budget in all {
        let Ok(asked) = contribution(record, budget, &Question::default()) else { return (None, Amounts::new()) };
        is_asked |= asked.is_some();
        let lost: Vec<(&Id, Money)> = match &asked {
            Some(asked) if has_begun(budget, record.on) => lost_of_running(record, asked),
            asked => asked.iter().flat_map(Asked::paying).map(|payer| (payer.taking.id, payer.amount)).collect(),
        };
        for (id, lost) in lost {
            let (all, _) = sums.entry(id.clone()).or_default();
            *all = *all + lost;
        }
        // Of what comes from one, the whole is lost with it.
        for id in record.participants.keys() {
            let lost = income(budget, record.on, &|from| record.index.plain(from).0 == id.as_str());
            if asked.is_some() && lost != Money(0) {
                let (all, income) = sums.entry(id.clone()).or_default();
                (*all, *income) = (*all + lost, *income + lost);
            }
        }
    }
    if is_asked { (Some((year, base)), sums) } else { (None, Amounts::new()) }
}

/// What each of those who pay is not asked any more if it leaves on the day of judgement, in a period that is under way.
fn lost_of_running<'a>(record: &'a Record, asked: &'a Asked<'_>) -> Vec<(&'a Id, Money)> {
    let mut dated = record.to_change();
    let mut lost = Vec::new();
    for payer in asked.paying() {
        let id = payer.taking.id;
        let leaving = [id.clone()].into();
        let kept = removal::date(&mut dated, &leaving);
        let owed = contribution(&dated, asked.budget, &Question::default()).ok().flatten();
        let owed = owed.iter().flat_map(Asked::paying).find(|payer| payer.taking.id == id).map(|payer| payer.amount);
        lost.push((id, payer.amount - owed.unwrap_or_default()));
        for (id, left) in kept {
            if let Some(one) = dated.participants.get_mut(id) {
                one.left = left;
            }
        }
    }
    lost
}
