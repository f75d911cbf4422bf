//! The departures that would do most harm, ranked by a measure that is said below the table.

use crate::answers::audience::Audience;
use crate::answers::presence::identified;
use crate::answers::without::Leaving;
use crate::answers::without::offices::offices;
use crate::answers::without::worst::{Departure, worst as ranked};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::money::Money;
use crate::record::Record;
use crate::reports::without::answer::shown;
use crate::reports::{begun, reach};
use crate::text;
use crate::text::Text;

use super::{number, together};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// So many of each.
    pub most: usize,
    pub audience: Audience,
}

/// The worst departures of single organisations and of single people.
pub fn worst(record: &Record, options: &Options) -> Document {
    let found = ranked(record);
    let document = begun(record, "without-worst", Text::new("Whose departure would do most harm?", "Wiens vertrek doet het meeste pijn?"));
    let mut blocks = Vec::new();
    let lists = [
        ("organisations", Text::new("Organisations", "Organisaties"), &found.organisations),
        ("people", Text::new("People", "Mensen"), &found.people),
    ];
    let mut data = Vec::new();
    let mut all = Vec::new();
    for (name, title, list) in lists {
        let shown: Vec<&Departure<'_>> = list.iter().take(options.most).collect();
        blocks.push(Block::Heading(title));
        if shown.is_empty() {
            blocks.push(Block::Paragraph(Text::new("No single departure breaks anything here.", "Geen enkel vertrek breekt hier iets.")));
        } else {
            blocks.push(Block::Table(for_people(record, &shown, found.year, options.audience)));
        }
        let rows: Vec<Vec<Cell>> = shown.iter().enumerate().map(|(n, one)| row(record, name, n, one, options.audience)).collect();
        all.extend(rows.clone());
        data.push(Table { name, columns: columns(), rows: rows.into_iter().map(|row| row[1..].to_vec()).collect() });
        if let Some(table) = data.last_mut() {
            table.columns.remove(0);
        }
    }
    blocks.push(Block::Heading(Text::new("How this is ranked", "Hoe dit is gerangschikt")));
    blocks.push(Block::Paragraph(measure(record.on, found.year)));
    let sheet = Table { name: "departures", columns: columns(), rows: all };
    Document { blocks, sheet, data, ..document }
}

/// The measure, in words.
fn measure(on: Date, year: Option<(i32, i32)>) -> Text {
    let money = match year {
        Some((year, base)) if base == year => {
            text!(en: "the contribution and other income for {year} that is lost", nl: "de bijdrage en andere baten over {year} die wegvallen")
        }
        Some((year, base)) => {
            text!(en: "the contribution and other income for {year} that is lost, reckoned by the budget of {base}", nl: "de bijdrage en andere baten over {year} die wegvallen, gerekend met de begroting van {base}")
        }
        None => Text::new("the contribution that is lost (not known here)", "de bijdrage die wegvalt (hier niet bekend)"),
    };
    text!(on, money; en: "First by who is lead or fund holder; then by the duties that nobody takes over, not even a back-up, by critical roles without anybody, roles that become vacant, bodies in which one organisation gets a majority, bodies with empty seats, products without an owner, roles in which a back-up steps in, and {money}. Each as if only this one left on {on}; an organisation takes its people along.", nl: "Eerst naar wie penvoerder of kassier is; dan naar de kerntaken die niemand overneemt, ook geen vervanger, naar kritieke rollen zonder iemand, rollen die vacant worden, gremia waarin één organisatie een meerderheid krijgt, gremia met lege zetels, producten zonder eigenaar, rollen waarin een vervanger inspringt, en {money}. Telkens alsof alleen deze ene op {on} vertrekt; een organisatie neemt haar mensen mee.")
}

fn for_people(record: &Record, shown_: &[&Departure<'_>], year: Option<(i32, i32)>, audience: Audience) -> Table {
    let columns = vec![Column::words("who", Text::new("Who", "Wie")), Column::words("breaks", Text::new("What breaks", "Wat er wegvalt"))];
    let rows = shown_.iter().map(|one| {
        let who = reach::called(record, one.who, audience);
        vec![Cell::Text(who), Cell::Text(said(record, one, year))]
    });
    Table { name: "departures", columns, rows: rows.collect() }
}

/// What one departure breaks, in a line.
fn said(record: &Record, departure: &Departure<'_>, year: Option<(i32, i32)>) -> Text {
    let harm = &departure.harm;
    let mut parts = Vec::new();
    let offices = offices(record, &Leaving::of(record, std::slice::from_ref(departure.who)));
    if offices.lead.is_some() {
        parts.push(Text::new("the lead", "de penvoerder"));
    }
    if offices.fund_holder.is_some() {
        parts.push(Text::new("the fund holder", "de kassier"));
    }
    let mut count = |how_many: usize, one: Text, more: Text| {
        if how_many > 0 {
            parts.push(number(how_many, &one, &more));
        }
    };
    count(harm.duties, Text::new("duty uncovered", "kerntaak niet belegd"), Text::new("duties uncovered", "kerntaken niet belegd"));
    count(
        harm.critical,
        Text::new("critical role without anybody", "kritieke rol zonder iemand"),
        Text::new("critical roles without anybody", "kritieke rollen zonder iemand"),
    );
    count(harm.roles, Text::new("role vacant", "rol vacant"), Text::new("roles vacant", "rollen vacant"));
    count(
        harm.majorities,
        Text::new("body with a majority of one organisation", "gremium met een meerderheid voor één organisatie"),
        Text::new("bodies with a majority of one organisation", "gremia met een meerderheid voor één organisatie"),
    );
    count(
        harm.bodies,
        Text::new("body with an empty seat", "gremium met een lege zetel"),
        Text::new("bodies with empty seats", "gremia met lege zetels"),
    );
    count(
        harm.owned,
        Text::new("product without an owner", "product zonder eigenaar"),
        Text::new("products without an owner", "producten zonder eigenaar"),
    );
    count(
        harm.stepped,
        Text::new("role in which a back-up steps in", "rol waarin een vervanger inspringt"),
        Text::new("roles in which a back-up steps in", "rollen waarin een vervanger inspringt"),
    );
    if let (Some(money), Some((year, base))) = (harm.money.filter(|money| *money > Money(0)), year) {
        let sum = shown(record, money);
        let estimated = if base == year { Text::default() } else { Text::new(" (estimate)", " (raming)") };
        parts.push(match harm.income {
            Money(0) => text!(sum, estimated; en: "{sum} of contribution for {year}{estimated}", nl: "{sum} bijdrage over {year}{estimated}"),
            income if income == money => {
                text!(sum, estimated; en: "{sum} of other income for {year}{estimated}", nl: "{sum} aan andere baten over {year}{estimated}")
            }
            _ => {
                text!(sum, estimated; en: "{sum} of contribution and other income for {year}{estimated}", nl: "{sum} aan bijdrage en andere baten over {year}{estimated}")
            }
        });
    }
    together(&parts)
}

fn columns() -> Vec<Column> {
    let column = |key: &'static str| Column::words(key, Text::default());
    let figure = |key: &'static str| Column::figures(key, Text::default());
    vec![
        column("of"),
        figure("rank"),
        column("id"),
        column("name"),
        figure("offices"),
        figure("duties_uncovered"),
        figure("critical_roles_without_anybody"),
        figure("roles_vacant"),
        figure("majorities"),
        figure("bodies_short"),
        figure("products_without_owner"),
        figure("roles_with_back_up"),
        figure("contribution"),
        figure("other_income"),
    ]
}

fn row(record: &Record, of: &'static str, n: usize, one: &Departure<'_>, audience: Audience) -> Vec<Cell> {
    let (id, name) = identified(record, one.who, audience);
    let count = |number: usize| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let harm = &one.harm;
    vec![
        Cell::same(of),
        count(n + 1),
        Cell::same(id),
        Cell::Text(name),
        count(harm.offices),
        count(harm.duties),
        count(harm.critical),
        count(harm.roles),
        count(harm.majorities),
        count(harm.bodies),
        count(harm.owned),
        count(harm.stepped),
        harm.money.map_or(Cell::Blank, |money| Cell::Money(shown(record, money - harm.income))),
        Some(harm.income).filter(|income| *income != Money(0)).map_or(Cell::Blank, |income| Cell::Money(shown(record, income))),
    ]
}
