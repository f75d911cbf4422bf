//! `participants/<id>.toml` and `people.toml`: organisations, their people, and how they take part.

use std::collections::BTreeMap;

use crate::date::{Date, VagueDate};
use crate::money::Money;
use crate::record::table::{table, words};
use crate::record::values::{Day, Id, Number, TakesPart, texts};
use crate::source::FilePath;

table! {
    /// An organisation that takes part, or that matters to those who do.
    file struct Participant {
        /// The name in full.
        pub name: String,
        /// Other names by which people know it.
        #[serde(default)]
        pub aliases: Vec<String>,
        /// Earlier names and ids.
        #[serde(default)]
        pub formerly: Vec<Former>,
        pub kind: Option<OrganisationKind>,
        /// The code of Statistics Netherlands, such as GM0193.
        pub cbs_code: Option<String>,
        /// ISO 3166 code of two letters; NL where it is left out.
        pub country: Option<String>,
        /// Whom a joint body stands for: organisations on record, or codes.
        #[serde(default)]
        pub represents: Vec<Id>,
        /// How many organisations it stands for, where not all are named.
        pub represents_number: Option<u32>,
        /// False: an owner, user or supplier that is on record but is no party; `"unknown"` where the sources do not say.
        pub takes_part: Option<TakesPart>,
        /// True: it supplies to the collaboration or its participants.
        #[serde(default)]
        pub supplier: bool,
        pub inhabitants: Option<u32>,
        /// The day on which it had that number of inhabitants.
        pub inhabitants_on: Option<Date>,
        /// What the dates already say may be left out.
        pub status: Option<Status>,
        pub interest: Option<Box<Interest>>,
        /// The first day of taking part.
        pub joined: Option<VagueDate>,
        /// The day on which it said that it will leave.
        pub notice_given: Option<VagueDate>,
        /// The last day of taking part.
        pub left: Option<VagueDate>,
        /// Who takes its place, as in a merger.
        pub successor: Option<Id>,
        /// One of its people.
        pub contact: Option<Id>,
        pub email: Option<String>,
        pub phone: Option<String>,
        pub website: Option<String>,
        /// Whether its logo may be shown.
        pub logo: Option<bool>,
        pub signatory: Option<Box<Signatory>>,
        /// The people that it employs, by id.
        #[serde(default, skip_serializing)]
        pub people: BTreeMap<Id, Person>,
        pub billing: Option<Box<Billing>>,
        /// Dues with a class, a period or an agreed amount of their own.
        #[serde(default)]
        pub membership: Vec<Membership>,
        /// Which products it uses; using is not the same as taking part or paying.
        #[serde(default, rename = "use")]
        pub uses: Vec<Use>,
        pub onboarding: Option<Box<Onboarding>>,
        /// What it or its people gave: code or anything else.
        #[serde(default)]
        pub contribution: Vec<Given>,
    }
}

words! {
    /// What sort of organisation it is.
    pub enum OrganisationKind { Municipality, JointBody, PublicBody, Association, Foundation, Cooperative, Company, Other }
}

words! {
    /// How far an organisation is in taking part.
    pub enum Status { Interested, Joining, Active, Leaving, Left }
}

table! {
    /// An earlier name or id.
    pub struct Former {
        pub name: Option<String>,
        pub id: Option<Id>,
        pub until: Option<VagueDate>,
    }
}

table! {
    /// An organisation that asked whether it might join.
    pub struct Interest {
        /// The day on which it asked.
        pub on: Date,
        /// The day on which it had an answer.
        pub answered: Option<Date>,
        /// Who speaks with it.
        pub by: Option<Id>,
    }
}

table! {
    /// Who signs for the organisation.
    pub struct Signatory {
        pub name: String,
        pub position: Option<String>,
    }
}

table! {
    /// A person: written once, with the organisation that employs them.
    pub struct Person {
        /// The key of the person's table.
        #[serde(skip_deserializing)]
        pub id: Id,
        /// The file in which the person stands.
        #[serde(skip_deserializing)]
        pub file: FilePath,
        /// The organisation in whose file the person stands.
        #[serde(skip_deserializing)]
        pub employer: Option<Id>,
        pub name: String,
        pub position: Option<String>,
        pub email: Option<String>,
        pub phone: Option<String>,
        /// Who may see name and contact details; `participants` where it is left out.
        pub visibility: Option<Visibility>,
        /// The name at the code platform.
        pub handle: Option<String>,
        /// The organisation through which the person is hired.
        pub works_for: Option<Id>,
        /// In `people.toml`: `independent` counts alone, `unknown` is left out of shares.
        pub organisation: Option<NoOrganisation>,
        pub from: Option<VagueDate>,
        pub until: Option<VagueDate>,
        /// In a past record: what the record as it is now says of the person.
        #[serde(skip)]
        pub now: Now,
    }
}

/// What the record as it is now says of somebody in a past one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Now {
    /// It is this record, or there is none.
    #[default]
    Same,
    /// Who may see the person now.
    Seen(Visibility),
    /// It does not know the person by this name.
    Gone,
}

words! {
    /// How far a person's name and address may travel; `participants` where it is left out.
    pub enum Visibility { Public, Participants, Record }
}

words! {
    /// Why no organisation is named.
    pub enum NoOrganisation { Independent, Unknown }
}

table! {
    /// Where invoices go, or who sends them.
    pub struct Billing {
        pub name: Option<String>,
        pub street: Option<String>,
        pub post_box: Option<String>,
        pub postcode: Option<String>,
        pub city: Option<String>,
        pub country: Option<String>,
        /// Organisation identification number of a public body: twenty digits.
        pub oin: Option<String>,
        /// Number in the register of the Chamber of Commerce: eight digits.
        pub kvk: Option<String>,
        pub vat_number: Option<String>,
        /// Address in the Peppol network, such as `0106:12345678`.
        pub peppol: Option<String>,
        pub email: Option<String>,
        pub iban: Option<String>,
        pub buyer_reference: Option<String>,
        /// The order or commitment number, by year.
        #[serde(default, deserialize_with = "texts")]
        pub order_number: BTreeMap<String, String>,
        /// Who placed the order.
        pub ordered_by: Option<String>,
        /// Whether it takes e-invoices; where it is left out, who is a public body or has a Peppol address does.
        pub e_invoice: Option<bool>,
    }
}

table! {
    /// What an organisation's dues rest on.
    pub struct Membership {
        /// A class of the budget.
        pub class: Option<String>,
        pub product: Option<Id>,
        /// False: it pays the price for those who are no member.
        pub member: Option<bool>,
        pub from: Option<VagueDate>,
        pub until: Option<VagueDate>,
        pub amount: Option<Money>,
        /// True: no joining fee is asked.
        #[serde(default)]
        pub joining_fee_waived: bool,
        /// The days within the period on which it is invoiced a part, where those are not the days of the budget.
        #[serde(default)]
        pub instalments: Vec<Day>,
        pub reason: Option<String>,
    }
}

table! {
    /// The use of a product.
    pub struct Use {
        pub product: Id,
        pub status: Option<UseStatus>,
        /// Who delivers or hosts it.
        pub supplier: Option<Id>,
        pub from: Option<VagueDate>,
        pub until: Option<VagueDate>,
    }
}

words! {
    /// How far the use of a product is.
    pub enum UseStatus { Considering, Building, Live, Stopped }
}

table! {
    /// The way in for a new participant (B4).
    pub struct Onboarding {
        pub from: Date,
        /// Who helps during the first three months.
        pub buddy: Option<Id>,
        /// Steps that are done, each with its day.
        #[serde(default)]
        pub done: BTreeMap<String, Date>,
        /// Steps that do not apply, each with its reason.
        #[serde(default, deserialize_with = "texts")]
        pub not_applicable: BTreeMap<String, String>,
    }
}

table! {
    /// Something given to the collaboration, code or not (B12).
    pub struct Given {
        pub on: VagueDate,
        /// code, docs, bug-report, idea, support, talk, hosting, test, translation, or an own kind of `community.toml`.
        pub kind: String,
        /// A person or the organisation.
        pub by: Option<Id>,
        pub what: String,
        pub hours: Option<Number>,
        pub product: Option<Id>,
        pub url: Option<String>,
    }
}

table! {
    /// People without an organisation on record.
    file struct People {
        /// The people, by id.
        #[serde(default)]
        pub people: BTreeMap<Id, Person>,
    }
}
