//! Who holds a role from a day on: the entry that says so, and the terms that end on the day before.

use anyhow::bail;

use crate::answers::privacy::is_forgotten;
use crate::date::{Date, VagueDate, overlap, reversed, within};
use crate::edit::{Edit, quoted};
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, RoleKind, Staffing};
use crate::text::Text;
use crate::{keys, text};

/// As what somebody is assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Holder,
    /// Until somebody is found.
    Interim,
    Backup,
}

/// Who is to do what, from when until when.
#[derive(Debug, Clone, Copy)]
pub struct Assignment<'a> {
    pub role: &'a Role,
    pub who: &'a Id,
    pub part: Part,
    pub since: Date,
    pub until: Option<Date>,
    /// Whose place it is: theirs alone becomes free, with the seat and the chair that it has.
    pub instead: Option<&'a Holder>,
}

/// What an assignment asks for in the file of its role; no edits where it stands there already.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Assigning {
    pub edits: Vec<Edit>,
    pub said: Vec<Text>,
}

/// Plans an assignment.
///
/// # Errors
/// Why it cannot be.
pub fn assign(record: &Record, asked: &Assignment<'_>) -> anyhow::Result<Assigning> {
    let Assignment { role, who, part, since, until, instead } = *asked;
    let id = &role.id;
    if let Some(until) = until.filter(|until| *until < since) {
        bail!("a term that begins on {since} cannot end on {until}");
    }
    if record.index.same(who, id) {
        bail!("`{id}` is the role itself; name a person, an organisation or another role");
    }
    if let Some(end) = role.until.filter(|end| end.last() < since) {
        bail!("`{id}` is no more after {end}; name another role, or take that end away with `commons set roles/{id} until --unset`");
    }
    if let Some(gone) = record.departed(who, since) {
        bail!(
            "`{who}` is not there after {gone}, so nothing can begin for them in `{id}` on {since}; name somebody else, or an earlier --since"
        );
    }
    let person = record.person(who);
    if person.is_some_and(is_forgotten) {
        bail!("`{who}` was forgotten, so nothing can begin for them in `{id}` on {since}; name somebody else");
    }
    if part == Part::Backup {
        return back_up(record, asked);
    }
    if !role.turn.is_empty() && instead.is_none() {
        bail!("`{id}` goes round by a rota; say whose turn it is with `commons set roles/{id} 'turn[0].who' {who}`, counted from nought");
    }
    if let Some(known) = on_record(record, asked, &role.holder)? {
        return Ok(known);
    }
    let mut assigning = Assigning { said: vec![begins(asked)], ..Assigning::default() };
    let (last, mut ended) = (since.plus_days(-1), Vec::new());
    // Whoever stands in does so beside the holder, whose term goes on: after it nobody would be left.
    let beside = |entry: &Holder| part == Part::Interim && !entry.interim;
    let in_the_way = |entry: &Holder| record.index.same(&entry.who, who) || !is_shared(role) && instead.is_none() && !beside(entry);
    for (n, entry) in overlapping(&role.holder, asked).filter(|(_, entry)| in_the_way(entry)) {
        if reversed(entry.from, Some(VagueDate::Day(last))) {
            let (other, from) = (&entry.who, entry.from.unwrap_or(VagueDate::Day(since)));
            let or = if from.first() > since { format!(", or an --until before {from}") } else { String::new() };
            bail!("`{other}` holds `{id}` from {from}, so that term cannot end on {last}; choose a later --since{or}");
        }
        assigning.end("holder", n, entry, last);
        ended.push(n);
    }
    for (_, entry) in overlapping(&role.holder, asked).filter(|(n, entry)| !is_shared(role) && !ended.contains(n) && beside(entry)) {
        let other = &entry.who;
        assigning.said.push(text!(en: "`{other}` stays on record as holder", nl: "`{other}` blijft als rolhouder staan"));
    }
    // Who takes over no longer stands in, or nobody would.
    let own = |entry: &Holder| record.index.same(&entry.who, who) && !is_shared(role) && !reversed(entry.from, Some(VagueDate::Day(last)));
    for (n, entry) in overlapping(&role.backup, asked).filter(|(_, entry)| own(entry)) {
        assigning.end("backup", n, entry, last);
        // Who stands in for a while is back-up again after that.
        let after = until.filter(|_| part == Part::Interim).map(|until| until.plus_days(1));
        if let Some(after) = after.filter(|after| entry.until.is_none_or(|end| end.last() >= *after)) {
            let mut pairs = vec![("who".to_owned(), quoted(who.as_str())), ("from".to_owned(), after.to_string())];
            pairs.extend(entry.until.map(|end| ("until".to_owned(), end.last().to_string())));
            assigning.edits.push(Edit::Append(keys!["backup"], pairs));
            assigning.said.push(text!(after; en: "`{who}` is back-up again from {after}", nl: "`{who}` is weer vervanger vanaf {after}"));
        }
    }
    if let Some(until) = until.filter(|_| part == Part::Interim) {
        let after = until.plus_days(1);
        let goes_on = |(n, entry): (usize, &Holder)| !entry.former && !ended.contains(&n) && within(entry.from, entry.until, after);
        if !role.holder.iter().enumerate().any(goes_on) {
            assigning
                .said
                .push(text!(until; en: "after {until} nobody is on record for `{id}`", nl: "na {until} staat er niemand bij `{id}`"));
        }
    }
    for (key, is_there) in [("vacant", role.vacant), ("on_record", role.on_record == Some(false) && !is_shared(role))] {
        if is_there {
            assigning.edits.push(Edit::Remove(keys![key]));
            assigning.said.push(text!(en: "`{key}` goes from `{id}`", nl: "`{key}` verdwijnt bij `{id}`"));
        }
    }
    assigning.edits.push(entry(asked));
    Ok(assigning)
}

/// A back-up beside those that there are: two can stand in better than one.
fn back_up(record: &Record, asked: &Assignment<'_>) -> anyhow::Result<Assigning> {
    let Assignment { role, who, .. } = *asked;
    let (own, others): (Vec<_>, Vec<_>) = overlapping(&role.holder, asked).partition(|(_, entry)| record.index.same(&entry.who, who));
    if !own.is_empty() && others.is_empty() {
        let id = &role.id;
        bail!("`{who}` holds `{id}` in that time, and nobody can stand in for themselves");
    }
    if let Some(known) = on_record(record, asked, &role.backup)? {
        return Ok(known);
    }
    Ok(Assigning { edits: vec![entry(asked)], said: vec![begins(asked)] })
}

/// What there is to say where somebody has this part already.
fn on_record(record: &Record, asked: &Assignment<'_>, entries: &[Holder]) -> anyhow::Result<Option<Assigning>> {
    let Assignment { role, who, part, since, until, .. } = *asked;
    let id = &role.id;
    // Who stood in and now holds it for good begins another term.
    let alike = |entry: &Holder| record.index.same(&entry.who, who) && (part == Part::Backup || entry.interim == (part == Part::Interim));
    let Some((n, entry)) = overlapping(entries, asked).find(|(_, entry)| alike(entry)) else { return Ok(None) };
    if let Some(from) = entry.from.filter(|from| from.first() > since) {
        let list = list(part);
        bail!(
            "`{who}` is on record for `{id}` from {from}; let that term begin earlier with `commons set roles/{id} '{list}[{n}].from' {since}`, or let this one end before it with --until"
        );
    }
    match (entry.until, until) {
        (None, None) => {
            let part = match part {
                Part::Backup => Text::new("as back-up", "als vervanger"),
                _ => Text::new("as holder", "als rolhouder"),
            };
            let said = match entry.from {
                Some(from) => {
                    text!(part, from; en: "`{who}` is on record {part} of `{id}` already, from {from}; nothing changes", nl: "`{who}` staat al {part} bij `{id}`, vanaf {from}; er verandert niets")
                }
                None => {
                    text!(part; en: "`{who}` is on record {part} of `{id}` already; nothing changes", nl: "`{who}` staat al {part} bij `{id}`; er verandert niets")
                }
            };
            Ok(Some(Assigning { said: vec![said], ..Assigning::default() }))
        }
        (None, Some(until)) => {
            let list = list(part);
            bail!("`{who}` is on record for `{id}` already; let that end with `commons set roles/{id} '{list}[{n}].until' {until}`");
        }
        (Some(end), _) => {
            bail!("`{who}` is on record for `{id}` already, until {end}; let the next term lie outside that with --since and --until")
        }
    }
}

impl Assigning {
    /// Ends an entry, and says so.
    fn end(&mut self, list: &'static str, n: usize, entry: &Holder, day: Date) {
        self.edits.push(Edit::Set(keys![list, n, "until"], day.to_string()));
        if entry.until_when.is_some() {
            // A day takes the place of words.
            self.edits.push(Edit::Remove(keys![list, n, "until_when"]));
        }
        let who = &entry.who;
        self.said.push(match (list, entry.until) {
            ("backup", _) => text!(day; en: "`{who}` is back-up up to and including {day}", nl: "`{who}` is vervanger tot en met {day}"),
            (_, Some(until)) => {
                text!(day, until; en: "the term of `{who}` ends on {day}; it was {until}", nl: "de termijn van `{who}` eindigt op {day}; dat was {until}")
            }
            (_, None) => text!(day; en: "the term of `{who}` ends on {day}", nl: "de termijn van `{who}` eindigt op {day}"),
        });
    }
}

/// The new entry.
fn entry(asked: &Assignment<'_>) -> Edit {
    let mut pairs = vec![("who".to_owned(), quoted(asked.who.as_str())), ("from".to_owned(), asked.since.to_string())];
    pairs.extend(asked.until.map(|until| ("until".to_owned(), until.to_string())));
    if let Some(before) = asked.instead {
        pairs.extend(before.seat.as_ref().map(|seat| ("seat".to_owned(), quoted(seat.as_str()))));
        pairs.extend(before.chair.then(|| ("chair".to_owned(), "true".to_owned())));
        pairs.extend(before.voting.map(|voting| ("voting".to_owned(), voting.to_string())));
    }
    if asked.part == Part::Interim {
        pairs.push(("interim".to_owned(), "true".to_owned()));
    }
    if let Some(before) = asked.instead {
        let other = before.for_organisation.as_ref().filter(|other| *other != &before.who);
        pairs.extend(other.map(|other| ("for_organisation".to_owned(), quoted(other.as_str()))));
        pairs.extend(before.title.as_ref().map(|title| ("title".to_owned(), quoted(title))));
    }
    Edit::Append(keys![list(asked.part)], pairs)
}

fn list(part: Part) -> &'static str {
    if part == Part::Backup { "backup" } else { "holder" }
}

/// What somebody does from now on, and how long.
fn begins(asked: &Assignment<'_>) -> Text {
    let (has, since) = (has(asked), asked.since);
    match asked.until {
        Some(until) => {
            text!(has, since, until; en: "{has} from {since} up to and including {until}", nl: "{has} van {since} tot en met {until}")
        }
        None => text!(has, since; en: "{has} from {since}", nl: "{has} vanaf {since}"),
    }
}

/// `jdevries` holds `coordinator`.
fn has(asked: &Assignment<'_>) -> Text {
    let (who, id) = (asked.who, &asked.role.id);
    match asked.part {
        Part::Backup => text!(en: "`{who}` is back-up of `{id}`", nl: "`{who}` is vervanger bij `{id}`"),
        Part::Interim => text!(en: "`{who}` holds `{id}` as interim", nl: "`{who}` is waarnemend `{id}`"),
        Part::Holder if asked.role.kind == Some(RoleKind::Body) => text!(en: "`{who}` sits in `{id}`", nl: "`{who}` zit in `{id}`"),
        Part::Holder => text!(en: "`{who}` holds `{id}`", nl: "`{who}` vervult `{id}`"),
    }
}

/// Whether several hold a role by design. A single seat is no reason to think so.
fn is_shared(role: &Role) -> bool {
    let many = |seats: Option<u32>| seats.is_some_and(|seats| seats > 1);
    matches!(role.kind, Some(RoleKind::Body | RoleKind::Champion))
        || role.staffing == Some(Staffing::Divided)
        || many(role.seats)
        || many(role.max_seats)
        || !role.seat.is_empty()
}

/// The entries that are in force in the time that is asked, with their numbers.
fn overlapping<'a>(entries: &'a [Holder], asked: &Assignment<'_>) -> impl Iterator<Item = (usize, &'a Holder)> {
    let period = (Some(VagueDate::Day(asked.since)), asked.until.map(VagueDate::Day));
    entries.iter().enumerate().filter(move |(_, entry)| !entry.former && overlap((entry.from, entry.until), period))
}
