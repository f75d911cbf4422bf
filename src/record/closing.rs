//! What a year begins with, and how it was closed.

use crate::date::Date;
use crate::money::Money;
use crate::record::table::table;
use crate::record::values::Id;

table! {
    /// What was there on the first day of the period, so that the year can be closed.
    pub struct Opening {
        /// The money that the fund holder held, less what was still to be paid of suppliers' invoices of an earlier day: an expense counts
        /// as paid on its day. An invoice of a later day is not taken off, also where it is for the year before.
        pub funds: Money,
        /// The reserve; as the settings say where their balance is of the day before.
        pub reserve: Option<Money>,
    }
}

table! {
    /// The accounts of the year as they were adopted. From then on the year is closed: what comes after it is a correction of an earlier
    /// year, and counts in the year in which it is done.
    pub struct Accounts {
        /// The event that adopted them.
        pub adopted: Option<Id>,
        /// The day on which they were adopted, where no event on record says it.
        pub on: Option<Date>,
        /// Income less costs, as adopted; less than zero where it was a shortage.
        pub balance: Money,
        /// What of the balance went to the reserve; all of it where it is left out. The rest is settled with the participants.
        pub to_reserve: Option<Money>,
    }
}
