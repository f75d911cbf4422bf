//! From files to a record: every file read once, in parallel, and every error of every file.

pub(super) mod one;
mod said;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::date::Date;
use crate::finding::{At, Finding, Place};
use crate::keys;
use crate::record::collaboration::Collaboration;
use crate::record::event::{Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::index::{GROUPS, Index, Kinds, RESERVED};
use crate::record::load::one::{Body, Parsed, Read, Room, parse};
use crate::record::load::said::{bad_id, duplicate, made_valid, strange};
use crate::record::participant::{Participant, Person};
use crate::record::references::{document, guides};
use crate::record::values::Id;
use crate::record::work::{Product, Role, Task};
use crate::record::{FORMAT, Record, Unread};
use crate::source::layout::FileKind;
use crate::source::{FilePath, Odd, Oddity, Source, SourceFile};
use crate::text;

/// Reads a whole record. `today` is the day it is judged on; `tick` is called once for each file.
pub fn load(source: &Source, today: Date, tick: &(dyn Fn() + Sync)) -> (Record, Vec<Finding>) {
    let mut loading = Loading { record: empty(today, source), findings: Vec::new() };
    let read = |files: &[SourceFile]| -> Vec<Read> {
        let mut room = Room::default();
        let parsed = files.iter().map(|file| {
            tick();
            parse(source, file, &mut room)
        });
        parsed.collect()
    };
    let chunks: Vec<&[SourceFile]> = source.files.chunks(TOGETHER).collect();
    // A thread of the pool must not wait for others of it.
    if rayon::current_thread_index().is_some() {
        for files in chunks {
            loading.add_all(files, read(files));
        }
        return loading.finish(source);
    }
    let next = AtomicUsize::new(0);
    let early: Mutex<BTreeMap<usize, Vec<Read>>> = Mutex::default();
    let whole = Mutex::new((0, loading));
    // What is read is put together, in order, by one thread while the others still read.
    let put = |(at, loading): &mut (usize, Loading)| {
        while let Some(read) = early.lock().expect(WHOLE).remove(at) {
            loading.add_all(chunks[*at], read);
            *at += 1;
        }
    };
    rayon::broadcast(|_| {
        for n in std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|n| *n < chunks.len()) {
            let read = read(chunks[n]);
            early.lock().expect(WHOLE).insert(n, read);
            if let Ok(mut whole) = whole.try_lock() {
                put(&mut whole);
            }
        }
    });
    let mut whole = whole.into_inner().expect(WHOLE);
    put(&mut whole);
    loading = whole.1;
    loading.finish(source)
}

/// Puts a record together of files that are read already, each with what came of it.
pub(super) fn assemble(source: &Source, on: Date, read: Vec<Read>) -> (Record, Vec<Finding>) {
    let mut loading = Loading { record: empty(on, source), findings: Vec::new() };
    loading.add_all(&source.files, read);
    loading.finish(source)
}

/// So many files are read by one thread before it looks for others.
const TOGETHER: usize = 32;

/// Why a lock can be had.
const WHOLE: &str = "whoever panics while it holds this ends all of reading";

fn empty(on: Date, source: &Source) -> Record {
    Record {
        on,
        language: None,
        collaboration: None,
        community: None,
        participants: Default::default(),
        people: Default::default(),
        products: Default::default(),
        roles: Default::default(),
        tasks: Default::default(),
        events: Default::default(),
        budgets: Vec::new(),
        expenses: Vec::new(),
        payments: Vec::new(),
        invoices: Vec::new(),
        contracts: Default::default(),
        unread: Vec::new(),
        odd: source.odd.clone(),
        documents: Default::default(),
        gaps: Kinds::default(),
        gone: Vec::new(),
        files: source.files.len(),
        index: Index::for_files(source.files.len()),
        survey: std::sync::OnceLock::new(),
    }
}

struct Loading {
    record: Record,
    findings: Vec<Finding>,
}

impl Loading {
    fn add_all(&mut self, files: &[SourceFile], read: Vec<Read>) {
        for (file, read) in files.iter().zip(read) {
            self.findings.extend(read.remarks);
            self.record.language = self.record.language.or(read.language);
            self.add(file, read.body);
        }
    }

    fn add(&mut self, file: &SourceFile, body: Parsed) {
        let id = self.id_of(file);
        match body {
            Ok(body) => {
                if let Some((people, employer)) = put(&mut self.record, id, &file.path, body) {
                    self.people(people, employer.as_ref(), &file.path);
                }
            }
            Err(findings) => {
                self.findings.extend(findings);
                self.record.unread.push(Unread { file: file.path.clone(), kind: file.kind });
            }
        }
    }

    /// The id of a file, from its stem. One that is no id is a finding, and is known by what it probably should be.
    fn id_of(&mut self, file: &SourceFile) -> Id {
        let stem = file.path.stem();
        let Some(kind) = defines(file.kind) else { return Id::new(stem) };
        let id = if Id::is_valid(stem) { Id::new(stem) } else { Id::new(&made_valid(stem)) };
        let before = self.record.index.add(&id, kind);
        let taken = before.has(kind)
            || kind.has(Kinds::ACTOR) && (before.has(Kinds::ACTOR) || GROUPS.contains(&id.as_str()) || RESERVED.contains(&id.as_str()));
        if taken {
            self.findings.push(duplicate(At::file(&file.path), &id));
        } else if id.as_str() != stem {
            self.findings.push(bad_id(At::file(&file.path), stem, &id, ".toml"));
        }
        id
    }

    fn people(&mut self, people: BTreeMap<Id, Person>, employer: Option<&Id>, file: &FilePath) {
        for (id, person) in people {
            let at = At { file: file.clone(), place: Place::Name(keys!["people", id.to_string()]) };
            let before = self.record.index.kinds(id.as_str());
            if before.has(Kinds::ACTOR) || GROUPS.contains(&id.as_str()) || RESERVED.contains(&id.as_str()) {
                let mut finding = duplicate(at, &id);
                if let Some(other) = self.record.people.get(&id).map(|person| &person.file) {
                    finding.help = Some(
                        text!(en: "the same id stands in `{other}`; a person is written once, with their employer", nl: "hetzelfde id staat in `{other}`; een persoon staat één keer in het dossier, bij de werkgever"),
                    );
                }
                self.findings.push(finding);
                continue;
            }
            if !Id::is_valid(id.as_str()) {
                self.findings.push(bad_id(at, id.as_str(), &Id::new(&made_valid(id.as_str())), ""));
            }
            self.record.index.add(&id, Kinds::PERSON);
            employ(&mut self.record, id, person, employer, file);
        }
    }

    fn finish(mut self, source: &Source) -> (Record, Vec<Finding>) {
        let odd = self.record.odd.clone();
        self.findings.extend(odd.iter().filter(|odd| odd.path.as_str() != "commons.toml").map(strange));
        if source.file(&FilePath::new("commons.toml")).is_none() {
            let at = At::file(&FilePath::new("commons.toml"));
            let message = text!(en: "this record has no file `commons.toml`", nl: "dit dossier heeft geen bestand `commons.toml`");
            let help = text!(en: "add one with `format = 1` and `name = \"…\"`", nl: "voeg er een toe met `format = 1` en `name = \"…\"`");
            self.findings.push(Finding::of("missing-key", at, message).help(help));
        }
        for odd in &odd {
            self.gap(odd);
        }
        self.inner_ids();
        index(&mut self.record);
        self.record.documents = documents(&self.record, source);
        let (record, findings) = (self.record, self.findings);
        // A format that is not known yet says one thing: nothing else can be trusted.
        if let Some(newer) = newer_format(&record) {
            return (record, vec![newer]);
        }
        (record, findings)
    }

    /// What stands where it is not read would have defined something: references to that are not unknown as well.
    fn gap(&mut self, odd: &Odd) {
        let folder = match &odd.what {
            Oddity::WrongFolder(meant) => meant,
            _ => odd.path.as_str().split('/').next().unwrap_or_default(),
        };
        let whole_folder = matches!(odd.what, Oddity::WrongFolder(_) | Oddity::Unreadable(_) | Oddity::NoFolder | Oddity::LinkedFolder);
        let (kind, defines) = match folder {
            "participants" => (FileKind::Participant, Kinds::ORGANISATION | Kinds::PERSON),
            "products" => (FileKind::Product, Kinds::PRODUCT),
            "roles" => (FileKind::Role, Kinds::ROLE),
            "tasks" => (FileKind::Task, Kinds::TASK),
            "events" => (FileKind::Event, Kinds::EVENT | Kinds::DECISION),
            "finances" => (FileKind::Contract, Kinds::CONTRACT),
            _ => match &odd.what {
                Oddity::Misnamed(meant) if meant == "community.toml" => (FileKind::Community, Kinds::CHANNEL),
                Oddity::Misnamed(meant) if meant == "people.toml" => (FileKind::People, Kinds::PERSON),
                _ => return,
            },
        };
        if whole_folder || !odd.path.as_str().contains('/') {
            self.record.gaps = self.record.gaps | defines;
            self.record.unread.push(Unread { file: odd.path.clone(), kind });
        } else if let Oddity::Misnamed(meant) = &odd.what {
            self.record.index.add(&Id::new(FilePath::new(meant).stem()), defines);
        }
    }

    /// Ids that stand inside files: channels, steps, lines of cost.
    fn inner_ids(&mut self) {
        let mut found: Vec<Finding> = Vec::new();
        let mut once = |ids: Vec<&Id>, at: &dyn Fn(usize) -> At| {
            let mut seen: BTreeSet<&Id> = BTreeSet::new();
            for (n, id) in ids.into_iter().enumerate() {
                if !Id::is_valid(id.as_str()) {
                    found.push(bad_id(at(n), id.as_str(), &Id::new(&made_valid(id.as_str())), ""));
                } else if !seen.insert(id) {
                    found.push(duplicate(at(n), id));
                }
            }
        };
        if let Some(community) = &self.record.community {
            once(community.channel.iter().map(|one| &one.id).collect(), &|n| community.at(keys!["channel", n, "id"]));
            once(community.knowledge.iter().map(|one| &one.id).collect(), &|n| community.at(keys!["knowledge", n, "id"]));
            once(community.step.iter().map(|one| &one.id).collect(), &|n| community.at(keys!["step", n, "id"]));
            once(community.contribution_kind.iter().map(|one| &one.id).collect(), &|n| community.at(keys!["contribution_kind", n, "id"]));
        }
        for budget in &self.record.budgets {
            once(budget.cost.iter().map(|one| &one.id).collect(), &|n| budget.at(keys!["cost", n, "id"]));
        }
        for role in self.record.roles.values() {
            once(role.seat.iter().map(|one| &one.id).collect(), &|n| role.at(keys!["seat", n, "id"]));
        }
        self.findings.append(&mut found);
    }
}

/// What the file of a kind defines by its name; none where its name says nothing.
pub(super) fn defines(kind: FileKind) -> Option<Kinds> {
    Some(match kind {
        FileKind::Participant => Kinds::ORGANISATION,
        FileKind::Role => Kinds::ROLE,
        FileKind::Product => Kinds::PRODUCT,
        FileKind::Task => Kinds::TASK,
        FileKind::Event => Kinds::EVENT,
        FileKind::Contract => Kinds::CONTRACT,
        FileKind::Invoice => Kinds::default(),
        _ => return None,
    })
}

/// Puts what a file holds into a record, behind what is there; its people, and their employer, are still to be put there.
pub(super) fn put(record: &mut Record, id: Id, file: &FilePath, body: Body) -> Option<(BTreeMap<Id, Person>, Option<Id>)> {
    let path = file.clone();
    let year = path.as_str().split('/').nth(1).and_then(|year| year.parse().ok()).unwrap_or_default();
    // The first of two files with one id stays; the other is a finding already.
    match body {
        Body::Collaboration(body) => record.collaboration = Some(Collaboration { id, file: path, ..*body }),
        Body::Community(body) => record.community = Some(Community { id, file: path, ..*body }),
        Body::People(body) => return Some((body.people, None)),
        Body::Participant(body) => {
            let mut body = Participant { id: id.clone(), file: path, ..*body };
            let people = std::mem::take(&mut body.people);
            record.participants.entry(id.clone()).or_insert(body);
            return Some((people, Some(id)));
        }
        Body::Product(body) => drop(record.products.entry(id.clone()).or_insert(Product { id, file: path, ..*body })),
        Body::Role(body) => drop(record.roles.entry(id.clone()).or_insert(Role { id, file: path, ..*body })),
        Body::Task(body) => drop(record.tasks.entry(id.clone()).or_insert(Task { id, file: path, ..*body })),
        Body::Event(body) => drop(record.events.entry(id.clone()).or_insert(Event { id, file: path, ..*body })),
        Body::Contract(body) => drop(record.contracts.entry(id.clone()).or_insert(Contract { id, file: path, ..*body })),
        Body::Budget(body) => record.budgets.push(Budget { id, file: path, year, ..*body }),
        Body::Expenses(body) => record.expenses.push(Expenses { id, file: path, year, ..*body }),
        Body::Payments(body) => record.payments.push(Payments { id, file: path, year, ..*body }),
        Body::Invoice(body) => record.invoices.push(Invoice { id, file: path, year, ..*body }),
    }
    None
}

/// Puts a person into a record.
pub(super) fn employ(record: &mut Record, id: Id, person: Person, employer: Option<&Id>, file: &FilePath) {
    let person = Person { id: id.clone(), file: file.clone(), employer: employer.cloned(), ..person };
    record.people.insert(id, person);
}

/// Adds to the index what stands inside files.
pub(super) fn index(record: &mut Record) {
    let index = &mut record.index;
    for group in GROUPS {
        index.add(&Id::new(group), Kinds::GROUP);
    }
    for channel in record.community.iter().flat_map(|community| &community.channel) {
        index.add(&channel.id, Kinds::CHANNEL);
    }
    for event in record.events.values() {
        for id in event.decision_ids() {
            index.add(id, Kinds::DECISION);
        }
    }
    let codes: BTreeSet<&Id> = record.participants.values().flat_map(codes).collect();
    for code in codes {
        index.add(code, Kinds::CODE);
    }
}

/// The municipalities for which an organisation stands by their codes.
pub(super) fn codes(participant: &Participant) -> impl Iterator<Item = &Id> {
    participant.represents.iter().filter(|id| crate::handbook::municipalities::by_code(id.as_str()).is_some())
}

fn newer_format(record: &Record) -> Option<Finding> {
    let settings = record.collaboration.as_ref()?;
    let format = settings.format.filter(|format| *format > FORMAT)?;
    let message = text!(en: "this record is in format {format}; this program reads up to {FORMAT}", nl: "dit dossier heeft formaat {format}; dit programma leest tot en met {FORMAT}");
    Some(
        Finding::of("newer-format", settings.at(keys!["format"]), message)
            .help(text!(en: "use a newer version of `commons`", nl: "gebruik een nieuwere versie van `commons`")),
    )
}

/// Which of the documents that the record names exist within it.
pub(super) fn documents(record: &Record, source: &Source) -> BTreeSet<String> {
    let settings = record.collaboration.as_ref();
    let agreement = settings.and_then(|settings| settings.agreement.as_ref()).and_then(|agreement| agreement.file.as_deref());
    let named = record.tasks.values().filter_map(|task| task.process.as_deref()).chain(agreement).filter_map(document);
    let repositories = || record.products.values().filter_map(|product| product.repository.as_deref());
    let code = repositories().filter_map(document);
    let mut named: BTreeSet<String> = named.chain(code).map(str::to_owned).collect();
    named.extend(repositories().flat_map(guides));
    named.into_par_iter().filter(|path| source.exists(path)).collect()
}
