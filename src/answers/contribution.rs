//! The contribution: what a budget asks of each payer, exact to the cent, with every step by which it came about (A4).

pub mod division;
pub mod exact;
pub mod gap;
pub mod instalments;
pub mod keys;
pub mod need;
pub mod newcomer;
pub mod payers;
pub mod settled;
pub mod shared;
pub mod spells;
pub mod units;

use std::collections::BTreeSet;

use crate::answers::contribution::division::Bound;
use crate::answers::contribution::exact::{Decimal, MOST, Share};
use crate::answers::contribution::gap::{Gap, Said};
use crate::answers::contribution::keys::{Frame, amounts};
use crate::answers::contribution::need::{Need, need};
use crate::answers::contribution::payers::{Span, Taking, payers};
use crate::answers::contribution::settled::{Settled, settle, untaxed_gift};
use crate::answers::contribution::spells::Spell;
use crate::answers::contribution::units::{Count, Unit};
use crate::date::Date;
use crate::money::{Currency, Money};
use crate::record::Record;
use crate::record::finance::{Budget, Class, Contribution, Key, Obligation, ProRata};
use crate::record::participant::Participant;
use crate::record::values::Id;
use crate::source::layout::product;

/// Who pays, other than the record says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'a> {
    /// As if these had never taken part.
    pub without: &'a [Id],
    /// As if this one took part too, from the day on which it joined.
    pub joining: Option<(&'a Participant, Joins)>,
}

/// How somebody who is only asked about counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    /// Beside the others: at the rate of their division, which stays as it is.
    Beside,
    /// As one of them: what is divided is divided anew.
    Among,
}

/// What a budget asks.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub budget: &'a Budget,
    /// The product whose budget it is; none for that of the collaboration itself.
    pub product: Option<&'a str>,
    pub contribution: &'a Contribution,
    pub currency: Currency,
    pub from: Date,
    pub until: Date,
    /// The day whose numbers of inhabitants count.
    pub reference: Date,
    pub need: Need,
    /// How a total was divided; none where the key asks fixed amounts.
    pub divided: Option<Divided>,
    /// By id; who is only asked about stands last.
    pub payers: Vec<Payer<'a>>,
    pub notes: Vec<Note>,
}

/// How a total was divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divided {
    /// What was divided in all, fixed parts included.
    pub total: Money,
    /// The fixed part of each, and how many there are; nothing but for `fixed-plus-inhabitants`.
    pub fixed: Option<(Money, usize)>,
    /// What remained after fixed parts, minima and maxima, and the weights over which it was divided.
    pub rest: Money,
    pub weights: i128,
    /// Whether nobody takes part on the first day, so that weights count for the part of the period.
    pub by_part: bool,
}

/// What is worth saying, and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// It is joining, but the record does not say from which day.
    Undated(Id),
    /// In kind, of somebody who pays nothing here.
    InKindOfOther(Id),
    /// An amount of its own for somebody who pays nothing here.
    OverrideOfOther(Id),
    /// A municipality for which two pay.
    Twice { name: String, first: Id, second: Id },
    /// Has an amount of its own and no number of inhabitants, so it has no share in the division.
    Unweighed(Id),
    /// Its dues change within the period, and the budget counts nothing pro rata: those of its first day hold.
    Changing(Id),
    /// Effort that was agreed and stands in no cost: contributions bring in that much less money than the costs come to.
    EffortBeside(Money),
    /// The record does not say how the contribution is taxed.
    NoVat,
}

/// What one payer is asked, step by step.
#[derive(Debug, Clone)]
pub struct Payer<'a> {
    pub taking: Taking<'a>,
    /// Itself, or those whom it represents where it pays the sum of theirs. Empty where an amount of its own makes them idle.
    pub units: Vec<Paid<'a>>,
    /// What the units come to, each for its part of the period; none where they were not worked out.
    pub by_key: Option<Money>,
    pub own: Option<Own<'a>>,
    /// What is asked for the period, without VAT and before effort in kind.
    pub amount: Money,
    pub settled: Settled<'a>,
}

/// An amount of its own: agreed with one, whatever the key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own<'a> {
    pub amount: Money,
    pub reason: Option<&'a str>,
    pub by: OwnBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnBy {
    /// An `override` of the budget.
    Override,
    /// The amount of a `membership`.
    Membership,
}

/// What a unit comes to.
#[derive(Debug, Clone)]
pub struct Paid<'a> {
    pub unit: Unit<'a>,
    pub how: How<'a>,
    /// The fixed part, for the whole period and for its part of it.
    pub fixed: Option<(Money, Money)>,
    /// The rest, likewise.
    pub rest: (Money, Money),
    /// The minimum or the maximum that it came up against.
    pub bound: Option<Bound>,
    /// The days for which it is, where other dues hold in another part of the period.
    pub spell: Option<Spell>,
}

impl Paid<'_> {
    /// For the whole period.
    pub fn full(&self) -> Money {
        self.rest.0 + self.fixed.map_or(Money(0), |(full, _)| full)
    }

    /// For the part of the period in which it takes part.
    pub fn amount(&self) -> Money {
        self.rest.1 + self.fixed.map_or(Money(0), |(_, part)| part)
    }
}

/// How a unit's amount came about.
#[derive(Debug, Clone)]
pub enum How<'a> {
    /// A share of what was divided over so much, before rounding: for whoever a minimum or a maximum holds, of what was divided when it did.
    Share { share: Share, divided: Money, over: i128, weight: i128, in_division: bool },
    /// The price of a class, chosen by the membership or by inhabitants.
    Class { class: &'a Class, by_membership: bool, non_member: bool },
    /// Parts of the inhabitants, each at its own rate.
    Brackets { steps: Vec<(u32, Decimal)>, exact: Share },
    /// An amount that was agreed.
    Own(Own<'a>),
}

impl Asked<'_> {
    /// Those who pay, without who stands beside them.
    pub fn paying(&self) -> impl Iterator<Item = &Payer<'_>> {
        self.payers.iter().filter(|payer| !payer.taking.is_beside)
    }

    /// What all payers together are asked, without VAT and before effort in kind.
    pub fn sum(&self) -> Money {
        self.paying().map(|payer| payer.amount).sum()
    }

    /// More than the budget needs, or less, whatever total was set; none where the need is not known.
    pub fn difference(&self) -> Option<Money> {
        Some(self.sum() - self.need.left.or(self.need.wanted)?)
    }

    pub fn is_voluntary(&self) -> bool {
        self.contribution.obligation == Some(Obligation::Voluntary)
    }

    /// Whether what one pays depends on who else does.
    pub fn is_divided(&self) -> bool {
        self.divided.is_some()
    }
}

/// Whether a key divides a total: what one pays then depends on who else pays. Fixed amounts bring in what they bring in;
/// `fixed-plus-inhabitants` with brackets has a rate and divides nothing.
pub fn divides(contribution: &Contribution) -> bool {
    match contribution.key {
        Key::Equal | Key::Inhabitants => true,
        Key::FixedPlusInhabitants => contribution.bracket.is_empty(),
        Key::Classes | Key::Brackets | Key::Amounts => false,
    }
}

/// The product of a budget's own folder; none for the collaboration's.
pub fn product_of(budget: &Budget) -> Option<&str> {
    product(budget.file.as_str())
}

/// The budgets of a year: the collaboration's own, then those of products.
pub fn budgets(record: &Record, year: i32) -> Vec<&Budget> {
    let mut found: Vec<&Budget> = record.budgets.iter().filter(|budget| budget.year == year).collect();
    found.sort_by_key(|budget| product_of(budget));
    found
}

/// What a budget asks of whom (A4, A11, A12); none where it has no `[contribution]`. Nothing is guessed: whatever is needed and not
/// known is a gap, and all gaps are told.
///
/// Whoever joins later pays the rate of the division over those who take part on the first day of the period, so that nobody's
/// amount changes once it is invoiced; whoever leaves pays for its part. Where nobody takes part on the first day, each weighs for
/// its part of the period. A month, a half-year, that has begun counts as one.
///
/// # Errors
/// Everything that is not known or contradicts itself.
pub fn contribution<'a>(record: &'a Record, budget: &'a Budget, question: &Question<'a>) -> Result<Option<Asked<'a>>, Vec<Gap>> {
    let Some(contribution) = budget.contribution.as_deref() else { return Ok(None) };
    let Some((from, until)) = period(budget) else {
        return Err(vec![Gap::new(
            &budget.file,
            "its `period` ends before it begins, or is longer than ten years",
            "mend the days of `period`",
        )]);
    };
    let mut said = Said::default();
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    let currency = finances.and_then(|finances| finances.currency.as_deref()).map_or(Some(Currency::EUR), Currency::parse);
    if currency.is_none() {
        let file = record.settings(crate::keys![]).file;
        said.gaps.push(Gap::new(&file, "`currency` is none that is known by three letters", "write the code of ISO 4217, such as EUR"));
    }
    let need = need(budget, record.on, divides(contribution), &mut said.gaps);
    let product = product_of(budget);
    let reference = contribution.inhabitants_on.or_else(|| Date::of(from.year() - 1, 1, 1)).unwrap_or(from);
    let span = Span { from, until, product, pro_rata: contribution.pro_rata.unwrap_or(ProRata::None) };
    let taking = payers(record, &span, question, &mut said);
    let frame = Frame { record, budget, contribution };
    let (reckoned, divided) = amounts(&frame, &span, &need, taking, question, &mut said);
    let vat = finances.and_then(|finances| finances.vat.as_ref()).map(|vat| untaxed_gift(contribution, vat));
    let payers: Vec<Payer<'a>> = reckoned.into_iter().map(|one| settle(&frame, vat, one, &mut said)).collect();
    let all: i128 = payers.iter().map(|payer| i128::from(payer.settled.gross.0) + i128::from(payer.amount.0)).sum();
    if all > i128::from(MOST) {
        said.gaps.push(Gap::new(&budget.file, "the amounts are too large to be added up", "mend what is much too large"));
    }
    if !said.gaps.is_empty() {
        dedup(&mut said.gaps);
        return Err(said.gaps);
    }
    let others = of_others(&frame, &payers, question);
    said.notes.extend(others);
    let agreed: Money = budget.in_kind.iter().map(|given| given.value).sum();
    if agreed > need.effort && need.left.is_some() {
        said.notes.push(Note::EffortBeside(agreed - need.effort));
    }
    if vat.is_none() {
        said.notes.push(Note::NoVat);
    }
    dedup(&mut said.notes);
    let (currency, notes) = (currency.unwrap_or(Currency::EUR), said.notes);
    Ok(Some(Asked { budget, product, contribution, currency, from, until, reference, need, divided, payers, notes }))
}

/// What the budget has for those who do not pay.
fn of_others(frame: &Frame<'_>, payers: &[Payer<'_>], question: &Question<'_>) -> Vec<Note> {
    let paying: BTreeSet<&str> =
        payers.iter().flat_map(|payer| payer.units.iter().map(|paid| paid.unit.id.as_str()).chain([payer.taking.id.as_str()])).collect();
    let other = |id: &Id| {
        let plain = Id::new(&frame.record.index.plain(id).0);
        (!paying.contains(plain.as_str()) && !question.without.contains(&plain)).then_some(plain)
    };
    let in_kind = frame.budget.in_kind.iter().filter_map(|one| other(&one.participant)).map(Note::InKindOfOther);
    let overrides = frame.contribution.overrides.iter().filter_map(|one| other(&one.participant)).map(Note::OverrideOfOther);
    in_kind.chain(overrides).collect()
}

/// The first and the last day that a budget is for; the calendar year where it does not say.
fn period(budget: &Budget) -> Option<(Date, Date)> {
    let (from, until) = match &budget.period {
        Some(period) => (period.from, period.until),
        None => (Date::of(budget.year, 1, 1)?, Date::of(budget.year, 12, 31)?),
    };
    (from <= until && until < from.plus_months(120)).then_some((from, until))
}

fn dedup<T: PartialEq>(all: &mut Vec<T>) {
    let mut n = 0;
    while n < all.len() {
        if all[..n].contains(&all[n]) {
            all.remove(n);
        } else {
            n += 1;
        }
    }
}

/// The numbers of inhabitants that a payer's amount rests on, together.
pub fn counted(payer: &Payer<'_>) -> Option<Count> {
    let units = each_once(payer);
    let counts: Vec<&Count> = units.iter().filter_map(|paid| paid.unit.count.as_ref()).collect();
    match counts[..] {
        [] => None,
        [one] => Some(one.clone()),
        _ if counts.len() < units.len() => None,
        _ => Some(Count::sum(units.iter().filter_map(|paid| Some((paid.unit.name.clone(), paid.unit.count.clone()?))).collect())),
    }
}

/// What a payer's amount is made of, each unit once: of one that pays by other dues later in the period, its first.
pub fn each_once<'p, 'a>(payer: &'p Payer<'a>) -> Vec<&'p Paid<'a>> {
    payer.units.iter().filter(|paid| paid.spell.is_none_or(|spell| spell.from == payer.taking.from)).collect()
}
