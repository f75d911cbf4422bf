//! What time asks for: everything on record that has a day, by day, and what is overdue. Nothing agreed, nothing missed.

mod money;
mod people;
pub mod saying;
mod work;

use std::collections::BTreeSet;

pub use work::{called_together, expected, kind_id, to_check};

use crate::answers::agreed::{Agreed, actions};
use crate::answers::debts::Debt;
use crate::answers::meetings::Meeting;
use crate::answers::onboarding::Which;
use crate::answers::presence::is_gone;
use crate::answers::reminders::Step;
use crate::answers::{covering, current, exists};
use crate::date::Date;
use crate::finding::At;
use crate::record::Record;
use crate::record::collaboration::Waiver;
use crate::record::event::{Action, Channel, Evaluation, Event, Knowledge};
use crate::record::finance::{Budget, Contract};
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Person};
use crate::record::values::Id;
use crate::record::work::{Product, Role};
use crate::text::Text;

/// Something that time asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Due<'a> {
    /// The day by which it is to be done, or on which it happens.
    pub day: Date,
    pub what: What<'a>,
    /// Who it concerns: who does it, is invited, or pays. Empty where the record does not say.
    pub who: Vec<Id>,
    /// Where it stands.
    pub at: At,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum What<'a> {
    /// The term of a holder ends, or has ended while nobody followed.
    TermEnds {
        role: &'a Role,
        who: &'a Id,
    },
    TurnBegins {
        role: &'a Role,
        who: &'a Id,
    },
    /// The last turn of a rota ends, or has ended.
    TurnEnds {
        role: &'a Role,
        who: &'a Id,
    },
    /// Its first day.
    Joins(&'a Participant),
    /// Its last day.
    Leaves(&'a Participant),
    /// The last day of somebody who has these roles beyond it.
    LastDay {
        person: &'a Person,
        roles: Vec<&'a Role>,
    },
    Step {
        participant: &'a Participant,
        step: Which<'a>,
    },
    BuddyEnds {
        participant: &'a Participant,
        buddy: &'a Id,
    },
    Action {
        event: &'a Event,
        action: &'a Action,
    },
    Meeting(Meeting<'a>),
    Deadline(Meeting<'a>),
    Invoice(Debt<'a>),
    /// It has not been paid in time, and the last reminder was a while ago.
    Reminder(Debt<'a>, Step),
    /// The last day on which a contract can be ended.
    ContractNotice(&'a Contract),
    ContractEnds(&'a Contract),
    BudgetToAdopt(&'a Budget),
    SupportEnds(&'a Product),
    Evaluation(&'a Evaluation),
    WaiverEnds(&'a Waiver),
    /// The last day on which a participant can give notice, so that it leaves when the agreement ends.
    AgreementNotice,
    AgreementEnds,
    KnowledgeToCheck(&'a Knowledge),
    ChannelDue(&'a Channel),
    /// The last day on which somebody's address may be kept.
    PersonalData(&'a Person),
}

impl What<'_> {
    /// As programs know it.
    pub fn id(&self) -> &'static str {
        match self {
            What::TermEnds { .. } => "term",
            What::TurnBegins { .. } => "turn",
            What::TurnEnds { .. } => "turn-end",
            What::Joins(_) => "joining",
            What::Leaves(_) => "leaving",
            What::LastDay { .. } => "last-day",
            What::Step { .. } => "onboarding",
            What::BuddyEnds { .. } => "buddy",
            What::Action { .. } => "action",
            What::Meeting(_) => "meeting",
            What::Deadline(_) => "deadline",
            What::Invoice(_) => "invoice",
            What::Reminder(..) => "reminder",
            What::ContractNotice(_) => "contract-notice",
            What::ContractEnds(_) => "contract-end",
            What::BudgetToAdopt(_) => "budget",
            What::SupportEnds(_) => "support-end",
            What::Evaluation(_) => "evaluation",
            What::WaiverEnds(_) => "waiver",
            What::AgreementNotice => "agreement-notice",
            What::AgreementEnds => "agreement-end",
            What::KnowledgeToCheck(_) => "knowledge",
            What::ChannelDue(_) => "channel",
            What::PersonalData(_) => "personal-data",
        }
    }

    /// Every word of [`What::id`].
    pub const IDS: [&'static str; 24] = [
        "term",
        "turn",
        "turn-end",
        "joining",
        "leaving",
        "last-day",
        "onboarding",
        "buddy",
        "action",
        "meeting",
        "deadline",
        "invoice",
        "reminder",
        "contract-notice",
        "contract-end",
        "budget",
        "support-end",
        "evaluation",
        "waiver",
        "agreement-notice",
        "agreement-end",
        "knowledge",
        "channel",
        "personal-data",
    ];

    /// Under what people look for it, with a capital.
    pub fn subject(&self) -> Text {
        match self {
            What::TermEnds { .. } => Text::new("Term", "Termijn"),
            What::TurnBegins { .. } | What::TurnEnds { .. } => Text::new("Rota", "Rooster"),
            What::Joins(_) | What::Leaves(_) => Text::new("Participant", "Deelnemer"),
            What::LastDay { .. } => Text::new("Person", "Persoon"),
            What::Step { .. } | What::BuddyEnds { .. } => Text::new("Onboarding", "Onboarding"),
            What::Action { .. } => Text::new("Action", "Actie"),
            What::Meeting(_) => Text::new("Meeting", "Bijeenkomst"),
            What::Deadline(_) => Text::new("Deadline", "Deadline"),
            What::Invoice(_) | What::Reminder(..) => Text::new("Invoice", "Factuur"),
            What::ContractNotice(_) | What::ContractEnds(_) => Text::new("Contract", "Contract"),
            What::BudgetToAdopt(_) => Text::new("Budget", "Begroting"),
            What::SupportEnds(_) => Text::new("Support", "Ondersteuning"),
            What::Evaluation(_) => Text::new("Evaluation", "Evaluatie"),
            What::WaiverEnds(_) => Text::new("Waiver", "Ontheffing"),
            What::AgreementNotice | What::AgreementEnds => Text::new("Agreement", "Overeenkomst"),
            What::KnowledgeToCheck(_) => Text::new("Knowledge", "Kennis"),
            What::ChannelDue(_) => Text::new("Channel", "Kanaal"),
            What::PersonalData(_) => Text::new("Personal data", "Persoonsgegevens"),
        }
    }

    /// The role or organisation that it is about, whoever does it.
    fn about(&self) -> Option<&str> {
        match self {
            What::TermEnds { role, .. } | What::TurnBegins { role, .. } | What::TurnEnds { role, .. } => Some(role.id.as_str()),
            What::Joins(one) | What::Leaves(one) => Some(one.id.as_str()),
            What::Step { participant, .. } | What::BuddyEnds { participant, .. } => Some(participant.id.as_str()),
            What::Invoice(debt) | What::Reminder(debt, _) => Some(debt.invoice.participant.as_str()),
            What::ContractNotice(contract) | What::ContractEnds(contract) => Some(contract.supplier.as_str()),
            What::Meeting(meeting) | What::Deadline(meeting) => meeting.event.body.as_ref().map(Id::as_str),
            _ => None,
        }
    }
}

/// The days that are asked: what is still open and was to be done before today is in it too, where no first day is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Date>,
    pub until: Date,
}

/// Everything that time asks for in these days, by day. A last day is included.
pub fn due(record: &Record, span: Span) -> Vec<Due<'_>> {
    let mut gathered = Gathered { record, span, covering: covering(record), found: Vec::new() };
    people::gather(&mut gathered);
    work::gather(&mut gathered);
    money::gather(&mut gathered);
    let mut found = gathered.found;
    found.retain(|due| due.day <= span.until && span.from.is_none_or(|from| due.day >= from));
    found.sort_by(|a, b| (a.day, &a.at, a.what.id()).cmp(&(b.day, &b.at, b.what.id())));
    found
}

/// The actions that are open and have no day, so that time asks for none of them.
pub fn undated(record: &Record) -> Vec<Agreed<'_, Action>> {
    actions(record).into_iter().filter(|one| one.what.done.is_none() && one.what.due.is_none()).collect()
}

/// What was found so far.
struct Gathered<'a> {
    record: &'a Record,
    span: Span,
    covering: std::collections::BTreeMap<&'a str, Vec<&'a crate::record::work::Task>>,
    found: Vec<Due<'a>>,
}

impl<'a> Gathered<'a> {
    /// Something that stays open until it is done, also after its day.
    fn open(&mut self, day: Date, what: What<'a>, who: Vec<Id>, at: At) {
        self.found.push(Due { day, what, who, at });
    }

    /// Something that happens on its day, and asks for nothing after it.
    fn happens(&mut self, day: Date, what: What<'a>, who: Vec<Id>, at: At) {
        if day >= self.record.on {
            self.open(day, what, who, at);
        }
    }

    /// Who carries out the tasks that cover a duty; the lead where no task does.
    fn responsible(&self, duty: &str) -> Vec<Id> {
        let tasks = self.covering.get(duty).into_iter().flatten();
        let parties = tasks.filter_map(|task| task.raci.as_ref()).flat_map(|raci| raci.responsible.as_slice());
        let mut who: Vec<Id> = Vec::new();
        for party in parties {
            if !who.contains(party.who()) {
                who.push(party.who().clone());
            }
        }
        if who.is_empty() {
            who.extend(self.record.collaboration.as_ref().and_then(|settings| settings.lead.clone()));
        }
        who
    }
}

/// Those whose business is also that of somebody: of a person the roles held and the groups belonged to; of an organisation its
/// people and what they hold as well; of a body the roles in it.
pub fn concerned(record: &Record, who: &Id) -> BTreeSet<String> {
    let (id, _) = record.index.plain(who);
    let kinds = record.index.meant(who);
    let mut all: BTreeSet<String> = BTreeSet::from([id.to_string()]);
    let parties = || record.parties().map(|one| one.id.as_str());
    if kinds.has(Kinds::ORGANISATION) {
        let own = record.people.values().filter(|person| record.organisation_of(person).is_some_and(|other| other.as_str() == id));
        all.extend(own.map(|person| person.id.to_string()));
    }
    let employer = record.people.get(id.as_ref()).and_then(|person| record.organisation_of(person));
    let organisation = employer.map_or(id.as_ref(), Id::as_str);
    // Whoever has left is asked for nothing that is for all.
    if kinds.has(Kinds::ORGANISATION | Kinds::PERSON) && !is_gone(record, who) {
        all.insert("everyone".to_owned());
        if parties().any(|party| party == organisation) {
            all.insert("all-participants".to_owned());
        }
        if record.participants.get(organisation).is_some_and(|one| one.supplier) {
            all.insert("all-suppliers".to_owned());
        }
    }
    if kinds.has(Kinds::ROLE) {
        let within = record.roles.values().filter(|role| role.part_of.as_ref().is_some_and(|body| record.index.plain(body).0 == id));
        all.extend(within.map(|role| role.id.to_string()));
        let seats = record.roles.get(id.as_ref()).into_iter().flat_map(|role| current(&role.holder, record.on));
        all.extend(
            seats.map(|(_, holder)| record.index.plain(&holder.who).0.into_owned()).filter(|id| record.roles.contains_key(id.as_str())),
        );
        return all;
    }
    // A role of theirs may itself sit in a body.
    loop {
        let mut held: Vec<String> = Vec::new();
        for role in record.roles.values().filter(|role| exists(role, record.on) && !all.contains(role.id.as_str())) {
            let mut holders = current(&role.holder, record.on).map(|(_, holder)| &holder.who).chain(crate::answers::turn(role, record.on));
            if holders.any(|holder| all.contains(record.index.plain(holder).0.as_ref())) {
                held.push(role.id.to_string());
            }
        }
        if held.is_empty() {
            return all;
        }
        all.extend(held);
    }
}

/// Whether something concerns one of these.
pub fn concerns(record: &Record, due: &Due<'_>, those: &BTreeSet<String>) -> bool {
    due.who.iter().any(|who| those.contains(record.index.plain(who).0.as_ref())) || due.what.about().is_some_and(|id| those.contains(id))
}
