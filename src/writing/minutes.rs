//! Minutes that somebody filled in, taken into the record: who was there, what was decided, who does what.

pub mod days;
pub mod names;
pub mod page;
pub mod told;

use crate::answers::meetings::Meeting;
use crate::edit::{Edit, quoted};
use crate::keys;
use crate::keys::Keys;
use crate::record::Record;
use crate::record::event::{Action, Decision};
use crate::record::values::Id;
use crate::text;
use crate::text::Text;
use crate::writing::minutes::names::Names;
use crate::writing::minutes::page::{Section, lines};
use crate::writing::minutes::told::{Came, Told, ToldAction, ToldDecision, Unclear, told};

/// What minutes ask for in the file of their event; no edits where all of it stands there already.
#[derive(Debug, Default)]
pub struct Reading {
    pub edits: Vec<Edit>,
    pub said: Vec<Text>,
}

/// Reads the minutes of a meeting; `path` is where they stand, if that is within the record.
///
/// # Errors
/// Every line that cannot be understood: then nothing of the page is taken over, so that nothing is lost.
pub fn read(record: &Record, meeting: &Meeting<'_>, page: &str, path: Option<&str>) -> Result<Reading, Vec<Unclear>> {
    let names = Names::of(record);
    let mut told = told(&names, &lines(page), meeting.on);
    let mut taking = Taking { record, meeting, names: &names, base: base(meeting), edits: Vec::new() };
    let attendance = taking.attendance(&mut told);
    let decisions = taking.decisions(&mut told);
    let actions = taking.actions(&mut told);
    if !told.unclear.is_empty() {
        told.unclear.sort_by_key(|one| one.line);
        return Err(told.unclear);
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
    let mut edits = taking.edits;
    let is_new = !taking.base.0.is_empty() && meeting.occurrence.is_none();
    if is_new && !edits.is_empty() {
        edits.insert(0, Edit::Append(keys!["occurrence"], vec![("on".to_owned(), meeting.on.to_string())]));
    }
    Ok(Reading { edits, said })
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

    fn decisions(&mut self, told: &mut Told) -> usize {
        let of_date = self.meeting.occurrence.is_some_and(|(_, date)| !date.decision.is_empty());
        let known = self.meeting.decisions();
        let list = self.place(of_date).then("decision");
        let mut used = vec![false; known.len()];
        let mut number = 0;
        for (line, mut one) in std::mem::take(&mut told.decisions) {
            let at = self.known_decision(known, &used, &mut one);
            let Some(at) = at else {
                let pairs = [("id", one.id.clone()), ("what", Some(one.what)), ("note", one.note)];
                if let Some(id) = one.id.filter(|id| !Id::is_valid(id)) {
                    let why = text!(en: "`{id}` cannot be an id: that is lower-case letters, digits and hyphens", nl: "`{id}` kan geen kenmerk zijn: dat bestaat uit kleine letters, cijfers en streepjes");
                    told.unclear.push(Unclear { line, why });
                }
                let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), quoted(&value?)))).collect();
                self.edits.push(Edit::Append(self.base.then("decision"), pairs));
                number += 1;
                continue;
            };
            used[at] = true;
            let item = list.then(at);
            let mut changes = Vec::new();
            if !self.names.is_same(&known[at].what, &one.what) {
                changes.push(("what", one.what));
            }
            changes.extend(note(known[at].note.as_deref(), one.note, line, told).map(|note| ("note", note)));
            number += usize::from(!changes.is_empty());
            self.edits.extend(changes.into_iter().map(|(key, value)| Edit::Set(item.then(key), quoted(&value))));
        }
        number
    }

    /// The number of a decision that is on record already: by its id, also behind its text, else by its text.
    fn known_decision(&self, known: &[Decision], used: &[bool], one: &mut ToldDecision) -> Option<usize> {
        let free = |n: &usize| !used[*n];
        let by_id = |id: &str| (0..known.len()).filter(free).find(|n| known[*n].id.as_ref().is_some_and(|known| known.as_str() == id));
        if let Some(at) = one.id.as_deref().and_then(by_id) {
            return Some(at);
        }
        if let Some((text, id)) = one.what.strip_suffix(')').and_then(|inner| inner.rsplit_once(" ("))
            && let Some(at) = by_id(id.trim())
        {
            one.what = text.trim().to_owned();
            return Some(at);
        }
        (0..known.len()).filter(free).find(|n| self.names.is_same(&known[*n].what, &one.what))
    }

    fn actions(&mut self, told: &mut Told) -> usize {
        let of_date = self.meeting.occurrence.is_some_and(|(_, date)| !date.action.is_empty());
        let known = self.meeting.actions();
        let list = self.place(of_date).then("action");
        let mut used = vec![false; known.len()];
        let mut number = 0;
        for (line, one) in std::mem::take(&mut told.actions) {
            let who = one.who.as_ref().map(|id| quoted(id.as_str()));
            let (due, done) = (one.due.map(|day| day.to_string()), one.done.map(|day| day.to_string()));
            let Some(at) = self.known_action(known, &used, &one) else {
                let pairs = [
                    ("id", one.id.as_deref().map(quoted)),
                    ("what", Some(quoted(&one.what))),
                    ("who", who),
                    ("due", due),
                    ("done", done),
                    ("note", one.note.as_deref().map(quoted)),
                ];
                let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
                self.edits.push(Edit::Append(self.base.then("action"), pairs));
                number += 1;
                continue;
            };
            used[at] = true;
            let (known, item) = (&known[at], list.then(at));
            let same_who = |id: &Id| known.who.as_ref().is_some_and(|who| self.record.index.same(who, id));
            let mut changes: Vec<(&'static str, String)> = Vec::new();
            if !self.names.is_same(&known.what, &one.what) {
                changes.push(("what", quoted(&one.what)));
            }
            changes.extend(who.filter(|_| !one.who.as_ref().is_some_and(same_who)).map(|who| ("who", who)));
            changes.extend(due.filter(|_| one.due != known.due).map(|due| ("due", due)));
            // A box says that it was done, not when: a day on record is not changed by it.
            let boxed = one.done == Some(self.meeting.on) && known.done.is_some();
            changes.extend(done.filter(|_| one.done != known.done && !boxed).map(|done| ("done", done)));
            changes.extend(note(known.note.as_deref(), one.note, line, told).map(|note| ("note", quoted(&note))));
            number += usize::from(!changes.is_empty());
            self.edits.extend(changes.into_iter().map(|(key, value)| Edit::Set(item.then(key), value)));
        }
        number
    }

    /// The number of an action that is on record already: by its id, else by what is to be done, and of several that are alike by who
    /// does it.
    fn known_action(&self, known: &[Action], used: &[bool], one: &ToldAction) -> Option<usize> {
        let alike = |n: &usize| self.names.is_same(&known[*n].what, &one.what);
        let theirs = |n: &usize| match (&known[*n].who, &one.who) {
            (Some(known), Some(who)) => self.record.index.same(known, who),
            (known, who) => known.is_none() && who.is_none(),
        };
        let by_id = |n: &usize| one.id.is_some() && known[*n].id.as_ref().map(Id::as_str) == one.id.as_deref();
        let free = || (0..known.len()).filter(|n| !used[*n]);
        free().find(by_id).or_else(|| free().find(|n| alike(n) && theirs(n))).or_else(|| free().find(alike))
    }
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
