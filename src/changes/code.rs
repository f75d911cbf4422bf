//! By what programs know each change: the same in every version.

use crate::changes::told::{Billing, Course, Holding, Meeting, Paid, Seat, What};

impl What {
    /// By what programs know it; the same in every version.
    pub fn code(&self) -> &'static str {
        match self {
            What::Began(_) => "record-began",
            What::Unreadable | What::StillUnreadable => "file-unreadable",
            What::ReadableAgain => "file-readable-again",
            What::Relaid => "layout",
            What::Moved { .. } => "record-moved",
            What::AgreementText(_) => "agreement-text",
            What::Came => "added",
            What::Gone => "removed",
            What::Renamed { .. } => "renamed",
            What::Fact { fact, .. } => fact.code,
            What::Listed { list, .. } => list.code,
            What::Set => "set",
            What::Follows => "reference-renamed",
            What::Participant(course) => course.code(),
            What::Contribution { .. } => "contribution",
            What::Computable { .. } => "contribution-known",
            What::MovedTo { .. } => "employer",
            What::Until { .. } => "person-left",
            What::Visible { .. } => "visibility",
            What::Personal { .. } => "personal-data",
            What::Forgotten => "forgotten",
            What::Holder(holding) => holding.code(),
            What::Raci { letter, .. } | What::RaciHow { letter, .. } => letter.key(),
            What::Duty { is_covered: true, .. } => "duty-covered",
            What::Duty { .. } => "duty-uncovered",
            What::Phase { .. } => "phase",
            What::Event(meeting) | What::Occurrence { what: meeting, .. } => meeting.code(),
            What::Budget(_) => "budget-adopted",
            What::Budgeted { .. } => "contribution-budgeted",
            What::LeavesWith { .. } => "leaves-with-organisation",
            What::Invoice(billing) => billing.code(),
            What::Payment(Paid::Recorded { .. }) => "payment-recorded",
            What::Payment(Paid::Changed { .. }) => "payment-changed",
            What::Payment(Paid::Removed { .. }) => "payment-removed",
        }
    }
}

impl Course {
    fn code(&self) -> &'static str {
        match self {
            Course::OnRecord { .. } => "organisation-added",
            Course::Interested { .. } => "interested",
            Course::Joining { .. } => "joining",
            Course::Joined { .. } => "joined",
            Course::Returned { .. } => "returned",
            Course::Leaving { .. } => "leaving",
            Course::Left { .. } => "left",
            Course::Stays => "stays",
            Course::Removed { .. } => "participant-removed",
            Course::Dates => "participation-dates",
        }
    }
}

impl Holding {
    fn code(&self) -> &'static str {
        match self {
            Holding::Took { place: Seat { is_backup: true, .. }, .. } => "backup-came",
            Holding::Took { over, .. } if over.is_empty() => "holder-came",
            Holding::Took { .. } => "holder-took-over",
            Holding::LaidDown { place: Seat { is_backup: true, .. }, .. } => "backup-left",
            Holding::LaidDown { .. } => "holder-left",
            Holding::Corrected { .. } => "holder-corrected",
            Holding::Term { is_longer: true, .. } => "term-prolonged",
            Holding::Term { .. } => "term-shortened",
            Holding::Vote { .. } => "vote",
            Holding::Chair { .. } => "chair",
            Holding::Interim { .. } => "interim",
            Holding::Seated { .. } => "holder-seat",
            Holding::Entry { .. } => "holder-entry",
            Holding::TurnPlanned { .. } => "turn-planned",
            Holding::TurnTaken { .. } => "turn-taken",
            Holding::TurnMoved { .. } => "turn-moved",
            Holding::TurnGone { .. } => "turn-removed",
        }
    }
}

impl Meeting {
    fn code(&self) -> &'static str {
        match self {
            Meeting::Planned { .. } => "event-planned",
            Meeting::Recorded { .. } => "event-recorded",
            Meeting::Moved { .. } => "event-moved",
            Meeting::Cancelled { .. } => "event-cancelled",
            Meeting::Again { .. } => "event-on-again",
            Meeting::Held { .. } => "event-held",
            Meeting::Minutes { .. } => "minutes",
            Meeting::Decided { .. } => "decided",
            Meeting::Redecided { .. } => "decision-changed",
            Meeting::Opened { .. } => "action-opened",
            Meeting::Done { .. } => "action-done",
            Meeting::Action { .. } => "action-changed",
            Meeting::Dropped { .. } => "action-removed",
            Meeting::Erased => "event-erased",
            Meeting::Attendance { .. } => "attendance",
        }
    }
}

impl Billing {
    fn code(&self) -> &'static str {
        match self {
            Billing::Drafted { .. } => "invoice-drafted",
            Billing::DraftChanged { .. } => "draft-changed",
            Billing::DraftGone => "draft-removed",
            Billing::Issued { .. } => "invoice-issued",
            Billing::Credited { .. } => "invoice-credited",
            Billing::Reminded { .. } => "invoice-reminded",
            Billing::Altered { .. } => "issued-invoice-changed",
            Billing::Removed { .. } => "issued-invoice-removed",
        }
    }
}
