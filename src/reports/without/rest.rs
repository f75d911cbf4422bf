//! Who leads and holds the money, and everything else that counts on those who leave: each line says what to do.

use crate::answers::audience::{Audience, called};
use crate::answers::presence::name;
use crate::answers::without::Without;
use crate::answers::without::hanging::{Hanging, Part, What};
use crate::answers::without::offices::offices;
use crate::date::Date;
use crate::record::collaboration::Numbering;
use crate::record::values::Id;
use crate::reports::without::answer::shown;
use crate::reports::{capital, reach};
use crate::text;
use crate::text::Text;

use super::{Line, Section, command};

/// What falls away with the lead and the fund holder: that comes before all else.
pub fn lead(found: &Without<'_>, audience: Audience) -> Vec<Line> {
    let record = found.before;
    let Some(settings) = &record.collaboration else { return Vec::new() };
    let offices = offices(record, &found.leaving);
    let mut lines = Vec::new();
    let mut add = |kind: &'static str, what: Text, then: Text, todo: Text| {
        lines.push(Line { section: Section::Lead, kind, id: "commons".to_owned(), what, then, todo });
    };
    if let Some(lead) = offices.lead {
        let who = name(record, lead, audience);
        let then = text!(who; en: "{who} leads the collaboration, and nobody is named to lead it next", nl: "{who} is penvoerder, en er is nog geen opvolger genoemd");
        add("lead", Text::new("Lead", "Penvoerder"), then, command("set commons lead WHO"));
    }
    let Some(holder) = offices.fund_holder else { return lines };
    let finances = settings.finances.as_ref();
    let who = name(record, holder, audience);
    let reserve = crate::answers::ledger::reserve::reserve(record).map(|reserve| shown(record, reserve.balance));
    let then = match reserve {
        Some(reserve) => {
            text!(who, reserve; en: "{who} holds the money, with a reserve of {reserve}: another account and administration are needed", nl: "{who} beheert het geld, met een reserve van {reserve}: er is een andere rekening en administratie nodig")
        }
        None => {
            text!(who; en: "{who} holds the money: another account and administration are needed", nl: "{who} beheert het geld: er is een andere rekening en administratie nodig")
        }
    };
    add("fund-holder", Text::new("Fund holder", "Kassier"), then, command("set commons finances.fund_holder WHO"));
    let external = finances.and_then(|finances| finances.numbering) == Some(Numbering::External);
    let then = if external {
        text!(who; en: "the finance system of {who} numbers the invoices", nl: "het financiële systeem van {who} nummert de facturen")
    } else {
        text!(who; en: "invoices are sent in the name of {who}; from then on another sends and numbers them", nl: "facturen staan op naam van {who}; daarna verstuurt en nummert een ander ze")
    };
    add("invoices", Text::new("Invoices", "Facturen"), capital(&then), command("set commons finances.iban IBAN"));
    lines
}

/// A line for everything that hangs in the air.
pub fn lines(found: &Without<'_>, hanging: &[Hanging<'_>], audience: Audience) -> Vec<Line> {
    hanging.iter().map(|one| line(found, one, audience)).collect()
}

fn line(found: &Without<'_>, one: &Hanging<'_>, audience: Audience) -> Line {
    let record = found.before;
    let who = whom(found, &one.who, audience);
    let set = || set(one);
    let unset_day = |day: Option<Date>| day.map_or_else(Text::default, |day| text!(day; en: ", {day}", nl: ", {day}"));
    let same = |text: &str| Text::same(text);
    let (section, kind, id, what, then, todo) = match &one.what {
        What::Term { role, from, part } => {
            let then = match part {
                Part::Holder => text!(who, from; en: "{who} was to begin ({from})", nl: "{who} zou per {from} beginnen"),
                Part::Backup => {
                    text!(who, from; en: "{who} was to begin as back-up ({from})", nl: "{who} zou per {from} als vervanger beginnen")
                }
            };
            (Section::Roles, "role", role.id.to_string(), same(&role.title), then, set())
        }
        What::Turn { role, from, until } => {
            let title = &role.title;
            let what = match until {
                Some(until) => text!(from, until; en: "{title}, {from} to {until}", nl: "{title}, {from} t/m {until}"),
                None => text!(from; en: "{title}, from {from}", nl: "{title}, vanaf {from}"),
            };
            let then = if *from > record.on {
                text!(who; en: "it would be the turn of {who}", nl: "{who} zou aan de beurt zijn")
            } else {
                text!(who; en: "it is the turn of {who} now", nl: "{who} is nu aan de beurt")
            };
            (Section::Turns, "role", role.id.to_string(), what, then, command(&format!("rota {} --write", role.id)))
        }
        What::Meeting { event, next } => {
            let what = same(&event.title).then(&unset_day(*next));
            let then = text!(who; en: "{who} was to organise it", nl: "{who} zou het organiseren");
            (Section::Meetings, "event", event.id.to_string(), what, then, set())
        }
        What::Item { event, next, what: item } => {
            let what = same(&event.title).then(&unset_day(*next));
            let then = text!(who; en: "{who} was to present “{item}”", nl: "{who} zou “{item}” inbrengen");
            (Section::Meetings, "event", event.id.to_string(), what, then, set())
        }
        What::Action(action) => {
            let what = same(&action.what.what);
            let then = match action.what.due {
                Some(due) => text!(who, due; en: "{who} was to do it by {due}", nl: "{who} zou dit uiterlijk {due} doen"),
                None => text!(who; en: "{who} was to do it", nl: "{who} zou dit doen"),
            };
            (Section::Actions, "event", action.event.id.to_string(), what, then, set())
        }
        What::Owner(product) => {
            let then = text!(who; en: "{who} owns it: the rights are to be transferred", nl: "{who} is eigenaar: de rechten moeten worden overgedragen");
            (Section::Products, "product", product.id.to_string(), same(&product.name), then, set())
        }
        What::Repository(product) => {
            let then = text!(who; en: "the repository stands in the name of {who}", nl: "de repository staat op naam van {who}");
            (Section::Products, "product", product.id.to_string(), same(&product.name), then, set())
        }
        What::Maintainer(product) => {
            let then = text!(who; en: "{who} maintains it", nl: "{who} onderhoudt het");
            (Section::Products, "product", product.id.to_string(), same(&product.name), then, set())
        }
        What::Contract(contract) => {
            let then = match contract.until {
                Some(until) => text!(who, until; en: "a contract with {who} until {until}", nl: "een contract met {who} t/m {until}"),
                None => text!(who; en: "a contract with {who}", nl: "een contract met {who}"),
            };
            let todo = command(&format!("retire contracts/{} --on {}", contract.id, record.on.plus_days(-1)));
            (Section::Products, "contract", contract.id.to_string(), same(&contract.what), then, todo)
        }
        What::Delivery { to, product } => {
            let product = product.map_or_else(Text::default, |product| same(&product.name));
            let then = text!(who, product; en: "{who} delivers {product}", nl: "{who} levert {product}");
            (Section::Products, "participant", to.id.to_string(), same(&to.name), then, set())
        }
        What::Host(role) => {
            let then = text!(who; en: "those who hold it are housed by {who}", nl: "wie de rol vervult, werkt bij {who}");
            (Section::Others, "role", role.id.to_string(), same(&role.title), then, set())
        }
        What::Contact(participant) => {
            let then = text!(who; en: "{who} is the contact", nl: "{who} is de contactpersoon");
            (Section::Others, "participant", participant.id.to_string(), same(&participant.name), then, set())
        }
        What::Buddy(participant) => {
            let then = text!(who; en: "{who} is the buddy in the first months", nl: "{who} is de buddy in de eerste maanden");
            let todo = command(&format!("onboard {} --buddy WHO", participant.id));
            (Section::Others, "participant", participant.id.to_string(), same(&participant.name), then, todo)
        }
        What::Talks(participant) => {
            let then = text!(who; en: "wants to join; {who} speaks with them", nl: "wil deelnemen; {who} is daarover in gesprek");
            (Section::Others, "participant", participant.id.to_string(), same(&participant.name), then, set())
        }
        What::Channel(channel) => {
            let then = text!(who; en: "{who} looks after this channel", nl: "{who} beheert dit kanaal");
            (Section::Others, "channel", channel.id.to_string(), same(channel.name.as_deref().unwrap_or(channel.id.as_str())), then, set())
        }
        What::Knowledge(knowledge) => {
            let then = text!(who; en: "{who} keeps this up to date", nl: "{who} houdt dit bij");
            let what = same(knowledge.name.as_deref().unwrap_or(knowledge.id.as_str()));
            (Section::Others, "knowledge", knowledge.id.to_string(), what, then, set())
        }
        What::Step(step) => {
            let then = text!(who; en: "{who} does this when somebody joins", nl: "{who} doet dit bij elke nieuwe deelnemer");
            (Section::Others, "step", step.id.to_string(), same(&step.what), then, set())
        }
        What::Income { budget, income, amount } => {
            let year = budget.year;
            let (what, file) = (&income.what, &budget.file);
            let amended = text!(en: "Amend the budget: {file}", nl: "De begroting wijzigen: {file}");
            let what = text!(en: "{what} ({year})", nl: "{what} ({year})");
            let amount = amount.map(|amount| shown(record, amount));
            let then = match amount {
                Some(amount) => {
                    text!(who, amount; en: "income of {amount} from {who} is in the budget", nl: "in de begroting staat {amount} aan baten van {who}")
                }
                None => text!(who; en: "income from {who} is in the budget", nl: "in de begroting staan baten van {who}"),
            };
            (Section::Lead, "budget", year.to_string(), what, then, amended)
        }
        What::Account(person) => {
            let what = called(record, person, audience);
            let then = Text::new("has an account at the code platform", "heeft een account op het codeplatform");
            let (id, _) = crate::answers::presence::identified(record, &person.id, audience);
            (
                Section::Others,
                "person",
                id,
                what,
                then,
                Text::new("withdraw rights, hand over keys", "rechten intrekken, sleutels overdragen"),
            )
        }
    };
    Line { section, kind, id, what: capital(&what), then: capital(&then), todo }
}

/// Who leaves, or the role that nobody holds then.
fn whom(found: &Without<'_>, who: &Id, audience: Audience) -> Text {
    match found.before.role(who) {
        Some(role) => {
            let title = &role.title;
            text!(en: "{title} (then vacant)", nl: "{title} (dan vacant)")
        }
        None => reach::called(found.before, who, audience),
    }
}

/// The command that names somebody else at this place.
fn set(one: &Hanging<'_>) -> Text {
    let file = one.file.as_str().trim_end_matches(".toml");
    let place = one.keys.to_string();
    let place = if place.contains('[') { format!("'{place}'") } else { place };
    command(&format!("set {file} {place} WHO"))
}
