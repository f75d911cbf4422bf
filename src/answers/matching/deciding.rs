//! What becomes of a line that is not on record: booked where it is certain, left to people where it may be a participant's.

use std::collections::BTreeSet;

use crate::answers::matching::told::Told;
use crate::answers::matching::{Asked, BY_HAND_DAYS, Booking, Doubt, Hits, Matching, Why};
use crate::imports::camt053::Line;
use crate::money::Money;
use crate::record::finance::Payment;
use crate::record::values::Id;

/// So many sums are tried of what a batch without amounts may consist of.
const MOST_SUMS: usize = 20_000;

impl Matching<'_> {
    /// A line in which invoices are named.
    pub(super) fn named(&mut self, line: &Line, hits: &Hits) {
        let whose = self.whose(line);
        let supported = |asked: &Asked<'_>| whose.contains(&asked.from);
        let exact = |asked: &Asked<'_>| asked.number.is_some() && (line.amount == asked.open || line.amount == asked.net);
        let all: Vec<usize> = hits.all.iter().copied().collect();
        if line.amount.0 < 0 {
            return self.paid_back(line, hits, &whose);
        }
        // A reference with check digits is known to whoever was sent the invoice; a number stands in other texts too.
        let is_of_others = |n: &usize| !hits.sure.contains(n) && self.is_of_others(line, &self.asked[*n]);
        if let [one] = all.as_slice() {
            let asked = &self.asked[*one];
            let rivals = if exact(asked) { Vec::new() } else { self.rivals(line, asked) };
            return if !rivals.is_empty() {
                self.doubt(line, &[rivals, all].concat(), Why::AnotherFits);
            } else if is_of_others(one) {
                self.doubt(line, &all, Why::OtherAccount);
            } else if hits.sure.contains(one) || supported(asked) || exact(asked) {
                self.book(line, &[(*one, line.amount)]);
            } else {
                self.doubt(line, &all, Why::Unsupported);
            };
        }
        let shares = [self.shares(&all, |asked| asked.net), self.shares(&all, |asked| asked.open)];
        if let Some(shares) = shares.into_iter().find(|shares| is_whole(shares, line.amount)) {
            return if all.iter().any(is_of_others) {
                self.doubt(line, &all, Why::OtherAccount);
            } else {
                self.book(line, &shares);
            };
        }
        let sure: Vec<usize> = hits
            .sure
            .iter()
            .copied()
            .filter(|n| exact(&self.asked[*n]) || hits.sure.len() == 1 && self.asked[*n].number.is_none())
            .collect();
        // The reference of one and the number of another: either may be meant.
        match sure.as_slice() {
            [one] if all.len() == hits.sure.len() => self.book(line, &[(*one, line.amount)]),
            _ => self.doubt(line, &all, Why::Several),
        }
    }

    /// What goes back, or is turned back, of invoices that it names.
    fn paid_back(&mut self, line: &Line, hits: &Hits, whose: &BTreeSet<Id>) {
        let all: Vec<usize> = hits.all.iter().copied().collect();
        let received = |n: usize| self.asked[n].received.iter().copied().sum::<Money>();
        let is_theirs = |n: &usize| {
            let asked = &self.asked[*n];
            hits.sure.contains(n) || whose.contains(&asked.from) || line.amount == asked.open
        };
        let theirs: Vec<usize> = all.iter().copied().filter(is_theirs).collect();
        let shares = self.shares(&theirs, |asked| asked.net);
        if shares.len() > 1 && is_whole(&shares, -line.amount) && shares.iter().all(|(n, share)| received(*n) >= *share) {
            let back: Vec<(usize, Money)> = shares.into_iter().map(|(n, share)| (n, -share)).collect();
            return self.book(line, &back);
        }
        let fits: Vec<usize> = theirs.iter().copied().filter(|n| received(*n) >= -line.amount).collect();
        match fits.as_slice() {
            [one] => self.book(line, &[(*one, line.amount)]),
            // What is paid to others may have any number.
            [] if theirs.is_empty() => self.found.others += 1,
            [] => self.doubt(line, &theirs, Why::NotReceived),
            _ => self.doubt(line, &fits, Why::Several),
        }
    }

    /// A line that names none.
    pub(super) fn unnamed(&mut self, line: &Line) {
        let by_account = line.iban.as_ref().and_then(|iban| self.payers.get(iban)).cloned();
        let is_known = by_account.is_some();
        let whose = by_account.unwrap_or_else(|| self.whose(line));
        let theirs: Vec<usize> = (0..self.asked.len()).filter(|n| whose.contains(&self.asked[*n].from)).collect();
        let numbered: Vec<usize> = theirs.iter().copied().filter(|n| self.asked[*n].number.is_some()).collect();
        let open: Vec<usize> = theirs.iter().copied().filter(|n| self.asked[*n].open.0 > 0).collect();
        let some = |mut fits: Vec<usize>, all: &[usize]| {
            if fits.len() == 1 { Ok(fits.remove(0)) } else { Err(!fits.is_empty() || !all.is_empty()) }
        };
        let found = if line.amount.0 < 0 {
            let over: Vec<usize> = numbered.iter().copied().filter(|n| self.asked[*n].open.0 < 0).collect();
            let exact = over.iter().copied().filter(|n| self.asked[*n].open == line.amount).collect();
            let turned: Vec<usize> = numbered.iter().copied().filter(|n| self.asked[*n].received.contains(&-line.amount)).collect();
            match some(exact, &over) {
                Err(_) if line.is_reversal => some(turned, &numbered),
                found => found,
            }
        } else {
            let exact: Vec<usize> = open.iter().copied().filter(|n| self.asked[*n].open == line.amount).collect();
            let owed: Vec<usize> = open.iter().copied().filter(|n| self.asked[*n].number.is_some()).collect();
            let shares = self.shares(&owed, |asked| asked.open);
            if is_known && exact.is_empty() && shares.len() > 1 && is_whole(&shares, line.amount) {
                return self.book(line, &shares);
            }
            // What was asked of them once may have been paid twice.
            let again: Vec<usize> = theirs.iter().copied().filter(|n| self.asked[*n].net == line.amount).collect();
            some(exact, if owed.is_empty() { &again } else { &owed })
        };
        match found {
            Ok(one) if is_known => self.book(line, &[(one, line.amount)]),
            Ok(one) => self.doubt(line, &[one], Why::NameOnly),
            // A name alone says nothing where the amount does not.
            Err(true) if is_known => self.doubt_of(line, &open, whose, Why::Fits),
            Err(_) => {
                let told = Told::of(line);
                let near: Vec<usize> =
                    open.iter().copied().filter(|n| self.asked[*n].references.iter().any(|one| told.nearly_refers(one))).collect();
                if near.is_empty() { self.found.others += 1 } else { self.doubt(line, &near, Why::Mistyped) }
            }
        }
    }

    /// Several payments of which the bank does not say what each came to. They are a participant's where an invoice is named in them, or
    /// where so many open invoices come to exactly this.
    pub(super) fn lump(&mut self, line: &Line, hits: &Hits) {
        let named: Vec<usize> = hits.all.iter().copied().collect();
        let meant = if named.is_empty() { self.adding_up(line) } else { named };
        if meant.is_empty() {
            self.found.others += 1;
        } else {
            self.doubt(line, &meant, Why::Lump);
        }
    }

    /// The open invoices, as many as the bank says that there are payments, that come to exactly the whole.
    fn adding_up(&self, line: &Line) -> Vec<usize> {
        let open: Vec<usize> = (0..self.asked.len()).filter(|n| self.asked[*n].number.is_some() && self.asked[*n].open.0 > 0).collect();
        let number = line.lump.filter(|number| *number > 1).unwrap_or(open.len());
        if line.amount.0 <= 0 || number < 2 || number > open.len() {
            return Vec::new();
        }
        let amounts: Vec<Money> = open.iter().map(|n| self.asked[*n].open).collect();
        let mut chosen = Vec::new();
        let mut tries = MOST_SUMS;
        if choose(&amounts, 0, number, line.amount, &mut chosen, &mut tries) {
            chosen.into_iter().map(|at| open[at]).collect()
        } else {
            Vec::new()
        }
    }

    /// Whether a line comes from the account of another than who is to pay: of another participant, or of nobody known while theirs is.
    fn is_of_others(&self, line: &Line, asked: &Asked<'_>) -> bool {
        let Some(iban) = &line.iban else { return false };
        match self.payers.get(iban) {
            Some(whose) => !whose.contains(&asked.from),
            None => self.payers.values().any(|known| known.contains(&asked.from)) && !self.whose(line).contains(&asked.from),
        }
    }

    /// The invoices of another to whom the account belongs, of which this is exactly what is open: then what was typed is perhaps wrong.
    fn rivals(&self, line: &Line, asked: &Asked<'_>) -> Vec<usize> {
        let Some(whose) = line.iban.as_ref().and_then(|iban| self.payers.get(iban)) else { return Vec::new() };
        if whose.contains(&asked.from) {
            return Vec::new();
        }
        let is_rival = |other: &Asked<'_>| other.number.is_some() && other.open == line.amount && whose.contains(&other.from);
        (0..self.asked.len()).filter(|n| is_rival(&self.asked[*n])).collect()
    }

    /// What each invoice would be paid; none where one of them is a request, or nothing is to be paid of it.
    fn shares(&self, all: &[usize], of: impl Fn(&Asked<'_>) -> Money) -> Vec<(usize, Money)> {
        let shares: Vec<(usize, Money)> = all.iter().map(|n| (*n, of(&self.asked[*n]))).collect();
        let is_right = all.iter().all(|n| self.asked[*n].number.is_some()) && shares.iter().all(|(_, share)| share.0 > 0);
        if is_right { shares } else { Vec::new() }
    }

    fn book(&mut self, line: &Line, shares: &[(usize, Money)]) {
        let all: Vec<usize> = shares.iter().map(|(n, _)| *n).collect();
        let is_among = |payments: &[&Payment], days: i64| {
            let is_same = |one: &&Payment, n: usize, share: Money| {
                let number = self.asked[n].number;
                number.is_some() && one.invoice.as_deref() == number && one.amount == share && one.on.days_since(line.on).abs() <= days
            };
            shares.iter().any(|(n, share)| payments.iter().any(|one| is_same(one, *n, *share)))
        };
        if is_among(&self.by_hand, BY_HAND_DAYS) {
            return self.doubt(line, &all, Why::ByHand);
        }
        if is_among(&self.made_up, 0) {
            return self.doubt(line, &all, Why::Alike);
        }
        let paid_by = line.iban.as_ref().and_then(|iban| self.payers.get(iban)).cloned().unwrap_or_default();
        for (at, (n, share)) in shares.iter().enumerate() {
            let asked = &mut self.asked[*n];
            asked.open = asked.open - *share;
            asked.received.push(*share);
            if share.0 > 0 {
                self.came_in.insert(*n);
            }
            let reference = on_one_line(&line.reference);
            self.found.bookings.push(Booking {
                on: line.on,
                amount: *share,
                from: paid_by.first().filter(|_| !paid_by.contains(&asked.from)).unwrap_or(&asked.from).clone(),
                invoice: asked.number.map(str::to_owned),
                reference: if shares.len() == 1 { reference } else { format!("{reference}#{}", at + 1) },
            });
        }
    }

    fn doubt(&mut self, line: &Line, asked: &[usize], why: Why) {
        let whose = asked.iter().map(|n| self.asked[*n].from.clone()).collect();
        self.doubt_of(line, asked, whose, why);
    }

    fn doubt_of(&mut self, line: &Line, asked: &[usize], participants: BTreeSet<Id>, why: Why) {
        self.found.doubts.push(Doubt {
            on: line.on,
            amount: line.amount,
            reference: on_one_line(&line.reference),
            participants,
            invoices: asked.iter().map(|n| self.asked[*n].name.to_owned()).collect(),
            why,
        });
    }

    /// Another line under a reference that is on record, or that another line has: a doubt where it may be a participant's.
    pub(super) fn clash(&mut self, line: &Line, hits: &Hits, why: Why) {
        let named: Vec<usize> = hits.all.iter().copied().collect();
        let whose = self.whose(line);
        if !named.is_empty() {
            self.doubt(line, &named, why);
        } else if whose.is_empty() {
            self.found.others += 1;
        } else {
            let is_theirs = |n: &usize| whose.contains(&self.asked[*n].from) && self.asked[*n].open.0 > 0;
            let open: Vec<usize> = (0..self.asked.len()).filter(is_theirs).collect();
            self.doubt_of(line, &open, whose, why);
        }
    }
}

fn is_whole(shares: &[(usize, Money)], amount: Money) -> bool {
    !shares.is_empty() && shares.iter().map(|(_, share)| *share).sum::<Money>() == amount
}

/// A reference on one line.
fn on_one_line(reference: &str) -> String {
    reference.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Chooses so many amounts, from one on, that come to a sum; gives up after so many tries.
fn choose(amounts: &[Money], from: usize, number: usize, sum: Money, chosen: &mut Vec<usize>, tries: &mut usize) -> bool {
    if number == 0 {
        return sum.0 == 0;
    }
    for at in from..amounts.len().saturating_sub(number - 1) {
        if *tries == 0 {
            return false;
        }
        *tries -= 1;
        if amounts[at] > sum {
            continue;
        }
        chosen.push(at);
        if choose(amounts, at + 1, number - 1, sum - amounts[at], chosen, tries) {
            return true;
        }
        chosen.pop();
    }
    false
}
