//! Whose names may stand above what they noted in a history.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::audience::{hidden, may_see, words_of};
use crate::record::Record;
use crate::record::participant::Person;
use crate::reports::log::Options;
use crate::text::{Lang, Text};
use crate::words::fold;

/// What stands above what somebody noted, by the name that git has.
pub(super) struct Authors(BTreeMap<String, Text>);

impl Authors {
    /// Those of the record as it is now, and of whoever stood in it: by name, by id or handle, or by initials and family name in either
    /// order.
    pub fn of<'a>(now: &Record, options: &Options, authors: impl Iterator<Item = &'a str>) -> Authors {
        let mut named: BTreeMap<String, Text> = authors.map(|author| (author.to_owned(), Text::default())).collect();
        let (shown, unseen): (Vec<&Person>, Vec<&Person>) =
            now.people.values().chain(&now.gone).partition(|person| may_see(person, options.audience));
        let shown: BTreeSet<String> = shown.into_iter().map(|one| fold(&one.name)).collect();
        let of = |one: &&Person| [Some(fold(&one.name)), Some(fold(one.id.as_str())), one.handle.as_deref().map(fold)];
        let called: BTreeSet<String> = unseen.iter().flat_map(of).flatten().collect();
        let hidden = hidden(now, options.audience);
        for (author, name) in &mut named {
            let written = fold(author);
            let is_unseen = || called.contains(&written) || unseen.iter().any(|one| is_short_for(author, &one.name));
            // Where not all of its history is here nobody knows whom the record had.
            let is_nobody = || options.knows_all && hidden.masked(author, Lang::En).is_none() && !is_unseen();
            *name = if written.trim().is_empty() {
                Text::new("unknown", "onbekend")
            } else if shown.contains(&written) || is_nobody() {
                Text::same(author.trim())
            } else {
                Text::new("somebody", "iemand")
            };
        }
        Authors(named)
    }

    /// Who made a commit, as git has it, unless it is somebody who may not be named: whom the record shows now, and whom it never had.
    pub fn name(&self, author: &str) -> Text {
        self.0.get(author).cloned().unwrap_or_default()
    }
}

/// Whether a name is a shorter form of another: `P. Vis` or `Vis, P.A.` of `Piet Vis`.
fn is_short_for(short: &str, name: &str) -> bool {
    let name: Vec<String> = words_of(name).map(|(word, _)| word).collect();
    let [first, family @ ..] = name.as_slice() else { return false };
    let words: Vec<(String, &str)> = words_of(short).map(|(word, range)| (word, &short[range])).collect();
    let is_family = |word: &str| family.iter().any(|part| part == word);
    // `van de` alone is nobody.
    let is_known = |word: &str| family.last().is_some_and(|last| last == word) || is_family(word) && word.chars().count() > 3;
    if !words.iter().any(|(word, _)| is_known(word)) {
        return false;
    }
    let mut given = words.iter().filter(|(word, _)| !is_family(word));
    let initial = &first[..first.chars().next().map_or(0, char::len_utf8)];
    let is_initials = |written: &str| written.chars().all(char::is_uppercase);
    let begins = |(word, written): &(String, &str)| {
        first.starts_with(word.as_str()) || word.starts_with(initial) && (is_initials(written) || first == initial)
    };
    given.next().is_none_or(begins) && given.all(|(word, written)| word.chars().count() == 1 || is_initials(written))
}
