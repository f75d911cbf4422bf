//! What `git log` tells of commits.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, FixedOffset};

use super::list::mode_of;
use super::store::{Hash, binary};
use super::walk::Changed;
use super::{Commit, moment, refusal, run};

/// What git tells of one commit.
pub struct Told {
    pub id: String,
    pub tree: Hash,
    pub parents: Vec<String>,
    pub time: DateTime<FixedOffset>,
    pub author: String,
    pub subject: String,
    /// In the whole repository.
    pub changes: Vec<Changed>,
}

/// What git shows of the files that a commit changed.
pub const FILES: [&str; 6] = ["--raw", "--root", "--no-abbrev", "--no-renames", "--no-relative", "--ignore-submodules=none"];

/// Has git tell the commits that lead to one, the newest first, until `each` has enough; with paths, those that change something there.
pub fn list(dir: &Path, tip: &Commit, how: &[&str], paths: &[String], mut each: impl FnMut(Told) -> Result<bool>) -> Result<()> {
    told(dir, tip, &[&FILES, how].concat(), paths, &mut each)
}

/// The same, of the commits alone: which files they changed is not looked at.
pub fn commits(dir: &Path, tip: &Commit, how: &[&str], mut each: impl FnMut(Told) -> Result<bool>) -> Result<()> {
    told(dir, tip, &[&["--no-patch"], how].concat(), &[], &mut each)
}

fn told(dir: &Path, tip: &Commit, how: &[&str], paths: &[String], each: &mut dyn FnMut(Told) -> Result<bool>) -> Result<()> {
    let settings = ["-c", "log.diffMerges=separate", "-c", "log.follow=false", "--no-replace-objects", "log"];
    let told = [
        "-z",
        "--no-show-signature",
        "--no-notes",
        "--no-color",
        "--encoding=UTF-8",
        "--date=raw",
        "--format=%H%x00%T%x00%P%x00%cd%x00%aN%x00%s",
        &tip.id,
        "--",
    ];
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    // Paths are those of the whole repository.
    let dir = &run::toplevel(dir).filter(|_| !paths.is_empty()).unwrap_or_else(|| dir.to_owned());
    let (mut child, out, errors) = run::start(dir, &[&settings, how, &told, &paths].concat(), Stdio::null())?;
    let mut words = Words { out: BufReader::with_capacity(1 << 16, out), ahead: None };
    while let Some(told) = words.commit(tip.id.len())? {
        if !each(told)? {
            // The rest is not of interest; a process that has already ended cannot be stopped, and need not.
            let _ = child.kill();
            child.wait().context("cannot wait for `git log`")?;
            return Ok(());
        }
    }
    let ended = child.wait().context("cannot wait for `git log`")?;
    let err = run::finish(errors);
    if ended.success() { Ok(()) } else { Err(refusal::of_reading(dir, &tip.id, &err)) }
}

/// What git writes, divided by zeros.
struct Words<R> {
    out: R,
    ahead: Option<Vec<u8>>,
}

impl<R: BufRead> Words<R> {
    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(word) = self.ahead.take() {
            return Ok(Some(word));
        }
        let mut word = Vec::new();
        self.out.read_until(0, &mut word).context("cannot read the answer of `git log`")?;
        if word.is_empty() {
            return Ok(None);
        }
        word.pop_if(|last| *last == 0);
        Ok(Some(word))
    }

    fn text(&mut self) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.next()?.unwrap_or_default()).into_owned())
    }

    /// The next commit, whose id has so many digits.
    fn commit(&mut self, digits: usize) -> Result<Option<Told>> {
        let id = loop {
            match self.next()? {
                None => return Ok(None),
                Some(word) if word.trim_ascii().is_empty() => {}
                Some(word) => break String::from_utf8_lossy(word.trim_ascii()).into_owned(),
            }
        };
        ensure!(id.len() == digits && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "cannot understand the answer of `git log`");
        let tree = self.next()?.as_deref().and_then(binary).context("cannot understand the answer of `git log`")?;
        let parents = self.text()?.split_whitespace().map(str::to_owned).collect();
        let date = self.text()?;
        let time = moment(&date, &id)?;
        let (author, subject) = (self.text()?, self.text()?);
        let mut changes = Vec::new();
        while let Some(word) = self.next()? {
            let trimmed = word.trim_ascii_start();
            // The files of a merge stand behind an empty word.
            if trimmed.is_empty() {
                continue;
            }
            if !trimmed.starts_with(b":") {
                self.ahead = Some(word);
                break;
            }
            let path = self.next()?.unwrap_or_default();
            let one = changed(trimmed, path).context("cannot understand the answer of `git log`")?;
            // Whether it may be run is nothing to a record.
            changes.extend(Some(one).filter(|one| one.before != one.after));
        }
        Ok(Some(Told { id, tree, parents, time, author, subject, changes }))
    }
}

/// A line of `--raw`: the modes before and after, the ids before and after, what happened. Of a merge each parent has a colon, a mode
/// and an id; the first is the one that it went on from.
fn changed(line: &[u8], path: Vec<u8>) -> Option<Changed> {
    let parents = line.iter().take_while(|byte| **byte == b':').count();
    let words: Vec<&[u8]> = line[parents..].split(|byte| *byte == b' ').collect();
    let side = |n: usize| {
        let mode = *words.get(n)?;
        let id = *words.get(parents + 1 + n)?;
        Some(if mode == b"000000" { None } else { Some((mode_of(mode), binary(id)?)) })
    };
    Some(Changed { path, before: side(0)?, after: side(parents)? })
}
