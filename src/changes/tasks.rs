//! Who stands under which letter of a task (A6).

use crate::changes::Sides;
use crate::changes::pool::{Changed, Pool};
use crate::changes::told::What;
use crate::changes::tree::{Difference, Renames, is_renamed};
use crate::record::values::{Id, OneOrMany};
use crate::record::work::{Letter, Party, Task};

pub fn changed(before: &Task, after: &Task, (sides, renames): (&Sides<'_>, &Renames), pool: &mut Pool) {
    let none = OneOrMany::default();
    for letter in Letter::ALL {
        let items = pool.items(&["raci", letter.key()]);
        if items.is_empty() {
            continue;
        }
        let parties = |task| -> &[Party] { of(task, letter).unwrap_or(&none).as_slice() };
        let who = |task| -> Vec<Id> { parties(task).iter().map(|party: &Party| party.who().clone()).collect() };
        let (was, is) = (who(before), who(after));
        let plain = |id: &Id| sides.after.index.plain(id).0.into_owned();
        let same = |was: &Id, is: &Id| was == is || plain(was) == plain(is) || is_renamed(renames, was.as_str(), is.as_str());
        let came: Vec<Id> = is.iter().filter(|id| !was.iter().any(|other| same(other, id))).cloned().collect();
        let went: Vec<Id> = was.iter().filter(|id| !is.iter().any(|other| same(id, other))).cloned().collect();
        let mut keys: Vec<Difference> = Vec::new();
        for Changed { item, keys: own } in items {
            // For what somebody is asked, or through which channel they hear.
            match item.before.map(|n| &parties(before)[n]).zip(item.after.map(|n| &parties(after)[n])) {
                Some((old, new)) if same(old.who(), new.who()) => pool.found(how(letter, old, new), own),
                _ => keys.extend(own),
            }
        }
        if !keys.is_empty() {
            pool.found(if came.is_empty() && went.is_empty() { What::Set } else { What::Raci { letter, came, went } }, keys);
        }
    }
}

fn of(task: &Task, letter: Letter) -> Option<&OneOrMany<Party>> {
    task.raci.as_ref().map(|raci| raci.of(letter))
}

fn how(letter: Letter, was: &Party, is: &Party) -> What {
    let purpose = |party: &Party| if let Party::Table(table) = party { table.purpose.clone() } else { None };
    let via = (was.via().cloned(), is.via().cloned());
    let purpose = (purpose(was), purpose(is));
    if via.0 == via.1 && purpose.0 == purpose.1 { What::Set } else { What::RaciHow { letter, who: is.who().clone(), via, purpose } }
}
