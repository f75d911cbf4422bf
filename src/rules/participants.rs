//! Rules about taking part: status and dates, who can be reached, what is answered, and the dues and gifts on record.

use std::collections::BTreeSet;

use crate::date::VagueDate;
use crate::finding::{Class, Finding, Severity};
use crate::handbook::community::CONTRIBUTIONS;
use crate::record::Record;
use crate::record::participant::{Participant, Status};
use crate::rules::mending::sure_word;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Text, listed};
use crate::{keys, text, words};

/// Days in which an organisation that asks whether it may join is to have an answer (B21).
const ANSWER_DAYS: i64 = 14;

pub static RULES: &[Rule] = &[
    Rule {
        name: "status-against-dates",
        code: "P03",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a status says something else than the dates beside it", "de status zegt iets anders dan de datums ernaast"),
        why: Text::new(
            "whoever counts or invoices the participants of a day has to believe one of the two",
            "wie de deelnemers op een dag telt of factureert, weet niet welke van de twee klopt",
        ),
        fix: Text::new(
            "leave `status` out where the dates say it already, or correct the dates",
            "laat `status` weg waar de datums het al zeggen, of verbeter de datums",
        ),
        check: Check::Each(status_against_dates),
    },
    Rule {
        name: "no-contact",
        code: "P07",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a participant has neither a contact nor a mailbox",
            "een deelnemer heeft geen contactpersoon en geen e-mailadres",
        ),
        why: Text::new(
            "who cannot be reached hears of no meeting, no invoice and no leak",
            "wie niet te bereiken is, hoort niets van een overleg, een factuur of een lek",
        ),
        fix: Text::new(
            "name one of its people under `contact`, or a mailbox under `email`",
            "noem een van de mensen bij `contact`, of een postbus bij `email`",
        ),
        check: Check::Each(no_contact),
    },
    Rule {
        name: "contact-elsewhere",
        code: "P08",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a participant's contact works for another organisation",
            "de contactpersoon van een deelnemer werkt bij een andere organisatie",
        ),
        why: Text::new("what is meant for one is then read by the other", "wat voor de ene organisatie bedoeld is, leest dan de andere"),
        fix: Text::new("name one of its own people under `contact`", "noem bij `contact` iemand van de organisatie zelf"),
        check: Check::Each(contact_elsewhere),
    },
    Rule {
        name: "unanswered-interest",
        code: "P13",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "an organisation that wants to join has had no answer for two weeks",
            "een geïnteresseerde organisatie wacht al twee weken op antwoord",
        ),
        why: Text::new(
            "who asks and hears nothing looks elsewhere; a collaboration grows by answering (B21)",
            "wie vraagt en niets hoort, kijkt verder; een samenwerking groeit door te antwoorden (B21)",
        ),
        fix: Text::new("answer, and write the day under `answered`", "geef antwoord, en zet de dag bij `answered`"),
        check: Check::Each(unanswered_interest),
    },
    Rule {
        name: "unknown-class",
        code: "P15",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "a membership is in a class that no budget has",
            "een lidmaatschap noemt een klasse die in geen begroting staat",
        ),
        why: Text::new("dues in a class without an amount cannot be asked", "in een klasse zonder bedrag is geen bijdrage te vragen"),
        fix: Text::new(
            "use the name of a class of the budget, or add the class there",
            "gebruik de naam van een klasse uit de begroting, of voeg de klasse daar toe",
        ),
        check: Check::Whole(&[FileKind::Budget], unknown_class),
    },
    Rule {
        name: "unknown-contribution-kind",
        code: "P16",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a contribution is of a kind that nobody defined", "een bijdrage is van een soort die niet bestaat"),
        why: Text::new(
            "what is of no known kind counts for nothing when people are thanked (B12, B13)",
            "wat van geen bekende soort is, telt niet mee als mensen bedankt worden (B12, B13)",
        ),
        fix: Text::new(
            "use a kind that is known, or add a `[[contribution_kind]]` to `community.toml`",
            "gebruik een bekende soort, of voeg in `community.toml` een `[[contribution_kind]]` toe",
        ),
        check: Check::Whole(&[FileKind::Community], unknown_contribution_kind),
    },
];

/// Runs a check over every organisation, in the order of their ids.
fn each(record: &Record, check: impl Fn(&Participant) -> Option<Finding>) -> Vec<Finding> {
    record.participants.values().filter_map(check).collect()
}

fn status_against_dates(record: &Record) -> Vec<Finding> {
    each(record, |one| {
        let (message, help) = match one.status? {
            Status::Interested => {
                let (key, day) = one.joined.map(|day| ("joined", day)).or_else(|| one.notice_given.map(|day| ("notice_given", day)))?;
                (
                    text!(day; en: "the status is `interested`, but `{key}` says {day}", nl: "de status is `interested`, maar bij `{key}` staat {day}"),
                    text!(en: "leave out `status`, or `{key}`; whoever is on the way in is `joining`", nl: "laat `status` of `{key}` weg; wie aan het toetreden is, is `joining`"),
                )
            }
            // With neither a first nor a last day nothing is contradicted: it once took part, and no longer does.
            Status::Left if one.left.is_none() => {
                let joined = one.joined?;
                (
                    text!(joined; en: "it joined in or on {joined} and has left, but `left` does not say when", nl: "de deelname begon ({joined}) en is voorbij, maar bij `left` staat niet wanneer"),
                    text!(en: "add `left`; a year will do (`\"2024\"`), or `\"by 2024-10-15\"`", nl: "voeg `left` toe; een jaar mag ook (`\"2024\"`), of `\"by 2024-10-15\"`"),
                )
            }
            _ => return None,
        };
        Some(Finding::new(one.at(keys!["status"]), message).about(&one.id).help(help))
    })
}

fn no_contact(record: &Record) -> Vec<Finding> {
    if record.collaboration.as_ref().and_then(|settings| settings.ended).is_some_and(|ended| ended.last() < record.on) {
        return Vec::new();
    }
    each(record, |one| {
        let silent = one.is_party(record.on) && one.contact.is_none() && one.email.is_none();
        let name = &one.name;
        silent.then(|| {
            Finding::new(one.missing(keys![], "contact"), text!(en: "neither a contact nor a mailbox of {name} is on record yet", nl: "van {name} is nog geen contactpersoon of e-mailadres bekend"))
                .about(&one.id)
                .help(text!(en: "add `contact = \"…\"` with one of its people, or `email = \"…\"`", nl: "voeg `contact = \"…\"` toe met een van de mensen, of `email = \"…\"`"))
        })
    })
}

fn contact_elsewhere(record: &Record) -> Vec<Finding> {
    each(record, |one| {
        let contact = one.contact.as_ref()?;
        let person = record.people.get(record.index.plain(contact).0.as_ref())?;
        let works = record.organisation_of(person)?;
        // Whoever stands for others often speaks through their people, and a merged municipality through its successor's.
        let related = |other: &Participant| {
            other.id == one.id
                || one.represents.contains(&other.id)
                || other.represents.contains(&one.id)
                || one.successor.as_ref() == Some(&other.id)
        };
        let own = person.employer.as_ref() == Some(&one.id) || record.participants.get(works).is_none_or(related);
        (!own).then(|| {
            Finding::new(one.at(keys!["contact"]), text!(en: "`{contact}` works for `{works}`", nl: "`{contact}` werkt bij `{works}`"))
                .about(&one.id)
                .help(text!(en: "name one of its own people", nl: "noem iemand van de organisatie zelf"))
        })
    })
}

fn unanswered_interest(record: &Record) -> Vec<Finding> {
    each(record, |one| {
        let interest = one.interest.as_ref().filter(|interest| one.status == Some(Status::Interested) && interest.answered.is_none())?;
        let late = record.on.days_since(interest.on) > ANSWER_DAYS;
        let (name, day) = (&one.name, VagueDate::Day(interest.on));
        late.then(|| {
            Finding::new(one.at(keys!["interest", "on"]), text!(day; en: "{name} asked on {day} and has had no answer yet", nl: "{name} meldde zich op {day} en kreeg nog geen antwoord"))
                .about(&one.id)
                .help(text!(en: "answer, and write the day under `answered`", nl: "geef antwoord, en zet de dag bij `answered`"))
        })
    })
}

fn unknown_class(record: &Record) -> Vec<Finding> {
    let classes: BTreeSet<&str> = record
        .budgets
        .iter()
        .filter_map(|budget| budget.contribution.as_ref())
        .flat_map(|contribution| &contribution.class)
        .map(|class| class.name.as_str())
        .collect();
    if classes.is_empty() {
        return Vec::new();
    }
    let dues = record.participants.values().flat_map(|one| one.membership.iter().enumerate().map(move |(n, dues)| (one, n, dues)));
    let unknown =
        dues.filter_map(|(one, n, dues)| dues.class.as_deref().filter(|class| !classes.contains(class)).map(|class| (one, n, class)));
    unknown
        .map(|(one, n, class)| {
            let all = listed(classes.iter().copied(), 10);
            let help = match words::nearest(class, classes.iter().copied()) {
                Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
                None => text!(all; en: "the classes of the budget: {all}", nl: "de klassen in de begroting: {all}"),
            };
            Finding::new(
                one.at(keys!["membership", n, "class"]),
                text!(en: "no budget has a class `{class}`", nl: "de klasse `{class}` staat in geen begroting"),
            )
            .about(&one.id)
            .help(help)
            .cured(sure_word(keys!["membership", n, "class"], class, &[], &classes.iter().copied().collect::<Vec<_>>()))
        })
        .collect()
}

fn unknown_contribution_kind(record: &Record) -> Vec<Finding> {
    let own: Vec<&str> = record.community.iter().flat_map(|community| &community.contribution_kind).map(|kind| kind.id.as_str()).collect();
    let known = || CONTRIBUTIONS.iter().map(|kind| kind.id).chain(own.iter().copied());
    let given = record
        .participants
        .values()
        .flat_map(|one| one.contribution.iter().enumerate().map(move |(n, given)| (one, n, given.kind.as_str())));
    let unknown = given.filter(|(_, _, kind)| !known().any(|one| one == *kind));
    unknown
        .map(|(one, n, kind)| {
            let meant = words::values_for(kind).iter().copied().find(|word| known().any(|one| one == *word));
            let help = match meant.or_else(|| words::nearest(kind, known())) {
                Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
                None => text!(en: "add a `[[contribution_kind]]` with `id = \"{kind}\"` to `community.toml`", nl: "voeg in `community.toml` een `[[contribution_kind]]` toe met `id = \"{kind}\"`"),
            };
            Finding::new(one.at(keys!["contribution", n, "kind"]), text!(en: "`{kind}` is no known kind of contribution", nl: "`{kind}` is geen bekende soort bijdrage"))
                .about(&one.id)
                .help(help)
                .cured(sure_word(keys!["contribution", n, "kind"], kind, words::values_for(kind), &known().collect::<Vec<_>>()))
        })
        .collect()
}
