//! What is no TOML: the parser's errors, one a line, in words for people who did not choose to write TOML.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{At, Cure, Finding, Place};
use crate::record::diagnosis::cure;
use crate::record::diagnosis::hands::hand;
use crate::record::diagnosis::{Cut, Found, Lines};
use crate::source::FilePath;
use crate::text;
use crate::text::Text;

/// The faults of a text, and what of it can still be judged.
pub struct Syntax {
    pub findings: Vec<Found>,
    /// The lines that a fault names, from zero.
    pub lines: BTreeSet<usize>,
    /// The first byte of which nothing can be said, because something before it was never closed.
    pub readable_until: usize,
    /// Lines whose fault is theirs alone: without them more of the text can be read.
    pub alone: Vec<usize>,
}

/// The parser's errors as findings: the first of each line, and none after something that was never closed.
pub fn findings(file: &FilePath, text: &str, table: &DeTable<'_>, errors: &[toml::de::Error], cut: Option<Cut>) -> Syntax {
    let mut syntax = Syntax { findings: Vec::new(), lines: BTreeSet::new(), readable_until: usize::MAX, alone: Vec::new() };
    let mut sorted: Vec<(Range<usize>, &str)> = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    sorted.extend(no_numbers(table).into_iter().map(|span| (span, "invalid value")));
    sorted.extend(cut.map(|cut| (cut.span, cut.why)));
    if text.starts_with(MARK) {
        // The reader took one away already; this is a second, which the parser would take for the first.
        sorted.push((0..MARK.len_utf8(), SECOND_MARK));
    }
    if sorted.is_empty() {
        return syntax;
    }
    let lines = Lines::of(text);
    if let Some(conflict) = conflict(text) {
        let at = At { file: file.clone(), place: Place::bytes(conflict.clone()) };
        let message = text!(en: "two versions of this file were merged and nobody chose", nl: "hier zijn twee versies samengevoegd en is nog niet gekozen");
        let help = text!(
            en: "keep what is right and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
            nl: "laat staan wat klopt en verwijder de regels met `<<<<<<<`, `=======` en `>>>>>>>`"
        );
        syntax.lines.insert(lines.at(conflict.start));
        syntax.readable_until = 0;
        syntax.findings.push((conflict, Finding::of("syntax-error", at, message).help(help)));
        return syntax;
    }
    if text.starts_with("version https://git-lfs.github.com/") {
        let line = lines.range(0, text.len());
        let at = At { file: file.clone(), place: Place::bytes(line.clone()) };
        let message = text!(en: "this is not the file itself, but what Git LFS left in its place", nl: "dit is niet het bestand zelf, maar wat Git LFS ervoor in de plaats zette");
        let help = text!(
            en: "get the file with `git lfs pull`; keep the files of a record out of Git LFS (`.gitattributes`)",
            nl: "haal het bestand op met `git lfs pull`; houd de bestanden van een dossier buiten Git LFS (`.gitattributes`)"
        );
        syntax.lines.insert(0);
        syntax.readable_until = 0;
        syntax.findings.push((line, Finding::of("syntax-error", at, message).help(help)));
        return syntax;
    }
    sorted.sort_by_key(|(span, _)| (span.start, span.end));
    let mut repeated = None;
    for (span, message) in sorted {
        let span = visible(text, span);
        let start = lines.range(lines.at(span.start), text.len()).start;
        let line = text[lines.range(lines.at(span.start), text.len())].trim_end();
        // A table written twice repeats its keys: they are the same fault.
        let is_header = line.trim_start().starts_with('[');
        let repeats = message == "duplicate key" && !is_header && in_repeated_table(text, repeated, span.start);
        if repeats || span.start >= syntax.readable_until || !syntax.lines.insert(lines.at(span.start)) {
            continue;
        }
        if message == "duplicate key" && is_header {
            repeated = Some(span.start);
        }
        if message.starts_with("unclosed") || message.contains("recursion") {
            syntax.readable_until = span.start;
        }
        if hand(line).is_some() && balanced(line) {
            syntax.alone.push(lines.at(span.start));
        }
        let alone = balanced(line) && !message.starts_with("duplicate") && !message.starts_with("unclosed");
        let cure = cure::line(line).filter(|_| alone).map(|meant| Cure::Bytes(start, start + line.len(), meant));
        let (message, help) = said(message, line, text.get(span.clone()).unwrap_or_default());
        let at = At { file: file.clone(), place: Place::bytes(span.clone()) };
        syntax.findings.push((span, Finding { help, ..Finding::of("syntax-error", at, message).cured(cure) }));
    }
    syntax
}

/// The mark with which some programs begin a text.
const MARK: char = '\u{feff}';
const SECOND_MARK: &str = "a second byte order mark";

/// Numbers of which the parser reads the shape and not the digits: `0x`.
fn no_numbers(table: &DeTable<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // A list of what is still to be looked at, for tables may be nested deeper than calls.
    let mut open: Vec<&Spanned<DeValue<'_>>> = table.values().collect();
    while let Some(value) = open.pop() {
        match value.get_ref() {
            DeValue::Integer(integer) => {
                let digits = integer.as_str().trim_start_matches(['+', '-']);
                if digits.is_empty() || !digits.chars().all(|c| c.is_digit(integer.radix())) {
                    found.push(value.span());
                }
            }
            DeValue::Array(array) => open.extend(array.iter()),
            DeValue::Table(table) => open.extend(table.values()),
            _ => {}
        }
    }
    found
}

/// Whether a line closes what it opens.
fn balanced(line: &str) -> bool {
    [('[', ']'), ('{', '}')].iter().all(|(open, close)| line.matches(*open).count() == line.matches(*close).count())
        && !line.contains("\"\"\"")
        && !line.contains("'''")
}

/// Whether a place stands in a table that was written before, below the header that repeats it.
fn in_repeated_table(text: &str, header: Option<usize>, at: usize) -> bool {
    header.is_some_and(|header| !text[header..at].lines().skip(1).any(|line| line.trim_start().starts_with('[')))
}

/// A span within the text that ends on the boundaries of characters.
fn visible(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// The first line that git leaves where two versions could not be merged.
fn conflict(text: &str) -> Option<Range<usize>> {
    let start = if text.starts_with("<<<<<<< ") { 0 } else { text.find("\n<<<<<<< ")? + 1 };
    text.contains("\n=======").then(|| start..start + text[start..].find('\n').unwrap_or(text.len() - start))
}

/// An error in people's words, from the line in which it stands.
fn said(message: &str, line: &str, found: &str) -> (Text, Option<Text>) {
    if message == SECOND_MARK {
        return (
            text!(en: "an invisible character stands at position 1", nl: "onzichtbaar teken op positie 1"),
            Some(
                text!(en: "the file begins with two byte order marks; save it as plain UTF-8", nl: "het bestand begint met twee byte-order-marks; sla het op als gewone UTF-8"),
            ),
        );
    }
    hand(line)
        .filter(|_| !message.starts_with("duplicate") && !message.starts_with("unclosed"))
        .map_or_else(|| parser(message, line, found), |(message, help)| (message, Some(help)))
}

/// The parser's own errors, in both languages.
fn parser(message: &str, line: &str, found: &str) -> (Text, Option<Text>) {
    let (head, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let known = PARSER.iter().find(|(english, _)| *english == head);
    let found = if found.trim().is_empty() || found.len() > 40 || head.starts_with("unclosed") {
        String::new()
    } else {
        format!(" `{}`", found.trim())
    };
    let message = match known {
        Some((_, said)) => text!(said; en: "{said}{found}", nl: "{said}{found}"),
        None if head.contains("date") || head.contains("time") => {
            text!(en: "there is no such date or time{found}", nl: "deze datum of tijd bestaat niet{found}")
        }
        None => text!(en: "this is no valid TOML: {head}{found}", nl: "dit is hier geen geldige waarde of regel{found}"),
    };
    let help = if head == "duplicate key" && line.trim_start().starts_with('[') && !line.contains('.') {
        let name = line.trim().trim_matches(['[', ']']);
        Some(
            text!(en: "for several of them write `[[{name}]]`, with two brackets each time", nl: "schrijf bij meer dan één `[[{name}]]`, elke keer met dubbele haken"),
        )
    } else if head == "duplicate key" {
        Some(
            text!(en: "write each key once, and one `[table]` for keys that belong together", nl: "schrijf elke sleutel één keer, en één `[tabel]` voor wat bij elkaar hoort"),
        )
    } else if let Some(what) = head.strip_prefix("unclosed ") {
        let bracket = if what == "inline table" { '}' } else { ']' };
        Some(text!(en: "close it with `{bracket}` on this line or further on", nl: "sluit af met `{bracket}`, op deze regel of verderop"))
    } else if head == "carriage return must be followed by newline" {
        Some(text!(en: "save the file with ordinary line ends (LF or CRLF)", nl: "sla het bestand op met gewone regeleinden (LF of CRLF)"))
    } else if head.contains("recursion") {
        Some(text!(en: "a record is never nested so deep", nl: "een dossier is nooit zo diep genest"))
    } else if line.contains('\\') && (head.contains("escape") || expected.contains('\\')) {
        Some(
            text!(en: "in a text write `\\\\` for a backslash, or put the text between `'…'`", nl: "schrijf in een tekst `\\\\` voor een backslash, of zet de tekst tussen `'…'`"),
        )
    } else if !expected.is_empty() {
        Some(wanted(expected))
    } else {
        None
    };
    (message, help)
}

/// What the parser would have liked to see, where that helps people.
fn wanted(expected: &str) -> Text {
    let date = ["day", "month", "year", "MM", "DD", "hour", "minute"];
    if date.iter().any(|part| expected.contains(part)) {
        return text!(en: "write year-month-day: `2026-03-12`", nl: "schrijf jaar-maand-dag: `2026-03-12`");
    }
    match expected {
        "nothing" | "newline, `#`" | "`#`, newline" => {
            text!(en: "nothing more belongs on this line", nl: "achter de waarde hoort niets meer op deze regel")
        }
        "literal string" => text!(en: "put text between quotes: `\"…\"`", nl: "zet tekst tussen aanhalingstekens: `\"…\"`"),
        _ if expected.starts_with('`') && expected.len() < 12 => text!(en: "expected here: {expected}", nl: "hier hoort: {expected}"),
        _ => {
            text!(en: "compare the line with the ones around it: `key = value`", nl: "vergelijk de regel met die eromheen: `sleutel = waarde`")
        }
    }
}

static PARSER: &[(&str, Text)] = &[
    ("`_` may only go between digits", Text::new("`_` stands only between digits", "`_` mag alleen tussen cijfers staan")),
    ("cannot recurse further; max recursion depth met", Text::new("nested too deep", "te diep genest")),
    ("recursion limit", Text::new("nested too deep", "te diep genest")),
    ("carriage return must be followed by newline", Text::new("a line end of old Macs", "een regeleinde van oude Macs")),
    ("duplicate key", Text::new("this stands twice:", "dit staat er twee keer:")),
    ("extra `=`", Text::new("one `=` too many", "een `=` te veel")),
    ("extra assignment between key-value pairs", Text::new("one `=` too many", "een `=` te veel")),
    ("extra comma in array", Text::new("one comma too many in the list", "een komma te veel in de lijst")),
    ("extra comma in inline table", Text::new("one comma too many between the braces", "een komma te veel tussen de accolades")),
    ("invalid comment character", Text::new("an invisible character in a remark", "een onzichtbaar teken in een opmerking")),
    (
        "invalid inline table element",
        Text::new("between braces stand only `key = value` pairs, not", "tussen accolades staan alleen paren `sleutel = waarde`, geen"),
    ),
    ("invalid key-value pair", Text::new("this is no `key = value`:", "dit is geen `sleutel = waarde`:")),
    (
        "invalid unquoted key",
        Text::new("a key is written with letters, digits, `-` and `_`, not", "een sleutel bestaat uit letters, cijfers, `-` en `_`, niet"),
    ),
    ("invalid value", Text::new("this is no value:", "dit is geen waarde:")),
    ("key with no value", Text::new("a key without `=` and a value", "een sleutel zonder `=` en een waarde")),
    ("missing array opening", Text::new("`]` without `[`", "`]` zonder `[`")),
    (
        "missing assignment between key-value pairs",
        Text::new("between key and value `=` is missing", "tussen sleutel en waarde ontbreekt `=`"),
    ),
    (
        "missing comma between array elements",
        Text::new("a comma is missing between items of the list", "tussen onderdelen van de lijst ontbreekt een komma"),
    ),
    ("missing comma between key-value pairs", Text::new("a comma is missing between the pairs", "tussen de paren ontbreekt een komma")),
    (
        "missing escaped value",
        Text::new("a backslash means something of its own in a text", "een backslash heeft in een tekst een eigen betekenis"),
    ),
    ("missing inline table opening", Text::new("`}` without `{`", "`}` zonder `{`")),
    (
        "missing key for inline table element",
        Text::new("between braces a key is missing before `=`", "tussen de accolades ontbreekt een sleutel voor `=`"),
    ),
    ("missing opening quote", Text::new("the text has no opening quote", "de tekst heeft geen aanhalingsteken aan het begin")),
    ("missing table open", Text::new("`]` without `[`", "`]` zonder `[`")),
    ("missing value for key", Text::new("the key has no value", "de sleutel heeft geen waarde")),
    ("missing value", Text::new("a value is missing", "er ontbreekt een waarde")),
    ("radix must be lowercase", Text::new("`0x`, `0o` and `0b` are written small", "`0x`, `0o` en `0b` schrijft u klein")),
    ("redundant numeric sign", Text::new("one sign too many before the number", "een teken te veel voor het getal")),
    ("string values must be quoted", Text::new("this text needs quotes around it:", "om deze tekst horen aanhalingstekens:")),
    ("too few unicode value digits", Text::new("a character's number is too short", "het nummer van een teken is te kort")),
    ("unclosed array table", Text::new("`]]` is missing", "`]]` ontbreekt")),
    ("unclosed array", Text::new("this list has no `]`", "deze lijst heeft geen `]`")),
    ("unclosed inline table", Text::new("`}` is missing", "`}` ontbreekt")),
    ("unclosed table", Text::new("`]` is missing", "`]` ontbreekt")),
    (
        "unexpected content between comment and newline",
        Text::new("something unreadable stands at the end of the line", "aan het eind van de regel staat iets onleesbaars"),
    ),
    ("unexpected content", Text::new("this does not belong here:", "dit hoort hier niet:")),
    ("unexpected key or value", Text::new("this does not belong here:", "dit hoort hier niet:")),
    (
        "unexpected leading zero",
        Text::new(
            "a number does not begin with a zero; write a code between quotes",
            "een getal begint niet met een nul; zet een code tussen aanhalingstekens",
        ),
    ),
    ("unquoted keys cannot be empty", Text::new("a key is missing", "er ontbreekt een sleutel")),
    (
        "cannot extend value of type array with a dotted key",
        Text::new("this is a list already, so it has no keys:", "dit is al een lijst en heeft dus geen sleutels:"),
    ),
    (
        "cannot extend value of type inline table with a dotted key",
        Text::new("this table was closed with `}` already:", "deze tabel is al met `}` afgesloten:"),
    ),
];
