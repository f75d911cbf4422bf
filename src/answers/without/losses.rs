//! What it costs when participants leave: what they no longer pay or give, what the others then pay, and how long the reserve lasts.

use std::collections::BTreeSet;

use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::{Asked, Question, budgets, contribution, product_of};
use crate::answers::debts::{Debt, debts};
use crate::answers::giving::of_budget as days_of;
use crate::answers::ledger::account::{Account, LineKey};
use crate::answers::ledger::lines::figures;
use crate::answers::ledger::reserve::{Balance, Cover, standing};
use crate::answers::ledger::years::year_of;
use crate::answers::without::Without;
use crate::answers::without::coming::{has_begun, is_fresh};
use crate::answers::without::removal::is_theirs;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, Income, Invoice};
use crate::record::values::Id;
use crate::source::layout::FileKind;

/// What is lost in money and in kind.
#[derive(Debug, Clone)]
pub struct Losses<'w> {
    /// The running year, and the one after it.
    pub years: [OfYear<'w>; 2],
    /// Whether the running year begins with the departure.
    is_fresh: bool,
    /// What those who leave have still to pay.
    pub open: Vec<Debt<'w>>,
    pub drafts: Vec<&'w Invoice>,
    pub reserve: Option<Cover<'w>>,
}

/// One year.
#[derive(Debug, Clone)]
pub struct OfYear<'w> {
    pub year: i32,
    /// The year whose budgets it is reckoned by: itself, or one before it where it has none yet. None where there is nothing to
    /// reckon by.
    pub base: Option<i32>,
    /// Of each budget that asks a contribution; or what is not known.
    pub budgets: Result<Vec<OfBudget<'w>>, Vec<Gap>>,
    /// The effort in kind that was agreed with those who leave, and that they do not give any more.
    pub effort: Option<Effort>,
}

/// Effort in kind: what was agreed for the year, and what of it falls away. What is over by then was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    pub agreed: Money,
    pub lost: Money,
    /// Agreed, and lost; none where nobody wrote the hours down.
    pub hours: Option<(f64, f64)>,
}

/// What a budget asks with them and without them.
#[derive(Debug, Clone)]
pub struct OfBudget<'w> {
    pub budget: &'w Budget,
    leave: &'w BTreeSet<Id>,
    pub before: Asked<'w>,
    /// Of a period that is under way: as they are asked for the part before they leave, so that for the others nothing changes. Else
    /// the figures of `commons invoice --without`.
    pub after: Asked<'w>,
    /// What they are asked while they stay, and what of that is not asked any more.
    pub asked: Money,
    pub lost: Money,
    /// Income beside the contributions that comes from them alone: of a period that is under way what did not come in yet.
    pub income: Money,
    /// Whether the period is under way: that income stands in the budget still.
    is_running: bool,
}

impl OfYear<'_> {
    /// Whether it is reckoned by the budgets of a year before it.
    pub fn is_estimated(&self) -> bool {
        self.base.is_some_and(|base| base != self.year)
    }
}

impl OfBudget<'_> {
    /// Less than is needed, once they are gone; none where the need is not known.
    pub fn shortage(&self) -> Option<Money> {
        let missed = self.missed();
        if self.after.need.set.is_none() {
            return Some(Money((missed - self.after.difference()?).0.max(0)));
        }
        Some(lacking(&self.after)? + self.uncovered())
    }

    /// The same while they are there.
    pub fn shortage_before(&self) -> Option<Money> {
        lacking(&self.before)
    }

    /// Effort in kind of those who stay that makes up for no cost: it counts as a contribution, and pays nothing.
    pub fn unbacked(&self) -> Money {
        let given: Money = self.after.paying().map(|payer| payer.settled.lowered + payer.settled.set_off).sum();
        Money((given - self.after.need.effort).0.max(0))
    }

    /// Of a period that is under way the income that the budget counts on and that they do not give any more.
    fn missed(&self) -> Money {
        if self.is_running { self.income } else { Money(0) }
    }

    /// A total that was set does not grow when other income falls away: what of that the costs needed.
    fn uncovered(&self) -> Money {
        let need = &self.after.need;
        if need.set.is_none() || self.income == Money(0) {
            return Money(0);
        }
        let open = need.costs.zip(need.income).map(|(costs, income)| costs - (income - self.missed()) - self.after.sum());
        let lacking = lacking(&self.after).unwrap_or_default();
        open.map_or(self.income, |open| self.income.min((open - lacking).max(Money(0))))
    }

    /// What each of the others is asked, with them and without them.
    pub fn others(&self) -> Vec<(&Id, &str, Money, Money)> {
        let before = |id: &Id| self.before.payers.iter().find(|payer| payer.taking.id == id).map(|payer| payer.amount);
        let all = self.after.payers.iter().filter(|payer| !self.leave.contains(payer.taking.id));
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
    let reserve = standing(record);
    Some(Losses { years, is_fresh: is_fresh(record, running), open, drafts, reserve })
}

impl<'w> Losses<'w> {
    /// The year by which a departure is judged: the coming one, or the running one where that only begins, or where nothing is known of
    /// the other.
    pub fn told(&self) -> &OfYear<'w> {
        let [running, coming] = &self.years;
        if coming.base.is_some() && !self.is_fresh { coming } else { running }
    }

    /// For how many tenths of months the reserve lasts once it has made up for the shortage of a year.
    pub fn tenths_after(&self, shortage: Money) -> Option<i64> {
        let cover = self.reserve?;
        let reserve = Balance { balance: cover.reserve.balance - shortage, ..cover.reserve };
        Some(Cover { reserve, ..cover }.tenths())
    }
}

fn of_year<'w>(without: &'w Without<'_>, year: i32) -> OfYear<'w> {
    let Some(coming) = without.coming.as_ref().filter(|coming| coming.year == year) else { return of_budgeted(without, year) };
    let reckoned = of_budgets(without, coming.budgets.iter().zip(&coming.without));
    // What stands in the way of an estimate is no reason to say that figures are wrong.
    let (base, budgets) = reckoned.map_or((None, Vec::new()), |found| (Some(coming.base), found));
    OfYear { year, base, budgets: Ok(budgets), effort: None }
}

fn of_budgeted<'w>(without: &'w Without<'_>, year: i32) -> OfYear<'w> {
    let all = budgets(without.before, year);
    let found = of_budgets(without, all.iter().copied().zip(budgets(&without.gone, year)));
    OfYear { year, base: (!all.is_empty()).then_some(year), budgets: found, effort: effort(without, &all) }
}

fn of_budgets<'w>(without: &'w Without<'_>, all: impl Iterator<Item = (&'w Budget, &'w Budget)>) -> Result<Vec<OfBudget<'w>>, Vec<Gap>> {
    let mut gaps = Vec::new();
    let mut found = Vec::new();
    for (budget, after) in all {
        let asked = |record, budget| contribution(record, budget, &Question::default());
        // Of a period that is under way they pay their part; what is invoiced does not change.
        let after = match &without.dated {
            Some(dated) if has_begun(budget, without.before.on) => asked(dated, budget),
            _ => asked(&without.gone, after),
        };
        match (asked(without.before, budget), after) {
            (Ok(Some(before)), Ok(Some(after))) => found.push(of_budget(without, before, after)),
            (Ok(_), Ok(_)) => {}
            (Err(more), _) | (_, Err(more)) => gaps.extend(more),
        }
    }
    if gaps.is_empty() { Ok(found) } else { Err(gaps) }
}

fn of_budget<'w>(without: &'w Without<'_>, before: Asked<'w>, after: Asked<'w>) -> OfBudget<'w> {
    let (record, leaving) = (without.before, &without.leaving);
    let sum = |asked: &Asked<'_>| -> Money {
        asked.payers.iter().filter(|payer| leaving.organisations.contains(payer.taking.id)).map(|payer| payer.amount).sum()
    };
    let asked = sum(&before);
    let budget = before.budget;
    let is_gone = |id: &Id| leaving.has(&record.index, id);
    let is_running = days_of(budget).is_some_and(|days| days.from < record.on && record.on <= days.until);
    let income = if is_running { outstanding(record, budget, &is_gone) } else { income(budget, record.on, &is_gone) };
    OfBudget { budget, leave: &leaving.organisations, lost: asked - sum(&after), asked, income, is_running, before, after }
}

/// The income of a budget of which the period is under way, as far as it comes from them alone and did not come in.
fn outstanding(record: &Record, budget: &Budget, gone: &dyn Fn(&Id) -> bool) -> Money {
    let theirs: Vec<_> = budget.income.iter().enumerate().filter(|(_, one)| is_theirs(one, gone)).collect();
    let Some(found) = Some(budget.year).filter(|_| !theirs.is_empty()).and_then(|year| figures(record, year)) else { return Money(0) };
    let of = |(n, one): (usize, &Income)| {
        let account = Account::Other(LineKey::of_income(budget, product_of(budget), n, one));
        let line = found.income.iter().find(|line| line.account == account)?;
        Some(Money((line.amended? - line.realised).0.max(0)))
    };
    theirs.into_iter().filter_map(of).sum()
}

/// The income of a budget that is to begin yet, as far as it comes from them alone.
pub fn income(budget: &Budget, on: Date, gone: &dyn Fn(&Id) -> bool) -> Money {
    if days_of(budget).is_none_or(|days| days.from < on) {
        return Money(0);
    }
    let theirs = || budget.income.iter().filter(|one| is_theirs(one, gone));
    let changed = |line: &Id| theirs().any(|one| one.id.as_ref() == Some(line));
    let amended = budget.amendment.iter().filter(|change| change.on <= on && changed(&change.line)).map(|change| change.amount);
    theirs().filter_map(|one| one.amount.known()).chain(amended).sum()
}

/// The effort in kind that falls away: of a period that is under way for the days from the departure on.
fn effort(without: &Without<'_>, budgets: &[&Budget]) -> Option<Effort> {
    let (record, on) = (without.before, without.before.on);
    let mut all: Option<Effort> = None;
    for budget in budgets {
        let Some(days) = days_of(budget) else { continue };
        let (given, of) = (on.days_since(days.from), days.until.days_since(days.from) + 1);
        if of <= 0 || given >= of {
            continue;
        }
        let given = given.max(0);
        for one in budget.in_kind.iter().filter(|one| without.leaving.has(&record.index, &one.participant)) {
            let hours = one.hours.map(|hours| hours.0);
            #[allow(clippy::cast_precision_loss)]
            let lost_hours = hours.map(|hours| hours - (hours * given as f64 / of as f64).round());
            if lost_hours.is_some_and(|hours| hours <= 0.0) {
                continue;
            }
            let part = (i128::from(one.value.0) * i128::from(given) + i128::from(of) / 2) / i128::from(of);
            let lost = one.value - Money(i64::try_from(part).unwrap_or(one.value.0));
            let sum = all.unwrap_or(Effort { agreed: Money(0), lost: Money(0), hours: Some((0.0, 0.0)) });
            let hours = sum.hours.zip(hours.zip(lost_hours)).map(|((agreed, lost), (more, of_these))| (agreed + more, lost + of_these));
            all = Some(Effort { agreed: sum.agreed + one.value, lost: sum.lost + lost, hours });
        }
    }
    all.filter(|effort| effort.lost > Money(0))
}

/// How much less is asked than is needed.
fn lacking(asked: &Asked<'_>) -> Option<Money> {
    Some(Money((-asked.difference()?.0).max(0)))
}
