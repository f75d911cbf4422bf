//! What a history is asked about: a thing that is on record, was, or goes by another name now.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::answers::audience::Audience;
use crate::answers::presence::name;
use crate::changes::told::{Meeting, Paid, What};
use crate::changes::tree::Step;
use crate::changes::{Change, Thing};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::reports::changes::Telling;
use crate::reports::log::Entry;
use crate::source::FilePath;
use crate::source::layout::{FileKind, Standing, standing};
use crate::text;
use crate::text::Text;
use crate::words::fold;

/// What was typed: an id, with or without its kind before it, or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    pub typed: String,
}

/// A thing by its kind and its id; None where the kind is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    pub kind: Option<FileKind>,
    pub id: String,
}

/// What became of everything that was asked for.
#[derive(Debug, Clone)]
pub(super) struct Search(Vec<Found>);

#[derive(Debug, Clone)]
struct Found {
    sought: Sought,
    /// As it was called last, with its kind.
    thing: Option<(FileKind, String)>,
    /// What people called it last, where it is no longer there.
    name: Option<String>,
    is_there: bool,
}

/// Each kind of thing that can be asked for, and the files in which it stands.
const ASKED: [(Kinds, FileKind); 7] = [
    (Kinds::ORGANISATION, FileKind::Participant),
    (Kinds::PERSON, FileKind::People),
    (Kinds::ROLE, FileKind::Role),
    (Kinds::TASK, FileKind::Task),
    (Kinds::PRODUCT, FileKind::Product),
    (Kinds::EVENT, FileKind::Event),
    (Kinds::CONTRACT, FileKind::Contract),
];

/// Every kind of thing that can be asked for.
pub const KINDS: Kinds = Kinds::ACTOR.or(Kinds::TASK).or(Kinds::PRODUCT).or(Kinds::EVENT).or(Kinds::CONTRACT);

impl Search {
    pub fn of(now: &Record, about: &[Sought]) -> Search {
        let found = |sought: &Sought| {
            let thing = in_record(now, &sought.typed);
            Found { sought: sought.clone(), is_there: thing.is_some(), thing, name: None }
        };
        Search(about.iter().map(found).collect())
    }

    /// Whether everything that was asked for is there now.
    pub fn is_there(&self) -> bool {
        self.0.iter().all(|found| found.is_there)
    }

    /// Looks whether a commit has what is not there now, and what became of it.
    pub fn meet(&mut self, before: &Record, after: &Record, changes: &[Change]) {
        for found in self.0.iter_mut().filter(|found| !found.is_there) {
            if found.thing.is_none() {
                let typed = &found.sought.typed;
                let named = || changes.iter().find_map(|change| called(&change.thing, before, after, typed));
                found.thing = in_record(after, typed).or_else(|| in_record(before, typed)).or_else(named);
            }
            let Some((kind, id)) = &mut found.thing else { continue };
            // Whoever asks by what it was called means what it became.
            let renamed =
                changes.iter().find(|one| one.thing.kind == *kind && old_id(&one.thing).is_some_and(|old| old == id) && one.thing.is_there);
            if let Some(change) = renamed {
                id.clone_from(&change.thing.id);
            }
            let name = name_of(after, *kind, id).or_else(|| name_of(before, *kind, id));
            found.name = name.or(found.name.take());
        }
    }

    /// What was asked for and never stood in the record.
    pub fn unknown(&self) -> Vec<String> {
        self.0.iter().filter(|found| found.thing.is_none()).map(|found| found.sought.typed.clone()).collect()
    }

    /// What people call what was asked for.
    pub fn names(&self, now: &Record, audience: Audience) -> Vec<Text> {
        self.0.iter().filter_map(|found| found.named(now, audience)).collect()
    }

    /// Keeps of a history, oldest first, what is about what was asked for, under whichever id it had.
    pub fn keep(&self, entries: &mut [Entry], now: &Record, audience: Audience) {
        let mut kept: BTreeSet<(usize, usize)> = BTreeSet::new();
        for found in &self.0 {
            let Some((kind, mut id)) = found.thing.clone() else { continue };
            for (n, entry) in entries.iter_mut().enumerate().rev() {
                let mut own = entry.told.iter().filter(|told| told.kind == kind && told.about == id);
                let older = own.find_map(|told| told.renamed_from.clone());
                for (m, told) in entry.told.iter_mut().enumerate() {
                    let names = |id: &str| told.mentions.iter().any(|one| one.id == id && one.kind.is_none_or(|other| other == kind));
                    if !(names(&id) || older.as_ref().is_some_and(|older| names(older))) {
                        continue;
                    }
                    if told.code == BEGAN {
                        let name = found.named(now, audience).unwrap_or_default();
                        let said = match found.thing.as_ref().and_then(|(kind, id)| name_of(now, *kind, id)) {
                            Some(_) => {
                                text!(name; en: "{name} stands in the record from its beginning", nl: "{name} staat vanaf het begin in het dossier")
                            }
                            None if kind == FileKind::People => {
                                text!(name; en: "{name} stood in it from its beginning", nl: "{name}, stond er vanaf het begin in")
                            }
                            None => {
                                text!(name; en: "{name} stood in the record from its beginning", nl: "{name} stond vanaf het begin in het dossier")
                            }
                        };
                        told.sentence =
                            if kept.contains(&(n, m)) { told.sentence.clone().then(&Text::same(". ")).then(&said) } else { said }.capital();
                    }
                    kept.insert((n, m));
                }
                id = older.unwrap_or(id);
            }
        }
        for (n, entry) in entries.iter_mut().enumerate() {
            let mut m = 0;
            entry.told.retain(|_| {
                m += 1;
                kept.contains(&(n, m - 1))
            });
        }
    }
}

/// By what programs know that the record began.
const BEGAN: &str = "record-began";

impl Found {
    /// By name, as far as the audience may know it now.
    fn named(&self, now: &Record, audience: Audience) -> Option<Text> {
        let (kind, id) = self.thing.as_ref()?;
        if name_of(now, *kind, id).is_some() {
            let folder = ASKED.iter().find(|(_, file)| file == kind).and_then(|(kinds, _)| kinds.folders().next());
            let reference = folder.map_or_else(|| Id::new(id), |(_, folder)| Id::new(&format!("{folder}/{id}")));
            return Some(match kind {
                FileKind::Participant | FileKind::People | FileKind::Role => name(now, &reference, audience),
                FileKind::Invoice => text!(en: "invoice {id}", nl: "factuur {id}"),
                _ => Text::same(name_of(now, *kind, id)?),
            });
        }
        // Whoever is no longer on record is not named.
        Some(match (kind, &self.name) {
            (FileKind::People, _) => Text::new("somebody who is no longer in the record", "iemand die niet meer in het dossier staat"),
            (FileKind::Invoice, _) => text!(en: "invoice {id}", nl: "factuur {id}"),
            (_, Some(name)) => Text::same(name.as_str()),
            (_, None) => Text::same(id.as_str()),
        })
    }
}

/// The thing of a record that was typed: by its id, or by exactly its name.
fn in_record(record: &Record, typed: &str) -> Option<(FileKind, String)> {
    let by_id = |id: &Id| {
        let (plain, _) = record.index.plain(id);
        let meant = record.index.meant(id);
        ASKED.iter().find(|(kinds, _)| meant.has(*kinds)).map(|(_, kind)| (*kind, plain.into_owned()))
    };
    let invoice = || record.invoices.iter().find(|one| one.number.as_deref() == Some(typed)).map(|_| (FileKind::Invoice, typed.to_owned()));
    by_id(&Id::new(typed)).or_else(invoice).or_else(|| by_id(&record.index.only_named(typed, KINDS, record).ok()??))
}

/// A thing that is called so before or after a change.
fn called(thing: &Thing, before: &Record, after: &Record, typed: &str) -> Option<(FileKind, String)> {
    let wanted = fold(typed);
    let is_called = |record: &Record, id: &str| name_of(record, thing.kind, id).is_some_and(|name| fold(&name) == wanted);
    let old = old_id(thing).map_or(thing.id.as_str(), String::as_str);
    (is_called(after, &thing.id) || is_called(before, old)).then(|| (thing.kind, thing.id.clone()))
}

fn old_id(thing: &Thing) -> Option<&String> {
    thing.before.as_ref().map(|(id, _)| id)
}

/// The name or title of a thing.
fn name_of(record: &Record, kind: FileKind, id: &str) -> Option<String> {
    match kind {
        FileKind::Participant => record.participants.get(id).map(|one| one.name.clone()),
        FileKind::People => record.people.get(id).map(|one| one.name.clone()),
        FileKind::Product => record.products.get(id).map(|one| one.name.clone()),
        FileKind::Role => record.roles.get(id).map(|one| one.title.clone()),
        FileKind::Task => record.tasks.get(id).map(|one| one.title.clone()),
        FileKind::Event => record.events.get(id).map(|one| one.title.clone()),
        FileKind::Contract => record.contracts.get(id).map(|one| one.what.clone()),
        FileKind::Invoice => record.invoices.iter().find_map(|one| one.number.clone().filter(|number| number == id)),
        _ => None,
    }
}

/// What a change is about, and whom or what it names.
pub(super) fn mentions(change: &Change, telling: &Telling<'_>) -> Vec<Mention> {
    let thing = &change.thing;
    let of = |kind, id: &str| Mention { kind: Some(kind), id: id.to_owned() };
    let mut found = vec![of(thing.kind, &thing.id)];
    found.extend(old_id(thing).map(|id| of(thing.kind, id)));
    // What is noted of somebody stands in the file of their employer, and of a file that cannot be read only its name is known.
    let files = [Some(&thing.file), thing.before.as_ref().map(|(_, file)| file)];
    found.extend(files.into_iter().flatten().filter_map(of_file));
    for record in [telling.after, telling.before] {
        let invoice = record.invoices.iter().filter(|one| thing.kind == FileKind::Invoice && one.file == thing.file);
        found.extend(invoice.map(|one| of(FileKind::Participant, one.participant.as_str())));
    }
    for record in [telling.after, telling.before] {
        if let Some(contract) = record.contracts.get(thing.id.as_str()).filter(|_| thing.kind == FileKind::Contract) {
            found.extend(mention(contract.supplier.as_str()));
            found.extend(contract.product.iter().filter_map(|id| mention(id.as_str())));
        }
        // What a body decides in a meeting is its own.
        if let Some(event) = record.events.get(thing.id.as_str()).filter(|_| thing.kind == FileKind::Event) {
            found.extend(event.body.iter().filter_map(|id| mention(id.as_str())));
        }
    }
    if let What::Payment(Paid::Recorded { from, invoice, .. } | Paid::Changed { from, invoice, .. } | Paid::Removed { from, invoice, .. }) =
        &change.what
    {
        found.extend(from.iter().map(|id| of(FileKind::Participant, id.as_str())));
        found.extend(invoice.iter().map(|number| of(FileKind::Invoice, number)));
    }
    // What a file says that is new as a whole is told apart, without the keys.
    match &change.what {
        What::LeavesWith { role, .. } => found.extend(mention(role.as_str())),
        What::Listed { from, to, .. } => from.iter().chain(to).for_each(|value| strings(value, &mut found)),
        What::Event(Meeting::Opened { who: Some(who), .. }) | What::Occurrence { what: Meeting::Opened { who: Some(who), .. }, .. } => {
            found.extend(mention(who.as_str()));
        }
        What::Event(Meeting::Attendance { came, went, excused, unexcused })
        | What::Occurrence { what: Meeting::Attendance { came, went, excused, unexcused }, .. } => {
            found.extend([came, went, excused, unexcused].into_iter().flatten().filter_map(|id| mention(id.as_str())));
        }
        _ => {}
    }
    let began = matches!(change.what, What::Began(_));
    // A file that came or went as a whole is the key of the first thing in it, and tells of the others as well.
    let is_one_of_many = matches!(change.what, What::Payment(_) | What::Listed { .. });
    for key in change.keys.iter().filter(|key| !(is_one_of_many && key.path.0.is_empty())) {
        if began {
            // The things of a record that began stand below their files and ids.
            found.extend(key.path.0.get(1).and_then(|step| if let Step::Key(id) = step { mention(id) } else { None }));
            continue;
        }
        let items = key.path.0.iter().filter_map(|step| if let Step::Item(item) = step { item.name.split('#').next() } else { None });
        found.extend(items.filter_map(mention));
        for value in key.from.iter().chain(&key.to) {
            match value.as_object().filter(|_| key.path.0.is_empty()) {
                // Its own id is no reference to something else that has the same.
                Some(all) => all.iter().filter(|(name, _)| *name != "id").for_each(|(_, value)| strings(value, &mut found)),
                None => strings(value, &mut found),
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The thing that a file holds.
pub(super) fn of_file(file: &FilePath) -> Option<Mention> {
    match standing(file.as_str()) {
        Standing::File(kind) => Some(Mention { kind: Some(kind), id: file.stem().to_owned() }),
        _ => None,
    }
}

fn strings(value: &Value, found: &mut Vec<Mention>) {
    match value {
        Value::String(text) => found.extend(mention(text)),
        Value::Array(all) => all.iter().for_each(|one| strings(one, found)),
        Value::Object(table) => table.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}

/// A text that may be a reference.
fn mention(text: &str) -> Option<Mention> {
    let (folder, id) = text.split_once('/').map_or((None, text), |(folder, id)| (Some(folder), id));
    let kind = match folder {
        None => None,
        Some(folder) => Some(ASKED.iter().find(|(kinds, _)| kinds.folders().any(|(_, name)| name == folder))?.1),
    };
    Id::is_valid(id).then(|| Mention { kind, id: id.to_owned() })
}
