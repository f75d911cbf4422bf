//! Rules about what a year begins with (A15).

use crate::answers::contribution::product_of;
use crate::answers::ledger::balance::closing;
use crate::answers::ledger::closed::{Adopted, adopted, balance};
use crate::answers::ledger::entries::entries;
use crate::answers::ledger::years::window;
use crate::date::VagueDate;
use crate::finding::{Class, Finding, Severity};
use crate::record::Record;
use crate::record::closing::Opening;
use crate::record::finance::Budget;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text};

pub static RULES: &[Rule] = &[
    Rule {
        name: "two-reserves",
        code: "M34",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "the settings and a budget say different reserves of one day",
            "de instellingen en een begroting noemen op één dag een andere reserve",
        ),
        why: Text::new(
            "one page is then made with the one, the accounts with the other, and nobody knows what was put by",
            "het ene overzicht rekent dan met het ene bedrag, de jaarrekening met het andere, en niemand weet wat er achter de hand is",
        ),
        fix: Text::new(
            "make `balance` under `[finances.reserve]` and `reserve` of the budget's `opening` the same, or mend the day of the balance",
            "maak `balance` bij `[finances.reserve]` en `reserve` van de `opening` gelijk, of verbeter de dag van de stand",
        ),
        check: Check::Each(two_reserves),
    },
    Rule {
        name: "opening-differs",
        code: "M35",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a year begins with something other than what the year before ended with",
            "een jaar begint met iets anders dan waarmee het vorige eindigde",
        ),
        why: Text::new(
            "what lies between two years was received or spent without being booked, or one of the two is a mistake",
            "wat tussen twee jaren verdwijnt of erbij komt, is niet geboekt, of een van de twee is een vergissing",
        ),
        fix: Text::new(
            "mend `opening`, or book what is missing of the year before, such as VAT that was paid to the tax authority (`[[vat_return]]` in expenses.toml)",
            "verbeter de `opening`, of boek wat er van het jaar ervoor ontbreekt, zoals een btw-afdracht (`[[vat_return]]` in expenses.toml)",
        ),
        check: Check::Whole(
            &[FileKind::Collaboration, FileKind::Participant, FileKind::Invoice, FileKind::Payments, FileKind::Expenses, FileKind::Budget],
            opening_differs,
        ),
    },
    Rule {
        name: "accounts-differ",
        code: "M45",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "the balance of a year is not the one that was adopted",
            "het saldo van een jaar is niet het saldo dat is vastgesteld",
        ),
        why: Text::new(
            "what was adopted stays as it was; what came after it is a correction, and counts in the year in which it is done",
            "wat is vastgesteld, blijft zo; wat daarna komt is een correctie en telt in het jaar waarin die gebeurt",
        ),
        fix: Text::new(
            "give what came after the adoption the day on which it was paid or sent, or mend `balance` under `[accounts]`",
            "geef wat na de vaststelling kwam de dag waarop het is betaald of verstuurd, of verbeter `balance` onder `[accounts]`",
        ),
        check: Check::Whole(
            &[FileKind::Collaboration, FileKind::Participant, FileKind::Invoice, FileKind::Payments, FileKind::Expenses, FileKind::Budget],
            accounts_differ,
        ),
    },
];

/// The opening of each year, in the budget of the collaboration itself.
fn openings(record: &Record) -> impl Iterator<Item = (&Budget, &Opening)> {
    record.budgets.iter().filter(|budget| product_of(budget).is_none()).filter_map(|budget| Some((budget, budget.opening.as_ref()?)))
}

fn two_reserves(record: &Record) -> Vec<Finding> {
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    let Some(said) = finances.and_then(|finances| finances.reserve.as_ref()) else { return Vec::new() };
    let Some(on) = said.on else { return Vec::new() };
    let differs = |(budget, opening): (&Budget, &Opening)| {
        let (first, _) = window(record, budget.year);
        let reserve = opening.reserve.filter(|reserve| *reserve != said.balance && (on == first || on == first.plus_days(-1)))?;
        let (currency, day, year) = (record.currency(), VagueDate::Day(on), budget.year);
        let (reserve, balance) = (reserve.in_currency(currency), said.balance.in_currency(currency));
        let message = text!(reserve, balance, day; en: "{year} begins with a reserve of {reserve}, and the settings say {balance} on {day}", nl: "{year} begint met een reserve van {reserve}, en de instellingen zeggen {balance} op {day}");
        let help = text!(en: "make the two the same", nl: "maak de twee gelijk");
        Some(Finding::new(budget.at(keys!["opening", "reserve"]), message).about(budget.year.to_string()).help(help))
    };
    openings(record).filter_map(differs).collect()
}

fn opening_differs(record: &Record) -> Vec<Finding> {
    if openings(record).nth(1).is_none() {
        return Vec::new();
    }
    let all = entries(record);
    let mut findings = Vec::new();
    for (budget, opening) in openings(record) {
        let Some(closed) = closing(record, &all, budget.year) else { continue };
        let pairs = [
            ("funds", Text::new("money", "aan middelen"), closed.funds, Some(opening.funds)),
            ("reserve", Text::new("reserve", "aan reserve"), closed.reserve, opening.reserve),
        ];
        for (key, what, was, begin) in pairs {
            let Some(begin) = begin.filter(|begin| *begin != was) else { continue };
            let (last, year, currency) = (closed.year, budget.year, record.currency());
            let (was, begin) = (was.in_currency(currency), begin.in_currency(currency));
            let message = text!(what, was, begin; en: "{year} begins with {begin} of {what}, and by what is on record {last} ended with {was}", nl: "{year} begint met {begin} {what}, en volgens het dossier eindigde {last} met {was}");
            let is_adopted = key == "reserve" && adopted(record, last).is_some();
            let help = if is_adopted {
                text!(en: "mend it, or say with `to_reserve` under `[accounts]` of {last} what of the balance went to the reserve", nl: "verbeter het, of schrijf met `to_reserve` onder `[accounts]` van {last} wat er van het saldo naar de reserve ging")
            } else if key == "reserve" {
                text!(en: "mend it, or book what is missing of {last}; where the accounts of {last} were adopted, `[accounts]` in its budget says so", nl: "verbeter het, of boek wat er van {last} ontbreekt; is de jaarrekening van {last} vastgesteld, leg dat dan vast met `[accounts]` in die begroting")
            } else {
                text!(en: "mend it, or book what is missing of {last}", nl: "verbeter het, of boek wat er van {last} ontbreekt")
            };
            findings.push(Finding::new(budget.at(keys!["opening", key]), message).about(budget.year.to_string()).help(help));
        }
    }
    findings
}

/// Years that were adopted, and of which something is booked.
fn accounts_differ(record: &Record) -> Vec<Finding> {
    let years: Vec<i32> = record.budgets.iter().filter(|budget| budget.accounts.is_some()).map(|budget| budget.year).collect();
    let all: Vec<Adopted<'_>> = years.into_iter().filter_map(|year| adopted(record, year)).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let entries = entries(record);
    let mut findings = Vec::new();
    for Adopted { budget, accounts, .. } in all {
        let (year, span) = (budget.year, window(record, budget.year));
        let now = balance(&entries, span);
        if now == accounts.balance || !entries.iter().any(|entry| entry.day >= span.0 && entry.day <= span.1) {
            continue;
        }
        let (sum, now) = (accounts.balance.in_currency(record.currency()), now.in_currency(record.currency()));
        let message = text!(sum, now; en: "{year} was adopted with a balance of {sum}, and by what is on record it is {now}", nl: "{year} is vastgesteld met een saldo van {sum}, en volgens het dossier is het {now}");
        let help = text!(en: "give what came after it the day on which it was paid or sent: then it counts in that year; or mend `balance`", nl: "geef wat daarna kwam de dag waarop het is betaald of verstuurd, dan telt het in dat jaar; of verbeter `balance`");
        findings.push(Finding::new(budget.at(keys!["accounts", "balance"]), message).about(year.to_string()).help(help));
    }
    findings
}
