//! Rules about what is paid of invoices (A4): booked where it belongs and once, not too much, and what is open too long.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::answers::debts::{Debt, balances_of_all};
use crate::answers::matching::{batch_of, is_same_line, same};
use crate::answers::reminders::{Due, Step, exhausted, steps};
use crate::date::{Date, VagueDate};
use crate::finding::{Class, Finding, Severity};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, Payment, Payments};
use crate::record::participant::Participant;
use crate::rules::invoices::{finances, issued};
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
    Rule {
        name: "payment-date-wrong",
        code: "M40",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a payment is of a day on which it can hardly have come in",
            "een ontvangst heeft een datum waarop die nauwelijks binnen kan zijn gekomen",
        ),
        why: Text::new(
            "by its day a payment counts in a year, and stops reminders: with a wrong one the balance of a day is wrong",
            "op de datum telt een ontvangst mee in een jaar en stoppen herinneringen: is die onjuist, dan klopt het saldo op een dag niet",
        ),
        fix: Text::new("mend `on` after the bank's statement", "verbeter `on` aan de hand van het bankafschrift"),
        check: Check::Each(payment_date_wrong),
    },
    Rule {
        name: "payment-from-another",
        code: "M41",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a payment is from another than whom the invoice is for",
            "een ontvangst komt van een ander dan voor wie de factuur is",
        ),
        why: Text::new(
            "mostly a number was mistyped: then one invoice seems paid that is not, and another stays open that was",
            "meestal is een nummer verkeerd overgenomen: dan lijkt een factuur betaald die dat niet is, en blijft een betaalde openstaan",
        ),
        fix: Text::new(
            "book it on the right invoice, or mend `from`; where one pays for another, say so in a waiver",
            "boek het op de juiste factuur, of verbeter `from`; betaalt de een voor de ander, zet dat dan in een ontheffing",
        ),
        check: Check::Whole(&[FileKind::Invoice, FileKind::Participant], payment_from_another),
    },
    Rule {
        name: "reminder-days-order",
        code: "M42",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("the days of reminders do not follow each other", "de dagen van de herinneringen lopen niet op"),
        why: Text::new(
            "each counts from the due date: where a later one is earlier, the next letter follows on the very next day",
            "elke termijn telt vanaf de vervaldatum: is een latere korter, dan volgt de volgende brief al de dag erna",
        ),
        fix: Text::new(
            "write them from the fewest days to the most, such as `[14, 42, 56]`",
            "schrijf ze van klein naar groot, bijvoorbeeld `[14, 42, 56]`",
        ),
        check: Check::Each(reminder_days_order),
    },
];

fn payment_without_invoice(record: &Record) -> Vec<Finding> {
    let numbers = record.invoices.iter().filter_map(|one| Some(one.number.as_deref()?.trim()));
    let known: FxHashMap<String, &str> = numbers.map(|number| (number.to_lowercase(), number)).collect();
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
    let mut last: FxHashMap<&str, (&Payments, usize)> = FxHashMap::default();
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
        let is_its = |one: &&Payment| one.on <= record.on && one.invoice.as_deref().map(str::trim) == Some(debt.number);
        let booked: Vec<&Payment> = record.payments.iter().flat_map(|file| &file.payment).filter(is_its).collect();
        // What was charged back was never paid.
        let is_paid = booked.iter().map(|one| one.amount).sum::<Money>().0 > 0;
        let paid = booked.into_iter().filter(|one| is_paid && one.amount.0 > 0).map(|one| one.on);
        let reminded = debt.invoice.reminder.iter().map(|one| one.on).filter(|day| *day <= record.on);
        paid.chain(reminded).max()
    };
    let is_left = |one: &Due<'_>| one.has_left && one.debt.due.is_some_and(|due| due.plus_days(PATIENCE) < record.on);
    // Whoever was reminded, or paid a part, not long ago is given time.
    let is_quiet = |one: &Due<'_>| heard(&one.debt).is_none_or(|last| last.plus_days(TIME) < record.on);
    let is_call = |one: &Due<'_>| !one.has_left && one.step == Step::Call && one.day <= record.on && is_quiet(one);
    let calls = steps(record).into_iter().filter(|one| is_left(one) || is_call(one));
    let done = exhausted(record).into_iter().filter(is_quiet);
    let done: Vec<Due<'_>> = done.collect();
    let is_done = |one: &Due<'_>| done.iter().any(|other| other.debt.number == one.debt.number);
    let late: Vec<Due<'_>> = calls.chain(done.iter().copied()).collect();
    let reminded = late.iter().all(|one| one.last.is_some());
    let last = match &late[..] {
        [one] => one.last.filter(|_| is_done(one)).map(|(_, last)| VagueDate::Day(last.on)),
        _ => None,
    };
    let help = if late.iter().all(is_done) {
        text!(en: "put it on the steering group's agenda", nl: "bespreek het in de stuurgroep")
    } else {
        text!(en: "call the contact, or put it on the steering group's agenda", nl: "bel de contactpersoon, of bespreek het in de stuurgroep")
    };
    let sent = late.first().map_or(0, |one| one.debt.invoice.reminder.iter().filter(|reminder| reminder.on <= record.on).count());
    of_late(
        late.into_iter().map(|one| one.debt).collect(),
        |what| {
            if let Some(last) = last {
                text!(what, last; en: "{what}; every step was taken, the last on {last}, and it is still open", nl: "{what}; alle stappen zijn gezet, de laatste op {last}, en de factuur staat nog open")
            } else if reminded && sent > 1 {
                text!(what; en: "{what}; {sent} reminders have been sent, and it is still open", nl: "{what}; er zijn {sent} herinneringen verstuurd, en de factuur staat nog open")
            } else if reminded {
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

/// Before the invoice that it pays, or in another year than its file and the one after it.
fn payment_date_wrong(record: &Record) -> Vec<Finding> {
    let invoices: FxHashMap<&str, (&Invoice, Date)> = issued(record).filter_map(|(one, number)| Some((number, (one, one.date?)))).collect();
    // What was paid on an invoice that was credited since counts for the one that came in its place.
    let replaces = |(new, sent): (&Invoice, Date), paid: Date| {
        let is_same = |one: &Invoice| record.index.same(&one.participant, &new.participant);
        let credited = |one: &Invoice| invoices.get(one.credits.as_deref()?.trim()).copied();
        let mut credits = invoices.values().filter(|(one, day)| *day <= sent && is_same(one)).filter_map(|(one, _)| credited(one));
        credits.any(|(old, day)| day <= paid && is_same(old) && old.year == new.year)
    };
    let mut findings = Vec::new();
    for file in &record.payments {
        for (n, one) in file.payment.iter().enumerate() {
            let number = one.invoice.as_deref().map(str::trim);
            let day = VagueDate::Day(one.on);
            let year = file.year;
            let sent = number.and_then(|number| invoices.get(number)).filter(|(_, sent)| one.on < *sent);
            let sent = sent.filter(|new| !replaces(**new, one.on)).map(|(_, sent)| VagueDate::Day(*sent));
            let message = if let Some((number, sent)) = number.zip(sent) {
                text!(day, sent; en: "this is of {day}, and invoice `{number}`, which it pays, of {sent}", nl: "dit is van {day}, en factuur `{number}`, waarop het is geboekt, van {sent}")
            } else if (year - 1..=year + 2).contains(&one.on.year()) {
                continue;
            } else {
                text!(day; en: "this is of {day}, and stands with {year}", nl: "dit is van {day}, en staat bij {year}")
            };
            let about = number.or(one.bank_reference.as_deref()).unwrap_or("payment").to_owned();
            let help = text!(en: "mend the day after the bank's statement", nl: "verbeter de datum aan de hand van het bankafschrift");
            findings.push(Finding::new(file.at(keys!["payment", n, "on"]), message).about(about).help(help));
        }
    }
    findings
}

/// A joint body may pay for those it stands for, and they for it.
fn payment_from_another(record: &Record) -> Vec<Finding> {
    let invoices: FxHashMap<&str, &Invoice> = issued(record).map(|(one, number)| (number, one)).collect();
    let mut findings = Vec::new();
    for file in &record.payments {
        for (n, one) in file.payment.iter().enumerate() {
            let Some((from, number)) = one.from.as_ref().zip(one.invoice.as_deref().map(str::trim)) else { continue };
            let Some(invoice) = invoices.get(number) else { continue };
            let (Some(payer), Some(buyer)) = (record.organisation(from), record.organisation(&invoice.participant)) else { continue };
            let stands_for = |one: &Participant, other: &Participant| one.represents.iter().any(|id| record.index.same(id, &other.id));
            if payer.id == buyer.id || stands_for(payer, buyer) || stands_for(buyer, payer) {
                continue;
            }
            let (payer, buyer) = (&payer.name, &buyer.name);
            let message = text!(en: "this is from {payer}, and invoice `{number}` is for {buyer}", nl: "dit komt van {payer}, en factuur `{number}` is voor {buyer}");
            let help = text!(en: "book it on the right invoice, or mend `from`", nl: "boek het op de juiste factuur, of verbeter `from`");
            findings.push(Finding::new(file.at(keys!["payment", n, "from"]), message).about(number).help(help));
        }
    }
    findings
}

fn reminder_days_order(record: &Record) -> Vec<Finding> {
    let days = finances(record).map_or(&[][..], |finances| &finances.reminder_days);
    let Some(n) = (1..days.len()).find(|n| days[*n] <= days[*n - 1]) else { return Vec::new() };
    let (before, after) = (days[n - 1], days[n]);
    let message = text!(en: "{after} days come after {before} here, and both count from the due date", nl: "hier staat {after} dagen na {before}, terwijl beide vanaf de vervaldatum tellen");
    let help = text!(en: "write them from the fewest to the most", nl: "schrijf ze van klein naar groot");
    vec![Finding::new(record.settings(keys!["finances", "reminder_days"]), message).about("commons").help(help)]
}
