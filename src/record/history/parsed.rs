//! What the blobs of a history mean, each parsed once.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;

use crate::record::history::state::State;
use crate::record::load::one::{Read, Room, parse_bytes};
use crate::source::git::walk::{Changed, Object};
use crate::source::git::{Held, read_blobs};
use crate::source::layout::FileKind;
use crate::source::past::{Needed, Past};
use crate::source::{FilePath, LARGEST, Refusal};

/// What was parsed of a history so far.
#[derive(Default)]
pub(super) struct Parsed {
    blobs: HashMap<(Object, FileKind), Known, rustc_hash::FxBuildHasher>,
    /// Links whose target is known.
    links: HashMap<Object, Vec<u8>>,
}

/// A blob that was parsed as the file of a kind.
struct Known {
    read: Arc<Read>,
    /// Findings name the file; another file that holds the same needs its own.
    told: Option<(FilePath, Result<Vec<u8>, Refusal>)>,
}

/// So many blobs are parsed by one thread before it looks for others.
const TOGETHER: usize = 32;

impl Parsed {
    /// Reads and parses the blobs that come with changes, and tells the states where links lead.
    pub fn read(&mut self, folder: &Path, commit: &str, changes: &[&Changed], states: &mut [&mut State]) -> Result<()> {
        let mut seen: HashSet<(Object, Option<FileKind>)> = HashSet::new();
        let mut needed: Vec<Needed> = Vec::new();
        for one in changes.iter().filter_map(|changed| Past::needed(changed)) {
            if !self.knows(one.blob, one.kind) && seen.insert((one.blob, one.kind)) {
                needed.push(one);
            }
        }
        self.parse(folder, commit, &needed)?;
        for state in states {
            state.links(&self.links);
        }
        Ok(())
    }

    /// Reads and parses what is not known yet of these files.
    pub fn complete<'f>(
        &mut self,
        folder: &Path,
        commit: &str,
        files: impl Iterator<Item = (&'f FilePath, FileKind, Option<Object>)>,
    ) -> Result<()> {
        let missing = files.filter_map(|(path, kind, blob)| Some(Needed { path: path.clone(), kind: Some(kind), blob: blob? }));
        let missing: Vec<Needed> = missing.filter(|one| !self.knows(one.blob, one.kind)).collect();
        self.parse(folder, commit, &missing)
    }

    fn knows(&self, blob: Object, kind: Option<FileKind>) -> bool {
        kind.map_or_else(|| self.links.contains_key(&blob), |kind| self.blobs.contains_key(&(blob, kind)))
    }

    /// Whether a blob was read as the file of a kind and means nothing.
    pub fn is_unread(&self, blob: Object, kind: FileKind) -> bool {
        self.blobs.get(&(blob, kind)).is_some_and(|known| known.read.body.is_err())
    }

    fn parse(&mut self, folder: &Path, commit: &str, needed: &[Needed]) -> Result<()> {
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
        self.blobs.extend(parsed.collect::<Vec<_>>());
        for (one, held) in needed.iter().zip(&held).filter(|(one, _)| one.kind.is_none()) {
            self.links.insert(one.blob, of(held).unwrap_or_default().to_vec());
        }
        Ok(())
    }

    /// What a file means that a blob holds; none where a link leads elsewhere.
    pub fn get(&self, file: &FilePath, kind: FileKind, blob: Option<Object>) -> Arc<Read> {
        let again = |bytes: Result<&[u8], Refusal>| Arc::new(parse_bytes(file, kind, bytes, &mut Room::default()));
        let Some(blob) = blob else { return again(Err(Refusal::OutsideRecord)) };
        if file.as_str().contains(char::REPLACEMENT_CHARACTER) {
            return again(Ok(&[]));
        }
        let known = self.blobs.get(&(blob, kind)).expect("it was read before it is asked for");
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
