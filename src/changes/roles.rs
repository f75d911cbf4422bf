//! Who holds a role, who took it over from whom, who stands in, whose turn it is, and who has a vote.

use crate::answers::{Holding as Held, holders};
use crate::changes::Sides;
use crate::changes::pool::{Changed, Pool};
use crate::changes::told::{Holding, Seat, What};
use crate::changes::tree::Difference;
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind};

pub fn changed(before: &Role, after: &Role, sides: &Sides<'_>, pool: &mut Pool) {
    let day = sides.after.on;
    let entries = pool.items(&["holder"]);
    held(&before.holder, &after.holder, entries, &Scene { record: sides.after, role: after, day, is_backup: false }, pool);
    let entries = pool.items(&["backup"]);
    held(&before.backup, &after.backup, entries, &Scene { record: sides.after, role: after, day, is_backup: true }, pool);
    turns(before, after, day, pool);
}

/// Where holders change.
struct Scene<'a> {
    record: &'a Record,
    role: &'a Role,
    day: Date,
    is_backup: bool,
}

impl Scene<'_> {
    fn place(&self, one: &Holder) -> Seat {
        Seat {
            is_backup: self.is_backup,
            is_body: !self.is_backup && self.role.kind == Some(RoleKind::Body),
            is_interim: one.interim,
            is_chair: one.chair,
            seat: one.seat.clone(),
            is_silent: is_silent(one),
            had_vote: false,
        }
    }

    /// The same, of who comes where others were.
    fn place_of(&self, one: &Holder, others: &[&Holder]) -> Seat {
        // A named seat has a vote where anybody else who sat on it had one.
        let is_same_seat = |other: &&Holder| one.seat.is_some() && other.seat == one.seat && other.who != one.who;
        let mut others = others.iter().copied().chain(self.role.holder.iter().filter(is_same_seat));
        Seat { had_vote: others.any(|other| !is_silent(other)), ..self.place(one) }
    }

    fn is_vacant(&self) -> bool {
        !self.is_backup && holders(self.record, self.role, self.day) == Held::Vacant
    }
}

fn is_silent(one: &Holder) -> bool {
    one.voting == Some(false)
}

/// Whether an entry says that it ends, or ended.
fn ends(one: &Holder) -> bool {
    one.former || one.until.is_some()
}

/// Somebody who goes, on which day, and the keys that say so.
struct Going<'a> {
    one: &'a Holder,
    until: Option<VagueDate>,
    keys: Vec<Difference>,
}

fn held(before: &[Holder], after: &[Holder], entries: Vec<Changed>, scene: &Scene<'_>, pool: &mut Pool) {
    let mut going: Vec<Going<'_>> = Vec::new();
    let mut coming: Vec<(&Holder, Vec<Difference>)> = Vec::new();
    for entry in entries {
        match (entry.item.before.map(|n| &before[n]), entry.item.after.map(|n| &after[n])) {
            (Some(one), None) => going.push(Going { one, until: None, keys: entry.keys }),
            (None, Some(one)) => coming.push((one, entry.keys)),
            (Some(was), Some(is)) => altered(was, is, entry, scene, &mut going, pool),
            (None, None) => {}
        }
    }
    for (one, mut keys) in coming {
        // Who comes on the day after another goes, or on the same seat, takes over.
        let mut others: Vec<&Holder> = Vec::new();
        let mut n = 0;
        while n < going.len() {
            if follows(one, &going[n]) {
                let gone = going.remove(n);
                others.push(gone.one);
                keys.extend(gone.keys);
            } else {
                n += 1;
            }
        }
        let place = scene.place_of(one, &others);
        let over = others.into_iter().map(|other| other.who.clone()).filter(|who| *who != one.who).collect();
        let what = Holding::Took { who: one.who.clone(), from: one.from, over, place };
        pool.found(What::Holder(what), keys);
    }
    for gone in going {
        // An end that is set for a term that was always to end there is no news of its own.
        let is_vacant = scene.is_vacant();
        let what = Holding::LaidDown { who: gone.one.who.clone(), until: gone.until, is_vacant, place: scene.place(gone.one) };
        pool.found(What::Holder(what), gone.keys);
    }
}

/// Whether somebody takes over from one who goes: on the same seat, and where the days are known on the next day.
fn follows(one: &Holder, gone: &Going<'_>) -> bool {
    let next = match (one.from, gone.until) {
        (Some(from), Some(until)) => from.first() <= until.last().plus_days(31) && until.first() <= from.last(),
        _ => true,
    };
    one.seat == gone.one.seat && next
}

/// An entry that says something else now.
fn altered<'a>(was: &'a Holder, is: &'a Holder, entry: Changed, scene: &Scene<'_>, going: &mut Vec<Going<'a>>, pool: &mut Pool) {
    let who = || is.who.clone();
    let place = || scene.place_of(is, &[was]);
    let term = |was: &Holder| if was.former { None } else { was.until };
    if was.who != is.who && !entry.has("who") {
        return;
    }
    if entry.has("who") && was.from == is.from && is.from.is_some() {
        // From the same day on it is another: nobody took it over on that day.
        let what = Holding::Corrected { who: who(), was: was.who.clone(), from: is.from, until: is.until, place: place() };
        pool.found(What::Holder(what), entry.keys);
        return;
    }
    if entry.has("who") {
        // Somebody else stands in the same entry.
        let what = Holding::Took { who: who(), from: is.from, over: vec![was.who.clone()], place: place() };
        pool.found(What::Holder(what), entry.keys);
        return;
    }
    // Each of what differs is told by itself.
    let is_going = entry.has("former") && is.former || entry.has("until") && is.until.is_some() && !ends(was);
    let is_back = entry.has("former") && !ends(is);
    let mut keys = entry.keys;
    let mut take = |wanted: &[&str]| -> Vec<Difference> {
        let is_one = |one: &Difference| one.path.last().is_some_and(|key| wanted.contains(&key));
        let (taken, left) = std::mem::take(&mut keys).into_iter().partition(is_one);
        keys = left;
        taken
    };
    let ended = take(&["until", "former"]);
    let is_longer = match (term(was), term(is)) {
        (Some(was), Some(is)) => is.last() > was.last(),
        (_, is) => is.is_none(),
    };
    let term = Holding::Term { who: who(), from: is.from, was: term(was), until: is.until, is_longer, place: place() };
    let back = Holding::Took { who: who(), from: is.from, over: Vec::new(), place: place() };
    let mut found = |what: Holding, keys: Vec<Difference>| {
        if !keys.is_empty() {
            pool.found(What::Holder(what), keys);
        }
    };
    found(
        Holding::Vote { who: who(), has_one: !is_silent(is) },
        if is_silent(was) == is_silent(is) { Vec::new() } else { take(&["voting"]) },
    );
    if is_going {
        going.push(Going { one: is, until: is.until, keys: ended });
    } else {
        found(if is_back { back } else { term }, ended);
    }
    found(Holding::Chair { who: who(), is_chair: is.chair }, take(&["chair"]));
    found(Holding::Interim { who: who(), is_interim: is.interim }, take(&["interim"]));
    found(Holding::Seated { who: who(), was: was.seat.clone(), seat: is.seat.clone(), place: place() }, take(&["seat"]));
    found(Holding::Entry { who: who(), place: place() }, keys);
}

fn turns(before: &Role, after: &Role, day: Date, pool: &mut Pool) {
    for entry in pool.items(&["turn"]) {
        let (was, is) = (entry.item.before.map(|n| &before.turn[n]), entry.item.after.map(|n| &after.turn[n]));
        let who = |one: &Id| one.clone();
        let what = match (was, is) {
            (Some(was), None) => Holding::TurnGone { who: who(&was.who), from: was.from },
            (Some(was), Some(is)) if was.from != is.from => Holding::TurnMoved { who: who(&is.who), was: was.from, from: is.from },
            (_, Some(is)) if is.from > day => Holding::TurnPlanned { who: who(&is.who), from: is.from },
            (_, Some(is)) => Holding::TurnTaken { who: who(&is.who), from: is.from },
            (None, None) => continue,
        };
        pool.found(What::Holder(what), entry.keys);
    }
}
