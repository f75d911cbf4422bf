//! Files that cannot be read on a side, that say the same in other words, and a record that begins.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::entity::things_among;
use crate::changes::told::Turn;
use crate::changes::tree::{Difference, Path, Step};
use crate::changes::{Change, Thing, What};
use crate::record::references::document;
use crate::record::{Record, Unread};
use crate::source::layout::FileKind;
use crate::source::{FilePath, Source};

/// Whether a file could not be read on a side, by itself or with its whole folder.
pub fn is_hidden(record: &Record, file: &FilePath) -> bool {
    record.unread.iter().any(|one: &Unread| file.is_within(&one.file))
}

/// Whether anything is known of a file, or of what stands in a folder.
pub fn holds(record: &Record, folder: &FilePath) -> bool {
    things_among(record, None).values().any(|one| one.file().is_within(folder))
}

/// Files that can no longer be read, and those that can again.
pub fn readable(before: &Record, after: &Record) -> Vec<Change> {
    let of = |record: &Record| -> BTreeMap<FilePath, FileKind> { record.unread.iter().map(|one| (one.file.clone(), one.kind)).collect() };
    let (was, is) = (of(before), of(after));
    let lost = is.iter().filter(|(file, _)| !was.contains_key(*file)).map(|(file, kind)| (file, kind, What::Unreadable));
    // What never stood there was never readable either.
    let stood = |file: &FilePath| holds(before, file);
    // A file that could not be read and is no longer there is not readable again; nothing is known of it.
    let stands = |file: &FilePath| {
        let is_folder = !file.as_str().ends_with(".toml");
        !things_among(after, Some(&[file])).is_empty() || is_folder && holds(after, file)
    };
    let found = was.iter().filter(|(file, _)| !is.contains_key(*file) && stands(file));
    let found = found.map(|(file, kind)| (file, kind, What::ReadableAgain));
    let change = |(file, kind, what): (&FilePath, &FileKind, What)| {
        let is_new = what == What::Unreadable && !stood(file);
        let thing = of_file(file, *kind);
        let thing = if is_new { Thing { before: None, ..thing } } else { thing };
        Change { thing, what, keys: Vec::new() }
    };
    let gone = was.iter().filter(|(file, _)| !is.contains_key(*file) && !stands(file) && file.as_str().ends_with(".toml"));
    let gone = gone.map(|(file, kind)| Change {
        thing: Thing { id: file.stem().to_owned(), is_there: false, ..of_file(file, *kind) },
        what: What::Gone,
        keys: Vec::new(),
    });
    lost.chain(found).map(change).chain(gone).collect()
}

fn of_file(file: &FilePath, kind: FileKind) -> Thing {
    Thing { kind, id: file.to_string(), file: file.clone(), before: Some((file.to_string(), file.clone())), is_there: true }
}

/// A record where there was none, by how much there is of each kind, without the keys that are new: all of them are.
pub fn began(after: &Record) -> Change {
    counted(things_among(after, None).into_keys().map(|(kind, _)| kind))
}

fn counted(kinds: impl Iterator<Item = FileKind>) -> Change {
    let mut counted: BTreeMap<FileKind, usize> = BTreeMap::new();
    kinds.for_each(|kind| *counted.entry(kind).or_default() += 1);
    let file = FilePath::new("commons.toml");
    let thing = Thing { kind: FileKind::Collaboration, id: "commons".to_owned(), file, before: None, is_there: true };
    Change { thing, what: What::Began(counted.into_iter().collect()), keys: Vec::new() }
}

/// A record where there was none: everything at once.
pub fn begun(all: Vec<(Thing, Vec<Difference>)>) -> Change {
    let change = counted(all.iter().map(|(thing, _)| thing.kind));
    // What each thing says stands below its file and its id.
    let below = |(thing, keys): (Thing, Vec<Difference>)| {
        keys.into_iter().map(move |one| {
            let mut path = vec![Step::Key(thing.file.to_string()), Step::Key(thing.id.clone())];
            path.extend(one.path.0);
            Difference { path: Path(path), ..one }
        })
    };
    Change { keys: all.into_iter().flat_map(below).collect(), ..change }
}

/// The record's folder is another within its repository; each is named as git has it, the topmost one by nothing.
pub fn moved(from: &str, to: &str) -> Change {
    let file = FilePath::new("commons.toml");
    let thing = Thing { id: "commons".to_owned(), ..of_file(&file, FileKind::Collaboration) };
    Change { thing, what: What::Moved { from: from.to_owned(), to: to.to_owned() }, keys: Vec::new() }
}

/// Whether the text of the agreement is another, is gone or is back, where both sides name a document of their own: it stands beside the
/// record's own files.
pub fn agreement(before: (&Source, &Record), after: (&Source, &Record)) -> Option<Change> {
    // Git may keep other line ends than the working folder has.
    let read =
        |source: &Source, document: &str| Some(source.beside(document)?.into_iter().filter(|byte| *byte != b'\r').collect::<Vec<u8>>());
    agreement_by((before.1, after.1), |document| read(before.0, document), |document| read(after.0, document))
}

/// The same by whatever tells the texts of documents apart, such as the blobs that hold them.
pub fn agreement_by<T: PartialEq>(
    (before, after): (&Record, &Record),
    was: impl Fn(&str) -> Option<T>,
    is: impl Fn(&str) -> Option<T>,
) -> Option<Change> {
    let named = |record: &Record| {
        let file = record.collaboration.as_ref()?.agreement.as_ref()?.file.as_ref()?;
        document(file).map(str::to_owned)
    };
    let (old, new) = (named(before)?, named(after)?);
    let (course, document) = match (was(&old), is(&new)) {
        (Some(was), Some(is)) if was != is => (Turn::Changed, new),
        (None, Some(_)) => (Turn::Came, new),
        (Some(_), None) => (Turn::Went, old),
        _ => return None,
    };
    let thing = Thing { id: document, ..of_file(&FilePath::new("commons.toml"), FileKind::Collaboration) };
    Some(Change { thing, what: What::AgreementText(course), keys: Vec::new() })
}

/// Files of which the bytes are others and the meaning is not: comments, order, layout; and those of which nobody knows what they mean,
/// on either side. `changes` are those of their meaning.
pub fn relaid(before: (&Source, &Record), after: (&Source, &Record), changes: &[Change]) -> Vec<Change> {
    let course = |file: &FilePath| match (is_hidden(before.1, file), is_hidden(after.1, file)) {
        (false, false) => Some(What::Relaid),
        (true, true) => Some(What::StillUnreadable),
        _ => None,
    };
    let (before, after) = (before.0, after.0);
    let told: BTreeSet<&FilePath> = changes
        .iter()
        .filter(|one| !one.keys.is_empty() || matches!(one.what, What::Unreadable | What::ReadableAgain))
        .flat_map(|one| [Some(&one.thing.file), one.thing.before.as_ref().map(|(_, file)| file)])
        .flatten()
        .collect();
    let (mut room, mut other_room) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    for file in after.files.iter().filter(|file| !told.contains(&file.path)) {
        let (Some(what), Some(old)) = (course(&file.path), before.file(&file.path)) else { continue };
        let (Ok(was), Ok(is)) = (before.read(old, &mut room), after.read(file, &mut other_room)) else { continue };
        if was != is {
            found.push(Change { thing: of_file(&file.path, file.kind), what, keys: Vec::new() });
        }
    }
    found
}
