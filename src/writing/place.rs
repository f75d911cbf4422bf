//! Places as people type them: `roles/coordinator`, `utrecht`, `jdevries`, and within them `holder[jdevries].until`.

use anyhow::anyhow;

use crate::finding::{Key, Keys};
use crate::keys;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::places::item_named;
use crate::record::values::Id;
use crate::source::layout::{FileKind, Standing, standing};
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
    let (reference, kinds) = match Id::new(typed) {
        id if record.index.meant(&id) != Kinds::default() => (id.clone(), record.index.meant(&id)),
        _ => match record.index.named(typed, KINDS.iter().fold(Kinds::default(), |all, (kind, ..)| all | *kind), record) {
            Some(id) => (id.clone(), record.index.meant(&id)),
            None => return Err(unknown(record, typed)),
        },
    };
    let found: Vec<(Thing, &str)> = KINDS
        .iter()
        .filter(|(kind, ..)| kinds.has(*kind))
        .filter_map(|(kind, folder, _)| Some((stands(record, &reference, *kind)?, *folder)))
        .collect();
    match found.as_slice() {
        [] => Err(unknown(record, typed)),
        [(thing, _)] => Ok(thing.clone()),
        several => {
            let id = record.index.plain(&reference).0;
            let names: Vec<String> = several.iter().map(|(_, folder)| format!("{folder}/{id}")).collect();
            let names = listed(names.iter().map(String::as_str), 5);
            let names = names.get(Lang::En);
            Err(anyhow!("`{typed}` is several things; name one of them: {names}"))
        }
    }
}

/// The kinds of thing that stand somewhere, and how a reference names each.
const KINDS: [(Kinds, &str, FileKind); 8] = [
    (Kinds::ORGANISATION, "participants", FileKind::Participant),
    (Kinds::PERSON, "people", FileKind::People),
    (Kinds::ROLE, "roles", FileKind::Role),
    (Kinds::TASK, "tasks", FileKind::Task),
    (Kinds::PRODUCT, "products", FileKind::Product),
    (Kinds::EVENT, "events", FileKind::Event),
    (Kinds::CONTRACT, "contracts", FileKind::Contract),
    (Kinds::CHANNEL, "channels", FileKind::Community),
];

/// Where a thing of one kind stands.
fn stands(record: &Record, reference: &Id, kind: Kinds) -> Option<Thing> {
    let (id, _) = record.index.plain(reference);
    let whole = |path: String| Some(Thing { file: FilePath::new(&path), keys: Keys::default() });
    match kind {
        Kinds::ORGANISATION => whole(format!("participants/{id}.toml")),
        Kinds::ROLE => whole(format!("roles/{id}.toml")),
        Kinds::TASK => whole(format!("tasks/{id}.toml")),
        Kinds::PRODUCT => whole(format!("products/{id}.toml")),
        Kinds::EVENT => whole(format!("events/{id}.toml")),
        Kinds::CONTRACT => whole(format!("finances/contracts/{id}.toml")),
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
/// from nought or by what tells it apart.
///
/// # Errors
/// What is wrong with them.
pub fn keys_of(text: &str, base: &Keys, typed: &str) -> anyhow::Result<Keys> {
    let wrong = || anyhow!("`{typed}` is no place; write it as `joined`, `raci.accountable` or `holder[0].until`");
    let mut keys = base.clone();
    let mut rest = typed;
    let mut first = true;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[').filter(|_| !first) {
            let (item, after) = inner.split_once(']').ok_or_else(wrong)?;
            let at = match item.parse::<usize>() {
                Ok(at) => at,
                Err(_) => item_named(text, &keys, item).ok_or_else(|| {
                    let list = Keys(keys.0[base.0.len()..].to_vec());
                    anyhow!("no item of `{list}` is called `{item}`")
                })?,
            };
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
