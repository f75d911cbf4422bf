//! The record of an open-source collaboration: loaded, judged, explained.

pub mod answers;
pub mod date;
pub mod finding;
pub mod handbook;
pub mod money;
pub mod record;
pub mod rules;
pub mod source;
pub mod text;
pub mod words;
