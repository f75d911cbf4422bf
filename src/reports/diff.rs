//! What differs between two records, by how much it weighs: the comment under a merge request, and what changed since the last meeting.

use std::collections::BTreeSet;

use crate::answers::audience::{Audience, Hidden};
use crate::changes::Change;
use crate::changes::rating::{Rating, rated};
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::finding::Severity;
use crate::record::Record;
use crate::reports::begun;
use crate::reports::changes::reasons::{heading, reason};
use crate::reports::changes::{Telling, full, masked, masks, said};
use crate::text;
use crate::text::Text;

/// What is asked of a comparison.
#[derive(Debug, Clone)]
pub struct Options {
    pub audience: Audience,
    pub before: Side,
    pub after: Side,
    /// What the rules find on one side only.
    pub findings: Findings,
}

/// One of the two records.
#[derive(Debug, Clone)]
pub struct Side {
    /// A branch, a commit, the working folder.
    pub called: Text,
    /// The commit and the day on which it was made; none of the working folder.
    pub commit: Option<(String, Date)>,
}

/// Findings that appear and vanish.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub new: Vec<Found>,
    pub gone: Vec<Found>,
    /// Whether some are not found any more because a part of the newer side cannot be read.
    pub are_gone_unknown: bool,
    /// Whether one of the sides could not be judged, so that nothing is compared.
    pub is_unjudged: bool,
}

/// What a rule finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub rule: &'static str,
    pub level: Severity,
    pub file: String,
    pub message: Text,
}

/// So many findings are shown.
const SHOWN: usize = 10;

/// So many changes that are routine are shown to people; programs get all.
const ROUTINE: usize = 15;

/// What differs between two records, each change with its sentence and its weight. Both are judged on the day of the newer one. With
/// it comes what must not be read in it: the names of people who may not be named.
pub fn diff(before: &Record, after: &Record, changes: &[Change], options: &Options) -> (Document, Vec<Hidden>) {
    let telling = Telling { before, after, now: after, is_merge: false, audience: options.audience };
    let masks = masks(&telling);
    let mut all: Vec<Told<'_>> = changes.iter().map(|change| Told::of(change, &telling, &masks)).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.rating));
    let told: Vec<&Told<'_>> = all.iter().filter(|one| !one.change.what.is_silent()).collect();
    let (from, to) = (&options.before.called, &options.after.called);
    let mut document = begun(after, "diff", Text::new("What changed", "Wat er verandert"));
    let name = [after, before].into_iter().find_map(|record| record.collaboration.as_ref()).map(|one| &one.name);
    document.subtitle = match name {
        Some(name) => text!(from, to; en: "{name}: from {from} to {to}", nl: "{name}: van {from} naar {to}"),
        None => text!(from, to; en: "from {from} to {to}", nl: "van {from} naar {to}"),
    };
    document.blocks.push(Block::Paragraph(counted(&told, options, (before, after))));
    document.blocks.extend(broken(before, after, options).into_iter().map(Block::Paragraph));
    for rating in [Rating::Decision, Rating::Notice, Rating::Routine] {
        let of: Vec<&Told<'_>> = told.iter().copied().filter(|one| one.rating == rating).collect();
        if of.is_empty() {
            continue;
        }
        document.blocks.push(Block::Heading(heading(rating)));
        document.blocks.push(Block::List(lines(&of, rating)));
    }
    document.blocks.extend(of_findings(&options.findings));
    document.sheet = sheet(&all, &telling);
    document.data = vec![document.sheet.clone(), findings_data(&options.findings), sides_data(options)];
    document.sheet.rows.extend(found_rows(&options.findings));
    (document, masks)
}

/// Whether a body has something to decide, or the rules deny what they did not deny before.
pub fn is_weighty(changes: &[Change], findings: &Findings) -> bool {
    changes.iter().any(|change| rated(change).0 == Rating::Decision) || findings.new.iter().any(|one| one.level == Severity::Deny)
}

/// A change as it is told.
struct Told<'a> {
    change: &'a Change,
    rating: Rating,
    sentence: Text,
    why: Option<Text>,
    handbook: Option<&'static str>,
}

impl<'a> Told<'a> {
    fn of(change: &'a Change, telling: &Telling<'_>, masks: &[Hidden]) -> Told<'a> {
        let (rating, why) = rated(change);
        let sentence = masked(&said(change, telling), masks);
        Told { change, rating, sentence, why: why.map(reason), handbook: why.and_then(crate::changes::rating::Reason::handbook) }
    }
}

/// The sentences, and why they matter: said once where several changes that follow each other have the same reason.
fn lines(told: &[&Told<'_>], rating: Rating) -> Vec<Text> {
    let most = if rating == Rating::Routine { ROUTINE } else { usize::MAX };
    let mut lines: Vec<Text> = Vec::new();
    let mut said: BTreeSet<&Text> = BTreeSet::new();
    for one in told.iter().take(most) {
        let line = full(&one.sentence);
        lines.push(match &one.why {
            Some(why) if rating != Rating::Routine && said.insert(why) => {
                let why = why.capital();
                text!(line, why; en: "{line} {why}.", nl: "{line} {why}.")
            }
            _ => line,
        });
    }
    let rest = told.len().saturating_sub(most);
    if rest > 0 {
        lines.push(text!(en: "And {rest} more like these.", nl: "En nog {rest} van zulke wijzigingen."));
    }
    lines
}

fn counted(told: &[&Told<'_>], options: &Options, (before, after): (&Record, &Record)) -> Text {
    if told.is_empty() {
        let (from, to) = (&options.before.called, &options.after.called);
        return if before.files + after.files == 0 {
            Text::new("There is no record on either side.", "Aan geen van beide kanten staat een dossier.")
        } else {
            text!(from, to; en: "Nothing changed in the record between {from} and {to}.", nl: "In het dossier is niets gewijzigd tussen {from} en {to}.")
        };
    }
    let number = |rating: Rating| told.iter().filter(|one| one.rating == rating).count();
    let mut parts: Vec<Text> = Vec::new();
    match number(Rating::Decision) {
        0 => {}
        1 => parts.push(Text::new("1 change needs a decision", "1 wijziging vraagt een besluit")),
        number => parts.push(text!(en: "{number} changes need a decision", nl: "{number} wijzigingen vragen een besluit")),
    }
    match number(Rating::Notice) {
        0 => {}
        1 => parts.push(Text::new("1 is good to know", "1 is goed om te weten")),
        number => parts.push(text!(en: "{number} are good to know", nl: "{number} zijn goed om te weten")),
    }
    match number(Rating::Routine) {
        0 => {}
        1 => parts.push(Text::new("1 is routine", "1 is dagelijks onderhoud")),
        number => parts.push(text!(en: "{number} are routine", nl: "{number} zijn dagelijks onderhoud")),
    }
    let all = crate::answers::presence::joined(&parts, ", ").capital();
    text!(all; en: "{all}.", nl: "{all}.")
}

/// What cannot be said, because a side is broken or has no record.
fn broken(before: &Record, after: &Record, options: &Options) -> Vec<Text> {
    let mut said = Vec::new();
    for (record, side) in [(before, &options.before), (after, &options.after)] {
        let of = &side.called;
        if record.files == 0 && before.files + after.files > 0 {
            said.push(text!(of; en: "There is no record in {of}.", nl: "In {of} staat geen dossier."));
        }
        let files: Vec<&str> = record.unread.iter().map(|one| one.file.as_str()).collect();
        if files.is_empty() {
            continue;
        }
        let files = crate::text::listed(files, 5);
        said.push(text!(of, files; en: "In {of} nothing is concluded about what stands in {files}, which cannot be read.", nl: "Over wat in {of} in {files} staat is niets te zeggen: dat is niet te lezen."));
    }
    if options.findings.is_unjudged {
        said.push(Text::new(
            "Findings are not compared: one of the sides cannot be judged.",
            "Meldingen zijn niet vergeleken: een van beide kanten is niet te beoordelen.",
        ));
    }
    if options.findings.are_gone_unknown {
        said.push(Text::new(
            "Which findings are gone is not known: a part of the newer side cannot be read.",
            "Welke meldingen zijn verdwenen is niet bekend: van de nieuwste kant is een deel niet te lezen.",
        ));
    }
    said
}

fn of_findings(findings: &Findings) -> Vec<Block> {
    let (new, gone) = (findings.new.len(), findings.gone.len());
    if new + gone == 0 {
        return Vec::new();
    }
    let denied = findings.new.iter().filter(|one| one.level == Severity::Deny).count();
    let mut parts = Vec::new();
    if new > 0 {
        let errors = match denied {
            0 => Text::default(),
            1 => Text::new(", of which 1 error", ", waarvan 1 fout"),
            _ => text!(en: ", of which {denied} errors", nl: ", waarvan {denied} fouten"),
        };
        let word = if new == 1 { Text::new("1 new", "1 nieuw") } else { text!(en: "{new} new", nl: "{new} nieuw") };
        parts.push(word.then(&errors));
    }
    if gone > 0 {
        parts.push(text!(en: "{gone} gone", nl: "{gone} verdwenen"));
    }
    let parts = crate::answers::presence::joined(&parts, "; ").capital();
    let mut blocks = vec![
        Block::Heading(Text::new("What the check finds", "Wat de controle vindt")),
        Block::Paragraph(text!(parts; en: "{parts}.", nl: "{parts}.")),
    ];
    let line = |one: &Found, is_new: bool| {
        let (file, message) = (&one.file, &one.message);
        let word = match (is_new, one.level) {
            (false, _) => Text::new("gone", "verdwenen"),
            (_, Severity::Deny) => Text::new("error", "fout"),
            _ => Text::new("new", "nieuw"),
        };
        text!(message, word; en: "{word}: {message} ({file})", nl: "{word}: {message} ({file})").capital()
    };
    let all = findings.new.iter().map(|one| line(one, true)).chain(findings.gone.iter().map(|one| line(one, false)));
    let mut lines: Vec<Text> = all.take(SHOWN).collect();
    let rest = (new + gone).saturating_sub(SHOWN);
    if rest > 0 {
        lines.push(text!(en: "And {rest} more.", nl: "En nog {rest}."));
    }
    blocks.push(Block::List(lines));
    blocks
}

fn sheet(told: &[Told<'_>], telling: &Telling<'_>) -> Table {
    let columns = vec![
        Column::words("rating", Text::new("Weight", "Gewicht")),
        Column::words("change", Text::new("Kind of change", "Soort wijziging")),
        Column::words("kind", Text::new("Kind", "Soort")),
        Column::words("id", Text::new("Id", "Id")),
        Column::words("file", Text::new("File", "Bestand")),
        Column::words("keys", Text::new("Keys", "Sleutels")),
        Column::words("sentence", Text::new("Change", "Wijziging")),
        Column::words("reason", Text::new("Why it matters", "Waarom het ertoe doet")),
        Column::words("handbook", Text::new("Handbook", "Handboek")),
    ];
    let row = |one: &Told<'_>| {
        let change = one.change;
        vec![
            Cell::Word(one.rating.id().into(), heading(one.rating)),
            Cell::same(change.what.code()),
            Cell::same(telling.kind(&change.thing)),
            telling.id(&change.thing).map_or(Cell::Blank, Cell::same),
            Cell::same(change.thing.file.as_str()),
            Cell::List(telling.keys(change).into_iter().map(Cell::same).collect()),
            Cell::Text(one.sentence.clone()),
            one.why.clone().map_or(Cell::Blank, Cell::Text),
            Cell::maybe(one.handbook),
        ]
    };
    Table { name: "changes", columns, rows: told.iter().map(row).collect() }
}

/// What the rules find, below the changes of a spreadsheet.
fn found_rows(findings: &Findings) -> impl Iterator<Item = Vec<Cell>> {
    let row = |one: &Found, course: Cell| {
        let (rule, file, message) = (Cell::same(one.rule), Cell::same(one.file.as_str()), Cell::Text(one.message.clone()));
        let kind = Cell::Word("finding".into(), Text::new("finding", "melding"));
        vec![course, rule, kind, Cell::Blank, file, Cell::Blank, message, Cell::Blank, Cell::Blank]
    };
    let new = findings.new.iter().map(move |one| {
        row(
            one,
            if one.level == Severity::Deny {
                Cell::Word("deny".into(), Text::new("Error", "Fout"))
            } else {
                Cell::Word("warn".into(), Text::new("New finding", "Nieuwe melding"))
            },
        )
    });
    new.chain(findings.gone.iter().map(move |one| row(one, Cell::Word("gone".into(), Text::new("Finding gone", "Verdwenen melding")))))
}

/// With what was compared.
fn sides_data(options: &Options) -> Table {
    let columns = ["side", "called", "commit", "on"].map(|key| Column::words(key, Text::default())).to_vec();
    let row = |name: &'static str, side: &Side| {
        let (commit, on) = side.commit.as_ref().map_or((Cell::Blank, Cell::Blank), |(id, on)| (Cell::same(id.as_str()), Cell::Date(*on)));
        vec![Cell::same(name), Cell::Text(side.called.clone()), commit, on]
    };
    Table { name: "sides", columns, rows: vec![row("before", &options.before), row("after", &options.after)] }
}

fn findings_data(findings: &Findings) -> Table {
    let columns = vec![
        Column::words("course", Text::default()),
        Column::words("rule", Text::default()),
        Column::words("level", Text::default()),
        Column::words("file", Text::default()),
        Column::words("message", Text::default()),
    ];
    let row = |one: &Found, course: &'static str| {
        let level = if one.level == Severity::Deny { "deny" } else { "warn" };
        vec![Cell::same(course), Cell::same(one.rule), Cell::same(level), Cell::same(one.file.as_str()), Cell::Text(one.message.clone())]
    };
    let new = findings.new.iter().map(|one| row(one, "new"));
    Table { name: "findings", columns, rows: new.chain(findings.gone.iter().map(|one| row(one, "gone"))).collect() }
}
