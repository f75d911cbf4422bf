//! Dividing an amount by weights, to the cent: largest remainder, ties in the order that is given, within a minimum and a maximum.

/// A part of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// Not less than zero.
    pub weight: i128,
    /// Cents that it pays at least.
    pub least: i128,
    /// Cents that it pays at most; not less than the minimum.
    pub most: Option<i128>,
}

/// The minimum or the maximum that somebody came up against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Minimum,
    Maximum,
}

/// What each pays, in the order that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    pub cents: Vec<i128>,
    pub bounds: Vec<Option<Bound>>,
    /// What was divided over those whom neither minimum nor maximum holds, and their weights together: the rate.
    pub rest: i128,
    pub weights: i128,
    /// What was divided, and over which weights, when each was settled: for whoever a minimum or a maximum holds, that by which it did.
    pub by: Vec<(i128, i128)>,
}

/// Divides cents by weight. The parts add up to the whole, unless all minima together are more or all maxima less than that, or
/// nothing weighs anything. What minima and maxima leave or take is divided over the others again, until nobody is out of bounds.
pub fn divide(total: i128, all: &[Weighed]) -> Shares {
    let mut bounds = vec![None; all.len()];
    let mut by = vec![(total, all.iter().map(|one| one.weight).sum()); all.len()];
    let mut rest = total;
    let free = |bounds: &[Option<Bound>]| (0..all.len()).filter(|n| bounds[*n].is_none()).collect::<Vec<_>>();
    loop {
        let open = free(&bounds);
        let weights: i128 = open.iter().map(|n| all[*n].weight).sum();
        if weights == 0 {
            break;
        }
        let before = rest;
        let below = |n: &usize| all[*n].least * weights - before * all[*n].weight;
        let above = |n: &usize| all[*n].most.map_or(0, |most| before * all[*n].weight - most * weights);
        let short: i128 = open.iter().map(|n| below(n).max(0)).sum();
        let over: i128 = open.iter().map(|n| above(n).max(0)).sum();
        if short == 0 && over == 0 {
            break;
        }
        // Of both the larger is settled first: settling it may bring the others within bounds.
        let (minima, maxima) = (short >= over, over >= short);
        for n in open {
            if minima && below(&n) > 0 {
                bounds[n] = Some(Bound::Minimum);
                by[n] = (before, weights);
                rest -= all[n].least;
            } else if maxima && above(&n) > 0 {
                bounds[n] = Some(Bound::Maximum);
                by[n] = (before, weights);
                rest -= all[n].most.unwrap_or_default();
            }
        }
    }
    let open = free(&bounds);
    let weights: i128 = open.iter().map(|n| all[*n].weight).sum();
    let mut cents: Vec<i128> = all
        .iter()
        .zip(&bounds)
        .map(|(one, bound)| match bound {
            Some(Bound::Maximum) => one.most.unwrap_or_default(),
            Some(Bound::Minimum) => one.least,
            None if weights == 0 => one.least,
            None => rest * one.weight / weights,
        })
        .collect();
    if weights == 0 {
        let weights = all.iter().map(|one| one.weight).sum();
        return Shares { cents, bounds, rest: total, weights, by };
    }
    for n in &open {
        by[*n] = (rest, weights);
    }
    let left = rest - open.iter().map(|n| cents[*n]).sum::<i128>();
    let mut order: Vec<(i128, usize)> = open.iter().map(|n| (-(rest * all[*n].weight % weights), *n)).collect();
    order.sort_unstable();
    for (_, n) in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        cents[n] += 1;
    }
    Shares { cents, bounds, rest, weights, by }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    use super::{Bound, Weighed, divide};

    fn free(weights: &[i128]) -> Vec<Weighed> {
        weights.iter().map(|weight| Weighed { weight: *weight, least: 0, most: None }).collect()
    }

    #[test]
    fn a_published_division_comes_out_to_the_cent() {
        let shares = divide(10_000_001, &free(&[24_312, 51_877, 108_470, 7_003]));
        assert_eq!(shares.cents, [1_268_483, 2_706_692, 5_659_443, 365_383]);
    }

    #[test]
    fn equal_remainders_go_by_order() {
        assert_eq!(divide(100, &free(&[1, 1, 1])).cents, [34, 33, 33]);
        assert_eq!(divide(101, &free(&[1, 1, 1])).cents, [34, 34, 33]);
        assert_eq!(divide(0, &free(&[1, 2])).cents, [0, 0]);
        assert_eq!(divide(5, &free(&[0, 0])).cents, [0, 0]);
    }

    #[test]
    fn what_a_maximum_leaves_the_others_pay() {
        let mut all = free(&[10, 20, 70]);
        all[2].most = Some(4_000);
        let shares = divide(10_000, &all);
        assert_eq!((shares.cents, shares.bounds[2]), (vec![2_000, 4_000, 4_000], Some(Bound::Maximum)));
        all[0].least = 3_000;
        assert_eq!(divide(10_000, &all).cents, [3_000, 3_000, 4_000]);
        all[1].most = Some(1_000);
        assert_eq!(divide(10_000, &all).cents, [5_000, 1_000, 4_000]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_within_bounds(
            total in 0i128..10_000_000_000,
            parts in prop::collection::vec((0i128..1_000_000, 0i128..1_000_000, prop::option::of(0i128..1_000_000_000)), 1..40),
            bounded in any::<bool>(),
        ) {
            let all: Vec<Weighed> = parts
                .iter()
                .map(|(weight, least, more)| {
                    let least = if bounded { *least } else { 0 };
                    Weighed { weight: *weight, least, most: more.filter(|_| bounded).map(|more| least + more) }
                })
                .collect();
            let shares = divide(total, &all);
            let sum: i128 = shares.cents.iter().sum();
            for (one, cents) in all.iter().zip(&shares.cents) {
                prop_assert!(one.least <= *cents && one.most.is_none_or(|most| *cents <= most));
            }
            let least: i128 = all.iter().map(|one| one.least).sum();
            let fits = all.iter().all(|one| one.weight > 0) && least <= total
                && (all.iter().any(|one| one.most.is_none()) || all.iter().filter_map(|one| one.most).sum::<i128>() >= total);
            if fits {
                prop_assert_eq!(sum, total);
            }
            // Whoever is held by nothing is within a cent of the rate.
            for ((one, cents), bound) in all.iter().zip(&shares.cents).zip(&shares.bounds) {
                if bound.is_none() && shares.weights > 0 && one.weight > 0 {
                    prop_assert!((cents * shares.weights - shares.rest * one.weight).abs() < shares.weights || one.least == *cents);
                }
            }
        }
    }
}
