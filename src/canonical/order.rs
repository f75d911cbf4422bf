//! The order of a file: that of the fields in its type, and of the writer where the format has none.

use std::collections::BTreeMap;

use crate::canonical::parts::{Document, Item, Key, Part, Section, Value, What};
use crate::record::shape::Shape;
use crate::source::layout::FileKind;

/// The tables of a file in order, each with its pairs in order. The parts of the document are used up.
pub fn sections(document: &mut Document, kind: FileKind) -> Vec<Section> {
    let mut top = Branch::default();
    let mut pairs: Vec<Part> = Vec::new();
    let mut header: Option<Part> = None;
    let mut number = 0;
    for part in document.parts.drain(..) {
        if matches!(part.what, What::Pair(..)) {
            pairs.push(part);
            continue;
        }
        top.put(Section { header, pairs: std::mem::take(&mut pairs), is_close: false }, number);
        header = Some(part);
        number += 1;
    }
    top.put(Section { header, pairs, is_close: false }, number);
    let mut sections = Vec::new();
    top.unfold(&Shape::of(kind), false, &mut sections);
    sections
}

/// A table and the tables below it.
#[derive(Default)]
struct Branch {
    /// None where only tables below it have a header; with its number in the text.
    section: Option<(usize, Section)>,
    children: Vec<Child>,
    /// Where each name stands among them.
    places: BTreeMap<String, usize>,
}

/// The table of a name, or the tables of a list.
struct Child {
    name: String,
    is_list: bool,
    tables: Vec<Branch>,
}

impl Branch {
    fn put(&mut self, section: Section, number: usize) {
        let path: Vec<String> = match section.header.as_ref().map(|header| &header.what) {
            Some(What::Table(keys) | What::ListItem(keys)) => keys.iter().map(|key| key.name.clone()).collect(),
            _ => Vec::new(),
        };
        let is_item = matches!(&section.header, Some(Part { what: What::ListItem(_), .. }));
        let mut branch = self;
        for (depth, name) in path.iter().enumerate() {
            let is_list = is_item && depth + 1 == path.len();
            let fresh = branch.children.len();
            let index = *branch.places.entry(name.clone()).or_insert(fresh);
            if index == fresh {
                branch.children.push(Child { name: name.clone(), is_list, tables: Vec::new() });
            }
            let tables = &mut branch.children[index].tables;
            if is_list || tables.is_empty() {
                tables.push(Branch::default());
            }
            branch = tables.last_mut().expect("one was put there");
        }
        branch.section = Some((number, section));
    }

    fn unfold(self, shape: &Shape, in_item: bool, sections: &mut Vec<Section>) {
        if let Some((_, mut section)) = self.section {
            section.is_close |= in_item;
            section.pairs.sort_by_key(|part| shape.rank(part.key()));
            for part in &mut section.pairs {
                if let What::Pair(keys, value) = &mut part.what {
                    sort(value, &below(shape, keys));
                }
            }
            sections.push(section);
        }
        let mut children = self.children;
        children.sort_by_key(|child| shape.rank(Some(&child.name)));
        for child in children {
            let below = shape.at(&child.name);
            if !child.is_list {
                child.tables.into_iter().for_each(|table| table.unfold(&below, in_item, sections));
                continue;
            }
            let below = below.items();
            let is_close = stand_close(&child.tables);
            let mut above_is_plain = false;
            for mut table in child.tables {
                let is_plain = table.children.is_empty();
                if let Some((_, section)) = &mut table.section {
                    section.is_close = in_item || is_close && above_is_plain;
                }
                above_is_plain = is_plain;
                // The tables of an item stand right below it.
                let (section, children) = (table.section, table.children);
                Branch { section, ..Branch::default() }.unfold(&below, false, sections);
                Branch { children, ..Branch::default() }.unfold(&below, true, sections);
            }
        }
    }
}

/// Whether the items of a list stand right below each other, as the first two do that have nothing between them.
fn stand_close(tables: &[Branch]) -> bool {
    let sections: Vec<_> = tables.iter().map(|table| (table.section.as_ref(), table.children.is_empty())).collect();
    let gaps = sections.windows(2).filter_map(|two| match two {
        [(Some((above, first)), true), (Some((below, second)), _)] if above + 1 == *below => {
            let header = second.header.as_ref()?;
            (header.lead.is_empty() && first.last().is_none_or(|last| last.follow.is_empty())).then_some(header.blank)
        }
        _ => None,
    });
    gaps.into_iter().next().is_none_or(|blank| !blank)
}

impl Part {
    fn key(&self) -> Option<&str> {
        match &self.what {
            What::Pair(keys, _) => keys.first().map(|key| key.name.as_str()),
            _ => None,
        }
    }
}

/// Puts the pairs of inline tables in order; lists keep theirs.
fn sort(value: &mut Value, shape: &Shape) {
    let Value::Group(group) = value else { return };
    if !group.is_table {
        let below = shape.items();
        group.items.iter_mut().for_each(|item| sort(&mut item.value, &below));
        return;
    }
    group.items.sort_by_key(|item: &Item| shape.rank(item.key.first().map(|key| key.name.as_str())));
    for item in &mut group.items {
        sort(&mut item.value, &below(shape, &item.key));
    }
}

fn below(shape: &Shape, keys: &[Key]) -> Shape {
    keys.iter().fold(shape.clone(), |shape, key| shape.at(&key.name))
}
