//! Where somebody may still be named, in the record and in the files beside it: what a person is to look at.

use crate::source::layout::{Standing, standing};
use crate::text;
use crate::text::Text;

use super::sought::Sought;
use super::{Forgetting, scrub};

/// The most lines of one file beside the record that are listed.
const MOST: usize = 20;

impl Forgetting {
    /// The lines that may be about somebody else too, without those that are `known`.
    pub fn perhaps(&self, file: &str, text: &str, known: &[usize]) -> Vec<Text> {
        let fresh = |line: &usize| !known.contains(line);
        let shared: Vec<usize> = scrub::lines(text, &self.shared, &Sought::default()).into_iter().filter(fresh).collect();
        let doubtful = scrub::lines(text, &self.doubtful, &self.others).into_iter().filter(|line| fresh(line) && !shared.contains(line));
        let of_others = shared.iter().map(|line| {
            text!(en: "- {file}:{line}: the same address or number, as that of others", nl: "- {file}:{line}: hetzelfde adres of nummer, maar dan van anderen")
        });
        let perhaps = doubtful.map(|line| {
            text!(en: "- {file}:{line}: perhaps the same person, perhaps somebody else", nl: "- {file}:{line}: misschien dezelfde persoon, misschien een ander")
        });
        of_others.chain(perhaps).collect()
    }

    /// What stands in a file beside the record, in which nothing is changed.
    pub fn beside(&self, file: &str, text: &str) -> Vec<Text> {
        let certain = scrub::lines(text, &self.certain, &Sought::default());
        let found = certain.iter().map(|line| text!(en: "- {file}:{line}: no file of the record, so nothing was changed in it", nl: "- {file}:{line}: geen bestand van het dossier, dus er is niets in gewijzigd"));
        let mut found: Vec<Text> = found.chain(self.perhaps(file, text, &certain)).collect();
        if let Some(more) = found.len().checked_sub(MOST).filter(|more| *more > 0) {
            found.truncate(MOST);
            found.push(text!(en: "- {file}: and {more} lines more", nl: "- {file}: en nog {more} regels"));
        }
        found
    }

    /// What the name of a file says.
    pub fn in_name(&self, path: &str) -> Option<Text> {
        if self.certain.hits(path).is_empty() {
            let perhaps = || text!(en: "- {path}: the name of this file, perhaps", nl: "- {path}: misschien de naam van dit bestand");
            return (!scrub::lines(path, &self.doubtful, &self.others).is_empty()).then(perhaps);
        }
        Some(match standing(path) {
            Standing::File(_) => {
                let thing = path.trim_end_matches(".toml");
                text!(en: "- {path}: the name of this file: `commons rename {thing} NEW`", nl: "- {path}: de naam van dit bestand: `commons rename {thing} NIEUW`")
            }
            _ => text!(en: "- {path}: the name of this file", nl: "- {path}: de naam van dit bestand"),
        })
    }
}
