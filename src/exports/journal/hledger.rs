//! The journal as hledger reads it, with every account, commodity and payee declared.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::exports::journal::{Journal, Root, number, steps};

pub fn write(journal: &Journal<'_>) -> String {
    let currency = journal.currency.code();
    let mut out = format!("; {}\n\ncommodity 1000.00 {currency}\n", tame(&journal.title));
    if !journal.accounts.is_empty() {
        out.push('\n');
    }
    for (root, steps) in &journal.accounts {
        let _ = writeln!(out, "account {}", account(*root, steps));
    }
    let payees: BTreeSet<String> = journal.entries.iter().map(|entry| payee(&journal.payee(entry))).collect();
    if !payees.is_empty() {
        out.push('\n');
    }
    for payee in &payees {
        let _ = writeln!(out, "payee {payee}");
    }
    for entry in &journal.entries {
        let code = number(entry).map(|code| format!("({}) ", tame(&code).replace(')', "]"))).unwrap_or_default();
        let (payee, what) = (payee(&journal.payee(entry)), tame(&journal.what(entry)));
        let _ = writeln!(out, "\n{} * {code}{payee} | {what}", entry.day);
        for (posted, amount) in &entry.postings {
            let (root, steps) = steps(posted);
            let _ = writeln!(out, "    {}  {amount} {currency}", account(root, &steps));
        }
    }
    out
}

fn account(root: Root, steps: &[String]) -> String {
    let root = match root {
        Root::Assets => "assets",
        Root::Liabilities => "liabilities",
        Root::Equity => "equity",
        Root::Income => "income",
        Root::Expenses => "expenses",
    };
    format!("{root}:{}", steps.join(":"))
}

/// Without what begins a comment or ends a payee.
fn tame(text: &str) -> String {
    text.replace(';', ",").replace('|', "/")
}

/// A payee begins with nothing that would be a mark or a code, and is not quoted.
fn payee(name: &str) -> String {
    let tamed = tame(name).replace('"', "'");
    let bare = tamed.trim_start_matches(['*', '!', '(', '=', ' ']).trim();
    if bare.is_empty() { "?".to_owned() } else { bare.to_owned() }
}
