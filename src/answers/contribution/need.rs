//! What a budget needs from contributions: a total that was set, or costs less other income, as amended (A4, A12). Effort in kind counts
//! as far as it stands among the costs, for contributions are asked in full and what was agreed in kind is settled with them.

use crate::answers::contribution::exact::MOST;
use crate::answers::contribution::gap::Gap;
use crate::date::Date;
use crate::money::Money;
use crate::record::finance::{Budget, Cost};

/// What a budget needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Costs, effort and amendments counted; none where one of them is not known.
    pub costs: Option<Money>,
    /// The effort among the costs.
    pub effort: Money,
    /// Other income, likewise.
    pub income: Option<Money>,
    /// The lines whose amount is not known.
    pub unknown: Vec<String>,
    /// How many amendments count on the day asked.
    pub amendments: usize,
    /// Costs less other income; none where that is not known.
    pub left: Option<Money>,
    /// The total that was set.
    pub set: Option<Money>,
    /// What contributions are to bring in; none where that is not known.
    pub wanted: Option<Money>,
}

impl Need {
    /// What has to be paid: costs without the effort among them; none where one of them is not known.
    pub fn to_pay(&self) -> Option<Money> {
        Some(self.costs? - self.effort)
    }
}

/// Whether a line of cost is effort that is given, no money.
pub fn is_effort(cost: &Cost) -> bool {
    cost.in_kind == Some(true)
}

/// Reckons what a budget needs. An amendment counts from its day on. A line that is not known is a gap only where a total is to be
/// divided and none was set: fixed amounts do not change with it.
pub fn need(budget: &Budget, on: Date, is_divided: bool, gaps: &mut Vec<Gap>) -> Need {
    let set = budget.contribution.as_ref().and_then(|contribution| contribution.total);
    let mut unknown = Vec::new();
    let mut wrong = Vec::new();
    let (mut costs, mut effort) = (0_i128, 0_i128);
    for cost in &budget.cost {
        match cost.amount.known() {
            Some(amount) => {
                costs += i128::from(amount.0);
                effort += if is_effort(cost) { i128::from(amount.0) } else { 0 };
            }
            None => unknown.push(cost.id.to_string()),
        }
    }
    let costs_known = unknown.is_empty();
    let mut income: i128 = 0;
    for one in &budget.income {
        match one.amount.known() {
            Some(amount) => income += i128::from(amount.0),
            None => unknown.push(one.id.as_ref().map_or_else(|| one.what.clone(), ToString::to_string)),
        }
    }
    let income_known = budget.income.iter().all(|one| one.amount.known().is_some());
    let mut amendments = 0;
    for change in budget.amendment.iter().filter(|change| change.on <= on) {
        amendments += 1;
        if let Some(cost) = budget.cost.iter().find(|cost| cost.id == change.line) {
            costs += i128::from(change.amount.0);
            effort += if is_effort(cost) { i128::from(change.amount.0) } else { 0 };
        } else if budget.income.iter().any(|income| income.id.as_ref() == Some(&change.line)) {
            income += i128::from(change.amount.0);
        } else {
            wrong.push(change.line.to_string());
        }
    }
    let file = &budget.file;
    let matters = is_divided && set.is_none();
    if matters {
        gaps.extend(unknown.iter().map(|line| {
            let what = format!("the amount of `{line}` is not known, so neither is what remains to be divided");
            Gap::new(file, &what, "write the amount, or a `total` under `[contribution]`")
        }));
        gaps.extend(wrong.iter().map(|line| {
            Gap::new(
                file,
                &format!("an amendment changes `{line}`, which is no line of this budget"),
                "name a line of cost or income by its `id`",
            )
        }));
    }
    if set.is_some_and(|set| set.0 < 0) {
        gaps.push(Gap::new(file, "`total` is less than zero", "write what contributions are to bring in"));
    }
    let money = |cents: i128| i64::try_from(cents).ok().filter(|cents| cents.abs() < MOST).map(Money);
    let effort = money(effort).unwrap_or_default();
    let costs = money(costs).filter(|_| costs_known && wrong.is_empty());
    let income = money(income).filter(|_| income_known && wrong.is_empty());
    let left = if budget.cost.is_empty() { None } else { costs.zip(income).map(|(costs, income)| costs - income) };
    if matters && unknown.is_empty() && wrong.is_empty() && left.is_none() {
        gaps.push(Gap::new(
            file,
            "it has no costs and no total, so there is nothing to divide",
            "add `[[cost]]` lines, or a `total` under `[contribution]`",
        ));
    }
    Need { costs, effort, income, unknown, amendments, left, set, wanted: set.or(left) }
}
