//! How the collaboration went on, per month, quarter or year: the state at the end of each, as it was known then (A12, B1, B19, B22).

mod charts;
pub mod measures;
pub mod periods;

use std::collections::BTreeSet;

use crate::answers::audience::Audience;
use crate::answers::ledger::reserve::reserve_on;
use crate::date::Date;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::record::Record;
use crate::reports::begun;
use crate::reports::trend::charts::charts;
use crate::reports::trend::measures::{Absent, MEASURES, Measure, Part, Value};
use crate::reports::trend::periods::Step;
use crate::source::layout::FOLDERS;
use crate::text;
use crate::text::{Text, listed};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The keys of the measures; all that are on record where none is named.
    pub only: Vec<String>,
    pub audience: Audience,
    /// The files of the record as it is now: others are not named.
    pub files: BTreeSet<String>,
    pub start: Start,
}

/// From when anything is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// Earlier than what is asked.
    #[default]
    Earlier,
    /// Git's history begins on this day.
    History(Date),
    /// The clone has no more than what was committed since this day.
    Shallow(Date),
    /// Git has no history of this folder.
    NoHistory,
}

/// A period, and what was known at its end.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub step: Step,
    /// The day on which it is judged: the last of the period, or the day of judgement.
    pub on: Date,
    /// Whether the period is not over yet: this is how it is today.
    pub is_running: bool,
    /// The commit that it was read from; none for how it is now.
    pub commit: Option<String>,
    pub known: Known,
}

/// What was known of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    Measured {
        taken: Vec<Taken>,
        /// The files that could not be read.
        unread: Vec<String>,
    },
    /// There was no record yet, or not here.
    Nothing,
    /// Git did not give it.
    Refused,
}

/// The figures of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    pub key: &'static str,
    /// None where it is not known.
    pub figures: Vec<Option<Value>>,
}

/// The measures that are asked, as far as an audience may see them.
pub fn asked(options: &Options) -> impl Iterator<Item = &'static Measure> + use<'_> {
    let is_asked = |one: &&Measure| options.only.is_empty() || options.only.iter().any(|key| key == one.key);
    MEASURES.iter().filter(is_asked).filter(|one| !(one.is_private && options.audience == Audience::Public))
}

/// Measures a record on its day of judgement; none where there is no file of a record.
pub fn measured(record: &Record, step: &Step, options: &Options) -> Known {
    if record.files == 0 {
        return Known::Nothing;
    }
    let span = step.period.as_known(record.on).span;
    let taken = asked(options).map(|one| Taken { key: one.key, figures: one.measured(record, span) }).collect();
    // A record has its settings always: while these are gone they cannot be read.
    let settings = record.lacks_settings().then(|| "commons.toml".to_owned());
    Known::Measured { taken, unread: settings.into_iter().chain(record.unread.iter().map(|one| one.file.to_string())).collect() }
}

/// The report of a record, from states of it, the earliest first.
pub fn trend(record: &Record, states: &[State], options: &Options) -> Document {
    // What comes before anything is known is said once.
    let begin = states.iter().position(|state| matches!(state.known, Known::Measured { .. })).unwrap_or(states.len());
    let (before, states) = states.split_at(begin);
    let shown: Vec<&'static Measure> = asked(options).filter(|one| is_on_record(one, states, options)).collect();
    let title = Text::new("How the collaboration developed", "Verloop van de samenwerking");
    let mut document = begun(record, "trend", title);
    document.blocks.push(Block::Paragraph(counted(states)));
    document.blocks.extend(beginning(before, states, options.start).map(Block::Paragraph));
    if !states.is_empty() {
        let drawn = charts(states, &shown);
        if !drawn.is_empty() {
            document.blocks.push(Block::Charts(drawn));
        }
        for part in Part::ALL {
            let of_part: Vec<&Measure> = shown.iter().copied().filter(|one| one.part == part).collect();
            if !of_part.is_empty() {
                document.blocks.extend([Block::Heading(part.name()), Block::Table(for_people(states, &of_part))]);
            }
        }
    }
    let notes = notes(record, states, &shown, options);
    if !notes.is_empty() {
        document.blocks.extend([Block::Heading(Text::new("How to read this", "Toelichting")), Block::List(notes)]);
    }
    let periods = data(states, &asked(options).collect::<Vec<_>>());
    document.sheet = periods.clone();
    document.data = vec![periods, gaps(states, options)];
    document
}

/// The figures of a measure in a state; none where nothing is known.
fn taken<'a>(state: &'a State, measure: &Measure) -> Option<&'a Taken> {
    let Known::Measured { taken, .. } = &state.known else { return None };
    taken.iter().find(|taken| taken.key == measure.key)
}

fn value(state: &State, measure: &Measure, at: usize) -> Option<Value> {
    taken(state, measure)?.figures.get(at).copied().flatten()
}

/// Whether there is something to be said of a measure.
fn is_on_record(measure: &Measure, states: &[State], options: &Options) -> bool {
    let mut known = states.iter().filter_map(|state| taken(state, measure)).flat_map(|taken| &taken.figures).flatten();
    match measure.absent {
        Absent::Never => true,
        Absent::Unknown => known.next().is_some(),
        // What is asked for is shown, be it nothing.
        Absent::Nought => {
            if options.only.is_empty() {
                known.any(|value| !value.is_nought())
            } else {
                known.next().is_some()
            }
        }
    }
}

/// What a row says.
fn counted(states: &[State]) -> Text {
    let Some(last) = states.last() else {
        return Text::new("Of this time nothing is known.", "Van deze periode is niets bekend.");
    };
    let over = Text::new(
        "Each row is the state at the end of a period, as it was known at the time.",
        "Elke regel is de stand aan het eind van een periode, zoals die toen bekend was.",
    );
    if !last.is_running {
        return over;
    }
    let (name, on) = (last.step.period.name.capital(), last.on);
    let now =
        text!(name, on; en: "{name} is not over yet: that is how it stands on {on}.", nl: "{name} loopt nog: dat is de stand op {on}.");
    if states.len() == 1 { now } else { over.then(&text!(now; en: " {now}", nl: " {now}")) }
}

/// Why earlier periods are not there.
fn beginning(before: &[State], states: &[State], start: Start) -> Option<Text> {
    before.first()?;
    Some(match (start, states.first()) {
        (Start::Shallow(day), _) => {
            text!(day; en: "This clone of the record has no history from before {day}, so earlier periods are not known. `git fetch --unshallow` brings the rest.", nl: "Deze kopie van het dossier bevat geen geschiedenis van vóór {day}; van eerdere perioden is niets bekend. Met `git fetch --unshallow` haalt u de rest op.")
        }
        (Start::NoHistory, _) => Text::new(
            "Git has no history of this record, so earlier periods are not known.",
            "Van dit dossier is in git geen geschiedenis; van eerdere perioden is niets bekend.",
        ),
        (Start::History(day), _) if before.iter().all(|state| state.commit.is_none()) => {
            text!(day; en: "The history of this record in git begins on {day}; what was before it is not known.", nl: "De geschiedenis van dit dossier in git begint op {day}; wat daarvoor was, is niet bekend.")
        }
        (_, Some(first)) => {
            let name = &first.step.period.within;
            text!(name; en: "The record is in this folder {name} for the first time; what was before that is not known.", nl: "Het dossier staat {name} voor het eerst in deze map; wat daarvoor was, is niet bekend.")
        }
        (_, None) => Text::new("Git does not say how this record was then.", "Uit git blijkt niet hoe dit dossier er toen uitzag."),
    })
}

/// A period as a row is headed; the running one says up to when.
fn headed(state: &State) -> Cell {
    let name = state.step.period.name.capital();
    if !state.is_running {
        return Cell::Text(name);
    }
    let on = state.on;
    Cell::Noted(name, vec![text!(on; en: "up to {on}", nl: "t/m {on}")])
}

fn for_people(states: &[State], measures: &[&Measure]) -> Table {
    let mut columns = vec![Column::words("period", Text::new("Period", "Periode"))];
    let figures = || measures.iter().flat_map(|one| one.figures.iter().enumerate().map(move |(at, figure)| (*one, at, figure)));
    columns.extend(figures().map(|(_, _, (key, head, _))| Column::figures(*key, head.clone())));
    let row = |state: &State| {
        let cells = figures().map(|(measure, at, _)| value(state, measure, at).map_or(Cell::Blank, Value::cell));
        std::iter::once(headed(state)).chain(cells).collect()
    };
    Table { name: "periods", columns, rows: states.iter().map(row).collect() }
}

fn data(states: &[State], measures: &[&Measure]) -> Table {
    let mut columns: Vec<Column> = ["period", "from", "on", "running", "commit"].map(|key| Column::words(key, Text::default())).into();
    let figures = || measures.iter().flat_map(|one| one.figures.iter().enumerate().map(move |(at, figure)| (*one, at, figure)));
    columns.extend(figures().map(|(_, _, (key, ..))| Column::figures(*key, Text::default())));
    let row = |state: &State| {
        let mut cells = vec![
            Cell::same(state.step.key.as_str()),
            Cell::Date(state.step.period.span.from),
            Cell::Date(state.on),
            Cell::same(if state.is_running { "yes" } else { "no" }),
            Cell::maybe(state.commit.as_deref()),
        ];
        cells.extend(figures().map(|(measure, at, _)| value(state, measure, at).map_or(Cell::Blank, Value::cell)));
        cells
    };
    Table { name: "periods", columns, rows: states.iter().map(row).collect() }
}

/// The files of a period that could not be read, and how many more there are that are not named: the name of one that is no longer in
/// the record may be that of somebody who is not in it any more either.
fn unread<'a>(state: &'a State, options: &Options) -> (Vec<&'a str>, usize) {
    let Known::Measured { unread, .. } = &state.known else { return (Vec::new(), 0) };
    // The folders of a record are called the same in each.
    let may_name = |file: &&str| options.files.contains(*file) || FOLDERS.contains(file);
    let named: Vec<&str> = unread.iter().map(String::as_str).filter(may_name).collect();
    let others = unread.len() - named.len();
    (named, others)
}

/// Why something is blank, for programs.
fn gaps(states: &[State], options: &Options) -> Table {
    let columns = ["period", "why", "files"].map(|key| Column::words(key, Text::default())).into();
    let row = |state: &State| {
        let why = match &state.known {
            Known::Nothing => "no-record",
            Known::Refused => "git",
            Known::Measured { unread, .. } if !unread.is_empty() => "unread",
            Known::Measured { .. } => return None,
        };
        let files = unread(state, options).0.into_iter().map(Cell::same).collect();
        Some(vec![Cell::same(state.step.key.as_str()), Cell::same(why), Cell::List(files)])
    };
    Table { name: "gaps", columns, rows: states.iter().filter_map(row).collect() }
}

/// What is blank and why, and what a figure is.
fn notes(record: &Record, states: &[State], shown: &[&Measure], options: &Options) -> Vec<Text> {
    let mut notes: Vec<Text> = states.iter().filter_map(|state| blank(state, options)).collect();
    let has = |key: &str| shown.iter().find(|one| one.key == key);
    // A small collaboration is not asked for them, which is not to say that there are none.
    let not_asked = |state: &State, backups: &Measure| {
        unread(state, options) == (Vec::new(), 0) && taken(state, backups).is_some_and(|taken| taken.figures[0].is_none())
    };
    if asked(options).find(|one| one.key == "backups").is_some_and(|backups| states.iter().any(|state| not_asked(state, backups))) {
        notes.push(Text::new(
            "As long as no more than five municipalities take part nobody asks for back-ups, and they are not counted.",
            "Zolang er niet meer dan vijf gemeenten meedoen, wordt nog niet om vervangers gevraagd; die zijn dan niet geteld.",
        ));
    }
    if has("reserve").is_some_and(|one| states.iter().any(|state| value(state, one, 0).is_some() && value(state, one, 1).is_none())) {
        notes.push(Text::new(
            "For how many months of fixed costs the reserve lasts is known where the year has a budget in which all fixed costs stand.",
            "Voor hoeveel maanden vaste lasten de reserve toereikend is, is bekend als het jaar een begroting heeft waarin alle structurele lasten staan.",
        ));
    }
    if has("engagement").is_some() {
        notes.push(Text::new(
            "Core, active and reading along count what a participant did in the year before: `commons status` says what is meant by each.",
            "Kern, actief en meelezend tellen wat een deelnemer in het jaar ervoor deed: `commons status` zegt wat er onder wordt verstaan.",
        ));
    }
    if has("hours").is_some() {
        notes.push(Text::new(
            "Hours are those given in the period itself, as `commons thanks` counts them.",
            "Uren zijn de uren die in de periode zelf zijn gegeven, zoals `commons thanks` ze telt.",
        ));
        if let Some(last) = states.last().filter(|last| last.is_running) {
            let (name, on) = (last.step.period.name.capital(), last.on);
            notes.push(text!(name, on; en: "{name} is not over: its hours are those up to {on}, and they are not drawn.", nl: "{name} loopt nog: de uren zijn die t/m {on} en staan niet in de grafiek."));
        }
    }
    if let Some(on) = has("reserve").and_then(|_| reserve_day(record, states)) {
        notes.push(text!(on; en: "The reserve is the last balance that was on record: that of {on} for the last period. It stands in a period from the day of the balance on.", nl: "De reserve is de laatste stand die in het dossier stond, voor de laatste periode die van {on}. Vóór de dag van de stand is de reserve leeg gelaten."));
    }
    let is_uncounted = |one: &Measure| one.key == "backups" && states.iter().any(|state| not_asked(state, one));
    let absent: Vec<Text> = asked(options)
        .filter(|one| !shown.iter().any(|other| other.key == one.key) && !is_uncounted(one))
        .map(|one| small(&one.title))
        .collect();
    if !absent.is_empty() && !states.is_empty() {
        let names = crate::answers::presence::listed(&absent);
        notes.push(text!(names; en: "In this time there is nothing to show of: {names}.", nl: "Hiervan valt in deze tijd niets te tonen: {names}."));
    }
    notes
}

/// Of which day the balance of the reserve is that stands in the last period.
fn reserve_day(record: &Record, states: &[State]) -> Option<Date> {
    reserve_on(record, states.last()?.on)?.on
}

/// A title in the middle of a sentence.
fn small(title: &Text) -> Text {
    let small = |text: &str| text.char_indices().map(|(at, c)| if at == 0 { c.to_ascii_lowercase() } else { c }).collect::<String>().into();
    Text { en: small(&title.en), nl: small(&title.nl) }
}

/// Why figures of a period are blank.
fn blank(state: &State, options: &Options) -> Option<Text> {
    let name = state.step.period.name.capital();
    Some(match &state.known {
        Known::Nothing => {
            text!(name; en: "{name}: there was no record in this folder.", nl: "{name}: er stond toen geen dossier in deze map.")
        }
        Known::Refused => {
            text!(name; en: "{name}: git could not give the record of that time.", nl: "{name}: git kon het dossier van dat moment niet geven.")
        }
        Known::Measured { .. } => {
            let (named, others) = unread(state, options);
            let files = listed(named.iter().copied(), 3);
            match (named.len(), others) {
                (0, 0) => return None,
                (1, 0) => {
                    text!(name, files; en: "{name}: {files} could not be read, so what depends on it is blank.", nl: "{name}: {files} was niet te lezen; wat daarvan afhangt, is leeg gelaten.")
                }
                (_, 0) => {
                    text!(name, files; en: "{name}: {files} could not be read, so what depends on them is blank.", nl: "{name}: {files} waren niet te lezen; wat daarvan afhangt, is leeg gelaten.")
                }
                (_, 1) if named.is_empty() => {
                    text!(name; en: "{name}: a file that is no longer there could not be read, so what depends on it is blank.", nl: "{name}: een bestand dat er niet meer is, was niet te lezen; wat daarvan afhangt, is leeg gelaten.")
                }
                _ => {
                    let number = named.len() + others;
                    text!(name; en: "{name}: {number} files could not be read, so what depends on them is blank.", nl: "{name}: {number} bestanden waren niet te lezen; wat daarvan afhangt, is leeg gelaten.")
                }
            }
        }
    })
}
