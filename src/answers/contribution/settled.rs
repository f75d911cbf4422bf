//! From what is asked to what is to be paid: effort in kind, the joining fee, VAT (A4, A5b).

use crate::answers::contribution::exact::Share;
use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::gap::Said;
use crate::answers::contribution::keys::{Frame, Reckoned, class_of};
use crate::answers::contribution::payers::{Joining, Taking};
use crate::answers::contribution::units::{Organisations, Unit};
use crate::answers::contribution::{How, Paid, Payer, Question};
use crate::money::Money;
use crate::record::collaboration::VatSetting;
use crate::record::finance::{Class, Contribution, InKind, Key, Obligation, Settle};
use crate::record::values::Vat;

/// What is to be paid, and how it follows from what is asked.
#[derive(Debug, Clone)]
pub struct Settled<'a> {
    pub in_kind: Vec<&'a InKind>,
    /// Effort that lowers the invoice: never more than is asked.
    pub lowered: Money,
    /// What is invoiced of the contribution, without VAT.
    pub net: Money,
    pub vat: Money,
    /// With VAT.
    pub with_vat: Money,
    /// Effort set off against that: never more than that.
    pub set_off: Money,
    /// Effort that was worth more than is asked; it is not paid out.
    pub unused: Money,
    pub fee: Option<Fee>,
    pub taxed: Option<&'a VatSetting>,
    /// What is to be paid in all, the joining fee and VAT included.
    pub gross: Money,
}

impl Settled<'_> {
    /// What is paid of the contribution, without VAT, in whichever way effort in kind is settled.
    pub fn paid(&self) -> Money {
        Money((self.net - self.set_off).0.max(0))
    }
}

/// A joining fee: once, in the period of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fee {
    Asked {
        amount: Money,
        vat: Money,
    },
    /// It would be this, but it was agreed that none is asked.
    Waived(Money),
}

/// How a gift is taxed: whoever owes nothing in return pays no VAT.
pub static GIFT: VatSetting = VatSetting { treatment: Vat::OutsideScope, reason: None, deductible: None, note: None, source: None };

/// How a contribution is taxed: as the record says, but a voluntary one without VAT.
pub fn untaxed_gift<'a>(contribution: &Contribution, vat: &'a VatSetting) -> &'a VatSetting {
    let is_gift = contribution.obligation == Some(Obligation::Voluntary);
    if is_gift && matches!(vat.treatment, Vat::Percent(1..) | Vat::ReverseCharge) { &GIFT } else { vat }
}

/// Settles what one payer is asked. The joining fee is an invoice of its own, so it is taxed by itself and nothing is set off against it.
pub fn settle<'a>(frame: &Frame<'a>, taxed: Option<&'a VatSetting>, one: Reckoned<'a>, said: &mut Said) -> Payer<'a> {
    let Reckoned { taking, units, by_key, own, amount } = one;
    let is_its = |given: &&InKind| frame.record.index.plain(&given.participant).0 == taking.id.as_str();
    let in_kind: Vec<&InKind> = frame.budget.in_kind.iter().filter(is_its).collect();
    let file = &frame.budget.file;
    if in_kind.iter().any(|given| given.value.0 < 0) {
        let what = format!("the effort in kind of `{}` is worth less than zero", taking.id);
        said.gaps.push(Gap::new(file, &what, "write its `value` as zero or more"));
    }
    if amount.0 < 0 {
        let what = format!("the amount agreed for `{}` is less than zero", taking.id);
        said.gaps.push(Gap::new(file, &what, "write an amount of zero or more"));
    }
    let worth = |how: Settle| -> Money {
        in_kind.iter().filter(|given| given.settle.unwrap_or(Settle::Line) == how).map(|given| given.value).sum()
    };
    let lowered = worth(Settle::Line).min(amount);
    let net = amount - lowered;
    let vat = vat_of(taxed, net);
    let with_vat = net + vat;
    let set_off = worth(Settle::SetOff).min(with_vat);
    let unused = worth(Settle::Line) + worth(Settle::SetOff) - lowered - set_off;
    let first = units.iter().filter(|paid| paid.spell.is_none_or(|spell| spell.from == taking.from));
    let price = fee_of(frame, &taking, first);
    let waived = taking.membership.is_some_and(|dues| dues.joining_fee_waived);
    let fee = match (price, taking.joins) {
        (None, _) | (_, Joining::Before) => None,
        (Some(price), _) if waived => Some(Fee::Waived(price)),
        (Some(amount), Joining::Within) => Some(Fee::Asked { amount, vat: vat_of(taxed, amount) }),
        (Some(_), Joining::Unclear) => {
            let what = format!("whether `{}` joined in this period is not known, and with it whether a joining fee is due", taking.id);
            said.gaps.push(Gap::new(
                &taking.one.file,
                &what,
                "write the day of `joined`, or `joining_fee_waived = true` in its `[[membership]]`",
            ));
            None
        }
    };
    let of_fee = match fee {
        Some(Fee::Asked { amount, vat }) => amount + vat,
        _ => Money(0),
    };
    let gross = with_vat - set_off + of_fee;
    let settled = Settled { in_kind, lowered, net, vat, with_vat, set_off, unused, fee, taxed, gross };
    Payer { taking, units, by_key, own, amount, settled }
}

/// The joining fee: that of each class it pays for, else the one that is the same for all, once for each payer.
fn fee_of<'p, 'a: 'p>(frame: &Frame<'a>, taking: &Taking<'a>, units: impl Iterator<Item = &'p Paid<'a>>) -> Option<Money> {
    let of_class = |paid: &Paid<'a>| match &paid.how {
        How::Class { class, .. } => class.joining_fee,
        // An amount of one's own is agreed for the contribution; the fee is that of the class all the same.
        How::Own(_) => class_beside(frame, taking, &paid.unit).and_then(|class| class.joining_fee),
        _ => None,
    };
    let mut units = units.peekable();
    let fees: Vec<Money> = if units.peek().is_none() {
        // Of whoever has an amount of its own nothing else is worked out.
        class_beside(frame, taking, &Organisations::uncounted(taking.one)).and_then(|class| class.joining_fee).into_iter().collect()
    } else {
        units.filter_map(of_class).collect()
    };
    if fees.is_empty() { frame.contribution.joining_fee } else { Some(fees.into_iter().sum()) }.filter(|fee| fee.0 > 0)
}

/// The class of a unit that pays an amount of its own.
fn class_beside<'a>(frame: &Frame<'a>, taking: &Taking<'a>, unit: &Unit<'a>) -> Option<&'a Class> {
    if frame.contribution.key != Key::Classes {
        return None;
    }
    let count = unit.count.clone().or_else(|| Organisations::new(frame.record, &Question::default()).count_of(unit).ok());
    class_of(frame, taking, &Unit { count, ..unit.clone() }, &mut Said::default()).map(|(class, _)| class)
}

/// VAT over an amount, to the cent, half a cent upwards. Nothing where no rate is set.
pub fn vat_of(taxed: Option<&VatSetting>, net: Money) -> Money {
    taxed.map_or(Money(0), |setting| vat_on(setting.treatment, net.max(Money(0))))
}

/// VAT over an amount that is taxed in a way, to the cent, half a cent away from zero; of a credit less than zero.
pub fn vat_on(treatment: Vat, net: Money) -> Money {
    let Vat::Percent(rate) = treatment else { return Money(0) };
    let of_positive = Share { cents: i128::from(net.0.unsigned_abs()) * i128::from(rate), of: 100 }.rounded().unwrap_or_default();
    if net.0 < 0 { Money(0) - of_positive } else { of_positive }
}
