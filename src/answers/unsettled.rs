//! What participants are asked for a year against what they were sent for it: what is still to be invoiced, or to be credited.

use std::collections::BTreeMap;

use crate::answers::billed::{credits_of, is_for, is_sent, is_within, kind_of, net};
use crate::answers::contribution::{Question, budgets, contribution};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Id;

/// Without VAT, by participant: more than zero is still to be invoiced, less is to be credited. Nothing of what nobody owes, or where it
/// is not known what is asked, and nothing of what was sent or credited after the day of the record.
pub fn unsettled(record: &Record, year: i32) -> BTreeMap<Id, Money> {
    use InvoiceKind::{Advance, Contribution, Settlement};
    let is_dues = |one: &Invoice| matches!(kind_of(one), Contribution | Advance | Settlement);
    let mut sums: BTreeMap<Id, Money> = BTreeMap::new();
    for budget in budgets(record, year) {
        let Ok(Some(asked)) = contribution(record, budget, &Question::default()) else { continue };
        if asked.is_voluntary() {
            continue;
        }
        let is_there = |one: &&Invoice| is_sent(one) && one.date.is_none_or(|day| day <= record.on);
        let its: Vec<&Invoice> =
            record.invoices.iter().filter(is_there).filter(|one| is_dues(one) && is_within(record, one, &asked)).collect();
        let left = |one: &Invoice| {
            let credits = one.number.as_deref().into_iter().flat_map(|number| credits_of(record, number)).filter(is_there);
            let back: Money = credits.map(|credit| Money(net(credit).0.saturating_abs())).sum();
            if back.0 == 0 { net(one) } else { (net(one) - back).max(Money(0)) }
        };
        let mut wanted: BTreeMap<Id, Money> =
            its.iter().filter_map(|one| Some((record.organisation(&one.participant)?.id.clone(), Money(0)))).collect();
        wanted.extend(asked.paying().map(|payer| (payer.taking.id.clone(), payer.settled.net)));
        for (id, asked) in wanted {
            let sent = its.iter().filter(|one| is_for(record, one, &id)).map(|one| left(one)).sum();
            let sum = sums.entry(id).or_default();
            *sum = *sum + asked - sent;
        }
    }
    sums.retain(|_, sum| sum.0 != 0);
    sums
}
