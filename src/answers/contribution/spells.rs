//! Dues that change within a period: another class, another price, each for its part.

use crate::answers::contribution::keys::Frame;
use crate::answers::contribution::payers::{Portion, Span, Taking};
use crate::answers::contribution::product_of;
use crate::date::{Date, VagueDate};
use crate::record::participant::Membership;

/// A part of the period with dues of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    pub from: Date,
    pub until: Date,
    pub portion: Portion,
}

/// The parts of the time in which somebody takes part, each with the dues that hold in it; those of the same dues together. A month that
/// has begun counts for the dues of its beginning, so the parts add up to the whole.
pub fn spells<'a>(span: &Span<'_>, taking: &Taking<'a>, dues: &[&'a Membership]) -> Vec<(Spell, Option<&'a Membership>)> {
    let mut cuts = vec![taking.from];
    for one in dues {
        cuts.extend(one.from.map(VagueDate::first));
        cuts.extend(one.until.map(|until| until.last().plus_days(1)));
    }
    cuts.retain(|day| *day >= taking.from && *day <= taking.until);
    cuts.sort();
    cuts.dedup();
    let on = |day: Date| {
        dues.iter()
            .copied()
            .find(|one| one.from.is_none_or(|from| from.first() <= day) && one.until.is_none_or(|until| until.last() >= day))
    };
    let says = |one: Option<&Membership>| one.map(|one| (one.class.clone(), one.member.unwrap_or(true), one.amount));
    let mut found: Vec<(Date, Option<&'a Membership>)> = Vec::new();
    for day in cuts {
        let here = on(day);
        if found.last().is_none_or(|(_, before)| says(*before) != says(here)) {
            found.push((day, here));
        }
    }
    let mut reached = 0;
    let mut spells = Vec::new();
    for (n, (from, here)) in found.iter().enumerate() {
        let until = found.get(n + 1).map_or(taking.until, |(next, _)| next.plus_days(-1));
        let so_far = span.portion(taking.from, until);
        let portion = Portion { parts: so_far.parts.saturating_sub(reached), of: so_far.of };
        reached = so_far.parts;
        spells.push((Spell { from: *from, until, portion }, *here));
    }
    spells
}

/// The dues of a payer that hold somewhere in the time in which it takes part.
pub fn dues_within<'a>(frame: &Frame<'a>, taking: &Taking<'a>) -> Vec<&'a Membership> {
    let product = product_of(frame.budget);
    let of_this = |dues: &&Membership| dues.product.as_ref().map(|id| frame.record.index.plain(id).0).as_deref() == product;
    let holds = |dues: &&Membership| {
        dues.from.is_none_or(|from| from.first() <= taking.until) && dues.until.is_none_or(|until| until.last() >= taking.from)
    };
    taking.one.membership.iter().filter(of_this).filter(holds).collect()
}
