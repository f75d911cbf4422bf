//! What changed, in sentences: one for each change, for whoever may read it. `diff` and `log` say the same.

mod apart;
mod events;
mod facts;
mod lists;
mod masks;
mod money;
mod parties;
mod parts;
pub mod reasons;
mod roles;
mod values;
mod whole;

use crate::answers::audience::{Audience, may_see};
use crate::answers::privacy::is_forgotten;
use crate::changes::told::{Turn, What};
use crate::changes::tree::{Path, Step};
use crate::changes::{Change, Thing};
use crate::date::VagueDate;
use crate::record::Record;
use crate::record::participant::{Person, Visibility};
use crate::record::values::Id;
use crate::record::work::RoleKind;
pub use crate::reports::changes::masks::{masked, masks};
use crate::reports::meeting::enumerated;
use crate::source::FilePath;
use crate::source::layout::{FileKind, KINDS};
use crate::text;
use crate::text::{Say, Text};

/// For whom changes are told, and between which records they lie. `now` is the newest record that is known: whom it does not name is
/// not named by what is told of the past.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    pub before: &'a Record,
    pub after: &'a Record,
    pub now: &'a Record,
    /// What came with a merge was done on the other branch, which is not told step by step.
    pub is_merge: bool,
    pub audience: Audience,
}

/// The sentence of a change, without a full stop at its end.
pub fn said(change: &Change, telling: &Telling<'_>) -> Text {
    let thing = &change.thing;
    let of = telling.thing(thing);
    let text = match &change.what {
        What::Began(counted) => values::began(counted),
        What::Unreadable => {
            let file = &thing.file;
            if thing.before.is_none() {
                return text!(en: "`{file}` is new and cannot be read, so it is not known what it says", nl: "`{file}` is nieuw en niet te lezen; wat erin staat is niet bekend");
            }
            text!(en: "`{file}` can no longer be read, so it is not known what changed in it", nl: "`{file}` is niet meer te lezen; wat erin veranderde is niet bekend")
        }
        What::StillUnreadable => still_unread(&thing.file),
        What::ReadableAgain => {
            let file = &thing.file;
            text!(en: "`{file}` can be read again; what it said before is not known", nl: "`{file}` is weer te lezen; wat er eerder in stond is niet bekend")
        }
        What::Relaid => {
            let file = &thing.file;
            text!(en: "only comments or layout differ in `{file}`", nl: "alleen opmerkingen of opmaak in `{file}`")
        }
        What::Moved { from, to } => values::moved(from, to),
        What::AgreementText(course) => values::agreed(&thing.id, *course),
        What::Came => whole::came(telling, thing),
        What::Gone => whole::gone(telling, thing),
        What::Renamed { id, name } => parties::renamed(telling, thing, id.as_deref(), name.as_deref()),
        What::Fact { fact, .. } => facts::said(telling, change, fact),
        What::Listed { list, from, to } => lists::said(telling, change, list, from.as_ref(), to.as_ref()),
        What::Set => facts::set(telling, change),
        What::Follows => text!(of; en: "{of} names by its new id what was renamed", nl: "{of} noemt bij de nieuwe id wat is hernoemd"),
        What::Participant(course) => parties::course(telling, change, course),
        What::MovedTo { to, .. } => match to {
            Some(to) => {
                let to = telling.who(to);
                text!(of, to; en: "{of} now works for {to}", nl: "{of} werkt nu voor {to}")
            }
            None => text!(of; en: "{of} no longer stands with an organisation", nl: "{of} staat niet meer bij een organisatie"),
        },
        What::Until { until } => match until {
            Some(until) if until.last() < telling.after.on => {
                text!(of, until; en: "the last day of {of} was {until}", nl: "de laatste dag van {of} was {until}")
            }
            Some(until) => text!(of, until; en: "the last day of {of} is {until}", nl: "de laatste dag van {of} is {until}"),
            None => text!(of; en: "{of} no longer has a last day", nl: "{of} heeft geen laatste dag meer"),
        },
        What::Visible { from, to } => visible(&of, *from, *to),
        What::Personal { key, course, .. } => personal(&of, key, *course),
        What::Forgotten => {
            let of = telling.unnamed(&thing.id);
            text!(of; en: "{of} was forgotten: a pseudonym stands for the name", nl: "{of} is vergeten: er staat nu een schuilnaam")
        }
        What::Holder(holding) => roles::holding(telling, &of, change, holding),
        What::Raci { letter, came, went } => roles::raci(telling, &of, *letter, came, went),
        What::RaciHow { letter, who, via, purpose } => {
            let via = (via.0.as_ref(), via.1.as_ref());
            roles::how(telling, &of, (*letter, who), via, (purpose.0.as_deref(), purpose.1.as_deref()))
        }
        What::Duty { duty, is_covered } => {
            let name = &duty.name;
            if *is_covered {
                text!(name; en: "the duty “{name}” is now covered", nl: "de kerntaak “{name}” is nu belegd")
            } else {
                text!(name; en: "the duty “{name}” is no longer covered", nl: "de kerntaak “{name}” is niet meer belegd")
            }
        }
        What::Phase { to, municipalities, .. } => values::phase(*to, *municipalities),
        What::Contribution { year, product, from, to, why } => {
            money::contribution(telling, &of, (*year, product.as_deref()), (*from, *to), why)
        }
        What::Computable { year, is_now, .. } => money::computable(*year, *is_now),
        What::Event(meeting) => events::said(telling, &of, change, meeting),
        What::Occurrence { on, what } => events::on_date(telling, &of, change, (*on, what)),
        What::Budget(_) => whole::adopted(telling, thing),
        What::Budgeted { budget, amount, is_adopted } => whole::budgeted(telling, &of, budget, (*amount, *is_adopted)),
        What::LeavesWith { role, organisation, until } => parties::leaves_with(telling, &of, (role, organisation), *until),
        What::Invoice(billing) => money::billing(telling, change, billing),
        What::Payment(paid) => money::paid(telling, change, paid),
    };
    text.capital()
}

/// That a file could be read neither before nor after, and is another.
pub(super) fn still_unread(file: &FilePath) -> Text {
    text!(en: "`{file}` still cannot be read, so it is not known what changed in it", nl: "`{file}` is nog niet te lezen; wat erin veranderde is niet bekend")
}

fn visible(of: &Text, from: Visibility, to: Visibility) -> Text {
    let seen = |to| match to {
        Visibility::Public => Text::new("everybody", "iedereen"),
        Visibility::Participants => Text::new("those who take part", "de deelnemers"),
        Visibility::Record => Text::new("only those who keep the record", "alleen wie het dossier bijhoudt"),
    };
    let (to_whom, before) = (seen(to), seen(from));
    if to == Visibility::Record {
        return text!(of, before; en: "name and details of {of} can now be seen only by those who keep the record (were for {before})", nl: "naam en gegevens van {of} zijn nu alleen te zien voor wie het dossier bijhoudt (was: {before})");
    }
    text!(of, to_whom, before; en: "name and details of {of} can now be seen by {to_whom} (were for {before})", nl: "naam en gegevens van {of} zijn nu te zien voor {to_whom} (was: {before})")
}

/// That something personal changed; never what it is.
fn personal(of: &Text, key: &str, course: Turn) -> Text {
    let what = match key {
        "email" => Text::new("the e-mail address", "het e-mailadres"),
        "phone" => Text::new("the telephone number", "het telefoonnummer"),
        _ => Text::new("the name at the code platform", "de naam op het codeplatform"),
    };
    match course {
        Turn::Came => text!(of, what; en: "{what} of {of} was added", nl: "{what} van {of} is toegevoegd"),
        Turn::Changed => text!(of, what; en: "{what} of {of} changed", nl: "{what} van {of} is gewijzigd"),
        Turn::Went => text!(of, what; en: "{what} of {of} was removed", nl: "{what} van {of} is weggehaald"),
    }
}

impl Telling<'_> {
    /// Whether somebody may be named: where every side that knows them lets the audience, and the newer ones still do.
    fn may_name(&self, id: &str) -> bool {
        let Some(person) = self.after.people.get(id) else { return false };
        let is_same = |other: &&Person| other.name == person.name;
        let now = self.now.people.get(id).filter(is_same).or_else(|| self.now.people.values().find(is_same));
        may_see(person, self.audience)
            && self.before.people.get(id).is_none_or(|one| may_see(one, self.audience))
            && now.is_some_and(|one| may_see(one, self.audience))
    }

    /// The person whom an id stands for, on the newer side first.
    fn person(&self, id: &str) -> Option<(&Record, &Person)> {
        [self.after, self.before].into_iter().find_map(|record| Some((record, record.people.get(id)?)))
    }

    /// Somebody who is not named, by the organisation.
    fn unnamed(&self, id: &str) -> Text {
        let of = self.person(id).and_then(|(record, one)| record.participants.get(record.organisation_of(one)?));
        match of.map(|of| &of.name) {
            Some(name) => text!(en: "a contact at {name}", nl: "een contactpersoon van {name}"),
            None => Text::new("somebody", "iemand"),
        }
    }

    /// Whom or what a reference names: by name or title, as far as the audience may know.
    pub fn who(&self, reference: &Id) -> Text {
        let (plain, _) = self.after.index.plain(reference);
        let plain = plain.as_ref();
        for record in [self.after, self.before] {
            if record.role(reference).is_some() || record.organisation(reference).is_some() {
                return crate::answers::presence::name(record, reference, self.audience);
            }
        }
        if let Some((_, person)) = self.person(plain) {
            if self.may_name(plain) || is_forgotten(person) && self.after.people.contains_key(plain) {
                return Text::same(person.name.as_str());
            }
            return self.unnamed(plain);
        }
        let known = [self.after, self.before].into_iter().find(|record| record.index.meant(reference) != Default::default());
        match known {
            Some(record) => crate::answers::presence::name(record, reference, self.audience),
            // It may be a person of whom nobody knows whether they may be named.
            None => Text::new("somebody", "iemand"),
        }
    }

    /// Whether a reference names somebody who may not be named.
    fn is_named(&self, reference: &Id) -> bool {
        let (plain, _) = self.after.index.plain(reference);
        self.person(&plain).is_none_or(|_| self.may_name(&plain))
    }

    /// A meeting by its title and day, or a decision by what was decided; the id where neither is on record.
    fn agreed(&self, reference: &Id) -> Text {
        for record in [self.after, self.before] {
            let (plain, _) = record.index.plain(reference);
            if let Some(event) = record.events.get(plain.as_ref()) {
                let (name, on) = (short(&event.title), event.starts.day);
                return text!(on; en: "“{name}” of {on}", nl: "“{name}” van {on}");
            }
            let all = crate::answers::agreed::decisions(record);
            if let Some(decision) = all.iter().find(|one| one.what.id.as_ref().is_some_and(|id| id.as_str() == plain.as_ref())) {
                let what = line(&decision.what.what);
                return text!(en: "“{what}”", nl: "“{what}”");
            }
        }
        Text::same(reference.as_str())
    }

    /// Names as people list them: `a, b and c`.
    fn all(&self, ids: &[Id]) -> Text {
        enumerated(&ids.iter().map(|id| self.who(id)).collect::<Vec<_>>())
    }

    /// What programs call the kind of a thing.
    pub fn kind(&self, thing: &Thing) -> &'static str {
        if thing.kind == FileKind::People && thing.id != thing.file.as_str() {
            return "person";
        }
        KINDS.iter().find(|(kind, ..)| *kind == thing.kind).map_or("", |(_, name, _)| name)
    }

    /// The id of a thing, where it tells nobody's name who may not be named.
    pub fn id(&self, thing: &Thing) -> Option<String> {
        (thing.kind != FileKind::People || self.may_name(&thing.id)).then(|| thing.id.clone())
    }

    /// The keys that a change explains. A record that begins is told of as a whole.
    pub fn keys(&self, change: &Change) -> Vec<String> {
        if matches!(change.what, What::Began(_)) {
            return Vec::new();
        }
        change.keys.iter().map(|key| self.key(&key.path)).filter(|key| !key.is_empty()).collect()
    }

    /// A key, in which an item is not called after somebody who may not be named.
    fn key(&self, path: &Path) -> String {
        let mut path = path.clone();
        for step in &mut path.0 {
            if let Step::Item(item) = step {
                let id = item.name.split('#').next().unwrap_or_default();
                let id = id.rsplit('/').next().unwrap_or_default();
                if self.person(id).is_some() && !self.may_name(id) {
                    "…".clone_into(&mut item.name);
                }
            }
        }
        path.to_string()
    }

    /// What a thing is called in the middle of a sentence.
    pub fn thing(&self, thing: &Thing) -> Text {
        let id = thing.id.as_str();
        let records = [self.after, self.before];
        let of = |name: &dyn Fn(&Record, &str) -> Option<String>| {
            let before = thing.before.as_ref().map_or(id, |(id, _)| id.as_str());
            name(self.after, id).or_else(|| name(self.before, before)).unwrap_or_else(|| id.to_owned())
        };
        let cut = |text: String| short(&text);
        match thing.kind {
            FileKind::Collaboration => Text::new("the settings of the collaboration", "de instellingen van de samenwerking"),
            FileKind::Community => Text::new("the community", "de community"),
            FileKind::Participant => Text::same(of(&|record, id| record.participants.get(id).map(|one| one.name.clone()))),
            FileKind::People => self.who(&Id::new(id)),
            FileKind::Product => {
                let name = cut(of(&|record, id| record.products.get(id).map(|one| one.name.clone())));
                text!(en: "the product {name}", nl: "het product {name}")
            }
            FileKind::Role => {
                let name = cut(of(&|record, id| record.roles.get(id).map(|one| one.title.clone())));
                let role = records.into_iter().find_map(|record| record.roles.get(id));
                match role.and_then(|role| role.kind) {
                    Some(RoleKind::Body) => text!(en: "the body {name}", nl: "het gremium {name}"),
                    _ => text!(en: "the role {name}", nl: "de rol {name}"),
                }
            }
            FileKind::Task => {
                let name = cut(of(&|record, id| record.tasks.get(id).map(|one| one.title.clone())));
                text!(en: "the task “{name}”", nl: "de taak “{name}”")
            }
            FileKind::Event => {
                let event = records.into_iter().find_map(|record| record.events.get(id));
                let Some(event) = event else { return Text::same(id) };
                let (name, on) = (short(&event.title), event.starts.day);
                text!(on; en: "“{name}” of {on}", nl: "“{name}” van {on}")
            }
            FileKind::Contract => {
                let name = cut(of(&|record, id| record.contracts.get(id).map(|one| one.what.clone())));
                text!(en: "the contract “{name}”", nl: "het contract “{name}”")
            }
            FileKind::Invoice => money::invoice(self, thing),
            FileKind::Budget | FileKind::Expenses | FileKind::Payments => values::of_year(self, thing),
        }
    }
}

/// A text of the record on one line, in full.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What something is called, cut where it is long.
fn short(text: &str) -> String {
    const LONGEST: usize = 70;
    let line = line(text);
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

/// Names, of many only the first.
fn some(mut names: Vec<Text>) -> Text {
    const MOST: usize = 8;
    let rest = names.len().saturating_sub(MOST);
    if rest > 0 {
        names.truncate(MOST);
        let names = crate::answers::presence::joined(&names, ", ");
        return text!(names; en: "{names} and {rest} more", nl: "{names} en nog {rest}");
    }
    enumerated(&names)
}

/// A sentence with its full stop, where it has none yet.
pub(super) fn full(sentence: &Text) -> Text {
    let ended = |text: &str| if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") };
    Text { en: ended(&sentence.en).into(), nl: ended(&sentence.nl).into() }
}

/// Since when, or from when: ` since 1 July 2027`.
fn since(day: Option<VagueDate>, telling: &Telling<'_>) -> Text {
    let Some(day) = day else { return Text::default() };
    if day.first() <= telling.after.on {
        text!(day; en: " since {day}", nl: " sinds {day}")
    } else {
        text!(day; en: " from {day}", nl: " vanaf {day}")
    }
}

/// Until when: ` until 31 December 2027`.
fn until(day: Option<VagueDate>) -> Text {
    day.map(|day| text!(day; en: " until {day}", nl: " tot en met {day}")).unwrap_or_default()
}

/// Something said in a language, as part of a text.
fn plain(one: &impl Say) -> Text {
    text!(one; en: "{one}", nl: "{one}")
}
