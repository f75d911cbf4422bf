//! A record as it was after each commit of its history: every blob is parsed once, and only what a commit touched is exchanged.

mod ever;
mod parsed;
mod state;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use chrono_tz::Tz;
use rayon::prelude::*;

use crate::date::Date;
use crate::finding::Finding;
pub use crate::record::history::ever::{Ever, ever};
pub use crate::record::history::parsed::Parsed;
pub use crate::record::history::state::State;
use crate::source::FilePath;
use crate::source::git::walk::{Begin, Changed, Object, Step, Walk, between, listing};
use crate::source::git::{Commit, Mode};
use crate::source::layout::{FOLDERS, FileKind, Standing, standing};
use crate::source::past::Exchange;

/// A history that is gone through, oldest commit first.
pub struct History<'a> {
    folder: &'a Path,
    walk: &'a Walk,
    parsed: Parsed,
}

/// What cannot be read and could be once, by path and blob.
#[derive(Default)]
struct Lost {
    /// The last blob of each file that could be read.
    files: HashMap<(Vec<u8>, Object), (Mode, Object)>,
    /// Of what stands in the place of a folder: the way back to the files that stood in it last.
    folders: HashMap<(Vec<u8>, Object), Vec<Changed>>,
}

/// Whether what is made of a commit depends on those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    OneByOne,
    InParts,
}

/// A commit, with the record before and after it.
pub struct Moment<'m> {
    pub step: &'m Step,
    pub before: &'m mut State,
    pub after: &'m mut State,
    /// What came, went or is another in `after`.
    pub exchange: &'m Exchange,
    /// Files and folders that can be read again, or are taken away: in `before` they are as they could be read last.
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
const TOGETHER: usize = 4096;

/// A part of a history has at least so many steps: before it begins, the record is put together that stood there.
const LEAST: usize = 64;

/// So many files are put together in the time that a step takes, at least.
const FILES: usize = 32;

impl<'a> History<'a> {
    /// The history of the record in a folder, as it was walked.
    pub fn new(folder: &'a Path, walk: &'a Walk) -> History<'a> {
        History { folder, walk, parsed: Parsed::default() }
    }

    /// Gives every commit that changes something in the record's folder, with the record before and after it, to what `begin` makes;
    /// `tick` is called once for each commit. A long history is gone through in parts, side by side, where the order allows it:
    /// what was begun for each of them is given back in their order.
    ///
    /// # Errors
    /// When objects are missing, or when `then` has one.
    pub fn each<T: Send>(
        &self,
        order: Order,
        tick: &(dyn Fn() + Sync),
        begin: impl Fn() -> T + Sync,
        then: impl Fn(&mut T, &mut Moment<'_>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        let steps = &self.walk.steps;
        self.parse()?;
        let mut lost = Lost::default();
        let known: Vec<Vec<Changed>> = steps.iter().map(|step| self.regained(&step.changes, &mut lost)).collect();
        let most = match order {
            Order::OneByOne => 1,
            Order::InParts => rayon::current_num_threads().min(steps.len() / LEAST).min(steps.len() * FILES / self.parsed.blobs().max(1)),
        };
        let part = |Range { start, end }: Range<usize>| -> Result<T> {
            let mut told = begin();
            let (mut before, mut after) = (self.after(start)?, self.after(start)?);
            for (step, known) in steps[start..end].iter().zip(&known[start..end]) {
                tick();
                if !step.changes.is_empty() || step.moved_from.is_some() {
                    self.step(step, known, (&mut before, &mut after), |moment| then(&mut told, moment))?;
                }
            }
            Ok(told)
        };
        parts(steps, most.max(1)).into_par_iter().map(part).collect()
    }

    /// Reads and parses what all steps need.
    fn parse(&self) -> Result<()> {
        let steps = &self.walk.steps;
        let mut from = 0;
        while from < steps.len() {
            let (first, mut needed) = (from, Vec::new());
            while from < steps.len() && needed.len() < TOGETHER {
                needed.extend(&steps[from].changes);
                from += 1;
            }
            self.parsed.read(self.folder, &steps[first].commit.id, &needed)?;
        }
        Ok(())
    }

    /// The record after so many steps.
    fn after(&self, steps: usize) -> Result<State> {
        let mut state = State::empty(self.folder, &self.walk.steps[0].commit);
        let stood = match (steps.checked_sub(1), &self.walk.begin) {
            (Some(last), _) => &self.walk.steps[last].commit,
            (None, Begin::After(commit)) => commit,
            (None, _) => return Ok(state),
        };
        let all = between(&Default::default(), &listing(self.folder, stood)?);
        self.go(&mut state, stood, &all)?;
        Ok(state)
    }

    fn step(
        &self,
        step: &Step,
        known: &[Changed],
        (before, after): (&mut State, &mut State),
        then: impl FnOnce(&mut Moment<'_>) -> Result<()>,
    ) -> Result<()> {
        self.go_before(step, before, after)?;
        if !known.is_empty() {
            let stands = before.commit().clone();
            self.go(before, &stands, known)?;
        }
        let paths: Vec<FilePath> = known.iter().map(|one| FilePath::new(&String::from_utf8_lossy(&one.path))).collect();
        let folders: Vec<&FilePath> = paths.iter().filter(|path| FOLDERS.contains(&path.as_str())).collect();
        let is_in_folder = |file: &FilePath| folders.iter().any(|folder| *folder != file && file.is_within(folder));
        let regained: Vec<FilePath> = paths.iter().filter(|file| !is_in_folder(file)).cloned().collect();
        let exchange = self.on(after, &step.commit, &step.changes)?;
        then(&mut Moment { step, before, after, exchange: &exchange, regained: &regained, parsed: &self.parsed })?;
        if folders.is_empty() {
            self.on(before, &step.commit, &step.changes)?;
            return Ok(());
        }
        // What stood in a folder and did not come back with it goes again.
        let changed: HashSet<&[u8]> = step.changes.iter().map(|one| one.path.as_slice()).collect();
        let stays = known.iter().filter(|one| !changed.contains(one.path.as_slice()));
        let goes = stays.map(|one| Changed { path: one.path.clone(), before: one.after, after: one.before });
        self.on(before, &step.commit, &step.changes.iter().cloned().chain(goes).collect::<Vec<_>>())?;
        Ok(())
    }

    /// Gives the record as it was known at the end of each of some days, which are in their order: the last commit on the first-parent
    /// history that was made on or before that day in `zone`. None where there was none.
    ///
    /// # Errors
    /// When objects are missing, or when `then` has one.
    pub fn on_days(&self, days: &[Date], zone: Tz, mut then: impl FnMut(Date, Option<(&Step, &mut State)>) -> Result<()>) -> Result<()> {
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

    /// Keeps what could be read last of files that these changes make unreadable, and gives it of those that can be read again or are
    /// taken away: the way back to it.
    fn regained(&self, changes: &[Changed], lost: &mut Lost) -> Vec<Changed> {
        let is_folder = |one: &&Changed| FOLDERS.iter().any(|folder| folder.as_bytes() == one.path);
        let mut known: Vec<Changed> = changes.iter().filter(is_folder).flat_map(|one| folder_regained(one, changes, lost)).collect();
        for one in changes {
            if self.parsed.is_whole() && one.path != b"commons.toml" {
                continue;
            }
            let Standing::File(kind) = standing(&String::from_utf8_lossy(&one.path)) else { continue };
            // A record has its settings always: while these are gone they cannot be read.
            let of = |side: Option<(Mode, Object)>| match side {
                Some((_, blob)) => Some((one.path.clone(), blob)),
                None => (kind == FileKind::Collaboration).then(|| (one.path.clone(), Object::default())),
            };
            let Some(before) = of(one.before) else { continue };
            let is_unread =
                |side: Option<(Mode, Object)>| side.is_none_or(|(mode, blob)| mode == Mode::File && self.parsed.is_unread(blob, kind));
            let Some(after) = of(one.after) else {
                // What is taken away is what could be read of it last.
                let readable = lost.files.get(&before).copied().filter(|_| is_unread(one.before));
                known.extend(readable.map(|_| Changed { path: one.path.clone(), before: one.before, after: readable }));
                continue;
            };
            match (is_unread(one.before), is_unread(one.after)) {
                (false, true) => drop(one.before.and_then(|last| lost.files.insert(after, last))),
                (true, is_still) => {
                    let Some(readable) = lost.files.get(&before).copied() else { continue };
                    if is_still {
                        lost.files.insert(after, readable);
                    } else {
                        known.push(Changed { path: one.path.clone(), before: one.before, after: Some(readable) });
                    }
                }
                (false, false) => {}
            }
        }
        known
    }

    /// Goes on, wherever that leads.
    fn go(&self, state: &mut State, commit: &Commit, changes: &[Changed]) -> Result<Exchange> {
        self.parsed.read(self.folder, &commit.id, &changes.iter().collect::<Vec<_>>())?;
        self.on(state, commit, changes)
    }

    /// Goes on to what is parsed already.
    fn on(&self, state: &mut State, commit: &Commit, changes: &[Changed]) -> Result<Exchange> {
        state.links(&self.parsed);
        let exchange = state.go(commit, changes);
        if exchange == Exchange::Anew {
            // Through a link a blob can be the file of another kind.
            self.parsed.complete(self.folder, &commit.id, state.files())?;
        }
        state.settle(&exchange, &self.parsed);
        Ok(exchange)
    }

    /// Goes to what a step begins with, where that is not where the state before it is.
    fn go_before(&self, step: &Step, before: &mut State, after: &mut State) -> Result<()> {
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

/// Keeps what stood in a folder in whose place something else comes, and gives the way back to it when that goes.
fn folder_regained(folder: &Changed, changes: &[Changed], lost: &mut Lost) -> Vec<Changed> {
    let name = |blob: Object| (folder.path.clone(), blob);
    let is_within = |one: &&Changed| one.path.strip_prefix(&folder.path[..]).is_some_and(|rest| rest.starts_with(b"/"));
    let stood: Vec<Changed> = if let Some((_, blob)) = folder.before {
        lost.folders.get(&name(blob)).cloned().unwrap_or_default()
    } else {
        let back = |one: &Changed| {
            let (mode, blob) = one.before?;
            // What could not be read there either is what could be read of it last.
            let readable = lost.files.get(&(one.path.clone(), blob)).copied();
            Some(Changed { path: one.path.clone(), before: None, after: readable.or(Some((mode, blob))) })
        };
        changes.iter().filter(is_within).filter_map(back).collect()
    };
    match folder.after {
        Some((_, blob)) => {
            lost.folders.insert(name(blob), stood);
            Vec::new()
        }
        None if stood.is_empty() => Vec::new(),
        None => std::iter::once(folder.clone()).chain(stood).collect(),
    }
}

/// Divides steps into at most so many parts of about as much work: a step takes its time whatever it changes, and some for each file. What
/// a history begins with is put together, as it is for every other part.
fn parts(steps: &[Step], most: usize) -> Vec<Range<usize>> {
    let takes = |step: &Step| 10 + if step.parents.is_empty() { 0 } else { step.changes.len() };
    let work: Vec<usize> = steps.iter().scan(0, |done, step| Some(std::mem::replace(done, *done + takes(step)))).collect();
    let all = work.last().map_or(0, |last| last + 1);
    let mut begins: Vec<usize> = (0..most).map(|n| work.partition_point(|done| *done < all * n / most)).collect();
    begins.dedup();
    let ends = begins.iter().copied().skip(1).chain([steps.len()]);
    begins.iter().zip(ends).map(|(begin, end)| *begin..end).filter(|part| !part.is_empty()).collect()
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
