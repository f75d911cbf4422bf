//! Lists the files of a commit.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::store::{Hash, Kind, Reader, Store, binary};
use super::{Commit, Mode, refusal, run};

/// One file of a commit.
#[derive(Debug)]
pub struct Entry {
    /// Below the commit's prefix.
    pub path: Vec<u8>,
    pub mode: Mode,
    pub id: Hash,
}

/// Every file below the commit's prefix, in the order of their paths. A folder that was not there yet gives none.
pub fn below(dir: &Path, commit: &Commit, store: Option<&Store>) -> Result<Vec<Entry>> {
    let stored = store.and_then(|store| stored(store, commit));
    stored.map_or_else(|| asked(dir, commit), Ok)
}

/// Larger trees, and deeper ones, are left to git.
pub const LARGEST: u64 = 1 << 28;
pub const DEEPEST: usize = 64;

/// Whether a record stands below the commit's prefix.
pub fn has_record(dir: &Path, commit: &Commit, store: Option<&Store>) -> Result<bool> {
    let stored = || {
        let mut reader = Reader::new(store?, LARGEST);
        let tree = tree(&mut reader, commit)?;
        if tree == NOWHERE {
            return Some(false);
        }
        Some(entries(&mut reader, &tree)?.iter().any(|(_, name, _)| *name == b"commons.toml"))
    };
    if let Some(has) = stored() {
        return Ok(has);
    }
    let path = format!("{}:{}commons.toml", commit.id, commit.prefix);
    Ok(run::ask(dir, &["--no-replace-objects", "cat-file", "-e", &path])?.success)
}

fn stored(store: &Store, commit: &Commit) -> Option<Vec<Entry>> {
    let mut reader = Reader::new(store, LARGEST);
    let tree = tree(&mut reader, commit)?;
    if tree == NOWHERE {
        return Some(Vec::new());
    }
    let top = reader.object(&tree, Kind::Tree)?;
    let top: Vec<Item<'_>> = items(reader.bytes(&top), reader.width()).collect::<Option<_>>()?;
    let each = top.into_par_iter().map(|item| {
        let mut found = Vec::new();
        let all = add(&mut Reader::new(store, LARGEST), item, &mut Vec::new(), 1, &mut found);
        all.map(|()| found)
    });
    Some(each.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
}

/// A folder that was not there in a commit.
const NOWHERE: Hash = [0; 32];

/// The folder of the commit's prefix, or [`NOWHERE`].
fn tree(reader: &mut Reader<'_>, commit: &Commit) -> Option<Hash> {
    let found = reader.object(&binary(commit.id.as_bytes())?, Kind::Commit)?;
    let mut tree = binary(reader.bytes(&found).strip_prefix(b"tree ")?.split(|&byte| byte == b'\n').next()?)?;
    for name in commit.prefix.split_terminator('/') {
        match entries(reader, &tree)?.into_iter().find(|entry| entry.1 == name.as_bytes()) {
            Some((b"40000", _, id)) => tree = id,
            _ => return Some(NOWHERE),
        }
    }
    Some(tree)
}

/// Adds the file that an entry is, or every file of the folder that it is.
fn add(reader: &mut Reader<'_>, (mode, name, id): Item<'_>, folder: &mut Vec<u8>, depth: usize, found: &mut Vec<Entry>) -> Option<()> {
    let above = folder.len();
    folder.extend_from_slice(name);
    if mode == b"40000" {
        folder.push(b'/');
        let object = (depth < DEEPEST).then(|| reader.object(&id, Kind::Tree))??;
        let object = reader.bytes(&object).to_vec();
        for item in items(&object, reader.width()) {
            add(reader, item?, folder, depth + 1, found)?;
        }
    } else {
        found.push(Entry { path: folder.clone(), mode: mode_of(mode), id });
    }
    folder.truncate(above);
    Some(())
}

fn entries<'r>(reader: &'r mut Reader<'_>, tree: &Hash) -> Option<Vec<Item<'r>>> {
    let found = reader.object(tree, Kind::Tree)?;
    items(reader.bytes(&found), reader.width()).collect()
}

/// An entry of a tree: its mode, its name and its object.
pub type Item<'t> = (&'t [u8], &'t [u8], Hash);

/// The entries of a tree whose names of objects have so many bytes; None in the place of what is no entry.
pub fn items(mut rest: &[u8], width: usize) -> impl Iterator<Item = Option<Item<'_>>> {
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let item = item(rest, width);
        rest = item.map_or(&[], |(_, after)| after);
        Some(item.map(|(item, _)| item))
    })
}

/// The first entry, and what stands behind it.
fn item(rest: &[u8], width: usize) -> Option<(Item<'_>, &[u8])> {
    // A mode has five or six digits.
    let space = rest.iter().take(7).position(|&byte| byte == b' ')?;
    let end = space + memchr::memchr(0, &rest[space..])?;
    let (id, after) = rest[end + 1..].split_at_checked(width)?;
    let mut hash = Hash::default();
    hash[..width].copy_from_slice(id);
    Some(((&rest[..space], &rest[space + 1..end], hash), after))
}

/// What a mode of git's trees stands for.
pub fn mode_of(mode: &[u8]) -> Mode {
    match mode {
        b"120000" => Mode::Link,
        b"160000" => Mode::Submodule,
        _ => Mode::File,
    }
}

fn asked(dir: &Path, commit: &Commit) -> Result<Vec<Entry>> {
    let mut args = vec!["--no-replace-objects", "ls-tree", "-r", "-z", "--full-tree", &commit.id, "--"];
    if !commit.prefix.is_empty() {
        args.push(&commit.prefix);
    }
    // Sizes come with the objects: `--long` would open every object of the folder to say them, also those
    // that nobody wants and a partial clone may not have.
    let (mut listing, list, errors) = run::start(dir, &args, Stdio::null())?;
    let mut found = Vec::new();
    for line in BufReader::with_capacity(1 << 16, list).split(0) {
        let line = line.context("cannot read the answer of `git ls-tree`")?;
        let (mode, id, path) = words(&line).context("cannot understand the answer of `git ls-tree`")?;
        if let Some(path) = path.strip_prefix(commit.prefix.as_bytes()) {
            found.push(Entry { path: path.to_owned(), mode: mode_of(mode), id });
        }
    }
    if !listing.wait().context("cannot wait for `git ls-tree`")?.success() {
        return Err(refusal::of_reading(dir, &commit.id, &run::finish(errors)));
    }
    Ok(found)
}

/// One line of `ls-tree`: mode, type, object, a tab, path.
fn words(line: &[u8]) -> Option<(&[u8], Hash, &[u8])> {
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    let mut words = line[..tab].split(|&byte| byte == b' ');
    Some((words.next()?, binary(words.nth(1)?)?, &line[tab + 1..]))
}
