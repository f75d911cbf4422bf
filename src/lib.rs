//! The record of an open-source collaboration: loaded, judged, explained. The core does no input or output of its own
//! but through `source` and `save`; everything wrong with a record is a finding, never an error.

pub mod answers;
pub mod beginning;
pub mod canonical;
pub mod changes;
pub mod date;
pub mod diagnostics;
pub mod document;
pub mod edit;
pub mod exports;
pub mod finding;
pub mod formats;
pub mod handbook;
pub mod imports;
pub mod keys;
pub mod money;
pub mod payment_reference;
pub mod record;
pub mod reports;
pub mod rules;
pub mod save;
pub mod source;
pub mod text;
pub mod words;
pub mod writing;
