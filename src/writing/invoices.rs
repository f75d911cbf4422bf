//! Invoices on their way: drafts of what a budget asks, numbers and days for them, credit notes. Texts of files are given; nothing is written.

pub mod credit;
pub mod fit;
pub mod issue;
pub mod lines;
pub mod plan;
pub mod split;
pub mod text;
pub mod update;
pub mod wanting;

use crate::answers::billed::{is_sent, kind_of};
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Id;
use crate::source::FilePath;
use crate::text::Lang;

/// An invoice with nothing in it yet.
pub fn blank(participant: Id, year: i32) -> Invoice {
    Invoice {
        id: Id::default(),
        file: FilePath::default(),
        year,
        number: None,
        kind: None,
        participant,
        product: None,
        planned: None,
        ordered: None,
        date: None,
        due: None,
        payment_reference: None,
        buyer_reference: None,
        order_number: None,
        period: None,
        credits: None,
        currency: None,
        line: Vec::new(),
        set_off: Vec::new(),
        total: None,
        reminder: Vec::new(),
        buyer: None,
        seller: None,
        vat: None,
        note: None,
        source: None,
    }
}

/// The invoices of a year that were not sent yet, in the order of who is to pay them; of one participant credit notes come first.
pub fn drafts(record: &Record, year: i32) -> Vec<&Invoice> {
    let mut found: Vec<&Invoice> = record.invoices.iter().filter(|one| one.year == year && !is_sent(one)).collect();
    found.sort_by_key(|one| (record.index.plain(&one.participant).0, kind_of(one) != InvoiceKind::Credit, one.file.clone()));
    found
}

/// Where a draft comes to stand: a name that no other file has, nor any of those that are about to be written.
pub fn free_path(year: i32, stem: &str, is_taken: impl Fn(&FilePath) -> bool) -> FilePath {
    let path = |stem: &str| FilePath::new(&format!("finances/{year:04}/invoices/{stem}.toml"));
    let first = path(stem);
    if !is_taken(&first) {
        return first;
    }
    (2..u32::MAX).map(|n| path(&format!("{stem}-{n}"))).find(|path| !is_taken(path)).expect("there are more numbers than files")
}

/// The word of the format for a kind.
pub fn kind_word(kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::Contribution => "contribution",
        InvoiceKind::Advance => "advance",
        InvoiceKind::Settlement => "settlement",
        InvoiceKind::JoiningFee => "joining-fee",
        InvoiceKind::Extra => "extra",
        InvoiceKind::Credit => "credit",
        InvoiceKind::Request => "request",
    }
}

/// The language of what is generated, whatever language somebody asks in.
pub fn lang_of(record: &Record) -> Lang {
    record.language.unwrap_or_default()
}
