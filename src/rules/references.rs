//! Rules about references: whether what is named exists, is of the right kind, and is still there.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::answers::exists;
use crate::finding::{At, Class, Finding, Severity};
use crate::keys;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::references::{
    Reference, Visit, of_budget, of_collaboration, of_community, of_contract, of_event, of_expenses, of_invoice, of_participant, of_payments, of_person,
    of_product, of_role, of_task,
};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// For so many unknown references the nearest name is looked for; nobody mends more at a time.
const SUGGESTED: usize = 500;

pub static RULES: &[Rule] = &[
    Rule {
        name: "unknown-reference",
        code: "R01",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("something is named that is not on record", "er wordt iets genoemd dat niet in het dossier staat"),
        why: Text::new("a role held by a misspelt id is held by nobody, and nobody notices", "een rol bij een verkeerd gespeld id is een rol bij niemand, zonder dat het opvalt"),
        fix: Text::new("correct the id, or add the file or person that it names", "verbeter het id, of voeg het bestand of de persoon toe"),
        check: Check::Each(unknown_reference),
    },
    Rule {
        name: "ambiguous-reference",
        code: "R02",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a decision is named by an id that two meetings use", "een besluit wordt genoemd met een id dat in twee verslagen voorkomt"),
        why: Text::new("nobody can tell which of the two is meant", "niet te zien is welk van de twee bedoeld is"),
        fix: Text::new("name the event instead, or give one of the decisions another id", "noem de bijeenkomst, of geef een van de besluiten een ander id"),
        check: Check::Each(ambiguous_reference),
    },
    Rule {
        name: "reference-to-departed",
        code: "R03",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("something that holds today rests on somebody who has left", "iets dat nu geldt, rust op iemand die vertrokken is"),
        why: Text::new("a role, task or contact of somebody who has left is in fact nobody's (B18)", "een rol, taak of contactpersoon van iemand die weg is, ligt bij niemand (B18)"),
        fix: Text::new("name the successor, or give the term its last day", "noem de opvolger, of geef de termijn een einddatum"),
        check: Check::Each(reference_to_departed),
    },
    Rule {
        name: "wrong-kind-of-reference",
        code: "R04",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a thing of the wrong kind is named", "er wordt iets van de verkeerde soort genoemd"),
        why: Text::new("a contact is a person and a supplier an organisation; anything else cannot be called or paid", "een contactpersoon is een persoon en een leverancier een organisatie; anders is er niemand te bellen of te betalen"),
        fix: Text::new("name something of the kind that is asked", "noem iets van de soort die gevraagd wordt"),
        check: Check::Each(wrong_kind),
    },
    Rule {
        name: "unused-role",
        code: "R05",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("no task, body, meeting or budget names a role", "een rol komt nergens in voor"),
        why: Text::new("a role without a task is a title (A16)", "een rol zonder taak is een titel (A16)"),
        fix: Text::new("name it in a task's `raci`, or remove it", "noem haar in de `raci` van een taak, of haal haar weg"),
        check: Check::Whole(&[FileKind::Task, FileKind::Role, FileKind::Event, FileKind::Budget, FileKind::Community, FileKind::Participant], unused_role),
    },
];

/// What is said of a reference, with a way to ask for its place.
type Judge<'j, T> = dyn Fn(Reference<'_>, &dyn Fn() -> At) -> Option<T> + Sync + 'j;

/// Gathers what a judge says of every reference, file by file, in parallel.
fn gather<T: Send>(record: &Record, judge: &Judge<'_, T>) -> Vec<T> {
    fn collect<T>(judge: &Judge<'_, T>, walk: impl Fn(Visit<'_>)) -> Vec<T> {
        let mut found = Vec::new();
        walk(&mut |reference, at| found.extend(judge(reference, at)));
        found
    }
    let on = record.on;
    let mut found: Vec<T> = Vec::new();
    if let Some(settings) = &record.collaboration {
        found.extend(collect(judge, |visit| of_collaboration(settings, visit)));
    }
    if let Some(community) = &record.community {
        found.extend(collect(judge, |visit| of_community(community, visit)));
    }
    macro_rules! every {
        ($things:expr, |$one:ident, $visit:ident| $walk:expr) => {{
            let things: Vec<_> = $things.collect();
            found.par_extend(things.par_iter().flat_map_iter(|$one| collect(judge, |$visit| $walk)));
        }};
    }
    every!(record.participants.values(), |one, visit| of_participant(one, on, visit));
    every!(record.people.values(), |one, visit| of_person(one, on, visit));
    every!(record.products.values(), |one, visit| of_product(one, on, visit));
    every!(record.roles.values(), |one, visit| of_role(one, on, visit));
    every!(record.tasks.values(), |one, visit| of_task(one, visit));
    every!(record.events.values(), |one, visit| of_event(one, on, visit));
    every!(record.budgets.iter(), |one, visit| of_budget(one, visit));
    every!(record.invoices.iter(), |one, visit| of_invoice(one, visit));
    every!(record.payments.iter(), |one, visit| of_payments(one, visit));
    every!(record.expenses.iter(), |one, visit| of_expenses(one, visit));
    every!(record.contracts.values(), |one, visit| of_contract(one, visit));
    found
}

fn unknown_reference(record: &Record) -> Vec<Finding> {
    // People stand in their organisation's file, channels in `community.toml`, decisions in events: while one cannot be read, who knows.
    let people_hidden = record.is_unread(&[FileKind::Participant, FileKind::People]);
    let channels_hidden = record.is_unread(&[FileKind::Community]);
    let events_hidden = record.is_unread(&[FileKind::Event]);
    let hidden = |accepts: Kinds| {
        accepts.has(Kinds::PERSON) && people_hidden || accepts == Kinds::CHANNEL && channels_hidden || accepts.has(Kinds::DECISION) && events_hidden
    };
    let found = gather(record, &|reference, at| {
        let meant = record.index.meant(reference.id);
        if meant != Kinds::default() || is_code(reference) || hidden(reference.accepts) {
            return None;
        }
        let id = reference.id;
        let kinds = reference.accepts.named();
        let message = text!(kinds; en: "`{id}` is not on record: {kinds} is expected here", nl: "`{id}` staat niet in het dossier: hier hoort {kinds}");
        Some((Finding::new(at(), message).about(id), reference.accepts))
    });
    let suggested = found.into_par_iter().enumerate().map(|(n, (finding, accepts))| {
        let id = finding.about.as_deref().unwrap_or_default();
        let near = (n < SUGGESTED).then(|| record.index.nearest(id, accepts, record)).flatten();
        let help = match near {
            Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
            None => add(id, accepts),
        };
        finding.help(help)
    });
    suggested.collect()
}

/// How to add what is missing.
fn add(id: &str, accepts: Kinds) -> Text {
    if accepts.has(Kinds::ROLE) && accepts.has(Kinds::PERSON) {
        return text!(
            en: "add a role (`roles/{id}.toml`) or a person (`[people.{id}]` in the file of an organisation)",
            nl: "voeg een rol toe (`roles/{id}.toml`) of een persoon (`[people.{id}]` in het bestand van een organisatie)"
        );
    }
    if accepts.has(Kinds::PERSON) {
        return text!(en: "add `[people.{id}]` to the file of the organisation", nl: "voeg `[people.{id}]` toe aan het bestand van de organisatie");
    }
    if accepts.has(Kinds::CHANNEL) {
        return text!(en: "add a `[[channel]]` with `id = \"{id}\"` to `community.toml`", nl: "voeg in `community.toml` een `[[channel]]` toe met `id = \"{id}\"`");
    }
    let folder = match accepts {
        one if one.has(Kinds::ORGANISATION) => "participants",
        one if one.has(Kinds::ROLE) => "roles",
        one if one.has(Kinds::PRODUCT) => "products",
        one if one.has(Kinds::EVENT) => "events",
        one if one.has(Kinds::CONTRACT) => "finances/contracts",
        _ => "tasks",
    };
    text!(en: "add `{folder}/{id}.toml`", nl: "voeg `{folder}/{id}.toml` toe")
}

/// A municipality's code stands for itself, on record or not.
fn is_code(reference: Reference<'_>) -> bool {
    reference.accepts.has(Kinds::CODE) && crate::handbook::municipalities::is_code(reference.id.as_str())
}

fn ambiguous_reference(record: &Record) -> Vec<Finding> {
    if record.index.twice_decided.is_empty() {
        return Vec::new();
    }
    gather(record, &|reference, at| {
        let twice = reference.accepts.has(Kinds::DECISION) && record.index.twice_decided.contains(reference.id) && !record.index.meant(reference.id).has(Kinds::EVENT);
        let id = reference.id;
        twice.then(|| {
            Finding::new(at(), text!(en: "two meetings have a decision `{id}`", nl: "twee bijeenkomsten hebben een besluit `{id}`"))
                .about(id)
                .help(text!(en: "name the event that is meant, such as `2026-03-12-…`", nl: "noem de bijeenkomst die bedoeld is, zoals `2026-03-12-…`"))
        })
    })
}

fn wrong_kind(record: &Record) -> Vec<Finding> {
    gather(record, &|reference, at| {
        let meant = record.index.meant(reference.id);
        if meant == Kinds::default() || meant.has(reference.accepts) || is_code(reference) {
            return None;
        }
        let id = reference.id;
        let (wanted, is) = (reference.accepts.named(), meant.named());
        let finding = Finding::new(at(), text!(wanted, is; en: "`{id}` is {is}; {wanted} is expected here", nl: "`{id}` is {is}; hier hoort {wanted}")).about(id);
        let help = text!(wanted; en: "name {wanted}", nl: "noem {wanted}");
        Some(finding.help(help))
    })
}

fn reference_to_departed(record: &Record) -> Vec<Finding> {
    gather(record, &|reference, at| {
        if !reference.now {
            return None;
        }
        let (id, _) = record.index.plain(reference.id);
        let left = left(record, &id)?;
        let id = reference.id;
        Some(
            Finding::new(at(), text!(left; en: "`{id}` left on {left}", nl: "`{id}` is vertrokken op {left}"))
                .about(id)
                .help(text!(en: "name the successor, or end the term with `until`", nl: "noem de opvolger, of sluit de termijn af met `until`")),
        )
    })
}

/// The last day of a person, an organisation or a role that is over on the day of judgement.
fn left(record: &Record, id: &str) -> Option<crate::date::VagueDate> {
    let over = |until: Option<crate::date::VagueDate>| until.filter(|until| until.last() < record.on);
    if let Some(person) = record.people.get(id) {
        let employer = person.employer.as_ref().and_then(|employer| record.participants.get(employer));
        return over(person.until).or_else(|| over(employer.and_then(|employer| employer.left)));
    }
    if let Some(one) = record.participants.get(id) {
        return over(one.left);
    }
    let role = record.roles.get(id).filter(|role| !exists(role, record.on))?;
    over(role.until)
}

fn unused_role(record: &Record) -> Vec<Finding> {
    let named = gather(record, &|reference, _| record.index.meant(reference.id).has(Kinds::ROLE).then(|| reference.id.clone()));
    let used: BTreeSet<&str> = named.iter().map(|id| id.as_str().split_once('/').map_or(id.as_str(), |(_, id)| id)).collect();
    let roles = record.roles.values().filter(|role| !used.contains(role.id.as_str()) && role.part_of.is_none() && role.until.is_none());
    roles
        .map(|role| {
            let id = &role.id;
            Finding::new(role.at(keys!["title"]), text!(en: "nothing names the role `{id}`", nl: "de rol `{id}` komt nergens in voor"))
                .about(id)
                .help(text!(en: "name it in the `raci` of a task, or remove the file", nl: "noem haar in de `raci` van een taak, of haal het bestand weg"))
        })
        .collect()
}
