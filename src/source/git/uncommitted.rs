//! Which files git could not give back: those that differ from the last commit, or are not in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::{Mode, read, refusal, resolve, run};
use crate::source::LARGEST;

/// The files among these whose bytes are not those of the last commit, in the folder or in the index. None where there is no git.
///
/// Nothing of the repository's settings is run: `git status` would start the filters that they name, so git is only asked what its
/// index and its commit hold, and bytes are compared here. A file whose line ends alone are other than the commit's is no other file.
///
/// # Errors
/// When git is missing, or does not read the repository.
pub fn uncommitted(dir: &Path, files: &[&str]) -> Result<Option<Vec<String>>> {
    if run::toplevel(dir).is_none() {
        return Ok(None);
    }
    let all = || Ok(Some(files.iter().map(|file| (*file).to_owned()).collect()));
    let head = run::ask(dir, &["rev-parse", "--quiet", "--verify", "HEAD^{commit}"])?;
    if let Some(error) = refusal::of_repository(dir, &head.err) {
        return Err(error);
    }
    if !head.success {
        return all();
    }
    let commit = resolve(dir, "HEAD", chrono_tz::UTC)?;
    let wanted: BTreeSet<&[u8]> = files.iter().map(|file| file.as_bytes()).collect();
    let tree = read(dir, &commit, LARGEST, |path| wanted.contains(path))?;
    let blobs = tree.blobs.iter().filter(|blob| blob.mode == Mode::File && blob.size <= LARGEST);
    let committed: BTreeMap<&[u8], &[u8]> = blobs.map(|blob| (blob.path.as_slice(), tree.bytes.of(&blob.held))).collect();
    // Mode, id and stage, a tab, the path; of the commit the kind stands between mode and id.
    let in_index =
        listed(dir, &["ls-files", "-z", "--stage"], |words| if let [_, id, "0"] = words { Some((*id).to_owned()) } else { None })?;
    let in_commit = listed(dir, &["ls-tree", "-r", "-z", &commit.id], |words| words.get(2).map(|id| (*id).to_owned()))?;
    let is_kept = |file: &str| {
        let same = in_index.get(file).is_some_and(|id| in_commit.get(file) == Some(id));
        let bytes =
            fs::symlink_metadata(dir.join(file)).is_ok_and(|found| found.is_file()).then(|| fs::read(dir.join(file)).ok()).flatten();
        same && bytes.is_some_and(|bytes| committed.get(file.as_bytes()).is_some_and(|kept| lines(kept).eq(lines(&bytes))))
    };
    Ok(Some(files.iter().filter(|file| !is_kept(file)).map(|file| (*file).to_owned()).collect()))
}

/// The bytes of a text without the carriage returns that end lines.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// What git lists below the folder: each path with what its words say.
fn listed(dir: &Path, args: &[&str], of: impl Fn(&[&str]) -> Option<String>) -> Result<BTreeMap<String, String>> {
    let answer = run::ask(dir, args)?;
    if !answer.success {
        return Err(refusal::of_reading(dir, "HEAD", &answer.err));
    }
    let out = String::from_utf8_lossy(&answer.out);
    let entries = out.split('\0').filter_map(|entry| entry.split_once('\t'));
    Ok(entries.filter_map(|(words, path)| Some((path.to_owned(), of(&words.split(' ').collect::<Vec<_>>())?))).collect())
}
