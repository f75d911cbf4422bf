//! The first year after a departure, where it has no budget yet: the last budgets, as if they were adopted again.

use crate::answers::contribution::{Question, budgets, contribution};
use crate::answers::forecast::repeated;
use crate::answers::giving::of_budget as days_of;
use crate::answers::ledger::years::year_of;
use crate::answers::without::{Leaving, removal};
use crate::date::Date;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::record::values::Id;

/// Budgets once more, for a year that has none yet.
#[derive(Debug, Clone)]
pub struct Coming {
    pub year: i32,
    /// The year whose budgets they are.
    pub base: i32,
    pub budgets: Vec<Budget>,
    /// The same without what comes from those who leave.
    pub without: Vec<Budget>,
}

/// Repeats the budgets that ask a contribution for a whole year, for the first year that begins with the departure or after it. None
/// where that has a budget or does not matter, where none is to be repeated, or where what they would ask cannot be worked out.
pub fn coming(record: &Record, leaving: &Leaving) -> Option<Coming> {
    let running = year_of(record, record.on);
    if is_fresh(record, running) || !budgets(record, running + 1).is_empty() {
        return None;
    }
    let base = [running, running - 1].into_iter().find(|year| !budgets(record, *year).is_empty())?;
    let yearly = |budget: &&Budget| budget.contribution.is_some() && lasts_a_year(budget);
    let repeated = |year: i32| -> Vec<Budget> {
        budgets(record, base).into_iter().filter(yearly).map(|budget| repeated(budget, year - base)).collect()
    };
    let begun = |budgets: &[Budget]| budgets.iter().any(|budget| has_begun(budget, record.on));
    let (year, found) = [base + 1, base + 2].map(|year| (year, repeated(year))).into_iter().find(|(_, found)| !begun(found))?;
    let is_asked = |budget: &Budget| matches!(contribution(record, budget, &Question::default()), Ok(Some(_)));
    if found.is_empty() || !found.iter().all(is_asked) {
        return None;
    }
    let mut without = found.clone();
    let gone = |id: &Id| leaving.has(&record.index, id);
    for budget in &mut without {
        removal::of_budget(budget, record.on, &gone);
    }
    Some(Coming { year, base, budgets: found, without })
}

/// Whether the running year is judged, and not the coming one: it has budgets, and none of them has begun before the departure.
pub fn is_fresh(record: &Record, running: i32) -> bool {
    let budgets = budgets(record, running);
    !budgets.is_empty() && !budgets.into_iter().any(|budget| has_begun(budget, record.on))
}

/// Whether the period of a budget has begun before a departure: then what is invoiced does not change.
pub fn has_begun(budget: &Budget, on: Date) -> bool {
    days_of(budget).is_some_and(|days| days.from < on)
}

fn lasts_a_year(budget: &Budget) -> bool {
    days_of(budget).is_some_and(|days| days.until.plus_days(1) >= days.from.plus_months(12))
}
