//! What stands on an invoice of a contribution: its lines in words, in the language of the record.

use crate::answers::billed::kind_of;
use crate::answers::contribution::instalments::shares;
use crate::answers::contribution::{Asked, How, Payer};
use crate::answers::ledger::years::year_name;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Basis, InKind, Invoice, InvoiceKind, Line, ProRata, SetOff, Settle};
use crate::text;
use crate::text::{Text, decimal_text};
use crate::writing::invoices::lang_of;
use crate::writing::invoices::split::{Part, fitted};

/// Which of several parts an invoice is; one of one where it is the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    pub n: usize,
    pub of: usize,
}

/// What a line says, as it is written in the file.
pub fn line(record: &Record, what: &Text, amount: Money, basis: Basis) -> Line {
    Line {
        what: what.get(lang_of(record)).to_owned(),
        amount,
        vat: None,
        product: None,
        role: None,
        basis: Some(basis),
        note: None,
        source: None,
    }
}

/// The lines of a part of a contribution: what is asked, and the effort in kind that lowers it.
pub fn lines(record: &Record, asked: &Asked<'_>, payer: &Payer<'_>, part: Part, which: Which) -> Vec<Line> {
    let mut lines = vec![line(record, &contribution(record, asked, payer, which), part.amount, Basis::Contribution)];
    for (given, used, amount) in shared(payer, Settle::Line, payer.settled.lowered, part.lowered, which) {
        let mut one = line(record, &in_kind(record, given, used, which), -amount, Basis::InKind);
        one.role.clone_from(&given.role);
        lines.push(one);
    }
    lines
}

/// What is set off against a part.
pub fn set_offs(record: &Record, payer: &Payer<'_>, part: Part, which: Which) -> Vec<SetOff> {
    let entry = |(given, used, amount): (&InKind, Money, Money)| SetOff {
        what: in_kind(record, given, used, which).get(lang_of(record)).to_owned(),
        amount,
        role: given.role.clone(),
        basis: Some(Basis::InKind),
        note: None,
        source: None,
    };
    shared(payer, Settle::SetOff, payer.settled.set_off, part.set_off, which).into_iter().map(entry).collect()
}

/// The effort that counts in one way, with what of it counts at all and what falls in a part. The last that counts takes what does not divide.
fn shared<'a>(payer: &Payer<'a>, how: Settle, used: Money, of_part: Money, which: Which) -> Vec<(&'a InKind, Money, Money)> {
    let all: Vec<&InKind> = payer.settled.in_kind.iter().filter(|given| given.settle.unwrap_or(Settle::Line) == how).copied().collect();
    let whole = fitted(all.iter().map(|given| given.value), used);
    let parts: Vec<Money> = whole.iter().map(|value| shares(*value, which.of)[which.n - 1]).collect();
    let mut fitting = fitted(parts.iter().copied(), of_part);
    let left = of_part - fitting.iter().copied().sum();
    if let Some(last) = fitting.iter_mut().rev().find(|amount| amount.0 > 0) {
        *last = *last + left;
    } else if let Some(first) = fitting.first_mut() {
        *first = left;
    }
    all.into_iter()
        .zip(whole)
        .zip(fitting)
        .map(|((given, used), amount)| (given, used, amount))
        .filter(|(.., amount)| amount.0 > 0)
        .collect()
}

/// What is asked, in words: `Communitybijdrage 2026, grootteklasse groot, naar rato van 4 maanden`.
fn contribution(record: &Record, asked: &Asked<'_>, payer: &Payer<'_>, which: Which) -> Text {
    let year = year_name(record, asked.budget.year);
    let Which { n, of } = which;
    let what = match (asked.is_voluntary(), of) {
        (true, _) => text!(en: "Contribution {year}", nl: "Bijdrage {year}"),
        (false, 1) => text!(en: "Community contribution {year}", nl: "Communitybijdrage {year}"),
        (false, _) => {
            text!(en: "Advance {n} of {of}, community contribution {year}", nl: "Voorschot {n} van {of}, communitybijdrage {year}")
        }
    };
    what.then(&product(record, asked)).then(&class(payer)).then(&part_of_period(asked, payer))
}

/// The settlement of advances, or what is asked on top of a contribution that was sent at once.
pub fn settlement(record: &Record, asked: &Asked<'_>, payer: &Payer<'_>, of_advances: bool) -> Text {
    let year = year_name(record, asked.budget.year);
    let what = if of_advances {
        text!(en: "Settlement, community contribution {year}", nl: "Eindafrekening communitybijdrage {year}")
    } else {
        text!(en: "Community contribution {year}, as changed", nl: "Communitybijdrage {year}, gewijzigd")
    };
    what.then(&product(record, asked)).then(&class(payer)).then(&part_of_period(asked, payer))
}

/// The joining fee.
pub fn joining_fee(record: &Record, asked: &Asked<'_>) -> Text {
    Text::new("Joining fee", "Toetredingsbijdrage").then(&product(record, asked)).then(&Text::new(", once", ", eenmalig"))
}

/// What was invoiced before, on its settlement.
pub fn sent(invoice: &Invoice) -> Text {
    let number = invoice.number.as_deref().unwrap_or_default();
    let what = if kind_of(invoice) == InvoiceKind::Advance { Text::new("advance, ", "voorschot, ") } else { Text::default() };
    match invoice.date {
        Some(on) => text!(what, on; en: "Less: {what}invoice {number} of {on}", nl: "Af: {what}factuur {number} van {on}"),
        None => text!(what; en: "Less: {what}invoice {number}", nl: "Af: {what}factuur {number}"),
    }
}

/// What was credited of an advance, on its settlement: so much less of it was asked.
pub fn credited(number: &str, on: Option<Date>) -> Text {
    match on {
        Some(on) => {
            text!(on; en: "Of which credited, credit note {number} of {on}", nl: "Waarvan gecrediteerd, creditfactuur {number} van {on}")
        }
        None => text!(en: "Of which credited, credit note {number}", nl: "Waarvan gecrediteerd, creditfactuur {number}"),
    }
}

fn product(record: &Record, asked: &Asked<'_>) -> Text {
    asked.product.map_or_else(Text::default, |id| {
        let name = record.products.get(id).map_or(id, |known| &known.name);
        text!(en: " {name}", nl: " {name}")
    })
}

/// The class, where there is one for all whom it pays for and no agreement of its own.
fn class(payer: &Payer<'_>) -> Text {
    let mut names: Vec<&str> = payer
        .units
        .iter()
        .filter_map(|paid| if let How::Class { class, .. } = &paid.how { Some(class.name.as_str()) } else { None })
        .collect();
    names.dedup();
    match names[..] {
        [name] if payer.own.is_none() => text!(en: ", class {name}", nl: ", grootteklasse {name}"),
        [first, then] if payer.own.is_none() && payer.units.iter().all(|paid| paid.spell.is_some()) => {
            text!(en: ", class {first}, then {then}", nl: ", grootteklasse {first}, daarna {then}")
        }
        _ => Text::default(),
    }
}

fn part_of_period(asked: &Asked<'_>, payer: &Payer<'_>) -> Text {
    let portion = payer.taking.portion;
    if portion.parts >= portion.of || payer.own.is_some() {
        return Text::default();
    }
    let (parts, of) = (portion.parts, portion.of);
    match asked.contribution.pro_rata {
        Some(ProRata::Months) if parts == 1 => Text::new(", pro rata for 1 month", ", naar rato van 1 maand"),
        Some(ProRata::Months) => text!(en: ", pro rata for {parts} months", nl: ", naar rato van {parts} maanden"),
        Some(ProRata::HalfYear) => Text::new(", pro rata for a half-year", ", naar rato van een halfjaar"),
        _ => text!(en: ", pro rata for {parts} of {of} days", nl: ", naar rato van {parts} van {of} dagen"),
    }
}

/// `In natura: Coördinator, 80 uur`.
fn in_kind(record: &Record, given: &InKind, used: Money, which: Which) -> Text {
    let role = given.role.as_ref().map(|id| record.role(id).map_or(id.as_str(), |role| &role.title));
    let what = given.what.as_deref().or(role).map_or_else(|| Text::new("effort", "inbreng"), Text::same);
    let hours = given.hours.map_or_else(Text::default, |hours| {
        let hours = decimal_text(hours.0);
        text!(hours; en: ", {hours} hours", nl: ", {hours} uur")
    });
    let Which { n, of } = which;
    let part = if of > 1 { text!(en: ", part {n} of {of}", nl: ", deel {n} van {of}") } else { Text::default() };
    let part = if used < given.value {
        let (used, value) = (used.in_currency(record.currency()), given.value.in_currency(record.currency()));
        part.then(&text!(used, value; en: ", {used} of the agreed {value}: up to what is asked", nl: ", {used} van de afgesproken {value}: tot wat er wordt gevraagd"))
    } else {
        part
    };
    text!(what, hours, part; en: "In kind: {what}{hours}{part}", nl: "In natura: {what}{hours}{part}")
}
