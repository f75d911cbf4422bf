//! What it costs when participants leave, in the figures of `commons invoice --without`.

use crate::answers::contribution::Asked;
use crate::answers::ledger::reserve::{Tenths, to_come};
use crate::answers::without::Without;
use crate::answers::without::losses::{Losses, OfBudget, OfYear};
use crate::document::{Block, Cell, Column, Table};
use crate::money::{Money, Sum};
use crate::record::Record;
use crate::reports::books::product_name;
use crate::reports::without::answer::{is_unread, shown, totals, unknown};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Lang, Text, decimal};

use super::{number, together};

/// The part of the page about money.
pub fn blocks(found: &Without<'_>, losses: &Losses<'_>) -> Vec<Block> {
    let record = found.before;
    let mut blocks = vec![Block::Heading(Text::new("Money", "Geld"))];
    if is_unread(record) {
        return Vec::new();
    }
    let [running, coming] = &losses.years;
    let mut facts: Vec<(Text, Cell)> = Vec::new();
    let mut notes: Vec<Text> = Vec::new();
    for one in [running, coming] {
        notes.extend(unknown(one));
        facts.extend(of_year(record, one));
    }
    facts.extend(open(record, losses));
    if !facts.is_empty() {
        facts.extend(reserve(record, losses));
    }
    if !facts.is_empty() {
        blocks.push(Block::Facts(facts));
    }
    if !notes.is_empty() {
        blocks.push(Block::List(notes));
    }
    let shown = losses.told();
    for one in shown.budgets.iter().flatten().filter(|one| one.is_shared_out()) {
        blocks.push(Block::Paragraph(what_others_pay(record, one, shown)));
        blocks.push(Block::Table(others(&one.before, one)));
    }
    if blocks.len() > 1 { blocks } else { Vec::new() }
}

fn of_year(record: &Record, one: &OfYear<'_>) -> Vec<(Text, Cell)> {
    let year = one.year;
    let mut facts = Vec::new();
    let Ok(budgets) = &one.budgets else { return facts };
    let total = totals(budgets);
    let estimated = if one.is_estimated() { Text::new(" (estimate)", " (raming)") } else { Text::default() };
    let mut fact = |label: Text, value: Text| facts.push((label.then(&estimated), Cell::Text(value)));
    if total.asked != Money(0) {
        let (asked, lost, owed) = (shown(record, total.asked), shown(record, total.lost), shown(record, total.asked - total.lost));
        let still = if total.is_voluntary {
            text!(owed; en: "{owed} is still asked for the time before, and nobody owes it", nl: "{owed} blijft gevraagd over de tijd tot het vertrek, zonder verplichting")
        } else {
            text!(owed; en: "{owed} is still owed for the time before", nl: "{owed} blijft verschuldigd over de tijd tot het vertrek")
        };
        let value = if total.lost == total.asked {
            text!(lost; en: "{lost}", nl: "{lost}")
        } else if total.lost == Money(0) {
            text!(still; en: "nothing; {still}", nl: "niets; {still}")
        } else {
            text!(lost, asked, still; en: "{lost} of {asked}; {still}", nl: "{lost} van de {asked}; {still}")
        };
        fact(text!(en: "Contribution for {year} that is lost", nl: "Bijdrage over {year} die wegvalt"), value);
    }
    if total.income != Money(0) {
        let income = shown(record, total.income);
        fact(
            text!(en: "Other income in {year} that is lost", nl: "Andere baten in {year} die wegvallen"),
            text!(income; en: "{income}", nl: "{income}"),
        );
    }
    if let Some(effort) = one.effort {
        let (lost, agreed) = (shown(record, effort.lost), shown(record, effort.agreed));
        let of = |hours: Option<f64>, money: Sum| match hours {
            Some(hours) => {
                let hours = Text { en: decimal(hours, Lang::En).into(), nl: decimal(hours, Lang::Nl).into() };
                text!(hours, money; en: "{hours} hours, {money}", nl: "{hours} uur, {money}")
            }
            None => text!(money; en: "{money}", nl: "{money}"),
        };
        let whole = of(effort.hours.map(|(agreed, _)| agreed), agreed);
        let value = if effort.lost == effort.agreed {
            whole
        } else {
            let rest = of(effort.hours.map(|(_, lost)| lost), lost);
            text!(rest, whole; en: "{rest} (of {whole}; the rest was given before)", nl: "{rest} (van {whole}; de rest is tot het vertrek al gegeven)")
        };
        fact(text!(en: "In kind in {year} that is lost", nl: "In natura in {year} dat wegvalt"), value);
    }
    // What is lacking anyway is no news of a departure.
    if let Some(short) = total.short.filter(|short| short.0 > 0 && total.short_before != Some(*short)) {
        let short = shown(record, short);
        let value = match total.short_before.filter(|before| before.0 > 0) {
            Some(before) => {
                let before = shown(record, before);
                text!(short, before; en: "{short} (now {before})", nl: "{short} (nu {before})")
            }
            None => text!(short; en: "{short}", nl: "{short}"),
        };
        let label = if total.is_voluntary {
            text!(en: "Asked less than needed in {year}", nl: "Minder gevraagd dan nodig in {year}")
        } else {
            text!(en: "Lacking in {year}", nl: "Tekort in {year}")
        };
        let unbacked: Money = budgets.iter().map(OfBudget::unbacked).sum();
        let value = if unbacked.0 > 0 {
            let unbacked = shown(record, unbacked);
            value.then(&text!(unbacked; en: "; the {unbacked} in kind comes on top of that: it pays no costs of the budget", nl: "; daar komt de {unbacked} in natura nog bij: die betaalt geen lasten in de begroting"))
        } else {
            value
        };
        fact(label, value);
    }
    facts
}

/// What is still to be paid by those who leave.
fn open(record: &Record, losses: &Losses<'_>) -> Vec<(Text, Cell)> {
    let mut facts = Vec::new();
    let label = Text::new("Open invoices", "Openstaande facturen");
    if record.is_unread(&[FileKind::Invoice, FileKind::Payments]) {
        facts.push((label, Cell::Text(Text::new("not known: not all of them can be read", "niet bekend: niet alles is te lezen"))));
        return facts;
    }
    if !losses.open.is_empty() {
        let sum = shown(record, losses.open.iter().map(|debt| debt.open).sum());
        let numbers = losses.open.iter().map(|debt| debt.number).collect::<Vec<_>>().join(", ");
        facts.push((
            label,
            Cell::Text(text!(sum; en: "{sum} ({numbers}): to be paid or credited", nl: "{sum} ({numbers}): laten betalen of crediteren")),
        ));
    }
    if !losses.drafts.is_empty() {
        let drafts = number(losses.drafts.len(), &Text::new("draft", "concept"), &Text::new("drafts", "concepten"));
        let value = text!(drafts; en: "{drafts}: decide whether they are still sent", nl: "{drafts}: besluit of ze nog verstuurd worden");
        facts.push((Text::new("Draft invoices", "Conceptfacturen"), Cell::Text(value)));
    }
    facts
}

/// For how long the reserve lasts, as the budget reckons it, and what is left of it once it has paid what the departure makes lacking:
/// first of the running year, then of the coming one.
fn reserve(record: &Record, losses: &Losses<'_>) -> Option<(Text, Cell)> {
    if let Some(said) = to_come(record) {
        return Some((Text::new("Reserve", "Reserve"), Cell::Text(said.capital())));
    }
    let cover = losses.reserve?;
    let now = Tenths(cover.tenths());
    let [running, coming] = &losses.years;
    let known = [running, coming].into_iter().filter_map(|one| {
        let budgets = one.budgets.as_ref().ok().filter(|budgets| !budgets.is_empty())?;
        let total = totals(budgets);
        let unbacked: Money = budgets.iter().map(OfBudget::unbacked).sum();
        Some((one.year, total.short?, total.short_before, unbacked))
    });
    let known: Vec<(i32, Money, Option<Money>, Money)> = known.collect();
    let changes = known.iter().any(|(_, short, before, _)| short.0 > 0 && *before != Some(*short));
    let lacking: Vec<(i32, Money)> =
        known.iter().filter(|(_, short, ..)| short.0 > 0).map(|(year, short, _, unbacked)| (*year, *short + *unbacked)).collect();
    let value = if known.is_empty() {
        text!(now; en: "{now} months of fixed costs now", nl: "nu {now} maanden vaste lasten")
    } else if !changes {
        text!(now; en: "{now} months of fixed costs, as before", nl: "{now} maanden vaste lasten, net als nu")
    } else {
        let each = lacking.iter().map(|(year, short)| {
            let short = shown(record, *short);
            text!(short; en: "{short} for {year}", nl: "{short} over {year}")
        });
        let (each, sum) = (together(&each.collect::<Vec<_>>()), lacking.iter().map(|(_, short)| *short).sum::<Money>());
        let left = cover.reserve.balance - sum;
        if left.0 < 0 {
            let missing = shown(record, -left);
            text!(now, each, missing; en: "{now} months of fixed costs; it falls {missing} short if what is lacking is taken from it ({each})", nl: "{now} maanden vaste lasten; {missing} te weinig om het tekort uit te betalen ({each})")
        } else {
            let after = Tenths(losses.tenths_after(sum)?);
            text!(now, each, after; en: "{now} months of fixed costs; {after} if what is lacking is taken from it ({each})", nl: "{now} maanden vaste lasten; {after} als het tekort daaruit wordt betaald ({each})")
        }
    };
    Some((Text::new("Reserve", "Reserve"), Cell::Text(value)))
}

fn what_others_pay(record: &Record, one: &OfBudget<'_>, of: &OfYear<'_>) -> Text {
    let year = of.year;
    let whose = one.before.product.map_or_else(Text::default, |product| {
        let product = product_name(record, product);
        text!(en: " for {product}", nl: " voor {product}")
    });
    let basis = match of.base.filter(|_| of.is_estimated()) {
        Some(base) => text!(en: " if the budget of {base} holds again", nl: " als de begroting van {base} opnieuw geldt"),
        None => Text::default(),
    };
    if one.before.is_voluntary() {
        return text!(whose, basis; en: "What each of the others is asked for {year}{whose}{basis}, without VAT and before effort in kind:", nl: "Wat aan elk van de anderen over {year}{whose} wordt gevraagd{basis}, zonder btw en vóór aftrek van bijdragen in natura:");
    }
    text!(whose, basis; en: "What each of the others pays for {year}{whose}{basis}, without VAT and before effort in kind:", nl: "Wat elk van de anderen over {year}{whose} betaalt{basis}, zonder btw en vóór aftrek van bijdragen in natura:")
}

fn others(asked: &Asked<'_>, one: &OfBudget<'_>) -> Table {
    let columns = vec![
        Column::words("participant", Text::new("Participant", "Deelnemer")),
        Column::figures("now", Text::new("Now", "Nu")),
        Column::figures("then", Text::new("Then", "Dan")),
        Column::figures("difference", Text::new("Difference", "Verschil")),
    ];
    let money = |amount: Money| Cell::Money(amount.in_currency(asked.currency));
    let all = one.others();
    let mut rows: Vec<Vec<Cell>> = all
        .iter()
        .map(|(_, name, before, after)| vec![Cell::same(*name), money(*before), money(*after), money(*after - *before)])
        .collect();
    let sum = |of: fn(&(&crate::record::values::Id, &str, Money, Money)) -> Money| all.iter().map(of).sum::<Money>();
    let (before, after) = (sum(|one| one.2), sum(|one| one.3));
    rows.push(vec![Cell::Text(Text::new("Together", "Samen")), money(before), money(after), money(after - before)]);
    Table { name: "others", columns, rows }
}

/// The same for programs: each year and budget, and what each of the others pays in it.
pub fn data(found: &Without<'_>, losses: Option<&Losses<'_>>) -> Vec<Table> {
    let record = found.before;
    let column = |key: &'static str| Column::words(key, Text::default());
    let figure = |key: &'static str| Column::figures(key, Text::default());
    let sum = |amount: Money| -> Sum { shown(record, amount) };
    let maybe = |amount: Option<Money>| amount.map_or(Cell::Blank, |amount| Cell::Money(sum(amount)));
    let (mut years, mut others, mut invoices) = (Vec::new(), Vec::new(), Vec::new());
    for one in losses.iter().filter(|_| !is_unread(record)).flat_map(|losses| &losses.years) {
        for of in one.budgets.iter().flatten() {
            let year = Cell::Number(i64::from(one.year));
            let product = Cell::maybe(of.before.product);
            years.push(vec![
                year.clone(),
                product.clone(),
                Cell::Number(i64::from(one.base.unwrap_or(one.year))),
                maybe(Some(of.lost)),
                maybe(Some(of.asked - of.lost).filter(|owed| *owed != Money(0) && !of.before.is_voluntary())),
                maybe(Some(of.income)),
                maybe(Some(of.before.sum())),
                maybe(Some(of.after.sum())),
                maybe(of.shortage_before()),
                maybe(of.shortage()),
            ]);
            for (id, name, before, after) in of.others() {
                others.push(vec![
                    year.clone(),
                    product.clone(),
                    Cell::same(id.as_str()),
                    Cell::same(name),
                    maybe(Some(before)),
                    maybe(Some(after)),
                ]);
            }
        }
    }
    for debt in losses.iter().flat_map(|losses| &losses.open) {
        invoices.push(vec![Cell::same(debt.number), Cell::same(debt.invoice.participant.as_str()), maybe(Some(debt.open))]);
    }
    let columns = vec![
        figure("year"),
        column("product"),
        figure("budget_of"),
        figure("lost"),
        figure("still_owed"),
        figure("other_income_lost"),
        figure("asked_before"),
        figure("asked_after"),
        figure("lacking_before"),
        figure("lacking_after"),
    ];
    let of_others = vec![figure("year"), column("product"), column("id"), column("participant"), figure("before"), figure("after")];
    vec![
        Table { name: "money", columns, rows: years },
        Table { name: "others", columns: of_others, rows: others },
        Table { name: "open_invoices", columns: vec![column("number"), column("participant"), figure("open")], rows: invoices },
    ]
}
