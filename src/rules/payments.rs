//! Rules about what is paid of invoices (A4): booked where it belongs and once, not too much, and what is open too long.

use std::collections::{BTreeMap, HashMap};

use crate::answers::debts::{Debt, balances_of_all};
use crate::answers::matching::{batch_of, is_same_line, same};
use crate::answers::reminders::{Due, Step, exhausted, steps};
use crate::date::{Date, VagueDate};
use crate::finding::{Class, Finding, Severity};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Payment, Payments};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Text, listed};
use crate::{keys, text, words};

/// Days that whoever was reminded, or paid a part, is given before it is spoken of again.
const TIME: i64 = 28;
/// Days after the day by which it was to be paid that what is owed by whoever left is spoken of.
const PATIENCE: i64 = 14;

pub static RULES: &[Rule] = &[
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
            "invoices are open after every reminder, or are owed by whoever left",
            "facturen staan na de herinneringen nog open, of van wie is uitgetreden",
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
    Rule {
        name: "duplicate-payment",
        code: "M31",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("one line of the bank is on record twice", "één regel van de bank staat twee keer in het dossier"),
        why: Text::new(
            "the money came in once: counted twice, an invoice seems paid that is not, or paid too much",
            "het geld is één keer ontvangen: dubbel geteld lijkt een factuur betaald die dat niet is, of te veel betaald",
        ),
        fix: Text::new(
            "delete one of the two; where one line paid several invoices, write each share under a reference of its own, with `#1` and `#2` behind it",
            "verwijder een van de twee; betaalde één regel meer facturen, geef dan elk deel een eigen kenmerk, met `#1` en `#2` erachter",
        ),
        check: Check::Each(duplicate_payment),
    },
];

fn payment_without_invoice(record: &Record) -> Vec<Finding> {
    let numbers = record.invoices.iter().filter_map(|one| Some(one.number.as_deref()?.trim()));
    let known: HashMap<String, &str> = numbers.map(|number| (number.to_lowercase(), number)).collect();
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

/// What came in beyond what was asked and is not credited or paid back, on the invoice itself or on its credit note.
fn payment_too_much(record: &Record) -> Vec<Finding> {
    let mut last: HashMap<&str, (&Payments, usize)> = HashMap::new();
    for file in &record.payments {
        for (n, payment) in file.payment.iter().enumerate().filter(|(_, payment)| payment.amount.0 > 0) {
            if let Some(number) = payment.invoice.as_deref() {
                last.insert(number.trim(), (file, n));
            }
        }
    }
    let mut over: Vec<(&str, Money)> = balances_of_all(record)
        .into_iter()
        .filter(|one| one.is_owed && one.open().0 < 0)
        .map(|one| (one.number.trim(), -one.open()))
        .collect();
    over.sort_unstable();
    let finding = |(number, much): (&str, Money)| {
        let (file, n) = *last.get(number)?;
        let much = much.in_currency(record.currency());
        let message =
            text!(much; en: "{much} more was paid on `{number}` than it asks", nl: "op `{number}` is {much} meer betaald dan gevraagd");
        let help = text!(en: "book it on the right invoice, or pay it back", nl: "boek het op de juiste factuur, of stort het terug");
        Some(Finding::new(file.at(keys!["payment", n, "amount"]), message).about(number).help(help))
    };
    over.into_iter().filter_map(finding).collect()
}

/// One finding for all of them, at the oldest.
fn of_late(mut late: Vec<Debt<'_>>, one: impl Fn(Text) -> Text, several: impl Fn(usize, Text) -> Text, help: Text) -> Vec<Finding> {
    late.sort_by_key(|debt| (debt.due, debt.number));
    let Some(Debt { invoice, number, due: Some(due), .. }) = late.first() else { return Vec::new() };
    let at = invoice.at(if invoice.due.is_some() { keys!["due"] } else { keys!["number"] });
    let since = VagueDate::Day(*due);
    let message = match late.len() {
        1 => one(text!(since; en: "invoice `{number}` was to be paid by {since}", nl: "factuur `{number}` verviel op {since}")),
        more => several(more, listed(late.iter().map(|debt| debt.number), 5)),
    };
    vec![Finding::new(at, message).about("invoices").help(help)]
}

/// What no letter is about any more: it is time for a call, every step was taken, or whoever owes it left.
fn overdue_invoice(record: &Record) -> Vec<Finding> {
    let heard = |debt: &Debt<'_>| {
        let paid = record.payments.iter().flat_map(|file| &file.payment).filter(|one| one.invoice.as_deref() == Some(debt.number));
        let days = paid.map(|one| one.on).chain(debt.invoice.reminder.iter().map(|one| one.on));
        days.filter(|day: &Date| *day <= record.on).max()
    };
    let is_left = |one: &Due<'_>| one.has_left && one.debt.due.is_some_and(|due| due.plus_days(PATIENCE) < record.on);
    // Whoever was reminded, or paid a part, not long ago is given time.
    let is_quiet = |one: &Due<'_>| heard(&one.debt).is_none_or(|last| last.plus_days(TIME) < record.on);
    let is_call = |one: &Due<'_>| !one.has_left && one.step == Step::Call && one.day <= record.on && is_quiet(one);
    let calls = steps(record).into_iter().filter(|one| is_left(one) || is_call(one));
    let done = exhausted(record).into_iter().filter(is_quiet);
    let late: Vec<Due<'_>> = calls.chain(done).collect();
    let reminded = late.iter().all(|one| one.last.is_some());
    let help = text!(en: "call the contact, or put it on the steering group's agenda", nl: "bel de contactpersoon, of bespreek het in de stuurgroep");
    of_late(
        late.into_iter().map(|one| one.debt).collect(),
        |what| {
            if reminded {
                text!(what; en: "{what}; a reminder has been sent, and it is still open", nl: "{what}; er is een herinnering verstuurd, en de factuur staat nog open")
            } else {
                text!(what; en: "{what} and is open, by a participant that left", nl: "{what} en staat open, van een deelnemer die is uitgetreden")
            }
        },
        |number, which| {
            if reminded {
                text!(which; en: "{number} invoices are open, though reminded of: {which}", nl: "{number} facturen staan nog open, ook na een herinnering: {which}")
            } else {
                text!(which; en: "{number} invoices are open, though reminded of or owed by a participant that left: {which}", nl: "{number} facturen staan nog open, ook na een herinnering of van een uitgetreden deelnemer: {which}")
            }
        },
        help,
    )
}

/// The letters that are to be sent, as `commons remind` makes them.
fn reminder_due(record: &Record) -> Vec<Finding> {
    let is_letter = |one: &Due<'_>| !one.has_left && one.step != Step::Call && one.day <= record.on;
    let late = steps(record).into_iter().filter(is_letter).map(|one| one.debt).collect();
    let help = text!(en: "send a reminder, and write the day under `[[reminder]]`", nl: "stuur een herinnering, en schrijf de dag bij `[[reminder]]`");
    of_late(
        late,
        |what| text!(what; en: "{what} and is open: it is time for a reminder", nl: "{what} en staat open: het is tijd voor een herinnering"),
        |number, which| text!(which; en: "it is time to remind of {number} invoices: {which}", nl: "voor {number} facturen is het tijd voor een herinnering: {which}"),
        help,
    )
}

fn duplicate_payment(record: &Record) -> Vec<Finding> {
    let mut lines: BTreeMap<String, Vec<(&Payments, usize, &Payment)>> = BTreeMap::new();
    for file in &record.payments {
        for (n, payment) in file.payment.iter().enumerate() {
            if let Some(reference) = payment.bank_reference.as_deref() {
                lines.entry(batch_of(&same(reference)).to_owned()).or_default().push((file, n, payment));
            }
        }
    }
    let mut findings = Vec::new();
    for payments in lines.values() {
        for (at, (file, n, payment)) in payments.iter().enumerate() {
            let Some((first, _, other)) = payments[..at].iter().find(|(_, _, other)| is_same_line(other, payment)) else { continue };
            let (reference, path) = (payment.bank_reference.as_deref().unwrap_or_default(), &first.file);
            let (day, amount) = (VagueDate::Day(other.on), other.amount.in_currency(record.currency()));
            let message = text!(day, amount; en: "the bank's line `{reference}` is in `{path}` already: {amount} on {day}", nl: "bankregel `{reference}` staat al in `{path}`: {amount} op {day}");
            let help = text!(en: "delete one of the two, or give each share a reference of its own: `{reference}#2`", nl: "verwijder een van de twee, of geef elk deel een eigen kenmerk: `{reference}#2`");
            findings.push(Finding::new(file.at(keys!["payment", *n, "bank_reference"]), message).about(reference).help(help));
        }
    }
    findings
}
