//! Who does this, and what does this one do: for a task, a duty, a role, a person, an organisation, a body or a channel, with how to
//! reach them and who stands in.

mod shown;

use crate::answers::audience::{Audience, may_see};
use crate::answers::presence::{identified, joined, name, presence, remarked, seated};
use crate::answers::search::{Found, stands_for};
use crate::answers::{Seated, current, exists};
use crate::document::{Cell, Document, Table};
use crate::handbook::duties::Duty;
use crate::record::Record;
use crate::record::event::Channel;
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Person};
use crate::record::values::Id;
use crate::record::work::{Letter, Role, RoleKind, Task};
use crate::reports::raci::{parts, who as doing};
use crate::reports::who::shown::{blocks, columns, found_columns, found_row, rows};
use crate::reports::{begun, capital};
use crate::text;
use crate::text::Text;
use crate::words::names::key_name;

/// As what somebody is named: a word for programs and one for people.
pub(super) type As = (&'static str, Text);

const RESPONSIBLE: As = ("responsible", Text::new("responsible", "voert uit"));
const ACCOUNTABLE: As = ("accountable", Text::new("accountable", "eindverantwoordelijk"));
const CONSULTED: As = ("consulted", Text::new("consulted", "wordt geraadpleegd"));
const INFORMED: As = ("informed", Text::new("informed", "wordt geïnformeerd"));
const HOLDER: As = ("holder", Text::new("holds the role", "rolhouder"));
/// Of a role that is held until somebody is found.
const INTERIM: As = ("holder", Text::new("holds the role for the time being", "waarnemend rolhouder"));
const MEMBER: As = ("member", Text::new("sits in it", "lid"));
const CHAIR: As = ("chair", Text::new("chair", "voorzitter"));
const BACKUP: As = ("backup", Text::new("back-up", "vervanger"));
const OWNER: As = ("owner", Text::new("looks after it", "houdt het bij"));
pub(super) const ITSELF: As = ("itself", Text::new("itself", "zelf"));

/// One line of the answer: somebody, as what, and how to reach them.
pub(super) struct Line {
    /// What people need not read: it is counted for them.
    counted: bool,
    as_what: As,
    /// The role through which they are it, by id and title.
    pub(super) role: Option<(String, Text)>,
    /// The task that it is about, where a person or a role was asked for.
    task: Option<(String, Text)>,
    /// Who, by id or a stand-in, and by name with what is behind it.
    pub(super) who: (String, Text),
    pub(super) organisation: Option<Text>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
}

/// One thing that was found, and what there is to say about it.
struct Answer {
    kind: &'static str,
    id: String,
    title: Text,
    head: Text,
    facts: Vec<(Text, Cell)>,
    remark: Option<Text>,
    roles: Vec<Text>,
    lines: Vec<Line>,
}

/// Who does what was asked for, and what they do.
pub fn who(record: &Record, typed: &str, found: &[Found<'_>], audience: Audience) -> Document {
    let answers: Vec<Answer> = found.iter().map(|one| answer(record, *one, audience)).collect();
    let mut document = begun(record, "who", text!(en: "Who: {typed}", nl: "Wie: {typed}"));
    for one in &answers {
        document.blocks.extend(blocks(one));
    }
    let table = Table { name: "lines", columns: columns(), rows: answers.iter().flat_map(rows).collect() };
    document.data = vec![Table { name: "found", columns: found_columns(), rows: answers.iter().map(found_row).collect() }, table.clone()];
    document.sheet = table;
    document
}

fn answer(record: &Record, found: Found<'_>, audience: Audience) -> Answer {
    match found {
        Found::Task(task) => of_task(record, task, audience),
        Found::Duty(duty) => of_duty(duty),
        Found::Role(role) => of_role(record, role, audience),
        Found::Person(person) => of_person(record, person, audience),
        Found::Organisation(one) => of_organisation(record, one, audience),
        Found::Channel(channel) => of_channel(record, channel, audience),
    }
}

impl Answer {
    fn of(kind: &'static str, id: &str, title: Text, head: Text) -> Answer {
        Answer { kind, id: id.to_owned(), title, head, facts: Vec::new(), remark: None, roles: Vec::new(), lines: Vec::new() }
    }
}

fn of_task(record: &Record, task: &Task, audience: Audience) -> Answer {
    let title = Text::same(task.title.as_str());
    let mut answer = Answer::of("task", task.id.as_str(), title.clone(), text!(title; en: "Task: {title}", nl: "Taak: {title}"));
    answer.facts.extend(task.process.as_deref().map(|process| (Text::new("How it is done", "Werkwijze"), Cell::same(process))));
    for (letter, as_what) in [(Letter::Responsible, RESPONSIBLE), (Letter::Accountable, ACCOUNTABLE)] {
        for part in parts(task).filter(|part| part.letter == letter) {
            answer.lines.extend(reached(record, part.party.who(), &as_what, audience));
        }
    }
    for part in parts(task).filter(|part| part.letter == Letter::Responsible) {
        if let Some(role) = record.role(part.party.who()) {
            answer.lines.extend(backups(record, role, audience));
        }
    }
    if answer.lines.is_empty() {
        answer.remark = Some(Text::new("Nobody is named for this task.", "Bij deze taak staat niemand genoemd."));
    }
    answer
}

fn of_duty(duty: &'static Duty) -> Answer {
    let title = duty.name.clone();
    let mut answer = Answer::of("duty", duty.id, title.clone(), text!(title; en: "Duty: {title}", nl: "Kerntaak: {title}"));
    let id = duty.id;
    answer.remark = Some(text!(
        en: "No task in the record covers this duty; a task does with `covers = [\"{id}\"]`.",
        nl: "Geen taak in het dossier dekt deze kerntaak; een taak doet dat met `covers = [\"{id}\"]`."
    ));
    answer
}

fn of_role(record: &Record, role: &Role, audience: Audience) -> Answer {
    let title = remarked(Text::same(role.title.as_str()), presence(record, &Id::new(&format!("roles/{}", role.id))));
    let body = role.kind == Some(RoleKind::Body);
    let head = if body {
        text!(title; en: "Body: {title}", nl: "Gremium: {title}")
    } else {
        text!(title; en: "Role: {title}", nl: "Rol: {title}")
    };
    let mut answer = Answer::of("role", role.id.as_str(), title, head);
    answer.facts.extend(role.purpose.as_deref().map(|purpose| (Text::new("For", "Doel"), Cell::same(purpose))));
    answer.facts.extend(role.part_of.as_ref().map(|of| (Text::new("Part of", "Onderdeel van"), Cell::Text(name(record, of, audience)))));
    for one in seated(record, role) {
        let chair = one.holder.is_some_and(|(_, holder)| holder.chair);
        let as_what = if chair {
            CHAIR
        } else if body {
            MEMBER
        } else if one.holder.is_some_and(|(_, holder)| holder.interim) {
            INTERIM
        } else {
            HOLDER
        };
        answer.lines.extend(reached(record, one.who, &as_what, audience));
    }
    answer.lines.extend(backups(record, role, audience).into_iter().map(|line| Line { role: None, ..line }));
    answer.lines.extend(doings(record, &role.id, audience));
    answer
}

fn of_person(record: &Record, person: &Person, audience: Audience) -> Answer {
    let id = Id::new(&format!("people/{}", person.id));
    let (key, title) = known(record, &id, audience);
    let of = record.organisation_of(person);
    // Of two people with one name the organisation, and else the id, tells which.
    let alike = || record.people.values().filter(|one| one.name == person.name && one.id != person.id && may_see(one, audience));
    let mut head = capital(&title);
    if may_see(person, audience) && alike().next().is_some() {
        let told = of.filter(|of| alike().all(|one| record.organisation_of(one) != Some(of)));
        let told = told.map_or_else(|| Text::same(person.id.as_str()), |of| name(record, of, audience));
        head = text!(head, told; en: "{head} ({told})", nl: "{head} ({told})");
    }
    let mut answer = Answer::of("person", &key, title, head);
    answer.facts.extend(of.map(|of| (Text::new("Organisation", "Organisatie"), Cell::Text(name(record, of, audience)))));
    answer.facts.extend(
        person.position.as_deref().filter(|_| may_see(person, audience)).map(|it| (Text::new("Position", "Functie"), Cell::same(it))),
    );
    let own = line(record, &id, &ITSELF, audience);
    answer.facts.extend(own.email.clone().map(|it| (Text::new("E-mail", "E-mail"), Cell::same(it))));
    answer.facts.extend(own.phone.clone().map(|it| (Text::new("Telephone", "Telefoon"), Cell::same(it))));
    does(record, &id, own, &mut answer, audience);
    answer
}

fn of_organisation(record: &Record, one: &Participant, audience: Audience) -> Answer {
    let id = Id::new(&format!("participants/{}", one.id));
    let title = remarked(Text::same(one.name.as_str()), presence(record, &id));
    let mut answer = Answer::of("organisation", one.id.as_str(), title.clone(), title);
    if let Some(contact) = &one.contact {
        let contact = line(record, contact, &ITSELF, audience);
        let reach: Vec<Cell> =
            [Some(Cell::Text(contact.who.1)), contact.email.map(Cell::same), contact.phone.map(Cell::same)].into_iter().flatten().collect();
        answer.facts.push((Text::new("Contact", "Contactpersoon"), Cell::List(reach)));
    }
    for (label, value) in [
        (Text::new("E-mail", "E-mail"), &one.email),
        (Text::new("Telephone", "Telefoon"), &one.phone),
        (Text::new("Website", "Website"), &one.website),
    ] {
        answer.facts.extend(value.as_deref().map(|value| (label, Cell::same(value))));
    }
    let own = line(record, &id, &ITSELF, audience);
    does(record, &id, own, &mut answer, audience);
    let is: Vec<Text> = stands_for(record, &one.id).map(key_name).collect();
    if !is.is_empty() {
        answer.facts.insert(0, (Text::new("Is", "Is"), Cell::Text(capital(&joined(&is, ", ")))));
    }
    answer
}

fn of_channel(record: &Record, channel: &Channel, audience: Audience) -> Answer {
    let title = Text::same(channel.name.as_deref().unwrap_or(channel.id.as_str()));
    let mut answer = Answer::of("channel", channel.id.as_str(), title.clone(), text!(title; en: "Channel: {title}", nl: "Kanaal: {title}"));
    answer.facts.extend(channel.url.as_deref().map(|url| (Text::new("Address", "Adres"), Cell::same(url))));
    match &channel.owner {
        Some(owner) => answer.lines.extend(reached(record, owner, &OWNER, audience)),
        None => answer.remark = Some(Text::new("It is not on record who looks after it.", "Er staat niet bij wie het bijhoudt.")),
    }
    answer
}

/// What somebody does: roles, tasks, channels; a line that says how to reach them comes first.
fn does(record: &Record, id: &Id, own: Line, answer: &mut Answer, audience: Audience) {
    let being = doing::being(record, id);
    answer.roles = doing::roles(record, &being, record.index.plain(id).0.as_ref());
    answer.lines.push(own);
    answer.lines.extend(doings(record, id, audience));
    if answer.roles.is_empty() && answer.lines.len() == 1 {
        answer.remark = Some(Text::new("No role and no task on record.", "Geen rol en geen taak in het dossier."));
    }
}

/// The parts of somebody in tasks, themselves or through a role, those in which they act first.
fn doings(record: &Record, id: &Id, audience: Audience) -> Vec<Line> {
    let being = doing::being(record, id);
    let itself = record.index.plain(id).0;
    let mut lines: Vec<(Letter, String, Line)> = Vec::new();
    for task in record.tasks.values() {
        for part in parts(task).filter(|part| being.contains(record.index.plain(part.party.who()).0.as_ref())) {
            let through = part.party.who();
            let as_what = match part.letter {
                Letter::Responsible => RESPONSIBLE,
                Letter::Accountable => ACCOUNTABLE,
                Letter::Consulted => CONSULTED,
                Letter::Informed => INFORMED,
            };
            let role = (record.index.plain(through).0 != itself).then(|| known(record, through, audience));
            let task = Some((task.id.to_string(), Text::same(task.title.as_str())));
            let mut line = line(record, id, &as_what, audience);
            // Whoever sits in a body answers for its tasks together with the others.
            let through_body = role.is_some() && record.role(through).is_some_and(|role| role.kind == Some(RoleKind::Body));
            line.counted = through_body || matches!(part.letter, Letter::Consulted | Letter::Informed);
            (line.role, line.task) = (role, task);
            lines.push((part.letter, part.task.title.to_lowercase(), line));
        }
    }
    lines.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    lines.into_iter().map(|(.., line)| line).collect()
}

/// Those whom a reference comes down to: who holds a role, the chair of a body or all of it, else whom it names.
pub(super) fn reached(record: &Record, reference: &Id, as_what: &As, audience: Audience) -> Vec<Line> {
    let Some(role) = record.role(reference) else { return vec![line(record, reference, as_what, audience)] };
    let title = Some(known(record, reference, audience));
    let seats = seated(record, role);
    let chairs = || seats.iter().filter(|one| one.holder.is_some_and(|(_, holder)| holder.chair));
    let some = if chairs().next().is_some() { chairs().collect::<Vec<_>>() } else { seats.iter().collect() };
    if some.is_empty() {
        let mut vacant = line(record, reference, as_what, audience);
        vacant.role = title;
        return vec![vacant];
    }
    let seat = |one: &Seated<'_>| {
        let mut line = Line { role: title.clone(), ..line(record, one.who, as_what, audience) };
        if one.holder.is_some_and(|(_, holder)| holder.interim) {
            let who = &line.who.1;
            line.who.1 = text!(who; en: "{who}, for the time being", nl: "{who}, waarnemend");
        }
        line
    };
    some.into_iter().map(seat).collect()
}

pub(super) fn backups(record: &Record, role: &Role, audience: Audience) -> Vec<Line> {
    if !exists(role, record.on) {
        return Vec::new();
    }
    let title = || Some((role.id.to_string(), Text::same(role.title.as_str())));
    current(&role.backup, record.on).map(|(_, one)| Line { role: title(), ..line(record, &one.who, &BACKUP, audience) }).collect()
}

/// An id and a name; what stands for them of somebody who may not be named.
pub(super) fn known(record: &Record, reference: &Id, audience: Audience) -> (String, Text) {
    let (key, title) = identified(record, reference, audience);
    (key, remarked(title, presence(record, reference)))
}

/// Somebody, and how to reach them: a person's own address, else that of the organisation.
pub(super) fn line(record: &Record, reference: &Id, as_what: &As, audience: Audience) -> Line {
    let id = record.index.plain(reference).0;
    let kinds = record.index.meant(reference);
    let person = record.people.get(id.as_ref()).filter(|_| kinds.has(Kinds::PERSON));
    let of = match person {
        Some(person) => record.organisation_of(person),
        None => Some(reference).filter(|_| kinds.has(Kinds::ORGANISATION)),
    };
    let organisation = of.and_then(|of| record.participants.get(record.index.plain(of).0.as_ref()));
    let seen = person.filter(|person| may_see(person, audience));
    // Who speaks for an organisation is reached in its place.
    let contact = organisation.filter(|_| person.is_none()).and_then(|one| record.people.get(one.contact.as_ref()?.as_str()));
    let contact = contact.filter(|person| may_see(person, audience));
    let email = seen.and_then(|one| one.email.clone()).or_else(|| organisation?.email.clone()).or_else(|| contact?.email.clone());
    let phone = seen.and_then(|one| one.phone.clone()).or_else(|| organisation?.phone.clone()).or_else(|| contact?.phone.clone());
    let name_of = |one: &Participant| Text::same(one.name.as_str());
    Line {
        counted: false,
        as_what: as_what.clone(),
        role: None,
        task: None,
        who: known(record, reference, audience),
        organisation: organisation.filter(|_| seen.is_some()).map(name_of),
        email,
        phone,
    }
}
