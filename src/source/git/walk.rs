//! The commits of a record's history, newest first as git tells them and given oldest first: who, when, and which files changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Result;
use chrono::{DateTime, FixedOffset};

use super::list::below;
use super::raw::{Told, commits, list};
use super::store::{Hash, Store};
use super::trees::compared;
use super::{Commit, Mode, run};

/// The name of a blob, with zeros behind those of SHA-1.
pub type Object = Hash;

/// A history, the oldest commit first. What a step changes leads from the state after the step before it to its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    pub steps: Vec<Step>,
    pub begin: Begin,
    /// Whether a step need not follow on the one before it: then it goes on from its first parent.
    pub is_every: bool,
}

/// What comes before the first step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// Nothing: it is the first commit of all.
    Nothing,
    /// The clone is shallow: there is more, and it is not here.
    Cut,
    /// This commit, which was not asked for.
    After(Commit),
}

/// One commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id, when it was made, and where the record stood in it.
    pub commit: Commit,
    pub parents: Vec<String>,
    /// As git has it, whatever it holds.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// Where the record stood before, when this commit moved it.
    pub moved_from: Option<String>,
    /// Below the record's folder, in the order of their paths, against the first parent.
    pub changes: Vec<Changed>,
}

/// A file in a commit; None on a side where it is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Below the record's folder, as git keeps it: not always UTF-8.
    pub path: Vec<u8>,
    pub before: Option<(Mode, Object)>,
    pub after: Option<(Mode, Object)>,
}

impl Walk {
    /// Every blob that held a file below the record's folder, with the path of that file; none where a part of the history is not in it.
    pub fn held(&self) -> Option<Held> {
        let parents = [None].into_iter().chain(self.steps.iter().map(|step| Some(&step.commit.id)));
        let is_all = self.begin == Begin::Nothing
            && self.steps.iter().zip(parents).all(|(step, parent)| step.parents.iter().eq(parent.as_slice().iter().copied()));
        let changes = self.steps.iter().flat_map(|step| &step.changes);
        let held = changes.filter_map(|one| one.after.filter(|(mode, _)| *mode == Mode::File).map(|(_, blob)| (one.path.clone(), blob)));
        is_all.then(|| held.collect())
    }

    /// The place of each commit in the order in which things became so: by the clock, but never before what it came after.
    pub fn places(&self) -> BTreeMap<&str, usize> {
        let mut became: BTreeMap<&str, (DateTime<FixedOffset>, usize)> = BTreeMap::new();
        for (n, step) in self.steps.iter().enumerate() {
            let parents = step.parents.iter().filter_map(|parent| became.get(parent.as_str()));
            let before = parents.map(|(time, _)| *time).max();
            let time = before.map_or(step.commit.time, |before| before.max(step.commit.time));
            became.insert(&step.commit.id, (time, n));
        }
        let mut order: Vec<(&str, (DateTime<FixedOffset>, usize))> = became.into_iter().collect();
        order.sort_by_key(|(_, became)| *became);
        order.into_iter().enumerate().map(|(place, (id, _))| (id, place)).collect()
    }
}

/// The first-parent history of a commit: when something became so in the record that is shared.
///
/// It goes back until a commit that is `enough`, which is no longer part of it. A record that was moved within its repository is
/// followed. What git shows instead of a commit is not looked at: the history is what was committed.
///
/// # Errors
/// When git is missing, does not read the repository, or misses objects. Nothing is ever fetched.
pub fn walk(dir: &Path, tip: &Commit, enough: impl Fn(&DateTime<FixedOffset>) -> bool) -> Result<Walk> {
    walked(dir, tip, first_parents(dir, tip, enough, Until::First)?)
}

/// The same as far back as any commit that is not `enough`: a wrong clock may have put one before others that are.
///
/// # Errors
/// As for [`walk`].
pub fn reaching(dir: &Path, tip: &Commit, enough: impl Fn(&DateTime<FixedOffset>) -> bool) -> Result<Walk> {
    walked(dir, tip, first_parents(dir, tip, enough, Until::All)?)
}

/// Up to where a history goes back: until the first commit that is enough, or until one from which on all are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    First,
    All,
}

fn walked(dir: &Path, tip: &Commit, (told, before): (Vec<Told>, Option<Told>)) -> Result<Walk> {
    let mut steps: Vec<Step> = Vec::new();
    let mut prefix = tip.prefix.clone();
    for mut told in told {
        let from = moved_from(&told, &prefix);
        let changes = match (&from, told.parents.first()) {
            (Some(from), Some(parent)) => {
                let parent = Commit { id: parent.clone(), time: told.time, prefix: from.clone() };
                let now = Commit { id: told.id.clone(), time: told.time, prefix: prefix.clone() };
                between(&listing(dir, &parent)?, &listing(dir, &now)?)
            }
            _ => told.below(&prefix),
        };
        steps.push(told.step(prefix.clone(), from.clone(), changes));
        prefix = from.unwrap_or(prefix);
    }
    steps.reverse();
    let first = steps.first().filter(|step| step.parents.is_empty());
    let begin = match before {
        Some(told) => Begin::After(Commit { id: told.id, time: told.time, prefix }),
        None if first.is_some_and(|step| shallow(dir).contains(&step.commit.id)) => Begin::Cut,
        None => Begin::Nothing,
    };
    Ok(Walk { steps, begin, is_every: false })
}

/// The first-parent history, the newest commit first, with what each changed; and the commit that was enough. Git tells the commits, and
/// what they changed is looked up here where all of their trees are: git does that with one thread, and more slowly.
fn first_parents(
    dir: &Path,
    tip: &Commit,
    enough: impl Fn(&DateTime<FixedOffset>) -> bool,
    until: Until,
) -> Result<(Vec<Told>, Option<Told>)> {
    let mut told: Vec<Told> = Vec::new();
    let mut wanted = 0;
    commits(dir, tip, &["--first-parent"], |one| {
        let is_enough = enough(&one.time);
        told.push(one);
        if !is_enough {
            wanted = told.len();
        }
        Ok(!is_enough || until == Until::All)
    })?;
    let before = told.drain(wanted..).next();
    if let Some(changes) = looked_up(dir, tip, &told, before.as_ref()) {
        told.iter_mut().zip(changes).for_each(|(told, changes)| told.changes = changes);
        return Ok((told, before));
    }
    let mut left = told.iter_mut().peekable();
    list(dir, tip, &["--first-parent", "-m"], &[], |one| {
        if let Some(told) = left.next() {
            told.changes = one.changes;
        }
        Ok(left.peek().is_some())
    })?;
    Ok((told, before))
}

/// What commits changed that each follow on the next; None where their trees do not tell.
fn looked_up(dir: &Path, tip: &Commit, told: &[Told], before: Option<&Told>) -> Option<Vec<Vec<Changed>>> {
    let store = Store::open(dir, &tip.id)?;
    let parents = told.iter().skip(1).chain(before).map(Some).chain([None]);
    let pairs = told.iter().zip(parents).map(|(one, parent)| {
        let follows = one.parents.first() == parent.map(|parent| &parent.id);
        follows.then(|| (parent.map(|parent| parent.tree), Some(one.tree)))
    });
    compared(&store, &pairs.collect::<Option<Vec<_>>>()?)
}

/// Every commit that leads to one, each with what it has itself: a merge only what no parent has. A step's changes lead from its
/// first parent to it, but for a merge, where they lead from what was merged without a hand to what was made of it.
///
/// # Errors
/// As for [`walk`].
pub fn every(dir: &Path, tip: &Commit, enough: impl Fn(&DateTime<FixedOffset>) -> bool) -> Result<Walk> {
    let main = walk(dir, tip, |_| false)?;
    let mut known: Vec<&str> = vec![&tip.prefix];
    known.extend(main.steps.iter().rev().filter_map(|step| step.moved_from.as_deref()));
    let moves: BTreeMap<&str, &Step> =
        main.steps.iter().filter(|step| step.moved_from.is_some()).map(|step| (step.commit.id.as_str(), step)).collect();
    let mut steps = Vec::new();
    list(dir, tip, &["--topo-order", "-c"], &[], |mut told| {
        if enough(&told.time) {
            return Ok(true);
        }
        let stood =
            |prefix: &&&str| run::ask(dir, &["--no-replace-objects", "cat-file", "-e", &format!("{}:{prefix}commons.toml", told.id)]);
        let prefix = match known[..] {
            [only] => only,
            _ => known.iter().find(|prefix| stood(prefix).is_ok_and(|answer| answer.success)).copied().unwrap_or(&tip.prefix),
        };
        let (from, changes) = match moves.get(told.id.as_str()) {
            Some(step) => (step.moved_from.clone(), step.changes.clone()),
            None => (None, told.below(prefix)),
        };
        steps.push(told.step(prefix.to_owned(), from, changes));
        Ok(true)
    })?;
    steps.reverse();
    let cut = shallow(dir);
    let is_cut = steps.iter().any(|step| cut.contains(&step.commit.id));
    Ok(Walk { steps, begin: if is_cut { Begin::Cut } else { Begin::Nothing }, is_every: true })
}

/// Gives the commits of the first-parent history with the folder in which the record stood in each, until `each` has enough.
///
/// # Errors
/// As for [`walk`].
pub fn folders(dir: &Path, tip: &Commit, mut each: impl FnMut(&str, &str) -> bool) -> Result<()> {
    let mut prefix = tip.prefix.clone();
    list(dir, tip, &["--first-parent", "-m"], &[], |told| {
        if each(&told.id, &prefix) {
            return Ok(false);
        }
        prefix = moved_from(&told, &prefix).unwrap_or_else(|| std::mem::take(&mut prefix));
        Ok(true)
    })
}

/// Files by their paths, each with a blob that held it.
pub type Held = BTreeSet<(Vec<u8>, Object)>;

/// Every blob that held a wanted file of the record at any time, anywhere in the history that leads to these commits, with the path of
/// that file; and whether that history is here as a whole. Wanted are paths below the record's folder, folders with all that is in them.
/// A record that was moved is followed.
///
/// # Errors
/// As for [`walk`].
pub fn ever(dir: &Path, tips: &[&Commit], wanted: &[&str]) -> Result<(Held, bool)> {
    let mut found = BTreeSet::new();
    let is_whole = shallow(dir).is_empty();
    let Some((tip, others)) = tips.split_first() else { return Ok((found, is_whole)) };
    let mut how = vec!["--topo-order", "--full-history", "-c"];
    how.extend(others.iter().map(|other| other.id.as_str()));
    let prefixes = folders_ever(dir, tip, &how, tips.iter().map(|tip| tip.prefix.clone()).collect())?;
    let paths: Vec<String> = prefixes.iter().flat_map(|prefix| wanted.iter().map(move |path| format!("{prefix}{path}"))).collect();
    list(dir, tip, &how, &paths, |told| {
        for one in &told.changes {
            let Some((Mode::File, blob)) = one.after else { continue };
            let below = prefixes.iter().filter_map(|prefix| one.path.strip_prefix(prefix.as_bytes()));
            found.extend(below.map(|path| (path.to_vec(), blob)));
        }
        Ok(true)
    })?;
    Ok((found, is_whole))
}

/// The folders in which a record stood that stands in these: where its settings begin within a history it may have been moved.
///
/// # Errors
/// As for [`walk`].
pub fn folders_ever(dir: &Path, tip: &Commit, how: &[&str], mut prefixes: BTreeSet<String>) -> Result<BTreeSet<String>> {
    let mut looked: BTreeSet<String> = BTreeSet::new();
    loop {
        let paths: Vec<String> = prefixes.iter().map(|prefix| format!("{prefix}commons.toml")).collect();
        let mut begins = Vec::new();
        list(dir, tip, how, &paths, |told| {
            if !told.parents.is_empty() && told.changes.iter().any(|one| one.before.is_none()) {
                begins.push(told.id);
            }
            Ok(true)
        })?;
        let known = prefixes.len();
        for id in begins.into_iter().filter(|id| looked.insert(id.clone())) {
            let commit = Commit { id, ..Commit::clone(tip) };
            list(dir, &commit, &["-1", "-m", "--first-parent"], &[], |told| {
                let from: Vec<String> = prefixes.iter().filter_map(|prefix| moved_from(&told, prefix)).collect();
                prefixes.extend(from);
                Ok(true)
            })?;
        }
        if prefixes.len() == known {
            return Ok(prefixes);
        }
    }
}

/// The files of a commit below its prefix, in the order of their paths. A folder that was not there yet gives none.
///
/// # Errors
/// When objects are missing, in a partial clone or a damaged repository.
pub fn listing(dir: &Path, commit: &Commit) -> Result<BTreeMap<Vec<u8>, (Mode, Object)>> {
    let store = Store::open(dir, &commit.id);
    Ok(below(dir, commit, store.as_ref())?.into_iter().map(|entry| (entry.path, (entry.mode, entry.id))).collect())
}

/// What differs between two listings.
pub fn between(before: &BTreeMap<Vec<u8>, (Mode, Object)>, after: &BTreeMap<Vec<u8>, (Mode, Object)>) -> Vec<Changed> {
    let paths: BTreeSet<&Vec<u8>> = before.keys().chain(after.keys()).collect();
    let changed =
        paths.into_iter().map(|path| Changed { path: path.clone(), before: before.get(path).copied(), after: after.get(path).copied() });
    changed.filter(|one| one.before != one.after).collect()
}

impl Told {
    fn below(&mut self, prefix: &str) -> Vec<Changed> {
        let within = std::mem::take(&mut self.changes).into_iter().filter_map(|mut one| {
            one.path.starts_with(prefix.as_bytes()).then(|| drop(one.path.drain(..prefix.len())))?;
            Some(one)
        });
        let mut changes: Vec<Changed> = within.collect();
        changes.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    fn step(self, prefix: String, moved_from: Option<String>, changes: Vec<Changed>) -> Step {
        let Told { id, parents, time, author, subject, .. } = self;
        Step { commit: Commit { id, time, prefix }, parents, author, subject, moved_from, changes }
    }
}

/// The folder from which a commit moved the record here: its settings came here and went there, with half of its files or more.
fn moved_from(told: &Told, prefix: &str) -> Option<String> {
    let settings = format!("{prefix}commons.toml");
    let came = |path: &[u8]| told.changes.iter().any(|one| one.path == path && one.before.is_none());
    if told.parents.is_empty() || !came(settings.as_bytes()) {
        return None;
    }
    let gone = || told.changes.iter().filter(|one| one.after.is_none());
    let folders = gone().filter_map(|one| std::str::from_utf8(&one.path).ok()?.strip_suffix("commons.toml"));
    let moved = |folder: &str| {
        let rest = |one: &&Changed| one.path.strip_prefix(folder.as_bytes()).map(<[u8]>::to_vec);
        let (all, here): (Vec<_>, Vec<_>) =
            (gone().filter_map(|one| rest(&one)).collect(), told.changes.iter().filter(|one| one.before.is_none()).collect());
        let here: BTreeSet<&[u8]> = here.into_iter().filter_map(|one| one.path.strip_prefix(prefix.as_bytes())).collect();
        let same = all.iter().filter(|path| here.contains(path.as_slice())).count();
        (same * 2 >= all.len()).then_some(same)
    };
    let likely = folders.filter(|folder| folder.is_empty() || folder.ends_with('/')).filter_map(|folder| Some((moved(folder)?, folder)));
    likely.max_by_key(|(same, _)| *same).map(|(_, folder)| folder.to_owned())
}

/// The commits at which a shallow clone was cut.
fn shallow(dir: &Path) -> BTreeSet<String> {
    let file = run::objects(dir).and_then(|objects| fs::read_to_string(objects.parent()?.join("shallow")).ok());
    file.iter().flat_map(|text| text.lines()).map(str::to_owned).collect()
}
