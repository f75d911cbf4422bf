//! Until when the personal data of somebody who left may be kept.

use std::collections::HashMap;

use crate::date::{Date, VagueDate};
use crate::record::Record;
use crate::record::participant::Person;
use crate::text;
use crate::text::Text;

/// Months after somebody's last day that their address is kept, where the record does not say.
const KEEP_MONTHS: u32 = 12;

/// The address of somebody who left, or whose last day is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept<'a> {
    pub person: &'a Person,
    /// The key under which the address or the number stands.
    pub key: &'static str,
    /// The last day of the person, or of the employer.
    pub left: VagueDate,
    /// The last day on which it may stand there.
    pub until: Date,
}

/// What somebody is called who was forgotten.
pub fn pseudonym(number: usize) -> Text {
    text!(en: "Former colleague {number}", nl: "Oud-collega {number}")
}

/// Whether somebody goes by a pseudonym that was given to them.
pub fn is_forgotten(person: &Person) -> bool {
    let number = person.name.rsplit(' ').next().and_then(|number| number.parse::<usize>().ok());
    number.map(pseudonym).is_some_and(|Text { en, nl }| person.name == en || person.name == nl)
}

/// For how many months it is kept.
pub fn months(record: &Record) -> u32 {
    let privacy = record.collaboration.as_ref().and_then(|settings| settings.privacy.as_ref());
    privacy.and_then(|privacy| privacy.keep_people_months).unwrap_or(KEEP_MONTHS)
}

/// The addresses of those whose last day is on record and before the day of judgement.
pub fn kept(record: &Record) -> Vec<Kept<'_>> {
    let months = months(record);
    let over = |until: Option<VagueDate>| until.filter(|until| until.last() < record.on);
    let gone: HashMap<&str, VagueDate> =
        record.participants.values().filter_map(|one| over(one.left).map(|left| (one.id.as_str(), left))).collect();
    let kept = record.people.values().filter_map(|person| {
        let key = if person.email.is_some() { "email" } else { person.phone.as_ref().map(|_| "phone")? };
        // People are gone with their employer too.
        let left = over(person.until).or_else(|| person.employer.as_ref().and_then(|id| gone.get(id.as_str())).copied())?;
        Some(Kept { person, key, left, until: left.last().plus_months(months) })
    });
    kept.collect()
}
