//! Rules about participants.

use crate::rules::Rule;

pub static RULES: &[Rule] = &[];
