//! Rules about the way in of new participants: the steps, their days, and the buddy of the first three months.

use std::collections::HashSet;

use crate::answers::onboarding::{StepState, buddy_until, is_supplier, ways_in};
use crate::date::{Date, VagueDate};
use crate::edit::Edit;
use crate::finding::{Class, Cure, Finding, Severity};
use crate::handbook::onboarding::{STEPS, step_by_word};
use crate::record::Record;
use crate::record::participant::{Onboarding, Participant, Status};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Text, listed};
use crate::words::{nearest, surely, values_for};
use crate::{keys, text};

/// Days after its own that a step may wait before anybody is asked: calendars are full.
const GRACE: i64 = 14;

/// For so many unknown steps the nearest one is looked for.
const SUGGESTED: usize = 200;

pub static RULES: &[Rule] = &[
    Rule {
        name: "missing-buddy",
        code: "G07",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a new participant has no buddy", "een nieuwe deelnemer heeft nog geen buddy"),
        why: Text::new(
            "somebody of another municipality whom one can simply call makes the first three months easy (B3, B4)",
            "iemand van een andere gemeente die u gewoon kunt bellen, maakt de eerste drie maanden een stuk makkelijker (B3, B4)",
        ),
        fix: Text::new(
            "name a person or an organisation under `buddy`, or say under `[onboarding.not_applicable]` why there will be none",
            "noem een persoon of organisatie bij `buddy`, of zet bij `[onboarding.not_applicable]` waarom er geen komt",
        ),
        check: Check::Each(missing_buddy),
    },
    Rule {
        name: "unavailable-buddy",
        code: "G08",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a buddy leaves within the three months, or belongs to the new participant itself",
            "een buddy vertrekt binnen de drie maanden, of hoort bij de nieuwe deelnemer zelf",
        ),
        why: Text::new(
            "a buddy helps for three months with what others know already; half of that is a beginning without an end (B4)",
            "een buddy helpt drie maanden met wat anderen al weten; wie halverwege vertrekt, laat de nieuwe deelnemer alleen (B4)",
        ),
        fix: Text::new("name somebody of another participant who stays", "noem iemand van een andere deelnemer, die blijft"),
        check: Check::Each(unavailable_buddy),
    },
    Rule {
        name: "overdue-onboarding-step",
        code: "G09",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a step of an onboarding is open more than two weeks after its day",
            "een stap van een onboarding staat meer dan twee weken na de datum nog open",
        ),
        why: Text::new(
            "the first weeks decide whether a municipality feels at home; what is done and not written down is done again (B3, B4)",
            "de eerste weken bepalen of een gemeente zich thuis voelt; wat gedaan is maar niet vastligt, gebeurt nog een keer (B3, B4)",
        ),
        fix: Text::new(
            "write the day under `[onboarding.done]`, or the reason under `[onboarding.not_applicable]`",
            "zet de datum bij `[onboarding.done]`, of de reden bij `[onboarding.not_applicable]`",
        ),
        check: Check::Whole(&[FileKind::Community, FileKind::Event], overdue_step),
    },
    Rule {
        name: "unknown-onboarding-step",
        code: "G10",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a step of an onboarding is one that nobody defined", "een stap van een onboarding bestaat niet"),
        why: Text::new(
            "what is done under another name seems still to be done (B4)",
            "wat onder een andere naam is afgevinkt, lijkt nog te moeten gebeuren (B4)",
        ),
        fix: Text::new(
            "use the id of one of the seven steps, or add a `[[step]]` to `community.toml`",
            "gebruik het id van een van de zeven stappen, of voeg in `community.toml` een `[[step]]` toe",
        ),
        check: Check::Whole(&[FileKind::Community], unknown_step),
    },
];

/// Every onboarding that is on record and not finished, whatever the day.
fn unfinished(record: &Record) -> impl Iterator<Item = (&Participant, &Onboarding)> {
    let told = |onboarding: &Onboarding, id: &str| onboarding.done.contains_key(id) || onboarding.not_applicable.contains_key(id);
    record
        .participants
        .values()
        .filter(|one| one.left.is_none() && one.status != Some(Status::Left))
        .filter_map(|one| Some((one, one.onboarding.as_deref()?)))
        .filter(move |(_, onboarding)| !STEPS.iter().filter(|step| step.id != "buddy").all(|step| told(onboarding, step.id)))
}

fn missing_buddy(record: &Record) -> Vec<Finding> {
    let told = |onboarding: &Onboarding| onboarding.done.contains_key("buddy") || onboarding.not_applicable.contains_key("buddy");
    // A supplier is helped by whoever manages its contract.
    let bare = unfinished(record).filter(|(one, onboarding)| onboarding.buddy.is_none() && !told(onboarding) && !is_supplier(one));
    bare.map(|(one, _)| {
        let name = &one.name;
        Finding::new(one.missing(keys!["onboarding"], "buddy"), text!(en: "{name} has no buddy yet", nl: "{name} heeft nog geen buddy"))
            .about(&one.id)
            .help(text!(en: "name a person or an organisation under `buddy`", nl: "noem een persoon of organisatie bij `buddy`"))
    })
    .collect()
}

fn unavailable_buddy(record: &Record) -> Vec<Finding> {
    let found = unfinished(record).filter_map(|(one, onboarding)| {
        let buddy = onboarding.buddy.as_ref()?;
        let until = buddy_until(onboarding.from);
        let id = record.index.plain(buddy).0;
        let person = record.people.get(id.as_ref());
        let organisation = match person {
            Some(person) => record.organisation_of(person).and_then(|id| record.participants.get(id)),
            None => record.participants.get(id.as_ref()),
        };
        let message = if organisation.is_some_and(|organisation| organisation.id == one.id) {
            text!(en: "`{buddy}` belongs to the new participant itself", nl: "`{buddy}` hoort bij de nieuwe deelnemer zelf")
        } else {
            let leaves = |day: Option<VagueDate>| day.map(VagueDate::last).filter(|last| *last < until);
            let ends: [Option<Date>; 2] =
                [leaves(person.and_then(|person| person.until)), leaves(organisation.and_then(|organisation| organisation.left))];
            let last = ends.into_iter().flatten().min()?;
            text!(last, until; en: "`{buddy}` leaves on {last}; a buddy helps until {until}", nl: "`{buddy}` vertrekt op {last}; een buddy helpt t/m {until}")
        };
        let help = text!(en: "name somebody of another participant who stays", nl: "noem iemand van een andere deelnemer, die blijft");
        Some(Finding::new(one.at(keys!["onboarding", "buddy"]), message).about(&one.id).help(help))
    });
    found.collect()
}

fn overdue_step(record: &Record) -> Vec<Finding> {
    let found = ways_in(record).into_iter().filter_map(|way| {
        let one = way.participant;
        // Whoever is on the way out is not asked to come in.
        if one.left.is_some() || one.status_on(record.on) == Some(Status::Leaving) {
            return None;
        }
        let late = way.steps.iter().filter(|step| step.state == StepState::Overdue);
        let late = late.filter(|step| step.due.is_some_and(|due| due.plus_days(GRACE) < record.on));
        let mut late: Vec<_> = late.collect();
        late.sort_by_key(|step| step.due);
        let first = late.first()?;
        let (name, day) = (&one.name, first.due?);
        let steps = listed(late.iter().map(|step| step.step.id()), 5);
        let message = if late.len() == 1 {
            text!(steps, day; en: "{name}: {steps} was to be done by {day}", nl: "{name}: {steps} zou op {day} klaar zijn")
        } else {
            text!(steps, day; en: "{name}: {steps} were to be done, the first by {day}", nl: "{name}: {steps} zouden al klaar zijn, de eerste op {day}")
        };
        let help = text!(
            en: "write the day under `[onboarding.done]`, or the reason under `[onboarding.not_applicable]`",
            nl: "zet de datum bij `[onboarding.done]`, of de reden bij `[onboarding.not_applicable]`"
        );
        Some(Finding::new(one.at(keys!["onboarding", "from"]), message).about(&one.id).help(help))
    });
    found.collect()
}

fn unknown_step(record: &Record) -> Vec<Finding> {
    let own: Vec<&str> = record.community.iter().flat_map(|community| &community.step).map(|step| step.id.as_str()).collect();
    let ids: HashSet<&str> = STEPS.iter().map(|step| step.id).chain(own.iter().copied()).collect();
    let known = || STEPS.iter().map(|step| step.id).chain(own.iter().copied());
    let onboardings = record.participants.values().filter_map(|one| Some((one, one.onboarding.as_deref()?)));
    let named = onboardings.flat_map(|(one, onboarding)| {
        let done = onboarding.done.keys().map(|id| ("done", id));
        done.chain(onboarding.not_applicable.keys().map(|id| ("not_applicable", id))).map(move |(table, id)| (one, table, id))
    });
    let unknown = named.filter(|(.., id)| !ids.contains(id.as_str()));
    let all = listed(known(), 20);
    unknown
        .enumerate()
        .map(|(n, (one, table, id))| {
            let meant = values_for(id).iter().copied().find(|word| ids.contains(word));
            let help = if let Some(near) = meant.or_else(|| step_by_word(id)).or_else(|| (n < SUGGESTED).then(|| nearest(id, known())).flatten()) {
                text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?")
            } else {
                text!(all; en: "the steps are {all}; add a `[[step]]` to `community.toml` for another", nl: "de stappen zijn {all}; voeg in `community.toml` een `[[step]]` toe voor een andere")
            };
            let keys = keys!["onboarding", table, id.clone()];
            let sure = surely(id, values_for(id), known()).or_else(|| step_by_word(id));
            let told = |step: &&str| one.onboarding.as_ref().is_some_and(|it| it.done.contains_key(*step) || it.not_applicable.contains_key(*step));
            let cure = sure.filter(|step| !told(step)).map(|step| Cure::Edits(vec![Edit::Rename(keys.clone(), step.to_owned())]));
            let message = text!(en: "no step is called `{id}`", nl: "er is geen stap `{id}`");
            Finding::new(one.at_name(keys), message).about(id).help(help).cured(cure)
        })
        .collect()
}
