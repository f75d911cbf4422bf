//! Drafts that are issued: each gets its day and the next number, and all that is printed is frozen in it.

use std::collections::BTreeSet;

use crate::answers::audience::{Audience, called};
use crate::answers::billed::{credits_of, is_for, is_sent, kind_of, net};
use crate::answers::debts::total;
use crate::answers::invoiced::{payable, taxed};
use crate::answers::parties::party;
use crate::answers::series::{Shape, file_stem};
use crate::date::Date;
use crate::money::Money;
use crate::payment_reference::{grouped, plain, rf};
use crate::record::Record;
use crate::record::finance::{FrozenVat, Invoice, InvoiceKind, Party};
use crate::record::participant::{Participant, Status};
use crate::record::values::{Id, Vat};
use crate::source::FilePath;
use crate::text;
use crate::text::{Lang, Text};
use crate::writing::invoices::credit::last_vat;
use crate::writing::invoices::wanting::wanting;
use crate::writing::invoices::{free_path, lang_of};

/// Days in which an invoice is to be paid, where the record does not say.
const PAYMENT_DAYS: u32 = 30;

/// Where numbers come from.
#[derive(Debug, Clone, Copy)]
pub enum Numbers<'a> {
    /// The record's own series, and every number that was ever given.
    Own(&'a Shape, &'a BTreeSet<String>),
    /// The number that another system gave.
    Given(&'a str),
}

/// A draft as it is issued.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    pub draft: FilePath,
    pub path: FilePath,
    pub invoice: Invoice,
}

/// Why a draft cannot be issued, and the command that helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    pub file: FilePath,
    pub why: Text,
    pub command: Option<String>,
}

/// Issues drafts on a day, in their order.
///
/// # Errors
/// Everything that stands in the way of any of them: then none is issued, so that no number is lost.
pub fn issue(record: &Record, drafts: &[&Invoice], on: Date, numbers: Numbers<'_>) -> Result<Vec<Issued>, Vec<Obstacle>> {
    let mut all: Vec<Issued> = Vec::new();
    let mut obstacles = Vec::new();
    let mut next = match numbers {
        Numbers::Own(shape, given) => shape.next(given.iter().map(String::as_str), on.year()),
        Numbers::Given(_) => 0,
    };
    for draft in drafts {
        let number = match numbers {
            _ if kind_of(draft) == InvoiceKind::Request => None,
            Numbers::Own(shape, _) => Some(shape.write(on.year(), next)),
            Numbers::Given(number) => Some(number.to_owned()),
        };
        next += u64::from(number.is_some());
        let invoice = frozen(record, draft, on, number.as_deref());
        let seller = seller(record).map(|one| one.id.as_str());
        obstacles.extend(wanting(&invoice).into_iter().map(|lack| Obstacle {
            file: draft.file.clone(),
            command: lack.command(draft, seller),
            why: lack.what,
        }));
        if let Some((other, command)) = same_reference(record, &invoice, draft) {
            let why = text!(en: "payments of it could not be told from those of {other}: the payment reference would be the same", nl: "betalingen zouden niet te onderscheiden zijn van die van {other}: het betalingskenmerk zou gelijk zijn");
            obstacles.push(Obstacle { file: draft.file.clone(), why, command });
        }
        let mut bar = |why: Text| obstacles.push(Obstacle { file: draft.file.clone(), why, command: None });
        if let Some(why) = outside(record, draft, on) {
            bar(why);
        }
        if let Some(why) = too_much(record, &invoice, &all) {
            bar(why);
        }
        let stem = number.as_deref().map_or_else(|| format!("request-{}", draft.file.stem().trim_start_matches("draft-")), file_stem);
        let is_taken = |path: &FilePath| record.invoices.iter().any(|one| one.file == *path) || all.iter().any(|one| one.path == *path);
        let path = match numbers {
            Numbers::Own(..) if number.is_some() => FilePath::new(&format!("finances/{:04}/invoices/{stem}.toml", draft.year)),
            // What another system numbers may differ by signs that no file's name can have.
            _ => free_path(draft.year, &stem, is_taken),
        };
        if number.is_some() && is_taken(&path) {
            bar(text!(en: "there is a file {path} already", nl: "er is al een bestand {path}"));
        }
        all.push(Issued { draft: draft.file.clone(), path, invoice });
    }
    if obstacles.is_empty() { Ok(all) } else { Err(obstacles) }
}

/// Who ordered it, in the words of the record; of somebody on record the name, or what may be said of them to participants.
fn ordered_by(record: &Record, buyer: &Participant) -> Option<String> {
    let typed = buyer.billing.as_ref()?.ordered_by.as_deref()?;
    let id = Id::new(typed.trim());
    let person = record.people.get(&id).filter(|person| record.organisation_of(person) == Some(&buyer.id));
    Some(person.map_or_else(|| typed.to_owned(), |person| called(record, person, Audience::Participants).get(lang_of(record)).to_owned()))
}

/// An invoice as it is on a day, with all that is printed in it: the parties, the VAT, the references.
pub fn frozen(record: &Record, draft: &Invoice, on: Date, number: Option<&str>) -> Invoice {
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    let kind = kind_of(draft);
    let original = draft.credits.as_deref().and_then(|number| record.invoices.iter().find(|one| one.number.as_deref() == Some(number)));
    let mut invoice = draft.clone();
    let buyer = record.organisation(&draft.participant);
    let billing = buyer.and_then(|one| one.billing.as_deref());
    let days = finances.and_then(|finances| finances.payment_days).unwrap_or(PAYMENT_DAYS);
    invoice.number = number.map(str::to_owned);
    invoice.kind = Some(kind);
    invoice.participant = buyer.map_or_else(|| draft.participant.clone(), |one| one.id.clone());
    // An advance says by it which of them it is.
    invoice.planned = draft.planned.filter(|_| kind == InvoiceKind::Advance);
    invoice.ordered = None;
    invoice.date = Some(on);
    invoice.due =
        draft.due.or_else(|| (!matches!(kind, InvoiceKind::Credit | InvoiceKind::Request)).then(|| on.plus_days(i64::from(days))));
    invoice.payment_reference = draft.payment_reference.clone().or_else(|| match kind {
        InvoiceKind::Credit => None,
        InvoiceKind::Request => of_request(record, draft.year, &invoice.participant).as_deref().map(grouped),
        _ => number.and_then(rf).as_deref().map(grouped),
    });
    let order = billing.and_then(|billing| billing.order_number.get(&draft.year.to_string())).cloned();
    invoice.order_number = draft.order_number.clone().or(order);
    invoice.buyer_reference = draft.buyer_reference.clone().or_else(|| billing.and_then(|billing| billing.buyer_reference.clone()));
    invoice.currency = Some(draft.currency.clone().unwrap_or_else(|| record.currency().code().to_owned()));
    invoice.buyer = original
        .and_then(|one| one.buyer.clone())
        .or_else(|| buyer.map(|one| Box::new(Party { ordered_by: ordered_by(record, one), ..party(one) })));
    let iban = finances.and_then(|finances| finances.iban.clone());
    invoice.seller = original.and_then(|one| one.seller.clone()).or_else(|| {
        seller(record).map(|one| {
            let own = party(one);
            let iban = iban.or_else(|| one.billing.as_ref().and_then(|billing| billing.iban.clone()));
            Box::new(Party { iban, ..own })
        })
    });
    let setting = finances.and_then(|finances| finances.vat.as_ref());
    let treatment = draft.vat.as_ref().map(|vat| vat.treatment).or_else(|| setting.map(|setting| setting.treatment));
    invoice.vat = treatment.map(|treatment| {
        let of_settings = setting.filter(|setting| setting.treatment == treatment).and_then(|setting| setting.reason.clone());
        let buyer_number = invoice.buyer.as_ref().and_then(|buyer| buyer.vat_number.clone()).unwrap_or_default();
        // A line that is not taxed as the others are has its own reason, and an invoice must give that too.
        let others = taxed(&Invoice { vat: None, ..invoice.clone() });
        let usual = || {
            let lines = others
                .iter()
                .map(|one| one.treatment)
                .filter(|other| *other != treatment && invoice.line.iter().any(|line| line.vat == Some(*other)));
            let all: Vec<String> =
                std::iter::once(treatment).chain(lines).filter_map(|one| reason(one, &buyer_number, lang_of(record))).collect();
            (!all.is_empty()).then(|| all.join(" "))
        };
        let reason = draft.vat.as_ref().and_then(|vat| vat.reason.clone()).or(of_settings).or_else(usual);
        Box::new(FrozenVat { treatment, reason, base: None, amount: None, note: None, source: None })
    });
    let taxes = taxed(&invoice);
    let last = last_vat(record, &invoice);
    if let Some(vat) = &mut invoice.vat {
        vat.base = Some(taxes.iter().map(|one| one.base).sum());
        vat.amount = Some(last.unwrap_or_else(|| taxes.iter().map(|one| one.tax).sum()));
    }
    invoice.total = Some(payable(&invoice));
    invoice
}

/// The reference of what is asked and not owed: the year and who is asked. Where that does not fit, or is that of another too, four signs
/// that follow from the whole name tell them apart.
fn of_request(record: &Record, year: i32, id: &Id) -> Option<String> {
    const FITS: usize = 17;
    let name = plain(id.as_str());
    let is_shared = record.participants.keys().any(|other| other != id && plain(other.as_str()) == name);
    if name.len() <= FITS && !is_shared {
        return rf(&format!("{year}{name}"));
    }
    let sum = id.as_str().bytes().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let short: String = name.chars().take(FITS - 4).collect();
    rf(&format!("{year}{short}{:04X}", sum >> 16 ^ sum & 0xffff))
}

/// Who sends invoices: the fund holder, else the lead.
pub fn seller(record: &Record) -> Option<&Participant> {
    record.organisation(record.fund_holder()?)
}

/// What an invoice says of how it is taxed, where the record has no words of its own.
fn reason(treatment: Vat, buyer: &str, lang: Lang) -> Option<String> {
    let text = match treatment {
        Vat::OutsideScope => Text::new("No VAT charged: shared costs.", "Geen btw berekend: verdeling van kosten voor gemene rekening."),
        Vat::Exempt => Text::new(
            "Exempt from VAT (article 11, first paragraph, under u, of the Dutch VAT act 1968).",
            "Vrijgesteld van btw (artikel 11, eerste lid, onderdeel u, Wet op de omzetbelasting 1968).",
        ),
        Vat::ReverseCharge => text!(en: "VAT reverse-charged to {buyer}.", nl: "Btw verlegd naar {buyer}."),
        Vat::Percent(_) => return None,
    };
    Some(text.get(lang).to_owned())
}

/// Whether somebody is no party in the period of an invoice, so that nothing is sent to them. What is credited is.
fn outside(record: &Record, draft: &Invoice, on: Date) -> Option<Text> {
    let id = &draft.participant;
    let Some(one) = record.organisation(id) else {
        return Some(text!(en: "there is no `{id}` in this record", nl: "er is geen `{id}` in dit dossier"));
    };
    if kind_of(draft) == InvoiceKind::Credit {
        return None;
    }
    let from = draft.period.as_ref().map(|period| period.from);
    match one.left {
        Some(left) if from.is_some_and(|from| left.last() < from) => Some(
            text!(left; en: "`{id}` had left ({left}) before the period began", nl: "`{id}` was al uitgetreden ({left}) voor de periode begon"),
        ),
        None if one.status_on(on) == Some(Status::Left) => Some(text!(en: "`{id}` has left", nl: "`{id}` is uitgetreden")),
        _ => None,
    }
}

/// Whether a credit note credits more than is left of its invoice.
fn too_much(record: &Record, credit: &Invoice, before: &[Issued]) -> Option<Text> {
    if kind_of(credit) != InvoiceKind::Credit {
        return None;
    }
    let Some(number) = credit.credits.as_deref() else {
        return Some(Text::new("it does not say which invoice it credits", "er staat niet bij welke factuur wordt gecrediteerd"));
    };
    let Some(original) = record.invoices.iter().find(|one| one.number.as_deref() == Some(number)) else {
        return Some(text!(en: "there is no invoice {number} to credit", nl: "er is geen factuur {number} om te crediteren"));
    };
    if kind_of(original) == InvoiceKind::Credit {
        return Some(
            text!(en: "{number}, which it credits, is a credit note itself", nl: "{number}, die ermee wordt gecrediteerd, is zelf een creditfactuur"),
        );
    }
    if !is_for(record, original, &credit.participant) {
        let (id, other) = (&credit.participant, &original.participant);
        return Some(
            text!(en: "it is for `{id}`, and invoice {number}, which it credits, is for `{other}`", nl: "dit is voor `{id}`, en factuur {number}, die ermee wordt gecrediteerd, is voor `{other}`"),
        );
    }
    let earlier = credits_of(record, number).filter(|one| is_sent(one));
    let now = before.iter().map(|one| &one.invoice).filter(|one| one.credits.as_deref() == Some(number));
    let all: Vec<&Invoice> = earlier.chain(now).chain([credit]).collect();
    let sum: Money = all.iter().map(|one| Money(total(one).0.saturating_abs())).sum();
    let most = total(original);
    // The VAT of each is rounded by itself: where they fit without it, what is a cent more is no more.
    let fits = all.iter().map(|one| Money(net(one).0.saturating_abs())).sum::<Money>() <= net(original);
    let slack = if fits { i64::try_from(all.len()).unwrap_or(0) - 1 } else { 0 };
    let (sum_said, most_said) = (sum.in_currency(record.currency()), most.in_currency(record.currency()));
    (sum > most + Money(slack)).then(|| text!(sum_said, most_said; en: "invoice {number} is {most_said}, and {sum_said} would be credited", nl: "factuur {number} is {most_said}, en er zou {sum_said} worden gecrediteerd"))
}

/// Another invoice with the same payment reference, and the command that gives this one its own: numbers that differ only by signs
/// between their letters and digits have one. What is asked and not owed may keep the same every year.
fn same_reference(record: &Record, invoice: &Invoice, draft: &Invoice) -> Option<(FilePath, Option<String>)> {
    let own = plain(invoice.payment_reference.as_deref()?);
    let is_taken =
        |reference: &str| record.invoices.iter().find(|one| one.payment_reference.as_deref().map(plain).as_deref() == Some(reference));
    let other = is_taken(&own).filter(|one| one.file != draft.file && kind_of(one) != InvoiceKind::Request)?;
    let number = invoice.number.as_deref()?;
    let free = (2..100).filter_map(|n| rf(&format!("{number}X{n}"))).find(|reference| is_taken(reference).is_none());
    let command =
        free.map(|free| format!("commons set {} payment_reference \"{}\"", draft.file.as_str().trim_end_matches(".toml"), grouped(&free)));
    Some((other.file.clone(), command))
}

/// The day of the latest invoice of a series, with its number: a later number has no earlier day.
pub fn latest<'a>(record: &'a Record, shape: &Shape, year: i32) -> Option<(Date, &'a str)> {
    let of = |one: &'a Invoice| {
        let number = one.number.as_deref()?;
        shape.read(number, year)?;
        Some((one.date?, number))
    };
    record.invoices.iter().filter_map(of).max()
}
