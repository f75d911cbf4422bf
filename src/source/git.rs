//! Reads a record as it was at a git revision: nothing is checked out, nothing in the repository is touched.

mod day;
mod objects;
mod refusal;
mod run;
mod version;

use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, FixedOffset, TimeZone};
use chrono_tz::Tz;

use objects::{Readers, Unread};
pub use run::toplevel;
pub use version::{Version, version};

/// The commit that a revision or a date stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    pub id: String,
    /// When it was committed, in the committer's own offset.
    pub time: DateTime<FixedOffset>,
    /// The folder of the record inside the repository: empty, or with a slash at its end (`a/b/`).
    pub prefix: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    File,
    /// A symbolic link: its bytes are its target.
    Link,
    /// A commit of another repository: it has no bytes here.
    Submodule,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Below the prefix, divided by `/`, as git keeps it: not always UTF-8.
    pub path: Vec<u8>,
    pub mode: Mode,
    /// Into [`Tree::bytes`]; empty where the blob was too large to be read.
    pub range: Range<usize>,
    /// In bytes, also where it was not read.
    pub size: u64,
}

/// The blobs of a commit in the order of their paths, and their bytes in one piece.
#[derive(Debug, Default)]
pub struct Tree {
    pub bytes: Vec<u8>,
    pub blobs: Vec<Blob>,
}

/// Finds the commit that `rev` stands for in the repository of the folder `dir`.
///
/// `rev` is any revision that git knows. What is no name but a date such as `2026-01-01` is the last commit,
/// on the first-parent history of `HEAD`, that was made on or before that day in `zone`.
///
/// # Errors
/// When git is missing or does not read the repository, or when it has no such commit. Each says what to do.
pub fn resolve(dir: &Path, rev: &str, zone: Tz) -> Result<Commit> {
    ensure!(!rev.is_empty() && !rev.contains('\0'), "a revision is a branch, a tag, a commit or a date such as `2026-01-31`");
    // `:/text` searches messages and takes all that follows as the text, so nothing can be added to it.
    let commit = if rev.starts_with(":/") { rev.to_owned() } else { format!("{rev}^{{commit}}") };
    let quiet = if rev.contains("@{") { "--verify" } else { "--quiet" };
    let answer = run::ask(dir, &["rev-parse", "--show-prefix", "--verify", quiet, "--end-of-options", &commit])?;
    if let Some(error) = refusal::of_repository(dir, &answer.err) {
        return Err(error);
    }
    // Where the reflog does not reach so far back git warns and takes its oldest entry: not what was asked.
    if answer.err.contains("only goes back to") {
        bail!("the reflog does not reach back to `{rev}`; for the history itself give a date such as `2026-01-31`");
    }
    let out = String::from_utf8(answer.out).context("the path of the record in the repository is not UTF-8; rename the folder")?;
    let out = out.strip_suffix('\n').unwrap_or(&out);
    let (prefix, id) = if answer.success { out.rsplit_once('\n').unwrap_or(("", out)) } else { (out, "") };
    let id = if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        id.to_owned()
    } else if let Some(day) = day::read(rev)? {
        day::last_commit(dir, day, zone)?
    } else {
        return Err(refusal::unknown_revision(dir, rev)?);
    };
    Ok(Commit { time: committed(dir, &id)?, prefix: prefix.to_owned(), id })
}

/// Reads all blobs below the commit's prefix whose path is `wanted`. A folder that was not there yet gives an empty tree.
///
/// Blobs of more than `limit` bytes are listed with their size, but not kept.
///
/// # Errors
/// When objects are missing, in a partial clone or a damaged repository. Nothing is ever fetched.
pub fn read(dir: &Path, commit: &Commit, limit: u64, wanted: impl Fn(&[u8]) -> bool) -> Result<Tree> {
    let mut args = vec!["ls-tree", "-r", "-z", "--full-tree", &commit.id, "--"];
    if !commit.prefix.is_empty() {
        args.push(&commit.prefix);
    }
    // Sizes come with the objects: `--long` would open every object of the folder to say them, also those
    // that nobody wants and a partial clone may not have.
    let (mut listing, list, errors) = run::start(dir, &args, Stdio::null())?;
    let list = BufReader::with_capacity(1 << 16, list);

    let mut blobs = Vec::new();
    let objects = thread::scope(|scope| {
        let mut readers = Readers::new(scope, dir, limit);
        for line in list.split(0) {
            let line = line.context("cannot read the answer of `git ls-tree`")?;
            let (mode, id, path) = entry(&line).context("cannot understand the answer of `git ls-tree`")?;
            let Some(path) = path.strip_prefix(commit.prefix.as_bytes()) else {
                continue;
            };
            if !wanted(path) {
                continue;
            }
            if mode != Mode::Submodule {
                readers.ask(id)?;
            }
            blobs.push(Blob { path: path.to_vec(), mode, range: 0..0, size: 0 });
        }
        readers.gather()
    })?;

    if !listing.wait().context("cannot wait for `git ls-tree`")?.success() {
        return Err(refusal::of_reading(dir, &commit.id, &run::finish(errors)));
    }
    let objects = objects.map_err(|Unread(err)| refusal::of_reading(dir, &commit.id, &err))?;
    let read = blobs.iter_mut().filter(|blob| blob.mode != Mode::Submodule);
    for (blob, (range, size)) in read.zip(objects.blobs) {
        (blob.range, blob.size) = (range, size);
    }
    Ok(Tree { bytes: objects.bytes, blobs })
}

/// One line of `ls-tree`: mode, type, object, a tab, path.
fn entry(line: &[u8]) -> Option<(Mode, &[u8], &[u8])> {
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    let mut words = line[..tab].split(|&byte| byte == b' ');
    let mode = match words.next()? {
        b"120000" => Mode::Link,
        b"160000" => Mode::Submodule,
        _ => Mode::File,
    };
    Some((mode, words.nth(1)?, &line[tab + 1..]))
}

/// When a commit was made: the last two words of its committer's line, seconds since 1970 and offset.
fn committed(dir: &Path, id: &str) -> Result<DateTime<FixedOffset>> {
    let answer = run::ask(dir, &["cat-file", "commit", id])?;
    if !answer.success {
        return Err(refusal::of_reading(dir, id, &answer.err));
    }
    let mut headers = answer.out.split(|&byte| byte == b'\n').take_while(|line| !line.is_empty());
    let line = headers.find_map(|line| line.strip_prefix(b"committer ")).map(String::from_utf8_lossy);
    let mut words = line.as_deref().unwrap_or_default().rsplit(' ');
    let offset = words.next().and_then(|offset| offset.parse::<i32>().ok()).unwrap_or(0);
    let zone =
        FixedOffset::east_opt((offset / 100 * 60 + offset % 100) * 60).or_else(|| FixedOffset::east_opt(0)).expect("zero is an offset");
    let seconds = words.next().and_then(|seconds| seconds.parse().ok());
    seconds
        .and_then(|seconds| zone.timestamp_opt(seconds, 0).single())
        .with_context(|| format!("commit `{id}` has no readable date; run `git fsck` to see what is wrong with it"))
}
