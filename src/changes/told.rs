//! What can change in a record, each as a value of its own.

use serde_json::Value;

use crate::changes::facts::{Fact, List};
use crate::changes::worked_out::Why;
use crate::date::{Date, Moment, VagueDate};
use crate::handbook::Phase;
use crate::handbook::duties::Duty;
use crate::money::Money;
use crate::record::finance::BudgetStatus;
use crate::record::participant::{Status, Visibility};
use crate::record::values::Id;
use crate::record::work::Letter;
use crate::source::FilePath;
use crate::source::layout::FileKind;

/// What changed.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// There was no record yet: so many of each kind are there now.
    Began(Vec<(FileKind, usize)>),
    /// A file that could be read before.
    Unreadable,
    /// A file that could not be read before either, and is another now.
    StillUnreadable,
    ReadableAgain,
    /// Only comments, order or layout.
    Relaid,
    /// The record, from one folder of its repository to another.
    Moved {
        from: String,
        to: String,
    },
    /// The text of the agreement, which stands beside the record's own files.
    AgreementText(Turn),
    Came,
    Gone,
    /// Another id, another name, or both: what they were.
    Renamed {
        id: Option<String>,
        name: Option<String>,
    },
    /// A fact of its own, such as the level or the owner.
    Fact {
        fact: &'static Fact,
        from: Option<Value>,
        to: Option<Value>,
    },
    /// Something in a list, such as a wish or a line of cost: as it was and as it is.
    Listed {
        list: &'static List,
        from: Option<Value>,
        to: Option<Value>,
    },
    /// Any other key.
    Set,
    /// Names by its new id what was renamed.
    Follows,
    Participant(Course),
    /// What an organisation pays in a year, as far as both sides know.
    Contribution {
        year: i32,
        /// The product whose budget it is.
        product: Option<String>,
        from: Option<Money>,
        to: Option<Money>,
        why: Vec<Why>,
    },
    /// What is paid in a year can no longer be worked out, or can again; false: not on the newer side.
    Computable {
        year: i32,
        product: Option<String>,
        is_now: bool,
    },
    /// To another employer.
    MovedTo {
        from: Option<Id>,
        to: Option<Id>,
    },
    /// Away, since a day.
    Until {
        until: Option<VagueDate>,
    },
    Visible {
        from: Visibility,
        to: Visibility,
    },
    /// An address, a number or a name elsewhere: what it is never shows.
    Personal {
        key: &'static str,
        course: Turn,
        /// Whether everybody may see it.
        is_public: bool,
    },
    Forgotten,
    Holder(Holding),
    Raci {
        letter: Letter,
        came: Vec<Id>,
        went: Vec<Id>,
    },
    /// Somebody stands under the same letter as before, for something else or by way of another channel: what it was and what it is.
    RaciHow {
        letter: Letter,
        who: Id,
        via: (Option<Id>, Option<Id>),
        purpose: (Option<String>, Option<String>),
    },
    Duty {
        duty: &'static Duty,
        is_covered: bool,
    },
    Phase {
        from: Option<Phase>,
        to: Option<Phase>,
        municipalities: usize,
    },
    Event(Meeting),
    /// The same on one date of a series.
    Occurrence {
        on: Date,
        what: Meeting,
    },
    Budget(BudgetStatus),
    /// What an organisation pays by a budget that came or was adopted: each by itself, for whoever asks about one of them.
    Budgeted {
        budget: FilePath,
        amount: Money,
        is_adopted: bool,
    },
    /// Somebody loses a role with the last day of the organisation they work for.
    LeavesWith {
        role: Id,
        organisation: Id,
        until: VagueDate,
    },
    Invoice(Billing),
    Payment(Paid),
}

/// Whether something came, went or became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    Came,
    Changed,
    Went,
}

/// How far an organisation is in taking part, and since when or from when.
#[derive(Debug, Clone, PartialEq)]
pub enum Course {
    /// On record without taking part: an owner, a user, a supplier.
    OnRecord {
        is_supplier: bool,
    },
    Interested {
        on: Option<Date>,
    },
    Joining {
        on: Option<VagueDate>,
    },
    Joined {
        on: Option<VagueDate>,
    },
    /// It took part, left, and takes part again.
    Returned {
        on: Option<VagueDate>,
    },
    Leaving {
        /// Since when it takes part, where it was not on record before.
        from: Option<VagueDate>,
        notice: Option<VagueDate>,
        until: Option<VagueDate>,
        successor: Option<Id>,
    },
    Left {
        /// As of who is leaving.
        from: Option<VagueDate>,
        until: Option<VagueDate>,
        successor: Option<Id>,
    },
    /// It no longer says that it leaves.
    Stays,
    /// The file is gone; how far it was.
    Removed {
        was: Option<Status>,
    },
    /// Other dates than were known.
    Dates,
}

/// Who holds a role, stands in, or has a turn.
#[derive(Debug, Clone, PartialEq)]
pub enum Holding {
    Took {
        who: Id,
        from: Option<VagueDate>,
        over: Vec<Id>,
        place: Seat,
    },
    LaidDown {
        who: Id,
        until: Option<VagueDate>,
        is_vacant: bool,
        place: Seat,
    },
    /// Somebody else stands in a term that was on record already: what was written is corrected, nobody takes over on a day.
    Corrected {
        who: Id,
        was: Id,
        from: Option<VagueDate>,
        until: Option<VagueDate>,
        place: Seat,
    },
    /// Another last day; true: later than it was, or without one.
    Term {
        who: Id,
        from: Option<VagueDate>,
        was: Option<VagueDate>,
        until: Option<VagueDate>,
        is_longer: bool,
        place: Seat,
    },
    /// Has or has no vote.
    Vote {
        who: Id,
        has_one: bool,
    },
    Chair {
        who: Id,
        is_chair: bool,
    },
    /// For good, or until somebody is found.
    Interim {
        who: Id,
        is_interim: bool,
    },
    /// On another seat, or on none.
    Seated {
        who: Id,
        was: Option<Id>,
        seat: Option<Id>,
        place: Seat,
    },
    /// Something else of who holds it.
    Entry {
        who: Id,
        place: Seat,
    },
    TurnPlanned {
        who: Id,
        from: Date,
    },
    TurnTaken {
        who: Id,
        from: Date,
    },
    TurnMoved {
        who: Id,
        was: Date,
        from: Date,
    },
    TurnGone {
        who: Id,
        from: Date,
    },
}

/// As what somebody holds a role: each is a key of its own in the record.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seat {
    pub is_backup: bool,
    /// In a body, where several sit.
    pub is_body: bool,
    pub is_interim: bool,
    pub is_chair: bool,
    /// The seat, where seats have a name.
    pub seat: Option<Id>,
    /// Without a vote.
    pub is_silent: bool,
    /// Whoever was there before had a vote.
    pub had_vote: bool,
}

/// What became of a meeting, a series or a deadline.
#[derive(Debug, Clone, PartialEq)]
pub enum Meeting {
    Planned {
        on: Moment,
    },
    /// It stands on record for the first time and is over.
    Recorded {
        on: Moment,
    },
    Moved {
        from: Moment,
        to: Moment,
    },
    Cancelled {
        on: Moment,
    },
    /// Cancelled before, and on again.
    Again {
        on: Moment,
    },
    Held {
        on: Moment,
    },
    Minutes {
        course: Turn,
    },
    Decided {
        what: String,
    },
    /// A decision that was on record reads otherwise, or is gone.
    Redecided {
        from: String,
        to: Option<String>,
    },
    Opened {
        what: String,
        who: Option<Id>,
        due: Option<Date>,
    },
    Done {
        what: String,
        on: Date,
    },
    Action {
        what: String,
    },
    Dropped {
        what: String,
    },
    /// What was on record of a date is gone.
    Erased,
    /// Who was there and who sent apologies: those who are named now and were not, and the other way about.
    Attendance {
        came: Vec<Id>,
        went: Vec<Id>,
        excused: Vec<Id>,
        unexcused: Vec<Id>,
    },
}

/// What became of an invoice.
#[derive(Debug, Clone, PartialEq)]
pub enum Billing {
    Drafted {
        amount: Money,
    },
    DraftChanged {
        from: Money,
        to: Money,
    },
    DraftGone,
    Issued {
        amount: Money,
        is_new: bool,
    },
    Credited {
        amount: Money,
        credits: Option<String>,
    },
    Reminded {
        on: Date,
    },
    /// Never allowed: what was sent reads otherwise now.
    Altered {
        from: Money,
        to: Money,
    },
    /// Never allowed: what was sent is no longer on record.
    Removed {
        amount: Money,
    },
}

/// What became of a payment.
#[derive(Debug, Clone, PartialEq)]
pub enum Paid {
    Recorded { from: Option<Id>, invoice: Option<String>, amount: Money, on: Date, open: Option<Money> },
    Changed { from: Option<Id>, invoice: Option<String>, was: Money, amount: Money, on: Date },
    Removed { from: Option<Id>, invoice: Option<String>, amount: Money, on: Date },
}

impl What {
    /// Whether it says nothing that another change does not: people need not read it, unless they ask about what it is about.
    pub fn is_silent(&self) -> bool {
        matches!(self, What::Follows | What::Budgeted { .. } | What::LeavesWith { .. })
    }
}
