//! What refers to what: the one place that knows every reference of the format, what it accepts, and whether it holds today.

use crate::date::{Date, within};
use crate::finding::{At, Keys};
use crate::keys;
use crate::record::collaboration::Collaboration;
use crate::record::event::{Action, Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Person};
use crate::record::values::{Id, OneOrMany};
use crate::record::work::{Letter, Party, Product, Role, Task, Turn};

/// One reference.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// What it names.
    pub id: &'a Id,
    pub accepts: Kinds,
    /// Whether it speaks of the day asked, rather than of the past or of a plan.
    pub now: bool,
    /// Whether it speaks of that day or of one after it: whom it names is still counted on.
    pub ahead: bool,
}

/// Is shown each reference and a way to ask for its place.
pub type Visit<'v> = &'v mut dyn FnMut(Reference<'_>, &dyn Fn() -> At);

/// Shows one reference.
fn show(visit: Visit<'_>, id: &Id, accepts: Kinds, now: bool, at: &dyn Fn() -> At) {
    visit(Reference { id, accepts, now, ahead: now }, at);
}

fn maybe(visit: Visit<'_>, id: Option<&Id>, accepts: Kinds, now: bool, at: &dyn Fn() -> At) {
    if let Some(id) = id {
        show(visit, id, accepts, now, at);
    }
}

pub fn of_collaboration(settings: &Collaboration, visit: Visit<'_>) {
    let running = settings.ended.is_none();
    maybe(visit, settings.lead.as_ref(), Kinds::ORGANISATION, running, &|| settings.at(keys!["lead"]));
    if let Some(finances) = &settings.finances {
        maybe(visit, finances.fund_holder.as_ref(), Kinds::ORGANISATION, running, &|| settings.at(keys!["finances", "fund_holder"]));
        let decided = finances.reserve.as_ref().and_then(|reserve| reserve.decided.as_ref());
        maybe(visit, decided, Kinds::DECIDED, false, &|| settings.at(keys!["finances", "reserve", "decided"]));
    }
    for (n, waiver) in settings.waiver.iter().enumerate() {
        maybe(visit, waiver.decided.as_ref(), Kinds::DECIDED, false, &|| settings.at(keys!["waiver", n, "decided"]));
        maybe(visit, waiver.by.as_ref(), Kinds::ACTOR, false, &|| settings.at(keys!["waiver", n, "by"]));
    }
}

pub fn of_participant(one: &Participant, on: Date, visit: Visit<'_>) {
    let here = one.left.is_none_or(|left| left.last() >= on);
    for (n, id) in one.represents.iter().enumerate() {
        show(visit, id, Kinds::ORGANISATION | Kinds::CODE, false, &|| one.at(keys!["represents", n]));
    }
    maybe(visit, one.successor.as_ref(), Kinds::ORGANISATION, false, &|| one.at(keys!["successor"]));
    maybe(visit, one.contact.as_ref(), Kinds::PERSON, here, &|| one.at(keys!["contact"]));
    if let Some(interest) = &one.interest {
        maybe(visit, interest.by.as_ref(), Kinds::ACTOR, false, &|| one.at(keys!["interest", "by"]));
    }
    for (n, dues) in one.membership.iter().enumerate() {
        maybe(visit, dues.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["membership", n, "product"]));
    }
    for (n, used) in one.uses.iter().enumerate() {
        let now = here && within(used.from, used.until, on) && used.status != Some(crate::record::participant::UseStatus::Stopped);
        show(visit, &used.product, Kinds::PRODUCT, false, &|| one.at(keys!["use", n, "product"]));
        maybe(visit, used.supplier.as_ref(), Kinds::ORGANISATION, now, &|| one.at(keys!["use", n, "supplier"]));
    }
    if let Some(onboarding) = &one.onboarding {
        // Whether a buddy stays long enough has a rule of its own.
        if let Some(id) = &onboarding.buddy {
            let ahead = on < onboarding.from.plus_months(3);
            visit(Reference { id, accepts: Kinds::PERSON | Kinds::ORGANISATION, now: false, ahead }, &|| {
                one.at(keys!["onboarding", "buddy"])
            });
        }
    }
    for (n, given) in one.contribution.iter().enumerate() {
        maybe(visit, given.by.as_ref(), Kinds::PERSON | Kinds::ORGANISATION, false, &|| one.at(keys!["contribution", n, "by"]));
        maybe(visit, given.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["contribution", n, "product"]));
    }
}

pub fn of_person(one: &Person, on: Date, visit: Visit<'_>) {
    let now = within(one.from, one.until, on);
    maybe(visit, one.works_for.as_ref(), Kinds::ORGANISATION, now, &|| one.at(keys!["works_for"]));
}

pub fn of_product(one: &Product, on: Date, visit: Visit<'_>) {
    let now = within(one.from, one.until, on);
    maybe(visit, one.initiator.as_ref(), Kinds::PERSON | Kinds::ORGANISATION, false, &|| one.at(keys!["initiator"]));
    maybe(visit, one.owner.as_ref(), Kinds::PERSON | Kinds::ORGANISATION, now, &|| one.at(keys!["owner"]));
    maybe(visit, one.copyright_holder.as_ref(), Kinds::PERSON | Kinds::ORGANISATION, false, &|| one.at(keys!["copyright_holder"]));
    maybe(visit, one.repository_owner.as_ref(), Kinds::PERSON | Kinds::ORGANISATION, now, &|| one.at(keys!["repository_owner"]));
    maybe(visit, one.maintainer.as_ref().filter(|id| id.as_str() != "unknown"), Kinds::ACTOR, now, &|| one.at(keys!["maintainer"]));
}

pub fn of_role(one: &Role, on: Date, visit: Visit<'_>) {
    let exists = within(one.from, one.until, on);
    maybe(visit, one.part_of.as_ref(), Kinds::ROLE, false, &|| one.at(keys!["part_of"]));
    maybe(visit, one.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["product"]));
    maybe(visit, one.hosted_by.as_ref(), Kinds::ORGANISATION, exists, &|| one.at(keys!["hosted_by"]));
    for (list, holders) in [("holder", &one.holder), ("backup", &one.backup)] {
        for (n, holder) in holders.iter().enumerate() {
            let ahead = !holder.former && holder.until.is_none_or(|until| until.last() >= on);
            let now = exists && ahead && within(holder.from, holder.until, on);
            visit(Reference { id: &holder.who, accepts: Kinds::ANYBODY, now, ahead }, &|| one.at(keys![list, n, "who"]));
            if let Some(id) = &holder.for_organisation {
                let at = || one.at(keys![list, n, "for_organisation"]);
                visit(Reference { id, accepts: Kinds::ORGANISATION, now, ahead }, &at);
            }
        }
    }
    for (n, turn) in one.turn.iter().enumerate() {
        let until = turn_end(one, turn);
        let now = exists && until.is_none_or(|until| until >= on);
        show(visit, &turn.who, Kinds::ACTOR, now, &|| one.at(keys!["turn", n, "who"]));
    }
}

/// The last day of a turn: its own, or the day before the next one begins, wherever in the list that stands.
pub fn turn_end(role: &Role, turn: &Turn) -> Option<Date> {
    let next = || role.turn.iter().map(|other| other.from).filter(|from| *from > turn.from).min();
    turn.until.or_else(|| next().map(|from| from.plus_days(-1)))
}

pub fn of_task(one: &Task, visit: Visit<'_>) {
    maybe(visit, one.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["product"]));
    let Some(raci) = &one.raci else { return };
    for letter in Letter::ALL {
        let (letter, parties) = (letter.key(), raci.of(letter));
        for (n, party) in parties.as_slice().iter().enumerate() {
            show(visit, party.who(), Kinds::ANYBODY, true, &|| one.at(party_keys(letter, parties, n)));
            maybe(visit, party.via(), Kinds::CHANNEL, false, &|| one.at(keys!["raci", letter, n, "via"]));
        }
    }
}

/// Where one party of a task stands.
pub fn party_keys(letter: &'static str, parties: &OneOrMany<Party>, n: usize) -> Keys {
    let keys = if parties.is_one() { keys!["raci", letter] } else { keys!["raci", letter, n] };
    match &parties.as_slice()[n] {
        Party::Id(_) => keys,
        Party::Table(_) => keys.then("who"),
    }
}

pub fn of_event(one: &Event, on: Date, visit: Visit<'_>) {
    let coming = one.starts.date() >= on || one.repeat.as_ref().is_some_and(|repeat| repeat.until.is_none_or(|until| until >= on));
    maybe(visit, one.body.as_ref(), Kinds::ROLE, false, &|| one.at(keys!["body"]));
    maybe(visit, one.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["product"]));
    maybe(visit, one.organiser.as_ref(), Kinds::ACTOR, coming, &|| one.at(keys!["organiser"]));
    for (n, item) in one.agenda.iter().enumerate() {
        maybe(visit, item.by.as_ref(), Kinds::ACTOR, coming, &|| one.at(keys!["agenda", n, "by"]));
    }
    for (list, ids, now) in [("invited", &one.invited, coming), ("attended", &one.attended, false), ("excused", &one.excused, false)] {
        for (n, id) in ids.iter().enumerate() {
            show(visit, id, Kinds::ANYBODY, now, &|| one.at(keys![list, n]));
        }
    }
    of_actions(&one.action, visit, &|n| one.at(keys!["action", n, "who"]));
    for (m, date) in one.occurrence.iter().enumerate() {
        for (list, ids) in [("attended", &date.attended), ("excused", &date.excused)] {
            for (n, id) in ids.iter().enumerate() {
                show(visit, id, Kinds::ANYBODY, false, &|| one.at(keys!["occurrence", m, list, n]));
            }
        }
        of_actions(&date.action, visit, &|n| one.at(keys!["occurrence", m, "action", n, "who"]));
    }
}

fn of_actions(actions: &[Action], visit: Visit<'_>, at: &dyn Fn(usize) -> At) {
    for (n, action) in actions.iter().enumerate() {
        maybe(visit, action.who.as_ref(), Kinds::ANYBODY, action.done.is_none(), &|| at(n));
    }
}

pub fn of_community(one: &Community, visit: Visit<'_>) {
    for (n, channel) in one.channel.iter().enumerate() {
        maybe(visit, channel.owner.as_ref(), Kinds::ACTOR, true, &|| one.at(keys!["channel", n, "owner"]));
    }
    for (n, knowledge) in one.knowledge.iter().enumerate() {
        maybe(visit, knowledge.owner.as_ref(), Kinds::ACTOR, true, &|| one.at(keys!["knowledge", n, "owner"]));
        maybe(visit, knowledge.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["knowledge", n, "product"]));
    }
    for (n, step) in one.step.iter().enumerate() {
        maybe(visit, step.who.as_ref(), Kinds::ACTOR, true, &|| one.at(keys!["step", n, "who"]));
    }
    for (n, lesson) in one.lesson.iter().enumerate() {
        maybe(visit, lesson.by.as_ref(), Kinds::ACTOR, false, &|| one.at(keys!["lesson", n, "by"]));
    }
    for (n, wish) in one.wish.iter().enumerate() {
        maybe(visit, wish.by.as_ref(), Kinds::ACTOR, false, &|| one.at(keys!["wish", n, "by"]));
        maybe(visit, wish.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["wish", n, "product"]));
    }
    for (n, measured) in one.measurement.iter().enumerate() {
        maybe(visit, measured.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["measurement", n, "product"]));
    }
}

pub fn of_budget(one: &Budget, visit: Visit<'_>) {
    maybe(visit, one.adopted.as_ref(), Kinds::DECIDED, false, &|| one.at(keys!["adopted"]));
    let closed = one.accounts.as_ref().and_then(|accounts| accounts.adopted.as_ref());
    maybe(visit, closed, Kinds::DECIDED, false, &|| one.at(keys!["accounts", "adopted"]));
    for (n, cost) in one.cost.iter().enumerate() {
        maybe(visit, cost.contract.as_ref(), Kinds::CONTRACT, false, &|| one.at(keys!["cost", n, "contract"]));
        maybe(visit, cost.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["cost", n, "product"]));
        maybe(visit, cost.role.as_ref(), Kinds::ROLE, false, &|| one.at(keys!["cost", n, "role"]));
    }
    for (n, income) in one.income.iter().enumerate() {
        for (m, id) in income.from.iter().enumerate() {
            show(visit, id, Kinds::ORGANISATION, false, &|| one.at(keys!["income", n, "from", m]));
        }
    }
    for (n, amendment) in one.amendment.iter().enumerate() {
        maybe(visit, amendment.decided.as_ref(), Kinds::DECIDED, false, &|| one.at(keys!["amendment", n, "decided"]));
    }
    for (n, other) in one.contribution.iter().flat_map(|contribution| &contribution.overrides).enumerate() {
        show(visit, &other.participant, Kinds::ORGANISATION, false, &|| one.at(keys!["contribution", "override", n, "participant"]));
    }
    for (n, effort) in one.in_kind.iter().enumerate() {
        show(visit, &effort.participant, Kinds::ORGANISATION, false, &|| one.at(keys!["in_kind", n, "participant"]));
        maybe(visit, effort.role.as_ref(), Kinds::ROLE, false, &|| one.at(keys!["in_kind", n, "role"]));
        maybe(visit, effort.agreed.as_ref(), Kinds::DECIDED, false, &|| one.at(keys!["in_kind", n, "agreed"]));
    }
}

pub fn of_invoice(one: &Invoice, visit: Visit<'_>) {
    show(visit, &one.participant, Kinds::ORGANISATION, false, &|| one.at(keys!["participant"]));
    maybe(visit, one.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["product"]));
    for (n, line) in one.line.iter().enumerate() {
        maybe(visit, line.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["line", n, "product"]));
        maybe(visit, line.role.as_ref(), Kinds::ROLE, false, &|| one.at(keys!["line", n, "role"]));
    }
}

pub fn of_payments(one: &Payments, visit: Visit<'_>) {
    for (n, payment) in one.payment.iter().enumerate() {
        maybe(visit, payment.from.as_ref(), Kinds::ORGANISATION, false, &|| one.at(keys!["payment", n, "from"]));
    }
}

pub fn of_expenses(one: &Expenses, visit: Visit<'_>) {
    for (n, expense) in one.expense.iter().enumerate() {
        maybe(visit, expense.supplier.as_ref(), Kinds::ORGANISATION, false, &|| one.at(keys!["expense", n, "supplier"]));
    }
}

pub fn of_contract(one: &Contract, visit: Visit<'_>) {
    show(visit, &one.supplier, Kinds::ORGANISATION, false, &|| one.at(keys!["supplier"]));
    maybe(visit, one.product.as_ref(), Kinds::PRODUCT, false, &|| one.at(keys!["product"]));
}

impl Person {
    /// A place in the person's own table, whichever file that stands in.
    pub fn at(&self, keys: Keys) -> At {
        let mut whole = keys!["people", self.id.to_string()];
        whole.0.extend(keys.0);
        At { file: self.file.clone(), place: crate::finding::Place::Key(whole) }
    }
}

/// The path of a document within the record; none where it is an address elsewhere.
pub fn document(path: &str) -> Option<&str> {
    let path = path.split('#').next().unwrap_or(path);
    let is_address = path.contains("://") || path.starts_with("mailto:") || path.is_empty();
    (!is_address).then(|| path.trim_start_matches("./"))
}

/// Where a code base that stands within the record may say how to contribute to it (B11), the likeliest first; none of an address.
pub fn guides(repository: &str) -> Vec<String> {
    let Some(path) = document(repository).map(|path| path.trim_end_matches('/')).filter(|path| !path.split('/').any(|part| part == ".."))
    else {
        return Vec::new();
    };
    let folder = if path == "." || path.is_empty() { String::new() } else { format!("{path}/") };
    let places = ["", "docs/", ".github/", ".gitlab/"];
    let names = ["CONTRIBUTING.md", "CONTRIBUTING", "CONTRIBUTING.rst", "CONTRIBUTING.txt", "CONTRIBUTING.adoc"];
    places.iter().flat_map(|place| names.iter().map(|name| format!("{folder}{place}{name}")).collect::<Vec<_>>()).collect()
}
