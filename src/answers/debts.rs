//! What was paid of each invoice, and what is still to be paid.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::answers::billed::{net, set_off};
use crate::answers::invoiced::{CENTS, payable};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind, Obligation};
use crate::source::layout::FileKind;

/// The files in which what is owed and paid stands.
const COUNTED: [FileKind; 5] = [FileKind::Collaboration, FileKind::Participant, FileKind::Budget, FileKind::Payments, FileKind::Invoice];

/// The files for want of which nobody knows what is owed and paid.
pub fn uncounted(record: &Record) -> Vec<String> {
    let unread = record.unread.iter().filter(|unread| COUNTED.contains(&unread.kind)).map(|unread| unread.file.to_string());
    let odd = record.odd.iter().map(|odd| odd.path.to_string());
    unread.chain(odd.filter(|path| path.starts_with("finances/") && (path.contains("/invoices") || path.contains("payments")))).collect()
}

/// An issued invoice of which something is still to be paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Debt<'a> {
    pub invoice: &'a Invoice,
    pub number: &'a str,
    pub open: Money,
    /// None where neither the invoice nor the record says by when.
    pub due: Option<Date>,
}

/// How an issued invoice stands on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance<'a> {
    pub invoice: &'a Invoice,
    pub number: &'a str,
    pub asked: Money,
    /// Less what was paid back.
    pub paid: Money,
    pub credited: Money,
    /// None where neither the invoice nor the record says by when.
    pub due: Option<Date>,
    /// False: it is asked for, and nobody owes it.
    pub is_owed: bool,
}

impl Balance<'_> {
    /// What is still to be paid; less than zero where more was paid than is asked.
    pub fn open(&self) -> Money {
        self.asked - self.paid - self.credited
    }
}

/// The invoices that are owed and not paid on the day of judgement. What is asked and not owed is no debt: nobody is reminded of it.
pub fn debts(record: &Record) -> Vec<Debt<'_>> {
    debts_on_balance(record).0
}

/// The same, and what participants owe on balance of all that they were invoiced, by their ids: less than zero where they are to get
/// back more.
pub fn debts_on_balance(record: &Record) -> (Vec<Debt<'_>>, FxHashMap<Cow<'_, str>, Money>) {
    let mut sums: FxHashMap<Cow<'_, str>, Money> = FxHashMap::default();
    let mut debts = Vec::new();
    for one in balances(record, record.on).into_iter().filter(|one| one.is_owed) {
        let sum = sums.entry(record.index.plain(&one.invoice.participant).0).or_default();
        *sum = *sum + one.open();
        if one.open().0 > 0 {
            debts.push(Debt { invoice: one.invoice, number: one.number, open: one.open(), due: one.due });
        }
    }
    (debts, sums)
}

/// How every invoice stands with all that is on record, whatever the day.
pub fn balances_of_all(record: &Record) -> Vec<Balance<'_>> {
    balances(record, Date::of(9999, 12, 31).unwrap_or(record.on))
}

/// Every invoice with a number that was issued by a day, and what was paid and credited of it by then. What is paid back of a credit
/// note counts to the invoice that it credits; the draft of one takes nothing back yet.
pub fn balances(record: &Record, day: Date) -> Vec<Balance<'_>> {
    let issued = || record.invoices.iter().filter(|one| one.number.is_some() && one.date.is_none_or(|date| date <= day));
    let credits: FxHashMap<&str, &str> = issued().filter_map(|one| Some((one.number.as_deref()?, one.credits.as_deref()?))).collect();
    let mut paid: FxHashMap<&str, Money> = FxHashMap::default();
    for payment in record.payments.iter().flat_map(|file| &file.payment).filter(|payment| payment.on <= day) {
        if let Some(number) = payment.invoice.as_deref() {
            let sum = paid.entry(credits.get(number).copied().unwrap_or(number)).or_default();
            *sum = *sum + payment.amount;
        }
    }
    let mut credited: FxHashMap<&str, [Money; 3]> = FxHashMap::default();
    for (credit, number) in issued().filter_map(|one| Some((one, one.credits.as_deref()?))) {
        let sums = credited.entry(number).or_default();
        for (sum, amount) in sums.iter_mut().zip([total(credit), net(credit), set_off(credit)]) {
            *sum = *sum + Money(amount.0.saturating_abs());
        }
    }
    // What was credited as a whole is owed by nobody, also where the VAT of each credit note, rounded by itself, left a cent.
    let credited = |invoice: &Invoice, number: &str| {
        let Some([back, base, off]) = credited.get(number).copied() else { return Money(0) };
        let asked = total(invoice);
        let is_whole = base == net(invoice) && off == set_off(invoice) && (asked - back).0.saturating_abs() <= CENTS;
        if is_whole { asked } else { back }
    };
    let voluntary: FxHashSet<&str> = record
        .budgets
        .iter()
        .filter(|budget| budget.contribution.as_ref().is_some_and(|one| one.obligation == Some(Obligation::Voluntary)))
        .map(|budget| folder(budget.file.as_str(), "/budget.toml"))
        .collect();
    let days = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).and_then(|finances| finances.payment_days);
    let found = issued().filter_map(|invoice| {
        let number = invoice.number.as_deref()?;
        if invoice.kind == Some(InvoiceKind::Credit) || invoice.credits.is_some() {
            return None;
        }
        let year = folder(invoice.file.as_str(), "/invoices/");
        let budget = invoice.product.as_ref().map_or_else(|| year.to_owned(), |product| format!("{year}/{product}"));
        let is_asked_only = (voluntary.contains(budget.as_str()) || voluntary.contains(year))
            && matches!(invoice.kind, None | Some(InvoiceKind::Contribution | InvoiceKind::Advance | InvoiceKind::Settlement));
        Some(Balance {
            invoice,
            number,
            asked: total(invoice),
            paid: paid.get(number).copied().unwrap_or_default(),
            credited: credited(invoice, number),
            due: invoice.due.or_else(|| Some(invoice.date?.plus_days(i64::from(days?)))),
            is_owed: invoice.kind != Some(InvoiceKind::Request) && !is_asked_only,
        })
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
