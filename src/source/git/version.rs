//! Which version of the record lies in a folder: the commit it was last written down in, and whether it has changed since.

use std::path::Path;

use anyhow::{Result, ensure};

use super::{Commit, refusal, run};

/// What git knows of a folder's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// No repository, or nothing of it is committed.
    Uncommitted,
    /// As in this commit, the last of the branch.
    Committed(Commit),
    /// Files of the folder are different from those of the commit.
    Changed(Commit),
}

/// Asks git about a folder. Nothing is written: not even what git remembers of the files' dates.
///
/// # Errors
/// When git is there and does not read the repository.
pub fn version(dir: &Path) -> Result<Version> {
    if run::toplevel(dir).is_none() {
        return Ok(Version::Uncommitted);
    }
    let head = run::ask(dir, &["rev-parse", "--quiet", "--verify", "HEAD^{commit}"])?;
    if let Some(error) = refusal::of_repository(dir, &head.err) {
        return Err(error);
    }
    let tracked = run::ask(dir, &["ls-files", "--error-unmatch", "commons.toml"])?;
    if !head.success || !tracked.success {
        return Ok(Version::Uncommitted);
    }
    let id = String::from_utf8_lossy(&head.out).trim().to_owned();
    let commit = Commit { time: super::committed(dir, &id)?, prefix: String::new(), id };
    let status = run::ask(dir, &["status", "--porcelain", "--untracked-files=all", "--", "."])?;
    ensure!(status.success, "git could not compare the folder with its last commit: {}", status.err.trim());
    Ok(if status.out.is_empty() { Version::Committed(commit) } else { Version::Changed(commit) })
}
