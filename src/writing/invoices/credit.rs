//! Credit notes: what an invoice asked, taken back by another that points to it.

use crate::answers::billed::{credits_of, is_sent, kind_of, net, set_off};
use crate::answers::debts::total;
use crate::answers::invoiced::{CENTS, Taxed, taxed};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Basis, FrozenVat, Invoice, InvoiceKind, Line, SetOff};
use crate::record::values::Vat;
use crate::text;
use crate::text::{Lang, Text};
use crate::writing::invoices::issue::frozen;
use crate::writing::invoices::plan::Wanted;
use crate::writing::invoices::{blank, lang_of};

/// How much of an invoice is credited: the whole where neither a line nor an amount is named.
#[derive(Debug, Clone, Copy, Default)]
pub struct Part<'a> {
    /// The line, as it is counted on the invoice, from one.
    pub line: Option<usize>,
    /// Without VAT; what the line asks where it is left out.
    pub amount: Option<Money>,
    /// Why, in words for whoever gets it.
    pub reason: Option<&'a str>,
}

/// The draft of a credit note for an invoice, or for a part of it.
///
/// # Errors
/// Why it cannot be credited.
pub fn credit(record: &Record, number: &str, part: Part<'_>) -> Result<Wanted, Text> {
    let Some(invoice) = record.invoices.iter().find(|one| one.number.as_deref() == Some(number)) else {
        return Err(text!(en: "there is no invoice {number} in this record", nl: "er is geen factuur {number} in dit dossier"));
    };
    if kind_of(invoice) == InvoiceKind::Credit {
        return Err(text!(en: "{number} is a credit note itself", nl: "{number} is zelf een creditfactuur"));
    }
    let mut before = Vec::new();
    for one in credits_of(record, number) {
        if !is_sent(one) {
            let file = &one.file;
            return Err(
                text!(en: "there is a draft that credits {number} already: {file}", nl: "er is al een concept dat {number} crediteert: {file}"),
            );
        }
        before.push(one);
    }
    let credited: Money = before.iter().map(|one| Money(total(one).0.saturating_abs())).sum();
    let left = total(invoice) - credited;
    let is_whole = part.line.is_none() && part.amount.is_none();
    let already = || {
        let by = by_of(&before);
        text!(en: "{number} was credited already, by {by}", nl: "{number} is al gecrediteerd, met {by}")
    };
    let taken: Money = before.iter().map(|one| Money(net(one).0.saturating_abs())).sum();
    if !is_whole && taken.0 > 0 && taken >= net(invoice) {
        return Err(already());
    }
    let mut draft = blank(invoice.participant.clone(), invoice.year);
    draft.kind = Some(InvoiceKind::Credit);
    draft.credits = Some(number.to_owned());
    draft.product.clone_from(&invoice.product);
    draft.buyer_reference.clone_from(&invoice.buyer_reference);
    draft.order_number.clone_from(&invoice.order_number);
    draft.period.clone_from(&invoice.period);
    draft.currency.clone_from(&invoice.currency);
    draft.vat =
        invoice.vat.as_ref().map(|vat| Box::new(FrozenVat { base: None, amount: None, note: None, source: None, ..(**vat).clone() }));
    draft.line = if is_whole { rest(record, invoice, &before, part.reason) } else { vec![some(record, invoice, &before, part)?] };
    if is_whole {
        draft.set_off = set_off_back(invoice, &before);
    }
    if draft.line.is_empty() && !before.is_empty() {
        return Err(already());
    }
    if draft.line.is_empty() {
        return Err(
            text!(en: "{number} asks nothing, so there is nothing to credit", nl: "met {number} is niets gevraagd, dus er valt niets te crediteren"),
        );
    }
    let back = -frozen(record, &draft, record.on, None).total.unwrap_or_default();
    if !is_whole && back > left {
        let (back, left) = (back.in_currency(record.currency()), left.in_currency(record.currency()));
        let said = text!(back, left; en: "with VAT that is {back}, and only {left} of {number} is left to credit", nl: "met btw is dat {back}, en van {number} is nog maar {left} te crediteren");
        // What is set off goes back with the whole only.
        return Err(if invoice.set_off.is_empty() || credited.0 != 0 {
            said
        } else {
            text!(said; en: "{said}, for the rest of it is set off: `commons invoice --credit {number} --again` credits the whole, with what is set off, and asks anew", nl: "{said}, want de rest is verrekend: `commons invoice --credit {number} --again` crediteert het geheel, met wat is verrekend, en factureert opnieuw")
        });
    }
    Ok(Wanted { stem: format!("draft-{}-credit", invoice.participant), invoice: draft })
}

/// The VAT that is left of an invoice where this credit note takes back the last of it, whatever rounding made of the VAT of each: then
/// nothing of it stays open.
pub fn last_vat(record: &Record, credit: &Invoice) -> Option<Money> {
    let number = credit.credits.as_deref().filter(|_| kind_of(credit) == InvoiceKind::Credit)?;
    let invoice = record.invoices.iter().find(|one| one.number.as_deref() == Some(number))?;
    let earlier: Vec<&Invoice> = credits_of(record, number).filter(|one| is_sent(one) && one.file != credit.file).collect();
    let bases = |invoice: &Invoice, treatment: Vat| {
        taxed(invoice).iter().filter(|one| one.treatment == treatment).map(|one| Money(one.base.0.saturating_abs())).sum::<Money>()
    };
    let back = |treatment: Vat| earlier.iter().copied().chain([credit]).map(|one| bases(one, treatment)).sum::<Money>();
    if taxed(invoice).iter().any(|one| back(one.treatment) != one.base) {
        return None;
    }
    let vat = |one: &Invoice| {
        let said = one.vat.as_ref().and_then(|vat| vat.amount);
        Money(said.unwrap_or_else(|| taxed(one).iter().map(|one| one.tax).sum()).0.saturating_abs())
    };
    let left = vat(invoice) - earlier.iter().map(|one| vat(one)).sum();
    let by_rate: Money = taxed(credit).iter().map(|one| one.tax).sum();
    let left = if net(credit).0 < 0 { -left } else { left };
    ((left - by_rate).0.saturating_abs() <= CENTS).then_some(left)
}

/// A line for each way of being taxed, of what earlier credit notes left.
fn rest(record: &Record, invoice: &Invoice, before: &[&Invoice], reason: Option<&str>) -> Vec<Line> {
    let opening = if before.is_empty() { OF_INVOICE } else { OF_REST };
    let what = title(record, invoice, &opening, None, reason);
    let mut left: Vec<Taxed> = taxed(invoice);
    for one in before {
        // Some write what a credit note takes back as less than zero, some as more.
        let is_less = net(one).0 <= 0;
        for given in taxed(one) {
            if let Some(of) = left.iter_mut().find(|one| one.treatment == given.treatment) {
                of.base = if is_less { of.base + given.base } else { of.base - given.base };
            }
        }
    }
    left.into_iter().filter(|one| one.base.0 != 0).map(|one| line(invoice, &what, -one.base, one.treatment)).collect()
}

/// The numbers of credit notes.
fn by_of(before: &[&Invoice]) -> String {
    before.iter().filter_map(|one| one.number.as_deref()).collect::<Vec<_>>().join(", ")
}

/// What was set off, and not given back yet.
fn set_off_back(invoice: &Invoice, before: &[&Invoice]) -> Vec<SetOff> {
    let mut back: Money = before.iter().map(|one| Money(set_off(one).0.saturating_abs())).sum();
    let mut all = Vec::new();
    for one in &invoice.set_off {
        let used = one.amount.min(back);
        back = back - used;
        if one.amount != used {
            all.push(SetOff { amount: -(one.amount - used), basis: None, ..one.clone() });
        }
    }
    all
}

/// What is left of a line: of its amount, and of all that is taxed as it is, less what earlier credit notes took back of either.
fn left_of(invoice: &Invoice, before: &[&Invoice], of: &Line, treatment: Vat) -> Money {
    let common = invoice.vat.as_ref().map_or(Vat::OutsideScope, |vat| vat.treatment);
    let alike = |one: &Line| one.what == of.what && one.vat.unwrap_or(common) == treatment;
    let asked: Money = invoice.line.iter().filter(|one| alike(one)).map(|one| one.amount).sum();
    let (mut credited, mut in_all) = (Money(0), Money(0));
    for one in before {
        let common = one.vat.as_ref().map_or(Vat::OutsideScope, |vat| vat.treatment);
        for given in one.line.iter().filter(|given| given.vat.unwrap_or(common) == treatment) {
            in_all = in_all + given.amount;
            if named(invoice, given).is_some_and(alike) {
                credited = credited + given.amount;
            }
        }
    }
    let base: Money = taxed(invoice).iter().filter(|one| one.treatment == treatment).map(|one| one.base).sum();
    let left = |asked: Money, credited: Money| asked - Money(credited.0.saturating_abs());
    of.amount.min(left(asked, credited)).min(left(base, in_all)).max(Money(0))
}

/// The line of an invoice that a line of a credit note takes back, by its words: of two that fit the one that says more.
fn named<'a>(invoice: &'a Invoice, given: &Line) -> Option<&'a Line> {
    let number = invoice.number.as_deref()?;
    let said =
        [Lang::En, Lang::Nl].into_iter().find_map(|lang| given.what.strip_prefix(&format!("{} {number}, ", OF_INVOICE.get(lang))))?;
    let fits = |one: &&Line| said.strip_prefix(one.what.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(": "));
    invoice.line.iter().filter(fits).max_by_key(|one| one.what.len())
}

/// One line, for a line of the invoice or for an amount of it.
fn some(record: &Record, invoice: &Invoice, before: &[&Invoice], part: Part<'_>) -> Result<Line, Text> {
    let number = invoice.number.as_deref().unwrap_or_default();
    let (of, most, treatment) = match part.line {
        Some(n) => {
            let Some(of) = n.checked_sub(1).and_then(|n| invoice.line.get(n)) else {
                let lines = invoice.line.len();
                return Err(
                    text!(en: "{number} has no line {n}; its lines are counted from 1 to {lines}", nl: "{number} heeft geen regel {n}; de regels tellen van 1 tot en met {lines}"),
                );
            };
            let common = invoice.vat.as_ref().map_or(Vat::OutsideScope, |vat| vat.treatment);
            if of.amount.0 <= 0 {
                let amount = of.amount.in_currency(record.currency());
                let said = text!(amount; en: "line {n} of {number} is {amount} and asks nothing, so there is nothing to credit", nl: "regel {n} van {number} is {amount} en vraagt niets, dus er valt niets te crediteren");
                return Err(if of.basis == Some(Basis::InKind) {
                    text!(said; en: "{said}; where that effort was not given, mend `[[in_kind]]` in the budget: `commons invoice --credit {number} --again` then credits the whole and asks anew", nl: "{said}; is die inzet niet geleverd, pas dan `[[in_kind]]` in de begroting aan: `commons invoice --credit {number} --again` crediteert dan het geheel en factureert opnieuw")
                } else {
                    said
                });
            }
            let treatment = of.vat.unwrap_or(common);
            let most = if before.is_empty() { of.amount } else { left_of(invoice, before, of, treatment) };
            if most.0 == 0 && of.amount.0 > 0 {
                let by = by_of(before);
                return Err(
                    text!(en: "nothing is left to credit of line {n} of {number}, after {by}", nl: "van regel {n} van {number} is niets meer te crediteren, na {by}"),
                );
            }
            (Some(of), most, treatment)
        }
        None => match taxed(invoice)[..] {
            [only] => (None, only.base, only.treatment),
            _ => {
                return Err(
                    text!(en: "the lines of {number} are taxed in different ways; --line says which of them is credited", nl: "de regels van {number} zijn verschillend belast; --line zegt welke daarvan wordt gecrediteerd"),
                );
            }
        },
    };
    let amount = part.amount.unwrap_or(most);
    if amount.0 <= 0 || amount > most {
        let is_less = of.is_some_and(|of| most < of.amount);
        let most = most.in_currency(record.currency());
        if let (Some(n), true) = (part.line, is_less) {
            let by = by_of(before);
            return Err(
                text!(most; en: "of line {n} of {number} {most} is left to credit, without VAT, after {by}", nl: "van regel {n} van {number} is nog {most} te crediteren, zonder btw, na {by}"),
            );
        }
        return Err(
            text!(most; en: "what is credited is more than zero and at most {most}, without VAT", nl: "het gecrediteerde bedrag is meer dan nul en hoogstens {most}, zonder btw"),
        );
    }
    Ok(line(invoice, &title(record, invoice, &OF_INVOICE, of.map(|of| of.what.as_str()), part.reason), -amount, treatment))
}

const OF_INVOICE: Text = Text::new("Credit of invoice", "Creditering van factuur");
const OF_REST: Text = Text::new("Credit of the rest of invoice", "Creditering van het restant van factuur");

/// `Creditering van factuur 2026-0003, Communitybijdrage 2026: uitgetreden op 30 juni`.
fn title(record: &Record, invoice: &Invoice, opening: &Text, line: Option<&str>, reason: Option<&str>) -> String {
    let number = invoice.number.as_deref().unwrap_or_default();
    let line = line.map_or_else(String::new, |line| format!(", {line}"));
    let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    format!("{} {number}{line}{reason}", opening.get(lang_of(record)))
}

fn line(invoice: &Invoice, what: &str, amount: Money, treatment: Vat) -> Line {
    let common = invoice.vat.as_ref().map(|vat| vat.treatment);
    let vat = Some(treatment).filter(|treatment| Some(*treatment) != common);
    Line { what: what.to_owned(), amount, vat, product: None, role: None, basis: None, note: None, source: None }
}
