//! A record as it was after each commit of its history: every blob is parsed once, and only what a commit touched is exchanged.

mod ever;
mod parsed;
mod state;

use std::collections::HashMap;
use std::path::Path;

use anyhow::Result;
use chrono_tz::Tz;

use crate::date::Date;
use crate::finding::Finding;
pub use crate::record::history::ever::{Ever, ever};
use crate::record::history::parsed::Parsed;
pub use crate::record::history::state::State;
use crate::source::FilePath;
use crate::source::git::walk::{Begin, Changed, Object, Step, Walk, between, listing};
use crate::source::git::{Commit, Mode};
use crate::source::layout::{FileKind, Standing, standing};
use crate::source::past::Exchange;

/// A history that is gone through, oldest commit first.
pub struct History<'a> {
    folder: &'a Path,
    walk: &'a Walk,
    parsed: Parsed,
    /// The steps before this one have been parsed.
    ahead: usize,
    /// Of files that cannot be read, by path and blob, the last blob of each that could be.
    lost: HashMap<(Vec<u8>, Object), (Mode, Object)>,
}

/// A commit, with the record before and after it.
pub struct Moment<'m> {
    pub step: &'m Step,
    pub before: &'m mut State,
    pub after: &'m mut State,
    /// What came, went or is another in `after`.
    pub exchange: &'m Exchange,
    /// Files that can be read again: in `before` they are as they could be read last.
    pub regained: &'m [FilePath],
    parsed: &'m Parsed,
}

impl Moment<'_> {
    /// What was found while reading the record as it is after the commit.
    pub fn findings(&self) -> Vec<Finding> {
        self.after.findings(self.parsed)
    }
}

/// Steps are parsed together until they need so many blobs.
const TOGETHER: usize = 1024;

impl<'a> History<'a> {
    /// The history of the record in a folder, as it was walked.
    pub fn new(folder: &'a Path, walk: &'a Walk) -> History<'a> {
        History { folder, walk, parsed: Parsed::default(), ahead: 0, lost: HashMap::new() }
    }

    /// Gives every commit that changes something in the record's folder, with the record before and after it; `tick` is called once
    /// for each commit.
    ///
    /// # Errors
    /// When objects are missing, or when `then` has one.
    pub fn each(&mut self, tick: &dyn Fn(), mut then: impl FnMut(Moment<'_>) -> Result<()>) -> Result<()> {
        let Some(first) = self.walk.steps.first() else { return Ok(()) };
        let (mut before, mut after) = (State::empty(self.folder, &first.commit), State::empty(self.folder, &first.commit));
        if let Begin::After(commit) = &self.walk.begin {
            let all = between(&Default::default(), &listing(self.folder, commit)?);
            self.go(&mut before, commit, &all)?;
            self.go(&mut after, commit, &all)?;
        }
        for (n, step) in self.walk.steps.iter().enumerate() {
            tick();
            self.look_ahead(n, &mut [&mut before, &mut after])?;
            if step.changes.is_empty() && step.moved_from.is_none() {
                continue;
            }
            self.go_before(step, &mut before, &mut after)?;
            let known = self.regained(&step.changes);
            if !known.is_empty() {
                let stands = before.commit().clone();
                self.on(&mut before, &stands, &known)?;
            }
            let regained: Vec<FilePath> = known.iter().map(|one| FilePath::new(&String::from_utf8_lossy(&one.path))).collect();
            let exchange = self.on(&mut after, &step.commit, &step.changes)?;
            let (exchange, regained) = (&exchange, regained.as_slice());
            then(Moment { step, before: &mut before, after: &mut after, exchange, regained, parsed: &self.parsed })?;
            self.on(&mut before, &step.commit, &step.changes)?;
        }
        Ok(())
    }

    /// Gives the record as it was known at the end of each of some days, which are in their order: the last commit on the first-parent
    /// history that was made on or before that day in `zone`. None where there was none.
    ///
    /// # Errors
    /// When objects are missing, or when `then` has one.
    pub fn on_days(
        &mut self,
        days: &[Date],
        zone: Tz,
        mut then: impl FnMut(Date, Option<(&Step, &mut State)>) -> Result<()>,
    ) -> Result<()> {
        let made: Vec<Date> = self.walk.steps.iter().map(|step| Date(step.commit.time.with_timezone(&zone).date_naive())).collect();
        let mut state: Option<(usize, State)> = None;
        for day in days {
            let Some(wanted) = made.iter().rposition(|made| made <= day) else {
                then(*day, None)?;
                continue;
            };
            let from = state.as_ref().map_or(0, |(at, _)| at + 1);
            // Commits whose dates are not in their order may lead back; then it is gone through again.
            let (mut at, mut now) = match state.take() {
                Some((at, now)) if at <= wanted => (from, now),
                _ => (0, State::empty(self.folder, &self.walk.steps[0].commit)),
            };
            if let (0, Begin::After(commit)) = (at, &self.walk.begin) {
                let all = between(&Default::default(), &listing(self.folder, commit)?);
                self.go(&mut now, commit, &all)?;
            }
            let together = gathered(&self.walk.steps[at..=wanted]);
            self.go(&mut now, &self.walk.steps[wanted].commit, &together)?;
            at = wanted;
            now.judge(*day);
            then(*day, Some((&self.walk.steps[wanted], &mut now)))?;
            state = Some((at, now));
        }
        Ok(())
    }

    /// Keeps what could be read last of files that these changes make unreadable, and gives it of those that can be read again: the
    /// way back to it.
    fn regained(&mut self, changes: &[Changed]) -> Vec<Changed> {
        let mut known = Vec::new();
        for one in changes {
            let Standing::File(kind) = standing(&String::from_utf8_lossy(&one.path)) else { continue };
            // A record has its settings always: while these are gone they cannot be read.
            let of = |side: Option<(Mode, Object)>| match side {
                Some((_, blob)) => Some((one.path.clone(), blob)),
                None => (kind == FileKind::Collaboration).then(|| (one.path.clone(), Object::default())),
            };
            let (Some(before), Some(after)) = (of(one.before), of(one.after)) else { continue };
            let is_unread =
                |side: Option<(Mode, Object)>| side.is_none_or(|(mode, blob)| mode == Mode::File && self.parsed.is_unread(blob, kind));
            match (is_unread(one.before), is_unread(one.after)) {
                (false, true) => drop(one.before.and_then(|last| self.lost.insert(after, last))),
                (true, is_still) => {
                    let Some(last) = self.lost.get(&before).copied() else { continue };
                    if is_still {
                        self.lost.insert(after, last);
                    } else {
                        known.push(Changed { path: one.path.clone(), before: one.before, after: Some(last) });
                    }
                }
                (false, false) => {}
            }
        }
        known
    }

    /// Reads and parses what the next steps need, together.
    fn look_ahead(&mut self, n: usize, states: &mut [&mut State]) -> Result<()> {
        if n < self.ahead {
            return Ok(());
        }
        let mut needed = Vec::new();
        while self.ahead < self.walk.steps.len() && needed.len() < TOGETHER {
            needed.extend(&self.walk.steps[self.ahead].changes);
            self.ahead += 1;
        }
        self.parsed.read(self.folder, &self.walk.steps[n].commit.id, &needed, states)
    }

    /// Goes on, wherever that leads.
    fn go(&mut self, state: &mut State, commit: &Commit, changes: &[Changed]) -> Result<Exchange> {
        self.parsed.read(self.folder, &commit.id, &changes.iter().collect::<Vec<_>>(), &mut [&mut *state])?;
        self.on(state, commit, changes)
    }

    /// Goes on to what was looked at ahead.
    fn on(&mut self, state: &mut State, commit: &Commit, changes: &[Changed]) -> Result<Exchange> {
        let exchange = state.go(commit, changes);
        if exchange == Exchange::Anew {
            // Through a link a blob can be the file of another kind.
            self.parsed.complete(self.folder, &commit.id, state.files())?;
        }
        state.settle(&exchange, &self.parsed);
        Ok(exchange)
    }

    /// Goes to what a step begins with, where that is not where the state before it is.
    fn go_before(&mut self, step: &Step, before: &mut State, after: &mut State) -> Result<()> {
        let stands = before.commit();
        if !self.walk.is_every || step.parents.len() == 1 && step.parents[0] == stands.id {
            return Ok(());
        }
        let mut commit = step.commit.clone();
        let all = if step.parents.len() > 1 {
            // A merge: what was merged without a hand is all of it but what it has itself.
            let mut all = listing(self.folder, &commit)?;
            for changed in &step.changes {
                match changed.before {
                    Some(before) => drop(all.insert(changed.path.clone(), before)),
                    None => drop(all.remove(&changed.path)),
                }
            }
            all
        } else if let Some(parent) = step.parents.first() {
            commit.id.clone_from(parent);
            commit.prefix = step.moved_from.clone().unwrap_or(commit.prefix);
            listing(self.folder, &commit)?
        } else {
            Default::default()
        };
        for state in [before, after] {
            // A merge has no commit of what was merged.
            let changes = between(&state.listing(), &all);
            self.go(state, &commit, &changes)?;
        }
        Ok(())
    }
}

/// What several steps do together.
fn gathered(steps: &[Step]) -> Vec<Changed> {
    let mut all: std::collections::BTreeMap<&[u8], Changed> = Default::default();
    for changed in steps.iter().flat_map(|step| &step.changes) {
        match all.get_mut(changed.path.as_slice()) {
            Some(known) => known.after = changed.after,
            None => drop(all.insert(&changed.path, changed.clone())),
        }
    }
    all.into_values().filter(|one| one.before != one.after).collect()
}
