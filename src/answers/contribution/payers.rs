//! Who pays in a period, and for which part of it.

use crate::answers::contribution::exact::months_begun;
use crate::answers::contribution::gap::{Gap, Said};
use crate::answers::contribution::{Joins, Note, Question};
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::finance::ProRata;
use crate::record::participant::{Membership, Participant, Status};
use crate::record::values::{Id, TakesPart};

/// The period of a budget, and how parts of it count.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    pub from: Date,
    pub until: Date,
    pub product: Option<&'a str>,
    pub pro_rata: ProRata,
}

/// Somebody who pays, and from when until when within the period.
#[derive(Debug, Clone, Copy)]
pub struct Taking<'a> {
    pub id: &'a Id,
    pub one: &'a Participant,
    pub from: Date,
    pub until: Date,
    pub portion: Portion,
    /// Whether it takes part on the first day of the period.
    pub from_start: bool,
    pub joins: Joining,
    /// The dues in force on its first day of the period.
    pub membership: Option<&'a Membership>,
    /// Who is only asked about stands beside the division, where the question says so.
    pub is_beside: bool,
}

/// A part of the period, in months, half-years or days; one of one where it is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portion {
    pub parts: u32,
    pub of: u32,
}

/// Whether its first day lies within the period, so that a joining fee is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    Before,
    Within,
    /// The record only says by when it had joined.
    Unclear,
}

/// The earliest and the latest day that a date may mean.
type Range = (Date, Date);

impl Span<'_> {
    /// The part of the period between two days within it. What has begun counts whole: a month, a half-year.
    pub fn portion(&self, from: Date, until: Date) -> Portion {
        if from > until {
            return Portion { parts: 0, of: 1 };
        }
        let months = |day| months_begun(self.from, day);
        let halves = |day| months(day).div_ceil(6);
        let days = |from: Date, until: Date| u32::try_from(until.days_since(from) + 1).unwrap_or(1);
        let (parts, of) = match self.pro_rata {
            ProRata::Months => (months(until) - months(from) + 1, months(self.until)),
            ProRata::HalfYear => (halves(until) - halves(from) + 1, halves(self.until)),
            ProRata::Days => (days(from, until), days(self.from, self.until)),
            ProRata::None => (1, 1),
        };
        Portion { parts, of }
    }

    fn overlaps(&self, membership: &Membership) -> bool {
        membership.from.is_none_or(|from| from.first() <= self.until) && membership.until.is_none_or(|until| until.last() >= self.from)
    }
}

/// Who pays, by id, and last who is only asked about. The collaboration's own budget asks whoever is a party in its period, and
/// who takes no part but has a membership; that of a product asks whoever has a membership of it, party or not.
pub fn payers<'a>(record: &'a Record, span: &Span<'_>, question: &Question<'a>, said: &mut Said) -> Vec<Taking<'a>> {
    let mut found = Vec::new();
    let joining = question.joining.map(|(one, _)| one);
    for one in record.participants.values() {
        if joining.is_some_and(|other| other.id == one.id) || question.without.contains(&one.id) {
            continue;
        }
        found.extend(taking(record, one, span, said));
    }
    if let Some((one, joins)) = question.joining {
        let beside = joins == Joins::Beside;
        let taking = taking(record, one, span, said).map(|taking| Taking { is_beside: beside, ..taking });
        // One of them is who has taken part as long as they have.
        let from_first =
            |taking: Taking<'a>| Taking { from: span.from, from_start: true, portion: span.portion(span.from, taking.until), ..taking };
        found.extend(taking.map(|taking| if beside { taking } else { from_first(taking) }));
        if !beside {
            found.sort_by_key(|taking| taking.id);
        }
    }
    found
}

fn taking<'a>(record: &Record, one: &'a Participant, span: &Span<'_>, said: &mut Said) -> Option<Taking<'a>> {
    let is_party = one.takes_part.unwrap_or(if one.supplier { TakesPart::No } else { TakesPart::Yes }) == TakesPart::Yes;
    let of_this = |dues: &&Membership| dues.product.as_ref().map(|id| record.index.plain(id).0).as_deref() == span.product;
    let dues: Vec<&Membership> = one.membership.iter().filter(of_this).filter(|dues| span.overlaps(dues)).collect();
    let by_dues = span.product.is_some() || !is_party;
    let gone = one.status == Some(Status::Left) && one.left.is_none();
    if gone || by_dues && dues.is_empty() {
        return None;
    }
    if !by_dues {
        match one.status {
            Some(Status::Interested) => return None,
            Some(Status::Joining) if one.joined.is_none() => {
                said.notes.push(Note::Undated(one.id.clone()));
                return None;
            }
            None if one.joined.is_none() && one.interest.is_some() => return None,
            _ => {}
        }
    }
    let open = (span.from, span.until);
    let mut start = one.joined.map_or((Date(chrono::NaiveDate::MIN), Date(chrono::NaiveDate::MIN)), earliest);
    let mut end = one.left.map_or((Date(chrono::NaiveDate::MAX), Date(chrono::NaiveDate::MAX)), earliest);
    if by_dues {
        let first = dues.iter().map(|dues| dues.from.map_or(start, earliest)).min().unwrap_or(start);
        let last = dues.iter().map(|dues| dues.until.map_or(end, earliest)).max_by_key(|(_, last)| *last).unwrap_or(end);
        start = (start.0.max(first.0), start.1.max(first.1));
        end = (end.0.min(last.0), end.1.min(last.1));
    }
    if start.0 > open.1 || end.1 < open.0 || end.1 < start.0 {
        return None;
    }
    let widest = (start.0.max(open.0), end.1.min(open.1));
    let narrowest = (start.1.max(open.0), end.0.min(open.1));
    let portion = span.portion(widest.0, widest.1);
    if span.portion(narrowest.0, narrowest.1) != portion || narrowest.0 > open.1 {
        let what =
            format!("from or until which day `{}` takes part is not known well enough to say which part of the period it pays", one.id);
        said.gaps.push(Gap::new(&one.file, &what, "write the day of `joined` or `left`"));
    }
    let joins = if start.1 < open.0 {
        Joining::Before
    } else if start.0 >= open.0 && start.1 <= open.1 {
        Joining::Within
    } else {
        Joining::Unclear
    };
    let in_force = |dues: &&Membership| {
        dues.from.is_none_or(|from| from.first() <= widest.0) && dues.until.is_none_or(|until| until.last() >= widest.0)
    };
    let current: Vec<&Membership> = dues.iter().filter(|dues| in_force(dues)).copied().collect();
    let says = |dues: &Membership| (dues.class.clone(), dues.member, dues.amount, dues.joining_fee_waived, dues.instalments.clone());
    if current.iter().any(|dues| says(dues) != says(current[0])) {
        let what = format!("`{}` has two memberships at once that say different things", one.id);
        said.gaps.push(Gap::new(&one.file, &what, "end one of them with `until`"));
    }
    let membership = current.first().or(dues.iter().min_by_key(|dues| dues.from.map(VagueDate::first))).copied();
    Some(Taking {
        id: &one.id,
        one,
        from: widest.0,
        until: widest.1,
        portion,
        from_start: widest.0 == open.0,
        joins,
        membership,
        is_beside: false,
    })
}

/// The days that a date may mean; `by` a day may be any before it.
fn earliest(date: VagueDate) -> Range {
    match date {
        VagueDate::By(day) => (Date(chrono::NaiveDate::MIN), day),
        _ => (date.first(), date.last()),
    }
}
