//! What people call the keys and the values of the format, in reports.

use crate::text::Text;
use crate::words::{Row, keys, values};

/// What people call a key of the format.
pub fn key_name(key: &str) -> Text {
    let en = key.replace(['_', '-'], " ");
    let nl = match key {
        "id" => "id",
        "title" => "titel",
        "until" => "t/m",
        "on" => "datum",
        "status" => "status",
        "website" => "website",
        "bic" => "BIC",
        "iban" => "IBAN",
        "oin" => "OIN",
        "kvk" => "KvK",
        "cbs_code" => "CBS-code",
        "postcode" => "postcode",
        "product" => "product",
        "contract" => "contract",
        "reserve" => "reserve",
        "repository" => "repository",
        "logo" => "logo",
        "buddy" => "buddy",
        "onboarding" => "onboarding",
        "people" => "mensen",
        "class" => "klasse",
        "email" => "e-mail",
        "responsible" => "voert uit",
        "accountable" => "eindverantwoordelijk",
        "consulted" => "geraadpleegd",
        "informed" => "geïnformeerd",
        "via" => "via",
        "agenda" => "agenda",
        "adopted" => "vastgesteld in",
        "decided" => "besloten in",
        "meets" => "komt bijeen",
        "formerly" => "eerder",
        "raci" => return Text::new("RACI", "RACI"),
        "held_by" => "vervuld door",
        "year" => "jaar",
        "paper" => "stuk",
        _ => return Text { nl: first_word(keys::KEYS, key).unwrap_or_else(|| en.clone()).into(), en: en.into() },
    };
    Text { en: en.into(), nl: nl.into() }
}

/// What people call a word of the format; none for a text that is no such word.
pub fn value_name(value: &str) -> Option<Text> {
    if value == "building" {
        return Some(Text::new("being set up", "wordt ingericht"));
    }
    let nl = match value {
        "all-participants" => "alle deelnemers".to_owned(),
        "deadline" => "deadline".to_owned(),
        "workshop" => "workshop".to_owned(),
        "hackathon" => "hackathon".to_owned(),
        "quarterly" => "per kwartaal".to_owned(),
        "webinar" => "webinar".to_owned(),
        "chat" => "chat".to_owned(),
        "website" => "website".to_owned(),
        value => first_word(values::VALUES, value)?,
    };
    Some(Text { en: value.replace('-', " ").into(), nl: nl.into() })
}

/// The likeliest word for a key or a value, as it is written in a sentence.
fn first_word(rows: &'static [Row], target: &str) -> Option<String> {
    let (_, words, _) = rows.iter().find(|(known, ..)| *known == target)?;
    words
        .split(' ')
        .next()
        .filter(|word| !word.is_empty())
        .map(|word| if word == "e-mail" { word.to_owned() } else { word.replace('-', " ") })
}
