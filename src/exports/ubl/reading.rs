//! From an invoice to everything that its e-invoice says; what others would refuse is refused here, so that nothing else can be written.

use crate::answers::identifiers::{bare, iban_fault, reference_fault};
use crate::answers::invoiced::{Taxed, taxed};
use crate::date::Date;
use crate::exports::ubl::checks::{head, is_draft, lines, mended, refusal, taxable, totals};
use crate::exports::ubl::party::{Origin, Side, VatNumber, Which, side};
use crate::exports::ubl::tax::{Category, Reason, category, reason};
use crate::exports::ubl::xml::clean;
use crate::exports::ubl::{Profile, Refusal};
use crate::keys;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind, Party};
use crate::record::values::{Id, Vat};
use crate::text;
use crate::text::{Lang, Say, Text};

/// What an e-invoice says. Of a credit note the amounts are what is given back, so they are above zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub profile: Profile,
    pub number: String,
    pub date: Date,
    pub due: Option<Date>,
    pub note: Option<String>,
    pub buyer_reference: String,
    pub order: Option<String>,
    pub period: Option<(Date, Date)>,
    /// Of a credit note: the invoice that it credits, and the day of that one where it is known.
    pub credits: Option<(String, Option<Date>)>,
    pub seller: Side,
    pub buyer: Side,
    /// None where the buyer has nothing to pay.
    pub payment: Option<Payment>,
    /// How what is given back reaches the buyer.
    pub terms: Option<String>,
    pub taxes: Vec<Tax>,
    pub lines: Vec<Line>,
    pub net: Money,
    pub tax: Money,
    /// What was set off.
    pub set_off: Money,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub iban: String,
    pub reference: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    pub category: Category,
    pub base: Money,
    pub amount: Money,
    pub reason: Option<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub what: String,
    pub amount: Money,
    pub category: Category,
}

impl Sheet {
    pub fn gross(&self) -> Money {
        self.net + self.tax
    }

    pub fn payable(&self) -> Money {
        self.gross() - self.set_off
    }
}

pub fn read(record: &Record, invoice: &Invoice, profile: Profile) -> Result<Sheet, Vec<Refusal>> {
    let mut refused = Vec::new();
    let lang = record.language.unwrap_or_default();
    let is_credit = invoice.kind == Some(InvoiceKind::Credit) || invoice.credits.is_some();
    let (number, date) = head(invoice, is_credit, &mut refused);
    let taxes = taxed(invoice);
    taxable(record, invoice, &taxes, &mut refused);
    let lines = lines(invoice, &mut refused);
    totals(invoice, &taxes, &mut refused);

    let is_outside = taxes.iter().any(|one| one.treatment == Vat::OutsideScope);
    let is_reversed = taxes.iter().any(|one| one.treatment == Vat::ReverseCharge);
    let of_seller = if is_outside { VatNumber::Forbidden } else { VatNumber::Needed };
    // The standard would do with another number; Dutch law would not where the buyer owes the VAT.
    let of_buyer = match (is_outside, is_reversed) {
        (true, _) => VatNumber::Forbidden,
        (false, true) => VatNumber::Needed,
        (false, false) => VatNumber::Optional,
    };
    let seller_of = Origin { invoice, which: Which::Seller, id: record.fund_holder().map(Id::as_str) };
    let buyer_of = Origin { invoice, which: Which::Buyer, id: Some(invoice.participant.as_str()) };
    let seller = one_side(invoice.seller.as_deref(), &seller_of, of_seller, &mut refused);
    let buyer = one_side(invoice.buyer.as_deref(), &buyer_of, of_buyer, &mut refused);
    let order = invoice.order_number.as_deref().and_then(clean);
    let ordered_by = || invoice.buyer.as_ref().and_then(|buyer| buyer.ordered_by.as_deref()).and_then(clean);
    let buyer_reference = invoice.buyer_reference.as_deref().and_then(clean).or_else(|| order.clone()).or_else(ordered_by);
    if buyer_reference.is_none() {
        let what =
            Text::new("order number or reference of its own (`buyer_reference`)", "inkoopordernummer of eigen kenmerk (`buyer_reference`)");
        let mut one = buyer_of.lacks("buyer_reference", &what, "KENMERK");
        one.at = invoice.missing(keys![], "buyer_reference");
        refused.push(one);
    }
    // A credit note may be kept below zero or above it; what it gives back is the same.
    let sign = |amount: Money| if is_credit && gross(&taxes).0 < 0 { -amount } else { amount };
    let mut sheet = Sheet {
        profile,
        number: number.unwrap_or_default(),
        date: date.unwrap_or(record.on),
        due: invoice.due.filter(|_| !is_credit),
        note: set_off_note(invoice, &sign, lang),
        buyer_reference: buyer_reference.unwrap_or_default(),
        order,
        period: invoice.period.as_ref().map(|period| (period.from, period.until)),
        credits: None,
        seller: seller.unwrap_or_default(),
        buyer: buyer.unwrap_or_default(),
        payment: None,
        terms: None,
        taxes: Vec::new(),
        lines: lines.into_iter().map(|line| Line { amount: sign(line.amount), ..line }).collect(),
        net: sign(taxes.iter().map(|one| one.base).sum()),
        tax: sign(taxes.iter().map(|one| one.tax).sum()),
        set_off: sign(invoice.set_off.iter().map(|one| one.amount).sum()),
    };
    let own = invoice.vat.as_ref().and_then(|vat| Some((vat.treatment, vat.reason.as_deref().and_then(clean)?)));
    sheet.taxes = taxes
        .iter()
        .map(|one| {
            let own = own.as_ref().filter(|(treatment, _)| *treatment == one.treatment).map(|(_, reason)| reason.as_str());
            let reason = reason(one.treatment, own, sheet.buyer.vat.as_deref(), profile, lang);
            Tax { category: category(one.treatment), base: sign(one.base), amount: sign(one.tax), reason }
        })
        .collect();
    if is_credit {
        sheet.credits = credited(record, invoice, &mut refused);
        let terms = Text::new("This amount is set off or paid back to you.", "Dit bedrag wordt met u verrekend of aan u terugbetaald.");
        sheet.terms = Some(terms.get(lang).to_owned()).filter(|_| sheet.payable().0 > 0);
    } else if sheet.payable().0 > 0 {
        sheet.payment = payment(invoice, &seller_of, &mut refused);
    }
    if refused.is_empty() { Ok(sheet) } else { Err(refused) }
}

fn gross(taxes: &[Taxed]) -> Money {
    taxes.iter().map(|one| one.base + one.tax).sum()
}

fn one_side(party: Option<&Party>, origin: &Origin<'_>, vat: VatNumber, refused: &mut Vec<Refusal>) -> Option<Side> {
    let Some(party) = party else {
        refused.push(refusal(
            origin.invoice.missing(keys![], origin.table()),
            match origin.which {
                Which::Seller => Text::new("it does not say who sends it", "de afzender ontbreekt"),
                Which::Buyer => Text::new("it does not say to whom it is sent", "de ontvanger ontbreekt"),
            },
            if is_draft(origin.invoice) {
                Text::new("issue it first: `commons invoice --issue`", "maak de factuur eerst definitief: `commons invoice --issue`")
            } else {
                mended(origin.invoice, "")
            },
        ));
        return None;
    };
    match side(party, origin, vat) {
        Ok(side) => Some(side),
        Err(wrong) => {
            refused.extend(wrong);
            None
        }
    }
}

/// The invoice that is credited, with its day where it is on record.
fn credited(record: &Record, invoice: &Invoice, refused: &mut Vec<Refusal>) -> Option<(String, Option<Date>)> {
    let number = invoice.credits.as_deref().and_then(clean)?;
    if invoice.number.as_deref() == Some(number.as_str()) {
        refused.push(refusal(
            invoice.at(keys!["credits"]),
            Text::new("it credits itself", "de creditfactuur crediteert zichzelf"),
            mended(invoice, "credits NUMBER"),
        ));
    }
    let date = record.invoices.iter().find(|one| one.number.as_deref() == Some(number.as_str())).and_then(|one| one.date);
    Some((number, date))
}

/// How it is paid, and by when: without either nobody can.
fn payment(invoice: &Invoice, seller: &Origin<'_>, refused: &mut Vec<Refusal>) -> Option<Payment> {
    if invoice.due.is_none() {
        let days = Text::same("`commons set commons finances.payment_days 30`");
        let mend = if is_draft(invoice) { days } else { mended(invoice, "") };
        refused.push(refusal(
            invoice.missing(keys![], "due"),
            Text::new("it does not say by when it is to be paid", "de vervaldatum ontbreekt"),
            mend,
        ));
    }
    let reference = invoice.payment_reference.as_deref().and_then(clean);
    if let Some(fault) = reference.as_deref().and_then(reference_fault) {
        refused.push(refusal(invoice.at(keys!["payment_reference"]), fault, mended(invoice, "payment_reference REFERENCE")));
    }
    let iban = invoice.seller.as_ref().and_then(|party| party.iban.as_deref()).and_then(clean).map(|iban| bare(&iban));
    let set = |one: Refusal| Refusal { mend: Text::same("`commons set commons finances.iban IBAN`"), ..one };
    match &iban {
        None => refused.push(set(seller.lacks("iban", &Text::new("IBAN", "IBAN"), "IBAN"))),
        Some(iban) => refused.extend(iban_fault(iban).map(|fault| set(seller.wrong("iban", fault, "IBAN")))),
    }
    // A bank finds a structured reference back only as it was given out: without spaces.
    let compact = |reference: String| {
        let bare: String = reference.chars().filter(|c| !c.is_whitespace()).collect();
        let is_structured = bare.to_uppercase().starts_with("RF") || bare.bytes().all(|b| b.is_ascii_digit());
        if is_structured { bare.to_uppercase() } else { reference }
    };
    Some(Payment { iban: iban?, reference: reference.map(compact) })
}

/// What was set off, in words: the standard has an amount for it, and no line.
fn set_off_note(invoice: &Invoice, sign: &impl Fn(Money) -> Money, lang: Lang) -> Option<String> {
    let said: Vec<String> = invoice.set_off.iter().map(|one| format!("{} ({})", one.what, sign(one.amount).say(lang))).collect();
    let said = said.join("; ");
    let note = text!(en: "Set off: {said}", nl: "Verrekend: {said}");
    clean(note.get(lang)).filter(|_| !invoice.set_off.is_empty())
}
