//! Payments as they are written down: each at the end of the file of the year in which it came in.

use std::collections::BTreeMap;

use crate::answers::matching::Booking;
use crate::date::Date;
use crate::edit::{Edit, quoted};
use crate::keys;
use crate::money::Money;
use crate::record::values::Id;
use crate::source::FilePath;

/// A payment that is to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub on: Date,
    pub amount: Money,
    pub from: Id,
    pub invoice: Option<String>,
    pub bank_reference: Option<String>,
}

impl From<&Booking> for Entry {
    fn from(one: &Booking) -> Entry {
        Entry {
            on: one.on,
            amount: one.amount,
            from: one.from.clone(),
            invoice: one.invoice.clone(),
            bank_reference: Some(one.reference.clone()),
        }
    }
}

/// What is to change in each file. The year is that of the day of payment, whatever the year of the invoice: a file holds what its
/// year's statements of the bank hold.
pub fn edits(entries: &[Entry]) -> BTreeMap<FilePath, Vec<Edit>> {
    let mut files: BTreeMap<FilePath, Vec<Edit>> = BTreeMap::new();
    for one in entries {
        let pairs = [
            ("on", Some(one.on.to_string())),
            ("amount", Some(one.amount.to_string())),
            ("from", Some(quoted(one.from.as_str()))),
            ("invoice", one.invoice.as_deref().map(quoted)),
            ("bank_reference", one.bank_reference.as_deref().map(quoted)),
        ];
        let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
        let path = FilePath::new(&format!("finances/{:04}/payments.toml", one.on.year()));
        files.entry(path).or_default().push(Edit::Append(keys!["payment"], pairs));
    }
    files
}
