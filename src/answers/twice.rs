//! What is asked twice: invoices of one participant, for one product, period and kind, that are not credited.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::answers::billed::{is_sent, kind_of, net, set_off};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Basis, Invoice, InvoiceKind};

/// What there is one of for each participant, product and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Contribution,
    /// By the day on which it was to be sent.
    Advance(Date),
    Settlement,
    JoiningFee,
}

/// Every invoice or draft that asks what an earlier one asks already, with that one. A draft of a credit note counts: what somebody means
/// to credit may be asked anew.
pub fn asked_twice(record: &Record) -> Vec<(&Invoice, &Invoice)> {
    let mut credited: FxHashMap<&str, (Money, Money)> = FxHashMap::default();
    for credit in &record.invoices {
        if let Some(number) = credit.credits.as_deref() {
            let sums = credited.entry(number.trim()).or_default();
            sums.0 = sums.0 + Money(net(credit).0.saturating_abs());
            sums.1 = sums.1 + Money(set_off(credit).0.saturating_abs());
        }
    }
    let is_credited = |one: &Invoice| {
        let back = one.number.as_deref().and_then(|number| credited.get(number.trim()));
        back.is_some_and(|(back, off)| *back >= net(one) && *off >= set_off(one))
    };
    let mut alike: BTreeMap<(String, Option<String>, Sort), Vec<&Invoice>> = BTreeMap::new();
    for one in record.invoices.iter().filter(|one| one.credits.is_none() && net(one).0 > 0 && !is_credited(one)) {
        let Some(sort) = sort(one) else { continue };
        let who = record.organisation(&one.participant).map_or_else(|| one.participant.to_string(), |known| known.id.to_string());
        let product = one.product.as_ref().map(|id| record.index.plain(id).0.into_owned());
        alike.entry((who, product, sort)).or_default().push(one);
    }
    let mut found = Vec::new();
    for all in alike.values_mut().filter(|all| all.len() > 1) {
        all.sort_by_key(|one| (!is_sent(one), one.date, one.number.as_deref(), &one.file));
        for (n, one) in all.iter().enumerate() {
            // What takes off what was sent before asks the rest.
            let takes_off = |earlier: &Invoice| {
                let mut lines = one.line.iter().filter(|line| line.basis == Some(Basis::Advance));
                earlier.number.as_deref().is_some_and(|number| lines.any(|line| line.what.contains(number)))
            };
            found.extend(all[..n].iter().find(|earlier| overlap(earlier, one) && !takes_off(earlier)).map(|earlier| (*one, *earlier)));
        }
    }
    found
}

fn sort(one: &Invoice) -> Option<Sort> {
    let is_fee = || one.line.iter().any(|line| line.basis == Some(Basis::JoiningFee));
    match kind_of(one) {
        InvoiceKind::Request if is_fee() => Some(Sort::JoiningFee),
        InvoiceKind::Contribution | InvoiceKind::Request => Some(Sort::Contribution),
        // Of an advance that does not say which it is nobody knows whether it is another.
        InvoiceKind::Advance => one.planned.map(Sort::Advance),
        InvoiceKind::Settlement => Some(Sort::Settlement),
        InvoiceKind::JoiningFee => Some(Sort::JoiningFee),
        InvoiceKind::Extra | InvoiceKind::Credit => None,
    }
}

/// Whether two are for the same days; the year of its folder where one has no period.
fn overlap(a: &Invoice, b: &Invoice) -> bool {
    let days = |one: &Invoice| {
        let year = || Some((Date::of(one.year, 1, 1)?, Date::of(one.year, 12, 31)?));
        one.period.as_ref().map(|period| (period.from, period.until)).or_else(year)
    };
    days(a).zip(days(b)).is_some_and(|((from, until), (other_from, other_until))| from <= other_until && other_from <= until)
}
