//! Rules about contracts with suppliers, and the lines of a budget that pay them (A12).

use std::collections::BTreeMap;

use crate::answers::contribution::need::is_effort;
use crate::answers::ledger::lines::{Committed, amended, committed};
use crate::answers::ledger::years::window;
use crate::date::{Date, VagueDate};
use crate::finding::{Class, Finding, Severity};
use crate::record::Record;
use crate::record::finance::{Budget, BudgetStatus, Contract, Cost};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text};

/// Days ahead in which the end of a contract, or the last day to end it, is said.
const CONTRACT_DAYS: i64 = 90;

/// Days by which a part of a year, by days, may differ from the same by months.
const SPARE_DAYS: i64 = 2;

pub static RULES: &[Rule] = &[
    Rule {
        name: "contract-ending",
        code: "M09",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a contract ends soon, or can soon no longer be ended",
            "een contract loopt binnenkort af, of is binnenkort niet meer op te zeggen",
        ),
        why: Text::new(
            "prolonging, tendering and moving all take months, and the participants decide on it together",
            "verlengen, aanbesteden en overstappen kosten maanden, en de deelnemers beslissen er samen over",
        ),
        fix: Text::new(
            "decide on it; write the new `until` and `notice_date`, or add the contract that follows",
            "neem er een besluit over; schrijf de nieuwe `until` en `notice_date`, of voeg het volgende contract toe",
        ),
        check: Check::Each(contract_ending),
    },
    Rule {
        name: "contract-without-cost",
        code: "M10",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a contract runs in a year whose budget has no line for it",
            "een contract loopt in een jaar waarin de begroting er geen post voor heeft",
        ),
        why: Text::new(
            "what was agreed with a supplier has to be paid, whether or not it was budgeted",
            "wat met een leverancier is afgesproken, moet worden betaald, begroot of niet",
        ),
        fix: Text::new(
            "name the contract at the line of cost that pays it (`contract = \"…\"`), or write when it ends",
            "noem het contract bij de post waaruit het betaald wordt (`contract = \"…\"`), of schrijf wanneer het eindigt",
        ),
        check: Check::Whole(&[FileKind::Budget], contract_without_cost),
    },
    Rule {
        name: "contract-above-budget",
        code: "M43",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a contract costs more in a year than the line that pays it has",
            "een contract kost in een jaar meer dan er begroot is op de post waaruit het betaald wordt",
        ),
        why: Text::new(
            "what was agreed with a supplier is owed: what the budget lacks comes out of the reserve; of a draft, and of a year that is over, nothing is said",
            "wat met een leverancier is afgesproken, is verschuldigd: wat de begroting tekortkomt, gaat van de reserve af; over een concept en over een jaar dat voorbij is, wordt niets gezegd",
        ),
        fix: Text::new(
            "raise the line with an `[[amendment]]`, or mend what the contract costs",
            "verhoog de post met een `[[amendment]]`, of verbeter wat het contract kost",
        ),
        check: Check::Whole(&[FileKind::Contract], contract_above_budget),
    },
];

fn contract_ending(record: &Record) -> Vec<Finding> {
    let soon = |day: Date| (0..=CONTRACT_DAYS).contains(&day.days_since(record.on));
    let follows = |one: &Contract, until: Date| {
        let same = |other: &Contract| record.index.same(&other.supplier, &one.supplier) && other.product == one.product;
        record.contracts.values().any(|other| other.id != one.id && same(other) && other.until.is_none_or(|end| end.last() > until))
    };
    record
        .contracts
        .values()
        .filter_map(|one| {
            let until = one.until.filter(|until| !matches!(until, VagueDate::By(_))).map(VagueDate::last);
            if until.is_some_and(|until| until < record.on || follows(one, until)) {
                return None;
            }
            let what = &one.what;
            if let Some(notice) = one.notice_date.filter(|day| soon(*day)) {
                let day = VagueDate::Day(notice);
                let message = text!(day; en: "the contract “{what}” can be ended until {day}", nl: "het contract “{what}” is tot en met {day} op te zeggen");
                let help = text!(en: "decide whether it goes on", nl: "beslis of het doorloopt");
                return Some(Finding::new(one.at(keys!["notice_date"]), message).about(&one.id).help(help));
            }
            let day = VagueDate::Day(until.filter(|day| soon(*day))?);
            let message = text!(day; en: "the contract “{what}” ends on {day}", nl: "het contract “{what}” loopt tot en met {day}");
            let help = match one.extensions.unwrap_or(0) {
                0 => text!(en: "decide what comes after it", nl: "beslis wat erna komt"),
                left => text!(en: "prolong it (it may be, {left} times), or decide what comes after it", nl: "verleng het (dat mag nog {left} keer), of beslis wat erna komt"),
            };
            Some(Finding::new(one.at(keys!["until"]), message).about(&one.id).help(help))
        })
        .collect()
}

fn contract_without_cost(record: &Record) -> Vec<Finding> {
    let mut years: BTreeMap<i32, Vec<&Budget>> = BTreeMap::new();
    for budget in record.budgets.iter().filter(|budget| !budget.cost.is_empty()) {
        years.entry(budget.year).or_default().push(budget);
    }
    let bare = |one: &Contract| {
        let runs = |year: &i32| {
            one.from.is_none_or(|from| from.first().year() <= *year) && one.until.is_none_or(|until| until.last().year() >= *year)
        };
        let named = |budgets: &[&Budget]| {
            let costs = budgets.iter().flat_map(|budget| &budget.cost);
            costs.filter_map(|cost| cost.contract.as_ref()).any(|id| record.index.plain(id).0 == one.id.as_str())
        };
        let bare: Vec<String> =
            years.iter().filter(|(year, budgets)| runs(year) && !named(budgets)).map(|(year, _)| year.to_string()).collect();
        if bare.is_empty() {
            return None;
        }
        let (what, years) = (&one.what, bare.join(", "));
        let message = text!(en: "no line of cost of {years} pays the contract “{what}”", nl: "in de begroting van {years} staat geen post voor het contract “{what}”");
        let help = text!(en: "add `contract = \"…\"` to the line that pays it", nl: "zet `contract = \"…\"` bij de post waaruit het betaald wordt");
        Some(Finding::new(one.at(keys!["supplier"]), message).about(&one.id).help(help))
    };
    record.contracts.values().filter_map(bare).collect()
}

/// Of years that are not over: of the others nothing can be amended any more, and a draft is still to be changed. What falls in a part of
/// a contract or of a year is reckoned by days, and budgets are made by months: that may differ by so many days.
fn contract_above_budget(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_settled =
        |budget: &&Budget| budget.status != Some(BudgetStatus::Draft) && budget.cost.iter().any(|cost| cost.contract.is_some());
    for budget in record.budgets.iter().filter(is_settled) {
        let days = window(record, budget.year);
        if days.1 < record.on {
            continue;
        }
        let all: Vec<&Budget> = record.budgets.iter().filter(|one| one.year == budget.year).collect();
        let contract = |cost: &Cost| record.contracts.get(record.index.plain(cost.contract.as_ref()?).0.as_ref());
        for (n, cost) in budget.cost.iter().enumerate().filter(|(_, cost)| !is_effort(cost)) {
            let (Some(one), Committed::Known(agreed)) = (contract(cost), committed(record, &all, days, cost)) else { continue };
            let estimated = estimated_over(one, days);
            let spare = estimated.map_or(0, |over| agreed.0.saturating_mul(SPARE_DAYS) / over.max(1));
            let has = amended(record, budget, cost.id.as_str(), cost.amount.known());
            let Some(has) = has.filter(|has| agreed.0.saturating_sub(spare) > has.0) else { continue };
            let (year, line) = (budget.year, &cost.id);
            let (agreed, has) = (agreed.in_currency(record.currency()), has.in_currency(record.currency()));
            let message = if estimated.is_some() {
                text!(agreed, has; en: "the contract of `{line}` costs {agreed} in {year}, pro rata by days, and {has} is budgeted", nl: "het contract van `{line}` kost in {year} naar rato van het aantal dagen {agreed}, en begroot is {has}")
            } else {
                text!(agreed, has; en: "the contract of `{line}` costs {agreed} in {year}, and {has} is budgeted", nl: "het contract van `{line}` kost in {year} {agreed}, en begroot is {has}")
            };
            let help = text!(en: "raise the line with an `[[amendment]]`, or mend the contract", nl: "verhoog de post met een `[[amendment]]`, of verbeter het contract");
            let otherwise = text!(en: "; where the costs fall in other months, say so in a waiver", nl: "; vallen de kosten in andere maanden, zet dat dan in een ontheffing");
            let help = if estimated.is_some() { help.then(&otherwise) } else { help };
            findings.push(Finding::new(budget.at(keys!["cost", n, "amount"]), message).about(line).help(help));
        }
    }
    findings
}

/// Over how many days of a year a contract runs, where what falls in them is reckoned by days.
fn estimated_over(contract: &Contract, (from, until): (Date, Date)) -> Option<i64> {
    let begins = contract.from.map_or(from, VagueDate::first);
    let ends = contract.until.map_or(until, VagueDate::last);
    let is_exact = match contract.yearly {
        Some(_) => begins <= from && ends >= until,
        None => begins >= from && ends <= until,
    };
    (!is_exact).then(|| ends.min(until).days_since(begins.max(from)) + 1)
}
