//! On which days what a payer is asked is invoiced: at once, or in advances.

use crate::answers::billed::{billed, kind_of, net};
use crate::answers::contribution::settled::vat_on;
use crate::answers::contribution::{Asked, Payer};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Vat;

/// Cents by which advances may differ so that their VAT adds up: of nine per cent eleven change it by one.
const MOST: i64 = 12;

/// The days of the parts: those that were agreed with the payer itself for this period, else those of the budget, as far as it takes part
/// on them. Who joins after the last of them is asked the whole on joining, who left before the first at once; what is voluntary is asked once.
pub fn days(asked: &Asked<'_>, payer: &Payer<'_>) -> Vec<Date> {
    let taking = &payer.taking;
    let within = |day: &Date| asked.from <= *day && *day <= asked.until;
    let own: Vec<Date> = taking.membership.iter().flat_map(|dues| &dues.instalments).map(|day| day.0).filter(within).collect();
    let mut days = if own.is_empty() { asked.contribution.instalments.iter().map(|day| day.0).collect() } else { own };
    days.sort();
    days.dedup();
    days.retain(|day| (taking.from_start || *day >= taking.from) && (taking.until >= asked.until || *day <= taking.until));
    if asked.is_voluntary() {
        days.truncate(1);
    }
    days
}

/// A part of a contribution.
#[derive(Debug, Clone, Copy)]
pub struct Instalment<'a> {
    pub day: Date,
    /// Without VAT.
    pub amount: Money,
    /// The advance that was sent for it.
    pub sent: Option<&'a Invoice>,
}

/// Each day with its part: of an advance that was sent what it asked, and of the others what is left. Empty where the budget names no days.
pub fn instalments<'a>(record: &'a Record, asked: &Asked<'_>, payer: &Payer<'_>) -> Vec<Instalment<'a>> {
    let days = days(asked, payer);
    let settled = &payer.settled;
    let treatment = settled.taxed.map(|setting| setting.treatment);
    let sent = billed(record, asked, payer.taking.id, |one| kind_of(one) == InvoiceKind::Advance);
    let taken = places(&days, &sent.sent);
    let open = (0..days.len()).filter(|place| !taken.contains(place)).count();
    let tax = |net: Money| treatment.map_or(Money(0), |treatment| vat_on(treatment, net));
    let vat = settled.vat - sent.sent.iter().map(|one| tax(net(one))).sum::<Money>();
    let mut left = taxed_shares((settled.net - sent.net).max(Money(0)), open, treatment, vat).into_iter();
    let part = |(n, day): (usize, Date)| match taken.iter().position(|place| *place == n) {
        Some(at) => Instalment { day, amount: net(sent.sent[at]), sent: Some(sent.sent[at]) },
        None => Instalment { day, amount: left.next().unwrap_or_default(), sent: None },
    };
    days.into_iter().enumerate().map(part).collect()
}

/// Which of the days each of these advances is for, as far as there are days: the one that it says, else the last before it was sent.
pub fn places(days: &[Date], advances: &[&Invoice]) -> Vec<usize> {
    let mut taken: Vec<Option<usize>> =
        advances.iter().map(|one| one.planned.and_then(|planned| days.iter().position(|day| *day == planned))).collect();
    for n in 0..advances.len() {
        if taken[n].is_none() {
            let mut free = (0..days.len()).filter(|place| !taken.contains(&Some(*place)));
            let sent = advances[n].date;
            taken[n] = free.clone().rfind(|place| sent.is_some_and(|sent| days[*place] <= sent)).or_else(|| free.next());
        }
    }
    taken.into_iter().flatten().collect()
}

/// Equal shares, with the cents that are left over in the last.
pub fn shares(amount: Money, parts: usize) -> Vec<Money> {
    let number = i64::try_from(parts.max(1)).unwrap_or(i64::MAX);
    let each = Money(amount.0.div_euclid(number));
    let mut shares = vec![each; parts];
    if let Some(last) = shares.last_mut() {
        *last = Money(amount.0 - each.0 * (number - 1));
    }
    shares
}

/// The same, so that the VAT of the parts adds up to what was told of the whole: the VAT of each is rounded by itself, so a few cents go
/// from one part to a later one until it does. Where that cannot be, or the VAT is further off than rounding makes it, the shares stay equal.
pub fn taxed_shares(net: Money, parts: usize, treatment: Option<Vat>, vat: Money) -> Vec<Money> {
    let mut all = shares(net, parts);
    let tax = |net: Money| treatment.map_or(Money(0), |treatment| vat_on(treatment, net));
    let off = |all: &[Money]| vat.0 - all.iter().map(|part| tax(*part).0).sum::<i64>();
    if off(&all).unsigned_abs() > parts as u64 {
        return all;
    }
    while off(&all) != 0 {
        let wanted = off(&all).signum();
        let moved = (1..=MOST).flat_map(|cents| [cents, -cents]).find_map(|cents| {
            let pairs = (0..all.len()).flat_map(|from| (from + 1..all.len()).rev().map(move |to| (from, to)));
            let mut pairs = pairs.filter(|(from, to)| all[*from].0 >= cents && all[*to].0 >= -cents);
            let changes = |(from, to): &(usize, usize)| {
                let (less, more) = (Money(all[*from].0 - cents), Money(all[*to].0 + cents));
                tax(less).0 + tax(more).0 - tax(all[*from]).0 - tax(all[*to]).0
            };
            pairs.find(|pair| changes(pair) == wanted).map(|pair| (pair, cents))
        });
        let Some(((from, to), cents)) = moved else { break };
        (all[from], all[to]) = (Money(all[from].0 - cents), Money(all[to].0 + cents));
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{MOST, taxed_shares};
    use crate::answers::contribution::settled::vat_on;
    use crate::money::Money;
    use crate::record::values::Vat;

    #[test]
    fn three_advances_come_to_what_was_told() {
        let of = |net: i64, parts: usize| taxed_shares(Money(net), parts, Some(Vat::Percent(21)), vat_on(Vat::Percent(21), Money(net)));
        assert_eq!(of(3333, 3).into_iter().map(|part| vat_on(Vat::Percent(21), part).0).sum::<i64>(), 700);
        assert_eq!(of(1_268_483, 2).into_iter().map(|part| vat_on(Vat::Percent(21), part).0).sum::<i64>(), 266_381);
    }

    proptest! {
        #[test]
        fn advances_add_up_with_their_vat(net in 0i64..1_000_000_000, parts in 1usize..13, rate in 0usize..3) {
            let treatment = Vat::Percent([0, 9, 21][rate]);
            let vat = vat_on(treatment, Money(net));
            let all = taxed_shares(Money(net), parts, Some(treatment), vat);
            prop_assert_eq!(all.iter().copied().sum::<Money>(), Money(net));
            let least = all.iter().min().map_or(0, |part| part.0);
            let most = all.iter().max().map_or(0, |part| part.0);
            let number = i64::try_from(parts).unwrap_or(1);
            prop_assert!(least >= 0 && most - least <= number * (MOST + 1), "{all:?}");
            if net / number >= number * MOST {
                prop_assert_eq!(all.iter().map(|part| vat_on(treatment, *part)).sum::<Money>(), vat, "{:?}", all);
            }
        }
    }
}
