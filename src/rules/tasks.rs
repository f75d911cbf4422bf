//! Rules about tasks: who is responsible and accountable, what informs whom, and how it is done.

use rayon::prelude::*;

use crate::answers::unmanned;
use crate::edit::quoted;
use crate::finding::{Class, Cure, Finding, Severity};
use crate::handbook::duties::{DUTIES, duty};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::references::{document, party_keys};
use crate::record::work::{Raci, Staffing, Task};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Text, listed};
use crate::{keys, text, words};

pub static RULES: &[Rule] = &[
    Rule {
        name: "nobody-responsible",
        code: "T01",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "a task says who is accountable or informed, but nobody carries it out",
            "bij een taak staat niet wie die uitvoert",
        ),
        why: Text::new(
            "a task that nobody carries out is not done; everybody thinks of somebody else (A6)",
            "een taak zonder uitvoerder blijft liggen: iedereen denkt aan een ander (A6)",
        ),
        fix: Text::new(
            "name a role, a person or an organisation under `responsible`",
            "noem onder `responsible` een rol, persoon of organisatie",
        ),
        check: Check::Each(nobody_responsible),
    },
    Rule {
        name: "nobody-accountable",
        code: "T02",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("nobody answers for a task", "bij een taak staat niet wie eindverantwoordelijk is"),
        why: Text::new(
            "without one who answers for it, nobody decides when it goes wrong; a body may be that one (A6)",
            "zonder eindverantwoordelijke beslist niemand als het misloopt; ook een gremium kan dat zijn (A6)",
        ),
        fix: Text::new(
            "name one role, body, person or organisation under `accountable`",
            "noem onder `accountable` één rol, gremium, persoon of organisatie",
        ),
        check: Check::Each(nobody_accountable),
    },
    Rule {
        name: "several-accountable",
        code: "T03",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("more than one answers for a task", "een taak heeft meer dan één eindverantwoordelijke"),
        why: Text::new(
            "two who answer for a task can each leave it to the other; a RACI matrix has one A in a row (A6)",
            "twee eindverantwoordelijken kunnen het op elkaar laten aankomen; een RACI-rij heeft één A (A6)",
        ),
        fix: Text::new(
            "keep one under `accountable`; the others are consulted, or form a body together",
            "laat er één staan onder `accountable`; de anderen worden geraadpleegd, of vormen samen een gremium",
        ),
        check: Check::Each(several_accountable),
    },
    Rule {
        name: "supplier-accountable",
        code: "T04",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a supplier answers for a task", "een leverancier is eindverantwoordelijk voor een taak"),
        why: Text::new(
            "a supplier may carry a task out, but its interest is not the public one, so a public body answers for it (A5d)",
            "een leverancier mag uitvoeren, maar heeft een eigen belang; een overheid hoort eindverantwoordelijk te zijn (A5d)",
        ),
        fix: Text::new(
            "make a body or a participant accountable and the supplier responsible",
            "maak een gremium of deelnemer eindverantwoordelijk en de leverancier uitvoerend",
        ),
        check: Check::Each(supplier_accountable),
    },
    Rule {
        name: "responsible-vacant",
        code: "T05",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("a task rests on roles that nobody holds", "een taak ligt bij een rol die vacant is"),
        why: Text::new(
            "on paper the task has an owner; in fact nobody does it (A7, A16)",
            "op papier is de taak belegd, maar in de praktijk voert niemand die uit (A7, A16)",
        ),
        fix: Text::new(
            "fill the role, or name somebody else under `responsible` for the time being",
            "vervul de rol, of noem zolang een ander onder `responsible`",
        ),
        check: Check::Each(responsible_vacant),
    },
    Rule {
        name: "informed-without-channel",
        code: "T06",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a whole group is informed of a task, but not through what",
            "een hele groep wordt geïnformeerd, maar er staat niet langs welk kanaal",
        ),
        why: Text::new(
            "a group is not informed by a column in a matrix but by a newsletter, a list or a meeting (A6, B5)",
            "een groep wordt niet geïnformeerd door een kolom in een matrix, maar door een nieuwsbrief, lijst of overleg (A6, B5)",
        ),
        fix: Text::new(
            "write `{ who = \"all-participants\", via = \"…\" }` with a channel of `community.toml`",
            "schrijf `{ who = \"all-participants\", via = \"…\" }` met een kanaal uit `community.toml`",
        ),
        check: Check::Whole(&[FileKind::Community], informed_without_channel),
    },
    Rule {
        name: "undocumented-duty",
        code: "T07",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a critical or rotating task does not say how it is done",
            "bij een kritieke of roulerende taak staat geen werkwijze",
        ),
        why: Text::new(
            "whoever takes over needs to know how, not only that; at each turn of a rota that is everything (A10, A5b)",
            "wie overneemt moet weten hoe het gaat; bij een rooster is dat bij elke wissel zo (A10, A5b)",
        ),
        fix: Text::new(
            "describe it in a few lines and name the file or address under `process`",
            "beschrijf het in een paar regels en noem het bestand of adres onder `process`",
        ),
        check: Check::Each(undocumented_duty),
    },
    Rule {
        name: "broken-process-link",
        code: "T08",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("the file that describes a task does not exist", "het bestand met de werkwijze bestaat niet"),
        why: Text::new(
            "a description that cannot be found describes nothing (A10)",
            "een werkwijze die niemand kan vinden, helpt niemand (A10)",
        ),
        fix: Text::new(
            "mend the path, which is relative to the record, or write the file",
            "verbeter het pad (vanaf de map van het dossier), of schrijf het bestand",
        ),
        check: Check::Each(broken_process_link),
    },
    Rule {
        name: "orphan-task",
        code: "T09",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a task has no division of roles at all", "voor een taak is nog geen rolverdeling vastgelegd"),
        why: Text::new("a task without a single name is a wish (A6)", "een taak zonder één naam is een wens (A6)"),
        fix: Text::new(
            "add a table `[raci]` with `responsible` and `accountable`",
            "voeg een tabel `[raci]` toe met `responsible` en `accountable`",
        ),
        check: Check::Each(orphan_task),
    },
    Rule {
        name: "unknown-duty",
        code: "T10",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a task covers a duty that the handbook does not know", "een taak dekt een kerntaak die het handboek niet kent"),
        why: Text::new(
            "a misspelt duty covers nothing, and the real one seems to be left to nobody (A7)",
            "een verkeerd gespelde kerntaak dekt niets, en de echte lijkt dan niet belegd (A7)",
        ),
        fix: Text::new(
            "use the id of a duty; `commons explain uncovered-duty` lists them",
            "gebruik het id van een kerntaak; `commons explain uncovered-duty` noemt ze",
        ),
        check: Check::Each(unknown_duty),
    },
];

/// Runs a check over every task, in the order of their ids.
fn each(record: &Record, check: impl Fn(&Task) -> Vec<Finding> + Sync) -> Vec<Finding> {
    let tasks: Vec<&Task> = record.tasks.values().collect();
    tasks.par_iter().flat_map_iter(|task| check(task)).collect()
}

fn raci(task: &Task) -> Option<&Raci> {
    task.raci.as_deref().filter(|raci| {
        [&raci.responsible, &raci.accountable, &raci.consulted, &raci.informed].iter().any(|parties| !parties.as_slice().is_empty())
    })
}

fn nobody_responsible(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let missing = raci(task).filter(|raci| raci.responsible.as_slice().is_empty());
        let title = &task.title;
        missing
            .map(|_| {
                Finding::new(
                    task.missing(keys!["raci"], "responsible"),
                    text!(en: "nobody is named yet to carry out “{title}”", nl: "voor “{title}” is nog geen uitvoerder aangewezen"),
                )
                .about(&task.id)
                .help(text!(en: "add `responsible = [\"…\"]` with a role", nl: "voeg `responsible = [\"…\"]` toe met een rol"))
            })
            .into_iter()
            .collect()
    })
}

fn nobody_accountable(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let missing = raci(task).filter(|raci| raci.accountable.as_slice().is_empty());
        let title = &task.title;
        missing
            .map(|_| {
                Finding::new(task.missing(keys!["raci"], "accountable"), text!(en: "nobody answers for “{title}” yet", nl: "voor “{title}” is nog geen eindverantwoordelijke aangewezen"))
                    .about(&task.id)
                    .help(text!(en: "add `accountable = \"…\"` with a body or a role", nl: "voeg `accountable = \"…\"` toe met een gremium of rol"))
            })
            .into_iter()
            .collect()
    })
}

fn several_accountable(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let Some(raci) = &task.raci else { return Vec::new() };
        let parties = raci.accountable.as_slice();
        if parties.len() < 2 {
            return Vec::new();
        }
        let names = listed(parties.iter().map(|party| party.who().as_str()), 5);
        vec![
            Finding::new(
                task.at(keys!["raci", "accountable"]),
                text!(names; en: "several answer for this task: {names}", nl: "deze taak heeft meer eindverantwoordelijken: {names}"),
            )
            .about(&task.id)
            .help(text!(en: "keep one; the others are consulted", nl: "kies er één; raadpleeg de anderen")),
        ]
    })
}

fn supplier_accountable(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let Some(raci) = &task.raci else { return Vec::new() };
        let found = raci.accountable.as_slice().iter().enumerate().filter_map(|(n, party)| {
            let supplier = supplier_behind(record, party.who().as_str())?;
            Some(
                Finding::new(
                    task.at(party_keys("accountable", &raci.accountable, n)),
                    text!(en: "`{supplier}` is a supplier and answers for this task", nl: "`{supplier}` is leverancier en eindverantwoordelijk voor deze taak"),
                )
                .about(&task.id)
                .help(text!(en: "make a body or a participant accountable", nl: "maak een gremium of deelnemer eindverantwoordelijk")),
            )
        });
        found.collect()
    })
}

/// The supplier that an id stands for: itself, a person's employer, or whoever alone holds a role.
fn supplier_behind<'a>(record: &'a Record, id: &'a str) -> Option<&'a str> {
    let (id, _) = id.split_once('/').map_or((id, ""), |(folder, id)| (id, folder));
    if let Some(one) = record.participants.get(id) {
        return one.supplier.then_some(one.id.as_str());
    }
    if let Some(person) = record.people.get(id) {
        return record
            .organisation_of(person)
            .and_then(|id| record.participants.get(id))
            .filter(|one| one.supplier)
            .map(|one| one.id.as_str());
    }
    // Who holds a role today is for dated rules; a role staffed from outside is a supplier's whoever holds it.
    let role = record.roles.get(id).filter(|role| role.staffing == Some(Staffing::External))?;
    let organisation = role.holder.iter().find_map(|holder| {
        record.participants.get(&holder.who).or_else(|| {
            record.people.get(&holder.who).and_then(|person| record.organisation_of(person)).and_then(|id| record.participants.get(id))
        })
    })?;
    organisation.supplier.then_some(organisation.id.as_str())
}

fn responsible_vacant(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let Some(raci) = &task.raci else { return Vec::new() };
        let parties = raci.responsible.as_slice();
        if !unmanned(record, task) {
            return Vec::new();
        }
        let names = listed(parties.iter().map(|party| party.who().as_str()), 5);
        let title = &task.title;
        vec![
            Finding::new(
                task.at(party_keys("responsible", &raci.responsible, 0)),
                text!(names; en: "“{title}” is left to {names}, which nobody holds", nl: "“{title}” ligt bij {names}, en die rol is vacant"),
            )
            .about(&task.id)
            .help(text!(en: "fill the role, or name somebody else for the time being", nl: "vervul de rol, of wijs zolang een ander aan")),
        ]
    })
}

fn informed_without_channel(record: &Record) -> Vec<Finding> {
    // Where no channel is on record, how people are informed is not on record either.
    if record.community.as_ref().is_none_or(|community| community.channel.is_empty()) {
        return Vec::new();
    }
    each(record, |task| {
        let Some(raci) = &task.raci else { return Vec::new() };
        let parties = raci.informed.as_slice().iter().enumerate();
        let bare = parties.filter(|(_, party)| party.via().is_none() && record.index.kinds(party.who().as_str()).has(Kinds::GROUP));
        bare.map(|(n, party)| {
            let who = party.who();
            Finding::new(task.at(party_keys("informed", &raci.informed, n)), text!(en: "it is not said how `{who}` are informed", nl: "er staat niet hoe `{who}` geïnformeerd worden"))
                .about(&task.id)
                .help(text!(en: "write `{{ who = \"{who}\", via = \"…\" }}` with a channel", nl: "schrijf `{{ who = \"{who}\", via = \"…\" }}` met een kanaal"))
        })
        .collect()
    })
}

fn undocumented_duty(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let rotating = task
            .raci
            .iter()
            .flat_map(|raci| raci.responsible.as_slice())
            .find_map(|party| record.roles.get(party.who()).filter(|role| role.staffing == Some(Staffing::Rotating)));
        if task.process.is_some() || !task.critical && rotating.is_none() {
            return Vec::new();
        }
        let title = &task.title;
        let message = match rotating {
            Some(role) if !task.critical => {
                let role = &role.id;
                text!(en: "“{title}” goes round by `{role}`, but how it is done is not written down", nl: "“{title}” rouleert via `{role}`, maar de werkwijze staat niet op papier")
            }
            _ => {
                text!(en: "“{title}” is critical, but how it is done is not written down", nl: "“{title}” is kritiek, maar de werkwijze staat niet op papier")
            }
        };
        vec![
            Finding::new(task.missing(keys![], "process"), message)
                .about(&task.id)
                .help(text!(en: "add `process = \"docs/….md\"`, or the address of a page", nl: "voeg `process = \"docs/….md\"` toe, of het adres van een pagina")),
        ]
    })
}

fn broken_process_link(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let broken = task.process.as_deref().filter(|path| document(path).is_some_and(|path| !record.documents.contains(path)));
        broken
            .map(|path| {
                Finding::new(
                    task.at(keys!["process"]),
                    text!(en: "`{path}` does not exist in this record", nl: "`{path}` bestaat niet in dit dossier"),
                )
                .about(&task.id)
                .help(text!(en: "paths begin at the folder of `commons.toml`", nl: "paden beginnen bij de map van `commons.toml`"))
            })
            .into_iter()
            .collect()
    })
}

fn orphan_task(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        if raci(task).is_some() {
            return Vec::new();
        }
        let title = &task.title;
        vec![
            Finding::new(task.missing(keys![], "raci"), text!(en: "“{title}” is on record, but has no division of roles yet", nl: "voor “{title}” is nog geen rolverdeling vastgelegd"))
                .about(&task.id)
                .help(text!(en: "add `[raci]` with `responsible` and `accountable`", nl: "voeg `[raci]` toe met `responsible` en `accountable`")),
        ]
    })
}

fn unknown_duty(record: &Record) -> Vec<Finding> {
    each(record, |task| {
        let unknown = task.covers.iter().enumerate().filter(|(_, id)| duty(id).is_none());
        unknown
            .map(|(n, id)| {
                let folded = words::fold(id);
                let by_name = DUTIES.iter().find(|duty| {
                    [&duty.name.nl, &duty.name.en]
                        .iter()
                        .any(|name| words::fold(name) == folded || words::fold(name).starts_with(&folded) && folded.len() > 4)
                });
                let exact = DUTIES.iter().find(|duty| [&duty.name.nl, &duty.name.en].iter().any(|name| words::fold(name) == folded));
                let sure = exact.map(|duty| duty.id).or_else(|| words::surely(id, &[], DUTIES.iter().map(|duty| duty.id)));
                let near = by_name.map(|duty| duty.id).or_else(|| words::nearest(id, DUTIES.iter().map(|duty| duty.id)));
                let help = if let Some(near) = near {
                    text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?")
                } else {
                    let all = listed(DUTIES.iter().map(|duty| duty.id), 30);
                    text!(all; en: "the duties are {all}", nl: "de kerntaken zijn {all}")
                };
                Finding::new(task.at(keys!["covers", n]), text!(en: "no duty is called `{id}`", nl: "er is geen kerntaak `{id}`"))
                    .about(&task.id)
                    .help(help)
                    .cured(
                        sure.filter(|sure| !task.covers.iter().any(|other| other == sure))
                            .map(|sure| Cure::set(keys!["covers", n], quoted(sure))),
                    )
            })
            .collect()
    })
}
