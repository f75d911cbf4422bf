//! The checklist of somebody on the way in: what is done, what is still to do, by when and by whom; or the same for whoever has
//! not begun, counted from the first day (B4).

use crate::answers::audience::Audience;
use crate::answers::meetings::Coming;
use crate::answers::onboarding::{Buddy, StepState, WayIn, Which, is_supplier, outlook};
use crate::answers::presence::joined;
use crate::date::Date;
use crate::document::{Block, Cell, Column, Item, Mark, Table};
use crate::handbook::onboarding::{StepOwner, Within};
use crate::record::Record;
use crate::record::event::EventKind;
use crate::record::participant::Participant;
use crate::record::values::Id;
use crate::reports::capital;
use crate::reports::onboard::welcome::Guest;
use crate::reports::reach::called;
use crate::reports::who::known;
use crate::text;
use crate::text::Text;

/// The step that asks for a first session.
const SESSION: &str = "onboarding-session";

/// The step by which a buddy who is named or proposed becomes one.
const BUDDY: &str = "buddy";

/// The checklist with its days; a first session that is planned already is named.
pub fn begun(record: &Record, way: &WayIn<'_>, session: Option<Date>, audience: Audience) -> Vec<Block> {
    let items = way.steps.iter().map(|one| {
        let by = by(record, one.step, &one.by, Some(way.participant), audience);
        match one.state {
            StepState::Done(day) => item(Mark::Done, one.step, text!(day; en: "{day}", nl: "{day}")),
            StepState::NotApplicable(reason) => {
                item(Mark::NotApplicable, one.step, text!(en: "does not apply: {reason}", nl: "niet van toepassing: {reason}"))
            }
            StepState::NotForSuppliers => item(Mark::NotApplicable, one.step, not_for_suppliers()),
            StepState::Open | StepState::Overdue => {
                let more = match (one.step.id(), session, way.buddy) {
                    (SESSION, Some(on), _) => text!(on; en: "; planned on {on}", nl: "; staat gepland op {on}"),
                    (BUDDY, _, Buddy::Ended { who, .. }) => {
                        let who = called(record, who, audience);
                        text!(who; en: "; it was {who}", nl: "; dat was {who}")
                    }
                    ("first-meeting", ..) if one.state == StepState::Overdue => {
                        let next = Coming::of(record, EventKind::UserMeeting).first_from(record.on);
                        let next = next.map(|on| text!(on; en: "; the next one is on {on}", nl: "; het eerstvolgende is op {on}"));
                        next.unwrap_or_else(|| Text::new("; no next one is planned yet", "; het volgende is nog niet gepland"))
                    }
                    (BUDDY, _, Buddy::InForce { who, .. }) => {
                        let who = called(record, who, audience);
                        text!(who; en: "; named is {who}, not confirmed yet", nl: "; genoemd is {who}, nog niet bevestigd")
                    }
                    _ => Text::default(),
                };
                item(Mark::Open, one.step, when(one.step, one.due, one.state).then(&by).then(&more))
            }
        }
    });
    let items: Vec<Item> = items.collect();
    vec![Block::Heading(Text::new("The steps", "De stappen")), Block::Paragraph(progress(way)), Block::Checklist(items)]
}

/// The checklist of whoever has not begun.
pub fn ahead(record: &Record, one: Option<&Participant>, guest: Guest, audience: Audience) -> Vec<Block> {
    let items: Vec<Item> = outlook(record, one)
        .into_iter()
        .map(|planned| {
            if planned.not_for_suppliers {
                return item(Mark::NotApplicable, planned.step, not_for_suppliers());
            }
            // Whoever is still thinking is told who does it, not who that is today.
            let by = match planned.step {
                Which::Standard(step) if guest == Guest::Thinking => comma(&step.by.name()),
                Which::Own(..) if guest == Guest::Thinking => Text::default(),
                Which::Standard(step) if step.by == StepOwner::Buddy && guest == Guest::Member => comma(&step.by.name()),
                step => by(record, step, &planned.by, one, audience),
            };
            item(Mark::Open, planned.step, after(planned.within).then(&by))
        })
        .collect();
    let count = items.iter().filter(|item| item.mark == Mark::Open).count();
    let said = match guest {
        Guest::Supplier => text!(
            en: "A new supplier goes through {count} steps, counted from the first day.",
            nl: "Een nieuwe leverancier doorloopt {count} stappen, gerekend vanaf de eerste dag."
        ),
        _ => text!(
            en: "A new participant goes through {count} steps, counted from the first day. Most are done within four weeks; a buddy from another municipality helps for three months.",
            nl: "Een nieuwe deelnemer doorloopt {count} stappen, gerekend vanaf de eerste dag. De meeste zijn binnen vier weken gedaan; een buddy van een andere gemeente helpt drie maanden mee."
        ),
    };
    vec![Block::Heading(Text::new("The steps", "De stappen")), Block::Paragraph(said), Block::Checklist(items)]
}

fn item(mark: Mark, step: Which<'_>, note: Text) -> Item {
    Item { mark, what: what(step, mark), note }
}

fn what(step: Which<'_>, mark: Mark) -> Text {
    match step {
        Which::Standard(step) if mark == Mark::Done => step.done.clone(),
        Which::Standard(step) => step.todo.clone(),
        Which::Own(_, step) => Text::same(step.what.as_str()),
    }
}

fn not_for_suppliers() -> Text {
    Text::new("does not apply to a supplier", "niet van toepassing voor een leverancier")
}

/// Who takes a step, behind a comma; empty where nobody knows.
fn by(record: &Record, step: Which<'_>, by: &[&Id], one: Option<&Participant>, audience: Audience) -> Text {
    if by.is_empty() {
        return match step {
            // A supplier has no buddy.
            Which::Standard(step) if step.by == StepOwner::Buddy && one.is_some_and(is_supplier) => comma(&StepOwner::Coordinator.name()),
            Which::Standard(step) => comma(&step.by.name()),
            Which::Own(..) => Text::default(),
        };
    }
    let who: Vec<Text> = by.iter().map(|id| called(record, id, audience)).collect();
    comma(&joined(&who, ", "))
}

fn comma(text: &Text) -> Text {
    Text::new(", ", ", ").then(text)
}

fn when(step: Which<'_>, due: Option<Date>, state: StepState<'_>) -> Text {
    let meeting = matches!(step, Which::Standard(step) if step.within == Within::NextMeeting);
    match (due, state) {
        (Some(due), StepState::Overdue) => text!(due; en: "was planned for {due}", nl: "stond gepland voor {due}"),
        (Some(due), _) if meeting => text!(due; en: "on {due}", nl: "op {due}"),
        (Some(due), _) => text!(due; en: "by {due}", nl: "uiterlijk {due}"),
        (None, _) if meeting => {
            Text::new("at the next meeting, which is not planned yet", "bij het eerstvolgende overleg, dat nog niet is gepland")
        }
        (None, _) => Text::new("no day agreed", "geen datum afgesproken"),
    }
}

fn after(within: Option<Within>) -> Text {
    match within {
        Some(Within::WorkingDays(days)) => text!(en: "within {days} working days", nl: "binnen {days} werkdagen"),
        Some(Within::Days(7)) => Text::new("within a week", "binnen een week"),
        Some(Within::Days(days)) if days > 0 && days.is_multiple_of(7) => {
            let weeks = days / 7;
            text!(en: "within {weeks} weeks", nl: "binnen {weeks} weken")
        }
        Some(Within::Days(days)) => text!(en: "within {days} days", nl: "binnen {days} dagen"),
        Some(Within::NextMeeting) => Text::new("at the next user meeting", "bij het eerstvolgende gebruikersoverleg"),
        None => Text::new("no day agreed", "geen datum afgesproken"),
    }
}

/// How far they are, in a sentence.
fn progress(way: &WayIn<'_>) -> Text {
    let of = |wanted: fn(&StepState<'_>) -> bool| way.steps.iter().filter(|step| wanted(&step.state)).count();
    let done = of(|state| matches!(state, StepState::Done(_)));
    let late = of(|state| *state == StepState::Overdue);
    let open = of(|state| *state == StepState::Open) + late;
    let from = way.from;
    let begun = if from > way.on {
        text!(from; en: "Begins on {from}: ", nl: "Begint op {from}: ")
    } else {
        text!(from; en: "Begun on {from}: ", nl: "Begonnen op {from}: ")
    };
    let rest = match (open, late) {
        (0, _) => Text::new("everything is done.", "alles is gedaan."),
        (_, 0) => text!(en: "{done} done, {open} to do, all in time.", nl: "{done} gedaan, {open} te doen, alles op tijd."),
        _ if late == open => {
            text!(en: "{done} done, {open} to do, of which the planned day has passed.", nl: "{done} gedaan, {open} te doen; de geplande datum is voorbij.")
        }
        _ => text!(
            en: "{done} done, {open} to do; of {late} the planned day has passed.",
            nl: "{done} gedaan, {open} te doen; van {late} is de geplande datum voorbij."
        ),
    };
    begun.then(&rest)
}

/// The steps for programs and spreadsheets.
pub fn data(record: &Record, way: Option<&WayIn<'_>>, one: Option<&Participant>, audience: Audience) -> Table {
    let keys = ["step", "what", "state", "due", "after", "done", "reason", "who", "names"];
    let columns = keys.into_iter().map(|key| Column::words(key, capital(&crate::words::names::key_name(key)))).collect();
    let planned = outlook(record, one);
    let rows = planned.iter().map(|planned| {
        let known = way.and_then(|way| way.steps.iter().find(|step| step.step.id() == planned.step.id()));
        let by = known.map_or(&planned.by, |known| &known.by);
        let (state, done, reason) = match known.map(|known| known.state) {
            Some(StepState::Done(day)) => ("done", Some(day), None),
            Some(StepState::NotApplicable(reason)) => ("not-applicable", None, Some(Text::same(reason))),
            Some(StepState::NotForSuppliers) => ("not-applicable", None, Some(not_for_suppliers())),
            None if planned.not_for_suppliers => ("not-applicable", None, Some(not_for_suppliers())),
            Some(StepState::Overdue) => ("overdue", None, None),
            Some(StepState::Open) | None => ("open", None, None),
        };
        let mark = if state == "done" { Mark::Done } else { Mark::Open };
        let date = |day: Option<Date>| day.map_or(Cell::Blank, Cell::Date);
        let list = |cells: Vec<Cell>| if cells.is_empty() { Cell::Blank } else { Cell::List(cells) };
        vec![
            Cell::same(planned.step.id()),
            Cell::Text(what(planned.step, mark)),
            Cell::same(state),
            date(known.and_then(|known| known.due)),
            Cell::Text(after(planned.within)),
            date(done),
            reason.map_or(Cell::Blank, Cell::Text),
            list(by.iter().map(|id| Cell::same(self::known(record, id, audience).0)).collect()),
            list(by.iter().map(|id| Cell::Text(called(record, id, audience))).collect()),
        ]
    });
    Table { name: "steps", columns, rows: rows.collect() }
}
