//! A reminder as it is sent: friendly, with all that is needed to pay, and without interest or threats.

use crate::answers::ageing::open_items;
use crate::answers::audience::{Audience, seen_invoice, seen_organisation};
use crate::answers::debts::total;
use crate::answers::parties::{named, party};
use crate::answers::presence::{joined, name};
use crate::answers::reminders::{Due, Step};
use crate::document::{Block, Cell, Document};
use crate::money::Money;
use crate::payment_reference;
use crate::record::Record;
use crate::record::finance::Party;
use crate::record::values::Id;
use crate::reports::begun;
use crate::reports::invoice::address;
use crate::reports::reach::{Contact, contacts};
use crate::reports::remind::Letter;
use crate::text;
use crate::text::Text;

/// The letter to one participant.
pub fn letter(record: &Record, letter: &Letter<'_>, audience: Audience) -> Document {
    let (to, from) = (addressee(record, letter, audience), sender(record, letter, audience));
    let contact = contacts(record, &[("payment-monitoring", Text::default())], audience).into_iter().next();
    let mut document = begun(record, "remind", subject(letter));
    let on = record.on;
    document.subtitle = match from.as_ref().and_then(|from| from.city.as_deref()) {
        Some(city) => text!(on; en: "{city}, {on}", nl: "{city}, {on}"),
        None => text!(on; en: "{on}", nl: "{on}"),
    };
    document.to = to.email.iter().map(Text::same).collect();
    let blocks = &mut document.blocks;
    blocks.extend(from.as_ref().map(|from| Block::Address(of_sender(record, from))));
    blocks.push(Block::Address(address(&to)));
    blocks.push(Block::Facts(references(record, letter, contact.as_ref())));
    let mut say = |text: Text| blocks.push(Block::Paragraph(text));
    say(Text::new("Dear Sir or Madam,", "Geachte heer of mevrouw,"));
    say(open(record, letter));
    if letter.due.len() > 1 {
        blocks.push(Block::List(letter.due.iter().map(|one| line(record, one)).collect()));
    }
    let mut say = |text: Text| blocks.push(Block::Paragraph(text));
    for Held { number, much, is_credited } in held(record, &letter.participant) {
        let much = much.in_currency(record.currency());
        say(if is_credited {
            text!(much; en: "Of invoice {number}, which was credited, you are to get back {much}. Would you let us know whether we may set that off, or should pay it back to you?", nl: "Van factuur {number}, die is gecrediteerd, heeft u nog {much} tegoed. Wilt u ons laten weten of wij dat mogen verrekenen, of dat u het terug wilt ontvangen?")
        } else {
            text!(much; en: "On invoice {number} you paid {much} too much. Would you let us know whether we may set that off, or should pay it back to you?", nl: "Op factuur {number} heeft u {much} te veel betaald. Wilt u ons laten weten of wij dat mogen verrekenen, of dat u het terug wilt ontvangen?")
        });
    }
    say(Text::new(
        "If the payment is on its way, please disregard this message. If anything is missing to process the invoice, such as an order number, let us know and we will see to it.",
        "Is de betaling onderweg, dan kunt u dit bericht als niet verzonden beschouwen. Ontbreekt er iets om de factuur te verwerken, zoals een verplichtingennummer, laat het ons weten: dan lossen we dat op.",
    ));
    if letter.step == Step::Second {
        // Only somebody who signs can promise to call.
        say(match contact {
            Some(_) => Text::new(
                "Could you let us know when we may expect the payment? I will call you next week to hear whether you need anything from us.",
                "Wilt u ons laten weten wanneer wij de betaling kunnen verwachten? Ik bel u volgende week om te horen of u iets van ons nodig heeft.",
            ),
            None => Text::new(
                "Could you let us know when we may expect the payment, and whether you need anything from us?",
                "Wilt u ons laten weten wanneer wij de betaling kunnen verwachten, en of u iets van ons nodig heeft?",
            ),
        });
    }
    account(record, letter, from.as_ref()).into_iter().for_each(&mut say);
    say(Text::new("Kind regards,", "Met vriendelijke groet,"));
    blocks.extend(signed(record, contact.as_ref()));
    document
}

/// `Herinnering factuur 2026-0007`.
fn subject(letter: &Letter<'_>) -> Text {
    let all = joined(&letter.due.iter().map(|one| Text::same(one.debt.number)).collect::<Vec<_>>(), ", ");
    match (letter.step, letter.due.len()) {
        (Step::Second, 1) => text!(all; en: "Second reminder of invoice {all}", nl: "Tweede herinnering factuur {all}"),
        (Step::Second, _) => text!(all; en: "Second reminder of invoices {all}", nl: "Tweede herinnering facturen {all}"),
        (_, 1) => text!(all; en: "Reminder of invoice {all}", nl: "Herinnering factuur {all}"),
        _ => text!(all; en: "Reminder of invoices {all}", nl: "Herinnering facturen {all}"),
    }
}

/// What both sides know it by, and whom to ask.
fn references(record: &Record, letter: &Letter<'_>, contact: Option<&Contact>) -> Vec<(Text, Cell)> {
    let all = |of: &dyn Fn(&Due<'_>) -> Option<String>| {
        let mut found: Vec<String> = Vec::new();
        for one in letter.due.iter().filter_map(of) {
            if !found.contains(&one) {
                found.push(one);
            }
        }
        if found.is_empty() { Cell::Blank } else { Cell::same(found.join(", ")) }
    };
    let by = match contact {
        Some(one) => {
            let (who, reach) = (&one.who, one.reach.join(", "));
            Cell::Text(if reach.is_empty() { who.clone() } else { text!(who; en: "{who} ({reach})", nl: "{who} ({reach})") })
        }
        None => Cell::maybe(record.collaboration.as_ref().and_then(|settings| settings.email.as_deref())),
    };
    let reference = |one: &Due<'_>| one.debt.invoice.payment_reference.as_deref().map(payment_reference::grouped);
    let facts = [
        (Text::new("Our reference", "Ons kenmerk"), all(&|one| Some(one.debt.number.to_owned()))),
        (Text::new("Your reference", "Uw kenmerk"), all(&|one| one.debt.invoice.buyer_reference.clone())),
        (Text::new("Your order number", "Uw inkoop- of verplichtingennummer"), all(&|one| one.debt.invoice.order_number.clone())),
        (Text::new("Payment reference", "Betalingskenmerk"), if letter.due.len() == 1 { all(&reference) } else { Cell::Blank }),
        (Text::new("Questions to", "Inlichtingen"), by),
    ];
    facts.into_iter().filter(|(_, value)| *value != Cell::Blank).collect()
}

/// What is open, in a sentence.
fn open(record: &Record, letter: &Letter<'_>) -> Text {
    let currency = record.currency();
    let [one] = letter.due.as_slice() else {
        let (number, sum) = (letter.due.len(), letter.due.iter().map(|one| one.debt.open).sum::<Money>().in_currency(currency));
        return text!(sum; en: "According to our records these {number} invoices are still open, {sum} in all:", nl: "Volgens onze administratie staan deze {number} facturen nog open, samen {sum}:");
    };
    let (number, invoice) = (one.debt.number, one.debt.invoice);
    let (asked, open) = (total(invoice), one.debt.open);
    let amount = asked.in_currency(currency);
    let of = invoice.date.map(|date| text!(date; en: " of {date}", nl: " van {date}")).unwrap_or_default();
    let due = one.debt.due.unwrap_or(record.on);
    let said = if asked == open {
        text!(of, amount, due; en: "According to our records invoice {number}{of} ({amount}) is still open; it was to be paid by {due}.", nl: "Volgens onze administratie staat factuur {number}{of} ({amount}) nog open; de vervaldatum was {due}.")
    } else {
        let open = open.in_currency(currency);
        text!(of, amount, open, due; en: "According to our records {open} of invoice {number}{of} ({amount}) is still open; it was to be paid by {due}.", nl: "Volgens onze administratie staat van factuur {number}{of} ({amount}) nog {open} open; de vervaldatum was {due}.")
    };
    match one.last {
        Some((_, last)) => {
            let on = last.on;
            text!(said, on; en: "{said} We wrote to you about it on {on}.", nl: "{said} Wij schreven u daarover op {on}.")
        }
        None => said,
    }
}

/// One of several invoices.
fn line(record: &Record, one: &Due<'_>) -> Text {
    let (number, invoice) = (one.debt.number, one.debt.invoice);
    let (amount, open) = (total(invoice).in_currency(record.currency()), one.debt.open.in_currency(record.currency()));
    let of = invoice.date.map(|date| text!(date; en: " of {date}", nl: " van {date}")).unwrap_or_default();
    let due = one.debt.due.unwrap_or(record.on);
    let left = if amount == open {
        Text::default()
    } else {
        text!(open; en: ", of which {open} is still open", nl: ", waarvan nog {open} openstaat")
    };
    let reference = invoice.payment_reference.as_deref().map(payment_reference::grouped);
    let reference =
        reference.map(|reference| text!(en: ", payment reference {reference}", nl: ", betalingskenmerk {reference}")).unwrap_or_default();
    let last = one
        .last
        .map(|(_, last)| last.on)
        .map(|on| text!(on; en: "; we wrote to you on {on}", nl: "; wij schreven u op {on}"))
        .unwrap_or_default();
    text!(of, amount, left, due, reference, last; en: "invoice {number}{of}: {amount}{left}, to be paid by {due}{reference}{last}", nl: "factuur {number}{of}: {amount}{left}, vervaldatum {due}{reference}{last}")
}

/// What a participant is to get back of an invoice.
pub struct Held<'a> {
    pub number: &'a str,
    pub much: Money,
    /// No more was paid than was asked, and that was credited.
    pub is_credited: bool,
}

/// What was paid too much on other invoices of a participant, or was credited, and is held for it.
pub fn held<'a>(record: &'a Record, participant: &Id) -> Vec<Held<'a>> {
    let back =
        open_items(record).into_iter().filter(|item| item.open.0 < 0 && record.index.same(&item.balance.invoice.participant, participant));
    back.map(|item| {
        let one = item.balance;
        Held { number: one.number, much: -item.open, is_credited: one.credited.0 > 0 && one.paid <= one.asked }
    })
    .collect()
}

/// To which account it is paid: that of the invoice where there is one, else that of the record.
fn account(record: &Record, letter: &Letter<'_>, from: Option<&Party>) -> Option<Text> {
    let frozen = letter.due.iter().find_map(|one| one.debt.invoice.seller.as_ref()).and_then(|seller| seller.iban.as_deref());
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    let iban = payment_reference::grouped(frozen.or_else(|| finances.and_then(|finances| finances.iban.as_deref()))?);
    Some(match from.map(|from| from.name.as_str()) {
        Some(holder) => {
            text!(en: "Please pay to {iban}, in the name of {holder}, and give the payment reference or the number of the invoice.", nl: "Wilt u betalen op {iban}, ten name van {holder}, onder vermelding van het betalingskenmerk of het factuurnummer?")
        }
        None => {
            text!(en: "Please pay to {iban}, and give the payment reference or the number of the invoice.", nl: "Wilt u betalen op {iban}, onder vermelding van het betalingskenmerk of het factuurnummer?")
        }
    })
}

/// Who writes: whoever holds the money, as it is today; where no address of theirs is on record, as it stands on the invoice.
fn sender(record: &Record, letter: &Letter<'_>, audience: Audience) -> Option<Party> {
    let now = record.fund_holder().and_then(|id| record.organisation(id)).map(|one| party(&seen_organisation(one, audience)));
    let then = || letter.due.iter().find_map(|one| seen_invoice(one.debt.invoice, audience).seller).map(|one| *one);
    current(now, then)
}

/// Where reminders go today, and where that is not on record, where the invoice went.
fn addressee(record: &Record, letter: &Letter<'_>, audience: Audience) -> Party {
    let now = record.organisation(&letter.participant).map(|one| party(&seen_organisation(one, audience)));
    let then = || letter.due.iter().find_map(|one| seen_invoice(one.debt.invoice, audience).buyer).map(|one| *one);
    let mut to = current(now, then).unwrap_or_else(|| named(name(record, &letter.participant, audience).nl.into_owned()));
    if audience < Audience::Participants {
        to.email = None;
    }
    to
}

fn current(now: Option<Party>, then: impl Fn() -> Option<Party>) -> Option<Party> {
    let has_address = |one: &Party| one.street.is_some() || one.post_box.is_some() || one.city.is_some();
    let Some(now) = now else { return then() };
    if has_address(&now) {
        return Some(now);
    }
    let then = then().filter(has_address);
    Some(match then {
        Some(then) => Party { email: now.email.or(then.email), ..then },
        None => now,
    })
}

/// To which addresses it goes.
pub fn addresses(record: &Record, letter: &Letter<'_>, audience: Audience) -> Vec<String> {
    addressee(record, letter, audience).email.into_iter().collect()
}

fn of_sender(record: &Record, from: &Party) -> Vec<Text> {
    let mut lines = address(from);
    let number = from.kvk.as_deref().map(|kvk| text!(en: "KvK number {kvk}", nl: "KvK-nummer {kvk}"));
    let settings = record.collaboration.as_ref();
    if let Some(of) = settings.map(|settings| settings.name.as_str()) {
        lines.insert(1, text!(en: "on behalf of {of}", nl: "namens {of}"));
    }
    lines.extend(number);
    lines.extend(settings.and_then(|settings| settings.email.as_deref()).or(from.email.as_deref()).map(Text::same));
    lines
}

/// Whoever sees to payments, or a line to be filled in by hand.
fn signed(record: &Record, contact: Option<&Contact>) -> Vec<Block> {
    let holder = record.fund_holder().map(|id| name(record, id, Audience::Participants));
    let of = record.collaboration.as_ref().map(|settings| settings.name.as_str());
    let behalf = of.map(|of| text!(en: "on behalf of {of}", nl: "namens {of}"));
    let lines: Vec<Text> = contact.map(|one| one.who.capital()).into_iter().chain(holder).chain(behalf).collect();
    let blank = contact.is_none().then(|| Block::Facts(vec![(Text::new("Name and position", "Naam en functie"), Cell::Blank)]));
    let address = (!lines.is_empty()).then_some(Block::Address(lines));
    blank.into_iter().chain(address).collect()
}
