//! Rules about how a role is staffed: by the lead, from outside, and with whose interest (A5).

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Holding, holders};
use crate::finding::{Class, Finding, Severity};
use crate::handbook::Level;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::record::participant::{Participant, Person};
use crate::record::values::Id;
use crate::record::work::{Compensation, Staffing, Task};
use crate::rules::roles::{each, role_of};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text, words};

pub static RULES: &[Rule] = &[
    Rule {
        name: "uncompensated-lead",
        code: "H11",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("staff of the lead hold a role without any compensation", "de penvoerder levert een rol zonder vergoeding"),
        why: Text::new(
            "a collaboration that rests on one municipality's goodwill stops when its budget does; the capacity is to be compensated, in money or otherwise (A5a)",
            "een samenwerking die op de goodwill van één gemeente draait, stopt als daar de ruimte op is; vergoed de capaciteit, in geld of anders (A5a)",
        ),
        fix: Text::new(
            "agree on a compensation and write `compensation = \"paid\"` or `\"in-kind\"`; where giving it is a decision, waive this with the decision",
            "spreek een vergoeding af en schrijf `compensation = \"paid\"` of `\"in-kind\"`; is er geen vergoeding en is dat een bewust besluit, leg het dan vast in een ontheffing",
        ),
        check: Check::Whole(&[FileKind::Budget], uncompensated_lead),
    },
    Rule {
        name: "unfunded-external",
        code: "H12",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "an outside party is paid for a role, but neither budget nor contract has it",
            "een externe partij wordt betaald voor een rol, maar begroting noch contract noemt die",
        ),
        why: Text::new(
            "the costs of an outside party come out of the contribution, so they belong in the budget (A5d)",
            "de kosten van een externe partij komen uit de bijdrage en horen dus in de begroting (A5d)",
        ),
        fix: Text::new(
            "add `role = \"…\"` to the line of cost that pays it, or add the contract",
            "zet `role = \"…\"` bij de post waaruit de rol betaald wordt, of voeg het contract toe",
        ),
        check: Check::Whole(&[FileKind::Budget, FileKind::Contract, FileKind::Participant, FileKind::People], unfunded_external),
    },
    Rule {
        name: "interested-approver",
        code: "H13",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "one person sends the invoice and orders it for the payer",
            "één persoon stuurt de factuur en is besteller bij de gemeente die betaalt",
        ),
        why: Text::new(
            "the lead is a participant too: whoever ordered it approves the invoice, and nobody should approve their own (A5a); from the level `structured` on, and invoicing and following payments may well be one person's work",
            "de penvoerder is zelf ook deelnemer: de besteller keurt de factuur goed, en niemand hoort zijn eigen factuur goed te keuren (A5a); dit geldt vanaf gestructureerde samenwerking, en factureren en betalingen volgen mag gerust bij één persoon liggen",
        ),
        fix: Text::new(
            "let somebody else at the payer be `ordered_by`, or somebody else carry out the invoicing",
            "laat bij de betaler een ander besteller zijn (`ordered_by`), of beleg de facturering bij een ander",
        ),
        check: Check::Each(interested_approver),
    },
];

/// The newest budget of the collaboration, and of each product that has its own.
fn newest_budgets(record: &Record) -> Vec<&Budget> {
    let mut newest: BTreeMap<&str, &Budget> = BTreeMap::new();
    for budget in record.budgets.iter().filter(|budget| !budget.cost.is_empty() || !budget.in_kind.is_empty()) {
        let product = budget.file.as_str().split('/').nth(2).unwrap_or_default();
        let known = newest.entry(product).or_insert(budget);
        if budget.year > known.year {
            *known = budget;
        }
    }
    newest.into_values().collect()
}

/// The roles that count as a contribution in kind.
fn in_kind<'a>(record: &'a Record, budgets: &[&Budget]) -> BTreeSet<&'a Id> {
    let named = budgets.iter().flat_map(|budget| &budget.in_kind).filter_map(|given| given.role.as_ref());
    named.filter_map(|id| role_of(record, id)).map(|role| &role.id).collect()
}

fn uncompensated_lead(record: &Record) -> Vec<Finding> {
    if record.level().is_none_or(|level| level < Level::Structured) {
        return Vec::new();
    }
    let in_kind = in_kind(record, &newest_budgets(record));
    each(record, |role| {
        let free = role.staffing == Some(Staffing::Lead) && role.compensation == Some(Compensation::None) && role.until.is_none();
        if !free || in_kind.contains(&role.id) {
            return Vec::new();
        }
        let title = &role.title;
        vec![
            Finding::new(
                role.at(keys!["compensation"]),
                text!(en: "the lead's own staff hold “{title}”, and nothing is agreed in return", nl: "de penvoerder levert “{title}” zonder dat daar een vergoeding tegenover staat"),
            )
            .about(&role.id)
            .help(text!(
                en: "agree on money or hours in kind; or waive this with the decision that it is given",
                nl: "spreek geld of ingebrachte uren af, of leg in een ontheffing vast dat om niet is besloten"
            )),
        ]
    })
}

fn unfunded_external(record: &Record) -> Vec<Finding> {
    let budgets: Vec<&Budget> = newest_budgets(record).into_iter().filter(|budget| !budget.cost.is_empty()).collect();
    let Some(newest) = budgets.iter().map(|budget| budget.year).max() else { return Vec::new() };
    let lines = || budgets.iter().flat_map(|budget| &budget.cost);
    let mut budgeted: BTreeSet<&str> =
        lines().filter_map(|cost| cost.role.as_ref()).filter_map(|id| role_of(record, id)).map(|role| role.id.as_str()).collect();
    budgeted.extend(lines().map(|cost| cost.id.as_str()).chain(in_kind(record, &budgets).into_iter().map(Id::as_str)));
    let suppliers: BTreeSet<&str> = record.contracts.values().map(|contract| contract.supplier.as_str()).collect();
    each(record, |role| {
        let paid = role.staffing == Some(Staffing::External) && role.compensation == Some(Compensation::Paid) && role.until.is_none();
        let who: Vec<&Id> = role
            .holder
            .iter()
            .filter(|holder| !holder.former)
            .map(|holder| &holder.who)
            .chain(role.turn.iter().map(|turn| &turn.who))
            .collect();
        // Where it is not known who holds it, any line may be the one that pays.
        if !paid || role.on_record == Some(false) || who.is_empty() && !role.vacant {
            return Vec::new();
        }
        if budgeted.contains(role.id.as_str()) || who.iter().any(|id| organisation(record, id).is_some_and(|id| suppliers.contains(id))) {
            return Vec::new();
        }
        let (title, id) = (&role.title, &role.id);
        vec![
            Finding::new(
                role.at(keys!["compensation"]),
                text!(en: "“{title}” is paid for outside, but neither a contract nor the budget of {newest} has it", nl: "“{title}” wordt extern ingehuurd, maar staat niet in de begroting van {newest} of in een contract"),
            )
            .about(id)
            .help(text!(en: "write `role = \"{id}\"` at the line of cost that pays it, or add the contract", nl: "zet `role = \"{id}\"` bij de post waaruit de rol betaald wordt, of voeg het contract toe")),
        ]
    })
}

/// The organisation that an id is, or that employs whoever it is.
fn organisation<'a>(record: &'a Record, id: &Id) -> Option<&'a str> {
    let (id, _) = record.index.plain(id);
    if let Some(one) = record.participants.get(id.as_ref()) {
        return Some(one.id.as_str());
    }
    record.people.get(id.as_ref()).and_then(|person| record.organisation_of(person)).map(Id::as_str)
}

fn interested_approver(record: &Record) -> Vec<Finding> {
    if record.level().is_none_or(|level| level < Level::Structured) {
        return Vec::new();
    }
    let invoicing: Vec<&Task> = record
        .tasks
        .values()
        .filter(|task| task.id.as_str() == "invoicing" || task.covers.iter().any(|duty| duty == "invoicing"))
        .collect();
    let senders: BTreeSet<&Id> = invoicing.iter().filter_map(|task| alone_responsible(record, task)).map(|person| &person.id).collect();
    let mut findings = Vec::new();
    for sender in senders {
        let person = &record.people[sender];
        for payer in record.parties() {
            let Some(typed) = payer
                .billing
                .as_ref()
                .and_then(|billing| billing.ordered_by.as_deref())
                .filter(|typed| is_named(record, payer, person, typed))
            else {
                continue;
            };
            let (name, payer_name) = (typed.trim(), &payer.name);
            findings.push(
                Finding::new(
                    payer.at(keys!["billing", "ordered_by"]),
                    text!(en: "{name} orders for {payer_name} and sends the invoices too", nl: "{name} is besteller bij {payer_name} en verstuurt ook de facturen"),
                )
                .about(sender)
                .help(text!(en: "let somebody else at {payer_name} approve the invoice", nl: "laat bij {payer_name} een ander de factuur goedkeuren")),
            );
        }
    }
    findings
}

/// The one person who carries out a task on a day; none where several do, or nobody in particular.
fn alone_responsible<'a>(record: &'a Record, task: &'a Task) -> Option<&'a Person> {
    let mut found: BTreeSet<&Id> = BTreeSet::new();
    for party in task.raci.as_ref()?.responsible.as_slice() {
        match role_of(record, party.who()).map(|role| holders(record, role, record.on)) {
            Some(Holding::Held(held)) => found.extend(held.iter().map(|seated| seated.who)),
            Some(_) => {}
            None => drop(found.insert(party.who())),
        }
    }
    let only = found.iter().next().filter(|_| found.len() == 1)?;
    record.people.get(record.index.plain(only).0.as_ref())
}

/// Whether what a payer typed means this person: the id, the name in full, or initial and surname of one of its own people.
fn is_named(record: &Record, payer: &Participant, person: &Person, typed: &str) -> bool {
    let typed = typed.trim();
    if typed == person.id.as_str() {
        return true;
    }
    let own = person.employer.as_ref() == Some(&payer.id);
    let (full, wanted) = (words::fold(&person.name), words::fold(typed));
    let short = person
        .name
        .split_once(' ')
        .map(|(first, rest)| format!("{}{}", words::fold(first).chars().next().unwrap_or_default(), words::fold(rest)));
    if wanted.is_empty() || full != wanted && !(own && short.is_some_and(|short| short == wanted)) {
        return false;
    }
    // Of two people with that name, the one of the payer is meant.
    own || !record
        .people
        .values()
        .any(|other| other.id != person.id && other.employer.as_ref() == Some(&payer.id) && words::fold(&other.name) == wanted)
}
