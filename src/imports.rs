//! Files that others made: what of them matters to a record, read without trusting them.

pub mod camt053;
