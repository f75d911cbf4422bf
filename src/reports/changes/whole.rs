//! Sentences on a thing that came or went: what a new budget, role, task or contract says.

use serde_json::Value;

use crate::answers::contribution::{Asked, Question, contribution};
use crate::answers::ledger::years::year_name;
use crate::answers::presence::joined;
use crate::changes::Thing;
use crate::changes::tree::{Path, Step};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, Contract};
use crate::record::values::{Amount, Id};
use crate::record::work::{Holder, Letter, Party, Product, Role, RoleKind, Task};
use crate::reports::changes::money::{is_voluntary, key_of, sum, untaxed};
use crate::reports::changes::parts::{called, detail};
use crate::reports::changes::values::{shape_at, value};
use crate::reports::changes::{Telling, line, some, until};
use crate::reports::meeting::enumerated;
use crate::source::FilePath;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

pub(super) fn came(telling: &Telling<'_>, thing: &Thing) -> Text {
    let of = telling.thing(thing);
    let id = thing.id.as_str();
    match thing.kind {
        FileKind::People => {
            let employer = telling.after.people.get(id).and_then(|one| telling.after.organisation_of(one));
            // Who is not named is called by the organisation already.
            match employer.filter(|_| telling.is_named(&Id::new(id))).map(|of| telling.who(of)) {
                Some(at) => text!(of, at; en: "{of} ({at}) is now on record", nl: "{of} ({at}) staat nu in het dossier"),
                None => text!(of; en: "{of} is now on record", nl: "{of} staat nu in het dossier"),
            }
        }
        FileKind::Role => {
            let says = telling.after.roles.get(id).map(|one| of_role(telling, one, telling.after)).unwrap_or_default();
            told(&text!(of; en: "{of} is new", nl: "{of} is nieuw"), &says)
        }
        FileKind::Task => {
            let says = telling.after.tasks.get(id).map(|one| of_task(telling, one)).unwrap_or_default();
            told(&text!(of; en: "{of} is new", nl: "{of} is nieuw"), &says)
        }
        FileKind::Contract => {
            let says = telling.after.contracts.get(id).map(|one| of_contract(telling, thing, one)).unwrap_or_default();
            told(&text!(of; en: "{of} was added to the record", nl: "{of} is toegevoegd aan het dossier"), &says)
        }
        FileKind::Product => {
            let says = telling.after.products.get(id).map(|one| of_product((telling, telling.after), thing, one)).unwrap_or_default();
            told(&text!(of; en: "{of} was added to the record", nl: "{of} is toegevoegd aan het dossier"), &says)
        }
        FileKind::Budget => told(&text!(of; en: "there is a draft of {of}", nl: "er is een concept van {of}"), &of_budget(telling, thing)),
        FileKind::Expenses | FileKind::Payments | FileKind::Collaboration => {
            text!(of; en: "{of} were added to the record", nl: "{of} zijn toegevoegd aan het dossier")
        }
        _ => text!(of; en: "{of} was added to the record", nl: "{of} is toegevoegd aan het dossier"),
    }
}

pub(super) fn gone(telling: &Telling<'_>, thing: &Thing) -> Text {
    // Of what could not be read nobody knows that it was a role, or whatever its folder is for.
    if thing.kind != FileKind::Collaboration && telling.before.unread.iter().any(|one| one.file == thing.file) {
        let file = &thing.file;
        return text!(en: "`{file}`, which could not be read, is gone", nl: "`{file}`, dat niet te lezen was, is weggehaald");
    }
    let of = telling.thing(thing);
    let id = thing.before.as_ref().map_or(thing.id.as_str(), |(id, _)| id.as_str());
    let was = match thing.kind {
        FileKind::Contract => telling.before.contracts.get(id).map(|one| of_contract(telling, thing, one)),
        FileKind::Role => telling.before.roles.get(id).map(|one| of_role(telling, one, telling.before)),
        FileKind::Product => telling.before.products.get(id).map(|one| of_product((telling, telling.before), thing, one)),
        FileKind::Task => telling.before.tasks.get(id).map(|one| of_task(telling, one)),
        _ => None,
    };
    match thing.kind {
        _ if was.as_ref().is_some_and(|was| !was.is_empty()) => {
            let was = joined(&was.unwrap_or_default(), "; ");
            text!(of, was; en: "{of} was taken out of the record (was: {was})", nl: "{of} is uit het dossier gehaald (was: {was})")
        }
        FileKind::Collaboration => {
            Text::new("the settings of the collaboration were removed", "de instellingen van de samenwerking zijn weggehaald")
        }
        FileKind::Expenses | FileKind::Payments => {
            text!(of; en: "{of} were taken out of the record", nl: "{of} zijn uit het dossier gehaald")
        }
        _ => text!(of; en: "{of} was taken out of the record", nl: "{of} is uit het dossier gehaald"),
    }
}

/// A budget that was adopted.
pub(super) fn adopted(telling: &Telling<'_>, thing: &Thing) -> Text {
    let of = telling.thing(thing);
    told(&text!(of; en: "{of} was adopted", nl: "{of} is vastgesteld"), &of_budget(telling, thing))
}

/// What one organisation pays by a budget that came or was adopted.
pub(super) fn budgeted(telling: &Telling<'_>, of: &Text, budget: &FilePath, (amount, is_adopted): (Money, bool)) -> Text {
    let (id, file) = (budget.to_string(), budget.clone());
    let (amount, untaxed) = (sum(telling, amount), untaxed(telling));
    let pays = if is_voluntary(telling, |one| one.file == file) {
        text!(of, amount, untaxed; en: "{of} is asked for {amount}{untaxed}, voluntarily", nl: "aan {of} wordt vrijwillig {amount}{untaxed} gevraagd")
    } else {
        text!(of, amount, untaxed; en: "{of} pays {amount}{untaxed}", nl: "{of} betaalt {amount}{untaxed}")
    };
    let budget = telling.thing(&Thing { kind: FileKind::Budget, id, file, before: None, is_there: true });
    if is_adopted {
        return text!(budget, pays; en: "{budget} was adopted: {pays}", nl: "{budget} is vastgesteld: {pays}");
    }
    text!(budget, pays; en: "there is a draft of {budget}: {pays}", nl: "er is een concept van {budget}: {pays}")
}

/// That the accounts of a year were adopted, or no longer count as that; none where what was adopted is another now.
pub(super) fn closed(telling: &Telling<'_>, thing: &Thing, was: bool, is: bool) -> Option<Text> {
    let record = if is { telling.after } else { telling.before };
    let file = thing.before.as_ref().filter(|_| !is).map_or(&thing.file, |(_, file)| file);
    let budget = record.budgets.iter().find(|one| one.file == *file)?;
    let accounts = budget.accounts.as_ref()?;
    let (year, balance) = (year_name(record, budget.year), sum(telling, accounts.balance));
    match (was, is) {
        (false, true) => {
            let by = accounts.adopted.as_ref().map(|id| telling.agreed(id));
            let by = match (by, accounts.on) {
                (Some(by), _) => text!(by; en: " ({by})", nl: " ({by})"),
                (None, Some(day)) => text!(day; en: " on {day}", nl: " op {day}"),
                (None, None) => Text::default(),
            };
            let kept = accounts.to_reserve.map(|kept| sum(telling, kept));
            let kept = kept.map_or(
                Text::default(),
                |kept| text!(kept; en: ", of which {kept} goes to the reserve", nl: ", waarvan {kept} naar de reserve gaat"),
            );
            Some(
                text!(by, balance, kept; en: "the accounts of {year} were adopted{by}, with a balance of {balance}{kept}", nl: "de jaarrekening van {year} is vastgesteld{by}, met een saldo van {balance}{kept}"),
            )
        }
        (true, false) => Some(
            text!(balance; en: "the accounts of {year} no longer count as adopted (was: a balance of {balance})", nl: "de jaarrekening van {year} geldt niet meer als vastgesteld (was: een saldo van {balance})"),
        ),
        _ => None,
    }
}

/// A sentence, and after a colon what the thing says.
fn told(sentence: &Text, says: &[Text]) -> Text {
    if says.is_empty() {
        return sentence.clone();
    }
    let says = joined(says, "; ");
    text!(sentence, says; en: "{sentence}: {says}", nl: "{sentence}: {says}")
}

/// What is budgeted, by which key it is divided, and what each pays.
fn of_budget(telling: &Telling<'_>, thing: &Thing) -> Vec<Text> {
    let Some(budget) = telling.after.budgets.iter().find(|one| one.file == thing.file) else { return Vec::new() };
    let mut says = Vec::new();
    let costs: Option<Vec<_>> = budget.cost.iter().map(|one| one.amount.known()).collect();
    if let Some(costs) = costs.filter(|costs| !costs.is_empty()) {
        let costs = sum(telling, costs.into_iter().sum());
        let each = budget.cost.iter().map(|one| (one.what.as_deref().unwrap_or(one.id.as_str()), one.amount));
        let each = amounts(telling, each);
        says.push(text!(costs, each; en: "costs {costs}{each}", nl: "lasten {costs}{each}"));
    }
    let income = amounts(telling, budget.income.iter().map(|one| (one.what.as_str(), one.amount)));
    if income != Text::default() {
        says.push(text!(income; en: "income{income}", nl: "baten{income}"));
    }
    says.extend(budget.contribution.as_ref().map(|contribution| {
        let key = key_of(contribution.key);
        match shares(telling, budget) {
            Some(shares) => text!(key, shares; en: "contribution key {key}: {shares}", nl: "verdeelsleutel {key}: {shares}"),
            None => text!(key; en: "contribution key {key}", nl: "verdeelsleutel {key}"),
        }
    }));
    says
}

/// What each line comes to, between brackets.
fn amounts<'a>(telling: &Telling<'_>, lines: impl Iterator<Item = (&'a str, Amount)>) -> Text {
    let one = |(what, amount): (&str, Amount)| {
        let what = line(what);
        match amount.known() {
            Some(amount) => {
                let amount = sum(telling, amount);
                text!(amount; en: "{what} {amount}", nl: "{what} {amount}")
            }
            None => Text::same(what),
        }
    };
    let all: Vec<Text> = lines.map(one).collect();
    if all.is_empty() {
        return Text::default();
    }
    let all = joined(&all, ", ");
    text!(all; en: " ({all})", nl: " ({all})")
}

/// What each pays; of many what they pay together, and between which amounts.
fn shares(telling: &Telling<'_>, budget: &Budget) -> Option<Text> {
    const FEW: usize = 6;
    let asked: Asked<'_> = contribution(telling.after, budget, &Question::default()).ok()??;
    let mut all: Vec<_> = asked.paying().map(|payer| (payer.settled.paid(), payer.taking.one.name.as_str())).collect();
    if all.len() <= FEW {
        let each = all.into_iter().map(|(net, name)| {
            let net = sum(telling, net);
            text!(net; en: "{name} {net}", nl: "{name} {net}")
        });
        return Some(enumerated(&each.collect::<Vec<_>>())).filter(|text| *text != Text::default());
    }
    all.sort_unstable();
    let (least, most) = (all.first()?.0, all.last()?.0);
    let (total, untaxed) = (sum(telling, all.iter().map(|(net, _)| *net).sum()), untaxed(telling));
    let (number, least, most) = (all.len(), sum(telling, least), sum(telling, most));
    let each = if least == most {
        text!(least; en: "each {least}", nl: "ieder {least}")
    } else {
        text!(least, most; en: "each from {least} to {most}", nl: "ieder van {least} tot {most}")
    };
    Some(if is_voluntary(telling, |one| one.file == budget.file) {
        text!(total, each, untaxed; en: "{number} are asked for {total}{untaxed} together, voluntarily, {each}", nl: "aan {number} deelnemers wordt vrijwillig samen {total}{untaxed} gevraagd, {each}")
    } else {
        text!(total, each, untaxed; en: "{number} pay {total}{untaxed} together, {each}", nl: "{number} deelnemers betalen samen {total}{untaxed}, {each}")
    })
}

/// Who holds it or sits in it, how many seats there are, and of a body how it decides.
fn of_role(telling: &Telling<'_>, role: &Role, record: &Record) -> Vec<Text> {
    let on = telling.after.on;
    let is_held = |one: &&Holder| !one.former && one.until.is_none_or(|until| until.last() >= on);
    let named = |all: &[Holder]| -> Vec<Text> {
        let one = |one: &Holder| {
            let mut beside: Vec<Text> = Vec::new();
            beside.extend(one.chair.then(|| Text::new("chair", "voorzitter")));
            beside.extend((one.voting == Some(false)).then(|| Text::new("without a vote", "zonder stemrecht")));
            beside.extend(one.seat.as_ref().map(|seat| text!(en: "seat “{seat}”", nl: "zetel “{seat}”")));
            let who = telling.who(&one.who);
            let beside = joined(&beside, ", ");
            if beside == Text::default() { who } else { text!(who, beside; en: "{who} ({beside})", nl: "{who} ({beside})") }
        };
        all.iter().filter(is_held).map(one).collect()
    };
    let (holders, backups) = (named(&role.holder), named(&role.backup));
    let mut says = Vec::new();
    match role.seats {
        Some(1) => says.push(Text::new("1 seat", "1 zetel")),
        Some(number) => says.push(text!(en: "{number} seats", nl: "{number} zetels")),
        None => {}
    }
    says.extend(arranged(telling, role, record));
    let who = enumerated(&holders);
    if who != Text::default() {
        says.push(if role.kind == Some(RoleKind::Body) {
            text!(who; en: "in it sit {who}", nl: "leden: {who}")
        } else {
            text!(who; en: "held by {who}", nl: "vervuld door {who}")
        });
    } else if role.vacant {
        says.push(Text::new("vacant", "vacant"));
    }
    let who = enumerated(&backups);
    if who != Text::default() {
        says.push(text!(who; en: "back-up: {who}", nl: "vervanger: {who}"));
    }
    says
}

/// What was agreed on a role: how a body decides and whom its seats speak for, what a position asks and gives.
fn arranged(telling: &Telling<'_>, role: &Role, record: &Record) -> Vec<Text> {
    let tree = serde_json::to_value(role).unwrap_or_default();
    let thing = Thing { kind: FileKind::Role, id: role.id.to_string(), file: role.file.clone(), before: None, is_there: true };
    let keys = [
        "max_seats",
        "seats_per_organisation",
        "majority_of_one",
        "decides",
        "part_of",
        "staffing",
        "hours",
        "compensation",
        "term_months",
        "min_term_months",
        "critical",
    ];
    let mut says: Vec<Text> = keys
        .into_iter()
        .filter(|key| tree[*key] != Value::Bool(false) || *key == "majority_of_one")
        .filter_map(|key| worded((telling, record), &thing, key, &tree[key]))
        .collect();
    says.extend(role.seat.iter().map(|seat| {
        let id = &seat.id;
        match &seat.profile {
            Some(profile) => {
                let profile = line(profile);
                text!(en: "seat “{id}”: {profile}", nl: "zetel “{id}”: {profile}")
            }
            None => text!(en: "seat “{id}”", nl: "zetel “{id}”"),
        }
    }));
    says
}

/// A key with what it says, within a row of them.
fn worded((telling, record): (&Telling<'_>, &Record), thing: &Thing, key: &str, raw: &Value) -> Option<Text> {
    let shape = shape_at(thing.kind, &Path(vec![Step::Key(key.to_owned())]));
    let said = value((telling, record), thing, key, raw, &shape)?;
    let is_yes = *raw == Value::Bool(true);
    Some(match key {
        "decides" => text!(said; en: "way of deciding: {said}", nl: "wijze van besluiten: {said}"),
        "critical" => Text::new("critical", "kritiek"),
        "majority_of_one" if is_yes => Text::new("one organisation may have a majority", "één organisatie mag een meerderheid hebben"),
        "majority_of_one" => Text::new("one organisation may not have a majority", "één organisatie mag geen meerderheid hebben"),
        _ => detail(key, &called(thing.kind, key, &shape), &said),
    })
}

/// Whose it is, who keeps it working and what others may do with it.
fn of_product(at: (&Telling<'_>, &Record), thing: &Thing, one: &Product) -> Vec<Text> {
    let tree = serde_json::to_value(one).unwrap_or_default();
    let keys = ["owner", "copyright_holder", "licence", "maintainer", "repository_owner", "supported_until", "notice_months", "until"];
    keys.into_iter().filter_map(|key| worded(at, thing, key, &tree[key])).collect()
}

/// Who carries it out and who answers for it.
fn of_task(telling: &Telling<'_>, task: &Task) -> Vec<Text> {
    let Some(raci) = &task.raci else { return Vec::new() };
    let named = |letter| {
        let ids: Vec<Id> = raci.of(letter).as_slice().iter().map(Party::who).cloned().collect();
        Some(some(ids.iter().map(|id| telling.who(id)).collect())).filter(|who| *who != Text::default())
    };
    let (responsible, accountable) = (named(Letter::Responsible), named(Letter::Accountable));
    let responsible = responsible.map(|who| text!(who; en: "carried out by {who}", nl: "uitgevoerd door {who}"));
    let accountable = accountable.map(|who| text!(who; en: "accountable: {who}", nl: "eindverantwoordelijk: {who}"));
    responsible.into_iter().chain(accountable).collect()
}

/// With whom, for how much, for how long and under which conditions.
fn of_contract(telling: &Telling<'_>, thing: &Thing, one: &Contract) -> Vec<Text> {
    let mut says = vec![telling.who(&one.supplier)];
    if let Some(total) = one.total.and_then(Amount::known) {
        let total = sum(telling, total);
        says.push(text!(total; en: "{total} in all", nl: "in totaal {total}"));
    }
    if let Some(yearly) = one.yearly.and_then(Amount::known) {
        let yearly = sum(telling, yearly);
        says.push(text!(yearly; en: "{yearly} a year", nl: "{yearly} per jaar"));
    }
    let from = one.from.map(|from| text!(from; en: "from {from}", nl: "vanaf {from}")).unwrap_or_default();
    let period = from.then(&until(one.until));
    let period = Text { en: period.en.trim().to_owned().into(), nl: period.nl.trim().to_owned().into() };
    if period != Text::default() {
        says.push(period);
    }
    let tree = serde_json::to_value(one).unwrap_or_default();
    let record = if thing.is_there { telling.after } else { telling.before };
    let keys = ["product", "vat", "notice_date", "extensions", "document", "processing_agreement"];
    says.extend(keys.into_iter().filter_map(|key| worded((telling, record), thing, key, &tree[key])));
    says
}
