//! The budget for programs: every line, the totals, the invoices, the reserve.

use crate::answers::contribution::product_of;
use crate::answers::ledger::account::{Account, LineKey};
use crate::answers::ledger::lines::{Committed, Figures, Line, added};
use crate::answers::ledger::reserve::cover;
use crate::document::{Cell, Column, Table};
use crate::money::Currency;
use crate::record::Record;
use crate::record::finance::BudgetStatus;
use crate::reports::books::{maybe, money, named};
use crate::reports::budget::{Asked, budgeted, realised};
use crate::text::Text;

pub fn all(record: &Record, found: &Figures<'_>, asked: &Asked, currency: Currency) -> Vec<Table> {
    vec![
        lines(record, found, currency),
        totals(found, currency),
        of_budgets(found),
        invoices(found, asked, currency),
        reserve(record, found, currency),
    ]
}

fn table(name: &'static str, keys: &[&'static str], rows: Vec<Vec<Cell>>) -> Table {
    Table { name, columns: keys.iter().map(|key| Column::words(*key, Text::default())).collect(), rows }
}

/// As programs know an account: its kind, the product, the line.
pub fn identified(account: &Account) -> [Cell; 3] {
    let (kind, product, id) = match account {
        Account::Dues(product) => ("contribution", product.as_deref(), None),
        Account::JoiningFee => ("joining-fee", None, None),
        Account::Extra => ("extra", None, None),
        Account::Earlier => ("earlier", None, None),
        Account::SetOff => ("set-off", None, None),
        Account::VatCost => ("vat", None, None),
        Account::Other(LineKey { product, id }) => ("other", product.as_deref(), Some(id.as_str())),
        Account::Cost(LineKey { product, id }) => ("cost", product.as_deref(), Some(id.as_str())),
        _ => ("balance", None, None),
    };
    [Cell::same(kind), Cell::maybe(product), Cell::maybe(id)]
}

fn lines(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let keys = [
        "side",
        "kind",
        "product",
        "line",
        "name",
        "structural",
        "in_kind",
        "budgeted",
        "amended",
        "committed",
        "realised",
        "forecast",
        "left",
    ];
    let yes = |is: bool| Cell::same(if is { "yes" } else { "no" });
    let row = |side: &'static str, line: &Line| {
        let committed = match line.committed {
            Committed::Known(amount) => money(amount, currency),
            Committed::Unknown => Cell::same("unknown"),
            Committed::Nothing => Cell::Blank,
        };
        let mut row = vec![Cell::same(side)];
        row.extend(identified(&line.account));
        row.extend([
            Cell::Text(named(record, &line.account, line.what.as_deref())),
            yes(line.is_structural),
            yes(side == "in-kind"),
            maybe(line.budgeted, currency),
            maybe(line.amended, currency),
            committed,
            money(line.realised, currency),
            maybe(line.forecast, currency),
            maybe(line.left(), currency),
        ]);
        row
    };
    let costs = found.costs.iter().map(|line| row("costs", line));
    let income = found.income.iter().map(|line| row("income", line));
    let effort = found.effort.iter().map(|line| row("in-kind", line));
    table("lines", &keys, costs.chain(income).chain(effort).collect())
}

fn totals(found: &Figures<'_>, currency: Currency) -> Table {
    let row = |side: &'static str, lines: &[Line]| {
        vec![
            Cell::same(side),
            maybe(budgeted(lines, |line| line.budgeted), currency),
            maybe(budgeted(lines, |line| line.amended), currency),
            money(realised(lines), currency),
            maybe(added(lines, |line| line.forecast), currency),
        ]
    };
    let rows = vec![row("costs", &found.costs), row("income", &found.income)];
    table("totals", &["side", "budgeted", "amended", "realised", "forecast"], rows)
}

fn of_budgets(found: &Figures<'_>) -> Table {
    let row = |budget: &&crate::record::finance::Budget| {
        let status = match budget.status {
            Some(BudgetStatus::Draft) => Cell::same("draft"),
            Some(BudgetStatus::Adopted) => Cell::same("adopted"),
            None => Cell::Blank,
        };
        vec![Cell::maybe(product_of(budget)), Cell::same(budget.file.to_string()), status, Cell::Date(found.from), Cell::Date(found.until)]
    };
    table("budgets", &["product", "file", "status", "from", "until"], found.budgets.iter().map(row).collect())
}

fn invoices(found: &Figures<'_>, asked: &Asked, currency: Currency) -> Table {
    let row = vec![
        maybe(found.asked, currency),
        money(asked.invoiced, currency),
        money(asked.received, currency),
        money(asked.too_much, currency),
        money(asked.not_owed, currency),
        money(asked.open, currency),
        money(asked.open_elsewhere, currency),
        money(asked.overdue, currency),
    ];
    let keys = ["asked", "invoiced", "received", "too_much", "not_owed", "open", "open_elsewhere", "overdue"];
    table("invoices", &keys, vec![row])
}

fn reserve(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let rows = cover(record, found.year).map(|cover| {
        let tenths = cover.tenths();
        let sign = if tenths < 0 { "-" } else { "" };
        vec![
            money(cover.reserve.balance, currency),
            cover.reserve.on.map_or(Cell::Blank, Cell::Date),
            money(cover.fixed, currency),
            Cell::same(format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)),
            money(cover.of_months(3), currency),
            money(cover.of_months(6), currency),
        ]
    });
    table("reserve", &["balance", "on", "fixed", "months", "least", "most"], rows.into_iter().collect())
}
