//! What the blobs of a history mean, each parsed once.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};

use anyhow::Result;
use rayon::prelude::*;

use crate::record::load::one::{Read, Room, parse_bytes};
use crate::source::git::walk::{Changed, Object};
use crate::source::git::{Held, read_blobs};
use crate::source::layout::FileKind;
use crate::source::past::{Needed, Past};
use crate::source::{FilePath, LARGEST, Refusal};

/// What was parsed of a history so far.
#[derive(Default)]
pub struct Parsed {
    blobs: RwLock<HashMap<(Object, FileKind), Known, rustc_hash::FxBuildHasher>>,
    /// Links whose target is known.
    links: RwLock<HashMap<Object, Vec<u8>>>,
    /// How many blobs mean nothing.
    unread: AtomicUsize,
}

/// A blob that was parsed as the file of a kind.
struct Known {
    read: Arc<Read>,
    /// Findings name the file; another file that holds the same needs its own.
    told: Option<(FilePath, Result<Vec<u8>, Refusal>)>,
}

/// So many blobs are parsed by one thread before it looks for others.
const TOGETHER: usize = 32;

/// Why what is known can always be looked at: nothing is done meanwhile.
const WHOLE: &str = "nobody panics with it";

impl Parsed {
    /// How many blobs mean something.
    pub(super) fn blobs(&self) -> usize {
        self.blobs.read().expect(WHOLE).len()
    }

    /// Reads and parses the blobs that come with changes.
    pub fn read(&self, folder: &Path, commit: &str, changes: &[&Changed]) -> Result<()> {
        let mut seen: HashSet<(Object, Option<FileKind>)> = HashSet::new();
        let mut needed: Vec<Needed> = Vec::new();
        for one in changes.iter().filter_map(|changed| Past::needed(changed)) {
            if !self.knows(one.blob, one.kind) && seen.insert((one.blob, one.kind)) {
                needed.push(one);
            }
        }
        self.parse(folder, commit, &needed)
    }

    /// Where links lead; none where as many are known already.
    pub fn links(&self, known: usize) -> Option<HashMap<Object, Vec<u8>>> {
        let links = self.links.read().expect(WHOLE);
        (links.len() != known).then(|| links.clone())
    }

    /// Reads and parses what is not known yet of these files.
    pub fn complete<'f>(
        &self,
        folder: &Path,
        commit: &str,
        files: impl Iterator<Item = (&'f FilePath, FileKind, Option<Object>)>,
    ) -> Result<()> {
        let missing = files.filter_map(|(path, kind, blob)| Some(Needed { path: path.clone(), kind: Some(kind), blob: blob? }));
        let missing: Vec<Needed> = missing.filter(|one| !self.knows(one.blob, one.kind)).collect();
        self.parse(folder, commit, &missing)
    }

    fn knows(&self, blob: Object, kind: Option<FileKind>) -> bool {
        match kind {
            Some(kind) => self.blobs.read().expect(WHOLE).contains_key(&(blob, kind)),
            None => self.links.read().expect(WHOLE).contains_key(&blob),
        }
    }

    /// Whether everything that was read means something.
    pub(super) fn is_whole(&self) -> bool {
        self.unread.load(Ordering::Relaxed) == 0
    }

    /// Whether a blob was read as the file of a kind and means nothing.
    pub(super) fn is_unread(&self, blob: Object, kind: FileKind) -> bool {
        self.blobs.read().expect(WHOLE).get(&(blob, kind)).is_some_and(|known| known.read.body.is_err())
    }

    fn parse(&self, folder: &Path, commit: &str, needed: &[Needed]) -> Result<()> {
        if needed.is_empty() {
            return Ok(());
        }
        let ids: Vec<Object> = needed.iter().map(|one| one.blob).collect();
        let (bytes, held) = read_blobs(folder, commit, &ids, LARGEST)?;
        let of = |(held, size): &(Held, u64)| if *size > LARGEST { Err(Refusal::TooLarge) } else { Ok(bytes.of(held)) };
        let files: Vec<(&Needed, FileKind, &(Held, u64))> =
            needed.iter().zip(&held).filter_map(|(one, held)| Some((one, one.kind?, held))).collect();
        let parsed = files.par_chunks(TOGETHER).flat_map_iter(|chunk| {
            let mut room = Room::default();
            let known = chunk.iter().map(|(one, kind, held)| ((one.blob, *kind), Known::of(&one.path, *kind, of(held), &mut room)));
            known.collect::<Vec<_>>()
        });
        let parsed: Vec<_> = parsed.collect();
        self.unread.fetch_add(parsed.iter().filter(|(_, known)| known.read.body.is_err()).count(), Ordering::Relaxed);
        self.blobs.write().expect(WHOLE).extend(parsed);
        let links = needed.iter().zip(&held).filter(|(one, _)| one.kind.is_none());
        self.links.write().expect(WHOLE).extend(links.map(|(one, held)| (one.blob, of(held).unwrap_or_default().to_vec())));
        Ok(())
    }

    /// What a file means that a blob holds; none where a link leads elsewhere.
    pub(super) fn get(&self, file: &FilePath, kind: FileKind, blob: Option<Object>) -> Arc<Read> {
        let again = |bytes: Result<&[u8], Refusal>| Arc::new(parse_bytes(file, kind, bytes, &mut Room::default()));
        let Some(blob) = blob else { return again(Err(Refusal::OutsideRecord)) };
        if file.as_str().contains(char::REPLACEMENT_CHARACTER) {
            return again(Ok(&[]));
        }
        let blobs = self.blobs.read().expect(WHOLE);
        let known = blobs.get(&(blob, kind)).expect("it was read before it is asked for");
        match &known.told {
            Some((path, bytes)) if path != file => again(bytes.as_ref().map(Vec::as_slice).map_err(Clone::clone)),
            _ => Arc::clone(&known.read),
        }
    }
}

impl Known {
    fn of(path: &FilePath, kind: FileKind, bytes: Result<&[u8], Refusal>, room: &mut Room) -> Known {
        let read = parse_bytes(path, kind, bytes.clone(), room);
        let is_clean = read.body.is_ok() && read.remarks.is_empty();
        Known { read: Arc::new(read), told: (!is_clean).then(|| (path.clone(), bytes.map(<[u8]>::to_vec))) }
    }
}
