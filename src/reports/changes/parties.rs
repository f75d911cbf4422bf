//! Sentences on who takes part, joins and leaves, and on what is called otherwise.

use crate::changes::told::Course;
use crate::changes::{Change, Thing};
use crate::date::VagueDate;
use crate::record::values::Id;
use crate::record::work::RoleKind;
use crate::reports::changes::parts::parts;
use crate::reports::changes::{Telling, plain, short, since, until};
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

pub(super) fn course(telling: &Telling<'_>, change: &Change, course: &Course) -> Text {
    let thing = &change.thing;
    let of = telling.thing(thing);
    match course {
        Course::OnRecord { is_supplier: true } => {
            text!(of; en: "{of} is now on record as a supplier", nl: "{of} staat nu als leverancier in het dossier")
        }
        Course::OnRecord { .. } => {
            text!(of; en: "{of} is now on record, without taking part", nl: "{of} staat nu in het dossier, zonder mee te doen")
        }
        Course::Interested { on: Some(on) } => {
            text!(of, on; en: "{of} has been interested since {on}", nl: "{of} is sinds {on} geïnteresseerd")
        }
        Course::Interested { on: None } => text!(of; en: "{of} is interested", nl: "{of} is geïnteresseerd"),
        Course::Joining { on } => {
            let from = since(*on, telling);
            match on {
                Some(_) => text!(of, from; en: "{of} takes part{from}", nl: "{of} doet{from} mee"),
                None => text!(of; en: "{of} is joining", nl: "{of} treedt toe"),
            }
        }
        Course::Joined { on: Some(on) } if on.first() <= telling.after.on => {
            text!(of, on; en: "{of} has been taking part since {on}", nl: "{of} doet sinds {on} mee")
        }
        Course::Joined { .. } => text!(of; en: "{of} takes part", nl: "{of} doet mee"),
        Course::Returned { on } => {
            let from = since(*on, telling);
            text!(of, from; en: "{of} takes part again{from}", nl: "{of} doet{from} weer mee")
        }
        Course::Leaving { from, notice, until: last, successor } => leaving(telling, &of, (*from, *notice, *last), successor.as_ref()),
        Course::Left { from, until: last, successor } => {
            let last = first(*from).then(&until(*last));
            let text = if last == Text::default() {
                text!(of; en: "{of} no longer takes part", nl: "{of} doet niet meer mee")
            } else {
                text!(of, last; en: "{of} took part{last}", nl: "{of} deed{last} mee")
            };
            text.then(&succeeded(telling, successor.as_ref()))
        }
        Course::Stays => text!(of; en: "{of} no longer leaves", nl: "{of} vertrekt toch niet"),
        Course::Removed { was: Some(_) } => {
            text!(of; en: "{of} was taken out of the record, though it took part", nl: "{of} is uit het dossier gehaald, terwijl die deelnam")
        }
        Course::Removed { was: None } => text!(of; en: "{of} was taken out of the record", nl: "{of} is uit het dossier gehaald"),
        Course::Dates => {
            let parts = parts(telling, change, 0);
            if parts == Text::default() {
                return text!(of; en: "other dates of taking part are on record for {of}", nl: "voor {of} staan andere datums van deelname in het dossier");
            }
            text!(of, parts; en: "when {of} takes part: {parts}", nl: "deelname van {of}: {parts}")
        }
    }
}

/// That somebody's role ends with the last day of the organisation they work for.
pub(super) fn leaves_with(telling: &Telling<'_>, of: &Text, (role, organisation): (&Id, &Id), until: VagueDate) -> Text {
    let (title, employer) = (telling.who(role), telling.who(organisation));
    let is_body = telling.after.role(role).is_some_and(|role| role.kind == Some(RoleKind::Body));
    let is_past = until.last() < telling.after.on;
    let text = match (is_body, is_past) {
        (true, false) => {
            text!(of, title, until; en: "{of} sits in {title} until {until}", nl: "{of} zit tot en met {until} in het gremium {title}")
        }
        (true, true) => {
            text!(of, title, until; en: "{of} sat in {title} until {until}", nl: "{of} zat tot en met {until} in het gremium {title}")
        }
        (false, false) => {
            text!(of, title, until; en: "{of} holds the role {title} until {until}", nl: "{of} vervult tot en met {until} de rol {title}")
        }
        (false, true) => {
            text!(of, title, until; en: "{of} held the role {title} until {until}", nl: "{of} vervulde tot en met {until} de rol {title}")
        }
    };
    text!(text, employer; en: "{text}: after that {employer} takes no part", nl: "{text}: daarna doet {employer} niet meer mee")
}

/// From when, where that is told with the end: ` from 1 July 2026`.
fn first(from: Option<VagueDate>) -> Text {
    from.map(|from| text!(from; en: " from {from}", nl: " van {from}")).unwrap_or_default()
}

fn leaving(
    telling: &Telling<'_>,
    of: &Text,
    (from, notice, last): (Option<VagueDate>, Option<VagueDate>, Option<VagueDate>),
    successor: Option<&Id>,
) -> Text {
    let last = first(from).then(&until(last));
    let has_last = last != Text::default();
    let text = match notice {
        Some(notice) if has_last => {
            text!(of, notice, last; en: "{of} gave notice on {notice} and takes part{last}", nl: "{of} heeft op {notice} opgezegd en doet{last} mee")
        }
        Some(notice) => text!(of, notice; en: "{of} gave notice on {notice}", nl: "{of} heeft op {notice} opgezegd"),
        None if has_last => text!(of, last; en: "{of} takes part{last}, and then leaves", nl: "{of} doet{last} mee en vertrekt dan"),
        None => text!(of; en: "{of} is leaving", nl: "{of} heeft opgezegd"),
    };
    text.then(&succeeded(telling, successor))
}

/// Who takes its place, as in a merger.
fn succeeded(telling: &Telling<'_>, successor: Option<&Id>) -> Text {
    let Some(successor) = successor else { return Text::default() };
    let next = telling.who(successor);
    text!(next; en: "; {next} takes its place", nl: "; {next} komt ervoor in de plaats")
}

/// Another id, another name, or both.
pub(super) fn renamed(telling: &Telling<'_>, thing: &Thing, id: Option<&str>, name: Option<&str>) -> Text {
    let of = telling.thing(thing);
    if thing.kind == FileKind::People {
        // What somebody was called is theirs to tell, and an id is mostly made of a name.
        return match name {
            Some(_) => text!(of; en: "{of} goes by another name than before", nl: "{of} heeft een andere naam dan voorheen"),
            None => text!(of; en: "{of} has another id in the record", nl: "{of} heeft in het dossier een andere id"),
        };
    }
    if thing.kind == FileKind::Collaboration {
        let (was, is) = (name.map(short).unwrap_or_default(), telling.after.collaboration.as_ref().map(|one| short(&one.name)));
        let is = is.unwrap_or_default();
        return text!(en: "the collaboration is now called {is} (was {was})", nl: "de samenwerking heet nu {is} (was {was})");
    }
    match (name, id) {
        (Some(name), _) => {
            let was = short(name);
            text!(of; en: "{of} was called “{was}” before", nl: "{of} heette eerst “{was}”")
        }
        (None, id) => {
            let (was, is) = (id.unwrap_or_default(), thing.id.as_str());
            let of = plain(&of);
            text!(of; en: "{of} has the id “{is}” now (was “{was}”)", nl: "{of} heeft nu de id “{is}” (was “{was}”)")
        }
    }
}
