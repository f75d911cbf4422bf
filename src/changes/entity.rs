//! The things of a record, each as a tree of keys and values.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::Record;
use crate::record::collaboration::Collaboration;
use crate::record::event::{Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::participant::{Participant, Person};
use crate::record::work::{Product, Role, Task};
use crate::source::FilePath;
use crate::source::layout::{FileKind, Standing, standing};

/// A thing of a record: a file, or a person within one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Entity<'a> {
    Collaboration(&'a Collaboration),
    Community(&'a Community),
    Participant(&'a Participant),
    Person(&'a Person),
    Product(&'a Product),
    Role(&'a Role),
    Task(&'a Task),
    Event(&'a Event),
    Budget(&'a Budget),
    Expenses(&'a Expenses),
    Payments(&'a Payments),
    Invoice(&'a Invoice),
    Contract(&'a Contract),
}

/// By what a thing is known: its kind and its id, or its file where ids are not unique.
pub type Known = (FileKind, String);

/// Does the same with whatever thing it is.
macro_rules! each {
    ($entity:expr, $one:ident => $what:expr) => {
        match $entity {
            Entity::Collaboration($one) => $what,
            Entity::Community($one) => $what,
            Entity::Participant($one) => $what,
            Entity::Person($one) => $what,
            Entity::Product($one) => $what,
            Entity::Role($one) => $what,
            Entity::Task($one) => $what,
            Entity::Event($one) => $what,
            Entity::Budget($one) => $what,
            Entity::Expenses($one) => $what,
            Entity::Payments($one) => $what,
            Entity::Invoice($one) => $what,
            Entity::Contract($one) => $what,
        }
    };
}

impl<'a> Entity<'a> {
    pub fn kind(self) -> FileKind {
        match self {
            Entity::Collaboration(_) => FileKind::Collaboration,
            Entity::Community(_) => FileKind::Community,
            Entity::Participant(_) => FileKind::Participant,
            Entity::Person(_) => FileKind::People,
            Entity::Product(_) => FileKind::Product,
            Entity::Role(_) => FileKind::Role,
            Entity::Task(_) => FileKind::Task,
            Entity::Event(_) => FileKind::Event,
            Entity::Budget(_) => FileKind::Budget,
            Entity::Expenses(_) => FileKind::Expenses,
            Entity::Payments(_) => FileKind::Payments,
            Entity::Invoice(_) => FileKind::Invoice,
            Entity::Contract(_) => FileKind::Contract,
        }
    }

    pub fn file(self) -> &'a FilePath {
        each!(self, one => &one.file)
    }

    /// The id; of what stands in a folder of a year the file, for its stem is the same each year.
    pub fn id(self) -> String {
        match self {
            Entity::Budget(_) | Entity::Expenses(_) | Entity::Payments(_) | Entity::Invoice(_) => self.file().as_str().to_owned(),
            other => each!(other, one => one.id.as_str().to_owned()),
        }
    }

    /// By what people know it, where that is not its id: the number of an invoice.
    pub fn called(self) -> String {
        match self {
            Entity::Invoice(one) => one.number.clone().unwrap_or_else(|| one.file.stem().to_owned()),
            other => other.id(),
        }
    }

    /// All that it says; what it does not say is left out, not null.
    pub fn tree(self) -> Value {
        let mut tree = each!(self, one => serde_json::to_value(one)).expect("plain values are always JSON");
        pruned(&mut tree);
        tree
    }
}

/// What is not on record is left out, and so is a list without anything in it. Somebody in a task who is no more than named is the
/// same with and without a table.
fn pruned(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(pruned),
        Value::Object(table) => {
            table.values_mut().for_each(pruned);
            table.retain(|_, value| !is_nothing(value));
            if table.len() == 1
                && let Some(who) = table.remove("who")
            {
                *value = who;
            }
        }
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(all) => all.is_empty(),
        Value::Object(table) => table.is_empty(),
        _ => false,
    }
}

/// Every thing of a record; of these files alone, where they are given.
pub fn things_among<'a>(record: &'a Record, among: Option<&[&FilePath]>) -> BTreeMap<Known, Entity<'a>> {
    let Some(among) = among else { return known(everything(record)) };
    let mut found = BTreeMap::new();
    for file in among {
        found.extend(known(in_file(record, file)));
    }
    found
}

fn known<'a>(all: impl Iterator<Item = Entity<'a>>) -> BTreeMap<Known, Entity<'a>> {
    all.map(|one| ((one.kind(), one.id()), one)).collect()
}

fn everything(record: &Record) -> impl Iterator<Item = Entity<'_>> {
    let alone = record.collaboration.iter().map(Entity::Collaboration).chain(record.community.iter().map(Entity::Community));
    let parties = record.participants.values().map(Entity::Participant).chain(record.people.values().map(Entity::Person));
    let work = record.products.values().map(Entity::Product).chain(record.roles.values().map(Entity::Role));
    let work = work.chain(record.tasks.values().map(Entity::Task)).chain(record.events.values().map(Entity::Event));
    let books = record.budgets.iter().map(Entity::Budget).chain(record.expenses.iter().map(Entity::Expenses));
    let books = books.chain(record.payments.iter().map(Entity::Payments)).chain(record.invoices.iter().map(Entity::Invoice));
    alone.chain(parties).chain(work).chain(books).chain(record.contracts.values().map(Entity::Contract))
}

/// What a file holds, looked up by its name where things of its kind are known by that.
fn in_file<'a>(record: &'a Record, file: &FilePath) -> Box<dyn Iterator<Item = Entity<'a>> + 'a> {
    let stem = file.stem();
    let Standing::File(kind) = standing(file.as_str()) else { return Box::new(std::iter::empty()) };
    let named = match kind {
        FileKind::Product => record.products.get(stem).map(Entity::Product),
        FileKind::Role => record.roles.get(stem).map(Entity::Role),
        FileKind::Task => record.tasks.get(stem).map(Entity::Task),
        FileKind::Event => record.events.get(stem).map(Entity::Event),
        FileKind::Contract => record.contracts.get(stem).map(Entity::Contract),
        FileKind::Participant => {
            let file = file.clone();
            let people = record.people.values().map(Entity::Person);
            let all = record.participants.get(stem).map(Entity::Participant).into_iter().chain(people);
            return Box::new(all.filter(move |one| *one.file() == file));
        }
        _ => {
            let file = file.clone();
            return Box::new(everything(record).filter(move |one| *one.file() == file));
        }
    };
    let file = file.clone();
    Box::new(named.into_iter().filter(move |one| *one.file() == file))
}
