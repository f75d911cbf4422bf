//! An invoice for programs: the whole of it, its lines, its VAT and what is set off.

use crate::answers::billed::{is_sent, kind_of};
use crate::answers::debts::total;
use crate::answers::invoiced::{gross, taxed};
use crate::document::{Cell, Column, Table};
use crate::money::Money;
use crate::payment_reference::betalingskenmerk;
use crate::record::Record;
use crate::record::finance::{Invoice, Party};
use crate::record::values::{Id, Vat};
use crate::reports::invoice::{currency, name_of, vat_name};
use crate::text::Text;

/// A word of the format for a kind, with what people call it.
pub fn kind_cell(invoice: &Invoice) -> Cell {
    let kind = kind_of(invoice);
    let word = serde_json::to_value(kind).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    Cell::Word(word.into(), name_of(kind))
}

pub fn treatment(vat: Option<Vat>) -> Cell {
    vat.map_or(Cell::Blank, |vat| Cell::Word(vat.to_string().into(), vat_name(vat)))
}

/// The lines with the invoice that they stand on, for a spreadsheet.
pub fn sheet(record: &Record, one: &Invoice) -> Table {
    let heads = [
        ("number", Text::new("Number", "Nummer")),
        ("date", Text::new("Date", "Datum")),
        ("due", Text::new("Due", "Vervaldatum")),
        ("participant", Text::new("Participant", "Deelnemer")),
        ("order_number", Text::new("Order number", "Inkoop- of verplichtingennummer")),
        ("payment_reference", Text::new("Payment reference", "Betalingskenmerk")),
        ("what", Text::new("Description", "Omschrijving")),
        ("vat", Text::new("VAT", "Btw")),
    ];
    let mut columns: Vec<Column> = heads.into_iter().map(|(key, title)| Column::words(key, title)).collect();
    columns.push(Column::figures("amount", Text::new("Amount", "Bedrag")));
    let day = |day: Option<crate::date::Date>| day.filter(|_| is_sent(one)).map_or(Cell::Blank, Cell::Date);
    let row = |what: &str, vat: Option<Vat>, amount: Money| {
        vec![
            Cell::maybe(one.number.as_deref()),
            day(one.date),
            day(one.due),
            Cell::same(record.organisation(&one.participant).map_or(one.participant.as_str(), |known| &known.name)),
            Cell::maybe(one.order_number.as_deref()),
            Cell::maybe(one.payment_reference.as_deref()),
            Cell::same(what),
            treatment(vat),
            Cell::Money(amount.in_currency(currency(record, one))),
        ]
    };
    let common = one.vat.as_ref().map(|vat| vat.treatment);
    let mut rows: Vec<Vec<Cell>> = one.line.iter().map(|line| row(&line.what, line.vat.or(common), line.amount)).collect();
    rows.extend(one.set_off.iter().map(|one| row(&one.what, None, -one.amount)));
    Table { name: "lines", columns, rows }
}

/// Every table.
pub fn all(record: &Record, one: &Invoice) -> Vec<Table> {
    let money = |amount: Money| Cell::Money(amount.in_currency(currency(record, one)));
    let day = |day: Option<crate::date::Date>| day.filter(|_| is_sent(one)).map_or(Cell::Blank, Cell::Date);
    let id = |id: &Option<Id>| Cell::maybe(id.as_ref().map(Id::as_str));
    let head = [
        ("file", Cell::same(one.file.to_string())),
        ("draft", Cell::same(if is_sent(one) { "no" } else { "yes" })),
        ("number", Cell::maybe(one.number.as_deref())),
        ("kind", kind_cell(one)),
        ("participant", Cell::same(one.participant.as_str())),
        ("product", id(&one.product)),
        ("date", day(one.date)),
        ("due", day(one.due)),
        ("from", one.period.as_ref().map_or(Cell::Blank, |period| Cell::Date(period.from))),
        ("until", one.period.as_ref().map_or(Cell::Blank, |period| Cell::Date(period.until))),
        ("credits", Cell::maybe(one.credits.as_deref())),
        ("order_number", Cell::maybe(one.order_number.as_deref())),
        ("buyer_reference", Cell::maybe(one.buyer_reference.as_deref())),
        ("payment_reference", Cell::maybe(one.payment_reference.as_deref())),
        ("betalingskenmerk", one.number.as_deref().and_then(betalingskenmerk).map_or(Cell::Blank, Cell::same)),
        ("currency", Cell::same(currency(record, one).code())),
        ("net", money(one.line.iter().map(|line| line.amount).sum())),
        ("gross", money(gross(one))),
        ("total", money(total(one))),
        ("vat_treatment", treatment(one.vat.as_ref().map(|vat| vat.treatment))),
        ("vat_reason", Cell::maybe(one.vat.as_ref().and_then(|vat| vat.reason.as_deref()))),
    ];
    let plain = |keys: &[&'static str]| keys.iter().map(|key| Column::words(*key, Text::default())).collect::<Vec<_>>();
    let keys: Vec<&'static str> = head.iter().map(|(key, _)| *key).collect();
    let invoice = Table { name: "invoice", columns: plain(&keys), rows: vec![head.into_iter().map(|(_, cell)| cell).collect()] };
    let common = one.vat.as_ref().map(|vat| vat.treatment);
    let lines = one.line.iter().map(|line| {
        vec![Cell::same(line.what.as_str()), money(line.amount), treatment(line.vat.or(common)), id(&line.product), id(&line.role)]
    });
    let taxes = taxed(one).into_iter().map(|one| vec![treatment(Some(one.treatment)), money(one.base), money(one.tax)]);
    let set_off = one.set_off.iter().map(|one| vec![Cell::same(one.what.as_str()), money(one.amount), id(&one.role)]);
    let parties =
        [("buyer", &one.buyer), ("seller", &one.seller)].into_iter().filter_map(|(side, party)| Some(party_row(side, party.as_deref()?)));
    vec![
        invoice,
        Table { name: "parties", columns: plain(&PARTY), rows: parties.collect() },
        Table { name: "lines", columns: plain(&["what", "amount", "vat", "product", "role"]), rows: lines.collect() },
        Table { name: "vat", columns: plain(&["treatment", "base", "tax"]), rows: taxes.collect() },
        Table { name: "set_off", columns: plain(&["what", "amount", "role"]), rows: set_off.collect() },
    ]
}

const PARTY: [&str; 14] = [
    "side",
    "name",
    "street",
    "post_box",
    "postcode",
    "city",
    "country",
    "oin",
    "kvk",
    "vat_number",
    "peppol",
    "email",
    "iban",
    "ordered_by",
];

fn party_row(side: &'static str, party: &Party) -> Vec<Cell> {
    let rest = [
        &party.street,
        &party.post_box,
        &party.postcode,
        &party.city,
        &party.country,
        &party.oin,
        &party.kvk,
        &party.vat_number,
        &party.peppol,
        &party.email,
        &party.iban,
        &party.ordered_by,
    ];
    let head = [Cell::same(side), Cell::same(party.name.as_str())];
    head.into_iter().chain(rest.into_iter().map(|text| Cell::maybe(text.as_deref()))).collect()
}
