//! What time asks for of people and participants: terms, turns, the way in, buddies, and addresses that are kept.

use crate::answers::due::{Gathered, What};
use crate::answers::onboarding::{Buddy, StepState, ways_in};
use crate::answers::privacy::kept;
use crate::answers::{TermEnd, current, exists, lapsed, term_end};
use crate::date::{Date, VagueDate};
use crate::keys;
use crate::record::Record;
use crate::record::work::{Holder, Role, RoleKind};

/// Days between two terms of one person that are no interruption.
const BETWEEN: i64 = 31;

pub(super) fn gather(gathered: &mut Gathered<'_>) {
    let record = gathered.record;
    for role in record.roles.values().filter(|role| exists(role, record.on) || role.from.is_some_and(|from| from.first() > record.on)) {
        terms(gathered, role);
        turns(gathered, role);
    }
    participants(gathered);
    last_days(gathered);
    for way in ways_in(record) {
        let participant = way.participant;
        for step in way.steps.iter().filter(|step| matches!(step.state, StepState::Open | StepState::Overdue)) {
            let Some(day) = step.due else { continue };
            let what = What::Step { participant, step: step.step };
            gathered.open(day, what, step.by.iter().copied().cloned().collect(), participant.at(keys!["onboarding"]));
        }
        if let Buddy::InForce { who, until } = way.buddy {
            let what = What::BuddyEnds { participant, buddy: who };
            gathered.happens(until, what, vec![who.clone()], participant.at(keys!["onboarding", "buddy"]));
        }
    }
    for kept in kept(record) {
        gathered.open(kept.until, What::PersonalData(kept.person), Vec::new(), kept.person.at(keys![kept.key]));
    }
}

/// First and last days of those who take part.
fn participants(gathered: &mut Gathered<'_>) {
    let exact = |day: Option<VagueDate>| day.filter(|day| !matches!(day, VagueDate::By(_)));
    let mut found = Vec::new();
    for one in gathered.record.participants.values() {
        if let Some(day) = exact(one.joined).map(VagueDate::first)
            && one.is_party(day)
        {
            found.push((day, What::Joins(one), one, "joined"));
        }
        if let Some(day) = exact(one.left).map(VagueDate::last)
            && one.is_party(day)
        {
            found.push((day, What::Leaves(one), one, "left"));
        }
    }
    for (day, what, one, key) in found {
        gathered.happens(day, what, vec![one.id.clone()], one.at(keys![key]));
    }
}

/// Last days of people who hold a role beyond them; where the term ends as well, that is said of the term.
fn last_days(gathered: &mut Gathered<'_>) {
    let record = gathered.record;
    for person in record.people.values() {
        let Some(until) = person.until.filter(|until| !matches!(until, VagueDate::By(_))) else { continue };
        let day = until.last();
        let beyond = |role: &&Role| {
            exists(role, day)
                && current(&role.holder, day).any(|(_, holder)| {
                    record.person(&holder.who).is_some_and(|one| one.id == person.id)
                        && term_end(record, role, holder).is_none_or(|end| end.last() > day)
                })
        };
        let roles: Vec<&Role> = record.roles.values().filter(beyond).collect();
        if !roles.is_empty() {
            gathered.happens(day, What::LastDay { person, roles }, vec![person.id.clone()], person.at(keys!["until"]));
        }
    }
}

/// Whether a holder's own term goes on after it ends.
fn goes_on(record: &Record, role: &Role, holder: &Holder, end: Date) -> bool {
    role.holder.iter().any(|other| {
        other.who == holder.who
            && other.seat == holder.seat
            && !other.former
            && other.from.is_none_or(|from| from.first() <= end.plus_days(BETWEEN))
            && term_end(record, role, other).is_none_or(|later| later.last() > end)
    })
}

fn terms<'a>(gathered: &mut Gathered<'a>, role: &'a Role) {
    let record = gathered.record;
    let is_guest = |holder: &Holder| role.kind == Some(RoleKind::Body) && holder.voting == Some(false);
    let known = |end: &TermEnd| !matches!(end, TermEnd::Written(VagueDate::By(_)));
    let ending = role.holder.iter().enumerate().filter(|(_, holder)| !holder.former && !is_guest(holder)).filter_map(|(n, holder)| {
        let end = term_end(record, role, holder).filter(known)?;
        (!goes_on(record, role, holder, end.last())).then_some((end, n, holder))
    });
    let ending: Vec<(TermEnd, usize, &Holder)> = ending.collect();
    let is_over = lapsed(record, role, record.on) && role.on_record != Some(false) && !role.vacant;
    // Whoever came after it may be gone as well, but then it is not this term that lapsed.
    let followed =
        |end: Date| role.holder.iter().any(|other| other.from.is_some_and(|from| from.first() > end && from.first() <= record.on));
    let last = ending.iter().map(|(end, ..)| end.last()).filter(|end| *end < record.on).max().filter(|end| !followed(*end));
    let now: Vec<usize> = current(&role.holder, record.on).map(|(n, _)| n).collect();
    for (end, n, holder) in ending {
        let day = end.last();
        // A term that is over asks for something where nobody followed, or where it is longer than was agreed and still goes on.
        let open = day < record.on && (is_over && last == Some(day) || matches!(end, TermEnd::Counted(_)) && now.contains(&n));
        if day < record.on && !open {
            continue;
        }
        let key = if matches!(end, TermEnd::Written(_)) { "until" } else { "from" };
        gathered.open(day, What::TermEnds { role, who: &holder.who }, vec![holder.who.clone()], role.at(keys!["holder", n, key]));
    }
}

fn turns<'a>(gathered: &mut Gathered<'a>, role: &'a Role) {
    let record = gathered.record;
    for (n, turn) in role.turn.iter().enumerate() {
        gathered.happens(turn.from, What::TurnBegins { role, who: &turn.who }, vec![turn.who.clone()], role.at(keys!["turn", n, "from"]));
    }
    // The last turn is followed by nobody, so its end is that of the rota.
    let last = role.turn.iter().enumerate().max_by_key(|(n, turn)| (turn.from, *n));
    let held_on = |end: Date| role.holder.iter().any(|holder| !holder.former && holder.until.is_none_or(|until| until.last() > end));
    if let Some((n, turn, end)) = last.and_then(|(n, turn)| Some((n, turn, turn.until?)))
        && !held_on(end)
        && (end >= record.on || lapsed(record, role, record.on) && role.on_record != Some(false) && !role.vacant)
    {
        gathered.open(end, What::TurnEnds { role, who: &turn.who }, vec![turn.who.clone()], role.at(keys!["turn", n, "until"]));
    }
}
