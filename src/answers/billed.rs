//! What somebody was sent already for a period: invoices less what was credited.

use crate::answers::contribution::Asked;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Id;

/// What was sent and is not credited as a whole.
#[derive(Debug, Clone, Default)]
pub struct Billed<'a> {
    /// In the order of their files.
    pub sent: Vec<&'a Invoice>,
    /// Without VAT, less what was credited.
    pub net: Money,
    /// What was set off, likewise.
    pub set_off: Money,
    /// The credit notes of what was sent, none of which takes back the whole of it.
    pub credits: Vec<&'a Invoice>,
    /// What was sent too, and is credited as a whole.
    pub back: Vec<&'a Invoice>,
}

/// Whether it was sent: an invoice has a number, a request a date.
pub fn is_sent(invoice: &Invoice) -> bool {
    invoice.number.is_some() || invoice.kind == Some(InvoiceKind::Request) && invoice.date.is_some()
}

/// The kind of an invoice; one that does not say is for the contribution.
pub fn kind_of(invoice: &Invoice) -> InvoiceKind {
    invoice.kind.unwrap_or(InvoiceKind::Contribution)
}

/// Without VAT.
pub fn net(invoice: &Invoice) -> Money {
    invoice.line.iter().map(|line| line.amount).sum()
}

pub fn set_off(invoice: &Invoice) -> Money {
    invoice.set_off.iter().map(|one| one.amount).sum()
}

/// Whether an invoice is for an organisation, by its id or an earlier one.
pub fn is_for(record: &Record, invoice: &Invoice, id: &Id) -> bool {
    let plain = record.index.plain(&invoice.participant).0;
    let earlier = || {
        record
            .participants
            .get(id)
            .is_some_and(|one| one.formerly.iter().any(|was| was.id.as_ref().is_some_and(|was| was.as_str() == plain)))
    };
    plain == id.as_str() || earlier()
}

/// The credit notes of an invoice, drafts included: what somebody means to credit is not asked twice.
pub fn credits_of<'a>(record: &'a Record, number: &'a str) -> impl Iterator<Item = &'a Invoice> {
    record.invoices.iter().filter(move |one| one.credits.as_deref() == Some(number))
}

/// Whether an invoice is for the period of a budget and the product of that budget.
pub fn is_within(record: &Record, invoice: &Invoice, asked: &Asked<'_>) -> bool {
    let product = invoice.product.as_ref().map(|id| record.index.plain(id).0);
    let then = invoice.period.as_ref().map_or(invoice.year == asked.budget.year, |one| one.from <= asked.until && one.until >= asked.from);
    then && product.as_deref() == asked.product
}

/// What an organisation was sent of these kinds for what a budget asks.
pub fn billed<'a>(record: &'a Record, asked: &Asked<'_>, id: &Id, is_wanted: impl Fn(&Invoice) -> bool) -> Billed<'a> {
    let mut all = Billed::default();
    let sent = record.invoices.iter().filter(|one| is_sent(one) && one.credits.is_none() && kind_of(one) != InvoiceKind::Credit);
    for one in sent.filter(|one| is_wanted(one) && is_for(record, one, id) && is_within(record, one, asked)) {
        let (mut left, mut left_off) = (net(one), set_off(one));
        let credits: Vec<&Invoice> = one.number.as_deref().map(|number| credits_of(record, number)).into_iter().flatten().collect();
        for credit in &credits {
            left = left - Money(net(credit).0.saturating_abs());
            left_off = left_off - Money(set_off(credit).0.saturating_abs());
        }
        if !credits.is_empty() && left.0 <= 0 && left_off.0 <= 0 {
            all.back.push(one);
            continue;
        }
        all.sent.push(one);
        all.credits.extend(credits);
        (all.net, all.set_off) = (all.net + left, all.set_off + left_off);
    }
    all
}
