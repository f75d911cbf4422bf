//! Every version of some files that git's history holds, whatever became of them and wherever the record stood.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use chrono::DateTime;
use chrono_tz::Tz;

use super::raw::list;
use super::walk::{Object, folders_ever};
use super::{Commit, Held, Mode, read_blobs, refusal, resolve, run};
use crate::source::LARGEST;

/// So many letters of a commit are shown.
const SHORT: usize = 10;

/// A file as a commit wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Below the record's folder, as it stood then.
    pub path: String,
    /// What stands behind `COMMIT:` for git to show it: the path below the folder, `./` before it, or below the repository where the
    /// record stood in another folder.
    pub at: String,
    pub bytes: Vec<u8>,
    /// The commit, in short.
    pub commit: String,
    /// There was no such file before this commit.
    pub is_new: bool,
    /// The commit is not in the history of what is worked on: it is of another branch, or put aside in a stash.
    pub is_elsewhere: bool,
}

/// What history holds, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    pub versions: Vec<Past>,
    /// The clone has only the newest part of its history.
    pub is_shallow: bool,
    /// Nothing was ever committed.
    pub is_empty: bool,
}

/// Where a commit is that is not in the history of what is worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elsewhere {
    /// A branch, of a remote with the name of that before it.
    Branch(String),
    /// The branch that the one that is worked on follows, and is merely behind.
    Ahead(String),
    /// What was put aside, counted from the last.
    Stash(usize),
}

/// Every version of the record's files below `folder` whose path is `wanted`, on every branch and in what was put aside. None where there
/// is no git.
///
/// # Errors
/// When git is missing, does not read the repository, or misses objects. Nothing is ever fetched.
pub fn history(dir: &Path, folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Option<History>> {
    let Some(top) = run::toplevel(dir) else { return Ok(None) };
    let own = dir.canonicalize().ok().and_then(|dir| dir.strip_prefix(&top).ok().map(|path| path.to_string_lossy().into_owned()));
    let own = own.filter(|path| !path.is_empty()).map(|path| path.replace('\\', "/") + "/").unwrap_or_default();
    let Some(tip) = tip(dir, &own)? else {
        return Ok(Some(History { versions: Vec::new(), is_shallow: refusal::is_shallow(dir)?, is_empty: true }));
    };
    let (elsewhere, stashes) = elsewhere(dir)?;
    let mut how = vec!["--all", "--reverse", "--topo-order", "--full-history", "-m"];
    how.extend(stashes.iter().map(String::as_str));
    let prefixes = folders_ever(dir, &tip, &how, BTreeSet::from([tip.prefix.clone(), own.clone()]))?;
    let paths: Vec<String> = prefixes.iter().map(|prefix| format!("{prefix}{folder}")).collect();
    let mut found: Vec<(Past, Object)> = Vec::new();
    list(dir, &tip, &how, &paths, |told| {
        for one in &told.changes {
            let (Some((Mode::File, blob)), Ok(whole)) = (one.after, std::str::from_utf8(&one.path)) else { continue };
            let below = prefixes.iter().filter_map(|prefix| Some((prefix, whole.strip_prefix(prefix.as_str())?)));
            let Some((prefix, path)) = below.filter(|(_, path)| wanted(path)).max_by_key(|(prefix, _)| prefix.len()) else { continue };
            let at = if *prefix == own { format!("./{path}") } else { whole.to_owned() };
            let commit = told.id.get(..SHORT).unwrap_or(&told.id).to_owned();
            let (is_new, is_elsewhere) = (one.before.is_none(), elsewhere.contains(&told.id));
            found.push((Past { path: path.to_owned(), at, bytes: Vec::new(), commit, is_new, is_elsewhere }, blob));
        }
        Ok(true)
    })?;
    let ids: Vec<Object> = found.iter().map(|(_, blob)| *blob).collect();
    let (bytes, held) = read_blobs(dir, &tip.id, &ids, LARGEST)?;
    let filled = |((past, _), (held, size)): ((Past, Object), (Held, u64))| {
        let bytes = if size > LARGEST { Vec::new() } else { bytes.of(&held).to_vec() };
        Past { bytes, ..past }
    };
    let versions = found.into_iter().zip(held).map(filled).collect();
    Ok(Some(History { versions, is_shallow: refusal::is_shallow(dir)?, is_empty: false }))
}

/// The commits that are not in the history of what is worked on, and what was put aside, the last first.
fn elsewhere(dir: &Path) -> Result<(BTreeSet<String>, Vec<String>)> {
    let listed = |args: &[&str]| -> Result<Option<Vec<String>>> {
        let answer = run::ask(dir, &[&["--no-replace-objects", "rev-list"], args].concat())?;
        Ok(answer.success.then(|| String::from_utf8_lossy(&answer.out).lines().map(str::to_owned).collect()))
    };
    // Where nothing is committed yet on what is worked on, everything is elsewhere.
    let own = listed(&["--all", "--not", "HEAD"])?;
    let others = if let Some(others) = own { others } else { listed(&["--all"])?.unwrap_or_default() };
    if others.is_empty() {
        return Ok((BTreeSet::new(), Vec::new()));
    }
    let stashes = stashes(dir);
    let aside: Vec<&str> = stashes.iter().map(String::as_str).chain(["--not", "--all"]).collect();
    let aside = if stashes.len() > 1 { listed(&aside)?.unwrap_or_default() } else { Vec::new() };
    Ok((others.into_iter().chain(aside).collect(), stashes))
}

/// What was put aside, the last first; none where nothing was.
fn stashes(dir: &Path) -> Vec<String> {
    let answer = run::ask(dir, &["rev-list", "--walk-reflogs", "refs/stash", "--"]).ok().filter(|answer| answer.success);
    answer.map(|answer| String::from_utf8_lossy(&answer.out).lines().map(str::to_owned).collect()).unwrap_or_default()
}

/// The commit that is worked on, or any other where none is yet; none where nothing was ever committed.
fn tip(dir: &Path, own: &str) -> Result<Option<Commit>> {
    if let Ok(tip) = resolve(dir, "HEAD", Tz::UTC) {
        return Ok(Some(tip));
    }
    let answer = run::ask(dir, &["rev-list", "--all", "--max-count=1"])?;
    if !answer.success {
        return Err(refusal::of_repository(dir, &answer.err).unwrap_or_else(|| refusal::of_reading(dir, "HEAD", &answer.err)));
    }
    let id = String::from_utf8_lossy(&answer.out).trim().to_owned();
    Ok((!id.is_empty()).then(|| Commit { id, time: DateTime::default(), prefix: own.to_owned() }))
}

/// Whether one commit leads to another.
pub fn leads_to(dir: &Path, commit: &str, later: &str) -> bool {
    run::ask(dir, &["merge-base", "--is-ancestor", commit, later]).is_ok_and(|answer| answer.success)
}

/// Where a commit is that is not in the history of what is worked on; none where it is, or where nothing names it.
pub fn place_of(dir: &Path, commit: &str) -> Option<Elsewhere> {
    if leads_to(dir, commit, "HEAD") {
        return None;
    }
    let upstream = run::ask(dir, &["rev-parse", "--quiet", "--verify", "--abbrev-ref", "@{upstream}"]).ok().filter(|answer| answer.success);
    let upstream = upstream.map(|answer| String::from_utf8_lossy(&answer.out).trim().to_owned());
    if let Some(upstream) = upstream.filter(|upstream| leads_to(dir, commit, upstream)) {
        let is_behind = leads_to(dir, "HEAD", &upstream);
        return Some(if is_behind { Elsewhere::Ahead(upstream) } else { Elsewhere::Branch(upstream) });
    }
    let answer = run::ask(dir, &["for-each-ref", "--contains", commit, "--format=%(refname)", "refs/heads", "refs/remotes"]).ok()?;
    let all = String::from_utf8(answer.out).ok()?;
    // What a remote calls its own head is no branch.
    let mut named = all.lines().filter(|name| !(name.starts_with("refs/remotes/") && name.ends_with("/HEAD")));
    let branch = named.find_map(|name| name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("refs/remotes/")));
    if let Some(branch) = branch {
        return Some(Elsewhere::Branch(branch.to_owned()));
    }
    stashes(dir).iter().position(|stash| leads_to(dir, commit, stash)).map(Elsewhere::Stash)
}
