//! What counts on those who leave outside of roles and tasks: turns, meetings, actions, products, contracts, people who rely on them.

use std::collections::BTreeSet;

use crate::answers::agreed::{Agreed, actions, is_open};
use crate::answers::meetings::{State, dates};
use crate::answers::without::Without;
use crate::answers::without::broken::OfThat;
use crate::date::{Date, VagueDate, within};
use crate::finding::Place;
use crate::keys;
use crate::keys::{Key, Keys};
use crate::money::Money;
use crate::record::Record;
use crate::record::event::{Action, Channel, Event, EventStatus, Knowledge, Step};
use crate::record::finance::{Budget, Contract, Income};
use crate::record::participant::{Participant, Person};
use crate::record::references::{Reference, turn_end};
use crate::record::survey::each_reference;
use crate::record::values::Id;
use crate::record::work::{Product, Role};
use crate::source::FilePath;
use crate::source::layout::{FileKind, Standing, standing};

/// Something that counts on somebody who leaves, and where that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Hanging<'a> {
    pub what: What<'a>,
    /// Whom it names: who leaves, or a role that becomes vacant.
    pub who: Id,
    pub file: FilePath,
    pub keys: Keys,
}

/// What counts on them, in the order in which it is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum What<'a> {
    /// Somebody who was to begin in a role, or as a back-up of it.
    Term {
        role: &'a Role,
        from: VagueDate,
        part: Part,
    },
    /// A turn on a rota, and its last day where that is known.
    Turn {
        role: &'a Role,
        from: Date,
        until: Option<Date>,
    },
    /// A meeting that is organised, and its next day.
    Meeting {
        event: &'a Event,
        next: Option<Date>,
    },
    /// An item on the agenda of a meeting.
    Item {
        event: &'a Event,
        next: Option<Date>,
        what: &'a str,
    },
    Action(Agreed<'a, Action>),
    Owner(&'a Product),
    Repository(&'a Product),
    Maintainer(&'a Product),
    Contract(&'a Contract),
    /// A product that is delivered to somebody who stays.
    Delivery {
        to: &'a Participant,
        product: Option<&'a Product>,
    },
    /// The organisation that houses those who hold a role.
    Host(&'a Role),
    Contact(&'a Participant),
    Buddy(&'a Participant),
    /// Who speaks with somebody that wants to join.
    Talks(&'a Participant),
    Channel(&'a Channel),
    Knowledge(&'a Knowledge),
    Step(&'a Step),
    /// Income other than contributions, from several or from one.
    Income {
        budget: &'a Budget,
        income: &'a Income,
        amount: Option<Money>,
    },
    /// An account at the code platform.
    Account(&'a Person),
}

/// As what somebody was to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Holder,
    Backup,
}

/// Everything that counts on those who leave, and on roles that nobody holds then.
pub fn hanging<'a>(without: &Without<'a>) -> Vec<Hanging<'a>> {
    let (record, leaving) = (without.before, &without.leaving);
    let of_roles = without.broken.roles.iter().filter(|one| one.what == OfThat::Vacant).map(|one| &one.role.id);
    let of_bodies = without.broken.bodies.iter().filter(|one| one.is_vacant).map(|one| &one.role.id);
    let vacant: BTreeSet<&Id> = of_roles.chain(of_bodies).collect();
    let index = &record.index;
    let is_gone = |id: &Id| leaving.has(index, id) || vacant.contains(&Id::new(&index.plain(id).0));
    let mut found: Vec<Hanging<'a>> = Vec::new();
    turns(without, &mut found);
    each_reference(record, &mut |reference, at| {
        if !is_gone(reference.id) {
            return;
        }
        let at = at();
        let Place::Key(keys) = at.place else { return };
        if let Some(what) = hangs(without, &reference, &at.file, &keys) {
            found.push(Hanging { what, who: reference.id.clone(), file: at.file, keys });
        }
    });
    for one in actions(record).into_iter().filter(|one| is_open(one, record.on)) {
        let Some(who) = one.what.who.as_ref().filter(|who| is_gone(who)) else { continue };
        let (file, keys) = (one.event.file.clone(), one.keys.then("who"));
        found.push(Hanging { who: who.clone(), file, keys, what: What::Action(one) });
    }
    for person in leaving.people.iter().filter_map(|id| record.people.get(id)).filter(|one| one.handle.is_some()) {
        let keys = keys!["people", person.id.to_string(), "handle"];
        found.push(Hanging { what: What::Account(person), who: person.id.clone(), file: person.file.clone(), keys });
    }
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    found
}

/// By what it is, then by day; what has no day comes last.
fn order<'h>(one: &'h Hanging<'_>) -> (u8, (bool, Option<Date>), &'h FilePath, &'h Keys) {
    let (rank, day) = match &one.what {
        What::Term { from, .. } => (18, Some(from.first())),
        What::Turn { from, .. } => (0, Some(*from)),
        What::Meeting { next, .. } => (1, *next),
        What::Item { next, .. } => (2, *next),
        What::Action(action) => (3, action.what.due),
        What::Owner(_) => (4, None),
        What::Repository(_) => (5, None),
        What::Maintainer(_) => (6, None),
        What::Contract(_) => (7, None),
        What::Delivery { .. } => (8, None),
        What::Host(_) => (9, None),
        What::Contact(_) => (10, None),
        What::Buddy(_) => (11, None),
        What::Talks(_) => (12, None),
        What::Channel(_) => (13, None),
        What::Knowledge(_) => (14, None),
        What::Step(_) => (15, None),
        What::Income { .. } => (16, None),
        What::Account(_) => (17, None),
    };
    (rank, (day.is_none(), day), &one.file, &one.keys)
}

/// Terms that do not begin, and turns that nobody takes any more, now or later.
fn turns<'a>(without: &Without<'a>, found: &mut Vec<Hanging<'a>>) {
    let record = without.before;
    for role in record.roles.values().filter(|role| role.until.is_none_or(|until| until.last() >= record.on)) {
        for (list, part, entries) in [("holder", Part::Holder, &role.holder), ("backup", Part::Backup, &role.backup)] {
            for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.former) {
                let Some(from) = entry.from.filter(|from| from.first() > record.on) else { continue };
                let leaves = |id: &Id| without.leaving.has(&record.index, id);
                if leaves(&entry.who) || entry.for_organisation.as_ref().is_some_and(leaves) {
                    let what = What::Term { role, from, part };
                    found.push(Hanging { what, who: entry.who.clone(), file: role.file.clone(), keys: keys![list, n, "who"] });
                }
            }
        }
        for (n, turn) in role.turn.iter().enumerate().filter(|(_, turn)| without.leaving.has(&record.index, &turn.who)) {
            let until = turn_end(role, turn);
            if until.is_none_or(|until| until >= record.on) {
                let what = What::Turn { role, from: turn.from, until };
                found.push(Hanging { what, who: turn.who.clone(), file: role.file.clone(), keys: keys!["turn", n, "who"] });
            }
        }
    }
}

/// What a reference says of somebody who leaves; none where nothing hangs in the air, or where it is told elsewhere.
fn hangs<'a>(without: &Without<'a>, reference: &Reference<'_>, file: &FilePath, keys: &Keys) -> Option<What<'a>> {
    let Standing::File(kind) = standing(file.as_str()) else { return None };
    let (record, leaving, ahead) = (without.before, &without.leaving, reference.ahead);
    let first = name(keys, 0)?;
    let id = file.stem();
    let participant = || record.participants.get(id).filter(|one| !leaving.organisations.contains(&one.id));
    let product = || record.products.get(id).filter(|_| ahead);
    let community = || record.community.as_ref().filter(|_| ahead);
    match (kind, first) {
        (FileKind::Participant, "contact") => participant().filter(|_| ahead).map(What::Contact),
        (FileKind::Participant, "onboarding") => participant().filter(|_| ahead).map(What::Buddy),
        (FileKind::Participant, "interest") => {
            let waits =
                |one: &&Participant| one.joined.is_none() && one.interest.as_ref().is_some_and(|interest| interest.answered.is_none());
            participant().filter(waits).map(What::Talks)
        }
        (FileKind::Participant, "use") if ahead && name(keys, 2) == Some("supplier") => {
            let to = participant()?;
            let used = to.uses.get(number(keys, 1)?)?;
            Some(What::Delivery { to, product: record.products.get(record.index.plain(&used.product).0.as_ref()) })
        }
        (FileKind::Product, "owner") => product().map(What::Owner),
        (FileKind::Product, "repository_owner") => product().map(What::Repository),
        (FileKind::Product, "maintainer") => product().map(What::Maintainer),
        (FileKind::Role, "hosted_by") if ahead => record.roles.get(id).map(What::Host),
        (FileKind::Event, "organiser" | "agenda") if ahead => {
            let event = record.events.get(id).filter(|event| event.status != Some(EventStatus::Cancelled))?;
            let next = next(record, event);
            if first == "organiser" {
                return Some(What::Meeting { event, next });
            }
            Some(What::Item { event, next, what: &event.agenda.get(number(keys, 1)?)?.what })
        }
        (FileKind::Community, "channel") => community()?.channel.get(number(keys, 1)?).map(What::Channel),
        (FileKind::Community, "knowledge") => community()?.knowledge.get(number(keys, 1)?).map(What::Knowledge),
        (FileKind::Community, "step") => community()?.step.get(number(keys, 1)?).map(What::Step),
        (FileKind::Contract, "supplier") => {
            record.contracts.get(id).filter(|one| within(None::<VagueDate>, one.until, record.on)).map(What::Contract)
        }
        (FileKind::Budget, "income") => {
            let budget = record.budgets.iter().find(|budget| budget.file == *file).filter(|budget| budget.year >= record.on.year())?;
            let income = budget.income.get(number(keys, 1)?)?;
            Some(What::Income { budget, income, amount: income.amount.known() })
        }
        _ => None,
    }
}

/// The next day on which an event goes on.
fn next(record: &Record, event: &Event) -> Option<Date> {
    let on = record.on;
    let coming = dates(event, on, on.plus_months(14), on);
    coming.iter().find(|meeting| meeting.state != State::Cancelled).map(|meeting| meeting.on)
}

fn name(keys: &Keys, at: usize) -> Option<&str> {
    if let Some(Key::Name(name)) = keys.0.get(at) { Some(name) } else { None }
}

fn number(keys: &Keys, at: usize) -> Option<usize> {
    if let Some(Key::Index(number)) = keys.0.get(at) { Some(*number) } else { None }
}
