//! A record's files as they change from one commit to the next, each known by the blob that holds it and none of them read.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::source::git::walk::{Changed, Object};
use crate::source::git::{Commit, Mode};
use crate::source::layout::{self, FOLDERS, Standing};
use crate::source::links::Place;
use crate::source::revision::{Item, Real, lay_out};
use crate::source::{FilePath, Refusal, Source, SourceFile};

/// A record at one commit after another.
#[derive(Debug)]
pub struct Past {
    /// Which files there are; their bytes are not in it.
    pub source: Source,
    /// The blob of each file of the source; none where a link leads elsewhere.
    pub blobs: Vec<Option<Object>>,
    /// Everything in the record's folder, by its path, and what it is to the record.
    listing: BTreeMap<Vec<u8>, Listed>,
    /// Where links lead, as their blobs say.
    pub links: HashMap<Object, Vec<u8>>,
    /// How many links stand among the record's files, and how many records within the record: with any, one path can decide on another.
    tangled: usize,
}

#[derive(Debug, Clone)]
struct Listed {
    mode: Mode,
    blob: Object,
    standing: Standing,
}

/// What a step does to the files of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchange {
    /// These files came, went or are others now, and nothing else did; and whether any path came or went, also beside the record's files.
    Files { files: Vec<Exchanged>, paths_differ: bool },
    /// What the files are was told anew.
    Anew,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchanged {
    pub file: FilePath,
    pub kind: layout::FileKind,
    pub before: Option<Object>,
    pub after: Option<Object>,
}

/// A blob that is to be read before a step is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    pub path: FilePath,
    /// None of a link, whose bytes are where it leads.
    pub kind: Option<layout::FileKind>,
    pub blob: Object,
}

impl Past {
    /// A record of which nothing is there yet.
    pub fn empty(folder: &Path, commit: Commit) -> Past {
        let source = Source { commit: Some(commit), ..Source::empty(folder) };
        Past { source, blobs: Vec::new(), listing: BTreeMap::new(), links: HashMap::new(), tangled: 0 }
    }

    /// The blob that comes with a change, where it is to be read.
    pub fn needed(changed: &Changed) -> Option<Needed> {
        let (mode, blob) = changed.after?;
        let path = String::from_utf8_lossy(&changed.path);
        let kind = match (mode, layout::standing(&path)) {
            // Another link may lead through it.
            (Mode::Link, _) => None,
            (Mode::File, Standing::File(kind)) => Some(kind),
            _ => return None,
        };
        Some(Needed { path: FilePath::new(&path), kind, blob })
    }

    /// What stands in the folder now, for going to a commit that is not the next.
    pub fn listing(&self) -> BTreeMap<Vec<u8>, (Mode, Object)> {
        self.listing.iter().map(|(path, listed)| (path.clone(), (listed.mode, listed.blob))).collect()
    }

    /// The blob that holds a file of the folder, whether it is one of the record's own or not.
    pub fn blob(&self, path: &str) -> Option<Object> {
        let Some(Place::File(path)) = self.source.follow(path) else { return None };
        self.listing.get(path.as_bytes()).map(|listed| listed.blob)
    }

    /// Goes on to a commit.
    pub fn go(&mut self, commit: &Commit, changes: &[Changed]) -> Exchange {
        self.source.commit = Some(commit.clone());
        let plain = self.tangled == 0 && changes.iter().all(is_plain);
        let mut exchanged = Vec::new();
        for changed in changes {
            let path = String::from_utf8_lossy(&changed.path);
            let standing = layout::standing(&path);
            if plain {
                self.exchange(&path, &standing, changed, &mut exchanged);
            }
            match changed.after {
                Some((Mode::Link, blob)) => {
                    let to = self.links.get(&blob).map_or(&[][..], Vec::as_slice);
                    self.source.links.insert(path.to_string(), String::from_utf8_lossy(to).into_owned());
                }
                _ => drop(self.source.links.remove(&*path)),
            }
            let now = changed.after.map(|(mode, blob)| Listed { mode, blob, standing });
            let before = match now {
                Some(now) => {
                    self.tangled += usize::from(is_tangling(&path, &now));
                    self.listing.insert(changed.path.clone(), now)
                }
                None => self.listing.remove(&changed.path),
            };
            self.tangled -= usize::from(before.is_some_and(|before| is_tangling(&path, &before)));
        }
        if plain {
            let paths_differ = changes.iter().any(|one| one.before.is_none() || one.after.is_none());
            return Exchange::Files { files: exchanged, paths_differ };
        }
        self.lay_out();
        Exchange::Anew
    }

    fn exchange(&mut self, path: &str, standing: &Standing, changed: &Changed, exchanged: &mut Vec<Exchanged>) {
        let after = changed.after.map(|(_, blob)| blob);
        let Standing::File(kind) = *standing else {
            match after {
                Some(_) => drop(self.source.others.insert(path.to_owned())),
                None => drop(self.source.others.remove(path)),
            }
            return;
        };
        let file = FilePath::new(path);
        let before = match (self.source.files.binary_search_by(|one| one.path.cmp(&file)), after) {
            (Ok(at), Some(_)) => std::mem::replace(&mut self.blobs[at], after),
            (Ok(at), None) => {
                self.source.files.remove(at);
                self.blobs.remove(at)
            }
            (Err(at), Some(_)) => {
                self.source.files.insert(at, SourceFile { path: file.clone(), kind, held: None, refused: None });
                self.blobs.insert(at, after);
                None
            }
            (Err(_), None) => None,
        };
        if before != after {
            exchanged.push(Exchanged { file, kind, before, after });
        }
    }

    /// Tells of everything anew what it is.
    fn lay_out(&mut self) {
        let others = self.listing.iter().filter(|(_, listed)| listed.standing == Standing::Other);
        self.source.others = others.map(|(path, _)| String::from_utf8_lossy(path).into_owned()).collect();
        let ours: Vec<(&Vec<u8>, &Listed)> = self.listing.iter().filter(|(_, listed)| listed.standing != Standing::Other).collect();
        let items: Vec<Item<'_>> =
            ours.iter().map(|(path, listed)| Item { path, mode: listed.mode, standing: listed.standing.clone() }).collect();
        let laid = lay_out(&items, &self.source.others, &self.source.links);
        let blob = |held: &Real| match held {
            Real::Own(n) => Some(ours[*n].1.blob),
            Real::Beside(path) => self.listing.get(path.as_bytes()).map(|listed| listed.blob),
        };
        self.blobs = laid.files.iter().map(|file| file.held.as_ref().and_then(blob)).collect();
        self.source.odd = laid.odd;
        let refused = |held: Option<Real>| if held.is_none() { Some(Refusal::OutsideRecord) } else { None };
        let files =
            laid.files.into_iter().map(|file| SourceFile { refused: refused(file.held), path: file.path, kind: file.kind, held: None });
        self.source.files = files.collect();
    }
}

/// Whether a change says nothing but that a file came, went or is another.
fn is_plain(changed: &Changed) -> bool {
    let Ok(path) = std::str::from_utf8(&changed.path) else { return false };
    match layout::standing(path) {
        Standing::File(_) => {
            !path.ends_with("/commons.toml") && [changed.before, changed.after].iter().flatten().all(|(mode, _)| *mode == Mode::File)
        }
        Standing::Odd(_) => false,
        // A folder may be wrongly named, or a file stand where a folder should.
        Standing::Other => {
            !path.ends_with(".toml")
                && !FOLDERS.contains(&path)
                && [changed.before, changed.after].iter().flatten().all(|(mode, _)| *mode != Mode::Link)
        }
    }
}

fn is_tangling(path: &str, listed: &Listed) -> bool {
    path.ends_with("/commons.toml") || listed.mode == Mode::Link && listed.standing != Standing::Other
}
