//! A year in figures, each beside that of the year before, and the short version for whoever reads no further.

use crate::answers::giving::{Effort, NEEDS, Span, giving};
use crate::date::{Date, VagueDate};
use crate::document::{Block, Cell, Column, Table};
use crate::money::Money;
use crate::reports::thanks::hours_cell;
use crate::reports::yearly::members::{existed, number};
use crate::reports::yearly::met::{decided_in, held};
use crate::reports::yearly::money::totals;
use crate::reports::yearly::work::{milestones, wishes_of};
use crate::reports::yearly::{Year, count, table};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// A figure of the year, and of the year before. Of what people write down as it happens nothing on record is no nought.
pub struct Figure {
    key: &'static str,
    label: Text,
    before: Cell,
    now: Cell,
}

pub fn figures(year: &Year<'_>) -> Vec<Figure> {
    let record = year.record;
    let Some(last) = days(year.number - 1) else { return Vec::new() };
    let now = |on: VagueDate| year.holds(on);
    let then = |on: VagueDate| year.held_before(on);
    let number_of = |count_of: usize| if count_of == 0 { Cell::Blank } else { count(count_of) };
    let there = |day: Date| if existed(record, day) { number_of(number(record, day)) } else { Cell::Blank };
    let (given, before) = (giving(record, year.span), giving(record, last));
    let hours = |hours: Effort| if hours.is_nothing() { Cell::Blank } else { hours_cell(hours) };
    // A part of what there was is no figure.
    let figure = |key, label, needs: &[FileKind], before, now| {
        if record.is_unread(needs) {
            Figure { key, label, before: Cell::Blank, now: Cell::Blank }
        } else {
            Figure { key, label, before, now }
        }
    };
    let held = |span: Span| number_of(held(record, span.from, span.until).0);
    let mut all = vec![
        figure(
            "participants",
            Text::new("Participants at the end", "Deelnemers aan het eind"),
            &[FileKind::Participant],
            there(last.until),
            there(year.span.until),
        ),
        figure(
            "milestones",
            Text::new("Milestones reached", "Mijlpalen gehaald"),
            &[FileKind::Product],
            number_of(milestones(record, then).len()),
            number_of(milestones(record, now).len()),
        ),
        figure("meetings", Text::new("Meetings held", "Overleggen gehouden"), &[FileKind::Event], held(last), held(year.span)),
        figure(
            "decisions",
            Text::new("Decisions", "Besluiten"),
            &[FileKind::Event],
            number_of(decided_in(record, then).len()),
            number_of(decided_in(record, now).len()),
        ),
        figure(
            "contributions",
            Text::new("Contributions", "Bijdragen van deelnemers"),
            &[FileKind::Participant],
            number_of(before.gifts.len()),
            number_of(given.gifts.len()),
        ),
        figure("hours", Text::new("Hours given", "Ingebrachte uren"), NEEDS, hours(before.hours()), hours(given.hours())),
        figure(
            "wishes",
            Text::new("Wishes collected", "Wensen verzameld"),
            &[FileKind::Community],
            number_of(wishes_of(record, then).len()),
            number_of(wishes_of(record, now).len()),
        ),
    ];
    if let Some([income, costs, balance]) = totals(year.now, year.number) {
        let currency = year.now.currency();
        let said = |amount: Money| Cell::Money(amount.in_currency(currency));
        let maybe = |amount: Option<Money>| amount.map_or(Cell::Blank, said);
        for (key, label, (now, before)) in [
            ("income", Text::new("Income", "Baten"), income),
            ("costs", Text::new("Costs", "Lasten"), costs),
            ("balance", Text::new("Balance", "Saldo"), balance),
        ] {
            all.push(figure(key, label, &[], maybe(before), said(now)));
        }
    }
    all.retain(|one| one.now != Cell::Blank || one.before != Cell::Blank);
    all
}

/// The days of a year.
fn days(year: i32) -> Option<Span> {
    Some(Span { from: Date::of(year, 1, 1)?, until: Date::of(year, 12, 31)? })
}

/// The figures as people read them.
pub fn shown(year: &Year<'_>, figures: &[Figure]) -> Option<Block> {
    let (this, last) = (year.number, year.number - 1);
    let now = if year.is_over() { Text::same(this.to_string()) } else { text!(en: "{this} so far", nl: "{this} tot nu toe") };
    let columns = vec![
        Column::words("what", Text::new("Figures", "Kerncijfers")),
        Column::figures("before", Text::same(last.to_string())),
        Column::figures("now", now),
    ];
    let row = |one: &Figure| vec![Cell::Text(one.label.clone()), one.before.clone(), one.now.clone()];
    let rows: Vec<Vec<Cell>> = figures.iter().map(row).collect();
    (!rows.is_empty()).then(|| Block::Table(Table { name: "figures", columns, rows }.filled()))
}

/// The figures as a spreadsheet and programs read them.
pub fn sheet(figures: &[Figure]) -> Table {
    let columns = vec![
        Column::words("key", Text::new("Key", "Sleutel")),
        Column::words("what", Text::new("What", "Wat")),
        Column::figures("value", Text::new("Value", "Waarde")),
        Column::figures("before", Text::new("Year before", "Jaar ervoor")),
    ];
    let row = |one: &Figure| vec![Cell::same(one.key), Cell::Text(one.label.clone()), one.now.clone(), one.before.clone()];
    Table { name: "figures", columns, rows: figures.iter().map(row).collect() }
}

/// The short version, for programs.
pub fn data(lines: &[Text]) -> Table {
    table("summary", &["what"], lines.iter().map(|line| vec![Cell::Text(line.clone())]).collect())
}
