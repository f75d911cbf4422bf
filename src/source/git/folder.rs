//! In which folder a record stood in a commit, whatever that folder is called now.

use std::path::Path;

use anyhow::Result;
use chrono::DateTime;

use super::list::{below, has_record};
use super::store::Store;
use super::{Commit, run, walk};

/// The folder in which the record stood in a commit that stands at `prefix` now, or did once: it is followed along the history of
/// `HEAD`, and from there to what nobody committed yet. Where no record is found it is `prefix` itself, also where objects are missing:
/// who reads the commit is told that.
pub fn followed(dir: &Path, prefix: &str, id: &str) -> String {
    found(dir, prefix, id).ok().flatten().unwrap_or_else(|| prefix.to_owned())
}

fn found(dir: &Path, prefix: &str, id: &str) -> Result<Option<String>> {
    if stands(dir, prefix, id)? {
        return Ok(Some(prefix.to_owned()));
    }
    let head = run::ask(dir, &["rev-parse", "--quiet", "--verify", "HEAD^{commit}"])?;
    let head = String::from_utf8_lossy(&head.out).trim().to_owned();
    let Some(now) = (if head.is_empty() { None } else { in_head(dir, prefix, &head)? }) else { return Ok(None) };
    let (mut known, mut found): (Vec<String>, Option<String>) = Default::default();
    walk::folders(dir, &commit(&head, &now), |at, folder| {
        if known.last().is_none_or(|last| last != folder) {
            known.push(folder.to_owned());
        }
        found = (at == id).then(|| folder.to_owned());
        found.is_some()
    })?;
    if found.is_some() {
        return Ok(found);
    }
    // A commit of another branch: where the record stood at some time, or whence it moved there.
    for folder in known {
        if stands(dir, &folder, id)? {
            return Ok(Some(folder));
        }
    }
    let there = paths(dir, &head)?;
    Ok(likest(&paths(dir, id)?, &now, &|path| there.binary_search_by(|one| one.as_str().cmp(path)).is_ok()))
}

fn stands(dir: &Path, prefix: &str, id: &str) -> Result<bool> {
    has_record(dir, &commit(id, prefix), Store::open(dir, id).as_ref())
}

/// A commit of which only the files are looked at.
fn commit(id: &str, prefix: &str) -> Commit {
    Commit { id: id.to_owned(), time: DateTime::default(), prefix: prefix.to_owned() }
}

/// The folders of a commit in which a record stands.
///
/// # Errors
/// When objects are missing, in a partial clone or a damaged repository.
pub fn records(dir: &Path, id: &str) -> Result<Vec<String>> {
    Ok(paths(dir, id)?.iter().filter_map(|path| folder_of(path)).map(str::to_owned).collect())
}

/// Where the record stands in `HEAD`.
fn in_head(dir: &Path, prefix: &str, head: &str) -> Result<Option<String>> {
    if stands(dir, prefix, head)? {
        return Ok(Some(prefix.to_owned()));
    }
    let all = paths(dir, head)?;
    if let Some(top) = run::toplevel(dir).filter(|_| dir.join("commons.toml").symlink_metadata().is_ok()) {
        return Ok(likest(&all, prefix, &|path| top.join(path).symlink_metadata().is_ok()));
    }
    for now in all.iter().filter_map(|path| folder_of(path)) {
        let mut stood = false;
        walk::folders(dir, &commit(head, now), |_, folder| {
            stood = folder == prefix;
            stood
        })?;
        if stood {
            return Ok(Some(now.to_owned()));
        }
    }
    Ok(None)
}

/// Of the records among these paths that are no longer there the one of which most stands in a folder now, and half of it at least.
fn likest(paths: &[String], now: &str, is_there: &dyn Fn(&str) -> bool) -> Option<String> {
    let gone: Vec<&str> = paths.iter().map(String::as_str).filter(|path| !is_there(path)).collect();
    let folders = gone.iter().filter_map(|path| folder_of(path));
    let same = |folder: &str| {
        let own: Vec<&str> = gone.iter().filter_map(|path| path.strip_prefix(folder)).collect();
        let same = own.iter().filter(|rest| is_there(&format!("{now}{rest}"))).count();
        (same > 0 && same * 2 >= own.len()).then_some(same)
    };
    folders.filter_map(|folder| Some((same(folder)?, folder))).max_by_key(|(same, _)| *same).map(|(_, folder)| folder.to_owned())
}

/// The folder of which this path is the settings.
fn folder_of(path: &str) -> Option<&str> {
    path.strip_suffix("commons.toml").filter(|folder| folder.is_empty() || folder.ends_with('/'))
}

/// Every path of a commit that is text, in their order.
fn paths(dir: &Path, id: &str) -> Result<Vec<String>> {
    let entries = below(dir, &commit(id, ""), Store::open(dir, id).as_ref())?;
    let mut paths: Vec<String> = entries.into_iter().filter_map(|entry| String::from_utf8(entry.path).ok()).collect();
    paths.sort_unstable();
    Ok(paths)
}
