//! Which version of the record lies in a folder: the commit it was last written down in, and whether it has changed since.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use super::{Commit, refusal, run, uncommitted};
use crate::source::layout::{Standing, standing};

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

/// Compares these files of a folder, and every file of a record that the last commit has there, with that commit. Nothing is written,
/// and nothing that the repository names is run.
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
    let listed = run::ask(dir, &["ls-tree", "-r", "-z", "--name-only", "HEAD"])?;
    let listed = String::from_utf8_lossy(&listed.out).into_owned();
    let committed: BTreeSet<&str> = listed.split('\0').filter(|path| standing(path) != Standing::Other && !path.is_empty()).collect();
    if !head.success || committed.is_empty() {
        return Ok(Version::Uncommitted);
    }
    let id = String::from_utf8_lossy(&head.out).trim().to_owned();
    let commit = Commit { time: super::committed(dir, &id)?, prefix: String::new(), id };
    let all: Vec<&str> = committed.iter().copied().chain(files.iter().copied().filter(|file| !committed.contains(file))).collect();
    let changed = uncommitted(dir, &all)?.is_none_or(|changed| !changed.is_empty());
    Ok(if changed { Version::Changed(commit) } else { Version::Committed(commit) })
}

/// The tag of a commit, the newest where it has several.
pub fn tag(dir: &Path, commit: &str) -> Option<String> {
    let said = run::ask(dir, &["describe", "--tags", "--exact-match", commit]).ok().filter(|said| said.success)?;
    Some(String::from_utf8_lossy(&said.out).trim().to_owned()).filter(|tag| !tag.is_empty())
}
