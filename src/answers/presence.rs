//! Whether those whom a task or a role names are there on the day of judgement, and what they are called.

use crate::answers::audience::{Audience, called, hidden_person, stand_in};
use crate::answers::{Holding, Seated, exists, holders};
use crate::record::Record;
use crate::record::index::Kinds;
use crate::record::participant::Status;
use crate::record::values::Id;
use crate::record::work::{Role, RoleKind};
use crate::text;
use crate::text::Text;

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    There,
    /// A role that nobody holds, or a group of which there is nobody.
    Vacant,
    /// A role of which nobody wrote down who holds it.
    Unknown,
    /// A person or an organisation that left.
    Left,
    /// A person who is still to come.
    Coming,
    /// A role that does not exist on that day.
    Ended,
    /// What stands in a file that cannot be read.
    Unread,
    /// An id that stands for nothing.
    Nowhere,
}

/// Whether whom a reference names is there.
pub fn presence(record: &Record, reference: &Id) -> Presence {
    presence_beyond(record, reference, &mut Vec::new())
}

/// A role is vacant too where all who hold it have left, and a body where nobody has a vote in it.
pub fn presence_of_role(record: &Record, role: &Role) -> Presence {
    presence(record, &Id::new(&format!("roles/{}", role.id)))
}

/// As [`presence`]; a role that is held through itself is held by nobody.
fn presence_beyond(record: &Record, reference: &Id, through: &mut Vec<Id>) -> Presence {
    let (id, _) = record.index.plain(reference);
    let kinds = record.index.meant(reference);
    if kinds.has(Kinds::ROLE) {
        let Some(role) = record.roles.get(id.as_ref()) else { return Presence::Unread };
        if through.contains(&role.id) {
            return Presence::Vacant;
        }
        through.push(role.id.clone());
        let found = of_role(record, role, through);
        through.pop();
        return found;
    }
    if kinds.has(Kinds::PERSON) {
        let Some(person) = record.people.get(id.as_ref()) else { return Presence::Unread };
        // Whoever works for an organisation that left is gone with it.
        return match record.is_over(reference, record.on) {
            true => Presence::Left,
            false if person.from.is_some_and(|from| from.first() > record.on) => Presence::Coming,
            false => Presence::There,
        };
    }
    if kinds.has(Kinds::ORGANISATION) {
        let organisation = record.participants.get(id.as_ref());
        return organisation
            .map_or(Presence::Unread, |one| if one.status_on(record.on) == Some(Status::Left) { Presence::Left } else { Presence::There });
    }
    if kinds.has(Kinds::GROUP) {
        return if is_empty(record, &id) { Presence::Vacant } else { Presence::There };
    }
    match kinds {
        none if none == Kinds::default() && record.unread.is_empty() => Presence::Nowhere,
        // It may stand in a file that cannot be read.
        none if none == Kinds::default() => Presence::Unread,
        _ => Presence::There,
    }
}

fn of_role(record: &Record, role: &Role, through: &mut Vec<Id>) -> Presence {
    if !exists(role, record.on) {
        return Presence::Ended;
    }
    let body = role.kind == Some(RoleKind::Body);
    let held = match holders(record, role, record.on) {
        Holding::Held(held) => held,
        Holding::Vacant => return Presence::Vacant,
        // Somebody begins later, so until then nobody does it.
        Holding::Unknown if role.holder.iter().any(|holder| holder.from.is_some_and(|from| from.first() > record.on)) => {
            return Presence::Vacant;
        }
        Holding::Unknown => return Presence::Unknown,
    };
    let votes = held.iter().filter(|seated| !body || votes(seated));
    let found: Vec<Presence> = votes.map(|seated| presence_beyond(record, seated.who, through)).collect();
    [Presence::There, Presence::Unknown, Presence::Unread, Presence::Nowhere]
        .into_iter()
        .find(|presence| found.contains(presence))
        .unwrap_or(Presence::Vacant)
}

/// Whether somebody who sits in a body decides with it.
pub fn votes(seated: &Seated<'_>) -> bool {
    seated.holder.is_none_or(|(_, holder)| holder.voting != Some(false))
}

/// Whether nobody belongs to a group.
fn is_empty(record: &Record, group: &str) -> bool {
    match group {
        "all-participants" => record.parties().next().is_none(),
        "all-suppliers" => !record.participants.values().any(|one| one.supplier && one.status_on(record.on) != Some(Status::Left)),
        "each-owner" => !record.products.values().any(|one| one.owner.is_some()),
        "each-maintainer" => !record.products.values().any(|one| one.maintainer.is_some()),
        _ => false,
    }
}

/// Those who hold a role and are there, as far as anybody knows.
pub fn seated<'a>(record: &Record, role: &'a Role) -> Vec<Seated<'a>> {
    match holders(record, role, record.on) {
        Holding::Held(held) if exists(role, record.on) => held.into_iter().filter(|one| !is_gone(record, one.who)).collect(),
        _ => Vec::new(),
    }
}

/// Whether a person or an organisation is not there: it left, is still to come, or a role that has ended.
pub fn is_gone(record: &Record, reference: &Id) -> bool {
    matches!(presence(record, reference), Presence::Left | Presence::Coming | Presence::Ended)
}

/// Somebody or something by id and name; of a person whom the audience may not see what stands for both.
pub fn identified(record: &Record, reference: &Id, audience: Audience) -> (String, Text) {
    match hidden_person(record, reference, audience) {
        Some(person) => stand_in(record, person, audience),
        None => (record.index.plain(reference).0.into_owned(), name(record, reference, audience)),
    }
}

/// A name, with what is behind it where somebody is not simply there.
pub fn remarked(title: Text, presence: Presence) -> Text {
    match remark(presence) {
        Some(remark) => text!(title, remark; en: "{title} ({remark})", nl: "{title} ({remark})"),
        None => title,
    }
}

/// A name, and behind it the organisation: between the same brackets as what is behind the name already.
pub fn of_organisation(who: &Text, of: &Text) -> Text {
    let remarks = [Presence::Left, Presence::Coming, Presence::Ended, Presence::Unread].into_iter().filter_map(remark);
    for remark in remarks {
        let bare = |whole: &str, remark: &str| whole.strip_suffix(&format!(" ({remark})")).map(str::to_owned);
        if let (Some(en), Some(nl)) = (bare(&who.en, &remark.en), bare(&who.nl, &remark.nl)) {
            let who = Text { en: en.into(), nl: nl.into() };
            return text!(who, of, remark; en: "{who} ({of}, {remark})", nl: "{who} ({of}, {remark})");
        }
    }
    text!(who, of; en: "{who} ({of})", nl: "{who} ({of})")
}

/// What is behind the name of somebody who is not simply there.
pub fn remark(presence: Presence) -> Option<Text> {
    match presence {
        Presence::There => None,
        Presence::Vacant => Some(Text::new("vacant", "vacant")),
        Presence::Unknown => Some(Text::new("not known who", "niet bekend wie")),
        Presence::Left => Some(Text::new("has left", "vertrokken")),
        Presence::Coming => Some(Text::new("is still to come", "nog niet begonnen")),
        Presence::Ended => Some(Text::new("no longer exists", "opgeheven")),
        Presence::Unread => Some(Text::new("cannot be read", "niet te lezen")),
        Presence::Nowhere => Some(Text::new("not in the record", "niet in het dossier")),
    }
}

/// What somebody or something is called: a title, a name, a group in words; the id where it has no other name.
pub fn name(record: &Record, reference: &Id, audience: Audience) -> Text {
    let (id, _) = record.index.plain(reference);
    let id = id.as_ref();
    let kinds = record.index.meant(reference);
    let same = |text: &str| Text::same(text);
    if let Some(role) = record.role(reference) {
        return same(&role.title);
    }
    if let Some(person) = record.person(reference) {
        return called(record, person, audience);
    }
    if let Some(one) = record.organisation(reference) {
        return same(&one.name);
    }
    if let Some(group) = group(id) {
        return group;
    }
    let channel = record.community.iter().flat_map(|community| &community.channel).find(|channel| channel.id.as_str() == id);
    if let Some(channel) = channel {
        return same(channel.name.as_deref().unwrap_or(id));
    }
    if let Some(product) = record.products.get(id).filter(|_| kinds.has(Kinds::PRODUCT)) {
        return same(&product.name);
    }
    match record.tasks.get(id) {
        Some(task) => same(&task.title),
        // A slip in the id of somebody who is not to be named is still nearly a name.
        None if kinds == Kinds::default() && audience == Audience::Public => Text::new("somebody", "iemand"),
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

pub fn holder_named(record: &Record, seated: &Seated<'_>, audience: Audience) -> Text {
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

/// Texts behind each other, with something between them.
pub fn joined(texts: &[Text], by: &str) -> Text {
    let join = |lang| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(by).into();
    Text { en: join(text::Lang::En), nl: join(text::Lang::Nl) }
}
