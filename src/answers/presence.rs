//! Whether those whom a task or a role names are there on the day of judgement, and what they are called.

use crate::answers::audience::{Audience, called};
use crate::answers::{Holding, Seated, exists, holders};
use crate::date::within;
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Status;
use crate::record::values::Id;
use crate::record::work::Role;
use crate::text;
use crate::text::Text;

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    There,
    /// A role that nobody holds.
    Vacant,
    /// A role of which nobody wrote down who holds it.
    Unknown,
    /// A person or an organisation that left, or a role that does not exist on that day.
    Gone,
    /// An id that stands for nothing.
    Nowhere,
}

/// Whether whom a reference names is there.
pub fn presence(record: &Record, reference: &Id) -> Presence {
    let (id, _) = record.index.plain(reference);
    let kinds = record.index.meant(reference);
    if kinds.has(Kinds::ROLE) {
        return record.roles.get(id.as_ref()).map_or(Presence::Unknown, |role| presence_of_role(record, role));
    }
    if let Some(gone) = is_gone(record, reference) {
        return if gone { Presence::Gone } else { Presence::There };
    }
    if kinds == Kinds::default() { Presence::Nowhere } else { Presence::There }
}

/// A role is vacant too where all who hold it have left.
pub fn presence_of_role(record: &Record, role: &Role) -> Presence {
    if !exists(role, record.on) {
        return Presence::Gone;
    }
    match holders(role, record.on) {
        Holding::Unknown => Presence::Unknown,
        Holding::Held(held) if held.iter().any(|seated| is_gone(record, seated.who) != Some(true)) => Presence::There,
        Holding::Vacant | Holding::Held(_) => Presence::Vacant,
    }
}

/// Those who hold a role and are there.
pub fn seated<'a>(record: &Record, role: &'a Role) -> Vec<Seated<'a>> {
    match holders(role, record.on) {
        Holding::Held(held) if exists(role, record.on) => held.into_iter().filter(|one| is_gone(record, one.who) != Some(true)).collect(),
        _ => Vec::new(),
    }
}

/// Whether a person or an organisation has left; none for what is neither.
fn is_gone(record: &Record, reference: &Id) -> Option<bool> {
    let (id, _) = record.index.plain(reference);
    let kinds = record.index.meant(reference);
    if kinds.has(Kinds::PERSON) {
        let person = record.people.get(id.as_ref())?;
        return Some(!within(person.from, person.until, record.on));
    }
    let organisation = record.participants.get(id.as_ref()).filter(|_| kinds.has(Kinds::ORGANISATION))?;
    Some(organisation.status_on(record.on) == Some(Status::Left))
}

/// What is behind the name of somebody who is not simply there.
pub fn remark(presence: Presence) -> Option<Text> {
    match presence {
        Presence::There => None,
        Presence::Vacant => Some(Text::new("vacant", "vacant")),
        Presence::Unknown => Some(Text::new("not known who", "niet bekend wie")),
        Presence::Gone => Some(Text::new("no longer there", "is er niet meer")),
        Presence::Nowhere => Some(Text::new("not in the record", "niet in het dossier")),
    }
}

/// What somebody or something is called: a title, a name, a group in words; the id where it has no other name.
pub fn name(record: &Record, reference: &Id, audience: Audience) -> Text {
    let (id, _) = record.index.plain(reference);
    let id = id.as_ref();
    let kinds = record.index.meant(reference);
    let same = |text: &str| Text::same(text);
    if let Some(role) = record.roles.get(id).filter(|_| kinds.has(Kinds::ROLE)) {
        return same(&role.title);
    }
    if let Some(person) = record.people.get(id).filter(|_| kinds.has(Kinds::PERSON)) {
        return called(record, person, audience);
    }
    if let Some(one) = record.participants.get(id).filter(|_| kinds.has(Kinds::ORGANISATION)) {
        return same(&one.name);
    }
    if let Some(group) = group(id) {
        return group;
    }
    let channel = record.community.iter().flat_map(|community| &community.channel).find(|channel| channel.id.as_str() == id);
    if let Some(channel) = channel {
        return same(channel.name.as_deref().unwrap_or(id));
    }
    match record.tasks.get(id) {
        Some(task) => same(&task.title),
        None => same(id),
    }
}

/// A reserved word in words.
fn group(id: &str) -> Option<Text> {
    Some(match id {
        "all-participants" => Text::new("all participants", "alle deelnemers"),
        "all-suppliers" => Text::new("all suppliers", "alle leveranciers"),
        "each-owner" => Text::new("the owner of each product", "de eigenaar van elk product"),
        "each-maintainer" => Text::new("the maintainer of each product", "de beheerder van elk product"),
        "everyone" => Text::new("everyone", "iedereen"),
        _ => return None,
    })
}

/// Who holds a role, each with the organisation that they speak for: `Jo de Vries (Gemeente Zwolle)`.
pub fn holders_named(record: &Record, role: &Role, audience: Audience) -> Vec<Text> {
    seated(record, role).iter().map(|seated| holder_named(record, seated, audience)).collect()
}

fn holder_named(record: &Record, seated: &Seated<'_>, audience: Audience) -> Text {
    let who = name(record, seated.who, audience);
    let (id, _) = record.index.plain(seated.who);
    let person = record.people.get(id.as_ref()).filter(|person| crate::answers::audience::may_see(person, audience));
    let organisation = seated.holder.and_then(|(_, holder)| holder.for_organisation.as_ref());
    let organisation = organisation.or_else(|| person.and_then(|person| record.organisation_of(person)));
    let mut marks: Vec<Text> = organisation.map(|organisation| name(record, organisation, audience)).into_iter().collect();
    if let Some((_, holder)) = seated.holder {
        marks.extend(holder.title.as_deref().map(Text::same));
        marks.extend(holder.chair.then(|| Text::new("chair", "voorzitter")));
        marks.extend(holder.interim.then(|| Text::new("interim", "waarnemend")));
        marks.extend((holder.voting == Some(false)).then(|| Text::new("without a vote", "zonder stem")));
    }
    if marks.is_empty() {
        return who;
    }
    let marks = joined(&marks, ", ");
    text!(who, marks; en: "{who} ({marks})", nl: "{who} ({marks})")
}

/// Texts behind each other; there may be commas within each.
pub fn listed(texts: &[Text]) -> Text {
    joined(texts, "; ")
}

fn joined(texts: &[Text], by: &str) -> Text {
    let join = |lang| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(by).into();
    Text { en: join(text::Lang::En), nl: join(text::Lang::Nl) }
}
