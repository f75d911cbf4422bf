//! Reads a record as it was at a git revision: nothing is checked out, nothing in the repository is touched.

mod day;
mod folder;
mod history;
mod list;
mod objects;
mod packs;
mod raw;
mod refusal;
mod run;
mod sparse;
mod store;
mod trees;
mod uncommitted;
mod version;
pub mod walk;

use std::ops::Range;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, FixedOffset, TimeZone};
use chrono_tz::Tz;

pub use folder::records;
pub use history::{Elsewhere, History, Past, history, leads_to, place_of};
pub use list::Entry;
use objects::{Readers, Unread};
pub use refusal::has_commits;
pub use run::{is_bare, toplevel};
pub use sparse::left_out;
use store::{Hash, Kind, Store};
pub use uncommitted::uncommitted;
pub use version::{Version, tag, version};

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
    /// Empty where the blob was too large to be read.
    pub held: Held,
    /// In bytes, also where it was not read.
    pub size: u64,
}

/// Where the bytes of a blob are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Held {
    part: usize,
    range: Range<usize>,
}

/// The bytes of blobs, as they were read together.
#[derive(Debug, Default)]
pub struct Bytes(Vec<Vec<u8>>);

impl Bytes {
    pub fn of(&self, held: &Held) -> &[u8] {
        self.0.get(held.part).map_or(&[], |part| &part[held.range.clone()])
    }

    /// Keeps bytes that come from elsewhere.
    pub fn add(&mut self, bytes: Vec<u8>) -> Held {
        let held = Held { part: self.0.len(), range: 0..bytes.len() };
        self.0.push(bytes);
        held
    }
}

/// The blobs of a commit in the order of their paths.
#[derive(Debug, Default)]
pub struct Tree {
    pub bytes: Bytes,
    pub blobs: Vec<Blob>,
}

/// Finds the commit that `rev` stands for in the repository of the folder `dir`.
///
/// `rev` is any revision that git knows. What is no name but a date such as `2026-01-01` is the last commit,
/// on the first-parent history of `HEAD`, that was made on or before that day in `zone`. A record that stood in another folder then
/// is found there, and `dir` itself need not be there now.
///
/// # Errors
/// When git is missing or does not read the repository, or when it has no such commit. Each says what to do.
pub fn resolve(dir: &Path, rev: &str, zone: Tz) -> Result<Commit> {
    ensure!(!rev.is_empty() && !rev.contains('\0'), "a revision is a branch, a tag, a commit or a date such as `2026-01-31`");
    let missing = run::standing(dir).1;
    ensure!(
        missing.as_os_str().is_empty() || run::objects(dir).is_some(),
        "cannot enter the folder `{}`; give a folder that exists",
        dir.display()
    );
    // `:/text` searches messages and takes all that follows as the text, so nothing can be added to it.
    let commit = if rev.starts_with(":/") { rev.to_owned() } else { format!("{rev}^{{commit}}") };
    let answer = run::ask(dir, &["rev-parse", "--show-prefix", "--verify", "--end-of-options", &commit])?;
    if let Some(error) = refusal::of_repository(dir, &answer.err) {
        return Err(error);
    }
    // Where the reflog does not reach so far back git warns and takes its oldest entry: not what was asked.
    if answer.err.contains("only goes back to") {
        bail!("the reflog does not reach back to `{rev}`; for the history itself give a date such as `2026-01-31`");
    }
    if let Some(name) = refusal::several(&answer.err) {
        bail!("`{name}` is the name of several branches or tags; say which: `tags/{name}`, `heads/{name}`");
    }
    let out = String::from_utf8(answer.out).context("the path of the record in the repository is not UTF-8; rename the folder")?;
    let out = out.strip_suffix('\n').unwrap_or(&out);
    let (prefix, id) = if answer.success { out.rsplit_once('\n').unwrap_or(("", out)) } else { (out, "") };
    let id = if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        // Whoever writes a date mostly means the day.
        let of_day = day::read(rev).ok().flatten().and_then(|day| day::last_commit(dir, day, zone).ok());
        if let Some(other) = of_day.filter(|other| other != id) {
            let (other, short) = (&other[..10.min(other.len())], &id[..10.min(id.len())]);
            bail!(
                "`{rev}` is a day, and also the name of a tag or a branch for another commit; give the commit: {other} is the last of that day, {short} has the name"
            );
        }
        id.to_owned()
    } else if let Some(day) = day::read(rev)? {
        day::last_commit(dir, day, zone)?
    } else {
        return Err(refusal::unknown_revision(dir, rev)?);
    };
    let missing = missing.to_str().context("the path of the record in the repository is not UTF-8; rename the folder")?;
    let missing = missing.split('/').filter(|part| !part.is_empty()).map(|part| format!("{part}/"));
    let prefix = prefix.to_owned() + &missing.collect::<String>();
    Ok(Commit { time: committed(dir, &id)?, prefix: folder::followed(dir, &prefix, &id), id })
}

/// The commit from which two others went their own ways: what a branch began from.
///
/// # Errors
/// Where they have none, which in a history that was cut short may only be out of sight.
pub fn common(dir: &Path, one: &Commit, other: &Commit) -> Result<Commit> {
    let answer = run::ask(dir, &["merge-base", "--end-of-options", &one.id, &other.id])?;
    let out = String::from_utf8(answer.out).unwrap_or_default();
    let id = out.trim();
    if !answer.success || id.is_empty() {
        let help = if refusal::is_shallow(dir)? {
            "; this clone holds only a part of the history: `git fetch --unshallow`, or `fetch-depth: 0` in the pipeline"
        } else {
            ""
        };
        bail!("the two revisions have no commit in common{help}");
    }
    Ok(Commit { time: committed(dir, id)?, prefix: folder::followed(dir, &other.prefix, id), id: id.to_owned() })
}

/// The files below a commit's prefix in the order of their paths, before any of them is read.
#[derive(Debug)]
pub struct Listing<'r> {
    dir: &'r Path,
    commit: &'r Commit,
    store: Option<Store>,
    pub entries: Vec<Entry>,
}

/// Lists the files below the commit's prefix. A folder that was not there yet has none.
///
/// # Errors
/// When objects are missing, in a partial clone or a damaged repository. Nothing is ever fetched.
pub fn list<'r>(dir: &'r Path, commit: &'r Commit) -> Result<Listing<'r>> {
    let store = Store::open(dir, &commit.id);
    let entries = list::below(dir, commit, store.as_ref())?;
    Ok(Listing { dir, commit, store, entries })
}

impl Listing<'_> {
    /// Reads the blobs of entries, each with its size in bytes; those of more than `limit` bytes are not kept, and a submodule has none.
    ///
    /// # Errors
    /// As those of [`list`].
    pub fn read(&self, entries: &[&Entry], limit: u64) -> Result<(Bytes, Vec<(Held, u64)>)> {
        let ids: Vec<Hash> = entries.iter().filter(|entry| entry.mode != Mode::Submodule).map(|entry| entry.id).collect();
        let (bytes, found) = blobs(self.dir, &self.commit.id, self.store.as_ref(), &ids, limit)?;
        let mut found = found.into_iter();
        let held = entries.iter().map(|entry| if entry.mode == Mode::Submodule { None } else { found.next() }.unwrap_or_default());
        Ok((bytes, held.collect()))
    }
}

/// Reads all blobs below the commit's prefix whose path is `wanted`. A folder that was not there yet gives an empty tree.
///
/// Blobs of more than `limit` bytes are listed with their size, but not kept.
///
/// # Errors
/// As those of [`list`].
pub fn read(dir: &Path, commit: &Commit, limit: u64, wanted: impl Fn(&[u8]) -> bool) -> Result<Tree> {
    let listing = list(dir, commit)?;
    let entries: Vec<&Entry> = listing.entries.iter().filter(|entry| wanted(&entry.path)).collect();
    let (bytes, held) = listing.read(&entries, limit)?;
    let blobs = entries.into_iter().zip(held);
    let blobs = blobs.map(|(entry, (held, size))| Blob { path: entry.path.clone(), mode: entry.mode, held, size });
    Ok(Tree { blobs: blobs.collect(), bytes })
}

/// Reads blobs of a history by their names, each with its size; those of more than `limit` bytes are not kept. `commit` is one of
/// the history.
///
/// # Errors
/// When objects are missing, in a partial clone or a damaged repository. Nothing is ever fetched.
pub fn read_blobs(dir: &Path, commit: &str, ids: &[walk::Object], limit: u64) -> Result<(Bytes, Vec<(Held, u64)>)> {
    blobs(dir, commit, Store::open(dir, commit).as_ref(), ids, limit)
}

fn blobs(dir: &Path, commit: &str, store: Option<&Store>, ids: &[Hash], limit: u64) -> Result<(Bytes, Vec<(Held, u64)>)> {
    let mut bytes = Bytes::default();
    let mut found: Vec<Option<(Held, u64)>> = vec![None; ids.len()];
    let mut hold = |all: Vec<u8>, blobs: &mut dyn Iterator<Item = (usize, Range<usize>, u64)>| {
        let part = bytes.0.len();
        for (n, range, size) in blobs {
            found[n] = Some((Held { part, range }, size));
        }
        bytes.0.push(all);
    };
    let mut left: Vec<usize> = (0..ids.len()).collect();
    if let Some(store) = store {
        let mut read = vec![false; ids.len()];
        for part in store.blobs(ids, limit) {
            part.blobs.iter().for_each(|(n, _)| read[*n] = true);
            hold(part.bytes, &mut part.blobs.into_iter().map(|(n, range)| (n, range.clone(), range.len() as u64)));
        }
        left.retain(|n| !read[*n]);
    }
    let objects = thread::scope(|scope| {
        let mut readers = Readers::new(scope, dir, limit);
        for n in &left {
            readers.ask(store::hexadecimal(&ids[*n][..commit.len() / 2]).as_bytes())?;
        }
        readers.gather()
    })?;
    let objects = objects.map_err(|Unread(err)| refusal::of_reading(dir, commit, &err))?;
    hold(objects.bytes, &mut left.into_iter().zip(objects.blobs).map(|(n, (range, size))| (n, range, size)));
    Ok((bytes, found.into_iter().map(Option::unwrap_or_default).collect()))
}

/// When a commit was made: the last two words of its committer's line, seconds since 1970 and offset.
fn committed(dir: &Path, id: &str) -> Result<DateTime<FixedOffset>> {
    let stored = || Store::open(dir, id)?.one(&store::binary(id.as_bytes())?, Kind::Commit, LONGEST_COMMIT);
    let commit = if let Some(commit) = stored() {
        commit
    } else {
        let answer = run::ask(dir, &["--no-replace-objects", "cat-file", "commit", id])?;
        if !answer.success {
            return Err(refusal::of_reading(dir, id, &answer.err));
        }
        answer.out
    };
    let mut headers = commit.split(|&byte| byte == b'\n').take_while(|line| !line.is_empty());
    let line = headers.find_map(|line| line.strip_prefix(b"committer ")).map(String::from_utf8_lossy);
    let mut words = line.as_deref().unwrap_or_default().rsplit(' ');
    let offset = words.next().unwrap_or_default();
    moment(&format!("{} {offset}", words.next().unwrap_or_default()), id)
}

/// A moment as git writes it: seconds since 1970 and offset.
fn moment(written: &str, id: &str) -> Result<DateTime<FixedOffset>> {
    let (seconds, offset) = written.split_once(' ').unwrap_or((written, ""));
    let offset = offset.parse::<i32>().unwrap_or(0);
    let zone =
        FixedOffset::east_opt((offset / 100 * 60 + offset % 100) * 60).or_else(|| FixedOffset::east_opt(0)).expect("zero is an offset");
    let time = seconds.parse().ok().and_then(|seconds| zone.timestamp_opt(seconds, 0).single());
    time.with_context(|| format!("commit `{id}` has no readable date; run `git fsck` to see what is wrong with it"))
}

/// A commit with more bytes of message is read by git itself.
const LONGEST_COMMIT: u64 = 1 << 20;
