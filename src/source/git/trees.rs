//! What differs between the trees of commits, file by file, without a process.

use std::cmp::Ordering;
use std::iter;

use rayon::prelude::*;

use super::list::{DEEPEST, Item, LARGEST, items, mode_of};
use super::store::{Hash, Kind, Reader, Store};
use super::walk::Changed;

/// So many pairs are compared by one thread before it looks for others.
const TOGETHER: usize = 64;

/// With more bytes than these at hand a reader begins anew: what is not near in time is seldom made from the same.
const MOST: usize = 1 << 22;

/// Compares trees in pairs, each side a tree or nothing; None where one of them is not here or is not understood. What changed of each
/// pair stands in the order of git's trees.
pub fn compared(store: &Store, pairs: &[(Option<Hash>, Option<Hash>)]) -> Option<Vec<Vec<Changed>>> {
    store.load(pairs.len());
    let chunks = pairs.par_chunks(TOGETHER).map(|chunk| {
        let mut reader = Reader::new(store, LARGEST);
        let each = chunk.iter().map(|(before, after)| {
            if reader.size() > MOST {
                reader.clear();
            }
            let mut found = Vec::new();
            compare(&mut reader, (*before, *after), &mut Vec::new(), &mut found)?;
            Some(found)
        });
        each.collect::<Option<Vec<_>>>()
    });
    Some(chunks.collect::<Option<Vec<_>>>()?.concat())
}

/// An entry that is another on both sides.
type Differing = (Vec<u8>, Option<(Vec<u8>, Hash)>, Option<(Vec<u8>, Hash)>);

fn compare(
    reader: &mut Reader<'_>,
    (before, after): (Option<Hash>, Option<Hash>),
    folder: &mut Vec<Vec<u8>>,
    found: &mut Vec<Changed>,
) -> Option<()> {
    if before == after {
        return Some(());
    }
    if folder.len() > DEEPEST {
        return None;
    }
    for (name, before, after) in differing(reader, before, after)? {
        let tree = |side: &Option<(Vec<u8>, Hash)>| side.as_ref().filter(|(mode, _)| mode == b"40000").map(|(_, id)| *id);
        if tree(&before).is_some() || tree(&after).is_some() {
            folder.push([&name, &b"/"[..]].concat());
            compare(reader, (tree(&before), tree(&after)), folder, found)?;
            folder.pop();
            continue;
        }
        let side = |side: Option<(Vec<u8>, Hash)>| side.map(|(mode, id)| (mode_of(&mode), id));
        let (before, after) = (side(before), side(after));
        // Whether it may be run is nothing to a record.
        if before != after {
            found.push(Changed { path: [folder.concat(), name].concat(), before, after });
        }
    }
    Some(())
}

/// The entries of two trees that are not the same. A file and a folder of one name are two entries, as git sorts them.
fn differing(reader: &mut Reader<'_>, before: Option<Hash>, after: Option<Hash>) -> Option<Vec<Differing>> {
    let mut read = |tree: Option<Hash>| tree.map(|tree| reader.object(&tree, Kind::Tree)).map_or(Some(None), |found| found.map(Some));
    let (before, after) = (read(before)?, read(after)?);
    let bytes = |found: &Option<_>| found.as_ref().map_or(&[][..], |found| reader.bytes(found));
    let (mut before, mut after) = (items(bytes(&before), reader.width()).peekable(), items(bytes(&after), reader.width()).peekable());
    let mut found = Vec::new();
    let side = |(mode, _, id): Item<'_>| Some((mode.to_vec(), id));
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => return Some(found),
            (Some(Some(one)), Some(Some(other))) if one == other => {
                before.next();
                after.next();
                continue;
            }
            (Some(Some(one)), Some(Some(other))) => sorted(one, other),
            (Some(Some(_)), None) => Ordering::Less,
            (None, Some(Some(_))) => Ordering::Greater,
            (Some(None), _) | (_, Some(None)) => return None,
        };
        let one = if order.is_le() { before.next()? } else { None };
        let other = if order.is_ge() { after.next()? } else { None };
        let name = one.or(other)?.1.to_vec();
        found.push((name, one.and_then(side), other.and_then(side)));
    }
}

/// Git sorts a folder as if its name ended with a slash.
fn sorted(one: &Item<'_>, other: &Item<'_>) -> Ordering {
    fn key<'i>((mode, name, _): &Item<'i>) -> impl Iterator<Item = u8> + use<'i> {
        name.iter().copied().chain(iter::once(b'/').filter({
            let is_tree = *mode == b"40000";
            move |_| is_tree
        }))
    }
    key(one).cmp(key(other))
}
