//! From files to a record: every file read once, in parallel, and every error of every file.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::date::Date;
use crate::finding::{At, Finding, Place};
use crate::keys;
use crate::record::collaboration::Collaboration;
use crate::record::diagnosis;
use crate::record::event::{Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::index::{GROUPS, Index, Kinds, RESERVED};
use crate::record::participant::{Participant, People, Person};
use crate::record::reader;
use crate::record::references::document;
use crate::record::values::Id;
use crate::record::work::{Product, Role, Task};
use crate::record::{FORMAT, Record, Unread};
use crate::source::layout::FileKind;
use crate::source::{FilePath, LARGEST, Odd, Oddity, Refusal, Source, SourceFile};
use crate::text;
use crate::text::Lang;

/// What a file holds, once read.
enum Body {
    Collaboration(Box<Collaboration>),
    Community(Box<Community>),
    People(Box<People>),
    Participant(Box<Participant>),
    Product(Box<Product>),
    Role(Box<Role>),
    Task(Box<Task>),
    Event(Box<Event>),
    Budget(Box<Budget>),
    Expenses(Box<Expenses>),
    Payments(Box<Payments>),
    Invoice(Box<Invoice>),
    Contract(Box<Contract>),
}

type Parsed = Result<Body, Vec<Finding>>;

/// Reads a whole record. `today` is the day it is judged on; `tick` is called once for each file.
pub fn load(source: &Source, today: Date, tick: &(dyn Fn() + Sync)) -> (Record, Vec<Finding>) {
    let parsed: Vec<Read> = source
        .files
        .par_iter()
        .map_init(Vec::new, |buffer, file| {
            tick();
            parse(source, file, buffer)
        })
        .collect();
    let mut loading = Loading { record: empty(today, source), findings: Vec::new() };
    for (file, read) in source.files.iter().zip(parsed) {
        loading.findings.extend(read.remarks);
        loading.record.language = loading.record.language.or(read.language);
        loading.add(file, read.body);
    }
    loading.finish(source)
}

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
        files: source.files.len(),
        index: Index::default(),
        survey: std::sync::OnceLock::new(),
    }
}

/// What came of reading one file.
struct Read {
    body: Parsed,
    /// What is to be said although it could be read.
    remarks: Vec<Finding>,
    /// The language that the settings name, even where the rest of them cannot be read.
    language: Option<Lang>,
}

fn parse(source: &Source, file: &SourceFile, buffer: &mut Vec<u8>) -> Read {
    let failed = |finding| Read { body: Err(vec![finding]), remarks: Vec::new(), language: None };
    let bytes = match source.read(file, buffer) {
        Ok(bytes) => bytes,
        Err(refusal) => return failed(refused(&file.path, &refusal)),
    };
    // Places count from after the byte order mark, as those who look them up do.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return failed(not_utf8(&file.path, bytes, error.valid_up_to())),
    };
    let body = read_as(file, text);
    let language = match &body {
        Ok(Body::Collaboration(settings)) => settings.language,
        Err(_) if file.kind == FileKind::Collaboration => diagnosis::language_of(text),
        _ => None,
    };
    let remarks = if body.is_ok() { diagnosis::newer_toml(&file.path, text) } else { Vec::new() };
    Read { body, remarks, language }
}

fn read_as(file: &SourceFile, text: &str) -> Parsed {
    fn body<T: serde::de::DeserializeOwned>(file: &SourceFile, text: &str, wrap: fn(Box<T>) -> Body) -> Parsed {
        reader::read::<T>(text)
            .map(|value| wrap(Box::new(value)))
            .map_err(|error| diagnosis::diagnose(&file.path, file.kind, text, &error.0))
    }
    match file.kind {
        FileKind::Collaboration => body(file, text, Body::Collaboration),
        FileKind::Community => body(file, text, Body::Community),
        FileKind::People => body(file, text, Body::People),
        FileKind::Participant => body(file, text, Body::Participant),
        FileKind::Product => body(file, text, Body::Product),
        FileKind::Role => body(file, text, Body::Role),
        FileKind::Task => body(file, text, Body::Task),
        FileKind::Event => body(file, text, Body::Event),
        FileKind::Budget => body(file, text, Body::Budget),
        FileKind::Expenses => body(file, text, Body::Expenses),
        FileKind::Payments => body(file, text, Body::Payments),
        FileKind::Invoice => body(file, text, Body::Invoice),
        FileKind::Contract => body(file, text, Body::Contract),
    }
}

fn refused(file: &FilePath, refusal: &Refusal) -> Finding {
    let at = At::file(file);
    match refusal {
        Refusal::TooLarge => {
            let most = LARGEST / 1024 / 1024;
            Finding::of("file-too-large", at, text!(en: "this file is larger than {most} MB and was not read", nl: "dit bestand is groter dan {most} MB en is niet gelezen"))
                .help(text!(en: "a record's files are small: divide it, or remove what does not belong in it", nl: "bestanden van een dossier zijn klein: splits het, of haal weg wat er niet in hoort"))
        }
        Refusal::OutsideRecord => Finding::of("file-outside-record", at, text!(en: "this link leads out of the record, or nowhere", nl: "deze koppeling leidt buiten het dossier, of nergens heen"))
            .help(text!(en: "put the file itself here", nl: "zet het bestand zelf op deze plek")),
        Refusal::Failed(words) => Finding::of("file-unreadable", at, text!(words; en: "this file cannot be read: {words}", nl: "dit bestand is niet te lezen: {words}"))
            .help(text!(en: "look at its permissions, or whether somebody is replacing it", nl: "kijk naar de rechten, of iemand het net vervangt")),
    }
}

/// Says where the first byte stands that is no UTF-8, and what it probably was.
fn not_utf8(file: &FilePath, bytes: &[u8], valid: usize) -> Finding {
    let at = At { file: file.clone(), place: Place::Bytes(valid, valid + 1) };
    let byte = bytes.get(valid).copied().unwrap_or_default();
    let message =
        text!(en: "this file is not in UTF-8: byte 0x{byte:02X}", nl: "dit bestand is niet in UTF-8 opgeslagen: byte 0x{byte:02X}");
    let help = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        text!(en: "it is in UTF-16; save it as UTF-8", nl: "het is UTF-16; sla het op als UTF-8")
    } else if byte >= 0xa0 {
        let letter = char::from(byte);
        text!(en: "probably `{letter}` in Latin-1 or Windows-1252; save the file as UTF-8", nl: "waarschijnlijk `{letter}` in Latin-1 of Windows-1252; sla het bestand op als UTF-8")
    } else {
        text!(en: "save it as UTF-8", nl: "sla het op als UTF-8")
    };
    Finding::of("file-not-utf8", at, message).help(help)
}

struct Loading {
    record: Record,
    findings: Vec<Finding>,
}

impl Loading {
    fn add(&mut self, file: &SourceFile, body: Parsed) {
        let id = self.id_of(file);
        let path = file.path.clone();
        let year = path.as_str().split('/').nth(1).and_then(|year| year.parse().ok()).unwrap_or_default();
        let body = match body {
            Ok(body) => body,
            Err(findings) => {
                self.findings.extend(findings);
                self.record.unread.push(Unread { file: path, kind: file.kind });
                return;
            }
        };
        let record = &mut self.record;
        // The first of two files with one id stays; the other is a finding already.
        match body {
            Body::Collaboration(body) => record.collaboration = Some(Collaboration { id, file: path, ..*body }),
            Body::Community(body) => record.community = Some(Community { id, file: path, ..*body }),
            Body::People(body) => self.people(body.people, None, &path),
            Body::Participant(body) => {
                let mut body = Participant { id: id.clone(), file: path.clone(), ..*body };
                let people = std::mem::take(&mut body.people);
                record.participants.entry(id.clone()).or_insert(body);
                self.people(people, Some(&id), &path);
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
    }

    /// The id of a file, from its stem. One that is no id is a finding, and is known by what it probably should be.
    fn id_of(&mut self, file: &SourceFile) -> Id {
        let stem = file.path.stem();
        let kind = match file.kind {
            FileKind::Participant => Kinds::ORGANISATION,
            FileKind::Role => Kinds::ROLE,
            FileKind::Product => Kinds::PRODUCT,
            FileKind::Task => Kinds::TASK,
            FileKind::Event => Kinds::EVENT,
            FileKind::Contract => Kinds::CONTRACT,
            FileKind::Invoice => Kinds::default(),
            _ => return Id::new(stem),
        };
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

    fn people(&mut self, people: std::collections::BTreeMap<Id, Person>, employer: Option<&Id>, file: &FilePath) {
        for (id, person) in people {
            let at = At { file: file.clone(), place: Place::Name(keys!["people", id.to_string()]) };
            let before = self.record.index.kinds(id.as_str());
            if before.has(Kinds::ACTOR) || GROUPS.contains(&id.as_str()) || RESERVED.contains(&id.as_str()) {
                self.findings.push(duplicate(at, &id));
                continue;
            }
            if !Id::is_valid(id.as_str()) {
                self.findings.push(bad_id(at, id.as_str(), &Id::new(&made_valid(id.as_str())), ""));
            }
            self.record.index.add(&id, Kinds::PERSON);
            let person = Person { id: id.clone(), file: file.clone(), employer: employer.cloned(), ..person };
            self.record.people.insert(id, person);
        }
    }

    fn finish(mut self, source: &Source) -> (Record, Vec<Finding>) {
        let odd = self.record.odd.clone();
        self.findings.extend(odd.iter().map(strange));
        if source.file(&FilePath::new("commons.toml")).is_none() {
            let at = At::file(&FilePath::new("commons.toml"));
            let message = text!(en: "this record has no `commons.toml`", nl: "dit dossier heeft geen `commons.toml`");
            self.findings.push(
                Finding::of("missing-key", at, message).help(
                    text!(en: "add one with `format = 1` and `name = \"…\"`", nl: "voeg er een toe met `format = 1` en `name = \"…\"`"),
                ),
            );
        }
        self.inner_ids();
        self.index();
        self.record.documents = documents(&self.record, source);
        let (record, findings) = (self.record, self.findings);
        // A format that is not known yet says one thing: nothing else can be trusted.
        if let Some(newer) = newer_format(&record) {
            return (record, vec![newer]);
        }
        (record, findings)
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

    fn index(&mut self) {
        let index = &mut self.record.index;
        for group in GROUPS {
            index.add(&Id::new(group), Kinds::GROUP);
        }
        for channel in self.record.community.iter().flat_map(|community| &community.channel) {
            index.add(&channel.id, Kinds::CHANNEL);
        }
        for event in self.record.events.values() {
            let decisions = event.decision.iter().chain(event.occurrence.iter().flat_map(|date| &date.decision));
            for id in decisions.filter_map(|decision| decision.id.as_ref()) {
                if index.add(id, Kinds::DECISION).has(Kinds::DECISION) {
                    index.twice_decided.push(id.clone());
                }
            }
        }
        let codes: BTreeSet<&Id> = self
            .record
            .participants
            .values()
            .flat_map(|one| &one.represents)
            .filter(|id| crate::handbook::municipalities::by_code(id.as_str()).is_some())
            .collect();
        for code in codes {
            index.add(code, Kinds::CODE);
        }
    }
}

/// What an id that is none probably should be: small letters, digits, and hyphens for what stands between.
fn made_valid(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = typed.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect::<String>().to_lowercase();
    let mut id = String::new();
    for c in plain.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-').chars().take(100).collect::<String>();
    if Id::is_valid(&id) { id } else { format!("{id}-x").trim_start_matches('-').to_owned() }
}

fn bad_id(at: At, typed: &str, meant: &Id, ending: &str) -> Finding {
    Finding::of("bad-id", at, text!(en: "`{typed}` is no id", nl: "`{typed}` is geen id"))
        .about(meant)
        .help(text!(en: "an id is small letters, digits and hyphens: `{meant}{ending}`", nl: "een id bestaat uit kleine letters, cijfers en koppeltekens: `{meant}{ending}`"))
}

fn duplicate(at: At, id: &Id) -> Finding {
    let reserved = GROUPS.contains(&id.as_str()) || RESERVED.contains(&id.as_str());
    let help = if reserved {
        text!(en: "`{id}` is a word of the format; choose another", nl: "`{id}` is een woord van het formaat zelf; kies een ander")
    } else {
        text!(en: "ids that differ only in capitals count as one, and participants, people and roles share their ids", nl: "ids die alleen in hoofdletters verschillen tellen als één, en deelnemers, personen en rollen delen hun ids")
    };
    Finding::of("duplicate-id", at, text!(en: "the id `{id}` is taken already", nl: "het id `{id}` bestaat al")).about(id).help(help)
}

/// Something in the record's folders that is no file of the record.
fn strange(odd: &Odd) -> Finding {
    let at = At::file(&odd.path);
    match &odd.what {
        Oddity::Stray => Finding::of("stray-file", at, text!(en: "this file is not read where it stands", nl: "dit bestand wordt op deze plek niet gelezen"))
            .help(text!(en: "put it directly into the folder of its kind; under `finances/` first comes the year", nl: "zet het direct in de map van zijn soort; onder `finances/` komt eerst het jaar")),
        Oddity::Misnamed(right) => Finding::of("stray-file", at, text!(en: "this file is not read: its name is not quite right", nl: "dit bestand wordt niet gelezen: de naam klopt net niet"))
            .help(text!(en: "did you mean `{right}`?", nl: "bedoelt u `{right}`?")),
        Oddity::WrongFolder(right) => Finding::of("wrong-folder", at, text!(en: "the files in this folder are not read", nl: "de bestanden in deze map worden niet gelezen"))
            .help(text!(en: "did you mean the folder `{right}`?", nl: "bedoelt u de map `{right}`?")),
        Oddity::NoYear => Finding::of("wrong-folder", at, text!(en: "files under `finances/` stand in the folder of a year", nl: "bestanden onder `finances/` staan in de map van een jaar"))
            .help(text!(en: "move it to a folder such as `finances/2026/`", nl: "verplaats het naar een map zoals `finances/2026/`")),
        Oddity::Folder => Finding::of("stray-file", at, text!(en: "this is a folder; a file is expected here", nl: "dit is een map; hier hoort een bestand"))
            .help(text!(en: "rename or remove the folder", nl: "hernoem of verwijder de map")),
        Oddity::NoFile => Finding::of("stray-file", at, text!(en: "this is no ordinary file and is not read", nl: "dit is geen gewoon bestand en wordt niet gelezen")).help(text!(en: "remove it", nl: "verwijder het")),
        Oddity::LinkedFolder => Finding::of("stray-file", at, text!(en: "a link to a folder is not followed", nl: "een koppeling naar een map wordt niet gevolgd"))
            .help(text!(en: "put the folder itself here", nl: "zet de map zelf op deze plek")),
        Oddity::OutsideRecord => refused(&odd.path, &Refusal::OutsideRecord),
        Oddity::Unreadable(words) => Finding::of("file-unreadable", at, text!(words; en: "this folder cannot be read: {words}", nl: "deze map is niet te lezen: {words}"))
            .help(text!(en: "look at its permissions", nl: "kijk naar de rechten")),
    }
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
fn documents(record: &Record, source: &Source) -> BTreeSet<String> {
    let settings = record.collaboration.as_ref();
    let agreement = settings.and_then(|settings| settings.agreement.as_ref()).and_then(|agreement| agreement.file.as_deref());
    let named: BTreeSet<&str> =
        record.tasks.values().filter_map(|task| task.process.as_deref()).chain(agreement).filter_map(document).collect();
    named.into_par_iter().filter(|path| source.exists(path)).map(str::to_owned).collect()
}
