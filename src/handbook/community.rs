//! What a community consists of: the tasks of each phase, channels, the knowledge base, and what counts as a contribution.

use crate::handbook::Phase;
use crate::text::Text;

/// Something that caring for a community asks for in a phase (B2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunityTask {
    pub id: &'static str,
    /// The phase that asks for it first.
    pub phase: Phase,
    pub name: Text,
}

/// The tasks that a phase itself brings (B2); those of earlier phases go on.
pub fn tasks_of(phase: Phase) -> impl Iterator<Item = &'static CommunityTask> {
    COMMUNITY_TASKS.iter().filter(move |task| task.phase == phase)
}

/// Every task, from the first phase to the last (B2).
#[rustfmt::skip]
pub static COMMUNITY_TASKS: [CommunityTask; 13] = [
    task("document", Phase::Pioneer, Text::new("write down what you do, also what failed", "opschrijven wat u doet, ook wat mislukt")),
    task("share-knowledge", Phase::Pioneer, Text::new("make knowledge easy to share: wiki, readme, manuals", "kennis deelbaar maken: wiki, readme, handleidingen")),
    task("informal-sessions", Phase::Pioneer, Text::new("informal sessions to exchange knowledge", "informele kennissessies")),
    task("safe-to-learn", Phase::Pioneer, Text::new("a place where it is safe to learn", "een veilige omgeving om te leren")),
    task("user-meetings", Phase::Growth, Text::new("regular user meetings, two to four a year", "regelmatig gebruikersoverleg, twee tot vier keer per jaar")),
    task("channels", Phase::Growth, Text::new("channels: a newsletter, and Teams or Slack", "communicatiekanalen: een nieuwsbrief, en Teams of Slack")),
    task("onboarding-material", Phase::Growth, Text::new("material for the onboarding of new municipalities", "onboardingmateriaal voor nieuwe gemeenten")),
    task("knowledge-exchange", Phase::Growth, Text::new("exchange of knowledge between municipalities", "kennisdeling tussen gemeenten")),
    task("community-management", Phase::Mature, Text::new("professional community management", "professioneel communitymanagement")),
    task("events", Phase::Mature, Text::new("events of several kinds: user conference, hackathons, webinars", "verschillende bijeenkomsten: gebruikersconferentie, hackathons, webinars")),
    task("recruitment", Phase::Mature, Text::new("active recruitment of new participants", "actief werven van nieuwe deelnemers")),
    task("ambassadors", Phase::Mature, Text::new("ambassadors of the community", "communityambassadeurs")),
    task("supplier-ecosystem", Phase::Mature, Text::new("support of an ecosystem of suppliers", "ondersteuning van een ecosysteem van leveranciers")),
];

const fn task(id: &'static str, phase: Phase, name: Text) -> CommunityTask {
    CommunityTask { id, phase, name }
}

/// The three that a community begins with; a pioneer needs no more than these to begin (B14).
pub static BEGINNING: [Text; 3] = [
    Text::new("a basic channel", "een basiskanaal"),
    Text::new("a quarterly user meeting", "een gebruikersoverleg per kwartaal"),
    Text::new("material for the onboarding of new municipalities", "onboardingmateriaal voor nieuwe gemeenten"),
];

/// In which direction a channel goes (B5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    OneWay,
    TwoWay,
    Meeting,
}

impl Way {
    pub const fn name(self) -> Text {
        match self {
            Way::OneWay => Text::new("news in one direction", "nieuws in één richting"),
            Way::TwoWay => Text::new("daily exchange", "dagelijks overleg in twee richtingen"),
            Way::Meeting => Text::new("meeting each other", "elkaar ontmoeten"),
        }
    }
}

/// A channel that the handbook names (B5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardChannel {
    pub way: Way,
    /// The word under `kind` of a channel; the community day is an event.
    pub kind: &'static str,
    pub name: Text,
    /// How often, where the handbook says so.
    pub often: Option<Text>,
}

/// The nine channels (B5).
#[rustfmt::skip]
pub static CHANNELS: [StandardChannel; 9] = [
    channel(Way::OneWay, "newsletter", Text::new("newsletter", "nieuwsbrief"), Some(Text::new("monthly or quarterly", "maandelijks of per kwartaal"))),
    channel(Way::OneWay, "release-notes", Text::new("release notes by e-mail", "versienieuws per e-mail"), None),
    channel(Way::OneWay, "website", Text::new("website with news", "website met nieuws"), None),
    channel(Way::TwoWay, "chat", Text::new("Teams or Slack", "Teams of Slack"), None),
    channel(Way::TwoWay, "forum", Text::new("discussions and issues at the code platform", "discussies en meldingen op het codeplatform"), None),
    channel(Way::TwoWay, "list", Text::new("mailing list for technical questions", "verzendlijst voor technische vragen"), None),
    channel(Way::Meeting, "meeting", Text::new("user meetings", "gebruikersoverleg"), Some(Text::new("two to four a year", "twee tot vier keer per jaar"))),
    channel(Way::Meeting, "webinar", Text::new("webinars", "webinars"), None),
    channel(Way::Meeting, "community-day", Text::new("community day", "communitydag"), Some(Text::new("once a year", "één keer per jaar"))),
];

const fn channel(way: Way, kind: &'static str, name: Text, often: Option<Text>) -> StandardChannel {
    StandardChannel { way, kind, name, often }
}

/// The way of a channel of this kind. Mail to all goes in one direction, though the handbook does not name it.
pub fn way_of(kind: &str) -> Option<Way> {
    if kind == "email" {
        return Some(Way::OneWay);
    }
    CHANNELS.iter().find(|channel| channel.kind == kind).map(|channel| channel.way)
}

/// A part of the knowledge base (B9), and the phase from which a community misses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardKnowledge {
    /// The word under `kind`.
    pub kind: &'static str,
    pub name: Text,
    pub from: Phase,
}

/// The five parts of a knowledge base (B9). A pioneer needs something to begin with (B14), whatever its kind; the rest comes with growing.
#[rustfmt::skip]
pub static KNOWLEDGE: [StandardKnowledge; 5] = [
    StandardKnowledge { kind: "wiki", name: Text::new("wiki or documentation site", "wiki of documentatiesite"), from: Phase::Growth },
    StandardKnowledge { kind: "faq", name: Text::new("frequently asked questions", "veelgestelde vragen"), from: Phase::Growth },
    StandardKnowledge { kind: "use-case", name: Text::new("examples from practice", "praktijkvoorbeelden"), from: Phase::Mature },
    StandardKnowledge { kind: "tutorial", name: Text::new("step-by-step guide", "stapsgewijze handleiding"), from: Phase::Growth },
    StandardKnowledge { kind: "video", name: Text::new("videos", "video's"), from: Phase::Mature },
];

/// A kind of contribution that is recognised, code or not (B11, B12), and what it weighs where contributions are counted (B13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardContribution {
    /// The word under `kind` of a contribution.
    pub id: &'static str,
    pub name: Text,
    /// The handbook gives no weights: what takes days weighs 3, what takes hours 2, what takes minutes 1. Code weighs no more than documentation.
    pub points: u32,
}

/// The contribution with this id.
pub fn contribution(id: &str) -> Option<&'static StandardContribution> {
    CONTRIBUTIONS.iter().find(|one| one.id == id)
}

/// What counts, whoever gives it (B11, B12); hosting, tests and translations are ours.
#[rustfmt::skip]
pub static CONTRIBUTIONS: [StandardContribution; 9] = [
    StandardContribution { id: "code", name: Text::new("code", "code"), points: 3 },
    StandardContribution { id: "docs", name: Text::new("documentation", "documentatie"), points: 3 },
    StandardContribution { id: "bug-report", name: Text::new("bug report", "foutmelding"), points: 1 },
    StandardContribution { id: "idea", name: Text::new("idea", "idee"), points: 1 },
    StandardContribution { id: "support", name: Text::new("help to other users", "hulp aan andere gebruikers"), points: 2 },
    StandardContribution { id: "talk", name: Text::new("talk", "presentatie"), points: 3 },
    StandardContribution { id: "hosting", name: Text::new("hosting", "hosting"), points: 3 },
    StandardContribution { id: "test", name: Text::new("testing", "testen"), points: 2 },
    StandardContribution { id: "translation", name: Text::new("translation", "vertaling"), points: 2 },
];

#[cfg(test)]
mod tests {
    use super::{CHANNELS, COMMUNITY_TASKS, CONTRIBUTIONS, Way, contribution, tasks_of, way_of};
    use crate::handbook::Phase;

    #[test]
    fn each_phase_brings_the_tasks_of_the_handbook() {
        assert_eq!(Phase::ALL.map(|phase| tasks_of(phase).count()), [4, 4, 5]);
        assert!(COMMUNITY_TASKS.iter().map(|task| task.phase).is_sorted());
    }

    #[test]
    fn there_are_three_channels_in_each_direction() {
        for way in [Way::OneWay, Way::TwoWay, Way::Meeting] {
            assert_eq!(CHANNELS.iter().filter(|channel| channel.way == way).count(), 3);
        }
        assert_eq!((way_of("chat"), way_of("email"), way_of("duif")), (Some(Way::TwoWay), Some(Way::OneWay), None));
    }

    #[test]
    fn code_weighs_no_more_than_documentation() {
        let points = |id| contribution(id).map(|one| one.points);
        assert!(points("code") == points("docs") && points("docs") > points("idea"));
        assert_eq!(CONTRIBUTIONS.len(), 9);
    }
}
