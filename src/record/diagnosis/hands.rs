//! The mistakes that hands make again and again in a line of TOML, told from the line itself.

use toml::de::DeTable;

use crate::date::Date;
use crate::text;
use crate::text::Text;

/// The mistakes that hands make again and again.
pub fn hand(line: &str) -> Option<(Text, Text)> {
    let (key, value) = line.split_once('=').unwrap_or(("", ""));
    let (key, value) = (key.trim(), value.split(" #").next().unwrap_or_default().trim());
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
    if let Some(date) = day_first(value.trim_matches('"')).filter(|_| Date::parse(value).is_none()) {
        return Some((
            text!(en: "`{value}` is no date here", nl: "`{value}` is hier geen datum"),
            text!(en: "write year-month-day: `{date}`", nl: "schrijf jaar-maand-dag: `{date}`"),
        ));
    }
    if let Some(key) = line.split_once(':').map(|(key, _)| key.trim()).filter(|key| !line.contains('=') && is_key(key)) {
        let value = as_value(line.split_once(':').map_or("", |(_, value)| value));
        return Some((
            text!(en: "a key and its value are joined by `=`, not by `:`", nl: "tussen sleutel en waarde staat `=`, geen `:`"),
            text!(en: "write `{key} = {value}`", nl: "schrijf `{key} = {value}`"),
        ));
    }
    if let Some(key) = spaced(key) {
        return Some((
            text!(en: "a key has no spaces", nl: "een sleutel heeft geen spaties"),
            text!(en: "write `{key} = {value}`", nl: "schrijf `{key} = {value}`"),
        ));
    }
    if is_key(key) && value.is_empty() {
        return Some((
            text!(en: "`{key}` has no value", nl: "`{key}` heeft geen waarde"),
            text!(en: "write one after `=`, or remove the line: what is not known is left out", nl: "schrijf een waarde achter `=`, of haal de regel weg: wat niet bekend is, laat u weg"),
        ));
    }
    let parts: Vec<&str> = value.split('-').collect();
    if let [year, month, day] = parts[..]
        && [(year, 4), (month, 2), (day, 2)].iter().all(|(part, length)| part.len() == *length && part.bytes().all(|b| b.is_ascii_digit()))
        && Date::parse(value).is_none()
    {
        return Some((
            text!(en: "there is no such day: `{value}`", nl: "deze dag bestaat niet: `{value}`"),
            text!(en: "look at the month, which has two digits up to 12, and at how many days it has", nl: "kijk naar de maand (01 tot en met 12) en hoeveel dagen die heeft"),
        ));
    }
    let digits = value.trim_end_matches([';', ' ']);
    if is_key(key) && digits.len() > 1 && digits.starts_with('0') && digits.chars().all(|c| c.is_ascii_digit() || c == ' ') {
        return Some((
            text!(en: "a number does not begin with a zero", nl: "een getal begint niet met een nul"),
            text!(en: "a code or a telephone number stands between quotes: `{key} = \"{digits}\"`", nl: "een code of telefoonnummer staat tussen aanhalingstekens: `{key} = \"{digits}\"`"),
        ));
    }
    if let Some(amount) = value
        .strip_prefix('€')
        .map(str::trim)
        .and_then(|amount| decimal(amount).or_else(|| amount.parse::<u32>().ok().map(|amount| amount.to_string())))
    {
        return Some((
            text!(en: "an amount is a number without `€`", nl: "een bedrag is een getal zonder `€`"),
            text!(en: "write `{key} = {amount}`", nl: "schrijf `{key} = {amount}`"),
        ));
    }
    let better = as_value(value);
    let bare = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{']);
    if is_key(key) && bare && better != value && !value.contains(['"', '\'']) {
        let message = if better.starts_with('"') {
            text!(en: "text stands between quotes", nl: "tekst staat tussen aanhalingstekens")
        } else {
            text!(en: "`{value}` is no value here", nl: "`{value}` is hier geen waarde")
        };
        return Some((message, text!(en: "write `{key} = {better}`", nl: "schrijf `{key} = {better}`")));
    }
    if is_key(key) && matches!(value.chars().next(), Some('"')) && value.contains('\\') {
        return Some((
            text!(en: "a backslash means something of its own in a text", nl: "een backslash heeft in een tekst een eigen betekenis"),
            text!(en: "write `\\\\`, or put the text between `'…'`", nl: "schrijf `\\\\`, of zet de tekst tussen `'…'`"),
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

pub fn is_key(text: &str) -> bool {
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

/// A key that was typed with spaces, as the format writes it.
fn spaced(key: &str) -> Option<String> {
    let joined = key.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase();
    (key.contains(' ') && is_key(&joined)).then_some(joined)
}

/// What was typed as a value, as TOML writes it: without what other languages put behind it, yes and no as such, text between quotes.
pub fn as_value(typed: &str) -> String {
    let typed = typed.split(" //").next().unwrap_or(typed).trim().trim_end_matches([';', ',']).trim();
    match typed.to_lowercase().as_str() {
        "ja" | "yes" | "true" | "waar" => return "true".to_owned(),
        "nee" | "no" | "false" | "onwaar" => return "false".to_owned(),
        _ => {}
    }
    if let Some(number) = decimal(typed) {
        return number;
    }
    let is_toml = DeTable::parse(&format!("x = {typed}\n")).is_ok_and(|table| table.get_ref().len() == 1);
    if is_toml && !typed.is_empty() { typed.to_owned() } else { format!("\"{}\"", typed.replace(['"', '\\'], "")) }
}

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
