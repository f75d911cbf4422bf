//! Rules about who is invoiced and what is paid of it (A4).

use std::collections::HashMap;

use crate::answers::contribution::{Payer, Question, contribution, product_of};
use crate::answers::debts::{Debt, debts, total};
use crate::date::{Date, VagueDate};
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

/// Days after the day by which it was to be paid that an invoice is spoken of, and that a first reminder is due.
const PATIENCE: i64 = 14;
/// Days after a first reminder that a second one is due; after that somebody calls.
const SECOND: i64 = 28;
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
    Rule {
        name: "payment-without-invoice",
        code: "M17",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a payment is of an invoice that is not on record",
            "een ontvangst noemt een factuur die niet in het dossier staat",
        ),
        why: Text::new(
            "the money is then in the bank and on no account: the invoice that was meant stays open",
            "het geld is dan wel ontvangen maar nergens op geboekt: de bedoelde factuur blijft openstaan",
        ),
        fix: Text::new(
            "mend the number under `invoice`, or leave it out where no invoice was sent",
            "verbeter het nummer bij `invoice`, of laat het weg als er geen factuur bij hoort",
        ),
        check: Check::Whole(&[FileKind::Invoice], payment_without_invoice),
    },
    Rule {
        name: "payment-too-much",
        code: "M18",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("more was paid on an invoice than it asks", "op een factuur is meer betaald dan zij vraagt"),
        why: Text::new(
            "it has to be paid back, or was meant for another invoice that stays open",
            "het moet terug, of het was bedoeld voor een andere factuur die nu openstaat",
        ),
        fix: Text::new(
            "book it on the right invoice, or pay it back and write that as a payment below zero",
            "boek het op de juiste factuur, of stort het terug en schrijf dat als negatieve ontvangst",
        ),
        check: Check::Whole(&[FileKind::Invoice, FileKind::Budget], payment_too_much),
    },
    Rule {
        name: "overdue-invoice",
        code: "M19",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "invoices are open long after their due date, though reminded of",
            "facturen staan na een herinnering nog lang open",
        ),
        why: Text::new(
            "the fund holder pays the suppliers meanwhile, out of its own pocket (A4)",
            "de kassier schiet de leveranciers intussen voor (A4)",
        ),
        fix: Text::new(
            "call the contact: mostly an order number is missing; or put it on the steering group's agenda",
            "bel de contactpersoon: meestal ontbreekt een inkoopordernummer; of bespreek het in de stuurgroep",
        ),
        check: Check::Whole(&[FileKind::Invoice, FileKind::Payments, FileKind::Budget], overdue_invoice),
    },
    Rule {
        name: "reminder-due",
        code: "M20",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("it is time for a reminder", "het is tijd voor een betalingsherinnering"),
        why: Text::new(
            "an invoice is seldom left unpaid on purpose: it waits for a number or a signature, and a friendly word brings it to light (A4)",
            "een factuur blijft zelden met opzet liggen: er ontbreekt een nummer of een akkoord, en een vriendelijk bericht brengt dat aan het licht (A4)",
        ),
        fix: Text::new(
            "send a reminder (`commons remind`), and write the day under `[[reminder]]` of the invoice",
            "stuur een herinnering (`commons remind`), en schrijf de dag bij `[[reminder]]` van de factuur",
        ),
        check: Check::Whole(&[FileKind::Invoice, FileKind::Payments, FileKind::Budget], reminder_due),
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

fn not_invoiced(record: &Record, budget: &Budget, credited: &HashMap<&str, Money>) -> Option<Finding> {
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
    let agreed = dues.instalments.iter().map(|day| day.0).min().unwrap_or(halfway);
    let product = product_of(budget);
    let has = |payer: &Payer<'_>| {
        record.invoices.iter().any(|one| {
            let sent = one.number.is_some() && one.date.is_none_or(|date| date <= record.on);
            let its = record.index.plain(&one.participant).0 == payer.taking.id.as_str() && one.year == budget.year;
            let same = one.product.as_ref().map(|id| record.index.plain(id).0).as_deref() == product;
            sent && its && same && is_contribution(one) && !is_credited(credited, one)
        })
    };
    let late = |payer: &&Payer<'_>| agreed.max(payer.taking.from).plus_days(GRACE) < record.on;
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
fn credited(record: &Record) -> HashMap<&str, Money> {
    let mut sums: HashMap<&str, Money> = HashMap::new();
    for (credit, _) in issued(record) {
        if let Some(number) = credit.credits.as_deref() {
            let sum = sums.entry(number.trim()).or_default();
            *sum = *sum + Money(total(credit).0.saturating_abs());
        }
    }
    sums
}

/// Whether credit notes take back the whole of an invoice.
fn is_credited(credited: &HashMap<&str, Money>, invoice: &Invoice) -> bool {
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

fn payment_without_invoice(record: &Record) -> Vec<Finding> {
    let known: HashMap<String, &str> = issued(record).map(|(_, number)| (number.to_lowercase(), number)).collect();
    let mut findings = Vec::new();
    for file in &record.payments {
        for (n, payment) in file.payment.iter().enumerate() {
            let Some(number) = payment.invoice.as_deref().filter(|number| !known.contains_key(&number.trim().to_lowercase())) else {
                continue;
            };
            let message = text!(en: "no invoice on record has the number `{number}`", nl: "geen enkele factuur in het dossier heeft nummer `{number}`");
            let help = match words::nearest(number, known.values().copied()) {
                Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
                None => text!(en: "mend the number, or leave `invoice` out", nl: "verbeter het nummer, of laat `invoice` weg"),
            };
            findings.push(Finding::new(file.at(keys!["payment", n, "invoice"]), message).about(number).help(help));
        }
    }
    findings
}

fn payment_too_much(record: &Record) -> Vec<Finding> {
    let mut left: HashMap<&str, Money> =
        issued(record).filter(|(one, _)| one.credits.is_none()).map(|(one, number)| (number, total(one))).collect();
    for (number, back) in credited(record) {
        if let Some(left) = left.get_mut(number) {
            *left = *left - back;
        }
    }
    let voluntary = |file: &str| {
        record.budgets.iter().any(|budget| {
            let is_its = file.starts_with(budget.file.as_str().trim_end_matches("budget.toml"));
            is_its && budget.contribution.as_ref().is_some_and(|one| one.obligation == Some(Obligation::Voluntary))
        })
    };
    let files: HashMap<&str, &str> = issued(record).map(|(one, number)| (number, one.file.as_str())).collect();
    let mut last = HashMap::new();
    for (m, file) in record.payments.iter().enumerate() {
        for (n, payment) in file.payment.iter().enumerate() {
            if let Some(number) = payment.invoice.as_deref().map(str::trim)
                && let Some(left) = left.get_mut(number)
            {
                *left = *left - payment.amount;
                if payment.amount.0 > 0 {
                    last.insert(number, (m, n));
                }
            }
        }
    }
    let currency = record.currency();
    let mut over: Vec<(&str, Money)> = left.into_iter().filter(|(_, left)| left.0 < 0).map(|(number, left)| (number, -left)).collect();
    over.sort_unstable();
    let finding = |(number, much): (&str, Money)| {
        let (m, n) = *last.get(number)?;
        if files.get(number).is_some_and(|file| voluntary(file)) {
            return None;
        }
        let much = much.in_currency(currency);
        let message =
            text!(much; en: "{much} more was paid on `{number}` than it asks", nl: "op `{number}` is {much} meer betaald dan gevraagd");
        let help = text!(en: "book it on the right invoice, or pay it back", nl: "boek het op de juiste factuur, of stort het terug");
        Some(Finding::new(record.payments[m].at(keys!["payment", n, "amount"]), message).about(number).help(help))
    };
    over.into_iter().filter_map(finding).collect()
}

/// What is open for longer than our patience, told apart by whether it is time for a reminder.
fn late(record: &Record, reminder: Reminds) -> Vec<(Date, Debt<'_>)> {
    let mut found: Vec<(Date, Debt<'_>)> = debts(record)
        .into_iter()
        .filter_map(|debt| {
            let due = debt.due?;
            let sent: Vec<Date> = debt.invoice.reminder.iter().map(|one| one.on).filter(|day| *day <= record.on).collect();
            let is_due = match sent.iter().max() {
                None => due.plus_days(PATIENCE) < record.on,
                Some(last) => sent.len() == 1 && last.plus_days(SECOND) < record.on,
            };
            let which = if is_due { Reminds::Now } else { Reminds::NotNow };
            (due.plus_days(PATIENCE) < record.on && which == reminder).then_some((due, debt))
        })
        .collect();
    found.sort_by_key(|(due, debt)| (*due, debt.number));
    found
}

/// Whether the next step is a reminder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reminds {
    Now,
    NotNow,
}

/// One finding for all of them, at the oldest.
fn of_late(late: &[(Date, Debt<'_>)], one: impl Fn(Text) -> Text, several: impl Fn(usize, Text) -> Text, help: Text) -> Vec<Finding> {
    let Some((due, first)) = late.first() else { return Vec::new() };
    let at = first.invoice.at(if first.invoice.due.is_some() { keys!["due"] } else { keys!["number"] });
    let (number, since) = (first.number, VagueDate::Day(*due));
    let message = match late.len() {
        1 => one(text!(since; en: "invoice `{number}` was to be paid by {since}", nl: "factuur `{number}` verviel op {since}")),
        more => several(more, listed(late.iter().map(|(_, debt)| debt.number), 5)),
    };
    vec![Finding::new(at, message).about("invoices").help(help)]
}

fn overdue_invoice(record: &Record) -> Vec<Finding> {
    let mut late = late(record, Reminds::NotNow);
    // Whoever was reminded, or paid a part, not long ago is given time.
    late.retain(|(_, debt)| {
        let paid = record.payments.iter().flat_map(|file| &file.payment).filter(|one| one.invoice.as_deref() == Some(debt.number));
        let days = paid.map(|one| one.on).chain(debt.invoice.reminder.iter().map(|one| one.on));
        days.filter(|day| *day <= record.on).max().is_none_or(|last| last.plus_days(SECOND) < record.on)
    });
    let help = text!(en: "call the contact, or put it on the steering group's agenda", nl: "bel de contactpersoon, of bespreek het in de stuurgroep");
    of_late(
        &late,
        |what| text!(what; en: "{what}; a reminder has been sent, and it is still open", nl: "{what}; er is een herinnering verstuurd, en de factuur staat nog open"),
        |number, which| text!(which; en: "{number} invoices are open more than {PATIENCE} days after their due date, though reminded of: {which}", nl: "{number} facturen staan langer dan {PATIENCE} dagen na de vervaldatum open, ook na een herinnering: {which}"),
        help,
    )
}

fn reminder_due(record: &Record) -> Vec<Finding> {
    let late = late(record, Reminds::Now);
    let help = text!(en: "send a reminder, and write the day under `[[reminder]]`", nl: "stuur een herinnering, en schrijf de dag bij `[[reminder]]`");
    of_late(
        &late,
        |what| text!(what; en: "{what} and is open: it is time for a reminder", nl: "{what} en staat open: het is tijd voor een herinnering"),
        |number, which| text!(which; en: "it is time to remind of {number} invoices: {which}", nl: "voor {number} facturen is het tijd voor een herinnering: {which}"),
        help,
    )
}
