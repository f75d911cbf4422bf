//! A record as files: which there are, from a directory or from a git revision, and their bytes. Nothing below knows which.

pub mod directory;
pub mod git;
pub mod layout;
mod links;
pub mod past;
pub mod revision;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::layout::FileKind;
use crate::source::links::{Names, Place, any_below};
use crate::text::Text;

/// The largest file that is read, in bytes. A year of payments of a large collaboration is a tenth of it.
pub const LARGEST: u64 = 4 * 1024 * 1024;

/// A file's path within the record, with `/` between its parts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct FilePath(#[schemars(with = "String")] pub Arc<str>);

impl FilePath {
    pub fn new(path: &str) -> FilePath {
        FilePath(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's name without `.toml`.
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or(&self.0);
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// Whether it is this one, or stands in this folder.
    pub fn is_within(&self, folder: &FilePath) -> bool {
        self == folder || self.0.strip_prefix(&*folder.0).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl Default for FilePath {
    fn default() -> FilePath {
        FilePath::new("")
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One file that the record consists of.
#[derive(Debug, Clone)]
pub struct SourceFile {
    pub path: FilePath,
    pub kind: FileKind,
    /// Where the bytes are, when they are held already.
    held: Option<git::Held>,
    /// What kept it from being read, found before anybody tried.
    refused: Option<Refusal>,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// More bytes than [`LARGEST`].
    TooLarge,
    /// A link that leads out of the record, or nowhere, or to itself.
    OutsideRecord,
    /// Why the operating system refused.
    Failed(Text),
}

/// Something in the record's folders that is no file of the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Odd {
    pub path: FilePath,
    pub what: Oddity,
}

/// What is odd about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// A file that looks like one of the record and is not read where it stands.
    Stray,
    /// A file that is nearly named like one of the record.
    Misnamed(String),
    /// A folder that is nearly named like one of the record.
    WrongFolder(&'static str),
    /// A folder where a file is expected.
    Folder,
    /// A file where a folder is expected.
    NoFolder,
    /// A pipe, a device, a socket.
    NoFile,
    /// A link to a folder, which is not followed.
    LinkedFolder,
    /// A link that leads out of the record, or nowhere.
    OutsideRecord,
    /// A folder that could not be listed, and why.
    Unreadable(Text),
    /// Not a year, under `finances/`.
    NoYear,
}

/// The files of a record, in the order of their paths.
#[derive(Debug)]
pub struct Source {
    /// The folder, for whatever is looked up beside the record's own files.
    pub root: PathBuf,
    /// The revision, where the record is read from git's history.
    pub commit: Option<git::Commit>,
    pub files: Vec<SourceFile>,
    pub odd: Vec<Odd>,
    /// Every other path below the record at a revision, so that links to files can be judged there.
    others: BTreeSet<String>,
    /// Where each link below it leads at a revision, as it is written.
    links: BTreeMap<String, String>,
    held: git::Bytes,
}

impl Source {
    /// A record in a folder, of which nothing is known yet.
    fn empty(root: &Path) -> Source {
        let (files, odd, others, links) = Default::default();
        Source { root: root.to_owned(), commit: None, files, odd, others, links, held: git::Bytes::default() }
    }

    /// A record of one file that is held, and nowhere on a disk: for judging a text by itself.
    pub fn alone(path: &FilePath, text: &str) -> Source {
        let mut source = Source::empty(Path::new(""));
        source.lay(path, Some(text.as_bytes().to_vec()));
        source
    }

    /// The bytes of a file, in a buffer that is used again for the next.
    ///
    /// # Errors
    /// Why it cannot be read; the record goes on without it.
    pub fn read<'a>(&'a self, file: &SourceFile, buffer: &'a mut Vec<u8>) -> Result<&'a [u8], Refusal> {
        if let Some(refusal) = &file.refused {
            return Err(refusal.clone());
        }
        match &file.held {
            Some(held) => Ok(self.held.of(held)),
            None => directory::read(&self.root, file.path.as_str(), buffer),
        }
    }

    /// The bytes of a document that stands beside the record's own files; none where it is not there or cannot be read.
    pub fn beside(&self, path: &str) -> Option<Vec<u8>> {
        if !self.exists(path) {
            return None;
        }
        let Some(commit) = &self.commit else {
            let mut buffer = Vec::new();
            return directory::read(&self.root, path, &mut buffer).ok().map(<[u8]>::to_vec);
        };
        let Some(Place::File(path)) = self.follow(path) else { return None };
        let tree = git::read(&self.root, commit, LARGEST, |one| one == path.as_bytes()).ok()?;
        let blob = tree.blobs.first().filter(|blob| blob.mode == git::Mode::File && blob.size <= LARGEST)?;
        Some(tree.bytes.of(&blob.held).to_vec())
    }

    /// Another state of a file, as though it were so already: nothing is written. None where it is gone.
    pub fn lay(&mut self, path: &FilePath, bytes: Option<Vec<u8>>) {
        let at = self.files.binary_search_by(|file| file.path.cmp(path));
        let held = bytes.map(|bytes| self.held.add(bytes));
        match (at, held, layout::standing(path.as_str())) {
            (Ok(at), None, _) => drop(self.files.remove(at)),
            (Ok(at), held, _) => self.files[at].held = held,
            (Err(at), held @ Some(_), layout::Standing::File(kind)) => {
                self.files.insert(at, SourceFile { path: path.clone(), kind, held, refused: None });
            }
            (Err(_), ..) => {}
        }
    }

    /// The file at a path.
    pub fn file(&self, path: &FilePath) -> Option<&SourceFile> {
        self.files.binary_search_by(|file| file.path.cmp(path)).ok().map(|index| &self.files[index])
    }

    /// Whether a path within the record exists, be it one of its own files or another, such as a document.
    pub fn exists(&self, path: &str) -> bool {
        if self.commit.is_none() {
            return directory::exists(&self.root, path);
        }
        self.follow(path).is_some()
    }

    /// What a path leads to at a revision.
    fn follow(&self, path: &str) -> Option<Place> {
        let is_file = |path: &str| self.others.contains(path) || self.file(&FilePath::new(path)).is_some();
        let is_above = |folder: &str| {
            let at = self.files.partition_point(|file| file.path.as_str() < folder);
            self.files.get(at).is_some_and(|file| file.path.as_str().starts_with(folder)) || any_below(&self.others, folder)
        };
        Names { is_file: &is_file, is_above: &is_above, links: &self.links }.follow(path)
    }
}
