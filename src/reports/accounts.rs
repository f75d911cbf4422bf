//! The accounts of a year: income and costs, the balance sheet, what explains them, and what is to be adopted (A4, A11, A12).

pub(super) mod balance;
mod closed;
mod details;

use std::collections::BTreeMap;

use crate::answers::invoiced::CENTS;
use crate::answers::ledger::account::Account;
use crate::answers::ledger::balance::sheet;
use crate::answers::ledger::closed::{adopted, is_closed};
use crate::answers::ledger::lines::{Figures, Line, figures};
use crate::answers::ledger::on;
use crate::answers::ledger::years::year_name;
use crate::answers::presence::joined;
use crate::answers::unsettled::unsettled;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::record::collaboration::HeldAs;
use crate::record::event::EventKind;
use crate::record::participant::OrganisationKind;
use crate::record::values::Id;
use crate::reports::begun;
use crate::reports::books::{in_currency, legal_person, maybe, money, named, organisation, the_held_as};
use crate::reports::budget::{budgeted, identified};
use crate::reports::status::gatherings::is_expected;
use crate::text;
use crate::text::Text;

/// A line of the statement, with what it was the year before.
struct Row {
    account: Account,
    name: Text,
    amended: Option<Money>,
    realised: Money,
    before: Option<Money>,
}

/// What was realised of a year, and the lines that say so.
pub(super) struct Stated<'a> {
    pub(super) found: Figures<'a>,
    costs: Vec<Row>,
    income: Vec<Row>,
    /// How people call the year and the one before.
    names: [String; 2],
}

impl Stated<'_> {
    /// Income and costs in all.
    pub(super) fn totals(&self) -> (Money, Money) {
        (sum(&self.income), sum(&self.costs))
    }

    /// The same of the year before, where that is on record.
    pub(super) fn before(&self) -> Option<(Money, Money)> {
        let known = self.income.iter().chain(&self.costs).any(|row| row.before.is_some());
        let all = |rows: &[Row]| rows.iter().map(|row| row.before).sum::<Option<Money>>();
        all(&self.income).zip(all(&self.costs)).filter(|_| known)
    }

    /// The statement as people read it.
    pub(super) fn table(&self) -> Table {
        statement(&self.found, &self.names, &self.income, &self.costs)
    }
}

/// Income and costs of a year beside its budget and the year before; none where nothing of it is on record.
pub(super) fn stated(record: &Record, year: i32) -> Option<Stated<'_>> {
    let found = figures(record, year)?;
    // A year without a budget is on record in bits at most, and says nothing to compare with.
    let before = figures(record, year - 1).filter(|before| !before.budgets.is_empty());
    let costs = rows(record, &found.costs, before.as_ref().map(|before| before.costs.as_slice()));
    let income = rows(record, &found.income, before.as_ref().map(|before| before.income.as_slice()));
    let names = [year, year - 1].map(|year| year_name(record, year));
    Some(Stated { found, costs, income, names })
}

/// The accounts of a year; none where nothing of it is on record.
pub fn accounts(record: &Record, year: i32) -> Option<Document> {
    let Stated { found, costs, income, names } = stated(record, year)?;
    let currency = record.currency();
    let sheet = sheet(record, &found.entries, year);
    let result = sum(&income) - sum(&costs);
    let mut blocks = vec![Block::Paragraph(in_currency(currency))];
    blocks.push(Block::Heading(Text::new("Statement of income and costs", "Staat van baten en lasten")));
    blocks.push(Block::Table(statement(&found, &names, &income, &costs)));
    blocks.push(Block::Heading(Text::new("Balance sheet", "Balans")));
    blocks.extend(balance::blocks(record, &found, sheet.as_ref()));
    blocks.extend(closed::settled_in(record, &found));
    details::fill(record, &found, &mut blocks);
    blocks.push(Block::Heading(Text::new("Adoption", "Vaststelling")));
    let adopted = adopted(record, year);
    blocks.extend(adopted.map(|adopted| closed::adopted_as(record, &found, &adopted)));
    blocks.extend(closed::settled_with(record, &found));
    blocks.extend(closed::corrected_since(record, &found, adopted.as_ref()));
    blocks.extend(not_settled(record, &found, currency));
    let put_by = sheet.as_ref().map(|sheet| -on(&sheet.begin, &Account::Reserve));
    blocks.extend(match put_by {
        _ if adopted.is_some() => Vec::new(),
        Some(put_by) => adoption(record, &found, (sum(&income), sum(&costs)), (result, put_by), currency),
        None => vec![Block::Paragraph(Text::new(
            "Without a balance sheet there is nothing to be adopted yet.",
            "Zonder balans valt er nog niets vast te stellen.",
        ))],
    });
    let mut data = vec![of_statement(&income, &costs, currency)];
    data.push(balance::data(record, sheet.as_ref()));
    data.extend(details::data(record, &found, currency));
    data.extend(closed::data(record, &found, adopted.as_ref()));
    let begun = begun(record, "accounts", title(record, &names[0]));
    let remark = if found.is_over(record.on) {
        Text::default()
    } else if record.on == found.until {
        Text::new("; provisional: the year ends today", "; voorlopig: het jaar eindigt vandaag")
    } else {
        let until = found.until;
        text!(until; en: "; provisional: the year goes on until {until}", nl: "; voorlopig: het jaar loopt t/m {until}")
    };
    let subtitle = begun.subtitle.clone().then(&remark);
    Some(Document { blocks, sheet: data[0].clone(), data, subtitle, ..begun })
}

fn title(record: &Record, year: &str) -> Text {
    match legal_person(record) {
        Some(_) => text!(en: "Annual accounts {year}", nl: "Jaarrekening {year}"),
        None => text!(en: "Financial statement {year}", nl: "Financiële verantwoording {year}"),
    }
}

/// Effort in kind stands in the notes, and here only where it was set off.
fn rows(record: &Record, lines: &[Line], before: Option<&[Line]>) -> Vec<Row> {
    let earlier: BTreeMap<&Account, &Line> = before.unwrap_or_default().iter().map(|line| (&line.account, line)).collect();
    let known = |account: &Account| before.map(|_| earlier.get(account).map_or(Money(0), |line| line.realised));
    let name = |line: &Line| named(record, &line.account, line.what.as_deref());
    let mut rows: Vec<Row> = lines
        .iter()
        .map(|line| Row {
            account: line.account.clone(),
            name: name(line),
            amended: line.amended,
            realised: line.realised,
            before: known(&line.account),
        })
        .collect();
    let gone = earlier.values().filter(|line| line.realised.0 != 0 && !lines.iter().any(|other| other.account == line.account));
    rows.extend(gone.map(|line| Row {
        account: line.account.clone(),
        name: name(line),
        amended: None,
        realised: Money(0),
        before: Some(line.realised),
    }));
    rows
}

fn sum(rows: &[Row]) -> Money {
    rows.iter().map(|row| row.realised).sum()
}

fn statement(found: &Figures<'_>, [year, year_before]: &[String; 2], income: &[Row], costs: &[Row]) -> Table {
    let bare = Currency::NONE;
    let columns = vec![
        Column::words("line", Text::new("Line", "Post")),
        Column::figures("amended", Text::new("Budgeted, as amended", "Begroot na wijziging")),
        Column::figures("realised", text!(en: "Actual {year}", nl: "Werkelijk {year}")),
        Column::figures("before", text!(en: "Actual {year_before}", nl: "Werkelijk {year_before}")),
    ];
    let of_row =
        |row: &Row| vec![Cell::Text(row.name.clone()), maybe(row.amended, bare), money(row.realised, bare), maybe(row.before, bare)];
    let of_lines = |lines: &[Line]| {
        if found.budgets.is_empty() {
            return None;
        }
        budgeted(lines, |line| line.amended)
    };
    // Nothing is known of a year of which no line is on record: that is no nought.
    let earlier = |rows: &[Row]| {
        let known: Option<Money> = rows.iter().map(|row| row.before).sum();
        known.filter(|_| income.iter().chain(costs).any(|row| row.before.is_some()))
    };
    let (wanted_in, wanted_out) = (of_lines(&found.income), of_lines(&found.costs));
    let total = |title: Text, wanted: Option<Money>, real: Money, before: Option<Money>| {
        vec![Cell::Text(title), maybe(wanted, bare), money(real, bare), maybe(before, bare)]
    };
    let (before_in, before_out) = (earlier(income), earlier(costs));
    let mut rows: Vec<Vec<Cell>> = income.iter().map(of_row).collect();
    rows.push(total(Text::new("Total income", "Totaal baten"), wanted_in, sum(income), before_in));
    rows.extend(costs.iter().map(of_row));
    rows.push(total(Text::new("Total costs", "Totaal lasten"), wanted_out, sum(costs), before_out));
    let apart = |a: Option<Money>, b: Option<Money>| a.zip(b).map(|(a, b)| a - b);
    let title = Text::new("Balance of income and costs", "Saldo van baten en lasten");
    rows.push(total(title, apart(wanted_in, wanted_out), sum(income) - sum(costs), apart(before_in, before_out)));
    Table { name: "statement", columns, rows }.filled()
}

fn of_statement(income: &[Row], costs: &[Row], currency: Currency) -> Table {
    let keys = ["side", "kind", "product", "line", "name", "amended", "realised", "before"];
    let row = |side: &'static str, row: &Row| {
        let mut cells = vec![Cell::same(side)];
        cells.extend(identified(&row.account));
        cells.extend([
            Cell::Text(row.name.clone()),
            maybe(row.amended, currency),
            money(row.realised, currency),
            maybe(row.before, currency),
        ]);
        cells
    };
    let rows = income.iter().map(|one| row("income", one)).chain(costs.iter().map(|one| row("costs", one))).collect();
    Table { name: "statement", columns: keys.iter().map(|key| Column::words(*key, Text::default())).collect(), rows }
}

/// What is still to be invoiced or credited of a year that is over: the figures have what was sent, not what is asked.
fn not_settled(record: &Record, found: &Figures<'_>, currency: Currency) -> Option<Block> {
    let mut all = if found.is_over(record.on) { unsettled(record, found.year) } else { BTreeMap::new() };
    // What was given back of the balance is not asked anew.
    for entry in &found.entries {
        let settled: Money = entry.corrects.iter().filter(|one| one.year == found.year).map(|one| one.settled).sum();
        if let Some(who) = entry.who.as_deref().filter(|_| settled.0 != 0) {
            let sum = all.entry(Id::new(who)).or_default();
            *sum = *sum - settled;
        }
    }
    // What goes back of a balance is divided in whole cents.
    let slack = adopted(record, found.year).filter(|adopted| adopted.settled().0 != 0).map_or(0, |_| CENTS);
    all.retain(|_, much| much.0.saturating_abs() > slack);
    let line = |(id, much): (&Id, &Money)| {
        let (who, amount) = (organisation(record, id.as_str()).to_owned(), Money(much.0.saturating_abs()).in_currency(currency));
        if much.0 > 0 {
            text!(amount; en: "{who} {amount} still to be invoiced", nl: "{who} {amount} nog te factureren")
        } else {
            text!(amount; en: "{who} {amount} still to be credited", nl: "{who} {amount} nog te crediteren")
        }
    };
    let lines = joined(&all.iter().map(line).collect::<Vec<_>>(), ", ");
    let (year, next) = (found.year, year_name(record, found.year + 1));
    if adopted(record, year).is_some() && !all.is_empty() {
        return Some(Block::Paragraph(
            text!(lines; en: "What was invoiced for the contributions is not what is asked, without VAT: {lines}. That is not in these figures, and the year was adopted: what is sent later counts in the year in which that is done (`commons invoice --year {year}` says how).", nl: "Wat voor de bijdragen is gefactureerd, is niet wat er wordt gevraagd (zonder btw): {lines}. Dat zit niet in deze cijfers, en het jaar is vastgesteld: wat later wordt verstuurd, telt in het jaar van verzending (`commons invoice --year {year}` zegt hoe)."),
        ));
    }
    if is_closed(record, year) && !all.is_empty() {
        return Some(Block::Paragraph(
            text!(lines; en: "What was invoiced for the contributions is not what is asked, without VAT: {lines}. That is not in these figures, and {next} already has an opening balance: say so when they are adopted; what is sent later counts in the year in which that is done (`commons invoice --year {year}` says how).", nl: "Wat voor de bijdragen is gefactureerd, is niet wat er wordt gevraagd (zonder btw): {lines}. Dat zit niet in deze cijfers, en {next} heeft al een beginbalans: vermeld het bij de vaststelling; wat later wordt verstuurd, telt in het jaar van verzending (`commons invoice --year {year}` zegt hoe)."),
        ));
    }
    (!all.is_empty()).then(|| Block::Paragraph(text!(lines; en: "What was invoiced for the contributions is not what is asked, without VAT: {lines}. That is not in these figures; settle it first (`commons invoice --year {year}` says how), or say so when they are adopted.", nl: "Wat voor de bijdragen is gefactureerd, is niet wat er wordt gevraagd (zonder btw): {lines}. Dat zit niet in deze cijfers; handel het eerst af (`commons invoice --year {year}` zegt hoe), of vermeld het bij de vaststelling.")))
}

/// What is laid before those who adopt the accounts.
fn adoption(
    record: &Record,
    found: &Figures<'_>,
    (income, costs): (Money, Money),
    (result, put_by): (Money, Money),
    currency: Currency,
) -> Vec<Block> {
    if !found.is_over(record.on) {
        let until = found.until;
        return vec![Block::Paragraph(
            text!(until; en: "The year goes on until {until}; nothing can be adopted yet.", nl: "Het jaar loopt t/m {until}; er valt nog niets vast te stellen."),
        )];
    }
    let year = year_name(record, found.year);
    let form: Option<HeldAs> =
        record.collaboration.as_ref().and_then(|one| one.finances.as_ref()).and_then(|finances| finances.reserve.as_ref()?.held_as);
    let reserve = the_held_as(form);
    let is_liability = matches!(form, Some(HeldAs::Provision | HeldAs::ReceivedInAdvance));
    let amount = Money(result.0.saturating_abs()).in_currency(currency);
    let (income, costs) = (income.in_currency(currency), costs.in_currency(currency));
    let whither = match result.0 {
        0 => Text::new("there is no balance to be appropriated", "er is geen saldo te bestemmen"),
        // What a provision or money received in advance gets or gives is no appropriation of a result.
        1.. if is_liability => {
            text!(amount, reserve; en: "the balance of {amount} stays available to the collaboration, and is settled with {reserve}", nl: "het saldo van {amount} blijft beschikbaar voor de samenwerking en wordt verrekend met {reserve}")
        }
        1.. => {
            text!(amount, reserve; en: "the balance of {amount} is added to {reserve}", nl: "het saldo van {amount} wordt toegevoegd aan {reserve}")
        }
        _ if -result > put_by => {
            let (covered, rest) = (put_by.max(Money(0)).in_currency(currency), (-result - put_by.max(Money(0))).in_currency(currency));
            text!(amount, reserve, covered, rest; en: "of the shortage of {amount} {reserve} covers {covered}; for {rest} it is to be decided who pays it, such as by an additional contribution", nl: "van het tekort van {amount} dekt {reserve} {covered}; voor {rest} is een besluit nodig, bijvoorbeeld over een aanvullende bijdrage")
        }
        _ => {
            text!(amount, reserve; en: "the shortage of {amount} is taken from {reserve}", nl: "het tekort van {amount} komt ten laste van {reserve}")
        }
    };
    let said = match legal_person(record) {
        None if !is_expected(record, EventKind::Steering, None) => {
            text!(income, costs, whither; en: "The participants adopt this financial statement {year}, with income of {income} and costs of {costs}; {whither}.", nl: "De deelnemers stellen deze financiële verantwoording {year} vast, met {income} aan baten en {costs} aan lasten; {whither}.")
        }
        None => {
            text!(income, costs, whither; en: "The steering group adopts this financial statement {year}, with income of {income} and costs of {costs}; {whither}.", nl: "De stuurgroep stelt deze financiële verantwoording {year} vast, met {income} aan baten en {costs} aan lasten; {whither}.")
        }
        Some(OrganisationKind::Foundation) => {
            text!(income, costs, whither; en: "The board adopts these annual accounts {year}, with income of {income} and costs of {costs}; {whither}.", nl: "Het bestuur stelt deze jaarrekening {year} vast, met {income} aan baten en {costs} aan lasten; {whither}.")
        }
        Some(_) => {
            text!(income, costs, whither; en: "The general meeting adopts these annual accounts {year}, with income of {income} and costs of {costs}; {whither}. It discharges the board for its financial management.", nl: "De algemene ledenvergadering stelt deze jaarrekening {year} vast, met {income} aan baten en {costs} aan lasten; {whither}. Zij verleent het bestuur decharge voor het gevoerde financiële beleid.")
        }
    };
    let lines = vec![
        (Text::new("Date", "Datum"), Cell::Blank),
        (Text::new("Name", "Naam"), Cell::Blank),
        (Text::new("Signature", "Handtekening"), Cell::Blank),
    ];
    vec![Block::Paragraph(said), Block::Facts(lines)]
}
