//! On which days what a payer is asked is invoiced: at once, or in advances.

use crate::answers::contribution::{Asked, Payer};
use crate::date::Date;
use crate::money::Money;

/// The days of the parts: those that were agreed with the payer itself for this period, else those of the budget. Who joins later has
/// only the days that are still to come, and what is voluntary is asked once. Empty where no days are named.
pub fn days(asked: &Asked<'_>, payer: &Payer<'_>) -> Vec<Date> {
    let taking = &payer.taking;
    let within = |day: &Date| asked.from <= *day && *day <= asked.until;
    let own: Vec<Date> = taking.membership.iter().flat_map(|dues| &dues.instalments).map(|day| day.0).filter(within).collect();
    let mut days = if own.is_empty() { asked.contribution.instalments.iter().map(|day| day.0).collect() } else { own };
    days.sort();
    days.dedup();
    days.retain(|day| taking.from_start || *day >= taking.from);
    if asked.is_voluntary() {
        days.truncate(1);
    }
    days
}

/// Each day with its part, without VAT: equal parts, with the cents that are left over in the last.
pub fn instalments(asked: &Asked<'_>, payer: &Payer<'_>) -> Vec<(Date, Money)> {
    let days = days(asked, payer);
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
