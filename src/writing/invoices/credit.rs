//! Credit notes: what an invoice asked, taken back by another that points to it.

use crate::answers::billed::{credits_of, is_sent, kind_of, set_off};
use crate::answers::invoiced::taxed;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{FrozenVat, InvoiceKind, Line, SetOff};
use crate::text;
use crate::text::Text;
use crate::writing::invoices::plan::Wanted;
use crate::writing::invoices::{blank, lang_of};

/// The draft of a credit note for the whole of an invoice, or for what earlier ones left of it.
///
/// # Errors
/// Why it cannot be credited.
pub fn credit(record: &Record, number: &str) -> Result<Wanted, Text> {
    let Some(invoice) = record.invoices.iter().find(|one| one.number.as_deref() == Some(number)) else {
        return Err(text!(en: "there is no invoice {number} in this record", nl: "er is geen factuur {number} in dit dossier"));
    };
    if kind_of(invoice) == InvoiceKind::Credit {
        return Err(text!(en: "{number} is a credit note itself", nl: "{number} is zelf een creditfactuur"));
    }
    let (mut before, mut by) = (Vec::new(), Vec::new());
    for one in credits_of(record, number) {
        if !is_sent(one) {
            let file = &one.file;
            return Err(
                text!(en: "there is a draft that credits {number} already: {file}", nl: "er is al een concept dat {number} crediteert: {file}"),
            );
        }
        before.push(one);
        by.extend(one.number.as_deref());
    }
    let lang = lang_of(record);
    let what = if before.is_empty() {
        text!(en: "Credit of invoice {number}", nl: "Creditering van factuur {number}")
    } else {
        text!(en: "Credit of the rest of invoice {number}", nl: "Creditering van het restant van factuur {number}")
    };
    let mut draft = blank(invoice.participant.clone(), invoice.year);
    draft.kind = Some(InvoiceKind::Credit);
    draft.credits = Some(number.to_owned());
    draft.product.clone_from(&invoice.product);
    draft.buyer_reference.clone_from(&invoice.buyer_reference);
    draft.order_number.clone_from(&invoice.order_number);
    draft.period.clone_from(&invoice.period);
    draft.currency.clone_from(&invoice.currency);
    let common = invoice.vat.as_ref().map(|vat| vat.treatment);
    draft.vat =
        invoice.vat.as_ref().map(|vat| Box::new(FrozenVat { base: None, amount: None, note: None, source: None, ..(**vat).clone() }));
    let line = |one: crate::answers::invoiced::Taxed| Line {
        what: what.get(lang).to_owned(),
        amount: -one.base,
        vat: Some(one.treatment).filter(|treatment| Some(*treatment) != common),
        product: None,
        role: None,
        basis: None,
        note: None,
        source: None,
    };
    let mut left = taxed(invoice);
    for given in before.iter().flat_map(|one| taxed(one)) {
        if let Some(of) = left.iter_mut().find(|one| one.treatment == given.treatment) {
            of.base = of.base - Money(given.base.0.saturating_abs());
        }
    }
    draft.line = left.into_iter().filter(|one| one.base.0 != 0).map(line).collect();
    let mut back: Money = before.iter().map(|one| Money(set_off(one).0.saturating_abs())).sum();
    for one in &invoice.set_off {
        let used = one.amount.min(back);
        back = back - used;
        if one.amount != used {
            draft.set_off.push(SetOff { amount: -(one.amount - used), basis: None, ..one.clone() });
        }
    }
    if draft.line.is_empty() && !by.is_empty() {
        let by = by.join(", ");
        return Err(text!(en: "{number} was credited already, by {by}", nl: "{number} is al gecrediteerd, met {by}"));
    }
    if draft.line.is_empty() {
        return Err(
            text!(en: "{number} asks nothing, so there is nothing to credit", nl: "met {number} is niets gevraagd, dus er valt niets te crediteren"),
        );
    }
    Ok(Wanted { stem: format!("draft-{}-credit", invoice.participant), invoice: draft })
}
