//! A total divided over those who pay: equally, by inhabitants, or a fixed part each and the rest by inhabitants (A4).

use crate::answers::contribution::division::{Weighed, divide};
use crate::answers::contribution::exact::{Share, part};
use crate::answers::contribution::gap::{Gap, Said};
use crate::answers::contribution::keys::{Frame, bounded, bounds};
use crate::answers::contribution::payers::Taking;
use crate::answers::contribution::units::Unit;
use crate::answers::contribution::{Divided, How, Own, Paid};
use crate::money::Money;
use crate::record::finance::Key;

/// A payer, its own amount, and what is counted of it.
pub type Counted<'a> = (Taking<'a>, Option<Own<'a>>, Vec<Unit<'a>>);

/// What each unit of each payer pays. The division is over those who take part on the first day of the period, and whoever joins
/// later pays its rate; where nobody takes part on that day it is over all, each for its part of the period.
pub fn shares<'a>(frame: &Frame<'a>, total: Money, counted: &[Counted<'a>], said: &mut Said) -> (Vec<Vec<Paid<'a>>>, Option<Divided>) {
    let by_part = !counted.iter().any(|(taking, _, units)| taking.from_start && !taking.is_beside && !units.is_empty());
    let base = frame.contribution.base.filter(|_| frame.contribution.key == Key::FixedPlusInhabitants);
    let scaled = |taking: &Taking<'_>, amount: Money| if by_part { part(amount, taking.portion.parts, taking.portion.of) } else { amount };
    let weight = |taking: &Taking<'_>, unit: &Unit<'_>| {
        let own = match frame.contribution.key {
            Key::Equal => 1,
            _ => unit.count.as_ref().map_or(0, |count| i128::from(count.number)),
        };
        own * if by_part { i128::from(taking.portion.parts) } else { 1 }
    };
    let (mut places, mut all, mut fixed) = (Vec::new(), Vec::new(), 0i128);
    for (n, (taking, _, units)) in
        counted.iter().enumerate().filter(|(_, (taking, ..))| !taking.is_beside && (by_part || taking.from_start))
    {
        for (m, unit) in units.iter().enumerate() {
            let (least, most) = bounds(frame, base);
            let cents = |amount: Money| i128::from(scaled(taking, amount).0);
            places.push((n, m));
            all.push(Weighed { weight: weight(taking, unit), least: cents(least), most: most.map(cents) });
            fixed += base.map_or(0, cents);
        }
    }
    let file = &frame.budget.file;
    let rest = i128::from(total.0) - fixed;
    if all.is_empty() {
        if counted.iter().any(|(.., units)| !units.is_empty()) {
            said.gaps.push(Gap::new(
                file,
                "nobody takes part, so there is nothing to divide over",
                "see `joined` and `left` of the participants",
            ));
        }
        return (counted.iter().map(|_| Vec::new()).collect(), None);
    }
    if rest < 0 {
        said.gaps.push(Gap::new(file, "the fixed parts together are more than is to be divided", "lower `base`, or raise the total"));
        return (Vec::new(), None);
    }
    if rest > 0 && all.iter().all(|one| one.weight == 0) {
        said.gaps.push(Gap::new(file, "those who pay have no inhabitants, so nothing can be divided by them", "use another key"));
        return (Vec::new(), None);
    }
    let shares = divide(rest, &all);
    let mut paid = Vec::new();
    for (n, (taking, _, units)) in counted.iter().enumerate() {
        let mut of_payer = Vec::new();
        for (m, unit) in units.iter().enumerate() {
            let weight = weight(taking, unit);
            let place = places.binary_search(&(n, m)).ok();
            let (divided, over) = place.map_or((shares.rest, shares.weights), |place| shares.by[place]);
            let share = Share { cents: divided.max(0) * weight, of: over.max(1) };
            let (full, bound) = match place {
                Some(place) => (i64::try_from(shares.cents[place]).ok().map(Money), shares.bounds[place]),
                None => match share.rounded() {
                    Some(amount) => {
                        let (amount, bound) = bounded(frame, base, amount);
                        (Some(amount), bound)
                    }
                    None => (None, None),
                },
            };
            let Some(full) = full else {
                said.gaps.push(Gap::new(file, "an amount is too large", "mend the total"));
                return (Vec::new(), None);
            };
            let (parts, of) = if by_part { (1, 1) } else { (taking.portion.parts, taking.portion.of) };
            let both = |amount| (amount, part(amount, parts, of));
            of_payer.push(Paid {
                unit: unit.clone(),
                how: How::Share {
                    share,
                    divided: Money(i64::try_from(divided).unwrap_or_default()),
                    over,
                    weight,
                    in_division: place.is_some(),
                },
                fixed: base.map(|base| both(scaled(taking, base))),
                rest: both(full),
                bound,
                spell: None,
            });
        }
        paid.push(of_payer);
    }
    let rest = Money(i64::try_from(shares.rest).unwrap_or_default());
    (paid, Some(Divided { total, fixed: base.map(|base| (base, all.len())), rest, weights: shares.weights, by_part }))
}
