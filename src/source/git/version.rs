//! Which version of the record lies in a folder: the commit it was last written down in, and whether it has changed since.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};

use super::{Commit, refusal, run};

/// What git knows of a record's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// No repository, or nothing of it is committed.
    Uncommitted,
    /// As in this commit, the last of the branch.
    Committed(Commit),
    /// Files of the record are different from those of the commit, or not in it.
    Changed(Commit),
}

/// Asks git about these files of a folder. Nothing is written: not even what git remembers of the files' dates.
///
/// # Errors
/// When git is there and does not read the repository.
pub fn version(dir: &Path, files: &[&str]) -> Result<Version> {
    if run::toplevel(dir).is_none() {
        return Ok(Version::Uncommitted);
    }
    let head = run::ask(dir, &["rev-parse", "--quiet", "--verify", "HEAD^{commit}"])?;
    if let Some(error) = refusal::of_repository(dir, &head.err) {
        return Err(error);
    }
    let listed = run::ask(dir, &["ls-files", "-z", "-v"])?;
    let listed = String::from_utf8_lossy(&listed.out).into_owned();
    // A small letter or an S: git was told not to look at this file.
    let kept: BTreeSet<&str> = listed.split('\0').filter_map(|entry| entry.strip_prefix("H ")).collect();
    if !head.success || kept.is_empty() {
        return Ok(Version::Uncommitted);
    }
    let id = String::from_utf8_lossy(&head.out).trim().to_owned();
    let commit = Commit { time: super::committed(dir, &id)?, prefix: String::new(), id };
    let status = run::ask(dir, &["status", "--porcelain", "-z", "--untracked-files=no", "--no-renames", "--", "."])?;
    ensure!(status.success, "git could not compare the folder with its last commit: {}", status.err.trim());
    let status = String::from_utf8_lossy(&status.out).into_owned();
    // Two letters, a space, and the path from the root of the repository.
    let prefix = run::ask(dir, &["rev-parse", "--show-prefix"])?;
    let prefix = String::from_utf8_lossy(&prefix.out).trim_end_matches('\n').to_owned();
    let changed: Vec<&str> = status.split('\0').filter_map(|entry| entry.get(3..)?.strip_prefix(prefix.as_str())).collect();
    let is_ours = |path: &&str| crate::source::layout::standing(path) != crate::source::layout::Standing::Other;
    let as_committed = files.iter().all(|file| kept.contains(file)) && !changed.iter().any(is_ours);
    Ok(if as_committed { Version::Committed(commit) } else { Version::Changed(commit) })
}

/// The tag of a commit, the newest where it has several.
pub fn tag(dir: &Path, commit: &str) -> Option<String> {
    let said = run::ask(dir, &["describe", "--tags", "--exact-match", commit]).ok().filter(|said| said.success)?;
    Some(String::from_utf8_lossy(&said.out).trim().to_owned()).filter(|tag| !tag.is_empty())
}
