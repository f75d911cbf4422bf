//! Rules about the series of invoices (A4): numbers without a gap, each given once, and days that fit them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::answers::ledger::years::year_of;
use crate::answers::series::{Shape, USUAL, file_stem};
use crate::date::Date;
use crate::finding::{Class, Finding, Severity};
use crate::record::Record;
use crate::record::finance::Invoice;
use crate::rules::invoices::{finances, is_external, issued, name};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text};

pub static RULES: &[Rule] = &[
    Rule {
        name: "invoice-number-gap",
        code: "M11",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a number is missing in the series of invoices", "in de reeks factuurnummers ontbreekt een nummer"),
        why: Text::new(
            "the tax office asks for an unbroken series, kept for seven years: a number that is missing is an invoice that is missing",
            "de Belastingdienst vraagt een ononderbroken reeks, zeven jaar bewaard: ontbreekt een nummer, dan ontbreekt een factuur",
        ),
        fix: Text::new(
            "put the file of that invoice back (git has it), or write in a waiver why the number was never used",
            "zet het bestand van die factuur terug (git heeft het nog), of schrijf in een ontheffing waarom het nummer niet is gebruikt",
        ),
        check: Check::Whole(&[FileKind::Invoice, FileKind::Collaboration], invoice_number_gap),
    },
    Rule {
        name: "duplicate-invoice-number",
        code: "M12",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("two invoices have the same number", "twee facturen hebben hetzelfde nummer"),
        why: Text::new(
            "a payment is booked on a number; with two of them nobody knows which was paid, and by law a number is given once",
            "een ontvangst wordt op nummer geboekt; bij twee gelijke weet niemand welke is betaald, en een nummer mag wettelijk maar één keer voorkomen",
        ),
        fix: Text::new(
            "credit the wrong one and issue it anew under the next number",
            "crediteer de onjuiste en maak die opnieuw definitief met het volgende nummer",
        ),
        check: Check::Each(duplicate_invoice_number),
    },
    Rule {
        name: "bad-invoice-number",
        code: "M21",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "no series can be made with the shape of invoice numbers",
            "met de opbouw van de factuurnummers is geen reeks te maken",
        ),
        why: Text::new(
            "without a place for the serial number no invoice can be issued, and that is only seen on the day on which they go out",
            "zonder plaats voor het volgnummer kan geen factuur definitief worden, en dat blijkt pas op de dag van versturen",
        ),
        fix: Text::new(
            "write `invoice_number` with `{number}` once and `{year}` at most once, such as `{year}-{number:04}`",
            "schrijf `invoice_number` met één keer `{number}` en hoogstens één keer `{year}`, zoals `{year}-{number:04}`",
        ),
        check: Check::Each(bad_invoice_number),
    },
    Rule {
        name: "invoice-number-order",
        code: "M22",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "an invoice has an earlier day than the number before it",
            "een factuur heeft een eerdere datum dan het nummer ervoor",
        ),
        why: Text::new(
            "numbers follow each other in time: an auditor takes one that does not for an invoice that was put in later",
            "nummers volgen elkaar in de tijd: wijkt er een af, dan leest een accountant dat als een factuur die later is tussengevoegd",
        ),
        fix: Text::new(
            "mend the day where it was typed wrong, or say in a waiver how it came about",
            "verbeter de datum als die verkeerd is overgenomen, of schrijf in een ontheffing hoe het zo is gekomen",
        ),
        check: Check::Each(invoice_number_order),
    },
    Rule {
        name: "invoice-dates-wrong",
        code: "M23",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("the days of an invoice do not fit together", "de datums van een factuur passen niet bij elkaar"),
        why: Text::new(
            "by these days reminders go out, and the amount falls in a year: one that is wrong sends a letter too early, or to the wrong budget",
            "op deze datums gaan herinneringen uit en valt het bedrag in een jaar: een onjuiste datum geeft een brief te vroeg of het verkeerde boekjaar",
        ),
        fix: Text::new(
            "mend a draft; credit an invoice that went out so and issue it anew",
            "verbeter een concept; crediteer een factuur die zo verstuurd is en maak die opnieuw",
        ),
        check: Check::Whole(&[FileKind::Budget], invoice_dates_wrong),
    },
    Rule {
        name: "invoice-file-differs",
        code: "M39",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the file of an invoice has the name of another number",
            "het bestand van een factuur heet naar een ander nummer",
        ),
        why: Text::new(
            "whoever looks an invoice up by its file finds another one, and in a list of files a number seems missing",
            "wie een factuur bij het bestand opzoekt vindt een andere, en in een lijst met bestanden lijkt een nummer te ontbreken",
        ),
        fix: Text::new("give the file the name of its number (`git mv`)", "geef het bestand de naam van het nummer (`git mv`)"),
        check: Check::Each(invoice_file_differs),
    },
];

/// The numbers of the record's own series, by the year that they name and their place in it.
fn series(record: &Record) -> BTreeMap<Option<i32>, BTreeMap<u64, &Invoice>> {
    let mut series: BTreeMap<Option<i32>, BTreeMap<u64, &Invoice>> = BTreeMap::new();
    if is_external(record) {
        return series;
    }
    // Numbers are given in the usual shape where the settings have none.
    let shape = finances(record).and_then(|finances| finances.invoice_number.as_deref()).unwrap_or(USUAL);
    for (invoice, number) in issued(record) {
        if let Some((year, serial)) = numbered(shape, number) {
            series.entry(year).or_default().insert(serial, invoice);
        }
    }
    series
}

fn invoice_number_gap(record: &Record) -> Vec<Finding> {
    let series = series(record);
    let mut findings = Vec::new();
    for (n, serials) in series.values().enumerate() {
        // A record may begin in the middle of a year; from its second year on a series begins at one.
        let mut before = if n == 0 { serials.keys().next().map_or(0, |first| first - 1) } else { 0 };
        for (serial, invoice) in serials {
            let missing = serial - before - 1;
            before = *serial;
            if missing == 0 {
                continue;
            }
            let number = invoice.number.as_deref().unwrap_or_default();
            let message = match missing {
                1 => {
                    text!(en: "the number before `{number}` is missing in the series", nl: "het nummer vóór `{number}` ontbreekt in de reeks")
                }
                _ => {
                    text!(en: "the {missing} numbers before `{number}` are missing in the series", nl: "de {missing} nummers vóór `{number}` ontbreken in de reeks")
                }
            };
            let help = text!(en: "put the file back, or say in a waiver why the number was not used", nl: "zet het bestand terug, of schrijf in een ontheffing waarom het nummer niet is gebruikt");
            findings.push(Finding::new(invoice.at(keys!["number"]), message).about(number).help(help));
        }
    }
    findings
}

fn duplicate_invoice_number(record: &Record) -> Vec<Finding> {
    let mut seen: FxHashMap<(i32, String), &Invoice> = FxHashMap::default();
    let mut findings = Vec::new();
    for (invoice, number) in issued(record) {
        // A finance system may begin anew every year.
        let year = if is_external(record) { invoice.year } else { 0 };
        let key = (year, number.to_lowercase());
        let Some(first) = seen.get(&key) else {
            seen.insert(key, invoice);
            continue;
        };
        let file = &first.file;
        let message = text!(en: "the number `{number}` is that of `{file}` too", nl: "het nummer `{number}` staat ook in `{file}`");
        let help = text!(en: "credit the wrong one and issue it anew", nl: "crediteer de onjuiste en maak die opnieuw");
        findings.push(Finding::new(invoice.at(keys!["number"]), message).about(number).help(help));
    }
    findings
}

/// The year and the serial number of a number that has the shape of the series, such as `{year}-{number:04}`.
fn numbered(shape: &str, number: &str) -> Option<(Option<i32>, u64)> {
    let (mut shape, mut rest) = (shape, number);
    let (mut year, mut serial) = (None, None);
    while !shape.is_empty() {
        if let Some(after) = shape.strip_prefix("{year}") {
            let digits = rest.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
            year = digits.parse().ok();
            (shape, rest) = (after, &rest[4..]);
        } else if let Some(after) = shape.strip_prefix("{number") {
            let (_, after) = after.split_once('}')?;
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            serial = rest[..end].parse::<u64>().ok().filter(|serial| *serial > 0);
            serial?;
            (shape, rest) = (after, &rest[end..]);
        } else {
            let first = shape.chars().next()?;
            rest = rest.strip_prefix(first)?;
            shape = &shape[first.len_utf8()..];
        }
    }
    if rest.is_empty() { serial.map(|serial| (year, serial)) } else { None }
}

fn bad_invoice_number(record: &Record) -> Vec<Finding> {
    let Some(shape) = finances(record).and_then(|finances| finances.invoice_number.as_deref()).filter(|_| !is_external(record)) else {
        return Vec::new();
    };
    let Err(why) = Shape::parse(shape) else { return Vec::new() };
    let help = text!(en: "for instance `{USUAL}`", nl: "bijvoorbeeld `{USUAL}`");
    vec![Finding::new(record.settings(keys!["finances", "invoice_number"]), why).about("commons").help(help)]
}

fn invoice_number_order(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    for serials in series(record).into_values() {
        let mut latest: Option<(Date, &Invoice)> = None;
        for invoice in serials.into_values() {
            let Some(day) = invoice.date else { continue };
            let Some((before, other)) = latest.filter(|(before, _)| day < *before) else {
                latest = Some((day, invoice));
                continue;
            };
            let (number, other) = (name(invoice), name(other));
            let message = text!(day, before; en: "`{number}` is of {day}, and `{other}` before it of {before}", nl: "`{number}` is van {day}, en `{other}` ervoor van {before}");
            let help = text!(en: "mend the day where it was typed wrong", nl: "verbeter de datum als die verkeerd is overgenomen");
            findings.push(Finding::new(invoice.at(keys!["date"]), message).about(number).help(help));
        }
    }
    findings
}

fn invoice_dates_wrong(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    for invoice in &record.invoices {
        let mut found = |key: &'static str, message: Text| {
            let file = &invoice.file;
            let help = match (&invoice.number, &invoice.period) {
                // It is the place of the file that is wrong before the invoice is, which went out.
                (Some(_), Some(period)) if key == "period" => {
                    let (year, stem) = (year_of(record, period.from), file.stem());
                    text!(en: "the file belongs with {year}: `git mv {file} finances/{year}/invoices/{stem}.toml`; is the period itself wrong, credit the invoice and issue it anew", nl: "het bestand hoort bij {year}: `git mv {file} finances/{year}/invoices/{stem}.toml`; klopt de periode zelf niet, crediteer de factuur dan en maak die opnieuw")
                }
                (Some(_), _) => {
                    text!(en: "credit it and issue it anew; an invoice that went out is not changed", nl: "crediteer de factuur en maak die opnieuw; een verstuurde factuur wordt niet gewijzigd")
                }
                (None, _) => text!(en: "mend the draft", nl: "verbeter het concept"),
            };
            findings.push(Finding::new(invoice.at(keys![key]), message).about(name(invoice)).help(help));
        };
        if let Some((date, due)) = invoice.date.zip(invoice.due).filter(|(date, due)| due < date) {
            found(
                "due",
                text!(date, due; en: "it is to be paid by {due}, and is of {date}", nl: "de vervaldatum is {due}, en de factuurdatum {date}"),
            );
        }
        let Some(period) = &invoice.period else { continue };
        let (from, until, year) = (period.from, period.until, invoice.year);
        let budgets = record.budgets.iter().filter(|budget| budget.year == year).filter_map(|budget| budget.period.as_ref());
        let touches = |first: Date, last: Date| from <= last && first <= until;
        let of_year = Date::of(year, 1, 1).zip(Date::of(year, 12, 31)).is_none_or(|(first, last)| touches(first, last));
        if !of_year && !budgets.into_iter().any(|one| touches(one.from, one.until)) {
            found(
                "period",
                text!(from, until; en: "it stands with {year}, and its period is {from} to {until}", nl: "de factuur staat bij {year}, en de periode is {from} t/m {until}"),
            );
        }
    }
    findings
}

/// Only a name that is a number itself says something else: any other is a name that people chose. Of two with one number another rule
/// speaks.
fn invoice_file_differs(record: &Record) -> Vec<Finding> {
    let shape = finances(record).and_then(|finances| finances.invoice_number.as_deref()).unwrap_or(USUAL);
    let differs = |(invoice, number): (&Invoice, &str)| {
        let (stem, right) = (invoice.file.stem(), file_stem(number));
        let is_there = || record.invoices.iter().any(|other| other.file != invoice.file && other.number.as_deref() == Some(number));
        if stem == right || is_there() || numbered(shape, number).is_none() || numbered(shape, stem).is_none() {
            return None;
        }
        let message = text!(en: "this is invoice `{number}`, and its file is called `{stem}`", nl: "dit is factuur `{number}`, en het bestand heet `{stem}`");
        let file = &invoice.file;
        let folder = file.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let help = text!(en: "`git mv {file} {folder}/{right}.toml`", nl: "`git mv {file} {folder}/{right}.toml`");
        Some(Finding::new(invoice.at(keys!["number"]), message).about(number).help(help))
    };
    if is_external(record) {
        return Vec::new();
    }
    issued(record).filter_map(differs).collect()
}
