//! What each participant can put in its own budget: the contribution of a year, and an estimate for the years after it.

use std::collections::BTreeMap;

use crate::answers::contribution::exact::{Decimal, Share};
use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::settled::Fee;
use crate::answers::contribution::{Asked, Question, budgets, contribution};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::record::values::{Id, Number};

/// So many years are estimated after the one that is asked.
pub const AHEAD: i32 = 3;

/// The contributions of a year and of those after it.
#[derive(Debug, Clone)]
pub struct Forecast<'a> {
    pub year: i32,
    /// The year whose budgets it rests on: the year itself, or the last one before it that has any.
    pub base: i32,
    /// What the budgets of that year ask.
    pub asked: Vec<Asked<'a>>,
    /// Per cent for each year after the base; none where the budget does not say.
    pub indexation: Option<Number>,
    pub payers: BTreeMap<Id, Expected>,
    /// Later years of which it cannot be worked out.
    pub unknown: Vec<i32>,
}

/// What one participant can expect, VAT included; in the base year effort in kind is taken off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Of the year and of each after it; none for a year in which it takes no part, or of which it is not known.
    pub amounts: Vec<Option<Money>>,
    /// Once, in the year itself.
    pub joining_fee: Money,
}

/// Looks ahead from a year. None where neither it nor any of the three years before it has a budget.
///
/// # Errors
/// Everything that is not known or contradicts itself.
pub fn forecast(record: &Record, year: i32) -> Result<Option<Forecast<'_>>, Vec<Gap>> {
    let Some(base) = (0..=AHEAD).map(|back| year - back).find(|year| !budgets(record, *year).is_empty()) else { return Ok(None) };
    let (mut asked, mut gaps) = (Vec::new(), Vec::new());
    let mut indexation = None;
    for budget in budgets(record, base) {
        if let (None, Some(number)) = (indexation, budget.indexation) {
            match Decimal::of(number) {
                Some(_) => indexation = Some(number),
                None => gaps.push(Gap::new(&budget.file, "its `indexation` cannot be reckoned with", "write a percentage of zero or more")),
            }
        }
        match contribution(record, budget, &Question::default()) {
            Ok(found) => asked.extend(found),
            Err(found) => gaps.extend(found),
        }
    }
    let by = indexation.and_then(Decimal::of);
    let mut payers: BTreeMap<Id, Expected> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (n, later) in (0..).zip(year..=year + AHEAD) {
        let years = later - base;
        match in_year(record, &asked, years) {
            Ok(found) => {
                for (id, Owed { amount, fee }) in found {
                    let expected = payers.entry(id).or_insert_with(|| Expected { amounts: vec![None; 4], joining_fee: Money(0) });
                    match indexed(amount, by, years) {
                        Some(amount) => expected.amounts[n] = Some(amount),
                        None => gaps.push(Gap::new(&asked[0].budget.file, "an amount is too large", "mend the total")),
                    }
                    if later == year {
                        expected.joining_fee = fee;
                    }
                }
            }
            Err(found) if later == year => gaps.extend(found),
            // What stands in the way of a year that is far off is no reason to say nothing of the others.
            Err(_) => unknown.push(later),
        }
    }
    if gaps.is_empty() { Ok(Some(Forecast { year, base, asked, indexation, payers, unknown })) } else { Err(gaps) }
}

/// What one participant pays in a year, at the prices of the base, and what it pays once because it joins in it.
#[derive(Default)]
struct Owed {
    amount: Money,
    fee: Money,
}

/// What everybody pays so many years after the base: as it is asked, or later what the same budgets would ask of those who take part
/// then. Effort in kind is agreed for the year of its budget.
fn in_year(record: &Record, asked: &[Asked<'_>], years: i32) -> Result<BTreeMap<Id, Owed>, Vec<Gap>> {
    let mut found: BTreeMap<Id, Owed> = BTreeMap::new();
    let mut add = |asked: &Asked<'_>| {
        for payer in asked.paying() {
            let owed = found.entry(payer.taking.id.clone()).or_default();
            owed.amount = owed.amount + payer.settled.with_vat - payer.settled.set_off;
            if let Some(Fee::Asked { amount, vat }) = payer.settled.fee {
                owed.fee = owed.fee + amount + vat;
            }
        }
    };
    for one in asked {
        if years == 0 {
            add(one);
        } else if is_yearly(one) {
            let again = repeated(one.budget, years);
            contribution(record, &again, &Question::default())?.iter().for_each(&mut add);
        }
    }
    Ok(found)
}

/// A budget as if it were adopted again so many years later.
pub fn repeated(budget: &Budget, years: i32) -> Budget {
    let later = |day: Date| day.plus_months(12 * u32::try_from(years).unwrap_or_default());
    let mut again = Budget { year: budget.year + years, in_kind: Vec::new(), ..budget.clone() };
    if let Some(period) = &mut again.period {
        period.until = later(period.until.plus_days(1)).plus_days(-1);
        period.from = later(period.from);
    }
    again
}

/// Whether it is asked again the year after. What is asked for a part of a year only, such as a trial, is not.
pub fn is_yearly(asked: &Asked<'_>) -> bool {
    asked.until.plus_days(1) >= asked.from.plus_months(12)
}

/// An amount after so many years, rounded to the cent each year.
fn indexed(amount: Money, by: Option<Decimal>, years: i32) -> Option<Money> {
    const WHOLE: i128 = 100_000_000_000;
    let Some(by) = by else { return Some(amount) };
    (0..years).try_fold(amount, |amount, _| Share { cents: i128::from(amount.0) * (WHOLE + by.scaled()), of: WHOLE }.rounded())
}

#[cfg(test)]
mod tests {
    use super::indexed;
    use crate::answers::contribution::exact::Decimal;
    use crate::money::Money;
    use crate::record::values::Number;

    #[test]
    fn an_amount_grows_by_the_indexation_of_each_year() {
        let by = Decimal::of(Number(3.2));
        assert_eq!([0, 1, 2].map(|years| indexed(Money(840_000), by, years)), [840_000, 866_880, 894_620].map(|cents| Some(Money(cents))));
        assert_eq!(indexed(Money(840_000), None, 2), Some(Money(840_000)));
        assert_eq!(indexed(Money(999_999_999_999_999), by, 1), None);
    }
}
