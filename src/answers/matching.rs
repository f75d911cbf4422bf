//! Which invoice a line of the bank belongs to: by reference, by number, by account and amount; what is doubtful is not booked.

mod deciding;
mod known;
mod told;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::answers::debts::{Balance, balances_of_all, total};
use crate::date::Date;
use crate::imports::camt053::{Line, plain};
use crate::money::Money;
use crate::payment_reference;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind, Payment};
use crate::record::values::Id;
use known::{Known, State};
pub use known::{batch_of, is_same_line, recorded, same};
use told::{Number, Told, is_called};

/// A payment that certainly belongs to an invoice, or to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    pub on: Date,
    /// Less than zero where it was paid back.
    pub amount: Money,
    /// Who paid: whose account it is, or else who was asked.
    pub from: Id,
    /// None for what was asked without an invoice.
    pub invoice: Option<String>,
    pub reference: String,
}

/// Why a line is not booked though it may be a participant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It names several invoices, or fits several.
    Several,
    /// It names an invoice, and nothing else bears that out.
    Unsupported,
    /// It names an invoice, and comes from another account than that of whoever is to pay it.
    OtherAccount,
    /// It names an invoice, and account and amount are those of an invoice of another.
    AnotherFits,
    /// It comes from the account of a participant, and fits no invoice of theirs.
    Fits,
    /// Its reference is nearly that of an invoice, and it comes from somebody who is called like whoever is to pay that.
    Mistyped,
    /// The name and the amount are those of an invoice, and there is neither an account nor a reference that says so.
    NameOnly,
    /// The bank's reference stands in the record with another amount, or with two lines.
    Clash,
    /// The statement has a line with the same reference, day and amount before it.
    Again,
    /// The same amount was entered by hand, without the bank's reference.
    ByHand,
    /// The same amount of the same day is on record for the same invoice, and of one of the two the bank gave no reference.
    Alike,
    /// Several payments together, of which the bank does not say what each came to.
    Lump,
    /// It takes back more than came in.
    NotReceived,
}

/// A line that is left to people: what is needed to look it up and to enter it, and whose it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub on: Date,
    pub amount: Money,
    pub reference: String,
    pub participants: BTreeSet<Id>,
    /// The invoices that it may be for: numbers, and the names of requests.
    pub invoices: Vec<String>,
    pub why: Why,
}

/// An invoice of which more came in than was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    pub number: String,
    /// By how much.
    pub by: Money,
    /// The one other invoice to the same participant of which exactly that is open, such as one that was asked instead.
    pub instead: Option<String>,
}

/// What became of the lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Matched {
    pub bookings: Vec<Booking>,
    pub doubts: Vec<Doubt>,
    /// The invoices of which more came in than was asked when all is booked.
    pub over: Vec<Over>,
    /// On record already.
    pub already: usize,
    /// In another currency than the record's.
    pub foreign: usize,
    /// What is nobody's business here: nothing is kept of it.
    pub others: usize,
}

/// So many days apart an entry by hand may be the line of the bank.
const BY_HAND_DAYS: i64 = 5;

/// The accounts on which participants pay: that of the settings, that of the fund holder, and those that invoices were issued with.
pub fn own_accounts(record: &Record) -> BTreeSet<String> {
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    let holder = record
        .fund_holder()
        .and_then(|id| record.organisation(id))
        .and_then(|one| one.billing.as_ref())
        .and_then(|one| one.iban.as_deref());
    let sellers = record.invoices.iter().filter(|one| one.number.is_some()).filter_map(|one| one.seller.as_ref()?.iban.as_deref());
    let named = finances.and_then(|finances| finances.iban.as_deref()).into_iter().chain(holder).chain(sellers);
    named.map(plain).filter(|iban| !iban.is_empty()).collect()
}

/// The accounts on which the invoices ask to be paid. Where that is not the fund holder's usual account, it pays its own share from that.
fn collecting(record: &Record) -> BTreeSet<String> {
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    let Some(named) = finances.and_then(|finances| finances.iban.as_deref()) else { return own_accounts(record) };
    let sellers = record.invoices.iter().filter(|one| one.number.is_some()).filter_map(|one| one.seller.as_ref()?.iban.as_deref());
    std::iter::once(named).chain(sellers).map(plain).filter(|iban| !iban.is_empty()).collect()
}

/// Tells of each line whose it is, by day, and on a day first of those that name an invoice: statements that are read at once come to
/// the same as one after another. What only account and amount tell is booked while the invoice is open; read out of order it may be
/// left to people instead, and is never booked otherwise.
pub fn matched(record: &Record, lines: &[Line]) -> Matched {
    let mut matching = Matching::of(record);
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by(|a, b| (a.on, &a.reference, a.amount).cmp(&(b.on, &b.reference, b.amount)));
    lines.dedup_by(|a, b| same(&a.reference) == same(&b.reference) && (a.on, a.amount) == (b.on, b.amount));
    let given: Vec<(&Line, Hits)> = lines.into_iter().map(|line| (line, matching.hits(line))).collect();
    let names = |hits: &Hits, number: &str| hits.all.iter().any(|n| matching.asked[*n].number == Some(number));
    let states = Known::of(record).states(&given, &names);
    let mut given: Vec<((&Line, Hits), State)> = given.into_iter().zip(states).collect();
    given.sort_by_key(|((line, hits), _)| (line.on, hits.all.is_empty()));
    for ((line, hits), state) in given {
        match state {
            _ if line.currency != record.currency() => matching.found.foreign += 1,
            State::OnRecord => matching.found.already += 1,
            // What moves no money is no payment.
            _ if line.amount.0 == 0 => matching.found.others += 1,
            State::Clash => matching.clash(line, &hits, Why::Clash),
            State::New if line.is_again => matching.clash(line, &hits, Why::Again),
            State::New if line.lump.is_some() => matching.lump(line, &hits),
            State::New if hits.all.is_empty() => matching.unnamed(line),
            State::New => matching.named(line, &hits),
        }
    }
    matching.finished()
}

/// What is asked: an invoice with a number, or a request.
struct Asked<'a> {
    number: Option<&'a str>,
    /// By what it is entered: its number, or the name of the request's file.
    name: &'a str,
    /// Its own, and those of the credit notes to it.
    told: Vec<Number>,
    references: Vec<String>,
    from: Id,
    /// What it asked, less what was credited.
    net: Money,
    open: Money,
    received: Vec<Money>,
}

/// Which invoices a line names.
struct Hits {
    /// By a reference with check digits.
    sure: BTreeSet<usize>,
    all: BTreeSet<usize>,
}

struct Matching<'a> {
    asked: Vec<Asked<'a>>,
    /// Payments without a reference of the bank, and those under a reference that was made of their day and amount.
    by_hand: Vec<&'a Payment>,
    made_up: Vec<&'a Payment>,
    payers: BTreeMap<String, BTreeSet<Id>>,
    names: Vec<(Vec<String>, Id)>,
    /// The invoices on which something came in just now.
    came_in: BTreeSet<usize>,
    found: Matched,
}

impl<'a> Matching<'a> {
    fn of(record: &'a Record) -> Matching<'a> {
        let payments = || record.payments.iter().flat_map(|file| &file.payment);
        let plain_id = |id: &Id| Id::new(&record.index.plain(id).0);
        let mut received: HashMap<&str, Vec<Money>> = HashMap::new();
        payments().filter_map(|one| Some((one.invoice.as_deref()?, one.amount))).for_each(|(number, amount)| {
            received.entry(number).or_default().push(amount);
        });
        let credits = |number: &'a str| {
            let notes = record.invoices.iter().filter(move |one| one.credits.as_deref() == Some(number));
            notes.filter_map(|one| one.number.as_deref())
        };
        let of_balance = |one: Balance<'a>| Asked {
            number: Some(one.number),
            name: one.number,
            told: std::iter::once(one.number).chain(credits(one.number)).filter_map(Number::of).collect(),
            references: references(one.invoice),
            from: plain_id(&one.invoice.participant),
            net: one.asked - one.credited,
            open: one.open(),
            received: received.get(one.number).cloned().unwrap_or_default(),
        };
        let mut asked: Vec<Asked<'a>> = balances_of_all(record).into_iter().map(of_balance).collect();
        let requests =
            record.invoices.iter().filter(|one| one.number.is_none() && one.kind == Some(InvoiceKind::Request) && one.date.is_some());
        asked.extend(requests.map(|one| {
            let from = plain_id(&one.participant);
            // What nobody owes is entered without an invoice: it is known by who gave it, and when.
            let is_its = |payment: &&Payment| {
                let who = payment.from.as_ref().map(&plain_id);
                payment.invoice.is_none() && who.as_ref() == Some(&from) && one.date.is_none_or(|date| payment.on >= date)
            };
            let received: Vec<Money> = payments().filter(is_its).map(|payment| payment.amount).collect();
            let net = total(one);
            let open = net - received.iter().copied().sum::<Money>();
            Asked { number: None, name: one.file.stem(), told: Vec::new(), references: references(one), from, net, open, received }
        }));
        let own = collecting(record);
        let mut payers: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
        let of_settings = record.participants.values().filter_map(|one| Some((one.billing.as_ref()?.iban.as_deref()?, one.id.clone())));
        let of_invoices = record.invoices.iter().filter_map(|one| Some((one.buyer.as_ref()?.iban.as_deref()?, plain_id(&one.participant))));
        for (iban, id) in of_settings.chain(of_invoices).map(|(iban, id)| (plain(iban), id)).filter(|(iban, _)| !own.contains(iban)) {
            payers.entry(iban).or_default().insert(id);
        }
        let names = record.participants.values().flat_map(|one| {
            let billed = one.billing.as_ref().and_then(|billing| billing.name.as_deref());
            let all = std::iter::once(one.name.as_str()).chain(one.aliases.iter().map(String::as_str)).chain(billed);
            all.map(|name| (is_called(name), one.id.clone())).collect::<Vec<_>>()
        });
        Matching {
            asked,
            by_hand: payments().filter(|one| one.bank_reference.is_none()).collect(),
            made_up: payments().filter(|one| is_made_up(one)).collect(),
            payers,
            names: names.filter(|(words, _)| !words.is_empty()).collect(),
            came_in: BTreeSet::new(),
            found: Matched::default(),
        }
    }

    fn hits(&self, line: &Line) -> Hits {
        let told = Told::of(line);
        let mut hits = Hits { sure: BTreeSet::new(), all: BTreeSet::new() };
        for (n, asked) in self.asked.iter().enumerate() {
            if asked.references.iter().any(|reference| told.refers(reference)) {
                hits.sure.insert(n);
                hits.all.insert(n);
            } else if asked.told.iter().any(|number| told.names(number)) {
                hits.all.insert(n);
            }
        }
        hits
    }

    /// The participants whose account it is, or else who are called so.
    fn whose(&self, line: &Line) -> BTreeSet<Id> {
        if let Some(known) = line.iban.as_ref().and_then(|iban| self.payers.get(iban)) {
            return known.clone();
        }
        let Some(name) = line.name.as_deref().map(is_called) else { return BTreeSet::new() };
        self.names.iter().filter(|(words, _)| *words == name).map(|(_, id)| id.clone()).collect()
    }

    fn finished(self) -> Matched {
        let mut found = self.found;
        let over = self.came_in.iter().map(|n| &self.asked[*n]).filter(|asked| asked.open.0 < 0);
        let instead = |asked: &Asked<'_>| {
            let mut open = self.asked.iter().filter(|other| other.from == asked.from && other.open == -asked.open);
            open.next().filter(|_| open.next().is_none()).and_then(|other| other.number.map(str::to_owned))
        };
        found.over =
            over.filter_map(|asked| Some(Over { number: asked.number?.to_owned(), by: -asked.open, instead: instead(asked) })).collect();
        found.bookings.sort_by(|a, b| (a.on, &a.reference, &a.invoice).cmp(&(b.on, &b.reference, &b.invoice)));
        found.doubts.sort_by(|a, b| (a.on, a.amount, &a.reference).cmp(&(b.on, b.amount, &b.reference)));
        found
    }
}

/// Whether a payment is on record under a reference that was made of its day and amount, for the bank gave none.
fn is_made_up(payment: &Payment) -> bool {
    let begins = format!("{} {}", payment.on, payment.amount);
    payment.bank_reference.as_deref().is_some_and(|reference| reference.starts_with(&begins))
}

/// The references by which an invoice is known: its own, and the betalingskenmerk of its number.
fn references(invoice: &Invoice) -> Vec<String> {
    let own = invoice.payment_reference.as_deref().map(payment_reference::plain).filter(|reference| reference.len() > 5);
    let number = invoice.number.as_deref();
    let by_number = number.filter(|number| !number.contains(char::is_alphabetic)).and_then(payment_reference::betalingskenmerk);
    own.into_iter().chain(by_number).chain(number.and_then(payment_reference::rf)).collect::<BTreeSet<_>>().into_iter().collect()
}
