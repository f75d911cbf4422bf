//! What is checked of an invoice before it becomes an e-invoice: its number and days, how it is taxed, its lines, what they add up to.

use crate::answers::invoiced::Taxed;
use crate::date::Date;
use crate::exports::ubl::Refusal;
use crate::exports::ubl::reading::Line;
use crate::exports::ubl::tax::category;
use crate::exports::ubl::xml::{CURRENCY, clean};
use crate::finding::At;
use crate::keys;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind};
use crate::record::values::Vat;
use crate::text;
use crate::text::Text;

/// The rates of the Netherlands.
const RATES: [u8; 3] = [0, 9, 21];

pub fn refusal(at: At, what: Text, mend: Text) -> Refusal {
    Refusal { at, what, mend }
}

/// Whether an invoice may still be changed: it has no number, or is about to have its first.
pub fn is_draft(invoice: &Invoice) -> bool {
    let name = invoice.file.as_str().rsplit('/').next().unwrap_or_default();
    invoice.number.is_none() || name.starts_with("draft")
}

/// How a mistake in the invoice itself is mended: a draft is changed, what was issued never.
pub fn mended(invoice: &Invoice, place: &str) -> Text {
    let file = &invoice.file;
    match invoice.number.as_deref().filter(|_| !is_draft(invoice)) {
        // A credit note is not credited again; it was right when it was issued, or made by hand.
        Some(_) if invoice.kind == Some(InvoiceKind::Credit) => {
            text!(en: "see what was issued: `git log -p -- {file}`", nl: "bekijk wat er is verstuurd: `git log -p -- {file}`")
        }
        Some(number) => {
            text!(en: "credit it and make it again: `commons invoice --credit {number} --again`", nl: "crediteer de factuur en maak een nieuwe: `commons invoice --credit {number} --again`")
        }
        None => Text::same(format!("`commons set {} {place}`", file.as_str().trim_end_matches(".toml"))),
    }
}

/// Number and day, and whether it is an invoice at all.
pub fn head(invoice: &Invoice, is_credit: bool, refused: &mut Vec<Refusal>) -> (Option<String>, Option<Date>) {
    if invoice.kind == Some(InvoiceKind::Request) {
        refused.push(refusal(
            invoice.at(keys!["kind"]),
            Text::new(
                "a request is no invoice: nobody owes what it asks for",
                "een betaalverzoek is geen factuur: niemand is verschuldigd wat erin staat",
            ),
            Text::new("send it as a letter: `--format md` or `--format html`", "verstuur het als brief: `--format md` of `--format html`"),
        ));
        return (None, None);
    }
    let issue = || Text::new("issue it first: `commons invoice --issue`", "maak de factuur eerst definitief: `commons invoice --issue`");
    let number = invoice.number.as_deref().and_then(clean);
    if number.is_none() {
        refused.push(refusal(
            invoice.missing(keys![], "number"),
            Text::new("this is a draft, without a number", "dit is een concept, zonder nummer"),
            issue(),
        ));
    }
    if invoice.date.is_none() {
        refused.push(refusal(invoice.missing(keys![], "date"), Text::new("it has no date", "de factuurdatum ontbreekt"), issue()));
    }
    if let Some(period) = invoice.period.as_ref().filter(|period| period.until < period.from) {
        let (from, until) = (period.from, period.until);
        refused.push(refusal(
            invoice.at(keys!["period"]),
            text!(from, until; en: "the period ends on {until}, before it begins on {from}", nl: "de periode eindigt op {until}, voordat zij op {from} begint"),
            mended(invoice, "period.until DATE"),
        ));
    }
    if is_credit && invoice.credits.as_deref().and_then(clean).is_none() {
        refused.push(refusal(
            invoice.missing(keys![], "credits"),
            Text::new("a credit note does not say which invoice it credits", "de creditfactuur noemt niet de factuur die zij crediteert"),
            mended(invoice, "credits NUMBER"),
        ));
    }
    (number, invoice.date)
}

/// Whether the treatments may stand together, and are those of the Netherlands.
pub fn taxable(record: &Record, invoice: &Invoice, taxes: &[Taxed], refused: &mut Vec<Refusal>) {
    let untreated = invoice.line.iter().position(|line| line.vat.is_none()).filter(|_| invoice.vat.is_none());
    if untreated.is_some() {
        refused.push(refusal(
            invoice.missing(keys![], "vat"),
            Text::new("it does not say how it is taxed", "er staat niet in hoe de btw is geregeld"),
            Text::new(
                "`commons set commons finances.vat '{ treatment = \"outside-scope\" }'`, or `exempt`, `reverse-charge`, 21, 9 or 0",
                "`commons set commons finances.vat '{ treatment = \"outside-scope\" }'`, of `exempt`, `reverse-charge`, 21, 9 of 0",
            ),
        ));
        return;
    }
    let common = invoice.vat.as_ref().map(|vat| vat.treatment);
    let place = |treatment: Vat| {
        let own = invoice.line.iter().position(|line| line.vat == Some(treatment));
        own.map_or(invoice.at(keys!["vat", "treatment"]), |n| invoice.at(keys!["line", n, "vat"]))
    };
    for one in taxes {
        if let Vat::Percent(rate) = one.treatment
            && !RATES.contains(&rate)
        {
            refused.push(refusal(
                place(one.treatment),
                text!(en: "{rate} % is no rate of the Netherlands, which are 21, 9 and 0", nl: "{rate} % is geen Nederlands btw-tarief; dat zijn 21, 9 en 0"),
                mended(invoice, "vat.treatment 21"),
            ));
        }
    }
    let is_outside = |one: &&Taxed| one.treatment == Vat::OutsideScope;
    if let (Some(_), Some(other)) = (taxes.iter().find(is_outside), taxes.iter().find(|one| !is_outside(one))) {
        let treatment = if common == Some(other.treatment) { Vat::OutsideScope } else { other.treatment };
        refused.push(refusal(
            place(treatment),
            Text::new(
                "an e-invoice outside the scope of VAT can hold no line that is within it",
                "op een e-factuur zonder btw (buiten de heffing) kan geen regel staan die daar wel onder valt",
            ),
            Text::new("make two invoices of it", "maak er twee facturen van"),
        ));
    }
    let currency = invoice.currency.as_deref().map_or_else(|| record.currency().code().to_owned(), str::to_owned);
    if currency != CURRENCY {
        let at = if invoice.currency.is_some() { invoice.at(keys!["currency"]) } else { record.settings(keys!["finances", "currency"]) };
        refused.push(refusal(
            at,
            text!(en: "an e-invoice is written in euros only, and this one is in {currency}", nl: "een e-factuur wordt alleen in euro's gemaakt, en deze is in {currency}"),
            Text::new("send it in another form", "verstuur de factuur in een andere vorm"),
        ));
    }
}

pub fn lines(invoice: &Invoice, refused: &mut Vec<Refusal>) -> Vec<Line> {
    if invoice.line.is_empty() {
        refused.push(refusal(
            invoice.missing(keys![], "line"),
            Text::new("it has no line", "er staat geen regel op"),
            mended(invoice, "'line[+]' '{ what = \"…\", amount = 0.00 }'"),
        ));
    }
    let common = invoice.vat.as_ref().map_or(Vat::OutsideScope, |vat| vat.treatment);
    let mut written = Vec::new();
    for (n, line) in invoice.line.iter().enumerate() {
        let what = clean(&line.what);
        if what.is_none() {
            let nth = n + 1;
            refused.push(refusal(
                invoice.at(keys!["line", n, "what"]),
                text!(en: "line {nth} does not say what it is for", nl: "bij regel {nth} staat geen omschrijving"),
                mended(invoice, &format!("'line[{n}].what' …")),
            ));
        }
        written.push(Line { what: what.unwrap_or_default(), amount: line.amount, category: category(line.vat.unwrap_or(common)) });
    }
    written
}

/// What the invoice says that it adds up to, against what its lines come to.
pub fn totals(invoice: &Invoice, taxes: &[Taxed], refused: &mut Vec<Refusal>) {
    let net: Money = taxes.iter().map(|one| one.base).sum();
    let tax: Money = taxes.iter().map(|one| one.tax).sum();
    let payable = net + tax - invoice.set_off.iter().map(|one| one.amount).sum::<Money>();
    let vat = invoice.vat.as_deref();
    // Where several rates stand on it, the base may be that of its own rate alone.
    let own = taxes.iter().find(|one| Some(one.treatment) == vat.map(|vat| vat.treatment)).map_or(net, |one| one.base);
    let base = vat.and_then(|vat| vat.base).filter(|base| *base != own);
    let differing = [
        (invoice.total, payable, keys!["total"], Text::new("total", "totaal")),
        (vat.and_then(|vat| vat.amount), tax, keys!["vat", "amount"], Text::new("VAT", "btw-bedrag")),
        (base, net, keys!["vat", "base"], Text::new("amount without VAT", "bedrag zonder btw")),
    ];
    for (said, comes, keys, what) in differing {
        if let Some(said) = said.filter(|said| *said != comes) {
            let place = format!("{keys} {comes}");
            refused.push(refusal(
                invoice.at(keys),
                text!(what, said, comes; en: "the {what} is {said}, and its lines come to {comes}", nl: "het {what} is {said}, en de regels komen uit op {comes}"),
                mended(invoice, &place),
            ));
        }
    }
}
