//! Rules about who is invoiced (A4).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::answers::contribution::instalments::days;
use crate::answers::contribution::{Payer, Question, contribution, product_of};
use crate::answers::debts::total;
use crate::date::Date;
use crate::finding::{Class, Finding, Severity};
use crate::money::Money;
use crate::record::Record;
use crate::record::collaboration::{Finances, Numbering};
use crate::record::finance::{Budget, BudgetStatus, Invoice, InvoiceKind, Obligation};
use crate::record::participant::{Participant, Status};
use crate::record::values::TakesPart;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Text, listed};
use crate::{keys, text, words};

/// Days after the day that was agreed in which invoices go out.
const GRACE: i64 = 30;

pub static RULES: &[Rule] = &[
    Rule {
        name: "invoice-missing",
        code: "M14",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a participant has not been invoiced for its contribution",
            "een deelnemer heeft nog geen factuur voor de bijdrage",
        ),
        why: Text::new(
            "what is not invoiced is not paid, and after the turn of the year a municipality has closed its books on it",
            "wat niet gefactureerd is, wordt niet betaald, en na de jaarwisseling heeft een gemeente het jaar afgesloten",
        ),
        fix: Text::new(
            "make the invoice (`commons invoice --year …`), or write under `override` that nothing is asked",
            "maak de factuur (`commons invoice --year …`), of schrijf bij `override` dat er niets wordt gevraagd",
        ),
        check: Check::Whole(&[FileKind::Invoice, FileKind::Participant, FileKind::Collaboration], invoice_missing),
    },
    Rule {
        name: "invoice-to-outsider",
        code: "M15",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "an invoice asks a contribution of somebody who took no part in its period",
            "een factuur vraagt een bijdrage van wie in die periode niet meedeed",
        ),
        why: Text::new(
            "who had left, or never joined, owes no contribution",
            "wie uitgetreden was of nooit is toegetreden, is geen bijdrage verschuldigd",
        ),
        fix: Text::new(
            "delete a draft and credit an invoice that went out; or mend `joined`, `left` or the `period`",
            "verwijder een concept en crediteer een verstuurde factuur; of verbeter `joined`, `left` of de `period`",
        ),
        check: Check::Each(invoice_to_outsider),
    },
    Rule {
        name: "one-person-both-sides",
        code: "M16",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "one person sent an invoice and ordered what it is for",
            "één persoon verstuurde een factuur en was er ook de besteller van",
        ),
        why: Text::new(
            "nobody should approve their own invoice; the lead is a participant too (A5a)",
            "niemand hoort zijn eigen factuur goed te keuren; de penvoerder is zelf ook deelnemer (A5a)",
        ),
        fix: Text::new(
            "let somebody else at the payer order it; where that is not possible, waive this with the decision",
            "laat bij de betaler een ander de besteller zijn; kan dat niet, leg dan het besluit vast in een ontheffing",
        ),
        check: Check::Each(one_person_both_sides),
    },
];

pub(super) fn finances(record: &Record) -> Option<&Finances> {
    record.collaboration.as_ref()?.finances.as_ref()
}

/// Whether the fund holder's own system gives the numbers.
pub(super) fn is_external(record: &Record) -> bool {
    finances(record).and_then(|finances| finances.numbering) == Some(Numbering::External)
}

/// Those with a number, and the number.
pub(super) fn issued(record: &Record) -> impl Iterator<Item = (&Invoice, &str)> {
    record.invoices.iter().filter_map(|invoice| Some((invoice, invoice.number.as_deref()?.trim())))
}

/// The number of an invoice, or whose draft it is.
pub(super) fn name(invoice: &Invoice) -> &str {
    invoice.number.as_deref().unwrap_or_else(|| invoice.participant.as_str())
}

/// Whether it asks for the contribution of a period, or a part of it.
fn is_contribution(invoice: &Invoice) -> bool {
    use InvoiceKind::{Advance, Contribution, Request, Settlement};
    matches!(invoice.kind, None | Some(Contribution | Advance | Settlement | Request))
}

fn invoice_missing(record: &Record) -> Vec<Finding> {
    let credited = credited(record);
    record.budgets.iter().filter_map(|budget| not_invoiced(record, budget, &credited)).collect()
}

fn not_invoiced(record: &Record, budget: &Budget, credited: &FxHashMap<&str, Money>) -> Option<Finding> {
    let dues = budget.contribution.as_deref()?;
    let adopted = budget.status == Some(BudgetStatus::Adopted) || budget.status.is_none() && budget.adopted.is_some();
    // Where another system makes the invoices they may well not be on record at all.
    let unknown = (is_external(record) || record.invoices.is_empty())
        && !record.invoices.iter().any(|one| one.year == budget.year && one.number.is_some());
    if !adopted || dues.obligation == Some(Obligation::Voluntary) || unknown {
        return None;
    }
    let asked = contribution(record, budget, &Question::default()).ok()??;
    let halfway = asked.from.plus_days(asked.until.days_since(asked.from) / 2);
    let usual = dues.instalments.iter().map(|day| day.0).min().unwrap_or(halfway);
    let agreed = |payer: &Payer<'_>| days(&asked, payer).first().copied().unwrap_or(usual);
    let product = product_of(budget);
    let sent = record.invoices.iter().filter(|one| {
        let is_sent = one.number.is_some() && one.date.is_none_or(|date| date <= record.on);
        let same = one.product.as_ref().map(|id| record.index.plain(id).0).as_deref() == product;
        is_sent && one.year == budget.year && same && is_contribution(one) && !is_credited(credited, one)
    });
    let asked_already: FxHashSet<_> = sent.map(|one| record.index.plain(&one.participant).0).collect();
    let has = |payer: &Payer<'_>| asked_already.contains(payer.taking.id.as_str());
    let late = |payer: &&Payer<'_>| agreed(payer).max(payer.taking.from).plus_days(GRACE) < record.on;
    let missing: Vec<&str> = asked
        .payers
        .iter()
        .filter(|payer| payer.settled.net.0 > 0)
        .filter(late)
        .filter(|payer| !has(payer))
        .map(|payer| payer.taking.id.as_str())
        .collect();
    if missing.is_empty() {
        return None;
    }
    let (year, who) = (budget.year, listed(missing.iter().copied(), 5));
    let message = text!(who; en: "no invoice for the contribution of {year} has gone to {who}", nl: "er is voor de bijdrage {year} nog geen factuur naar {who}");
    let help = text!(en: "make it with `commons invoice --year {year}`", nl: "maak de factuur met `commons invoice --year {year}`");
    Some(Finding::new(budget.at(keys!["contribution", "key"]), message).about(year).help(help))
}

/// What credit notes take back, by the number that they credit.
fn credited(record: &Record) -> FxHashMap<&str, Money> {
    let mut sums: FxHashMap<&str, Money> = FxHashMap::default();
    for (credit, _) in issued(record) {
        if let Some(number) = credit.credits.as_deref() {
            let sum = sums.entry(number.trim()).or_default();
            *sum = *sum + Money(total(credit).0.saturating_abs());
        }
    }
    sums
}

/// Whether credit notes take back the whole of an invoice.
fn is_credited(credited: &FxHashMap<&str, Money>, invoice: &Invoice) -> bool {
    let back = invoice.number.as_deref().and_then(|number| credited.get(number.trim()));
    back.is_some_and(|back| back.0 > 0 && *back >= total(invoice))
}

fn invoice_to_outsider(record: &Record) -> Vec<Finding> {
    let credited = credited(record);
    let outside = |invoice: &Invoice| {
        let one = record.organisation(&invoice.participant)?;
        let is_fee = invoice.kind == Some(InvoiceKind::JoiningFee);
        if !is_contribution(invoice) && !is_fee || is_credited(&credited, invoice) {
            return None;
        }
        let year = || Some((Date::of(invoice.year, 1, 1)?, Date::of(invoice.year, 12, 31)?));
        let (from, until) = invoice.period.as_ref().map(|period| (period.from, period.until)).or_else(year)?;
        let (name, id) = (&one.name, &one.id);
        let message = if let Some(left) = one.left.filter(|left| left.last() < from) {
            text!(left; en: "{name} left ({left}) before the period of this invoice", nl: "{name} was voor de periode van deze factuur al uitgetreden ({left})")
        } else if let Some(joined) = one.joined.filter(|joined| joined.first() > until && !is_fee) {
            text!(joined; en: "{name} joins ({joined}) after the period of this invoice", nl: "{name} treedt pas toe ({joined}) na de periode van deze factuur")
        } else if takes_no_part(one) {
            text!(en: "{name} takes no part, and this invoice asks it for a contribution", nl: "{name} is geen deelnemer, maar deze factuur vraagt een bijdrage")
        } else {
            return None;
        };
        let help = match invoice.number {
            Some(_) => text!(en: "credit it, or mend the dates of `{id}`", nl: "crediteer de factuur, of verbeter de datums van `{id}`"),
            None => {
                text!(en: "delete the draft, or mend the dates of `{id}`", nl: "verwijder het concept, of verbeter de datums van `{id}`")
            }
        };
        Some(Finding::new(invoice.at(keys!["participant"]), message).about(self::name(invoice)).help(help))
    };
    record.invoices.iter().filter_map(outside).collect()
}

/// Whether the record says that it never was a party: whoever is no party and has dues of its own does pay.
fn takes_no_part(one: &Participant) -> bool {
    let aside = one.takes_part == Some(TakesPart::No) || one.takes_part.is_none() && one.supplier;
    (aside || one.status == Some(Status::Interested)) && one.membership.is_empty()
}

fn one_person_both_sides(record: &Record) -> Vec<Finding> {
    let fold = |name: &str| words::fold(name.trim());
    let both = |invoice: &Invoice| {
        let (seller, buyer) = (invoice.seller.as_ref()?, invoice.buyer.as_ref()?);
        let sender = fold(seller.contact.as_deref()?);
        let key = if buyer.ordered_by.as_deref().map(fold).as_deref() == Some(&sender) {
            "ordered_by"
        } else if buyer.contact.as_deref().map(fold).as_deref() == Some(&sender) {
            "contact"
        } else {
            return None;
        };
        let message = text!(en: "the sender's contact stands on the payer's side too", nl: "de contactpersoon van de afzender staat ook aan de kant van de betaler");
        let help = text!(en: "let somebody else at the payer approve it", nl: "laat bij de betaler een ander de factuur goedkeuren");
        Some(Finding::new(invoice.at(keys!["buyer", key]), message).about(name(invoice)).help(help))
    };
    record.invoices.iter().filter_map(both).collect()
}
