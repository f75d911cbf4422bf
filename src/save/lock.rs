//! The lock: one writer at a time, and whoever waits for it learns for whom.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::save::{FOLDER, disk, journal};

/// Its name in the folder of whoever writes.
pub const NAME: &str = "lock";

/// How often it is asked for before a second writer gives up, and how long it waits in between: two seconds in all.
const TIMES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// Git looks at nothing in a folder that says so.
const IGNORE: (&str, &[u8]) = (".gitignore", b"*\n");

/// The lock of a record, held until it is dropped. Its folder goes with it, unless something in it is unfinished.
pub struct Lock {
    pub folder: PathBuf,
    /// The lock of the operating system lasts as long as this file is open, however its process ends.
    file: File,
}

impl Lock {
    /// Waits a little for the lock.
    ///
    /// # Errors
    /// Who holds it, or why it cannot be made.
    pub fn take(root: &Path) -> anyhow::Result<Lock> {
        let folder = root.join(FOLDER);
        let failed = || format!("cannot write in {}", root.display());
        for _ in 0..TIMES {
            if let Some(lock) = attempt(&folder).with_context(failed)? {
                return Ok(lock);
            }
            std::thread::sleep(PAUSE);
        }
        bail!("another command is writing in {}: {}; wait until it has ended", root.display(), holder(&folder.join(NAME)));
    }

    /// Takes the folder away. The lock goes last and while it is held: who waits for it sees that it is no longer the one, and what
    /// stays behind is found by it.
    fn clear(&self) -> io::Result<()> {
        if self.folder.join(journal::NAME).symlink_metadata().is_ok() {
            return Ok(());
        }
        disk::remove(&self.folder.join(journal::FRESH))?;
        let ignore = self.folder.join(IGNORE.0);
        if fs::read(&ignore).is_ok_and(|bytes| IGNORE.1.starts_with(&bytes)) {
            disk::remove(&ignore)?;
        }
        disk::remove(&self.folder.join(NAME))?;
        fs::remove_dir(&self.folder)
    }

    /// Says who holds the lock, and keeps git from seeing it.
    fn introduce(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        let since = chrono::DateTime::<chrono::Local>::from(self.file.metadata()?.modified()?).format("%Y-%m-%d %H:%M:%S");
        self.file.write_all(format!("`{}`, process {}, since {since}", command(), std::process::id()).as_bytes())?;
        let ignore = self.folder.join(IGNORE.0);
        if ignore.symlink_metadata().is_ok() { Ok(()) } else { disk::write_new(&ignore, IGNORE.1, None) }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Where something stays behind, whoever comes next takes it away; an error would hide how the save itself ended.
        let _ = self.clear();
    }
}

/// This command as it was typed.
pub fn command() -> String {
    let mut typed = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    let program = typed.next().unwrap_or_default();
    let name = Path::new(&program).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    std::iter::once(name).chain(typed).collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// One attempt; nothing where another holds the lock, or removed it at this very moment.
fn attempt(folder: &Path) -> io::Result<Option<Lock>> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    match folder.symlink_metadata() {
        Ok(there) if !there.is_dir() => {
            return Err(io::Error::new(ErrorKind::NotADirectory, format!("`{FOLDER}` is no folder; move it away first")));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        _ => {}
    }
    let path = folder.join(NAME);
    if path.symlink_metadata().is_ok_and(|there| !there.is_file()) {
        return Err(io::Error::new(ErrorKind::InvalidInput, format!("`{FOLDER}/{NAME}` is no ordinary file; move it away first")));
    }
    let file = match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            // It goes where it is empty, as this attempt made it.
            let _ = fs::remove_dir(folder);
            return Err(error);
        }
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Ok(None),
        // Where the file system knows no locks, the journal alone must do.
        Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => return Err(error),
        _ => {}
    }
    if !is_at(&file, &path) {
        return Ok(None);
    }
    let mut lock = Lock { folder: folder.to_owned(), file };
    lock.introduce()?;
    Ok(Some(lock))
}

/// Whether an open file is still the one at its path.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (Ok(open), Ok(there)) = (file.metadata(), path.symlink_metadata()) else { return false };
        (open.dev(), open.ino()) == (there.dev(), there.ino())
    }
    #[cfg(not(unix))]
    {
        // Elsewhere a file that is open keeps its name.
        let _ = file;
        path.is_file()
    }
}

fn holder(path: &Path) -> String {
    let mut said = String::new();
    let read = File::open(path).and_then(|file| file.take(1000).read_to_string(&mut said));
    if read.is_ok() && !said.is_empty() { said } else { "it does not say which".to_owned() }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::is_at;

    #[test]
    fn a_lock_that_was_removed_or_replaced_is_not_the_lock() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("lock");
        let first = File::create(&path).expect("a file can be made");
        assert!(is_at(&first, &path));
        fs::remove_file(&path).expect("it is there");
        assert!(!is_at(&first, &path));
        let second = File::create(&path).expect("a file can be made");
        assert!(!is_at(&first, &path) && is_at(&second, &path));
    }
}
