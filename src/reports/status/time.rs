//! The hours there are and those that are needed, on the page of a collaboration (A14, B2).

use crate::answers::audience::Audience;
use crate::answers::phase::{Growth, community_hours};
use crate::answers::presence::seated;
use crate::record::Record;
use crate::record::values::Hours;
use crate::record::work::RoleKind;
use crate::reports::status::{Fact, money};
use crate::text;
use crate::text::Text;

/// What a rounding may make of hours that are just enough.
const SLACK: f64 = 0.01;

/// The hours of a record, a week.
struct Time {
    /// Those for the community; none where the record does not say.
    community: Option<Hours>,
    /// Of the roles that are held.
    available: f64,
    /// What the tasks ask; none where no task says.
    needed: Option<f64>,
    /// The tasks that say no hours.
    silent: usize,
}

impl Time {
    fn of(record: &Record) -> Time {
        let roles = record.roles.values().filter(|role| role.kind != Some(RoleKind::Body));
        let held = roles.filter(|role| !seated(record, role).is_empty());
        let available = held.filter_map(|role| role.hours.map(|hours| hours.0)).sum();
        let needed: Vec<f64> = record.tasks.values().filter_map(|task| task.hours.map(|hours| hours.0)).collect();
        let silent = record.tasks.len() - needed.len();
        let needed = (!needed.is_empty()).then(|| needed.iter().sum());
        Time { community: community_hours(record), available, needed, silent }
    }

    fn is_little(&self, growth: &Growth) -> bool {
        self.community.zip(growth.phase).is_some_and(|(hours, phase)| hours.0 + SLACK < phase.hours_per_week().0)
    }

    fn is_short(&self) -> bool {
        self.needed.is_some_and(|needed| self.available > 0.0 && self.available + SLACK < needed)
    }
}

/// Where hours are short, for the line of what asks for attention.
pub fn short(record: &Record, growth: &Growth) -> Vec<Text> {
    let time = Time::of(record);
    [
        (time.is_little(growth), Text::new("too little time for the community", "te weinig tijd voor de community")),
        (time.is_short(), Text::new("fewer hours in roles than the tasks ask", "minder uren in rollen dan de taken vragen")),
    ]
    .into_iter()
    .filter_map(|(is_so, said)| is_so.then_some(said))
    .collect()
}

/// The hours of the community and in all; nothing for those who are not in it.
pub fn facts(record: &Record, growth: &Growth, audience: Audience) -> Vec<Fact> {
    if audience == Audience::Public {
        return Vec::new();
    }
    let (mut facts, time) = (Vec::new(), Time::of(record));
    let short = |is_so: bool| if is_so { Text::new(", too little", ", te weinig") } else { Text::default() };
    if let Some(phase) = growth.phase {
        let handbook = phase.time();
        let needed = text!(handbook; en: "the handbook reckons with {handbook}", nl: "het handboek rekent op {handbook}");
        let value = match time.community {
            Some(hours) => {
                let short = short(time.is_little(growth));
                text!(hours, short, needed; en: "{hours} hours a week{short}; {needed}", nl: "{hours} uur per week{short}; {needed}")
            }
            None => text!(needed; en: "Not on record; {needed}", nl: "Niet in het dossier; {needed}"),
        };
        facts.push(Fact::of("community-time", Text::new("Time for the community", "Tijd voor de community"), value));
    }
    let (available, silent) = (Hours(time.available), time.silent);
    let held = text!(available; en: "{available} hours a week in roles that are held", nl: "{available} uur per week in vervulde rollen");
    let value = match time.needed.filter(|needed| *needed > 0.0 || time.available > 0.0) {
        Some(needed) => {
            let (needed, short) = (Hours(needed), short(time.is_short()));
            text!(held, needed, short; en: "{held}; the tasks ask {needed}{short}", nl: "{held}; de taken vragen {needed}{short}")
        }
        None if time.available > 0.0 && silent > 0 => {
            text!(held; en: "{held}; no task says how many it asks", nl: "{held}; bij geen taak staan uren")
        }
        None if time.available > 0.0 => held,
        None => return facts,
    };
    let value = value.capital();
    let mut notes = Vec::new();
    if silent > 0 && time.needed.is_some() {
        notes.push(if silent == 1 {
            Text::new("1 task says no hours", "bij 1 taak staan geen uren")
        } else {
            text!(en: "{silent} tasks say no hours", nl: "bij {silent} taken staan geen uren")
        });
    }
    notes.extend(money::in_kind(record));
    facts.push(Fact::of("hours", Text::new("Hours in all", "Uren in totaal"), value).noted(notes));
    facts
}
