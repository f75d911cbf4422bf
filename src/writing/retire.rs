//! Somebody or something ends on a day: the dates that say so, what a successor takes over, and what is left to arrange.

mod hanging;
mod terms;
mod wanting;

use std::collections::BTreeMap;

use anyhow::{anyhow, bail};

use crate::date::{Date, VagueDate};
use crate::edit::{Edit, quoted};
use crate::finding::{Key, Keys, Place};
use crate::keys;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Status;
use crate::record::references::Reference;
use crate::record::values::Id;
use crate::source::FilePath;
use crate::text;
use crate::text::{Text, listed};
use crate::writing::place::Thing;

/// What ends, its last day, and who comes after it.
#[derive(Debug, Clone, Copy)]
pub struct Retirement<'a> {
    pub thing: &'a Thing,
    pub day: Date,
    pub successor: Option<&'a Id>,
    /// The day on which this is asked: what ended before it is history.
    pub today: Date,
}

/// What an end asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Retiring {
    pub edits: BTreeMap<FilePath, Vec<Edit>>,
    pub said: Vec<Text>,
    /// What hangs in the air and is for people to arrange, each with the command that does it.
    pub left: Vec<Text>,
}

/// Plans the end of something.
///
/// # Errors
/// Why it cannot end so, and what to do instead.
pub fn retire(record: &Record, asked: &Retirement<'_>) -> anyhow::Result<Retiring> {
    let ending = Ending::of(record, asked)?;
    let mut retiring = Retiring::default();
    let plan = &mut retiring;
    ending.without_lead(plan);
    ending.last_day(asked, plan)?;
    ending.terms(plan);
    ending.references(plan);
    ending.money(plan);
    for file in record.unread.iter().map(|unread| &unread.file) {
        let what = text!(en: "`{file}` cannot be read", nl: "`{file}` is niet te lezen");
        retiring.leave_by_hand(&what, &Text::new("what rests on it there is not known", "wat daarin staat, is niet bekeken"));
    }
    for edits in retiring.edits.values_mut() {
        orderly(edits);
    }
    Ok(retiring)
}

/// What rests on somebody on a day outside of roles, each with the command that gives it to somebody else.
pub fn rests_on(record: &Record, person: &Id, day: Date) -> Vec<Text> {
    let mut plan = Retiring::default();
    Ending::plain(record, Kinds::PERSON, person.clone(), day.plus_days(-1)).references(&mut plan);
    plan.left
}

/// Everything that is known of an end while it is planned.
struct Ending<'a> {
    record: &'a Record,
    kind: Kinds,
    id: Id,
    day: Date,
    /// The first day without it.
    next: Date,
    successor: Option<Successor<'a>>,
    /// The people who go with their organisation.
    with_it: Vec<&'a Id>,
}

/// Who comes after it, and from when.
#[derive(Clone, Copy)]
struct Successor<'a> {
    id: &'a Id,
    since: Date,
}

/// When something began, when it ends as far as that is known, and the key of that.
type Span = (Option<VagueDate>, Option<VagueDate>, &'static str);

impl<'a> Ending<'a> {
    fn plain(record: &'a Record, kind: Kinds, id: Id, day: Date) -> Ending<'a> {
        Ending { record, kind, id, day, next: day.plus_days(1), successor: None, with_it: Vec::new() }
    }

    fn of(record: &'a Record, asked: &Retirement<'a>) -> anyhow::Result<Ending<'a>> {
        let Some((kind, id)) = asked.thing.identity(record) else {
            bail!("the collaboration itself ends with `commons set commons ended {}`", asked.day);
        };
        let mut ending = Ending::plain(record, kind, Id::new(&id), asked.day);
        let (from, until, _) = ending.span(asked.thing)?;
        ending.in_time(from, until.filter(|until| until.last() < asked.today))?;
        ending.successor = asked.successor.map(|id| ending.following(id)).transpose()?;
        if kind == Kinds::ORGANISATION {
            let own = record.people.values().filter(|person| person.employer.as_ref() == Some(&ending.id));
            let goes = own.filter(|person| {
                let through = person.works_for.as_ref().map(|id| record.index.plain(id).0);
                through.is_none_or(|through| through == ending.id.as_str()) && person.until.is_none_or(|until| until.last() > asked.day)
            });
            ending.with_it = goes.map(|person| &person.id).collect();
        }
        Ok(ending)
    }

    /// From when until when it is there.
    fn span(&self, thing: &Thing) -> anyhow::Result<Span> {
        let (record, id) = (self.record, self.id.as_str());
        let unread = || anyhow!("`{}` cannot be read; `commons check` says why", thing.file);
        Ok(match self.kind {
            Kinds::ORGANISATION => record.participants.get(id).map(|one| (one.joined, one.left, "left")).ok_or_else(unread)?,
            Kinds::PERSON => record.people.get(id).map(|one| (one.from, one.until, "until")).ok_or_else(unread)?,
            Kinds::ROLE => record.roles.get(id).map(|one| (one.from, one.until, "until")).ok_or_else(unread)?,
            Kinds::PRODUCT => record.products.get(id).map(|one| (one.from, one.until, "until")).ok_or_else(unread)?,
            Kinds::CONTRACT => record.contracts.get(id).map(|one| (one.from, one.until, "until")).ok_or_else(unread)?,
            Kinds::TASK => bail!(
                "a task has no last day; let another task cover its duties with `commons set tasks/{id} covers …` and then remove `{}`: git keeps it",
                thing.file
            ),
            Kinds::EVENT => bail!(
                "a meeting has no last day; one that does not go on is `commons set events/{id} status cancelled`, and a series ends with `commons set events/{id} repeat.until {}`",
                self.day
            ),
            _ => bail!(
                "a channel has no last day; once no task names it under `via`, take it away with `commons set community 'channel[{id}]' --unset`"
            ),
        })
    }

    fn in_time(&self, from: Option<VagueDate>, until: Option<VagueDate>) -> anyhow::Result<()> {
        let (id, day) = (&self.id, self.day);
        if let Some(from) = from.filter(|from| from.first() > day) {
            bail!("`{id}` begins on {from}, so it cannot end on {day}");
        }
        if let Some(until) = until.filter(|until| until.last() < day) {
            bail!("`{id}` has ended already: {until}; if that is wrong, `commons set` gives it another end");
        }
        let Some(employer) = self.record.people.get(id).filter(|_| self.kind == Kinds::PERSON).and_then(|one| one.employer.as_ref()) else {
            return Ok(());
        };
        match self.record.participants.get(employer).and_then(|one| one.left).filter(|left| left.last() < day) {
            Some(left) => bail!("`{id}` goes with `{employer}`, of which the last day is {left}"),
            None => Ok(()),
        }
    }

    /// Whether somebody can come after it, and from when.
    fn following(&self, successor: &'a Id) -> anyhow::Result<Successor<'a>> {
        let (record, id) = (self.record, &self.id);
        let is = record.index.meant(successor);
        let wanted = match self.kind {
            Kinds::PERSON => Kinds::ACTOR,
            Kinds::ORGANISATION => Kinds::ORGANISATION,
            Kinds::ROLE => Kinds::ROLE,
            _ => bail!("only a person, an organisation or a role has a --successor"),
        };
        let (plain, _) = record.index.plain(successor);
        if plain == id.as_str() && is.has(self.kind) {
            bail!("`{successor}` cannot be its own successor");
        }
        if !is.has(wanted) {
            let (is, wanted) = (is.named(), wanted.named());
            bail!("`{successor}` is {}; the successor of `{id}` is {}", is.en, wanted.en);
        }
        if let Some(gone) = record.departed(successor, self.next) {
            bail!("`{successor}` is gone itself by then ({gone}); name another --successor");
        }
        let begins = match (record.people.get(plain.as_ref()), record.participants.get(plain.as_ref()), record.roles.get(plain.as_ref())) {
            (Some(person), ..) if is.has(Kinds::PERSON) => person.from,
            (_, Some(one), _) if is.has(Kinds::ORGANISATION) => one.joined,
            (.., role) => role.and_then(|role| role.from),
        };
        Ok(Successor { id: successor, since: begins.map_or(self.next, |from| from.first().max(self.next)) })
    }

    /// The lead that goes without a successor is said before all else.
    fn without_lead(&self, plan: &mut Retiring) {
        let lead = self.record.collaboration.as_ref().and_then(|settings| settings.lead.as_ref());
        if self.successor.is_none() && self.kind == Kinds::ORGANISATION && lead.is_some_and(|lead| self.is_leaver(lead)) {
            let id = &self.id;
            plan.said.push(text!(
                en: "warning: `{id}` leads the collaboration, and nobody is named to lead it next (--successor)",
                nl: "let op: `{id}` is de penvoerder, en er is geen nieuwe penvoerder genoemd (--successor)"
            ));
        }
    }

    /// The last day of the thing itself, and what goes with that.
    fn last_day(&self, asked: &Retirement<'_>, plan: &mut Retiring) -> anyhow::Result<()> {
        let (_, until, key) = self.span(asked.thing)?;
        let (file, keys, day, id) = (&asked.thing.file, &asked.thing.keys, self.day, &self.id);
        if until != Some(VagueDate::Day(day)) {
            plan.add(file, Edit::Set(keys.then(key), day.to_string()));
            plan.said.push(match until {
                None => text!(day; en: "the last day of `{id}` is {day}", nl: "de laatste dag van `{id}` is {day}"),
                Some(until) if until.last() < day => {
                    text!(day, until; en: "the last day of `{id}` is {day}, later than {until}; a term that ends before that goes on only where `commons set` says so", nl: "de laatste dag van `{id}` is {day}, later dan {until}; een termijn die eerder eindigt, loopt alleen door als u dat met `commons set` vastlegt")
                }
                Some(until) => {
                    text!(day, until; en: "the last day of `{id}` is {day}; it was {until}", nl: "de laatste dag van `{id}` is {day}; dat was {until}")
                }
            });
        }
        if let Some(notice) =
            self.record.contracts.get(id.as_str()).filter(|_| self.kind == Kinds::CONTRACT).and_then(|one| one.notice_date)
            && notice > day
        {
            let what = text!(notice; en: "the last day to end `{id}` ({notice}) lies after its end", nl: "de uiterste opzegdatum van `{id}` ({notice}) ligt na het einde");
            plan.leave(&what, &set(file, &keys!["notice_date"], &Text::same("--unset")));
        }
        let Some(one) = self.record.participants.get(id).filter(|_| self.kind == Kinds::ORGANISATION) else { return Ok(()) };
        // The dates say what these say, and go on saying it when the day is past.
        let told = match one.status {
            Some(Status::Active) => one.joined.is_some(),
            Some(Status::Leaving) => one.joined.is_some() && one.notice_given.is_some(),
            Some(Status::Interested) => one.interest.is_some(),
            _ => false,
        };
        if one.status == Some(Status::Interested) && !told {
            // Nothing else says that it was only interested, and nobody is that after the last day.
            plan.add(file, Edit::Set(keys!["status"], quoted("left")));
            plan.said.push(text!(en: "`{id}` was only interested; its `status` becomes `left`", nl: "`{id}` had alleen interesse; de `status` wordt `left`"));
        }
        if told {
            plan.add(file, Edit::Remove(keys!["status"]));
            plan.said.push(
                text!(en: "`status` goes from `{id}`: the dates say it", nl: "`status` verdwijnt bij `{id}`: de datums zeggen het al"),
            );
        }
        if let Some(successor) = self.successor.filter(|new| one.successor.as_ref() != Some(new.id)) {
            let new = successor.id;
            plan.add(file, Edit::Set(keys!["successor"], quoted(new.as_str())));
            plan.said.push(text!(en: "`{new}` succeeds `{id}`", nl: "`{new}` is de opvolger van `{id}`"));
        }
        if !self.with_it.is_empty() {
            let names = listed(self.with_it.iter().map(|id| id.as_str()), 10);
            plan.said.push(text!(names; en: "with `{id}` go its people: {names}", nl: "mensen die met `{id}` vertrekken: {names}"));
        }
        for person in
            self.record.people.values().filter(|person| person.employer.as_ref() == Some(id) && !self.with_it.contains(&&person.id))
        {
            let Some(through) = person.works_for.as_ref().filter(|_| person.until.is_none_or(|until| until.last() > day)) else { continue };
            let who = &person.id;
            let what =
                text!(en: "`{who}` stands with `{id}` and works for `{through}`", nl: "`{who}` staat bij `{id}` en werkt voor `{through}`");
            let how = text!(en: "whoever stays goes to another file: move `[people.{who}]`", nl: "wie blijft, gaat naar een ander bestand: verplaats `[people.{who}]`");
            plan.leave_by_hand(&what, &how);
        }
        Ok(())
    }

    /// Whether a reference names what ends.
    fn is_leaver(&self, reference: &Id) -> bool {
        let (id, wanted) = self.record.index.plain(reference);
        id == self.id.as_str() && wanted.has(self.kind) && self.record.index.meant(reference).has(self.kind)
    }

    /// Whether a reference names what ends, or somebody who goes with it.
    fn is_gone(&self, reference: &Id) -> bool {
        let (id, wanted) = self.record.index.plain(reference);
        self.is_leaver(reference) || wanted.has(Kinds::PERSON) && self.with_it.iter().any(|one| one.as_str() == id)
    }

    /// Who takes over what a reference gives to whom it names; only from what ends itself, not from those who go with it.
    fn heir(&self, reference: &Reference<'_>) -> Option<Successor<'a>> {
        let accepted = |new: &Successor<'_>| self.record.index.meant(new.id).has(reference.accepts);
        self.successor.filter(|new| self.is_leaver(reference.id) && accepted(new))
    }

    /// Whom a command names: the successor, or a word to be filled in.
    fn somebody(&self) -> Text {
        match self.successor {
            Some(new) => Text::same(new.id.as_str()),
            None => Text::new("WHO", "WIE"),
        }
    }
}

impl Retiring {
    fn add(&mut self, file: &FilePath, edit: Edit) {
        let edits = self.edits.entry(file.clone()).or_default();
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    /// Something that is left to arrange: what it is, and the command.
    fn leave(&mut self, what: &Text, command: &Text) {
        self.leave_by_hand(what, &text!(command; en: "`commons {command}`", nl: "`commons {command}`"));
    }

    /// Something that is left to arrange, for which there is no command.
    fn leave_by_hand(&mut self, what: &Text, how: &Text) {
        let said = text!(what, how; en: "- {what}: {how}", nl: "- {what}: {how}");
        if !self.left.contains(&said) {
            self.left.push(said);
        }
    }
}

/// The command that gives a place of the record another value.
fn set(file: &FilePath, keys: &Keys, value: &Text) -> Text {
    let file = file.as_str().trim_end_matches(".toml");
    let place = if keys.0.iter().any(|key| matches!(key, Key::Index(_))) { format!("'{keys}'") } else { keys.to_string() };
    text!(value; en: "set {file} {place} {value}", nl: "set {file} {place} {value}")
}

/// The keys of a place that has some.
fn keys_of(place: Place) -> Option<Keys> {
    if let Place::Key(keys) = place { Some(keys) } else { None }
}

/// What is taken out of lists goes last, from behind: until then every number stands for what it stood for.
fn orderly(edits: &mut [Edit]) {
    edits.sort_by_key(|edit| match edit {
        Edit::Remove(keys) => (true, std::cmp::Reverse(keys.clone())),
        _ => (false, std::cmp::Reverse(Keys::default())),
    });
}
