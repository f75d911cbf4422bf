//! Rules about roles and bodies: whether somebody holds them, and who can stand in.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::answers::backups::{BETWEEN, Why, are_asked, lack};
use crate::answers::bodies::unrepresented;
use crate::answers::{Holding, exists, has_left, holders, is_unheld, rests_on_roles, turn};
use crate::date::{VagueDate, overlap};
use crate::finding::{Class, Finding, Severity};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::values::Id;
use crate::record::work::{Holder, Role, Seat};
use crate::rules::mending::sure_word;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Text, listed};
use crate::{keys, text, words};

pub static RULES: &[Rule] = &[
    Rule {
        name: "vacant-role",
        code: "H01",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("nobody holds a role, or nobody is on record for it", "een rol is vacant, of er staat niet wie de rol vervult"),
        why: Text::new(
            "few roles that are held do more than many on paper; a vacancy that is seen can be filled (A7, A16)",
            "een paar vervulde rollen doen meer dan veel rollen op papier; een vacature die iedereen ziet, kan vervuld worden (A7, A16)",
        ),
        fix: Text::new(
            "name who holds it under `[[holder]]`; write `vacant = true` where nobody does, `on_record = false` where somebody does and the sources do not say who",
            "noem onder `[[holder]]` wie de rol vervult; schrijf `vacant = true` als niemand dat doet, en `on_record = false` als niet bekend is wie",
        ),
        check: Check::Each(vacant_role),
    },
    Rule {
        name: "unfilled-seat",
        code: "H02",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a body has fewer voting members than seats, or nobody on a seat with a profile",
            "een gremium heeft een lege zetel",
        ),
        why: Text::new(
            "whoever the seat speaks for has no voice in the decisions; below `max_seats` nothing is missing",
            "voor wie op die zetel vertegenwoordigd hoort te zijn, beslist nu niemand mee; onder `max_seats` ontbreekt er niets",
        ),
        fix: Text::new(
            "add a `[[holder]]` with that `seat`; or write `on_record = false` at the seat where somebody sits there and the sources do not say who",
            "voeg een `[[holder]]` toe met die `seat`, of schrijf `on_record = false` bij de zetel als niet bekend is wie er zit",
        ),
        check: Check::Each(unfilled_seat),
    },
    Rule {
        name: "unrepresented-sub-body",
        code: "H03",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a body is made up of roles, and a body under it has nobody there",
            "een gremium bestaat uit rollen, maar een gremium daaronder zit er niet in",
        ),
        why: Text::new(
            "what a working group finds out does not reach a table at which it does not sit",
            "wat een werkgroep ontdekt, komt niet op tafel als zij zelf niet aan tafel zit",
        ),
        fix: Text::new(
            "add the body, its chair or one of its members as a holder, or remove `part_of`",
            "voeg het gremium, de voorzitter of een van de leden toe als rolhouder, of haal `part_of` weg",
        ),
        check: Check::Whole(&[FileKind::Role], unrepresented_sub_body),
    },
    Rule {
        name: "role-without-backup",
        code: "H04",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("a critical role has nobody who can stand in", "een kritieke rol heeft geen vervanger"),
        why: Text::new(
            "illness, leave and a new job come unannounced; a critical role needs a second person who can take over (A9); in the pioneer phase nobody asks for it yet",
            "ziekte, verlof en vertrek komen onverwacht; bij een kritieke rol hoort een tweede die het kan overnemen (A9); in de pioniersfase hoeft dat nog niet",
        ),
        fix: Text::new(
            "add a `[[backup]]` who does not hold the role and is still there, or remove `critical`",
            "voeg een `[[backup]]` toe die de rol niet zelf vervult en nog meedoet, of haal `critical` weg",
        ),
        check: Check::Whole(&[FileKind::Participant, FileKind::People, FileKind::Role], role_without_backup),
    },
    Rule {
        name: "backup-is-holder",
        code: "H05",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("whoever holds a role alone is also its back-up", "wie een rol alleen vervult, is ook de eigen vervanger"),
        why: Text::new(
            "nobody can stand in for themselves, so in fact there is no back-up (A9)",
            "niemand kan zichzelf vervangen, dus in feite is er geen vervanger (A9)",
        ),
        fix: Text::new(
            "name somebody else under `[[backup]]`, or end that entry on the day before the term began",
            "noem een ander onder `[[backup]]`, of sluit die vermelding af op de dag vóór de termijn begon",
        ),
        check: Check::Each(backup_is_holder),
    },
    Rule {
        name: "unknown-seat",
        code: "H15",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("a holder has a seat that the role does not have", "een rolhouder zit op een zetel die de rol niet heeft"),
        why: Text::new(
            "on a misspelt seat sits nobody, and the real one seems empty",
            "op een verkeerd gespelde zetel zit niemand, en de echte lijkt leeg",
        ),
        fix: Text::new(
            "use the `id` of a `[[seat]]` in the same file, or add one",
            "gebruik het `id` van een `[[seat]]` in hetzelfde bestand, of voeg er een toe",
        ),
        check: Check::Each(unknown_seat),
    },
];

/// Runs a check over every role, in the order of their ids.
pub fn each(record: &Record, check: impl Fn(&Role) -> Vec<Finding> + Sync) -> Vec<Finding> {
    let roles: Vec<&Role> = record.roles.values().collect();
    roles.par_iter().flat_map_iter(|role| check(role)).collect()
}

/// The role that a reference names.
pub fn role_of<'a>(record: &'a Record, id: &Id) -> Option<&'a Role> {
    record.roles.get(record.index.plain(id).0.as_ref())
}

fn votes(holder: &Holder) -> bool {
    holder.voting != Some(false)
}

/// The roles whose vacancy a task's own finding tells already.
fn told_by_tasks(record: &Record) -> BTreeSet<&Id> {
    let roles: Vec<&Role> = record.roles.values().collect();
    let empty: BTreeSet<&Id> = roles.into_par_iter().filter(|role| is_unheld(record, role)).map(|role| &role.id).collect();
    if empty.is_empty() {
        return empty;
    }
    let idle = record.tasks.values().filter(|task| rests_on_roles(record, task, &|role| empty.contains(&role.id)));
    let parties = idle.flat_map(|task| task.raci.iter().flat_map(|raci| raci.responsible.as_slice()));
    parties.filter_map(|party| role_of(record, party.who())).map(|role| &role.id).collect()
}

fn vacant_role(record: &Record) -> Vec<Finding> {
    let told = told_by_tasks(record);
    // A body may be put together from its functions and teams, each a role with holders of its own.
    let whole: BTreeSet<&Id> =
        record.roles.values().filter_map(|role| role_of(record, role.part_of.as_ref()?)).map(|role| &role.id).collect();
    each(record, |role| {
        if role.on_record == Some(false) || !exists(role, record.on) {
            return Vec::new();
        }
        let title = &role.title;
        let bare = role.holder.is_empty() && role.turn.is_empty() && role.backup.is_empty() && role.seats.is_none() && role.seat.is_empty();
        let vacant = holders(record, role, record.on) == Holding::Vacant;
        let finding = if vacant && told.contains(&role.id) {
            return Vec::new();
        } else if vacant && role.vacant {
            Finding::new(role.at(keys!["vacant"]), text!(en: "“{title}” is vacant", nl: "de rol “{title}” is vacant"))
                .help(text!(en: "once it is filled, add a `[[holder]]` and remove `vacant`", nl: "voeg een `[[holder]]` toe zodra de rol vervuld is, en haal `vacant` weg"))
        } else if vacant
            && role.turn.is_empty()
            && !role.holder.is_empty()
            && role.holder.iter().all(|holder| holder.former)
            && role.seats.is_none()
            && role.seat.is_empty()
        {
            let who = &role.holder[role.holder.len() - 1].who;
            Finding::new(
                role.at(keys!["holder", role.holder.len() - 1, "who"]),
                text!(en: "nobody is named yet to hold “{title}” after `{who}`", nl: "voor “{title}” is na `{who}` nog niemand aangewezen"),
            )
            .help(text!(en: "add a `[[holder]]`, or `vacant = true`", nl: "voeg een `[[holder]]` toe, of `vacant = true`"))
        } else if bare && !role.vacant && !whole.contains(&role.id) {
            Finding::new(role.missing(keys![], "holder"), text!(en: "it is not on record who holds “{title}”", nl: "in het dossier staat niet wie de rol “{title}” vervult")).help(text!(
                en: "add a `[[holder]]`; or write `vacant = true` (nobody does) or `on_record = false` (somebody does, the sources do not say who)",
                nl: "voeg een `[[holder]]` toe, of schrijf `vacant = true` (niemand) of `on_record = false` (wel iemand, maar niet bekend wie)"
            ))
        } else {
            return Vec::new();
        };
        vec![finding.about(&role.id)]
    })
}

fn unfilled_seat(record: &Record) -> Vec<Finding> {
    let told = told_by_tasks(record);
    each(record, |role| {
        let silent = role.on_record == Some(false) || !exists(role, record.on) || role.seat.is_empty() && role.seats.is_none();
        let elsewhere = holders(record, role, record.on) == Holding::Vacant && (role.vacant || told.contains(&role.id));
        if silent || elsewhere {
            return Vec::new();
        }
        let mut sitting: Vec<&Holder> = sitting(record, role);
        // A group fills as many seats as it likes.
        if sitting.iter().any(|holder| record.index.meant(&holder.who).has(Kinds::GROUP)) {
            return Vec::new();
        }
        sitting.retain(|holder| votes(holder));
        let mut findings = empty_seats(record, role, &sitting);
        let unsaid = role.seat.iter().filter(|seat| seat.on_record == Some(false)).count();
        let turns = usize::from(turn(role, record.on).is_some_and(|who| !record.is_over(who, record.on)));
        let known = sitting.len() + turns + findings.len() + unsaid;
        let seats = role.seats.map_or(0, |seats| usize::try_from(seats).unwrap_or(usize::MAX));
        if known < seats {
            let (title, empty) = (&role.title, seats - known);
            let message = if empty == 1 {
                text!(en: "one of the {seats} seats of “{title}” is not filled", nl: "van de {seats} zetels van “{title}” is er één niet bezet")
            } else {
                text!(en: "{empty} of the {seats} seats of “{title}” are not filled", nl: "van de {seats} zetels van “{title}” zijn er {empty} niet bezet")
            };
            let finding = Finding::new(role.at(keys!["seats"]), message).about(&role.id);
            findings.push(finding.help(text!(
                en: "add who is missing as `[[holder]]`; `max_seats` is for an upper limit",
                nl: "voeg toe wie ontbreekt als `[[holder]]`; een maximum heet `max_seats`"
            )));
        }
        findings
    })
}

/// Who sits in a body, and who begins within a month: they have been found already. Whose term begins later counts too, unless
/// another's has ended: before the first term nothing is known.
fn sitting<'a>(record: &Record, role: &'a Role) -> Vec<&'a Holder> {
    let soon = record.on.plus_days(BETWEEN);
    let over = |holder: &Holder| {
        holder.former || holder.until.is_some_and(|until| until.last() < record.on) || has_left(record, holder, record.on)
    };
    let later = |holder: &Holder| holder.from.is_some_and(|from| from.first() > soon);
    let mut ended: BTreeMap<Option<&Id>, usize> = BTreeMap::new();
    for holder in role.holder.iter().filter(|holder| over(holder) && votes(holder)) {
        *ended.entry(holder.seat.as_ref()).or_default() += 1;
    }
    let mut sitting: Vec<&Holder> = role.holder.iter().filter(|holder| !over(holder) && !later(holder)).collect();
    for holder in role.holder.iter().filter(|holder| !over(holder) && later(holder)) {
        match ended.get_mut(&holder.seat.as_ref()).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => sitting.push(holder),
        }
    }
    sitting
}

/// The seats with an id on which nobody sits. People without a seat may well be those who fill them, and so may those on a
/// seat that is misspelt, which is a finding of its own; a role sits in a body by itself and fills none.
fn empty_seats(record: &Record, role: &Role, sitting: &[&Holder]) -> Vec<Finding> {
    let known: BTreeSet<&Id> = role.seat.iter().map(|seat| &seat.id).collect();
    let taken: BTreeSet<&Id> = sitting.iter().filter_map(|holder| holder.seat.as_ref()).collect();
    let loose = sitting
        .iter()
        .filter(|holder| holder.seat.as_ref().map_or_else(|| role_of(record, &holder.who).is_none(), |seat| !known.contains(seat)))
        .count();
    let empty: Vec<(usize, &Seat)> =
        role.seat.iter().enumerate().filter(|(_, seat)| seat.on_record != Some(false) && !taken.contains(&seat.id)).collect();
    if empty.len() <= loose {
        return Vec::new();
    }
    let mut last: BTreeMap<&Id, (VagueDate, &Id)> = BTreeMap::new();
    for holder in role.holder.iter().filter(|holder| !holder.former && votes(holder)) {
        if let (Some(seat), Some(until)) = (&holder.seat, holder.until.filter(|until| until.last() < record.on)) {
            let known = last.entry(seat).or_insert((until, &holder.who));
            if until.last() > known.0.last() {
                *known = (until, &holder.who);
            }
        }
    }
    let title = &role.title;
    let found = empty.into_iter().map(|(n, seat)| {
        let id = &seat.id;
        let message = match last.get(id).copied() {
            Some((until, who)) => text!(until; en: "seat `{id}` of “{title}” is empty: the term of `{who}` has ended ({until})", nl: "zetel `{id}` van “{title}” is leeg: de termijn van `{who}` is afgelopen ({until})"),
            None => text!(en: "seat `{id}` of “{title}” is empty", nl: "zetel `{id}` van “{title}” is niet bezet"),
        };
        let help = match seat.profile.as_deref().and_then(|profile| profile.trim().lines().next()) {
            Some(profile) => text!(en: "wanted: {profile}", nl: "gevraagd: {profile}"),
            None => text!(en: "add a `[[holder]]` with `seat = \"{id}\"`", nl: "voeg een `[[holder]]` toe met `seat = \"{id}\"`"),
        };
        Finding::new(role.at(keys!["seat", n, "id"]), message).about(id).help(help)
    });
    found.collect()
}

fn unrepresented_sub_body(record: &Record) -> Vec<Finding> {
    let found = unrepresented(record).into_iter().map(|(role, parent)| {
        let (title, body, id) = (&role.title, &parent.title, &role.id);
        Finding::new(role.at(keys!["part_of"]), text!(en: "nobody of “{title}” sits in “{body}”, of which it is part", nl: "niemand van “{title}” zit in “{body}”, waar het onder valt"))
            .about(id)
            .help(text!(en: "add it, its chair or a member as a `[[holder]]` of “{body}”: `who = \"{id}\"`", nl: "voeg het gremium, de voorzitter of een lid bij “{body}” toe als `[[holder]]`: `who = \"{id}\"`"))
    });
    found.collect()
}

fn role_without_backup(record: &Record) -> Vec<Finding> {
    if !are_asked(record) {
        return Vec::new();
    }
    each(record, |role| {
        let Some(lack) = lack(record, role) else { return Vec::new() };
        let title = &role.title;
        let finding = match lack.first {
            Some((n, who, why)) => {
                let reason = reason(who, why);
                Finding::new(
                    role.at(keys!["backup", n, "who"]),
                    text!(reason; en: "“{title}” is critical and has no back-up: {reason}", nl: "“{title}” is een kritieke rol zonder vervanger: {reason}"),
                )
            }
            None => Finding::new(
                role.missing(keys![], "backup"),
                text!(en: "“{title}” is critical and has no back-up", nl: "voor de kritieke rol “{title}” is nog geen vervanger aangewezen"),
            ),
        };
        vec![finding.about(&role.id).help(text!(en: "add a `[[backup]]` with somebody else who can take over", nl: "voeg een `[[backup]]` toe met een ander die het kan overnemen"))]
    })
}

/// Why a back-up does not count.
fn reason(who: &Id, why: Why) -> Text {
    match why {
        Why::Holds => text!(en: "`{who}` holds the role too", nl: "`{who}` vervult de rol zelf"),
        Why::Left(left) => text!(left; en: "`{who}` left on {left}", nl: "`{who}` is vertrokken op {left}"),
        Why::Nowhere => text!(en: "`{who}` is not on record", nl: "`{who}` staat niet in het dossier"),
        Why::Vacant => text!(en: "nobody holds `{who}`", nl: "`{who}` is vacant"),
    }
}

/// A period as it is written.
type Period = (Option<VagueDate>, Option<VagueDate>);

fn term(holder: &Holder) -> Period {
    (holder.from, holder.until)
}

fn backup_is_holder(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        let mut terms: BTreeMap<Cow<'_, str>, Vec<&Holder>> = BTreeMap::new();
        for holder in role.holder.iter().filter(|holder| !holder.former && !role.backup.is_empty()) {
            terms.entry(record.index.plain(&holder.who).0).or_default().push(holder);
        }
        // Beside another holder, who holds it too can stand in for that one.
        let alone = |who: &str, period: Period| {
            let own = terms.get(who).into_iter().flatten().filter(|holder| overlap(term(holder), period));
            let beside = |holder: &Holder| {
                terms
                    .iter()
                    .filter(|(other, _)| *other != who)
                    .flat_map(|(_, others)| others)
                    .any(|other| overlap(term(other), period) && overlap(term(other), term(holder)))
            };
            own.into_iter().any(|holder| !beside(holder))
        };
        let mut known: BTreeMap<(Cow<'_, str>, Period), bool> = BTreeMap::new();
        let doubled = role.backup.iter().enumerate().filter(|(_, backup)| {
            !backup.former
                && *known.entry((record.index.plain(&backup.who).0, term(backup))).or_insert_with_key(|(who, period)| alone(who, *period))
        });
        doubled
            .map(|(n, backup)| {
                let (who, title) = (&backup.who, &role.title);
                Finding::new(role.at(keys!["backup", n, "who"]), text!(en: "`{who}` holds “{title}” and is its back-up at the same time", nl: "`{who}` vervult “{title}” en is tegelijk de vervanger"))
                    .about(who)
                    .help(text!(en: "name somebody else, or end this entry with `until`", nl: "noem een ander, of sluit deze vermelding af met `until`"))
            })
            .collect()
    })
}

/// For so many seats of one role that are not there the nearest is looked for, among so many; nobody mends more at a time.
const SUGGESTED: usize = 20;
const AMONG: usize = 1000;

fn unknown_seat(record: &Record) -> Vec<Finding> {
    each(record, |role| {
        let known: BTreeSet<&str> = role.seat.iter().map(|seat| seat.id.as_str()).collect();
        let entries = [("holder", &role.holder), ("backup", &role.backup)];
        let named = entries
            .iter()
            .flat_map(|(list, entries)| entries.iter().enumerate().filter_map(|(n, entry)| Some((*list, n, entry.seat.as_ref()?))));
        let unknown = named.filter(|(_, _, seat)| !known.contains(seat.as_str())).enumerate();
        let all = listed(known.iter().copied(), 10);
        unknown
            .map(|(found, (list, n, seat))| {
                let among: Vec<&str> = known.iter().copied().take(if found < SUGGESTED { AMONG } else { 0 }).collect();
                // Among some of the seats nobody can tell that no other is near.
                let whole = among.len() == known.len();
                let cure = if whole { sure_word(keys![list, n, "seat"], seat.as_str(), &[], &among) } else { None };
                let help = match words::nearest(seat.as_str(), among) {
                    Some(near) => text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"),
                    None if known.is_empty() => {
                        text!(en: "add a `[[seat]]` with `id = \"{seat}\"`", nl: "voeg een `[[seat]]` toe met `id = \"{seat}\"`")
                    }
                    None => text!(all; en: "the seats are {all}", nl: "de zetels zijn {all}"),
                };
                let title = &role.title;
                Finding::new(
                    role.at(keys![list, n, "seat"]),
                    text!(en: "“{title}” has no seat `{seat}`", nl: "“{title}” heeft geen zetel `{seat}`"),
                )
                .about(seat)
                .help(help)
                .cured(cure)
            })
            .collect()
    })
}
