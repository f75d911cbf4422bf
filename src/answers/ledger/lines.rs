//! A year's lines of cost and income: budgeted, amended, agreed with suppliers, realised, forecast, left.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::contribution::exact::{months_begun, part};
use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::need::{is_effort, need};
use crate::answers::contribution::{Question, budgets, contribution, product_of};
use crate::answers::ledger::account::{Account, LineKey};
use crate::answers::ledger::entries::{Entry, EntryKind, entries, given};
use crate::answers::ledger::years::window;
use crate::answers::ledger::{on, sums};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, Contract, Cost, Obligation, Settle};

/// The figures of a year on the day of judgement.
#[derive(Debug)]
pub struct Figures<'a> {
    pub year: i32,
    pub from: Date,
    pub until: Date,
    pub budgets: Vec<&'a Budget>,
    pub entries: Vec<Entry<'a>>,
    /// What was posted in the year.
    pub sums: BTreeMap<Account, Money>,
    pub costs: Vec<Line>,
    pub income: Vec<Line>,
    /// Lines of cost that are effort, no money: in no total.
    pub effort: Vec<Line>,
    /// Why what is asked could not be worked out.
    pub gaps: Vec<Gap>,
    /// What was asked of all, effort in kind counted.
    pub asked: Option<Money>,
}

/// A line of a budget, or one that the budget does not have.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub account: Account,
    /// As the budget calls it; none where it has no such line.
    pub what: Option<String>,
    pub is_structural: bool,
    /// None where it is not known, or not budgeted.
    pub budgeted: Option<Money>,
    /// With the amendments until the day of judgement.
    pub amended: Option<Money>,
    pub committed: Committed,
    pub realised: Money,
    /// None where it is not known.
    pub forecast: Option<Money>,
}

/// What was agreed with a supplier for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Committed {
    Nothing,
    /// There is a contract, and its amount is not on record.
    Unknown,
    Known(Money),
}

impl Line {
    /// What of the amended budget is not yet realised.
    pub fn left(&self) -> Option<Money> {
        Some(self.amended? - self.realised)
    }
}

impl Figures<'_> {
    pub fn is_over(&self, on: Date) -> bool {
        on > self.until
    }
}

/// The sum of what is known of lines, and whether it is all.
pub fn added(lines: &[Line], of: impl Fn(&Line) -> Option<Money>) -> Option<Money> {
    lines.iter().map(of).sum()
}

/// The figures of a year; none where it has no budget, no invoice, no payment and no expense.
pub fn figures(record: &Record, year: i32) -> Option<Figures<'_>> {
    let (from, until) = window(record, year);
    let all = entries(record);
    let budgets = budgets(record, year);
    let sums = sums(&all, from, until);
    if budgets.is_empty() && sums.is_empty() {
        return None;
    }
    let (costs, income, effort) = (Vec::new(), Vec::new(), Vec::new());
    let mut found = Figures { year, from, until, budgets, entries: all, sums, costs, income, effort, gaps: Vec::new(), asked: None };
    cost_lines(record, &mut found);
    income_lines(record, &mut found);
    Some(found)
}

/// An amount of a budget with the amendments until the day of judgement.
pub fn amended(record: &Record, budget: &Budget, id: &str, amount: Option<Money>) -> Option<Money> {
    let changes = budget.amendment.iter().filter(|change| change.on <= record.on && change.line.as_str() == id);
    Some(amount? + changes.map(|change| change.amount).sum::<Money>())
}

fn cost_lines(record: &Record, found: &mut Figures<'_>) {
    let (mut lines, mut effort) = (Vec::new(), Vec::new());
    let given = given(record, found.year);
    for budget in &found.budgets {
        for cost in &budget.cost {
            let account = Account::Cost(LineKey::of_cost(product_of(budget), cost));
            let budgeted = cost.amount.known();
            let amended = amended(record, budget, cost.id.as_str(), budgeted);
            let is_structural = cost.structural == Some(true);
            let what = cost.what.clone().or_else(|| Some(cost.id.to_string()));
            if is_effort(cost) {
                let realised = given.get(&LineKey::of_cost(product_of(budget), cost)).copied().unwrap_or_default();
                let forecast = forecast(found, record.on, is_structural, amended, realised, None);
                effort.push(Line { is_structural, ..plain_line(account, what, budgeted, amended, realised, forecast) });
                continue;
            }
            let realised = on(&found.sums, &account);
            let last = last_booked(found, &account);
            let committed = committed(record, &found.budgets, (found.from, found.until), cost);
            let mut forecast = forecast(found, record.on, is_structural, amended, realised, last);
            // A contract ends where its amount does, whatever the pace.
            if let (Committed::Known(agreed), Some(amended)) = (committed, amended) {
                forecast = forecast.map(|forecast| forecast.min(agreed.max(amended).max(realised)));
            }
            // What was agreed is owed, whatever was budgeted; of a year that is over it was spent or not.
            if let (Committed::Known(agreed), false) = (committed, found.is_over(record.on)) {
                forecast = forecast.map(|forecast| forecast.max(agreed));
            }
            lines.push(Line { account, what, is_structural, budgeted, amended, committed, realised, forecast });
        }
    }
    lines.extend(not_budgeted(found, &lines, Account::is_cost));
    (found.costs, found.effort) = (lines, effort);
}

/// What was posted to accounts for which the budget has no line.
fn not_budgeted(found: &Figures<'_>, lines: &[Line], is_its: fn(&Account) -> bool) -> Vec<Line> {
    let others = found.sums.iter().filter(|(account, _)| is_its(account) && !lines.iter().any(|line| line.account == **account));
    others
        .map(|(account, sum)| {
            let realised = if account.is_income() { -*sum } else { *sum };
            plain_line(account.clone(), None, None, None, realised, Some(realised))
        })
        .collect()
}

/// The last day on which something was booked on a line in its year, where there was more than one: what is booked once a year
/// says nothing of a pace.
fn last_booked(found: &Figures<'_>, account: &Account) -> Option<Date> {
    let its = found.entries.iter().filter(|entry| entry.day >= found.from && entry.day <= found.until);
    let days: BTreeSet<Date> =
        its.filter(|entry| entry.postings.iter().any(|(other, _)| other == account)).map(|entry| entry.day).collect();
    if days.len() > 1 { days.last().copied() } else { None }
}

/// To the end of the year. What comes back every year and was booked more than once goes on at the pace of the budget, in the months
/// after the last booking; of everything else the budget is still spent. A year that is over is what was realised.
fn forecast(
    found: &Figures<'_>,
    on: Date,
    is_structural: bool,
    amended: Option<Money>,
    realised: Money,
    last: Option<Date>,
) -> Option<Money> {
    if found.is_over(on) {
        return Some(realised);
    }
    let amended = amended?;
    match last {
        Some(last) if is_structural => {
            let of = months_begun(found.from, found.until);
            let left = of.saturating_sub(months_begun(found.from, last));
            Some(realised + part(amended.max(Money(0)), left, of))
        }
        _ => Some(amended.max(realised)),
    }
}

/// What a line owes by its contract in the year. Lines that share a contract share its amount by what they budget.
pub fn committed(record: &Record, budgets: &[&Budget], (from, until): (Date, Date), cost: &Cost) -> Committed {
    let Some(id) = cost.contract.as_ref().map(|id| record.index.plain(id).0) else { return Committed::Nothing };
    let Some(contract) = record.contracts.get(id.as_ref()) else { return Committed::Unknown };
    let Some(amount) = in_year(contract, from, until) else { return Committed::Unknown };
    let sharing: Vec<(&Cost, Option<Money>)> = budgets
        .iter()
        .flat_map(|budget| budget.cost.iter().map(|one| (one, amended(record, budget, one.id.as_str(), one.amount.known()))))
        .filter(|(one, _)| one.contract.as_ref().is_some_and(|other| record.index.plain(other).0 == id))
        .collect();
    let Some(shares) = sharing.iter().map(|(_, amount)| amount.map(|amount| amount.0.max(0))).collect::<Option<Vec<i64>>>() else {
        return if sharing.len() == 1 { Committed::Known(amount) } else { Committed::Unknown };
    };
    let whole: i128 = shares.iter().map(|share| i128::from(*share)).sum();
    if sharing.len() == 1 || whole == 0 {
        return if sharing.len() == 1 { Committed::Known(amount) } else { Committed::Unknown };
    }
    // Each as far as the ones before it, so that together they are the whole.
    let through = |n: usize| -> i64 {
        let sum: i128 = shares[..n].iter().map(|share| i128::from(*share)).sum();
        i64::try_from((i128::from(amount.0) * sum * 2 + whole) / (whole * 2)).unwrap_or(i64::MAX)
    };
    let n = sharing.iter().position(|(one, _)| std::ptr::eq(*one, cost)).unwrap_or(0);
    Committed::Known(Money(through(n + 1) - through(n)))
}

/// What a contract costs in a time: its yearly amount, or its total by days.
fn in_year(contract: &Contract, from: Date, until: Date) -> Option<Money> {
    let begins = contract.from.map(crate::date::VagueDate::first);
    let ends = contract.until.map(crate::date::VagueDate::last);
    let (first, last) = (begins.map_or(from, |day| day.max(from)), ends.map_or(until, |day| day.min(until)));
    if last < first {
        return Some(Money(0));
    }
    let days = |from: Date, until: Date| u32::try_from(until.days_since(from) + 1).unwrap_or(0);
    if let Some(yearly) = contract.yearly {
        let yearly = yearly.known()?;
        return Some(if (first, last) == (from, until) { yearly } else { part(yearly, days(first, last), days(from, until)) });
    }
    let (begins, ends) = (begins?, ends?);
    let through = |day: Date| {
        part(
            contract.total.and_then(crate::record::values::Amount::known).unwrap_or_default(),
            days(begins, day.max(begins.plus_days(-1))),
            days(begins, ends),
        )
    };
    contract.total?.known()?;
    Some(through(last) - through(first.plus_days(-1)))
}

fn income_lines(record: &Record, found: &mut Figures<'_>) {
    let mut lines = Vec::new();
    let mut asked_of_all = Some(Money(0));
    let is_over = found.is_over(record.on);
    let (mut budgeted_off, mut set_off) = (Money(0), Money(0));
    for budget in &found.budgets {
        let product = product_of(budget);
        let Some(dues) = budget.contribution.as_deref() else { continue };
        let account = Account::Dues(product.map(str::to_owned));
        let realised = -on(&found.sums, &account);
        let (asked, needed, later, lowered, off) = match contribution(record, budget, &Question::default()) {
            Ok(Some(asked)) => {
                let lowered: Money = asked.paying().map(|payer| payer.settled.lowered).sum();
                let off: Money = asked.paying().map(|payer| payer.settled.set_off).sum();
                // Who joins or leaves during the year brings in more or less than the budget counts on.
                let needed = asked.need.wanted.filter(|_| asked.is_divided());
                // What was added to the costs later was not yet asked in the budget as it was adopted.
                let first = need(budget, Date::FIRST, true, &mut Vec::new()).wanted;
                let later = needed.zip(first).map(|(now, first)| now - first);
                (Some(asked.sum()), needed, later.unwrap_or_default(), lowered, off)
            }
            Ok(None) => continue,
            Err(gaps) => {
                found.gaps.extend(gaps);
                (None, None, Money(0), worth(budget, Settle::Line), worth(budget, Settle::SetOff))
            }
        };
        // A budget that has no line for its effort does not count it.
        budgeted_off = budgeted_off + off.min((need(budget, record.on, false, &mut Vec::new()).effort - lowered).max(Money(0)));
        asked_of_all = asked_of_all.zip(asked).map(|(sum, asked)| sum + asked);
        let amended = dues.total.or(needed).or(asked).map(|total| total - lowered);
        let forecast = if is_over || dues.obligation == Some(Obligation::Voluntary) {
            Some(realised)
        } else {
            set_off = set_off + off;
            // Lines of other income may have a part of what is asked.
            let elsewhere = elsewhere(record, found, budget);
            asked.map(|asked| asked - lowered - elsewhere)
        };
        let budgeted = amended.map(|amended| amended - later);
        lines.push(plain_line(account, None, budgeted, amended, realised, forecast));
    }
    for budget in &found.budgets {
        for (n, one) in budget.income.iter().enumerate() {
            let account = Account::Other(LineKey::of_income(budget, product_of(budget), n, one));
            let budgeted = one.amount.known();
            let amended = one.id.as_ref().map_or(budgeted, |id| amended(record, budget, id.as_str(), budgeted));
            let realised = -on(&found.sums, &account);
            let forecast = if is_over { Some(realised) } else { amended.map(|amended| amended.max(realised)) };
            lines.push(plain_line(account, Some(one.what.clone()), budgeted, amended, realised, forecast));
        }
    }
    lines.extend(not_budgeted(found, &lines, Account::is_income));
    expect_set_off(&mut found.costs, budgeted_off, set_off);
    found.income = lines;
    found.asked = asked_of_all.filter(|_| found.budgets.iter().any(|budget| budget.contribution.is_some()));
}

fn worth(budget: &Budget, how: Settle) -> Money {
    budget.in_kind.iter().filter(|given| given.settle.unwrap_or(Settle::Line) == how).map(|given| given.value).sum()
}

/// Effort that is set off against invoices costs as much as it brings in: where the contribution is budgeted or expected, so is that.
fn expect_set_off(costs: &mut Vec<Line>, budgeted: Money, expected: Money) {
    if budgeted.0 <= 0 && expected.0 <= 0 {
        return;
    }
    let found = costs.iter().position(|line| line.account == Account::SetOff);
    let at = found.unwrap_or_else(|| {
        let before = costs.iter().position(|line| line.account == Account::VatCost).unwrap_or(costs.len());
        costs.insert(before, plain_line(Account::SetOff, None, None, None, Money(0), None));
        before
    });
    let line = &mut costs[at];
    let budgeted = Some(budgeted).filter(|budgeted| budgeted.0 > 0);
    (line.budgeted, line.amended, line.forecast) = (budgeted, budgeted, Some(line.realised.max(expected)));
}

/// What lines of other income have of the contributions that are asked.
fn elsewhere(record: &Record, found: &Figures<'_>, budget: &Budget) -> Money {
    use crate::record::finance::InvoiceKind::Contribution;
    let lines = budget.income.iter().enumerate().filter(|(_, one)| one.kind == Some(Contribution));
    lines
        .map(|(n, one)| {
            let realised = -on(&found.sums, &Account::Other(LineKey::of_income(budget, product_of(budget), n, one)));
            let amended = one.id.as_ref().map_or(one.amount.known(), |id| amended(record, budget, id.as_str(), one.amount.known()));
            amended.unwrap_or_default().max(realised)
        })
        .sum()
}

fn plain_line(
    account: Account,
    what: Option<String>,
    budgeted: Option<Money>,
    amended: Option<Money>,
    realised: Money,
    forecast: Option<Money>,
) -> Line {
    let committed = Committed::Nothing;
    Line { account, what, is_structural: false, budgeted, amended, committed, realised, forecast }
}

/// Whether an entry is of invoices: what was asked, not what came in.
pub fn is_invoice(entry: &Entry<'_>) -> bool {
    matches!(entry.kind, EntryKind::Invoice | EntryKind::Credit)
}
