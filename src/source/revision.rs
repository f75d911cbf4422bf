//! A record at a git revision: the same files, out of git's objects, with nothing checked out.

use std::collections::BTreeSet;
use std::path::Path;

use crate::source::git::{self, Blob, Commit, Mode};
use crate::source::layout::{self, FOLDERS, Standing};
use crate::source::{FilePath, LARGEST, Odd, Oddity, Refusal, Source, SourceFile};

/// Reads the files of a record as they were at a commit.
///
/// # Errors
/// When git cannot read them.
pub fn open(folder: &Path, commit: Commit) -> anyhow::Result<Source> {
    let mut others = BTreeSet::new();
    let mut standings = Vec::new();
    let tree = git::read(folder, &commit, LARGEST, |path| {
        let path = String::from_utf8_lossy(path);
        match layout::standing(&path) {
            Standing::Other => {
                others.insert(path.into_owned());
                false
            }
            ours => {
                standings.push(ours);
                true
            }
        }
    })?;
    let mut source = Source { commit: Some(commit), others, ..Source::empty(folder) };
    let own = tree.blobs.iter().filter_map(|blob| std::str::from_utf8(&blob.path).ok());
    let nested: BTreeSet<&str> =
        own.chain(source.others.iter().map(String::as_str)).filter_map(|path| path.strip_suffix("/commons.toml")).collect();
    for (blob, standing) in tree.blobs.iter().zip(standings) {
        let path = &*String::from_utf8_lossy(&blob.path);
        if nested.iter().any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))) {
            continue;
        }
        match (standing, blob.mode) {
            (Standing::Odd(what), _) => source.odd.push(Odd { path: FilePath::new(path), what }),
            (Standing::File(_), Mode::Submodule) => source.odd.push(Odd { path: FilePath::new(path), what: Oddity::Folder }),
            (Standing::File(kind), mode) => {
                let real = if mode == Mode::Link { target(path, tree.bytes.of(&blob.held), &tree.blobs) } else { Some(blob) };
                let refused = match real {
                    None => Some(Refusal::OutsideRecord),
                    Some(real) if real.size > LARGEST => Some(Refusal::TooLarge),
                    Some(_) => None,
                };
                source.files.push(SourceFile { path: FilePath::new(path), kind, held: real.map(|real| real.held.clone()), refused });
            }
            (Standing::Other, _) => {}
        }
    }
    let tops: BTreeSet<&str> = source
        .others
        .iter()
        .filter(|path| path.ends_with(".toml"))
        .filter_map(|path| path.split_once('/'))
        .filter(|(_, rest)| !rest.contains('/'))
        .map(|(top, _)| top)
        .collect();
    let wrong: Vec<Odd> = tops
        .into_iter()
        .filter_map(|top| layout::meant_folder(top).map(|meant| Odd { path: FilePath::new(top), what: Oddity::WrongFolder(meant) }))
        .collect();
    source.odd.extend(wrong);
    source.odd.extend(
        FOLDERS
            .iter()
            .filter(|folder| source.others.contains(**folder))
            .map(|folder| Odd { path: FilePath::new(folder), what: Oddity::NoFolder })
            .collect::<Vec<_>>(),
    );
    source.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    source.odd.sort_unstable();
    source.held = tree.bytes;
    Ok(source)
}

/// The file of the record that a link leads to, one step and no further. The blobs are in the order of their paths.
fn target<'a>(link: &str, to: &[u8], blobs: &'a [Blob]) -> Option<&'a Blob> {
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
    let at = blobs.binary_search_by(|blob| blob.path.as_slice().cmp(path.as_bytes())).ok()?;
    Some(&blobs[at]).filter(|blob| blob.mode == Mode::File)
}
