//! What is taken out of a text: a pair, a table with what is below it, an item of a list.

use std::ops::Range;

use super::statements::{Kind, is_example};
use super::{Parsed, Refused, inline};
use crate::keys::Keys;

impl Parsed<'_> {
    pub fn removed(&self, keys: &Keys) -> Result<String, Refused> {
        let is_there = |n: &usize| self.statements[*n].keys.0.starts_with(&keys.0);
        let all: Vec<usize> = (0..self.statements.len()).filter(is_there).collect();
        if all.is_empty() {
            let pair = self.statements.iter().find(|one| one.kind == Kind::Pair && keys.0.starts_with(&one.keys.0));
            let within = pair.and_then(|one| inline::without(self.text, &one.value, &Keys(keys.0[one.keys.0.len()..].to_vec())));
            return within.ok_or_else(|| Refused::Nowhere(keys.clone()));
        }
        let mut gone: Vec<Range<usize>> = Vec::new();
        let mut below = Range { start: 0, end: 0 };
        for n in all {
            match self.statements[n].kind {
                // The pairs under a header go with it.
                Kind::Pair if below.contains(&self.statements[n].lines.start) => {}
                // A table that is written with dots is as many pairs as it has: `raci.responsible` and `raci.accountable`.
                Kind::Pair => gone.push(self.alone(self.statements[n].lines.clone())),
                _ => {
                    below = self.region(n);
                    gone.push(self.section(n));
                }
            }
        }
        let mut text = self.text.to_owned();
        let mut last = text.len();
        for lines in gone.into_iter().rev() {
            text.replace_range(lines.start.min(last)..lines.end.min(last), "");
            last = lines.start.min(last);
        }
        Ok(text)
    }

    /// A header and its pairs with the remarks that belong to it, and the empty lines above, so that those below keep theirs.
    fn section(&self, header: usize) -> Range<usize> {
        let Range { mut start, end } = self.region(header);
        start = self.remarks(start);
        for line in self.text[..start].split_inclusive('\n').rev().take_while(|line| line.trim().is_empty()) {
            start -= line.len();
        }
        start..end
    }

    /// Where the remarks directly above a header begin, by the same rule as the one form has: what a file begins with is about the
    /// file, and a pair behind `#` that stands right below another belongs to that one.
    fn remarks(&self, header: usize) -> usize {
        let mut begin = header;
        let mut block: Vec<&str> = Vec::new();
        for line in self.text[..header].split_inclusive('\n').rev().take_while(|line| line.trim_start().starts_with('#')) {
            begin -= line.len();
            block.push(line);
        }
        if self.text[..begin].trim().is_empty() {
            return header;
        }
        if self.text[..begin].lines().last().is_some_and(|line| line.trim().is_empty()) {
            return begin;
        }
        let led = block.iter().take_while(|line| !is_example(line.trim()));
        header - led.map(|line| line.len()).sum::<usize>()
    }

    /// Some lines, with the empty line below them where another stands above: two would be left.
    fn alone(&self, lines: Range<usize>) -> Range<usize> {
        let above = self.text[..lines.start].lines().last().is_none_or(|line| line.trim().is_empty());
        let below = self.text[lines.end..].split_inclusive('\n').next().filter(|line| line.trim().is_empty());
        match below {
            Some(below) if above => lines.start..lines.end + below.len(),
            _ => lines,
        }
    }
}
