//! The reserve against the costs that come back every year: the handbook asks for three to six months of them (A12).

use crate::answers::contribution::exact::{months_begun, part};
use crate::answers::contribution::need::is_effort;
use crate::answers::contribution::product_of;
use crate::answers::ledger::years::{window, year_of};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::collaboration::{HeldAs, Reserve};
use crate::record::finance::{Budget, BudgetStatus};
use crate::text;
use crate::text::{Lang, Say, Text};

/// The fewest and the most months of fixed costs that the handbook asks to be put by (A12).
pub const MONTHS: (i64, i64) = (3, 6);

/// A balance of the reserve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance<'a> {
    pub balance: Money,
    /// The day of the balance.
    pub on: Option<Date>,
    /// What the settings say of the reserve: how it is held, and what for.
    pub said: Option<&'a Reserve>,
    /// The budget of the year that begins with it, where it does not stand in the settings.
    pub begins: Option<&'a Budget>,
}

impl Balance<'_> {
    pub fn held_as(&self) -> Option<HeldAs> {
        self.said.and_then(|said| said.held_as)
    }
}

/// A reserve and the fixed costs that it is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover<'a> {
    pub reserve: Balance<'a>,
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

/// The newest balance of the reserve on record whose day has come.
pub fn reserve(record: &Record) -> Option<Balance<'_>> {
    reserve_on(record, record.on)
}

/// The newest balance of a day or before it: that of the settings, or the one with which a year begins. One without a day is that of now.
pub fn reserve_on(record: &Record, day: Date) -> Option<Balance<'_>> {
    let said = written(record);
    let own =
        said.filter(|said| said.on.is_none_or(|on| on <= day)).map(|one| Balance { balance: one.balance, on: one.on, said, begins: None });
    let begun = record.budgets.iter().filter(|budget| product_of(budget).is_none()).filter_map(|budget| {
        let balance = budget.opening.as_ref()?.reserve?;
        Some(Balance { balance, on: Some(window(record, budget.year).0), said, begins: Some(budget) })
    });
    let Some(begun) = begun.filter(|one| one.on.is_some_and(|on| on <= day)).max_by_key(|one| one.on) else { return own };
    // What a year ends with is what the next begins with: the settings name the day.
    let holds = |own: &Balance<'_>| own.on.is_none_or(|on| begun.on.is_some_and(|begun| begun <= on.plus_days(1)));
    own.filter(holds).or(Some(begun))
}

/// That the reserve on record is that of a day to come, in a sentence; none where it is not.
pub fn to_come(record: &Record) -> Option<Text> {
    if reserve(record).is_some() {
        return None;
    }
    let on = written(record)?.on.filter(|on| *on > record.on)?;
    Some(
        text!(on; en: "the reserve on record is that of {on}: what it is now is not known", nl: "in het dossier staat de reserve van {on}; wat die nu is, is niet bekend"),
    )
}

fn written(record: &Record) -> Option<&Reserve> {
    record.collaboration.as_ref()?.finances.as_ref()?.reserve.as_ref()
}

/// The reserve against the fixed costs of a year's budgets, of products too. None where no reserve of a day that has come, no fixed
/// costs, or not all of them are on record.
pub fn cover(record: &Record, year: i32) -> Option<Cover<'_>> {
    let reserve = reserve(record)?;
    let mut fixed = Money(0);
    for budget in record.budgets.iter().filter(|budget| budget.year == year) {
        fixed = fixed + fixed_in(budget, record.on)?;
    }
    (fixed.0 > 0).then_some(Cover { reserve, year, fixed })
}

/// The reserve as it stands on the day of judgement: against the costs of the running year; where that has no budget, of the last year
/// before it of which no budget is a draft, or else of the first after it.
pub fn standing(record: &Record) -> Option<Cover<'_>> {
    let running = year_of(record, record.on);
    let of_year = |year: i32| record.budgets.iter().filter(move |budget| budget.year == year);
    let settled = |year: &i32| of_year(*year).all(|budget| budget.status != Some(BudgetStatus::Draft));
    let others = || record.budgets.iter().map(|budget| budget.year).filter(settled);
    let now = of_year(running).next().map(|_| running);
    let year = now.or_else(|| others().filter(|year| *year < running).max()).or_else(|| others().filter(|year| *year > running).min())?;
    cover(record, year)
}

/// What a budget's lines that come back every year cost in twelve months; none where one is not known. Effort is no money: no reserve
/// has to pay it.
fn fixed_in(budget: &Budget, on: Date) -> Option<Money> {
    let mut sum = Money(0);
    for cost in budget.cost.iter().filter(|cost| cost.structural == Some(true) && !is_effort(cost)) {
        let changes = budget.amendment.iter().filter(|change| change.on <= on && change.line == cost.id).map(|change| change.amount);
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
