//! Rules about people.

use crate::rules::Rule;

pub static RULES: &[Rule] = &[];
