//! Invoices: drafted, issued, credited, reminded of; and what may never be, one that was issued and reads otherwise.

use crate::answers::billed::is_sent;
use crate::answers::debts::total;
use crate::changes::pool::Pool;
use crate::changes::told::{Billing, What};
use crate::record::finance::{Invoice, InvoiceKind};

/// An invoice that stands on record for the first time.
pub fn came(one: &Invoice) -> What {
    What::Invoice(if is_sent(one) { sent(one) } else { Billing::Drafted { amount: total(one) } })
}

pub fn gone(one: &Invoice) -> What {
    What::Invoice(if is_sent(one) { Billing::Removed { amount: total(one) } } else { Billing::DraftGone })
}

fn sent(one: &Invoice) -> Billing {
    if one.credits.is_some() || one.kind == Some(InvoiceKind::Credit) {
        return Billing::Credited { amount: total(one), credits: one.credits.clone() };
    }
    Billing::Issued { amount: total(one), is_new: true }
}

pub fn changed(before: &Invoice, after: &Invoice, pool: &mut Pool) {
    match (is_sent(before), is_sent(after)) {
        (false, true) => {
            let what = match sent(after) {
                Billing::Issued { amount, .. } => Billing::Issued { amount, is_new: false },
                credited => credited,
            };
            pool.whole(What::Invoice(what));
        }
        (false, false) => pool.whole(What::Invoice(Billing::DraftChanged { from: total(before), to: total(after) })),
        _ => {
            for one in pool.items(&["reminder"]) {
                if let (None, Some(n)) = (one.item.before, one.item.after) {
                    pool.found(What::Invoice(Billing::Reminded { on: after.reminder[n].on }), one.keys);
                } else {
                    pool.found(What::Set, one.keys);
                }
            }
            // A remark beside it is no part of what was sent.
            let remarks = pool.take_all(&["note", "source"]);
            if !remarks.is_empty() {
                pool.found(What::Set, remarks);
            }
            if pool.is_left() {
                pool.whole(What::Invoice(Billing::Altered { from: total(before), to: total(after) }));
            }
        }
    }
}
