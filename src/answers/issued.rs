//! What git's history knows of invoices: numbers that were given once, and issued files that are no longer what they were.

use std::collections::BTreeMap;

use crate::record::Record;
use crate::source::git::Past;

/// What history says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Every number that ever stood in a file, with where it last stood.
    pub numbers: BTreeMap<String, Once>,
    /// Issued files that differ from what they were when they first had their number.
    pub changed: Vec<Altered>,
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
    /// The branch on which that commit is, where it is not in the history of what is worked on.
    pub branch: Option<String>,
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
}

/// Whether a path is that of an invoice.
pub fn is_invoice(path: &str) -> bool {
    matches!(path.split('/').collect::<Vec<_>>()[..], ["finances", _, "invoices", name] if name.ends_with(".toml"))
}

/// Reads the versions of invoices, the oldest first, beside the texts of the files as they are. A reminder that was added is no change;
/// a file that was given another name is looked for by its number.
pub fn given(versions: &[Past], now: &BTreeMap<String, String>) -> Given {
    let mut given = Given::default();
    let mut first: BTreeMap<&str, (String, toml::Table, &Past)> = BTreeMap::new();
    for version in versions {
        let Some((number, participant, table)) = std::str::from_utf8(&version.bytes).ok().and_then(issued) else { continue };
        let once = Once { commit: version.commit.clone(), path: version.path.clone(), at: version.at.clone(), participant, branch: None };
        given.numbers.insert(number.clone(), once);
        first.entry(&version.path).or_insert((number, table, version));
    }
    let mut moved: Option<BTreeMap<String, (&str, &str)>> = None;
    for (was, (number, then, version)) in first {
        let of_number = || now.iter().filter_map(|(path, text)| Some((issued(text)?.0, (path.as_str(), text.as_str())))).collect();
        let there = match now.get_key_value(was) {
            Some((path, text)) => Some((path.as_str(), text.as_str())),
            None => moved.get_or_insert_with(of_number).get(&number).copied(),
        };
        let Some((path, text)) = there else { continue };
        let altered = Altered { path: path.to_owned(), was: version.at.clone(), commit: version.commit.clone() };
        if issued(text).is_none_or(|(.., table)| table != then) && !given.changed.iter().any(|one| one.path == altered.path) {
            given.changed.push(altered);
        }
    }
    given
}

/// Keys that say nothing of what was sent: what was added afterwards, and ids, which may have another name since.
const BESIDE: [&str; 7] = ["reminder", "note", "source", "participant", "product", "role", "basis"];

/// The number of an issued invoice, who is to pay it, and all it says of what was sent.
fn issued(text: &str) -> Option<(String, String, toml::Table)> {
    let mut table: toml::Table = toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()?;
    let number = table.get("number")?.as_str()?.to_owned();
    let participant = table.get("participant").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    strip(&mut table);
    Some((number, participant, table))
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

    /// Says of each number that is gone on which branch it is, where that is known.
    pub fn look_elsewhere(&mut self, record: &Record, branch: impl Fn(&str) -> Option<String>) {
        for (_, once) in self.numbers.iter_mut().filter(|(number, once)| is_gone(number, once, record)) {
            once.branch = branch(&once.commit);
        }
    }
}

fn is_gone(number: &str, once: &Once, record: &Record) -> bool {
    let is_there = record.invoices.iter().any(|one| one.number.as_deref() == Some(number));
    !is_there && !record.unread.iter().any(|unread| unread.file.as_str() == once.path)
}
