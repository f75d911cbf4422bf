//! What participants are asked for a year against what they were sent for it: what is still to be invoiced, or to be credited.

use std::collections::BTreeMap;

use crate::answers::billed::{billed, is_sent, is_within, kind_of};
use crate::answers::contribution::{Question, budgets, contribution};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Id;

/// Without VAT, by participant: more than zero is still to be invoiced, less is to be credited. Nothing of what nobody owes, or where it
/// is not known what is asked.
pub fn unsettled(record: &Record, year: i32) -> BTreeMap<Id, Money> {
    use InvoiceKind::{Advance, Contribution, Settlement};
    let is_dues = |one: &Invoice| matches!(kind_of(one), Contribution | Advance | Settlement);
    let mut sums: BTreeMap<Id, Money> = BTreeMap::new();
    for budget in budgets(record, year) {
        let Ok(Some(asked)) = contribution(record, budget, &Question::default()) else { continue };
        if asked.is_voluntary() {
            continue;
        }
        let its = record.invoices.iter().filter(|one| is_sent(one) && is_dues(one) && is_within(record, one, &asked));
        let mut wanted: BTreeMap<Id, Money> =
            its.filter_map(|one| Some((record.organisation(&one.participant)?.id.clone(), Money(0)))).collect();
        wanted.extend(asked.paying().map(|payer| (payer.taking.id.clone(), payer.settled.net)));
        for (id, net) in wanted {
            let sum = sums.entry(id.clone()).or_default();
            *sum = *sum + net - billed(record, &asked, &id, is_dues).net;
        }
    }
    sums.retain(|_, sum| sum.0 != 0);
    sums
}
