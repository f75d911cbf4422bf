//! What has no day of its own on record, and is new all the same: it was not so yet when the last newsletter was made.

use crate::record::Record;
use crate::record::event::{Wish, WishStatus};
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Status, UseStatus};
use crate::record::work::Role;
use crate::reports::newsletter::work::stands_in_milestone;
use crate::reports::newsletter::{Draft, Section, some};
use crate::text;
use crate::text::Text;

/// Parties that were none before, without a day on which they joined.
pub fn joined<'a>(draft: &Draft<'a>) -> Vec<&'a Participant> {
    let Some(before) = draft.before else { return Vec::new() };
    let was_party = |one: &Participant| before.parties().any(|other| other.id == one.id);
    let parties = draft.record.parties().filter(|one| one.joined.is_none() && one.status_on(draft.record.on) != Some(Status::Left));
    parties.filter(|one| !was_party(one)).collect()
}

/// Organisations that work with a product and did not before, without a day.
pub fn live(draft: &Draft<'_>) -> Vec<Text> {
    let Some(before) = draft.before else { return Vec::new() };
    let mut lines = Vec::new();
    for one in draft.record.participants.values() {
        let is_live = |status: Option<UseStatus>| matches!(status, None | Some(UseStatus::Live));
        let of = |record: &Record, used: &crate::record::participant::Use| {
            let known = record.participants.get(&one.id).into_iter().flat_map(|one| &one.uses);
            known.filter(|other| other.product == used.product).any(|other| is_live(other.status))
        };
        for used in one.uses.iter().filter(|used| is_live(used.status) && used.from.is_none() && !of(before, used)) {
            let (name, product) = (&one.name, crate::answers::presence::name(draft.record, &used.product, draft.audience));
            lines.push(text!(product; en: "{name} now works with {product}", nl: "{name} werkt nu met {product}"));
        }
    }
    lines
}

/// Whoever holds a role now and did not before, without a day: the role, and who.
pub fn holders<'a>(draft: &Draft<'a>, role: &'a Role) -> Vec<&'a crate::record::values::Id> {
    let Some(before) = draft.before else { return Vec::new() };
    let held = |id: &crate::record::values::Id| {
        let then = before.roles.get(&role.id).into_iter().flat_map(|role| &role.holder);
        then.filter(|holder| !holder.former).any(|holder| before.index.plain(&holder.who) == draft.record.index.plain(id))
    };
    let now = role.holder.iter().filter(|holder| !holder.former && holder.from.is_none() && holder.until.is_none());
    let named = now.filter(|holder| !draft.record.index.meant(&holder.who).has(Kinds::ROLE | Kinds::GROUP));
    named.map(|holder| &holder.who).filter(|who| !held(who)).collect()
}

/// The wishes that came to a status since the last newsletter; a wish says on which day it was made, and not when it was met.
fn came_to<'a>(draft: &Draft<'a>, status: WishStatus) -> Vec<&'a Wish> {
    let wishes = |record: &'a Record| record.community.iter().flat_map(|community| &community.wish);
    let Some(before) = draft.before else { return Vec::new() };
    let was_so = |wish: &Wish| wishes(before).any(|other| other.on == wish.on && other.what == wish.what && other.status == Some(status));
    wishes(draft.record).filter(|wish| wish.status == Some(status) && !was_so(wish)).collect()
}

/// A wish, and whose it was.
fn told(draft: &Draft<'_>, wish: &Wish) -> Text {
    let what = &wish.what;
    match wish.by.as_ref().and_then(|by| draft.named(by)) {
        Some(who) => text!(who; en: "{what}, a wish of {who}", nl: "{what}, een wens van {who}"),
        None => Text::same(what.as_str()),
    }
}

/// Wishes that were met.
pub fn solved(draft: &Draft<'_>) -> Section {
    let met = came_to(draft, WishStatus::Done);
    // What was met by something delivered is told there.
    let lines: Vec<Text> = met.into_iter().filter(|wish| !stands_in_milestone(draft, wish)).map(|wish| told(draft, wish)).collect();
    Section {
        id: "solved",
        label: some(
            lines.len(),
            Text::new("a wish that was met", "een vervulde wens"),
            &Text::new("wishes that were met", "vervulde wensen"),
        ),
        heading: Text::new("Solved", "Opgelost"),
        opening: None,
        lines,
        closing: None,
    }
}

/// Wishes that are going to be met.
pub fn planned(draft: &Draft<'_>) -> Section {
    Section {
        id: "planned",
        label: Text::default(),
        heading: Text::new("Now on the roadmap", "Nieuw op de roadmap"),
        opening: None,
        lines: came_to(draft, WishStatus::Roadmap).into_iter().map(|wish| told(draft, wish)).collect(),
        closing: None,
    }
}

/// Parts of the knowledge base that were not there before.
pub fn knowledge(draft: &Draft<'_>) -> Section {
    let all = |record: &'_ Record| record.community.iter().flat_map(|community| community.knowledge.clone()).collect::<Vec<_>>();
    let (now, then) = (all(draft.record), draft.before.map(all));
    let new = now.into_iter().filter(|one| then.as_ref().is_some_and(|then| then.iter().all(|other| other.id != one.id)));
    let lines = new.map(|one| {
        let name = one.name.unwrap_or_else(|| one.id.to_string());
        Text::same(one.url.map_or_else(|| name.clone(), |url| format!("{name}: {url}")))
    });
    Section {
        id: "knowledge",
        label: Text::default(),
        heading: Text::new("New to read and watch", "Nieuw om te lezen en te bekijken"),
        opening: None,
        lines: lines.collect(),
        closing: None,
    }
}
