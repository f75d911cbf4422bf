//! Every version of some files that git's history holds, whatever became of them.

use std::collections::HashMap;
use std::path::Path;
use std::thread;

use anyhow::Result;

use super::objects::{Readers, Unread};
use super::{refusal, run};
use crate::source::LARGEST;

/// So many letters of a commit are shown: the ids of blobs are asked whole, and those of commits come whole with them.
const SHORT: usize = 10;

/// A file as a commit wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Below the folder that was asked.
    pub path: String,
    pub bytes: Vec<u8>,
    /// The commit, in short.
    pub commit: String,
}

/// What history holds, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    pub versions: Vec<Past>,
    /// The clone has only the newest part of its history.
    pub is_shallow: bool,
}

/// Every version of the files below `folder` whose path is `wanted`, on every branch. None where there is no git.
///
/// # Errors
/// When git is missing, does not read the repository, or misses objects. Nothing is ever fetched.
pub fn history(dir: &Path, folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Option<History>> {
    if run::toplevel(dir).is_none() {
        return Ok(None);
    }
    let listed = [
        "log",
        "--all",
        "--reverse",
        "--topo-order",
        "-m",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-renames",
        "--no-show-signature",
        "--no-color",
        "--relative",
        "--format=%h",
        "--",
        folder,
    ];
    let answer = run::ask(dir, &listed)?;
    if !answer.success {
        return Err(refusal::of_repository(dir, &answer.err).unwrap_or_else(|| refusal::of_reading(dir, "HEAD", &answer.err)));
    }
    let out = String::from_utf8_lossy(&answer.out);
    let mut words = out.split('\0').map(|word| word.trim_start_matches('\n'));
    let (mut commit, mut found) = ("", Vec::new());
    while let Some(word) = words.next() {
        // Modes before and after, ids before and after, what happened; then the path.
        let Some(change) = word.strip_prefix(':') else {
            commit = if word.is_empty() { commit } else { word };
            continue;
        };
        let Some(path) = words.next() else { break };
        let change: Vec<&str> = change.split(' ').collect();
        if let [_, mode, _, id, _] = change[..]
            && mode.starts_with("100")
            && wanted(path)
        {
            found.push((path, id, commit));
        }
    }
    let mut places: HashMap<&str, usize> = HashMap::new();
    let objects = thread::scope(|scope| {
        let mut readers = Readers::new(scope, dir, LARGEST);
        for (_, id, _) in &found {
            let next = places.len();
            if !places.contains_key(id) {
                places.insert(id, next);
                readers.ask(id.as_bytes())?;
            }
        }
        readers.gather()
    })?;
    let objects = objects.map_err(|Unread(err)| refusal::of_reading(dir, "HEAD", &err))?;
    let bytes = |id: &str| objects.bytes[objects.blobs[places[id]].0.clone()].to_vec();
    let versions = found
        .iter()
        .map(|(path, id, commit)| Past {
            path: (*path).to_owned(),
            bytes: bytes(id),
            commit: commit.get(..SHORT).unwrap_or(commit).to_owned(),
        })
        .collect();
    Ok(Some(History { versions, is_shallow: refusal::is_shallow(dir)? }))
}

/// The branch on which a commit is, where it is not in the history of what is worked on; none where it is, or where no branch has it.
pub fn branch_with(dir: &Path, commit: &str) -> Option<String> {
    if run::ask(dir, &["merge-base", "--is-ancestor", commit, "HEAD"]).ok()?.success {
        return None;
    }
    let answer = run::ask(dir, &["for-each-ref", "--contains", commit, "--format=%(refname:short)", "refs/heads", "refs/remotes"]).ok()?;
    String::from_utf8(answer.out).ok()?.lines().next().map(str::to_owned)
}
