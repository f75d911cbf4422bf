//! Rules about invoices (A4): the series, the amounts, who is invoiced.

use std::collections::{BTreeMap, HashMap};

use crate::answers::contribution::instalments::days;
use crate::answers::contribution::{Payer, Question, contribution, product_of};
use crate::answers::debts::total;
use crate::answers::invoiced::{payable, taxed};
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
        name: "invoice-number-gap",
        code: "M11",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a number is missing in the series of invoices", "in de reeks factuurnummers ontbreekt een nummer"),
        why: Text::new(
            "the tax office asks for an unbroken series, kept for seven years: a number that is missing is an invoice that is missing",
            "de Belastingdienst vraagt een ononderbroken reeks, zeven jaar bewaard: ontbreekt een nummer, dan ontbreekt een factuur",
        ),
        fix: Text::new(
            "put the file of that invoice back (git has it), or write in a waiver why the number was never used",
            "zet het bestand van die factuur terug (git heeft het nog), of schrijf in een ontheffing waarom het nummer niet is gebruikt",
        ),
        check: Check::Whole(&[FileKind::Invoice, FileKind::Collaboration], invoice_number_gap),
    },
    Rule {
        name: "duplicate-invoice-number",
        code: "M12",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("two invoices have the same number", "twee facturen hebben hetzelfde nummer"),
        why: Text::new(
            "a payment is booked on a number; with two of them nobody knows which was paid, and by law a number is given once",
            "een ontvangst wordt op nummer geboekt; bij twee gelijke weet niemand welke is betaald, en een nummer mag wettelijk maar één keer voorkomen",
        ),
        fix: Text::new(
            "credit the wrong one and issue it anew under the next number",
            "crediteer de onjuiste en maak die opnieuw definitief met het volgende nummer",
        ),
        check: Check::Each(duplicate_invoice_number),
    },
    Rule {
        name: "invoice-total-differs",
        code: "M13",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("the amounts of an invoice do not add up", "de bedragen van een factuur tellen niet op"),
        why: Text::new(
            "the payer's administration adds it up too, and sends it back",
            "de administratie van de betaler rekent het na en stuurt de factuur terug",
        ),
        fix: Text::new(
            "mend a draft; an invoice that went out is credited and issued anew",
            "verbeter een concept; een verstuurde factuur wordt gecrediteerd en opnieuw gemaakt",
        ),
        check: Check::Each(invoice_total_differs),
    },
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

fn finances(record: &Record) -> Option<&Finances> {
    record.collaboration.as_ref()?.finances.as_ref()
}

/// Whether the fund holder's own system gives the numbers.
fn is_external(record: &Record) -> bool {
    finances(record).and_then(|finances| finances.numbering) == Some(Numbering::External)
}

/// Those with a number, and the number.
fn issued(record: &Record) -> impl Iterator<Item = (&Invoice, &str)> {
    record.invoices.iter().filter_map(|invoice| Some((invoice, invoice.number.as_deref()?.trim())))
}

fn invoice_number_gap(record: &Record) -> Vec<Finding> {
    let Some(shape) = finances(record).and_then(|finances| finances.invoice_number.as_deref()) else { return Vec::new() };
    if is_external(record) {
        return Vec::new();
    }
    let mut series: BTreeMap<Option<i32>, BTreeMap<u64, &Invoice>> = BTreeMap::new();
    for (invoice, number) in issued(record) {
        if let Some((year, serial)) = numbered(shape, number) {
            series.entry(year).or_default().insert(serial, invoice);
        }
    }
    let mut findings = Vec::new();
    for (n, serials) in series.values().enumerate() {
        // A record may begin in the middle of a year; from its second year on a series begins at one.
        let mut before = if n == 0 { serials.keys().next().map_or(0, |first| first - 1) } else { 0 };
        for (serial, invoice) in serials {
            let missing = serial - before - 1;
            before = *serial;
            if missing == 0 {
                continue;
            }
            let number = invoice.number.as_deref().unwrap_or_default();
            let message = match missing {
                1 => {
                    text!(en: "the number before `{number}` is missing in the series", nl: "het nummer vóór `{number}` ontbreekt in de reeks")
                }
                _ => {
                    text!(en: "the {missing} numbers before `{number}` are missing in the series", nl: "de {missing} nummers vóór `{number}` ontbreken in de reeks")
                }
            };
            let help = text!(en: "put the file back, or say in a waiver why the number was not used", nl: "zet het bestand terug, of schrijf in een ontheffing waarom het nummer niet is gebruikt");
            findings.push(Finding::new(invoice.at(keys!["number"]), message).about(number).help(help));
        }
    }
    findings
}

/// The year and the serial number of a number that has the shape of the series, such as `{year}-{number:04}`.
fn numbered(shape: &str, number: &str) -> Option<(Option<i32>, u64)> {
    let (mut shape, mut rest) = (shape, number);
    let (mut year, mut serial) = (None, None);
    while !shape.is_empty() {
        if let Some(after) = shape.strip_prefix("{year}") {
            let digits = rest.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
            year = digits.parse().ok();
            (shape, rest) = (after, &rest[4..]);
        } else if let Some(after) = shape.strip_prefix("{number") {
            let (_, after) = after.split_once('}')?;
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            serial = rest[..end].parse::<u64>().ok().filter(|serial| *serial > 0);
            serial?;
            (shape, rest) = (after, &rest[end..]);
        } else {
            let first = shape.chars().next()?;
            rest = rest.strip_prefix(first)?;
            shape = &shape[first.len_utf8()..];
        }
    }
    if rest.is_empty() { serial.map(|serial| (year, serial)) } else { None }
}

fn duplicate_invoice_number(record: &Record) -> Vec<Finding> {
    let mut seen: HashMap<(i32, String), &Invoice> = HashMap::new();
    let mut findings = Vec::new();
    for (invoice, number) in issued(record) {
        // A finance system may begin anew every year.
        let year = if is_external(record) { invoice.year } else { 0 };
        let key = (year, number.to_lowercase());
        let Some(first) = seen.get(&key) else {
            seen.insert(key, invoice);
            continue;
        };
        let file = &first.file;
        let message = text!(en: "the number `{number}` is that of `{file}` too", nl: "het nummer `{number}` staat ook in `{file}`");
        let help = text!(en: "credit the wrong one and issue it anew", nl: "crediteer de onjuiste en maak die opnieuw");
        findings.push(Finding::new(invoice.at(keys!["number"]), message).about(number).help(help));
    }
    findings
}

fn invoice_total_differs(record: &Record) -> Vec<Finding> {
    let currency = record.currency();
    let differing = |invoice: &Invoice| {
        if invoice.line.is_empty() {
            return None;
        }
        let rates = taxed(invoice);
        let base: Money = rates.iter().map(|one| one.base).sum();
        let tax: Money = rates.iter().map(|one| one.tax).sum();
        let frozen = invoice.vat.as_ref();
        // A finance system may round the tax of each line.
        let slack = i64::try_from(invoice.line.len()).unwrap_or(i64::MAX);
        let said_tax = frozen.and_then(|vat| vat.amount);
        let wrong = |a: Money, b: Money, slack: i64| (a.0 - b.0).abs() > slack;
        let (keys, said, is) = if let Some(said) = frozen.and_then(|vat| vat.base).filter(|said| rates.len() == 1 && wrong(*said, base, 0))
        {
            (keys!["vat", "base"], said, base)
        } else if let Some(said) = said_tax.filter(|said| wrong(*said, tax, slack)) {
            (keys!["vat", "amount"], said, tax)
        } else {
            let said = invoice.total?;
            let is = said_tax.map_or_else(|| payable(invoice), |said| payable(invoice) - tax + said);
            if said == is {
                return None;
            }
            (keys!["total"], said, is)
        };
        let (said, is) = (said.in_currency(currency), is.in_currency(currency));
        let message = text!(said, is; en: "this says {said}, and by the lines it is {is}", nl: "hier staat {said}, maar volgens de regels is het {is}");
        let help = match invoice.number {
            Some(_) => {
                text!(en: "credit it and issue it anew; an invoice that went out is not changed", nl: "crediteer de factuur en maak die opnieuw; een verstuurde factuur wordt niet gewijzigd")
            }
            None => {
                text!(en: "mend the amount, or leave it out: it follows from the lines", nl: "verbeter het bedrag of laat het weg: het volgt uit de regels")
            }
        };
        Some(Finding::new(invoice.at(keys), message).about(name(invoice)).help(help))
    };
    record.invoices.iter().filter_map(differing).collect()
}

/// The number of an invoice, or whose draft it is.
fn name(invoice: &Invoice) -> &str {
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
    let usual = dues.instalments.iter().map(|day| day.0).min().unwrap_or(halfway);
    let agreed = |payer: &Payer<'_>| days(&asked, payer).first().copied().unwrap_or(usual);
    let product = product_of(budget);
    let has = |payer: &Payer<'_>| {
        record.invoices.iter().any(|one| {
            let sent = one.number.is_some() && one.date.is_none_or(|date| date <= record.on);
            let its = record.index.plain(&one.participant).0 == payer.taking.id.as_str() && one.year == budget.year;
            let same = one.product.as_ref().map(|id| record.index.plain(id).0).as_deref() == product;
            sent && its && same && is_contribution(one) && !is_credited(credited, one)
        })
    };
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
