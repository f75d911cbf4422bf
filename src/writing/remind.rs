//! Reminders as they are kept: the only thing that is ever added to an invoice that was issued.

use std::collections::BTreeMap;

use crate::answers::reminders::{Due, Step};
use crate::date::Date;
use crate::edit::{Edit, quoted};
use crate::keys;
use crate::source::FilePath;
use crate::text::{Lang, Text};

/// What is to change in each invoice: that it was reminded of on a day, and how. No invoice is reminded of twice on one day.
pub fn edits(due: &[&Due<'_>], on: Date, what: Option<&str>, lang: Lang) -> BTreeMap<FilePath, Vec<Edit>> {
    let mut files = BTreeMap::new();
    for one in due.iter().filter(|one| one.debt.invoice.reminder.iter().all(|reminder| reminder.on != on)) {
        let step = match one.step {
            Step::First => Text::new("First reminder", "Eerste herinnering"),
            Step::Second => Text::new("Second reminder", "Tweede herinnering"),
            Step::Call => Text::new("Called", "Gebeld"),
        };
        let what = what.unwrap_or_else(|| step.get(lang));
        let pairs = vec![("on".to_owned(), on.to_string()), ("what".to_owned(), quoted(what))];
        files.insert(one.debt.invoice.file.clone(), vec![Edit::Append(keys!["reminder"], pairs)]);
    }
    files
}
