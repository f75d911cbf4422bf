//! How one amount comes about, in sentences that can be checked by hand.

use crate::answers::billed::{billed, kind_of, net};
use crate::answers::contribution::division::Bound;
use crate::answers::contribution::instalments::{Instalment, instalments, shares};
use crate::answers::contribution::settled::Fee;
use crate::answers::contribution::{Asked, How, Own, Paid, Payer, each_once};
use crate::answers::invoiced::taxed;
use crate::answers::presence::joined;
use crate::money::{Money, Sum};
use crate::record::Record;
use crate::record::finance::{InKind, Invoice, InvoiceKind, Key, ProRata, Settle};
use crate::record::values::Vat;
use crate::reports::contributions::said::{Exact, Rated, Whole, inhabitants, sizes};
use crate::text;
use crate::text::Text;

/// Every step from the key to what is to be paid.
pub fn steps(record: &Record, asked: &Asked<'_>, payer: &Payer<'_>) -> Vec<Text> {
    let of = |amount: Money| amount.in_currency(asked.currency);
    let mut steps = Vec::new();
    let several = payer.units.len() > 1;
    let is_named = each_once(payer).len() > 1;
    for paid in &payer.units {
        let mut said = by_key(asked, paid);
        said.extend(in_part(asked, payer, paid));
        let name = Text::same(paid.unit.name.as_str());
        steps.extend(
            said.into_iter().map(|text| if is_named { text!(name, text; en: "{name}: {text}", nl: "{name}: {text}") } else { text }),
        );
    }
    if let Some(together) = payer.by_key.filter(|_| several) {
        let together = of(together);
        steps.push(text!(together; en: "Together {together}.", nl: "Samen {together}."));
    }
    if let Some(own) = &payer.own {
        steps.push(agreed(asked, own, payer.by_key));
    }
    in_kind(record, asked, payer, &mut steps);
    vat(asked, payer, &mut steps);
    fee(asked, payer, &mut steps);
    let gross = of(payer.settled.gross);
    steps.push(if asked.is_voluntary() {
        text!(gross; en: "Asked: {gross}. It is voluntary: nothing is owed.", nl: "Gevraagd: {gross}. De bijdrage is vrijwillig: er is niets verschuldigd.")
    } else {
        text!(gross; en: "To pay: {gross}.", nl: "Te betalen: {gross}.")
    });
    steps.extend(invoiced(record, asked, payer));
    steps
}

/// The number of an invoice, with its day.
fn named(invoice: &Invoice) -> Text {
    let number = invoice.number.as_deref().unwrap_or(invoice.file.stem());
    match invoice.date {
        Some(on) => text!(on; en: "{number} of {on}", nl: "{number} van {on}"),
        None => Text::same(number),
    }
}

/// By what the VAT of advances that were all sent differs from that of the whole: that of each was rounded by itself.
fn cents_of_vat(asked: &Asked<'_>, payer: &Payer<'_>, parts: &[Instalment<'_>]) -> Option<Text> {
    let sent: Vec<&Invoice> = parts.iter().map(|one| one.sent).collect::<Option<_>>()?;
    let vat: Money = sent.iter().flat_map(|one| taxed(one)).map(|one| one.tax).sum();
    let is_net = sent.iter().map(|one| net(one)).sum::<Money>() == payer.settled.net;
    (is_net && vat != payer.settled.vat).then(|| {
        let vat = vat.in_currency(asked.currency);
        text!(vat; en: " The VAT of these invoices comes to {vat}: it was rounded for each.", nl: " De btw op deze facturen is samen {vat}: die is per factuur afgerond.")
    })
}

/// When it is invoiced, and what each time.
fn invoiced(record: &Record, asked: &Asked<'_>, payer: &Payer<'_>) -> Option<Text> {
    let parts = instalments(record, asked, payer);
    let of = |amount: Money| amount.in_currency(asked.currency);
    let is_taxed = payer.settled.vat.0 > 0;
    let without = if is_taxed { Text::new(" without VAT", " zonder btw") } else { Text::default() };
    let whole = billed(record, asked, payer.taking.id, |one| matches!(kind_of(one), InvoiceKind::Contribution | InvoiceKind::Settlement));
    let at_once: Vec<Text> = whole.sent.iter().map(|one| named(one)).collect();
    if !at_once.is_empty() && parts.iter().all(|one| one.sent.is_none()) {
        let which = joined(&at_once, ", ");
        return Some(text!(which; en: "Sent: {which}.", nl: "Verstuurd: {which}."));
    }
    match parts.as_slice() {
        [] => None,
        [Instalment { day, .. }] if asked.is_voluntary() => Some(text!(day; en: "To be asked on {day}.", nl: "Te vragen op {day}.")),
        [Instalment { day, .. }] => Some(text!(day; en: "Date of the invoice: {day}.", nl: "Factuurdatum: {day}.")),
        several => {
            let number = several.len();
            let each: Vec<Text> = several
                .iter()
                .map(|one| {
                    let (day, amount) = (one.day, of(one.amount));
                    match one.sent.map(|sent| sent.number.as_deref().unwrap_or(sent.file.stem())) {
                        Some(number) => {
                            text!(day, amount; en: "{amount} on {day} (sent: {number})", nl: "{amount} op {day} (verstuurd: {number})")
                        }
                        None => text!(day, amount; en: "{amount} on {day}", nl: "{amount} op {day}"),
                    }
                })
                .collect();
            let each = joined(&each, ", ");
            let is_plain = several.iter().map(|one| one.amount).eq(shares(payer.settled.net, number));
            let why = if is_plain || several.iter().any(|one| one.sent.is_some()) {
                Text::default()
            } else {
                Text::new(
                    " They differ by cents, so that the VAT of each adds up to that of the whole.",
                    " Ze verschillen enkele centen, zodat de btw per voorschot optelt tot die van het geheel.",
                )
            };
            let cents = cents_of_vat(asked, payer, several).unwrap_or_default();
            Some(
                text!(each, without, why, cents; en: "In {number} advances{without}: {each}.{why}{cents}", nl: "In {number} voorschotten{without}: {each}.{why}{cents}"),
            )
        }
    }
}

/// What the key makes of a unit for the whole period.
fn by_key(asked: &Asked<'_>, paid: &Paid<'_>) -> Vec<Text> {
    let of = |amount: Money| amount.in_currency(asked.currency);
    let full = of(paid.rest.0);
    let mut said = Vec::new();
    if let Some((fixed, _)) = paid.fixed {
        let fixed = of(fixed);
        said.push(text!(fixed; en: "Fixed part: {fixed}.", nl: "Vast bedrag: {fixed}."));
    }
    let counted = paid.unit.count.as_ref().map(|count| inhabitants(count, asked));
    if let Some(count) = paid.unit.count.as_ref().filter(|count| !count.of.is_empty()) {
        let parts: Vec<Text> = count
            .of
            .iter()
            .map(|(name, count)| {
                let number = inhabitants(count, asked);
                text!(number; en: "{name} {number}", nl: "{name} {number}")
            })
            .collect();
        let parts = crate::answers::presence::listed(&parts);
        said.push(text!(parts; en: "Added up: {parts}.", nl: "Opgeteld: {parts}."));
    }
    said.push(match &paid.how {
        How::Share { share, divided, over, weight, in_division } => {
            let (rest, weights, weight, exact) = (of(*divided), Whole(*over), Whole(*weight), Exact(*share, asked.currency));
            let head = counted.map_or_else(
                || if asked.contribution.key == Key::Equal { Text::new("Equal parts", "Gelijke delen") } else { Text::default() },
                |counted| text!(counted; en: "{counted}", nl: "{counted}"),
            );
            let rounded = match (paid.bound, share.is_whole(), in_division) {
                (Some(_), ..) | (None, true, _) => Text::new(".", "."),
                (None, false, true) => text!(full; en: ", in the division {full}.", nl: ", in de verdeling {full}."),
                (None, false, false) => text!(full; en: ", rounded {full}.", nl: ", afgerond {full}."),
            };
            text!(head, rest, weight, weights, exact, rounded;
                en: "{head}: {rest} × {weight} / {weights} = {exact}{rounded}",
                nl: "{head}: {rest} × {weight} / {weights} = {exact}{rounded}")
        }
        How::Class { class, by_membership, non_member } => {
            let name = &class.name;
            let why = match (by_membership, counted, sizes(class)) {
                (true, ..) => Text::new(", as its membership says", ", vastgelegd bij de deelnemer"),
                (false, Some(counted), Some(sizes)) => {
                    text!(counted, sizes; en: " ({sizes}), with {counted}", nl: " ({sizes}), bij {counted}")
                }
                (false, Some(counted), None) => text!(counted; en: " (the largest), with {counted}", nl: " (de grootste), bij {counted}"),
                (false, None, _) => Text::default(),
            };
            let price = if *non_member {
                Text::new(", the price for who is no member", ", de prijs voor wie geen lid is")
            } else {
                Text::default()
            };
            let amount = paid.bound.map_or_else(|| text!(full; en: ": {full}", nl: ": {full}"), |_| Text::default());
            text!(why, price, amount; en: "Class {name}{why}{price}{amount}.", nl: "Grootteklasse {name}{why}{price}{amount}.")
        }
        How::Brackets { steps, exact } => {
            let parts: Vec<Text> = steps
                .iter()
                .map(|(number, rate)| {
                    let (number, rate) = (Whole(i128::from(*number)), Rated(*rate, asked.currency));
                    text!(number, rate; en: "{number} × {rate}", nl: "{number} × {rate}")
                })
                .collect();
            let parts = if parts.is_empty() { Text::same("0") } else { crate::answers::presence::joined(&parts, " + ") };
            let (whole, exact) = (exact.is_whole(), Exact(*exact, asked.currency));
            let head = counted.unwrap_or_default();
            let rounded = if whole || paid.bound.is_some() {
                Text::new(".", ".")
            } else {
                text!(full; en: ", rounded {full}.", nl: ", afgerond {full}.")
            };
            text!(head, parts, exact, rounded; en: "{head}: {parts} = {exact}{rounded}", nl: "{head}: {parts} = {exact}{rounded}")
        }
        How::Own(own) => agreed(asked, own, None),
    });
    if let Some(bound) = paid.bound {
        let full = of(paid.full());
        said.push(match bound {
            Bound::Minimum => text!(full; en: "The minimum holds: {full}.", nl: "Het minimum geldt: {full}."),
            Bound::Maximum => text!(full; en: "The maximum holds: {full}.", nl: "Het maximum geldt: {full}."),
        });
    }
    said
}

/// The part of the period, where it is not the whole of it.
fn in_part(asked: &Asked<'_>, payer: &Payer<'_>, paid: &Paid<'_>) -> Option<Text> {
    let taking = &payer.taking;
    let (from, until, portion) =
        paid.spell.map_or((taking.from, taking.until, taking.portion), |spell| (spell.from, spell.until, spell.portion));
    if from == asked.from && until == asked.until || matches!(paid.how, How::Own(_)) {
        return None;
    }
    let (parts, all) = (portion.parts, portion.of);
    let when = match paid.spell {
        Some(_) => text!(from, until; en: "This holds from {from} to {until}", nl: "Dit geldt van {from} t/m {until}"),
        None => text!(from, until; en: "Takes part from {from} to {until}", nl: "Neemt deel van {from} t/m {until}"),
    };
    let by_part = asked.divided.as_ref().is_some_and(|divided| divided.by_part);
    let unit = match asked.contribution.pro_rata.unwrap_or(ProRata::None) {
        ProRata::None => {
            return Some(
                text!(when; en: "{when}; the budget has nothing pro rata, so the whole amount is asked.", nl: "{when}; de begroting rekent niet naar rato, dus het hele bedrag wordt gevraagd."),
            );
        }
        ProRata::Months => Text::new("months", "maanden"),
        ProRata::HalfYear => Text::new("half-years", "halve jaren"),
        ProRata::Days => Text::new("days", "dagen"),
    };
    let when = text!(when, unit; en: "{when}: {parts} of the {all} {unit}", nl: "{when}: {parts} van de {all} {unit}");
    if by_part {
        return Some(text!(when; en: "{when}, counted in the division.", nl: "{when}, meegeteld in de verdeling."));
    }
    if parts == all {
        return Some(text!(when; en: "{when}, so the whole amount.", nl: "{when}, dus het hele bedrag."));
    }
    let of = |amount: Money| -> Sum { amount.in_currency(asked.currency) };
    let (full, part) = (of(paid.rest.0), of(paid.rest.1));
    Some(match paid.fixed {
        None => text!(when, full, part; en: "{when}; {full} × {parts}/{all} = {part}.", nl: "{when}; {full} × {parts}/{all} = {part}."),
        Some((whole, fixed)) => {
            let (whole, fixed, sum) = (of(whole), of(fixed), of(paid.amount()));
            text!(when, full, part, whole, fixed, sum;
                en: "{when}; {whole} × {parts}/{all} = {fixed} and {full} × {parts}/{all} = {part}, together {sum}.",
                nl: "{when}; {whole} × {parts}/{all} = {fixed} en {full} × {parts}/{all} = {part}, samen {sum}.")
        }
    })
}

/// An amount of its own.
fn agreed(asked: &Asked<'_>, own: &Own<'_>, by_key: Option<Money>) -> Text {
    let amount = own.amount.in_currency(asked.currency);
    let reason = own.reason.map_or_else(Text::default, |reason| text!(en: " ({reason})", nl: " ({reason})"));
    match by_key {
        Some(by_key) => {
            let by_key = by_key.in_currency(asked.currency);
            text!(amount, reason, by_key;
                en: "Own agreement: {amount} instead of {by_key}{reason}. What the others are asked does not change by it.",
                nl: "Afwijkende afspraak: {amount} in plaats van {by_key}{reason}. Wat de anderen wordt gevraagd, verandert daardoor niet.")
        }
        None => text!(amount, reason; en: "Own agreement: {amount}{reason}.", nl: "Afwijkende afspraak: {amount}{reason}."),
    }
}

fn in_kind(record: &Record, asked: &Asked<'_>, payer: &Payer<'_>, steps: &mut Vec<Text>) {
    let of = |amount: Money| amount.in_currency(asked.currency);
    for given in &payer.settled.in_kind {
        let (what, value) = (effort(record, asked, given), of(given.value));
        steps.push(match given.settle.unwrap_or(Settle::Line) {
            Settle::Line => text!(what, value; en: "In kind: {what}, {value}, which lowers what is invoiced.", nl: "In natura: {what}, {value}; dat gaat van het factuurbedrag af."),
            Settle::SetOff => text!(what, value; en: "In kind: {what}, {value}, set off against the full amount.", nl: "In natura: {what}, {value}; dat wordt verrekend met het volledige bedrag."),
        });
    }
    if payer.settled.unused.0 > 0 {
        let unused = of(payer.settled.unused);
        steps.push(text!(unused; en: "That is {unused} more than is asked; it is not paid out.", nl: "Dat is {unused} meer dan er wordt gevraagd; dat wordt niet uitbetaald."));
    }
    if payer.settled.lowered.0 > 0 {
        let (amount, lowered, net) = (of(payer.amount), of(payer.settled.lowered), of(payer.settled.net));
        steps.push(text!(amount, lowered, net; en: "{amount} - {lowered} = {net}.", nl: "{amount} - {lowered} = {net}."));
    }
}

/// What was given: the role or the words for it, hours and rate.
fn effort(record: &Record, asked: &Asked<'_>, given: &InKind) -> Text {
    let role = given.role.as_ref().map(|id| record.roles.get(record.index.plain(id).0.as_ref()).map_or(id.as_str(), |role| &role.title));
    let what = given.what.as_deref().or(role).map_or_else(|| Text::new("effort", "inbreng"), Text::same);
    let Some(hours) = given.hours.as_ref().map(|hours| hours.0) else { return what };
    let hours = text::decimal_text(hours);
    match given.rate {
        Some(rate) => {
            let rate = rate.in_currency(asked.currency);
            text!(what, hours, rate; en: "{what}, {hours} hours at {rate}", nl: "{what}, {hours} uur à {rate}")
        }
        None => text!(what, hours; en: "{what}, {hours} hours", nl: "{what}, {hours} uur"),
    }
}

fn vat(asked: &Asked<'_>, payer: &Payer<'_>, steps: &mut Vec<Text>) {
    let of = |amount: Money| amount.in_currency(asked.currency);
    let settled = &payer.settled;
    let (net, vat, with, set_off) = (of(settled.net), of(settled.vat), of(settled.with_vat), of(settled.set_off));
    if let Some(Vat::Percent(rate)) = settled.taxed.map(|setting| setting.treatment) {
        steps.push(text!(net, vat, with; en: "{rate}% VAT over {net}: {vat}; with VAT {with}.", nl: "{rate}% btw over {net}: {vat}; inclusief btw {with}."));
    }
    if settled.set_off.0 > 0 {
        let left = of(settled.with_vat - settled.set_off);
        steps.push(text!(with, set_off, left; en: "Set off: {with} - {set_off} = {left}.", nl: "Verrekend: {with} - {set_off} = {left}."));
    }
}

fn fee(asked: &Asked<'_>, payer: &Payer<'_>, steps: &mut Vec<Text>) {
    let of = |amount: Money| amount.in_currency(asked.currency);
    match payer.settled.fee {
        None => {}
        Some(Fee::Waived(amount)) => {
            let amount = of(amount);
            steps.push(text!(amount; en: "The joining fee of {amount} is not asked: that was agreed.", nl: "De toetredingsbijdrage van {amount} wordt niet gevraagd: zo is afgesproken."));
        }
        Some(Fee::Asked { amount, vat }) => {
            let with = of(amount + vat);
            let fee = of(amount);
            steps.push(if vat.0 > 0 {
                let vat = of(vat);
                text!(fee, vat, with; en: "Joining fee, once, beside the contribution: {fee}, VAT {vat}, together {with}.", nl: "Toetredingsbijdrage, eenmalig, naast de bijdrage: {fee}, btw {vat}, samen {with}.")
            } else {
                text!(fee; en: "Joining fee, once, beside the contribution: {fee}.", nl: "Toetredingsbijdrage, eenmalig, naast de bijdrage: {fee}.")
            });
        }
    }
}
