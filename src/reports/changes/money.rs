//! Sentences on money: what each participant pays and why, invoices, payments.

use crate::answers::contribution::product_of;
use crate::changes::told::{Billing, Paid};
use crate::changes::worked_out::Why;
use crate::changes::{Change, Thing};
use crate::money::{Money, Sum};
use crate::record::Record;
use crate::record::finance::{Budget, Invoice, Key, Obligation, ProRata};
use crate::record::values::{Id, Vat};
use crate::reports::changes::Telling;
use crate::reports::changes::parts::parts;
use crate::reports::meeting::enumerated;
use crate::text;
use crate::text::Text;

pub(super) fn sum(telling: &Telling<'_>, amount: Money) -> Sum {
    amount.in_currency(telling.after.currency())
}

/// A key by its name, from how it is written.
pub(super) fn key(written: &str) -> Text {
    match written {
        "equal" => Text::new("equal shares", "gelijke delen"),
        "inhabitants" => Text::new("by inhabitants", "per inwoner"),
        "classes" => Text::new("by size class", "per grootteklasse"),
        "brackets" => Text::new("in brackets", "in schijven"),
        "fixed-plus-inhabitants" => Text::new("a fixed amount and an amount per inhabitant", "vast bedrag plus bedrag per inwoner"),
        _ => Text::new("agreed amounts", "vastgestelde bedragen"),
    }
}

pub(super) fn key_of(key_of: Key) -> Text {
    key(match key_of {
        Key::Equal => "equal",
        Key::Inhabitants => "inhabitants",
        Key::Classes => "classes",
        Key::Brackets => "brackets",
        Key::FixedPlusInhabitants => "fixed-plus-inhabitants",
        Key::Amounts => "amounts",
    })
}

/// That an amount is without VAT, where a side adds that to what is asked.
pub(super) fn untaxed(telling: &Telling<'_>) -> Text {
    let treatment = |record: &Record| Some(record.collaboration.as_ref()?.finances.as_ref()?.vat.as_ref()?.treatment);
    let is_taxed = |record| matches!(treatment(record), Some(Vat::Percent(1..)));
    if is_taxed(telling.before) || is_taxed(telling.after) { Text::new(" excluding VAT", " zonder btw") } else { Text::default() }
}

/// Whether nobody owes what a budget asks.
pub(super) fn is_voluntary(telling: &Telling<'_>, is_it: impl Fn(&Budget) -> bool) -> bool {
    let budget = [telling.after, telling.before].into_iter().find_map(|record| record.budgets.iter().find(|one| is_it(one)));
    budget.and_then(|budget| budget.contribution.as_ref()).is_some_and(|one| one.obligation == Some(Obligation::Voluntary))
}

/// What somebody pays in a year, more or less, and why; what is voluntary is asked.
pub(super) fn contribution(
    telling: &Telling<'_>,
    of: &Text,
    (year, product): (i32, Option<&str>),
    (from, to): (Option<Money>, Option<Money>),
    why: &[Why],
) -> Text {
    let is_asked = is_voluntary(telling, |one| one.year == year && product_of(one) == product);
    let product = product.map(|product| telling.after.products.get(product).map_or(product, |one| one.name.as_str()));
    let year = match product {
        Some(product) => text!(en: "{year} ({product})", nl: "{year} ({product})"),
        None => text!(en: "{year}", nl: "{year}"),
    };
    let untaxed = untaxed(telling);
    let text = match (from, to) {
        (Some(from), Some(to)) => {
            let more = to.0 > from.0;
            let difference = sum(telling, if more { to - from } else { from - to });
            let (from, to) = (sum(telling, from), sum(telling, to));
            let how = if more { Text::new("more", "meer") } else { Text::new("less", "minder") };
            if is_asked {
                text!(of, year, difference, from, to, how, untaxed; en: "{of} is asked for {difference} {how} for {year}, voluntarily ({from} becomes {to}{untaxed})", nl: "aan {of} wordt voor {year} vrijwillig {difference} {how} gevraagd ({from} wordt {to}{untaxed})")
            } else {
                text!(of, year, difference, from, to, how, untaxed; en: "{of} pays {difference} {how} for {year} ({from} becomes {to}{untaxed})", nl: "{of} betaalt voor {year} {difference} {how} ({from} wordt {to}{untaxed})")
            }
        }
        (None, Some(to)) if is_asked => {
            let to = sum(telling, to);
            text!(of, year, to, untaxed; en: "{of} is asked for {to}{untaxed} for {year}, voluntarily", nl: "aan {of} wordt voor {year} vrijwillig {to}{untaxed} gevraagd")
        }
        (None, Some(to)) => {
            let to = sum(telling, to);
            text!(of, year, to, untaxed; en: "{of} pays {to}{untaxed} for {year}", nl: "{of} betaalt voor {year} {to}{untaxed}")
        }
        (Some(from), None) if is_asked => {
            let from = sum(telling, from);
            text!(of, year, from, untaxed; en: "{of} is no longer asked for anything for {year} (was {from}{untaxed})", nl: "aan {of} wordt voor {year} niets meer gevraagd (was {from}{untaxed})")
        }
        (Some(from), None) => {
            let from = sum(telling, from);
            text!(of, year, from, untaxed; en: "{of} no longer pays for {year} (was {from}{untaxed})", nl: "{of} betaalt niet meer voor {year} (was {from}{untaxed})")
        }
        (None, None) => of.clone(),
    };
    if why.is_empty() {
        return text;
    }
    let why = enumerated(&why.iter().map(|why| reason(telling, why)).collect::<Vec<_>>());
    text!(text, why; en: "{text}: {why}", nl: "{text}: {why}")
}

fn reason(telling: &Telling<'_>, why: &Why) -> Text {
    match why {
        Why::Key { from, to } => {
            let (from, to) = (key_of(*from), key_of(*to));
            text!(from, to; en: "the key went from {from} to {to}", nl: "de sleutel ging van {from} naar {to}")
        }
        Why::Numbers => Text::new("the amounts of the key changed", "de bedragen van de sleutel zijn gewijzigd"),
        Why::Total { from, to } => {
            let (from, to) = (sum(telling, *from), sum(telling, *to));
            text!(from, to; en: "what is divided went from {from} to {to}", nl: "het te verdelen bedrag ging van {from} naar {to}")
        }
        Why::Payers { from, to } => text!(en: "{to} share it instead of {from}", nl: "het wordt gedeeld door {to} in plaats van {from}"),
        Why::Inhabitants { from, to } => {
            let number = |number: &u32, lang| crate::text::grouped(i64::from(*number), lang);
            Text {
                en: format!("inhabitants went from {} to {}", number(from, crate::text::Lang::En), number(to, crate::text::Lang::En))
                    .into(),
                nl: format!(
                    "het aantal inwoners ging van {} naar {}",
                    number(from, crate::text::Lang::Nl),
                    number(to, crate::text::Lang::Nl)
                )
                .into(),
            }
        }
        Why::OtherParts => {
            Text::new("others take part in another part of the year", "de deelname van anderen beslaat een ander deel van het jaar")
        }
        Why::OtherInhabitants => Text::new("the inhabitants that count are others", "er wordt met andere inwoners gerekend"),
        Why::Part => Text::new("it takes part in another part of the year", "de deelname beslaat een ander deel van het jaar"),
        Why::ProRata { from, to } => {
            let (from, to) = (pro_rata(*from), pro_rata(*to));
            text!(from, to; en: "for a part of the year {to} (was: {from})", nl: "voor een deel van het jaar {to} (was: {from})")
        }
        Why::Own => Text::new("an amount of its own was agreed, changed or dropped", "de eigen afspraak over het bedrag is gewijzigd"),
        Why::InKind => Text::new("effort in kind counts for another amount", "de bijdrage in natura telt voor een ander bedrag mee"),
    }
}

/// How much is asked for a part of the year.
fn pro_rata(one: Option<ProRata>) -> Text {
    match one {
        Some(ProRata::Months) => Text::new("each month counts", "telt elke maand"),
        Some(ProRata::Days) => Text::new("each day counts", "telt elke dag"),
        Some(ProRata::HalfYear) => Text::new("each half-year counts", "telt elk half jaar"),
        Some(ProRata::None) | None => Text::new("all of it is asked", "geldt het hele bedrag"),
    }
}

pub(super) fn computable(year: i32, is_now: bool) -> Text {
    if is_now {
        return text!(en: "what participants pay for {year} can be worked out now; it could not before, so nothing is compared", nl: "de bijdragen voor {year} zijn nu te berekenen; eerst niet, dus er valt niets te vergelijken");
    }
    text!(en: "what participants pay for {year} can no longer be worked out: `commons invoice --year {year} --dry-run` says why", nl: "de bijdragen voor {year} zijn niet meer te berekenen: `commons invoice --year {year} --dry-run` zegt waarom")
}

/// The invoice that a change is about, on the newer side first.
fn found<'a>(telling: &Telling<'a>, thing: &Thing) -> Option<&'a Invoice> {
    let stands = |record: &'a crate::record::Record, file: &str| record.invoices.iter().find(|one| one.file.as_str() == file);
    let old = || stands(telling.before, thing.before.as_ref().map(|(_, file)| file.as_str())?);
    stands(telling.after, thing.file.as_str()).or_else(old)
}

/// An invoice in the middle of a sentence: by its number, a draft by whom it is for.
pub(super) fn invoice(telling: &Telling<'_>, thing: &Thing) -> Text {
    let Some(one) = found(telling, thing) else { return Text::same(thing.id.as_str()) };
    called(telling, one)
}

fn called(telling: &Telling<'_>, one: &Invoice) -> Text {
    let to = buyer(telling, one);
    match &one.number {
        Some(number) => text!(to; en: "invoice {number} to {to}", nl: "factuur {number} aan {to}"),
        None => text!(to; en: "the draft invoice for {to}", nl: "de conceptfactuur voor {to}"),
    }
}

/// To whom an invoice went; of an organisation that is no longer on record the invoice itself keeps the name.
fn buyer(telling: &Telling<'_>, one: &Invoice) -> Text {
    let is_known = [telling.after, telling.before].iter().any(|record| record.organisation(&one.participant).is_some());
    match &one.buyer {
        Some(buyer) if !is_known => Text::same(buyer.name.as_str()),
        _ => telling.who(&one.participant),
    }
}

/// Who paid: the organisation, or to whom the invoice went that was paid.
fn payer(telling: &Telling<'_>, from: Option<&Id>, invoice: Option<&str>) -> Text {
    let known = from.filter(|id| [telling.after, telling.before].iter().any(|record| record.organisation(id).is_some()));
    let sent = |record: &Record| record.invoices.iter().find(|one| invoice.is_some() && one.number.as_deref() == invoice).cloned();
    match (known, sent(telling.after).or_else(|| sent(telling.before))) {
        (Some(id), _) => telling.who(id),
        (None, Some(one)) => buyer(telling, &one),
        (None, None) => from.map_or_else(|| Text::new("somebody", "iemand"), |id| telling.who(id)),
    }
}

/// An issued invoice that reads otherwise: what it was, and each key that is another.
fn altered(telling: &Telling<'_>, change: &Change) -> Text {
    let old = change.thing.before.as_ref().and_then(|(_, file)| telling.before.invoices.iter().find(|one| one.file == *file));
    let of = old.map_or_else(|| invoice(telling, &change.thing), |one| called(telling, one));
    let text = text!(of; en: "{of} was changed after it was issued", nl: "{of} is gewijzigd nadat die definitief was");
    let parts = parts(telling, change, 0);
    if parts == Text::default() { text } else { text!(text, parts; en: "{text}: {parts}", nl: "{text}: {parts}") }
}

pub(super) fn billing(telling: &Telling<'_>, change: &Change, billing: &Billing) -> Text {
    let thing = &change.thing;
    let of = invoice(telling, thing);
    match billing {
        Billing::Drafted { amount } => {
            let amount = sum(telling, *amount);
            text!(of, amount; en: "{of} was made: {amount}", nl: "{of} is gemaakt: {amount}")
        }
        Billing::DraftChanged { from, to } if from == to => {
            let text = text!(of; en: "{of} was changed", nl: "{of} is gewijzigd");
            let parts = parts(telling, change, 0);
            if parts == Text::default() { text } else { text!(text, parts; en: "{text}: {parts}", nl: "{text}: {parts}") }
        }
        Billing::DraftChanged { from, to } => {
            let (from, to) = (sum(telling, *from), sum(telling, *to));
            text!(of, from, to; en: "{of} went from {from} to {to}", nl: "{of} ging van {from} naar {to}")
        }
        Billing::DraftGone if telling.is_merge => {
            text!(of; en: "{of} is not in the record any more after the merge; it may have been issued on the other branch", nl: "{of} staat na het samenvoegen niet meer in het dossier; op de andere branch kan die definitief zijn gemaakt")
        }
        Billing::DraftGone => text!(of; en: "{of} was dropped", nl: "{of} is vervallen"),
        Billing::Issued { amount, .. } => {
            let amount = sum(telling, *amount);
            text!(of, amount; en: "{of} was issued: {amount}", nl: "{of} is definitief gemaakt: {amount}")
        }
        Billing::Credited { amount, credits } => {
            let amount = sum(telling, *amount);
            let which = credits.as_ref().map(|number| text!(en: " for invoice {number}", nl: " voor factuur {number}")).unwrap_or_default();
            let of = found(telling, thing).map(|one| (one.number.clone().unwrap_or_default(), buyer(telling, one)));
            let (number, to) = of.unwrap_or_default();
            text!(amount, which, to; en: "credit note {number} to {to}{which}: {amount}", nl: "creditfactuur {number} aan {to}{which}: {amount}")
        }
        Billing::Reminded { on } => {
            text!(of, on; en: "a reminder of {of} was sent on {on}", nl: "voor {of} is op {on} een betalingsherinnering verstuurd")
        }
        Billing::Altered { .. } => altered(telling, change),
        Billing::Removed { amount } => {
            let amount = sum(telling, *amount);
            text!(of, amount; en: "{of} ({amount}) was taken out of the record after it was issued", nl: "{of} ({amount}) is uit het dossier gehaald nadat die definitief was")
        }
    }
}

pub(super) fn paid(telling: &Telling<'_>, change: &Change, paid: &Paid) -> Text {
    let from = |id: &Option<Id>, invoice: &Option<String>| payer(telling, id.as_ref(), invoice.as_deref());
    match paid {
        Paid::Recorded { from: who, invoice, amount, on, open } => {
            let (who, is_back) = (from(who, invoice), amount.0 < 0);
            let amount = sum(telling, if is_back { -*amount } else { *amount });
            let which = invoice.as_ref().map(|number| text!(en: " for invoice {number}", nl: " voor factuur {number}")).unwrap_or_default();
            let text = if is_back {
                text!(who, amount, on, which; en: "{amount} was paid back to {who} on {on}{which}", nl: "op {on} is {amount} terugbetaald aan {who}{which}")
            } else {
                text!(who, amount, on, which; en: "{who} paid {amount} on {on}{which}", nl: "{who} betaalde op {on} {amount}{which}")
            };
            match open {
                Some(open) if open.0 > 0 => {
                    let open = sum(telling, *open);
                    text!(text, open; en: "{text}; {open} is still open", nl: "{text}; er staat nog {open} open")
                }
                Some(open) if open.0 == 0 && !is_back => text.then(&Text::new(", which is paid now", "; die is nu betaald")),
                _ => text,
            }
        }
        Paid::Changed { from: who, invoice, amount, was, on } => {
            let (who, was, is_same) = (from(who, invoice), sum(telling, *was), was == amount);
            let text = text!(who, was, on; en: "the payment of {was} by {who} on {on}, which was on record, changed", nl: "de ontvangst van {was} van {who} op {on}, die al was vastgelegd, is gewijzigd");
            let parts = parts(telling, change, 2);
            if is_same && parts == Text::default() { text } else { text!(text, parts; en: "{text}: {parts}", nl: "{text}: {parts}") }
        }
        Paid::Removed { from: who, invoice, amount, on } => {
            let (who, amount) = (from(who, invoice), sum(telling, *amount));
            text!(who, amount, on; en: "the payment of {amount} by {who} on {on} was taken off the record", nl: "de ontvangst van {amount} van {who} op {on} is weggehaald")
        }
    }
}
