//! What a participant should budget, and the question for its order number: a letter for each, or all of them in a table.

mod order;

use crate::answers::audience::{Audience, hidden_person};
use crate::answers::contribution::{Asked, Payer};
use crate::answers::forecast::{Expected, Forecast, is_yearly};
use crate::answers::presence::name;
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::BudgetStatus;
use crate::record::participant::Participant;
use crate::record::values::{Id, Vat};
use crate::reports::contributions::steps::steps;
use crate::reports::meeting::enumerated;
use crate::reports::{begun, reach};
use crate::text;
use crate::text::{Text, decimal_text};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    /// Before 1 May: what to budget.
    Amount,
    /// In October: which order number, and whether the address is still right.
    Order,
}

/// What is asked of it.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    pub letter: Letter,
    /// One participant: a letter; none: the overview of all.
    pub participant: Option<&'a Id>,
    pub audience: Audience,
}

/// From this month of the year before on, order numbers are asked for: budgets are adopted by then.
const ORDERS_FROM: u32 = 9;

/// Which letter is due on a day.
pub fn due_on(on: Date, year: i32) -> Letter {
    let begins = Date::of(year - 1, ORDERS_FROM, 1);
    if begins.is_some_and(|begins| on >= begins) { Letter::Order } else { Letter::Amount }
}

/// The letter to one participant, or the overview of all.
pub fn announce(record: &Record, forecast: &Forecast<'_>, options: &Options<'_>) -> Document {
    let told = Told { record, forecast, options };
    let mut document = begun(record, "announcement", told.title());
    let one = options.participant.and_then(|id| Some((record.participants.get(id)?, forecast.payers.get(id)?)));
    document.blocks = match one {
        Some((one, expected)) => {
            document.to = told.address(one).into_iter().collect();
            match options.letter {
                Letter::Amount => told.amount(one, expected),
                Letter::Order => told.order(one, expected),
            }
        }
        None => vec![Block::Paragraph(told.standing()), Block::Paragraph(told.of_amounts()), Block::Table(told.overview())],
    };
    document.sheet = told.sheet();
    document.data = vec![told.sheet(), told.years()];
    document
}

struct Told<'a> {
    record: &'a Record,
    forecast: &'a Forecast<'a>,
    options: &'a Options<'a>,
}

impl Told<'_> {
    fn collaboration(&self) -> &str {
        self.record.collaboration.as_ref().map_or("commons", |settings| settings.name.as_str())
    }

    fn title(&self) -> Text {
        let (year, last, name) = (self.forecast.year, self.forecast.year + crate::answers::forecast::AHEAD, self.collaboration());
        match self.options.letter {
            Letter::Amount => text!(en: "Contribution {year} and estimate up to {last}", nl: "Bijdrage {year} en raming tot en met {last}"),
            Letter::Order => text!(en: "Details for the invoice of {year}, {name}", nl: "Factuurgegevens {year} {name}"),
        }
    }

    fn said(&self, amount: Money) -> Text {
        let amount = amount.in_currency(self.record.currency());
        text!(amount; en: "{amount}", nl: "{amount}")
    }

    /// Whether VAT is in the amounts.
    fn vat(&self) -> Text {
        let setting = self.forecast.asked.iter().flat_map(|asked| &asked.payers).find_map(|payer| payer.settled.taxed);
        match setting.map(|setting| setting.treatment) {
            Some(Vat::OutsideScope) => Text::new(" (no VAT: outside its scope)", " (geen btw: buiten de heffing)"),
            Some(Vat::Exempt) => Text::new(" (exempt from VAT)", " (vrijgesteld van btw)"),
            Some(Vat::ReverseCharge) => Text::new(" (excl. VAT, which is reverse-charged)", " (excl. btw, die wordt verlegd)"),
            Some(Vat::Percent(rate)) => text!(en: " (incl. {rate}% VAT)", nl: " (incl. {rate}% btw)"),
            None => Text::default(),
        }
    }

    /// The same of all amounts at once.
    fn of_amounts(&self) -> Text {
        let vat = self.vat();
        match self.record.currency().code() {
            "EUR" => text!(vat; en: "Amounts in euros{vat}.", nl: "Bedragen in euro's{vat}."),
            code => text!(vat; en: "Amounts in {code}{vat}.", nl: "Bedragen in {code}{vat}."),
        }
    }

    fn is_voluntary(&self) -> bool {
        !self.forecast.asked.is_empty() && self.forecast.asked.iter().all(Asked::is_voluntary)
    }

    /// Whether the amounts stand fast.
    fn standing(&self) -> Text {
        let (year, base) = (self.forecast.year, self.forecast.base);
        if base != year {
            return text!(en: "There is no budget for {year} yet: the amounts are an estimate from that of {base}, and depend on what is adopted.", nl: "Voor {year} is er nog geen begroting: de bedragen zijn een raming op basis van die van {base}, onder voorbehoud van vaststelling.");
        }
        let adopted = |asked: &Asked<'_>| match asked.budget.status {
            Some(BudgetStatus::Draft) => None,
            _ => self.record.events.get(asked.budget.adopted.as_ref()?).map(|event| event.starts.date()),
        };
        // One participant is told of the budgets that ask something of it.
        let is_of = |asked: &&Asked<'_>| self.options.participant.is_none_or(|id| asked.payers.iter().any(|payer| payer.taking.id == id));
        let all: Vec<&Asked<'_>> = self.forecast.asked.iter().filter(is_of).collect();
        let days: Vec<Option<Date>> = all.iter().copied().map(adopted).collect();
        let is_adopted = |asked: &Asked<'_>| asked.budget.status == Some(BudgetStatus::Adopted);
        match days.first().copied().flatten() {
            Some(day) if days.iter().all(|other| *other == Some(day)) && day <= self.record.on => {
                text!(day; en: "The amounts for {year} were adopted on {day}.", nl: "De bedragen voor {year} zijn vastgesteld op {day}.")
            }
            _ if all.iter().copied().all(is_adopted) => {
                text!(en: "The amounts for {year} were adopted.", nl: "De bedragen voor {year} zijn vastgesteld.")
            }
            _ => {
                text!(en: "The amounts for {year} are not adopted yet.", nl: "De bedragen voor {year} zijn onder voorbehoud van vaststelling.")
            }
        }
    }

    /// `Geachte Jo de Vries,`, or without a name.
    fn salutation(&self, one: &Participant) -> Text {
        let contact = one.contact.as_ref().filter(|id| hidden_person(self.record, id, self.options.audience).is_none());
        match contact.and_then(|id| self.record.person(id)) {
            Some(person) => {
                let name = &person.name;
                text!(en: "Dear {name},", nl: "Geachte {name},")
            }
            None => Text::new("Dear colleague,", "Geachte heer of mevrouw,"),
        }
    }

    fn address(&self, one: &Participant) -> Option<Text> {
        reach::address(self.record, &Id::new(&format!("participants/{}", one.id)), self.options.audience)
    }

    fn closing(&self) -> Text {
        let name = self.collaboration();
        text!(en: "Kind regards, {name}", nl: "Met vriendelijke groet, {name}")
    }

    fn amount(&self, one: &Participant, expected: &Expected) -> Vec<Block> {
        let (year, name, vat) = (self.forecast.year, self.collaboration(), self.vat());
        let first = expected.amounts.first().copied().flatten();
        let mut blocks = vec![Block::Paragraph(self.salutation(one))];
        let amount = self.said(first.unwrap_or_default());
        blocks.push(Block::Paragraph(match first {
            None => text!(en: "For {year} you need not budget a contribution to {name}.", nl: "Voor {year} hoeft u geen bijdrage aan {name} te begroten."),
            Some(_) if self.is_voluntary() => text!(amount, vat; en: "For your budget of {year}: we will ask you for a voluntary contribution to {name} of {amount}{vat}. Nothing is owed.", nl: "Voor uw begroting {year}: wij zullen u om een vrijwillige bijdrage aan {name} vragen van {amount}{vat}. Er is niets verschuldigd."),
            Some(_) => text!(amount, vat; en: "For your budget of {year} you can reckon with a contribution to {name} of {amount}{vat}.", nl: "Voor uw begroting {year} kunt u rekening houden met een bijdrage aan {name} van {amount}{vat}."),
        }));
        if expected.joining_fee.0 > 0 {
            let fee = self.said(expected.joining_fee);
            blocks.push(Block::Paragraph(text!(fee; en: "Beside it there is a joining fee, once, of {fee}.", nl: "Daarnaast is er eenmalig een toetredingsbijdrage van {fee}.")));
        }
        blocks.push(Block::Paragraph(self.standing()));
        let base = self.forecast.base;
        let of: Vec<(&Asked<'_>, &Payer<'_>)> = self.asked_of(one).collect();
        if !of.is_empty() {
            blocks.push(Block::Heading(text!(en: "How the amount of {base} comes about", nl: "Zo komt het bedrag van {base} tot stand")));
        }
        for (asked, payer) in &of {
            if of.len() > 1 {
                let purpose = self.purpose(asked);
                blocks.push(Block::Paragraph(text!(purpose; en: "For {purpose}:", nl: "Voor {purpose}:")));
            }
            blocks.push(Block::List(steps(self.record, asked, payer)));
        }
        if let (Some(together), true) = (first, of.len() > 1 && base == year) {
            let together = self.said(together + expected.joining_fee);
            blocks.push(Block::Paragraph(text!(together; en: "Together: {together}.", nl: "Samen: {together}.")));
        }
        blocks.push(Block::Heading(Text::new("Estimate", "Raming")));
        blocks.push(Block::Table(self.table(expected)));
        blocks.push(Block::Paragraph(self.reckoned_with(&of)));
        blocks.push(Block::Paragraph(self.closing()));
        blocks
    }

    /// What an estimate rests on, and what is not in it.
    fn reckoned_with(&self, of: &[(&Asked<'_>, &Payer<'_>)]) -> Text {
        let index = match self.forecast.indexation {
            Some(by) => {
                let by = decimal_text(by.0);
                text!(by; en: "with an indexation of {by}% a year", nl: "met een indexering van {by}% per jaar")
            }
            None => Text::new("without indexation", "zonder indexering"),
        };
        let given = if of.iter().any(|(_, payer)| !payer.settled.in_kind.is_empty()) {
            Text::new(
                " Effort in kind is not in it: that is agreed year by year.",
                " Bijdragen in natura zitten er niet in: die worden per jaar afgesproken.",
            )
        } else {
            Text::default()
        };
        let once: Vec<Text> = of.iter().filter(|(asked, _)| !is_yearly(asked)).map(|(asked, _)| self.purpose(asked)).collect();
        let without = enumerated(&once);
        let without = if once.is_empty() {
            Text::default()
        } else {
            text!(without; en: " {without} is not in it: that is asked for a part of a year only.", nl: " {without} zit er niet in: dat wordt maar voor een deel van een jaar gevraagd.")
        };
        text!(index, given, without; en: "The estimate reckons {index} and with those who take part then by what is on record now.{given}{without} Costs, participants and inhabitants may change, so it is not promised.", nl: "De raming rekent {index} en met de deelnemers die dan volgens het dossier meedoen.{given}{without} Lasten, deelnemers en inwonertallen kunnen veranderen, dus aan de raming kunt u geen rechten ontlenen.")
    }

    /// What the budgets ask of a participant, with how it comes about.
    fn asked_of<'b>(&'b self, one: &'b Participant) -> impl Iterator<Item = (&'b Asked<'b>, &'b Payer<'b>)> {
        let of = move |asked: &'b Asked<'b>| Some((asked, asked.paying().find(|payer| *payer.taking.id == one.id)?));
        self.forecast.asked.iter().filter_map(of)
    }

    /// For what a budget asks: a product, or the collaboration itself.
    fn purpose(&self, asked: &Asked<'_>) -> Text {
        match asked.product {
            Some(product) => name(self.record, &Id::new(&format!("products/{product}")), self.options.audience),
            None => Text::same(self.collaboration()),
        }
    }

    fn is_estimate(&self, year: i32) -> bool {
        year != self.forecast.base
    }

    fn remark(&self, year: i32) -> Cell {
        if self.is_estimate(year) { Cell::Text(Text::new("estimate", "raming")) } else { Cell::Blank }
    }

    fn table(&self, expected: &Expected) -> Table {
        let columns = vec![
            Column::words("year", Text::new("Year", "Jaar")),
            Column::figures("amount", Text::new("Contribution", "Bijdrage")),
            Column::words("remark", Text::default()),
        ];
        let rows = (self.forecast.year..).zip(&expected.amounts).map(|(year, amount)| {
            let amount = self.amount_of(year, *amount);
            vec![Cell::same(year.to_string()), amount, self.remark(year)]
        });
        Table { name: "years", columns, rows: rows.collect() }
    }

    fn is_known(&self, year: i32) -> bool {
        !self.forecast.unknown.contains(&year)
    }

    fn amount_of(&self, year: i32, amount: Option<Money>) -> Cell {
        match amount {
            Some(amount) => self.money(amount),
            None if self.is_known(year) => Cell::Text(Text::new("none", "geen")),
            None => Cell::Text(Text::new("not known", "niet bekend")),
        }
    }

    fn money(&self, amount: Money) -> Cell {
        Cell::Money(amount.in_currency(self.record.currency()))
    }

    /// Whom it is about.
    fn shown(&self) -> impl Iterator<Item = (&Participant, &Expected)> {
        let wanted = |id: &&Id| self.options.participant.is_none_or(|only| only == *id);
        self.forecast
            .payers
            .iter()
            .filter(move |(id, _)| wanted(id))
            .filter_map(|(id, expected)| Some((self.record.participants.get(id)?, expected)))
    }

    fn number(&self, one: &Participant) -> Cell {
        Cell::maybe(one.billing.as_ref().and_then(|billing| billing.order_number.get(&self.forecast.year.to_string())).map(String::as_str))
    }

    fn overview(&self) -> Table {
        let mut columns = vec![Column::words("participant", Text::new("Participant", "Deelnemer"))];
        let order = self.options.letter == Letter::Order;
        let years = if order { 1 } else { 4 };
        for year in (self.forecast.year..).take(years) {
            let head =
                if self.is_estimate(year) { text!(en: "{year} (estimate)", nl: "{year} (raming)") } else { Text::same(year.to_string()) };
            columns.push(Column::figures(year.to_string(), head));
        }
        columns.push(Column::figures("joining_fee", Text::new("Joining fee", "Toetredingsbijdrage")));
        if order {
            columns.push(Column::words("order_number", Text::new("Order number", "Inkoop- of verplichtingennummer")));
        }
        let fee = |amount: Money| if amount.0 > 0 { self.money(amount) } else { Cell::Blank };
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut sums = vec![Money(0); years];
        for (one, expected) in self.shown() {
            let mut row = vec![Cell::same(one.name.as_str())];
            for ((year, sum), amount) in (self.forecast.year..).zip(&mut sums).zip(&expected.amounts) {
                *sum = *sum + amount.unwrap_or_default();
                row.push(self.amount_of(year, *amount));
            }
            row.push(fee(expected.joining_fee));
            if order {
                row.push(self.number(one));
            }
            rows.push(row);
        }
        if rows.len() > 1 {
            let mut row = vec![Cell::Text(Text::new("Together", "Samen"))];
            row.extend((self.forecast.year..).zip(sums).map(|(year, sum)| self.amount_of(year, Some(sum).filter(|_| self.is_known(year)))));
            row.resize(columns.len(), Cell::Blank);
            rows.push(row);
        }
        let table = Table { name: "announcements", columns, rows };
        // The column of order numbers stays where there are none yet: that is what is asked.
        if order { table } else { table.filled() }
    }

    fn sheet(&self) -> Table {
        let columns = vec![
            Column::words("participant", Text::new("Id", "Id")),
            Column::words("name", Text::new("Participant", "Deelnemer")),
            Column::words("email", Text::new("E-mail", "E-mail")),
            Column::figures("year", Text::new("Year", "Jaar")),
            Column::figures("amount", Text::new("Contribution", "Bijdrage")),
            Column::figures("joining_fee", Text::new("Joining fee", "Toetredingsbijdrage")),
            Column::words("order_number", Text::new("Order number", "Inkoop- of verplichtingennummer")),
        ];
        let row = |(one, expected): (&Participant, &Expected)| {
            vec![
                Cell::same(one.id.as_str()),
                Cell::same(one.name.as_str()),
                self.address(one).map_or(Cell::Blank, Cell::Text),
                Cell::same(self.forecast.year.to_string()),
                expected.amounts.first().copied().flatten().map_or(Cell::Blank, |amount| self.money(amount)),
                self.money(expected.joining_fee),
                self.number(one),
            ]
        };
        Table { name: "announcements", columns, rows: self.shown().map(row).collect() }
    }

    fn years(&self) -> Table {
        let columns = ["participant", "year", "amount", "estimate"].map(|key| Column::words(key, Text::default()));
        let mut rows = Vec::new();
        for (one, expected) in self.shown() {
            for (year, amount) in (self.forecast.year..).zip(&expected.amounts) {
                let Some(amount) = amount else { continue };
                let estimate = if self.is_estimate(year) { "yes" } else { "no" };
                rows.push(vec![Cell::same(one.id.as_str()), Cell::same(year.to_string()), self.money(*amount), Cell::same(estimate)]);
            }
        }
        Table { name: "years", columns: columns.into(), rows }
    }
}
