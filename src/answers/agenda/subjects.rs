//! Under which standing item something belongs, by the words in which it is put.

use crate::handbook::meetings::FINANCE;
use crate::record::event::EventKind;
use crate::words::fold;

/// What an item about money is called; each is the beginning of a word.
const MONEY: [&str; 20] = [
    "financ",
    "begroting",
    "bijdrage",
    "jaarrekening",
    "budget",
    "geld",
    "kosten",
    "lasten",
    "reserve",
    "factu",
    "invoice",
    "money",
    "cost",
    "contribution",
    "fees",
    "accounts",
    "payment",
    "betaling",
    "tarief",
    "subsidie",
];

/// Whether an item is about money.
pub fn is_about_money(what: &str) -> bool {
    words(what)
        .iter()
        .any(|word| MONEY.iter().any(|begin| word.starts_with(begin)) || word.ends_with("begroting") || word.ends_with("bijdrage"))
}

/// A standing item, and how words begin that speak of it; of two words behind each other both do.
type Subject = (&'static str, &'static [&'static str]);

const OF_USERS: [Subject; 3] = [
    ("progress", &["terugblik", "voortgang", "evaluatie", "opgeleverd", "progress", "evaluation", "delivered"]),
    ("roadmap", &["wens", "wish", "roadmap", "vooruitblik", "volgorde", "priorit", "komt eerst", "comes first"]),
    ("technical", &["techni", "versie", "version", "release", "beveilig", "security", "demo", "storing", "koppel", "migrati"]),
];

const OF_STEERING: [Subject; 2] = [
    ("progress", &["stand van", "voortgang", "evaluatie", "tevreden", "gebruikscijfer", "progress", "evaluation", "satisf"]),
    ("risks", &["risic", "risk", "vacat", "vacan", "bezetting", "contract", "leverancier", "supplier", "opvolg", "success"]),
];

const OF_A_DAY: [Subject; 5] = [
    ("workshops", &["workshop"]),
    ("showcase", &["praktijk", "practice", "showcase", "zo doen"]),
    ("marketplace", &["leveranc", "supplier", "markt", "market"]),
    ("open-space", &["vrije ruimte", "open space", "unconference"]),
    ("drinks", &["borrel", "drinks", "napraten"]),
];

/// The standing item under which something belongs; none where no word says so.
pub fn standing_item(kind: EventKind, what: &str) -> Option<&'static str> {
    let subjects: &[Subject] = match kind {
        EventKind::UserMeeting => &OF_USERS,
        EventKind::Steering => &OF_STEERING,
        EventKind::CommunityDay => &OF_A_DAY,
        _ => return None,
    };
    let words = words(what);
    let speaks = |begin: &&str| {
        let parts: Vec<&str> = begin.split(' ').collect();
        words.windows(parts.len()).any(|said| said.iter().zip(&parts).all(|(word, part)| word.starts_with(part)))
    };
    let found = subjects.iter().find(|(_, begins)| begins.iter().any(&speaks)).map(|(id, _)| *id);
    found.or_else(|| (kind != EventKind::CommunityDay && is_about_money(what)).then_some(FINANCE))
}

/// The words of a text as they are compared.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::standing_item;
    use crate::record::event::EventKind;

    #[test]
    fn an_item_goes_where_its_subject_is() {
        for (kind, what, id) in [
            (EventKind::UserMeeting, "Bijdrage 2027: per klasse of per inwoner", Some("finance")),
            (EventKind::UserMeeting, "Wat komt eerst in 2027: herinneringen of betalen vooraf", Some("roadmap")),
            (EventKind::UserMeeting, "Wie mag een afspraak van een ander verzetten", None),
            (EventKind::UserMeeting, "Demo of version 4", Some("technical")),
            (EventKind::Steering, "Conceptbegroting 2027", Some("finance")),
            (EventKind::Steering, "Evaluatie van de rolverdeling", Some("progress")),
            (EventKind::CommunityDay, "Workshop: een formulier in een uur", Some("workshops")),
            (EventKind::CommunityDay, "Waar staat ons geld", None),
            (EventKind::Webinar, "Demo", None),
        ] {
            assert_eq!(standing_item(kind, what), id, "{what}");
        }
    }
}
