//! The steps between the two sides of a journal, the same ones forward and back; each may be broken off and begun again.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::save::disk::{self, Now};
use crate::save::journal::{Entry, Journal};

/// What the record is to be made: what it was, or what it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

impl Entry {
    fn on(&self, side: Side) -> Option<&[u8]> {
        match side {
            Side::Before => self.before.as_deref(),
            Side::After => self.after.as_deref(),
        }
    }
}

/// Makes the record one side of the journal. Returns the files that are neither, which somebody else changed: they are left alone.
pub fn go(root: &Path, journal: &Journal, side: Side) -> anyhow::Result<Vec<String>> {
    let staged = stage(root, journal, side)?;
    place(root, journal, side, &staged)?;
    foreign(root, journal)
}

/// To which side the record is to be brought, and whether any file is as it was to be: forward where one is, unless files that
/// somebody changed since then look more like what they were.
pub fn found(root: &Path, journal: &Journal) -> anyhow::Result<(Side, bool)> {
    let (mut begun, mut forward, mut back) = (false, 0, 0);
    for entry in &journal.entries {
        let now = disk::now(&root.join(&entry.path)).with_context(|| format!("cannot read `{}`", entry.path))?;
        match (&now, &entry.before, &entry.after) {
            (Now::Absent, _, None) => begun = true,
            (Now::File(bytes), _, Some(after)) if bytes == after => begun = true,
            (Now::File(bytes), before, after) if before.as_ref() != Some(bytes) => {
                let (was, is) = (shared(bytes, before.as_deref()), shared(bytes, after.as_deref()));
                forward += usize::from(is > was);
                back += usize::from(was > is);
            }
            _ => {}
        }
    }
    Ok((if begun && forward >= back { Side::After } else { Side::Before }, begun))
}

/// How many lines of a text are also in another.
fn shared(text: &[u8], other: Option<&[u8]>) -> usize {
    let lines: BTreeSet<&[u8]> = other.into_iter().flat_map(|other| other.split(|byte| *byte == b'\n')).collect();
    text.split(|byte| *byte == b'\n').filter(|line| lines.contains(line)).count()
}

/// The files that are neither what they were nor what they are to be.
pub fn foreign(root: &Path, journal: &Journal) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in &journal.entries {
        if !is(root, entry, Side::Before)? && !is(root, entry, Side::After)? {
            found.push(entry.path.clone());
        }
    }
    Ok(found)
}

/// Writes beside their targets what they are to be; nothing of the record changes yet. Returns which entries are still on the other side.
pub fn stage(root: &Path, journal: &Journal, side: Side) -> anyhow::Result<Vec<usize>> {
    let mut others = Vec::new();
    for (number, entry) in journal.entries.iter().enumerate() {
        let beside = beside(root, entry, number);
        disk::remove(&beside).with_context(|| format!("cannot write beside `{}`", entry.path))?;
        let other = if side == Side::After { Side::Before } else { Side::After };
        if !is(root, entry, side)? && is(root, entry, other)? {
            others.push(number);
        }
    }
    if side == Side::After {
        for folder in &journal.folders {
            match fs::create_dir(root.join(folder)) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(error).with_context(|| format!("cannot make the folder `{folder}`"));
                }
                _ => sync_above(&root.join(folder))?,
            }
        }
    }
    for &number in &others {
        let entry = &journal.entries[number];
        if let Some(bytes) = entry.on(side) {
            let beside = beside(root, entry, number);
            disk::write_new(&beside, bytes, entry.mode).with_context(|| format!("cannot write `{}`", entry.path))?;
        }
    }
    Ok(others)
}

/// Puts what was written beside the targets in their place. What goes, goes last, so that a file that moves is never nowhere.
pub fn place(root: &Path, journal: &Journal, side: Side, staged: &[usize]) -> anyhow::Result<()> {
    let (come, go): (Vec<usize>, Vec<usize>) = staged.iter().partition(|number| journal.entries[**number].on(side).is_some());
    for number in come {
        let entry = &journal.entries[number];
        let failed = || format!("cannot write `{}`", entry.path);
        fs::rename(beside(root, entry, number), root.join(&entry.path)).with_context(failed)?;
    }
    for number in go {
        let entry = &journal.entries[number];
        disk::remove(&root.join(&entry.path)).with_context(|| format!("cannot remove `{}`", entry.path))?;
    }
    let folders: BTreeSet<PathBuf> = journal.entries.iter().filter_map(|entry| Some(root.join(&entry.path).parent()?.to_owned())).collect();
    for folder in &folders {
        disk::sync_folder(folder).with_context(|| format!("cannot write in {}", folder.display()))?;
    }
    if side == Side::Before {
        for folder in journal.folders.iter().rev() {
            // One that holds something by now is somebody else's.
            if fs::remove_dir(root.join(folder)).is_ok() {
                sync_above(&root.join(folder))?;
            }
        }
    }
    Ok(())
}

fn is(root: &Path, entry: &Entry, side: Side) -> anyhow::Result<bool> {
    let now = disk::now(&root.join(&entry.path)).with_context(|| format!("cannot read `{}`", entry.path))?;
    Ok(match (now, entry.on(side)) {
        (Now::Absent, None) => true,
        (Now::File(bytes), Some(wanted)) => bytes == wanted,
        _ => false,
    })
}

fn beside(root: &Path, entry: &Entry, number: usize) -> PathBuf {
    root.join(&entry.path).with_file_name(format!(".commons-save-{number}"))
}

fn sync_above(path: &Path) -> anyhow::Result<()> {
    let Some(above) = path.parent() else { return Ok(()) };
    disk::sync_folder(above).with_context(|| format!("cannot write in {}", above.display()))
}
