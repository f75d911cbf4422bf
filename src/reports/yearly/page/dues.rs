//! What one participant was asked, what it paid, and what it will pay: only its own amounts.

use crate::answers::audience::Audience;
use crate::answers::contribution::{Question, budgets, contribution};
use crate::answers::dues::{Dues as OfYear, dues as all_dues};
use crate::answers::forecast::forecast;
use crate::answers::ledger::unread::unread;
use crate::answers::presence::{joined, name};
use crate::document::{Block, Cell, Column, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{BudgetStatus, Key};
use crate::record::participant::Participant;
use crate::record::values::Id;
use crate::reports::contributions::said::key_named;
use crate::reports::yearly::Year;
use crate::reports::yearly::money::not_known;
use crate::text;
use crate::text::Text;

pub struct Dues {
    pub blocks: Vec<Block>,
    pub data: Table,
}

/// The money of one participant in a year.
struct Line {
    year: i32,
    of: OfYear,
}

pub fn dues(year: &Year<'_>, one: &Participant) -> Dues {
    let now = year.now;
    let files = unread(now);
    if !files.is_empty() {
        return Dues { blocks: vec![Block::Paragraph(not_known(&files))], data: table(now, &[]) };
    }
    let in_words = now.collaboration.as_ref().and_then(|settings| settings.finances.as_ref()).and_then(|one| one.in_words.as_deref());
    if let Some(words) = in_words.filter(|_| year.is_public()) {
        let said = text!(en: "How costs are shared: {words}. Amounts are not public.", nl: "Verdeling van de kosten: {words}. Bedragen zijn niet openbaar.");
        return Dues { blocks: vec![Block::Paragraph(said)], data: table(now, &[]) };
    }
    let line = |now: &Record, of: i32, one: &Participant| {
        let line = line(now, of, one);
        // What was invoiced, paid and is open is no business of whoever takes no part.
        if year.is_public() { Line { of: OfYear { invoiced: None, paid: Money(0), open: Money(0), ..line.of }, ..line } } else { line }
    };
    let mut lines: Vec<Line> = (year.number - 1..=year.number).map(|of| line(now, of, one)).collect();
    let mut next = line(now, year.number + 1, one);
    let mut said = Vec::new();
    let ahead = year.number + 1;
    if let Ok(Some(expected)) = forecast(now, ahead) {
        let amount = expected
            .payers
            .get(&one.id)
            .and_then(|payer| payer.amounts.first().copied().flatten().map(|amount| amount + payer.joining_fee));
        next.of.asked = next.of.asked.or(amount);
        let is_draft = expected.asked.iter().any(|asked| asked.budget.status == Some(BudgetStatus::Draft));
        if next.of.asked.is_some() && expected.base != ahead {
            let base = expected.base;
            said.push(text!(en: "There is no budget for {ahead} yet: that amount is an estimate from the budget of {base} and those who take part in {ahead}.", nl: "Voor {ahead} is er nog geen begroting: dat bedrag is een raming op basis van de begroting van {base} en de deelnemers van {ahead}."));
            if lines.iter().any(|line| line.year == base && line.of.in_kind.0 > 0) {
                said.push(text!(en: "What we give in kind in {ahead} is not agreed yet, and not taken off.", nl: "Wat wij in {ahead} in natura bijdragen, is nog niet afgesproken en is er niet afgetrokken."));
            }
        } else if next.of.asked.is_some() && is_draft {
            said.push(text!(en: "The budget of {ahead} is a draft: its amount depends on what is adopted.", nl: "De begroting van {ahead} is een concept: dat bedrag is onder voorbehoud van vaststelling."));
        }
        if !expected.asked.is_empty() && expected.asked.iter().all(crate::answers::contribution::Asked::is_voluntary) {
            said.push(Text::new(
                "The contribution is voluntary: it is asked for, and not owed.",
                "De bijdrage is vrijwillig: er wordt om gevraagd, ze is niet verschuldigd.",
            ));
        }
    }
    lines.push(next);
    said.extend(lines.iter().filter_map(|line| too_much(now, line)));
    said.extend(changed(now, year.number, one));
    lines.retain(|line| line.of.asked.is_some() || line.of.invoiced.is_some() || line.of.is_unknown || line.of.paid.0 != 0);
    let unknown: Vec<String> = lines.iter().filter(|line| line.of.is_unknown).map(|line| line.year.to_string()).collect();
    if !unknown.is_empty() {
        let years = unknown.join(", ");
        said.push(
            text!(en: "What is asked cannot be worked out for {years}.", nl: "Wat er wordt gevraagd, is voor {years} niet te berekenen."),
        );
    }
    let through = through(now, one);
    if let Some(other) = through.filter(|_| lines.is_empty()) {
        let name = &other.name;
        said.push(text!(en: "The contribution goes through {name}.", nl: "De bijdrage loopt via {name}."));
    } else if lines.is_empty() {
        said.push(Text::new("No contribution of ours is on record.", "Er staat geen bijdrage van ons in het dossier."));
    } else {
        said.insert(
            0,
            Text::new(
                "To pay: with VAT, if any, less what we give in kind.",
                "Te betalen: inclusief eventuele btw, na aftrek van wat wij in natura bijdragen.",
            ),
        );
    }
    let mut blocks = Vec::new();
    if !lines.is_empty() {
        blocks.push(Block::Table(shown(now, &lines)));
    }
    blocks.push(Block::Paragraph(crate::answers::presence::joined(&said, " ")));
    Dues { blocks, data: table(now, &lines) }
}

/// That more was invoiced than is asked by now, and what comes back of it.
fn too_much(record: &Record, line: &Line) -> Option<Text> {
    let said = |amount: Money| amount.in_currency(record.currency());
    let (year, more) = (line.year, said(line.of.to_credit()?));
    let text = text!(more; en: "Of {year} {more} more was invoiced than is to be paid: that is still to be credited.", nl: "Over {year} is {more} meer gefactureerd dan er te betalen is: dat moet nog worden gecrediteerd.");
    Some(match line.of.left().filter(|left| left.0 < 0).map(|left| said(-left)) {
        Some(back) => text.then(&text!(back; en: " We then get {back} back.", nl: " Wij krijgen dan {back} terug.")),
        None => text,
    })
}

/// What makes the amount of the next year another than a change of prices would: another key, or something else to pay for.
fn changed(record: &Record, year: i32, one: &Participant) -> Option<Text> {
    let asked = |of: i32| -> Vec<(Option<&str>, Key)> {
        let found = budgets(record, of).into_iter().filter_map(|budget| {
            let asked = contribution(record, budget, &Question::default()).ok().flatten()?;
            let pays = asked.paying().any(|payer| *payer.taking.id == one.id);
            pays.then_some((asked.product, asked.contribution.key))
        });
        found.collect()
    };
    let (before, next) = (asked(year), asked(year + 1));
    let ahead = year + 1;
    let mut said = Vec::new();
    for (product, key) in next.iter().filter(|_| !before.is_empty()) {
        match before.iter().find(|(known, _)| known == product) {
            Some((_, then)) if then != key => {
                let (named, was) = (key_named(*key), key_named(*then));
                said.push(text!(named, was; en: "The key of {ahead} is another: {named} (it was {was}).", nl: "In {ahead} geldt een andere verdeelsleutel: {named} (was: {was})."));
            }
            Some(_) => {}
            None => {
                let what = product.map_or_else(
                    || Text::new("the collaboration itself", "de samenwerking zelf"),
                    |product| name(record, &Id::new(&format!("products/{product}")), Audience::Public),
                );
                said.push(text!(what; en: "New in {ahead}: a contribution for {what}.", nl: "Nieuw in {ahead}: een bijdrage voor {what}."));
            }
        }
    }
    (!said.is_empty()).then(|| joined(&said, " "))
}

/// What stands on record of one participant and a year.
fn line(record: &Record, year: i32, one: &Participant) -> Line {
    let mut all = all_dues(record, year);
    // Where it cannot be worked out for anybody, it is not known of this one either.
    let is_unknown = all.values().any(|of| of.is_unknown);
    Line { year, of: all.remove(&one.id).unwrap_or(OfYear { is_unknown, ..OfYear::default() }) }
}

/// The body that stands for this one.
pub(super) fn through<'a>(record: &'a Record, one: &Participant) -> Option<&'a Participant> {
    let stands = |other: &&Participant| {
        other.represents.iter().any(|id| record.index.plain(id).0 == one.id.as_str() || one.cbs_code.as_deref() == Some(id.as_str()))
    };
    record.parties().find(stands)
}

/// As people read it: what is not there is left out, and what is not known is said.
fn shown(record: &Record, lines: &[Line]) -> Table {
    let mut table = table(record, lines);
    for (row, line) in table.rows.iter_mut().zip(lines) {
        row[0] = Cell::same(line.year.to_string());
        if line.of.is_unknown {
            row[1] = Cell::Text(Text::new("not known", "niet bekend"));
        }
        if line.of.in_kind.0 == 0 {
            row[2] = Cell::Blank;
        }
    }
    table.filled()
}

fn table(record: &Record, lines: &[Line]) -> Table {
    let currency = record.currency();
    let said = |amount: Money| Cell::Money(amount.in_currency(currency));
    let columns = vec![
        Column::words("year", Text::new("Year", "Jaar")),
        Column::figures("asked", Text::new("To pay", "Te betalen")),
        Column::figures("in_kind", Text::new("In kind", "In natura")),
        Column::figures("invoiced", Text::new("Invoiced", "Gefactureerd")),
        Column::figures("paid", Text::new("Paid", "Betaald")),
        Column::figures("open", Text::new("Open", "Open")),
    ];
    let row = |line: &Line| {
        let billed = |amount: Money| if line.of.invoiced.is_some() { said(amount) } else { Cell::Blank };
        vec![
            Cell::Number(i64::from(line.year)),
            line.of.asked.map_or(Cell::Blank, said),
            said(line.of.in_kind),
            line.of.invoiced.map_or(Cell::Blank, said),
            billed(line.of.paid),
            billed(line.of.open),
        ]
    };
    Table { name: "dues", columns, rows: lines.iter().map(row).collect() }
}
