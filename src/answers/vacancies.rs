//! What nobody does yet: roles without a holder, seats on which nobody sits, and roles that somebody holds for the time being.

use crate::answers::audience::Audience;
use crate::answers::presence::{Presence, name, presence_of_role, seated};
use crate::answers::{current, exists, has_left};
use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind, Seat};
use crate::text;
use crate::text::Text;

/// Something for which somebody is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vacancy<'a> {
    pub role: &'a Role,
    pub what: Sought<'a>,
}

/// What is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sought<'a> {
    Holder,
    /// Whoever holds the role does so until somebody is found.
    Successor,
    /// Somebody for a seat with a profile.
    Seat(&'a Seat),
    /// So many members.
    Members(usize),
}

/// Every vacancy on the day of judgement, by the id of its role. What the sources do not say is no vacancy.
pub fn vacancies(record: &Record) -> Vec<Vacancy<'_>> {
    let there = record.roles.values().filter(|role| exists(role, record.on) && role.on_record != Some(false));
    there.flat_map(|role| of_role(record, role)).collect()
}

/// For how many places somebody is sought: a body that misses two members counts for two.
pub fn places(vacancies: &[Vacancy<'_>]) -> usize {
    let of = |vacancy: &Vacancy<'_>| if let Sought::Members(number) = vacancy.what { number } else { 1 };
    vacancies.iter().map(of).sum()
}

/// What an organisation that has left is by the record for all the others still: nobody took it over.
#[derive(Debug, Clone, PartialEq)]
pub struct Deserted<'a> {
    /// By what programs know it.
    pub key: &'static str,
    pub title: Text,
    pub who: &'a Id,
    pub left: Option<VagueDate>,
}

/// The lead and the fund holder, where they have left.
pub fn deserted(record: &Record) -> Vec<Deserted<'_>> {
    let Some(settings) = record.collaboration.as_ref().filter(|one| one.ended.is_none_or(|ended| ended.last() >= record.on)) else {
        return Vec::new();
    };
    let moves_money = settings.finances.is_some() || !record.budgets.is_empty() || !record.invoices.is_empty();
    let gone = |who: &&Id| record.organisation(who).is_some() && record.is_over(who, record.on);
    let (lead, holder) = (settings.lead.as_ref().filter(gone), record.fund_holder().filter(gone).filter(|_| moves_money));
    let one = |key, title, who| Deserted { key, title, who, left: record.departed(who, record.on) };
    let (of_lead, of_holder) = (Text::new("Lead", "Penvoerder"), Text::new("Fund holder", "Kassier"));
    match (lead, holder) {
        (Some(lead), Some(holder)) if lead == holder => {
            vec![one("lead", Text::new("Lead and fund holder", "Penvoerder en kassier"), lead)]
        }
        _ => {
            let lead = lead.map(|who| one("lead", of_lead, who));
            lead.into_iter().chain(holder.map(|who| one("fund-holder", of_holder, who))).collect()
        }
    }
}

impl Deserted<'_> {
    /// That nobody took it over, in a sentence.
    pub fn said(&self, record: &Record, audience: Audience) -> Text {
        let who = name(record, self.who, audience);
        match self.left {
            Some(left) => {
                text!(who, left; en: "{who} left on {left}, and nobody has taken over", nl: "{who} is op {left} vertrokken en niemand heeft het overgenomen")
            }
            None => text!(who; en: "{who} has left, and nobody has taken over", nl: "{who} is vertrokken en niemand heeft het overgenomen"),
        }
    }
}

/// The roles that somebody holds now and nobody will hold from a day on that comes soon, each with the first day without a holder.
/// Of a rota the turns say it, and a body goes on without one of its members.
pub fn coming_free(record: &Record, until: Date) -> Vec<(&Role, Date)> {
    let single = record.roles.values().filter(|role| role.kind != Some(RoleKind::Body) && role.turn.is_empty() && exists(role, record.on));
    let held = single.filter(|role| role.on_record != Some(false) && !seated(record, role).is_empty());
    held.filter_map(|role| Some((role, free_from(record, role)?))).filter(|(role, day)| *day <= until && exists(role, *day)).collect()
}

/// The day after the last on which somebody is there for a role, successors included.
fn free_from(record: &Record, role: &Role) -> Option<Date> {
    let mut last = record.on;
    loop {
        let next = last.plus_days(1);
        let there = role.holder.iter().filter(|one| !one.former && one.from.is_none_or(|from| from.first() <= next));
        let furthest = there.map(|one| last_day(record, one)).filter(|day| day.is_none_or(|day| day > last));
        let mut reached = Vec::new();
        for day in furthest {
            reached.push(day?);
        }
        match reached.into_iter().max() {
            Some(day) => last = day,
            None => return Some(next),
        }
    }
}

/// The last day on which a holder is there: of the term, of the person, of the organisation. None where none of these has one.
pub fn last_day(record: &Record, holder: &Holder) -> Option<Date> {
    let others = std::iter::once(&holder.who).chain(&holder.for_organisation).filter_map(|who| last_day_of(record, who));
    last_of([holder.until]).into_iter().chain(others).min()
}

/// The last day of a person, or of the organisation for which they come, or of an organisation itself.
pub fn last_day_of(record: &Record, who: &Id) -> Option<Date> {
    let left = |of: &Id| record.organisation(of).and_then(|one| one.left);
    match record.person(who) {
        Some(person) => last_of(std::iter::once(person.until).chain(person.organisations().map(left))),
        None => last_of([left(who)]),
    }
}

fn last_of(days: impl IntoIterator<Item = Option<VagueDate>>) -> Option<Date> {
    days.into_iter().flatten().filter(|day| !matches!(day, VagueDate::By(_))).map(VagueDate::last).min()
}

fn of_role<'a>(record: &'a Record, role: &'a Role) -> Vec<Vacancy<'a>> {
    let one = |what| vec![Vacancy { role, what }];
    if presence_of_role(record, role) == Presence::Vacant {
        return one(Sought::Holder);
    }
    let held = seated(record, role);
    if role.kind != Some(RoleKind::Body) {
        let interim = !held.is_empty() && held.iter().all(|seated| seated.holder.is_some_and(|(_, holder)| holder.interim));
        return if interim { one(Sought::Successor) } else { Vec::new() };
    }
    // A group fills as many seats as it likes, and whoever sits there without a seat may be on any of them.
    let sitting: Vec<_> = current(&role.holder, record.on)
        .map(|(_, holder)| holder)
        .filter(|one| one.voting != Some(false) && !has_left(record, one, record.on))
        .collect();
    if sitting.iter().any(|holder| record.index.meant(&holder.who).has(Kinds::GROUP)) {
        return Vec::new();
    }
    let loose = sitting.iter().filter(|holder| holder.seat.is_none() && !record.index.meant(&holder.who).has(Kinds::ROLE)).count();
    let open = role.seat.iter().filter(|seat| seat.on_record != Some(false));
    let open: Vec<&Seat> = open.filter(|seat| !sitting.iter().any(|holder| holder.seat.as_ref() == Some(&seat.id))).collect();
    let mut found: Vec<Vacancy<'_>> = if loose == 0 {
        open.iter().map(|seat| Vacancy { role, what: Sought::Seat(seat) }).collect()
    } else if open.len() > loose {
        one(Sought::Members(open.len() - loose))
    } else {
        Vec::new()
    };
    let unsaid = role.seat.iter().filter(|seat| seat.on_record == Some(false)).count();
    let known = sitting.len() + found.len() + unsaid;
    let seats = role.seats.and_then(|seats| usize::try_from(seats).ok()).unwrap_or_default();
    if seats > known && found.iter().all(|one| matches!(one.what, Sought::Seat(_))) {
        found.push(Vacancy { role, what: Sought::Members(seats - known) });
    }
    found
}
