//! What is wrong with one value: of another kind, not on its list, or in a form that Dutch hands write.

use serde_json::Value;
use toml::de::DeValue;

use crate::date::{Date, Moment, VagueDate};
use crate::edit::quoted;
use crate::finding::{Key, Keys};
use crate::money::Money;
use crate::record::diagnosis::cure;
use crate::record::diagnosis::hands::{day_first, decimal};
use crate::record::scalars::MARK;
use crate::record::shape::known_words;
use crate::record::values::{Hours, Rhythm};
use crate::text::{Text, listed};
use crate::{text, words};

type Fault = (&'static str, Text, Option<Text>);

/// What is wrong with a value where a scalar is expected; `mark` is which of ours, or empty.
pub fn fault(mark: &str, value: &DeValue<'_>, schema: &Value, keys: &Keys) -> Option<Fault> {
    match mark {
        "day" => match value {
            DeValue::String(typed) if Date::parse(typed).is_some() => None,
            _ => date("date", value, keys),
        },
        "date" | "vague-date" | "moment" => date(mark, value, keys),
        "money" | "amount" => money(mark == "amount", value, keys),
        "hours" => hours(value, keys),
        "takes-part" => match value {
            DeValue::Boolean(_) => None,
            DeValue::String(typed) if typed == "unknown" => None,
            _ => Some(wrong(value, "boolean", keys)),
        },
        "number" => match number(value) {
            Some(_) => None,
            None => Some(wrong(value, "number", keys)),
        },
        "vat" => vat(value, schema, keys),
        "rhythm" => rhythm(value, schema, keys),
        "zone" => zone(value, keys),
        "id" => match value {
            DeValue::String(_) => None,
            _ => Some(wrong(value, "id", keys)),
        },
        _ => plain(value, schema, keys),
    }
}

/// A value of the schema's own kinds: text, a word of a list, a number within bounds, true or false.
fn plain(value: &DeValue<'_>, schema: &Value, keys: &Keys) -> Option<Fault> {
    let listed_words = known_words(schema);
    match value {
        DeValue::String(text) if !listed_words.is_empty() => {
            if listed_words.contains(&text.as_ref()) {
                None
            } else {
                Some(not_listed(text, &listed_words))
            }
        }
        DeValue::Integer(_) | DeValue::Float(_) => {
            let kind = schema["type"].as_str().unwrap_or("number");
            let Some(number) = number(value) else { return Some(wrong(value, kind, keys)) };
            if kind == "integer" && !matches!(value, DeValue::Integer(_)) {
                return Some(wrong(value, kind, keys));
            }
            let bound = |name: &str| schema[name].as_f64();
            if bound("minimum").is_some_and(|least| number < least) || bound("maximum").is_some_and(|most| number > most) {
                let message = text!(en: "`{number}` is too large or too small here", nl: "`{number}` is hier te groot of te klein");
                return Some(("bad-value", message, None));
            }
            None
        }
        _ => None,
    }
}

fn not_listed(typed: &str, known: &[&str]) -> Fault {
    let near = words::values_for(typed).iter().find_map(|word| known.iter().copied().find(|one| one == word));
    let near = near.or_else(|| words::nearest(typed, known.iter().copied()));
    let all = listed(known.iter().copied(), 14);
    let help = match near {
        Some(near) => text!(all; en: "did you mean `{near}`? Possible: {all}", nl: "bedoelt u `{near}`? Mogelijk: {all}"),
        None => text!(all; en: "possible: {all}", nl: "mogelijk: {all}"),
    };
    ("bad-value", text!(en: "`{typed}` is not on the list", nl: "`{typed}` staat niet in de lijst"), Some(help))
}

fn date(mark: &str, value: &DeValue<'_>, keys: &Keys) -> Option<Fault> {
    match value {
        DeValue::Datetime(date) => {
            let text = date.to_string();
            let fits = match mark {
                "moment" => Moment::parse(&text).is_some(),
                _ => Date::parse(&text).is_some(),
            };
            if fits {
                return None;
            }
            let message = text!(en: "`{text}` is not a plain date", nl: "`{text}` is geen gewone datum");
            let help = match (mark, text.get(..10).and_then(Date::parse), text.get(..19).and_then(Moment::parse)) {
                ("moment", _, Some(local)) => text!(
                    en: "write the time in the record's own time zone, without an offset: `{local}`",
                    nl: "schrijf de tijd in de tijdzone van het dossier, zonder `Z` of `+01:00`: `{local}`"),
                (_, Some(day), _) => text!(en: "write the day alone: `{day}`", nl: "schrijf alleen de dag: `{day}`"),
                _ => text!(en: "write year-month-day: `2026-03-12`", nl: "schrijf jaar-maand-dag: `2026-03-12`"),
            };
            Some(("unsupported-date", message, Some(help)))
        }
        DeValue::String(typed) => {
            if mark == "vague-date" && VagueDate::parse(typed).is_some()
                || mark == "moment" && matches!(VagueDate::parse(typed), Some(VagueDate::Year(_) | VagueDate::Month(..)))
            {
                return None;
            }
            let message = text!(en: "`{typed}` is no date here", nl: "`{typed}` is hier geen datum");
            let typed = typed.trim();
            let help = if let Some(moment) = Moment::parse(typed).filter(|moment| mark == "moment" || moment.time.is_none()) {
                text!(en: "write it without quotes: `{moment}`", nl: "schrijf hem zonder aanhalingstekens: `{moment}`")
            } else if let Some(moment) = cure::moment_of(typed).filter(|_| mark == "moment") {
                text!(en: "write year-month-day, without quotes: `{moment}`", nl: "schrijf jaar-maand-dag, zonder aanhalingstekens: `{moment}`")
            } else if let Some(date) = day_first(typed) {
                text!(en: "write year-month-day, without quotes: `{date}`", nl: "schrijf jaar-maand-dag, zonder aanhalingstekens: `{date}`")
            } else if mark == "vague-date" {
                text!(en: "write `2026-03-12`, or `\"2026-03\"` or `\"2026\"` where the day is not known", nl: "schrijf `2026-03-12`, of `\"2026-03\"` of `\"2026\"` als de dag niet bekend is")
            } else {
                text!(en: "write year-month-day: `2026-03-12`", nl: "schrijf jaar-maand-dag: `2026-03-12`")
            };
            Some(("bad-value", message, Some(help)))
        }
        DeValue::Integer(year) if mark == "vague-date" && year.as_str().len() == 4 => {
            let year = year.as_str();
            let message = text!(en: "a year alone is written as text", nl: "een los jaartal staat tussen aanhalingstekens");
            Some(("wrong-type", message, Some(text!(en: "write `\"{year}\"`", nl: "schrijf `\"{year}\"`"))))
        }
        _ => Some(wrong(value, mark, keys)),
    }
}

fn money(may_be_unknown: bool, value: &DeValue<'_>, keys: &Keys) -> Option<Fault> {
    let read = match value {
        DeValue::Integer(_) => whole(value).and_then(Money::from_integer),
        DeValue::Float(float) if decimals(float.as_str()) <= 2 => number(value).and_then(Money::from_float),
        DeValue::Float(_) => None,
        DeValue::String(typed) if may_be_unknown && typed == "unknown" => return None,
        DeValue::String(typed) => {
            let message = text!(en: "an amount is a number, not text", nl: "een bedrag is een getal, geen tekst");
            let plain = typed.trim_start_matches(['€', ' ', '\u{a0}']);
            let help = if let Some(amount) = decimal(typed).or_else(|| plain.parse::<u32>().ok().map(|whole| whole.to_string())) {
                text!(
                    en: "write it without quotes, thousands dots or a comma: `{amount}`",
                    nl: "bedragen zonder aanhalingstekens, zonder punt voor duizendtallen en met een punt voor de centen: `{amount}`")
            } else if may_be_unknown {
                text!(en: "write a number such as `7500.00`, or `\"unknown\"`", nl: "schrijf een getal zoals `7500.00`, of `\"unknown\"`")
            } else {
                text!(en: "write a number such as `7500.00`", nl: "schrijf een getal zoals `7500.00`")
            };
            return Some(("wrong-type", message, Some(help)));
        }
        _ => return Some(wrong(value, "money", keys)),
    };
    if read.is_some() {
        return None;
    }
    let typed = match value {
        DeValue::Float(float) => float.as_str().to_owned(),
        DeValue::Integer(integer) => integer.as_str().to_owned(),
        _ => String::new(),
    };
    let message = text!(en: "`{typed}` is no amount", nl: "`{typed}` is geen bedrag");
    let help = match decimal(&typed) {
        // A nought before the point is no thousands: there are too many decimals.
        Some(amount) if !amount.ends_with(&typed) && !typed.trim_start_matches(['-', '+']).starts_with("0.") => text!(
            en: "no dots between thousands, and a point before the cents: `{amount}`",
            nl: "bedragen zonder punt voor duizendtallen en met een punt voor de centen: `{amount}`"),
        _ => text!(
            en: "an amount has two decimals at most and thirteen digits before the point: `7500.00`",
            nl: "een bedrag heeft hooguit twee decimalen en dertien cijfers voor de punt: `7500.00`"),
    };
    Some(("bad-value", message, Some(help)))
}

fn hours(value: &DeValue<'_>, keys: &Keys) -> Option<Fault> {
    let fits = match value {
        DeValue::Float(float) if decimals(float.as_str()) > 2 => false,
        DeValue::Integer(_) | DeValue::Float(_) => number(value).is_some_and(|hours| (0.0..=100_000.0).contains(&hours)),
        DeValue::String(typed) => Hours::parse(typed).is_some(),
        _ => return Some(wrong(value, "hours", keys)),
    };
    if fits {
        return None;
    }
    let message = text!(en: "this is no number of hours", nl: "dit is geen aantal uren");
    let help = text!(
        en: "write hours a week as a number (`8`), or `\"2 h/month\"`, `\"0.2 fte\"`",
        nl: "schrijf uren per week als getal (`8`), of `\"2 h/month\"` (per maand), `\"0.2 fte\"`");
    Some(("bad-value", message, Some(help)))
}

fn vat(value: &DeValue<'_>, schema: &Value, keys: &Keys) -> Option<Fault> {
    match value {
        DeValue::String(typed) => {
            let known = known_words(schema);
            if known.contains(&typed.as_ref()) {
                return None;
            }
            if let Ok(rate) = typed.trim_end_matches(['%', ' ']).parse::<u8>() {
                let message = text!(en: "a rate is a number, not text", nl: "een tarief is een getal, geen tekst");
                return Some(("wrong-type", message, Some(text!(en: "write `{rate}`", nl: "schrijf `{rate}`"))));
            }
            Some(not_listed(typed, &known))
        }
        DeValue::Integer(_) => match whole(value) {
            Some(0..=30) => None,
            _ => Some((
                "bad-value",
                text!(en: "no such rate of VAT", nl: "dit btw-tarief bestaat niet"),
                Some(text!(en: "write 21, 9 or 0", nl: "schrijf 21, 9 of 0")),
            )),
        },
        _ => Some(wrong(value, "vat", keys)),
    }
}

fn rhythm(value: &DeValue<'_>, schema: &Value, keys: &Keys) -> Option<Fault> {
    match value {
        DeValue::String(typed) if Rhythm::parse(typed).is_some() => None,
        DeValue::String(typed) => {
            let (rule, message, help) = not_listed(typed, &known_words(schema));
            let length = text!(en: ", or a length such as `6 weeks`", nl: ", of een duur zoals `6 weeks`");
            Some((rule, message, help.map(|help| help.then(&length))))
        }
        _ => Some(wrong(value, "rhythm", keys)),
    }
}

fn zone(value: &DeValue<'_>, keys: &Keys) -> Option<Fault> {
    match value {
        DeValue::String(typed) if typed.parse::<chrono_tz::Tz>().is_ok() => None,
        DeValue::String(typed) => {
            let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            let near = words::nearest(typed, names).unwrap_or("Europe/Amsterdam");
            let message = text!(en: "no time zone is called `{typed}`", nl: "er is geen tijdzone `{typed}`");
            Some(("bad-value", message, Some(text!(en: "did you mean `{near}`?", nl: "bedoelt u `{near}`?"))))
        }
        _ => Some(wrong(value, "zone", keys)),
    }
}

fn wrong(value: &DeValue<'_>, wanted: &str, keys: &Keys) -> Fault {
    let name = last_name(keys);
    let (wanted, example) = kind(wanted);
    let found = found(value);
    let message = text!(wanted, found; en: "`{name}` is {wanted}, not {found}", nl: "`{name}` is {wanted}, geen {found}");
    let help = match value {
        DeValue::Float(float) if example == "1" => decimal(float.as_str()).map(|number| number.trim_end_matches(".00").to_owned()),
        DeValue::Integer(integer) if example == "\"…\"" => Some(format!("\"{}\"", integer.as_str())),
        DeValue::Float(float) if example == "\"…\"" => Some(format!("\"{}\"", float.as_str())),
        DeValue::String(text) if matches!(example, "1" | "1.5") => cure::whole(text)
            .or_else(|| decimal(text).map(|number| if example == "1" { number.trim_end_matches(".00").to_owned() } else { number })),
        DeValue::String(text) if example == "true" => match text.trim().to_lowercase().as_str() {
            "ja" | "yes" | "waar" | "true" => Some("true".to_owned()),
            "nee" | "no" | "onwaar" | "false" => Some("false".to_owned()),
            _ => None,
        },
        _ => None,
    };
    if let (DeValue::String(_), "true", None) = (value, example, &help) {
        // A guess would be right half of the time.
        let help = text!(en: "write `{name} = true` or `{name} = false`", nl: "schrijf `{name} = true` (ja) of `{name} = false` (nee)");
        return ("wrong-type", message, Some(help));
    }
    let example = help.unwrap_or_else(|| example.to_owned());
    ("wrong-type", message, Some(text!(en: "write `{name} = {example}`", nl: "schrijf `{name} = {example}`")))
}

/// What to say of a value that fits none of the choices.
pub fn wrong_type(value: &DeValue<'_>, choices: &[&Value], keys: &Keys, root: &Value) -> (Text, Option<Text>) {
    let first = choices.first().expect("a schema has a choice");
    let wanted = first[MARK].as_str().or_else(|| first["type"].as_str()).unwrap_or("string");
    let (_, message, help) = wrong(value, wanted, keys);
    let name = last_name(keys);
    if name == "people" && keys.0.len() == 1 {
        return (
            message,
            Some(text!(en: "write `[people.jdevries]` for each person", nl: "schrijf voor elke persoon een tabel: `[people.jdevries]`")),
        );
    }
    if let (DeValue::Array(_), Some(_)) = (value, choices.iter().find(|choice| choice["type"] == "object")) {
        return (message, help);
    }
    if let (DeValue::String(text), "array", Some(key)) = (value, wanted, first_key(&first["items"], root)) {
        let item = quoted(text);
        return (
            message,
            Some(text!(en: "write `[[{name}]]`, and below it `{key} = {item}`", nl: "schrijf `[[{name}]]`, en daaronder `{key} = {item}`")),
        );
    }
    let words = choices.iter().flat_map(|choice| known_words(choice)).collect::<Vec<_>>();
    if !words.is_empty() {
        let all = listed(words, 14);
        return (message, Some(text!(all; en: "possible: {all}", nl: "mogelijk: {all}")));
    }
    if wanted == "object" && first["additionalProperties"]["type"] == "string" {
        return (message, Some(text!(en: "write `{name} = {{ 2026 = \"…\" }}`", nl: "schrijf `{name} = {{ 2026 = \"…\" }}`")));
    }
    if let (DeValue::Table(_), "array") = (value, wanted) {
        return (message, Some(text!(en: "write `[[{name}]]`, with two brackets", nl: "schrijf `[[{name}]]`, met dubbele haken")));
    }
    if let (DeValue::String(text), "array") = (value, wanted) {
        // What was typed with brackets or quotes is meant without them, also where some of those are missing.
        let items = text.split(',').map(|item| item.trim_matches([' ', '[', ']', '"', '\'', '\t'])).filter(|item| !item.is_empty());
        let items: Vec<String> = items.map(quoted).collect();
        let items = items.join(", ");
        return (message, Some(text!(en: "write `{name} = [{items}]`", nl: "schrijf `{name} = [{items}]`")));
    }
    (message, help)
}

/// The first key that a table of a list must have.
fn first_key<'a>(items: &'a Value, root: &'a Value) -> Option<&'a str> {
    let name = items["$ref"].as_str().or_else(|| items["allOf"][0]["$ref"].as_str());
    let table = name.and_then(|name| name.strip_prefix('#')).map_or(Some(items), |pointer| root.pointer(pointer))?;
    (table["type"] == "object").then(|| table["required"][0].as_str()).flatten()
}

fn last_name(keys: &Keys) -> &str {
    keys.0
        .iter()
        .rev()
        .find_map(|key| match key {
            Key::Name(name) => Some(name.as_ref()),
            Key::Index(_) => None,
        })
        .unwrap_or("…")
}

/// What is wanted, in words, and what it looks like.
fn kind(wanted: &str) -> (Text, &'static str) {
    match wanted {
        "date" | "vague-date" | "day" => (Text::new("a date", "een datum"), "2026-03-12"),
        "moment" => (Text::new("a day and a time", "een dag en een tijd"), "2026-03-12T10:00:00"),
        "money" | "amount" => (Text::new("an amount", "een bedrag"), "7500.00"),
        "hours" => (Text::new("a number of hours", "een aantal uren"), "8"),
        "number" => (Text::new("a number", "een getal"), "1.5"),
        "integer" => (Text::new("a whole number", "een geheel getal"), "1"),
        "boolean" => (Text::new("true or false", "`true` (ja) of `false` (nee)"), "true"),
        "array" => (Text::new("a list", "een lijst"), "[…]"),
        "object" => (Text::new("a table", "een tabel"), "{ … }"),
        "rhythm" => (Text::new("a rhythm", "een ritme"), "\"quarterly\""),
        "vat" => (Text::new("a VAT treatment", "een btw-behandeling"), "21"),
        "id" => (Text::new("an id", "een id"), "\"…\""),
        _ => (Text::new("text", "tekst"), "\"…\""),
    }
}

/// What stands there, in words.
fn found(value: &DeValue<'_>) -> Text {
    match value {
        DeValue::String(_) => Text::new("text", "tekst"),
        DeValue::Integer(_) => Text::new("a number", "getal"),
        DeValue::Float(_) => Text::new("a number with a point", "getal met een punt"),
        DeValue::Boolean(_) => Text::new("true or false", "`true` of `false`"),
        DeValue::Datetime(_) => Text::new("a date", "datum"),
        DeValue::Array(_) => Text::new("a list", "lijst"),
        DeValue::Table(_) => Text::new("a table", "tabel"),
    }
}

/// How many decimals were typed: `18.000` has three, and was probably meant to be thousands.
pub fn decimals(typed: &str) -> usize {
    let digits = typed.split(['e', 'E']).next().unwrap_or(typed);
    digits.split_once('.').map_or(0, |(_, decimals)| decimals.bytes().filter(u8::is_ascii_digit).count())
}

fn whole(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
        _ => None,
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "bounds of the format are far below 53 bits")]
        DeValue::Integer(_) => whole(value).map(|integer| integer as f64),
        DeValue::Float(float) => float.as_str().parse::<f64>().ok().filter(|number| number.is_finite()),
        _ => None,
    }
}
