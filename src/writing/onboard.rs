//! The way in of a participant as it is written down: its first day, its buddy, and which steps are done or do not apply (B4).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use crate::answers::audience::{Audience, hidden_person};
use crate::answers::buddies::{organisation_of, proposal};
use crate::answers::onboarding::{buddy_until, is_supplier, near_step};
use crate::answers::presence::{is_gone, name};
use crate::date::Date;
use crate::edit::{Edit, quoted};
use crate::handbook::onboarding::{STEPS, step};
use crate::record::Record;
use crate::record::participant::{Onboarding, Participant, Status};
use crate::record::values::Id;
use crate::text::{Text, listed};
use crate::{keys, text};

/// What is to be written of the way in of one participant.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The first day.
    pub start: Option<Date>,
    pub buddy: Option<Id>,
    /// Steps that are done, each with its day; the day of judgement where none is named.
    pub done: Vec<(String, Option<Date>)>,
    /// Steps of which it is taken back that they are done or do not apply.
    pub undo: Vec<String>,
    /// Steps that do not apply, each with the reason.
    pub not_applicable: Vec<(String, String)>,
}

impl Asked {
    pub fn is_empty(&self) -> bool {
        self.start.is_none() && self.buddy.is_none() && self.done.is_empty() && self.undo.is_empty() && self.not_applicable.is_empty()
    }
}

/// The changes in the file of the participant, and what they come to.
#[derive(Debug, Default)]
pub struct Onboarded {
    pub edits: Vec<Edit>,
    pub said: Vec<Text>,
    /// What is already so.
    pub known: Vec<Text>,
    /// Steps that go from a list, each with that list.
    gone: Vec<(&'static str, String)>,
}

/// Plans what is asked.
///
/// # Errors
/// Why it cannot be.
pub fn onboard(record: &Record, one: &Participant, asked: &Asked) -> anyhow::Result<Onboarded> {
    let mut plan = Onboarded::default();
    let before = one.onboarding.as_deref();
    let id = &one.id;
    if one.status_on(record.on) == Some(Status::Left) {
        bail!("`{id}` has left; an onboarding is for whoever comes");
    }
    let Some(from) = asked.start.or_else(|| before.map(|before| before.from)) else {
        bail!("no onboarding of `{id}` is on record yet; begin it with `commons onboard {id} --start DATE`");
    };
    if let Some(start) = asked.start {
        begin(&mut plan, one, start)?;
        plan.said.extend(odd_beginning(one, start));
    }
    buddy(&mut plan, record, one, asked, from)?;
    let steps = Steps { record, one, from };
    let mut seen = BTreeSet::new();
    let named = asked.done.iter().map(|(id, _)| id).chain(&asked.undo).chain(asked.not_applicable.iter().map(|(id, _)| id));
    for typed in named {
        if !seen.insert(steps.known(typed)?) {
            bail!("`{typed}` is named twice; one thing can be said of a step at a time");
        }
    }
    for (typed, day) in &asked.done {
        steps.done(&mut plan, typed, *day)?;
    }
    for (typed, reason) in &asked.not_applicable {
        steps.not_applicable(&mut plan, typed, reason)?;
    }
    for typed in &asked.undo {
        steps.undo(&mut plan, typed);
    }
    steps.take_away(&mut plan);
    Ok(plan)
}

fn begin(plan: &mut Onboarded, one: &Participant, start: Date) -> anyhow::Result<()> {
    let (id, name) = (&one.id, &one.name);
    let before = one.onboarding.as_deref();
    let early = before.and_then(|before| before.done.iter().find(|(id, day)| step(id).is_some() && **day < start));
    if let Some((step, day)) = early {
        bail!("`{step}` was done on {day}, so the onboarding of `{id}` cannot begin on {start}");
    }
    match before.map(|before| before.from) {
        Some(from) if from == start => {
            plan.known.push(text!(start; en: "the onboarding of {name} begins on {start} already", nl: "de onboarding van {name} begint al op {start}"));
            return Ok(());
        }
        Some(from) => plan.said.push(
            text!(start, from; en: "the onboarding of {name} begins on {start}; it was {from}", nl: "de onboarding van {name} begint op {start}; dat was {from}"),
        ),
        None => plan.said.push(text!(start; en: "the onboarding of {name} begins on {start}", nl: "de onboarding van {name} begint op {start}")),
    }
    plan.edits.push(Edit::Set(keys!["onboarding", "from"], start.to_string()));
    Ok(())
}

/// What is strange about a first day, as the days of the participant itself have it.
fn odd_beginning(one: &Participant, start: Date) -> Option<Text> {
    /// Months between the beginning of taking part and that of the onboarding.
    const APART: u32 = 3;
    let name = &one.name;
    if let Some(left) = one.left.filter(|left| left.last() < start) {
        return Some(text!(left; en: "mind: the last day of {name} is {left}", nl: "let op: de laatste dag van {name} is {left}"));
    }
    let joined = one.joined.filter(|joined| start.plus_months(APART) < joined.first())?;
    Some(text!(joined; en: "mind: {name} takes part from {joined} only", nl: "let op: {name} doet pas mee vanaf {joined}"))
}

/// What is strange about somebody as a buddy.
fn odd_buddy(record: &Record, who: &Id) -> Vec<Text> {
    let mut said = Vec::new();
    if hidden_person(record, who, Audience::Participants).is_some() {
        let called = name(record, who, Audience::Record);
        said.push(text!(called; en: "mind: the page for the newcomer does not name {called}, who asked to be known in the record only", nl: "let op: op de pagina voor de nieuwe deelnemer staat de naam van {called} niet; die is alleen binnen het dossier zichtbaar"));
    }
    if let Some(of) = organisation_of(record, who).filter(|of| !record.parties().any(|one| one.id == of.id)) {
        let of = &of.name;
        said.push(text!(en: "mind: {of} does not take part itself", nl: "let op: {of} doet zelf niet mee"));
    }
    said
}

/// The buddy that is named, or at the beginning the one that is proposed.
fn buddy(plan: &mut Onboarded, record: &Record, one: &Participant, asked: &Asked, from: Date) -> anyhow::Result<()> {
    let before = one.onboarding.as_deref();
    let (id, until) = (&one.id, buddy_until(from));
    let known = before.and_then(|before| before.buddy.as_ref());
    let mut set = |who: &Id, because: Text| {
        let called = name(record, who, Audience::Record);
        plan.edits.push(Edit::Set(keys!["onboarding", "buddy"], quoted(who.as_str())));
        plan.said
            .push(text!(called, until, because; en: "buddy until {until}: {called}{because}", nl: "buddy t/m {until}: {called}{because}"));
    };
    if let Some(who) = &asked.buddy {
        if is_supplier(one) {
            bail!("`{id}` is a supplier: it has somebody who manages its contract, and no buddy");
        }
        if organisation_of(record, who).is_some_and(|of| of.id == one.id) {
            bail!("`{who}` belongs to `{id}` itself; a buddy is somebody of another organisation");
        }
        if is_gone(record, who) {
            bail!("`{who}` has left; name somebody who stays");
        }
        if known.is_some_and(|known| record.index.same(known, who)) {
            plan.known.push(text!(en: "`{who}` is the buddy already", nl: "`{who}` is de buddy al"));
            return Ok(());
        }
        let was = known.map_or_else(Text::default, |known| {
            let known = name(record, known, Audience::Record);
            text!(known; en: "; it was {known}", nl: "; dat was {known}")
        });
        set(who, was);
        plan.said.extend(odd_buddy(record, who));
        return Ok(());
    }
    let told = before.is_some_and(|before| before.not_applicable.contains_key("buddy"));
    if asked.start.is_none() || known.is_some() || told || asked.not_applicable.iter().any(|(step, _)| step == "buddy") || is_supplier(one)
    {
        return Ok(());
    }
    match proposal(record, one, from) {
        Some(proposal) => {
            let because = proposal.because;
            let why = text!(
                because;
                en: " (proposed: {because}); `--buddy` names another",
                nl: " (voorstel: {because}); met `--buddy` kiest u een ander"
            );
            set(proposal.who, why);
        }
        None => plan.said.push(Text::new(
            "nobody is proposed as a buddy: who takes part for a year is a buddy already, leaves or has no contact; `--buddy` names one",
            "er is geen buddy voor te stellen: niemand doet al een jaar mee, blijft en is nog vrij; noem iemand met `--buddy`",
        )),
    }
    Ok(())
}

/// The steps of one participant.
struct Steps<'a> {
    record: &'a Record,
    one: &'a Participant,
    from: Date,
}

impl Steps<'_> {
    /// The id of a step, if there is one with it.
    fn known<'t>(&self, typed: &'t str) -> anyhow::Result<&'t str> {
        let own = || self.record.community.iter().flat_map(|community| &community.step).map(|step| step.id.as_str());
        if step(typed).is_some() || own().any(|id| id == typed) || self.on_record(typed) {
            return Ok(typed);
        }
        let known = || STEPS.iter().map(|step| step.id).chain(own());
        if let Some(near) = near_step(self.record, typed) {
            bail!("no step is called `{typed}`; did you mean `{near}`?");
        }
        let all = listed(known(), 20);
        bail!("no step is called `{typed}`; the steps are {}", all.en)
    }

    fn before(&self) -> Option<&Onboarding> {
        self.one.onboarding.as_deref()
    }

    fn is_done(&self, id: &str) -> Option<Date> {
        self.before().and_then(|before| before.done.get(id)).copied()
    }

    fn reason(&self, id: &str) -> Option<&str> {
        self.before().and_then(|before| before.not_applicable.get(id)).map(String::as_str)
    }

    fn on_record(&self, id: &str) -> bool {
        self.is_done(id).is_some() || self.reason(id).is_some()
    }

    /// What a step is called.
    fn called(&self, id: &str) -> Text {
        let own = self.record.community.iter().flat_map(|community| &community.step).find(|step| step.id.as_str() == id);
        match (step(id), own) {
            (Some(step), _) => step.todo.clone(),
            (None, Some(own)) => Text::same(own.what.as_str()),
            (None, None) => Text::same(id),
        }
    }

    fn done(&self, plan: &mut Onboarded, id: &str, named: Option<Date>) -> anyhow::Result<()> {
        // A day that nobody named does not take the place of one that was written down.
        let day = named.or(self.is_done(id)).unwrap_or(self.record.on);
        if day > self.record.on {
            bail!("`{id}` cannot be done on {day}, for that is after {}; a step is marked when it is done", self.record.on);
        }
        // An agreement may be signed before the first day; the seven steps are what comes after it.
        if day < self.from && step(id).is_some() {
            bail!(
                "the onboarding of `{}` begins on {}, so `{id}` was not done on {day}; name its day as `{id}=DATE`",
                self.one.id,
                self.from
            );
        }
        let called = step(id).map_or_else(|| self.called(id), |step| step.done.clone());
        match self.is_done(id) {
            Some(known) if known == day => {
                plan.known.push(text!(day, called; en: "done on {day} already: {called}", nl: "al gedaan op {day}: {called}"));
                return Ok(());
            }
            Some(known) => plan.said.push(
                text!(day, known, called; en: "done on {day}, not on {known}: {called}", nl: "gedaan op {day}, niet op {known}: {called}"),
            ),
            None => plan.said.push(text!(day, called; en: "done on {day}: {called}", nl: "gedaan op {day}: {called}")),
        }
        if self.reason(id).is_some() {
            plan.gone.push(("not_applicable", id.to_owned()));
        }
        plan.edits.push(Edit::Set(keys!["onboarding", "done", id.to_owned()], day.to_string()));
        Ok(())
    }

    fn not_applicable(&self, plan: &mut Onboarded, id: &str, reason: &str) -> anyhow::Result<()> {
        let reason = reason.trim();
        if reason.is_empty() {
            bail!("say why `{id}` does not apply: `--not-applicable {id} \"REASON\"`");
        }
        if let Some(day) = self.is_done(id) {
            bail!("`{id}` was done on {day}, so it does apply; take that back first with `--undo {id}`");
        }
        let called = self.called(id);
        if self.reason(id) == Some(reason) {
            plan.known.push(text!(called; en: "did not apply already: {called}", nl: "was al niet van toepassing: {called}"));
            return Ok(());
        }
        plan.said.push(text!(called; en: "does not apply: {called} ({reason})", nl: "niet van toepassing: {called} ({reason})"));
        if step(id).is_some_and(|step| !step.optional) && !is_supplier(self.one) {
            plan.said.push(Text::new(
                "the handbook has this step for everybody who takes part",
                "volgens het handboek is deze stap voor elke deelnemer",
            ));
        }
        plan.edits.push(Edit::Set(keys!["onboarding", "not_applicable", id.to_owned()], quoted(reason)));
        Ok(())
    }

    fn undo(&self, plan: &mut Onboarded, id: &str) {
        let called = self.called(id);
        if !self.on_record(id) {
            plan.known.push(text!(called; en: "not done yet: {called}", nl: "stond nog open: {called}"));
            return;
        }
        plan.said.push(text!(called; en: "to be done again: {called}", nl: "staat weer open: {called}"));
        for (list, is_there) in [("done", self.is_done(id).is_some()), ("not_applicable", self.reason(id).is_some())] {
            plan.gone.extend(is_there.then(|| (list, id.to_owned())));
        }
    }

    /// Takes what goes from its list, and a list of which nothing is left with it.
    fn take_away(&self, plan: &mut Onboarded) {
        for list in ["done", "not_applicable"] {
            let gone: Vec<&String> = plan.gone.iter().filter(|(from, _)| *from == list).map(|(_, id)| id).collect();
            let there = self.before().map_or(0, |before| if list == "done" { before.done.len() } else { before.not_applicable.len() });
            let comes = plan.edits.iter().any(|edit| edit.keys().0.get(1) == Some(&crate::keys::Key::from(list)));
            let edits: Vec<Edit> = if gone.len() == there && there > 0 && !comes {
                vec![Edit::Remove(keys!["onboarding", list])]
            } else {
                gone.into_iter().map(|id| Edit::Remove(keys!["onboarding", list, id.clone()])).collect()
            };
            plan.edits.extend(edits);
        }
    }
}

/// The same edits for a file in which the onboarding stands on one line: what is not there yet comes as a table within it.
pub fn inline(one: &Participant, edits: &[Edit]) -> Vec<Edit> {
    let mut lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut all = Vec::new();
    for edit in edits {
        let Edit::Set(keys, value) = edit else {
            all.push(edit.clone());
            continue;
        };
        let names: Vec<String> = keys
            .0
            .iter()
            .map(|key| match key {
                crate::keys::Key::Name(name) => name.to_string(),
                crate::keys::Key::Index(at) => at.to_string(),
            })
            .collect();
        let before = one.onboarding.as_deref();
        let is_empty = |list: &str| match list {
            "done" => before.is_none_or(|before| before.done.is_empty()),
            _ => before.is_none_or(|before| before.not_applicable.is_empty()),
        };
        match names.as_slice() {
            [_, list, id] if is_empty(list) => {
                let list = if list == "done" { "done" } else { "not_applicable" };
                lists.entry(list).or_default().push(format!("{} = {value}", quoted(id)));
            }
            _ => all.push(edit.clone()),
        }
    }
    all.extend(lists.into_iter().map(|(list, pairs)| Edit::Set(keys!["onboarding", list], format!("{{ {} }}", pairs.join(", ")))));
    all
}
