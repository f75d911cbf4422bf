//! Who did what in a year: every role with those who held it, and when they came or went (A13).

use crate::answers::audience::{Audience, may_see, stand_in};
use crate::answers::covered::{duties, is_unsure};
use crate::answers::presence::{Presence, holder_named, name, presence_of_role};
use crate::answers::vacancies::{last_day, last_day_of};
use crate::answers::{Seated, exists};
use crate::date::{VagueDate, overlap};
use crate::document::{Block, Cell, Column, Mark, Table};
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind};
use crate::reports::yearly::{Section, Year, named, some, table, vague};
use crate::text;
use crate::text::Text;

/// A body of more than so many is not named one by one.
const NAMED: usize = 8;
/// So many duties that nobody does are named.
pub const DUTIES: usize = 6;

/// Somebody in a role, as far as it was in the year.
struct Held<'a> {
    who: &'a Id,
    /// None where it is a turn on a rota.
    holder: Option<&'a Holder>,
    said: Text,
    /// Within the year; none where it was so before it, or is so after it.
    from: Option<VagueDate>,
    until: Option<VagueDate>,
}

pub fn section(year: &Year<'_>) -> Option<Section> {
    let record = year.record;
    let span = (Some(VagueDate::Day(year.span.from)), Some(VagueDate::Day(year.span.until)));
    let mut roles: Vec<&Role> = record.roles.values().filter(|role| overlap((role.from, role.until), span)).collect();
    if roles.is_empty() {
        return None;
    }
    // Bodies first, then whoever works in them.
    roles.sort_by_key(|role| (role.kind != Some(RoleKind::Body), role.kind == Some(RoleKind::Champion), &role.title, &role.id));
    let mut rows = Vec::new();
    let mut data = Vec::new();
    let mut changes = 0;
    for role in roles {
        let held = held(year, role);
        // Whose turn it is on a rota changes by itself.
        changes += held.iter().filter(|one| one.holder.is_some() && one.from.is_some()).count();
        rows.push(vec![Cell::same(role.title.as_str()), Cell::List(said(year, role, &held).into_iter().map(Cell::Text).collect())]);
        data.extend(held.iter().map(|one| {
            let day = |on: Option<VagueDate>| on.map_or(Cell::Blank, vague);
            vec![
                Cell::same(role.id.as_str()),
                Cell::same(role.title.as_str()),
                somebody(record, one.who, year.audience),
                day(one.from),
                day(one.until),
            ]
        }));
    }
    let columns = vec![Column::words("role", Text::new("Role", "Rol")), Column::words("who", Text::new("Held by", "Vervuld door"))];
    let mut blocks: Vec<Block> = covered(year).map(Block::Paragraph).into_iter().collect();
    blocks.push(Block::Table(Table { name: "roles", columns, rows }));
    if changes > 0 {
        let within = year.within();
        let said = text!(within; en: "Times that somebody new came into a role {within}: {changes}.", nl: "Aantal keren dat iemand nieuw in een rol kwam {within}: {changes}.");
        blocks.push(Block::Paragraph(said));
    }
    Some(Section {
        heading: Text::new("Who did what", "Wie deed wat"),
        blocks,
        short: None,
        data: vec![table("roles", &["role", "title", "who", "from", "until"], data)],
    })
}

/// How many of the level's duties somebody did when the year ended.
fn covered(year: &Year<'_>) -> Option<Text> {
    year.record.level()?;
    let marks = duties(year.record);
    let (all, done) = (marks.len(), marks.iter().filter(|(_, mark, _)| *mark == Mark::Done).count());
    let until = year.span.until;
    let open = named(&open(year.record), DUTIES);
    Some(if done < all && is_unsure(year.record) {
        text!(until, open; en: "Covered on {until}, as far as could be read: {done} of the {all} duties of this level. The others are: {open}.", nl: "Belegd op {until}, voor zover te lezen: {done} van de {all} kerntaken van dit ambitieniveau. De overige: {open}.")
    } else if done == all {
        text!(until; en: "On {until} all {all} duties of this level were covered.", nl: "Op {until} waren alle {all} kerntaken van dit ambitieniveau belegd.")
    } else {
        text!(until, open; en: "Covered on {until}: {done} of the {all} duties of this level. Not covered: {open}.", nl: "Belegd op {until}: {done} van de {all} kerntaken van dit ambitieniveau. Niet belegd: {open}.")
    })
}

/// The duties of the level that nobody does; none where it is not agreed, or where a file that says who does them cannot be read.
pub fn uncovered(record: &Record) -> Vec<Text> {
    if record.level().is_none() || is_unsure(record) { Vec::new() } else { open(record) }
}

/// The duties of which nobody is known to do them.
fn open(record: &Record) -> Vec<Text> {
    duties(record).into_iter().filter(|(_, mark, _)| *mark != Mark::Done).map(|(duty, ..)| duty.name.clone()).collect()
}

/// Those who held a role in the year, by when they came.
fn held<'a>(year: &Year<'_>, role: &'a Role) -> Vec<Held<'a>> {
    let span = (Some(VagueDate::Day(year.span.from)), Some(VagueDate::Day(year.span.until)));
    let came = |from: Option<VagueDate>| from.filter(|from| from.last() >= year.span.from && from.first() <= year.span.until);
    let went = |until: Option<VagueDate>| until.filter(|until| until.last() < year.span.until && until.first() >= year.span.from);
    let mut found: Vec<Held<'a>> = Vec::new();
    // A term is over too on the last day of who serves it.
    let last =
        |one: &Holder| last_day(year.record, one).filter(|day| one.until.is_none_or(|until| *day < until.last())).map(VagueDate::Day);
    let terms = role.holder.iter().enumerate().map(|(n, one)| (n, one, last(one).or(one.until)));
    for (n, holder, until) in terms.filter(|(_, one, until)| !one.former && overlap((one.from, *until), span)) {
        let named = holder_named(year.record, &Seated { who: &holder.who, holder: Some((n, holder)) }, year.audience);
        found.push(Held { who: &holder.who, holder: Some(holder), said: named.capital(), from: came(holder.from), until: went(until) });
    }
    for turn in &role.turn {
        let next = role.turn.iter().map(|other| other.from).filter(|other| *other > turn.from).min();
        let last = turn.until.into_iter().chain(next.map(|next| next.plus_days(-1))).min();
        let last = last.into_iter().chain(last_day_of(year.record, &turn.who)).min().map(VagueDate::Day);
        if last.is_some_and(|last| last.last() < turn.from) {
            continue;
        }
        if overlap((Some(VagueDate::Day(turn.from)), last), span) {
            let named = name(year.record, &turn.who, year.audience).capital();
            found.push(Held { who: &turn.who, holder: None, said: named, from: came(Some(VagueDate::Day(turn.from))), until: went(last) });
        }
    }
    found.sort_by_key(|one| (one.from.map(VagueDate::first), one.until.map(VagueDate::last)));
    found
}

fn said(year: &Year<'_>, role: &Role, held: &[Held<'_>]) -> Vec<Text> {
    let dated = |one: &Held<'_>| {
        let said = one.said.clone();
        match (one.from, one.until) {
            (Some(from), Some(until)) => text!(said, from, until; en: "{said}, {from} to {until}", nl: "{said}, {from} t/m {until}"),
            (Some(from), None) => text!(said, from; en: "{said}, from {from}", nl: "{said}, vanaf {from}"),
            (None, Some(until)) => text!(said, until; en: "{said}, until {until}", nl: "{said}, t/m {until}"),
            (None, None) => said,
        }
    };
    let mut lines: Vec<Text> = if role.kind == Some(RoleKind::Body) && held.len() > NAMED {
        let there = held.iter().filter(|one| one.until.is_none()).count();
        let members = some(there, Text::new("member", "lid"), Text::new("members", "leden"));
        std::iter::once(members).chain(held.iter().filter(|one| one.from.is_some() || one.until.is_some()).map(dated)).collect()
    } else {
        held.iter().map(dated).collect()
    };
    let until = year.span.until;
    let there = exists(role, until);
    match presence_of_role(year.record, role) {
        Presence::Vacant if there => lines.push(text!(until; en: "Vacant on {until}", nl: "Vacant op {until}")),
        Presence::Unknown if there && lines.is_empty() => lines.push(Text::new("Not known who", "Niet bekend wie")),
        Presence::Unread => lines.push(Text::new("Cannot be read", "Niet te lezen")),
        _ => {}
    }
    if let Some(ended) = role.until.filter(|_| !there) {
        lines.push(text!(ended; en: "Ended on {ended}", nl: "Opgeheven: {ended}"));
    }
    lines
}

/// Somebody by id, or what stands for it where the audience may not know who it is.
pub fn somebody(record: &Record, who: &Id, audience: Audience) -> Cell {
    match record.person(who).filter(|person| !may_see(person, audience)) {
        Some(person) => {
            let (key, title) = stand_in(record, person, audience);
            Cell::Word(key.into(), title.capital())
        }
        None => Cell::Word(record.index.plain(who).0.into_owned().into(), name(record, who, audience)),
    }
}

/// The roles that an organisation or its people held in the year, each once, with those people; also those that it houses.
pub fn of_organisation<'a>(year: &Year<'a>, organisation: &str) -> Vec<(&'a Role, Vec<&'a Id>)> {
    let record = year.record;
    let span = (Some(VagueDate::Day(year.span.from)), Some(VagueDate::Day(year.span.until)));
    let is_theirs = |one: &Held<'a>| {
        let speaks_for =
            one.holder.and_then(|holder| holder.for_organisation.as_ref()).and_then(|of| record.organisation(of)).map(|of| &of.id);
        let employer = || record.person(one.who).and_then(|person| record.organisation_of(person));
        let itself = || record.organisation(one.who).map(|one| &one.id);
        speaks_for.or_else(employer).or_else(itself).is_some_and(|of| of.as_str() == organisation)
    };
    let roles = record.roles.values().filter(|role| overlap((role.from, role.until), span));
    let found = roles.map(|role| {
        let mut who: Vec<&Id> = held(year, role).into_iter().filter(|one| is_theirs(one)).map(|one| one.who).collect();
        who.dedup();
        (role, who)
    });
    let hosts = |role: &Role| role.hosted_by.as_ref().is_some_and(|host| record.index.plain(host).0 == organisation);
    found.filter(|(role, who)| !who.is_empty() || hosts(role)).collect()
}
