//! The history of a record in its own terms, the newest first: who joined, which duty changed hands, what it costs whom, and who noted it.

mod about;
mod authors;
mod files;

use chrono_tz::Tz;

use crate::answers::audience::{Audience, Hidden, may_see};
use crate::changes::files::{agreement_by, began, moved};
use crate::changes::rating::{Rating, Reason, rated};
use crate::changes::told::What;
use crate::changes::{Change, between, between_among};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Readers, Table};
use crate::record::Record;
use crate::record::history::{Moment, Order};
use crate::reports::begun;
use crate::reports::changes::reasons::{heading as heading_of, judged_at, reason};
use crate::reports::changes::{Telling, full, masked, masks, said};
pub use crate::reports::log::about::{KINDS, Sought};
use crate::reports::log::about::{Mention, mentions};
use crate::reports::log::authors::Authors;
use crate::reports::log::files::{regained, unknown};
use crate::source::git::walk::{Begin, Walk};
use crate::source::layout::FileKind;
use crate::source::past::{Exchange, Exchanged};
use crate::text;
use crate::text::Text;

/// What is asked of a history.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only what is about one of these, or names them; everything where it is empty.
    pub about: Vec<Sought>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    pub audience: Audience,
    /// The day on which every commit is judged, where it is not its own.
    pub on: Option<Date>,
    /// Where the record is kept.
    pub zone: Tz,
    /// Whether everybody is known who ever stood in the record and may not be named now.
    pub knows_all: bool,
    pub readers: Readers,
}

/// A history as it is gone through, oldest commit first.
pub struct Log<'a> {
    /// The record as it is now: whom it does not name is not named.
    now: &'a Record,
    options: &'a Options,
    begin: &'a Begin,
    entries: Vec<Entry>,
    /// Commits that change nothing in what the record means.
    silent: usize,
    /// What must not be read, while nothing changes in who may be named.
    masks: Option<Vec<Hidden>>,
    sought: about::Search,
    /// Whether any commit has a record.
    pub has_met: bool,
}

/// One commit, and what it says.
#[derive(Debug, Clone)]
struct Entry {
    id: String,
    on: Date,
    author: String,
    is_merge: bool,
    told: Vec<Told>,
}

/// A sentence, and what it is about.
#[derive(Debug, Clone)]
struct Told {
    sentence: Text,
    code: &'static str,
    rating: Rating,
    reason: Option<Reason>,
    kind: FileKind,
    keys: Vec<String>,
    about: String,
    file: String,
    mentions: Vec<Mention>,
    /// What it was called before, where this is another id of the same.
    renamed_from: Option<String>,
}

impl<'a> Log<'a> {
    /// A history that begins so, for the record as it is now.
    pub fn new(now: &'a Record, begin: &'a Begin, options: &'a Options) -> Log<'a> {
        let sought = about::Search::of(now, &options.about);
        Log { now, options, begin, entries: Vec::new(), silent: 0, masks: None, sought, has_met: false }
    }

    /// In which order the commits are to be looked at: what is no longer there is followed from one to the next.
    pub fn order(&self) -> Order {
        if self.sought.is_there() { Order::InParts } else { Order::OneByOne }
    }

    /// Goes on with what was looked at after it.
    #[must_use]
    pub fn then(mut self, later: Log<'a>) -> Log<'a> {
        self.entries.extend(later.entries);
        self.silent += later.silent;
        self.has_met |= later.has_met;
        self
    }

    /// Whether a commit of this day is asked for.
    pub fn is_wanted(&self, day: Date) -> bool {
        self.options.since.is_none_or(|since| day >= since) && self.options.until.is_none_or(|until| day <= until)
    }

    /// Looks at what a commit changed.
    pub fn add(&mut self, moment: &mut Moment<'_>) {
        let day = Date(moment.step.commit.time.with_timezone(&self.options.zone).date_naive());
        let on = self.options.on.unwrap_or(day);
        moment.before.judge(on);
        moment.after.judge(on);
        let (before, after) = (&moment.before.record, &moment.after.record);
        self.has_met = self.has_met || before.files + after.files > 0;
        let people_differ = people_differ(before, after, moment.exchange);
        let people_differ = people_differ || !moment.regained.is_empty();
        if people_differ {
            self.masks = None;
        }
        let begins = before.files == 0 && after.files > 0;
        let mut changes = match moment.exchange {
            // What stands in it is of interest to whoever asks for one of its things.
            _ if begins && self.options.about.is_empty() => vec![began(after)],
            Exchange::Anew => between(before, after),
            Exchange::Files { files, .. } => between_among(before, after, Some(&files.iter().map(|one| &one.file).collect::<Vec<_>>())),
        };
        changes.extend(moment.step.moved_from.as_ref().map(|from| moved(from, &moment.step.commit.prefix)));
        changes.extend(agreement_by((before, after), |path| moment.before.document(path), |path| moment.after.document(path)));
        self.sought.meet(before, after, &changes);
        // That it is named by its new id from now on is no news beside that it was renamed.
        let wants_each = !self.options.about.is_empty() || self.options.readers != Readers::People;
        changes.retain(|change| change.what != What::Follows && (wants_each || !change.what.is_silent()));
        // What a cut history begins with was there before.
        if *self.begin == Begin::Cut && before.files == 0 {
            return;
        }
        let aside: Vec<Told> = unknown(moment).chain(regained(moment, &changes)).collect();
        if changes.is_empty() && aside.is_empty() {
            self.silent += usize::from(self.is_wanted(day));
        } else if self.is_wanted(day) {
            let is_merge = moment.step.parents.len() > 1;
            let telling = Telling { before, after, now: self.now, is_merge, audience: self.options.audience };
            let masks = match self.masks.take() {
                Some(masks) if !people_differ => masks,
                _ => masks(&telling),
            };
            let told = aside.into_iter().chain(changes.iter().map(|change| Told {
                sentence: masked(&said(change, &telling), &masks),
                code: change.what.code(),
                rating: rated(change).0,
                reason: rated(change).1,
                kind: change.thing.kind,
                keys: if self.options.readers == Readers::People { Default::default() } else { telling.keys(change) },
                about: change.thing.id.clone(),
                file: change.thing.file.to_string(),
                mentions: if self.options.about.is_empty() { Vec::new() } else { mentions(change, &telling) },
                renamed_from: renamed_from(change),
            }));
            self.entries.push(Entry {
                id: moment.step.commit.id.clone(),
                on: day,
                author: moment.step.author.clone(),
                is_merge,
                told: told.collect(),
            });
            self.masks = (!people_differ).then_some(masks);
        }
    }

    /// The report, when every commit was looked at.
    ///
    /// # Errors
    /// What was asked for and never stood in the record.
    pub fn document(&mut self, walk: &Walk) -> Result<Document, Vec<String>> {
        let unknown = self.sought.unknown();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        if !self.options.about.is_empty() {
            self.sought.keep(&mut self.entries, self.now, self.options.audience);
            self.silent = 0;
        }
        self.entries.retain(|entry| !entry.told.is_empty());
        let places = walk.places();
        self.entries.sort_by_key(|entry| std::cmp::Reverse(places.get(entry.id.as_str()).copied()));
        let authors = Authors::of(self.now, self.options, self.entries.iter().map(|entry| entry.author.as_str()));
        let mut document = begun(self.now, "log", self.title());
        if let (Some(on), Some(settings)) = (self.options.on, &self.now.collaboration) {
            // Every commit is told, also those after that day.
            let name = &settings.name;
            document.subtitle = text!(on; en: "{name}, judged on {on}", nl: "{name}, beoordeeld op {on}");
        }
        let shows_authors = self.options.audience > Audience::Public;
        for entry in &self.entries {
            document.blocks.push(Block::Heading(heading(entry, shows_authors.then(|| authors.name(&entry.author)))));
            document.blocks.push(Block::List(entry.told.iter().map(|told| full(&told.sentence)).collect()));
        }
        document.blocks.extend(self.remarks().into_iter().map(Block::Paragraph));
        match self.options.readers {
            Readers::People => {}
            Readers::Spreadsheets => document.sheet = self.table(&authors),
            Readers::Programs => document.data = vec![self.table(&authors)],
        }
        Ok(document)
    }

    fn title(&self) -> Text {
        let when = match (self.options.since, self.options.until) {
            (None, None) => Text::default(),
            (Some(since), None) => text!(since; en: " since {since}", nl: " sinds {since}"),
            (None, Some(until)) => text!(until; en: " until {until}", nl: " tot en met {until}"),
            (Some(since), Some(until)) => text!(since, until; en: " from {since} until {until}", nl: " van {since} tot en met {until}"),
        };
        match &self.sought.names(self.now, self.options.audience)[..] {
            [] => text!(when; en: "What changed{when}", nl: "Wat er veranderde{when}"),
            names => {
                let names = crate::reports::meeting::enumerated(names);
                text!(when, names; en: "What changed{when}: {names}", nl: "Wat er veranderde{when}: {names}")
            }
        }
    }

    fn remarks(&self) -> Vec<Text> {
        let mut remarks = Vec::new();
        if self.entries.is_empty() {
            remarks.push(Text::new("Nothing changed in the record.", "Er veranderde niets in het dossier."));
        }
        match self.silent {
            0 => {}
            1 => remarks.push(Text::new("1 commit changed nothing in what the record says.", "1 commit veranderde niets aan wat er in het dossier staat.")),
            many => remarks.push(text!(en: "{many} commits changed nothing in what the record says.", nl: "{many} commits veranderden niets aan wat er in het dossier staat.")),
        }
        if *self.begin == Begin::Cut {
            remarks.push(Text::new(
                "This clone does not hold the whole history; what happened earlier is not in it. `git fetch --unshallow` gets the rest.",
                "Deze kloon bevat niet de hele geschiedenis; wat er eerder gebeurde, staat er niet in. Met `git fetch --unshallow` haalt u de rest op.",
            ));
        }
        remarks
    }

    /// Whether the id says nothing of somebody who may not be named.
    fn may_show(&self, told: &Told) -> bool {
        told.kind != FileKind::People || self.now.people.get(told.about.as_str()).is_some_and(|one| may_see(one, self.options.audience))
    }

    fn table(&self, authors: &Authors) -> Table {
        let shows_authors = self.options.audience > Audience::Public;
        let mut columns = vec![
            Column::words("on", Text::new("Date", "Datum")),
            Column::words("commit", Text::new("Commit", "Commit")),
            Column::words("author", Text::new("By", "Door")),
            Column::words("rating", Text::new("Weight", "Gewicht")),
            Column::words("change", Text::new("Kind of change", "Soort wijziging")),
            Column::words("kind", Text::new("Kind", "Soort")),
            Column::words("id", Text::new("Id", "Id")),
            Column::words("file", Text::new("File", "Bestand")),
            Column::words("keys", Text::new("Keys", "Sleutels")),
            Column::words("sentence", Text::new("Change", "Wijziging")),
            Column::words("reason", Text::new("Why it matters", "Waarom het ertoe doet")),
            Column::words("handbook", Text::new("Handbook", "Handboek")),
            Column::words("merge", Text::new("Merge", "Samenvoeging")),
        ];
        let row = |entry: &Entry, told: &Told| {
            let mut row = vec![
                Cell::Date(entry.on),
                Cell::same(entry.id.clone()),
                Cell::Text(authors.name(&entry.author)),
                Cell::Word(told.rating.id().into(), heading_of(told.rating)),
                Cell::Name(told.code.into()),
                Cell::Name(kind(told).into()),
                if self.may_show(told) { Cell::maybe(Some(told.about.as_str()).filter(|about| !about.is_empty())) } else { Cell::Blank },
                Cell::maybe(Some(told.file.as_str()).filter(|file| !file.is_empty())),
                Cell::List(told.keys.iter().map(Cell::same).collect()),
                Cell::Text(told.sentence.clone()),
                told.reason.map_or(Cell::Blank, |why| Cell::Text(judged_at(&reason(why), short(&entry.id)))),
                Cell::maybe(told.reason.and_then(Reason::handbook)),
                Cell::Word(
                    if entry.is_merge { "yes" } else { "no" }.into(),
                    if entry.is_merge { Text::new("yes", "ja") } else { Text::new("no", "nee") },
                ),
            ];
            if !shows_authors {
                row.remove(2);
            }
            row
        };
        let rows = self.entries.iter().flat_map(|entry| entry.told.iter().map(move |told| row(entry, told))).collect();
        if !shows_authors {
            columns.remove(2);
        }
        Table { name: "changes", columns, rows }
    }
}

/// Day, commit and author above the sentences of a commit.
fn heading(entry: &Entry, author: Option<Text>) -> Text {
    let (on, id) = (entry.on, short(&entry.id));
    let mut heading = text!(on; en: "{on} · {id}", nl: "{on} · {id}");
    if let Some(author) = author {
        heading = text!(heading, author; en: "{heading} · {author}", nl: "{heading} · {author}");
    }
    if entry.is_merge {
        heading = text!(heading; en: "{heading} · merged", nl: "{heading} · samengevoegd");
    }
    heading
}

fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

/// What programs call the kind of what is told.
fn kind(told: &Told) -> &'static str {
    if told.kind == FileKind::People && told.about != told.file {
        return "person";
    }
    crate::source::layout::KINDS.iter().find(|(one, ..)| *one == told.kind).map_or("", |(_, name, _)| name)
}

/// Whether people came, went or are others, or the names of those who employ them: with these it changes who is named, and how.
fn people_differ(before: &Record, after: &Record, exchange: &Exchange) -> bool {
    let Exchange::Files { files, .. } = exchange else { return true };
    let with_people = |one: &&Exchanged| matches!(one.kind, FileKind::Participant | FileKind::People);
    files.iter().filter(with_people).any(|one| {
        let in_file = |record: &Record| record.people.values().filter(|person| person.file == one.file).cloned().collect::<Vec<_>>();
        let employer = |record: &Record| record.participants.get(one.file.stem()).map(|employer| employer.name.clone());
        employer(before) != employer(after) || in_file(before) != in_file(after)
    })
}

/// The id that a thing had, where it has another now.
fn renamed_from(change: &Change) -> Option<String> {
    let (old, _) = change.thing.before.as_ref()?;
    (change.thing.is_there && *old != change.thing.id).then(|| old.clone())
}

impl Told {
    /// What no record says by itself.
    fn aside(code: &'static str, sentence: Text) -> Told {
        let (about, file, mentions) = Default::default();
        Told {
            sentence,
            code,
            rating: Rating::Notice,
            reason: None,
            keys: Vec::new(),
            kind: FileKind::Collaboration,
            about,
            file,
            mentions,
            renamed_from: None,
        }
    }
}
