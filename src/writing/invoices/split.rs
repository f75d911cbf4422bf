//! A contribution in parts: equal but for the cents that do not divide, with VAT that adds up, and no part below zero.

use crate::answers::contribution::instalments::{shares, taxed_shares};
use crate::answers::contribution::settled::vat_on;
use crate::money::Money;
use crate::record::values::Vat;

/// What one invoice asks of a contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Before effort in kind, without VAT.
    pub amount: Money,
    /// Effort in kind that lowers it.
    pub lowered: Money,
    /// Effort in kind that is set off against the whole, VAT included.
    pub set_off: Money,
}

/// Divides what is asked over so many invoices, of which the VAT together is to be `vat`. What is set off never exceeds an invoice: what does not fit in one is moved to another.
pub fn split(whole: Part, parts: usize, treatment: Option<Vat>, vat: Money) -> Vec<Part> {
    let net = taxed_shares(whole.amount - whole.lowered, parts, treatment, vat);
    let lowered = shares(whole.lowered, parts);
    let wanted = shares(whole.set_off, parts);
    let tax = |net: Money| treatment.map_or(Money(0), |treatment| vat_on(treatment, net));
    let most: Vec<Money> = net.iter().map(|net| *net + tax(*net)).collect();
    let mut set_off: Vec<Money> = wanted.iter().zip(&most).map(|(wanted, most)| *wanted.min(most)).collect();
    let mut left = whole.set_off - set_off.iter().copied().sum();
    for (part, most) in set_off.iter_mut().zip(&most).rev() {
        let more = left.min(*most - *part);
        (*part, left) = (*part + more, left - more);
    }
    (0..parts).map(|n| Part { amount: net[n] + lowered[n], lowered: lowered[n], set_off: set_off[n] }).collect()
}

/// Effort in kind, one after another, as far as there is something that it lowers.
pub fn fitted(values: impl IntoIterator<Item = Money>, most: Money) -> Vec<Money> {
    let mut left = most;
    values
        .into_iter()
        .map(|value| {
            let used = value.min(left);
            left = left - used;
            used
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Part, fitted, shares, split};
    use crate::money::Money;
    use crate::record::values::Vat;

    #[test]
    fn the_last_part_has_the_cents() {
        assert_eq!(shares(Money(1000), 3), [Money(333), Money(333), Money(334)]);
        assert_eq!(fitted([Money(5), Money(9), Money(1)], Money(8)), [Money(5), Money(3), Money(0)]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_none_is_below_zero(amount in 0i64..1_000_000_000, lowered in 0i64..1_000_000_000, off in 0i64..1_000_000_000, parts in 1usize..13, rate in 0u8..22) {
            let lowered = lowered.min(amount);
            let whole = Part { amount: Money(amount), lowered: Money(lowered), set_off: Money(off.min(amount - lowered)) };
            let vat = super::vat_on(Vat::Percent(rate), whole.amount - whole.lowered);
            let all = split(whole, parts, Some(Vat::Percent(rate)), vat);
            let sum = |of: fn(&Part) -> Money| all.iter().map(of).sum::<Money>();
            prop_assert_eq!((sum(|part| part.amount), sum(|part| part.lowered), sum(|part| part.set_off)), (whole.amount, whole.lowered, whole.set_off));
            for part in &all {
                let net = part.amount - part.lowered;
                prop_assert!(net.0 >= 0 && part.set_off <= net + super::vat_on(Vat::Percent(rate), net), "{:?}", part);
            }
        }
    }
}
