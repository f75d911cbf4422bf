//! What was given in a period: contributions of every kind, and the hours of roles that nobody pays for (A14, B12, B13).

mod effort;

use std::collections::BTreeSet;

use crate::answers::vacancies::last_day_of;
use crate::answers::{Holding, Seated, exists, holders};
use crate::date::{Date, VagueDate};
use crate::handbook::community::contribution;
use crate::record::Record;
use crate::record::finance::Budget;
use crate::record::index::Kinds;
use crate::record::participant::{Given, Participant, Person};
use crate::record::values::Id;
use crate::record::work::{Compensation, Role, Staffing};
use crate::source::layout::FileKind;
use crate::text::Text;

pub use effort::Effort;

/// A first and a last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Date,
    pub until: Date,
}

impl Span {
    /// Whether something happened in it, whatever a vague date may mean.
    pub fn holds(self, on: VagueDate) -> bool {
        on.first() >= self.from && on.last() <= self.until
    }

    fn days(self) -> i64 {
        self.until.days_since(self.from) + 1
    }
}

/// A contribution, and what it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Gift<'a> {
    /// In whose file it stands.
    pub organisation: &'a Participant,
    /// The person who gave it; none where it was the organisation.
    pub person: Option<&'a Id>,
    pub given: &'a Given,
    pub kind: Text,
    pub points: u32,
    /// None where nobody wrote them down.
    pub hours: Effort,
}

/// The hours that somebody gave in a role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Time<'a> {
    pub role: &'a Role,
    /// None where it is not known for whom somebody works.
    pub organisation: Option<&'a Id>,
    pub person: Option<&'a Id>,
    pub hours: Effort,
}

/// Hours that were agreed to count towards a contribution, as far as they fall in the period.
#[derive(Debug, Clone, PartialEq)]
pub struct InKind<'a> {
    pub organisation: &'a Id,
    pub role: Option<&'a Role>,
    pub what: Option<&'a str>,
    pub hours: Effort,
    /// What of these each person gave who held the role, as long as they did.
    pub by: Vec<(&'a Id, Effort)>,
    /// Whether these are hours of a role that are counted there already.
    pub counted: bool,
}

/// Without these files nobody knows what was given.
pub const NEEDS: &[FileKind] =
    &[FileKind::Collaboration, FileKind::Community, FileKind::People, FileKind::Participant, FileKind::Role, FileKind::Budget];

/// Everything that was given in a period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Giving<'a> {
    /// By day.
    pub gifts: Vec<Gift<'a>>,
    pub time: Vec<Time<'a>>,
    pub in_kind: Vec<InKind<'a>>,
}

/// What was given in a period, as far as it is over on the day of judgement.
pub fn giving(record: &Record, span: Span) -> Giving<'_> {
    let over = Span { from: span.from, until: span.until.min(record.on) };
    if over.days() <= 0 {
        return Giving::default();
    }
    let time = time(record, over);
    let in_kind = in_kind(record, over, &time);
    // Of a year that is not over yet what is dated with the year was given already.
    Giving { gifts: gifts(record, |on| span.holds(on) && on.first() <= record.on), time, in_kind }
}

/// For whom somebody gives time: whoever is hired for the organisation in whose file they stand, which pays for it.
pub fn gives_for<'a>(record: &'a Record, person: &Person) -> Option<&'a Id> {
    let hiring = person.employer.as_ref().and_then(|id| record.organisation(id)).map(|one| &one.id);
    hiring.or_else(|| record.organisation_of(person))
}

/// What a kind of contribution is called and weighs: as the record says, else as the handbook's list does; an own kind weighs 1.
pub fn kind<'a>(record: &'a Record, id: &'a str) -> (Text, u32) {
    let standard = contribution(id);
    let own = record.community.iter().flat_map(|community| &community.contribution_kind).find(|own| own.id.as_str() == id);
    let named = own.and_then(|own| own.what.as_deref()).map(Text::same);
    let name = named.or_else(|| standard.map(|one| one.name.clone())).unwrap_or_else(|| Text::same(id));
    let points = own.and_then(|own| own.points).or_else(|| standard.map(|one| one.points)).unwrap_or(1);
    (name, points)
}

/// The contributions of certain days, by day.
pub fn gifts(record: &Record, when: impl Fn(VagueDate) -> bool) -> Vec<Gift<'_>> {
    let all = record.participants.values().flat_map(|one| one.contribution.iter().map(move |given| (one, given)));
    let mut found: Vec<Gift<'_>> = all
        .filter(|(_, given)| when(given.on))
        .map(|(organisation, given)| {
            let (kind, points) = kind(record, &given.kind);
            let person = given.by.as_ref().and_then(|by| person(record, by));
            Gift {
                organisation,
                person,
                given,
                kind,
                points,
                hours: given.hours.map_or_else(Effort::default, |hours| Effort::written(hours.0)),
            }
        })
        .collect();
    found.sort_by_key(|gift| (gift.given.on.first(), &gift.organisation.id));
    found
}

fn person<'a>(record: &'a Record, who: &Id) -> Option<&'a Id> {
    let (id, _) = record.index.plain(who);
    record.people.get_key_value(id.as_ref()).filter(|_| record.index.meant(who).has(Kinds::PERSON)).map(|(id, _)| id)
}

/// The time of the roles that somebody holds without being paid. The hours of a role are those of all who hold it together.
fn time(record: &Record, span: Span) -> Vec<Time<'_>> {
    let mut found = Vec::new();
    let unpaid = |role: &&Role| role.compensation != Some(Compensation::Paid) && role.staffing != Some(Staffing::External);
    for role in record.roles.values().filter(unpaid) {
        let Some(weekly) = role.hours.map(|hours| hours.0).filter(|hours| *hours > 0.0) else { continue };
        let mut shares: Vec<(Option<&Id>, Option<&Id>, Effort)> = Vec::new();
        for (from, until) in stretches(record, role, span) {
            let Holding::Held(held) = holders(record, role, from) else { continue };
            if !exists(role, from) {
                continue;
            }
            let votes = held.iter().filter(|one| one.holder.is_none_or(|(_, one)| one.voting != Some(false)));
            let votes: Vec<&Seated<'_>> = votes.filter(|one| !is_over(record, one.who, from)).collect();
            let among = i64::try_from(votes.len()).unwrap_or(i64::MAX / 7);
            let each = Effort::worked_out(weekly, Span { from, until }.days(), 7 * among);
            for seated in votes {
                let (organisation, person) = who(record, seated, from);
                match shares.iter_mut().find(|(a, b, _)| (*a, *b) == (organisation, person)) {
                    Some((.., sum)) => *sum += each,
                    None => shares.push((organisation, person, each)),
                }
            }
        }
        let known = shares.into_iter().filter(|(organisation, person, _)| organisation.is_some() || person.is_some());
        found.extend(known.map(|(organisation, person, hours)| Time { role, organisation, person, hours }));
    }
    found.retain(|one| !one.hours.is_nothing());
    found
}

/// For whom and as whom somebody holds a role; where a role sits in a body whoever alone holds that role.
fn who<'a>(record: &'a Record, seated: &Seated<'a>, day: Date) -> (Option<&'a Id>, Option<&'a Id>) {
    if let Some(role) = record.role(seated.who) {
        return match holders(record, role, day) {
            Holding::Held(held)
                if held.len() == 1 && !is_over(record, held[0].who, day) && !record.index.meant(held[0].who).has(Kinds::ROLE) =>
            {
                who(record, &held[0], day)
            }
            _ => (None, None),
        };
    }
    let person = person(record, seated.who);
    let named = seated.holder.and_then(|(_, holder)| holder.for_organisation.as_ref());
    let known = |id: &Id| record.participants.get_key_value(record.index.plain(id).0.as_ref()).map(|(id, _)| id);
    let employer = || gives_for(record, record.people.get(person?)?);
    (named.and_then(known).or_else(employer).or_else(|| known(seated.who).filter(|_| person.is_none())), person)
}

/// Whether somebody had gone by a day, or the organisation for which they came.
fn is_over(record: &Record, who: &Id, day: Date) -> bool {
    last_day_of(record, who).is_some_and(|last| last < day)
}

/// The parts of a period in which the same people hold a role.
fn stretches(record: &Record, role: &Role, span: Span) -> Vec<(Date, Date)> {
    let terms = role.holder.iter().flat_map(|one| [one.from.map(VagueDate::first), one.until.map(|until| until.last().plus_days(1))]);
    let turns = role.turn.iter().flat_map(|turn| [Some(turn.from), turn.until.map(|until| until.plus_days(1))]);
    let own = [role.from.map(VagueDate::first), role.until.map(|until| until.last().plus_days(1))];
    let whose = role.holder.iter().map(|one| &one.who).chain(role.turn.iter().map(|turn| &turn.who));
    let gone = whose.map(|who| last_day_of(record, who).map(|last| last.plus_days(1)));
    let mut begins: BTreeSet<Date> =
        terms.chain(turns).chain(own).chain(gone).flatten().filter(|day| *day > span.from && *day <= span.until).collect();
    begins.insert(span.from);
    let begins: Vec<Date> = begins.into_iter().collect();
    let ends = begins.iter().skip(1).map(|next| next.plus_days(-1)).chain([span.until]);
    begins.iter().copied().zip(ends).collect()
}

/// Hours that were agreed to count towards a contribution; of a budget of which a part falls in the period that part.
fn in_kind<'a>(record: &'a Record, span: Span, time: &[Time<'a>]) -> Vec<InKind<'a>> {
    let mut found = Vec::new();
    for budget in &record.budgets {
        let Some(year) = of_budget(budget) else { continue };
        let shared = Span { from: year.from.max(span.from), until: year.until.min(span.until) };
        if shared.days() <= 0 || year.days() <= 0 {
            continue;
        }
        for one in &budget.in_kind {
            let role = one.role.as_ref().and_then(|role| record.roles.get(record.index.plain(role).0.as_ref()));
            let known = record.participants.get_key_value(record.index.plain(&one.participant).0.as_ref());
            let (Some(hours), Some((organisation, giver))) = (one.hours, known) else { continue };
            // Whoever has left gives nothing any more.
            let days = Span { until: giver.left.map_or(shared.until, |left| left.last().min(shared.until)), ..shared }.days();
            let counted = role.is_some_and(|role| time.iter().any(|time| time.role.id == role.id));
            let hours = Effort::worked_out(hours.0, days, year.days());
            let by = role.map(|role| by_person(role, organisation, shared, time, hours)).unwrap_or_default();
            found.push(InKind { organisation, role, what: one.what.as_deref(), hours, by, counted });
        }
    }
    found.retain(|one| !one.hours.is_nothing());
    found
}

/// What each person gave of hours in kind for a role: no more than their part of the time that the role asks in these days.
fn by_person<'a>(role: &Role, organisation: &Id, span: Span, time: &[Time<'a>], hours: Effort) -> Vec<(&'a Id, Effort)> {
    let asked = role.hours.map_or_else(Effort::default, |weekly| Effort::worked_out(weekly.0, span.days(), 7));
    let own = time.iter().filter(|time| time.role.id == role.id && time.organisation == Some(organisation));
    let mut left = hours;
    let mut found = Vec::new();
    for (person, given) in own.filter_map(|time| Some((time.person?, time.hours))) {
        let part = hours.times(given, asked).min(left);
        left = left - part;
        found.push((person, part));
    }
    found
}

/// The days that a budget is about.
pub fn of_budget(budget: &Budget) -> Option<Span> {
    match &budget.period {
        Some(period) => Some(Span { from: period.from, until: period.until }),
        None => Some(Span { from: Date::of(budget.year, 1, 1)?, until: Date::of(budget.year, 12, 31)? }),
    }
}

impl Giving<'_> {
    /// The hours of roles, of contributions, and those in kind that are no hours of a role.
    pub fn hours(&self) -> Effort {
        let beside = self.in_kind.iter().filter(|one| !one.counted).map(|one| one.hours);
        self.time.iter().map(|one| one.hours).chain(beside).chain(self.gifts.iter().map(|one| one.hours)).sum()
    }

    pub fn points(&self) -> u32 {
        self.gifts.iter().map(|one| one.points).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.gifts.is_empty() && self.hours().is_nothing()
    }
}
