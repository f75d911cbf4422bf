//! Whose names may stand above what they noted in a history.

use std::collections::BTreeSet;

use crate::answers::audience::may_see;
use crate::record::Record;
use crate::record::participant::Person;
use crate::reports::log::Options;
use crate::text::Text;
use crate::words::fold;

/// Whose names may stand above what they noted, folded.
pub(super) struct Authors {
    shown: BTreeSet<String>,
    hidden: BTreeSet<String>,
    knows_all: bool,
}

impl Authors {
    /// Those of the record as it is now, and of whoever stood in it.
    pub fn of(now: &Record, options: &Options) -> Authors {
        let (shown, hidden): (Vec<_>, Vec<_>) = now.people.values().partition(|person| may_see(person, options.audience));
        let hidden = hidden.into_iter().chain(now.gone.iter().filter(|person| !may_see(person, options.audience)));
        let names = |people: Vec<&Person>| people.into_iter().map(|person| fold(&person.name)).collect();
        Authors { shown: names(shown), hidden: names(hidden.collect()), knows_all: options.knows_all }
    }

    /// Who made a commit, as git has it, unless it is somebody who may not be named: whom the record shows now, and whom it never had.
    /// Where not all of its history is here nobody knows whom it had.
    pub fn name(&self, author: &str) -> Text {
        let name = fold(author);
        if author.trim().is_empty() {
            return Text::new("unknown", "onbekend");
        }
        if self.shown.contains(&name) || self.knows_all && !self.hidden.contains(&name) {
            return Text::same(author.trim());
        }
        Text::new("somebody", "iemand")
    }
}
