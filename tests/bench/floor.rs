//! The floor F2: reading every file of a tree on two threads, and nothing else.

use anyhow::{Context, Result};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use walkdir::WalkDir;

/// Larger than nearly every file, so that one read is enough to have it whole.
const BUFFER: usize = 64 * 1024;

/// The bytes of all files below `dir`.
pub fn bytes(dir: &Path) -> Result<usize> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(dir) {
        let entry = entry?;
        if entry.file_type().is_file() {
            paths.push(entry.into_path());
        }
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let other = scope.spawn(|| read(&paths, &next));
        let here = read(&paths, &next)?;
        let there = other.join().expect("a reader returns its errors")?;
        Ok(here + there)
    })
}

/// The bytes of the files that this thread was the first to come to.
fn read(paths: &[PathBuf], next: &AtomicUsize) -> Result<usize> {
    let mut buffer = vec![0; BUFFER];
    let mut total = 0;
    while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
        let context = || format!("cannot read `{}`", path.display());
        let mut file = File::open(path).with_context(context)?;
        loop {
            let length = file.read(&mut buffer).with_context(context)?;
            total += length;
            // A read that leaves room in the buffer has met the end of the file.
            if length < BUFFER {
                break;
            }
        }
    }
    Ok(total)
}
