//! Rules about the settings of rules: names that exist, and waivers that say why, that waive something, and that end.

use crate::date::VagueDate;
use crate::edit::{Edit, quoted};
use crate::finding::{Class, Cure, Finding, Place, Severity};
use crate::record::Record;
use crate::record::collaboration::Waiver;
use crate::rules::{Check, Rule, all, find, is_fixed};
use crate::text::Text;
use crate::{keys, text, words};

pub static RULES: &[Rule] = &[
    Rule {
        name: "unknown-rule",
        code: "S01",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a rule is named that does not exist", "er wordt een controle genoemd die niet bestaat"),
        why: Text::new("a setting for a misspelt rule sets nothing", "een instelling voor een verkeerd gespelde controle doet niets"),
        fix: Text::new(
            "use the name of a rule; `commons explain` lists them",
            "gebruik de naam van een controle; `commons explain` noemt ze allemaal",
        ),
        check: Check::Each(unknown_rule),
    },
    Rule {
        name: "waiver-without-reason",
        code: "S02",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a waiver does not say why, or until when", "een ontheffing zegt niet waarom, of tot wanneer"),
        why: Text::new(
            "whoever reads it in a year must be able to judge whether it still holds",
            "wie de ontheffing over een jaar leest, moet kunnen zien of die nog klopt",
        ),
        fix: Text::new(
            "add `reason`, and `until` or the event that decided it under `decided`",
            "voeg `reason` toe, en `until` of onder `decided` de bijeenkomst die het besloot",
        ),
        check: Check::Each(waiver_without_reason),
    },
    Rule {
        name: "idle-waiver",
        code: "S03",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("a waiver lets nothing pass", "een ontheffing dekt niets meer af"),
        why: Text::new(
            "it is old, or misspelt; the next finding of its kind would pass unseen",
            "de ontheffing is oud of verkeerd gespeld; de volgende melding van die soort zou ongezien blijven",
        ),
        fix: Text::new(
            "remove it, or correct its rule, file or key",
            "verwijder de ontheffing, of verbeter de controle, het bestand of de sleutel",
        ),
        check: Check::Afterwards(idle_waiver),
    },
    Rule {
        name: "ended-waiver",
        code: "S04",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("a waiver has ended", "een ontheffing is verlopen"),
        why: Text::new("what it put up with was to be over by now", "wat zij toeliet, zou nu voorbij zijn"),
        fix: Text::new(
            "remove it, or decide again and give it a new last day",
            "verwijder de ontheffing, of neem een nieuw besluit en geef haar een nieuwe einddatum",
        ),
        check: Check::Each(ended_waiver),
    },
];

/// The waiver that lets a finding pass, if one does: by its number.
pub fn waiver_for(record: &Record, finding: &Finding, key_of: &dyn Fn(&Finding) -> Option<String>) -> Option<usize> {
    let settings = record.collaboration.as_ref()?;
    settings.waiver.iter().position(|waiver| {
        waiver.rule == finding.rule
            && find(finding.rule).is_some_and(|rule| !is_fixed(rule))
            && waiver.until.is_none_or(|until| until >= record.on)
            && gives_reason(waiver)
            && waiver.at.as_deref().is_none_or(|at| at.trim_start_matches("./") == finding.at.file.as_str())
            && waiver.about.as_ref().is_none_or(|about| finding.about.as_ref() == Some(about))
            && waiver.key.as_ref().is_none_or(|key| key_of(finding).as_ref() == Some(key))
    })
}

/// Whether a waiver says why.
fn gives_reason(waiver: &Waiver) -> bool {
    waiver.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty())
}

fn unknown_rule(record: &Record) -> Vec<Finding> {
    let Some(settings) = &record.collaboration else { return Vec::new() };
    let set = settings.rules.keys().map(|name| (name, settings.at_name(keys!["rules", name.clone()])));
    let waived = settings.waiver.iter().enumerate().map(|(n, waiver)| (&waiver.rule, settings.at(keys!["waiver", n, "rule"])));
    let mut found: Vec<Finding> = Vec::new();
    let turned =
        settings.rules.iter().filter(|(name, level)| all().any(|rule| rule.name == **name && is_fixed(rule) && **level < rule.level));
    found.extend(turned.map(|(name, _)| {
        Finding::new(settings.at_name(keys!["rules", name.clone()]), text!(en: "the rule `{name}` cannot be turned off", nl: "de controle `{name}` kan niet uit"))
            .about(name)
            .help(text!(en: "what cannot be read is not judged; remove the line", nl: "wat niet te lezen is, wordt niet gecontroleerd; haal de regel weg"))
            .cured(Some(Cure::Edits(vec![Edit::Remove(keys!["rules", name.clone()])])))
    }));
    let unknown = set.chain(waived).filter(|(name, _)| !all().any(|rule| rule.name == **name));
    found.extend(unknown.map(|(name, at)| {
        let by_code = find(name).map(|rule| rule.name);
        let near = by_code.or_else(|| words::nearest(name, all().map(|rule| rule.name)));
        let help = match near {
            Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
            None => text!(en: "`commons explain` lists the rules", nl: "`commons explain` noemt alle controles"),
        };
        let sure = by_code.or_else(|| words::surely(name, &[], all().map(|rule| rule.name)));
        let cure = sure.and_then(|sure| match &at.place {
            // A setting for the right name is there already.
            Place::Name(_) if settings.rules.contains_key(sure) => None,
            Place::Name(keys) => Some(Cure::Edits(vec![Edit::Rename(keys.clone(), sure.to_owned())])),
            Place::Key(keys) => Some(Cure::set(keys.clone(), quoted(sure))),
            _ => None,
        });
        Finding::new(at, text!(en: "no rule is called `{name}`", nl: "er is geen controle `{name}`")).about(name).help(help).cured(cure)
    }));
    found
}

fn waiver_without_reason(record: &Record) -> Vec<Finding> {
    let Some(settings) = &record.collaboration else { return Vec::new() };
    let waivers = settings.waiver.iter().enumerate();
    let bare = waivers.filter(|(_, waiver)| !gives_reason(waiver) || waiver.until.is_none() && waiver.decided.is_none());
    bare.map(|(n, waiver)| {
        let rule = &waiver.rule;
        let (key, message) = if gives_reason(waiver) {
            ("until", text!(en: "this waiver of `{rule}` has no end", nl: "deze ontheffing van `{rule}` heeft geen einde"))
        } else {
            ("reason", text!(en: "this waiver of `{rule}` gives no reason, so it does not count", nl: "deze ontheffing van `{rule}` noemt geen reden en telt daarom niet"))
        };
        Finding::new(settings.missing(keys!["waiver", n], key), message)
            .about(rule)
            .help(text!(en: "add `reason`, and `until` or `decided`", nl: "voeg `reason` toe, en `until` of `decided`"))
    })
    .collect()
}

fn idle_waiver(record: &Record, waived: &[usize]) -> Vec<Finding> {
    let Some(settings) = &record.collaboration else { return Vec::new() };
    // What could not be read may be just what it waives.
    if !record.unread.is_empty() {
        return Vec::new();
    }
    let waivers = settings.waiver.iter().enumerate();
    let idle = waivers.filter(|(n, waiver)| {
        waived[*n] == 0
            // Of a history that was not asked nothing passes.
            && all().any(|rule| rule.name == waiver.rule && !matches!(rule.check, Check::History))
            && gives_reason(waiver)
            && waiver.until.is_none_or(|until| until >= record.on)
    });
    idle.map(|(n, waiver)| {
        let rule = &waiver.rule;
        Finding::new(
            settings.at(keys!["waiver", n]),
            text!(en: "this waiver of `{rule}` lets nothing pass", nl: "deze ontheffing van `{rule}` dekt niets af"),
        )
        .about(rule)
        .help(text!(en: "remove it, or correct what it names", nl: "verwijder de ontheffing, of verbeter wat zij noemt"))
        .cured(Some(Cure::Edits(vec![Edit::Remove(keys!["waiver", n])])))
    })
    .collect()
}

fn ended_waiver(record: &Record) -> Vec<Finding> {
    let Some(settings) = &record.collaboration else { return Vec::new() };
    let waivers = settings.waiver.iter().enumerate();
    let ended =
        waivers.filter_map(|(n, waiver)| waiver.until.filter(|until| *until < record.on).map(|until| (n, waiver, VagueDate::Day(until))));
    ended
        .map(|(n, waiver, until)| {
            let rule = &waiver.rule;
            Finding::new(
                settings.at(keys!["waiver", n, "until"]),
                text!(until; en: "this waiver of `{rule}` ended on {until}", nl: "deze ontheffing van `{rule}` liep tot en met {until}"),
            )
            .about(rule)
            .help(text!(en: "remove it, or decide again", nl: "verwijder de ontheffing of neem een nieuw besluit"))
        })
        .collect()
}
