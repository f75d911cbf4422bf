//! Who takes part, how closely, who asks to join, who supplies, and who is sought, on the page of a collaboration.

use crate::answers::audience::Audience;
use crate::answers::engagement::{Involved, Layer};
use crate::answers::inhabitants::Inhabitants;
use crate::answers::phase::Growth;
use crate::answers::presence::joined;
use crate::answers::vacancies::{Sought, coming_free, vacancies};
use crate::date::{VagueDate, within};
use crate::document::{Cell, Column, Table};
use crate::record::Record;
use crate::record::participant::{OrganisationKind, Participant, Status, UseStatus};
use crate::record::values::TakesPart;
use crate::reports::status::Fact;
use crate::text;
use crate::text::{Lang, Text, grouped};
use crate::words::names::value_name;

/// How far ahead a role that becomes vacant is named, in days: finding somebody takes time.
pub const AHEAD: i64 = 90;

/// A name where there is little room.
fn short(one: &Participant) -> Text {
    Text::same(one.name.strip_prefix("Gemeente ").unwrap_or(&one.name))
}

fn is_member(one: &Participant) -> bool {
    one.takes_part.unwrap_or(if one.supplier { TakesPart::No } else { TakesPart::Yes }) == TakesPart::Yes
}

/// How many take part, how many inhabitants they stand for, and who comes and goes.
pub fn participants(record: &Record, growth: &Growth) -> Fact {
    let parties: Vec<&Participant> = record.parties().collect();
    // A water board or a company has no inhabitants, so none are missing.
    let counted = |one: &&Participant| {
        one.inhabitants.is_some()
            || !one.represents.is_empty()
            || matches!(one.kind, None | Some(OrganisationKind::Municipality | OrganisationKind::JointBody))
    };
    let (total, unknown) = Inhabitants::new(record).together(parties.iter().copied().filter(counted));
    let (count, municipalities) = (parties.len(), growth.municipalities);
    let mut value =
        if count == 1 { Text::new("1 participant", "1 deelnemer") } else { text!(en: "{count} participants", nl: "{count} deelnemers") };
    if municipalities > 0 {
        let of = if municipalities == 1 {
            Text::new("1 municipality", "1 gemeente")
        } else {
            text!(en: "{municipalities} municipalities", nl: "{municipalities} gemeenten")
        };
        let total = i64::from(total);
        let inhabitants = Text { en: grouped(total, Lang::En).into(), nl: grouped(total, Lang::Nl).into() };
        value = value.then(&match (total, unknown) {
            (0, _) => text!(of; en: ", {of}", nl: ", {of}"),
            (_, 0) => text!(of, inhabitants; en: ", {of} with {inhabitants} inhabitants", nl: ", {of} met {inhabitants} inwoners"),
            _ => {
                text!(of, inhabitants; en: ", {of} with {inhabitants} inhabitants, not counting {unknown} of which the number is not known", nl: ", {of} met {inhabitants} inwoners, zonder {unknown} waarvan het aantal niet bekend is")
            }
        });
    }
    let year = record.on.minus_months(12);
    let members = || record.participants.values().filter(|one| is_member(one));
    let mut notes = Vec::new();
    let mut note = |label: Text, names: Vec<Text>| {
        if !names.is_empty() {
            let names = joined(&names, ", ");
            notes.push(text!(label, names; en: "{label}: {names}", nl: "{label}: {names}"));
        }
    };
    let dated = |one: &Participant, on: Option<VagueDate>, word: &Text| {
        let name = short(one);
        match on {
            Some(on) => text!(name, word, on; en: "{name} ({word} {on})", nl: "{name} ({word} {on})"),
            None => name,
        }
    };
    let (since, until) = (Text::new("from", "vanaf"), Text::new("until", "t/m"));
    let of = |status: Status| members().filter(move |one| one.status_on(record.on) == Some(status));
    note(Text::new("joining", "treedt toe"), of(Status::Joining).map(|one| dated(one, one.joined, &since)).collect());
    let new = of(Status::Active).filter(|one| one.joined.is_some_and(|joined| joined.first() > year));
    note(Text::new("new in the past year", "nieuw in het afgelopen jaar"), new.map(|one| dated(one, one.joined, &since)).collect());
    note(Text::new("gave notice", "opgezegd"), of(Status::Leaving).map(|one| dated(one, one.left, &until)).collect());
    let left = of(Status::Left).filter(|one| one.left.is_some_and(|left| left.last() > year));
    note(Text::new("left in the past year", "uitgetreden in het afgelopen jaar"), left.map(|one| dated(one, one.left, &until)).collect());
    Fact::of("participants", Text::new("Participants", "Deelnemers"), value).noted(notes)
}

/// The layers of the community (B19), and what is meant by each.
pub fn layers(involved: &[Involved<'_>]) -> Option<Fact> {
    if involved.is_empty() {
        return None;
    }
    let of = |layer: Layer| involved.iter().filter(move |one| one.layer == layer);
    let [core, active, passive] = Layer::ALL.map(|layer| of(layer).count());
    let value = text!(en: "{core} core, {active} active, {passive} reading along", nl: "{core} kern, {active} actief, {passive} meelezend");
    let mut notes = Vec::new();
    for (layer, label) in [(Layer::Active, Text::new("active", "actief")), (Layer::Passive, Text::new("reading along", "meelezend"))] {
        let names: Vec<Text> = of(layer).take(8).map(|one| short(one.participant)).collect();
        if !names.is_empty() {
            let (names, more) = (joined(&names, ", "), of(layer).count() - names.len());
            let rest = if more > 0 { text!(en: " and {more} more", nl: " en nog {more}") } else { Text::default() };
            notes.push(text!(label, names, rest; en: "{label}: {names}{rest}", nl: "{label}: {names}{rest}"));
        }
    }
    notes.push(Text::new(
        "whoever did at least three of these four in the past year is in the core: hold a role, come to meetings, contribute, finish an action; whoever did one or two is active",
        "tot de kern hoort wie in het afgelopen jaar minstens drie van deze vier dingen deed: een rol vervullen, naar overleg komen, iets bijdragen, een actie afronden; wie er een of twee deed, is actief",
    ));
    Some(Fact::of("engagement", Text::new("Engagement", "Betrokkenheid"), value).noted(notes))
}

/// Who would like to join, and whether they had an answer (B21).
pub fn prospects(record: &Record) -> Option<Fact> {
    let interested: Vec<&Participant> =
        record.participants.values().filter(|one| one.status_on(record.on) == Some(Status::Interested)).collect();
    let count = interested.len();
    let said: Vec<Text> = interested
        .iter()
        .take(6)
        .map(|one| {
            let name = short(one);
            match one.interest.as_ref().map(|interest| (interest.on, interest.answered)) {
                Some((_, Some(answered))) => {
                    text!(name, answered; en: "{name} (answered on {answered})", nl: "{name} (antwoord gekregen op {answered})")
                }
                Some((on, None)) => {
                    text!(name, on; en: "{name} (asked on {on}, no answer yet)", nl: "{name} (vroeg op {on}, nog geen antwoord)")
                }
                None => name,
            }
        })
        .collect();
    let mut value = joined(&said, ", ");
    if count > said.len() {
        let more = count - said.len();
        value = value.then(&text!(en: " and {more} more", nl: " en nog {more}"));
    }
    (count > 0).then(|| Fact::of("prospects", Text::new("Interested", "Belangstelling"), value))
}

pub fn sought(record: &Record) -> Fact {
    let all = vacancies(record);
    let said: Vec<Text> = all
        .iter()
        .take(6)
        .map(|vacancy| {
            let title = &vacancy.role.title;
            match vacancy.what {
                Sought::Holder => Text::same(title.as_str()),
                Sought::Successor => text!(en: "{title} (filled for the time being)", nl: "{title} (tijdelijk vervuld)"),
                Sought::Seat(_) | Sought::Members(1) => text!(en: "{title} (one seat)", nl: "{title} (één zetel)"),
                Sought::Members(count) => text!(en: "{title} ({count} seats)", nl: "{title} ({count} zetels)"),
            }
        })
        .collect();
    let more = all.len() - said.len();
    let rest = if more > 0 { text!(en: " and {more} more", nl: " en nog {more}") } else { Text::default() };
    let value = if said.is_empty() { Text::new("None", "Geen") } else { joined(&said, ", ").then(&rest) };
    let mut free = coming_free(record, record.on.plus_days(AHEAD));
    free.sort_by_key(|(_, day)| *day);
    let notes = free.into_iter().map(|(role, day)| {
        let title = &role.title;
        text!(day; en: "{title} becomes vacant on {day}", nl: "{title} komt vrij op {day}")
    });
    Fact::of("vacancies", Text::new("Vacancies", "Vacatures"), value).noted(notes.collect())
}

/// The suppliers, and how many use what they deliver (B20).
pub fn suppliers(record: &Record) -> Option<Fact> {
    let here = record.participants.values().filter(|one| one.supplier && one.left.is_none_or(|left| left.last() >= record.on));
    let all: Vec<&Participant> = here.collect();
    let serves = |supplier: &Participant, user: &Participant| {
        user.uses.iter().any(|used| {
            let by = used.supplier.as_ref().is_some_and(|by| record.index.plain(by).0 == supplier.id.as_str());
            by && within(used.from, used.until, record.on) && matches!(used.status, None | Some(UseStatus::Live))
        })
    };
    let mut counted: Vec<(usize, &Participant)> =
        all.iter().map(|one| (record.participants.values().filter(|user| serves(one, user)).count(), *one)).collect();
    counted.sort_by_key(|(users, one)| (std::cmp::Reverse(*users), &one.id));
    let said: Vec<Text> = counted
        .iter()
        .take(6)
        .map(|(users, one)| {
            let name = Text::same(one.name.as_str());
            match users {
                0 => name,
                1 => text!(name; en: "{name} (1 user)", nl: "{name} (1 gebruiker)"),
                _ => text!(name; en: "{name} ({users} users)", nl: "{name} ({users} gebruikers)"),
            }
        })
        .collect();
    let (count, more) = (all.len(), all.len() - said.len());
    let rest = if more > 0 { text!(en: " and {more} more", nl: " en nog {more}") } else { Text::default() };
    let names = joined(&said, ", ").then(&rest);
    let value = if count == 1 {
        text!(names; en: "One: {names}", nl: "Eén: {names}")
    } else {
        text!(names; en: "{count}: {names}", nl: "{count}: {names}")
    };
    (count > 0).then(|| Fact::of("suppliers", Text::new("Suppliers", "Leveranciers"), value))
}

/// Everybody on record, with their status and, of those who take part, what they did.
pub fn data(record: &Record, involved: &[Involved<'_>], audience: Audience) -> Table {
    let columns = ["participant", "name", "status", "layer", "roles", "attended", "contributions", "actions"];
    let columns = columns.map(|key| Column::words(key, Text::default())).into();
    let number = |count: usize| Cell::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let row = |one: &Participant| {
        let status = one.status_on(record.on).map(word);
        let status = status.map_or(Cell::Blank, |word| Cell::Word(word.into(), value_name(word).unwrap_or_else(|| Text::same(word))));
        let mut cells = vec![Cell::same(one.id.as_str()), Cell::same(one.name.as_str()), status];
        match involved.iter().find(|other| other.participant.id == one.id) {
            Some(found) => {
                cells.push(Cell::same(found.layer.id()));
                cells.extend([found.roles, found.attended, found.contributed, found.actions].map(number));
            }
            None => cells.extend(std::iter::repeat_n(Cell::Blank, 5)),
        }
        cells
    };
    let told = |one: &&Participant| audience > Audience::Public || one.status_on(record.on) != Some(Status::Interested);
    let rows = record.participants.values().filter(|one| is_member(one)).filter(told).map(row).collect();
    Table { name: "participants", columns, rows }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Interested => "interested",
        Status::Joining => "joining",
        Status::Active => "active",
        Status::Leaving => "leaving",
        Status::Left => "left",
    }
}
