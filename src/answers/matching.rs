//! Which invoice a line of the bank belongs to: by reference, by number, by account and amount; what is doubtful is not booked.

mod told;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::answers::debts::{Balance, balances};
use crate::date::Date;
use crate::imports::camt053::{Line, plain};
use crate::money::Money;
use crate::payment_reference;
use crate::record::Record;
use crate::record::finance::{Invoice, InvoiceKind, Payment};
use crate::record::values::Id;
use told::{Number, Told, is_called};

/// A payment that certainly belongs to an invoice, or to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    pub on: Date,
    /// Less than zero where it was paid back.
    pub amount: Money,
    pub from: Id,
    /// None for what was asked without an invoice.
    pub invoice: Option<String>,
    pub reference: String,
    /// By how much more came in than was asked.
    pub over: Option<Money>,
}

/// Why a line is not booked though it may be a participant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It names several invoices, or fits several.
    Several,
    /// It names an invoice, and nothing else bears that out.
    Unsupported,
    /// It comes from a participant, or one of that name, and fits no invoice of theirs.
    Fits,
    /// The bank's reference stands in the record with another amount, or with two lines.
    Clash,
    /// The same amount was entered by hand, without the bank's reference.
    ByHand,
}

/// A line that is left to people: only its day and amount, and whose it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub on: Date,
    pub amount: Money,
    pub participants: BTreeSet<Id>,
    pub why: Why,
}

/// What became of the lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Matched {
    pub bookings: Vec<Booking>,
    pub doubts: Vec<Doubt>,
    /// On record already.
    pub already: usize,
    /// In another currency than the record's.
    pub foreign: usize,
    /// What is nobody's business here: nothing is kept of it.
    pub others: usize,
}

/// Last of all days: whatever is on record counts.
const EVER: (i32, u32, u32) = (9999, 12, 31);

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

/// Tells of each line whose it is, by day, and on a day first of those that name an invoice: statements that are read at once come to
/// the same as one after another. What only account and amount tell is booked while the invoice is open; read out of order it may be
/// left to people instead, and is never booked otherwise.
pub fn matched(record: &Record, lines: &[Line]) -> Matched {
    let mut matching = Matching::of(record);
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by(|a, b| (a.on, &a.reference, a.amount).cmp(&(b.on, &b.reference, b.amount)));
    lines.dedup_by(|a, b| same(&a.reference) == same(&b.reference) && (a.on, a.amount) == (b.on, b.amount));
    let mut times: HashMap<String, usize> = HashMap::new();
    for line in &lines {
        *times.entry(same(&line.reference)).or_default() += 1;
    }
    let mut hit: Vec<(&Line, Hits)> = lines.into_iter().map(|line| (line, matching.hits(line))).collect();
    hit.sort_by_key(|(line, hits)| (line.on, hits.all.is_empty()));
    for (line, hits) in hit {
        let reference = same(&line.reference);
        if line.currency != record.currency() {
            matching.found.foreign += 1;
            continue;
        }
        match matching.booked(&reference, line.amount).or((times[&reference] > 1).then_some(false)) {
            Some(true) => matching.found.already += 1,
            Some(false) => matching.clash(line, &hits),
            None if hits.all.is_empty() => matching.unnamed(line),
            None => matching.named(line, &hits),
        }
    }
    matching.found.bookings.sort_by(|a, b| (a.on, &a.reference, &a.invoice).cmp(&(b.on, &b.reference, &b.invoice)));
    matching.found.doubts.sort_by_key(|doubt| (doubt.on, doubt.amount));
    matching.found
}

/// A reference as it is compared.
pub fn same(reference: &str) -> String {
    reference.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// The reference of a bank's line, without the number of its share where it was divided over invoices.
fn whole(reference: &str) -> &str {
    match reference.rsplit_once('#') {
        Some((line, share)) if !share.is_empty() && share.bytes().all(|b| b.is_ascii_digit()) => line,
        _ => reference,
    }
}

/// What is asked: an invoice with a number, or a request.
struct Asked<'a> {
    number: Option<&'a str>,
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
    /// What is on record of each line of the bank.
    known: HashMap<String, Money>,
    by_hand: Vec<&'a Payment>,
    payers: BTreeMap<String, BTreeSet<Id>>,
    names: Vec<(Vec<String>, Id)>,
    found: Matched,
}

impl<'a> Matching<'a> {
    fn of(record: &'a Record) -> Matching<'a> {
        let ever = Date::of(EVER.0, EVER.1, EVER.2).unwrap_or(record.on);
        let payments = || record.payments.iter().flat_map(|file| &file.payment);
        let mut known: HashMap<String, Money> = HashMap::new();
        for (reference, amount) in payments().filter_map(|one| Some((one.bank_reference.as_deref()?, one.amount))) {
            let sum = known.entry(same(whole(reference))).or_default();
            *sum = *sum + amount;
        }
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
            told: std::iter::once(one.number).chain(credits(one.number)).filter_map(Number::of).collect(),
            references: references(one.invoice),
            from: plain_id(&one.invoice.participant),
            net: one.asked - one.credited,
            open: one.open(),
            received: received.get(one.number).cloned().unwrap_or_default(),
        };
        let mut asked: Vec<Asked<'a>> = balances(record, ever).into_iter().map(of_balance).collect();
        let requests =
            record.invoices.iter().filter(|one| one.number.is_none() && one.kind == Some(InvoiceKind::Request) && one.date.is_some());
        asked.extend(requests.map(|one| Asked {
            number: None,
            told: Vec::new(),
            references: references(one),
            from: plain_id(&one.participant),
            net: Money(0),
            open: Money(0),
            received: Vec::new(),
        }));
        let own = own_accounts(record);
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
            known,
            by_hand: payments().filter(|one| one.bank_reference.is_none()).collect(),
            payers,
            names: names.filter(|(words, _)| !words.is_empty()).collect(),
            found: Matched::default(),
        }
    }

    /// Whether a line is on record: with the same amount, or with another. A batch that was entered as a whole holds all its parts.
    fn booked(&self, reference: &str, amount: Money) -> Option<bool> {
        if let Some(known) = self.known.get(reference) {
            return Some(*known == amount);
        }
        let (batch, part) = reference.rsplit_once('/')?;
        (part.bytes().all(|b| b.is_ascii_digit()) && self.known.contains_key(batch)).then_some(true)
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

    /// A line in which invoices are named.
    fn named(&mut self, line: &Line, hits: &Hits) {
        let whose = self.whose(line);
        let supported = |asked: &Asked<'_>| whose.contains(&asked.from);
        let exact = |asked: &Asked<'_>| asked.number.is_some() && (line.amount == asked.open || line.amount == asked.net);
        let from: BTreeSet<Id> = hits.all.iter().map(|n| self.asked[*n].from.clone()).collect();
        if line.amount.0 < 0 {
            let paid_back = |asked: &Asked<'_>| asked.received.iter().copied().sum::<Money>() >= -line.amount;
            let is_theirs = |n: &usize| hits.sure.contains(n) || supported(&self.asked[*n]) || line.amount == self.asked[*n].open;
            let fits: Vec<usize> = hits.all.iter().copied().filter(|n| paid_back(&self.asked[*n]) && is_theirs(n)).collect();
            return match fits.as_slice() {
                [one] => self.book(line, &[(*one, line.amount)]),
                // What is paid to others may have any number.
                [] if from.is_disjoint(&whose) => self.found.others += 1,
                _ => self.doubt(line, from, Why::Several),
            };
        }
        let all: Vec<usize> = hits.all.iter().copied().collect();
        if let [one] = all.as_slice() {
            let asked = &self.asked[*one];
            return if hits.sure.contains(one) || supported(asked) || exact(asked) {
                self.book(line, &[(*one, line.amount)]);
            } else {
                self.doubt(line, from, Why::Unsupported);
            };
        }
        let shares = [self.shares(&all, |asked| asked.net), self.shares(&all, |asked| asked.open)];
        if let Some(shares) = shares.into_iter().find(|shares| is_whole(shares, line.amount)) {
            return self.book(line, &shares);
        }
        let sure: Vec<usize> = hits
            .sure
            .iter()
            .copied()
            .filter(|n| exact(&self.asked[*n]) || hits.sure.len() == 1 && self.asked[*n].number.is_none())
            .collect();
        match sure.as_slice() {
            [one] => self.book(line, &[(*one, line.amount)]),
            _ => self.doubt(line, from, Why::Several),
        }
    }

    /// A line that names none.
    fn unnamed(&mut self, line: &Line) {
        let by_account = line.iban.as_ref().and_then(|iban| self.payers.get(iban)).cloned();
        let is_known = by_account.is_some();
        let whose = by_account.unwrap_or_else(|| self.whose(line));
        let theirs: Vec<usize> =
            (0..self.asked.len()).filter(|n| self.asked[*n].number.is_some() && whose.contains(&self.asked[*n].from)).collect();
        let open: Vec<usize> = theirs.iter().copied().filter(|n| self.asked[*n].open.0 > 0).collect();
        let some = |mut fits: Vec<usize>, all: &[usize]| {
            if fits.len() == 1 { Ok(fits.remove(0)) } else { Err(!fits.is_empty() || !all.is_empty()) }
        };
        let found = if line.amount.0 < 0 {
            let over: Vec<usize> = theirs.iter().copied().filter(|n| self.asked[*n].open.0 < 0).collect();
            let exact = over.iter().copied().filter(|n| self.asked[*n].open == line.amount).collect();
            let turned: Vec<usize> = theirs.iter().copied().filter(|n| self.asked[*n].received.contains(&-line.amount)).collect();
            match some(exact, &over) {
                Err(_) if line.is_reversal => some(turned, &theirs),
                found => found,
            }
        } else {
            let exact: Vec<usize> = open.iter().copied().filter(|n| self.asked[*n].open == line.amount).collect();
            let shares = self.shares(&open, |asked| asked.open);
            if is_known && exact.is_empty() && shares.len() > 1 && is_whole(&shares, line.amount) {
                return self.book(line, &shares);
            }
            // What was asked of them once may have been paid twice.
            let again: Vec<usize> = theirs.iter().copied().filter(|n| self.asked[*n].net == line.amount).collect();
            some(exact, if open.is_empty() { &again } else { &open })
        };
        match found {
            Ok(one) if is_known => self.book(line, &[(one, line.amount)]),
            Ok(_) => self.doubt(line, whose, Why::Fits),
            // A name alone says nothing where the amount does not.
            Err(true) if is_known => self.doubt(line, whose, Why::Fits),
            Err(_) => self.found.others += 1,
        }
    }

    /// What each invoice would be paid; none where one of them is a request, or nothing is to be paid of it.
    fn shares(&self, all: &[usize], of: impl Fn(&Asked<'_>) -> Money) -> Vec<(usize, Money)> {
        let shares: Vec<(usize, Money)> = all.iter().map(|n| (*n, of(&self.asked[*n]))).collect();
        let is_right = all.iter().all(|n| self.asked[*n].number.is_some()) && shares.iter().all(|(_, share)| share.0 > 0);
        if is_right { shares } else { Vec::new() }
    }

    fn book(&mut self, line: &Line, shares: &[(usize, Money)]) {
        let by_hand = |n: usize, share: Money| {
            let asked = &self.asked[n];
            let is_same = |one: &&&Payment| one.invoice.as_deref() == asked.number && asked.number.is_some() && one.amount == share;
            self.by_hand.iter().filter(is_same).any(|one| one.on.days_since(line.on).abs() <= BY_HAND_DAYS)
        };
        if shares.iter().any(|(n, share)| by_hand(*n, *share)) {
            let whose = shares.iter().map(|(n, _)| self.asked[*n].from.clone()).collect();
            return self.doubt(line, whose, Why::ByHand);
        }
        for (at, (n, share)) in shares.iter().enumerate() {
            let asked = &mut self.asked[*n];
            asked.open = asked.open - *share;
            asked.received.push(*share);
            let reference = same_line(&line.reference);
            self.found.bookings.push(Booking {
                on: line.on,
                amount: *share,
                from: asked.from.clone(),
                invoice: asked.number.map(str::to_owned),
                reference: if shares.len() == 1 { reference } else { format!("{reference}#{}", at + 1) },
                over: (asked.number.is_some() && share.0 > 0 && asked.open.0 < 0).then(|| -asked.open),
            });
        }
    }

    fn doubt(&mut self, line: &Line, participants: BTreeSet<Id>, why: Why) {
        self.found.doubts.push(Doubt { on: line.on, amount: line.amount, participants, why });
    }

    /// Another line under a reference that is on record: a doubt where it may be a participant's.
    fn clash(&mut self, line: &Line, hits: &Hits) {
        let whose = if hits.all.is_empty() { self.whose(line) } else { hits.all.iter().map(|n| self.asked[*n].from.clone()).collect() };
        if whose.is_empty() {
            self.found.others += 1;
        } else {
            self.doubt(line, whose, Why::Clash);
        }
    }
}

fn is_whole(shares: &[(usize, Money)], amount: Money) -> bool {
    !shares.is_empty() && shares.iter().map(|(_, share)| *share).sum::<Money>() == amount
}

/// A reference on one line.
fn same_line(reference: &str) -> String {
    reference.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The references by which an invoice is known: its own, and the betalingskenmerk of its number.
fn references(invoice: &Invoice) -> Vec<String> {
    let own = invoice.payment_reference.as_deref().map(payment_reference::plain).filter(|reference| reference.len() > 5);
    let number = invoice.number.as_deref();
    let by_number = number.filter(|number| !number.contains(char::is_alphabetic)).and_then(payment_reference::betalingskenmerk);
    own.into_iter().chain(by_number).chain(number.and_then(payment_reference::rf)).collect::<BTreeSet<_>>().into_iter().collect()
}
