//! How a line of minutes begins and what is around its words: headings, labels, boxes, cells of a table.

use crate::words::fold;

/// Under which heading something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Present,
    Excused,
    Decisions,
    Actions,
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
pub fn section(words: &str) -> Option<Section> {
    let folded = fold(words);
    NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(section, _)| *section)
}

/// Nothing but points that were to be written over.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '…' | '.' | '_' | '-' | '–' | '—'))
}

pub fn is_rule(text: &str) -> bool {
    text.len() >= 3 && (text.chars().all(|c| c == '-') || text.chars().all(|c| c == '*') || text.chars().all(|c| c == '=' || c == '_'))
}

/// Whether a heading has a number, and its words: `## 3. Besluiten`, or a line in bold.
pub fn heading(line: &str) -> Option<(bool, String)> {
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

/// What a line says itself that it is.
pub struct Label {
    pub section: Section,
    pub ticked: Option<bool>,
    /// Whose it is: `ACTIE Nel: …`.
    pub by: Option<String>,
    pub rest: String,
}

/// A line that says itself what it is: `Besluit: …`, `**Actie:** …`, `Aanwezig: …`, `ACTIE Nel: …`.
pub fn labelled(text: &str) -> Option<Label> {
    let (ticked, body) = item(text).unwrap_or_else(|| (None, text.to_owned()));
    let body = plain(&body);
    // Only short labels are: what else has a colon is a sentence.
    let parts = body.split_once(':').map(|(label, rest)| (label.trim(), rest.trim())).filter(|(label, _)| label.len() <= 40);
    if let Some((label, rest)) = parts {
        let words = label.split(['(', ')']).collect::<String>();
        if let Some(section) = section(words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')) {
            return Some(Label { section, ticked, by: None, rest: rest.to_owned() });
        }
    }
    let (word, after) = body.split_once(' ')?;
    let marked = section(word).filter(|section| *section >= Section::Decisions)?;
    let shouted = word.chars().all(char::is_uppercase);
    if let Some((label, rest)) = parts.filter(|_| marked == Section::Actions) {
        let who = label.split_once(' ').map(|(_, who)| who.trim()).unwrap_or_default();
        let named = who.split(' ').count() <= 3 && who.chars().next().is_some_and(|c| shouted || c.is_uppercase());
        if named {
            return Some(Label { section: marked, ticked, by: Some(who.to_owned()), rest: rest.to_owned() });
        }
    }
    let rest = after.trim_start_matches(['-', '–', '—', ':', ' ']).to_owned();
    (shouted && !rest.is_empty()).then_some(Label { section: marked, ticked, by: None, rest })
}

pub fn is_item(text: &str) -> bool {
    item(text).is_some()
}

/// A line of a list: its box, and its text.
pub fn item(text: &str) -> Option<(Option<bool>, String)> {
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
pub fn cells(text: &str) -> Vec<String> {
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

/// What Markdown has behind a sign that would call somebody.
const UNSEEN: &str = "&#8203;";

/// A text without what Markdown makes of it: no bold, no slanted letters, no backslashes, nothing that cannot be seen.
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
        // What stands there so that nobody is called at a platform is no part of the text.
        if c == '@' && letters.clone().take(UNSEEN.len()).eq(UNSEEN.chars()) {
            letters.nth(UNSEEN.len() - 1);
        }
    }
    out.trim().to_owned()
}

/// Words for nobody and nothing, also where they are a sentence: `Er zijn geen besluiten genomen.`
pub fn is_nothing(text: &str) -> bool {
    if matches!(fold(text).as_str(), "" | "geen" | "none" | "niemand" | "nobody" | "nvt" | "na") {
        return true;
    }
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect();
    words.iter().any(|word| ["geen", "niets", "no", "nothing"].contains(&word.as_str()))
        && words.iter().all(|word| OF_NOTHING.contains(&word.as_str()))
}

/// What a sentence consists of that says that nothing was decided or agreed.
const OF_NOTHING: [&str; 48] = [
    "er",
    "zijn",
    "is",
    "werden",
    "waren",
    "geen",
    "niets",
    "besluit",
    "besluiten",
    "actie",
    "acties",
    "actiepunt",
    "actiepunten",
    "afspraken",
    "genomen",
    "gemaakt",
    "afgesproken",
    "besloten",
    "vastgelegd",
    "nieuwe",
    "deze",
    "dit",
    "keer",
    "vergadering",
    "overleg",
    "in",
    "no",
    "nothing",
    "none",
    "decision",
    "decisions",
    "action",
    "actions",
    "items",
    "there",
    "were",
    "was",
    "are",
    "taken",
    "made",
    "agreed",
    "decided",
    "new",
    "this",
    "meeting",
    "at",
    "the",
    "have",
];
