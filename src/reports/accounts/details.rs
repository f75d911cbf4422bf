//! What explains the accounts: each line, what is open, what belongs to another year, effort in kind, VAT for each participant.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::answers::ledger::account::Account;
use crate::answers::ledger::lines::{Figures, is_invoice};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Table};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::record::finance::{Invoice, Settle};
use crate::reports::books::{effort, maybe, money, named, of_effort, organisation};
use crate::text;
use crate::text::{Text, decimal_text};

pub fn fill(record: &Record, found: &Figures<'_>, blocks: &mut Vec<Block>) {
    let bare = Currency::NONE;
    blocks.push(Block::Heading(Text::new("Explanation of each line", "Toelichting per post")));
    blocks.push(Block::Table(explained(record, found, bare)));
    let until = last(record, found);
    blocks.push(Block::Heading(text!(until; en: "Open invoices on {until}", nl: "Openstaande posten op {until}")));
    let open = open(record, found, bare);
    if open.rows.is_empty() {
        blocks.push(Block::Paragraph(Text::new("No invoices are open.", "Er staan geen facturen open.")));
    } else {
        blocks.push(Block::Table(open));
    }
    let other = other_years(record, found, bare);
    if !other.rows.is_empty() {
        blocks.push(Block::Heading(Text::new("Of another year", "Overlopende posten")));
        blocks.push(Block::Table(other));
    }
    let agreed = in_kind(record, found, bare);
    if !agreed.rows.is_empty() || !found.effort.is_empty() {
        blocks.push(Block::Heading(Text::new("Contributions in kind", "Bijdragen in natura")));
        blocks.push(Block::Paragraph(of_effort()));
        let tables = [agreed, effort(record, found, bare)];
        blocks.extend(tables.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table));
    }
    blocks.push(Block::Heading(Text::new("Invoiced to each participant, with VAT", "Gefactureerd per deelnemer, met btw")));
    let vat = vat(record, found, bare);
    if vat.rows.is_empty() {
        blocks.push(Block::Paragraph(Text::new("Nothing was invoiced this year.", "Er is dit jaar niets gefactureerd.")));
    } else {
        blocks.push(Block::Table(vat));
    }
}

pub fn data(record: &Record, found: &Figures<'_>, currency: Currency) -> Vec<Table> {
    let of_programs = [
        explained(record, found, currency),
        open(record, found, currency),
        other_years(record, found, currency),
        in_kind(record, found, currency),
        vat(record, found, currency),
    ];
    of_programs.into_iter().collect()
}

/// The last day of the year, or the day of judgement.
fn last(record: &Record, found: &Figures<'_>) -> Date {
    found.until.min(record.on.max(found.from))
}

fn explained(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let columns = vec![
        Column::words("line", Text::new("Line", "Post")),
        Column::figures("difference", Text::new("Actual less budget", "Verschil met begroting")),
        Column::figures("bookings", Text::new("Bookings", "Boekingen")),
        Column::words("with", Text::new("With", "Met")),
    ];
    let row = |line: &crate::answers::ledger::lines::Line| {
        let its = found.entries.iter().filter(|entry| entry.day >= found.from && entry.day <= found.until);
        let its: Vec<_> = its.filter(|entry| entry.postings.iter().any(|(account, _)| *account == line.account)).collect();
        let who: BTreeSet<&str> = its.iter().filter_map(|entry| entry.who.as_deref()).collect();
        let with = match who.len() {
            0 => Cell::Blank,
            1..=3 => Cell::same(who.iter().map(|id| organisation(record, id)).collect::<Vec<_>>().join(", ")),
            many => Cell::Text(text!(en: "{many} organisations", nl: "{many} organisaties")),
        };
        let difference = line.amended.map(|amended| line.realised - amended);
        vec![
            Cell::Text(named(record, &line.account, line.what.as_deref())),
            maybe(difference, currency),
            Cell::Number(i64::try_from(its.len()).unwrap_or(i64::MAX)),
            with,
        ]
    };
    Table { name: "explanation", columns, rows: found.income.iter().chain(&found.costs).map(row).collect() }
}

/// What is open of each invoice at the end of the year; together it is what the balance sheet has of participants.
fn open(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let until = last(record, found);
    let numbered: HashMap<&str, &Invoice> = record.invoices.iter().filter_map(|one| Some((one.number.as_deref()?.trim(), one))).collect();
    let mut sums: BTreeMap<(&str, &str), Money> = BTreeMap::new();
    for entry in found.entries.iter().filter(|entry| entry.day <= until) {
        for (account, amount) in &entry.postings {
            let Account::Receivable(who) = account else { continue };
            let own = entry.number.map_or("", str::trim);
            let credited = numbered.get(own).and_then(|invoice| invoice.credits.as_deref()).map(str::trim);
            let about = credited.filter(|number| numbered.contains_key(number)).unwrap_or(own);
            let sum = sums.entry((who.as_str(), about)).or_default();
            *sum = *sum + *amount;
        }
    }
    let columns = vec![
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::words("invoice", Text::new("Invoice", "Factuur")),
        Column::words("due", Text::new("Due", "Vervaldatum")),
        Column::figures("open", Text::new("Open", "Openstaand")),
    ];
    let rows = sums.into_iter().filter(|(_, sum)| sum.0 != 0).map(|((who, number), sum)| {
        let due = numbered.get(number).and_then(|invoice| invoice.due).map_or(Cell::Blank, Cell::Date);
        vec![Cell::same(organisation(record, who)), Cell::same(number), due, money(sum, currency)]
    });
    Table { name: "open", columns, rows: rows.collect() }
}

fn other_years(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let until = last(record, found);
    let mut sums: BTreeMap<(&str, &str, bool), Money> = BTreeMap::new();
    for entry in found.entries.iter().filter(|entry| entry.day <= until) {
        for (account, amount) in entry.postings.iter().filter(|(account, _)| matches!(account, Account::Deferred | Account::Accrued)) {
            let key = (entry.who.as_deref().unwrap_or_default(), entry.number.unwrap_or_default(), *account == Account::Deferred);
            let sum = sums.entry(key).or_default();
            *sum = *sum + *amount;
        }
    }
    let columns = vec![
        Column::words("with", Text::new("With", "Met")),
        Column::words("invoice", Text::new("Invoice", "Factuur")),
        Column::words("what", Text::new("What", "Wat")),
        Column::figures("amount", Text::new("Amount", "Bedrag")),
    ];
    let is_credit = |number: &str| record.invoices.iter().any(|one| one.number.as_deref() == Some(number) && one.credits.is_some());
    let rows = sums.into_iter().filter(|(_, sum)| sum.0 != 0).map(|((who, number, ours), sum)| {
        let what = match (ours, sum.0 > 0) {
            (true, false) if is_credit(number) => Text::new("still to be credited", "nog te crediteren"),
            (true, true) => Text::new("still to be invoiced", "nog te factureren"),
            (true, false) => Text::new("invoiced in advance", "vooruit gefactureerd"),
            (false, true) => Text::new("paid in advance", "vooruitbetaald"),
            (false, false) => Text::new("still to be paid", "nog te betalen"),
        };
        vec![Cell::same(organisation(record, who)), Cell::same(number), Cell::Text(what), money(sum, currency)]
    });
    Table { name: "other_years", columns, rows: rows.collect() }
}

fn in_kind(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let columns = vec![
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::words("what", Text::new("What", "Wat")),
        Column::figures("hours", Text::new("Hours", "Uren")),
        Column::figures("value", Text::new("Agreed value", "Afgesproken waarde")),
        Column::words("settle", Text::new("Settled by", "Manier van verrekenen")),
    ];
    let row = |given: &crate::record::finance::InKind| {
        let role = given.role.as_ref().map(|id| record.role(id).map_or(id.as_str(), |role| role.title.as_str()));
        let settle = match given.settle {
            Some(Settle::SetOff) => Cell::Word("set-off".into(), Text::new("set off against the invoice", "te verrekenen met de factuur")),
            _ => Cell::Word("line".into(), Text::new("lowers the invoice", "in mindering op de factuur")),
        };
        vec![
            Cell::same(organisation(record, &record.index.plain(&given.participant).0)),
            Cell::maybe(role.or(given.what.as_deref())),
            given.hours.map_or(Cell::Blank, |hours| Cell::Text(decimal_text(hours.0))),
            money(given.value, currency),
            settle,
        ]
    };
    Table { name: "in_kind", columns, rows: found.budgets.iter().flat_map(|budget| &budget.in_kind).map(row).collect() }
}

/// What was invoiced to somebody, less what was credited.
#[derive(Debug, Clone, Copy, Default)]
struct Invoiced {
    /// Without VAT: what is taxed, whatever is set off against it.
    net: Money,
    tax: Money,
    set_off: Money,
}

impl Invoiced {
    fn and(self, other: Invoiced) -> Invoiced {
        Invoiced { net: self.net + other.net, tax: self.tax + other.tax, set_off: self.set_off + other.set_off }
    }
}

fn vat(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let mut sums: BTreeMap<&str, Invoiced> = BTreeMap::new();
    for entry in found.entries.iter().filter(|entry| entry.day >= found.from && entry.day <= found.until && is_invoice(entry)) {
        let Some(who) = entry.who.as_deref() else { continue };
        let of = |is_its: fn(&Account) -> bool| -> Money {
            entry.postings.iter().filter(|(account, _)| is_its(account)).map(|(_, amount)| *amount).sum()
        };
        let owed = of(|account| matches!(account, Account::Receivable(_)));
        let tax = -of(|account| *account == Account::Vat);
        let off = entry.set_off;
        let sum = sums.entry(who).or_default();
        *sum = sum.and(Invoiced { net: owed + off - tax, tax, set_off: off });
    }
    let is_set_off = sums.values().any(|sum| sum.set_off.0 != 0);
    let mut columns = vec![
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::figures("net", Text::new("Without VAT", "Exclusief btw")),
        Column::figures("vat", Text::new("VAT", "Btw")),
        Column::figures("gross", Text::new("With VAT", "Inclusief btw")),
    ];
    if is_set_off {
        columns.push(Column::figures("set_off", Text::new("Set off", "Verrekend")));
        columns.push(Column::figures("to_pay", Text::new("To pay", "Te betalen")));
    }
    let row = |who: Cell, sum: Invoiced| {
        let gross = sum.net + sum.tax;
        let mut cells = vec![who, money(sum.net, currency), money(sum.tax, currency), money(gross, currency)];
        if is_set_off {
            cells.extend([money(-sum.set_off, currency), money(gross - sum.set_off, currency)]);
        }
        cells
    };
    let mut rows: Vec<Vec<Cell>> = sums.iter().map(|(who, sum)| row(Cell::same(organisation(record, who)), *sum)).collect();
    if rows.len() > 1 && currency == Currency::NONE {
        let all = sums.values().fold(Invoiced::default(), |all, sum| all.and(*sum));
        rows.push(row(Cell::Text(Text::new("Together", "Samen")), all));
    }
    Table { name: "invoiced", columns, rows }
}
