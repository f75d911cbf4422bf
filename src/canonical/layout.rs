//! Parts written out: spaces, blank lines, and what stands on one line.

use crate::canonical::parts::{Document, Group, Key, Line, Part, Section, Value, What};

/// The columns after which a list gets a line for each of its items.
const WIDTH: usize = 120;

pub fn write(document: &Document, sections: &[Section]) -> String {
    let mut page = Page { text: String::new(), line_end: document.line_end };
    page.lines(&document.top, "");
    let mut above: Option<&Part> = None;
    for section in sections {
        if let Some(header) = &section.header {
            let blank = match above {
                None => document.top_blank || !header.lead.is_empty(),
                Some(above) => !section.is_close || !header.lead.is_empty() || !above.follow.is_empty(),
            };
            page.part(header, blank);
            above = Some(header);
        }
        for pair in &section.pairs {
            let blank = match above {
                None => document.top_blank || !pair.lead.is_empty(),
                Some(above) if matches!(above.what, What::Pair(..)) || !above.follow.is_empty() => {
                    pair.blank || above.blank_after && !above.follow.is_empty()
                }
                Some(_) => false,
            };
            page.part(pair, blank);
            above = Some(pair);
        }
    }
    page.lines(&document.tail, "");
    page.text
}

struct Page {
    text: String,
    line_end: &'static str,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str(self.line_end);
    }

    /// A blank line, but not at the very beginning.
    fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(self.line_end);
        }
    }

    fn lines(&mut self, lines: &[Line], indent: &str) {
        for line in lines {
            if line.blank {
                self.blank();
            }
            self.line(&format!("{indent}{}", line.text));
        }
    }

    fn part(&mut self, part: &Part, blank: bool) {
        if blank {
            self.blank();
        }
        self.lines(&part.lead, "");
        let note = part.note.as_ref().map_or("", |note| &note.0);
        let text = match &part.what {
            What::Table(keys) => format!("[{}]", dotted(keys)),
            What::ListItem(keys) => format!("[[{}]]", dotted(keys)),
            What::Pair(keys, value) => {
                let key = format!("{} = ", dotted(keys));
                let value = self.value(value, "", Some(key.chars().count()));
                key + &value
            }
        };
        self.line(&format!("{text}{note}"));
        let mut follow = &part.follow[..];
        if let (false, [first, rest @ ..]) = (matches!(part.what, What::Pair(..)), follow) {
            // No blank line right below a header.
            self.line(&first.text);
            follow = rest;
        }
        self.lines(follow, "");
    }

    /// A value that begins at a column; without one, width does not break it.
    fn value(&self, value: &Value, indent: &str, column: Option<usize>) -> String {
        let group = match value {
            Value::Plain(text) => return text.clone(),
            Value::Group(group) => group,
        };
        let is_too_long = column.zip(group.width).is_some_and(|(column, width)| column + width > WIDTH);
        if group.breaks || is_too_long && !group.is_table && !group.items.is_empty() {
            return self.broken(group, indent);
        }
        self.on_one_line(group, indent)
    }

    fn on_one_line(&self, group: &Group, indent: &str) -> String {
        let items = group.items.iter().map(|item| assignment(&item.key) + &self.value(&item.value, indent, None));
        let items = items.collect::<Vec<_>>().join(", ");
        match (group.is_table, items.is_empty()) {
            (true, true) => "{}".to_owned(),
            (true, false) => format!("{{ {items} }}"),
            (false, _) => format!("[{items}]"),
        }
    }

    /// Each item on a line of its own, with a comma.
    fn broken(&self, group: &Group, indent: &str) -> String {
        let inner = format!("{indent}  ");
        let (open, close) = if group.is_table { ("{", "}") } else { ("[", "]") };
        let mut page = Page { text: String::new(), line_end: self.line_end };
        for item in &group.items {
            page.lines(&item.lead, &inner);
            if item.blank {
                page.blank();
            }
            let key = inner.clone() + &assignment(&item.key);
            let value = self.value(&item.value, &inner, Some(key.chars().count() + 1));
            let note = item.note.as_ref().map_or("", |note| &note.0);
            page.line(&format!("{key}{value},{note}"));
        }
        page.lines(&group.tail, &inner);
        let note = group.open.as_ref().map_or("", |note| &note.0);
        format!("{open}{note}{}{}{indent}{close}", self.line_end, page.text)
    }
}

fn assignment(keys: &[Key]) -> String {
    if keys.is_empty() { String::new() } else { format!("{} = ", dotted(keys)) }
}

fn dotted(keys: &[Key]) -> String {
    keys.iter().map(|key| key.written.as_str()).collect::<Vec<_>>().join(".")
}
