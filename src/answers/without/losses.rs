//! What it costs when participants leave: what they no longer pay or give, what the others then pay, and how long the reserve lasts.

use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::{Asked, Question, budgets, contribution};
use crate::answers::debts::{Debt, debts};
use crate::answers::ledger::reserve::{Cover, cover, year_of_reserve};
use crate::answers::ledger::years::year_of;
use crate::answers::without::Without;
use crate::date::VagueDate;
use crate::money::Money;
use crate::record::Record;
use crate::record::collaboration::Reserve;
use crate::record::finance::{Budget, InKind, Invoice};
use crate::record::values::Id;
use crate::source::layout::FileKind;

/// What is lost in money and in kind.
#[derive(Debug, Clone)]
pub struct Losses<'w> {
    /// The running year, and the one after it.
    pub years: [OfYear<'w>; 2],
    /// What those who leave have still to pay.
    pub open: Vec<Debt<'w>>,
    pub drafts: Vec<&'w Invoice>,
    pub reserve: Option<Cover<'w>>,
}

/// One year.
#[derive(Debug, Clone)]
pub struct OfYear<'w> {
    pub year: i32,
    /// Whether it has a budget at all.
    pub is_budgeted: bool,
    /// Of each budget that asks a contribution; or what is not known.
    pub budgets: Result<Vec<OfBudget<'w>>, Vec<Gap>>,
    pub in_kind: Vec<&'w InKind>,
}

/// What a budget asks with them and without them: the figures of `commons invoice --without`.
#[derive(Debug, Clone)]
pub struct OfBudget<'w> {
    pub budget: &'w Budget,
    pub before: Asked<'w>,
    pub after: Asked<'w>,
    /// What they are asked for the whole period.
    pub lost: Money,
    /// In a period that is under way: what they still owe of that for the part before they leave, and how much less than is needed comes
    /// in then. What the others are asked does not change any more.
    pub running: Option<Running>,
}

/// What a departure in the middle of a period comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    pub owed: Money,
    /// None where the need is not known.
    pub shortage: Option<Money>,
}

impl OfBudget<'_> {
    /// Less than is needed, once they are gone; none where the need is not known.
    pub fn shortage(&self) -> Option<Money> {
        match self.running {
            Some(running) => running.shortage,
            None => lacking(&self.after),
        }
    }

    /// The same while they are there.
    pub fn shortage_before(&self) -> Option<Money> {
        lacking(&self.before)
    }

    /// What each of the others is asked, with them and without them.
    pub fn others(&self) -> Vec<(&Id, &str, Money, Money)> {
        let before = |id: &Id| self.before.payers.iter().find(|payer| payer.taking.id == id).map(|payer| payer.amount);
        let all = self.after.payers.iter();
        all.filter_map(|payer| Some((payer.taking.id, payer.taking.one.name.as_str(), before(payer.taking.id)?, payer.amount))).collect()
    }

    /// Whether anybody else comes to pay another amount.
    pub fn is_shared_out(&self) -> bool {
        self.others().iter().any(|(.., before, after)| before != after)
    }
}

/// Reckons what is lost; none where no organisation leaves, or where there is no money at all.
pub fn losses<'w>(without: &'w Without<'_>) -> Option<Losses<'w>> {
    let (record, leaving) = (without.before, &without.leaving);
    let has_money = !record.budgets.is_empty() || !record.invoices.is_empty() || record.is_unread(&[FileKind::Budget, FileKind::Invoice]);
    if leaving.organisations.is_empty() || !has_money {
        return None;
    }
    let running = year_of(record, record.on);
    let years = [of_year(without, running), of_year(without, running + 1)];
    let theirs = |invoice: &Invoice| leaving.has(&record.index, &invoice.participant);
    let open = debts(record).into_iter().filter(|debt| theirs(debt.invoice)).collect();
    let drafts = record.invoices.iter().filter(|one| one.number.is_none() && theirs(one)).collect();
    let reserve = cover(record, running).or_else(|| cover(record, year_of_reserve(record)?));
    Some(Losses { years, open, drafts, reserve })
}

impl Losses<'_> {
    /// For how many tenths of months the reserve lasts once it has made up for the shortage of a year.
    pub fn tenths_after(&self, shortage: Money) -> Option<i64> {
        let cover = self.reserve?;
        let reserve = Reserve { balance: cover.reserve.balance - shortage, ..cover.reserve.clone() };
        Some(Cover { reserve: &reserve, ..cover }.tenths())
    }
}

fn of_year<'w>(without: &'w Without<'_>, year: i32) -> OfYear<'w> {
    let (record, gone) = (without.before, &without.gone);
    let mut gaps = Vec::new();
    let mut found = Vec::new();
    let all = budgets(record, year);
    let in_kind =
        all.iter().flat_map(|budget| &budget.in_kind).filter(|one| without.leaving.has(&record.index, &one.participant)).collect();
    for (before, after) in all.iter().zip(budgets(gone, year)) {
        let asked = |record, budget| contribution(record, budget, &Question::default());
        match (asked(record, before), asked(gone, after)) {
            (Ok(Some(before)), Ok(Some(after))) => found.push(of_budget(without, before, after)),
            (Ok(_), Ok(_)) => {}
            (Err(more), _) | (_, Err(more)) => gaps.extend(more),
        }
    }
    OfYear { year, is_budgeted: !all.is_empty(), budgets: if gaps.is_empty() { Ok(found) } else { Err(gaps) }, in_kind }
}

fn of_budget<'w>(without: &'w Without<'_>, before: Asked<'w>, after: Asked<'w>) -> OfBudget<'w> {
    let leaving = &without.leaving.organisations;
    let sum = |asked: &Asked<'_>| asked.payers.iter().filter(|payer| leaving.contains(payer.taking.id)).map(|payer| payer.amount).sum();
    let lost = sum(&before);
    let on = without.before.on;
    let (from, until) = (before.from, before.until);
    let is_running = from < on && on <= until;
    let running = || {
        let dated = leaving_on(without);
        let budget = dated.budgets.iter().find(|budget| budget.file == before.budget.file)?;
        let asked = contribution(&dated, budget, &Question::default()).ok().flatten()?;
        Some(Running { owed: sum(&asked), shortage: lacking(&asked) })
    };
    OfBudget { budget: before.budget, running: if is_running { running() } else { None }, before, after, lost }
}

/// How much less is asked than is needed.
fn lacking(asked: &Asked<'_>) -> Option<Money> {
    Some(Money((-asked.difference()?.0).max(0)))
}

/// The record in which the day before is the last day of those who leave.
fn leaving_on(without: &Without<'_>) -> Record {
    let mut dated = without.before.to_change();
    let last = dated.on.plus_days(-1);
    for id in &without.leaving.organisations {
        if let Some(one) = dated.participants.get_mut(id).filter(|one| one.left.is_none_or(|left| left.last() > last)) {
            one.left = Some(VagueDate::Day(last));
        }
    }
    dated
}
