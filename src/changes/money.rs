//! Budgets that were adopted, and payments: recorded, changed, removed.

use crate::answers::debts::balances;
use crate::changes::Sides;
use crate::changes::pool::Pool;
use crate::changes::told::{Paid, What};
use crate::record::finance::{Budget, BudgetStatus, Payment, Payments};

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
    if before.is_none() || after.is_none() {
        each_of(was.iter().map(removed).chain(is.iter().map(|one| recorded(one, sides))), after.is_some(), pool);
        return;
    }
    for one in pool.items(&["payment"]) {
        let what = match (one.item.before.map(|n| &was[n]), one.item.after.map(|n| &is[n])) {
            (None, Some(is)) => recorded(is, sides),
            (Some(was), Some(is)) => What::Payment(changed(was, is)),
            (Some(was), None) => removed(was),
            (None, None) => continue,
        };
        pool.found(what, one.keys);
    }
}

/// A file as a whole is one key; everything in it is told, and the first of that carries the key.
pub fn each_of(all: impl Iterator<Item = What>, is_there: bool, pool: &mut Pool) {
    let mut keys = pool.take(&[]);
    for what in all {
        pool.found(what, std::mem::take(&mut keys));
    }
    if !keys.is_empty() {
        pool.found(if is_there { What::Came } else { What::Gone }, keys);
    }
}

fn changed(was: &Payment, is: &Payment) -> Paid {
    Paid::Changed { from: is.from.clone(), invoice: is.invoice.clone(), was: was.amount, amount: is.amount, on: is.on }
}

fn removed(was: &Payment) -> What {
    What::Payment(Paid::Removed { from: was.from.clone(), invoice: was.invoice.clone(), amount: was.amount, on: was.on })
}

fn recorded(one: &Payment, sides: &Sides<'_>) -> What {
    let open = one.invoice.as_deref().and_then(|number| {
        let balances = balances(sides.after, sides.after.on.max(one.on));
        balances.iter().find(|balance| balance.number == number).map(crate::answers::debts::Balance::open)
    });
    What::Payment(Paid::Recorded { from: one.from.clone(), invoice: one.invoice.clone(), amount: one.amount, on: one.on, open })
}
