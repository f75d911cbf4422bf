//! `commons.toml`: the collaboration itself, its agreement, its money, its limits and how it is judged.

use std::collections::BTreeMap;

use crate::date::{Date, VagueDate};
use crate::finding::Severity;
use crate::handbook::Level;
use crate::money::Money;
use crate::record::table::{table, words};
use crate::record::values::{Id, Vat, Zone};
use crate::text::Lang;

table! {
    /// The collaboration: name, level, language, agreement, money, limits and settings of the rules.
    file struct Collaboration {
        /// The version of this format; 1 where it is left out.
        pub format: Option<u32>,
        /// What the collaboration calls itself.
        pub name: String,
        /// What it is for, in a sentence.
        pub purpose: Option<String>,
        /// How closely the parties work together; it decides which duties must be covered.
        pub level: Option<Level>,
        /// The language of what is generated.
        pub language: Option<Lang>,
        /// The time zone of meetings and of today.
        pub time_zone: Option<Zone>,
        /// The organisation that leads (penvoerder); a participant or not.
        pub lead: Option<Id>,
        /// When the collaboration began.
        pub started: Option<VagueDate>,
        /// When it ended.
        pub ended: Option<VagueDate>,
        pub website: Option<String>,
        pub email: Option<String>,
        /// How many municipalities the collaboration says that it stands for, where not all are named.
        pub claims_municipalities: Option<u32>,
        pub agreement: Option<Agreement>,
        pub finances: Option<Finances>,
        pub limits: Option<Limits>,
        pub privacy: Option<Privacy>,
        /// The level of a rule in this record.
        #[serde(default)]
        pub rules: BTreeMap<String, Severity>,
        /// Findings put up with on purpose.
        #[serde(default)]
        pub waiver: Vec<Waiver>,
    }
}

table! {
    /// What the parties agreed.
    pub struct Agreement {
        /// A path within the record, or an address.
        pub file: Option<String>,
        pub status: Option<AgreementStatus>,
        pub version: Option<String>,
        pub from: Option<VagueDate>,
        pub until: Option<VagueDate>,
        /// How many months before leaving a participant gives notice.
        pub notice_months: Option<u32>,
    }
}

words! {
    /// How far the agreement is.
    pub enum AgreementStatus { Draft, Signed }
}

table! {
    /// The collaboration's money.
    pub struct Finances {
        /// ISO 4217; EUR where it is left out.
        pub currency: Option<String>,
        /// The organisation that holds the money (kassier); the lead where it is left out.
        pub fund_holder: Option<Id>,
        /// The cost centre or administration that keeps this money apart.
        pub cost_centre: Option<String>,
        pub iban: Option<String>,
        pub bic: Option<String>,
        pub vat: Option<VatSetting>,
        pub numbering: Option<Numbering>,
        /// The shape of an invoice's number, such as `{year}-{number:04}`.
        pub invoice_number: Option<String>,
        /// Days in which an invoice is to be paid.
        pub payment_days: Option<u32>,
        /// Days past the day of payment on which the first and the second reminder are due, and then a call; 14, 42 and 56 where it is
        /// left out.
        #[serde(default)]
        pub reminder_days: Vec<u32>,
        pub reserve: Option<Reserve>,
        /// How costs are shared, in words, where no amounts are public.
        pub in_words: Option<String>,
    }
}

table! {
    /// How the contribution is taxed.
    pub struct VatSetting {
        pub treatment: Vat,
        /// The reason that an invoice must give.
        pub reason: Option<String>,
        /// Whether the fund holder gets back the VAT on what is bought, by deducting it or from the VAT compensation fund; where it is
        /// left out, only where contributions are taxed.
        pub deductible: Option<bool>,
    }
}

words! {
    /// Who numbers the invoices: this record, or the finance system of the lead.
    pub enum Numbering { Own, External }
}

table! {
    /// What is put by.
    pub struct Reserve {
        pub balance: Money,
        /// The day of the balance.
        pub on: Option<Date>,
        pub held_as: Option<HeldAs>,
        /// What it is put by for, where that is more than a buffer.
        pub earmarked: Option<String>,
        /// The event that decided how much is put by.
        pub decided: Option<Id>,
    }
}

words! {
    /// The form in which the fund holder's books hold the reserve.
    pub enum HeldAs { DesignatedReserve, Provision, ReceivedInAdvance, OwnEquity }
}

table! {
    /// Rules of balance that the agreement names; nothing is checked that nobody agreed.
    pub struct Limits {
        /// The most seats that one organisation may hold in a body.
        pub seats_per_organisation: Option<u32>,
        /// False: no organisation may hold more than half of a body's votes.
        pub majority_of_one: Option<bool>,
        /// The most tasks that one person carries out.
        pub tasks_per_person: Option<u32>,
    }
}

table! {
    /// How long personal data is kept.
    pub struct Privacy {
        /// Months after a person's last day; twelve where it is left out.
        pub keep_people_months: Option<u32>,
    }
}

table! {
    /// One finding that is put up with on purpose.
    pub struct Waiver {
        /// The rule's name.
        pub rule: String,
        /// The file; every file where it is left out.
        pub at: Option<String>,
        /// The key within the file.
        pub key: Option<String>,
        /// The thing that the finding is about.
        pub about: Option<String>,
        pub reason: Option<String>,
        /// The last day on which it holds.
        pub until: Option<Date>,
        /// The event that decided it, for a standing choice.
        pub decided: Option<Id>,
        /// Who answers for it.
        pub by: Option<Id>,
    }
}
