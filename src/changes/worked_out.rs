//! What no key says by itself: duties covered or no longer, the phase, and what each participant pays, with why.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::contribution::payers::Portion;
use crate::answers::contribution::{Asked, How, Payer, Question, contribution, product_of};
use crate::answers::phase::growth;
use crate::answers::presence::{Presence, presence};
use crate::answers::{covered, covered_by};
use crate::changes::told::What;
use crate::changes::tree::{Difference, Renames, Step};
use crate::changes::{Change, Sides, Thing};
use crate::handbook::duties::{Duty, duties_at};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, BudgetStatus, Key, ProRata};
use crate::record::values::Id;
use crate::record::work::{Holder, Party, Task};
use crate::source::FilePath;
use crate::source::layout::FileKind;

/// Why somebody pays another amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    Key {
        from: Key,
        to: Key,
    },
    /// Classes, rates, a minimum, a maximum or a fixed part.
    Numbers,
    /// What is divided in all.
    Total {
        from: Money,
        to: Money,
    },
    /// Among how many it is divided.
    Payers {
        from: usize,
        to: usize,
    },
    /// The inhabitants of this one.
    Inhabitants {
        from: u32,
        to: u32,
    },
    /// Others take part in another part of the period, and what is divided weighs by that.
    OtherParts,
    /// Inhabitants of others, or the day whose numbers count.
    OtherInhabitants,
    /// It takes part in another part of the period.
    Part,
    /// A part of the period counts otherwise.
    ProRata {
        from: Option<ProRata>,
        to: Option<ProRata>,
    },
    /// An amount of its own, which came, went or changed.
    Own,
    InKind,
}

/// What is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Duties,
    Phase,
    Contribution,
}

/// Keys at the top of a file on which nothing depends that is worked out here. What is not named here may matter.
fn is_plain(kind: FileKind, key: &str) -> bool {
    let keys: &[&str] = match kind {
        FileKind::Participant => {
            &["name", "aliases", "email", "phone", "website", "contact", "logo", "signatory", "billing", "onboarding", "contribution"]
        }
        FileKind::People => &["name", "position", "email", "phone", "handle", "visibility"],
        FileKind::Role => &["title", "aliases", "purpose", "critical", "hours", "compensation", "on_record", "meets", "decides"],
        FileKind::Task => &["title", "area", "process", "hours", "critical"],
        _ => return false,
    };
    keys.contains(&key) || matches!(key, "note" | "source")
}

/// Whether what somebody pays may depend on how many live there.
fn counts_inhabitants(sides: &Sides<'_>) -> bool {
    let budgets = sides.before.budgets.iter().chain(&sides.after.budgets);
    budgets.filter_map(|budget| budget.contribution.as_ref()).any(|one| !matches!(one.key, Key::Equal | Key::Amounts))
}

/// Whether an answer may be another after a change.
fn matters(change: &Change, answer: Answer, sides: &Sides<'_>) -> bool {
    let thing = &change.thing;
    let is_asked = match answer {
        Answer::Duties => WORK.contains(&thing.kind),
        Answer::Phase => thing.kind == FileKind::Participant,
        Answer::Contribution => MONEY.contains(&thing.kind),
    };
    let is_same = thing.before.as_ref().is_some_and(|(id, _)| *id == thing.id);
    // Nobody is there, or not, by how many live there.
    let is_told_apart =
        |key: &str| is_plain(thing.kind, key) || key == "inhabitants" && (answer != Answer::Contribution || !counts_inhabitants(sides));
    let is_plain = |one: &Difference| matches!(one.path.0.first(), Some(Step::Key(key)) if is_told_apart(key));
    is_asked && change.what != What::Relaid && !(is_same && !change.keys.is_empty() && change.keys.iter().all(is_plain))
}

/// What says who does what.
const WORK: [FileKind; 5] = [FileKind::Collaboration, FileKind::People, FileKind::Participant, FileKind::Role, FileKind::Task];

/// What says who pays how much.
const MONEY: [FileKind; 3] = [FileKind::Collaboration, FileKind::Participant, FileKind::Budget];

/// Adds what follows from what changed.
pub fn add(sides: &Sides<'_>, renames: &Renames, changes: &mut Vec<Change>) {
    let told = changes.len();
    let is_known = |wanted: &[FileKind]| !sides.before.is_unread(wanted) && !sides.after.is_unread(wanted);
    if is_known(&WORK) {
        duties(sides, changes);
        leaving(sides, changes);
    }
    let is_touched = |answer, changes: &[Change]| changes[..told].iter().any(|one| matters(one, answer, sides));
    if is_touched(Answer::Phase, changes) && is_known(&[FileKind::Participant]) {
        phase(sides, changes);
    }
    if is_touched(Answer::Contribution, changes) && is_known(&MONEY) {
        contributions(sides, renames, changes);
    }
}

fn duties(sides: &Sides<'_>, changes: &mut Vec<Change>) {
    for duty in touched(sides, changes) {
        let is_covered = |record: &Record| covered_by(record, duty.id).any(|task| is_carried_out(record, task));
        let (before, after) = (is_covered(sides.before), is_covered(sides.after));
        if before == after {
            continue;
        }
        let task = covered_by(sides.after, duty.id).next().or_else(|| covered_by(sides.before, duty.id).next());
        changes.push(Change { thing: of_duty(duty, task, sides), what: What::Duty { duty, is_covered: after }, keys: Vec::new() });
    }
}

/// The duties that may be covered otherwise: those of the tasks that changed, and all of them where something else did by which somebody
/// may be there or not.
fn touched(sides: &Sides<'_>, changes: &[Change]) -> Vec<&'static Duty> {
    let things: Vec<&Thing> = changes.iter().filter(|one| matters(one, Answer::Duties, sides)).map(|one| &one.thing).collect();
    let Some(level) = sides.after.level().filter(|_| !things.is_empty()) else { return Vec::new() };
    if things.iter().any(|thing| thing.kind != FileKind::Task) {
        return duties_at(level).collect();
    }
    let before = things.iter().filter_map(|thing| sides.before.tasks.get(thing.before.as_ref()?.0.as_str()));
    let after = things.iter().filter_map(|thing| sides.after.tasks.get(thing.id.as_str()));
    let of_tasks: BTreeSet<&str> = before.chain(after).flat_map(covered).collect();
    duties_at(level).filter(|duty| of_tasks.contains(duty.id)).collect()
}

/// Whether somebody does a task who is there, or of whom only the name is not on record.
fn is_carried_out(record: &Record, task: &Task) -> bool {
    let parties = task.raci.as_ref().map_or(&[][..], |raci| raci.responsible.as_slice());
    parties.iter().map(Party::who).any(|who| matches!(presence(record, who), Presence::There | Presence::Unknown))
}

fn of_duty(duty: &Duty, task: Option<&Task>, sides: &Sides<'_>) -> Thing {
    let id = task.map_or_else(|| duty.id.to_owned(), |task| task.id.to_string());
    let file = task.map_or_else(|| sides.after.settings(crate::keys![]).file, |task| task.file.clone());
    Thing {
        kind: FileKind::Task,
        before: Some((id.clone(), file.clone())),
        is_there: sides.after.tasks.contains_key(id.as_str()),
        id,
        file,
    }
}

fn phase(sides: &Sides<'_>, changes: &mut Vec<Change>) {
    let day = sides.after.on;
    let (was, is) = (growth(sides.before, day), growth(sides.after, day));
    if was.phase == is.phase {
        return;
    }
    let file = sides.after.settings(crate::keys![]).file;
    let thing = Thing {
        kind: FileKind::Collaboration,
        id: "commons".to_owned(),
        before: Some(("commons".to_owned(), file.clone())),
        file,
        is_there: true,
    };
    let what = What::Phase { from: was.phase, to: is.phase, municipalities: is.municipalities };
    changes.push(Change { thing, what, keys: Vec::new() });
}

fn contributions(sides: &Sides<'_>, renames: &Renames, changes: &mut Vec<Change>) {
    let is_new = |budget: &Budget, one: &Change| one.thing.file == budget.file && matches!(one.what, What::Came | What::Budget(_));
    for budget in &sides.after.budgets {
        if changes.iter().any(|one| is_new(budget, one)) {
            budgeted(sides.after, budget, changes);
        }
        let Some(old) = sides.before.budgets.iter().find(|old| old.file == budget.file) else { continue };
        let asked = |record, budget| contribution(record, budget, &Question::default());
        match (asked(sides.before, old), asked(sides.after, budget)) {
            (Ok(Some(was)), Ok(Some(is))) => amounts(sides, &was, &is, renames, changes),
            (Ok(Some(_)), Err(_)) => changes.push(computable(budget, false)),
            (Err(_), Ok(Some(_))) => changes.push(computable(budget, true)),
            _ => {}
        }
    }
}

/// What each pays by a budget that is new, or was a draft.
fn budgeted(record: &Record, budget: &Budget, changes: &mut Vec<Change>) {
    let Ok(Some(asked)) = contribution(record, budget, &Question::default()) else { return };
    let is_adopted = budget.status == Some(BudgetStatus::Adopted);
    changes.extend(asked.paying().map(|payer| {
        let what = What::Budgeted { budget: budget.file.clone(), amount: payer.settled.paid(), is_adopted };
        Change { thing: there(FileKind::Participant, &payer.taking.one.id, &payer.taking.one.file), what, keys: Vec::new() }
    }));
}

/// Something that stands on both sides.
fn there(kind: FileKind, id: &Id, file: &FilePath) -> Thing {
    Thing { kind, id: id.to_string(), file: file.clone(), before: Some((id.to_string(), file.clone())), is_there: true }
}

/// Whoever loses a role because the organisation they work for has a last day that it had not: their own file says nothing of it.
fn leaving(sides: &Sides<'_>, changes: &mut Vec<Change>) {
    let left = |record: &Record, id: &str| record.participants.get(id).and_then(|one| one.left);
    let is_new = |change: &&Change| matches!(change.what, What::Participant(_)) && change.thing.is_there;
    let of = changes.iter().filter(is_new).map(|change| (change.thing.id.as_str(), change.thing.before.as_ref()));
    let mut found: Vec<Change> = Vec::new();
    for (id, before) in of {
        let Some(until) = left(sides.after, id).filter(|until| before.and_then(|(old, _)| left(sides.before, old)) != Some(*until)) else {
            continue;
        };
        let organisation = Id::new(id);
        for role in sides.after.roles.values() {
            let stays = |one: &&Holder| !one.former && one.until.is_none_or(|end| end.last() > until.last());
            let people = role.holder.iter().filter(stays).filter_map(|one| sides.after.person(&one.who));
            found.extend(people.filter(|person| person.organisations().any(|of| *of == organisation)).map(|person| {
                let what = What::LeavesWith { role: role.id.clone(), organisation: organisation.clone(), until };
                Change { thing: there(FileKind::People, &person.id, &person.file), what, keys: Vec::new() }
            }));
        }
    }
    found.dedup();
    changes.extend(found);
}

fn computable(budget: &Budget, is_now: bool) -> Change {
    let id = budget.file.to_string();
    let thing =
        Thing { kind: FileKind::Budget, before: Some((id.clone(), budget.file.clone())), id, file: budget.file.clone(), is_there: true };
    let product = product_of(budget).map(str::to_owned);
    Change { thing, what: What::Computable { year: budget.year, product, is_now }, keys: Vec::new() }
}

/// What one payer is asked, by its id on the newer side.
type Payers<'p, 'a> = BTreeMap<String, &'p Payer<'a>>;

fn amounts(sides: &Sides<'_>, was: &Asked<'_>, is: &Asked<'_>, renames: &Renames, changes: &mut Vec<Change>) {
    let old: Payers<'_, '_> = was
        .paying()
        .map(|payer| {
            let id = payer.taking.id.as_str();
            (renames.get(id).map_or(id, String::as_str).to_owned(), payer)
        })
        .collect();
    let new: Payers<'_, '_> = is.paying().map(|payer| (payer.taking.id.as_str().to_owned(), payer)).collect();
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let (was, is) = (Division::of(was), Division::of(is));
    for id in ids {
        let (before, after) = (old.get(id).copied(), new.get(id).copied());
        let (from, to) = (before.map(|one| one.settled.paid()), after.map(|one| one.settled.paid()));
        if from == to {
            continue;
        }
        let one = after.or(before).expect("one of them has it").taking.one;
        let thing = Thing {
            kind: FileKind::Participant,
            id: one.id.to_string(),
            file: one.file.clone(),
            before: before.map(|one| (one.taking.id.as_str().to_owned(), one.taking.one.file.clone())),
            is_there: sides.after.participants.contains_key(one.id.as_str()),
        };
        let why = before.zip(after).map(|(before, after)| reasons(&was, &is, before, after)).unwrap_or_default();
        let product = is.asked.product.map(str::to_owned);
        let what = What::Contribution { year: is.asked.budget.year, product, from, to, why };
        changes.push(Change { thing, what, keys: Vec::new() });
    }
}

/// What is asked, with what is the same for all payers.
struct Division<'a> {
    asked: &'a Asked<'a>,
    /// Among how many a total is divided: whoever joins later pays the rate of the others.
    sharing: usize,
    /// For which part of the period each weighs, where what is divided does so by that.
    by_part: Option<BTreeMap<&'a str, Portion>>,
}

impl<'a> Division<'a> {
    fn of(asked: &'a Asked<'a>) -> Division<'a> {
        let shares = |payer: &&Payer<'_>| payer.units.iter().any(|paid| matches!(paid.how, How::Share { in_division: true, .. }));
        let portions = || asked.paying().map(|payer| (payer.taking.id.as_str(), payer.taking.portion)).collect();
        let by_part = asked.divided.as_ref().filter(|divided| divided.by_part).map(|_| portions());
        Division { asked, sharing: asked.paying().filter(shares).count(), by_part }
    }
}

fn reasons(was: &Division<'_>, is: &Division<'_>, before: &Payer<'_>, after: &Payer<'_>) -> Vec<Why> {
    let mut why = Vec::new();
    let (old, new) = (was.asked.contribution, is.asked.contribution);
    if before.own.map(|own| own.amount) != after.own.map(|own| own.amount) {
        why.push(Why::Own);
    } else if after.own.is_none() {
        if old.key == new.key {
            let numbers = (&old.class, &old.bracket, old.minimum, old.maximum, old.base);
            if numbers != (&new.class, &new.bracket, new.minimum, new.maximum, new.base) {
                why.push(Why::Numbers);
            }
        } else {
            why.push(Why::Key { from: old.key, to: new.key });
        }
        if let (Some(from), Some(to)) = (was.asked.divided.as_ref(), is.asked.divided.as_ref()) {
            if from.total != to.total {
                why.push(Why::Total { from: from.total, to: to.total });
            }
            let (from, to) = (was.sharing, is.sharing);
            if from != to {
                why.push(Why::Payers { from, to });
            }
        }
        let number = |payer: &Payer<'_>| crate::answers::contribution::counted(payer).map(|count| count.number);
        match (number(before), number(after)) {
            (Some(from), Some(to)) if from != to => why.push(Why::Inhabitants { from, to }),
            _ if why.is_empty() && was.by_part != is.by_part => {
                let (mut of_others, mut now) = (was.by_part.clone().unwrap_or_default(), is.by_part.clone().unwrap_or_default());
                of_others.remove(before.taking.id.as_str());
                now.remove(after.taking.id.as_str());
                if of_others != now {
                    why.push(Why::OtherParts);
                }
            }
            _ if why.is_empty()
                && (was.asked.reference != is.asked.reference
                    || was.asked.divided.as_ref().map(|one| one.weights) != is.asked.divided.as_ref().map(|one| one.weights)) =>
            {
                why.push(Why::OtherInhabitants);
            }
            _ => {}
        }
    }
    if before.taking.portion != after.taking.portion {
        let (from, to) = (old.pro_rata, new.pro_rata);
        why.push(if from == to { Why::Part } else { Why::ProRata { from, to } });
    }
    let effort = |payer: &Payer<'_>| payer.settled.lowered + payer.settled.set_off;
    if effort(before) != effort(after) {
        why.push(Why::InKind);
    }
    why
}
