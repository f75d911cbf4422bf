//! Writes several files of a record: all of them or none, whatever happens meanwhile.
//!
//! What is to be done is written down before it is done, in a folder `.commons` beside `commons.toml` that git does not see and that is
//! there only while somebody writes:
//!
//! - `lock` is held by whoever writes and says who that is;
//! - `journal` holds what each file was and what it is to be, whole. It comes by a rename, so it is there complete or not at all.
//!
//! 1. Under the lock every file is compared with what was read of it. Then the journal is written and synced: from here on each file
//!    is what it was or what it is to be, and whoever finds the journal can go either way.
//! 2. Missing folders are made; what a file is to be is written beside it, as `.commons-save-N`, with the mode of the original, and
//!    synced. Only when all of these are there, and nobody has changed a file meanwhile, the first is renamed over its target.
//!    Files that go are removed after that. Then the folders are synced.
//! 3. The journal is removed. That is the moment at which the new record is the record.
//!
//! A writer that meets an obstacle goes back: the same steps with the other side of the journal. Whoever finds a journal that nobody
//! holds goes forward where a file had been changed, back where none had, and the other way where that is not possible; both may be
//! broken off and begun again. What somebody else changed in between is left alone.

mod disk;
mod journal;
mod lock;
mod steps;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::save::disk::Now;
use crate::save::journal::{Entry, Journal};
use crate::save::lock::Lock;
use crate::save::steps::Side;
use crate::text;
use crate::text::{Text, listed};

/// One file that is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands in the record, with `/` between the parts.
    pub path: String,
    /// What was read; nothing where there was no file.
    pub before: Option<Vec<u8>>,
    /// What is to be there; nothing where the file goes.
    pub after: Option<Vec<u8>>,
}

/// The folder beside `commons.toml` that is there while somebody writes.
const FOLDER: &str = ".commons";

/// Writes all files or none. The permissions of a file stay as they were; a link within the record is written through.
///
/// # Errors
/// What stands in the way; then nothing has changed. Where going back was not possible either, that is said: the journal stays, and
/// [`recover`] goes on from there.
pub fn save(root: &Path, changes: &[Change]) -> anyhow::Result<()> {
    let root = &fs::canonicalize(root).with_context(|| format!("there is no folder {}", root.display()))?;
    let lock = Lock::take(root).map_err(unchanged)?;
    if lock.folder.join(journal::NAME).symlink_metadata().is_ok() {
        // Another writer was killed since this command looked for one.
        finish(root, &lock)?;
    }
    let journal = plan(root, changes).map_err(unchanged)?;
    if journal.entries.is_empty() {
        return Ok(());
    }
    let Err(obstacle) = write(root, &lock, &journal) else { return Ok(()) };
    match steps::go(root, &journal, Side::Before).and_then(|_| journal::remove(&lock.folder)) {
        Ok(()) => Err(unchanged(obstacle)),
        Err(_) => Err(obstacle.context("some files may be changed and others not; the next command finishes this or undoes it")),
    }
}

/// Finishes or undoes what an earlier command began, and says what it did. Where there is nothing, that is one look at the disk.
///
/// # Errors
/// Where a command was broken off that can be neither finished nor undone here, or where another is writing for too long.
pub fn recover(root: &Path) -> anyhow::Result<Option<Text>> {
    let folder = root.join(FOLDER);
    if !folder.symlink_metadata().is_ok_and(|there| there.is_dir()) {
        return Ok(None);
    }
    let has = |name: &str| folder.join(name).symlink_metadata().is_ok();
    if !has(journal::NAME) && !has(lock::NAME) {
        // It goes where it is empty: a writer was killed at its first or its last step.
        let _ = fs::remove_dir(&folder);
        return Ok(None);
    }
    let root = &fs::canonicalize(root).with_context(|| format!("there is no folder {}", root.display()))?;
    let lock = match Lock::take(root) {
        Ok(lock) => lock,
        // Without a journal no file has been touched, and the record can be read.
        Err(_) if !has(journal::NAME) => return Ok(None),
        Err(error) => return Err(error.context(unfinished(root))),
    };
    if has(journal::NAME) {
        return finish(root, &lock).map(Some);
    }
    if has(journal::FRESH) {
        // The lock takes it away when it ends.
        return Ok(Some(Text::new(
            "an earlier command was broken off before it changed anything; give it again",
            "een eerdere opdracht is afgebroken voordat er iets was gewijzigd; geef die zo nodig opnieuw",
        )));
    }
    Ok(None)
}

/// Why nothing was changed, and what to do about what the disk says.
fn unchanged(obstacle: anyhow::Error) -> anyhow::Error {
    let hint = match obstacle.root_cause().downcast_ref::<io::Error>().map(io::Error::kind) {
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => "; make room on the disk and give the command again",
        Some(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => "; give the command as somebody who may write there",
        _ => "",
    };
    obstacle.context(format!("nothing was changed{hint}"))
}

fn unfinished(root: &Path) -> String {
    format!(
        "an earlier command was broken off while it wrote, and it cannot be finished in {}; give any command, such as `commons check`, as somebody who may write there",
        root.display()
    )
}

/// Goes forward with the journal of a writer that is no more, or back: what had not changed a file yet, or was taken back since, is not
/// done after all, and what somebody changed since then decides with which side it goes.
fn finish(root: &Path, lock: &Lock) -> anyhow::Result<Text> {
    let journal = Journal::read(&lock.folder)?;
    journal.refuse_outside(root)?;
    let (first, begun) = steps::found(root, &journal)?;
    let second = if first == Side::After { Side::Before } else { Side::After };
    let (side, foreign) = match steps::go(root, &journal, first) {
        Ok(foreign) => (first, foreign),
        Err(obstacle) => match steps::go(root, &journal, second) {
            Ok(foreign) => (second, foreign),
            Err(_) => return Err(obstacle.context(unfinished(root))),
        },
    };
    journal::remove(&lock.folder).with_context(|| unfinished(root))?;
    let ours = journal.entries.iter().map(|entry| entry.path.as_str()).filter(|path| !foreign.iter().any(|other| other == path));
    let names = listed(ours, 5);
    let command = &journal.command;
    let done = match side {
        Side::Before if !begun => {
            text!(en: "`{command}` was broken off before it changed anything; give it again", nl: "`{command}` is afgebroken voordat er iets was gewijzigd; geef die opdracht zo nodig opnieuw")
        }
        Side::After => {
            text!(names; en: "`{command}` was broken off while it wrote; it is finished now: {names}", nl: "`{command}` is tijdens het schrijven afgebroken; dat is nu afgemaakt: {names}")
        }
        Side::Before => {
            text!(names; en: "`{command}` was broken off while it wrote; it is undone now: {names}", nl: "`{command}` is tijdens het schrijven afgebroken; dat is nu teruggedraaid: {names}")
        }
    };
    if foreign.is_empty() {
        return Ok(done);
    }
    let foreign = listed(foreign.iter().map(String::as_str), 5);
    let left = text!(foreign; en: "; changed by somebody else since, and left as it is: {foreign}", nl: "; sindsdien door iemand anders gewijzigd en zo gelaten: {foreign}");
    Ok(done.then(&left))
}

/// What is to be done, when nothing stands in the way of it that can be seen beforehand.
fn plan(root: &Path, changes: &[Change]) -> anyhow::Result<Journal> {
    let mut journal = Journal { command: lock::command(), folders: Vec::new(), entries: Vec::new() };
    for change in changes {
        let asked = &change.path;
        let path = disk::real(root, asked)?;
        let target = root.join(&path);
        if journal.entries.iter().any(|entry| entry.path == path) {
            bail!("`{asked}` would be written twice at once");
        }
        let now = disk::now(&target).with_context(|| format!("cannot read `{asked}`"))?;
        match (&now, &change.before) {
            (Now::Absent, None) => {}
            (Now::File(bytes), Some(before)) if bytes == before => {}
            (Now::Absent, Some(_)) => bail!("`{asked}` is no longer there: somebody else removed it; give the command again"),
            (Now::File(_), None) => {
                bail!("`{asked}` exists by now, and nothing is overwritten; give the command again, or choose another name")
            }
            (Now::File(_), Some(_)) => bail!("`{asked}` was changed by somebody else since it was read; give the command again"),
            (Now::Folder, _) => bail!("`{asked}` is a folder; move it away first"),
            (Now::Odd, _) => bail!("`{asked}` is no ordinary file; move it away first"),
        }
        if change.before == change.after {
            continue;
        }
        if change.after.is_none() && root.join(asked).is_symlink() {
            bail!("`{asked}` is a link to `{path}`, and only one of the two would go; remove it yourself");
        }
        let mode = match now {
            Now::File(_) => disk::mode_to_keep(&target).with_context(|| format!("`{asked}` may not be written"))?,
            _ => None,
        };
        for folder in disk::missing_folders(root, &path) {
            if !journal.folders.contains(&folder) {
                journal.folders.push(folder);
            }
        }
        journal.entries.push(Entry { path, before: change.before.clone(), after: change.after.clone(), mode });
    }
    Ok(journal)
}

/// Steps 1 to 3. What stands in the way leaves the journal, so that it can be gone back with.
fn write(root: &Path, lock: &Lock, journal: &Journal) -> anyhow::Result<()> {
    journal.write(&lock.folder).with_context(|| format!("cannot write in {}", lock.folder.display()))?;
    disk::sync_folder(root).with_context(|| format!("cannot write in {}", root.display()))?;
    let staged = steps::stage(root, journal, Side::After)?;
    if let Some(path) = steps::foreign(root, journal)?.first() {
        bail!("`{path}` was changed by somebody else meanwhile; give the command again");
    }
    steps::place(root, journal, Side::After, &staged)?;
    journal::remove(&lock.folder)
}
