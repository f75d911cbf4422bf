//! The reserve against the costs that come back every year: the handbook asks for three to six months of them (A12).

use crate::answers::contribution::exact::{months_begun, part};
use crate::answers::contribution::need::is_effort;
use crate::money::Money;
use crate::record::Record;
use crate::record::collaboration::Reserve;
use crate::record::finance::{Budget, BudgetStatus};
use crate::text::{Lang, Say};

/// The fewest and the most months of fixed costs that the handbook asks to be put by (A12).
pub const MONTHS: (i64, i64) = (3, 6);

/// A reserve and the fixed costs that it is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover<'a> {
    pub reserve: &'a Reserve,
    /// The year of the budgets in which the costs stand.
    pub year: i32,
    /// Fixed costs of twelve months, as amended, without VAT.
    pub fixed: Money,
}

impl Cover<'_> {
    /// Tenths of months for which the reserve lasts, cut off.
    pub fn tenths(&self) -> i64 {
        let tenths = i128::from(self.reserve.balance.0) * 120 / i128::from(self.fixed.0.max(1));
        i64::try_from(tenths).unwrap_or(i64::MAX)
    }

    /// What so many months of fixed costs come to.
    pub fn of_months(&self, months: i64) -> Money {
        part(self.fixed, u32::try_from(months).unwrap_or(0), 12)
    }

    pub fn is_low(&self) -> bool {
        i128::from(self.reserve.balance.0) * 12 < i128::from(self.fixed.0) * i128::from(MONTHS.0)
    }

    pub fn is_idle(&self) -> bool {
        i128::from(self.reserve.balance.0) * 12 > i128::from(self.fixed.0) * i128::from(MONTHS.1)
    }
}

/// The reserve against the fixed costs of a year's budgets, of products too. None where no reserve, no fixed costs, or not all of
/// them are on record.
pub fn cover(record: &Record, year: i32) -> Option<Cover<'_>> {
    let reserve = record.collaboration.as_ref()?.finances.as_ref()?.reserve.as_ref()?;
    let mut fixed = Money(0);
    for budget in record.budgets.iter().filter(|budget| budget.year == year) {
        fixed = fixed + fixed_in(budget)?;
    }
    (fixed.0 > 0).then_some(Cover { reserve, year, fixed })
}

/// The year against whose costs the reserve is judged whatever the day: that of its balance, or the one that begins the day after, where
/// there is a budget; else the newest of which no budget is a draft.
pub fn year_of_reserve(record: &Record) -> Option<i32> {
    let reserve = record.collaboration.as_ref()?.finances.as_ref()?.reserve.as_ref()?;
    let of_year = |year: i32| record.budgets.iter().filter(move |budget| budget.year == year);
    let near = reserve.on.into_iter().flat_map(|on| [on.year(), on.plus_days(1).year()]).find(|year| of_year(*year).next().is_some());
    let settled = |year: &i32| of_year(*year).all(|budget| budget.status != Some(BudgetStatus::Draft));
    near.or_else(|| record.budgets.iter().map(|budget| budget.year).filter(settled).max())
}

/// What a budget's lines that come back every year cost in twelve months; none where one is not known. Effort is no money: no reserve
/// has to pay it.
fn fixed_in(budget: &Budget) -> Option<Money> {
    let mut sum = Money(0);
    for cost in budget.cost.iter().filter(|cost| cost.structural == Some(true) && !is_effort(cost)) {
        let changes = budget.amendment.iter().filter(|change| change.line == cost.id).map(|change| change.amount);
        sum = sum + cost.amount.known()? + changes.sum::<Money>();
    }
    let months = budget.period.as_ref().map_or(12, |period| months_begun(period.from, period.until));
    if months == 12 { Some(sum) } else { Some(part(sum, 12, months)) }
}

/// A number of tenths, as people write it: `3,7`.
#[derive(Debug, Clone, Copy)]
pub struct Tenths(pub i64);

impl Say for Tenths {
    fn say(&self, lang: Lang) -> String {
        let point = if lang == Lang::Nl { ',' } else { '.' };
        let sign = if self.0 < 0 { "-" } else { "" };
        let tenths = self.0.unsigned_abs();
        format!("{sign}{}{point}{}", tenths / 10, tenths % 10)
    }
}
