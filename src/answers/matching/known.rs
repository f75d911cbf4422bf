//! Which lines of the bank are on record: whole, as shares of several invoices, or as parts of a batch.

use std::collections::{BTreeMap, HashMap};

use crate::answers::matching::Hits;
use crate::imports::camt053::Line;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Payment, Payments};

/// How a line stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    New,
    OnRecord,
    /// Something stands under its reference, and it is not this line.
    Clash,
}

/// What is on record under the references of the bank.
pub struct Known<'a> {
    /// By the reference of a line, the shares of it included.
    lines: HashMap<String, Vec<&'a Payment>>,
    /// What the parts of a batch come to, by the reference of the batch.
    parts: HashMap<String, Money>,
}

impl<'a> Known<'a> {
    pub fn of(record: &'a Record) -> Known<'a> {
        let mut known = Known { lines: HashMap::new(), parts: HashMap::new() };
        for payment in record.payments.iter().flat_map(|file| &file.payment) {
            let Some(reference) = payment.bank_reference.as_deref().map(same) else { continue };
            let line = whole(&reference);
            if let Some(batch) = batch(line) {
                let sum = known.parts.entry(batch.to_owned()).or_default();
                *sum = *sum + payment.amount;
            }
            known.lines.entry(line.to_owned()).or_default().push(payment);
        }
        known
    }

    /// How each line stands. Of a batch of which some parts were entered under the reference of the whole, those parts are on record
    /// whose amounts these are, first of the invoices that they name; where no part has such an amount, nobody knows which were meant.
    pub(super) fn states(&self, lines: &[(&Line, Hits)], names: &impl Fn(&Hits, &str) -> bool) -> Vec<State> {
        let mut times: HashMap<String, usize> = HashMap::new();
        for (line, _) in lines {
            *times.entry(same(&line.reference)).or_default() += 1;
        }
        let mut batches: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut states = vec![State::New; lines.len()];
        for (n, (line, _)) in lines.iter().enumerate() {
            let reference = same(&line.reference);
            states[n] = match self.state(line, &reference) {
                State::New if times[&reference] > 1 => State::Clash,
                state => state,
            };
            if let (Some((batch, _)), State::New) = (&line.batch, states[n]) {
                batches.entry(same(batch)).or_default().push(n);
            }
        }
        for (batch, mut left) in batches {
            let recorded = self.under(&batch);
            let sum: Money = recorded.iter().map(|one| one.amount).sum();
            if left.first().and_then(|n| lines[*n].0.batch.as_ref()).is_some_and(|(_, whole)| *whole == sum) {
                for n in left {
                    states[n] = State::OnRecord;
                }
                continue;
            }
            let mut is_explained = true;
            for payment in recorded {
                let amount = |n: &usize| lines[*n].0.amount == payment.amount;
                let is_meant = |n: &usize| payment.invoice.as_deref().is_some_and(|number| names(&lines[*n].1, number));
                let fitting: Vec<usize> = (0..left.len()).filter(|at| amount(&left[*at])).collect();
                let only = fitting.first().copied().filter(|_| fitting.len() == 1);
                match fitting.iter().copied().find(|at| is_meant(&left[*at])).or(only) {
                    Some(at) => states[left.remove(at)] = State::OnRecord,
                    None => is_explained = false,
                }
            }
            if !is_explained {
                for n in left {
                    states[n] = State::Clash;
                }
            }
        }
        states
    }

    fn under(&self, reference: &str) -> &[&'a Payment] {
        self.lines.get(reference).map_or(&[], Vec::as_slice)
    }

    /// A line by its own reference alone.
    fn state(&self, line: &Line, reference: &str) -> State {
        let (own, parts) = (self.under(reference), self.parts.get(reference));
        let sum = own.iter().map(|one| one.amount).sum::<Money>() + parts.copied().unwrap_or_default();
        let is_it = |one: &&Payment| (one.on, one.amount) == (line.on, line.amount);
        if own.is_empty() && parts.is_none() {
            State::New
        } else if sum == line.amount || own.iter().any(is_it) {
            State::OnRecord
        } else {
            State::Clash
        }
    }
}

/// The payment on record that is this line of the bank: under the same reference, or as the same amount of the same invoice under the
/// reference of its batch, or of a part of that.
pub fn recorded<'a>(record: &'a Record, reference: &str, invoice: Option<&str>, amount: Money) -> Option<(&'a Payments, &'a Payment)> {
    let wanted = same(reference);
    let payments = record.payments.iter().flat_map(|file| file.payment.iter().map(move |one| (file, one)));
    let of = |one: &Payment| one.bank_reference.as_deref().map(same);
    let mut found: Vec<_> =
        payments.filter(|(_, one)| of(one).is_some_and(|known| is_line(&known, one, &wanted, invoice, amount))).collect();
    found.sort_by_key(|(_, one)| of(one).as_ref() != Some(&wanted));
    found.into_iter().next()
}

/// Whether two payments are one line of the bank.
pub fn is_same_line(a: &Payment, b: &Payment) -> bool {
    let (Some(known), Some(wanted)) = (a.bank_reference.as_deref(), b.bank_reference.as_deref()) else { return false };
    is_line(&same(known), a, &same(wanted), b.invoice.as_deref(), b.amount)
}

fn is_line(known: &str, one: &Payment, wanted: &str, invoice: Option<&str>, amount: Money) -> bool {
    let within = |a: &str, b: &str| batch(whole(a)) == Some(whole(b));
    known == wanted || one.amount == amount && one.invoice.as_deref() == invoice && (within(known, wanted) || within(wanted, known))
}

/// The reference of a line as it is compared, without its part of a batch and its share.
pub fn batch_of(reference: &str) -> &str {
    let line = whole(reference);
    batch(line).unwrap_or(line)
}

/// A reference as it is compared.
pub fn same(reference: &str) -> String {
    reference.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// The reference of a bank's line, without the number of its share where it was divided over invoices.
fn whole(reference: &str) -> &str {
    numbered(reference, '#').unwrap_or(reference)
}

/// The reference of the batch that a line is a part of.
fn batch(reference: &str) -> Option<&str> {
    numbered(reference, '/')
}

fn numbered(reference: &str, sign: char) -> Option<&str> {
    let (before, number) = reference.rsplit_once(sign)?;
    (!before.is_empty() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(before)
}
