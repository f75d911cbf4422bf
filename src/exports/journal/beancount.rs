//! The journal as beancount reads it, closed by a balance of every account that lasts.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::exports::journal::{Journal, Root, number, steps};
use crate::money::Money;

pub fn write(journal: &Journal<'_>) -> String {
    let currency = journal.currency.code();
    let mut out = format!("option \"title\" \"{}\"\noption \"operating_currency\" \"{currency}\"\n", quoted(&journal.title));
    let (Some(first), Some(last)) = (journal.entries.first(), journal.entries.last()) else { return out };
    out.push('\n');
    for (root, steps) in &journal.accounts {
        let _ = writeln!(out, "{} open {} {currency}", first.day, account(*root, steps));
    }
    let mut balances: BTreeMap<String, Money> = BTreeMap::new();
    for entry in &journal.entries {
        let _ = writeln!(out, "\n{} * \"{}\" \"{}\"", entry.day, quoted(&journal.payee(entry)), quoted(&journal.what(entry)));
        if let Some(number) = number(entry) {
            let _ = writeln!(out, "  invoice: \"{}\"", quoted(&number));
        }
        for (posted, amount) in &entry.postings {
            let (root, steps) = steps(posted);
            let name = account(root, &steps);
            let _ = writeln!(out, "  {name}  {amount} {currency}");
            if matches!(root, Root::Assets | Root::Liabilities | Root::Equity) {
                let sum = balances.entry(name).or_default();
                *sum = *sum + *amount;
            }
        }
    }
    out.push('\n');
    // A balance is of the morning, so it is of the day after.
    let day = last.day.plus_days(1);
    for (name, sum) in &balances {
        let _ = writeln!(out, "{day} balance {name}  {sum} ~ 0.00 {currency}");
    }
    out
}

fn account(root: Root, steps: &[String]) -> String {
    let root = match root {
        Root::Assets => "Assets",
        Root::Liabilities => "Liabilities",
        Root::Equity => "Equity",
        Root::Income => "Income",
        Root::Expenses => "Expenses",
    };
    steps.iter().fold(root.to_owned(), |name, step| name + ":" + &raised(step))
}

fn raised(step: &str) -> String {
    let (first, rest) = step.split_at(1);
    first.to_ascii_uppercase() + rest
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
