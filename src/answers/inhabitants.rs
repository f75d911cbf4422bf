//! How many inhabitants an organisation counts: its own number, the built-in table, or those of whom it represents together.

use std::collections::{BTreeSet, HashMap};

use crate::handbook::municipalities::{Municipality, by_code, by_name};
use crate::record::Record;
use crate::record::participant::{OrganisationKind, Participant};
use crate::record::values::Id;

/// The Dutch municipality that an organisation is: by its code, else by its name where only one goes by it.
pub fn municipality(one: &Participant) -> Option<&'static Municipality> {
    if one.country.as_deref().is_some_and(|country| !country.eq_ignore_ascii_case("NL")) {
        return None;
    }
    if let Some(code) = &one.cbs_code {
        return by_code(code);
    }
    if one.kind != Some(OrganisationKind::Municipality) {
        return None;
    }
    let named = by_name(&one.name);
    let existing: Vec<_> = named.iter().filter(|known| known.inhabitants.is_some()).collect();
    match (&existing[..], &named[..]) {
        ([only], _) => Some(only),
        ([], [only]) => Some(only),
        _ => None,
    }
}

/// The numbers of inhabitants of a record.
pub struct Inhabitants<'a> {
    record: &'a Record,
    /// Organisations by their code, because who represents them may name that.
    coded: HashMap<&'a str, &'a Participant>,
}

impl<'a> Inhabitants<'a> {
    pub fn new(record: &'a Record) -> Inhabitants<'a> {
        let coded = record.participants.values().filter_map(|one| Some((one.cbs_code.as_deref()?, one))).collect();
        Inhabitants { record, coded }
    }

    /// The organisation that an id or a code stands for.
    pub fn named(&self, id: &Id) -> Option<&'a Participant> {
        self.record.participants.get(id).or_else(|| self.coded.get(id.as_str()).copied())
    }

    /// The inhabitants of an organisation, or of those whom it represents, to any depth and each once. None where one of them is
    /// not known, or where not all of them are named.
    pub fn of(&self, one: &'a Participant) -> Option<u32> {
        sum(self, one, &mut BTreeSet::new())
    }

    /// The inhabitants of these together, each organisation once, and of how many the number is not known.
    pub fn together(&self, all: impl IntoIterator<Item = &'a Participant>) -> (u32, usize) {
        let (mut seen, mut total, mut unknown) = (BTreeSet::new(), 0_u32, 0);
        // Whoever stands for others goes first, for those others may take part themselves.
        let (joint, single): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| !one.represents.is_empty());
        for one in joint.into_iter().chain(single) {
            if seen.contains(one.id.as_str()) || one.cbs_code.as_deref().is_some_and(|code| seen.contains(code)) {
                continue;
            }
            match sum(self, one, &mut seen) {
                Some(number) => total = total.saturating_add(number),
                None => unknown += 1,
            }
            seen.extend(one.represents.iter().map(|id| self.named(id).map_or(id.as_str(), |other| other.id.as_str())));
        }
        (total, unknown)
    }
}

fn sum<'a>(numbers: &Inhabitants<'a>, one: &'a Participant, seen: &mut BTreeSet<&'a str>) -> Option<u32> {
    seen.insert(one.id.as_str());
    let own = one.inhabitants.or_else(|| municipality(one).and_then(|known| known.inhabitants));
    if own.is_some() || one.represents.is_empty() || one.represents_number.is_some_and(|number| number as usize > one.represents.len()) {
        return own;
    }
    let mut total: u32 = 0;
    for id in &one.represents {
        let other = numbers.named(id);
        if !seen.insert(other.map_or(id.as_str(), |other| other.id.as_str())) {
            continue;
        }
        let number = match other {
            Some(other) => sum(numbers, other, seen)?,
            None => by_code(id.as_str())?.inhabitants?,
        };
        total = total.saturating_add(number);
    }
    Some(total)
}
