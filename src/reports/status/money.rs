//! Money in three lines, on the page of a collaboration: only what is certain to the cent.

use crate::answers::contribution::need::need;
use crate::answers::debts::{debts, total};
use crate::answers::giving::of_budget;
use crate::answers::ledger::reserve::{Tenths, reserve as on_record, standing, to_come};
use crate::answers::ledger::years::year_of;
use crate::money::{Money, Sum};
use crate::record::Record;
use crate::record::finance::{Budget, BudgetStatus, InvoiceKind};

use crate::reports::status::Fact;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Lang, Text, decimal};

/// The budgets that are about the day of judgement: of the whole, and of products.
fn budgets(record: &Record) -> Vec<&Budget> {
    let now = |budget: &&Budget| of_budget(budget).is_some_and(|span| (span.from..=span.until).contains(&record.on));
    record.budgets.iter().filter(now).collect()
}

/// Budget, invoices, reserve. What cannot be read, or is not known, makes a line that is not written.
pub fn facts(record: &Record) -> Vec<Fact> {
    let budgets = budgets(record);
    if record.is_unread(&[FileKind::Budget, FileKind::Invoice, FileKind::Payments, FileKind::Collaboration]) {
        return Vec::new();
    }
    budget(record, &budgets).into_iter().chain(invoices(record)).chain(reserve(record)).collect()
}

fn budget(record: &Record, budgets: &[&Budget]) -> Option<Fact> {
    let first = budgets.first()?;
    let year = first.year;
    let state = |wanted: BudgetStatus| budgets.iter().all(|budget| budget.status == Some(wanted));
    let said = if state(BudgetStatus::Adopted) {
        Text::new("Adopted", "Vastgesteld")
    } else if state(BudgetStatus::Draft) {
        Text::new("A draft, not adopted yet", "Concept, nog niet vastgesteld")
    } else if budgets.len() > 1 {
        Text::new("Not adopted in full", "Nog niet helemaal vastgesteld")
    } else {
        Text::new("Not on record whether it was adopted", "Niet bekend of deze is vastgesteld")
    };
    let all: Option<Money> = budgets.iter().map(|budget| need(budget, record.on, false, &mut Vec::new()).to_pay()).sum();
    let value = match all.filter(|all| all.0 > 0).map(|all| shown(record, all)) {
        Some(all) => text!(said, all; en: "{said}; costs {all}", nl: "{said}; lasten {all}"),
        None => said,
    };
    Some(Fact::of("budget", text!(en: "Budget of {year}", nl: "Begroting {year}"), value))
}

/// What was invoiced this year, and what is still to be paid of every year.
fn invoices(record: &Record) -> Option<Fact> {
    let year = record.on.year();
    let issued =
        |one: &&crate::record::finance::Invoice| one.year == year && one.number.is_some() && one.date.is_none_or(|date| date <= record.on);
    let of_year: Vec<_> = record.invoices.iter().filter(issued).collect();
    let open = debts(record);
    // Without a total that is on record the VAT may be missing.
    if of_year.is_empty() && open.is_empty()
        || of_year.iter().any(|one| one.total.is_none())
        || open.iter().any(|debt| debt.invoice.total.is_none())
    {
        return None;
    }
    let amount = |one: &crate::record::finance::Invoice| {
        let credit = one.kind == Some(InvoiceKind::Credit) || one.credits.is_some();
        if credit { Money(-total(one).0.saturating_abs()) } else { total(one) }
    };
    let invoiced = shown(record, of_year.iter().map(|one| amount(one)).sum());
    let sum: Money = open.iter().map(|debt| debt.open).sum();
    let late = open.iter().filter(|debt| debt.due.is_some_and(|due| due < record.on)).count();
    let left = if sum.0 == 0 {
        Text::new("nothing is open", "er staat niets open")
    } else {
        let (open, sum) = (open.len(), shown(record, sum));
        let late = match late {
            0 => Text::default(),
            1 => Text::new(", 1 of them overdue", ", waarvan 1 over de vervaldatum"),
            _ => text!(en: ", {late} of them overdue", nl: ", waarvan {late} over de vervaldatum"),
        };
        let number = if open == 1 { Text::new("1 invoice", "1 factuur") } else { text!(en: "{open} invoices", nl: "{open} facturen") };
        text!(sum, number, late; en: "{sum} open ({number}{late})", nl: "{sum} open ({number}{late})")
    };
    let taxed = of_year.iter().any(|one| one.vat.as_ref().is_some_and(|vat| vat.amount.is_some_and(|amount| amount.0 > 0)));
    let vat = if taxed { Text::new(" with VAT", " incl. btw") } else { Text::default() };
    let value =
        text!(invoiced, vat, left; en: "{invoiced}{vat} invoiced in {year}; {left}", nl: "{invoiced}{vat} gefactureerd in {year}; {left}");
    Some(Fact::of("invoices", Text::new("Invoices", "Facturen"), value))
}

/// The reserve in months of fixed costs (A12).
fn reserve(record: &Record) -> Option<Fact> {
    if let Some(said) = to_come(record) {
        return Some(Fact::of("reserve", Text::new("Reserve", "Reserve"), said.capital()));
    }
    let reserve = on_record(record)?;
    let balance = shown(record, reserve.balance);
    let mut value = match reserve.on {
        Some(on) => text!(balance, on; en: "{balance} on {on}", nl: "{balance} op {on}"),
        None => text!(balance; en: "{balance}", nl: "{balance}"),
    };
    if let Some(cover) = standing(record) {
        let (months, year) = (Tenths(cover.tenths()), cover.year);
        let of = if year == year_of(record, record.on) { Text::default() } else { text!(en: " of {year}", nl: " van {year}") };
        value = value.then(&text!(months, of; en: ": {months} months of fixed costs{of} (the handbook: 3 to 6)", nl: ": {months} maanden vaste lasten{of} (handboek: 3 tot 6)"));
    }
    Some(Fact::of("reserve", Text::new("Reserve", "Reserve"), value))
}

/// The effort that counts towards the contribution this year.
pub fn in_kind(record: &Record) -> Option<Text> {
    let budgets = budgets(record);
    let all = || budgets.iter().flat_map(|budget| &budget.in_kind);
    let year = budgets.first()?.year;
    let value = shown(record, all().map(|one| one.value).sum());
    let hours: Option<f64> = all().map(|one| one.hours.map(|hours| hours.0)).sum();
    all().next()?;
    Some(match hours {
        Some(hours) => {
            let hours = Text { en: decimal(hours, Lang::En).into(), nl: decimal(hours, Lang::Nl).into() };
            text!(hours, value; en: "in kind in {year}: {hours} hours, {value}", nl: "in natura in {year}: {hours} uur, {value}")
        }
        None => text!(value; en: "in kind in {year}: {value}", nl: "in natura in {year}: {value}"),
    })
}

/// An amount in the record's currency.
fn shown(record: &Record, amount: Money) -> Sum {
    amount.in_currency(record.currency())
}
