//! What is still to be paid of each invoice.

use std::collections::{HashMap, HashSet};

use crate::answers::invoiced::payable;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind, Obligation};

/// An issued invoice of which something is still to be paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Debt<'a> {
    pub invoice: &'a Invoice,
    pub number: &'a str,
    pub open: Money,
    /// None where neither the invoice nor the record says by when.
    pub due: Option<Date>,
}

/// The invoices that are owed and not paid on the day of judgement. What is asked and not owed is no debt: nobody is reminded of it.
pub fn debts(record: &Record) -> Vec<Debt<'_>> {
    let mut paid: HashMap<&str, Money> = HashMap::new();
    for payment in record.payments.iter().flat_map(|file| &file.payment).filter(|payment| payment.on <= record.on) {
        if let Some(number) = payment.invoice.as_deref() {
            let sum = paid.entry(number).or_default();
            *sum = *sum + payment.amount;
        }
    }
    let issued = || record.invoices.iter().filter(|one| one.date.is_none_or(|date| date <= record.on));
    let mut credited: HashMap<&str, Money> = HashMap::new();
    for (credit, number) in issued().filter_map(|one| Some((one, one.credits.as_deref()?))) {
        let sum = credited.entry(number).or_default();
        *sum = *sum + Money(total(credit).0.saturating_abs());
    }
    let voluntary: HashSet<&str> = record
        .budgets
        .iter()
        .filter(|budget| budget.contribution.as_ref().is_some_and(|one| one.obligation == Some(Obligation::Voluntary)))
        .map(|budget| folder(budget.file.as_str(), "/budget.toml"))
        .collect();
    let days = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).and_then(|finances| finances.payment_days);
    let found = issued().filter_map(|invoice| {
        let number = invoice.number.as_deref()?;
        let year = folder(invoice.file.as_str(), "/invoices/");
        let budget = invoice.product.as_ref().map_or_else(|| year.to_owned(), |product| format!("{year}/{product}"));
        let is_asked_only = (voluntary.contains(budget.as_str()) || voluntary.contains(year))
            && matches!(invoice.kind, None | Some(InvoiceKind::Contribution | InvoiceKind::Advance | InvoiceKind::Settlement));
        if matches!(invoice.kind, Some(InvoiceKind::Credit | InvoiceKind::Request)) || is_asked_only {
            return None;
        }
        let less = |sums: &HashMap<&str, Money>| sums.get(number).copied().unwrap_or_default();
        let open = total(invoice) - less(&paid) - less(&credited);
        let due = invoice.due.or_else(|| Some(invoice.date?.plus_days(i64::from(days?))));
        (open.0 > 0).then_some(Debt { invoice, number, open, due })
    });
    found.collect()
}

/// What an invoice asks: as it says, or as its lines come to.
pub fn total(invoice: &Invoice) -> Money {
    let set_off = || invoice.set_off.iter().map(|one| one.amount).sum::<Money>();
    let by_lines = |vat: Money| invoice.line.iter().map(|line| line.amount).sum::<Money>() + vat - set_off();
    let vat = invoice.vat.as_ref().and_then(|vat| vat.amount);
    invoice.total.unwrap_or_else(|| vat.map_or_else(|| payable(invoice), by_lines))
}

/// The folder of a year, or of a product within it.
fn folder<'a>(file: &'a str, from: &str) -> &'a str {
    file.split(from).next().unwrap_or(file)
}
