//! Which look back at how things are arranged is the last of its kind (A13).

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::record::event::{Community, Evaluation};
use crate::words;

/// The last evaluation of each thing, with its number: a later look at the same thing takes the place of an earlier one, also where
/// it was named more shortly.
pub fn latest(community: &Community) -> Vec<(usize, &Evaluation)> {
    let mut latest: BTreeMap<String, (Date, usize)> = BTreeMap::new();
    for (n, evaluation) in community.evaluation.iter().enumerate() {
        let known = latest.entry(words::fold(&evaluation.what)).or_insert((evaluation.on, n));
        *known = (*known).max((evaluation.on, n));
    }
    let lengths: BTreeSet<usize> = latest.keys().map(String::len).collect();
    let replaced = |n: usize, evaluation: &Evaluation| {
        let what = words::fold(&evaluation.what);
        let shorter = lengths.range(..=what.len()).filter_map(|length| latest.get(what.get(..*length)?));
        let longer = latest.range(what.clone()..).take_while(|(other, _)| other.starts_with(&what)).map(|(_, known)| known);
        shorter.chain(longer).any(|known| *known > (evaluation.on, n))
    };
    community.evaluation.iter().enumerate().filter(|(n, evaluation)| !replaced(*n, evaluation)).collect()
}
