//! What a shell offers while a command is typed: rules, kinds of file, paths, and the ids of the record that the line names.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter};
use clap_complete::env::{Bash, CompleteEnv, EnvCompleter, Fish, Shells, Zsh};
use commons::answers::audience::{Audience, called, hidden};
use commons::beginning::id_for;
use commons::date::Date;
use commons::handbook::{Area, Level, municipalities};
use commons::record::Record;
use commons::record::index::{GROUPS, Kinds};
use commons::record::load::load;
use commons::record::values::Id;
use commons::source::directory;
use commons::source::layout::{FileKind, KINDS};
use commons::text::{Lang, safe};
use commons::writing::add::Kind;
use commons::writing::add::accepted::accepted;

use crate::language::{known_lang, lang_among};

/// The variable in which a shell says that it asks, and what it is.
pub const VARIABLE: &str = "COMMONS_COMPLETE";

/// The shells for which there are completions.
pub const SHELLS: [&dyn EnvCompleter; 3] = [&Bash, &Fish, &Zsh];

/// Set once a shell asks: its variable is gone by the time that commands are made ready.
static ASKED: OnceLock<()> = OnceLock::new();

/// Answers a shell that asks what may follow, and says whether one did. Whatever goes wrong, nothing is offered and nothing is
/// said: somebody is in the middle of a line.
pub fn answered(command: fn() -> clap::Command) -> bool {
    if std::env::var_os(VARIABLE).is_none_or(|shell| shell.is_empty()) {
        return false;
    }
    ASKED.get_or_init(|| ());
    let asked = CompleteEnv::with_factory(command).var(VARIABLE).shells(Shells(&SHELLS)).bin("commons").completer("commons");
    let _ = asked.try_complete(std::env::args_os(), std::env::current_dir().ok().as_deref());
    true
}

/// The ids of the record that stand for things of these kinds, with their names.
pub fn ids(kinds: Kinds) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, root().map(|root| things(&root, kinds)).unwrap_or_default()))
}

/// The invoices of the record: those that were issued by their number, others by the name of their file, each with who is to pay.
pub fn invoices() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| among(typed, root().map(|root| numbers(&root)).unwrap_or_default()))
}

/// The ids that a flag of something that is added may name.
pub fn named_by(kind: &'static Kind, flag: &'static str) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let kinds = accepted(kind).get(flag).copied().unwrap_or_default();
        among(typed, root().map(|root| things(&root, kinds)).unwrap_or_default())
    })
}

/// Some words of the format.
pub fn words(words: &[&'static str]) -> ArgValueCompleter {
    let words = words.to_vec();
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, words.iter().map(|word| ((*word).to_owned(), String::new()))))
}

/// Whether a shell asks about a line that has nothing to do with a command.
pub fn is_about_another(command: &str) -> bool {
    ASKED.get().is_some() && std::env::args_os().all(|word| word != command)
}

/// The rules, with what they find.
pub fn rules() -> ArgValueCompleter {
    let all = |lang: Lang| commons::rules::all().map(move |rule| (rule.name.to_owned(), rule.summary.get(lang).to_owned()));
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, all(lang())))
}

/// The ambition levels.
pub fn levels() -> ArgValueCompleter {
    let all = |lang: Lang| Level::ALL.into_iter().map(move |level| (level.id().to_owned(), level.name().get(lang).to_owned()));
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, all(lang())))
}

/// The areas of the checklist.
pub fn areas() -> ArgValueCompleter {
    let all = |lang: Lang| Area::ALL.into_iter().map(move |area| (area.id().to_owned(), area.name().get(lang).to_owned()));
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, all(lang())))
}

/// The kinds of file that have a schema, with where they stand.
pub fn schemas() -> ArgValueCompleter {
    let kinds = || KINDS.iter().map(|(_, name, paths)| ((*name).to_owned(), paths[0].to_owned()));
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, kinds().chain([("export".to_owned(), "commons export json".to_owned())])))
}

/// The municipalities that exist, each by the id that it would get.
pub fn municipalities() -> ArgValueCompleter {
    let all = || municipalities::all().iter().filter(|one| one.inhabitants.is_some());
    let named = move || all().map(|one| (id_for(one.name).as_str().to_owned(), one.name.to_owned()));
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, named()))
}

/// The languages.
pub fn languages() -> ArgValueCompleter {
    let all = || [("nl", "Nederlands"), ("en", "English")].map(|(id, name)| (id.to_owned(), name.to_owned()));
    ArgValueCompleter::new(move |typed: &OsStr| among(typed, all()))
}

/// Files and folders: those of the record where `-C` names one, else those of the working directory.
pub fn paths() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let from = match option("-C", "--record") {
            Some(_) => root(),
            None => std::env::current_dir().ok(),
        };
        let below = from.map(|from| PathCompleter::any().current_dir(from).complete(typed)).unwrap_or_default();
        below.into_iter().filter(is_plain).collect()
    })
}

/// Whether a shell can take a path as it stands: nothing in it steers, and nothing would be read as a pattern or as two words.
fn is_plain(candidate: &CompletionCandidate) -> bool {
    candidate.get_value().to_str().is_some_and(|path| safe(path) == path && !path.contains(['*', '?', '[', '"', '\'', '`', '$', '\\']))
}

/// What begins as it was typed, each with its help.
fn among(typed: &OsStr, all: impl IntoIterator<Item = (String, String)>) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let begins = all.into_iter().filter(|(id, _)| id.starts_with(typed));
    begins.map(|(id, name)| CompletionCandidate::new(id).help(Some(safe(&name).into_owned().into()))).collect()
}

/// The things of these kinds in the record, by id. Only the files that can hold them are read.
fn things(root: &Path, kinds: Kinds) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    if kinds.has(Kinds::GROUP) {
        found.extend(GROUPS.map(|word| (word.to_owned(), String::new())));
    }
    if let Some(record) = read(root, kinds) {
        let lang = lang();
        let mut add = |kind: Kinds, id: &Id, name: &str| {
            if kinds.has(kind) {
                found.push((id.as_str().to_owned(), name.to_owned()));
            }
        };
        record.participants.values().for_each(|one| add(Kinds::ORGANISATION, &one.id, &one.name));
        record.people.values().for_each(|one| add(Kinds::PERSON, &one.id, called(&record, one, Audience::Participants).get(lang)));
        record.roles.values().for_each(|one| add(Kinds::ROLE, &one.id, &one.title));
        record.tasks.values().for_each(|one| add(Kinds::TASK, &one.id, &one.title));
        record.products.values().for_each(|one| add(Kinds::PRODUCT, &one.id, &one.name));
        record.events.values().for_each(|one| add(Kinds::EVENT, &one.id, &one.title));
        record.contracts.values().for_each(|one| add(Kinds::CONTRACT, &one.id, &one.what));
        // The id of a file that cannot be read is known all the same.
        for unread in &record.unread {
            if let Some((kind, _)) = HOLDERS.iter().find(|(kind, files)| *kind != Kinds::PERSON && files.contains(&unread.kind)) {
                add(*kind, &Id::new(unread.file.stem()), "");
            }
        }
        for channel in record.community.iter().flat_map(|community| &community.channel) {
            add(Kinds::CHANNEL, &channel.id, channel.name.as_deref().unwrap_or_default());
        }
        unnamed(&record, lang, &mut found);
    }
    found.retain(|(id, _)| Id::is_valid(id));
    found.sort();
    found.dedup_by(|one, other| one.0 == other.0);
    found
}

/// The numbers of invoices and the names of drafts, the newest first, as far as a shell can take them as they stand.
fn numbers(root: &Path) -> Vec<(String, String)> {
    let Some(record) = read_only(root, |kind| matches!(kind, FileKind::Invoice | FileKind::Participant)) else { return Vec::new() };
    let name = |id: &Id| record.organisation(id).map_or_else(|| id.to_string(), |one| one.name.clone());
    let shown =
        record.invoices.iter().map(|one| (one.number.clone().unwrap_or_else(|| one.file.stem().to_owned()), name(&one.participant)));
    let is_plain = |number: &str| number.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
    let mut found: Vec<(String, String)> = shown.filter(|(number, _)| is_plain(number)).collect();
    found.sort();
    found.reverse();
    found
}

/// Takes the names of people who are less visible out of the titles that they stand in; all titles where not all people are known.
fn unnamed(record: &Record, lang: Lang, found: &mut [(String, String)]) {
    if record.is_unread(&[FileKind::Participant, FileKind::People]) {
        for (_, title) in found {
            title.clear();
        }
        return;
    }
    let hidden = hidden(record, Audience::Participants);
    for (_, title) in found.iter_mut().filter(|_| !hidden.is_empty()) {
        if let Some(masked) = hidden.masked(title, lang) {
            *title = masked;
        }
    }
}

/// Which files hold things of which kind.
const HOLDERS: [(Kinds, &[FileKind]); 8] = [
    (Kinds::ORGANISATION, &[FileKind::Participant]),
    (Kinds::PERSON, &[FileKind::Participant, FileKind::People]),
    (Kinds::ROLE, &[FileKind::Role]),
    (Kinds::TASK, &[FileKind::Task]),
    (Kinds::PRODUCT, &[FileKind::Product]),
    (Kinds::EVENT, &[FileKind::Event]),
    (Kinds::CONTRACT, &[FileKind::Contract]),
    (Kinds::CHANNEL, &[FileKind::Community]),
];

/// The record, with nothing in it but what these kinds need, and the people whom a title may name.
fn read(root: &Path, kinds: Kinds) -> Option<Record> {
    let people = |kind: FileKind| matches!(kind, FileKind::Participant | FileKind::People);
    read_only(root, |kind| people(kind) || HOLDERS.iter().any(|(holds, files)| kinds.has(*holds) && files.contains(&kind)))
}

/// The record, with nothing in it but these kinds of file.
fn read_only(root: &Path, needed: impl Fn(FileKind) -> bool) -> Option<Record> {
    let mut source = directory::open(root).ok()?;
    source.files.retain(|file| needed(file.kind));
    source.odd.clear();
    // No id depends on the day.
    let day = Date::of(2000, 1, 1)?;
    Some(load(&source, day, &|| ()).0)
}

/// The folder of the record: the one that was typed, else the nearest upwards.
fn root() -> Option<PathBuf> {
    let Some(folder) = option("-C", "--record") else { return directory::find(&std::env::current_dir().ok()?) };
    let folder = match folder.strip_prefix("~/") {
        // The shell has not read the line yet.
        Some(below) => Path::new(&std::env::var_os("HOME")?).join(below),
        None => PathBuf::from(&folder),
    };
    let folder = if folder.is_file() { folder.parent()?.to_owned() } else { folder };
    folder.join("commons.toml").is_file().then_some(folder)
}

/// The language of what is offered beside the ids: typed, set, the record's, the machine's.
fn lang() -> Lang {
    let typed = option("--lang", "--lang").and_then(|lang| known_lang(&lang));
    let text = root().and_then(|root| directory::text_of(&root, "commons.toml"));
    lang_among(typed, text.and_then(|text| commons::record::diagnosis::language_of(&text)))
}

/// The value of an option in the line that is being typed.
fn option(short: &str, long: &str) -> Option<String> {
    let line: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(2).collect();
    let mut words = line.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let value = if word == short || word == long {
            words.next()
        } else {
            word.strip_prefix(long)
                .and_then(|rest| rest.strip_prefix('='))
                .or_else(|| word.strip_prefix(short).filter(|_| short.len() == 2))
        };
        if let Some(value) = value.map(|value| value.trim_matches(['"', '\''])).filter(|value| !value.is_empty()) {
            return Some(value.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::Path;

    use commons::record::index::Kinds;

    use super::{among, things};

    #[test]
    fn ids_are_those_of_the_kinds_that_are_asked() {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/wijkwijzer");
        let ids = |kinds| things(&example, kinds).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        assert_eq!(ids(Kinds::TASK).len(), 22);
        assert!(ids(Kinds::ROLE).contains(&"coordinator".to_owned()));
        let actors = ids(Kinds::ANYBODY);
        for id in ["all-participants", "coordinator", "jdevries", "zwolle"] {
            assert!(actors.iter().any(|known| known == id), "{id}");
        }
        assert!(!actors.contains(&"newsletter".to_owned()) && ids(Kinds::CHANNEL).contains(&"newsletter".to_owned()));
        // Whoever is visible to those who keep the record only is offered without a name.
        let people = things(&example, Kinds::PERSON);
        assert!(people.contains(&("jdevries".to_owned(), "Jo de Vries".to_owned())), "{people:?}");
        assert!(people.iter().any(|(_, name)| name.contains(", Gemeente Zwolle")), "{people:?}");
        assert!(things(&example, Kinds::ROLE).contains(&("coordinator".to_owned(), "Coördinator".to_owned())));
        assert!(things(Path::new("/nergens"), Kinds::ROLE).is_empty());
    }

    /// A folder with these files.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let fresh = tempfile::tempdir().expect("a directory can be made");
        for (path, text) in files {
            let path = fresh.path().join(path);
            std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
            std::fs::write(path, text).expect("a file can be written");
        }
        fresh
    }

    #[test]
    fn a_title_names_nobody_who_is_not_to_be_named() {
        let person = "name = \"Gemeente A\"\n\n[people.rdevries]\nname = \"Rudolf de Vries\"\nvisibility = \"record\"\n";
        let role = ("roles/lead.toml", "title = \"Trekker (Rudolf de Vries)\"\n");
        let help = |people: &str| {
            let fresh = folder(&[("commons.toml", "name = \"x\"\nlanguage = \"nl\"\n"), role, ("participants/a.toml", people)]);
            things(fresh.path(), Kinds::ROLE).into_iter().map(|(_, help)| help).collect::<Vec<_>>()
        };
        let masked = help(person);
        assert!(masked.len() == 1 && masked[0].starts_with("Trekker (") && !masked[0].contains("Vries"), "{masked:?}");
        assert_eq!(help(&person.replace("record", "public")), ["Trekker (Rudolf de Vries)"]);
        // Where it is not known who may be named, nobody is.
        assert_eq!(help(&format!("{person}name = \n")), [""]);
    }

    #[test]
    fn nothing_that_is_offered_steers_a_terminal() {
        let fresh = folder(&[
            ("commons.toml", "name = \"x\"\n"),
            ("roles/goed.toml", "title = \"a\\u001b[31m\\n\\u202e\\tb\"\n"),
            ("roles/kapot.toml", "title = \n"),
            ("roles/niet goed.toml", "title = \"c\"\n"),
        ]);
        let found = things(fresh.path(), Kinds::ROLE);
        let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["goed", "kapot", "niet-goed"]);
        for candidate in among(OsStr::new(""), found) {
            let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(!help.contains(|c: char| c.is_control() || c == '\u{202e}'), "{help:?}");
        }
    }
}
