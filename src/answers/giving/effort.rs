//! Hours that were given: added exactly, and rounded once, half up, where a figure is shown.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Parts of an hour, so small that a part of a month, of a week and of a body of up to sixteen is a whole number of them.
const HOUR: i128 = WEEKLY * 7 * 720_720;

/// Parts of an hour in which every way of writing hours a week comes out whole, with its two decimals.
const WEEKLY: i128 = 312_000;

/// Hours that were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Effort {
    parts: i128,
    /// Not written down as such: then it is known to the hour at most.
    is_worked_out: bool,
}

impl Effort {
    /// Hours as somebody wrote them down.
    pub fn written(hours: f64) -> Effort {
        Effort { parts: in_parts(hours, 100) * (HOUR / 100), is_worked_out: false }
    }

    /// So many days of hours that are for so many.
    pub fn worked_out(hours: f64, days: i64, of: i64) -> Effort {
        let all = in_parts(hours, WEEKLY) * (HOUR / WEEKLY);
        Effort { parts: rounded(all * i128::from(days.max(0)), i128::from(of.max(1))), is_worked_out: true }
    }

    /// As much of it as one is of another, and no more than all.
    #[must_use]
    pub fn times(self, one: Effort, of: Effort) -> Effort {
        if one.parts >= of.parts {
            return Effort { is_worked_out: true, ..self };
        }
        let shared = divisor(one.parts, of.parts).max(1);
        let (one, of) = (one.parts / shared, of.parts / shared);
        // What is too much to be multiplied is no time that anybody gave.
        Effort { parts: self.parts.checked_mul(one).map_or(0, |parts| rounded(parts, of)), is_worked_out: true }
    }

    /// As a figure, in hundredths: of whole hours where it was worked out, so that it looks no more exact than it is; but less than half an
    /// hour is not nothing.
    pub fn shown(self) -> i64 {
        let hours = if self.is_worked_out { rounded(self.parts, HOUR) * 100 } else { 0 };
        let shown = if hours > 0 { hours } else { rounded(self.parts * 100, HOUR) };
        i64::try_from(shown).unwrap_or(i64::MAX)
    }

    /// As a figure, in whole hours.
    pub fn whole(self) -> i64 {
        i64::try_from(rounded(self.parts, HOUR)).unwrap_or(i64::MAX)
    }

    pub fn is_nothing(self) -> bool {
        self.parts <= 0
    }
}

/// More than a hundred thousand people work in a year nobody gives.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn in_parts(hours: f64, of: i128) -> i128 {
    (hours.clamp(0.0, 1e12) * of as f64).round() as i128
}

fn rounded(parts: i128, of: i128) -> i128 {
    (parts * 2 + of).div_euclid(of * 2)
}

fn divisor(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

impl Add for Effort {
    type Output = Effort;

    fn add(self, other: Effort) -> Effort {
        Effort { parts: self.parts + other.parts, is_worked_out: self.is_worked_out || other.is_worked_out }
    }
}

impl Sub for Effort {
    type Output = Effort;

    fn sub(self, other: Effort) -> Effort {
        Effort { parts: self.parts - other.parts, is_worked_out: self.is_worked_out || other.is_worked_out }
    }
}

impl AddAssign for Effort {
    fn add_assign(&mut self, other: Effort) {
        *self = *self + other;
    }
}

impl Sum for Effort {
    fn sum<I: Iterator<Item = Effort>>(all: I) -> Effort {
        all.fold(Effort::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Effort;

    #[test]
    fn parts_add_up_before_they_are_rounded() {
        // Two hours a month of 31 days, half of it, and a third of an hour three times.
        let half = Effort::worked_out(2.0 * 12.0 / 52.0, 31, 14);
        assert_eq!((half.shown(), (half + half).shown()), (100, 200));
        assert_eq!((0..26).map(|_| half).sum::<Effort>().shown(), 2_700);
        let third = Effort::worked_out(1.0, 7, 21);
        assert_eq!((third.shown(), (third + third + third).shown()), (33, 100));
        // Half an hour goes up, also where it is made of thirteenths.
        let thirteenth = Effort::worked_out(6.5, 7, 7 * 13);
        assert_eq!((0..13).map(|_| thirteenth).sum::<Effort>().shown(), 700);
        // What was written down stays as it was written.
        assert_eq!((Effort::written(2.5) + Effort::written(0.25)).shown(), 275);
        assert_eq!((Effort::written(2.5) + third).shown(), 300);
    }

    #[test]
    fn a_part_of_the_whole_is_the_whole() {
        let all = Effort::worked_out(7.3, 30, 7);
        assert_eq!(all.times(third(), third()), all);
        assert_eq!(all.times(third(), third() + third()) + all.times(third(), third() + third()), all);
    }

    fn third() -> Effort {
        Effort::worked_out(1.0, 7, 21)
    }
}
