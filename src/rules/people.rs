//! Rules about people: each once, no more of them than is needed, no longer than is needed, and not too much on one.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::answers::privacy::{kept, months};
use crate::answers::{Holding, exists, holders};
use crate::date::overlap;
use crate::finding::{At, Class, Finding, Severity};
use crate::record::Record;
use crate::record::participant::{Person, Visibility};
use crate::record::work::RoleKind;
use crate::rules::{Check, Rule};
use crate::text::Text;
use crate::words::fold;
use crate::{keys, text};

/// Tasks that one person can carry, where the record does not say.
const TASKS: usize = 5;

pub static RULES: &[Rule] = &[
    Rule {
        name: "duplicate-person",
        code: "Q01",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a person is on record twice", "iemand staat er twee keer in"),
        why: Text::new(
            "roles and votes of one person are then counted as those of two, and when they leave one of the two stays",
            "rollen en stemmen van één persoon tellen dan als die van twee, en bij vertrek blijft er een staan",
        ),
        fix: Text::new(
            "keep one, with the organisation that employs them; where they are two people, write both their addresses",
            "houd er één over, bij de organisatie waar iemand werkt; zijn het er echt twee, zet dan bij beiden het e-mailadres",
        ),
        check: Check::Each(duplicate_person),
    },
    Rule {
        name: "personal-data-kept",
        code: "Q02",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "the address of somebody who left long ago is still on record",
            "de contactgegevens van iemand die lang weg is, staan er nog",
        ),
        why: Text::new(
            "personal data is kept no longer than it is needed (AVG, article 5); twelve months, unless `[privacy]` says otherwise",
            "persoonsgegevens bewaart u niet langer dan nodig (AVG, artikel 5); twaalf maanden, tenzij `[privacy]` iets anders zegt",
        ),
        fix: Text::new(
            "`commons forget PERSON` puts a pseudonym in the place of the name and takes the addresses away; the roles held stay on record",
            "`commons forget PERSOON` zet een schuilnaam in de plaats van de naam en haalt de contactgegevens weg; de vervulde rollen blijven staan",
        ),
        check: Check::Each(personal_data_kept),
    },
    Rule {
        name: "personal-email",
        code: "Q03",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a personal address stands where a mailbox would do",
            "er staat een persoonlijk e-mailadres waar een functionele postbus kan",
        ),
        why: Text::new(
            "a public or billing address outlives whoever reads it today, and a person's own need not be public (AVG, B18)",
            "een openbaar adres of factuuradres gaat langer mee dan wie het nu leest, en een persoonlijk adres hoeft niet openbaar te zijn (AVG, B18)",
        ),
        fix: Text::new(
            "use a mailbox of the organisation, or a narrower `visibility`",
            "gebruik een postbus van de organisatie, of een beperktere `visibility`",
        ),
        check: Check::Each(personal_email),
    },
    Rule {
        name: "overburdened-person",
        code: "Q04",
        level: Severity::Allow,
        class: Class::Judgement,
        summary: Text::new("many tasks rest on one person", "bij één persoon liggen veel taken"),
        why: Text::new(
            "what rests on one person stops when that person is ill, and wears them out (A9, A16)",
            "wat bij één persoon ligt, valt stil bij ziekte, en wordt op den duur te veel (A9, A16)",
        ),
        fix: Text::new("divide the tasks, or share the role", "verdeel de taken, of deel de rol"),
        check: Check::Each(overburdened_person),
    },
];

fn duplicate_person(record: &Record) -> Vec<Finding> {
    let mut named: FxHashMap<String, Vec<&Person>> = FxHashMap::default();
    let mut found = Vec::new();
    for person in record.people.values() {
        let others = named.entry(fold(&person.name)).or_default();
        let address = |one: &Person| one.email.as_deref().map(str::to_lowercase);
        // Whoever went to another organisation stands there too, from another day.
        let same = others
            .iter()
            .find(|other| address(other) == address(person) && overlap((other.from, other.until), (person.from, person.until)));
        if let Some(other) = same.filter(|_| !fold(&person.name).is_empty()) {
            let (name, other) = (&person.name, &other.id);
            found.push(
                Finding::new(person.at(keys!["name"]), text!(en: "{name} is on record as `{other}` too", nl: "{name} staat ook in het dossier als `{other}`"))
                    .about(&person.id)
                    .help(text!(en: "keep one of the two; where they are two people, write both their addresses", nl: "houd er één over; zijn het er echt twee, zet dan bij beiden het e-mailadres")),
            );
        }
        others.push(person);
    }
    found
}

fn personal_data_kept(record: &Record) -> Vec<Finding> {
    let months = months(record);
    let over = kept(record).into_iter().filter(|kept| kept.until < record.on);
    over.map(|kept| {
        let (id, left) = (&kept.person.id, kept.left);
        Finding::new(kept.person.at(keys![kept.key]), text!(left; en: "`{id}` left ({left}), more than {months} months ago", nl: "`{id}` is al meer dan {months} maanden weg ({left})"))
            .about(id)
            .help(text!(en: "remove `email` and `phone`, and replace the name by a pseudonym", nl: "haal `email` en `phone` weg en vervang de naam door een schuilnaam"))
    })
    .collect()
}

fn personal_email(record: &Record) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut judge = |address: Option<&str>, at: &dyn Fn() -> At, about: &str, of: &[&Person]| {
        let Some(address) = address else { return };
        let Some(person) = of.iter().find(|person| is_of(address, person)) else { return };
        let name = &person.name;
        found.push(
            Finding::new(at(), text!(en: "this looks like {name}'s own e-mail address", nl: "dit lijkt het eigen e-mailadres van {name}"))
                .about(about)
                .help(text!(en: "use a mailbox of the organisation", nl: "gebruik een postbus van de organisatie")),
        );
    };
    if let Some(settings) = &record.collaboration {
        judge(settings.email.as_deref(), &|| settings.at(keys!["email"]), "commons", &record.people.values().collect::<Vec<_>>());
    }
    let mut employed: FxHashMap<&str, Vec<&Person>> = FxHashMap::default();
    for person in record.people.values() {
        if let Some(id) = &person.employer {
            employed.entry(id.as_str()).or_default().push(person);
        }
    }
    for one in record.participants.values() {
        let own = employed.get(one.id.as_str()).map_or(&[][..], Vec::as_slice);
        judge(one.email.as_deref(), &|| one.at(keys!["email"]), one.id.as_str(), own);
        let billed = one.billing.as_ref().and_then(|billing| billing.email.as_deref());
        judge(billed, &|| one.at(keys!["billing", "email"]), one.id.as_str(), own);
    }
    for person in record.people.values().filter(|person| person.visibility == Some(Visibility::Public)) {
        judge(person.email.as_deref(), &|| person.at(keys!["email"]), person.id.as_str(), &[person]);
    }
    found
}

/// Whether an address is made of a person's name: `jo.devries@`, `j.devries@`, `devries.jo@`.
fn is_of(address: &str, person: &Person) -> bool {
    let local = address.split(['@', '+']).next().unwrap_or(address);
    // Most addresses begin with no letter of the name, and are no work.
    let initial = local.chars().next().map(|c| c.to_ascii_lowercase());
    let mut begins = true;
    let any_begins = person.name.chars().any(|c| {
        let of_first = begins && (!c.is_ascii() || Some(c.to_ascii_lowercase()) == initial);
        begins = matches!(c, ' ' | '-' | '.' | '\u{a0}');
        of_first
    });
    if initial.is_some_and(|c| c.is_ascii()) && !any_begins {
        return false;
    }
    let local = fold(local);
    let words: Vec<String> = person.name.split([' ', '-', '.', '\u{a0}']).map(fold).filter(|word| !word.is_empty()).collect();
    let [first, last @ ..] = &words[..] else { return false };
    let last = last.concat();
    // A pseudonym such as "P1" is nobody's address.
    if last.chars().count() < 2 {
        return false;
    }
    let initial: String = first.chars().take(1).collect();
    [format!("{first}{last}"), format!("{initial}{last}"), format!("{last}{first}"), format!("{last}{initial}")].contains(&local)
}

fn overburdened_person(record: &Record) -> Vec<Finding> {
    let limit = record.collaboration.as_ref().and_then(|settings| settings.limits.as_ref()).and_then(|limits| limits.tasks_per_person);
    let most = limit.map_or(TASKS, |limit| limit as usize);
    let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
    for task in record.tasks.values() {
        let mut people: Vec<&str> = Vec::new();
        for party in task.raci.iter().flat_map(|raci| raci.responsible.as_slice()) {
            let (id, _) = record.index.plain(party.who());
            if let Some((id, _)) = record.people.get_key_value(id.as_ref()) {
                people.push(id.as_str());
            }
            // What a body carries out is not the work of each of its members.
            let role = record.roles.get(id.as_ref()).filter(|role| role.kind != Some(RoleKind::Body) && exists(role, record.on));
            if let Some(Holding::Held(held)) = role.map(|role| holders(record, role, record.on)) {
                people.extend(held.iter().filter_map(|seated| record.people.get_key_value(seated.who)).map(|(id, _)| id.as_str()));
            }
        }
        people.sort_unstable();
        people.dedup();
        for id in people {
            *carried.entry(id).or_default() += 1;
        }
    }
    let heavy = carried.into_iter().filter(|(_, tasks)| *tasks > most);
    heavy
        .filter_map(|(id, tasks)| {
            let person = record.people.get(id)?;
            let message = match limit {
                Some(limit) => text!(en: "{tasks} tasks rest on `{id}` ({limit} was agreed as the most)", nl: "bij `{id}` liggen {tasks} taken (afspraak: {limit})"),
                None => text!(en: "{tasks} tasks rest on `{id}`", nl: "bij `{id}` liggen {tasks} taken"),
            };
            Some(Finding::new(person.at(keys!["name"]), message).about(id).help(text!(en: "divide the tasks, or share the role", nl: "verdeel de taken, of deel de rol")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_of;
    use crate::record::participant::Person;

    fn person(name: &str) -> Person {
        toml::from_str(&format!("name = \"{name}\"")).expect("a name is all that a person needs")
    }

    #[test]
    fn an_address_of_a_name_is_personal() {
        for address in [
            "jo.devries@zwolle.example",
            "J.deVries@zwolle.example",
            "devries.jo@zwolle.example",
            "jdevries+ww@zwolle.example",
            "jo_de-vries@x.example",
        ] {
            assert!(is_of(address, &person("Jo de Vries")), "{address}");
        }
        for (address, name) in [
            ("wijkwijzer@zwolle.example", "Jo de Vries"),
            ("p1@x.example", "P1"),
            ("vries@x.example", "Jo de Vries"),
            ("", "Jo de Vries"),
            ("@", ""),
            ("facturen@x.example", "Facturen"),
        ] {
            assert!(!is_of(address, &person(name)), "{address}");
        }
    }
}
