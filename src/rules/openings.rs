//! Rules about what a year begins with (A15).

use crate::answers::agreed::decided_on;
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
    Rule {
        name: "implausible-accounts",
        code: "M46",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "what is said of adopted accounts cannot be right",
            "wat er van de vaststelling van een jaar staat, kan niet kloppen",
        ),
        why: Text::new(
            "what came after the adoption is a correction, and what does not go to the reserve is settled with the participants: a slip makes both wrong",
            "wat na de vaststelling komt is een correctie, en wat niet naar de reserve gaat wordt met de deelnemers verrekend: door een vergissing klopt geen van beide",
        ),
        fix: Text::new(
            "write under `[accounts]` the event that adopted them (`adopted`) or the day (`on`), which lies after the year, and in `to_reserve` a part of `balance`",
            "schrijf onder `[accounts]` in welk overleg is vastgesteld (`adopted`) of op welke dag (`on`), na afloop van het jaar, en in `to_reserve` een deel van `balance`",
        ),
        check: Check::Each(implausible_accounts),
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

fn implausible_accounts(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    for budget in record.budgets.iter().filter(|budget| product_of(budget).is_none()) {
        let Some(accounts) = budget.accounts.as_deref() else { continue };
        let (year, (_, until)) = (budget.year, window(record, budget.year));
        let mut find = |at, message, help| findings.push(Finding::new(budget.at(at), message).about(year.to_string()).help(help));
        let day = accounts.on.or_else(|| decided_on(record, accounts.adopted.as_ref()?));
        if accounts.on.is_none() && accounts.adopted.is_none() {
            find(
                keys!["accounts"],
                text!(en: "the accounts of {year} were adopted, and it does not say when", nl: "de cijfers van {year} zijn vastgesteld, maar er staat niet wanneer"),
                text!(en: "write `on = ` with the day, or `adopted = ` with the event that adopted them", nl: "schrijf `on = ` met de dag, of `adopted = ` met het overleg waarin dat gebeurde"),
            );
        } else if let Some(day) = day.filter(|day| *day < until) {
            let at = if accounts.on.is_some() { keys!["accounts", "on"] } else { keys!["accounts", "adopted"] };
            find(
                at,
                text!(day, until; en: "the accounts of {year} were adopted on {day}, and the year ends on {until}", nl: "de cijfers van {year} zijn vastgesteld op {day}, en het jaar loopt t/m {until}"),
                text!(until; en: "write the day on which they were adopted, after {until}", nl: "schrijf de dag waarop ze zijn vastgesteld, na {until}"),
            );
        }
        let Some(kept) = accounts.to_reserve else { continue };
        let (all, part) = (accounts.balance.0, kept.0);
        if part.signum() * all.signum() >= 0 && part.saturating_abs() <= all.saturating_abs() {
            continue;
        }
        let (balance, kept) = (accounts.balance.in_currency(record.currency()), kept.in_currency(record.currency()));
        find(
            keys!["accounts", "to_reserve"],
            text!(kept, balance; en: "{kept} went to the reserve of a balance of {balance}", nl: "van een saldo van {balance} ging {kept} naar de reserve"),
            text!(balance; en: "write a part of {balance}, of the same sign: less than zero is taken from the reserve; or leave it out where all of it goes there", nl: "schrijf een deel van {balance}, met hetzelfde teken: minder dan nul komt ten laste van de reserve; of laat het weg als alles naar de reserve gaat"),
        );
    }
    findings
}
