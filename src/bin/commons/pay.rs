//! `commons pay`: a payment that came in, or was paid back, into the record.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::bail;
use commons::answers::debts::{Balance, balances_of_all};
use commons::answers::matching::{recorded, same};
use commons::money::{Fault, Money};
use commons::record::Record;
use commons::record::finance::{Invoice, InvoiceKind};
use commons::record::values::Id;
use commons::text;
use commons::text::{Lang, Say, Text, listed};
use commons::words::nearest;
use commons::writing::payments::Entry;

use crate::complete;
use crate::context::{Context, say};
use crate::init::in_shell;
use crate::payments::{readable, texts};
use crate::writing::{Judge, Writing};

/// Write down a payment of an invoice
#[derive(clap::Args)]
#[command(
    after_help = "The amount may be typed as 1250, 1250.00 or 1.250,00; what was paid back is less than zero. The day is that of --on, as on
the bank's statement. A credit note only takes what was paid back.

Examples:
  commons pay 2026-0007 1200 --on 2026-10-01
  commons pay 2026-0007 1.200,00 --on 2026-10-01 --bank-reference NL2610010000417
  commons pay 2026-0004 -8400 --on 2026-02-18"
)]
pub struct Pay {
    /// The number of the invoice
    #[arg(add = complete::invoices())]
    invoice: String,
    /// How much came in; less than zero where it was paid back
    #[arg(allow_hyphen_values = true)]
    amount: String,
    /// The bank's own reference of the line, so that it is never written down twice
    #[arg(long, value_name = "REFERENCE")]
    bank_reference: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

impl Pay {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        readable(record)?;
        let lang = context.lang(record);
        let amount = amount(record, &self.amount)?;
        if amount.0 == 0 {
            bail!("a payment of nothing is no payment");
        }
        let invoice = invoice(record, &self.invoice)?;
        if invoice.currency.as_deref().is_some_and(|own| own != record.currency().code()) {
            bail!("`{}` is in another currency than this record, and payments are in {}", self.invoice, record.currency().code());
        }
        if is_credit(invoice) && amount.0 > 0 {
            bail!("`{}` is a credit note: nothing comes in on it, and what is paid back is less than zero (-{amount})", self.invoice);
        }
        let (on, today) = (record.on, Context::today(record));
        if on > today {
            bail!("{on} is still to come; a payment is written down when it is on the bank's statement");
        }
        let reference = self.bank_reference.as_deref().map(str::trim).filter(|reference| !reference.is_empty());
        if let Some(reference) = reference {
            refuse_booked(record, invoice, amount, reference)?;
        }
        let entry = Entry {
            on,
            amount,
            from: Id::new(&record.index.plain(&invoice.participant).0),
            invoice: invoice.number.clone(),
            bank_reference: reference.map(str::to_owned),
        };
        if let Some(paid) = of_original(record, invoice).map(|one| one.paid).filter(|paid| amount.0 < 0 && -amount > *paid) {
            let (paid, back) = (paid.in_currency(record.currency()).say(Lang::En), (-amount).in_currency(record.currency()).say(Lang::En));
            bail!("{paid} came in on `{}`, and {back} would go back; enter first what came in", self.invoice);
        }
        let odd = odd(record, invoice, &entry);
        for text in &odd {
            say(text!(text; en: "warning: {text}", nl: "let op: {text}").get(lang));
        }
        let can_ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if !odd.is_empty() && !can_ask && !self.writing.yes && !self.writing.dry_run {
            bail!("nothing is written; --yes writes it all the same");
        }
        let (sum, from) = (amount.in_currency(record.currency()), &entry.from);
        let number = invoice.number.clone().unwrap_or_else(|| invoice.file.stem().to_owned());
        let mut what = vec![if amount.0 < 0 {
            text!(sum, on; en: "{sum}: paid back to `{from}` for {number}, on {on}", nl: "{sum}: terugbetaald aan `{from}` voor {number}, op {on}")
        } else {
            text!(sum, on; en: "{sum} from `{from}` for {number}, on {on}", nl: "{sum} van `{from}` voor {number}, op {on}")
        }];
        if let Some(left) = open_of(record, invoice).map(|one| one.open() - amount).filter(|left| left.0 >= 0) {
            let left = left.in_currency(record.currency());
            what.push(match left.amount.0 {
                0 => Text::new("nothing is left open", "daarmee staat er niets meer open"),
                _ => text!(left; en: "{left} is left open", nl: "er blijft {left} openstaan"),
            });
        }
        let texts = texts(&opened.source, &[entry])?;
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &what)
    }
}

/// The amount that was typed.
pub fn amount(record: &Record, typed: &str) -> anyhow::Result<Money> {
    let currency = record.currency();
    match Money::typed(typed, currency.code()) {
        Ok(money) => Ok(money),
        Err(Fault::Ambiguous(many, few)) => {
            bail!("`{typed}` may be {many} or {few}; write {many} for the first, and two decimals at most for the second")
        }
        Err(Fault::TooFine) => bail!("`{typed}` has more than two decimals"),
        Err(Fault::Currency) => bail!("`{typed}` is in another currency than this record, which is in {}", currency.code()),
        Err(Fault::NoAmount) => bail!("`{typed}` is no amount; write it as 1250, 1250.00 or 1.250,00"),
    }
}

/// The invoice that was meant, or the request by the name of its file.
fn invoice<'a>(record: &'a Record, typed: &str) -> anyhow::Result<&'a Invoice> {
    let numbered: Vec<&Invoice> = record.invoices.iter().filter(|one| one.number.as_deref() == Some(typed)).collect();
    match numbered.as_slice() {
        [one] => return Ok(one),
        [] => {}
        several => {
            let files: Vec<&str> = several.iter().map(|one| one.file.as_str()).collect();
            bail!("`{typed}` is the number of several invoices: {}; a number is given once", files.join(", "));
        }
    }
    let by_file = |one: &&Invoice| one.number.is_none() && (one.file.stem() == typed || one.file.as_str() == typed);
    if let Some(one) = record.invoices.iter().find(by_file) {
        if one.kind == Some(InvoiceKind::Request) && one.date.is_some() {
            return Ok(one);
        }
        bail!("`{typed}` is a draft, which nobody has been asked to pay; issue it first");
    }
    let numbers = record.invoices.iter().filter_map(|one| one.number.as_deref());
    if let Some(near) = nearest(typed, numbers) {
        bail!("there is no invoice `{typed}` in this record; did you mean `{near}`?");
    }
    let is_sent = |one: &&Invoice| one.number.is_none() && one.kind == Some(InvoiceKind::Request) && one.date.is_some();
    let requests: Vec<&str> = record.invoices.iter().filter(is_sent).map(|one| one.file.stem()).collect();
    match listed(requests.iter().copied(), 5).get(Lang::En) {
        "" => bail!("there is no invoice `{typed}` in this record; `commons payments` lists what is open"),
        requests => bail!(
            "there is no invoice `{typed}` in this record; `commons payments` lists what is open, and what nobody owes is entered by the \
             name of its request: {requests}"
        ),
    }
}

/// Refuses what is on record under the bank's reference: the same line, or this part of its batch.
fn refuse_booked(record: &Record, invoice: &Invoice, amount: Money, reference: &str) -> anyhow::Result<()> {
    let number = invoice.number.as_deref();
    let Some((file, one)) = recorded(record, reference, number, amount) else { return Ok(()) };
    let (known, on, path) = (one.amount.in_currency(record.currency()).say(Lang::En), one.on, &file.file);
    let booked = one.bank_reference.as_deref().unwrap_or_default();
    let of = one.invoice.as_deref().map(|number| format!(" for `{number}`")).unwrap_or_default();
    if one.invoice.as_deref() == number || same(booked) != same(reference) {
        bail!("the bank's line `{booked}` is on record already: {known}{of} on {on} in {path}");
    }
    let line = reference.split('#').next().unwrap_or(reference);
    let taken = |share: &usize| recorded(record, &format!("{line}#{share}"), None, Money(0)).is_some();
    let share = (2..1000).find(|share| !taken(share)).unwrap_or(2);
    bail!(
        "the bank's line `{booked}` is on record already: {known}{of} on {on} in {path}; if it pays this one too, write its share under a \
         reference of its own: --bank-reference {}",
        in_shell(&format!("{line}#{share}"))
    )
}

fn is_credit(invoice: &Invoice) -> bool {
    invoice.kind == Some(InvoiceKind::Credit) || invoice.credits.is_some()
}

/// How an invoice stands, whatever the day.
fn open_of<'a>(record: &'a Record, invoice: &Invoice) -> Option<Balance<'a>> {
    balances_of_all(record).into_iter().find(|one| one.invoice.file == invoice.file)
}

/// How an invoice stands, or of a credit note the one that it credits.
fn of_original<'a>(record: &'a Record, invoice: &Invoice) -> Option<Balance<'a>> {
    match invoice.credits.as_deref() {
        Some(credited) => record.invoices.iter().find(|one| one.number.as_deref() == Some(credited)).and_then(|one| open_of(record, one)),
        None => open_of(record, invoice),
    }
}

/// What is not usual about a payment.
fn odd(record: &Record, invoice: &Invoice, entry: &Entry) -> Vec<Text> {
    let mut odd = Vec::new();
    let (on, currency) = (entry.on, record.currency());
    if let Some(date) = invoice.date.filter(|date| *date > on) {
        odd.push(text!(on, date; en: "{on} lies before the date of the invoice, {date}", nl: "{on} ligt vóór de factuurdatum, {date}"));
    }
    if let Some(balance) = of_original(record, invoice) {
        let open = balance.open();
        if entry.amount > open && entry.amount.0 > 0 {
            let open = Money(open.0.max(0)).in_currency(currency);
            odd.push(text!(open; en: "this is more than is open: {open}", nl: "dit is meer dan er openstaat: {open}"));
        }
    }
    let twice = |one: &&commons::record::finance::Payment| {
        one.invoice == entry.invoice
            && one.amount == entry.amount
            && one.on == on
            && entry.invoice.is_some()
            && (one.bank_reference.is_none() || entry.bank_reference.is_none())
    };
    if record.payments.iter().flat_map(|file| &file.payment).any(|one| twice(&one)) {
        odd.push(Text::new(
            "the same amount of the same day is on record already",
            "hetzelfde bedrag van dezelfde dag staat al in het dossier",
        ));
    }
    odd
}
