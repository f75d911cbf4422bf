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
    let net = payer.settled.net;
    let Ok(number) = i64::try_from(days.len()) else { return Vec::new() };
    let each = |n: usize| {
        let share = Money(net.0.div_euclid(number));
        if n + 1 == days.len() { net - Money(share.0 * (number - 1)) } else { share }
    };
    days.iter().enumerate().map(|(n, day)| (*day, each(n))).collect()
}
