//! On which days what a payer is asked is invoiced: at once, or in advances.

use crate::answers::contribution::{Asked, Payer};
use crate::date::Date;
use crate::money::Money;

/// Each day with its part, without VAT: equal parts, with the cents that are left over in the last. Who joins later has only the days
/// that are still to come, and what is voluntary is asked once. Empty where the budget names no days.
pub fn instalments(asked: &Asked<'_>, payer: &Payer<'_>) -> Vec<(Date, Money)> {
    let mut days: Vec<Date> = asked.contribution.instalments.iter().map(|day| day.0).collect();
    days.sort();
    days.dedup();
    days.retain(|day| payer.taking.from_start || *day >= payer.taking.from);
    if asked.is_voluntary() {
        days.truncate(1);
    }
    let parts = shares(payer.settled.net, days.len());
    days.into_iter().zip(parts).collect()
}

/// Equal shares, with the cents that are left over in the last.
pub fn shares(amount: Money, parts: usize) -> Vec<Money> {
    let number = i64::try_from(parts.max(1)).unwrap_or(i64::MAX);
    let each = Money(amount.0.div_euclid(number));
    let mut shares = vec![each; parts];
    if let Some(last) = shares.last_mut() {
        *last = Money(amount.0 - each.0 * (number - 1));
    }
    shares
}
