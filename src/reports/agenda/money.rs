//! What a meeting hears of money: budget, what is to be paid, reserve; in figures, and of nobody in particular (A12, A15).

use crate::answers::debts::debts;
use crate::answers::ledger::reserve::{reserve as on_record, to_come};
use crate::answers::meetings::State;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, BudgetStatus};
use crate::reports::agenda::Filling;
use crate::text;
use crate::text::Text;

/// The lines under the item about money.
pub fn points(filling: &Filling<'_>) -> Vec<Text> {
    let record = filling.record;
    let year = filling.meeting.on.year();
    let mut said: Vec<Text> = Vec::new();
    // The folder of a product has a budget of its own: the one of the year comes first.
    // Whether a draft was there already at a meeting that is over is not on record.
    let over = matches!(filling.meeting.state, State::Held | State::Passed);
    let known = |budget: &&Budget| budget.year == year || budget.year == year + 1 && !(over && budget.status == Some(BudgetStatus::Draft));
    for budget in record.budgets.iter().filter(known) {
        said.push(of_budget(record, budget));
    }
    if said.is_empty() && record.collaboration.as_ref().is_some_and(|settings| settings.finances.is_some()) {
        said.push(text!(en: "No budget of {year} is on record", nl: "Er staat geen begroting {year} in het dossier"));
    }
    if !record.invoices.is_empty() {
        said.push(unpaid(record));
    }
    said.extend(reserve(record, year));
    said
}

fn of_budget(record: &Record, budget: &Budget) -> Text {
    let year = budget.year;
    let product = budget.file.as_str().strip_prefix(&format!("finances/{year}/")).and_then(|rest| rest.strip_suffix("/budget.toml"));
    let product = product.and_then(|id| record.products.get(id)).map(|product| format!(" ({})", product.name)).unwrap_or_default();
    let status = match budget.status {
        Some(BudgetStatus::Adopted) => Text::new("adopted", "vastgesteld"),
        Some(BudgetStatus::Draft) => Text::new("draft, still to be adopted", "concept, nog vast te stellen"),
        None => Text::new("status not on record", "status niet vastgelegd"),
    };
    let known: Vec<Option<Money>> = budget.cost.iter().map(|cost| cost.amount.known()).collect();
    if known.is_empty() || known.iter().any(Option::is_none) {
        return text!(status; en: "Budget {year}{product}: {status}", nl: "Begroting {year}{product}: {status}");
    }
    let amended: Money = budget
        .amendment
        .iter()
        .filter(|one| one.on <= record.on && budget.cost.iter().any(|cost| cost.id == one.line))
        .map(|one| one.amount)
        .sum();
    let costs = known.into_iter().flatten().sum::<Money>() + amended;
    let folder = budget.file.as_str().strip_suffix("budget.toml").unwrap_or_default();
    let expenses = record.expenses.iter().filter(|file| file.file.as_str().strip_suffix("expenses.toml") == Some(folder));
    let spent: Money = expenses.flat_map(|file| &file.expense).filter(|one| one.on <= record.on).map(|one| one.amount).sum();
    if spent.0 == 0 {
        return text!(status, costs; en: "Budget {year}{product}: {status}; costs {costs}", nl: "Begroting {year}{product}: {status}; lasten {costs}");
    }
    let share = if costs.0 > 0 { spent.0.saturating_mul(100) / costs.0 } else { 0 };
    let on = record.on;
    text!(status, costs, spent, on; en: "Budget {year}{product}: {status}; costs {costs}, of which {spent} ({share}%) had been spent by {on}", nl: "Begroting {year}{product}: {status}; lasten {costs}, waarvan {spent} ({share}%) gerealiseerd t/m {on}")
}

/// How many invoices are open, and how much that is; who owes it is not for a meeting.
fn unpaid(record: &Record) -> Text {
    let open = debts(record);
    let late: Vec<_> = open.iter().filter(|debt| debt.due.is_some_and(|due| due < record.on)).collect();
    let (number, overdue) = (open.len(), late.len());
    let sum: Money = open.iter().map(|debt| debt.open).sum();
    let of_late: Money = late.iter().map(|debt| debt.open).sum();
    match (number, overdue) {
        (0, _) => Text::new("No invoices are open", "Er staan geen facturen open"),
        (1, 0) => text!(sum; en: "One invoice is open, of {sum}", nl: "Er staat één factuur open, van {sum}"),
        (1, _) => {
            text!(sum; en: "One invoice is open, of {sum}; it is overdue", nl: "Er staat één factuur open, van {sum}; die is over de vervaldatum")
        }
        (_, 0) => {
            text!(sum; en: "{number} invoices are open, {sum} together; none is overdue", nl: "Er staan {number} facturen open, samen {sum}; geen daarvan is over de vervaldatum")
        }
        (_, 1) => {
            text!(sum, of_late; en: "{number} invoices are open, {sum} together; one is overdue ({of_late})", nl: "Er staan {number} facturen open, samen {sum}; één is over de vervaldatum ({of_late})")
        }
        _ => {
            text!(sum, of_late; en: "{number} invoices are open, {sum} together; {overdue} are overdue ({of_late})", nl: "Er staan {number} facturen open, samen {sum}; {overdue} zijn over de vervaldatum ({of_late})")
        }
    }
}

/// The reserve, and for how many months of fixed costs it is enough.
fn reserve(record: &Record, year: i32) -> Option<Text> {
    if let Some(said) = to_come(record) {
        return Some(said.capital());
    }
    let reserve = on_record(record)?;
    let balance = reserve.balance;
    let fixed: Money = record
        .budgets
        .iter()
        .filter(|budget| budget.year == year)
        .flat_map(|budget| &budget.cost)
        .filter(|cost| cost.structural == Some(true))
        .filter_map(|cost| cost.amount.known())
        .sum();
    let said = match reserve.on {
        Some(on) => text!(balance, on; en: "Reserve: {balance} on {on}", nl: "Reserve: {balance} op {on}"),
        None => text!(balance; en: "Reserve: {balance}", nl: "Reserve: {balance}"),
    };
    if fixed.0 <= 0 {
        return Some(said);
    }
    // Tenths of months, so that 2.9 is not 3.
    let tenths = balance.0.saturating_mul(120) / fixed.0;
    let (whole, part) = (tenths / 10, (tenths % 10).abs());
    let months = Text { en: format!("{whole}.{part}").into(), nl: format!("{whole},{part}").into() };
    Some(
        text!(said, months; en: "{said}, {months} months of fixed costs (advice: 3 to 6)", nl: "{said}, goed voor {months} maanden structurele lasten (advies: 3 tot 6)"),
    )
}
