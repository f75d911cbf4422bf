//! What holds money and could not be read: money is not guessed, so while there is any the figures are not known.

use crate::record::Record;
use crate::source::layout::FileKind;
use crate::source::{FilePath, Oddity};

/// The files that are counted and cannot be read, and what stands in the folder of the money where it is not read.
pub fn unread(record: &Record) -> Vec<String> {
    use FileKind::{Budget, Collaboration, Contract, Expenses, Invoice, Participant, Payments};
    let counted = |kind: FileKind| matches!(kind, Collaboration | Participant | Budget | Expenses | Payments | Invoice | Contract);
    let files = record.unread.iter().filter(|unread| counted(unread.kind)).map(|unread| unread.file.to_string());
    let odd = record.odd.iter().filter(|odd| is_counted(&odd.path, &odd.what)).map(|odd| odd.path.to_string());
    files.chain(odd).collect()
}

/// Whether what stands where it is not read may hold money.
fn is_counted(path: &FilePath, what: &Oddity) -> bool {
    let path = path.as_str();
    match what {
        Oddity::WrongFolder(meant) => *meant == "finances",
        Oddity::Stray | Oddity::Misnamed(_) => path.starts_with("finances/") && path.ends_with(".toml"),
        _ => path == "finances" || path.starts_with("finances/"),
    }
}
