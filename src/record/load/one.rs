//! Reads one file: what it holds, or every error of it.

use crate::finding::Finding;
use crate::record::collaboration::Collaboration;
use crate::record::diagnosis;
use crate::record::event::{Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::load::said::{not_utf8, refused};
use crate::record::participant::{Participant, People};
use crate::record::reader::{self, Arena};
use crate::record::work::{Product, Role, Task};
use crate::source::layout::FileKind;
use crate::source::{FilePath, Refusal, Source, SourceFile};
use crate::text::Lang;

/// What a file holds, once read.
#[derive(Debug, Clone)]
pub(in crate::record) enum Body {
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

pub(in crate::record) type Parsed = Result<Body, Vec<Finding>>;

/// What came of reading one file.
#[derive(Debug, Clone)]
pub(in crate::record) struct Read {
    pub body: Parsed,
    /// What is to be said although it could be read.
    pub remarks: Vec<Finding>,
    /// The language that the settings name, even where the rest of them cannot be read.
    pub language: Option<Lang>,
}

/// What one thread needs for reading, and uses again for the next file.
#[derive(Default)]
pub(in crate::record) struct Room {
    buffer: Vec<u8>,
    arena: Arena,
    /// Bytes of the texts that were parsed in the arena.
    used: usize,
}

/// An arena only grows. One for each file would take memory where the last file's texts have just been put, and so ask
/// the system for more with nearly every file.
const ROOM: usize = 16 * 1024;

pub(super) fn parse(source: &Source, file: &SourceFile, room: &mut Room) -> Read {
    let mut buffer = std::mem::take(&mut room.buffer);
    let read = parse_bytes(&file.path, file.kind, source.read(file, &mut buffer), room);
    room.buffer = buffer;
    read
}

/// What bytes mean as a file of a kind, or why there are none.
pub(in crate::record) fn parse_bytes(path: &FilePath, kind: FileKind, bytes: Result<&[u8], Refusal>, room: &mut Room) -> Read {
    let failed = |finding| Read { body: Err(vec![finding]), remarks: Vec::new(), language: None };
    // A name that is no text cannot be asked for by its text; that it is no id is said already.
    if path.as_str().contains(char::REPLACEMENT_CHARACTER) {
        return Read { body: Err(Vec::new()), remarks: Vec::new(), language: None };
    }
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(refusal) => return failed(refused(path, &refusal)),
    };
    // Places count from after the byte order mark, as those who look them up do.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return failed(not_utf8(path, bytes, error.valid_up_to())),
    };
    if room.used > ROOM {
        (room.arena, room.used) = (Arena::default(), 0);
    }
    room.used += text.len();
    let body = read_as(path, kind, text, &room.arena);
    let language = match &body {
        Ok(Body::Collaboration(settings)) => settings.language,
        Err(_) if kind == FileKind::Collaboration => diagnosis::language_of(text),
        _ => None,
    };
    let remarks = if body.is_ok() { diagnosis::newer_toml(path, text) } else { Vec::new() };
    Read { body, remarks, language }
}

fn read_as(path: &FilePath, kind: FileKind, text: &str, arena: &Arena) -> Parsed {
    fn body<T: serde::de::DeserializeOwned>(
        arena: &Arena,
        (path, kind): (&FilePath, FileKind),
        text: &str,
        wrap: fn(Box<T>) -> Body,
    ) -> Parsed {
        reader::read_in::<T>(arena, text)
            .map(|value| wrap(Box::new(value)))
            .map_err(|error| diagnosis::diagnose(path, kind, text, &error.0))
    }
    match kind {
        FileKind::Collaboration => body(arena, (path, kind), text, Body::Collaboration),
        FileKind::Community => body(arena, (path, kind), text, Body::Community),
        FileKind::People => body(arena, (path, kind), text, Body::People),
        FileKind::Participant => body(arena, (path, kind), text, Body::Participant),
        FileKind::Product => body(arena, (path, kind), text, Body::Product),
        FileKind::Role => body(arena, (path, kind), text, Body::Role),
        FileKind::Task => body(arena, (path, kind), text, Body::Task),
        FileKind::Event => body(arena, (path, kind), text, Body::Event),
        FileKind::Budget => body(arena, (path, kind), text, Body::Budget),
        FileKind::Expenses => body(arena, (path, kind), text, Body::Expenses),
        FileKind::Payments => body(arena, (path, kind), text, Body::Payments),
        FileKind::Invoice => body(arena, (path, kind), text, Body::Invoice),
        FileKind::Contract => body(arena, (path, kind), text, Body::Contract),
    }
}
