//! What a command that writes does to which files: places as people type them, and the edits that a change asks for.

pub mod assign;
pub mod mend;
pub mod place;
pub mod rename;
