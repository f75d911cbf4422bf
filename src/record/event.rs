//! `events/` and `community.toml`: meetings, deadlines, channels, and what a community keeps.

use crate::date::{Date, Moment, VagueDate};
pub use crate::handbook::meetings::Purpose;
use crate::record::table::{table, words};
use crate::record::values::{Id, Number, Rhythm};

table! {
    /// A meeting, a series of meetings, or a yearly deadline.
    file struct Event {
        pub title: String,
        pub kind: Option<EventKind>,
        /// The body that meets.
        pub body: Option<Id>,
        pub product: Option<Id>,
        /// A day, or a day and a time in the record's time zone.
        pub starts: Moment,
        pub ends: Option<Moment>,
        pub place: Option<String>,
        pub url: Option<String>,
        pub organiser: Option<Id>,
        #[serde(default)]
        pub invited: Vec<Id>,
        /// Own items, beside the standard ones of the kind.
        #[serde(default)]
        pub agenda: Vec<AgendaItem>,
        pub status: Option<EventStatus>,
        /// Raised at each change that those invited must hear of.
        pub sequence: Option<u32>,
        pub repeat: Option<Box<Repeat>>,
        #[serde(default)]
        pub attended: Vec<Id>,
        #[serde(default)]
        pub excused: Vec<Id>,
        /// A path within the record, or an address.
        pub minutes: Option<String>,
        #[serde(default)]
        pub decision: Vec<Decision>,
        #[serde(default)]
        pub action: Vec<Action>,
        /// What happened on each date of a series.
        #[serde(default)]
        pub occurrence: Vec<Occurrence>,
    }
}

words! {
    /// What sort of event it is.
    pub enum EventKind { UserMeeting, CommunityDay, Steering, CommunityCall, Webinar, ShowAndTell, Onboarding, Hackathon, Workshop, Deadline, Other }
}

words! {
    /// Whether it goes on.
    pub enum EventStatus { Planned, Cancelled, Held }
}

table! {
    /// An item of the agenda.
    pub struct AgendaItem {
        pub what: String,
        pub purpose: Option<Purpose>,
        pub by: Option<Id>,
        pub minutes: Option<u32>,
        /// What to read beforehand: a path within the record, or an address.
        pub paper: Option<String>,
    }
}

table! {
    /// How a series goes on.
    pub struct Repeat {
        pub every: Rhythm,
        pub until: Option<Date>,
        #[serde(default)]
        pub except: Vec<Date>,
    }
}

table! {
    /// Something decided.
    pub struct Decision {
        pub id: Option<Id>,
        pub what: String,
    }
}

table! {
    /// Something to do.
    pub struct Action {
        pub id: Option<Id>,
        pub what: String,
        pub who: Option<Id>,
        pub due: Option<Date>,
        pub done: Option<Date>,
    }
}

table! {
    /// One date of a series.
    pub struct Occurrence {
        pub on: Date,
        pub status: Option<EventStatus>,
        #[serde(default)]
        pub attended: Vec<Id>,
        #[serde(default)]
        pub excused: Vec<Id>,
        pub minutes: Option<String>,
        #[serde(default)]
        pub decision: Vec<Decision>,
        #[serde(default)]
        pub action: Vec<Action>,
    }
}

table! {
    /// Channels, knowledge, steps, evaluations, measurements, lessons and wishes.
    file struct Community {
        #[serde(default)]
        pub channel: Vec<Channel>,
        #[serde(default)]
        pub knowledge: Vec<Knowledge>,
        #[serde(default)]
        pub step: Vec<Step>,
        #[serde(default)]
        pub evaluation: Vec<Evaluation>,
        #[serde(default)]
        pub measurement: Vec<Measurement>,
        #[serde(default)]
        pub lesson: Vec<Lesson>,
        #[serde(default)]
        pub wish: Vec<Wish>,
        #[serde(default)]
        pub contribution_kind: Vec<ContributionKind>,
    }
}

table! {
    /// A way in which people hear or speak (B5).
    pub struct Channel {
        pub id: Id,
        pub name: Option<String>,
        pub kind: Option<ChannelKind>,
        pub url: Option<String>,
        pub rhythm: Option<Rhythm>,
        /// The last time that something was sent.
        pub last: Option<Date>,
        pub owner: Option<Id>,
    }
}

words! {
    /// What sort of channel it is.
    pub enum ChannelKind { Newsletter, ReleaseNotes, Website, Email, Chat, Forum, List, Meeting, Webinar }
}

table! {
    /// A part of the knowledge base (B9).
    pub struct Knowledge {
        pub id: Id,
        pub name: Option<String>,
        pub kind: Option<KnowledgeKind>,
        pub url: Option<String>,
        /// The day on which somebody last saw that it is right.
        pub checked: Option<Date>,
        pub owner: Option<Id>,
        pub product: Option<Id>,
    }
}

words! {
    /// What sort of knowledge it is.
    pub enum KnowledgeKind { Wiki, Faq, UseCase, Tutorial, Video, Manual }
}

table! {
    /// An onboarding step of the collaboration's own, beside the seven (B4).
    pub struct Step {
        pub id: Id,
        pub what: String,
        pub who: Option<Id>,
        /// Days after the start by which it is to be done.
        pub after_days: Option<u32>,
    }
}

table! {
    /// A look back at how things are arranged (A13).
    pub struct Evaluation {
        pub on: Date,
        pub what: String,
        pub outcome: Option<String>,
        /// When the next one is due.
        pub next: Option<Date>,
    }
}

table! {
    /// A figure of use or satisfaction (B22).
    pub struct Measurement {
        /// Left out where the source has no date.
        pub on: Option<VagueDate>,
        /// usage, satisfaction, or own words.
        pub what: String,
        pub value: Number,
        pub unit: Option<String>,
        pub product: Option<Id>,
    }
}

table! {
    /// Something learned, failures too (B10, B17).
    pub struct Lesson {
        pub on: VagueDate,
        pub what: String,
        pub outcome: Option<LessonOutcome>,
        pub by: Option<Id>,
        pub url: Option<String>,
    }
}

words! {
    /// How it went.
    pub enum LessonOutcome { Worked, Failed }
}

table! {
    /// Something that somebody would like (B22).
    pub struct Wish {
        pub on: VagueDate,
        pub what: String,
        pub by: Option<Id>,
        pub status: Option<WishStatus>,
        pub product: Option<Id>,
        pub url: Option<String>,
    }
}

words! {
    /// What became of a wish.
    pub enum WishStatus { New, Roadmap, Done, Declined }
}

table! {
    /// An own kind of contribution, and what it weighs.
    pub struct ContributionKind {
        pub id: Id,
        pub what: Option<String>,
        pub points: Option<u32>,
    }
}

impl Event {
    /// The ids of its decisions, also of those of its dates.
    pub fn decision_ids(&self) -> impl Iterator<Item = &Id> {
        self.decision.iter().chain(self.occurrence.iter().flat_map(|date| &date.decision)).filter_map(|decision| decision.id.as_ref())
    }
}
