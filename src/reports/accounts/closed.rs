//! What the accounts of a closed year say of that: how they were adopted, and what was corrected since.

use crate::answers::agreed::decided_on;
use crate::answers::ledger::account::Account;
use crate::answers::ledger::closed::{Adopted, balance};
use crate::answers::ledger::entries::{Correction, Entry, EntryKind};
use crate::answers::ledger::lines::Figures;
use crate::answers::ledger::years::year_name;
use crate::answers::presence::joined;
use crate::date::Date;
use crate::document::{Block, Cell, Column, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::collaboration::HeldAs;
use crate::reports::books::{money, named, organisation, the_held_as};
use crate::text;
use crate::text::Text;

/// How the accounts were adopted, what became of the balance, and what the record makes of it now where that is another.
pub fn adopted_as(record: &Record, found: &Figures<'_>, adopted: &Adopted<'_>) -> Block {
    let currency = record.currency();
    let title = adopted.accounts.adopted.as_ref().and_then(|id| record.events.get(record.index.plain(id).0.as_ref()));
    let title = title.map(|event| event.title.as_str());
    let day = day_of(record, adopted);
    let when = match (title, day) {
        (Some(title), Some(day)) => text!(day; en: " in “{title}” on {day}", nl: " in “{title}” op {day}"),
        (Some(title), None) => text!(en: " in “{title}”", nl: " in “{title}”"),
        (None, Some(day)) => text!(day; en: " on {day}", nl: " op {day}"),
        (None, None) => Text::default(),
    };
    let form: Option<HeldAs> =
        record.collaboration.as_ref().and_then(|one| one.finances.as_ref()).and_then(|finances| finances.reserve.as_ref()?.held_as);
    let reserve = the_held_as(form);
    let sum = adopted.accounts.balance.in_currency(currency);
    let (kept, rest) = (adopted.to_reserve(), adopted.settled());
    let (whole, part, other) = (kept, Money(kept.0.saturating_abs()), Money(rest.0.saturating_abs()));
    let (part, other) = (part.in_currency(currency), other.in_currency(currency));
    let to_reserve = match whole.0.signum() {
        1 => text!(reserve, part; en: "; {part} was added to {reserve}", nl: "; {part} is toegevoegd aan {reserve}"),
        -1 => text!(reserve, part; en: "; {part} was taken from {reserve}", nl: "; {part} kwam ten laste van {reserve}"),
        _ => Text::default(),
    };
    let settled = match rest.0.signum() {
        1 => text!(other; en: "; {other} goes back to the participants", nl: "; {other} gaat terug naar de deelnemers"),
        -1 => text!(other; en: "; {other} is asked of the participants", nl: "; {other} wordt aan de deelnemers gevraagd"),
        _ => Text::default(),
    };
    let said = text!(when, sum, to_reserve, settled; en: "The accounts were adopted{when}, with a balance of {sum}{to_reserve}{settled}.", nl: "De cijfers zijn vastgesteld{when}, met een saldo van {sum}{to_reserve}{settled}.");
    let corrected: Money = corrections(found).map(|(_, one)| one.much).sum();
    let now = balance(&found.entries, (found.from, found.until)) + corrected;
    if now == adopted.accounts.balance {
        return Block::Paragraph(said);
    }
    let now = now.in_currency(currency);
    Block::Paragraph(
        text!(said, sum, now; en: "{said} Adopted: {sum}; by what is on record now: {now}.", nl: "{said} Vastgesteld: {sum}; volgens het dossier nu: {now}."),
    )
}

/// For programs: how the accounts were adopted, where they were, and what was corrected since.
pub fn data(record: &Record, found: &Figures<'_>, adopted: Option<&Adopted<'_>>) -> [Table; 2] {
    let said = |amount: Money| money(amount, record.currency());
    let columns = vec![
        Column::words("on", Text::new("Day", "Dag")),
        Column::words("decision", Text::new("Decision", "Besluit")),
        Column::figures("balance", Text::new("Balance", "Saldo")),
        Column::figures("to_reserve", Text::new("To the reserve", "Naar de reserve")),
        Column::figures("settled", Text::new("Settled with participants", "Verrekend met deelnemers")),
    ];
    let rows = adopted.into_iter().map(|one| {
        let decision = one.accounts.adopted.as_ref().map_or(Cell::Blank, |id| Cell::same(id.as_str()));
        vec![
            day_of(record, one).map_or(Cell::Blank, Cell::Date),
            decision,
            said(one.accounts.balance),
            said(one.to_reserve()),
            said(one.settled()),
        ]
    });
    let adoption = Table { name: "adopted", columns, rows: rows.collect() };
    let columns = vec![
        Column::words("on", Text::new("Day", "Dag")),
        Column::words("with", Text::new("With", "Met")),
        Column::words("invoice", Text::new("Invoice", "Factuur")),
        Column::words("what", Text::new("What", "Wat")),
        Column::figures("amount", Text::new("Corrects the result by", "Correctie van het resultaat")),
        Column::figures("settled", Text::new("Settled with participants", "Verrekend met deelnemers")),
    ];
    let rows = corrections(found).map(|(entry, one)| {
        let who = entry.who.as_deref().map_or(Cell::Blank, |who| Cell::same(organisation(record, who)));
        let text = |text: Option<&str>| text.map_or(Cell::Blank, Cell::same);
        vec![Cell::Date(entry.day), who, text(entry.number), text(entry.what), said(one.much), said(one.settled)]
    });
    [adoption, Table { name: "corrections", columns, rows: rows.collect() }]
}

/// The day of adoption as it is written, also where it cannot be right.
fn day_of(record: &Record, adopted: &Adopted<'_>) -> Option<Date> {
    adopted.accounts.on.or_else(|| decided_on(record, adopted.accounts.adopted.as_ref()?))
}

/// What came to the year after it was closed.
fn corrections<'f>(found: &'f Figures<'_>) -> impl Iterator<Item = (&'f Entry<'f>, &'f Correction)> {
    let each = found.entries.iter().flat_map(|entry| entry.corrects.iter().map(move |one| (entry, one)));
    each.filter(|(_, one)| one.year == found.year)
}

/// What was corrected of a year after it was closed: it counts in the year in which that was done.
pub fn corrected_since(record: &Record, found: &Figures<'_>, adopted: Option<&Adopted<'_>>) -> Option<Block> {
    let currency = record.currency();
    let mut lines = Vec::new();
    for (entry, one) in corrections(found).filter(|(_, one)| one.much.0 != 0) {
        let (day, much) = (entry.day, one.much.in_currency(currency));
        let what = called(record, found, entry, one);
        lines.push(text!(what, day, much; en: "{what} of {day} ({much})", nl: "{what} van {day} ({much})"));
    }
    if lines.is_empty() {
        return None;
    }
    let (all, year) = (joined(&lines, ", "), year_name(record, found.year + 1));
    Some(Block::Paragraph(if adopted.is_some() {
        text!(all; en: "Corrected since, and counted in the year of the correction: {all}.", nl: "Daarna gecorrigeerd, en geteld in het jaar van de correctie: {all}.")
    } else {
        text!(all; en: "The year was closed with the opening balance of {year}. Corrected since, and counted in the year of the correction: {all}.", nl: "Het jaar is afgesloten met de beginbalans van {year}. Daarna gecorrigeerd, en geteld in het jaar van de correctie: {all}.")
    }))
}

/// What corrects a year, as people know it: by its number, else by whom it is from, what it is for, or the line that it stands on.
fn called(record: &Record, found: &Figures<'_>, entry: &Entry<'_>, one: &Correction) -> Text {
    let plain = match (entry.kind, entry.who.as_deref(), entry.number) {
        (EntryKind::Expense, Some(who), Some(number)) => format!("{} {number}", organisation(record, who)),
        (EntryKind::Expense, Some(who), None) => organisation(record, who).to_owned(),
        (_, _, Some(number)) => number.to_owned(),
        _ => {
            let Some(line) = one.line.as_ref().filter(|_| entry.what.is_none()) else { return Text::same(entry.what.unwrap_or("?")) };
            let account = Account::Cost(line.clone());
            let known = found.costs.iter().find(|line| line.account == account);
            return named(record, &account, known.and_then(|line| line.what.as_deref()));
        }
    };
    Text::same(plain)
}

/// Of an adopted year: which credit notes and invoices were counted as giving back what of its balance goes back, or as asking it.
pub fn settled_with(record: &Record, found: &Figures<'_>) -> Option<Block> {
    let all = settling(record, found, corrections(found))?;
    Some(Block::Paragraph(
        text!(all; en: "Counted as settled of that: {all}. A credit note or an invoice of this year counts as settling as long as something is left to settle; where one mends a mistake instead, that much less is left for the participants than was decided: say so when the next accounts are adopted.", nl: "Daarvan geldt als verrekend: {all}. Een creditfactuur of factuur over dit jaar telt als verrekening zolang er nog iets te verrekenen is; herstelt er een in plaats daarvan een fout, dan blijft er voor de deelnemers zoveel minder over dan besloten: vermeld dat bij de volgende vaststelling."),
    ))
}

/// Which credit notes and invoices of a year were counted as settling the balance of earlier ones: they are no result of the year.
pub fn settled_in(record: &Record, found: &Figures<'_>) -> Option<Block> {
    let in_year = found.entries.iter().filter(|entry| entry.day >= found.from && entry.day <= found.until);
    let all = settling(record, found, in_year.flat_map(|entry| entry.corrects.iter().map(move |one| (entry, one))))?;
    Some(Block::Paragraph(
        text!(all; en: "Counted as settling the balance of earlier years, so not in income and costs: {all}. Does one mend a mistake instead, say so when the accounts are adopted.", nl: "Geteld als verrekening van het saldo van eerdere jaren, en dus niet bij de baten en lasten: {all}. Herstelt er een in plaats daarvan een fout, vermeld dat dan bij de vaststelling."),
    ))
}

fn settling<'f>(record: &Record, found: &Figures<'_>, all: impl Iterator<Item = (&'f Entry<'f>, &'f Correction)>) -> Option<Text> {
    let line = |(entry, one): (&Entry<'_>, &Correction)| {
        let (what, day, amount) = (called(record, found, entry, one), entry.day, one.settled.in_currency(record.currency()));
        text!(what, day, amount; en: "{what} of {day} ({amount})", nl: "{what} van {day} ({amount})")
    };
    let lines: Vec<Text> = all.filter(|(_, one)| one.settled.0 != 0).map(line).collect();
    (!lines.is_empty()).then(|| joined(&lines, ", "))
}
