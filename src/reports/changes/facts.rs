//! Sentences on a key: a fact that has a name of its own, any other key, and a thing that came or went.

use serde_json::Value;

use crate::changes::facts::Fact;
use crate::changes::tree::{Difference, Path, Step};
use crate::changes::{Change, Thing, What};
use crate::reports::changes::values::{is_private, shape_at, value};
use crate::reports::changes::{Telling, short};
use crate::reports::meeting::enumerated;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;
use crate::words::names::key_name;

pub(super) fn came(telling: &Telling<'_>, thing: &Thing) -> Text {
    let of = telling.thing(thing);
    match thing.kind {
        FileKind::People => {
            let employer = telling.after.people.get(thing.id.as_str()).and_then(|one| telling.after.organisation_of(one));
            match employer.map(|of| telling.who(of)) {
                Some(at) => text!(of, at; en: "{of} ({at}) is now on record", nl: "{of} ({at}) staat nu in het dossier"),
                None => text!(of; en: "{of} is now on record", nl: "{of} staat nu in het dossier"),
            }
        }
        FileKind::Role | FileKind::Task => text!(of; en: "{of} is new", nl: "{of} is nieuw"),
        FileKind::Budget => text!(of; en: "there is a draft of {of}", nl: "er is een concept van {of}"),
        FileKind::Expenses | FileKind::Payments => {
            text!(of; en: "{of} were added to the record", nl: "{of} zijn toegevoegd aan het dossier")
        }
        _ => text!(of; en: "{of} was added to the record", nl: "{of} is toegevoegd aan het dossier"),
    }
}

pub(super) fn gone(telling: &Telling<'_>, thing: &Thing) -> Text {
    let of = telling.thing(thing);
    match thing.kind {
        FileKind::Collaboration => {
            Text::new("the settings of the collaboration were removed", "de instellingen van de samenwerking zijn weggehaald")
        }
        FileKind::Expenses | FileKind::Payments => {
            text!(of; en: "{of} were taken out of the record", nl: "{of} zijn uit het dossier gehaald")
        }
        _ => text!(of; en: "{of} was taken out of the record", nl: "{of} is uit het dossier gehaald"),
    }
}

/// What a fact is called, in the middle of a sentence; of whom it is, where it is not the collaboration's own.
fn label(telling: &Telling<'_>, thing: &Thing, fact: &Fact) -> Text {
    match fact.code {
        "level" => Text::new("the level of ambition", "het ambitieniveau"),
        "lead" => Text::new("the lead", "de penvoerder"),
        "ended" => Text::new("the end of the collaboration", "het einde van de samenwerking"),
        "purpose" => Text::new("the purpose of the collaboration", "het doel van de samenwerking"),
        "agreement" => Text::new("the agreement", "de samenwerkingsovereenkomst"),
        "fund-holder" => Text::new("the fund holder", "de kassier"),
        "account" => Text::new("the account on which participants pay", "het rekeningnummer waarop deelnemers betalen"),
        "vat" => Text::new("how contributions are taxed", "de btw op de bijdrage"),
        "currency" => Text::new("the currency", "de munteenheid"),
        "cost-centre" => Text::new("the cost centre", "de kostenplaats"),
        "reserve" => Text::new("the reserve", "de reserve"),
        "numbering" => Text::new("the numbering of invoices", "de nummering van facturen"),
        "payment-days" => Text::new("the days in which an invoice is to be paid", "de betaaltermijn van facturen in dagen"),
        "limits" => Text::new("the agreed limits", "de afgesproken grenzen"),
        "rule-level" => Text::new("how findings are weighed", "de zwaarte van controles"),
        "privacy" => Text::new("how long personal data is kept", "de bewaartermijn van persoonsgegevens"),
        _ => {
            let (what, of) = (of_thing(fact.code, fact.path), telling.thing(thing));
            text!(what, of; en: "{what} of {of}", nl: "{what} van {of}")
        }
    }
}

fn of_thing(code: &str, path: &[&str]) -> Text {
    match code {
        "contact" => Text::new("the contact", "de contactpersoon"),
        "inhabitants" if path == ["inhabitants_on"] => Text::new("the day of the number of inhabitants", "de peildatum van de inwoners"),
        "inhabitants" => Text::new("the number of inhabitants", "het aantal inwoners"),
        "represents" => Text::new("the list of those for whom it stands", "de lijst van wie het vertegenwoordigt"),
        "signatory" => Text::new("the signatory", "de ondertekenaar"),
        "takes-part" => Text::new("whether it takes part", "het deelnemerschap"),
        "supplier" => Text::new("whether it is a supplier", "het leverancierschap"),
        "logo" => Text::new("the permission to show the logo", "de toestemming voor het logo"),
        "billing-account" => Text::new("the bank account", "het rekeningnummer"),
        "billing" => Text::new("the details for invoices", "de factuurgegevens"),
        "order-number" => Text::new("the order number", "het inkoop- of verplichtingennummer"),
        "buddy" => Text::new("the buddy", "de buddy"),
        "onboarding-step" | "onboarding" => Text::new("the onboarding", "de onboarding"),
        "hired-through" => Text::new("the organisation that hires out the services", "de organisatie die inhuurt"),
        "position" => Text::new("the position", "de functie"),
        "owner" => Text::new("the owner", "de eigenaar"),
        "maintainer" => Text::new("the maintainer", "de beheerder"),
        "copyright-holder" => Text::new("the copyright holder", "de auteursrechthebbende"),
        "licence" => Text::new("the licence", "de licentie"),
        "repository" => Text::new("the repository", "de repository"),
        "support" => Text::new("the end of support", "het einde van de ondersteuning"),
        "product-ends" | "role-ends" | "contract-until" => Text::new("the last day", "de einddatum"),
        "seats" => match path[0] {
            "max_seats" => Text::new("the most seats", "het maximum aantal zetels"),
            "seats_per_organisation" => Text::new("the most seats for one organisation", "het maximum aantal zetels per organisatie"),
            "majority_of_one" => {
                Text::new("whether one organisation may have a majority", "de ruimte voor een meerderheid van één organisatie")
            }
            _ => Text::new("the number of seats", "het aantal zetels"),
        },
        "decides" => Text::new("the way of deciding", "de wijze van besluiten"),
        "staffing" => Text::new("the staffing", "de wijze van bezetting"),
        "critical" => Text::new("whether it is critical: that", "de aanduiding als kritiek"),
        "compensation" => Text::new("the compensation", "de vergoeding"),
        "hours" => Text::new("the hours a week", "het aantal uren per week"),
        "vacant" => Text::new("the vacancy", "de vacature"),
        "term" => Text::new("the length of a term in months", "de zittingstermijn in maanden"),
        "process" => Text::new("the description of how it is done,", "de werkwijze"),
        "place" => Text::new("the place", "de plaats"),
        "organiser" => Text::new("the organiser", "de organisator"),
        "rhythm" => Text::new("the rhythm", "het ritme"),
        "key" => Text::new("the contribution key", "de verdeelsleutel"),
        "obligation" => Text::new("whether the contribution is owed: that", "de verplichting om bij te dragen"),
        "indexation" => Text::new("the indexation", "de indexering"),
        "period" => Text::new("the period", "de periode"),
        "adopted-in" => Text::new("the meeting that adopted it:", "het overleg waarin is vastgesteld,"),
        "budget-status" => Text::new("the status", "de status"),
        "contract-amount" => Text::new("the amount", "het bedrag"),
        "contract-supplier" => Text::new("the supplier", "de leverancier"),
        "contract-notice" => Text::new("the last day of notice", "de uiterste opzegdatum"),
        "contract-extensions" => Text::new("the number of extensions", "het aantal verlengingen"),
        _ => key_name(path.last().copied().unwrap_or_default()),
    }
}

pub(super) fn said(telling: &Telling<'_>, change: &Change, fact: &Fact) -> Text {
    let What::Fact { from, to, .. } = &change.what else { return Text::default() };
    let thing = &change.thing;
    let label = label(telling, thing, fact);
    let path = Path(fact.path.iter().map(|key| Step::Key((*key).to_owned())).collect());
    let is_table = |value: &Option<Value>| value.as_ref().is_some_and(Value::is_object);
    if is_private(&path) {
        return changed(&label, from.is_some(), to.is_some());
    }
    if is_table(from) || is_table(to) {
        let parts = parts(telling, change, fact.path.len());
        if parts == Text::default() {
            return changed(&label, from.is_some(), to.is_some());
        }
        return text!(label, parts; en: "{label} changed: {parts}", nl: "{label}: {parts}");
    }
    let shape = shape_at(thing.kind, &path);
    let key = fact.path.last().copied().unwrap_or_default();
    let was = from.as_ref().and_then(|one| named(telling, fact, key, one, &shape, telling.before));
    let is = to.as_ref().and_then(|one| named(telling, fact, key, one, &shape, telling.after));
    from_to(&label, was, is)
}

/// A value; of the level and the key the handbook's own names.
fn named(
    telling: &Telling<'_>,
    fact: &Fact,
    key: &str,
    one: &Value,
    shape: &crate::record::shape::Shape,
    record: &crate::record::Record,
) -> Option<Text> {
    if fact.code == "level" {
        let level = crate::handbook::Level::ALL.into_iter().find(|level| Some(level.id()) == one.as_str());
        return level.map(crate::handbook::Level::name);
    }
    if fact.code == "key" {
        return one.as_str().map(super::money::key);
    }
    value(telling, key, one, shape, record)
}

/// That something is another than it was.
fn from_to(label: &Text, from: Option<Text>, to: Option<Text>) -> Text {
    match (from, to) {
        (Some(from), Some(to)) => text!(label, from, to; en: "{label} went from {from} to {to}", nl: "{label} ging van {from} naar {to}"),
        (None, Some(to)) => text!(label, to; en: "{label} is now {to}", nl: "{label} is nu {to}"),
        (Some(from), None) => {
            text!(label, from; en: "{label} is no longer on record (was {from})", nl: "{label} staat niet meer in het dossier (was {from})")
        }
        (None, None) => text!(label; en: "{label} changed", nl: "{label} is gewijzigd"),
    }
}

/// That something came, went or is another, without what it is.
fn changed(label: &Text, was: bool, is: bool) -> Text {
    match (was, is) {
        (false, _) => text!(label; en: "{label} was added", nl: "{label} is toegevoegd"),
        (_, false) => text!(label; en: "{label} was removed", nl: "{label} is weggehaald"),
        _ => text!(label; en: "{label} changed", nl: "{label} is gewijzigd"),
    }
}

/// One key of a fact or an item, in few words: `version from 1.2 to 1.3`.
pub(super) fn part(telling: &Telling<'_>, thing: &Thing, one: &Difference, depth: usize) -> Text {
    let below = Path(one.path.0[depth.min(one.path.0.len())..].to_vec());
    let key = one.path.last().unwrap_or_default();
    let mut name = match below.0.first() {
        None => Text::default(),
        Some(_) if one.path.0.iter().any(|step| matches!(step, Step::Key(key) if key == "rules" || key == "done")) => Text::same(key),
        Some(_) => key_name(key),
    };
    if let Some(Step::Item(_)) = below.0.last()
        && below.0.len() > 1
    {
        name = key_name(below.last().unwrap_or_default());
    }
    if one.path.0.last() == Some(&Step::Order) {
        return text!(name; en: "the order of {name}", nl: "de volgorde van {name}");
    }
    let shape = shape_at(thing.kind, &one.path);
    let side = |value_of: &Option<Value>, record| {
        value_of.as_ref().filter(|_| !is_private(&one.path)).and_then(|v| value(telling, key, v, &shape, record))
    };
    let (from, to) = (side(&one.from, telling.before), side(&one.to, telling.after));
    match (from, to) {
        (Some(from), Some(to)) => text!(name, from, to; en: "{name} from {from} to {to}", nl: "{name} van {from} naar {to}"),
        (None, Some(to)) if name == Text::default() => text!(to; en: "{to} added", nl: "{to} erbij"),
        (Some(from), None) if name == Text::default() => text!(from; en: "{from} removed", nl: "{from} eraf"),
        (None, Some(to)) => text!(name, to; en: "{name} {to}", nl: "{name} {to}"),
        (Some(from), None) => text!(name, from; en: "{name} no longer {from}", nl: "{name} niet meer {from}"),
        (None, None) => name,
    }
}

/// All keys below a depth, in few words; nothing where nothing may be said of them.
pub(super) fn parts(telling: &Telling<'_>, change: &Change, depth: usize) -> Text {
    const MOST: usize = 6;
    let all: Vec<Text> =
        change.keys.iter().map(|one| part(telling, &change.thing, one, depth)).filter(|one| *one != Text::default()).collect();
    let rest = all.len().saturating_sub(MOST);
    let said = enumerated(&all[..all.len().min(MOST)]);
    let said = if rest > 0 { text!(said; en: "{said} and {rest} more", nl: "{said} en nog {rest}") } else { said };
    let (en, nl) = (short_of(&said.en), short_of(&said.nl));
    Text { en: en.into(), nl: nl.into() }
}

/// Any other key.
pub(super) fn set(telling: &Telling<'_>, change: &Change) -> Text {
    let of = telling.thing(&change.thing);
    let Some(one) = change.keys.first() else { return of };
    let key = one.path.last().unwrap_or_default();
    if matches!(key, "note" | "source") {
        let what = if key == "note" { Text::new("the remark", "de opmerking") } else { Text::new("the source", "de bron") };
        let label = text!(what, of; en: "{what} on {of}", nl: "{what} bij {of}");
        return changed(&label, one.from.is_some(), one.to.is_some());
    }
    let all = parts(telling, change, 0);
    if all == Text::default() {
        return changed(&of, true, true);
    }
    text!(of, all; en: "{of}: {all}", nl: "{of}: {all}")
}

/// Not longer than a sentence.
fn short_of(text: &str) -> String {
    if text.chars().count() > 400 { short(text) } else { text.to_owned() }
}
