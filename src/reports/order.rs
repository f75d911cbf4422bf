//! The order for a finance system that makes the invoices itself: every line of every draft, with whom it is for.

use crate::answers::audience::{Audience, seen_invoice};
use crate::answers::invoiced::payable;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Invoice;
use crate::record::values::Vat;
use crate::reports::begun;
use crate::reports::invoice::data::{kind_cell, treatment};
use crate::text;
use crate::text::Text;

/// The order for the drafts of a year, with their parties in them as they would be issued.
pub fn order(record: &Record, year: i32, drafts: &[Invoice], audience: Audience) -> Document {
    let drafts: Vec<Invoice> = drafts.iter().map(|one| seen_invoice(one, audience)).collect();
    let mut document = begun(record, "order", text!(en: "Order for invoices {year}", nl: "Factuuropdracht {year}"));
    let money = |amount: Money| Cell::Money(amount.in_currency(record.currency()));
    if drafts.is_empty() {
        document.blocks.push(Block::Paragraph(
            text!(en: "There are no drafts to order for {year}.", nl: "Er zijn voor {year} geen concepten om op te dragen."),
        ));
    } else {
        let columns = vec![
            Column::words("participant", Text::new("Debtor", "Debiteur")),
            Column::words("what", Text::new("Description", "Omschrijving")),
            Column::words("order_number", Text::new("Order number", "Inkoop- of verplichtingennummer")),
            Column::words("planned", Text::new("Planned", "Gepland")),
            Column::figures("total", Text::new("To pay", "Te betalen")),
        ];
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for one in &drafts {
            let name = one.buyer.as_ref().map_or(one.participant.as_str(), |buyer| &buyer.name);
            let lines: Vec<Cell> = one.line.iter().map(|line| Cell::same(line.what.as_str())).collect();
            let planned = one.planned.map_or(Cell::Blank, Cell::Date);
            rows.push(vec![Cell::same(name), Cell::List(lines), Cell::maybe(one.order_number.as_deref()), planned, money(payable(one))]);
        }
        if rows.len() > 1 {
            let sum = drafts.iter().map(payable).sum();
            rows.push(vec![Cell::Text(Text::new("Together", "Samen")), Cell::Blank, Cell::Blank, Cell::Blank, money(sum)]);
        }
        document.blocks.push(Block::Table(Table { name: "order", columns, rows }));
    }
    document.sheet = sheet(record, &drafts);
    document.data = vec![document.sheet.clone()];
    document
}

const HEADS: [(&str, Text); 25] = [
    ("draft", Text::new("Draft", "Concept")),
    ("participant", Text::new("Participant", "Deelnemer")),
    ("kind", Text::new("Kind", "Soort")),
    ("name", Text::new("Debtor", "Debiteur")),
    ("street", Text::new("Street", "Straat")),
    ("post_box", Text::new("PO box", "Postbus")),
    ("postcode", Text::new("Postcode", "Postcode")),
    ("city", Text::new("City", "Plaats")),
    ("country", Text::new("Country", "Land")),
    ("kvk", Text::new("KvK number", "KvK-nummer")),
    ("oin", Text::new("OIN", "OIN")),
    ("vat_number", Text::new("VAT number", "Btw-nummer")),
    ("email", Text::new("E-mail", "E-mail")),
    ("order_number", Text::new("Order number", "Inkoop- of verplichtingennummer")),
    ("buyer_reference", Text::new("Buyer's reference", "Kenmerk afnemer")),
    ("ordered_by", Text::new("Ordered by", "Besteld door")),
    ("credits", Text::new("Credits", "Crediteert")),
    ("planned", Text::new("Planned", "Gepland")),
    ("from", Text::new("From", "Van")),
    ("until", Text::new("Until", "T/m")),
    ("cost_centre", Text::new("Cost centre", "Kostenplaats")),
    ("what", Text::new("Description", "Omschrijving")),
    ("vat", Text::new("VAT", "Btw")),
    ("vat_reason", Text::new("VAT text", "Btw-tekst")),
    ("amount", Text::new("Amount excl. VAT", "Bedrag excl. btw")),
];

/// A row for each line; what is set off is a line without VAT that lowers.
fn sheet(record: &Record, drafts: &[Invoice]) -> Table {
    let last = HEADS.len() - 1;
    let column =
        |(n, (key, title)): (usize, (&'static str, Text))| if n == last { Column::figures(key, title) } else { Column::words(key, title) };
    let columns = HEADS.into_iter().enumerate().map(column).collect();
    let centre =
        record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).and_then(|finances| finances.cost_centre.as_deref());
    let mut rows = Vec::new();
    for one in drafts {
        let text = |text: &Option<String>| Cell::maybe(text.as_deref());
        let buyer = one.buyer.as_deref();
        let of = |key: fn(&crate::record::finance::Party) -> &Option<String>| buyer.map_or(Cell::Blank, |buyer| text(key(buyer)));
        let common = one.vat.as_ref().map(|vat| vat.treatment);
        let reason = one.vat.as_ref().and_then(|vat| vat.reason.as_deref());
        let mut row = |what: &str, vat: Option<Vat>, amount: Money| {
            rows.push(vec![
                Cell::same(one.file.stem()),
                Cell::same(one.participant.as_str()),
                kind_cell(one),
                Cell::maybe(buyer.map(|buyer| buyer.name.as_str())),
                of(|buyer| &buyer.street),
                of(|buyer| &buyer.post_box),
                of(|buyer| &buyer.postcode),
                of(|buyer| &buyer.city),
                of(|buyer| &buyer.country),
                of(|buyer| &buyer.kvk),
                of(|buyer| &buyer.oin),
                of(|buyer| &buyer.vat_number),
                of(|buyer| &buyer.email),
                text(&one.order_number),
                text(&one.buyer_reference),
                of(|buyer| &buyer.ordered_by),
                text(&one.credits),
                one.planned.map_or(Cell::Blank, Cell::Date),
                one.period.as_ref().map_or(Cell::Blank, |period| Cell::Date(period.from)),
                one.period.as_ref().map_or(Cell::Blank, |period| Cell::Date(period.until)),
                Cell::maybe(centre),
                Cell::same(what),
                treatment(vat),
                Cell::maybe(reason.filter(|_| !matches!(vat, None | Some(Vat::Percent(_))))),
                Cell::Money(amount.in_currency(record.currency())),
            ]);
        };
        one.line.iter().for_each(|line| row(&line.what, line.vat.or(common), line.amount));
        one.set_off.iter().for_each(|set_off| row(&set_off.what, None, -set_off.amount));
    }
    Table { name: "order", columns, rows }
}
