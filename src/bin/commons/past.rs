//! The past of a record beside the record as it is now: which commit is meant, and who may be named of it.

use std::cell::OnceCell;
use std::path::Path;

use anyhow::bail;
use chrono_tz::Tz;
use commons::answers::audience::{Audience, Hidden, gone, hidden, named_as_now};
use commons::date::Date;
use commons::record::Record;
use commons::record::history::{Ever, ever};
use commons::record::load::load;
use commons::record::participant::{Now, Person};
use commons::reports::changes::reasons::judged_at;
use commons::source::git::walk::Walk;
use commons::source::git::{self, Commit};
use commons::source::layout::{self, FileKind, Standing};
use commons::source::{FilePath, Source, directory, revision};
use commons::text::Text;

use crate::context::{Opened, say};

/// The commit that was typed, by a revision or by a day where the record is kept.
pub fn resolve(folder: &Path, typed: &str) -> anyhow::Result<Commit> {
    git::resolve(folder, typed, if Date::parse(typed).is_some() { zone_now(folder) } else { Tz::UTC })
}

/// The files of the record as it is now: in its folder, or in the one to which it was moved; in a repository without a work tree those
/// of its last commit.
pub fn present(folder: &Path) -> Option<Source> {
    let there = |folder: &Path| directory::open(folder).ok().filter(|source| !source.files.is_empty());
    if let Some(source) = there(folder) {
        return Some(source);
    }
    let head = git::resolve(folder, "HEAD", Tz::UTC).ok()?;
    let moved = git::toplevel(folder).and_then(|top| there(&top.join(&head.prefix)));
    moved.or_else(|| revision::open(folder, head).ok().filter(|source| !source.files.is_empty()))
}

/// The time zone of the record as it is now.
pub fn zone_now(folder: &Path) -> Tz {
    let now = present(folder).map(|mut source| {
        source.files.retain(|file| file.kind == FileKind::Collaboration);
        load(&source, Date::FIRST, &|| ()).0
    });
    now.map_or(chrono_tz::Europe::Amsterdam, |record| zone(&record))
}

/// Says that a day is still to come: what is known of it is what is known now.
pub fn warn_of_day(folder: &Path, typed: &str) {
    let Some(day) = Date::parse(typed) else { return };
    if day > Date(chrono::Utc::now().with_timezone(&zone_now(folder)).date_naive()) {
        say(&format!("warning: {day} is still to come, so this is the record as it was last committed"));
    }
}

/// Opens the files of a record as it is now in its folder, and says where git leaves some of them out of it.
pub fn working(root: &Path) -> anyhow::Result<Source> {
    let mut left_out = git::left_out(root);
    left_out.retain(|path| matches!(layout::standing(path), Standing::File(_)));
    if let [first, ..] = &left_out[..] {
        let more = left_out.len() - 1;
        let others = if more == 0 { String::new() } else { format!(" and {more} more files of the record") };
        say(&format!(
            "warning: git was told to leave {first}{others} out of this folder, so it is read as though that were gone; `git sparse-checkout disable` brings it back"
        ));
    }
    directory::open(root)
}

/// Opens the files of a record at a revision. Without its settings it was none, as in a folder.
pub fn open(folder: &Path, typed: &str) -> anyhow::Result<Source> {
    let source = open_any(folder, typed)?;
    let settings = FilePath::new("commons.toml");
    if source.file(&settings).is_none() && !source.odd.iter().any(|odd| odd.path == settings) {
        let short = source.commit.as_ref().map_or(typed, |commit| commit.id.get(..10).unwrap_or(&commit.id));
        bail!(
            "there is no `commons.toml` in {} at {short}, so there was no record then; name another revision, which `commons log` shows",
            folder.display()
        );
    }
    Ok(source)
}

/// The same of files without settings, of which can be told what became of them.
pub fn open_any(folder: &Path, typed: &str) -> anyhow::Result<Source> {
    warn_of_day(folder, typed);
    let commit = resolve(folder, typed)?;
    let id = commit.id.clone();
    let source = revision::open(folder, commit)?;
    if source.files.is_empty() {
        let short = id.get(..10).unwrap_or(&id);
        let others: Vec<String> = git::records(folder, &id)?.iter().map(|folder| named(folder)).collect();
        match others.as_slice() {
            [] => bail!("there is no record in {} at {short}; name its folder with -C, or another revision", folder.display()),
            others => bail!("there is no record in {} at {short}; name the folder of one with -C: {}", folder.display(), others.join(", ")),
        }
    }
    Ok(source)
}

fn named(folder: &str) -> String {
    match folder.trim_end_matches('/') {
        "" => "the top of the repository".to_owned(),
        folder => format!("`{folder}`"),
    }
}

/// What the record as it is now says of who may be named, read when it is first asked for.
pub struct Naming<'f> {
    folder: &'f Path,
    now: OnceCell<Option<Record>>,
}

impl<'f> Naming<'f> {
    pub fn of(folder: &'f Path) -> Naming<'f> {
        Naming { folder, now: OnceCell::new() }
    }

    fn now(&self) -> Option<&Record> {
        let read = || {
            let mut now = present(self.folder)?;
            let named = [FileKind::Collaboration, FileKind::Participant, FileKind::People, FileKind::Role, FileKind::Product];
            now.files.retain(|file| named.contains(&file.kind));
            Some(load(&now, Date::FIRST, &|| ()).0)
        };
        self.now.get_or_init(read).as_ref()
    }
}

/// Lets nobody be named of a past record whom the record as it is now does not name. Who is new on a branch is not gone.
pub fn named_now(then: &mut Record, source: &Source, naming: &Naming<'_>) {
    let Some(commit) = &source.commit else { return };
    let (false, Some(now)) = (then.people.is_empty(), naming.now()) else { return };
    named_as_now(then, now);
    if then.people.values().all(|person| person.now != Now::Gone) {
        return;
    }
    let base = git::resolve(&source.root, "HEAD", Tz::UTC).and_then(|head| git::common(&source.root, &head, commit));
    let Some(base) = base.ok().filter(|base| base.id != commit.id) else { return };
    let Ok(base) = revision::open(&source.root, base).map(|base| people(base, then.on)) else { return };
    let is_new = |person: &Person| base.people.get(&person.id).is_none_or(|one| one.name != person.name);
    then.people.values_mut().filter(|person| person.now == Now::Gone && is_new(person)).for_each(|person| person.now = Now::Same);
}

/// Whoever stood in the record at any time and may not be named now, wherever their names stand. `records` are those that are told of,
/// and `commits` those that are asked about.
pub fn unnamed(naming: &Naming<'_>, records: &[&Record], commits: &[&Commit]) -> Vec<Person> {
    let head = git::resolve(naming.folder, "HEAD", Tz::UTC).ok();
    let mut tips: Vec<&Commit> = head.iter().chain(commits.iter().copied()).collect();
    tips.dedup_by_key(|commit| &commit.id);
    // What git does not have is said by whoever needs it.
    let Ok(ever) = ever(naming.folder, &tips, None) else { return Vec::new() };
    naming.now().map(|now| gone(ever.people, now, records)).unwrap_or_default()
}

/// The same for a record as it is now that is open, before some commits, with the history of the first of them at hand; and whether git
/// has all of it.
pub fn unnamed_in(now: &Record, folder: &Path, tips: &[&Commit], walked: &Walk) -> (Vec<Person>, bool) {
    let Ok(Ever { people, is_whole }) = ever(folder, tips, Some(walked)) else { return (Vec::new(), false) };
    (gone(people, now, &[]), is_whole)
}

/// Lets a record that is open, where it is a past one, name nobody whom the record as it is now does not name.
pub fn name_as_now(Opened { source, record, .. }: &mut Opened) {
    let Some(commit) = &source.commit else { return };
    let naming = Naming::of(&source.root);
    named_now(record, source, &naming);
    record.gone = unnamed(&naming, &[record], &[commit]);
}

/// What must not be read of what is found in the files of a past revision: whom the record as it is now does not name.
pub fn hidden_in(opened: &mut Opened) -> Option<Hidden> {
    opened.source.commit.as_ref()?;
    name_as_now(opened);
    Some(hidden(&opened.record, Audience::default())).filter(|hidden| !hidden.is_empty())
}

/// What a record says of people alone.
fn people(mut source: Source, on: Date) -> Record {
    source.files.retain(|file| matches!(file.kind, FileKind::Participant | FileKind::People));
    load(&source, on, &|| ()).0
}

/// A record as git knew it at the end of a day; none where there was none yet, where git does not say, or where a part of it
/// could not be read: what is new since cannot be told from half a record.
pub fn known_on(day: Date, source: &Source, kinds: &[FileKind]) -> anyhow::Result<Option<Record>> {
    let Ok(commit) = resolve(&source.root, &day.to_string()) else { return Ok(None) };
    let mut then = revision::open(&source.root, commit)?;
    then.files.retain(|file| kinds.contains(&file.kind));
    let (mut record, _) = load(&then, day, &|| ());
    named_now(&mut record, &then, &Naming::of(&then.root));
    Ok((record.files > 0 && record.unread.is_empty()).then_some(record))
}

/// What is said of a record, where it leads to `commons check`: of the revision that was asked about.
pub fn judging(text: &str, at: Option<&str>) -> String {
    at.map_or_else(|| text.to_owned(), |at| judged_at(&Text::same(text), at).en.into_owned())
}

/// Refuses a folder in which no files can stand now.
pub fn standing(folder: &Path) -> anyhow::Result<()> {
    if git::is_bare(folder) {
        bail!("{} is in a repository without a working folder; name a revision, such as --at HEAD", folder.display());
    }
    if !folder.is_dir() {
        bail!("{} is not a folder; name the folder that holds `commons.toml`", folder.display());
    }
    Ok(())
}

/// The time zone of a record.
pub fn zone(record: &Record) -> chrono_tz::Tz {
    record.collaboration.as_ref().and_then(|settings| settings.time_zone).map_or(chrono_tz::Europe::Amsterdam, |zone| zone.0)
}
