//! The record in others' forms: documents that programs read.

pub mod ics;
pub mod json;
pub mod ubl;
