//! What git's history knows of invoices: numbers that were given once, and issued files that are no longer what they were.

use std::collections::BTreeMap;

use crate::record::Record;
use crate::source::git::Past;

/// What history says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Every number that ever stood in a file, with the last commit that wrote it and the file.
    pub numbers: BTreeMap<String, (String, String)>,
    /// Issued files that differ from what they were when they first had their number.
    pub changed: Vec<Altered>,
}

/// An issued file that is not what it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Altered {
    /// The file as it is now.
    pub path: String,
    /// Where it stood when it was issued.
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
    let mut first: BTreeMap<&str, (String, toml::Table, &str)> = BTreeMap::new();
    for version in versions {
        let Some((number, table)) = std::str::from_utf8(&version.bytes).ok().and_then(issued) else { continue };
        given.numbers.insert(number.clone(), (version.commit.clone(), version.path.clone()));
        first.entry(&version.path).or_insert((number, table, &version.commit));
    }
    let mut moved: Option<BTreeMap<String, (&str, &str)>> = None;
    for (was, (number, then, commit)) in first {
        let of_number = || now.iter().filter_map(|(path, text)| Some((issued(text)?.0, (path.as_str(), text.as_str())))).collect();
        let there = match now.get_key_value(was) {
            Some((path, text)) => Some((path.as_str(), text.as_str())),
            None => moved.get_or_insert_with(of_number).get(&number).copied(),
        };
        let Some((path, text)) = there else { continue };
        let altered = Altered { path: path.to_owned(), was: was.to_owned(), commit: commit.to_owned() };
        if issued(text).is_none_or(|(_, table)| table != then) && !given.changed.iter().any(|one| one.path == altered.path) {
            given.changed.push(altered);
        }
    }
    given
}

/// Keys that say nothing of what was sent: what was added afterwards, and ids, which may have another name since.
const BESIDE: [&str; 7] = ["reminder", "note", "source", "participant", "product", "role", "basis"];

/// The number of an issued invoice, and all it says of what was sent.
fn issued(text: &str) -> Option<(String, toml::Table)> {
    let mut table: toml::Table = toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()?;
    let number = table.get("number")?.as_str()?.to_owned();
    strip(&mut table);
    Some((number, table))
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
    pub fn gone<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        let is_there = |number: &str| record.invoices.iter().any(|one| one.number.as_deref() == Some(number));
        let is_unread = |path: &str| record.unread.iter().any(|unread| unread.file.as_str() == path);
        let gone = self.numbers.iter().filter(move |(number, (_, path))| !is_there(number) && !is_unread(path));
        gone.map(|(number, (commit, path))| (number.as_str(), commit.as_str(), path.as_str()))
    }
}
