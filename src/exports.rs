//! The record in others' forms: documents that programs read.

pub mod ics;
pub mod journal;
pub mod json;
pub mod ubl;
