//! Somebody is forgotten: a pseudonym stands where they were named, and nothing leads to them but what is listed.

mod beside;
mod scrub;
mod sought;

use std::collections::BTreeMap;

use anyhow::{anyhow, bail};

use crate::answers::privacy::pseudonym;
use crate::edit::{Edit, quoted};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Person;
use crate::record::references::turn_end;
use crate::record::values::Id;
use crate::source::{FilePath, Source};
use crate::text;
use crate::text::{Lang, Text, listed};
use crate::words::fold;
use crate::writing::place::Thing;
use crate::writing::rename::rename;
use crate::writing::retire::rests_on;

use sought::Sought;

/// Which id somebody has afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewId<'a> {
    /// The one that they have where it tells nobody anything, else a neutral one.
    Neutral,
    Kept,
    Named(&'a str),
}

/// How somebody is forgotten: first the edits, then [`Forgetting::scrubbed`] over every file.
#[derive(Debug)]
pub struct Forgetting {
    pub edits: BTreeMap<FilePath, Vec<Edit>>,
    pub said: Vec<Text>,
    /// What hangs on them still, each with the command that gives it to somebody else.
    pub left: Vec<Text>,
    /// What certainly stands for them, and what may stand for somebody else too.
    certain: Sought,
    shared: Sought,
    doubtful: Sought,
    /// The others, who may have a part of the name too.
    others: Sought,
}

/// What is forgotten with the name. The days, the employer and what was held stay, so that everything still adds up.
const PERSONAL: [&str; 6] = ["position", "email", "phone", "handle", "note", "source"];

/// Plans to forget somebody.
///
/// # Errors
/// Why they cannot be forgotten, or not yet.
pub fn forget(record: &Record, source: &Source, thing: &Thing, new: NewId<'_>) -> anyhow::Result<Forgetting> {
    let Some((kind, id)) = thing.identity(record) else { bail!("only a person can be forgotten") };
    if kind != Kinds::PERSON {
        let kind = kind.named();
        bail!("`{id}` is {}, and only a person can be forgotten; what ends is for `commons retire`", kind.en);
    }
    let person = record.people.get(id.as_str()).ok_or_else(|| anyhow!("`{}` cannot be read; `commons check` says why", thing.file))?;
    still_there(record, person)?;
    let number = free_number(record, person);
    let id = match new {
        NewId::Named(id) => id.to_owned(),
        NewId::Neutral if !is_neutral(person) => format!("former-{number}"),
        NewId::Neutral | NewId::Kept => person.id.as_str().to_owned(),
    };
    let lang = record.language.unwrap_or_default();
    let name = pseudonym(number);
    let (old, renamed) = (&person.id, id != person.id.as_str());
    let (certain, shared, doubtful) = Sought::of(record, person, &id, name.get(lang));
    let others = Sought::others(record, person);
    let mut forgetting = Forgetting { edits: BTreeMap::new(), said: Vec::new(), left: Vec::new(), certain, shared, doubtful, others };
    let own = forgetting.edits.entry(thing.file.clone()).or_default();
    own.push(Edit::Set(thing.keys.then("name"), quoted(name.get(lang))));
    let held = [&person.position, &person.email, &person.phone, &person.handle].map(Option::is_some);
    let held = held.into_iter().chain([person.note.is_some(), person.source.is_some()]);
    let gone: Vec<&str> = PERSONAL.into_iter().zip(held).filter(|(_, held)| *held).map(|(key, _)| key).collect();
    own.extend(gone.iter().map(|key| Edit::Remove(thing.keys.then(*key))));
    if renamed {
        for (file, edits) in rename(record, source, thing, &id)?.edits {
            forgetting.edits.entry(file).or_default().extend(edits);
        }
    }
    let called = name.get(lang).to_owned();
    forgetting.said.push(if renamed {
        text!(en: "`{old}` becomes `{id}`, called “{called}”, everywhere", nl: "`{old}` wordt overal `{id}`, met de naam “{called}”")
    } else {
        text!(en: "`{old}` keeps its id, and is called “{called}”", nl: "`{old}` houdt dit id, en heet nu “{called}”")
    });
    if !gone.is_empty() {
        let keys = listed(gone, 10);
        forgetting.said.push(text!(keys; en: "gone: {keys}", nl: "weggehaald: {keys}"));
    }
    if old.as_str() == id && !is_neutral(person) {
        forgetting.left.push(
            text!(en: "- the id `{id}` may still say who it was", nl: "- aan het id `{id}` is misschien nog te zien om wie het ging"),
        );
    }
    // What is listed goes by the new id.
    let renamed =
        |text: &str| text.replace(&format!("`{old}`"), &format!("`{id}`")).replace(&format!("`people/{old}`"), &format!("`{id}`"));
    let rests = rests_on(record, old, record.on).into_iter();
    forgetting.left.extend(rests.map(|text| Text { en: renamed(&text.en).into(), nl: renamed(&text.nl).into() }));
    Ok(forgetting)
}

/// What became of the files of a record.
#[derive(Debug, Default)]
pub struct Scrubbed {
    /// The files of which the text is another.
    pub texts: BTreeMap<FilePath, String>,
    pub said: Vec<Text>,
    pub left: Vec<Text>,
}

impl Forgetting {
    /// Every file without what stands for them. `texts` are those that were edited already, as they are now.
    pub fn scrubbed(&self, record: &Record, source: &Source, texts: &BTreeMap<FilePath, String>) -> Scrubbed {
        let mut done = Scrubbed::default();
        let mut changed: Vec<Text> = Vec::new();
        let (mut kept, mut perhaps) = (Vec::new(), Vec::new());
        let issued = |file: &FilePath| record.invoices.iter().any(|one| one.file == *file && one.number.is_some());
        for file in source.files.iter().map(|file| &file.path) {
            let read = || {
                let mut buffer = Vec::new();
                let bytes = source.read(source.file(file)?, &mut buffer).ok()?;
                String::from_utf8(bytes.to_vec()).ok()
            };
            let Some(before) = texts.get(file).cloned().or_else(read) else {
                done.left.push(text!(en: "- {file}: cannot be read, so nobody looked", nl: "- {file}: niet te lezen, dus niet doorzocht"));
                continue;
            };
            let (is_issued, is_unread) = (issued(file), record.unread.iter().any(|unread| unread.file == *file));
            // What nobody understands is not changed: the ids in it would be left as they were.
            let scrubbed = scrub::scrub(record, &before, &self.certain).filter(|_| !is_issued && !is_unread);
            let is_toml = scrubbed.is_some() || is_issued;
            let (now, lines) = scrubbed.unwrap_or_else(|| (before.clone(), Vec::new()));
            changed.extend(lines.iter().map(|line| Text::same(format!("- {file}:{line}"))));
            let nobody = Sought::default();
            let certain = scrub::lines(&now, &self.certain, &nobody);
            kept.extend(certain.iter().map(|line| match (is_issued, is_toml) {
                (true, _) => text!(en: "- {file}:{line}: an invoice that was issued; Dutch tax law has it kept for seven years", nl: "- {file}:{line}: een definitieve factuur; die moet zeven jaar bewaard blijven (fiscale bewaarplicht)"),
                (_, false) => text!(en: "- {file}:{line}: this file cannot be read, so nothing was changed in it", nl: "- {file}:{line}: dit bestand is niet te lezen, dus er is niets in gewijzigd"),
                _ => text!(en: "- {file}:{line}: within a path, a link, an address, a key or an id", nl: "- {file}:{line}: in een pad, een link, een adres, een sleutel of een id"),
            }));
            perhaps.extend(self.perhaps(file.as_str(), &now, &certain));
            if now != before || texts.contains_key(file) {
                done.texts.insert(file.clone(), now);
            }
        }
        if !changed.is_empty() {
            done.said.push(Text::new("replaced in texts and remarks:", "vervangen in teksten en opmerkingen:"));
            done.said.extend(changed);
        }
        done.left.extend(kept);
        done.left.extend(perhaps);
        done
    }
}

/// What git keeps, which no change of a file takes away.
pub fn of_history() -> [Text; 2] {
    [
        Text::new(
            "if this record is kept in git, the old text still stands in every earlier version, in every clone and on the platform; to take it out there, history is rewritten (`git filter-repo --replace-text`), everybody clones again, and the platform clears its caches",
            "staat dit dossier in git, dan staat de oude tekst nog in elke eerdere versie, in elke kloon en op het platform; om die ook daar weg te halen wordt de geschiedenis herschreven (`git filter-repo --replace-text`), kloont iedereen opnieuw en maakt het platform zijn caches leeg",
        ),
        Text::new(
            "weigh that with whoever answers for privacy, such as the data protection officer; whether it is needed, and whether it is enough, this program cannot say",
            "weeg dat af met wie bij u over privacy gaat, zoals de functionaris gegevensbescherming; of het nodig is en of het genoeg is, kan dit programma niet zeggen",
        ),
    ]
}

/// Nobody who still holds a role is forgotten: whoever needs them could not find them.
fn still_there(record: &Record, person: &Person) -> anyhow::Result<()> {
    let theirs = |who: &Id| record.index.plain(who).0 == person.id.as_str() && record.index.meant(who).has(Kinds::PERSON);
    let held = record.roles.values().filter(|role| {
        let runs = |entry: &&crate::record::work::Holder| !entry.former && entry.until.is_none_or(|until| until.last() >= record.on);
        let ahead = role.until.is_none_or(|until| until.last() >= record.on);
        let entry = role.holder.iter().chain(&role.backup).filter(runs).any(|entry| theirs(&entry.who));
        let turn = role.turn.iter().any(|turn| theirs(&turn.who) && turn_end(role, turn).is_none_or(|end| end >= record.on));
        ahead && (entry || turn)
    });
    let held: Vec<&str> = held.map(|role| role.id.as_str()).collect();
    if held.is_empty() {
        return Ok(());
    }
    let (id, on, roles) = (&person.id, record.on, listed(held, 5));
    let roles = roles.get(Lang::En);
    bail!(
        "`{id}` has a part in {roles} on {on} or after it; let that end first with `commons retire {id} --on DATE`, and forget after that day"
    )
}

/// The number of a pseudonym: the one that they have already, else the lowest of which neither the id nor the name is anybody's.
fn free_number(record: &Record, person: &Person) -> usize {
    let is_own = |n: &usize| [pseudonym(*n).en, pseudonym(*n).nl].iter().any(|name| *name == person.name);
    let own = person.name.rsplit(' ').next().and_then(|number| number.parse::<usize>().ok()).filter(is_own);
    let is_free = |n: &usize| {
        let Text { en, nl } = pseudonym(*n);
        record.index.kinds(&format!("former-{n}")) == Kinds::default()
            && !record.people.values().any(|other| other.name == en || other.name == nl)
    };
    // Each person and each id takes one number at most.
    own.or_else(|| (1..=usize::MAX).find(is_free)).expect("no record is endless")
}

/// Whether an id tells nobody anything: a word and a number, of which the word is no part of the name or the handle.
fn is_neutral(person: &Person) -> bool {
    let id = person.id.as_str();
    let word = id.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
    let handle = person.handle.as_deref().map(fold).unwrap_or_default();
    let tells = || fold(&person.name).contains(&fold(word)) || handle.contains(&fold(word));
    id.ends_with(|c: char| c.is_ascii_digit()) && word.bytes().all(|b| b.is_ascii_lowercase()) && (word.len() == 1 || !tells())
}
