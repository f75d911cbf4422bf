//! What stands under each item of an agenda: filled from the record, in sentences that can be read out.

use crate::answers::agenda::turns::turns;
use crate::answers::agenda::{Slot, What};
use crate::answers::agreed::{Agreed, decisions};
use crate::answers::audience::Audience;
use crate::answers::meetings::Meeting;
use crate::answers::presence::name;
use crate::handbook::meetings::FINANCE;
use crate::record::Record;
use crate::record::event::{AgendaItem, Decision};
use crate::reports::actions::{is_overdue, open_since};
use crate::reports::agenda::{money, news};
use crate::reports::meeting::{enumerated, when};
use crate::text;
use crate::text::Text;

/// What an agenda is filled with.
pub struct Filling<'a> {
    /// As it was known on the day of judgement, or on that of the meeting where that is over.
    pub record: &'a Record,
    /// The same record on the day of the meeting: who takes part then, and who holds what.
    pub there: &'a Record,
    pub meeting: &'a Meeting<'a>,
    /// The one before it.
    pub last: Option<Meeting<'a>>,
    pub next: Option<Meeting<'a>>,
    pub audience: Audience,
}

impl Filling<'_> {
    /// Whether its kind has standing items.
    pub fn is_standing(&self) -> bool {
        self.meeting.event.kind.is_some_and(|kind| kind != crate::record::event::EventKind::CommunityDay)
            && !crate::answers::meetings::standard_items(self.meeting.event.kind).is_empty()
    }

    /// What there is to say under an item.
    pub fn points(&self, slot: &Slot<'_>) -> Vec<Text> {
        match &slot.what {
            What::Break => Vec::new(),
            What::Own(own) => self.own(own),
            What::Standing { item, itself, below } => {
                let mut points: Vec<Text> = itself.map(|own| self.own(own)).unwrap_or_default();
                points.extend(below.iter().flat_map(|own| {
                    let what = own.what.as_str();
                    let marks = self.own(own);
                    let marks = crate::answers::presence::joined(&marks, ". ");
                    [if marks.en.is_empty() { Text::same(what) } else { text!(marks; en: "{what}. {marks}", nl: "{what}. {marks}") }]
                }));
                points.extend(self.standing(item.id, itself.is_some() || !below.is_empty()));
                points
            }
        }
    }

    /// What is said of an item of the meeting's own beside its title.
    fn own(&self, own: &AgendaItem) -> Vec<Text> {
        let purpose = own.purpose.map(|purpose| {
            let name = purpose.name();
            match own.by.as_ref().map(|by| name_of(self, by)) {
                Some(by) => text!(name, by; en: "{name}, presented by {by}", nl: "{name}, ingeleid door {by}"),
                None => name,
            }
        });
        let paper = own.paper.as_deref().map(|paper| text!(en: "Paper: {paper}", nl: "Stuk: {paper}"));
        let note = own.note.as_deref().map(Text::same);
        let said = purpose.map(|said| crate::reports::capital(&said));
        said.into_iter().chain(paper).chain(note).collect()
    }

    /// What the record says under a standing item.
    fn standing(&self, id: &str, has_own: bool) -> Vec<Text> {
        let steering = self.meeting.event.kind == Some(crate::record::event::EventKind::Steering);
        match id {
            "opening" if steering => Vec::new(),
            "opening" => [news::newcomers(self), news::leavers(self), news::vacancies(self), self.last_time(), self.counted()].concat(),
            "actions" => [self.last_time(), self.last_decisions(), self.counted()].concat(),
            "progress" if steering => news::state(self),
            "progress" => [news::milestones(self), self.decided(), news::lessons(self)].concat(),
            "roadmap" => [news::wishes(self), news::coming(self)].concat(),
            "use-case" => self.turn(has_own),
            "technical" => news::products(self),
            FINANCE => money::points(self),
            "decisions" if !has_own => {
                vec![Text::new("No proposals have been put forward yet.", "Er zijn nog geen voorstellen ingediend.")]
            }
            "risks" => [news::vacancies(self), news::risks(self)].concat(),
            "closing" => vec![self.following()],
            "plenary-opening" => [news::newcomers(self), news::milestones(self)].concat(),
            "showcase" => self.turn(has_own),
            "marketplace" => news::suppliers(self),
            _ => Vec::new(),
        }
    }

    /// Where the minutes of last time are.
    fn last_time(&self) -> Vec<Text> {
        let Some(last) = &self.last else { return Vec::new() };
        let day = last.day;
        vec![match last.minutes() {
            Some(minutes) => text!(day; en: "Minutes of {day}: {minutes}", nl: "Verslag van {day}: {minutes}"),
            None if last.on >= self.record.on => {
                text!(day; en: "Minutes of {day}: that meeting is still to come", nl: "Verslag van {day}: dat overleg is nog niet geweest")
            }
            None => {
                text!(day; en: "No minutes of {day} are on record", nl: "Van {day} staat geen verslag in het dossier")
            }
        }]
    }

    /// What the meeting before this one decided.
    fn last_decisions(&self) -> Vec<Text> {
        let Some(last) = &self.last else { return Vec::new() };
        last.decisions()
            .iter()
            .map(|one| {
                let what = one.what.as_str();
                text!(en: "Decided: {what}", nl: "Besloten: {what}")
            })
            .collect()
    }

    /// How many actions are open.
    fn counted(&self) -> Vec<Text> {
        let open = open_since(self.record, self.meeting);
        let overdue = open.iter().filter(|one| is_overdue(one, self.record.on)).count();
        let number = open.len();
        vec![match (number, overdue) {
            (0, _) => Text::new("No actions are open", "Er staan geen acties open"),
            (1, 0) => Text::new("One action is open; it stands below", "Er staat één actie open, zie de actielijst"),
            (1, _) => Text::new(
                "One action is open, and it is overdue; it stands below",
                "Er staat één actie open en die is over de datum, zie de actielijst",
            ),
            (_, 0) => {
                text!(en: "{number} actions are open; they stand below", nl: "Er staan {number} acties open, zie de actielijst")
            }
            _ => {
                text!(en: "{number} actions are open, {overdue} of them overdue; they stand below", nl: "Er staan {number} acties open, waarvan {overdue} over de datum; zie de actielijst")
            }
        }]
    }

    /// What other meetings decided since the last one of this kind.
    fn decided(&self) -> Vec<Text> {
        let until = self.meeting.on.min(self.record.on.plus_days(1));
        let mut found: Vec<Agreed<'_, Decision>> = decisions(self.record);
        found.retain(|one| one.on.first() >= self.since() && one.on.first() < until && one.event.id != self.meeting.event.id);
        found.sort_by_key(|one| one.on.first());
        let told = |one: &Agreed<'_, Decision>| {
            let (what, day) = (one.what.what.as_str(), one.on);
            let by = one.event.body.as_ref().map_or_else(|| Text::same(one.event.title.as_str()), |body| name_of(self, body));
            text!(by, day; en: "Decided by {by} on {day}: {what}", nl: "Besluit van {by}, {day}: {what}")
        };
        found.iter().map(told).collect()
    }

    /// Whose turn it is to tell, where nobody has been asked.
    fn turn(&self, has_own: bool) -> Vec<Text> {
        let turns = turns(self.record, self.meeting.on);
        let named = |one: &crate::answers::agenda::turns::Turn<'_>| Text::same(one.participant.name.as_str());
        let Some(first) = turns.first().filter(|_| !has_own) else { return Vec::new() };
        let who = named(first);
        let why = match (first.last, first.participant.joined) {
            (Some(last), _) if last >= self.record.on => {
                text!(last; en: "also in turn on {last}", nl: "ook aan de beurt op {last}")
            }
            (Some(last), _) => text!(last; en: "last told on {last}", nl: "vertelde voor het laatst op {last}"),
            (None, Some(joined)) => {
                text!(joined; en: "has not told yet, takes part since {joined}", nl: "nog niet aan de beurt geweest, deelnemer sinds {joined}")
            }
            (None, None) => Text::new("has not told yet", "nog niet aan de beurt geweest"),
        };
        let mut said = vec![text!(who, why; en: "Next in turn: {who} ({why})", nl: "Aan de beurt: {who} ({why})")];
        let after: Vec<Text> = turns.iter().skip(1).take(2).map(named).collect();
        if !after.is_empty() {
            let after = enumerated(&after);
            said.push(text!(after; en: "After that: {after}", nl: "Daarna: {after}"));
        }
        said
    }

    fn following(&self) -> Text {
        match self.next.as_ref().map(when) {
            Some(when) => text!(when; en: "Next meeting: {when}", nl: "Volgende overleg: {when}"),
            None => Text::new("The next meeting has no date yet", "Voor het volgende overleg is nog geen datum"),
        }
    }

    /// The day from which something is news to this meeting.
    pub fn since(&self) -> crate::date::Date {
        super::since(self)
    }
}

fn name_of(filling: &Filling<'_>, id: &crate::record::values::Id) -> Text {
    name(filling.record, id, filling.audience)
}
