//! How much a change weighs, and why: routine, to be noticed, or for a body to decide.

use serde_json::Value;

use crate::changes::Change;
use crate::changes::facts::{BELONGS, WORDING};
use crate::changes::told::{Billing, Course, Holding, Meeting, Paid, Turn, What};
use crate::changes::tree::{Difference, Step};
use crate::record::participant::Visibility;
use crate::record::work::Letter;
use crate::source::layout::FileKind;

/// How much a change weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Nobody needs to look at it: a telephone number, the layout.
    Routine,
    /// Whoever takes part wants to know.
    Notice,
    /// It changes what was agreed: a body decides, or somebody must undo it.
    Decision,
}

impl Rating {
    /// By what programs know it.
    pub const fn id(self) -> &'static str {
        match self {
            Rating::Routine => "routine",
            Rating::Notice => "notice",
            Rating::Decision => "decision",
        }
    }
}

/// Why a change weighs what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Format,
    Level,
    Lead,
    Agreement,
    Signing,
    FundHolder,
    Account,
    Vat,
    Contribution,
    Counts,
    Budget,
    Accounts,
    Reserve,
    Seats,
    Staffing,
    Backup,
    Effort,
    Process,
    Accountable,
    Licence,
    Contract,
    Processing,
    Owner,
    Decided,
    Evaluation,
    Duty,
    Public,
    Seen,
    Personal,
    Issued,
    Money,
    Unread,
    Continuity,
}

impl Reason {
    /// Where the handbook speaks of it; none where the law or plain care does.
    pub const fn handbook(self) -> Option<&'static str> {
        Some(match self {
            Reason::Level => "A1",
            Reason::Lead | Reason::Staffing => "A5",
            Reason::Agreement | Reason::Signing | Reason::Seats => "A8",
            Reason::FundHolder => "A11",
            Reason::Contribution | Reason::Counts | Reason::Budget | Reason::Accounts => "A4",
            Reason::Reserve => "A12",
            Reason::Backup => "A9",
            Reason::Effort => "A14",
            Reason::Process => "A10",
            Reason::Accountable => "A6",
            Reason::Evaluation => "A13",
            Reason::Duty => "A7",
            Reason::Continuity => "B18",
            Reason::Format
            | Reason::Account
            | Reason::Vat
            | Reason::Licence
            | Reason::Contract
            | Reason::Processing
            | Reason::Owner
            | Reason::Decided
            | Reason::Public
            | Reason::Seen
            | Reason::Personal
            | Reason::Issued
            | Reason::Money
            | Reason::Unread => return None,
        })
    }
}

/// How much a change weighs, and why where that needs saying.
pub fn rated(change: &Change) -> (Rating, Option<Reason>) {
    use Rating::{Decision, Notice, Routine};
    match &change.what {
        What::Relaid
        | What::Set
        | What::Follows
        | What::Raci { letter: Letter::Consulted | Letter::Informed, .. }
        | What::RaciHow { .. }
        | What::Invoice(Billing::DraftChanged { .. } | Billing::DraftGone | Billing::Drafted { .. }) => (Routine, None),
        What::Until { .. } | What::LeavesWith { .. } => (Notice, Some(Reason::Continuity)),
        What::Unreadable | What::StillUnreadable => (Notice, Some(Reason::Unread)),
        What::Event(meeting) | What::Occurrence { what: meeting, .. } => of_meeting(meeting),
        What::Fact { .. } | What::Listed { .. } | What::Holder(_) | What::Payment(_) if is_aside(change) => (Routine, None),
        What::Fact { fact, from, to } if fact.code == "format" && format_of(to.as_ref()) <= format_of(from.as_ref()) => (Routine, None),
        What::Fact { fact, .. } => (fact.rating, fact.reason.filter(|_| fact.rating > Routine)),
        What::Listed { list, from: Some(from), to } if BOOKED.contains(&list.code) && is_rebooked(from, to.as_ref()) => {
            (Decision, Some(Reason::Money))
        }
        What::Listed { list, from: Some(_), to: Some(_) } if LINES.contains(&list.code) && is_only(change, &WORDING) => (Routine, None),
        What::Listed { list, from: Some(_), to: Some(_) }
            if LINES.contains(&list.code) && is_only(change, &[WORDING.as_slice(), &BELONGS].concat()) =>
        {
            (Notice, None)
        }
        What::Listed { list, .. } => (list.rating, list.reason),
        What::Came if change.keys.iter().any(|one| is_for_everybody(one.to.as_ref())) => (Decision, Some(Reason::Public)),
        What::Came | What::Gone => whole(change),
        What::Participant(course) => of_course(course),
        What::Contribution { .. } => (Decision, Some(Reason::Contribution)),
        What::Visible { to: Visibility::Public, .. } | What::Personal { course: Turn::Came, is_public: true, .. } => {
            (Decision, Some(Reason::Public))
        }
        What::Visible { from, to } if is_wider(*from, *to) => (Decision, Some(Reason::Seen)),
        What::Visible { .. } | What::Forgotten => (Notice, Some(Reason::Personal)),
        What::Personal { key, course, .. } => of_personal(key, *course),
        // For whom somebody speaks in a body is whose vote it is.
        What::Holder(Holding::Entry { place, .. })
            if place.is_body && change.keys.iter().any(|one| one.path.last() == Some("for_organisation")) =>
        {
            (Decision, Some(Reason::Seats))
        }
        What::Holder(holding) => of_holding(holding),
        What::Raci { .. } => (Notice, Some(Reason::Accountable)),
        What::Duty { is_covered: false, .. } => (Decision, Some(Reason::Duty)),
        What::AgreementText(_) => (Decision, Some(Reason::Agreement)),
        What::Budget(_) | What::Budgeted { is_adopted: true, .. } => (Decision, Some(Reason::Budget)),
        What::Invoice(Billing::Altered { .. } | Billing::Removed { .. }) => (Decision, Some(Reason::Issued)),
        What::Payment(Paid::Changed { .. } | Paid::Removed { .. }) => (Decision, Some(Reason::Money)),
        // Whatever else happens is news to whoever takes part.
        _ => (Notice, None),
    }
}

/// Which version of the format a record says that it has: the first, where it says none.
fn format_of(said: Option<&Value>) -> u64 {
    said.and_then(Value::as_u64).unwrap_or(1)
}

/// Whether only remarks on something differ, or where it was found.
fn is_aside(change: &Change) -> bool {
    is_only(change, &["note", "source"])
}

/// Whether no other keys differ than these.
fn is_only(change: &Change, wanted: &[&str]) -> bool {
    let is_one = |one: &Difference| matches!(one.path.0.last(), Some(Step::Key(key)) if wanted.contains(&key.as_str()) || ["note", "source"].contains(&key.as_str()));
    !change.keys.is_empty() && change.keys.iter().all(is_one)
}

/// Lists of what a year is to cost, and who pays it.
const LINES: [&str; 2] = ["cost", "income"];

fn of_meeting(meeting: &Meeting) -> (Rating, Option<Reason>) {
    match meeting {
        Meeting::Attendance { .. } | Meeting::Action { .. } => (Rating::Routine, None),
        Meeting::Redecided { .. } => (Rating::Decision, Some(Reason::Decided)),
        _ => (Rating::Notice, None),
    }
}

/// Lists of what was booked.
const BOOKED: [&str; 2] = ["expense", "vat-return"];

/// Whether what was booked is gone, or is another amount on another day, for something or to somebody else.
fn is_rebooked(from: &Value, to: Option<&Value>) -> bool {
    let Some(to) = to else { return true };
    ["on", "amount", "vat", "line", "supplier"].iter().any(|key| from.get(*key) != to.get(*key))
}

/// Whether somebody who is new on record may be seen by everybody.
fn is_for_everybody(one: Option<&Value>) -> bool {
    one.and_then(|one| one.get("visibility")).and_then(Value::as_str) == Some("public")
}

/// A whole thing that came or went.
fn whole(change: &Change) -> (Rating, Option<Reason>) {
    match (change.thing.kind, &change.what) {
        (FileKind::Budget | FileKind::Expenses, What::Came) => (Rating::Notice, None),
        (FileKind::Budget, _) => (Rating::Decision, Some(Reason::Budget)),
        (FileKind::Expenses | FileKind::Payments, _) => (Rating::Decision, Some(Reason::Money)),
        (FileKind::Collaboration, _) => (Rating::Decision, Some(Reason::Agreement)),
        (FileKind::Contract, _) => (Rating::Decision, Some(Reason::Contract)),
        (FileKind::Role, _) if change.keys.iter().any(is_body) => (Rating::Decision, Some(Reason::Seats)),
        (FileKind::People, What::Gone) => (Rating::Notice, Some(Reason::Continuity)),
        _ => (Rating::Notice, None),
    }
}

/// Whether what came or went as a whole is a body, in which several decide.
fn is_body(one: &Difference) -> bool {
    one.to.as_ref().or(one.from.as_ref()).is_some_and(|role| role["kind"] == "body")
}

fn of_course(course: &Course) -> (Rating, Option<Reason>) {
    match course {
        Course::Joined { .. } | Course::Returned { .. } | Course::Joining { .. } => (Rating::Notice, Some(Reason::Signing)),
        Course::Leaving { .. } | Course::Left { .. } => (Rating::Notice, Some(Reason::Continuity)),
        Course::Removed { was } if was.is_some() => (Rating::Decision, Some(Reason::Agreement)),
        Course::Dates => (Rating::Notice, Some(Reason::Counts)),
        _ => (Rating::Notice, None),
    }
}

fn of_personal(key: &str, course: Turn) -> (Rating, Option<Reason>) {
    match (key, course) {
        ("handle", _) | (_, Turn::Changed | Turn::Went) => (Rating::Routine, None),
        (_, Turn::Came) => (Rating::Notice, Some(Reason::Personal)),
    }
}

fn of_holding(holding: &Holding) -> (Rating, Option<Reason>) {
    match holding {
        Holding::Vote { .. } | Holding::Chair { .. } => (Rating::Decision, Some(Reason::Seats)),
        Holding::Seated { place, .. } if place.is_body => (Rating::Decision, Some(Reason::Seats)),
        // Who decides is another, without a day on which a term ended.
        Holding::Took { place, .. } | Holding::Corrected { place, .. } | Holding::LaidDown { place, until: None, .. }
            if place.is_body && (!place.is_silent || place.had_vote) =>
        {
            (Rating::Decision, Some(Reason::Seats))
        }
        Holding::LaidDown { place, .. } if place.is_backup => (Rating::Notice, Some(Reason::Backup)),
        Holding::LaidDown { .. } => (Rating::Notice, Some(Reason::Continuity)),
        Holding::Entry { .. } | Holding::TurnPlanned { .. } | Holding::TurnMoved { .. } => (Rating::Routine, None),
        _ => (Rating::Notice, None),
    }
}

/// Whether more people may see somebody than before.
fn is_wider(from: Visibility, to: Visibility) -> bool {
    // From the widest to the narrowest.
    to < from
}
