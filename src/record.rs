//! What a record's files mean: everything in it, looked up by id, and the day it is judged on.

pub mod closing;
pub mod collaboration;
pub mod diagnosis;
pub mod event;
pub mod finance;
pub mod history;
pub mod index;
pub mod load;
pub mod participant;
pub mod places;
pub mod reader;
pub mod references;
pub mod scalars;
pub mod schema;
pub mod shape;
pub mod survey;
mod table;
pub mod values;
pub mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::date::Date;
use crate::finding::At;
use crate::money::Currency;
use crate::record::collaboration::Collaboration;
use crate::record::event::{Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::index::{Index, Kinds};
use crate::record::participant::{Participant, Person, Status};
use crate::record::survey::Astray;
use crate::record::values::{Id, TakesPart};
use crate::record::work::{Product, Role, Task};
use crate::source::layout::FileKind;
use crate::source::{FilePath, Odd};
use crate::text::Lang;

/// The highest version of the format that this program reads.
pub const FORMAT: u32 = 1;

/// A collaboration's record, as far as it could be read.
#[derive(Debug, Clone)]
pub struct Record {
    /// The day on which it is judged.
    pub on: Date,
    /// What the settings say of the language, even where the rest of them cannot be read.
    pub language: Option<Lang>,
    /// None where `commons.toml` is missing or cannot be read.
    pub collaboration: Option<Collaboration>,
    pub community: Option<Community>,
    pub participants: BTreeMap<Id, Participant>,
    /// Everybody, whichever file they stand in.
    pub people: BTreeMap<Id, Person>,
    pub products: BTreeMap<Id, Product>,
    pub roles: BTreeMap<Id, Role>,
    pub tasks: BTreeMap<Id, Task>,
    pub events: BTreeMap<Id, Event>,
    pub budgets: Vec<Budget>,
    pub expenses: Vec<Expenses>,
    pub payments: Vec<Payments>,
    /// In the order of their files: by year, then by number, drafts last.
    pub invoices: Vec<Invoice>,
    pub contracts: BTreeMap<Id, Contract>,
    /// Files that could not be read: what they would have defined is not known.
    pub unread: Vec<Unread>,
    /// Whatever stands in the record's folders and is not read.
    pub odd: Vec<Odd>,
    /// The documents named in the record that exist within it.
    pub documents: BTreeSet<String>,
    /// Kinds of thing of which whole folders could not be read, or files stand where they are not.
    pub gaps: Kinds,
    /// Those whom its history names and who may not be named now, where that was asked.
    pub gone: Vec<Person>,
    /// How many files were found.
    pub files: usize,
    /// What each id stands for.
    pub index: Index,
    /// The references that lead nowhere, astray or to somebody who left; made when the first rule asks.
    survey: OnceLock<Vec<Astray>>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub file: FilePath,
    pub kind: FileKind,
}

impl Record {
    /// A place in the settings; the file is named even where it could not be read.
    pub fn settings(&self, keys: crate::finding::Keys) -> At {
        At { file: FilePath::new("commons.toml"), place: crate::finding::Place::Key(keys) }
    }

    /// Whether a file of one of these kinds could not be read.
    pub fn is_unread(&self, kinds: &[FileKind]) -> bool {
        self.unread.iter().any(|unread| kinds.contains(&unread.kind))
    }

    /// Whether its settings are not there at all, which is not to say that they could not be read.
    pub fn lacks_settings(&self) -> bool {
        self.collaboration.is_none() && !self.is_unread(&[FileKind::Collaboration])
    }

    /// The person whom a reference names, with or without its kind before it.
    pub fn person(&self, reference: &Id) -> Option<&Person> {
        self.people.get(self.index.plain(reference).0.as_ref()).filter(|_| self.index.meant(reference).has(Kinds::PERSON))
    }

    /// The role that a reference names, with or without its kind before it.
    pub fn role(&self, reference: &Id) -> Option<&Role> {
        self.roles.get(self.index.plain(reference).0.as_ref()).filter(|_| self.index.meant(reference).has(Kinds::ROLE))
    }

    /// The organisation that a reference names, with or without its kind before it.
    pub fn organisation(&self, reference: &Id) -> Option<&Participant> {
        self.participants.get(self.index.plain(reference).0.as_ref()).filter(|_| self.index.meant(reference).has(Kinds::ORGANISATION))
    }

    /// The organisation that employs a person, or through which they are hired.
    pub fn organisation_of(&self, person: &Person) -> Option<&Id> {
        let (id, _) = self.index.plain(person.works_for.as_ref().or(person.employer.as_ref())?);
        self.participants.get_key_value(id.as_ref()).map(|(id, _)| id)
    }

    /// The organisation that holds the money and sends the invoices: the fund holder, else the lead.
    pub fn fund_holder(&self) -> Option<&Id> {
        let settings = self.collaboration.as_ref()?;
        settings.finances.as_ref().and_then(|finances| finances.fund_holder.as_ref()).or(settings.lead.as_ref())
    }

    /// Whether a reference names the organisation that holds the money.
    pub fn is_fund_holder(&self, reference: &Id) -> bool {
        self.fund_holder().is_some_and(|holder| self.index.same(holder, reference))
    }

    /// The level at which the collaboration works, where it has said so.
    pub fn level(&self) -> Option<crate::handbook::Level> {
        self.collaboration.as_ref().and_then(|collaboration| collaboration.level)
    }

    /// In which amounts are; the euro where the record does not say, none where what it says is none.
    pub fn currency(&self) -> Currency {
        let finances = self.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
        let written = finances.and_then(|finances| finances.currency.as_deref());
        written.map_or(Currency::EUR, |code| Currency::parse(code).unwrap_or(Currency::NONE))
    }

    /// The same record, judged on another day.
    #[must_use]
    pub fn on_day(&self, on: Date) -> Record {
        Record { on, ..self.to_change() }
    }

    /// A copy to be changed: what was found out about the references of this one does not hold for it.
    #[must_use]
    pub fn to_change(&self) -> Record {
        Record { survey: OnceLock::new(), ..self.clone() }
    }

    /// Participants that are a party on the day of judgement.
    pub fn parties(&self) -> impl Iterator<Item = &Participant> {
        self.participants.values().filter(|participant| participant.is_party(self.on))
    }
}

impl Person {
    /// The organisations without which somebody is not there: the employer, and the one through which they are hired.
    pub fn organisations(&self) -> impl Iterator<Item = &Id> {
        self.employer.iter().chain(&self.works_for)
    }
}

impl Participant {
    /// What the dates and the status say together on a day.
    pub fn status_on(&self, day: Date) -> Option<Status> {
        if self.left.is_some_and(|left| left.last() < day) {
            return Some(Status::Left);
        }
        match self.status {
            // A first day that is still to come, whatever came after it.
            Some(Status::Left) if self.left.is_some() && self.joined.is_some_and(|joined| joined.first() > day) => Some(Status::Joining),
            // A last day that is still to come: until then it takes part.
            Some(Status::Left) if self.left.is_some() => Some(Status::Leaving),
            Some(status @ (Status::Interested | Status::Left)) => Some(status),
            _ if self.joined.is_some_and(|joined| joined.first() > day) => Some(Status::Joining),
            Some(Status::Joining) => Some(if self.joined.is_some() { Status::Active } else { Status::Joining }),
            _ if self.notice_given.is_some_and(|notice| notice.first() <= day) => Some(Status::Leaving),
            Some(status) => Some(status),
            None if self.joined.is_none() && self.interest.is_some() => Some(Status::Interested),
            None => self.joined.map(|_| Status::Active),
        }
    }

    /// Whether it takes part on a day: it joined, has not left, and is more than an owner, a user or a supplier.
    pub fn is_party(&self, day: Date) -> bool {
        self.takes_part.unwrap_or(if self.supplier { TakesPart::No } else { TakesPart::Yes }) == TakesPart::Yes
            && !matches!(self.status_on(day), Some(Status::Left | Status::Interested | Status::Joining))
    }
}
