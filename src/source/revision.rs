//! A record at a git revision: the same files, out of git's objects, with nothing checked out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use crate::source::git::{self, Commit, Entry, Mode};
use crate::source::layout::{self, FOLDERS, FileKind, Standing};
use crate::source::links::{Names, Place, any_below};
use crate::source::{FilePath, LARGEST, Odd, Oddity, Refusal, Source, SourceFile};

/// Reads the files of a record as they were at a commit.
///
/// # Errors
/// When git cannot read them.
pub fn open(folder: &Path, commit: Commit) -> anyhow::Result<Source> {
    let listing = git::list(folder, &commit)?;
    let standings: Vec<Standing> =
        listing.entries.par_iter().map(|entry| layout::standing(&String::from_utf8_lossy(&entry.path))).collect();
    let (mut ours, mut items, mut others) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (entry, standing) in listing.entries.iter().zip(standings) {
        if standing == Standing::Other {
            others.insert(String::from_utf8_lossy(&entry.path).into_owned());
        } else {
            ours.push(entry);
            items.push(Item { path: &entry.path, mode: entry.mode, standing });
        }
    }
    let linked: Vec<&Entry> = listing.entries.iter().filter(|entry| entry.mode == Mode::Link).collect();
    let (targets, read) = listing.read(&linked, LARGEST)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let links = linked.iter().zip(&read).map(|(entry, (held, _))| (text(&entry.path), text(targets.of(held)))).collect();
    let (blobs, laid) = rayon::join(|| listing.read(&ours, LARGEST), || lay_out(&items, &others, &links));
    let (mut bytes, held) = blobs?;
    let mut files = Vec::with_capacity(laid.files.len());
    for file in laid.files {
        let held = match file.held {
            Some(Real::Own(n)) => Some(held[n].clone()),
            // Of what stands beside the record's own files few are read.
            Some(Real::Beside(path)) => {
                let entries: Vec<&Entry> = listing.entries.iter().find(|entry| entry.path == path.as_bytes()).into_iter().collect();
                let (all, found) = listing.read(&entries, LARGEST)?;
                found.first().map(|(held, size)| (bytes.add(all.of(held).to_vec()), *size))
            }
            None => None,
        };
        let refused = match held {
            None => Some(Refusal::OutsideRecord),
            Some((_, size)) if size > LARGEST => Some(Refusal::TooLarge),
            Some(_) => None,
        };
        files.push(SourceFile { path: file.path, kind: file.kind, held: held.map(|(held, _)| held), refused });
    }
    Ok(Source { commit: Some(commit), files, odd: laid.odd, others, links, held: bytes, ..Source::empty(folder) })
}

/// Something in a record's folders, as a commit has it.
pub(super) struct Item<'a> {
    pub path: &'a [u8],
    pub mode: Mode,
    pub standing: Standing,
}

/// What the items of a commit are to a record, in the order of their paths.
pub(super) struct Laid {
    pub files: Vec<LaidFile>,
    pub odd: Vec<Odd>,
}

pub(super) struct LaidFile {
    pub path: FilePath,
    pub kind: FileKind,
    /// What has its bytes; none where a link leads elsewhere.
    pub held: Option<Real>,
}

/// What holds the bytes of a file, links followed.
pub(super) enum Real {
    /// An item, by its number.
    Own(usize),
    /// Something else of the folder, by its path.
    Beside(String),
}

/// Tells which items are files of the record. They are in the order of their paths; `others` are the paths of everything else, and
/// `links` is where all links lead.
pub(super) fn lay_out(items: &[Item<'_>], others: &BTreeSet<String>, links: &BTreeMap<String, String>) -> Laid {
    let own_at = |path: &str| items.binary_search_by(|item| item.path.cmp(path.as_bytes())).ok();
    let is_above = |folder: &str| {
        let at = items.partition_point(|item| item.path < folder.as_bytes());
        items.get(at).is_some_and(|item| item.path.starts_with(folder.as_bytes())) || any_below(others, folder)
    };
    let is_file = |path: &str| own_at(path).is_some() || others.contains(path);
    let names = Names { is_file: &is_file, is_above: &is_above, links };
    let mut laid = Laid { files: Vec::with_capacity(items.len()), odd: Vec::new() };
    let own = items.iter().filter_map(|item| std::str::from_utf8(item.path).ok());
    let nested: BTreeSet<&str> =
        own.chain(others.iter().map(String::as_str)).filter_map(|path| path.strip_suffix("/commons.toml")).collect();
    for (n, item) in items.iter().enumerate() {
        let path = &*String::from_utf8_lossy(item.path);
        if nested.iter().any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))) {
            continue;
        }
        match (&item.standing, item.mode) {
            (Standing::Odd(what), _) => laid.odd.push(Odd { path: FilePath::new(path), what: what.clone() }),
            (Standing::File(_), Mode::Submodule) => laid.odd.push(Odd { path: FilePath::new(path), what: Oddity::Folder }),
            (Standing::File(kind), mode) => {
                let held = match if mode == Mode::Link { names.follow(path) } else { None } {
                    Some(Place::Folder) => {
                        laid.odd.push(Odd { path: FilePath::new(path), what: Oddity::LinkedFolder });
                        continue;
                    }
                    Some(Place::File(real)) => Some(own_at(&real).map_or(Real::Beside(real), Real::Own)),
                    None if mode == Mode::Link => None,
                    None => Some(Real::Own(n)),
                };
                laid.files.push(LaidFile { path: FilePath::new(path), kind: *kind, held });
            }
            (Standing::Other, _) => {}
        }
    }
    let tops: BTreeSet<&str> = others
        .iter()
        .filter(|path| path.ends_with(".toml"))
        .filter_map(|path| path.split_once('/'))
        .filter(|(_, rest)| !rest.contains('/'))
        .map(|(top, _)| top)
        .collect();
    let wrong = tops
        .into_iter()
        .filter_map(|top| layout::meant_folder(top).map(|meant| Odd { path: FilePath::new(top), what: Oddity::WrongFolder(meant) }));
    laid.odd.extend(wrong);
    for folder in FOLDERS.iter().filter(|folder| others.contains(**folder)) {
        let what = match (links.contains_key(*folder), names.follow(folder)) {
            (false, _) => Oddity::NoFolder,
            (true, Some(_)) => Oddity::LinkedFolder,
            (true, None) => Oddity::OutsideRecord,
        };
        laid.odd.push(Odd { path: FilePath::new(folder), what });
    }
    let within = links.keys().filter(|path| path.split_once('/').is_some_and(|(top, _)| FOLDERS.contains(&top)) && others.contains(*path));
    let folders = within.filter(|path| names.follow(path) == Some(Place::Folder));
    laid.odd.extend(folders.map(|path| Odd { path: FilePath::new(path), what: Oddity::LinkedFolder }));
    laid.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    laid.odd.sort_unstable();
    laid
}
