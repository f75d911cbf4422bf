//! People: who came, left, works for another, may be seen by more or fewer, and which personal data came or went.

use crate::answers::privacy::is_forgotten;
use crate::changes::pool::Pool;
use crate::changes::told::{Turn, What};
use crate::record::participant::{Person, Visibility};

/// Personal data beside the name.
const PERSONAL: [&str; 3] = ["email", "phone", "handle"];

pub fn changed(before: &Person, after: &Person, pool: &mut Pool) {
    if is_forgotten(after) && !is_forgotten(before) {
        let mut keys = pool.take_all(&["id", "name", "position", "visibility", "note"]);
        keys.extend(pool.take_all(&PERSONAL));
        pool.found(What::Forgotten, keys);
        return;
    }
    if pool.has(&["employer"]) || pool.has(&["file"]) {
        let keys = pool.take_all(&["employer", "file", "organisation"]);
        if before.employer == after.employer {
            pool.found(What::Set, keys);
        } else {
            pool.found(What::MovedTo { from: before.employer.clone(), to: after.employer.clone() }, keys);
        }
    }
    let seen = |one: &Person| one.visibility.unwrap_or(Visibility::Participants);
    let keys = pool.take(&["visibility"]);
    if !keys.is_empty() {
        let (from, to) = (seen(before), seen(after));
        pool.found(if from == to { What::Set } else { What::Visible { from, to } }, keys);
    }
    let keys = pool.take(&["until"]);
    if !keys.is_empty() {
        pool.found(What::Until { until: after.until }, keys);
    }
    for key in PERSONAL {
        for one in pool.take(&[key]) {
            let course = match (&one.from, &one.to) {
                (None, _) => Turn::Came,
                (_, None) => Turn::Went,
                _ => Turn::Changed,
            };
            pool.found(What::Personal { key, course, is_public: seen(after) == Visibility::Public }, vec![one]);
        }
    }
}
