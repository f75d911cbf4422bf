//! The money of a year: the figures of the accounts and of the budget, and what is to be known of them (A11, A12).

use crate::answers::ageing::{Age, open_items};
use crate::answers::debts;
use crate::answers::dues::to_credit;
use crate::answers::ledger::account::Account;
use crate::answers::ledger::balance::sheet;
use crate::answers::ledger::on;
use crate::answers::ledger::reserve::{Tenths, cover, to_come};
use crate::answers::ledger::unread::unread;
use crate::answers::presence::name;
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::BudgetStatus;
use crate::record::values::Id;
use crate::reports::accounts::balance::movement;
use crate::reports::accounts::{Stated, stated};
use crate::reports::books::in_currency;
use crate::reports::budget::{asked, of_invoices, of_reserve};
use crate::reports::changes::full;
use crate::reports::yearly::{Section, Year, named, table};
use crate::text;
use crate::text::{Text, listed};

/// What is known of the money of a year.
pub enum Known<'a> {
    /// These cannot be read.
    Unread(Vec<String>),
    Nothing,
    Stated(Box<Stated<'a>>),
}

/// Income and costs as they are booked on the day that is asked: a year is closed after its last day.
pub fn known(record: &Record, year: i32) -> Known<'_> {
    let files = unread(record);
    if !files.is_empty() {
        return Known::Unread(files);
    }
    stated(record, year).map_or(Known::Nothing, |stated| Known::Stated(Box::new(stated)))
}

/// Income, costs and what is left of a year, and of the year before; none where they are not known.
pub fn totals(record: &Record, year: i32) -> Option<[(Money, Option<Money>); 3]> {
    let Known::Stated(stated) = known(record, year) else { return None };
    let ((income, costs), before) = (stated.totals(), stated.before());
    let then = |of: fn((Money, Money)) -> Money| before.map(of);
    Some([(income, then(|one| one.0)), (costs, then(|one| one.1)), (income - costs, then(|(income, costs)| income - costs))])
}

/// Why the figures are not known.
pub fn not_known(files: &[String]) -> Text {
    let named = listed(files.iter().map(String::as_str), 5);
    match files.len() {
        1 => {
            text!(named; en: "The figures are not known, for {named} cannot be read.", nl: "De cijfers zijn niet bekend, want {named} is niet te lezen.")
        }
        _ => {
            text!(named; en: "The figures are not known, for these files cannot be read: {named}.", nl: "De cijfers zijn niet bekend, want deze bestanden zijn niet te lezen: {named}.")
        }
    }
}

pub fn section(year: &Year<'_>) -> Section {
    let heading = Text::new("Money", "Financiën");
    let number = year.number;
    let of = |said: Text, short: Option<Text>| {
        let data = vec![table("money", &["income", "costs", "balance"], Vec::new())];
        Section { heading: heading.clone(), blocks: vec![Block::Paragraph(said)], short, data }
    };
    let stated = match known(year.now, number) {
        Known::Unread(files) => return of(not_known(&files), Some(not_known(&files))),
        Known::Nothing => {
            return of(text!(en: "No money of {number} is on record.", nl: "Over {number} staat er niets over geld in het dossier."), None);
        }
        Known::Stated(stated) => stated,
    };
    let (record, currency, found) = (year.now, year.now.currency(), &stated.found);
    let mut blocks = standing(record, &stated);
    blocks.push(Block::Paragraph(in_currency(currency)));
    blocks.push(Block::Table(stated.table()));
    let mut facts = Vec::new();
    if !year.is_public() {
        facts.extend(of_invoices(record, found, &asked(record, found), currency));
        if let Some((sum, who)) = credits(year) {
            let sum = sum.in_currency(currency);
            let value = Cell::Text(text!(sum, who; en: "{sum} ({who})", nl: "{sum} ({who})"));
            facts.push((Text::new("Invoiced too much, to be credited", "Te veel gefactureerd, nog te crediteren"), value));
        }
    }
    if !facts.is_empty() {
        blocks.push(Block::Paragraph(Text::new("Contributions and invoices:", "Bijdragen en facturen:")));
        blocks.push(Block::Facts(facts));
    }
    // Of a year that still runs there is nothing to appropriate; where it began is said with the balance.
    let closed = sheet(record, &found.entries, number).filter(|_| found.is_over(record.on));
    let moved = closed.map(|sheet| movement(record, found, &sheet)).unwrap_or_default();
    let cover = cover(record, number);
    // A balance of another day is none that the year's addition is added to.
    let is_first = cover.is_some_and(|cover| cover.reserve.on.is_some_and(|on| on == found.from || on.plus_days(1) == found.from));
    let held = cover.map(|cover| of_reserve(&cover, currency)).unwrap_or_default();
    let reserve: Vec<(Text, Cell)> =
        if is_first { held.into_iter().chain(moved.into_iter().skip(1)).collect() } else { moved.into_iter().chain(held).collect() };
    if !reserve.is_empty() {
        blocks.push(Block::Paragraph(Text::new("Reserve:", "Reserve:")));
        blocks.push(Block::Facts(reserve));
    }
    // Of a year that is over nobody asks what there is now.
    if let Some(said) = to_come(record).filter(|_| !found.is_over(record.on)) {
        blocks.push(Block::Paragraph(full(&said.capital())));
    }
    let (income, costs) = stated.totals();
    let amount = |amount: Money| Cell::Money(amount.in_currency(currency));
    let data = vec![table("money", &["income", "costs", "balance"], vec![vec![amount(income), amount(costs), amount(income - costs)]])];
    Section { heading, blocks, short: Some(short(year, &stated)), data }
}

/// What of the invoices up to the year is overdue on the day that is asked, and since when; none where nothing is, and none for whoever takes no part.
pub fn overdue(year: &Year<'_>) -> Option<(Money, Option<Date>)> {
    if year.is_public() || !debts::uncounted(year.now).is_empty() {
        return None;
    }
    let late = open_items(year.now).into_iter().filter(|item| item.open.0 > 0 && item.age != Age::NotDue);
    // What was asked after the year is no news of it.
    let late: Vec<_> = late.filter(|item| item.balance.invoice.year <= year.number).collect();
    let oldest = late.iter().filter_map(|item| item.balance.due).min();
    (!late.is_empty()).then(|| (late.iter().map(|item| item.open).sum(), oldest))
}

/// What was invoiced of the year and is to be credited, and to whom; none where nothing is, and none for whoever takes no part.
fn credits(year: &Year<'_>) -> Option<(Money, Text)> {
    let now = year.now;
    if year.is_public() || !debts::uncounted(now).is_empty() {
        return None;
    }
    let all = to_credit(now, year.number);
    let names: Vec<Text> = all.iter().map(|(id, _)| name(now, &Id::new(&format!("participants/{id}")), year.audience)).collect();
    (!all.is_empty()).then(|| (all.iter().map(|(_, more)| *more).sum(), named(&names, 3)))
}

/// Of which invoices that is, where there may be later ones.
pub fn of_years(year: &Year<'_>) -> Text {
    let number = year.number;
    if year.now.on <= year.last() { Text::default() } else { text!(en: " of {number} and before", nl: " tot en met {number}") }
}

/// How far the books are.
fn standing(record: &Record, stated: &Stated<'_>) -> Vec<Block> {
    let (found, day) = (&stated.found, record.on);
    let mut said = Vec::new();
    let (from, until) = (found.from, found.until);
    if (from.year(), until.year()) != (found.year, found.year) || from.plus_months(12) != until.plus_days(1) {
        said.push(text!(from, until; en: "The books run from {from} to {until}.", nl: "Het boekjaar loopt van {from} tot en met {until}."));
    }
    if !found.is_over(day) {
        said.push(text!(day; en: "The books are not closed: these are the figures up to {day}.", nl: "De boeken zijn nog niet gesloten: dit zijn de cijfers tot en met {day}."));
    } else if sheet(record, &found.entries, found.year).is_none() {
        said.push(text!(from; en: "The year cannot be closed yet: the record does not say what there was on {from}.", nl: "Het jaar is nog niet af te sluiten: de beginstand op {from} staat niet in het dossier."));
    }
    if found.budgets.is_empty() {
        said.push(Text::new("There is no budget for this year.", "Voor dit jaar is er geen begroting."));
    } else if found.budgets.iter().any(|budget| budget.status == Some(BudgetStatus::Draft)) {
        said.push(Text::new("The budget is a draft.", "De begroting is een concept."));
    }
    let waiting = -on(&found.sums, &Account::Unassigned);
    if waiting != Money(0) {
        let waiting = waiting.in_currency(record.currency());
        said.push(text!(waiting; en: "{waiting} was received of which the record does not say what for; it is not in the figures.", nl: "Van {waiting} aan ontvangsten staat niet vast waarvoor; dat zit niet in de cijfers."));
    }
    if !found.gaps.is_empty() {
        said.push(Text::new(
            "What is asked of the participants cannot be worked out yet.",
            "Wat van de deelnemers wordt gevraagd, is nog niet te berekenen.",
        ));
    }
    said.into_iter().map(Block::Paragraph).collect()
}

fn short(year: &Year<'_>, stated: &Stated<'_>) -> Text {
    let currency = year.now.currency();
    let (income, costs) = stated.totals();
    let left = income - costs;
    let said = |amount: Money| amount.in_currency(currency);
    let (income, costs, result) = (said(income), said(costs), said(Money(left.0.saturating_abs())));
    let balance = match left.0 {
        0 => text!(en: "they balance", nl: "die zijn in evenwicht"),
        1.. => text!(result; en: "{result} is left", nl: "er blijft {result} over"),
        _ => text!(result; en: "{result} is short", nl: "het tekort is {result}"),
    };
    let day = year.now.on;
    let until = if stated.found.is_over(day) { Text::default() } else { text!(day; en: " up to {day}", nl: " tot en met {day}") };
    let none = stated.totals() == (Money(0), Money(0));
    let line = if none {
        text!(until; en: "No income and no costs are booked{until}.", nl: "Er zijn{until} geen baten en lasten geboekt.")
    } else {
        text!(until, income, costs, balance; en: "Income{until} {income}, costs {costs}: {balance}.", nl: "Baten{until} {income}, lasten {costs}: {balance}.")
    };
    let line = match overdue(year).map(|(late, _)| said(late)) {
        Some(late) => {
            let of = of_years(year);
            line.then(&if of == Text::default() {
                text!(late, day; en: " Overdue on {day}: {late}.", nl: " Op {day} staat {late} open over de vervaldatum.")
            } else {
                text!(late, day, of; en: " Overdue on {day} of the invoices{of}: {late}.", nl: " Van de facturen{of} staat op {day} {late} open over de vervaldatum.")
            })
        }
        None => line,
    };
    let line = match credits(year) {
        Some((sum, who)) => {
            let sum = said(sum);
            line.then(&text!(sum, who; en: " Of what was invoiced {sum} is to be credited ({who}).", nl: " Van wat is gefactureerd, moet {sum} nog worden gecrediteerd ({who})."))
        }
        None => line,
    };
    match cover(year.now, year.number) {
        Some(cover) => {
            let (months, reserve) = (Tenths(cover.tenths()), said(cover.reserve.balance));
            let on = match cover.reserve.on.map(VagueDate::Day) {
                Some(on) => text!(on; en: " (on {on})", nl: " (op {on})"),
                None => Text::default(),
            };
            line.then(&text!(months, reserve, on; en: " The reserve of {reserve}{on} covers {months} months of fixed costs.", nl: " De reserve van {reserve}{on} dekt {months} maanden vaste lasten."))
        }
        None => line,
    }
}
