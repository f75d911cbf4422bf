//! What people now make by hand: each report is a function of a record and its own options, and gives a document.

pub mod accounts;
pub mod actions;
pub mod agenda;
pub mod announce;
mod books;
pub mod budget;
pub mod changes;
pub mod contributions;
pub mod coverage;
pub mod diff;
pub mod due;
pub mod handover;
pub mod invoice;
pub mod list;
pub mod log;
pub mod meeting;
pub mod minutes;
pub mod newsletter;
pub mod onboard;
pub mod order;
pub mod payments;
pub mod raci;
mod reach;
pub mod remind;
pub mod rota;
pub mod show;
pub mod status;
pub mod thanks;
pub mod things;
pub mod trend;
pub mod who;
pub mod without;
pub mod yearly;

use crate::document::{Document, Table};
use crate::record::Record;
use crate::text;
use crate::text::Text;

/// Whose record it is, and the day on which it was asked: the line under the title of every report.
fn of_whom(record: &Record) -> Text {
    let on = record.on;
    match &record.collaboration {
        Some(collaboration) => {
            let name = &collaboration.name;
            text!(on; en: "{name}, on {on}", nl: "{name}, op {on}")
        }
        None => text!(on; en: "on {on}", nl: "op {on}"),
    }
}

/// A report with nothing in it yet.
fn begun(record: &Record, name: &'static str, title: Text) -> Document {
    Document {
        name,
        title,
        subtitle: of_whom(record),
        by: record.collaboration.as_ref().map(|collaboration| Text::same(collaboration.name.clone())).unwrap_or_default(),
        on: record.on,
        commit: None,
        unread: Vec::new(),
        to: Vec::new(),
        blocks: Vec::new(),
        sheet: Table::default(),
        data: Vec::new(),
    }
}

/// The first letter as a capital: a name in the middle of a sentence becomes the beginning of one.
fn capital(text: &Text) -> Text {
    text.capital()
}
