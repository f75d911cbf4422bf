//! Which files of a record a command reads: what stands elsewhere costs no time.

use commons::source::layout::FileKind;
use commons::source::layout::FileKind::{
    Budget, Collaboration, Community, Contract, Event, Expenses, Invoice, Participant, Payments, People, Product, Role, Task,
};

/// The files in which who does what stands.
pub const ROLES: [FileKind; 7] = [Collaboration, Community, People, Participant, Product, Role, Task];

/// The files in which what happened stands, with those whom they name.
pub const EVENTS: [FileKind; 7] = [Collaboration, Community, People, Participant, Product, Role, Event];

/// The files in which what time asks for stands: all but what was spent.
pub const DATES: [FileKind; 12] =
    [Collaboration, Community, People, Participant, Product, Role, Task, Event, Budget, Payments, Invoice, Contract];

/// The files in which what is asked of participants stands, and whom to tell.
pub const ANNOUNCED: [FileKind; 8] = [Collaboration, Community, People, Participant, Product, Role, Event, Budget];

/// The files in which an invoice stands, and those that say whom it names.
pub const INVOICES: [FileKind; 8] = [Collaboration, People, Participant, Product, Role, Event, Budget, Invoice];

/// The files in which what is owed and paid stands, and those who owe it.
pub const DEBTS: [FileKind; 6] = [Collaboration, People, Participant, Budget, Payments, Invoice];

/// The files in which stands what somebody gave.
pub const GIFTS: [FileKind; 6] = [Collaboration, Community, People, Participant, Role, Budget];

/// The files that are counted, and those that name what is counted.
pub const BOOKS: [FileKind; 11] = [Collaboration, People, Participant, Product, Role, Event, Budget, Expenses, Payments, Invoice, Contract];

/// The files in which what a newcomer should know stands.
pub const NEWCOMERS: [FileKind; 8] = [Collaboration, Community, People, Participant, Product, Role, Task, Event];

/// What is needed to make invoices, or to show one.
pub const DRAFTS: [FileKind; 5] = [Collaboration, Participant, Product, Budget, Invoice];
