//! What stands on a page of minutes that somebody filled in, before anybody asks what its names mean: sections, lines and cells.

use crate::words::fold;
use crate::writing::minutes::marks::{
    Label, Section, cells, heading, is_blank, is_item, is_nothing, is_rule, item, labelled, plain, section,
};

/// Something on the page, with the number of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From one.
    pub number: usize,
    pub section: Section,
    pub what: Written,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A line of a list; with its box where it has one, and whose it is where its label says so.
    Item { ticked: Option<bool>, by: Option<String>, text: String },
    /// A row of a table, each cell under its head.
    Row(Vec<(String, String)>),
    /// A line by itself.
    Plain(String),
}

/// A page of minutes: what means something to a record, and the story of the meeting, which stays in the minutes alone.
#[derive(Debug, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    pub story: Vec<Story>,
    /// The sections that it has, by a heading or by a line of their own.
    pub sections: Vec<Section>,
}

/// Lines behind each other that are no part of a record, and under which heading they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    pub from: usize,
    pub to: usize,
    pub under: String,
}

/// An item of a meeting's own agenda, as its title is written in the record.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    pub title: &'a str,
    pub decides: bool,
}

/// What stands above the first section: only these are filled in there.
const ABOVE: [&str; 5] = ["voorzitter", "chair", "verslagdoor", "minutesby", "notulist"];

/// What stands on a page. `own` knows the items of the meeting's own agenda by their titles.
pub fn read<'a>(page: &str, own_item: &dyn Fn(&str) -> Option<Own<'a>>) -> Page {
    let page = page.strip_prefix('\u{feff}').unwrap_or(page);
    let own: Vec<Section> =
        page.lines().filter_map(heading).filter(|(numbered, _)| !numbered).filter_map(|(_, name)| section(&name)).collect();
    let mut found: Vec<Line> = Vec::new();
    let mut story = Tale::default();
    let mut sections = own.clone();
    let mut now: Option<Section> = None;
    let mut item_of_agenda: Option<Own<'a>> = None;
    let mut heads: Option<Vec<String>> = None;
    let mut open = false;
    let mut code = false;
    for (n, raw) in page.lines().enumerate() {
        let number = n + 1;
        let text = raw.trim();
        let fence = text.starts_with("```") || text.starts_with("~~~");
        code ^= fence;
        let table = text.starts_with('|');
        heads = heads.filter(|_| table);
        if code || text.is_empty() || is_rule(text) {
            open = false;
            if code && !fence {
                story.tell(number, text);
            }
            continue;
        }
        if let Some((numbered, name)) = heading(raw) {
            // An item of the agenda may be called so too: then its number tells them apart.
            now = section(&name).filter(|section| !numbered || !own.contains(section));
            sections.extend(now);
            item_of_agenda = own_item(&name).filter(|_| now.is_none());
            story.under(raw, &name);
            open = false;
            continue;
        }
        if let Some(Label { section, ticked, by, rest }) = labelled(text).filter(|_| !table) {
            sections.push(section);
            if rest.is_empty() && !is_item(text) {
                now = Some(section);
            }
            open = !is_blank(&rest);
            let of_item = item_of_agenda.filter(|item| item.decides && section == Section::Decisions && open);
            let text = of_item.map_or(rest.clone(), |item| under_title(item.title, &rest));
            found.push(Line { number, section, what: Written::Item { ticked, by, text } });
            continue;
        }
        if now.is_none()
            && !table
            && let Some((item, rest)) = of_item(text, own_item)
        {
            open = false;
            if let Some(Label { section, ticked, by, rest }) = labelled(&rest) {
                found.push(Line { number, section, what: Written::Item { ticked, by, text: under_title(item.title, &rest) } });
                open = true;
            } else if item.decides && !is_blank(&rest) {
                let text = under_title(item.title, &rest);
                found.push(Line { number, section: Section::Decisions, what: Written::Item { ticked: None, by: None, text } });
                open = true;
            } else {
                story.tell(number, &rest);
            }
            continue;
        }
        if open
            && !table
            && !is_item(text)
            && let Some(Line { what: Written::Item { text: above, .. }, .. }) = found.last_mut()
        {
            // It goes on with the line above it.
            above.push(' ');
            above.push_str(&plain(text));
            continue;
        }
        let Some(section) = now else {
            open = false;
            story.tell(number, text);
            continue;
        };
        if table {
            let cells = cells(text);
            match &heads {
                None => heads = Some(cells),
                Some(_) if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| "-: ".contains(c))) => {}
                Some(heads) => {
                    let row = heads.iter().cloned().chain(std::iter::repeat(String::new())).zip(cells).collect();
                    found.push(Line { number, section, what: Written::Row(row) });
                }
            }
            continue;
        }
        match item(text) {
            Some((ticked, text)) => {
                found.push(Line { number, section, what: Written::Item { ticked, by: None, text: plain(&text) } });
                open = true;
            }
            None => found.push(Line { number, section, what: Written::Plain(plain(text)) }),
        }
    }
    let mut found: Vec<Line> = found.into_iter().flat_map(apart).collect();
    found.retain(|line| match &line.what {
        Written::Item { text, .. } | Written::Plain(text) => !is_blank(text),
        Written::Row(cells) => cells.iter().any(|(_, cell)| !is_blank(cell)),
    });
    Page { lines: found, story: story.told, sections }
}

/// The story as it is gathered.
#[derive(Default)]
struct Tale {
    told: Vec<Story>,
    heading: String,
    /// Whether the page itself has begun, below its title and what is known of the meeting.
    begun: bool,
}

impl Tale {
    fn under(&mut self, raw: &str, name: &str) {
        self.begun = self.begun || !raw.trim().starts_with("# ");
        name.clone_into(&mut self.heading);
    }

    fn tell(&mut self, number: usize, text: &str) {
        let filled = || {
            let label = plain(text);
            let label = item(&label).map_or(label.clone(), |(_, text)| text);
            label.split_once(':').is_some_and(|(label, rest)| ABOVE.contains(&fold(label).as_str()) && !is_blank(rest))
        };
        if is_blank(text) || !self.begun && !filled() {
            return;
        }
        match self.told.last_mut().filter(|last| last.under == self.heading) {
            Some(last) => last.to = number,
            None => self.told.push(Story { from: number, to: number, under: self.heading.clone() }),
        }
    }
}

/// An item of the agenda with what was written behind its title.
fn of_item<'a>(text: &str, own_item: &dyn Fn(&str) -> Option<Own<'a>>) -> Option<(Own<'a>, String)> {
    let body = plain(&item(text)?.1);
    let mut colons = body.match_indices(':').map(|(at, _)| at);
    let (own, rest) = colons.find_map(|at| Some((own_item(&body[..at])?, body[at + 1..].trim())))?;
    Some((own, rest.trim_matches('…').trim().to_owned()))
}

/// What was decided of an item, so that it can be read by itself.
fn under_title(title: &str, said: &str) -> String {
    if is_nothing(said) || fold(said).contains(&fold(title)) { said.to_owned() } else { format!("{title}: {said}") }
}

/// Those who were there and those who were not may stand behind each other: `Aanwezig: A, B. Afwezig: C.`
fn apart(line: Line) -> Vec<Line> {
    if let Written::Item { ticked: None, by: None, text } = &line.what
        && line.section <= Section::Excused
    {
        for (at, _) in text.match_indices(". ") {
            if let Some(Label { section, by: None, rest, .. }) = labelled(&text[at + 2..]) {
                let other = Line { number: line.number, section, what: Written::Item { ticked: None, by: None, text: rest } };
                let first = Line { what: Written::Item { ticked: None, by: None, text: text[..at].to_owned() }, ..line };
                return std::iter::once(first).chain(apart(other)).collect();
            }
        }
    }
    vec![line]
}
