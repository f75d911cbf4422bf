//! Duties, tasks, roles and bodies that break, each with what to do next.

use crate::answers::audience::Audience;
use crate::answers::covered::parties;
use crate::answers::presence::{joined, name};
use crate::answers::without::Without;
use crate::answers::without::broken::{BrokenBody, BrokenRole, BrokenTask, OfThat, Then};
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Letter, Role, RoleKind, Task};
use crate::reports::{capital, reach};
use crate::text;
use crate::text::Text;

use super::{Line, Section, command, number, people, together};

/// More than so many are counted instead of named.
const NAMED: usize = 4;

pub fn lines(found: &Without<'_>, audience: Audience) -> Vec<Line> {
    let broken = &found.broken;
    let mut lines: Vec<Line> = Vec::new();
    for one in &broken.duties {
        let tasks: Vec<&BrokenTask<'_>> = broken.tasks.iter().filter(|task| one.tasks.iter().any(|own| own.id == task.task.id)).collect();
        let then = joined(&tasks.iter().map(|task| carried(found, task, audience)).collect::<Vec<_>>(), "; ");
        let todo = one_each(tasks.iter().flat_map(|task| to_do(found, task.task, Letter::Responsible)));
        lines.push(Line { section: Section::Duties, kind: "duty", id: one.duty.id.to_owned(), what: capital(&one.duty.name), then, todo });
    }
    // What breaks in the same way stands together; the worst stays first.
    let order = |line: &Line| broken.duties.iter().position(|one| one.duty.id == line.id).map(|n| broken.duties[n].then);
    lines.sort_by(|a, b| (order(a), &a.todo, &a.then).cmp(&(order(b), &b.todo, &b.then)));
    // What breaks in the same way stands together; the worst stays first.
    let order = |line: &Line| broken.duties.iter().find(|one| one.duty.id == line.id).map(|one| one.then);
    lines.sort_by(|a, b| (order(a), &a.todo, &a.then).cmp(&(order(b), &b.todo, &b.then)));
    for one in &broken.tasks {
        let told = broken.duties.iter().any(|duty| duty.tasks.iter().any(|task| task.id == one.task.id));
        let mut then = Vec::new();
        let mut todo = Vec::new();
        if one.carried.is_some() && !told {
            then.push(carried(found, one, audience));
            todo.extend(to_do(found, one.task, Letter::Responsible));
        }
        if let Some(answered) = one.answered {
            then.push(accountable(found, one.task, answered, audience));
            todo.extend(to_do(found, one.task, Letter::Accountable));
        }
        if !then.is_empty() {
            let what = Text::same(one.task.title.as_str());
            let (then, todo) = (joined(&then, "; "), one_each(todo));
            lines.push(Line { section: Section::Tasks, kind: "task", id: one.task.id.to_string(), what, then, todo });
        }
    }
    lines.extend(broken.roles.iter().map(|one| role(found, one, audience)));
    lines.extend(broken.bodies.iter().map(|one| body(found, one, audience)));
    lines
}

/// Each command once.
fn one_each(all: impl IntoIterator<Item = Text>) -> Text {
    let mut seen: Vec<Text> = Vec::new();
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    joined(&seen, "; ")
}

/// The role through which a task broke: the one that was held before and is vacant now.
fn role_behind<'a>(found: &'a Without<'_>, task: &Task, letter: Letter) -> Option<&'a Role> {
    let vacant = |id: &Id| {
        let role = found.before.role(id)?;
        let of_roles =
            found.broken.roles.iter().any(|one| one.role.id == role.id && matches!(one.what, OfThat::Vacant | OfThat::SteppedIn));
        (of_roles || found.broken.bodies.iter().any(|one| one.role.id == role.id && one.is_vacant)).then_some(role)
    };
    let of_before = found.before.tasks.get(&task.id)?;
    parties(of_before, letter).iter().find_map(|party| vacant(party.who()))
}

/// What becomes of the carrying out of a task.
fn carried(found: &Without<'_>, one: &BrokenTask<'_>, audience: Audience) -> Text {
    let title = &one.task.title;
    let role = role_behind(found, one.task, Letter::Responsible);
    match (one.carried, role) {
        (Some(Then::StandIn), Some(role)) => {
            let (title_of, by) = (&role.title, stand_ins(found, role, audience));
            text!(by; en: "{by} takes over as back-up ({title_of})", nl: "{by} neemt het over als vervanger ({title_of})")
        }
        (_, Some(role)) => {
            let of = &role.title;
            text!(en: "nobody carries out “{title}”: {of} is vacant", nl: "niemand voert “{title}” uit: {of} is vacant")
        }
        _ => text!(en: "nobody carries out “{title}”", nl: "niemand voert “{title}” uit"),
    }
}

fn accountable(found: &Without<'_>, task: &Task, then: Then, audience: Audience) -> Text {
    match (then, role_behind(found, task, Letter::Accountable)) {
        (Then::StandIn, Some(role)) => {
            let by = stand_ins(found, role, audience);
            text!(by; en: "{by} answers for it as back-up", nl: "{by} is als vervanger eindverantwoordelijk")
        }
        (_, Some(role)) => {
            let of = &role.title;
            text!(en: "nobody answers for it: {of} is vacant", nl: "niemand is eindverantwoordelijk: {of} is vacant")
        }
        _ => Text::new("nobody answers for it", "niemand is eindverantwoordelijk"),
    }
}

/// Those who step in for a role.
fn stand_ins(found: &Without<'_>, role: &Role, audience: Audience) -> Text {
    let own = found.broken.roles.iter().find(|one| one.role.id == role.id);
    let all: Vec<Text> = own.into_iter().flat_map(|one| &one.rest).map(|id| reach::called(found.before, id, audience)).collect();
    if all.is_empty() { Text::new("a back-up", "een vervanger") } else { together(&all) }
}

/// How a letter of a task comes to somebody else.
fn to_do(found: &Without<'_>, task: &Task, letter: Letter) -> Vec<Text> {
    let id = &task.id;
    match role_behind(found, task, letter) {
        Some(role) => vec![assigned(found.before, role, "")],
        None => vec![command(&format!("raci set {id} --{} WHO", letter.key()))],
    }
}

fn assigned(record: &Record, role: &Role, option: &str) -> Text {
    let (id, day) = (&role.id, record.on);
    if role.turn.is_empty() || option == " --backup" {
        command(&format!("assign {id} WHO{option} --since {day}"))
    } else {
        command(&format!("rota {id} --write"))
    }
}

fn named(record: &Record, who: &[Id], audience: Audience) -> Text {
    if who.len() > NAMED {
        return number(who.len(), &Text::new("person", "persoon"), &Text::new("people", "mensen"));
    }
    people(record, &who.iter().collect::<Vec<_>>(), audience)
}

fn role(found: &Without<'_>, one: &BrokenRole<'_>, audience: Audience) -> Line {
    let record = found.before;
    let (role, id) = (one.role, &one.role.id);
    let title = &role.title;
    let what = if role.critical { text!(en: "{title} (critical)", nl: "{title} (kritiek)") } else { Text::same(title.as_str()) };
    let (who, rest) = (named(record, &one.who, audience), named(record, &one.rest, audience));
    let (then, todo) = match one.what {
        OfThat::Vacant if role.backup.is_empty() => (
            text!(who; en: "vacant: {who} held it, and there is no back-up", nl: "vacant: {who} vervulde de rol, en er is geen vervanger"),
            vec![assigned(record, role, ""), command(&format!("handover {id}"))],
        ),
        OfThat::Vacant => (
            text!(who; en: "vacant: {who} held it, and no back-up is left", nl: "vacant: {who} vervulde de rol, en er blijft geen vervanger over"),
            vec![assigned(record, role, ""), command(&format!("handover {id}"))],
        ),
        OfThat::SteppedIn => (
            text!(who, rest; en: "{rest} steps in as back-up for {who}", nl: "{rest} springt als vervanger in voor {who}"),
            vec![assigned(record, role, ""), command(&format!("handover {id}"))],
        ),
        OfThat::NoBackup => (
            text!(who; en: "no back-up any more: {who} was it", nl: "geen vervanger meer: dat was {who}"),
            vec![assigned(record, role, " --backup")],
        ),
        OfThat::Fewer if role.critical && one.rest.len() == 1 && one.is_without_backup => (
            text!(who, rest; en: "{rest} goes on with it alone, without {who} and without a back-up", nl: "{rest} gaat er alleen mee door, zonder {who} en zonder vervanger"),
            vec![assigned(record, role, " --backup"), command(&format!("handover {id}"))],
        ),
        OfThat::Fewer => (
            text!(who, rest; en: "{rest} goes on with it without {who}", nl: "{rest} gaat ermee door zonder {who}"),
            vec![command(&format!("handover {id}"))],
        ),
    };
    let (then, todo) = (capital(&then), joined(&todo, "; "));
    Line { section: Section::Roles, kind: "role", id: id.to_string(), what, then, todo }
}

fn body(found: &Without<'_>, one: &BrokenBody<'_>, audience: Audience) -> Line {
    let record = found.before;
    let (role, id, day) = (one.role, &one.role.id, record.on);
    let mut then: Vec<Text> = Vec::new();
    let mut todo: Vec<Text> = Vec::new();
    let (before, after) = (one.before, one.after);
    if one.is_vacant {
        then.push(Text::new("nobody sits in it any more", "er zit niemand meer in"));
    } else if before != after {
        then.push(match before {
            1 => text!(en: "{after} of the {before} member is left", nl: "{after} van het {before} lid blijft over"),
            _ if after == 1 => text!(en: "{after} of the {before} members is left", nl: "{after} van de {before} leden blijft over"),
            _ => text!(en: "{after} of the {before} members are left", nl: "{after} van de {before} leden blijven over"),
        });
    }
    for seat in &one.seats {
        let profile = role.seat.iter().find(|other| other.id == *seat).and_then(|seat| seat.profile.as_deref());
        then.push(match profile.and_then(|profile| profile.trim().lines().next()) {
            Some(profile) => text!(en: "an empty seat: {profile}", nl: "een lege zetel: {profile}"),
            None => text!(en: "the seat `{seat}` is empty", nl: "de zetel `{seat}` is leeg"),
        });
        todo.push(command(&format!("assign {id} WHO --since {day}")));
    }
    if one.missing > 0 {
        let empty = number(one.missing, &Text::new("seat", "zetel"), &Text::new("seats", "zetels"));
        then.push(match one.missing {
            1 => text!(empty; en: "{empty} is not filled", nl: "{empty} is niet bezet"),
            _ => text!(empty; en: "{empty} are not filled", nl: "{empty} zijn niet bezet"),
        });
    }
    if (one.missing > 0 || one.is_vacant || before != after) && todo.is_empty() {
        todo.push(command(&format!("assign {id} WHO --since {day}")));
    }
    if one.is_without_chair {
        then.push(Text::new("no chair any more", "geen voorzitter meer"));
        todo.push(command(&format!("set roles/{id} 'holder[WHO].chair' true")));
    }
    if let Some((most, is_limited)) = &one.majority {
        let (whose, votes, of) = (name(record, &most.whose, audience), most.votes, most.of);
        let agreed = if *is_limited { Text::new(", against what was agreed", ", terwijl anders is afgesproken") } else { Text::default() };
        then.push(text!(whose, agreed; en: "{whose} gets a majority alone ({votes} of the {of} votes){agreed}", nl: "{whose} krijgt alleen een meerderheid ({votes} van de {of} stemmen){agreed}"));
    }
    if let Some(most) = one.of_kind.filter(|_| one.majority.is_none()) {
        let (kind, votes, of) = (kind(most.whose), most.votes, most.of);
        then.push(text!(kind; en: "{kind} get a majority ({votes} of the {of} votes)", nl: "{kind} krijgen een meerderheid ({votes} van de {of} stemmen)"));
    }
    if let Some(above) = &one.absent_from {
        let above_name = name(record, above, audience);
        then.push(
            text!(above_name; en: "nobody speaks for it in {above_name} any more", nl: "niemand spreekt er nog voor in {above_name}"),
        );
        todo.push(command(&format!("assign {above} WHO --since {day}")));
    }
    let what = if role.kind == Some(RoleKind::Body) && role.critical {
        let title = &role.title;
        text!(en: "{title} (critical)", nl: "{title} (kritiek)")
    } else {
        Text::same(role.title.as_str())
    };
    let (then, todo) = (capital(&joined(&then, "; ")), one_each(todo));
    Line { section: Section::Bodies, kind: "body", id: id.to_string(), what, then, todo }
}

/// Organisations of a kind, as several of them.
fn kind(kind: crate::record::participant::OrganisationKind) -> Text {
    use crate::record::participant::OrganisationKind as Kind;
    match kind {
        Kind::Municipality => Text::new("municipalities", "gemeenten"),
        Kind::JointBody => Text::new("joint bodies", "samenwerkingsverbanden"),
        Kind::PublicBody => Text::new("public bodies", "overheidsorganisaties"),
        Kind::Association => Text::new("associations", "verenigingen"),
        Kind::Foundation => Text::new("foundations", "stichtingen"),
        Kind::Cooperative => Text::new("cooperatives", "coöperaties"),
        Kind::Company => Text::new("companies", "bedrijven"),
        Kind::Other => Text::new("other organisations", "overige organisaties"),
    }
}
