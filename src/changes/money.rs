//! Budgets that were adopted, and payments: recorded, changed, removed.

use crate::answers::debts::balances;
use crate::changes::Sides;
use crate::changes::pool::Pool;
use crate::changes::told::{Paid, What};
use crate::record::finance::{Budget, BudgetStatus, Payments};

/// A budget that stands on record for the first time.
pub fn came(one: &Budget) -> What {
    one.status.filter(|status| *status == BudgetStatus::Adopted).map_or(What::Came, What::Budget)
}

pub fn budget(before: &Budget, after: &Budget, pool: &mut Pool) {
    if before.status != after.status
        && let Some(status) = after.status.filter(|status| *status == BudgetStatus::Adopted)
    {
        let keys = pool.take_all(&["status", "adopted"]);
        pool.found(What::Budget(status), keys);
    }
}

/// What came in, one change for each line; `before` or `after` is missing where the file is.
pub fn payments(before: Option<&Payments>, after: Option<&Payments>, sides: &Sides<'_>, pool: &mut Pool) {
    let none = Vec::new();
    let (was, is) = (before.map_or(&none, |one| &one.payment), after.map_or(&none, |one| &one.payment));
    // The file as a whole is one key; each payment in it is told, and the first of them carries it.
    if before.is_none() {
        let mut keys = pool.take(&[]);
        for one in is {
            pool.found(recorded(one, sides), std::mem::take(&mut keys));
        }
        if !keys.is_empty() {
            pool.found(What::Came, keys);
        }
        return;
    }
    for one in pool.items(&["payment"]) {
        let what = match (one.item.before.map(|n| &was[n]), one.item.after.map(|n| &is[n])) {
            (None, Some(is)) => recorded(is, sides),
            (Some(was), Some(is)) => What::Payment(Paid::Changed { from: is.from.clone(), was: was.amount, amount: is.amount }),
            (Some(was), None) => {
                What::Payment(Paid::Removed { from: was.from.clone(), invoice: was.invoice.clone(), amount: was.amount, on: was.on })
            }
            (None, None) => continue,
        };
        pool.found(what, one.keys);
    }
}

fn recorded(one: &crate::record::finance::Payment, sides: &Sides<'_>) -> What {
    let open = one.invoice.as_deref().and_then(|number| {
        let balances = balances(sides.after, sides.after.on.max(one.on));
        balances.iter().find(|balance| balance.number == number).map(crate::answers::debts::Balance::open)
    });
    What::Payment(Paid::Recorded { from: one.from.clone(), invoice: one.invoice.clone(), amount: one.amount, on: one.on, open })
}
