//! `finances/`: budgets, what is asked, invoiced, paid and spent, and contracts.

use crate::date::{Date, VagueDate};
use crate::money::Money;
use crate::record::closing::{Accounts, Opening};
use crate::record::table::{table, words};
use crate::record::values::{Amount, Day, Id, Number, Vat};

table! {
    /// What a year is to cost, and how it is paid.
    file struct Budget {
        /// The year of the folder.
        #[serde(skip_deserializing)]
        pub year: i32,
        pub status: Option<BudgetStatus>,
        /// The event that adopted it.
        pub adopted: Option<Id>,
        /// Where it is not the calendar year.
        pub period: Option<Period>,
        /// Per cent against the year before.
        pub indexation: Option<Number>,
        #[serde(default)]
        pub cost: Vec<Cost>,
        #[serde(default)]
        pub income: Vec<Income>,
        #[serde(default)]
        pub amendment: Vec<Amendment>,
        pub contribution: Option<Box<Contribution>>,
        #[serde(default)]
        pub in_kind: Vec<InKind>,
        pub opening: Option<Opening>,
        pub accounts: Option<Box<Accounts>>,
    }
}

words! {
    /// Whether it has been adopted.
    pub enum BudgetStatus { Draft, Adopted }
}

table! {
    /// A first and a last day, both inclusive.
    pub struct Period {
        pub from: Date,
        pub until: Date,
    }
}

table! {
    /// A line of cost.
    pub struct Cost {
        pub id: Id,
        pub what: Option<String>,
        pub amount: Amount,
        /// True: it comes back every year, and counts as fixed for the reserve (A12).
        pub structural: Option<bool>,
        /// True: effort that participants give, no money. It is shown beside the money, with what it brings in kind.
        pub in_kind: Option<bool>,
        pub contract: Option<Id>,
        pub product: Option<Id>,
        pub role: Option<Id>,
    }
}

table! {
    /// Income beside the contribution.
    pub struct Income {
        pub id: Option<Id>,
        pub what: String,
        pub amount: Amount,
        /// The kind of invoice that brings it in, where invoices do, such as `joining-fee`.
        pub kind: Option<InvoiceKind>,
        /// The organisations that it comes from.
        #[serde(default)]
        pub from: Vec<Id>,
        /// What it must be spent on.
        pub earmarked: Option<String>,
    }
}

table! {
    /// A change of the budget after it was adopted.
    pub struct Amendment {
        pub on: Date,
        /// The event that decided it.
        pub decided: Option<Id>,
        /// The line of cost or income.
        pub line: Id,
        /// What is added; less than zero where it is taken away.
        pub amount: Money,
        pub reason: Option<String>,
    }
}

table! {
    /// How what remains is divided.
    pub struct Contribution {
        pub key: Key,
        pub obligation: Option<Obligation>,
        /// The day whose numbers of inhabitants count; 1 January of the year before where it is left out.
        pub inhabitants_on: Option<Date>,
        /// What is divided; costs less other income where it is left out.
        pub total: Option<Money>,
        pub joint_bodies: Option<JointBodies>,
        pub pro_rata: Option<ProRata>,
        /// The days on which a part is invoiced.
        #[serde(default)]
        pub instalments: Vec<Day>,
        #[serde(default)]
        pub class: Vec<Class>,
        #[serde(default)]
        pub bracket: Vec<Bracket>,
        pub minimum: Option<Money>,
        pub maximum: Option<Money>,
        /// The fixed part, of `fixed-plus-inhabitants`.
        pub base: Option<Money>,
        /// The joining fee, where it is the same for all.
        pub joining_fee: Option<Money>,
        #[serde(default, rename = "override")]
        pub overrides: Vec<Override>,
    }
}

words! {
    /// How a total is divided over participants.
    pub enum Key { Equal, Inhabitants, Classes, Brackets, FixedPlusInhabitants, Amounts }
}

words! {
    /// Whether a contribution is owed, or only asked for.
    pub enum Obligation { Agreed, Voluntary }
}

words! {
    /// How a joint body pays: as the sum of whom it represents, or as one.
    pub enum JointBodies { Sum, One }
}

words! {
    /// How the share of whoever joins or leaves during the year is counted.
    pub enum ProRata { Months, Days, HalfYear, None }
}

table! {
    /// A fixed amount for a size, or for a class that a membership names.
    pub struct Class {
        pub name: String,
        /// Inhabitants, up to and including.
        pub up_to: Option<u32>,
        pub amount: Amount,
        /// What those pay who are no member.
        pub non_member: Option<Money>,
        pub joining_fee: Option<Money>,
    }
}

table! {
    /// A rate for a part of the inhabitants: each part at its own.
    pub struct Bracket {
        /// Inhabitants, up to and including; the rest where it is left out.
        pub up_to: Option<u32>,
        pub rate: Number,
    }
}

table! {
    /// What one participant is asked instead.
    pub struct Override {
        pub participant: Id,
        pub amount: Money,
        pub reason: Option<String>,
    }
}

table! {
    /// Effort that counts towards a contribution.
    pub struct InKind {
        pub participant: Id,
        pub role: Option<Id>,
        pub what: Option<String>,
        pub hours: Option<Number>,
        pub rate: Option<Money>,
        pub value: Money,
        /// The event that agreed to it.
        pub agreed: Option<Id>,
        pub settle: Option<Settle>,
    }
}

words! {
    /// Whether effort lowers the invoice, or is set off against the whole of it.
    pub enum Settle { Line, SetOff }
}

table! {
    /// An invoice: a draft without a number, or an issued one in which all that is printed is frozen.
    file struct Invoice {
        /// The year of the folder.
        #[serde(skip_deserializing)]
        pub year: i32,
        pub number: Option<String>,
        pub kind: Option<InvoiceKind>,
        pub participant: Id,
        pub product: Option<Id>,
        /// Of a draft: the day on which it is to be sent; an advance keeps it, and so says which of them it is.
        pub planned: Option<Date>,
        /// Of a draft: the day on which it was ordered of the finance system that makes the invoice.
        pub ordered: Option<Date>,
        pub date: Option<Date>,
        pub due: Option<Date>,
        pub payment_reference: Option<String>,
        pub buyer_reference: Option<String>,
        pub order_number: Option<String>,
        pub period: Option<Period>,
        /// The number of the invoice that this one credits.
        pub credits: Option<String>,
        pub currency: Option<String>,
        #[serde(default)]
        pub line: Vec<Line>,
        /// What is set off against the whole: it lowers what is to be paid, and not what is taxed.
        #[serde(default)]
        pub set_off: Vec<SetOff>,
        /// What is to be paid: VAT included, less what is set off.
        pub total: Option<Money>,
        #[serde(default)]
        pub reminder: Vec<Reminder>,
        pub buyer: Option<Box<Party>>,
        pub seller: Option<Box<Party>>,
        pub vat: Option<Box<FrozenVat>>,
    }
}

words! {
    /// What sort of invoice it is; a request asks for what nobody owes, and has no number.
    pub enum InvoiceKind { Contribution, Advance, Settlement, JoiningFee, Extra, Credit, Request }
}

table! {
    /// One line of an invoice, without VAT.
    pub struct Line {
        pub what: String,
        pub amount: Money,
        pub vat: Option<Vat>,
        pub product: Option<Id>,
        pub role: Option<Id>,
        /// What it was made from, where `commons invoice` made it; a line that people wrote themselves has none.
        pub basis: Option<Basis>,
    }
}

table! {
    /// Effort that is set off against an invoice, VAT included.
    pub struct SetOff {
        pub what: String,
        pub amount: Money,
        pub role: Option<Id>,
        /// What it was made from, where `commons invoice` made it.
        pub basis: Option<Basis>,
    }
}

words! {
    /// What a line of an invoice was made from: the contribution, effort in kind, the joining fee, or an advance that is settled.
    pub enum Basis { Contribution, InKind, JoiningFee, Advance }
}

table! {
    /// A reminder that was sent.
    pub struct Reminder {
        pub on: Date,
        /// How it was sent or what was said.
        pub what: Option<String>,
    }
}

table! {
    /// A party to an invoice as it was on the day of issue.
    pub struct Party {
        pub name: String,
        pub street: Option<String>,
        pub post_box: Option<String>,
        pub postcode: Option<String>,
        pub city: Option<String>,
        pub country: Option<String>,
        pub oin: Option<String>,
        pub kvk: Option<String>,
        pub vat_number: Option<String>,
        pub peppol: Option<String>,
        pub email: Option<String>,
        pub iban: Option<String>,
        pub contact: Option<String>,
        pub ordered_by: Option<String>,
    }
}

table! {
    /// How an invoice was taxed when it was issued.
    pub struct FrozenVat {
        pub treatment: Vat,
        pub reason: Option<String>,
        pub base: Option<Money>,
        pub amount: Option<Money>,
    }
}

table! {
    /// What came in, one for each line of the bank's statement.
    file struct Payments {
        #[serde(skip_deserializing)]
        pub year: i32,
        #[serde(default)]
        pub payment: Vec<Payment>,
    }
}

table! {
    /// A payment; less than zero where it was paid back.
    pub struct Payment {
        pub on: Date,
        pub amount: Money,
        pub from: Option<Id>,
        /// The number of the invoice.
        pub invoice: Option<String>,
        /// The bank's own reference, so that no line is booked twice.
        pub bank_reference: Option<String>,
    }
}

table! {
    /// What was really spent.
    file struct Expenses {
        #[serde(skip_deserializing)]
        pub year: i32,
        #[serde(default)]
        pub expense: Vec<Expense>,
        #[serde(default)]
        pub vat_return: Vec<VatReturn>,
    }
}

table! {
    /// VAT that was paid to the tax authority after a return; less than zero where it was got back.
    pub struct VatReturn {
        pub on: Date,
        pub amount: Money,
    }
}

table! {
    /// A supplier's invoice, or the ledger's total of a line on a day.
    pub struct Expense {
        pub on: Date,
        /// The line of cost.
        pub line: Id,
        pub supplier: Option<Id>,
        /// Without VAT.
        pub amount: Money,
        pub vat: Option<Money>,
        /// The supplier's number.
        pub invoice: Option<String>,
        pub what: Option<String>,
    }
}

table! {
    /// An agreement with a supplier.
    file struct Contract {
        pub supplier: Id,
        pub what: String,
        pub product: Option<Id>,
        /// For the whole period, without VAT.
        pub total: Option<Amount>,
        /// For each year, without VAT.
        pub yearly: Option<Amount>,
        pub vat: Option<Vat>,
        pub from: Option<VagueDate>,
        pub until: Option<VagueDate>,
        /// The last day on which it can be ended.
        pub notice_date: Option<Date>,
        /// How many times it may be prolonged.
        pub extensions: Option<u32>,
        /// The signed text: a path within the record, or an address.
        pub document: Option<String>,
        pub processing_agreement: Option<String>,
    }
}
