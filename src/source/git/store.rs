//! Reads objects out of a repository's folder without a process: git writes each one with two system calls.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use flate2::bufread::ZlibDecoder;
use rayon::prelude::*;

use super::packs::{Decoder, Pack};
use super::run;

/// The bytes of an object's name, with zeros behind those of SHA-1.
pub type Hash = [u8; 32];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Commit,
    Tree,
    Blob,
}

/// The objects of one repository. What is not found here, or not understood, is left to git: objects that another repository
/// lends, that are still to be fetched, or that are damaged.
#[derive(Debug)]
pub struct Store {
    objects: PathBuf,
    packs: Vec<Pack>,
    /// Bytes of a name: 20, or 32 where the repository uses SHA-256.
    width: usize,
}

/// Blobs that were read together.
#[derive(Debug, Default)]
pub struct Part {
    pub bytes: Vec<u8>,
    /// Which one of those asked for, and where it stands in `bytes`.
    pub blobs: Vec<(usize, Range<usize>)>,
}

impl Store {
    /// The objects of the repository of a folder; `name` is that of one of them, in hexadecimal.
    pub fn open(dir: &Path, name: &str) -> Option<Store> {
        let objects = run::objects(dir)?;
        let width = name.len() / 2;
        let entries = fs::read_dir(objects.join("pack")).into_iter().flatten().flatten();
        let indexes = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == "idx"));
        let packs = indexes.filter_map(|path| Pack::open(&path, width)).collect();
        Some(Store { objects, packs, width })
    }

    /// One object of a kind.
    pub fn one(&self, id: &Hash, kind: Kind, limit: u64) -> Option<Vec<u8>> {
        let mut reader = Reader::new(self, limit);
        let found = reader.object(id, kind)?;
        Some(reader.bytes(&found).to_vec())
    }

    /// The blobs of these names, as many as there are here and within the limit, in no order.
    pub fn blobs(&self, ids: &[Hash], limit: u64) -> Vec<Part> {
        let mut wanted: Vec<(Option<(usize, u64)>, usize)> = ids.par_iter().map(|id| self.packed(id)).zip(0..ids.len()).collect();
        // What stands near in a pack is made from the same, and is read at once.
        wanted.par_sort_unstable();
        // A thread that reads much decodes less of it twice.
        let together = TOGETHER.max(ids.len() / (rayon::current_num_threads() * 4));
        let chunks = wanted.chunk_by(|(one, _), (next, _)| one.map(|(pack, _)| pack) == next.map(|(pack, _)| pack));
        let chunks: Vec<_> = chunks.flat_map(|chunk| chunk.chunks(together)).collect();
        chunks.into_par_iter().filter_map(|chunk| self.part(ids, chunk, limit)).collect()
    }

    /// Reads packs as a whole before very many objects are read.
    pub fn load(&self, wanted: usize) {
        if wanted > TOGETHER {
            self.packs.iter().for_each(Pack::load);
        }
    }

    fn part(&self, ids: &[Hash], wanted: &[(Option<(usize, u64)>, usize)], limit: u64) -> Option<Part> {
        // Room enough that it seldom grows: what is not used of it takes none.
        let mut part = Part { bytes: Vec::with_capacity(wanted.len() << 10), blobs: Vec::with_capacity(wanted.len()) };
        let Some((pack, _)) = wanted.first()?.0 else {
            for (_, n) in wanted {
                if let Some(bytes) = self.loose(&ids[*n], Kind::Blob, limit) {
                    let start = part.bytes.len();
                    part.bytes.extend_from_slice(&bytes);
                    part.blobs.push((*n, start..part.bytes.len()));
                }
            }
            return Some(part);
        };
        let mut decoder = Decoder::new(&self.packs[pack], limit, 1 << 16)?;
        decoder.bytes = part.bytes;
        for (place, n) in wanted {
            let (_, offset) = place.as_ref()?;
            if let Some((Kind::Blob, range)) = decoder.object(*offset) {
                part.blobs.push((*n, range));
            }
        }
        part.bytes = decoder.bytes;
        Some(part)
    }

    /// The pack in which an object stands, and where.
    fn packed(&self, id: &Hash) -> Option<(usize, u64)> {
        self.packs.iter().enumerate().find_map(|(n, pack)| Some((n, pack.find(&id[..self.width])?)))
    }

    /// An object with a file of its own.
    fn loose(&self, id: &Hash, kind: Kind, limit: u64) -> Option<Vec<u8>> {
        let name = hexadecimal(&id[..self.width]);
        let file = fs::File::open(self.objects.join(&name[..2]).join(&name[2..])).ok()?;
        let mut content = BufReader::new(ZlibDecoder::new(BufReader::new(file)));
        let mut header = Vec::new();
        content.by_ref().take(32).read_until(0, &mut header).ok()?;
        let header = std::str::from_utf8(header.strip_suffix(b"\0")?).ok()?;
        let (found, size) = header.split_once(' ')?;
        let size = size.parse::<u64>().ok().filter(|size| *size <= limit)?;
        let known = [("commit", Kind::Commit), ("tree", Kind::Tree), ("blob", Kind::Blob)];
        known.into_iter().find(|known| *known == (found, kind))?;
        let mut bytes = Vec::new();
        // To its end, so that what it should add up to is compared.
        content.take(size + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == size).then_some(bytes)
    }
}

/// Reads objects of a repository one after another: what they are made from is decoded once, and all of it is kept.
pub struct Reader<'s> {
    store: &'s Store,
    limit: u64,
    /// One for each pack of which something was read.
    packs: Vec<Option<Decoder<'s>>>,
    /// Objects with a file of their own.
    loose: HashMap<Hash, Vec<u8>>,
    size: usize,
}

/// Where a reader holds an object.
pub enum Found {
    Packed(usize, Range<usize>),
    Loose(Hash),
}

impl<'s> Reader<'s> {
    /// Objects of more than `limit` bytes are not read.
    pub fn new(store: &'s Store, limit: u64) -> Reader<'s> {
        let packs = store.packs.iter().map(|_| None).collect();
        Reader { store, limit, packs, loose: HashMap::new(), size: 0 }
    }

    /// One object of a kind; none where it is not here, or is of another kind.
    pub fn object(&mut self, id: &Hash, kind: Kind) -> Option<Found> {
        let Some((pack, offset)) = self.store.packed(id) else {
            if !self.loose.contains_key(id) {
                let bytes = self.store.loose(id, kind, self.limit)?;
                self.size += bytes.len();
                self.loose.insert(*id, bytes);
            }
            return Some(Found::Loose(*id));
        };
        let decoder = &mut self.packs[pack];
        if decoder.is_none() {
            *decoder = Decoder::new(&self.store.packs[pack], self.limit, 1 << 13);
        }
        let decoder = decoder.as_mut()?;
        let before = decoder.bytes.len();
        let (found, range) = decoder.object(offset)?;
        self.size += decoder.bytes.len() - before;
        (found == kind).then_some(Found::Packed(pack, range))
    }

    pub fn bytes(&self, found: &Found) -> &[u8] {
        match found {
            Found::Packed(pack, range) => self.packs[*pack].as_ref().map_or(&[], |decoder| &decoder.bytes[range.clone()]),
            Found::Loose(id) => self.loose.get(id).map_or(&[], Vec::as_slice),
        }
    }

    /// Forgets what it holds.
    pub fn clear(&mut self) {
        self.packs.iter_mut().flatten().for_each(Decoder::clear);
        self.loose.clear();
        self.size = 0;
    }

    /// Bytes of a name in this repository.
    pub fn width(&self) -> usize {
        self.store.width
    }

    /// Bytes that are held.
    pub fn size(&self) -> usize {
        self.size
    }
}

/// So many objects are read by one thread before it looks for others.
const TOGETHER: usize = 256;

/// The name that hexadecimal digits write.
pub fn binary(digits: &[u8]) -> Option<Hash> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let mut hash = Hash::default();
    for (n, pair) in digits.chunks(2).enumerate() {
        let [high, low] = *pair else { return None };
        *hash.get_mut(n)? = value(high)? << 4 | value(low)?;
    }
    Some(hash)
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).expect("half a byte is one digit");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
