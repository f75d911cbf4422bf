//! What git's history knows of invoices: numbers that were given once, and issued files that are no longer what they were.

use std::collections::BTreeMap;

use crate::record::Record;
use crate::source::git::{Elsewhere, Past};

/// What history says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Every number that ever stood in a file, with where it last stood.
    pub numbers: BTreeMap<String, Once>,
    /// Issued files that differ from what they were when they first had their number.
    pub changed: Vec<Altered>,
    /// Numbers of the record that something else was given too.
    pub twice: Vec<Twice>,
}

/// Where a number stood.
#[derive(Debug, PartialEq, Eq)]
pub struct Once {
    /// The last commit that wrote it.
    pub commit: String,
    pub path: String,
    /// What stands behind the commit for git to show it.
    pub at: String,
    /// Who was to pay it, as the file says.
    pub participant: String,
    /// Where that commit is, when it is not in the history of what is worked on.
    pub place: Option<Elsewhere>,
}

/// An issued file that is not what it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Altered {
    /// The file as it is now.
    pub path: String,
    /// What stands behind the commit for git to show it as it was issued.
    pub was: String,
    /// The commit in which it was issued.
    pub commit: String,
    /// Another commit in which a file came under this name, just as it is now.
    alike: Option<String>,
}

/// A number that was given to something else too.
#[derive(Debug, PartialEq, Eq)]
pub struct Twice {
    pub number: String,
    /// The file of the record.
    pub path: String,
    /// The other commit.
    pub commit: String,
    /// What stands behind that commit for git to show what was given it there.
    pub at: String,
    /// Who was to pay that.
    pub participant: String,
    /// Where that commit is, when it is not in the history of what is worked on.
    pub place: Option<Elsewhere>,
    /// The commit that gave the number to the file of the record, where the other one is in the history of what is worked on too.
    pub beside: Option<String>,
}

/// Whether a path is that of an invoice.
pub fn is_invoice(path: &str) -> bool {
    matches!(path.split('/').collect::<Vec<_>>()[..], ["finances", _, "invoices", name] if name.ends_with(".toml"))
}

/// A version of an invoice that has a number.
struct Version<'a> {
    issued: Issued,
    past: &'a Past,
}

/// What a file says that has a number.
struct Issued {
    number: String,
    /// Who is to pay it.
    participant: String,
    /// All that it says of what was sent.
    table: toml::Table,
}

/// Reads the versions of invoices, the oldest first, beside the texts of the files as they are. A reminder that was added is no change;
/// a file that was given another name is looked for by its number. What a file was is said by the history of what is worked on alone: on
/// another branch the same number may be that of something else.
pub fn given(versions: &[Past], now: &BTreeMap<String, String>) -> Given {
    let mut given = Given::default();
    let versions: Vec<Version<'_>> =
        versions.iter().filter_map(|past| Some(Version { issued: issued(std::str::from_utf8(&past.bytes).ok()?)?, past })).collect();
    let here = || versions.iter().filter(|one| !one.past.is_elsewhere);
    // What is worked on has the last word.
    for Version { issued, past } in versions.iter().filter(|one| one.past.is_elsewhere).chain(here()) {
        let Past { commit, path, at, .. } = (*past).clone();
        given.numbers.insert(issued.number.clone(), Once { commit, path, at, participant: issued.participant.clone(), place: None });
    }
    let mut first: BTreeMap<&str, &Version<'_>> = BTreeMap::new();
    for version in here() {
        first.entry(&version.past.path).or_insert(version);
    }
    let now: Vec<(&str, Option<Issued>)> = now.iter().map(|(path, text)| (path.as_str(), issued(text))).collect();
    let by_path = |path: &str| now.binary_search_by_key(&path, |(path, _)| path).ok();
    let by_number = |number: &str| now.iter().position(|(_, one)| one.as_ref().is_some_and(|one| one.number == number));
    for (was, then) in first {
        let Some((path, text)) = by_path(was).or_else(|| by_number(&then.issued.number)).map(|at| &now[at]) else { continue };
        if text.as_ref().is_some_and(|text| text.table == then.issued.table) || given.changed.iter().any(|one| one.path == *path) {
            continue;
        }
        let is_alike = |one: &&Version<'_>| {
            one.past.is_new && one.past.commit != then.past.commit && text.as_ref().is_some_and(|text| text.table == one.issued.table)
        };
        let alike = here().rfind(is_alike).map(|one| one.past.commit.clone());
        let Past { at, commit, .. } = then.past.clone();
        given.changed.push(Altered { path: (*path).to_owned(), was: at, commit, alike });
    }
    let mut new: BTreeMap<&str, Vec<&Version<'_>>> = BTreeMap::new();
    for one in here().filter(|one| one.past.is_new) {
        new.entry(&one.issued.number).or_default().push(one);
    }
    for (path, own) in &now {
        let Some(own) = own else { continue };
        let known = here().find(|one| one.issued.number == own.number).map_or(own, |one| &one.issued);
        let other = versions.iter().find(|one| one.past.is_elsewhere && one.past.is_new && is_other(&one.issued, known));
        given.twice.extend(other.map(|other| other.twice(path, None)));
        let Some(new) = new.get(own.number.as_str()) else { continue };
        let Some(known) = new.iter().find(|one| one.issued.table == own.table).or(new.first()) else { continue };
        // What first came under this number is what was given: a merge brings it once more.
        let is_first = |at: usize| new[..at].iter().all(|one| is_other(&one.issued, &new[at].issued));
        let others = (0..new.len()).filter(|at| is_other(&new[*at].issued, &known.issued) && is_first(*at));
        given.twice.extend(others.map(|at| new[at].twice(path, Some(known.past.commit.clone()))));
    }
    given
}

/// Whether two files with one number ask different things, or the same of somebody else. Who is to pay may have another id since; that
/// is seen in how the buyer is printed.
fn is_other(one: &Issued, other: &Issued) -> bool {
    let differs = |key: &str| one.table.get(key) != other.table.get(key);
    let is_somebody_else = one.participant != other.participant && (differs("buyer") || !one.table.contains_key("buyer"));
    let is_other_sum = differs("total") || !one.table.contains_key("total") && differs("line");
    one.number == other.number && (is_other_sum || is_somebody_else)
}

impl Version<'_> {
    fn twice(&self, path: &str, beside: Option<String>) -> Twice {
        let Version { issued: Issued { number, participant, .. }, past: Past { commit, at, .. } } = self;
        let (number, participant, commit, at) = (number.clone(), participant.clone(), commit.clone(), at.clone());
        Twice { number, path: path.to_owned(), commit, at, participant, place: None, beside }
    }
}

/// Keys that say nothing of what was sent: what was added afterwards, and ids, which may have another name since.
const BESIDE: [&str; 7] = ["reminder", "note", "source", "participant", "product", "role", "basis"];

/// What the text of an issued invoice says.
fn issued(text: &str) -> Option<Issued> {
    let mut table: toml::Table = toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()?;
    let number = table.get("number")?.as_str()?.to_owned();
    let participant = table.get("participant").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    strip(&mut table);
    Some(Issued { number, participant, table })
}

fn strip(table: &mut toml::Table) {
    table.retain(|key, _| !BESIDE.contains(&key));
    for (_, value) in table.iter_mut() {
        match value {
            toml::Value::Table(table) => strip(table),
            toml::Value::Array(items) => items.iter_mut().filter_map(toml::Value::as_table_mut).for_each(strip),
            _ => {}
        }
    }
}

impl Given {
    /// The numbers that were given and that no invoice of the record has now; one whose file cannot be read may have it still.
    pub fn gone<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = (&'a str, &'a Once)> {
        let gone = self.numbers.iter().filter(|(number, once)| is_gone(number, once, record));
        gone.map(|(number, once)| (number.as_str(), once))
    }

    /// Says of each number that is gone, or was given twice, where it is, as far as that is known. What came under one name on two
    /// branches that were brought together was not changed, and was given twice: `leads_to` says whether one commit came after another.
    pub fn look_elsewhere(&mut self, record: &Record, place: impl Fn(&str) -> Option<Elsewhere>, leads_to: impl Fn(&str, &str) -> bool) {
        for (_, once) in self.numbers.iter_mut().filter(|(number, once)| is_gone(number, once, record)) {
            once.place = place(&once.commit);
        }
        self.changed.retain(|one| one.alike.as_ref().is_none_or(|alike| leads_to(&one.commit, alike)));
        let is_apart = |one: &str, other: &str| !leads_to(one, other) && !leads_to(other, one);
        self.twice.retain(|one| one.beside.as_ref().is_none_or(|beside| is_apart(beside, &one.commit)));
        for twice in &mut self.twice {
            twice.place = place(&twice.commit);
        }
    }
}

fn is_gone(number: &str, once: &Once, record: &Record) -> bool {
    let is_there = record.invoices.iter().any(|one| one.number.as_deref() == Some(number));
    !is_there && !record.unread.iter().any(|unread| unread.file.as_str() == once.path)
}
