//! Every invoice, payment and expense on record as an entry of a ledger, each in balance. Effort in kind is no money: of it only what
//! an invoice sets off is in it.

use std::collections::{BTreeMap, HashMap};

use crate::answers::contribution::need::is_effort;
use crate::answers::contribution::product_of;
use crate::answers::debts::total;
use crate::answers::invoiced::taxed;
use crate::answers::ledger::account::{Account, LineKey};
use crate::answers::ledger::closed::corrected;
use crate::answers::ledger::years::{clamped, split, window, year_of};
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, Expense, Expenses, Invoice, InvoiceKind, Obligation, Payment, VatReturn};
use crate::record::values::{Id, Vat};
use crate::source::layout::product;

/// A thing that happened, in balance: its postings add up to nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    pub day: Date,
    /// The day on which it was really done, where a part of it counts in another year.
    pub done: Date,
    /// What it is of: all entries of one invoice or expense have the same.
    pub thing: usize,
    pub kind: EntryKind,
    /// The organisation on the other side, by its id.
    pub who: Option<String>,
    /// The number of the invoice, ours or the supplier's.
    pub number: Option<&'a str>,
    /// What the record says of it.
    pub what: Option<&'a str>,
    pub postings: Vec<(Account, Money)>,
    /// Of an invoice: the effort that is set off against the whole of it, for whatever year. It is owed by nobody, and taxed.
    pub set_off: Money,
    /// What it corrects of years that were closed before.
    pub corrects: Vec<Correction>,
}

/// What came to a year after it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub year: i32,
    /// What is added to the result of the year in which it was done.
    pub much: Money,
    /// What of the balance that was adopted it gives back to a participant; less than zero where it asks that.
    pub settled: Money,
    /// The line of the budget that a cost stands on.
    pub line: Option<LineKey>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// What was there on the first day of a year.
    Opening,
    Invoice,
    Credit,
    /// The part of an invoice that is for another year than that of its day.
    Recognised,
    Expense,
    Payment,
    /// VAT that was settled with the tax authority.
    VatReturn,
}

impl Entry<'_> {
    /// Postings of a day, of which nothing else is known.
    pub fn of(day: Date, postings: Vec<(Account, Money)>) -> Self {
        let (who, number, what, set_off, corrects) = (None, None, None, Money(0), Vec::new());
        Entry { day, done: day, thing: usize::MAX, kind: EntryKind::Opening, who, number, what, postings, set_off, corrects }
    }

    /// Whether it takes money away from the fund holder.
    pub fn takes_money(&self) -> bool {
        self.postings.iter().any(|(account, amount)| *account == Account::Funds && amount.0 < 0)
    }
}

/// Every entry until the day of judgement, by day. Openings are not in it: each year has its own.
pub fn entries(record: &Record) -> Vec<Entry<'_>> {
    let mut all = Vec::new();
    let by_number: HashMap<&str, &Invoice> = record.invoices.iter().filter_map(|one| Some((one.number.as_deref()?.trim(), one))).collect();
    for invoice in record.invoices.iter().filter(|one| one.number.is_some()) {
        let thing = all.len();
        of_invoice(record, invoice, &by_number, &mut all);
        all[thing..].iter_mut().for_each(|entry| entry.thing = thing);
    }
    for file in &record.expenses {
        for expense in file.expense.iter().filter(|expense| expense.on <= record.on && !is_given(record, file, expense)) {
            let thing = all.len();
            of_expense(record, file, expense, &mut all);
            all[thing..].iter_mut().for_each(|entry| entry.thing = thing);
        }
        all.extend(file.vat_return.iter().map(of_vat_return));
    }
    for payment in record.payments.iter().flat_map(|file| &file.payment).filter(|payment| payment.on <= record.on) {
        all.push(of_payment(record, payment, &by_number));
    }
    all.retain(|entry| entry.day <= record.on && entry.postings.iter().any(|(_, amount)| amount.0 != 0));
    corrected(record, &mut all);
    all.sort_by(|a, b| (a.day, a.kind, &a.who, a.number).cmp(&(b.day, b.kind, &b.who, b.number)));
    all
}

/// The opening of a year, where the record has one: what the fund holder held, and the reserve.
pub fn opening<'a>(record: &Record, year: i32) -> Option<Entry<'a>> {
    let (day, _) = window(record, year);
    let own = record.budgets.iter().find(|budget| budget.year == year && product_of(budget).is_none())?;
    let opening = own.opening.as_ref()?;
    let said = record.collaboration.as_ref()?.finances.as_ref().and_then(|finances| finances.reserve.as_ref());
    let before = said.filter(|reserve| reserve.on.is_some_and(|on| on == day || on == day.plus_days(-1))).map(|reserve| reserve.balance);
    let reserve = opening.reserve.or(before)?;
    let rest = reserve - opening.funds;
    let postings = vec![(Account::Funds, opening.funds), (Account::Reserve, -reserve), (Account::Opening, rest)];
    Some(Entry { kind: EntryKind::Opening, ..Entry::of(day, postings) })
}

/// Whether VAT on what is bought is got back. Where the record does not say, only whoever taxes contributions gets it back.
pub fn is_vat_deductible(record: &Record) -> bool {
    let setting = record.collaboration.as_ref().and_then(|one| one.finances.as_ref()).and_then(|finances| finances.vat.as_ref());
    setting.is_some_and(|vat| vat.deductible.unwrap_or(matches!(vat.treatment, Vat::Percent(_) | Vat::ReverseCharge)))
}

fn plain(record: &Record, id: &Id) -> String {
    record.index.plain(id).0.into_owned()
}

fn of_invoice<'a>(record: &Record, invoice: &'a Invoice, by_number: &HashMap<&str, &Invoice>, all: &mut Vec<Entry<'a>>) {
    let year = window(record, invoice.year);
    let credited = invoice.credits.as_deref().and_then(|number| by_number.get(number.trim())).copied();
    let is_credit = invoice.credits.is_some() || invoice.kind == Some(InvoiceKind::Credit);
    let day = invoice.date.or_else(|| invoice.period.as_ref().map(|period| period.from)).unwrap_or(year.0);
    if day > record.on {
        return;
    }
    let sign = |amount: Money, of: Money| if is_credit && of.0 > 0 { -amount } else { amount };
    let to_pay = total(invoice);
    let tax = invoice.vat.as_ref().and_then(|vat| vat.amount).unwrap_or_else(|| taxed(invoice).iter().map(|one| one.tax).sum());
    let set_off: Money = invoice.set_off.iter().map(|one| one.amount).sum();
    let (to_pay, tax, set_off) = (sign(to_pay, to_pay), sign(tax, to_pay), sign(set_off, to_pay));
    let base = to_pay + set_off - tax;
    let about = credited.unwrap_or(invoice);
    let period = invoice.period.as_ref().or(about.period.as_ref()).map(|period| (period.from, period.until));
    let is_dues = matches!(about.kind, None | Some(InvoiceKind::Contribution | InvoiceKind::Advance | InvoiceKind::Settlement));
    let (from, until) = match period {
        Some(period) => period,
        // Whoever is asked for the year of the folder, whatever the day; what is done once is of the day.
        None if is_dues => window(record, about.year),
        None => (day, day),
    };
    let income = income_of(record, about);
    let who = plain(record, &invoice.participant);
    let what = invoice.line.first().map(|line| line.what.as_str());
    let kind = if is_credit { EntryKind::Credit } else { EntryKind::Invoice };
    let at = day;
    let entry = |day, kind, postings, set_off| {
        let number = invoice.number.as_deref();
        Entry { kind, done: at, who: Some(who.clone()), number, what, set_off, ..Entry::of(day, postings) }
    };
    let mut own = vec![(Account::Receivable(who.clone()), to_pay), (Account::Vat, -tax)];
    let offs = split(record, set_off, from, until);
    for (n, (year, amount)) in split(record, base, from, until).into_iter().enumerate() {
        let off = offs[n].1;
        let postings = [(income.clone(), -amount), (Account::SetOff, off)];
        let at = clamped(day, window(record, year));
        if at == day {
            own.extend(postings);
            continue;
        }
        own.push((Account::Deferred, off - amount));
        let postings = postings.into_iter().chain([(Account::Deferred, amount - off)]).collect();
        all.push(entry(at, EntryKind::Recognised, merged(postings), Money(0)));
    }
    all.push(entry(day, kind, merged(own), set_off));
}

/// The account of what an invoice brings in: a line of the budget that says so, else by its kind.
fn income_of(record: &Record, invoice: &Invoice) -> Account {
    let product = invoice.product.as_ref().map(|id| plain(record, id));
    let kind = match invoice.kind {
        None | Some(InvoiceKind::Advance | InvoiceKind::Settlement) => InvoiceKind::Contribution,
        Some(kind) => kind,
    };
    let its = |budget: &&Budget| budget.year == invoice.year && (product_of(budget) == product.as_deref() || product_of(budget).is_none());
    for budget in record.budgets.iter().filter(its) {
        let line = budget.income.iter().enumerate().find(|(_, one)| {
            let whom = one.from.is_empty() || one.from.iter().any(|id| record.index.same(id, &invoice.participant));
            one.kind == Some(kind) && whom
        });
        if let Some((n, line)) = line {
            return Account::Other(LineKey::of_income(budget, product_of(budget), n, line));
        }
    }
    match kind {
        InvoiceKind::JoiningFee => Account::JoiningFee,
        InvoiceKind::Contribution => Account::Dues(product),
        _ => Account::Extra,
    }
}

/// Whether an expense says how much effort was given, on a line that is no money.
fn is_given(record: &Record, file: &Expenses, expense: &Expense) -> bool {
    let its = |budget: &&Budget| budget.year == file.year && product_of(budget) == product(file.file.as_str());
    record.budgets.iter().filter(its).flat_map(|budget| &budget.cost).any(|cost| cost.id == expense.line && is_effort(cost))
}

/// The effort that was given on each line of a year until the day of judgement, as the record values it.
pub fn given(record: &Record, year: i32) -> BTreeMap<LineKey, Money> {
    let mut sums: BTreeMap<LineKey, Money> = BTreeMap::new();
    for file in record.expenses.iter().filter(|file| file.year == year) {
        for expense in file.expense.iter().filter(|expense| expense.on <= record.on && is_given(record, file, expense)) {
            let sum =
                sums.entry(LineKey { product: product(file.file.as_str()).map(str::to_owned), id: expense.line.to_string() }).or_default();
            *sum = *sum + expense.amount;
        }
    }
    sums
}

fn of_expense<'a>(record: &Record, file: &'a Expenses, expense: &'a Expense, all: &mut Vec<Entry<'a>>) {
    let key = LineKey { product: product(file.file.as_str()).map(str::to_owned), id: expense.line.to_string() };
    let who = expense.supplier.as_ref().map(|id| plain(record, id));
    let entry = |day, kind, postings| Entry {
        kind,
        done: expense.on,
        who: who.clone(),
        number: expense.invoice.as_deref(),
        what: expense.what.as_deref(),
        ..Entry::of(day, postings)
    };
    let at = clamped(expense.on, window(record, file.year));
    let vat = expense.vat.unwrap_or_default();
    let tax = if is_vat_deductible(record) { Account::Vat } else { Account::VatCost };
    let mut costs = vec![(Account::Cost(key), expense.amount)];
    let mut paid = vec![(Account::Funds, -(expense.amount + vat))];
    // What is got back is of the day of the supplier's invoice; what is not is a cost of the year.
    if tax == Account::Vat {
        paid.push((tax, vat));
    } else {
        costs.push((tax, vat));
    }
    if at == expense.on {
        costs.extend(paid);
        all.push(entry(at, EntryKind::Expense, merged(costs)));
        return;
    }
    let of_year: Money = costs.iter().map(|(_, amount)| *amount).sum();
    costs.push((Account::Accrued, -of_year));
    paid.push((Account::Accrued, of_year));
    all.push(entry(at, EntryKind::Expense, merged(costs)));
    all.push(entry(expense.on, EntryKind::Expense, merged(paid)));
}

fn of_payment<'a>(record: &Record, payment: &'a Payment, by_number: &HashMap<&str, &Invoice>) -> Entry<'a> {
    let number = payment.invoice.as_deref().map(str::trim);
    let from = payment.from.as_ref().map(|id| plain(record, id));
    let invoice = number.and_then(|number| by_number.get(number));
    let account = match invoice {
        Some(invoice) => Account::Receivable(plain(record, &invoice.participant)),
        None if number.is_some() => Account::Unassigned,
        None => received_for(record, payment),
    };
    let who = from.or_else(|| invoice.map(|invoice| plain(record, &invoice.participant)));
    let postings = vec![(Account::Funds, payment.amount), (account, -payment.amount)];
    Entry { kind: EntryKind::Payment, who, number, ..Entry::of(payment.on, postings) }
}

fn of_vat_return<'a>(paid: &VatReturn) -> Entry<'a> {
    let postings = vec![(Account::Vat, paid.amount), (Account::Funds, -paid.amount)];
    Entry { kind: EntryKind::VatReturn, ..Entry::of(paid.on, postings) }
}

/// Whether the record says what a receipt without an invoice is for.
pub fn is_placed(record: &Record, payment: &Payment) -> bool {
    payment.invoice.is_none() && received_for(record, payment) != Account::Unassigned
}

/// What a receipt without an invoice is for: the one line of income that names who paid, or a contribution that nobody owes.
fn received_for(record: &Record, payment: &Payment) -> Account {
    let Some(from) = &payment.from else { return Account::Unassigned };
    let year = year_of(record, payment.on);
    let mut lines = Vec::new();
    let mut dues = None;
    for budget in record.budgets.iter().filter(|budget| budget.year == year) {
        let product = product_of(budget);
        let named =
            budget.income.iter().enumerate().filter(|(_, one)| one.kind.is_none() && one.from.iter().any(|id| record.index.same(id, from)));
        lines.extend(named.map(|(n, one)| LineKey::of_income(budget, product, n, one)));
        let is_asked = budget.contribution.as_ref().is_some_and(|one| one.obligation == Some(Obligation::Voluntary));
        if is_asked && record.organisation(from).is_some_and(|one| one.is_party(payment.on)) {
            dues = dues.or(Some(Account::Dues(product.map(str::to_owned))));
        }
    }
    match (lines.len(), dues) {
        (1, _) => Account::Other(lines.remove(0)),
        (0, Some(dues)) => dues,
        _ => Account::Unassigned,
    }
}

/// One posting for each account, in the order in which they first come; none of nothing.
pub(super) fn merged(postings: Vec<(Account, Money)>) -> Vec<(Account, Money)> {
    let mut found: Vec<(Account, Money)> = Vec::new();
    for (account, amount) in postings {
        match found.iter_mut().find(|(known, _)| *known == account) {
            Some((_, sum)) => *sum = *sum + amount,
            None => found.push((account, amount)),
        }
    }
    found.retain(|(_, amount)| amount.0 != 0);
    found
}
