//! What time asks for of money: invoices, reminders, contracts, and budgets that are to be adopted.

use crate::answers::debts::debts;
use crate::answers::due::{Gathered, What};
use crate::answers::reminders::steps;
use crate::date::{Date, VagueDate};
use crate::keys;
use crate::record::finance::BudgetStatus;
use crate::source::layout::FileKind;

pub(super) fn gather(gathered: &mut Gathered<'_>) {
    let record = gathered.record;
    // While payments cannot be read nobody knows what is still owed.
    if !record.is_unread(&[FileKind::Payments, FileKind::Invoice]) {
        owed(gathered);
    }
    for contract in record.contracts.values() {
        let who = gathered.responsible("contract-management");
        if let Some(day) = contract.notice_date {
            gathered.happens(day, What::ContractNotice(contract), who.clone(), contract.at(keys!["notice_date"]));
        }
        if let Some(until) = contract.until.filter(|until| !matches!(until, VagueDate::By(_))) {
            gathered.happens(until.last(), What::ContractEnds(contract), who, contract.at(keys!["until"]));
        }
    }
    for budget in record.budgets.iter().filter(|budget| budget.status == Some(BudgetStatus::Draft)) {
        let year = (Date::of(budget.year, 1, 1), Date::of(budget.year, 12, 31));
        let period = budget.period.as_ref().map_or(year, |period| (Some(period.from), Some(period.until)));
        let (Some(from), Some(until)) = period else { continue };
        // Of a year that is over a budget adopts nothing any more.
        if until >= record.on {
            let who = gathered.responsible("budget-control");
            gathered.open(from.plus_days(-1), What::BudgetToAdopt(budget), who, budget.at(keys!["status"]));
        }
    }
}

fn owed(gathered: &mut Gathered<'_>) {
    let record = gathered.record;
    for debt in debts(record) {
        let Some(due) = debt.due else { continue };
        let invoice = debt.invoice;
        let at = if invoice.due.is_some() { invoice.at(keys!["due"]) } else { invoice.at(keys!["number"]) };
        gathered.open(due, What::Invoice(debt), vec![invoice.participant.clone()], at);
    }
    // Of whoever left no letter is asked, and before the day of payment nobody thinks of one.
    for next in steps(record).into_iter().filter(|next| !next.has_left && next.debt.due.is_some_and(|due| due < record.on)) {
        let invoice = next.debt.invoice;
        let at = next.last.map_or_else(|| invoice.at(keys!["number"]), |(n, _)| invoice.at(keys!["reminder", n, "on"]));
        let who = gathered.responsible("payment-monitoring");
        gathered.open(next.day, What::Reminder(next.debt, next.step), who, at);
    }
}
