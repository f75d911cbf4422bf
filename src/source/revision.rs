//! A record at a git revision: the same files, out of git's objects, with nothing checked out.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use crate::source::git::{self, Commit, Entry, Mode};
use crate::source::layout::{self, FOLDERS, FileKind, Standing};
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
    let (links, linked): (Vec<usize>, Vec<&Entry>) =
        ours.iter().enumerate().filter(|(_, entry)| entry.mode == Mode::Link).map(|(n, entry)| (n, *entry)).unzip();
    let (targets, targeted) = listing.read(&linked, LARGEST)?;
    let target_of = |n: usize| links.binary_search(&n).map_or(&[][..], |at| targets.of(&targeted[at].0));
    let (blobs, laid) = rayon::join(|| listing.read(&ours, LARGEST), || lay_out(&items, &others, &target_of));
    let (bytes, held) = blobs?;
    let files = laid.files.into_iter().map(|file| {
        let real = file.held.map(|n| &held[n]);
        let refused = match real {
            None => Some(Refusal::OutsideRecord),
            Some((_, size)) if *size > LARGEST => Some(Refusal::TooLarge),
            Some(_) => None,
        };
        SourceFile { path: file.path, kind: file.kind, held: real.map(|(held, _)| held.clone()), refused }
    });
    let (files, odd) = (files.collect(), laid.odd);
    Ok(Source { commit: Some(commit), files, odd, others, held: bytes, ..Source::empty(folder) })
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
    /// Which item has its bytes; none where a link leads elsewhere.
    pub held: Option<usize>,
}

/// Tells which items are files of the record. They are in the order of their paths, and `others` are the paths of everything else;
/// `bytes` are asked of links only.
pub(super) fn lay_out<'a>(items: &'a [Item<'a>], others: &BTreeSet<String>, bytes: &(dyn Fn(usize) -> &'a [u8] + Sync)) -> Laid {
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
                let held = if mode == Mode::Link { target(path, bytes(n), items) } else { Some(n) };
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
    let files = FOLDERS.iter().filter(|folder| others.contains(**folder));
    laid.odd.extend(files.map(|folder| Odd { path: FilePath::new(folder), what: Oddity::NoFolder }));
    laid.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    laid.odd.sort_unstable();
    laid
}

/// The file of the record that a link leads to, one step and no further.
fn target(link: &str, to: &[u8], items: &[Item<'_>]) -> Option<usize> {
    let to = std::str::from_utf8(to).ok()?;
    let mut parts: Vec<&str> = link.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            "" => return None,
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let at = items.binary_search_by(|item| item.path.cmp(path.as_bytes())).ok()?;
    Some(at).filter(|at| items[*at].mode == Mode::File)
}
