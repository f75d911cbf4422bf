//! What each participant is asked for a year, and how every amount comes about (A4, A11, A12).

mod again;
mod data;
pub mod said;
pub mod steps;

use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::settled::Fee;
use crate::answers::contribution::{Asked, Joins, Payer, Question, budgets, contribution, product_of};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, BudgetStatus};
use crate::record::participant::Participant;
use crate::record::values::Id;
use crate::reports::begun;
use crate::reports::contributions::again::Again;
use crate::text;
use crate::text::Text;

/// What is asked of the overview.
#[derive(Debug, Clone, Default)]
pub struct Options<'a> {
    pub year: i32,
    /// Only these, with how their amounts come about; all where it is empty.
    pub only: &'a [Id],
    /// Somebody who does not take part yet: what it would pay.
    pub joining: Option<&'a Participant>,
    /// As if these took no part.
    pub without: &'a [Id],
}

/// One budget of the year, and what it asks; nothing where it has no contribution.
struct Section<'a> {
    budget: &'a Budget,
    asked: Option<Asked<'a>>,
    again: Option<Again<'a>>,
}

/// What is not yet settled about a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Draft,
    /// The record does not say that it was adopted.
    Unsaid,
}

/// Whether a budget is still to be adopted.
pub fn standing(budget: &Budget) -> Option<Standing> {
    match (budget.status, &budget.adopted) {
        (Some(BudgetStatus::Draft), _) => Some(Standing::Draft),
        (None, None) => Some(Standing::Unsaid),
        _ => None,
    }
}

/// Whom the budgets of a year ask, by id.
///
/// # Errors
/// Everything that is not known or contradicts itself.
pub fn asked_in(record: &Record, year: i32) -> Result<Vec<Id>, Vec<Gap>> {
    let mut ids = Vec::new();
    for budget in budgets(record, year) {
        let asked = contribution(record, budget, &Question::default())?;
        ids.extend(asked.iter().flat_map(|asked| &asked.payers).map(|payer| payer.taking.id.clone()));
    }
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// The overview of a year's contributions.
///
/// # Errors
/// Everything that is not known or contradicts itself, of all budgets of the year.
pub fn contributions(record: &Record, options: &Options<'_>) -> Result<Document, Vec<Gap>> {
    let mut gaps = Vec::new();
    let mut sections = Vec::new();
    for budget in budgets(record, options.year) {
        match section(record, budget, options) {
            Ok(section) if is_of(&section, options) => sections.push(section),
            Ok(_) => {}
            Err(found) => gaps.extend(found),
        }
    }
    if !gaps.is_empty() {
        return Err(gaps);
    }
    let several = sections.len() > 1;
    let mut blocks = Vec::new();
    for section in &sections {
        if several {
            blocks.push(Block::Heading(named(record, section.budget)));
        }
        match &section.asked {
            None => blocks.push(Block::Paragraph(nobody(section.budget))),
            Some(asked) => fill(record, asked, section.again.as_ref(), options, &mut blocks),
        }
    }
    let all: Vec<&Asked<'_>> = sections.iter().filter_map(|section| section.asked.as_ref()).collect();
    let again: Vec<(&Asked<'_>, &Again<'_>)> =
        sections.iter().filter_map(|section| Some((section.asked.as_ref()?, section.again.as_ref()?))).collect();
    let sheet = data::beside_others(data::contributions(&all, options, &|_, _| None), &all, &again, options);
    let tables = data::all(record, &sections.iter().map(|section| section.budget).collect::<Vec<_>>(), &all, &again, options);
    let begun = begun(record, "contributions", title(&all, options));
    let subtitle = sections.iter().fold(begun.subtitle.clone(), |line, section| line.then(&remark(record, section.budget, several)));
    Ok(Document { blocks, sheet, data: tables, subtitle, ..begun })
}

/// Whether a budget asks any of those who are to be shown.
fn is_of(section: &Section<'_>, options: &Options<'_>) -> bool {
    options.only.is_empty() || section.asked.as_ref().is_some_and(|asked| asked.payers.iter().any(|payer| is_shown(payer, options)))
}

fn section<'a>(record: &'a Record, budget: &'a Budget, options: &Options<'a>) -> Result<Section<'a>, Vec<Gap>> {
    let plain = Question { without: options.without, joining: None };
    let pays = |asked: &Asked<'_>, id: &Id| asked.payers.iter().any(|payer| payer.taking.id == id);
    let now = contribution(record, budget, &plain)?;
    let Some(now) = now else { return Ok(Section { budget, asked: None, again: None }) };
    if let Some(one) = options.joining.filter(|one| !pays(&now, &one.id)) {
        let beside = Question { joining: Some((one, Joins::Beside)), ..plain };
        let asked = contribution(record, budget, &beside)?;
        let among = Question { joining: Some((one, Joins::Among)), ..plain };
        let again = Again::joined(record, budget, &among, one)?;
        return Ok(Section { budget, asked, again });
    }
    let again = if options.without.is_empty() { None } else { contribution(record, budget, &Question::default())?.map(Again::Before) };
    Ok(Section { budget, asked: Some(now), again })
}

fn title(all: &[&Asked<'_>], options: &Options<'_>) -> Text {
    let year = options.year;
    if !all.is_empty() && all.iter().all(|asked| asked.is_voluntary()) {
        text!(en: "Contribution asked for {year}", nl: "Gevraagde bijdrage {year}")
    } else {
        text!(en: "Contribution {year}", nl: "Bijdrage {year}")
    }
}

/// What the line under the title says of a budget that is not adopted.
fn remark(record: &Record, budget: &Budget, several: bool) -> Text {
    let whose = if several { of_whom(record, budget) } else { Text::default() };
    match standing(budget) {
        None => Text::default(),
        Some(Standing::Draft) => text!(whose; en: "; the budget{whose} is a draft", nl: "; de begroting{whose} is een concept"),
        Some(Standing::Unsaid) => {
            text!(whose; en: "; the record does not say that the budget{whose} was adopted", nl: "; het dossier zegt niet dat de begroting{whose} is vastgesteld")
        }
    }
}

fn of_whom(record: &Record, budget: &Budget) -> Text {
    let whose = named(record, budget);
    text!(whose; en: " of {whose}", nl: " van {whose}")
}

/// Whose budget it is.
fn named(record: &Record, budget: &Budget) -> Text {
    match product_of(budget) {
        Some(product) => Text::same(record.products.get(product).map_or(product, |known| &known.name)),
        None => Text::same(record.collaboration.as_ref().map_or("commons", |known| &known.name)),
    }
}

fn nobody(budget: &Budget) -> Text {
    let year = budget.year;
    text!(en: "Nobody pays for {year}: the budget has no contribution (`[contribution]`).", nl: "Niemand betaalt voor {year}: de begroting kent geen bijdrage (`[contribution]`).")
}

/// The blocks of one budget.
fn fill(record: &Record, asked: &Asked<'_>, again: Option<&Again<'_>>, options: &Options<'_>, blocks: &mut Vec<Block>) {
    blocks.push(Block::Facts(said::facts(asked)));
    let shown: Vec<&Payer<'_>> = asked.payers.iter().filter(|payer| is_shown(payer, options)).collect();
    if asked.payers.is_empty() {
        blocks.push(Block::Paragraph(Text::new("Nobody takes part in this period.", "In deze periode neemt niemand deel.")));
        return;
    }
    if !shown.is_empty() {
        blocks.push(Block::Table(for_people(asked, &shown, options)));
    }
    if let Some(again) = again {
        again::fill(asked, again, options, blocks);
    }
    let notes: Vec<Text> = asked.notes.iter().map(|note| said::note(record, note)).collect();
    if !notes.is_empty() {
        blocks.push(Block::List(notes));
    }
    blocks.push(Block::Heading(Text::new("How each amount comes about", "Hoe elk bedrag tot stand komt")));
    blocks.extend(said::general(asked).into_iter().map(Block::Paragraph));
    for payer in shown {
        blocks.push(Block::Heading(Text::same(payer.taking.one.name.as_str())));
        blocks.push(Block::List(steps::steps(record, asked, payer)));
    }
}

fn is_shown(payer: &Payer<'_>, options: &Options<'_>) -> bool {
    options.only.is_empty() || options.only.contains(payer.taking.id) || options.joining.is_some_and(|one| one.id == *payer.taking.id)
}

/// Amounts that are nothing are left blank, so that their column goes where nobody has any.
fn some(asked: &Asked<'_>, amount: Money) -> Cell {
    if amount == Money(0) { Cell::Blank } else { Cell::Money(amount.in_currency(asked.currency)) }
}

fn fee_of(payer: &Payer<'_>) -> (Money, Money) {
    match payer.settled.fee {
        Some(Fee::Asked { amount, vat }) => (amount, vat),
        _ => (Money(0), Money(0)),
    }
}

fn for_people(asked: &Asked<'_>, shown: &[&Payer<'_>], options: &Options<'_>) -> Table {
    let (amount, total) = if asked.is_voluntary() {
        (Text::new("Contribution asked", "Gevraagde bijdrage"), Text::new("Asked in all", "Gevraagd in totaal"))
    } else {
        (Text::new("Contribution", "Bijdrage"), Text::new("To pay", "Te betalen"))
    };
    let columns = vec![
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::words("basis", Text::new("Basis", "Grondslag")),
        Column::figures("amount", amount),
        Column::figures("in_kind", Text::new("In kind", "In natura")),
        Column::figures("joining_fee", Text::new("Joining fee", "Toetredingsbijdrage")),
        Column::figures("vat", Text::new("VAT", "Btw")),
        Column::figures("to_pay", total),
    ];
    let figures = |payer: &Payer<'_>| {
        let (settled, (fee, fee_vat)) = (&payer.settled, fee_of(payer));
        [payer.amount, -(settled.lowered + settled.set_off), fee, settled.vat + fee_vat, settled.gross]
    };
    let row = |payer: &&Payer<'_>| {
        let [amount, in_kind, fee, vat, gross] = figures(payer);
        let name = payer.taking.one.name.as_str();
        let name = match options.joining.filter(|one| one.id == *payer.taking.id) {
            Some(_) => Cell::Text(text!(en: "{name} (if it joins)", nl: "{name} (bij toetreding)")),
            None => Cell::same(name),
        };
        let money = |amount: Money| Cell::Money(amount.in_currency(asked.currency));
        vec![name, said::basis(asked, payer), money(amount), some(asked, in_kind), some(asked, fee), some(asked, vat), money(gross)]
    };
    // Who is only asked about stands under the sum of those who pay.
    let (beside, paying): (Vec<&Payer<'_>>, Vec<&Payer<'_>>) = shown.iter().partition(|payer| payer.taking.is_beside);
    let mut rows: Vec<Vec<Cell>> = paying.iter().map(row).collect();
    if options.only.is_empty() && paying.len() > 1 {
        let mut sums = [Money(0); 5];
        for payer in &paying {
            for (sum, amount) in sums.iter_mut().zip(figures(payer)) {
                *sum = *sum + amount;
            }
        }
        let together = Cell::Text(Text::new("Together", "Samen"));
        let mut row = vec![together, Cell::Blank];
        row.extend(
            sums.iter()
                .enumerate()
                .map(|(n, sum)| if n == 0 || n == 4 { Cell::Money(sum.in_currency(asked.currency)) } else { some(asked, *sum) }),
        );
        rows.push(row);
    }
    rows.extend(beside.iter().map(row));
    Table { name: "contributions", columns, rows }.filled()
}
