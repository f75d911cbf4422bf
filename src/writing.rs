//! What a command that writes does to which files: places as people type them, and the edits that a change asks for.

pub mod add;
pub mod assign;
pub mod forget;
pub mod invoices;
pub mod mend;
pub mod minutes;
pub mod onboard;
pub mod payments;
pub mod place;
pub mod raci;
pub mod remind;
pub mod rename;
pub mod retire;
pub mod rota;
