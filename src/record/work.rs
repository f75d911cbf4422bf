//! `products/`, `roles/`, `tasks/`: what is made, who holds which role, and who does what.

use crate::date::{Date, VagueDate};
use crate::handbook::Area;
use crate::money::Money;
use crate::record::participant::Former;
use crate::record::table::{table, words};
use crate::record::values::{Amount, Hours, Id, Number, OneOrMany, Rhythm};

table! {
    /// A code base.
    file struct Product {
        pub name: String,
        pub repository: Option<String>,
        pub website: Option<String>,
        /// SPDX identifier of the licence.
        pub licence: Option<String>,
        /// Who began it.
        pub initiator: Option<Id>,
        /// Who owns it.
        pub owner: Option<Id>,
        /// Who holds the copyright.
        pub copyright_holder: Option<Id>,
        /// In whose name the repository stands.
        pub repository_owner: Option<Id>,
        /// Who keeps it working: an organisation, a person, a team, or `unknown`.
        pub maintainer: Option<Id>,
        pub from: Option<VagueDate>,
        pub until: Option<VagueDate>,
        /// The last day of support.
        pub supported_until: Option<Date>,
        /// The day on which the end of support was announced.
        pub end_announced: Option<Date>,
        /// How many months ahead an end is to be announced, where that was agreed.
        pub notice_months: Option<u32>,
        #[serde(default)]
        pub milestone: Vec<Milestone>,
        /// What a user must reckon with outside the collaboration's own budget.
        #[serde(default)]
        pub price: Vec<Price>,
    }
}

table! {
    /// Something that a user pays, to whomever.
    pub struct Price {
        pub what: String,
        pub amount: Option<Amount>,
        /// The upper end, where the amount is a range.
        pub up_to: Option<Money>,
        pub hours: Option<Number>,
        /// For each hour.
        pub rate: Option<Money>,
        pub per: Option<Per>,
        /// True: nobody has to take it.
        #[serde(default)]
        pub optional: bool,
    }
}

words! {
    /// How often a price is paid.
    pub enum Per { Year, Month, Once }
}

table! {
    /// Something that was reached.
    pub struct Milestone {
        pub on: VagueDate,
        pub what: String,
    }
}

table! {
    /// A position or a body.
    file struct Role {
        pub title: String,
        /// Other names for it.
        #[serde(default)]
        pub aliases: Vec<String>,
        /// Earlier names and ids.
        #[serde(default)]
        pub formerly: Vec<Former>,
        /// A position where it is left out.
        pub kind: Option<RoleKind>,
        /// What it is for.
        pub purpose: Option<String>,
        pub staffing: Option<Staffing>,
        /// True: it must have a back-up (A9).
        #[serde(default)]
        pub critical: bool,
        /// For the whole role, however many hold it.
        pub hours: Option<Hours>,
        pub term_months: Option<u32>,
        /// The shortest term that a holder may have, in months.
        pub min_term_months: Option<u32>,
        pub compensation: Option<Compensation>,
        /// The body in which this is a function, or under which it is a team.
        pub part_of: Option<Id>,
        pub product: Option<Id>,
        /// The organisation that houses or employs those who hold it.
        pub hosted_by: Option<Id>,
        /// False: somebody holds it, the sources do not say who.
        pub on_record: Option<bool>,
        /// True: nobody holds it.
        #[serde(default)]
        pub vacant: bool,
        /// How often a body meets.
        pub meets: Option<Rhythm>,
        /// How a body decides, in words.
        pub decides: Option<String>,
        /// The size: an empty seat is a vacancy.
        pub seats: Option<u32>,
        /// The upper limit: below it nothing is missing.
        pub max_seats: Option<u32>,
        /// The most seats that one organisation may hold in this body.
        pub seats_per_organisation: Option<u32>,
        /// False: no organisation may hold more than half of this body's votes.
        pub majority_of_one: Option<bool>,
        pub required_by: Option<RequiredBy>,
        pub from: Option<VagueDate>,
        /// The last day on which the role existed.
        pub until: Option<VagueDate>,
        #[serde(default)]
        pub seat: Vec<Seat>,
        #[serde(default)]
        pub holder: Vec<Holder>,
        #[serde(default)]
        pub backup: Vec<Holder>,
        /// The rota, where staffing is `rotating`.
        #[serde(default)]
        pub turn: Vec<Turn>,
    }
}

words! {
    /// What sort of role it is.
    pub enum RoleKind { Position, Body, Champion }
}

words! {
    /// How a role is staffed (A5): by the lead, in turn, divided, or from outside.
    pub enum Staffing { Lead, Rotating, Divided, External }
}

words! {
    /// What whoever holds the role gets for it.
    pub enum Compensation { None, InKind, Paid }
}

words! {
    /// What demands that the role exists.
    pub enum RequiredBy { Law, Agreement }
}

table! {
    /// A seat with a profile; without a holder it is a vacancy with that profile.
    pub struct Seat {
        pub id: Id,
        /// Whom it speaks for, or what it asks.
        pub profile: Option<String>,
        /// The class of participants that this seat speaks for.
        pub class: Option<String>,
        /// The most people that may share it; one where it is left out.
        pub max: Option<u32>,
        /// False: somebody sits here, the sources do not say who.
        pub on_record: Option<bool>,
    }
}

table! {
    /// Who holds a role, or stands in for whoever does.
    pub struct Holder {
        /// A person, an organisation, a role, or `all-participants`.
        pub who: Id,
        pub from: Option<VagueDate>,
        pub until: Option<VagueDate>,
        /// The seat that is held.
        pub seat: Option<Id>,
        #[serde(default)]
        pub chair: bool,
        /// False: present without a vote.
        pub voting: Option<bool>,
        /// True: until somebody is found.
        #[serde(default)]
        pub interim: bool,
        /// When it ends, where that is no date.
        pub until_when: Option<String>,
        /// True: no longer, since a day that is not known.
        #[serde(default)]
        pub former: bool,
        /// The organisation that the holder speaks for here, where it is not the employer.
        pub for_organisation: Option<Id>,
        /// What the holder is called here, such as vice-chair or observer.
        pub title: Option<String>,
    }
}

table! {
    /// A turn on a rota; it lasts until the next one begins.
    pub struct Turn {
        pub who: Id,
        pub from: Date,
        pub until: Option<Date>,
    }
}

table! {
    /// A task, and who is responsible, accountable, consulted and informed (A6).
    file struct Task {
        pub title: String,
        /// The duties that it fulfils.
        #[serde(default)]
        pub covers: Vec<String>,
        pub area: Option<Area>,
        pub product: Option<Id>,
        /// How it is done: a path within the record, or an address (A10).
        pub process: Option<String>,
        pub hours: Option<Hours>,
        #[serde(default)]
        pub critical: bool,
        pub raci: Option<Box<Raci>>,
    }
}

table! {
    /// Who does what: responsible carries it out, accountable answers for it.
    pub struct Raci {
        #[serde(default)]
        pub responsible: OneOrMany<Party>,
        #[serde(default)]
        pub accountable: OneOrMany<Party>,
        #[serde(default)]
        pub consulted: OneOrMany<Party>,
        #[serde(default)]
        pub informed: OneOrMany<Party>,
    }
}

/// In which way somebody is in a task (A6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    Responsible,
    Accountable,
    Consulted,
    Informed,
}

impl Letter {
    pub const ALL: [Letter; 4] = [Letter::Responsible, Letter::Accountable, Letter::Consulted, Letter::Informed];

    /// As it is written in the file of a task.
    pub const fn key(self) -> &'static str {
        match self {
            Letter::Responsible => "responsible",
            Letter::Accountable => "accountable",
            Letter::Consulted => "consulted",
            Letter::Informed => "informed",
        }
    }

    /// As it stands in a cell of the matrix.
    pub const fn sign(self) -> &'static str {
        match self {
            Letter::Responsible => "R",
            Letter::Accountable => "A",
            Letter::Consulted => "C",
            Letter::Informed => "I",
        }
    }
}

impl Raci {
    /// Those who are in the task in a way, as they are written.
    pub const fn of(&self, letter: Letter) -> &OneOrMany<Party> {
        match letter {
            Letter::Responsible => &self.responsible,
            Letter::Accountable => &self.accountable,
            Letter::Consulted => &self.consulted,
            Letter::Informed => &self.informed,
        }
    }
}

/// Somebody in a task: an id, or a table that says for what or through which channel.
#[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Party {
    Id(Id),
    Table(PartyTable),
}

table! {
    /// Somebody in a task, and for what they are consulted or how they are informed.
    pub struct PartyTable {
        pub who: Id,
        /// For what.
        #[serde(rename = "for")]
        pub purpose: Option<String>,
        /// The channel.
        pub via: Option<Id>,
    }
}

impl Party {
    /// A role, a person, an organisation, or a reserved word such as `all-participants`.
    pub fn who(&self) -> &Id {
        match self {
            Party::Id(id) => id,
            Party::Table(table) => &table.who,
        }
    }

    /// The channel through which somebody is informed.
    pub fn via(&self) -> Option<&Id> {
        match self {
            Party::Id(_) => None,
            Party::Table(table) => table.via.as_ref(),
        }
    }
}
