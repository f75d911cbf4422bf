//! Rules about balance: how roles are staffed and filled, and whether one organisation weighs too much.

use crate::answers::bodies::{Majority, is_limited, majority};
use crate::answers::{Holding, Seated, Side, exists, holders, side, votes};
use crate::finding::{Class, Finding, Severity};
use crate::handbook::Level;
use crate::record::Record;
use crate::record::work::{Role, RoleKind, Staffing};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text};

pub static RULES: &[Rule] = &[
    Rule {
        name: "poor-fit-staffing",
        code: "C06",
        level: Severity::Allow,
        class: Class::Judgement,
        summary: Text::new(
            "a role is staffed in a way that suits another level",
            "een rol is ingevuld op een manier die bij een ander ambitieniveau past",
        ),
        why: Text::new(
            "the lead's own staff suits up to a structured collaboration, taking turns an informal or light one, an outside party a structured one (A5)",
            "invulling door de penvoerder past tot en met gestructureerd, rouleren bij informeel en licht, een externe partij bij gestructureerd (A5)",
        ),
        fix: Text::new("choose another `staffing`, or leave it where it works", "kies een andere `staffing`, of laat het zo als het werkt"),
        check: Check::Each(poor_fit_staffing),
    },
    Rule {
        name: "paper-roles",
        code: "C07",
        level: Severity::Allow,
        class: Class::Judgement,
        summary: Text::new("more than a third of the roles is vacant", "meer dan een derde van de rollen is vacant"),
        why: Text::new(
            "few roles done well are better than many that exist on paper (A16)",
            "een paar rollen die goed gaan, zijn beter dan veel rollen op papier (A16)",
        ),
        fix: Text::new(
            "merge roles, or end those that nobody will hold for now",
            "voeg rollen samen, of beëindig rollen die voorlopig niemand vervult",
        ),
        check: Check::Whole(&[FileKind::Role], paper_roles),
    },
    Rule {
        name: "single-supplier",
        code: "C08",
        level: Severity::Allow,
        class: Class::Judgement,
        summary: Text::new("there is only one supplier", "er is maar één leverancier"),
        why: Text::new(
            "with one supplier the collaboration depends on its prices, people and plans (A5d, B20)",
            "met één leverancier hangt de samenwerking af van diens prijzen, mensen en plannen (A5d, B20)",
        ),
        fix: Text::new(
            "invite other suppliers, to a market meeting for instance",
            "nodig andere leveranciers uit, bijvoorbeeld voor een marktbijeenkomst",
        ),
        check: Check::Whole(&[FileKind::Participant], single_supplier),
    },
    Rule {
        name: "majority-in-body",
        code: "C09",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "one organisation holds more than half of a body's votes, which was agreed not to happen",
            "één organisatie heeft meer dan de helft van de stemmen in een gremium, terwijl anders is afgesproken",
        ),
        why: Text::new(
            "where one can decide alone, the others need not come (A5a, A5d)",
            "waar één organisatie alleen kan beslissen, hoeven de anderen niet te komen (A5a, A5d)",
        ),
        fix: Text::new(
            "fill a seat from elsewhere, make a seat advisory (`voting = false`), or allow it for this body (`majority_of_one = true`)",
            "laat iemand van een andere organisatie een zetel vervullen, maak een zetel adviserend (`voting = false`), of sta het bij dit gremium toe (`majority_of_one = true`)",
        ),
        check: Check::Each(majority_in_body),
    },
    Rule {
        name: "seats-exceeded",
        code: "C10",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "an organisation has more seats in a body than was agreed",
            "een organisatie heeft meer zetels in een gremium dan afgesproken",
        ),
        why: Text::new(
            "a limit on seats keeps a body one of all participants",
            "een grens aan het aantal zetels houdt een gremium van alle deelnemers samen",
        ),
        fix: Text::new(
            "let a seat pass to another organisation, or change the limit where it was decided otherwise",
            "laat een zetel over aan een ander, of pas de grens aan als er anders besloten is",
        ),
        check: Check::Each(seats_exceeded),
    },
];

fn poor_fit_staffing(record: &Record) -> Vec<Finding> {
    let Some(level) = record.level() else { return Vec::new() };
    let roles = record.roles.values().filter(|role| role.until.is_none());
    let staffed = roles.filter_map(|role| role.staffing.map(|staffing| (role, staffing)));
    staffed
        .filter(|(_, staffing)| !fits(*staffing, level))
        .map(|(role, staffing)| {
            let (id, how, level) = (&role.id, named(staffing), level.name());
            Finding::new(role.at(keys!["staffing"]), text!(how, level; en: "`{id}` is staffed {how}, which suits {level} less well", nl: "`{id}` is {how} ingevuld, en dat past minder goed bij {level}"))
                .about(id)
                .help(text!(en: "choose another `staffing`, or leave it where it works", nl: "kies een andere `staffing`, of laat het zo als het werkt"))
        })
        .collect()
}

/// What the handbook says under each of the four ways (A5). Of full direction it says only that the lead's staff goes up to a
/// structured collaboration; the rest is taken as there, because the duties are the same.
fn fits(staffing: Staffing, level: Level) -> bool {
    match staffing {
        Staffing::Lead => level <= Level::Structured,
        Staffing::Rotating => level <= Level::Light,
        Staffing::Divided => true,
        Staffing::External => level >= Level::Structured,
    }
}

fn named(staffing: Staffing) -> Text {
    match staffing {
        Staffing::Lead => Text::new("by the lead", "door de penvoerder"),
        Staffing::Rotating => Text::new("in turn", "roulerend"),
        Staffing::Divided => Text::new("by several municipalities", "verdeeld"),
        Staffing::External => Text::new("from outside", "extern"),
    }
}

fn paper_roles(record: &Record) -> Vec<Finding> {
    let roles: Vec<&Role> = record.roles.values().filter(|role| exists(role, record.on)).collect();
    let vacant = roles.iter().filter(|role| holders(record, role, record.on) == Holding::Vacant).count();
    let all = roles.len();
    if vacant * 3 <= all {
        return Vec::new();
    }
    let place = if record.level().is_some() { keys!["level"] } else { keys!["name"] };
    vec![
        Finding::new(record.settings(place), text!(en: "vacant roles: {vacant} of {all}", nl: "vacante rollen: {vacant} van de {all}"))
            .help(text!(en: "merge roles, or end those that nobody will hold for now", nl: "voeg rollen samen, of beëindig rollen die voorlopig niemand vervult")),
    ]
}

fn single_supplier(record: &Record) -> Vec<Finding> {
    let suppliers: Vec<_> =
        record.participants.values().filter(|one| one.supplier && one.left.is_none_or(|left| left.last() >= record.on)).collect();
    let [only] = suppliers[..] else { return Vec::new() };
    let id = &only.id;
    vec![
        Finding::new(only.at(keys!["supplier"]), text!(en: "`{id}` is the only supplier on record", nl: "`{id}` is de enige leverancier in het dossier"))
            .about(id)
            .help(text!(en: "invite other suppliers, to a market meeting for instance", nl: "nodig andere leveranciers uit, bijvoorbeeld voor een marktbijeenkomst")),
    ]
}

/// The roles that a limit holds for: those that have it themselves, and bodies where it holds for all.
fn limited<'a, T>(record: &'a Record, own: impl Fn(&Role) -> Option<T>, common: Option<T>) -> impl Iterator<Item = (&'a Role, T)>
where
    T: Copy + 'a,
{
    let roles: Vec<(&Role, T)> = record
        .roles
        .values()
        .filter(|role| exists(role, record.on))
        .filter_map(|role| own(role).or(common.filter(|_| role.kind == Some(RoleKind::Body))).map(|limit| (role, limit)))
        .collect();
    roles.into_iter()
}

fn majority_in_body(record: &Record) -> Vec<Finding> {
    let mut found = Vec::new();
    for role in record.roles.values().filter(|role| is_limited(record, role)) {
        let Some(Majority { whose: id, votes: most, of: all }) = majority(record, role) else { continue };
        let title = &role.title;
        found.push(
            Finding::new(seat_of(record, role, id, 0), text!(en: "`{id}` holds {most} of {all} votes in “{title}”", nl: "`{id}` heeft {most} van de {all} stemmen in “{title}”"))
                .about(id)
                .help(text!(en: "it was agreed that no organisation holds more than half (`majority_of_one`)", nl: "afgesproken is dat geen organisatie meer dan de helft heeft (`majority_of_one`)")),
        );
    }
    found
}

fn seats_exceeded(record: &Record) -> Vec<Finding> {
    let common =
        record.collaboration.as_ref().and_then(|settings| settings.limits.as_ref()).and_then(|limits| limits.seats_per_organisation);
    let mut found = Vec::new();
    for (role, limit) in limited(record, |role| role.seats_per_organisation, common) {
        for (side, seats) in votes(record, role, record.on) {
            let Side::Organisation(id) = side else { continue };
            if seats <= limit as usize {
                continue;
            }
            let title = &role.title;
            found.push(
                Finding::new(seat_of(record, role, id, limit as usize), text!(en: "`{id}` has {seats} seats in “{title}”; {limit} was agreed as the most", nl: "`{id}` heeft {seats} zetels in “{title}”; afgesproken is ten hoogste {limit}"))
                    .about(id)
                    .help(text!(en: "let a seat pass to another organisation", nl: "laat een zetel over aan een andere organisatie")),
            );
        }
    }
    found
}

/// Where in a body an organisation has its seat, counted from nought; the title where that seat is held by another role.
fn seat_of(record: &Record, role: &Role, organisation: &str, number: usize) -> crate::finding::At {
    let Holding::Held(held) = holders(record, role, record.on) else { return role.at(keys!["title"]) };
    let own = held.iter().filter(|seated| side(record, seated) == Side::Organisation(organisation));
    let entries: Vec<usize> =
        own.filter_map(|seated: &Seated<'_>| seated.holder.filter(|(_, holder)| holder.voting != Some(false)).map(|(n, _)| n)).collect();
    match entries.get(number).or(entries.last()) {
        Some(n) => role.at(keys!["holder", *n, "who"]),
        None => role.at(keys!["title"]),
    }
}
