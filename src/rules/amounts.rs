//! Rules about one invoice beside another (A4): its amounts, what is asked twice, credit notes, references by which it is paid.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::answers::billed::net;
use crate::answers::identifiers::reference_fault;
use crate::answers::invoiced::{payable, taxed};
use crate::answers::presence::joined;
use crate::answers::twice::asked_twice;
use crate::finding::{Class, Finding, Severity};
use crate::money::Money;
use crate::payment_reference::plain;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind, Party};
use crate::rules::invoices::{issued, name};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text, words};

pub static RULES: &[Rule] = &[
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
        name: "invoice-twice",
        code: "M24",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a participant is asked the same twice", "van een deelnemer wordt twee keer hetzelfde gevraagd"),
        why: Text::new(
            "there is one invoice for a participant, period and kind; a second is paid by one administration and sent back by another",
            "per deelnemer, periode en soort is er één factuur; een tweede wordt bij de een betaald en komt bij de ander terug",
        ),
        fix: Text::new(
            "delete the draft or credit the invoice that is too much; what comes on top is of kind `extra`",
            "verwijder het concept of crediteer de factuur die te veel is; wat er bovenop komt, is van soort `extra`",
        ),
        check: Check::Each(invoice_twice),
    },
    Rule {
        name: "credit-without-invoice",
        code: "M25",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a credit note is not for an invoice that is on record",
            "een creditfactuur hoort niet bij een factuur in het dossier",
        ),
        why: Text::new(
            "what it gives back is taken off nothing: the invoice that was meant stays open",
            "wat ermee terugkomt, gaat nergens van af: de bedoelde factuur blijft openstaan",
        ),
        fix: Text::new("write the number of the invoice under `credits`", "schrijf het nummer van de factuur bij `credits`"),
        check: Check::Whole(&[FileKind::Invoice], credit_without_invoice),
    },
    Rule {
        name: "credit-note-differs",
        code: "M26",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "a credit note does not fit the invoice that it credits",
            "een creditfactuur past niet bij de factuur die ermee wordt gecrediteerd",
        ),
        why: Text::new(
            "nobody can be given back what another was asked, or more than was asked",
            "niemand krijgt terug wat een ander is gevraagd, of meer dan er is gevraagd",
        ),
        fix: Text::new(
            "mend the participant, the amounts or the number under `credits` of a draft",
            "verbeter in een concept de deelnemer, de bedragen of het nummer bij `credits`",
        ),
        check: Check::Each(credit_note_differs),
    },
    Rule {
        name: "duplicate-payment-reference",
        code: "M27",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("two invoices have the same payment reference", "twee facturen hebben hetzelfde betalingskenmerk"),
        why: Text::new(
            "a payment is known by its reference: with two of them it may be booked on the wrong one",
            "een betaling wordt aan het kenmerk herkend: bij twee gelijke kan zij op de verkeerde factuur worden geboekt",
        ),
        fix: Text::new(
            "give a draft a reference of its own; book what comes in on such an invoice by hand",
            "geef een concept een eigen kenmerk; boek wat op zo'n factuur binnenkomt met de hand",
        ),
        check: Check::Each(duplicate_payment_reference),
    },
    Rule {
        name: "bad-payment-reference",
        code: "M28",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a payment reference cannot be right", "een betalingskenmerk kan niet kloppen"),
        why: Text::new(
            "a bank refuses a payment with wrong check digits, and no e-invoice may have them",
            "een bank weigert een betaling met onjuiste controlecijfers, en een e-factuur mag ze niet bevatten",
        ),
        fix: Text::new(
            "mend a draft, or leave it out: it is made when the invoice is issued",
            "verbeter een concept, of laat het kenmerk weg: het wordt gemaakt als de factuur definitief wordt",
        ),
        check: Check::Each(bad_payment_reference),
    },
    Rule {
        name: "invoice-incomplete",
        code: "M29",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "an issued invoice has no day, or a party without a name",
            "in een definitieve factuur ontbreekt de datum, of de naam van afzender of ontvanger",
        ),
        why: Text::new(
            "an invoice without these is none for the tax office, and nobody knows when it is to be paid",
            "zonder deze gegevens is het voor de Belastingdienst geen factuur, en weet niemand wanneer er betaald moet zijn",
        ),
        fix: Text::new(
            "put back what was issued (git has it), or add what was sent",
            "zet terug wat definitief was (git heeft het nog), of vul aan wat er is verstuurd",
        ),
        check: Check::Each(invoice_incomplete),
    },
];

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
        // A finance system may round the tax of each line; of one alone there is one right amount.
        let slack = i64::try_from(invoice.line.len()).ok().filter(|lines| *lines != 1).unwrap_or(0);
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

fn invoice_twice(record: &Record) -> Vec<Finding> {
    let finding = |(one, earlier): (&Invoice, &Invoice)| {
        let (who, other) = (record.organisation(&one.participant).map_or(one.participant.as_str(), |known| &known.name), &earlier.file);
        let message = text!(en: "{who} is asked the same in `{other}` already", nl: "van {who} wordt hetzelfde al gevraagd in `{other}`");
        let help = match one.number.as_deref() {
            Some(number) => {
                text!(en: "credit it (`commons invoice --credit {number}`), or write what it is for: its `kind`, its `period`", nl: "crediteer de factuur (`commons invoice --credit {number}`), of schrijf waarvoor zij is: de `kind`, de `period`")
            }
            None => {
                text!(en: "delete the draft, or make it one of kind `extra`", nl: "verwijder het concept, of maak er een van soort `extra` van")
            }
        };
        Finding::new(one.at(keys!["participant"]), message).about(name(one)).help(help)
    };
    asked_twice(record).into_iter().map(finding).collect()
}

/// Whether it gives back.
fn is_credit(invoice: &Invoice) -> bool {
    invoice.kind == Some(InvoiceKind::Credit) || invoice.credits.is_some()
}

fn credit_without_invoice(record: &Record) -> Vec<Finding> {
    let known: FxHashSet<&str> = issued(record).filter(|(one, _)| !is_credit(one)).map(|(_, number)| number).collect();
    let lost = |credit: &Invoice| {
        let at = |keys| credit.at(keys);
        let (place, message) = match credit.credits.as_deref().map(str::trim) {
            Some(number) if known.contains(number) => return None,
            Some(number) => (
                at(keys!["credits"]),
                text!(en: "no invoice on record has the number `{number}`", nl: "geen enkele factuur in het dossier heeft nummer `{number}`"),
            ),
            None => (
                at(keys!["kind"]),
                Text::new("it does not say which invoice it credits", "er staat niet bij welke factuur ermee wordt gecrediteerd"),
            ),
        };
        let near = credit.credits.as_deref().and_then(|number| words::nearest(number, known.iter().copied()));
        let help = match near {
            Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
            None => text!(en: "write the number under `credits`", nl: "schrijf het nummer bij `credits`"),
        };
        Some(Finding::new(place, message).about(name(credit)).help(help))
    };
    record.invoices.iter().filter(|one| is_credit(one)).filter_map(lost).collect()
}

fn credit_note_differs(record: &Record) -> Vec<Finding> {
    let known: FxHashMap<&str, &Invoice> = issued(record).map(|(one, number)| (number, one)).collect();
    let currency = record.currency();
    let mut back: FxHashMap<&str, Money> = FxHashMap::default();
    let mut findings = Vec::new();
    // Drafts come last: what was issued was there first.
    let mut credits: Vec<&Invoice> = record.invoices.iter().filter(|one| is_credit(one)).collect();
    credits.sort_by_key(|one| (one.number.is_none(), one.date, &one.file));
    for credit in credits {
        let Some((number, original)) = credit.credits.as_deref().and_then(|number| known.get_key_value(number.trim())) else { continue };
        let who = |one: &Invoice| record.organisation(&one.participant).map_or_else(|| one.participant.clone(), |known| known.id.clone());
        let sum = back.entry(number).or_default();
        *sum = *sum + Money(net(credit).0.saturating_abs());
        let (key, message) = if is_credit(original) {
            ("credits", text!(en: "`{number}` is a credit note itself", nl: "`{number}` is zelf een creditfactuur"))
        } else if who(credit) != who(original) {
            let (id, other) = (who(credit), who(original));
            (
                "participant",
                text!(en: "it is for `{id}`, and `{number}`, which it credits, for `{other}`", nl: "deze is voor `{id}`, en `{number}`, die ermee wordt gecrediteerd, voor `{other}`"),
            )
        } else if *sum > net(original) {
            let (sum, most) = (sum.in_currency(currency), net(original).in_currency(currency));
            (
                "credits",
                text!(sum, most; en: "`{number}` is {most} without VAT, and {sum} of it is credited", nl: "`{number}` is {most} zonder btw, en daarvan is {sum} gecrediteerd"),
            )
        } else {
            continue;
        };
        let file = &credit.file;
        let help = match credit.number {
            Some(_) => {
                text!(en: "compare it with what was sent: `git log -p -- {file}`", nl: "vergelijk het met wat er is verstuurd: `git log -p -- {file}`")
            }
            None => text!(en: "mend the draft, or delete it", nl: "verbeter of verwijder het concept"),
        };
        findings.push(Finding::new(credit.at(keys![key]), message).about(name(credit)).help(help));
    }
    findings
}

fn duplicate_payment_reference(record: &Record) -> Vec<Finding> {
    let mut seen: FxHashMap<String, &Invoice> = FxHashMap::default();
    let mut findings = Vec::new();
    for invoice in record.invoices.iter().filter(|one| !is_credit(one)) {
        let Some(reference) = invoice.payment_reference.as_deref().map(plain).filter(|reference| !reference.is_empty()) else { continue };
        let Some(first) = seen.get(&reference) else {
            seen.insert(reference, invoice);
            continue;
        };
        // Who is asked every year for what nobody owes may keep the same reference.
        if first.participant == invoice.participant && [*first, invoice].iter().all(|one| one.kind == Some(InvoiceKind::Request)) {
            continue;
        }
        let file = &first.file;
        let message = text!(en: "this payment reference is that of `{file}` too", nl: "dit betalingskenmerk staat ook in `{file}`");
        let help =
            text!(en: "book what comes in on it by hand (`commons pay`)", nl: "boek wat erop binnenkomt met de hand (`commons pay`)");
        findings.push(Finding::new(invoice.at(keys!["payment_reference"]), message).about(name(invoice)).help(help));
    }
    findings
}

fn bad_payment_reference(record: &Record) -> Vec<Finding> {
    let wrong = |invoice: &Invoice| {
        let fault = invoice.payment_reference.as_deref().and_then(reference_fault)?;
        let message = text!(en: "this payment reference cannot be right", nl: "dit betalingskenmerk kan niet kloppen");
        Some(Finding::new(invoice.at(keys!["payment_reference"]), message).about(name(invoice)).help(fault))
    };
    record.invoices.iter().filter_map(wrong).collect()
}

/// Who noted only what another system sent need not write the parties; one that stands there has a name.
fn invoice_incomplete(record: &Record) -> Vec<Finding> {
    let lacks = |(invoice, number): (&Invoice, &str)| {
        let is_blank = |party: &Option<Box<Party>>| party.as_ref().is_some_and(|party| party.name.trim().is_empty());
        let mut missing = Vec::new();
        if invoice.date.is_none() {
            missing.push(Text::new("its day", "de datum"));
        }
        if is_blank(&invoice.seller) {
            missing.push(Text::new("who sends it", "de afzender"));
        }
        if is_blank(&invoice.buyer) {
            missing.push(Text::new("who is to pay it", "de ontvanger"));
        }
        if missing.is_empty() {
            return None;
        }
        let what = joined(&missing, ", ");
        let message = text!(what; en: "invoice `{number}` does not say {what}", nl: "in factuur `{number}` ontbreekt {what}");
        let file = &invoice.file;
        let help =
            text!(en: "put back what was issued: `git log -p -- {file}`", nl: "zet terug wat definitief was: `git log -p -- {file}`");
        Some(Finding::new(invoice.at(keys!["number"]), message).about(number).help(help))
    };
    issued(record).filter_map(lacks).collect()
}
