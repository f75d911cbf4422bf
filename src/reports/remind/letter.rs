//! A reminder as it is sent: friendly, with all that is needed to pay, and without interest or threats.

use crate::answers::audience::{Audience, seen_invoice, seen_organisation};
use crate::answers::debts::total;
use crate::answers::presence::name;
use crate::answers::reminders::Step;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::Money;
use crate::payment_reference;
use crate::record::Record;
use crate::reports::begun;
use crate::reports::remind::Letter;
use crate::text;
use crate::text::Text;

/// The letter to one participant.
pub fn letter(record: &Record, letter: &Letter<'_>, audience: Audience) -> Document {
    let mut blocks = Vec::new();
    let address = address(record, letter, audience);
    if !address.is_empty() {
        let address = address.into_iter().map(Cell::same).collect();
        blocks.push(Block::Facts(vec![(Text::new("To", "Aan"), Cell::List(address))]));
    }
    let paragraph = |text: Text| Block::Paragraph(text);
    blocks.push(paragraph(Text::new("Dear Sir or Madam,", "Geachte heer of mevrouw,")));
    blocks.push(paragraph(open(record, letter)));
    blocks.push(Block::Table(invoices(record, letter)));
    blocks.push(paragraph(Text::new(
        "If the payment is on its way, please disregard this message. If anything is missing to process the invoice, such as an order number, let us know and we will see to it.",
        "Is de betaling onderweg, dan kunt u dit bericht als niet verzonden beschouwen. Ontbreekt er iets om de factuur te verwerken, zoals een verplichtingennummer, laat het ons weten: dan lossen we dat op.",
    )));
    if letter.step == Step::Second {
        blocks.push(paragraph(Text::new(
            "Could you let us know when we may expect the payment? I will call you next week to hear whether you need anything from us.",
            "Wilt u ons laten weten wanneer wij de betaling kunnen verwachten? Ik bel u volgende week om te horen of u iets van ons nodig heeft.",
        )));
    }
    blocks.extend(account(record, letter).map(paragraph));
    blocks.push(paragraph(Text::new("Kind regards,", "Met vriendelijke groet,")));
    blocks.push(paragraph(sender(record)));
    let to = addresses(record, letter, audience).into_iter().map(Text::same).collect();
    Document { to, blocks, ..begun(record, "remind", subject(letter)) }
}

/// `Herinnering factuur 2026-0007`.
fn subject(letter: &Letter<'_>) -> Text {
    let numbers: Vec<&str> = letter.due.iter().map(|one| one.debt.number).collect();
    let all = numbers.join(", ");
    match (letter.step, numbers.len()) {
        (Step::Second, 1) => text!(en: "Second reminder of invoice {all}", nl: "Tweede herinnering factuur {all}"),
        (Step::Second, _) => text!(en: "Second reminder of invoices {all}", nl: "Tweede herinnering facturen {all}"),
        (_, 1) => text!(en: "Reminder of invoice {all}", nl: "Herinnering factuur {all}"),
        _ => text!(en: "Reminder of invoices {all}", nl: "Herinnering facturen {all}"),
    }
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
    if asked == open {
        return text!(of, amount, due; en: "According to our records invoice {number}{of} ({amount}) is still open; it was to be paid by {due}.", nl: "Volgens onze administratie staat factuur {number}{of} ({amount}) nog open; de vervaldatum was {due}.");
    }
    let open = open.in_currency(currency);
    text!(of, amount, open, due; en: "According to our records {open} of invoice {number}{of} ({amount}) is still open; it was to be paid by {due}.", nl: "Volgens onze administratie staat van factuur {number}{of} ({amount}) nog {open} open; de vervaldatum was {due}.")
}

fn invoices(record: &Record, letter: &Letter<'_>) -> Table {
    let columns = vec![
        Column::words("number", Text::new("Invoice", "Factuur")),
        Column::words("date", Text::new("Date", "Factuurdatum")),
        Column::words("due", Text::new("Due", "Vervaldatum")),
        Column::words("order_number", Text::new("Your order number", "Uw ordernummer")),
        Column::words("buyer_reference", Text::new("Your reference", "Uw kenmerk")),
        Column::figures("asked", Text::new("Amount", "Bedrag")),
        Column::figures("settled", Text::new("Paid or credited", "Voldaan of gecrediteerd")),
        Column::figures("open", Text::new("Still open", "Nog open")),
        Column::words("payment_reference", Text::new("Payment reference", "Betalingskenmerk")),
        Column::words("reminded", Text::new("Reminded on", "Herinnerd op")),
    ];
    let money = |amount: Money| Cell::Money(amount.in_currency(record.currency()));
    let rows = letter.due.iter().map(|one| {
        let (invoice, asked) = (one.debt.invoice, total(one.debt.invoice));
        let settled = asked - one.debt.open;
        vec![
            Cell::same(one.debt.number),
            invoice.date.map_or(Cell::Blank, Cell::Date),
            one.debt.due.map_or(Cell::Blank, Cell::Date),
            Cell::maybe(invoice.order_number.as_deref()),
            Cell::maybe(invoice.buyer_reference.as_deref()),
            money(asked),
            if settled.0 == 0 { Cell::Blank } else { money(settled) },
            money(one.debt.open),
            invoice.payment_reference.as_deref().map_or(Cell::Blank, |reference| Cell::same(payment_reference::grouped(reference))),
            one.last.map_or(Cell::Blank, |(_, last)| Cell::Date(last.on)),
        ]
    });
    Table { name: "invoices", columns, rows: rows.collect() }.filled()
}

/// To which account it is paid: that of the invoice where there is one, else that of the record.
fn account(record: &Record, letter: &Letter<'_>) -> Option<Text> {
    let frozen = letter.due.iter().find_map(|one| one.debt.invoice.seller.as_ref()).and_then(|seller| seller.iban.as_deref());
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    let iban = payment_reference::grouped(frozen.or_else(|| finances.and_then(|finances| finances.iban.as_deref()))?);
    let holder = holder(record);
    Some(match holder {
        Some(holder) => {
            text!(holder; en: "Please pay to {iban}, in the name of {holder}, and give the payment reference or the number of the invoice.", nl: "Wilt u betalen op {iban}, ten name van {holder}, onder vermelding van het betalingskenmerk of het factuurnummer?")
        }
        None => {
            text!(en: "Please pay to {iban}, and give the payment reference or the number of the invoice.", nl: "Wilt u betalen op {iban}, onder vermelding van het betalingskenmerk of het factuurnummer?")
        }
    })
}

/// Who holds the money.
fn holder(record: &Record) -> Option<Text> {
    Some(name(record, record.fund_holder()?, Audience::Participants))
}

fn sender(record: &Record) -> Text {
    let Some(settings) = &record.collaboration else { return Text::default() };
    let of = &settings.name;
    let email = settings.email.as_deref().map(|email| format!(", {email}")).unwrap_or_default();
    match holder(record) {
        Some(holder) => text!(holder; en: "{holder}, on behalf of {of}{email}", nl: "{holder}, namens {of}{email}"),
        None => text!(en: "{of}{email}", nl: "{of}{email}"),
    }
}

/// To which addresses it goes: where invoices go now, else where this one went.
pub fn addresses(record: &Record, letter: &Letter<'_>, audience: Audience) -> Vec<String> {
    let now = record.organisation(&letter.participant).map(|one| seen_organisation(one, audience));
    let now = now.and_then(|one| one.billing).and_then(|billing| billing.email);
    let then = || letter.due.iter().find_map(|one| seen_invoice(one.debt.invoice, audience).buyer).and_then(|buyer| buyer.email);
    now.or_else(then).into_iter().collect()
}

/// Who it is, and where post goes.
fn address(record: &Record, letter: &Letter<'_>, audience: Audience) -> Vec<String> {
    let frozen = letter.due.iter().find_map(|one| one.debt.invoice.buyer.as_deref());
    let now = record.organisation(&letter.participant).and_then(|one| one.billing.as_deref());
    let (called, street, postcode, city) = match (frozen, now) {
        (Some(one), _) => (Some(&one.name), one.post_box.as_ref().or(one.street.as_ref()), one.postcode.as_ref(), one.city.as_ref()),
        (None, Some(one)) => (one.name.as_ref(), one.post_box.as_ref().or(one.street.as_ref()), one.postcode.as_ref(), one.city.as_ref()),
        (None, None) => (None, None, None, None),
    };
    let called = called.cloned().unwrap_or_else(|| name(record, &letter.participant, audience).nl.into_owned());
    let city = [postcode, city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    [called, street.cloned().unwrap_or_default(), city].into_iter().filter(|line| !line.is_empty()).collect()
}
