//! Minutes that somebody filled in, taken into the record: who was there, what was decided, who does what.

pub mod days;
mod known;
pub mod marks;
pub mod names;
pub mod page;
pub mod told;

use crate::answers::agreed::{self, Agreed, open_before};
use crate::answers::meetings::Meeting;
use crate::edit::{Edit, quoted};
use crate::keys;
use crate::keys::Keys;
use crate::record::Record;
use crate::record::event::{Action, Decision, Purpose};
use crate::record::values::Id;
use crate::source::FilePath;
use crate::text;
use crate::text::Text;
use crate::writing::minutes::known::{Asked, How, known_again};
use crate::writing::minutes::marks::{Section, is_blank};
use crate::writing::minutes::names::Names;
use crate::writing::minutes::page::{Own, Story};
use crate::writing::minutes::told::{Came, Told, ToldAction, Unclear, told};

/// What minutes ask for: no edits where all of it stands there already.
#[derive(Debug, Default)]
pub struct Reading {
    /// In the file of the event.
    pub edits: Vec<Edit>,
    /// In the files of earlier meetings, whose actions were done.
    pub earlier: Vec<(FilePath, Edit)>,
    pub said: Vec<Text>,
    /// Lines of which nothing is taken over, and why.
    pub left: Vec<Unclear>,
    /// What stays in the minutes alone.
    pub story: Vec<Story>,
    /// What is on record, and not on the page.
    pub missing: Vec<Text>,
}

/// Why minutes cannot be taken over.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing in it is said to be attendance, a decision or an action.
    NothingFound,
    /// Every line that cannot be understood.
    Unclear(Vec<Unclear>),
}

/// Reads the minutes of a meeting; `path` is where they stand, if that is within the record.
///
/// # Errors
/// Where nothing is found, and every line that cannot be understood: then nothing of the page is taken over, so that nothing is lost.
pub fn read(record: &Record, meeting: &Meeting<'_>, page: &str, path: Option<&str>) -> Result<Reading, Refused> {
    let names = Names::of(record);
    let own = |title: &str| {
        let found = meeting.event.agenda.iter().find(|own| !is_blank(title) && names.is_same(&own.what, title))?;
        Some(Own { title: &found.what, decides: found.purpose == Some(Purpose::Decide) })
    };
    let page = page::read(page, &own);
    if page.sections.is_empty() && page.lines.is_empty() {
        return Err(Refused::NothingFound);
    }
    let mut told = told(&names, &page.lines, meeting.on);
    let mut taking = Taking {
        record,
        meeting,
        names: &names,
        base: base(meeting),
        edits: Vec::new(),
        earlier: Vec::new(),
        changed: Vec::new(),
        missing: Vec::new(),
    };
    let attendance = taking.attendance(&mut told);
    let decisions = taking.decisions(&mut told, page.sections.contains(&Section::Decisions));
    let actions = taking.actions(&mut told, page.sections.contains(&Section::Actions));
    if !told.unclear.is_empty() {
        told.unclear.sort_by_key(|one| one.line);
        return Err(Refused::Unclear(told.unclear));
    }
    let mut said = Vec::new();
    let mut tell = |number: usize, one: Text, several: Text| match number {
        0 => {}
        1 => said.push(one),
        _ => said.push(several),
    };
    let present = taking.list("attended", Section::Present, &attendance);
    let excused = taking.list("excused", Section::Excused, &attendance);
    tell(
        present,
        Text::new("attendance of one changes", "aanwezigheid van één wijzigt"),
        text!(en: "attendance of {present} changes", nl: "aanwezigheid van {present} wijzigt"),
    );
    tell(
        excused,
        Text::new("excuses of one change", "afmelding van één wijzigt"),
        text!(en: "excuses of {excused} change", nl: "afmelding van {excused} wijzigt"),
    );
    tell(decisions, Text::new("one decision", "één besluit"), text!(en: "{decisions} decisions", nl: "{decisions} besluiten"));
    tell(actions, Text::new("one action", "één actie"), text!(en: "{actions} actions", nl: "{actions} acties"));
    if let Some(path) = path.filter(|_| meeting.minutes().is_none()) {
        taking.edits.push(Edit::Set(taking.base.then("minutes"), quoted(path)));
        said.push(text!(en: "minutes in {path}", nl: "verslag in {path}"));
    }
    said.append(&mut taking.changed);
    let mut edits = taking.edits;
    let is_new = !taking.base.0.is_empty() && meeting.occurrence.is_none();
    if is_new && !edits.is_empty() {
        edits.insert(0, Edit::Append(keys!["occurrence"], vec![("on".to_owned(), meeting.on.to_string())]));
    }
    Ok(Reading { edits, earlier: taking.earlier, said, left: told.left, story: page.story, missing: taking.missing })
}

/// Where what is told of a meeting stands: in its event, or in what the series says of its date.
fn base(meeting: &Meeting<'_>) -> Keys {
    let event = meeting.event;
    if let Some((n, _)) = meeting.occurrence {
        return keys!["occurrence", n];
    }
    let first = meeting.on == event.starts.date();
    let told = !event.attended.is_empty() || event.minutes.is_some() || !event.decision.is_empty() || !event.action.is_empty();
    if event.repeat.is_none() || first && told { Keys::default() } else { keys!["occurrence", event.occurrence.len()] }
}

struct Taking<'a> {
    record: &'a Record,
    meeting: &'a Meeting<'a>,
    names: &'a Names<'a>,
    base: Keys,
    edits: Vec<Edit>,
    earlier: Vec<(FilePath, Edit)>,
    /// Of what was changed that stood there already, how.
    changed: Vec<Text>,
    missing: Vec<Text>,
}

impl Taking<'_> {
    /// Where a list stands that is there already; what is new goes where the meeting's own things go.
    fn place(&self, is_of_date: bool) -> Keys {
        match self.meeting.occurrence {
            Some((n, _)) if is_of_date => keys!["occurrence", n],
            Some(_) => Keys::default(),
            None => self.base.clone(),
        }
    }

    /// Who was there by the page, without those of whom it says two things.
    fn attendance(&self, told: &mut Told) -> Vec<(Section, Id, Came)> {
        let mut all: Vec<(Section, Id, Came)> = Vec::new();
        for (line, section, id, came) in std::mem::take(&mut told.attendance) {
            let same = |other: &Id| self.record.index.same(other, &id);
            let twice = came == Came::Yes && all.iter().any(|(other, who, came)| *other != section && *came == Came::Yes && same(who));
            if twice {
                let why = text!(en: "`{id}` was there by one line and excused by another", nl: "`{id}` was er volgens de ene regel, en afwezig volgens een andere");
                told.unclear.push(Unclear { line, why });
            }
            match all.iter_mut().find(|(other, who, _)| *other == section && same(who)) {
                Some(known) if came == Came::Yes => known.2 = came,
                Some(_) => {}
                None => all.push((section, id, came)),
            }
        }
        all
    }

    /// Brings a list of people up to date; how many came on it or went off.
    fn list(&mut self, key: &'static str, section: Section, attendance: &[(Section, Id, Came)]) -> usize {
        let (own, known) = match section {
            Section::Present => (self.meeting.occurrence.is_some_and(|(_, date)| !date.attended.is_empty()), self.meeting.attended()),
            _ => (self.meeting.occurrence.is_some_and(|(_, date)| !date.excused.is_empty()), self.meeting.excused()),
        };
        let keys = if known.is_empty() { self.base.then(key) } else { self.place(own).then(key) };
        let said =
            |id: &Id, came: Came| attendance.iter().any(|(of, who, how)| *of == section && *how == came && self.record.index.same(who, id));
        let gone = known.iter().filter(|id| said(id, Came::No)).count();
        let is_new = |id: &Id| !known.iter().any(|other| self.record.index.same(other, id));
        let new: Vec<&Id> =
            attendance.iter().filter(|(of, id, came)| *of == section && *came == Came::Yes && is_new(id)).map(|(_, id, _)| id).collect();
        let number = gone + new.len();
        if number == 0 {
            return 0;
        }
        if gone == 0 && !known.is_empty() {
            let pushed: Vec<Edit> = new.iter().map(|id| Edit::Push(keys.clone(), quoted(id.as_str()))).collect();
            self.edits.extend(pushed);
            return number;
        }
        let kept: Vec<String> = known.iter().filter(|id| !said(id, Came::No)).chain(new).map(|id| quoted(id.as_str())).collect();
        self.edits.push(if kept.is_empty() { Edit::Remove(keys) } else { Edit::Set(keys, format!("[{}]", kept.join(", "))) });
        number
    }

    fn decisions(&mut self, told: &mut Told, is_listed: bool) -> usize {
        let mut known: Vec<Agreed<'_, Decision>> = agreed::decisions(self.record);
        known.retain(|one| one.is_of(self.meeting.decisions()));
        let list = std::mem::take(&mut told.decisions);
        let keys: Vec<(String, &str)> = known.iter().map(|one| (one.key(one.what.id.as_ref()), one.what.what.as_str())).collect();
        let asked: Vec<Asked<'_>> = list.iter().map(|(_, one)| Asked { key: one.id.as_deref(), what: &one.what }).collect();
        let found = known_again(self.names, &keys, &asked, &|_, _| true, known.len());
        self.left_out(is_listed, &known, &found, |one| {
            let what = one.what.as_str();
            text!(en: "decision `{what}`", nl: "besluit `{what}`")
        });
        let mut number = 0;
        for ((line, mut one), how) in list.into_iter().zip(found) {
            let Some((at, how)) = how else {
                is_no_id(line, one.id.as_deref(), told);
                let pairs = [("id", one.id), ("what", Some(one.what)), ("note", one.note)];
                let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), quoted(&value?)))).collect();
                self.edits.push(Edit::Append(self.base.then("decision"), pairs));
                number += 1;
                continue;
            };
            if let How::Behind(length) = how {
                one.what.truncate(length);
            }
            let known = &known[at];
            let mut changes = Vec::new();
            if !self.names.is_same(&known.what.what, &one.what) {
                self.changed.push(reworded(&known.what.what, &one.what));
                changes.push(("what", quoted(&one.what)));
            }
            changes.extend(note(known.what.note.as_deref(), one.note, line, told).map(|note| ("note", quoted(&note))));
            number += usize::from(!changes.is_empty());
            self.change(known, changes);
        }
        number
    }

    fn actions(&mut self, told: &mut Told, is_listed: bool) -> usize {
        let own = |one: &Agreed<'_, Action>| one.is_of(self.meeting.actions());
        let mut known: Vec<Agreed<'_, Action>> = agreed::actions(self.record).into_iter().filter(own).collect();
        let number_of_own = known.len();
        known.extend(open_before(self.record, self.meeting));
        let list = std::mem::take(&mut told.actions);
        // What was done already is known again by its key, or by the day on which it was.
        let known_done = |one: &Agreed<'_, Action>| {
            let key = one.key(one.what.id.as_ref());
            let done =
                |told: &ToldAction| told.done.is_some() && told.done == one.what.done && self.names.is_same(&one.what.what, &told.what);
            one.on.first() < self.meeting.on && list.iter().any(|(_, told)| told.id.as_deref() == Some(&key) || done(told))
        };
        let done: Vec<Agreed<'_, Action>> = agreed::actions(self.record).into_iter().filter(known_done).collect();
        known.extend(done.into_iter().filter(|one| one.what.done.is_some_and(|done| done < self.meeting.on)));
        let keys: Vec<(String, &str)> = known.iter().map(|one| (one.key(one.what.id.as_ref()), one.what.what.as_str())).collect();
        let asked: Vec<Asked<'_>> = list.iter().map(|(_, one)| Asked { key: one.id.as_deref(), what: &one.what }).collect();
        let theirs = |n: usize, at: usize| match (&known[at].what.who, &list[n].1.who) {
            (Some(known), Some(who)) => self.record.index.same(known, who),
            (_, None) if at >= number_of_own => true,
            (known, who) => known.is_none() && who.is_none(),
        };
        let found = known_again(self.names, &keys, &asked, &theirs, number_of_own);
        self.left_out(is_listed, &known[..number_of_own], &found, |one| {
            let what = one.what.as_str();
            text!(en: "action `{what}`", nl: "actie `{what}`")
        });
        let mut number = 0;
        for ((line, one), how) in list.into_iter().zip(found) {
            let Some((at, _)) = how else {
                is_no_id(line, one.id.as_deref(), told);
                self.edits.push(Edit::Append(self.base.then("action"), pairs(&one)));
                number += 1;
                continue;
            };
            let changes = self.changes(&known[at], one, line, told);
            if at < number_of_own {
                number += usize::from(!changes.is_empty());
            } else if !changes.is_empty() {
                let (what, day) = (known[at].what.what.as_str(), known[at].on);
                self.changed.push(if changes.iter().any(|(key, _)| *key == "done") {
                    text!(day; en: "done, of what was agreed on {day}: `{what}`", nl: "klaar, van de acties van {day}: `{what}`")
                } else {
                    text!(day; en: "changes, of what was agreed on {day}: `{what}`", nl: "wijzigt, van de acties van {day}: `{what}`")
                });
            }
            self.change(&known[at], changes);
        }
        number
    }

    /// What of a known action becomes otherwise.
    fn changes(&mut self, known: &Agreed<'_, Action>, one: ToldAction, line: usize, told: &mut Told) -> Vec<(&'static str, String)> {
        let was = known.what;
        let same_who = |id: &Id| was.who.as_ref().is_some_and(|who| self.record.index.same(who, id));
        let mut changes: Vec<(&'static str, String)> = Vec::new();
        if !self.names.is_same(&was.what, &one.what) {
            self.changed.push(reworded(&was.what, &one.what));
            changes.push(("what", quoted(&one.what)));
        }
        changes.extend(one.who.filter(|who| !same_who(who)).map(|who| ("who", quoted(who.as_str()))));
        changes.extend(one.due.filter(|_| one.due != was.due).map(|due| ("due", due.to_string())));
        // A box says that it was done, not when: a day on record is not changed by it.
        let boxed = one.done == Some(self.meeting.on) && was.done.is_some();
        changes.extend(one.done.filter(|_| one.done != was.done && !boxed).map(|done| ("done", done.to_string())));
        changes.extend(note(was.note.as_deref(), one.note, line, told).map(|note| ("note", quoted(&note))));
        changes
    }

    /// Changes what stands in a file already: that of the meeting, or of an earlier one.
    fn change<T>(&mut self, known: &Agreed<'_, T>, changes: Vec<(&'static str, String)>) {
        let file = &known.event.file;
        for (key, value) in changes {
            let edit = Edit::Set(known.keys.then(key), value);
            if *file == self.meeting.event.file {
                self.edits.push(edit);
            } else {
                self.earlier.push((file.clone(), edit));
            }
        }
    }

    /// Names what is on record and not on a page that has its section.
    fn left_out<T>(&mut self, is_listed: bool, known: &[Agreed<'_, T>], found: &[Option<(usize, How)>], named: impl Fn(&T) -> Text) {
        let gone = known.iter().enumerate().filter(|(at, _)| !found.iter().flatten().any(|(other, _)| other == at));
        self.missing.extend(gone.filter(|_| is_listed).map(|(_, one)| named(one.what)));
    }
}

/// An id that cannot be one, or the key of what is not there.
fn is_no_id(line: usize, id: Option<&str>, told: &mut Told) {
    let Some(id) = id.filter(|id| !Id::is_valid(id)) else { return };
    let why = if id.contains('/') {
        text!(en: "nothing on record has the id `{id}`; leave it out of what is new", nl: "het dossier kent geen kenmerk `{id}`; laat het weg bij wat nieuw is")
    } else {
        text!(en: "`{id}` cannot be an id: that is lower-case letters, digits and hyphens", nl: "`{id}` kan geen kenmerk zijn: dat bestaat uit kleine letters, cijfers en streepjes")
    };
    told.unclear.push(Unclear { line, why });
}

fn reworded(was: &str, is: &str) -> Text {
    text!(en: "reworded: `{was}` becomes `{is}`", nl: "gewijzigde tekst: `{was}` wordt `{is}`")
}

/// A new action as it is written down.
fn pairs(one: &ToldAction) -> Vec<(String, String)> {
    let pairs = [
        ("id", one.id.as_deref().map(quoted)),
        ("what", Some(quoted(&one.what))),
        ("who", one.who.as_ref().map(|id| quoted(id.as_str()))),
        ("due", one.due.map(|day| day.to_string())),
        ("done", one.done.map(|day| day.to_string())),
        ("note", one.note.as_deref().map(quoted)),
    ];
    pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// A remark that is new; one that would take the place of another is not understood.
fn note(known: Option<&str>, told: Option<String>, line: usize, all: &mut Told) -> Option<String> {
    match (known, told) {
        (None, told) => told,
        (Some(known), Some(told)) if crate::words::fold(known) != crate::words::fold(&told) => {
            let why = text!(en: "there is another remark already: `{known}`", nl: "er staat al een andere opmerking: `{known}`");
            all.unclear.push(Unclear { line, why });
            None
        }
        _ => None,
    }
}
