//! Keys that are a change of their own: one fact, or one list, with how much it weighs and why.

use crate::changes::rating::Rating::{self, Decision, Notice, Routine};
use crate::changes::rating::Reason;
use crate::source::layout::FileKind;

/// A key that holds one fact.
#[derive(Debug, PartialEq, Eq)]
pub struct Fact {
    pub kind: FileKind,
    /// The way to it; what stands below it belongs to it.
    pub path: &'static [&'static str],
    /// By what programs know a change of it.
    pub code: &'static str,
    pub rating: Rating,
    pub reason: Option<Reason>,
}

/// A key that holds a list of things.
#[derive(Debug, PartialEq, Eq)]
pub struct List {
    pub kind: FileKind,
    pub path: &'static [&'static str],
    pub code: &'static str,
    pub rating: Rating,
    pub reason: Option<Reason>,
}

const fn fact(kind: FileKind, path: &'static [&'static str], code: &'static str, rating: Rating, reason: Option<Reason>) -> Fact {
    Fact { kind, path, code, rating, reason }
}

const fn list(kind: FileKind, path: &'static [&'static str], code: &'static str, rating: Rating, reason: Option<Reason>) -> List {
    List { kind, path, code, rating, reason }
}

/// The facts; the first whose way a key begins with has it.
#[rustfmt::skip]
pub static FACTS: &[Fact] = &[
    fact(FileKind::Collaboration, &["format"], "format", Decision, Some(Reason::Format)),
    fact(FileKind::Collaboration, &["language"], "language", Routine, None),
    fact(FileKind::Collaboration, &["level"], "level", Decision, Some(Reason::Level)),
    fact(FileKind::Collaboration, &["lead"], "lead", Decision, Some(Reason::Lead)),
    fact(FileKind::Collaboration, &["ended"], "ended", Decision, Some(Reason::Agreement)),
    fact(FileKind::Collaboration, &["purpose"], "purpose", Notice, None),
    fact(FileKind::Collaboration, &["agreement"], "agreement", Decision, Some(Reason::Agreement)),
    fact(FileKind::Collaboration, &["finances", "fund_holder"], "fund-holder", Decision, Some(Reason::FundHolder)),
    fact(FileKind::Collaboration, &["finances", "iban"], "account", Decision, Some(Reason::Account)),
    fact(FileKind::Collaboration, &["finances", "vat"], "vat", Decision, Some(Reason::Vat)),
    fact(FileKind::Collaboration, &["finances", "currency"], "currency", Decision, Some(Reason::Contribution)),
    fact(FileKind::Collaboration, &["finances", "cost_centre"], "cost-centre", Notice, Some(Reason::FundHolder)),
    fact(FileKind::Collaboration, &["finances", "reserve"], "reserve", Notice, Some(Reason::Reserve)),
    fact(FileKind::Collaboration, &["finances", "in_words"], "finances-in-words", Decision, Some(Reason::Contribution)),
    fact(FileKind::Collaboration, &["finances", "numbering"], "numbering", Notice, None),
    fact(FileKind::Collaboration, &["finances", "invoice_number"], "numbering", Notice, None),
    fact(FileKind::Collaboration, &["finances", "payment_days"], "payment-days", Notice, None),
    fact(FileKind::Collaboration, &["limits"], "limits", Decision, Some(Reason::Agreement)),
    fact(FileKind::Collaboration, &["rules"], "rule-level", Notice, None),
    fact(FileKind::Collaboration, &["privacy"], "privacy", Notice, None),
    fact(FileKind::Participant, &["contact"], "contact", Notice, None),
    fact(FileKind::Participant, &["inhabitants"], "inhabitants", Notice, Some(Reason::Counts)),
    fact(FileKind::Participant, &["inhabitants_on"], "inhabitants", Notice, None),
    fact(FileKind::Participant, &["represents"], "represents", Decision, Some(Reason::Agreement)),
    fact(FileKind::Participant, &["signatory"], "signatory", Notice, Some(Reason::Signing)),
    fact(FileKind::Participant, &["takes_part"], "takes-part", Decision, Some(Reason::Agreement)),
    fact(FileKind::Participant, &["supplier"], "supplier", Notice, None),
    fact(FileKind::Participant, &["logo"], "logo", Notice, None),
    fact(FileKind::Participant, &["billing", "iban"], "billing-account", Notice, None),
    fact(FileKind::Participant, &["billing", "order_number"], "order-number", Routine, None),
    fact(FileKind::Participant, &["billing"], "billing", Routine, None),
    fact(FileKind::Participant, &["onboarding", "buddy"], "buddy", Notice, None),
    fact(FileKind::Participant, &["onboarding", "done"], "onboarding-step", Routine, None),
    fact(FileKind::Participant, &["onboarding"], "onboarding", Routine, None),
    fact(FileKind::People, &["works_for"], "hired-through", Notice, None),
    fact(FileKind::People, &["position"], "position", Routine, None),
    fact(FileKind::Product, &["owner"], "owner", Decision, Some(Reason::Owner)),
    fact(FileKind::Product, &["maintainer"], "maintainer", Notice, None),
    fact(FileKind::Product, &["copyright_holder"], "copyright-holder", Decision, Some(Reason::Licence)),
    fact(FileKind::Product, &["licence"], "licence", Decision, Some(Reason::Licence)),
    fact(FileKind::Product, &["repository"], "repository", Notice, None),
    fact(FileKind::Product, &["repository_owner"], "repository-owner", Notice, None),
    fact(FileKind::Product, &["notice_months"], "product-notice", Notice, None),
    fact(FileKind::Product, &["supported_until"], "support", Notice, None),
    fact(FileKind::Product, &["end_announced"], "support", Notice, None),
    fact(FileKind::Product, &["until"], "product-ends", Notice, None),
    fact(FileKind::Role, &["seats"], "seats", Decision, Some(Reason::Seats)),
    fact(FileKind::Role, &["max_seats"], "seats", Decision, Some(Reason::Seats)),
    fact(FileKind::Role, &["seats_per_organisation"], "seats", Decision, Some(Reason::Seats)),
    fact(FileKind::Role, &["majority_of_one"], "seats", Decision, Some(Reason::Seats)),
    fact(FileKind::Role, &["decides"], "decides", Decision, Some(Reason::Seats)),
    fact(FileKind::Role, &["kind"], "role-kind", Notice, None),
    fact(FileKind::Role, &["part_of"], "part-of", Notice, None),
    fact(FileKind::Role, &["on_record"], "on-record", Notice, None),
    fact(FileKind::Role, &["required_by"], "required-by", Notice, None),
    fact(FileKind::Role, &["staffing"], "staffing", Notice, Some(Reason::Staffing)),
    fact(FileKind::Role, &["critical"], "critical", Notice, Some(Reason::Backup)),
    fact(FileKind::Role, &["compensation"], "compensation", Notice, Some(Reason::Effort)),
    fact(FileKind::Role, &["hours"], "hours", Notice, Some(Reason::Effort)),
    fact(FileKind::Role, &["vacant"], "vacant", Notice, None),
    fact(FileKind::Role, &["until"], "role-ends", Notice, None),
    fact(FileKind::Role, &["term_months"], "term", Notice, None),
    fact(FileKind::Task, &["process"], "process", Notice, Some(Reason::Process)),
    fact(FileKind::Task, &["hours"], "hours", Routine, None),
    fact(FileKind::Task, &["critical"], "critical", Notice, Some(Reason::Backup)),
    fact(FileKind::Event, &["place"], "place", Notice, None),
    fact(FileKind::Event, &["url"], "place", Routine, None),
    fact(FileKind::Event, &["organiser"], "organiser", Notice, None),
    fact(FileKind::Event, &["repeat"], "rhythm", Notice, None),
    fact(FileKind::Budget, &["contribution", "key"], "key", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "obligation"], "obligation", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "total"], "contribution-total", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "pro_rata"], "pro-rata", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "instalments"], "instalments", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "inhabitants_on"], "inhabitants-on", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "joint_bodies"], "joint-bodies", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "minimum"], "contribution-bounds", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "maximum"], "contribution-bounds", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "base"], "contribution-bounds", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["contribution", "joining_fee"], "joining-fee", Decision, Some(Reason::Contribution)),
    fact(FileKind::Budget, &["opening"], "opening", Decision, Some(Reason::Budget)),
    fact(FileKind::Budget, &["accounts"], "accounts-adopted", Decision, Some(Reason::Accounts)),
    fact(FileKind::Budget, &["indexation"], "indexation", Decision, Some(Reason::Budget)),
    fact(FileKind::Budget, &["period"], "period", Decision, Some(Reason::Budget)),
    fact(FileKind::Budget, &["adopted"], "adopted-in", Decision, Some(Reason::Budget)),
    fact(FileKind::Budget, &["status"], "budget-status", Decision, Some(Reason::Budget)),
    fact(FileKind::Contract, &["from"], "contract-from", Decision, Some(Reason::Contract)),
    fact(FileKind::Contract, &["until"], "contract-until", Decision, Some(Reason::Contract)),
    fact(FileKind::Contract, &["total"], "contract-amount", Decision, Some(Reason::Contract)),
    fact(FileKind::Contract, &["yearly"], "contract-amount", Decision, Some(Reason::Contract)),
    fact(FileKind::Contract, &["vat"], "contract-vat", Decision, Some(Reason::Contract)),
    fact(FileKind::Contract, &["supplier"], "contract-supplier", Decision, Some(Reason::Contract)),
    fact(FileKind::Contract, &["notice_date"], "contract-notice", Notice, None),
    fact(FileKind::Contract, &["extensions"], "contract-extensions", Decision, Some(Reason::Contract)),
    fact(FileKind::Contract, &["processing_agreement"], "processing-agreement", Decision, Some(Reason::Processing)),
    fact(FileKind::Contract, &["document"], "contract-document", Notice, None),
    fact(FileKind::Contract, &["product"], "contract-product", Notice, None),
];

/// Keys of a line of cost or income that only say what it is: the line itself stays as it was adopted.
pub const WORDING: [&str; 2] = ["id", "what"];

/// Keys of a line of cost or income that say where it belongs: no amount is another by them.
pub const BELONGS: [&str; 4] = ["contract", "role", "kind", "product"];

/// The lists.
#[rustfmt::skip]
pub static LISTS: &[List] = &[
    list(FileKind::Collaboration, &["waiver"], "waiver", Notice, None),
    list(FileKind::Participant, &["membership"], "membership", Decision, Some(Reason::Contribution)),
    list(FileKind::Participant, &["use"], "use", Notice, None),
    list(FileKind::Participant, &["contribution"], "given", Routine, None),
    list(FileKind::Product, &["milestone"], "milestone", Notice, None),
    list(FileKind::Product, &["price"], "price", Notice, None),
    list(FileKind::Role, &["seat"], "seat", Decision, Some(Reason::Seats)),
    list(FileKind::Task, &["covers"], "covers", Notice, None),
    list(FileKind::Event, &["agenda"], "agenda", Routine, None),
    list(FileKind::Event, &["occurrence"], "occurrence", Notice, None),
    list(FileKind::Budget, &["cost"], "cost", Decision, Some(Reason::Budget)),
    list(FileKind::Budget, &["income"], "income", Decision, Some(Reason::Budget)),
    list(FileKind::Budget, &["amendment"], "amendment", Decision, Some(Reason::Budget)),
    list(FileKind::Budget, &["in_kind"], "in-kind", Decision, Some(Reason::Effort)),
    list(FileKind::Budget, &["contribution", "class"], "class", Decision, Some(Reason::Contribution)),
    list(FileKind::Budget, &["contribution", "bracket"], "bracket", Decision, Some(Reason::Contribution)),
    list(FileKind::Budget, &["contribution", "override"], "override", Decision, Some(Reason::Contribution)),
    list(FileKind::Expenses, &["expense"], "expense", Notice, None),
    list(FileKind::Expenses, &["vat_return"], "vat-return", Notice, None),
    list(FileKind::Community, &["channel"], "channel", Notice, None),
    list(FileKind::Community, &["knowledge"], "knowledge", Notice, None),
    list(FileKind::Community, &["step"], "step", Notice, None),
    list(FileKind::Community, &["evaluation"], "evaluation", Notice, Some(Reason::Evaluation)),
    list(FileKind::Community, &["measurement"], "measurement", Notice, None),
    list(FileKind::Community, &["lesson"], "lesson", Notice, None),
    list(FileKind::Community, &["wish"], "wish", Notice, None),
    list(FileKind::Community, &["contribution_kind"], "contribution-kind", Routine, None),
];
