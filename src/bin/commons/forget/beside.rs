//! The files that lie beside a record, such as minutes: searched for somebody who is forgotten, and left as they are.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use commons::source::Source;
use commons::source::layout::{Standing, standing};
use commons::text;
use commons::text::Text;
use commons::writing::forget::Forgetting;

/// A larger file is not searched.
const LARGEST: u64 = 1_000_000;
/// The most files that are searched.
const MOST: usize = 5_000;

/// What stands in those files and in their names, and what could not be searched.
pub fn left(forgetting: &Forgetting, source: &Source) -> Vec<Text> {
    let all = paths(&source.root);
    let of_record: BTreeSet<&str> = source.files.iter().map(|file| file.path.as_str()).collect();
    let mut left: Vec<Text> = Vec::new();
    let mut passed: Vec<&String> = Vec::new();
    let mut searched = 0;
    for path in all.iter().filter(|path| !of_record.contains(path.as_str())) {
        match (searched < MOST).then(|| text(&source.root.join(path))).flatten() {
            Some(text) => {
                searched += 1;
                left.extend(forgetting.beside(path, &text));
            }
            None => passed.push(path),
        }
    }
    left.extend(all.iter().filter_map(|path| forgetting.in_name(path)));
    if let Some(first) = passed.first() {
        let number = passed.len();
        left.push(text!(
            en: "- files that were not searched ({number}), such as {first}: no text, too large, a link, or one too many",
            nl: "- bestanden die niet zijn doorzocht ({number}), zoals {first}: geen tekst, te groot, een koppeling of te veel"
        ));
    }
    // A folder that could not be listed has no files that could be searched.
    let closed = source.odd.iter().map(|odd| &odd.path).filter(|path| {
        let within = format!("{path}/");
        !all.iter().any(|one| one == path.as_str() || one.starts_with(&within)) && !matches!(standing(path.as_str()), Standing::File(_))
    });
    left.extend(
        closed.map(|path| text!(en: "- {path}: cannot be read, so nobody looked", nl: "- {path}: niet te lezen, dus niet doorzocht")),
    );
    left
}

/// The text of a file; none of what is no text, too large, or a link that may lead anywhere.
fn text(path: &Path) -> Option<String> {
    let is_file = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() <= LARGEST);
    let mut bytes = Vec::new();
    is_file.then(|| File::open(path).ok()?.take(LARGEST + 1).read_to_end(&mut bytes).ok())??;
    if bytes.len() as u64 > LARGEST || bytes.contains(&0) {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// Every file in a folder and below it, by its path from there; what git keeps is left out.
fn paths(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten().filter(|entry| entry.file_name() != ".git") {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                _ => found.extend(entry.path().strip_prefix(root).ok().map(|path| path.to_string_lossy().replace('\\', "/"))),
            }
        }
    }
    found.sort();
    found
}
