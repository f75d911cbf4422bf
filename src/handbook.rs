//! What the handbook asks, as data: ambition levels, duties, phases of a community, the way in, meetings.

pub mod community;
pub mod duties;
pub mod meetings;
pub mod municipalities;
pub mod onboarding;

use crate::text::Text;

/// How far a collaboration means to go (A1). A level includes every lower one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The code is public and nobody directs: the base duties only.
    #[default]
    Sharing,
    /// Meetings and agreements are coordinated.
    Light,
    /// There is a contribution, a budget and a division of all duties.
    Structured,
    /// The duties of a structured collaboration, all of them mandatory, under a steering body.
    Full,
}

impl Level {
    /// From the lowest to the highest.
    pub const ALL: [Level; 4] = [Level::Sharing, Level::Light, Level::Structured, Level::Full];

    /// As it is written in a record.
    pub const fn id(self) -> &'static str {
        match self {
            Level::Sharing => "sharing",
            Level::Light => "light",
            Level::Structured => "structured",
            Level::Full => "full",
        }
    }

    /// As people call it.
    pub const fn name(self) -> Text {
        match self {
            Level::Sharing => Text::new("sharing without direction", "delen zonder regie"),
            Level::Light => Text::new("light coordination", "lichte coördinatie"),
            Level::Structured => Text::new("structured collaboration", "gestructureerde samenwerking"),
            Level::Full => Text::new("full direction", "volledige regie"),
        }
    }
}

/// The part of the checklist that a duty stands in (A7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    Technical,
    Organisational,
    Financial,
    Community,
    Governance,
}

impl Area {
    /// In the order of the checklist.
    pub const ALL: [Area; 5] = [Area::Technical, Area::Organisational, Area::Financial, Area::Community, Area::Governance];

    /// As it is written on a command line and in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Area::Technical => "technical",
            Area::Organisational => "organisational",
            Area::Financial => "financial",
            Area::Community => "community",
            Area::Governance => "governance",
        }
    }

    /// As the heading of a part of the checklist.
    pub const fn name(self) -> Text {
        match self {
            Area::Technical => Text::new("Technical", "Technisch"),
            Area::Organisational => Text::new("Organisational", "Organisatorisch"),
            Area::Financial => Text::new("Financial", "Financieel"),
            Area::Community => Text::new("Community", "Community"),
            Area::Governance => Text::new("Governance", "Sturing"),
        }
    }
}

/// How far a community has grown, counted in municipalities (B1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Up to 5 municipalities.
    Pioneer,
    /// 6 to 20 municipalities.
    Growth,
    /// More than 20 municipalities.
    Mature,
}

impl Phase {
    /// From the first to the last.
    pub const ALL: [Phase; 3] = [Phase::Pioneer, Phase::Growth, Phase::Mature];

    /// The phase of a community of so many municipalities; one alone is a pioneer, none is no community (B1).
    pub const fn of(municipalities: usize) -> Option<Phase> {
        match municipalities {
            0 => None,
            1..=5 => Some(Phase::Pioneer),
            6..=20 => Some(Phase::Growth),
            _ => Some(Phase::Mature),
        }
    }

    /// As it is written in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Phase::Pioneer => "pioneer",
            Phase::Growth => "growth",
            Phase::Mature => "mature",
        }
    }

    /// As people call it.
    pub const fn name(self) -> Text {
        match self {
            Phase::Pioneer => Text::new("pioneer phase", "pioniersfase"),
            Phase::Growth => Text::new("growth phase", "groeifase"),
            Phase::Mature => Text::new("mature phase", "volwassen fase"),
        }
    }

    /// The time that caring for the community takes, at least and at most, in hours a week (B2). Of a pioneer the handbook
    /// counts by the month, 2 to 4 hours, which is given here as a twelfth of a year's weeks.
    pub const fn hours_per_week(self) -> (f64, f64) {
        match self {
            Phase::Pioneer => (2.0 * 12.0 / 52.0, 4.0 * 12.0 / 52.0),
            Phase::Growth => (4.0, 8.0),
            Phase::Mature => (8.0, 16.0),
        }
    }

    /// The same time in the handbook's own figures (B2).
    pub const fn time(self) -> Text {
        match self {
            Phase::Pioneer => Text::new("2–4 hours a month", "2–4 uur per maand"),
            Phase::Growth => Text::new("0.1–0.2 FTE (4–8 hours a week)", "0,1–0,2 fte (4–8 uur per week)"),
            Phase::Mature => Text::new("0.2–0.4 FTE (8–16 hours a week)", "0,2–0,4 fte (8–16 uur per week)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Phase};

    #[test]
    fn phases_follow_the_number_of_municipalities() {
        assert_eq!(Phase::of(0), None);
        for (municipalities, phase) in
            [(1, Phase::Pioneer), (5, Phase::Pioneer), (6, Phase::Growth), (20, Phase::Growth), (21, Phase::Mature), (342, Phase::Mature)]
        {
            assert_eq!(Phase::of(municipalities), Some(phase));
        }
    }

    #[test]
    fn time_grows_with_the_phase() {
        for pair in Phase::ALL.windows(2) {
            assert!(pair[0].hours_per_week().1 <= pair[1].hours_per_week().0);
        }
    }

    #[test]
    fn levels_are_ordered_and_written_as_their_id() {
        assert!(Level::ALL.is_sorted());
        assert_eq!(Level::default(), Level::Sharing);
        for level in Level::ALL {
            assert_eq!(serde_json::to_value(level).ok(), Some(level.id().into()));
        }
    }
}
