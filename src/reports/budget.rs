//! The budget of a year against what was agreed, spent, asked and paid, with the reserve and a forecast: a treasurer's page (A11, A12).

mod data;
mod notes;

pub(super) use data::identified;

use crate::answers::debts::balances;
use crate::answers::ledger::account::Account;
use crate::answers::ledger::lines::{Committed, Figures, Line, added, figures};
use crate::answers::ledger::reserve::{Cover, MONTHS, Tenths, cover, to_come};
use crate::answers::ledger::years::year_name;
use crate::date::VagueDate;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::record::finance::BudgetStatus;
use crate::reports::begun;
use crate::reports::books::{effort, held_as, in_currency, known, money, named, of_effort, unknown};
use crate::reports::changes::full;
use crate::text;
use crate::text::Text;

/// What was invoiced in the year and paid of it until the day of judgement: what was received, is open, is asked and not owed, less
/// what was received too much, is what was invoiced.
#[derive(Default)]
pub(super) struct Asked {
    /// VAT included, less what is set off and credited.
    invoiced: Money,
    received: Money,
    too_much: Money,
    not_owed: Money,
    open: Money,
    /// Of invoices of other years.
    open_elsewhere: Money,
    overdue: Money,
}

/// The page of a year; none where nothing of it is on record.
pub fn budget(record: &Record, year: i32) -> Option<Document> {
    let found = figures(record, year)?;
    let currency = record.currency();
    let asked = asked(record, &found);
    // The sign beside every amount would make the tables too wide for a page.
    let bare = Currency::NONE;
    let mut blocks = vec![Block::Paragraph(in_currency(currency))];
    blocks.push(Block::Heading(Text::new("Costs", "Lasten")));
    blocks.push(Block::Table(costs(record, &found, bare)));
    blocks.push(Block::Heading(Text::new("Income", "Baten")));
    blocks.push(Block::Table(income(record, &found, bare)));
    blocks.push(Block::Heading(Text::new("Balance of income and costs", "Saldo van baten en lasten")));
    blocks.push(Block::Facts(balance(&found, currency)));
    if !found.effort.is_empty() {
        blocks.push(Block::Heading(Text::new("Contributions in kind", "Bijdragen in natura")));
        blocks.push(Block::Paragraph(of_effort()));
        blocks.push(Block::Table(effort(record, &found, bare)));
    }
    blocks.push(Block::Heading(Text::new("Invoices", "Facturen")));
    blocks.push(Block::Facts(of_invoices(record, &found, &asked, currency)));
    if let Some(cover) = cover(record, year) {
        blocks.push(Block::Heading(Text::new("Reserve", "Reserve")));
        blocks.push(Block::Facts(of_reserve(&cover, currency)));
    } else if let Some(said) = to_come(record) {
        blocks.push(Block::Heading(Text::new("Reserve", "Reserve")));
        blocks.push(Block::Paragraph(full(&said.capital())));
    }
    blocks.push(Block::Heading(Text::new("How to read this", "Toelichting")));
    blocks.push(Block::List(notes::notes(record, &found)));
    let tables = data::all(record, &found, &asked, currency);
    let name = year_name(record, year);
    let title = text!(en: "Budget and figures {name}", nl: "Begroting en realisatie {name}");
    let begun = begun(record, "budget", title);
    let subtitle = begun.subtitle.clone().then(&standing(&found));
    Some(Document { blocks, sheet: tables[0].clone(), data: tables, subtitle, ..begun })
}

fn standing(found: &Figures<'_>) -> Text {
    if found.budgets.is_empty() {
        return Text::new("; there is no budget for this year", "; voor dit jaar is er geen begroting");
    }
    if found.budgets.iter().any(|budget| budget.status == Some(BudgetStatus::Draft)) {
        return Text::new("; the budget is a draft", "; de begroting is een concept");
    }
    Text::default()
}

fn sum_row(title: Text, cells: Vec<Cell>) -> Vec<Cell> {
    std::iter::once(Cell::Text(title)).chain(cells).collect()
}

fn budget_cell(line: &Line, amount: Option<Money>, currency: Currency) -> Cell {
    if line.what.is_none() && amount.is_none() && line.account.is_cost() { Cell::Blank } else { known(amount, currency) }
}

fn is_beside(line: &Line) -> bool {
    // A line that no budget has does not make the sum of the budget unknown.
    line.what.is_none() && line.budgeted.is_none() && !matches!(line.account, Account::Dues(_))
}

/// The sum over lines of what a budget says.
pub(super) fn budgeted(lines: &[Line], of: fn(&Line) -> Option<Money>) -> Option<Money> {
    let known: Vec<Line> = lines.iter().filter(|line| !is_beside(line)).cloned().collect();
    added(&known, of)
}

pub(super) fn realised(lines: &[Line]) -> Money {
    lines.iter().map(|line| line.realised).sum()
}

fn costs(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let columns = vec![
        Column::words("line", Text::new("Line", "Post")),
        Column::figures("budgeted", Text::new("Budgeted", "Begroot")),
        Column::figures("amended", Text::new("Amended", "Na wijziging")),
        Column::figures("committed", Text::new("Committed", "Verplichting")),
        Column::figures("realised", Text::new("Actual", "Realisatie")),
        Column::figures("forecast", Text::new("Forecast", "Prognose")),
        Column::figures("left", Text::new("Left", "Restant")),
    ];
    let committed = |line: &Line| match line.committed {
        Committed::Nothing => Cell::Blank,
        Committed::Unknown => Cell::Text(unknown()),
        Committed::Known(amount) => money(amount, currency),
    };
    let row = |line: &Line| {
        vec![
            Cell::Text(named(record, &line.account, line.what.as_deref())),
            budget_cell(line, line.budgeted, currency),
            budget_cell(line, line.amended, currency),
            committed(line),
            money(line.realised, currency),
            known(line.forecast, currency),
            budget_cell(line, line.left(), currency),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = found.costs.iter().map(row).collect();
    let agreed = found.costs.iter().filter_map(|line| match line.committed {
        Committed::Known(amount) => Some(amount),
        _ => None,
    });
    let is_part = found.costs.iter().any(|line| line.committed == Committed::Unknown);
    let agreed: Money = agreed.sum();
    let spent = realised(&found.costs);
    let wanted = budgeted(&found.costs, |line| line.amended);
    rows.push(sum_row(
        Text::new("Total costs", "Totaal lasten"),
        vec![
            known(budgeted(&found.costs, |line| line.budgeted), currency),
            known(wanted, currency),
            if is_part { Cell::Text(unknown()) } else { money(agreed, currency) },
            money(spent, currency),
            known(added(&found.costs, |line| line.forecast), currency),
            known(wanted.map(|wanted| wanted - spent), currency),
        ],
    ));
    Table { name: "costs", columns, rows }.filled()
}

fn income(record: &Record, found: &Figures<'_>, currency: Currency) -> Table {
    let columns = vec![
        Column::words("line", Text::new("Line", "Post")),
        Column::figures("budgeted", Text::new("Budgeted", "Begroot")),
        Column::figures("amended", Text::new("Amended", "Na wijziging")),
        Column::figures("realised", Text::new("Actual", "Realisatie")),
        Column::figures("forecast", Text::new("Forecast", "Prognose")),
        Column::figures("left", Text::new("Left", "Restant")),
    ];
    let of_budget = |line: &Line, amount: Option<Money>| if is_beside(line) { Cell::Blank } else { known(amount, currency) };
    let row = |line: &Line| {
        vec![
            Cell::Text(named(record, &line.account, line.what.as_deref())),
            of_budget(line, line.budgeted),
            of_budget(line, line.amended),
            money(line.realised, currency),
            known(line.forecast, currency),
            of_budget(line, line.left()),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = found.income.iter().map(row).collect();
    let (got, wanted) = (realised(&found.income), budgeted(&found.income, |line| line.amended));
    rows.push(sum_row(
        Text::new("Total income", "Totaal baten"),
        vec![
            known(budgeted(&found.income, |line| line.budgeted), currency),
            known(wanted, currency),
            money(got, currency),
            known(added(&found.income, |line| line.forecast), currency),
            known(wanted.map(|wanted| wanted - got), currency),
        ],
    ));
    Table { name: "income", columns, rows }
}

fn balance(found: &Figures<'_>, currency: Currency) -> Vec<(Text, Cell)> {
    let apart = |of: fn(&Line) -> Option<Money>| Some(budgeted(&found.income, of)? - budgeted(&found.costs, of)?);
    let forecast = added(&found.income, |line| line.forecast).zip(added(&found.costs, |line| line.forecast));
    vec![
        (Text::new("Budgeted", "Begroot"), known(apart(|line| line.budgeted), currency)),
        (Text::new("Amended", "Na wijziging"), known(apart(|line| line.amended), currency)),
        (Text::new("Actual", "Realisatie"), money(realised(&found.income) - realised(&found.costs), currency)),
        (Text::new("Forecast", "Prognose"), known(forecast.map(|(income, costs)| income - costs), currency)),
    ]
}

pub(super) fn asked(record: &Record, found: &Figures<'_>) -> Asked {
    let mut asked = Asked::default();
    for one in balances(record, record.on) {
        let open = one.open();
        let owed = if one.is_owed { open.max(Money(0)) } else { Money(0) };
        if one.due.is_some_and(|due| due < record.on) {
            asked.overdue = asked.overdue + owed;
        }
        let day = one.invoice.date.or_else(|| one.invoice.period.as_ref().map(|period| period.from));
        if day.map_or(one.invoice.year != found.year, |day| day < found.from || day > found.until) {
            asked.open_elsewhere = asked.open_elsewhere + owed;
            continue;
        }
        asked.invoiced = asked.invoiced + one.asked - one.credited;
        asked.received = asked.received + one.paid;
        asked.open = asked.open + owed;
        if open.0 < 0 {
            asked.too_much = asked.too_much - open;
        } else {
            asked.not_owed = asked.not_owed + open - owed;
        }
    }
    asked
}

pub(super) fn of_invoices(record: &Record, found: &Figures<'_>, asked: &Asked, currency: Currency) -> Vec<(Text, Cell)> {
    let on = record.on;
    let mut facts = Vec::new();
    if let Some(all) = found.asked {
        facts.push((
            Text::new("Contribution asked, effort in kind included", "Gevraagde bijdrage, inclusief bijdragen in natura"),
            money(all, currency),
        ));
    }
    facts.extend([
        (Text::new("Invoiced in the year, VAT included", "Gefactureerd in het jaar, inclusief btw"), money(asked.invoiced, currency)),
        (text!(on; en: "Received of that until {on}", nl: "Daarvan ontvangen t/m {on}"), money(asked.received, currency)),
    ]);
    let others = [
        (Text::new("Received too much, to be paid back", "Te veel ontvangen, terug te betalen"), asked.too_much),
        (Text::new("Asked of that, and not owed", "Daarvan gevraagd zonder verplichting"), asked.not_owed),
    ];
    facts.extend(others.into_iter().filter(|(_, amount)| amount.0 != 0).map(|(title, amount)| (title, money(amount, currency))));
    facts.push((text!(on; en: "Open of that on {on}", nl: "Daarvan openstaand op {on}"), money(asked.open, currency)));
    if asked.open_elsewhere.0 != 0 {
        let title = text!(on; en: "Open on {on} of invoices of other years", nl: "Openstaand op {on} van facturen uit andere jaren");
        facts.push((title, money(asked.open_elsewhere, currency)));
    }
    facts.push((Text::new("Of what is open past the due date", "Van wat openstaat over de vervaldatum"), money(asked.overdue, currency)));
    facts
}

pub(super) fn of_reserve(cover: &Cover<'_>, currency: Currency) -> Vec<(Text, Cell)> {
    let months = Tenths(cover.tenths());
    let year = cover.year;
    let (low, high) = MONTHS;
    let (least, most) = (cover.of_months(low).in_currency(currency), cover.of_months(high).in_currency(currency));
    let balance = match cover.reserve.on.map(VagueDate::Day) {
        Some(day) => text!(day; en: "Balance on {day}", nl: "Stand op {day}"),
        None => Text::new("Balance", "Stand"),
    };
    let judged = if cover.is_low() {
        Text::new("too low", "te laag")
    } else if cover.is_idle() {
        Text::new("more than the handbook asks", "meer dan het handboek vraagt")
    } else {
        Text::new("enough", "voldoende")
    };
    vec![
        (balance, money(cover.reserve.balance, currency)),
        (Text::new("Held as", "Vorm"), Cell::Text(held_as(cover.reserve.held_as()))),
        (text!(en: "Fixed costs of {year}, in twelve months", nl: "Vaste lasten {year}, in twaalf maanden"), money(cover.fixed, currency)),
        (Text::new("Covers", "Dekt"), Cell::Text(text!(months, judged; en: "{months} months: {judged}", nl: "{months} maanden: {judged}"))),
        (
            Text::new("Asked by the handbook", "Richtlijn handboek"),
            Cell::Text(
                text!(least, most; en: "{low} to {high} months: {least} to {most}", nl: "{low} tot {high} maanden: {least} tot {most}"),
            ),
        ),
    ]
}
