//! What stands on a page, before it is drawn: shapes with their places, and the tree in which they are read.

use krilla::tagging::{Identifier, Node, TagGroup, TagKind};

use crate::document::Mark;
use crate::formats::chart::Drawing;
use crate::formats::pdf::words::Line;

/// A place in the tree of what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(usize);

/// How dark something is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Black,
    Grey,
    /// Lines between rows.
    Pale,
    /// What can be followed.
    Address,
    /// Behind the heads of a table.
    Shade,
}

/// Something that is drawn. Sizes are points; `y` is from the top of what it belongs to.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A line of words; without a place it is decoration, which nobody reads aloud.
    Words {
        line: Line,
        x: f32,
        y: f32,
        size: f32,
        ink: Ink,
        place: Option<Place>,
    },
    /// A line of words that is read upwards, from its lower left.
    Upwards {
        line: Line,
        x: f32,
        y: f32,
        size: f32,
        place: Option<Place>,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        thick: f32,
        ink: Ink,
    },
    Area {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        ink: Ink,
    },
    /// The box of a checklist.
    Box {
        mark: Mark,
        x: f32,
        y: f32,
        size: f32,
        place: Place,
    },
    /// Where a heading stands, for who leafs through the file.
    Anchor {
        text: String,
    },
    /// A square of dark and light modules, row by row.
    Modules {
        dark: Vec<bool>,
        count: usize,
        x: f32,
        y: f32,
        size: f32,
        place: Place,
    },
    /// A chart, so many times as large as its sheet.
    Chart {
        drawing: Drawing,
        scale: f32,
        x: f32,
        y: f32,
        place: Place,
    },
}

/// A part of the text that is not divided over pages.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// White above it, unless it begins a page.
    pub before: f32,
    pub height: f32,
    /// Whether it stands on the same page as what follows.
    pub keep: bool,
    /// Whether what follows begins a page, and the count of pages anew.
    pub begins: bool,
    /// The heads to repeat above it, where it begins a page.
    pub head: Option<usize>,
    pub shapes: Vec<Shape>,
}

/// A page: its shapes, each with how far down what it belongs to begins.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Whether the count of pages begins anew with it.
    pub begins: bool,
    pub shapes: Vec<(f32, Shape)>,
}

/// The tree in which a document is read aloud.
pub struct Tree {
    nodes: Vec<(TagKind, Vec<Child>)>,
    roots: Vec<usize>,
}

enum Child {
    Group(usize),
    Content(Identifier),
}

impl Tree {
    pub fn new() -> Tree {
        Tree { nodes: Vec::new(), roots: Vec::new() }
    }

    /// A new group at the end of the document.
    pub fn root(&mut self, tag: impl Into<TagKind>) -> Place {
        let place = self.add(tag);
        self.roots.push(place.0);
        place
    }

    /// A new group at the end of another.
    pub fn below(&mut self, parent: Place, tag: impl Into<TagKind>) -> Place {
        let place = self.add(tag);
        self.nodes[parent.0].1.push(Child::Group(place.0));
        place
    }

    fn add(&mut self, tag: impl Into<TagKind>) -> Place {
        self.nodes.push((tag.into(), Vec::new()));
        Place(self.nodes.len() - 1)
    }

    /// What was drawn, at the end of a group.
    pub fn content(&mut self, parent: Place, content: Identifier) {
        self.nodes[parent.0].1.push(Child::Content(content));
    }

    /// The tree as the file has it.
    pub fn finished(mut self) -> Vec<Node> {
        let roots = std::mem::take(&mut self.roots);
        roots.into_iter().map(|root| Node::from(self.group(root))).collect()
    }

    /// The tree is as deep as a table in it: five groups.
    fn group(&mut self, at: usize) -> TagGroup {
        let children = std::mem::take(&mut self.nodes[at].1);
        let mut group = TagGroup::new(self.nodes[at].0.clone());
        for child in children {
            match child {
                Child::Group(at) => group.push(self.group(at)),
                Child::Content(content) => group.push(content),
            }
        }
        group
    }
}

/// Divides what follows on each other over pages of a height. What belongs together stays together as long as a page can hold it.
pub fn sheets(flows: Vec<Flow>, heads: &[Flow], room: f32) -> Vec<Sheet> {
    let mut all = vec![Sheet::default()];
    let mut y = 0.0;
    let mut chain = Vec::new();
    for flow in flows {
        if flow.begins {
            y = placed(std::mem::take(&mut chain), heads, room, y, &mut all);
            if y > 0.0 {
                all.push(Sheet { begins: true, ..Sheet::default() });
                y = 0.0;
            }
            continue;
        }
        let ends = !flow.keep;
        chain.push(flow);
        if ends {
            y = placed(std::mem::take(&mut chain), heads, room, y, &mut all);
        }
    }
    placed(chain, heads, room, y, &mut all);
    all
}

/// Places what belongs together; how far down the last page it comes.
fn placed(chain: Vec<Flow>, heads: &[Flow], room: f32, mut y: f32, all: &mut Vec<Sheet>) -> f32 {
    let mut needed: f32 = chain.iter().map(|flow| flow.before + flow.height).sum();
    let mut fresh = y == 0.0;
    for flow in chain {
        // The first needs room for all; if they do not fit on any page, the others are placed where they fit.
        let own = flow.before + flow.height;
        if !fresh && y + needed.max(own) > room {
            let mut sheet = Sheet::default();
            y = repeated(&flow, heads, &mut sheet);
            all.push(sheet);
            fresh = true;
        }
        let top = if fresh { y } else { y + flow.before };
        y = top + flow.height;
        needed = 0.0;
        fresh = false;
        let sheet = all.last_mut().expect("there is always a page");
        sheet.shapes.extend(flow.shapes.into_iter().map(|shape| (top, shape)));
    }
    y
}

/// Draws the heads of a table again at the top of a page; how high they are.
fn repeated(flow: &Flow, heads: &[Flow], sheet: &mut Sheet) -> f32 {
    let Some(head) = flow.head.and_then(|head| heads.get(head)) else { return 0.0 };
    sheet.shapes.extend(head.shapes.iter().map(|shape| (0.0, shape.clone())));
    head.height
}

#[cfg(test)]
mod tests {
    use super::{Flow, Ink, Shape, sheets};

    fn flow(height: f32, keep: bool, head: Option<usize>) -> Flow {
        let shapes = vec![Shape::Rule { x: 0.0, y: 0.0, width: 1.0, thick: height, ink: Ink::Pale }];
        Flow { before: 0.0, height, keep, begins: false, head, shapes }
    }

    fn heights(flows: Vec<Flow>) -> Vec<Vec<f32>> {
        let thick = |shape: &Shape| if let Shape::Rule { thick, .. } = shape { *thick } else { 0.0 };
        let pages = sheets(flows, &[flow(5.0, false, None)], 100.0);
        pages.iter().map(|page| page.shapes.iter().map(|(_, shape)| thick(shape)).collect()).collect()
    }

    #[test]
    fn a_heading_goes_with_what_it_is_above() {
        assert_eq!(heights(vec![flow(80.0, false, None), flow(10.0, true, None), flow(20.0, false, None)]), [vec![80.0], vec![10.0, 20.0]]);
    }

    #[test]
    fn heads_are_repeated_above_the_rows_of_a_next_page() {
        assert_eq!(
            heights(vec![flow(80.0, false, None), flow(30.0, false, Some(0)), flow(20.0, false, Some(0))]),
            [vec![80.0], vec![5.0, 30.0, 20.0]]
        );
    }

    #[test]
    fn what_stands_by_itself_begins_a_page() {
        let begins = || Flow { begins: true, ..Flow::default() };
        assert_eq!(
            heights(vec![begins(), flow(10.0, true, None), begins(), flow(20.0, false, None), begins(), begins(), flow(30.0, false, None)]),
            [vec![10.0], vec![20.0], vec![30.0]]
        );
    }

    #[test]
    fn what_is_higher_than_a_page_still_ends() {
        assert_eq!(
            heights(vec![flow(300.0, true, None), flow(60.0, true, None), flow(60.0, false, None)]),
            [vec![300.0], vec![60.0], vec![60.0]]
        );
    }
}
