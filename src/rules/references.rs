//! Rules about references: whether what is named exists, is of the right kind, and is still there.

use rayon::prelude::*;

use crate::edit::quoted;
use crate::finding::{Class, Cure, Finding, Place, Severity};
use crate::keys;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::survey::Astray;
use crate::record::values::Id;
use crate::record::work::RoleKind;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// For so many unknown references the nearest name is looked for; nobody mends more at a time.
const SUGGESTED: usize = 200;

pub static RULES: &[Rule] = &[
    Rule {
        name: "unknown-reference",
        code: "R01",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("something is named that is not on record", "er wordt iets genoemd dat niet in het dossier staat"),
        why: Text::new(
            "a role held by a misspelt id is held by nobody, and nobody notices",
            "een rol bij een verkeerd gespeld id is een rol bij niemand, zonder dat het opvalt",
        ),
        fix: Text::new("correct the id, or add the file or person that it names", "verbeter het id, of voeg het bestand of de persoon toe"),
        check: Check::Each(unknown_reference),
    },
    Rule {
        name: "ambiguous-reference",
        code: "R02",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "a decision is named by an id that two meetings use",
            "een besluit wordt genoemd met een id dat in twee verslagen voorkomt",
        ),
        why: Text::new("nobody can tell which of the two is meant", "niet te zien is welk van de twee bedoeld is"),
        fix: Text::new(
            "name the event instead, or give one of the decisions another id",
            "noem de bijeenkomst, of geef een van de besluiten een ander id",
        ),
        check: Check::Each(ambiguous_reference),
    },
    Rule {
        name: "reference-to-departed",
        code: "R03",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "something that holds today rests on somebody who has left",
            "iets dat nu geldt, rust op iemand die vertrokken is",
        ),
        why: Text::new(
            "a role, task or contact of somebody who has left is in fact nobody's (B18)",
            "een rol, taak of contactpersoon van iemand die weg is, ligt bij niemand (B18)",
        ),
        fix: Text::new("name the successor, or give the term its last day", "noem de opvolger, of geef de termijn een einddatum"),
        check: Check::Each(reference_to_departed),
    },
    Rule {
        name: "wrong-kind-of-reference",
        code: "R04",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a thing of the wrong kind is named", "er wordt iets van de verkeerde soort genoemd"),
        why: Text::new(
            "a contact is a person and a supplier an organisation; anything else cannot be called or paid",
            "een contactpersoon is een persoon en een leverancier een organisatie; anders is er niemand te bellen of te betalen",
        ),
        fix: Text::new("name something of the kind that is asked", "noem iets van de soort die gevraagd wordt"),
        check: Check::Each(wrong_kind),
    },
    Rule {
        name: "unused-role",
        code: "R05",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "nothing names a position: no task, body, meeting or budget",
            "een rol wordt nergens genoemd: in geen taak, gremium, overleg of begroting",
        ),
        why: Text::new("a role without a task is a title (A16)", "een rol zonder taak is een titel (A16)"),
        fix: Text::new("name it in a task's `raci`, or remove it", "noem de rol in de `raci` van een taak, of verwijder de rol"),
        check: Check::Whole(
            &[FileKind::Task, FileKind::Role, FileKind::Event, FileKind::Budget, FileKind::Community, FileKind::Participant],
            unused_role,
        ),
    },
];

fn unknown_reference(record: &Record) -> Vec<Finding> {
    // People stand in their organisation's file, channels in `community.toml`, decisions in events: while one cannot be read, who knows.
    let people_hidden = record.is_unread(&[FileKind::Participant, FileKind::People]);
    let channels_hidden = record.is_unread(&[FileKind::Community]);
    let events_hidden = record.is_unread(&[FileKind::Event]);
    let hidden = |accepts: Kinds| {
        accepts.has(record.gaps)
            || accepts.has(Kinds::PERSON) && people_hidden
            || accepts == Kinds::CHANNEL && channels_hidden
            || accepts.has(Kinds::DECISION) && events_hidden
    };
    let unknown: Vec<&Astray> =
        record.astray().iter().filter(|astray| astray.meant == Kinds::default() && !hidden(astray.accepts)).collect();
    let findings = unknown.into_par_iter().enumerate().map(|(n, astray)| {
        let id = &astray.id;
        let kinds = astray.accepts.named();
        let near = (n < SUGGESTED).then(|| record.index.nearest(id.as_str(), astray.accepts, record)).flatten();
        let help = match &near {
            Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
            None => add(id.as_str(), astray.accepts),
        };
        let sure = near.as_ref().and_then(|near| record.index.surely(id.as_str(), near, astray.accepts, record));
        let cure = sure.and_then(|sure| match &astray.at.place {
            Place::Key(keys) => Some(Cure::set(keys.clone(), quoted(sure.as_str()))),
            _ => None,
        });
        let message = text!(kinds; en: "`{id}` is not on record: {kinds} is expected here", nl: "`{id}` staat niet in het dossier: hier hoort {kinds}");
        Finding::new(astray.at.clone(), message).about(id).help(help).cured(cure)
    });
    findings.collect()
}

/// How to add what is missing.
fn add(id: &str, accepts: Kinds) -> Text {
    if !Id::is_valid(id) {
        let kinds = accepts.named();
        return if id.contains(',') {
            text!(en: "write each id between quotes of its own: `[\"…\", \"…\"]`", nl: "zet elk id tussen eigen aanhalingstekens: `[\"…\", \"…\"]`")
        } else {
            text!(kinds; en: "name {kinds} by its id: small letters, digits and hyphens", nl: "noem {kinds} met het id: kleine letters, cijfers en koppeltekens")
        };
    }
    if accepts.has(Kinds::ROLE) && accepts.has(Kinds::PERSON) {
        return text!(
            en: "add a role (`roles/{id}.toml`), an organisation (`participants/{id}.toml`) or a person (`[people.{id}]` in the file of an organisation)",
            nl: "voeg een rol toe (`roles/{id}.toml`), een organisatie (`participants/{id}.toml`) of een persoon (`[people.{id}]` in het bestand van een organisatie)"
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

fn ambiguous_reference(record: &Record) -> Vec<Finding> {
    let twice = |astray: &&Astray| {
        astray.accepts.has(Kinds::DECISION) && record.index.is_decided_twice(&astray.id) && !astray.meant.has(Kinds::EVENT)
    };
    let found = record.astray().iter().filter(twice).map(|astray| {
        let id = &astray.id;
        Finding::new(astray.at.clone(), text!(en: "two meetings have a decision `{id}`", nl: "twee bijeenkomsten hebben een besluit `{id}`"))
            .about(id)
            .help(text!(en: "name the event that is meant, such as `2026-03-12-…`", nl: "noem de bijeenkomst die bedoeld is, zoals `2026-03-12-…`"))
    });
    found.collect()
}

fn wrong_kind(record: &Record) -> Vec<Finding> {
    let wrong = record.astray().iter().filter(|astray| astray.meant != Kinds::default() && !astray.meant.has(astray.accepts));
    let found = wrong.map(|astray| {
        let id = &astray.id;
        let (wanted, is) = (astray.accepts.named(), astray.meant.named());
        let message = text!(wanted, is; en: "`{id}` is {is}; {wanted} is expected here", nl: "`{id}` is {is}; hier hoort {wanted}");
        Finding::new(astray.at.clone(), message).about(id).help(text!(wanted; en: "name {wanted}", nl: "noem {wanted}"))
    });
    found.collect()
}

fn reference_to_departed(record: &Record) -> Vec<Finding> {
    let found = record.astray().iter().filter_map(|astray| {
        let left = astray.left?;
        let id = &astray.id;
        let finding = Finding::new(astray.at.clone(), text!(left; en: "`{id}` left on {left}", nl: "`{id}` is vertrokken op {left}"));
        let help =
            text!(en: "name the successor, or end the term with `until`", nl: "noem de opvolger, of sluit de termijn af met `until`");
        astray.meant.has(astray.accepts).then(|| finding.about(id).help(help))
    });
    found.collect()
}

fn unused_role(record: &Record) -> Vec<Finding> {
    // Every reference has been looked at when the survey is there.
    let _ = record.astray();
    let unused = record.roles.values().filter(|role| {
        // A body may be there to meet; a role that ended is history.
        !record.index.is_named(role.id.as_str()) && role.kind != Some(RoleKind::Body) && role.part_of.is_none() && role.until.is_none()
    });
    unused
        .map(|role| {
            let id = &role.id;
            Finding::new(role.at(keys!["title"]), text!(en: "nothing names the role `{id}`", nl: "de rol `{id}` wordt nergens genoemd"))
                .about(id)
                .help(text!(en: "name it in the `raci` of a task, or remove the file", nl: "noem de rol in de `raci` van een taak, of haal het bestand weg"))
        })
        .collect()
}
