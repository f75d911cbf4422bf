//! What a value or a line was meant to be, where there is no doubt: what `check --fix` writes in its place.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::date::{Date, Moment};
use crate::edit::quoted;
use crate::record::diagnosis::hands::{as_value, day_first, decimal, is_key};
use crate::record::scalars::MARK;
use crate::record::shape::known_words;
use crate::words;

/// What a faulty scalar was meant to be, as TOML; `mark` is which of ours is expected, or empty.
pub fn scalar(mark: &str, value: &DeValue<'_>, schema: &Value) -> Option<String> {
    match (mark, value) {
        ("day" | "date" | "vague-date", DeValue::Datetime(date)) => {
            let text = date.to_string();
            // Midnight is what programs add to a day; any other time was meant.
            let day = text.strip_suffix("T00:00:00").or_else(|| text.strip_suffix(" 00:00:00"))?;
            Date::parse(day).map(|day| day.to_string())
        }
        ("day" | "date" | "vague-date" | "moment", DeValue::String(typed)) => {
            let typed = typed.trim();
            let moment = Moment::parse(typed).filter(|moment| mark == "moment" || moment.time.is_none());
            let timed = || moment_of(typed).filter(|_| mark == "moment").map(|moment| moment.to_string());
            moment.map(|moment| moment.to_string()).or_else(timed).or_else(|| Some(day(typed)?.to_string()))
        }
        ("vague-date", DeValue::Integer(year)) if year.as_str().len() == 4 && year.radix() == 10 => Some(quoted(year.as_str())),
        ("amount", DeValue::String(typed)) if words::values_for(typed).first() == Some(&"unknown") => Some(quoted("unknown")),
        ("money" | "amount" | "number", DeValue::String(typed)) => amount(typed),
        ("hours", DeValue::String(typed)) => whole(typed),
        ("takes-part", DeValue::String(typed)) => truth(typed),
        ("vat", DeValue::String(typed)) => match typed.trim_end_matches(['%', ' ']).parse::<u8>() {
            Ok(rate) if rate <= 30 => Some(rate.to_string()),
            Ok(_) => None,
            Err(_) => word(typed, schema),
        },
        ("zone", DeValue::String(typed)) => {
            let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            names.filter(|name| name.eq_ignore_ascii_case(typed)).map(quoted).next()
        }
        ("" | "rhythm", DeValue::String(typed)) => word(typed, schema),
        _ => None,
    }
}

/// What a value of the wrong kind was meant to be, where one kind only is expected; `items` is what a list of that kind holds.
pub fn shape(value: &DeValue<'_>, choices: &[&Value], items: &Value) -> Option<String> {
    let [choice] = choices else { return None };
    if let Some(mark) = choice[MARK].as_str() {
        return scalar(mark, value, choice);
    }
    match (choice["type"].as_str()?, value) {
        ("boolean", DeValue::String(typed)) => truth(typed),
        ("integer", DeValue::String(typed)) => whole(typed),
        ("number", DeValue::String(typed)) => amount(typed),
        // A number of the Chamber of Commerce, a telephone number.
        ("string", DeValue::Integer(number)) if known_words(choice).is_empty() && number.radix() == 10 => Some(quoted(number.as_str())),
        ("array", DeValue::String(typed)) => {
            let one = !typed.is_empty()
                && !typed.contains([',', ';', '/', '&', '+', '\n', '[', ']', '"'])
                && !typed.contains(" en ")
                && !typed.contains(" and ");
            let of_words = items["type"] == "string" || items[MARK].is_string() || items["enum"].is_array();
            (one && of_words).then(|| format!("[{}]", quoted(typed)))
        }
        _ => None,
    }
}

/// What a line that is no TOML was meant to be.
pub fn line(line: &str) -> Option<String> {
    let meant = meant(line)?;
    let right = DeTable::parse(&meant).is_ok_and(|table| table.get_ref().len() == 1);
    (right && meant != line).then_some(meant)
}

fn meant(line: &str) -> Option<String> {
    if !line.contains('"') && line.contains(INVISIBLE) {
        let plain: String =
            line.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}')).map(|c| if INVISIBLE.contains(&c) { ' ' } else { c }).collect();
        return Some(plain);
    }
    let Some((before, after)) = line.split_once('=') else {
        // What follows `#` or `//` may be a remark or belong to the text.
        let (key, value) = line.split_once(':').filter(|(_, value)| !value.contains('#') && !value.contains("//"))?;
        let key = key.trim();
        return (is_key(key) && !value.trim().is_empty() && !value.contains(CURLY)).then(|| format!("{key} = {}", as_value(value)));
    };
    let typed = after.split(" #").next().unwrap_or_default();
    let remark = &after[typed.len()..];
    let (key, value) = (before.trim(), typed.trim());
    if !is_key(key) || value.is_empty() {
        return None;
    }
    let better = better(value, remark)?;
    Some(format!("{before}={}{better}{}{remark}", &typed[..typed.len() - typed.trim_start().len()], &typed[typed.trim_end().len()..]))
}

const INVISIBLE: [char; 6] = ['\u{a0}', '\u{202f}', '\u{2007}', '\u{200b}', '\u{feff}', '\u{2003}'];
const CURLY: [char; 5] = ['“', '”', '„', '‘', '’'];

/// A value that is no TOML, as it was meant.
fn better(value: &str, remark: &str) -> Option<String> {
    if value.contains(CURLY) && !value.contains('"') {
        let inner = value.strip_prefix(CURLY)?.strip_suffix(CURLY)?;
        // An apostrophe within is a letter; a quotation mark within may be another item.
        return (!inner.contains(['“', '”', '„', '\\', '=']) && !inner.contains("‘")).then(|| quoted(inner));
    }
    if let Some(inner) = value.strip_prefix('"') {
        return match inner.strip_suffix('"') {
            // What was typed between quotes with a backslash stays as it was typed.
            Some(inner) if inner.contains('\\') && !inner.contains(['"', '\'']) => Some(format!("'{inner}'")),
            None if remark.is_empty() && !inner.contains(['"', '\\', '#']) => Some(format!("{value}\"")),
            _ => None,
        };
    }
    if value.starts_with(['\'', '[', '{']) || value.contains(['"', '\'', '[', ']', '{', '}', '=', '#']) || value.contains("//") {
        return None;
    }
    if let Some(day) = day(value) {
        return Some(day.to_string());
    }
    if let Some(moment) = moment_of(value) {
        return Some(moment.to_string());
    }
    if decimal(value).is_some() || value.starts_with('€') {
        return amount(value);
    }
    // What looks like a number or a date and is none was no text: somebody has to look.
    let digits = value.trim_end_matches([';', ' ']);
    if value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+')) {
        let code = digits.len() > 1 && digits.starts_with('0') && digits.chars().all(|c| c.is_ascii_digit() || c == ' ');
        return code.then(|| quoted(digits));
    }
    Some(as_value(value))
}

/// A word of the schema's list that was meant without a doubt.
fn word(typed: &str, schema: &Value) -> Option<String> {
    let known = known_words(schema);
    words::surely(typed, words::values_for(typed), known.iter().copied()).map(quoted)
}

fn truth(typed: &str) -> Option<String> {
    match typed.trim().to_lowercase().as_str() {
        "ja" | "yes" | "waar" | "true" => Some("true".to_owned()),
        "nee" | "no" | "onwaar" | "false" => Some("false".to_owned()),
        _ => None,
    }
}

/// A whole number, also with a space between its thousands: `132 411`.
pub fn whole(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let groups: Vec<&str> = typed.split([' ', '\u{a0}', '\u{202f}']).collect();
    let grouped = groups.len() == 1 || (1..=3).contains(&groups[0].len()) && groups.iter().skip(1).all(|group| group.len() == 3);
    let plain = groups.concat();
    let digits = plain.bytes().all(|b| b.is_ascii_digit());
    (grouped && digits).then(|| plain.parse::<u32>().ok()).flatten().map(|number| number.to_string())
}

/// A day with a time behind it, where the day can be read in one way only: `12-03-2027 10:00`.
pub fn moment_of(typed: &str) -> Option<Moment> {
    let typed = typed.trim();
    let typed = typed.strip_suffix(" uur").or_else(|| typed.strip_suffix(" u")).unwrap_or(typed).trim_end();
    let (date, time) = typed.rsplit_once([' ', 'T'])?;
    let date = day(date.trim().trim_end_matches(','))?;
    let padded = if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
    Moment::parse(&format!("{date}T{padded}")).filter(|moment| moment.time.is_some())
}

/// An amount that can be read in one way only: `12,50`, `7.500,00`, `1.250.000`; not `7.500`, which is thousands here and decimals elsewhere.
fn amount(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let plain = typed.strip_prefix('€').unwrap_or(typed).trim_start_matches([' ', '\u{a0}']);
    let figures = plain.strip_prefix('-').unwrap_or(plain);
    if !figures.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) || !figures.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !figures.contains(['.', ',']) {
        return plain.parse::<i32>().ok().map(|whole| whole.to_string());
    }
    let groups: Vec<&str> = figures.split(['.', ',']).collect();
    let cents = groups.last().is_some_and(|last| matches!(last.len(), 1 | 2));
    // Between thousands stands one sign, and before the cents the other.
    let (thousands, last) = figures.rsplit_once(['.', ','])?;
    let sign = figures.as_bytes()[thousands.len()];
    let mixed = thousands.contains('.') && thousands.contains(',') || cents && thousands.bytes().any(|b| b == sign);
    let certain = !mixed && (cents || groups.len() > 2 && last.len() == 3);
    certain.then(|| decimal(plain)).flatten()
}

/// A day that can be read in one way only: with slashes Americans put the month first.
fn day(typed: &str) -> Option<Date> {
    const MONTHS: &str = " jan januari january feb februari february mrt maart mar march apr april mei may jun juni june jul juli july aug augustus \
                          august sep sept september okt oktober oct october nov november dec december ";
    let parts: Vec<&str> = typed.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts[..] else { return None };
    let named = !month.bytes().all(|b| b.is_ascii_digit());
    if named && !MONTHS.contains(&format!(" {} ", month.to_lowercase())) {
        return None;
    }
    let small = |part: &str| part.parse::<u32>().is_ok_and(|number| number <= 12);
    let american = typed.contains('/') && last.len() == 4 && first != month && small(first) && small(month);
    day_first(typed).filter(|_| !american)
}

#[cfg(test)]
mod tests {
    use super::{amount, day, line, moment_of, whole};

    #[test]
    fn amounts_are_read_in_one_way_or_not_at_all() {
        for (typed, meant) in [
            ("12,50", "12.50"),
            ("7.500,00", "7500.00"),
            ("1,250.00", "1250.00"),
            ("1.250.000", "1250000.00"),
            ("-4.000,5", "-4000.50"),
            ("€ 12,50", "12.50"),
            ("€ -12,50", "-12.50"),
            ("7500", "7500"),
        ] {
            assert_eq!(amount(typed).as_deref(), Some(meant), "{typed}");
        }
        for typed in ["7.500", "1,250", "1.2.3", "1,250,00", "12,", "1.250,-", "abc", "", "€", "1.2500,00", "1e5"] {
            assert_eq!(amount(typed), None, "{typed}");
        }
    }

    #[test]
    fn days_are_read_in_one_way_or_not_at_all() {
        for typed in ["12-03-2026", "12 maart 2026", "12 mrt 2026", "12.3.2026", "2026/3/12"] {
            assert_eq!(day(typed).map(|day| day.to_string()).as_deref(), Some("2026-03-12"), "{typed}");
        }
        assert_eq!(day("13/03/2026").map(|day| day.to_string()).as_deref(), Some("2026-03-13"));
        for typed in ["12/03/2026", "03-13-2026", "12 maartje 2026", "31-02-2026", "12-03-26"] {
            assert_eq!(day(typed), None, "{typed}");
        }
    }

    #[test]
    fn days_with_a_time_and_numbers_with_spaces_are_read_in_one_way_or_not_at_all() {
        for typed in ["12-03-2027 10:00", "12 maart 2027 10:00 uur", "12-3-2027, 10:00:00", "2027/3/12 10:00"] {
            assert_eq!(moment_of(typed).map(|moment| moment.to_string()).as_deref(), Some("2027-03-12T10:00:00"), "{typed}");
        }
        for typed in ["12/03/2027 10:00", "12-03-2027", "12-03-2027 25:00", "12-03-2027 10", "10:00", ""] {
            assert_eq!(moment_of(typed), None, "{typed}");
        }
        for (typed, meant) in [("132 411", "132411"), ("1\u{a0}234 567", "1234567"), (" 12 ", "12")] {
            assert_eq!(whole(typed).as_deref(), Some(meant), "{typed}");
        }
        for typed in ["132 41", "1324 110", "12  345", "", "+5", "1 a23", "1.5"] {
            assert_eq!(whole(typed), None, "{typed}");
        }
    }

    #[test]
    fn lines_are_mended_or_left_alone() {
        for (typed, meant) in [
            ("name = “Jo de Vries”  # wie", "name = \"Jo de Vries\"  # wie"),
            ("name = Jo de Vries", "name = \"Jo de Vries\""),
            ("name: Jo de Vries", "name = \"Jo de Vries\""),
            ("total = 7.500,00", "total = 7500.00"),
            ("from = 12-03-2026 # begin", "from = 2026-03-12 # begin"),
            ("starts = 12-03-2027 10:00", "starts = 2027-03-12T10:00:00"),
            ("vacant = ja", "vacant = true"),
            ("phone = 0612345678", "phone = \"0612345678\""),
            ("file = \"docs\\notulen\\wijk\"", "file = 'docs\\notulen\\wijk'"),
            ("name = \"Jo", "name = \"Jo\""),
            ("total\u{a0}= 5", "total = 5"),
            ("naam = Oud’s", "naam = \"Oud’s\""),
        ] {
            let expected = if typed == "naam = Oud’s" { None } else { Some(meant) };
            assert_eq!(line(typed).as_deref(), expected, "{typed}");
        }
        for typed in [
            "name = \"Jo # wie",
            "from = 2026-02-30",
            "x = 1_",
            "name = \"a\" b",
            "a = [1,,2]",
            "name = “a” en “b”",
            "[tabel",
            "hours = 7.500.",
            "a = b = c",
            "name =",
        ] {
            assert_eq!(line(typed), None, "{typed}");
        }
    }
}
