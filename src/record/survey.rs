//! A survey of every reference of a record, made once: which lead nowhere, astray, or to somebody who has left.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::date::{Date, VagueDate};
use crate::finding::At;
use crate::handbook::municipalities::is_code;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Status;
use crate::record::references::{
    Reference, Visit, of_budget, of_collaboration, of_community, of_contract, of_event, of_expenses, of_invoice, of_participant,
    of_payments, of_person, of_product, of_role, of_task,
};
use crate::record::values::Id;

/// A reference that does not simply lead to what it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Astray {
    pub id: Id,
    pub accepts: Kinds,
    /// What it stands for: nothing where it is not on record.
    pub meant: Kinds,
    /// The last day of what it names, where that is over and the reference speaks of today.
    pub left: Option<VagueDate>,
    pub at: At,
}

impl Record {
    /// Every reference that leads nowhere, to a thing of another kind, to two decisions, or to somebody who has left.
    pub fn astray(&self) -> &[Astray] {
        self.survey.get_or_init(|| {
            // A thread of the pool that waits for others takes up their work meanwhile, which may ask for what it is itself making.
            if rayon::current_thread_index().is_some() { one_by_one(self) } else { gather(self) }
        })
    }

    /// The last day of a person, an organisation or a role that is over on a day; people are gone with their employer too, and with
    /// the organisation for which they work.
    pub fn departed(&self, id: &Id, day: Date) -> Option<VagueDate> {
        let over = |until: Option<VagueDate>| until.filter(|until| until.last() < day);
        let (id, _) = self.index.plain(id);
        if let Some(person) = self.people.get(id.as_ref()) {
            let of = person.organisations().find_map(|of| over(self.organisation(of)?.left));
            return over(person.until).or(of);
        }
        match self.participants.get(id.as_ref()) {
            Some(one) => over(one.left),
            None => over(self.roles.get(id.as_ref())?.until),
        }
    }

    /// Whether a person, an organisation or a role is over on a day, be it not on record since when.
    pub fn is_over(&self, id: &Id, day: Date) -> bool {
        let left = |of: &Id| self.organisation(of).is_some_and(|one| one.status_on(day) == Some(Status::Left));
        match self.person(id) {
            Some(person) => person.until.is_some_and(|until| until.last() < day) || person.organisations().any(left),
            None => self.departed(id, day).is_some() || left(id),
        }
    }
}

fn judge(record: &Record, gone: &BTreeMap<Id, VagueDate>, reference: Reference<'_>, at: &dyn Fn() -> At) -> Option<Astray> {
    let meant = record.index.meant(reference.id);
    if meant.has(Kinds::ROLE) {
        record.index.name(reference.id);
    }
    let left = if reference.now && !gone.is_empty() {
        gone.get(reference.id).copied().or_else(|| gone.get(record.index.plain(reference.id).0.as_ref()).copied())
    } else {
        None
    };
    let twice = reference.accepts.has(Kinds::DECISION) && record.index.is_decided_twice(reference.id);
    if meant.has(reference.accepts) && left.is_none() && !twice || reference.accepts.has(Kinds::CODE) && is_code(reference.id.as_str()) {
        return None;
    }
    Some(Astray { id: reference.id.clone(), accepts: reference.accepts, meant, left, at: at() })
}

/// What is said of a reference, with a way to ask for its place.
type Judge<'j> = dyn Fn(Reference<'_>, &dyn Fn() -> At) -> Option<Astray> + Sync + 'j;

/// Everybody who may have left: few have, so that asking once for each is less than asking at each reference.
fn everybody(record: &Record) -> impl Iterator<Item = &Id> {
    record.people.keys().chain(record.participants.keys()).chain(record.roles.keys())
}

/// Looks at every reference, one after another.
fn one_by_one(record: &Record) -> Vec<Astray> {
    let gone = everybody(record).filter_map(|id| Some((id.clone(), record.departed(id, record.on)?))).collect();
    let mut found = Vec::new();
    each_reference(record, &mut |reference, at| found.extend(judge(record, &gone, reference, at)));
    found
}

/// Looks at every reference, file by file, in parallel: the same, in the same order.
fn gather(record: &Record) -> Vec<Astray> {
    let everybody: Vec<&Id> = everybody(record).collect();
    let gone = everybody.into_par_iter().filter_map(|id| Some((id.clone(), record.departed(id, record.on)?))).collect();
    let judge: &Judge<'_> = &|reference, at| judge(record, &gone, reference, at);

    let on = record.on;
    let mut found = Vec::new();
    if let Some(settings) = &record.collaboration {
        found.extend(collect(judge, |visit| of_collaboration(settings, visit)));
    }
    if let Some(community) = &record.community {
        found.extend(collect(judge, |visit| of_community(community, visit)));
    }
    macro_rules! every {
        ($things:expr, |$one:ident, $visit:ident| $walk:expr) => {{
            let things: Vec<_> = $things.collect();
            found.par_extend(things.par_iter().flat_map_iter(|$one| collect(judge, |$visit| $walk)));
        }};
    }
    every!(record.participants.values(), |one, visit| of_participant(one, on, visit));
    every!(record.people.values(), |one, visit| of_person(one, on, visit));
    every!(record.products.values(), |one, visit| of_product(one, on, visit));
    every!(record.roles.values(), |one, visit| of_role(one, on, visit));
    every!(record.tasks.values(), |one, visit| of_task(one, visit));
    every!(record.events.values(), |one, visit| of_event(one, on, visit));
    every!(record.budgets.iter(), |one, visit| of_budget(one, visit));
    every!(record.invoices.iter(), |one, visit| of_invoice(one, visit));
    every!(record.payments.iter(), |one, visit| of_payments(one, visit));
    every!(record.expenses.iter(), |one, visit| of_expenses(one, visit));
    every!(record.contracts.values(), |one, visit| of_contract(one, visit));
    found
}

/// Shows every reference of a record, one after another.
pub fn each_reference(record: &Record, visit: Visit<'_>) {
    each_reference_on(record, record.on, visit);
}

/// The same, as each of them speaks of a day.
pub fn each_reference_on(record: &Record, on: Date, visit: Visit<'_>) {
    record.collaboration.iter().for_each(|one| of_collaboration(one, visit));
    record.community.iter().for_each(|one| of_community(one, visit));
    record.participants.values().for_each(|one| of_participant(one, on, visit));
    record.people.values().for_each(|one| of_person(one, on, visit));
    record.products.values().for_each(|one| of_product(one, on, visit));
    record.roles.values().for_each(|one| of_role(one, on, visit));
    record.tasks.values().for_each(|one| of_task(one, visit));
    record.events.values().for_each(|one| of_event(one, on, visit));
    record.budgets.iter().for_each(|one| of_budget(one, visit));
    record.invoices.iter().for_each(|one| of_invoice(one, visit));
    record.payments.iter().for_each(|one| of_payments(one, visit));
    record.expenses.iter().for_each(|one| of_expenses(one, visit));
    record.contracts.values().for_each(|one| of_contract(one, visit));
}

fn collect(judge: &Judge<'_>, walk: impl Fn(Visit<'_>)) -> Vec<Astray> {
    let mut found = Vec::new();
    walk(&mut |reference, at| found.extend(judge(reference, at)));
    found
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Date, Id, gather, one_by_one};
    use rayon::prelude::*;

    use crate::record::index::Index;
    use crate::record::load::load;
    use crate::source::directory;

    #[test]
    fn a_survey_that_many_ask_for_at_once_is_made() {
        let day = Date::parse("2026-10-01").expect("it is a day");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/wijkwijzer");
        let mut record = load(&directory::open(&folder).expect("it can be read"), day, &|| ()).0;
        record.index = Index::default();
        assert!(!gather(&record).is_empty() && gather(&record) == one_by_one(&record));
        let many: Vec<_> =
            (0..20).flat_map(|n| record.tasks.values().cloned().map(move |task| (Id::new(&format!("{}-{n}", task.id)), task))).collect();
        record.tasks.extend(many);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build().expect("threads can be made");
        for _ in 0..20 {
            let fresh = record.to_change();
            // Threads that do something else are there to take over a part of the work.
            pool.install(|| {
                (0..64).into_par_iter().for_each(|n| assert!(n % 8 != 0 && !gather(&record).is_empty() || !fresh.astray().is_empty()));
            });
        }
    }
}
