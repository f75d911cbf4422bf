//! Reads many blobs at once, with a few `git cat-file` side by side.

use std::io::{BufRead, BufReader, BufWriter, Read, Write, copy, sink};
use std::num::NonZero;
use std::ops::Range;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::thread::{Scope, ScopedJoinHandle, available_parallelism, sleep};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::run::{self, Errors};

/// What was asked for, in the order of asking.
pub struct Objects {
    pub bytes: Vec<u8>,
    /// Where the blob stands in `bytes`, and its size.
    pub blobs: Vec<(Range<usize>, u64)>,
}

/// Why objects could not be read, in git's words.
pub struct Unread(pub String);

pub struct Readers<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    dir: &'env Path,
    limit: u64,
    /// At most so many.
    most: usize,
    started: Vec<Reader<'scope>>,
    asked: usize,
}

impl<'scope, 'env> Readers<'scope, 'env> {
    /// Blobs of more than `limit` bytes get an empty range.
    pub fn new(scope: &'scope Scope<'scope, 'env>, dir: &'env Path, limit: u64) -> Self {
        let most = available_parallelism().map_or(1, NonZero::get).min(4);
        Self { scope, dir, limit, most, started: Vec::new(), asked: 0 }
    }

    pub fn ask(&mut self, id: &[u8]) -> Result<()> {
        let turn = turn(self.asked, self.most);
        if turn == self.started.len() {
            self.started.push(Reader::start(self.scope, self.dir, self.limit)?);
        }
        self.asked += 1;
        let stdin = &mut self.started[turn].stdin;
        // A process that has ended before its time says why on its standard error.
        let _ = stdin.write_all(id).and_then(|()| stdin.write_all(b"\n"));
        // So that it begins while the next process is given its turn.
        if self.asked.is_multiple_of(BLOCK) {
            let _ = stdin.flush();
        }
        Ok(())
    }

    pub fn gather(self) -> Result<Result<Objects, Unread>> {
        let mut bytes = Vec::new();
        let mut parts = Vec::new();
        let mut unread = String::new();
        // Every input is closed before the first process is waited for, so that they end side by side.
        let running: Vec<_> = self.started.into_iter().map(Reader::close).collect();
        for (mut child, received, errors) in running {
            let received = received.join().expect("reading bytes does not panic");
            let status = child.wait().context("cannot wait for `git cat-file`")?;
            unread.extend(received.missing.iter().flat_map(|line| [line, "\n"]));
            if !status.success() {
                unread += &run::finish(errors);
            }
            let offset = bytes.len();
            if offset == 0 {
                bytes = received.bytes;
            } else {
                bytes.extend_from_slice(&received.bytes);
            }
            let moved = move |(range, size): (Range<usize>, u64)| (range.start + offset..range.end + offset, size);
            parts.push(received.blobs.into_iter().map(moved));
        }
        if !unread.is_empty() {
            return Ok(Err(Unread(unread)));
        }
        let mut blobs = Vec::with_capacity(self.asked);
        for at in 0..self.asked {
            let Some(blob) = parts[turn(at, self.most)].next() else {
                bail!("`git cat-file` ended too early; run `git fsck` to see whether the repository is whole");
            };
            blobs.push(blob);
        }
        Ok(Ok(Objects { bytes, blobs }))
    }
}

/// One process reads so many blobs in the time that another needs to start: a small record needs no other.
const BLOCK: usize = 512;

/// Which process reads the `at`th object.
fn turn(at: usize, most: usize) -> usize {
    at / BLOCK % most
}

/// A process that is fed by one thread and read by another: neither of its pipes may wait for the other.
struct Reader<'scope> {
    child: Child,
    stdin: BufWriter<ChildStdin>,
    received: ScopedJoinHandle<'scope, Received>,
    errors: Errors,
}

#[derive(Default)]
struct Received {
    bytes: Vec<u8>,
    blobs: Vec<(Range<usize>, u64)>,
    missing: Vec<String>,
}

impl<'scope> Reader<'scope> {
    fn start(scope: &'scope Scope<'scope, '_>, dir: &Path, limit: u64) -> Result<Self> {
        let (mut child, stdout, errors) = run::start(dir, &["--no-replace-objects", "cat-file", "--batch", "--buffer"], Stdio::piped())?;
        let stdin = BufWriter::with_capacity(PIPE, child.stdin.take().expect("its input is piped"));
        Ok(Self { child, stdin, received: scope.spawn(move || receive(stdout, limit)), errors })
    }

    /// Closes the input, for that is what ends the process.
    fn close(self) -> (Child, ScopedJoinHandle<'scope, Received>, Errors) {
        (self.child, self.received, self.errors)
    }
}

/// Reads until the process ends, or breaks off; then it says why on its standard error.
fn receive(stdout: ChildStdout, limit: u64) -> Received {
    let mut received = Received::default();
    let mut stdout = BufReader::with_capacity(PIPE, Patient { stdout, drained: true });
    let mut line = Vec::new();
    while stdout.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        let header = String::from_utf8_lossy(line.trim_ascii_end());
        let size = header.split_once(" blob ").and_then(|(_, size)| size.parse::<u64>().ok());
        let Some(size) = size else {
            received.missing.push(header.into_owned());
            line.clear();
            continue;
        };
        line.clear();
        let start = received.bytes.len();
        let mut content = stdout.by_ref().take(size);
        let copied = if size > limit {
            copy(&mut content, &mut sink()).unwrap_or(0)
        } else {
            content.read_to_end(&mut received.bytes).map_or(0, |length| length as u64)
        };
        // A newline follows every object.
        if copied < size || stdout.read_exact(&mut [0]).is_err() {
            break;
        }
        received.blobs.push((start..received.bytes.len(), size));
    }
    received
}

/// As much as a pipe holds.
const PIPE: usize = 1 << 16;

/// Git writes every blob by itself. A reader that waits for each is woken twice per blob, which costs as much as
/// inflating them; one that lets the pipe fill for a moment is woken a hundred times less.
struct Patient {
    stdout: ChildStdout,
    drained: bool,
}

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.drained {
            sleep(Duration::from_micros(250));
        }
        let length = self.stdout.read(buffer)?;
        self.drained = length < buffer.len();
        Ok(length)
    }
}
