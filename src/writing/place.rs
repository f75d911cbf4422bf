//! Places as people type them: `roles/coordinator`, `utrecht`, `jdevries`, and within them `holder[jdevries].until`.

use anyhow::anyhow;

use crate::date::Date;
use crate::finding::{Key, Keys};
use crate::keys;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::places::items_named;
use crate::record::values::Id;
use crate::source::layout::{Standing, standing};
use crate::source::{FilePath, Source};
use crate::text::{Lang, listed};

/// A thing of the record: its file, and where in that it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    pub file: FilePath,
    pub keys: Keys,
}

/// The thing that is meant by an id, by `kind/id`, by a path, or by exactly its name or title.
///
/// # Errors
/// What is wrong with it, and what was perhaps meant.
pub fn thing(record: &Record, source: &Source, typed: &str) -> anyhow::Result<Thing> {
    let path = if typed.ends_with(".toml") { typed.to_owned() } else { format!("{typed}.toml") };
    let file = FilePath::new(path.trim_start_matches("./"));
    if source.file(&file).is_some() && matches!(standing(file.as_str()), Standing::File(_)) {
        return Ok(Thing { file, keys: Keys::default() });
    }
    let changeable = CHANGEABLE.into_iter().fold(Kinds::default(), |all, kind| all | kind);
    let (reference, kinds) = match Id::new(typed) {
        id if record.index.meant(&id) != Kinds::default() => (id.clone(), record.index.meant(&id)),
        _ => match record.index.only_named(typed, changeable, record) {
            Ok(Some(id)) => (id.clone(), record.index.meant(&id)),
            Ok(None) => return Err(unknown(record, typed)),
            Err(several) => return Err(several_things(typed, &several)),
        },
    };
    let meant = CHANGEABLE.into_iter().filter(|kind| kinds.has(*kind));
    let found: Vec<(Thing, Kinds)> = meant.filter_map(|kind| Some((stands(record, &reference, kind)?, kind))).collect();
    match found.as_slice() {
        [] => Err(unknown(record, typed)),
        [(thing, _)] => Ok(thing.clone()),
        several => {
            let id = record.index.plain(&reference).0;
            let names: Vec<String> =
                several.iter().flat_map(|(_, kind)| kind.folders()).map(|(_, folder)| format!("{folder}/{id}")).collect();
            Err(several_things(typed, &names))
        }
    }
}

/// Why a name or an id that stands for several things is not enough.
pub fn several_things(typed: &str, references: &[String]) -> anyhow::Error {
    let names = listed(references.iter().map(String::as_str), 5);
    anyhow!("`{typed}` is several things; name one of them: {}", names.get(Lang::En))
}

/// What can be named on a command line to be changed.
const CHANGEABLE: [Kinds; 8] =
    [Kinds::ORGANISATION, Kinds::PERSON, Kinds::ROLE, Kinds::TASK, Kinds::PRODUCT, Kinds::EVENT, Kinds::CONTRACT, Kinds::CHANNEL];

/// The kinds of thing that have a file of their own, and the folder in which it stands.
const FOLDERS: [(Kinds, &str); 6] = [
    (Kinds::ORGANISATION, "participants"),
    (Kinds::ROLE, "roles"),
    (Kinds::TASK, "tasks"),
    (Kinds::PRODUCT, "products"),
    (Kinds::EVENT, "events"),
    (Kinds::CONTRACT, "finances/contracts"),
];

/// Where a thing of one kind stands.
fn stands(record: &Record, reference: &Id, kind: Kinds) -> Option<Thing> {
    let (id, _) = record.index.plain(reference);
    if let Some((_, folder)) = FOLDERS.iter().find(|(known, _)| *known == kind) {
        return Some(Thing { file: FilePath::new(&format!("{folder}/{id}.toml")), keys: Keys::default() });
    }
    match kind {
        Kinds::PERSON => {
            let person = record.people.get(id.as_ref())?;
            Some(Thing { file: person.file.clone(), keys: keys!["people", id.into_owned()] })
        }
        Kinds::CHANNEL => {
            let at = record.community.as_ref()?.channel.iter().position(|channel| channel.id.as_str() == id)?;
            Some(Thing { file: FilePath::new("community.toml"), keys: keys!["channel", at] })
        }
        _ => None,
    }
}

impl Thing {
    /// What it is, and its id; none for what has no id of its own.
    pub fn identity(&self, record: &Record) -> Option<(Kinds, String)> {
        match self.keys.0.as_slice() {
            [Key::Name(list), Key::Index(at)] if list == "channel" => {
                let channel = record.community.as_ref()?.channel.get(*at)?;
                Some((Kinds::CHANNEL, channel.id.as_str().to_owned()))
            }
            [_, Key::Name(id)] => Some((Kinds::PERSON, id.to_string())),
            _ => {
                let folder = self.file.as_str().rsplit_once('/')?.0;
                let (kind, _) = FOLDERS.iter().find(|(_, known)| *known == folder)?;
                Some((*kind, self.file.stem().to_owned()))
            }
        }
    }
}

fn unknown(record: &Record, typed: &str) -> anyhow::Error {
    match record.index.nearest(typed, Kinds::ACTOR | Kinds::TASK | Kinds::PRODUCT | Kinds::EVENT | Kinds::CHANNEL | Kinds::CONTRACT, record)
    {
        Some(near) => {
            anyhow!("there is no `{typed}` in this record; did you mean `{near}`?")
        }
        None => {
            anyhow!("there is no `{typed}` in this record; name an id, a path such as `roles/coordinator`, or `commons` for the settings")
        }
    }
}

/// The keys that are typed, such as `holder[jdevries].until` or `order_number."2027"`; an item of a list is named by its number
/// from nought or by what tells it apart. Of several that are told apart by nothing but their time, the one is meant that is not over
/// on a day.
///
/// # Errors
/// What is wrong with them.
pub fn keys_of(text: &str, base: &Keys, typed: &str, on: Date) -> anyhow::Result<Keys> {
    let wrong = || anyhow!("`{typed}` is no place; write it as `joined`, `raci.accountable` or `holder[0].until`");
    let mut keys = base.clone();
    let mut rest = typed;
    let mut first = true;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[').filter(|_| !first) {
            let (item, after) = inner.split_once(']').ok_or_else(wrong)?;
            let at = item.parse().map_or_else(|_| item_meant(text, &keys, &base.0, item, on), Ok)?;
            keys.0.push(Key::Index(at));
            rest = after;
            continue;
        }
        if !first {
            rest = rest.strip_prefix('.').ok_or_else(wrong)?;
        }
        first = false;
        let (name, after) = match rest.strip_prefix('"') {
            Some(inner) => inner.split_once('"').ok_or_else(wrong)?,
            None => rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len())),
        };
        if name.is_empty() {
            return Err(wrong());
        }
        keys.0.push(Key::from(name.to_owned()));
        rest = after;
    }
    if first { Err(wrong()) } else { Ok(keys) }
}

/// The number of an item that is named by what tells it apart.
fn item_meant(text: &str, list: &Keys, base: &[Key], item: &str, on: Date) -> anyhow::Result<usize> {
    let named = items_named(text, list, item);
    let list = Keys(list.0[base.len()..].to_vec());
    let open: Vec<usize> = named.iter().filter(|one| one.until.is_none_or(|until| until >= on)).map(|one| one.at).collect();
    match (named.as_slice(), open.as_slice()) {
        ([], _) => Err(anyhow!("no item of `{list}` is called `{item}`")),
        ([one], _) => Ok(one.at),
        (_, [at]) => Ok(*at),
        (all, _) => {
            let places: Vec<String> = all.iter().map(|one| format!("{list}[{}] ({})", one.at, one.period)).collect();
            Err(anyhow!("`{list}[{item}]` is several items; name one of them: {}", places.join(", ")))
        }
    }
}
