//! The journal: what each file was and what it is to be, in one file that is there whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::save::disk;

/// Its name in the folder of whoever writes.
pub const NAME: &str = "journal";

/// Its name while it is being written.
pub const FRESH: &str = "journal.new";

const SCHEMA: &str = "commons-journal/1";

pub struct Journal {
    /// The command that is writing, as it was typed.
    pub command: String,
    /// Folders that are to be made, outermost first.
    pub folders: Vec<String>,
    pub entries: Vec<Entry>,
}

/// One file; its path has no link in it.
pub struct Entry {
    pub path: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
    /// What the file may be used for and by whom, where it was there before.
    pub mode: Option<u32>,
}

/// The first line of a journal. The bytes of the files follow it, in this order, what was before what is to be.
#[derive(Serialize, Deserialize)]
struct Head {
    schema: String,
    command: String,
    folders: Vec<String>,
    files: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
struct Listed {
    path: String,
    before: Option<usize>,
    after: Option<usize>,
    mode: Option<u32>,
}

/// Removes the journal, when the record is whole on one side of it.
pub fn remove(folder: &Path) -> anyhow::Result<()> {
    disk::remove(&folder.join(NAME)).with_context(|| format!("cannot remove the journal in {}", folder.display()))?;
    // Were the journal there again after a power failure, the record would be whole all the same.
    let _ = disk::sync_folder(folder);
    Ok(())
}

impl Journal {
    /// Puts the journal in its folder: from here on the record can be made what it was or what it is to be.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let fresh = folder.join(FRESH);
        disk::remove(&fresh)?;
        // It holds what the files hold, so whoever may not read one of them may not read it.
        let mode = self.entries.iter().filter_map(|entry| entry.mode).fold(0o666, |all, mode| all & mode) | 0o600;
        disk::write_new(&fresh, &self.bytes(), (mode != 0o666).then_some(mode))?;
        fs::rename(&fresh, folder.join(NAME))?;
        disk::sync_folder(folder)
    }

    pub fn read(folder: &Path) -> anyhow::Result<Journal> {
        let path = folder.join(NAME);
        let not_understood = || {
            format!(
                "a command was broken off while it wrote, and {} cannot be understood; see what it did with `git diff`, then remove the folder",
                path.display()
            )
        };
        let disk::Now::File(bytes) = disk::now(&path).with_context(not_understood)? else { bail!(not_understood()) };
        Journal::from_bytes(&bytes).with_context(not_understood)
    }

    /// A journal that came with the record from elsewhere must not reach what no command would write.
    pub fn refuse_outside(&self, root: &Path) -> anyhow::Result<()> {
        for path in self.entries.iter().map(|entry| &entry.path).chain(&self.folders) {
            // What has become a link since is found odd, and left alone.
            let leads_elsewhere = root.join(path).parent().is_some_and(|above| match above.strip_prefix(root) {
                Ok(below) if below.as_os_str().is_empty() => false,
                Ok(below) => below.to_str().is_none_or(|below| disk::real(root, below).ok().as_deref() != Some(below)),
                Err(_) => true,
            });
            if !disk::is_below(path) || leads_elsewhere {
                bail!(
                    "the journal in `.commons` names `{path}`, which is not in this record; if no command of yours was broken off, remove the folder `.commons`"
                );
            }
        }
        Ok(())
    }

    fn bytes(&self) -> Vec<u8> {
        let length = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(Vec::len);
        let files = self.entries.iter().map(|entry| Listed {
            path: entry.path.clone(),
            before: length(&entry.before),
            after: length(&entry.after),
            mode: entry.mode,
        });
        let head = Head { schema: SCHEMA.to_owned(), command: self.command.clone(), folders: self.folders.clone(), files: files.collect() };
        let mut bytes = serde_json::to_vec(&head).expect("plain values are always JSON");
        bytes.push(b'\n');
        for side in self.entries.iter().flat_map(|entry| [&entry.before, &entry.after]).flatten() {
            bytes.extend_from_slice(side);
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> anyhow::Result<Journal> {
        let end = bytes.iter().position(|byte| *byte == b'\n').context("its first line has no end")?;
        let (head, mut rest) = (&bytes[..end], &bytes[end + 1..]);
        let head: Head = serde_json::from_slice(head)?;
        if head.schema != SCHEMA {
            bail!("it was written by another version of commons, which can finish it");
        }
        let mut next = |length: Option<usize>| -> anyhow::Result<Option<Vec<u8>>> {
            let Some(length) = length else { return Ok(None) };
            let (bytes, after) = rest.split_at_checked(length).context("it is too short")?;
            rest = after;
            Ok(Some(bytes.to_vec()))
        };
        let mut entries = Vec::new();
        for file in head.files {
            let (before, after) = (next(file.before)?, next(file.after)?);
            entries.push(Entry { path: file.path, before, after, mode: file.mode.map(|mode| mode & 0o777) });
        }
        Ok(Journal { command: head.command, folders: head.folders, entries })
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Journal};

    #[test]
    fn a_journal_is_read_as_it_was_written_and_never_in_part() {
        let file = |path: &str, before: Option<&[u8]>, after: Option<&[u8]>| Entry {
            path: path.to_owned(),
            before: before.map(<[u8]>::to_vec),
            after: after.map(<[u8]>::to_vec),
            mode: before.map(|_| 0o640),
        };
        let entries = vec![file("a\n\"b", None, Some(b"\xff\n\0")), file("c", Some(b""), None), file("d", Some(b"old"), Some(b"new"))];
        let journal = Journal { command: "commons set".to_owned(), folders: vec!["x".to_owned()], entries };
        let bytes = journal.bytes();
        let read = Journal::from_bytes(&bytes).expect("it is whole");
        assert_eq!(read.bytes(), bytes);
        for end in 0..bytes.len() {
            assert!(Journal::from_bytes(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
        }
    }
}
