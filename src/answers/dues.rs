//! What each was asked, invoiced and paid of a year, and what of that is still to be credited.

use std::collections::BTreeMap;

use crate::answers::contribution::{Question, budgets, contribution};
use crate::answers::debts::balances;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::InvoiceKind;
use crate::record::values::Id;

/// The money of one participant in a year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dues {
    /// VAT included and effort in kind taken off; none where it is not known or nothing is asked.
    pub asked: Option<Money>,
    /// What its effort in kind took off.
    pub in_kind: Money,
    /// Less what was credited; none where nothing was invoiced.
    pub invoiced: Option<Money>,
    pub paid: Money,
    pub open: Money,
    /// It could not be worked out.
    pub is_unknown: bool,
    /// Something was invoiced beside the contribution.
    pub has_extra: bool,
}

impl Dues {
    /// What was invoiced beyond what is asked by now: somebody left, or the budget was changed.
    pub fn to_credit(&self) -> Option<Money> {
        let more = self.invoiced? - self.asked?;
        Some(more).filter(|more| more.0 > 0 && !self.has_extra)
    }

    /// What is still to be paid once that is credited; less than zero where money goes back.
    pub fn left(&self) -> Option<Money> {
        Some(self.asked? - self.paid)
    }
}

/// What stands on record of everybody who is asked or invoiced anything for a year, by plain id.
pub fn dues(record: &Record, year: i32) -> BTreeMap<Id, Dues> {
    let mut found: BTreeMap<Id, Dues> = BTreeMap::new();
    let mut is_unknown = false;
    for budget in budgets(record, year) {
        match contribution(record, budget, &Question::default()) {
            Ok(Some(asked)) => {
                for payer in asked.paying() {
                    let one = found.entry(payer.taking.id.clone()).or_default();
                    one.asked = Some(one.asked.unwrap_or_default() + payer.settled.gross);
                    one.in_kind = one.in_kind + payer.settled.lowered + payer.settled.set_off;
                }
            }
            Ok(None) => {}
            Err(_) => is_unknown = true,
        }
    }
    for balance in balances(record, record.on).iter().filter(|balance| balance.invoice.year == year) {
        let one = found.entry(Id::new(&record.index.plain(&balance.invoice.participant).0)).or_default();
        one.invoiced = Some(one.invoiced.unwrap_or_default() + balance.asked - balance.credited);
        one.has_extra |= matches!(balance.invoice.kind, Some(InvoiceKind::Extra | InvoiceKind::Request));
        one.paid = one.paid + balance.paid;
        one.open = one.open + balance.open();
    }
    // Who is asked nothing is not known either.
    for one in record.parties().filter(|_| is_unknown) {
        found.entry(one.id.clone()).or_default();
    }
    for one in found.values_mut().filter(|_| is_unknown) {
        // A part of what is asked is not what is asked.
        (one.is_unknown, one.asked) = (true, None);
    }
    found
}

/// Those who were invoiced more for a year than they are asked by now, and how much.
pub fn to_credit(record: &Record, year: i32) -> Vec<(Id, Money)> {
    dues(record, year).into_iter().filter_map(|(id, one)| Some((id, one.to_credit()?))).collect()
}
