//! The language of what is shown: what is asked, what is set, and what the machine says.

use commons::text::Lang;

/// The language that a locale or a setting begins with.
pub fn known_lang(text: &str) -> Option<Lang> {
    match text.get(..2)?.to_ascii_lowercase().as_str() {
        "nl" => Some(Lang::Nl),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language that is set in the environment for this program.
pub fn set_lang() -> Option<Lang> {
    variable("COMMONS_LANG").and_then(|lang| known_lang(&lang))
}

/// The language of what is shown: asked, set, the record's, the machine's.
pub fn lang_among(asked: Option<Lang>, of_record: Option<Lang>) -> Lang {
    asked.or_else(set_lang).or(of_record).or_else(machine_lang).unwrap_or(Lang::En)
}

/// The language of the machine's locale.
pub fn machine_lang() -> Option<Lang> {
    variable("LC_ALL").or_else(|| variable("LC_MESSAGES")).or_else(|| variable("LANG")).and_then(|locale| known_lang(&locale))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
