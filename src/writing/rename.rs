//! Another id for a thing: its file, and everything that refers to it.

use std::collections::BTreeMap;

use anyhow::anyhow;

use crate::edit::{Edit, quoted};
use crate::finding::{Key, Place};
use crate::keys;
use crate::record::Record;
use crate::record::index::{GROUPS, Kinds, RESERVED};
use crate::record::survey::each_reference;
use crate::record::values::Id;
use crate::source::{FilePath, Source};
use crate::writing::place::Thing;

/// What a new id asks for: edits in files by their present paths, and the file that moves.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Renaming {
    pub edits: BTreeMap<FilePath, Vec<Edit>>,
    /// From where to where: the file of the thing, and those that lie in a folder of its name.
    pub moved: Vec<(FilePath, FilePath)>,
}

/// Plans another id for a thing.
///
/// # Errors
/// Why it cannot have that id.
pub fn rename(record: &Record, source: &Source, thing: &Thing, new: &str) -> anyhow::Result<Renaming> {
    if Id::is_device(new) {
        return Err(anyhow!("`{new}` is the name of a device in Windows, so no file can be called that"));
    }
    if !Id::is_valid(new) {
        return Err(anyhow!("`{new}` is no valid id: lower-case letters, digits and hyphens, beginning with a letter or a digit"));
    }
    if GROUPS.contains(&new) || RESERVED.contains(&new) {
        return Err(anyhow!("`{new}` means something else in every record"));
    }
    let (kind, old) = thing.identity(record).ok_or_else(|| anyhow!("this has no id of its own that could be another"))?;
    if record.index.kinds(new) != Kinds::default() {
        return Err(anyhow!("`{new}` is there already"));
    }
    let mut renaming = Renaming::default();
    let mut add = |file: &FilePath, edit: Edit| renaming.edits.entry(file.clone()).or_default().push(edit);
    each_reference(record, &mut |reference, at| {
        let (id, wanted) = record.index.plain(reference.id);
        // The same id may stand for a thing of another kind; where both fit a reference it names its kind.
        let theirs = id == old.as_str() && wanted.has(kind) && record.index.meant(reference.id).has(kind) && reference.accepts.has(kind);
        if !theirs {
            return;
        }
        let at = at();
        if let Place::Key(keys) = at.place {
            let written =
                reference.id.as_str().strip_suffix(old.as_str()).map_or_else(|| new.to_owned(), |before| format!("{before}{new}"));
            add(&at.file, Edit::Set(keys, quoted(&written)));
        }
    });
    if let Some(collaboration) = &record.collaboration {
        let settings = FilePath::new("commons.toml");
        for (n, waiver) in collaboration.waiver.iter().enumerate() {
            if waiver.about.as_deref() == Some(old.as_str()) {
                add(&settings, Edit::Set(keys!["waiver", n, "about"], quoted(new)));
            }
            if thing.keys.0.is_empty() && waiver.at.as_deref() == Some(thing.file.as_str()) {
                add(&settings, Edit::Set(keys!["waiver", n, "at"], quoted(moved(&thing.file, new).as_str())));
            }
        }
    }
    match thing.keys.0.as_slice() {
        [] => {
            renaming.moved.push((thing.file.clone(), moved(&thing.file, new)));
            // The money of a product stands in a folder of its name.
            let folder = format!("/{old}/");
            let within = source
                .files
                .iter()
                .map(|file| &file.path)
                .filter(|path| kind == Kinds::PRODUCT && path.as_str().starts_with("finances/") && path.as_str().contains(&folder));
            renaming
                .moved
                .extend(within.map(|path| (path.clone(), FilePath::new(&path.as_str().replacen(&folder, &format!("/{new}/"), 1)))));
        }
        [Key::Name(list), Key::Index(_)] if list == "channel" => add(&thing.file, Edit::Set(thing.keys.then("id"), quoted(new))),
        _ => add(&thing.file, Edit::Rename(thing.keys.clone(), new.to_owned())),
    }
    // The keys of a table are renamed last: what was found before goes by the old ones.
    for edits in renaming.edits.values_mut() {
        edits.sort_by_key(|edit| matches!(edit, Edit::Rename(..)));
    }
    Ok(renaming)
}

/// The file of a thing under another id.
fn moved(file: &FilePath, new: &str) -> FilePath {
    let folder = file.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    FilePath::new(&format!("{folder}/{new}.toml"))
}
