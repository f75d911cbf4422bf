//! What an invoice adds up to: its lines by how they are taxed, the tax of each, and what is to be paid.

use crate::answers::contribution::settled::vat_on;
use crate::money::Money;
use crate::record::finance::Invoice;
use crate::record::values::Vat;

/// The lines of an invoice that are taxed in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taxed {
    pub treatment: Vat,
    /// Without VAT.
    pub base: Money,
    pub tax: Money,
}

/// The lines by how they are taxed, in the order in which each way first occurs. VAT is rounded once for each rate, half a cent
/// away from zero. A line without a treatment of its own has that of the invoice; without either nothing is taxed.
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
