//! What an invoice adds up to: its lines by how they are taxed, the tax of each, and what is to be paid.

use crate::answers::contribution::settled::vat_on;
use crate::money::Money;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Vat;

/// The lines of an invoice that are taxed in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taxed {
    pub treatment: Vat,
    /// Without VAT.
    pub base: Money,
    pub tax: Money,
}

/// Cents by which the VAT of the last credit note of an invoice may differ from its rate: each of them is rounded by itself.
pub const CENTS: i64 = 12;

/// The lines by how they are taxed, in the order in which each way first occurs. VAT is rounded once for each rate, half a cent
/// away from zero. A line without a treatment of its own has that of the invoice; without either nothing is taxed. A credit note has
/// the VAT that it says where that is a few cents off: the last of an invoice takes what VAT is left of it.
pub fn taxed(invoice: &Invoice) -> Vec<Taxed> {
    let common = invoice.vat.as_ref().map_or(Vat::OutsideScope, |vat| vat.treatment);
    let mut found: Vec<Taxed> = Vec::new();
    for line in &invoice.line {
        let treatment = line.vat.unwrap_or(common);
        match found.iter_mut().find(|one| one.treatment == treatment) {
            Some(one) => one.base = one.base + line.amount,
            None => found.push(Taxed { treatment, base: line.amount, tax: Money(0) }),
        }
    }
    for one in &mut found {
        one.tax = vat_on(one.treatment, one.base);
    }
    let is_credit = invoice.kind == Some(InvoiceKind::Credit) || invoice.credits.is_some();
    if let Some(said) = invoice.vat.as_ref().and_then(|vat| vat.amount).filter(|_| is_credit) {
        let off = said - found.iter().map(|one| one.tax).sum();
        let largest =
            found.iter_mut().filter(|one| matches!(one.treatment, Vat::Percent(1..))).max_by_key(|one| one.base.0.saturating_abs());
        if let Some(one) = largest.filter(|_| off.0.saturating_abs() <= CENTS) {
            one.tax = one.tax + off;
        }
    }
    found
}

/// What the lines come to, VAT included, before anything is set off.
pub fn gross(invoice: &Invoice) -> Money {
    taxed(invoice).iter().map(|one| one.base + one.tax).sum()
}

/// What is to be paid by its lines: VAT included, less what is set off.
pub fn payable(invoice: &Invoice) -> Money {
    gross(invoice) - invoice.set_off.iter().map(|one| one.amount).sum::<Money>()
}
