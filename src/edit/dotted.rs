//! Pairs of a table that is written with dots, `raci.responsible = "x"`: what is added to it is written so too.

use super::statements::{Kind, Statement};
use super::{Order, Parsed, names, ranks, written};
use crate::keys::{Key, Keys};

impl Parsed<'_> {
    /// A pair more in a table that stands in dotted keys; none where the table does not.
    pub fn with_dotted(&self, keys: &Keys, value: &str, order: Order<'_>) -> Option<String> {
        // The nearest of the tables above it that is there decides: one with a header has its pairs under that.
        let mut above = (1..keys.0.len()).rev().map(|length| Keys(keys.0[..length].to_vec()));
        let is_headed = |table: &Keys| self.statements.iter().any(|one| one.kind != Kind::Pair && one.keys.0.starts_with(&table.0));
        let table = above.find(|table| is_headed(table) || self.dotted(table).next().is_some())?;
        let (Some(beside), None) = (self.dotted(&table).next(), self.header(&table)) else { return None };
        let rest = &keys.0[table.0.len()..];
        let Some(Key::Name(name)) = rest.first() else { return None };
        let rest: Option<Vec<String>> = rest.iter().map(|key| if let Key::Name(name) = key { Some(written(name)) } else { None }).collect();
        let rank = ranks(&table, order);
        let stands = |one: &&Statement| matches!(one.keys.0.get(table.0.len()), Some(Key::Name(other)) if rank(other) <= rank(name));
        let before = self.dotted(&table).filter(stands).last();
        let at = before.map_or(beside.lines.start, |one| one.lines.end);
        // As the one beside it is written: as far from the edge, with the same names before the last dot.
        let [first, ..] = beside.names.as_slice() else { return None };
        let last = names(&table).count().checked_sub(names(&beside.keys).count() - beside.names.len() + 1)?;
        let lead = &self.text[beside.lines.start..beside.names.get(last)?.end];
        let lead =
            if lead[..first.start - beside.lines.start].trim().is_empty() { lead } else { &self.text[first.start..beside.names[last].end] };
        let line = format!("{lead}.{} = {value}{}", rest?.join("."), self.end);
        Some(self.spliced(at..at, &format!("{}{line}", self.line_end_before(at))))
    }

    /// The pairs of which the keys name a table with dots.
    fn dotted<'s>(&'s self, table: &Keys) -> impl Iterator<Item = &'s Statement> + use<'s> {
        let (table, own) = (table.clone(), names(table).count());
        self.statements.iter().filter(move |one| {
            let above = names(&one.keys).count() - one.names.len();
            one.kind == Kind::Pair && one.keys.0.len() > table.0.len() && one.keys.0.starts_with(&table.0) && above < own
        })
    }
}
