//! Rules about the collaboration as a whole: its duties, its lead, its agreement, and whether it looks back.

use crate::answers::coverage;
use crate::answers::evaluations::latest;
use crate::date::VagueDate;
use crate::finding::{Class, Finding, Severity};
use crate::handbook::Level;
use crate::handbook::duties::duty;
use crate::record::Record;
use crate::record::work::Staffing;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text};

/// A year and a month: whoever looks back every year may be a few weeks late.
const YEAR_AND_GRACE: i64 = 400;

pub static RULES: &[Rule] = &[
    Rule {
        name: "uncovered-duty",
        code: "C01",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "a duty of the collaboration's level is left to no task",
            "een kerntaak van het ambitieniveau is nog niet belegd",
        ),
        why: Text::new(
            "at each level the handbook names what somebody has to see to; what nobody took on is not done (A2, A3, A4, A7)",
            "per ambitieniveau noemt het handboek wat er geregeld moet zijn; wat niemand op zich nam, valt tussen wal en schip (A2, A3, A4, A7)",
        ),
        fix: Text::new(
            "name the duty under `covers` of the task that sees to it, add a task with its id, or choose a lower `level`",
            "noem de kerntaak bij `covers` van de taak die dit regelt, maak een taak met haar id, of kies een lager `level`",
        ),
        check: Check::Whole(&[FileKind::Task], uncovered_duty),
    },
    Rule {
        name: "duty-above-level",
        code: "C02",
        level: Severity::Allow,
        class: Class::Judgement,
        summary: Text::new("a task covers a duty of a higher level", "een taak dekt een kerntaak van een hoger ambitieniveau"),
        why: Text::new(
            "few duties done well are worth more than many on paper; growing can be done later (A16)",
            "een paar taken die goed gaan, zijn meer waard dan veel taken op papier; groeien kan altijd nog (A16)",
        ),
        fix: Text::new(
            "raise `level` where the collaboration has grown, or leave the task for later",
            "verhoog `level` als de samenwerking gegroeid is, of bewaar de taak voor later",
        ),
        check: Check::Each(duty_above_level),
    },
    Rule {
        name: "lead-missing",
        code: "C03",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "something rests on the lead, but no lead is named",
            "er rust iets op de penvoerder, maar er is geen penvoerder genoemd",
        ),
        why: Text::new(
            "a role staffed by the lead is staffed by nobody without one, and money needs a holder (A5a, A11)",
            "een rol bij de penvoerder ligt zonder penvoerder bij niemand, en geld heeft een kassier nodig (A5a, A11)",
        ),
        fix: Text::new("name the organisation under `lead` in `commons.toml`", "noem de organisatie bij `lead` in `commons.toml`"),
        check: Check::Each(lead_missing),
    },
    Rule {
        name: "missing-agreement",
        code: "C04",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a structured collaboration has no agreement on record",
            "een gestructureerde samenwerking heeft geen overeenkomst in het dossier",
        ),
        why: Text::new(
            "where money is asked and roles are divided, the agreement is what everybody can fall back on; a draft is one too (A8)",
            "waar bijdragen gevraagd en rollen verdeeld worden, kan iedereen terugvallen op de overeenkomst; een concept telt ook (A8)",
        ),
        fix: Text::new("add `[agreement]` with `file` or `status`", "voeg `[agreement]` toe met `file` of `status`"),
        check: Check::Each(missing_agreement),
    },
    Rule {
        name: "overdue-evaluation",
        code: "C05",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("the next evaluation is due", "het is tijd voor de volgende evaluatie"),
        why: Text::new(
            "a division of roles that fitted last year may not fit after growing or shrinking (A13)",
            "een rolverdeling die vorig jaar paste, past na groei of krimp misschien niet meer (A13)",
        ),
        fix: Text::new(
            "put it on an agenda, and add an `[[evaluation]]` when it is done",
            "zet het op de agenda, en voeg na afloop een `[[evaluation]]` toe",
        ),
        check: Check::Each(overdue_evaluation),
    },
];

/// Whether the collaboration has come, or is coming, to its end: nothing has to be arranged for it any more.
fn is_ending(record: &Record) -> bool {
    record.collaboration.as_ref().is_some_and(|settings| settings.ended.is_some())
}

fn uncovered_duty(record: &Record) -> Vec<Finding> {
    if is_ending(record) {
        return Vec::new();
    }
    let uncovered = coverage(record).into_iter().filter(|(_, tasks)| tasks.is_empty());
    uncovered
        .map(|(duty, _)| {
            let (id, name) = (duty.id, &duty.name);
            Finding::new(
                record.settings(keys!["level"]),
                text!(name; en: "nobody is named yet for “{name}”", nl: "voor “{name}” is nog niemand aangewezen"),
            )
            .about(id)
            .help(text!(
                en: "write `covers = [\"{id}\"]` in the task that sees to it, or add `tasks/{id}.toml`",
                nl: "zet `covers = [\"{id}\"]` in de taak die dit regelt, of voeg `tasks/{id}.toml` toe"
            ))
        })
        .collect()
}

fn duty_above_level(record: &Record) -> Vec<Finding> {
    let Some(level) = record.level() else { return Vec::new() };
    let mut found = Vec::new();
    for task in record.tasks.values() {
        let covered = task.covers.iter().enumerate().map(|(n, id)| (id.as_str(), keys!["covers", n]));
        let own = (!task.covers.iter().any(|id| *id == *task.id.0)).then(|| (task.id.as_str(), keys!["title"]));
        for (id, keys) in covered.chain(own) {
            let Some(duty) = duty(id).filter(|duty| duty.level > level) else { continue };
            let (name, of, is) = (&duty.name, duty.level.name(), level.name());
            found.push(
                Finding::new(task.at(keys), text!(name, of, is; en: "“{name}” belongs to {of}; the record says {is}", nl: "“{name}” hoort bij {of}; afgesproken is {is}"))
                    .about(id)
                    .help(text!(en: "raise `level`, or leave it for later", nl: "verhoog `level`, of bewaar dit voor later")),
            );
        }
    }
    found
}

fn lead_missing(record: &Record) -> Vec<Finding> {
    let Some(settings) = record.collaboration.as_ref().filter(|settings| settings.lead.is_none() && settings.ended.is_none()) else {
        return Vec::new();
    };
    let staffed = record.roles.values().find(|role| role.staffing == Some(Staffing::Lead) && role.until.is_none());
    // A budget that nobody holds yet is a plan; money that is asked, received or spent is somebody's.
    let account = settings.finances.as_ref().is_some_and(|finances| finances.iban.is_some() || finances.reserve.is_some());
    let moved = account
        || !record.invoices.is_empty()
        || record.payments.iter().any(|file| !file.payment.is_empty())
        || record.expenses.iter().any(|file| !file.expense.is_empty());
    let kept = settings.finances.as_ref().is_some_and(|finances| finances.fund_holder.is_some());
    let message = match staffed {
        Some(role) => {
            let id = &role.id;
            text!(en: "the role `{id}` is staffed by the lead, but no lead is named", nl: "de rol `{id}` ligt bij de penvoerder, maar er is nog geen penvoerder genoemd")
        }
        None if moved && !kept => {
            text!(en: "there is money, but neither a lead nor a fund holder is named", nl: "er is geld, maar er is nog geen penvoerder of kassier genoemd")
        }
        None => return Vec::new(),
    };
    let help = match staffed {
        Some(_) => {
            text!(en: "add `lead = \"…\"` with an organisation of `participants/`", nl: "voeg `lead = \"…\"` toe met een organisatie uit `participants/`")
        }
        None => {
            text!(en: "add `lead = \"…\"`, or `fund_holder` under `[finances]`", nl: "voeg `lead = \"…\"` toe, of `fund_holder` onder `[finances]`")
        }
    };
    vec![Finding::new(settings.missing(keys![], "lead"), message).help(help)]
}

fn missing_agreement(record: &Record) -> Vec<Finding> {
    let Some(settings) = record.collaboration.as_ref().filter(|settings| settings.agreement.is_none() && settings.ended.is_none()) else {
        return Vec::new();
    };
    let Some(level) = settings.level.filter(|level| *level >= Level::Structured) else { return Vec::new() };
    let level = level.name();
    vec![
        Finding::new(settings.missing(keys![], "agreement"), text!(level; en: "no agreement is on record yet ({level})", nl: "er staat nog geen overeenkomst in het dossier ({level})"))
            .help(text!(en: "add `[agreement]`; `status = \"draft\"` is enough to begin with", nl: "voeg `[agreement]` toe; `status = \"draft\"` is genoeg om te beginnen")),
    ]
}

fn overdue_evaluation(record: &Record) -> Vec<Finding> {
    let Some(community) = record.community.as_ref().filter(|_| !is_ending(record)) else { return Vec::new() };
    let on = record.on;
    let last = latest(community);
    let overdue = last
        .iter()
        .filter_map(|(n, evaluation)| evaluation.next.filter(|next| *next < on).map(|next| (*n, *evaluation, VagueDate::Day(next))));
    let mut found: Vec<Finding> = overdue
        .map(|(n, evaluation, next)| {
            let what = &evaluation.what;
            Finding::new(community.at(keys!["evaluation", n, "next"]), text!(next; en: "“{what}” was to be evaluated again by {next}", nl: "“{what}” zou uiterlijk {next} opnieuw geëvalueerd worden"))
                .about(what)
                .help(text!(en: "put it on an agenda, or add the `[[evaluation]]` that was held", nl: "zet het op de agenda, of voeg de `[[evaluation]]` toe die er was"))
        })
        .collect();
    let planned = last.iter().any(|(_, evaluation)| evaluation.next.is_some());
    let latest = last.iter().max_by_key(|(_, evaluation)| evaluation.on);
    if let Some((n, evaluation)) = latest.filter(|(_, evaluation)| !planned && on.days_since(evaluation.on) > YEAR_AND_GRACE)
        && record.level() >= Some(Level::Structured)
    {
        let (what, day) = (&evaluation.what, VagueDate::Day(evaluation.on));
        found.push(
            Finding::new(
                community.at(keys!["evaluation", *n, "on"]),
                text!(day; en: "the last evaluation was on {day}", nl: "de laatste evaluatie was op {day}"),
            )
            .about(what)
            .help(text!(en: "look every year whether the division of roles still fits", nl: "bekijk elk jaar of de rolverdeling nog past")),
        );
    }
    found
}
