//! What meetings consist of: the items of a user meeting and of a steering group, and the programme of a community day (A15, B7, B8).

use crate::text::Text;

/// What an item asks of those who are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    Inform,
    Discuss,
    Decide,
}

impl Purpose {
    /// As it stands behind an item.
    pub const fn name(self) -> Text {
        match self {
            Purpose::Inform => Text::new("for information", "ter informatie"),
            Purpose::Discuss => Text::new("for discussion", "ter bespreking"),
            Purpose::Decide => Text::new("for decision", "ter besluitvorming"),
        }
    }
}

/// A standing item of an agenda, or an element of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardItem {
    pub id: &'static str,
    pub name: Text,
    /// One line on what belongs under it.
    pub about: Text,
    /// None where the length is the organiser's own choice, as in a programme.
    pub minutes: Option<u32>,
    pub purpose: Option<Purpose>,
}

/// A pause in a standard agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// After so many items.
    pub after: usize,
    pub minutes: u32,
}

/// The pause in a user meeting: with it the seven items take two and a half hours (B7: two to three).
pub const USER_MEETING_BREAK: Break = Break { after: 3, minutes: 10 };

/// The id of the item about money, which stands on every agenda (A15).
pub const FINANCE: &str = "finance";

/// The id of the element of a programme at which people only meet.
pub const DRINKS: &str = "drinks";

/// How a community day is divided over its elements where the organiser says nothing. The handbook gives no times; these parts are ours.
pub const DAY_PARTS: [(&str, u32); 6] =
    [("plenary-opening", 2), ("workshops", 8), ("showcase", 4), ("marketplace", 4), ("open-space", 5), (DRINKS, 4)];

/// The quarterly user meeting: the handbook's six items, and money as the seventh (B7, A15).
#[rustfmt::skip]
pub static USER_MEETING: [StandardItem; 7] = [
    item("opening", 15, Purpose::Inform,
        Text::new("Welcome, announcements and actions", "Welkom, mededelingen en actielijst"),
        Text::new("who is new, who leaves; minutes and actions of last time", "wie is nieuw, wie vertrekt; verslag en acties vorige keer")),
    item("progress", 20, Purpose::Inform,
        Text::new("The past quarter", "Terugblik op het kwartaal"),
        Text::new("what was delivered, what went otherwise", "wat is opgeleverd, wat liep anders")),
    item("roadmap", 35, Purpose::Decide,
        Text::new("What comes next: wishes and their order", "Vooruitblik: wensen en volgorde"),
        Text::new("what comes first; what asks for a decision", "wat komt eerst; wat vraagt een besluit")),
    item("use-case", 25, Purpose::Inform,
        Text::new("From practice", "Uit de praktijk"),
        Text::new("a participant shows how they work with it", "een deelnemer vertelt")),
    item("technical", 20, Purpose::Inform,
        Text::new("Technical news with a demo", "Technisch nieuws met demo"),
        Text::new("new version, security, announcements", "nieuwe versie, beveiliging, aankondigingen")),
    item(FINANCE, 15, Purpose::Discuss,
        Text::new("Money", "Financiën"),
        Text::new("budget and actuals, what is still to be paid, reserve", "begroting en realisatie, openstaande posten, reserve")),
    item("closing", 10, Purpose::Inform,
        Text::new("Any other business and closing", "Rondvraag en sluiting"),
        Text::new("date of the next meeting", "datum volgende overleg")),
];

/// A steering group: its own standing items, money among them (A15). The handbook gives none; an hour and a half is ours.
#[rustfmt::skip]
pub static STEERING: [StandardItem; 7] = [
    item("opening", 5, Purpose::Decide,
        Text::new("Opening and agenda", "Opening en vaststelling agenda"),
        Text::new("what is added, what can wait", "wat komt erbij, wat kan wachten")),
    item("actions", 10, Purpose::Inform,
        Text::new("Decisions and actions of last time", "Besluitenlijst en actielijst vorige keer"),
        Text::new("what is done, what is still open", "wat is gedaan, wat staat nog open")),
    item("progress", 15, Purpose::Discuss,
        Text::new("How the collaboration is doing", "Stand van de samenwerking"),
        Text::new("participants, duties, use and satisfaction", "deelnemers, kerntaken, gebruik en tevredenheid")),
    item("decisions", 30, Purpose::Decide,
        Text::new("For decision", "Ter besluitvorming"),
        Text::new("proposals, each with its paper", "voorstellen, elk met een stuk")),
    item(FINANCE, 15, Purpose::Discuss,
        Text::new("Money", "Financiën"),
        Text::new("budget and actuals, what is still to be paid, reserve", "begroting en realisatie, openstaande posten, reserve")),
    item("risks", 10, Purpose::Discuss,
        Text::new("Risks and vacancies", "Risico's en bezetting"),
        Text::new("vacant roles, terms that end, contracts", "vacante rollen, aflopende termijnen, contracten")),
    item("closing", 5, Purpose::Inform,
        Text::new("Any other business and closing", "Rondvraag en sluiting"),
        Text::new("date of the next meeting", "datum volgende overleg")),
];

/// The community day: six elements of its programme, in the order of the day (B8).
#[rustfmt::skip]
pub static COMMUNITY_DAY: [StandardItem; 6] = [
    element("plenary-opening", Purpose::Inform,
        Text::new("Opening together", "Gezamenlijke start"),
        Text::new("welcome, and the year at a glance", "welkom en het jaar in vogelvlucht")),
    element("workshops", Purpose::Discuss,
        Text::new("Workshops to choose from", "Workshops naar keuze"),
        Text::new("in rounds, beside each other", "in rondes, naast elkaar")),
    element("showcase", Purpose::Inform,
        Text::new("How we do it", "Zo doen wij het"),
        Text::new("municipalities show how they work", "gemeenten laten hun werkwijze zien")),
    element("marketplace", Purpose::Inform,
        Text::new("Suppliers' market", "Leveranciersplein"),
        Text::new("meet suppliers and see what they offer", "kennismaken met leveranciers en hun aanbod")),
    element("open-space", Purpose::Discuss,
        Text::new("Open space", "Vrije ruimte"),
        Text::new("participants choose the subjects themselves", "deelnemers bepalen zelf de onderwerpen")),
    element(DRINKS, Purpose::Inform,
        Text::new("Drinks", "Netwerkborrel"),
        Text::new("meeting each other informally", "napraten")),
];

const fn item(id: &'static str, minutes: u32, purpose: Purpose, name: Text, about: Text) -> StandardItem {
    StandardItem { id, name, about, minutes: Some(minutes), purpose: Some(purpose) }
}

const fn element(id: &'static str, purpose: Purpose, name: Text, about: Text) -> StandardItem {
    StandardItem { id, name, about, minutes: None, purpose: Some(purpose) }
}

#[cfg(test)]
mod tests {
    use super::{COMMUNITY_DAY, FINANCE, STEERING, USER_MEETING, USER_MEETING_BREAK};

    #[test]
    fn a_user_meeting_takes_two_and_a_half_hours_and_a_steering_group_one_and_a_half() {
        let minutes = |items: &[super::StandardItem]| items.iter().filter_map(|item| item.minutes).sum::<u32>();
        assert_eq!(minutes(&USER_MEETING) + USER_MEETING_BREAK.minutes, 150);
        assert_eq!(minutes(&STEERING), 90);
        assert_eq!(minutes(&COMMUNITY_DAY), 0);
    }

    #[test]
    fn money_is_a_standing_item() {
        for agenda in [&USER_MEETING[..], &STEERING] {
            assert!(agenda.iter().any(|item| item.id == FINANCE));
        }
    }
}
