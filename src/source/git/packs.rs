//! Git's packs: where an object stands in one, and what it is once it is decoded.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use flate2::{Decompress, FlushDecompress, Status};
use rustc_hash::FxBuildHasher;

use super::store::Kind;

/// What is not understood here is left to git itself.
#[derive(Debug)]
pub struct Pack {
    path: PathBuf,
    /// Version 2: a table of first bytes, the ids in order, their checksums, their offsets, and the offsets beyond 2 GiB.
    index: Vec<u8>,
    count: usize,
    /// Bytes of an id: 20, or 32 where the repository uses SHA-256.
    width: usize,
    /// All of the pack, where much is read of it.
    whole: OnceLock<Vec<u8>>,
}

/// A larger pack is never read as a whole.
const LARGEST: u64 = 1 << 25;

const HEAD: usize = 8;
const FANOUT: usize = 256 * 4;

impl Pack {
    pub fn open(index: &Path, width: usize) -> Option<Pack> {
        let path = index.with_extension("pack");
        let index = fs::read(index).ok().filter(|index| index.starts_with(b"\xfftOc\0\0\0\x02"))?;
        let count = number(&index, HEAD + FANOUT - 4)?;
        Some(Pack { path, index, count, width, whole: OnceLock::new() })
    }

    /// Reads all of it, where it is not too large: thousands of objects are thousands of calls otherwise.
    pub fn load(&self) {
        if self.whole.get().is_none()
            && fs::metadata(&self.path).is_ok_and(|pack| pack.len() <= LARGEST)
            && let Ok(bytes) = fs::read(&self.path)
        {
            let _ = self.whole.set(bytes);
        }
    }

    /// Where the object of an id begins.
    pub fn find(&self, id: &[u8]) -> Option<u64> {
        let first = usize::from(*id.first()?);
        let from = if first == 0 { 0 } else { number(&self.index, HEAD + (first - 1) * 4)? };
        let (mut from, mut to) = (from, number(&self.index, HEAD + first * 4)?.min(self.count));
        while from < to {
            let middle = usize::midpoint(from, to);
            let at = HEAD + FANOUT + middle * self.width;
            match self.index.get(at..at + self.width)?.cmp(id) {
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
                Ordering::Equal => return self.offset(middle),
            }
        }
        None
    }

    fn offset(&self, n: usize) -> Option<u64> {
        let offsets = HEAD + FANOUT + self.count * (self.width + 4);
        let offset = number(&self.index, offsets + n * 4)?;
        if offset < 1 << 31 {
            return Some(offset as u64);
        }
        let at = offsets + self.count * 4 + (offset - (1 << 31)) * 8;
        Some(u64::from_be_bytes(self.index.get(at..at + 8)?.try_into().ok()?))
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// Decodes objects of one pack; what they are made from is decoded once.
pub struct Decoder<'p> {
    pack: &'p Pack,
    limit: u64,
    file: File,
    /// What was read last of the pack: of the objects asked for, and of those that they are made from.
    near: Window,
    far: Window,
    inflate: Decompress,
    delta: Vec<u8>,
    /// Every object that was decoded.
    pub bytes: Vec<u8>,
    /// How many of them nobody asked for.
    aside: usize,
    known: HashMap<u64, (Kind, Range<usize>), FxBuildHasher>,
}

/// What stands at an offset: something whole, or what is to be changed in another object.
struct Entry {
    holds: Holds,
    size: usize,
    /// Where its compressed bytes begin.
    from: u64,
}

enum Holds {
    Whole(Kind),
    Change(u64),
}

/// Git makes no longer chains of changes.
const DEEPEST: usize = 4096;

/// A few bytes of changes can make very many of what they change, over and over.
const MOST_ASIDE: usize = 1 << 26;

impl<'p> Decoder<'p> {
    /// Objects of more than `limit` bytes are not decoded; of the pack at least `window` bytes are read at a time.
    pub fn new(pack: &'p Pack, limit: u64, window: usize) -> Option<Decoder<'p>> {
        let file = File::open(&pack.path).ok()?;
        let (near, far) = (Window::of(window), Window::of(1 << 13));
        let inflate = Decompress::new(true);
        Some(Decoder { pack, limit, file, near, far, inflate, delta: Vec::new(), bytes: Vec::new(), aside: 0, known: HashMap::default() })
    }

    /// Forgets what was decoded.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.known.clear();
        self.aside = 0;
    }

    /// The object that begins at an offset: its kind, and where it stands in `bytes`. None of one beyond the limit.
    pub fn object(&mut self, offset: u64) -> Option<(Kind, Range<usize>)> {
        let mut changes = Vec::new();
        let mut at = offset;
        let (kind, mut made) = loop {
            if let Some(known) = self.known.get(&at) {
                break known.clone();
            }
            let entry = self.entry(at, at == offset)?;
            match entry.holds {
                Holds::Change(base) => {
                    changes.push((at, entry));
                    at = base;
                }
                Holds::Whole(kind) => {
                    let mut bytes = std::mem::take(&mut self.bytes);
                    let start = bytes.len();
                    let whole = self.inflate(&entry, at == offset, &mut bytes);
                    self.bytes = bytes;
                    whole?;
                    let made = (kind, start..self.bytes.len());
                    self.known.insert(at, made.clone());
                    break made;
                }
            }
            if changes.len() > DEEPEST {
                return None;
            }
        };
        for (at, entry) in changes.into_iter().rev() {
            let mut delta = std::mem::take(&mut self.delta);
            delta.clear();
            let whole = self.inflate(&entry, at == offset, &mut delta);
            self.delta = delta;
            whole?;
            made = patch(&mut self.bytes, made, &self.delta, self.limit)?;
            self.aside += if at == offset { 0 } else { made.len() };
            if self.aside > MOST_ASIDE {
                return None;
            }
            self.known.insert(at, (kind, made.clone()));
        }
        Some((kind, made))
    }

    fn entry(&mut self, offset: u64, wanted: bool) -> Option<Entry> {
        let window = if wanted { &mut self.near } else { &mut self.far };
        let bytes = window.at((self.pack, &mut self.file), offset, 64)?;
        let mut at = 1;
        let first = *bytes.first()?;
        let mut size = usize::from(first & 15);
        let mut shift = 4;
        let mut last = first;
        while last & 128 != 0 {
            last = *bytes.get(at)?;
            size |= usize::from(last & 127).checked_shl(shift)?;
            shift += 7;
            at += 1;
        }
        let holds = match first >> 4 & 7 {
            1 => Holds::Whole(Kind::Commit),
            2 => Holds::Whole(Kind::Tree),
            3 => Holds::Whole(Kind::Blob),
            6 => {
                let mut back = 0;
                loop {
                    let byte = *bytes.get(at)?;
                    at += 1;
                    back |= u64::from(byte & 127);
                    if byte & 128 == 0 {
                        break;
                    }
                    back = (back + 1).checked_mul(128)?;
                }
                Holds::Change(offset.checked_sub(back)?)
            }
            7 => {
                let id = bytes.get(at..at + self.pack.width)?;
                at += self.pack.width;
                Holds::Change(self.pack.find(id)?)
            }
            _ => return None,
        };
        Some(Entry { holds, size, from: offset + at as u64 })
    }

    /// Adds what an entry holds to bytes.
    fn inflate(&mut self, entry: &Entry, wanted: bool, into: &mut Vec<u8>) -> Option<()> {
        if entry.size as u64 > self.limit {
            return None;
        }
        let window = if wanted { &mut self.near } else { &mut self.far };
        // What cannot be compressed becomes a little longer.
        let compressed = window.at((self.pack, &mut self.file), entry.from, entry.size + entry.size / 256 + 64)?;
        let start = into.len();
        // With room to spare the last bytes are no special case, and most objects are few bytes.
        into.reserve(entry.size + 300);
        self.inflate.reset(true);
        let status = self.inflate.decompress_vec(compressed, into, FlushDecompress::Finish);
        let whole = matches!(status, Ok(Status::StreamEnd)) && into.len() == start + entry.size;
        if !whole {
            into.truncate(start);
        }
        whole.then_some(())
    }
}

/// A piece of a file.
struct Window {
    bytes: Vec<u8>,
    from: u64,
    least: usize,
}

impl Window {
    fn of(least: usize) -> Window {
        Window { bytes: Vec::new(), from: 0, least }
    }

    /// So many bytes from an offset, or fewer at the end of the file.
    fn at<'w>(&'w mut self, (pack, file): (&'w Pack, &mut File), offset: u64, length: usize) -> Option<&'w [u8]> {
        if let Some(whole) = pack.whole.get() {
            let rest = whole.get(usize::try_from(offset).ok()?..)?;
            return Some(&rest[..rest.len().min(length)]);
        }
        let held = self.from..=self.from + self.bytes.len() as u64;
        if !held.contains(&offset) || !held.contains(&offset.saturating_add(length as u64)) {
            self.bytes.clear();
            self.from = offset;
            file.seek(SeekFrom::Start(offset)).ok()?;
            file.take(length.max(self.least) as u64).read_to_end(&mut self.bytes).ok()?;
        }
        let start = usize::try_from(offset - self.from).ok()?;
        let rest = self.bytes.get(start..)?;
        Some(&rest[..rest.len().min(length)])
    }
}

/// Adds to `bytes` what a delta makes of an object that stands in them.
fn patch(bytes: &mut Vec<u8>, base: Range<usize>, mut delta: &[u8], limit: u64) -> Option<Range<usize>> {
    let before = length(&mut delta)?;
    let after = length(&mut delta)?;
    if before != base.len() || after as u64 > limit {
        return None;
    }
    let start = bytes.len();
    while let Some(command) = next(&mut delta) {
        if command & 128 == 0 {
            let (new, rest) = delta.split_at_checked(usize::from(command))?;
            bytes.extend_from_slice(new);
            delta = rest;
        } else {
            let mut part = |flag: u8| if command & flag == 0 { Some(0) } else { next(&mut delta).map(usize::from) };
            let from = part(1)? | part(2)? << 8 | part(4)? << 16 | part(8)? << 24;
            let size = part(16)? | part(32)? << 8 | part(64)? << 16;
            let size = if size == 0 { 0x1_0000 } else { size };
            let copied = base.start + from..base.start + from + size;
            if copied.end > base.end {
                return None;
            }
            bytes.extend_from_within(copied);
        }
        if bytes.len() - start > after {
            return None;
        }
    }
    (bytes.len() - start == after).then_some(start..bytes.len())
}

fn length(bytes: &mut &[u8]) -> Option<usize> {
    let (mut length, mut shift) = (0, 0);
    loop {
        let byte = next(bytes)?;
        length |= usize::from(byte & 127).checked_shl(shift)?;
        shift += 7;
        if byte & 128 == 0 {
            return Some(length);
        }
    }
}

fn next(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}
