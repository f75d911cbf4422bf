//! What stands on a page of minutes that somebody filled in, before anybody asks what its names mean: sections, lines and cells.

use crate::words::fold;

/// Something on the page, with the number of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From one.
    pub number: usize,
    pub section: Section,
    pub what: Written,
}

/// Under which heading something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Present,
    Excused,
    Decisions,
    Actions,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A line of a list; with its box where it has one.
    Item { ticked: Option<bool>, text: String },
    /// A row of a table, each cell under its head.
    Row(Vec<(String, String)>),
    /// A line by itself.
    Plain(String),
}

/// How each section is called, as words are compared.
const NAMES: [(Section, &[&str]); 4] = [
    (Section::Present, &["aanwezig", "aanwezigen", "present", "attended", "attendees", "attendance"]),
    (
        Section::Excused,
        &[
            "afwezigmetbericht",
            "metberichtafwezig",
            "afwezigmk",
            "afwezig",
            "afgemeld",
            "afmeldingen",
            "verhinderd",
            "berichtvanverhindering",
            "metkennisgevingafwezig",
            "afwezigmetkennisgeving",
            "excused",
            "apologies",
            "absent",
            "absentwithapologies",
        ],
    ),
    (Section::Decisions, &["besluiten", "besluit", "besluitenlijst", "genomenbesluiten", "decisions", "decision", "decisionstaken"]),
    (
        Section::Actions,
        &["acties", "actie", "actielijst", "actiepunten", "actiepunt", "nieuweacties", "actions", "action", "actionlist", "actionitems"],
    ),
];

/// The section that somebody's words stand for.
fn section(words: &str) -> Option<Section> {
    let folded = fold(words);
    NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(section, _)| *section)
}

/// What stands on a page that means something to a record; the rest is the story of the meeting.
pub fn lines(page: &str) -> Vec<Line> {
    let page = page.strip_prefix('\u{feff}').unwrap_or(page);
    let own: Vec<Section> =
        page.lines().filter_map(heading).filter(|(numbered, _)| !numbered).filter_map(|(_, name)| section(&name)).collect();
    let mut found: Vec<Line> = Vec::new();
    let mut now: Option<Section> = None;
    let mut heads: Option<Vec<String>> = None;
    let mut open = false;
    let mut code = false;
    for (n, raw) in page.lines().enumerate() {
        let number = n + 1;
        let text = raw.trim();
        code ^= text.starts_with("```") || text.starts_with("~~~");
        let table = text.starts_with('|');
        heads = heads.filter(|_| table);
        if code || text.is_empty() || is_rule(text) {
            open = false;
            continue;
        }
        if let Some((numbered, name)) = heading(raw) {
            // An item of the agenda may be called so too: then its number tells them apart.
            now = section(&name).filter(|section| !numbered || !own.contains(section));
            open = false;
            continue;
        }
        if let Some((section, rest)) = labelled(text).filter(|_| !table) {
            let has_rest = !rest.is_empty();
            if rest.is_empty() && !is_item(text) {
                now = Some(section);
            } else if !rest.is_empty() {
                found.push(Line { number, section, what: Written::Item { ticked: None, text: rest } });
            }
            open = has_rest;
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
        let Some(section) = now else { continue };
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
                found.push(Line { number, section, what: Written::Item { ticked, text: plain(&text) } });
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
    found
}

/// Those who were there and those who were not may stand behind each other: `Aanwezig: A, B. Afwezig: C.`
fn apart(line: Line) -> Vec<Line> {
    if let Written::Item { ticked: None, text } = &line.what
        && line.section <= Section::Excused
    {
        for (at, _) in text.match_indices(". ") {
            if let Some((section, rest)) = labelled(&text[at + 2..]) {
                let other = Line { number: line.number, section, what: Written::Item { ticked: None, text: rest } };
                let first = Line { what: Written::Item { ticked: None, text: text[..at].to_owned() }, ..line };
                return std::iter::once(first).chain(apart(other)).collect();
            }
        }
    }
    vec![line]
}

/// Nothing but points that were to be written over.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '…' | '.' | '_' | '-' | '–' | '—'))
}

fn is_rule(text: &str) -> bool {
    text.len() >= 3 && (text.chars().all(|c| c == '-') || text.chars().all(|c| c == '*') || text.chars().all(|c| c == '=' || c == '_'))
}

/// Whether a heading has a number, and its words: `## 3. Besluiten`, or a line in bold.
fn heading(line: &str) -> Option<(bool, String)> {
    let text = line.trim();
    let words = if let Some(rest) = text.strip_prefix('#') {
        rest.trim_start_matches('#').trim().trim_end_matches('#').trim()
    } else {
        let bold = text.trim_end_matches(':');
        let inner = bold.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
        inner.or_else(|| bold.strip_prefix("__").and_then(|rest| rest.strip_suffix("__")))?
    };
    let words = plain(words);
    let bare = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare_words = bare.trim_start_matches(['.', ')', ':', ' ']).trim_end_matches(':').trim().to_owned();
    Some((bare.len() < words.len(), bare_words))
}

/// A line that says itself what it is: `Besluit: …`, `**Actie:** …`, `Aanwezig: …`.
fn labelled(text: &str) -> Option<(Section, String)> {
    let body = item(text).map_or_else(|| text.to_owned(), |(_, text)| text);
    let body = plain(&body);
    let (label, rest) = body.split_once(':')?;
    // Only short labels are: what else has a colon is a sentence.
    let label = label.trim();
    let words = label.split(['(', ')']).collect::<String>();
    let section = section(words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' '))?;
    (label.len() <= 40).then(|| (section, rest.trim().to_owned()))
}

fn is_item(text: &str) -> bool {
    item(text).is_some()
}

/// A line of a list: its box, and its text.
fn item(text: &str) -> Option<(Option<bool>, String)> {
    let text = text.trim_start_matches('>').trim_start();
    let bullet = ["-", "*", "+", "•", "–", "—", "◦", "▪", "·"].into_iter().find_map(|mark| {
        let rest = text.strip_prefix(mark)?;
        (rest.starts_with([' ', '\t', '\u{a0}']) || rest.is_empty()).then_some(rest)
    });
    let number = || {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = rest.strip_prefix('\\').unwrap_or(rest).strip_prefix(['.', ')'])?;
        (rest.len() < text.len() && text.len() - rest.len() < 4 && after.starts_with([' ', '\t'])).then_some(after)
    };
    let body = bullet.or_else(number);
    let boxed = body.unwrap_or(text).trim_start();
    let drawn = [("[x]", true), ("[X]", true), ("[v]", true), ("[V]", true), ("[*]", true), ("[ x ]", true), ("[ X ]", true)];
    let open = [("[ ]", false), ("[]", false), ("[  ]", false), ("☐", false), ("☑", true), ("☒", true), ("✓", true), ("✔", true)];
    let slashed = boxed.replacen("\\[", "[", 1).replacen("\\]", "]", 1);
    for (mark, ticked) in drawn.into_iter().chain(open) {
        if let Some(rest) = boxed.strip_prefix(mark) {
            return Some((Some(ticked), rest.trim().to_owned()));
        }
        if boxed.starts_with("\\[")
            && let Some(rest) = slashed.strip_prefix(mark)
        {
            return Some((Some(ticked), rest.trim().to_owned()));
        }
    }
    body.map(|body| (None, body.trim().to_owned()))
}

/// The cells of a row: a stroke with a backslash before it belongs to a cell.
fn cells(text: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in text.trim().trim_start_matches('|').chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            c => cells.last_mut().expect("there is always a cell").push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    // The stroke at the end opens no cell.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| plain(&cell.replace("<br>", " "))).collect()
}

/// A text without what Markdown makes of it: no bold, no slanted letters, no backslashes.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.trim().chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => out.extend(letters.next()),
            '*' | '`' => {}
            '_' if letters.peek() == Some(&'_') => {
                letters.next();
            }
            '\u{a0}' => out.push(' '),
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}
