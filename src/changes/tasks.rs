//! Who stands under which letter of a task (A6).

use crate::changes::Sides;
use crate::changes::pool::Pool;
use crate::changes::told::What;
use crate::changes::tree::{Renames, is_renamed};
use crate::record::values::{Id, OneOrMany};
use crate::record::work::{Letter, Party, Task};

pub fn changed(before: &Task, after: &Task, (sides, renames): (&Sides<'_>, &Renames), pool: &mut Pool) {
    let none = OneOrMany::default();
    for letter in Letter::ALL {
        let keys = pool.take(&["raci", letter.key(), "*"]);
        if keys.is_empty() {
            continue;
        }
        let of = |task: &Task| -> Vec<Id> {
            let parties: &OneOrMany<Party> = task.raci.as_ref().map_or(&none, |raci| raci.of(letter));
            parties.as_slice().iter().map(|party| party.who().clone()).collect()
        };
        let (was, is) = (of(before), of(after));
        let plain = |id: &Id| sides.after.index.plain(id).0.into_owned();
        let same = |was: &Id, is: &Id| was == is || plain(was) == plain(is) || is_renamed(renames, was.as_str(), is.as_str());
        let came: Vec<Id> = is.iter().filter(|id| !was.iter().any(|other| same(other, id))).cloned().collect();
        let went: Vec<Id> = was.iter().filter(|id| !is.iter().any(|other| same(id, other))).cloned().collect();
        // For what somebody is asked, or through which channel they hear.
        let what = if came.is_empty() && went.is_empty() { What::Set } else { What::Raci { letter, came, went } };
        pool.found(what, keys);
    }
}
