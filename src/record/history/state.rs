//! A record at one commit of its history, and how it becomes the record at another.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::date::Date;
use crate::finding::Finding;
use crate::record::history::parsed::Parsed;
use crate::record::index::{GROUPS, Index, Kinds, RESERVED};
use crate::record::load::one::{Body, Read};
use crate::record::load::{assemble, codes, defines, documents, employ, index, put};
use crate::record::values::Id;
use crate::record::{Record, Unread};
use crate::source::FilePath;
use crate::source::git::Commit;
use crate::source::git::walk::{Changed, Object};
use crate::source::layout::FileKind;
use crate::source::past::{Exchange, Exchanged, Past};

/// A record at a commit.
pub struct State {
    pub record: Record,
    past: Past,
    /// How many files and people have each id that an actor can have, and how many ids are taken twice, reserved or badly written:
    /// with any, which one stays depends on the others.
    actors: HashMap<Id, u32, rustc_hash::FxBuildHasher>,
    entangled: usize,
    /// Whether the record was such that files can be exchanged in it.
    is_plain: bool,
}

/// A file, what it meant with the ids that it had, and what it means now.
struct Swap<'e> {
    one: &'e Exchanged,
    before: Option<Arc<Read>>,
    after: Option<Arc<Read>>,
    was: Vec<(Id, Kinds)>,
    is: Vec<(Id, Kinds)>,
}

impl State {
    /// Nothing yet.
    pub(super) fn empty(folder: &Path, commit: &Commit) -> State {
        let past = Past::empty(folder, commit.clone());
        let day = Date(commit.time.date_naive());
        let (record, _) = assemble(&past.source, day, Vec::new());
        State { record, past, actors: HashMap::default(), entangled: 0, is_plain: true }
    }

    /// The commit at which it stands.
    pub fn commit(&self) -> &Commit {
        self.past.source.commit.as_ref().expect("a past has a commit")
    }

    /// Judges it on a day.
    pub fn judge(&mut self, on: Date) {
        if self.record.on != on {
            self.record.on = on;
            self.record.survey = OnceLock::new();
        }
    }

    /// What was found while reading, as for a record that is read whole at this commit.
    pub(super) fn findings(&self, parsed: &Parsed) -> Vec<Finding> {
        assemble(&self.past.source, self.record.on, self.read(parsed)).1
    }

    pub(super) fn listing(&self) -> std::collections::BTreeMap<Vec<u8>, (crate::source::git::Mode, Object)> {
        self.past.listing()
    }

    /// The blob that holds a document, which need not be one of its files.
    pub fn document(&self, path: &str) -> Option<Object> {
        self.past.blob(path)
    }

    /// Its files, with the blobs that hold them.
    pub(super) fn files(&self) -> impl Iterator<Item = (&FilePath, FileKind, Option<Object>)> {
        self.past.source.files.iter().zip(&self.past.blobs).map(|(file, blob)| (&file.path, file.kind, *blob))
    }

    /// Is told where links lead.
    pub(super) fn links(&mut self, parsed: &Parsed) {
        if let Some(links) = parsed.links(self.past.links.len()) {
            self.past.links = links;
        }
    }

    /// Goes on to a commit; then it is to be settled.
    pub(super) fn go(&mut self, commit: &Commit, changes: &[Changed]) -> Exchange {
        self.past.go(commit, changes)
    }

    /// Makes the record what the files are now.
    pub(super) fn settle(&mut self, exchange: &Exchange, parsed: &Parsed) {
        let Exchange::Files { files, paths_differ } = exchange else {
            (self.actors, self.entangled) = Default::default();
            let all: Vec<_> =
                self.files().map(|(path, kind, blob)| (path.clone(), ids(path, kind, &parsed.get(path, kind, blob)))).collect();
            for (path, ids) in &all {
                self.count(path, ids, 1);
            }
            return self.anew(parsed);
        };
        let of = |one: &Exchanged, blob: Option<Object>| blob.map(|blob| parsed.get(&one.file, one.kind, Some(blob)));
        let ids = |one: &Exchanged, read: &Option<Arc<Read>>| read.as_ref().map(|read| ids(&one.file, one.kind, read)).unwrap_or_default();
        let swap = |one| {
            let (before, after) = (of(one, one.before), of(one, one.after));
            Swap { one, was: ids(one, &before), is: ids(one, &after), before, after }
        };
        let read: Vec<Swap<'_>> = files.iter().map(swap).collect();
        for swap in read.iter().filter(|swap| swap.was != swap.is) {
            self.count(&swap.one.file, &swap.was, -1);
            self.count(&swap.one.file, &swap.is, 1);
        }
        if read.is_empty() && !paths_differ {
            return;
        }
        let was_plain = self.is_plain;
        self.is_plain = self.entangled == 0 && self.past.source.odd.is_empty();
        // Many at once are put in their order sooner from scratch.
        if !was_plain || !self.is_plain || read.len() * 4 > self.past.source.files.len().max(64) {
            return self.anew(parsed);
        }
        let named = *paths_differ || read.iter().any(|swap| named(swap.before.as_deref()) != named(swap.after.as_deref()));
        self.exchange(read);
        if named {
            self.record.documents = documents(&self.record, &self.past.source);
        }
    }

    fn read(&self, parsed: &Parsed) -> Vec<Read> {
        self.files().map(|(path, kind, blob)| Read::clone(&parsed.get(path, kind, blob))).collect()
    }

    fn anew(&mut self, parsed: &Parsed) {
        self.is_plain = self.entangled == 0 && self.past.source.odd.is_empty();
        self.record = assemble(&self.past.source, self.record.on, self.read(parsed)).0;
    }

    fn exchange(&mut self, read: Vec<Swap<'_>>) {
        // Everything goes before anything comes: a person may move from one file to another.
        for Swap { one, before, .. } in &read {
            if let Some(read) = before {
                take(&mut self.record, &one.file, one.kind, read);
            }
        }
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for Swap { one, after, was, is, .. } in read {
            if was != is {
                gone.extend(was);
                come.extend(is);
            }
            if let Some(read) = after {
                lay(&mut self.record, &one.file, one.kind, &read);
            }
        }
        let record = &mut self.record;
        record.files = self.past.source.files.len();
        record.unread.sort_by(|a, b| a.file.cmp(&b.file));
        record.index.forget(record.survey.take().is_some());
        if !renamed(&mut record.index, gone, come) {
            record.index = Index::for_files(record.files);
            for file in &self.past.source.files {
                if let Some(kind) = defines(file.kind) {
                    record.index.add(&Id::new(file.path.stem()), kind);
                }
            }
            for id in record.people.keys() {
                record.index.add(id, Kinds::PERSON);
            }
            index(record);
        }
    }

    /// Counts the ids of actors that a file has, and what is wrong with its ids.
    fn count(&mut self, file: &FilePath, ids: &[(Id, Kinds)], more: i32) {
        for (id, kinds) in ids {
            let is_file = id.as_str() == file.stem() && !kinds.has(Kinds::PERSON);
            let is_actor = kinds.has(Kinds::ACTOR);
            let is_bad =
                is_file && !Id::is_valid(id.as_str()) || is_actor && (GROUPS.contains(&id.as_str()) || RESERVED.contains(&id.as_str()));
            let mut twice = false;
            if is_actor {
                let known = self.actors.entry(id.clone()).or_default();
                twice = if more > 0 { *known > 0 } else { *known > 1 };
                *known = known.saturating_add_signed(more);
            }
            self.entangled = self.entangled.saturating_add_signed(more as isize * (isize::from(is_bad) + isize::from(twice)));
        }
    }
}

/// The documents that a file names.
fn named(read: Option<&Read>) -> Vec<Option<&str>> {
    match read.map(|read| &read.body) {
        Some(Ok(Body::Task(body))) => vec![body.process.as_deref()],
        Some(Ok(Body::Product(body))) => vec![body.repository.as_deref()],
        Some(Ok(Body::Collaboration(body))) => vec![body.agreement.as_ref().and_then(|agreement| agreement.file.as_deref())],
        _ => Vec::new(),
    }
}

/// Exchanges ids in an index; false where it must be made anew, because something else may have one of them as well.
fn renamed(index: &mut Index, gone: Vec<(Id, Kinds)>, come: Vec<(Id, Kinds)>) -> bool {
    let is_alone = |kind: Kinds| kind != Kinds::default() && !kind.has(Kinds::CHANNEL | Kinds::CODE);
    if gone.iter().any(|(_, kind)| !is_alone(*kind)) {
        return false;
    }
    for (id, kind) in gone {
        index.remove(&id, kind);
    }
    for (id, kind) in come {
        index.add(&id, kind);
    }
    true
}

/// What a file defines: by its name, and inside it.
fn ids(file: &FilePath, kind: FileKind, read: &Read) -> Vec<(Id, Kinds)> {
    let mut ids: Vec<(Id, Kinds)> = defines(kind).map(|kinds| (Id::new(file.stem()), kinds)).into_iter().collect();
    match &read.body {
        Ok(Body::People(body)) => ids.extend(body.people.keys().map(|id| (id.clone(), Kinds::PERSON))),
        Ok(Body::Participant(body)) => {
            ids.extend(body.people.keys().map(|id| (id.clone(), Kinds::PERSON)));
            ids.extend(codes(body).map(|id| (id.clone(), Kinds::CODE)));
        }
        Ok(Body::Event(body)) => ids.extend(body.decision_ids().map(|id| (id.clone(), Kinds::DECISION))),
        Ok(Body::Community(body)) => ids.extend(body.channel.iter().map(|channel| (channel.id.clone(), Kinds::CHANNEL))),
        _ => {}
    }
    ids
}

/// Takes what a file held out of a record.
fn take(record: &mut Record, file: &FilePath, kind: FileKind, read: &Read) {
    let stem = file.stem();
    match &read.body {
        Err(_) => record.unread.retain(|unread| unread.file != *file),
        Ok(Body::Collaboration(_)) => record.collaboration = None,
        Ok(Body::Community(_)) => record.community = None,
        Ok(Body::People(body)) => body.people.keys().for_each(|id| drop(record.people.remove(id))),
        Ok(Body::Participant(body)) => {
            body.people.keys().for_each(|id| drop(record.people.remove(id)));
            record.participants.remove(stem);
        }
        Ok(Body::Product(_)) => drop(record.products.remove(stem)),
        Ok(Body::Role(_)) => drop(record.roles.remove(stem)),
        Ok(Body::Task(_)) => drop(record.tasks.remove(stem)),
        Ok(Body::Event(_)) => drop(record.events.remove(stem)),
        Ok(Body::Contract(_)) => drop(record.contracts.remove(stem)),
        Ok(Body::Budget(_)) => record.budgets.retain(|one| one.file != *file),
        Ok(Body::Expenses(_)) => record.expenses.retain(|one| one.file != *file),
        Ok(Body::Payments(_)) => record.payments.retain(|one| one.file != *file),
        Ok(Body::Invoice(_)) => record.invoices.retain(|one| one.file != *file),
    }
    if kind == FileKind::Collaboration {
        record.language = None;
    }
}

/// Lays what a file holds into a record, in its place.
fn lay(record: &mut Record, file: &FilePath, kind: FileKind, read: &Read) {
    record.language = record.language.or(read.language);
    let Ok(body) = &read.body else {
        record.unread.push(Unread { file: file.clone(), kind });
        return;
    };
    if let Some((people, employer)) = put(record, Id::new(file.stem()), file, body.clone()) {
        for (id, person) in people {
            employ(record, id, person, employer.as_ref(), file);
        }
    }
    match kind {
        FileKind::Budget => record.budgets.sort_by(|a, b| a.file.cmp(&b.file)),
        FileKind::Expenses => record.expenses.sort_by(|a, b| a.file.cmp(&b.file)),
        FileKind::Payments => record.payments.sort_by(|a, b| a.file.cmp(&b.file)),
        FileKind::Invoice => record.invoices.sort_by(|a, b| a.file.cmp(&b.file)),
        _ => {}
    }
}
