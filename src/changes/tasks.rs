//! Who stands under which letter of a task (A6).

use crate::changes::Sides;
use crate::changes::pool::Pool;
use crate::changes::told::What;
use crate::record::values::{Id, OneOrMany};
use crate::record::work::{Letter, Party, Task};

pub fn changed(before: &Task, after: &Task, sides: &Sides<'_>, pool: &mut Pool) {
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
        let same = |a: &Id, b: &Id| a == b || sides.after.index.plain(a).0 == sides.after.index.plain(b).0;
        let came: Vec<Id> = is.iter().filter(|id| !was.iter().any(|other| same(id, other))).cloned().collect();
        let went: Vec<Id> = was.iter().filter(|id| !is.iter().any(|other| same(id, other))).cloned().collect();
        // For what somebody is asked, or through which channel they hear.
        let what = if came.is_empty() && went.is_empty() { What::Set } else { What::Raci { letter, came, went } };
        pool.found(what, keys);
    }
}
