//! What has no day of its own on record, and is new all the same: it was not so yet when the last newsletter was made.

use std::collections::BTreeSet;

use crate::record::Record;
use crate::record::event::{Wish, WishStatus};
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Status, Use, UseStatus};
use crate::record::values::Id;
use crate::record::work::Role;
use crate::reports::newsletter::work::stands_in_milestone;
use crate::reports::newsletter::{Draft, Section, some};
use crate::text;
use crate::text::Text;

/// Parties that were none before, without a day on which they joined.
pub fn joined<'a>(draft: &Draft<'a>) -> Vec<&'a Participant> {
    let Some(before) = draft.before else { return Vec::new() };
    let was_party = |one: &Participant| before.participant(one).is_some_and(|one| one.is_party(before.record.on));
    let parties = draft.record.parties().filter(|one| one.joined.is_none() && one.status_on(draft.record.on) != Some(Status::Left));
    parties.filter(|one| !was_party(one)).collect()
}

/// Organisations that work with a product and did not before, without a day.
pub fn live(draft: &Draft<'_>) -> Vec<Text> {
    let Some(before) = draft.before else { return Vec::new() };
    let mut lines = Vec::new();
    for one in draft.record.participants.values() {
        let is_live = |status: Option<UseStatus>| matches!(status, None | Some(UseStatus::Live));
        let was_live = |used: &Use| {
            let known = before.participant(one).into_iter().flat_map(|one| &one.uses);
            known.filter(|other| before.is_product(&other.product, &used.product)).any(|other| is_live(other.status))
        };
        for used in one.uses.iter().filter(|used| is_live(used.status) && used.from.is_none() && !was_live(used)) {
            let (name, product) = (&one.name, crate::answers::presence::name(draft.record, &used.product, draft.audience));
            lines.push(text!(product; en: "{name} now works with {product}", nl: "{name} werkt nu met {product}"));
        }
    }
    lines
}

/// Whoever holds a role now and did not before, without a day: the role, and who.
pub fn holders<'a>(draft: &Draft<'a>, role: &'a Role) -> Vec<&'a Id> {
    let Some(before) = draft.before else { return Vec::new() };
    let held = |id: &Id| {
        let then = before.role(role).into_iter().flat_map(|role| &role.holder);
        then.filter(|holder| !holder.former).any(|holder| before.is_holder(&holder.who, id))
    };
    let now = role.holder.iter().filter(|holder| !holder.former && holder.from.is_none() && holder.until.is_none());
    let named = now.filter(|holder| !draft.record.index.meant(&holder.who).has(Kinds::ROLE | Kinds::GROUP));
    named.map(|holder| &holder.who).filter(|who| !held(who)).collect()
}

/// The wishes that came to a status since the last newsletter; a wish says on which day it was made, and not when it was met.
fn came_to<'a>(draft: &Draft<'a>, status: WishStatus) -> Vec<&'a Wish> {
    let wishes = |record: &'a Record| record.community.iter().flat_map(|community| &community.wish);
    let Some(before) = draft.before else { return Vec::new() };
    let known = before.known_again("wish");
    let so = wishes(before.record).enumerate().filter(|(_, wish)| wish.status == Some(status));
    let were_so: BTreeSet<usize> = so.filter_map(|(then, _)| known.get(&then).copied()).collect();
    let now = wishes(draft.record).enumerate().filter(|(at, wish)| wish.status == Some(status) && !were_so.contains(at));
    now.map(|(_, wish)| wish).collect()
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
    let known: Option<BTreeSet<usize>> = draft.before.map(|before| before.known_again("knowledge").into_values().collect());
    let now = draft.record.community.iter().flat_map(|community| &community.knowledge).enumerate();
    let new = now.filter(|(at, _)| known.as_ref().is_some_and(|known| !known.contains(at)));
    let lines = new.map(|(_, one)| {
        let name = one.name.as_deref().unwrap_or(one.id.as_str());
        one.url.as_deref().map_or_else(|| Text::same(name), |url| Text::same(format!("{name}: {url}")))
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
