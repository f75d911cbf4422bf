//! Rules about what was spent (A11): each supplier's invoice once, and on a line of the budget.

use rustc_hash::FxHashMap;

use crate::answers::contribution::settled::vat_on;
use crate::answers::ledger::entries::is_vat_deductible;
use crate::finding::{Class, Finding, Severity};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, Expenses};
use crate::record::values::Vat;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text, words};

/// The highest rate of the Netherlands, and the cents that rounding line by line may add to it.
const HIGHEST: Vat = Vat::Percent(21);
const SLACK: i64 = 100;

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
    Rule {
        name: "implausible-vat",
        code: "M38",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("the VAT of an expense is more than any rate gives", "de btw van een uitgave is meer dan bij enig tarief kan"),
        why: Text::new(
            "what stands there is deducted: a digit too many asks the tax office for money that nobody paid",
            "de btw wordt afgetrokken zoals die er staat: één cijfer te veel vraagt de Belastingdienst om geld dat niemand heeft betaald",
        ),
        fix: Text::new(
            "mend `vat` after the supplier's invoice; `amount` is without VAT",
            "verbeter `vat` aan de hand van de factuur van de leverancier; `amount` is zonder btw",
        ),
        check: Check::Each(implausible_vat),
    },
];

fn duplicate_expense(record: &Record) -> Vec<Finding> {
    let mut seen: FxHashMap<(Option<String>, String, Money), (&Expenses, &str)> = FxHashMap::default();
    let mut findings = Vec::new();
    for file in &record.expenses {
        for (n, one) in file.expense.iter().enumerate() {
            let Some(number) = one.invoice.as_deref().map(str::trim).filter(|number| !number.is_empty()) else { continue };
            let supplier = one.supplier.as_ref().map(|id| record.index.plain(id).0.into_owned());
            // Shares of one invoice stand on lines of their own, and are seldom the same to the cent.
            let key = (supplier, number.to_lowercase(), one.amount);
            let Some((first, line)) = seen.get(&key) else {
                seen.insert(key, (file, one.line.as_str()));
                continue;
            };
            let (path, amount) = (&first.file, one.amount.in_currency(record.currency()));
            let message = if *line == one.line.as_str() {
                text!(amount; en: "invoice `{number}` of {amount} is in `{path}` already", nl: "factuur `{number}` van {amount} staat al in `{path}`")
            } else {
                text!(amount; en: "invoice `{number}` of {amount} is in `{path}` already, on the line `{line}`", nl: "factuur `{number}` van {amount} staat al in `{path}`, op de post `{line}`")
            };
            let help = if *line == one.line.as_str() {
                text!(en: "delete one of the two, or mend the number", nl: "verwijder een van de twee, of verbeter het nummer")
            } else {
                text!(en: "delete one of the two; where two lines bear the same share of one invoice, say so in a waiver", nl: "verwijder een van de twee; dragen twee posten een even groot deel van één factuur, zet dat dan in een ontheffing")
            };
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

/// More than the highest rate gives, rounded for each line of the supplier's invoice, or the other way round than the amount.
fn implausible_vat(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &record.expenses {
        for (n, one) in file.expense.iter().enumerate() {
            let Some(vat) = one.vat.filter(|vat| vat.0 != 0) else { continue };
            let most = vat_on(HIGHEST, one.amount);
            let is_less = most.0.abs() + SLACK >= vat.0.abs() && (most.0 == 0 || most.0.signum() == vat.0.signum());
            if is_less || one.amount.0 == 0 {
                continue;
            }
            let currency = record.currency();
            let (vat, amount, most) = (vat.in_currency(currency), one.amount.in_currency(currency), most.in_currency(currency));
            let message = text!(vat, amount, most; en: "{vat} of VAT on {amount} is more than any rate gives: 21% is {most}", nl: "{vat} btw over {amount} is meer dan bij enig tarief kan: 21% is {most}");
            let help = text!(en: "mend `vat`, or `amount`, which is without VAT", nl: "verbeter `vat`, of `amount`, dat zonder btw is");
            let about = one.invoice.as_deref().unwrap_or(one.line.as_str());
            findings.push(Finding::new(file.at(keys!["expense", n, "vat"]), message).about(about).help(help));
        }
        // What is neither charged nor got back leaves nothing to be refunded.
        let setting = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).and_then(|one| one.vat.as_ref());
        let is_untaxed = setting.is_some_and(|vat| !matches!(vat.treatment, Vat::Percent(1..))) && !is_vat_deductible(record);
        for (n, one) in file.vat_return.iter().enumerate().filter(|(_, one)| is_untaxed && one.amount.0 < 0) {
            let back = (-one.amount).in_currency(record.currency());
            let message = text!(back; en: "{back} of VAT was got back, and by the settings none is: it counts as a debt to the tax authority", nl: "er is {back} btw teruggekregen, en volgens de instellingen komt er geen btw terug: nu telt het als schuld aan de Belastingdienst");
            let help = Text::new(
                "where the fund holder gets VAT back, as from the VAT compensation fund, `commons set commons finances.vat.deductible true` says so",
                "krijgt de kassier btw terug, bijvoorbeeld uit het btw-compensatiefonds, zet dan `commons set commons finances.vat.deductible true`",
            );
            findings.push(Finding::new(file.at(keys!["vat_return", n, "amount"]), message).about(one.on).help(help));
        }
    }
    findings
}
