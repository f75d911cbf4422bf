//! The catalogue of duties: what somebody has to see to in a collaboration, by level and area.

use crate::handbook::{Area, Level};
use crate::text::Text;

/// One of the duties that the handbook names, in its task list or its checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub id: &'static str,
    /// The lowest level that asks for it.
    pub level: Level,
    pub area: Area,
    /// A noun phrase that fits in a sentence.
    pub name: Text,
    /// The elements of the handbook that name it.
    pub source: &'static str,
}

/// The duty with this id.
pub fn duty(id: &str) -> Option<&'static Duty> {
    DUTIES.iter().find(|duty| duty.id == id)
}

/// The duties that a level asks for, those of every lower level among them. Full direction asks for the same ones as a
/// structured collaboration (A1).
pub fn duties_at(level: Level) -> impl Iterator<Item = &'static Duty> {
    DUTIES.iter().filter(move |duty| duty.level <= level)
}

/// Every duty, from the lowest level to the highest.
#[rustfmt::skip]
pub static DUTIES: &[Duty] = &[
    entry("contact", Level::Sharing, Area::Organisational, "A2, A7", Text::new("point of contact", "contactpersoon en aanspreekpunt")),
    entry("repository", Level::Sharing, Area::Technical, "A2, A7", Text::new("management of the code repository", "beheer van de coderepository")),
    entry("code-review", Level::Sharing, Area::Technical, "A2, A7", Text::new("code review and merge requests", "codereview en merge requests")),
    entry("releases", Level::Sharing, Area::Technical, "A2, A7", Text::new("release management", "releasemanagement")),
    entry("documentation", Level::Sharing, Area::Technical, "A7", Text::new("technical documentation", "technische documentatie")),
    entry("meeting-coordination", Level::Light, Area::Organisational, "A3, A7", Text::new("coordination of meetings", "coördinatie van overleggen")),
    entry("minutes-and-actions", Level::Light, Area::Organisational, "A3, A7", Text::new("minutes and action lists", "notulen en actielijsten")),
    entry("meeting-organisation", Level::Light, Area::Organisational, "A3, A7", Text::new("organisation of gatherings", "organisatie van bijeenkomsten")),
    entry("partnership", Level::Light, Area::Organisational, "A3", Text::new("coordination of the collaboration", "coördinatie van de samenwerking")),
    entry("onboarding", Level::Light, Area::Community, "A7", Text::new("onboarding of new participants", "onboarding van nieuwe deelnemers")),
    entry("recruitment", Level::Structured, Area::Community, "A4, A7", Text::new("recruitment of new municipalities", "werving van nieuwe gemeenten")),
    entry("communication", Level::Structured, Area::Community, "A4, A7", Text::new("communication (newsletter, website)", "communicatie (nieuwsbrief, website)")),
    entry("feedback", Level::Structured, Area::Community, "A4, A7", Text::new("collection of feedback and wishes", "verzamelen van feedback en wensen")),
    entry("community-management", Level::Structured, Area::Community, "A4", Text::new("community management", "communitymanagement")),
    entry("invoicing", Level::Structured, Area::Financial, "A4, A7", Text::new("invoicing of the community contribution", "facturering van de communitybijdrage")),
    entry("payment-monitoring", Level::Structured, Area::Financial, "A4, A7", Text::new("monitoring of payments", "monitoren van betalingen")),
    entry("financial-administration", Level::Structured, Area::Financial, "A4, A7", Text::new("financial administration", "financiële administratie")),
    entry("financial-reporting", Level::Structured, Area::Financial, "A4, A7", Text::new("financial reporting and accountability", "financiële rapportage en verantwoording")),
    entry("budget-control", Level::Structured, Area::Financial, "A4", Text::new("budget control and financial planning", "budgetbewaking en financiële planning")),
    entry("product-ownership", Level::Structured, Area::Governance, "A4, A7", Text::new("product ownership", "product ownership")),
    entry("architecture", Level::Structured, Area::Technical, "A4", Text::new("architecture and technical vision", "architectuur en technische visie")),
    entry("contract-management", Level::Structured, Area::Governance, "A4, A7", Text::new("contract management", "contractmanagement")),
    entry("development-team", Level::Structured, Area::Governance, "A4, A7", Text::new("direction of the development team", "aansturing van het ontwikkelteam")),
    entry("supplier-management", Level::Structured, Area::Governance, "A4, A7", Text::new("supplier management", "leveranciersmanagement")),
    entry("monitoring", Level::Structured, Area::Governance, "A4", Text::new("monitoring and reporting", "monitoring en rapportage")),
];

const fn entry(id: &'static str, level: Level, area: Area, source: &'static str, name: Text) -> Duty {
    Duty { id, level, area, name, source }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{DUTIES, duties_at, duty};
    use crate::handbook::{Area, Level};

    #[test]
    fn the_catalogue_is_that_of_the_handbook() {
        assert_eq!(DUTIES.len(), 25);
        assert_eq!(DUTIES.iter().map(|duty| duty.id).collect::<BTreeSet<_>>().len(), 25);
        assert!(DUTIES.iter().map(|duty| duty.level).is_sorted());
        assert_eq!(DUTIES.iter().filter(|duty| duty.source.contains("A7")).count(), 20);
        for area in Area::ALL {
            assert!(DUTIES.iter().filter(|duty| duty.area == area && duty.source.contains("A7")).count() >= 4);
        }
    }

    #[test]
    fn a_level_includes_every_lower_one() {
        let numbers: Vec<usize> = Level::ALL.into_iter().map(|level| duties_at(level).count()).collect();
        assert_eq!(numbers, [5, 10, 25, 25]);
    }

    #[test]
    fn duties_are_found_by_id() {
        assert_eq!(duty("minutes-and-actions").map(|duty| duty.name.nl.as_ref()), Some("notulen en actielijsten"));
        assert_eq!(duty("notulen"), None);
    }
}
