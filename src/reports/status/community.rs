//! What the phase of a community asks, each with what the record shows of it (B2, B8, B14, B19 to B21).

use std::collections::BTreeSet;

use crate::answers::audience::Audience;
use crate::answers::covering;
use crate::answers::meetings::{Meeting, State, Wanted, between, next};
use crate::answers::presence::{joined, name, seated};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Item, Mark, Table};
use crate::handbook::Phase;
use crate::handbook::community::{BEGINNING, CommunityTask, tasks_of};
use crate::record::Record;
use crate::record::event::{ChannelKind, EventKind, KnowledgeKind, LessonOutcome};
use crate::record::participant::{Participant, Status};
use crate::record::work::{Role, RoleKind};
use crate::reports::capital;
use crate::reports::status::gatherings::without_meeting;
use crate::text;
use crate::text::Text;
use crate::words::names::value_name;

/// A task, and what the record shows of it.
pub struct Shown {
    pub id: &'static str,
    pub phase: Phase,
    pub name: Text,
    pub mark: Mark,
    pub evidence: Text,
    /// Whether it is one of the three with which a community begins (B14).
    pub begins: bool,
}

/// The tasks of a phase and of those before it, which go on; for a pioneer also the three with which a community begins.
pub fn tasks(record: &Record, phase: Phase, audience: Audience) -> Vec<Shown> {
    let look = Look::of(record, audience);
    let begin = if phase == Phase::Pioneer { &BEGINNING[..] } else { &[] };
    let ids = ["basic-channel", "quarterly-meeting", "onboarding-material"];
    let beginning = begin.iter().zip(ids).map(|(name, id)| Shown { begins: true, ..shown(&look, id, Phase::Pioneer, name.clone()) });
    let of = |task: &'static CommunityTask| shown(&look, task.id, task.phase, task.name.clone());
    let phases = Phase::ALL.into_iter().filter(|one| *one <= phase).rev();
    beginning.chain(phases.flat_map(tasks_of).map(of)).collect()
}

fn shown(look: &Look<'_>, id: &'static str, phase: Phase, name: Text) -> Shown {
    let (mark, evidence) = match look.evidence(id) {
        Some((mark, evidence)) => (mark, evidence),
        None => (Mark::Open, Text::new("nothing on record", "niets in het dossier")),
    };
    Shown { id, phase, name, mark, evidence, begins: false }
}

/// What the phase itself asks with its evidence; of what earlier phases brought only what is not there.
pub fn blocks(phase: Phase, tasks: &[Shown]) -> Vec<Block> {
    let named = phase.name();
    let list = |wanted: &dyn Fn(&&Shown) -> bool| {
        let item = |one: &Shown| Item { mark: one.mark, what: capital(&one.name), note: one.evidence.clone() };
        Block::Checklist(tasks.iter().filter(wanted).map(item).collect())
    };
    let mut blocks = Vec::new();
    if tasks.iter().any(|one| one.begins) {
        blocks.push(Block::Heading(Text::new("Start small: three things", "Begin klein: drie dingen")));
        blocks.push(list(&|one| one.begins));
    }
    blocks.push(Block::Heading(text!(named; en: "What the {named} asks of the community", nl: "Wat de {named} van de community vraagt")));
    blocks.push(list(&|one| one.phase == phase && !one.begins));
    let before = || tasks.iter().filter(|one| one.phase < phase);
    let missing: Vec<Text> = before().filter(|one| one.mark == Mark::Open).map(|one| one.name.clone()).collect();
    if before().count() > 0 {
        let all = before().count();
        blocks.push(Block::Paragraph(if missing.is_empty() {
            text!(en: "Of the {all} tasks of earlier phases, which go on, each has something on record.", nl: "Van elk van de {all} taken uit eerdere fasen, die doorgaan, staat iets in het dossier.")
        } else {
            let missing = joined(&missing, "; ");
            text!(missing; en: "Of the tasks of earlier phases, which go on, there is nothing on record of: {missing}.", nl: "Van de taken uit eerdere fasen, die doorgaan, staat niets in het dossier over: {missing}.")
        }));
    }
    blocks
}

pub fn data(tasks: &[Shown]) -> Table {
    let columns = ["task", "name", "phase", "state", "evidence"].map(|key| Column::words(key, Text::default())).into();
    let word = |mark: Mark| match mark {
        Mark::Done => "done",
        Mark::Half => "partly",
        Mark::Open | Mark::NotApplicable => "open",
    };
    let row = |one: &Shown| {
        let phase = Cell::Word(one.phase.id().into(), one.phase.name());
        vec![Cell::same(one.id), Cell::Text(one.name.clone()), phase, Cell::same(word(one.mark)), Cell::Text(one.evidence.clone())]
    };
    Table { name: "tasks", columns, rows: tasks.iter().map(row).collect() }
}

/// The past year of a record, looked at once.
struct Look<'a> {
    record: &'a Record,
    audience: Audience,
    from: Date,
    held: Vec<Meeting<'a>>,
}

type Evidence = Option<(Mark, Text)>;

impl<'a> Look<'a> {
    fn of(record: &'a Record, audience: Audience) -> Look<'a> {
        let from = record.on.minus_months(12).plus_days(1);
        let held = between(record, from, record.on).into_iter().filter(|meeting| meeting.state == State::Held).collect();
        Look { record, audience, from, held }
    }

    fn evidence(&self, id: &str) -> Evidence {
        match id {
            "document" => self.written(),
            "share-knowledge" => self.knowledge(|_| true),
            "informal-sessions" => {
                self.sessions(&[EventKind::CommunityCall, EventKind::ShowAndTell, EventKind::Workshop, EventKind::Hackathon])
            }
            "safe-to-learn" => self.failures(),
            "user-meetings" => self.user_meetings(),
            "quarterly-meeting" => self.quarterly(),
            "channels" => self.channels(),
            "basic-channel" => self.any_channel(),
            "onboarding-material" => self.material(),
            "knowledge-exchange" => self.exchange(),
            "community-management" => self.duty("community-management"),
            "events" => self.kinds_of_events(),
            "recruitment" => self.recruitment(),
            "ambassadors" => self.champions(),
            "supplier-ecosystem" => self.suppliers(),
            _ => None,
        }
    }

    fn community(&self) -> Option<&'a crate::record::event::Community> {
        self.record.community.as_ref()
    }

    fn written(&self) -> Evidence {
        let lessons = self.community().map_or(0, |community| community.lesson.len());
        let minutes = self.held.iter().filter(|meeting| meeting.minutes().is_some()).count();
        let mut parts = Vec::new();
        if lessons > 0 {
            parts.push(if lessons == 1 {
                Text::new("1 lesson", "1 geleerde les")
            } else {
                text!(en: "{lessons} lessons", nl: "{lessons} geleerde lessen")
            });
        }
        if minutes > 0 {
            parts.push(text!(en: "minutes of {minutes} meetings in the past year", nl: "verslag van {minutes} bijeenkomsten in het afgelopen jaar"));
        }
        (!parts.is_empty()).then(|| (if lessons > 0 { Mark::Done } else { Mark::Half }, joined(&parts, "; ")))
    }

    fn failures(&self) -> Evidence {
        let lessons = self.community()?.lesson.iter();
        let failed = lessons.filter(|lesson| lesson.outcome == Some(LessonOutcome::Failed)).count();
        let said = if failed == 1 {
            Text::new("1 lesson is about what did not work", "1 les gaat over wat niet werkte")
        } else {
            text!(en: "{failed} lessons are about what did not work", nl: "{failed} lessen gaan over wat niet werkte")
        };
        (failed > 0).then_some((Mark::Done, said))
    }

    fn knowledge(&self, wanted: impl Fn(Option<KnowledgeKind>) -> bool) -> Evidence {
        let all: Vec<Text> = self
            .community()?
            .knowledge
            .iter()
            .filter(|one| wanted(one.kind))
            .map(|one| Text::same(one.name.as_deref().unwrap_or(one.id.as_str())))
            .collect();
        (!all.is_empty()).then(|| (Mark::Done, few(&all)))
    }

    fn of_kinds(&self, kinds: &[EventKind]) -> Vec<&Meeting<'a>> {
        self.held.iter().filter(|meeting| meeting.event.kind.is_some_and(|kind| kinds.contains(&kind))).collect()
    }

    fn sessions(&self, kinds: &[EventKind]) -> Evidence {
        let held = self.of_kinds(kinds);
        let (count, last) = (held.len(), held.last()?);
        let (title, on) = (&last.event.title, last.day);
        Some((
            Mark::Done,
            text!(on; en: "{count} in the past year, the last on {on}: {title}", nl: "{count} in het afgelopen jaar, de laatste op {on}: {title}"),
        ))
    }

    /// Two to four a year (B7).
    fn user_meetings(&self) -> Evidence {
        let held = self.of_kinds(&[EventKind::UserMeeting]).len();
        let next = next(self.record, Wanted::Kind(EventKind::UserMeeting), self.record.on).map(|meeting| meeting.day);
        let past = (held > 0).then(|| text!(en: "{held} in the past year", nl: "{held} in het afgelopen jaar"));
        let coming = next.map(|next| text!(next; en: "the next on {next}", nl: "het volgende op {next}"));
        let both: Vec<Text> = past.into_iter().chain(coming).collect();
        (!both.is_empty()).then(|| (if held >= 2 { Mark::Done } else { Mark::Half }, joined(&both, ", ")))
    }

    /// One in every quarter (B14), held or planned.
    fn quarterly(&self) -> Evidence {
        let (_, evidence) = self.user_meetings()?;
        let without = without_meeting(self.record);
        if without.is_empty() {
            return Some((Mark::Done, evidence));
        }
        let without = joined(&without, ", ");
        let said = text!(evidence, without; en: "{evidence}; none in: {without}", nl: "{evidence}; geen in: {without}");
        Some((Mark::Half, said))
    }

    fn channels_of(&self, kinds: &[ChannelKind]) -> Vec<Text> {
        let all = self.community().into_iter().flat_map(|community| &community.channel);
        all.filter(|one| one.kind.is_some_and(|kind| kinds.contains(&kind)))
            .map(|one| Text::same(one.name.as_deref().unwrap_or(one.id.as_str())))
            .collect()
    }

    fn channels(&self) -> Evidence {
        let (news, talk) = (self.channels_of(&[ChannelKind::Newsletter]), self.channels_of(&[ChannelKind::Chat]));
        let both = !news.is_empty() && !talk.is_empty();
        let all: Vec<Text> = news.into_iter().chain(talk).collect();
        (!all.is_empty()).then(|| (if both { Mark::Done } else { Mark::Half }, few(&all)))
    }

    fn any_channel(&self) -> Evidence {
        let all: Vec<Text> =
            self.community()?.channel.iter().map(|one| Text::same(one.name.as_deref().unwrap_or(one.id.as_str()))).collect();
        (!all.is_empty()).then(|| (Mark::Done, few(&all)))
    }

    fn material(&self) -> Evidence {
        let guide = self.knowledge(|kind| matches!(kind, Some(KnowledgeKind::Tutorial | KnowledgeKind::Manual)));
        let own = self.community().map_or(0, |community| community.step.len());
        let steps = (own > 0).then(|| {
            if own == 1 {
                Text::new("1 step of our own", "1 eigen stap")
            } else {
                text!(en: "{own} steps of our own", nl: "{own} eigen stappen")
            }
        });
        match (guide, steps) {
            (Some((mark, guide)), Some(steps)) => Some((mark, joined(&[guide, steps], "; "))),
            (Some(guide), None) => Some(guide),
            (None, steps) => steps.map(|steps| (Mark::Half, steps)),
        }
    }

    fn exchange(&self) -> Evidence {
        let kinds = [EventKind::CommunityCall, EventKind::ShowAndTell, EventKind::Webinar, EventKind::Workshop, EventKind::Hackathon];
        let sessions = self.of_kinds(&kinds).len();
        let given = self.record.participants.values().flat_map(|one| &one.contribution);
        let shared = given
            .filter(|one| {
                one.on.last() >= self.from && one.on.first() <= self.record.on && ["support", "talk", "docs"].contains(&one.kind.as_str())
            })
            .count();
        let mut parts = Vec::new();
        if sessions > 0 {
            parts.push(if sessions == 1 {
                Text::new("1 session", "1 sessie")
            } else {
                text!(en: "{sessions} sessions", nl: "{sessions} sessies")
            });
        }
        if shared > 0 {
            parts.push(if shared == 1 {
                Text::new("help, a talk or documentation once", "1 keer hulp, een presentatie of documentatie")
            } else {
                text!(en: "help, a talk or documentation {shared} times", nl: "{shared} keer hulp, een presentatie of documentatie")
            });
        }
        let year = Text::new("in the past year", "in het afgelopen jaar");
        let said = joined(&parts, ", ");
        (!parts.is_empty()).then(|| (Mark::Done, text!(year, said; en: "{year} {said}", nl: "{year} {said}")))
    }

    /// The roles that carry out the tasks for a duty.
    fn duty(&self, duty: &str) -> Evidence {
        let covering = covering(self.record);
        let tasks = covering.get(duty)?;
        let parties = tasks.iter().filter_map(|task| task.raci.as_ref()).flat_map(|raci| raci.responsible.as_slice());
        let ids: BTreeSet<&crate::record::values::Id> = parties.map(crate::record::work::Party::who).collect();
        let roles: Vec<&Role> = ids.iter().filter_map(|id| self.record.roles.get(self.record.index.plain(id).0.as_ref())).collect();
        let held: Vec<&&Role> = roles.iter().filter(|role| !seated(self.record, role).is_empty()).collect();
        let said = |role: &&&Role| {
            let title = &role.title;
            match role.hours.filter(|_| self.audience > Audience::Public) {
                Some(hours) => text!(hours; en: "{title}, {hours} hours a week", nl: "{title}, {hours} uur per week"),
                None => Text::same(title.as_str()),
            }
        };
        if held.is_empty() {
            let titles: Vec<Text> = roles.iter().map(|role| Text::same(role.title.as_str())).collect();
            let titles = joined(&titles, ", ");
            return (!roles.is_empty())
                .then(|| (Mark::Half, text!(titles; en: "on paper only: {titles}", nl: "alleen op papier: {titles}")));
        }
        Some((Mark::Done, few(&held.iter().map(said).collect::<Vec<Text>>())))
    }

    fn kinds_of_events(&self) -> Evidence {
        let wanted = [
            (EventKind::CommunityDay, "community-day"),
            (EventKind::Hackathon, "hackathon"),
            (EventKind::Webinar, "webinar"),
            (EventKind::Workshop, "workshop"),
            (EventKind::ShowAndTell, "show-and-tell"),
            (EventKind::CommunityCall, "community-call"),
        ];
        let there: Vec<Text> = wanted
            .iter()
            .filter_map(|(kind, word)| {
                let count = self.of_kinds(&[*kind]).len();
                let name = value_name(word).unwrap_or_else(|| Text::same(*word));
                (count > 0).then(|| if count == 1 { name } else { text!(name; en: "{name} ({count} times)", nl: "{name} ({count} keer)") })
            })
            .collect();
        let mark = if there.len() > 1 { Mark::Done } else { Mark::Half };
        (!there.is_empty()).then(|| (mark, few(&there)))
    }

    fn recruitment(&self) -> Evidence {
        let year = |one: &&Participant| one.joined.is_some_and(|joined| joined.first() >= self.from && joined.first() <= self.record.on);
        let new = self.record.parties().filter(year).count();
        let interested = self.record.participants.values().filter(|one| one.status_on(self.record.on) == Some(Status::Interested)).count();
        let mut parts = Vec::new();
        if let Some((_, who)) = self.duty("recruitment") {
            parts.push(who);
        }
        if interested > 0 && self.audience > Audience::Public {
            parts.push(text!(en: "{interested} interested", nl: "{interested} geïnteresseerd"));
        }
        if new > 0 {
            parts.push(text!(en: "{new} joined in the past year", nl: "{new} toegetreden in het afgelopen jaar"));
        }
        (!parts.is_empty()).then(|| (if interested + new > 0 { Mark::Done } else { Mark::Half }, joined(&parts, "; ")))
    }

    fn champions(&self) -> Evidence {
        let roles = self.record.roles.values().filter(|role| role.kind == Some(RoleKind::Champion));
        let held: Vec<Text> =
            roles.filter(|role| !seated(self.record, role).is_empty()).map(|role| Text::same(role.title.as_str())).collect();
        (!held.is_empty()).then(|| (Mark::Done, few(&held)))
    }

    fn suppliers(&self) -> Evidence {
        let here = |one: &&Participant| one.supplier && one.left.is_none_or(|left| left.last() >= self.record.on);
        let all: Vec<&Participant> = self.record.participants.values().filter(here).collect();
        let names: Vec<Text> = all.iter().map(|one| name(self.record, &one.id, Audience::Public)).collect();
        (!all.is_empty()).then(|| (if all.len() > 1 { Mark::Done } else { Mark::Half }, few(&names)))
    }
}

/// The first few of a list, and how many more.
fn few(all: &[Text]) -> Text {
    let shown = joined(&all[..all.len().min(3)], ", ");
    let more = all.len().saturating_sub(3);
    if more > 0 { text!(shown; en: "{shown} and {more} more", nl: "{shown} en nog {more}") } else { shown }
}
