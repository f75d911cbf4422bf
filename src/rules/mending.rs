//! Which rules know what mends their findings, and when they are certain enough for `check --fix` to do it unasked.

use crate::edit::quoted;
use crate::finding::{Cure, Finding, Keys};
use crate::record::Record;
use crate::source::layout::{FileKind, Standing, standing};
use crate::text::Text;
use crate::words;

/// What `check --fix` mends of what a rule finds; none where it mends nothing.
pub fn mends(rule: &str) -> Option<&'static Text> {
    MENDED.iter().find(|(name, _)| *name == rule).map(|(_, what)| what)
}

/// Whether the file of a finding may be changed at all: an invoice that was issued never is, and of one that cannot be read nobody knows.
pub fn may_be_mended(record: &Record, finding: &Finding) -> bool {
    let file = &finding.at.file;
    let is_invoice = standing(file.as_str()) == Standing::File(FileKind::Invoice);
    !is_invoice || record.invoices.iter().any(|one| one.file == *file && one.number.is_none())
}

/// A known word in the place of one that was without a doubt meant to be it; `translations` are what that may stand for.
pub fn sure_word(keys: Keys, typed: &str, translations: &[&str], known: &[&str]) -> Option<Cure> {
    words::surely(typed, translations, known.iter().copied()).map(|sure| Cure::set(keys, quoted(sure)))
}

/// Every rule whose findings may have a cure; a test compares this with what they have.
static MENDED: &[(&str, Text)] = &[
    (
        "syntax-error",
        Text::new(
            "a line that can be read in one way: curly quotes, quotes that are missing, `:` for `=`, Dutch amounts and dates, yes and no",
            "een regel die op één manier te lezen is: gekrulde of ontbrekende aanhalingstekens, `:` in plaats van `=`, bedragen en datums op z'n Nederlands, ja en nee",
        ),
    ),
    (
        "unknown-key",
        Text::new(
            "a key that is mistyped, or another word for the one key that it can be, where that is not there yet",
            "een sleutel met een tikfout, of een ander woord voor de enige sleutel die het kan zijn, als die er nog niet staat",
        ),
    ),
    (
        "wrong-type",
        Text::new(
            "a number, an amount or yes and no between quotes, and one word where a list of words is expected",
            "een getal, een bedrag of ja en nee tussen aanhalingstekens, en één woord waar een lijst van woorden hoort",
        ),
    ),
    (
        "bad-value",
        Text::new(
            "a word that is mistyped, or another word for the one that it can be, and a date that can be read in one way",
            "een woord met een tikfout, of een ander woord voor het enige dat het kan zijn, en een datum die op één manier te lezen is",
        ),
    ),
    ("unsupported-date", Text::new("midnight behind a day", "middernacht achter een dag")),
    (
        "unknown-reference",
        Text::new(
            "an id with one slip of the pen where no other is near, and the full name of the one thing that has it",
            "een id met één tikfout als er geen ander op lijkt, en de volledige naam van het enige dat zo heet",
        ),
    ),
    (
        "dates-reversed",
        Text::new(
            "the two days of a period change places, unless one of them stands where it belongs: a first of the month at `from`, a last one at `until`",
            "de twee dagen van een periode wisselen van plaats, tenzij er een al op zijn plek staat: een eerste van de maand bij `from`, een laatste bij `until`",
        ),
    ),
    (
        "bad-code",
        Text::new(
            "a code of the municipality that is named, written in another way: `gm344`",
            "een code van de gemeente die er staat, anders geschreven: `gm344`",
        ),
    ),
    ("unknown-class", Text::new("a class that is mistyped", "een klasse met een tikfout")),
    (
        "unknown-contribution-kind",
        Text::new(
            "a kind that is mistyped, or another word for the one that it can be",
            "een soort met een tikfout, of een ander woord voor de enige die het kan zijn",
        ),
    ),
    ("unknown-seat", Text::new("a seat that is mistyped", "een zetel met een tikfout")),
    ("unknown-duty", Text::new("a duty that is mistyped, or its full name", "een kerntaak met een tikfout, of de volledige naam")),
    (
        "unknown-onboarding-step",
        Text::new(
            "a step that is mistyped, or another word for the one that it can be, where that is not ticked yet",
            "een stap met een tikfout, of een ander woord voor de enige die het kan zijn, als die nog niet is afgevinkt",
        ),
    ),
    (
        "unknown-rule",
        Text::new(
            "a name that is mistyped, the code of a rule, and a setting that turns off what cannot be turned off: that goes",
            "een naam met een tikfout, de code van een controle, en een instelling die iets uitzet dat niet uit kan: die gaat weg",
        ),
    ),
    ("idle-waiver", Text::new("a waiver that lets nothing pass goes", "een ontheffing die niets afdekt, gaat weg")),
];
