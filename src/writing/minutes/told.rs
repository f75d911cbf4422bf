//! What the lines of minutes say: who was there, what was decided, who does what by when; and the lines that nobody understands.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::record::values::Id;
use crate::text;
use crate::text::Text;
use crate::words::fold;
use crate::writing::minutes::days::{day, is_like_a_day};
use crate::writing::minutes::marks::{Section, is_blank, is_nothing};
use crate::writing::minutes::names::Names;
use crate::writing::minutes::page::{Line, Written};

/// Everything that a page says for the record.
#[derive(Debug, Default)]
pub struct Told {
    /// Who was there and who sent word, and who was not; by the line that says so.
    pub attendance: Vec<(usize, Section, Id, Came)>,
    pub decisions: Vec<(usize, ToldDecision)>,
    pub actions: Vec<(usize, ToldAction)>,
    pub unclear: Vec<Unclear>,
    /// What is left out, and no reason to refuse the page.
    pub left: Vec<Unclear>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    Yes,
    /// The box is open.
    No,
}

#[derive(Debug, Default)]
pub struct ToldDecision {
    pub id: Option<String>,
    pub what: String,
    pub note: Option<String>,
}

#[derive(Debug, Default)]
pub struct ToldAction {
    pub id: Option<String>,
    pub what: String,
    pub who: Option<Id>,
    pub due: Option<Date>,
    pub done: Option<Date>,
    pub note: Option<String>,
}

/// A line that could not be understood, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    pub line: usize,
    pub why: Text,
}

/// What lines say; `on` is the day of the meeting.
pub fn told(names: &Names<'_>, lines: &[Line], on: Date) -> Told {
    let mut told = Told::default();
    for line in lines {
        let understood = match line.section {
            Section::Present | Section::Excused => told.attendance(names, line),
            Section::Decisions => told.decision(line),
            Section::Actions => told.action(names, line, on),
        };
        if let Err(why) = understood {
            told.unclear.push(Unclear { line: line.number, why });
        }
    }
    told
}

impl Told {
    fn attendance(&mut self, names: &Names<'_>, line: &Line) -> Result<(), Text> {
        let unknown = |name: &str| unknown(names, name);
        let mut add = |section: Section, id: Id, came: Came| self.attendance.push((line.number, section, id, came));
        match &line.what {
            Written::Item { ticked: Some(false), text, .. } => {
                if let Some(id) = names.somebody(text) {
                    add(line.section, id, Came::No);
                } else {
                    // Who is not known and was not there is nothing to the record.
                    let why = text!(en: "the box of `{text}` is open, so nothing is taken over", nl: "het hokje van `{text}` is open, dus er is niets overgenomen");
                    self.left.push(Unclear { line: line.number, why });
                }
            }
            Written::Item { ticked: Some(true), text, .. } => {
                let id = names.somebody(text).ok_or_else(|| unknown(text))?;
                add(line.section, id, Came::Yes);
            }
            Written::Item { ticked: None, text, .. } | Written::Plain(text) if !is_nothing(text) => {
                for id in names.all(text).map_err(|name| unknown(&name))? {
                    add(line.section, id, Came::Yes);
                }
            }
            Written::Row(cells) => {
                let mut cells = cells.iter();
                let name = cells.next().map(|(_, cell)| cell.as_str()).unwrap_or_default();
                let ticked: Vec<Section> = cells
                    .filter(|(_, cell)| is_yes(cell))
                    .map(|(head, _)| match fold(head).as_str() {
                        "aanwezig" | "present" => Section::Present,
                        head if head.starts_with("afwezig") || ["excused", "absent", "mk", "afgemeld"].contains(&head) => Section::Excused,
                        _ => line.section,
                    })
                    .collect();
                for section in ticked {
                    add(section, names.somebody(name).ok_or_else(|| unknown(name))?, Came::Yes);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn decision(&mut self, line: &Line) -> Result<(), Text> {
        let decision = match &line.what {
            Written::Plain(text) | Written::Item { text, .. } if is_nothing(text) => return Ok(()),
            Written::Plain(_) => return Err(not_an_item()),
            Written::Item { text, .. } => ToldDecision { what: text.clone(), ..ToldDecision::default() },
            Written::Row(cells) => {
                let mut row = Cells::of(cells);
                let what = row.take(&["besluit", "decision", "wat", "what", "omschrijving"]);
                let id = row.take(&["kenmerk", "id"]);
                row.drop(&["nr", "no", "nummer", "datum", "date", "door", "by"]);
                let note = row.rest();
                if id.is_none() && note.is_none() && what.as_deref().is_some_and(is_nothing) {
                    return Ok(());
                }
                let what = what.ok_or_else(|| text!(en: "no column says what was decided", nl: "geen kolom zegt wat er besloten is"))?;
                ToldDecision { id, what, note }
            }
        };
        self.decisions.push((line.number, decision));
        Ok(())
    }

    fn action(&mut self, names: &Names<'_>, line: &Line, on: Date) -> Result<(), Text> {
        let action = match &line.what {
            Written::Plain(text) | Written::Item { text, .. } if is_nothing(text) => return Ok(()),
            Written::Plain(_) => return Err(not_an_item()),
            Written::Item { ticked, by, text } => {
                let mut action = in_a_sentence(names, text, on)?;
                if let Some(by) = by {
                    action.who = Some(names.somebody(by).ok_or_else(|| unknown(names, by))?);
                }
                action.done = ticked.filter(|ticked| *ticked).map(|_| on);
                action
            }
            Written::Row(cells) => match in_a_row(names, cells, on)? {
                Some(action) => action,
                None => return Ok(()),
            },
        };
        self.actions.push((line.number, action));
        Ok(())
    }
}

/// Why a name is not enough.
fn unknown(names: &Names<'_>, name: &str) -> Text {
    let several = names.several(name);
    if several.is_empty() {
        return text!(en: "nobody is called `{name}`", nl: "niemand heet `{name}`");
    }
    let ids = several.iter().map(|id| format!("`{name} ({id})`")).collect::<Vec<_>>();
    let (or, of) = (ids.join(" or "), ids.join(" of "));
    text!(en: "more than one is called `{name}`; write {or}", nl: "er heet meer dan één `{name}`; schrijf {of}")
}

fn no_day(text: &str) -> Text {
    text!(en: "`{text}` is no day; write it as 2026-03-12 or 12 March 2026", nl: "`{text}` is geen datum; schrijf die als 12-03-2026 of 12 maart 2026")
}

fn not_an_item() -> Text {
    text!(en: "not understood; begin each decision and each action with a hyphen", nl: "niet begrepen; begin elk besluit en elke actie met een streepje")
}

fn is_yes(text: &str) -> bool {
    let drawn = text.trim().trim_matches(['[', ']', ' ']);
    matches!(drawn, "☑" | "☒" | "✓" | "✔")
        || matches!(fold(drawn).as_str(), "x" | "v" | "ja" | "yes" | "klaar" | "done" | "gereed" | "afgehandeld" | "afgerond")
}

fn is_no(text: &str) -> bool {
    is_blank(text.trim().trim_matches(['[', ']', '☐'])) || matches!(fold(text).as_str(), "nee" | "no" | "open" | "loopt" | "nvt" | "lopend")
}

fn in_a_row(names: &Names<'_>, cells: &[(String, String)], on: Date) -> Result<Option<ToldAction>, Text> {
    let mut row = Cells::of(cells);
    let what = row.take(&["actie", "action", "actiepunt", "wat", "what", "omschrijving", "taak", "task", "acties", "actions"]);
    let who = row.take(&["wie", "who", "actiehouder", "eigenaar", "owner", "verantwoordelijke", "door", "naam", "trekker", "bywhom"]);
    let due = row.take(&["uiterlijk", "wanneer", "deadline", "due", "by", "when", "termijn", "datum", "date", "voor"]);
    let done = row.take(&["klaar", "done", "gereed", "afgehandeld", "status", "gedaan"]);
    let id = row.take(&["id", "kenmerk"]);
    row.drop(&["nr", "no", "nummer", "afgesproken", "agreed"]);
    let note = row.rest();
    if id.is_none() && who.is_none() && due.is_none() && what.as_deref().is_some_and(is_nothing) {
        return Ok(None);
    }
    let what = what.ok_or_else(|| text!(en: "it does not say what is to be done", nl: "er staat niet wat er gedaan wordt"))?;
    let who = match who.filter(|who| !is_nothing(who)) {
        Some(who) => Some(names.somebody(&who).filter(|_| !is_several(names, &who)).ok_or_else(|| {
            if !names.several(&who).is_empty() {
                return unknown(names, &who);
            }
            text!(en: "`{who}` is not one person, role or organisation of this record", nl: "`{who}` is niet één persoon, rol of organisatie uit dit dossier")
        })?),
        None => None,
    };
    let known = |text: &str| day(text, on).ok_or_else(|| no_day(text));
    let due = due.filter(|due| !is_nothing(due)).map(|due| known(&due)).transpose()?;
    let done = match done.filter(|done| !is_no(done)) {
        Some(done) if is_yes(&done) => Some(on),
        Some(done) => Some(known(&done)?),
        None => None,
    };
    Ok(Some(ToldAction { id, what, who, due, done, note }))
}

/// Whether two are named where one is asked.
fn is_several(names: &Names<'_>, text: &str) -> bool {
    names.exactly(text).is_none() && names.all(text).is_ok_and(|all| all.len() > 1)
}

/// An action in a line of a list: `Jo de Vries: Utrecht bellen (uiterlijk 12 maart 2026)`. What is nobody and no day is part of it.
///
/// # Errors
/// What stands where somebody or a day is told, and is neither.
fn in_a_sentence(names: &Names<'_>, text: &str, on: Date) -> Result<ToldAction, Text> {
    let mut action = ToldAction::default();
    let mut rest = text.trim().trim_end_matches('.');
    if let Some((begin, after)) = rest.split_once(':')
        && let Some(id) = names.exactly(begin)
        && !after.trim().is_empty()
    {
        action.who = Some(id);
        rest = after.trim();
    }
    // From the end: a part that is a day or somebody is taken off, until one is neither.
    while let Some((begin, last)) = last_part(rest) {
        let parts: Vec<&str> = last.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() || begin.trim().is_empty() {
            break;
        }
        let mut read = (action.who.clone(), action.due);
        let mut not = Vec::new();
        for part in &parts {
            if let Some(due) = day(part, on).filter(|_| read.1.is_none()) {
                read.1 = Some(due);
            } else if let Some(id) = names.exactly(part.trim_start_matches("door ").trim_start_matches("by ")).filter(|_| read.0.is_none())
            {
                read.0 = Some(id);
            } else {
                not.push(*part);
            }
        }
        if let Some(first) = not.first() {
            if let Some(like) = not.iter().find(|part| is_like_a_day(part)).filter(|_| action.due.is_none()) {
                return Err(no_day(like));
            }
            // Beside a day or somebody stands somebody or a day, and before a day between strokes whoever does it.
            let beside = not.len() < parts.len();
            let before = action.due.is_some() && action.who.is_none() && between_strokes(begin, rest);
            if (beside || before || !names.several(first).is_empty()) && read.0.is_none() {
                return Err(unknown(names, first));
            }
            if !beside {
                break;
            }
            if let Some(second) = not.iter().find(|part| names.exactly(part).is_some()) {
                return Err(
                    text!(en: "`{second}` is one too many: an action is of one", nl: "`{second}` is er één te veel: een actie heeft één actiehouder"),
                );
            }
            // Who does it is known, and the rest is a remark.
            action.note = Some(not.join(", "));
        }
        (action.who, action.due) = read;
        rest = begin.trim().trim_end_matches([',', ';', '–', '-', '—', ':']).trim();
    }
    rest.clone_into(&mut action.what);
    Ok(action)
}

/// Whether a stroke stands between the beginning of a line and the rest of it.
fn between_strokes(begin: &str, whole: &str) -> bool {
    let behind = whole[begin.len()..].trim_start();
    ["–", "—", "- ", "|"].iter().any(|stroke| behind.starts_with(stroke))
}

/// The last part of a line, between brackets or behind what stands between parts, and what is before it.
fn last_part(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_suffix(')') {
        return inner.rsplit_once('(');
    }
    let words = [" uiterlijk ", " vóór ", " voor ", " before ", " by ", " due "];
    let at = [" – ", " — ", " - ", " | ", ";", ", "].iter().chain(&words).filter_map(|between| Some((text.rfind(between)?, between.len())));
    let (at, length) = at.max()?;
    Some((&text[..at], &text[at + length..]))
}

/// The cells of a row by their heads, each taken once.
struct Cells {
    left: BTreeMap<String, String>,
}

impl Cells {
    fn of(cells: &[(String, String)]) -> Cells {
        let filled = cells.iter().filter(|(_, cell)| !is_blank(cell));
        Cells { left: filled.map(|(head, cell)| (fold(head), cell.clone())).collect() }
    }

    fn take(&mut self, heads: &[&str]) -> Option<String> {
        let head = heads.iter().find(|head| self.left.contains_key(**head))?;
        self.left.remove(*head)
    }

    fn drop(&mut self, heads: &[&str]) {
        self.left.retain(|head, _| !head.is_empty() && !heads.contains(&head.as_str()));
    }

    /// What stands in other columns is kept as a remark.
    fn rest(self) -> Option<String> {
        let all: Vec<String> = self.left.into_values().collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}
