//! Everybody who ever stood in a record, anywhere in its history.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::record::history::parsed::Parsed;
use crate::record::load::one::Body;
use crate::record::participant::Person;
use crate::record::values::Id;
use crate::source::FilePath;
use crate::source::git::Commit;
use crate::source::git::walk::{self, Walk};
use crate::source::layout::{FileKind, Standing, standing};

/// Whom the history of a record names.
#[derive(Debug, Default)]
pub struct Ever {
    /// Everybody as they stood in a file, once for each way in which they did.
    pub people: Vec<Person>,
    /// Whether the history is here as a whole.
    pub is_whole: bool,
}

/// Everybody who stood in the record at any time before these commits, on whichever branch. Only the files that hold people are read.
/// `walked` is the history of the first of them, where it is known: without a branch in it nothing else is to be asked.
///
/// # Errors
/// When git is missing, does not read the repository, or misses objects.
pub fn ever(folder: &Path, tips: &[&Commit], walked: Option<&Walk>) -> Result<Ever> {
    let Some(tip) = tips.first() else { return Ok(Ever { is_whole: true, ..Ever::default() }) };
    let (blobs, is_whole) = match walked.filter(|_| tips.len() == 1).and_then(Walk::held) {
        Some(held) => (held, true),
        None => walk::ever(folder, tips, &["people.toml", "participants"])?,
    };
    let kind_of = |path: &[u8]| match standing(std::str::from_utf8(path).ok()?) {
        Standing::File(kind @ (FileKind::Participant | FileKind::People)) => Some(kind),
        _ => None,
    };
    let files = blobs.into_iter().filter_map(|(path, blob)| Some((FilePath::new(std::str::from_utf8(&path).ok()?), kind_of(&path)?, blob)));
    let files: Vec<_> = files.collect();
    let parsed = Parsed::default();
    parsed.complete(folder, &tip.id, files.iter().map(|(path, kind, blob)| (path, *kind, Some(*blob))))?;
    let mut known = BTreeSet::new();
    let mut ever = Ever { people: Vec::new(), is_whole };
    for (path, kind, blob) in &files {
        let read = parsed.get(path, *kind, Some(*blob));
        let (people, employer) = match &read.body {
            Ok(Body::People(body)) => (&body.people, None),
            Ok(Body::Participant(body)) => (&body.people, Some(Id::new(path.stem()))),
            _ => continue,
        };
        for (id, person) in people {
            let told = [&person.email, &person.phone, &person.handle].map(Clone::clone);
            if known.insert((id.clone(), person.name.clone(), told, employer.clone())) {
                ever.people.push(Person { id: id.clone(), file: path.clone(), employer: employer.clone(), ..person.clone() });
            }
        }
    }
    Ok(ever)
}
