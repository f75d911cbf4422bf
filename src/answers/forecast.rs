//! What each participant can put in its own budget: the contribution of a year, and an estimate for the years after it.

use std::collections::BTreeMap;

use crate::answers::contribution::exact::{Decimal, Share};
use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::settled::{Fee, vat_of};
use crate::answers::contribution::{Asked, Payer, Question, budgets, contribution};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{InKind, Settle};
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
}

/// What one participant can expect, VAT included and effort in kind taken off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Of the year and of each after it; none for a year in which it takes no part any more.
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
    for one in &asked {
        for payer in one.paying() {
            let expected =
                payers.entry(payer.taking.id.clone()).or_insert_with(|| Expected { amounts: vec![None; 4], joining_fee: Money(0) });
            for (n, sum) in (0..).zip(&mut expected.amounts) {
                let Some(amount) = in_year(one, payer, base, year + n) else { continue };
                let Some(amount) = indexed(amount, by, year + n - base) else {
                    gaps.push(Gap::new(&one.budget.file, "an amount is too large", "mend the total"));
                    break;
                };
                *sum = Some(sum.unwrap_or_default() + amount);
            }
            if let (Some(Fee::Asked { amount, vat }), true) = (payer.settled.fee, base == year) {
                expected.joining_fee = expected.joining_fee + amount + vat;
            }
        }
    }
    payers.retain(|_, expected| expected.amounts.iter().any(Option::is_some));
    if gaps.is_empty() { Ok(Some(Forecast { year, base, asked, indexation, payers })) } else { Err(gaps) }
}

/// What a payer of the base year pays in a year, at the prices of the base: as it is asked, or later for the whole of a year.
fn in_year(asked: &Asked<'_>, payer: &Payer<'_>, base: i32, year: i32) -> Option<Money> {
    if year == base {
        return Some(payer.settled.with_vat - payer.settled.set_off);
    }
    let first = Date::of(year, 1, 1)?;
    let is_gone = payer.taking.one.left.is_some_and(|left| left.last() < first);
    (!is_gone && is_yearly(asked)).then(|| whole_year(payer))
}

/// Whether it is asked again the year after. What is asked for a part of a year only, such as a trial, is not.
pub fn is_yearly(asked: &Asked<'_>) -> bool {
    asked.until.plus_days(1) >= asked.from.plus_months(12)
}

fn whole_year(payer: &Payer<'_>) -> Money {
    let amount = if payer.own.is_some() {
        payer.amount
    } else {
        payer
            .units
            .iter()
            .filter(|paid| paid.spell.is_none_or(|spell| spell.until == payer.taking.until))
            .map(crate::answers::contribution::Paid::full)
            .sum()
    };
    let is = |given: &InKind, how: Settle| given.settle.unwrap_or(Settle::Line) == how;
    let worth = |how: Settle| payer.settled.in_kind.iter().filter(|given| is(given, how)).map(|given| given.value).sum::<Money>();
    let net = amount - worth(Settle::Line).min(amount);
    let with_vat = net + vat_of(payer.settled.taxed, net);
    with_vat - worth(Settle::SetOff).min(with_vat)
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
