//! Sentences on a key: a fact that has a name of its own, or any other key.

use serde_json::Value;

use crate::changes::facts::Fact;
use crate::changes::tree::{Difference, Path, Step};
use crate::changes::{Change, Thing, What};
use crate::record::values::Id;
use crate::reports::changes::Telling;
use crate::reports::changes::parts::{both, leaves, parts};
use crate::reports::changes::values::{is_private, shape_at, value};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;
use crate::words::names::key_name;

/// What a fact is called, in the middle of a sentence; of whom it is, where it is not the collaboration's own.
fn label(telling: &Telling<'_>, thing: &Thing, fact: &Fact) -> Text {
    match fact.code {
        "format" => Text::new("the format of the record", "het formaat van het dossier"),
        "language" => Text::new("the language of the record", "de taal van het dossier"),
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
        "finances-in-words" => Text::new("what was agreed on who pays, in words,", "de afspraak in woorden over wie wat betaalt"),
        "numbering" if fact.path.last() == Some(&"invoice_number") => {
            Text::new("the form of invoice numbers", "de opbouw van factuurnummers")
        }
        "numbering" => Text::new("the numbering of invoices", "de nummering van facturen"),
        "payment-days" => Text::new("the time in which an invoice is to be paid", "de betaaltermijn van facturen"),
        "limits" => Text::new("the agreed limits", "de afgesproken grenzen"),
        "rule-level" => Text::new("how findings are weighed", "de zwaarte van controles"),
        "privacy" => Text::new("what was agreed on personal data", "de afspraak over persoonsgegevens"),
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
        "represents" => Text::new("the list of those who are represented", "de lijst van vertegenwoordigden"),
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
        "repository-owner" => Text::new("the owner of the repository", "de eigenaar van de repository"),
        "product-notice" => Text::new("the time of notice before the end", "de aankondigingstermijn voor het einde"),
        "role-kind" => Text::new("the kind", "de soort"),
        "part-of" => Text::new("the body above", "het bovenliggende gremium"),
        "required-by" => Text::new("what demands the existence", "de grondslag"),
        "contract-from" => Text::new("the first day", "de begindatum"),
        "contract-vat" => Text::new("the VAT", "de btw"),
        "processing-agreement" => Text::new("the data processing agreement", "de verwerkersovereenkomst"),
        "contract-document" => Text::new("the signed text", "de ondertekende tekst"),
        "contract-product" => Text::new("the product", "het product"),
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
        "term" => Text::new("the length of a term", "de zittingstermijn"),
        "process" => Text::new("the description of how it is done,", "de werkwijze"),
        "place" => Text::new("the place", "de plaats"),
        "organiser" => Text::new("the organiser", "de organisator"),
        "rhythm" => Text::new("the rhythm", "het ritme"),
        "key" => Text::new("the contribution key", "de verdeelsleutel"),
        "obligation" => Text::new("whether the contribution is owed: that", "de verplichting om bij te dragen"),
        "contribution-total" => Text::new("the amount to be divided", "het te verdelen bedrag"),
        "pro-rata" => Text::new("the counting of a part of the year", "de berekening naar rato"),
        "instalments" => Text::new("the schedule of instalments", "het termijnschema"),
        "inhabitants-on" => Text::new("the day of the number of inhabitants", "de peildatum van de inwoners"),
        "joint-bodies" => Text::new("the way in which joint bodies count", "de manier waarop samenwerkingsverbanden meetellen"),
        "contribution-bounds" => match path.last() {
            Some(&"minimum") => Text::new("the lowest contribution", "de minimumbijdrage"),
            Some(&"maximum") => Text::new("the highest contribution", "de maximumbijdrage"),
            _ => Text::new("the fixed part of the contribution", "het vaste deel van de bijdrage"),
        },
        "joining-fee" => Text::new("the joining fee", "de toetredingsbijdrage"),
        "opening" => Text::new("what the year begins with", "de beginstand"),
        "accounts-adopted" => Text::new("the adopted accounts", "de vastgestelde jaarrekening"),
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
    let is_many = matches!(fact.code, "billing" | "limits");
    if fact.code == "rule-level" {
        let rules: Vec<Text> = change.keys.iter().flat_map(leaves).filter_map(|one| rule(&one)).collect();
        let rules = crate::answers::presence::joined(&rules, "; ");
        return text!(label, rules; en: "{label}: {rules}", nl: "{label}: {rules}");
    }
    if fact.code == "accounts-adopted"
        && let Some(text) = super::whole::closed(telling, thing, from.is_some(), to.is_some())
    {
        return text;
    }
    if is_table(from) || is_table(to) {
        let parts = parts(telling, change, fact.path.len());
        let course = changed(&label, is_many, from.is_some(), to.is_some());
        return match (from, to) {
            _ if parts == Text::default() => course,
            (Some(_), Some(_)) => text!(label, parts; en: "{label} changed: {parts}", nl: "{label}: {parts}"),
            (None, _) => text!(course, parts; en: "{course}: {parts}", nl: "{course}: {parts}"),
            (_, None) => text!(course, parts; en: "{course} (was: {parts})", nl: "{course} (was: {parts})"),
        };
    }
    if is_private(&path) {
        return changed(&label, is_many, from.is_some(), to.is_some());
    }
    if let Some(text) = special(telling, thing, fact, from.as_ref(), to.as_ref()) {
        return text;
    }
    let shape = shape_at(thing.kind, &path);
    let key = fact.path.last().copied().unwrap_or_default();
    let (was, is) = match fact.code {
        "level" | "key" => (from.as_ref().and_then(|one| named(fact, one)), to.as_ref().and_then(|one| named(fact, one))),
        _ => both(telling, thing, key, (from.as_ref(), to.as_ref()), &shape),
    };
    from_to(&label, was, is)
}

/// The level and the key by the handbook's own names.
fn named(fact: &Fact, one: &Value) -> Option<Text> {
    if fact.code == "level" {
        let level = crate::handbook::Level::ALL.into_iter().find(|level| Some(level.id()) == one.as_str());
        return level.map(crate::handbook::Level::name);
    }
    one.as_str().map(super::money::key)
}

/// What is said in a way of its own: whether something is so, who is named, in which meeting.
fn special(telling: &Telling<'_>, thing: &Thing, fact: &Fact, from: Option<&Value>, to: Option<&Value>) -> Option<Text> {
    let of = telling.thing(thing);
    let is_so = to == Some(&Value::Bool(true));
    let (yes, no) = match fact.code {
        "takes-part" if to.is_none() => {
            return Some(
                text!(of; en: "{of} counts as taking part or not by its dates again", nl: "of {of} meedoet, volgt weer uit de datums"),
            );
        }
        "takes-part" if to.is_some_and(Value::is_string) => {
            return Some(text!(of; en: "it is not known whether {of} takes part", nl: "of {of} meedoet, is niet bekend"));
        }
        "takes-part" => (
            text!(of; en: "{of} takes part", nl: "{of} doet mee"),
            text!(of; en: "{of} is on record without taking part", nl: "{of} staat in het dossier zonder mee te doen"),
        ),
        "supplier" => (
            text!(of; en: "{of} is a supplier now", nl: "{of} is nu leverancier"),
            text!(of; en: "{of} is no longer a supplier", nl: "{of} is geen leverancier meer"),
        ),
        "logo" => (
            text!(of; en: "the logo of {of} may be shown", nl: "het logo van {of} mag worden getoond"),
            text!(of; en: "the logo of {of} may not be shown", nl: "het logo van {of} mag niet worden getoond"),
        ),
        "critical" => (
            text!(of; en: "{of} is critical now", nl: "{of} is nu kritiek"),
            text!(of; en: "{of} is no longer critical", nl: "{of} is niet meer kritiek"),
        ),
        "vacant" => (
            text!(of; en: "{of} is vacant", nl: "{of} is vacant"),
            text!(of; en: "{of} no longer counts as vacant", nl: "{of} geldt niet meer als vacant"),
        ),
        "seats" if fact.path == ["majority_of_one"] => (
            text!(of; en: "one organisation may have a majority in {of}", nl: "één organisatie mag een meerderheid hebben in {of}"),
            text!(of; en: "one organisation may not have a majority in {of}", nl: "één organisatie mag geen meerderheid hebben in {of}"),
        ),
        "on-record" if to == Some(&Value::Bool(false)) => {
            return Some(text!(of; en: "it is not on record who holds {of}", nl: "wie {of} vervult, staat niet in het dossier"));
        }
        "on-record" => {
            return Some(
                text!(of; en: "it is no longer said that the record leaves out who holds {of}", nl: "dat niet bekend is wie {of} vervult, staat niet meer in het dossier"),
            );
        }
        "contact" => return Some(contact(&of, named_by(telling, from), named_by(telling, to))),
        "hired-through" => return hired(telling, &of, from, to),
        "adopted-in" => return adopted_in(telling, &of, from, to),
        _ => return None,
    };
    Some(if is_so { yes } else { no })
}

fn reference(value: Option<&Value>) -> Option<Id> {
    value.and_then(Value::as_str).map(Id::new)
}

/// Somebody by name, where they may be named.
fn named_by(telling: &Telling<'_>, value: Option<&Value>) -> Option<(Text, bool)> {
    let id = reference(value)?;
    Some((telling.who(&id), telling.is_named(&id)))
}

/// Who can be spoken to at an organisation; that somebody who may not be named was it says nothing.
fn contact(of: &Text, from: Option<(Text, bool)>, to: Option<(Text, bool)>) -> Text {
    let was = from.filter(|(_, is_named)| *is_named).map(|(who, _)| who);
    match (was, to) {
        (Some(was), Some((is, true))) => {
            text!(of, was, is; en: "the contact of {of} is now {is} (was {was})", nl: "de contactpersoon van {of} is nu {is} (was {was})")
        }
        (None, Some((is, true))) => text!(of, is; en: "the contact of {of} is now {is}", nl: "de contactpersoon van {of} is nu {is}"),
        (_, Some(_)) => text!(of; en: "{of} has another contact", nl: "{of} heeft een andere contactpersoon"),
        (Some(was), None) => {
            text!(of, was; en: "{of} no longer has a contact (was {was})", nl: "{of} heeft geen contactpersoon meer (was {was})")
        }
        (None, None) => text!(of; en: "{of} no longer has a contact", nl: "{of} heeft geen contactpersoon meer"),
    }
}

/// Through whom somebody is hired.
fn hired(telling: &Telling<'_>, of: &Text, from: Option<&Value>, to: Option<&Value>) -> Option<Text> {
    let who = telling.who(&reference(to.or(from))?);
    Some(if to.is_some() {
        text!(of, who; en: "{of} is now hired through {who}", nl: "{of} wordt nu ingehuurd via {who}")
    } else {
        text!(of, who; en: "{of} is no longer hired through {who}", nl: "{of} wordt niet meer ingehuurd via {who}")
    })
}

/// In which meeting a budget was adopted; the meeting itself may be there all the same.
fn adopted_in(telling: &Telling<'_>, of: &Text, from: Option<&Value>, to: Option<&Value>) -> Option<Text> {
    let meeting = telling.agreed(&reference(to.or(from))?);
    Some(if to.is_some() {
        text!(of, meeting; en: "{of} says that it was adopted in {meeting}", nl: "volgens {of} is die vastgesteld in {meeting}")
    } else {
        text!(of, meeting; en: "{of} no longer says in which meeting it was adopted (was {meeting})", nl: "bij {of} staat niet meer in welk overleg die is vastgesteld (was {meeting})")
    })
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
fn changed(label: &Text, is_many: bool, was: bool, is: bool) -> Text {
    let (en, nl) = if is_many { ("were", "zijn") } else { ("was", "is") };
    match (was, is) {
        (false, _) => text!(label; en: "{label} {en} added", nl: "{label} {nl} toegevoegd"),
        (_, false) => text!(label; en: "{label} {en} removed", nl: "{label} {nl} weggehaald"),
        _ => text!(label; en: "{label} changed", nl: "{label} {nl} gewijzigd"),
    }
}

/// Any other key.
pub(super) fn set(telling: &Telling<'_>, change: &Change) -> Text {
    let of = telling.thing(&change.thing);
    let Some(one) = change.keys.first() else { return of };
    let key = one.path.last().unwrap_or_default();
    if matches!(key, "note" | "source") {
        let what = if key == "note" { Text::new("the remark", "de opmerking") } else { Text::new("the source", "de bron") };
        let label = text!(what, of; en: "{what} on {of}", nl: "{what} bij {of}");
        return changed(&label, false, one.from.is_some(), one.to.is_some());
    }
    if let Some(text) = in_list(telling, change, &of) {
        return text;
    }
    let all = parts(telling, change, 0);
    if all == Text::default() {
        return changed(&of, change.thing.kind == FileKind::Collaboration, true, true);
    }
    text!(of, all; en: "{of}: {all}", nl: "{of}: {all}")
}

/// A name or a guest that came or went.
fn in_list(telling: &Telling<'_>, change: &Change, of: &Text) -> Option<Text> {
    let one = change.keys.first()?;
    let [Step::Key(list), Step::Item(_)] = &one.path.0[..] else { return None };
    let is_there = one.to.is_some();
    let record = if is_there { telling.after } else { telling.before };
    let raw = one.to.as_ref().or(one.from.as_ref()).filter(|_| one.from.is_none() || one.to.is_none())?;
    let said = value((telling, record), &change.thing, list, raw, &shape_at(change.thing.kind, &one.path))?;
    Some(match (list.as_str(), is_there) {
        ("aliases", true) => text!(of, said; en: "{of} is known as “{said}” too", nl: "{of} is ook bekend als “{said}”"),
        ("aliases", false) => {
            text!(of, said; en: "“{said}” is no longer on record as another name of {of}", nl: "“{said}” staat niet meer in het dossier als andere naam van {of}")
        }
        ("formerly", true) => text!(of, said; en: "{of} was formerly “{said}”", nl: "{of} was eerder “{said}”"),
        ("formerly", false) => {
            text!(of, said; en: "that {of} was formerly “{said}” is no longer on record", nl: "dat {of} eerder “{said}” was, staat niet meer in het dossier")
        }
        ("invited", true) => text!(of, said; en: "invited to {of}: {said}", nl: "uitgenodigd voor {of}: {said}"),
        ("invited", false) => text!(of, said; en: "no longer invited to {of}: {said}", nl: "niet meer uitgenodigd voor {of}: {said}"),
        _ => return None,
    })
}

/// How a finding is weighed: each rule by its name.
fn rule(one: &Difference) -> Option<Text> {
    let rule = one.path.last()?;
    let name = |value: &Option<Value>| {
        value.as_ref().and_then(Value::as_str).map(|word| match word {
            "deny" => Text::new("error", "fout"),
            "warn" => Text::new("warning", "let op"),
            _ => Text::new("off", "uit"),
        })
    };
    Some(match (name(&one.from), name(&one.to)) {
        (Some(was), Some(is)) => text!(was, is; en: "`{rule}` from “{was}” to “{is}”", nl: "`{rule}` van “{was}” naar “{is}”"),
        (None, Some(is)) => text!(is; en: "`{rule}` is now “{is}”", nl: "`{rule}` staat nu op “{is}”"),
        (Some(was), None) => {
            text!(was; en: "`{rule}` is as usual again (was “{was}”)", nl: "`{rule}` staat weer zoals gewoonlijk (was “{was}”)")
        }
        (None, None) => return None,
    })
}
