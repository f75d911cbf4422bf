//! Open items: what is still to be paid of each invoice, and for how long that has been due.

use std::collections::{BTreeSet, HashSet};

use crate::answers::ageing::{AGES, Age, OpenItem, open_items};
use crate::answers::audience::Audience;
use crate::answers::ledger::entries::is_placed;
use crate::answers::presence::name;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::Payment;
use crate::record::values::Id;
use crate::reports::begun;
use crate::text;
use crate::text::Text;

/// The list of a record.
pub fn open(record: &Record, audience: Audience) -> Document {
    let items = open_items(record);
    let (owed, back): (Vec<&OpenItem<'_>>, Vec<&OpenItem<'_>>) = items.iter().partition(|item| item.open.0 > 0);
    let mut blocks = vec![Block::Paragraph(counted(record, &owed))];
    if !owed.is_empty() {
        blocks.push(Block::Table(of_ages(record, &owed)));
        blocks.push(Block::Heading(Text::new("Invoices", "Facturen")));
        blocks.push(Block::Table(for_people(record, &owed, audience)));
    }
    if !back.is_empty() {
        blocks.push(Block::Heading(Text::new(
            "Paid too much or credited: to be paid back or set off",
            "Te veel betaald of gecrediteerd: terug te betalen of te verrekenen",
        )));
        blocks.push(Block::Table(for_people(record, &back, audience)));
        blocks.extend(both_sides(record, &owed, &back, audience));
    }
    let loose = loose(record);
    if !loose.is_empty() {
        let (number, sum) = (loose.len(), loose.iter().copied().sum::<Money>().in_currency(record.currency()));
        blocks.push(Block::Paragraph(match number {
            1 => text!(sum; en: "1 payment is on record without a known invoice: {sum}.", nl: "1 ontvangst staat zonder bekende factuur in het dossier: {sum}."),
            _ => text!(sum; en: "{number} payments are on record without a known invoice: {sum}.", nl: "{number} ontvangsten staan zonder bekende factuur in het dossier: {sum}."),
        }));
    }
    let data = data(record, &items, audience);
    let ages = Table { name: "ageing", ..ages_data(record, &owed) };
    Document {
        blocks,
        sheet: data.clone(),
        data: vec![data, ages],
        ..begun(record, "payments", Text::new("Open items", "Openstaande posten"))
    }
}

/// Of those who owe something and are to get something back, what it comes to.
fn both_sides(record: &Record, owed: &[&OpenItem<'_>], back: &[&OpenItem<'_>], audience: Audience) -> Option<Block> {
    let who = |item: &&OpenItem<'_>| record.index.plain(&item.balance.invoice.participant).0.into_owned();
    let ids: BTreeSet<String> = owed.iter().map(who).filter(|id| back.iter().any(|item| who(item) == *id)).collect();
    let line = |id: &String| {
        let of = |items: &[&OpenItem<'_>]| items.iter().filter(|item| who(item) == *id).map(|item| item.open).sum::<Money>();
        let sum = of(owed) + of(back);
        let (name, much) = (name(record, &Id::new(id), audience), Money(sum.0.saturating_abs()).in_currency(record.currency()));
        match sum.0 {
            0 => text!(name; en: "{name} owes nothing on balance.", nl: "{name} is per saldo niets verschuldigd."),
            1.. => text!(name, much; en: "{name} owes {much} on balance.", nl: "{name} is per saldo {much} verschuldigd."),
            _ => text!(name, much; en: "{name} is to get back {much} on balance.", nl: "{name} krijgt per saldo {much} terug."),
        }
    };
    (!ids.is_empty()).then(|| Block::List(ids.iter().map(line).collect()))
}

/// What came in, or was paid back, without an invoice, or of one that is not on record; less what the budget knows to be income.
fn loose(record: &Record) -> Vec<Money> {
    let known: HashSet<&str> = record.invoices.iter().filter_map(|one| Some(one.number.as_deref()?.trim())).collect();
    let payments = record.payments.iter().flat_map(|file| &file.payment).filter(|one| one.on <= record.on);
    let is_loose = |one: &&Payment| one.invoice.as_deref().is_none_or(|number| !known.contains(number.trim())) && !is_placed(record, one);
    payments.filter(is_loose).map(|one| one.amount).collect()
}

fn sum_of(record: &Record, items: &[&OpenItem<'_>]) -> crate::money::Sum {
    items.iter().map(|item| item.open).sum::<Money>().in_currency(record.currency())
}

fn counted(record: &Record, owed: &[&OpenItem<'_>]) -> Text {
    let late: Vec<&OpenItem<'_>> = owed.iter().copied().filter(|item| item.age != Age::NotDue).collect();
    let (number, sum) = (owed.len(), sum_of(record, owed));
    let overdue = match late.len() {
        0 => Text::new("none of it is overdue", "daarvan is niets over de vervaldatum"),
        all if all == number => Text::new("all of it is overdue", "alles over de vervaldatum"),
        count => {
            let sum = sum_of(record, &late);
            text!(sum; en: "{sum} of it is overdue ({count})", nl: "daarvan is {sum} over de vervaldatum ({count})")
        }
    };
    match number {
        0 => Text::new("No invoices are open.", "Er staan geen facturen open."),
        1 => text!(sum, overdue; en: "1 invoice is open, {sum}; {overdue}.", nl: "Er staat 1 factuur open, {sum}; {overdue}."),
        _ => {
            text!(sum, overdue; en: "{number} invoices are open, {sum}; {overdue}.", nl: "Er staan {number} facturen open, samen {sum}; {overdue}.")
        }
    }
}

fn of_ages(record: &Record, owed: &[&OpenItem<'_>]) -> Table {
    let columns = vec![
        Column::words("age", Text::new("Since the due date", "Na de vervaldatum")),
        Column::figures("invoices", Text::new("Invoices", "Facturen")),
        Column::figures("open", Text::new("Open", "Open")),
    ];
    let rows = AGES.into_iter().map(|age| {
        let of: Vec<&OpenItem<'_>> = owed.iter().copied().filter(|item| item.age == age).collect();
        vec![Cell::Text(age.said().capital()), Cell::Number(i64::try_from(of.len()).unwrap_or(i64::MAX)), Cell::Money(sum_of(record, &of))]
    });
    Table { name: "ages", columns, rows: rows.collect() }
}

fn for_people(record: &Record, items: &[&OpenItem<'_>], audience: Audience) -> Table {
    let columns = vec![
        Column::words("number", Text::new("Invoice", "Factuur")),
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::words("due", Text::new("Due", "Vervaldatum")),
        Column::figures("days", Text::new("Days past", "Dagen over")),
        Column::figures("asked", Text::new("Asked", "Gefactureerd")),
        Column::figures("paid", Text::new("Paid", "Ontvangen")),
        Column::figures("credited", Text::new("Credited", "Gecrediteerd")),
        Column::figures("open", Text::new("Open", "Open")),
    ];
    let money = |amount: Money| Cell::Money(amount.in_currency(record.currency()));
    let rows = items.iter().map(|item| {
        let one = &item.balance;
        vec![
            Cell::same(one.number),
            Cell::Text(name(record, &one.invoice.participant, audience)),
            one.due.map_or(Cell::Blank, Cell::Date),
            item.days.filter(|days| *days > 0 && item.open.0 > 0).map_or(Cell::Blank, Cell::Number),
            money(one.asked),
            if one.paid.0 == 0 { Cell::Blank } else { money(one.paid) },
            if one.credited.0 == 0 { Cell::Blank } else { money(one.credited) },
            money(item.open),
        ]
    });
    Table { name: "open", columns, rows: rows.collect() }.filled()
}

fn ages_data(record: &Record, owed: &[&OpenItem<'_>]) -> Table {
    let mut table = of_ages(record, owed);
    for (row, age) in table.rows.iter_mut().zip(AGES) {
        row[0] = Cell::same(age.id());
    }
    table
}

fn data(record: &Record, items: &[OpenItem<'_>], audience: Audience) -> Table {
    let words = ["number", "kind", "participant", "name", "date", "due", "age"];
    let figures = ["days", "asked", "paid", "credited", "open"];
    let columns = words.map(|key| Column::words(key, Text::default())).into_iter();
    let columns = columns.chain(figures.map(|key| Column::figures(key, Text::default()))).collect();
    let money = |amount: Money| Cell::Money(amount.in_currency(record.currency()));
    let row = |item: &OpenItem<'_>| {
        let (one, invoice) = (&item.balance, item.balance.invoice);
        let kind = invoice.kind.and_then(|kind| serde_json::to_value(kind).ok());
        vec![
            Cell::same(one.number),
            Cell::maybe(kind.as_ref().and_then(serde_json::Value::as_str)),
            Cell::same(record.index.plain(&invoice.participant).0),
            Cell::Text(name(record, &invoice.participant, audience)),
            Cell::maybe(invoice.date.map(|date| date.to_string()).as_deref()),
            Cell::maybe(one.due.map(|date| date.to_string()).as_deref()),
            Cell::same(item.age.id()),
            item.days.map_or(Cell::Blank, Cell::Number),
            money(one.asked),
            money(one.paid),
            money(one.credited),
            money(item.open),
        ]
    };
    Table { name: "open", columns, rows: items.iter().map(row).collect() }
}
