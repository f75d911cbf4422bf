//! Rules about what was spent (A11): each supplier's invoice once, and on a line of the budget.

use std::collections::HashMap;

use crate::finding::{Class, Finding, Severity};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, Expenses};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text, words};

pub static RULES: &[Rule] = &[
    Rule {
        name: "duplicate-expense",
        code: "M32",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a supplier's invoice is on record twice", "een factuur van een leverancier staat twee keer in het dossier"),
        why: Text::new(
            "what counts twice is a cost that nobody had, and perhaps it was paid twice as well",
            "wat dubbel telt zijn lasten die er niet waren, en misschien is er ook dubbel betaald",
        ),
        fix: Text::new(
            "delete one of the two; where they are two invoices, mend the number under `invoice`",
            "verwijder een van de twee; zijn het twee facturen, verbeter dan het nummer bij `invoice`",
        ),
        check: Check::Each(duplicate_expense),
    },
    Rule {
        name: "unknown-budget-line",
        code: "M33",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "an expense is on a line that the budget does not have",
            "een uitgave staat op een post die de begroting niet heeft",
        ),
        why: Text::new(
            "it then stands beside the budget, and of the line that was meant more seems to be left than there is",
            "de uitgave staat dan naast de begroting, en van de bedoelde post lijkt meer over dan er is",
        ),
        fix: Text::new(
            "mend `line`; what was not budgeted can be added to the budget as a line of nothing, with an `[[amendment]]`",
            "verbeter `line`; wat niet begroot was, kan als post van nul in de begroting, met een `[[amendment]]`",
        ),
        check: Check::Whole(&[FileKind::Budget], unknown_budget_line),
    },
];

fn duplicate_expense(record: &Record) -> Vec<Finding> {
    let mut seen: HashMap<(Option<String>, String, &str, Money), &Expenses> = HashMap::new();
    let mut findings = Vec::new();
    for file in &record.expenses {
        for (n, one) in file.expense.iter().enumerate() {
            let Some(number) = one.invoice.as_deref().map(str::trim).filter(|number| !number.is_empty()) else { continue };
            let supplier = one.supplier.as_ref().map(|id| record.index.plain(id).0.into_owned());
            let key = (supplier, number.to_lowercase(), one.line.as_str(), one.amount);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, file);
                continue;
            };
            let (path, amount) = (&first.file, one.amount.in_currency(record.currency()));
            let message = text!(amount; en: "invoice `{number}` of {amount} is in `{path}` already", nl: "factuur `{number}` van {amount} staat al in `{path}`");
            let help = text!(en: "delete one of the two, or mend the number", nl: "verwijder een van de twee, of verbeter het nummer");
            findings.push(Finding::new(file.at(keys!["expense", n, "invoice"]), message).about(number).help(help));
        }
    }
    findings
}

fn unknown_budget_line(record: &Record) -> Vec<Finding> {
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let mut findings = Vec::new();
    for file in &record.expenses {
        let is_its = |budget: &&Budget| folder(budget.file.as_str()) == folder(file.file.as_str());
        let Some(budget) = record.budgets.iter().find(is_its).filter(|budget| !budget.cost.is_empty()) else { continue };
        let known = || budget.cost.iter().map(|cost| cost.id.as_str());
        for (n, one) in file.expense.iter().enumerate().filter(|(_, one)| !known().any(|id| id == one.line.as_str())) {
            let (line, path) = (&one.line, &budget.file);
            let message = text!(en: "`{path}` has no line of cost `{line}`", nl: "`{path}` heeft geen post `{line}`");
            let help = match words::nearest(line.as_str(), known()) {
                Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
                None => {
                    text!(en: "mend `line`, or add the line to the budget", nl: "verbeter `line`, of voeg de post toe aan de begroting")
                }
            };
            findings.push(Finding::new(file.at(keys!["expense", n, "line"]), message).about(line).help(help));
        }
    }
    findings
}
