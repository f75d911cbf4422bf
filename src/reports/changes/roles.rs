//! Sentences on who holds a role, who has a vote, whose turn it is, and who does a task.

use crate::changes::Change;
use crate::changes::told::{Holding, Seat};
use crate::date::VagueDate;
use crate::record::values::Id;
use crate::record::work::Letter;
use crate::reports::changes::apart::apart;
use crate::reports::changes::parts::parts;
use crate::reports::changes::{Telling, line, since, until};
use crate::text;
use crate::text::Text;

pub(super) fn holding(telling: &Telling<'_>, of: &Text, change: &Change, holding: &Holding) -> Text {
    let on = telling.after.on;
    match holding {
        Holding::Took { who, from, over, place } => took(telling, of, (who, *from), over, place),
        Holding::LaidDown { who, until: last, is_vacant, place } => {
            let who = telling.who(who);
            let is_past = last.is_none_or(|last| last.last() < telling.after.on);
            let last = until(*last);
            let text = match (place.is_backup, is_past) {
                (true, true) if last == Text::default() => {
                    text!(who, of; en: "{who} is no longer back-up of {of}", nl: "{who} is geen vervanger meer voor {of}")
                }
                (true, true) => text!(who, of, last; en: "{who} was back-up of {of}{last}", nl: "{who} was{last} vervanger voor {of}"),
                (true, false) => text!(who, of, last; en: "{who} is back-up of {of}{last}", nl: "{who} is{last} vervanger voor {of}"),
                (false, true) if is_body(of) && last == Text::default() => {
                    text!(who, of; en: "{who} no longer sits in {of}", nl: "{who} zit niet meer in {of}")
                }
                (false, true) if is_body(of) => text!(who, of, last; en: "{who} sat in {of}{last}", nl: "{who} zat{last} in {of}"),
                (false, false) if is_body(of) => text!(who, of, last; en: "{who} sits in {of}{last}", nl: "{who} zit{last} in {of}"),
                (false, true) if last == Text::default() => {
                    text!(who, of; en: "{who} no longer holds {of}", nl: "{who} vervult {of} niet meer")
                }
                (false, true) => text!(who, of, last; en: "{who} held {of}{last}", nl: "{who} vervulde {of}{last}"),
                (false, false) => text!(who, of, last; en: "{who} holds {of}{last}", nl: "{who} vervult {of}{last}"),
            };
            if *is_vacant { text.then(&Text::new("; it is vacant now", "; die is nu vacant")) } else { text }
        }
        Holding::Corrected { who, was, from, until: last, place } => {
            let (who, was) = (telling.who(who), telling.who(was));
            let from = from.map(|from| text!(from; en: " from {from}", nl: " vanaf {from}")).unwrap_or_default();
            let last = until(*last);
            let term = if place.is_backup {
                Text::new("the term as back-up in", "de termijn als vervanger voor")
            } else {
                Text::new("the term in", "de termijn in")
            };
            // Of two who may not be named the same is said.
            if who == was {
                return text!(who, of, from, last, term; en: "{term} {of}{from}{last} is now in the name of somebody else ({who})", nl: "{term} {of}{from}{last} staat nu op naam van iemand anders ({who})");
            }
            text!(who, was, of, from, last, term; en: "{term} {of}{from}{last} is now in the name of {who}, no longer of {was}", nl: "{term} {of}{from}{last} staat nu op naam van {who}, niet meer van {was}")
        }
        // What is over is told as it stands now, for nobody left or stayed by it.
        Holding::Term { who, from, was: Some(was), until: Some(last), .. } if last.last() < on && was.last() < on => {
            let who = telling.who(who);
            let from = from.map(|from| text!(from; en: " from {from}", nl: " vanaf {from}")).unwrap_or_default();
            text!(who, of, from, was, last; en: "the past term of {who} in {of}{from} ended on {last} according to the record (was {was})", nl: "de afgelopen termijn van {who} in {of}{from} liep volgens het dossier tot en met {last} (was {was})")
        }
        Holding::Term { who, until: last, is_longer, place, .. } => {
            let who = telling.who(who);
            let as_what = if place.is_backup { Text::new(" as back-up", " als vervanger") } else { Text::default() };
            match last {
                None => {
                    text!(who, of, as_what; en: "{who} has no last day in {of}{as_what} any more", nl: "{who} heeft in {of}{as_what} geen einddatum meer")
                }
                Some(last) if *is_longer => {
                    text!(who, of, last, as_what; en: "the term of {who} in {of}{as_what} was prolonged until {last}", nl: "de termijn van {who} in {of}{as_what} is verlengd tot en met {last}")
                }
                Some(last) => {
                    text!(who, of, last, as_what; en: "the term of {who} in {of}{as_what} was shortened: until {last}", nl: "de termijn van {who} in {of}{as_what} is ingekort tot en met {last}")
                }
            }
        }
        Holding::Vote { who, has_one } => {
            let who = telling.who(who);
            if *has_one {
                text!(who, of; en: "{who} has a vote in {of} now", nl: "{who} heeft nu stemrecht in {of}")
            } else {
                text!(who, of; en: "{who} no longer has a vote in {of}", nl: "{who} heeft geen stemrecht meer in {of}")
            }
        }
        Holding::Chair { who, is_chair } => {
            let who = telling.who(who);
            if *is_chair {
                text!(who, of; en: "{who} chairs {of} now", nl: "{who} is nu voorzitter in {of}")
            } else {
                text!(who, of; en: "{who} no longer chairs {of}", nl: "{who} is geen voorzitter meer in {of}")
            }
        }
        Holding::Interim { who, is_interim } => {
            let who = telling.who(who);
            if *is_interim {
                text!(who, of; en: "{who} holds {of} for the time being", nl: "{who} neemt {of} nu waar")
            } else {
                text!(who, of; en: "{who} holds {of} for good now", nl: "{who} vervult {of} nu vast")
            }
        }
        Holding::Seated { who, was, seat, place } => {
            let (who, as_what) =
                (telling.who(who), if place.is_backup { Text::new(" as back-up", " als vervanger") } else { Text::default() });
            match (was, seat) {
                (None, Some(seat)) => {
                    text!(who, of, as_what; en: "{who} has the seat “{seat}” in {of}{as_what} now", nl: "{who} heeft in {of}{as_what} nu de zetel “{seat}”")
                }
                (Some(was), Some(seat)) => {
                    text!(who, of, as_what; en: "{who} has the seat “{seat}” in {of}{as_what} now (was “{was}”)", nl: "{who} heeft in {of}{as_what} nu de zetel “{seat}” (was “{was}”)")
                }
                (Some(was), None) => {
                    text!(who, of, as_what; en: "{who} no longer has a seat by name in {of}{as_what} (was “{was}”)", nl: "{who} heeft in {of}{as_what} geen zetel op naam meer (was “{was}”)")
                }
                (None, None) => text!(who, of; en: "{who} in {of}", nl: "{who} in {of}"),
            }
        }
        Holding::Entry { who, place } => {
            let (who, parts) = (telling.who(who), parts(telling, change, 2));
            let text = if place.is_backup {
                text!(who, of; en: "details of {who} as back-up of {of}", nl: "gegevens van {who} als vervanger voor {of}")
            } else {
                text!(who, of; en: "details of {who} in {of}", nl: "gegevens van {who} in {of}")
            };
            if parts == Text::default() {
                return text!(text; en: "other {text}", nl: "andere {text}");
            }
            text!(text, parts; en: "{text}: {parts}", nl: "{text}: {parts}")
        }
        Holding::TurnPlanned { who, from } => {
            let who = telling.who(who);
            text!(who, of, from; en: "from {from} it is the turn of {who} in {of}", nl: "vanaf {from} is {who} aan de beurt in {of}")
        }
        Holding::TurnTaken { who, from } => {
            let who = telling.who(who);
            text!(who, of, from; en: "since {from} it has been the turn of {who} in {of}", nl: "sinds {from} is {who} aan de beurt in {of}")
        }
        Holding::TurnMoved { who, was, from } => {
            let who = telling.who(who);
            text!(who, of, was, from; en: "the turn of {who} in {of} moved from {was} to {from}", nl: "de beurt van {who} in {of} ging van {was} naar {from}")
        }
        Holding::TurnGone { who, from } => {
            let who = telling.who(who);
            text!(who, of, from; en: "the turn of {who} in {of} from {from} was dropped", nl: "de beurt van {who} in {of} vanaf {from} is vervallen")
        }
    }
}

fn took(telling: &Telling<'_>, of: &Text, (who, from): (&Id, Option<VagueDate>), over: &[Id], place: &Seat) -> Text {
    let (who, when) = (telling.who(who), since(from, telling));
    if is_body(of) && !place.is_backup {
        let text = text!(who, of, when; en: "{who} sits in {of}{when}", nl: "{who} zit{when} in {of}");
        let text = if place.is_chair { text.then(&Text::new(", as chair", ", als voorzitter")) } else { text };
        let text = if place.is_silent { text.then(&Text::new(", without a vote", ", zonder stemrecht")) } else { text };
        return if over.is_empty() { text } else { text.then(&instead(telling, over)) };
    }
    if place.is_backup {
        let text = text!(who, of, when; en: "{who} is back-up of {of}{when}", nl: "{who} is{when} vervanger voor {of}");
        return if over.is_empty() { text } else { text.then(&instead(telling, over)) };
    }
    let text = if place.is_interim {
        text!(who, of, when; en: "{who} holds {of}{when} for the time being", nl: "{who} neemt {of}{when} waar")
    } else if !over.is_empty() {
        let others = telling.all(over);
        let is_coming = from.is_some_and(|from| from.first() > telling.after.on);
        let on = from.map(|from| text!(from; en: " on {from}", nl: " per {from}")).unwrap_or_default();
        if is_coming {
            text!(who, of, on, others; en: "{who} takes {of} over from {others}{on}", nl: "{who} neemt {of}{on} over van {others}")
        } else {
            text!(who, of, on, others; en: "{who} took {of} over from {others}{on}", nl: "{who} nam {of}{on} over van {others}")
        }
    } else {
        text!(who, of, when; en: "{who} holds {of}{when}", nl: "{who} vervult {of}{when}")
    };
    let text = if place.is_chair { text.then(&Text::new(", as chair", ", als voorzitter")) } else { text };
    let text = if place.is_silent { text.then(&Text::new(", without a vote", ", zonder stemrecht")) } else { text };
    if place.is_interim && !over.is_empty() { text.then(&instead(telling, over)) } else { text }
}

/// Whether several sit in it, so that nobody holds it alone.
fn is_body(of: &Text) -> bool {
    of.nl.starts_with("het gremium ")
}

fn instead(telling: &Telling<'_>, over: &[Id]) -> Text {
    let others = telling.all(over);
    text!(others; en: ", in the place of {others}", nl: ", in plaats van {others}")
}

/// Who stands under a letter of a task, and who no longer does.
pub(super) fn raci(telling: &Telling<'_>, of: &Text, letter: Letter, came: &[Id], went: &[Id]) -> Text {
    let (new, old) = (telling.all(came), telling.all(went));
    let now = match letter {
        Letter::Responsible => Text::new("carries out", "voert uit"),
        Letter::Accountable => Text::new("answers for", "is eindverantwoordelijk voor"),
        Letter::Consulted => Text::new("is consulted on", "wordt geraadpleegd over"),
        Letter::Informed => Text::new("is informed of", "wordt geïnformeerd over"),
    };
    if letter == Letter::Responsible {
        return match (came.is_empty(), went.is_empty()) {
            (false, true) => text!(of, new; en: "{of} is now carried out by {new} too", nl: "{of} wordt nu ook uitgevoerd door {new}"),
            (true, _) => text!(of, old; en: "{of} is no longer carried out by {old}", nl: "{of} wordt niet meer uitgevoerd door {old}"),
            _ => {
                text!(of, new, old; en: "{of} is now carried out by {new}, no longer by {old}", nl: "{of} wordt nu uitgevoerd door {new}, niet meer door {old}")
            }
        };
    }
    let was = |text: Text| text!(text, old; en: "{text} (was {old})", nl: "{text} (was {old})");
    let (many_en, many_nl) = match letter {
        Letter::Accountable => ("answer for", "zijn eindverantwoordelijk voor"),
        Letter::Consulted => ("are consulted on", "worden geraadpleegd over"),
        _ => ("are informed of", "worden geïnformeerd over"),
    };
    let verb = |ids: &[Id]| if are_many(ids) { Text::new(many_en, many_nl) } else { now.clone() };
    match (came.is_empty(), went.is_empty()) {
        (true, _) => {
            let is_many = are_many(went);
            let verb = match letter {
                Letter::Accountable if is_many => Text::new("no longer answer for", "zijn niet meer eindverantwoordelijk voor"),
                Letter::Accountable => Text::new("no longer answers for", "is niet meer eindverantwoordelijk voor"),
                Letter::Consulted if is_many => Text::new("are no longer consulted on", "worden niet meer geraadpleegd over"),
                Letter::Consulted => Text::new("is no longer consulted on", "wordt niet meer geraadpleegd over"),
                _ if is_many => Text::new("are no longer informed of", "worden niet meer geïnformeerd over"),
                _ => Text::new("is no longer informed of", "wordt niet meer geïnformeerd over"),
            };
            text!(of, old, verb; en: "{old} {verb} {of}", nl: "{old} {verb} {of}")
        }
        (false, is_added) => {
            let verb = verb(came);
            let text = text!(of, new, verb; en: "{new} {verb} {of} now", nl: "{new} {verb} {of}");
            if is_added { text } else { was(text) }
        }
    }
}

/// Whether a verb after them stands in the plural.
fn are_many(ids: &[Id]) -> bool {
    ids.len() > 1 || ids.iter().any(|id| id.as_str().starts_with("all-"))
}

/// Who stands under the same letter, for something else or by way of another channel.
pub(super) fn how(
    telling: &Telling<'_>,
    of: &Text,
    (letter, who): (Letter, &Id),
    (old_via, via): (Option<&Id>, Option<&Id>),
    (old_purpose, purpose): (Option<&str>, Option<&str>),
) -> Text {
    let (is_many, who) = (are_many(std::slice::from_ref(who)), telling.who(who));
    let verb = match (letter, is_many) {
        (Letter::Responsible, false) => Text::new("carries out", "voert uit:"),
        (Letter::Responsible, true) => Text::new("carry out", "voeren uit:"),
        (Letter::Accountable, false) => Text::new("answers for", "is eindverantwoordelijk voor"),
        (Letter::Accountable, true) => Text::new("answer for", "zijn eindverantwoordelijk voor"),
        (Letter::Consulted, false) => Text::new("is consulted on", "wordt geraadpleegd over"),
        (Letter::Consulted, true) => Text::new("are consulted on", "worden geraadpleegd over"),
        (Letter::Informed, false) => Text::new("is informed of", "wordt geïnformeerd over"),
        (Letter::Informed, true) => Text::new("are informed of", "worden geïnformeerd over"),
    };
    let mut text = text!(who, verb, of; en: "{who} {verb} {of}", nl: "{who} {verb} {of}");
    match (old_via.map(|id| telling.who(id)), via.map(|id| telling.who(id))) {
        (was, is) if was == is => {}
        (None, Some(is)) => text = text!(text, is; en: "{text}, now through {is}", nl: "{text}, nu via {is}"),
        (Some(was), Some(is)) => {
            text = text!(text, was, is; en: "{text}, now through {is} (was {was})", nl: "{text}, nu via {is} (was {was})");
        }
        (Some(was), None) => text = text!(text, was; en: "{text}, no longer through {was}", nl: "{text}, niet meer via {was}"),
        (None, None) => {}
    }
    match (old_purpose, purpose) {
        (was, is) if was == is => text,
        (Some(was), Some(is)) => {
            let (was, is) = apart(was, is);
            text!(text; en: "{text}, now for “{is}” (was “{was}”)", nl: "{text}, nu voor “{is}” (was “{was}”)")
        }
        (_, Some(is)) => text!(text; en: "{text}, now for “{is}”", nl: "{text}, nu voor “{is}”"),
        (was, None) => {
            let was = line(was.unwrap_or_default());
            text!(text; en: "{text}, no longer for “{was}” only", nl: "{text}, niet meer alleen voor “{was}”")
        }
    }
}
