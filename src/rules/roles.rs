//! Rules about roles.

use crate::rules::Rule;

pub static RULES: &[Rule] = &[];
