//! What is no TOML: the parser's errors, one a line, in words for people who did not choose to write TOML.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{At, Finding, Place};
use crate::record::diagnosis::{Found, Lines};
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
}

/// The parser's errors as findings: the first of each line, and none after something that was never closed.
pub fn findings(file: &FilePath, text: &str, table: &DeTable<'_>, errors: &[toml::de::Error], too_deep: Option<Range<usize>>) -> Syntax {
    let mut syntax = Syntax { findings: Vec::new(), lines: BTreeSet::new(), readable_until: usize::MAX };
    let mut sorted: Vec<(Range<usize>, &str)> = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    sorted.extend(no_numbers(table).into_iter().map(|span| (span, "invalid value")));
    sorted.extend(too_deep.map(|span| (span, "recursion limit")));
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
    sorted.sort_by_key(|(span, _)| (span.start, span.end));
    for (span, message) in sorted {
        let span = visible(text, span);
        if span.start >= syntax.readable_until || !syntax.lines.insert(lines.at(span.start)) {
            continue;
        }
        if message.starts_with("unclosed") || message.contains("recursion") {
            syntax.readable_until = span.start;
        }
        let line = text[lines.range(lines.at(span.start), text.len())].trim_end();
        let (message, help) = said(message, line, text.get(span.clone()).unwrap_or_default());
        let at = At { file: file.clone(), place: Place::bytes(span.clone()) };
        syntax.findings.push((span, Finding { help, ..Finding::of("syntax-error", at, message) }));
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
    let value = line.split_once('=').map_or("", |(_, value)| value).split(" #").next().unwrap_or_default().trim();
    let key = line.split_once('=').map_or("", |(key, _)| key.trim());
    hand(line, key, value).map_or_else(|| parser(message, line, found), |(message, help)| (message, Some(help)))
}

/// The mistakes that hands make again and again.
fn hand(line: &str, key: &str, value: &str) -> Option<(Text, Text)> {
    if let Some(quote) = line.chars().find(|c| matches!(c, '“' | '”' | '„' | '‘' | '’')).filter(|_| !line.contains('"')) {
        return Some((
            text!(en: "curly quotes `{quote}` do not hold text", nl: "gekrulde aanhalingstekens `{quote}` omsluiten geen tekst"),
            text!(en: "use straight ones: `\"…\"`", nl: "gebruik rechte aanhalingstekens: `\"…\"`"),
        ));
    }
    let position = line.chars().position(|c| matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{200b}' | '\u{feff}' | '\u{2003}'));
    if let Some(position) = position.filter(|_| !line.contains('"')) {
        let position = position + 1;
        return Some((
            text!(en: "an invisible character stands at position {position}", nl: "onzichtbaar teken op positie {position}"),
            text!(en: "remove it, or type the space again", nl: "verwijder het, of typ de spatie opnieuw"),
        ));
    }
    if let Some(number) = decimal(value) {
        return Some((
            text!(en: "`{value}` is written with a comma or thousands dots", nl: "`{value}` is met een komma of duizendpunten geschreven"),
            text!(en: "write a point, no comma, and nothing between thousands: `{number}`", nl: "schrijf een punt, geen komma, en niets tussen duizendtallen: `{number}`"),
        ));
    }
    if let Some(date) = day_first(value.trim_matches('"')) {
        return Some((
            text!(en: "`{value}` is no date here", nl: "`{value}` is hier geen datum"),
            text!(en: "write year-month-day: `{date}`", nl: "schrijf jaar-maand-dag: `{date}`"),
        ));
    }
    if let Some(key) = line.split_once(':').map(|(key, _)| key.trim()).filter(|key| !line.contains('=') && is_key(key)) {
        let value = line.split_once(':').map_or("", |(_, value)| value).trim().trim_matches('"');
        return Some((
            text!(en: "a key and its value are joined by `=`, not by `:`", nl: "tussen sleutel en waarde staat `=`, geen `:`"),
            text!(en: "write `{key} = \"{value}\"`", nl: "schrijf `{key} = \"{value}\"`"),
        ));
    }
    if is_key(key) && value.is_empty() {
        return Some((
            text!(en: "`{key}` has no value", nl: "`{key}` heeft geen waarde"),
            text!(en: "write one after `=`, or remove the line: what is not known is left out", nl: "schrijf een waarde achter `=`, of haal de regel weg: wat niet bekend is, laat u weg"),
        ));
    }
    let bare = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{']) && value.chars().next().is_some_and(char::is_alphabetic);
    if is_key(key) && bare && !value.contains(['"', '\'']) {
        return Some((
            text!(en: "text stands between quotes", nl: "tekst staat tussen aanhalingstekens"),
            text!(en: "write `{key} = \"{value}\"`", nl: "schrijf `{key} = \"{value}\"`"),
        ));
    }
    if is_key(key) && value.starts_with('"') && value.matches('"').count() == 1 {
        return Some((
            text!(en: "the text has no closing quote", nl: "de tekst heeft geen aanhalingsteken aan het eind"),
            text!(en: "write `{key} = {value}\"`", nl: "schrijf `{key} = {value}\"`"),
        ));
    }
    None
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The number that a Dutch hand meant: `7.500,00` is `7500.00`, `12,50` is `12.50`.
pub fn decimal(typed: &str) -> Option<String> {
    let digits = typed.trim_start_matches(['€', ' ', '-', '\u{a0}']).trim_end_matches([',', '-']);
    let sign = if typed.starts_with('-') { "-" } else { "" };
    if !digits.contains([',', '.'])
        || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        || !digits.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let (whole, cents) = match digits.rsplit_once([',', '.']) {
        Some((whole, cents)) if cents.len() <= 2 => (whole, cents),
        _ => (digits, ""),
    };
    let thousands: Vec<&str> = whole.split(['.', ',']).collect();
    if thousands.iter().skip(1).any(|group| group.len() != 3) || thousands[0].len() > 3 && thousands.len() > 1 {
        return None;
    }
    let whole = thousands.concat();
    Some(format!("{sign}{whole}.{cents:0<2}"))
}

/// The day that was written `12-03-2026`, `12/3/2026` or `12 maart 2026`.
pub fn day_first(typed: &str) -> Option<crate::date::Date> {
    let parts: Vec<&str> = typed.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts[..] else { return None };
    let (year, day) = if day.len() == 4 { (day, year) } else { (year, day) };
    let month = month.parse().ok().or_else(|| {
        let month = month.to_lowercase();
        let names = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
        let english = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let short = month.get(..3)?;
        names
            .iter()
            .position(|name| *name == short || month == "mrt" && *name == "maa")
            .or_else(|| english.iter().position(|name| *name == short))
            .and_then(|at| u32::try_from(at + 1).ok())
    })?;
    (year.len() == 4).then(|| crate::date::Date::of(year.parse().ok()?, month, day.parse().ok()?)).flatten()
}

/// The parser's own errors, in both languages.
fn parser(message: &str, line: &str, found: &str) -> (Text, Option<Text>) {
    let (head, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let known = PARSER.iter().find(|(english, _)| *english == head);
    let found = if found.trim().is_empty() || found.len() > 40 { String::new() } else { format!(" `{}`", found.trim()) };
    let message = match known {
        Some((_, said)) => text!(said; en: "{said}{found}", nl: "{said}{found}"),
        None => text!(en: "this is no valid TOML: {head}{found}", nl: "dit is geen geldige TOML: {head}{found}"),
    };
    let help = if head == "duplicate key" {
        Some(
            text!(en: "write each key once, and one `[table]` for keys that belong together", nl: "schrijf elke sleutel één keer, en één `[tabel]` voor wat bij elkaar hoort"),
        )
    } else if head == "carriage return must be followed by newline" {
        Some(text!(en: "save the file with ordinary line ends (LF or CRLF)", nl: "sla het bestand op met gewone regeleinden (LF of CRLF)"))
    } else if head.contains("recursion") {
        Some(text!(en: "a record is never nested so deep", nl: "een dossier is nooit zo diep genest"))
    } else if line.contains('\\') && (head.contains("escape") || expected.contains('\\')) {
        Some(
            text!(en: "in a text write `\\\\` for a backslash, or put the text between `'…'`", nl: "schrijf in een tekst `\\\\` voor een backslash, of zet de tekst tussen `'…'`"),
        )
    } else if !expected.is_empty() {
        Some(text!(en: "expected here: {expected}", nl: "hier hoort: {expected}"))
    } else {
        None
    };
    (message, help)
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
    ("key with no value", Text::new("a key without `=` and a value:", "een sleutel zonder `=` en een waarde:")),
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
    ("missing escaped value", Text::new("nothing follows the backslash", "achter de backslash staat niets")),
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
    ("string values must be quoted", Text::new("text stands between quotes, also", "tekst staat tussen aanhalingstekens, ook")),
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

#[cfg(test)]
mod tests {
    use super::{day_first, decimal};

    #[test]
    fn dutch_numbers_are_understood() {
        for (typed, meant) in [
            ("12,50", "12.50"),
            ("7.500,00", "7500.00"),
            ("7.500", "7500.00"),
            ("1.250.000,5", "1250000.50"),
            ("-4.000,00", "-4000.00"),
            ("134.000", "134000.00"),
            ("€ 12,50", "12.50"),
        ] {
            assert_eq!(decimal(typed).as_deref(), Some(meant), "{typed}");
        }
        for typed in ["12", "1.2.3", "abc", "", "1,2,3,4", "12-03-2026"] {
            assert_eq!(decimal(typed), None, "{typed}");
        }
    }

    #[test]
    fn dutch_dates_are_understood() {
        for typed in ["12-03-2026", "12/3/2026", "12 maart 2026", "12 mrt 2026", "12 March 2026", "2026-3-12", "2026/03/12"] {
            assert_eq!(day_first(typed).map(|date| date.to_string()).as_deref(), Some("2026-03-12"), "{typed}");
        }
        for typed in ["31-02-2026", "maart 2026", "12-03-26", ""] {
            assert_eq!(day_first(typed), None, "{typed}");
        }
    }
}
