//! What time asks for, in words.

use crate::answers::audience::{Audience, called};
use crate::answers::contribution::product_of;
use crate::answers::due::{Due, What};
use crate::answers::meetings::Meeting;
use crate::answers::onboarding::Which;
use crate::answers::presence::{joined, name, presence, remark, seated};
use crate::answers::reminders::Step;
use crate::date::Moment;
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Role, RoleKind};
use crate::text;
use crate::text::Text;

/// Somebody by name; a position with whoever holds it, or that nobody does.
pub fn known(record: &Record, id: &Id, audience: Audience) -> Text {
    let title = name(record, id, audience);
    let role = record.role(id);
    if let Some(remark) = remark(presence(record, id)) {
        return text!(title, remark; en: "{title} ({remark})", nl: "{title} ({remark})");
    }
    match role.filter(|role| role.kind != Some(RoleKind::Body)).map(|role| seated(record, role)) {
        Some(held) if (1..=2).contains(&held.len()) => {
            let names: Vec<Text> = held.iter().map(|seated| name(record, seated.who, audience)).collect();
            let names = joined(&names, ", ");
            text!(title, names; en: "{title} ({names})", nl: "{title} ({names})")
        }
        _ => title,
    }
}

/// What is asked, with whose term or turn it is: for where nobody else says that.
pub fn said_whole(record: &Record, due: &Due<'_>, audience: Audience) -> Text {
    let said = said(record, due, audience);
    match &due.what {
        What::TermEnds { who, .. } | What::TurnBegins { who, .. } | What::TurnEnds { who, .. } => {
            let who = name(record, who, audience);
            text!(said, who; en: "{said}: {who}", nl: "{said}: {who}")
        }
        What::BudgetToAdopt(budget) => match product_of(budget) {
            Some(product) => {
                let product = record.products.get(&Id::new(product)).map_or(product, |known| known.name.as_str());
                text!(said; en: "{said} ({product})", nl: "{said} ({product})")
            }
            None => said,
        },
        _ => said,
    }
}

/// What is asked with its day: by when it is to be done, or on which day it happens.
pub fn dated(record: &Record, due: &Due<'_>, said: &Text) -> Text {
    let day = due.day;
    if happens(&due.what) {
        return text!(said, day; en: "{said} (on {day})", nl: "{said} (op {day})");
    }
    if day < record.on {
        text!(said, day; en: "{said} (was due by {day})", nl: "{said} (uiterste datum was {day})")
    } else {
        text!(said, day; en: "{said} (by {day})", nl: "{said} (uiterlijk {day})")
    }
}

/// Whether something happens on its day, rather than being done by then.
fn happens(what: &What<'_>) -> bool {
    matches!(
        what,
        What::TermEnds { .. }
            | What::TurnBegins { .. }
            | What::TurnEnds { .. }
            | What::BuddyEnds { .. }
            | What::Joins(_)
            | What::Leaves(_)
            | What::LastDay { .. }
            | What::Meeting(_)
            | What::ContractNotice(_)
            | What::ContractEnds(_)
            | What::AgreementNotice
            | What::AgreementEnds
            | What::SupportEnds(_)
            | What::WaiverEnds(_)
    )
}

/// What is asked, in words.
pub fn said(record: &Record, due: &Due<'_>, audience: Audience) -> Text {
    let is_past = due.day < record.on;
    match &due.what {
        What::TermEnds { role, .. } => {
            let place = place(role);
            if is_past {
                text!(place; en: "term {place} has ended", nl: "termijn {place} is afgelopen")
            } else {
                text!(place; en: "term {place} ends", nl: "termijn {place} loopt af")
            }
        }
        What::TurnBegins { role, .. } => {
            let place = place(role);
            text!(place; en: "turn {place} begins", nl: "beurt {place} begint")
        }
        What::TurnEnds { role, .. } => {
            let place = place(role);
            if is_past {
                text!(place; en: "the last turn {place} has ended", nl: "laatste beurt {place} is voorbij")
            } else {
                text!(place; en: "the last turn {place} ends", nl: "laatste beurt {place} loopt af")
            }
        }
        What::Joins(one) => {
            let name = &one.name;
            text!(en: "{name} joins", nl: "{name} treedt toe")
        }
        What::Leaves(one) => {
            let name = &one.name;
            text!(en: "last day of {name} as a participant", nl: "laatste dag van {name} als deelnemer")
        }
        What::LastDay { person, roles } => {
            let titles: Vec<Text> = roles.iter().map(|role| Text::same(role.title.as_str())).collect();
            let (who, titles) = (called(record, person, audience), joined(&titles, ", "));
            text!(who, titles; en: "last day of {who}, who holds a role: {titles}", nl: "laatste dag van {who}, die een rol vervult: {titles}")
        }
        What::Step { participant, step } => {
            let name = &participant.name;
            let todo = match step {
                Which::Standard(step) => step.todo.clone(),
                Which::Own(_, step) => Text::same(step.what.as_str()),
            };
            text!(todo; en: "onboarding of {name}: {todo}", nl: "onboarding {name}: {todo}")
        }
        What::BuddyEnds { participant, .. } => {
            let name = &participant.name;
            text!(en: "last day as a buddy of {name}", nl: "laatste dag als buddy van {name}")
        }
        What::Action { action, .. } => {
            let what = &action.what;
            text!(en: "action: {what}", nl: "actie: {what}")
        }
        What::Meeting(meeting) | What::Deadline(meeting) => titled(meeting),
        What::Invoice(debt) => {
            let (number, open) = (debt.number, debt.open.in_currency(record.currency()));
            text!(open; en: "invoice {number} to be paid: {open}", nl: "factuur {number} betalen: {open}")
        }
        What::Reminder(debt, step) => {
            let number = debt.number;
            match step {
                Step::First => text!(en: "send a reminder of invoice {number}", nl: "betalingsherinnering sturen voor factuur {number}"),
                Step::Second => {
                    text!(en: "send a second reminder of invoice {number}", nl: "tweede herinnering sturen voor factuur {number}")
                }
                Step::Call => {
                    text!(en: "call about invoice {number}, or put it on the agenda of the steering group", nl: "bellen over factuur {number}, of agenderen in de stuurgroep")
                }
            }
        }
        What::ContractNotice(contract) => {
            let (what, with) = (&contract.what, name(record, &contract.supplier, audience));
            text!(with; en: "last day to end the contract with {with}: {what}", nl: "laatste dag om het contract met {with} op te zeggen: {what}")
        }
        What::ContractEnds(contract) => {
            let (what, with) = (&contract.what, name(record, &contract.supplier, audience));
            text!(with; en: "contract with {with} ends: {what}", nl: "contract met {with} loopt af: {what}")
        }
        What::BudgetToAdopt(budget) => {
            let year = budget.year;
            text!(en: "adopt the budget of {year}", nl: "begroting {year} vaststellen")
        }
        What::SupportEnds(product) => {
            let name = &product.name;
            if is_past {
                text!(en: "support of {name} has ended while it is in use", nl: "ondersteuning van {name} is gestopt, maar het is nog in gebruik")
            } else {
                text!(en: "support of {name} ends", nl: "ondersteuning van {name} loopt af")
            }
        }
        What::Evaluation(evaluation) => {
            let what = &evaluation.what;
            text!(en: "evaluate again: {what}", nl: "opnieuw evalueren: {what}")
        }
        What::WaiverEnds(waiver) => {
            // Why it was given says more than the name of a rule.
            let why = waiver.reason.as_deref().unwrap_or(&waiver.rule);
            match &waiver.about {
                Some(about) => {
                    let about = name(record, &Id::new(about), audience);
                    text!(about; en: "the waiver for {about} ends: {why}", nl: "de ontheffing voor {about} loopt af: {why}")
                }
                None => text!(en: "a waiver ends: {why}", nl: "een ontheffing loopt af: {why}"),
            }
        }
        What::AgreementNotice => Text::new("last day to give notice under the agreement", "laatste dag om de overeenkomst op te zeggen"),
        What::AgreementEnds => Text::new("the agreement ends", "de samenwerkingsovereenkomst loopt af"),
        What::KnowledgeToCheck(knowledge) => {
            let name = knowledge.name.as_deref().unwrap_or(knowledge.id.as_str());
            text!(en: "check that this is still right: {name}", nl: "nakijken of dit nog klopt: {name}")
        }
        What::ChannelDue(channel) => {
            let name = channel.name.as_deref().unwrap_or(channel.id.as_str());
            text!(en: "time for something new: {name}", nl: "tijd voor iets nieuws: {name}")
        }
        What::PersonalData(person) => {
            let who = called(record, person, audience);
            text!(who; en: "remove contact details: {who}", nl: "contactgegevens verwijderen: {who}")
        }
    }
}

/// `as Coordinator`, `in Steering group`.
fn place(role: &Role) -> Text {
    let title = &role.title;
    if role.kind == Some(RoleKind::Body) { text!(en: "in {title}", nl: "in {title}") } else { text!(en: "as {title}", nl: "als {title}") }
}

/// A meeting by its title, with the hour at which it begins.
fn titled(meeting: &Meeting<'_>) -> Text {
    let title = &meeting.event.title;
    match meeting.starts() {
        Moment { time: Some(time), .. } => {
            let (point, colon) = (time.format("%H.%M"), time.format("%H:%M"));
            text!(en: "{title}, {colon}", nl: "{title}, {point} uur")
        }
        Moment { time: None, .. } => Text::same(title.as_str()),
    }
}
