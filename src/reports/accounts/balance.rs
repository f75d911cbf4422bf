//! The balance sheet of the accounts, and how the reserve moved.

use std::collections::BTreeMap;

use crate::answers::contribution::product_of;
use crate::answers::ledger::account::Account;
use crate::answers::ledger::balance::{Sheet, closing};
use crate::answers::ledger::closed::adopted;
use crate::answers::ledger::lines::Figures;
use crate::answers::ledger::on;
use crate::document::{Block, Cell, Column, Table};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::record::collaboration::HeldAs;
use crate::reports::books::{held_as, money};
use crate::text;
use crate::text::Text;

/// A line of the sheet: what it is, and how much on each day. What is owed to us is more than zero.
type Item = (&'static str, Text, Money, Money);

pub fn blocks(record: &Record, found: &Figures<'_>, sheet: Option<&Sheet>) -> Vec<Block> {
    let Some(sheet) = sheet else { return vec![Block::Paragraph(missing(found))] };
    let bare = Currency::NONE;
    let (from, until) = (found.from, sheet.until);
    // Of a narrow table the heads do not show: which side it is stands in its last line too.
    let table = |name, title: Text, together: Text, items: Vec<Item>, sign: i64| {
        let columns = vec![
            Column::words("what", title),
            Column::figures("begin", text!(from; en: "{from}", nl: "{from}")),
            Column::figures("end", text!(until; en: "{until}", nl: "{until}")),
        ];
        let mut sums = (Money(0), Money(0));
        let mut rows = Vec::new();
        for (_, title, begin, end) in items {
            let (begin, end) = (Money(begin.0 * sign), Money(end.0 * sign));
            sums = (sums.0 + begin, sums.1 + end);
            rows.push(vec![Cell::Text(title), money(begin, bare), money(end, bare)]);
        }
        rows.push(vec![Cell::Text(together), money(sums.0, bare), money(sums.1, bare)]);
        Block::Table(Table { name, columns, rows })
    };
    let (assets, liabilities) = sides(sheet, form(record));
    let title = match form(record) {
        None => Text::new("Movement of the reserve", "Verloop van de reserve"),
        form => {
            let form = held_as(form);
            text!(form; en: "Movement of the reserve ({form})", nl: "Verloop van de reserve ({form})")
        }
    };
    let mut blocks = vec![
        table("assets", Text::new("Assets", "Activa"), Text::new("Total assets", "Totaal activa"), assets, 1),
        table("liabilities", Text::new("Liabilities", "Passiva"), Text::new("Total liabilities", "Totaal passiva"), liabilities, -1),
        Block::Paragraph(paid_on_its_day(sheet)),
    ];
    blocks.extend(unexplained(record, found, sheet).into_iter().map(Block::Paragraph));
    let funds = on(&sheet.end, &Account::Funds);
    if funds.0 < 0 {
        let short = (-funds).in_currency(record.currency());
        blocks.push(Block::Paragraph(text!(until, short; en: "The money at the fund holder is less than zero: on {until} it had advanced {short}.", nl: "De middelen bij de kassier zijn minder dan nul: op {until} had de kassier {short} voorgeschoten.")));
    }
    blocks.extend([Block::Heading(title), Block::Facts(movement(record, found, sheet))]);
    blocks
}

/// What the money says of suppliers: their invoices to the last day are taken off it, later ones of the year are still to be paid.
fn paid_on_its_day(sheet: &Sheet) -> Text {
    let until = sheet.until;
    let said = text!(until;
        en: "An expense counts as paid on its day: a supplier's invoice of {until} or before is taken off the money at the fund holder, even if it is still to be paid.",
        nl: "Een last telt als betaald op de dag van boeking: een leveranciersfactuur van {until} of eerder is van de middelen af, ook als die nog betaald moet worden.");
    if on(&sheet.end, &Account::Accrued).0 >= 0 {
        return said;
    }
    text!(said; en: "{said} One of a later day that is for this year is not; it stands under costs still to be paid.", nl: "{said} Een factuur van een latere dag die bij dit jaar hoort, nog niet; die staat bij de nog te betalen lasten.")
}

fn form(record: &Record) -> Option<HeldAs> {
    record.collaboration.as_ref()?.finances.as_ref()?.reserve.as_ref()?.held_as
}

/// What the opening says other than the record does: what the year before ended with, and what does not add up on the first day.
fn unexplained(record: &Record, found: &Figures<'_>, sheet: &Sheet) -> Vec<Text> {
    let currency = record.currency();
    let mut said = Vec::new();
    if let Some(closed) = closing(record, &found.entries, found.year) {
        let (year, last) = (found.year, closed.year);
        let pairs = [
            (Text::new("money", "aan middelen"), closed.funds, on(&sheet.begin, &Account::Funds)),
            (Text::new("reserve", "aan reserve"), closed.reserve, -on(&sheet.begin, &Account::Reserve)),
        ];
        for (what, was, begin) in pairs.into_iter().filter(|(_, was, begin)| was != begin) {
            let (was, begin) = (was.in_currency(currency), begin.in_currency(currency));
            said.push(text!(what, was, begin; en: "By what is on record {last} ended with {was} of {what}; the `opening` of {year} says {begin}.", nl: "Volgens het dossier eindigde {last} met {was} {what}; de `opening` van {year} zegt {begin}."));
        }
    }
    let rest = on(&sheet.begin, &Account::Opening);
    if rest.0 != 0 {
        let from = found.from;
        let rest = Money(rest.0.saturating_abs()).in_currency(currency);
        said.push(text!(from, rest; en: "Of what there was on {from}, {rest} is not explained by the record: the money, the reserve and what earlier years left do not add up. See `opening` in the budget, and whether earlier years are all on record.", nl: "Van wat er op {from} was, verklaart het dossier {rest} niet: de middelen, de reserve en wat uit vorige jaren openstond, sluiten niet op elkaar aan. Kijk bij `opening` in de begroting, en of vorige jaren helemaal in het dossier staan."));
    }
    said
}

/// How the reserve moved in the year; of what was adopted, as that says.
pub fn movement(record: &Record, found: &Figures<'_>, sheet: &Sheet) -> Vec<(Text, Cell)> {
    let currency = record.currency();
    let adopted = adopted(record, found.year);
    let (from, was) = (found.from, -on(&sheet.begin, &Account::Reserve));
    let changed = adopted.map_or(sheet.result, |adopted| adopted.to_reserve());
    let direction = if changed.0 < 0 { Text::new("Taken from it", "Onttrekking") } else { Text::new("Added to it", "Toevoeging") };
    let left = was + changed;
    let mut facts = vec![
        (text!(from; en: "On {from}", nl: "Stand op {from}"), money(was, currency)),
        (direction, money(changed, currency)),
        (Text::new("After appropriation", "Na bestemming van het saldo"), money(left, currency)),
    ];
    // What is not there cannot be taken: nobody has said yet who pays it.
    if left.0 < 0 {
        facts.push((Text::new("Of which nobody has said who pays it", "Waarvoor nog een besluit nodig is"), money(-left, currency)));
    }
    facts
}

/// What is to be on record before the year can be closed.
fn missing(found: &Figures<'_>) -> Text {
    let (year, from) = (found.year, found.from);
    let file = found
        .budgets
        .iter()
        .find(|budget| product_of(budget).is_none())
        .map_or_else(|| format!("finances/{year}/budget.toml"), |budget| budget.file.to_string());
    let has_opening = found.budgets.iter().any(|budget| product_of(budget).is_none() && budget.opening.is_some());
    if has_opening {
        return text!(from; en: "No balance sheet can be made: `opening` in {file} does not say the `reserve`, and no balance of the reserve is of {from} or the day before.", nl: "Er is geen balans op te maken: bij `opening` in {file} ontbreekt `reserve`, en er is geen stand van de reserve op {from} of de dag ervoor.");
    }
    text!(from; en: "No balance sheet can be made: the record does not say what there was on {from}. Write `opening = {{ funds = …, reserve = … }}` in {file}.", nl: "Er is geen balans op te maken: het dossier zegt niet wat er op {from} was. Schrijf `opening = {{ funds = …, reserve = … }}` in {file}.")
}

/// Assets and liabilities. What may be either stands on the side where it is on each day.
fn sides(sheet: &Sheet, form: Option<HeldAs>) -> (Vec<Item>, Vec<Item>) {
    let at = |account: &Account| (on(&sheet.begin, account), on(&sheet.end, account));
    let sum = |sums: &BTreeMap<Account, Money>, sign: fn(i64) -> bool| -> Money {
        sums.iter().filter(|(account, amount)| matches!(account, Account::Receivable(_)) && sign(amount.0)).map(|(_, amount)| *amount).sum()
    };
    let mut assets: Vec<Item> = Vec::new();
    let mut liabilities: Vec<Item> = Vec::new();
    let (begin, end) = at(&Account::Funds);
    assets.push(("funds", Text::new("Money at the fund holder", "Middelen bij de kassier"), begin, end));
    let positive = |cents: i64| cents > 0;
    let negative = |cents: i64| cents < 0;
    assets.push((
        "receivable",
        Text::new("To be received from participants", "Vorderingen op deelnemers"),
        sum(&sheet.begin, positive),
        sum(&sheet.end, positive),
    ));
    liabilities.push(("reserve", held_as(form).capital(), on(&sheet.begin, &Account::Reserve), on(&sheet.end, &Account::Reserve)));
    liabilities.push((
        "result",
        Text::new("Balance of the year, to be appropriated", "Saldo van het jaar, nog te bestemmen"),
        Money(0),
        -sheet.result,
    ));
    liabilities.push((
        "received-too-much",
        Text::new("To be paid back to participants", "Terug te betalen aan deelnemers"),
        sum(&sheet.begin, negative),
        sum(&sheet.end, negative),
    ));
    let either = [
        (
            "deferred",
            Account::Deferred,
            Text::new("Still to be invoiced", "Nog te factureren"),
            Text::new("Invoiced in advance, or still to be credited", "Vooruit gefactureerd, of nog te crediteren"),
        ),
        (
            "accrued",
            Account::Accrued,
            Text::new("Costs paid in advance", "Vooruitbetaalde lasten"),
            Text::new("Costs still to be paid", "Nog te betalen lasten"),
        ),
        ("vat", Account::Vat, Text::new("VAT to be got back", "Terug te ontvangen btw"), Text::new("VAT to be paid", "Af te dragen btw")),
        (
            "unassigned",
            Account::Unassigned,
            Text::new("Payments still to be assigned", "Nog te bestemmen betalingen"),
            Text::new("Receipts still to be assigned", "Nog te bestemmen ontvangsten"),
        ),
        (
            "appropriated",
            Account::Appropriated,
            Text::new("Shortage of earlier years, to be asked of participants", "Tekort van eerdere jaren, te vragen aan deelnemers"),
            Text::new("Balance of earlier years, to go back to participants", "Saldo van eerdere jaren, terug te geven aan deelnemers"),
        ),
        (
            "opening",
            Account::Opening,
            Text::new("Not explained in the opening balance", "Niet verklaard in de beginbalans"),
            Text::new("Not explained in the opening balance", "Niet verklaard in de beginbalans"),
        ),
    ];
    for (key, account, asset, liability) in either {
        // On each day it stands on its own side.
        let (begin, end) = at(&account);
        assets.push((key, asset, begin.max(Money(0)), end.max(Money(0))));
        liabilities.push((key, liability, begin.min(Money(0)), end.min(Money(0))));
    }
    let is_there = |item: &Item| item.2.0 != 0 || item.3.0 != 0 || matches!(item.0, "funds" | "reserve" | "result");
    assets.retain(is_there);
    liabilities.retain(is_there);
    (assets, liabilities)
}

pub fn data(record: &Record, sheet: Option<&Sheet>) -> Table {
    let currency = record.currency();
    let columns = ["side", "what", "name", "begin", "end"].iter().map(|key| Column::words(*key, Text::default())).collect();
    let mut rows = Vec::new();
    if let Some(sheet) = sheet {
        let (assets, liabilities) = sides(sheet, form(record));
        for (side, sign, items) in [("assets", 1, assets), ("liabilities", -1, liabilities)] {
            rows.extend(items.into_iter().map(|(key, title, begin, end)| {
                let amount = |amount: Money| money(Money(amount.0 * sign), currency);
                vec![Cell::same(side), Cell::same(key), Cell::Text(title), amount(begin), amount(end)]
            }));
        }
    }
    Table { name: "balance", columns, rows }
}
